"""What judges messages of Viber Business: the published models of the dialect, and what these do not know.

Infobip's client drops keys it does not know, so what it keeps is compared with what it was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

Json = dict[str, Any]


def lost(given: Any, kept: Any, path: str = "") -> Iterator[str]:
    """The keys that a model has silently dropped."""
    if isinstance(given, dict):
        for key, item in given.items():
            if not isinstance(kept, dict) or key not in kept:
                yield f"{path}.{key}: unknown"
            else:
                yield from lost(item, kept[key], f"{path}.{key}")
    elif isinstance(given, list):
        for index, (item, same) in enumerate(zip(given, kept, strict=True)):
            yield from lost(item, same, f"{path}[{index}]")


def model_problems(payload: Json) -> list[str]:
    """What the dialect's models have against a request; skips the test where they are not installed."""
    models = pytest.importorskip("infobip_api_client.models")
    from pydantic import ValidationError

    try:
        request = models.ViberRequest.from_dict(deepcopy(payload))
    except (ValidationError, ValueError) as error:
        return [str(error)]
    return list(lost(payload, request.to_dict()))


URL = re.compile(r"https?://[^/?#\s]+[!-~]*", re.A | re.I)
OPENED = re.compile(r"https?://[^/?#\s]+[!-~]*|tel:\+?[0-9]+", re.A | re.I)


def page_problems(payload: Json) -> list[str]:
    """What the descriptions of the models and the service's page say, and their types do not."""
    found = []
    for message in payload["messages"]:
        content = message["content"]
        files = [content[name] for name in ("mediaUrl", "thumbnailUrl") if name in content]
        buttons = [content["button"]] if "button" in content else []
        for card in content.get("cards", ()):
            files.append(card["mediaUrl"])
            buttons += card.get("buttons", ())
            titles = [len(button["title"]) for button in card.get("buttons", ())]
            found += ["a long title in a card"] if any(map(int.__gt__, titles, (10, 12))) else []
        found += [f"nobody fetches {url!r}" for url in files if not URL.fullmatch(url)]
        found += [f"nobody opens {one['action']!r}" for one in buttons if not OPENED.fullmatch(one["action"])]
        found += ["a button without a title" for one in buttons if not one["title"].strip()]
        if "button" in content and not content.get("text", "").strip():
            found.append("a button needs a text")
        if content["type"] == "TEXT" and not content["text"].strip():
            found.append("a text that shows nothing")
        if len(content.get("fileName", "")) > 25:
            found.append("a long file name")
        if not re.fullmatch(r"PT\d+S", content.get("mediaDuration", "PT1S")):
            found.append("a duration is written PT30S")
        if len(set(content.get("options", ()))) != len(content.get("options", ())):
            found.append("options that are alike")
    return found


def problems(payload: Json) -> list[str]:
    """What any judge has against a request."""
    return model_problems(payload) or page_problems(payload)


# --- the judges themselves ---

BUTTON = {"title": "More", "action": "https://example.com"}
CARD = {"text": "A card", "mediaUrl": "https://example.com/a.jpg", "buttons": [BUTTON, BUTTON]}
CONTENTS: dict[str, Json] = {
    "text": {"type": "TEXT", "text": "Hi", "button": BUTTON},
    "image": {"type": "IMAGE", "text": "Hi", "mediaUrl": "https://example.com/a.jpg", "button": BUTTON},
    "video": {
        "type": "VIDEO",
        "text": "Hi",
        "mediaUrl": "https://example.com/a.mp4",
        "mediaDuration": "PT30S",
        "thumbnailUrl": "https://example.com/a.jpg",
        "button": {"title": "Call", "action": "tel:+46701234567"},
    },
    "file": {"type": "FILE", "fileName": "a.pdf", "mediaUrl": "https://example.com/a.pdf"},
    "list": {"type": "LIST", "text": "Which?", "options": ["A", "B"]},
    "carousel": {"type": "CAROUSEL", "text": "", "cards": [CARD, CARD]},
}


def request(content: Json) -> Json:
    return {"messages": [{"sender": "Shop", "destinations": [{"to": "46701234567"}], "content": content}]}


def changed(name: str, *path: str | int, to: Any) -> Json:
    """A good request with one thing of its content changed, or taken away where ``to`` is None."""
    content = deepcopy(CONTENTS[name])
    place: Any = content
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return request(content)


MODELS: dict[str, Json] = {
    "a long text": changed("text", "text", to="x" * 1001),
    "a long label": changed("text", "button", "title", to="x" * 31),
    "a long address": changed("text", "button", "action", to="https://example.com/" + "x" * 981),
    "an unknown key": changed("text", "colour", to="red"),
    "an unknown key in a button": changed("text", "button", "colour", to="red"),
    "an unknown type": changed("text", "type", to="POEM"),
    "a long media URL": changed("image", "mediaUrl", to="https://example.com/" + "x" * 981),
    "a video without a preview": changed("video", "thumbnailUrl", to=None),
    "a video without a duration": changed("video", "mediaDuration", to=None),
    "a file of another kind": changed("file", "fileName", to="a.zip"),
    "a long question": changed("list", "text", to="x" * 86),
    "one option": changed("list", "options", to=["A"]),
    "six options": changed("list", "options", to=list("ABCDEF")),
    "a long option": changed("list", "options", to=["x" * 51, "A"]),
    "one card": changed("carousel", "cards", to=[CARD]),
    "six cards": changed("carousel", "cards", to=[CARD] * 6),
    "a long card": changed("carousel", "cards", 0, "text", to="x" * 39),
    "a short card": changed("carousel", "cards", 0, "text", to="x"),
    "three buttons": changed("carousel", "cards", 0, "buttons", to=[BUTTON] * 3),
    "no receiver": {"messages": [{"sender": "Shop", "content": CONTENTS["text"]}]},
}
PAGE: dict[str, Json] = {
    "a long title in a card": changed("carousel", "cards", 0, "buttons", 0, "title", to="x" * 11),
    "a file by an address that is none": changed("image", "mediaUrl", to="a.jpg"),
    "a button that opens nothing": changed("text", "button", "action", to="ftp://example.com"),
    "a blank button": changed("text", "button", "title", to=" "),
    "a button without a text": changed("image", "text", to=None),
    "a blank text": changed("text", "text", to=" "),
    "a long file name": changed("file", "fileName", to="x" * 22 + ".pdf"),
    "a duration in other words": changed("video", "mediaDuration", to="30"),
    "options that are alike": changed("list", "options", to=["A", "A"]),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_good_request_is_accepted(name: str) -> None:
    assert problems(request(CONTENTS[name])) == []


@pytest.mark.parametrize("name", MODELS)
def test_what_the_models_forbid_is_rejected(name: str) -> None:
    assert model_problems(MODELS[name])


@pytest.mark.parametrize("name", PAGE)
def test_what_the_pages_forbid_is_rejected(name: str) -> None:
    assert model_problems(PAGE[name]) == []
    assert page_problems(PAGE[name])
