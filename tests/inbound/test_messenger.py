"""Messenger and Instagram: what contacts send, tap, edit and read, as the contact messages of the service."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inbound.test_batches import everything_is_there, json_values
from tests.inbound.test_native import codes, contact
from transcode import InvalidMessage, transcode
from transcode.inbound import DeliveryStatus, InboundCode, Received, parse_messenger, receive, resolve_reply

Json = dict[str, Any]

EVENT = "entry[0].messaging[0]"


def webhook(*events: Any, of: str = "page", **entry: Any) -> Json:
    messaging = {"messaging": list(events)} if events else {}
    return {"object": of, "entry": [{"id": "682498302938465", "time": 1518479195594, **messaging, **entry}]}


def event(**what: Any) -> Json:
    return {"sender": {"id": "123"}, "recipient": {"id": "682"}, "timestamp": 1518479195308, **what}


def message(**fields: Any) -> Json:
    return webhook(event(message={"mid": "m_1", **fields}))


def attachment(kind: str, **payload: Any) -> Json:
    return {"type": kind, "payload": payload}


@pytest.mark.parametrize("kind", [["image"], {"a": 1}, None, 5, True, [], "x"])
def test_an_attachment_whose_type_is_anything_is_kept(kind: Any) -> None:
    odd = {"type": kind, "payload": {"url": VIDEO}}
    first, *others = receive(message(text="Look", attachments=[odd, 7])).messages
    assert first.contact_message.text == "Look"
    kept = [one.contact_message.fallback_message for one in others]
    assert [json.loads(one.raw_message) for one in kept if one] == [odd, 7]


IMAGE = "https://scontent.example.com/a.png"
VIDEO = "https://video.example.com/a.mp4"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (message(text="hello, world!"), {"text_message": {"text": "hello, world!"}}),
        (
            message(text="Yes", quick_reply={"payload": "yes"}),
            {"choice_response_message": {"message_id": "", "postback_data": "yes"}},
        ),
        (
            message(text="Yes", reply_to={"mid": "m_0", "is_self_reply": False}),
            {"text_message": {"text": "Yes"}, "reply_to": {"message_id": "m_0"}},
        ),
        (
            message(text="Nice", reply_to={"story": {"url": "https://example.com/s", "id": "1"}}),
            {"text_message": {"text": "Nice"}},
        ),
        (
            webhook(event(postback={"mid": "m_2", "title": "Buy red", "payload": "red"})),
            {"choice_response_message": {"message_id": "", "postback_data": "red"}},
        ),
        (
            webhook(event(postback={"title": "Get started"})),
            {"choice_response_message": {"message_id": "", "postback_data": "Get started"}},
        ),
        (message(attachments=[attachment("image", url=IMAGE)]), {"media_message": {"url": IMAGE}}),
        (message(attachments=[attachment("video", url=VIDEO)]), {"media_message": {"url": VIDEO}}),
        (
            message(attachments=[attachment("ig_reel", reel_video_id="1", title="Reel", url=VIDEO)]),
            {"media_message": {"url": VIDEO}},
        ),
        (
            message(text="Look", attachments=[attachment("image", url=IMAGE)]),
            {"media_card_message": {"url": IMAGE, "caption": "Look"}},
        ),
        (
            message(
                attachments=[
                    {"type": "location", "title": "Pin", "payload": {"coordinates": {"lat": 55.61, "long": 13}}},
                ]
            ),
            {"location_message": {"title": "Pin", "label": "", "coordinates": {"latitude": 55.61, "longitude": 13.0}}},
        ),
        (
            webhook(event(message_edit={"mid": "m_1", "text": "hello again", "num_edit": 1})),
            {"text_message": {"text": "hello again"}},
        ),
    ],
)
@pytest.mark.parametrize(("of", "channel"), [("page", "MESSENGER"), ("instagram", "INSTAGRAM")])
def test_what_contacts_send(sent: Json, expected: Json, of: str, channel: str) -> None:
    received = receive({**sent, "object": of})
    assert contact(received) == expected
    (one,) = received.messages
    assert (received.channel, one.accept_time, one.sender_id) == (channel, "2018-02-12T23:46:35.308000Z", "682")
    assert one.channel_identity
    assert (one.channel_identity.channel, one.channel_identity.identity) == (channel, "123")
    assert one.native == sent["entry"][0]["messaging"][0]
    assert one.envelope == {"object": of, "entry": {"id": "682498302938465", "time": 1518479195594}}
    assert received.findings == ()


def test_the_ids_of_messages() -> None:
    assert receive(message(text="Hi")).messages[0].id == "m_1"
    assert receive(webhook(event(postback={"mid": "m_2", "payload": "p"}))).messages[0].id == "m_2"
    (edited,) = receive(webhook(event(message_edit={"mid": "m_1", "text": "x", "num_edit": "1"}))).messages
    assert (edited.id, edited.edited_message_id) == ("m_1", "m_1")


def test_several_files_are_several_messages_of_one_id() -> None:
    received = receive(
        message(text="Look", attachments=[attachment("image", url=IMAGE), attachment("video", url=VIDEO)])
    )
    assert [contact(received, index) for index in range(3)] == [
        {"text_message": {"text": "Look"}},
        {"media_message": {"url": IMAGE}},
        {"media_message": {"url": VIDEO}},
    ]
    assert {one.id for one in received.messages} == {"m_1"}


def test_a_sticker_that_came_as_an_image_too_is_one_message() -> None:
    twins = [attachment("image", url=IMAGE, sticker_id=369), attachment("sticker", url=IMAGE, sticker_id=369)]
    received = receive(message(attachments=twins))
    assert [contact(received)] == [{"media_message": {"url": IMAGE}}]
    assert len(received.messages) == 1
    alone = receive(message(attachments=twins[:1]))
    assert contact(alone) == {"media_message": {"url": IMAGE}}


def test_a_link_in_a_text_is_the_text() -> None:
    shared = {"type": "fallback", "title": "A page", "payload": {"url": "https://example.com", "title": "A page"}}
    sent = message(text="See https://example.com", attachments=[shared])
    received = receive(sent)
    assert [contact(received)] == [{"text_message": {"text": "See https://example.com"}}]
    assert received.messages[0].native["message"]["attachments"] == [shared]
    alone = receive(message(attachments=[shared]))
    assert json.loads(contact(alone)["fallback_message"]["raw_message"]) == shared
    assert codes(alone) == [(InboundCode.KEPT_AS_FALLBACK, f"{EVENT}.message.attachments[0]")]


@pytest.mark.parametrize(
    "one",
    [
        attachment("sticker", sticker_id=369),
        attachment("template", product={"elements": []}),
        attachment("image"),
        {"type": "image"},
        attachment("post", url="https://example.com/p"),
        attachment("hologram", url="https://example.com/p"),
        {},
    ],
)
def test_an_attachment_that_is_no_contact_message_is_kept(one: Json) -> None:
    received = receive(message(text="Hi", attachments=[one]))
    assert contact(received) == {"text_message": {"text": "Hi"}}
    assert json.loads(contact(received, 1)["fallback_message"]["raw_message"]) == one
    assert codes(received) == [(InboundCode.KEPT_AS_FALLBACK, f"{EVENT}.message.attachments[0]")]


@pytest.mark.parametrize("kind", [{}, [], 5, None, True])
def test_an_attachment_of_an_odd_type_costs_no_other(kind: Any) -> None:
    odd = {"type": kind, "payload": {"url": IMAGE}}
    received = receive(message(attachments=[odd, attachment("video", url=VIDEO)]))
    assert codes(received) == [(InboundCode.KEPT_AS_FALLBACK, f"{EVENT}.message.attachments[0]")]
    assert contact(received, 1) == {"media_message": {"url": VIDEO}}


def test_a_message_without_anything_is_kept() -> None:
    received = receive(message(is_unsupported=True))
    assert codes(received) == [(InboundCode.KEPT_AS_FALLBACK, EVENT)]
    assert json.loads(contact(received)["fallback_message"]["raw_message"])["message"]["is_unsupported"] is True


@pytest.mark.parametrize(
    "coordinates", [{"lat": 91, "long": 0}, {"lat": "55", "long": 13}, {"lat": 55}, None, {"lat": True, "long": 1}]
)
def test_a_place_that_is_none_costs_no_other(coordinates: Any) -> None:
    place = {"type": "location", "payload": {"coordinates": coordinates}}
    received = receive(message(attachments=[place, attachment("image", url=IMAGE)]))
    assert json.loads(contact(received)["fallback_message"]["raw_message"]) == place
    assert contact(received, 1) == {"media_message": {"url": IMAGE}}
    assert [code for code, _ in codes(received)] == [InboundCode.PART_UNREADABLE]


# --- reports ---


def reports(received: Received) -> list[tuple[Any, ...]]:
    return [(one.status, one.message_id, one.event_time) for one in received.deliveries]


def test_delivered_and_read() -> None:
    delivered = receive(webhook(event(delivery={"mids": ["m_1", "m_2"], "watermark": 1458668856253})))
    assert reports(delivered) == [
        (DeliveryStatus.DELIVERED, "m_1", "2016-03-22T17:47:36.253000Z"),
        (DeliveryStatus.DELIVERED, "m_2", "2016-03-22T17:47:36.253000Z"),
    ]
    assert delivered.deliveries[0].channel_identity
    assert delivered.deliveries[0].channel_identity.identity == "123"
    seen = receive(webhook(event(read={"mid": "m_1"}), of="instagram"))
    assert reports(seen) == [(DeliveryStatus.READ, "m_1", "2018-02-12T23:46:35.308000Z")]
    assert not delivered.findings
    assert not seen.findings


def test_many_reports_are_no_callback_squared() -> None:
    sent = webhook(event(delivery={"mids": [f"m_{number:090}" for number in range(4000)], "watermark": 1458668856253}))
    received = receive(sent)
    assert len(received.deliveries) == 4000
    assert received.deliveries[7].native["delivery"]["mids"] == [f"m_{7:090}"]
    assert len(json.dumps(received.as_dict())) < 8 * len(json.dumps(sent))


def test_a_message_of_too_many_files_is_kept_whole() -> None:
    few = receive(message(attachments=[attachment("image", url=f"{IMAGE}?{number}") for number in range(100)]))
    assert len(few.messages) == 100
    files = [attachment("image", url=f"{IMAGE}?{number}") for number in range(3000)]
    sent = message(text="Look", attachments=files)
    received = receive(sent)
    (kept,) = received.native_events
    assert not received.messages
    assert kept.native == sent["entry"][0]["messaging"][0]
    assert [code for code, _ in codes(received)] == [InboundCode.PART_UNREADABLE]


@pytest.mark.parametrize("kind", ["delivery", "read"])
def test_a_report_that_names_no_message_is_an_event_with_its_moment(kind: str) -> None:
    received = receive(webhook(event(**{kind: {"watermark": 1458668856253}})))
    (one,) = received.native_events
    assert (one.kind, one.event_time, one.message_id) == (kind, "2016-03-22T17:47:36.253000Z", None)
    assert not received.deliveries
    assert codes(received) == [(InboundCode.UNKNOWN_EVENT, EVENT)]


# --- what is neither ---


@pytest.mark.parametrize(
    ("sent", "kind", "identity", "about"),
    [
        (event(message={"mid": "m_1", "is_echo": True, "text": "Hi", "app_id": 1}), "message_echo", "682", "m_1"),
        (event(message={"mid": "m_1", "is_deleted": True}), "message_deleted", "123", "m_1"),
        (
            event(reaction={"mid": "m_1", "action": "react", "reaction": "love", "emoji": "❤"}),
            "reaction",
            "123",
            "m_1",
        ),
        (event(optin={"type": "notification_messages", "notification_messages_token": "t"}), "optin", "123", None),
        (event(referral={"ref": "x", "source": "SHORTLINK", "type": "OPEN_THREAD"}), "referral", "123", None),
        (event(pass_thread_control={"new_owner_app_id": "1"}), "pass_thread_control", "123", None),
        (event(), "event", "123", None),
        ({"optin": {"ref": "x"}, "sender": {"user_ref": "u"}}, "optin", "u", None),
    ],
)
def test_what_is_not_modelled_is_an_event(sent: Json, kind: str, identity: str, about: str | None) -> None:
    received = receive(webhook(sent))
    (one,) = received.native_events
    assert one.channel_identity
    assert (one.kind, one.channel_identity.identity, one.message_id) == (kind, identity, about)
    assert one.native == sent
    assert not received.messages
    assert not received.deliveries


def test_what_another_app_answers_and_changes() -> None:
    standby = event(message={"mid": "m_1", "is_echo": True, "text": "Hi"})
    comment = {"field": "comments", "value": {"id": "1", "text": "First"}}
    received = receive(webhook(standby=[standby], changes=[comment]))
    assert [(one.kind, one.native) for one in received.native_events] == [("standby", standby), ("comments", comment)]
    assert received.native_events[0].channel_identity
    assert received.native_events[0].channel_identity.identity == "682"
    bare = receive({"object": "page", "entry": [{"id": "1"}]})
    assert [one.kind for one in bare.native_events] == ["entry"]


def test_an_event_that_comes_as_a_change() -> None:
    change = {"field": "messages", "value": event(message={"mid": "m_1", "text": "Hi"})}
    received = receive(webhook(of="instagram", changes=[change]))
    assert contact(received) == {"text_message": {"text": "Hi"}}
    assert received.messages[0].envelope["change"] == {"field": "messages"}


# --- one odd part costs no other ---


@pytest.mark.parametrize("odd", [None, 5, "x", [], {"message": "x"}, {"message": 1}, {"postback": []}, {"read": 7}])
def test_an_odd_event(odd: Any) -> None:
    good = [event(message={"mid": f"m_{number}", "text": str(number)}) for number in range(2)]
    received = receive(webhook(good[0], odd, good[1]))
    assert [one.contact_message.text for one in received.messages] == ["0", "1"]
    (kept,) = received.native_events
    assert kept.native == odd
    assert kept.problem
    assert codes(received) == [(InboundCode.PART_UNREADABLE, "entry[0].messaging[1]" + kept.path[21:])]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"timestamp": "yesterday"}, "timestamp"),
        ({"timestamp": 10**30}, "timestamp"),
        ({"sender": "123"}, "sender"),
        ({"recipient": {"id": {}}}, "recipient.id"),
    ],
)
def test_an_odd_field_costs_the_message_nothing(change: Json, path: str) -> None:
    received = receive(webhook({**event(message={"mid": "m_1", "text": "Hi"}), **change}))
    assert contact(received) == {"text_message": {"text": "Hi"}}
    assert codes(received) == [(InboundCode.FIELD_UNREADABLE, f"{EVENT}.{path}")]


def test_times_that_are_strings() -> None:
    sent = {**event(message={"mid": "m_1", "text": "Hi"}), "timestamp": "1518479195308"}
    assert receive(webhook(sent)).messages[0].accept_time == "2018-02-12T23:46:35.308000Z"


@pytest.mark.parametrize(
    ("callback", "path"),
    [
        ({"object": "page"}, "entry"),
        ({"object": "page", "entry": {}}, "entry"),
        ({"object": "user", "entry": []}, "object"),
        ({"entry": []}, "object"),
    ],
)
def test_what_is_no_webhook(callback: Json, path: str) -> None:
    with pytest.raises(InvalidMessage) as raised:
        parse_messenger(callback)
    assert raised.value.errors[0].path == path


def test_an_empty_webhook_is_kept() -> None:
    received = receive({"object": "instagram", "entry": []})
    assert [code for code, _ in codes(received)] == [InboundCode.NOTHING_IN_IT]


NAMES = (
    "message", "postback", "message_edit", "delivery", "read", "reaction", "sender", "recipient", "timestamp", "mid",
    "mids", "text", "attachments", "type", "payload", "url", "quick_reply", "reply_to", "is_echo", "is_deleted",
    "watermark", "title", "coordinates", "sticker_id",
)  # fmt: skip


def _named(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(st.sampled_from(NAMES), inner, max_size=4) | st.lists(inner, max_size=3)


anything = st.recursive(
    st.none()
    | st.integers(-5, 2**45)
    | st.sampled_from(["image", "sticker", "location", "fallback", IMAGE, True, 1.5]),
    _named,
    max_leaves=6,
)


@given(part=st.dictionaries(st.sampled_from(NAMES), anything, max_size=5) | anything, at=st.integers(0, 2))
def test_events_of_any_shape(part: Any, at: int) -> None:
    events: list[Any] = [event(message={"mid": f"m_{number}", "text": str(number)}) for number in range(2)]
    events.insert(at, part)
    sent = webhook(*events)
    given_ = copy.deepcopy(sent)
    received = receive(sent)
    assert sent == given_
    assert [one.contact_message.text for one in received.messages if one.native != part] == ["0", "1"]
    everything_is_there(given_, received)


@given(entry=json_values, change=json_values, standby=anything)
def test_webhooks_of_any_shape(entry: Any, change: Any, standby: Any) -> None:
    sent = message(text="Hi")
    sent["entry"] += [entry, {"changes": [change, {"field": "x", "value": standby}], "standby": standby}]
    received = receive(sent)
    assert contact(received) == {"text_message": {"text": "Hi"}}
    everything_is_there(sent, received)


# --- the way there and back ---


@pytest.mark.parametrize(("channel", "of"), [("MESSENGER", "page"), ("INSTAGRAM", "instagram")])
@pytest.mark.parametrize("count", [2, 5])
def test_a_tapped_choice_is_the_one_that_was_offered(channel: str, of: str, count: int) -> None:
    long = "p" * 1200
    choices = [{"text_message": {"text": f"R{n}"}, "postback_data": f"{long}{n}"} for n in range(count)]
    sent = transcode({"choice_message": {"text_message": {"text": "?"}, "choices": choices}}, channel, to="123")
    (request,) = [payload["message"] for payload in sent.payloads]
    if replies := request.get("quick_replies"):
        back = event(message={"mid": "m_1", "text": "R1", "quick_reply": {"payload": replies[1]["payload"]}})
    else:
        button = request["attachment"]["payload"]["buttons"][1]
        back = event(postback={"mid": "m_1", "title": button["title"], "payload": button["payload"]})
    (answer,) = receive(webhook(back, of=of)).messages
    assert resolve_reply(sent, answer.contact_message).postback_data == f"{long}1"


# --- the judge: pymsgr reads the same in the same webhook ---


def test_pymsgr_reads_the_same() -> None:
    events = pytest.importorskip("pymsgr.types.events")
    sent = webhook(
        event(message={"mid": "m_1", "text": "Hi", "reply_to": {"mid": "m_0"}}),
        event(message={"mid": "m_2", "text": "Yes", "quick_reply": {"payload": "yes"}}),
        event(message={"mid": "m_3", "attachments": [attachment("image", url=IMAGE)]}),
        event(postback={"title": "Go", "payload": "go"}),
        event(delivery={"mids": ["m_9"], "watermark": 1458668856253}),
    )
    theirs = events.WebhookPayload.model_validate(sent).entry[0].messaging
    ours = receive(sent)
    assert [contact(ours, index) for index in range(4)] == [
        {"text_message": {"text": theirs[0].message.text}, "reply_to": {"message_id": theirs[0].message.reply_to.mid}},
        {"choice_response_message": {"message_id": "", "postback_data": theirs[1].message.quick_reply.payload}},
        {"media_message": {"url": theirs[2].message.attachments[0].payload["url"]}},
        {"choice_response_message": {"message_id": "", "postback_data": theirs[3].postback.payload}},
    ]
    assert [one.message_id for one in ours.deliveries] == theirs[4].delivery.mids
    assert ours.messages[0].id == theirs[0].message.mid != theirs[1].message.mid
    assert ours.messages[0].channel_identity
    assert ours.messages[0].channel_identity.identity == theirs[0].sender.id
