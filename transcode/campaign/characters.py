"""Characters as a person may see them, the invisible ones too."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

__all__ = ["listed", "shown"]

_COMBINING: Final = frozenset({"Mn", "Mc", "Me"})
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_LISTED: Final = 5
"""So many are named in a sentence; the rest is counted."""


def shown(character: str) -> str:
    """Return a character and its code point; the code point alone where there is nothing to see."""
    point = f"U+{ord(character):04X}"
    category = unicodedata.category(character)
    if category in _HIDDEN:
        return f"{unicodedata.name(character, '').lower()} {point}".strip()
    return f"{'◌' if category in _COMBINING else ''}{character} {point}"


def listed(characters: Iterable[str]) -> str:
    """Return the first few characters, and how many more there are."""
    found = list(characters)
    more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    return ", ".join(map(shown, found[:_LISTED])) + more
