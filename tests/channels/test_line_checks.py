"""What judges LINE's requests: LINE's own SDK for the shape, its reference for the figures, written down a second time.

Each judge is shown to reject what is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from typing import Any

import pytest
import regex

Json = dict[str, Any]

HTTPS = re.compile(r"https://[^/?#\s]")
# RFC 3986 characters and nothing else.
OPENABLE = re.compile(r"(https?|line)://[!-~]+|tel:\+?[0-9][0-9().-]*", re.ASCII | re.IGNORECASE)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def clusters(text: str) -> int:
    return len(regex.findall(r"\X", text))


# --- LINE's own SDK ---


def lost(given: Any, kept: Any, path: str = "") -> list[str]:
    """What a model that drops unknown keys did not keep, or changed."""
    if isinstance(given, dict):
        if not isinstance(kept, dict):
            return [path]
        return [
            problem
            for key, value in given.items()
            for problem in (lost(value, kept[key], f"{path}.{key}") if key in kept else [f"{path}.{key}"])
        ]
    if isinstance(given, list):
        if not isinstance(kept, (list, tuple)) or len(kept) != len(given):
            return [path]
        return [
            problem
            for index, (one, other) in enumerate(zip(given, kept, strict=True))
            for problem in lost(one, other, f"{path}[{index}]")
        ]
    return [] if given == kept and type(given) is type(kept) else [path]


def sdk_problems(payload: Json) -> list[str]:
    """What ``line-bot-sdk`` has against a payload; skips the test where it is not installed."""
    messaging = pytest.importorskip("linebot.v3.messaging")
    model = messaging.PnpTemplatedMessageRequest if "templateKey" in payload else messaging.PushMessageRequest
    try:
        return lost(payload, model.from_dict(payload).to_dict())
    except ValueError as error:
        return [str(error)]


# --- the figures of the reference ---


def problems(payload: Json) -> list[str]:
    """What the Messaging API reference has against a push request."""
    return list(_request(payload))


def _request(payload: Json) -> Iterator[str]:
    if not 1 <= len(payload["messages"]) <= 5:
        yield "messages"
    for index, message in enumerate(payload["messages"]):
        for problem in _message(message):
            yield f"messages[{index}]: {problem}"
        if "quickReply" in message:
            if message is not payload["messages"][-1]:
                yield "quick replies that are not shown"
            yield from _quick_reply(message["quickReply"])


def _quick_reply(reply: Json) -> Iterator[str]:
    if not 1 <= len(reply["items"]) <= 13:
        yield "quick reply items"
    for item in reply["items"]:
        if item["type"] != "action":
            yield "quick reply type"
        yield from _action(item["action"], 20, {"postback", "uri", "location"})


def _message(message: Json) -> Iterator[str]:
    match message["type"]:
        case "text":
            if not message["text"].strip() or utf16(message["text"]) > 5000:
                yield "text"
            if "emojis" in message:
                yield "emojis"
        case "image":
            yield from _urls(message, "originalContentUrl", "previewImageUrl")
        case "video":
            yield from _urls(message, "originalContentUrl", "previewImageUrl")
            if "trackingId" in message and not re.fullmatch(
                r"[a-zA-Z0-9\-.=,+*()%$&;:@{}!?<>\[\]]{1,100}", message["trackingId"]
            ):
                yield "trackingId"
        case "audio":
            yield from _urls(message, "originalContentUrl")
            if not isinstance(message["duration"], int):
                yield "duration"
        case "location":
            for name in ("title", "address"):
                if not message[name].strip() or utf16(message[name]) > 100:
                    yield name
            if abs(message["latitude"]) > 90 or abs(message["longitude"]) > 180:
                yield "coordinates"
        case "template":
            yield from _alt_text(message)
            yield from _template(message["template"])
        case "flex":
            yield from _alt_text(message)
            yield from _flex(message["contents"])
        case other:
            yield f"type {other}"


def _alt_text(message: Json) -> Iterator[str]:
    if not message["altText"].strip() or utf16(message["altText"]) > 1500:
        yield "altText"


def _urls(message: Json, *names: str) -> Iterator[str]:
    for name in names:
        url = message[name]
        if not HTTPS.match(url) or utf16(url) > 2000 or not re.fullmatch("[!-~]+", url):
            yield name


def _template(template: Json) -> Iterator[str]:
    match template["type"]:
        case "buttons":
            yield from _column(template, 160, 4)
        case "confirm":
            if clusters(template["text"]) > 240 or not template["text"].strip():
                yield "confirm text"
            if len(template["actions"]) != 2:
                yield "confirm actions"
            for action in template["actions"]:
                yield from _action(action, 20)
        case "carousel":
            columns = template["columns"]
            if not 1 <= len(columns) <= 10:
                yield "columns"
            for column in columns:
                yield from _column(column, 120, 3)
            for shape in (
                lambda column: len(column["actions"]),
                lambda column: "title" in column,
                lambda column: "thumbnailImageUrl" in column,
            ):
                if len({shape(column) for column in columns}) > 1:
                    yield "columns differ"
        case other:
            yield f"template {other}"


def _column(column: Json, most: int, actions: int) -> Iterator[str]:
    adorned = "title" in column or "thumbnailImageUrl" in column
    if not column["text"].strip() or clusters(column["text"]) > (60 if adorned else most):
        yield "text"
    if "title" in column and not 1 <= clusters(column["title"].strip()) <= 40:
        yield "title"
    if "thumbnailImageUrl" in column:
        yield from _urls(column, "thumbnailImageUrl")
    if not 1 <= len(column["actions"]) <= actions:
        yield "actions"
    for action in column["actions"]:
        yield from _action(action, 20)


def _action(action: Json, label: int, kinds: Set[str] = frozenset({"postback", "uri"})) -> Iterator[str]:
    if action["type"] not in kinds:
        yield f"action {action['type']}"
    if not action["label"].strip() or clusters(action["label"]) > label:
        yield "label"
    if action["type"] == "postback":
        if not action["data"] or utf16(action["data"]) > 300:
            yield "data"
        if clusters(action["displayText"]) > 300:
            yield "displayText"
    if action["type"] == "uri":
        yield from _uri(action)


def _uri(action: Json) -> Iterator[str]:
    if not OPENABLE.fullmatch(action["uri"]) or utf16(action["uri"]) > 1000:
        yield "uri"


def _flex(container: Json) -> Iterator[str]:
    if container["type"] == "carousel":
        if not 1 <= len(container["contents"]) <= 12:
            yield "bubbles"
        if _size(container) > 50_000:
            yield "flex carousel"
        for bubble in container["contents"]:
            yield from _bubble(bubble)
    else:
        yield from _bubble(container)


def _bubble(bubble: Json) -> Iterator[str]:
    if _size(bubble) > 30_000:
        yield "flex bubble"
    blocks = [bubble[name] for name in ("hero", "body", "footer") if name in bubble]
    if bubble["type"] != "bubble" or not blocks:
        yield "bubble"
    for block in blocks:
        yield from _component(block)


def _component(component: Json) -> Iterator[str]:
    match component["type"]:
        case "box":
            if not component["contents"]:
                yield "box"
            for inner in component["contents"]:
                yield from _component(inner)
        case "text":
            if not component["text"].strip():
                yield "empty text"
            if "action" in component:
                yield from _uri(component["action"])
        case "image":
            yield from _urls(component, "url")
        case "button":
            yield from _action(component["action"], 40)
        case other:
            yield f"component {other}"


def _size(container: Json) -> int:
    return len(json.dumps(container, ensure_ascii=False, separators=(",", ":")).encode())


# --- the judges judged ---

POSTBACK = {"type": "postback", "label": "Yes", "data": "yes", "displayText": "Yes"}
URI = {"type": "uri", "label": "Open", "uri": "https://example.com/"}
COLUMN = {"thumbnailImageUrl": "https://example.com/a.png", "title": "T", "text": "x", "actions": [POSTBACK, URI]}
GOOD: Json = {
    "to": "U" + "0" * 32,
    "messages": [
        {"type": "text", "text": "x"},
        {
            "type": "video",
            "originalContentUrl": "https://example.com/a.mp4",
            "previewImageUrl": "https://example.com/a.png",
            "trackingId": "a",
        },
        {
            "type": "template",
            "altText": "x",
            "template": {"type": "carousel", "columns": [COLUMN, COLUMN]},
        },
        {"type": "template", "altText": "x", "template": {"type": "confirm", "text": "x", "actions": [POSTBACK] * 2}},
        {
            "type": "flex",
            "altText": "x",
            "contents": {
                "type": "bubble",
                "body": {
                    "type": "box",
                    "layout": "vertical",
                    "contents": [{"type": "text", "text": "x"}, {"type": "button", "action": URI}],
                },
            },
            "quickReply": {"items": [{"type": "action", "action": {"type": "location", "label": "Here"}}]},
        },
    ],
}
OTHERS: Json = {
    "to": "U" + "0" * 32,
    "messages": [
        {"type": "location", "title": "t", "address": "a", "latitude": 1.0, "longitude": 2.0},
        {"type": "audio", "originalContentUrl": "https://example.com/a.mp3", "duration": 1},
        {
            "type": "image",
            "originalContentUrl": "https://example.com/a.png",
            "previewImageUrl": "https://example.com/a.png",
        },
        {"type": "template", "altText": "x", "template": {"type": "buttons", "text": "x", "actions": [POSTBACK]}},
        {
            "type": "flex",
            "altText": "x",
            "contents": {
                "type": "carousel",
                "contents": [{"type": "bubble", "hero": {"type": "image", "url": "https://example.com/a.png"}}],
            },
        },
    ],
}


def test_what_is_right_passes() -> None:
    assert problems(GOOD) == problems(OTHERS) == []


def test_what_is_right_passes_the_sdk() -> None:
    assert sdk_problems(GOOD) == sdk_problems(OTHERS) == []


def put(base: Json, path: str, value: Any) -> Json:
    """A copy of ``base`` with ``value`` at ``path``: ``messages.0.text``."""
    changed = json.loads(json.dumps(base))
    *steps, last = path.split(".")
    place: Any = changed
    for step in steps:
        place = place[int(step) if isinstance(place, list) else step]
    place[int(last) if isinstance(place, list) else last] = value
    return changed


COLUMN_PATH = "messages.2.template.columns.1"
ACTION_PATH = f"{COLUMN_PATH}.actions.0"

WRONG_FIGURES: list[tuple[str, Json]] = [
    ("messages", put(GOOD, "messages", GOOD["messages"] + OTHERS["messages"])),
    ("messages", put(GOOD, "messages", [])),
    ("text", put(GOOD, "messages.0.text", "👍" * 2501)),
    ("text", put(GOOD, "messages.0.text", " ")),
    ("emojis", put(GOOD, "messages.0.emojis", [])),
    ("originalContentUrl", put(GOOD, "messages.1.originalContentUrl", "http://example.com/a.mp4")),
    ("originalContentUrl", put(GOOD, "messages.1.originalContentUrl", "https://example.com/a b.mp4")),
    ("previewImageUrl", put(GOOD, "messages.1.previewImageUrl", "https://example.com/" + "a" * 1981)),
    ("trackingId", put(GOOD, "messages.1.trackingId", "a" * 101)),
    ("trackingId", put(GOOD, "messages.1.trackingId", "a b")),
    ("altText", put(GOOD, "messages.2.altText", "a" * 1501)),
    ("altText", put(GOOD, "messages.2.altText", " ")),
    ("columns", put(GOOD, "messages.2.template.columns", [COLUMN] * 11)),
    ("columns differ", put(GOOD, f"{COLUMN_PATH}.actions", [POSTBACK])),
    ("columns differ", put(GOOD, COLUMN_PATH, {k: v for k, v in COLUMN.items() if k != "title"})),
    ("columns differ", put(GOOD, COLUMN_PATH, {k: v for k, v in COLUMN.items() if k != "thumbnailImageUrl"})),
    ("actions", put(GOOD, f"{COLUMN_PATH}.actions", [POSTBACK] * 4)),
    ("actions", put(GOOD, f"{COLUMN_PATH}.actions", [])),
    ("text", put(GOOD, f"{COLUMN_PATH}.text", "x" * 61)),
    ("text", put(GOOD, f"{COLUMN_PATH}.text", " ")),
    ("title", put(GOOD, f"{COLUMN_PATH}.title", "x" * 41)),
    ("thumbnailImageUrl", put(GOOD, f"{COLUMN_PATH}.thumbnailImageUrl", "ftp://example.com/a.png")),
    ("label", put(GOOD, f"{ACTION_PATH}.label", "é" * 21)),
    ("label", put(GOOD, f"{ACTION_PATH}.label", "")),
    ("data", put(GOOD, f"{ACTION_PATH}.data", "x" * 301)),
    ("data", put(GOOD, f"{ACTION_PATH}.data", "")),
    ("displayText", put(GOOD, f"{ACTION_PATH}.displayText", "x" * 301)),
    ("action location", put(GOOD, ACTION_PATH, {"type": "location", "label": "x"})),
    ("uri", put(GOOD, f"{COLUMN_PATH}.actions.1.uri", "mailto:a@example.com")),
    ("uri", put(GOOD, f"{COLUMN_PATH}.actions.1.uri", "https://example.com/" + "a" * 981)),
    ("uri", put(GOOD, f"{COLUMN_PATH}.actions.1.uri", "tel:x")),
    ("confirm text", put(GOOD, "messages.3.template.text", "x" * 241)),
    ("confirm actions", put(GOOD, "messages.3.template.actions", [POSTBACK] * 3)),
    ("label", put(GOOD, "messages.3.template.actions.0.label", "x" * 21)),
    ("empty text", put(GOOD, "messages.4.contents.body.contents.0.text", "\n")),
    ("label", put(GOOD, "messages.4.contents.body.contents.1.action.label", "x" * 41)),
    ("flex bubble", put(GOOD, "messages.4.contents.body.contents.0.text", "x" * 30_000)),
    ("box", put(GOOD, "messages.4.contents.body.contents", [])),
    ("bubble", put(GOOD, "messages.4.contents", {"type": "bubble"})),
    ("quick reply items", put(GOOD, "messages.4.quickReply.items", GOOD["messages"][4]["quickReply"]["items"] * 14)),
    ("quick reply items", put(GOOD, "messages.4.quickReply.items", [])),
    ("label", put(GOOD, "messages.4.quickReply.items.0.action.label", "x" * 21)),
    ("quick replies that are not shown", put(GOOD, "messages.0.quickReply", GOOD["messages"][4]["quickReply"])),
    ("title", put(OTHERS, "messages.0.title", "x" * 101)),
    ("address", put(OTHERS, "messages.0.address", " ")),
    ("coordinates", put(OTHERS, "messages.0.latitude", 91.0)),
    ("duration", put(OTHERS, "messages.1.duration", 0.5)),
    ("text", put(OTHERS, "messages.3.template.text", "x" * 161)),
    ("actions", put(OTHERS, "messages.3.template.actions", [POSTBACK] * 5)),
    ("bubbles", put(OTHERS, "messages.4.contents.contents", OTHERS["messages"][4]["contents"]["contents"] * 13)),
    (
        "flex carousel",
        put(
            OTHERS,
            "messages.4.contents.contents",
            [{"type": "bubble", "hero": {"type": "text", "text": "x" * 20_000}}] * 3,
        ),
    ),
    ("url", put(OTHERS, "messages.4.contents.contents.0.hero.url", "http://example.com/a.png")),
]


@pytest.mark.parametrize(
    ("what", "payload"), WRONG_FIGURES, ids=[f"{n}-{what}" for n, (what, _) in enumerate(WRONG_FIGURES)]
)
def test_a_wrong_figure_is_seen(what: str, payload: Json) -> None:
    assert what in [re.sub(r"^messages\[\d\]: ", "", problem) for problem in problems(payload)]


def without(base: Json, path: str) -> Json:
    """A copy of ``base`` without what is at ``path``."""
    *steps, last = path.split(".")
    place = changed = put(base, path, None)
    for step in steps:
        place = place[int(step)] if isinstance(place, list) else place[step]
    del place[last]
    return changed


WRONG_SHAPES: list[tuple[str, Json]] = [
    ("unknown key of the request", put(GOOD, "recipient", "x")),
    ("unknown key of a message", put(GOOD, "messages.0.txt", "x")),
    ("unknown key of a template", put(GOOD, "messages.2.template.footer", "x")),
    ("unknown key of a column", put(GOOD, f"{COLUMN_PATH}.image", "x")),
    ("unknown key of an action", put(GOOD, f"{ACTION_PATH}.url", "x")),
    ("unknown key of a component", put(GOOD, "messages.4.contents.body.contents.0.colour", "x")),
    ("unknown key of a quick reply", put(GOOD, "messages.4.quickReply.items.0.icon", "x")),
    ("unknown type of message", put(GOOD, "messages.0.type", "texts")),
    ("unknown type of action", put(GOOD, f"{ACTION_PATH}.type", "call")),
    ("no text", without(GOOD, "messages.0.text")),
    ("no address", without(OTHERS, "messages.0.address")),
    ("no altText", without(GOOD, "messages.2.altText")),
    ("a number for a text", put(GOOD, "messages.0.text", 7)),
    ("six messages", put(GOOD, "messages", GOOD["messages"] + OTHERS["messages"][:1])),
    (
        "fourteen quick replies",
        put(GOOD, "messages.4.quickReply.items", GOOD["messages"][4]["quickReply"]["items"] * 14),
    ),
    ("long data", put(GOOD, f"{ACTION_PATH}.data", "x" * 301)),
    ("latitude as text", put(OTHERS, "messages.0.latitude", "1.0")),
]


@pytest.mark.parametrize(("what", "payload"), WRONG_SHAPES, ids=[what for what, _ in WRONG_SHAPES])
def test_a_wrong_shape_is_seen(what: str, payload: Json) -> None:
    assert sdk_problems(payload)
