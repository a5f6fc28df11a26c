"""MM7 from the MMS gateway: messages from contacts (DeliverReq) and delivery reports (DeliveryReportReq).

Sources: 3GPP TS 23.140, schema REL-6-MM7-1-4, for the elements; Sinch's MM7 pages (developers.sinch.com/docs/mms/
7-service: MM7_Deliver, MM7_DeliveryReport, status codes) for what it sends, which includes statuses that the schema
does not have. Read 2026-11-22.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from email.message import Message
from typing import Any, Final

from transcode.errors import InvalidMessage, shorten
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.headers import Headers, read_headers
from transcode.inbound.mime import parse_mime, parts_of
from transcode.inbound.multimedia import contact_messages
from transcode.inbound.received import Attachment, Builder, Received
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

MediaUrl = Callable[[Attachment], str]


def parse_mm7(
    body: bytes | bytearray | str, headers: Headers | None = None, *, media_url: MediaUrl | None = None
) -> Received:
    """Return what one MM7 request has.

    A message with several files gives one contact message for each, all with the same caption. ``native`` of each has
    the elements of the request by name, the ``subject`` among them.

    Args:
        body: the HTTP body: a SOAP envelope, or a multipart message that begins with one.
        headers: the HTTP headers, by name or as pairs, text or bytes; without them the boundary of a multipart body is
            read from its first line.
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
    envelope, parts = _take_apart(data, read_headers(headers or {}), builder)
    root = parse_xml(envelope, "utf-8" if isinstance(body, str) else None)
    request = _request(root)
    native = _native(root, request)
    _keep_others(root, request, native, builder)
    if request.name == "DeliverReq":
        _read_deliver(request, native, parts, builder, media_url or _content_id_url)
    else:
        _read_report(request, native, builder)
    return builder.received()


def _content_id_url(attachment: Attachment) -> str:
    return f"cid:{attachment.content_id}"


# --- the HTTP body ---


_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _take_apart(data: bytes, headers: Mapping[str, list[str]], builder: Builder) -> tuple[bytes, list[Message]]:
    """Return the SOAP envelope and the parts that follow it."""
    if data.startswith(_UTF16_MARKS):
        return data, []
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<") or not start:
        return start, []
    root = parse_mime(_content_type(start, headers), start)
    if not root.is_multipart():
        raise InvalidMessage.at("", "mime", "is neither XML nor a multipart message: is the boundary in Content-Type?")
    containers, leaves = parts_of(root)
    if not leaves:
        raise InvalidMessage.at("", "mime", "has no parts")
    for container in containers:
        _report_defects(container, builder)
    return _bytes(leaves[0], builder), leaves[1:]


def _content_type(data: bytes, headers: Mapping[str, list[str]]) -> str:
    given = next(iter(headers.get("content-type", ())), None)
    if given is None or "boundary" not in given.lower():
        boundary = re.match(rb"--([\x21-\x7e ]{0,69}[\x21-\x7e])\s*\n", data)
        given = f'multipart/related; boundary="{boundary[1].decode()}"' if boundary else "text/plain"
    return given


def _bytes(part: Message, builder: Builder) -> bytes:
    """Return what a part carries, its transfer encoding undone."""
    payload = part.get_payload(decode=True)
    _report_defects(part, builder)
    return payload if isinstance(payload, bytes) else b""


_DEFECTS: Final[Mapping[str, str]] = {
    "CloseBoundaryNotFoundDefect": "its end is missing",
    "InvalidBase64CharactersDefect": "base64 with characters that are none",
    "InvalidBase64LengthDefect": "base64 of an impossible length",
    "InvalidBase64PaddingDefect": "base64 that ends too early",
}
"""Defects that the standard library finds, by the names of their classes; the others by that name."""


def _report_defects(part: Message, builder: Builder) -> None:
    names = dict.fromkeys(type(defect).__name__ for defect in part.defects)
    builder.findings += [InboundCode.BODY_DAMAGED.at("", defect=_DEFECTS.get(name, name)) for name in names]


# --- the SOAP envelope ---

_REQUESTS: Final = ("DeliverReq", "DeliveryReportReq", "ReadReplyReq")


