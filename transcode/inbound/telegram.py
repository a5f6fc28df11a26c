"""Telegram's updates: messages from contacts, and the choices that they tap.

Source: Telegram Bot API, ``Update``, ``Message`` and ``CallbackQuery`` (core.telegram.org/bots/api). Read 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode
from transcode.inbound.node import Node, read_json, utc
from transcode.inbound.received import Received
from transcode.message.channel import Channel
from transcode.writer.payloads import compact_json

__all__ = ["parse_telegram"]

_MESSAGES: Final = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_message",
    "edited_business_message",
)
# An animation is a document too, so it goes first.
_MEDIA: Final = ("photo", "animation", "video", "audio", "voice", "video_note", "document", "sticker")

_Contact = dict[str, Any]


def parse_telegram(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one update of Telegram has; reactions, polls and the like are native events.

    Args:
        payload: the update: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: it is no update: it has no ``update_id``.

    """
    update, findings = read_json(payload, "a Telegram update")
    builder = Builder(Channel.TELEGRAM, findings)
    update.number("update_id")
    kinds = [name for name in update.data if name != "update_id" and update.has(name)]
    name = next((name for name in (*_MESSAGES, "callback_query") if name in kinds), next(iter(kinds), None))
    if name is None:
        return builder.received(update)
    envelope = update.without(name)
    builder.attempt(
        update.data[name], update.at(name), lambda part: _read(name, part, envelope, builder), envelope, name
    )
    return builder.received(update)


def _read(name: str, part: Node, envelope: dict[str, Any], builder: Builder) -> None:
    if name in _MESSAGES:
        _read_message(part, envelope, builder, edited="edited" in name)
    elif name == "callback_query":
        _read_callback(part, envelope, builder)
    else:
        builder.add_event(
            name,
            native=part.data,
            path=part.path,
            identity=_who(part, builder),
            message_id=builder.maybe(part.identifier, "message_id") if part.has("message_id") else None,
            event_time=builder.maybe(_time, part),
            envelope=envelope,
        )


def _who(part: Node, builder: Builder) -> str | None:
    for name in ("chat", "user", "from", "user_chat_id"):
        if isinstance(part.data.get(name), dict):
            return builder.maybe(part.node(name).identifier, "id")
    return None


def _read_message(message: Node, envelope: dict[str, Any], builder: Builder, *, edited: bool) -> None:
    contact = builder.content(message, "Telegram's message", lambda: _contact_message(message, builder))
    answered = builder.maybe(message.node_or_none, "reply_to_message")
    if answered and (identifier := builder.maybe(answered.identifier, "message_id")):
        contact["reply_to"] = {"message_id": identifier}
    identifier = message.identifier("message_id")
    chat = message.node("chat")
    builder.add_message(
        contact,
        native=message.data,
        path=message.path,
        identity=chat.identifier("id"),
        id=identifier,
        edited_message_id=identifier if edited else None,
        group_id=chat.identifier("id") if chat.data.get("type") in ("group", "supergroup") else None,
        accept_time=builder.maybe(_time, message),
        envelope=envelope,
    )


def _time(part: Node) -> str | None:
    name = next((name for name in ("edit_date", "date") if part.has(name)), None)
    return utc(part.number(name), part.at(name)) if name else None


def _read_callback(query: Node, envelope: dict[str, Any], builder: Builder) -> None:
    message = builder.maybe(query.node_or_none, "message")
    chat = builder.maybe(message.node_or_none, "chat") if message else None
    answered = builder.maybe(message.identifier, "message_id") if message else None
    answered = answered or builder.maybe(query.text_or_none, "inline_message_id") or ""
    contact = builder.content(query, "Telegram's callback query", lambda: _pressed(query, answered, builder))
    builder.add_message(
        contact,
        native=query.data,
        path=query.path,
        identity=chat.identifier("id") if chat else query.node("from").identifier("id"),
        id=query.identifier("id"),
        envelope=envelope,
    )


def _pressed(query: Node, answered: str, builder: Builder) -> _Contact:
    if not query.has("data"):
        return _fallback(query, "a button without data", builder)
    return {"choice_response_message": {"message_id": answered, "postback_data": query.text("data")}}


def _contact_message(message: Node, builder: Builder) -> _Contact:
    if message.has("text"):
        return {"text_message": {"text": message.text("text")}}
    if place := message.node_or_none("venue"):
        return _location(place.node("location"), place.text("title"), place.text("address"))
    if place := message.node_or_none("location"):
        return _location(place)
    media = next((name for name in _MEDIA if message.has(name)), None)
    if media:
        return _media(message, media, builder)
    return _fallback(message, "a message without text or file", builder)


def _location(place: Node, title: str = "", label: str = "") -> _Contact:
    return {"location_message": {"title": title, "label": label, "coordinates": place.degrees()}}


def _media(message: Node, kind: str, builder: Builder) -> _Contact:
    # A photo comes in several sizes, the largest last.
    file = [*message.nodes("photo")][-1:] if kind == "photo" else [message.node(kind)]
    if not file:
        return _fallback(message, "a photo without sizes", builder)
    url = f"telegram-media:{file[0].text('file_id')}"
    builder.findings.append(InboundCode.MEDIA_BY_ID.at(file[0].path, channel="Telegram", url=url))
    if caption := message.text_or_none("caption"):
        return {"media_card_message": {"url": url, "caption": caption}}
    name = file[0].text_or_none("file_name")
    return {"media_message": {"url": url, **({"filename_override": name} if name else {})}}


def _fallback(part: Node, what: str, builder: Builder) -> _Contact:
    builder.findings.append(InboundCode.KEPT_AS_FALLBACK.at(part.path, what=f"Telegram's {what}"))
    return {"fallback_message": {"raw_message": compact_json(part.data)}}
