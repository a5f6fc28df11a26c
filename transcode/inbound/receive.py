"""One door for every callback: the service's own and the channels'."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.apple import is_apple, parse_apple
from transcode.inbound.builder import Builder
from transcode.inbound.callback import MessageDelivery, MessageInbound
from transcode.inbound.event import EVENTS, parse_event
from transcode.inbound.findings import InboundCode
from transcode.inbound.headers import Headers, read_headers
from transcode.inbound.kakaotalk import is_kakaotalk, parse_kakaotalk
from transcode.inbound.line import parse_line
from transcode.inbound.messenger import META, parse_messenger
from transcode.inbound.mm7 import parse_mm7
from transcode.inbound.mm7_envelope import PREAMBLE
from transcode.inbound.rcs import is_rcs, parse_rcs
from transcode.inbound.received import Received
from transcode.inbound.smpp import MAX_RECEIPT, is_receipt, parse_receipt
from transcode.inbound.sms import parse_sms
from transcode.inbound.telegram import parse_telegram
from transcode.inbound.viber import VIBER_EVENTS, parse_viber
from transcode.inbound.viber_business import parse_viber_business
from transcode.inbound.wechat import is_wechat, is_wechat_xml, parse_wechat
from transcode.inbound.whatsapp import parse_whatsapp
from transcode.inbound.wire import json_value
from transcode.message.base import to_camel
from transcode.message.parse import parse_json

__all__ = ["receive"]


def receive(callback: Mapping[str, Any] | str | bytes, headers: Headers | None = None) -> Received:
    """Return what a callback has, whoever sent it.

    That may be the service, the SMS API, MM7, an SMSC, or the API of a channel: WhatsApp, RCS, Messenger, Instagram,
    LINE, Telegram, Viber bots, Viber Business, KakaoTalk, WeChat or Apple Messages for Business.

    Args:
        callback: the HTTP body, or the dict that it decodes to.
        headers: the HTTP headers; only MM7 looks at them.

    Raises:
        InvalidMessage: it is none of these. One of the service's with a field that is missing or wrong is kept as it
            came, among ``native_events``: an error would have it sent again for ever. ``parse_event`` raises.

    """
    if isinstance(callback, (str, bytes, bytearray)):
        if is_wechat_xml(_head(callback)):
            return parse_wechat(callback)
        if _is_mm7(callback, headers):
            return parse_mm7(callback, headers)
        if _is_receipt(callback):
            return parse_receipt(callback)
    data = parse_json(callback) if isinstance(callback, (str, bytes, bytearray)) else callback
    read = next((read for marks, read in _MARKS if isinstance(data, Mapping) and marks(data)), _from_service)
    return read(data)


_Callback = Mapping[str, Any]


def _is_viber(event: object) -> bool:
    return isinstance(event, str) and event in VIBER_EVENTS


def _is_meta(callback: _Callback) -> bool:
    """Tell whether a callback is one of Messenger or Instagram."""
    return callback.get("object") in tuple(META) and "entry" in callback


# Fields that only one sender's callbacks have.
_MARKS: Final[Sequence[tuple[Callable[[_Callback], bool], Callable[[_Callback], Received]]]] = (
    (lambda callback: callback.get("object") == "whatsapp_business_account", parse_whatsapp),
    (_is_meta, parse_messenger),
    (is_rcs, parse_rcs),
    (lambda callback: "update_id" in callback, parse_telegram),
    (lambda callback: "events" in callback and "destination" in callback, parse_line),
    (lambda callback: _is_viber(callback.get("event")) and "timestamp" in callback, parse_viber),
    (is_kakaotalk, parse_kakaotalk),
    (lambda callback: isinstance(callback.get("results"), (list, tuple)), parse_viber_business),
    (is_wechat, parse_wechat),
    (is_apple, parse_apple),
    (lambda callback: "type" in callback and "app_id" not in callback and "project_id" not in callback, parse_sms),
)


def _is_mm7(body: str | bytes | bytearray, headers: Headers | None) -> bool:
    """Tell whether a body is XML or a multipart message; JSON begins with neither, nor with what precedes one."""
    head = _head(body).lstrip("\ufeff \t\r\n")
    if head.startswith(("<", "--")):
        return True
    if head.startswith(("{", "[", '"')) or not head:
        return False
    given = (read_headers(headers or {}).get("content-type") or [""])[0]
    return given.lower().lstrip().startswith("multipart/") or "\n--" in head


def _head(body: str | bytes | bytearray) -> str:
    return body[:PREAMBLE] if isinstance(body, str) else _decode_head(bytes(body[:PREAMBLE]))


def _is_receipt(body: str | bytes | bytearray) -> bool:
    """Tell whether a body is the text of an SMPP delivery receipt; it never begins as JSON does."""
    if len(body) > MAX_RECEIPT:
        return False
    text = body if isinstance(body, str) else _decode_head(bytes(body))
    return not text.lstrip().startswith(("{", "[")) and is_receipt(text)


def _decode_head(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8-sig", "replace")


def _from_service(callback: Mapping[str, Any]) -> Received:
    try:
        event = parse_event(callback)
    except InvalidMessage as error:
        return _unreadable(callback, error)
    findings = event.findings
    match event:
        case MessageInbound():
            return Received(event.channel_name, messages=(event.message,), findings=findings, event=event)
        case MessageDelivery():
            report = event.message_delivery_report
            return Received(event.channel_name, deliveries=(report,), findings=findings, event=event)
        case _:
            return Received(event.channel_name, findings=findings, event=event)


def _unreadable(callback: Mapping[str, Any], error: InvalidMessage) -> Received:
    """Return a callback of the service that cannot be read, whole; ``error`` again where it is none of the service's.

    What marks one is the app or project that it is for, beside a field with what happened.
    """
    if not isinstance(callback, Mapping):
        raise error
    name = next((name for name in EVENTS for key in (name, to_camel(name)) if key in callback), None)
    if name is None or not any(callback.get(key) for mark in _MARKS_OF_SERVICE for key in (mark, to_camel(mark))):
        raise error
    data, findings = json_value(callback)
    told = _object(data, name)
    who = _object(told, "channel_identity")
    builder = Builder(_string(who, "channel") or _string(told, "channel") or "", findings)
    problem = str(error.errors[0])
    what = f"the service's {name!r}"
    builder.findings.append(
        InboundCode.PART_UNREADABLE.at(error.errors[0].path, what=what, why=problem, where="among native_events")
    )
    builder.add_event(
        name,
        native=data,
        path=name,
        identity=_string(who, "identity"),
        message_id=_string(told, "message_id") or _string(told, "id"),
        event_time=_string(data, "event_time"),
        problem=problem,
        known=True,
    )
    return builder.received()


_MARKS_OF_SERVICE: Final = ("app_id", "project_id")


def _object(data: _Callback, name: str) -> _Callback:
    found = data.get(name, data.get(to_camel(name)))
    return found if isinstance(found, dict) else {}


def _string(data: _Callback, name: str) -> str | None:
    found = data.get(name, data.get(to_camel(name)))
    return found if isinstance(found, str) else None
