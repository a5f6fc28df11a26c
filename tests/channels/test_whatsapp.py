"""WhatsApp: native forms and their conditions, text with markup, templates, and what others' models say of it."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.channels.test_whatsapp_checks import broken_rules, normal_form, sdk_body, sdk_covers
from tests.strategies import messages, texts
from transcode import (
    AppMessage,
    Code,
    InvalidMessage,
    Outcome,
    Severity,
    Transcoded,
    Transcoder,
    transcode,
    transcode_request,
)
from transcode.channels.whatsapp import WhatsApp
from transcode.channels.whatsapp.markup import ZERO_WIDTH_SPACE, escape
from transcode.channels.whatsapp.template import BUTTON_FIELDS, COMPONENT_FIELDS, TemplateKey
from transcode.media_info import MediaInfo
from transcode.message.base import extend_path
from transcode.message.place import survey
from transcode.parts.files import kind_of

IMAGE = "https://example.com/a.png"
VIDEO = "https://example.com/a.mp4"
AUDIO = "https://example.com/a.mp3"
LOGO = "https://1vxc0v12qhrm1e72gq1mmxkf-wpengine.netdna-ssl.com/wp-content/uploads/2019/05/Sinch-logo-Events.png"
FIGURES = {limit.name: limit.value for limit in WhatsApp.limits}
PROFILES = ("documented", "rich")

rich = Transcoder(profile="rich")


def reply(text: str, **more: Any) -> dict[str, Any]:
    return {"text_message": {"text": text}, **more}


def link(title: str, url: str = "https://example.com") -> dict[str, Any]:
    return {"url_message": {"title": title, "url": url}}


def choice(*choices: dict[str, Any], text: str | None = "What now?", **more: Any) -> dict[str, Any]:
    question = {} if text is None else {"text_message": {"text": text}}
    return {"choice_message": {**question, "choices": list(choices), **more}}


def card(title: str | None, description: str | None, media: str | None, *choices: Any, **more: Any) -> dict[str, Any]:
    fields = {
        "title": title,
        "description": description,
        "media_message": {"url": media} if media else None,
        "choices": list(choices) or None,
        **more,
    }
    return {name: value for name, value in fields.items() if value is not None}


def interactive(message: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The one interactive message that ``message`` becomes."""
    (payload,) = transcode(message, "WHATSAPP", **options).payloads
    assert payload["type"] == "interactive"
    return payload["interactive"]


def why_text(message: dict[str, Any], **options: Any) -> Any:
    """The finding that says why ``message`` went as text."""
    result = transcode(message, "WHATSAPP", **options)
    assert result.outcome is Outcome.PLAINTEXT
    return next(finding for finding in result.findings if finding.code is Code.WHOLE_AS_TEXT)


# --- the envelope ---


def test_recorded_output_of_the_service():
    message = {
        "location_message": {
            "title": "Phare d'Eckmühl",
            "label": "Pointe de Penmarch",
            "coordinates": {"latitude": 47.7981899, "longitude": -4.3727685},
        }
    }
    answer = transcode_request({"app_id": "a", "app_message": message, "channels": ["WHATSAPP"]})
    assert answer["transcoded_message"]["WHATSAPP"] == (
        '{"to":"{{to}}","type":"location","recipient_type":"individual","location":{"longitude":"-4.3727684",'
        '"latitude":"47.79819","name":"Phare d\'Eckmühl","address":"Pointe de Penmarch"},'
        '"messaging_product":"whatsapp","biz_opaque_callback_data":null}'
    )


def test_label_of_a_location_is_left_out_where_there_is_none():
    message = {"location_message": {"title": "Here", "coordinates": {"latitude": 1, "longitude": 2}}}
    (payload,) = transcode(message, "WHATSAPP").payloads
    assert payload["location"] == {"longitude": "2", "latitude": "1", "name": "Here"}


def test_recipient():
    assert transcode({"text_message": {"text": "Hi"}}, "WHATSAPP", to="46701234567").payloads[0]["to"] == "46701234567"
    refused = transcode({"text_message": {"text": "Hi"}}, "WHATSAPP", to="Alva")
    (finding,) = refused.findings
    assert (finding.code, finding.path) == (Code.RECIPIENT_REFUSED, "to")
    assert "'Alva': it must be a phone number" in finding.message
    assert not refused.deliverable
    assert refused.payloads[0]["to"] == "Alva"


BSUIDS = ("SE.13491208655302741918", "US.ENT.11815799212886844830", "US." + "a1" * 64)


@pytest.mark.parametrize("to", BSUIDS)
@pytest.mark.parametrize("kind", ["text", "image", "interactive", "template"])
def test_business_scoped_user_id(to, kind):
    """It goes in ``recipient``, in the place of the phone number (news of 2026-05-28)."""
    message = {
        "text": {"text_message": {"text": "x" * 5000}},
        "image": {"media_message": {"url": IMAGE}},
        "interactive": choice(reply("a")),
        "template": _template(),
    }[kind]
    result = transcode(message, "WHATSAPP", to=to)
    by_phone = transcode(message, "WHATSAPP", to="46701234567")
    assert {payload["type"] for payload in result.payloads} == {kind}
    for payload, other in zip(result.payloads, by_phone.payloads, strict=True):
        assert payload["recipient"] == to
        assert "to" not in payload
        assert "recipient" not in other
        assert {**payload, "recipient": ""} == {"recipient": "", **{k: v for k, v in other.items() if k != "to"}}
    assert result.deliverable
    # Authentication templates need a phone number; whether a template is one cannot be told here.
    uncertain = [(Code.RECIPIENT_UNCERTAIN, "to")] if kind == "template" else []
    assert [(one.code, one.path) for one in result.findings if one.path == "to"] == uncertain


@pytest.mark.parametrize(
    "to", ["se.1349", "S.1349", "SWE.1349", "SE.", "SE.13 49", "US.ENT.", "SE.é", "SE.1349\n", f"SE.{'1' * 129}"]
)
def test_what_is_no_business_scoped_user_id(to):
    result = transcode({"text_message": {"text": "Hi"}}, "WHATSAPP", to=to)
    assert [(one.code, one.path) for one in result.findings] == [(Code.RECIPIENT_REFUSED, "to")]
    assert result.payloads[0]["to"] == to
    assert "recipient" not in result.payloads[0]


@pytest.mark.parametrize("text", ["Yes", "x" * 5000])
def test_reply_to_is_quoted_by_the_first_payload(text):
    result = transcode({"text_message": {"text": text}, "reply_to": {"message_id": "wamid.1"}}, "WHATSAPP")
    first, *others = result.payloads
    assert first["context"] == {"message_id": "wamid.1"}
    assert not any("context" in payload for payload in others)
    assert not any(finding.path.startswith("reply_to") for finding in result.findings)


def test_template_quotes_nothing():
    result = transcode({**_template(), "reply_to": {"message_id": "wamid.1"}}, "WHATSAPP")
    assert "context" not in result.payloads[0]
    assert [(finding.code, finding.path) for finding in result.findings] == [(Code.DROPPED, "reply_to.message_id")]


# --- text ---


def test_text_up_to_the_limit_is_one_message_and_beyond_it_is_split():
    fits = transcode({"text_message": {"text": "x" * 4096}}, "WHATSAPP")
    assert [len(payload["text"]["body"]) for payload in fits.payloads] == [4096]
    assert fits.outcome is Outcome.NATIVE
    assert not fits.findings
    longer = transcode({"text_message": {"text": "word " * 819 + "xx"}}, "WHATSAPP")
    assert [len(payload["text"]["body"]) for payload in longer.payloads] == [4095, 2]
    (finding,) = longer.findings
    assert (finding.code, finding.limit, finding.actual) == (Code.SPLIT, 4096, 2)


@pytest.mark.parametrize(("value", "shown"), [(None, True), ("true", True), ("false", False)])
def test_preview_url(value, shown):
    properties = {} if value is None else {"WHATSAPP_PREVIEW_URL": value}
    (payload,) = transcode({"text_message": {"text": "Hi"}}, "WHATSAPP", properties=properties).payloads
    assert payload["text"] == {"preview_url": shown, "body": "Hi"}


def test_properties_are_checked():
    with pytest.raises(InvalidMessage, match=r"channel_properties.WHATSAPP_PREVIEW_URL: must be 'true' or 'false'"):
        transcode({"text_message": {"text": "Hi"}}, "WHATSAPP", properties={"WHATSAPP_PREVIEW_URL": "perhaps"})
    with pytest.raises(InvalidMessage, match="WHATSAPP_DIRECT_SEND_CATEGORY: must be 'utility'"):
        transcode({"text_message": {"text": "Hi"}}, "WHATSAPP", properties={"WHATSAPP_DIRECT_SEND_CATEGORY": "spam"})


def test_direct_send():
    properties = {"WHATSAPP_DIRECT_SEND_CATEGORY": "utility"}
    (payload,) = transcode({"text_message": {"text": "Hi"}}, "WHATSAPP", properties=properties).payloads
    assert payload["category"] == "utility"
    assert payload["text"] == {"body": "Hi"}
    assert len(transcode({"text_message": {"text": "x" * 1025}}, "WHATSAPP", properties=properties).payloads) == 2
    refused = transcode(_template(), "WHATSAPP", properties=properties)
    assert not refused.deliverable
    assert "Direct Send" in refused.findings[0].message


PHONE = {"phone_number": "+46732000000", "type": "WORK"}
UTILITY = {"WHATSAPP_DIRECT_SEND_CATEGORY": "utility"}
SENT_OTHERWISE = {Code.WHOLE_AS_TEXT, Code.WHOLE_AS_CAPTION, Code.FILE_AS_LINK}


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (lambda: choice(*map(reply, "abcde")), "the message has 5 choices and"),
        (lambda: choice(ASK), "choice 1 is a request for the location"),
        (lambda: {"card_message": card("t", "d", IMAGE, SINCH, SINCH)}, "takes no media with a caption"),
        (lambda: {"card_message": card("t", "d", AUDIO, reply("a"))}, "its media is audio"),
        (lambda: {"media_message": {"url": IMAGE}}, "no media message"),
        (lambda: _list(_row("a")), "no list message"),
        (lambda: _location(label="l"), "no location message"),
        (lambda: {"contact_info_message": {"name": {"full_name": "J"}, "phone_numbers": [PHONE]}}, "no contact info"),
        (lambda: _carousel(2), "no carousels"),
    ],
)
@pytest.mark.parametrize("profile", ["documented", "rich"])
def test_what_direct_send_does_not_take_goes_as_text(message, why, profile):
    result = transcode(message(), "WHATSAPP", properties=UTILITY, profile=profile)
    assert {payload["type"] for payload in result.payloads} == {"text"}
    assert result.outcome is Outcome.PLAINTEXT
    assert result.deliverable
    if profile == "rich" or "carousel" not in why:
        assert any(why in finding.message for finding in result.findings if finding.code in SENT_OTHERWISE)


def test_what_direct_send_takes():
    assert interactive(choice(*map(reply, "abc")), properties=UTILITY)["type"] == "button"
    assert interactive(choice(SINCH), properties=UTILITY, profile="rich")["type"] == "cta_url"
    shown = interactive({"card_message": card("t", "d", IMAGE, reply("a"))}, properties=UTILITY)
    assert shown["header"] == {"type": "image", "image": {"link": IMAGE}}


# --- the documented renderings, to the character ---

TEXT_CARD = """\
*This is the card title*
_This is the card description_

> TEXT
> Someone: 46732000000
> Sinch: https://www.sinch.com"""

TEXT_CHOICE = """\
What do you want to do?

> TEXT
> Sinch: https://www.sinch.com
> Someone: 46732000000"""

