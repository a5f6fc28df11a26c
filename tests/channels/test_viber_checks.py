"""What judges Viber's messages: viberbot, Viber's own library, for the types; a schema from Viber's pages for the rest.

The schema is written from creators.viber.com/docs/bots-api/data-models/message and .../resources/messaging/keyboards
and developers.viber.com/docs/faq, read 2026-11-27. Each judge is shown to reject what is wrong.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

Json = dict[str, Any]

# --- Viber's own library: which fields a type has, and which it must have ---


def lost(given: Any, kept: Any, path: str = "") -> list[str]:
    """The keys that a message has and the library's own does not."""
    if not isinstance(given, dict):
        return []
    found = []
    for key, item in given.items():
        if not isinstance(kept, dict) or key not in kept:
            found.append(f"{path}.{key}: unknown")
        else:
            found += lost(item, kept[key], f"{path}.{key}")
    return found


# The library takes neither a pole nor the antimeridian, which the page has in its ranges (±90° and ±180°).
ENDS = (("lat", 90), ("lat", -90), ("lon", 180), ("lon", -180))


def library_problems(payload: Json) -> list[str]:
    """What viberbot has against a message; skips the test where it is not installed."""
    messages = pytest.importorskip("viberbot.api.messages")
    body = {key: value for key, value in payload.items() if key not in ("receiver", "sender")}
    if isinstance(place := body.get("location"), dict):
        body["location"] = {name: 0 if (name, value) in ENDS else value for name, value in place.items()}
    try:
        message = messages.get_message(body)
    except Exception as error:
        return [str(error)]
    if not message.validate():
        return ["not valid"]
    return lost(body, {key: value for key, value in message.to_dict().items() if value is not None})


# --- the pages ---

_URL = {"type": "string", "pattern": r"^https?://[^\s/?#]", "maxLength": 2000}
_PICTURE = {"allOf": [_URL, {"pattern": r"(?i)\.(jpe?g|png|gif)([;?#].*)?$"}]}
_BODY = {"reply": {"type": "string", "minLength": 1, "maxLength": 7000}, "open-url": _URL}


def _cell(rows: int) -> Json:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["ActionBody"],
        "anyOf": [{"required": ["Text"]}, {"required": ["Image"]}],
        "properties": {
            "Columns": {"type": "integer", "minimum": 1, "maximum": 6},
            "Rows": {"type": "integer", "minimum": 1, "maximum": rows},
            "ActionType": {"enum": ["reply", "open-url", "location-picker", "share-phone", "none"]},
            "ActionBody": {"type": "string", "minLength": 1},
            "Text": {"type": "string", "minLength": 1, "maxLength": 250},
            "TextHAlign": {"enum": ["left", "center", "right"]},
            "Image": {"allOf": [_URL, {"pattern": r"(?i)\.(jpe?g|png)([;?#].*)?$"}]},
            "Silent": {"type": "boolean"},
        },
        "allOf": [
            {
                "if": {"properties": {"ActionType": {"const": kind}}, "required": ["ActionType"]},
                "then": {"properties": {"ActionBody": body}},
            }
            for kind, body in _BODY.items()
        ],
    }


_KEYBOARD = {
    "type": "object",
    "additionalProperties": False,
    "required": ["Type", "Buttons"],
    "properties": {
        "Type": {"const": "keyboard"},
        "DefaultHeight": {"type": "boolean"},
        "Buttons": {"type": "array", "minItems": 1, "maxItems": 12, "items": _cell(2)},
    },
}
_CARDS = {
    "type": "object",
    "additionalProperties": False,
    "required": ["Type", "ButtonsGroupColumns", "ButtonsGroupRows", "BgColor", "Buttons"],
    "properties": {
        "Type": {"const": "rich_media"},
        "ButtonsGroupColumns": {"type": "integer", "minimum": 1, "maximum": 6},
        "ButtonsGroupRows": {"type": "integer", "minimum": 1, "maximum": 7},
        "BgColor": {"type": "string", "pattern": "^#[0-9A-F]{6}$"},
        "Buttons": {"type": "array", "minItems": 1, "maxItems": 42, "items": _cell(7)},
    },
}
_PLACE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["lat", "lon"],
    "properties": {
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "lon": {"type": "number", "minimum": -180, "maximum": 180},
    },
}
_PERSON = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "phone_number"],
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 28},
        "phone_number": {"type": "string", "maxLength": 18, "pattern": r"^\+?[0-9]+$"},
    },
}
_SIZE = {"type": "integer", "minimum": 1}
_TYPES: dict[str, tuple[list[str], Json]] = {
    "text": (["text"], {"text": {"type": "string", "minLength": 1, "maxLength": 7000}}),
    "picture": (
        ["text", "media"],
        {"text": {"type": "string", "maxLength": 768}, "media": _PICTURE, "thumbnail": _PICTURE},
    ),
    "video": (
        ["media", "size"],
        {
            "media": {"allOf": [_URL, {"pattern": r"(?i)\.mp4([;?#].*)?$"}]},
            "size": {**_SIZE, "maximum": 27262976},
            "duration": {"type": "integer", "minimum": 0, "maximum": 180},
            "thumbnail": {"allOf": [_URL, {"pattern": r"(?i)\.jpe?g([;?#].*)?$"}]},
        },
    ),
    "file": (
        ["media", "size", "file_name"],
        {
            "media": {"allOf": [_URL, {"pattern": r"\.[A-Za-z0-9]+([;?#].*)?$"}]},
            "size": {**_SIZE, "maximum": 52428800},
            "file_name": {"type": "string", "maxLength": 256, "pattern": r"\.[A-Za-z0-9]+$"},
        },
    ),
    "contact": (["contact"], {"contact": _PERSON}),
    "location": (["location"], {"location": _PLACE}),
    "url": (["media"], {"media": _URL}),
    "rich_media": (["rich_media"], {"rich_media": _CARDS}),
}


