"""What is seen in LINE: a bubble for each message object, template and Flex cards, quick replies at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from transcode.picture import (
    Block,
    Bubble,
    Carousel,
    Effect,
    Kind,
    MapPin,
    Picture,
    Role,
    ShownButton,
    ShownFile,
    Undrawn,
    Value,
    words,
)
from transcode.result import Transcoded

__all__ = ["picture"]

_FILES: Final = {"image": Kind.IMAGE, "video": Kind.VIDEO, "audio": Kind.AUDIO}
_ASKING: Final = {
    "location": Effect.ASK,
    "datetimepicker": Effect.OTHER,
    "camera": Effect.OTHER,
    "cameraRoll": Effect.OTHER,
}
_DEEP: Final = 20
"""Boxes within boxes are followed so far; LINE itself allows fewer."""


def picture(result: Transcoded) -> Picture:
    """Describe the message objects in sending order."""
    messages = [message for payload in result.payloads for message in Value(payload)["messages"]]
    return Picture(tuple(map(_bubble, messages)))


def _bubble(message: Value) -> Bubble:
    chips = tuple(_button(item["action"]) for item in message["quickReply"]["items"])
    kind = message["type"].text
    body = Bubble()
    match kind:
        case "text" | "textV2":
            body = Bubble(words(message["text"].text))
        case "image" | "video" | "audio":
            body = Bubble(
                (ShownFile(_FILES[kind], message["originalContentUrl"].text, still=message["previewImageUrl"].text),)
            )
        case "location":
            place = message["latitude"].number, message["longitude"].number
            body = Bubble((MapPin(message["title"].text, message["address"].text, *place),))
        case "sticker":
            body = Bubble((ShownFile(Kind.STICKER, message["stickerId"].text),))
        case "template":
            body = _template(message["template"])
        case "flex":
            body = _container(message["contents"])
    blocks = body.blocks or (() if body.buttons else (Undrawn(f"A message of type {kind or 'unknown'}."),))
    quoted = message["quoteToken"].text
    return Bubble(blocks, body.buttons, chips, note="Answers a message of the recipient" if quoted else "")


def _template(template: Value) -> Bubble:
    if columns := tuple(template["columns"]):
        return Bubble((Carousel(tuple(map(_column, columns))),))
    return _column(template)


def _column(column: Value) -> Bubble:
    blocks: list[Block] = []
    if url := column["thumbnailImageUrl"].text or column["imageUrl"].text:
        blocks.append(ShownFile(Kind.IMAGE, url))
    blocks += words(column["title"].text, Role.TITLE)
    blocks += words(column["text"].text)
    actions = [*column["actions"], *([column["action"]] if column["action"] else [])]
    return Bubble(tuple(blocks), tuple(map(_button, actions)))


def _container(contents: Value) -> Bubble:
    if contents["type"].text == "carousel":
        return Bubble((Carousel(tuple(map(_card, contents["contents"]))),))
    return _card(contents)


def _card(bubble: Value) -> Bubble:
    parts = [bubble[name] for name in ("header", "hero", "body", "footer") if bubble[name]]
    blocks = list(_components(parts))
    last: list[ShownButton] = []
    while blocks and isinstance(button := blocks[-1], ShownButton):
        last.insert(0, button)
        blocks.pop()
    return Bubble(tuple(blocks), tuple(last))


def _components(components: Iterable[Value], depth: int = 0) -> Iterator[Block]:
    for component in components:
        action = component["action"]
        match component["type"].text:
            case "box" if depth < _DEEP:
                yield from _components(component["contents"], depth + 1)
            case "text":
                large = component["weight"].text == "bold"
                yield from words(_spans(component), Role.TITLE if large else Role.BODY)
            case "image" | "video" as kind:
                yield ShownFile(_FILES[kind], component["url"].text, still=component["previewUrl"].text)
            case "button":
                yield _button(action)
                continue
            case "separator" | "filler" | "icon":
                continue
            case other:
                yield Undrawn(f"A Flex component of type {other or 'unknown'}.")
        if action and action["uri"].text != _spans(component):
            # A text that opens the URL that it reads shows its own target; what else can be tapped is a button.
            yield _button(action)


def _spans(component: Value) -> str:
    return component["text"].text or "".join(span["text"].text for span in component["contents"])


def _button(action: Value) -> ShownButton:
    label = action["label"].text
    kind = action["type"].text
    if kind == "uri":
        uri = action["uri"].text
        return ShownButton(label, Effect.CALL if uri.lower().startswith("tel:") else Effect.OPEN, uri)
    if kind in ("postback", "message"):
        return ShownButton(label, Effect.ANSWER, action["data"].text or action["text"].text)
    return ShownButton(label, _ASKING.get(kind, Effect.OTHER), action["data"].text)
