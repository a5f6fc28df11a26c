"""What comes back when something is tapped: it fits, it is the caller's where it can be, and no two are alike."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import texts
from transcode import Code
from transcode.measure import Limit, Unit, measure
from transcode.message.place import Place, survey
from transcode.notes import Notes
from transcode.writer.identifiers import Tapped, fit_identifier


def _limit(size: int) -> Limit:
    return Limit("identifier", size, Unit.UTF8_BYTES, "none", "2026-11-22")


def _choices(given: list[tuple[str, str | None]]) -> list[tuple[Place, str]]:
    choices: list[dict[str, Any]] = [
        {"label": label} | ({} if postback is None else {"postback_data": postback}) for label, postback in given
    ]
    return [(place, label) for place, (label, _) in zip(survey(choices, "p").root, given, strict=True)]


@given(texts(max_size=40), st.integers(10, 64))
def test_identifiers_fit_and_are_always_the_same(identifier: str, size: int) -> None:
    where = survey({"a": "b"}, "p").root.at("a")
    first, second = Notes(), Notes()
    short = fit_identifier(identifier, _limit(size), where, first)
    assert short == fit_identifier(identifier, _limit(size), where, second)
    assert measure(short, Unit.UTF8_BYTES) <= size
    assert [finding.path for finding in first.findings] == (["p.a"] if short != identifier else [])
    assert first.findings == second.findings


def test_what_comes_back_is_unique_fits_and_maps_back() -> None:
    tapped, notes = Tapped(), Notes()
    choices = _choices([("Buy", None), ("Buy", None), ("Buy", "Buy"), ("A", " p "), ("B", ""), ("C", "x" * 21)])
    sent = [tapped.answer(place, label, _limit(20), notes) for place, label in choices]
    assert sent[:5] == ["Buy", "Buy#2", "Buy#3", "p", "B"]
    assert sent[5].startswith("#")
    assert len(set(sent)) == len(sent)
    assert all(measure(identifier, Unit.UTF8_BYTES) <= 20 for identifier in sent)
    assert ["another choice has the same" in finding.message for finding in notes.findings[:3]] == [True, False, False]
    assert ["it is blank or has space" in finding.message for finding in notes.findings[:3]] == [False, True, True]
    assert [(f.code, f.path) for f in notes.findings] == [
        (Code.IDENTIFIER_CHANGED, "p[2].postback_data"),
        (Code.IDENTIFIER_CHANGED, "p[3].postback_data"),
        (Code.IDENTIFIER_CHANGED, "p[4].postback_data"),
        (Code.IDENTIFIER_SHORTENED, "p[5].postback_data"),
    ]
    assert tapped.get(choices[1][0]) == ("Buy", "Buy#2")


@given(
    st.lists(st.tuples(texts(min_size=1, max_size=6), st.none() | texts(max_size=6)), max_size=8), st.integers(12, 70)
)
def test_no_two_identifiers_are_equal(given: list[tuple[str, str | None]], size: int) -> None:
    tapped, notes = Tapped(), Notes()
    sent = [tapped.answer(place, label, _limit(size), notes) for place, label in _choices(given)]
    assert len(set(sent)) == len(sent)
    assert all(measure(identifier, Unit.UTF8_BYTES) <= size for identifier in sent)


def test_a_tap_that_is_taken_back_leaves_its_identifier_free() -> None:
    tapped, notes = Tapped(), Notes()
    (one, _), (two, _) = _choices([("Buy", None), ("Buy", None)])
    tapped.add(one, "Open")
    size = len(tapped)
    assert tapped.answer(two, "Buy", _limit(20), notes) == "Buy"
    tapped.take_back(size)
    assert (tapped.get(one), tapped.get(two)) == (("Open", None), None)
    assert tapped.answer(two, "Buy", _limit(20), notes, shown="B…") == "Buy"
    assert list(tapped.labels()) == ["Open", "B…"]
