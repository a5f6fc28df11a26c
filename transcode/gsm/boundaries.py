"""Cutting a text into parts so that what a reader sees as one character stays in one part.

Only the places where a part would end are looked at: whether a grapheme cluster goes on there depends on what stands
before it in the same part (UAX #29), and mostly on two characters alone.
"""

from __future__ import annotations

from codecs import utf_16_le_decode
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Final

from transcode.gsm.splitting import characters, clusters, has_parted_surrogates
from transcode.measure import graphemes, utf16_units

__all__ = ["keep_clusters"]

_FLAG_LETTERS: Final = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_FEW: Final = 16
"""Characters of which the last cluster is remembered, for as many of them as make less than a megabyte."""


def keep_clusters(text: str, parts: tuple[str, ...], measure: Callable[[str], int], size: int) -> tuple[str, ...]:
    """Return ``text`` cut so that each part holds its grapheme clusters whole, given the ``parts`` filled to the last.

    ``measure`` gives the length of a piece of text in the unit of ``size``: each character one or two. A cluster that
    is larger than a part is cut between characters, and takes what room there is.
    """
    start = 0
    parted: bool | None = None
    for count, (part, following) in enumerate(pairwise(parts)):
        end = start + len(part)
        if not _parted(part[-1], following[0]):
            if parted is None:
                parted = has_parted_surrogates(text)
            if parted:  # the patterns do not know what two of them will be
                return tuple(_filled_by_cluster(text, measure, size))
            if _cluster_start(text, start, end) < end:
                return (*parts[:count], *_filled_anew(text, start, measure, size))
        start = end
    return parts


def _filled_anew(text: str, start: int, measure: Callable[[str], int], size: int) -> Iterator[str]:
    """Yield the parts of ``text`` from ``start``, where a cluster begins."""
    known, length = start, len(text)  # a cluster begins at `known`; of one too large, the one behind it
    filled = _filler(text[start:], measure, size)
    first = start
    while start < length:
        end = first + filled(start - first)
        known = max(known, start)
        if known < end < length:
            begin = _cluster_start(text, known, end)
            if begin < end:
                cluster = _cluster(text[begin : begin + size + 1])
                if measure(cluster) <= size:
                    end = begin
                else:
                    known = begin + _length_of_large(text, begin, len(cluster))
        yield text[start:end]
        start = end


def _filler(text: str, measure: Callable[[str], int], size: int) -> Callable[[int], int]:
    """Return what gives the end of the longest piece from a place that fits ``size``, for places in their order."""
    if measure is len:
        return lambda start: min(start + size, len(text))
    if measure is utf16_units:
        return _unit_filler(text, size)

    def filled(start: int) -> int:
        end = min(start + size, len(text))
        # A character is one or two units, so to drop half of the excess never drops too much.
        while (excess := measure(text[start:end]) - size) > 0:
            end -= (excess + 1) // 2
        return end

    return filled


def _unit_filler(text: str, size: int) -> Callable[[int], int]:
    """Return the same for UTF-16, which is written out once: no piece of it is measured twice."""
    data = text.encode("utf-16-le", "surrogatepass")
    end = octets = 0

    def filled(start: int) -> int:
        nonlocal end, octets
        begin = octets - 2 * utf16_units(text[start:end]) if start < end else octets
        octets = begin + 2 * size
        if octets >= len(data):
            octets = len(data)
        elif 0xD8 <= data[octets - 1] <= 0xDB and 0xDC <= data[octets + 1] <= 0xDF:  # one character, which would be cut
            octets -= 2
        end = start + len(utf_16_le_decode(data[begin:octets], "surrogatepass", True)[0])
        return end

    return filled


def _filled_by_cluster(text: str, measure: Callable[[str], int], size: int) -> Iterator[str]:
    """Yield the parts of ``text``, looking at each cluster: for any text, and slowly."""
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


def _cluster_start(text: str, known: int, end: int) -> int:
    """Return where the cluster begins that a cut at ``end`` would part; ``end`` where it parts none.

    A cluster begins at ``known``, before ``end``.
    """
    parted = _parted(text[end - 1], text[end])
    if parted:
        return end
    if parted is None and text[end] in _FLAG_LETTERS and text[end - 1] in _FLAG_LETTERS:
        row = end - known - len(text[known:end].rstrip(_FLAG_LETTERS))
        if row != 1:  # what stands before the first of a row may join it
            return end - row % 2
    place, depends = end - 1, parted is None
    while place > known and not (parted := _parted(text[place - 1], text[place])):
        place -= 1
        depends = depends or parted is None
    if not depends:
        return place
    joined = text[place : end + 1]
    return end + 1 - (_end_of_few(joined) if len(joined) <= _FEW else len(graphemes(joined)[-1]))


@lru_cache(maxsize=4096)
def _parted(before: str, after: str) -> bool | None:
    """Say whether there is a boundary between two characters; None where it depends on what stands before them."""
    if _stands_alone(before) and _stands_alone(after):
        return before != "\r" or after != "\n"
    may_depend, may_be_joined, _ = _patterns()
    # Flags are pairs of letters (UAX #29 GB12); a joiner or a mark may join its emoji or consonant to one behind it
    # (GB9c, GB11). All else is between the two alone.
    pair = before + after
    return None if may_depend(pair) else not may_be_joined(pair)


@lru_cache(maxsize=4096)
def _end_of_few(text: str) -> int:
    """Return the length of the last cluster of a few characters."""
    return len(graphemes(text)[-1])


def _stands_alone(character: str) -> bool:
    """Say of the most frequent characters, Latin, Cyrillic and CJK, that they join nothing but CR and LF each other."""
    return character < "\u0300" or "\u0400" <= character <= "\u0481" or "\u4e00" <= character <= "\u9fff"


def _cluster(text: str) -> str:
    """Return the first cluster of ``text``."""
    found: str = _patterns()[2](text)[0]
    return found


def _length_of_large(text: str, start: int, length: int) -> int:
    """Return the length of the cluster at ``start``, at least ``length`` characters, looking not far beyond its end."""
    looked_at = length
    while length == looked_at:
        looked_at *= 2
        length = len(_cluster(text[start : start + looked_at]))
        if start + length == len(text):
            break
    return length


@cache
def _patterns() -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
    """Return what matches two characters whose boundary may depend on others, two that are one cluster, a cluster."""
    import regex  # noqa: PLC0415 - costs 20 ms at start-up and few texts need it

    depends = r"\p{RI}\p{RI}|\p{Cs}|.\p{Cs}|[\p{GCB=Extend}\p{GCB=ZWJ}](?![\0-\x7f])\p{GCB=Other}"
    return (
        regex.compile(depends, regex.DOTALL).match,
        regex.compile(r"(?=..)\X(?<=..)", regex.DOTALL).match,
        regex.compile(r"\X").match,
    )
