"""Webhooks with many parts: an odd one costs no other, and nothing that came in is lost."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inbound.test_native import codes, contact, line, telegram, whatsapp
from transcode import InvalidMessage
from transcode.inbound import (
    InboundCode,
    Received,
    parse_event,
    parse_line,
    parse_sms,
    parse_telegram,
    parse_whatsapp,
    receive,
    resolve_reply,
)

TEXT = {"type": "text", "text": {"body": "Hi"}}

# --- the law ---


def scalars(value: Any) -> Iterator[Any]:
    """Every value of a JSON document, those within JSON in a string too."""
    if isinstance(value, dict):
        for item in value.values():
            yield from scalars(item)
    elif isinstance(value, list):
        for item in value:
            yield from scalars(item)
    else:
        yield json.dumps(value)
        if isinstance(value, str) and value[:1] in "{[":
            try:
                yield from scalars(json.loads(value))
            except ValueError:
                return


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(-1e6, 1e6) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abtyx", max_size=3), inner, max_size=3),
    max_leaves=6,
)
NAMES = {
    "whatsapp": (
        "type",
        "text",
        "body",
        "id",
        "from",
        "timestamp",
        "interactive",
        "image",
        "errors",
        "context",
        "edit",
    ),
    "status": ("id", "status", "type", "errors", "recipient_id", "message", "timestamp", "recipient_type", "payment"),
    "line": ("type", "message", "id", "text", "postback", "source", "timestamp", "unsend", "webhookEventId"),
}
KINDS = [
    "text",
    "image",
    "interactive",
    "system",
    "edit",
    "revoke",
    "message",
    "postback",
    "location",
    "payment",
    "sent",
]


def odd(kind: str) -> st.SearchStrategy[Any]:
    """A part that has the channel's own names with anything under them, or is anything at all."""
    inner = json_values | st.sampled_from(KINDS)
    named = st.dictionaries(st.sampled_from(NAMES[kind]), inner | st.dictionaries(st.sampled_from(NAMES[kind]), inner))
    return named | json_values


def everything_is_there(given: Any, received: Received) -> None:
    came_back = json.dumps(received.as_dict(), allow_nan=False)
    missing = Counter({*scalars(given)}) - Counter({*scalars(json.loads(came_back))})
    assert not missing


@given(part=odd("whatsapp"), at=st.integers(0, 2))
def test_whatsapp_messages(part: Any, at: int) -> None:
    webhook = whatsapp(*[{"type": "text", "text": {"body": str(number)}} for number in range(2)])
    webhook["entry"][0]["changes"][0]["value"]["messages"].insert(at, part)
    given_ = copy.deepcopy(webhook)
    received = parse_whatsapp(webhook)
    assert webhook == given_
    texts = [message.contact_message.text for message in received.messages if message.native != part]
    assert texts == ["0", "1"]
    everything_is_there(given_, received)


@given(part=odd("status"), at=st.integers(0, 2))
def test_whatsapp_statuses(part: Any, at: int) -> None:
    statuses: list[Any] = [{"id": f"w{number}", "status": "read", "recipient_id": "46"} for number in range(2)]
    statuses.insert(at, part)
    received = parse_whatsapp(whatsapp(statuses=statuses))
    assert [report.message_id for report in received.deliveries if report.native != part] == ["w0", "w1"]
    everything_is_there(whatsapp(statuses=statuses), received)


@given(part=odd("line"), at=st.integers(0, 2))
def test_line_events(part: Any, at: int) -> None:
    webhook = line(*[{"type": "message", "message": {"id": str(n), "type": "text", "text": str(n)}} for n in range(2)])
    webhook["events"].insert(at, part)
    received = parse_line(webhook)
    assert [message.contact_message.text for message in received.messages if message.native != part] == ["0", "1"]
    everything_is_there(webhook, received)


@given(entry=json_values, change=json_values, value=json_values)
def test_whatsapp_of_any_shape(entry: Any, change: Any, value: Any) -> None:
    webhook = whatsapp(TEXT)
    webhook["entry"] += [entry, {"changes": [change, {"field": "x", "value": value}]}]
    received = receive(webhook)
    assert contact(received) == {"text_message": {"text": "Hi"}}
    everything_is_there(webhook, received)


