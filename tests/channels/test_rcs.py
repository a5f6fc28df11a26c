"""RCS: the documented renderings, every type in both profiles, each limit at n and n+1, the bill, the judges."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.channels.test_rcs_checks import problems
from tests.corpus import names, run
from tests.strategies import messages
from tests.strategies import texts as any_texts
from transcode import Code, InvalidMessage, Outcome, Profile, Transcoded, Transcoder, transcode
from transcode.channels.rcs.billing import Elsewhere, InUs, bill, elsewhere, in_us

Json = dict[str, Any]

IMAGE = "https://example.com/a.png"
PLACE = {"latitude": 55.610479, "longitude": 13.002873}
ON_MAP = {"latLong": {"latitude": 55.610477, "longitude": 13.002873}}


def rcs(message: Json, profile: str = "documented", **options: Any) -> Transcoded:
    return transcode(message, "RCS", to=options.pop("to", "+46701234567"), profile=profile, **options)


def contents(message: Json, profile: str = "documented", **options: Any) -> list[Json]:
    payloads = rcs(message, profile, **options).payloads
    assert all(payload.keys() == {"contentMessage"} for payload in payloads)
    return [payload["contentMessage"] for payload in payloads]


def content(message: Json, profile: str = "documented", **options: Any) -> Json:
    (one,) = contents(message, profile, **options)
    return one


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


CALL = {"call_message": {"title": "Call us", "phone_number": "+46 (0)732-000 000"}}
VISIT = {"location_message": {"title": "Visit us", "label": "The shop", "coordinates": PLACE}}
SHARE = {"share_location_message": {"title": "Share", "fallback_url": "https://example.com/where"}}


def event(title: str = "Delivery", about: str | None = None, url: str = "https://example.com/x.ics") -> Json:
    times = {"event_start": "2026-12-01T09:00:00Z", "event_end": "2026-12-01T10:00:00Z"}
    details = {} if about is None else {"event_description": about}
    return {"calendar_message": {"title": "Add it", **times, "event_title": title, "fallback_url": url, **details}}


def card(name: str = "1", url: str | None = IMAGE, *choices: Json, **more: Any) -> Json:
    fields: Json = {"title": f"Title {name}", "description": f"Description {name}", **more}
    if url:
        fields["media_message"] = {"url": url}
    return {**fields, "choices": list(choices)} if choices else fields


def one_card(*arguments: Any, **more: Any) -> Json:
    return {"card_message": card(*arguments, **more)}


def carousel(*cards: Json, choices: tuple[Json, ...] = ()) -> Json:
    return {"carousel_message": {"cards": list(cards), **({"choices": list(choices)} if choices else {})}}


def alone(sent: Json) -> Json:
    return dict(sent["richCard"]["standaloneCard"])


def several(sent: Json) -> list[Json]:
    return list(sent["richCard"]["carouselCard"]["cardContents"])


def said(text: str, postback: str | None = None) -> Json:
    return {"reply": {"text": text, "postbackData": text if postback is None else postback}}


def done(text: str, **does: Any) -> Json:
    return {"action": {"text": text, "postbackData": text, **does}}


# --- the documented renderings: the pictures of the channel page, 2021 ---

DOCUMENTED: dict[str, tuple[Json, Json]] = {
    "text": (
        {"text_message": {"text": "Text message from Sinch Conversation API."}},
        {"text": "Text message from Sinch Conversation API."},
    ),
    "image": ({"media_message": {"url": IMAGE}}, {"contentInfo": {"fileUrl": IMAGE}}),
    "video": (
        {"media_message": {"url": "https://example.com/v.mp4", "thumbnail_url": IMAGE}},
        {"contentInfo": {"fileUrl": "https://example.com/v.mp4", "thumbnailUrl": IMAGE}},
    ),
    "choice, text and URL": (
        question(
            reply("Suggested Reply Text"),
            link("URL Choice Message:", "https://www.sinch.com"),
            text="What do you want?",
        ),
        {
            "text": "What do you want?",
            "suggestions": [
                said("Suggested Reply Text"),
                done("URL Choice Message:", openUrlAction={"url": "https://www.sinch.com"}),
            ],
        },
    ),
    "choice, call and location": (
        question(
            {"call_message": {"title": "Call Choice Message", "phone_number": "46732000000"}},
            {
                "location_message": {
                    "title": "Location Choice Message",
                    "label": "Enriching Engagement",
                    "coordinates": PLACE,
                }
            },
        ),
        {
            "text": "What now?",
            "suggestions": [
                done("Call Choice Message", dialAction={"phoneNumber": "+46732000000"}),
                done("Location Choice Message", viewLocationAction={**ON_MAP, "label": "Enriching Engagement"}),
            ],
        },
    ),
    "card": (
        one_card("", IMAGE, link("More info", "https://www.sinch.com"), title="Title", description="About"),
        {
            "richCard": {
                "standaloneCard": {
                    "cardOrientation": "VERTICAL",
                    "cardContent": {
                        "title": "Title",
                        "description": "About",
                        "media": {"height": "MEDIUM", "contentInfo": {"fileUrl": IMAGE}},
                        "suggestions": [done("More info", openUrlAction={"url": "https://www.sinch.com"})],
                    },
                }
            }
        },
    ),
    "location": (
        {"location_message": {"title": "Location Message", "label": "Enriching Engagement", "coordinates": PLACE}},
        {
            "text": "Location Message",
            "suggestions": [
                done("Enriching Engagement", viewLocationAction={**ON_MAP, "label": "Enriching Engagement"})
            ],
        },
    ),
}


@pytest.mark.parametrize("profile", ["documented", "rich"])
@pytest.mark.parametrize("name", DOCUMENTED)
def test_a_documented_rendering(name: str, profile: str) -> None:
    message, expected = DOCUMENTED[name]
    result = rcs(message, profile)
    assert result.outcome is Outcome.NATIVE
    assert [dict(payload) for payload in result.payloads] == [{"contentMessage": expected}]


def test_a_documented_carousel() -> None:
    sent = content(carousel(card("1", IMAGE, reply("A")), card("2", IMAGE, CALL), choices=(reply("More"), link())))
    assert sent["richCard"]["carouselCard"]["cardWidth"] == "MEDIUM"
    assert [one["title"] for one in several(sent)] == ["Title 1", "Title 2"]
    assert several(sent)[1]["suggestions"] == [done("Call us", dialAction={"phoneNumber": "+46732000000"})]
    assert sent["suggestions"] == [said("More"), done("Site", openUrlAction={"url": "https://example.com"})]


# --- actions ---


@pytest.mark.parametrize(
    ("number", "dialled", "completed"),
    [
        ("+46732000000", "+46732000000", False),
        ("+46 (0)732-00 00 00", "+46732000000", False),
        ("46732000000", "+46732000000", True),
        ("1234567", "+1234567", True),
    ],
)
def test_a_number_is_dialled_in_international_form(number: str, dialled: str, completed: bool) -> None:
    result = rcs(question({"call_message": {"title": "Call", "phone_number": number}}))
    (one,) = result.payloads[0]["contentMessage"]["suggestions"]
    assert one["action"]["dialAction"] == {"phoneNumber": dialled}
    place = "choice_message.choices[0].call_message.phone_number"
    assert [one.path for one in result.findings if one.code is Code.NUMBER_COMPLETED] == [place] * completed


@pytest.mark.parametrize("number", ["112", "0732000000", "0046732000000", "9" * 16, "+0732000000", "abc"])
def test_a_number_without_a_country_code_is_a_line(number: str) -> None:
    result = rcs(question({"call_message": {"title": "Call", "phone_number": number}}, reply("Yes")))
    assert content(question({"call_message": {"title": "Call", "phone_number": number}}, reply("Yes"))) == {
        "text": f"What now?\n\n> Call: {number}",
        "suggestions": [said("Yes")],
    }
    lines = [one.path for one in result.findings if one.code is Code.CHOICE_AS_LINE]
    assert lines == ["choice_message.choices[0].call_message"]


def test_an_event_and_a_request_have_their_fallback_urls() -> None:
    sent = content(question(event(about="Bring it"), SHARE))
    times = {"startTime": "2026-12-01T09:00:00Z", "endTime": "2026-12-01T10:00:00Z"}
    assert sent["suggestions"] == [
        done(
            "Add it",
            createCalendarEventAction={**times, "title": "Delivery", "description": "Bring it"},
            fallbackUrl="https://example.com/x.ics",
        ),
        done("Share", shareLocationAction={}, fallbackUrl="https://example.com/where"),
    ]
    assert not rcs(question(event(), SHARE)).losses


def test_a_fallback_url_that_nobody_opens_is_reported() -> None:
    result = rcs(question(event(url="ftp://example.com/x.ics")))
    assert "fallbackUrl" not in json.dumps(result.payloads)
    assert found(result, Code.DROPPED) == [("choice_message.choices[0].calendar_message.fallback_url", None, None)]


def test_every_action_has_the_postback_that_comes_back() -> None:
    choices = [
        {**one, "postback_data": f"p{number}"} for number, one in enumerate((link(), CALL, VISIT, event(), SHARE))
    ]
    result = rcs(question(*choices))
    assert [one["action"]["postbackData"] for one in result.payloads[0]["contentMessage"]["suggestions"]] == [
        "p0",
        "p1",
        "p2",
        "p3",
        "p4",
    ]
    assert [(one.kind, one.postback, one.identifier) for one in result.replies] == [
        ("url", "p0", "p0"),
        ("call", "p1", "p1"),
        ("location", "p2", "p2"),
        ("calendar", "p3", "p3"),
        ("share_location", "p4", "p4"),
    ]


def test_a_choice_that_can_be_no_suggestion_is_a_line() -> None:
    result = rcs(question(reply("Yes"), link("Site", "ftp://example.com"), event(title=" ")))
    sent = result.payloads[0]["contentMessage"]
    assert sent["suggestions"] == [said("Yes")]
    assert sent["text"] == "What now?\n\n> Site: ftp://example.com\n> Add it: https://example.com/x.ics"
    whys = [one.message for one in result.findings if one.code is Code.CHOICE_AS_LINE]
    assert whys[0].endswith("only http and https addresses are taken.") or "ftp" in whys[0]
    assert whys[1] == "The choice is a line of the text: its event has no title."
    only = rcs(question(link("Site", "ftp://example.com")))
    assert only.outcome is Outcome.PLAINTEXT
    assert found(only, Code.WHOLE_AS_TEXT) == [("choice_message.choices[0]", None, None)]


def test_a_question_without_a_text_has_its_choices_for_one() -> None:
    assert content(question(reply("Yes"), SHARE, text=None)) == {
        "text": "> Yes\n> Share: https://example.com/where",
        "suggestions": [
            said("Yes"),
            done("Share", shareLocationAction={}, fallbackUrl="https://example.com/where"),
        ],
    }


def test_a_card_of_choices_alone_has_them_for_its_description() -> None:
    sent = content(carousel({"choices": [reply("Surprise me")]}, card()))
    assert several(sent)[0] == {"description": "Surprise me", "suggestions": [said("Surprise me")]}


# --- properties ---


def test_urls_in_a_web_view() -> None:
    properties = {"RCS_WEBVIEW_MODE": "TALL"}
    sent = content(question(link()), properties=properties)
    opened = {"url": "https://example.com", "application": "WEBVIEW", "webviewViewMode": "TALL"}
    assert sent["suggestions"] == [done("Site", openUrlAction=opened)]


@pytest.mark.parametrize("orientation", [None, "VERTICAL", "HORIZONTAL"])
@pytest.mark.parametrize("side", [None, "LEFT", "RIGHT"])
def test_orientation_and_side_of_a_card(orientation: str | None, side: str | None) -> None:
    properties = {
        name: value
        for name, value in (("RCS_CARD_ORIENTATION", orientation), ("RCS_CARD_THUMBNAIL_IMAGE_ALIGNMENT", side))
        if value
    }
    sent = alone(content(one_card(), properties=properties))
    assert sent["cardOrientation"] == (orientation or "VERTICAL")
    assert sent.get("thumbnailImageAlignment") == ((side or "LEFT") if orientation == "HORIZONTAL" else None)


@pytest.mark.parametrize(
    ("message", "orientation", "unused"),
    [
        (one_card(), "HORIZONTAL", []),
        (one_card(), "VERTICAL", ["RCS_CARD_THUMBNAIL_IMAGE_ALIGNMENT"]),
        ({"card_message": {"title": "Hi"}}, "HORIZONTAL", ["RCS_CARD_THUMBNAIL_IMAGE_ALIGNMENT"]),
        (carousel(card(), card()), "VERTICAL", ["RCS_CARD_THUMBNAIL_IMAGE_ALIGNMENT"]),
        (carousel(card(), card()), "HORIZONTAL", ["RCS_CARD_ORIENTATION", "RCS_CARD_THUMBNAIL_IMAGE_ALIGNMENT"]),
    ],
)
def test_a_property_without_effect_is_told(message: Json, orientation: str, unused: list[str]) -> None:
    properties = {"RCS_CARD_ORIENTATION": orientation, "RCS_CARD_THUMBNAIL_IMAGE_ALIGNMENT": "RIGHT"}
    told = found(rcs(message, properties=properties), Code.PROPERTY_UNUSED)
    assert [path for path, _, _ in told] == [f"channel_properties.{name}" for name in unused]


@pytest.mark.parametrize("name", ["RCS_WEBVIEW_MODE", "RCS_CARD_ORIENTATION", "RCS_CARD_THUMBNAIL_IMAGE_ALIGNMENT"])
def test_a_property_that_is_none(name: str) -> None:
    with pytest.raises(InvalidMessage, match=rf"channel_properties\.{name}: must be .* or "):
        rcs(question(link()), properties={name: "tall"})


@pytest.mark.parametrize("to", ["alice", "12345", "0701234567", "+46 70 123 45 67 89 01 23"])
def test_a_recipient_that_is_refused(to: str) -> None:
    result = rcs({"text_message": {"text": "Hi"}}, to=to)
    assert not result.deliverable
    assert found(result, Code.RECIPIENT_REFUSED) == [("to", None, None)]
    assert rcs({"text_message": {"text": "Hi"}}, to="+46 70-123 45 67").deliverable


# --- media ---


@pytest.mark.parametrize("height", ["SHORT", "MEDIUM", "TALL", "UNSPECIFIED_HEIGHT", None])
def test_heights(height: str | None) -> None:
    more = {} if height is None else {"height": height}
    wanted = height if height and "UN" not in height else "MEDIUM"
    assert alone(content(one_card(**more)))["cardContent"]["media"]["height"] == wanted
    result = rcs(carousel(card(**more), card()))
    media = several(result.payloads[0]["contentMessage"])[0]["media"]
    assert media["height"] == ("MEDIUM" if wanted == "TALL" else wanted)
    tall = [("carousel_message.cards[0].height", None, None)]
    assert found(result, Code.SHOWN_OTHERWISE) == (tall if wanted == "TALL" else [])
    assert not found(result, Code.HINT_IGNORED) or height == "UNSPECIFIED_HEIGHT"


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://example.com/a.gif", True),
        ("https://example.com/a.webm", True),
        ("https://example.com/a.mp3", True),
        ("https://example.com/a.pdf", True),
        ("https://example.com/a.docx", False),
        ("https://example.com/a", False),
        ("ftp://example.com/a.png", False),
    ],
)
def test_files(url: str, sent: bool) -> None:
    result = rcs({"media_message": {"url": url}})
    assert result.outcome is (Outcome.NATIVE if sent else Outcome.PLAINTEXT)
    expected = {"contentInfo": {"fileUrl": url}} if sent else {"text": url}
    assert result.payloads[0]["contentMessage"] == expected


def test_a_file_that_no_card_shows_goes_before_the_card() -> None:
    pdf = "https://example.com/a.pdf"
    first, second = contents(one_card("1", pdf, reply("Yes")))
    assert first == {"contentInfo": {"fileUrl": pdf}}
    assert alone(second)["cardContent"] == {
        "title": "Title 1",
        "description": "Description 1",
        "suggestions": [said("Yes")],
    }
    assert contents({"card_message": {"media_message": {"url": pdf}}}) == [first]
    result = rcs(one_card("1", "https://example.com/a.docx"))
    assert result.payloads[0]["contentMessage"] == {"text": "https://example.com/a.docx"}
    assert found(result, Code.FILE_AS_LINK) == [("card_message.media_message.url", None, None)]
    linked = rcs(carousel(card("1", pdf), card("2")))
    assert several(linked.payloads[0]["contentMessage"])[0]["description"] == f"Description 1\n{pdf}"
    assert len(found(linked, Code.FILE_AS_LINK)) == 1


# --- limits: n and n + 1 ---


def test_the_text_at_its_limit() -> None:
    assert len(contents({"text_message": {"text": "x" * 3072}})) == 1
    result = rcs({"text_message": {"text": "x" * 3073}})
    assert [len(one["contentMessage"]["text"]) for one in result.payloads] == [3072, 1]
    assert found(result, Code.SPLIT) == [("text_message", 3072, 2)]


def test_a_question_that_is_too_long_keeps_its_suggestions_under_its_last_part() -> None:
    first, last = contents(question(reply("Yes"), text="x" * 3073))
    assert "suggestions" not in first
    assert last == {"text": "x", "suggestions": [said("Yes")]}


def test_a_label_at_its_limit() -> None:
    assert content(question(reply("x" * 25)))["text"] == "What now?"
    result = rcs(question(reply("x" * 26, "p")))
    sent = result.payloads[0]["contentMessage"]
    assert sent == {"text": "What now?\n\n> " + "x" * 26, "suggestions": [said("x" * 24 + "…", "p")]}
    assert found(result, Code.LABEL_CUT) == [("choice_message.choices[0].text_message.text", 25, 26)]
    assert not result.losses
    (sent,) = contents(one_card("1", IMAGE, reply("x" * 26)))
    assert alone(sent)["cardContent"]["description"] == "Description 1\n\n> " + "x" * 26


def test_a_postback_at_its_limit() -> None:
    assert content(question(reply("Yes", "p" * 2048)))["suggestions"] == [said("Yes", "p" * 2048)]
    result = rcs(question(reply("Yes", "p" * 2049)))
    assert found(result, Code.IDENTIFIER_SHORTENED) == [("choice_message.choices[0].postback_data", 2048, 2049)]
    assert result.replies[0].postback == "p" * 2049


def test_suggestions_at_their_limit() -> None:
    assert len(content(question(*(reply(f"R{n}") for n in range(11))))["suggestions"]) == 11
    result = rcs(question(*(reply(f"R{n}") for n in range(12))))
    sent = result.payloads[0]["contentMessage"]
    assert len(sent["suggestions"]) == 11
    assert sent["text"] == "What now?\n\n> R11"
    assert found(result, Code.CHOICE_AS_LINE) == [("choice_message.choices[11].text_message", None, None)]


def test_title_and_description_of_a_card_at_their_limits() -> None:
    whole = rcs(one_card(title="t" * 200, description="d" * 2000))
    assert len(whole.payloads) == 1
    assert not found(whole, Code.TEXT_CUT)
    result = rcs(one_card(title="t" * 201, description="d" * 2001))
    before, sent = (one["contentMessage"] for one in result.payloads)
    assert before == {"text": "t" * 201 + "\n" + "d" * 2001}
    assert alone(sent)["cardContent"]["title"] == "t" * 199 + "…"
    assert alone(sent)["cardContent"]["description"] == "d" * 1999 + "…"
    assert found(result, Code.TEXT_CUT) == [
        ("card_message.title", 200, 201),
        ("card_message.description", 2000, 2001),
    ]


def test_suggestions_of_a_card_at_their_limit() -> None:
    four = [reply(f"R{n}") for n in range(4)]
    sent = content(one_card("1", IMAGE, *four))
    assert len(alone(sent)["cardContent"]["suggestions"]) == 4
    assert "suggestions" not in sent
    result = rcs(one_card("1", IMAGE, *four, link()))
    sent = result.payloads[0]["contentMessage"]
    assert len(alone(sent)["cardContent"]["suggestions"]) == 4
    assert sent["suggestions"] == [done("Site", openUrlAction={"url": "https://example.com"})]
    assert found(result, Code.CHOICE_BELOW) == [("card_message.choices[4]", 4, 5)]
    most = rcs(one_card("1", IMAGE, *(reply(f"R{n}") for n in range(16))))
    sent = most.payloads[0]["contentMessage"]
    assert len(sent["suggestions"]) == 11
    assert alone(sent)["cardContent"]["description"] == "Description 1\n\n> R15"
    chips = several(content(carousel(card("1", IMAGE, *four, link()), card("2"))))
    assert len(chips[0]["suggestions"]) == 4


@pytest.mark.parametrize(("count", "groups"), [(1, None), (2, [2]), (10, [10]), (11, [6, 5]), (21, [7, 7, 7])])
def test_cards_at_their_limit(count: int, groups: list[int] | None) -> None:
    result = rcs(carousel(*(card(str(n)) for n in range(count)), choices=(reply("More"),)))
    sent = [one["contentMessage"] for one in result.payloads]
    if groups is None:
        assert alone(sent[0])["cardContent"]["title"] == "Title 0"
    else:
        assert [len(several(one)) for one in sent] == groups
    assert ["suggestions" in one for one in sent] == [False] * (len(sent) - 1) + [True]
    assert bool(found(result, Code.CARDS_SPLIT)) is (count > 10)


def test_the_label_of_a_place_at_its_limit() -> None:
    def labelled(label: str) -> Transcoded:
        return rcs(question({"location_message": {"title": "Go", "label": label, "coordinates": PLACE}}))

    assert not labelled("x" * 100).losses
    assert found(labelled("x" * 101), Code.TRUNCATED) == [
        ("choice_message.choices[0].location_message.label", 100, 101)
    ]
    told = rcs({"location_message": {"title": "Go", "label": "x" * 101, "coordinates": PLACE}})
    assert not told.losses
    assert told.text == "Go\n\n> " + "x" * 101


def test_an_event_that_ends_before_it_begins_is_no_suggestion() -> None:
    def lasting(start: str, end: str) -> Transcoded:
        one = event()
        return rcs(question(reply("Yes"), {"calendar_message": {**one["calendar_message"], **times(start, end)}}))

    def times(start: str, end: str) -> Json:
        return {"event_start": start, "event_end": end}

    wrong = lasting("2026-12-01T09:00:00Z", "2026-12-01T08:59:59.999Z")
    whys = [one.message for one in wrong.findings if one.code is Code.CHOICE_AS_LINE]
    assert whys == ["The choice is a line of the text: its event ends before it begins."]
    assert Code.EVENT_NOT_ADDED in {one.code for one in wrong.losses}
    assert not lasting("2026-12-01T09:00:00Z", "2026-12-01T09:00:00Z").losses
    assert not lasting("2026-12-01T09:00:00+09:00", "2026-12-01T08:00:00+01:00").losses
    assert not lasting("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00").losses


def test_an_event_whose_time_is_a_placeholder_is_no_suggestion() -> None:
    one = event()["calendar_message"] | {"event_start": "${when}"}
    translation = {"language_code": "en", "version": "1", **question({"calendar_message": one})}
    template = {"id": "t", "default_translation": "en", "translations": [translation]}
    message = {"template_message": {"omni_template": {"template_id": "t", "version": "1"}}}
    result = Transcoder(omni_templates=[template]).transcode(message, "RCS")
    (found,) = (one.message for one in result.findings if one.code is Code.WHOLE_AS_TEXT)
    assert found.startswith("Sent as plain text: choice 1: its event has no time.")


def test_an_event_at_its_limits() -> None:
    assert not rcs(question(event("t" * 100, "d" * 500))).losses
    result = rcs(question(event("t" * 101, "d" * 501)))
    place = "choice_message.choices[0].calendar_message"
    assert found(result, Code.TRUNCATED) == [
        (f"{place}.event_title", 100, 101),
        (f"{place}.event_description", 500, 501),
    ]


def test_urls_at_their_limits() -> None:
    longest = "https://example.com/" + "x" * 2028
    assert "suggestions" in content(question(reply("A"), link("Site", longest)))
    result = rcs(question(reply("A"), link("Site", longest + "x")))
    assert found(result, Code.CHOICE_AS_LINE) == [("choice_message.choices[1].url_message", 2048, 2049)]
    assert not rcs(question(event(url=longest))).losses
    assert found(rcs(question(event(url=longest + "x"))), Code.DROPPED)
    media = "https://example.com/" + "x" * 1976 + ".png"
    assert rcs({"media_message": {"url": media}}).outcome is Outcome.NATIVE
    long_media = rcs({"media_message": {"url": media[:-4] + "x.png"}})
    assert found(long_media, Code.WHOLE_AS_TEXT) == [("media_message.url", 2000, 2001)]


def test_the_size_of_a_file_at_its_limit() -> None:
    most = 100 * 1024 * 1024
    message = {"media_message": {"url": IMAGE}}
    assert rcs(message, media_info={IMAGE: {"bytes": most}}).outcome is Outcome.NATIVE
    result = rcs(message, media_info={IMAGE: {"bytes": most + 1}})
    assert found(result, Code.WHOLE_AS_TEXT) == [("media_message.url", most, most + 1)]


def test_the_payload_at_its_limit() -> None:
    message = carousel(
        *(card(str(n), IMAGE, *(reply(f"{n}-{m}", "界" * 2000 + f"{n}{m}") for m in range(4))) for n in range(10))
    )
    size = 250_000
    limited = Transcoder(limits={"RCS": {"payload": 300_000}}).transcode(message, "RCS", to="+46701234567")
    actual = len(json.dumps(limited.payloads[0], ensure_ascii=False, separators=(",", ":")).encode())
    at = Transcoder(limits={"RCS": {"payload": actual}}).transcode(message, "RCS", to="+46701234567")
    assert at.outcome is Outcome.NATIVE
    over = Transcoder(limits={"RCS": {"payload": actual - 1}}).transcode(message, "RCS", to="+46701234567")
    assert found(over, Code.WHOLE_AS_TEXT) == [("carousel_message", actual - 1, actual)]
    assert actual < size


# --- lists, contacts, what stays ---


def item(title: str, **more: Any) -> Json:
    return {"choice": {"title": title, **more}}


def test_a_list_is_text_unless_the_profile_is_rich() -> None:
    message = {"list_message": {"title": "Menu", "sections": [{"items": [item("Soup"), item("Salad")]}]}}
    plain = rcs(message)
    assert (plain.outcome, plain.text) == (Outcome.PLAINTEXT, "Menu\n\n> SOUP\n> SALAD")
    assert content(message, "rich") == {
        "text": "Menu\n\n> Soup\n> Salad",
        "suggestions": [said("Soup"), said("Salad")],
    }


def test_a_list_with_details_is_a_carousel_in_the_rich_profile() -> None:
    items = [item("Soup", description="Tomato", media={"url": IMAGE}), item("Salad", postback_data="s")]
    before, sent = contents({"list_message": {"title": "Menu", "sections": [{"items": items}]}}, "rich")
    assert before == {"text": "Menu"}
    assert several(sent) == [
        {
            "title": "Soup",
            "description": "Tomato",
            "media": {"height": "MEDIUM", "contentInfo": {"fileUrl": IMAGE}},
            "suggestions": [said("Soup")],
        },
        {"title": "Salad", "suggestions": [said("Salad", "s")]},
    ]
    headed = content({"list_message": {"title": "Menu", "sections": [{"title": "First", "items": items}]}}, "rich")
    assert headed["text"] == f"Menu\n\nFirst\n> Soup: Tomato\n{IMAGE}\n> Salad"


def test_a_list_of_more_items_than_suggestions() -> None:
    message = {"list_message": {"title": "Menu", "sections": [{"items": [item(f"I{n}") for n in range(12)]}]}}
    result = rcs(message, "rich")
    assert len(result.payloads[0]["contentMessage"]["suggestions"]) == 11
    assert found(result, Code.CHOICE_AS_LINE) == [("list_message.sections[0].items[11].choice", None, None)]


def test_products_and_contacts_are_text() -> None:
    product = {"product": {"id": "SKU-1", "marketplace": "FACEBOOK"}}
    products = rcs({"list_message": {"title": "New", "sections": [{"items": [product]}]}}, "rich")
    assert products.outcome is Outcome.PLAINTEXT
    contact = rcs(
        {"contact_info_message": {"name": {"full_name": "Ada"}, "phone_numbers": [{"phone_number": "+1"}]}}, "rich"
    )
    assert (contact.outcome, contact.text) == (Outcome.PLAINTEXT, "Ada\n+1")


LASTING = {"display_mode": "PERSISTENT"}


def test_persistent_choices_stand_in_a_card_in_the_rich_profile() -> None:
    message = question({**reply("Stays"), **LASTING}, reply("Goes"))
    result = rcs(message, "rich")
    sent = result.payloads[0]["contentMessage"]
    assert alone(sent)["cardContent"] == {"description": "What now?", "suggestions": [said("Stays")]}
    assert sent["suggestions"] == [said("Goes")]
    assert found(result, Code.BILLED_AS_MEDIA) == [("choice_message.choices[0].display_mode", None, None)]
    documented = rcs(message)
    assert documented.payloads[0]["contentMessage"]["suggestions"] == [said("Stays"), said("Goes")]
    assert found(documented, Code.SHOWN_OTHERWISE) == [("choice_message.choices[0].display_mode", None, None)]
    long = rcs(question({**reply("Stays"), **LASTING}, text="x" * 2001), "rich")
    assert found(long, Code.SHOWN_OTHERWISE)


# --- the order of suggestions ---


def test_what_the_notification_shows() -> None:
    assert not found(rcs(question(reply("A"), SHARE)), Code.NOTIFICATION_SHOWS)
    result = rcs(question(SHARE, reply("A")))
    (finding,) = [one for one in result.findings if one.code is Code.NOTIFICATION_SHOWS]
    assert finding.path == "choice_message.choices[0]"
    assert finding.message == (
        "The notification shows 'A', not the first choice: it does not show one that asks for the location."
    )
    line = rcs(question(link("Site", "ftp://x"), reply("A")))
    assert found(line, Code.NOTIFICATION_SHOWS) == [("choice_message.choices[0]", None, None)]
    assert not found(rcs(question(SHARE)), Code.NOTIFICATION_SHOWS)
    assert found(rcs(carousel(card("1", IMAGE, SHARE), card("2", IMAGE, reply("A")))), Code.NOTIFICATION_SHOWS) == [
        ("carousel_message.cards[0].choices[0]", None, None)
    ]


# --- the bill ---


def test_the_bill_of_a_text_at_the_border_of_a_segment() -> None:
    for size, segments, abroad in ((160, 1, "BASIC"), (161, 2, "SINGLE"), (320, 2, "SINGLE"), (321, 3, "SINGLE")):
        result = rcs({"text_message": {"text": "x" * size}})
        assert result.billing == {
            "messages": [{"us": "RICH_MESSAGE", "segments": segments, "elsewhere": abroad}],
            "us": {"RICH_MESSAGE": segments, "RICH_MEDIA_MESSAGE": 0},
            "elsewhere": {"BASIC": int(abroad == "BASIC"), "SINGLE": int(abroad == "SINGLE")},
        }
        assert result.as_dict()["billing"] == result.billing
    assert rcs({"text_message": {"text": "é" * 81}}).billing["us"]["RICH_MESSAGE"] == 2  # type: ignore[index]


@pytest.mark.parametrize(
    ("choice", "media", "path"),
    [
        (reply("x" * 25), False, ""),
        (link(), False, ""),
        (CALL, False, ""),
        (VISIT, True, "choice_message.choices[0].location_message"),
        (event(), True, "choice_message.choices[0].calendar_message"),
        (SHARE, True, "choice_message.choices[0].share_location_message"),
    ],
)
def test_the_bill_of_a_suggestion(choice: Json, media: bool, path: str) -> None:
    result = rcs(question(choice))
    assert result.billing
    assert result.billing["messages"] == [
        {
            "us": "RICH_MEDIA_MESSAGE" if media else "RICH_MESSAGE",
            "segments": None if media else 1,
            "elsewhere": "SINGLE",
        }
    ]
    assert found(result, Code.BILLED_AS_MEDIA) == ([(path, None, None)] if media else [])


def test_a_web_view_changes_the_bill_and_the_finding_names_the_property() -> None:
    result = rcs(question(reply("A"), link()), properties={"RCS_WEBVIEW_MODE": "FULL"})
    assert result.billing
    assert result.billing["us"] == {"RICH_MESSAGE": 0, "RICH_MEDIA_MESSAGE": 1}
    assert found(result, Code.BILLED_AS_MEDIA) == [("channel_properties.RCS_WEBVIEW_MODE", None, None)]


def test_cards_and_files_are_media_and_texts_before_them_are_not() -> None:
    result = rcs(one_card(title="t" * 201))
    assert result.billing
    assert result.billing["us"] == {"RICH_MESSAGE": 2, "RICH_MEDIA_MESSAGE": 1}
    assert rcs({"media_message": {"url": IMAGE}}).billing["elsewhere"] == {"BASIC": 0, "SINGLE": 1}  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "us"),
    [
        ({"text": "Hi", "suggestions": [{"action": {"openUrlAction": {"url": "x", "application": "BROWSER"}}}]}, True),
        ({"text": "Hi", "suggestions": [{"action": {"composeAction": {}}}]}, False),
        ({"text": "Hi", "suggestions": ["?"]}, False),
        ({"text": "Hi", "suggestions": "?"}, False),
        ({"text": "Hi", "suggestions": [{"action": "?"}]}, False),
        ({"text": 1}, False),
        ({"text": "Hi", "richCard": {}}, False),
        ({"uploadedRbmFile": {}}, False),
        ({}, False),
    ],
)
def test_the_bill_of_a_callers_own_payload(content: Json, us: bool) -> None:
    assert in_us(content)[0] is (InUs.RICH_MESSAGE if us else InUs.RICH_MEDIA_MESSAGE)
    override = {"explicit_channel_message": {"RCS": json.dumps({"contentMessage": content})}}
    result = rcs({"text_message": {"text": "Hi"}, **override})
    assert result.outcome is Outcome.OVERRIDE
    assert result.billing == bill([{"contentMessage": content}])
    assert elsewhere(content) is Elsewhere.SINGLE


def test_what_is_no_message_has_no_bill() -> None:
    assert bill([]) is None
    assert bill([{"event": {}}]) is None
    assert bill([{"contentMessage": "?"}]) is None
    assert transcode({"text_message": {"text": "Hi"}}, "SMS").billing is None
    assert "billing" not in transcode({"text_message": {"text": "Hi"}}, "SMS").as_dict()


_NODE = """
const {RcsSegmentedMessage} = require('sms-segments-calculator');
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const read = (text, region) => { const one = new RcsSegmentedMessage(text, region);
  return [one.messageType, one.segmentsCount]; };
