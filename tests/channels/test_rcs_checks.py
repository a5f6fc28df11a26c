"""What judges RCS messages: telnyx's types for the shape, AWS's published model for the figures.

What neither of them knows is written down here a second time, from Google's pages. Each judge is shown to reject what
is wrong.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]

HTTP = re.compile(r"https?://[^/?#\s]+[!-~]*", re.I | re.A)
DIALLED = re.compile(r"\+[1-9][0-9]{6,14}", re.A)


# --- telnyx: the shape, which is the API's own in snake case ---


def snake(value: Any) -> Any:
    if isinstance(value, dict):
        return {re.sub(r"(?<!^)(?=[A-Z])", "_", key).lower(): snake(item) for key, item in value.items()}
    return [snake(item) for item in value] if isinstance(value, list) else value


def lost(given: Any, kept: Any, path: str = "") -> Iterator[str]:
    """The keys that a type has silently dropped."""
    if isinstance(given, dict):
        for key, item in given.items():
            if not isinstance(kept, dict) or key not in kept:
                yield f"{path}.{key}"
            else:
                yield from lost(item, kept[key], f"{path}.{key}")
    elif isinstance(given, list):
        for index, (item, same) in enumerate(zip(given, list(kept), strict=True)):
            yield from lost(item, same, f"{path}[{index}]")


def completed(value: Any) -> Any:
    """The message with what telnyx requires and Google does not."""
    if isinstance(value, list):
        return [completed(item) for item in value]
    if not isinstance(value, dict):
        return value
    value = {key: completed(item) for key, item in value.items()}
    if "url" in value:
        value = {"application": "BROWSER", "webview_view_mode": "FULL", **value}
    if "card_orientation" in value:
        value = {"thumbnail_image_alignment": "LEFT", **value}
    return value


@cache
def _adapter() -> Any:
    types = pytest.importorskip("telnyx.types.rcs_agent_message_param")
    from pydantic import TypeAdapter

    return TypeAdapter(types.RcsAgentMessageParam)


def shape_problems(payload: Json) -> list[str]:
    """What telnyx has against a message; skips the test where it is not installed."""
    adapter = _adapter()
    from pydantic import ValidationError

    given = completed(snake(payload))
    try:
        return list(lost(given, adapter.dump_python(adapter.validate_python(given), mode="json")))
    except ValidationError as error:
        return [f"{problem['loc']}: {problem['msg']}" for problem in error.errors()]


# --- AWS: the figures, in its own dialect ---


@cache
def _shapes() -> Json:
    botocore = pytest.importorskip("botocore")
    found = Path(botocore.__path__[0]).glob("data/pinpoint-sms-voice-v2/*/service-2.json.gz")
    return dict(json.loads(gzip.decompress(next(found).read_bytes()))["shapes"])


def walk(shapes: Json, name: str, value: Any, path: str = "$") -> Iterator[str]:
    """What of ``value`` a shape of the model does not allow."""
    shape = shapes[name]
    if shape["type"] == "structure":
        for key, item in value.items():
            if key not in shape["members"]:
                yield f"{path}.{key}: unknown"
            else:
                yield from walk(shapes, shape["members"][key]["shape"], item, f"{path}.{key}")
        yield from (f"{path}.{key}: missing" for key in shape.get("required", ()) if key not in value)
    elif shape["type"] == "list":
        if not shape.get("min", 0) <= len(value) <= shape["max"]:
            yield f"{path}: {len(value)} items"
        for index, item in enumerate(value):
            yield from walk(shapes, shape["member"]["shape"], item, f"{path}[{index}]")
    elif shape["type"] == "string":
        if not shape.get("min", 0) <= len(value) <= shape.get("max", len(value)):
            yield f"{path}: {len(value)} characters"
        if "pattern" in shape and not re.fullmatch(shape["pattern"], value):
            yield f"{path}: {value[:40]!r} is not {shape['pattern']}"
    elif shape["type"] == "double" and not shape["min"] <= value <= shape["max"]:
        yield f"{path}: {value}"


def _suggestion(one: Json) -> Json:
    """A suggestion in AWS's words. Its URLs are https, and numbers begin with no star: rules of its own."""
    action = one.get("reply") or one["action"]
    names = {"Text": "text", "PostbackData": "postbackData"}
    said = {name: action[key] for name, key in names.items() if key in action}
    if "reply" in one:
        return {"Reply": said}
    if "openUrlAction" in action:
        opened = action["openUrlAction"]
        mode = {"WebviewViewMode": opened["webviewViewMode"]} if "webviewViewMode" in opened else {}
        application = {"Application": opened["application"]} if "application" in opened else {}
        return {"OpenUrl": {**said, "Url": _https(opened["url"]), **application, **mode}}
    if "dialAction" in action:
        return {"DialPhone": {**said, "PhoneNumber": action["dialAction"]["phoneNumber"]}}
    if "viewLocationAction" in action:
        place = action["viewLocationAction"]
        point = {"Latitude": place["latLong"]["latitude"], "Longitude": place["latLong"]["longitude"]}
        return {"ShowLocation": {**said, **point, **({"Label": place["label"]} if "label" in place else {})}}
    if "shareLocationAction" in action:
        return {"RequestLocation": said}
    event = action["createCalendarEventAction"]
    times = {"StartTime": event["startTime"], "EndTime": event["endTime"]}
    about = {"Description": event["description"]} if "description" in event else {}
    return {"CreateCalendarEvent": {**said, **times, "Title": event["title"], **about}}