TEXT_CAROUSEL = f"""\
*1. This is the card 1 title*
_This is the card 1 description_
{LOGO}

> RESPONSE 1
> RESPONSE 2

*2. This is the card 2 title*
_This is the card 2 description_
{LOGO}

> RESPONSE 3
> Sinch: https://www.sinch.com"""

SINCH = link("Sinch", "https://www.sinch.com")
SOMEONE = {"call_message": {"title": "Someone", "phone_number": "46732000000"}}


def test_documented_choice():
    result = transcode(choice(reply("Text"), SINCH, SOMEONE, text="What do you want to do?"), "WHATSAPP")
    assert result.text == TEXT_CHOICE
    assert result.payloads[0]["text"]["body"] == TEXT_CHOICE


def test_documented_card_is_its_media_with_a_caption():
    message = {
        "card_message": card(
            "This is the card title", "This is the card description", LOGO, reply("Text"), SOMEONE, SINCH
        )
    }
    result = transcode(message, "WHATSAPP")
    assert result.text == TEXT_CARD
    assert result.payloads[0]["image"] == {"link": LOGO, "caption": TEXT_CARD}


def test_documented_carousel():
    cards = [
        card(
            "This is the card 1 title", "This is the card 1 description", LOGO, reply("Response 1"), reply("Response 2")
        ),
        card("This is the card 2 title", "This is the card 2 description", LOGO, reply("Response 3"), SINCH),
    ]
    assert transcode({"carousel_message": {"cards": cards}}, "WHATSAPP").text == TEXT_CAROUSEL


def test_documented_native_choice():
    labels = ("First Reply", "Second Reply", "Third Reply")
    message = choice(*map(reply, labels), text="What do you want to do?")
    assert interactive(message) == {
        "type": "button",
        "body": {"text": "What do you want to do?"},
        "action": {"buttons": [{"type": "reply", "reply": {"id": label, "title": label}} for label in labels]},
    }


def test_documented_native_card():
    video = "https://clxlundrcs.s3.eu-central-1.amazonaws.com/conv-api-doc/sinch_video_example.mp4"
    message = {
        "card_message": card("This is the card title", "This is the card description", video, reply("First Reply"))
    }
    assert interactive(message) == {
        "type": "button",
        "header": {"type": "video", "video": {"link": video}},
        "body": {"text": "This is the card title"},
        "footer": {"text": "This is the card description"},
        "action": {"buttons": [{"type": "reply", "reply": {"id": "First Reply", "title": "First Reply"}}]},
    }


def test_documented_native_media_location_and_text():
    assert transcode({"media_message": {"url": LOGO}}, "WHATSAPP").payloads[0]["image"] == {"link": LOGO}
    text = "Text message from Sinch Conversation API."
    assert transcode({"text_message": {"text": text}}, "WHATSAPP").payloads[0]["text"]["body"] == text


# --- the exact condition that failed ---

LONG_POSTBACK = "p" * 230
BUTTONS = "a WhatsApp message with reply buttons"


@pytest.mark.parametrize(
    ("message", "why", "path"),
    [
        (choice(reply("a"), SINCH), f"choice 2 is a URL and {BUTTONS} takes answers only", ".choices[1]"),
        (choice(SOMEONE), f"choice 1 is a phone call and {BUTTONS} takes answers only", ".choices[0]"),
        (choice(*map(reply, "abcd")), f"the message has 4 choices and {BUTTONS} takes 3", ".choices"),
        (choice(), f"the message has no choices for buttons and {BUTTONS} needs one", ""),
        (choice(reply("a"), text=None), f"the message has no text and {BUTTONS} needs one", ""),
        (choice(reply("a"), reply("a")), "choices 1 and 2 have the same text", ".choices[1]"),
        (choice(reply("a *b*")), "choice 1 has markup, which WhatsApp buttons cannot show", ".choices[0]"),
        (choice(reply(" ")), "choice 1: a button must have a label", ".choices[0]"),
        (
            choice(reply("a", postback_data=LONG_POSTBACK)),
            "the postback data of choice 1 has 230 UTF-16 units: WhatsApp takes 229 there",
            ".choices[0].postback_data",
        ),
    ],
)
def test_condition_of_a_choice(message, why, path):
    finding = why_text(message)
    assert finding.message == f"Sent as plain text: {why}."
    assert finding.path == f"choice_message{path}"


@pytest.mark.parametrize(
    ("fields", "why", "path"),
    [
        (card("t", None, AUDIO, reply("a")), "its media is audio: WhatsApp shows images", ".media_message"),
        (
            card("t", None, "https://example.com/x", reply("a")),
            "files, and the URL names none of these",
            ".media_message.url",
        ),
        (
            card("t", None, "ftp://example.com/a.png", reply("a")),
            "only http and https addresses are taken",
            ".media_message.url",
        ),
        (card(None, "d", IMAGE, reply("a")), f"the message has no text and {BUTTONS} needs one", ""),
        (card("t", "d", IMAGE), f"the message has no choices for buttons and {BUTTONS} needs one", ""),
    ],
)
def test_condition_of_a_card(fields, why, path):
    result = transcode({"card_message": fields}, "WHATSAPP")
    if not fields.get("choices"):
        # A file with a caption is WhatsApp's own form of it.
        assert (result.outcome, result.findings) == (Outcome.NATIVE, ())
        return
    assert result.outcome is Outcome.PLAINTEXT
    reasons = [(finding.path, finding.message) for finding in result.findings if finding.code in SENT_OTHERWISE]
    assert any(where == f"card_message{path}" and why in message for where, message in reasons)


def test_media_that_has_no_caption_stands_in_a_cards_text_as_a_url():
    result = transcode({"card_message": card("Song", "By us", AUDIO, reply("More"))}, "WHATSAPP")
    assert result.text == f"*Song*\n_By us_\n{AUDIO}\n\n> MORE"
    assert [payload["type"] for payload in result.payloads] == ["text"]


# --- each limit, at n and n + 1 ---


def _row(title: str, **more: Any) -> dict[str, Any]:
    return {"choice": {"title": title, **more}}


def _list(*items: Any, title: str = "Which?", **more: Any) -> dict[str, Any]:
    return {"list_message": {"title": title, "sections": [{"items": list(items)}], **more}}


def _products(*ids: str, title: str = "Which?", section: str = "Shoes", **hints: str) -> dict[str, Any]:
    items = [{"product": {"id": identifier, "marketplace": "FACEBOOK"}} for identifier in ids]
    properties = {"catalog_id": "c", **hints}
    return {
        "list_message": {
            "title": title,
            "sections": [{"title": section, "items": items}],
            "message_properties": properties,
        }
    }


def _carousel(count: int = 2, **fields: Any) -> dict[str, Any]:
    defaults = {"title": "T", "media_message": {"url": IMAGE}, "choices": [reply("a")]}
    return {"carousel_message": {"cards": [{**defaults, **fields} for _ in range(count)]}}


def _template(**parameters: str) -> dict[str, Any]:
    reference = {"template_id": "t", "language_code": "en_US", "parameters": parameters}
    return {"template_message": {"channel_template": {"WHATSAPP": reference}}}


def _flow(**fields: Any) -> dict[str, Any]:
    message = {"flow_id": "1", "flow_cta": "Go", "body": {"text": "Book"}, **fields}
    specific = {"WHATSAPP": {"message_type": "FLOWS", "message": message}}
    return {"text_message": {"text": "x"}, "channel_specific_message": specific}


def _status(description: str) -> dict[str, Any]:
    payment = {"reference_id": "r", "order": {"status": "shipped", "description": description}}
    specific = {"message_type": "ORDER_STATUS", "message": {"payment": payment, "body": {"text": "On its way"}}}
    return {"text_message": {"text": "x"}, "channel_specific_message": {"WHATSAPP": specific}}


def _location(**fields: str) -> dict[str, Any]:
    return {"location_message": {"title": "t", "coordinates": {"latitude": 1, "longitude": 2}, **fields}}


def _document(name: str) -> dict[str, Any]:
    return {"media_message": {"url": "https://example.com/a.pdf", "filename_override": name}}


def _same_card(text: str) -> dict[str, Any]:
    return _carousel(title=None, description=text)


# name of the limit -> (message of size n, profile, code of the finding beyond it)
AT_LIMIT: dict[str, tuple[Any, str, Code]] = {
    "text": (lambda n: {"text_message": {"text": "x" * n}}, "documented", Code.SPLIT),
    "caption": (lambda n: {"card_message": card("x" * (n - 2), None, IMAGE)}, "documented", Code.CAPTION_APART),
    "body": (lambda n: choice(reply("a"), text="x" * n), "documented", Code.WHOLE_AS_TEXT),
    "header": (
        lambda n: {"card_message": card("t", None, None, reply("a"), message_properties={"whatsapp_header": "x" * n})},
        "documented",
        Code.TRUNCATED,
    ),
    "footer": (
        lambda n: choice(reply("a"), message_properties={"whatsapp_footer": "x" * n}),
        "documented",
        Code.TRUNCATED,
    ),
    "buttons": (lambda n: choice(*(reply(str(i)) for i in range(n))), "documented", Code.WHOLE_AS_TEXT),
    "button title": (lambda n: choice(reply("x" * n)), "documented", Code.WHOLE_AS_TEXT),
    "button id": (lambda n: choice(reply("a", postback_data="x" * n)), "rich", Code.IDENTIFIER_SHORTENED),
    "postback": (lambda n: choice(reply("a", postback_data="x" * n)), "documented", Code.WHOLE_AS_TEXT),
    "rows": (lambda n: _list(*(_row(str(i)) for i in range(n))), "documented", Code.WHOLE_AS_TEXT),
    "sections": (
        lambda n: {
            "list_message": {"title": "t", "sections": [{"title": str(i), "items": [_row(str(i))]} for i in range(n)]}
        },
        "documented",
        Code.WHOLE_AS_TEXT,
    ),
    "section title": (
        lambda n: {"list_message": {"title": "t", "sections": [{"title": "x" * n, "items": [_row("a")]}]}},
        "documented",
        Code.TRUNCATED,
    ),
    "row title": (lambda n: _list(_row("x" * n, description="d" * 70)), "documented", Code.TRUNCATED),
    "row description": (lambda n: _list(_row("a", description="x" * n)), "documented", Code.TRUNCATED),
    "row id": (lambda n: _list(_row("a", postback_data="x" * n)), "documented", Code.IDENTIFIER_SHORTENED),
    "products": (lambda n: _products(*(f"p{i}" for i in range(n))), "documented", Code.WHOLE_AS_TEXT),
    "cards": (lambda n: _carousel(n, title="Card"), "rich", Code.WHOLE_AS_TEXT),
    "card body": (lambda n: _carousel(title="T", description="x" * (n - 4)), "rich", Code.WHOLE_AS_TEXT),
    "card line breaks": (lambda n: _carousel(title="T", description="x\n" * (n - 1) + "x"), "rich", Code.WHOLE_AS_TEXT),
    "card buttons": (lambda n: _carousel(choices=[reply(str(i)) for i in range(n)]), "rich", Code.WHOLE_AS_TEXT),
    "location name": (lambda n: _location(title="x" * n), "documented", Code.TRUNCATED),
    "location address": (lambda n: _location(label="x" * n), "documented", Code.TRUNCATED),
    "file name": (lambda n: _document("x" * (n - 4) + ".pdf"), "documented", Code.TRUNCATED),
    "order status": (lambda n: _status("x" * n), "documented", Code.TRUNCATED),
    "coupon code": (
        lambda n: _template(**{"button[0]copy_code[1]coupon_code": "x" * n}),
        "documented",
        Code.TOO_LONG,
    ),
    "template text": (
        lambda n: _template(**{"body[1]text": "x" * n, "header[1]text": "h"}),
        "documented",
        Code.TOO_LONG,
    ),
    "template text alone": (lambda n: _template(**{"body[1]text": "x" * n}), "documented", Code.TOO_LONG),
    "direct send text": (lambda n: {"text_message": {"text": "x" * n}}, "documented", Code.SPLIT),
    "callback data": (
        lambda n: {
            "text_message": {"text": "x"},
            "explicit_channel_message": {"WHATSAPP": json.dumps({"biz_opaque_callback_data": "x" * n})},
        },
        "documented",
        Code.TOO_LONG,
    ),
    **{
        f"{kind} size": (lambda n, url=url: {"media_message": {"url": url}}, "documented", Code.TOO_LONG)
        for kind, url in {
            "image": IMAGE,
            "video": VIDEO,
            "audio": AUDIO,
            "document": "https://example.com/a.pdf",
            "sticker": "https://example.com/a.webp",
            "animated sticker": "https://example.com/a.webp",
        }.items()
    },
}