@given(
    name=st.sampled_from(["message", "edited_message", "callback_query", "message_reaction", "new"]), part=json_values
)
def test_telegram_of_any_shape(name: str, part: Any) -> None:
    update = {"update_id": 1, name: part}
    everything_is_there(update, parse_telegram(update))


@given(statuses=st.lists(json_values, max_size=3))
def test_batch_reports_of_any_shape(statuses: list[Any]) -> None:
    report = {
        "type": "delivery_report_sms",
        "batch_id": "B",
        "statuses": [*statuses, {"status": "Delivered", "code": 0, "recipients": ["46", "47"]}],
    }
    received = parse_sms(report)
    assert [one.channel_identity.identity for one in received.deliveries if one.channel_identity][-2:] == ["46", "47"]
    everything_is_there(report, received)


@given(
    kind=st.sampled_from(["message", "edited_message", "channel_post", "edited_business_message"]),
    part=st.dictionaries(
        st.sampled_from(
            ["text", "location", "photo", "voice", "reply_to_message", "caption", "date", "from", "contact"]
        ),
        json_values | st.dictionaries(st.sampled_from(["latitude", "longitude", "file_id", "id"]), json_values),
    ),
)
def test_telegram_messages_with_anything_in_them(kind: str, part: dict[str, Any]) -> None:
    update = {"update_id": 1, kind: {"message_id": 12, "chat": {"id": 7}, **part}}
    received = parse_telegram(update)
    assert len(received.messages) + len(received.native_events) == 1
    everything_is_there(update, received)


SERVICE = ("message", "message_delivery_report", "message_submit_notification", "event", "opt_out_notification")
SERVICE_NAMES = (
    "id",
    "message_id",
    "contact_message",
    "submitted_message",
    "text_message",
    "text",
    "location_message",
    "coordinates",
    "latitude",
    "status",
    "reason",
    "code",
    "channel_identity",
    "channel",
    "identity",
    "contact_message_event",
)


@given(
    name=st.sampled_from(SERVICE),
    told=st.dictionaries(
        st.sampled_from(SERVICE_NAMES),
        json_values | st.dictionaries(st.sampled_from(SERVICE_NAMES), json_values, max_size=3),
        max_size=5,
    )
    | json_values,
    around=st.dictionaries(st.sampled_from(["event_time", "message_metadata", "project_id", "new"]), json_values),
)
def test_callbacks_of_the_service_of_any_shape(name: str, told: Any, around: dict[str, Any]) -> None:
    callback = {**around, "app_id": "A", name: told}
    given_ = copy.deepcopy(callback)
    received = receive(callback)
    assert callback == given_
    assert (received.event is None) == bool(received.native_events)
    everything_is_there(given_, received)


# --- odd callbacks of the service ---

WHO = {"channel": "WHATSAPP", "identity": "46701234567", "app_id": ""}


@pytest.mark.parametrize(
    ("odd", "path"),
    [
        ({"message": {"contact_message": {"text_message": {}}}}, "message.contact_message.text_message.text"),
        ({"message": {"contact_message": {}}}, "message.contact_message"),
        ({"message": {"contact_message": None}}, "message.contact_message"),
        (
            {"message": {"contact_message": {"location_message": {"coordinates": {"latitude": 95, "longitude": 1}}}}},
            "message.contact_message.location_message.coordinates.latitude",
        ),
        (
            {"message_delivery_report": {"status": "FAILED", "reason": {"code": 5}}},
            "message_delivery_report.reason.code",
        ),
        (
            {"message_submit_notification": {"submitted_message": "x"}},
            "message_submit_notification.submitted_message",
        ),
        ({"messageDeliveryReport": {"status": 7}}, "message_delivery_report.status"),
    ],
)
def test_an_odd_callback_of_the_service_is_kept(odd: dict[str, Any], path: str) -> None:
    ((name, told),) = odd.items()
    callback = {"app_id": "A", "event_time": "2026-11-26T10:00:00Z", name: {"id": "M", "channel_identity": WHO, **told}}
    received = receive(callback)
    assert (received.channel, received.event, received.messages, received.deliveries) == ("WHATSAPP", None, (), ())
    assert codes(received) == [(InboundCode.PART_UNREADABLE, path)]
    (event,) = received.native_events
    assert (event.message_id, event.event_time, event.native) == ("M", callback["event_time"], callback)
    assert event.channel_identity is not None
    assert event.channel_identity.identity == "46701234567"
    assert path in (event.problem or "")
    with pytest.raises(InvalidMessage):
        parse_event(callback)
    with pytest.raises(InvalidMessage, match="cannot be read"):
        resolve_reply({"choice_message": {"choices": [{"text_message": {"text": "Yes"}}]}}, callback)


