"""LINE's webhook: messages from contacts, and the choices that they tap.

Sources: LINE Messaging API reference, "Webhook event objects" (developers.line.biz/en/reference/messaging-api), and the
vendor's published OpenAPI (line/line-openapi, webhook.yml). Read 2026-11-22.
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

__all__ = ["parse_line"]

_MEDIA: Final = frozenset({"image", "video", "audio", "file"})

_MILLISECOND: Final = timedelta(milliseconds=1)

_Contact = dict[str, Any]


def parse_line(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one webhook request of LINE has; follows, joins, unsent messages and the like are native events.

    LINE does not say which message a tapped choice belongs to: ``message_id`` of such a choice response is empty.

    Args:
        payload: the request's body: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: it is no webhook of LINE's: there is no list of events.

    """
    root, findings = read_json(payload, "a LINE webhook")
    builder = Builder(Channel.LINE, findings)
    root.required("events")
    root.items("events")
    envelope = root.without("events")
    builder.each(root, "events", lambda event: _read_event(event, envelope, builder), envelope, "event")
    return builder.received(root)


def _read_event(event: Node, envelope: dict[str, Any], builder: Builder) -> None:
    kind = event.text("type")
    if kind in ("message", "messageEdited"):
        message = event.node("message")
        identifier = message.identifier("id")
        contact = builder.content(message, f"LINE's {kind}", lambda: _contact_message(message, builder))
        if quoted_id := builder.maybe(message.text_or_none, "quotedMessageId"):
            contact["reply_to"] = {"message_id": quoted_id}
        edited = identifier if kind == "messageEdited" else None
        _add(event, contact, builder, id=identifier, edited_message_id=edited, envelope=envelope)
    elif kind == "postback":
        data = event.node("postback").text("data")
        contact = {"choice_response_message": {"message_id": "", "postback_data": data}}
        _add(event, contact, builder, id=builder.maybe(event.text_or_none, "webhookEventId"), envelope=envelope)
    else:
        unsent = builder.maybe(event.node_or_none, "unsend")
        builder.add_event(
            kind,
            native=event.data,
            path=event.path,
            identity=_source(event, builder)["identity"],
            message_id=builder.maybe(unsent.text_or_none, "messageId") if unsent else None,
            event_time=builder.maybe(_time, event),
            envelope=envelope,
        )


def _add(event: Node, contact: _Contact, builder: Builder, **fields: Any) -> None:
    builder.add_message(
        contact,
        native=event.data,
        path=event.path,
        accept_time=builder.maybe(_time, event),
        **_source(event, builder),
        **fields,
    )


def _source(event: Node, builder: Builder) -> dict[str, Any]:
    source = builder.maybe(event.node_or_none, "source")
    found = {
        name: builder.maybe(source.text_or_none, name) if source else None for name in ("userId", "groupId", "roomId")
    }
    group = found["groupId"] or found["roomId"]
    return {"identity": found["userId"] or group, "group_id": group}


def _time(event: Node) -> str | None:
    return utc(event.number("timestamp"), event.at("timestamp"), _MILLISECOND) if event.has("timestamp") else None


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
