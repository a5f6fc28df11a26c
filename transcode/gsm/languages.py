"""The languages that have national shift tables, and which of them can write a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

from transcode.errors import shorten
from transcode.gsm.alphabet import DEFAULT_EXTENSION, DEFAULT_TABLE, ESC, UNDEFINED
from transcode.gsm.errors import SegmentationError, is_whole
from transcode.gsm.header import Tables

__all__ = [
    "ANY",
    "LANGUAGES",
    "Language",
    "covering_tables",
    "extended_characters",
    "locking_table",
    "parse_languages",
    "single_shift_table",
    "writable_characters",
]

ANY: Final = "any"
"""In place of a list of languages: all of them."""


class Language(NamedTuple):
    """A language with national shift tables."""

    identifier: int
    """National language identifier, as the header carries it (TS 23.038 section 6.2.1.2.4)."""
    name: str
    codes: tuple[str, ...]
    """ISO 639 codes, and other names it goes by, in lower case."""


LANGUAGES: Final[tuple[Language, ...]] = (
    Language(1, "Turkish", ("tr", "tur")),
    Language(2, "Spanish", ("es", "spa")),
    Language(3, "Portuguese", ("pt", "por")),
    Language(4, "Bengali", ("bn", "ben", "bangla", "as", "asm", "assamese")),
    Language(5, "Gujarati", ("gu", "guj")),
    # The tables are those of the Devanagari script; that they are meant for Marathi and Nepali too is unverified.
    Language(6, "Hindi", ("hi", "hin", "mr", "mar", "marathi", "ne", "nep", "nepali")),
    Language(7, "Kannada", ("kn", "kan")),
    Language(8, "Malayalam", ("ml", "mal")),
    Language(9, "Oriya", ("or", "ori", "odia")),
    Language(10, "Punjabi", ("pa", "pan")),
    Language(11, "Tamil", ("ta", "tam")),
    Language(12, "Telugu", ("te", "tel")),
    Language(13, "Urdu", ("ur", "urd")),
)
_IDENTIFIERS: Final = {
    key: language.identifier
    for language in LANGUAGES
    for key in (str(language.identifier), language.name.lower(), *language.codes)
}


def parse_languages(languages: str | int | Iterable[str | int]) -> tuple[int, ...]:
    """Return the identifiers of ``languages``, each once, in ascending order.

    A language is an identifier (1 to 13), an English name, an ISO 639 code or a tag that begins with one (``pt-BR``);
    one may stand alone, several in one string between commas, and ``"any"`` means all. The default alphabet is always
    there and need not be named.

    Raises:
        SegmentationError: a language that has no tables.
    """
    given: object = (languages,) if isinstance(languages, str | int) else languages
    if not isinstance(given, Iterable):
        usable = "use identifiers, names or codes of languages, or 'any'"
        raise SegmentationError(f"languages is {shorten(languages)}: {usable}")
    found: set[int] = set()
    for language in given:
        if not isinstance(language, str):
            found.add(_identifier(language))
            continue
        for name in language.split(","):
            if name.strip().lower() == ANY:
                found.update(known.identifier for known in LANGUAGES)
            else:
                found.add(_identifier(name))
    return tuple(sorted(found))


def _identifier(language: object) -> int:
    if isinstance(language, str):
        name = language.strip().lower().replace("_", "-")
        identifier = _IDENTIFIERS.get(name) or _IDENTIFIERS.get(name.split("-", maxsplit=1)[0])
    else:
        identifier = language if is_whole(language) and 1 <= language <= len(LANGUAGES) else None
    if identifier is None:
        known = ", ".join(language.name for language in LANGUAGES)
        raise SegmentationError(f"no national shift tables for language {shorten(language)}; there are {known}")
    return identifier


def locking_table(identifier: int) -> str:
    """Return the 128 characters of a locking shift table, by septet; the default alphabet where there is none."""
    if not identifier:
        return DEFAULT_TABLE
    from transcode.gsm.tables import LOCKING_TABLES  # noqa: PLC0415 - few messages need them

    return LOCKING_TABLES.get(identifier, DEFAULT_TABLE)


def single_shift_table(identifier: int) -> str:
    """Return the 128 characters of a single shift table, by septet; the default extension where there is none."""
    if not identifier:
        return DEFAULT_EXTENSION
    from transcode.gsm.tables import SINGLE_SHIFT_TABLES  # noqa: PLC0415 - few messages need them

    return SINGLE_SHIFT_TABLES.get(identifier, DEFAULT_EXTENSION)


@cache
def _basic(identifier: int) -> frozenset[str]:
    return frozenset(locking_table(identifier)) - {UNDEFINED, ESC}


@cache
def _extended(identifier: int) -> frozenset[str]:
    return frozenset(single_shift_table(identifier)) - {UNDEFINED}


def extended_characters(tables: Tables) -> frozenset[str]:
    """Return the characters that take two septets where ``tables`` are in force."""
    return _extended(tables.single) - _basic(tables.locking)


@lru_cache(maxsize=64)
def writable_characters(languages: tuple[int, ...] = ()) -> frozenset[str]:
    """Return each character that some table has: a default one or one of ``languages``."""
    return frozenset().union(*(_basic(i) | _extended(i) for i in (0, *languages)))


def covering_tables(text: str, languages: tuple[int, ...]) -> Iterator[tuple[Tables, frozenset[str]]]:
    """Yield each pair of tables, default or of ``languages``, that can write all of ``text``.

    With each come the characters of the text that take two septets. A single shift table that the text takes nothing
    from is left out: its element in the header would only cost room. So is a locking shift table that does not exist.
    """
    characters = frozenset(text)
    identifiers = (0, *languages)
    for locking in identifiers:
        if locking and locking_table(locking) is DEFAULT_TABLE:
            continue
        shifted = characters - _basic(locking)
        for single in identifiers if shifted else (0,):
            if shifted <= _extended(single):
                yield Tables(locking, single), shifted
