"""Predicted against reported parts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inbound.test_sms import REPORT
from tests.strategies import texts
from transcode import InvalidOption, Transcoded, transcode
from transcode.inbound import Difference, MessageDelivery, Received, parse_event, parse_sms, receive, reconcile


def sent(text: str, channel: str = "SMS", **options: Any) -> Transcoded:
    return transcode({"text_message": {"text": text}}, channel, **options)


def reported(parts: int | None, status: str = "DELIVERED", channel: str = "SMS") -> MessageDelivery:
    metadata = {"sms_batch_id": "B", **({} if parts is None else {"number_of_message_parts": parts})}
    identity = {"channel": channel, "identity": "46"}
    report = {"message_id": "M", "status": status, "channel_identity": identity}
    event = parse_event({"message_delivery_report": report, "message_metadata": json.dumps(metadata)})
    assert isinstance(event, MessageDelivery)
    return event


def test_as_predicted() -> None:
    found = reconcile(sent("x" * 161), reported(2))
    assert (found.agrees, found.predicted, found.reported, found.difference, found.reason) == (True, 2, 2, None, None)
    assert found.as_dict()["agrees"] is True


@pytest.mark.parametrize(
    ("text", "parts", "difference"),
    [
        # 71 characters with a curly quote: two parts in UCS-2, one after Auto Encoding.
        ("“" + "x" * 70, 1, Difference.TRANSLITERATED),
        ("ş" + "x" * 153, 1, Difference.NATIONAL_TABLES),
        ("x" * 100, 2, Difference.SENT_AS_UNICODE),
        # 306 septets, but the pair of the bracket does not fit at the end of the first part.
        ("x" * 152 + "[" + "x" * 152, 2, Difference.DIVIDED),
        ("x" * 306, 3, Difference.WIDE_REFERENCE),
        ("x" * 400, 1, Difference.SHORTENED),
        ("Hi ${name}", 2, Difference.PARAMETERS),
        ("x", 7, Difference.UNEXPLAINED),
    ],
)
def test_why_they_differ(text: str, parts: int, difference: Difference) -> None:
    found = reconcile(sent(text), reported(parts))
    assert found.agrees is False
    assert found.difference is difference
    assert found.reason


def test_not_reported() -> None:
    found = reconcile(sent("Hi"), reported(None))
    assert (found.agrees, found.difference) == (None, Difference.NOT_REPORTED)
    assert found.reason is not None
    assert "SMS_MAX_NUMBER_OF_MESSAGE_PARTS" in found.reason


def test_too_many_parts() -> None:
    result = sent("x" * 400, properties={"SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "2"})
    assert reconcile(result, reported(None, "FAILED")).difference is Difference.TOO_MANY_PARTS


def test_other_channels() -> None:
    assert (
        reconcile(sent("Hi", "MMS", properties={"MMS_SENDER": "28444"}), reported(1)).difference
        is Difference.OTHER_CHANNEL
    )
    assert reconcile(sent("Hi"), reported(None, channel="WHATSAPP")).difference is Difference.OTHER_CHANNEL
    mms = sent("Hi", "MMS", properties={"MMS_SENDER": "28444"})
    found = reconcile(mms, reported(None, channel="MMS"))
    assert (found.agrees, found.difference) == (None, Difference.NOT_PREDICTED)


def test_a_report_of_the_sms_api() -> None:
    (report,) = parse_sms(REPORT).deliveries
    assert reconcile(sent("x" * 161), report).agrees is True
    assert reconcile(sent("x"), report).agrees is False
    (without,) = parse_sms({**REPORT, "number_of_message_parts": None}).deliveries
    assert reconcile(sent("x"), without).difference is Difference.NOT_REPORTED


@given(text=texts(min_size=1), parts=st.none() | st.integers(1, 50))
def test_there_is_always_an_answer(text: str, parts: int | None) -> None:
    result = sent(text)
    found = reconcile(result, reported(parts))
    assert (found.difference is None) == (found.agrees is True)
    assert (found.reason is None) == (found.difference is None)
    assert result.segments is not None
    assert found.predicted == result.segments.segments
    assert found.reported == parts


def test_all_that_came_is_taken_where_it_is_one_report() -> None:
    callback = reported(2).as_dict()
    result = sent("x" * 161)
    received = receive(callback)
    assert reconcile(result, received).agrees is True
    assert reconcile(result, received.deliveries[0]).agrees is True
    assert reconcile(sent("x"), received.deliveries[0]).reported == 2
    with pytest.raises(InvalidOption, match="delivery"):
        reconcile(result, Received("SMS"))


@pytest.mark.parametrize("wrong", [None, {}, b"", 5, "x"])
def test_arguments_of_another_type_are_named(wrong: Any) -> None:
    with pytest.raises(InvalidOption, match="delivery"):
        reconcile(sent("x"), wrong)
    with pytest.raises(InvalidOption, match="result"):
        reconcile(wrong, reported(1))


def test_equal_numbers_of_another_channel_do_not_agree() -> None:
    found = reconcile(sent("Hi"), reported(1, channel="WHATSAPP"))
    assert (found.agrees, found.difference) == (None, Difference.OTHER_CHANNEL)
    assert found.reason is not None
    assert reconcile(sent("Hi"), reported(1, channel="sms")).agrees is True


@pytest.mark.parametrize("parts", [2, "2"])
@pytest.mark.parametrize("place", ["report", "metadata", "message_metadata"])
def test_the_number_of_parts_is_read_wherever_it_stands(place: str, parts: Any) -> None:
    number = {"number_of_message_parts": parts}
    report = {"message_id": "M", "status": "DELIVERED", "channel_identity": {"channel": "SMS", "identity": "46"}}
    callback: dict[str, Any] = {"message_delivery_report": report}
    if place == "report":
        report |= number
    elif place == "metadata":
        report["metadata"] = json.dumps(number)
    else:
        callback["message_metadata"] = json.dumps(number)
    received = receive(callback)
    found = reconcile(sent("x" * 161), received)
    if place == "report" or parts == 2:
        assert (found.agrees, found.reported) == (True, 2)
    else:  # metadata says of itself what is wrong with it
        assert found.difference is Difference.NOT_REPORTED
        assert received.findings