def _https(url: str) -> str:
    return "https:" + url[5:] if url[:5].lower() == "http:" else "https" + url[5:]


def _file(info: Json) -> Json:
    names = {"FileUrl": "fileUrl", "ThumbnailUrl": "thumbnailUrl"}
    return {name: _https(info[key]) for name, key in names.items() if key in info}


def _card(card: Json) -> Json:
    named = {name: card[key] for name, key in (("Title", "title"), ("Description", "description")) if key in card}
    if "media" in card:
        named["Media"] = {"Height": card["media"]["height"], **_file(card["media"]["contentInfo"])}
    if "suggestions" in card:
        named["Suggestions"] = list(map(_suggestion, card["suggestions"]))
    return named


def in_aws_words(content: Json) -> Json:
    """A ``contentMessage`` as AWS's RcsMessageContent."""
    if "text" in content:
        inside: Json = {"TextMessage": {"Body": content["text"]}}
    elif "contentInfo" in content:
        inside = {"FileMessage": _file(content["contentInfo"])}
    elif "standaloneCard" in content["richCard"]:
        card = content["richCard"]["standaloneCard"]
        inside = {"RichCard": {"CardOrientation": card["cardOrientation"], "CardContent": _card(card["cardContent"])}}
    else:
        card = content["richCard"]["carouselCard"]
        inside = {"Carousel": {"CardWidth": card["cardWidth"], "CardContents": list(map(_card, card["cardContents"]))}}
    return {"Content": inside, "Suggestions": list(map(_suggestion, content.get("suggestions", ())))}


def figure_problems(payload: Json) -> list[str]:
    """What exceeds AWS's figures; skips the test where its model is not installed."""
    return list(walk(_shapes(), "RcsMessageContent", in_aws_words(payload["contentMessage"])))


# --- Google's pages: what neither of them knows ---


def suggestions(content: Json) -> Iterator[Json]:
    """Every suggestion, in the order of the payload."""
    rich = content.get("richCard", {})
    for card in rich.get("carouselCard", {}).get("cardContents", ()) or [
        rich.get("standaloneCard", {}).get("cardContent", {})
    ]:
        yield from card.get("suggestions", ())
    yield from content.get("suggestions", ())


def page_problems(payload: Json) -> list[str]:
    """What Google's pages say against a message."""
    content = payload.get("contentMessage", {})
    found = [] if payload.keys() == {"contentMessage"} else ["a payload is a content message"]
    if len({"text", "richCard", "contentInfo"} & content.keys()) != 1:
        found.append("a message is one thing")
    if len(json.dumps(payload, ensure_ascii=False).encode()) > 250_000:
        found.append("the payload is too large")
    seen = set()
    for one in suggestions(content):
        said = one.get("reply") or one.get("action") or {}
        does = said.keys() - {"text", "postbackData", "fallbackUrl"}
        if (len(does) == 1) is not ("action" in one):
            found.append(f"a suggestion does one thing: {one}")
        if not said.get("text", "").strip():
            found.append("a suggestion without a text")
        if said.get("postbackData") in seen:
            found.append(f"two suggestions send back {said.get('postbackData')!r}")
        seen.add(said.get("postbackData"))
        urls = [said[key] for key in ("fallbackUrl",) if key in said] + [said.get("openUrlAction", {}).get("url")]
        found += [f"nobody opens {url!r}" for url in urls if url is not None and not HTTP.fullmatch(url)]
        if "dialAction" in said and not DIALLED.fullmatch(said["dialAction"]["phoneNumber"]):
            found.append(f"no number in E.164 form: {said['dialAction']['phoneNumber']!r}")
        if len(said.get("fallbackUrl", "")) > 2048:
            found.append("the fallback URL is too long")
        if said.get("openUrlAction", {}).get("application") == "WEBVIEW":
            found += [] if said["openUrlAction"].get("webviewViewMode") in ("FULL", "HALF", "TALL") else ["no mode"]
    rich = content.get("richCard", {})
    alone = rich.get("standaloneCard", {})
    if "thumbnailImageAlignment" in alone and alone.get("cardOrientation") != "HORIZONTAL":
        found.append("only a horizontal card has a side")
    cards = rich.get("carouselCard", {}).get("cardContents", [])
    found += ["a carousel has no tall media" for card in cards if card.get("media", {}).get("height") == "TALL"]
    for card in [*cards, *([alone["cardContent"]] if "cardContent" in alone else [])]:
        if not {"title", "description", "media"} & card.keys():
            found.append("a card has a title, a description or media")
        if card.get("media", {}).get("height", "TALL") not in ("SHORT", "MEDIUM", "TALL"):
            found.append("no such height")
    return found


