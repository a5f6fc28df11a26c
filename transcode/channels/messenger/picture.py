"""What is seen in Messenger and Instagram: a bubble for each message, templates as cards, quick replies as chips."""

from __future__ import annotations

from itertools import repeat
from typing import Final

from transcode.picture import (
    Block,
    Bubble,
    Carousel,
    Effect,
    Kind,
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

_FILES: Final = {"image": Kind.IMAGE, "video": Kind.VIDEO, "audio": Kind.AUDIO, "file": Kind.DOCUMENT}


def picture(result: Transcoded) -> Picture:
    """Describe the messages in sending order."""
    return Picture(tuple(_bubble(Value(payload)["message"]) for payload in result.payloads))


def _bubble(message: Value) -> Bubble:
    chips = tuple(
        ShownButton(one["title"].text or one["content_type"].text, Effect.ANSWER, one["payload"].text)
        for one in message["quick_replies"]
    )
    blocks: list[Block] = list(words(message["text"].text))
    attachment, payload = message["attachment"], message["attachment"]["payload"]
    if kind := _FILES.get(attachment["type"].text):
        blocks.append(ShownFile(kind, payload["url"].text or payload["attachment_id"].text))
    elif attachment:
        body = _template(payload)
        return Bubble((*blocks, *body.blocks), body.buttons, chips)
    return Bubble(tuple(blocks) or (Undrawn("A message of an unknown form."),), (), chips)


def _template(template: Value) -> Bubble:
    kind, elements = template["template_type"].text, tuple(template["elements"])
    if kind == "button":
        return Bubble(words(template["text"].text), tuple(map(_button, template["buttons"])))
    if kind in ("generic", "media") and elements:
        cards = tuple(map(_element, elements))
        return cards[0] if len(cards) == 1 else Bubble((Carousel(cards),))
    if kind == "image_grid" and elements:
        grid = elements[0]
        images = tuple(map(_image, grid["images"], repeat(grid["title"].text)))
        said = (*words(grid["title"].text, Role.TITLE), *words(grid["subtitle"].text))
        return Bubble((Carousel(images), *said), tuple(map(_button, grid["buttons"])))
    return Bubble((Undrawn(f"A template of type {kind or 'unknown'}."),))


def _element(element: Value) -> Bubble:
    image = element["image_url"].text or element["url"].text
    blocks: tuple[Block, ...] = (
        *([ShownFile(_FILES.get(element["media_type"].text, Kind.IMAGE), image)] if image else []),
        *words(element["title"].text, Role.TITLE),
        *words(element["subtitle"].text),
    )
    return Bubble(blocks, tuple(map(_button, element["buttons"])))


def _image(image: Value, title: str) -> Bubble:
    """Describe an image of a grid; what a tap on it does has no label but the grid's title."""
    shown = (ShownFile(Kind.IMAGE, image["url"].text),)
    action = image["action"]
    if not action:
        return Bubble(shown)
    opened, answered = action["url"].text, action["payload"].text
    return Bubble(shown, (ShownButton(title, Effect.OPEN if opened else Effect.ANSWER, opened or answered),))


def _button(button: Value) -> ShownButton:
    label = button["title"].text
    match button["type"].text:
        case "web_url":
            return ShownButton(label, Effect.OPEN, button["url"].text)
        case "postback":
            return ShownButton(label, Effect.ANSWER, button["payload"].text)
        case "phone_number":
            return ShownButton(label, Effect.CALL, button["payload"].text)
        case _:
            return ShownButton(label, Effect.OTHER, button["payload"].text)
