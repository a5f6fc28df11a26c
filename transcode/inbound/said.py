"""A typed reply, word by word, and what stands around a choice in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from transcode.inbound.reading import Word, is_question, loose, split_words
from transcode.inbound.wordlist import Words
from transcode.inbound.words import (
    AFFIRMING,
    CHOOSING,
    DOUBTS,
    DOUBTS_SHOWN,
    NEGATIONS,
    OPENERS,
    PARTICLES,
    PHRASES,
    POLITE,
    REFUSALS,
)

__all__ = ["Said", "is_doubt", "is_negation"]

_FRIENDLY: Final = POLITE | CHOOSING | AFFIRMING
# The longest first: "works for me" has "for me".
_PHRASES: Final = sorted(PHRASES, key=len, reverse=True)
_LOOSE_POLITE: Final = Words(POLITE)
_LOOSE_NEGATIONS: Final = Words(NEGATIONS)
_LOOSE_DOUBTS: Final = Words(DOUBTS)


def is_negation(word: str) -> bool:
    """Tell whether a word, or a sign, takes back what stands beside it."""
    return (
        word in NEGATIONS or word in REFUSALS or (word.isascii() and word not in _FRIENDLY and word in _LOOSE_NEGATIONS)
    )


def is_doubt(word: str) -> bool:
    """Tell whether a word, or a sign, leaves open what stands beside it."""
    return (
        word in DOUBTS or word in DOUBTS_SHOWN or (word.isascii() and word not in _FRIENDLY and word in _LOOSE_DOUBTS)
    )


class Said:
    """A folded reply, word by word."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.words: Sequence[Word] = split_words(folded)
        self.loose: Sequence[str] = [loose(word.text) for word in self.words]

    @cached_property
    def is_question(self) -> bool:
        """Whether it asks, with a question mark or by its first word."""
        return is_question(self.folded)

    def opens_as_question(self, taken: set[int]) -> bool:
        """Tell whether its first word, which is none of ``taken``, makes a question of it."""
        return bool(self.words) and 0 not in taken and self.words[0].text in OPENERS

    @cached_property
    def asks_for_oneself(self) -> bool:
        """Whether it ends with "me" behind a deed, "call me": to do it, the business has to, not the contact."""
        words = [word for word in self.loose if word not in _LOOSE_POLITE]
        return len(words) > 1 and words[-1] == "me" and words[-2] not in ("for", "let", "its", "is", "was")

    @cached_property
    def describes_oneself(self) -> bool:
        """Whether it says what somebody is, "I'm a pro", which is no way to say what one wants."""
        return any(one in ("im", "am") and other in ("a", "an", "the") for one, other in pairwise(self.loose))

    def others(self, taken: set[int]) -> list[int]:
        """Return which words are none of ``taken`` and in no phrase that is a filler."""
        covered = taken | self._in_phrases(taken)
        return [index for index in range(len(self.words)) if index not in covered]

    def _in_phrases(self, taken: set[int]) -> set[int]:
        covered: set[int] = set()
        for phrase in _PHRASES:
            if phrase[0] not in self._places:
                continue
            for start in self._places[phrase[0]]:
                place = range(start, start + len(phrase))
                free = not covered.intersection(place) and not taken.intersection(place)
                if free and tuple(self.loose[start : start + len(phrase)]) == phrase:
                    covered.update(place)
        return covered

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for index, word in enumerate(self.loose):
            places.setdefault(word, []).append(index)
        return places

    def pieces(self, indexes: Sequence[int]) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield the words at ``indexes``; those of a script without spaces that touch are one."""
        piece: list[int] = []
        for index in indexes:
            if piece and not self._touches(piece[-1], index):
                yield self._text(piece), tuple(piece)
                piece = []
            piece.append(index)
        if piece:
            yield self._text(piece), tuple(piece)

    def _touches(self, last: int, index: int) -> bool:
        one, other = self.words[last], self.words[index]
        return index == last + 1 and one.joined and other.joined and one.end == other.start

    def _text(self, piece: Sequence[int]) -> str:
        return "".join(self.words[index].text for index in piece)

    @cached_property
    def stems(self) -> Sequence[str]:
        """Its words without the particles that Korean adds to a chosen one; as they are where they have none."""
        return [_stem(word) for word in self.loose]


def _stem(word: str) -> str:
    if word.isascii():
        return word
    # One syllable and a particle is rather another word.
    stems = (word.removesuffix(particle) for particle in PARTICLES if word.endswith(particle))
    return next((stem for stem in stems if len(stem) > 1), word)
