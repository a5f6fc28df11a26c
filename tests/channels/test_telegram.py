"""Telegram: the documented renderings to the character, every type in both profiles, each limit, the judges."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.channels.test_telegram_checks import problems, shape_problems, utf16
from tests.corpus import load, run
from tests.strategies import messages
from transcode import Code, InvalidMessage, InvalidOption, Outcome, Profile, Transcoded, Transcoder, transcode
from transcode.channels.telegram import Telegram
from transcode.message import LocationMessage
from transcode.message.place import survey
from transcode.picture import Passage
from transcode.plaintext import Plaintext, Uppercase, view
from transcode.urls import encode_url

Json = dict[str, Any]

LOGO = "https://1vxc0v12qhrm1e72gq1mmxkf-wpengine.netdna-ssl.com/wp-content/uploads/2019/05/Sinch-logo-Events.png"
FAVICON = "https://1vxc0v12qhrm1e72gq1mmxkf-wpengine.netdna-ssl.com/wp-content/uploads/2018/12/favicon.png"
PLACE = {"latitude": 55.610479, "longitude": 13.002873}


def telegram(message: Json, profile: str = "rich", **options: Any) -> Transcoded:
    return transcode(message, "TELEGRAM", to=options.pop("to", "123456789"), profile=profile, **options)


def call(message: Json, profile: str = "rich", **options: Any) -> Json:
    """The one call that a message becomes, without what all calls have."""
    (payload,) = telegram(message, profile, **options).payloads
    return {key: value for key, value in payload.items() if key != "chat_id"}


def codes(result: Transcoded) -> list[tuple[Code, str]]:
    return [(finding.code, finding.path) for finding in result.findings]


def found(result: Transcoded, code: Code) -> list[tuple[str, int | None, int | str | None]]:
    return [(one.path, one.limit, one.actual) for one in result.findings if one.code is code]


def question(*choices: Json, text: str | None = "What now?") -> Json:
    body = {"choices": list(choices)}
    return {"choice_message": body if text is None else {**body, "text_message": {"text": text}}}


def reply(text: str, postback: str | None = None) -> Json:
    choice: Json = {"text_message": {"text": text}}
    return choice if postback is None else {**choice, "postback_data": postback}


def link(title: str = "Site", url: str = "https://example.com") -> Json:
    return {"url_message": {"title": title, "url": url}}


CALL = {"call_message": {"title": "Call us", "phone_number": "+46732000000"}}
VISIT = {"location_message": {"title": "Visit us", "coordinates": PLACE}}
SHARE = {"share_location_message": {"title": "Share", "fallback_url": "https://example.com/where"}}
EVENT = {
    "calendar_message": {
        "title": "Add it",
        "event_start": "2026-12-01T09:00:00Z",
        "event_end": "2026-12-01T10:00:00Z",
        "event_title": "Delivery",
        "fallback_url": "https://example.com/delivery.ics",
    }
}


def card(name: str = "1", url: str | None = "https://example.com/a.jpg", *choices: Json) -> Json:
    fields: Json = {"title": f"Title {name}", "description": f"Description {name}"}
    if url:
        fields["media_message"] = {"url": url}
    return {**fields, "choices": list(choices)} if choices else fields


def carousel(*cards: Json, choices: tuple[Json, ...] = ()) -> Json:
    return {"carousel_message": {"cards": list(cards), **({"choices": list(choices)} if choices else {})}}


def buttons(payload: Json) -> list[Json]:
    return [one for row in payload["reply_markup"]["inline_keyboard"] for one in row]


# --- the documented renderings ---

DOCUMENTED: dict[str, tuple[Json, Json]] = {
    "text": (
        {"text_message": {"text": "Text message from Sinch Conversation API."}},
        {"method": "sendMessage", "text": "Text message from Sinch Conversation API."},
    ),
    "multilingual": (
        {"text_message": {"text": "Sinch总部位于瑞典斯德哥尔摩。\n\nSinch, पूर्व में CLX"}},
        {"method": "sendMessage", "text": "Sinch总部位于瑞典斯德哥尔摩。\n\nSinch, पूर्व में CLX"},
    ),
    "picture": ({"media_message": {"url": FAVICON}}, {"method": "sendPhoto", "photo": FAVICON}),
    "video": (
        {"media_message": {"url": "https://url.to/your/video.mp4"}},
        {"method": "sendVideo", "video": "https://url.to/your/video.mp4"},
    ),
    "choice": (
        question(
            reply("Suggested Reply Text"),
            reply("Just Another Suggestion"),
            reply("Option 3"),
            text="What do you want to do?",
        ),
        {
            "method": "sendMessage",
            "text": "What do you want to do?\n\n* SUGGESTED REPLY TEXT\n* JUST ANOTHER SUGGESTION\n* OPTION 3",
        },
    ),
    "location": (
        {
            "location_message": {
                "title": "Location Message",
                "label": "Enriching Engagement",
                "coordinates": PLACE,
            }
        },
        {"method": "sendLocation", "latitude": 55.610477, "longitude": 13.002873},
    ),
}

# The page says that these go as text and shows no picture of them.
DECIDED = {
    "card": f"""\
This is the card title
This is the card description
{LOGO}
* SUGGESTED REPLY
* Someone: 46732000000
* Sinch: https://www.sinch.com""",
    "carousel": f"""\
1. This is the card 1 title
This is the card 1 description
{LOGO}
* SUGGESTED REPLY 1 TEXT
* SUGGESTED REPLY 2 TEXT
* SUGGESTED REPLY 3 TEXT

2. This is the card 2 title
This is the card 2 description
{LOGO}
* SUGGESTED
* Sinch: https://www.sinch.com

3. This is the card 3 title
This is the card 3 description
{LOGO}
* Someone: 46732000000""",
    "carousel-outer-choices": """\
1. Red
EUR 10
https://example.com/red.jpg
* BUY RED

2. A card without a title
https://example.com/plain.jpg
* BUY PLAIN

3. * SURPRISE ME

* SHOW MORE
* Call us: +46732000000""",
    "choice-all-kinds": """\
Your parcel arrives tomorrow.

* THANK YOU
* Track it: https://example.com/track/1
* Call us: +46732000000
* Visit us: https://www.google.com/maps/search/?api=1&query=59.3327,18.0656
* Add to calendar: https://example.com/delivery.ics
* Share your location: https://example.com/where""",
    "choice-without-text": "* YES\n* NO",
    "list-choices": """\
Menu of the day
Until 14:00
https://example.com/menu.jpg

Starters
* SOUP: Tomato
* SALAD

Mains
* CRÊPE: Cheese
https://example.com/crepe.jpg""",
    "list-products": "New arrivals\n\nShoes\n* SKU-1\n* SKU-2",
    "contact-info": """\
Jane Q. Doe
Director, Research, Sinch
WORK: +46732000000
+46732000001
WORK: jane@example.com
ORG: https://example.com
WORK: Stockholm, 111 22, Sweden
1990-05-17""",
}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_documented_rendering(name: str) -> None:
    message, expected = DOCUMENTED[name]
    assert telegram(message, "documented").payloads == ({**expected, "chat_id": "123456789"},)


@pytest.mark.parametrize("name", DECIDED)
def test_decided_text(name: str) -> None:
    result = run(name, "TELEGRAM")
    assert result.outcome is Outcome.PLAINTEXT
    assert result.text == DECIDED[name]
    assert [payload["text"] for payload in result.payloads] == [DECIDED[name]]


def test_documented_choice_names_what_kept_it_from_buttons() -> None:
    result = telegram(question(reply("Yes")), "documented")
    assert codes(result) == [(Code.WHOLE_AS_TEXT, "choice_message")]
    assert "profile='rich'" in result.findings[0].message
    assert result.replies[0].shown == "YES"
    assert result.replies[0].identifier is None


def test_documented_location_reports_what_the_picture_does_not_show() -> None:
    result = telegram(DOCUMENTED["location"][0], "documented")
    assert result.outcome is Outcome.ADAPTED
    assert codes(result) == [(Code.DROPPED, "location_message.title"), (Code.DROPPED, "location_message.label")]


# --- media ---


