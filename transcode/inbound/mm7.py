"""MM7 from the MMS gateway: messages from contacts (DeliverReq), delivery reports, and answers to what was submitted.

Sources: 3GPP TS 23.140, schema REL-6-MM7-1-4, for the elements; Sinch's MM7 pages (developers.sinch.com/docs/mms/
7-service: MM7_Submit, MM7_Deliver, MM7_DeliveryReport, status codes) for what it sends, which includes statuses that
the schema does not have. Read 2026-11-26.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.message import Message
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.headers import Headers, read_headers
from transcode.inbound.metadata import Operator
from transcode.inbound.mm7_envelope import (
    REPORTS,
    address,
    keep_others,
    native_of,
    optional,
    recipient,
    request_of,
    required,
    take_apart,
)
from transcode.inbound.mm7_parts import MediaUrl, content_id_url, read_parts
from transcode.inbound.multimedia import contact_messages
from transcode.inbound.received import Received
from transcode.inbound.texts import decode_words
from transcode.inbound.xml import Element, parse_xml
from transcode.message.channel import Channel

__all__ = ["parse_mm7"]

MAX_BYTES: Final = 100_000_000
"""Of a whole request. Source: the MMS API accepts media up to 100 MB (Sinch's MMS skill, sinch/skills)."""

STATUSES: Final[Mapping[str, str]] = {
    "Retrieved": "DELIVERED",
    "Read": "READ",
    "Forwarded": "QUEUED_ON_CHANNEL",
    "Deferred": "QUEUED_ON_CHANNEL",
    "Indeterminate": "QUEUED_ON_CHANNEL",
    "Expired": "FAILED",
    "Rejected": "FAILED",
    "Deleted": "FAILED",
    "DeliveryConditionNotMet": "FAILED",
    "NotSupported": "FAILED",
    "Unreachable": "FAILED",
    "Unrecognised": "FAILED",
    "Unrecognized": "FAILED",
}
"""MMStatus as the service's status. How the service itself maps them is not documented."""

OUTSIDE_SCHEMA: Final = frozenset({"NotSupported", "Unreachable", "Unrecognized"})
"""Statuses that Sinch documents and the schema does not have (it writes ``Unrecognised``)."""


def parse_mm7(
    body: bytes | bytearray | str, headers: Headers | None = None, *, media_url: MediaUrl | None = None
) -> Received:
    """Return what one MM7 request has, or one answer to a request of one's own.

    A message with several files gives one contact message for each, all with the same caption. ``native`` of each has
    the elements of the request by name, the ``subject`` among them. An answer (SubmitRsp, RSErrorRsp ...) is a native
    event, whose ``message_id`` is the one that delivery reports cite; one that is no success has a ``problem``.

    Args:
        body: the HTTP body: a SOAP envelope, or a multipart message with one.
        headers: the HTTP headers, by name or as pairs, text or bytes; without them the boundary of a multipart body is
            read from its first lines.
        media_url: gives the URL of a file, where the caller has stored it; the default is ``cid:<content id>``
            (RFC 2392), which names one of ``attachments``.

    Raises:
        InvalidMessage: it is not MM7, has a document type, is too large or too deep, or an element is missing.
        InvalidOption: the headers are none: a mistake of the caller's.

    """
    if not isinstance(body, (str, bytes, bytearray)):
        raise InvalidMessage.at("", "body", "the body must be text or bytes, as it came over the wire", body)
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)
    if len(data) > MAX_BYTES:
        raise InvalidMessage.at("", "too_large", f"is too large: {len(data):,} of at most {MAX_BYTES:,} bytes")
    builder = Builder(Channel.MMS)
    given = read_headers(headers or {})
    envelope, charset, parts = take_apart(data, given, builder)
    root = parse_xml(envelope, "utf-8" if isinstance(body, str) else charset)
    request = request_of(root)
    native = {**native_of(root, request), **_operator(given)}
    keep_others(root, request, native, builder)
    if request.name == "DeliverReq":
        _read_deliver(request, native, parts, builder, media_url or content_id_url)
    elif request.name in REPORTS:
        _read_report(request, native, builder)
    else:
        _read_answer(request, native, builder)
    return builder.received()


_OPERATOR_HEADERS: Final = {"operator_id": "x-mblox-operator-id", "carrier_id": "x-mblox-carrier-id"}
"""What the gateway says of the sender's network. Source: Sinch's MM7_Deliver page and operator table."""


def _operator(headers: Mapping[str, list[str]]) -> dict[str, str]:
    return {
        name: headers[header][0].strip()
        for name, header in _OPERATOR_HEADERS.items()
        if headers.get(header) and headers[header][0].strip()
    }


# --- a message ---


_NO_SUBJECTS: Final = frozenset({"nosubject", "no subject", "(no subject)", "<no subject>", "[no subject]"})
"""What phones and relays write where there is no subject."""


def _read_deliver(
    request: Element, native: dict[str, Any], parts: list[Message], builder: Builder, media_url: MediaUrl
) -> None:
    urls, text = read_parts(parts, builder, media_url)
    subject = decode_words(optional(request, "Subject") or "")
    if subject:
        native["subject"] = subject
    shown = "" if subject.strip().lower() in _NO_SUBJECTS else subject
    operator = Operator.parse(native.get("operator_id"))
    for contact in contact_messages(urls, text, shown, builder, request.name):
        builder.add_message(
            contact,
            native=native,
            path=request.name,
            identity=address(request, "Sender"),
            id=optional(request, "LinkedID") or native["transaction_id"],
            accept_time=optional(request, "TimeStamp"),
            sender_id=recipient(request),
            # As the Conversation API hands the operator on.
            metadata=json.dumps({"operator": operator.mcc + operator.mnc}) if operator else None,
        )


# --- a report ---


def _read_report(request: Element, native: dict[str, Any], builder: Builder) -> None:
    given = required(request, "MMStatus")
    path = f"{request.name}.MMStatus"
    if given in OUTSIDE_SCHEMA:
        builder.findings.append(InboundCode.STATUS_OUTSIDE_SCHEMA.at(path, status=given))
    elif given not in STATUSES:
        builder.findings.append(InboundCode.STATUS_UNMAPPED.at(path, status=quoted(given)))
    status = STATUSES.get(given, given)
    reason = {
        "code": "CHANNEL_FAILURE",
        "description": optional(request, "StatusText") or given,
        "channel_code": given,
    }
    builder.add_delivery(
        status,
        native=native,
        path=request.name,
        identity=address(request, "Recipient"),
        message_id=required(request, "MessageID"),
        event_time=optional(request, "Date") or optional(request, "TimeStamp"),
        reason=reason if status == "FAILED" else None,
    )


# --- an answer to what was submitted ---

SUCCESS: Final = range(1000, 2000)
"""Status codes of success (TS 23.140 section 8.7.8.4: 1xxx)."""


def _read_answer(answer: Element, native: dict[str, Any], builder: Builder) -> None:
    code = optional(answer, "Status", "StatusCode") or ""
    texts = [code, optional(answer, "Status", "StatusText"), optional(answer, "Status", "Details")]
    if answer.name == "Fault":
        texts = [optional(answer, "faultcode"), optional(answer, "faultstring")]
    good = code.isascii() and code.isdigit() and len(code) < 6 and int(code) in SUCCESS
    builder.add_event(
        answer.name,
        native=native,
        path=answer.name,
        message_id=optional(answer, "MessageID"),
        problem=None if good else " ".join(filter(None, texts)) or "no status",
        known=True,
    )
