"""Buttons: the deed that was meant or the nearest, and labels that are cut and stay apart."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.parts.toy import content, limit, question
from tests.strategies import texts
from transcode.measure import Unit, measure
from transcode.message.place import Words, survey
from transcode.parts import buttons
from transcode.parts.buttons import Button, Deed, button, cut_labels
from transcode.urls import why_not

ALL = frozenset(Deed)
PLACE = {"title": "P", "coordinates": {"latitude": 1.5, "longitude": 2}}
EVENT = {
    "title": "Add",
    "event_start": "2026-12-01T09:00:00Z",
    "event_end": "2026-12-01T10:00:00Z",
    "event_title": "Tea",
    "fallback_url": "https://a.example/e.ics",
}


def _button(choice: dict[str, Any], deeds: Collection[Deed] = ALL, size: int | None = None) -> Button:
    (place,) = content(question(choice)).at_all("choices")
    most = None if size is None else limit("URL", size)
    return button(
        place,
        "choice 1",
        deeds,
        a_button="a key",
        why_not=lambda url: why_not(url, ("https", "tel")),
        url_limit=most,
        idn="punycode",
    )


@pytest.mark.parametrize(
    ("choice", "deed", "nearest", "url"),
    [
        ({"text_message": {"text": "A"}}, Deed.ANSWER, Deed.ANSWER, ""),
        (
            {"url_message": {"title": "A", "url": " https://a.example/å "}},
            Deed.OPEN,
            Deed.OPEN,
            "https://a.example/%C3%A5",
        ),
        ({"call_message": {"title": "A", "phone_number": "+46 (70) 1-2"}}, Deed.CALL, Deed.CALL, "tel:+467012"),
        ({"url_message": {"title": "A", "url": "TEL:+46-70-12"}}, Deed.CALL, Deed.CALL, "tel:+467012"),
        ({"location_message": PLACE}, Deed.MAP, Deed.OPEN, "https://www.google.com/maps/search/?api=1&query=1.5,2"),
        ({"calendar_message": EVENT}, Deed.EVENT, Deed.OPEN, "https://a.example/e.ics"),
        (
            {"share_location_message": {"title": "A", "fallback_url": "https://a.example/w"}},
            Deed.ASK,
            Deed.OPEN,
            "https://a.example/w",
        ),
    ],
)
def test_the_deed_that_is_meant_and_the_nearest(choice: dict[str, Any], deed: Deed, nearest: Deed, url: str) -> None:
    assert _button(choice).deed is deed
    plain = _button(choice, {Deed.ANSWER, Deed.OPEN, Deed.CALL})
    assert (plain.deed, plain.url, plain.why_not) == (nearest, url, "")
    assert all(place.path.startswith("choice_message.choices[0].") for place in plain.url.places)
    assert bool(plain.url.places) is bool(url)


FTP = "it leads to 'ftp://a.example', which a key does not: only https and tel addresses are taken"


@pytest.mark.parametrize(
    ("choice", "deeds", "why"),
    [
        ({"text_message": {"text": " "}}, ALL, "a button must have a label"),
        ({"text_message": {"text": "A"}}, {Deed.OPEN}, "a key sends no answer"),
        ({"location_message": PLACE}, {Deed.ANSWER}, "a key opens no URL"),
        ({"call_message": {"title": "A", "phone_number": "1"}}, {Deed.OPEN}, "a key calls no number"),
        ({"url_message": {"title": "A", "url": "ftp://a.example"}}, ALL, FTP),
        ({"url_message": {"title": "A", "url": " "}}, ALL, "there is no URL"),
    ],
)
def test_why_a_choice_can_be_no_button(choice: dict[str, Any], deeds: Collection[Deed], why: str) -> None:
    assert _button(choice, deeds).why_not == why


@pytest.mark.parametrize(
    ("choice", "begins"),
    [
        ({"url_message": {"title": "A", "url": "ftp://" + "a" * 60}}, f"it leads to 'ftp://{'a' * 34}', which"),
        ({"call_message": {"title": "A", "phone_number": "+0" + "9" * 60}}, f"it calls '+0{'9' * 38}', which"),
    ],
)
def test_of_a_long_address_its_beginning_is_told(choice: dict[str, Any], begins: str) -> None:
    assert _button(choice).why_not.startswith(begins)


def test_an_address_is_measured_as_it_is_sent() -> None:
    choice = {"url_message": {"title": "A", "url": "https://a.example/å"}}
    assert _button(choice, ALL, 24).why_not == ""
    long = _button(choice, ALL, 23)
    assert (long.why_not, long.url_length) == ("its address has 24 characters and a key takes 23", 24)


# --- labels ---


def _labels(labels: list[str]) -> list[Words]:
    return [Words(place.value, (place,)) for place in survey(labels, "m").root]


def test_labels_that_a_cut_would_make_equal_stay_apart() -> None:
    labels = _labels(["Delivery today", "Delivery tomorrow", "Delivery", "Deliver…", "Delivery never"])
    fitted = cut_labels(labels, limit("label", 8, Unit.GRAPHEMES))
    assert fitted == ["Deliv… 2", "Deliv… 3", "Delivery", "Deliver…", "Deliv… 4"]
    assert [label.places for label in fitted] == [label.places for label in labels]


def test_a_cut_label_does_not_look_like_what_is_taken() -> None:
    most = limit("label", 8, Unit.GRAPHEMES)
    assert cut_labels(_labels(["Delivery today"]), most, ["Deliver…"]) == ["Deliv… 2"]
    assert cut_labels(_labels(["Deliver…"]), most, ["Deliver…"]) == ["Deliver…"]


@given(st.lists(texts(max_size=12), max_size=6), st.integers(1, 10))
def test_labels_fit_and_always_end(labels: list[str], size: int) -> None:
    most = limit("label", size, Unit.GRAPHEMES)
    fitted = cut_labels(_labels(labels), most)
    assert all(measure(label, most.unit) <= size for label in fitted)
    if size >= 5:
        cut = [short for short, label in zip(fitted, labels, strict=True) if short != label]
        assert len(set(cut)) == len(cut)
        assert not set(cut) & (set(fitted) - set(cut))


def test_a_thousand_equal_labels_cost_a_thousand_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def counting(*arguments: Any) -> str:
        nonlocal calls
        calls += 1
        return cut(*arguments)

    cut = buttons.cut
    monkeypatch.setattr(buttons, "cut", counting)
    fitted = cut_labels(_labels(["x" * 60] * 1000), limit("label", 20))
    assert len(set(fitted)) == 1000
    assert calls <= 2000
