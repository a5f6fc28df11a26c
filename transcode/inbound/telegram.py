"""Telegram's updates: messages from contacts, and the choices that they tap.

Source: Telegram Bot API, ``Update``, ``Message`` and ``CallbackQuery`` (core.telegram.org/bots/api). Read 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.received import Builder, Node, Received, read_json, utc
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
    """Return what one update of Telegram has; updates that are no message are findings.

    Args:
        payload: the update: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: a field is missing or wrong.

    """
    builder = Builder(Channel.TELEGRAM)
    update = read_json(payload, "a Telegram update")
    update.number("update_id")
    name = next((name for name in _MESSAGES if update.has(name)), None)
    if name is not None:
        _read_message(update.node(name), update.without(name), builder)
    elif update.has("callback_query"):
        _read_callback(update.node("callback_query"), update.without("callback_query"), builder)
    else:
        what = ", ".join(key for key in update.data if key != "update_id") or "an empty update"
        builder.findings.append(InboundCode.UNKNOWN_EVENT.at("", what=quoted(what)))
    return builder.received()


def _read_message(message: Node, envelope: dict[str, Any], builder: Builder) -> None:
    contact = _contact_message(message, builder)
    if answered := message.node_or_none("reply_to_message"):
        contact["reply_to"] = {"message_id": answered.identifier("message_id")}
    builder.add_message(
        contact,
        native=message.data,
        path=message.path,
        identity=message.node("chat").identifier("id"),
        id=message.identifier("message_id"),
        accept_time=utc(message.number("date"), message.at("date")) if message.has("date") else None,
        envelope=envelope,
    )


def _read_callback(query: Node, envelope: dict[str, Any], builder: Builder) -> None:
    message = query.node_or_none("message")
    chat = message.node_or_none("chat") if message else None
    answered = message.identifier("message_id") if message else query.text_or_none("inline_message_id") or ""
    if query.has("data"):
        contact: _Contact = {"choice_response_message": {"message_id": answered, "postback_data": query.text("data")}}
    else:
        contact = _fallback(query, "a button without data", builder)
    builder.add_message(
        contact,
        native=query.data,
        path=query.path,
        identity=chat.identifier("id") if chat else query.node("from").identifier("id"),
        id=query.text("id"),
        envelope=envelope,
    )


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