def test_two_things_in_one_callback_of_the_service_are_kept() -> None:
    callback = {"project_id": "P", "message": {"id": "1"}, "message_delivery_report": {"status": "READ"}}
    (event,) = receive(callback).native_events
    assert event.native == callback


@pytest.mark.parametrize("callback", [{"message": {}}, {"message": {"text": "Hi"}}, {"app_id": "", "event": 5}])
def test_what_nothing_marks_as_the_services_is_refused(callback: dict[str, Any]) -> None:
    with pytest.raises(InvalidMessage):
        receive(callback)


# --- kept as it came ---


@pytest.mark.parametrize(
    ("callback", "kind", "native"),
    [
        (line({"type": "follow", "follow": {"isUnblocked": False}}), "follow", {"isUnblocked": False}),
        (line({"type": "unsend", "unsend": {"messageId": "325708"}}), "unsend", {"messageId": "325708"}),
        (whatsapp(message_echoes=[{"id": "wamid.9", "to": "46"}]), "messages", [{"id": "wamid.9", "to": "46"}]),
        (whatsapp(history=[{"metadata": {"phase": 0}}]), "messages", [{"metadata": {"phase": 0}}]),
        (whatsapp(calls=[{"id": "wacid.1", "event": "connect"}]), "messages", [{"id": "wacid.1", "event": "connect"}]),
        (
            {
                "update_id": 1,
                "message_reaction": {"chat": {"id": 7}, "message_id": 12, "new_reaction": [{"emoji": "👍"}]},
            },
            "message_reaction",
            [{"emoji": "👍"}],
        ),
        (
            whatsapp({"type": "revoke", "revoke": {"original_message_id": "w1"}}),
            "revoke",
            {"original_message_id": "w1"},
        ),
    ],
)
def test_native_events_hold_what_came(callback: dict[str, Any], kind: str, native: Any) -> None:
    received = receive(callback)
    (event,) = received.native_events
    assert (event.kind, event.problem) == (kind, None)
    assert native in [*event.native.values(), *dict(event.native.get("value", {})).values()]
    assert InboundCode.UNKNOWN_EVENT in [code for code, _ in codes(received)]
    assert received.as_dict()["native_events"][0]["native"] == event.native


def test_which_message_an_event_is_about_and_whose_it_is() -> None:
    (unsent,) = parse_line(line({"type": "unsend", "unsend": {"messageId": "3"}})).native_events
    reaction = {"chat": {"id": 7}, "message_id": 12, "date": 1692251666}
    (reacted,) = parse_telegram({"update_id": 1, "message_reaction": reaction}).native_events
    (revoked,) = parse_whatsapp(whatsapp({"type": "revoke", "revoke": {"original_message_id": "w1"}})).native_events
    assert [event.message_id for event in (unsent, reacted, revoked)] == ["3", "12", "w1"]
    who = [event.channel_identity.identity for event in (unsent, reacted, revoked) if event.channel_identity]
    assert who == ["U1", "7", "16505551234"]
    assert reacted.event_time == "2023-08-17T05:54:26Z"


def test_an_entry_without_changes_is_told() -> None:
    received = parse_whatsapp({"object": "whatsapp_business_account", "entry": [{"id": "1"}]})
    assert codes(received) == [(InboundCode.UNKNOWN_EVENT, "entry[0]")]
    assert received.native_events[0].native == {"id": "1"}


