"""Telephone numbers: one reading for all channels."""

from __future__ import annotations

import pickle
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import texts
from transcode import Code, InvalidOption, Severity, Transcoder, transcode
from transcode.numbers import dialled, is_callable, read_number

CALLING = ("LINE", "MESSENGER", "RCS", "VIBERBM")
BY_NUMBER = ("SMS", "MMS", "WHATSAPP", "RCS", "VIBERBM")


def call(number: str) -> dict[str, Any]:
    action = {"title": "Call", "phone_number": number}
    return {"choice_message": {"text_message": {"text": "Well?"}, "choices": [{"call_message": action}]}}


def called(number: str, channel: str, **options: Any) -> tuple[str, list[tuple[Code, str]]]:
    """Return the number that a button calls, empty where there is no button, and the findings."""
    result = transcode(call(number), channel, profile="rich", **options)
    found = [
        value.removeprefix("tel:")
        for payload in result.payloads
        for value in strings(payload)
        if value.lstrip("tel:+").isdigit()
    ]
    return found[0] if found else "", [(one.code, one.path) for one in result.findings]


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [one for item in value.values() for one in strings(item)]
    if isinstance(value, (list, tuple)):
        return [one for item in value for one in strings(item)]
    return [str(value)] if isinstance(value, str) else []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("+46 (0)70-123 45.67", "+46701234567"),
        ("+46\u00a070\u2011123/4567", "+46701234567"),
        ("46 70 123 45 67", "46701234567"),
        ("71700", "71700"),
    ],
)
def test_what_is_read(typed: str, read: str) -> None:
    assert read_number(typed) == read


@pytest.mark.parametrize("typed", ["-1001234567890", " -100123", "/46701234567", ".46701234567", "\u2013467012345"])
def test_what_begins_with_a_hyphen_is_no_phone_number(typed: str) -> None:
    """A chat of Telegram's, sent to somebody's phone."""
    with pytest.raises(ValueError, match="must be a phone number"):
        read_number(typed)
    for channel in BY_NUMBER:
        codes = [one.code for one in transcode({"text_message": {"text": "x"}}, channel, to=typed).findings]
        assert Code.RECIPIENT_REFUSED in codes
        assert Code.NUMBER_CLEANED not in codes
    assert read_number("(46) 70-123") == "4670123"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0046701234567", "write +46701234567 without 00"),
        ("+0046701234567", "write +46701234567 without 00"),
        ("0701234567", "begins with 0"),
        ("+0701234567", "begins with 0"),
        ("00", "write +... without 00"),
        ("alice", "a country code and digits"),
        ("\u0664\u0667\u0660\u0661\u0662", "a country code and digits"),
        ("12", "3 to 15 digits; it has 2"),
        ("1" * 16, "3 to 15 digits; it has 16"),
    ],
)
def test_what_is_not(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why.replace("+", r"\+")):
        read_number(typed)


@pytest.mark.parametrize("channel", BY_NUMBER)
def test_every_channel_that_sends_to_numbers_reads_them_alike(channel: str) -> None:
    def codes(to: str) -> list[Code]:
        found = transcode({"text_message": {"text": "Hi"}}, channel, to=to).findings
        return [one.code for one in found if one.path == "to"]

    assert codes("+46701234567") == []
    assert codes("+46 (0)70 123 45 67") == [Code.NUMBER_CLEANED]
    for wrong in ("0046701234567", "+0046701234567", "0701234567", "alice"):
        assert codes(wrong) == [Code.RECIPIENT_REFUSED], wrong


@pytest.mark.parametrize("channel", CALLING)
def test_every_button_that_calls_reads_them_alike(channel: str) -> None:
    where = "choice_message.choices[0].call_message.phone_number"
    assert called("+46 (0)70 123 45 67", channel) == ("+46701234567", [])
    assert called("46701234567", channel) == ("+46701234567", [(Code.NUMBER_COMPLETED, where)])
    number, codes = called("+0046701234567", channel)
    assert (number, {code for code, _ in codes}) == ("", {Code.WHOLE_AS_TEXT, Code.NUMBER_UNUSABLE})


