"""One walk of a message, and texts that know where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import messages, texts
from transcode import AppMessage
from transcode.message.base import HINT, POSTBACK, Model
from transcode.message.place import NOTHING, Place, Words, one_line, survey

CARD: dict[str, Any] = {
    "card_message": {
        "title": "Tea",
        "height": "TALL",
        "choices": [
            {"text_message": {"text": "Yes"}, "postback_data": "y", "tone": "kind"},
            {"location_message": {"title": "T", "coordinates": {"latitude": 1.5, "longitude": 0}}},
        ],
    },
    "priority": 1,
}


def _root(message: dict[str, Any]) -> Place:
    return survey(AppMessage.parse(message)).root


def _value_at(message: Any, path: str) -> Any:
    place = message
    for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        place = getattr(place, key) if key else place[int(index)]
    return place


def test_every_value_has_its_path_and_its_role() -> None:
    found = survey(AppMessage.parse(CARD))
    assert [(leaf.path, leaf.role) for leaf in found.leaves] == [
        ("card_message.title", None),
        ("card_message.choices[0].text_message.text", None),
        ("card_message.choices[0].postback_data", POSTBACK),
        ("card_message.choices[1].location_message.title", None),
        ("card_message.choices[1].location_message.coordinates.latitude", None),
        ("card_message.choices[1].location_message.coordinates.longitude", None),
        ("card_message.height", HINT),
    ]


def test_unknown_fields_are_found_where_they_stand() -> None:
    assert {(place.path, name) for place, name in survey(AppMessage.parse(CARD)).unknown} == {
        ("card_message.choices[0]", "tone"),
        ("", "priority"),
    }


@given(messages())
def test_every_path_leads_to_its_value_in_document_order(message: dict[str, Any]) -> None:
    parsed = AppMessage.parse(message)
    found = survey(parsed)
    for number, leaf in enumerate(found.leaves):
        assert leaf.order == number
        assert _value_at(parsed, leaf.path) is leaf.value
    assert list(found.root.leaves) == found.leaves


@given(messages())
def test_a_part_stands_where_its_first_value_stands(message: dict[str, Any]) -> None:
    root = _root(message)
    waiting = [root]
    while waiting:
        place = waiting.pop()
        assert all(below.parent is place for below in place)
        first = next(iter(place.leaves), None)
        assert first is None or first.order == place.order
        assert [below.order for below in place] == sorted(below.order for below in place)
        assert list(place.lineage)[-1] is root
        waiting.extend(place)


@given(messages())
def test_a_walk_from_within_gives_the_same_places(message: dict[str, Any]) -> None:
    parsed = AppMessage.parse(message)
    whole = survey(parsed).root.at(parsed.kind)
    part = survey(getattr(parsed, parsed.kind), parsed.kind, order=whole.order)
    assert [(leaf.path, leaf.order, leaf.role) for leaf in part.leaves] == [
        (leaf.path, leaf.order, leaf.role) for leaf in whole.leaves
    ]


def test_get_gives_none_and_at_goes_as_far_as_there_is_a_way() -> None:
    card = _root(CARD).at("card_message")
    assert card.get("choices", 0, "text_message", "text") is card.at("choices", 0, "text_message", "text")
    assert card.get("description") is None
    assert card.get("media_message", "url") is None
    assert card.at("choices", 7, "text_message") is card.at("choices")
    assert [place.key for place in card.at_all("choices")] == [0, 1]
    assert list(card.at_all("cards")) == []
    assert list(card.at("title").at_all("x")) == []
    assert card.words("description") is NOTHING
    assert bool(card.at("title"))


def test_what_a_value_says() -> None:
    message = {
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
    assert [(leaf.path, leaf.text) for leaf in _root(message).leaves if leaf.text] == [
        ("card_message.choices[0].location_message.title", "T"),
        ("card_message.choices[0].location_message.coordinates.latitude", "1.5"),
        ("card_message.choices[0].location_message.coordinates.longitude", "0"),
    ]


def test_a_role_goes_down_to_all_that_is_below() -> None:
    assert {leaf.role for leaf in survey(AppMessage.parse({"text_message": {"text": "a"}}), "", HINT).leaves} == {HINT}


# --- words ---


def test_words_keep_their_places_where_they_are_asked_to() -> None:
    root = survey({"a": " x\ny ", "b": "z"}, "m").root
    a, b = root.words("a"), root.words("b")
    assert (a.line, a.block, a.plain) == ("x y", "x\ny", " x\ny ")
    assert a.line.places == a.block.places == a.like("other").places == (root.at("a"),)
    assert (a.place, NOTHING.place) == (root.at("a"), None)
    assert type(a.upper()) is str
    joined = Words.join(", ", (a.line, "", NOTHING, "plain", b))
    assert joined == "x y, plain, z"
    assert joined.places == (root.at("a"), root.at("b"))


def test_words_that_are_joined_to_nothing_are_nothing() -> None:
    assert (Words.join("\n", ()), Words.join("\n", ("", NOTHING)).places) == ("", ())


def test_words_that_are_written_out_say_so() -> None:
    told: list[Words] = []
    root = survey({"a": "x", "b": "y"}, "m").root
    a, b = Words("x", (root.at("a"),), told), Words("y", (root.at("b"),), told)
    assert (a.plain, told) == ("x", [])
    assert f"{a!s}" == "x"
    assert told == [a]
    assert told[0] is a
    assert bool(b)
    assert len(told) == 1


@given(st.lists(texts(max_size=5), max_size=5), texts(max_size=2))
def test_joining_is_joining_and_forgets_no_place_of_what_is_there(pieces: list[str], between: str) -> None:
    root = survey(pieces, "m").root
    words = [Words(place.value, (place,)) for place in root]
    joined = Words.join(between, words)
    assert joined == between.join(piece for piece in pieces if piece)
    assert joined.places == tuple(place for place in root if place.value)


@given(texts())
def test_one_line_has_no_break(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


def _models(kind: type[Model] = Model) -> Iterator[type[Model]]:
    for model in kind.__subclasses__():
        yield model
        yield from _models(model)


def test_what_is_not_set_is_none() -> None:
    """The walk looks at the one field that is set, where there is one, and at no other."""
    assert {model.__name__ for model in _models()} >= {"AppMessage", "Choice", "CardMessage"}
    for model in _models():
        if not model.__module__.startswith("transcode.message"):  # events have others
            continue
        for name, field in model.model_fields.items():
            assert field.is_required() or (field.default is None and field.default_factory is None), (model, name)


@pytest.mark.parametrize(
    "agent",
    [{"display_name": "A"}, {"display_name": "A", "type": None}, {"newer": 1}, {"display_name": "A", "newer": 1}],
)
def test_fields_that_are_set_are_walked_whatever_else_is_there(agent: dict[str, Any]) -> None:
    found = survey(AppMessage.parse({"text_message": {"text": "x"}, "agent": agent}))
    wanted = {f"agent.{name}" for name in agent if name == "display_name"}
    assert {leaf.path for leaf in found.leaves} == {"text_message.text", *wanted}
    assert [name for _, name in found.unknown] == [name for name in agent if name == "newer"]


def test_where_nothing_is_one_line_of_it_is_nothing() -> None:
    assert one_line(None) == one_line("") == one_line(" \n\t") == ""


def test_a_null_of_the_caller_s_own_data_has_a_place_and_no_value() -> None:
    found = survey({"data": {"a": None, "b": [None, 1]}}, "m")
    assert [(leaf.path, leaf.value, leaf.order) for leaf in found.leaves] == [("m.data.b[1]", 1, 0)]
    assert found.root.at("data", "a").path == "m.data.a"
    assert found.root.at("data", "b", 0).path == "m.data.b[0]"
    assert (found.root.size, found.root.at("data").size, found.leaves[0].size) == (1, 2, 0)
    # A field of the schema that is not set has none.
    assert _root({"text_message": {"text": "x"}}).get("agent") is None
