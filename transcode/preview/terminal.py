"""A transcoding as a terminal shows it: parts with their gauges, findings, replies.

Everything here may come from a hostile message, so nothing is read as markup, and what a terminal would obey instead of
showing it (escape sequences, carriage returns, bidirectional overrides) is written out as ``<U+001B>``.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from io import StringIO
from itertools import groupby
from typing import Any, Final, NamedTuple, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from transcode.channels.base import KINDS, ChannelWriter, Support
from transcode.gsm import Encoding, Segmentation
from transcode.measure import Unit
from transcode.result import Outcome, ReplyOption, Severity, Transcoded

__all__ = ["Screen", "draw_channel", "draw_matrix", "draw_result", "draw_segmentation", "json_text"]

_OUTCOMES: Final = {
    Outcome.NATIVE: "in the channel's own form",
    Outcome.ADAPTED: "in the channel's own form, adapted",
    Outcome.PLAINTEXT: "as plain text",
    Outcome.OVERRIDE: "your own payload, as given",
}
_SEVERITIES: Final = {Severity.INFO: "cyan", Severity.LOSS: "yellow", Severity.REJECTED: "bold red"}
_SUPPORT: Final = {Support.NATIVE: "green", Support.CONDITIONAL: "yellow", Support.TEXT: "dim"}
_GAUGE: Final = 20
_LISTED: Final = 10
"""Characters that forced UCS-2, and positions of each: so many are shown, the rest is counted."""


# --- what may be shown as it is ---

# Letters need the joiners, and the Arabic signs are visible, though Unicode calls all of them format characters.
_VISIBLE_FORMAT: Final = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")


@cache
def _hidden(character: str) -> bool:
    """Tell whether a terminal would obey, drop or reorder ``character`` rather than show it."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in _VISIBLE_FORMAT


def json_text(value: object, encoding: str) -> str:
    """Return indented JSON in which hidden characters are escaped; all but ASCII is where ``encoding`` is not Unicode."""
    text = json.dumps(value, ensure_ascii=not encoding.lower().startswith("utf"), indent=2)
    return re.sub(r"[^\n -~]", lambda match: json.dumps(match[0])[1:-1] if _hidden(match[0]) else match[0], text).replace(
        "\x7f", "\\u007f"
    )


class _Glyphs(NamedTuple):
    top: str = "╭"
    split: str = "├"
    bottom: str = "╰"
    side: str = "│"
    full: str = "█"
    free: str = "░"


_ASCII: Final = _Glyphs("+", "+", "+", "|", "#", ".")

Piece = str | tuple[str, str]
"""Words, or words and their style."""