@pytest.mark.parametrize("channel", CALLING)
@pytest.mark.parametrize("number", ["0701234567", "0046701234567", "116117"])
def test_a_number_that_is_dialled_in_one_country_only_keeps_its_digits(channel: str, number: str) -> None:
    international = channel in ("MESSENGER", "RCS")
    assert called(number, channel)[0] == ("" if international else number)


def test_no_country_code_begins_with_0() -> None:
    (finding,) = transcode(call("+0701234567"), "SMS").findings[1:]
    assert (finding.code, finding.severity) == (Code.NUMBER_UNUSABLE, Severity.LOSS)
    assert is_callable("0701234567")
    assert not is_callable("+0701234567")


@given(texts(max_size=20) | st.from_regex(r"\+?[0-9 ().-]{1,20}", fullmatch=True))
@settings(max_examples=50, deadline=None)
def test_what_is_read_is_dialled_and_stays_as_it_is(text: str) -> None:
    try:
        number = read_number(text)
    except ValueError:
        return
    assert read_number(number) == number
    assert dialled(text).removeprefix("+") == number.removeprefix("+")
    assert dialled(dialled(text)) == dialled(text)


# --- where a region is given ---


@pytest.mark.parametrize(
    ("region", "typed", "read"),
    [
        ("SE", "070-123 45 67", "+46701234567"),
        ("SE", "(0)70 123 45 67", "+46701234567"),
        ("SE", "0046 70 123 45 67", "+46701234567"),
        ("SE", "46701234567", "+46701234567"),
        ("SE", "71700", "71700"),
        ("SE", "+358 50 123 4567", "+358501234567"),
        ("US", "(202) 555-0123", "+12025550123"),
        ("US", "011 46 70 123 45 67", "+46701234567"),
        ("US", "46701234567", "46701234567"),
        ("IT", "06 1234 5678", "+390612345678"),
        ("DE", "116117", "116117"),
    ],
)
def test_a_number_is_completed_as_it_is_dialled_in_a_region(region: str, typed: str, read: str) -> None:
    pytest.importorskip("phonenumbers")
    assert read_number(typed, region) == read


def test_a_number_that_nobody_abroad_can_call_is_left_as_it_is() -> None:
    pytest.importorskip("phonenumbers")
    assert dialled("0077-7000-1234", "JP") == "007770001234"
    with pytest.raises(ValueError, match="without 00"):
        read_number("0077-7000-1234", "JP")


def test_recipients_and_calls_are_completed_and_it_is_said() -> None:
    pytest.importorskip("phonenumbers")
    swedish = Transcoder(region="se", profile="rich")
    assert swedish.region == "SE"
    assert pickle.loads(pickle.dumps(swedish)) == swedish  # noqa: S301 - our own
    result = swedish.transcode({"text_message": {"text": "Hi"}}, "WHATSAPP", to="070-123 45 67")
    assert result.payloads[0]["to"] == "+46701234567"
    (finding,) = result.findings
    assert (finding.code, finding.path) == (Code.NUMBER_COMPLETED, "to")
    assert finding.message == "The number goes out as +46701234567: it is read as it is dialled in SE."
    for channel in CALLING:
        number, codes = called("070-123 45 67", channel, region="SE")
        assert (number, [code for code, _ in codes]) == ("+46701234567", [Code.NUMBER_COMPLETED])


def test_a_region_that_is_none() -> None:
    pytest.importorskip("phonenumbers")
    for region in ("XX", "Sweden", 46, None):
        with pytest.raises(InvalidOption, match="is no region: write a code such as 'SE'"):
            Transcoder(region=region)  # type: ignore[arg-type]


def test_without_the_extra_a_region_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    assert Transcoder().region == ""
    with pytest.raises(InvalidOption, match=r"message-transcode\[phone\]"):
        Transcoder(region="SE")
