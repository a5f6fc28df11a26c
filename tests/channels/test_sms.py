"""SMS: the documented renderings to the character, the payload, the properties, the price of capitals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from tests.corpus import run
from tests.strategies import messages, texts
from transcode import (
    AppMessage,
    Code,
    InvalidMessage,
    InvalidOption,
    Outcome,
    Severity,
    Transcoded,
    Transcoder,
    campaign,
    transcode,
)
from transcode.channels.sms import Sms
from transcode.gsm import Encoding, segment
from transcode.message.base import leaves

LOGO = "https://1vxc0v12qhrm1e72gq1mmxkf-wpengine.netdna-ssl.com/wp-content/uploads/2019/05/Sinch-logo-Events.png"

# What the pictures of the SMS channel's page show, phone line wraps undone.
DOCUMENTED = {
    "text": "Text message from Sinch Conversation API.",
    "media-image": LOGO,
    "choice": """\
What do you want to do?

> TEXT
> Sinch: https://www.sinch.com
> Someone: 46732000000""",
    "card": f"""\
This is the card title
This is the card description
{LOGO}
> SUGGESTED REPLY
> Someone: 46732000000
> Sinch: https://www.sinch.com""",
    "carousel": f"""\
1. This is the card 1 title
This is the card 1 description
{LOGO}
> SUGGESTED REPLY 1 TEXT
> SUGGESTED REPLY 2 TEXT
> SUGGESTED REPLY 3 TEXT

2. This is the card 2 title
This is the card 2 description
{LOGO}
> SUGGESTED
> Sinch: https://www.sinch.com

3. This is the card 3 title
This is the card 3 description
{LOGO}
> Someone: 46732000000""",
    "location": "Location Message: https://www.google.com/maps/search/?api=1&query=55.610477,13.002873",
    # A title's own colon is kept (Viber Business page and WhatsApp's picture of 2021-01-17).
    "choice-title-colon": """\
What do you want to do?

> SUGGESTED
> URL Choice Message:: https://www.sinch.com
> Location Choice Message: https://www.google.com/maps/search/?api=1&query=55.610477,13.002873""",
}

