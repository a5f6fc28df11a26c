"""Apple Messages for Business: what customers write, what they pick, and that they type or close the conversation.

Sources: Apple's MSP REST API (register.apple.com/resources/messages/msp-rest-api), whose fields of a request are also
those that nyaruka/courier reads; read 2026-11-27. Unverified: what the replies of quick replies and pickers hold was
not found on a page of Apple's; it is what open connectors read (an extension of Chatwoot for Apple Messages:
``quick-reply`` with ``selectedIndex``, ``event`` or ``timePicker.event`` with ``timeslots``), and
``selectedIdentifier`` is from memory. No library or schema of these requests is public that could judge them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.node import Node, read_json
from transcode.inbound.received import Received
from transcode.message.channel import Channel
from transcode.writer.payloads import compact_json

__all__ = ["is_apple", "parse_apple"]

_NEWS: Final = frozenset(("typing_start", "typing_end", "close"))
_HOLDER: Final = "\ufffc"
"""Stands in a text where one of its files is shown."""

_Contact = dict[str, Any]


def is_apple(callback: Mapping[str, Any]) -> bool:
    """Tell whether a callback is one of Apple Messages for Business."""
    return all(name in callback for name in ("sourceId", "destinationId", "type"))


def parse_apple(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one request of Apple Messages for Business has.

    A tapped quick reply, each item taken from a list picker and the slot taken from a time picker are choice responses.
    Apple does not name the message that they answer, but its ``requestIdentifier``, which is in ``native`` or, where
    several items were taken, in ``envelope``: ``message_id`` is empty. A message with several files gives one message
    for each; its text is the caption of the first. Files are encrypted: ``native`` has their keys. ``typing_start``,
    ``typing_end`` and ``close`` are native events; after ``close`` nothing may be sent until the customer writes again.

    Args:
        payload: the request's body, decompressed: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: it is no such request: it has no ``type``.

    """
    root, findings = read_json(payload, "a request of Apple Messages for Business")
    builder = Builder(Channel.APPLEBC, findings)
    kind = root.text("type")
    builder.attempt(root.data, "", lambda event: _read(kind, event, builder), {}, kind)
    return builder.received(root)


def _read(kind: str, event: Node, builder: Builder) -> None:
    if kind == "text":
        _read_text(event, builder)
    elif kind == "interactive":
        _read_interactive(event, builder)
    else:
        builder.add_event(
            kind,
            native=event.data,
            path=event.path,
            identity=builder.maybe(event.text_or_none, "sourceId"),
            message_id=builder.maybe(event.text_or_none, "id"),
            known=kind in _NEWS,
        )


def _add(
    contact: _Contact,
    event: Node,
    builder: Builder,
    native: Mapping[str, Any] | None = None,
    around: Mapping[str, Any] | None = None,
) -> None:
    """Add a message; ``native`` is its part of the request where that has several, and ``around`` the rest."""
    builder.add_message(
        contact,
        native=event.data if native is None else native,
        path=event.path,
        identity=event.text("sourceId"),
        id=builder.maybe(event.text_or_none, "id"),
        sender_id=builder.maybe(event.text_or_none, "destinationId"),
        envelope=around,
    )


# --- texts and files ---


def _read_text(event: Node, builder: Builder) -> None:
    files = builder.maybe(event.items, "attachments") or []
    if not files:
        _add(builder.content(event, "Apple's text", lambda: _text(event)), event, builder)
        return
    caption = (builder.maybe(event.text_or_none, "body") or "").replace(_HOLDER, "").strip()
    around = None if len(files) == 1 else event.without("attachments")
    for path, item in files:

        def read(file: Node, said: str = caption) -> None:
            contact = builder.content(file, "the attachment", lambda: _file(file, said, builder))
            _add(contact, event, builder, None if around is None else file.data, around)

        builder.attempt(item, path, read, around or event.without("attachments"), "attachment")
        caption = ""


def _text(event: Node) -> _Contact:
    return {"text_message": {"text": event.text("body")}}


def _file(file: Node, caption: str, builder: Builder) -> _Contact:
    url = file.text("url")
    builder.findings.append(InboundCode.MEDIA_ENCRYPTED.at(file.path, channel="Apple Messages", url=quoted(url)))
    if caption:
        return {"media_card_message": {"url": url, "caption": caption}}
    name = file.text_or_none("name")
    return {"media_message": {"url": url, **({"filename_override": name} if name else {})}}


