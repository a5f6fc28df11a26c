"""From a payload to the body that the MMS JSON API takes: files by their URLs. Pure: the same arguments, the same body.

Source: developers.sinch.com/docs/mms/api-reference, MMS JSON API 2.0, action ``sendmms`` (read 2026-11-26). The body is
sent as UTF-8 by ``POST https://api.ci.mblox.com/ep/v2/``, with the account's key in the header ``x-api-key``::

    {"action": "sendmms",
     "service-id": "12345",
     "to": "16172383232",
     "from": "28444",
     "message-subject": "A title, where there is one",
     "fallback-sms-text": "We have sent you a picture",
     "slide": [{"image": {"url": "https://example.com/logo.png"}, "message-text": "What it says"}]}

The service fetches each file with GET when it gets the request. The file's server must answer with a Content-Length
(``Transfer-Encoding: chunked`` is refused) and the file's true Content-Type (``application/octet-stream`` may be
refused). Only images are made smaller where that is needed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.gsm import Segmentation, segment
from transcode.measure import Limit
from transcode.mms import limits
from transcode.mms.identifiers import identifier_fault
from transcode.mms.json_slides import JSON_API, too_long, write_slide
from transcode.mms.numbers import is_placeholder
from transcode.mms.payload import Payload, read_payload
from transcode.mms.slides import check_subject
from transcode.mms.submit import unicode_text
from transcode.result import Code, Finding, Severity

__all__ = ["SendmmsRequest", "render_sendmms"]


@dataclass(frozen=True, slots=True)
class SendmmsRequest:
    """The body of a ``sendmms`` request, and what the API would say to it.

    ``findings`` about the payload come first, then those about arguments; their paths lead into the payload
    (``slides[0].parts[1].url``) or name an argument. ``fallback`` is the text for SMS cut into parts: what is billed
    where the message goes as an SMS. None where none goes.
    """

    body: dict[str, Any]
    findings: tuple[Finding, ...]
    fallback: Segmentation | None

    @property
    def deliverable(self) -> bool:
        """False where the API would refuse the request."""
        return all(finding.severity < Severity.REJECTED for finding in self.findings)

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the body as JSON; the same request always gives the same characters."""
        return json.dumps(self.body, ensure_ascii=False, indent=indent)


