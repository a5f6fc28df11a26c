"""A transcoding as a terminal shows it: parts with their gauges, findings, replies.

Everything here may come from a hostile message, so nothing is read as markup, and what a terminal would obey instead of
showing it (escape sequences, carriage returns, bidirectional overrides) is written out as ``<U+001B>``.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from io import StringIO
from itertools import groupby
from typing import Any, Final, NamedTuple, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from transcode.errors import FieldError
from transcode.gsm import LANGUAGES, Advice, Encoding, Segmentation
from transcode.measure import Unit
from transcode.message import KINDS
from transcode.result import Outcome, ReplyOption, Severity, Transcoded
from transcode.writer.base import ChannelWriter
from transcode.writer.request import Support

__all__ = [
    "Screen",
    "draw_advice",
    "draw_channel",
    "draw_matrix",
    "draw_result",
    "draw_segmentation",
    "json_text",
    "supported",
]

_OUTCOMES: Final = {
    Outcome.NATIVE: "in the channel's own form",
    Outcome.ADAPTED: "in the channel's own form, adapted",
    Outcome.PLAINTEXT: "as plain text",
    Outcome.OVERRIDE: "your own payload, as given",
}
_SEVERITIES: Final = {Severity.INFO: "cyan", Severity.LOSS: "yellow", Severity.REJECTED: "bold red"}
_SUPPORT: Final = {Support.NATIVE: "green", Support.CONDITIONAL: "yellow", Support.TEXT: "dim"}
_LISTED: Final = 10
"""Characters that forced UCS-2, and positions of each: so many are shown, the rest is counted."""


# --- what may be shown as it is ---

# Letters need the joiners, and the Arabic signs are visible, though Unicode calls all of them format characters.
_VISIBLE_FORMAT: Final = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")


@cache
def _hidden(character: str) -> bool:
    """Tell whether a terminal would obey, drop or reorder ``character`` rather than show it."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in _VISIBLE_FORMAT


