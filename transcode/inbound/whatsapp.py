"""WhatsApp's webhook: messages from contacts, and the fate of those to them.

Sources: WhatsApp Business Platform, messages webhook reference
(developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages), its pages on
interactive, order and status messages; error codes from the platform's list of error codes. Read 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.received import Builder, Node, Received, read_json, utc
from transcode.message.channel import Channel
from transcode.writer.payloads import compact_json

__all__ = ["parse_whatsapp"]

_MEDIA: Final = frozenset({"image", "video", "audio", "document", "sticker", "voice"})

STATUSES: Final[Mapping[str, str]] = {
    "sent": "QUEUED_ON_CHANNEL",
    "delivered": "DELIVERED",
    "read": "READ",
    "failed": "FAILED",
}
"""WhatsApp's message statuses as the service's. A voice message that was ``played`` has no equal."""

REASONS: Final[Mapping[int, str]] = {
    130429: "RATE_LIMITED",
    131056: "RATE_LIMITED",
    131026: "RECIPIENT_NOT_REACHABLE",
    131047: "OUTSIDE_ALLOWED_SENDING_WINDOW",
    132000: "TEMPLATE_INSUFFICIENT_PARAMETERS",
    132001: "TEMPLATE_NOT_FOUND",
}
"""Error codes whose meaning is one of the service's; the others are CHANNEL_FAILURE. How the service itself maps them
is not documented."""

_Contact = dict[str, Any]


def parse_whatsapp(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one webhook request of WhatsApp has.

    Args:
        payload: the request's body: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: a field is missing or wrong.

    """
    builder = Builder(Channel.WHATSAPP)
    root = read_json(payload, "a WhatsApp webhook")
    root.required("entry")
    for entry in root.nodes("entry"):
        for change in entry.nodes("changes"):
            _read_value(change, _envelope(root, entry, change), builder)
    return builder.received()


def _envelope(root: Node, entry: Node, change: Node) -> dict[str, Any]:
    """Return what stands around the messages and statuses of a change, in the shape that it came in, without lists."""
    value = change.node("value").without("messages", "statuses")
    changes = {**change.without("value"), "value": value}
    return {**root.without("entry"), "entry": {**entry.without("changes"), "changes": changes}}


def _read_value(change: Node, envelope: dict[str, Any], builder: Builder) -> None:
    value = change.node("value")
    number = value.node_or_none("metadata")
    for message in value.nodes("messages"):
        _read_message(message, number, envelope, builder)
    for status in value.nodes("statuses"):
        _read_status(status, envelope, builder)
    for error in value.nodes("errors"):
        said = _reason(error)
        what = quoted(f"{said['channel_code']} {said['description']}")
        builder.findings.append(InboundCode.CHANNEL_ERROR.at(error.path, channel="WhatsApp", error=what))
    if not value.has("messages") and not value.has("statuses"):
        field = change.text_or_none("field") or "a change without messages or statuses"
        builder.findings.append(InboundCode.UNKNOWN_EVENT.at(change.path, what=field))


def _read_message(message: Node, number: Node | None, envelope: dict[str, Any], builder: Builder) -> None:
    context = message.node_or_none("context")
    answered = context.text_or_none("id") if context else None
    contact = _contact_message(message, answered, builder)
    if answered and "choice_response_message" not in contact:
        contact["reply_to"] = {"message_id": answered}
    builder.add_message(
        contact,
        native=message.data,
        path=message.path,
        identity=message.text_or_none("from") or message.text_or_none("from_user_id"),
        id=message.text("id"),
        accept_time=_time(message),
        sender_id=number.text_or_none("display_phone_number") if number else None,
        envelope=envelope,
    )


