"""What people who send rich messages reported, on whatever channel: addresses that break, marks that get lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from transcode import Code, Outcome, Transcoded, Transcoder, transcode, transcode_request
from transcode.channels import implemented, writer_for

Json = dict[str, Any]
PROFILES = ("documented", "rich")
KNOWN = {"sender": "28444", "properties": {"MMS_SENDER": "28444"}}


def send(message: Json, channel: str, profile: str = "documented", **options: Any) -> Transcoded:
    return Transcoder(profile=profile, **options).transcode(message, channel, **KNOWN)


def strings(value: Any) -> Iterator[str]:
    """Yield every string of a payload."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item)


def shown(result: Transcoded) -> list[str]:
    return [*strings(result.payloads), result.text or ""]


# --- the service's own answers ---


@pytest.mark.parametrize(
    ("to", "place", "recorded"),
    [
        (
            "to value",
            {"title": "Coordinates title", "coordinates": {"latitude": 47.627980, "longitude": -2.822915}},
            (
                '{"messaging_product":"whatsapp","biz_opaque_callback_data":null,"to":"to value","type":"location",'
                '"recipient_type":"individual","location":{"longitude":"-2.822915","latitude":"47.62798",'
                '"name":"Coordinates title"}}'
            ),
        ),
        (
            None,
            {
                "title": "Phare d'Eckmühl",
                "label": "Pointe de Penmarch",
                "coordinates": {"latitude": 47.7981899, "longitude": -4.3727685},
            },
            (
                '{"to":"{{to}}","type":"location","recipient_type":"individual","location":{"longitude":"-4.3727684",'
                '"latitude":"47.79819","name":"Phare d\'Eckmühl","address":"Pointe de Penmarch"},'
                '"messaging_product":"whatsapp","biz_opaque_callback_data":null}'
            ),
        ),
    ],
)
def test_what_was_recorded_of_the_service(to: str | None, place: Json, recorded: str) -> None:
    request = {"app_id": "a", "app_message": {"location_message": place}, "channels": ["WHATSAPP"]}
    answer = transcode_request(request if to is None else {**request, "to": to})["transcoded_message"]["WHATSAPP"]
    assert json.loads(answer) == json.loads(recorded)
    assert len(answer) == len(recorded)


# --- marks ---

MARKED = "See *this*, _that_ and ~these~: www.uni.example/~john/, youtu.be/_K2dRx, me_too@a_b.example, `code` a_b_c.txt"


@pytest.mark.parametrize("channel", sorted(implemented()))
def test_a_text_with_marks_goes_exactly_as_it_was_given(channel: str) -> None:
    result = send({"text_message": {"text": MARKED}}, channel)
    assert result.text == MARKED
    assert MARKED in shown(result)
    assert [one.code for one in result.losses if one.path != "sender"] == []


def test_no_mark_in_what_people_tap_or_copy_is_touched_where_it_is_shown_as_typed() -> None:
    body = send({"text_message": {"text": MARKED}}, "WHATSAPP", markup="literal").payloads[0]["text"]["body"]
    for address in ("www.uni.example/~john/", "youtu.be/_K2dRx", "me_too@a_b.example", "a_b_c.txt"):
        assert address in body
    assert body.replace("\u200b", "") == MARKED


