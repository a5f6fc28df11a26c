"""The number or the letter by which a reply names a choice: "2", "option 2", "no. 2", "the second one", "2番"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from transcode.inbound.reading import fold, loose
from transcode.inbound.said import Said
from transcode.inbound.wordlist import Words
from transcode.inbound.words import AFFIRMING, AFFIXES, CONNECTORS, EMOJI, LEADS, PHRASES, POLITE

__all__ = ["is_designator", "is_number_word", "names_place", "read_number", "read_numbers"]

_ALONE: Final = re.compile(r"(?:[#(\[]\s*)?([0-9]{1,3}|[a-z])\s*(?:[.)\]]*|(?<=[0-9][0-9]):)!*", re.ASCII)
_DESIGNATOR: Final = re.compile(r"[0-9]{1,3}|[a-z]", re.ASCII)
# Before folding, which makes "no" of the sign.
_NUMERO: Final = re.compile(r"№\s*(?=[0-9])|\b[Nn](?:[º°]\.?|[oO]\.|[uú]m\.|r\.)\s*(?=[0-9])")
_ORDINAL: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er|ere|re|eme|te|ste|de)")
_ORDINAL_SIGN: Final = re.compile(r"\b([0-9]{1,2})[ºª](?=\W|$)")
_EAST_ASIAN: Final = re.compile(
    r"第?\s*([0-9]{1,3}|[一二三四五六七八九十])\s*(?:番目|番|号|號|个|個|项|項|つ目|번째|번)"
    rf"\s*[、，,]?\s*(?:{'|'.join(sorted(map(re.escape, AFFIXES), key=len, reverse=True))}|요|이요|으로)?[。.!]*"
)
_HAN: Final = {digit: number for number, digit in enumerate("一二三四五六七八九十", 1)}


def _numbered(*ordinals: str) -> Mapping[str, int]:
    return {loose(fold(word)): number for number, words in enumerate(ordinals, 1) for word in words.split()}


_ORDINALS: Final = _numbered(
    "first primera primero primer première premier erste ersten erstes erster första første ensimmäinen prima primo"
    " primeira primeiro eerste pierwszy pierwsza první первый первая первое перший birinci prvi",
    "second segunda segundo deuxième seconde zweite zweiten zweites zweiter toinen seconda secondo tweede drugi druga"
    " druhý второй вторая второе другий ikinci",
    "third tercera tercero tercer troisième dritte dritten drittes dritter tredje kolmas terza terzo terceira terceiro"
    " derde trzeci trzecia třetí третий третья третье третій üçüncü",
    "fourth cuarta cuarto quatrième vierte vierten viertes vierter fjärde fjerde neljäs quarta quarto vierde czwarty"
    " čtvrtý четвертый четвертая dördüncü",
    "fifth quinta quinto cinquième fünfte fünften fünftes fünfter femte viides vijfde piąty pátý пятый пятая beşinci",
)
# What is another word as well is left out: "to", "en", "fire", "ten".
_CARDINALS: Final = _numbered(
    "one eins uno ett один",
    "two zwei zwo deux dos dois duas due twee två два",
    "three drei trois tres três tre drie три",
    "four vier quatre cuatro quatro quattro fyra четыре",
    "five fünf cinq cinco cinque vijf fem пять",
    "six",
    "seven",
    "eight",
    "nine",
)
_ARTICLES: Final = Words(
    (
        *("the", "la", "el", "le", "lo", "il", "o", "a", "das", "die", "der", "den", "det", "de", "het"),
        *("i", "id", "ill", "take", "choose", "pick", "would", "like", "prefer", "want"),
    )
)
# "La 2"; articles that are plural too, as "de 2", may mean both.
_BEFORE_NUMBER: Final = Words(("the", "la", "el", "le", "il", "die", "den", "das"))
_THINGS: Final = Words(
    (
        *("one", "option", "choice", "card", "item", "number", "nummer"),
        *("opción", "opção", "choix", "opzione", "optie", "möglichkeit"),
    )
)
_ONLY_AFTER_ARTICLE: Final = Words(["second", "seconde", "primer", "prima", "primo"])
_POLITE: Final = Words(POLITE | AFFIRMING | EMOJI)
_LEADS: Final = Words(LEADS)
_ANNOUNCING: Final = Words(
    (
        *("option", "number", "nr", "choice", "answer", "reply", "press", "card", "item", "choose", "pick", "select"),
        *("nummer", "numero", "número", "numéro", "opción", "opção", "opzione", "optie", "номер", "вариант"),
    )
)
_POLITE_PHRASES: Final = frozenset(
    phrase for phrase in PHRASES if phrase[0] in _POLITE or phrase[0] in ("por", "sil", "vielen", "merci", "thank")
)


def is_designator(word: str) -> bool:
    """Tell whether a word is a number or a single letter, as choices are numbered with."""
    return _DESIGNATOR.fullmatch(word) is not None


def read_number(text: str, folded: str) -> str | None:
    """Return the number or letter that the whole reply is, None where it is anything else.

    Args:
        text: the reply as it was typed.
        folded: the same, folded.

    """
    if match := _ALONE.fullmatch(folded):
        return _plain(match[1])
    if match := _EAST_ASIAN.fullmatch(folded):
        return str(_HAN.get(match[1]) or int(match[1]))
    text = _ORDINAL_SIGN.sub(r"\1th", _NUMERO.sub("number ", text))
    words = _core(Said(fold(text)))
    if not words:
        return None
    *before, last = words
    if last.isdigit() and is_designator(last) and len(before) == 1 and before[0] in _BEFORE_NUMBER:
        return _plain(last)
    if is_designator(last) and all(word in _LEADS for word in before):
        # "the a" is rather a sentence that breaks off.
        return _plain(last) if last.isdigit() or not before or before[-1] not in _ARTICLES else None
    return _cardinal(before, last) or _ordinal(words)


def is_number_word(word: str) -> bool:
    """Tell whether a word is a number written out, "two" or "second"."""
    return word in _CARDINALS or word in _ORDINALS


def names_place(word: str) -> bool:
    """Tell whether a word orders, "second" or "2nd", where "two" counts."""
    return word in _ORDINALS or _ORDINAL.fullmatch(word) is not None


def _cardinal(before: Sequence[str], last: str) -> str | None:
    """Return the number that a word is alone or behind what announces one: "two", "option two"; not "I'd like two".

    "One" alone may be any of them.
    """
    alone = not before and last != "one"
    announced = alone or (bool(before) and before[-1] in _ANNOUNCING and all(map(_leads, before)))
    return str(_CARDINALS[last]) if announced and last in _CARDINALS else None


def _leads(word: str) -> bool:
    return word in _LEADS or word in _ARTICLES


def _ordinal(words: Sequence[str]) -> str | None:
    """Return the number that an ordinal stands for: "the second", "2nd option", not "a second" and "one second"."""
    names_thing = len(words) > 1 and words[-1] in _THINGS
    *before, last = words[:-1] if names_thing else words
    if not all(word in _ARTICLES or word in _THINGS for word in before):
        return None
    # "A second" and "one second" ask to wait.
    if before and before[-1] in ("a", "one"):
        return None
    if match := _ORDINAL.fullmatch(last):
        return _plain(match[1])
    if last in _ORDINALS and (before or names_thing or last not in _ONLY_AFTER_ARTICLE):
        return str(_ORDINALS[last])
    return None


def read_numbers(said: Said) -> list[str]:
    """Return the numbers or letters that the reply is a list of: "1 or 2", "a, c"."""
    words = _core(said)
    numbers = [_plain(word) for word in words if is_designator(word) and word not in CONNECTORS]
    between = [word for word in words if not is_designator(word) or word in CONNECTORS]
    return numbers if len(set(numbers)) > 1 and between and all(word in CONNECTORS for word in between) else []


def _core(said: Said) -> list[str]:
    """Return the words without the politeness around them."""
    words = list(said.loose)
    start, end = 0, len(words)
    while start < end:
        if words[end - 1] in _POLITE:
            end -= 1
        elif words[start] in _POLITE:
            start += 1
        elif phrase := next((p for p in _POLITE_PHRASES if tuple(words[max(start, end - len(p)) : end]) == p), None):
            end -= len(phrase)
        else:
            break
    return words[start:end]


def _plain(number: str) -> str:
    return str(int(number)) if number.isdigit() else number
