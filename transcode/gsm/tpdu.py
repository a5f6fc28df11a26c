"""Parts as transfer protocol data units: what a modem sends and receives (3GPP TS 23.040 section 9.2.2)."""

from __future__ import annotations

import re
from typing import Final

from transcode.gsm.errors import SegmentationError
from transcode.gsm.header import HEADER_INDICATOR
from transcode.gsm.reassembly import Fragment, read_user_data
from transcode.gsm.segmentation import Part

__all__ = ["read_tpdu", "submit_tpdu"]

_DELIVER: Final = 0b00  # TP-MTI, section 9.2.3.1
_SUBMIT: Final = 0b01
_MESSAGE_TYPE: Final = 0b11
_STATUS_REPORT_REQUEST: Final = 0x20
_VALIDITY_PERIOD_OCTETS: Final = {0x00: 0, 0x08: 7, 0x10: 1, 0x18: 7}  # TP-VPF, section 9.2.3.3
_TIME_STAMP_OCTETS: Final = 7
_INTERNATIONAL_NUMBER: Final = 0x91  # type of number and numbering plan, section 9.1.2.5
_UNKNOWN_NUMBER: Final = 0x81
_NUMBER: Final = re.compile(r"\+?[0-9*#]{1,20}")


def submit_tpdu(part: Part, to: str, *, message_reference: int = 0, status_report: bool = False) -> bytes:
    """Return the SMS-SUBMIT that carries ``part``, without validity period (section 9.2.2.2).

    ``to`` is a number: digits, ``*`` and ``#``, at most 20 of them, with ``+`` in front where it is international.
    ``message_reference`` (0 to 255) tells TPDUs of one sender apart. For a modem in PDU mode put the service centre's
    address in front: one octet 00 takes the one stored on the card.

    Raises:
        SegmentationError: ``to`` is no number, ``message_reference`` does not fit in an octet, or the message has more
            than 255 parts.
    """
    if not 0 <= message_reference <= 0xFF:
        raise SegmentationError(f"message reference {message_reference} does not fit in an octet")
    if not _NUMBER.fullmatch(to):
        raise SegmentationError(f"{to!r} is not a number that a TPDU can carry")
    first = _SUBMIT
    if status_report:
        first |= _STATUS_REPORT_REQUEST
    if part.udh:
        first |= HEADER_INDICATOR
    protocol_identifier = 0
    return (
        bytes((first, message_reference))
        + _address(to)
        + bytes((protocol_identifier, part.data_coding, part.user_data_length))
        + part.user_data
    )


def _address(number: str) -> bytes:
    """Return the number of digits, the type of number, and the digits, two to an octet, the first in the low half."""
    digits = number.removeprefix("+")
    kind = _UNKNOWN_NUMBER if digits == number else _INTERNATIONAL_NUMBER
    halves = ["0123456789*#".index(digit) for digit in digits]
    if len(halves) % 2:
        halves.append(0xF)
    return bytes((len(digits), kind, *(low | high << 4 for low, high in zip(halves[::2], halves[1::2], strict=True))))


def read_tpdu(octets: bytes) -> Fragment:
    """Return what an SMS-DELIVER or SMS-SUBMIT carries; service centre addresses in front must be gone.

    Raises:
        SegmentationError: the octets are cut off, of another type, or do not hold text.
    """
    try:
        first = octets[0]
        position = 1
        if first & _MESSAGE_TYPE == _SUBMIT:
            position += 1  # message reference
        elif first & _MESSAGE_TYPE != _DELIVER:
            raise SegmentationError("only SMS-DELIVER and SMS-SUBMIT carry a part")
        position += 2 + (octets[position] + 1) // 2  # address
        data_coding = octets[position + 1]
        position += 2
        if first & _MESSAGE_TYPE == _SUBMIT:
            position += _VALIDITY_PERIOD_OCTETS[first & 0x18]
        else:
            position += _TIME_STAMP_OCTETS
        length = octets[position]
    except IndexError:
        raise SegmentationError("the TPDU is cut off") from None
    return read_user_data(
        octets[position + 1 :],
        length,
        data_coding=data_coding,
        has_header=bool(first & HEADER_INDICATOR),
    )