@pytest.mark.parametrize("markup", ["passed", "literal", "markdown"])
def test_no_link_is_cut_where_a_text_is_several_messages(markup: str) -> None:
    if markup == "markdown":
        pytest.importorskip("markdown_it")
    address = "https://example.com/~john/_x_/*y*?a=1&b=2"
    for channel in implemented():
        limits = {one.name: one.value for one in writer_for(channel).limits}
        if channel == "SMS" or "text" not in limits:  # an SMS is one text, whatever its parts
            continue
        for behind in (5, 20):
            text = "ab " * ((limits["text"] - behind) // 3) + f"{address} end"
            result = send({"text_message": {"text": text}}, channel, "rich", markup=markup)
            assert len(result.payloads) > 1 or channel in ("LINE", "KAKAOTALK"), channel
            assert [found for found in strings(result.payloads) if address in found], channel


# --- addresses ---

HOST = "bücher.example"


def url(extension: str) -> str:
    return f"https://{HOST}/a b[1]/50%off ä.{extension}?q=é x#b#c"


EVENT = {
    "title": "Add",
    "event_start": "2026-12-01T09:00:00Z",
    "event_end": "2026-12-01T10:00:00Z",
    "event_title": "Tea",
    "fallback_url": url("ics"),
}
LINK = {"url_message": {"title": "Go", "url": url("html")}}
CHOICES = [
    LINK,
    {"calendar_message": EVENT},
    {"share_location_message": {"title": "Share", "fallback_url": url("php")}},
]
CARD = {"title": "T", "description": "D", "media_message": {"url": url("png")}}
WITH_URLS = {
    "image": {"media_message": {"url": url("png"), "thumbnail_url": url("jpg")}},
    "video": {"media_message": {"url": url("mp4"), "thumbnail_url": url("jpg")}},
    "document": {"media_message": {"url": url("pdf")}},
    "unknown": {"media_message": {"url": url("xyz")}},
    "choice": {"choice_message": {"text_message": {"text": "Well?"}, "choices": [LINK]}},
    "choices": {"choice_message": {"text_message": {"text": "Well?"}, "choices": CHOICES}},
    "card": {"card_message": {**CARD, "choices": CHOICES}},
    "song": {"card_message": {**CARD, "media_message": {"url": url("mp3")}, "choices": [LINK]}},
    "carousel": {"carousel_message": {"cards": [{**CARD, "choices": [LINK]}] * 2, "choices": [LINK]}},
    "list": {
        "list_message": {
            "title": "L",
            "media": {"url": url("png")},
            "sections": [{"items": [{"choice": {"title": "One", "media": {"url": url("png")}}}]}],
        }
    },
    "contact": {
        "contact_info_message": {
            "name": {"full_name": "Ann"},
            "phone_numbers": [{"phone_number": "+46701234567"}],
            "urls": [{"url": url("html"), "type": "HOME"}],
        }
    },
}
# Names of files are read, not tapped.
NAMES = re.compile(r"50%off ä\.\w+")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", WITH_URLS)
def test_urls_are_encoded_wherever_they_are_sent(name: str, profile: str) -> None:
    for channel in implemented():
        for text in shown(send(WITH_URLS[name], channel, profile)):
            if not NAMES.fullmatch(text):
                for raw in ("a b[1]", "50%off", "é x", "b#c"):
                    assert raw not in text, (channel, text)


def test_a_host_of_other_letters_is_punycode_where_it_is_opened_or_fetched_and_read_in_texts() -> None:
    sent = {channel: shown(send(WITH_URLS["choice"], channel, "rich")) for channel in implemented()}
    hosts = {
        channel: {host for text in texts for host in re.findall(r"https://([^/]+)/", text)}
        for channel, texts in sent.items()
    }
    buttons = {"INSTAGRAM", "MESSENGER", "RCS", "TELEGRAM", "VIBER", "VIBERBM", "WHATSAPP"}
    for channel in buttons:
        assert "xn--bcher-kva.example" in hosts[channel], channel
    assert hosts["LINE"] == {"b%C3%BCcher.example"}
    for channel in ("SMS", "MMS", "WECHAT"):
        assert hosts[channel] == {HOST}, channel


@pytest.mark.parametrize("profile", PROFILES)
def test_a_button_that_leads_nowhere_is_no_button(profile: str) -> None:
    for address in ("https://example.com:port/", "https://ex ample.com/", "not a url"):
        choice = {"url_message": {"title": "Go", "url": address}}
        message = {"choice_message": {"text_message": {"text": "Well?"}, "choices": [choice]}}
        for channel in implemented():
            result = send(message, channel, profile)
            assert result.outcome is not Outcome.NATIVE, channel
            assert Code.URL_UNUSABLE in {one.code for one in result.findings}, channel


# --- files and labels ---


@pytest.mark.parametrize("channel", ["WHATSAPP", "VIBERBM"])
def test_a_document_has_a_name_with_its_extension(channel: str) -> None:
    def names(**media: str) -> set[str]:
        address = "https://example.com/f/Rechnung%20Mai.pdf?sig=1"
        result = send({"media_message": {"url": address, **media}}, channel)
        return {text for text in strings(result.payloads) if text.endswith(".pdf")}

    assert names() == {"Rechnung Mai.pdf"}
    assert names(filename_override="Invoice May") == {"Invoice May.pdf"}


@pytest.mark.parametrize("profile", PROFILES)
def test_no_two_buttons_of_one_message_look_alike(profile: str) -> None:
    choices = [{"text_message": {"text": "Same"}, "postback_data": mark} for mark in "12"]
    message = {"choice_message": {"text_message": {"text": "Well?"}, "choices": choices}}
    for channel in implemented():
        result = send(message, channel, profile)
        labels = [reply.shown for reply in result.replies]
        if result.outcome is Outcome.PLAINTEXT:
            assert labels == ["SAME"] * 2, channel
        else:
            assert labels == ["Same", "Same (2)"], channel
            assert [one.code for one in result.findings if "choices[1]" in one.path] == [Code.SHOWN_OTHERWISE], channel
            assert [reply.postback for reply in result.replies] == ["1", "2"], channel


@pytest.mark.parametrize(
    ("channel", "profile", "media"),
    [("LINE", "documented", "a.png"), ("WHATSAPP", "documented", "a.png"), ("WHATSAPP", "rich", "a.mp3")],
)
def test_a_file_and_its_words_are_no_plain_text(channel: str, profile: str, media: str) -> None:
    card = {"title": "T", "description": "D", "media_message": {"url": f"https://example.com/{media}"}}
    result = send({"card_message": card}, channel, profile)
    assert result.outcome is Outcome.NATIVE
    assert not {one.code for one in result.findings} & {Code.WHOLE_AS_TEXT, Code.FILE_AND_TEXT, Code.WHOLE_AS_CAPTION}
    asked = transcode(
        {"card_message": {**card, "choices": [{"call_message": {"title": "Call", "phone_number": "abc"}}]}},
        channel,
        profile=profile,
    )
    assert asked.outcome is not Outcome.NATIVE
    assert {one.code for one in asked.findings} & {Code.FILE_AND_TEXT, Code.WHOLE_AS_CAPTION}
    assert Code.WHOLE_AS_TEXT not in {one.code for one in asked.findings}


@pytest.mark.parametrize(
    ("known", "kind", "codes"),
    [
        ({"width": 512, "height": 512}, "sticker", []),
        ({"width": 512, "height": 300}, "document", []),
        ({"width": 96}, "document", []),
        ({}, "sticker", [Code.MEDIA_RULE_ADVICE]),
    ],
)
def test_a_webp_image_that_is_known_to_be_no_sticker_is_a_document(known: Json, kind: str, codes: list[Code]) -> None:
    address = "https://example.com/a.webp"
    result = transcode({"media_message": {"url": address}}, "WHATSAPP", media_info={address: known})
    assert result.payloads[0]["type"] == kind
    assert [one.code for one in result.findings] == codes
    assert result.deliverable


@pytest.mark.parametrize(
    ("end", "method"),
    [("ogg", "sendVoice"), ("oga", "sendVoice"), ("opus", "sendVoice"), ("webp", "sendSticker"), ("mp3", "sendAudio")],
)
def test_the_method_of_a_voice_and_of_a_sticker(end: str, method: str) -> None:
    address = f"https://example.com/a.{end}"
    (payload,) = transcode({"media_message": {"url": address}}, "TELEGRAM").payloads
    assert (payload["method"], payload[method.removeprefix("send").lower()]) == (method, address)


# --- what the rich profile keeps ---


def question(*choices: Json, text: str = "Well?") -> Json:
    return {"choice_message": {"text_message": {"text": text}, "choices": list(choices)}}


YES, NO = ({"text_message": {"text": text}} for text in ("Yes", "No"))
BROKEN = {"url_message": {"title": "Go", "url": "https://ex ample.com/"}}


def test_replies_beside_a_url_are_buttons_and_the_url_a_line() -> None:
    link = {"url_message": {"title": "Go", "url": "https://example.com/my file"}}
    result = send(question(YES, NO, link), "WHATSAPP", "rich")
    (payload,) = result.payloads
    assert payload["interactive"]["body"]["text"] == "Well?\n\n• Go: https://example.com/my%20file"
    assert [one["reply"]["title"] for one in payload["interactive"]["action"]["buttons"]] == ["Yes", "No"]
    assert [one.code for one in result.findings] == [Code.CHOICE_AS_LINE]


def test_one_impossible_choice_takes_no_others_buttons() -> None:
    for channel in ("LINE", "WHATSAPP", "TELEGRAM"):
        result = send(question(YES, NO, BROKEN), channel, "rich")
        assert [one.identifier for one in result.replies] == ["Yes", "No", None], channel
        assert Code.CHOICE_AS_LINE in {one.code for one in result.findings}, channel


def test_a_question_that_is_longer_than_a_body_keeps_its_buttons_under_its_last_part() -> None:
    words = "word " * 300
    *texts, last = send(question(YES, NO, text=words), "WHATSAPP", "rich").payloads
    assert [one["type"] for one in texts] == ["text"]
    assert len(last["interactive"]["action"]["buttons"]) == 2
    assert len(last["interactive"]["body"]["text"]) <= 1024
    read = [*(one["text"]["body"] for one in texts), last["interactive"]["body"]["text"]]
    assert " ".join(read).split() == words.split()


def test_a_song_goes_before_its_words() -> None:
    card = {"title": "T", "description": "D", "media_message": {"url": "https://example.com/a.mp3"}}
    song, words = send({"card_message": card}, "WHATSAPP", "rich").payloads
    assert (song["type"], words["text"]["body"]) == ("audio", "*T*\n_D_")


# --- words that are read twice, or by themselves ---


def test_a_label_that_has_no_room_stands_under_what_it_belongs_to() -> None:
    link = {"url_message": {"title": "Open the terms and conditions", "url": "https://example.com/"}}
    before, template = send(question(link), "LINE").payloads[0]["messages"]
    assert before["text"] == "Well?\n> Open the terms and conditions"
    assert template["template"]["actions"][0]["label"] == "Open the terms and…"


def test_a_title_of_41_letters_is_sent_whole_and_its_text_once() -> None:
    card = {"title": "T" * 41, "description": "Once", "choices": [YES]}
    before, template = send({"card_message": card}, "LINE").payloads[0]["messages"]
    assert before == {"type": "text", "text": "T" * 41}
    assert (template["template"]["title"], template["template"]["text"]) == ("T" * 39 + "…", "Once")


@pytest.mark.parametrize("profile", PROFILES)
def test_a_picture_and_a_button_have_no_line_of_the_button(profile: str) -> None:
    picture = {"title": "", "media_message": {"url": "https://example.com/a.png"}, "choices": [YES]}
    written = [send({"card_message": picture}, channel, profile) for channel in implemented() if channel != "MMS"]
    native = [result for result in written if result.outcome is Outcome.NATIVE]
    assert {"INSTAGRAM", "LINE", "MESSENGER", "WHATSAPP"} <= {result.channel for result in native}
    for result in native:
        assert not [text for text in shown(result) if text.startswith(("> ", "* ", "• "))], result.channel


def test_what_stands_above_buttons_without_words_is_what_they_say() -> None:
    for channel in ("INSTAGRAM", "KAKAOTALK", "MESSENGER", "RCS", "TELEGRAM", "VIBER", "WHATSAPP"):
        result = send(question(YES, NO, text=""), channel, "rich")
        assert (result.text, result.outcome) == ("Yes, No", Outcome.NATIVE), channel
    long = "A label that is too long for a button"
    for channel in ("INSTAGRAM", "KAKAOTALK", "KAKAOTALKCHAT", "MESSENGER", "RCS"):
        result = send(question({"text_message": {"text": long}}, NO, text=""), channel, "rich")
        assert (result.text, len(result.payloads)) == (f"{long}, No", 1), channel
        assert [one.message for one in result.findings if "the text has it whole" in one.message], channel
    link = {"url_message": {"title": "Go", "url": "https://example.com/"}}
    picture = {"title": "", "media_message": {"url": "https://example.com/a.png"}, "choices": [YES, link]}
    (payload,) = send({"card_message": picture}, "WHATSAPP", "rich").payloads
    assert payload["interactive"]["body"]["text"] == "Yes\n\n• Go: https://example.com/"
    event = {"calendar_message": EVENT}
    assert "bücher.example" in (send(question(event, text=""), "MESSENGER").text or "")
