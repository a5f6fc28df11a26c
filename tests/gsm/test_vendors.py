from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gsm import reference
from transcode.gsm import VENDORS, Encoding, Rules, SegmentationError, count_segments, segment, truncate, vendor_bill

GSM = set(reference.BASIC + reference.EXTENDED)
# developers.telnyx.com, message encoding: what its GSM 7-bit encoding has.
TELNYX = set(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz\n\r !\"#$%&'()*+,-./:;<=>?@[\\]^_{}|~"
    "£¥èéùìòØøÅåÆæßÉ¡ÄÖÑÜ¿äöñüà"
)


def test_the_vendors_are_those_that_are_documented() -> None:
    assert list(VENDORS) == ["generic", "sinch", "twilio", "vonage", "telnyx", "telnyx-short-code", "bird", "aws"]
    for name, vendor in VENDORS.items():
        assert vendor.name == name
        assert vendor.lacking <= GSM
        assert all(vendor.sources.values())
        # Whatever differs from the standard says where it was read.
        differs = {
            "lacking": vendor.lacking,
            "max_parts": vendor.max_parts,
            "max_characters": vendor.max_characters,
            "max_units": vendor.max_units,
            "transliterate": vendor.transliterate != "off",
            "reference_bits": vendor.reference_bits != 8,
            "line_feed": vendor.line_feed != "lf",
            "sender_alphabet": vendor.sender_alphabet is not None,
            "sender_hyphen_within": vendor.sender_hyphen_within,
        }
        assert all(vendor.sources.get(field, "unverified") != "unverified" for field, is_so in differs.items() if is_so)
        assert pickle.loads(pickle.dumps(vendor)) is vendor  # noqa: S301 - a test


@settings(max_examples=100, deadline=None)
@given(st.one_of(reference.texts(), reference.texts(reference.BASIC + reference.EXTENDED)))
def test_the_generic_vendor_is_the_standard(text: str) -> None:
    assert segment(text, vendor="generic") == segment(text)
    for name in ("sinch", "twilio", "vonage", "bird", "aws"):
        assert segment(text, vendor=name).texts == segment(text).texts


@settings(max_examples=150, deadline=None)
@given(reference.texts("ab\n[~€Çç§¤ΔΩ_é\f"))
def test_an_alphabet_of_fewer_characters(text: str) -> None:
    message = segment(text, vendor="telnyx")
    assert count_segments(text, vendor="telnyx") == message.segments
    assert (message.encoding is Encoding.GSM) == (set(text) <= TELNYX)
    assert message.texts == segment(text, encoding=None if set(text) <= TELNYX else "UNICODE").texts
    assert {c for c, _ in message.unicode_characters} == set(text) - TELNYX
    forced = segment(text, vendor="telnyx", encoding="GSM")
    assert set(forced.text) <= TELNYX


@pytest.mark.parametrize("character", "€Ç§¤Δ\f")
def test_what_telnyx_lacks_costs_more_and_the_bill_says_why(character: str) -> None:
    bill = vendor_bill("a" * 100 + character, vendor="telnyx")
    assert (bill.standard.segments, bill.segmentation.segments, bill.more) == (1, 2, 1)
    assert bill.lacking == (character,)
    assert f"U+{ord(character):04X}" in bill.reasons[0]
    assert bill.reasons[0].endswith("at 100 is not in the GSM alphabet of Telnyx.")
    assert bill.as_dict()["more"] == 1


@settings(max_examples=150, deadline=None)
@given(reference.texts("ab\n[~€Çé£@ñ`я"))
def test_telnyx_sends_ascii_from_short_codes(text: str) -> None:
    message = segment(text, vendor="telnyx-short-code")
    assert (message.encoding is Encoding.GSM) == (text.isascii() and "`" not in text)
    assert message.segments >= segment(text, vendor="telnyx").segments
    assert set(segment(text, vendor="telnyx-short-code", encoding="GSM").text) <= {c for c in GSM if c.isascii()}