def _message(kind: str, required: list[str], fields: Json) -> Json:
    sender = {
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 28}, "avatar": _URL},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["receiver", "sender", "type", *required],
        "properties": {
            "receiver": {"type": "string", "minLength": 1},
            "min_api_version": {"type": "integer", "minimum": 1},
            "sender": sender,
            "type": {"const": kind},
            "keyboard": _KEYBOARD,
            **fields,
        },
    }


SCHEMAS = {kind: _message(kind, *form) for kind, form in _TYPES.items()}


@cache
def _validator(jsonschema: Any, kind: str) -> Any:
    return jsonschema.Draft202012Validator(SCHEMAS[kind])


def cells(payload: Json) -> list[Json]:
    """Every cell of a message."""
    return [*payload.get("rich_media", {}).get("Buttons", []), *payload.get("keyboard", {}).get("Buttons", [])]


def page_problems(payload: Json) -> list[str]:
    """What Viber's pages say against a message; skips the test where jsonschema is not installed."""
    jsonschema = pytest.importorskip("jsonschema")
    if payload.get("type") not in SCHEMAS:
        return [f"no such type: {payload.get('type')}"]
    found = [error.message for error in _validator(jsonschema, payload["type"]).iter_errors(payload)]
    if len(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()) > 30_000:
        found.append("the message is too large")
    needed = 7 if "rich_media" in payload else 1
    kinds = {cell.get("ActionType") for cell in cells(payload)}
    needed = max(needed, 3 if kinds & {"location-picker", "share-phone"} else 1)
    if payload.get("min_api_version", 1) < needed:
        found.append(f"the message needs API {needed}")
    if found or "rich_media" not in payload:
        return found
    grid, rows, cards = payload["rich_media"], 0, 0
    for cell in grid["Buttons"]:
        rows += cell["Rows"]
        if rows == grid["ButtonsGroupRows"]:
            rows, cards = 0, cards + 1
        elif rows > grid["ButtonsGroupRows"]:
            return ["a cell stands in two cards"]
    if rows:
        found.append("the last card is not full")
    return [*found, *([] if 1 <= cards <= 6 else [f"{cards} cards"])]


def problems(payload: Json) -> list[str]:
    """What any judge has against a message."""
    return [*page_problems(payload), *library_problems(payload)]


# --- the judges themselves ---

HEAD = {"receiver": "K917PBuvPZmhKfb8Vw3b2Q==", "min_api_version": 7, "sender": {"name": "Bot"}}
REPLY = {"Columns": 6, "Rows": 1, "ActionType": "reply", "ActionBody": "yes", "Text": "Yes"}
LINK = {"Columns": 6, "Rows": 1, "ActionType": "open-url", "ActionBody": "https://example.com", "Text": "Site"}
IMAGE = {"Columns": 6, "Rows": 6, "ActionType": "none", "ActionBody": "none", "Image": "https://example.com/a.png"}
LONG = {**LINK, "ActionBody": "https://example.com/".ljust(2000, "x")}
KEYBOARD = {"Type": "keyboard", "DefaultHeight": False, "Buttons": [REPLY, LINK]}
GRID = {"Type": "rich_media", "ButtonsGroupColumns": 6, "ButtonsGroupRows": 7, "BgColor": "#FFFFFF"}

