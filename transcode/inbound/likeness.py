"""Which choices read as a reply does: compared as a whole, from the same to the character to the loosest way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from transcode.inbound.option import Option
from transcode.inbound.reading import clock, expanded, is_question, loose, spaceless, strip_marker, trimmed, word_key

__all__ = ["by_reading", "is_enumerator"]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to compare: which texts of a choice, and what of them and of the reply."""

    texts: Callable[[Option], Iterable[str]]
    key: Callable[[str], str]
    label_key: Callable[[str], str] | None = None
    """What of the choice, where that is something else."""
    drops_marks: bool = False
    """Whether the key is the same with and without a question mark."""


_READINGS: Final = (
    _Reading(lambda option: option.lines, str),
    _Reading(lambda option: option.shown, str),
    _Reading(lambda option: option.readings, str),
    _Reading(lambda option: option.bare_readings, spaceless),
    _Reading(lambda option: option.readings, trimmed),
    _Reading(lambda option: option.bare_readings, word_key, drops_marks=True),
    _Reading(lambda option: option.bare_readings, lambda text: loose(word_key(text)), drops_marks=True),
    _Reading(
        lambda option: option.bare_readings,
        lambda text: loose(word_key(text)),
        lambda text: loose(expanded(word_key(text))),
        drops_marks=True,
    ),
    _Reading(lambda option: option.times, clock),
    _Reading(lambda option: option.shown_enumerators, str),
    _Reading(lambda option: option.extras, str),
    _Reading(lambda option: option.extras, word_key, drops_marks=True),
)
_EXACT: Final = 3
"""How many of them compare all that was typed."""


def by_reading(options: Sequence[Option], folded: Iterable[str], *, exactly: bool = False) -> list[Option]:
    """Return the choices that read as one of ``folded`` does, in the surest way there is; none where none does.

    ``exactly`` compares all that was typed, and nothing looser.
    """
    readings = _READINGS[:_EXACT] if exactly else _READINGS
    return next(filter(None, (_reads(options, whole, reading) for whole in folded for reading in readings)), [])


def _reads(options: Sequence[Option], whole: str, reading: _Reading) -> list[Option]:
    """Return the choices that read as the reply does, with or without the mark of a choice's line."""
    asks = reading.drops_marks and is_question(whole)
    label_key = reading.label_key or reading.key
    for typed in dict.fromkeys((whole, strip_marker(whole))):
        key = reading.key(typed)
        found = [
            option
            for option in options
            if key and any(key == label_key(text) for text in reading.texts(option) if not asks or is_question(text))
        ]
        if found:
            return found
    return []


def is_enumerator(options: Iterable[Option], folded: str) -> bool:
    """Tell whether the reply is what stands before a choice, to the character: "8)" where it is shown so."""
    return any(folded in option.shown_enumerators for option in options)
