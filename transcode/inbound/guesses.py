"""Choices that a reply only may mean: by another word for their answer, or with a slip of the finger."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from transcode.inbound.distinctive import MAX_WORDS, content_of, is_little, is_word, loosely, typed_words
from transcode.inbound.option import Option
from transcode.inbound.reading import loose
from transcode.inbound.said import Said, is_doubt, is_negation
from transcode.inbound.wordlist import Words
from transcode.inbound.words import AFFIRMING, ALIKE

__all__ = ["find_alike", "find_slip", "same_answer"]

_MIN_SLIP: Final = 4
"""Letters below which a slip makes another word as often as not: tea, team, ten."""
_AFFIRMING: Final = Words(AFFIRMING)
_ALIKE: Final = tuple(frozenset(map(loose, alike)) for alike in ALIKE)


def same_answer(word: str) -> frozenset[str]:
    """Return the words that say yes or no as ``word`` does, that one included, without accents."""
    return frozenset({word}.union(*(alike for alike in _ALIKE if word in alike)))


def find_alike(said: Said, options: Sequence[Option]) -> tuple[Option, ...]:
    """Return the choices that begin with the yes or no of the reply in another word: "Yes, please" for "yep"."""
    typed = typed_words(said, options)
    if not typed or len(typed) > MAX_WORDS:
        return ()
    first, *others = typed
    alike = same_answer(first) - {first}
    return tuple(
        option
        for option in options
        if any(
            words[0] in alike and (not others or list(words[1:]) == others)
            for label in option.labels
            if (words := loosely(content_of(label)))
        )
    )


# --- slips ---


def find_slip(said: Said, options: Sequence[Option]) -> tuple[Option, ...]:
    """Return the choices that the reply would name but for one letter."""
    typed = typed_words(said, options)
    if not typed or len(typed) > MAX_WORDS:
        return ()
    return tuple(option for option in options if any(_is_slip(typed, words) for words in _windows(option, len(typed))))


def _windows(option: Option, length: int) -> Iterator[tuple[str, ...]]:
    for words in option.loose_words:
        content = tuple(word for word in words if not is_little(word) and is_word(word))
        if any(map(is_negation, content)) and length < len(content):
            continue
        for start in range(len(content) - length + 1):
            yield content[start : start + length]


def _is_slip(typed: Sequence[str], wanted: Sequence[str]) -> bool:
    differing = [(one, other) for one, other in zip(typed, wanted, strict=True) if one != other]
    if len(differing) != 1:
        return False
    one, other = differing[0]
    if not (one + other).isalpha():
        return False
    if _is_stretched(one, other):
        return True
    known = is_negation(one) or is_doubt(one) or is_negation(other) or one in _AFFIRMING
    return min(len(one), len(other)) >= _MIN_SLIP and not known and _is_one_letter_off(one, other)


def _is_stretched(one: str, other: str) -> bool:
    """Tell whether one word is the other with letters held down: "yesss"."""
    return re.search(r"(.)\1\1", one) is not None and _squeezed(one) == _squeezed(other)


def _squeezed(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _is_one_letter_off(one: str, other: str) -> bool:
    """Tell whether one letter more, less or other, or two changed about, make one word of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return len(one) != len(other)
    rest, rest_of_other = one[start:], other[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest_of_other in (swapped, rest[1:]) or rest == rest_of_other[1:] or rest[1:] == rest_of_other[1:]