@pytest.mark.parametrize(
    ("end", "method", "field"),
    [
        ("a.jpg", "sendPhoto", "photo"),
        ("a.JPEG?x=1#y", "sendPhoto", "photo"),
        ("a.png", "sendPhoto", "photo"),
        ("a.mp4", "sendVideo", "video"),
        ("a.mp3", "sendAudio", "audio"),
        ("a.m4a", "sendAudio", "audio"),
        ("a.gif", "sendAnimation", "animation"),
        ("a.pdf", "sendDocument", "document"),
        ("b.c/a.b.zip", "sendDocument", "document"),
    ],
)
@pytest.mark.parametrize("profile", list(Profile))
def test_media_by_the_method_of_its_kind(end: str, method: str, field: str, profile: str) -> None:
    url = f"https://example.com/{end}"
    result = telegram({"media_message": {"url": url}}, profile)
    assert result.outcome is Outcome.NATIVE
    assert result.payloads == ({"method": method, "chat_id": "123456789", field: url},)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://example.com/a.vcf", "the URL names none of these"),
        ("https://example.com/a.mov", "the URL names none of these"),
        ("https://example.com/download?file=a.png", "the URL names none of these"),
        ("https://example.png", "the URL names none of these"),
        ("https://example.com/a.png/", "the URL names none of these"),
        ("ftp://example.com/a.png", "http and https"),
        ("a.png", "http and https"),
        ("https:///a.png", "no host"),
        ("https://exa mple.com/a.png", "'exa mple.com' is no host"),
        ("https://example.com:99999/a.png", "the port"),
        ("https://[::g]/a.png", "'[::g]' is no host"),
        ("https://u@v@example.com/a.png", "is no host"),
    ],
)
def test_media_that_telegram_would_not_fetch_is_its_url(url: str, why: str) -> None:
    result = telegram({"media_message": {"url": url}})
    assert result.outcome is Outcome.PLAINTEXT
    assert [payload["text"] for payload in result.payloads] == [url]
    assert codes(result)[-1] == (Code.WHOLE_AS_TEXT, "media_message.url")
    assert why in result.findings[-1].message
    # No phone opens an address whose host or port is none.
    unusable = why in ("no host", "the port") or "is no host" in why or url == "a.png"
    assert (codes(result)[0][0] is Code.URL_UNUSABLE) is (unusable and url != "a.png")


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://example.com/a b.png", "https://example.com/a%20b.png"),
        ("https://x.y/ä b.png?q=é", "https://x.y/%C3%A4%20b.png?q=%C3%A9"),
        ("https://example.com/%C3%A5.png", "https://example.com/%C3%A5.png"),
        ("https://example.com/a%2Epng", "https://example.com/a%2Epng"),
        ("https://example.com:8080/a.png;v=2", "https://example.com:8080/a.png;v=2"),
        ("http://localhost/a.png", "http://localhost/a.png"),
        ("https://[2001:db8::1]:80/a.png", "https://[2001:db8::1]:80/a.png"),
    ],
)
def test_a_url_is_sent_as_urls_are_written(url: str, sent: str) -> None:
    result = telegram({"media_message": {"url": url}})
    assert result.payloads == ({"method": "sendPhoto", "chat_id": "123456789", "photo": sent},)
    assert result.outcome is Outcome.NATIVE
    assert not result.findings


def test_a_cover_and_an_album_have_encoded_urls() -> None:
    media = {"url": "https://example.com/ä.mp4", "thumbnail_url": "https://example.com/a b.jpg"}
    result = telegram({"media_message": media})
    assert (result.payloads[0]["video"], result.payloads[0]["cover"]) == (
        "https://example.com/%C3%A4.mp4",
        "https://example.com/a%20b.jpg",
    )
    assert not result.findings
    album = call(carousel(card("1", "https://example.com/a b.jpg"), card("2", "https://example.com/é.jpg")))
    assert [one["media"] for one in album["media"]] == [
        "https://example.com/a%20b.jpg",
        "https://example.com/%C3%A9.jpg",
    ]


def test_the_content_type_decides_over_the_extension() -> None:
    url = "https://example.com/a.png"
    known = {url: {"content_type": "application/pdf; charset=binary"}}
    assert call({"media_message": {"url": url}}, media_info=known) == {"method": "sendDocument", "document": url}
    known = {url: {"content_type": "text/plain"}}
    assert call({"media_message": {"url": url}}, media_info=known) == {"method": "sendMessage", "text": url}


def test_media_info_must_be_right() -> None:
    url = "https://example.com/a.png"
    with pytest.raises(InvalidMessage, match=r"media_info.*bytes"):
        telegram({"media_message": {"url": url}}, media_info={url: {"bytes": "many"}})


def test_a_video_shows_its_thumbnail_as_cover() -> None:
    media = {"url": "https://example.com/a.mp4", "thumbnail_url": "https://example.com/a.jpg"}
    result = telegram({"media_message": media})
    assert result.payloads[0]["cover"] == "https://example.com/a.jpg"
    assert not result.findings
    documented = telegram({"media_message": media}, "documented")
    assert "cover" not in documented.payloads[0]
    assert codes(documented) == [(Code.HINT_IGNORED, "media_message.thumbnail_url")]


# --- places and contacts ---


@pytest.mark.parametrize(
    ("names", "title", "address"),
    [
        ({"title": "Home", "label": "1 Road"}, "Home", "1 Road"),
        ({"title": "Home"}, "Home", "55.610477, 13.002873"),
        ({"title": " ", "label": "1 Road"}, "1 Road", "55.610477, 13.002873"),
        ({"title": "Two\nlines", "label": "\t"}, "Two lines", "55.610477, 13.002873"),
    ],
)
def test_a_place_with_a_name_is_a_venue(names: Json, title: str, address: str) -> None:
    result = telegram({"location_message": {**names, "coordinates": PLACE}})
    assert result.outcome is Outcome.NATIVE
    assert result.payloads[0]["method"] == "sendVenue"
    assert (result.payloads[0]["title"], result.payloads[0]["address"]) == (title, address)


def test_a_place_without_a_name_is_a_location() -> None:
    assert call({"location_message": {"title": "", "coordinates": PLACE}})["method"] == "sendLocation"


def test_a_contact_has_a_vcard() -> None:
    result = run("contact-info", "TELEGRAM", profile="rich")
    assert result.outcome is Outcome.NATIVE
    assert result.payloads == (
        {
            "method": "sendContact",
            "chat_id": result.payloads[0]["chat_id"],
            "phone_number": "+46732000000",
            "first_name": "Jane",
            "last_name": "Doe",
            "vcard": "\r\n".join(
                (
                    "BEGIN:VCARD",
                    "VERSION:3.0",
                    "N:Doe;Jane;;Dr;",
                    "FN:Jane Q. Doe",
                    "ORG:Sinch;Research",
                    "TITLE:Director",
                    "TEL;TYPE=WORK:+46732000000",
                    "TEL:+46732000001",
                    "EMAIL;TYPE=WORK:jane@example.com",
                    "URL;TYPE=ORG:https://example.com",
                    "ADR;TYPE=WORK:;;;Stockholm;;111 22;Sweden",
                    "BDAY:1990-05-17",
                    "END:VCARD",
                )
            ),
        },
    )


def contact(full_name: str = "Ada", phone: str = "+46701234567", **fields: Any) -> Json:
    return {
        "contact_info_message": {"name": {"full_name": full_name}, "phone_numbers": [{"phone_number": phone}], **fields}
    }


def test_vcard_values_are_escaped_and_nothing_of_them_is_lost() -> None:
    result = telegram(contact("Ada; Countess, \\o/\nof Lovelace", organization={"company": "Gears, Inc; London"}))
    assert "FN:Ada\\; Countess\\, \\\\o/ of Lovelace\r\n" in result.payloads[0]["vcard"]
    assert "ORG:Gears\\, Inc\\; London;\r\n" in result.payloads[0]["vcard"]
    assert result.outcome is Outcome.NATIVE
    assert not result.findings


def test_a_url_in_a_vcard_is_as_it_was_written() -> None:
    result = telegram(contact(urls=[{"url": "https://example.com/?a=1,2;b", "type": "HOME"}]))
    assert "\r\nURL;TYPE=HOME:https://example.com/?a=1,2;b\r\n" in result.payloads[0]["vcard"]
    assert not result.findings


def test_a_vcard_cannot_be_broken_out_of() -> None:
    vcard = telegram(contact("Ada\r\nEND:VCARD\r\nX:y", birthday="1815-12-10")).payloads[0]["vcard"]
    assert vcard.count("\r\n") == vcard.count("\n") == 6
    assert "FN:Ada END:VCARD X:y\r\n" in vcard


def test_a_type_that_no_vcard_can_have_is_reported() -> None:
    message = contact()
    message["contact_info_message"]["phone_numbers"][0]["type"] = "WORK;X=1"
    result = telegram(message)
    assert "\r\nTEL:+46701234567\r\n" in result.payloads[0]["vcard"]
    assert codes(result) == [(Code.DROPPED, "contact_info_message.phone_numbers[0].type")]


