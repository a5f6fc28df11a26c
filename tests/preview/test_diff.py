"""What changes between two results: everything that does, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import corpus
from transcode import Outcome, Transcoded, transcode
from transcode.channels import implemented
from transcode.preview.diff import diff_results

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 1) | st.text("ab.[]", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab.[0]", max_size=3), inner, max_size=3),
    max_leaves=8,
)


def result(payload: Any, text: str | None = None) -> Transcoded:
    return Transcoded("X", Outcome.NATIVE, (payload,), text, None, (), ())


def same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


@settings(deadline=None)
@given(JSON, JSON)
def test_a_payload_changes_where_it_differs(old: Any, new: Any) -> None:
    found = diff_results(result({"a": old}), result({"a": new}))
    assert bool(found.payload) is not same(old, new)


@settings(deadline=None)
@given(st.text("ab\n", max_size=30), st.text("ab\n", max_size=30))
def test_the_lines_rebuild_both_texts(old: str, new: str) -> None:
    lines = diff_results(result({}, old), result({}, new)).text
    if old == new:
        assert lines == ()
    else:
        assert "\n".join(line for sign, line in lines if sign in " -") == old
        assert "\n".join(line for sign, line in lines if sign in " +") == new


@pytest.mark.parametrize("change", ["first", "last", "none"])
def test_long_texts_are_compared_all_the_same(change: str) -> None:
    old = "\n".join("ab"[number % 2] for number in range(20_000))
    new = {"first": f"x\n{old}", "last": f"{old}\nx", "none": old}[change]
    lines = diff_results(result({}, old), result({}, new)).text
    assert [line for line in lines if line[0] != " "] == ([] if change == "none" else [("+", "x")])
    assert len(lines) in (0, 20_001)


def test_a_long_name_is_not_repeated() -> None:
    payload = {"k" * 100_000 + str(end): {str(number): number for number in range(1_000)} for end in range(2)}
    found = diff_results(result({}), result(payload))
    assert len(found.payload) == 2_001
    assert sum(len(change.name) for change in found.payload) < 1_000_000


@pytest.mark.parametrize("channel", implemented())
def test_nothing_changes_where_nothing_does(channel: str) -> None:
    for name in corpus.names():
        assert not diff_results(corpus.run(name, channel), corpus.run(name, channel)).changed


def test_a_message_that_is_new_or_gone() -> None:
    one = transcode({"text_message": {"text": "Hello"}}, "SMS")
    added, gone = diff_results(None, one), diff_results(one, None)
    assert added.text == (("+", "Hello"),)
    assert gone.text == (("-", "Hello"),)
    assert all(change.old is None for change in added.facts)
    assert not diff_results(None, None).changed


def test_the_characters_that_cost_a_part_are_named() -> None:
    def facts(old: str, new: str) -> dict[str, Any]:
        one, other = (transcode({"text_message": {"text": text}}, "SMS") for text in (old, new))
        return {change.name: (change.old, change.new) for change in diff_results(one, other).facts}

    assert facts("a-b", "a–b")["not in GSM-7"] == (None, "U+2013 EN DASH")
    assert facts("ąб–", "ąб–“в")["not in GSM-7"][1] == (
        "U+0105 LATIN SMALL LETTER A WITH OGONEK, U+0431 CYRILLIC SMALL LETTER BE, U+2013 EN DASH and 2 more"
    )
    assert "not in GSM-7" not in facts("a", "b")