def render_sendmms(
    payload: Mapping[str, Any],
    *,
    service_id: str,
    fallback_sms_text: str | None = None,
    disable_fallback_sms: bool = False,
    disable_fallback_sms_link: bool = False,
    fallback_sms_link_length: int | None = None,
    fallback_sms_link_expiration: datetime | str | None = None,
    mms_expiry_timestamp: datetime | str | None = None,
    client_reference: str | None = None,
    from_mask: str | None = None,
    cache_content: bool | None = None,
    as_of: datetime | str | None = None,
) -> SendmmsRequest:
    """Return the body of the JSON API's ``sendmms`` for a payload, with its rules as findings.

    Args:
        payload: What ``transcode`` (channel MMS) or ``submit_payload`` made.
        service_id: The id of the campaign.
        fallback_sms_text: What goes as SMS where the MMS cannot be delivered; the service adds a link to the content.
            Required, unless ``disable_fallback_sms``.
        disable_fallback_sms: Send no SMS in its place.
        disable_fallback_sms_link: Add no link to that SMS.
        fallback_sms_link_length: How many characters the service adds for the link, the space before it with them, if
            you know; documented nowhere. They are counted as if of the GSM alphabet. None: the text alone is counted.
        fallback_sms_link_expiration: When that link expires, at most a year from the request.
        mms_expiry_timestamp: When the service gives up, at most 3 days from the request.
        client_reference: Your own id, repeated in every callback; at most 64 characters.
        from_mask: A name that some countries' operators show as the sender (none in the USA): 1 to 11 letters, digits,
            underscores and hyphens, not digits alone.
        cache_content: Whether the service may use its copy of a file. None leaves it to the service, which does.
        as_of: When the request will be made. Without it the two times are not held against their maxima: this library
            reads no clock.

    Times have a time zone; a string is ISO 8601. They are written in UTC.

    Raises:
        InvalidMessage: the payload is not one, or an argument is of the wrong kind; the errors name the fields. What
            the API would refuse is a finding, and the body is there all the same.

    """
    read = read_payload(payload)
    if fault := identifier_fault(_string("service_id", service_id)):
        raise InvalidMessage.at("service_id", *fault)
    times = {
        "fallback-sms-link-expiration": ("fallback_sms_link_expiration", fallback_sms_link_expiration),
        "mms-expiry-timestamp": ("mms_expiry_timestamp", mms_expiry_timestamp),
    }
    read_times = {name: _time(path, given) for name, (path, given) in times.items()}
    texts = {
        path: None if given is None else _string(path, given)
        for path, given in (
            ("fallback_sms_text", fallback_sms_text),
            ("client_reference", client_reference),
            ("from_mask", from_mask),
        )
    }
    for path, flag in (
        ("disable_fallback_sms", disable_fallback_sms),
        ("disable_fallback_sms_link", disable_fallback_sms_link),
        ("cache_content", cache_content),
    ):
        if not isinstance(flag, bool) and not (flag is None and path == "cache_content"):
            raise InvalidMessage.at(path, "bool_type", "must be true or false", flag)
    if disable_fallback_sms_link:
        fallback_sms_link_length = 0
    text = texts["fallback_sms_text"]
    fallback = _fallback(text, fallback_sms_link_length) if not disable_fallback_sms else None

    request = read.submit_req
    findings = [*_not_carried(read), *_numbers(read), *_subject(request.subject)]
    slides = [write_slide(number, slide, findings) for number, slide in enumerate(read.slides)]
    if len(slides) > limits.SLIDES.value:
        findings.append(too_long("slides", "A message", limits.SLIDES, len(slides), unit="slides"))
    findings += _fallback_findings(
        text, fallback, disabled=disable_fallback_sms, link_counted=fallback_sms_link_length is not None
    )
    now = _time("as_of", as_of)
    for name, limit in (
        ("fallback-sms-link-expiration", limits.FALLBACK_LINK_SECONDS),
        ("mms-expiry-timestamp", limits.MMS_EXPIRY_SECONDS),
    ):
        findings += _time_findings(times[name][0], read_times[name], now, limit)
    findings += _reference(texts["client_reference"])
    findings += _mask(texts["from_mask"])

    sender = request.sender_identification.sender_address
    recipient = request.recipients.to[0]
    body = {
        "action": "sendmms",
        "service-id": service_id,
        "to": recipient.number or recipient.short_code,
        "from": sender.number or sender.short_code,
        "from-mask": from_mask,
        "message-subject": request.subject or None,
        "fallback-sms-text": text,
        # Written only where they are not as the API has them anyway.
        "disable-fallback-sms": disable_fallback_sms or None,
        "disable-fallback-sms-link": disable_fallback_sms_link or None,
        **{name: _written(moment) for name, moment in read_times.items()},
        "client-reference": client_reference,
        "cache-content": cache_content,
        "slide": slides,
    }
    return SendmmsRequest({name: value for name, value in body.items() if value is not None}, tuple(findings), fallback)


# --- arguments ---


