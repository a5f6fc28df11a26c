"""Apple Messages for Business: what customers write and pick."""

from __future__ import annotations

import json
from typing import Any

import pytest

from transcode import InvalidMessage, transcode
from transcode.inbound import ChoiceResponse, InboundCode, MatchedBy, Received, parse_apple, receive, resolve_reply

Json = dict[str, Any]

CUSTOMER = (
    "urn:mbid:AQAAY45PVG4jg/ni/q6rWSYuu9d7Ga6K22bxp0iUmPkdOwxr3yAbisjOmtYFzw6LjDqhABFFHD/nFz6S2U5rBEcSqO7Eg0B5ikX="
)
BUSINESS = "4bd1a8d6-3f70-4c9c-a7f5-6d3f4a1b2c3d"
BID = "com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.icloud.apps.messages.business.extension"
REQUEST = "3f0a7f8c-0000-4000-8000-000000000001"
MESSAGE_ID = "0b9f1b6e-0000-4000-8000-000000000002"


def request(kind: str, **fields: Any) -> Json:
    return {"v": 1, "id": MESSAGE_ID, "sourceId": CUSTOMER, "destinationId": BUSINESS, "type": kind, **fields}


def reply(**data: Any) -> Json:
    inside = {"version": "1.0", "requestIdentifier": REQUEST, **data}
    return request("interactive", locale="en_US", interactiveData={"bid": BID, "data": inside})


def file(name: str, **fields: Any) -> Json:
    given = {
        "name": name,
        "mimeType": "image/jpeg",
        "size": "9",
        "key": "00ab",
        "url": f"https://icloud.example/{name}",
    }
    return {**given, "owner": "o", "signature-base64": "s", **fields}


def picked(*identifiers: str) -> Json:
    items = [{"identifier": one, "order": n, "style": "default", "title": one} for n, one in enumerate(identifiers)]
    return reply(listPicker={"sections": [{"order": 0, "title": "S", "multipleSelection": True, "items": items}]})


def contacts(received: Received) -> list[Json]:
    return [one.contact_message.model_dump(mode="json", exclude_unset=True) for one in received.messages]


def codes(received: Received) -> list[tuple[InboundCode, str]]:
    return [(finding.code, finding.path) for finding in received.findings]


def choice(identifier: str) -> Json:
    return {"choice_response_message": {"message_id": "", "postback_data": identifier}}


SLOT = {"identifier": "slot-1", "startTime": "2026-12-01T09:00+0000", "duration": 1800}
ITEMS = [{"identifier": "a", "title": "A"}, {"identifier": "b", "title": "B"}]


@pytest.mark.parametrize(
    ("callback", "expected"),
    [
        (request("text", body=" Hi "), {"text_message": {"text": " Hi "}}),
        (request("text", body="Hi", attachments=[]), {"text_message": {"text": "Hi"}}),
        (reply(**{"quick-reply": {"selectedIdentifier": "b", "selectedIndex": 0, "items": ITEMS}}), choice("b")),
        (reply(**{"quick-reply": {"selectedIndex": 1, "items": ITEMS}}), choice("b")),
        (reply(**{"quick-reply": {"items": ITEMS[:1]}}), choice("a")),
        (picked("7"), choice("7")),
        (reply(event={"identifier": "e", "title": "Visit", "timeslots": [SLOT]}), choice("slot-1")),
        (reply(timePicker={"event": {"identifier": "e", "timeslots": [SLOT]}}), choice("slot-1")),
    ],
)
def test_a_message_of_each_type(callback: Json, expected: Json) -> None:
    received = receive(callback)
    assert received.channel == "APPLEBC"
    assert received.findings == ()
    assert contacts(received) == [expected]
    (one,) = received.messages
    assert one.channel_identity is not None
    assert (one.channel_identity.identity, one.sender_id, one.id) == (CUSTOMER, BUSINESS, MESSAGE_ID)
    assert one.model_dump()["native"] == callback
    assert json.loads(json.dumps(received.as_dict()))["channel"] == "APPLEBC"


def test_several_items_are_several_choices() -> None:
    received = receive(picked("1", "2"))
    assert contacts(received) == [choice("1"), choice("2")]
    first = received.messages[0].model_dump()
    assert first["native"]["title"] == "1"
    assert first["envelope"]["interactiveData"]["data"]["requestIdentifier"] == REQUEST
    assert first["envelope"]["locale"] == "en_US"


