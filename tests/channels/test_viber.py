"""Viber bots: the documented renderings, every type in both profiles, each limit at n and n+1, the judges."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.channels.test_viber_checks import cells, problems
from tests.corpus import names, run
from tests.strategies import messages
from transcode import Code, InvalidMessage, Outcome, Profile, Transcoded, Transcoder, transcode
from transcode.channels.viber.cells import rows_of

Json = dict[str, Any]

TO = "K917PBuvPZmhKfb8Vw3b2Q=="
IMAGE = "https://example.com/a.png"
VIDEO = "https://example.com/v.mp4"
PDF = "https://example.com/a.pdf"
PLACE = {"latitude": 55.610479, "longitude": 13.002873}
MAP = "https://www.google.com/maps/search/?api=1&query=55.610477,13.002873"


def viber(message: Json, profile: str = "documented", **options: Any) -> Transcoded:
    return transcode(message, "VIBER", to=options.pop("to", TO), sender="Bot", profile=profile, **options)


def sent(message: Json, profile: str = "documented", **options: Any) -> list[Json]:
    """The messages without who they are from and to, and each accepted by the judges."""
    payloads = [dict(payload) for payload in viber(message, profile, **options).payloads]
    for payload in payloads:
        assert problems(payload) == []
        assert payload.pop("receiver") == TO
        assert payload.pop("sender")["name"] == "Bot"
        assert payload.pop("min_api_version")
    return payloads


def one(message: Json, profile: str = "documented", **options: Any) -> Json:
    (payload,) = sent(message, profile, **options)
    return payload


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


CALL = {"call_message": {"title": "Call us", "phone_number": "+46 732 000000"}}
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


def card(name: str = "1", url: str | None = IMAGE, *choices: Json, **more: Any) -> Json:
    fields: Json = {"title": f"Title {name}", "description": f"Description {name}", **more}
    if url:
        fields["media_message"] = {"url": url}
    return {**fields, "choices": list(choices)} if choices else fields


def carousel(*cards: Json, choices: tuple[Json, ...] = ()) -> Json:
    return {"carousel_message": {"cards": list(cards), **({"choices": list(choices)} if choices else {})}}


def cell(kind: str, body: str, text: str, **more: Any) -> Json:
    return {"Columns": 6, "Rows": 1, "ActionType": kind, "ActionBody": body, "Text": text, **more}


def words(text: str, rows: int = 1) -> Json:
    return cell("none", "none", text, Rows=rows, TextHAlign="left")


# --- the documented renderings: the pictures of the bot's page, 2021 ---


def test_the_documented_choice() -> None:
    call = {"call_message": {"title": "Someone", "phone_number": "46732000000"}}
    message = question(reply("Suggested Reply"), link("Sinch", "https://www.sinch.com"), call)
    assert one(message) == {
        "type": "text",
        "text": "What now?",
        "keyboard": {
            "Type": "keyboard",
            "DefaultHeight": False,
            "Buttons": [
                cell("reply", "Suggested Reply", "Suggested Reply"),
                cell("open-url", "https://www.sinch.com", "Sinch: https://www.sinch.com"),
                cell("none", "tel:+46732000000", "Someone: 46732000000"),
            ],
        },
    }
    assert viber(message).outcome is Outcome.NATIVE


def test_the_documented_card() -> None:
    call = {"call_message": {"title": "John Doe", "phone_number": "46732000000"}}
    message = {"card_message": card("1", IMAGE, reply("Suggested Reply"), link(), call)}
    grid = one(message)["rich_media"]
    assert grid == {
        "Type": "rich_media",
        "ButtonsGroupColumns": 6,
        "ButtonsGroupRows": 7,
        "BgColor": "#FFFFFF",
        "Buttons": [
            words("<b>Title 1</b>"),
            words("Description 1"),
            {"Columns": 6, "Rows": 2, "ActionType": "none", "ActionBody": "none", "Image": IMAGE},
            cell("reply", "Suggested Reply", "Suggested Reply"),
            cell("open-url", "https://example.com", "Site: https://example.com"),
            cell("none", "tel:+46732000000", "John Doe: 46732000000"),
        ],
    }


def test_the_documented_carousel_begins_a_card_where_the_rows_of_one_are_full() -> None:
    (message,) = sent(carousel(card("1", IMAGE, reply("A"), reply("B")), card("2", None), choices=(reply("More"),)))
    grid = message["rich_media"]["Buttons"]
    assert [one.get("Text", one.get("Image")) for one in grid] == [
        *("<b>Title 1</b>", "Description 1", IMAGE, "A", "B"),
        *("<b>Title 2</b>", "Description 2"),
    ]
    assert [one["Rows"] for one in grid] == [1, 2, 2, 1, 1, 1, 6]
    assert [one["Text"] for one in message["keyboard"]["Buttons"]] == ["More"]


def test_the_documented_location_is_the_bare_map() -> None:
    message = {"location_message": {"title": "Malmö", "label": "Sinch", "coordinates": PLACE}}
    assert one(message) == {"type": "location", "location": {"lat": 55.610477, "lon": 13.002873}}
    assert [path for path, *_ in found(viber(message), Code.DROPPED)] == [
        "location_message.title",
        "location_message.label",
    ]
    assert [part.get("text") for part in sent(message, "rich")] == ["Malmö\nSinch", None]
    assert viber(message, "rich").outcome is Outcome.NATIVE


# --- choices ---


def test_the_rich_keyboard_shows_labels_alone_and_keeps_answers_out_of_the_chat() -> None:
    message = question(reply("Yes", "yes-1"), reply("No"), link(), VISIT, SHARE, CALL)
    assert list(cells(one(message, "rich"))) == [
        cell("reply", "yes-1", "Yes", Silent=True),
        cell("reply", "No", "No"),
        cell("open-url", "https://example.com", "Site", Silent=True),
        cell("open-url", MAP, "Visit us", Silent=True),
        cell("location-picker", "location", "Share"),
    ]
    assert viber(message, "rich").text == "What now?\n\n> Call us: +46 732 000000"
    assert found(viber(message, "rich"), Code.CHOICE_AS_LINE) == [
        ("choice_message.choices[5].call_message", None, None)
    ]


@pytest.mark.parametrize("profile", ["documented", "rich"])
@pytest.mark.parametrize(
    ("choice", "version"), [(reply("Yes"), 1), (link(), 1), (SHARE, 3), (reply("Yes", "postback"), 1)]
)
def test_a_message_names_the_api_it_needs(choice: Json, version: int, profile: str) -> None:
    silent = profile == "rich" and (choice == link() or "postback_data" in choice)
    assert viber(question(choice), profile).payloads[0]["min_api_version"] == (6 if silent else version)


def test_an_event_opens_its_fallback_url() -> None:
    message = question(EVENT)
    assert cells(one(message))[0]["ActionBody"] == "https://example.com/x.ics"
    assert found(viber(message), Code.EVENT_NOT_ADDED)


def test_what_comes_back_of_a_url_is_the_url() -> None:
    (option,) = viber(question(link())).replies
    assert (option.identifier, option.shown) == ("https://example.com", "Site: https://example.com")


def test_a_question_without_a_text_has_its_choices_as_text() -> None:
    assert one(question(reply("Yes"), reply("No"), text=None))["text"] == "Yes, No"


def test_choices_of_which_none_can_be_a_button_are_text() -> None:
    result = viber(question(link(url="ftp://example.com"), link("B", "x")))
    assert result.outcome is Outcome.PLAINTEXT
    assert "choice 1" in result.findings[0].message


def test_labels_are_html_and_are_escaped() -> None:
    message = question(reply("<b>A & B</b>"), text="A < B & C")
    assert cells(one(message))[0]["Text"] == "&lt;b&gt;A &amp; B&lt;/b&gt;"
    assert one(message)["text"] == "A < B & C"


@pytest.mark.parametrize("profile", ["documented", "rich"])
@pytest.mark.parametrize("mark", ["x", "<", "&"])
def test_a_label_at_its_limit_and_beyond(mark: str, profile: str) -> None:
    room = {"x": 250, "<": 62, "&": 50}[mark]
    whole = question(reply(mark * room))
    assert not found(viber(whole, profile), Code.LABEL_CUT)
    assert len(cells(one(whole, profile))[0]["Text"]) <= 250
    longer = question(reply(mark * (room + 1)))
    (cut,) = found(viber(longer, profile), Code.LABEL_CUT)
    assert cut[0] == "choice_message.choices[0].text_message.text"
    assert cells(one(longer, profile))[0]["Text"].endswith("…")
    assert mark * (room + 1) in (viber(longer, profile).text or "")


def test_a_keyboard_at_its_limit_and_beyond() -> None:
    items = [{"choice": {"title": f"Item {number}"}} for number in range(13)]

    def listed(count: int) -> Json:
        return {"list_message": {"title": "All", "sections": [{"title": "S", "items": items[:count]}]}}

    assert len(cells(one(listed(12), "rich"))) == 12
    assert len(cells(one(listed(13), "rich"))) == 12
    assert "12 buttons" in next(
        one.message for one in viber(listed(13), "rich").findings if one.code is Code.CHOICE_AS_LINE
    )


# --- cards ---


def test_choices_that_a_card_has_no_row_for_are_below_it() -> None:
    three, four = ([reply(str(number)) for number in range(count)] for count in (3, 4))
    assert "keyboard" not in one({"card_message": card("1", IMAGE, *three)})
    message = {"card_message": card("1", IMAGE, *four)}
    assert [one["Text"] for one in one(message)["keyboard"]["Buttons"]] == ["3"]
    assert found(viber(message), Code.CHOICE_BELOW) == [("card_message.choices[3]", 3, 4)]


def test_seven_cards_are_two_messages() -> None:
    assert len(sent(carousel(*map(card, "123456")))) == 1
    message = carousel(*map(card, "1234567"))
    assert len(sent(message)) == 2
    assert found(viber(message), Code.CARDS_SPLIT) == [("carousel_message.cards", 6, 2)]


@pytest.mark.parametrize(("field", "most"), [("title", 243), ("description", 250)])
def test_a_text_of_a_card_at_its_limit_and_beyond(field: str, most: int) -> None:
    assert len(sent({"card_message": card(**{field: "x" * most})})) == 1
    message = {"card_message": card(**{field: "x" * (most + 1)})}
    first, second = sent(message)
    assert "x" * (most + 1) in first["text"]
    assert found(viber(message), Code.TEXT_CUT) == [(f"card_message.{field}", most, most + 1)]
    assert second["type"] == "rich_media"


def test_a_card_whose_file_no_card_shows_has_it_before() -> None:
    message = {"card_message": card("1", VIDEO, reply("A"))}
    first, second = sent(message, media_info={VIDEO: {"bytes": 1000, "duration_s": 12.4}})
    assert first == {"type": "video", "media": VIDEO, "size": 1000, "duration": 12}
    assert second["type"] == "rich_media"
    first, _ = sent(message)
    assert first == {"type": "text", "text": VIDEO}
    assert found(viber(message), Code.FILE_AS_LINK) == [("card_message.media_message.url", None, None)]


def test_a_picture_that_is_too_large_for_a_card_goes_before_it() -> None:
    message = {"card_message": card("1", IMAGE)}
    assert len(sent(message, media_info={IMAGE: {"bytes": 500_000}})) == 1
    first, _ = sent(message, media_info={IMAGE: {"bytes": 500_001}})
    assert first == {"type": "picture", "text": "", "media": IMAGE}


def test_a_card_of_choices_alone_has_them_as_its_text() -> None:
    message = {"card_message": {"choices": [reply("A"), reply("B")]}}
    assert [one["Text"] for one in cells(one(message))] == ["A, B", "A", "B"]


def test_a_card_of_a_picture_alone_is_a_picture() -> None:
    assert one({"card_message": {"media_message": {"url": IMAGE}}})["type"] == "picture"


@given(st.booleans(), st.booleans(), st.booleans(), st.integers(0, 6))
def test_the_rows_of_a_card_fill_its_height(title: bool, text: bool, picture: bool, buttons: int) -> None:
    wanted = title + 2 * text + 3 * picture + buttons
    least = title + text + 2 * picture + buttons
    if not (title or text or picture) or least > 7:
        return
    for height in range(max(least, min(7, wanted)), 8):
        rows = rows_of(height, title, text, picture, buttons)
        assert sum(rows) + buttons == height
        assert [row > 0 for row in rows] == [title, text, picture]


# --- files ---


@pytest.mark.parametrize(
    ("url", "info", "expected"),
    [
        (IMAGE, {}, {"type": "picture", "text": "", "media": IMAGE}),
        (IMAGE, {"bytes": 1_000_000}, {"type": "picture", "text": "", "media": IMAGE}),
        (VIDEO, {"bytes": 27_262_976}, {"type": "video", "media": VIDEO, "size": 27_262_976}),
        (
            VIDEO,
            {"bytes": 1, "duration_s": 180},
            {"type": "video", "media": VIDEO, "size": 1, "duration": 180},
        ),
        (PDF, {"bytes": 52_428_800}, {"type": "file", "media": PDF, "size": 52_428_800, "file_name": "a.pdf"}),
    ],
)
def test_a_file_that_viber_carries(url: str, info: Json, expected: Json) -> None:
    assert one({"media_message": {"url": url}}, media_info={url: info}) == expected


@pytest.mark.parametrize(
    ("url", "info", "why"),
    [
        (IMAGE, {"bytes": 1_000_001}, "takes 1,000,000"),
        (VIDEO, {}, "size of a video"),
        (VIDEO, {"bytes": 27_262_977}, "takes 27,262,976"),
        (VIDEO, {"bytes": 1, "duration_s": 181}, "plays 181 seconds"),
        (PDF, {}, "size of a file"),
        (PDF, {"bytes": 52_428_801}, "takes 52,428,800"),
        ("https://example.com/a.exe", {"bytes": 1, "content_type": "application/x-msdownload"}, "no exe files"),
        ("https://example.com/a", {"bytes": 1, "content_type": "image/png"}, "must end in its extension"),
        ("https://example.com/a", {}, "names none"),
    ],
)
def test_a_file_that_viber_does_not_carry_is_its_url(url: str, info: Json, why: str) -> None:
    message = {"media_message": {"url": url}}
    assert one(message, media_info={url: info}) == {"type": "text", "text": url}
    result = viber(message, media_info={url: info})
    assert result.outcome is Outcome.PLAINTEXT
    assert why in result.findings[0].message
    assert one(message, "rich", media_info={url: info}) == {"type": "url", "media": url}
    assert why in viber(message, "rich", media_info={url: info}).findings[0].message


@pytest.mark.parametrize(("length", "kind"), [(2000, "url"), (2001, "text")])
def test_a_url_message_has_2000_characters(length: int, kind: str) -> None:
    url = "https://example.com/".ljust(length, "x")
    assert one({"media_message": {"url": url}}, "rich")["type"] == kind


@pytest.mark.parametrize(("length", "cut"), [(252, False), (253, True)])
def test_the_name_of_a_file_has_256_characters(length: int, cut: bool) -> None:
    message = {"media_message": {"url": PDF, "filename_override": "x" * length + ".pdf"}}
    result = viber(message, media_info={PDF: {"bytes": 1}})
    name = result.payloads[0]["file_name"]
    assert len(name) == 256
    assert ("…" in name) is cut
    reported = [("media_message.filename_override", 256, 257)] if cut else []
    assert found(result, Code.TRUNCATED) == reported


@pytest.mark.parametrize(("size", "shown"), [(100_000, True), (100_001, False)])
def test_a_thumbnail_has_100_kb(size: int, shown: bool) -> None:
    thumbnail = "https://example.com/t.jpg"
    message = {"media_message": {"url": VIDEO, "thumbnail_url": thumbnail}}
    payload = one(message, media_info={VIDEO: {"bytes": 1}, thumbnail: {"bytes": size}})
    assert ("thumbnail" in payload) is shown


# --- texts, contacts, lists, places ---


def test_a_text_at_its_limit_and_beyond() -> None:
    assert len(sent({"text_message": {"text": "x" * 7000}})) == 1
    message = {"text_message": {"text": "x" * 7001}}
    assert [len(part["text"]) for part in sent(message)] == [7000, 1]
    assert found(viber(message), Code.SPLIT) == [("text_message", 7000, 2)]


def contact(name: str, *numbers: str) -> Json:
    phones = [{"phone_number": number} for number in numbers]
    return {"contact_info_message": {"name": {"full_name": name}, "phone_numbers": phones}}


def test_a_contact_is_one_to_keep_in_the_rich_profile() -> None:
    message = contact("Jane Doe", "+46 (70) 123-45 67")
    assert one(message)["type"] == "text"
    assert one(message, "rich")["contact"] == {"name": "Jane Doe", "phone_number": "+46701234567"}
    before, _ = sent(contact("Jane Doe", "+46701234567", "+46701234568"), "rich")
    assert before["text"] == "Jane Doe\n+46701234567\n+46701234568"


def test_a_contact_at_its_limits_and_beyond() -> None:
    assert len(sent(contact("x" * 28, "1" * 18), "rich")) == 1
    before, kept = sent(contact("x" * 29, "1" * 18), "rich")
    assert before["text"].startswith("x" * 29)
    assert kept["contact"]["name"] == "x" * 27 + "…"
    assert one(contact("x", "1" * 19), "rich")["type"] == "text"
    assert one(contact("x", "phone"), "rich")["type"] == "text"


def test_a_list_is_a_keyboard_in_the_rich_profile() -> None:
    items = [{"choice": {"title": "Soup", "postback_data": "s"}}, {"choice": {"title": "Salad"}}]
    message = {"list_message": {"title": "Menu", "sections": [{"title": "Lunch", "items": items}]}}
    assert one(message)["type"] == "text"
    assert "keyboard" not in one(message)
    assert [one["ActionBody"] for one in cells(one(message, "rich"))] == ["s", "Salad"]


def test_a_message_that_would_be_too_large_is_text() -> None:
    message = question(*(link(str(number), f"https://example.com/{number}".ljust(2000, "x")) for number in range(10)))
    message["choice_message"]["text_message"]["text"] = "😀" * 2000
    for profile in Profile:
        result = viber(message, profile)
        assert all(len(json.dumps(payload, ensure_ascii=False).encode()) <= 31_000 for payload in result.payloads)
    large = question(link(url="https://example.com/".ljust(2000, "x")), text="é" * 7000)
    large["choice_message"]["choices"] *= 10
    assert viber(large).outcome is Outcome.PLAINTEXT
    assert any(finding.limit == 30_000 for finding in viber(large).findings)


# --- who, properties, overrides ---


@pytest.mark.parametrize("to", ["+46701234567", "K917PBuvPZmhKfb8Vw3b2Q", "x" * 24, "", "K917PBuvPZmhKfb8Vw3b2Q== "])
def test_a_recipient_that_is_no_id_is_rejected(to: str) -> None:
    result = viber({"text_message": {"text": "x"}}, to=to)
    assert [finding.code for finding in result.findings] == [Code.RECIPIENT_REFUSED]
    assert not result.deliverable
    assert result.payloads[0]["receiver"] == to


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x" * 28, None),
        *((wrong, Code.SENDER_REFUSED) for wrong in ("x" * 29, " ", "\u200b", "\u3164 ", "Alva\nShop")),
    ],
)
def test_a_sender_has_28_characters(name: str, code: Code | None) -> None:
    result = transcode({"text_message": {"text": "x"}}, "VIBER", to=TO, sender=name)
    assert [finding.code for finding in result.findings] == ([code] if code else [])


def test_the_properties() -> None:
    properties = {"VIBER_SENDER_NAME": "Alva", "VIBER_SENDER_AVATAR": "https://example.com/alva.png"}
    (payload,) = viber({"text_message": {"text": "x"}}, properties=properties).payloads
    assert payload["sender"] == {"name": "Alva", "avatar": "https://example.com/alva.png"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NAME", "x" * 29),
        ("NAME", " "),
        ("NAME", "\u200b"),
        ("NAME", "a\nb"),
        ("AVATAR", "alva.png"),
        ("AVATAR", "ftp://example.com/a"),
    ],
)
def test_a_wrong_property_is_an_error(name: str, value: str) -> None:
    with pytest.raises(InvalidMessage, match=f"VIBER_SENDER_{name}"):
        viber({"text_message": {"text": "x"}}, properties={f"VIBER_SENDER_{name}": value})


def test_an_explicit_message_is_passed_on() -> None:
    own = {"receiver": "{{to}}", "type": "sticker", "sticker_id": 46105}
    message = {"text_message": {"text": "x"}, "explicit_channel_message": {"VIBER": json.dumps(own)}}
    result = viber(message)
    assert result.outcome is Outcome.OVERRIDE
    assert result.payloads == ({**own, "receiver": TO},)


# --- the judges over all there is ---


@pytest.mark.parametrize("profile", Profile)
def test_the_judges_accept_every_message_of_the_corpus(profile: Profile) -> None:
    for name in names():
        for payload in run(name, "VIBER", profile=profile).payloads:
            if run(name, "VIBER", profile=profile).deliverable:
                assert problems(dict(payload)) == [], name


@settings(max_examples=60, deadline=None)  # the judges are slow when the machine is busy
@given(message=messages(), profile=st.sampled_from(list(Profile)), known=st.booleans())
def test_the_judges_accept_every_message(message: Json, profile: Profile, known: bool) -> None:
    urls = set(_urls(message))
    info = {url: {"bytes": 1000} for url in urls} if known else {}
    result = Transcoder(profile=profile).transcode(message, "VIBER", to=TO, sender="Bot", media_info=info)
    if all(finding.code is not Code.EMPTY for finding in result.findings):
        for payload in result.payloads:
            assert problems(dict(payload)) == []


def _urls(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["url"]] if isinstance(value.get("url"), str) else []
        return own + [url for item in value.values() for url in _urls(item)]
    return [url for item in value for url in _urls(item)] if isinstance(value, list) else []


def test_an_answer_has_7000_characters() -> None:
    assert found(viber(question(reply("Yes", "p" * 7000))), Code.IDENTIFIER_SHORTENED) == []
    shortened = found(viber(question(reply("Yes", "p" * 7001))), Code.IDENTIFIER_SHORTENED)
    assert shortened == [("choice_message.choices[0].postback_data", 7000, 7001)]
