"""RCS for Business: what users send to an agent, which suggestions they tap, and what became of the agent's messages.

Sources: Google's RCS for Business API, ``UserMessage``, ``UserEvent`` and ``ServerEvent``
(developers.google.com/business-communications/rcs-business-messaging/reference/rest/v1), and its guide to webhooks.
Read 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode
from transcode.inbound.node import Node, read_json
from transcode.inbound.pubsub import decoded
from transcode.inbound.received import Received
from transcode.inbound.wire import json_value
from transcode.message.channel import Channel
from transcode.message.parse import MAX_CHARACTERS, parse_json
from transcode.writer.payloads import compact_json

__all__ = ["is_rcs", "parse_rcs"]

STATUSES: Final[Mapping[str, str]] = {
    "DELIVERED": "DELIVERED",
    "READ": "READ",
    "TTL_EXPIRATION_REVOKED": "FAILED",
}
"""Event types that say what became of a message. One that expired and could not be revoked may have been delivered."""
_EXPIRED: Final = {
    "code": "DELIVERY_TIMED_OUT",
    "description": "The message expired and was revoked.",
    "channel_code": "TTL_EXPIRATION_REVOKED",
}
_CONTENT: Final = ("suggestionResponse", "text", "userFile", "location")

_Contact = dict[str, Any]


def is_rcs(callback: Mapping[str, Any]) -> bool:
    """Tell whether a callback is one of RCS for Business: wrapped as Pub/Sub does, or as it decodes."""
    message = callback.get("message")
    if isinstance(message, Mapping) and isinstance(message.get("data"), str) and "contact_message" not in message:
        return True
    named = "senderPhoneNumber" in callback or "phoneNumber" in callback
    return named and ("agentId" in callback or "eventType" in callback or "messageId" in callback)


def parse_rcs(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one webhook request of RCS for Business has.

    The body is Pub/Sub's (``{"message": {"data": ...}}``, base64), or what its data decodes to. A tapped suggestion is
    a choice response; Google does not say which message it belongs to: ``message_id`` is empty. That a user types,
    subscribes or unsubscribes, and that an agent was launched, are native events.

    Args:
        payload: the request's body: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: it is no such body, or its data is neither base64 nor JSON.

    """
    root, findings = read_json(payload, "an RCS webhook")
    builder = Builder(Channel.RCS, findings)
    envelope: dict[str, Any] | None = None
    inner, path = root.data, ""
    if isinstance(root.data.get("message"), dict):
        message = root.node("message")
        inner, found = json_value(_decoded(message))
        path = message.at("data")
        builder.findings += [replace(one, path=f"{path}.{one.path}".replace(".[", "[")) for one in found]
        envelope = {**root.without("message"), "message": message.without("data")}
    builder.attempt(inner, path, lambda event: _read(event, envelope, builder), envelope or {}, "event")
    return builder.received(root)


def _decoded(message: Node) -> Any:
    """Return the JSON that Pub/Sub's data holds."""
    data, where = message.text("data"), message.at("data")
    if len(data) > 2 * MAX_CHARACTERS:
        raise InvalidMessage.at(where, "too_large", f"is too large: at most {2 * MAX_CHARACTERS:,} characters")
    try:
        content = decoded(data)
    except ValueError:
        raise InvalidMessage.at(where, "base64", "must be base64", data[:40]) from None
    try:
        return parse_json(content)
    except InvalidMessage as error:
        raise InvalidMessage.at(where, "json", f"must hold JSON in base64: {error.errors[0].message}") from None


def _read(event: Node, envelope: dict[str, Any] | None, builder: Builder) -> None:
    if event.has("eventType"):
        _read_event(event, envelope, builder)
    elif any(name in event.data for name in _CONTENT):
        builder.add_message(
            builder.content(event, "the RCS message", lambda: _contact_message(event, builder)),
            native=event.data,
            path=event.path,
            identity=_who(event, builder),
            id=builder.maybe(event.identifier, "messageId"),
            sender_id=builder.maybe(event.text_or_none, "agentId"),
            accept_time=builder.maybe(event.text_or_none, "sendTime"),
            envelope=envelope,
        )
    elif event.has("senderPhoneNumber"):
        builder.add_message(
            _fallback(event, "RCS's message of an unknown kind", builder),
            native=event.data,
            path=event.path,
            identity=_who(event, builder),
            id=builder.maybe(event.text_or_none, "messageId"),
            envelope=envelope,
        )
    else:
        kind = next((name for name in event.data if name != "agentId"), "event")
        builder.add_event(kind, native=event.data, path=event.path, envelope=envelope)


def _read_event(event: Node, envelope: dict[str, Any] | None, builder: Builder) -> None:
    kind = event.text("eventType")
    fields: dict[str, Any] = {
        "native": event.data,
        "path": event.path,
        "identity": _who(event, builder),
        "message_id": builder.maybe(event.text_or_none, "messageId"),
        "event_time": builder.maybe(event.text_or_none, "sendTime"),
        "envelope": envelope,
    }
    if kind not in STATUSES or not fields["message_id"]:
        builder.add_event(kind, **fields)
        return
    if STATUSES[kind] == "FAILED":
        fields["reason"] = _EXPIRED
    builder.add_delivery(STATUSES[kind], **fields)


def _who(event: Node, builder: Builder) -> str | None:
    """Return the user's number: ``phoneNumber`` in what the platform itself says."""
    name = "senderPhoneNumber" if event.has("senderPhoneNumber") else "phoneNumber"
    return builder.maybe(event.text_or_none, name)


def _contact_message(event: Node, builder: Builder) -> _Contact:
    name = next(name for name in _CONTENT if name in event.data)
    match name:
        case "suggestionResponse":
            tapped = event.node(name)
            # A suggestion without postback data comes back with its text alone.
            data = tapped.text_or_none("postbackData") or tapped.text("text")
            return {"choice_response_message": {"message_id": "", "postback_data": data}}
        case "text":
            return {"text_message": {"text": event.text(name)}}
        case "userFile":
            return _file(event.node(name))
        case _:
            return {"location_message": {"title": "", "label": "", "coordinates": _coordinates(event.node(name))}}


def _file(file: Node) -> _Contact:
    payload, thumbnail = file.node("payload"), file.node_or_none("thumbnail")
    media = {
        "url": payload.text("fileUri"),
        "thumbnail_url": thumbnail.text_or_none("fileUri") if thumbnail else None,
        "filename_override": payload.text_or_none("fileName"),
    }
    return {"media_message": {name: value for name, value in media.items() if value}}


def _coordinates(place: Node) -> dict[str, float]:
    """Return degrees. Google's JSON leaves out what is zero, as that of protocol buffers does."""
    names = ("latitude", "longitude")
    zero = {name: 0.0 for name in names if not place.has(name)} if place.data.keys() <= set(names) else {}
    return Node({**place.data, **zero}, place.path).degrees()


def _fallback(event: Node, what: str, builder: Builder) -> _Contact:
    builder.findings.append(InboundCode.KEPT_AS_FALLBACK.at(event.path, what=what))
    return {"fallback_message": {"raw_message": compact_json(event.data)}}
