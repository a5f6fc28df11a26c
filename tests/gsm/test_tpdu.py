from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.gsm import SegmentationError, StatusReport, read_tpdu, segment, submit_tpdu


def test_a_submit_octet_by_octet() -> None:
    (part,) = segment("hello").parts
    assert submit_tpdu(part, "+46708251358", message_reference=7).hex() == "01070b916407281553f8000005e8329bfd06"
    assert submit_tpdu(part, "12345", status_report=True).hex() == "2100" + "05812143f5" + "0000" + "05e8329bfd06"
    assert submit_tpdu(part, "*100#").hex() == "0100" + "0581" + "1a00fb" + "0000" + "05e8329bfd06"


def test_a_submit_with_a_header() -> None:
    part = segment("я" * 71, reference=5).parts[1]
    assert submit_tpdu(part, "+46708251358").hex() == (
        "4100" + "0b916407281553f8" + "0008" + "0e" + "050003050202" + "044f" * 4
    )


@pytest.mark.parametrize("number", ["", "+", "Sinch", "+46 70", "1" * 21, "٣", "46+"])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(SegmentationError, match="not a number"):
        submit_tpdu(segment("hello").parts[0], number)


@pytest.mark.parametrize("reference", [-1, 256])
def test_a_message_reference_is_one_octet(reference: int) -> None:
    with pytest.raises(SegmentationError, match="octet"):
        submit_tpdu(segment("hello").parts[0], "+46708251358", message_reference=reference)


def test_a_delivery_as_a_modem_hands_it_over() -> None:
    # From +27838890001, 1999-03-29 15:16:59.
    tpdu = bytes.fromhex("040b917238880900f10000993092516195800ae8329bfd4697d9ec37")
    fragment = read_tpdu(tpdu)
    assert fragment.text == "hellohello"
    assert (fragment.index, fragment.total, fragment.reference) == (1, 1, 0)


def test_validity_periods_are_skipped() -> None:
    number, rest = "0b916407281553f8", "05e8329bfd06"
    assert read_tpdu(bytes.fromhex("1100" + number + "0000" + "aa" + rest)).text == "hello"
    assert read_tpdu(bytes.fromhex("1900" + number + "0000" + "99309251619580" + rest)).text == "hello"


def test_other_types_are_refused() -> None:
    with pytest.raises(SegmentationError, match="SMS-DELIVER and SMS-SUBMIT"):
        read_tpdu(b"\x03\x00")


@pytest.mark.parametrize("length", range(14))
def test_a_tpdu_that_is_cut_off_is_refused(length: int) -> None:
    tpdu = submit_tpdu(segment("hello").parts[0], "+46708251358")
    with pytest.raises(SegmentationError, match="cut off"):
        read_tpdu(tpdu[: min(length, 12)])


@given(st.binary(max_size=60))
def test_any_octets_are_read_or_refused(octets: bytes) -> None:
    try:
        read = read_tpdu(octets)
    except SegmentationError:
        return
    assert isinstance(read.meaning if isinstance(read, StatusReport) else read.text, str)


@pytest.mark.parametrize("text", ["hello world", "привет", "x" * 161, "я" * 71])
def test_cut_off_user_data_is_refused(text: str) -> None:
    whole = submit_tpdu(segment(text).parts[0], "+4670")
    assert read_tpdu(whole).text == segment(text).parts[0].text
    for end in range(len(whole)):
        with pytest.raises(SegmentationError):
            read_tpdu(whole[:end])