@pytest.mark.parametrize(("full_name", "phone"), [("", "+46701234567"), ("Ada", " "), ("\u202e", "+46701234567")])
def test_a_contact_without_name_or_number_is_text(full_name: str, phone: str) -> None:
    result = telegram(contact(full_name, phone))
    assert result.outcome is Outcome.PLAINTEXT
    assert "a name and a phone number" in result.findings[0].message


# --- choices ---


def test_every_kind_of_choice() -> None:
    message = question(reply("Yes", "y"), link(), CALL, VISIT, EVENT, SHARE)
    result = telegram(message)
    assert result.outcome is Outcome.ADAPTED
    assert result.text == "What now?\n\n* Call us: +46732000000"
    assert buttons(dict(result.payloads[0])) == [
        {"text": "Yes", "callback_data": "y"},
        {"text": "Site", "url": "https://example.com"},
        {"text": "Visit us", "url": "https://www.google.com/maps/search/?api=1&query=55.610477,13.002873"},
        {"text": "Add it", "url": "https://example.com/delivery.ics"},
        {"text": "Share", "url": "https://example.com/where"},
    ]
    where = "choice_message.choices"
    assert codes(result) == [
        (Code.CHOICE_AS_LINE, f"{where}[2].call_message"),
        (Code.EVENT_NOT_ADDED, f"{where}[4].calendar_message"),
        (Code.LOCATION_NOT_ASKED, f"{where}[5].share_location_message"),
    ]
    assert "a Telegram button calls no number" in result.findings[0].message
    assert "a Telegram button opens the fallback URL" in result.findings[1].message
    assert "a Telegram button opens the fallback URL" in result.findings[2].message
    assert [(one.shown, one.identifier) for one in result.replies] == [
        ("Yes", "y"),
        ("Site", None),
        ("Call us", None),
        ("Visit us", None),
        ("Add it", None),
        ("Share", None),
    ]


def test_the_map_link_is_that_of_the_plain_text() -> None:
    place = survey(LocationMessage.model_validate({"title": "", "coordinates": PLACE})).root
    text = Plaintext().render("TELEGRAM", "location", view(place, Uppercase.KEEP))
    assert buttons(call(question(VISIT)))[0]["url"] == text


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("tel:+46701234567", "only http, https and tg addresses are taken"),
        ("mailto:a@example.com", "only http, https and tg addresses are taken"),
        ("javascript:alert(1)", "only http, https and tg addresses are taken"),
        ("example.com", "only http, https and tg addresses are taken"),
        ("http://localhost/x", "no URL whose host has no dot in it"),
        ("https://.com", "'.com' is no host: it has nothing between two dots, or before the first"),
        ("https://example./", "no URL whose host has no dot in it"),
        ("https://exa mple.com", "'exa mple.com' is no host"),
        ("https://exa%2.com", "'exa%2.com' is no host"),
        ("https:///x", "has no host"),
        ("https://a.b:/x", "the port"),
        ("https://a.b:0", "the port"),
        ("https://a.b:65536", "the port"),
        ("https://a.b:x", "the port"),
        ("tg:", "only http, https and tg addresses are taken"),
        ("tg://re.solve", "a tg URL is"),
        ("", "there is no URL"),
    ],
)
def test_a_url_that_no_button_opens_is_a_line(url: str, why: str) -> None:
    result = telegram(question(reply("Yes"), link("Site", url)))
    assert [one["text"] for one in buttons(dict(result.payloads[0]))] == ["Yes"]
    assert result.text == f"What now?\n\n* {f'Site: {url}' if url else 'Site'}"
    (finding,) = (one for one in result.findings if one.code is Code.CHOICE_AS_LINE)
    assert finding.path == "choice_message.choices[1].url_message"
    assert why in finding.message


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://x.y/ä b", "https://x.y/%C3%A4%20b"),
        ("https://räksmörgås.se/x", "https://xn--rksmrgs-5wao1o.se/x"),
        ("https://x.y/50%off#b#c", "https://x.y/50%25off#b%23c"),
        ("https://a.b:65535/?q=a|b", "https://a.b:65535/?q=a%7Cb"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("tg://msg?text=a b", "tg://msg?text=a%20b"),
    ],
)
def test_a_button_opens_a_url_as_urls_are_written(url: str, sent: str) -> None:
    result = telegram(question(link("Site", url)))
    assert buttons(dict(result.payloads[0])) == [{"text": "Site", "url": sent}]
    assert result.outcome is Outcome.NATIVE
    assert not result.findings


@pytest.mark.parametrize(
    "url", ["http://a.b", "HTTPS://EXAMPLE.COM/x?y#z", "https://u@a.example:8/", "tg://resolve?domain=a"]
)
def test_a_url_that_a_button_opens(url: str) -> None:
    assert buttons(call(question(link("Site", url)))) == [{"text": "Site", "url": url}]


def test_an_event_whose_fallback_no_button_opens_is_a_line() -> None:
    event = {"calendar_message": {**EVENT["calendar_message"], "fallback_url": "webcal://example.com/a.ics"}}
    result = telegram(question(reply("Yes"), event))
    assert result.text == "What now?\n\n* Add it: webcal://example.com/a.ics"
    where = "choice_message.choices[1].calendar_message"
    assert codes(result) == [(Code.CHOICE_AS_LINE, where), (Code.EVENT_NOT_ADDED, where)]
    assert "only http, https and tg addresses are taken" in result.findings[0].message
    assert "as text it has no more than its fallback URL" in result.findings[1].message


@pytest.mark.parametrize(
    ("choice", "kind", "lost"),
    [
        (EVENT, "calendar_message", Code.EVENT_NOT_ADDED),
        (SHARE, "share_location_message", Code.LOCATION_NOT_ASKED),
    ],
)
def test_the_documented_text_reports_what_a_fallback_url_does_not_do(choice: Json, kind: str, lost: Code) -> None:
    asked = telegram(question(reply("Yes"), choice), "documented")
    assert (lost, f"choice_message.choices[1].{kind}") in codes(asked)
    assert asked.outcome is Outcome.PLAINTEXT
    inner = {**card("1", None, choice)}
    assert (lost, f"card_message.choices[0].{kind}") in codes(telegram({"card_message": inner}, "documented"))
    both = telegram(carousel(inner, choices=(choice,)), "documented")
    assert {path for code, path in codes(both) if code is lost} == {
        f"carousel_message.cards[0].choices[0].{kind}",
        f"carousel_message.choices[0].{kind}",
    }


def test_a_fallback_that_finds_no_room_is_reported_too() -> None:
    message = question(reply("A"), EVENT, SHARE)
    result = telegram(message, limits={"TELEGRAM": {"buttons": 1}})
    assert codes(result) == [
        (Code.CHOICE_AS_LINE, "choice_message.choices[1].calendar_message"),
        (Code.EVENT_NOT_ADDED, "choice_message.choices[1].calendar_message"),
        (Code.CHOICE_AS_LINE, "choice_message.choices[2].share_location_message"),
        (Code.LOCATION_NOT_ASKED, "choice_message.choices[2].share_location_message"),
    ]


def test_a_choice_without_a_label_is_a_line() -> None:
    result = telegram(question(reply("Yes"), link(" \u202e", "https://example.com/x")))
    assert [one["text"] for one in buttons(dict(result.payloads[0]))] == ["Yes"]
    assert "https://example.com/x" in str(result.text)
    assert "must have a label" in result.findings[0].message


def test_without_a_question_buttons_stand_below_what_they_say() -> None:
    result = telegram(question(reply("Yes"), reply("No"), text=None))
    assert result.outcome is Outcome.NATIVE
    assert result.text == "Yes, No"
    assert [one["text"] for one in buttons(dict(result.payloads[0]))] == ["Yes", "No"]


def test_without_a_button_a_question_is_text() -> None:
    result = telegram(question(CALL))
    assert result.outcome is Outcome.PLAINTEXT
    assert call(question(CALL)) == {"method": "sendMessage", "text": "What now?\n\n* Call us: +46732000000"}
    assert codes(telegram(question())) == [(Code.WHOLE_AS_TEXT, "choice_message")]