GOOD: dict[str, Json] = {
    "text": {**HEAD, "type": "text", "text": "Hi", "keyboard": KEYBOARD},
    "picture": {**HEAD, "type": "picture", "text": "", "media": "https://example.com/a.jpg"},
    "video": {**HEAD, "type": "video", "media": "https://example.com/a.mp4", "size": 1000, "duration": 180},
    "file": {**HEAD, "type": "file", "media": "https://example.com/a.pdf", "size": 1000, "file_name": "a.pdf"},
    "contact": {**HEAD, "type": "contact", "contact": {"name": "Jane", "phone_number": "+46701234567"}},
    "location": {**HEAD, "type": "location", "location": {"lat": 55.6, "lon": 13.0}},
    "a pole": {**HEAD, "type": "location", "location": {"lat": -90.0, "lon": 180}},
    "url": {**HEAD, "type": "url", "media": "https://example.com"},
    "cards": {**HEAD, "type": "rich_media", "rich_media": {**GRID, "Buttons": [IMAGE, REPLY] * 6}},
}


def changed(name: str, *path: str | int, to: Any) -> Json:
    """A good message with one thing changed, or taken away where ``to`` is None."""
    payload = deepcopy(GOOD[name])
    place: Any = payload
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return payload


CELL = ("keyboard", "Buttons", 0)
LIBRARY: dict[str, Json] = {
    "an unknown field": changed("text", "colour", to="red"),
    "a text without a text": changed("text", "text", to=None),
    "a video without its size": changed("video", "size", to=None),
    "a file without a name": changed("file", "file_name", to=None),
    "a contact without a number": changed("contact", "contact", "phone_number", to=None),
    "a latitude beyond the pole": changed("location", "location", "lat", to=100),
    "cards without cards": changed("cards", "rich_media", to=None),
    "an unknown type": changed("text", "type", to="poem"),
}
PAGE: dict[str, Json] = {
    "a long text": changed("text", "text", to="x" * 7001),
    "no receiver": changed("text", "receiver", to=None),
    "no sender": changed("text", "sender", to=None),
    "a long sender": changed("text", "sender", "name", to="x" * 29),
    "a large message": changed("text", "text", to="😀" * 7000) | {"keyboard": {**KEYBOARD, "Buttons": [LONG] * 2}},
    "a picture of another kind": changed("picture", "media", to="https://example.com/a.pdf"),
    "a large video": changed("video", "size", to=27262977),
    "a long video": changed("video", "duration", to=181),
    "a large file": changed("file", "size", to=52428801),
    "a long file name": changed("file", "file_name", to="x" * 253 + ".pdf"),
    "a long contact": changed("contact", "contact", "name", to="x" * 29),
    "a long number": changed("contact", "contact", "phone_number", to="1" * 19),
    "a number with letters": changed("contact", "contact", "phone_number", to="+46 70"),
    "a long URL": changed("url", "media", to="https://example.com/" + "x" * 1981),
    "13 buttons": changed("text", "keyboard", "Buttons", to=[REPLY] * 13),
    "a long label": changed("text", *CELL, "Text", to="x" * 251),
    "a cell with nothing in it": changed("text", *CELL, "Text", to=None),
    "a cell that says nothing back": changed("text", *CELL, "ActionBody", to=None),
    "an unknown deed": changed("text", *CELL, "ActionType", to="open-map"),
    "a URL that nobody opens": changed("text", "keyboard", "Buttons", 1, "ActionBody", to="tel:+46701234567"),
    "a key of a cell that is unknown": changed("text", *CELL, "colour", to="red"),
    "seven cards": changed("cards", "rich_media", "Buttons", to=[IMAGE, REPLY] * 7),
    "a card that is not full": changed("cards", "rich_media", "Buttons", to=[IMAGE]),
    "a cell in two cards": changed("cards", "rich_media", "Buttons", to=[IMAGE, IMAGE]),
    "eight rows": changed("cards", "rich_media", "ButtonsGroupRows", to=8),
    "cards for old apps": changed("cards", "min_api_version", to=6),
    "a location picker for old apps": changed("text", *CELL, "ActionType", to="location-picker")
    | {"min_api_version": 2},
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_message_is_accepted(name: str) -> None:
    assert problems(GOOD[name]) == []


@pytest.mark.parametrize("name", LIBRARY)
def test_what_the_library_does_not_know_is_rejected(name: str) -> None:
    assert library_problems(LIBRARY[name])


@pytest.mark.parametrize("name", PAGE)
def test_what_the_pages_forbid_is_rejected(name: str) -> None:
    assert page_problems(PAGE[name])
