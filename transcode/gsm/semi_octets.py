"""What TPDUs write two digits to an octet: addresses, time stamps, validity periods."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from transcode.errors import shorten
from transcode.gsm.codec import decode, unpack
from transcode.gsm.errors import SegmentationError

__all__ = [
    "TIME_STAMP_OCTETS",
    "address_octets",
    "read_address",
    "read_relative_validity",
    "read_time_stamp",
    "relative_validity",
    "time_stamp",
    "write_address",
]

TIME_STAMP_OCTETS: Final = 7
_NUMBER: Final = re.compile(r"\+?[0-9*#]{1,20}")
_DIGITS: Final = "0123456789*#abc"  # TS 23.040 section 9.1.2.3; 0xF fills the last octet

# Type of number, bits 6 to 4 of the octet before the digits (section 9.1.2.5).
_TYPE_OF_NUMBER: Final = 0x70
_INTERNATIONAL: Final = 0x10
_ALPHANUMERIC: Final = 0x50
_INTERNATIONAL_NUMBER: Final = 0x91
_UNKNOWN_NUMBER: Final = 0x81

_FIRST_YEAR: Final = 70
"""Time stamps have two digits of the year: from here on it is of the 20th century, when there were short messages."""
_NEGATIVE: Final = 0x08
"""Sign of the time zone, in its first semi-octet (section 9.2.3.11)."""


def write_address(number: str) -> bytes:
    """Return the number of digits, the type of number, and the digits, two to an octet, the first in the low half.

    Raises:
        SegmentationError: it is none that a TPDU can carry: digits, ``*`` and ``#``, at most 20, ``+`` in front or not.
    """
    if not isinstance(number, str) or not _NUMBER.fullmatch(number):
        raise SegmentationError(f"{shorten(number)} is not a number that a TPDU can carry")
    digits = number.removeprefix("+")
    kind = _UNKNOWN_NUMBER if digits == number else _INTERNATIONAL_NUMBER
    halves = [_DIGITS.index(digit) for digit in digits]
    if len(halves) % 2:
        halves.append(0xF)
    return bytes((len(digits), kind, *(low | high << 4 for low, high in zip(halves[::2], halves[1::2], strict=True))))


def address_octets(digits: int) -> int:
    """Return how many octets an address of so many semi-octets takes, with its two octets of length and type."""
    return 2 + (digits + 1) // 2


def read_address(octets: bytes) -> str:
    """Return the number or name of an address; an international number begins with ``+``.

    What no digit stands for is left out. The octets are all there: see `address_octets`.
    """
    digits, kind, value = octets[0], octets[1], octets[2:]
    if kind & _TYPE_OF_NUMBER == _ALPHANUMERIC:  # packed septets, the length counted in semi-octets nevertheless
        return decode(unpack(value, digits * 4 // 7))
    halves = [half for octet in value for half in (octet & 0xF, octet >> 4)][:digits]
    number = "".join(_DIGITS[half] for half in halves if half < len(_DIGITS))
    return f"+{number}" if kind & _TYPE_OF_NUMBER == _INTERNATIONAL and number else number


def read_time_stamp(octets: bytes) -> datetime | None:
    """Return the date and time of seven octets, in the time zone that they name (section 9.2.3.11).

    None where they are none: some service centres send zeros.
    """
    if len(octets) != TIME_STAMP_OCTETS:
        return None
    sign = -1 if octets[6] & _NEGATIVE else 1
    fields = [(octet & 0xF) * 10 + (octet >> 4) for octet in octets[:6]]
    if octets[6] >> 4 > 9 or any(octet & 0xF > 9 or octet >> 4 > 9 for octet in octets[:6]):
        return None
    quarters = (octets[6] & 0x7) * 10 + (octets[6] >> 4)
    year, month, day, hour, minute, second = fields
    try:
        zone = timezone(sign * timedelta(minutes=15 * quarters))
        century = 1900 if year >= _FIRST_YEAR else 2000
        return datetime(century + year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def time_stamp(moment: datetime) -> bytes:
    """Return ``moment`` in seven octets, seconds cut off at the full one (section 9.2.3.11).

    Raises:
        SegmentationError: it has no time zone, one that is not in quarters of an hour, or another century's year.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise SegmentationError("a time stamp needs a time zone: use datetime(..., tzinfo=...)")
    if offset % timedelta(minutes=15):
        moment, offset = moment.astimezone(UTC), timedelta(0)
    if not 1900 + _FIRST_YEAR <= moment.year < 2000 + _FIRST_YEAR:
        raise SegmentationError(f"a time stamp cannot tell the year {moment.year}")
    quarters = abs(offset) // timedelta(minutes=15)
    values = (moment.year % 100, moment.month, moment.day, moment.hour, moment.minute, moment.second, quarters)
    octets = bytearray(value // 10 | value % 10 << 4 for value in values)
    if offset < timedelta(0):
        octets[6] |= _NEGATIVE
    return bytes(octets)


_MINUTE, _HOUR, _DAY, _WEEK = (timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days", "weeks"))
# Section 9.2.3.12.1: the first value of a range, what it means, and the step from one value to the next.
_VALIDITY: Final = (
    (197, 5 * _WEEK, _WEEK),
    (168, 2 * _DAY, _DAY),
    (144, 12 * _HOUR + 30 * _MINUTE, 30 * _MINUTE),
    (0, 5 * _MINUTE, 5 * _MINUTE),
)
_LONGEST: Final = 63 * _WEEK


def relative_validity(period: timedelta) -> int:
    """Return the octet for ``period``, or for the next longer one that there is an octet for.

    Steps of 5 minutes to 12 hours, of 30 minutes to a day, of days to 30, of weeks from 5 to 63.

    Raises:
        SegmentationError: it is not above zero, or more than 63 weeks.
    """
    if not timedelta(0) < period <= _LONGEST:
        raise SegmentationError("validity is out of range: use more than none and at most 63 weeks")
    return next(value for value in range(256) if read_relative_validity(value) >= period)


def read_relative_validity(octet: int) -> timedelta:
    """Return how long a TPDU of this TP-VP is to be kept (section 9.2.3.12.1)."""
    first, least, step = next(row for row in _VALIDITY if octet >= row[0])
    return least + (octet - first) * step
