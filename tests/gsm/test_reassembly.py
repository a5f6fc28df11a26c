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
    build_header,
    encode,
    pack,
    read_short_message,
    read_tpdu,
    read_user_data,
    reassemble,
    room,
    segment,
    submit_tpdu,
)

# Reserved alphabets, which TS 23.038 section 4 wants read as the default alphabet.
RESERVED = [code for group in (0x00, 0x10, 0x40, 0x50) for code in range(group + 0x0C, group + 0x10)]


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


def test_an_escape_that_a_sender_parted_is_joined() -> None:
    first = read_short_message(bytes.fromhex("0500030102 01") + b"Price: 9 \x1b", esm_class=0x40)
    last = read_short_message(bytes.fromhex("0500030102 02") + b"\x65 only", esm_class=0x40)
    assert first.text == "Price: 9  "
    assert reassemble([last, first]) == "Price: 9 € only"
    # Two escapes are a space already, and one at the end of the message is too.
    first = read_short_message(bytes.fromhex("0500030102 01") + b"a\x1b\x1b", esm_class=0x40)
    last = read_short_message(bytes.fromhex("0500030102 02") + b"\x65\x1b", esm_class=0x40)
    assert reassemble([first, last]) == "a e "


@settings(deadline=None)
@given(reference.texts(reference.BASIC + reference.EXTENDED), st.integers(1, 20))
def test_septets_cut_anywhere_are_joined(text: str, size: int) -> None:
    septets = encode(text[:200])
    pieces = [septets[i : i + size] for i in range(0, len(septets), size)]
    if not 1 < len(pieces) <= 255:
        return
    read = [
        read_short_message(build_header(index=i, total=len(pieces), reference=1) + piece, esm_class=0x40)
        for i, piece in enumerate(pieces, 1)
    ]
    assert reassemble(read) == text[:200]


def test_ucs2_units_that_a_sender_parted_are_joined() -> None:
    octets = "Привет, мир".encode("utf-16-be")
    parts = [
        read_short_message(bytes((5, 0, 3, 9, 2, i)) + piece, data_coding=8, esm_class=0x40)
        for i, piece in enumerate((octets[:7], octets[7:]), 1)
    ]
    assert reassemble(parts) == "Привет, мир"
    with pytest.raises(SegmentationError, match="odd number of octets"):
        reassemble([parts[0], read_short_message(b"\5\0\3\x09\2\2\4\x16", data_coding=8, esm_class=0x40)])
    with pytest.raises(SegmentationError, match="odd number of octets"):
        reassemble([read_user_data(b"\4\x16\0", 3, data_coding=8)])


@pytest.mark.parametrize("header", ["060003CA020100", "020003", "0124", "08000307020108 04 07"])
def test_a_malformed_header_does_not_cost_the_text(header: str) -> None:
    udh = bytes.fromhex(header)
    read = read_short_message(udh + b"hello", esm_class=0x40)
    assert (read.text, read.total, read.reference, read.header.malformed) == ("hello", 1, 0, True)
    read = read_short_message(udh + "привет".encode("utf-16-be"), data_coding=8, esm_class=0x40)
    assert (read.text, read.total) == ("привет", 1)
    fill_bits = room(len(udh)).fill_bits
    user_data = udh + pack(encode("hello"), fill_bits)
    length = (8 * len(udh) + fill_bits) // 7 + 5
    assert read_user_data(user_data, length, has_header=True).text == "hello"
    tpdu = bytes.fromhex("40 04812143 0000 00000000000000") + bytes((length,)) + user_data
    assert read_tpdu(tpdu).text == "hello"


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
        *((b"\x00\x1b\x65", coding, "@€") for coding in (0x0C, 0x0F, 0x10, 0x11, 0xC0, 0xCF, 0xD0, 0xDF, 0xF3)),
        *((b"\x04\x16", coding, "Ж") for coding in (0x18, 0x19, 0xE0)),
    ],
)
def test_data_codings_of_smpp(octets: bytes, data_coding: int, text: str) -> None:
    assert read_short_message(octets, data_coding=data_coding).text == text


@pytest.mark.parametrize(
    ("data_coding", "name"),
    [
        (0x05, "JIS"),
        (0x06, "Cyrillic"),
        (0x07, "Hebrew"),
        (0x09, "pictograms"),
        (0x0A, "ISO 2022-JP"),
        (0x0D, "Kanji"),
        (0x0E, "Korean"),
        (0x0B, "reserved"),
        (0x20, "compressed"),
    ],
)
def test_other_alphabets_are_named(data_coding: int, name: str) -> None:
    with pytest.raises(SegmentationError, match=f"0x{data_coding:02X} is .*{name}"):
        read_short_message(b"\x01", data_coding=data_coding)


@pytest.mark.parametrize("data_coding", [0x02, 0x04, 0xF4])
def test_binary_short_messages_are_refused(data_coding: int) -> None:
    with pytest.raises(SegmentationError, match=f"0x{data_coding:02X} is not one of text"):
        read_short_message(b"\x01", data_coding=data_coding)


GSM_CODINGS = [0x00, 0x10, 0x13, 0x40, 0x80, 0xB0, 0xC8, 0xD8, 0xF1, *RESERVED]


@pytest.mark.parametrize("data_coding", GSM_CODINGS)
def test_data_codings_of_tpdus_in_gsm(data_coding: int) -> None:
    assert read_user_data(bytes.fromhex("e8329bfd06"), 5, data_coding=data_coding).text == "hello"


@pytest.mark.parametrize("data_coding", [0x08, 0x18, 0x48, 0xE0, 0xE8])
def test_data_codings_of_tpdus_in_ucs2(data_coding: int) -> None:
    assert read_user_data(bytes.fromhex("04160416"), 4, data_coding=data_coding).text == "ЖЖ"
    assert read_user_data(bytes.fromhex("04160416"), 2, data_coding=data_coding).text == "Ж"


@pytest.mark.parametrize("data_coding", [0x04, 0x14, 0x20, 0x28, 0x2C, 0xF4])
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
