from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gsm import reference
from transcode.gsm import (
    Fragment,
    Part,
    SegmentationError,
    read_short_message,
    read_tpdu,
    read_user_data,
    reassemble,
    segment,
    submit_tpdu,
)


def joined(text: str) -> str:
    """Return the text with its parted surrogates joined, as UTF-16 has them."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(reference.texts(), reference.texts(reference.BASIC + reference.EXTENDED)),
    st.sampled_from([{}, {"languages": "any"}, {"reference_bits": 16, "reference": 65_535}, {"keep_graphemes": True}]),
    st.integers(0, 99),
)
def test_messages_come_back_through_smpp_and_tpdu_in_any_order(
    text: str, options: dict[str, object], seed: int
) -> None:
    message = segment(text, **options)
    if message.segments > 255:
        return
    parts = list(message.parts)
    random.Random(seed).shuffle(parts)  # noqa: S311 - a test
    smpp = [read_short_message(p.short_message, data_coding=p.data_coding, esm_class=p.esm_class) for p in parts]
    tpdus = [read_tpdu(submit_tpdu(p, "+46701234567")) for p in parts]
    assert reassemble(parts) == reassemble(smpp) == reassemble(tpdus) == joined(text)
    assert reassemble([*smpp, smpp[0]]) == joined(text)
    assert [f.text for f in smpp] == [joined(p.text) for p in parts]


def test_surrogates_that_a_sender_parted_are_joined() -> None:
    first = read_short_message(bytes.fromhex("0500030102 01 d83d"), data_coding=8, esm_class=0x40)
    last = read_short_message(bytes.fromhex("0500030102 02 de00"), data_coding=8, esm_class=0x40)
    assert reassemble([last, first]) == "😀"


def test_what_does_not_make_a_message_is_refused() -> None:
    parts = segment("a" * 400, reference=1).parts
    with pytest.raises(SegmentationError, match="missing: 1, 3"):
        reassemble([parts[1]])
    with pytest.raises(SegmentationError, match="more than one message"):
        reassemble([parts[0], segment("a" * 400, reference=2).parts[1]])
    with pytest.raises(SegmentationError, match="two different parts 1"):
        reassemble([*parts, segment("b" * 400, reference=1).parts[0]])
    with pytest.raises(SegmentationError, match="no parts"):
        reassemble([])


@pytest.mark.parametrize(
    ("octets", "data_coding", "text"),
    [
        (b"\x00\x1b\x65", 0x00, "@€"),
        (b"\x00\x1b\x65", 0xF0, "@€"),
        (b"a@", 0x01, "a@"),
        (b"\xe9", 0x03, "é"),
        (b"\x04\x16\x00", 0x08, "Ж"),  # an odd octet at the end is no character
    ],
)
def test_data_codings_of_smpp(octets: bytes, data_coding: int, text: str) -> None:
    assert read_short_message(octets, data_coding=data_coding).text == text


@pytest.mark.parametrize("data_coding", [0x02, 0x04, 0xF4])
def test_binary_short_messages_are_refused(data_coding: int) -> None:
    with pytest.raises(SegmentationError, match=f"0x{data_coding:02X} is not one of text"):
        read_short_message(b"\x01", data_coding=data_coding)


@pytest.mark.parametrize("data_coding", [0x00, 0x10, 0x13, 0x40, 0x80, 0xC8, 0xD8, 0xF1])
def test_data_codings_of_tpdus_in_gsm(data_coding: int) -> None:
    assert read_user_data(bytes.fromhex("e8329bfd06"), 5, data_coding=data_coding).text == "hello"


@pytest.mark.parametrize("data_coding", [0x08, 0x18, 0x48, 0xE0, 0xE8])
def test_data_codings_of_tpdus_in_ucs2(data_coding: int) -> None:
    assert read_user_data(bytes.fromhex("04160416"), 4, data_coding=data_coding).text == "ЖЖ"
    assert read_user_data(bytes.fromhex("04160416"), 2, data_coding=data_coding).text == "Ж"


@pytest.mark.parametrize("data_coding", [0x04, 0x0C, 0x20, 0x28, 0xF4])
def test_binary_and_compressed_user_data_is_refused(data_coding: int) -> None:
    with pytest.raises(SegmentationError, match="not one of text"):
        read_user_data(b"\x01", 1, data_coding=data_coding)


def test_part_is_what_it_was_before_it_was_sent() -> None:
    (part,) = segment("hello").parts
    assert isinstance(part, Part)
    assert reassemble([part]) == "hello"


def test_parts_of_other_widths_and_encodings_are_of_other_messages() -> None:
    text = "abcdefghij" * 50
    narrow, wide = segment(text).parts, segment(text, reference_bits=16).parts
    unicode = segment(text[:260], encoding="UNICODE").parts
    assert len(narrow) == len(wide) == len(unicode)
    for others in (wide, unicode):
        with pytest.raises(SegmentationError, match="more than one message"):
            reassemble([narrow[0], *others[1:]])
        with pytest.raises(SegmentationError, match="more than one message"):
            reassemble(map(_received, [narrow[0], *others[1:]]))
    assert reassemble([narrow[0], *map(_received, narrow[1:])]) == text
    assert reassemble([*segment("Hi", reference_bits=16).parts, _received(segment("Hi").parts[0])]) == "Hi"


def _received(part: Part) -> Fragment:
    return read_short_message(part.short_message, data_coding=part.data_coding, esm_class=part.esm_class)
