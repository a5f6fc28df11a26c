"""Webhooks of Messenger and Instagram: messages from contacts, the choices that they tap, and what became of one's own.

Sources: Messenger Platform, "Webhook events" (developers.facebook.com/documentation/business-messaging/
messenger-platform/webhooks/webhook-events and the pages of its events), and Instagram Platform, "Webhook notification
examples" (developers.facebook.com/documentation/instagram-platform/webhooks/examples). Read 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.builder import MAX_AROUND, Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.node import Node, read_json, utc
from transcode.inbound.received import Received
from transcode.message.channel import Channel
from transcode.writer.payloads import compact_json

__all__ = ["META", "parse_messenger"]

META: Final[Mapping[str, Channel]] = {"page": Channel.MESSENGER, "instagram": Channel.INSTAGRAM}
"""What a webhook is about, by its ``object``."""

# No set: what stands in a callback's place for a type may be anything, a list too.
_FILES: Final = ("image", "video", "audio", "file", "sticker", "reel", "ig_reel", "story_mention")
_AROUND: Final = frozenset({"sender", "recipient", "timestamp"})
_NAMED: Final = ("message", "postback", "message_edit", "delivery", "read", "reaction")
_MILLISECOND: Final = timedelta(milliseconds=1)
_DIGITS: Final = 16

_Contact = dict[str, Any]


def parse_messenger(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one webhook request of Messenger or Instagram has.

    A message with several files is a contact message for its text and one for each file, all with its id. Reports of
    Messenger name no message where they hold for all until a moment (``watermark``): these are native events, and so
    are echoes of one's own messages, reactions, deleted messages, opt-ins, comments and what another app answers
    (``standby``). Meta does not say which message a tapped choice belongs to: ``message_id`` of such a choice response
    is empty.

    Args:
        payload: the request's body: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: it is no such webhook: its ``object`` is another, or there is no list of entries.

    """
    root, findings = read_json(payload, "a webhook of Messenger or Instagram")
    channel = META.get(root.text("object"))
    if channel is None:
        raise InvalidMessage.at("object", "value", "must be page or instagram", root.data["object"])
    builder = Builder(channel, findings)
    root.required("entry")
    root.items("entry")
    around = root.without("entry")
    builder.each(root, "entry", lambda entry: _read_entry(entry, around, builder), around, "entry")
    return builder.received(root)


def _read_entry(entry: Node, around: dict[str, Any], builder: Builder) -> None:
    lists = ("messaging", "standby", "changes")
    envelope = {**around, "entry": entry.without(*lists)}
    if all(entry.data.get(name) in (None, []) for name in lists):
        builder.add_event("entry", native=entry.data, path=entry.path, envelope=around)
    builder.each(entry, "messaging", lambda event: _read(event, envelope, builder), envelope, "event")
    builder.each(entry, "standby", lambda event: _keep("standby", event, envelope, builder), envelope, "standby")
    builder.each(entry, "changes", lambda change: _read_change(change, envelope, builder), envelope, "change")


def _read_change(change: Node, outside: dict[str, Any], builder: Builder) -> None:
    """Read a change: a comment and the like, or an event of ``messaging`` as Instagram also writes it."""
    kind = builder.maybe(change.text_or_none, "field") or "change"
    value = change.data.get("value")
    if isinstance(value, dict) and isinstance(value.get("sender"), dict) and isinstance(value.get("recipient"), dict):
        _read(change.node("value"), {**outside, "change": change.without("value")}, builder)
    else:
        builder.add_event(kind, native=change.data, path=change.path, envelope=outside)


# --- events ---


def _read(event: Node, envelope: dict[str, Any], builder: Builder) -> None:
    kind = next((name for name in _NAMED if event.has(name)), "")
    if kind == "message":
        _read_message(event, envelope, builder)
    elif kind == "postback":
        _read_postback(event, envelope, builder)
    elif kind == "message_edit":
        edit = event.node(kind)
        edited = builder.maybe(edit.identifier, "mid")
        contact = builder.content(event, "the edited message", lambda: {"text_message": {"text": edit.text("text")}})
        _add(contact, event, envelope, builder, id=edited, edited_message_id=edited)
    elif kind in ("delivery", "read"):
        _read_report(kind, event, envelope, builder)
    else:
        _keep(kind or _other(event), event, envelope, builder)


