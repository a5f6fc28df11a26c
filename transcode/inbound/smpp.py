"""SMPP's delivery receipts: reports in the text of a short message.

Source: SMPP 3.4, appendix B, which calls the form vendor specific and gives one as typical; the spellings read here are
those that SMSCs are met with: fields in any order and any case, ``submit_date``, ``submitdate`` or ``submit date``,
spaces after the colon, dates of 10, 12 or 14 digits, in SMPP's own format of time or that of ISO 8601, some fields
missing, ids in quotation marks, NUL at either end, a word or sign behind the status. Read 2026-11-27.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from transcode.errors import InvalidMessage, InvalidOption, shorten
from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.received import Received
from transcode.inbound.texts import read_text
from transcode.message.channel import Channel

__all__ = ["is_receipt", "parse_receipt"]

MAX_RECEIPT: Final = 1_000
"""Characters. A receipt is one short message, perhaps two; the text that it quotes has 20."""

STATUSES: Final[Mapping[str, str]] = {
    "DELIVRD": "DELIVERED",
    "DELIVERED": "DELIVERED",
    "DELIVERD": "DELIVERED",
    "ACCEPTD": "QUEUED_ON_CHANNEL",
    "ACCEPTED": "QUEUED_ON_CHANNEL",
    "ACKED": "QUEUED_ON_CHANNEL",
    "ENROUTE": "QUEUED_ON_CHANNEL",
    "BUFFRED": "QUEUED_ON_CHANNEL",
    "BUFFERED": "QUEUED_ON_CHANNEL",
    "BUFFERD": "QUEUED_ON_CHANNEL",
    "SCHEDULED": "QUEUED_ON_CHANNEL",
    "SCHEDUL": "QUEUED_ON_CHANNEL",
    "EXPIRED": "FAILED",
    "DELETED": "FAILED",
    "UNDELIV": "FAILED",
    "UNDELIVERABLE": "FAILED",
    "UNDELIVERED": "FAILED",
    "UNDELIVERD": "FAILED",
    "UNDELIVRD": "FAILED",
    "UNDLIV": "FAILED",
    "REJECTD": "FAILED",
    "REJECTED": "FAILED",
    "REJECT": "FAILED",
    "FAILED": "FAILED",
    "FAIL": "FAILED",
    "CANCELLED": "FAILED",
    "CANCELED": "FAILED",
    "SKIPPED": "FAILED",
}
"""``stat`` as the service's status: the seven of SMPP 3.4 (table B-2), those of 5.0, and spellings met. ``UNKNOWN``
says neither."""

MESSAGE_STATES: Final[Mapping[int, str]] = {
    0: "SCHEDULED",
    1: "ENROUTE",
    2: "DELIVRD",
    3: "EXPIRED",
    4: "DELETED",
    5: "UNDELIV",
    6: "ACCEPTD",
    7: "UNKNOWN",
    8: "REJECTD",
    9: "SKIPPED",
}
"""The TLV ``message_state`` (SMPP 3.4 section 5.2.28, 5.0 section 4.7.15)."""

_NAMES: Final[Mapping[str, str]] = {
    "id": "id",
    "sub": "sub",
    "dlvrd": "dlvrd",
    "submitdate": "submit date",
    "donedate": "done date",
    "stat": "stat",
    "status": "stat",
    "state": "stat",
    "messageid": "id",
    "msgid": "id",
    "err": "err",
    "error": "err",
    "text": "text",
}
_FIELD: Final = re.compile(
    r"(?<![A-Za-z0-9_])(id|message[ _-]?id|msg[ _-]?id|sub|dlvrd|submit[ _-]{0,2}date|done[ _-]{0,2}date"
    r"|stat|status|state|err|error|text) ?[:=][ ]?",
    re.ASCII | re.IGNORECASE,
)
_DATE: Final = re.compile(r"(?:[0-9]{10}|[0-9]{12}|[0-9]{14})", re.ASCII)
# SMPP 3.4 section 7.1.1.1: YYMMDDhhmmss, tenths of a second, quarters of an hour from UTC and their sign.
_ABSOLUTE: Final = re.compile(r"([0-9]{12})[0-9]([0-9]{2})([+-])", re.ASCII)
# What stands between date and time, and within them, elsewhere: 2026-11-26T12:01:30Z, 26-11-26 12:01.
_ISO: Final = re.compile(
    r"((?:[0-9]{2})?[0-9]{2})[-/]?([0-9]{2})[-/]?([0-9]{2})[ T]"
    r"([0-9]{2}):?([0-9]{2})(?::?([0-9]{2})(?:[.,][0-9]{1,9})?)? ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?",
    re.ASCII | re.IGNORECASE,
)
# "DELIVRD." and "DELIVRD,", but not "DELIVERED TO SMSC".
_STATUS: Final = re.compile(r"([A-Za-z_]+|[0-9]{1,2})[^A-Za-z0-9]*", re.ASCII)


def is_receipt(text: str) -> bool:
    """Tell whether the text of a short message is a delivery receipt: it has an id and a status."""
    return len(text) <= MAX_RECEIPT and {"id", "stat"} <= _fields(text).keys()


def parse_receipt(
    text: str | bytes | bytearray,
    *,
    source: str | None = None,
    destination: str | None = None,
    receipted_message_id: str | None = None,
    message_state: int | None = None,
    utc_offset: timedelta | None = None,
) -> Received:
    """Return the delivery report that the text of a ``deliver_sm`` has.

    ``message_id`` is as it came: the same number may be decimal here and hexadecimal in ``submit_sm_resp``. ``native``
    has the fields by name (``id``, ``sub``, ``dlvrd``, ``submit date``, ``done date``, ``stat``, ``err``, ``text``)
    and the whole as ``receipt``.

    Args:
        text: the short message; bytes are read as UTF-8, or else as Latin-1.
        source: ``source_addr``: whom the message went to.
        destination: ``destination_addr``: whom it came from.
        receipted_message_id: the TLV of that name; it goes before ``id``.
        message_state: the TLV of that name; it goes before ``stat``.
        utc_offset: of the SMSC's clock. Without it ``event_time`` has no offset, for the receipt gives none.

    Raises:
        InvalidMessage: it is no receipt: it has no id, or no status.
        InvalidOption: an argument is of another type.

    """
    if not isinstance(text, (str, bytes, bytearray)):
        raise InvalidOption("text: must be the text of a short message, or its bytes")
    if utc_offset is not None and not isinstance(utc_offset, timedelta):
        raise InvalidOption("utc_offset: must be a timedelta")
    if message_state is not None and not (isinstance(message_state, int) and 0 <= message_state <= 0xFF):
        raise InvalidOption(f"message_state: must be an octet, not {shorten(message_state)}")
    for name, value in _given(source, destination, receipted_message_id, None).items():
        if not isinstance(value, str):
            raise InvalidOption(f"{name}: must be a string, not {shorten(value)}")
    receipt = _decoded(text)
    if len(receipt) > MAX_RECEIPT:
        raise InvalidMessage.at("", "too_large", f"is no receipt: it has more than {MAX_RECEIPT:,} characters")
    fields = _fields(receipt)
    identifier = receipted_message_id or fields.get("id")
    stat = MESSAGE_STATES.get(message_state, str(message_state)) if message_state is not None else fields.get("stat")
    for name, value in (("id", identifier), ("stat", stat)):
        if not value:
            raise InvalidMessage.at(name, "missing", "is required: this is no delivery receipt", receipt)
    builder = Builder(Channel.SMS)
    given = str(stat)
    status = _status(given)
    if status is None:
        status = given
        builder.findings.append(InboundCode.STATUS_UNMAPPED.at("stat", status=quoted(given)))
    error = fields.get("err", "")
    builder.add_delivery(
        status,
        native={**fields, "receipt": receipt, **_given(source, destination, receipted_message_id, message_state)},
        path="",
        identity=source,
        message_id=identifier,
        event_time=_time(fields, builder, utc_offset),
        reason=_reason(given, error) if status == "FAILED" else None,
    )
    return builder.received()


def _status(given: str) -> str | None:
    """Return a status of the service's for ``stat``: whatever punctuation follows it, or for the number of a state."""
    found = _STATUS.fullmatch(given)
    if found is None:
        return None
    state = MESSAGE_STATES.get(int(found[1]), "") if found[1].isdigit() else found[1]
    return STATUSES.get(state.upper())


