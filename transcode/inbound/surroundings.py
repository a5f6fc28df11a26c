"""The words around a choice in a reply, which may change what it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from transcode.inbound.numbers import is_designator
from transcode.inbound.option import Option
from transcode.inbound.said import Said, is_doubt, is_negation
from transcode.inbound.signs import is_face_of_joy, is_ornament
from transcode.inbound.spans import Span
from transcode.inbound.wordlist import Words
from transcode.inbound.words import AFFIRMING, AFFIXES, CONNECTORS, EMOJI, FILLERS, LEADS, POLITE, REFUSING

__all__ = ["Surroundings"]

MAX_OTHER_WORDS: Final = 12
"""A choice among more words than these is taken for a letter that happens to use it."""

_FILLERS: Final = Words(FILLERS)
_POLITE: Final = Words(POLITE)
_AFFIRMING: Final = Words(AFFIRMING)
_LEADS: Final = Words(LEADS)
# "I'm not interested": what may stand before a choice that says no.
_FIRST_PERSON: Final = Words(("i", "im", "am", "just"))
# Thanks in Danish and Norwegian, yes in Polish: "nej tak" is politeness, "nie tak" is something else.
_THANKS_AFTER: Final = {"tak": frozenset(("nej", "nei", "ingen", "ikke"))}
# "In Münster" is Münster. Before a number or a letter it says something else: "in 2".
_PLACING: Final = Words(("in", "im"))
_ENDING_LEADS: Final = Words(
    ("option", "letter", "answer", "reply", "choice", "choose", "pick", "select", "press", "type", "number")
)


class Surroundings:
    """The words of a reply around a choice in it."""

    def __init__(self, said: Said, spans: Iterable[Span], found: Sequence[Option]) -> None:
        self._said = said
        self._found = found
        self._taken = {index for span in spans for index in range(span.start, span.end)}
        self._others = [index for index in range(len(said.words)) if index not in self._taken]
        self.others: Sequence[str] = [said.loose[index] for index in self._others]

    @staticmethod
    def hints(words: Iterable[str]) -> set[str]:
        """Return the words that may point to another choice: emoji, and all that are no fillers."""
        return {word for word in words if word not in _FILLERS or word in EMOJI}

    @staticmethod
    def is_list_of_parts(said: Said, options: Sequence[Option]) -> bool:
        """Tell whether the reply is parts of several choices with "or" and the like between them."""
        connected = any(word in CONNECTORS for word in said.loose)
        return connected and len(options) > 1

    def doubt(self) -> str | None:
        """Return why the words around leave the choice open; None where they do not."""
        words = [self._said.words[index].text for index in self._others]
        if len(words) > MAX_OTHER_WORDS:
            return "the reply says much more than a choice"
        if self._said.opens_as_question(self._taken):
            return "the reply is a question"
        if any(map(is_negation, words)):
            return "the reply has a negation"
        if self._said.describes_oneself:
            return "the reply says what somebody is"
        if any(is_doubt(self._said.words[index].text) for index in self._said.others(self._taken)):
            return "the reply leaves the choice open"
        return None

    def strange(self) -> str | None:
        """Return a word that may change what the choice means: any but those that are known not to."""
        free = self._said.others(self._taken)
        if any(option.is_negative for option in self._found):
            return self._strange_beside_no(free)
        if all(_is_slight(option) for option in self._found):
            return self._strange_beside_letter(free)
        if self._said.asks_for_oneself and any(self._said.loose[index] == "me" for index in free):
            return "me"
        first = min(self._taken)
        return next(
            (
                piece
                for piece, indexes in self._said.pieces(free)
                if not _is_filler(piece) and not (piece in _PLACING and indexes[-1] == first - 1)
            ),
            None,
        )

    def _strange_beside_no(self, free: Sequence[int]) -> str | None:
        """Beside a "no" only politeness: "no, I would like it" and "yes, no" say something else."""
        first = min(self._taken)
        own = {word for option in self._found for word in option.vocabulary}
        for piece, indexes in self._said.pieces(free):
            thanks = _THANKS_AFTER.get(piece)
            polite = piece in _POLITE and (piece not in _AFFIRMING or (thanks and thanks & own))
            person = indexes[0] < first and piece in _FIRST_PERSON
            if not (polite or person or piece in AFFIXES or piece in REFUSING or is_ornament(piece)):
                return piece
        return None

    def _strange_beside_letter(self, free: Sequence[int]) -> str | None:
        """Beside a number or a letter only politeness and what announces it: "me 2" and "a lot" are no answers."""
        last = max(self._taken)
        pieces = [
            (piece, indexes)
            for piece, indexes in self._said.pieces(free)
            if not (piece in _POLITE or piece in EMOJI or is_face_of_joy(piece))
        ]
        after = next((piece for piece, indexes in pieces if indexes[0] > last), None)
        if after is not None:
            return after
        before = [piece for piece, _ in pieces]
        strange = next((piece for piece in before if piece not in _LEADS and piece not in _AFFIRMING), None)
        if strange or not before:
            return strange
        slight = {word for option in self._found for word in option.vocabulary}
        if slight <= _FILLERS.exact and before[-1] not in _ENDING_LEADS and last == len(self._said.words) - 1:
            # "I'd like a" is a sentence that breaks off, "I'd like A please" is none.
            return before[-1]
        return None


def _is_slight(option: Option) -> bool:
    """Tell whether a label is so short or so common that it stands in many sentences: a letter, a number, "it"."""
    return all(
        len(words) == 1 and (is_designator(words[0]) or (words[0] in _FILLERS and words[0] not in _AFFIRMING))
        for words in option.loose_words
    )


def _is_filler(piece: str) -> bool:
    return piece in _FILLERS or piece in AFFIXES or is_ornament(piece)
