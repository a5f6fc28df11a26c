"""Callbacks of every channel with one odd place: read or refused as ours, and nothing that came in is lost."""

from __future__ import annotations

import contextlib
import copy
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.inbound import test_apple as apple
from tests.inbound import test_kakaotalk as kakaotalk
from tests.inbound import test_messenger as messenger
from tests.inbound import test_rcs as rcs
from tests.inbound import test_viber as viber
from tests.inbound.test_batches import json_values, scalars
from tests.inbound.test_native import line, telegram, whatsapp
from transcode import InvalidMessage
from transcode.inbound import Received, receive

Json = dict[str, Any]
_PICTURE: Final = messenger.attachment("image", url=messenger.IMAGE)
_PLACE: Final = messenger.attachment("location", coordinates={"lat": 1.5, "long": 2.5})

CALLBACKS: Final[dict[str, Json]] = {
    "WhatsApp": whatsapp({"type": "button", "button": {"text": "Yes", "payload": "yes"}, "context": {"id": "w0"}}),
    "LINE": line({"type": "message", "message": {"type": "location", "id": "1", "latitude": 1.5, "longitude": 2.5}}),
    "Telegram": telegram(text="Hi", entities=[{"type": "bold", "offset": 0, "length": 2}]),
    "Messenger": messenger.message(text="Look", attachments=[_PICTURE, _PLACE]),
    "RCS": rcs.user(suggestionResponse={"postbackData": "yes", "text": "Yes", "type": "REPLY"}),
    "RCS, receipt": rcs.happened("DELIVERED", messageId="m"),
    "Viber": viber.message("location", location={"lat": 1.5, "lon": 2.5}, tracking_data="t"),
    "Viber Business": viber.report("REJECTED", doneAt="2026-11-27T09:00:00.000+0100"),
    "KakaoTalk Chat": kakaotalk.message({"comment": "Hi"}),
    "KakaoTalk": kakaotalk.report("10000"),
    "Apple": apple.picked("1", "2"),
    "Apple, file": apple.request("text", body="Look", attachments=[apple.file("a.jpg"), apple.file("b.jpg")]),
    "SMS API": {
        "type": "delivery_report_sms",
        "batch_id": "b",
        "statuses": [{"code": 0, "status": "Delivered", "count": 2, "recipients": ["1", "2"]}],
    },
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where each value of a callback stands, but for the callback itself."""
    if path:
        yield path
    if isinstance(value, dict):
        for name in value:
            yield from places(value[name], (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


def replaced(callback: Json, path: tuple[Any, ...], odd: Any, how: str) -> Json:
    """Return the callback with something else at a place, or with a list of it, or without."""
    found: Any = copy.deepcopy(callback)
    parent = found
    for step in path[:-1]:
        parent = parent[step]
    if how == "gone":
        del parent[path[-1]]
    else:
        parent[path[-1]] = [parent[path[-1]]] * 2 if how == "listed" else odd
    return found  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", CALLBACKS)
def test_each_place_gone_or_of_another_type(name: str) -> None:
    for path in places(CALLBACKS[name]):
        for how, odd in (("gone", None), ("listed", None), ("odd", 7), ("odd", []), ("odd", {})):
            everything_is_read_or_refused(replaced(CALLBACKS[name], path, odd, how))


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from([*CALLBACKS]), where=st.integers(0, 400), odd=json_values)
def test_anything_at_any_place(name: str, where: int, odd: Any) -> None:
    known = [*places(CALLBACKS[name])]
    everything_is_read_or_refused(replaced(CALLBACKS[name], known[where % len(known)], odd, "odd"))


# --- batches ---


def _events(*numbers: int) -> list[Json]:
    return [event for number in numbers for event in messenger.message(text=str(number))["entry"][0]["messaging"]]


def _results(*texts: str) -> list[Json]:
    return [result for text in texts for result in viber.inbound({"type": "TEXT", "text": text})["results"]]


_TEXT: Final = {"type": "text", "text": {"body": "Hi"}}
_LISTS: Final[dict[str, tuple[Json, tuple[Any, ...]]]] = {
    "WhatsApp, messages": (whatsapp(_TEXT, _TEXT), ("entry", 0, "changes", 0, "value", "messages")),
    "WhatsApp, changes": (whatsapp(_TEXT), ("entry", 0, "changes")),
    "WhatsApp, entries": (whatsapp(_TEXT), ("entry",)),
    "LINE": (line({"type": "message", "message": {"type": "text", "id": "1", "text": "Hi"}}), ("events",)),
    "Messenger": ({"object": "page", "entry": [{"id": "1", "messaging": _events(1, 2)}]}, ("entry", 0, "messaging")),
    "Instagram": ({"object": "instagram", "entry": [{"id": "1", "messaging": _events(1)}]}, ("entry",)),
    "Viber Business": ({"results": _results("a", "b"), "messageCount": 2}, ("results",)),
    "KakaoTalk Chat": (kakaotalk.message({"comment": "a"}, {"comment": "b"}), ("contents",)),
    "SMS API": (CALLBACKS["SMS API"], ("statuses",)),
}
_EMPTY: Final = ({}, {"id": "9"}, {"id": "9", "changes": []}, {"id": "9", "messaging": []}, {"type": "text"})


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from([*_LISTS]),
    where=st.integers(0, 400),
    odd=json_values | st.sampled_from(_EMPTY),
    inside=st.booleans(),
    last=st.booleans(),
)
@example(name="WhatsApp, entries", where=0, odd={"id": "9", "changes": []}, inside=False, last=True)
@example(name="Instagram", where=0, odd={"id": "9", "messaging": []}, inside=False, last=True)
def test_one_odd_part_costs_no_other(name: str, where: int, odd: Any, inside: bool, last: bool) -> None:
    callback, path = _LISTS[name]
    batch = copy.deepcopy(callback)
    parts: Any = batch
    for step in path:
        parts = parts[step]
    if inside:
        known = [*places(parts[0])]
        odd = replaced(parts[0], known[where % len(known)], odd, "odd")
    parts.insert(len(parts) if last else 0, odd)
    received = receive(json.dumps(batch))
    assert not Counter(_told(receive(callback))) - Counter(_told(received))
    came_back = json.loads(json.dumps(received.as_dict(), allow_nan=False))
    assert not Counter({*scalars(batch)}) - Counter({*scalars(came_back)})


def _told(received: Received) -> Iterator[str]:
    """Yield each message and report, but for what the callback says around it."""
    for told in (*received.messages, *received.deliveries):
        yield told.model_copy(update={"native": {}, "envelope": None}).model_dump_json(exclude_unset=True)


# --- the law ---


def everything_is_read_or_refused(callback: Json) -> None:
    with contextlib.suppress(InvalidMessage):
        received = receive(json.dumps(callback))
        came_back = json.loads(json.dumps(received.as_dict(), allow_nan=False))
        assert not Counter({*scalars(callback)}) - Counter({*scalars(came_back)})
