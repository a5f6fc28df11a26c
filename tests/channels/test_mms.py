"""MMS: the documented renderings to the character, slides, the sender, strict validation."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import run
from tests.mms.wire import payload_of
from tests.strategies import messages
from transcode import Code, InvalidMessage, Outcome, Severity, transcode
from transcode.channels.mms import Mms
from transcode.mms import MediaPart, Slide, render_mm7

LOGO = "https://1vxc0v12qhrm1e72gq1mmxkf-wpengine.netdna-ssl.com/wp-content/uploads/2019/05/Sinch-logo-Events.png"
SENDER = {"MMS_SENDER": "28444"}
STRICT = {**SENDER, "MMS_STRICT_VALIDATION": "true"}


@pytest.mark.parametrize("to", ["+46 70 123", "+46(70)1-23", "+46 (0)70.123"])
def test_recipients_are_read_as_on_every_channel(to: str) -> None:
    result = transcode({"text_message": {"text": "Hi"}}, "MMS", to=to, properties=SENDER)
    assert [(finding.code, finding.path) for finding in result.findings] == [(Code.NUMBER_CLEANED, "to")]
    assert '"4670123"' in json.dumps(result.payloads)
    assert result.deliverable


@pytest.mark.parametrize("to", ["+0701234567", "07700900123", "0046701234567", "000"])
def test_numbers_without_a_country_code_are_refused_in_the_same_words(to: str) -> None:
    said = {
        channel: transcode({"text_message": {"text": "Hi"}}, channel, to=to, properties=properties).findings[0]
        for channel, properties in (("MMS", SENDER), ("SMS", {}), ("WHATSAPP", {}), ("RCS", {}))
    }
    assert {finding.code for finding in said.values()} == {Code.RECIPIENT_REFUSED}
    assert len({finding.message.partition("would refuse")[2] for finding in said.values()}) == 1


def test_a_sender_that_is_refused_is_named_once() -> None:
    (finding,) = transcode({"text_message": {"text": "Hi"}}, "MMS", to="+4670123", sender="+0701234567").findings[:1]
    assert finding.message.count("0701234567") == 1
    assert finding.code is Code.SENDER_REFUSED


# What the pictures of the MMS channel's page show (the carousel's call number as its JSON has it).
DOCUMENTED = {
    "text": "Text message from Sinch Conversation API.",
    "mms-choice": """\
What do you want to do?
> SUGGESTED REPLY
> Someone: +123456789
> Sinch: https://www.sinch.com""",
    "mms-card": """\
This is the best MMS card title
This is the card description
> SUGGESTED REPLY
> Someone: +46732000000
> Sinch: https://www.sinch.com""",
    "mms-card-seed": """\
This is the best MMS card title
> SUGGESTED REPLY
> Someone: +46732000000
> Sinch: https://www.sinch.com""",
    "mms-carousel": f"""\
This is the card 1 title
This is the card 1 description
{LOGO}
> SUGGESTED REPLY
> Someone: +46732000000
> Sinch: https://www.sinch.com
This is the card 2 title
This is the card 2 description
{LOGO}
> SUGGESTED REPLY
> Location Message: https://www.google.com/maps/search/?api=1&query=55.610477,13.002873""",
    "mms-location": "Location Message: https://www.google.com/maps/search/?api=1&query=55.610477,13.002873",
    # Undocumented: the outer choices follow the last card, a list has no blank lines either.
    "carousel-outer-choices": """\
Red
EUR 10
https://example.com/red.jpg
> BUY RED
A card without a title
https://example.com/plain.jpg
> BUY PLAIN
> SURPRISE ME
> SHOW MORE
> Call us: +46732000000""",
    "list-choices": """\
Menu of the day
Until 14:00
https://example.com/menu.jpg
Starters
> SOUP: Tomato
> SALAD
Mains
> CRÊPE: Cheese
https://example.com/crepe.jpg""",
}


def _parts(result: Any) -> list[dict[str, Any]]:
    (payload,) = result.payloads
    return [part for slide in payload["slides"] for part in slide["parts"]]