def _options(name: str, message: Any, size: int) -> dict[str, Any]:
    """What is given beside the message, for the limits that the message alone does not reach."""
    if name == "direct send text":
        return {"properties": {"WHATSAPP_DIRECT_SEND_CATEGORY": "utility"}}
    if name.endswith(" size"):
        info = {"bytes": size, **({"animated": True} if "animated" in name else {})}
        return {"media_info": {message["media_message"]["url"]: info}}
    return {}


def test_every_limit_is_exercised():
    assert AT_LIMIT.keys() == FIGURES.keys()


@pytest.mark.parametrize("name", sorted(AT_LIMIT))
def test_limit_at_n_and_n_plus_1(name):
    make, profile, code = AT_LIMIT[name]
    limit = FIGURES[name]
    transcoder = Transcoder(profile=profile)
    within, beyond = (
        transcoder.transcode(message, "WHATSAPP", **_options(name, message, size))
        for size in (limit, limit + 1)
        for message in (make(size),)
    )
    assert not [finding for finding in within.findings if finding.code is code and finding.limit == limit]
    (finding,) = (finding for finding in beyond.findings if finding.code is code and finding.limit == limit)
    assert finding.actual == (2 if code is Code.SPLIT or code is Code.CAPTION_APART else limit + 1)
    for result in (within, beyond):
        if result.deliverable and result.outcome is not Outcome.OVERRIDE:
            assert [broken_rules(payload) for payload in result.payloads] == [[]] * len(result.payloads)


@pytest.mark.parametrize(("name", "smaller"), [("text", 10), ("body", 5), ("buttons", 1), ("row title", 5)])
def test_limits_can_be_set(name, smaller):
    make, profile, code = AT_LIMIT[name]
    transcoder = Transcoder(profile=profile, limits={"WHATSAPP": {name: smaller}})
    found = [
        finding for finding in transcoder.transcode(make(smaller + 1), "WHATSAPP").findings if finding.code is code
    ]
    assert found[0].limit == smaller


# --- what is cut stays readable and distinguishable ---


@pytest.mark.parametrize(("about", "whole"), [(40, True), (41, False)])
def test_a_title_that_is_cut_stands_whole_before_the_description_if_there_is_room(about: int, whole: bool) -> None:
    title = "A title of thirty characters.."
    result = transcode(_list(_row(title, description="d" * about)), "WHATSAPP")
    (row,) = result.payloads[0]["interactive"]["action"]["sections"][0]["rows"]
    assert row["title"] == "A title of thirty chara…"
    assert row["description"] == (f"{title}: " if whole else "") + "d" * about
    assert [finding.code for finding in result.findings] == [Code.LABEL_CUT if whole else Code.TRUNCATED]


def test_rows_that_a_cut_would_make_equal_stay_distinguishable():
    rows = [
        _row("The same beginning of a title, one", description="d"),
        _row("The same beginning of a title, two", description="d"),
    ]
    written = interactive(_list(*rows))["action"]["sections"][0]["rows"]
    titles = [row["title"] for row in written]
    assert len(set(titles)) == 2
    assert all(len(title) <= 24 for title in titles)


def test_long_row_title_stands_whole_in_the_description():
    label = "Deliver it to my neighbour on the left side"
    result = transcode(_list(_row(label)), "WHATSAPP")
    (row,) = result.payloads[0]["interactive"]["action"]["sections"][0]["rows"]
    assert row["description"] == label
    assert result.outcome is Outcome.NATIVE
    assert result.replies[0].shown == row["title"] == "Deliver it to my neighb…"


def test_rows_whose_labels_begin_alike_differ():
    labels = [f"Deliver it to my neighbour on the {side} side" for side in ("left", "right")]
    for message in (choice(*map(reply, (*labels, "c", "d"))), _list(*map(_row, labels))):
        result = rich.transcode(message, "WHATSAPP")
        rows = result.payloads[0]["interactive"]["action"]["sections"][0]["rows"]
        assert [row["title"] for row in rows[:2]] == [
            "Deliver it to my neighb…",
            "Deliver it to my neig… 2",
        ]
        assert [row["description"] for row in rows[:2]] == labels
        assert [one.shown for one in result.replies] == [row["title"] for row in rows]
        assert result.outcome is Outcome.NATIVE


def test_cut_falls_between_grapheme_clusters():
    family = "👨‍👩‍👧"
    (payload,) = transcode(_location(title="x" * 95 + family), "WHATSAPP").payloads
    assert payload["location"]["name"] == "x" * 95 + "…"


def test_caption_that_is_too_long_follows_its_media():
    result = transcode({"card_message": card("t", "x" * 1100, IMAGE, SINCH)}, "WHATSAPP")
    assert [payload["type"] for payload in result.payloads] == ["image", "text"]
    assert "caption" not in result.payloads[0]["image"]


# --- identifiers ---


def test_identifiers_are_unique_and_replies_map_them_back():
    message = choice(
        reply("A", postback_data="same"), reply("B", postback_data="same"), reply("same", postback_data=None)
    )
    message["choice_message"]["choices"][2].pop("postback_data")
    result = transcode(message, "WHATSAPP")
    buttons = result.payloads[0]["interactive"]["action"]["buttons"]
    sent = [button["reply"]["id"] for button in buttons]
    assert sent == ["same", "same#2", "same#3"]
    assert [(one.identifier, one.postback) for one in result.replies] == list(
        zip(sent, ("same", "same", None), strict=True)
    )
    (finding,) = result.findings
    assert finding.code is Code.IDENTIFIER_CHANGED
    assert finding.path == "choice_message.choices[1].postback_data"


def test_long_identifiers_with_one_beginning_differ_and_are_always_the_same():
    choices = [reply(name, postback_data="p" * 300 + name) for name in "ab"]
    first, second = (transcode(choice(*choices), "WHATSAPP", profile="rich") for _ in range(2))
    sent = [one.identifier for one in first.replies]
    assert sent == [one.identifier for one in second.replies]
    assert len(set(sent)) == 2
    assert all(len(identifier) <= 256 for identifier in sent)


def test_identifiers_stay_unique_where_hardly_any_fit():
    transcoder = Transcoder(profile="rich", limits={"WHATSAPP": {"button id": 1}})
    replies_ = transcoder.transcode(choice(*map(reply, ("aa", "bb", "cc"))), "WHATSAPP").replies
    assert len({one.identifier for one in replies_}) == 3


@pytest.mark.parametrize(("postback", "sent"), [("", "A"), (" ", "A"), (" a", "a"), ("a ", "a")])
def test_identifiers_that_whatsapp_refuses(postback, sent):
    result = transcode(choice(reply("A", postback_data=postback)), "WHATSAPP")
    (one,) = result.replies
    assert (one.identifier, one.postback) == (sent, postback)
    (finding,) = result.findings
    assert (finding.code, finding.path) == (Code.IDENTIFIER_CHANGED, "choice_message.choices[0].postback_data")


def test_nothing_can_be_tapped_in_text():
    assert [one.identifier for one in transcode(choice(reply("A"), SINCH), "WHATSAPP").replies] == [None, None]


# --- media ---


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://example.com/a.JPG?size=2#x", "image"),
        ("https://example.com/a%2Epng", "image"),
        (VIDEO, "video"),
        (AUDIO, "audio"),
        ("https://example.com/a.webp", "sticker"),
        ("https://example.com/a.gif", "document"),
        ("https://example.com/a.tar.gz", "document"),
        ("https://example.com/png", None),
        ("https://example.png", None),
        ("https://example.com/?f=a.png", None),
        ("https://[example/a.html", None),
        ("", None),
    ],
)
def test_media_kind(url, kind):
    found = kind_of(url, MediaInfo(), WhatsApp.files)
    assert (found and found.name) == kind


@pytest.mark.parametrize("kind", ["image", "video", "audio", "sticker", "document"])
def test_media_messages(kind):
    url = {
        "image": IMAGE,
        "video": VIDEO,
        "audio": AUDIO,
        "sticker": "https://e.com/a.webp",
        "document": "https://e.com/a.pdf",
    }
    result = transcode({"media_message": {"url": url[kind]}}, "WHATSAPP")
    assert result.outcome is Outcome.NATIVE
    # Without a name the phone shows a document as "Untitled".
    name = {"filename": "a.pdf"} if kind == "document" else {}
    assert result.payloads[0][kind] == {"link": url[kind], **name}


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("image/jpeg", "image"),
        ("IMAGE/PNG; charset=binary", "image"),
        ("video/3gpp", "video"),
        ("audio/ogg; codecs=opus", "audio"),
        ("image/webp", "sticker"),
        ("image/gif", "document"),
        ("application/pdf", "document"),
    ],
)
@pytest.mark.parametrize("url", ["https://x.y/download?id=7", "https://x.y/a.mp3"])
def test_content_type_decides_over_the_extension(url, content_type, kind):
    info = {url: {"content_type": content_type}}
    (payload,) = transcode({"media_message": {"url": url}}, "WHATSAPP", media_info=info).payloads
    name = {"filename": url.rpartition("/")[2].partition("?")[0]} if kind == "document" else {}
    assert payload[kind] == {"link": url, **name}


def test_content_type_decides_in_cards_too():
    cards = [card("t", None, f"https://x.y/{number}", reply("a")) for number in (1, 2)]
    info = {f"https://x.y/{number}": {"content_type": "image/jpeg"} for number in (1, 2)}
    (payload,) = rich.transcode({"carousel_message": {"cards": cards}}, "WHATSAPP", media_info=info).payloads
    assert payload["interactive"]["type"] == "carousel"
    (payload,) = transcode({"card_message": cards[0]}, "WHATSAPP", media_info=info).payloads
    assert payload["interactive"]["header"]["type"] == "image"