def test_a_location_is_asked_for_by_a_keyboard_of_its_own() -> None:
    result = telegram(question(SHARE, CALL))
    assert result.payloads[0]["reply_markup"] == {
        "keyboard": [[{"text": "Share", "request_location": True}]],
        "one_time_keyboard": True,
        "resize_keyboard": True,
    }
    assert result.text == "What now?\n\n* Call us: +46732000000"
    assert codes(result) == [
        (Code.HINT_IGNORED, "choice_message.choices[0].share_location_message.fallback_url"),
        (Code.CHOICE_AS_LINE, "choice_message.choices[1].call_message"),
    ]
    assert result.replies[0].identifier is None


@pytest.mark.parametrize("to", ["-1001234567890", "@channel"])
def test_a_location_is_not_asked_for_outside_private_chats(to: str) -> None:
    result = telegram(question(SHARE), to=to)
    assert buttons(dict(result.payloads[0])) == [{"text": "Share", "url": "https://example.com/where"}]
    assert codes(result) == [(Code.LOCATION_NOT_ASKED, "choice_message.choices[0].share_location_message")]


def test_what_comes_back_tells_the_choices_apart() -> None:
    result = telegram(question(reply("A", "same"), reply("B", "same"), reply("C"), reply("C"), reply("D", "same#2")))
    data = [one["callback_data"] for one in buttons(dict(result.payloads[0]))]
    assert data == ["same", "same#2", "C", "C#2", "same#2#2"]
    assert [(one.label, one.postback, one.identifier) for one in result.replies] == [
        ("A", "same", "same"),
        ("B", "same", "same#2"),
        ("C", None, "C"),
        ("C", None, "C#2"),
        ("D", "same#2", "same#2#2"),
    ]
    assert codes(result) == [
        (Code.IDENTIFIER_CHANGED, "choice_message.choices[1].postback_data"),
        (Code.SHOWN_OTHERWISE, "choice_message.choices[3].text_message.text"),
        (Code.IDENTIFIER_CHANGED, "choice_message.choices[4].postback_data"),
    ]
    assert [one["text"] for one in buttons(dict(result.payloads[0]))] == ["A", "B", "C", "C (2)", "D"]


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\xa0"])
def test_a_blank_postback_comes_back_as_the_label(blank: str) -> None:
    result = telegram(question(reply("Yes", blank), reply("No", " n ")))
    assert [one["callback_data"] for one in buttons(dict(result.payloads[0]))] == ["Yes", "n"]
    assert [one.identifier for one in result.replies] == ["Yes", "n"]
    assert codes(result) == [
        (Code.IDENTIFIER_CHANGED, "choice_message.choices[0].postback_data"),
        (Code.IDENTIFIER_CHANGED, "choice_message.choices[1].postback_data"),
    ]


def test_a_changed_identifier_keeps_to_the_limit() -> None:
    result = telegram(question(*(reply(label, "é" * 32) for label in "ABC")))
    data = [one["callback_data"] for one in buttons(dict(result.payloads[0]))]
    assert data == ["é" * 32, "é" * 31 + "#2", "é" * 31 + "#3"]


def test_equal_long_postbacks_are_told_apart_too() -> None:
    result = telegram(question(reply("A", "x" * 65), reply("B", "x" * 65), reply("C", "x" * 64 + "y")))
    data = [one["callback_data"] for one in buttons(dict(result.payloads[0]))]
    assert len(set(data)) == 3
    assert data == [one.identifier for one in result.replies]
    assert telegram(question(reply("A", "x" * 65))).replies[0].identifier == data[0]


# --- cards and carousels ---


def test_a_card_is_a_file_with_caption_and_buttons() -> None:
    message = {"card_message": card("1", "https://example.com/a.jpg", reply("Yes"), CALL)}
    assert call(message) == {
        "method": "sendPhoto",
        "photo": "https://example.com/a.jpg",
        "caption": "Title 1\nDescription 1\n* Call us: +46732000000",
        "reply_markup": {"inline_keyboard": [[{"text": "Yes", "callback_data": "Yes"}]]},
    }


def test_a_card_whose_file_cannot_be_fetched_shows_its_url() -> None:
    message = {"card_message": card("1", "https://example.com/a.mov", reply("Yes"))}
    result = telegram(message)
    assert result.outcome is Outcome.NATIVE
    assert result.text == "Title 1\nDescription 1\nhttps://example.com/a.mov"
    assert codes(result) == [(Code.FILE_AS_LINK, "card_message.media_message.url")]


def test_a_card_of_a_file_alone_has_no_text() -> None:
    result = telegram({"card_message": {"media_message": {"url": "https://example.com/a.jpg"}}})
    assert result.payloads == ({"method": "sendPhoto", "chat_id": "123456789", "photo": "https://example.com/a.jpg"},)
    assert result.text is None


def test_a_long_text_in_a_carousel_is_not_lost() -> None:
    result = telegram(carousel({"description": "x" * 5000}, {"description": "y"}))
    assert [len(payload["text"]) for payload in result.payloads] == [4096, 904, 1]
    assert not result.losses


def test_a_card_of_nothing_is_reported() -> None:
    result = telegram({"card_message": {}})
    assert not result.deliverable
    assert (Code.EMPTY, "card_message") in codes(result)


def test_cards_with_buttons_are_one_message_each() -> None:
    message = carousel(
        card("1", "https://example.com/1.jpg", reply("One")), card("2", None, CALL), choices=(reply("All"),)
    )
    result = telegram(message)
    assert [payload["method"] for payload in result.payloads] == ["sendPhoto", "sendMessage"]
    assert result.payloads[0]["caption"] == "Title 1\nDescription 1"
    assert result.payloads[1]["text"] == "Title 2\nDescription 2\n* Call us: +46732000000"
    assert buttons(dict(result.payloads[1])) == [{"text": "All", "callback_data": "All"}]
    assert [one.card for one in result.replies] == [1, 2, None]
    assert result.text == "Title 1\nDescription 1\n\nTitle 2\nDescription 2\n* Call us: +46732000000"


def test_cards_that_only_show_files_are_an_album() -> None:
    message = carousel(card("1", "https://example.com/1.jpg", CALL), card("2", "https://example.com/2.mp4"))
    result = telegram(message)
    assert result.payloads == (
        {
            "method": "sendMediaGroup",
            "chat_id": "123456789",
            "media": [
                {
                    "type": "photo",
                    "media": "https://example.com/1.jpg",
                    "caption": "Title 1\nDescription 1\n* Call us: +46732000000",
                },
                {"type": "video", "media": "https://example.com/2.mp4", "caption": "Title 2\nDescription 2"},
            ],
        },
    )
    assert codes(result) == [(Code.CHOICE_AS_LINE, "carousel_message.cards[0].choices[0].call_message")]


@pytest.mark.parametrize("ends", [("mp3", "m4a"), ("pdf", "zip"), ("jpg", "mp4")])
def test_files_that_may_share_an_album(ends: tuple[str, ...]) -> None:
    cards = [card(end, f"https://example.com/a.{end}") for end in ends]
    assert call(carousel(*cards))["method"] == "sendMediaGroup"


@pytest.mark.parametrize(
    "ends", [("jpg", "pdf"), ("mp3", "mp4"), ("gif", "gif"), ("jpg", "mov"), ("jpg",), ("jpg", None)]
)
def test_files_that_may_not_share_an_album(ends: tuple[str | None, ...]) -> None:
    cards = [card(str(end), end and f"https://example.com/a.{end}") for end in ends]
    result = telegram(carousel(*cards))
    assert len(result.payloads) == len(ends)
    assert "sendMediaGroup" not in {payload["method"] for payload in result.payloads}


def test_an_album_has_no_place_for_outer_choices() -> None:
    cards = [card(name, "https://example.com/a.jpg") for name in "12"]
    result = telegram(carousel(*cards, choices=(reply("More"),)))
    assert [payload["method"] for payload in result.payloads] == ["sendPhoto", "sendPhoto"]
    assert [one["text"] for one in buttons(dict(result.payloads[1]))] == ["More"]


def test_a_carousel_without_cards_is_text() -> None:
    result = telegram(carousel(choices=(reply("More"),)))
    assert result.outcome is Outcome.PLAINTEXT
    assert result.text == "* MORE"


# --- lists ---


def listed(*sections: Json, **fields: Any) -> Json:
    return {"list_message": {"title": "Menu", "sections": list(sections), **fields}}


def items(*titles: str, **fields: Any) -> list[Json]:
    return [{"choice": {"title": title, **fields}} for title in titles]


def test_a_list_has_a_button_for_each_item() -> None:
    message = listed({"items": items("Soup", "Salad", postback_data="p")}, description="Today")
    assert call(message) == {
        "method": "sendMessage",
        "text": "Menu\nToday",
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "Soup", "callback_data": "p"}],
                [{"text": "Salad", "callback_data": "p#2"}],
            ]
        },
    }


