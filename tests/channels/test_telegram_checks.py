"""What judges Telegram's calls: aiogram's models for the shape, python-telegram-bot's constants for the figures.

What neither of them knows is written down here a second time, from the Bot API's page. Each judge is shown to reject
what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

Json = dict[str, Any]

# Written as RFC 3986 has URLs: no space, no letter beyond ASCII.
OPENABLE = re.compile(r"https?://[^/?#\s]+\.[^/?#\s]+[!-~]*|https?://\[[0-9a-f:.]+\][!-~]*|tg://[!-~]+", re.I | re.A)
FETCHABLE = re.compile(r"https?://[^/?#\s]+[!-~]*", re.I | re.A)
FILES = ("photo", "video", "audio", "animation", "document", "cover")
# Bot API, sendMediaGroup: documents and audio only with their like.
ALBUMS = ({"photo", "video"}, {"audio"}, {"document"})


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# --- aiogram: the shape ---


def unknown(value: Any, path: str = "") -> Iterator[str]:
    """The keys that a model which accepts any has no field for."""
    from pydantic import BaseModel

    if isinstance(value, BaseModel):
        yield from (f"{path}.{key}" for key in value.model_extra or {})
        for name in type(value).model_fields:
            yield from unknown(getattr(value, name, None), f"{path}.{name}")
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from unknown(item, f"{path}[{index}]")


@cache
def _models() -> Json:
    methods = pytest.importorskip("aiogram.methods")
    return {model.__api_method__: model for model in vars(methods).values() if hasattr(model, "__api_method__")}


def shape_problems(call: Json) -> list[str]:
    """What aiogram has against a call; skips the test where it is not installed."""
    models = _models()
    from pydantic import ValidationError

    parameters = {key: value for key, value in call.items() if key != "method"}
    if call.get("method") not in models:
        return [f"no method {call.get('method')!r}"]
    try:
        return list(unknown(models[call["method"]].model_validate(parameters)))
    except ValidationError as error:
        return [f"{problem['loc']}: {problem['msg']}" for problem in error.errors()]


# --- python-telegram-bot: the figures ---


def between(name: str, actual: int, low: int, high: int) -> list[str]:
    return [] if low <= actual <= high else [f"{name}: {actual} is not in {low} to {high}"]


def figure_problems(call: Json) -> list[str]:
    """What exceeds python-telegram-bot's figures; skips the test where it is not installed."""
    constants = pytest.importorskip("telegram.constants")
    message, button = constants.MessageLimit, constants.InlineKeyboardButtonLimit
    found: list[str] = []
    if "text" in call:
        found += between("text", utf16(call["text"].strip()), message.MIN_TEXT_LENGTH, message.MAX_TEXT_LENGTH)
    for captioned in (call, *call.get("media", ())):
        found += between("caption", utf16(captioned.get("caption", "")), 0, message.CAPTION_LENGTH)
    found += between("vcard", len(call.get("vcard", "").encode()), 0, constants.ContactLimit.VCARD)
    if "media" in call:
        group = constants.MediaGroupLimit
        found += between("media", len(call["media"]), group.MIN_MEDIA_LENGTH, group.MAX_MEDIA_LENGTH)
    rows = call.get("reply_markup", {}).get("inline_keyboard", ())
    for row in rows:
        found += between("row", len(row), 1, constants.InlineKeyboardMarkupLimit.BUTTONS_PER_ROW)
        for one in row:
            if "callback_data" in one:
                size = len(one["callback_data"].encode())
                found += between("callback_data", size, button.MIN_CALLBACK_DATA, button.MAX_CALLBACK_DATA)
    return found + between("buttons", sum(map(len, rows)), 0, constants.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)


# --- the Bot API's page: what neither of them knows ---


def page_problems(call: Json) -> list[str]:
    """What the Bot API's page says against a call."""
    found: list[str] = []
    markup = call.get("reply_markup", {})
    rows = markup.get("inline_keyboard", [])
    for one in (one for row in rows for one in row):
        if len({"url", "callback_data"} & one.keys()) != 1:
            found.append(f"a button does one thing: {one}")
        if "url" in one and not OPENABLE.fullmatch(one["url"]):
            found.append(f"a button cannot open {one['url']!r}")
    if "inline_keyboard" in markup and "keyboard" in markup:
        found.append("one keyboard or the other")
    if any(one.get("request_location") for row in markup.get("keyboard", ()) for one in row) and call[
        "chat_id"
    ].startswith(("-", "@")):
        found.append("a location is asked for in private chats only")
    labels = [one["text"] for row in (*rows, *markup.get("keyboard", ())) for one in row]
    found += [f"a button without a label: {label!r}" for label in labels if not label.strip()]
    files = [call[field] for field in FILES if field in call] + [one["media"] for one in call.get("media", ())]
    found += [f"not to be fetched: {url!r}" for url in files if not FETCHABLE.fullmatch(url)]
    if "media" in call:
        if not any({one["type"] for one in call["media"]} <= kinds for kinds in ALBUMS):
            found.append("these kinds of files cannot be in one album")
        if markup:
            found.append("an album has no keyboard")
    if "parse_mode" in call or "entities" in call:
        found.append("text is sent as it was typed")
    if call["method"] == "sendVenue" and not (call["title"].strip() and call["address"].strip()):
        found.append("a venue has a title and an address")
    return found


def problems(call: Json) -> list[str]:
    """What any judge has against a call."""
    return shape_problems(call) or [*figure_problems(call), *page_problems(call)]


# --- the judges themselves ---

PHOTO = "https://example.com/a.jpg"


