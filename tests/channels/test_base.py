"""What every writer is given by its base class."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import texts
from transcode import Code
from transcode.channels.base import ChannelWriter, Request, flag, placeholders
from transcode.measure import Limit, Unit, measure
from transcode.message import TextMessage


class Toy(ChannelWriter):
    """A channel that only has texts."""

    channel = "TOY"
    title = "Toy"
    limits = (Limit("label", 8, Unit.GRAPHEMES, "none", "2026-11-22"),)

    def text_payloads(self, text: str) -> tuple[dict[str, Any], ...]:
        return ({"to": self.to, "text": text},)


def _writer(**request: Any) -> Toy:
    writer = Toy(Request(**request))
    writer.write(TextMessage(text="x"), "text_message")
    return writer


def test_labels_that_a_cut_would_make_equal_stay_apart() -> None:
    writer = _writer()
    labels = ["Delivery today", "Delivery tomorrow", "Delivery", "Deliver…", "Delivery never"]
    fitted = writer.fit_labels(labels, writer.limit("label"), [f"p[{n}]" for n in range(5)])
    assert fitted == ["Deliv… 2", "Deliv… 3", "Delivery", "Deliver…", "Deliv… 4"]
    assert [finding.path for finding in writer.findings] == ["p[0]", "p[1]", "p[4]"]
    assert {(f.code, f.limit) for f in writer.findings} == {(Code.TRUNCATED, 8)}


@given(st.lists(texts(max_size=12), max_size=6), st.integers(1, 10))
def test_labels_fit_and_always_end(labels: list[str], size: int) -> None:
    writer = _writer(limits={"label": size})
    limit = writer.limit("label")
    fitted = writer.fit_labels(labels, limit, ["p"] * len(labels))
    assert all(measure(label, limit.unit) <= size for label in fitted)
    if size >= 5:
        cut = [short for short, label in zip(fitted, labels, strict=True) if short != label]
        assert len(set(cut)) == len(cut)
        assert not set(cut) & (set(fitted) - set(cut))


@given(texts(max_size=40), st.integers(10, 64))
def test_identifiers_fit_and_are_always_the_same(identifier: str, size: int) -> None:
    limit = Limit("identifier", size, Unit.UTF8_BYTES, "none", "2026-11-22")
    first, second = _writer(), _writer()
    short = first.fit_identifier(identifier, limit, "p")
    assert short == second.fit_identifier(identifier, limit, "p")
    assert measure(short, limit.unit) <= size
    assert bool(first.findings) is (short != identifier)


def test_placeholders_are_filled_only_where_they_are_the_whole_string() -> None:
    payload = {"to": "{{to}}", "list": ["{{from}}", "to {{to}}"], "n": 1}
    assert placeholders(payload, "1", "2") == {"to": "1", "list": ["2", "to {{to}}"], "n": 1}
    assert placeholders(payload, "1", None)["list"] == ["{{from}}", "to {{to}}"]


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("TRUE", True), (" false ", False)])
def test_flag(value: str, expected: bool) -> None:
    assert flag(value) is expected


def test_what_comes_back_is_unique_fits_and_maps_back() -> None:
    limit = Limit("identifier", 20, Unit.UTF8_BYTES, "none", "2026-11-22")
    writer = _writer()
    given: list[tuple[str, str | None]] = [
        ("Buy", None),
        ("Buy", None),
        ("Buy", "Buy"),
        ("A", " p "),
        ("B", ""),
        ("C", "x" * 21),
    ]
    sent = [writer.answer(f"p[{n}]", label, postback, limit) for n, (label, postback) in enumerate(given)]
    assert sent[:5] == ["Buy", "Buy#2", "Buy#3", "p", "B"]
    assert sent[5].startswith("#")
    assert len(set(sent)) == len(sent)
    assert all(measure(identifier, limit.unit) <= 20 for identifier in sent)
    assert [(f.code, f.path) for f in writer.findings] == [
        (Code.IDENTIFIER_CHANGED, "p[2].postback_data"),
        (Code.IDENTIFIER_CHANGED, "p[3].postback_data"),
        (Code.IDENTIFIER_CHANGED, "p[4].postback_data"),
        (Code.IDENTIFIER_SHORTENED, "p[5].postback_data"),
    ]
    assert writer.tapped["p[1]"] == ("Buy", "Buy#2")


@given(
    st.lists(st.tuples(texts(min_size=1, max_size=6), st.none() | texts(max_size=6)), max_size=8), st.integers(12, 70)
)
def test_no_two_identifiers_are_equal(choices: list[tuple[str, str | None]], size: int) -> None:
    limit = Limit("identifier", size, Unit.UTF8_BYTES, "none", "2026-11-22")
    writer = _writer()
    sent = [writer.answer(f"p[{n}]", label, postback, limit) for n, (label, postback) in enumerate(choices)]
    assert len(set(sent)) == len(sent)
    assert all(measure(identifier, limit.unit) <= size for identifier in sent)
