"""WhatsApp, LINE and Telegram: what contacts send, as the contact messages of the service."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from transcode import InvalidMessage
from transcode.inbound import (
    DeliveryStatus,
    InboundCode,
    ReasonCode,
    Received,
    parse_line,
    parse_telegram,
    parse_whatsapp,
)


def contact(received: Received, index: int = 0) -> dict[str, Any]:
    return received.messages[index].contact_message.model_dump(mode="json", exclude_unset=True)


def codes(found: Any) -> list[tuple[InboundCode, str]]:
    return [(finding.code, finding.path) for finding in found.findings]


# --- WhatsApp ---

PATH = "entry[0].changes[0].value"


def whatsapp(*messages: dict[str, Any], **value: Any) -> dict[str, Any]:
    common = {"from": "16505551234", "id": "wamid.2", "timestamp": "1749416383"}
    inside = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": "106"},
        **({"messages": [{**common, **message} for message in messages]} if messages else {}),
        **value,
    }
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"field": "messages", "value": inside}]}],
    }


CONTEXT = {"from": "15550783881", "id": "wamid.1"}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"type": "text", "text": {"body": "Hi"}}, {"text_message": {"text": "Hi"}}),
        (
            {"type": "text", "text": {"body": "Hi"}, "context": CONTEXT},
            {"text_message": {"text": "Hi"}, "reply_to": {"message_id": "wamid.1"}},
        ),
        (
            {
                "type": "interactive",
                "context": CONTEXT,
                "interactive": {"type": "button_reply", "button_reply": {"id": "yes", "title": "Yes"}},
            },
            {"choice_response_message": {"message_id": "wamid.1", "postback_data": "yes"}},
        ),
        (
            {
                "type": "interactive",
                "context": CONTEXT,
                "interactive": {
                    "type": "list_reply",
                    "list_reply": {"id": "row", "title": "Row", "description": "A row"},
                },
            },
            {"choice_response_message": {"message_id": "wamid.1", "postback_data": "row"}},
        ),
        (
            {"type": "button", "context": CONTEXT, "button": {"payload": "stop", "text": "Stop"}},
            {"choice_response_message": {"message_id": "wamid.1", "postback_data": "stop"}},
        ),
        (
            {
                "type": "interactive",
                "context": CONTEXT,
                "interactive": {
                    "type": "nfm_reply",
                    "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "{}"},
                },
            },
            {
                "channel_specific_message": {
                    "message_type": "nfm_reply",
                    "message": {
                        "type": "nfm_reply",
                        "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "{}"},
                    },
                },
                "reply_to": {"message_id": "wamid.1"},
            },
        ),
        (
            {"type": "location", "location": {"latitude": 55.6, "longitude": 13, "name": "Shop", "address": "Street"}},
            {
                "location_message": {
                    "title": "Shop",
                    "label": "Street",
                    "coordinates": {"latitude": 55.6, "longitude": 13.0},
                }
            },
        ),
        (
            {"type": "location", "location": {"latitude": 1.5, "longitude": 2.5}},
            {"location_message": {"title": "", "label": "", "coordinates": {"latitude": 1.5, "longitude": 2.5}}},
        ),
        (
            {
                "type": "order",
                "order": {
                    "catalog_id": "C",
                    "text": "quick",
                    "product_items": [
                        {"product_retailer_id": "P", "quantity": 2, "item_price": 7.5, "currency": "USD"}
                    ],
                },
            },
            {
                "product_response_message": {
                    "products": [
                        {"id": "P", "marketplace": "FACEBOOK", "quantity": 2, "item_price": 7.5, "currency": "USD"}
                    ],
                    "title": "quick",
                    "catalog_id": "C",
                }
            },
        ),
        (
            {"type": "image", "image": {"id": "7", "url": "https://x", "mime_type": "image/jpeg", "caption": "Look"}},
            {"media_card_message": {"url": "https://x", "caption": "Look"}},
        ),
        (
            {"type": "document", "document": {"id": "7", "url": "https://x", "filename": "a.pdf"}},
            {"media_message": {"url": "https://x", "filename_override": "a.pdf"}},
        ),
    ],
    ids=["text", "quote", "button", "list", "template", "flow", "place", "position", "order", "image", "document"],
)
def test_whatsapp(message: dict[str, Any], expected: dict[str, Any]) -> None:
    received = parse_whatsapp(json.dumps(whatsapp(message)))
    assert contact(received) == expected
    (inbound,) = received.messages
    assert inbound.channel_name == "WHATSAPP"
    assert inbound.channel_identity is not None
    assert inbound.channel_identity.identity == "16505551234"
    assert (inbound.id, inbound.sender_id, inbound.accept_time) == ("wamid.2", "15550783881", "2025-06-08T20:59:43Z")
    assert inbound.native.items() >= message.items()
    assert received.findings == ()


@pytest.mark.parametrize("kind", ["image", "video", "audio", "document", "sticker"])
def test_whatsapp_media_by_id(kind: str) -> None:
    received = parse_whatsapp(whatsapp({"type": kind, kind: {"id": "1003383421387256", "sha256": "x"}}))
    assert contact(received) == {"media_message": {"url": "whatsapp-media:1003383421387256"}}
    assert codes(received) == [(InboundCode.MEDIA_BY_ID, f"{PATH}.messages[0].{kind}")]


@pytest.mark.parametrize("kind", ["contacts", "reaction", "system", "later_kind"])
def test_whatsapp_what_has_no_form_is_kept(kind: str) -> None:
    received = parse_whatsapp(whatsapp({"type": kind, kind: [{"a": "å"}]}))
    (message,) = received.messages
    assert message.contact_message.fallback_message is not None
    raw = json.loads(message.contact_message.fallback_message.raw_message or "")
    assert raw == message.native
    assert raw[kind] == [{"a": "å"}]
    assert codes(received) == [(InboundCode.KEPT_AS_FALLBACK, f"{PATH}.messages[0]")]


def test_whatsapp_unsupported_message_says_why() -> None:
    errors = [{"code": 131051, "title": "Unsupported message type", "error_data": {"details": "not supported"}}]
    received = parse_whatsapp(whatsapp({"type": "unsupported", "errors": errors}))
    fallback = received.messages[0].contact_message.fallback_message
    assert fallback is not None
    assert fallback.reason is not None
    assert (fallback.reason.description, fallback.reason.channel_code) == ("not supported", "131051")


def test_whatsapp_several_messages_in_order() -> None:
    received = parse_whatsapp(
        whatsapp({"type": "text", "text": {"body": "1"}}, {"type": "text", "text": {"body": "2"}})
    )
    assert [message.contact_message.text for message in received.messages] == ["1", "2"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [("sent", "QUEUED_ON_CHANNEL"), ("delivered", "DELIVERED"), ("read", "READ"), ("failed", "FAILED")],
)
def test_whatsapp_statuses(status: str, expected: str) -> None:
    one = {"id": "wamid.1", "status": status, "timestamp": "1749416383", "recipient_id": "46"}
    received = parse_whatsapp(whatsapp(statuses=[one]))
    (report,) = received.deliveries
    assert report.status == DeliveryStatus(expected)
    assert report.message_id == "wamid.1"
    assert report.native == one
    assert received.findings == ()


def test_whatsapp_failure() -> None:
    errors = [{"code": 131047, "title": "Re-engagement message", "error_data": {"details": "24 hours"}}]
    status = {"id": "wamid.1", "status": "failed", "recipient_id": "46", "errors": errors}
    (report,) = parse_whatsapp(whatsapp(statuses=[status])).deliveries
    assert report.failure is not None
    assert report.failure.code == ReasonCode.OUTSIDE_ALLOWED_SENDING_WINDOW
    assert (report.failure.description, report.failure.channel_code) == ("24 hours", "131047")


def test_whatsapp_status_of_tomorrow_is_kept() -> None:
    received = parse_whatsapp(whatsapp(statuses=[{"id": "w", "status": "played"}]))
    assert received.deliveries[0].status == "played"
    assert codes(received) == [(InboundCode.STATUS_UNMAPPED, f"{PATH}.statuses[0].status")]


def test_whatsapp_other_changes_are_named() -> None:
    webhook = {
        "object": "whatsapp_business_account",
        "entry": [{"changes": [{"field": "account_update", "value": {}}]}],
    }
    received = parse_whatsapp(webhook)
    assert (received.messages, received.deliveries) == ((), ())
    assert codes(received) == [(InboundCode.UNKNOWN_EVENT, "entry[0].changes[0]")]
    assert "account_update" in received.findings[0].message


# --- LINE ---


def line(*events: dict[str, Any]) -> dict[str, Any]:
    common = {
        "timestamp": 1692251666727,
        "source": {"type": "user", "userId": "U1"},
        "webhookEventId": "01H",
        "replyToken": "r",
        "mode": "active",
    }
    return {"destination": "D", "events": [{**common, **event} for event in events]}


def line_message(**message: Any) -> dict[str, Any]:
    return line({"type": "message", "message": {"id": "444573844083572737", **message}})


@pytest.mark.parametrize(
    ("webhook", "expected"),
    [
        (line_message(type="text", text="Hi"), {"text_message": {"text": "Hi"}}),
        (
            line_message(type="text", text="Hi", quotedMessageId="9"),
            {"text_message": {"text": "Hi"}, "reply_to": {"message_id": "9"}},
        ),
        (
            line_message(type="location", title="Shop", address="Street", latitude=35.6, longitude=139.7),
            {
                "location_message": {
                    "title": "Shop",
                    "label": "Street",
                    "coordinates": {"latitude": 35.6, "longitude": 139.7},
                }
            },
        ),
        (
            line_message(
                type="image",
                contentProvider={
                    "type": "external",
                    "originalContentUrl": "https://x/1",
                    "previewImageUrl": "https://x/2",
                },
            ),
            {"media_message": {"url": "https://x/1", "thumbnail_url": "https://x/2"}},
        ),
        (
            line({"type": "postback", "postback": {"data": "action=buy", "params": {"date": "2026-01-01"}}}),
            {"choice_response_message": {"message_id": "", "postback_data": "action=buy"}},
        ),
    ],
    ids=["text", "quote", "place", "image", "postback"],
)
def test_line(webhook: dict[str, Any], expected: dict[str, Any]) -> None:
    received = parse_line(webhook)
    assert contact(received) == expected
    (message,) = received.messages
    assert message.channel_identity is not None
    assert (message.channel_name, message.channel_identity.identity) == ("LINE", "U1")
    assert message.accept_time == "2023-08-17T05:54:26.727000Z"
    assert message.native == webhook["events"][0]
    assert received.findings == ()


def test_line_media_by_id() -> None:
    received = parse_line(line_message(type="file", fileName="a.txt", fileSize=7))
    assert contact(received) == {
        "media_message": {"url": "line-media:444573844083572737", "filename_override": "a.txt"}
    }
    assert codes(received) == [(InboundCode.MEDIA_BY_ID, "events[0].message")]


def test_line_sticker_is_kept() -> None:
    received = parse_line(line_message(type="sticker", packageId="1", stickerId="2"))
    assert json.loads(contact(received)["fallback_message"]["raw_message"])["stickerId"] == "2"
    assert codes(received) == [(InboundCode.KEPT_AS_FALLBACK, "events[0].message")]


def test_line_other_events_are_named() -> None:
    received = parse_line(line({"type": "follow"}, {"type": "postback", "postback": {"data": "x"}}))
    assert len(received.messages) == 1
    assert codes(received) == [(InboundCode.UNKNOWN_EVENT, "events[0]")]


def test_line_without_events() -> None:
    assert parse_line({"destination": "D", "events": []}).messages == ()


def test_line_group() -> None:
    webhook = line_message(type="text", text="Hi")
    webhook["events"][0]["source"] = {"type": "group", "groupId": "C1"}
    (message,) = parse_line(webhook).messages
    assert message.channel_identity is not None
    assert message.channel_identity.identity == "C1"


# --- Telegram ---


def telegram(**message: Any) -> dict[str, Any]:
    common = {"message_id": 12, "from": {"id": 7}, "chat": {"id": 7, "type": "private"}, "date": 1692251666}
    return {"update_id": 1, "message": {**common, **message}}


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (telegram(text="Hi"), {"text_message": {"text": "Hi"}}),
        (
            telegram(text="Hi", reply_to_message={"message_id": 11}),
            {"text_message": {"text": "Hi"}, "reply_to": {"message_id": "11"}},
        ),
        (
            telegram(location={"latitude": 1.5, "longitude": 2}),
            {"location_message": {"title": "", "label": "", "coordinates": {"latitude": 1.5, "longitude": 2.0}}},
        ),
        (
            telegram(venue={"location": {"latitude": 1, "longitude": 2}, "title": "Shop", "address": "Street"}),
            {
                "location_message": {
                    "title": "Shop",
                    "label": "Street",
                    "coordinates": {"latitude": 1.0, "longitude": 2.0},
                }
            },
        ),
    ],
    ids=["text", "reply", "position", "venue"],
)
def test_telegram(update: dict[str, Any], expected: dict[str, Any]) -> None:
    received = parse_telegram(update)
    assert contact(received) == expected
    (message,) = received.messages
    assert message.channel_identity is not None
    assert (message.channel_name, message.channel_identity.identity, message.id) == ("TELEGRAM", "7", "12")
    assert message.accept_time == "2023-08-17T05:54:26Z"
    assert message.native == update["message"]
    assert received.findings == ()


def test_telegram_callback() -> None:
    query = {"id": "9", "from": {"id": 7}, "message": {"message_id": 12, "chat": {"id": 7}}, "data": "yes"}
    received = parse_telegram({"update_id": 1, "callback_query": query})
    assert contact(received) == {"choice_response_message": {"message_id": "12", "postback_data": "yes"}}
    inline = {"id": "9", "from": {"id": 7}, "inline_message_id": "AA", "data": "yes"}
    received = parse_telegram({"update_id": 1, "callback_query": inline})
    assert contact(received) == {"choice_response_message": {"message_id": "AA", "postback_data": "yes"}}


def test_telegram_media() -> None:
    received = parse_telegram(telegram(photo=[{"file_id": "small"}, {"file_id": "large"}], caption="Look"))
    assert contact(received) == {"media_card_message": {"url": "telegram-media:large", "caption": "Look"}}
    assert codes(received) == [(InboundCode.MEDIA_BY_ID, "message.photo[1]")]
    received = parse_telegram(telegram(animation={"file_id": "gif"}, document={"file_id": "gif", "file_name": "a.mp4"}))
    assert contact(received) == {"media_message": {"url": "telegram-media:gif"}}


@pytest.mark.parametrize("name", ["edited_message", "channel_post", "business_message"])
def test_telegram_other_messages(name: str) -> None:
    update = telegram(text="Hi")
    update[name] = update.pop("message")
    assert contact(parse_telegram(update)) == {"text_message": {"text": "Hi"}}


@pytest.mark.parametrize(
    ("update", "code"),
    [
        (telegram(contact={"phone_number": "+1"}), InboundCode.KEPT_AS_FALLBACK),
        (telegram(photo=[]), InboundCode.KEPT_AS_FALLBACK),
        (
            {"update_id": 1, "callback_query": {"id": "9", "from": {"id": 7}, "game_short_name": "g"}},
            InboundCode.KEPT_AS_FALLBACK,
        ),
        ({"update_id": 1, "poll": {}}, InboundCode.UNKNOWN_EVENT),
        ({"update_id": 1}, InboundCode.NOTHING_IN_IT),
    ],
)
def test_telegram_what_has_no_form_is_kept_or_named(update: dict[str, Any], code: InboundCode) -> None:
    received = parse_telegram(update)
    assert [found for found, _ in codes(received)] == [code]
    if code is InboundCode.KEPT_AS_FALLBACK:
        assert json.loads(contact(received)["fallback_message"]["raw_message"])


# --- bad input ---


@pytest.mark.parametrize(
    ("parse", "payload", "path"),
    [
        (parse_whatsapp, {}, "entry"),
        (parse_whatsapp, {"entry": {}}, "entry"),
        (parse_line, {}, "events"),
        (parse_line, {"events": {}}, "events"),
        (parse_telegram, {}, "update_id"),
        (parse_telegram, {"update_id": "1"}, "update_id"),
        (parse_telegram, telegram(text="x", chat={"id": 10**5_000}), "message.chat.id"),
    ],
)
def test_what_cannot_be_read_at_all_names_its_field(parse: Callable[[Any], Received], payload: Any, path: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        parse(payload)
    assert caught.value.errors[0].path == path


@pytest.mark.parametrize(
    ("parse", "payload", "path"),
    [
        (parse_whatsapp, {"entry": [5]}, "entry[0]"),
        (parse_whatsapp, {"entry": [{"changes": {}}]}, "entry[0].changes"),
        (parse_whatsapp, {"entry": [{"changes": [{}]}]}, "entry[0].changes[0]"),
        (parse_whatsapp, whatsapp(messages={"a": 1}), f"{PATH}.messages"),
        (parse_whatsapp, whatsapp(messages=["x"]), f"{PATH}.messages[0]"),
        (parse_whatsapp, whatsapp(statuses=[{"id": "w"}]), f"{PATH}.statuses[0]"),
        (parse_line, {"events": [{}]}, "events[0]"),
        (parse_line, {"events": [{"type": "postback"}]}, "events[0]"),
        (parse_line, {"events": [{"type": "message", "message": 5}]}, "events[0]"),
        (parse_telegram, {"update_id": 1, "message": {"text": "x"}}, "message"),
        (parse_telegram, {"update_id": 1, "message": {"text": 5}}, "message"),
        (parse_telegram, telegram(text="x", chat={"id": True}), "message"),
        (parse_telegram, telegram(text="x", chat={"id": 2**70}), "message"),
    ],
)
def test_a_part_that_cannot_be_read_is_kept(parse: Callable[[Any], Received], payload: Any, path: str) -> None:
    received = parse(payload)
    assert (received.messages, received.deliveries) == ((), ())
    (event,) = received.native_events
    assert (event.path, bool(event.problem)) == (path, True)
    assert (InboundCode.PART_UNREADABLE, path) in codes(received)
    assert json.dumps(event.native) in json.dumps(payload)


PLACE_TOO_FAR = {"latitude": 95, "longitude": 0}
TOO_MANY_DIGITS = {"latitude": 10**400, "longitude": 0}


@pytest.mark.parametrize(
    ("parse", "payload"),
    [
        (parse_whatsapp, whatsapp({"type": "text"})),
        (parse_whatsapp, whatsapp({"text": {"body": "no type"}})),
        (parse_whatsapp, whatsapp({"type": "text", "text": {"body": 5}})),
        (parse_whatsapp, whatsapp({"type": "image", "image": {}})),
        (parse_whatsapp, whatsapp({"type": "interactive"})),
        (parse_whatsapp, whatsapp({"type": "interactive", "interactive": {"type": "button_reply"}})),
        (parse_whatsapp, whatsapp({"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {}}})),
        (parse_whatsapp, whatsapp({"type": "button", "button": {}})),
        (parse_whatsapp, whatsapp({"type": "edit", "edit": {"original_message_id": "w"}})),
        (parse_whatsapp, whatsapp({"type": "location", "location": {"latitude": "1"}})),
        (parse_whatsapp, whatsapp({"type": "location", "location": PLACE_TOO_FAR})),
        (parse_whatsapp, whatsapp({"type": "location", "location": TOO_MANY_DIGITS})),
        (parse_line, line_message(type="text")),
        (parse_line, line_message(type="location", **PLACE_TOO_FAR)),
        (parse_line, line_message(type="location", **TOO_MANY_DIGITS)),
        (parse_telegram, telegram(text=5)),
        (parse_telegram, telegram(location={"latitude": 1})),
        (parse_telegram, telegram(location=PLACE_TOO_FAR)),
        (parse_telegram, telegram(photo=[5])),
    ],
)
def test_odd_content_is_a_fallback_message_from_whom_it_came(parse: Callable[[Any], Received], payload: Any) -> None:
    received = parse(payload)
    (message,) = received.messages
    raw = message.contact_message.fallback_message
    assert raw is not None
    assert raw.raw_message is not None
    assert message.channel_identity is not None
    assert message.channel_identity.identity in ("16505551234", "U1", "7")
    assert [found for found, _ in codes(received)][:1] == [InboundCode.PART_UNREADABLE] or "edit" in raw.raw_message
    assert raw.raw_message in json.dumps(payload, separators=(",", ":"))


@pytest.mark.parametrize(
    ("parse", "payload", "path"),
    [
        (parse_whatsapp, whatsapp({"type": "text", "text": {"body": "Hi"}, "timestamp": "soon"}), "timestamp"),
        (parse_whatsapp, whatsapp({"type": "text", "text": {"body": "Hi"}, "timestamp": 10**40}), "timestamp"),
        (parse_whatsapp, whatsapp({"type": "text", "text": {"body": "Hi"}, "context": "x"}), "context"),
        (parse_whatsapp, whatsapp({"type": "text", "text": {"body": "Hi"}, "id": None}), "id"),
        (parse_whatsapp, whatsapp({"type": "text", "text": {"body": "Hi"}}, metadata=5), "metadata"),
        (parse_whatsapp, whatsapp({"type": "text", "text": {"body": "Hi"}}, contacts=[5]), "contacts[0]"),
        (
            parse_line,
            line({"type": "message", "timestamp": 10**18, "message": {"id": "1", "type": "text", "text": "Hi"}}),
            "timestamp",
        ),
        (
            parse_line,
            line({"type": "message", "source": 5, "message": {"id": "1", "type": "text", "text": "Hi"}}),
            "source",
        ),
        (parse_telegram, telegram(text="Hi", date=10**40), "date"),
        (parse_telegram, telegram(text="Hi", reply_to_message=5), "reply_to_message"),
    ],
)
def test_what_stands_beside_the_content_costs_only_itself(
    parse: Callable[[Any], Received], payload: Any, path: str
) -> None:
    received = parse(payload)
    assert contact(received) == {"text_message": {"text": "Hi"}}
    ((code, where),) = codes(received)
    assert code is InboundCode.FIELD_UNREADABLE
    assert where.endswith(path)


@pytest.mark.parametrize("parse", [parse_whatsapp, parse_line, parse_telegram])
@pytest.mark.parametrize(
    "payload", ["{", "[]", "5", "[" * 10_000, "x" * 1_100_000], ids=["cut", "list", "number", "deep", "huge"]
)
def test_bad_json(parse: Callable[[Any], Received], payload: str) -> None:
    with pytest.raises(InvalidMessage):
        parse(payload)


def line_event(**event: Any) -> dict[str, Any]:
    common = {"type": "message", "timestamp": 1_700_000_000_123, "message": {"id": "1", "type": "text", "text": "x"}}
    return {"destination": "D", "events": [{**common, **event}]}


def telegram_text(**message: Any) -> dict[str, Any]:
    return {"update_id": 7, "message": {"message_id": 1, "date": 1, "chat": {"id": 1}, "text": "x", **message}}


TEXT = {"type": "text", "text": {"body": "Hi"}}


@pytest.mark.parametrize(
    ("parse", "payload"),
    [
        (parse_whatsapp, whatsapp({**TEXT, "from": "\ud800"})),
        (parse_line, line_event(source={"userId": "\ud800"})),
        (parse_telegram, telegram_text(chat={"id": "\ud800"})),
        (parse_telegram, telegram_text(**{"\ud800": 1})),
        (parse_telegram, telegram_text(x=float("inf"))),
    ],
)
def test_what_is_no_json_is_replaced_and_named(parse: Callable[[Any], Received], payload: Any) -> None:
    for given in (payload, json.dumps(payload).replace("Infinity", "1e999")):
        received = parse(given)
        assert InboundCode.VALUE_REPLACED in [code for code, _ in codes(received)]
        text = json.dumps(received.as_dict(), ensure_ascii=False, allow_nan=False)
        assert len(received.messages) == 1
        assert text.encode()


def test_milliseconds_of_line_are_kept() -> None:
    assert parse_line(line_event()).messages[0].accept_time == "2023-11-14T22:13:20.123000Z"


def test_what_stands_around_messages_is_kept() -> None:
    contacts = [{"profile": {"name": "Åsa"}, "wa_id": "46"}]
    (message,) = parse_whatsapp(whatsapp(TEXT, contacts=contacts)).messages
    value = message.model_dump(mode="json")["envelope"]["entry"]["changes"]["value"]
    assert (value["contacts"], value["metadata"]["phone_number_id"]) == (contacts, "106")
    (delivery,) = parse_whatsapp(whatsapp(statuses=[{"id": "w", "status": "read"}])).deliveries
    assert delivery.envelope == {
        "object": "whatsapp_business_account",
        "entry": {
            "id": "1",
            "changes": {
                "field": "messages",
                "value": {
                    "messaging_product": "whatsapp",
                    "metadata": {"display_phone_number": "15550783881", "phone_number_id": "106"},
                },
            },
        },
    }
    assert parse_line(line_event()).messages[0].envelope == {"destination": "D"}
    assert parse_telegram({**telegram_text(), "new": 1}).messages[0].envelope == {"update_id": 7, "new": 1}


def test_whatsapp_errors_of_the_account_are_reported() -> None:
    errors = [{"code": 130429, "title": "Rate limit hit"}]
    found = parse_whatsapp(whatsapp(errors=errors))
    assert (InboundCode.CHANNEL_ERROR, f"{PATH}.errors[0]") in codes(found)
    assert "130429" in found.findings[0].message
    assert "Rate limit hit" in found.findings[0].message
