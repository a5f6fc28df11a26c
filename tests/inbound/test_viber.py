"""Viber bots and Viber Business: what contacts send, how far messages came, and what a tap was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from transcode import InvalidMessage, transcode
from transcode.inbound import (
    ChoiceResponse,
    DeliveryStatus,
    InboundCode,
    MatchedBy,
    ReasonCode,
    Received,
    parse_viber,
    parse_viber_business,
    receive,
    resolve_reply,
)

Json = dict[str, Any]

USER = "K917PBuvPZmhKfb8Vw3b2Q=="
TOKEN = 5466297578174182639


def contact(received: Received) -> Json:
    (message,) = received.messages
    return message.contact_message.model_dump(mode="json", exclude_unset=True)


def codes(received: Received) -> list[tuple[InboundCode, str]]:
    return [(finding.code, finding.path) for finding in received.findings]


# --- Viber bots ---


def event(kind: str, **fields: Any) -> Json:
    return {"event": kind, "timestamp": 1_595_324_677_891, "chat_hostname": "S", "message_token": TOKEN, **fields}


def message(kind: str, **fields: Any) -> Json:
    sender = {"id": USER, "name": "Åsa", "avatar": "https://example.com/a.jpg", "language": "sv", "country": "SE"}
    return event("message", sender=sender, message={"type": kind, **fields}, silent=False)


@pytest.mark.parametrize(
    ("callback", "expected"),
    [
        (message("text", text="Hi", tracking_data="t"), {"text_message": {"text": "Hi"}}),
        (message("url", media="https://example.com"), {"text_message": {"text": "https://example.com"}}),
        (
            message("picture", media="https://example.com/a.jpg", thumbnail="https://example.com/t.jpg"),
            {"media_message": {"url": "https://example.com/a.jpg", "thumbnail_url": "https://example.com/t.jpg"}},
        ),
        (
            message("picture", media="https://example.com/a.jpg", text="Look"),
            {"media_card_message": {"url": "https://example.com/a.jpg", "caption": "Look"}},
        ),
        (
            message("video", media="https://example.com/a.mp4", size=1, duration=2),
            {"media_message": {"url": "https://example.com/a.mp4"}},
        ),
        (
            message("file", media="https://example.com/a.pdf", file_name="Terms.pdf", file_size=3),
            {"media_message": {"url": "https://example.com/a.pdf", "filename_override": "Terms.pdf"}},
        ),
        (
            message("location", location={"lat": 50.76891, "lon": 6.11499, "address": "Aachen"}),
            {
                "location_message": {
                    "title": "",
                    "label": "Aachen",
                    "coordinates": {"latitude": 50.76891, "longitude": 6.11499},
                }
            },
        ),
    ],
)
def test_a_message_of_each_type(callback: Json, expected: Json) -> None:
    received = receive(callback)
    assert received.channel == "VIBER"
    assert contact(received) == expected
    (one,) = received.messages
    assert one.channel_identity is not None
    assert (one.channel_identity.identity, one.id) == (USER, str(TOKEN))
    assert one.accept_time == "2020-07-21T09:44:37.891000Z"
    assert one.model_dump()["native"] == callback
    assert json.loads(json.dumps(received.as_dict()))["channel"] == "VIBER"


def test_a_place_keeps_its_coordinates() -> None:
    place = contact(receive(message("location", location={"lat": 1.5, "lon": -2.5})))["location_message"]
    assert place == {"title": "", "label": "", "coordinates": {"latitude": 1.5, "longitude": -2.5}}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("sticker", {"sticker_id": 46105, "media": "https://example.com/s.png"}),
        ("contact", {"contact": {"name": "Jane", "phone_number": "+46701234567"}}),
        ("poem", {}),
    ],
)
def test_what_has_no_form_is_kept(kind: str, fields: Json) -> None:
    received = receive(message(kind, **fields))
    assert codes(received) == [(InboundCode.KEPT_AS_FALLBACK, "message")]
    assert json.loads(contact(received)["fallback_message"]["raw_message"]) == {"type": kind, **fields}


@pytest.mark.parametrize(("kind", "status"), [("delivered", "DELIVERED"), ("seen", "READ"), ("failed", "FAILED")])
def test_a_report(kind: str, status: str) -> None:
    received = receive(event(kind, user_id=USER, desc="failure description"))
    (report,) = received.deliveries
    assert (report.status, report.message_id) == (DeliveryStatus(status), str(TOKEN))
    assert report.channel_identity is not None
    assert report.channel_identity.identity == USER
    failure = report.failure
    assert (failure is not None) is (kind == "failed")
    if failure:
        assert (failure.code, failure.description) == (ReasonCode.CHANNEL_FAILURE, "failure description")


@pytest.mark.parametrize(
    ("callback", "who"),
    [
        (event("subscribed", user={"id": USER, "name": "Åsa"}), USER),
        (event("unsubscribed", user_id=USER), USER),
        (event("conversation_started", type="open", context="c", user={"id": USER}, subscribed=False), USER),
        (event("webhook"), None),
    ],
)
def test_news_are_native_events(callback: Json, who: str | None) -> None:
    received = receive(callback)
    (news,) = received.native_events
    assert news.kind == callback["event"]
    assert (news.channel_identity.identity if news.channel_identity else None) == who
    assert (news.message_id, news.event_time) == (str(TOKEN), "2020-07-21T09:44:37.891000Z")
    assert news.native == callback
    assert received.findings == ()


def test_an_event_of_tomorrow_is_named() -> None:
    received = parse_viber(event("poked", user_id=USER))
    assert [found for found, _ in codes(received)] == [InboundCode.UNKNOWN_EVENT]
    assert received.native_events[0].kind == "poked"


def test_a_message_in_a_group() -> None:
    (one,) = receive({**message("text", text="Hi"), "chat_id": "group"}).messages
    assert one.model_dump()["group_id"] == "group"


@pytest.mark.parametrize(
    ("callback", "code"),
    [
        (message("text", text=5), InboundCode.PART_UNREADABLE),
        (message("location", location={"lat": "50", "lon": 6}), InboundCode.PART_UNREADABLE),
        (message("location", location={"lat": 500, "lon": 6}), InboundCode.PART_UNREADABLE),
        ({**message("text", text="Hi"), "timestamp": 10**30}, InboundCode.FIELD_UNREADABLE),
        ({**message("text", text="Hi"), "message_token": {}}, InboundCode.FIELD_UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_kept(callback: Json, code: InboundCode) -> None:
    received = receive(callback)
    assert next(found for found, _ in codes(received)) is code
    assert len(received.messages) == 1


@pytest.mark.parametrize("field", ["sender", "message"])
def test_a_message_without_its_parts_is_a_native_event(field: str) -> None:
    callback = message("text", text="Hi")
    del callback[field]
    (kept,) = receive(callback).native_events
    assert field in (kept.problem or "")
    assert kept.native == callback


@pytest.mark.parametrize("callback", [{}, {"event": 5}, "[]", "{", "5", None])
def test_what_is_no_callback(callback: Any) -> None:
    with pytest.raises(InvalidMessage):
        parse_viber(callback)


def test_the_library_of_viber_reads_the_same_callbacks() -> None:
    requests = pytest.importorskip("viberbot.api.viber_requests")
    assert requests.create_request(message("text", text="Hi")).message.text == "Hi"
    assert requests.create_request(event("failed", user_id=USER, desc="why")).desc == "why"
    assert requests.create_request(event("subscribed", user={"id": USER})).user.id == USER


# --- what a tap was ---

QUESTION = {
    "choice_message": {
        "text_message": {"text": "Shall we?"},
        "choices": [
            {"text_message": {"text": "Yes"}, "postback_data": "order-7-yes"},
            {"text_message": {"text": "No"}},
            {"url_message": {"title": "Terms", "url": "https://example.com/terms"}},
        ],
    }
}


@pytest.mark.parametrize(
    ("text", "label", "matched"),
    [
        ("order-7-yes", "Yes", MatchedBy.IDENTIFIER),
        ("yes", "Yes", MatchedBy.TEXT),
        ("No", "No", MatchedBy.IDENTIFIER),
        ("https://example.com/terms", "Terms", MatchedBy.IDENTIFIER),
    ],
)
@pytest.mark.parametrize("profile", ["documented", "rich"])
def test_a_tap_comes_as_a_text(text: str, label: str, matched: MatchedBy, profile: str) -> None:
    sent = transcode(QUESTION, "VIBER", to=USER, profile=profile)
    found = resolve_reply(sent, receive(message("text", text=text)))
    assert isinstance(found, ChoiceResponse)
    assert (found.option.label, found.matched_by) == (label, matched)


def test_every_cell_that_answers_is_known_again() -> None:
    sent = transcode(QUESTION, "VIBER", to=USER)
    for cell in sent.payloads[0]["keyboard"]["Buttons"]:
        assert isinstance(resolve_reply(sent, message("text", text=cell["ActionBody"])), ChoiceResponse)


def test_an_option_of_a_list_is_known_again() -> None:
    message = {"choice_message": {**QUESTION["choice_message"], "choices": QUESTION["choice_message"]["choices"][:2]}}
    sent = transcode(message, "VIBERBM", to="+46701234567", profile="rich")
    found = resolve_reply(sent, receive(inbound({"type": "TEXT", "text": "Yes"})))
    assert isinstance(found, ChoiceResponse)
    assert found.postback_data == "order-7-yes"


# --- Viber Business ---


def inbound(content: Json, **fields: Any) -> Json:
    result = {
        "sender": "46701234567",
        "to": "Shop",
        "integrationType": "VIBER",
        "receivedAt": "2026-11-27T09:00:00.000+0000",
        "messageId": "m-1",
        "pairedMessageId": "m-0",
        "message": content,
        "price": {"pricePerMessage": 0, "currency": "EUR"},
        **fields,
    }
    return {"results": [result], "messageCount": 1, "pendingMessageCount": 0}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"type": "TEXT", "text": "Hi", "trackingData": "x"}, {"text_message": {"text": "Hi"}}),
        (
            {"type": "FILE", "url": "https://example.com/a.pdf", "fileName": "a.pdf"},
            {"media_message": {"url": "https://example.com/a.pdf", "filename_override": "a.pdf"}},
        ),
    ],
)
def test_a_message_of_viber_business(content: Json, expected: Json) -> None:
    received = receive(inbound(content))
    assert received.channel == "VIBERBM"
    assert contact(received) == {**expected, "reply_to": {"message_id": "m-0"}}
    (one,) = received.messages
    assert one.channel_identity is not None
    assert (one.channel_identity.identity, one.sender_id, one.id) == ("46701234567", "Shop", "m-1")
    assert one.accept_time == "2026-11-27T09:00:00Z"


def test_the_models_of_the_dialect_read_the_same_callback() -> None:
    models = pytest.importorskip("infobip_api_client.models")
    read = models.ViberWebhookInboundReportResponse.from_dict(inbound({"type": "TEXT", "text": "Hi"}))
    assert read.results[0].message.text == "Hi"


@pytest.mark.parametrize("content", [{"type": "STICKER"}, {"type": "FILE"}])
def test_what_viber_business_has_no_form_for_is_kept(content: Json) -> None:
    received = receive(inbound(content))
    assert codes(received) == [(InboundCode.KEPT_AS_FALLBACK, "results[0].message")]


def report(group: str, **fields: Any) -> Json:
    status = {"groupId": 1, "groupName": group, "id": 5, "name": f"{group}_NAME", "description": f"{group} said"}
    return {"results": [{"bulkId": "b", "messageId": "m-1", "to": "46701234567", "status": status, **fields}]}


@pytest.mark.parametrize(
    ("group", "status", "code"),
    [
        ("PENDING", "QUEUED_ON_CHANNEL", None),
        ("ACCEPTED", "QUEUED_ON_CHANNEL", None),
        ("DELIVERED", "DELIVERED", None),
        ("UNDELIVERABLE", "FAILED", "CHANNEL_FAILURE"),
        ("EXPIRED", "FAILED", "DELIVERY_TIMED_OUT"),
        ("REJECTED", "FAILED", "CHANNEL_REJECT"),
    ],
)
def test_a_report_of_viber_business(group: str, status: str, code: str | None) -> None:
    received = receive(report(group, doneAt="2026-11-27T09:00:00.000+0100"))
    (one,) = received.deliveries
    assert (one.status, one.message_id) == (DeliveryStatus(status), "m-1")
    assert one.model_dump()["event_time"] == "2026-11-27T09:00:00+01:00"
    failure = one.failure
    assert (failure.code if failure else None) == (ReasonCode(code) if code else None)
    assert not failure or (failure.description, failure.channel_code) == (f"{group} said", f"{group}_NAME")
    assert received.findings == ()


def test_an_error_says_more_than_the_status() -> None:
    error = {"groupName": "USER_ERRORS", "id": 9, "name": "NO_VIBER", "description": "Not a user of Viber"}
    (one,) = receive(report("UNDELIVERABLE", error=error)).deliveries
    assert one.failure is not None
    assert (one.failure.channel_code, one.failure.description) == ("NO_VIBER", "Not a user of Viber")


def test_a_seen_report() -> None:
    seen = {"messageId": "m-1", "from": "46701234567", "to": "Shop", "seenAt": "2026-11-27T09:00:00.000+0000"}
    (one,) = receive({"results": [seen]}).deliveries
    assert one.status is DeliveryStatus("READ")
    assert one.channel_identity is not None
    assert one.channel_identity.identity == "46701234567"


def test_a_status_of_tomorrow_is_kept() -> None:
    received = receive(report("PONDERED"))
    assert received.deliveries[0].status == "PONDERED"
    assert (InboundCode.STATUS_UNMAPPED, "results[0].status.groupName") in codes(received)


def test_what_of_viber_business_cannot_be_read_costs_only_itself() -> None:
    callback = inbound({"type": "TEXT", "text": "Hi"}, receivedAt="soon")
    callback["results"] += [5, {"messageId": "m"}, {"status": {}}]
    received = receive(callback)
    assert len(received.messages) == 1
    assert len(received.native_events) == 3
    assert (InboundCode.FIELD_UNREADABLE, "results[0].receivedAt") in codes(received)


@pytest.mark.parametrize("callback", [{}, {"results": 5}, "[]", "{"])
def test_what_is_no_callback_of_viber_business(callback: Any) -> None:
    with pytest.raises(InvalidMessage):
        parse_viber_business(callback)