# --- what was picked ---


def _read_interactive(event: Node, builder: Builder) -> None:
    data = event.node("interactiveData").node_or_none("data") if event.has("interactiveData") else None
    if data is None:
        what = "a reply that Apple gives by reference (interactiveDataRef)" if event.has("interactiveDataRef") else None
        _add(_fallback(event, what or "Apple's interactive message", builder), event, builder)
    elif data.has("quick-reply"):
        _add(builder.content(event, "the quick reply", lambda: _tapped(data.node("quick-reply"))), event, builder)
    elif data.has("listPicker"):
        sections = _nodes(data.node("listPicker"), "sections")
        _read_taken([item for section in sections for item in section.items("items")], event, builder)
    elif data.has("event") or data.has("timePicker"):
        # Older devices have the event inside a time picker.
        taken = data.node("event") if data.has("event") else data.node("timePicker").node("event")
        _read_taken(taken.items("timeslots"), event, builder)
    else:
        known = ", ".join(name for name in data.data if name not in ("version", "mspVersion", "requestIdentifier"))
        _add(_fallback(event, f"Apple's interactive message ({quoted(known)})", builder), event, builder)


def _read_taken(items: list[tuple[str, Any]], event: Node, builder: Builder) -> None:
    """Add a choice response for each item: a reply has only those that were taken.

    The first has all that the reply says around them, pictures and the heads of sections too.
    """
    if not items:
        _add(_fallback(event, "a picker's reply with nothing taken", builder), event, builder)
        return
    rest = _around(event, whole=False)
    for number, (path, item) in enumerate(items):
        around = rest if number else _around(event, whole=True)

        def read(taken: Node, around: dict[str, Any] = around) -> None:
            contact = builder.content(taken, "the item", lambda: _chosen(taken.identifier("identifier")))
            if len(items) == 1:
                _add(contact, event, builder)
            else:
                _add(contact, event, builder, taken.data, around)

        builder.attempt(item, path, read, around, "item")


def _around(event: Node, *, whole: bool) -> dict[str, Any]:
    """Return a reply without the items that were taken, which are messages of their own.

    ``whole`` has what they were offered with too: pictures, the heads of sections, the event.
    """
    interactive = event.node("interactiveData")
    given = interactive.node("data")
    data = given.without("listPicker", "event", "timePicker", "images")
    if whole:
        data = {**given.data, **_without_items(given)}
    return {**event.without("interactiveData"), "interactiveData": {**interactive.without("data"), "data": data}}


def _without_items(data: Node) -> dict[str, Any]:
    """Return the picker or the event of a reply without what was taken of it."""
    if data.has("event") and not data.has("listPicker"):
        return {"event": data.node("event").without("timeslots")}
    if data.has("timePicker") and not data.has("listPicker"):
        picker = data.node("timePicker")
        return {"timePicker": {**picker.data, "event": picker.node("event").without("timeslots")}}
    picker = data.node("listPicker")
    sections = [section.without("items") for section in picker.nodes("sections")]
    return {"listPicker": {**picker.data, "sections": sections}}


def _nodes(picker: Node, name: str) -> list[Node]:
    picker.required(name)
    return picker.nodes(name)


def _tapped(reply: Node) -> _Contact:
    """Return the quick reply that was tapped: by its identifier, or else by its place in the items."""
    if reply.has("selectedIdentifier"):
        return _chosen(reply.identifier("selectedIdentifier"))
    items = reply.nodes("items")
    index = reply.number("selectedIndex") if reply.has("selectedIndex") or len(items) != 1 else 0
    if not 0 <= index < len(items):
        where = reply.at("selectedIndex")
        raise InvalidMessage.at(where, "index", f"must be the place of one of {len(items)} items", index)
    return _chosen(items[index].identifier("identifier"))


def _chosen(identifier: str) -> _Contact:
    return {"choice_response_message": {"message_id": "", "postback_data": identifier}}


def _fallback(event: Node, what: str, builder: Builder) -> _Contact:
    builder.findings.append(InboundCode.KEPT_AS_FALLBACK.at(event.path, what=what))
    return {"fallback_message": {"raw_message": compact_json(event.data)}}
