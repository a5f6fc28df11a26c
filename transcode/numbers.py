"""Telephone numbers as people write them, read in one way for all channels."""

from __future__ import annotations

import re
from typing import Final

from transcode.errors import InvalidOption, shorten

__all__ = ["LEAST_DIGITS", "bare_number", "check_region", "dialled", "is_callable", "read_number"]

# What people write between digits: spaces, the visual separators of RFC 3966 section 3, slashes, typographic hyphens.
_SEPARATORS: Final = re.compile(r"[\s().\-/\u00a0\u2010-\u2015]")
_MINUS: Final = re.compile(r"\s*[.\-/\u2010-\u2015]")
# A trunk prefix that is dialled inside the country only: +46 (0)70.
_TRUNK: Final = re.compile(r"(?<=\d)[\s.\-/\u2010-\u2015]*\(0\)")
_DIGITS: Final = re.compile(r"(\+?)([0-9]+)", re.ASCII)
_LEAST, _MOST = 3, 15
"""ITU-T E.164 section 6.2.1: 15 digits at most; the least is that of a short code."""
LEAST_DIGITS: Final = 7
"""Of a number with its country code (unverified); what is shorter is a short code or a service number."""
_CALLED: Final = re.compile(r"(?!\+0)[+*#0-9]{2,}", re.ASCII)
_HOW: Final = "write it as +46701234567"


def check_region(region: object) -> str:
    """Return the region whose national numbers are read: a code of ISO 3166, or nothing.

    Raises:
        InvalidOption: it is no such code, or ``phonenumbers`` (the extra ``phone``) is absent.

    """
    if region == "":
        return ""
    try:
        import phonenumbers  # noqa: PLC0415 - an extra
    except ImportError:
        raise InvalidOption("region: needs phonenumbers: pip install 'message-transcode[phone]'") from None
    if not isinstance(region, str) or region.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise InvalidOption(f"region: {shorten(region)} is no region: write a code such as 'SE'")
    return region.upper()


def read_number(text: str, region: str = "") -> str:
    """Return a number in international form, as it is written but without what stands between its digits.

    Args:
        text: the number.
        region: where a number without a plus is dialled (ISO 3166); it is completed if it can be one of there.

    Raises:
        ValueError: it is none; the sentence says what is wrong and how to write it.

    """
    found = _DIGITS.fullmatch(bare_number(text))
    # What begins with a hyphen is another kind of number: Telegram's groups have such.
    if found is None or _MINUS.match(text):
        raise ValueError("must be a phone number: a country code and digits, such as +46701234567")
    plus, digits = found.groups()
    if region and not plus and len(digits) >= LEAST_DIGITS and (number := _national(digits, region)):
        return number
    if digits.startswith("00"):
        raise ValueError(f"must begin with the country code: write +{digits.lstrip('0') or '...'} without 00")
    if digits.startswith("0"):
        raise ValueError(f"must begin with a country code, which none does that begins with 0: {_HOW}")
    if not _LEAST <= len(digits) <= _MOST:
        raise ValueError(f"must have {_LEAST} to {_MOST} digits; it has {len(digits)}")
    return plus + digits


def dialled(text: str, region: str = "") -> str:
    """Return a number as a phone dials it: with a plus where it has its country code, else its digits as they are.

    A number without a plus and without a 0 before it has its country code: the message's schema asks for E.164.
    """
    try:
        number = read_number(text, region)
    except ValueError:
        return bare_number(text)
    return number if number.startswith("+") or len(number) < LEAST_DIGITS else f"+{number}"


def is_callable(text: str) -> bool:
    """Tell whether a phone could dial ``text``: digits, perhaps a star or a hash, or a plus and a country code."""
    return _CALLED.fullmatch(bare_number(text)) is not None


def bare_number(text: str) -> str:
    """Return a number without what people write between its digits, and without a trunk prefix in parentheses."""
    return _SEPARATORS.sub("", _TRUNK.sub("", text))


def _national(digits: str, region: str) -> str:
    """Return digits that are dialled in ``region`` in international form; nothing where they can be no number there."""
    import phonenumbers  # noqa: PLC0415 - an extra, which ``check_region`` asks for

    try:
        parsed = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(parsed) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    # Two zeros that are no prefix for calls abroad: Japan's 0077, which nobody abroad can call.
    if (parsed.number_of_leading_zeros or 0) > 1 or not phonenumbers.can_be_internationally_dialled(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
