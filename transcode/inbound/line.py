"""LINE's webhook: messages from contacts, and the choices that they tap.

Sources: LINE Messaging API reference, "Webhook event objects" (developers.line.biz/en/reference/messaging-api), and the
vendor's published OpenAPI (line/line-openapi, webhook.yml). Read 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.received import Builder, Node, Received, read_json, utc
from transcode.message.channel import Channel
from transcode.writer.payloads import compact_json

__all__ = ["parse_line"]

_MEDIA: Final = frozenset({"image", "video", "audio", "file"})

_MILLISECOND: Final = timedelta(milliseconds=1)

_Contact = dict[str, Any]


def parse_line(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one webhook request of LINE has; follows, joins and the like are findings.

    LINE does not say which message a tapped choice belongs to: ``message_id`` of such a choice response is empty.

    Args:
        payload: the request's body: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: a field is missing or wrong.

    """
    builder = Builder(Channel.LINE)
    root = read_json(payload, "a LINE webhook")
    root.required("events")
    envelope = root.without("events")
    for event in root.nodes("events"):
        _read_event(event, envelope, builder)
    return builder.received()


def _read_event(event: Node, envelope: dict[str, Any], builder: Builder) -> None:
    match event.text("type"):
        case "message":
            message = event.node("message")
            contact = _contact_message(message, builder)
            if quoted_id := message.text_or_none("quotedMessageId"):
                contact["reply_to"] = {"message_id": quoted_id}
            _add(event, contact, builder, id=message.text("id"), envelope=envelope)
        case "postback":
            data = event.node("postback").text("data")
            contact = {"choice_response_message": {"message_id": "", "postback_data": data}}
            _add(event, contact, builder, id=event.text_or_none("webhookEventId"), envelope=envelope)
        case kind:
            builder.findings.append(InboundCode.UNKNOWN_EVENT.at(event.path, what=quoted(kind)))


def _add(event: Node, contact: _Contact, builder: Builder, **fields: Any) -> None:
    source = event.node_or_none("source")
    names = ("userId", "groupId", "roomId")
    identity = next((source.text(name) for name in names if source.has(name)), None) if source else None
    time = utc(event.number("timestamp"), event.at("timestamp"), _MILLISECOND) if event.has("timestamp") else None
    builder.add_message(contact, native=event.data, path=event.path, identity=identity, accept_time=time, **fields)


def _contact_message(message: Node, builder: Builder) -> _Contact:
    kind = message.text("type")
    if kind in _MEDIA:
        return _media(message, builder)
    match kind:
        case "text":
            return {"text_message": {"text": message.text("text")}}
        case "location":
            return {
                "location_message": {
                    "title": message.text_or_none("title") or "",
                    "label": message.text_or_none("address") or "",
                    "coordinates": message.degrees(),
                }
            }
        case _:
            builder.findings.append(InboundCode.KEPT_AS_FALLBACK.at(message.path, what=f"LINE's {quoted(kind)}"))
            return {"fallback_message": {"raw_message": compact_json(message.data)}}


def _media(message: Node, builder: Builder) -> _Contact:
    provider = message.node_or_none("contentProvider")
    url = provider.text_or_none("originalContentUrl") if provider else None
    preview = provider.text_or_none("previewImageUrl") if provider else None
    name = message.text_or_none("fileName")
    if url is None:
        url = f"line-media:{message.text('id')}"
        builder.findings.append(InboundCode.MEDIA_BY_ID.at(message.path, channel="LINE", url=url))
    file = {"url": url, "thumbnail_url": preview, "filename_override": name}
    return {"media_message": {key: value for key, value in file.items() if value is not None}}
