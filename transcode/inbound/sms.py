"""The SMS API's callbacks: inbound messages (MO) and delivery reports.

Source: SMS REST API (developers.sinch.com/docs/sms/api-reference: Inbounds, Delivery reports), and the vendor's Python
SDK 2.3. Read 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.multimedia import contact_messages
from transcode.inbound.node import Node, read_json
from transcode.inbound.received import Received
from transcode.message.channel import Channel

__all__ = ["STATUS_CODES", "parse_sms"]

STATUSES: Final[Mapping[str, str]] = {
    "QUEUED": "QUEUED_ON_CHANNEL",
    "DISPATCHED": "QUEUED_ON_CHANNEL",
    "DELIVERED": "DELIVERED",
    "ABORTED": "FAILED",
    "CANCELLED": "FAILED",
    "DELETED": "FAILED",
    "EXPIRED": "FAILED",
    "FAILED": "FAILED",
    "REJECTED": "FAILED",
}
"""The SMS API's statuses as the Conversation API's. ``Unknown`` (no receipt from the network, or none that could be
read) has no equal. How the service itself maps them is not documented."""

STATUS_CODES: Final[Mapping[int, str]] = {
    0: "delivered",
    400: "queued",
    401: "dispatched",
    402: "no route to the recipient",
    403: "internal error",
    404: "temporary failure of the network",
    405: "a parameter of the text has no value for this recipient",
    406: "expired before it reached the network",
    407: "cancelled by the sender",
    408: "refused by the network",
    410: "no default originator for this recipient",
    411: "more parts than max_number_of_message_parts allows",
    412: "region not provisioned for the account",
    413: "account blocked",
    414: "media URL cannot be used (MMS)",
    415: "refused by the MMS gateway or the mobile network (MMS)",
    416: "not supported (MMS)",
    417: "network or recipient unreachable (MMS)",
    418: "content not recognised by the phone (MMS)",
}
"""Status codes of delivery reports, in few words."""

_SMS_OR_MMS: Final = {"sms": Channel.SMS, "mms": Channel.MMS}


def parse_sms(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one callback of the SMS API has: an inbound text, binary or media message, or a delivery report.

    A report on one recipient gives one delivery; a full batch report one for each recipient; a summary one for each
    status, whose ``count`` says for how many. ``message_id`` is the id of the batch.

    Args:
        payload: the callback's body: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: a field is missing or wrong.

    """
    root, findings = read_json(payload, "a callback of the SMS API")
    match root.text("type"):
        case "mo_text":
            builder = Builder(Channel.SMS, findings)
            _add(root, {"text_message": {"text": root.text("body")}}, builder)
        case "mo_binary":
            builder = Builder(Channel.SMS, findings)
            _read_binary(root, builder)
        case "mo_media":
            builder = Builder(Channel.MMS, findings)
            _read_media(root, builder)
        case "recipient_delivery_report_sms" | "recipient_delivery_report_mms" as kind:
            builder = Builder(_SMS_OR_MMS[kind[-3:]], findings)
            _read_recipient_report(root, builder)
        case "delivery_report_sms" | "delivery_report_mms" as kind:
            builder = Builder(_SMS_OR_MMS[kind[-3:]], findings)
            _read_batch_report(root, builder)
        case kind:
            raise InvalidMessage.at("type", "enum", "must be a mo_ message or a delivery report of the SMS API", kind)
    return builder.received(root)


def _add(root: Node, contact: dict[str, Any], builder: Builder) -> None:
    operator = root.text_or_none("operator_id")
    builder.add_message(
        contact,
        native=root.data,
        path="",
        identity=root.text("from"),
        id=root.text("id"),
        accept_time=root.text_or_none("received_at"),
        sender_id=root.text("to"),
        # As the Conversation API hands the operator on.
        metadata=f'{{"operator":"{operator}"}}' if operator and operator.isdigit() else None,
    )


def _read_binary(root: Node, builder: Builder) -> None:
    builder.findings.append(InboundCode.KEPT_AS_FALLBACK.at("body", what="A binary SMS"))
    _add(root, {"fallback_message": {"raw_message": root.text("body")}}, builder)


def _read_media(root: Node, builder: Builder) -> None:
    body = root.node("body")
    urls = []
    for item in body.nodes("media"):
        url = item.text_or_none("url")
        if url:
            urls.append(url)
        else:
            builder.findings.append(
                InboundCode.MEDIA_NOT_STORED.at(
                    item.path,
                    content_type=quoted(item.data.get("content_type")),
                    status=quoted(item.data.get("status")),
                    code=quoted(item.data.get("code")),
                )
            )
    text, subject = body.text_or_none("message") or "", body.text_or_none("subject") or ""
    for contact in contact_messages(urls, text, subject, builder, "body"):
        _add(root, contact, builder)


def _read_recipient_report(root: Node, builder: Builder) -> None:
    _add_report(
        root,
        root,
        builder,
        native=root.data,
        identity=root.text("recipient"),
        event_time=root.text_or_none("at"),
        number_of_message_parts=root.number("number_of_message_parts") if root.has("number_of_message_parts") else None,
    )


def _read_batch_report(root: Node, builder: Builder) -> None:
    root.required("statuses")
    root.items("statuses")
    root.text("batch_id")
    around = root.without("statuses")
    builder.each(root, "statuses", lambda status: _read_batch_status(status, root, around, builder), around, "status")


def _read_batch_status(status: Node, root: Node, around: dict[str, Any], builder: Builder) -> None:
    recipients = status.items("recipients")
    for _, recipient in recipients:
        if not isinstance(recipient, str):
            found = status.data["recipients"]
            raise InvalidMessage.at(status.at("recipients"), "list_type", "must be a list of strings", found)
        # Each report has its own recipient alone: a list of all in each would grow with its square.
        part = {**status.data, "recipients": [recipient]}
        builder.count(around, status.path)
        _add_report(status, root, builder, native=part, identity=recipient)
    if not recipients:
        _add_report(status, root, builder, native=status.data, identity=None, count=status.number("count"))


def _add_report(part: Node, root: Node, builder: Builder, *, native: dict[str, Any], **fields: Any) -> None:
    given = part.text("status")
    status = STATUSES.get(given.upper(), given)
    if given.upper() not in STATUSES:
        builder.findings.append(InboundCode.STATUS_UNMAPPED.at(part.at("status"), status=quoted(given)))
    builder.add_delivery(
        status,
        native=native if part is root else {**root.data, "statuses": [native]},
        path=part.path,
        message_id=root.text("batch_id"),
        reason=_reason(part) if status == "FAILED" else None,
        **fields,
    )


def _reason(part: Node) -> dict[str, Any]:
    code = part.number("code")
    return {
        "code": "CHANNEL_FAILURE",
        "description": f"{part.text('status')}: {STATUS_CODES.get(code, 'no description')}",
        "channel_code": str(code),
    }