def test_file_that_is_too_large_is_refused_at_its_url():
    fields = card("t", None, IMAGE, reply("a"))
    result = transcode({"card_message": fields}, "WHATSAPP", media_info={IMAGE: {"bytes": 6_000_000}})
    (finding,) = result.findings
    assert (finding.code, finding.path, finding.actual) == (Code.TOO_LONG, "card_message.media_message.url", 6_000_000)
    assert not result.deliverable
    with pytest.raises(InvalidMessage, match=r"media_info.*bytes"):
        transcode({"media_message": {"url": IMAGE}}, "WHATSAPP", media_info={IMAGE: {"bytes": -1}})


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("https://x.y/my photo.png", "https://x.y/my%20photo.png"),
        ("https://x.y/été.png", "https://x.y/%C3%A9t%C3%A9.png"),
        ("https://x.y/a%20b.png?c=d&e=[f]#g", "https://x.y/a%20b.png?c=d&e=%5Bf%5D#g"),
    ],
)
def test_urls_are_percent_encoded(typed, sent):
    result = transcode({"media_message": {"url": typed}}, "WHATSAPP")
    assert result.payloads[0]["image"] == {"link": sent}
    assert not result.findings
    assert interactive(choice(link("A", typed)), profile="rich")["action"]["parameters"]["url"] == sent
    flow = interactive(_flow(header={"type": "image", "image": {"link": typed}}))
    assert flow["header"]["image"] == {"link": sent}
    shown = transcode({"media_message": {"url": typed}}, "WHATSAPP", media_info={typed: {"bytes": 2**40 // 200}})
    assert [finding.code for finding in shown.findings] == [Code.TOO_LONG]


def test_label_of_a_location_without_a_title_is_its_name():
    message = {"location_message": {"title": " ", "label": "Pier 4", "coordinates": {"latitude": 1, "longitude": 2}}}
    result = transcode(message, "WHATSAPP")
    assert result.payloads[0]["location"] == {"longitude": "2", "latitude": "1", "name": "Pier 4"}
    assert not result.findings


# --- rich ---


def test_rich_url_button():
    message = choice(SINCH, text="Read on?", message_properties={"whatsapp_footer": "Bye"})
    assert interactive(message, profile="rich") == {
        "type": "cta_url",
        "body": {"text": "Read on?"},
        "footer": {"text": "Bye"},
        "action": {"name": "cta_url", "parameters": {"display_text": "Sinch", "url": "https://www.sinch.com"}},
    }
    why = why_text(choice(link("A", "mailto:a@b.c")), profile="rich").message
    assert "choice 1: it leads to 'mailto:a@b.c', which a WhatsApp button does not: only http and https" in why


def test_rich_list_of_replies():
    written = interactive(choice(*map(reply, "abcd")), profile="rich")
    rows = [{"id": letter, "title": letter} for letter in "abcd"]
    assert written["action"] == {"button": "Menu", "sections": [{"rows": rows}]}
    why = why_text(choice(*(reply(str(number)) for number in range(11))), profile="rich").message
    assert "the message has 11 choices and a WhatsApp list takes 10" in why


def test_rich_list_below_the_cards_media():
    payloads = rich.transcode({"card_message": card("t", "d", IMAGE, *map(reply, "abcd"))}, "WHATSAPP").payloads
    assert [payload["type"] for payload in payloads] == ["image", "interactive"]
    assert "header" not in payloads[1]["interactive"]


ASK = {"share_location_message": {"title": "Here I am", "fallback_url": "https://example.com"}}


def test_rich_location_request():
    result = rich.transcode(choice(ASK, text="Where are you?"), "WHATSAPP")
    assert result.payloads[0]["interactive"] == {
        "type": "location_request_message",
        "body": {"text": "Where are you?"},
        "action": {"name": "send_location"},
    }
    found = {finding.path.rpartition(".")[2]: finding.code for finding in result.findings}
    assert found == {"title": Code.DROPPED, "fallback_url": Code.HINT_IGNORED}
    assert interactive(choice(ASK, text=None), profile="rich")["body"] == {"text": "Here I am"}


def test_rich_card_joins_what_does_not_fit_the_footer():
    written = interactive({"card_message": card("Title", "d" * 61, None, reply("a"))}, profile="rich")
    assert written["body"] == {"text": f"*Title*\n{'d' * 61}"}
    assert "footer" not in written


def test_rich_carousel():
    cards = [card(f"Card {number}", "Nice", IMAGE, reply("Buy", postback_data="buy")) for number in (1, 2)]
    result = rich.transcode({"carousel_message": {"cards": cards, "choices": [reply("More")]}}, "WHATSAPP")
    written = result.payloads[0]["interactive"]
    assert written["body"] == {"text": "• MORE"}
    assert written["action"]["cards"][1] == {
        "card_index": 1,
        "type": "cta_url",
        "header": {"type": "image", "image": {"link": IMAGE}},
        "body": {"text": "*Card 2*\nNice"},
        "action": {"buttons": [{"type": "quick_reply", "quick_reply": {"id": "buy#2", "title": "Buy"}}]},
    }
    assert [one.identifier for one in result.replies] == ["buy", "buy#2", None]
    assert [one.shown for one in result.replies] == ["Buy", "Buy", "MORE"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"media_message": {"url": AUDIO}}, "card 2 has a file and a card of a WhatsApp carousel shows no audio"),
        ({"media_message": {"url": VIDEO}}, "cards 1 and 2 differ"),
        ({"choices": [reply("a"), reply("b")]}, "cards 1 and 2 differ"),
        ({"choices": [SINCH, SINCH]}, "card 2: its choices are neither one URL nor replies only"),
        ({"choices": []}, "card 2 has no choices for buttons and a card of a WhatsApp carousel needs one"),
        ({"choices": [reply("x" * 21)]}, "a label of card 2 has 21"),
    ],
)
def test_condition_of_a_carousel(changes, why):
    message = _carousel()
    message["carousel_message"]["cards"][1].update(changes)
    assert why in why_text(message, profile="rich").message


def test_a_url_beside_replies_is_a_line_of_its_card():
    result = rich.transcode(_carousel(choices=[reply("a"), SINCH]), "WHATSAPP")
    (first, _) = result.payloads[0]["interactive"]["action"]["cards"]
    assert first["body"]["text"] == "*T*\n• Sinch: https://www.sinch.com"
    assert [one["quick_reply"]["title"] for one in first["action"]["buttons"]] == ["a"]
    assert [(one.code, one.path) for one in result.findings] == [
        (Code.CHOICE_AS_LINE, f"carousel_message.cards[{number}].choices[1].url_message") for number in (0, 1)
    ]
    long = {**SINCH["url_message"], "url": "https://example.com/" + "x" * 160}
    assert rich.transcode(_carousel(choices=[reply("a"), {"url_message": long}]), "WHATSAPP").outcome == "PLAINTEXT"


def test_markup_on_a_carousels_card_is_no_loss():
    result = Transcoder(profile="rich", markup="literal").transcode(_carousel(title="T", description="*x*"), "WHATSAPP")
    assert result.outcome is Outcome.NATIVE
    card_body = result.payloads[0]["interactive"]["action"]["cards"][0]["body"]["text"]
    assert card_body == f"*T*\n{escape('*x*')}"


def test_rich_carousel_of_one_card_is_a_card():
    assert interactive(_carousel(1), profile="rich")["type"] == "button"


# --- lists, contacts ---


def test_list_of_choices():
    message = _list(
        _row("Soup", description="Tomato", postback_data="soup"),
        title="Menu of the day",
        description="Until 14:00",
        message_properties={"menu": "Choose", "whatsapp_header": "Lunch"},
    )
    assert interactive(message) == {
        "type": "list",
        "header": {"type": "text", "text": "Lunch"},
        "body": {"text": "Menu of the day"},
        "footer": {"text": "Until 14:00"},
        "action": {
            "button": "Choose",
            "sections": [{"rows": [{"id": "soup", "title": "Soup", "description": "Tomato"}]}],
        },
    }


def test_item_without_a_title_stands_under_its_description():
    message = _list(_row(" ", description="x" * 80, postback_data="p"), _row("", postback_data="q"))
    result = transcode(message, "WHATSAPP")
    (row,) = result.payloads[0]["interactive"]["action"]["sections"][0]["rows"]
    assert row == {"id": "p", "title": f"{'x' * 23}…"}
    items = "list_message.sections[0].items"
    assert [(finding.code, finding.path) for finding in result.findings] == [
        (Code.TRUNCATED, f"{items}[0].choice.description"),
        (Code.DROPPED, f"{items}[1].choice.postback_data"),
    ]
    assert [one.identifier for one in result.replies] == ["p"]


def test_sections_without_a_title_are_numbered_where_there_are_several():
    sections = [{"items": [_row("a")]}, {"title": "Two", "items": [_row("b")]}, {"title": "Empty", "items": []}]
    result = transcode({"list_message": {"title": "t", "sections": sections}}, "WHATSAPP")
    assert [one["title"] for one in result.payloads[0]["interactive"]["action"]["sections"]] == ["1", "Two"]
    assert [(finding.code, finding.path) for finding in result.findings] == [
        (Code.DROPPED, "list_message.sections[2].title")
    ]


def test_products():
    written = interactive(_products("SKU-1", "SKU-2", title="New"))
    assert written["type"] == "product_list"
    assert written["header"] == {"type": "text", "text": "New"}
    assert written["action"] == {
        "catalog_id": "c",
        "sections": [
            {"title": "Shoes", "product_items": [{"product_retailer_id": "SKU-1"}, {"product_retailer_id": "SKU-2"}]}
        ],
    }
    single = interactive(_products("SKU-1", section=""))
    assert single["type"] == "product"
    assert single["action"] == {"catalog_id": "c", "product_retailer_id": "SKU-1"}
    assert "needs message_properties.catalog_id" in why_text(_products("SKU-1", catalog_id="")).message


def test_contact():
    message = {"name": {"full_name": "Jane Doe"}, "phone_numbers": [{"phone_number": "+46732000000", "type": "WORK"}]}
    (payload,) = transcode({"contact_info_message": message}, "WHATSAPP").payloads
    assert payload["contacts"] == [
        {
            "name": {"formatted_name": "Jane Doe", "first_name": "Jane Doe"},
            "phones": [{"phone": "+46732000000", "type": "WORK"}],
        }
    ]
    message["phone_numbers"].append({"phone_number": " ", "type": "HOME"})
    assert len(transcode({"contact_info_message": message}, "WHATSAPP").payloads[0]["contacts"][0]["phones"]) == 1
    message["name"]["full_name"] = " "
    assert "no full name" in why_text({"contact_info_message": message}).message


# --- markup ---

Z = ZERO_WIDTH_SPACE


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("*bold*", f"{Z}*{Z}bold*"),
        ("a *b* c", f"a {Z}*{Z}b* c"),
        ("_x_ ~y~", f"{Z}_{Z}x_ {Z}~{Z}y~"),
        ("`code`", f"{Z}`{Z}code{Z}`{Z}"),
        ("> quoted", f">{Z} quoted"),
        ("- item\n- item", f"-{Z} item\n-{Z} item"),
        ("* item*", f"{Z}*{Z} item*"),
        ("_Terms: https://x.y/a_", f"{Z}_{Z}Terms: https://x.y/a_"),
    ],
)
def test_markup_is_neutralised(typed, sent):
    assert escape(typed) == sent


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2 * 3 * 4",
            "snake_case_name",
            "a*b*c",
            "____",
            "***",
            "*open",
            "~5 min",
            "5~6~7",
            "`",
            "a > b",
            "x - y",
        ),
        *("https://example.com/_a_/*b*", "*one\ntwo*", "<b>now</b>", "", " ", "\u200b"),
    ],
)
def test_what_does_not_format_is_left_alone(text):
    assert escape(text) == text


@given(texts())
def test_escaping_only_adds_zero_width_spaces(text):
    assert escape(text).replace(Z, "") == text.replace(Z, "")


def _formatted(text: str) -> list[str]:
    """What the formatting rules of mautrix-whatsapp, an independent reader of WhatsApp's markup, find in ``text``."""
    # A backtick behind a zero-width space is taken for none, as every other mark.
    found = [match[0] for match in re.finditer(rf"```[\S\s]+?```|(?<!{Z})`[^`\n]+`", text)]
    for mark, others in (("*", "_~"), ("_", "*~"), ("~", "_*")):
        formats = re.compile(rf"(?:(?<=[\s>{others}])|^){re.escape(mark)}(?=\S)(.*?\S){re.escape(mark)}(?![a-zA-Z\d])")
        # Marks at the end of a URL may close what stands before it; a pair of them is its own, and links stay whole.
        without = re.sub(r"https?://\S*[^\s*_~]([*_~]*)", lambda url: "x" + "".join(dict.fromkeys(url[1])), text)
        for line in without.splitlines():
            found += [match[0] for match in formats.finditer(line) if re.sub(rf"[{re.escape(mark)}{Z}]", "", match[1])]
    return found


