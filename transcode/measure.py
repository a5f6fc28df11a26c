"""How long a text is, in each unit that a channel may count in, and what a limit is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import accumulate, takewhile
from typing import Final

__all__ = [
    "Limit",
    "Unit",
    "cut",
    "graphemes",
    "is_unicode",
    "is_visible",
    "measure",
    "split",
    "stands_in",
    "utf8_bytes",
    "utf16_units",
]


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


_MOST_OF_A_CHARACTER: Final = 4
"""No unit of text counts more for one character: UTF-8 bytes do for the highest."""
_ONE_AT_MOST: Final = frozenset((Unit.CHARACTERS, Unit.GRAPHEMES))
"""The units that count no more than one for it."""
_ONE_OF_ASCII: Final = frozenset((Unit.CHARACTERS, Unit.UTF16_UNITS, Unit.UTF8_BYTES))
"""The units that count one for each character of ASCII."""


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
        length, is_ascii = len(text), text.isascii()
        most = 1 if is_ascii or self.unit in _ONE_AT_MOST else _MOST_OF_A_CHARACTER
        if length * most <= self.value:
            return None
        if not (is_ascii and self.unit in _ONE_OF_ASCII):
            length = measure(text, self.unit)
        return length if length > self.value else None


def is_unicode(text: str) -> bool:
    """Tell whether ``text`` has no half of a surrogate pair, which no encoding can write."""
    if text.isascii():
        return True
    try:
        text.encode("utf-16-le")
    except UnicodeEncodeError:
        return False
    return True


def utf16_units(text: str) -> int:
    """Return the number of UTF-16 code units of ``text``; a lone surrogate counts as one."""
    return len(text.encode("utf-16-le", "surrogatepass")) >> 1


def utf8_bytes(text: str) -> int:
    """Return the number of UTF-8 bytes of ``text``; a lone surrogate counts as three."""
    return len(text.encode("utf-8", "surrogatepass"))


def graphemes(text: str) -> list[str]:
    """Split ``text`` into extended grapheme clusters (UAX #29); joining them gives the text back."""
    if _is_simple(text):
        return list(text)
    find = _clusters()
    found = []
    start = 0
    for end in _ends_in_rows_of_flags(text):
        found += find(text[start:end])
        start = end
    return found + find(text[start:]) if start else find(text)


_FLAG_LETTERS: Final = 64
_FLAGS: Final = re.compile(f"[\U0001f1e6-\U0001f1ff]{{{_FLAG_LETTERS},}}")


def _ends_in_rows_of_flags(text: str) -> Iterator[int]:
    """Yield ends of clusters in ``text``, so near that no row of flags has many letters up to the next.

    Flags are pairs of letters, and to find out which two belong together takes a look at all that stand before: for a
    row of them time grows with its square.
    """
    for row in _FLAGS.finditer(text):
        yield from range(row.start() + _FLAG_LETTERS, row.end(), _FLAG_LETTERS)


def _is_simple(text: str) -> bool:
    """Tell whether each character of ``text`` is a cluster."""
    return text.isascii() and "\r" not in text


@cache
def _clusters() -> Callable[[str], list[str]]:
    """Return what finds the clusters of a text."""
    import regex  # noqa: PLC0415 - costs 20 ms at start-up and few texts need it

    found: Callable[[str], list[str]] = regex.compile(r"\X").findall
    return found


_MEASURES: Final[dict[Unit, Callable[[str], int]]] = {
    Unit.CHARACTERS: len,
    Unit.UTF16_UNITS: utf16_units,
    Unit.UTF8_BYTES: utf8_bytes,
    Unit.GRAPHEMES: lambda text: len(text) if _is_simple(text) else len(graphemes(text)),
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
    only where the first one alone is too long. A URL behind other words is left out rather than cut: half of it would
    lead elsewhere. A text that fits is returned as it is. The cost is that of what is kept.
    """
    if _fits(text, limit, unit):
        return text
    room = limit - measure(ellipsis, unit)
    if room < 0:
        return cut(text, limit, unit) if limit > 0 else ""
    end = _fitting(text, 0, room, unit)
    if end == 0:
        return text[: _characters(text, 0, room, unit)] + ellipsis
    reach = end + _SCHEME
    for url in _URL.finditer(text, 0, reach) if text.find("://", 1, reach) > 0 else ():  # most texts have none
        if url.start() < end < url.end() and text[: url.start()].strip():
            end = url.start()
    return text[:end].rstrip() + ellipsis


def split(text: str, limit: int, unit: Unit) -> list[str]:
    """Return ``text`` in pieces of at most ``limit`` of ``unit``, which join to the text.

    A piece ends after the last line break in it, else after the last space, if there is one in its second half; else
    between grapheme clusters. A URL that fits a piece is never cut in two. The cost is linear in the text.
    """
    pieces = []
    start = 0
    while (whole := _whole(text, start, limit, unit)) < len(text):
        end = _before_url(text, start, _end(text, start, whole), limit, unit)
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]]


def _end(text: str, start: int, whole: int) -> int:
    """Return where a piece from ``start`` on, with room until ``whole``, ends."""
    half = start + (whole - start) // 2
    for mark in ("\n", " "):
        if (found := text.rfind(mark, half, whole)) >= 0:
            return found + 1
    return whole


_URL: Final = re.compile(r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*://\S+")
_URL_HERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_SCHEME: Final = 12
"""Characters of a URL by which it is known: ``https://`` and one more; longer schemes are not looked for."""
_CLUSTER: Final = 32
"""No cluster of a URL has more characters: what lies further off is not looked at."""


def _before_url(text: str, start: int, end: int, limit: int, unit: Unit) -> int:
    """Return ``end`` of the piece from ``start`` on, or the beginning of the URL that it would cut in two."""
    reach = end + 1 + (limit * _CLUSTER if unit is Unit.GRAPHEMES else limit)
    # A piece may begin inside a word, or inside a URL that is too long; what is a URL from there on is one.
    here = _URL_HERE.match(text, start, reach)
    if here is not None and here.end() > end:
        return end
    for url in _URL.finditer(text, here.end() if here else start, reach):
        if url.end() > end:
            return url.start() if url.start() < end and _fits(url[0], limit, unit) else end
    return end


def _whole(text: str, start: int, limit: int, unit: Unit) -> int:
    """Return where the longest part of ``text`` from ``start`` on that fits ends: one character on at least."""
    end = _fitting(text, start, limit, unit)
    if end > start or start == len(text):
        return end
    return start + max(1, _characters(text, start, limit, unit))


def _fits(text: str, limit: int, unit: Unit) -> bool:
    """Tell whether ``text`` has at most ``limit`` of ``unit``, without reading more of it than that takes."""
    if unit is Unit.GRAPHEMES:
        return len(text) <= limit or _fitting(text, 0, limit, unit) == len(text)
    # Every other unit counts one for a character at least.
    return len(text) <= limit and measure(text, unit) <= limit


def _fitting(text: str, start: int, limit: int, unit: Unit) -> int:
    """Return where the clusters of ``text`` from ``start`` on that fit ``limit`` together end."""
    window = limit + 1
    head = text[start : start + window]
    if _is_simple(head):  # and each character is one of every unit
        return start + min(limit, len(head))
    if unit is Unit.GRAPHEMES:
        while len(clusters := graphemes(text[start : start + window])) <= limit:
            if start + window >= len(text):
                return len(text)
            window *= 2
        # The last cluster may go on behind the window; those before it are whole.
        return start + sum(map(len, clusters[:limit]))
    room = _characters(text, start, limit, unit)
    ends = list(accumulate(map(len, graphemes(head)), initial=0))
    return start + ends[bisect_right(ends, room) - 1]


def _characters(text: str, start: int, limit: int, unit: Unit) -> int:
    """Return how many characters of ``text`` from ``start`` on fit ``limit``, whatever clusters they are of."""
    if unit is Unit.GRAPHEMES:
        return 0
    head = text[start : start + limit + 1]
    if unit is Unit.CHARACTERS:
        return min(limit, len(head))
    encoding, octets = ("utf-8", limit) if unit is Unit.UTF8_BYTES else ("utf-16-le", 2 * limit)
    try:  # what is left of a character that is cut there is ignored
        return len(head.encode(encoding)[:octets].decode(encoding, "ignore"))
    except UnicodeEncodeError:  # halves of surrogate pairs
        used = accumulate(map(_MEASURES[unit], head))
        return sum(1 for _ in takewhile(lambda length: length <= limit, used))


# Controls, Default_Ignorable_Code_Point (Unicode 16.0, DerivedCoreProperties.txt), the Braille pattern without dots.
_UNSEEN: Final = (
    r"\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff"
)
_SEEN: Final = re.compile(f"[^{_UNSEEN}]")


def is_visible(text: str) -> bool:
    """Tell whether there is anything in ``text`` to see: more than space, joiners, marks of direction and fillers."""
    return _SEEN.search(text) is not None


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
