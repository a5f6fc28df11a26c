"""How long a text is, in each unit that a channel may count in, and what a limit is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["Limit", "Unit", "cut", "graphemes", "measure", "split", "stands_in", "utf8_bytes", "utf16_units"]


class Unit(StrEnum):
    """What a limit counts."""

    CHARACTERS = "characters"
    """Unicode code points, Python's ``len``."""
    UTF16_UNITS = "UTF-16 units"
    """Code points above U+FFFF count two: Java's, JavaScript's and UCS-2's idea of a character."""
    UTF8_BYTES = "UTF-8 bytes"
    GRAPHEMES = "grapheme clusters"
    """What a reader calls a character (Unicode Standard Annex #29, extended grapheme clusters)."""
    COUNT = "count"
    """Things, not text: choices, cards, slides."""
    BYTES = "bytes"
    """The size of a file."""
    PIXELS = "pixels"
    SECONDS = "seconds"
    FRAMES_PER_SECOND = "frames per second"


@dataclass(frozen=True, slots=True)
class Limit:
    """One figure that a channel holds a message to, with the document it was read in.

    ``source`` is the page or section; ``"unverified"`` where the figure is remembered or inferred and no document
    could be cited. ``retrieved`` is the ISO date on which it was read.
    """

    name: str
    value: int
    unit: Unit
    source: str
    retrieved: str
    note: str = ""

    def exceeded_by(self, text: str) -> int | None:
        """Return how long ``text`` is in this limit's unit if that is too long, else None."""
        length = measure(text, self.unit)
        return length if length > self.value else None


def utf16_units(text: str) -> int:
    """Return the number of UTF-16 code units of ``text``; a lone surrogate counts as one."""
    return len(text.encode("utf-16-le", "surrogatepass")) >> 1


def utf8_bytes(text: str) -> int:
    """Return the number of UTF-8 bytes of ``text``; a lone surrogate counts as three."""
    return len(text.encode("utf-8", "surrogatepass"))


def graphemes(text: str) -> list[str]:
    """Split ``text`` into extended grapheme clusters (UAX #29); joining them gives the text back."""
    if text.isascii() and "\r" not in text:
        return list(text)
    import regex  # noqa: PLC0415 - costs 20 ms at start-up and few texts need it

    clusters: list[str] = regex.findall(r"\X", text)
    return clusters


_MEASURES: Final[dict[Unit, Callable[[str], int]]] = {
    Unit.CHARACTERS: len,
    Unit.UTF16_UNITS: utf16_units,
    Unit.UTF8_BYTES: utf8_bytes,
    Unit.GRAPHEMES: lambda text: len(graphemes(text)),
}


def measure(text: str, unit: Unit) -> int:
    """Return the length of ``text`` in ``unit``.

    Raises:
        ValueError: ``unit`` does not measure text (counts, pixels, seconds ...).

    """
    try:
        return _MEASURES[unit](text)
    except KeyError:
        raise ValueError(f"{unit.value} is not a unit of text") from None


def cut(text: str, limit: int, unit: Unit, ellipsis: str = "") -> str:
    """Return the longest beginning of ``text`` that, with ``ellipsis``, fits ``limit`` of ``unit``.

    The cut is between grapheme clusters, so that no letter loses its accent and no emoji falls apart; inside a cluster
    only where the first one alone is too long. A text that fits is returned as it is.
    """
    if measure(text, unit) <= limit:
        return text
    room = limit - measure(ellipsis, unit)
    if room < 0:
        return cut(text, limit, unit) if limit > 0 else ""
    clusters = graphemes(text)
    kept = _fitting(clusters, room, unit)
    if kept == 0 and clusters:
        return text[: _fitting(list(clusters[0]), room, unit)] + ellipsis
    return "".join(clusters[:kept]).rstrip() + ellipsis


def split(text: str, limit: int, unit: Unit) -> list[str]:
    """Return ``text`` in pieces of at most ``limit`` of ``unit``, which join to the text.

    A piece ends after the last line break in it, else after the last space, if there is one in its second half; else
    between grapheme clusters. A URL that fits a piece is never cut in two.
    """
    pieces = []
    while measure(text, unit) > limit:
        end = _before_url(text, _end(_whole(text, limit, unit)), limit, unit)
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]


def _end(piece: str) -> int:
    for mark in ("\n", " "):
        end = piece.rfind(mark) + 1
        if end > len(piece) // 2:
            return end
    return len(piece)


_URL: Final = re.compile(r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*://\S+")


def _before_url(text: str, end: int, limit: int, unit: Unit) -> int:
    """Return ``end``, or the beginning of the URL that it would cut in two."""
    for url in _URL.finditer(text):
        if url.end() > end:
            cut_in_two = 0 < url.start() < end and measure(url[0], unit) <= limit
            return url.start() if cut_in_two else end
    return end


def _whole(text: str, limit: int, unit: Unit) -> str:
    """Return the longest beginning of ``text`` that fits, at least one character long."""
    # No unit counts less than one for a cluster, so what lies beyond ``limit`` clusters is never looked at.
    clusters = graphemes(text[: 32 * limit])
    kept = _fitting(clusters, limit, unit)
    if kept:
        return "".join(clusters[:kept])
    return text[: max(1, _fitting(list(clusters[0]), limit, unit))]


def _fitting(pieces: list[str], limit: int, unit: Unit) -> int:
    """Return how many of ``pieces`` fit ``limit`` together."""
    used = 0
    for count, piece in enumerate(pieces):
        used += measure(piece, unit)
        if used > limit:
            return count
    return len(pieces)


def stands_in(words: str, text: str) -> bool:
    """Tell whether ``words`` stand in ``text`` by themselves: "no" does not stand in "now"."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        before = not (words[:1].isalnum() and text[start - 1 : start].isalnum())
        if before and not (words[-1:].isalnum() and text[end : end + 1].isalnum()):
            return True
        start = text.find(words, start + 1)
    return False
