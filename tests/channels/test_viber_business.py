"""Viber Business: the documented renderings, every type in both profiles, each limit at n and n+1, the judges."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.channels.test_viber_business_checks import problems
from tests.corpus import names, run
from tests.strategies import messages
from transcode import Code, Outcome, Profile, Transcoded, Transcoder, transcode

Json = dict[str, Any]

IMAGE = "https://example.com/a.png"
VIDEO = "https://example.com/v.mp4"
PDF = "https://example.com/a.pdf"
PLACE = {"latitude": 55.610479, "longitude": 13.002873}
MAP = "https://www.google.com/maps/search/?api=1&query=55.610477,13.002873"


def business(message: Json, profile: str = "documented", **options: Any) -> Transcoded:
    to = options.pop("to", "+46701234567")
    return transcode(message, "VIBERBM", to=to, sender="Shop", profile=profile, **options)


def sent(message: Json, profile: str = "documented", **options: Any) -> list[Json]:
    """The contents of the messages, each accepted by the judges."""
    contents = []
    for payload in business(message, profile, **options).payloads:
        assert problems(dict(payload)) == []
        (one,) = payload["messages"]
        assert (one["sender"], one["destinations"]) == ("Shop", [{"to": "46701234567"}])
        contents.append(one["content"])
    return contents


def one(message: Json, profile: str = "documented", **options: Any) -> Json:
    (content,) = sent(message, profile, **options)
    return content


def found(result: Transcoded, code: Code) -> list[tuple[str, int | None, int | str | None]]:
    return [(one.path, one.limit, one.actual) for one in result.findings if one.code is code]


def question(*choices: Json, text: str = "What do you want to do?") -> Json:
    return {"choice_message": {"text_message": {"text": text}, "choices": list(choices)}}


def reply(text: str, postback: str | None = None) -> Json:
    choice: Json = {"text_message": {"text": text}}
    return choice if postback is None else {**choice, "postback_data": postback}


def link(title: str = "More info", url: str = "https://www.sinch.com") -> Json:
    return {"url_message": {"title": title, "url": url}}


CALL = {"call_message": {"title": "Call Choice Message", "phone_number": "+46732000000"}}
VISIT = {
    "location_message": {"title": "Location Choice Message", "label": "Enriching Engagement", "coordinates": PLACE}
}
SHARE = {"share_location_message": {"title": "Share", "fallback_url": "https://example.com/where"}}


def card(name: str = "1", url: str | None = IMAGE, *choices: Json, **more: Any) -> Json:
    fields: Json = {"title": f"Title {name}", "description": f"About {name}", **more}
    if url:
        fields["media_message"] = {"url": url}
    return {**fields, "choices": list(choices)} if choices else fields


def carousel(*cards: Json, choices: tuple[Json, ...] = ()) -> Json:
    return {"carousel_message": {"cards": list(cards), **({"choices": list(choices)} if choices else {})}}


# --- the documented renderings: the pictures of the channel page, 2021 ---

DOCUMENTED: dict[str, tuple[Json, Json]] = {
    "text": (
        {"text_message": {"text": "Text message from Sinch Conversation API."}},
        {"type": "TEXT", "text": "Text message from Sinch Conversation API."},
    ),
    "image": ({"media_message": {"url": IMAGE}}, {"type": "IMAGE", "mediaUrl": IMAGE}),
    "document": ({"media_message": {"url": PDF}}, {"type": "FILE", "fileName": "a.pdf", "mediaUrl": PDF}),
    "one URL": (
        question(link()),
        {
            "type": "TEXT",
            "text": "What do you want to do?",
            "button": {"title": "More info", "action": "https://www.sinch.com"},
        },
    ),
    "one call": (
        question(CALL),
        {
            "type": "TEXT",
            "text": "What do you want to do?",
            "button": {"title": "Call Choice Message", "action": "tel:+46732000000"},
        },
    ),
    "one location": (
        question(VISIT),
        {
            "type": "TEXT",
            "text": "What do you want to do?",
            "button": {"title": "Location Choice Message", "action": MAP},
        },
    ),
    "card": (
        {"card_message": card("1", IMAGE, link())},
        {
            "type": "IMAGE",
            "mediaUrl": IMAGE,
            "text": "Title 1\nAbout 1",
            "button": {"title": "More info", "action": "https://www.sinch.com"},
        },
    ),
}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_a_documented_rendering(name: str) -> None:
    message, expected = DOCUMENTED[name]
    assert one(message) == expected


TEXTS: dict[str, tuple[Json, str, str]] = {
    "many choices": (
        question(reply("Suggested"), link("URL Choice Message:"), VISIT),
        (
            "*What do you want to do?*\n\n> SUGGESTED\n> URL Choice Message:: https://www.sinch.com\n"
            f"> Location Choice Message: {MAP}"
        ),
        "choice 1: a Viber Business button sends no answer",
    ),
    "card with choices": (
        {"card_message": card("1", IMAGE, reply("Suggested reply"), link("Sinch"))},
        f"*Title 1*\n_About 1_\n\n{IMAGE}\n\n> SUGGESTED REPLY\n> Sinch: https://www.sinch.com",
        "choice 1: a Viber Business button sends no answer",
    ),
    "two URLs": (
        question(link(), link("Other")),
        "*What do you want to do?*\n\n> More info: https://www.sinch.com\n> Other: https://www.sinch.com",
        "the message has 2 choices and a Viber Business message with a button has one",
    ),
    "card without an image": ({"card_message": card("1", None, link())}, "", "a card is native with an image"),
    "card with a document": ({"card_message": card("1", PDF, link())}, "", "this one has another file"),
    "carousel": (
        carousel(card("1", IMAGE, reply("Yes")), card("2", IMAGE, link())),
        (
            f"*1. Title 1*\n_About 1_\n\n{IMAGE}\n\n> YES\n\n*2. Title 2*\n_About 2_\n\n{IMAGE}\n\n"
            "> More info: https://www.sinch.com"
        ),
        "show it as text",
    ),
    "location": (
        {"location_message": {"title": "Location Message", "label": "L", "coordinates": PLACE}},
        f"Location Message: {MAP}",
        "show it as text",
    ),
    "audio": ({"media_message": {"url": "https://example.com/a.mp3"}}, "https://example.com/a.mp3", "carries"),
    "one request for the location": (question(SHARE), "", "the service shows none as a button"),
    "a list": (
        {"list_message": {"title": "Menu", "sections": [{"title": "S", "items": [{"choice": {"title": "A"}}]}]}},
        "Menu\n\nS\n> A",
        "show it as text",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_documented_as_text_names_its_condition(name: str) -> None:
    message, text, why = TEXTS[name]
    result = business(message)
    assert result.outcome is Outcome.PLAINTEXT
    assert one(message)["type"] == "TEXT"
    assert not text or one(message)["text"] == text
    (finding,) = [finding for finding in result.findings if finding.code is Code.WHOLE_AS_TEXT]
    assert why in finding.message


# --- media ---


def video(**more: Any) -> Json:
    return {"media_message": {"url": VIDEO, **more}}


def test_a_video_needs_its_preview_and_its_duration() -> None:
    assert one(video(thumbnail_url=IMAGE), media_info={VIDEO: {"duration_s": 29.6}}) == {
        "type": "VIDEO",
        "mediaUrl": VIDEO,
        "mediaDuration": "PT30S",
        "thumbnailUrl": IMAGE,
    }
    for more in ({}, {"thumbnail_url": PDF}, {"thumbnail_url": VIDEO}):
        result = business(video(**more), media_info={VIDEO: {"duration_s": 30}})
        assert result.payloads[0]["messages"][0]["content"]["type"] == "TEXT"
        assert "thumbnail_url" in result.findings[0].message
    assert "duration_s" in business(video(thumbnail_url=IMAGE)).findings[0].message
    assert one(video(thumbnail_url=IMAGE)) == {"type": "TEXT", "text": VIDEO}


@pytest.mark.parametrize(("size", "kind"), [(200_000_000, "IMAGE"), (200_000_001, "TEXT")])
def test_a_file_has_200_mb(size: int, kind: str) -> None:
    assert one({"media_message": {"url": IMAGE}}, media_info={IMAGE: {"bytes": size}})["type"] == kind


@pytest.mark.parametrize(("length", "kind"), [(1000, "IMAGE"), (1001, "TEXT")])
def test_the_url_of_a_file_has_1000_characters(length: int, kind: str) -> None:
    message = {"media_message": {"url": f"https://example.com/{'x' * (length - 24)}.png"}}
    assert business(message).payloads[0]["messages"][0]["content"]["type"] == kind


@pytest.mark.parametrize(("length", "name"), [(21, "x" * 21 + ".pdf"), (22, "x" * 20 + "….pdf")])
def test_the_name_of_a_file_has_25_characters(length: int, name: str) -> None:
    message = {"media_message": {"url": PDF, "filename_override": "x" * length + ".pdf"}}
    assert one(message)["fileName"] == name
    reported = [("media_message.filename_override", 25, 26)] if "…" in name else []
    assert found(business(message), Code.TRUNCATED) == reported


def test_the_name_in_a_url_is_cut_without_a_word() -> None:
    url = f"https://example.com/{'x' * 30}.pdf"
    result = business({"media_message": {"url": url}})
    assert result.payloads[0]["messages"][0]["content"]["fileName"] == "x" * 20 + "….pdf"
    assert result.findings == ()


# --- buttons and texts ---


def test_a_label_at_its_limit_and_beyond() -> None:
    assert one(question(link("x" * 30)))["button"]["title"] == "x" * 30
    message = question(link("x" * 31))
    assert one(message)["button"]["title"] == "x" * 29 + "…"
    assert one(message)["text"] == f"What do you want to do?\n\n> {'x' * 31}"
    assert found(business(message), Code.LABEL_CUT) == [("choice_message.choices[0].url_message.title", 30, 31)]


def test_the_address_of_a_button_at_its_limit_and_beyond() -> None:
    assert "button" in one(question(link(url="https://example.com/".ljust(1000, "x"))))
    result = business(question(link(url="https://example.com/".ljust(1001, "x"))))
    assert found(result, Code.WHOLE_AS_TEXT) == [("choice_message.choices[0]", 1000, 1001)]


@pytest.mark.parametrize("button", [False, True])
def test_a_text_at_its_limit_and_beyond(button: bool) -> None:
    def message(length: int) -> Json:
        text = "x" * length
        return question(link(), text=text) if button else {"text_message": {"text": text}}

    assert one(message(1000))["text"] == one(message(1000), "rich")["text"] == "x" * 1000
    assert one(message(1001))["text"] == business(message(1001)).text == "x" * 999 + "…"
    (path,) = message(1)
    assert found(business(message(1001)), Code.TRUNCATED) == [(path, 1000, 1001)]
    assert business(message(1001)).outcome is Outcome.ADAPTED
    assert "".join(part["text"] for part in sent(message(1001), "rich")) == "x" * 1001
    assert not business(message(1001), "rich").losses
    assert business(message(1001), "rich").text == "x" * 1001


# --- what the rich profile adds ---


def test_answers_are_a_list() -> None:
    message = question(reply("Yes", "y"), reply("No"))
    assert one(message, "rich") == {"type": "LIST", "text": "What do you want to do?", "options": ["Yes", "No"]}
    assert [(one.identifier, one.postback) for one in business(message, "rich").replies] == [("Yes", "y"), ("No", None)]


@pytest.mark.parametrize(
    ("good", "bad", "why"),
    [
        (question(*map(reply, "ABCDE")), question(*map(reply, "ABCDEF")), "takes 5"),
        (question(reply("x" * 50), reply("B")), question(reply("x" * 51), reply("B")), "takes 50"),
        (question(*map(reply, "AB"), text="x" * 85), question(*map(reply, "AB"), text="x" * 86), "takes 85"),
        (question(*map(reply, "AB")), question(reply("A"), link()), "answers only"),
        (question(*map(reply, "AB")), question(reply("A")), "sends no answer"),
    ],
)
def test_a_list_at_its_limits_and_beyond(good: Json, bad: Json, why: str) -> None:
    assert one(good, "rich")["type"] == "LIST"
    assert one(bad, "rich")["type"] == "TEXT"
    assert why in business(bad, "rich").findings[0].message


@pytest.mark.parametrize("space", [" ", "\u2028", "\n"])
def test_space_at_the_end_of_a_text_is_no_loss(space: str) -> None:
    for length in (5, 1000):
        result = business({"text_message": {"text": "x" * length + space * 990}})
        text = result.payloads[0]["messages"][0]["content"]["text"]
        assert text == ("x" * length + space * 990 if length == 5 else "x" * length)
        assert found(result, Code.TRUNCATED) == []
    cut = business({"text_message": {"text": "x" * 1001 + space}})
    assert found(cut, Code.TRUNCATED) == [("text_message", 1000, 1002)]


def test_more_than_one_button_is_told_with_its_number() -> None:
    assert found(business(question(link())), Code.WHOLE_AS_TEXT) == []
    two = business(question(link(), link("Other")))
    assert found(two, Code.WHOLE_AS_TEXT) == [("choice_message.choices", 1, 2)]


def test_options_that_would_come_back_alike_have_a_number() -> None:
    result = business(question(reply("A", "1"), reply("A", "2"), reply("A (2)", "3")), "rich")
    assert [one.identifier for one in result.replies] == ["A", "A (3)", "A (2)"]
    assert [(one.code, one.path) for one in result.findings] == [
        (Code.SHOWN_OTHERWISE, "choice_message.choices[1].text_message.text")
    ]


def listed(*items: Json, **section: Any) -> Json:
    return {"list_message": {"title": "Menu", "sections": [{**section, "items": list(items)}]}}


def test_a_list_of_few_words_is_one() -> None:
    items = [{"choice": {"title": title}} for title in "AB"]
    assert one(listed(*items), "rich") == {"type": "LIST", "text": "Menu", "options": ["A", "B"]}
    detailed = {"choice": {"title": "A", "description": "About"}}
    product = {"product": {"id": "sku", "marketplace": "FACEBOOK"}}
    for message, why in (
        (listed(*items, title="Lunch"), "no sections"),
        (listed(detailed, *items), "a title alone"),
        (listed(product), "no catalogue"),
    ):
        assert why in business(message, "rich").findings[0].message


def test_cards_are_a_carousel() -> None:
    message = carousel(card("1", IMAGE, link("Go")), card("2", IMAGE, CALL), choices=(reply("More"),))
    content = one(message, "rich")
    assert content["cards"] == [
        {
            "text": "Title 1\nAbout 1",
            "mediaUrl": IMAGE,
            "buttons": [{"title": "Go", "action": "https://www.sinch.com"}],
        },
        {
            "text": "Title 2\nAbout 2",
            "mediaUrl": IMAGE,
            "buttons": [{"title": "Call Choi…", "action": "tel:+46732000000"}],
        },
    ]
    assert content["text"] == "2. Title 2\n> Call Choice Message\n\n> More"


@pytest.mark.parametrize(("count", "sizes"), [(2, [2]), (5, [5]), (6, [3, 3]), (9, [5, 4]), (10, [5, 5])])
def test_cards_beyond_five_are_several_carousels(count: int, sizes: list[int]) -> None:
    message = carousel(*(card(str(number)) for number in range(count)))
    assert [len(content["cards"]) for content in sent(message, "rich")] == sizes


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (carousel(card()), "2 cards at least"),
        (carousel(card(), card("2", None)), "has no file"),
        (carousel(card(), card("2", VIDEO)), "shows images only"),
        (carousel(card(), card("2", IMAGE, reply("A"))), "sends no answer"),
        (carousel(card(), card("2", IMAGE, link(), link(), link())), "takes 2"),
        (carousel(card(), card("2", title="x", description=None)), "2 characters"),
    ],
)
def test_cards_that_can_be_no_carousel_are_text(bad: Json, why: str) -> None:
    assert one(bad, "rich")["type"] == "TEXT"
    assert why in business(bad, "rich").findings[0].message


def test_a_card_of_a_carousel_at_its_limits_and_beyond() -> None:
    whole = carousel(card(), card("2", IMAGE, link("x" * 10), title="x" * 38, description=None))
    assert one(whole, "rich")["text"] == ""
    message = carousel(card(), card("2", IMAGE, link("x" * 11), title="x" * 39, description=None))
    content = one(message, "rich")
    assert content["text"] == f"2. {'x' * 39}\n> {'x' * 11}"
    assert content["cards"][1]["text"] == "x" * 37 + "…"
    assert found(business(message, "rich"), Code.TEXT_CUT) == [("carousel_message.cards[1].title", 38, 39)]


def test_a_card_of_any_kind() -> None:
    assert one({"card_message": card("1", None, link())}, "rich")["type"] == "TEXT"
    assert one({"card_message": card("1", IMAGE)}, "rich") == {
        "type": "IMAGE",
        "mediaUrl": IMAGE,
        "text": "Title 1\nAbout 1",
    }
    assert [part["type"] for part in sent({"card_message": card("1", PDF, link())}, "rich")] == ["FILE", "TEXT"]
    assert [part["type"] for part in sent({"card_message": card("1", PDF)}, "rich")] == ["FILE", "TEXT"]
    assert [part["type"] for part in sent({"card_message": {"media_message": {"url": PDF}}}, "rich")] == ["FILE"]
    moving = card("1", None, link())
    moving["media_message"] = {"url": VIDEO, "thumbnail_url": IMAGE}
    assert one({"card_message": moving}, "rich", media_info={VIDEO: {"duration_s": 3}})["type"] == "VIDEO"


def test_a_place_is_a_button() -> None:
    message = {"location_message": {"title": "Malmö", "label": "The shop", "coordinates": PLACE}}
    assert one(message, "rich") == {"type": "TEXT", "text": "Malmö", "button": {"title": "The shop", "action": MAP}}
    assert found(business(message), Code.DROPPED) == [("location_message.label", None, None)]


def test_a_request_for_the_location_opens_its_fallback_url() -> None:
    assert one(question(SHARE), "rich")["button"]["action"] == "https://example.com/where"
    assert found(business(question(SHARE), "rich"), Code.LOCATION_NOT_ASKED)


# --- who, overrides, judges ---


@pytest.mark.parametrize("to", ["K917PBuvPZmhKfb8Vw3b2Q==", "12345", "", "+4670x"])
def test_a_recipient_that_is_no_phone_number_is_rejected(to: str) -> None:
    result = business({"text_message": {"text": "x"}}, to=to)
    assert [finding.code for finding in result.findings] == [Code.RECIPIENT_REFUSED]
    assert not result.deliverable


def test_an_explicit_message_is_passed_on() -> None:
    own = {"messages": [{"sender": "{{from}}", "destinations": [{"to": "{{to}}"}], "content": {"type": "X"}}]}
    message = {"text_message": {"text": "x"}, "explicit_channel_message": {"VIBERBM": json.dumps(own)}}
    result = business(message)
    assert result.outcome is Outcome.OVERRIDE
    assert result.payloads[0]["messages"][0]["destinations"] == [{"to": "46701234567"}]


@pytest.mark.parametrize("profile", Profile)
def test_the_judges_accept_every_message_of_the_corpus(profile: Profile) -> None:
    for name in names():
        result = run(name, "VIBERBM", profile=profile)
        for payload in result.payloads if result.deliverable else ():
            assert problems(dict(payload)) == [], name


@settings(max_examples=60, deadline=None)  # the judges are slow when the machine is busy
@given(message=messages(), profile=st.sampled_from(list(Profile)))
def test_the_judges_accept_every_message(message: Json, profile: Profile) -> None:
    result = Transcoder(profile=profile).transcode(message, "VIBERBM", to="+46701234567", sender="Shop")
    if all(finding.code is not Code.EMPTY for finding in result.findings):
        for payload in result.payloads:
            assert problems(dict(payload)) == []


@pytest.mark.parametrize(
    ("sender", "refused"), [("Shop", False), ("12345", False), ("", True), (" ", True), ("a\nb", True)]
)
def test_a_sender_is_a_name_or_an_id(sender: str, refused: bool) -> None:
    result = transcode({"text_message": {"text": "x"}}, "VIBERBM", sender=sender)
    assert [one.code for one in result.findings] == [Code.SENDER_REFUSED] * refused
    assert result.payloads[0]["messages"][0]["sender"] == sender
