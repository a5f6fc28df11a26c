"""What is seen in Telegram: one bubble for each call of the Bot API, its inline keyboard below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Final

from transcode.picture import (
    Block,
    Bubble,
    Carousel,
    Contact,
    Effect,
    Fact,
    Kind,
    MapPin,
    Passage,
    Picture,
    Role,
    Run,
    ShownButton,
    ShownFile,
    Style,
    Undrawn,
    Value,
    words,
)
from transcode.result import Transcoded

__all__ = ["picture"]

# Bot API, sendPhoto and the like: the field that holds the file.
_FILES: Final = {
    "photo": Kind.IMAGE,
    "video": Kind.VIDEO,
    "animation": Kind.VIDEO,
    "video_note": Kind.VIDEO,
    "audio": Kind.AUDIO,
    "voice": Kind.AUDIO,
    "document": Kind.DOCUMENT,
    "sticker": Kind.STICKER,
}


_STYLES: Final = {"bold": Style.BOLD, "italic": Style.ITALIC, "strikethrough": Style.STRIKE, "code": Style.CODE}
_ENTITIES: Final = 100
"""So many are looked at: Telegram keeps no more (unverified)."""


def picture(result: Transcoded) -> Picture:
    """Describe the calls in sending order."""
    return Picture(tuple(_bubble(Value(payload)) for payload in result.payloads))


def _bubble(call: Value) -> Bubble:
    blocks = tuple(_blocks(call))
    buttons, chips = _keyboards(call["reply_markup"])
    if not blocks:
        blocks = (Undrawn(f"A call of {call['method'].text or 'an unknown method'}."),)
    answered = call["reply_parameters"]["message_id"].text or call["reply_to_message_id"].text
    return Bubble(blocks, buttons, chips, note=f"Answers message {answered}" if answered else "")


def _blocks(call: Value) -> Iterator[Block]:
    for block in call["rich_message"]["blocks"]:
        yield from _rich_block(block)
    for album in [tuple(call["media"])]:
        if album:
            yield Carousel(tuple(Bubble(tuple(_album_item(item))) for item in album))
    for field, kind in _FILES.items():
        if url := call[field].text:
            yield ShownFile(kind, url, still=call["cover"].text)
    if call["latitude"].number is not None:
        yield MapPin(call["title"].text, call["address"].text, call["latitude"].number, call["longitude"].number)
    if call["phone_number"]:
        yield _contact(call)
    if call["question"]:
        yield from words(call["question"].text)
    yield from _formatted(call["text"].text or call["caption"].text, call["entities"] or call["caption_entities"])


def _rich_block(block: Value) -> Iterator[Block]:
    """Describe a block of a rich message (Bot API, InputRichBlock)."""
    match block["type"].text:
        case "heading":
            yield from words(_rich_text(block["text"]), Role.TITLE)
        case "paragraph":
            yield from words(_rich_text(block["text"]))
        case "buttons":
            yield from map(_button, block["buttons"])
        case "divider":
            yield from words("")
        case kind if shown := _RICH_FILES.get(kind):
            yield ShownFile(shown, block[kind]["media"].text)
        case other:
            yield Undrawn(f"A block of type {other or 'unknown'}.")


_RICH_FILES: Final = {
    "photo": Kind.IMAGE,
    "video": Kind.VIDEO,
    "animation": Kind.VIDEO,
    "audio": Kind.AUDIO,
    "voice_note": Kind.AUDIO,
    "document": Kind.DOCUMENT,
}


def _rich_text(value: Value, depth: int = 0) -> str:
    """Return the words of a rich text: a string, an array of them, or one in a format."""
    if value.text or depth == _DEEP:
        return value.text
    parts = list(value) or ([value["text"]] if value["text"] else [])
    return "".join(_rich_text(part, depth + 1) for part in parts)


_DEEP: Final = 16
"""Bot API: formats and blocks stand in one another so deep."""


def _album_item(item: Value) -> Iterator[Block]:
    kind = {"photo": Kind.IMAGE}.get(item["type"].text) or _FILES.get(item["type"].text, Kind.UNKNOWN)
    if url := item["media"].text:
        yield ShownFile(kind, url)
    yield from _formatted(item["caption"].text, item["caption_entities"])


def _formatted(text: str, entities: Value) -> tuple[Passage, ...]:
    """Return a text with the formatting that its entities say; offsets are UTF-16 units (Bot API, MessageEntity)."""
    styles: list[tuple[int, int, Style]] = []
    units = text.encode("utf-16-le", "surrogatepass")
    most = len(units) // 2
    for entity in islice(entities, _ENTITIES):
        start, length = entity["offset"].number, entity["length"].number
        style = _STYLES.get(entity["type"].text)
        if style and start is not None and length is not None and 0 <= start <= start + length <= most:
            styles.append((int(start), int(start + length), style))
    if not styles:
        return words(text)
    ends = sorted({0, most, *(end for start, stop, _ in styles for end in (start, stop))})
    runs = [
        Run(
            units[2 * start : 2 * end].decode("utf-16-le", "replace"),
            frozenset(style for first, last, style in styles if first <= start and end <= last),
        )
        for start, end in pairwise(ends)
    ]
    return (Passage(tuple(runs), Role.BODY),)


def _contact(call: Value) -> Contact:
    name = " ".join(filter(None, (call["first_name"].text, call["last_name"].text)))
    return Contact(name, (Fact("phone", call["phone_number"].text), *_vcard(call["vcard"].text)))


def _vcard(text: str) -> Iterator[Fact]:
    """Return what a vCard tells beside the name and the first number, as its lines stand."""
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and value and name.partition(";")[0] not in ("BEGIN", "END", "VERSION", "N", "FN"):
            yield Fact(name.lower().replace(";", " "), value)


def _keyboards(markup: Value) -> tuple[tuple[ShownButton, ...], tuple[ShownButton, ...]]:
    """Return the buttons below the bubble, and those that take the place of the recipient's keyboard."""
    below = tuple(_button(button) for row in markup["inline_keyboard"] for button in row)
    instead = tuple(
        ShownButton(
            button["text"].text or button.text,
            Effect.ASK if button["request_location"].json is True else Effect.ANSWER,
        )
        for row in markup["keyboard"]
        for button in row
    )
    return below, instead


def _button(button: Value) -> ShownButton:
    label = button["text"].text
    if url := button["url"].text:
        return ShownButton(label, Effect.CALL if url.lower().startswith("tel:") else Effect.OPEN, url)
    if data := button["callback_data"].text:
        return ShownButton(label, Effect.ANSWER, data)
    return ShownButton(label, Effect.OTHER, button["web_app"]["url"].text)
