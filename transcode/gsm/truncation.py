"""Shortening a text to so many parts."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import Final, NamedTuple, Unpack

from transcode.errors import shorten
from transcode.gsm.errors import SegmentationError, check_text, check_whole
from transcode.gsm.options import Options, Rules
from transcode.gsm.segmentation import Segmentation
from transcode.gsm.segmenter import count_by, prepared, segment_by
from transcode.gsm.splitting import characters, clusters

__all__ = ["Truncation", "truncate", "truncate_by"]

_FIRST_GUESS: Final = 160
"""Characters to a part that the search begins with; it doubles while they fit."""


class Truncation(NamedTuple):
    """A text that was shortened, if it had to be."""

    segmentation: Segmentation
    """What is left, ellipsis included, as it is sent."""
    dropped: str
    """The end of the text that is not sent; empty where all of it fits."""


def truncate(text: str, parts: int = 1, *, ellipsis: str = "", **options: Unpack[Options]) -> Truncation:
    """Shorten ``text`` to at most ``parts`` short messages, at the last place that fits.

    It is never cut inside what a reader sees as one character, unless that alone is too large. Where something is cut
    off, ``ellipsis`` takes its place, and its length and encoding count: ``"…"`` is no GSM-7 character and makes the
    message UCS-2, ``"..."`` does not. The encoding is that of what is left, so that losing a late emoji may bring
    GSM-7 back. For the options see `Options`.

    Raises:
        SegmentationError: fewer than one part, an ellipsis that does not fit in them, or an option or an argument that
            cannot be used.
    """
    return truncate_by(Rules.of(**options), text, parts, ellipsis=ellipsis)


def truncate_by(rules: Rules, text: str, parts: int, *, ellipsis: str = "") -> Truncation:
    """Shorten ``text`` to at most ``parts`` short messages under ``rules``; see `truncate`.

    Raises:
        SegmentationError: fewer than one part, or an ellipsis that does not fit in them.
    """
    check_text(text)
    check_text(ellipsis, "ellipsis")
    check_whole("parts", parts)
    if parts < 1:
        raise SegmentationError(f"{shorten(parts)} parts: a message has at least one")
    if count_by(rules, ellipsis) > parts:
        raise SegmentationError(f"the ellipsis alone needs more than {parts} parts")
    text = prepared(rules, text)
    if count_by(rules, text) <= parts:
        return Truncation(segment_by(rules, text), "")

    def too_long(end: int) -> bool:
        return count_by(rules, text[:end] + ellipsis) > parts

    # Somewhere before `limit` it gets too long; what stands after that need not be looked at.
    limit = _FIRST_GUESS * parts
    while limit < len(text) and not too_long(limit):
        limit *= 2
    beginning = text[: limit + 1]
    end = 0
    for pieces in (clusters(beginning), characters(beginning)):
        ends = [0, *accumulate(map(len, pieces))]
        end = ends[bisect_left(ends, True, key=too_long) - 1]
        if end:
            break
    return Truncation(segment_by(rules, text[:end] + ellipsis), text[end:])
