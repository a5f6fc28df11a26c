"""Callbacks of Viber bots: messages from contacts, how far the bot's own came, and who subscribes.

Sources: Viber's REST bot API, "Callbacks" (developers.viber.com/docs/api/rest-bot-api/#callbacks) and
creators.viber.com/docs/bots-api; the fields that Viber's own library reads (viberbot 1.0.12, viber_requests). Read
2026-11-27.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.node import Node, read_json, utc
from transcode.inbound.received import Received
from transcode.message.channel import Channel
from transcode.writer.payloads import compact_json

__all__ = ["VIBER_EVENTS", "parse_viber"]

_STATUSES: Final[Mapping[str, str]] = {"delivered": "DELIVERED", "seen": "READ", "failed": "FAILED"}
_NEWS: Final = ("subscribed", "unsubscribed", "conversation_started", "webhook", "client_status")
"""What is neither a message nor a report; ``webhook`` comes when the webhook is set."""
VIBER_EVENTS: Final = frozenset(("message", "action", *_STATUSES, *_NEWS))
_MEDIA: Final = frozenset(("picture", "video", "file"))
_MILLISECOND: Final = timedelta(milliseconds=1)

_Contact = dict[str, Any]


def parse_viber(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one callback of a Viber bot has; subscriptions and the like are native events.

    A tapped button comes as a text message with its ``ActionBody``: nothing tells it from one that is typed, so it is
    a text message here, and ``resolve_reply`` knows it by what the message offered. A URL that a button opens comes
    back in the same way.

    Args:
        payload: the callback's body: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: it is no callback of Viber's: it has no ``event``.

    """
    root, findings = read_json(payload, "a callback of a Viber bot")
    builder = Builder(Channel.VIBER, findings)
    kind = root.text("event")
    envelope = root.without("message", "sender") if kind == "message" else None
    builder.attempt(root.data, "", lambda event: _read(kind, event, envelope, builder), {}, kind)
    return builder.received(root)


def _read(kind: str, event: Node, envelope: dict[str, Any] | None, builder: Builder) -> None:
    if kind == "message":
        _read_message(event, envelope, builder)
    elif kind in _STATUSES:
        _read_status(kind, event, builder)
    else:
        builder.add_event(
            kind,
            native=event.data,
            path=event.path,
            identity=_who(event, builder),
            message_id=builder.maybe(event.identifier, "message_token") if event.has("message_token") else None,
            event_time=builder.maybe(_time, event),
            known=kind in _NEWS,
        )


def _who(event: Node, builder: Builder) -> str | None:
    """Return who an event is about: the user it names, or the one whose profile it has."""
    if event.has("user_id"):
        return builder.maybe(event.text_or_none, "user_id")
    user = builder.maybe(event.node_or_none, "user")
    return builder.maybe(user.text_or_none, "id") if user else None


def _time(event: Node) -> str | None:
    return utc(event.number("timestamp"), event.at("timestamp"), _MILLISECOND) if event.has("timestamp") else None


def _read_status(kind: str, event: Node, builder: Builder) -> None:
    said = builder.maybe(event.text_or_none, "desc")
    reason = {"code": "CHANNEL_FAILURE", "description": said or ""} if kind == "failed" else None
    builder.add_delivery(
        _STATUSES[kind],
        native=event.data,
        path=event.path,
        identity=builder.maybe(event.text_or_none, "user_id"),
        message_id=event.identifier("message_token"),
        event_time=builder.maybe(_time, event),
        group_id=builder.maybe(event.text_or_none, "chat_id"),
        reason=reason,
    )


def _read_message(event: Node, envelope: dict[str, Any] | None, builder: Builder) -> None:
    message = event.node("message")
    contact = builder.content(message, "Viber's message", lambda: _contact_message(message, builder))
    builder.add_message(
        contact,
        native=event.data,
        path=event.path,
        identity=event.node("sender").text("id"),
        id=builder.maybe(event.identifier, "message_token") if event.has("message_token") else None,
        group_id=builder.maybe(event.text_or_none, "chat_id"),
        accept_time=builder.maybe(_time, event),
        envelope=envelope,
    )


def _contact_message(message: Node, builder: Builder) -> _Contact:
    kind = message.text("type")
    if kind in _MEDIA:
        return _media(message)
    match kind:
        case "text":
            return {"text_message": {"text": message.text("text")}}
        case "url":
            return {"text_message": {"text": message.text("media")}}
        case "location":
            place = message.node("location")
            where = place.degrees("lat", "lon")
            label = place.text_or_none("address") or ""
            return {"location_message": {"title": "", "label": label, "coordinates": where}}
        case _:
            builder.findings.append(InboundCode.KEPT_AS_FALLBACK.at(message.path, what=f"Viber's {quoted(kind)}"))
            return {"fallback_message": {"raw_message": compact_json(message.data)}}


def _media(message: Node) -> _Contact:
    url, caption = message.text("media"), message.text_or_none("text")
    if caption:
        return {"media_card_message": {"url": url, "caption": caption}}
    more = {"thumbnail_url": message.text_or_none("thumbnail"), "filename_override": message.text_or_none("file_name")}
    return {"media_message": {"url": url, **{name: value for name, value in more.items() if value}}}
