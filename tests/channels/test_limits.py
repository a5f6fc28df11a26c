"""Every limit of every channel at n and n + 1: what has n of it is whole, and of n + 1 a finding names the figure.

Where no finding does (what is longer is another form, or two messages), ``ELSEWHERE`` names the test that holds it.
LINE and WhatsApp have tables of their own, in which units other than characters are tried too.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from transcode import Code, Profile, Transcoder
from transcode.channels import implemented, writer_for

Json = dict[str, Any]
Shape = Callable[[int], tuple[Json, Json]]

IMAGE, VIDEO = "https://example.com/a.png", "https://example.com/a.mp4"


def reply(text: str = "A", postback: str | None = None) -> Json:
    return {"text_message": {"text": text}, **({"postback_data": postback} if postback else {})}


def link(title: str = "Site", url: str = "https://example.com") -> Json:
    return {"url_message": {"title": title, "url": url}}


def event(title: str = "Fair", about: str = "All day") -> Json:
    times = {"event_start": "2026-12-01T08:00:00Z", "event_end": "2026-12-01T09:00:00Z"}
    texts = {"title": "Add", "event_title": title, "event_description": about, "fallback_url": "https://example.com"}
    return {"calendar_message": {**times, **texts}}


def place(label: str, title: str = "Shop") -> Json:
    return {"title": title, "label": label, "coordinates": {"latitude": 1, "longitude": 2}}


def ask(*choices: Json, text: str = "Well?") -> Json:
    return {"choice_message": {"text_message": {"text": text}, "choices": list(choices)}}


def card(*choices: Json, title: str | None = "Title", about: str | None = "About", image: bool = True) -> Json:
    fields = {"title": title, "description": about, "media_message": {"url": IMAGE} if image else None}
    return {name: field for name, field in fields.items() if field} | ({"choices": list(choices)} if choices else {})


def alone(*choices: Json, **fields: Any) -> Json:
    return {"card_message": card(*choices, **fields)}


def carousel(*cards: Json) -> Json:
    return {"carousel_message": {"cards": list(cards)}}


def items(count: int = 2, title: str = "Soup") -> Json:
    rows = [{"choice": {"title": title if number == 0 else f"Dish {number}"}} for number in range(count)]
    return {"list_message": {"title": "Menu", "sections": [{"items": rows}]}}


def long_url(length: int, end: str = "") -> str:
    return "https://example.com/".ljust(length - len(end), "a") + end


def of(message: Callable[[str], Json]) -> Shape:
    """A shape with a text of so many characters."""
    return lambda n: (message("x" * n), {})


def many(message: Callable[[int], Json]) -> Shape:
    """A shape with so many things."""
    return lambda n: (message(n), {})


def size(url: str, message: Json | None = None, **known: Any) -> Shape:
    """A shape with a file of so many bytes."""
    sent = message or {"media_message": {"url": url}}
    return lambda n: (sent, {"media_info": {url: {"bytes": n, **known}}})


def replies(count: int, name: str = "Reply") -> list[Json]:
    return [reply(f"{name} {number}") for number in range(count)]


TEXT = of(lambda x: {"text_message": {"text": x}})
QUESTION = of(lambda x: ask(reply(), text=x))
QUESTION_AND_LINK = of(lambda x: ask(link(), text=x))
LABEL, LINK_LABEL = of(lambda x: ask(reply(x))), of(lambda x: ask(link(x)))
POSTBACK = of(lambda x: ask(reply("A", x)))
URL = many(lambda n: ask(link(url=long_url(n))))
FILE_URL = many(lambda n: {"media_message": {"url": long_url(n, ".png")}})
FILE_NAME = of(lambda x: {"media_message": {"url": "https://example.com/a.pdf", "filename_override": x[4:] + ".pdf"}})
TITLE, ABOUT = of(lambda x: alone(reply(), title=x)), of(lambda x: alone(reply(), about=x))
TITLE_OF_ONE, ABOUT_OF_ONE = (
    of(lambda x: carousel(card(reply(), title=x), card(reply("B")))),
    of(lambda x: carousel(card(reply(), about=x), card(reply("B")))),
)
LABEL_OF_ONE = of(lambda x: carousel(card(reply(x)), card(reply("B"))))
CARDS = many(lambda n: carousel(*(card(one) for one in replies(n))))
CARDS_WITH_LINKS = many(lambda n: carousel(*(card(link(f"Site {number}")) for number in range(n))))
ANSWERS, ANSWERS_OF_A_CARD = many(lambda n: ask(*replies(n))), many(lambda n: alone(*replies(n)))
ITEMS = many(items)

_META: Final[dict[str, tuple[Shape, str, Code]]] = {
    "text": (TEXT, "documented", Code.SPLIT),
    "template text": (QUESTION_AND_LINK, "documented", Code.TEXT_CUT),
    "buttons": (ANSWERS_OF_A_CARD, "documented", Code.CHOICE_BELOW),
    "button title": (LABEL, "documented", Code.LABEL_CUT),
    "payload": (POSTBACK, "documented", Code.IDENTIFIER_SHORTENED),
    "elements": (CARDS, "documented", Code.CARDS_SPLIT),
    "title": (TITLE, "documented", Code.TEXT_CUT),
    "subtitle": (ABOUT, "documented", Code.TEXT_CUT),
    "quick replies": (ITEMS, "rich", Code.CHOICE_AS_LINE),
    "image size": (size(IMAGE), "documented", Code.WHOLE_AS_TEXT),
    "file size": (size(VIDEO), "rich", Code.WHOLE_AS_TEXT),
}
_KAKAO: Final[dict[str, tuple[Shape, str, Code]]] = {
    "text": (TEXT, "documented", Code.SPLIT),
    "label": (LABEL, "documented", Code.LABEL_CUT),
    "cards": (CARDS, "rich", Code.WHOLE_AS_TEXT),
    "card header": (TITLE_OF_ONE, "rich", Code.TEXT_CUT),
    "card text": (ABOUT_OF_ONE, "rich", Code.TEXT_CUT),
    "card label": (LABEL_OF_ONE, "rich", Code.LABEL_CUT),
    "url": (URL, "documented", Code.WHOLE_AS_TEXT),
    "image size": (size(IMAGE), "documented", Code.WHOLE_AS_TEXT),
}
# What has n of a limit, the profile, and the code of the finding about n + 1.
LIMITS: Final[dict[str, dict[str, tuple[Shape, str, Code]]]] = {
    "RCS": {
        "text": (TEXT, "documented", Code.SPLIT),
        "suggestion text": (LABEL, "documented", Code.LABEL_CUT),
        "postback data": (POSTBACK, "documented", Code.IDENTIFIER_SHORTENED),
        "card title": (TITLE, "documented", Code.TEXT_CUT),
        "card description": (ABOUT, "documented", Code.TEXT_CUT),
        "card suggestions": (ANSWERS_OF_A_CARD, "documented", Code.CHOICE_BELOW),
        "carousel cards": (CARDS, "documented", Code.CARDS_SPLIT),
        "url": (URL, "documented", Code.WHOLE_AS_TEXT),
        "location label": (of(lambda x: ask({"location_message": place(x)})), "documented", Code.TRUNCATED),
        "event title": (of(lambda x: ask(event(x))), "documented", Code.TRUNCATED),
        "event description": (of(lambda x: ask(event(about=x))), "documented", Code.TRUNCATED),
        "media URL": (FILE_URL, "documented", Code.WHOLE_AS_TEXT),
        "media size": (size(VIDEO), "documented", Code.WHOLE_AS_TEXT),
    },
    "MESSENGER": _META,
    "INSTAGRAM": _META,
    "VIBER": {
        "text": (TEXT, "documented", Code.SPLIT),
        "reply": (POSTBACK, "documented", Code.IDENTIFIER_SHORTENED),
        "url": (URL, "documented", Code.WHOLE_AS_TEXT),
        "button text": (LABEL, "rich", Code.LABEL_CUT),
        "card title": (TITLE, "documented", Code.TEXT_CUT),
        "card text": (ABOUT, "documented", Code.TEXT_CUT),
        "cards": (CARDS, "documented", Code.CARDS_SPLIT),
        "picture size": (size(IMAGE), "documented", Code.WHOLE_AS_TEXT),
        "video size": (size(VIDEO), "documented", Code.WHOLE_AS_TEXT),
        "video duration": (
            lambda n: ({"media_message": {"url": VIDEO}}, {"media_info": {VIDEO: {"bytes": 9, "duration_s": n}}}),
            "documented",
            Code.WHOLE_AS_TEXT,
        ),
        "file size": (size("https://example.com/a.pdf"), "documented", Code.WHOLE_AS_TEXT),
    },
    "VIBERBM": {
        "text": (TEXT, "documented", Code.TRUNCATED),
        "button title": (LINK_LABEL, "documented", Code.LABEL_CUT),
        "url": (URL, "documented", Code.WHOLE_AS_TEXT),
        "media URL": (FILE_URL, "documented", Code.WHOLE_AS_TEXT),
        "media size": (size(IMAGE), "documented", Code.WHOLE_AS_TEXT),
        "file name": (FILE_NAME, "documented", Code.TRUNCATED),
        "list text": (of(lambda x: ask(*replies(2), text=x)), "rich", Code.WHOLE_AS_TEXT),
        "list options": (ANSWERS, "rich", Code.WHOLE_AS_TEXT),
        "list option": (of(lambda x: ask(reply(x), reply("B"))), "rich", Code.WHOLE_AS_TEXT),
        "carousel cards": (CARDS_WITH_LINKS, "rich", Code.CARDS_SPLIT),
        "card text": (
            of(lambda x: carousel(card(link(), title=x, about=None), card(link("B"), about=None))),
            "rich",
            Code.TEXT_CUT,
        ),
        "card buttons": (
            many(lambda n: carousel(*[card(*(link(f"{at}") for at in range(n))) for _ in range(2)])),
            "rich",
            Code.WHOLE_AS_TEXT,
        ),
        "card button title": (of(lambda x: carousel(card(link(x)), card(link("B")))), "rich", Code.LABEL_CUT),
    },
    "KAKAOTALK": {
        **_KAKAO,
        "line breaks": (many(lambda n: {"text_message": {"text": "x\n" * n + "x"}}), "documented", Code.SPLIT),
        "image text": (of(lambda x: alone(reply(), title=x, about=None)), "documented", Code.TEXT_CUT),
        "buttons": (ITEMS, "rich", Code.CHOICE_AS_LINE),
    },
    "KAKAOTALKCHAT": {**_KAKAO, "quick replies": (ITEMS, "rich", Code.CHOICE_AS_LINE)},
    "TELEGRAM": {
        "text": (TEXT, "documented", Code.SPLIT),
        "caption": (of(lambda x: alone(title=x, about=None)), "rich", Code.CAPTION_APART),
        "callback data": (POSTBACK, "rich", Code.IDENTIFIER_SHORTENED),
        "button text": (LINK_LABEL, "rich", Code.LABEL_CUT),
        "buttons": (ITEMS, "rich", Code.CHOICE_AS_LINE),
        "media group": (
            many(lambda n: carousel(*[card(title=None, about=None) for _ in range(n)])),
            "rich",
            Code.CARDS_SPLIT,
        ),
        "photo by URL": (size(IMAGE), "documented", Code.WHOLE_AS_TEXT),
        "file by URL": (size(VIDEO), "documented", Code.WHOLE_AS_TEXT),
    },
    "WECHAT": {
        "text": (TEXT, "documented", Code.SPLIT),
        "menu text": (QUESTION, "rich", Code.TEXT_CUT),
        "menu items": (ITEMS, "rich", Code.WHOLE_AS_TEXT),
        "menu item": (LABEL, "rich", Code.LABEL_CUT),
        "menu id": (POSTBACK, "rich", Code.IDENTIFIER_SHORTENED),
        "article title": (TITLE, "rich", Code.TEXT_CUT),
        "article description": (ABOUT, "rich", Code.TEXT_CUT),
        "article URL": (FILE_URL, "documented", Code.WHOLE_AS_TEXT),
    },
    "APPLEBC": {
        "text": (TEXT, "documented", Code.SPLIT),
        "string": (LABEL, "rich", Code.LABEL_CUT),
        "identifier": (POSTBACK, "rich", Code.IDENTIFIER_SHORTENED),
        "url": (URL, "rich", Code.WHOLE_AS_TEXT),
    },
}
ELSEWHERE: Final[dict[str, dict[str, str]]] = {
    "RCS": {
        "suggestions": "test_rcs.py::test_suggestions_at_their_limit",
        "payload": "test_rcs.py::test_the_payload_at_its_limit",
    },
    "MESSENGER": {
        "grid images": "test_messenger.py::test_cards_of_nothing_but_images_are_a_grid",
        "grid title": "test_messenger.py::test_a_grids_title_has_45_characters",
    },
    "VIBER": {
        "payload": "test_viber.py::test_a_message_that_would_be_too_large_is_text",
        "sender name": "test_viber.py::test_a_sender_has_28_characters",
        "card rows": "test_viber.py::test_choices_that_a_card_has_no_row_for_are_below_it",
        "keyboard buttons": "test_viber.py::test_a_keyboard_at_its_limit_and_beyond",
        "card image size": "test_viber.py::test_a_picture_that_is_too_large_for_a_card_goes_before_it",
        "thumbnail size": "test_viber.py::test_a_thumbnail_has_100_kb",
        "file name": "test_viber.py::test_the_name_of_a_file_has_256_characters",
        "contact name": "test_viber.py::test_a_contact_at_its_limits_and_beyond",
        "contact number": "test_viber.py::test_a_contact_at_its_limits_and_beyond",
    },
    "KAKAOTALK": {
        "card buttons": "test_kakaotalk.py::test_a_card_of_a_feed_has_180_characters_two_buttons_and_labels_of_eight",
        "product title": "test_kakaotalk.py::test_the_title_of_a_product",
        "product details": "test_kakaotalk.py::test_the_details_of_a_product",
        "coupon description": "test_kakaotalk.py::test_what_a_product_has_room_for",
        "products content": "test_kakaotalk.py::test_what_stands_before_products",
    },
    "KAKAOTALKCHAT": {
        "buttons": "test_kakaotalk_chat.py::test_a_message_in_a_session_has_five_buttons",
        "card buttons": "test_kakaotalk_chat.py::test_a_card_has_two_buttons",
    },
    "TELEGRAM": {
        "reply markup": "test_telegram.py::test_a_keyboard_has_so_many_bytes_of_json",
        "vCard": "test_telegram.py::test_vcard_limit",
        "entities": "test_telegram_entities.py::test_a_message_has_a_hundred_formats",
        "size of entities": "test_telegram_entities.py::test_links_of_a_message_have_nine_and_a_half_kilobytes",
        **dict.fromkeys(
            ("rich text", "rich blocks", "rich media"), "test_telegram.py::test_the_figures_of_a_rich_message"
        ),
    },
    "WECHAT": {
        "messages": "test_wechat.py::test_a_sixth_message_does_not_arrive",
        "messages after a click": "test_wechat.py::test_three_messages_fit_the_narrow_window",
    },
    "APPLEBC": {"quick replies": "test_apple.py::test_other_numbers_are_a_list_picker"},
    "SMS": {
        "body": "test_sms.py::test_body_limit",
        "sender name": "test_sms.py::test_figures_of_numbers_and_names_at_their_ends",
        "recipient digits": "test_sms.py::test_figures_of_numbers_and_names_at_their_ends",
    },
    "WHATSAPP": dict.fromkeys(
        (limit.name for limit in writer_for("WHATSAPP").limits), "test_whatsapp.py::test_every_limit_is_exercised"
    ),
    "LINE": dict.fromkeys(
        (limit.name for limit in writer_for("LINE").limits), "test_line.py::test_every_limit_is_tested"
    ),
    "MMS": {
        **{
            limit.name: "../mms/test_checks.py::test_limit_at_n_and_beyond"
            for limit in writer_for("MMS").limits
            if limit.name.startswith(("image_", "animated_", "video_", "hd_video_", "audio_", "object_"))
        },
        "slides": "../mms/test_sendmms.py::test_how_many_slides",
        "text_per_slide": "../mms/test_sendmms.py::test_the_text_of_a_slide",
        "objects_per_slide": "../mms/test_submit.py::test_what_may_stand_together",
        "slide_duration": "../mms/test_submit.py::test_number_of_slides_and_duration",
        "slide_duration_default": "../mms/test_checks.py::test_limits_say_where_they_come_from",
        "subject": "../mms/test_submit.py::test_subjects",
        "subject_recommended": "../mms/test_submit.py::test_subjects",
        "fallback_text_recommended": "../mms/test_sendmms.py::test_the_text_for_sms_is_counted",
        "client_reference": "../mms/test_sendmms.py::test_a_client_reference_and_a_name",
        "from_mask": "../mms/test_sendmms.py::test_a_client_reference_and_a_name",
        "mms_expiry_seconds": "../mms/test_sendmms.py::test_times",
        "fallback_link_seconds": "../mms/test_sendmms.py::test_times",
    },
}


@pytest.mark.parametrize("channel", implemented())
def test_every_limit_is_tried(channel: str) -> None:
    here, elsewhere = LIMITS.get(channel, {}), ELSEWHERE.get(channel, {})
    assert not here.keys() & elsewhere.keys()
    assert here.keys() | elsewhere.keys() == {limit.name for limit in writer_for(channel).limits}
    for where in {*elsewhere.values()}:
        file, _, name = where.partition("::")
        assert f"def {name}(" in (Path(__file__).parent / file).read_text(encoding="utf-8"), where


@pytest.mark.parametrize(("channel", "name"), [(channel, name) for channel, known in LIMITS.items() for name in known])
def test_a_limit_at_n_and_one_more(channel: str, name: str) -> None:
    build, profile, code = LIMITS[channel][name]
    (limit,) = (one for one in writer_for(channel).limits if one.name == name)
    transcoder = Transcoder(profile=Profile(profile))
    for over in (0, 1):
        message, known = build(limit.value + over)
        findings = transcoder.transcode(message, channel, **known).findings
        told = [one for one in findings if one.limit == limit.value and one.code is not Code.SCHEMA_LIMIT]
        if not over:
            assert not told
            continue
        # Another limit of the same figure may be exceeded too.
        (one,) = (one for one in told if one.code is code)
        assert one.actual in (limit.value + 1, 2)  # or two messages