@given(texts(max_size=60))
def test_escaped_text_has_nothing_that_formats(text):
    assert not [found for found in _formatted(escape(text)) if not found.startswith("`")]


@pytest.mark.parametrize(
    ("message", "read"),
    [
        (choice({"call_message": {"title": "*Call us", "phone_number": "+46 1*"}}), "> *Call us: +46 1*"),
        (choice(link("_Terms", "https://x.y/a_")), "> _Terms: https://x.y/a_"),
        (choice(link("b``` c"), text="see ```a"), "see ```a\n\n> b``` c"),
        (choice(link("b` c", "x`"), text="a"), "> b` c: x`"),
        (choice(link("b *", "y*"), text="a"), "> b *: y*"),
        (
            {"list_message": {"title": "t", "sections": [{"items": [
                {"choice": {"title": "*Special", "description": "ends today*"}}] * 11}]}},
            "> *SPECIAL: ends today*",
        ),
    ],
)  # fmt: skip
def test_marks_of_two_fields_do_not_pair(message, read):
    result = transcode(message, "WHATSAPP", markup="literal")
    body = result.payloads[0]["text"]["body"]
    assert read in result.text
    assert read in body.replace(Z, "")
    assert _formatted(result.text)
    assert not _formatted(re.sub("^> ", "", body, flags=re.MULTILINE))
    assert Code.MARKUP_ESCAPED in {finding.code for finding in result.findings}


marked = st.text("ab *_~`é:>-\n", min_size=1, max_size=7).filter(str.strip)
marked_choices = st.lists(
    st.one_of(
        st.builds(link, marked, marked | marked.map("https://x.y/{}".format)),
        st.builds(lambda title, phone: {"call_message": {"title": title, "phone_number": phone}}, marked, marked),
        st.builds(reply, marked),
    ),
    min_size=4,
    max_size=6,
)
marked_cards = st.fixed_dictionaries(
    {"choices": marked_choices},
    optional={"title": marked, "description": marked, "media_message": st.just({"url": AUDIO})},
)
marked_messages = st.one_of(
    st.builds(lambda text, choices: choice(*choices, text=text), marked, marked_choices),
    marked_cards.map(lambda fields: {"card_message": fields}),
    st.lists(marked_cards, min_size=2, max_size=3).map(lambda fields: {"carousel_message": {"cards": fields}}),
    st.lists(st.builds(_row, marked) | st.builds(lambda a, b: _row(a, description=b), marked, marked),
             min_size=11, max_size=12).map(lambda rows: _list(*rows)),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(marked_messages)
def test_nothing_formats_but_what_the_layout_marks(message):
    result = transcode(message, "WHATSAPP", markup="literal")
    titles = {line for line in result.text.splitlines() if re.fullmatch(r"\*[^*_~`]+\*|_[^*_~`]+_", line)}
    lines = []
    for payload in result.payloads:
        assert payload["type"] == "text"
        # The layout's own marks are around a whole line without any other mark, and "> " before a choice.
        for line in payload["text"]["body"].split("\n"):
            by_layout = line[:1] in ("*", "_") and line.replace(Z, "") in titles
            plain = line[1:-1] if by_layout else line.removeprefix("> ")
            assert not re.match("[>*-] ", plain), plain
            lines.append(plain)
    assert not _formatted("\n".join(lines))


def test_escaping_takes_linear_time():
    for hostile in ("*a ", "_", "`", "```", "* ", "~a~", "https://", "*a\n", "> ", "\u200b*"):
        escape(hostile * (300_000 // len(hostile)))


@pytest.mark.parametrize("text", ["*Sale*", "a _b_ c", "> quoted", "~no~ `code`"])
def test_marks_are_passed_on_and_said_so(text):
    result = transcode({"text_message": {"text": text}}, "WHATSAPP")
    assert (result.text, result.payloads[0]["text"]["body"]) == (text, text)
    (finding,) = result.findings
    assert (finding.code, finding.path, finding.severity) == (Code.MARKUP_READ, "text_message.text", Severity.INFO)


@pytest.mark.parametrize(
    "text",
    ["2 * 3 * 4", "snake_case", "https://x.y/_a_", "www.uni.example/~john/~", "youtu.be/_K2dRx_", "a_b_@x.example"],
)
def test_marks_that_format_nothing_are_no_finding(text):
    for markup in ("passed", "literal"):
        result = transcode({"text_message": {"text": text}}, "WHATSAPP", markup=markup)
        assert (result.payloads[0]["text"]["body"], result.findings) == (text, ())


def test_text_is_shown_as_typed_and_said_so():
    result = transcode({"text_message": {"text": "*Sale*"}}, "WHATSAPP", markup="literal")
    assert result.text == "*Sale*"
    assert result.payloads[0]["text"]["body"] == f"{Z}*{Z}Sale*"
    (finding,) = result.findings
    assert (finding.code, finding.path) == (Code.MARKUP_ESCAPED, "text_message.text")


@pytest.mark.parametrize("title", ["a * b", "snake_case", "two\nlines", "`", "*x*"])
def test_title_that_cannot_be_set_in_bold_stays_plain(title):
    result = transcode({"card_message": card(title, None, IMAGE)}, "WHATSAPP", markup="literal")
    assert result.text == title
    assert result.payloads[0]["image"]["caption"] == escape(title, alone=False)


def test_body_and_footer_of_an_interactive_message_are_shown_as_typed():
    message = choice(reply("a"), text="*b*", message_properties={"whatsapp_footer": "_f_"})
    result = transcode(message, "WHATSAPP", markup="literal")
    written = result.payloads[0]["interactive"]
    assert (written["body"]["text"], written["footer"]["text"]) == (escape("*b*"), escape("_f_"))
    assert result.text == "*b*\n_f_"
    assert result.outcome is Outcome.NATIVE


def test_header_buttons_and_rows_show_marks_by_themselves():
    message = _list(_row("*a*"), message_properties={"whatsapp_header": "*h*"})
    written = interactive(message)
    assert written["header"]["text"] == "*h*"
    assert written["action"]["sections"][0]["rows"][0]["title"] == "*a*"


# --- templates ---


def test_template():
    message = _template(
        **{
            "button[1]quick_reply[1]payload": "",
            "body[2]text": "two",
            "header[1]document.filename": "a.pdf",
            "body[1]text": "one",
            "button[0]url[1]text": "42",
            "header[1]document.link": "https://example.com/a.pdf",
        }
    )
    message["template_message"]["channel_template"]["WHATSAPP"]["language_code"] = "en-US"
    result = transcode(message, "WHATSAPP")
    assert result.outcome is Outcome.NATIVE
    assert result.payloads[0]["template"] == {
        "name": "t",
        "language": {"code": "en_US"},
        "components": [
            {
                "type": "header",
                "parameters": [
                    {"type": "document", "document": {"filename": "a.pdf", "link": "https://example.com/a.pdf"}}
                ],
            },
            {"type": "body", "parameters": [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]},
            {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "42"}]},
            {
                "type": "button",
                "sub_type": "quick_reply",
                "index": "1",
                "parameters": [{"type": "payload", "payload": ""}],
            },
        ],
    }


def test_template_without_parameters_has_no_components():
    assert transcode(_template(), "WHATSAPP").payloads[0]["template"] == {"name": "t", "language": {"code": "en_US"}}


def test_template_carousel():
    keys = {
        "body[1]text": "Hi",
        "carousel[1]body[1]text": "b",
        "carousel[0]header[1]image.link": IMAGE,
        "carousel[0]button[0]quick_reply[1]payload": "p",
    }
    components = transcode(_template(**keys), "WHATSAPP").payloads[0]["template"]["components"]
    assert [component["type"] for component in components] == ["body", "carousel"]
    assert [card["card_index"] for card in components[1]["cards"]] == [0, 1]
    assert [part["type"] for part in components[1]["cards"][0]["components"]] == ["header", "button"]


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("name", "is not a WhatsApp template parameter"),
        ("body.1", "is not a WhatsApp template parameter"),
        ("body[1]", "is not a WhatsApp template parameter"),
        ("footer[1]text", "is not a WhatsApp template parameter"),
        ("body[１]text", "is not a WhatsApp template parameter"),
        ("body[1]image.link", "names 'image.link'; a parameter of body has text"),
        ("button[0]call[1]text", "names a button of type 'call'"),
        ("button[0]url[1]payload", "names 'payload'; a parameter of url has text"),
        ("button[10]url[1]text", "counts past 9"),
        ("carousel[10]body[1]text", "counts past 9"),
        ("body[0]text", "counts parameters from 1"),
        ("header[2]text", "only a body has more than one"),
        *(
            (key, "without leading zeros")
            for key in ("body[01]text", "button[00]url[1]text", "carousel[00]body[1]text")
        ),
    ],
)
def test_key_that_is_not_of_the_grammar(key, why):
    with pytest.raises(InvalidMessage) as caught:
        transcode(_template(**{key: "x"}), "WHATSAPP")
    (error,) = caught.value.errors
    assert error.path == extend_path("template_message.channel_template.WHATSAPP.parameters", key)
    assert why in error.message


@pytest.mark.parametrize(
    ("keys", "path"),
    [
        ({"button[0]url[1]text": "x", "button[0]quick_reply[1]payload": "x"}, "['button[0]quick_reply[1]payload']"),
        ({"body[2]text": "x"}, "['body[1]text']"),
        ({"header[1]document.filename": "x"}, "['header[1]document.link']"),
        ({"header[1]location.latitude": "1"}, "['header[1]location.longitude']"),
        ({"header[1]text": "x", "header[1]image.link": IMAGE}, "['header[1]image.link']"),
    ],
)
def test_parameters_that_do_not_go_together(keys, path):
    with pytest.raises(InvalidMessage) as caught:
        transcode(_template(**keys), "WHATSAPP")
    assert caught.value.errors[0].path.endswith(path)


def test_template_needs_its_language():
    message = _template()
    del message["template_message"]["channel_template"]["WHATSAPP"]["language_code"]
    with pytest.raises(InvalidMessage, match=r"WHATSAPP.language_code: is required"):
        transcode(message, "WHATSAPP")


def test_no_two_keys_mean_the_same():
    for twice in (("body[01]text", "body[1]text"), ("button[00]url[1]text", "button[0]url[1]text")):
        with pytest.raises(InvalidMessage) as caught:
            transcode(_template(**dict.fromkeys(twice, "x")), "WHATSAPP")
        assert [error.path.endswith(f"['{twice[0]}']") for error in caught.value.errors] == [True]


@pytest.mark.parametrize(
    ("field", "value"),
    [("language_code", "english please"), ("language_code", "e"), ("template_id", "My Template"), ("template_id", "é")],
)
def test_template_that_cannot_be(field, value):
    message = _template()
    message["template_message"]["channel_template"]["WHATSAPP"][field] = value
    with pytest.raises(InvalidMessage, match=rf"WHATSAPP\.{field}: must be"):
        transcode(message, "WHATSAPP")


@pytest.mark.parametrize("value", ["", "a\nb", "a\tb", "a     b"])
def test_parameter_that_whatsapp_refuses(value):
    result = transcode(_template(**{"body[1]text": value}), "WHATSAPP")
    assert not result.deliverable
    assert result.findings[0].path.endswith("parameters['body[1]text']")