@pytest.mark.parametrize("callback", [{"object": "whatsapp_business_account", "entry": []}, line(), {"update_id": 1}])
def test_a_callback_with_nothing_in_it_is_kept(callback: dict[str, Any]) -> None:
    received = receive(callback)
    assert codes(received) == [(InboundCode.NOTHING_IN_IT, "")]
    assert received.native_events[0].native == callback


# --- who and what, on WhatsApp ---


@pytest.mark.parametrize("kind", ["payment", "call"])
def test_statuses_of_payments_and_calls_are_no_delivery_reports(kind: str) -> None:
    status = {"id": "w", "type": kind, "status": "captured", "recipient_id": "46", "timestamp": "1749416383"}
    received = parse_whatsapp(whatsapp(statuses=[status]))
    assert received.deliveries == ()
    (event,) = received.native_events
    assert (event.kind, event.message_id, event.native) == (kind, "w", status)


def test_a_payment_that_does_not_name_its_type() -> None:
    status = {"id": "w", "status": "failed", "payment": {"reference_id": "r"}, "from": "46"}
    (event,) = parse_whatsapp(whatsapp(statuses=[status])).native_events
    assert event.kind == "payment"


@pytest.mark.parametrize(
    ("fields", "identity", "group"),
    [
        ({"recipient_id": "46"}, "46", None),
        ({"message": {"recipient_id": "46"}}, "46", None),
        ({"recipient_user_id": "SE.134"}, "SE.134", None),
        ({"recipient_id": "46", "recipient_user_id": "SE.134"}, "46", None),
        ({"recipient_parent_user_id": "SE.ENT.7"}, "SE.ENT.7", None),
        ({"recipient_type": "group", "recipient_id": "G1", "recipient_participant_id": "46"}, "46", "G1"),
        ({"recipient_type": "group", "recipient_id": "G1", "recipient_user_id": "SE.134"}, "SE.134", "G1"),
        ({"recipient_type": "group", "recipient_id": "G1"}, "G1", "G1"),
    ],
)
def test_the_recipient_of_a_status(fields: dict[str, Any], identity: str, group: str | None) -> None:
    received = parse_whatsapp(whatsapp(statuses=[{"id": "w", "status": "read", **fields}]))
    (report,) = received.deliveries
    assert report.channel_identity is not None
    assert (report.channel_identity.identity, report.group_id) == (identity, group)
    assert report.user_id == fields.get("recipient_user_id")
    assert received.findings == ()


@pytest.mark.parametrize(
    ("message", "contacts", "identity", "user"),
    [
        ({"from": "46", "from_user_id": "SE.1"}, [], "46", "SE.1"),
        ({"from": None, "from_user_id": "SE.1"}, [], "SE.1", "SE.1"),
        ({"from": None}, [{"user_id": "SE.1"}], "SE.1", "SE.1"),
        ({"from": "46"}, [{"wa_id": "46", "user_id": "SE.1"}], "46", "SE.1"),
        # Whose ids these are is not said: another's, or one of several.
        ({"from": "46"}, [{"wa_id": "47", "user_id": "SE.1"}], "46", None),
        ({"from": None, "from_user_id": "SE.9"}, [{"user_id": "SE.1"}, {"user_id": "SE.9"}], "SE.9", "SE.9"),
    ],
)
def test_the_sender_of_a_message(message: dict[str, Any], contacts: list[Any], identity: str, user: str | None) -> None:
    (found,) = parse_whatsapp(whatsapp({**TEXT, **message}, contacts=contacts)).messages
    assert found.channel_identity is not None
    assert (found.channel_identity.identity, found.user_id) == (identity, user)


