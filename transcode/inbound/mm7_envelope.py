"""The outside of an MM7 request: the HTTP body taken apart, and the SOAP envelope down to the elements of the request.

Sources: 3GPP TS 23.140, schema REL-6-MM7-1-4; RFC 2046 and 2387 for the multipart body; Sinch's MM7_Deliver page
(developers.sinch.com/docs/mms/7-service) for groups. Read 2026-11-26.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from email.message import Message
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.mime import content_bytes, content_type, parameter, parse_mime, parts_of
from transcode.inbound.mm7_parts import content_id, report_defects
from transcode.inbound.xml import Element

__all__ = [
    "PREAMBLE",
    "REPORTS",
    "address",
    "keep_others",
    "native_of",
    "optional",
    "recipient",
    "request_of",
    "required",
    "take_apart",
]

_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def take_apart(
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

REPORTS: Final = frozenset({"DeliveryReportReq", "ReadReplyReq"})
_ANSWERS: Final = ("SubmitRsp", "CancelRsp", "ReplaceRsp", "RSErrorRsp", "VASPErrorRsp")
_REQUESTS: Final = ("DeliverReq", *sorted(REPORTS))


def request_of(envelope: Element) -> Element:
    """Return the request or answer in a SOAP envelope."""
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


def required(request: Element, *names: str) -> str:
    """Return the text of an element that must be there."""
    found = request.find(*names)
    if found is None or not found.text:
        raise InvalidMessage.at(".".join((request.name, *names)), "missing", "is required")
    return found.text


def optional(request: Element, *names: str) -> str | None:
    """Return the text of an element, None where it is not there or empty."""
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


def address(request: Element, name: str) -> str:
    """Return the number, short code or e-mail address of a party."""
    entries = _addresses(list(request.all(name)))
    if not entries:
        path = f"{request.name}.{name}"
        raise InvalidMessage.at(path, "missing", f"is required, with {' or '.join(_KINDS)}")
    return _bare(entries[0])


def _bare(entry: Element) -> str:
    number = _PLMN.fullmatch(entry.text)
    return number[1] if number else entry.text


def recipient(request: Element) -> str | None:
    """Return which of one's own numbers a message came to; None where it does not say, or only others got it."""
    recipients = request.find("Recipients")
    if recipients is None:
        return None
    entries = _addresses([party for kind in ("To", "Cc", "Bcc") for party in recipients.all(kind)])
    return _bare(entries[0]) if entries else None


def native_of(envelope: Element, request: Element) -> dict[str, Any]:
    """Return the elements of a request by name: a string where there is only text, else all of it.

    An element that is there more than once is a list.
    """
    transaction_id = optional(envelope, "Header", "TransactionID")
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


def keep_others(envelope: Element, request: Element, native: dict[str, Any], builder: Builder) -> None:
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
