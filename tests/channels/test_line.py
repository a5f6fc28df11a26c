"""LINE: the form each message takes, its conditions, every limit at n and n + 1, and judges that others wrote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.channels.test_line_checks import problems, sdk_problems, utf16
from tests.corpus import load
from tests.laws import breaches, read
from tests.marks import marked
from tests.strategies import messages
from transcode import (
    Code,
    InvalidMessage,
    LossyTranscode,
    Outcome,
    Policy,
    Severity,
    Transcoded,
    Transcoder,
)
from transcode.channels.line import Line
from transcode.measure import Unit

USER = "U" + "0123456789abcdef" * 2
GROUP = "C" + "0123456789abcdef" * 2
IMAGE = "https://example.com/a.png"
VIDEO = "https://example.com/a.mp4"
AUDIO = "https://example.com/a.mp3"

Json = dict[str, Any]


def send(
    message: Json, profile: str = "documented", *, limits: dict[str, int] | None = None, **request: Any
) -> Transcoded:
    transcoder = Transcoder(profile=profile, limits={"LINE": limits or {}})
    return transcoder.transcode(message, "LINE", **{"to": USER, **request})


def sent(result: Transcoded) -> list[Json]:
    """All message objects, in order."""
    return [message for payload in result.payloads for message in payload["messages"]]


def only(result: Transcoded) -> Json:
    (message,) = sent(result)
    return message


def codes(result: Transcoded) -> list[Code]:
    return [finding.code for finding in result.findings]


def why_text(result: Transcoded) -> str:
    """The one condition that kept the message from a native form."""
    assert result.outcome is Outcome.PLAINTEXT
    (finding,) = (finding for finding in result.findings if finding.code is Code.WHOLE_AS_TEXT)
    return finding.message


def reply(text: str, postback: str | None = None) -> Json:
    return {"text_message": {"text": text}} | ({"postback_data": postback} if postback else {})


def link(title: str, url: str = "https://example.com/") -> Json:
    return {"url_message": {"title": title, "url": url}}


SHARE = {"share_location_message": {"title": "Where are you?", "fallback_url": "https://example.com/where"}}


def question(*choices: Json, text: str = "Which?") -> Json:
    return {"choice_message": {"text_message": {"text": text}, "choices": list(choices)}}


def card(*choices: Json, **fields: Any) -> Json:
    fields = {"title": "Title", "description": "Description", **fields}
    return {name: value for name, value in fields.items() if value is not None} | {"choices": list(choices)}


def carousel(*cards: Json, outer: list[Json] | None = None) -> Json:
    return {"carousel_message": {"cards": list(cards)} | ({"choices": outer} if outer else {})}


def media(url: str, **fields: str) -> Json:
    return {"media_message": {"url": url, **fields}}


def replies(count: int) -> list[Json]:
    return [reply(f"Reply {number}") for number in range(1, count + 1)]


# --- requests and recipients ---


def test_text_is_a_push_request() -> None:
    result = send({"text_message": {"text": "Hello"}})
    assert result.payloads == ({"to": USER, "messages": [{"type": "text", "text": "Hello"}]},)
    assert (result.outcome, result.text, result.findings) == (Outcome.NATIVE, "Hello", ())


def test_the_recipient_is_a_placeholder_until_it_is_known() -> None:
    assert send({"text_message": {"text": "Hello"}}, to=None).payloads[0]["to"] == "{{to}}"


@pytest.mark.parametrize("to", [USER, GROUP, "R" + "0" * 32])
def test_users_groups_and_rooms(to: str) -> None:
    assert send({"text_message": {"text": "Hello"}}, to=to).payloads[0]["to"] == to


@pytest.mark.parametrize(
    "to", ["", "U123", USER.upper(), "X" + USER[1:], USER + "\n", "@name", "+46701234567", "0" * 64]
)
def test_what_is_no_line_id_is_refused(to: str) -> None:
    result = send({"text_message": {"text": "Hello"}}, to=to)
    (finding,) = result.findings
    assert (finding.code, finding.path) == (Code.RECIPIENT_REFUSED, "to")
    assert finding.message.startswith(
        f"LINE would refuse the recipient {to!r}: it must be a LINE user, group or room ID"
    )
    assert result.payloads[0] == {"to": to, "messages": [{"type": "text", "text": "Hello"}]}
    assert not result.deliverable


@pytest.mark.parametrize("text", ["$ and $$", "{name} {{to}} }{", "<b>&amp;", "*_~`", "${x}", "👨‍👩‍👧 \u202e"])
def test_text_is_shown_as_it_was_typed(text: str) -> None:
    assert only(send({"text_message": {"text": text}})) == {"type": "text", "text": text}


def test_a_long_text_is_several_messages_and_requests() -> None:
    text = "".join(f"{number:04} " for number in range(6000))
    result = send({"text_message": {"text": text}})
    assert [len(payload["messages"]) for payload in result.payloads] == [5, 1]
    assert "".join(message["text"] for message in sent(result)) == text
    (finding,) = result.findings
    assert (finding.code, finding.limit, finding.actual) == (Code.SPLIT, 5000, 6)
    assert result.outcome is Outcome.NATIVE


def test_an_override_is_sent_as_it_is() -> None:
    payload = {"to": "{{to}}", "messages": [{"type": "sticker", "packageId": "446", "stickerId": "1988"}]}
    message = {"text_message": {"text": "x"}, "explicit_channel_message": {"LINE": json.dumps(payload)}}
    result = send(message)
    assert (result.outcome, result.payloads) == (Outcome.OVERRIDE, ({**payload, "to": USER},))
    with pytest.raises(InvalidMessage, match="LINE"):
        send(message | {"explicit_channel_message": {"LINE": "not JSON"}})


def test_the_service_answers_with_the_request_as_json() -> None:
    request = {"app_id": "a", "app_message": {"text_message": {"text": "é"}}, "channels": ["LINE"]}
    answer = Transcoder().transcode_request(request)["transcoded_message"]["LINE"]
    assert answer == '{"to":"{{to}}","messages":[{"type":"text","text":"é"}]}'


# --- media ---


def test_an_image_and_its_preview() -> None:
    result = send(media(IMAGE, thumbnail_url="https://example.com/t.jpg"))
    assert only(result) == {
        "type": "image",
        "originalContentUrl": IMAGE,
        "previewImageUrl": "https://example.com/t.jpg",
    }
    assert (result.outcome, result.findings) == (Outcome.NATIVE, ())


@pytest.mark.parametrize("thumbnail", [None, "http://example.com/t.jpg", ""])
def test_an_image_without_a_preview_is_its_own(thumbnail: str | None) -> None:
    result = send(media(IMAGE) if thumbnail is None else media(IMAGE, thumbnail_url=thumbnail))
    assert only(result)["previewImageUrl"] == IMAGE
    assert result.findings[0].code is Code.PREVIEW_IS_THE_FILE
    assert result.outcome is Outcome.NATIVE


@pytest.mark.parametrize("thumbnail", ["https://example.com/t.gif", "https://example.com/t", VIDEO])
def test_a_thumbnail_that_is_no_jpeg_or_png_is_no_preview(thumbnail: str) -> None:
    result = send(media(IMAGE, thumbnail_url=thumbnail))
    assert only(result)["previewImageUrl"] == IMAGE
    assert Code.PREVIEW_IS_THE_FILE in codes(result)
    result = send(media(VIDEO, thumbnail_url=thumbnail))
    assert "LINE needs a preview image for a video" in why_text(result)
    known = {thumbnail: {"content_type": "image/jpeg"}}
    assert only(send(media(VIDEO, thumbnail_url=thumbnail), media_info=known))["previewImageUrl"] == thumbnail


def test_media_info_goes_by_the_messages_own_spelling() -> None:
    spelled = " https://example.com/sound "
    result = send(media(spelled), media_info={spelled: {"content_type": "audio/mpeg", "duration_s": 2}})
    assert only(result) == {"type": "audio", "originalContentUrl": "https://example.com/sound", "duration": 2000}
    spelled = " https://example.com/thumbnail\n"
    request = {"media_info": {spelled: {"content_type": "image/png", "bytes": 7}}}
    preview = only(send(media(VIDEO, thumbnail_url=spelled), **request))["previewImageUrl"]
    assert preview == "https://example.com/thumbnail"
    (bubble,) = only(send(carousel(card(media_message={"url": spelled})), "rich", **request))["contents"]["contents"]
    assert bubble["hero"]["url"] == "https://example.com/thumbnail"


def test_a_thumbnail_that_is_known_to_be_too_large_is_no_preview() -> None:
    thumbnail = "https://example.com/t.jpg"
    for size, preview in ((1_000_000, thumbnail), (1_000_001, IMAGE)):
        result = send(media(IMAGE, thumbnail_url=thumbnail), media_info={thumbnail: {"bytes": size}})
        assert only(result)["previewImageUrl"] == preview


def test_no_advice_where_the_image_is_known_to_be_small() -> None:
    assert send(media(IMAGE), media_info={IMAGE: {"bytes": 1000}}).findings == ()


def test_a_video_needs_a_preview() -> None:
    assert only(send(media(VIDEO, thumbnail_url=IMAGE))) == {
        "type": "video",
        "originalContentUrl": VIDEO,
        "previewImageUrl": IMAGE,
    }
    result = send(media(VIDEO))
    assert "LINE needs a preview image for a video: give thumbnail_url" in why_text(result)
    assert only(result) == {"type": "text", "text": VIDEO}


def test_an_audio_file_needs_its_duration() -> None:
    result = send(media(AUDIO), media_info={AUDIO: {"duration_s": 12.3456}})
    assert only(result) == {"type": "audio", "originalContentUrl": AUDIO, "duration": 12346}
    result = send(media(AUDIO))
    assert "LINE needs the duration of an audio file" in why_text(result)
    assert only(result) == {"type": "text", "text": AUDIO}


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.com/a.png", "https addresses"),
        (
            "https://example.com/a.gif",
            "LINE carries jpg, jpeg, png, mp4, mp3, m4a files, and the URL names none of these",
        ),
        (
            "https://example.com/a.pdf",
            "LINE carries jpg, jpeg, png, mp4, mp3, m4a files, and the URL names none of these",
        ),
        ("https://example.com/a", "LINE carries jpg, jpeg, png, mp4, mp3, m4a files, and the URL names none of these"),
        (
            "https://example.com/?file=a.png",
            "LINE carries jpg, jpeg, png, mp4, mp3, m4a files, and the URL names none of these",
        ),
        ("https://example.com/" + "a" * 2000 + ".png", "and LINE takes 2000"),
    ],
)
def test_other_media_are_their_url(url: str, why: str) -> None:
    result = send(media(url))
    assert why in why_text(result)
    assert only(result) == {"type": "text", "text": url}


def test_the_content_type_decides_over_the_extension() -> None:
    url = "https://example.com/download?id=7"
    assert only(send(media(url), media_info={url: {"content_type": "image/JPEG; q=1"}}))["type"] == "image"
    assert only(send(media(IMAGE), media_info={IMAGE: {"content_type": "image/webp"}}))["type"] == "text"
    assert only(send(media("https://example.com/A%2EPNG#x")))["type"] == "image"


def test_bad_media_info_is_refused() -> None:
    with pytest.raises(InvalidMessage, match="bytes"):
        send(media(IMAGE), media_info={IMAGE: {"bytes": -1}})


def test_urls_are_percent_encoded() -> None:
    result = send(media("https://example.com/日本 語/100%25.png?a=b&c='d'#e"))
    expected = "https://example.com/%E6%97%A5%E6%9C%AC%20%E8%AA%9E/100%25.png?a=b&c='d'#e"
    assert only(result)["originalContentUrl"] == expected
    result = send(question(link("Open", "https://example.com/日本 語")))
    assert only(result)["template"]["actions"][0]["uri"] == "https://example.com/%E6%97%A5%E6%9C%AC%20%E8%AA%9E"


# --- choices ---


def test_a_choice_is_a_buttons_template() -> None:
    result = send(
        question(
            reply("Yes", "yes-1"),
            link("Terms"),
            {"call_message": {"title": "Call", "phone_number": "+46732000000"}},
            {"location_message": {"title": "Map", "coordinates": {"latitude": 55.610479, "longitude": 13}}},
        )
    )
    assert only(result) == {
        "type": "template",
        "altText": "Which?",
        "template": {
            "type": "buttons",
            "text": "Which?",
            "actions": [
                {"type": "postback", "label": "Yes", "data": "yes-1", "displayText": "Yes"},
                {"type": "uri", "label": "Terms", "uri": "https://example.com/"},
                {"type": "uri", "label": "Call", "uri": "tel:+46732000000"},
                {
                    "type": "uri",
                    "label": "Map",
                    "uri": "https://www.google.com/maps/search/?api=1&query=55.610477,13",
                },
            ],
        },
    }
    assert (result.outcome, result.findings) == (Outcome.NATIVE, ())
    assert [(reply.shown, reply.postback, reply.identifier) for reply in result.replies] == [
        ("Yes", "yes-1", "yes-1"),
        ("Terms", None, None),
        ("Call", None, None),
        ("Map", None, None),
    ]


CALENDAR = {
    "calendar_message": {
        "title": "Add",
        "event_start": "2026-12-01T09:00:00Z",
        "event_end": "2026-12-01T10:00:00Z",
        "event_title": "Delivery",
        "fallback_url": "https://example.com/d.ics",
    }
}


@pytest.mark.parametrize("profile", ["documented", "rich"])
def test_a_calendar_event_opens_its_fallback(profile: str) -> None:
    result = send(question(CALENDAR), profile)
    assert only(result)["template"]["actions"] == [{"type": "uri", "label": "Add", "uri": "https://example.com/d.ics"}]
    assert result.outcome is Outcome.ADAPTED
    (finding,) = result.findings
    assert (finding.code, finding.path) == (Code.EVENT_NOT_ADDED, "choice_message.choices[0].calendar_message")
    assert finding.message.startswith("The event is not added to a calendar: ")


def test_sharing_a_location_opens_its_fallback_where_only_templates_are_used() -> None:
    result = send(question(reply("Yes"), SHARE))
    assert only(result)["template"]["actions"][1] == {
        "type": "uri",
        "label": "Where are you?",
        "uri": "https://example.com/where",
    }
    (finding,) = result.findings
    assert (finding.code, finding.path) == (Code.LOCATION_NOT_ASKED, "choice_message.choices[1].share_location_message")
    assert finding.message.startswith("The location is not asked for")
    assert result.outcome is Outcome.ADAPTED


def test_a_shared_location_is_a_quick_reply() -> None:
    result = send(question(reply("Yes"), SHARE, reply("No")), "rich")
    message = only(result)
    assert [action["label"] for action in message["template"]["actions"]] == ["Yes", "No"]
    item = {"type": "action", "action": {"type": "location", "label": "Where are you?"}}
    assert message["quickReply"] == {"items": [item]}
    (finding,) = result.findings
    assert finding.path == "choice_message.choices[1].share_location_message.fallback_url"
    assert (finding.code, result.outcome) == (Code.HINT_IGNORED, Outcome.NATIVE)
    assert [reply.identifier for reply in result.replies] == ["Yes", None, "No"]


def test_a_question_with_quick_replies_only_is_a_text() -> None:
    message = only(send(question(SHARE), "rich"))
    assert (message["type"], message["text"], len(message["quickReply"]["items"])) == ("text", "Which?", 1)


def test_quick_replies_need_a_message() -> None:
    result = send({"choice_message": {"choices": [SHARE]}}, "rich")
    assert "LINE shows quick replies below a message" in why_text(result)
    assert only(result)["text"] == "> Where are you?: https://example.com/where"


def test_two_answers_are_a_confirm_template() -> None:
    message = only(send(question(reply("Yes"), reply("No"), text="x" * 240), "rich"))
    assert message["template"]["type"] == "confirm"
    assert only(send(question(reply("Yes"), reply("No")), "documented"))["template"]["type"] == "buttons"
    assert only(send(question(reply("Yes"), link("No")), "rich"))["template"]["type"] == "buttons"


def test_what_a_template_cannot_hold_is_a_flex_message() -> None:
    result = send(question(*replies(6), text="x" * 300), "rich")
    message = only(result)
    assert message["type"] == "flex"
    assert message["contents"]["body"]["contents"] == [{"type": "text", "text": "x" * 300, "wrap": True}]
    assert [button["action"]["label"] for button in message["contents"]["footer"]["contents"]] == [
        f"Reply {n}" for n in range(1, 7)
    ]
    assert (result.outcome, result.findings) == (Outcome.NATIVE, ())


def test_a_question_too_long_for_a_template_goes_before_it() -> None:
    result = send(question(reply("Yes"), text="word " * 50))
    whole, template = sent(result)
    assert whole == {"type": "text", "text": ("word " * 50).strip()}
    assert template["template"]["text"] == "word " * 31 + "word…"
    (finding,) = result.findings
    assert (finding.code, finding.limit, finding.actual) == (Code.TEXT_CUT, 160, 249)
    assert finding.path == "choice_message.text_message.text"
    assert result.outcome is Outcome.NATIVE


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (question(*replies(5)), "the message has 5 choices and LINE's buttons template takes 4"),
        (question(), "the message has no choices for buttons and LINE's buttons template needs one"),
        ({"choice_message": {"choices": replies(2)}}, "the message has no text and LINE's buttons template needs one"),
        (question(reply("Yes"), reply(" ")), "choice 2: a button must have a label"),
        (
            question(link("A", "mailto:a@example.com")),
            "choice 1: it leads to 'mailto:a@example.com', which a LINE button does not: only http, https, line",
        ),
        (question(link("A", "example.com")), "choice 1: it leads to 'example.com', which a LINE button does not: only"),
        (
            question(link("A", "https://example.com/" + "a" * 981)),
            "choice 1: its address has 1001 UTF-16 units and a LINE button takes 1000",
        ),
        (
            question(reply("A"), {"call_message": {"title": "Call", "phone_number": "reception"}}),
            "choice 2: ",
        ),
    ],
)
def test_a_condition_that_fails_is_named(message: Json, why: str) -> None:
    result = send(message)
    assert why in why_text(result)
    assert only(result) == {"type": "text", "text": result.text}
    assert all(reply.identifier is None for reply in result.replies)


def test_findings_of_a_form_that_was_given_up_are_gone() -> None:
    result = send(question(*[reply(f"{n}" + "x" * 50) for n in range(3)], text="x" * 29_900), "rich")
    assert "it would be a LINE flex bubble of" in why_text(result)
    assert set(codes(result)) == {Code.WHOLE_AS_TEXT, Code.SPLIT}
    assert all(reply.identifier is None and reply.label.upper() == reply.shown for reply in result.replies)


def test_labels_stay_apart_when_they_are_cut() -> None:
    result = send(
        question(reply("Deliver it to my neighbour on the left"), reply("Deliver it to my neighbour on the right"))
    )
    whole, template = sent(result)
    labels = [action["label"] for action in template["template"]["actions"]]
    assert labels == ["Deliver it to my ne…", "Deliver it to my… 2"]
    assert [reply.shown for reply in result.replies] == labels
    assert whole["text"] == (
        "Which?\n> Deliver it to my neighbour on the left\n> Deliver it to my neighbour on the right"
    )
    assert [(finding.code, finding.path, finding.limit, finding.actual) for finding in result.findings] == [
        (Code.LABEL_CUT, "choice_message.choices[0].text_message.text", 20, 38),
        (Code.LABEL_CUT, "choice_message.choices[1].text_message.text", 20, 39),
    ]
    assert result.outcome is Outcome.NATIVE


LONG = "A label that is far longer than any button of LINE"


def test_words_and_labels_that_have_no_room_go_before_together() -> None:
    whole, template = sent(send(question(reply("Yes"), link(LONG), text="word " * 50)))
    assert whole["text"] == "word " * 49 + f"word\n> {LONG}"
    assert [action["label"] for action in template["template"]["actions"]] == ["Yes", "A label that is far…"]


@pytest.mark.parametrize("profile", ["documented", "rich"])
def test_whole_labels_of_a_card_stand_under_its_number(profile: str) -> None:
    result = send(carousel(card(reply("A")), card(reply(LONG)), outer=[reply(LONG + "!")]), profile)
    whole, _ = sent(result)
    assert whole["text"] == f"2. Title\n> {LONG}\n\n> {LONG}!"
    assert set(codes(result)) == {Code.LABEL_CUT}
    assert result.outcome is Outcome.NATIVE


def test_whole_labels_of_a_list_go_before_it() -> None:
    result = send({"list_message": {"title": "T", "sections": [{"items": [{"choice": {"title": LONG}}]}]}}, "rich")
    assert [message.get("text") for message in sent(result)] == [f"T\n> {LONG}", None]


def test_no_two_buttons_send_back_the_same() -> None:
    result = send(carousel(card(reply("Buy"), title="A"), card(reply("Buy"), title="B"), outer=[reply("Buy", "Buy")]))
    columns = only(result)["template"]["columns"]
    assert [column["actions"][0]["data"] for column in columns] == ["Buy", "Buy#2"]
    assert [(reply.card, reply.shown, reply.identifier) for reply in result.replies] == [
        (1, "Buy", "Buy"),
        (2, "Buy", "Buy#2"),
        (None, "Buy", "Buy#3"),
    ]
    (finding,) = result.findings
    assert finding.code is Code.IDENTIFIER_CHANGED
    assert finding.path == "carousel_message.choices[0].postback_data"


@pytest.mark.parametrize(
    "number", ["+46 73 200 00 00", "+46-73-200 00 00", "+46.73/200\u00a00000", "+46\u201173200\n0000"]
)
def test_a_telephone_number_may_be_written_with_separators(number: str) -> None:
    result = send(question(reply("Yes"), {"call_message": {"title": "Call", "phone_number": number}}))
    assert only(result)["template"]["actions"][1] == {"type": "uri", "label": "Call", "uri": "tel:+46732000000"}
    assert Code.WHOLE_AS_TEXT not in codes(result)


def test_labels_are_counted_in_grapheme_clusters() -> None:
    family = "👨‍👩‍👧" * 20
    assert only(send(question(reply(family))))["template"]["actions"][0]["label"] == family


def test_long_postbacks_come_back_as_digests() -> None:
    postback = "x" * 301
    result = send(question(reply("Yes", postback), reply("No", "n" * 300)))
    first, second = only(result)["template"]["actions"]
    digest = "#" + hashlib.sha256(postback.encode()).hexdigest()[:32]
    assert (first["data"], second["data"]) == (digest, "n" * 300)
    assert [(reply.postback, reply.identifier) for reply in result.replies] == [
        (postback, digest),
        ("n" * 300, "n" * 300),
    ]
    (finding,) = result.findings
    assert (finding.code, finding.path) == (Code.IDENTIFIER_SHORTENED, "choice_message.choices[0].postback_data")


def test_policy_raise() -> None:
    strict = Transcoder(policy=Policy.RAISE)
    with pytest.raises(LossyTranscode):
        strict.transcode(question(SHARE), "LINE")
    assert strict.transcode(question(reply("x" * 21)), "LINE").deliverable


# --- cards ---


def test_a_card_is_a_buttons_template() -> None:
    result = send({"card_message": card(reply("Yes"), media_message={"url": IMAGE})})
    assert only(result) == {
        "type": "template",
        "altText": "Title\nDescription",
        "template": {
            "type": "buttons",
            "thumbnailImageUrl": IMAGE,
            "title": "Title",
            "text": "Description",
            "actions": [{"type": "postback", "label": "Yes", "data": "Yes", "displayText": "Yes"}],
        },
    }
    assert result.outcome is Outcome.NATIVE


def test_a_title_alone_is_the_text() -> None:
    template = only(send({"card_message": card(reply("Yes"), description=None)}))["template"]
    assert (template["text"], "title" in template) == ("Title", False)


def test_a_card_with_a_video_is_two_messages() -> None:
    video, template = sent(
        send({"card_message": card(reply("Yes"), media_message={"url": VIDEO, "thumbnail_url": IMAGE})})
    )
    assert (video["type"], template["template"]["type"]) == ("video", "buttons")


def test_media_of_a_card_that_line_does_not_carry_is_its_url() -> None:
    result = send({"card_message": card(reply("Yes"), media_message={"url": VIDEO})})
    assert [message["type"] for message in sent(result)] == ["text", "template"]
    (finding,) = result.findings
    assert (finding.code, finding.path) == (Code.FILE_AS_LINK, "card_message.media_message")
    assert result.outcome is Outcome.NATIVE


@pytest.mark.parametrize("profile", ["documented", "rich"])
def test_a_card_of_nothing_but_media_is_the_media(profile: str) -> None:
    assert only(send({"card_message": {"media_message": {"url": IMAGE}}}, profile))["type"] == "image"
    result = send({"card_message": {"media_message": {"url": AUDIO}}}, profile)
    assert (only(result)["text"], result.outcome) == (AUDIO, Outcome.PLAINTEXT)


def test_words_too_long_for_a_template_go_before_it() -> None:
    description = "A description that is longer than the sixty clusters that there are."
    result = send({"card_message": card(reply("Yes"), title="x" * 41, description=description)})
    whole, template = sent(result)
    assert whole["text"] == "x" * 41 + "\n" + description
    assert template["template"]["title"] == "x" * 39 + "…"
    assert template["template"]["text"] == description[:59] + "…"
    assert [(finding.code, finding.path) for finding in result.findings] == [
        (Code.TEXT_CUT, "card_message.title"),
        (Code.TEXT_CUT, "card_message.description"),
    ]
    assert result.outcome is Outcome.NATIVE


def test_a_card_without_choices_is_its_image_and_text() -> None:
    result = send({"card_message": card(media_message={"url": IMAGE})})
    assert (result.outcome, codes(result)) == (Outcome.NATIVE, [Code.PREVIEW_IS_THE_FILE])
    assert [message["type"] for message in sent(result)] == ["image", "text"]
    assert (sent(result)[1]["text"], result.text) == ("Title\nDescription",) * 2


def test_a_card_without_choices_is_a_bubble() -> None:
    result = send({"card_message": card(media_message={"url": IMAGE})}, "rich")
    contents = only(result)["contents"]
    assert contents["hero"]["url"] == IMAGE
    assert [text["text"] for text in contents["body"]["contents"]] == ["Title", "Description"]
    assert "footer" not in contents
    assert result.outcome is Outcome.NATIVE


def test_nothing_at_all_is_reported() -> None:
    for profile in ("documented", "rich"):
        result = send({"card_message": {}}, profile)
        assert Code.EMPTY in codes(result)
        assert not result.deliverable


# --- carousels ---


@pytest.mark.parametrize("profile", ["documented", "rich"])
def test_a_carousel_of_like_cards_is_a_template(profile: str) -> None:
    cards = [
        card(reply("Buy", f"buy-{n}"), link("Read"), title=f"Card {n}", media_message={"url": IMAGE}) for n in (1, 2)
    ]
    result = send(carousel(*cards), profile)
    template = only(result)["template"]
    assert (template["type"], only(result)["altText"]) == ("carousel", "Card 1\nCard 2")
    assert [(column["title"], len(column["actions"])) for column in template["columns"]] == [
        ("Card 1", 2),
        ("Card 2", 2),
    ]
    assert [(reply.card, reply.identifier) for reply in result.replies] == [
        (1, "buy-1"),
        (1, None),
        (2, "buy-2"),
        (2, None),
    ]
    assert (result.outcome, result.findings) == (Outcome.NATIVE, ())


def test_unlike_cards_are_several_carousels() -> None:
    cards = [card(*replies(count)) for count in (3, 2, 2, 1)]
    result = send(carousel(*cards))
    assert [len(message["template"]["columns"]) for message in sent(result)] == [1, 2, 1]
    (finding,) = result.findings
    assert (finding.code, finding.path, finding.actual) == (Code.CARDS_SPLIT, "carousel_message.cards", 3)
    assert "card 1 has 3 choices and card 2 has 2 choices" in finding.message
    assert result.outcome is Outcome.NATIVE


def test_cards_with_and_without_an_image_are_several_carousels() -> None:
    result = send(carousel(card(reply("A"), media_message={"url": IMAGE}), card(reply("B"))))
    assert len(sent(result)) == 2
    assert "card 1 has an image and card 2 has none" in result.findings[0].message


def test_unlike_cards_are_one_flex_carousel() -> None:
    result = send(carousel(*(card(*replies(count)) for count in (3, 2, 1, 5, 0))), "rich")
    contents = only(result)["contents"]
    assert contents["type"] == "carousel"
    assert [len(bubble.get("footer", {}).get("contents", ())) for bubble in contents["contents"]] == [3, 2, 1, 5, 0]
    assert (result.outcome, result.findings) == (Outcome.NATIVE, ())


def test_media_that_is_no_image_is_a_link_in_its_bubble() -> None:
    result = send(carousel(card(reply("A"), media_message={"url": VIDEO})), "rich")
    (bubble,) = only(result)["contents"]["contents"]
    assert bubble["body"]["contents"][2] == {
        "type": "text",
        "text": VIDEO,
        "wrap": True,
        "action": {"type": "uri", "uri": VIDEO},
    }


def test_titles_stand_in_the_text_unless_all_columns_have_one() -> None:
    result = send(carousel(card(reply("A")), card(reply("B"), description=None)))
    assert [(column.get("title"), column["text"]) for column in only(result)["template"]["columns"]] == [
        (None, "Title\nDescription"),
        (None, "Title"),
    ]


def test_words_too_long_for_a_column_go_before_it_under_its_number() -> None:
    result = send(carousel(card(reply("A")), card(reply("B"), description="y" * 61)))
    whole, template = sent(result)
    assert whole["text"] == "2. Title\n" + "y" * 61
    assert template["template"]["columns"][1]["text"] == "y" * 59 + "…"
    assert result.outcome is Outcome.NATIVE


@pytest.mark.parametrize("profile", ["documented", "rich"])
def test_outer_choices_are_quick_replies(profile: str) -> None:
    result = send(carousel(card(reply("A")), outer=[reply("More", "more"), link("Shop")]), profile)
    assert [item["action"] for item in only(result)["quickReply"]["items"]] == [
        {"type": "postback", "label": "More", "data": "more", "displayText": "More"},
        {"type": "uri", "label": "Shop", "uri": "https://example.com/"},
    ]
    assert [reply.identifier for reply in result.replies] == ["A", "more", None]


def test_quick_replies_stand_under_the_last_message() -> None:
    result = send(carousel(*(card(*replies(count)) for count in (1, 2, 1, 2, 1, 2)), outer=[reply("More")]))
    assert [len(payload["messages"]) for payload in result.payloads] == [5, 1]
    assert ["quickReply" in message for message in sent(result)] == [False] * 5 + [True]


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (carousel(card(reply("A")), card(*replies(4))), "card 2 has 4 choices and LINE's carousel column takes 3"),
        (carousel(card(reply("A")), card()), "card 2 has no choices for buttons and LINE's carousel column needs one"),
        (carousel(card(reply("A"), title=None, description=None)), "card 1 has no text"),
        (
            carousel(card(reply("A"), media_message={"url": VIDEO})),
            "card 1 has media that LINE's carousel column does not show",
        ),
        (carousel(card(link("A", "x"))), "card 1's choice 1: it leads to 'x', which a LINE button does not: only http"),
        (carousel(card(reply("A")), outer=[reply("")]), "outer choice 1: a button must have a label"),
        (carousel(), "the carousel has no cards"),
        (carousel(outer=[reply("A")]), "the carousel has no cards"),
    ],
)
def test_a_condition_of_columns_that_fails_is_named(message: Json, why: str) -> None:
    result = send(message)
    assert why in why_text(result)


# --- locations, contacts, lists ---


def test_a_location() -> None:
    place = {"latitude": 55.610479, "longitude": 13.002873}
    result = send({"location_message": {"title": "Sinch", "label": "Malmö", "coordinates": place}})
    assert only(result) == {
        "type": "location",
        "title": "Sinch",
        "address": "Malmö",
        "latitude": 55.610477,
        "longitude": 13.002873,
    }
    assert (
        only(send({"location_message": {"title": "Sinch", "coordinates": place}}))["address"] == "55.610477,13.002873"
    )
    assert only(send({"location_message": {"title": " ", "coordinates": place}}))["title"] == "55.610477,13.002873"


def test_a_title_too_long_for_a_location_goes_before_it() -> None:
    title = "x" * 101
    result = send({"location_message": {"title": title, "coordinates": {"latitude": 1, "longitude": 2}}})
    assert sent(result)[0] == {"type": "text", "text": title}
    assert sent(result)[1]["title"] == "x" * 99 + "…"
    assert result.outcome is Outcome.NATIVE


@pytest.mark.parametrize("profile", ["documented", "rich"])
def test_a_contact_is_text(profile: str) -> None:
    result = send(load("contact-info")["message"], profile)
    assert "LINE has no form of its own for a contact info message" in why_text(result)


def test_a_list_is_text_or_a_bubble() -> None:
    message = load("list-choices")["message"]
    assert "LINE has no form of its own for a list message" in why_text(send(message))
    result = send(message, "rich")
    body = only(result)["contents"]["body"]["contents"]
    assert [part.get("text") or part.get("url") or part["action"]["label"] for part in body] == [
        "Menu of the day",
        "Until 14:00",
        "Starters",
        "Soup",
        "Tomato",
        "Salad",
        "Mains",
        "https://example.com/crepe.jpg",
        "Crêpe",
        "Cheese",
    ]
    assert [(reply.shown, reply.identifier) for reply in result.replies] == [
        ("Soup", "soup"),
        ("Salad", "salad"),
        ("Crêpe", "crepe"),
    ]
    assert result.outcome is Outcome.NATIVE


def menu(*titles: str, heading: str = "", **fields: Any) -> Json:
    items = [{"choice": {"title": title}} for title in titles]
    return {"list_message": {"title": "", **fields, "sections": [{"title": heading, "items": items}]}}


@pytest.mark.parametrize(
    ("message", "alternative"),
    [
        (menu("a", "b", title="T", description="D"), "T\nD"),
        (menu("a", "b", heading="H", title=" "), "a, b"),
        (menu(heading="H", media={"url": IMAGE}), "H"),
        (menu(media={"url": IMAGE}), IMAGE),
        (menu(media={"url": VIDEO}), VIDEO),
    ],
)
def test_the_alternative_text_of_a_list_is_never_blank(message: Json, alternative: str) -> None:
    assert only(send(message, "rich"))["altText"] == alternative


def test_a_link_that_is_too_long_to_be_tapped_is_there_to_read() -> None:
    for length in (1000, 1001):
        address = url(length, ".pdf")
        for message in (menu("a", media={"url": address}), carousel(card(media_message={"url": address}))):
            result = send(message, "rich")
            contents = only(result)["contents"]
            texts = contents.get("contents", [contents])[0]["body"]["contents"]
            (shown,) = (text for text in texts if text.get("text") == address)
            assert shown.get("action") == ({"type": "uri", "uri": address} if length == 1000 else None)
            assert (problems(result.payloads[0]), result.findings) == ([], ())


def test_lists_that_stay_text() -> None:
    assert "LINE has no product catalogue" in why_text(send(load("list-products")["message"], "rich"))
    nameless = {"list_message": {"title": "t", "sections": [{"items": [{"choice": {"title": ""}}]}]}}
    assert "item 1: a button must have a label" in why_text(send(nameless, "rich"))
    result = send(menu(), "rich")
    assert (result.payloads[0]["messages"][0]["type"], result.deliverable) == ("text", False)
    assert Code.EMPTY in codes(result)


# --- properties ---


def test_a_tracking_id_is_in_every_video() -> None:
    properties = {"LINE_VIDEO_TRACKING_ID": "my-video_1".replace("_", ".")}
    message = media(VIDEO, thumbnail_url=IMAGE)
    assert only(send(message, properties=properties))["trackingId"] == "my-video.1"
    assert "trackingId" not in only(send(media(IMAGE), properties=properties))
    result = send(message, properties=properties, to=GROUP)
    assert "trackingId" not in only(result)
    (finding,) = result.losses
    assert (finding.code, finding.path) == (Code.DROPPED, "channel_properties.LINE_VIDEO_TRACKING_ID")


def test_an_aggregation_unit_is_in_every_request() -> None:
    result = send({"text_message": {"text": "x" * 25_001}}, properties={"LINE_OPEN_STATUS": "promotion_a"})
    assert [payload["customAggregationUnits"] for payload in result.payloads] == [["promotion_a"]] * 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LINE_VIDEO_TRACKING_ID", ""),
        ("LINE_VIDEO_TRACKING_ID", "a b"),
        ("LINE_VIDEO_TRACKING_ID", "a_b"),
        ("LINE_VIDEO_TRACKING_ID", "å"),
        ("LINE_VIDEO_TRACKING_ID", "a\n"),
        ("LINE_OPEN_STATUS", ""),
        ("LINE_OPEN_STATUS", "a-b"),
    ],
)
def test_a_property_out_of_range_is_refused(name: str, value: str) -> None:
    with pytest.raises(InvalidMessage, match="must be 1 to") as caught:
        send({"text_message": {"text": "x"}}, properties={name: value})
    assert caught.value.errors[0].path == f"channel_properties.{name}"


def test_every_symbol_that_line_allows_in_a_tracking_id() -> None:
    symbols = "-.=,+*()%$&;:@{}!?<>[]"
    result = send(media(VIDEO, thumbnail_url=IMAGE), properties={"LINE_VIDEO_TRACKING_ID": symbols})
    assert only(result)["trackingId"] == symbols


# --- notification templates ---

PHONE = "+818000001234"


def notification(**body: Any) -> Json:
    specific = {
        "message_type": "NOTIFICATION_MESSAGE_TEMPLATE",
        "message": {"template_key": "shipped_ja", "body": body},
    }
    return {"text_message": {"text": "x"}, "channel_specific_message": {"LINE": specific}}


def items(count: int, content: str = "v") -> list[Json]:
    return [{"item_key": f"i{number}", "content": content} for number in range(count)]


def buttons(count: int, url: str = "https://example.com/") -> list[Json]:
    return [{"button_key": f"b{number}", "url": url} for number in range(count)]


def test_a_notification_template() -> None:
    message = notification(
        emphasized_item={"item_key": "date", "content": "Saturday"}, items=items(1), buttons=buttons(1)
    )
    result = send(message, to=PHONE, properties={"LINE_OPEN_STATUS": "unit"})
    assert result.payloads == (
        {
            # The digest in LINE's own documentation of phone number hashing.
            "to": "d41e0ad70dddfeb68f149ad6fc61574b9c5780ab7bcb2fba5517771ffbb2409c",
            "templateKey": "shipped_ja",
            "body": {
                "emphasizedItem": {"itemKey": "date", "content": "Saturday"},
                "items": [{"itemKey": "i0", "content": "v"}],
                "buttons": [{"buttonKey": "b0", "url": "https://example.com/"}],
            },
            "customAggregationUnits": ["unit"],
        },
    )
    assert (result.outcome, result.findings) == (Outcome.NATIVE, ())


def test_lines_own_sdk_takes_a_notification_template() -> None:
    body = {"emphasized_item": items(1)[0], "items": items(2), "buttons": buttons(2)}
    (payload,) = send(notification(**body), to=PHONE, properties={"LINE_OPEN_STATUS": "unit"}).payloads
    assert sdk_problems(dict(payload)) == []
    assert sdk_problems({**payload, "templatekey": "x"}) == [".templatekey"]
    assert sdk_problems({**payload, "body": {**payload["body"], "buttons": payload["body"]["buttons"] * 2}})


def test_the_recipient_of_a_notification() -> None:
    digest = "0" * 64
    assert send(notification(), to=digest).payloads[0] == {"to": digest, "templateKey": "shipped_ja", "body": {}}
    assert send(notification(), to=None).payloads[0]["to"] == "{{to}}"
    assert [send(notification(), to=to).findings for to in (digest, None, PHONE)] == [()] * 3
    (refused,) = send(notification(), to=USER).findings
    assert (refused.code, refused.path) == (Code.RECIPIENT_REFUSED, "to")
    assert "a notification goes to no LINE ID" in refused.message
    assert send(notification(), to=USER).payloads[0]["to"] == USER


def test_keys_of_a_notification_are_there_once() -> None:
    twice = [{"item_key": "i0", "content": "v"}] * 2
    for body in (
        {"items": twice},
        {"items": twice * 2},
        {"emphasized_item": twice[0], "items": twice[:1]},
        {"buttons": buttons(1) * 2},
    ):
        result = send(notification(**body), to=PHONE)
        assert codes(result) == [Code.GIVEN_TWICE]
        assert not result.deliverable


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "tel:+4673", "https://", "", "example.com", "ftp://a.example/"]
)
def test_a_button_of_a_notification_opens_pages_only(address: str) -> None:
    result = send(notification(buttons=buttons(1, address)), to=PHONE)
    (finding,) = result.findings
    assert finding.code is Code.VALUE_REFUSED
    assert finding.path == "channel_specific_message.LINE.message.body.buttons[0].url"
    assert not result.deliverable


def test_the_address_of_a_notification_is_measured_as_it_is_sent() -> None:
    result = send(notification(buttons=buttons(1, "https://example.com/" + "日" * 200)), to=PHONE)
    (finding,) = result.findings
    assert (finding.code, finding.limit, finding.actual) == (Code.TOO_LONG, 1000, 1820)


def test_a_specific_message_of_another_channel_is_not_used() -> None:
    flow = {"message_type": "FLOWS", "message": {"flow_id": "1", "flow_cta": "Go"}}
    result = send({"text_message": {"text": "x"}, "channel_specific_message": {"LINE": flow}})
    assert only(result)["text"] == "x"
    assert Code.DROPPED in codes(result)


# --- every limit at n and n + 1 ---


def url(length: int, end: str = "") -> str:
    return "https://example.com/".ljust(length - len(end), "a") + end


def cards(count: int, **fields: Any) -> list[Json]:
    return [card(reply(f"Reply {number}"), title=f"Card {number}", **fields) for number in range(count)]


def with_size(url: str) -> Callable[[int], tuple[Json, Json]]:
    return lambda size: (media(url, thumbnail_url=IMAGE), {"media_info": {url: {"bytes": size, "duration_s": 1}}})


def of_flex(size: int, build: Callable[[int], Json]) -> Json:
    """The message whose Flex container has ``size`` bytes."""
    small = only(send(build(1_000), "rich"))["contents"]
    taken = len(json.dumps(small, ensure_ascii=False, separators=(",", ":")).encode())
    return build(1_000 + size - taken)


def bubble_of(size: int) -> Json:
    return of_flex(size, lambda length: {"card_message": card(description="x" * length)})


def flex_carousel_of(size: int) -> Json:
    def build(length: int) -> Json:
        return carousel(card(description="x" * 20_000), card(description="x" * 20_000), card(description="x" * length))

    return of_flex(size, build)


# name: figure, unit, profile, what has n of it, the code of the finding about n + 1 and what it says of it.
Case = tuple[int, Unit, str, Callable[[int], Json | tuple[Json, Json]], Code, Callable[[int], object]]
N: Callable[[int], object] = lambda n: n  # noqa: E731
TWO: Callable[[int], object] = lambda n: 2  # noqa: E731
LIMITS: dict[str, Case] = {
    "text": (5000, Unit.UTF16_UNITS, "documented", lambda n: {"text_message": {"text": "x" * n}}, Code.SPLIT, TWO),
    "label": (20, Unit.GRAPHEMES, "documented", lambda n: question(reply("e\u0301" * n)), Code.LABEL_CUT, N),
    "flex label": (
        40,
        Unit.GRAPHEMES,
        "rich",
        lambda n: question(reply("👍🏽" * n), text="x" * 161),
        Code.LABEL_CUT,
        N,
    ),
    "title": (
        40,
        Unit.GRAPHEMES,
        "documented",
        lambda n: {"card_message": card(reply("A"), title="🇸🇪" * n)},
        Code.TEXT_CUT,
        N,
    ),
    "buttons actions": (4, Unit.COUNT, "documented", lambda n: question(*replies(n)), Code.WHOLE_AS_TEXT, N),
    "buttons text": (
        160,
        Unit.GRAPHEMES,
        "documented",
        lambda n: question(reply("A"), text="👍🏽" * n),
        Code.TEXT_CUT,
        N,
    ),
    "buttons text with title or image": (
        60,
        Unit.GRAPHEMES,
        "documented",
        lambda n: {"card_message": card(reply("A"), title=None, description="x" * n, media_message={"url": IMAGE})},
        Code.TEXT_CUT,
        N,
    ),
    "column actions": (3, Unit.COUNT, "documented", lambda n: carousel(card(*replies(n))), Code.WHOLE_AS_TEXT, N),
    "column text": (
        120,
        Unit.GRAPHEMES,
        "documented",
        lambda n: carousel(*cards(1, description=None), card(reply("A"), title=None, description="x" * n)),
        Code.TEXT_CUT,
        N,
    ),
    "column text with title or image": (
        60,
        Unit.GRAPHEMES,
        "documented",
        lambda n: carousel(*cards(1, description="x" * n)),
        Code.TEXT_CUT,
        N,
    ),
    "flex bubbles": (
        12,
        Unit.COUNT,
        "rich",
        lambda n: carousel(*(card(*replies(k % 3)) for k in range(n))),
        Code.WHOLE_AS_TEXT,
        N,
    ),
    "flex bubble": (30_000, Unit.BYTES, "rich", bubble_of, Code.WHOLE_AS_TEXT, N),
    "flex carousel": (50_000, Unit.BYTES, "rich", flex_carousel_of, Code.WHOLE_AS_TEXT, N),
    "quick replies": (
        13,
        Unit.COUNT,
        "documented",
        lambda n: carousel(card(reply("A")), outer=replies(n)),
        Code.WHOLE_AS_TEXT,
        N,
    ),
    "postback data": (
        300,
        Unit.UTF16_UNITS,
        "documented",
        lambda n: question(reply("A", "x" * n)),
        Code.IDENTIFIER_SHORTENED,
        N,
    ),
    "uri": (1000, Unit.UTF16_UNITS, "documented", lambda n: question(link("A", url(n))), Code.WHOLE_AS_TEXT, N),
    "media URL": (2000, Unit.UTF16_UNITS, "documented", lambda n: media(url(n, ".png")), Code.WHOLE_AS_TEXT, N),
    "image size": (10_000_000, Unit.BYTES, "documented", with_size("https://example.com/b.png"), Code.WHOLE_AS_TEXT, N),
    "video size": (200_000_000, Unit.BYTES, "documented", with_size(VIDEO), Code.WHOLE_AS_TEXT, N),
    "audio size": (200_000_000, Unit.BYTES, "documented", with_size(AUDIO), Code.WHOLE_AS_TEXT, N),
    "preview size": (
        1_000_000,
        Unit.BYTES,
        "documented",
        lambda n: (media(IMAGE), {"media_info": {IMAGE: {"bytes": n}}}),
        Code.PREVIEW_IS_THE_FILE,
        N,
    ),
    "location title": (
        100,
        Unit.UTF16_UNITS,
        "documented",
        lambda n: {"location_message": {"title": "x" * n, "coordinates": {"latitude": 1, "longitude": 2}}},
        Code.TEXT_CUT,
        N,
    ),
    "location address": (
        100,
        Unit.UTF16_UNITS,
        "documented",
        lambda n: {
            "location_message": {"title": "t", "label": "x" * n, "coordinates": {"latitude": 1, "longitude": 2}}
        },
        Code.TEXT_CUT,
        N,
    ),
    "notification items": (
        15,
        Unit.COUNT,
        "documented",
        lambda n: (notification(items=items(n)), {"to": PHONE}),
        Code.TOO_LONG,
        N,
    ),
    "notification buttons": (
        2,
        Unit.COUNT,
        "documented",
        lambda n: (notification(buttons=buttons(n)), {"to": PHONE}),
        Code.TOO_LONG,
        N,
    ),
    "emphasized item": (
        15,
        Unit.UTF16_UNITS,
        "documented",
        lambda n: (notification(emphasized_item=items(1, "x" * n)[0]), {"to": PHONE}),
        Code.TOO_LONG,
        N,
    ),
    "notification item": (
        300,
        Unit.UTF16_UNITS,
        "documented",
        lambda n: (notification(items=items(1, "x" * n)), {"to": PHONE}),
        Code.TOO_LONG,
        N,
    ),
    "notification URL": (
        1000,
        Unit.UTF16_UNITS,
        "documented",
        lambda n: (notification(buttons=buttons(1, url(n))), {"to": PHONE}),
        Code.TOO_LONG,
        N,
    ),
}
# Not about n + 1 of anything in a finding; each has a test of its own below.
ELSEWHERE = {
    "messages",
    "altText",
    "confirm actions",
    "confirm text",
    "columns",
    "display text",
    "tracking ID",
    "unit name",
}


def test_every_limit_is_tested() -> None:
    assert LIMITS.keys() | ELSEWHERE == {limit.name for limit in Line.limits}
    for limit in Line.limits:
        assert limit.source.startswith("developers.line.biz/en/reference/")
        assert limit.retrieved == "2026-11-22"


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_at_n_and_one_more(name: str) -> None:
    figure, unit, profile, build, code, actual = LIMITS[name]
    limit = next(limit for limit in Line.limits if limit.name == name)
    assert (limit.value, limit.unit) == (figure, unit)

    def found(n: int) -> list[tuple[Code, object, object]]:
        built = build(n)
        message, request = built if isinstance(built, tuple) else (built, {})
        result = send(message, profile, **request)
        if "messages" in result.payloads[0]:
            assert [problem for payload in result.payloads for problem in problems(payload)] == []
        return [(finding.code, finding.limit, finding.actual) for finding in result.findings if finding.code is code]

    assert found(figure) == []
    assert found(figure + 1) == [(code, figure, actual(figure + 1))]


def test_messages_in_a_request() -> None:
    for pieces, requests in ((5, 1), (6, 2)):
        assert len(send({"text_message": {"text": "x" * 5000 * pieces}}).payloads) == requests


def test_columns_in_a_template() -> None:
    for count, columns in ((10, [10]), (11, [10, 1])):
        result = send(carousel(*cards(count)))
        assert [len(message["template"]["columns"]) for message in sent(result)] == columns
    assert "there are 11 cards and LINE's carousel template takes 10" in "".join(f.message for f in result.findings)


def test_the_alternative_text_is_cut() -> None:
    for length, shown in ((1500, "x" * 1500), (1501, "x" * 1499 + "…")):
        message = only(send(question(*replies(5), text="x" * length), "rich"))
        assert message["altText"] == shown
        assert message["contents"]["body"]["contents"][0]["text"] == "x" * length
    pair = only(send(question(*replies(5), text="👍" * 751), "rich"))["altText"]
    assert utf16(pair) <= 1500


def test_a_confirm_template_at_its_limits() -> None:
    def template(count: int, text: int) -> str:
        message = only(send(question(*replies(count), text="x" * text), "rich"))
        return message.get("template", message)["type"]

    assert (template(2, 240), template(2, 241), template(3, 160), template(1, 160)) == (
        "confirm",
        "flex",
        "buttons",
        "buttons",
    )


def test_what_is_shown_after_a_tap_is_cut() -> None:
    for length, shown in ((300, "x" * 300), (301, "x" * 299 + "…")):
        result = send(question(reply("x" * length, "p")))
        whole, template = sent(result)
        assert template["template"]["actions"][0]["displayText"] == shown
        assert whole["text"] == "Which?\n> " + "x" * length


@pytest.mark.parametrize(("name", "length"), [("LINE_VIDEO_TRACKING_ID", 100), ("LINE_OPEN_STATUS", 30)])
def test_the_length_of_a_property(name: str, length: int) -> None:
    assert send({"text_message": {"text": "x"}}, properties={name: "a" * length}).deliverable
    with pytest.raises(InvalidMessage, match=f"must be 1 to {length} of the characters"):
        send({"text_message": {"text": "x"}}, properties={name: "a" * (length + 1)})


def test_limits_of_the_callers_own() -> None:
    result = send({"text_message": {"text": "x" * 11}}, limits={"text": 5, "messages": 2})
    assert [len(payload["messages"]) for payload in result.payloads] == [2, 1]


# --- anything that people and attackers write ---

REQUESTS = st.fixed_dictionaries(
    {},
    optional={
        "to": st.sampled_from((None, USER, GROUP)),
        "properties": st.just({"LINE_VIDEO_TRACKING_ID": "v-1", "LINE_OPEN_STATUS": "unit"}),
        "limits": st.fixed_dictionaries(
            {},
            optional={
                "messages": st.integers(1, 5),
                "text": st.integers(8, 60),
                "altText": st.integers(1, 40),
                "label": st.integers(8, 20),
                "flex label": st.integers(8, 40),
                "title": st.integers(1, 10),
                "buttons text": st.integers(1, 20),
                "buttons text with title or image": st.integers(1, 20),
                "column text": st.integers(1, 20),
                "column text with title or image": st.integers(1, 20),
                "columns": st.integers(1, 3),
                "quick replies": st.integers(1, 3),
                "postback data": st.integers(33, 40),
                "flex bubble": st.integers(300, 2000),
                "location title": st.integers(1, 10),
                "location address": st.integers(1, 10),
            },
        ),
    },
)

LONG_URLS = st.builds(url, st.integers(980, 2100), st.sampled_from(("", ".pdf", ".png", ".mp4")))
LONG_MEDIA = st.fixed_dictionaries({"url": LONG_URLS}, optional={"thumbnail_url": LONG_URLS})
SAME_WORDS = st.sampled_from(("Buy", "Buy#2", "Buy it now and have it delivered tomorrow", " "))
EDGE_CHOICES = st.lists(
    st.builds(link, SAME_WORDS, LONG_URLS) | st.builds(reply, SAME_WORDS, st.none() | SAME_WORDS), max_size=3
)
EDGE_CARDS = st.fixed_dictionaries(
    {"title": SAME_WORDS}, optional={"media_message": LONG_MEDIA, "choices": EDGE_CHOICES}
)
EDGE_LISTS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(("", " ", "T")),
        "sections": st.lists(
            st.fixed_dictionaries(
                {"items": st.lists(SAME_WORDS.map(lambda title: {"choice": {"title": title}}), max_size=2)},
                optional={"title": SAME_WORDS},
            ),
            max_size=3,
        ),
    },
    optional={"media": LONG_MEDIA},
)
# What the messages above seldom are: addresses about as long as LINE takes, lists without a title, more cards than a
# template takes, the same word on several buttons.
EDGES = st.one_of(
    LONG_MEDIA.map(lambda fields: {"media_message": fields}),
    EDGE_CHOICES.map(lambda choices: question(*choices)),
    EDGE_CARDS.map(lambda fields: {"card_message": fields}),
    EDGE_LISTS.map(lambda fields: {"list_message": fields}),
    st.lists(EDGE_CARDS, max_size=3).map(lambda some: carousel(*some)),
    st.lists(SAME_WORDS.map(lambda word: card(reply(word))), min_size=11, max_size=14).map(
        lambda many: carousel(*many)
    ),
)
ANYTHING = messages() | EDGES


@settings(max_examples=100, deadline=None)
@given(ANYTHING, st.sampled_from(("documented", "rich")), REQUESTS)
def test_lines_own_sdk_takes_every_message(message: Json, profile: str, request: Json) -> None:
    for payload in send(message, profile, **request).payloads:
        assert sdk_problems(payload) == []


@settings(max_examples=100, deadline=None)
@given(ANYTHING, st.sampled_from(("documented", "rich")), REQUESTS)
def test_no_limit_is_exceeded(message: Json, profile: str, request: Json) -> None:
    result = send(message, profile, **request)
    found = [problem for payload in result.payloads for problem in problems(payload)]
    assert found == (["messages[0]: text"] if Code.EMPTY in codes(result) else [])


@settings(max_examples=100, deadline=None)
@given(ANYTHING, st.sampled_from(("documented", "rich")), REQUESTS)
def test_the_laws_hold(message: Json, profile: str, request: Json) -> None:
    """With less room, more cards and longer addresses than the laws are tried with on every channel."""
    short_texts = "text" in request.get("limits", {})
    for one in (message, marked(message)):
        result = send(one, profile, **request)
        assert result.payloads
        told = [fact._replace(may_be_split=fact.may_be_split or short_texts) for fact in read(one)]
        assert breaches(one, told, result) == []


@settings(max_examples=80, deadline=None)
@given(messages(), st.sampled_from(("documented", "rich")), REQUESTS)
def test_the_same_message_gives_the_same_request(message: Json, profile: str, request: Json) -> None:
    first, second = send(message, profile, **request), send(message, profile, **request)
    assert first == second
    assert first.to_json() == second.to_json()


@settings(max_examples=80, deadline=None)
@given(
    messages("choice_message", "card_message", "carousel_message", "list_message") | EDGES,
    st.sampled_from(("documented", "rich")),
)
def test_every_tap_is_known(message: Json, profile: str) -> None:
    """What comes back from a button is the identifier of one reply, and what a button shows is what the reply says."""
    result = send(message, profile)
    known = {(reply.shown, reply.identifier) for reply in result.replies}
    identifiers = [reply.identifier for reply in result.replies if reply.identifier is not None]
    assert len(set(identifiers)) == len(identifiers)

    def taps(part: Any) -> list[tuple[str, str]]:
        if isinstance(part, dict):
            own = [(part["label"], part["data"])] if part.get("type") == "postback" else []
            return own + [tap for value in part.values() for tap in taps(value)]
        return [tap for value in part for tap in taps(value)] if isinstance(part, list) else []

    tapped = [tap for part in sent(result) for tap in taps(part)]
    assert set(tapped) <= known
    assert sorted(data for _, data in tapped) == sorted(identifiers)
    assert result.outcome is not Outcome.NATIVE or all(f.severity is not Severity.LOSS for f in result.findings)


def test_a_picture_with_choices_and_no_words_is_a_template() -> None:
    image = {"url": "https://example.com/a.jpg"}
    choices = [{"text_message": {"text": "OK"}}, {"text_message": {"text": "No"}}]
    result = Transcoder().transcode({"card_message": {"media_message": image, "choices": choices}}, "LINE")
    (message,) = result.payloads[0]["messages"]
    assert (message["template"]["type"], message["template"]["text"]) == ("buttons", "OK, No")
    assert result.findings == ()


def test_a_trunk_prefix_is_not_called() -> None:
    call = {"call_message": {"title": "Call", "phone_number": "+46 (0)70 123 45 67"}}
    message = {"choice_message": {"text_message": {"text": "Q?"}, "choices": [call]}}
    (action,) = Transcoder().transcode(message, "LINE").payloads[0]["messages"][0]["template"]["actions"]
    assert action["uri"] == "tel:+46701234567"
