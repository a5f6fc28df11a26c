"""WhatsApp's webhook: messages from contacts, the fate of those to them, and all else that happens to an account.

Sources: WhatsApp Business Platform, messages webhook reference
(developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages) with its pages on
interactive, order, system, edit and revoke messages; business-scoped user ids. Read 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.node import Node, read_json
from transcode.inbound.received import Received
from transcode.inbound.whatsapp_status import read_status, read_time, reason, why
from transcode.message.channel import Channel
from transcode.writer.payloads import compact_json

__all__ = ["parse_whatsapp"]

_MEDIA: Final = frozenset({"image", "video", "audio", "document", "sticker", "voice"})

_Contact = dict[str, Any]


def parse_whatsapp(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one webhook request of WhatsApp has.

    A message whose content is odd is a fallback message; any other part that cannot be read is kept among
    ``native_events``, and so is whatever is no message and no delivery report: payments, calls, changes of a number,
    echoes, history, news of the account.

    Args:
        payload: the request's body: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: it is no webhook of WhatsApp's: there is no list of entries.

    """
    root, findings = read_json(payload, "a WhatsApp webhook")
    builder = Builder(Channel.WHATSAPP, findings)
    root.required("entry")
    root.items("entry")
    around = root.without("entry")

    def read_entry(entry: Node) -> None:
        if entry.data.get("changes") in (None, []):
            builder.add_event("entry", native=entry.data, path=entry.path, envelope=around)
        outside = {**around, "entry": entry.without("changes")}
        builder.each(entry, "changes", lambda change: _read_change(change, outside, builder), outside, "change")

    builder.each(root, "entry", read_entry, around, "entry")
    return builder.received(root)


_READ_HERE: Final = ("messages", "statuses")


def _read_change(change: Node, outside: dict[str, Any], builder: Builder) -> None:
    value = change.node("value")
    for error in builder.maybe(value.nodes, "errors") or ():
        said = reason(error)
        what = quoted(f"{said.get('channel_code', '')} {said['description']}")
        builder.findings.append(InboundCode.CHANNEL_ERROR.at(error.path, channel="WhatsApp", error=what))
    if not any(value.data.get(name) for name in _READ_HERE):
        kind = builder.maybe(change.text_or_none, "field") or "change"
        builder.add_event(kind, native=change.data, path=change.path, envelope=outside)
        return
    envelope = _envelope(change, value, outside)
    people = _People(value, builder)
    builder.each(
        value, "messages", lambda message: _read_message(message, people, envelope, builder), envelope, "message"
    )
    builder.each(value, "statuses", lambda status: read_status(status, envelope, builder), envelope, "status")


def _envelope(change: Node, value: Node, outside: dict[str, Any]) -> dict[str, Any]:
    """Return what stands around the messages and statuses of a change, in the shape that it came in, without lists."""
    changes = {**change.without("value"), "value": value.without(*_READ_HERE)}
    return {**outside, "entry": {**outside["entry"], "changes": changes}}


class _People:
    """Who a change is about: one's own number, and the contacts that its messages come from."""

    def __init__(self, value: Node, builder: Builder) -> None:
        number = builder.maybe(value.node_or_none, "metadata")
        self.number = builder.maybe(number.text_or_none, "display_phone_number") if number else None
        contacts = builder.maybe(value.nodes, "contacts") or []
        # Which of several contacts a message is from, only the message says.
        self._only = contacts[0] if len(contacts) == 1 else None

    def of(self, message: Node, builder: Builder) -> dict[str, Any]:
        """Return the identity of a message's sender, and their business-scoped user ids."""
        phone = builder.maybe(message.text_or_none, "from")
        user = builder.maybe(message.text_or_none, "from_user_id")
        parent = builder.maybe(message.text_or_none, "from_parent_user_id")
        if self._only and phone in (None, self._only.data.get("wa_id")):
            phone = phone or builder.maybe(self._only.text_or_none, "wa_id")
            user = user or builder.maybe(self._only.text_or_none, "user_id")
            parent = parent or builder.maybe(self._only.text_or_none, "parent_user_id")
        return {"identity": phone or user or parent, "user_id": user, "parent_user_id": parent}


