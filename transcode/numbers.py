"""Telephone numbers as people write them, read in one way for all channels."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_callable", "read_number"]

# What people write between digits: spaces, the visual separators of RFC 3966 section 3, slashes, typographic hyphens.
_SEPARATORS: Final = re.compile(r"[\s().\-/\u00a0\u2010-\u2015]")
# A trunk prefix that is dialled inside the country only: +46 (0)70.
_TRUNK: Final = re.compile(r"(?<=\d)[\s.\-/\u2010-\u2015]*\(0\)")
_DIGITS: Final = re.compile(r"(\+?)([0-9]+)", re.ASCII)
_LEAST, _MOST = 3, 15
"""ITU-T E.164 section 6.2.1: 15 digits at most; the least is that of a short code."""
_CALLED: Final = re.compile(r"[+*#0-9]{2,}", re.ASCII)


def read_number(text: str) -> str:
    """Return a number in international form, as it is written but without what stands between its digits.

    Raises:
        ValueError: it is none; the sentence says what is wrong and how to write it.

    """
    found = _DIGITS.fullmatch(_SEPARATORS.sub("", _TRUNK.sub("", text)))
    if found is None:
        raise ValueError("must be a phone number: a country code and digits, such as +46701234567")
    plus, digits = found.groups()
    if digits.startswith("00"):
        raise ValueError(f"must begin with the country code: write +{digits.lstrip('0') or '...'} without 00")
    if digits.startswith("0"):
        raise ValueError("must begin with a country code, which none does that begins with 0: write it as +46701234567")
    if not _LEAST <= len(digits) <= _MOST:
        raise ValueError(f"must have {_LEAST} to {_MOST} digits; it has {len(digits)}")
    return plus + digits


def is_callable(text: str) -> bool:
    """Tell whether a phone could dial ``text``: digits, perhaps a plus, a star or a hash."""
    return _CALLED.fullmatch(_SEPARATORS.sub("", _TRUNK.sub("", text))) is not None
