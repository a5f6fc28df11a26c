"""A text as several messages that know nothing of each other, for senders and channels without a header.

They are cut between words and may be numbered, "(1/3)", since nothing else tells a reader that they belong together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final, Unpack

from transcode.errors import shorten
from transcode.gsm.errors import SegmentationError, check_text
from transcode.gsm.options import Options, Rules
from transcode.gsm.segmentation import Segmentation
from transcode.gsm.segmenter import segment_by
from transcode.gsm.splitting import characters, clusters
from transcode.gsm.transliteration import Replacement

__all__ = ["NUMBERING", "split_messages", "split_messages_by"]

NUMBERING: Final = "({index}/{total}) {text}"
"""A usual way to number messages."""
_FIELD: Final = re.compile(r"\{(index|total|text)\}")
_MOST_DIGITS: Final = 6
_LONGEST_LAYOUT: Final = 100
_ROOM: Final = 160
"""No message holds more characters."""


def split_messages(text: str, *, numbering: str | None = None, **options: Unpack[Options]) -> tuple[Segmentation, ...]:
    """Return ``text`` as messages of one part each, cut between words.

    ``numbering`` says how each is written, with ``{index}``, ``{total}`` and ``{text}`` in it: `NUMBERING` gives
    ``(1/3) ...``. An only message is not numbered. White space where a message begins or ends is left out; words are
    cut only where they are longer than a message, and then between grapheme clusters, if one fits. Each message has the
    encoding that it needs itself, so that an emoji makes only its own UCS-2. For the options see `Options`;
    replacements are made in the text as a whole, and their positions are places in it.

    Raises:
        SegmentationError: an option or an argument cannot be used, or the numbering leaves no room for text.
    """
    return split_messages_by(Rules.of(**options), text, numbering=numbering)


def split_messages_by(rules: Rules, text: str, *, numbering: str | None = None) -> tuple[Segmentation, ...]:
    """Return ``text`` as messages of one part each under ``rules``; see `split_messages`.

    Raises:
        SegmentationError: an argument cannot be used, or the numbering leaves no room for text.
    """
    check_text(text)
    layout = _layout(numbering)
    whole = segment_by(rules, text)
    if whole.segments == 1:
        return (whole,)
    plain = replace(rules, transliterate="off", normalize=None, line_feed="lf")
    spans = list(_spans(plain, whole.text, "{text}", 0)) if not layout else _numbered(plain, whole.text, layout)
    if len(spans) == 1:  # of a long text that is mostly white space
        layout = ""
    replacements = _by_span(whole.replacements, spans)
    made = []
    for index, (start, end) in enumerate(spans, 1):
        written = _written(layout or "{text}", index, len(spans), whole.text[start:end].rstrip())
        made.append(segment_by(plain, written)._replace(rules=rules, replacements=replacements[index - 1]))
    return tuple(made)


def _numbered(rules: Rules, text: str, layout: str) -> list[tuple[int, int]]:
    """Return the spans of ``text`` that fit ``layout``, whose length depends on how many they are."""
    for digits in range(len(str(-(-len(text) // _ROOM))), _MOST_DIGITS + 1):
        spans = list(_spans(rules, text, layout, 10**digits - 1))
        if len(str(len(spans))) <= digits:
            return spans
    raise SegmentationError(f"more than {10**_MOST_DIGITS - 1} messages: too many to number")


def _by_span(replacements: Iterable[Replacement], spans: Sequence[tuple[int, int]]) -> list[tuple[Replacement, ...]]:
    """Return the replacements in each span; one between two is the later's."""
    found: list[list[Replacement]] = [[] for _ in spans]
    shift = index = 0
    for replacement in replacements:
        while index + 1 < len(spans) and replacement.position + shift >= spans[index][1]:
            index += 1
        found[index].append(replacement)
        shift += len(replacement.replacement) - len(replacement.character)
    return [tuple(each) for each in found]


def _layout(numbering: object) -> str:
    if numbering is None:
        return ""
    if not isinstance(numbering, str) or "{text}" not in numbering or len(numbering) > _LONGEST_LAYOUT:
        use = "use a string with {index}, {total} and {text}, such as '({index}/{total}) {text}'"
        raise SegmentationError(f"numbering is {shorten(numbering)}: {use}")
    return numbering


def _written(layout: str, index: int, total: int, text: str) -> str:
    values = {"index": str(index), "total": str(total), "text": text}
    return _FIELD.sub(lambda match: values[match[1]], layout)


def _spans(rules: Rules, text: str, layout: str, total: int) -> Iterator[tuple[int, int]]:
    """Yield where each message begins and ends, so short that it fits ``layout`` if there are at most ``total``."""
    start, count = _past_space(text, 0), 0
    while start < len(text) or not count:
        count += 1
        window = text[start : start + _ROOM + 1]

        def fits(end: int, window: str = window, count: int = count) -> bool:
            return segment_by(rules, _written(layout, count, max(total, count), window[:end])).segments == 1

        end = _longest(range(1, len(window) + 1), fits)
        if end < len(window):
            end = _between_words(window, end) or _between_clusters(window, fits)
        if not end and window:
            raise SegmentationError("the numbering leaves no room for text")
        yield start, start + end
        start = _past_space(text, start + end)


def _longest(ends: Sequence[int], fits: Callable[[int], bool]) -> int:
    """Return the last of ``ends`` that fits, or 0."""
    found = bisect_left(ends, True, key=lambda end: not fits(end))
    return ends[found - 1] if found else 0


def _between_words(window: str, end: int) -> int:
    """Return where the last word ends that ends at or before ``end``, or 0."""
    if window[end].isspace():
        return end
    return next((place for place in range(end, 0, -1) if window[place - 1].isspace() and window[:place].strip()), 0)


def _between_clusters(window: str, fits: Callable[[int], bool]) -> int:
    for pieces in (clusters(window), characters(window)):
        if end := _longest(list(accumulate(map(len, pieces))), fits):
            return end
    return 0


def _past_space(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start