@pytest.mark.parametrize(("name", "expected"), DOCUMENTED.items())
def test_text(name: str, expected: str) -> None:
    result = run(name, "MMS")
    assert result.text == expected
    assert _parts(result)[-1]["text"] == expected
    assert result.segments is None


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("text", Outcome.NATIVE),
        ("media-image", Outcome.NATIVE),
        ("mms-card", Outcome.NATIVE),
        ("mms-choice", Outcome.PLAINTEXT),
        ("mms-carousel", Outcome.PLAINTEXT),
        ("mms-location", Outcome.PLAINTEXT),
    ],
)
def test_native_types_of_the_channel_page(name: str, outcome: Outcome) -> None:
    assert run(name, "MMS").outcome is outcome


@pytest.mark.parametrize(
    ("name", "kind", "content_type", "content_id"),
    [
        ("media-image", "image", "image/png", "media-1.png"),
        ("media-video", "video", "video/mp4", "media-1.mp4"),
        ("media-audio", "audio", "audio/mpeg", "media-1.mp3"),
        ("media-vcard", "object", "text/x-vcard", "media-1.vcf"),
        ("media-document", "object", "application/pdf", "media-1.pdf"),
        ("media-unknown", "unknown", None, "media-1"),
    ],
)
def test_media_is_attached_by_url(name: str, kind: str, content_type: str | None, content_id: str) -> None:
    result = run(name, "MMS")
    (part,) = _parts(result)
    assert (part["kind"], part["content_type"], part["content_id"]) == (kind, content_type, content_id)
    assert result.text is None
    assert (Code.MEDIA_TYPE_UNKNOWN in {finding.code for finding in result.findings}) == (kind == "unknown")


def test_a_card_is_one_slide_with_its_media_first() -> None:
    result = run("mms-card", "MMS")
    assert [part["kind"] for part in _parts(result)] == ["image", "text"]
    assert _parts(result)[0]["url"] == LOGO
    assert LOGO not in (result.text or "")
    assert len(result.payloads[0]["slides"]) == 1
    assert result.findings == ()


def test_the_seeds_request() -> None:
    """Channel page, "Sending Messages": the sender comes with each message."""
    message = {"text_message": {"text": "Text message from Sinch Conversation API."}}
    result = transcode(message, "MMS", properties=SENDER)
    (payload,) = result.payloads
    assert payload["submit_req"]["SenderIdentification"] == {"SenderAddress": {"ShortCode": "28444"}}
    assert payload["submit_req"]["Recipients"] == {"To": [{"Number": "{{to}}"}]}
    assert "Subject" not in payload["submit_req"]
    assert result.findings == ()
    json.dumps(payload)


def test_a_long_number_is_a_number() -> None:
    result = transcode({"text_message": {"text": "x"}}, "MMS", properties={"MMS_SENDER": "+16172383232"}, to="+1555")
    request = result.payloads[0]["submit_req"]
    assert request["SenderIdentification"] == {"SenderAddress": {"Number": "16172383232"}}
    assert request["Recipients"] == {"To": [{"Number": "1555"}]}


def test_without_a_sender_it_is_rejected() -> None:
    result = transcode({"text_message": {"text": "x"}}, "MMS")
    (finding,) = result.findings
    assert (finding.code, finding.severity) == (Code.SENDER_MISSING, Severity.REJECTED)
    assert "MMS_SENDER" in finding.message
    assert not result.deliverable
    assert "{{from}}" in result.to_json()
    assert transcode({"text_message": {"text": "x"}}, "MMS", sender="28444").deliverable


