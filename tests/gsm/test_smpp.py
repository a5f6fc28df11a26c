from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gsm import reference
from transcode.gsm import (
    MESSAGE_PAYLOAD,
    Encoding,
    Sar,
    SegmentationError,
    read_short_message,
    read_tlvs,
    read_tpdu,
    reassemble,
    segment,
    submit_tpdu,
    write_tlvs,
)


@pytest.mark.parametrize(
    ("message_class", "gsm", "unicode"),
    [(None, 0x00, 0x08), (0, 0xF0, 0x18), ("flash", 0xF0, 0x18), (1, 0xF1, 0x19), ("SIM", 0xF2, 0x1A), (3, 0xF3, 0x1B)],
)
def test_a_message_class_reaches_smpp_and_tpdus_and_costs_no_room(
    message_class: int | str | None, gsm: int, unicode: int
) -> None:
    for text, coding in (("hello" * 40, gsm), ("привет" * 20, unicode)):
        message = segment(text, message_class=message_class)
        assert message.texts == segment(text).texts
        assert message.data_coding == coding
        for part in message.parts:
            assert part.data_coding == coding
            read = read_short_message(part.short_message, data_coding=coding, esm_class=part.esm_class)
            tpdu = read_tpdu(submit_tpdu(part, "+46701234567"))
            assert read.message_class == tpdu.message_class == part.message_class
            assert read.text == tpdu.text == part.text


@pytest.mark.parametrize("message_class", [4, -1, "loud", True, 0.0, pytest.param(10**5000, id="huge")])
def test_other_classes_are_refused(message_class: Any) -> None:
    with pytest.raises(SegmentationError, match="message_class is"):
        segment("a", message_class=message_class)


def test_sar_parameters_octet_by_octet() -> None:
    first, second = segment("a" * 200, reference_bits=16, reference=0x1234).parts
    assert first.sar == Sar(sar_msg_ref_num=0x1234, sar_total_segments=2, sar_segment_seqnum=1)
    assert second.sar is not None
    assert second.sar.tlvs.hex() == "020c00021234" + "020e000102" + "020f000102"
    assert segment("a").parts[0].sar is None


@settings(max_examples=80, deadline=None)
@given(reference.texts(), st.integers(0, 99))
def test_messages_come_back_through_sar_in_any_order(text: str, seed: int) -> None:
    message = segment(text, reference=7)
    if message.segments > 255:
        return
    parts = list(message.parts)
    random.Random(seed).shuffle(parts)  # noqa: S311 - a test
    read = [
        read_short_message(
            part.payload, data_coding=part.data_coding, sar=Sar.read(read_tlvs(part.sar.tlvs)) if part.sar else None
        )
        for part in parts
    ]
    assert reassemble(read) == text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def test_a_header_goes_before_sar() -> None:
    part = segment("a" * 200, reference=7).parts[1]
    read = read_short_message(part.short_message, esm_class=part.esm_class, sar=(9, 3, 1))
    assert (read.reference, read.reference_bits, read.total, read.index) == (7, 8, 2, 2)


def test_national_tables_need_a_header() -> None:
    message = segment("ş" * 200, languages="tr")
    with pytest.raises(SegmentationError, match="need a header"):
        _ = message.parts[0].sar
    with pytest.raises(SegmentationError, match="need a header"):
        _ = message.message_payload
    with pytest.raises(SegmentationError, match="are no latin-1"):
        message.parts[0].payload_in("latin-1")


def test_sar_numbers_no_more_than_255_parts() -> None:
    with pytest.raises(SegmentationError, match="256 parts: SAR numbers at most 255"):
        _ = segment("a" * 153 * 256).parts[0].sar


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {0x020C: b"\0\1", 0x020E: b"\2"},
        {0x020C: b"\1", 0x020E: b"\2", 0x020F: b"\1"},
        {0x020C: b"\0\1", 0x020E: b"\2", 0x020F: b"\3"},
        {0x020C: b"\0\1", 0x020E: b"\2", 0x020F: b"\0"},
    ],
)
def test_sar_that_tells_no_place_is_ignored(parameters: dict[int, bytes]) -> None:
    assert Sar.read(parameters) is None


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 0xFFFF), st.binary(max_size=40), max_size=6))
def test_optional_parameters_read_back(parameters: dict[int, bytes]) -> None:
    octets = write_tlvs(parameters)
    assert read_tlvs(octets) == parameters
    for end in range(len(octets)):
        try:
            read = read_tlvs(octets[:end])
        except SegmentationError:
            continue
        assert read.items() <= parameters.items()


