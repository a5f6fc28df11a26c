"""KakaoTalk's way back in Bizgo's dialect: consultation talk (messages, sessions, results) and reports.

Sources: the published models of the API that ``channels.kakaotalk`` writes for (PyPI bizgo-sdk-comm 1.2.0,
``ReportWebhookPayload`` and the seven ``Counsel...WebhookPayload``), and the pages of its specification on reports,
webhooks and errors (github.com/icomm-api/bizgo-api-spec). Kakao's own callbacks are not public without a contract.
Read 2026-11-27.
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

__all__ = ["is_kakaotalk", "parse_kakaotalk"]

_TALK: Final = "CSTALK"
_MO: Final = "MO"

_CHANNELS: Final[Mapping[str, Channel]] = {
    _TALK: Channel.KAKAOTALKCHAT,
    "ALIMTALK": Channel.KAKAOTALK,
    "BRANDMESSAGE": Channel.KAKAOTALK,
    "SMS": Channel.SMS,
    "MMS": Channel.MMS,
    "RCS": Channel.RCS,
}
"""By ``serviceType``. What KakaoTalk could not deliver may go on as SMS, MMS or RCS: that is reported alike."""

_NEWS: Final = frozenset(("reference", "expired_session", "seen_info", "personal_info", "cert_result"))
_ENDS: Final = frozenset(("end", "endwithbot"))

_DELIVERED: Final = "10000"
_TAKEN: Final = "A000"
_REASONS: Final[Mapping[str, str]] = {
    # yunjeongiya.github.io/posts/023-en: a transmission timeout, and a number that has no KakaoTalk.
    "22000": "DELIVERY_TIMED_OUT",
    "64016": "RECIPIENT_NOT_REACHABLE",
}

_Contact = dict[str, Any]


def is_kakaotalk(callback: Mapping[str, Any]) -> bool:
    """Tell whether a callback is one of consultation talk, or a report of a message that was sent through Bizgo."""
    if "msgKey" not in callback or callback.get("serviceType") == _MO:
        return False
    return "serviceType" in callback and ("reportCode" in callback or "userKey" in callback)


def parse_kakaotalk(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one callback has: a contact's messages, a report, or news of a session.

    ``channel`` is KAKAOTALKCHAT for consultation talk, KAKAOTALK for AlimTalk and Brand Messages, and SMS, MMS or RCS
    where a message went on as one of these. A message of several parts is a contact message for each, all with its id.
    A button or quick reply that is tapped comes as a text with its name: ``resolve_reply`` knows it by that.

    News are native events: that a session began (``reference``) or ended (``expired_session``, ``end``,
    ``endwithbot``), what the contact agreed to give (``personal_info``, ``cert_result``), and that they have read
    (``seen_info``), which names no message. Native events hold personal data as they came.

    Args:
        payload: the callback's body: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: it is no such callback: ``msgKey`` or ``serviceType`` is missing.

    """
    root, findings = read_json(payload, "a callback of KakaoTalk")
    root.required("msgKey")
    service = root.text("serviceType")
    builder = Builder(_CHANNELS.get(service, Channel.KAKAOTALK), findings)
    if service not in _CHANNELS:
        builder.findings.append(
            InboundCode.UNKNOWN_VALUE.at(root.at("serviceType"), value=quoted(service), name="serviceType")
        )
    builder.attempt(root.data, root.path, lambda one: _read(one, service, builder), {}, "callback")
    return builder.received(root)


def _read(callback: Node, service: str, builder: Builder) -> None:
    if service != _TALK:
        _report(callback, builder, "DELIVERED" if callback.text("reportCode") == _DELIVERED else "FAILED")
        return
    # Of messages alone the kind may be missing.
    kind = callback.text_or_none("requestType") or ("message" if callback.has("msgType") else "")
    if kind == "message":
        _read_message(callback, builder)
    elif kind == "write":
        # Kakao's answer to the request: whether the message was shown, nothing says.
        _report(callback, builder, "QUEUED_ON_CHANNEL" if callback.text("reportCode") == _TAKEN else "FAILED")
    else:
        builder.add_event(
            kind,
            native=callback.data,
            path=callback.path,
            identity=builder.maybe(callback.text_or_none, "userKey"),
            message_id=builder.maybe(callback.text_or_none, "msgKey") if kind in _ENDS else None,
            event_time=_when(callback, builder),
            known=kind in _NEWS or kind in _ENDS,
        )


def _when(callback: Node, builder: Builder) -> str | None:
    """Return when it happened: by Kakao's clock where that is told, else by Bizgo's."""
    names = ("kakaoTime", "kakaoResCreatedAt", "sendTime")
    return next((when for name in names if (when := builder.maybe(_time, callback, name))), None)


def _time(callback: Node, name: str) -> str | None:
    """Return a time, which is an empty string where there is none."""
    written = callback.text_or_none(name)
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
        when = rfc3339(moment) if moment.tzinfo else None
    except ValueError:
        when = None
    if when is None:
        raise InvalidMessage.at(callback.at(name), "timestamp", "must be a date and time with its offset", written)
    return when


def _report(callback: Node, builder: Builder, status: str) -> None:
    reason = None
    if status == "FAILED":
        code, said = callback.text("reportCode"), builder.maybe(callback.text_or_none, "reportText")
        reason = {"code": _REASONS.get(code, "CHANNEL_FAILURE"), "description": said or "", "channel_code": code}
    talk = builder.channel == Channel.KAKAOTALKCHAT
    builder.add_delivery(
        status,
        native=callback.data,
        path=callback.path,
        # Reports of numbers do not name them: msgKey is what the answer to the request gave.
        identity=builder.maybe(callback.text_or_none, "userKey") if talk else None,
        message_id=callback.text("msgKey"),
        event_time=_when(callback, builder) if talk else builder.maybe(_time, callback, "reportTime"),
        reason=reason,
    )


def _read_message(callback: Node, builder: Builder) -> None:
    if callback.data.get("contents"):
        around = callback.without("contents")
        builder.each(callback, "contents", lambda part: _add(part, callback, around, builder), around, "part")
    else:
        _add(callback, callback, None, builder)
    whole = builder.maybe(callback.node_or_none, "attachment")
    if whole is not None and (url := builder.maybe(whole.text_or_none, "url")):
        builder.findings.append(InboundCode.TEXT_CONTINUES.at(whole.at("url"), channel="KakaoTalk", url=quoted(url)))


def _add(part: Node, callback: Node, around: dict[str, Any] | None, builder: Builder) -> None:
    contact = builder.content(part, "KakaoTalk's message", lambda: _contact_message(part, builder))
    builder.add_message(
        contact,
        native=part.data,
        path=part.path,
        identity=callback.text("userKey"),
        id=callback.text("msgKey"),
        sender_id=builder.maybe(callback.text_or_none, "senderKey"),
        accept_time=_when(callback, builder),
        envelope=around,
    )


def _contact_message(part: Node, builder: Builder) -> _Contact:
    """Return a part of a message: words, a file, or both. ``content`` held the words before there were parts."""
    words, url = part.text_or_none("comment") or part.text_or_none("content"), part.text_or_none("url")
    if url and words:
        return {"media_card_message": {"url": url, "caption": words}}
    if url:
        return {"media_message": {"url": url}}
    if words:
        return {"text_message": {"text": words}}
    builder.findings.append(
        InboundCode.KEPT_AS_FALLBACK.at(part.path, what="KakaoTalk's message without words or file")
    )
    return {"fallback_message": {"raw_message": compact_json(part.data)}}
