"""Cutting a text into parts, and counting them without cutting.

What must stay whole is an escape with its septet and a high surrogate with its low one (TS 23.040 section 9.2.3.24.1).
So a part is filled to the last unit, or to the last but one where the last would begin such a pair. Every function
takes ``alone`` and ``size``: the capacity of an only part, and of one among several. None loops over characters, unless
there are grapheme clusters or lone surrogates to mind.
"""

from __future__ import annotations

import re
from codecs import utf_16_le_decode, utf_16_le_encode
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from transcode.gsm.alphabet import ESC, EXTENDED
from transcode.measure import graphemes, utf16_units

__all__ = [
    "characters",
    "clusters",
    "count_septets",
    "count_units",
    "split_graphemes",
    "split_septets",
    "split_units",
]

_SURROGATE_PAIR: Final = re.compile("([\ud800-\udbff][\udc00-\udfff])")
_CHARACTER: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]|.", re.DOTALL)


def count_septets(text: str, escapes: int, alone: int, size: int) -> int:
    """Return the number of parts of a text in the default alphabet, ``escapes`` of whose characters are extended.

    Capacities in septets.
    """
    total = len(text) + escapes
    if total <= alone:
        return 1
    parts = -(-total // size)
    # Each part but the last wastes a septet at most, where an escape would be cut; there may be room for that.
    if not escapes or total + parts - 1 <= parts * size:
        return parts
    return sum(1 for _ in _part_ends(_expand(text, EXTENDED), size))


def split_septets(
    text: str, escapes: int, alone: int, size: int, extended: Iterable[str] = EXTENDED
) -> tuple[str, ...]:
    """Return the parts of a text, ``escapes`` of whose characters are ``extended``. Capacities in septets."""
    if len(text) + escapes <= alone:
        return (text,)
    if not escapes:
        return tuple([text[start : start + size] for start in range(0, len(text), size)])
    expanded = _expand(text, extended)
    parts = []
    start = 0
    for end in _part_ends(expanded, size):
        parts.append(expanded[start:end].replace(ESC, ""))
        start = end
    return tuple(parts)


def _expand(text: str, extended: Iterable[str]) -> str:
    """Write the escapes out: one character of the result is one septet."""
    for character in extended:
        if character in text:
            text = text.replace(character, ESC + character)
    return text


def _part_ends(expanded: str, size: int) -> Iterator[int]:
    end, length = size, len(expanded)
    while end < length:
        if expanded[end - 1] == ESC:
            end -= 1
        yield end
        end += size
    yield length


def count_units(text: str, alone: int, size: int) -> int:
    """Return the number of parts of a UCS-2 text. Capacities in UTF-16 units."""
    data = _utf16(text)
    if data is None:
        return len(_fill(characters(text), utf16_units, alone, size))
    total = len(data) >> 1
    if total <= alone:
        return 1
    parts = -(-total // size)
    # As with escapes: each part but the last may waste one unit, and only where there are surrogate pairs.
    if total == len(text) or total + parts - 1 <= parts * size:
        return parts
    return len(_cut(data, size))


def split_units(text: str, alone: int, size: int) -> tuple[int, tuple[str, ...]]:
    """Return the length of a UCS-2 text, and its parts. Length and capacities in UTF-16 units."""
    data = _utf16(text)
    if data is None:
        return utf16_units(text), _fill(characters(text), utf16_units, alone, size)
    total = len(data) >> 1
    if total <= alone:
        return total, (text,)
    if total == len(text):
        return total, tuple([text[start : start + size] for start in range(0, total, size)])
    return total, tuple([utf_16_le_decode(piece)[0] for piece in _cut(data, size)])


def _utf16(text: str) -> bytes | None:
    """Return ``text`` in UTF-16, or None where lone surrogates keep it from being that."""
    try:
        return utf_16_le_encode(text)[0]
    except UnicodeEncodeError:
        return None


def _cut(utf16: bytes, size: int) -> list[bytes]:
    pieces = []
    start, length = 0, len(utf16)
    while start < length:
        end = start + 2 * size
        if end < length and 0xD8 <= utf16[end - 1] <= 0xDB:
            end -= 2
        pieces.append(utf16[start:end])
        start = end
    return pieces


def characters(text: str) -> list[str]:
    """Return the characters of ``text``; two surrogates that will be one character on the way are one already."""
    return _CHARACTER.findall(text)


def clusters(text: str) -> list[str]:
    """Return the grapheme clusters of ``text``, with surrogates as in `characters`."""
    pieces = _SURROGATE_PAIR.split(text)
    return [c for i, piece in enumerate(pieces) for c in ([piece] if i % 2 else graphemes(piece))]


def split_graphemes(text: str, measure: Callable[[str], int], alone: int, size: int) -> tuple[str, ...]:
    """Return the parts of ``text``, a grapheme cluster whole in each, unless it is larger than a part.

    ``measure`` gives the length of a piece of text in the unit of the capacities.
    """
    if measure(text) <= alone:
        return (text,)
    return _fill(clusters(text), measure, alone, size)


def _fill(clusters: Iterable[str], measure: Callable[[str], int], alone: int, size: int) -> tuple[str, ...]:
    """Fill parts greedily with ``clusters``; one that is larger than a part goes in by its characters."""
    pieces = [(cluster, measure(cluster)) for cluster in clusters]
    if sum(length for _, length in pieces) <= alone:
        return ("".join(piece for piece, _ in pieces),)
    parts: list[str] = []
    part: list[str] = []
    used = 0
    for cluster, length in pieces:
        for piece in (cluster,) if length <= size else characters(cluster):
            units = measure(piece)
            if used + units > size:
                parts.append("".join(part))
                part, used = [], 0
            part.append(piece)
            used += units
    return (*parts, "".join(part))
