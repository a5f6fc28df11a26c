"""Cutting a text into parts so that what a reader sees as one character stays in one part.

Only the places where a part would end are looked at: whether a grapheme cluster goes on there depends on what stands
before it in the same part (UAX #29), and mostly on two characters alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from transcode.gsm.splitting import characters, clusters, has_parted_surrogates
from transcode.measure import graphemes

__all__ = ["keep_clusters"]


def keep_clusters(text: str, parts: tuple[str, ...], measure: Callable[[str], int], size: int) -> tuple[str, ...]:
    """Return ``text`` cut so that each part holds its grapheme clusters whole, given the ``parts`` filled to the last.

    ``measure`` gives the length of a piece of text in the unit of ``size``: each character one or two. A cluster that
    is larger than a part is cut between characters, and takes what room there is.
    """
    start = 0
    parted: bool | None = None
    for count, (part, following) in enumerate(pairwise(parts)):
        end = start + len(part)
        if not _surely_parted(part[-1], following[0]):
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
    while start < length:
        end = _filled(text, start, measure, size)
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


def _filled(text: str, start: int, measure: Callable[[str], int], size: int) -> int:
    """Return the end of the longest piece from ``start`` that fits ``size``."""
    end = min(start + size, len(text))
    # A character is one or two units, so to drop half of the excess never drops too much.
    while (excess := measure(text[start:end]) - size) > 0:
        end -= (excess + 1) // 2
    return end


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
    if _surely_parted(text[end - 1], text[end]):
        return end
    place = end - 1
    while place > known and not _surely_parted(text[place - 1], text[place]):
        place -= 1
    return end + 1 - len(graphemes(text[place : end + 1])[-1])


def _surely_parted(before: str, after: str) -> bool:
    """Say whether there is a boundary between two characters, whatever else is before them."""
    if _stands_alone(before) and _stands_alone(after):
        return before != "\r" or after != "\n"
    return _patterns()[0](before + after) is not None


def _stands_alone(character: str) -> bool:
    """Say of the most frequent characters, Latin, Cyrillic and CJK, that they join nothing but CR and LF each other."""
    return character < "\u0300" or "\u0400" <= character <= "\u0481" or "\u4e00" <= character <= "\u9fff"


def _cluster(text: str) -> str:
    """Return the first cluster of ``text``."""
    found: str = _patterns()[1](text)[0]
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
def _patterns() -> tuple[Callable[..., Any], Callable[..., Any]]:
    import regex  # noqa: PLC0415 - costs 20 ms at start-up and few texts need it

    # What joins what stands before it (UAX #29 GB9, GB9a, Hangul, flags) is not among the second; what may join
    # something behind it (GB9b, GB9c, GB11) is not among the first. A line feed joins a carriage return alone.
    before = r"[^\p{GCB=Prepend}\p{GCB=Extend}\p{GCB=ZWJ}\p{Cs}\r]"
    after = r"(?!\p{Cs})[\p{GCB=Other}\p{GCB=Control}\p{GCB=CR}\p{GCB=LF}\p{GCB=Prepend}]"
    return regex.compile(before + after).match, regex.compile(r"\X").match
