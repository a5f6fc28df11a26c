"""What is seen in Viber Business: one bubble for each message, its button or its options below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from transcode.channels.viber.formatting import formatted
from transcode.picture import (
    Block,
    Bubble,
    Carousel,
    Effect,
    Kind,
    Picture,
    ShownButton,
    ShownFile,
    Undrawn,
    Value,
    words,
)
from transcode.result import Transcoded

__all__ = ["picture"]

_FILES: Final = {"IMAGE": Kind.IMAGE, "VIDEO": Kind.VIDEO, "FILE": Kind.DOCUMENT}


def picture(result: Transcoded) -> Picture:
    """Describe the messages in sending order."""
    messages = (message for payload in result.payloads for message in Value(payload)["messages"])
    return Picture(tuple(_bubble(message["content"]) for message in messages))


def _bubble(content: Value) -> Bubble:
    blocks = tuple(_blocks(content))
    buttons = (_button(content["button"]),) if content["button"] else ()
    chips = tuple(ShownButton(option.text, Effect.ANSWER) for option in content["options"])
    if not (blocks or buttons or chips):
        blocks = (Undrawn(f"A message of the type {content['type'].text or 'unknown'}."),)
    return Bubble(blocks, buttons, chips)


def _blocks(content: Value) -> Iterator[Block]:
    if url := content["mediaUrl"].text:
        kind = _FILES.get(content["type"].text, Kind.UNKNOWN)
        yield ShownFile(kind, url, content["fileName"].text, content["thumbnailUrl"].text)
    yield from formatted(content["text"].text)
    if cards := tuple(content["cards"]):
        yield Carousel(tuple(map(_card, cards)))


def _card(card: Value) -> Bubble:
    file = ShownFile(Kind.IMAGE, card["mediaUrl"].text)
    return Bubble((file, *words(card["text"].text)), tuple(map(_button, card["buttons"])))


def _button(button: Value) -> ShownButton:
    target = button["action"].text
    return ShownButton(button["title"].text, Effect.CALL if target.lower().startswith("tel:") else Effect.OPEN, target)