def _contact_message(message: Node, answered: str | None, builder: Builder) -> _Contact:
    match message.text("type"):
        case "text":
            contact = {"text_message": {"text": message.node("text").text("body")}}
        case "location":
            contact = _location(message.node("location"))
        case "button":
            contact = _choice(message.node("button").text("payload"), answered)
        case "interactive":
            contact = _interactive(message, answered, builder)
        case "order":
            contact = _order(message.node("order"))
        case kind if kind in _MEDIA:
            contact = _media(message, kind, builder)
        case kind:
            contact = _fallback(message, kind, builder)
    return contact


def _choice(identifier: str, answered: str | None) -> _Contact:
    return {"choice_response_message": {"message_id": answered or "", "postback_data": identifier}}


def _interactive(message: Node, answered: str | None, builder: Builder) -> _Contact:
    interactive = message.node("interactive")
    match interactive.text("type"):
        case "button_reply" | "list_reply" as kind:
            return _choice(interactive.node(kind).text("id"), answered)
        case "nfm_reply":
            return {"channel_specific_message": {"message_type": "nfm_reply", "message": interactive.data}}
        case kind:
            return _fallback(message, kind, builder)


def _media(message: Node, kind: str, builder: Builder) -> _Contact:
    file = message.node(kind)
    url = file.text_or_none("url") or file.text_or_none("link")
    if url is None:
        url = f"whatsapp-media:{file.text('id')}"
        builder.findings.append(InboundCode.MEDIA_BY_ID.at(file.path, channel="WhatsApp", url=url))
    if caption := file.text_or_none("caption"):
        return {"media_card_message": {"url": url, "caption": caption}}
    name = file.text_or_none("filename")
    return {"media_message": {"url": url, **({"filename_override": name} if name else {})}}


def _location(place: Node) -> _Contact:
    return {
        "location_message": {
            "title": place.text_or_none("name") or "",
            "label": place.text_or_none("address") or "",
            "coordinates": place.degrees(),
        }
    }


def _order(order: Node) -> _Contact:
    products = [
        {
            "id": item.text("product_retailer_id"),
            "marketplace": "FACEBOOK",
            **{name: item.data[name] for name in ("quantity", "item_price", "currency") if item.has(name)},
        }
        for item in order.nodes("product_items")
    ]
    response = {"products": products, "title": order.text_or_none("text"), "catalog_id": order.text("catalog_id")}
    return {"product_response_message": {name: value for name, value in response.items() if value is not None}}


def _fallback(message: Node, kind: str, builder: Builder) -> _Contact:
    what = f"WhatsApp's {quoted(kind)}"
    builder.findings.append(InboundCode.KEPT_AS_FALLBACK.at(message.path, what=what))
    errors = list(message.nodes("errors"))
    reason = {"reason": _reason(errors[0])} if errors else {}
    return {"fallback_message": {"raw_message": compact_json(message.data), **reason}}


def _read_status(status: Node, envelope: dict[str, Any], builder: Builder) -> None:
    name = status.text("status")
    if name not in STATUSES:
        builder.findings.append(InboundCode.STATUS_UNMAPPED.at(status.at("status"), status=quoted(name)))
    errors = list(status.nodes("errors"))
    builder.add_delivery(
        STATUSES.get(name, name),
        native=status.data,
        path=status.path,
        identity=status.text_or_none("recipient_id"),
        message_id=status.text("id"),
        event_time=_time(status),
        reason=_reason(errors[0]) if errors else None,
        envelope=envelope,
    )


def _reason(error: Node) -> dict[str, Any]:
    details = error.node_or_none("error_data")
    description = details.text_or_none("details") if details else None
    code = error.number("code")
    return {
        "code": REASONS.get(code, "CHANNEL_FAILURE"),
        "description": description or error.text_or_none("message") or error.text_or_none("title") or "",
        "channel_code": error.identifier("code"),
    }


def _time(part: Node) -> str | None:
    """Return the time that WhatsApp writes as seconds in a string."""
    if not part.has("timestamp"):
        return None
    text = part.identifier("timestamp")
    return utc(
        int(text) if text.isascii() and text.isdigit() and len(text) < 12 else float("inf"), part.at("timestamp")
    )