def _given(source: str | None, destination: str | None, identifier: str | None, state: int | None) -> dict[str, Any]:
    given = {
        "source_addr": source,
        "destination_addr": destination,
        "receipted_message_id": identifier,
        "message_state": state,
    }
    return {name: value for name, value in given.items() if value is not None}


def _decoded(text: str | bytes | bytearray) -> str:
    if isinstance(text, str):
        return text.encode("utf-8", "replace").decode().strip("\0")
    found, whole = read_text(bytes(text), "utf-8")
    return (found if whole else bytes(text).decode("latin-1")).strip("\0")


def _fields(receipt: str) -> dict[str, str]:
    """Return the fields by their names; what follows ``text`` is the message, whatever it looks like."""
    found: dict[str, str] = {}
    marks = list(_FIELD.finditer(receipt[:MAX_RECEIPT]))
    for index, mark in enumerate(marks):
        name = _NAMES[re.sub("[ _-]", "", mark[1].lower())]
        end = marks[index + 1].start() if index + 1 < len(marks) else len(receipt)
        if name == "text" and not _follows_only_fields(found, marks[index + 1 :]):
            found.setdefault(name, receipt[mark.end() :].strip())
            break
        value = receipt[mark.end() : end].strip().strip(";,|").strip()
        found.setdefault(name, value.strip("\"'") if name != "text" else value)
    return found


