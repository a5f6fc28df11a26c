"""MM7 from the MMS gateway: messages from contacts (DeliverReq), delivery reports, and answers to what was submitted.

Sources: 3GPP TS 23.140, schema REL-6-MM7-1-4, for the elements; Sinch's MM7 pages (developers.sinch.com/docs/mms/
7-service: MM7_Submit, MM7_Deliver, MM7_DeliveryReport, status codes) for what it sends, which includes statuses that
the schema does not have. Read 2026-11-26.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from email.message import Message
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.headers import Headers, read_headers
from transcode.inbound.metadata import Operator
from transcode.inbound.mime import content_bytes, content_type, parameter, parse_mime, parts_of
from transcode.inbound.mm7_parts import MediaUrl, content_id, content_id_url, read_parts, report_defects
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
    envelope, charset, parts = _take_apart(data, given, builder)
    root = parse_xml(envelope, "utf-8" if isinstance(body, str) else charset)
    request = _request(root)
    native = {**_native(root, request), **_operator(given)}
    _keep_others(root, request, native, builder)
    if request.name == "DeliverReq":
        _read_deliver(request, native, parts, builder, media_url or content_id_url)
    elif request.name in _REPORTS:
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


# --- the HTTP body ---


_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _take_apart(
    data: bytes, headers: Mapping[str, list[str]], builder: Builder
) -> tuple[bytes, str | None, list[Message]]:
    """Return the SOAP envelope, the charset that is said of it, and the other parts."""
    given = next(iter(headers.get("content-type", ())), "")
    if data.startswith(_UTF16_MARKS):
        return data, None, []
    start = data.lstrip(b" \t\r\n")
    if start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<") or not start:
        return start, _charset(given), []
    root = parse_mime(_multipart_type(start, given), start)
    if not root.is_multipart() or root.get_content_maintype() != "multipart":
        raise InvalidMessage.at("", "mime", "is neither XML nor a multipart message: is the boundary in Content-Type?")
    containers, leaves = parts_of(root)
    if not leaves:
        raise InvalidMessage.at("", "mime", "has no parts")
    for container in containers:
        report_defects(container, builder)
    envelope = _envelope_part(root, leaves)
    report_defects(envelope, builder)
    others = [part for part in leaves if part is not envelope]
    return content_bytes(envelope).lstrip(b" \t\r\n"), parameter(envelope, "charset"), others


def _charset(given: str) -> str | None:
    """Return the charset of a Content-Type; None where it has none."""
    message = Message()
    message["Content-Type"] = " ".join(given.split())[:MAX_CONTENT_TYPE]
    return parameter(message, "charset")


def _envelope_part(root: Message, leaves: list[Message]) -> Message:
    """Return the part with the SOAP envelope: the one that ``start`` names (RFC 2387), or else the first."""
    start = (parameter(root, "start") or "").strip().strip("<>")
    named = next((part for part in leaves if start and content_id(part) == start), None)
    if named is not None:
        return named
    first = leaves[0]
    if content_bytes(first).lstrip().startswith((b"<", codecs.BOM_UTF8, *_UTF16_MARKS)):
        return first
    soap = (part for part in leaves if content_type(part) in _SOAP and b"Envelope" in content_bytes(part)[:1_000])
    return next(soap, first)


MAX_CONTENT_TYPE: Final = 2_000
_SOAP: Final = frozenset({"text/xml", "application/xml", "application/soap+xml"})
_BOUNDARY: Final = re.compile(rb"(?:^|\n)--([\x21-\x7e ]{0,69}[\x21-\x7e])[ \t]*\r?\n")
PREAMBLE: Final = 4_000
"""Bytes before the first boundary in which it is looked for, where no header gives it (RFC 2046 section 5.1.1)."""


def _multipart_type(data: bytes, given: str) -> str:
    if "boundary" not in given.lower():
        boundary = _BOUNDARY.search(data[:PREAMBLE])
        return f'multipart/related; boundary="{boundary[1].decode()}"' if boundary else "text/plain"
    return given


# --- the SOAP envelope ---

_REPORTS: Final = frozenset({"DeliveryReportReq", "ReadReplyReq"})
_ANSWERS: Final = ("SubmitRsp", "CancelRsp", "ReplaceRsp", "RSErrorRsp", "VASPErrorRsp")
_REQUESTS: Final = ("DeliverReq", *sorted(_REPORTS))


def _request(envelope: Element) -> Element:
    body = envelope.find("Body") if envelope.name == "Envelope" else None
    if body is None:
        raise InvalidMessage.at("Envelope.Body", "missing", "is required: this is not a SOAP envelope")
    fault = body.find("Fault")
    answers = [*body.children, *([below for child in fault.all("detail") for below in child.children] if fault else [])]
    known = (*_REQUESTS, *_ANSWERS)
    request = next((child for child in answers if child.name in known), None) or fault
    if request is None:
        found = ", ".join(child.name for child in body.children) or "nothing"
        raise InvalidMessage.at("Envelope.Body", "one_of", f"must have one of {', '.join(_REQUESTS)}; found {found}")
    return request


def _required(request: Element, *names: str) -> str:
    found = request.find(*names)
    if found is None or not found.text:
        raise InvalidMessage.at(".".join((request.name, *names)), "missing", "is required")
    return found.text


def _optional(request: Element, *names: str) -> str | None:
    found = request.find(*names)
    return found.text if found and found.text else None


_KINDS: Final = ("Number", "ShortCode", "RFC2822Address")
_PLMN: Final = re.compile(r"(\+?[0-9]+)/TYPE=[A-Za-z0-9]+", re.ASCII)
"""A number as MMS relays write it between themselves (TS 23.140 section 7)."""


def _addresses(parties: list[Element]) -> list[Element]:
    """Return the addresses of parties, those that are meant first.

    Others in a group are marked as shown only (Sinch's MM7_Deliver page, group messaging).
    """
    entries = [child for party in parties for child in party.children if child.name in _KINDS and child.text]
    return sorted(entries, key=lambda entry: entry.attributes.get("displayOnly", "false") == "true")


def _address(request: Element, name: str) -> str:
    """Return the number, short code or e-mail address of a party."""
    entries = _addresses(list(request.all(name)))
    if not entries:
        path = f"{request.name}.{name}"
        raise InvalidMessage.at(path, "missing", f"is required, with {' or '.join(_KINDS)}")
    return _bare(entries[0])


def _bare(entry: Element) -> str:
    number = _PLMN.fullmatch(entry.text)
    return number[1] if number else entry.text


def _recipient(request: Element) -> str | None:
    """Return which of one's own numbers a message came to; None where it does not say, or only others got it."""
    recipients = request.find("Recipients")
    if recipients is None:
        return None
    entries = _addresses([party for kind in ("To", "Cc", "Bcc") for party in recipients.all(kind)])
    return _bare(entries[0]) if entries else None


def _native(envelope: Element, request: Element) -> dict[str, Any]:
    """Return the elements of a request by name: a string where there is only text, else all of it.

    An element that is there more than once is a list.
    """
    transaction_id = _optional(envelope, "Header", "TransactionID")
    native: dict[str, Any] = {"request": request.name, "transaction_id": transaction_id}
    elements: dict[str, list[object]] = {}
    for child in request.children:
        elements.setdefault(child.name, []).append(_native_value(child))
    native |= {name: values[0] if len(values) == 1 else values for name, values in elements.items()}
    if request.namespace:
        native["namespace"] = request.namespace
    return native


def _native_value(element: Element) -> object:
    return element.as_dict() if element.children or element.attributes else element.text


def _keep_others(envelope: Element, request: Element, native: dict[str, Any], builder: Builder) -> None:
    """Keep what else stands in the SOAP body; the schema has one request there."""
    body = envelope.find("Body")
    others = [child for child in body.children if child is not request and child.name != "Fault"] if body else []
    fault = body.find("Fault") if body else None
    if fault and fault is not request:
        native["fault"] = {child.name: child.text for child in fault.children if child.text}
    if others:
        native["other_requests"] = [child.as_dict() for child in others]
        what = quoted(", ".join(child.name for child in others))
        builder.findings.append(InboundCode.REQUEST_NOT_READ.at("Envelope.Body", what=what))


# --- a message ---


_NO_SUBJECTS: Final = frozenset({"nosubject", "no subject", "(no subject)", "<no subject>", "[no subject]"})
"""What phones and relays write where there is no subject."""


def _read_deliver(
    request: Element, native: dict[str, Any], parts: list[Message], builder: Builder, media_url: MediaUrl
) -> None:
    urls, text = read_parts(parts, builder, media_url)
    subject = decode_words(_optional(request, "Subject") or "")
    if subject:
        native["subject"] = subject
    shown = "" if subject.strip().lower() in _NO_SUBJECTS else subject
    operator = Operator.parse(native.get("operator_id"))
    for contact in contact_messages(urls, text, shown, builder, request.name):
        builder.add_message(
            contact,
            native=native,
            path=request.name,
            identity=_address(request, "Sender"),
            id=_optional(request, "LinkedID") or native["transaction_id"],
            accept_time=_optional(request, "TimeStamp"),
            sender_id=_recipient(request),
            # As the Conversation API hands the operator on.
            metadata=json.dumps({"operator": operator.mcc + operator.mnc}) if operator else None,
        )


# --- a report ---


def _read_report(request: Element, native: dict[str, Any], builder: Builder) -> None:
    given = _required(request, "MMStatus")
    path = f"{request.name}.MMStatus"
    if given in OUTSIDE_SCHEMA:
        builder.findings.append(InboundCode.STATUS_OUTSIDE_SCHEMA.at(path, status=given))
    elif given not in STATUSES:
        builder.findings.append(InboundCode.STATUS_UNMAPPED.at(path, status=quoted(given)))
    status = STATUSES.get(given, given)
    reason = {
        "code": "CHANNEL_FAILURE",
        "description": _optional(request, "StatusText") or given,
        "channel_code": given,
    }
    builder.add_delivery(
        status,
        native=native,
        path=request.name,
        identity=_address(request, "Recipient"),
        message_id=_required(request, "MessageID"),
        event_time=_optional(request, "Date") or _optional(request, "TimeStamp"),
        reason=reason if status == "FAILED" else None,
    )


# --- an answer to what was submitted ---

SUCCESS: Final = range(1000, 2000)
"""Status codes of success (TS 23.140 section 8.7.8.4: 1xxx)."""


def _read_answer(answer: Element, native: dict[str, Any], builder: Builder) -> None:
    code = _optional(answer, "Status", "StatusCode") or ""
    texts = [code, _optional(answer, "Status", "StatusText"), _optional(answer, "Status", "Details")]
    if answer.name == "Fault":
        texts = [_optional(answer, "faultcode"), _optional(answer, "faultstring")]
    good = code.isascii() and code.isdigit() and len(code) < 6 and int(code) in SUCCESS
    builder.add_event(
        answer.name,
        native=native,
        path=answer.name,
        message_id=_optional(answer, "MessageID"),
        problem=None if good else " ".join(filter(None, texts)) or "no status",
        known=True,
    )
