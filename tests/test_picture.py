"""What a recipient sees is read from the payload, whole and letter by letter, whatever the payload is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import corpus
from tests.preview.results import every_case
from transcode import Outcome, Profile, Transcoded, transcode
from transcode.channels import implemented
from transcode.channels.sms_picture import segmented
from transcode.channels.whatsapp.formatting import runs
from transcode.channels.whatsapp.markup import escape
from transcode.gsm import segment
from transcode.picture import (
    Bubble,
    Carousel,
    Effect,
    Menu,
    Passage,
    Picture,
    ShownButton,
    Undrawn,
    Value,
    default_picture,
    texts,
)
from transcode.preview.pictures import picture_of

# What is addressed to the service or the app and shown to nobody: who gets it, which form it has, how it is laid out.
ENVELOPE = {
    "SMS": {"type", "to", "from", "default"},
    "MMS": {"mm7_version", "namespace", "ShortCode", "Number", "href", "kind", "content_type", "content_id", "smil"},
    "WHATSAPP": {
        "to", "type", "recipient_type", "messaging_product", "catalog_id", "latitude", "longitude",
        "prefix", "first_name", "last_name", "middle_name", "country_code",
    },
    "RCS": {
        "postbackData", "cardOrientation", "thumbnailImageAlignment", "cardWidth", "height", "application",
        "webviewViewMode",
    },
    "MESSENGER": {"id", "messaging_type", "tag", "type", "template_type", "content_type", "payload"},
    "INSTAGRAM": {"id", "messaging_type", "tag", "type", "template_type", "content_type", "payload"},
    "APPLEBC": {
        "sourceId", "destinationId", "type", "bid", "version", "requestIdentifier", "identifier", "style", "mimeType",
    },
    "KAKAOTALK": {"to", "sendType", "msgType", "senderKey", "type", "urlPc", "pushAlarm", "adult"},
    "KAKAOTALKCHAT": {"userKey", "msgType", "senderKey", "type", "urlPc"},
    "WECHAT": {"touser", "msgtype", "id", "template_id"},
    "LINE": {
        "to", "type", "altText", "layout", "spacing", "size", "weight", "aspectRatio", "aspectMode", "displayText",
    },
    "TELEGRAM": {"method", "chat_id", "vcard", "type"},
    "VIBER": {"receiver", "type", "Type", "ActionType", "TextHAlign", "BgColor", "name", "avatar"},
    "VIBERBM": {"sender", "to", "type", "mediaDuration"},
}  # fmt: skip


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "ActionBody" or value.get("ActionType") != "none":  # Viber wants one there, and uses none
                yield from leaves(item, key)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item, name)
    elif isinstance(value, str):
        yield name, value


@pytest.mark.parametrize("channel", implemented())
def test_everything_that_is_sent_to_be_seen_is_in_the_picture(channel: str) -> None:
    for case in every_case(channel):
        picture = picture_of(case.result)
        shown, notes = "\0".join(texts(picture)), "\0".join(bubble.note for bubble in picture.bubbles)
        for payload in case.result.payloads:
            for key, value in leaves(dict(payload)):
                if key == "ActionBody" and value == "location":
                    continue  # Viber wants some text there, and uses none
                if key not in ENVELOPE[channel]:
                    assert as_read(key, value) in shown or (key == "message_id" and value in notes), case[:2]


@pytest.mark.parametrize("channel", implemented())
def test_a_picture_shows_nothing_that_is_not_sent(channel: str) -> None:
    for case in every_case(channel):
        sent = "\0".join(as_read(*leaf) for payload in case.result.payloads for leaf in leaves(dict(payload)))
        for bubble in picture_of(case.result).bubbles:
            for words in words_of(bubble):
                assert words.text in sent, case[:2]


def as_read(name: str, value: str) -> str:
    """What a string of a payload shows: cells of Viber are HTML."""
    return unescape(re.sub("</?b>", "", value).replace("<br>", "\n")) if name == "Text" else value


def words_of(bubble: Bubble) -> Iterator[Passage]:
    for block in bubble.blocks:
        if isinstance(block, Passage):
            yield block
        elif isinstance(block, Carousel):
            for card in block.cards:
                yield from words_of(card)


NAMES = re.findall(
    r"\w+",
    """
    type text body interactive action buttons sections rows messages template columns contents quickReply
    items slides parts submit_req Subject url media caption reply_markup inline_keyboard header footer cards
    contentMessage contentInfo richCard standaloneCard carouselCard cardContent cardContents suggestions reply action
    message attachment payload elements quick_replies
    photo latitude contacts name phones components parameters actions hero location image title label uri data
    """,
)
FORMS = re.findall(
    r"\w+",
    """
    text interactive list button carousel flow product_list order_details template flex bubble box image
    location contacts postback uri video audio document cta_url mt_text
    """,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner | st.sampled_from(FORMS), max_size=6)
    ),
    max_leaves=30,
)


@pytest.mark.parametrize("channel", implemented())
@settings(max_examples=40, deadline=None)
@given(payloads=st.lists(st.dictionaries(st.text(max_size=3), JSON, max_size=4) | JSON, max_size=3))
def test_any_payload_has_a_picture(channel: str, payloads: list[Any]) -> None:
    picture = picture_of(Transcoded(channel, Outcome.OVERRIDE, tuple(payloads), None, None, (), ()))
    assert isinstance(picture, Picture)
    assert all(isinstance(text, str) for text in texts(picture))


@pytest.mark.parametrize("channel", implemented())
def test_what_is_sent_in_an_unknown_form_is_said_to_be_there(channel: str) -> None:
    payload = {"type": "hologram", "messages": [{"type": "hologram"}], "method": "sendHologram"}
    bubbles = picture_of(Transcoded(channel, Outcome.OVERRIDE, (payload,), None, None, (), ())).bubbles
    assert any(isinstance(block, Undrawn) for bubble in bubbles for block in bubble.blocks)


def test_a_payload_is_as_deep_as_it_likes() -> None:
    box: Any = {"type": "text", "text": "deep"}
    for _ in range(5_000):
        box = {"type": "box", "contents": [box]}
    flex = {"messages": [{"type": "flex", "contents": {"type": "bubble", "body": box}}]}
    assert picture_of(Transcoded("LINE", Outcome.OVERRIDE, (flex,), None, None, (), ())).bubbles


def test_a_channel_that_nobody_knows_is_shown_by_text_and_replies() -> None:
    result = transcode(corpus.load("choice")["message"], "LINE")
    unknown = Transcoded("PIGEON", result.outcome, ({"note": 1},), "Coo?", None, (), result.replies)
    (bubble,) = picture_of(unknown).bubbles
    assert [words.text for words in words_of(bubble)] == ["Coo?"]
    assert [button.label for button in bubble.buttons] == [reply.shown for reply in result.replies]
    (alone,) = default_picture(Transcoded("PIGEON", Outcome.NATIVE, ({"note": 1},), None, None, (), ())).bubbles
    assert isinstance(alone.blocks[0], Undrawn)


def test_the_forms_of_a_list_and_of_cards() -> None:
    whatsapp = picture_of(corpus.run("list-choices", "WHATSAPP", profile=Profile.RICH))
    (menu,) = [block for bubble in whatsapp.bubbles for block in bubble.blocks if isinstance(block, Menu)]
    assert menu.label == "Choose"
    assert [section.title for section in menu.sections] == ["Starters", "Mains"]
    assert menu.sections[0].rows[0] == ("Soup", "Tomato", "soup")
    line = picture_of(corpus.run("carousel-outer-choices", "LINE", profile=Profile.RICH))
    (carousel,) = [block for bubble in line.bubbles for block in bubble.blocks if isinstance(block, Carousel)]
    assert len(carousel.cards) == 3
    assert ShownButton("Call us", Effect.CALL, "tel:+46732000000") in line.bubbles[-1].chips


# --- an SMS in parts ---


@settings(deadline=None)
@given(st.text(max_size=400))
def test_the_parts_of_an_sms_are_those_of_its_segmentation(text: str) -> None:
    parts = segment(text)
    words = segmented(parts)
    assert words.text == parts.text
    edges = [0, *words.breaks, len(words.text)]
    assert [words.text[i:j] for i, j in pairwise(edges)] == [part.text for part in parts.parts]


# --- WhatsApp's marks ---


MARKS = st.text(st.sampled_from("ab *_~`\n.h:/>-"), max_size=60)


@settings(deadline=None)
@given(st.text(max_size=200) | MARKS)
def test_runs_join_to_the_text(text: str) -> None:
    assert "".join(run.text for run in runs(text)) == text


@settings(deadline=None)
@given(MARKS)
def test_what_was_escaped_has_no_formatting(text: str) -> None:
    assert all(not run.styles for run in runs(escape(text)))


@pytest.mark.parametrize(
    ("text", "styled"),
    [
        ("*bold*", {("bold", "bold")}),
        ("a *b* _c_ ~d~", {("b", "bold"), ("c", "italic"), ("d", "strike")}),
        ("*_both_*", {("both", "bold italic")}),
        ("`x*y*`", {("x*y*", "code")}),
        ("2*3*4", set()),
        ("https://e.example/a_b_c", set()),
        ("* a *", {("* ", "bullet")}),
        ("> *a* b\n- c", {("> ", "sign"), ("a", "bold quote"), (" b", "quote"), ("- ", "bullet")}),
    ],
)
def test_marks_format(text: str, styled: set[tuple[str, str]]) -> None:
    found = {(run.text, " ".join(sorted(run.styles))) for run in runs(text) if run.styles - {"mark"}}
    assert found == styled


def test_marks_cost_no_more_than_their_length() -> None:

    for unit in ("*a ", "_*~", "*", "`", "a* ", "*a* "):
        assert len(runs(unit * 20_000)) <= 4 * 20_000 + 4


@settings(deadline=None)
@given(JSON)
def test_a_value_reads_as_nothing_or_as_what_it_is(value: Any) -> None:
    read = Value(value)
    assert isinstance(read.text, str)
    assert read.number is None or isinstance(read.number, int | float)
    assert all(isinstance(item, Value) for item in read)
    assert isinstance(read["a"]["b"], Value)
