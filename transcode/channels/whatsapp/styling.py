"""Formatted text as WhatsApp's marks: what CommonMark calls emphasis as ``*``, ``_``, ``~``, code in backticks.

All else of the text is shown as typed. A mark formats within its line and not inside a word (``markup`` names the
source of the rules), so a format that goes over several lines is closed and opened again, and one that WhatsApp would
not read is left out and named.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Final

from transcode.channels.whatsapp.formatting import pairs
from transcode.channels.whatsapp.markup import escape, escape_within, has_in_address
from transcode.measure import Unit, cut, measure
from transcode.styled import Format, Formatted, by_lines, runs, split_around

__all__ = ["FORMATS", "split_marked", "with_marks"]

_MARK: Final = {Format.BOLD: "*", Format.ITALIC: "_", Format.STRIKE: "~"}
FORMATS: Final = frozenset((*_MARK, Format.CODE))
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_DEEPEST: Final = 3
"""So many formats stand in one another."""
_FENCE: Final = 3
"""Characters of the longest mark."""


@dataclass(slots=True)
class _Part:
    """Characters of one line that are shown alike."""

    text: str
    formats: set[Format] = field(default_factory=set)

    @property
    def is_code(self) -> bool:
        return Format.CODE in self.formats


def with_marks(text: str) -> tuple[str, set[Format]]:
    """Return formatted text with WhatsApp's marks, and the formats that are left out somewhere."""
    without: set[Format] = set()
    return "\n".join(_line(line, without) for line in by_lines(runs(text))), without


def _line(found: Sequence[Formatted], without: set[Format]) -> str:
    if not any(run.formats for run in found):
        return escape("".join(run.text for run in found), alone=False)
    parts = _parts(found)
    for one, mark in _MARK.items():
        _check(parts, one, mark, without)
    pieces: list[str] = []
    stack: list[Format] = []
    for index, part in enumerate(parts):
        wanted = set() if part.is_code else part.formats
        while any(one not in wanted for one in stack):
            pieces.append(_MARK[stack.pop()])
        # What lasts longest is opened first, so that the others close before it.
        for one in sorted(wanted - set(stack), key=lambda one: (-_until(parts, index, one), one)):
            pieces.append(_MARK[one])
            stack.append(one)
        if part.is_code:
            pieces.append(_code(part.text, without))
        elif part.formats:
            pieces.append(escape_within(part.text))
        else:
            pieces.append(escape(part.text, alone=False))
    pieces += [_MARK[one] for one in reversed(stack)]
    return "".join(pieces)


def _parts(found: Sequence[Formatted]) -> list[_Part]:
    """Return the parts of a line; space at the edge of a format is outside of it, as no mark stands beside space."""
    parts: list[_Part] = []
    for run in found:
        if Format.CODE in run.formats:
            parts.append(_Part(run.text, {Format.CODE}))
            continue
        inner = run.text.strip()
        before, _, after = run.text.partition(inner) if inner else (run.text, "", "")
        shown = (_Part(before), _Part(inner, set(run.formats & _MARK.keys())), _Part(after))
        parts += [part for part in shown if part.text]
    # Space between two parts has what both have.
    around: list[set[Format]] = []
    last: set[Format] = set()
    for part in parts:
        around.append(last)
        last = part.formats if part.text.strip() else last
    last = set()
    for part, before_it in zip(reversed(parts), reversed(around), strict=True):
        if part.text.strip() or part.is_code:
            last = part.formats
        else:
            part.formats = (before_it & last) - {Format.CODE}
    return parts


def _until(parts: Sequence[_Part], start: int, one: Format) -> int:
    """Return where a format that holds at ``start`` ends."""
    end = start
    while end < len(parts) and one in parts[end].formats and not parts[end].is_code:
        end += 1
    return end