def test_what_a_short_code_lacks_costs_more_than_from_a_long_code() -> None:
    text = "a" * 100 + "é"
    assert vendor_bill(text, vendor="telnyx").more == 0
    bill = vendor_bill(text, vendor="telnyx-short-code")
    assert (bill.more, bill.reasons) == (
        1,
        ("é U+00E9 LATIN SMALL LETTER E WITH ACUTE at 100 is not in the GSM alphabet of Telnyx (short codes).",),
    )


def test_a_bill_like_the_standards_has_no_reasons() -> None:
    for text in ("hello", "я" * 100, "é" * 300):
        bill = vendor_bill(text, vendor="telnyx")
        assert (bill.more, bill.reasons) == (0, ())


def test_a_bill_names_a_few_of_many_characters() -> None:
    bill = vendor_bill("ΔΦΓΛΩΠΨ", vendor="telnyx")
    assert len(bill.reasons) == 6
    assert bill.reasons[-1] == "Nor are 2 other characters."


def test_other_reasons_for_a_longer_bill() -> None:
    bill = vendor_bill("a\n" * 70, vendor="generic", line_feed="crlf")
    assert bill.more == 0  # asked for by the caller, so it is in both


@pytest.mark.parametrize(
    ("vendor", "text", "obstacle"),
    [
        ("generic", "a" * (153 * 255 + 1), "256 parts: a message has at most 255 (TS 23.040 section 9.2.3.24.1)"),
        ("telnyx", "a" * 1531, "11 parts: Telnyx sends at most 10"),
        ("sinch", "a" * 2001, "2001 characters: Sinch takes at most 2000"),
        ("twilio", "a" * 1601, "1601 characters: Twilio takes at most 1600"),
        ("aws", "a" * 1531, "1531 septets: AWS End User Messaging takes at most 1530 in GSM-7"),
        ("aws", "я" * 631, "631 UTF-16 units: AWS End User Messaging takes at most 630 in UCS-2"),
    ],
)
def test_what_a_vendor_would_refuse(vendor: str, text: str, obstacle: str) -> None:
    message = segment(text, vendor=vendor)
    assert (message.sendable, message.obstacle) == (False, obstacle)
    shorter = segment(text[:-1], vendor=vendor)
    assert (shorter.sendable, shorter.obstacle) == (True, None)
    assert f"{obstacle}." in vendor_bill(text, vendor=vendor).reasons


@pytest.mark.parametrize(
    ("vendor", "text", "sent"),
    [
        ("sinch", "“short”", "“short”"),  # Sinch waits until one part is not enough
        ("sinch", "“" * 71, '"' * 71),
        ("twilio", "“short” 😀", '"short" 😀'),  # Twilio replaces what it can
        ("bird", "“short”", '"short"'),
        ("bird", "“short” 😀", "“short” 😀"),  # Bird does all or nothing
        ("vonage", "“short”", "“short”"),
    ],
)
def test_the_rule_of_a_vendor_where_it_is_switched_on(vendor: str, text: str, sent: str) -> None:
    assert segment(text, vendor=vendor).text == text
    assert segment(text, vendor=vendor, transliterate="vendor").text == sent
    assert segment(text, transliterate="vendor").text == text


def test_options_of_the_caller_go_before_the_vendors() -> None:
    assert Rules.of(vendor="Telnyx", reference_bits=16).reference_bits == 16
    assert Rules.of(vendor="telnyx") == Rules(vendor="telnyx")


def test_truncation_under_a_vendor() -> None:
    assert truncate("a" * 150 + "€" * 20, vendor="telnyx").segmentation.text == "a" * 150


@pytest.mark.parametrize(
    ("name", "hint"), [("telnix", "did you mean telnyx"), ("acme", "use one of generic, sinch"), (None, "use one of")]
)
def test_an_unknown_vendor_is_refused(name: Any, hint: str) -> None:
    with pytest.raises(SegmentationError, match=hint):
        segment("a", vendor=name)