class Screen:
    """Collects lines for a stream: wrapped and coloured for a terminal, as they are for anything else."""

    def __init__(self, stream: TextIO) -> None:
        self.encoding = stream.encoding or "utf-8"
        self.is_terminal = stream.isatty()
        self.glyphs = _Glyphs() if self._can_write("".join(_Glyphs())) else _ASCII
        self._console = Console(
            file=StringIO(),
            force_terminal=self.is_terminal or None,
            color_system=None if os.environ.get("NO_COLOR") else "auto",
            highlight=False,
        )
        self.width = max(self._console.width, 20)

    @property
    def text(self) -> str:
        """All lines, ready to be written."""
        written = self._console.file
        assert isinstance(written, StringIO)  # noqa: S101 - made above
        return written.getvalue()

    def line(self, *pieces: Piece, first: Piece = "", rest: Piece | None = None) -> None:
        """Add one line.

        Args:
            pieces: what stands in it; a line break in it is shown as a character.
            first: what stands before it.
            rest: what stands before the lines it is wrapped into; by default as much space.
        """
        before = self._shown(first)
        after = Text(" " * cell_len(before.plain)) if rest is None else self._shown(rest)
        content = Text().join(map(self._shown, pieces))
        room = max(self.width - cell_len(before.plain), 10)
        lines = content.wrap(self._console, room, overflow="fold") if self.is_terminal else [content]
        for number, piece in enumerate(lines):
            line = Text.assemble(after if number else before, piece)
            if not piece:
                line.rstrip()
            self._console.print(line, soft_wrap=True)

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
        for escape, run in groupby(text, lambda character: _hidden(character) or not self._can_write(character)):
            if escape:
                shown.append("".join(f"<U+{ord(character):04X}>" for character in run), "magenta")
            else:
                shown.append("".join(run), style)
        return shown

    def _can_write(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True


# --- one message on one channel ---


def draw_result(screen: Screen, result: Transcoded, *, payload: bool = False) -> None:
    """Draw what a recipient sees of ``result``, what was lost, and, if asked, the payloads."""
    lost = len(result.losses)
    screen.line(
        (result.channel, "bold"),
        f": {_OUTCOMES[result.outcome]}, ",
        ("deliverable", "green") if result.deliverable else ("not deliverable", "bold red"),
        ", ",
        (_count(lost, "loss", "losses"), "yellow") if lost else ("nothing lost", "green"),
    )
    if result.segments is not None:
        draw_segmentation(screen, result.segments)
    elif result.text is not None:
        screen.line()
        _draw_text(screen, result.text)
    _draw_attachments(screen, result.payloads)
    if result.findings:
        screen.line()
        screen.line(("Findings", "bold"))
        for finding in result.findings:
            where = ((finding.path, "bold"), ": ") if finding.path else ()
            severity = (f"{finding.severity.name}  ", _SEVERITIES[finding.severity])
            screen.line(*where, finding.message, first=severity)
    if result.replies:
        screen.line()
        screen.line(("Replies", "bold"))
        for reply in result.replies:
            _draw_reply(screen, reply)
    if payload:
        for native in result.payloads:
            screen.line()
            screen.line(("Payload", "bold"))
            screen.raw(json_text(dict(native), screen.encoding))


def _draw_text(screen: Screen, text: str) -> None:
    side = (f"{screen.glyphs.side} ", "dim")
    for line in text.split("\n"):
        screen.line(line, first=side, rest=side)


def _draw_attachments(screen: Screen, payloads: Iterable[Mapping[str, Any]]) -> None:
    """Draw the parts of an MMS that have a URL."""
    found = list(_attachments(payloads))
    if found:
        screen.line()
        screen.line(("Attachments", "bold"))
    for slide, part in found:
        kind = part.get("content_type") or part.get("kind") or "unknown type"
        screen.line(part["url"], first=f"slide {slide}: {kind}  ", rest="  ")


def _attachments(payloads: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for payload in payloads:
        slides = payload.get("slides")
        for number, slide in enumerate(slides if isinstance(slides, Sequence) else (), 1):
            for part in slide.get("parts", ()) if isinstance(slide, Mapping) else ():
                if isinstance(part, Mapping) and isinstance(part.get("url"), str):
                    yield number, part


def _draw_reply(screen: Screen, reply: ReplyOption) -> None:
    words = reply.kind.replace("_", " ")
    if reply.card is not None:
        words += f" of card {reply.card}"
    if reply.postback is not None:
        words += f", postback {reply.postback}"
    screen.line((reply.shown, "bold"), (f"  {words}", "dim"), first="> ")


# --- the parts of an SMS ---


def draw_segmentation(screen: Screen, segmentation: Segmentation) -> None:
    """Draw an SMS part by part, with how full each is and what forced UCS-2."""
    unit = "septets" if segmentation.encoding is Encoding.GSM else "UTF-16 units"
    screen.line(
        (segmentation.encoding.label, "bold"),
        f", {_count(segmentation.segments, 'part')}, {segmentation.units} {unit}",
    )
    screen.line()
    glyphs = screen.glyphs
    for part in segmentation.parts:
        full = _filled(part.units, part.capacity)
        screen.line(
            f"part {part.index} of {part.total}  ",
            (glyphs.full * full, "green"),
            (glyphs.free * (_GAUGE - full), "dim"),
            f"  {part.units} of {part.capacity} {unit}, ",
            f"{part.remaining} left" if part.remaining else "full",
            first=(f"{glyphs.top if part.index == 1 else glyphs.split} ", "dim"),
            rest=(f"{glyphs.side} ", "dim"),
        )
        _draw_text(screen, part.text)
    screen.line(first=(glyphs.bottom, "dim"))
    _draw_unicode(screen, segmentation)


def _filled(used: int, capacity: int) -> int:
    """Return how many cells of a gauge are full: none only for nothing, all only for all."""
    if not 0 < used < capacity:
        return _GAUGE if used else 0
    return min(max(round(_GAUGE * used / capacity), 1), _GAUGE - 1)


def _draw_unicode(screen: Screen, segmentation: Segmentation) -> None:
    found = segmentation.unicode_characters
    if not found:
        return
    screen.line()
    screen.line(("UCS-2 because of", "bold"))
    for character, positions in found[:_LISTED]:
        listed = ", ".join(map(str, positions[:_LISTED]))
        if len(positions) > _LISTED:
            listed += f" and {len(positions) - _LISTED} more"
        name = unicodedata.name(character, "control character" if _hidden(character) else "no name")
        glyph = "" if _hidden(character) else f"  {character}"
        screen.line(f"{name}{glyph}  at index {listed}", first=(f"U+{ord(character):04X}  ", "magenta"))
    if len(found) > _LISTED:
        screen.line(f"and {_count(len(found) - _LISTED, 'other character')}")


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


# --- what the channels can do ---


def draw_matrix(screen: Screen, writers: Sequence[type[ChannelWriter]]) -> None:
    """Draw which types of message each channel has a form for; tab-separated where it is not for a terminal."""
    heading = ["channel", *KINDS.values()]
    rows = [[writer.channel, *(_support(writer, kind).value for kind in KINDS.values())] for writer in writers]
    if not screen.is_terminal:
        for row in (heading, *rows):
            screen.tabs(row)
        return
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) > screen.width:
        for writer in writers:
            screen.line((writer.channel, "bold"))
            _draw_support(screen, writer)
        return
    screen.line(("  ".join(map(str.ljust, heading, widths)).rstrip(), "bold"))
    for name, *cells in rows:
        padded = map(str.ljust, cells, widths[1:])
        screen.line(
            (name.ljust(widths[0]), "bold"),
            *((f"  {cell}", _SUPPORT[Support(cell.rstrip())]) for cell in padded),
        )


def draw_channel(screen: Screen, writer: type[ChannelWriter]) -> None:
    """Draw what one channel has a form for, its limits and its properties, each with its source."""
    screen.line((writer.channel, "bold"))
    _draw_support(screen, writer)
    if writer.limits:
        screen.line()
        screen.line(("Limits", "bold"))
    for limit in writer.limits:
        unit = "" if limit.unit is Unit.COUNT else f" {limit.unit.value}"
        note = f"; {limit.note}" if limit.note else ""
        source = (f" ({limit.source}, {limit.retrieved}{note})", "dim")
        screen.line(f"{limit.value:,}{unit}", source, first=f"{limit.name}: ", rest="  ")
    if writer.properties:
        screen.line()
        screen.line(("Properties", "bold"))
    for known in writer.properties:
        screen.line(known.meaning, (f" ({known.source})", "dim"), first=(f"{known.name}: ", "cyan"), rest="  ")


def _draw_support(screen: Screen, writer: type[ChannelWriter]) -> None:
    for support, style in _SUPPORT.items():
        kinds = [kind for kind in KINDS.values() if _support(writer, kind) is support]
        if kinds:
            screen.line(", ".join(kinds), first=(f"{support.value}: ", style), rest="  ")


def _support(writer: type[ChannelWriter], kind: str) -> Support:
    return writer.supports.get(kind, Support.TEXT)
