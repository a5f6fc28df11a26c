"""Callbacks of the service: every example of the channels' pages, every kind, and what is wrong with some."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import messages, texts
from transcode import InvalidMessage
from transcode.inbound import (
    ContactMessage,
    DeliveryStatus,
    InboundCode,
    MessageDelivery,
    MessageInbound,
    MessageSubmit,
    Metadata,
    Operator,
    OtherEvent,
    ReasonCode,
    parse_event,
    receive,
)
from transcode.inbound.event import read_timestamp

EXAMPLES = sorted((Path(__file__).parent / "data" / "events").glob("*.json"))


def example(name: str) -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "data" / "events" / f"{name}.json").read_text())


def inbound(contact_message: dict[str, Any], **fields: Any) -> dict[str, Any]:
    identity = {"channel": "SMS", "identity": "46702571492", "app_id": ""}
    message = {"id": "01", "channel_identity": identity, "contact_message": contact_message, **fields}
    return {"app_id": "A", "message": message}


def delivery(**fields: Any) -> dict[str, Any]:
    identity = {"channel": "SMS", "identity": "46702571492", "app_id": ""}
    return {"app_id": "A", "message_delivery_report": {"message_id": "M", "channel_identity": identity, **fields}}


def codes(event: Any) -> list[tuple[InboundCode, str]]:
    return [(finding.code, finding.path) for finding in event.findings]


# --- the examples of the two channel pages ---


def test_there_are_all_examples() -> None:
    assert len(EXAMPLES) == 9


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_parses_and_round_trips(path: Path) -> None:
    text = path.read_text()
    event = parse_event(text)
    assert event.as_dict() == json.loads(text)
    assert parse_event(text.encode()) == parse_event(json.loads(text)) == event
    assert event.findings == ()
    assert pickle.loads(pickle.dumps(event)) == event  # noqa: S301 - our own bytes


def test_sms_delivered() -> None:
    event = parse_event(example("sms-delivered"))
    assert isinstance(event, MessageDelivery)
    report = event.message_delivery_report
    assert report.status is DeliveryStatus.DELIVERED or report.status == DeliveryStatus.DELIVERED
    assert report.channel_name == "SMS"
    assert report.failure is None
    assert event.decoded_message_metadata.sms_batch_id == "01FVAWD2ZDEQXF17WV6VMX0HS8"
    assert event.decoded_message_metadata.number_of_message_parts is None


def test_sms_delivered_with_parts() -> None:
    metadata = parse_event(example("sms-delivered-parts")).decoded_message_metadata
    assert (metadata.sms_batch_id, metadata.number_of_message_parts) == ("01FVAB66G64XG510PJQZSM056M", 2)


def test_sms_text_has_the_operator_of_its_sender() -> None:
    event = parse_event(example("sms-text"))
    assert isinstance(event, MessageInbound)
    assert event.message.contact_message.text == "Hi from contact"
    assert event.message.decoded_metadata.operator == Operator("310", "150")
    assert event.decoded_message_metadata.values["arbitrary"] == "json object stringify as metadata"


@pytest.mark.parametrize("channel", ["sms", "mms"])
def test_choice_response(channel: str) -> None:
    event = parse_event(example(f"{channel}-choice-response"))
    assert isinstance(event, MessageInbound)
    response = event.message.contact_message.choice_response_message
    assert response is not None
    assert (response.message_id, response.postback_data) == ("01EKJ2SWHGDMYA0F0F1PQJ09WQ", "postback")
    assert event.message.channel_name == channel.upper()


def test_older_shape_names_the_channel_only() -> None:
    event = parse_event(example("mms-delivered"))
    assert isinstance(event, MessageDelivery)
    report = event.message_delivery_report
    assert (report.channel, report.channel_identity, report.channel_name) == ("MMS", None, "MMS")
    assert report.reason == ""
    assert report.failure is None


def test_mms_media() -> None:
    media = parse_event(example("mms-media"))
    card = parse_event(example("mms-media-card"))
    assert isinstance(media, MessageInbound)
    assert isinstance(card, MessageInbound)
    assert media.message.contact_message.kind == "media_message"
    assert card.message.contact_message.text == "caption text"
    assert media.message.has_media
    # Only the SMS page limits how long the URL is valid.
    assert media.message.media_validity is None
    assert media.message.expires_at is None


# --- every kind of contact message ---

KINDS: dict[str, dict[str, Any]] = {
    "text_message": {"text": "Hi"},
    "media_message": {"url": "https://x/a.png", "thumbnail_url": "https://x/b.png", "filename_override": "a"},
    "media_card_message": {"url": "https://x/a.png", "caption": "look"},
    "location_message": {"title": "", "label": "", "coordinates": {"latitude": 55.610479, "longitude": 13.002873}},
    "choice_response_message": {"message_id": "M", "postback_data": "p"},
    "product_response_message": {
        "products": [{"id": "1", "marketplace": "FACEBOOK", "quantity": 2, "item_price": 9.5, "currency": "EUR"}],
        "title": "please",
        "catalog_id": "C",
    },
    "channel_specific_message": {
        "message_type": "nfm_reply",
        "message": {
            "type": "nfm_reply",
            "nfm_reply": {"name": "flow", "response_json": '{"screen": "END", "n": [1]}', "body": "Sent"},
        },
    },
    "fallback_message": {"raw_message": "{}", "reason": {"code": "MEDIA_TOO_LARGE", "description": "big"}},
}


@pytest.mark.parametrize("kind", KINDS)
def test_kind(kind: str) -> None:
    data = inbound({kind: KINDS[kind], "reply_to": {"message_id": "earlier"}})
    event = parse_event(data)
    assert isinstance(event, MessageInbound)
    contact = event.message.contact_message
    assert contact.kind == kind
    assert contact.reply_to is not None
    assert contact.reply_to.message_id == "earlier"
    assert event.as_dict() == data
    assert event.findings == ()


def test_kinds_are_all_kinds() -> None:
    assert set(KINDS) == set(ContactMessage.one_of)


def test_what_a_contact_sends_is_not_rounded() -> None:
    event = parse_event(inbound({"location_message": KINDS["location_message"]}))
    assert isinstance(event, MessageInbound)
    place = event.message.contact_message.location_message
    assert place is not None
    assert place.coordinates.latitude == 55.610479


def test_flow_answer_is_decoded() -> None:
    event = parse_event(inbound({"channel_specific_message": KINDS["channel_specific_message"]}))
    assert isinstance(event, MessageInbound)
    specific = event.message.contact_message.channel_specific_message
    assert specific is not None
    assert specific.message.nfm_reply.response == {"screen": "END", "n": [1]}


def test_flow_answer_that_is_no_json_is_kept() -> None:
    reply = {"type": "nfm_reply", "nfm_reply": {"response_json": "{oops"}}
    data = inbound({"channel_specific_message": {"message_type": "nfm_reply", "message": reply}})
    event = parse_event(data)
    assert isinstance(event, MessageInbound)
    specific = event.message.contact_message.channel_specific_message
    assert specific is not None
    assert specific.message.nfm_reply.response is None
    assert event.as_dict() == data


def test_other_channel_specific_message_is_kept() -> None:
    specific = {"message_type": "later_kind", "message": {"anything": [1, {"a": None}]}}
    data = inbound({"channel_specific_message": specific})
    assert parse_event(data).as_dict() == data


def test_kind_of_tomorrow_is_kept_and_reported() -> None:
    data = inbound({"hologram_message": {"url": "https://x"}})
    event = parse_event(data)
    assert isinstance(event, MessageInbound)
    assert event.message.contact_message.kind == ""
    assert event.as_dict() == data
    assert (InboundCode.UNKNOWN_CONTENT, "message.contact_message") in codes(event)


# --- media of an SMS contact message are valid for seven days ---


def test_media_of_sms_expire_seven_days_after_they_were_accepted() -> None:
    event = parse_event(
        inbound({"media_message": {"url": "https://x/a.png"}}, accept_time="2020-04-24T08:02:50.179021Z")
    )
    assert isinstance(event, MessageInbound)
    assert event.message.media_validity == timedelta(days=7)
    assert event.message.expires_at == datetime(2020, 5, 1, 8, 2, 50, 179021, tzinfo=UTC)


@pytest.mark.parametrize("accepted", [None, "", "yesterday", "9999-12-31T00:00:00Z"])
def test_media_without_a_usable_time_have_a_validity_and_no_end(accepted: str | None) -> None:
    fields = {} if accepted is None else {"accept_time": accepted}
    event = parse_event(inbound({"media_card_message": {"url": "https://x/a.png"}}, **fields))
    assert isinstance(event, MessageInbound)
    assert event.message.media_validity == timedelta(days=7)
    assert event.message.expires_at is None


def test_text_has_no_validity() -> None:
    event = parse_event(inbound({"text_message": {"text": "x"}}, accept_time="2020-04-24T08:02:50Z"))
    assert isinstance(event, MessageInbound)
    assert (event.message.media_validity, event.message.expires_at) == (None, None)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-02-07T20:01:09.892757478Z", datetime(2022, 2, 7, 20, 1, 9, 892757, tzinfo=UTC)),
        ("2022-02-07T20:01:09Z", datetime(2022, 2, 7, 20, 1, 9, tzinfo=UTC)),
        ("2022-02-07T22:01:09+02:00", datetime(2022, 2, 7, 20, 1, 9, tzinfo=UTC)),
        ("2022-02-07T20:01:09", datetime(2022, 2, 7, 20, 1, 9, tzinfo=UTC)),
        ("2022-02-30T20:01:09Z", None),
        ("0001-01-01T00:00:00+10:00", None),
        ("now", None),
        (None, None),
    ],
)
def test_timestamps(text: str | None, moment: datetime | None) -> None:
    assert read_timestamp(text) == moment


# --- statuses and reasons ---


@pytest.mark.parametrize("channel", ["SMS", "MMS"])
def test_read_is_kept_and_reported_where_the_channel_has_none(channel: str) -> None:
    data = delivery(status="READ")
    data["message_delivery_report"]["channel_identity"]["channel"] = channel
    event = parse_event(data)
    assert isinstance(event, MessageDelivery)
    assert event.message_delivery_report.status == DeliveryStatus.READ
    (finding,) = event.findings
    assert finding.code is InboundCode.STATUS_UNSUPPORTED
    assert finding.path == "message_delivery_report.status"
    assert channel in finding.message
    assert "READ" in finding.message
    assert event.as_dict() == data


def test_read_is_nothing_special_elsewhere() -> None:
    data = delivery(status="READ")
    data["message_delivery_report"]["channel_identity"]["channel"] = "WHATSAPP"
    assert parse_event(data).findings == ()


@pytest.mark.parametrize("status", ["QUEUED_ON_CHANNEL", "SWITCHING_CHANNEL", "DELIVERED", "FAILED"])
def test_the_services_own_statuses_come_on_every_channel(status: str) -> None:
    assert parse_event(delivery(status=status)).findings == ()


def test_failure() -> None:
    reason = {
        "code": "RECIPIENT_NOT_REACHABLE",
        "description": "gone",
        "sub_code": "UNSPECIFIED_SUB_CODE",
        "channel_code": "402",
    }
    data = delivery(status="FAILED", reason=reason)
    event = parse_event(data)
    assert isinstance(event, MessageDelivery)
    failure = event.message_delivery_report.failure
    assert failure is not None
    assert failure.code == ReasonCode.RECIPIENT_NOT_REACHABLE
    assert failure.model_dump(mode="json", exclude_unset=True) == reason
    assert event.as_dict() == data


def test_reason_as_text_is_kept() -> None:
    event = parse_event(delivery(status="FAILED", reason="expired"))
    assert isinstance(event, MessageDelivery)
    failure = event.message_delivery_report.failure
    assert failure is not None
    assert failure.description == "expired"


def test_values_of_tomorrow_stay_readable() -> None:
    data = delivery(status="LOST_IN_SPACE", processing_mode="TELEPATHY", reason={"code": "ALIENS", "sub_code": "GREEN"})
    event = parse_event(data)
    assert isinstance(event, MessageDelivery)
    report = event.message_delivery_report
    assert report.status == "LOST_IN_SPACE"
    assert str(report.status) == "LOST_IN_SPACE"
    assert not report.status.is_known
    assert DeliveryStatus("LOST_IN_SPACE") == report.status
    assert event.as_dict() == data
    assert {path for code, path in codes(event) if code is InboundCode.UNKNOWN_VALUE} == {
        "message_delivery_report.status",
        "message_delivery_report.processing_mode",
        "message_delivery_report.reason.code",
        "message_delivery_report.reason.sub_code",
    }
    assert pickle.loads(pickle.dumps(report.status)) == report.status  # noqa: S301 - our own bytes


# --- metadata ---


@pytest.mark.parametrize("text", ["{oops", "[1]", "metadata value", '"x"', '{"a": 1, "a": 2}'])
def test_metadata_that_is_no_object_is_kept_and_reported_where_it_was_meant_as_one(text: str) -> None:
    data = {**delivery(status="DELIVERED"), "message_metadata": text}
    event = parse_event(data)
    meant = text.startswith("{")
    assert codes(event) == [(InboundCode.METADATA_UNREADABLE, "message_metadata")] * meant
    assert event.decoded_message_metadata.text == text
    assert event.decoded_message_metadata.values == {}
    assert event.as_dict() == data


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sms_batch_id", 5),
        ("number_of_message_parts", "2"),
        ("number_of_message_parts", 0),
        ("number_of_message_parts", True),
        ("number_of_message_parts", 1.5),
        ("operator", 310150),
        ("operator", "31015x"),
        ("operator", "3101"),
        ("operator", "3101501"),
        ("operator", {"mcc": "310"}),
    ],
)
def test_metadata_of_the_wrong_kind_is_reported_and_kept(name: str, value: Any) -> None:
    data = {**delivery(status="DELIVERED"), "message_metadata": json.dumps({name: value, "mine": 1})}
    event = parse_event(data)
    assert codes(event) == [(InboundCode.METADATA_VALUE, f"message_metadata.{name}")]
    assert event.decoded_message_metadata.values == {name: value, "mine": 1}
    assert getattr(event.decoded_message_metadata, name) is None


def test_operator_that_delivered() -> None:
    data = {**delivery(status="DELIVERED"), "message_metadata": '{"operator":"24001"}'}
    assert parse_event(data).decoded_message_metadata.operator == Operator("240", "01")


def test_the_senders_own_metadata_may_be_any_text() -> None:
    assert parse_event(delivery(status="DELIVERED", metadata="order 7")).findings == ()
    broken = parse_event(delivery(status="DELIVERED", metadata='{"order": 7'))
    assert codes(broken) == [(InboundCode.METADATA_UNREADABLE, "message_delivery_report.metadata")]
    good = parse_event(delivery(status="DELIVERED", metadata='{"order": 7}'))
    assert isinstance(good, MessageDelivery)
    assert good.message_delivery_report.decoded_metadata.values == {"order": 7}


def test_metadata_of_an_inbound_message() -> None:
    assert parse_event(inbound({"text_message": {"text": "x"}}, metadata="not json")).findings == ()
    event = parse_event(inbound({"text_message": {"text": "x"}}, metadata="{not json"))
    assert codes(event) == [(InboundCode.METADATA_UNREADABLE, "message.metadata")]


# --- MESSAGE_SUBMIT and other callbacks ---


def test_submit() -> None:
    data = {
        "app_id": "A",
        "message_submit_notification": {
            "message_id": "M",
            "conversation_id": "C",
            "channel_identity": {"channel": "MESSENGER", "identity": "1", "app_id": "A"},
            "contact_id": "X",
            "submitted_message": {"text_message": {"text": "Hello"}},
            "metadata": "",
            "processing_mode": "DISPATCH",
        },
    }
    event = parse_event(data)
    assert isinstance(event, MessageSubmit)
    submitted = event.message_submit_notification.submitted_message
    assert submitted is not None
    assert submitted.kind == "text_message"
    assert event.as_dict() == data
    assert event.findings == ()


def test_other_callback_is_kept_and_reported() -> None:
    data = {"app_id": "A", "teleport_notification": {"contact_id": "X"}}
    event = parse_event(data)
    assert isinstance(event, OtherEvent)
    assert event.as_dict() == data
    assert codes(event) == [(InboundCode.UNKNOWN_EVENT, "")]


def test_unknown_fields_stay_available() -> None:
    data = inbound({"text_message": {"text": "x", "mood": "good"}}, language="sv")
    data["new_field"] = {"a": [1]}
    event = parse_event(data)
    assert isinstance(event, MessageInbound)
    assert event.as_dict() == data
    assert event.message.model_extra == {"language": "sv"}
    assert {path for code, path in codes(event) if code is InboundCode.UNKNOWN_FIELD} == {
        "new_field",
        "message.language",
        "message.contact_message.text_message.mood",
    }


def test_both_shapes_at_once_that_differ() -> None:
    data = delivery(status="DELIVERED", channel="MMS")
    event = parse_event(data)
    assert isinstance(event, MessageDelivery)
    assert event.message_delivery_report.channel_name == "SMS"
    assert codes(event) == [(InboundCode.CHANNELS_DIFFER, "message_delivery_report.channel")]


def test_timestamp_that_is_none_is_reported_and_kept() -> None:
    data = {**delivery(status="DELIVERED"), "event_time": "yesterday"}
    event = parse_event(data)
    assert codes(event) == [(InboundCode.TIMESTAMP_UNREADABLE, "event_time")]
    assert event.event_time == "yesterday"


def test_camel_case_is_read() -> None:
    event = parse_event({"appId": "A", "messageDeliveryReport": {"messageId": "M", "status": "DELIVERED"}})
    assert isinstance(event, MessageDelivery)
    assert event.message_delivery_report.message_id == "M"
    inbound_ = parse_event({"appId": "A", "message": {"contactMessage": {"textMessage": {"text": "x"}}}})
    assert isinstance(inbound_, MessageInbound)
    assert inbound_.message.contact_message.text == "x"


# --- bad input ---


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (delivery(), "message_delivery_report.status"),
        (delivery(status=None), "message_delivery_report.status"),
        (delivery(status=7), "message_delivery_report.status"),
        (delivery(status="FAILED", reason=5), "message_delivery_report.reason"),
        (delivery(status="FAILED", reason={"code": 5}), "message_delivery_report.reason.code"),
        (delivery(status="DELIVERED", message_id=1), "message_delivery_report.message_id"),
        (delivery(status="DELIVERED", channel_identity={}), "message_delivery_report.channel_identity.channel"),
        ({"app_id": "A", "message": {}}, "message.contact_message"),
        ({"app_id": "A", "message": {"id": "1"}}, "message.contact_message"),
        ({"app_id": "A", "message": "Hi"}, "message"),
        ({"app_id": 1, "message": {"contact_message": {"text_message": {"text": ""}}}}, "app_id"),
        (inbound({}), "message.contact_message"),
        (inbound({"text_message": {}}), "message.contact_message.text_message.text"),
        (inbound({"text_message": "Hi"}), "message.contact_message.text_message"),
        (inbound({"text_message": {"text": "a"}, "media_message": {"url": "b"}}), "message.contact_message"),
        (inbound({"media_message": {}}), "message.contact_message.media_message.url"),
        (inbound({"choice_response_message": {"message_id": "M"}}), "postback_data"),
        (inbound({"location_message": {"coordinates": {"latitude": 91, "longitude": 0}}}), "coordinates.latitude"),
        (inbound({"text_message": {"text": "a"}}, injected="yes"), "message.injected"),
        ({"message_submit_notification": {"submitted_message": 5}}, "message_submit_notification.submitted_message"),
        ({"message": {}, "message_delivery_report": {}}, ""),
        ({}, ""),
        ({"text_message": {"text": "Hi"}}, ""),
        ([], ""),
        (None, ""),
    ],
)
def test_bad_input_names_its_field(data: Any, path: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        parse_event(data)
    assert any(error.path.endswith(path) for error in caught.value.errors)
    assert str(caught.value)


@pytest.mark.parametrize(
    "text",
    ['{"message": {"contact', "", "null", "[", b"\xff\xfe", '{"a": NaN}', "[" * 100_000, "x" * 2_000_000],
    ids=["truncated", "empty", "null", "bracket", "bytes", "nan", "deep", "huge"],
)
def test_bad_json(text: str | bytes) -> None:
    with pytest.raises(InvalidMessage):
        parse_event(text)


def test_every_truncation_of_a_callback_is_an_error_and_nothing_else() -> None:
    text = json.dumps(example("sms-delivered-parts"))
    for end in range(len(text)):
        with pytest.raises(InvalidMessage):
            parse_event(text[:end])


# --- laws ---

_scalars = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | texts(max_size=5)
_extra = st.dictionaries(
    st.from_regex(r"x_[a-z]{1,8}", fullmatch=True),
    st.recursive(
        _scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(max_size=3), inner, max_size=3),
        max_leaves=5,
    ),
    max_size=3,
)
_contacts = st.one_of(
    st.sampled_from([{kind: value} for kind, value in KINDS.items()]),
    st.builds(lambda text: {"text_message": {"text": text}}, texts()),
)


@given(contact=_contacts, extra=_extra, metadata=texts(max_size=10), status=texts(min_size=1, max_size=4))
def test_everything_that_comes_in_is_there_again(
    contact: dict[str, Any], extra: dict[str, Any], metadata: str, status: str
) -> None:
    for data in (
        {**inbound(contact, metadata=metadata, **extra), **extra},
        {**delivery(status=status, metadata=metadata, **extra), "message_metadata": metadata, **extra},
    ):
        event = parse_event(json.dumps(data))
        assert event.as_dict() == data
        assert parse_event(event.as_dict()) == event
        assert all(finding.as_dict()["message"] for finding in event.findings)


@given(message=messages())
def test_submitted_messages_are_read_as_messages(message: dict[str, Any]) -> None:
    event = parse_event({"message_submit_notification": {"submitted_message": message}})
    assert isinstance(event, MessageSubmit)
    assert parse_event(event.as_dict()) == event


@pytest.mark.parametrize("status", ["", None])
def test_a_report_without_a_status_is_refused(status: str | None) -> None:
    with pytest.raises(InvalidMessage) as caught:
        parse_event({"app_id": "A", "message_delivery_report": {"message_id": "M", "status": status}})
    assert caught.value.errors[0].path == "message_delivery_report.status"


def test_received_media_say_beside_the_callback_when_they_expire() -> None:
    message = {
        "channel_identity": {"channel": "SMS", "identity": "46"},
        "contact_message": {"media_message": {"url": "https://x.example/a.png"}},
        "accept_time": "2026-01-01T00:00:00Z",
    }
    callback = {"app_id": "A", "message": message}
    found = receive(callback).as_dict()
    assert found["media_validity"] == [{"message": 0, "seconds": 604_800, "expires_at": "2026-01-08T00:00:00Z"}]
    assert found["event"] == callback
    del message["accept_time"]
    assert receive(callback).as_dict()["media_validity"][0]["expires_at"] is None
    message["channel_identity"] = {"channel": "MMS", "identity": "46"}
    assert receive(callback).as_dict()["media_validity"] == []


def test_metadata_pickles_and_copies() -> None:
    found = Metadata.parse('{"number_of_message_parts": 2, "more": [1]}')
    for other in (pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)):  # noqa: S301 - our own
        assert other == found
        assert other.number_of_message_parts == 2
        with pytest.raises(TypeError):
            other.values["more"] = 1
    assert len({found, Metadata.parse(found.text)}) == 1


@pytest.mark.parametrize(
    ("callback", "meant"),
    [
        ({"mesage": {}}, "(found 'mesage': did you mean 'message'?)"),
        ({"message_delivery_reprt": {}}, "(found 'message_delivery_reprt': did you mean 'message_delivery_report'?)"),
        ({"something": {}}, "message_submit_notification"),
    ],
)
def test_a_misspelt_callback_names_what_may_be_meant(callback: dict[str, Any], meant: str) -> None:
    with pytest.raises(InvalidMessage) as raised:
        parse_event(callback)
    assert str(raised.value).endswith(meant)
