"""What is seen in Viber: one bubble for each message, its keyboard below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import chain
from typing import Final

from transcode.channels.viber.formatting import formatted
from transcode.picture import (
    Block,
    Bubble,
    Carousel,
    Contact,
    Effect,
    Fact,
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

_FILES: Final = {"picture": Kind.IMAGE, "video": Kind.VIDEO, "file": Kind.DOCUMENT}
_EFFECTS: Final = {
    "reply": Effect.ANSWER,
    "open-url": Effect.OPEN,
    "location-picker": Effect.ASK,
    "none": Effect.NOTHING,
}
_TAG: Final = re.compile(r"<(/?[a-z]+)[^<>]*>", re.IGNORECASE)


def picture(result: Transcoded) -> Picture:
    """Describe the messages in sending order."""
    return Picture(tuple(_bubble(Value(payload)) for payload in result.payloads))


def _bubble(message: Value) -> Bubble:
    blocks = tuple(_blocks(message))
    chips = tuple(map(_button, message["keyboard"]["Buttons"]))
    if not (blocks or chips):
        blocks = (Undrawn(f"A message of the type {message['type'].text or 'unknown'}."),)
    return Bubble(blocks, (), chips)


def _blocks(message: Value) -> Iterator[Block]:
    kind, url = message["type"].text, message["media"].text
    if kind in _FILES and url:
        yield ShownFile(_FILES[kind], url, message["file_name"].text, message["thumbnail"].text)
    elif kind == "url":
        yield from words(url)
    place = message["location"]
    if place["lat"].number is not None:
        yield MapPin("", "", place["lat"].number, place["lon"].number)
    if contact := message["contact"]:
        yield Contact(contact["name"].text, (Fact("phone", contact["phone_number"].text),))
    grid = message["rich_media"]
    cards = tuple(_card(cells) for cells in _grouped(tuple(grid["Buttons"]), grid["ButtonsGroupRows"].number or 7))
    if cards:
        yield Carousel(cards)
    yield from formatted(message["text"].text)


def _grouped(cells: Sequence[Value], height: float) -> Iterator[list[Value]]:
    """Return the cells of each card: one ends where its rows are full."""
    card: list[Value] = []
    rows = 0.0
    for cell in cells:
        card.append(cell)
        rows += cell["Rows"].number or 1
        if rows >= height:
            yield card
            card, rows = [], 0
    if card:
        yield card


def _card(cells: Sequence[Value]) -> Bubble:
    shown = [cell for cell in cells if cell["ActionType"].text == cell["ActionBody"].text == "none"]
    blocks = chain.from_iterable(map(_shown, shown))
    return Bubble(tuple(blocks), tuple(_button(cell) for cell in cells if cell not in shown))


def _shown(cell: Value) -> Iterator[Block]:
    if url := cell["Image"].text:
        yield ShownFile(Kind.IMAGE, url)
    text = cell["Text"].text
    yield from words(_read(text), Role.TITLE if text.startswith("<b>") else Role.BODY)


def _button(cell: Value) -> ShownButton:
    effect = _EFFECTS.get(cell["ActionType"].text or "reply", Effect.OTHER)
    target = "" if effect in (Effect.ASK, Effect.NOTHING) else cell["ActionBody"].text
    return ShownButton(_read(cell["Text"].text), effect, target)


def _read(text: str) -> str:
    """Return the text that HTML shows."""
    return unescape(_TAG.sub(lambda tag: "\n" if tag[1].lower() == "br" else "", text))
