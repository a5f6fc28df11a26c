"""What judges messages of Messenger and Instagram: pymsgr's models, and the figures of Meta's pages a second time.

pymsgr keeps unknown keys and takes a template it cannot read for a file, so each template is given to its own class.
What it does not know (image grids, UTF-16 units, Instagram's bytes and buttons) is written down here from the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

Json = dict[str, Any]

HTTP = re.compile(r"https?://[^/?#\s]+[!-~]*", re.I | re.A)
CALLED = re.compile(r"\+[1-9][0-9]{6,14}", re.A)
TAGS = {"CONFIRMED_EVENT_UPDATE", "POST_PURCHASE_UPDATE", "ACCOUNT_UPDATE", "HUMAN_AGENT"}


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# --- pymsgr ---


def unknown(value: Any, path: str = "$") -> Iterator[str]:
    """The keys that a model has kept without knowing them."""
    if hasattr(value, "model_extra"):
        yield from (f"{path}.{key}: unknown" for key in value.model_extra or ())
        for key in type(value).model_fields:
            yield from unknown(getattr(value, key), f"{path}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from unknown(item, f"{path}[{index}]")


def model_problems(message: Json) -> list[str]:
    """What pymsgr has against a message; skips the test where it is not installed."""
    payloads = pytest.importorskip("pymsgr.types.payloads")
    from pydantic import ValidationError

    templates = {"button": payloads.ButtonTemplatePayload, "generic": payloads.GenericTemplatePayload}
    given, template = message, message.get("attachment", {}).get("payload", {})
    try:
        found = []
        if (name := template.get("template_type")) is not None:
            if name == "image_grid":
                return []
            found += [*unknown(templates[name].model_validate(template))]
            given = {**message, "attachment": {"type": "image", "payload": {"url": "https://a.example"}}}
        return [*found, *unknown(payloads.OutgoingMessage.model_validate(given))]
    except (ValidationError, KeyError) as error:
        return [str(error)]


# --- Meta's pages ---


def _button(button: Json, *, calls: bool) -> Iterator[str]:
    if not 1 <= utf16(button["title"]) <= 20:
        yield f"title {button['title']!r}"
    match button:
        case {"type": "web_url", "url": url, "title": _, **more} if not more:
            if not HTTP.fullmatch(url):
                yield f"url {url!r}"
        case {"type": "postback", "payload": payload, "title": _, **more} if not more:
            if not 1 <= len(payload) <= 1000:
                yield f"payload of {len(payload)}"
        case {"type": "phone_number", "payload": number, "title": _, **more} if not more and calls:
            if not CALLED.fullmatch(number):
                yield f"number {number!r}"
        case _:
            yield f"button {button}"


def _buttons(buttons: list[Json], *, calls: bool) -> Iterator[str]:
    if not 1 <= len(buttons) <= 3:
        yield f"{len(buttons)} buttons"
    for button in buttons:
        yield from _button(button, calls=calls)


def _element(element: Json, *, calls: bool) -> Iterator[str]:
    if element.keys() - {"title", "subtitle", "image_url", "buttons"} or "title" not in element or len(element) < 2:
        yield f"element with {sorted(element)}"
    for name in ("title", "subtitle"):
        if name in element and not 1 <= utf16(element[name]) <= 80:
            yield f"{name} of {utf16(element[name])}"
    if "image_url" in element and not HTTP.fullmatch(element["image_url"]):
        yield f"image {element['image_url']!r}"
    if "buttons" in element:
        yield from _buttons(element["buttons"], calls=calls)


def _grid_image(image: Json) -> Iterator[str]:
    match image:
        case {"url": _, **more} if not more:
            return
        case {"url": _, "action": {"type": "web_url", "url": url, **other}, **more} if not (more or other):
            if not HTTP.fullmatch(url):
                yield f"action {url!r}"
        case {"url": _, "action": {"type": "postback", "payload": payload, **other}, **more} if not (more or other):
            if not 1 <= len(payload) <= 1000:
                yield f"payload of {len(payload)}"
        case _:
            yield f"image {image}"


def _template(template: Json, *, calls: bool) -> Iterator[str]:
    match template:
        case {"template_type": "button", "text": text, "buttons": buttons, **more} if not more:
            if not 1 <= utf16(text) <= 640 or not text.strip():
                yield f"text of {utf16(text)}"
            yield from _buttons(buttons, calls=calls)
        case {"template_type": "generic", "elements": elements, **more} if not more:
            if not 1 <= len(elements) <= 10:
                yield f"{len(elements)} elements"
            for element in elements:
                yield from _element(element, calls=calls)
        case {"template_type": "image_grid", "elements": [{"images": images, **grid}], **more} if not more and calls:
            if not 2 <= len(images) <= 6:
                yield f"{len(images)} images"
            for image in images:
                yield from _grid_image(image)
            if grid.keys() - {"buttons", "title"} or not 1 <= utf16(grid.get("title", "-")) <= 45:
                yield f"grid with {grid}"
            for button in grid.get("buttons", []):
                yield from _button(button, calls=False)
        case _:
            yield f"template {template}"


def _content(message: Json, *, calls: bool) -> Iterator[str]:
    match message:
        case {"text": text, **more} if not more.keys() - {"quick_replies"}:
            size, most = (utf16(text), 2000) if calls else (len(text.encode()), 1000)
            if not text.strip() or size > most:
                yield f"text of {size}"
        case {"attachment": {"type": "template", "payload": template}, **more} if not more.keys() - {"quick_replies"}:
            yield from _template(template, calls=calls)
        case {"attachment": {"type": "image" | "video" | "audio" | "file", "payload": {"url": url}}}:
            if not HTTP.fullmatch(url):
                yield f"url {url!r}"
        case _:
            yield f"message with {sorted(message)}"
    replies = message.get("quick_replies", [{"content_type": "text", "title": "x", "payload": "x"}])
    if not 1 <= len(replies) <= 13:
        yield f"{len(replies)} quick replies"
    for reply in replies:
        if reply.keys() != {"content_type", "title", "payload"} or reply["content_type"] != "text":
            yield f"quick reply with {sorted(reply)}"
        if not 1 <= utf16(reply["title"]) <= 20 or not 1 <= len(reply["payload"]) <= 1000:
            yield f"quick reply {reply}"


def problems(request: Json, channel: str) -> list[str]:
    """Everything that is wrong with a request of Meta's Send API."""
    found = [
        f"key {key}" for key in request.keys() - {"recipient", "messaging_type", "tag", "notification_type", "message"}
    ]
    if request["recipient"].keys() != {"id"} or not re.fullmatch(r"[0-9]{1,32}|\{\{to\}\}", request["recipient"]["id"]):
        found.append("recipient")
    if request["messaging_type"] not in ("RESPONSE", "UPDATE", "MESSAGE_TAG"):
        found.append("messaging_type")
    if ("tag" in request) != (request["messaging_type"] == "MESSAGE_TAG") or request.get(
        "tag", "HUMAN_AGENT"
    ) not in TAGS:
        found.append("tag")
    # Instagram documents buttons that answer or open only; those of the service's picture, which call, say so.
    message = request["message"]
    return [*found, *_content(message, calls=channel == "MESSENGER"), *model_problems(message)]