def test_a_list_shows_what_buttons_cannot_tell() -> None:
    described = telegram(listed({"items": items("Soup", description="Hot")}))
    assert described.text == "Menu\n\n* Soup: Hot"
    grouped = telegram(listed({"title": "Starters", "items": items("Soup")}, {"title": "Mains", "items": items("Pie")}))
    assert grouped.text == "Menu\n\nStarters\n* Soup\n\nMains\n* Pie"
    assert [one["text"] for one in buttons(dict(grouped.payloads[0]))] == ["Soup", "Pie"]
    untitled = telegram({"list_message": {"title": "", "sections": [{"items": items("Soup")}]}})
    assert untitled.text == "* Soup"


def test_an_item_without_a_title_has_no_button() -> None:
    result = telegram(listed({"items": [*items("Soup"), *items("", description="Nameless")]}))
    assert [one["text"] for one in buttons(dict(result.payloads[0]))] == ["Soup"]
    assert result.text == "Menu\n\n* Nameless"


def test_a_list_with_media_is_a_file_with_caption() -> None:
    message = listed({"items": items("Soup")}, media={"url": "https://example.com/a.png"})
    assert call(message)["photo"] == "https://example.com/a.png"
    assert call(message)["caption"] == "Menu"


def test_products_are_text() -> None:
    result = run("list-products", "TELEGRAM", profile="rich")
    assert result.outcome is Outcome.PLAINTEXT
    assert (Code.WHOLE_AS_TEXT, "list_message") in codes(result)


# --- limits: at n nothing is said, at n + 1 a finding has the limit and what was found ---


def test_text_limit() -> None:
    assert not telegram({"text_message": {"text": "x" * 4096}}).findings
    result = telegram({"text_message": {"text": "x" * 4097}})
    assert [payload["text"] for payload in result.payloads] == ["x" * 4096, "x"]
    assert found(result, Code.SPLIT) == [("text_message", 4096, 2)]
    assert result.deliverable
    assert result.outcome is Outcome.NATIVE


def test_text_is_measured_in_utf16_units_and_split_between_clusters() -> None:
    assert not telegram({"text_message": {"text": "👍" * 2048}}).findings
    family = "👨\u200d👩\u200d👧"
    result = telegram({"text_message": {"text": family * 513}})
    pieces = [payload["text"] for payload in result.payloads]
    assert pieces == [family * 512, family]
    assert utf16(pieces[0]) == 4096


def test_a_split_text_has_its_buttons_below_the_last_piece_and_no_blank_piece() -> None:
    result = telegram(question(reply("Yes"), text="x" * 4096 + " \n" * 9 + "y"))
    assert ["reply_markup" in payload for payload in result.payloads] == [False, True]
    assert [payload["text"].strip() for payload in result.payloads] == ["x" * 4096, "y"]


def test_caption_limit() -> None:
    def described(size: int) -> Json:
        media = {"url": "https://example.com/a.jpg"}
        return {"card_message": {"description": "x" * size, "media_message": media, "choices": [reply("Yes")]}}

    fits = telegram(described(1024))
    assert len(fits.payloads) == 1
    assert not fits.findings
    result = telegram(described(1025))
    assert [payload["method"] for payload in result.payloads] == ["sendPhoto", "sendMessage"]
    assert "caption" not in result.payloads[0]
    assert result.payloads[1]["text"] == "x" * 1025
    assert [one["text"] for one in buttons(dict(result.payloads[1]))] == ["Yes"]
    assert found(result, Code.CAPTION_APART) == [("card_message", 1024, 2)]


def test_caption_limit_in_an_album() -> None:
    def cards(size: int) -> Json:
        return carousel(card("1"), {"description": "x" * size, "media_message": {"url": "https://example.com/b.jpg"}})

    assert call(cards(1024))["method"] == "sendMediaGroup"
    result = telegram(cards(1025))
    assert [payload["method"] for payload in result.payloads] == ["sendPhoto", "sendPhoto", "sendMessage"]
    assert found(result, Code.CAPTION_APART) == [("carousel_message.cards[1]", 1024, 2)]


def test_callback_data_limit() -> None:
    fits = telegram(question(reply("Yes", "é" * 32)))
    assert buttons(dict(fits.payloads[0]))[0]["callback_data"] == "é" * 32
    assert not fits.findings
    result = telegram(question(reply("Yes", "é" * 32 + "x")))
    (button,) = buttons(dict(result.payloads[0]))
    assert re.fullmatch(r"#[0-9a-f]{32}", button["callback_data"])
    assert found(result, Code.IDENTIFIER_SHORTENED) == [("choice_message.choices[0].postback_data", 64, 65)]
    assert (result.replies[0].postback, result.replies[0].identifier) == ("é" * 32 + "x", button["callback_data"])


def test_a_long_label_without_postback_comes_back_as_a_digest() -> None:
    result = telegram(question(reply("я" * 33)))
    assert found(result, Code.IDENTIFIER_SHORTENED) == [("choice_message.choices[0]", 64, 66)]


def test_button_text_limit() -> None:
    assert not telegram(question(reply("x" * 64, "p"))).findings
    result = telegram(question(reply("x" * 65, "p"), reply("x" * 65 + "y", "q")))
    assert [one["text"] for one in buttons(dict(result.payloads[0]))] == ["x" * 63 + "…", "x" * 61 + "… 2"]
    where = "choice_message.choices[{}].text_message.text"
    assert found(result, Code.LABEL_CUT) == [(where.format(0), 64, 65), (where.format(1), 64, 66)]
    assert [one.shown for one in result.replies] == ["x" * 63 + "…", "x" * 61 + "… 2"]
    assert result.text == f"What now?\n\n* {'x' * 65}\n* {'x' * 65}y"
    assert result.outcome is Outcome.NATIVE
    assert not result.losses


def test_a_label_that_is_cut_stands_whole_above_and_the_others_do_not() -> None:
    long = "é" * 70
    result = telegram(question(reply("Yes"), link(long, "https://example.com/x"), CALL))
    assert [one["text"] for one in buttons(dict(result.payloads[0]))] == ["Yes", "é" * 63 + "…"]
    assert result.text == f"What now?\n\n* {long}: https://example.com/x\n* Call us: +46732000000"
    assert not result.losses
    asked = telegram(question({"share_location_message": {"title": long, "fallback_url": "https://example.com/w"}}))
    assert asked.payloads[0]["reply_markup"]["keyboard"] == [[{"text": "é" * 63 + "…", "request_location": True}]]
    assert asked.text == f"What now?\n\n* {long}: https://example.com/w"
    assert not asked.losses
    menu = telegram(listed({"items": items(long, "Salad")}))
    assert menu.text == f"Menu\n\n* {long}\n* Salad"
    assert [one["text"] for one in buttons(dict(menu.payloads[0]))] == ["é" * 63 + "…", "Salad"]
    assert not menu.losses


def test_cut_labels_of_several_cards_are_told_apart() -> None:
    cards = [card(str(number), None, reply("x" * 80 + str(number))) for number in range(3)]
    result = telegram(carousel(*cards, choices=(reply("x" * 61 + "… 3"),)))
    shown = [one.shown for one in result.replies]
    assert shown == ["x" * 63 + "…", "x" * 61 + "… 2", "x" * 61 + "… 4", "x" * 61 + "… 3"]
    assert shown == [one["text"] for payload in result.payloads for one in buttons(dict(payload))]
    assert [payload["text"].splitlines()[2] for payload in result.payloads] == ["* " + "x" * 80 + n for n in "012"]


def test_buttons_limit() -> None:
    fits = telegram(question(*(reply(str(number)) for number in range(100))))
    assert len(buttons(dict(fits.payloads[0]))) == 100
    assert not found(fits, Code.CHOICE_AS_LINE)
    result = telegram(question(*(reply(f"n{number}") for number in range(101))))
    assert len(buttons(dict(result.payloads[0]))) == 100
    assert result.text == "What now?\n\n* n100"
    assert found(result, Code.CHOICE_AS_LINE) == [("choice_message.choices[100].text_message", 100, 101)]


def test_media_group_limit() -> None:
    cards = [card(str(number), f"https://example.com/{number}.jpg") for number in range(11)]
    assert len(call(carousel(*cards[:10]))["media"]) == 10
    assert call(carousel(*cards[:2]))["method"] == "sendMediaGroup"
    result = telegram(carousel(*cards))
    assert [payload["method"] for payload in result.payloads] == ["sendPhoto"] * 11
    assert found(result, Code.CARDS_SPLIT) == [("carousel_message", 10, 11)]