@pytest.mark.parametrize(
    ("name", "value"),
    [("MMS_SENDER", "Sinch"), ("MMS_SENDER", ""), ("MMS_SENDER", "1\r\n"), ("MMS_STRICT_VALIDATION", "1")],
)
def test_bad_property(name: str, value: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        transcode({"text_message": {"text": "x"}}, "MMS", properties={name: value})
    assert caught.value.errors[0].path == f"channel_properties.{name}"


def test_long_text_takes_further_slides() -> None:
    text = "word " * 2000
    result = transcode({"text_message": {"text": text}}, "MMS", properties=SENDER)
    texts = [part["text"] for part in _parts(result)]
    assert "".join(texts) == text
    assert all(len(piece) <= 5000 for piece in texts)
    assert result.findings == ()
    too_long = transcode({"text_message": {"text": "word " * 8200}}, "MMS", properties=SENDER)
    assert [(f.code, f.limit, f.actual) for f in too_long.findings] == [(Code.SLIDE_RULE_FAILED, 8, 9)]


# --- strict validation ---


def _image(properties: dict[str, str], info: dict[str, Any] | None = None) -> Any:
    media_info = {} if info is None else {"https://a.example/a.jpg": info}
    message = {"media_message": {"url": "https://a.example/a.jpg"}}
    return transcode(message, "MMS", properties=properties, media_info=media_info)


def test_nothing_is_validated_unless_asked_for() -> None:
    assert _image(SENDER, {"bytes": 5_000_000}).findings == ()


def test_what_cannot_be_known_is_never_passed() -> None:
    result = _image(STRICT)
    assert {finding.code for finding in result.findings} == {Code.MEDIA_RULE_UNKNOWN}
    assert "size" in " ".join(finding.message for finding in result.findings)
    assert result.deliverable


def test_a_size_over_the_best_practices_is_rejected() -> None:
    good = {"bytes": 740_000, "width": 640, "height": 1138, "animated": False, "has_alpha": False}
    assert _image(STRICT, good).findings == ()
    (finding,) = _image(STRICT, {**good, "bytes": 740_001}).findings
    assert (finding.code, finding.path, finding.limit, finding.actual) == (
        Code.MEDIA_RULE_FAILED,
        "media_message.url",
        740_000,
        740_001,
    )
    (finding,) = _image(STRICT, {**good, "width": 641}).findings
    assert (finding.code, finding.severity) == (Code.MEDIA_RULE_ADVICE, Severity.INFO)


def test_a_figure_is_shown_with_all_its_digits() -> None:
    message = {"media_message": {"url": "https://a.example/a.mp4"}}
    info = {"https://a.example/a.mp4": {"duration_s": 30.0000001}}
    found = transcode(message, "MMS", properties=STRICT, media_info=info).findings
    (finding,) = [finding for finding in found if finding.limit == 30 and finding.code is Code.MEDIA_RULE_ADVICE]
    assert finding.actual == "30.0000001"
    assert "it is 30.0000001." in finding.message


def test_bad_media_info_names_the_file_and_the_figure() -> None:
    with pytest.raises(InvalidMessage) as caught:
        _image(STRICT, {"bytes": -1})
    assert caught.value.errors[0].path == "media_info['https://a.example/a.jpg'].bytes"


def test_a_type_that_mms_does_not_carry_is_rejected_strict_or_not() -> None:
    result = _image(SENDER, {"content_type": "application/zip"})
    assert [(f.code, f.path) for f in result.findings] == [(Code.MEDIA_TYPE_UNSUPPORTED, "media_message.url")]


# --- the newer rendering of a card ---


def test_rich_profile_makes_the_title_the_subject() -> None:
    result = run("mms-card", "MMS", profile="rich")
    assert result.payloads[0]["submit_req"]["Subject"] == "This is the best MMS card title"
    assert result.text == DOCUMENTED["mms-card"].partition("\n")[2]
    assert result.findings == ()


@pytest.mark.parametrize("card", [{}, {"media_message": {"url": " "}}, {"description": " "}])
def test_a_title_with_nothing_beside_it_stays_in_the_text(card: dict[str, Any]) -> None:
    result = transcode({"card_message": {"title": "Hello", **card}}, "MMS", properties=SENDER, profile="rich")
    assert "Subject" not in result.payloads[0]["submit_req"]
    assert result.text == "Hello"
    assert result.deliverable


def test_a_title_with_a_file_beside_it_is_the_subject() -> None:
    message = {"card_message": {"title": "Hello", "media_message": {"url": "https://a.example/a.png"}}}
    result = transcode(message, "MMS", properties=SENDER, profile="rich")
    assert result.payloads[0]["submit_req"]["Subject"] == "Hello"
    assert (result.text, result.findings) == (None, ())


@pytest.mark.parametrize("title", ["Größe", "x" * 81])
def test_a_title_that_cannot_be_a_subject_stays_in_the_text(title: str) -> None:
    result = transcode({"card_message": {"title": title}}, "MMS", properties=SENDER, profile="rich")
    assert "Subject" not in result.payloads[0]["submit_req"]
    assert result.text == title
    assert [(f.code, f.path) for f in result.findings] == [(Code.SUBJECT_IN_TEXT, "card_message.title")]


def test_explicit_message_is_the_payload() -> None:
    (payload,) = run("mms-card", "MMS").payloads
    own = json.loads(json.dumps(payload).replace("46701234567", "{{to}}"))
    message = {"text_message": {"text": "x"}, "explicit_channel_message": {"MMS": json.dumps(own)}}
    result = transcode(message, "MMS", to="+46701234567")
    assert (result.outcome, result.payloads) == (Outcome.OVERRIDE, (payload,))
    message["explicit_channel_message"] = {"MMS": "not JSON"}
    with pytest.raises(InvalidMessage, match=r"explicit_channel_message\.MMS: must be the JSON that MMS takes"):
        transcode(message, "MMS")


def _own(payload: Any, **options: Any) -> Any:
    message = {"text_message": {"text": "x"}, "explicit_channel_message": {"MMS": json.dumps(payload)}}
    return transcode(message, "MMS", **options)


@pytest.mark.parametrize("options", [{"properties": SENDER}, {"sender": "+28444"}])
def test_explicit_message_is_from_the_sender(options: dict[str, Any]) -> None:
    result = _own(payload_of(sender=None), **options)
    address = result.payloads[0]["submit_req"]["SenderIdentification"]["SenderAddress"]
    assert address == {"Number": "28444"}
    assert result.findings == ()


def test_explicit_message_without_a_sender_is_rejected() -> None:
    result = _own(payload_of(sender=None))
    assert [(f.code, f.path) for f in result.findings] == [(Code.SENDER_MISSING, "explicit_channel_message.MMS")]
    assert not result.deliverable
    assert result.payloads == (payload_of(sender=None),)


@pytest.mark.parametrize(
    ("own", "field"),
    [
        ({}, "mm7_version: is required"),
        ({**payload_of(), "smil": "<smil/>"}, "smil: does not match the slides"),
        ({**payload_of(), "VASPID": "x"}, "VASPID: is not part of the model"),
        (payload_of(Slide((MediaPart("not a url"),))), "slides[0].parts[0].url: must be an absolute URL"),
    ],
)
def test_explicit_message_that_is_no_request_is_rejected(own: dict[str, Any], field: str) -> None:
    result = _own(own, properties=SENDER)
    (finding,) = result.findings
    assert (finding.code, finding.path) == (Code.REQUEST_REFUSED, "explicit_channel_message.MMS")
    assert field in finding.message
    assert not result.deliverable
    assert (result.outcome, result.payloads) == (Outcome.OVERRIDE, (own,))


# --- what is deliverable can be rendered ---


@pytest.mark.parametrize(
    ("url", "fix"),
    [
        ("not a url", "must be an absolute URL that starts with https://"),
        ("ftp://example.com/a.png", "must be an absolute URL that starts with https://"),
        ("https://a/a.png\x00", "remove them"),
        ("https://example.com:99999/a.png", "is not a URL: Port out of range"),
    ],
)
def test_a_url_that_no_request_can_have_is_rejected(url: str, fix: str) -> None:
    media = {"media_message": {"url": url}}
    for message, path in (
        (media, "media_message.url"),
        ({"card_message": {"title": "T", **media}}, "card_message.media_message.url"),
    ):
        result = transcode(message, "MMS", properties=SENDER)
        (finding,) = [finding for finding in result.findings if finding.severity is Severity.REJECTED]
        assert (finding.code, finding.path) == (Code.VALUE_REFUSED, path)
        assert finding.message.startswith("MMS does not take the URL of the file: it ")
        assert fix in finding.message
        assert not result.deliverable
        with pytest.raises(InvalidMessage):
            render_mm7(result.payloads[0], transaction_id="1")


@given(messages("text_message", "media_message", "card_message"), st.sampled_from(("documented", "rich")))
def test_what_is_deliverable_can_be_rendered(message: dict[str, Any], profile: str) -> None:
    result = transcode(message, "MMS", properties=SENDER, profile=profile)
    if result.deliverable:
        (payload,) = result.payloads
        assert render_mm7(payload, transaction_id="1", vaspid="key").body


def test_payload_carries_no_credentials_and_renders_as_mm7() -> None:
    (payload,) = run("mms-card", "MMS").payloads
    assert not {"VASPID", "VASID", "api_key", "TransactionID"} & set(json.dumps(payload).replace('"', " ").split())
    request = render_mm7(payload, transaction_id="t-1", vaspid="key")
    assert b"<VASPID>key</VASPID>" in request.body


def test_every_limit_has_its_source() -> None:
    for limit in Mms.limits:
        assert limit.source
        assert limit.retrieved
