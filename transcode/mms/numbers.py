"""Telephone numbers and short codes as MM7 writes them: digits only, no plus sign, no dialling prefix.

Source: Sinch docs 2021-07-11, docs/mms/mm7-service ("642111111 not +642111111", no leading 00).
"""

from __future__ import annotations

import re
from typing import Final

from transcode.errors import shorten

__all__ = [
    "RECIPIENT_PLACEHOLDER",
    "SENDER_PLACEHOLDER",
    "SHORT_CODE_MAX_DIGITS",
    "is_placeholder",
    "is_short_code",
    "normalise_number",
    "normalise_recipient",
]

RECIPIENT_PLACEHOLDER: Final = "{{to}}"
SENDER_PLACEHOLDER: Final = "{{from}}"
"""What a payload carries where the number is not known yet, as the real service's transcoding writes it."""

MIN_DIGITS: Final = 3
SHORT_CODE_MAX_DIGITS: Final = 8
"""From 3 to 8 digits is a short code, anything longer a long number (unverified: the documents only show short codes).
"""
MAX_DIGITS: Final = 15
"""ITU-T E.164 section 6.2.1: an international number has at most 15 digits."""

_PLACEHOLDER: Final = re.compile(r"\{\{[A-Za-z_][A-Za-z0-9_]*\}\}", re.ASCII)
_NUMBER: Final = re.compile(r"\+?[0-9]+", re.ASCII)
_SEPARATORS: Final = re.compile(r"[\s().\-/]+")


def is_placeholder(number: str) -> bool:
    """Tell whether ``number`` stands for one that is filled in later: ``{{to}}``, ``{{YOUR_MMS_SENDER}}``."""
    return _PLACEHOLDER.fullmatch(number) is not None


def is_short_code(number: str) -> bool:
    """Tell whether a normalised number is a short code; a placeholder is not."""
    return len(number) <= SHORT_CODE_MAX_DIGITS and not is_placeholder(number)


def normalise_number(number: str) -> str:
    """Return a short code or a long number as MM7 writes it: 3 to 15 digits.

    One leading ``+`` is taken off. A placeholder (``{{from}}``) is returned as it is.

    Raises:
        ValueError: the sentence says what is wrong and how to write the number.

    """
    if is_placeholder(number):
        return number
    if not _NUMBER.fullmatch(number):
        bare = _SEPARATORS.sub("", number)
        wrong = "has characters that are not digits" if number else "is empty"
        fix = (
            f"write {bare}" if _NUMBER.fullmatch(bare) else "write a short code (28444) or a long number (16172383232)"
        )
        raise ValueError(f"{shorten(number)} {wrong}: {fix}")
    digits = number.removeprefix("+")
    if not MIN_DIGITS <= len(digits) <= MAX_DIGITS:
        raise ValueError(
            f"{shorten(number)} has {len(digits)} digits: a short code has {MIN_DIGITS} to {SHORT_CODE_MAX_DIGITS}, "
            f"a long number at most {MAX_DIGITS} with its country code"
        )
    if digits.startswith("0") and (len(digits) > SHORT_CODE_MAX_DIGITS or number.startswith("+")):
        raise _starts_with_zero(number)
    return digits


def normalise_recipient(number: str) -> str:
    """Return a recipient's number as MM7 writes it: 3 to 15 digits, the country code first.

    E.164 states no least length, so a short code (28444) cannot be told from a short number and passes.

    Raises:
        ValueError: as ``normalise_number`` does, and for a number that does not start with a country code.

    """
    digits = normalise_number(number)
    if digits.startswith("0"):
        raise _starts_with_zero(number)
    return digits


def _starts_with_zero(number: str) -> ValueError:
    return ValueError(
        f"{shorten(number)} starts with 0: write the country code first, without 00 or another dialling prefix "
        "(46701234567)"
    )
