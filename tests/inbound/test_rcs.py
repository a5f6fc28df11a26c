"""RCS for Business: what users send and tap, and receipts, wrapped by Pub/Sub or bare."""

from __future__ import annotations

import base64
import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inbound.test_batches import everything_is_there
from tests.inbound.test_native import codes, contact
from transcode import InvalidMessage, transcode
from transcode.inbound import DeliveryStatus, InboundCode, ReasonCode, parse_rcs, receive, resolve_reply

Json = dict[str, Any]

FILE = "https://rcs-copper-us.googleapis.com/blob/1"
SMALL = "https://rcs-copper-us.googleapis.com/blob/2"


def user(**content: Any) -> Json:
    return {
        "senderPhoneNumber": "+46701234567",
        "messageId": "MxXYZ",
        "sendTime": "2026-11-26T10:00:00.123Z",
        "agentId": "agent@rbm.goog",
        **content,
    }


def happened(kind: str, name: str = "senderPhoneNumber", **more: Any) -> Json:
    event = {name: "+46701234567", "eventType": kind, "eventId": "e", "agentId": "agent@rbm.goog", **more}
    return {"sendTime": "2026-11-26T10:00:00Z", **event}


def wrapped(inner: Any, encode: Any = base64.b64encode) -> Json:
    data = encode(json.dumps(inner).encode()).decode()
    message = {"data": data, "attributes": {"business_id": "agent"}, "messageId": "77", "publishTime": "2026-11-26"}
    return {"message": message, "subscription": "projects/p/subscriptions/s"}


MESSAGES: list[tuple[Json, Json]] = [
    (user(text="Hi"), {"text_message": {"text": "Hi"}}),
    (
        user(suggestionResponse={"postbackData": "yes", "text": "Yes", "type": "REPLY"}),
        {"choice_response_message": {"message_id": "", "postback_data": "yes"}},
    ),
    (
        user(suggestionResponse={"text": "Yes"}),
        {"choice_response_message": {"message_id": "", "postback_data": "Yes"}},
    ),
    (
        user(
            userFile={
                "payload": {"mimeType": "image/png", "fileSizeBytes": 9, "fileUri": FILE, "fileName": "a.png"},
                "thumbnail": {"mimeType": "image/png", "fileUri": SMALL},
            }
        ),
        {"media_message": {"url": FILE, "thumbnail_url": SMALL, "filename_override": "a.png"}},
    ),
    (user(userFile={"payload": {"fileUri": FILE}}), {"media_message": {"url": FILE}}),
    (
        user(location={"latitude": 55.61, "longitude": 13}),
        {"location_message": {"title": "", "label": "", "coordinates": {"latitude": 55.61, "longitude": 13.0}}},
    ),
    (
        user(location={"longitude": 6.5}),
        {"location_message": {"title": "", "label": "", "coordinates": {"latitude": 0.0, "longitude": 6.5}}},
    ),
]


@pytest.mark.parametrize(("sent", "expected"), MESSAGES)
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode, None])
def test_what_users_send(sent: Json, expected: Json, encode: Any) -> None:
    received = receive(wrapped(sent, encode) if encode else sent)
    assert received.channel == "RCS"
    assert contact(received) == expected
    (one,) = received.messages
    assert (one.id, one.accept_time, one.sender_id) == ("MxXYZ", "2026-11-26T10:00:00.123Z", "agent@rbm.goog")
    assert one.channel_identity
    assert one.channel_identity.identity == "+46701234567"
    assert one.native == sent
    assert received.findings == ()
    if encode:
        around = one.envelope
        assert around["subscription"] == "projects/p/subscriptions/s"
        assert "data" not in around["message"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (happened("DELIVERED", messageId="m"), DeliveryStatus.DELIVERED),
        (happened("READ", messageId="m"), DeliveryStatus.READ),
        (happened("TTL_EXPIRATION_REVOKED", "phoneNumber", messageId="m"), DeliveryStatus.FAILED),
    ],
)
@pytest.mark.parametrize("wrap", [True, False])
def test_receipts(sent: Json, status: DeliveryStatus, wrap: bool) -> None:
    received = receive(wrapped(sent) if wrap else sent)
    (one,) = received.deliveries
    assert (one.status, one.message_id) == (status, "m")
    assert one.event_time == "2026-11-26T10:00:00Z"
    assert one.channel_identity
    assert one.channel_identity.identity == "+46701234567"
    assert not received.findings
    if status is DeliveryStatus.FAILED:
        assert one.reason
        assert (one.reason.code, one.reason.channel_code) == (
            ReasonCode.DELIVERY_TIMED_OUT,
            "TTL_EXPIRATION_REVOKED",
        )


@pytest.mark.parametrize(
    ("sent", "kind", "about"),
    [
        (happened("IS_TYPING"), "IS_TYPING", None),
        (happened("UNSUBSCRIBE"), "UNSUBSCRIBE", None),
        (happened("TTL_EXPIRATION_REVOKE_FAILED", "phoneNumber", messageId="m"), "TTL_EXPIRATION_REVOKE_FAILED", "m"),
        (happened("DELIVERED"), "DELIVERED", None),
        (happened("WAVED", messageId="m"), "WAVED", "m"),
    ],
)
def test_what_is_not_modelled_is_an_event(sent: Json, kind: str, about: str | None) -> None:
    received = receive(wrapped(sent))
    (one,) = received.native_events
    assert (one.kind, one.message_id, one.native) == (kind, about, sent)
    assert one.channel_identity
    assert one.channel_identity.identity == "+46701234567"
    assert codes(received) == [(InboundCode.UNKNOWN_EVENT, "message.data")]


