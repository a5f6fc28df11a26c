"""SMPP delivery receipts, in the spellings that SMSCs are met with."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode import InvalidMessage, InvalidOption
from transcode.inbound import InboundCode, parse_receipt, receive
from transcode.inbound.smpp import STATUSES, is_receipt

PLAIN = "id:0123456789 sub:001 dlvrd:001 submit date:2611261200 done date:2611261201 stat:DELIVRD err:000 text:Hello"


def one(text: str | bytes, **options: Any) -> Any:
    (report,) = parse_receipt(text, **options).deliveries
    return report


def test_as_the_specification_has_it() -> None:
    received = parse_receipt(PLAIN, source="46701234567", destination="Sinch")
    (report,) = received.deliveries
    assert (report.status, report.message_id, report.event_time) == ("DELIVERED", "0123456789", "2026-11-26T12:01:00")
    assert report.channel_identity is not None
    assert (report.channel_name, report.channel_identity.identity) == ("SMS", "46701234567")
    assert report.native == {
        "id": "0123456789",
        "sub": "001",
        "dlvrd": "001",
        "submit date": "2611261200",
        "done date": "2611261201",
        "stat": "DELIVRD",
        "err": "000",
        "text": "Hello",
        "receipt": PLAIN,
        "source_addr": "46701234567",
        "destination_addr": "Sinch",
    }
    assert report.failure is None
    assert received.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "id:7F3A sub:001 dlvrd:001 submit date:261126120000 done date:261126120130 stat:DELIVRD err:000 Text:Hello",
        "ID:7F3A SUB:001 DLVRD:001 SUBMIT DATE:261126120000 DONE DATE:261126120130 STAT:DELIVRD ERR:000 TEXT:Hello",
        "id: 7F3A sub: 001 dlvrd: 001 done date: 261126120130 stat: DELIVRD err: 000 text: Hello",
        "id:7F3A submit_date:20261126120000 done_date:20261126120130 stat:DELIVRD err:0",
        "id:7F3A stat:DELIVRD submitdate:20261126120000 donedate:20261126120130 text:",
        'id:"7F3A" stat:DELIVRD done date:261126120130 err:000',
        "stat:DELIVRD id:7F3A done date:261126120130",
        "text:Hello id:7F3A stat:DELIVRD done date:261126120130",
        "id:7F3A;sub:001;dlvrd:001;done date:261126120130;stat:DELIVRD;err:000",
        "id:7F3A\nsub:001\ndone date:261126120130\nstat:delivrd\nerr:000",
        "id:7F3A status:DELIVRD error:000 done date:261126120130",
        "message_id:7F3A state:DELIVRD done-date:261126120130",
        "MsgId:7F3A stat:DELIVRD. done  date:20261126 120130",
        "\0id:7F3A stat:DELIVRD done date:2026-11-26T12:01:30\0\0",
        "id:7F3A stat:2 done date:26-11-26 12:01:30.000",
    ],
)
def test_spellings(text: str) -> None:
    for given_ in (text, text.encode(), bytearray(text.encode())):
        report = one(given_)
        assert (report.status, report.message_id) == ("DELIVERED", "7F3A")
        assert report.event_time == "2026-11-26T12:01:30"
        assert receive(given_).deliveries == (report,)


def test_the_quoted_text_is_a_text_whatever_it_looks_like() -> None:
    report = one(f"{PLAIN} id:9 stat:UNDELIV err:1")
    assert (report.status, report.message_id) == ("DELIVERED", "0123456789")
    assert report.native["text"] == "Hello id:9 stat:UNDELIV err:1"


@pytest.mark.parametrize(("stat", "status"), STATUSES.items())
def test_states(stat: str, status: str) -> None:
    report = one(f"id:1 stat:{stat} err:027")
    assert report.status == status
    assert (report.failure is not None) == (status == "FAILED")
    if report.failure:
        assert (report.failure.channel_code, report.failure.description) == ("027", f"{stat}, error 027")


def test_a_state_that_says_neither_is_kept_and_reported() -> None:
    received = parse_receipt("id:1 stat:UNKNOWN")
    assert received.deliveries[0].status == "UNKNOWN"
    assert [finding.code for finding in received.findings] == [InboundCode.STATUS_UNMAPPED]


def test_the_parameters_of_the_pdu_go_first() -> None:
    report = one(PLAIN, receipted_message_id="AB", message_state=5)
    assert (report.message_id, report.status) == ("AB", "FAILED")
    assert report.native["id"] == "0123456789"
    assert one("", receipted_message_id="AB", message_state=2).status == "DELIVERED"


@pytest.mark.parametrize(
    ("offset", "time"), [(timedelta(), "2026-11-26T12:01:00Z"), (timedelta(hours=2), "2026-11-26T12:01:00+02:00")]
)
def test_the_clock_of_the_smsc(offset: timedelta, time: str) -> None:
    assert one(PLAIN, utc_offset=offset).event_time == time


@pytest.mark.parametrize(
    ("date", "time"),
    [
        ("261126120130012+", "2026-11-26T12:01:30+03:00"),  # SMPP 3.4 section 7.1.1.1
        ("261126120130000+", "2026-11-26T12:01:30Z"),
        ("261126120130514-", "2026-11-26T12:01:30-03:30"),
        ("2026-11-26T12:01:30Z", "2026-11-26T12:01:30Z"),
        ("2026-11-26 12:01:30 +0530", "2026-11-26T12:01:30+05:30"),
        ("2026-11-26T12:01-03", "2026-11-26T12:01:00-03:00"),
        ("26/11/26 12:01", "2026-11-26T12:01:00+01:00"),
    ],
)
def test_dates_that_name_their_own_offset_keep_it(date: str, time: str) -> None:
    assert one(f"id:1 stat:DELIVRD done date:{date}", utc_offset=timedelta(hours=1)).event_time == time


@pytest.mark.parametrize("stat", ["DELIVERED TO SMSC", "NOT DELIVERED", "200", "99", "?"])
def test_more_than_a_status_is_kept_as_it_came(stat: str) -> None:
    received = parse_receipt(f"id:1 stat:{stat} err:000")
    assert received.deliveries[0].status == stat
    assert [finding.code for finding in received.findings] == [InboundCode.STATUS_UNMAPPED]


@pytest.mark.parametrize(
    "date",
    ["9999999999", "261126", "2026-11-26", "261126120130000R", "261126126130000+", "2026-11-26T25:00Z", "9" * 16],
)
def test_dates_that_are_none_are_reported(date: str) -> None:
    received = parse_receipt(f"id:1 stat:DELIVRD done date:{date}")
    assert received.deliveries[0].event_time is None
    assert [finding.code for finding in received.findings] == [InboundCode.TIMESTAMP_UNREADABLE]


@pytest.mark.parametrize("text", ["", "Hello", "id:1", "stat:DELIVRD", "id: stat:", "idstat:x", "x" * 2_000])
def test_what_is_no_receipt(text: str) -> None:
    assert not is_receipt(text) or text == "id: stat:"
    with pytest.raises(InvalidMessage):
        parse_receipt(text)


@pytest.mark.parametrize("options", [{"utc_offset": 2}, {}])
def test_arguments_of_another_type(options: Any) -> None:
    with pytest.raises(InvalidOption):
        parse_receipt(PLAIN if options else None, **options)  # type: ignore[arg-type]


_words = st.text("abcXYZ019", min_size=1, max_size=10)


@given(
    identifier=_words,
    stat=st.sampled_from([*STATUSES]),
    text=st.text(max_size=20),
    sep=st.sampled_from([" ", "  ", "\n"]),
)
def test_any_receipt_comes_back(identifier: str, stat: str, text: str, sep: str) -> None:
    receipt = sep.join([f"id:{identifier}", f"stat:{stat}", "err:000", f"text:{text}"])
    report = one(receipt)
    assert (report.message_id, report.native["stat"]) == (identifier, stat)
    assert report.native["text"] == text.strip().encode("utf-8", "replace").decode()


@given(text=st.text(max_size=200) | st.binary(max_size=200))
def test_any_text_is_read_or_refused(text: Any) -> None:
    with contextlib.suppress(InvalidMessage):
        assert parse_receipt(text).deliveries


@pytest.mark.parametrize(
    "options", [{"message_state": 10**5_000}, {"message_state": -1}, {"message_state": "2"}, {"destination": 7}]
)
def test_what_cannot_be_beside_a_receipt(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidOption, match=r"message_state|destination"):
        parse_receipt(PLAIN, **options)
