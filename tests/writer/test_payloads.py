"""Payloads as they leave."""

from __future__ import annotations

import json

import pytest

from transcode import InvalidMessage
from transcode.message.place import Words, survey
from transcode.writer.payloads import compact_json, parse_override, placeholders, settled


def test_placeholders_are_filled_only_where_they_are_the_whole_string() -> None:
    payload = {"to": "{{to}}", "list": ["{{from}}", "to {{to}}"], "n": 1}
    assert placeholders(payload, "1", "2") == {"to": "1", "list": ["2", "to {{to}}"], "n": 1}
    assert placeholders(payload, "1", None)["list"] == ["{{from}}", "to {{to}}"]


def test_what_is_settled_is_plain_and_says_where_it_came_from() -> None:
    root = survey({"a": "x", "b": "y"}, "m").root
    payload = {"a": root.words("a"), "n": (1, None, True, 1.5), "deep": [{"b": root.words("b").like("Y")}], "c": "z"}
    shown: set[object] = set()
    plain = settled(payload, shown)  # type: ignore[arg-type]
    assert plain == {"a": "x", "n": [1, None, True, 1.5], "deep": [{"b": "Y"}], "c": "z"}
    assert shown == {root.at("a"), root.at("b")}
    assert type(plain["a"]) is type(plain["deep"][0]["b"]) is str
    assert not isinstance(plain["a"], Words)


def test_compact_json() -> None:
    assert compact_json({"a": [1, "å"]}) == '{"a":[1,"å"]}'


@pytest.mark.parametrize("payload", ["", "{", "nothing", '{"a": 1e999}', "[" * 500 + "]" * 500])
def test_an_override_that_is_no_json_names_its_place(payload: str) -> None:
    with pytest.raises(InvalidMessage, match="must be the JSON that Toy takes") as caught:
        parse_override(payload, "explicit_channel_message.TOY", "Toy")
    assert [error.path for error in caught.value.errors] == ["explicit_channel_message.TOY"]
    assert len(str(caught.value)) < 1000


def test_an_override_is_read() -> None:
    assert parse_override(json.dumps({"a": [1]}), "p", "Toy") == {"a": [1]}