@pytest.mark.parametrize("items", [[5], [5, {"identifier": "1", "title": "A"}], [{"identifier": "1"}, None, [7]]])
def test_of_several_items_nothing_is_lost(items: list[Any]) -> None:
    shown = {"images": [{"identifier": "i", "data": "iVBORw0KGgo=", "description": "A picture"}]}
    given = reply(listPicker={"sections": [{"order": 3, "title": "Starters", "items": items}]}, **shown)
    received = receive(given)
    assert len(received.messages) + len(received.native_events) == len(items)
    came_back = json.dumps(received.as_dict())
    assert all(value in came_back for value in ("Starters", "iVBORw0KGgo=", "A picture", REQUEST, BUSINESS))


def test_of_an_event_nothing_is_lost() -> None:
    slots = [SLOT, {**SLOT, "identifier": "slot-2"}]
    event = {"identifier": "e", "title": "Haircut", "timeslots": slots, "location": {"title": "Main Street"}}
    received = receive(reply(event=event))
    assert contacts(received) == [choice("slot-1"), choice("slot-2")]
    first, second = (message.model_dump()["envelope"] for message in received.messages)
    assert first["interactiveData"]["data"]["event"] == {name: event[name] for name in event if name != "timeslots"}
    assert "event" not in second["interactiveData"]["data"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\ufffc", {"media_message": {"url": "https://icloud.example/a.jpg", "filename_override": "a.jpg"}}),
        (None, {"media_message": {"url": "https://icloud.example/a.jpg", "filename_override": "a.jpg"}}),
        ("Look \ufffc", {"media_card_message": {"url": "https://icloud.example/a.jpg", "caption": "Look"}}),
    ],
)
def test_a_file(body: str | None, expected: Json) -> None:
    received = receive(request("text", body=body, attachments=[file("a.jpg")]))
    assert contacts(received) == [expected]
    assert codes(received) == [(InboundCode.MEDIA_ENCRYPTED, "attachments[0]")]
    assert received.messages[0].model_dump()["native"]["attachments"][0]["key"] == "00ab"


def test_several_files_have_their_text_once() -> None:
    received = receive(request("text", body="Look \ufffc\ufffc", attachments=[file("a.jpg"), file("b.jpg")]))
    assert contacts(received) == [
        {"media_card_message": {"url": "https://icloud.example/a.jpg", "caption": "Look"}},
        {"media_message": {"url": "https://icloud.example/b.jpg", "filename_override": "b.jpg"}},
    ]
    assert [one.model_dump()["native"]["name"] for one in received.messages] == ["a.jpg", "b.jpg"]


def test_a_file_that_cannot_be_read_costs_no_other() -> None:
    received = receive(request("text", body="Look", attachments=[5, file("b.jpg"), file("c.jpg", url=5)]))
    assert [next(iter(one)) for one in contacts(received)] == ["media_message", "fallback_message"]
    assert codes(received) == [
        (InboundCode.PART_UNREADABLE, "attachments[0]"),
        (InboundCode.MEDIA_ENCRYPTED, "attachments[1]"),
        (InboundCode.PART_UNREADABLE, "attachments[2]"),
    ]
    (kept,) = received.native_events
    assert (kept.native, kept.model_dump()["envelope"]["body"]) == (5, "Look")


@pytest.mark.parametrize("kind", ["typing_start", "typing_end", "close"])
def test_news_are_native_events(kind: str) -> None:
    received = receive(request(kind))
    (news,) = received.native_events
    assert (news.kind, news.message_id, received.findings) == (kind, MESSAGE_ID, ())
    assert news.channel_identity is not None
    assert news.channel_identity.identity == CUSTOMER


def test_an_event_of_tomorrow_is_named() -> None:
    received = parse_apple(request("poked"))
    assert codes(received) == [(InboundCode.UNKNOWN_EVENT, "")]


@pytest.mark.parametrize(
    "callback",
    [
        reply(authenticate={"status": "authenticated"}),
        reply(dynamic={"template": "messageForms"}),
        reply(),
        picked(),
        request("interactive", interactiveDataRef={"url": "https://icloud.example/x", "key": "00ab"}),
        request("interactive", interactiveData={"bid": BID}),
        request("interactive"),
    ],
)
def test_what_has_no_form_is_kept(callback: Json) -> None:
    received = receive(callback)
    assert codes(received) == [(InboundCode.KEPT_AS_FALLBACK, "")]
    assert json.loads(contacts(received)[0]["fallback_message"]["raw_message"]) == callback