# What is documented nowhere; the rules stand in the templates' own comments.
DECIDED = {
    "choice-all-kinds": """\
Your parcel arrives tomorrow.

> THANK YOU
> Track it: https://example.com/track/1
> Call us: +46732000000
> Visit us: https://www.google.com/maps/search/?api=1&query=59.3327,18.0656
> Add to calendar: https://example.com/delivery.ics
> Share your location: https://example.com/where""",
    "choice-without-text": "> YES\n> NO",
    "choice-multi-line": """\
Dear customer,

what now?

> KEEP MY ORDER
> Terms and conditions: https://example.com/terms""",
    "card-title-only": "Only a title",
    "card-media-only": LOGO,
    "card-without-media": """\
Order 1042
Shipped today.
Arrives tomorrow.
> THANKS
> Track: https://example.com/t/1042""",
    "carousel-outer-choices": """\
1. Red
EUR 10
https://example.com/red.jpg
> BUY RED

2. A card without a title
https://example.com/plain.jpg
> BUY PLAIN

3. > SURPRISE ME

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
    "list-products": """\
New arrivals

Shoes
> SKU-1
> SKU-2""",
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


@pytest.mark.parametrize(("name", "expected"), (DOCUMENTED | DECIDED).items())
def test_text(name: str, expected: str) -> None:
    result = run(name, "SMS")
    assert result.text == expected
    assert result.payloads[0]["body"] == expected
    assert "".join(part.text for part in result.segments.parts) == expected


@pytest.mark.parametrize("name", ["text", "media-image", "location"])
def test_native_types_of_the_channel_page(name: str) -> None:
    assert run(name, "SMS").outcome is Outcome.NATIVE


@pytest.mark.parametrize("name", ["choice", "card", "carousel"])
def test_plaintext_types_of_the_channel_page(name: str) -> None:
    result = run(name, "SMS")
    assert result.outcome is Outcome.PLAINTEXT
    assert [finding.code for finding in result.findings] == [Code.WHOLE_AS_TEXT]
    assert result.losses == ()


def test_a_label_is_lost_and_said_to_be() -> None:
    result = run("location-label", "SMS")
    assert result.text == "Phare d'Eckmühl: https://www.google.com/maps/search/?api=1&query=47.79819,-4.3727684"
    assert result.outcome is Outcome.ADAPTED
    (loss,) = result.losses
    assert (loss.code, loss.path, loss.severity) == (Code.DROPPED, "location_message.label", Severity.LOSS)
    assert "Pointe de Penmarch" in loss.message


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("choice_message", {"text_message": {"text": " \n"}, "choices": [{"text_message": {"text": " "}}]}),
        ("card_message", {"title": "", "description": " ", "choices": []}),
        ("carousel_message", {"cards": [{}, {"title": "\n"}]}),
        ("text_message", {"text": ""}),
        ("media_message", {"url": ""}),
    ],
)
def test_nothing_to_show_is_rejected(field: str, message: dict[str, Any]) -> None:
    result = transcode({field: message}, "SMS")
    # A URL that is none is a finding of its own.
    assert [finding.code for finding in result.losses if finding.code is not Code.URL_UNUSABLE] == [Code.EMPTY]
    assert not result.deliverable


@given(messages("choice_message", "card_message", "carousel_message", "list_message", "contact_info_message"))
def test_no_line_dangles(message: dict[str, Any]) -> None:
    lines = (transcode(message, "SMS").text or "").split("\n")
    written = {line.strip() for _, value, _ in leaves(AppMessage.parse(message), "") for line in str(value).split("\n")}
    assert lines == [""] or (lines[0].strip() and lines[-1].strip())
    for line in lines:
        assert line.strip() not in {">", ":", "> :"} or line.strip() in written


# --- the payload ---


def test_payload_of_the_batches_request() -> None:
    result = transcode(
        {"text_message": {"text": "Hi"}},
        "SMS",
        to="46701234567",
        properties={
            "SMS_SENDER": "Sinch",
            "SMS_FLASH_MESSAGE": "true",
            "SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "3",
        },
    )
    assert result.payloads == (
        {
            "type": "mt_text",
            "to": ["46701234567"],
            "from": "Sinch",
            "body": "Hi",
            "flash_message": True,
            "max_number_of_message_parts": 3,
        },
    )


def test_flash_is_in_the_data_coding_of_each_part_and_outlives_storage() -> None:
    message = {"text_message": {"text": "x" * 161}}
    result = transcode(message, "SMS", properties={"SMS_FLASH_MESSAGE": "true"})
    assert result.segments is not None
    assert [part.data_coding for part in result.segments.parts] == [0xF0, 0xF0]
    assert Transcoded.from_json(result.to_json()) == result
    kept = transcode(message, "SMS", properties={"SMS_FLASH_MESSAGE": "false"})
    assert kept.segments is not None
    assert [part.message_class for part in kept.segments.parts] == [None, None]
    own = {"explicit_channel_message": {"SMS": json.dumps({"body": "x", "flash_message": True})}, **message}
    overridden = transcode(own, "SMS")
    assert overridden.segments is not None
    assert overridden.segments.parts[0].message_class == 0
    assert Transcoded.from_json(overridden.to_json()) == overridden


@pytest.mark.parametrize("given", ["sender", "properties"])
@pytest.mark.parametrize(
    ("vendor", "name", "character"),
    [
        ("telnyx", "A&B", "& U+0026"),
        ("twilio", "O'Neil", "' U+0027"),
        ("aws", "My Shop", "U+0020"),
        ("aws", "A-", "hyphen"),
    ],
)
def test_a_name_that_the_vendor_does_not_take(given: str, vendor: str, name: str, character: str) -> None:
    sender: dict[str, Any] = {"sender": name} if given == "sender" else {"properties": {"SMS_SENDER": name}}
    result = Transcoder(vendor=vendor).transcode({"text_message": {"text": "x"}}, "SMS", **sender)
    (finding,) = result.findings
    assert (finding.code, finding.path) == (
        Code.SENDER_REFUSED,
        "sender" if given == "sender" else "channel_properties.SMS_SENDER",
    )
    assert character in finding.message
    assert result.payloads[0]["from"] == name
    assert transcode({"text_message": {"text": "x"}}, "SMS", **sender).findings == ()


def test_payload_without_recipient_has_the_services_placeholder() -> None:
    assert transcode({"text_message": {"text": "Hi"}}, "SMS").payloads == (
        {"type": "mt_text", "to": ["{{to}}"], "body": "Hi"},
    )


def test_the_property_goes_before_the_sender() -> None:
    message = {"text_message": {"text": "Hi"}}
    assert transcode(message, "SMS", sender="12345").payloads[0]["from"] == "12345"
    assert transcode(message, "SMS", sender="12345", properties={"SMS_SENDER": "A"}).payloads[0]["from"] == "A"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMS_SENDER", ""),
        ("SMS_SENDER", "MoreThan11Ch"),
        ("SMS_SENDER", "日本"),
        ("SMS_SENDER", "A\nB"),
        ("SMS_SENDER", "+1234567890123456"),
        ("SMS_SENDER", "€" * 6),
        ("SMS_SENDER", "+46 70 1234"),
        ("SMS_SENDER", " Sinch"),
        ("SMS_SENDER", "12"),
        (5, "x"),
        ("SMS_SENDER", [[[]]]),
        ("SMS_FLASH_MESSAGE", "yes"),
        ("SMS_FLASH_MESSAGE", ""),
        ("SMS_MAX_NUMBER_OF_MESSAGE_PARTS", "0"),
        ("SMS_MAX_NUMBER_OF_MESSAGE_PARTS", "-1"),
        ("SMS_MAX_NUMBER_OF_MESSAGE_PARTS", "2.5"),
        ("SMS_MAX_NUMBER_OF_MESSAGE_PARTS", "two"),
        ("SMS_MAX_NUMBER_OF_MESSAGE_PARTS", "٣"),
        ("SMS_MAX_NUMBER_OF_MESSAGE_PARTS", 3),
        ("SMS_FLASH_MESSAGE", True),
        ("SMS_SENDER", "x" * 1025),
    ],
)
def test_bad_property(name: str, value: Any) -> None:
    with pytest.raises(InvalidMessage) as caught:
        transcode({"text_message": {"text": "Hi"}}, "SMS", properties={name: value})
    (error,) = caught.value.errors
    assert error.path == (f"channel_properties.{name}" if isinstance(name, str) else "channel_properties")
    assert any(words in error.message for words in ("must be", "may have", "is no string"))


def test_figures_of_numbers_and_names_at_their_ends() -> None:
    message = {"text_message": {"text": "Hi"}}
    assert transcode(message, "SMS", to="1" * 15, properties={"SMS_SENDER": "ElevenChars"}).deliverable
    assert transcode(message, "SMS", properties={"SMS_SENDER": "€€€€€a"}).deliverable
    assert transcode(message, "SMS", properties={"SMS_SENDER": "Sinch", "OTHER": "x" * 1024}).deliverable
    longest = transcode({"text_message": {"text": "${1234567890123456}"}}, "SMS")
    assert longest.payloads[0]["parameters"] == {"1234567890123456": {"default": "${1234567890123456}"}}


@pytest.mark.parametrize(
    ("to", "must"),
    [
        ("", "be a phone number"),
        ("bob", "be a phone number"),
        ("+", "be a phone number"),
        ("12", "have 3 to 15 digits; it has 2"),
        ("1" * 16, "have 3 to 15 digits; it has 16"),
        ("07700900123", "begin with a country code"),
        ("+0701234567", "begin with a country code"),
        ("0046701234567", "begin with the country code: write +46701234567 without 00"),
        ("000", "begin with the country code"),
    ],
)
def test_bad_recipient(to: str, must: str) -> None:
    result = transcode({"text_message": {"text": "Hi"}}, "SMS", to=to)
    (finding,) = result.findings
    assert (finding.code, finding.path) == (Code.RECIPIENT_REFUSED, "to")
    assert finding.message.startswith(f"SMS would refuse the recipient {to!r}: it must {must}")
    assert result.payloads[0]["to"] == [to]
    assert not result.deliverable


@pytest.mark.parametrize("to", ["+46 70 123", "+46(70)1-23", "+46 (0)70.123", "+4670123\n"])
def test_what_stands_between_digits_is_left_out(to: str) -> None:
    result = transcode({"text_message": {"text": "Hi"}}, "SMS", to=to)
    assert [(finding.code, finding.path) for finding in result.findings] == [(Code.NUMBER_CLEANED, "to")]
    assert result.payloads[0]["to"] == ["+4670123"]
    assert result.deliverable


def test_an_unknown_property_is_told_and_another_channels_is_not() -> None:
    properties = {"SMS_MAX_PARTS": "3", "MMS_SENDER": "1", "MESSENGER_MESSAGE_TAG": "X", "VIBER_SENDER_NAME": "Y"}
    result = transcode({"text_message": {"text": "Hi"}}, "SMS", properties=properties)
    (finding,) = result.findings
    assert finding.code is Code.UNKNOWN_PROPERTY
    assert "SMS_MAX_PARTS" in finding.message


def test_more_parts_than_allowed() -> None:
    properties = {"SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "2"}
    fits = transcode({"text_message": {"text": "x" * 306}}, "SMS", properties=properties)
    assert fits.deliverable
    assert fits.findings == ()
    result = transcode({"text_message": {"text": "x" * 307}}, "SMS", properties=properties)
    (finding,) = result.findings
    assert (finding.code, finding.limit, finding.actual) == (Code.TOO_MANY_PARTS, 2, 3)
    assert not result.deliverable


def test_body_limit() -> None:
    assert transcode({"text_message": {"text": "x" * 2000}}, "SMS").findings == ()
    result = transcode({"text_message": {"text": "x" * 2001}}, "SMS")
    (finding,) = result.findings
    assert (finding.code, finding.limit, finding.actual) == (Code.TOO_LONG, 2000, 2001)
    assert result.payloads[0]["body"] == "x" * 2001
    tighter = transcode({"text_message": {"text": "x" * 1601}}, "SMS", limits={"SMS": {"body": 1600}})
    assert [(f.code, f.limit) for f in tighter.findings] == [(Code.TOO_LONG, 1600)]


def test_parameter_syntax_arrives_as_typed() -> None:
    text = "Dear ${name}, ${name} and ${a.b-c_1}; not ${too long} nor ${12345678901234567}"
    result = transcode({"text_message": {"text": text}}, "SMS")
    (payload,) = result.payloads
    assert payload["body"] == text
    assert payload["parameters"] == {"name": {"default": "${name}"}, "a.b-c_1": {"default": "${a.b-c_1}"}}
    assert [(f.code, f.path) for f in result.findings] == [(Code.PARAMETER_SYNTAX, "text_message.text")] * 2


def test_explicit_message_is_the_text_or_the_request() -> None:
    own = {"type": "mt_text", "to": ["{{to}}"], "from": "{{from}}", "body": "é" * 161, "truncate_concat": True}
    message = {"text_message": {"text": "x"}, "explicit_channel_message": {"SMS": "plain ❤"}}
    result = transcode(message, "SMS", to="123")
    assert (result.outcome, result.text, result.segments.encoding) == (Outcome.OVERRIDE, "plain ❤", Encoding.UNICODE)
    assert result.payloads == ({"type": "mt_text", "to": ["123"], "body": "plain ❤"},)

    message = {"text_message": {"text": "x"}, "explicit_channel_message": {"SMS": json.dumps(own)}}
    result = transcode(message, "SMS", to="123", sender="Me")
    assert result.payloads == ({**own, "to": ["123"], "from": "Me"},)
    assert (result.text, result.segments.segments) == ("é" * 161, 2)


def test_an_explicit_request_is_judged_by_its_own_figures() -> None:
    def explicit(own: dict[str, Any], **more: Any) -> Any:
        message = {"text_message": {"text": "x"}, "explicit_channel_message": {"sms": json.dumps(own)}}
        return transcode(message, "SMS", **more)

    result = explicit({"body": "x" * 400, "max_number_of_message_parts": 1})
    assert [(f.code, f.limit, f.actual) for f in result.findings] == [(Code.TOO_MANY_PARTS, 1, 3)]
    properties = {"SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "1", "SMS_SENDER": "Shop"}
    result = explicit({"from": "{{from}}", "body": "x" * 400}, properties=properties)
    assert result.deliverable
    assert result.payloads[0]["from"] == "Shop"
    result = explicit({"body": "{{to}}"}, to="12345")
    assert result.text == result.payloads[0]["body"] == "12345"
    binary = explicit({"type": "mt_binary", "body": "AAEC", "udh": "00"})
    assert (binary.text, binary.segments) == (None, None)


@pytest.mark.parametrize(
    "own",
    [
        '{"body": 1}',
        '{"type": "mt_media", "body": {"url": "https://example.com/a.png"}}',
        '[{"body": "x"}]',
        ' { "body": "x"',
        '{"body": "x", "body": "y"}',
    ],
)
def test_json_that_is_no_request_is_told(own: str) -> None:
    message = {"text_message": {"text": "x"}, "explicit_channel_message": {"SMS": own}}
    result = transcode(message, "SMS")
    assert result.text == own
    assert [(one.code, one.path) for one in result.losses] == [(Code.OVERRIDE_AS_TEXT, "explicit_channel_message.SMS")]
    for text in ("{name}, hello", "[sic] {x}", '"x"', "{}", "5"):
        message = {"text_message": {"text": "x"}, "explicit_channel_message": {"SMS": text}}
        assert transcode(message, "SMS").findings == ()


@pytest.mark.parametrize("blank", ["", " \n"])
def test_an_explicit_request_without_words_is_refused(blank: str) -> None:
    message = {"text_message": {"text": "x"}, "explicit_channel_message": {"SMS": json.dumps({"body": blank})}}
    assert [one.code for one in transcode(message, "SMS").losses] == [Code.EMPTY]
    message["explicit_channel_message"] = {"SMS": json.dumps({"type": "mt_binary", "body": blank})}
    assert transcode(message, "SMS").deliverable


def test_a_parameter_in_capitals_leads_to_its_choice() -> None:
    message = {"choice_message": {"choices": [{"text_message": {"text": "Hi ${name}"}}]}}
    paths = [f.path for f in transcode(message, "SMS").findings if f.code is Code.PARAMETER_SYNTAX]
    assert paths == ["choice_message.choices[0].text_message.text"]


def test_a_blank_choice_offers_nothing() -> None:
    message = {"choice_message": {"choices": [{"text_message": {"text": " "}, "postback_data": "p"}]}}
    result = transcode({"choice_message": {**message["choice_message"], "text_message": {"text": "Q"}}}, "SMS")
    assert result.replies == ()
    assert [(f.code, f.path) for f in result.losses] == [(Code.DROPPED, "choice_message.choices[0].postback_data")]


# --- capitals ---


def _choice(label: str, question: str = "Va bene?") -> dict[str, Any]:
    return {"choice_message": {"text_message": {"text": question}, "choices": [{"text_message": {"text": label}}]}}


@pytest.mark.parametrize(
    ("label", "documented", "gsm_safe"),
    [
        ("Suggested Reply", "SUGGESTED REPLY", "SUGGESTED REPLY"),
        ("Perché sì", "PERCHÉ SÌ", "PERCHÉ Sì"),  # É is in the GSM alphabet, Ì is not
        ("Straße", "STRASSE", "STRAßE"),  # two letters for one
        ("ŉ", "ʼN", "ŉ"),  # two letters for one
        ("Kapı", "KAPI", "KAPI"),  # ı is not in the alphabet, I is
        ("Haÿ", "HAŸ", "HAŸ"),  # neither is
        ("çà et là", "ÇÀ ET LÀ", "Çà ET Là"),  # Ç is in it, ç is not; à is, À is not
        ("ﬁn", "FIN", "ﬁN"),
        ("привет", "ПРИВЕТ", "ПРИВЕТ"),
    ],
)
def test_capitals(label: str, documented: str, gsm_safe: str) -> None:
    assert transcode(_choice(label), "SMS").text == f"Va bene?\n\n> {documented}"
    assert transcode(_choice(label), "SMS", uppercase="gsm-safe").text == f"Va bene?\n\n> {gsm_safe}"
    assert transcode(_choice(label), "SMS", uppercase="keep").text == f"Va bene?\n\n> {label}"


def test_the_price_of_capitals_is_told_with_both_figures() -> None:
    result = run("choice-capitals", "SMS")
    (finding,) = (f for f in result.findings if f.code is Code.UPPERCASE_COST)
    assert (finding.path, finding.limit, finding.actual) == ("choice_message.choices[0]", 1, 2)
    assert "GSM-7, 1 part" in finding.message
    assert "UCS-2, 2 parts" in finding.message
    for uppercase in ("gsm-safe", "keep"):
        cheaper = run("choice-capitals", "SMS", uppercase=uppercase)
        assert cheaper.segments.segments == 1
        assert Code.UPPERCASE_COST not in {f.code for f in cheaper.findings}


def test_the_choice_that_costs_is_named() -> None:
    choices = [{"url_message": {"title": "sì", "url": "https://a.example"}}, {"text_message": {"text": "più"}}]
    result = transcode({"choice_message": {"choices": choices}}, "SMS")
    (finding,) = (f for f in result.findings if f.code is Code.UPPERCASE_COST)
    assert finding.path == "choice_message.choices[1]"


def test_capitals_that_save_are_told_too() -> None:
    result = transcode(_choice("Kapı"), "SMS")
    (finding,) = (f for f in result.findings if f.code is Code.UPPERCASE_COST)
    assert result.segments.encoding is Encoding.GSM
    assert "GSM-7, 1 part of UCS-2, 1 part" in finding.message
    assert "avoids" not in finding.message


def test_longer_capitals_that_need_another_part_are_told() -> None:
    result = transcode(_choice("ß" * 80, "x" * 76), "SMS")
    (finding,) = (f for f in result.findings if f.code is Code.UPPERCASE_COST)
    assert (finding.limit, finding.actual) == (1, 2)


@given(texts(min_size=1, max_size=40))
def test_gsm_safe_never_costs_more_than_keep(label: str) -> None:
    safe = transcode(_choice(label), "SMS", uppercase="gsm-safe").segments
    kept = transcode(_choice(label), "SMS", uppercase="keep").segments
    assert safe.segments <= kept.segments
    assert safe.encoding == kept.encoding or safe.encoding is Encoding.GSM


def test_every_limit_and_property_has_its_source() -> None:
    for limit in Sms.limits:
        assert limit.source
        assert limit.retrieved
    for known in Sms.properties:
        assert known.source.startswith("developers.sinch.com/")
        assert known.meaning


EURO = {"text_message": {"text": "x" * 80 + "€"}}


def test_a_vendor_that_bills_more_than_the_standard_says_why() -> None:
    result = transcode(EURO, "SMS", vendor="Telnyx")
    assert result.segments == segment(EURO["text_message"]["text"], vendor="telnyx")
    (finding,) = result.findings
    assert (finding.code, finding.path) == (Code.VENDOR_BILLS_MORE, "text_message")
    assert (finding.limit, finding.actual) == (1, 2)
    assert finding.message == (
        "Telnyx bills 2 parts for what the standard has 1 for: € U+20AC EURO SIGN at 80 is not in the GSM alphabet of "
        "Telnyx."
    )
    assert result.payloads == transcode(EURO, "SMS").payloads
    assert transcode(EURO, "SMS").findings == ()
    for vendor in ("generic", "twilio", "sinch"):
        assert transcode(EURO, "SMS", vendor=vendor).findings == ()


def test_what_a_vendor_would_refuse_is_a_finding() -> None:
    result = transcode({"text_message": {"text": "x" * 1531}}, "SMS", vendor="telnyx")
    assert [finding.code for finding in result.findings] == [Code.VALUE_REFUSED]
    assert not result.deliverable


def test_an_unknown_vendor_is_refused() -> None:
    with pytest.raises(InvalidOption, match="did you mean telnyx"):
        transcode(EURO, "SMS", vendor="telnix")


def test_a_campaign_counts_as_its_transcoders_vendor_does() -> None:
    message = {"text_message": {"text": "x" * 80 + "${name}"}}
    telnyx = Transcoder(vendor="telnyx")
    rows = [{"name": name} for name in ("€", "a", "ж")]
    counts = [transcode({"text_message": {"text": "x" * 80 + row["name"]}}, "SMS", vendor="telnyx") for row in rows]
    plan = campaign.compile(message, transcoder=telnyx)
    assert plan.count_many(rows) == [one.segments and one.segments.segments for one in counts] == [2, 1, 2]
    assert campaign.compile(message, transcoder=telnyx, vendor="generic").count_many(rows) == [1, 1, 2]
    assert campaign.compile({"text_message": {"text": "${name}"}}, transcoder=telnyx).count({"name": "x" * 1530}) == 10
