"""What is seen in RCS: a bubble for each message, suggestions inside cards as buttons, those below as chips."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from transcode.channels.rcs.limits import FILES
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
from transcode.urls import file_extension

__all__ = ["picture"]

_KINDS: Final[Mapping[str, Kind]] = {
    "image": Kind.IMAGE,
    "video": Kind.VIDEO,
    "audio": Kind.AUDIO,
    "PDF": Kind.DOCUMENT,
}
_BY_EXTENSION: Final = {extension: _KINDS[kind.name] for kind in FILES for extension in kind.extensions}


def picture(result: Transcoded) -> Picture:
    """Describe the messages in sending order."""
    return Picture(tuple(_bubble(Value(payload)["contentMessage"]) for payload in result.payloads))


def _bubble(content: Value) -> Bubble:
    chips = tuple(map(_button, content["suggestions"]))
    blocks: list[Block] = list(words(content["text"].text))
    if info := content["contentInfo"]:
        blocks.append(_file(info))
    rich = content["richCard"]
    if cards := tuple(rich["carouselCard"]["cardContents"]):
        blocks.append(Carousel(tuple(map(_card, cards))))
    if alone := rich["standaloneCard"]["cardContent"]:
        card = _card(alone)
        return Bubble((*blocks, *card.blocks), card.buttons, chips)
    return Bubble(tuple(blocks) or (Undrawn("A message of an unknown form."),), (), chips)


def _card(card: Value) -> Bubble:
    info = card["media"]["contentInfo"]
    blocks: tuple[Block, ...] = (
        *([_file(info)] if info else []),
        *words(card["title"].text, Role.TITLE),
        *words(card["description"].text),
    )
    return Bubble(blocks, tuple(map(_button, card["suggestions"])))


def _file(info: Value) -> ShownFile:
    url = info["fileUrl"].text
    return ShownFile(_BY_EXTENSION.get(file_extension(url), Kind.UNKNOWN), url, still=info["thumbnailUrl"].text)


def _button(suggestion: Value) -> ShownButton:
    if reply := suggestion["reply"]:
        return ShownButton(reply["text"].text, Effect.ANSWER, reply["postbackData"].text)
    action = suggestion["action"]
    label, fallback = action["text"].text, action["fallbackUrl"].text
    if url := action["openUrlAction"]["url"].text:
        return ShownButton(label, Effect.OPEN, url)
    if number := action["dialAction"]["phoneNumber"].text:
        return ShownButton(label, Effect.CALL, number)
    if place := action["viewLocationAction"]:
        point = place["latLong"]
        pin = place["label"].text or place["query"].text or f"{point['latitude'].text}, {point['longitude'].text}"
        return ShownButton(label, Effect.MAP, pin)
    if event := action["createCalendarEventAction"]:
        fields = (event[name].text for name in ("title", "startTime", "endTime", "description"))
        return ShownButton(label, Effect.EVENT, ", ".join(filter(None, (*fields, fallback))))
    return ShownButton(label, Effect.ASK if action["shareLocationAction"] else Effect.OTHER, fallback)
