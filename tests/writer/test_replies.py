"""The answers that a message offers."""

from __future__ import annotations

from typing import Any

from tests.writer.toy import writer
from transcode import AppMessage, Uppercase
from transcode.message.place import Place, survey
from transcode.writer.identifiers import Tapped
from transcode.writer.replies import offered, replies


def _content(message: dict[str, Any]) -> Place:
    parsed = AppMessage.parse(message)
    return survey(parsed).root.at(parsed.kind)


def _reply(text: str, **more: Any) -> dict[str, Any]:
    return {"text_message": {"text": text}, **more}


CAROUSEL = {
    "carousel_message": {
        "cards": [
            {"title": "A", "choices": [_reply("One", postback_data="1")]},
            {"title": "B", "choices": [{"url_message": {"title": "Two", "url": "https://a.example"}}]},
        ],
        "choices": [_reply("Three"), _reply(" ")],
    }
}


def test_answers_stand_in_the_order_of_the_message() -> None:
    found = [(offer.label, offer.kind, offer.card, offer.place.path) for offer in offered(_content(CAROUSEL))]
    assert found == [
        ("One", "text", 1, "carousel_message.cards[0].choices[0]"),
        ("Two", "url", 2, "carousel_message.cards[1].choices[0]"),
        ("Three", "text", None, "carousel_message.choices[0]"),
        (" ", "text", None, "carousel_message.choices[1]"),
    ]


def test_items_and_products_are_answers() -> None:
    items = [{"choice": {"title": "Tea"}}]
    content = _content({"list_message": {"title": "T", "sections": [{"items": items}]}})
    assert [(offer.label, offer.kind) for offer in offered(content)] == [("Tea", "item")]
    items = [{"product": {"id": "t1", "marketplace": "FACEBOOK"}}]
    content = _content({"list_message": {"title": "T", "sections": [{"items": items}]}})
    assert [(offer.label, offer.kind) for offer in offered(content)] == [("t1", "product")]


def test_a_writer_reads_the_answers_of_each_content_once() -> None:
    first, second = (_content({"choice_message": {"choices": [_reply(text)]}}) for text in "AB")
    toy = writer()
    assert [[offer.label for offer in toy.offers(content)] for content in (first, second, first)] == [
        ["A"],
        ["B"],
        ["A"],
    ]
    assert toy.offers(first) is toy.offers(first)


def test_a_reply_is_shown_as_it_is_read_and_a_blank_one_only_where_it_is_tapped() -> None:
    content = _content(CAROUSEL)
    typed = list(replies(list(offered(content)), "> ONE > Two > three", Tapped(), Uppercase.DOCUMENTED))
    assert [(reply.shown, reply.postback, reply.identifier) for reply in typed] == [
        ("ONE", "1", None),
        ("Two", None, None),
        ("Three", None, None),
    ]
    tapped = Tapped()
    tapped.add(content.at("choices", 1), " ", "id")
    assert [reply.identifier for reply in replies(list(offered(content)), None, tapped, Uppercase.DOCUMENTED)] == [
        None,
        None,
        None,
        "id",
    ]
    assert list(replies((), "x", tapped, Uppercase.KEEP)) == []