@pytest.mark.parametrize(
    "data",
    [
        {"selectedIndex": 2, "items": ITEMS},
        {"selectedIndex": -1, "items": ITEMS},
        {"selectedIndex": "0", "items": ITEMS},
        {"items": ITEMS},
        {"selectedIdentifier": ["a"]},
        {},
    ],
)
def test_a_quick_reply_that_cannot_be_read_is_kept(data: Json) -> None:
    received = receive(reply(**{"quick-reply": data}))
    assert codes(received) == [(InboundCode.PART_UNREADABLE, "")]
    assert "fallback_message" in contacts(received)[0]


@pytest.mark.parametrize(
    "callback",
    [
        reply(listPicker=5),
        reply(listPicker={}),
        reply(listPicker={"sections": [5]}),
        reply(listPicker={"sections": [{"items": {}}]}),
        reply(event={"timeslots": 5}),
        reply(timePicker={"event": 5}),
        reply(timePicker={}),
        request("interactive", interactiveData=5),
        {**request("text", body="Hi"), "sourceId": 5},
    ],
)
def test_a_reply_that_cannot_be_read_is_a_native_event(callback: Json) -> None:
    received = receive(callback)
    (kept,) = received.native_events
    assert kept.problem
    assert kept.native == callback
    assert received.messages == ()


def test_an_item_that_cannot_be_read_costs_no_other() -> None:
    callback = picked("1", "2")
    callback["interactiveData"]["data"]["listPicker"]["sections"][0]["items"][0] = 5
    received = receive(callback)
    assert contacts(received) == [choice("2")]
    assert received.native_events[0].native == 5


@pytest.mark.parametrize("callback", [{}, {"type": 5}, "[]", "{", "5", None])
def test_what_is_no_request(callback: Any) -> None:
    with pytest.raises(InvalidMessage):
        parse_apple(callback)


def test_many_files_cost_no_more_than_their_length() -> None:
    def size(count: int) -> int:
        callback = request("text", body="x" * 1000, attachments=[file(str(n)) for n in range(count)])
        return sum(len(json.dumps(one.model_dump()["native"])) for one in receive(callback).messages)

    assert size(200) < 2.2 * size(100)


# --- what a tap was ---

LABELS = ("Yes", "No", "Later", "Never", "Ask me", "Other")


def asked(count: int) -> Any:
    choices = [{"text_message": {"text": one}, "postback_data": f"p-{one}"} for one in LABELS[:count]]
    question = {"choice_message": {"text_message": {"text": "Shall we?"}, "choices": choices}}
    return transcode(question, "APPLEBC", to=CUSTOMER, profile="rich")


def test_every_quick_reply_is_known_again() -> None:
    sent = asked(3)
    data = sent.payloads[0]["interactiveData"]["data"]
    for index, item in enumerate(data["quick-reply"]["items"]):
        for answer in (
            {"selectedIdentifier": item["identifier"], "selectedIndex": index},
            {"selectedIndex": index, "items": data["quick-reply"]["items"]},
        ):
            found = resolve_reply(sent, reply(**{"quick-reply": answer}))
            assert isinstance(found, ChoiceResponse)
            assert (found.option.label, found.matched_by) == (LABELS[index], MatchedBy.IDENTIFIER)


def test_every_item_of_a_list_is_known_again() -> None:
    sent = asked(6)
    (section,) = sent.payloads[0]["interactiveData"]["data"]["listPicker"]["sections"]
    for item, label in zip(section["items"], LABELS, strict=True):
        taken = {"sections": [{**section, "items": [item]}]}
        found = resolve_reply(sent, reply(listPicker=taken))
        assert isinstance(found, ChoiceResponse)
        assert (found.option.label, found.postback_data) == (label, f"p-{label}")


def test_the_slot_of_a_time_picker_is_known_again() -> None:
    event = {
        "title": "Add",
        "event_start": "2026-12-01T09:00:00Z",
        "event_end": "2026-12-01T10:00:00Z",
        "event_title": "Visit",
        "event_description": "At home",
        "fallback_url": "https://example.com/e",
    }
    question = {
        "choice_message": {
            "text_message": {"text": "When?"},
            "choices": [{"calendar_message": event, "postback_data": "visit"}],
        }
    }
    sent = transcode(question, "APPLEBC", to=CUSTOMER, profile="rich")
    found = resolve_reply(sent, reply(event=sent.payloads[0]["interactiveData"]["data"]["event"]))
    assert isinstance(found, ChoiceResponse)
    assert (found.postback_data, found.matched_by) == ("visit", MatchedBy.IDENTIFIER)
