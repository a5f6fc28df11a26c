"""Replacing what the GSM alphabet lacks by what it has, and saying where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from transcode.gsm.errors import SegmentationError
from transcode.gsm.languages import writable_characters

__all__ = [
    "TRANSLITERATION_TABLES",
    "Replacement",
    "Transliteration",
    "parse_tables",
    "substitute",
    "transliterate",
]

TRANSLITERATION_TABLES: Final = ("punctuation", "symbols", "latin", "greek", "cyrillic")
"""The tables there are; see ``transcode.gsm.substitutes`` for what is in them and where it comes from."""


class Replacement(NamedTuple):
    """One character that was replaced."""

    position: int
    """Code point index in the text as it was before any replacement, and after normalisation."""
    character: str
    replacement: str
    """What stands for it now; empty where it was invisible and is gone."""


class Transliteration(NamedTuple):
    """A text after its replacements."""

    text: str
    replacements: tuple[Replacement, ...]


def parse_tables(tables: str | Iterable[str]) -> tuple[str, ...]:
    """Return the names of ``tables``, one or several, in the order given; ``"all"`` means all.

    Raises:
        SegmentationError: a table that does not exist.
    """
    if not isinstance(tables, Iterable):
        raise SegmentationError(f"transliteration_tables is {tables!r}: use names of tables, or 'all'")
    names = (tables,) if isinstance(tables, str) else tuple(tables)
    if "all" in names:
        return TRANSLITERATION_TABLES
    for name in names:
        if name not in TRANSLITERATION_TABLES:
            raise SegmentationError(f"no transliteration table {name!r}; there are {', '.join(TRANSLITERATION_TABLES)}")
    return names


@lru_cache(maxsize=64)
def _merged(tables: tuple[str, ...]) -> dict[str, str]:
    from transcode.gsm.substitutes import SUBSTITUTES  # noqa: PLC0415 - few messages need them

    return {
        character: replacement
        for name in reversed(tables)
        for replacement, characters in SUBSTITUTES[name].items()
        for character in characters
    }


@lru_cache(maxsize=64)
def _outside(kept: frozenset[str]) -> Callable[[str], Iterator[re.Match[str]]]:
    return re.compile(f"[^{re.escape(''.join(sorted(kept)))}]").finditer


def substitute(
    text: str, kept: frozenset[str], tables: tuple[str, ...], *, unknown: str | None = None
) -> Transliteration:
    """Return ``text`` with each character that is not ``kept`` replaced, where ``tables`` know it.

    Others stay, or become ``unknown`` where that is given.
    """
    substitutes = _merged(tables)
    pieces: list[str] = []
    replacements = []
    end = 0
    for match in _outside(kept)(text):
        character = match[0]
        replacement = substitutes.get(character, unknown)
        if replacement is not None:
            replacements.append(Replacement(match.start(), character, replacement))
            pieces += text[end : match.start()], replacement
            end = match.end()
    return Transliteration("".join((*pieces, text[end:])), tuple(replacements))


def transliterate(text: str, tables: str | Iterable[str] = "punctuation") -> Transliteration:
    """Replace each character of ``text`` that the default alphabet lacks and ``tables`` know.

    Characters of the alphabet, ``é`` or ``€``, are left as they are, and so are those that no table knows. The first
    table that knows a character decides.

    Raises:
        SegmentationError: a table that does not exist.
    """
    return substitute(text, writable_characters(), parse_tables(tables))