def _string(path: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidMessage.at(path, "string_type", "must be a string", value)
    return unicode_text(path, value)


def _time(path: str, value: datetime | str | None) -> datetime | None:
    if value is None:
        return None
    wanted = "must be a time with its time zone, such as 2026-11-30T12:00:00Z"
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if not isinstance(moment, datetime) or moment.utcoffset() is None:
            raise InvalidMessage.at(path, "datetime", wanted, str(value))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidMessage.at(path, "datetime", wanted, value) from None


def _written(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds").replace("+00:00", "Z")


def _time_findings(path: str, moment: datetime | None, now: datetime | None, limit: Limit) -> Iterator[Finding]:
    if moment is None or now is None:
        return
    seconds = (moment - now).total_seconds()
    if seconds <= 0:
        yield Code.VALUE_REFUSED.at(
            path, channel=JSON_API, what=_written(moment), why="it is over when the request is made"
        )
    elif seconds > limit.value:
        why = f"it may be at most {limit.note.partition(',')[0]} after the request"
        yield Code.VALUE_REFUSED.at(
            path, channel=JSON_API, what=_written(moment), why=why, limit=limit.value, actual=-int(-seconds // 1)
        )


_MASK: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def _mask(mask: str | None) -> Iterator[Finding]:
    if mask is None:
        return
    if (length := limits.FROM_MASK.exceeded_by(mask)) is not None:
        yield too_long("from_mask", "The name of a sender", limits.FROM_MASK, length)
    if not _MASK.fullmatch(mask) or mask.isdecimal():
        why = "it must be letters, digits, underscores and hyphens, and no number"
        yield Code.VALUE_REFUSED.at("from_mask", channel=JSON_API, what="this name of a sender", why=why)


def _reference(reference: str | None) -> Iterator[Finding]:
    if reference is not None and (length := limits.CLIENT_REFERENCE.exceeded_by(reference)) is not None:
        yield too_long("client_reference", "A client reference", limits.CLIENT_REFERENCE, length)


# --- the text for SMS ---


def _fallback(text: str | None, link_length: int | None) -> Segmentation | None:
    if link_length is not None and (
        not isinstance(link_length, int) or isinstance(link_length, bool) or not 0 <= link_length <= _LONGEST_LINK
    ):
        message = f"must be a whole number of characters from 0 to {_LONGEST_LINK}"
        raise InvalidMessage.at("fallback_sms_link_length", "int", message, link_length)
    return None if text is None else segment(text + "x" * (link_length or 0))


_LONGEST_LINK: Final = 2_000


def _fallback_findings(
    text: str | None, fallback: Segmentation | None, *, disabled: bool, link_counted: bool
) -> Iterator[Finding]:
    path = "fallback_sms_text"
    if disabled:
        if text:
            why = "disable_fallback_sms sends no SMS"
            yield Code.DROPPED.at(path, what="The text for SMS", why=why)
        return
    if text is None or not text.strip() or fallback is None:
        yield Code.FIELD_REQUIRED.at(
            path, channel=JSON_API, what="message", needed="fallback_sms_text or disable_fallback_sms"
        )
        return
    limit = limits.FALLBACK_TEXT_RECOMMENDED
    if (length := limit.exceeded_by(text)) is not None:
        yield Code.LONGER_THAN_ADVISED.at(
            path, channel=JSON_API, what="The text for SMS", limit=limit.value, unit=limit.unit.value, actual=length
        )
    if fallback.segments > 1:
        but = "" if link_counted else ", the link that is added to it not counted"
        yield Code.FALLBACK_PARTS.at(path, actual=fallback.segments, but=but)


# --- the payload ---


def _not_carried(payload: Payload) -> Iterator[Finding]:
    """Report what MM7 says and the JSON API has no field for."""
    request = payload.submit_req
    for name, what, value in (
        ("ServiceCode", "The service code", request.service_code),
        ("MessageClass", "The message class", request.message_class),
        ("Priority", "The priority", request.priority),
    ):
        if value is not None:
            yield Code.NOT_CARRIED.at(f"submit_req.{name}", what=what, channel=JSON_API)
    if not request.content.allow_adaptations:
        yield Code.NOT_CARRIED.at(
            "submit_req.Content.allowAdaptations", what="That the content is not to be adapted", channel=JSON_API
        )
    for number, slide in enumerate(payload.slides):
        if slide.duration_ms is not None:
            yield Code.NOT_CARRIED.at(f"slides[{number}].duration_ms", what="The duration of a slide", channel=JSON_API)


def _numbers(payload: Payload) -> Iterator[Finding]:
    request = payload.submit_req
    for path, address in (
        ("submit_req.SenderIdentification.SenderAddress", request.sender_identification.sender_address),
        ("submit_req.Recipients.To[0]", request.recipients.to[0]),
    ):
        number = address.number or address.short_code or ""
        if is_placeholder(number):
            yield Code.PLACEHOLDER_LEFT.at(path, value=number)


def _subject(subject: str | None) -> Iterator[Finding]:
    """Report a subject that is too long; the MM7 pages say what carriers refuse of its characters."""
    path, what = "submit_req.Subject", "A subject"
    for problem in check_subject(subject or ""):
        limit, actual = problem.limit, problem.actual
        if limit is None or actual is None:
            yield Code.VALUE_REFUSED.at(path, channel=JSON_API, what="this subject", why=_clause(problem.message))
        elif problem.rejected:
            yield too_long(path, what, limit, actual)
        else:
            yield Code.LONGER_THAN_ADVISED.at(
                path, channel=JSON_API, what=what, limit=limit.value, unit=limit.unit.value, actual=actual
            )


def _clause(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].rstrip(".")