def test_message_payload_carries_the_whole_text() -> None:
    for text in ("€ and [so] on " * 100, "привет, мир 😀 " * 100):
        message = segment(text)
        octets = write_tlvs({MESSAGE_PAYLOAD: message.message_payload})
        assert octets[:2] == b"\x04\x24"
        read = read_short_message(read_tlvs(octets)[MESSAGE_PAYLOAD], data_coding=message.data_coding)
        assert read.text == text
    with pytest.raises(SegmentationError, match="at most 65535"):
        _ = segment("a" * 65_536).message_payload


@pytest.mark.parametrize(
    ("alphabet", "text", "octets"),
    [
        ("gsm", "@é", b"\x00\x05"),
        ("latin-1", "@é", b"@\xe9"),
        ("ascii", "@[", b"@["),
    ],
)
def test_the_default_alphabet_of_an_smsc(alphabet: str, text: str, octets: bytes) -> None:
    (part,) = segment(text).parts
    assert part.payload_in(alphabet) == octets
    assert read_short_message(octets, default_alphabet=alphabet).text == text


def test_another_default_alphabet_alters_no_other_coding() -> None:
    assert read_short_message(b"\x00", data_coding=0xF0, default_alphabet="latin-1").text == "@"
    (part,) = segment("я").parts
    assert part.payload_in("ascii") == part.payload


@pytest.mark.parametrize(("alphabet", "text", "lacking"), [("latin-1", "a€", "20AC"), ("ascii", "aé", "00E9")])
def test_what_the_default_alphabet_lacks_is_refused(alphabet: str, text: str, lacking: str) -> None:
    with pytest.raises(SegmentationError, match=f"{alphabet} cannot write U\\+{lacking}"):
        segment(text).parts[0].payload_in(alphabet)


@pytest.mark.parametrize(
    "options",
    [
        {"default_alphabet": "ebcdic"},
        {"default_alphabet": None},
        {"data_coding": 256},
        {"data_coding": -1},
        {"data_coding": "8"},
        {"data_coding": 10**5000},
        {"esm_class": None},
        {"sar": (1, 2)},
        {"sar": 5},
        {"sar": (1, 2, 3)},
        {"sar": (1, 2, "1")},
        {"sar": (65_536, 2, 1)},
        {"sar": (1, 256, 1)},
        {"sar": (10**5000, 2, 1)},
    ],
)
def test_what_cannot_be_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(SegmentationError):
        read_short_message(b"hello", **options)


@pytest.mark.parametrize("octets", [None, "hello", 5])
def test_octets_are_bytes(octets: Any) -> None:
    for work in (read_short_message, read_tlvs):
        with pytest.raises(SegmentationError, match="use bytes"):
            work(octets)
    with pytest.raises(SegmentationError, match="use bytes"):
        write_tlvs({1: octets})


@pytest.mark.parametrize("parameters", [{-1: b""}, {0x10000: b""}, {"1": b""}, {1: bytes(0x10000)}])
def test_parameters_that_do_not_fit_are_refused(parameters: Any) -> None:
    with pytest.raises(SegmentationError, match="no parameter"):
        write_tlvs(parameters)


@settings(deadline=None)
@given(st.binary(max_size=30), st.integers(0, 255), st.sampled_from([0, 0x40]))
def test_any_short_message_is_read_or_refused(octets: bytes, data_coding: int, esm_class: int) -> None:
    try:
        read = read_short_message(octets, data_coding=data_coding, esm_class=esm_class)
    except SegmentationError:
        return
    assert isinstance(read.text, str)
    assert read.encoding in (None, Encoding.GSM, Encoding.UNICODE)
