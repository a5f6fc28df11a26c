"""Messenger and Instagram: documented renderings, every type in both profiles, each limit at n and n+1, the judges."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.channels.test_messenger_checks import problems
from tests.corpus import names, run
from tests.strategies import messages
from transcode import Code, InvalidMessage, Outcome, Profile, Transcoded, Transcoder, transcode
from transcode.picture import Carousel, Effect
from transcode.preview.pictures import picture_of

Json = dict[str, Any]

BOTH = ("MESSENGER", "INSTAGRAM")
TO = "5312345678901234"
IMAGE = "https://example.com/a.png"
PLACE = {"latitude": 55.610479, "longitude": 13.002873}
MAP = "https://www.google.com/maps/search/?api=1&query=55.610477,13.002873"


def sent(message: Json, profile: str = "documented", channel: str = "MESSENGER", **options: Any) -> Transcoded:
    return transcode(message, channel, to=options.pop("to", TO), profile=profile, **options)


def contents(message: Json, profile: str = "documented", channel: str = "MESSENGER", **options: Any) -> list[Json]:
    return [payload["message"] for payload in sent(message, profile, channel, **options).payloads]


def content(message: Json, profile: str = "documented", channel: str = "MESSENGER", **options: Any) -> Json:
    (one,) = contents(message, profile, channel, **options)
    return one


def template(message: Json, profile: str = "documented", channel: str = "MESSENGER", **options: Any) -> Json:
    attachment = content(message, profile, channel, **options)["attachment"]
    assert attachment["type"] == "template"
    return dict(attachment["payload"])


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


CALL = {"call_message": {"title": "Call us", "phone_number": "46732000000"}}
VISIT = {"location_message": {"title": "Visit us", "label": "The shop", "coordinates": PLACE}}
SHARE = {"share_location_message": {"title": "Share", "fallback_url": "https://example.com/where"}}
EVENT = {
    "calendar_message": {
        "title": "Add it",
        "event_start": "2026-12-01T09:00:00Z",
        "event_end": "2026-12-01T10:00:00Z",
        "event_title": "Delivery",
        "fallback_url": "https://example.com/x.ics",
    }
}


def card(name: str = "1", *choices: Json, url: str | None = IMAGE, **more: Any) -> Json:
    fields: Json = {"title": f"Title {name}", "description": f"Description {name}", **more}
    if url:
        fields["media_message"] = {"url": url}
    return {**fields, "choices": list(choices)} if choices else fields


def carousel(*cards: Json, outer: tuple[Json, ...] = ()) -> Json:
    return {"carousel_message": {"cards": list(cards), **({"choices": list(outer)} if outer else {})}}


def items(*titles: str) -> Json:
    choices = [{"choice": {"title": title, "postback_data": title.lower()}} for title in titles]
    return {"list_message": {"title": "Menu", "sections": [{"title": "Today", "items": choices}]}}


# --- the documented renderings ---


def test_text_is_text() -> None:
    result = sent({"text_message": {"text": "Greetings from Sinch Conversation API!"}})
    assert result.payloads == (
        {
            "recipient": {"id": TO},
            "messaging_type": "RESPONSE",
            "message": {"text": "Greetings from Sinch Conversation API!"},
        },
    )
    assert result.outcome is Outcome.NATIVE
    assert result.findings == ()


@pytest.mark.parametrize(
    ("url", "kind"),
    [(IMAGE, "image"), ("https://a.example/v.mp4", "video"), ("https://a.example/s.mp3", "audio"),
     ("https://a.example/d.pdf", "file")],
)  # fmt: skip
def test_files_on_messenger(url: str, kind: str) -> None:
    expected = {"attachment": {"type": kind, "payload": {"url": url}}}
    assert content({"media_message": {"url": url}}) == expected


def test_a_finding_says_which_files_are_carried() -> None:
    result = sent({"media_message": {"url": "https://a.example/a"}})
    (finding,) = [one for one in result.findings if one.code is Code.WHOLE_AS_TEXT]
    assert "Messenger carries image, video, audio, document files" in finding.message
    pdf = sent({"media_message": {"url": "https://a.example/a.pdf"}}, channel="INSTAGRAM")
    (finding,) = [one for one in pdf.findings if one.code is Code.WHOLE_AS_TEXT]
    assert "the service sends images only and this is none" in finding.message


def test_the_picture_of_a_choice() -> None:
    location = {**VISIT["location_message"], "title": "Location Message"}
    shown = template(question(reply("Suggested Reply"), link("URL Choice"), {"location_message": location}))
    assert shown == {
        "template_type": "button",
        "text": "What now?",
        "buttons": [
            {"type": "postback", "title": "Suggested Reply", "payload": "Suggested Reply"},
            {"type": "web_url", "title": "URL Choice", "url": "https://example.com"},
            {"type": "web_url", "title": "Location Message", "url": MAP},
        ],
    }


@pytest.mark.parametrize("channel", BOTH)
def test_the_picture_of_a_card(channel: str) -> None:
    message = {"card_message": card("1", reply("Suggested"), CALL, link())}
    result = sent(message, channel=channel)
    assert result.payloads[0]["message"]["attachment"]["payload"] == {
        "template_type": "generic",
        "elements": [
            {
                "title": "Title 1",
                "subtitle": "Description 1",
                "image_url": IMAGE,
                "buttons": [
                    {"type": "postback", "title": "Suggested", "payload": "Suggested"},
                    {"type": "phone_number", "title": "Call us", "payload": "+46732000000"},
                    {"type": "web_url", "title": "Site", "url": "https://example.com"},
                ],
            }
        ],
    }
    uncertain = [("card_message.choices[1].call_message", None, None)] if channel == "INSTAGRAM" else []
    assert found(result, Code.CHOICE_UNCERTAIN) == uncertain
    assert found(result, Code.NUMBER_COMPLETED) == [("card_message.choices[1].call_message.phone_number", None, None)]


def test_a_number_that_has_its_plus_is_not_completed() -> None:
    call = {"call_message": {"title": "Call", "phone_number": "+46732000000"}}
    assert found(sent({"card_message": card("1", call)}), Code.NUMBER_COMPLETED) == []


def test_the_picture_of_a_location() -> None:
    place = {"location_message": {"title": "Location Message", "label": "Enriching Engagement", "coordinates": PLACE}}
    assert template(place) == {
        "template_type": "button",
        "text": "Location Message",
        "buttons": [{"type": "web_url", "title": "Enriching Engagement", "url": MAP}],
    }
    assert content(place, channel="INSTAGRAM") == {"text": f"Location Message: {MAP}"}
    assert template(place, "rich", "INSTAGRAM") == template(place)
    assert sent(place, "rich", "INSTAGRAM").findings == ()


@pytest.mark.parametrize("channel", BOTH)
def test_the_picture_of_a_carousel(channel: str) -> None:
    shown = template(carousel(card("1", reply("A")), card("2", link())), channel=channel)
    assert [element["title"] for element in shown["elements"]] == ["Title 1", "Title 2"]
    assert [element["buttons"][0]["type"] for element in shown["elements"]] == ["postback", "web_url"]


# --- choices ---


def test_what_no_button_does_is_its_fallback() -> None:
    result = sent(question(SHARE, EVENT))
    buttons = result.payloads[0]["message"]["attachment"]["payload"]["buttons"]
    assert buttons == [
        {"type": "web_url", "title": "Share", "url": "https://example.com/where"},
        {"type": "web_url", "title": "Add it", "url": "https://example.com/x.ics"},
    ]
    assert found(result, Code.LOCATION_NOT_ASKED) == [("choice_message.choices[0].share_location_message", None, None)]
    assert found(result, Code.EVENT_NOT_ADDED) == [("choice_message.choices[1].calendar_message", None, None)]


@pytest.mark.parametrize(("count", "is_template"), [(3, True), (4, False), (13, False)])
def test_up_to_three_answers_are_buttons_then_quick_replies(count: int, is_template: bool) -> None:
    shown = content(question(*(reply(f"Answer {number}") for number in range(count))))
    assert ("attachment" in shown) == is_template
    assert len(shown.get("quick_replies", shown.get("attachment", {}).get("payload", {}).get("buttons"))) == count


def test_the_fourteenth_answer_is_a_line() -> None:
    result = sent(question(*(reply(f"Answer {number}") for number in range(14))))
    (shown,) = (payload["message"] for payload in result.payloads)
    assert shown["text"] == "What now?\n\n> Answer 13"
    assert len(shown["quick_replies"]) == 13
    assert [path for path, *_ in found(result, Code.CHOICE_AS_LINE)] == ["choice_message.choices[13].text_message"]


def test_answers_beside_other_buttons_are_quick_replies() -> None:
    result = sent(question(link(), CALL, *(reply(f"Answer {number}") for number in range(3))))
    shown = result.payloads[0]["message"]
    assert [button["type"] for button in shown["attachment"]["payload"]["buttons"]] == ["web_url", "phone_number"]
    assert [one["title"] for one in shown["quick_replies"]] == ["Answer 0", "Answer 1", "Answer 2"]


def test_a_question_without_text_has_its_choices_as_text() -> None:
    shown = template(question(reply("Yes"), link(), text=None))
    assert shown["text"] == "Yes, Site"


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize("message", [question(), {"card_message": {}}, {"carousel_message": {"cards": []}}])
def test_what_has_nothing_to_show_is_not_deliverable(channel: str, message: Json) -> None:
    for profile in Profile:
        result = sent(message, profile, channel)
        if not result.payloads or not result.payloads[0]["message"].get("text", "").strip():
            assert not result.deliverable


# --- limits ---


@pytest.mark.parametrize(
    ("channel", "letter", "most"),
    [("MESSENGER", "x", 2000), ("MESSENGER", "😀", 1000), ("INSTAGRAM", "x", 1000), ("INSTAGRAM", "å", 500)],
)
def test_a_text_is_split(channel: str, letter: str, most: int) -> None:
    assert contents({"text_message": {"text": letter * most}}, channel=channel) == [{"text": letter * most}]
    longer = sent({"text_message": {"text": letter * (most + 1)}}, channel=channel)
    assert [payload["message"]["text"] for payload in longer.payloads] == [letter * most, letter]
    assert found(longer, Code.SPLIT) == [("text_message", 2000 if channel == "MESSENGER" else 1000, 2)]


@pytest.mark.parametrize("channel", BOTH)
def test_a_label_is_cut_after_twenty_and_told_whole(channel: str) -> None:
    exact = sent({"card_message": card("1", reply("x" * 20))}, channel=channel)
    assert found(exact, Code.LABEL_CUT) == []
    result = sent({"card_message": card("1", reply("y" * 21))}, channel=channel)
    before, shown = (payload["message"] for payload in result.payloads)
    assert "y" * 21 in before["text"]
    (element,) = shown["attachment"]["payload"]["elements"]
    assert element["buttons"][0]["title"] == "y" * 19 + "…"
    path = "card_message.choices[0].text_message.text"
    assert found(result, Code.LABEL_CUT) == [(path, 20, 21)]


@pytest.mark.parametrize("field", ["title", "description"])
def test_a_card_s_words_are_cut_after_eighty_and_told_whole(field: str) -> None:
    fits = contents({"card_message": card("1", reply("A"), **{field: "x" * 80})})
    assert len(fits) == 1
    before, shown = contents({"card_message": card("1", reply("A"), **{field: "x" * 81})})
    assert before["text"] == "x" * 81
    (element,) = shown["attachment"]["payload"]["elements"]
    assert element["title" if field == "title" else "subtitle"] == "x" * 79 + "…"


def test_a_cut_label_leaves_a_question_its_form() -> None:
    message = question(*(reply("x" * 21 + str(number)) for number in range(3)))
    assert template(message)["template_type"] == "button"
    for profile in ("documented", "rich"):
        assert len(content(message, profile, "INSTAGRAM")["quick_replies"]) == 3
    # Told whole below the text, three labels make it too long for a template.
    assert len(content(question(reply("x" * 21), text="x" * 630))["quick_replies"]) == 1


def test_a_question_of_640_has_buttons_and_a_longer_one_quick_replies() -> None:
    assert template(question(reply("Yes"), text="x" * 640))["text"] == "x" * 640
    shown = content(question(reply("Yes"), text="x" * 641))
    assert shown["text"] == "x" * 641
    assert shown["quick_replies"] == [{"content_type": "text", "title": "Yes", "payload": "Yes"}]


def test_a_long_question_with_a_url_goes_before_its_buttons() -> None:
    result = sent(question(reply("Yes"), link(), text="x" * 641))
    before, shown = (payload["message"] for payload in result.payloads)
    assert before == {"text": "x" * 641}
    assert shown["attachment"]["payload"]["text"] == "x" * 639 + "…"
    assert [one["type"] for one in shown["attachment"]["payload"]["buttons"]] == ["postback", "web_url"]
    assert found(result, Code.TEXT_CUT) == [("choice_message.text_message.text", 640, 641)]


def test_identifiers_of_a_thousand_are_kept_and_longer_ones_are_digests() -> None:
    kept = template(question(reply("Yes", "p" * 1000)))["buttons"][0]["payload"]
    assert kept == "p" * 1000
    result = sent(question(reply("Yes", "p" * 1001)))
    (option,) = result.replies
    assert option.postback == "p" * 1001
    assert option.identifier == result.payloads[0]["message"]["attachment"]["payload"]["buttons"][0]["payload"]
    assert len(option.identifier or "") == 33
    assert found(result, Code.IDENTIFIER_SHORTENED) == [("choice_message.choices[0].postback_data", 1000, 1001)]


@pytest.mark.parametrize(("count", "groups"), [(10, [10]), (11, [10, 1])])
def test_ten_cards_are_one_carousel(count: int, groups: list[int]) -> None:
    result = sent(carousel(*(card(str(number), reply("A")) for number in range(count))))
    assert [len(one["message"]["attachment"]["payload"]["elements"]) for one in result.payloads] == groups
    assert bool(found(result, Code.CARDS_SPLIT)) == (count > 10)


def test_a_card_s_fourth_answer_is_a_quick_reply_and_its_fourth_url_a_line() -> None:
    result = sent({"card_message": card("1", *(reply(f"A{number}") for number in range(4)))})
    (shown,) = (payload["message"] for payload in result.payloads)
    assert [one["title"] for one in shown["quick_replies"]] == ["A3"]
    assert found(result, Code.CHOICE_BELOW) == [("card_message.choices[3]", 3, 4)]
    lines = sent({"card_message": card("1", *(link(f"U{number}") for number in range(4)))})
    (element,) = lines.payloads[0]["message"]["attachment"]["payload"]["elements"]
    assert element["subtitle"] == "Description 1\n\n> U3: https://example.com"


@pytest.mark.parametrize("count", [3, 13])
def test_outer_answers_are_quick_replies(count: int) -> None:
    outer = tuple(reply(f"Outer {number}") for number in range(count))
    shown = content(carousel(card("1", reply("A")), card("2", reply("B")), outer=outer))
    assert len(shown["quick_replies"]) == count


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize(("url", "most"), [(IMAGE, 8_000_000), ("https://example.com/a.pdf", 25_000_000)])
def test_a_file_has_a_size(channel: str, url: str, most: int) -> None:
    message = {"media_message": {"url": url}}
    assert sent(message, "rich", channel, media_info={url: {"bytes": most}}).findings == ()
    result = sent(message, "rich", channel, media_info={url: {"bytes": most + 1}})
    assert found(result, Code.WHOLE_AS_TEXT) == [("media_message.url", most, most + 1)]


# --- rich ---


@pytest.mark.parametrize(("count", "kind"), [(1, "generic"), (2, "image_grid"), (6, "image_grid"), (7, "generic")])
def test_cards_of_nothing_but_images_are_a_grid(count: int, kind: str) -> None:
    images = [{"media_message": {"url": f"https://a.example/{number}.png"}} for number in range(count)]
    shown = [payload["message"].get("attachment", {}) for payload in sent(carousel(*images), "rich").payloads]
    kinds = {one["payload"].get("template_type", one["type"]) for one in shown if one}
    assert ("image_grid" in kinds) == (kind == "image_grid")
    documented = sent(carousel(*images))
    assert "image_grid" not in str(documented.payloads)
    assert "image_grid" not in str(sent(carousel(*images), "rich", "INSTAGRAM").payloads)


def pictures(*choices: list[Json]) -> Json:
    """Cards of nothing but an image and choices."""
    return carousel(
        *(
            {"media_message": {"url": f"https://a.example/{number}.png"}, "choices": those}
            for number, those in enumerate(choices)
        )
    )


def test_images_of_a_grid_do_what_their_choices_do() -> None:
    message = pictures([link("Buy", "https://a.example/buy?a=1 2")], [reply("Buy", "two")], [reply("Buy")])
    result = sent(message, "rich")
    (grid,) = result.payloads[0]["message"]["attachment"]["payload"]["elements"]
    assert grid == {
        "title": "Buy",
        "images": [
            {"url": "https://a.example/0.png", "action": {"type": "web_url", "url": "https://a.example/buy?a=1%202"}},
            {"url": "https://a.example/1.png", "action": {"type": "postback", "payload": "two"}},
            {"url": "https://a.example/2.png", "action": {"type": "postback", "payload": "Buy"}},
        ],
    }
    assert (result.outcome, result.losses) == (Outcome.NATIVE, ())
    assert problems(dict(result.payloads[0]), "MESSENGER") == []
    assert [(one.label, one.identifier) for one in result.replies][1:] == [("Buy", "two"), ("Buy", "Buy")]
    (drawn,) = picture_of(result).bubbles
    assert isinstance(drawn.blocks[0], Carousel)
    assert [[(one.label, one.effect, one.target) for one in card.buttons] for card in drawn.blocks[0].cards] == [
        [("Buy", Effect.OPEN, "https://a.example/buy?a=1%202")],
        [("Buy", Effect.ANSWER, "two")],
        [("Buy", Effect.ANSWER, "Buy")],
    ]


@pytest.mark.parametrize(
    "choices",
    [
        ([reply("Buy")], [reply("Sell")]),
        ([reply("Buy")], []),
        ([reply("Buy")] * 2, [reply("Buy")]),
        ([reply("B" * 46)], [reply("B" * 46)]),
        ([{"call_message": {"title": "Buy", "phone_number": "+46701234567"}}], [reply("Buy")]),
        ([link("Buy", "ftp://a.example")], [link("Buy")]),
    ],
)
def test_images_whose_choices_a_grid_cannot_tell_are_cards(choices: tuple[list[Json], ...]) -> None:
    result = sent(pictures(*choices), "rich")
    assert "image_grid" not in str(result.payloads)
    assert all(problems(dict(payload), "MESSENGER") == [] for payload in result.payloads)


def test_a_grids_title_has_45_characters() -> None:
    assert "image_grid" in str(sent(pictures(*[[reply("B" * 45)]] * 2), "rich").payloads)


@pytest.mark.parametrize(("answers", "below"), [(2, 0), (3, 3), (13, 13)])
def test_outer_choices_that_have_no_room_in_a_grid_are_quick_replies(answers: int, below: int) -> None:
    images = [{"media_message": {"url": f"https://a.example/{number}.png"}} for number in range(2)]
    outer = (link(), *(reply(f"R{number}") for number in range(answers)))
    shown = content(carousel(*images, outer=outer), "rich")
    (grid,) = shown["attachment"]["payload"]["elements"]
    assert len(grid["buttons"]) == 1 + answers - below
    assert len(shown.get("quick_replies", ())) == below


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize("count", [3, 13, 14])
def test_a_list_has_quick_replies_in_the_rich_profile(channel: str, count: int) -> None:
    message = items(*(f"Item {number}" for number in range(count)))
    documented = sent(message, channel=channel)
    assert documented.outcome is Outcome.PLAINTEXT
    shown = contents(message, "rich", channel)[-1]
    assert [one["payload"] for one in shown["quick_replies"]] == [f"item {number}" for number in range(min(count, 13))]
    assert "Item 0" in shown["text"]


# --- properties, recipients, overrides ---


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"messaging_type": "RESPONSE"}),
        ({"MESSENGER_MESSAGING_TYPE": "UPDATE"}, {"messaging_type": "UPDATE"}),
        ({"MESSENGER_MESSAGE_TAG": "ACCOUNT_UPDATE"}, {"messaging_type": "MESSAGE_TAG", "tag": "ACCOUNT_UPDATE"}),
        (
            {"MESSENGER_NOTIFICATION_TYPE": "NO_PUSH"},
            {"messaging_type": "RESPONSE", "notification_type": "NO_PUSH"},
        ),
    ],
)
def test_properties_of_messenger(given: dict[str, str], expected: Json) -> None:
    result = sent({"text_message": {"text": "Hi"}}, properties=given)
    assert result.payloads == ({"recipient": {"id": TO}, **expected, "message": {"text": "Hi"}},)
    assert result.deliverable


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"MESSENGER_MESSAGING_TYPE": "MESSAGE_TAG"}, Code.FIELD_REQUIRED),
        ({"MESSENGER_MESSAGING_TYPE": "UPDATE", "MESSENGER_MESSAGE_TAG": "HUMAN_AGENT"}, Code.VALUE_REFUSED),
    ],
)
def test_properties_that_contradict_each_other(given: dict[str, str], code: Code) -> None:
    result = sent({"text_message": {"text": "Hi"}}, properties=given)
    assert found(result, code) == [("channel_properties.MESSENGER_MESSAGING_TYPE", None, None)]
    assert not result.deliverable


@pytest.mark.parametrize(
    ("channel", "name"),
    [
        ("MESSENGER", "MESSENGER_MESSAGING_TYPE"),
        ("MESSENGER", "MESSENGER_MESSAGE_TAG"),
        ("MESSENGER", "MESSENGER_NOTIFICATION_TYPE"),
        ("INSTAGRAM", "INSTAGRAM_MESSAGE_TAG"),
    ],
)
def test_a_property_with_a_value_it_cannot_have(channel: str, name: str) -> None:
    with pytest.raises(InvalidMessage, match=f"channel_properties.{name}: must be"):
        sent({"text_message": {"text": "Hi"}}, channel=channel, properties={name: "NONE"})


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize("to", ["+46701234567", "anna", "1" * 33, "١٢٣", ""])
def test_a_recipient_that_is_no_scoped_id(channel: str, to: str) -> None:
    result = sent({"text_message": {"text": "Hi"}}, channel=channel, to=to)
    assert found(result, Code.RECIPIENT_REFUSED) == [("to", None, None)]
    assert result.payloads[0]["recipient"] == {"id": to}
    assert not result.deliverable


@pytest.mark.parametrize("channel", BOTH)
def test_the_caller_s_own_payload(channel: str) -> None:
    own = '{"recipient": {"id": "{{to}}"}, "message": {"text": "Mine"}}'
    message = {"text_message": {"text": "Hi"}, "explicit_channel_message": {channel: own}}
    result = sent(message, channel=channel)
    assert result.payloads == ({"recipient": {"id": TO}, "message": {"text": "Mine"}},)
    assert result.outcome is Outcome.OVERRIDE


# --- any message ---


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("name", names())
def test_the_corpus_is_accepted(name: str, profile: Profile, channel: str) -> None:
    result = run(name, channel, profile=profile)
    if result.outcome is not Outcome.OVERRIDE:
        for payload in result.payloads:
            assert _wrong(payload, channel, profile) == []


def _wrong(payload: Any, channel: str, profile: Profile) -> list[str]:
    """What the judges say, but for the button that calls on the picture of an Instagram card, which a finding names."""
    calls = channel == "INSTAGRAM" and profile is Profile.DOCUMENTED
    return [one for one in problems(payload, channel) if not (calls and "phone_number" in one)]


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize("profile", list(Profile))
@settings(deadline=None)
@given(message=messages())
def test_any_message_is_accepted(channel: str, profile: Profile, message: Json) -> None:
    result = Transcoder(profile=profile).transcode(message, channel, to=TO)
    if result.deliverable and result.outcome is not Outcome.OVERRIDE:
        for payload in result.payloads:
            assert _wrong(payload, channel, profile) == []