def button(**action: Any) -> Json:
    return {"text": "Yes", **(action or {"callback_data": "yes"})}


def keyboard(*buttons: Json) -> Json:
    return {"inline_keyboard": [[one] for one in buttons]}


GOOD: dict[str, Json] = {
    "text": {"method": "sendMessage", "chat_id": "1", "text": "Hi", "reply_markup": keyboard(button())},
    "asking": {
        "method": "sendMessage",
        "chat_id": "{{to}}",
        "text": "Where?",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"keyboard": [[{"text": "Here", "request_location": True}]], "resize_keyboard": True},
    },
    "photo": {"method": "sendPhoto", "chat_id": "@name", "photo": PHOTO, "caption": "Hi"},
    "album": {
        "method": "sendMediaGroup",
        "chat_id": "1",
        "media": [{"type": "photo", "media": PHOTO, "caption": "Hi"}, {"type": "video", "media": PHOTO}],
    },
    "venue": {"method": "sendVenue", "chat_id": "1", "latitude": 1.5, "longitude": 2.5, "title": "A", "address": "B"},
    "contact": {"method": "sendContact", "chat_id": "1", "phone_number": "+1", "first_name": "A", "vcard": "BEGIN"},
}


def changed(name: str, *path: str | int, to: Any) -> Json:
    """A good call with one thing changed, or taken away where ``to`` is None."""
    call = deepcopy(GOOD[name])
    place: Any = call
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return call


MARKUP = ("reply_markup",)
ROW = ("reply_markup", "inline_keyboard", 0)

SHAPES: dict[str, Json] = {
    "unknown method": changed("text", "method", to="sendText"),
    "no text": changed("text", "text", to=None),
    "text of another type": changed("text", "text", to=1),
    "unknown key": changed("text", "colour", to="red"),
    "unknown key in a button": changed("text", *ROW, 0, "colour", to="red"),
    "unknown key in an option": changed("asking", "link_preview_options", "off", to=True),
    "flat keyboard": changed("text", *MARKUP, to={"inline_keyboard": [button()]}),
    "no file": changed("photo", "photo", to=None),
    "no phone number": changed("contact", "phone_number", to=None),
    "no first name": changed("contact", "first_name", to=None),
    "no address": changed("venue", "address", to=None),
    "longitude in words": changed("venue", "longitude", to="east"),
    "unknown type of file": changed("album", "media", 0, "type", to="picture"),
}
FIGURES: dict[str, Json] = {
    "text too long": changed("text", "text", to="x" * 4097),
    "text too long in UTF-16": changed("text", "text", to="👍" * 2049),
    "empty text": changed("text", "text", to=" "),
    "caption too long": changed("photo", "caption", to="x" * 1025),
    "caption in an album too long": changed("album", "media", 1, "caption", to="x" * 1025),
    "vCard too long": changed("contact", "vcard", to="é" * 1025),
    "callback data too long": changed("text", *ROW, 0, "callback_data", to="é" * 33),
    "callback data empty": changed("text", *ROW, 0, "callback_data", to=""),
    "too many buttons": changed("text", *MARKUP, to=keyboard(*[button()] * 101)),
    "too many in a row": changed("text", *ROW, to=[button()] * 9),
    "album of one": changed("album", "media", 1, to=None),
    "album of eleven": changed("album", "media", to=[{"type": "photo", "media": PHOTO}] * 11),
}
PAGE: dict[str, Json] = {
    "mixed album": changed("album", "media", 1, "type", to="document"),
    "album with a keyboard": changed("album", *MARKUP, to=keyboard(button())),
    "button of two actions": changed("text", *ROW, 0, "url", to="https://example.com"),
    "button of no action": changed("text", *ROW, 0, "callback_data", to=None),
    "button without a label": changed("text", *ROW, 0, "text", to=" "),
    "button that calls": changed("text", *MARKUP, to=keyboard(button(url="tel:+46701234567"))),
    "button to a bare host": changed("text", *MARKUP, to=keyboard(button(url="http://localhost/x"))),
    "button to a URL with a letter beyond ASCII": changed(
        "text", *MARKUP, to=keyboard(button(url="https://example.com/ä"))
    ),
    "file with a letter beyond ASCII": changed("photo", "photo", to="https://example.com/ä.jpg"),
    "two keyboards": changed("asking", *MARKUP, "inline_keyboard", to=[[button()]]),
    "location of a group": changed("asking", "chat_id", to="-100123"),
    "location of a channel": changed("asking", "chat_id", to="@channel"),
    "file without http": changed("photo", "photo", to="ftp://example.com/a.jpg"),
    "album file without http": changed("album", "media", 0, "media", to="a.jpg"),
    "parse mode": changed("text", "parse_mode", to="HTML"),
    "entities": changed("text", "entities", to=[{"type": "bold", "offset": 0, "length": 2}]),
    "venue without a title": changed("venue", "title", to=" "),
    "venue without an address": changed("venue", "address", to=" "),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_call_is_accepted(name: str) -> None:
    assert problems(GOOD[name]) == []


@pytest.mark.parametrize("name", SHAPES)
def test_a_wrong_shape_is_rejected(name: str) -> None:
    assert shape_problems(SHAPES[name])


@pytest.mark.parametrize("name", FIGURES)
def test_an_exceeded_figure_is_rejected(name: str) -> None:
    assert shape_problems(FIGURES[name]) == []
    assert figure_problems(FIGURES[name])


@pytest.mark.parametrize("name", PAGE)
def test_what_the_page_forbids_is_rejected(name: str) -> None:
    assert page_problems(PAGE[name])