LONG_NAME = "I" * 300
PDF = "https://example.com/f/Rechnung%20Mai.pdf?sig=1"


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (None, "Rechnung Mai.pdf"),
        ("Invoice May", "Invoice May.pdf"),
        ("Invoice.pdf", "Invoice.pdf"),
        (LONG_NAME, "I" * (FIGURES["file name"] - 5) + "….pdf"),
    ],
)
def test_a_document_of_a_template_has_a_name(given, sent):
    keys = {"header[1]document.link": PDF, **({"header[1]document.filename": given} if given else {})}
    result = transcode(_template(**keys), "WHATSAPP")
    (parameter,) = result.payloads[0]["template"]["components"][0]["parameters"]
    assert parameter["document"] == {"link": PDF, "filename": sent}
    assert [one.code for one in result.findings] == ([Code.TRUNCATED] if given == LONG_NAME else [])


def test_a_document_that_no_url_names_has_no_name():
    for url in ("https://example.com/", "ftp://example.com/a.pdf"):
        (payload,) = transcode(_template(**{"header[1]document.link": url}), "WHATSAPP").payloads
        assert "filename" not in payload["template"]["components"][0]["parameters"][0]["document"]


@pytest.mark.parametrize(
    ("key", "typed", "sent"),
    [
        ("header[1]image.link", " https://example.com/my file.png ", "https://example.com/my%20file.png"),
        ("header[1]video.link", "https://bücher.example/a.mp4", "https://xn--bcher-kva.example/a.mp4"),
        ("header[1]location.latitude", " 47.5 ", "47.5"),
        ("button[0]url[1]text", "orders/50%off [é]?x=1#a", "orders/50%25off%20%5B%C3%A9%5D?x=1#a"),
        ("button[0]url[1]text", "orders/a%20b?c=%2F", "orders/a%20b?c=%2F"),
        ("button[0]quick_reply[1]payload", " a b ", " a b "),
    ],
)
def test_how_a_parameter_is_sent(key, typed, sent):
    beside = {"header[1]location.longitude": "1"} if "location" in key else {}
    result = transcode(_template(**{key: typed}, **beside), "WHATSAPP")
    (parameter,) = result.payloads[0]["template"]["components"][0]["parameters"]
    for step in key.rpartition("]")[2].split("."):
        parameter = parameter[step]
    assert (parameter, result.findings) == (sent, ())


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("header[1]image.link", "ftp://example.com/a.png", "only http and https addresses are taken"),
        ("header[1]image.link", "not a url", "only http and https addresses are taken"),
        ("header[1]image.link", "", "there is no URL"),
        ("header[1]document.link", "https://ex ample.com/a.pdf", "'ex ample.com' is no host"),
        ("carousel[0]header[1]video.link", "https://example.com:port/a.mp4", "not a number from 1 to 65535"),
        ("header[1]location.latitude", "abc", "a latitude that is no number: 'abc'"),
        ("header[1]location.latitude", "1_0", "a latitude that is no number"),
        ("header[1]location.latitude", "nan", "a latitude that is no number"),
        ("header[1]location.latitude", "\u0664\u0667", "a latitude that is no number"),
        ("header[1]location.latitude", "90.5", "a latitude of 90.5"),
        ("header[1]location.longitude", "-181", "a longitude of -181"),
        ("button[0]quick_reply[1]payload", "", "an empty payload"),
        ("button[0]quick_reply[1]payload", "  ", "an empty payload"),
        ("button[0]copy_code[1]coupon_code", "", "an empty coupon code"),
        ("button[0]copy_code[1]coupon_code", "25-OFF", "other signs than letters and digits: '25-OFF'"),
        ("button[0]flow[1]action.flow_token", "", "an empty flow token"),
        ("button[0]url[1]text", "a\nb", "one with a line break"),
    ],
)
def test_what_whatsapp_would_refuse_of_a_parameter(key, value, why):
    place = "header[1]location."
    beside = {f"{place}latitude": "1", f"{place}longitude": "1"} if "location" in key else {}
    result = transcode(_template(**{**beside, key: value}), "WHATSAPP")
    (finding,) = result.findings
    assert (finding.code, finding.severity) == (Code.TEMPLATE_PARAMETER_REFUSED, Severity.REJECTED)
    assert finding.path.endswith(f"parameters['{key}']")
    assert why in finding.message
    assert not result.deliverable


def test_a_coupon_code_of_23_characters_is_too_long():
    result = transcode(_template(**{"button[0]copy_code[1]coupon_code": "A" * 23}), "WHATSAPP")
    assert [(one.code, one.limit, one.actual) for one in result.findings] == [(Code.TOO_LONG, 20, 23)]


def test_named_parameters():
    def written(*named: tuple[str, str | None]) -> Any:
        keys: dict[str, str] = {}
        for number, (text, name) in enumerate(named, 1):
            keys[f"body[{number}]text"] = text
            if name is not None:
                keys[f"body[{number}]parameter_name"] = name
        return transcode(_template(**keys), "WHATSAPP")

    result = written(("Ann", "first_name"), ("42", "order_2"))
    assert result.findings == ()
    assert result.payloads[0]["template"]["components"] == [
        {
            "type": "body",
            "parameters": [
                {"type": "text", "text": "Ann", "parameter_name": "first_name"},
                {"type": "text", "text": "42", "parameter_name": "order_2"},
            ],
        }
    ]
    for named, key, why in (
        ((("Ann", "a"), ("42", None)), "body[2]text", "without a name where others have one"),
        ((("Ann", "a"), ("42", "a")), "body[2]text", "'a' is there twice"),
        ((("Ann", "First name"),), "body[1]parameter_name", "other signs than lower-case letters"),
        ((("Ann", ""),), "body[1]parameter_name", "an empty parameter name"),
    ):
        (finding,) = written(*named).findings
        assert finding.path.endswith(f"parameters['{key}']")
        assert finding.severity is Severity.REJECTED
        assert why in finding.message
    in_two = {"header[1]text": "H", "header[1]parameter_name": "a", "body[1]text": "B", "body[1]parameter_name": "a"}
    assert transcode(_template(**in_two), "WHATSAPP").findings == ()


def test_provider_is_of_no_use_any_more():
    keys = {"header[1]image.link": IMAGE, "header[1]image.provider.name": "p"}
    result = transcode(_template(**keys), "WHATSAPP")
    assert result.payloads[0]["template"]["components"][0]["parameters"] == [
        {"type": "image", "image": {"link": IMAGE}}
    ]
    (finding,) = result.findings
    assert (finding.code, finding.severity.name) == (Code.DROPPED, "LOSS")
    assert "has no providers" in finding.message


@given(st.text(max_size=30) | st.from_regex(r"(carousel\[\d\])?(body|header|button)\[\d+\][a-z_]*(\[\d\])?[a-z_.]*"))
def test_a_key_is_refused_or_makes_a_payload(key):
    try:
        read = TemplateKey.parse(key)
    except ValueError:
        with pytest.raises(InvalidMessage, match="parameters"):
            transcode(_template(**{key: "1"}), "WHATSAPP")
        return
    before = [key.replace(f"[{read.parameter}]text", f"[{number}]text") for number in range(1, read.parameter)]
    kind = read.field.partition(".")[0]
    beside = {"document": ["link"], "location": ["latitude", "longitude"]}.get(kind, [])
    keys = [*before, *(f"{key.removesuffix(read.field)}{kind}.{name}" for name in beside), key]
    if read.field == "parameter_name":
        keys.insert(0, f"{key.removesuffix(read.field)}text")
    (payload,) = transcode(_template(**dict.fromkeys(keys, "1")), "WHATSAPP").payloads
    assert not broken_rules(payload)


@pytest.mark.parametrize("component", ["header", "body"])
def test_every_field_of_the_grammar_makes_a_payload(component):
    for field in COMPONENT_FIELDS[component]:
        test_a_key_is_refused_or_makes_a_payload.hypothesis.inner_test(f"{component}[1]{field}")
    for kind, fields in BUTTON_FIELDS.items():
        for field in fields:
            test_a_key_is_refused_or_makes_a_payload.hypothesis.inner_test(f"button[9]{kind}[1]{field}")


def test_omni_template_for_whatsapp():
    definition = {
        "id": "t",
        "default_translation": "en",
        "translations": [{"language_code": "en", "version": "1", "text_message": {"text": "Hi ${name}"}}],
    }
    message = {
        "template_message": {"omni_template": {"template_id": "t", "version": "1", "parameters": {"name": "*J*"}}}
    }
    result = Transcoder(omni_templates=[definition]).transcode(message, "WHATSAPP")
    assert result.text == "Hi *J*"


# --- channel-specific and explicit messages ---


def test_flow():
    message = _flow(
        header={"type": "image", "image": {"link": IMAGE}},
        footer={"text": "f"},
        flow_token="tok",  # noqa: S106 - not a secret
        flow_mode="draft",
        flow_action="navigate",
        flow_action_payload={"screen": "S", "data": {"a": 1}},
    )
    assert interactive(message) == {
        "type": "flow",
        "header": {"type": "image", "image": {"link": IMAGE}},
        "body": {"text": "Book"},
        "footer": {"text": "f"},
        "action": {
            "name": "flow",
            "parameters": {
                "flow_message_version": "3",
                "flow_token": "tok",
                "flow_id": "1",
                "flow_cta": "Go",
                "mode": "draft",
                "flow_action": "navigate",
                "flow_action_payload": {"screen": "S", "data": {"a": 1}},
            },
        },
    }
    assert not broken_rules(transcode(message, "WHATSAPP").payloads[0])
    assert not transcode(_flow(body=None), "WHATSAPP").deliverable
    cut = transcode(_flow(flow_cta="x" * 21), "WHATSAPP")
    assert [(finding.code, finding.limit) for finding in cut.findings] == [(Code.TRUNCATED, 20)]


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({"flow_id": ""}, Code.FIELD_REQUIRED, "flow_id"),
        ({"flow_cta": " "}, Code.FIELD_REQUIRED, "flow_cta"),
        ({"flow_mode": "live"}, Code.VALUE_REFUSED, "flow_mode"),
        ({"flow_action": "open"}, Code.VALUE_REFUSED, "flow_action"),
        ({"header": {"type": "image", "image": {"link": "a.png"}}}, Code.VALUE_REFUSED, "header.image.link"),
    ],
)
def test_flow_that_whatsapp_refuses(fields, code, path):
    result = transcode(_flow(**fields), "WHATSAPP")
    (finding,) = result.losses
    assert (finding.code, finding.path) == (code, f"channel_specific_message.WHATSAPP.message.{path}")
    assert not result.deliverable


def test_order_without_items_is_refused():
    payment = {**ORDER, "order": {**ORDER["order"], "items": []}}
    specific = {"message_type": "ORDER_DETAILS", "message": {"payment": payment, "body": {"text": "Pay"}}}
    result = transcode({"text_message": {"text": "x"}, "channel_specific_message": {"WHATSAPP": specific}}, "WHATSAPP")
    (finding,) = result.losses
    assert finding.code is Code.FIELD_REQUIRED
    assert finding.path == "channel_specific_message.WHATSAPP.message.payment.order.items"


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        *(("pt-br", "pt_BR"), ("EN", "en"), ("en_us", "en_US"), ("EN-us", "en_US"), ("zh_CN", "zh_CN")),
        *(("fil", "fil"), ("zh-hans-cn", "zh_Hans_CN")),
    ],
)
def test_the_language_of_a_template_is_spelt_as_whatsapp_spells_it(given, sent):
    reference = {"template_id": "t", "language_code": given}
    result = transcode({"template_message": {"channel_template": {"WHATSAPP": reference}}}, "WHATSAPP")
    assert result.payloads[0]["template"]["language"] == {"code": sent}


