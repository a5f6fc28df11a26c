"""Composing characters: a letter and its marks become one character where Unicode has it (NFC, UAX #15)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["LETTERS_TWICE", "Composition", "compose", "compositions"]

_MOST_MARKS: Final = 30
"""Marks on one letter beyond which nothing is composed: UAX #15 section 13, Stream-Safe Text Format.

To put marks in order takes time that grows with the square of their number.
"""
_LONG_ENOUGH_TO_HURT: Final = 1_000
# Letters with marks of the scripts whose letters some short message alphabet has, and signs that are letters twice.
_MARKS: Final = r"\u0300-\u036f\u0653-\u0655"
LETTERS_TWICE: Final = "\u037e\u2126\u212a\u212b"
"""Signs that Unicode has as letters too, where they are to be written."""
_COMPOSABLE: Final = re.compile(rf"[^{_MARKS}]?[{_MARKS}]+|[{LETTERS_TWICE}]")


class Composition(NamedTuple):
    """A letter with its marks, and the shorter way to write it."""

    start: int
    decomposed: str
    composed: str


def compose(text: str) -> str:
    """Return ``text`` in NFC; where a letter has more than 30 marks they are left in the order they have."""
    if text.isascii():
        return text
    if len(text) < _LONG_ENOUGH_TO_HURT:
        return unicodedata.normalize("NFC", text)
    import regex  # noqa: PLC0415 - costs 20 ms at start-up, and few texts are as long

    pieces = regex.split(rf"(\p{{M}}{{{_MOST_MARKS + 1},}})", text)
    return "".join(piece if i % 2 else unicodedata.normalize("NFC", piece) for i, piece in enumerate(pieces))


def compositions(text: str) -> Iterator[Composition]:
    """Yield what of ``text`` can be written in fewer characters, or is another sign for a letter, in order."""
    if text.isascii():
        return
    for match in _COMPOSABLE.finditer(text):
        decomposed = match[0]
        if len(decomposed) <= _MOST_MARKS + 1:
            composed = unicodedata.normalize("NFC", decomposed)
            if len(composed) < len(decomposed) or (composed != decomposed and len(composed) == 1):
                yield Composition(match.start(), decomposed, composed)
