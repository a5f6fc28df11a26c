"""How many parts a text takes, from how long its pieces are: no piece need be joined, nothing be cut.

What there is to know of a piece of text adds up: its characters, how many of them take two septets, how many are
outside the GSM alphabet, how many take two UTF-16 units. From the totals follow encoding and length. The number of
parts follows too, unless a part may have to end early so that a pair is not torn (3GPP TS 23.040 section 9.2.3.24.1):
each part but the last wastes one unit at most, so where there is room for that the number is certain, and elsewhere
the answer is None and the text has to be cut.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from transcode.gsm import Encoding, capacity, is_gsm, septets

__all__ = [
    "BASIC",
    "EXTENDED",
    "GSM_ALONE",
    "GSM_PART",
    "SPACES_AND_BREAKS",
    "UNICODE_ALONE",
    "UNICODE_PART",
    "Sums",
    "find_foreign",
    "gsm_parts",
    "unicode_parts",
]

GSM_ALONE: Final = capacity(Encoding.GSM, concatenated=False)
GSM_PART: Final = capacity(Encoding.GSM, concatenated=True)
UNICODE_ALONE: Final = capacity(Encoding.UNICODE, concatenated=False)
UNICODE_PART: Final = capacity(Encoding.UNICODE, concatenated=True)

_ALPHABET: Final = [character for character in map(chr, range(0x2100)) if is_gsm(character)]
BASIC: Final = "".join(character for character in _ALPHABET if septets(character) == 1)
"""What takes one septet."""
EXTENDED: Final = "".join(character for character in _ALPHABET if septets(character) == 2)
"""What takes two."""
ASTRAL: Final = "\U00010000-\U0010ffff"
"""What takes two UTF-16 units, as a range of a regular expression."""

SPACES_AND_BREAKS: Final = (
    "".join(character for character in map(chr, range(0x3001)) if character.isspace()),
    "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029",
)
"""What Python strips from the ends of a text, and what layouts of one line do not let through."""

find_foreign: Final = re.compile(f"[^{re.escape(BASIC + EXTENDED)}]").findall
_count_extended: Final = re.compile(f"[{re.escape(EXTENDED)}]").findall
_count_astral: Final = re.compile(f"[{ASTRAL}]").findall


class Sums(NamedTuple):
    """What there is to know of a text, or of several together."""

    characters: int = 0
    extended: int = 0
    foreign: int = 0
    astral: int = 0

    @classmethod
    def of(cls, text: str) -> Sums:
        """Return the sums of one text."""
        return cls(len(text), len(_count_extended(text)), len(find_foreign(text)), len(_count_astral(text)))

    @property
    def parts(self) -> int | None:
        """The number of parts, None where sums do not tell."""
        if self.foreign:
            return unicode_parts(self.characters + self.astral, pairs=self.astral > 0)
        return gsm_parts(self.characters + self.extended, pairs=self.extended > 0)


def gsm_parts(units: int, *, pairs: bool) -> int | None:
    """Return the number of parts of so many septets; ``pairs``: there are characters of two."""
    return _parts(units, GSM_ALONE, GSM_PART, pairs=pairs)


def unicode_parts(units: int, *, pairs: bool) -> int | None:
    """Return the number of parts of so many UTF-16 units; ``pairs``: there are characters of two."""
    return _parts(units, UNICODE_ALONE, UNICODE_PART, pairs=pairs)


def _parts(units: int, alone: int, size: int, *, pairs: bool) -> int | None:
    if units <= alone:
        return 1
    parts = -(-units // size)
    return parts if not pairs or units + parts - 1 <= parts * size else None