@cache
def _can_write(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def json_text(value: object, encoding: str | None) -> str:
    """Return indented JSON with hidden characters escaped, and all that is not ASCII unless ``encoding`` has it all."""
    is_unicode = (encoding or "utf-8").lower().startswith("utf")
    text = json.dumps(value, ensure_ascii=not is_unicode, indent=2)
    return "".join(_json_escape(character) if _hidden(character) else character for character in text)


def _json_escape(character: str) -> str:
    if character == "\n":
        return character
    return "\\u007f" if character == "\x7f" else json.dumps(character)[1:-1]


class _Glyphs(NamedTuple):
    top: str = "╭"
    split: str = "├"
    bottom: str = "╰"
    side: str = "│"
    full: str = "█"
    free: str = "░"
    native: str = "●"
    conditional: str = "◐"
    text: str = "·"


_ASCII: Final = _Glyphs("+", "+", "+", "|", "#", ".", "*", "~", ".")

Piece = str | tuple[str, str]
"""Words, or words and their style."""


class Screen:
    """Collects lines for a stream: wrapped and coloured for a terminal, as they are for anything else."""

    def __init__(self, stream: TextIO) -> None:
        self.encoding = stream.encoding or "utf-8"
        self.is_terminal = stream.isatty()
        self.glyphs = _Glyphs() if _can_write("".join(_Glyphs()), self.encoding) else _ASCII
        self._console = Console(
            file=StringIO(),
            force_terminal=self.is_terminal or None,
            color_system=None if os.environ.get("NO_COLOR") else "auto",
            highlight=False,
        )
        self.width = max(self._console.width, 20)
        self.gauge = 10 if self.is_terminal and self.width < 70 else 20

    @property
    def text(self) -> str:
        """All lines, ready to be written."""
        written = self._console.file
        assert isinstance(written, StringIO)  # noqa: S101 - made above
        return written.getvalue()

    def line(self, *pieces: Piece, first: Piece = "", rest: Piece | None = None) -> None:
        """Add a line of ``pieces``, in which a line break is one more hidden character.

        ``first`` stands before it, and ``rest`` (by default as much space) before the lines it is wrapped into.
        """
        before = self._shown(first)
        after = Text(" " * cell_len(before.plain)) if rest is None else self._shown(rest)
        content = Text().join(map(self._shown, pieces))
        room = max(self.width - max(cell_len(before.plain), cell_len(after.plain)), 10)
        lines = content.wrap(self._console, room, overflow="fold") if self.is_terminal else [content]
        for number, piece in enumerate(lines):
            line = Text.assemble(after if number else before, piece)
            if not piece:
                line.rstrip()
            self._console.print(line, soft_wrap=True)

    def heading(self, words: str) -> None:
        """Begin a block."""
        self.line()
        self.line((words, "bold"))

    def raw(self, text: str) -> None:
        """Add lines that are never wrapped, such as JSON."""
        for line in text.split("\n"):
            self._console.print(self._shown(line), soft_wrap=True)

    def tabs(self, cells: Iterable[str]) -> None:
        """Add one line of cells for another program to take apart."""
        self._console.file.write("\t".join(self._shown(cell).plain for cell in cells) + "\n")

    def _shown(self, piece: Piece) -> Text:
        text, style = (piece, "") if isinstance(piece, str) else piece
        shown = Text()
        for escape, run in groupby(
            text, lambda character: _hidden(character) or not _can_write(character, self.encoding)
        ):
            if escape:
                shown.append("".join(f"<U+{ord(character):04X}>" for character in run), "magenta")
            else:
                shown.append("".join(run), style)
        return shown


# --- one message on one channel ---


def draw_result(
    screen: Screen, result: Transcoded, *, payload: bool = False, left_out: Iterable[FieldError] = ()
) -> None:
    """Draw what a recipient sees of ``result``, what was lost, and, if asked, the payloads.

    ``left_out`` is why the channel could not take the recipient (path ``to``) or the ``sender`` that was given.
    """
    lost = sum(finding.severity is Severity.LOSS for finding in result.findings)
    screen.line(
        (result.channel, "bold"),
        f": {_OUTCOMES[result.outcome]}, ",
        ("deliverable", "green") if result.deliverable else ("not deliverable", "bold red"),
        ", ",
        (_count(lost, "loss", "losses"), "yellow") if lost else ("nothing lost", "green"),
    )
    for wrong in left_out:
        who = "recipient" if wrong.path == "to" else wrong.path
        screen.line((f"{who} left out: {wrong.message}", "dim"))
    if result.segments is not None:
        draw_segmentation(screen, result.segments)
    elif result.text is not None:
        screen.line()
        _draw_text(screen, result.text)
    drawn = _draw_attachments(screen, result.payloads) or result.text is not None
    if result.payloads and not drawn and not payload:
        screen.line()
        screen.line(("Not a text: --payload shows what is sent.", "dim"))
    if result.findings:
        screen.heading("Findings")
        for finding in result.findings:
            where = ((finding.path, "bold"), ": ") if finding.path else ()
            severity = (f"{finding.severity.name}  ", _SEVERITIES[finding.severity])
            screen.line(*where, finding.message, first=severity)
    if result.replies:
        screen.heading("Reply options")
        for reply in result.replies:
            _draw_reply(screen, reply)
    if payload:
        for native in result.payloads:
            screen.heading("Payload")
            screen.raw(json_text(dict(native), screen.encoding))


def _draw_text(screen: Screen, text: str) -> None:
    side = (f"{screen.glyphs.side} ", "dim")
    for line in text.split("\n"):
        screen.line(line, first=side, rest=side)


def _draw_attachments(screen: Screen, payloads: Iterable[Mapping[str, Any]]) -> bool:
    """Draw the subject and the files of an MMS, the parts that have a URL; tell whether there are any."""
    drawn = False
    for payload in payloads:
        subject = _get(payload, "submit_req", "Subject")
        if isinstance(subject, str):
            screen.heading("Subject")
            screen.line(subject)
        files = list(_files(payload))
        if files:
            screen.heading("Attachments")
            drawn = True
        for slide, kind, url in files:
            screen.line(f"slide {slide}: {kind}  {url}", rest="  ")
    return drawn


def _files(payload: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    for number, slide in enumerate(_list(payload, "slides"), 1):
        for part in _list(slide, "parts"):
            if url := _get(part, "url"):
                yield number, _get(part, "content_type") or _get(part, "kind") or "unknown type", url


# A payload may be the caller's own, and anything.
def _get(value: object, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _list(value: object, name: str) -> Iterable[Any]:
    found = _get(value, name)
    return found if isinstance(found, list | tuple) else ()


def _draw_reply(screen: Screen, reply: ReplyOption) -> None:
    words = reply.kind.replace("_", " ")
    if reply.card is not None:
        words += f", card {reply.card}"
    if reply.postback is not None:
        words += f", postback {reply.postback}"
    screen.line((reply.shown, "bold"), (f"  {words}", "dim"), first="> ")


# --- the parts of an SMS ---


def draw_segmentation(screen: Screen, segmentation: Segmentation) -> None:
    """Draw an SMS part by part, with how full each is and what forced UCS-2."""
    unit = "septet" if segmentation.encoding is Encoding.GSM else "UTF-16 unit"
    languages = _languages(segmentation)
    screen.line(
        (segmentation.encoding.label, "bold"),
        f"{languages}, {_count(segmentation.segments, 'part')}, {_count(segmentation.units, unit)}",
    )
    screen.line()
    glyphs = screen.glyphs
    same_line = False
    for part in segmentation.parts:
        full = _filled(part.units, part.capacity, screen.gauge)
        screen.line(
            f"part {part.index} of {part.total}{' (same line)' if same_line else ''}  ",
            (glyphs.full * full, "green"),
            (glyphs.free * (screen.gauge - full), "dim"),
            f"  {part.units} of {part.capacity}, ",
            f"{part.remaining} left" if part.remaining else "full",
            first=(f"{glyphs.split if part.index > 1 else glyphs.top} ", "dim"),
            rest=(f"{glyphs.side} ", "dim"),
        )
        _draw_text(screen, part.text)
        same_line = not part.text.endswith("\n")
    screen.line(first=(glyphs.bottom, "dim"))
    _draw_unicode(screen, segmentation)
    _draw_replacements(screen, segmentation)


def draw_advice(screen: Screen, advice: Advice) -> None:
    """Draw what would make a text shorter, in terms of ``transcode segments``."""
    if not advice.to_save_a_part:
        return
    screen.heading("To save a part")
    screen.line(f"remove {_count(advice.to_save_a_part, 'character')}")
    for alternative in advice.alternatives:
        parts = _count(alternative.segmentation.segments, "part")
        screen.line((" ".join(alternative.arguments), "cyan"), f"  {parts}{alternative.changes}", rest="  ")


def _languages(segmentation: Segmentation) -> str:
    """Return the national tables in force, as words behind the encoding."""
    names = {language.identifier: language.name for language in LANGUAGES}
    tables = segmentation.tables
    shifts = (("locking", tables.locking), ("single", tables.single))
    return "".join(f", {names[identifier]} {shift} shift" for shift, identifier in shifts if identifier in names)


def _filled(used: int, capacity: int, cells: int) -> int:
    """Return how many cells of a gauge are full: none only for nothing, all only for all."""
    if not 0 < used < capacity:
        return cells if used else 0
    return min(max(round(cells * used / capacity), 1), cells - 1)


def _draw_unicode(screen: Screen, segmentation: Segmentation) -> None:
    found = segmentation.unicode_characters
    if not found:
        return
    screen.heading("UCS-2 because of")
    for character, positions in found[:_LISTED]:
        listed = ", ".join(map(str, positions[:_LISTED]))
        if len(positions) > _LISTED:
            listed += f" and {len(positions) - _LISTED} more"
        screen.line(f"{_named(character)}  at index {listed}", first=(f"U+{ord(character):04X}  ", "magenta"))
    if len(found) > _LISTED:
        screen.line(f"and {_count(len(found) - _LISTED, 'other character')}")


def _draw_replacements(screen: Screen, segmentation: Segmentation) -> None:
    if not segmentation.replacements:
        return
    screen.heading("Replaced")
    positions: dict[tuple[str, str], list[int]] = {}
    for position, character, replacement in segmentation.replacements:
        positions.setdefault((character, replacement), []).append(position)
    for (character, replacement), found in list(positions.items())[:_LISTED]:
        by = repr(replacement) if replacement else "nothing"
        count = f", {len(found)} times" if len(found) > 1 else ""
        screen.line(f"{_named(character)}  by {by}{count}", first=(f"U+{ord(character[0]):04X}  ", "magenta"))
    if len(positions) > _LISTED:
        screen.line(f"and {_count(len(positions) - _LISTED, 'other character')}")


def _named(character: str) -> str:
    if len(character) > 1:  # what a reader sees as one
        return f"and {_count(len(character) - 1, 'code point')} more  {character}"
    if _hidden(character):
        return unicodedata.name(character, "control character")
    return f"{unicodedata.name(character, 'no name')}  {character}"


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


# --- what the channels can do ---


def draw_matrix(screen: Screen, writers: Sequence[type[ChannelWriter]]) -> None:
    """Draw which types of message each channel has a form for: as wide as the terminal lets it.

    Elsewhere it is tab-separated.
    """
    heading = ["channel", *KINDS.values()]
    if not screen.is_terminal:
        screen.tabs(heading)
        for writer in writers:
            screen.tabs([writer.channel, *supported(writer).values()])
        return
    words = {support: support.value for support in Support}
    signs = {support: str(getattr(screen.glyphs, support.value)) for support in Support}
    for cells in (words, signs):
        rows = [[writer.channel, *(cells[support] for support in supported(writer).values())] for writer in writers]
        widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
        if sum(widths) + 2 * len(KINDS) <= screen.width:
            break
    else:
        for number, writer in enumerate(writers):
            if number:
                screen.line()
            screen.line((writer.channel, "bold"))
            _draw_support(screen, writer)
        return
    screen.line(("  ".join(map(str.ljust, heading, widths)).rstrip(), "bold"))
    for writer, row in zip(writers, rows, strict=True):
        name, *padded = map(str.ljust, row, widths)
        styles = [_SUPPORT[support] for support in supported(writer).values()]
        screen.line((name, "bold"), *((f"  {cell}", style) for cell, style in zip(padded, styles, strict=True)))
    if cells is signs:
        legend = [((sign, _SUPPORT[support]), f" {support.value}  ") for support, sign in signs.items()]
        screen.line()
        screen.line(*(piece for pair in legend for piece in pair))


def draw_channel(screen: Screen, writer: type[ChannelWriter]) -> None:
    """Draw what one channel has a form for, its limits and its properties, each with its source."""
    screen.line((writer.channel, "bold"))
    _draw_support(screen, writer)
    if writer.limits:
        screen.heading("Limits")
    for limit in writer.limits:
        unit = "" if limit.unit is Unit.COUNT else f" {limit.unit.value}"
        note = f"; {limit.note}" if limit.note else ""
        source = (f" ({limit.source}, {limit.retrieved}{note})", "dim")
        screen.line((limit.name, "cyan"), f": {limit.value:,}{unit}", source, rest="  ")
    if writer.properties:
        screen.heading("Properties")
    for known in writer.properties:
        screen.line((known.name, "cyan"), f": {known.meaning}", (f" ({known.source})", "dim"), rest="  ")


def _draw_support(screen: Screen, writer: type[ChannelWriter]) -> None:
    for support, style in _SUPPORT.items():
        kinds = [kind for kind, found in supported(writer).items() if found is support]
        if kinds:
            screen.line((support.value, style), f": {', '.join(kinds)}", rest="  ")


def supported(writer: type[ChannelWriter]) -> dict[str, Support]:
    """Return what a channel does with each type of message, by its short name."""
    return {kind: writer.supports.get(kind, Support.TEXT) for kind in KINDS.values()}
