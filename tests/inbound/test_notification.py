"""The service's callbacks that are neither messages nor delivery reports, each in a shape of our own making."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

from transcode import InvalidMessage
from transcode.inbound import (
    Capability,
    ChannelEvent,
    ConsentStatus,
    ContactMerge,
    Event,
    EventDelivery,
    EventInbound,
    InboundCode,
    MessageSubmit,
    OptInEvent,
    OptOutEvent,
    Redaction,
    SmartConversations,
    Unsupported,
    parse_event,
    receive,
)
from transcode.inbound.event import EVENTS

IDENTITY = {"channel": "WHATSAPP", "identity": "46701234567", "app_id": ""}
WHO = {"contact_id": "C", "channel_identity": IDENTITY, "processing_mode": "CONVERSATION"}
CONTACT = {"id": "C", "display_name": "Åsa", "channel_identities": [IDENTITY], "language": "SV"}
MESSAGE = {"id": "M", "direction": "TO_APP", "contact_message": {"text_message": {"text": "I am {NAME}"}}, **WHO}

CALLBACKS: dict[str, dict[str, Any]] = {
    "message": MESSAGE,
    "message_delivery_report": {"message_id": "M", "status": "DELIVERED", **WHO},
    "message_submit_notification": {"message_id": "M", "submitted_message": {"text_message": {"text": "x"}}, **WHO},
    "opt_in_notification": {"request_id": "R", "channel": "WHATSAPP", "identity": "46", "status": "OPT_IN_SUCCEEDED"},
    "opt_out_notification": {
        "channel": "WHATSAPP",
        "identity": "46",
        "status": "OPT_OUT_FAILED",
        "error_details": {"description": "no such contact"},
    },
    "event": {
        "id": "E",
        "direction": "TO_APP",
        "contact_message_event": {
            "reaction_event": {"emoji": "👍", "action": "REACTION_ACTION_REACT", "message_id": "M"}
        },
        "accept_time": "2026-11-26T10:00:00Z",
        **WHO,
    },
    "event_delivery_report": {
        "event_id": "E",
        "status": "FAILED",
        "reason": {"code": "CHANNEL_FAILURE", "description": "no"},
        **WHO,
    },
    "message_redaction": MESSAGE,
    "capability_notification": {
        "request_id": "R",
        "channel": "RCS",
        "identity": "46",
        "capability_status": "CAPABILITY_PARTIAL",
        "channel_capabilities": ["RICHCARD"],
    },
    "channel_event_notification": {
        "channel_event": {"channel": "WHATSAPP", "event_type": "QUALITY", "additional_data": {"rating": "GREEN"}}
    },
    "unsupported_callback": {"channel": "WHATSAPP", "payload": '{"seen": 1}', "id": "U", **WHO},
    "contact_create_notification": {"contact": CONTACT},
    "contact_delete_notification": {"contact": CONTACT},
    "contact_update_notification": {"contact": CONTACT},
    "contact_merge_notification": {"preserved_contact": CONTACT, "deleted_contact": {"id": "D"}},
    "duplicated_contact_identities_notification": {
        "duplicated_identities": [{"channel": "SMS", "contact_ids": ["C", "D"]}]
    },
    "conversation_start_notification": {"conversation": {"id": "V", "active_channel": "SMS"}},
    "conversation_stop_notification": {"conversation": {"id": "V"}},
    "conversation_delete_notification": {"conversation": {"id": "V"}},
    "smart_conversation_notification": {
        "message_id": "M",
        "analysis_results": {"ml_sentiment_result": [{"sentiment": "POSITIVE", "score": 0.9}]},
        **WHO,
    },
    "record_notification": {"entity_id": "M", "record_status": "EVENT_RECORD_STORED", **WHO},
}


def event(name: str, **fields: Any) -> Event:
    return parse_event({"project_id": "P", "app_id": "A", name: {**CALLBACKS[name], **fields}})


def codes(found: Event) -> list[tuple[InboundCode, str]]:
    return [(finding.code, finding.path) for finding in found.findings]  # type: ignore[misc]


def test_each_that_is_known_is_tried_here() -> None:
    assert set(CALLBACKS) == set(EVENTS)


@pytest.mark.parametrize("name", CALLBACKS)
def test_each_is_typed_and_goes_out_as_it_came(name: str) -> None:
    data = {"project_id": "P", "app_id": "A", "accepted_time": "2026-11-26T10:00:00Z", name: CALLBACKS[name]}
    for given in (data, json.dumps(data)):
        found = parse_event(given)
        assert type(found) is EVENTS[name]
        assert found.told is getattr(found, name)
        assert found.as_dict() == data
        assert found.findings == ()
    assert pickle.loads(pickle.dumps(found)) == copy.deepcopy(found) == found  # noqa: S301 - our own bytes
    received = receive(data)
    assert received.event == found
    assert received.channel == found.channel_name
    assert received.as_dict()["event"] == data


@pytest.mark.parametrize("name", CALLBACKS)
def test_what_is_newer_in_each_is_kept_and_reported(name: str) -> None:
    found = event(name, tomorrow=[1])
    assert codes(found) == [(InboundCode.UNKNOWN_FIELD, f"{name}.tomorrow")]
    assert found.as_dict()[name]["tomorrow"] == [1]


def test_what_each_says() -> None:
    opted = event("opt_out_notification")
    assert isinstance(opted, OptOutEvent)
    assert opted.opt_out_notification.status == ConsentStatus.OPT_OUT_FAILED
    assert isinstance(event("opt_in_notification"), OptInEvent)
    reacted = event("event")
    assert isinstance(reacted, EventInbound)
    assert reacted.event.reaction is not None
    assert (reacted.event.reaction.emoji, reacted.event.reaction.message_id) == ("👍", "M")
    assert event("event", contact_message_event=None).told.reaction is None  # type: ignore[union-attr]
    delivered = event("event_delivery_report")
    assert isinstance(delivered, EventDelivery)
    assert delivered.event_delivery_report.status == "FAILED"
    capable = event("capability_notification")
    assert isinstance(capable, Capability)
    assert capable.capability_notification.channel_capabilities == ("RICHCARD",)
    analysed = event("smart_conversation_notification")
    assert isinstance(analysed, SmartConversations)
    assert analysed.smart_conversation_notification.message_id == "M"
    merged = event("contact_merge_notification")
    assert isinstance(merged, ContactMerge)
    assert merged.contact_merge_notification.deleted_contact is not None
    assert merged.contact_merge_notification.deleted_contact.id == "D"
    unread = event("unsupported_callback")
    assert isinstance(unread, Unsupported)
    assert unread.unsupported_callback.payload == '{"seen": 1}'


def test_a_redaction_holds_the_whole_message_and_is_no_second_one() -> None:
    found = event("message_redaction")
    assert isinstance(found, Redaction)
    assert found.message_redaction.contact_message.text == "I am {NAME}"
    received = receive({"app_id": "A", "message_redaction": MESSAGE})
    assert received.messages == ()
    assert received.channel == "WHATSAPP"


def test_a_channel_event_in_both_shapes() -> None:
    new = event("channel_event_notification")
    old = parse_event({"app_id": "A", "channel_event_notification": {"channel": "WHATSAPP", "event_type": "QUALITY"}})
    for found in (new, old):
        assert isinstance(found, ChannelEvent)
        assert found.channel_event_notification.details.event_type == "QUALITY"
        assert found.channel_name == "WHATSAPP"
        assert found.findings == ()


@pytest.mark.parametrize("name", CALLBACKS)
def test_a_field_of_another_type_is_named(name: str) -> None:
    key = next(iter(CALLBACKS[name]))
    with pytest.raises(InvalidMessage) as caught:
        event(name, **{key: 5})
    assert caught.value.errors[0].path.startswith(f"{name}.{key}")


def test_numbers_that_are_registered_are_known() -> None:
    identity = {**IDENTITY, "nrs_data": {"brand": "B", "campaign": ["x"]}}
    found = event("message", channel_identity=identity)
    assert found.findings == ()
    assert found.as_dict()["message"]["channel_identity"] == identity


# --- what was submitted ---


@pytest.mark.parametrize(
    "submitted",
    [
        {},
        {"teleport_message": {"to": "Mars"}},
        {"explicit_channel_message": {"WHATSAPP": "{}"}},
        {"channel_specific_message": {"WHATSAPP": {"message_type": "FLOWS"}}},
        {"text_message": {"words": "newer"}},
    ],
)
def test_submitted_messages_of_unknown_kinds_are_kept(submitted: dict[str, Any]) -> None:
    data = {"app_id": "A", "message_submit_notification": {"message_id": "M", "submitted_message": submitted}}
    found = parse_event(data)
    assert isinstance(found, MessageSubmit)
    assert found.message_submit_notification.submitted_message == submitted
    assert found.as_dict() == data
    where = "message_submit_notification.submitted_message"
    assert (InboundCode.UNKNOWN_SUBMITTED, where) in codes(found)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes


@pytest.mark.parametrize("name", ["submitted_message", "submittedMessage"])
def test_submitted_coordinates_come_back_as_they_came(name: str) -> None:
    place = {"title": "Phare", "coordinates": {"latitude": 55.610479, "longitude": 13.0}}
    data = {"app_id": "A", "message_submit_notification": {name: {"location_message": place}}}
    found = parse_event(data)
    assert isinstance(found, MessageSubmit)
    submitted = found.as_dict()["message_submit_notification"]["submitted_message"]
    assert submitted == {"location_message": place}


# --- somebody else's webhook ---


@pytest.mark.parametrize(
    ("webhook", "whose"),
    [
        ({"object": "whatsapp_business_account", "entry": []}, "Meta's"),
        ({"update_id": 1, "message": {"text": "x"}}, None),
        ({"update_id": 1, "poll": {}}, "Telegram's"),
        ({"destination": "D", "events": []}, "LINE's"),
        ({"type": "mo_text", "from": "1", "to": "2"}, "the SMS API's"),
        ({"a": 1}, None),
    ],
)
def test_a_raw_webhook_gets_a_hint(webhook: dict[str, Any], whose: str | None) -> None:
    with pytest.raises(InvalidMessage) as caught:
        parse_event(webhook)
    assert ("receive()" in str(caught.value)) == (whose is not None)
    assert whose is None or whose in str(caught.value)