def problems(payload: Json) -> list[str]:
    """What any judge has against a message."""
    return page_problems(payload) or [*shape_problems(payload), *figure_problems(payload)]


# --- the judges themselves ---

IMAGE = {"fileUrl": "https://example.com/a.jpg", "thumbnailUrl": "https://example.com/b.jpg"}
REPLY = {"reply": {"text": "Yes", "postbackData": "yes"}}


def action(**does: Any) -> Json:
    return {"action": {"text": "Go", "postbackData": "go", **does}}


EVENT = {"startTime": "2026-12-01T09:00:00Z", "endTime": "2026-12-01T10:00:00Z", "title": "T", "description": "D"}
PLACE = {"latLong": {"latitude": 1.5, "longitude": 2.5}, "label": "Here"}
CARD = {"title": "T", "description": "D", "media": {"height": "TALL", "contentInfo": IMAGE}, "suggestions": [REPLY]}
LOW = {**CARD, "media": {"height": "MEDIUM", "contentInfo": IMAGE}, "suggestions": []}

GOOD: dict[str, Json] = {
    "text": {"contentMessage": {"text": "Hi", "suggestions": [REPLY]}},
    "url": {"contentMessage": {"text": "Hi", "suggestions": [action(openUrlAction={"url": "https://example.com"})]}},
    "view": {
        "contentMessage": {
            "text": "Hi",
            "suggestions": [
                action(openUrlAction={"url": "https://a.b", "application": "WEBVIEW", "webviewViewMode": "TALL"})
            ],
        }
    },
    "dial": {"contentMessage": {"text": "Hi", "suggestions": [action(dialAction={"phoneNumber": "+46701234567"})]}},
    "map": {"contentMessage": {"text": "Hi", "suggestions": [action(viewLocationAction=PLACE)]}},
    "event": {
        "contentMessage": {
            "text": "Hi",
            "suggestions": [action(createCalendarEventAction=EVENT, fallbackUrl="https://example.com")],
        }
    },
    "ask": {"contentMessage": {"text": "Hi", "suggestions": [action(shareLocationAction={})]}},
    "file": {"contentMessage": {"contentInfo": IMAGE}},
    "card": {
        "contentMessage": {
            "richCard": {
                "standaloneCard": {
                    "cardOrientation": "HORIZONTAL",
                    "thumbnailImageAlignment": "RIGHT",
                    "cardContent": CARD,
                }
            }
        }
    },
    "carousel": {"contentMessage": {"richCard": {"carouselCard": {"cardWidth": "MEDIUM", "cardContents": [LOW, LOW]}}}},
}


def changed(name: str, *path: str | int, to: Any) -> Json:
    """A good message with one thing changed, or taken away where ``to`` is None."""
    payload = deepcopy(GOOD[name])
    place: Any = payload
    for step in ("contentMessage", *path[:-1]):
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return payload


FIRST = ("suggestions", 0, "reply")
DEED = ("suggestions", 0, "action")
ALONE = ("richCard", "standaloneCard")
SEVERAL = ("richCard", "carouselCard")