console.log(JSON.stringify(texts.map(text => [read(text, 'us'), read(text, 'international')])));
"""


@cache
def _modules() -> Path | None:
    """Where npm has put sms-segments-calculator 1.3, None where it has not or node is absent."""
    modules = Path(os.environ.get("TRANSCODE_NODE_MODULES", "node_modules"))
    package = modules / "sms-segments-calculator" / "package.json"
    if not shutil.which("node") or not package.exists():
        return None
    version = json.loads(package.read_text())["version"]
    return modules if tuple(map(int, version.split(".")[:2])) >= (1, 3) else None


def _calculator(texts: list[str]) -> list[list[list[Any]]]:
    modules = _modules()
    if modules is None:
        pytest.skip("node or sms-segments-calculator 1.3 is not installed")
    environment = {**os.environ, "NODE_PATH": str(modules.absolute())}
    ran = subprocess.run(
        ["node", "-e", _NODE], input=json.dumps(texts), capture_output=True, text=True, check=True, env=environment
    )
    return list(json.loads(ran.stdout))


@settings(max_examples=5, deadline=None)
@given(st.lists(any_texts(max_size=400), min_size=50, max_size=100))
def test_twilios_calculator_counts_the_same(texts: list[str]) -> None:
    texts = [text for text in texts if text] + ["x" * size for size in (1, 159, 160, 161, 320, 321)]
    for text, ((us, segments), (abroad, _)) in zip(texts, _calculator(texts), strict=True):
        assert us == "Rich"
        assert in_us({"text": text}) == (InUs.RICH_MESSAGE, segments), text
        assert elsewhere({"text": text}).value == abroad.upper(), text


def test_twilios_calculator_tells_a_wrong_count() -> None:
    ((_, segments), (abroad, _)) = _calculator(["x" * 161])[0]
    assert segments != 1
    assert abroad != "Basic"


# --- the judges: telnyx's types, AWS's model, Google's pages ---


@settings(max_examples=80, deadline=None)
@given(
    messages(),
    st.sampled_from(list(Profile)),
    st.sampled_from([{}, {"RCS_WEBVIEW_MODE": "HALF"}, {"RCS_CARD_ORIENTATION": "HORIZONTAL"}]),
)
def test_no_judge_has_anything_against_a_payload(message: Json, profile: Profile, properties: Json) -> None:
    result = transcode(message, "RCS", to="+46701234567", profile=profile, properties=properties)
    if any(finding.code is Code.EMPTY for finding in result.findings):
        return
    for payload in result.payloads:
        assert problems(dict(payload)) == []


@pytest.mark.parametrize("profile", list(Profile))
def test_no_judge_has_anything_against_the_corpus(profile: Profile) -> None:
    for name in names():
        for payload in run(name, "RCS", profile=profile).payloads:
            assert problems(dict(payload)) == [], name


def test_a_payload_has_250_kilobytes() -> None:
    cards = [card(str(n), IMAGE, *(reply(str(m), "👍" * 1900 + f"{n}.{m}") for m in range(4))) for n in range(8)]
    message = carousel(*cards)
    (payload,) = rcs(message).payloads
    size = len(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode())
    assert 240_000 < size <= 250_000

    def outcome(most: int) -> Outcome:
        return Transcoder(limits={"RCS": {"payload": most}}).transcode(message, "RCS", to="+46701234567").outcome

    assert outcome(size) is Outcome.NATIVE
    assert outcome(size - 1) is Outcome.PLAINTEXT
    larger = carousel(*cards, cards[0] | {"description": "x" * 2000})
    assert [(one.path, one.limit) for one in rcs(larger).findings if one.code is Code.WHOLE_AS_TEXT] == [
        ("carousel_message", 250_000)
    ]
