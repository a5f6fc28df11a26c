"""Replacing what the GSM alphabet lacks by what it has, and saying where."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from transcode.errors import shorten
from transcode.gsm.alphabet import is_gsm
from transcode.gsm.composition import LETTERS_TWICE, compositions
from transcode.gsm.errors import SegmentationError, check_text
from transcode.gsm.languages import writable_characters
from transcode.gsm.splitting import clusters

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


Table: TypeAlias = str | Mapping[str, str]
"""A table by name, or one of your own: what stands for each character."""
CheckedTable: TypeAlias = str | tuple[tuple[str, str], ...]
"""The same, checked and hashable."""


class Replacement(NamedTuple):
    """One character that was replaced."""

    position: int
    """Code point index in the text as it was before any replacement, and after normalisation."""
    character: str
    """More than one code point where a letter was composed with its marks, or a whole grapheme cluster replaced."""
    replacement: str
    """What stands for it now; empty where it was invisible and is gone."""


class Transliteration(NamedTuple):
    """A text after its replacements."""

    text: str
    replacements: tuple[Replacement, ...]


def parse_tables(tables: Table | Iterable[Table]) -> tuple[CheckedTable, ...]:
    """Return ``tables``, one or several, checked, in the order given; ``"all"`` means all that have names.

    Names may stand in one string, separated by commas.

    Raises:
        SegmentationError: a table that does not exist, or one of the caller's that cannot be used.
    """
    if isinstance(tables, str | Mapping):
        tables = (tables,)
    if not isinstance(tables, Iterable):
        raise SegmentationError(f"transliteration_tables is {shorten(tables)}: use names of tables, or 'all'")
    found: list[CheckedTable] = []
    for table in tables:
        if isinstance(table, Mapping):
            found.append(_own(table))
        elif isinstance(table, str):
            found += _named(table)
        else:
            raise SegmentationError(f"transliteration_tables holds {shorten(table)}: use names of tables, or a dict")
    return tuple(dict.fromkeys(found))


def _named(names: str) -> Iterator[str]:
    for name in names.split(","):
        known = name.strip().lower()
        if known == "all":
            yield from TRANSLITERATION_TABLES
        elif known in TRANSLITERATION_TABLES:
            yield known
        else:
            listed = ", ".join(TRANSLITERATION_TABLES)
            raise SegmentationError(f"no transliteration table {shorten(name)}; there are {listed}")


def _own(table: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    for character, replacement in table.items():
        if not isinstance(character, str) or len(character) != 1:
            raise SegmentationError(f"transliteration_tables: {shorten(character)} is not one character")
        if not isinstance(replacement, str) or not is_gsm(replacement):
            wrong = f"{shorten(character)} is replaced by {shorten(replacement)}"
            raise SegmentationError(f"transliteration_tables: {wrong}, which the GSM alphabet cannot write")
    return tuple(sorted(table.items()))


@lru_cache(maxsize=64)
def _merged(tables: tuple[CheckedTable, ...]) -> dict[str, str]:
    from transcode.gsm.substitutes import SUBSTITUTES  # noqa: PLC0415 - few messages need them

    merged: dict[str, str] = {}
    for table in reversed(tables):
        if isinstance(table, str):
            merged |= {c: replacement for replacement, characters in SUBSTITUTES[table].items() for c in characters}
        else:
            merged |= dict(table)
    return merged


_Finder: TypeAlias = Callable[..., Iterator[re.Match[str]]]


@lru_cache(maxsize=64)
def _outside(kept: frozenset[str]) -> _Finder:
    return re.compile(f"[^{re.escape(''.join(sorted(kept)))}]").finditer


def substitute(
    text: str,
    kept: frozenset[str],
    tables: tuple[CheckedTable, ...],
    *,
    unknown: str | None = None,
    unknown_per: str = "cluster",
) -> Transliteration:
    """Return ``text`` with each character that is not ``kept`` replaced, where ``tables`` know it.

    Letters are composed with their marks first. Others stay, or become ``unknown`` where that is given: one for each
    grapheme cluster that has such, or with ``unknown_per="character"`` one for each of them.
    """
    substitutes = _merged(tables)
    outside = _outside(kept)
    result = _applied(text, _replaced(text, outside, substitutes))
    if unknown is None or not any(outside(result.text)):
        return result
    units = clusters(text) if unknown_per == "cluster" else list(_written(text))
    return _applied(text, _marked(units, outside, substitutes, unknown, once=unknown_per == "cluster"))


def _applied(text: str, replacements: Iterable[Replacement]) -> Transliteration:
    pieces: list[str] = []
    made = tuple(replacements)
    end = 0
    for start, found, replacement in made:
        pieces += text[end:start], replacement
        end = start + len(found)
    return Transliteration("".join((*pieces, text[end:])), made)


def _replaced(text: str, outside: _Finder, substitutes: Mapping[str, str]) -> Iterator[Replacement]:
    """Yield what there is a replacement for, in order."""
    end = 0
    for start, decomposed, composed in (*compositions(text), (len(text), "", "")):
        for match in outside(text, end, start):
            replacement = substitutes.get(match[0])
            if replacement is not None:
                yield Replacement(match.start(), match[0], replacement)
        if decomposed:
            foreign = {match[0] for match in outside(composed)}
            written = "".join(substitutes.get(c, c) if c in foreign else c for c in composed)
            yield Replacement(start, decomposed, written)
        end = start + len(decomposed)


def _written(text: str) -> Iterator[str]:
    """Yield the characters of ``text``, with its marks where a letter can be composed with them."""
    end = 0
    for start, decomposed, _ in (*compositions(text), (len(text), "", "")):
        yield from text[end:start]
        if decomposed:
            yield decomposed
        end = start + len(decomposed)


def _marked(
    units: Collection[str], outside: _Finder, substitutes: Mapping[str, str], unknown: str, *, once: bool
) -> Iterator[Replacement]:
    """Yield the replacement of each of ``units`` that has one, ``unknown`` where nothing better is known."""
    start = 0
    foreign = frozenset(match[0] for match in outside("".join(dict.fromkeys("".join(units)))))
    for unit in units:
        if foreign.isdisjoint(unit):
            start += len(unit)
            continue
        if len(unit) == 1 and unit not in LETTERS_TWICE:
            yield Replacement(start, unit, substitutes.get(unit, unknown))
            start += 1
            continue
        written = _applied(unit, _replaced(unit, outside, substitutes)).text
        pieces: list[str] = []
        end = 0
        for match in outside(written):
            pieces += written[end : match.start()], unknown if not once or end == 0 else ""
            end = match.end()
        written = "".join((*pieces, written[end:]))
        if written != unit:
            yield Replacement(start, unit, written)
        start += len(unit)


def transliterate(text: str, tables: Table | Iterable[Table] = "punctuation") -> Transliteration:
    """Replace each character of ``text`` that the default alphabet lacks and ``tables`` know.

    Characters of the alphabet, ``é`` or ``€``, are left as they are, and so are those that no table knows. A letter and
    its marks are composed first where Unicode has them as one. The first table that knows a character decides; a dict
    of your own, such as ``{"→": "->"}``, may stand among the names.

    Raises:
        SegmentationError: a table that does not exist or cannot be used, or a text that is none.
    """
    check_text(text)
    return substitute(text, writable_characters(), parse_tables(tables))