def _other(event: Node) -> str:
    return next((name for name in event.data if name not in _AROUND and event.has(name)), "event")


def _read_message(event: Node, envelope: dict[str, Any], builder: Builder) -> None:
    message = event.node("message")
    if message.data.get("is_echo") is True:
        _keep("message_echo", event, envelope, builder)
        return
    if message.data.get("is_deleted") is True:
        _keep("message_deleted", event, envelope, builder)
        return
    fields: dict[str, Any] = {"id": builder.maybe(message.identifier, "mid")}
    answered = builder.maybe(message.node_or_none, "reply_to")
    quoted_id = builder.maybe(answered.text_or_none, "mid") if answered else None
    contacts = [*_contact_messages(event, message, builder)]
    if len(contacts) > 1 and len(contacts) * len(compact_json(event.data)) > MAX_AROUND:
        raise InvalidMessage.at(event.path, "too_large", "has too many files to be told one by one")
    for number, contact in enumerate(contacts):
        if number:
            builder.count(event.data, event.path)  # each has the whole event
        if quoted_id and "choice_response_message" not in contact:
            contact["reply_to"] = {"message_id": quoted_id}
        _add(contact, event, envelope, builder, **fields)


def _read_postback(event: Node, envelope: dict[str, Any], builder: Builder) -> None:
    postback = event.node("postback")

    def tapped() -> _Contact:
        # A button without a payload comes back with its title alone.
        return _choice(postback.text_or_none("payload") or postback.text("title"))

    contact = builder.content(event, "the postback", tapped)
    _add(contact, event, envelope, builder, id=builder.maybe(postback.text_or_none, "mid"))


def _read_report(kind: str, event: Node, envelope: dict[str, Any], builder: Builder) -> None:
    report = event.node(kind)
    several = [value for _, value in report.items("mids")]
    names = several if kind == "delivery" else [report.data["mid"]] if report.has("mid") else []
    if not names or not all(isinstance(name, str) for name in names):
        _keep(kind, event, envelope, builder)
        return
    when = builder.maybe(_time, report, "watermark") or builder.maybe(_time, event, "timestamp")
    for name in names:
        # With its own id only: each report with the ids of all would be a callback squared.
        native = {**event.data, kind: {**report.data, "mids": [name]}} if len(names) > 1 else event.data
        builder.add_delivery(
            "DELIVERED" if kind == "delivery" else "READ",
            native=native,
            path=event.path,
            identity=_who(event, builder),
            message_id=name,
            event_time=when,
            envelope=envelope,
        )


def _keep(kind: str, event: Node, envelope: dict[str, Any], builder: Builder) -> None:
    """Add what is neither a message nor a report that names one."""
    inner = next((event.data[name] for name in _NAMED if isinstance(event.data.get(name), dict)), None)
    about = Node(inner, event.path) if inner is not None else None
    own = kind == "message_echo" or (about is not None and about.data.get("is_echo") is True)
    when = builder.maybe(_time, about, "watermark") if about is not None else None
    builder.add_event(
        kind,
        native=event.data,
        path=event.path,
        identity=_who(event, builder, "recipient" if own else "sender"),
        message_id=builder.maybe(about.text_or_none, "mid") if about is not None else None,
        event_time=when or builder.maybe(_time, event, "timestamp"),
        envelope=envelope,
    )


def _add(contact: _Contact, event: Node, envelope: dict[str, Any], builder: Builder, **fields: Any) -> None:
    builder.add_message(
        contact,
        native=event.data,
        path=event.path,
        identity=_who(event, builder),
        sender_id=_who(event, builder, "recipient"),
        accept_time=builder.maybe(_time, event, "timestamp"),
        envelope=envelope,
        **fields,
    )