def _request(envelope: Element) -> Element:
    body = envelope.find("Body") if envelope.name == "Envelope" else None
    if body is None:
        raise InvalidMessage.at("Envelope.Body", "missing", "is required: this is not a SOAP envelope")
    request = next((child for child in body.children if child.name in _REQUESTS), None)
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


def _address(request: Element, *names: str) -> str:
    """Return the number, short code or e-mail address of a party."""
    party = request.find(*names)
    kinds = ("Number", "ShortCode", "RFC2822Address")
    entries = [child for child in party.children if child.name in kinds and child.text] if party else []
    if not entries:
        raise InvalidMessage.at(".".join((request.name, *names)), "missing", f"is required, with {' or '.join(kinds)}")
    # Others in a group are marked as shown only (Sinch's MM7_Deliver page, group messaging).
    meant = [entry for entry in entries if entry.attributes.get("displayOnly", "false") != "true"]
    return (meant or entries)[0].text


def _native(envelope: Element, request: Element) -> dict[str, Any]:
    """Return the elements of a request by name: a string where there is only text, else all of it.

    An element that is there more than once is a list.
    """
    transaction_id = _optional(envelope, "Header", "TransactionID")
    native: dict[str, Any] = {"request": request.name, "transaction_id": transaction_id}
    for name in dict.fromkeys(child.name for child in request.children):
        values = [_native_value(child) for child in request.all(name)]
        native[name] = values[0] if len(values) == 1 else values
    return native


def _native_value(element: Element) -> object:
    return element.as_dict() if element.children or element.attributes else element.text


def _keep_others(envelope: Element, request: Element, native: dict[str, Any], builder: Builder) -> None:
    """Keep what else stands in the SOAP body; the schema has one request there."""
    body = envelope.find("Body")
    others = [child for child in body.children if child is not request] if body else []
    if others:
        native["other_requests"] = [child.as_dict() for child in others]
        what = quoted(", ".join(child.name for child in others))
        builder.findings.append(InboundCode.REQUEST_NOT_READ.at("Envelope.Body", what=what))


# --- a message ---


def _read_deliver(
    request: Element, native: dict[str, Any], parts: list[Message], builder: Builder, media_url: MediaUrl
) -> None:
    texts: list[str] = []
    urls: list[str] = []
    for index, part in enumerate(parts):
        kind = part.get_content_type()
        file = Attachment(_content_id(part, index), kind, part.get_filename(), _bytes(part, builder))
        if kind == "application/smil":  # the layout of the others: nothing to show, and nothing to lose
            builder.attachments.append(file)
        elif kind == "text/plain" and part.get_content_disposition() != "attachment":
            texts.append(_text(part, file, builder))
        else:
            urls.append(media_url(file))
            builder.attachments.append(file)
    text = "\n".join(filter(None, texts))
    subject = _optional(request, "Subject") or ""
    if subject:
        native["subject"] = subject
    for contact in contact_messages(urls, text, subject, builder, request.name):
        builder.add_message(
            contact,
            native=native,
            path=request.name,
            identity=_address(request, "Sender"),
            id=_optional(request, "LinkedID") or native["transaction_id"],
            accept_time=_optional(request, "TimeStamp"),
            sender_id=_address(request, "Recipients", "To") if request.find("Recipients") else None,
        )


def _content_id(part: Message, index: int) -> str:
    """Return the id of a part, without the angle brackets that some leave out; a made one where it has none."""
    given = str(part.get("Content-ID") or part.get("Content-Location") or "").strip().strip("<>")
    return given or f"part-{index + 1}"


_NO_CHARSETS: Final = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})
"""Python's codecs from bytes to text that are no charset of mail, and costly to decode."""


def _text(part: Message, file: Attachment, builder: Builder) -> str:
    charset = part.get_content_charset("utf-8")
    try:
        if codecs.lookup(charset).name in _NO_CHARSETS:
            raise LookupError(charset)
        return file.data.decode(charset).strip("\r\n")
    except (UnicodeDecodeError, LookupError, ValueError):
        builder.attachments.append(file)
        finding = InboundCode.TEXT_UNREADABLE.at("DeliverReq.Content", charset=shorten(charset, 30))
        builder.findings.append(finding)
        return file.data.decode("utf-8", "replace").strip("\r\n")


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
