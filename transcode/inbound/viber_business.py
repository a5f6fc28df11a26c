"""Callbacks of Viber Business in Infobip's dialect: messages from contacts, delivery and seen reports.

Source: the published models of the API that ``viber_business`` writes for (infobip-api-python-client 6.0.0:
ViberWebhookInboundReportResponse, ViberWebhookReportsResponse, ViberSeenReports). Read 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.node import Node, read_json
from transcode.inbound.received import Received, rfc3339
from transcode.message.channel import Channel
from transcode.writer.payloads import compact_json

__all__ = ["parse_viber_business"]

# MessageGeneralStatus, by its name.
_STATUSES: Final[Mapping[str, str]] = {
    "ACCEPTED": "QUEUED_ON_CHANNEL",
    "PENDING": "QUEUED_ON_CHANNEL",
    "DELIVERED": "DELIVERED",
    "UNDELIVERABLE": "FAILED",
    "EXPIRED": "FAILED",
    "REJECTED": "FAILED",
}
_REASONS: Final[Mapping[str, str]] = {"EXPIRED": "DELIVERY_TIMED_OUT", "REJECTED": "CHANNEL_REJECT"}

_Contact = dict[str, Any]


def parse_viber_business(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one callback of Viber Business has: messages, delivery reports or seen reports.

    An option of a list comes as a text message with its words; ``resolve_reply`` knows it by what the message offered.

    Args:
        payload: the callback's body: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: it is no such callback: there is no list of results.

    """
    root, findings = read_json(payload, "a callback of Viber Business")
    builder = Builder(Channel.VIBERBM, findings)
    root.required("results")
    root.items("results")
    envelope = root.without("results")
    builder.each(root, "results", lambda result: _read(result, envelope, builder), envelope, "result")
    return builder.received(root)


def _read(result: Node, envelope: dict[str, Any], builder: Builder) -> None:
    if result.has("message"):
        _read_message(result, envelope, builder)
    elif result.has("seenAt"):
        _add_report(result, "READ", envelope, builder)
    elif result.has("status"):
        _read_status(result, envelope, builder)
    else:
        builder.add_event("result", native=result.data, path=result.path, envelope=envelope)


def _time(result: Node, name: str) -> str | None:
    """Return a time, which is written with an offset without a colon (``2026-11-27T09:00:00.000+0000``)."""
    written = result.text_or_none(name)
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InvalidMessage.at(result.at(name), "timestamp", "must be a date and time with its offset", written)
    return rfc3339(moment)


def _read_message(result: Node, envelope: dict[str, Any], builder: Builder) -> None:
    message = result.node("message")
    contact = builder.content(message, "Viber Business's message", lambda: _contact_message(message, builder))
    if answered := builder.maybe(result.text_or_none, "pairedMessageId"):
        contact["reply_to"] = {"message_id": answered}
    builder.add_message(
        contact,
        native=result.data,
        path=result.path,
        identity=result.text("sender"),
        id=builder.maybe(result.text_or_none, "messageId"),
        sender_id=builder.maybe(result.text_or_none, "to"),
        accept_time=builder.maybe(_time, result, "receivedAt"),
        envelope=envelope,
    )


def _contact_message(message: Node, builder: Builder) -> _Contact:
    match message.text("type"):
        case "TEXT":
            return {"text_message": {"text": message.text("text")}}
        case "FILE" if message.has("url"):
            name = message.text_or_none("fileName")
            return {"media_message": {"url": message.text("url"), **({"filename_override": name} if name else {})}}
        case kind:
            what = f"Viber Business's {quoted(kind)}"
            builder.findings.append(InboundCode.KEPT_AS_FALLBACK.at(message.path, what=what))
            return {"fallback_message": {"raw_message": compact_json(message.data)}}


def _read_status(result: Node, envelope: dict[str, Any], builder: Builder) -> None:
    status = result.node("status")
    group = status.text("groupName")
    if group not in _STATUSES:
        builder.findings.append(InboundCode.STATUS_UNMAPPED.at(status.at("groupName"), status=quoted(group)))
    reason = _reason(group, status, builder.maybe(result.node_or_none, "error"), builder)
    found = _STATUSES.get(group, group)
    _add_report(result, found, envelope, builder, reason=reason if found == "FAILED" else None)


def _reason(group: str, status: Node, error: Node | None, builder: Builder) -> dict[str, Any]:
    """Return why a message failed: the error where there is one, else the status."""
    part = error if error and error.data.get("groupName") not in (None, "OK") else status
    reason = {"code": _REASONS.get(group, "CHANNEL_FAILURE")}
    said, name = (builder.maybe(part.text_or_none, field) for field in ("description", "name"))
    return {**reason, "description": said or "", **({"channel_code": name} if name else {})}


def _add_report(result: Node, status: str, envelope: dict[str, Any], builder: Builder, **fields: Any) -> None:
    # A seen report is written as if it were a message of the one who has seen it.
    who, when = ("from", "seenAt") if status == "READ" else ("to", "doneAt")
    builder.add_delivery(
        status,
        native=result.data,
        path=result.path,
        identity=builder.maybe(result.text_or_none, who),
        message_id=result.text("messageId"),
        event_time=builder.maybe(_time, result, when),
        envelope=envelope,
        **fields,
    )
