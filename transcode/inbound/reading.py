"""How a typed reply and a choice are compared: what a person reads as the same becomes the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, Final, NamedTuple

__all__ = [
    "Word",
    "clock",
    "expanded",
    "fold",
    "is_question",
    "loose",
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
# Behind a digit it is a point or a sign of feet and minutes, except before a letter (90's).
_JOINING: Final = re.compile(rf"(?<![0-9]){_APOSTROPHE}|{_APOSTROPHE}(?=[^\W\d_])")
_QUOTED_NUMBER: Final = re.compile(
    "[\"'\u201c\u201d\u201e\u00ab\u00bb\u2018]([0-9]{1,6})[\"'\u201d\u201c\u00bb\u00ab\u2019]"
)
# Phones write the dash of a range as they like.
_RANGE: Final = re.compile(r"(?<=[0-9])[\u2010-\u2015\u2212](?=[0-9])")
_SPACES: Final = re.compile("(?<![0-9]) | (?![0-9])")
# In Greek the question mark looks like a semicolon, which it is once it is folded.
_QUESTION: Final = re.compile(
    '[?\u00bf\u061f\u203d\u2e2e\u055e\u1367❓❔]|[\u0370-\u03ff\u1f00-\u1fff][ )"\u201d\u00bb]*;'
)
_CLOCK: Final = re.compile("([0-9]{1,2})[ .:]([0-5][0-9])( ?a\\.?m\\.?)?")
_TONES: Final = re.compile("[\U0001f3fb-\U0001f3ff]")
# Right before a digit, ">" is a comparison and "-" a minus; right before a single letter both may be anything.
_MARKER: Final = re.compile(
    r"(?:[>»›](?:\s+(?!\d)|$|(?=[^\W\d_]{2}|[^\W\d_\x00-\x7f]))|[*•·‣–-]\s+(?!\d))+",
)


def fold(text: str) -> str:
    """Return ``text`` as it is compared: no case, one form of each letter and digit, nothing invisible.

    Unicode's compatibility forms are one (NFKC: full-width letters and digits, ligatures), decimal digits of every
    script are those of ASCII, white space is one space. Case goes in a way that no change of case can bring back:
    Unicode's case folding, and dotless and dotted i are i. (Keyboards type ``i`` for both, and ``ı`` is ``I`` in
    capitals.)
    """
    text = _RANGE.sub("-", _visible(" ".join(text.split())))
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


_PAIRS: Final = {
    "(": ")",
    "[": "]",
    "{": "}",
    '"': '"',
    "'": "'",
    "\u201c": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u201d": "\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    "\u300c": "\u300d",
    "*": "*",
    "_": "_",
}
_ENDS: Final = " .,!\u2026\u3002\uff61\u3001\u060c\u0964"
_ONE_SIDED: Final = "\"'\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d()[]"


def trimmed(folded: str) -> str:
    """Return a folded text with one form of apostrophe, without the punctuation around it: ``c++!`` is ``c++``.

    What may be more than punctuation stays: ``.5`` is half, ``5"`` are inches, ``!yes`` is no for a programmer.
    """
    text = _APOSTROPHES.sub("'", folded)
    start, end = 0, len(text)
    exclaims = text.endswith("!")
    while start < end:
        if text[end - 1] in _ENDS:
            end -= 1
        elif _opens(text, start, exclaims=exclaims):
            start += 1
        elif end - start > 2 and text[end - 1] in _PAIRS.get(text[start], ""):
            start, end = start + 1, end - 1
        else:
            break
    core = text[start:end]
    bare = core.strip(_ONE_SIDED)
    return bare if len(bare) > 1 and not bare.isdecimal() else core


def _opens(text: str, start: int, *, exclaims: bool) -> bool:
    """Tell whether a character before a text is nothing but punctuation."""
    if text[start] == ".":
        return not text[start + 1].isdigit()
    return text[start] in " \u00a1\u2026" or (text[start] == "!" and exclaims)


def clock(folded: str) -> str:
    """Return a time of day as it is compared, however its parts are separated; empty for anything else."""
    match = _CLOCK.fullmatch(trimmed(folded))
    if match is None or int(match[1]) > (11 if match[3] else 23):
        return ""
    return f"{int(match[1])}:{match[2]}"


def is_question(folded: str) -> bool:
    """Tell whether a folded text has a question mark, of any script."""
    return _QUESTION.search(folded) is not None


@cache
def _ornament() -> Any:
    import regex  # noqa: PLC0415 - as below

    return regex.compile(r"[\p{Extended_Pictographic}\p{So}\p{Emoji_Modifier}\s]")


def plain(folded: str) -> str:
    """Return a folded text without the emoji around it."""
    if folded.isascii():
        return folded
    start, end = 0, len(folded)
    while start < end and _ornament().match(folded[start]):
        start += 1
    while start < end and _ornament().match(folded[end - 1]):
        end -= 1
    return folded[start:end]


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


# Mouths on faces that look forward, as people type them among words.
_FACE: Final = r"(?<!\S)(?:[<>]?[:;=][-'^o~]{0,2}[)(\]\[dpsox3c/\\|*@$\#{}b]{1,9}|</?3{1,9})(?!\S)"


@cache
def _word_pattern(*, exclaims: bool) -> Any:
    import regex  # noqa: PLC0415 - costs 20 ms at start-up, and only typed replies need it

    unspaced = r"\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
    word = r"\p{L}\p{M}\p{N}"
    alone = rf"\p{{L}}(?![{word}])"
    return regex.compile(
        rf"(?V1)(?P<face>{_FACE})"
        rf"|(?P<joined>[{unspaced}]\p{{M}}*)"
        rf"|[[\p{{L}}\p{{N}}]--[{unspaced}]][[{word}]--[{unspaced}]]*"
        # Signs are words: they compare, count, address and draw faces.
        r"|\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|[\p{S}%‰‱@&*_\\]"
        # What makes another number of a number: a sign before it, a point within it, a mark behind it.
        r"|(?<=\p{N})[^\s\p{L}\p{M}\p{N}](?=\p{N})|(?<![\p{L}\p{M}\p{N}])[-−±√〜–—]+(?=\p{N}|\p{Sc}\p{N})"
        r"|(?<=\p{N})[-−](?![\p{L}\p{N}])|(?<=\p{N}[.,])[-–—]|(?<=\p{N})['\"′″”’]|(?<![\p{L}\p{M}\p{N}])[.,](?=\p{N})"
        # What makes another name of a letter: C#, -F, o.o, c:, R/s.
        r"|(?<=[\p{L}\p{N}])\#+|\#+(?!\p{N})"
        rf"|(?<=(?<![\p{{L}}\p{{N}}])\p{{L}})-+(?![{word}-])|(?<![{word}])[-−–]+(?={alone})"
        rf"|(?<=(?<![{word}])\p{{L}})[.]+(?={alone})"
        rf"|(?<![{word})\]\"'”»])[:;]|(?<=(?<![{word}])[\p{{L}}\p{{N}}])[:;]$"
        rf"|(?<![{word}])/|/(?![{word}])" + ("" if exclaims else rf"|(?<![{word}!¡])!+(?=[{word}=<>])")
    )


def split_words(folded: str) -> tuple[Word, ...]:
    """Return the words of a folded text: punctuation is gone, apostrophes join, an emoji is a word.

    What changes a word is a word too: ``-1``, ``$2``, ``<3``, ``2%``, ``~yes~`` and ``1.5`` are two and three words,
    none of them the number or the answer alone. A face among words (``:)``) is one.
    """
    bare = _JOINING.sub("", _QUOTED_NUMBER.sub(r" \1 ", _unmarked(folded)))
    pattern = _word_pattern(exclaims=folded.rstrip(_ENDS[:1] + _ONE_SIDED).endswith("!"))
    return tuple(
        Word(match[0], match.start(), match.end(), match["joined"] is not None) for match in pattern.finditer(bare)
    )


_MARKUP: Final = re.compile(r"(?<!\S)([*_]{1,3})(?=[^\s*_])([^*_]{0,400}[^\s*_])\1(?=[\s.,!?]|$)")


def _unmarked(folded: str) -> str:
    """Return a folded text without the marks of bold and italics around words."""
    if "*" not in folded and "_" not in folded:
        return folded
    return _MARKUP.sub(r"\2", _MARKUP.sub(r"\2", folded))


def word_key(folded: str) -> str:
    """Return the words of a folded text, joined by spaces; empty where it has none."""
    return " ".join(word.text for word in split_words(folded))


_BARE_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ё": "е", "ґ": "г"}
)
# Scripts in which people leave out the marks: Latin and Greek accents, Arabic and Hebrew vowel points.
_MARKS_OPTIONAL: Final = ("LATIN", "GREEK", "ARABIC", "HEBREW")
# What strikes a letter out makes more of it than an accent.
_STRIKES: Final = "\u0334\u0335\u0336\u0337\u0338\u20d2\u20d3\u20e5\u20eb"


def unaccented(key: str) -> str:
    """Return ``key`` without the accents and skin tones that people leave out.

    Marks that make another letter of a letter stay, and marks that strike it out.
    """
    if key.isascii():
        return key
    key = " ".join(_TONES.sub("", key).split()) or key
    kept: list[str] = []
    optional = False
    for character in unicodedata.normalize("NFD", key.translate(_BARE_LETTERS)):
        if unicodedata.combining(character):
            if optional and character not in _STRIKES:
                continue
        else:
            optional = unicodedata.name(character, "").startswith(_MARKS_OPTIONAL)
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


_EXPANSIONS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def expanded(key: str) -> str:
    """Return ``key`` with the two letters that stand for one on other keyboards: ``gruen`` for ``grün``."""
    return key if key.isascii() else key.translate(_EXPANSIONS)


# Letters that people use for one another, or leave out: Arabic and Persian forms, Devanagari's dots, katakana.
_ALIKE: Final = str.maketrans(
    {
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "ة": "ه",
        "ۃ": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ٱ": "ا",
        "\u0901": None,
        "\u0902": None,
        "\u093c": None,
        **{chr(point): chr(point - 0x60) for point in range(0x30A1, 0x30F7)},
    }
)


def loose(key: str) -> str:
    """Return ``key`` as the least careful typist has it: without accents, and letters that pass for others as those."""
    if key.isascii():
        return key
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", unaccented(key)).translate(_ALIKE))