# --- each judge sees what is wrong ---

TEMPLATE = {
    "template_type": "generic",
    "elements": [
        {
            "title": "T",
            "subtitle": "S",
            "image_url": "https://a.example/x.png",
            "buttons": [{"type": "postback", "title": "Yes", "payload": "yes"}],
        }
    ],
}
RIGHT = {
    "recipient": {"id": "5312345678901234"},
    "messaging_type": "RESPONSE",
    "message": {
        "attachment": {"type": "template", "payload": TEMPLATE},
        "quick_replies": [{"content_type": "text", "title": "No", "payload": "no"}],
    },
}
ELEMENT = ("message", "attachment", "payload", "elements", 0)
MUTATIONS: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "an unknown key beside the message": (("sent_by",), "me"),
    "a tag without its type": (("tag",), "HUMAN_AGENT"),
    "an unknown key of an element": ((*ELEMENT, "colour"), "red"),
    "a long title": ((*ELEMENT, "title"), "x" * 81),
    "a long label": ((*ELEMENT, "buttons", 0, "title"), "x" * 21),
    "a long label of emoji": ((*ELEMENT, "buttons", 0, "title"), "👍" * 11),
    "a long payload": ((*ELEMENT, "buttons", 0, "payload"), "x" * 1001),
    "four buttons": ((*ELEMENT, "buttons"), TEMPLATE["elements"][0]["buttons"] * 4),  # type: ignore[index]
    "eleven elements": ((*ELEMENT[:-1],), TEMPLATE["elements"] * 11),  # type: ignore[operator]
    "fourteen quick replies": (("message", "quick_replies"), RIGHT["message"]["quick_replies"] * 14),  # type: ignore[index]
    "a file of no kind": (("message", "attachment", "type"), "imge"),
    "an unknown button": ((*ELEMENT, "buttons", 0, "type"), "nested"),
    "no element": ((*ELEMENT[:-1],), []),
    "a recipient that is a number": (("recipient", "id"), "+46701234567"),
}


