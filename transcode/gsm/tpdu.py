"""Parts as transfer protocol data units: what a modem sends and receives (3GPP TS 23.040 section 9.2.2)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final

from transcode.errors import shorten
from transcode.gsm.errors import SegmentationError, as_octets, check_whole
from transcode.gsm.header import HEADER_INDICATOR
from transcode.gsm.part import Part
from transcode.gsm.reassembly import Fragment
from transcode.gsm.semi_octets import (
    TIME_STAMP_OCTETS,
    address_octets,
    read_address,
    read_relative_validity,
    read_time_stamp,
    relative_validity,
    time_stamp,
    write_address,
)
from transcode.gsm.status_report import StatusReport, read_report
from transcode.gsm.user_data import read_user_data

__all__ = ["Delivery", "Submission", "read_tpdu", "submit_tpdu"]

_DELIVER: Final = 0b00  # TP-MTI, section 9.2.3.1
_SUBMIT: Final = 0b01
_STATUS_REPORT: Final = 0b10
_MESSAGE_TYPE: Final = 0b11
_STATUS_REPORT_REQUEST: Final = 0x20
_VALIDITY_FORMAT: Final = 0x18  # TP-VPF, section 9.2.3.3
_ENHANCED: Final = 0x08
_RELATIVE: Final = 0x10
_ABSOLUTE: Final = 0x18
_VALIDITY_PERIOD_OCTETS: Final = {0: 0, _ENHANCED: 7, _RELATIVE: 1, _ABSOLUTE: 7}


@dataclass(frozen=True, slots=True)
class Delivery(Fragment):
    """A part as an SMS-DELIVER brought it."""

    sender: str = ""
    """A number, with ``+`` in front where it is international, or a name."""
    time: datetime | None = None
    """When the service centre took it in, in that one's time zone; None where the octets are no date."""


@dataclass(frozen=True, slots=True)
class Submission(Fragment):
    """A part as an SMS-SUBMIT carries it."""

    recipient: str = ""
    message_reference: int = 0
    """The number that a status report cites."""
    status_report: bool = False
    """A status report is asked for."""
    validity: timedelta | datetime | None = None
    """How long, or until when, it is to be tried; None where the TPDU does not say, or in the enhanced format."""


def submit_tpdu(
    part: Part,
    to: str,
    *,
    message_reference: int = 0,
    status_report: bool = False,
    validity: timedelta | datetime | None = None,
) -> bytes:
    """Return the SMS-SUBMIT that carries ``part`` (section 9.2.2.2), with its message class if it has one.

    ``to`` is a number: digits, ``*`` and ``#``, at most 20 of them, with ``+`` in front where it is international.
    ``message_reference`` (0 to 255) tells TPDUs of one sender apart. ``validity`` is how long the service centre is to
    try, 5 minutes to 63 weeks, of which the next longer that there is an octet for is taken; or until when, with a time
    zone. Without it the service centre decides. For a modem in PDU mode put the service centre's address in front: one
    octet 00 takes the one stored on the card.

    Raises:
        SegmentationError: ``to`` is no number, ``message_reference`` does not fit in an octet, ``validity`` is out of
            range, or the message has more than 255 parts.
    """
    if not isinstance(part, Part):
        raise SegmentationError(f"part is {shorten(part)}: use one of Segmentation.parts")
    check_whole("message_reference", message_reference)
    if not 0 <= message_reference <= 0xFF:
        raise SegmentationError(f"message reference {shorten(message_reference)} does not fit in an octet")
    period, validity_format = _validity(validity)
    first = _SUBMIT | validity_format
    if status_report:
        first |= _STATUS_REPORT_REQUEST
    if part.udh:
        first |= HEADER_INDICATOR
    protocol_identifier = 0
    return (
        bytes((first, message_reference))
        + write_address(to)
        + bytes((protocol_identifier, part.data_coding))
        + period
        + bytes((part.user_data_length,))
        + part.user_data
    )


def _validity(validity: timedelta | datetime | None) -> tuple[bytes, int]:
    """Return TP-VP, and TP-VPF in its place in the first octet."""
    if validity is None:
        return b"", 0
    if isinstance(validity, timedelta):
        return bytes((relative_validity(validity),)), _RELATIVE
    if isinstance(validity, datetime):
        return time_stamp(validity), _ABSOLUTE
    raise SegmentationError(f"validity is {shorten(validity)}: use a timedelta, or a datetime with a time zone")


def read_tpdu(octets: bytes) -> Delivery | Submission | StatusReport:
    """Return what a TPDU carries; service centre addresses in front must be gone.

    An SMS-DELIVER gives a `Delivery`, an SMS-SUBMIT a `Submission`, both of them a `Fragment` for `reassemble`; an
    SMS-STATUS-REPORT gives a `StatusReport`.

    Raises:
        SegmentationError: the octets are cut off, of another type, or do not hold text.
    """
    octets = as_octets(octets, "octets")
    try:
        kind = octets[0] & _MESSAGE_TYPE
        if kind == _DELIVER:
            return _read_delivery(octets)
        if kind == _SUBMIT:
            return _read_submission(octets)
        if kind == _STATUS_REPORT:
            return read_report(octets)
    except IndexError:
        raise SegmentationError("the TPDU is cut off") from None
    raise SegmentationError("only SMS-DELIVER and SMS-SUBMIT carry a part, and SMS-STATUS-REPORT a status")


def _read_delivery(octets: bytes) -> Delivery:
    position = 1 + address_octets(octets[1])
    sender = read_address(octets[1:position])
    data_coding = octets[position + 1]
    stamped = position + 2
    position = stamped + TIME_STAMP_OCTETS
    part = _read_part(octets, position, data_coding)
    return Delivery(**_values(part), sender=sender, time=read_time_stamp(octets[stamped:position]))


def _read_submission(octets: bytes) -> Submission:
    position = 2 + address_octets(octets[2])
    recipient = read_address(octets[2:position])
    data_coding = octets[position + 1]
    period = position + 2
    validity_format = octets[0] & _VALIDITY_FORMAT
    position = period + _VALIDITY_PERIOD_OCTETS[validity_format]
    part = _read_part(octets, position, data_coding)
    validity: timedelta | datetime | None = None
    if validity_format == _RELATIVE:
        validity = read_relative_validity(octets[period])
    elif validity_format == _ABSOLUTE:
        validity = read_time_stamp(octets[period:position])
    return Submission(
        **_values(part),
        recipient=recipient,
        message_reference=octets[1],
        status_report=bool(octets[0] & _STATUS_REPORT_REQUEST),
        validity=validity,
    )


def _read_part(octets: bytes, position: int, data_coding: int) -> Fragment:
    """Read the user data, whose length is the octet at ``position``."""
    has_header = bool(octets[0] & HEADER_INDICATOR)
    return read_user_data(octets[position + 1 :], octets[position], data_coding=data_coding, has_header=has_header)


def _values(part: Fragment) -> dict[str, Any]:
    return {field.name: getattr(part, field.name) for field in fields(part)}
