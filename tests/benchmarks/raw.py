"""The yardstick: the fastest code we know for each class of text, without options or explanations.

There are several candidates, and the benchmark takes the fastest of a class in the same run. They are written apart
from the library, and a disagreement between any two is an error. Splitting returns the least that a caller can use: a
named tuple of encoding, length and parts, made without its constructor.
"""

from __future__ import annotations

import re
from codecs import utf_16_le_decode, utf_16_le_encode
from collections.abc import Callable
from typing import NamedTuple

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "\f^{}\\[~]|€"
_BASIC_8 = _BASIC.encode("latin-1", "ignore")
_EXTENDED_8 = _EXTENDED.encode("latin-1", "ignore")
_foreign = re.compile(f"[^{re.escape(_BASIC + _EXTENDED)}]").search
_every_67 = re.compile(".{1,67}", re.DOTALL).findall
_every_153 = re.compile(".{1,153}", re.DOTALL).findall
_GREEK = "ΓΔΘΛΞΠΣΦΨΩ"


class Bare(NamedTuple):
    encoding: str
    units: int
    parts: list[str]


_make = tuple.__new__


def _escapes_by_regex(text: str) -> int:
    """-1: UCS-2. Deleting bytes for ASCII and Latin-1, one search for the rest."""
    if text.isascii():
        rest = text.encode().translate(None, _BASIC_8)
        return len(rest) if not rest or not rest.translate(None, _EXTENDED_8) else -1
    if text.__sizeof__() - len(text) < 90:  # one byte a character, as CPython stores Latin-1
        try:
            rest = text.encode("latin-1").translate(None, _BASIC_8)
            return len(rest) if not rest or not rest.translate(None, _EXTENDED_8) else -1
        except UnicodeEncodeError:
            pass
    return -1 if _foreign(text) else sum(map(text.count, _EXTENDED))


def _escapes_by_deletion(text: str) -> int:
    """-1: UCS-2. Deleting bytes wherever Latin-1 reaches, and counting what it does not reach."""
    if text.isascii():
        rest = text.encode().translate(None, _BASIC_8)
        return len(rest) if not rest or not rest.translate(None, _EXTENDED_8) else -1
    latin = text.encode("latin-1", "ignore")
    euros = 0
    if len(latin) != len(text):
        euros = text.count("€")
        if len(latin) + euros != len(text) and len(latin) + euros + sum(map(text.count, _GREEK)) != len(text):
            return -1
    rest = latin.translate(None, _BASIC_8)
    return len(rest) + euros if not rest or not rest.translate(None, _EXTENDED_8) else -1


def _escapes_by_peeking(text: str) -> int:
    """-1: UCS-2. One search at the start, and then deletion."""
    return -1 if _foreign(text, 0, 4) else _escapes_by_deletion(text)


def _counter(escapes_of: Callable[[str], int]) -> Callable[[str], int]:
    def count(text: str) -> int:
        length = len(text)
        if length <= 35 or (length <= 70 and text.isascii()):
            return 1
        escapes = escapes_of(text)
        if escapes >= 0:
            total = length + escapes
            if total <= 160:
                return 1
            parts = -(-total // 153)
            if not escapes or total + parts - 1 <= 153 * parts:
                return parts
            return len(_cut_septets(text))
        data = utf_16_le_encode(text)[0]
        total = len(data) >> 1
        if total <= 70:
            return 1
        parts = -(-total // 67)
        if total == length or total + parts - 1 <= 67 * parts:
            return parts
        return len(_cut_units(data))

    return count


def _splitter(escapes_of: Callable[[str], int]) -> Callable[[str], Bare]:
    def split(text: str) -> Bare:
        length = len(text)
        escapes = escapes_of(text)
        if escapes >= 0:
            total = length + escapes
            if total <= 160:
                return _make(Bare, ("GSM", total, [text]))
            if not escapes:
                return _make(Bare, ("GSM", total, _slices(text, 153)))
            return _make(Bare, ("GSM", total, _cut_septets(text)))
        data = utf_16_le_encode(text)[0]
        total = len(data) >> 1
        if total <= 70:
            return _make(Bare, ("UNICODE", total, [text]))
        if total == length:
            return _make(Bare, ("UNICODE", total, _slices(text, 67)))
        return _make(Bare, ("UNICODE", total, _cut_units(data)))

    return split


def _slices(text: str, size: int) -> list[str]:
    if len(text) <= 2 * size:
        return [text[:size], text[size:]]
    return (_every_67 if size == 67 else _every_153)(text)


def _cut_septets(text: str) -> list[str]:
    expanded = text
    for c in _EXTENDED:
        if c in expanded:
            expanded = expanded.replace(c, "\x1b" + c)
    parts, start, length = [], 0, len(expanded)
    while start < length:
        end = start + 153
        if end < length and expanded[end - 1] == "\x1b":
            end -= 1
        parts.append(expanded[start:end].replace("\x1b", ""))
        start = end
    return parts


def _cut_units(data: bytes) -> list[str]:
    parts, start, length = [], 0, len(data)
    while start < length:
        end = start + 134
        if end < length and 0xD8 <= data[end - 1] <= 0xDB:
            end -= 2
        parts.append(utf_16_le_decode(data[start:end])[0])
        start = end
    return parts


_WAYS = (_escapes_by_regex, _escapes_by_deletion, _escapes_by_peeking)
COUNTERS = [_counter(way) for way in _WAYS]
SPLITTERS = [_splitter(way) for way in _WAYS]
