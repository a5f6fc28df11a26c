"""Characters that nobody sees: named wherever a view has to show that they are there."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["is_hidden", "named", "visible"]

# Letters need the joiners, and the Arabic signs are visible, though Unicode calls all of them format characters.
_VISIBLE_FORMAT: Final = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")


@lru_cache(maxsize=4096)
def is_hidden(character: str) -> bool:
    """Tell whether a view would obey, drop or reorder ``character`` rather than show it."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in _VISIBLE_FORMAT


def visible(text: str) -> str:
    """Return ``text`` with every hidden character written out as ``<U+202E>``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"<U+{ord(character):04X}>" if is_hidden(character) else character for character in text)


def named(character: str) -> str:
    """Return the name of a character in Unicode, and the character itself if it can be seen."""
    if is_hidden(character):
        return unicodedata.name(character, "control character")
    return f"{unicodedata.name(character, 'no name')}  {character}"
