"""Cutting a text into parts so that what a reader sees as one character stays in one part.

The two functions are those of `splitting` once more, with grapheme clusters (UAX #29) kept whole. A cluster that is
larger than a part is cut between characters, and takes what room there is. One pattern fills all parts, so that only
the places where a part would end are looked at; from the first place that it leaves open, the clusters are read one by
one.
"""

from __future__ import annotations

from codecs import utf_16_le_decode, utf_16_le_encode
from collections.abc import Callable, Collection, Iterator
from typing import Final

from transcode.gsm.cluster_pattern import filled_parts, filled_parts_of_pairs
from transcode.gsm.splitting import characters, clusters
from transcode.measure import utf16_units

__all__ = ["split_septets_by_cluster", "split_units_by_cluster"]

_SECOND_SEPTET: Final = "\u034f"
"""Combining grapheme joiner: a mark without a shape, in no table, which belongs to the character before it."""

# U+D800 to U+DFFF and U+E000 to U+E7FF trade places: by their high bytes, so that of a text in UTF-16.
_SURROGATES_MOVED: Final = bytes.maketrans(bytes(range(0xD8, 0xE8)), bytes((*range(0xE0, 0xE8), *range(0xD8, 0xE0))))


def split_units_by_cluster(text: str, alone: int, size: int) -> tuple[int, tuple[str, ...]]:
    """Return the length of a UCS-2 text, and its parts. Length and capacities in UTF-16 units."""
    try:
        data, length = utf_16_le_encode(text)
    except UnicodeEncodeError:  # lone surrogates
        units = utf16_units(text)
        return units, (text,) if units <= alone else tuple(_filled_by_cluster(text, utf16_units, size))
    units = len(data) >> 1
    if units <= alone:
        return units, (text,)
    if units == length:
        filled = parts = filled_parts(size)(text)
    else:
        try:
            moved = _with_surrogates_moved(data)
        except UnicodeDecodeError:  # private-use characters stand where the surrogates go
            return units, tuple(_filled_by_cluster(text, utf16_units, size))
        filled = filled_parts_of_pairs(size)(moved)
        parts = _read_back(data, filled)
    if len(filled[-1]) > size:
        _cut_rest(parts, utf16_units, size)
    return units, tuple(parts)


def split_septets_by_cluster(
    text: str, escapes: int, alone: int, size: int, extended: Collection[str]
) -> tuple[str, ...]:
    """Return the parts of a text, ``escapes`` of whose characters are ``extended``. Capacities in septets."""
    if len(text) + escapes <= alone:
        return (text,)

    def septets(piece: str) -> int:
        return len(piece) + sum(map(piece.count, extended))

    if escapes:
        if "\f" in text:  # a control character, and no mark belongs to one
            return tuple(_filled_by_cluster(text, septets, size))
        # With the second septet of a character written out as a mark, one character is one septet.
        for character in extended:
            if character in text:
                text = text.replace(character, character + _SECOND_SEPTET)
    filled = parts = filled_parts(size)(text)
    if escapes:
        parts = [part.replace(_SECOND_SEPTET, "") for part in filled]
    if len(filled[-1]) > size:
        _cut_rest(parts, septets, size)
    return tuple(parts)


def _with_surrogates_moved(data: bytes) -> str:
    """Return a text in UTF-16 as one character for each unit: a high surrogate is U+E000 to U+E3FF, a low one follows.

    Raises:
        UnicodeDecodeError: the text has such private-use characters.
    """
    moved = bytearray(data)
    moved[1::2] = moved[1::2].translate(_SURROGATES_MOVED)
    text, _ = utf_16_le_decode(moved)
    if 2 * len(text) < len(data):
        raise UnicodeDecodeError("utf-16-le", data, 0, len(data), "two private-use characters are a surrogate pair")
    return text


def _read_back(data: bytes, parts: list[str]) -> list[str]:
    """Return the pieces of a text in UTF-16 that are as long as ``parts``."""
    pieces = []
    start = 0
    for part in parts:
        end = start + 2 * len(part)
        pieces.append(utf_16_le_decode(data[start:end])[0])
        start = end
    return pieces


def _cut_rest(parts: list[str], measure: Callable[[str], int], size: int) -> None:
    """Cut the last of ``parts``, which is all that the pattern left unclear.

    The part before may have room for the beginning of a cluster that is larger than a part.
    """
    parts[-2:] = _filled_by_cluster("".join(parts[-2:]), measure, size)


def _filled_by_cluster(text: str, measure: Callable[[str], int], size: int) -> Iterator[str]:
    """Yield the parts of ``text``, looking at each cluster: for any text, and slowly.

    ``measure`` gives the length of a piece of text in the unit of ``size``: each character one or two.
    """
    part: list[str] = []
    used = 0
    for cluster in clusters(text):
        for piece in (cluster,) if measure(cluster) <= size else characters(cluster):
            units = measure(piece)
            if used + units > size:
                yield "".join(part)
                part, used = [], 0
            part.append(piece)
            used += units
    yield "".join(part)