def _check(parts: Sequence[_Part], one: Format, mark: str, without: set[Format]) -> None:
    """Leave a format out where WhatsApp would not read it: in a word, in an address, around a mark or one with it."""
    start, going_on = 0, _in_addresses(parts)
    while start < len(parts):
        end = _until(parts, start, one)
        if end > start:
            before = parts[start - 1].text[-1] if start else ""
            behind = parts[end].text[0] if end < len(parts) else ""
            joined = "".join(part.text for part in parts[start:end])
            beside_mark = not {joined[0], joined[-1]}.isdisjoint("*_~`")
            barred = beside_mark or start in going_on or has_in_address(joined, mark)
            if barred or _is_word(before) or _is_word(behind):
                without.add(one)
                for part in parts[start:end]:
                    part.formats = part.formats - {one}
        start = max(end, start + 1)


def _in_addresses(parts: Sequence[_Part]) -> set[int]:
    """Return the indexes of the parts before which an address goes on, of which a mark there would be a part."""
    ends = list(accumulate(len(part.text) for part in parts))
    found: set[int] = set()
    for address in _ADDRESS.finditer("".join(part.text for part in parts)):
        first = bisect_right(ends, address.start())
        found.update(range(first + 1, bisect_left(ends, address.end()) + 1))
    return found


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _code(text: str, without: set[Format]) -> str:
    for fence in ("`", "```"):
        if fence not in text and text.strip("`") == text and text.strip():
            return f"{fence}{text}{fence}"
    without.add(Format.CODE)
    return escape(text, alone=False)


# --- texts that are too long for one message ---


def split_marked(text: str, limit: int, unit: Unit) -> list[str]:
    """Return ``text`` in pieces of at most ``limit`` of ``unit``, each with its own whole pairs of marks.

    No pair that fits a piece is cut. Where one is longer than that it is closed at the end of a piece and opened again
    in the next.
    """
    found = pairs(text)
    outer: list[tuple[int, int]] = []
    for start, end, _ in found:
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
    room = limit
    too_long = [(a, b) for a, b in outer if b - a > limit or measure(text[a:b], unit) > limit]
    if too_long:
        # Room for what closes and opens again.
        room = max(1, limit - 2 * _most_open(found))
    cuts = split_around(text, room, unit, outer)
    if not too_long:
        return [text[start:end] for start, end in pairwise((0, *cuts, len(text)))]
    pieces: list[str] = []
    start, opened = 0, list[str]()
    for end, closing in (*_inside(found, cuts), (len(text), list[str]())):
        if end > start:
            pieces.append(_within(text[start:end], opened, closing, limit, unit))
            start, opened = end, closing
    return pieces


def _most_open(found: Sequence[tuple[int, int, str]]) -> int:
    """Return how many characters the marks have that hold at one place together, at most."""
    changes = sorted((at, size) for start, end, mark in found for at, size in ((start, len(mark)), (end, -len(mark))))
    return max(accumulate(size for _, size in changes), default=0)


def _inside(found: Sequence[tuple[int, int, str]], cuts: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
    """Yield each cut, moved off the marks that it would stand beside, with the marks that hold there, outermost first.

    The cost is linear: at most ``_DEEPEST`` pairs hold at one place.
    """
    following, active = 0, list[tuple[int, int, str]]()
    for cut_at in cuts:
        while following < len(found) and found[following][0] < cut_at:
            active.append(found[following])
            following += 1
        active = [pair for pair in active if pair[1] > cut_at - _FENCE]
        end = cut_at
        for start, _, mark in reversed(active):
            if start < end <= start + len(mark):
                end = start
        for _, close, mark in sorted(active, key=lambda pair: pair[1]):
            if close - len(mark) <= end < close:
                end = close
        yield end, [mark for start, close, mark in active if start < end < close]


def _within(piece: str, opened: Sequence[str], closing: Sequence[str], limit: int, unit: Unit) -> str:
    """Return a piece with the marks that hold where it begins before it, and those that do where it ends behind it."""
    inner = piece.strip()
    if not inner:
        return piece
    before, _, after = piece.partition(inner)
    marked = f"{before}{''.join(opened)}{inner}{''.join(reversed(closing))}{after}"
    return marked if measure(marked, unit) <= limit else cut(piece, limit, unit)