def test_what_is_right_is_right() -> None:
    assert problems(RIGHT, "MESSENGER") == problems(RIGHT, "INSTAGRAM") == []


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_judges_see_what_is_wrong(name: str) -> None:
    keys, value = MUTATIONS[name]
    wrong: Any = deepcopy(RIGHT)
    here = wrong
    for key in keys[:-1]:
        here = here[key]
    here[keys[-1]] = value
    assert problems(wrong, "MESSENGER")


GRID = {
    "images": [
        {"url": "https://a.example/1.png", "action": {"type": "web_url", "url": "https://a.example"}},
        {"url": "https://a.example/2.png", "action": {"type": "postback", "payload": "two"}},
    ],
    "title": "Buy",
}
GRIDS: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "a long title": (("title",), "x" * 46),
    "one image": (("images",), GRID["images"][:1]),
    "seven images": (("images",), [{"url": "https://a.example/1.png"}] * 7),
    "an action with both": (("images", 0, "action", "payload"), "one"),
    "an action that calls": (("images", 0, "action", "type"), "phone_number"),
    "a long payload": (("images", 1, "action", "payload"), "x" * 1001),
    "a URL of no web page": (("images", 0, "action", "url"), "tel:+46"),
    "an unknown key": (("images", 0, "label"), "Buy"),
}


def _with_grid(grid: Json) -> Json:
    payload = {"template_type": "image_grid", "elements": [grid]}
    return {**RIGHT, "message": {"attachment": {"type": "template", "payload": payload}}}


def test_a_grid_that_is_right_is_right() -> None:
    assert problems(_with_grid(GRID), "MESSENGER") == []
    assert problems(_with_grid(GRID), "INSTAGRAM")


@pytest.mark.parametrize("name", GRIDS)
def test_the_judge_of_grids_sees_what_is_wrong(name: str) -> None:
    keys, value = GRIDS[name]
    wrong: Any = deepcopy(GRID)
    here = wrong
    for key in keys[:-1]:
        here = here[key]
    here[keys[-1]] = value
    assert problems(_with_grid(wrong), "MESSENGER")


def test_what_only_instagram_refuses() -> None:
    call = {"type": "phone_number", "title": "Call", "payload": "+46701234567"}
    template = {"template_type": "button", "text": "T", "buttons": [call]}
    calling = {**RIGHT, "message": {"attachment": {"type": "template", "payload": template}}}
    assert problems(calling, "MESSENGER") == []
    assert problems(calling, "INSTAGRAM")
    long = {**RIGHT, "message": {"text": "å" * 501}}
    assert problems(long, "MESSENGER") == []
    assert problems(long, "INSTAGRAM")