def test_vcard_limit() -> None:
    # "é" is two bytes in FN and two in N.
    size = len(telegram(contact("x")).payloads[0]["vcard"].encode())
    names = "x" + "é" * ((2048 - size) // 4) + "y" * ((2048 - size) % 4 // 2)
    fits = telegram(contact(names, email_addresses=[]))
    assert len(fits.payloads[0]["vcard"].encode()) in (2047, 2048)
    assert not fits.findings
    result = telegram(contact(names + "z"))
    assert result.outcome is Outcome.PLAINTEXT
    assert result.text == f"{names}z\n+46701234567"
    assert found(result, Code.WHOLE_AS_TEXT) == [
        ("contact_info_message", 2048, len(fits.payloads[0]["vcard"].encode()) + 2)
    ]


@pytest.mark.parametrize(("end", "limit"), [("jpg", 5_000_000), ("mp4", 20_000_000), ("zip", 20_000_000)])
def test_size_limits(end: str, limit: int) -> None:
    url = f"https://example.com/a.{end}"
    message = {"media_message": {"url": url}}
    assert telegram(message, media_info={url: {"bytes": limit}}).outcome is Outcome.NATIVE
    result = telegram(message, media_info={url: {"bytes": limit + 1}})
    assert call(message, media_info={url: {"bytes": limit + 1}}) == {"method": "sendMessage", "text": url}
    assert found(result, Code.WHOLE_AS_TEXT) == [("media_message.url", limit, limit + 1)]


def test_limits_can_be_set_but_not_those_of_the_format() -> None:
    limits = {"TELEGRAM": {"text": 10, "buttons": 1}}
    result = telegram(question(reply("A"), reply("B"), text="0123456789 0123456789"), limits=limits)
    assert all(utf16(payload["text"]) <= 10 for payload in result.payloads)
    assert len(buttons(dict(result.payloads[-1]))) == 1
    with pytest.raises(InvalidOption, match="callback data"):
        Transcoder(limits={"TELEGRAM": {"callback data": 100}})


def test_the_figures_are_those_of_python_telegram_bot() -> None:
    constants = pytest.importorskip("telegram.constants")
    ours = {limit.name: limit.value for limit in Telegram.limits}
    assert ours["text"] == constants.MessageLimit.MAX_TEXT_LENGTH
    assert ours["caption"] == constants.MessageLimit.CAPTION_LENGTH
    assert ours["callback data"] == constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    assert ours["buttons"] == constants.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER
    assert ours["media group"] == constants.MediaGroupLimit.MAX_MEDIA_LENGTH
    assert ours["vCard"] == constants.ContactLimit.VCARD


def test_every_limit_says_where_it_was_read() -> None:
    assert len({limit.name for limit in Telegram.limits}) == len(Telegram.limits)
    for limit in Telegram.limits:
        assert limit.source == "unverified" or limit.source.startswith("core.telegram.org/bots/api#")
        assert limit.retrieved in ("2026-11-22", "2026-11-27")


# --- what stands beside the message ---


@pytest.mark.parametrize(("value", "expected"), [("TRUE", True), ("true", True), ("false", False)])
def test_link_preview(value: str, expected: bool) -> None:
    payload = call({"text_message": {"text": "https://a.b"}}, properties={"TELEGRAM_DISABLE_LINK_PREVIEW": value})
    assert ("link_preview_options" in payload) is expected
    assert payload.get("link_preview_options", {"is_disabled": True}) == {"is_disabled": True}


def test_link_preview_must_be_true_or_false() -> None:
    with pytest.raises(InvalidMessage, match=r"channel_properties.TELEGRAM_DISABLE_LINK_PREVIEW: must be 'true'"):
        telegram({"text_message": {"text": "Hi"}}, properties={"TELEGRAM_DISABLE_LINK_PREVIEW": "yes"})


def test_every_piece_of_a_text_has_the_option() -> None:
    result = telegram({"text_message": {"text": "x" * 9000}}, properties={"TELEGRAM_DISABLE_LINK_PREVIEW": "true"})
    assert len(result.payloads) == 3
    assert all(payload["link_preview_options"] == {"is_disabled": True} for payload in result.payloads)


@pytest.mark.parametrize("to", ["1", "-1001234567890", "@name_1"])
def test_recipient(to: str) -> None:
    assert telegram({"text_message": {"text": "Hi"}}, to=to).payloads[0]["chat_id"] == to


@pytest.mark.parametrize("to", ["", "+46701234567", "name", "@a b", "@1abcd", "1 ", "12345678901234567", "١٢٣"])
def test_wrong_recipient(to: str) -> None:
    result = telegram({"text_message": {"text": "Hi"}}, to=to)
    assert codes(result) == [(Code.RECIPIENT_REFUSED, "to")]
    assert "it must be a chat id" in result.findings[0].message
    assert not result.deliverable
    assert result.payloads[0]["chat_id"] == to


def test_without_a_recipient_the_placeholder_stands_in_every_call() -> None:
    result = transcode({"text_message": {"text": "x" * 5000}}, "TELEGRAM")
    assert {payload["chat_id"] for payload in result.payloads} == {"{{to}}"}


def test_what_is_answered_is_not_quoted() -> None:
    message = {"text_message": {"text": "Hi"}, "reply_to": {"message_id": "01EKJ2SWHGDMYA0F0F1PQJ09WQ"}}
    result = telegram(message)
    assert "reply_parameters" not in result.payloads[0]
    assert codes(result) == [(Code.DROPPED, "reply_to.message_id")]
    assert "number in the chat" in result.findings[0].message
    assert result.outcome is Outcome.ADAPTED
    message["reply_to"]["message_id"] = " "
    assert not telegram(message).findings


@pytest.mark.parametrize("text", ["*b* _i_ `c` ~s~ ||x||", "<b>b</b> &amp; [a](tg://user?id=1)", "\\* {{ 7*7 }} ${a}"])
@pytest.mark.parametrize("profile", list(Profile))
def test_markup_is_shown_as_typed(text: str, profile: str) -> None:
    payload = call({"text_message": {"text": text}}, profile)
    assert payload == {"method": "sendMessage", "text": text}
    captioned = call({"card_message": {"title": text, "media_message": {"url": "https://example.com/a.jpg"}}})
    assert captioned == {"method": "sendPhoto", "photo": "https://example.com/a.jpg", "caption": text}
    assert buttons(call(question(reply(text))))[0]["text"] == text


@pytest.mark.parametrize("text", ["", " \n", "\x00\t", "\u202e\u2028"])
def test_nothing_to_show_is_reported_once(text: str) -> None:
    result = telegram({"text_message": {"text": text}})
    assert [code for code, _ in codes(result)].count(Code.EMPTY) == 1
    assert not result.deliverable


def test_override() -> None:
    own = {"method": "sendDice", "chat_id": "{{to}}", "emoji": "🎲"}
    message = {"text_message": {"text": "Hi"}, "explicit_channel_message": {"TELEGRAM": json.dumps([own, own])}}
    result = telegram(message)
    assert result.outcome is Outcome.OVERRIDE
    assert result.payloads == ({**own, "chat_id": "123456789"},) * 2


def test_an_override_must_be_json() -> None:
    with pytest.raises(InvalidMessage, match="JSON that Telegram takes"):
        telegram({"text_message": {"text": "Hi"}, "explicit_channel_message": {"TELEGRAM": "sendDice"}})


# --- the judges: aiogram's models, python-telegram-bot's figures, the Bot API's page ---

TRANSCODERS = {profile: Transcoder(profile=profile) for profile in Profile}
CHATS = st.sampled_from((None, "123456789", "-1001234567890", "@channel"))
LONG = frozenset({"text", "title", "description", "postback_data", "full_name", "company"})


def _lengthened(value: Any, times: int) -> Any:
    if isinstance(value, dict):
        return {
            key: item * times if key in LONG and isinstance(item, str) else _lengthened(item, times)
            for key, item in value.items()
        }
    return [_lengthened(item, times) for item in value] if isinstance(value, list) else value


def _with_fallback(choice: Json, url: str) -> Json:
    return {kind: {**action, "fallback_url": url} for kind, action in choice.items()}


# Around the limits of a caption, and beyond what one would call a URL.
LONG_URLS = st.builds(
    lambda size, end, letter: "https://example.com/".ljust(size - len(end), letter) + end,
    st.integers(980, 2100),
    st.sampled_from((".jpg", ".mp4", ".pdf", ".mov", "?q=1", " b", "/")),
    st.sampled_from("aaäé語 "),
)
LABELS = st.builds(
    lambda label, times: label * times, st.sampled_from(("Buy this", "é", "👍", "x y ")), st.integers(1, 90)
)
CHOICES = st.one_of(
    st.builds(reply, LABELS, st.none() | st.sampled_from(("", " ", "p", "x" * 70))),
    st.builds(link, LABELS, LONG_URLS),
    st.builds(_with_fallback, st.sampled_from((EVENT, SHARE)), LONG_URLS),
    st.just(CALL),
)
LARGE_CARDS = st.builds(
    lambda name, url, choices: card(name, url, *choices),
    st.sampled_from(("1", "x" * 480)),
    st.none() | LONG_URLS | st.just("https://example.com/a.jpg"),
    st.lists(CHOICES, max_size=2),
)
LARGE = st.one_of(
    st.builds(lambda choices: question(*choices), st.lists(CHOICES, min_size=1, max_size=6)),
    st.builds(lambda one: {"card_message": one}, LARGE_CARDS),
    st.builds(
        lambda cards, choices: carousel(*cards, choices=tuple(choices)),
        st.lists(LARGE_CARDS, min_size=8, max_size=14),
        st.lists(CHOICES, max_size=2),
    ),
    st.builds(lambda url: {"media_message": {"url": url}}, LONG_URLS),
)


# Most texts are short; some are longer than any limit.
MESSAGES = st.builds(_lengthened, messages(), st.sampled_from((1, 1, 1, 20, 200))) | LARGE

# What has no place in the channel's own forms, and is reported without a reason of its own.
HOMELESS = re.compile(
    r"calendar_message\.event_(start|end|title|description)"  # the fallback URL opens instead
    r"|choices\[\d+\]\.location_message\.label"  # the map link has coordinates only
    r"|(phone_numbers|email_addresses|urls|addresses)\[\d+\]\.type"  # of a kind of which nothing is shown
    r"|name\.(first_name|last_name|middle_name|prefix|suffix)"  # the text of a contact has the full name
    r"|addresses\[\d+\]\.(city|state|zip|country)"
)


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []


def _at(message: Any, path: str) -> Any:
    for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        message = message[key] if key else message[int(index)]
    return message


def _value_at(message: Any, path: str) -> str:
    return str(_at(message, path))


def _label(message: Any, path: str) -> str:
    """The label of the choice or item whose postback data is at ``path``; without one it is no answer."""
    choice = _at(message, path.rpartition(".")[0])
    named = next((value for key, value in choice.items() if key.endswith("_message")), choice)
    return str(named["text"] if "text" in named else named["title"])


@pytest.mark.parametrize("profile", list(Profile))
@settings(max_examples=80, deadline=None)
@given(message=MESSAGES, to=CHATS)
def test_every_call_is_accepted(profile: Profile, message: Json, to: str | None) -> None:
    result = TRANSCODERS[profile].transcode(message, "TELEGRAM", to=to)
    if any(finding.code is Code.EMPTY for finding in result.findings):
        return
    for payload in result.payloads:
        assert problems(dict(payload)) == []


@pytest.mark.parametrize("profile", list(Profile))
@settings(max_examples=60, deadline=None)
@given(message=MESSAGES, to=CHATS)
def test_what_is_lost_is_lost_for_a_reason(profile: Profile, message: Json, to: str | None) -> None:
    result = TRANSCODERS[profile].transcode(message, "TELEGRAM", to=to)
    for finding in result.findings:
        if finding.message.endswith("the rendering for Telegram has no place for it."):
            value = _value_at(message, finding.path)
            invisible = not re.sub(r"[\s\x00-\x20\u2028-\u202e]", "", value)
            unlabelled = finding.path.endswith(".postback_data") and not _label(message, finding.path).strip()
            assert invisible or unlabelled or HOMELESS.search(finding.path), finding


@pytest.mark.parametrize("profile", list(Profile))
@settings(max_examples=60, deadline=None)
@given(message=LARGE, to=CHATS)
def test_no_url_and_no_label_is_cut_in_two(profile: Profile, message: Json, to: str | None) -> None:
    result = TRANSCODERS[profile].transcode(message, "TELEGRAM", to=to)
    assert not [one for one in result.findings if one.code is Code.TRUNCATED]
    # Labels are told apart where they stand together: of a carousel, card by card.
    shown = [(one.card, one.shown) for one in result.replies if one.shown != " ".join(one.label.split())]
    assert len(shown) == len(set(shown)) or profile is Profile.DOCUMENTED
    sent = [unquote(" ".join(text.split())) for payload in result.payloads for text in _strings(payload)]
    # A keyboard that asks for the location has no use for the fallback URL, which is reported.
    unused = {_value_at(message, one.path) for one in result.findings if one.code is Code.HINT_IGNORED}
    for url in (text for text in _strings(message) if text.startswith("https://") and " " not in text.strip()):
        # Percent-encoded, a URL may be longer than a message.
        is_longer = len(encode_url(url, idn="kept")) > 4096
        assert url in unused or is_longer or any(url in text for text in sent)


@settings(max_examples=60, deadline=None)
@given(message=MESSAGES, to=CHATS)
def test_replies_lead_back(message: Json, to: str | None) -> None:
    result = TRANSCODERS[Profile.RICH].transcode(message, "TELEGRAM", to=to)
    tapped = [
        (one["text"], one["callback_data"])
        for payload in result.payloads
        for row in payload.get("reply_markup", {}).get("inline_keyboard", ())
        for one in row
        if "callback_data" in one
    ]
    identifiers = [identifier for _, identifier in tapped]
    assert len(set(identifiers)) == len(identifiers)
    assert sorted(tapped) == sorted((one.shown, one.identifier) for one in result.replies if one.identifier)


@settings(max_examples=80, deadline=None)
@given(message=MESSAGES, profile=st.sampled_from(list(Profile)))
def test_the_same_message_gives_the_same_calls(message: Json, profile: Profile) -> None:
    first = TRANSCODERS[profile].transcode(message, "TELEGRAM")
    assert Transcoder(profile=profile).transcode(json.dumps(message), "TELEGRAM").to_json() == first.to_json()


@pytest.mark.parametrize("profile", list(Profile))
def test_the_corpus_is_accepted(profile: Profile) -> None:
    from tests.corpus import names

    for name in names():
        if "explicit_channel_message" in load(name)["message"]:
            continue
        for payload in run(name, "TELEGRAM", profile=profile).payloads:
            assert problems(dict(payload)) == [], name


# --- how large a keyboard may be ---


def test_a_keyboard_has_so_many_bytes_of_json() -> None:
    labels = [f"{number} {'é' * 56}" for number in range(60)]
    choices = [{"text_message": {"text": label}, "postback_data": f"{label[:2]}{'x' * 55}"} for label in labels]
    message = {"choice_message": {"text_message": {"text": "Which?"}, "choices": choices}}
    result = Transcoder(profile="rich").transcode(message, "TELEGRAM", to="1")
    markup = result.payloads[-1]["reply_markup"]
    assert 9_500 < len(json.dumps(markup, ensure_ascii=False, separators=(",", ":")).encode()) <= 10_000
    as_lines = [one for one in result.findings if one.code is Code.CHOICE_AS_LINE]
    assert len(as_lines) + len(markup["inline_keyboard"]) == 60
    assert (as_lines[0].limit, (as_lines[0].actual or 0) > 10_000) == (10_000, True)
    assert f"* 59 {'é' * 56}" in result.payloads[-1]["text"]
    few = {"choice_message": {"text_message": {"text": "Which?"}, "choices": choices[:40]}}
    found = Transcoder(profile="rich").transcode(few, "TELEGRAM", to="1").findings
    assert [one.code for one in found] == [Code.SCHEMA_LIMIT]


@pytest.mark.parametrize(("figure", "buttons"), [(10_000, 60), (3_000, None)])
def test_the_figure_of_a_keyboard_is_the_callers(figure: int, buttons: int | None) -> None:
    choices = [{"text_message": {"text": f"Choice {number}"}} for number in range(60)]
    message = {"choice_message": {"text_message": {"text": "Which?"}, "choices": choices}}
    transcoder = Transcoder(profile="rich", limits={"TELEGRAM": {"reply markup": figure}})
    rows = transcoder.transcode(message, "TELEGRAM", to="1").payloads[-1]["reply_markup"]["inline_keyboard"]
    assert len(rows) == buttons if buttons else 40 < len(rows) < 60


def test_an_item_that_is_only_a_title_is_read_once() -> None:
    items = [{"choice": {"title": "Soup"}}, {"choice": {"title": "Fish", "description": "of today"}}]
    one = {"list_message": {"title": "Menu", "sections": [{"title": "Food", "items": items}]}}
    assert Transcoder(profile="rich").transcode(one, "TELEGRAM", to="1").text == "Menu\n\nFood\n* Fish: of today"
    two = {"list_message": {"title": "Menu", "sections": [{"title": name, "items": items[:1]} for name in ("A", "B")]}}
    assert Transcoder(profile="rich").transcode(two, "TELEGRAM", to="1").text == "Menu\n\nA\n* Soup\n\nB\n* Soup"


def test_a_picture_shows_what_entities_say() -> None:
    pytest.importorskip("markdown_it")
    result = transcode({"text_message": {"text": "😀 **Big *sale***"}}, "TELEGRAM", markup="markdown")
    (bubble,) = Telegram.picture(result).bubbles
    (words,) = bubble.blocks
    assert isinstance(words, Passage)
    assert [(run.text, sorted(run.styles)) for run in words.runs] == [
        ("😀 ", []),
        ("Big ", ["bold"]),
        ("sale", ["bold", "italic"]),
    ]


# --- a carousel as one rich message ---

ONE_MESSAGE = {"TELEGRAM_RICH_MESSAGES": "true"}


def rich_message(message: Json, **options: Any) -> Transcoded:
    return Transcoder(profile="rich", **options).transcode(message, "TELEGRAM", properties=ONE_MESSAGE, to="42")


def judged(payload: Any) -> Json:
    """A call that aiogram's models accept, with no key that they do not know."""
    sent: Json = json.loads(json.dumps(payload))
    assert shape_problems(sent) == []
    return sent


def test_a_carousel_is_one_rich_message_where_the_caller_asks_for_it() -> None:
    cards = (
        card("1", "https://example.com/my 1.jpg", reply("Buy", "b1"), link("More", "https://example.com/ä")),
        {**card("2", "https://example.com/a.mp4", reply("Buy"), CALL), "description": "One\n\nTwo"},
    )
    message = carousel(*cards, choices=(reply("None of them"),))
    result = rich_message(message)
    (payload,) = result.payloads
    sent = judged(payload)
    assert (sent["method"], sent["chat_id"]) == ("sendRichMessage", "42")
    assert sent["rich_message"]["blocks"] == [
        {"type": "photo", "photo": {"type": "photo", "media": "https://example.com/my%201.jpg"}},
        {"type": "heading", "text": cards[0]["title"], "size": 3},
        {"type": "paragraph", "text": cards[0]["description"]},
        {"type": "buttons", "buttons": [{"text": "Buy", "callback_data": "b1"}]},
        {"type": "buttons", "buttons": [{"text": "More", "url": "https://example.com/%C3%A4"}]},
        {"type": "divider"},
        {"type": "video", "video": {"type": "video", "media": "https://example.com/a.mp4"}},
        {"type": "heading", "text": cards[1]["title"], "size": 3},
        {"type": "paragraph", "text": "One"},
        {"type": "paragraph", "text": "Two"},
        {"type": "paragraph", "text": f"* Call us: {CALL['call_message']['phone_number']}"},
        {"type": "buttons", "buttons": [{"text": "Buy", "callback_data": "Buy"}]},
    ]
    assert buttons(sent) == [{"text": "None of them", "callback_data": "None of them"}]
    assert (result.outcome, result.losses) == (Outcome.NATIVE, ())
    assert [one.identifier for one in result.replies] == ["b1", None, "Buy", None, "None of them"]
    without = Transcoder(profile="rich").transcode(message, "TELEGRAM", to="42")
    assert [one["method"] for one in without.payloads] == ["sendPhoto", "sendVideo"]
    documented = Transcoder().transcode(message, "TELEGRAM", properties=ONE_MESSAGE)
    assert [one["method"] for one in documented.payloads] == ["sendMessage"]


def test_a_file_that_telegram_does_not_fetch_is_a_line_of_the_rich_message() -> None:
    result = rich_message(carousel(card("1", "https://example.com/a b.xyz", reply("A")), card("2", None, reply("B"))))
    texts = [one.get("text") for one in judged(result.payloads[0])["rich_message"]["blocks"]]
    assert "https://example.com/a%20b.xyz" in texts
    assert [one.code for one in result.findings] == [Code.FILE_AS_LINK]


def test_a_location_is_asked_for_below_a_rich_message_only() -> None:
    result = rich_message(carousel(card("1", None, SHARE), card("2", None, reply("B")), choices=(SHARE,)))
    sent = judged(result.payloads[0])
    assert sent["rich_message"]["blocks"][2]["buttons"] == [{"text": "Share", "url": "https://example.com/where"}]
    assert sent["reply_markup"]["keyboard"] == [[{"text": "Share", "request_location": True}]]


@pytest.mark.parametrize(
    ("cards", "why"),
    [
        ([card("1", "https://example.com/a.webp", reply("A")), card("2", None, reply("B"))], "shows no sticker"),
        ([{"title": "T", "description": "x" * 16_384, "choices": [reply("A")]}] * 2, "32,768 UTF-16 units"),
        ([{"title": "T", "description": "x\n" * 300, "choices": [reply("A")]}] * 2, "500 blocks"),
    ],
)
def test_a_carousel_that_is_no_rich_message_is_several(cards: list[Json], why: str) -> None:
    result = rich_message(carousel(*cards))
    assert "sendRichMessage" not in {one["method"] for one in result.payloads}
    (finding,) = [one for one in result.findings if one.code is Code.CARDS_SPLIT]
    assert (finding.path, finding.actual) == ("carousel_message", 2)
    assert why in finding.message
    assert len(result.replies) == 2


def test_the_figures_of_a_rich_message() -> None:
    def cards(length: int) -> Json:
        one = {"title": "T", "choices": [reply("A")]}
        return carousel({**one, "description": "x" * length}, {**one, "choices": [reply("B")]})

    room = 32_768 - len("TATB")
    assert [one["method"] for one in rich_message(cards(room)).payloads] == ["sendRichMessage"]
    assert rich_message(cards(room + 1)).payloads[0]["method"] == "sendMessage"
    pictures = Transcoder(profile="rich", limits={"TELEGRAM": {"rich media": 1}})
    two = carousel(*(card(mark, "https://example.com/a.jpg", reply(mark)) for mark in "12"))
    result = pictures.transcode(two, "TELEGRAM", properties=ONE_MESSAGE)
    assert [one["method"] for one in result.payloads] == ["sendPhoto"] * 2


def test_markdown_in_a_rich_message() -> None:
    pytest.importorskip("markdown_it")
    text = "**Big *sale*** [shop](https://example.com/ä)\n`code` and _more_"
    one = {"title": "T *x*", "description": text, "choices": [reply("A")]}
    result = rich_message(carousel(one, card("2", None, reply("B"))), markup="markdown")
    blocks = judged(result.payloads[0])["rich_message"]["blocks"]
    assert blocks[0]["text"] == ["T ", {"type": "italic", "text": "x"}]
    bold = {"type": "bold", "text": "Big "}
    both = {"type": "italic", "text": {"type": "bold", "text": "sale"}}
    shop = {"type": "url", "text": "shop", "url": "https://example.com/%C3%A4"}
    assert blocks[1]["text"] == [bold, both, " ", shop]
    assert blocks[2]["text"] == [{"type": "code", "text": "code"}, " and ", {"type": "italic", "text": "more"}]
    assert result.text is not None
    assert result.text.startswith("T x\nBig sale shop\ncode and more")


def test_a_picture_of_a_rich_message() -> None:
    result = rich_message(carousel(card("1", "https://example.com/a.jpg", reply("A")), card("2", None, reply("B"))))
    (bubble,) = Telegram.picture(result).bubbles
    kinds = [type(block).__name__ for block in bubble.blocks]
    assert kinds[:4] == ["ShownFile", "Passage", "Passage", "ShownButton"]
    assert kinds[-1] == "ShownButton"
    assert "Undrawn" not in kinds


@given(message=st.builds(lambda cards: carousel(*cards), st.lists(LARGE_CARDS, min_size=2, max_size=6)))
@settings(max_examples=40, deadline=None)
def test_any_carousel_is_calls_that_telegram_takes(message: Json) -> None:
    result = rich_message(message)
    for payload in result.payloads:
        assert shape_problems(json.loads(json.dumps(payload))) == []
    assert not [one for one in result.losses if one.code is Code.NOT_CARRIED]
