"""How a typed reply and a choice are compared: what a person reads as the same becomes the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

__all__ = [
    "Word",
    "clock",
    "fold",
    "is_question",
    "plain",
    "spaceless",
    "split_words",
    "strip_marker",
    "trimmed",
    "unaccented",
    "word_key",
]

# Apostrophes, and what people type for them; NFKC would turn some into a space and an accent.
_APOSTROPHE: Final = "['\u2019\u2018\u02bc\u02bb\u00b4`\uff07]"
_APOSTROPHES: Final = re.compile(_APOSTROPHE)
# Between digits it is part of a number, as a point is.
_JOINING: Final = re.compile(f"(?<![0-9]){_APOSTROPHE}|{_APOSTROPHE}(?![0-9])")
_SPACES: Final = re.compile("(?<![0-9]) | (?![0-9])")
_EDGES: Final = " .,!\u2026\u3002\uff61\u3001\u00a1\"'\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d()[]"
# In Greek the question mark looks like a semicolon, which it is once it is folded.
_QUESTION: Final = re.compile('[?\u00bf\u061f\u203d\u2e2e\u055e\u1367]|[\u0370-\u03ff\u1f00-\u1fff][ )"\u201d\u00bb]*;')
_CLOCK: Final = re.compile("([0-9]{1,2})[ .:]([0-5][0-9])( ?a\\.?m\\.?)?")
_TONES: Final = re.compile("[\U0001f3fb-\U0001f3ff]")
_MARKER: Final = re.compile(r"(?:[>»›]\s*|[*•·‣–-]\s+)+")


@lru_cache(maxsize=512)
def fold(text: str) -> str:
    """Return ``text`` as it is compared: no case, one form of each letter and digit, nothing invisible.

    Unicode's compatibility forms are one (NFKC: full-width letters and digits, ligatures), decimal digits of every
    script are those of ASCII, white space is one space. Case goes in a way that no change of case can bring back:
    Unicode's case folding, and dotless and dotted i are i. (Keyboards type ``i`` for both, and ``ı`` is ``I`` in
    capitals.)
    """
    text = _visible(" ".join(text.split()))
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKC", text).casefold().replace("ı", "i").replace("i\u0307", "i")
    text = unicodedata.normalize("NFKC", text)
    return " ".join(text.split())


def _visible(text: str) -> str:
    """Return ``text`` with ASCII digits, without control and format characters and variation selectors."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_ascii_digit(character) for character in text if not _is_invisible(character))


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cc") or character in "\ufe0e\ufe0f\u20e3\u0640"


def _ascii_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def spaceless(folded: str) -> str:
    """Return a folded text without spaces: ``10 %`` is ``10%``. Two numbers stay two."""
    return _SPACES.sub("", folded)


def trimmed(folded: str) -> str:
    """Return a folded text with one form of apostrophe, without the punctuation around it: ``c++!`` is ``c++``."""
    return _APOSTROPHES.sub("'", folded).strip(_EDGES)


def clock(folded: str) -> str:
    """Return a time of day as it is compared, however its parts are separated; empty for anything else."""
    match = _CLOCK.fullmatch(folded.strip(_EDGES))
    if match is None or int(match[1]) > (11 if match[3] else 23):
        return ""
    return f"{int(match[1])}:{match[2]}"


def is_question(folded: str) -> bool:
    """Tell whether a folded text has a question mark, of any script."""
    return _QUESTION.search(folded) is not None


@cache
def _ornaments() -> Any:
    import regex  # noqa: PLC0415 - as below

    return regex.compile(
        r"^[\p{Extended_Pictographic}\p{So}\p{Emoji_Modifier}\s]+|[\p{Extended_Pictographic}\p{So}\p{Emoji_Modifier}\s]+$"
    )


def plain(folded: str) -> str:
    """Return a folded text without the emoji around it."""
    return folded if folded.isascii() else str(_ornaments().sub("", folded))


def strip_marker(folded: str) -> str:
    """Return a folded text without the mark of a choice's line (``> ``) before it."""
    marker = _MARKER.match(folded)
    return folded[marker.end() :] if marker else folded


class Word(NamedTuple):
    """One word of a folded text and where it stands."""

    text: str
    start: int
    end: int
    joined: bool
    """Whether its script does not separate words, so that it is only a character of what may be a longer one."""


@cache
def _word_pattern() -> Any:
    import regex  # noqa: PLC0415 - costs 20 ms at start-up, and only typed replies need it

    unspaced = r"\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
    return regex.compile(
        rf"(?V1)(?P<joined>[{unspaced}]\p{{M}}*)"
        rf"|[[\p{{L}}\p{{N}}]--[{unspaced}]][[\p{{L}}\p{{M}}\p{{N}}]--[{unspaced}]]*"
        r"|\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|[\p{So}\p{Sc}+%‰‱¬≠]"
        # What makes another number of a number: a sign before it, a point within it.
        r"|(?<=\p{N})[^\s\p{L}\p{M}\p{N}](?=\p{N})|(?<![\p{L}\p{M}\p{N}])[-−±√]+(?=\p{N}|\p{Sc}\p{N})|(?<=\p{N})[-−](?![\p{L}\p{N}])"
        # What makes another name of a letter: C#.
        r"|(?<=[\p{L}\p{N}])\#+|(?<=(?<![\p{L}\p{N}])\p{L})-+(?![\p{L}\p{N}-])"
    )


@lru_cache(maxsize=512)
def split_words(folded: str) -> tuple[Word, ...]:
    """Return the words of a folded text: punctuation is gone, apostrophes join, an emoji is a word.

    What changes a number is a word too: ``-1``, ``$2``, ``2%`` and ``1.5`` are two and three words, none of them the
    number alone.
    """
    bare = _JOINING.sub("", folded)
    return tuple(
        Word(match[0], match.start(), match.end(), match["joined"] is not None)
        for match in _word_pattern().finditer(bare)
    )


def word_key(folded: str) -> str:
    """Return the words of a folded text, joined by spaces; empty where it has none."""
    return " ".join(word.text for word in split_words(folded))


_BARE_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ё": "е", "ґ": "г"}
)
# Scripts in which people leave out the marks: Latin and Greek accents, Arabic and Hebrew vowel points.
_MARKS_OPTIONAL: Final = ("LATIN", "GREEK", "ARABIC", "HEBREW")


def unaccented(key: str) -> str:
    """Return ``key`` without the accents and skin tones that people leave out.

    Marks that make another letter of a letter stay.
    """
    if key.isascii():
        return key
    key = " ".join(_TONES.sub("", key).split()) or key
    kept: list[str] = []
    optional = False
    for character in unicodedata.normalize("NFD", key.translate(_BARE_LETTERS)):
        if unicodedata.combining(character):
            if optional:
                continue
        else:
            optional = unicodedata.name(character, "").startswith(_MARKS_OPTIONAL)
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))
