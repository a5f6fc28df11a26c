from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gsm import reference
from transcode.gsm import (
    Encoding,
    Part,
    SegmentationError,
    Tables,
    UnicodeCharacter,
    decode,
    parse_header,
    room,
    segment,
    unpack,
)


def test_a_message_tells_what_it_costs_and_why() -> None:
    message = segment("naïve œuvre, naïve prix: 9 €" * 3)
    assert (message.encoding, message.encoding.label) == (Encoding.UNICODE, "UCS-2")
    assert (message.units, message.segments, message.capacity, message.remaining) == (84, 2, 67, 50)
    assert message.unicode_characters == (
        UnicodeCharacter("ï", (2, 15, 30, 43, 58, 71)),
        UnicodeCharacter("œ", (6, 34, 62)),
    )
    assert segment("9 €").unicode_characters == ()


def test_parts_in_gsm() -> None:
    first, last = segment("a" * 152 + "€" + "b" * 8, reference=0xAB).parts
    assert first == Part("a" * 152, Encoding.GSM, 152, 153, 1, 2, 0xAB)
    assert (first.remaining, last.remaining) == (1, 143)
    assert last.udh == bytes.fromhex("050003ab0202")
    assert last.payload == b"\x1b\x65" + b"b" * 8
    assert last.short_message == last.udh + last.payload
    assert (last.esm_class, last.data_coding) == (0x40, 0x00)
    assert last.user_data_length == 7 + 10
    assert last.user_data[:6] == last.udh
    assert len(last.user_data) == 6 + 9


def test_parts_in_ucs2() -> None:
    first, last = segment("я" * 66 + "😀" + "я" * 9, reference_bits=16, reference=0x12AB).parts
    assert (first.text, first.units, first.capacity) == ("я" * 66, 66, 66)
    assert last.udh == bytes.fromhex("06080412ab0202")
    assert last.payload == "😀яяяяяяяяя".encode("utf-16-be")
    assert last.user_data == last.short_message == last.udh + last.payload
    assert last.user_data_length == 7 + 22
    assert (last.esm_class, last.data_coding) == (0x40, 0x08)


def test_an_only_part_has_no_header() -> None:
    (part,) = segment("hello").parts
    assert (part.udh, part.esm_class, part.index, part.total) == (b"", 0, 1, 1)
    assert part.user_data == bytes.fromhex("e8329bfd06")
    assert part.user_data_length == 5


def test_national_tables_are_announced_in_every_part_and_in_an_only_one() -> None:
    (alone,) = segment("ş" * 100, languages="tr").parts
    assert alone.udh == bytes.fromhex("03250101")
    assert alone.esm_class == 0x40
    parts = segment("ş[" * 100, languages="tr").parts
    assert [p.udh.hex() for p in parts] == [
        "080003000301" + "250101",
        "080003000302" + "250101",
        "080003000303" + "250101",
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(reference.texts(), reference.texts(reference.BASIC + reference.EXTENDED)),
    st.sampled_from([8, 16]),
    st.integers(0, 255),
    st.sampled_from([(), "tr", "any"]),
)
def test_the_octets_of_each_part_say_what_the_part_says(text: str, bits: Any, number: int, languages: Any) -> None:
    message = segment(text, reference_bits=bits, reference=number, languages=languages)
    if message.segments > 255:
        return
    for part in message.parts:
        user_data = part.user_data
        assert len(user_data) <= 140
        tables, octets = Tables(), 0
        if part.udh:
            header = parse_header(user_data)
            tables, octets = header.tables, header.octets
            assert tables == message.tables
            if part.total > 1:
                assert (header.reference, header.reference_bits) == (number, bits)
                assert (header.index, header.total) == (part.index, part.total)
        if part.encoding is Encoding.UNICODE:
            assert part.user_data_length == len(user_data)
            assert user_data[octets:].decode("utf-16-be", "surrogatepass").encode("utf-16-be", "surrogatepass") == (
                part.text.encode("utf-16-be", "surrogatepass")
            )
        else:
            in_header = -(-8 * octets // 7)
            septets = unpack(user_data[octets:], part.user_data_length - in_header, room(octets).fill_bits)
            assert len(septets) == part.units
            assert decode(septets, tables) == part.text
            assert decode(part.short_message[octets:], tables) == part.text
            assert part.user_data_length <= 160


def test_beyond_255_parts_everything_but_headers_goes_on() -> None:
    message = segment("я" * (67 * 255 + 1))
    assert message.segments == 256
    assert message.parts[255].text == "я"
    assert message.parts[0].as_dict()["udh"] is None
    for name in ("udh", "user_data", "short_message", "esm_class", "user_data_length"):
        with pytest.raises(SegmentationError, match="256 parts"):
            getattr(message.parts[0], name)
    full = segment("я" * (67 * 255))
    assert full.parts[-1].udh == bytes.fromhex("05000300ffff")


@settings(deadline=None)
@given(reference.texts())
def test_results_pickle_compare_and_hash(text: str) -> None:
    message = segment(text, languages="tr", transliterate="always")
    assert message.parts
    copy = pickle.loads(pickle.dumps(message))  # noqa: S301 - our own
    assert copy == message
    assert type(copy) is type(message)
    assert copy.parts == message.parts
    assert hash(copy) == hash(message)
    assert message != segment(text + "a")


def test_results_cannot_be_changed() -> None:
    message = segment("hello")
    with pytest.raises(AttributeError):
        message.text = "bye"
    with pytest.raises(AttributeError):
        message.parts[0].text = "bye"


@settings(deadline=None)
@given(reference.texts())
def test_as_dict_is_ready_for_json(text: str) -> None:
    message = segment(text, transliterate="auto", transliteration_tables="all")
    read = json.loads(json.dumps(message.as_dict()))
    assert read["segments"] == len(read["parts"]) == message.segments
    assert read["encoding"] in ("GSM", "UNICODE")
    assert "".join(part["text"] for part in message.as_dict()["parts"]) == message.text


def test_as_dict_in_full() -> None:
    assert segment("ж", reference=9).as_dict() == {
        "text": "ж",
        "encoding": "UNICODE",
        "units": 1,
        "segments": 1,
        "capacity": 70,
        "remaining": 69,
        "locking_shift": 0,
        "single_shift": 0,
        "parts": [{"index": 1, "text": "ж", "units": 1, "capacity": 70, "remaining": 69, "udh": ""}],
        "unicode_characters": [{"character": "ж", "positions": [0]}],
        "replacements": [],
    }


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("GSM", Encoding.GSM),
        ("gsm7", Encoding.GSM),
        ("GSM-7", Encoding.GSM),
        ("GSM_7BIT", Encoding.GSM),
        ("gsm 03.38", Encoding.GSM),
        ("UNICODE", Encoding.UNICODE),
        ("ucs2", Encoding.UNICODE),
        ("UCS-2", Encoding.UNICODE),
        ("utf-16", Encoding.UNICODE),
        (Encoding.GSM, Encoding.GSM),
    ],
)
def test_encodings_have_many_names(name: str, encoding: Encoding) -> None:
    assert Encoding.parse(name) is encoding


def test_encodings_have_the_names_of_the_dry_run() -> None:
    assert [e.value for e in Encoding] == ["GSM", "UNICODE"]
    assert [e.label for e in Encoding] == ["GSM-7", "UCS-2"]
    assert str(Encoding.GSM) == "GSM"
    with pytest.raises(SegmentationError, match="latin-1"):
        Encoding.parse("latin-1")
