"""The scalars of the schema, and walking a message."""

from __future__ import annotations

import struct
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from transcode import AppMessage
from transcode.message import CalendarMessage, ContactInfoMessage, Coordinates, TextMessage
from transcode.message.base import HINT, POSTBACK, decimal, extend_path, float32, leaves, unknown_fields


@pytest.mark.parametrize(
    ("given_value", "shown"),
    [
        (55.610479, "55.610477"),  # the documented renderings
        (13.002873, "13.002873"),
        (59.33283, "59.33283"),
        (47.7981899, "47.79819"),  # the recorded output of the service
        (-4.3727685, "-4.3727684"),
        (-2.822915, "-2.822915"),
        (55, "55"),
        (-0.0, "0"),
        (0.00001, "0.00001"),
        (-1e-7, "-0.0000001"),
        (179.99999999, "180"),
    ],
)
def test_coordinates_as_the_service_writes_them(given_value: float, shown: str) -> None:
    assert decimal(float32(given_value)) == shown


@given(st.floats(-180, 180))
def test_float32_is_the_shortest_decimal_of_the_single(value: float) -> None:
    def single(number: float) -> bytes:
        return struct.pack("f", number)

    shown = decimal(float32(value))
    assert single(float(shown)) == single(value) or (float(shown) == 0 and single(abs(value)) == single(0))
    assert "e" not in shown
    digits = shown.lstrip("-0.").replace(".", "").rstrip("0")
    if 1 < len(digits) <= 9 and abs(value) > 1e-3:
        assert single(float(f"{value:.{len(digits) - 1}g}")) != single(value)
    assert float32(float32(value)) == float32(value)


def test_models_are_frozen_and_hold_no_lists() -> None:
    message = AppMessage.parse({"choice_message": {"choices": [{"text_message": {"text": "a"}}]}})
    assert isinstance(message.choice_message.choices, tuple)
    with pytest.raises(ValidationError, match="frozen"):
        message.choice_message.choices[0].text_message.text = "b"


def test_models_can_be_built_in_python() -> None:
    start = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    calendar = CalendarMessage(title="t", event_start=start, event_end=start, event_title="e", fallback_url="u")
    assert calendar.event_start == "2026-01-02T03:04:05+00:00"
    with pytest.raises(ValidationError, match="time zone"):
        CalendarMessage(
            title="t", event_start=start.replace(tzinfo=None), event_end=start, event_title="e", fallback_url="u"
        )
    contact = ContactInfoMessage(
        name={"full_name": "A"}, phone_numbers=[{"phone_number": "1"}], birthday=date(2000, 1, 2)
    )
    assert contact.birthday == "2000-01-02"
    assert AppMessage(text_message=TextMessage(text="x")).kind == "text_message"
    assert Coordinates(latitude=1, longitude=2).latitude == 1.0


def test_timestamps_and_dates_are_kept_to_the_character() -> None:
    written = "2026-01-02t03:04:05.123456789-05:30"
    calendar = CalendarMessage(title="t", event_start=written, event_end=written, event_title="e", fallback_url="u")
    assert calendar.event_start == written
    with pytest.raises(ValidationError, match="YYYY-MM-DD"):
        ContactInfoMessage(name={"full_name": "A"}, phone_numbers=[{"phone_number": "1"}], birthday="20000102")


def test_leaves_have_paths_and_roles() -> None:
    message = AppMessage.parse(
        {
            "card_message": {
                "title": "T",
                "height": "TALL",
                "media_message": {"url": "u", "thumbnail_url": "v"},
                "choices": [{"text_message": {"text": "a"}, "postback_data": "p"}],
                "newer": "x",
            }
        }
    )
    assert list(leaves(message, "")) == [
        ("card_message.title", "T", None),
        ("card_message.media_message.url", "u", None),
        ("card_message.media_message.thumbnail_url", "v", HINT),
        ("card_message.choices[0].text_message.text", "a", None),
        ("card_message.choices[0].postback_data", "p", POSTBACK),
        ("card_message.height", "TALL", HINT),
    ]
    assert list(unknown_fields(message)) == [("card_message.newer", "newer")]


def test_paths() -> None:
    assert extend_path("", "a") == "a"
    assert extend_path("a", 2) == "a[2]"
    assert extend_path("a[2]", "b") == "a[2].b"
    assert extend_path("a", "b.c") == "a['b.c']"