def _follows_only_fields(found: Mapping[str, str], marks: list[re.Match[str]]) -> bool:
    """Tell whether the fields of the receipt stand behind its text: those that were not there before."""
    coming = {_NAMES[re.sub("[ _-]", "", mark[1].lower())] for mark in marks}
    return "stat" not in found and "stat" in coming


def _time(fields: Mapping[str, str], builder: Builder, offset: timedelta | None) -> str | None:
    """Return when the message reached its final state: year, month, day, hour, minute, perhaps seconds."""
    given = fields.get("done date", "")
    if not given or not given.strip("0"):
        return None
    try:
        moment = _absolute(given) or _iso(given) or _digits(given)
        if moment.tzinfo is None and offset is not None:
            moment = moment.replace(tzinfo=timezone(offset))
    except ValueError:
        builder.findings.append(InboundCode.TIMESTAMP_UNREADABLE.at("done date", value=quoted(given)))
        return None
    return moment.isoformat().replace("+00:00", "Z")


def _absolute(given: str) -> datetime | None:
    """Return SMPP's own absolute time, with its offset; None for any other form."""
    found = _ABSOLUTE.fullmatch(given)
    if found is None:
        return None
    offset = timedelta(minutes=15 * int(found[2]))
    zone = timezone(-offset if found[3] == "-" else offset)
    return datetime.strptime(found[1], "%y%m%d%H%M%S").replace(tzinfo=zone)


def _iso(given: str) -> datetime | None:
    """Return a time that is written with signs between date and time, as ISO 8601 has it; None for any other form."""
    found = _ISO.fullmatch(given)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    zone = (found[7] or "").upper().replace(":", "")
    moment = datetime(year if len(found[1]) > 2 else 2000 + year, month, day, hour, minute, second)
    if not zone:
        return moment
    if zone == "Z":
        return moment.replace(tzinfo=UTC)
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:] or 0))
    return moment.replace(tzinfo=timezone(-offset if zone[0] == "-" else offset))


def _digits(given: str) -> datetime:
    """Return a time of nothing but digits: year, month, day, hour, minute, perhaps seconds."""
    if not _DATE.fullmatch(given):
        raise ValueError
    # Ten or twelve digits begin with two of the year; fourteen, and twelve that could be no such time, with four.
    return _moment(given)


def _moment(digits: str) -> datetime:
    forms = {10: ("%y%m%d%H%M",), 12: ("%y%m%d%H%M%S", "%Y%m%d%H%M"), 14: ("%Y%m%d%H%M%S",)}[len(digits)]
    for form in forms[:-1]:
        try:
            return datetime.strptime(digits, form)
        except ValueError:
            continue
    return datetime.strptime(digits, forms[-1])


def _reason(stat: str, error: str) -> dict[str, str]:
    description = f"{stat}, error {error}" if error.strip("0") else stat
    return {"code": "CHANNEL_FAILURE", "description": description, "channel_code": error or stat}