def _who(event: Node, builder: Builder, name: str = "sender") -> str | None:
    """Return the scoped id of who wrote, or was written to; before the first message a plug-in's ``user_ref``."""
    found = builder.maybe(event.node_or_none, name)
    if found is None:
        return None
    if found.has("id"):
        return builder.maybe(found.identifier, "id")
    return builder.maybe(found.text_or_none, "user_ref")


def _time(part: Node, name: str) -> str | None:
    """Return a time that Meta writes as milliseconds, in examples also as a string."""
    if not part.has(name):
        return None
    text = part.identifier(name)
    known = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return utc(int(text) if known else float("inf"), part.at(name), _MILLISECOND)


# --- messages ---


def _contact_messages(event: Node, message: Node, builder: Builder) -> Iterator[_Contact]:
    """Yield what a message says: a choice, a text, a file with its caption, or a text and each of several files."""
    if tapped := builder.maybe(message.node_or_none, "quick_reply"):
        yield builder.content(event, "the quick reply", lambda: _choice(tapped.text("payload")))
        return
    attachments = builder.maybe(message.items, "attachments") or []
    text = builder.maybe(message.text_or_none, "text") or ""
    files = [*_without_twins(attachments)]
    # A link in a text comes with what the link shows; the text has the link.
    if text:
        files = [
            (path, item) for path, item in files if not (isinstance(item, dict) and item.get("type") == "fallback")
        ]
    if text and len(files) == 1 and (url := _url(files[0][1])):
        yield {"media_card_message": {"url": url, "caption": text}}
        return
    if text:
        yield {"text_message": {"text": text}}
    for path, item in files:
        yield _attached(path, item, builder)
    if not text and not files:
        yield _fallback(event, "a message without text or file", builder)


def _without_twins(attachments: list[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield attachments; until 2026-08-30 a sticker came as an image, too."""
    stickers = {_sticker(item) for _, item in attachments if isinstance(item, dict) and item.get("type") == "sticker"}
    for path, item in attachments:
        twin = isinstance(item, dict) and item.get("type") == "image" and _sticker(item) in stickers - {None}
        if not twin:
            yield path, item


def _sticker(attachment: Mapping[str, Any]) -> str | None:
    payload = attachment.get("payload")
    number = payload.get("sticker_id") if isinstance(payload, dict) else None
    return str(number) if isinstance(number, (int, str)) else None


def _url(attachment: Any) -> str | None:
    """Return the URL of a file; None where an attachment is none or has none."""
    if not isinstance(attachment, dict) or str(attachment.get("type")) not in _FILES:
        return None
    payload = attachment.get("payload")
    url = payload.get("url") if isinstance(payload, dict) else None
    return url if isinstance(url, str) and url else None


def _attached(path: str, item: Any, builder: Builder) -> _Contact:
    if url := _url(item):
        return {"media_message": {"url": url}}
    if not isinstance(item, dict):
        return _unreadable(path, item, builder)
    part = Node(item, path)
    if item.get("type") == "location":
        return builder.content(part, "the location", lambda: _location(part))
    return _fallback(part, f"attachment of type {quoted(item.get('type'))}", builder)


def _location(part: Node) -> _Contact:
    payload = part.node("payload")
    return {
        "location_message": {
            "title": part.text_or_none("title") or "",
            "label": "",
            "coordinates": payload.node("coordinates").degrees("lat", "long"),
        }
    }


def _choice(payload: str) -> _Contact:
    return {"choice_response_message": {"message_id": "", "postback_data": payload}}


def _unreadable(path: str, item: Any, builder: Builder) -> _Contact:
    where = "in fallback_message.raw_message"
    builder.findings.append(
        InboundCode.PART_UNREADABLE.at(path, what="the attachment", why="must be an object", where=where)
    )
    return {"fallback_message": {"raw_message": compact_json(item)}}


def _fallback(part: Node, what: str, builder: Builder) -> _Contact:
    builder.findings.append(InboundCode.KEPT_AS_FALLBACK.at(part.path, what=f"{builder.channel}'s {what}"))
    return {"fallback_message": {"raw_message": compact_json(part.data)}}