ORDER: dict[str, Any] = {
    "type": "br",
    "reference_id": "r-1",
    "type_of_goods": "digital-goods",
    "total_amount_value": 50000,
    "order": {
        "items": [{"retailer_id": "1", "name": "Cake", "amount_value": 50000, "quantity": 1, "sale_amount_value": 0}],
        "subtotal_value": 50000,
        "tax_value": 0,
        "tax_description": "none",
        "shipping_value": 10,
        "discount_value": 10,
        "discount_program_name": "Club",
        "expiration_time": "2026-12-01T00:00:00Z",
    },
    "payment_buttons": [
        {"type": "pix_dynamic_code", "code": "c", "merchant_name": "m", "key": "k", "key_type": "CNPJ"},
        {"type": "payment_link", "uri": "https://example.com/pay"},
    ],
}


def test_order_details():
    specific = {"message_type": "ORDER_DETAILS", "message": {"payment": ORDER, "body": {"text": "Pay"}}}
    message = {"text_message": {"text": "x"}, "channel_specific_message": {"WHATSAPP": specific}}
    written = interactive(message)
    assert not broken_rules(transcode(message, "WHATSAPP").payloads[0])
    assert written["type"] == "order_details"
    assert written["action"] == {
        "name": "review_and_pay",
        "parameters": {
            "reference_id": "r-1",
            "type": "digital-goods",
            "payment_type": "br",
            "payment_settings": [
                {
                    "type": "pix_dynamic_code",
                    "pix_dynamic_code": {"code": "c", "merchant_name": "m", "key": "k", "key_type": "CNPJ"},
                },
                {"type": "payment_link", "payment_link": {"uri": "https://example.com/pay"}},
            ],
            "currency": "BRL",
            "total_amount": {"value": 50000, "offset": 100},
            "order": {
                "status": "pending",
                "expiration": {"timestamp": "1796083200"},
                "items": [
                    {
                        "retailer_id": "1",
                        "name": "Cake",
                        "amount": {"value": 50000, "offset": 100},
                        "quantity": 1,
                        "sale_amount": {"value": 0, "offset": 100},
                    }
                ],
                "subtotal": {"value": 50000, "offset": 100},
                "tax": {"value": 0, "offset": 100, "description": "none"},
                "shipping": {"value": 10, "offset": 100},
                "discount": {"value": 10, "offset": 100, "discount_program_name": "Club"},
            },
        },
    }


@pytest.mark.parametrize(
    ("amounts", "due"),
    [
        ({"subtotal_value": 49999}, 49999),
        ({"tax_value": 1}, 50001),
        ({"shipping_value": None}, 49990),
        ({"discount_value": None, "discount_program_name": None}, 50010),
    ],
)
def test_a_total_that_does_not_add_up_is_refused(amounts, due):
    payment = {**ORDER, "order": {**ORDER["order"], **amounts}}
    specific = {"message_type": "ORDER_DETAILS", "message": {"payment": payment, "body": {"text": "Pay"}}}
    result = transcode({"text_message": {"text": "x"}, "channel_specific_message": {"WHATSAPP": specific}}, "WHATSAPP")
    (finding,) = result.losses
    assert finding.code is Code.VALUE_REFUSED
    assert finding.path == "channel_specific_message.WHATSAPP.message.payment.total_amount_value"
    assert finding.message == (
        f"WhatsApp does not take a total amount of 50000: subtotal, tax and shipping less the discount are {due}."
    )


def test_order_status():
    assert interactive(_status("Left the shop")) == {
        "type": "order_status",
        "body": {"text": "On its way"},
        "action": {
            "name": "review_order",
            "parameters": {"reference_id": "r", "order": {"status": "shipped", "description": "Left the shop"}},
        },
    }


def test_explicit_message_is_the_callers_own():
    payload = {"to": "{{to}}", "type": "text", "text": {"body": "*Hi*"}}
    message = {"text_message": {"text": "x"}, "explicit_channel_message": {"WHATSAPP": json.dumps(payload)}}
    result = transcode(message, "WHATSAPP", to="46701234567")
    assert result.outcome is Outcome.OVERRIDE
    assert result.payloads == ({**payload, "to": "46701234567"},)


# --- arbitrary messages ---

short = texts(max_size=4)
labels = st.text("abcdefgh *é👍", min_size=1, max_size=26)
replies = st.builds(reply, labels).flatmap(
    lambda one: st.just(one) | st.builds(lambda data: {**one, "postback_data": data}, texts(max_size=80))
)
media_urls = st.sampled_from((IMAGE, VIDEO, AUDIO, "https://example.com/a.pdf", "https://example.com/a", "a.png"))
links = st.builds(link, labels, st.sampled_from(("https://example.com", "http://a.b/?c", "x")))
asks = st.just(ASK)
few_replies = st.lists(
    st.builds(
        lambda text, data: reply(text, **data),
        st.text("abc", min_size=1, max_size=5),
        st.sampled_from(({}, {"postback_data": "p"})),
    ),
    min_size=1,
    max_size=3,
    unique_by=str,
)
choice_lists = st.one_of(
    few_replies,
    st.lists(replies, min_size=1, max_size=11),
    st.lists(links, min_size=1, max_size=2),
    st.lists(asks, min_size=1, max_size=1),
)
bodies = st.one_of(texts(min_size=1, max_size=10), st.integers(1020, 1030).map(lambda size: "x" * size))
footers = st.fixed_dictionaries({}, optional={"whatsapp_footer": texts(max_size=70)})
headers = st.fixed_dictionaries({}, optional={"whatsapp_header": texts(max_size=70)})
cards = st.fixed_dictionaries(
    {"choices": choice_lists},
    optional={
        "title": bodies,
        "description": texts(max_size=70),
        "media_message": st.builds(lambda url: {"url": url}, media_urls),
        "message_properties": headers,
    },
)
alike = st.builds(
    lambda count, texts_, url, buttons: [
        {"title": text, "media_message": {"url": url}, "choices": buttons} for text in texts_[:count]
    ],
    st.integers(2, 10),
    st.lists(st.text("ab \n*", min_size=1, max_size=8), min_size=10, max_size=10),
    st.sampled_from((IMAGE, VIDEO)),
    st.lists(st.builds(reply, st.text("abc", min_size=1)), min_size=1, max_size=2, unique_by=str)
    | st.lists(st.builds(link, st.text("abc", min_size=1, max_size=20)), min_size=1, max_size=1),
)
rows = st.builds(
    lambda title, more: {"choice": {"title": title, **more}},
    labels,
    st.fixed_dictionaries({}, optional={"description": texts(max_size=80), "postback_data": texts(max_size=210)}),
)
sections = st.lists(
    st.fixed_dictionaries({"items": st.lists(rows, min_size=1, max_size=5)}, optional={"title": labels}),
    min_size=1,
    max_size=4,
)
list_properties = st.fixed_dictionaries({}, optional={"menu": labels, "whatsapp_header": texts(max_size=70)})
lists = st.fixed_dictionaries(
    {"title": bodies, "sections": sections},
    optional={"description": texts(max_size=70), "message_properties": list_properties},
)
apt_messages = st.one_of(
    st.builds(
        lambda body, choices, more: choice(*choices, text=body, message_properties=more), bodies, choice_lists, footers
    ),
    cards.map(lambda fields: {"card_message": fields}),
    alike.map(lambda fields: {"carousel_message": {"cards": fields}}),
    lists.map(lambda fields: {"list_message": fields}),
)
"""Messages that meet the native forms' conditions, or miss them by little."""

any_message = messages() | apt_messages

# What has no place on WhatsApp, whatever the form; everything else is shown, sent back, or cut with a finding.
UNSHOWN = re.compile(
    r"location_message\.(label|title)|event_(start|end|title|description)|items\[\d+\]\.choice\.media\.url"
    r"|sections\[\d+\]\.title|share_location_message\.(title|fallback_url)|addresses\[\d+\]\.type"
    r"|(organization|addresses\[\d+\]|name)\.\w+|(urls|phone_numbers|email_addresses)\[\d+\]\.type"
)


@settings(max_examples=120, deadline=None)
@given(any_message, st.sampled_from(PROFILES))
def test_any_message_is_what_whatsapp_takes(message, profile):
    result = Transcoder(profile=profile).transcode(message, "WHATSAPP")
    assert result.to_json() == Transcoder(profile=profile).transcode(deepcopy(message), "WHATSAPP").to_json()
    assert json.loads(result.to_json())["payloads"] == list(result.payloads)
    for payload in result.payloads:
        envelope = ["to", "type", "recipient_type", payload["type"], "messaging_product", "biz_opaque_callback_data"]
        assert [name for name in payload if name != "context"] == envelope
    if result.deliverable:
        assert [broken_rules(payload) for payload in result.payloads] == [[]] * len(result.payloads)
    values = {leaf.path: str(leaf.value) for leaf in survey(AppMessage.parse(message)).leaves}
    for finding in result.findings:
        choice_path, _, field = finding.path.rpartition(".")
        labels_ = [
            value for path, value in values.items() if re.match(rf"{re.escape(choice_path)}\..*\b(text|title)$", path)
        ]
        if field == "postback_data" and not "".join(labels_).strip():
            continue  # Of a choice with no label, which is no answer.
        if finding.code is Code.DROPPED and not UNSHOWN.search(finding.path):
            # What looks like a URL that goes on is not found behind another URL; it is shown all the same.
            assert " ".join(values[finding.path].split()) in " ".join((result.text or "").split()), finding
    tapped = [one.identifier for one in result.replies if one.identifier is not None and one.kind != "product"]
    assert len(set(tapped)) == len(tapped)


@settings(max_examples=80, deadline=None)
@given(any_message, st.sampled_from(PROFILES))
def test_an_independent_builder_makes_the_same_of_it(message, profile):
    pytest.importorskip("whatsapp_cloud_api")
    result = Transcoder(profile=profile).transcode(message, "WHATSAPP")
    for payload in result.payloads if result.deliverable else ():
        if sdk_covers(payload):
            assert sdk_body(payload) == normal_form(payload)


@pytest.mark.parametrize("name", sorted(AT_LIMIT))
def test_an_independent_builder_takes_what_is_at_a_limit(name):
    pytest.importorskip("whatsapp_cloud_api")
    make, profile, _ = AT_LIMIT[name]
    for size in (FIGURES[name], FIGURES[name] + 1):
        for payload in Transcoder(profile=profile).transcode(make(size), "WHATSAPP").payloads:
            if "type" in payload and sdk_covers(payload):
                assert sdk_body(payload) == normal_form(payload)


# --- the checkers do reject what is wrong ---

BUTTONS = interactive(choice(*map(reply, "abc")))
LIST = interactive(_list(_row("a", description="d")))
URL_BUTTON = interactive(choice(SINCH), profile="rich")
CAROUSEL = interactive(_carousel(2), profile="rich")
PRODUCTS = interactive(_products("a", "b"))
TEMPLATE = transcode(_template(**{"body[1]text": "a", "button[0]url[1]text": "b"}), "WHATSAPP").payloads[0]


