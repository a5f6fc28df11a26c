"""The SMS API's callbacks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from transcode import InvalidMessage
from transcode.inbound import DeliveryStatus, InboundCode, Operator, ReasonCode, parse_sms
from transcode.inbound.sms import STATUS_CODES, STATUSES

MO: dict[str, Any] = {
    "type": "mo_text",
    "id": "01FC66621XXXXX119Z8PMV1QPA",
    "from": "+11203494390",
    "to": "11203453453",
    "body": "Suggested reply",
    "operator_id": "310150",
    "received_at": "2026-08-24T14:17:22Z",
    "sent_at": "2026-08-24T14:15:22Z",
    "client_reference": "mine",
}
REPORT: dict[str, Any] = {
    "type": "recipient_delivery_report_sms",
    "batch_id": "01FC66621XXXXX119Z8PMV1QPQ",
    "recipient": "+44231235674",
    "code": 0,
    "status": "Delivered",
    "at": "2026-08-30T08:16:08.930Z",
    "number_of_message_parts": 2,
    "operator": "35000",
}


def codes(found: Any) -> list[tuple[InboundCode, str]]:
    return [(finding.code, finding.path) for finding in found.findings]


def test_text() -> None:
    received = parse_sms(json.dumps(MO))
    (message,) = received.messages
    assert received.channel == message.channel_name == "SMS"
    assert message.contact_message.text == "Suggested reply"
    assert message.channel_identity is not None
    assert message.channel_identity.identity == "+11203494390"
    assert (message.id, message.sender_id, message.accept_time) == (MO["id"], MO["to"], MO["received_at"])
    assert message.decoded_metadata.operator == Operator("310", "150")
    assert message.native == MO
    assert received.findings == ()


def test_binary() -> None:
    received = parse_sms({**MO, "type": "mo_binary", "body": "AAEC", "udh": "050003010201"})
    (message,) = received.messages
    assert message.contact_message.fallback_message is not None
    assert message.contact_message.fallback_message.raw_message == "AAEC"
    assert message.native["udh"] == "050003010201"
    assert codes(received) == [(InboundCode.KEPT_AS_FALLBACK, "body")]


def media(**body: Any) -> dict[str, Any]:
    return {**MO, "type": "mo_media", "body": body}


def item(url: str | None, **fields: Any) -> dict[str, Any]:
    return {"url": url, "content_type": "image/png", "status": "Uploaded", "code": 0, **fields}


def test_media_gives_one_message_for_each_file_with_the_same_caption() -> None:
    received = parse_sms(media(message="Look", media=[item("https://x/1.png"), item("https://x/2.png")]))
    cards = [message.contact_message.media_card_message for message in received.messages]
    assert [(card.url, card.caption) for card in cards if card] == [
        ("https://x/1.png", "Look"),
        ("https://x/2.png", "Look"),
    ]
    assert {message.channel_name for message in received.messages} == {"MMS"}


def test_media_without_text() -> None:
    received = parse_sms(media(media=[item("https://x/1.png")]))
    assert received.messages[0].contact_message.kind == "media_message"


def test_media_that_was_not_stored() -> None:
    received = parse_sms(media(message="Look", media=[item(None, status="Failed", code=4)]))
    assert received.messages[0].contact_message.text == "Look"
    assert (InboundCode.MEDIA_NOT_STORED, "body.media[0]") in codes(received)
    assert received.messages[0].native["body"]["media"][0]["code"] == 4


def test_subject_only() -> None:
    received = parse_sms(media(subject="Yes"))
    assert received.messages[0].contact_message.text == "Yes"
    assert received.findings == ()


def test_recipient_report() -> None:
    received = parse_sms(REPORT)
    (report,) = received.deliveries
    assert report.status == DeliveryStatus.DELIVERED
    assert report.message_id == REPORT["batch_id"]
    assert report.channel_identity is not None
    assert report.channel_identity.identity == REPORT["recipient"]
    assert report.number_of_message_parts == 2
    assert report.native == REPORT
    assert report.failure is None
    assert received.findings == ()


def test_failed_report_says_why() -> None:
    (report,) = parse_sms({**REPORT, "status": "Failed", "code": 411}).deliveries
    assert report.status == DeliveryStatus.FAILED
    assert report.failure is not None
    assert report.failure.code == ReasonCode.CHANNEL_FAILURE
    assert report.failure.channel_code == "411"
    assert "max_number_of_message_parts" in (report.failure.description or "")


@pytest.mark.parametrize("spell", [str.upper, str.lower, str.title])
@pytest.mark.parametrize("status", STATUSES)
def test_statuses_in_every_spelling(status: str, spell: Any) -> None:
    received = parse_sms({**REPORT, "status": spell(status), "code": 400})
    assert received.deliveries[0].status == STATUSES[status]
    assert received.findings == ()


def test_status_that_says_nothing_is_kept() -> None:
    received = parse_sms({**REPORT, "status": "Unknown"})
    assert received.deliveries[0].status == "Unknown"
    assert codes(received) == [(InboundCode.STATUS_UNMAPPED, "status")]


def test_full_batch_report_gives_one_delivery_for_each_recipient() -> None:
    statuses = [
        {"code": 0, "count": 2, "recipients": ["1", "2"], "status": "Delivered"},
        {"code": 402, "count": 1, "recipients": ["3"], "status": "Failed"},
    ]
    report = {"type": "delivery_report_sms", "batch_id": "B", "statuses": statuses, "total_message_count": 3}
    received = parse_sms(report)
    assert [
        (one.channel_identity.identity, str(one.status)) for one in received.deliveries if one.channel_identity
    ] == [
        ("1", "DELIVERED"),
        ("2", "DELIVERED"),
        ("3", "FAILED"),
    ]


def test_summary_says_how_many() -> None:
    statuses = [{"code": 0, "count": 7, "status": "Delivered"}, {"code": 401, "count": 1, "status": "Dispatched"}]
    report = {"type": "delivery_report_mms", "batch_id": "B", "statuses": statuses, "total_message_count": 8}
    received = parse_sms(report)
    assert received.channel == "MMS"
    assert [(str(one.status), one.count) for one in received.deliveries] == [
        ("DELIVERED", 7),
        ("QUEUED_ON_CHANNEL", 1),
    ]


def test_every_code_is_described() -> None:
    assert all(STATUS_CODES[code] for code in (0, *range(400, 409), *range(410, 419)))


@pytest.mark.parametrize(
    ("payload", "path"),
    [
        ({}, "type"),
        ({"type": 5}, "type"),
        ({"type": "mo_smoke"}, "type"),
        ({**MO, "body": None}, "body"),
        ({**MO, "body": 5}, "body"),
        ({**MO, "from": 5}, "from"),
        ({**MO, "type": "mo_media"}, "body"),
        (media(media={}), "body.media"),
        (media(media=["x"]), "body.media[0]"),
        ({**REPORT, "status": None}, "status"),
        ({**REPORT, "batch_id": None}, "batch_id"),
        ({**REPORT, "number_of_message_parts": "2"}, "number_of_message_parts"),
        ({**REPORT, "number_of_message_parts": True}, "number_of_message_parts"),
        ({"type": "delivery_report_sms", "batch_id": "B"}, "statuses"),
        ([], ""),
        ("{", ""),
    ],
)
def test_bad_input_names_its_field(payload: Any, path: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        parse_sms(payload)
    assert caught.value.errors[0].path == path


def test_one_odd_status_of_a_batch_costs_no_other() -> None:
    odd = [{"status": "Failed"}, {"status": "Queued", "recipients": [5]}, 7]
    good = {"status": "Delivered", "code": 0, "recipients": ["46", "47"]}
    report = {"type": "delivery_report_sms", "batch_id": "B", "statuses": [odd[0], good, *odd[1:]]}
    received = parse_sms(report)
    assert [one.channel_identity.identity for one in received.deliveries if one.channel_identity] == ["46", "47"]
    assert [event.native for event in received.native_events] == odd
    # Each report has its own recipient alone, so a batch does not grow with the square of its recipients.
    assert [one.native["statuses"][0]["recipients"] for one in received.deliveries] == [["46"], ["47"]]
