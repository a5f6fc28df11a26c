"""The check behind the writers: what counts as shown, and what does not."""

from __future__ import annotations

from typing import Any

import pytest
from transcode.conservation import Fact, describe, facts, is_named, missing

from transcode import AppMessage, Code, ReplyOption
from transcode.message.base import HINT, POSTBACK


def _missing(value: str, text: str, role: Any = None, **more: Any) -> bool:
    payloads = more.get("payloads", ())
    return bool(
        list(missing([Fact("a.b", value, role)], text, payloads, more.get("replies", ()), more.get("findings", ())))
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Hello", "Hello"),
        ("Hello", "> HELLO"),
        ("Hello\r\n  world", "x Hello world y"),
        ("Straße", "STRASSE"),
        ("ŉ", "ʼN"),
        ("Kapı", "KAPI"),
        ("55.610477", "query=55.610477,13.002873"),
        ("*", "***"),
        ("bold", "*bold*"),
        ("it", "_it_"),
    ],
)
def test_shown(value: str, text: str) -> None:
    assert not _missing(value, text)


@pytest.mark.parametrize(
    ("value", "text"),
    [("no", "now"), ("1", "10"), ("Hello", "Hell"), ("a b", "ab"), ("Hello", "")],
)
def test_not_shown(value: str, text: str) -> None:
    assert _missing(value, text)


def test_a_word_of_a_url_does_not_show_a_title() -> None:
    url, title = Fact("u", "https://a.example/delivery.ics"), Fact("t", "Delivery")
    assert list(missing([title, url], "See https://a.example/delivery.ics", (), (), ())) == [title]
    assert list(missing([title, url], "Delivery: https://a.example/delivery.ics", (), (), ())) == []


def test_payloads_count_whatever_their_shape() -> None:
    payload = {"a": [{"b": ("Hello", 7, True, None), "latitude": 55.5}], "type": "text", "parts": 3}
    assert not _missing("Hello", "", payloads=[payload])
    for value in ("True", "text", "3", "7", "55.5"):
        assert _missing(value, "", payloads=[payload])
    assert list(missing([Fact("a.latitude", "55.5")], "", [payload], (), ())) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            "Read more at https://example.com today",
            "Read more at https://example.com today\n> Open: https://example.com",
        ),
        ("1. Foo", "2. 1. Foo"),
        ("1. Foo", "1. Foo"),
        ("a\n1. a", "> A 1. A"),
        ("https://example.com", "See https://example.com"),
    ],
)
def test_what_stands_there_is_shown(value: str, text: str) -> None:
    facts_of_it = (
        [Fact("a.text", value), Fact("a.url", "https://example.com")] if "://" in text else [Fact("a.text", value)]
    )
    assert list(missing(facts_of_it, text, (), (), ())) == []


@pytest.mark.parametrize("label", ["1", "Maps", "Google", "search", "query", "api"])
def test_what_we_write_ourselves_shows_nothing(label: str) -> None:
    link = "https://www.google.com/maps/search/?api=1&query=1,2"
    assert _missing(label, f"1. Title\n> Shop: {link}")
    assert _missing(label, "", payloads=[{"text": {"body": f"Shop: {link}"}}])


def test_an_encoded_url_is_the_url_and_a_placeholder_is_nothing() -> None:
    url, payload = Fact("a.url", "https://ja.example/日本 1"), {"uri": "https://ja.example/%E6%97%A5%E6%9C%AC%201"}
    assert list(missing([url], "", [payload], (), ())) == []
    assert _missing("{", "", payloads=[{"to": "{{to}}", "from": "{{from}}"}])


def test_the_type_of_a_contacts_number_may_be_a_type() -> None:
    payload = {"phones": [{"phone": "1", "type": "WORK"}]}
    assert list(missing([Fact("a.phone_numbers[0].type", "WORK")], "", [payload], (), ())) == []
    label = Fact("a.label", "Work")
    assert list(missing([label], "", [payload], (), ())) == [label]


def test_a_phone_number_is_its_digits() -> None:
    number = Fact("a.phone_number", "+46 73-200 00 00")
    assert list(missing([number], "", [{"uri": "tel:+46732000000"}], (), ())) == []
    assert list(missing([number], "", [{"uri": "tel:+46732000001"}], (), ())) == [number]


def test_postbacks_count_among_the_replies_and_nothing_else_does() -> None:
    reply = ReplyOption("Yes", "YES", "text", "p", postback="pb")
    assert not _missing("pb", "", POSTBACK, replies=[reply])
    assert _missing("Yes", "", replies=[reply])
    assert _missing("pb", "", replies=[reply])


def test_a_finding_names_its_field_and_what_is_below_it() -> None:
    assert is_named("a.b[0].c", {"a.b"})
    assert is_named("a.b", {"a.b"})
    assert not is_named("a.bc", {"a.b"})
    assert not _missing("x", "", findings=[Code.DROPPED.at("a", what="It", why="so")])
    assert not _missing("x", "", findings=[Code.TRUNCATED.at("a.b", limit=1, actual=2, unit="characters")])
    # A finding that speaks of something else does not excuse a loss.
    assert _missing("x", "", findings=[Code.SENT_AS_TEXT.at("a", why="so")])


def test_facts_leave_out_what_says_nothing() -> None:
    message = AppMessage.parse(
        {
            "card_message": {
                "title": " ",
                "description": "",
                "height": "UNSPECIFIED_HEIGHT",
                "choices": [
                    {
                        "location_message": {"title": "T", "coordinates": {"latitude": 1.5, "longitude": 0}},
                        "display_mode": "DISPLAY_MODE_UNSPECIFIED",
                    }
                ],
            }
        }
    )
    assert [(fact.path, fact.value) for fact in facts(message.card_message, "card_message")] == [
        ("card_message.choices[0].location_message.title", "T"),
        ("card_message.choices[0].location_message.coordinates.latitude", "1.5"),
        ("card_message.choices[0].location_message.coordinates.longitude", "0"),
    ]
    assert all(fact.role is HINT for fact in facts(message, "", HINT))


def test_a_fact_as_a_subject() -> None:
    assert describe(Fact("a.choices[1].event_title", "Tea")) == "The event title 'Tea'"
    assert describe(Fact("a.text", "x" * 50)) == f"The text {'x' * 39 + '…'!r}"