def _with(part: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """``part`` in its envelope, changed at ``path``; None takes the field out."""
    (envelope,) = transcode(choice(reply("a")), "WHATSAPP").payloads
    payload = {**deepcopy(envelope), "interactive": deepcopy(part)}
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    here: Any = payload
    for step in steps:
        here = here[step]
    if value is None:
        del here[last]
    else:
        here[last] = value
    return payload


BUTTON = BUTTONS["action"]["buttons"][0]
MUTANTS = {
    "envelope: unknown key": _with(BUTTONS, "extra", 1),
    "envelope: no product": _with(BUTTONS, "messaging_product", None),
    "envelope: wrong product": _with(BUTTONS, "messaging_product", "line"),
    "interactive: unknown key": _with(BUTTONS, "interactive.extra", 1),
    "interactive: unknown type": _with(BUTTONS, "interactive.type", "buttons"),
    "interactive: no body": _with(BUTTONS, "interactive.body", None),
    "body too long": _with(BUTTONS, "interactive.body.text", "x" * 1025),
    "body empty": _with(BUTTONS, "interactive.body.text", ""),
    "footer too long": _with(BUTTONS, "interactive.footer", {"text": "x" * 61}),
    "header too long": _with(BUTTONS, "interactive.header", {"type": "text", "text": "x" * 61}),
    "header of a wrong type": _with(BUTTONS, "interactive.header", {"type": "audio", "audio": {"link": AUDIO}}),
    "four buttons": _with(BUTTONS, "interactive.action.buttons", [BUTTON] * 4),
    "no buttons": _with(BUTTONS, "interactive.action.buttons", []),
    "button title too long": _with(BUTTONS, "interactive.action.buttons.0.reply.title", "x" * 21),
    "button id too long": _with(BUTTONS, "interactive.action.buttons.0.reply.id", "x" * 257),
    "button id used twice": _with(BUTTONS, "interactive.action.buttons.0.reply.id", "b"),
    "button title used twice": _with(BUTTONS, "interactive.action.buttons.0.reply.title", "b"),
    "button: unknown key": _with(BUTTONS, "interactive.action.buttons.0.reply.url", "x"),
    "list: media header": _with(LIST, "interactive.header", {"type": "image", "image": {"link": IMAGE}}),
    "list: no button": _with(LIST, "interactive.action.button", None),
    "list: button too long": _with(LIST, "interactive.action.button", "x" * 21),
    "list: eleven rows": _with(
        LIST, "interactive.action.sections.0.rows", [{"id": str(i), "title": str(i)} for i in range(11)]
    ),
    "list: row title too long": _with(LIST, "interactive.action.sections.0.rows.0.title", "x" * 25),
    "list: row description too long": _with(LIST, "interactive.action.sections.0.rows.0.description", "x" * 73),
    "list: row id too long": _with(LIST, "interactive.action.sections.0.rows.0.id", "x" * 201),
    "list: section title too long": _with(LIST, "interactive.action.sections.0.title", "x" * 25),
    "list: sections without title": _with(LIST, "interactive.action.sections", LIST["action"]["sections"] * 2),
    "url: title too long": _with(URL_BUTTON, "interactive.action.parameters.display_text", "x" * 21),
    "url: not a web address": _with(URL_BUTTON, "interactive.action.parameters.url", "tel:1"),
    "carousel: one card": _with(CAROUSEL, "interactive.action.cards", CAROUSEL["action"]["cards"][:1]),
    "carousel: index out of order": _with(CAROUSEL, "interactive.action.cards.0.card_index", 1),
    "carousel: footer": _with(CAROUSEL, "interactive.footer", {"text": "x"}),
    "carousel: body too long": _with(CAROUSEL, "interactive.action.cards.0.body.text", "x" * 161),
    "carousel: three line breaks": _with(CAROUSEL, "interactive.action.cards.0.body.text", "a\nb\nc\nd"),
    "carousel: no header": _with(CAROUSEL, "interactive.action.cards.0.header", None),
    "carousel: other buttons": _with(
        CAROUSEL,
        "interactive.action.cards.0.action",
        {"name": "cta_url", "parameters": URL_BUTTON["action"]["parameters"]},
    ),
    "products: no header": _with(PRODUCTS, "interactive.header", None),
    "products: 31": _with(
        PRODUCTS, "interactive.action.sections.0.product_items", [{"product_retailer_id": str(i)} for i in range(31)]
    ),
}
UNSEEN_BY_THE_BUILDER = {
    *("button id used twice", "button title used twice", "header too long", "header of a wrong type", "body empty"),
    *("list: media header", "list: sections without title", "list: eleven rows", "url: not a web address"),
}
"""What whatsapp-cloud-api-py has no rule for; the table of rules beside this file has them all."""


@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_the_rules_reject(name):
    assert broken_rules(MUTANTS[name])


@pytest.mark.parametrize("name", sorted(MUTANTS.keys() - UNSEEN_BY_THE_BUILDER))
def test_the_independent_builder_rejects(name):
    pytest.importorskip("whatsapp_cloud_api")
    try:
        body = sdk_body(MUTANTS[name])
    except (ValueError, KeyError):
        return
    assert body != normal_form(MUTANTS[name])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("template", "name"), ""),
        (("template", "language", "code"), "en-US"),
        (("template", "extra"), 1),
        (("template", "components", 0, "type"), "footer"),
        (("template", "components", 0, "parameters", 0, "type"), "payload"),
        (("template", "components", 1, "index"), "10"),
        (("template", "components", 1, "sub_type"), "call"),
    ],
)
def test_the_rules_reject_a_template(path, value):
    payload: Any = deepcopy(TEMPLATE)
    assert not broken_rules(payload)
    here = payload
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    assert broken_rules(payload)


def test_the_rules_accept_what_the_mutants_are_made_of():
    for part in (BUTTONS, LIST, URL_BUTTON, CAROUSEL, PRODUCTS):
        assert not broken_rules(_with(part, "to", "46701234567"))


# --- what is read twice, or not at all ---


def test_choices_in_a_text_have_a_bullet_that_is_shown():
    message = choice(reply("OK"), link("Go", "https://example.com"))
    assert (
        rich.transcode(message, "WHATSAPP")
        .payloads[0]["interactive"]["body"]["text"]
        .endswith("\n\n• Go: https://example.com")
    )
    documented = transcode(message, "WHATSAPP").payloads[0]["text"]["body"]
    assert "\n> OK\n> Go: " in documented


def test_a_rich_carousels_body_says_what_no_card_says():
    cards = [card(f"Card {number}", "Nice", IMAGE, reply("Buy")) for number in (1, 2, 3)]
    result = rich.transcode({"carousel_message": {"cards": cards}}, "WHATSAPP")
    assert result.payloads[0]["interactive"]["body"] == {"text": "Card 1 …"}


def test_rows_with_the_same_words_are_told_apart():
    titles = ("A", "A", "A (2)", "L" * 24, "L" * 24, "A")
    sections = [{"items": [{"choice": {"title": title}} for title in titles]}]
    result = transcode({"list_message": {"title": "T", "sections": sections}}, "WHATSAPP")
    rows = result.payloads[0]["interactive"]["action"]["sections"][0]["rows"]
    assert [row["title"] for row in rows] == ["A", "A (3)", "A (2)", "L" * 24, "L" * 19 + "… (2)", "A (4)"]
    assert [one.shown for one in result.replies] == [row["title"] for row in rows]
    assert {one.code for one in result.findings} == {Code.SHOWN_OTHERWISE}
    described = [{"items": [{"choice": {"title": "A", "description": text}} for text in ("one", "two")]}]
    assert not transcode({"list_message": {"title": "T", "sections": described}}, "WHATSAPP").findings


@pytest.mark.parametrize("profile", PROFILES)
def test_a_picture_with_choices_and_no_words(profile):
    message = {"card_message": card(None, None, IMAGE, reply("OK"), reply("No"))}
    written = interactive(message, profile=profile)
    assert (written["header"]["type"], written["body"]) == ("image", {"text": "OK, No"})


def test_an_image_with_its_caption_is_no_plain_text():
    result = transcode({"card_message": card("T", None, IMAGE)}, "WHATSAPP")
    assert (result.outcome, result.findings) == (Outcome.NATIVE, ())
    asked = transcode({"card_message": card("T", None, IMAGE, link("Go"))}, "WHATSAPP")
    assert [one.code for one in asked.findings] == [Code.WHOLE_AS_CAPTION]


def test_a_contact_has_the_whatsapp_ids_that_are_known():
    numbers = [{"phone_number": "+46 70-123 45 67", "type": "WORK"}, {"phone_number": "+46701111111"}]
    message = {"contact_info_message": {"name": {"full_name": "Ann"}, "phone_numbers": numbers}}
    known = {"WHATSAPP_CONTACT_WA_IDS": "+46701234567=46701234567, +5511987654321=551187654321"}
    phones = transcode(message, "WHATSAPP", properties=known).payloads[0]["contacts"][0]["phones"]
    assert phones == [
        {"phone": "+46 70-123 45 67", "type": "WORK", "wa_id": "46701234567"},
        {"phone": "+46701111111"},
    ]
    for wrong in ("46701234567", "+46701234567=", "x=1", "0701=46701"):
        with pytest.raises(InvalidMessage, match="WHATSAPP_CONTACT_WA_IDS"):
            transcode(message, "WHATSAPP", properties={"WHATSAPP_CONTACT_WA_IDS": wrong})


def _paid(**order: Any) -> Transcoded:
    changed = {name: value for name, value in {**ORDER["order"], **order}.items() if value is not None}
    added = sum(changed.get(f"{name}_value", 0) for name in ("subtotal", "tax", "shipping"))
    payment = {**ORDER, "order": changed, "total_amount_value": added - changed.get("discount_value", 0)}
    specific = {"message_type": "ORDER_DETAILS", "message": {"payment": payment, "body": {"text": "Pay"}}}
    return transcode({"text_message": {"text": "x"}, "channel_specific_message": {"WHATSAPP": specific}}, "WHATSAPP")


@pytest.mark.parametrize(
    ("order", "code", "field"),
    [
        ({"shipping_value": None, "shipping_description": "by bike"}, Code.DROPPED, "shipping_description"),
        ({"discount_value": None}, Code.DROPPED, "discount_program_name"),
        (
            {"discount_value": None, "discount_program_name": None, "discount_description": "spring"},
            Code.DROPPED,
            "discount_description",
        ),
        (
            {"expiration_time": None, "expiration_description": "soon"},
            Code.FIELD_REQUIRED,
            "expiration_description",
        ),
        ({"items": [{**ORDER["order"]["items"][0], "quantity": 0}]}, Code.VALUE_REFUSED, "items[0].quantity"),
        ({"items": [{**ORDER["order"]["items"][0], "quantity": -2}]}, Code.VALUE_REFUSED, "items[0].quantity"),
        ({"items": [{**ORDER["order"]["items"][0], "amount_value": -1}]}, Code.VALUE_REFUSED, "items[0].amount_value"),
        ({"discount_value": -1}, Code.VALUE_REFUSED, "discount_value"),
    ],
)
def test_what_an_order_cannot_have_or_show(order: dict[str, Any], code: Code, field: str) -> None:
    result = _paid(**order)
    (finding,) = result.losses
    assert finding.code is code
    assert finding.path == f"channel_specific_message.WHATSAPP.message.payment.order.{field}"
    assert result.deliverable is (code is Code.DROPPED)


def test_an_order_with_amounts_of_nothing_loses_nothing() -> None:
    free = {"shipping_value": 0, "shipping_description": "by bike", "discount_value": 0, "subtotal_value": 0}
    assert _paid(**free).losses == ()


def test_a_header_that_is_typed_for_whatsapp_stands_on_one_line() -> None:
    flow = {
        "message_type": "FLOWS",
        "message": {
            "flow_id": "1",
            "flow_cta": "Go",
            "header": {"type": "text", "text": "one\ntwo"},
            "body": {"text": "three\nfour"},
        },
    }
    message = {"text_message": {"text": "x"}, "channel_specific_message": {"WHATSAPP": flow}}
    interactive = transcode(message, "WHATSAPP").payloads[0]["interactive"]
    assert (interactive["header"]["text"], interactive["body"]["text"]) == ("one two", "three\nfour")