SHAPES: dict[str, Json] = {
    "unknown key": changed("text", "colour", to="red"),
    "unknown key in a suggestion": changed("text", *FIRST, "colour", to="red"),
    "a place in other words": changed("map", *DEED, "viewLocationAction", to={"latLng": PLACE["latLong"]}),
    "an unknown width": changed("carousel", *SEVERAL, "cardWidth", to="LARGE"),
    "an unknown orientation": changed("card", *ALONE, "cardOrientation", to="ROUND"),
    "an unknown side": changed("card", *ALONE, "thumbnailImageAlignment", to="TOP"),
    "an unknown mode": changed("view", *DEED, "openUrlAction", "webviewViewMode", to="HUGE"),
    "no file": changed("file", "contentInfo", to={"thumbnailUrl": "https://example.com/b.jpg"}),
}
FIGURES: dict[str, Json] = {
    "text": changed("text", "text", to="x" * 3073),
    "blank text": changed("text", "text", to=" "),
    "suggestions": changed("text", "suggestions", to=[REPLY] * 12),
    "suggestion text": changed("text", *FIRST, "text", to="x" * 26),
    "postback": changed("text", *FIRST, "postbackData", to="x" * 2049),
    "no postback": changed("text", *FIRST, "postbackData", to=None),
    "url": changed("url", *DEED, "openUrlAction", "url", to="https://example.com/" + "x" * 2029),
    "label of a place": changed("map", *DEED, "viewLocationAction", "label", to="x" * 101),
    "latitude": changed("map", *DEED, "viewLocationAction", "latLong", "latitude", to=90.5),
    "event title": changed("event", *DEED, "createCalendarEventAction", "title", to="x" * 101),
    "event description": changed("event", *DEED, "createCalendarEventAction", "description", to="x" * 501),
    "file URL": changed("file", "contentInfo", "fileUrl", to="https://example.com/" + "x" * 1981),
    "card title": changed("card", *ALONE, "cardContent", "title", to="x" * 201),
    "card description": changed("card", *ALONE, "cardContent", "description", to="x" * 2001),
    "card suggestions": changed("card", *ALONE, "cardContent", "suggestions", to=[REPLY] * 5),
    "one card": changed("carousel", *SEVERAL, "cardContents", to=[LOW]),
    "eleven cards": changed("carousel", *SEVERAL, "cardContents", to=[LOW] * 11),
}
PAGE: dict[str, Json] = {
    "two things": changed("text", "contentInfo", to=IMAGE),
    "nothing": changed("text", "text", to=None),
    "a recipient": {**GOOD["text"], "to": "+46701234567"},
    "two deeds": changed("url", *DEED, "dialAction", to={"phoneNumber": "+1"}),
    "a number without a plus": changed("dial", *DEED, "dialAction", "phoneNumber", to="46701234567"),
    "a number without a country code": changed("dial", *DEED, "dialAction", "phoneNumber", to="+0701234567"),
    "a short number": changed("dial", *DEED, "dialAction", "phoneNumber", to="112"),
    "no deed": changed("url", *DEED, "openUrlAction", to=None),
    "blank suggestion": changed("text", *FIRST, "text", to=" "),
    "one answer twice": changed("text", "suggestions", to=[REPLY, REPLY]),
    "a URL that nobody opens": changed("url", *DEED, "openUrlAction", "url", to="example.com"),
    "a URL with a letter beyond ASCII": changed("url", *DEED, "openUrlAction", "url", to="https://example.com/ä"),
    "a fallback that nobody opens": changed("event", *DEED, "fallbackUrl", to="x"),
    "a fallback that is too long": changed("event", *DEED, "fallbackUrl", to="https://example.com/" + "x" * 2029),
    "a view without a mode": changed("view", *DEED, "openUrlAction", "webviewViewMode", to=None),
    "a side of a vertical card": changed("card", *ALONE, "cardOrientation", to="VERTICAL"),
    "an empty card": changed("card", *ALONE, "cardContent", to={"suggestions": [REPLY]}),
    "a tall carousel": changed("carousel", *SEVERAL, "cardContents", 0, to={**CARD, "suggestions": []}),
    "an unknown height": changed("card", *ALONE, "cardContent", "media", "height", to="HUGE"),
    "a large payload": changed("text", *FIRST, "postbackData", to="x" * 250_001),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_message_is_accepted(name: str) -> None:
    assert problems(GOOD[name]) == []


@pytest.mark.parametrize("name", SHAPES)
def test_a_wrong_shape_is_rejected(name: str) -> None:
    assert shape_problems(SHAPES[name])


@pytest.mark.parametrize("name", FIGURES)
def test_an_exceeded_figure_is_rejected(name: str) -> None:
    assert shape_problems(FIGURES[name]) == []
    assert figure_problems(FIGURES[name])


@pytest.mark.parametrize("name", PAGE)
def test_what_the_pages_forbid_is_rejected(name: str) -> None:
    assert page_problems(PAGE[name])
