"""How characters, places and numbers are called in sentences for people."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["count", "listed", "named"]

_SHOWN: Final = 5
"""Positions that a sentence lists before it stops."""


def count(number: int, noun: str) -> str:
    """Return ``number`` and its noun, in the plural where there are several."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def named(character: str) -> str:
    """Return a character as people can find it: itself, its code point and its name in Unicode."""
    name = unicodedata.name(character, "")
    shown = f"{character} " if character.isprintable() else ""
    return f"{shown}U+{ord(character):04X}{' ' if name else ''}{name}"


def listed(positions: tuple[int, ...]) -> str:
    """Return the first of ``positions``, and how many more there are."""
    first = ", ".join(map(str, positions[:_SHOWN]))
    return f"{first} and {len(positions) - _SHOWN} more" if len(positions) > _SHOWN else first
