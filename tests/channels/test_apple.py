"""Apple Messages for Business: every type in both profiles, each limit at n and n+1, and a schema from Apple's pages.

Apple publishes no model; the schema is written from register.apple.com/resources/messages/msp-rest-api (type-text,
type-rich-link, type-interactive) and from the bounds that are enforced since 2026-08-21.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings

from tests.corpus import names, run
from tests.strategies import messages
from transcode import Code, Outcome, Profile, Transcoded, Transcoder, transcode

Json = dict[str, Any]

TO = "urn:mbid:AQAAY1example"
BUSINESS = "12345678-90ab-cdef-1234-567890abcdef"
IMAGE = "https://example.com/a.png"
PLACE = {"latitude": 55.610479, "longitude": 13.002873}

SHOWN = {"type": "string", "minLength": 1, "maxLength": 200}
URL = {"type": "string", "pattern": "^https?://[!-~]+$", "maxLength": 2048}


def _object(optional: str = "", **fields: Any) -> Json:
    required = [name for name in fields if name not in optional.split()]
    return {"type": "object", "properties": fields, "required": required, "additionalProperties": False}


def _list(item: Any, least: int = 1, **more: int) -> Json:
    return {"type": "array", "items": item, "minItems": least, **more}


ITEM = _object(
    "subtitle",
    identifier=SHOWN,
    order={"type": "integer", "minimum": 0},
    style={"enum": ["default", "icon"]},
    title=SHOWN,
    subtitle=SHOWN,
)
SECTION = _object(
    "title",
    order={"type": "integer", "minimum": 0},
    title=SHOWN,
    multipleSelection={"type": "boolean"},
    items=_list(ITEM),
)
SLOT = _object(
    identifier=SHOWN,
    startTime={"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d\+0000$"},
    duration={"type": "integer", "minimum": 1},
)
BASE = {
    "version": {"const": "1.0"},
    "requestIdentifier": {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
}
SEEN = _object("subtitle", title=SHOWN, subtitle=SHOWN, style={"enum": ["icon", "small", "large"]})
BID = {"type": "string", "pattern": r"^com\.apple\.messages\.MSMessageExtensionBalloonPlugin:0000000000:"}
QUICK = _object(summaryText=SHOWN, items=_list(_object(identifier=SHOWN, title=SHOWN), 2, maxItems=5))
EVENT = _object(identifier=SHOWN, title=SHOWN, timeslots=_list(SLOT))
INTERACTIVE = {
    "oneOf": [
        _object(bid=BID, data=_object(**BASE, **{"quick-reply": QUICK})),
        _object(bid=BID, data=_object(**BASE, listPicker=_object(sections=_list(SECTION))), receivedMessage=SEEN),
        _object(bid=BID, data=_object(**BASE, event=EVENT), receivedMessage=SEEN),
    ]
}
ASSETS = _object("video", video=_object(url=URL, mimeType={"type": "string", "pattern": "^video/"}))
ABOUT = {
    "v": {"const": 1},
    "sourceId": {"type": "string", "minLength": 1},
    "destinationId": {"type": "string", "pattern": r"^(urn:mbid:\S+|\{\{to\}\})$"},
}
SCHEMA = {
    "oneOf": [
        _object(**ABOUT, type={"const": "text"}, body={"type": "string", "pattern": r"\S", "maxLength": 3000}),
        _object(**ABOUT, type={"const": "richLink"}, richLinkData=_object(url=URL, title=SHOWN, assets=ASSETS)),
        _object(**ABOUT, type={"const": "interactive"}, interactiveData=INTERACTIVE),
    ]
}


def problems(payload: Json) -> list[str]:
    """What is wrong with a request."""
    jsonschema = pytest.importorskip("jsonschema")
    return [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(payload)]


def sent(message: Json, profile: str = "documented", **options: Any) -> Transcoded:
    return transcode(message, "APPLEBC", to=options.pop("to", TO), profile=profile, **options)


def contents(message: Json, profile: str = "documented", **options: Any) -> list[Json]:
    """What each request sends: a text, the data of a rich link, or those of an interactive message."""
    found = []
    for payload in sent(message, profile, **options).payloads:
        interactive = dict(payload.get("interactiveData", {}))
        data = {k: v for k, v in interactive.get("data", {}).items() if k not in ("version", "requestIdentifier")}
        seen = {"seen": interactive["receivedMessage"]} if "receivedMessage" in interactive else {}
        found.append({**data, **seen} or payload.get("richLinkData") or {"body": payload.get("body")})
    return found


def found(result: Transcoded, code: Code) -> list[tuple[str, int | None, int | str | None]]:
    return [(one.path, one.limit, one.actual) for one in result.findings if one.code is code]


def question(*choices: Json, text: str | None = "What now?") -> Json:
    body: Json = {"choices": list(choices)}
    return {"choice_message": body if text is None else {**body, "text_message": {"text": text}}}


def reply(text: str, postback: str | None = None) -> Json:
    choice: Json = {"text_message": {"text": text}}
    return choice if postback is None else {**choice, "postback_data": postback}


def link(title: str = "Site", url: str = "https://example.com") -> Json:
    return {"url_message": {"title": title, "url": url}}


def event(**more: str) -> Json:
    return {
        "calendar_message": {
            "title": "Add it",
            "event_start": "2026-12-01T10:00:00+01:00",
            "event_end": "2026-12-01T10:30:00+01:00",
            "event_title": "Delivery",
            "fallback_url": "https://example.com/x.ics",
            **more,
        }
    }


CALL = {"call_message": {"title": "Call us", "phone_number": "+46732000000"}}
CARD = {"title": "Title", "description": "Description", "media_message": {"url": IMAGE}}


# --- as the service shows it ---


def test_text() -> None:
    result = sent({"text_message": {"text": "Hi"}}, sender=BUSINESS)
    assert result.payloads == ({"v": 1, "sourceId": BUSINESS, "destinationId": TO, "type": "text", "body": "Hi"},)
    assert result.findings == ()


def test_a_place_is_an_apple_maps_url() -> None:
    place = {"location_message": {"title": "The shop", "coordinates": PLACE}}
    url = "https://maps.apple.com/?ll=55.610477,13.002873&q=The%20shop"
    assert contents(place) == [{"body": f"The shop: {url}"}]
    assert sent(place).outcome is Outcome.NATIVE
    assert contents(place, "rich") == [{"url": url, "title": "The shop", "assets": {}}]
    place["location_message"]["label"] = "Entrance B"
    assert contents(place, "rich") == [{"url": url, "title": "The shop, Entrance B", "assets": {}}]
    assert sent(place, "rich").outcome is Outcome.NATIVE
    place["location_message"]["title"] = " "
    url = "https://maps.apple.com/?ll=55.610477,13.002873&q=Entrance%20B"
    assert contents(place) == [{"body": f"Entrance B: {url}"}]
    assert contents(place, "rich") == [{"url": url, "title": "Entrance B", "assets": {}}]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (question(reply("Yes"), link()), "What now?\n\n> YES\n> Site: https://example.com"),
        ({"card_message": {**CARD, "choices": [reply("Yes")]}}, f"Title\nDescription\n{IMAGE}\n> YES"),
        ({"media_message": {"url": IMAGE}}, IMAGE),
    ],
)
def test_everything_else_is_text_on_the_service_s_pages(message: Json, text: str) -> None:
    assert contents(message) == [{"body": text}]
    assert sent(message).outcome is Outcome.PLAINTEXT


# --- rich ---


def test_two_to_five_answers_are_quick_replies() -> None:
    assert contents(question(reply("Yes", "y"), reply("No", "n")), "rich") == [
        {
            "quick-reply": {
                "summaryText": "What now?",
                "items": [{"identifier": "y", "title": "Yes"}, {"identifier": "n", "title": "No"}],
            }
        }
    ]


@pytest.mark.parametrize(
    ("count", "form"), [(1, "listPicker"), (2, "quick-reply"), (5, "quick-reply"), (6, "listPicker")]
)
def test_other_numbers_are_a_list_picker(count: int, form: str) -> None:
    (shown,) = contents(question(*(reply(f"Answer {number}") for number in range(count))), "rich")
    assert form in shown
    if form == "listPicker":
        assert shown["seen"] == {"title": "What now?", "style": "icon"}
        (section,) = shown["listPicker"]["sections"]
        assert [item["title"] for item in section["items"]] == [f"Answer {number}" for number in range(count)]
        assert [item["order"] for item in section["items"]] == list(range(count))


def test_urls_are_rich_links_behind_the_question() -> None:
    picker, rich = contents(question(reply("Yes"), link()), "rich")
    assert picker["seen"]["title"] == "What now?"
    assert rich == {"url": "https://example.com", "title": "Site", "assets": {}}
    text, rich = contents(question(link()), "rich")
    assert text == {"body": "What now?"}
    assert rich["title"] == "Site"


def test_a_number_is_a_line() -> None:
    result = sent(question(reply("Yes"), reply("No"), CALL), "rich")
    quick = result.payloads[0]["interactiveData"]["data"]["quick-reply"]
    assert quick["summaryText"] == "What now?\n\n> Call us: +46732000000"
    assert [path for path, *_ in found(result, Code.CHOICE_AS_LINE)] == ["choice_message.choices[2].call_message"]
    assert sent(question(CALL), "rich").outcome is Outcome.PLAINTEXT


def test_an_event_that_is_asked_about_alone_is_a_time_picker() -> None:
    result = sent(question({**event(event_description="At the door"), "postback_data": "slot"}), "rich")
    assert result.payloads[0]["interactiveData"]["receivedMessage"] == {
        "title": "What now?",
        "subtitle": "At the door",
        "style": "icon",
    }
    assert result.payloads[0]["interactiveData"]["data"]["event"] == {
        "identifier": "slot",
        "title": "Delivery",
        "timeslots": [{"identifier": "slot", "startTime": "2026-12-01T09:00+0000", "duration": 1800}],
    }
    path = "choice_message.choices[0].calendar_message.fallback_url"
    assert found(result, Code.HINT_IGNORED) == [(path, None, None)]
    assert [option.identifier for option in result.replies] == ["slot"]


def test_the_label_of_an_event_is_named_where_the_picker_has_no_place_for_it() -> None:
    path = "choice_message.choices[0].calendar_message.title"
    assert found(sent(question(event()), "rich"), Code.DROPPED) == [(path, None, None)]
    assert found(sent({"choice_message": {"choices": [event()]}}, "rich"), Code.DROPPED) == []
    assert found(sent(question(event(title="Delivery")), "rich"), Code.DROPPED) == []


@pytest.mark.parametrize("title", ["", " "])
def test_a_slot_of_a_choice_without_a_title_is_told_by_its_event(title: str) -> None:
    (payload,) = sent(question(event(title=title)), "rich").payloads
    (slot,) = payload["interactiveData"]["data"]["event"]["timeslots"]
    assert slot["identifier"] == "Delivery"
    assert problems(dict(payload)) == []


@pytest.mark.parametrize(
    ("start", "end", "slot"),
    [
        ("0999-01-01T00:00:00Z", "0999-01-01T00:01:00Z", ("0999-01-01T00:00+0000", 60)),
        ("2026-12-01T10:00:00Z", "2026-12-01T10:00:00.5Z", ("2026-12-01T10:00+0000", 1)),
        ("9999-12-31T23:58:00Z", "9999-12-31T23:59:59Z", ("9999-12-31T23:58+0000", 119)),
    ],
)
def test_odd_times_are_written_as_apple_reads_them(start: str, end: str, slot: tuple[str, int]) -> None:
    (payload,) = sent(question(event(event_start=start, event_end=end)), "rich").payloads
    (written,) = payload["interactiveData"]["data"]["event"]["timeslots"]
    assert (written["startTime"], written["duration"]) == slot
    assert problems(dict(payload)) == []


@pytest.mark.parametrize(
    "wrong",
    [{"event_end": "2026-12-01T10:00:00+01:00"}, {"event_title": " "}, {"event_end": "2026-12-01T09:00:00+01:00"}],
)
def test_an_event_that_no_time_picker_has_is_text(wrong: dict[str, str]) -> None:
    result = sent(question(event(**wrong)), "rich")
    assert result.outcome is Outcome.PLAINTEXT
    assert found(result, Code.WHOLE_AS_TEXT)


def test_an_event_beside_others_is_its_fallback() -> None:
    result = sent(question(reply("Yes"), reply("No"), event()), "rich")
    assert result.payloads[-1]["richLinkData"]["url"] == "https://example.com/x.ics"
    assert found(result, Code.EVENT_NOT_ADDED) == [("choice_message.choices[2].calendar_message", None, None)]


def test_a_card_is_a_list_picker_with_its_file_as_a_url() -> None:
    result = sent({"card_message": {**CARD, "choices": [reply("Yes"), link()]}}, "rich")
    picker, rich = contents({"card_message": {**CARD, "choices": [reply("Yes"), link()]}}, "rich")
    assert picker["seen"] == {"title": "Title", "subtitle": f"Description\n{IMAGE}", "style": "icon"}
    assert rich["title"] == "Site"
    assert found(result, Code.FILE_AS_LINK) == [("card_message.media_message.url", None, None)]


def test_a_list_keeps_its_sections() -> None:
    items = [{"choice": {"title": "Tea", "description": "Green", "postback_data": "t", "media": {"url": IMAGE}}}]
    sections = [{"title": "Hot", "items": items}, {"title": "Cold", "items": [{"choice": {"title": "Milk"}}]}]
    message = {"list_message": {"title": "Drinks", "description": "All day", "sections": sections}}
    before, picker = contents(message, "rich")
    assert before == {"body": IMAGE}
    assert picker["seen"] == {"title": "Drinks", "subtitle": "All day", "style": "icon"}
    tea = {"identifier": "t", "order": 0, "style": "default", "title": "Tea", "subtitle": "Green"}
    milk = {"identifier": "Milk", "order": 0, "style": "default", "title": "Milk"}
    assert picker["listPicker"]["sections"] == [
        {"order": 0, "title": "Hot", "multipleSelection": False, "items": [tea]},
        {"order": 1, "title": "Cold", "multipleSelection": False, "items": [milk]},
    ]
    assert found(sent(message, "rich"), Code.FILE_AS_LINK) == [
        ("list_message.sections[0].items[0].choice.media", None, None)
    ]


def test_a_section_without_items_is_a_line_before_the_list() -> None:
    sections = [{"title": "Hot", "items": []}, {"items": [{"choice": {"title": "Milk"}}]}, {"items": []}]
    message = {"list_message": {"title": "Drinks", "sections": sections}}
    before, picker = contents(message, "rich")
    assert before == {"body": "Hot"}
    assert [one["order"] for one in picker["listPicker"]["sections"]] == [0]
    result = sent(message, "rich")
    assert found(result, Code.SHOWN_OTHERWISE) == [("list_message.sections[0].title", None, None)]
    assert [problems(dict(payload)) for payload in result.payloads] == [[], []]


def test_words_of_a_list_of_more_than_200_go_before_whole() -> None:
    items = [{"choice": {"title": "Tea", "description": "d" * 201}}, {"choice": {"title": "Milk"}}]
    message = {"list_message": {"title": "Drinks", "sections": [{"title": "s" * 201, "items": items}]}}
    result = sent(message, "rich")
    before, picker = contents(message, "rich")
    assert before["body"].split("\n\n") == ["s" * 201, "Tea: " + "d" * 201]
    (section,) = picker["listPicker"]["sections"]
    assert (section["title"], section["items"][0]["subtitle"]) == ("s" * 199 + "…", "d" * 199 + "…")
    assert sorted(path for path, *_ in found(result, Code.TEXT_CUT)) == [
        "list_message.sections[0].items[0].choice.description",
        "list_message.sections[0].title",
    ]
    assert result.losses == ()


def test_a_video_is_played_by_a_rich_link() -> None:
    url = "https://example.com/v.mp4"
    assert contents({"media_message": {"url": url}}, "rich") == [
        {"url": url, "title": "v.mp4", "assets": {"video": {"url": url, "mimeType": "video/mp4"}}}
    ]
    assert sent({"media_message": {"url": IMAGE}}, "rich").outcome is Outcome.PLAINTEXT


def test_identifiers_of_requests_are_made_of_what_is_in_them() -> None:
    def identifier(message: Json) -> str:
        data = sent(message, "rich").payloads[0]["interactiveData"]["data"]
        return str(data["requestIdentifier"])

    first = question(reply("Yes"), reply("No"))
    assert identifier(first) == identifier(deepcopy(first))
    assert identifier(first) != identifier(question(reply("Yes"), reply("Nope")))


# --- limits ---


def test_a_text_has_3000_characters() -> None:
    assert len(contents({"text_message": {"text": "x" * 3000}})) == 1
    result = sent({"text_message": {"text": "x" * 3001}})
    assert [payload["body"] for payload in result.payloads] == ["x" * 3000, "x"]
    assert found(result, Code.SPLIT) == [("text_message", 3000, 2)]


def test_a_question_of_more_than_200_goes_before_whole() -> None:
    assert len(contents(question(reply("Yes"), reply("No"), text="x" * 200), "rich")) == 1
    before, quick = contents(question(reply("Yes"), reply("No"), text="x" * 201), "rich")
    assert before == {"body": "x" * 201}
    assert quick["quick-reply"]["summaryText"] == "x" * 199 + "…"


def test_a_label_of_more_than_200_goes_before_whole() -> None:
    assert len(contents(question(reply("x" * 200), reply("No")), "rich")) == 1
    before, quick = contents(question(reply("x" * 201), reply("No")), "rich")
    assert "x" * 201 in before["body"]
    assert quick["quick-reply"]["items"][0]["title"] == "x" * 199 + "…"


@pytest.mark.parametrize(
    ("message", "path"),
    [
        (question(link("x" * 201)), "choice_message.choices[0].url_message.title"),
        ({"location_message": {"title": "x" * 201, "coordinates": PLACE}}, "location_message.title"),
    ],
)
def test_a_rich_link_s_title_of_more_than_200_goes_before_whole(message: Json, path: str) -> None:
    before, *_, rich = contents(message, "rich")
    assert before == {"body": "x" * 201}
    assert rich["title"] == "x" * 199 + "…"
    assert found(sent(message, "rich"), Code.TEXT_CUT) == [(path, 200, 201)]
    assert sent(message, "rich").losses == ()


def test_a_place_whose_name_makes_its_url_too_long_has_its_point_there() -> None:
    def url(name: str) -> str:
        place = {"location_message": {"title": name, "coordinates": PLACE}}
        return str(contents(place, "rich")[0]["url"])

    point = "https://maps.apple.com/?ll=55.610477,13.002873"
    assert url("é" * 200) == f"{point}&q={'%C3%A9' * 200}"
    assert url("漢" * 200) == f"{point}&q={'%E6%BC%A2' * 200}"
    assert url("👍" * 170) == f"{point}&q=55.610477%2C13.002873"


def test_a_file_s_name_that_is_cut_is_reported() -> None:
    def reported(length: int) -> list[tuple[str, int | None, int | str | None]]:
        media = {"url": "https://example.com/v.mp4", "filename_override": "x" * (length - 4) + ".mp4"}
        return found(sent({"media_message": media}, "rich"), Code.TRUNCATED)

    assert reported(200) == []
    assert reported(201) == [("media_message.filename_override", 200, 201)]


def test_identifiers_have_200_characters() -> None:
    kept = contents(question(reply("Yes", "p" * 200), reply("No")), "rich")[0]["quick-reply"]["items"][0]
    assert kept["identifier"] == "p" * 200
    result = sent(question(reply("Yes", "p" * 201), reply("No")), "rich")
    assert found(result, Code.IDENTIFIER_SHORTENED) == [("choice_message.choices[0].postback_data", 200, 201)]


def test_a_url_of_more_than_2048_is_a_line() -> None:
    fits, longer = "https://example.com/" + "x" * 2028, "https://example.com/" + "x" * 2029
    assert contents(question(link(url=fits)), "rich")[-1]["url"] == fits
    result = sent(question(reply("Yes"), reply("No"), link(url=longer)), "rich")
    assert found(result, Code.CHOICE_AS_LINE) == [("choice_message.choices[2].url_message", 2048, 2049)]


# --- recipients, senders, overrides ---


@pytest.mark.parametrize("to", ["+46701234567", "anna", "urn:mbid:", "urn:biz:12345678", ""])
def test_a_recipient_that_is_no_customer(to: str) -> None:
    result = sent({"text_message": {"text": "Hi"}}, to=to)
    assert found(result, Code.RECIPIENT_REFUSED) == [("to", None, None)]
    assert result.payloads[0]["destinationId"] == to


@pytest.mark.parametrize(("sender", "refused"), [(BUSINESS, False), (f"urn:biz:{BUSINESS}", False), ("Shop", True)])
def test_a_sender_is_a_business(sender: str, refused: bool) -> None:
    result = sent({"text_message": {"text": "Hi"}}, sender=sender)
    assert bool(found(result, Code.SENDER_REFUSED)) == refused
    assert result.payloads[0]["sourceId"] == sender


def test_without_a_sender_its_place_is_kept() -> None:
    assert sent({"text_message": {"text": "Hi"}}).payloads[0]["sourceId"] == "{{from}}"


def test_the_caller_s_own_payload() -> None:
    own = '{"v": 1, "type": "text", "body": "Mine", "destinationId": "{{to}}"}'
    result = sent({"text_message": {"text": "Hi"}, "explicit_channel_message": {"APPLEBC": own}})
    assert result.payloads == ({"v": 1, "type": "text", "body": "Mine", "destinationId": TO},)


# --- any message ---


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("name", names())
def test_the_corpus_is_accepted(name: str, profile: Profile) -> None:
    result = run(name, "APPLEBC", profile=profile)
    if result.outcome is not Outcome.OVERRIDE:
        assert [problems(dict(payload)) for payload in result.payloads] == [[]] * len(result.payloads)


@pytest.mark.parametrize("profile", list(Profile))
@settings(max_examples=50, deadline=None)
@given(message=messages())
def test_any_message_is_accepted(profile: Profile, message: Json) -> None:
    result = Transcoder(profile=profile).transcode(message, "APPLEBC", to=TO)
    if result.deliverable and result.outcome is not Outcome.OVERRIDE:
        assert [problems(dict(payload)) for payload in result.payloads] == [[]] * len(result.payloads)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("v",), 2),
        (("destinationId",), "+4670"),
        (("type",), "text"),
        (("colour",), "red"),
        (("interactiveData", "bid"), "com.example"),
        (("interactiveData", "data", "version"), "2"),
        (("interactiveData", "data", "requestIdentifier"), "1"),
        (("interactiveData", "data", "quick-reply", "summaryText"), "x" * 201),
        (("interactiveData", "data", "quick-reply", "items"), [{"identifier": "1", "title": "Yes"}]),
        (("interactiveData", "data", "quick-reply", "items", 0, "title"), "x" * 201),
        (("interactiveData", "data", "quick-reply", "items", 0, "subtitle"), "x"),
    ],
)
def test_the_judge_sees_what_is_wrong(keys: tuple[str | int, ...], value: Any) -> None:
    right = dict(sent(question(reply("Yes"), reply("No")), "rich").payloads[0])
    assert problems(right) == []
    wrong: Any = deepcopy(right)
    here = wrong
    for key in keys[:-1]:
        here = here[key]
    here[keys[-1]] = value
    assert problems(wrong)
