"""A transcoding as a terminal shows it: a summary, then the bubbles of each channel, findings, replies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.cells import cell_len

from transcode.errors import FieldError
from transcode.gsm import Segmentation
from transcode.picture import (
    Block,
    Bubble,
    Carousel,
    Contact,
    Effect,
    MapPin,
    Menu,
    Passage,
    Role,
    ShownButton,
    ShownFile,
    Style,
    Undrawn,
)
from transcode.preview.pictures import picture_of
from transcode.preview.rates import Rates, charged
from transcode.preview.screen import Piece, Screen, json_text
from transcode.preview.segments import draw_characters, draw_encoding, draw_gauge
from transcode.preview.tips import tips
from transcode.preview.view import OUTCOMES, count, size_of
from transcode.result import Finding, Outcome, ReplyOption, Severity, Transcoded

__all__ = ["SEVERITIES", "draw_findings", "draw_result", "draw_summary"]

SEVERITIES: Final = {Severity.INFO: "cyan", Severity.LOSS: "yellow", Severity.REJECTED: "bold red"}
_OUTCOMES: Final = {
    Outcome.NATIVE: "green",
    Outcome.ADAPTED: "yellow",
    Outcome.PLAINTEXT: "dim",
    Outcome.OVERRIDE: "cyan",
}
_STYLES: Final = {
    Style.BOLD: "bold",
    Style.ITALIC: "italic",
    Style.STRIKE: "strike",
    Style.CODE: "cyan",
    Style.QUOTE: "",
    Style.SIGN: "dim",
    Style.BULLET: "dim",
    Style.MARK: "dim",
    Style.FORCED: "magenta underline",
}
_ROLES: Final = {Role.TITLE: "bold", Role.SUBJECT: "bold", Role.FOOTER: "dim", Role.BODY: ""}
_EFFECTS: Final = {
    Effect.ANSWER: "answers",
    Effect.OPEN: "opens",
    Effect.CALL: "calls",
    Effect.MAP: "shows on a map",
    Effect.EVENT: "adds an event",
    Effect.ASK: "asks for the location",
    Effect.NOTHING: "does nothing",
    Effect.OTHER: "",
}


def draw_summary(screen: Screen, results: Sequence[Transcoded], rates: Rates | None = None) -> None:
    """Draw one row a channel: how the message arrives there, what is lost, what is sent, and the price if known."""
    prices = [(rates or Rates()).price(result) or "" for result in results]
    heading = ("channel", "outcome", "deliverable", "lost", "sent as", *(("price",) if any(prices) else ()))
    rows: list[list[tuple[str, str]]] = []
    for result, price in zip(results, prices, strict=True):
        lost = _lost(result)
        row = [
            (result.channel, "bold"),
            (OUTCOMES[result.outcome], _OUTCOMES[result.outcome]),
            ("yes", "green") if result.deliverable else ("no", "bold red"),
            (str(lost), "yellow") if lost else ("nothing", "green"),
            (size_of(result), ""),
            (price, ""),
        ]
        rows.append(row[: len(heading)])
    columns = zip(heading, *((cell for cell, _ in row) for row in rows), strict=True)
    widths = [max(map(cell_len, column)) for column in columns]
    if screen.is_terminal and sum(widths) + 2 * (len(widths) - 1) > screen.width:
        for row in rows:
            screen.line(row[0], *((f"  {cell}", style) for cell, style in row[1:] if cell), rest="  ")
        return
    screen.line((_row(heading, widths), "dim"))
    for row in rows:
        padded = [(_pad(cell, width), style) for (cell, style), width in zip(row, widths, strict=True)]
        pieces: list[Piece] = [piece for cell, style in padded for piece in ((cell, style), "  ")]
        screen.line(*pieces[:-2], (padded[-1][0].rstrip(), padded[-1][1]))


def _row(cells: Iterable[str], widths: Iterable[int]) -> str:
    return "  ".join(map(_pad, cells, widths)).rstrip()


def _pad(cell: str, width: int) -> str:
    return cell + " " * (width - cell_len(cell))


def _lost(result: Transcoded) -> int:
    return sum(finding.severity is Severity.LOSS for finding in result.findings)


# --- one message on one channel ---


def draw_result(
    screen: Screen,
    result: Transcoded,
    *,
    payload: bool = False,
    left_out: Iterable[FieldError] = (),
    notes: Iterable[str] = (),
) -> None:
    """Draw what a recipient sees of ``result``, what was lost, and, if asked, the payloads.

    ``left_out`` is why the channel could not take the recipient (path ``to``) or the ``sender`` that was given;
    ``notes`` are sentences that stand below the heading.
    """
    lost = _lost(result)
    screen.line(
        (result.channel, "bold"),
        f": {OUTCOMES[result.outcome]}, ",
        ("deliverable", "green") if result.deliverable else ("not deliverable", "bold red"),
        ", ",
        (count(lost, "loss", "losses"), "yellow") if lost else ("nothing lost", "green"),
    )
    for wrong in left_out:
        who = "recipient" if wrong.path == "to" else wrong.path
        screen.line((f"{who} left out: {wrong.message}", "dim"))
    for note in notes:
        screen.line((note, "dim"))
    if classes := charged(result):
        screen.line("charged ", "; ".join(f"{place} as {words}" for place, words in classes.items()))
    if result.segments is not None:
        draw_encoding(screen, result.segments)
    bubbles = picture_of(result).bubbles
    for bubble in bubbles:
        screen.line()
        _draw_bubble(screen, bubble, "", segments=result.segments if len(bubbles) == 1 else None, payload=payload)
    if result.segments is not None:
        draw_characters(screen, result.segments)
        if shorter := tips(result.segments):
            screen.heading("To make it shorter")
            for tip in shorter:
                screen.line(tip, rest="  ")
    draw_findings(screen, result.findings)
    if result.replies:
        screen.heading("Reply options")
        for reply in result.replies:
            _draw_reply(screen, reply)
    if payload:
        for native in result.payloads:
            screen.heading("Payload")
            screen.raw(json_text(dict(native), screen.encoding))


def draw_findings(screen: Screen, findings: Sequence[Finding]) -> None:
    """Draw findings, if there are any, under their heading."""
    if not findings:
        return
    screen.heading("Findings")
    for finding in findings:
        where = ((finding.path, "bold"), ": ") if finding.path else ()
        severity = (f"{finding.severity.name}  ", SEVERITIES[finding.severity])
        screen.line(*where, finding.message, first=severity)


def _draw_reply(screen: Screen, reply: ReplyOption) -> None:
    words = reply.kind.replace("_", " ")
    if reply.card is not None:
        words += f", card {reply.card}"
    if reply.postback is not None:
        words += f", postback {reply.postback}"
    screen.line((reply.shown, "bold"), (f"  {words}", "dim"), first="> ")


# --- bubbles ---


def _draw_bubble(
    screen: Screen, bubble: Bubble, margin: str, *, segments: Segmentation | None = None, payload: bool = False
) -> None:
    glyphs = screen.glyphs
    if segments is None:
        screen.line(
            (bubble.note, "dim"), first=(f"{margin}{glyphs.top} " if bubble.note else margin + glyphs.top, "dim")
        )
    else:
        for part in segments.parts:
            draw_gauge(screen, part)
        if bubble.note:
            screen.line((bubble.note, "dim"), first=(f"{glyphs.side} ", "dim"))
    side = f"{margin}{glyphs.side} "
    for block in bubble.blocks:
        _draw_block(screen, block, side, payload=payload)
    for button in bubble.buttons:
        _draw_button(screen, button, side, ("[ ", " ]"))
    screen.line(first=(margin + glyphs.bottom, "dim"))
    for chip in bubble.chips:
        _draw_button(screen, chip, f"{margin}  ", ("( ", " )"))


def _draw_button(screen: Screen, button: ShownButton, side: str, ends: tuple[str, str]) -> None:
    effect = _EFFECTS[button.effect]
    target = "" if button.target == button.label else button.target
    does = f"  {effect} {target}".rstrip() if effect or target else ""
    screen.line(ends[0], (button.label, "bold blue"), ends[1], (does, "dim"), first=(side, "dim"), rest=(side, "dim"))


def _draw_block(screen: Screen, block: Block, side: str, *, payload: bool) -> None:
    if isinstance(block, ShownButton):
        _draw_button(screen, block, side, ("[ ", " ]"))
    elif isinstance(block, Carousel):
        for number, card in enumerate(block.cards, 1):
            screen.line((f"card {number} of {len(block.cards)}", "dim"), first=(side, "dim"))
            _draw_bubble(screen, card, side, payload=payload)
    else:
        for pieces in _block_lines(screen, block, payload=payload):
            screen.line(*pieces, first=(side, "dim"), rest=(side, "dim"))


def _block_lines(
    screen: Screen, block: Passage | ShownFile | MapPin | Contact | Menu | Undrawn, *, payload: bool
) -> Iterable[list[Piece]]:
    match block:
        case Passage():
            return _lines(screen, block)
        case ShownFile():
            return _file_lines(block)
        case MapPin():
            return _place_lines(block)
        case Contact():
            return _contact_lines(block)
        case Menu():
            return _menu_lines(screen, block)
        case Undrawn():
            return [[(block.what + ("" if payload else " --payload shows what is sent."), "dim")]]


def _file_lines(file: ShownFile) -> Iterator[list[Piece]]:
    yield [(file.kind.value, "green"), f"  {file.name}" if file.name else "", f"  {file.url}"]
    if file.still and file.still != file.url:
        yield [("preview image", "dim"), f"  {file.still}"]


def _place_lines(place: MapPin) -> Iterator[list[Piece]]:
    where = "" if place.latitude is None else f"  {place.latitude}, {place.longitude}"
    yield [("place", "green"), "  ", (place.name, "bold"), where]
    if place.address:
        yield [place.address]


def _contact_lines(contact: Contact) -> Iterator[list[Piece]]:
    yield [("contact", "green"), "  ", (contact.name, "bold")]
    for fact in contact.facts:
        yield [(f"{fact.name}: " if fact.name else "", "dim"), fact.value]


def _menu_lines(screen: Screen, menu: Menu) -> Iterator[list[Piece]]:
    yield (
        ["[ ", (menu.label, "bold blue"), " ]", ("  opens a list", "dim")] if menu.label else [("opens a list", "dim")]
    )
    for section in menu.sections:
        if section.title:
            yield ["  ", (section.title, "bold")]
        for row in section.rows:
            described = f"  {row.description}" if row.description else ""
            yield [f"  {screen.glyphs.row} ", row.title, (described, "dim")]


def _lines(screen: Screen, words: Passage) -> Iterator[list[Piece]]:
    """Return the lines of a text in styled pieces; where a part of an SMS begins, its number stands in the text.

    Marks of formatting are left out where the formatting itself can be seen.
    """
    line: list[Piece] = []
    for text, style in _pieces(screen, words):
        first, *others = text.split("\n")
        if first:
            line.append((first, style))
        for other in others:
            yield line
            line = [(other, style)] if other else []
    yield line


def _pieces(screen: Screen, words: Passage) -> Iterator[tuple[str, str]]:
    base = _ROLES[words.role]
    breaks = iter(enumerate(words.breaks, 2))
    number, cut = next(breaks, (0, -1))
    position = 0
    for run in words.runs:
        style = " ".join(filter(None, (base, *(_STYLES[each] for each in sorted(run.styles)))))
        text = run.text
        while 0 <= cut - position < len(text):
            yield text[: cut - position], style
            yield f"{screen.glyphs.cut}{number}{screen.glyphs.cut}", "bold magenta"
            text, position = text[cut - position :], cut
            number, cut = next(breaks, (0, -1))
        position += len(text)
        if not (Style.MARK in run.styles and screen.shows_styles):
            yield text, style
