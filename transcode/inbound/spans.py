"""Where choices stand in a typed reply."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from transcode.inbound.option import Option
from transcode.inbound.reading import Word, spaceless
from transcode.inbound.said import Said
from transcode.inbound.words import AFFIXES

__all__ = ["Span", "find_spans", "longest"]

_MAX_AFFIX: Final = max(map(len, AFFIXES))


@dataclass(frozen=True, slots=True)
class Span:
    """Where choices that read the same stand in a reply: the words from ``start`` to ``end``, that one not included."""

    options: tuple[Option, ...]
    start: int
    end: int


def find_spans(said: Said, options: Sequence[Option]) -> list[Span]:
    """Return where a choice stands in the reply, whole and between other words.

    Choices that read the same are looked for once, so that many of them cost no more than one.
    """
    same: dict[tuple[str, ...], list[Option]] = {}
    for option in options:
        for words in option.loose_words:
            same.setdefault(words, []).append(option)
    places = _Places(said)
    found: list[Span] = []
    within: dict[str, tuple[Option, ...]] = {}
    for wanted, named in same.items():
        for start in places.of(wanted):
            end = start + len(wanted)
            beside = _beside(said.words, start, end)
            if beside is None:
                continue
            found.append(Span(tuple(dict.fromkeys(named)), start, end))
            for piece in filter(None, beside):
                text = "".join(said.words[index].text for index in piece)
                if text not in within:
                    within[text] = tuple(_within(text, options))
                if within[text]:
                    found.append(Span(within[text], piece.start, piece.stop))
    return found


def longest(spans: Iterable[Span]) -> list[Span]:
    """Return the spans that are inside no longer one: "tea" is not meant where "green tea" is."""
    kept: list[Span] = []
    reach, last = -1, (-1, -1)
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > reach or (span.start, span.end) == last:
            kept.append(span)
            reach, last = span.end, (span.start, span.end)
    return kept


class _Places:
    """The reply's words as one string, in which a sequence of words is found as fast as a substring."""

    def __init__(self, said: Said) -> None:
        self._words = said.loose
        self._stems = said.stems
        self._text = _keyed(said.loose)
        self._starts = _starts(said.loose)
        self._stem_text = _keyed(said.stems) if list(said.stems) != list(said.loose) else ""
        self._stem_starts = _starts(said.stems)

    def of(self, wanted: tuple[str, ...]) -> Iterator[int]:
        """Yield the index of the first word of each place where ``wanted`` stands."""
        yield from _find(self._text, self._starts, wanted)
        for start in _find(self._stem_text, self._stem_starts, wanted) if self._stem_text else ():
            # The particle belongs to the last word, and there it must be.
            end = start + len(wanted)
            if self._words[end - 1] != self._stems[end - 1] and list(self._words[start : end - 1]) == list(wanted[:-1]):
                yield start


def _keyed(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _starts(words: Sequence[str]) -> list[int]:
    """Return where in ``_keyed(words)`` the space before each word stands."""
    return list(accumulate((len(word) + 1 for word in words), initial=0))


def _find(text: str, starts: Sequence[int], wanted: tuple[str, ...]) -> Iterator[int]:
    needle = _keyed(wanted)
    place = text.find(needle)
    while place >= 0:
        yield bisect_left(starts, place)
        place = text.find(needle, place + 1)


def _beside(words: Sequence[Word], start: int, end: int) -> tuple[range, range] | None:
    """Return what is beside the words from ``start`` to ``end`` in a script without spaces; None for a longer word."""
    before, after = start, end
    while before > 0 and words[before - 1].end == words[before].start and words[before - 1].joined:
        before -= 1
        if start - before > _MAX_AFFIX:
            return None
    while after < len(words) and words[after].start == words[after - 1].end and words[after].joined:
        after += 1
        if after - end > _MAX_AFFIX:
            return None
    beside = (range(before, start), range(end, after))
    texts = ("".join(words[index].text for index in piece) for piece in beside)
    return beside if all(not text or text in AFFIXES for text in texts) else None


def _within(text: str, options: Sequence[Option]) -> Iterator[Option]:
    """Yield the choices that stand in what is beside another: in 要不要 the first 要."""
    for option in options:
        if any(spaceless(label) in text for label in option.labels):
            yield option
