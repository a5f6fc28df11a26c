"""The characters of each property that grapheme clusters are told by, as patterns of the standard library have them.

A character beyond U+FFFF is two in such a pattern, its surrogates, for which private-use characters stand: U+E000 to
U+E3FF for the high ones, U+E400 to U+E7FF for the low ones.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

__all__ = ["FREQUENT", "HIGHS", "LOWS", "PICTURES", "CharacterSet", "character_sets", "characters_of_properties"]

_PROPERTIES: Final = {
    "Special": (r"\P{GCB=Other}", r"\p{InCB=Linker}"),
    "Joining": (r"\p{GCB=Extend}", r"\p{GCB=ZWJ}", r"\p{GCB=SpacingMark}"),
    "Control": (r"\p{GCB=Control}", r"\p{GCB=CR}", r"\p{GCB=LF}"),
    "Prepend": (r"\p{GCB=Prepend}",),
    "L": (r"\p{GCB=L}",),
    "V": (r"\p{GCB=V}",),
    "T": (r"\p{GCB=T}",),
    "Consonant": (r"\p{InCB=Consonant}",),
    "Linker": (r"\p{InCB=Linker}",),
    "Mark": (r"\p{InCB=Extend}",),
    "Sign": (r"\p{InCB=Extend}", r"\p{GCB=SpacingMark}"),
    "Emoji": (r"\p{ExtPict}",),
}
_BLOCKS: Final = (
    *((0x0, 0x3400), (0xA480, 0xAC00), (0xD7A4, 0xD800), (0xFB00, 0x12000), (0x13400, 0x13500), (0x16000, 0x17000)),
    *((0x1BC00, 0x1BD00), (0x1CF00, 0x20000), (0xE0000, 0xE1000)),
)
"""The characters to tell apart; all others have no part in any rule, but for syllables of Hangul."""

HIGHS: Final = "\ue000-\ue3ff"
LOWS: Final = "\ue400-\ue7ff"
PICTURES: Final = "\ue03c"
"""The high surrogate of U+1F000 to U+1F3FF: emoji, letters of flags, skin tones."""
FREQUENT: Final = (PICTURES, "\ue340", "\ue03a")
"""With those of the tags in the flags of England, Scotland and Wales, and of Adlam."""


class CharacterSet(NamedTuple):
    """Characters, as a pattern has them."""

    units: str
    """What stands in brackets for those up to U+FFFF."""
    lows: dict[str, str]
    """The same for those beyond: of each high surrogate the low ones."""

    @property
    def one(self) -> str:
        """One of those up to U+FFFF."""
        return f"[{self.units}]"

    @property
    def two(self) -> str:
        """One of those beyond U+FFFF, or nothing where there are none."""
        frequent_first = sorted(self.lows, key=lambda high: high not in FREQUENT)
        return "|".join(f"{high}[{self.lows[high]}]" for high in frequent_first)

    @property
    def any(self) -> str:
        """One of them all."""
        return f"(?:{self.one}|{self.two})" if self.lows else self.one

    @property
    def behind(self) -> str:
        """What matches behind one."""
        return f"(?:(?<={self.one})|(?<={self.two}))" if self.lows else f"(?<={self.one})"


@cache
def character_sets(*, pairs: bool) -> dict[str, CharacterSet]:
    """Return the characters of each property as a pattern has them; those beyond U+FFFF with ``pairs`` alone.

    Those of "Indic mark" and "Indic sign" are the ones that consonants of conjuncts bear.
    """
    sets = {name: _written(runs, pairs=pairs) for name, runs in characters_of_properties().items()}
    for name in ("Mark", "Sign"):
        units, lows = sets[name]
        near = "".join(re.findall("[\u0900-\u1cff](?:-[\u0900-\u1cff])?", units))
        beyond = {high: lows[high] for high in sets["Consonant"].lows}
        sets[f"Indic {name.lower()}"] = CharacterSet(near, beyond)
    return sets


def _written(runs: Iterable[tuple[int, int]], *, pairs: bool) -> CharacterSet:
    units = ""
    lows: dict[str, str] = {}
    for first, last in runs:
        if last <= 0xFFFF:
            units += _range(first, last)
        elif pairs:
            # One range for each high surrogate, which is that of 1,024 characters.
            for begin in (first, *range((first | 0x3FF) + 1, last + 1, 0x400)):
                high = chr(ord(HIGHS[0]) + ((begin - 0x10000) >> 10))
                low = _range(ord(LOWS[0]) + (begin & 0x3FF), ord(LOWS[0]) + (min(last, begin | 0x3FF) & 0x3FF))
                lows[high] = lows.get(high, "") + low
    return CharacterSet(units, lows)


def _range(first: int, last: int) -> str:
    return chr(first) if first == last else f"{chr(first)}-{chr(last)}"


@cache
def characters_of_properties() -> dict[str, list[tuple[int, int]]]:
    """Return the first and the last of each row of characters that have a property."""
    import regex  # noqa: PLC0415 - costs 20 ms at start-up and few texts need it

    codes = array("I", chain.from_iterable((*range(*block), ord("a")) for block in _BLOCKS))
    text = codes.tobytes().decode("utf-32")
    found = {
        pattern: [(ord(run[0]), ord(run[-1])) for run in regex.findall(f"{pattern}+", text)]
        for pattern in {*chain.from_iterable(_PROPERTIES.values())}
    }
    return {name: _merged(map(found.__getitem__, patterns)) for name, patterns in _PROPERTIES.items()}


def _merged(found: Iterable[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Return rows that touch each other as one."""
    rows: list[tuple[int, int]] = []
    for first, last in sorted(chain.from_iterable(found)):
        if rows and first <= rows[-1][1] + 1:
            first, last = rows[-1][0], max(last, rows.pop()[1])  # noqa: PLW2901
        rows.append((first, last))
    return rows