def test_an_agents_launch_is_an_event() -> None:
    launch = {"agentId": "a", "agentLaunchEvent": {"newLaunchState": "LAUNCHED"}}
    (one,) = receive(wrapped(launch)).native_events
    assert (one.kind, one.native) == ("agentLaunchEvent", launch)


@pytest.mark.parametrize(
    "content",
    [
        {"location": {"latitude": 91}},
        {"location": {"latitude": "55"}},
        {"location": {"lat": 55.0}},
        {"userFile": {"payload": {}}},
        {"userFile": 7},
        {"text": 7},
        {"suggestionResponse": {}},
    ],
)
def test_odd_content_is_a_fallback(content: Json) -> None:
    sent = user(**content)
    received = receive(wrapped(sent))
    assert json.loads(contact(received)["fallback_message"]["raw_message"]) == sent
    assert [code for code, _ in codes(received)] == [InboundCode.PART_UNREADABLE]


def test_content_of_an_unknown_kind_is_a_fallback() -> None:
    sent = user(hologram={"uri": FILE})
    received = receive(wrapped(sent))
    assert json.loads(contact(received)["fallback_message"]["raw_message"]) == sent
    assert codes(received) == [(InboundCode.KEPT_AS_FALLBACK, "message.data")]


@pytest.mark.parametrize("field", ["senderPhoneNumber", "messageId", "sendTime", "agentId"])
def test_an_odd_field_costs_the_message_nothing(field: str) -> None:
    received = receive(wrapped({**user(text="Hi"), field: {"x": 1}}))
    assert contact(received) == {"text_message": {"text": "Hi"}}
    assert codes(received) == [(InboundCode.FIELD_UNREADABLE, f"message.data.{field}")]


@pytest.mark.parametrize("inner", [7, None, [], "x"])
def test_data_that_is_no_event_is_kept(inner: Any) -> None:
    received = receive(wrapped(inner))
    (kept,) = received.native_events
    assert kept.native == inner
    assert kept.problem


@pytest.mark.parametrize(
    ("data", "why"), [("%", "must be base64"), ("eyJh", "must hold JSON"), ("/w==", "must hold JSON"), ("", "JSON")]
)
def test_data_that_cannot_be_decoded(data: str, why: str) -> None:
    with pytest.raises(InvalidMessage, match=why) as raised:
        receive({"message": {"data": data}, "subscription": "s"})
    assert raised.value.errors[0].path == "message.data"


def test_the_size_of_data_is_bounded() -> None:
    with pytest.raises(InvalidMessage):
        parse_rcs(wrapped(user(text="x" * 3_000_000)))


def test_a_value_that_is_no_json_is_named_where_it_stood() -> None:
    received = receive(wrapped(user(text="\ud800")))
    assert contact(received) == {"text_message": {"text": "\ufffd"}}
    assert codes(received) == [(InboundCode.VALUE_REPLACED, "message.data.text")]


@pytest.mark.parametrize("callback", [5, [], "null", b"{"])
def test_what_is_no_webhook(callback: Any) -> None:
    with pytest.raises(InvalidMessage):
        parse_rcs(callback)


NAMES = (
    "senderPhoneNumber", "phoneNumber", "eventType", "messageId", "sendTime", "agentId", "text", "userFile", "location",
    "suggestionResponse", "postbackData", "payload", "fileUri", "thumbnail", "latitude", "longitude",
)  # fmt: skip
anything = st.recursive(
    st.none() | st.integers(-5, 200) | st.sampled_from(["DELIVERED", "READ", "TTL_EXPIRATION_REVOKED", FILE, 1.5, ""]),
    lambda inner: st.dictionaries(st.sampled_from(NAMES), inner, max_size=4) | st.lists(inner, max_size=3),
    max_leaves=6,
)


@given(inner=st.dictionaries(st.sampled_from(NAMES), anything, max_size=5) | anything)
def test_events_of_any_shape(inner: Any) -> None:
    sent = wrapped(inner)
    given_ = copy.deepcopy(sent)
    received = parse_rcs(sent)
    assert sent == given_
    del given_["message"]["data"]
    everything_is_there({**given_, "inner": inner}, received)


# --- the way there and back ---


def test_a_tapped_suggestion_is_the_one_that_was_offered() -> None:
    choices = [{"text_message": {"text": f"R{n}"}, "postback_data": "p" * 2100 + str(n)} for n in range(3)]
    sent = transcode({"choice_message": {"text_message": {"text": "?"}, "choices": choices}}, "RCS", to="+46701234567")
    offered = sent.payloads[0]["contentMessage"]["suggestions"][1]["reply"]
    tapped = user(suggestionResponse={"type": "REPLY", **offered})
    (answer,) = receive(wrapped(tapped)).messages
    assert resolve_reply(sent, answer.contact_message).postback_data == "p" * 2100 + "1"
