"""What every channel writes alike: requests, panels of what a message is, the room that choices have, runs of cards."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parts.toy import CARD, KEYBOARD, Toy, content, limit, question, reply
from transcode import Code, InvalidOption, transcode
from transcode.channels.base import ChannelWriter, Deed, Obstacle, Outcome, PartsWriter, Place, Request, Unit, Words
from transcode.parts.addresses import map_link
from transcode.parts.panels import Panel

LINK = {"url_message": {"title": "Look", "url": "ftp://a.example/"}}
IMAGE = {"url": "https://a.example/a.png"}
PLACE = {"location_message": {"title": "Tea", "label": "Shop", "coordinates": {"latitude": 55.5, "longitude": 13.0}}}


class Mailer(PartsWriter):
    """A channel that says what a message is and what a request is, and no more."""

    channel, title, taps = "MAIL", "Mail", Toy.taps
    limits = (*Toy.limits, limit("cards", 4, Unit.COUNT))
    files = Toy.files
    forms = (KEYBOARD, CARD)

    def texts(self, text: str) -> list[dict[str, Any]]:
        return [{"text": piece} for piece in self.text_pieces(text)]

    def requests(self, sent: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
        return tuple({"to": self.to, **one} for one in sent)

    def file_message(self, media: Place) -> dict[str, Any]:
        return {"file": self.file(media).url}


def writer_of(message: dict[str, Any]) -> tuple[Mailer, Place]:
    writer, place = Mailer(Request()), content(message)
    writer.where = writer.content = place
    return writer, place


def found(writer: Mailer) -> list[tuple[Code, str]]:
    return [(finding.code, finding.path) for finding in writer.notes.findings]


def test_a_channel_says_what_a_message_is_and_what_a_request_is() -> None:
    Mailer.check()
    writer, _ = writer_of({"text_message": {"text": "x"}})
    assert writer.text_payloads("a" * 45) == ({"to": "{{to}}", "text": "a" * 40}, {"to": "{{to}}", "text": "a" * 5})
    writer.before.append(Words("before"))
    rendering = writer.rendering([{"text": "last"}], Words("last"), first=[{"file": "f"}])
    assert [payload.get("text", "-") for payload in rendering.payloads] == ["-", "before", "last"]
    assert (rendering.outcome, rendering.text) == (Outcome.NATIVE, "last")


def test_one_that_says_neither_is_refused() -> None:
    for stated in ({"texts": PartsWriter.texts}, {"text_payloads": ChannelWriter.text_payloads}):
        with pytest.raises(InvalidOption, match=r"Mute\.text_payloads: must say how Mail sends a text"):
            type("Mute", (Mailer,), stated).check()


def test_choices_that_there_is_no_room_for_can_be_no_buttons() -> None:
    writer, message = writer_of(question(reply("A"), LINK, reply("B"), reply("C")))
    buttons = writer.question_panel(message).buttons
    assert writer.within(buttons, 3, "a page") == buttons
    why = [one.why_not for one in writer.within(buttons, 1, "a page", "keys")]
    assert why == ["", buttons[1].why_not, *["a page has room for 1 keys and 3 are offered"] * 2]
    assert all(one.why_not for one in writer.within(buttons, -1, "a page"))
    assert not found(writer)


@pytest.mark.parametrize("way", ["able", "with_lines_before"])
def test_choices_that_can_be_no_buttons_are_reported_once(way: str) -> None:
    writer, message = writer_of(question(reply("A"), LINK))
    kept = getattr(writer, way)(writer.question_panel(message).buttons)
    assert [one.label for one in kept] == ["A"]
    assert found(writer) == [(Code.CHOICE_AS_LINE, "choice_message.choices[1].url_message")]
    assert writer.before == ([] if way == "able" else ["> Look: ftp://a.example/"])


def test_cards_are_panels_with_their_numbers() -> None:
    cards = [{"title": "A", "choices": [LINK]}, {"description": "B", "media_message": IMAGE}]
    writer, message = writer_of({"carousel_message": {"cards": cards}})
    first, second = writer.card_panels(message)
    assert (first.name, first.number, first.title, first.buttons[0].name) == ("card 1", "1. ", "A", "card 1's choice 1")
    assert (second.with_text_as_title().title, second.text, second.file) == ("B", "B", None)
    assert (first.with_title_as_text().text, first.with_text_as_title()) == ("A", first)
    with pytest.raises(Obstacle, match="the carousel has no cards"):
        writer.card_panels(content(question()))


def test_a_place_is_a_title_and_a_button() -> None:
    writer, message = writer_of(PLACE)
    panel = writer.place_panel(message, "a key")
    (one,) = panel.buttons
    assert (panel.text, one.label, one.deed, one.url) == ("Tea", "Shop", Deed.OPEN, map_link(message))
    assert writer.place_panel(message, "a key", Deed.MAP).buttons[0].url == ""
    assert (writer.point(message), writer.place_names(message)) == ((55.5, 13.0), ["Tea", "Shop"])
    assert [place.key for place in writer.notes.told] == ["latitude", "longitude"]
    writer.drop_names(message, "the map is bare")
    assert found(writer) == [(Code.DROPPED, "location_message.title"), (Code.DROPPED, "location_message.label")]
    blank = content({"location_message": {**PLACE["location_message"], "title": " ", "label": ""}})
    with pytest.raises(Obstacle, match="the place has no title that a key could have"):
        writer.place_panel(blank, "a key")


def test_a_list_is_its_items_in_their_order() -> None:
    sections = [{"items": [{"choice": {"title": "A"}}]}, {"items": [{"choice": {"title": "B"}}]}]
    writer, message = writer_of({"list_message": {"title": "T", "sections": sections}})
    buttons = writer.items(writer.listed(message, "none"))
    assert [(one.name, one.label, one.deed) for one in buttons] == [
        ("item 1", "A", Deed.ANSWER),
        ("item 2", "B", Deed.ANSWER),
    ]
    products = [{"items": [{"product": {"id": "1", "marketplace": "m"}}]}]
    _, message = writer_of({"list_message": {"title": "T", "sections": products}})
    assert len(writer.listed(message)) == 1
    with pytest.raises(Obstacle, match="Mail has none") as bar:
        writer.listed(message, "Mail has none")
    assert bar.value.place.path == "list_message.sections[0].items[0]"


@pytest.mark.parametrize(("url", "sent"), [(IMAGE["url"], "file"), ("https://a.example/a.exe", "text")])
def test_a_file_that_a_form_does_not_show_goes_before_or_is_its_url(url: str, sent: str) -> None:
    writer, message = writer_of({"media_message": {"url": url}})
    assert writer.file_before(message) == [{sent: url}]
    assert found(writer) == ([] if sent == "file" else [(Code.FILE_AS_LINK, "media_message.url")])


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 40), st.integers(1, 12), st.booleans())
def test_cards_stand_in_as_few_runs_as_they_need(count: int, most: int, evenly: bool) -> None:
    message = content(question(reply("A")))
    writer = type("Runs", (Mailer,), {"limits": (*Toy.limits, limit("cards", most, Unit.COUNT))})(Request())
    cards = list(range(count))
    runs = writer.in_runs(cards, "cards", "a page", message, evenly=evenly)
    assert [card for run in runs for card in run] == cards
    assert len(runs) == -(-count // most)
    assert all(1 <= len(run) <= most for run in runs)
    assert not evenly or max(map(len, runs)) - min(map(len, runs)) <= 1
    assert found(writer) == ([(Code.CARDS_SPLIT, "choice_message")] if count > most else [])


def test_json_of_n_bytes_and_one_more() -> None:
    writer, message = writer_of(question())
    writer.check_bytes({"a": "é"}, "text", "a page", message)
    exact = {"a": "x" * 32}  # 40 bytes
    writer.check_bytes(exact, "text", "a page", message)
    with pytest.raises(Obstacle, match="it would be a page of 41 bytes, which may have 40") as bar:
        writer.check_bytes({"a": "x" * 33}, "text", "a page", message)
    assert (bar.value.limit, bar.value.actual) == (40, 41)


def test_what_stands_below_the_whole_message() -> None:
    writer, message = writer_of(question(reply("A"), reply("B")))
    panel = writer.question_panel(message)
    filled = writer.below(replace(CARD, needs=()), panel.buttons)
    assert filled.panel == Panel(message, "the message", buttons=panel.buttons)
    assert [one.shown for one in filled.buttons] == ["A", "B"]


@pytest.mark.parametrize(
    ("channel", "profile", "does"),
    [
        ("RCS", "rich", {"dialAction": {"phoneNumber": "+46701234567"}}),
        ("MESSENGER", "rich", {"type": "phone_number", "title": "Call", "payload": "+46701234567"}),
        ("INSTAGRAM", "documented", {"type": "phone_number", "title": "Call", "payload": "+46701234567"}),
        ("LINE", "rich", {"type": "uri", "label": "Call", "uri": "tel:+46701234567"}),
        ("INSTAGRAM", "rich", None),
        ("VIBER", "rich", None),
        ("WHATSAPP", "rich", None),
    ],
)
def test_an_address_that_calls_is_no_page_to_open(channel: str, profile: Any, does: dict[str, str] | None) -> None:
    choice = {"url_message": {"title": "Call", "url": "tel:+46701234567"}}
    result = transcode(
        {"choice_message": {"text_message": {"text": "?"}, "choices": [choice]}}, channel, profile=profile
    )
    assert not result.losses
    if does is None:
        assert str(result.text).endswith("Call: tel:+46701234567")
    else:
        assert json.dumps(does)[1:-1] in json.dumps(result.payloads)


@pytest.mark.parametrize("channel", ["RCS", "MESSENGER", "INSTAGRAM"])
def test_a_number_that_is_called_has_15_digits(channel: str) -> None:
    for digits, native in ((15, True), (16, False)):
        choice = {"call_message": {"title": "Call", "phone_number": f"+{'4670' * 4}"[: digits + 1]}}
        result = transcode({"choice_message": {"text_message": {"text": "?"}, "choices": [choice]}}, channel)
        assert (result.outcome is not Outcome.PLAINTEXT) is native
