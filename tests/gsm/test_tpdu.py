from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcode.gsm import Delivery, SegmentationError, StatusReport, Submission, read_tpdu, segment, submit_tpdu


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


@settings(deadline=None)
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


def test_who_sent_a_delivery_and_when() -> None:
    read = read_tpdu(bytes.fromhex("040b917238880900f10000993092516195800ae8329bfd4697d9ec37"))
    assert isinstance(read, Delivery)
    assert (read.sender, read.text) == ("+27838890001", "hellohello")
    assert read.time == datetime(1999, 3, 29, 15, 16, 59, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("address", "sender"),
    [
        ("0b916407281553f8", "+46708251358"),
        ("04812143", "1234"),
        ("05812143f5", "12345"),
        ("0581" + "1a00fb", "*100#"),
        ("00 80", ""),
        ("09d0 d3b47b8c06", "Sinch"),
        ("0ed0 8e791964020ddf", "Åse & Co"),
        ("04a1 2143", "1234"),  # a national number
        ("0591 ba43f5", "+*#345"),
        ("0691 ba43c5", "+*#345a"),
    ],
)
def test_addresses(address: str, sender: str) -> None:
    read = read_tpdu(bytes.fromhex("00" + address + "0000" + "62114281225080" + "05e8329bfd06"))
    assert isinstance(read, Delivery)
    assert (read.sender, read.text) == (sender, "hello")


@pytest.mark.parametrize(
    ("octets", "time"),
    [
        ("62114281225080", datetime(2026, 11, 24, 18, 22, 5, tzinfo=timezone(timedelta(hours=2)))),
        ("6211428122508a", datetime(2026, 11, 24, 18, 22, 5, tzinfo=timezone(-timedelta(hours=7)))),
        ("00000000000000", None),
        ("ffffffffffffff", None),
        ("62310081225080", None),
        ("621142812250f7", None),  # no digit
    ],
)
def test_time_stamps(octets: str, time: datetime | None) -> None:
    read = read_tpdu(bytes.fromhex("00" + "04812143" + "0000" + octets + "05e8329bfd06"))
    assert isinstance(read, Delivery)
    assert (read.time, read.text) == (time, "hello")


@pytest.mark.parametrize(
    ("validity", "octet", "read_as"),
    [
        (timedelta(minutes=1), 0, timedelta(minutes=5)),
        (timedelta(minutes=5), 0, timedelta(minutes=5)),
        (timedelta(minutes=6), 1, timedelta(minutes=10)),
        (timedelta(hours=12), 143, timedelta(hours=12)),
        (timedelta(hours=12, seconds=1), 144, timedelta(hours=12, minutes=30)),
        (timedelta(hours=24), 167, timedelta(hours=24)),
        (timedelta(hours=25), 168, timedelta(days=2)),
        (timedelta(days=30), 196, timedelta(days=30)),
        (timedelta(days=31), 197, timedelta(weeks=5)),
        (timedelta(weeks=63), 255, timedelta(weeks=63)),
    ],
)
def test_validity_periods(validity: timedelta, octet: int, read_as: timedelta) -> None:
    tpdu = submit_tpdu(segment("hello").parts[0], "+46708251358", validity=validity)
    assert tpdu.hex() == "1100" + "0b916407281553f8" + "0000" + f"{octet:02x}" + "05e8329bfd06"
    read = read_tpdu(tpdu)
    assert isinstance(read, Submission)
    assert (read.validity, read.text) == (read_as, "hello")


@settings(deadline=None)
@given(
    st.datetimes(datetime(1970, 1, 1), datetime(2069, 12, 31)).map(lambda moment: moment.replace(microsecond=0)),
    st.integers(-55, 55),
)
def test_moments_read_back(moment: datetime, quarters: int) -> None:
    moment = moment.replace(tzinfo=timezone(timedelta(minutes=15 * quarters)))
    read = read_tpdu(submit_tpdu(segment("hello").parts[0], "+4670", validity=moment))
    assert isinstance(read, Submission)
    assert read.validity == moment
    assert isinstance(read.validity, datetime)
    assert read.validity.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    "validity",
    [
        timedelta(0),
        -timedelta(days=1),
        timedelta(weeks=64),
        datetime(2026, 1, 1),
        datetime(2070, 1, 1, tzinfo=UTC),
        3600,
        "1h",
    ],
)
def test_validity_out_of_range_is_refused(validity: Any) -> None:
    with pytest.raises(SegmentationError):
        submit_tpdu(segment("hello").parts[0], "+46708251358", validity=validity)


def test_a_submission_is_read_whole() -> None:
    read = read_tpdu(
        submit_tpdu(segment("Alert!", message_class="flash").parts[0], "12345", message_reference=9, status_report=True)
    )
    assert isinstance(read, Submission)
    assert (read.recipient, read.message_reference, read.status_report) == ("12345", 9, True)
    assert (read.validity, read.message_class, read.text) == (None, 0, "Alert!")


@pytest.mark.parametrize("arguments", [("part", "+4670"), (None, "+4670")])
def test_what_is_no_part_is_refused(arguments: tuple[Any, str]) -> None:
    with pytest.raises(SegmentationError, match="part is"):
        submit_tpdu(*arguments)


@pytest.mark.parametrize("options", [{"message_reference": 10**5000}, {"message_reference": "1"}])
def test_numbers_that_do_not_fit_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(SegmentationError, match=r"message.reference"):
        submit_tpdu(segment("hello").parts[0], "+46708251358", **options)


@pytest.mark.parametrize("number", [None, 46708251358, "1" * 5000])
def test_numbers_are_strings(number: Any) -> None:
    with pytest.raises(SegmentationError, match="not a number"):
        submit_tpdu(segment("hello").parts[0], number)


@pytest.mark.parametrize("octets", [None, "01", 5])
def test_a_tpdu_is_bytes(octets: Any) -> None:
    with pytest.raises(SegmentationError, match="use bytes"):
        read_tpdu(octets)
