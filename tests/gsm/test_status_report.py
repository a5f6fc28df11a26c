from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from transcode.gsm import SegmentationError, StatusReport, SubmissionState, read_tpdu

NUMBER = "0b916407281553f8"
TAKEN, DONE = "62114281225080", "62114281326080"  # 2026-11-24 18:22:05 and 18:23:06, two hours ahead
REPORT = "0607" + NUMBER + TAKEN + DONE


def test_a_report_octet_by_octet() -> None:
    zone = timezone(timedelta(hours=2))
    assert read_tpdu(bytes.fromhex(REPORT + "00")) == StatusReport(
        message_reference=7,
        recipient="+46708251358",
        time=datetime(2026, 11, 24, 18, 22, 5, tzinfo=zone),
        discharge_time=datetime(2026, 11, 24, 18, 23, 6, tzinfo=zone),
        status=0,
    )


@pytest.mark.parametrize(
    ("status", "state", "delivered", "meaning"),
    [
        (0x00, SubmissionState.COMPLETED, True, "received by the recipient"),
        (0x01, SubmissionState.COMPLETED, False, "cannot confirm"),
        (0x13, SubmissionState.COMPLETED, False, "of the service centre's own"),
        (0x22, SubmissionState.TRYING, False, "no response"),
        (0x30, SubmissionState.TRYING, False, "of the service centre's own"),
        (0x46, SubmissionState.FAILED, False, "validity period expired"),
        (0x62, SubmissionState.GIVEN_UP, False, "no response"),
        (0x0F, SubmissionState.GIVEN_UP, False, "service rejected"),  # reserved
        (0x80, SubmissionState.GIVEN_UP, False, "service rejected"),
        (0xFF, SubmissionState.GIVEN_UP, False, "service rejected"),
    ],
)
def test_statuses(status: int, state: SubmissionState, delivered: bool, meaning: str) -> None:
    report = read_tpdu(bytes.fromhex(REPORT) + bytes((status,)))
    assert isinstance(report, StatusReport)
    assert (report.status, report.state, report.delivered) == (status, state, delivered)
    assert meaning in report.meaning


def test_every_octet_is_some_status() -> None:
    for status in range(256):
        report = read_tpdu(bytes.fromhex(REPORT) + bytes((status,)))
        assert isinstance(report, StatusReport)
        assert report.delivered is (status == 0)
        assert report.meaning


def test_what_follows_the_status_is_left_alone() -> None:
    assert read_tpdu(bytes.fromhex(REPORT + "00" + "07000005e8329bfd06")) == read_tpdu(bytes.fromhex(REPORT + "00"))


def test_no_date_is_no_reason_to_lose_the_status() -> None:
    report = read_tpdu(bytes.fromhex("0607" + NUMBER + "00" * 7 + "ff" * 7 + "46"))
    assert isinstance(report, StatusReport)
    assert (report.time, report.discharge_time, report.status) == (None, None, 0x46)


@pytest.mark.parametrize("length", range(25))
def test_a_report_that_is_cut_off_is_refused(length: int) -> None:
    whole = bytes.fromhex(REPORT + "00")
    assert len(whole) == 25
    with pytest.raises(SegmentationError, match="cut off"):
        read_tpdu(whole[:length])


def test_times_compare_across_zones() -> None:
    report = read_tpdu(bytes.fromhex(REPORT + "00"))
    assert isinstance(report, StatusReport)
    assert report.time == datetime(2026, 11, 24, 16, 22, 5, tzinfo=UTC)