@pytest.mark.parametrize(
    ("sender", "system", "identity", "previous"),
    [
        ({"from": "46"}, {"type": "user_changed_number", "wa_id": "47"}, "47", ("46",)),
        (
            {"from": "46"},
            {"type": "user_changed_number", "wa_id": "47", "user_id": "SE.2", "previous_user_id": "SE.1"},
            "47",
            ("46", "SE.1"),
        ),
        (
            {"from": None},
            {"type": "user_changed_user_id", "user_id": "SE.2", "previous_user_id": "SE.1"},
            "SE.2",
            ("SE.1",),
        ),
        ({"from": "46"}, {"type": "customer_changed_number", "new_wa_id": "47"}, "47", ("46",)),
    ],
)
def test_changes_of_number_and_user_id(
    sender: dict[str, Any], system: dict[str, Any], identity: str, previous: tuple[str, ...]
) -> None:
    received = parse_whatsapp(whatsapp({"type": "system", "system": system, **sender}))
    (event,) = received.native_events
    assert event.channel_identity is not None
    assert (event.kind, event.channel_identity.identity) == (system["type"], identity)
    assert event.previous_identities == previous
    assert (received.messages, received.findings) == ((), ())


@pytest.mark.parametrize("code", ["131047", 131047])
def test_error_codes_are_numbers_or_strings(code: Any) -> None:
    status = {"id": "w", "status": "failed", "recipient_id": "46", "errors": [{"code": code, "title": "Late"}]}
    (report,) = parse_whatsapp(whatsapp(statuses=[status])).deliveries
    assert report.failure is not None
    assert (report.failure.code, report.failure.channel_code) == ("OUTSIDE_ALLOWED_SENDING_WINDOW", "131047")


def test_media_with_only_errors_say_why() -> None:
    errors = [{"code": 131052, "title": "Media download error"}]
    found = parse_whatsapp(whatsapp({"type": "image", "errors": errors}))
    reason = contact(found)["fallback_message"]["reason"]
    assert (reason["channel_code"], reason["description"]) == ("131052", "Media download error")


# --- edits, the same way everywhere ---


@pytest.mark.parametrize(
    ("callback", "edited"),
    [
        (whatsapp({"type": "edit", "edit": {"original_message_id": "w1", "message": TEXT}}), "w1"),
        (line({"type": "messageEdited", "message": {"id": "44", "type": "text", "text": "Hi"}}), "44"),
        ({"update_id": 1, "edited_message": telegram(text="Hi")["message"]}, "12"),
        ({"update_id": 1, "edited_business_message": telegram(text="Hi")["message"]}, "12"),
    ],
)
def test_edits_say_of_which_message(callback: dict[str, Any], edited: str) -> None:
    received = receive(callback)
    assert contact(received) == {"text_message": {"text": "Hi"}}
    (message,) = received.messages
    assert getattr(message, "edited_message_id", None) == edited
    assert received.findings == ()


def test_a_live_location_that_moves_is_an_edit() -> None:
    message = {**telegram(location={"latitude": 1.5, "longitude": 2})["message"], "edit_date": 1692251670}
    (found,) = parse_telegram({"update_id": 1, "edited_message": message}).messages
    assert (found.edited_message_id, found.accept_time) == ("12", "2023-08-17T05:54:30Z")


@pytest.mark.parametrize("callback", [whatsapp(TEXT), telegram(text="Hi")])
def test_new_messages_are_no_edits(callback: dict[str, Any]) -> None:
    assert getattr(receive(callback).messages[0], "edited_message_id", "") is None


# --- sizes ---


def test_a_body_does_not_become_many_times_as_large() -> None:
    many = whatsapp(*[TEXT] * 300, extra="x" * 100_000)
    with pytest.raises(InvalidMessage, match="around"):
        parse_whatsapp(many)
    assert len(parse_whatsapp(whatsapp(*[TEXT] * 300, extra="x" * 1_000)).messages) == 300
    report = {
        "type": "delivery_report_sms",
        "batch_id": "B",
        "client_reference": "x" * 100_000,
        "statuses": [{"status": "Delivered", "code": 0, "recipients": ["46"] * 300}],
    }
    with pytest.raises(InvalidMessage, match="around"):
        parse_sms(report)


@pytest.mark.parametrize("value", [object(), {1: 2}, {1, 2}, b"x"])
def test_what_is_no_json_at_all_is_refused(value: Any) -> None:
    for callback in (whatsapp({**TEXT, "x": value}), {"app_id": "A", "opt_in_notification": {"x": value}}):
        with pytest.raises(InvalidMessage):
            receive(callback)