# --- messages ---


def _read_message(message: Node, people: _People, envelope: dict[str, Any], builder: Builder) -> None:
    who = people.of(message, builder)
    kind = builder.maybe(message.text_or_none, "type") or "message"
    fields: dict[str, Any] = {
        "id": builder.maybe(message.identifier, "id"),
        "accept_time": builder.maybe(read_time, message),
        "sender_id": people.number,
        "group_id": builder.maybe(message.text_or_none, "group_id"),
        "envelope": envelope,
    }
    if kind == "system" and _read_system(message, who, fields, builder):
        return
    if kind == "revoke":
        revoked = builder.maybe(message.node_or_none, "revoke")
        builder.add_event(
            kind,
            native=message.data,
            path=message.path,
            identity=who["identity"],
            message_id=builder.maybe(revoked.text_or_none, "original_message_id") if revoked else None,
            event_time=fields["accept_time"],
            envelope=envelope,
        )
        return
    edited, inner = _edited(message, kind, builder)
    context = builder.maybe(inner.node_or_none, "context")
    answered = builder.maybe(context.text_or_none, "id") if context else None
    contact = builder.content(message, f"WhatsApp's {quoted(kind)}", lambda: _contact_message(inner, answered, builder))
    if answered and "choice_response_message" not in contact:
        contact["reply_to"] = {"message_id": answered}
    builder.add_message(contact, native=message.data, path=message.path, edited_message_id=edited, **who, **fields)


def _edited(message: Node, kind: str, builder: Builder) -> tuple[str | None, Node]:
    """Return which message an edit is of and what it says; None and the message itself where it is no edit."""
    edit = builder.maybe(message.node_or_none, "edit") if kind == "edit" else None
    inner = builder.maybe(edit.node_or_none, "message") if edit else None
    original = builder.maybe(edit.text_or_none, "original_message_id") if edit else None
    return original, inner or message


_SYSTEM_CHANGES: Final = frozenset({"user_changed_number", "user_changed_user_id", "customer_changed_number"})


def _read_system(message: Node, who: dict[str, Any], fields: dict[str, Any], builder: Builder) -> bool:
    """Read a contact's change of number or user id; False where the message is about something else."""
    system = message.node("system") if isinstance(message.data.get("system"), dict) else None
    kind = builder.maybe(system.text_or_none, "type") if system else None
    if system is None or kind not in _SYSTEM_CHANGES:
        return False

    def first(*names: str) -> str | None:
        return next((found for name in names if (found := builder.maybe(system.text_or_none, name))), None)

    # The page names the two previous ids; the new ones go by the names that they have everywhere else.
    user = first("user_id") or (who["user_id"] if kind != "customer_changed_number" else None)
    new = first("wa_id", "new_wa_id") or user
    old = [builder.maybe(message.text_or_none, "from"), first("previous_user_id"), first("previous_parent_user_id")]
    builder.add_event(
        str(kind),
        native=message.data,
        path=message.path,
        identity=new or who["identity"],
        previous_identities=[one for one in old if one and one != new],
        event_time=fields["accept_time"],
        envelope=fields["envelope"],
        known=True,
    )
    return True


def _contact_message(message: Node, answered: str | None, builder: Builder) -> _Contact:
    match message.text("type"):
        case "text":
            contact = {"text_message": {"text": message.node("text").text("body")}}
        case "location":
            contact = _location(message.node("location"))
        case "button":
            button = message.node("button")
            # A template's button without a payload comes back with its text alone.
            contact = _choice(button.text_or_none("payload") or button.text("text"), answered)
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
        case "nfm_reply" as kind:
            reply = interactive.node(kind)
            reply.text("response_json")
            return {"channel_specific_message": {"message_type": "nfm_reply", "message": interactive.data}}
        case kind:
            return _fallback(message, kind, builder)


def _media(message: Node, kind: str, builder: Builder) -> _Contact:
    if not message.has(kind) and message.has("errors"):
        return _fallback(message, kind, builder)
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
    return {"fallback_message": {"raw_message": compact_json(message.data), **why(message, builder)}}
