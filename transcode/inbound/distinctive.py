"""Choices that a reply names in part.

"red" is "Red wine" where no other choice has the word, with at most politeness around it. What is left out must not
change what the choice means: "interested" is not "Not interested", and "booking" is not for sure "Cancel my booking".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from transcode.inbound.numbers import is_designator
from transcode.inbound.option import Option
from transcode.inbound.reading import expanded, loose, split_words
from transcode.inbound.said import Said, is_doubt, is_negation
from transcode.inbound.signs import is_ornament
from transcode.inbound.wordlist import Words
from transcode.inbound.words import (
    AFFIRMING,
    AFFIXES,
    CHOOSING,
    DETERMINING,
    NONE,
    POLITE,
    REMAINING,
    REVERSING,
    VAGUE,
)

__all__ = ["Part", "content_of", "find_part", "is_little", "is_word", "loosely", "typed_words"]

MAX_WORDS: Final = 12
"""Words of a part."""
_MIN_JOINED: Final = 2
"""Signs of a script without spaces below which a part is no word."""
_MIN_COMPOUND: Final = 4
"""Letters of a word with which another, a compound, may end."""
_MIN_DIGITS: Final = 2
"""Digits below which a number stands in too many labels."""

_POLITE: Final = Words(POLITE)
_LITTLE: Final = Words(CHOOSING)
_AFFIRMING: Final = Words(AFFIRMING)
_VAGUE: Final = Words(VAGUE)
_REVERSING: Final = Words(REVERSING)
_DETERMINING: Final = Words(DETERMINING)
_REMAINING: Final = Words(REMAINING)
_NONE: Final = Words(NONE)
_TONES: Final = frozenset("🏻🏼🏽🏾🏿")
_SEGMENTS: Final = re.compile(r"[,،、，。.!;:|(){}\[\]\n–—]|\s-\s")
# The articles that stand before a vowel; n', which says no, is none of them.
# "S'il vous plaît" is a phrase of politeness as it stands.
_ELIDED: Final = re.compile(
    r"(?<![^\W_])(?:[ldjmtsc]|qu|dell|nell|all|sull|un)['\u2019](?=[^\W\d_]{2})(?!il (?:vous|te) pla)"
)


class _Fit(Enum):
    SURE = "the part can mean nothing else"
    OPEN = "the part may mean something else"
    OTHER = "what is left out makes something else of the choice"


@dataclass(frozen=True, slots=True)
class Part:
    """The choices that a part of a label may mean."""

    options: tuple[Option, ...]
    is_sure: bool
    """Whether what is left out makes no difference."""


class _Topic(NamedTuple):
    """What all choices are about: "wine", where the question is which wine."""

    asked: frozenset[str]
    """The words of the message around its choices."""
    shared: frozenset[str]
    """The words that several choices have."""

    def is_named_by(self, part: Sequence[str], before: Sequence[str]) -> bool:
        """Tell whether the end of a label names the topic alone, and what stands before it tells the choice apart."""
        return self.asked.issuperset(part) and not (self.asked | self.shared).issuperset(before)


def _uses(options: Sequence[Option]) -> Counter[str]:
    return Counter(word for option in options for word in option.vocabulary)


def find_part(said: Said, options: Sequence[Option], asked: frozenset[str] = frozenset()) -> Part | None:
    """Return the choice of which the reply names a part; several or none that is sure where it is not clear.

    ``asked`` are the words of the message around its choices: what all of it is about names none of them.
    """
    typed = typed_words(said, options)
    if not typed or len(typed) > MAX_WORDS or said.describes_oneself:
        return None
    if all(is_designator(word) for word in typed):
        return _designated(typed, options) or _numbers_of(typed, options)
    if before_tail := _before_tail(typed, options):
        return Part(before_tail, is_sure=len({option.postback for option in before_tail}) == 1)
    typed = _without_yes(typed, options)
    topic = _Topic(asked, frozenset(word for word, times in _uses(options).items() if times > 1))
    fits = [(option, fit) for option in options if (fit := _fit(option, typed, topic)) is not None]
    fits = [
        (option, _Fit.OPEN if fit is _Fit.SURE and (_reads_otherwise(said, option) or _goes_on(said, option)) else fit)
        for option, fit in fits
    ]
    found = tuple(option for option, fit in fits if fit is not _Fit.OTHER)
    if not fits:
        return _numbers_of(typed, options)
    if not found or (said.asks_for_oneself and not all("me" in option.vocabulary for option in found)):
        return None
    sure = len({option.postback for option, _ in fits}) == 1 and any(fit is _Fit.SURE for _, fit in fits)
    return Part(found, sure and not _ends_another(typed, found, options))


def _reads_otherwise(said: Said, option: Option) -> bool:
    """Tell whether a word of the reply has accents that the choice's has not: "refusé" is not "refuse".

    Accents are left out in haste; nobody puts them in.
    """
    exact = {word.text for words in option.words for word in words}
    accented = (word.text for word in said.words if not word.text.isascii() and loose(word.text).isascii())
    return any(
        text not in exact and loose(text) in option.vocabulary and expanded(text) not in option.vocabulary
        for text in accented
    )


def _goes_on(said: Said, option: Option) -> bool:
    """Tell whether little words follow a "no" that do not follow it in the choice: "no, I would like it".

    Before it they only say that one chooses; behind it they may take it back.
    """
    last = max((index for index, word in enumerate(said.loose) if is_negation(word)), default=len(said.loose))
    behind = (said.loose[index] for index in said.others(set()) if index > last)
    if not any(word in _LITTLE and word not in _POLITE for word in behind):
        return False
    words = tuple(word for word in said.loose if word not in _POLITE)
    return not any(_stands_in(words, own) for own in option.loose_words)


def _stands_in(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(others[start : start + len(words)] == words for start in range(len(others) - len(words) + 1))


def _before_tail(typed: tuple[str, ...], options: Sequence[Option]) -> tuple[Option, ...]:
    """Return the choice that is the part and an end that another has as well: "单人" of 单人套餐, 双人套餐.

    Only in scripts that do not separate words; a single sign is too little.
    """
    if len(typed) < _MIN_JOINED or any(word.isascii() for word in typed):
        return ()
    labels = [(option, words) for option in options for words in _joined(option)]
    found = [
        option
        for option, words in labels
        if words[: len(typed)] == typed
        and (tail := words[len(typed) :])
        and any(own[-len(tail) :] == tail for other, own in labels if other is not option and own != tail)
    ]
    elsewhere = any(_stands_in(typed, words) for option, words in labels if option not in found)
    return () if elsewhere else tuple(dict.fromkeys(found))


def _joined(option: Option) -> set[tuple[str, ...]]:
    """Return the words of its label where all are of a script that does not separate them."""
    return {tuple(loose(word.text) for word in words) for words in option.words if all(word.joined for word in words)}


def _ends_another(typed: Sequence[str], found: Sequence[Option], options: Sequence[Option]) -> bool:
    """Tell whether another choice has a compound of the word: "straße" where there is a "Hauptstraße"."""
    others = {word for option in options if option not in found for word in option.vocabulary}
    long = [word for word in typed if len(word) >= _MIN_COMPOUND]
    return len(typed) == 1 and any(other.endswith(word) and other != word for word in long for other in others)


def typed_words(said: Said, options: Sequence[Option]) -> tuple[str, ...]:
    """Return the words of the reply but for politeness and the little words around; emoji only if a choice has them."""
    said = Said(_ELIDED.sub(" ", said.folded)) if _ELIDED.search(said.folded) else said
    words: list[str] = []
    for piece, indexes in said.pieces(said.others(set())):
        if piece in AFFIXES or piece in _TONES:
            continue
        if is_ornament(piece) and not any(piece in option.vocabulary for option in options):
            continue
        words += (said.loose[index] for index in indexes if not is_little(said.words[index].text))
    if not words:
        # "A" is little beside other words, and all of "Plan A" alone.
        letters = [word.text for word in said.words if word.text not in _POLITE]
        words = letters if len(letters) == 1 and is_designator(letters[0]) else []
    # Said twice is said once: "😀😀".
    return tuple(dict.fromkeys(words)) if len(set(words)) == 1 else tuple(words)


def _without_yes(typed: tuple[str, ...], options: Sequence[Option]) -> tuple[str, ...]:
    """Return the words without a "yes" before them, where no choice says yes or no: "yes, tomorrow"."""
    if len(typed) < 2 or typed[0] not in _AFFIRMING:
        return typed
    answers = any(option.is_negative or any(word in _AFFIRMING for word in option.vocabulary) for option in options)
    return typed if answers else typed[1:]


def is_little(word: str) -> bool:
    """Tell whether a word is politeness, or a way to say that one chooses."""
    return (word in _POLITE or word in _LITTLE) and word not in _AFFIRMING


def _fit(option: Option, typed: tuple[str, ...], topic: _Topic) -> _Fit | None:
    """Tell how well a choice has the part, None where it has not."""
    words = tuple(filter(is_word, typed))
    if words:
        # Emoji may stand anywhere beside the words, if they are the choice's own.
        if not option.vocabulary.issuperset(set(typed) - set(words)):
            return None
        typed = words
    labels = dict.fromkeys(form for label in option.labels for form in (label, expanded(label)))
    fits = {fit for label in labels if (fit := _label_fit(_ELIDED.sub(" ", label), typed, topic)) is not None}
    return next((fit for fit in _Fit if fit in fits), None)


def _label_fit(label: str, typed: tuple[str, ...], topic: _Topic) -> _Fit | None:
    segments = [segment for text in _SEGMENTS.split(label) if (segment := content_of(text))]
    for number, segment in enumerate(segments):
        if loosely(segment) == typed:
            # The answer before the comma, "yes" for "Yes, call me", or what it comes to, behind it.
            rest = [word for other in segments if other is not segment for word in other]
            if number == 0 and is_negation(segment[0]):
                return _Fit.SURE
            return _Fit.SURE if number and not any(map(is_doubt, segment)) else _judge(segment, (), rest)
    if tuple(word.text for word in split_words(label) if word.text not in _POLITE) == typed:
        # "Nej tak" is "nej": a word of thanks in one language may be a "yes" in another.
        return _Fit.SURE
    content = content_of(label)
    if any(word.joined for word in split_words(label)) and any(map(is_word, typed)):
        return None
    words = loosely(content)
    place = next((start for start in range(len(words)) if words[start : start + len(typed)] == typed), None)
    if place is None:
        return None
    end = place + len(typed)
    fit = _judge(content[place:end], content[:place], content[end:])
    is_named = place and end == len(words) and topic.is_named_by(typed, words[:place])
    return _Fit.OPEN if is_named and fit is _Fit.SURE else fit


def content_of(text: str) -> tuple[str, ...]:
    """Return the words of a label but for the little ones."""
    words = split_words(text)
    # "A套餐" has no article: where words stand without spaces, a letter tells one from another.
    spaced = not any(word.joined for word in words)
    return tuple(word.text for word in words if not is_little(word.text) or (not spaced and is_designator(word.text)))


def loosely(words: Sequence[str]) -> tuple[str, ...]:
    """Return words without their accents."""
    return tuple(map(loose, words))


def is_word(text: str) -> bool:
    """Tell whether there is a letter or a digit in it."""
    return any(character.isalnum() for character in text)


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _judge(part: Sequence[str], before: Sequence[str], after: Sequence[str]) -> _Fit:
    """Tell whether a part of a label can mean anything else, given what stands before and after it in the label."""
    rest = list(filter(is_word, (*before, *after)))
    if not rest or not any(map(is_word, part)):
        return _Fit.SURE
    if len(part) == 1 and not before and (part[0] in _NONE or part[0] in _REMAINING):
        return _Fit.SURE
    if any(map(is_negation, (*part, *rest))):
        return _Fit.OTHER
    doubts = any(is_doubt(word) for word in rest if len(word) > 2 or word in ("or", "if"))
    is_open = doubts or any(map(is_doubt, part))
    if not is_open and len(part) == 1 and part[0] in _VAGUE:
        return _Fit.OTHER
    is_open = (
        is_open
        or (len(part) == 1 and part[0] in _REVERSING and bool(before))
        or any(word in _DETERMINING or word in _REVERSING for word in rest)
        # "Claro" of "Verde claro" may say yes to all of it.
        or (len(part) == 1 and part[0] in _AFFIRMING and bool(before))
        # "3 days" of "1-3 days".
        or (any(map(_has_digit, part)) and any(map(_has_digit, rest)))
    )
    return _Fit.OPEN if is_open else _Fit.SURE


def _designated(typed: tuple[str, ...], options: Sequence[Option]) -> Part | None:
    """Return the choice of a family that ends with the number or letter: "b" of Plan A, Plan B."""
    if len(typed) != 1:
        return None
    families: dict[tuple[str, ...], list[tuple[str, Option]]] = {}
    for option in options:
        for *family, designator in {words for words in option.loose_words if len(words) > 1}:
            if is_designator(designator) and not any(map(is_designator, family)):
                families.setdefault(tuple(family), []).append((designator, option))
    found = [
        option
        for members in families.values()
        if len({designator for designator, _ in members}) > 1
        for designator, option in members
        if designator == typed[0]
    ]
    return Part(tuple(dict.fromkeys(found)), is_sure=len({option.postback for option in found}) == 1) if found else None


def _numbers_of(typed: tuple[str, ...], options: Sequence[Option]) -> Part | None:
    """Return the choice that only may be meant by its numbers: "112" of "Parcel locker 112", "13-17" of "Mon 13-17"."""
    numbers = tuple(filter(is_word, typed))
    if not all(map(str.isdigit, numbers)) or len("".join(numbers)) < _MIN_DIGITS:
        return None
    found = [
        option
        for option in options
        if any(_stands_in(numbers, tuple(filter(is_word, words))) for words in option.loose_words)
    ]
    return Part(tuple(found), is_sure=False) if len({option.postback for option in found}) == 1 else None
