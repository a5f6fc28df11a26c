"""KakaoTalk Chat's own limits, and what both of KakaoTalk's channels put on a card, each at n and n+1; its judge.

What the two channels have in common is in ``test_kakaotalk``.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.channels.test_kakaotalk import BOTH, card, contents, found, link, problems, question, reply, sent, specific
from tests.channels.test_kakaotalk import PRODUCT as A_PRODUCT
from transcode import Code, Outcome
from transcode.channels.kakaotalk import KakaoTalk, KakaoTalkChat

Json = dict[str, Any]

CHAT = "KAKAOTALKCHAT"


def feed(first: Json, channel: str) -> tuple[list[Json], Json]:
    """What goes before a carousel, and the first of its cards."""
    *before, shown = contents({"carousel_message": {"cards": [first, card("2", link())]}}, "rich", channel)
    return before, shown["carousel"]["list"][0]


def words(before: list[Json]) -> str:
    return "\n".join(one.get("text", one.get("message", "")) for one in before)


def buttons(shown: Json) -> list[Json]:
    found: list[Json] = shown["attachment"].get("button") or shown["attachment"]["buttons"]
    return found


@pytest.mark.parametrize("channel", BOTH)
def test_a_card_s_header_has_twenty_characters(channel: str) -> None:
    before, shown = feed(card("1", link(), title="x" * 20), channel)
    assert (before, shown["header"]) == ([], "x" * 20)
    before, shown = feed(card("1", link(), title="x" * 21), channel)
    assert shown["header"] == "x" * 19 + "…"
    assert "x" * 21 in words(before)


@pytest.mark.parametrize("channel", BOTH)
def test_a_card_s_text_has_180_characters(channel: str) -> None:
    before, shown = feed(card("1", link(), description="x" * 180), channel)
    assert (before, shown["message"]) == ([], "x" * 180)
    before, shown = feed(card("1", link(), description="x" * 181), channel)
    assert len(shown["message"]) <= 180
    assert "x" * 181 in words(before)


@pytest.mark.parametrize("channel", BOTH)
def test_a_card_has_two_buttons(channel: str) -> None:
    before, shown = feed(card("1", reply("A"), link("B")), channel)
    assert ([one["name"] for one in buttons(shown)], before) == (["A", "B"], [])
    before, shown = feed(card("1", reply("A"), link("B"), reply("C")), channel)
    assert [one["name"] for one in buttons(shown)] == ["A", "B"]
    assert "> C" in words(before) + shown["message"]


@pytest.mark.parametrize("channel", BOTH)
def test_a_card_s_label_has_eight_characters(channel: str) -> None:
    before, shown = feed(card("1", link("x" * 8)), channel)
    assert ([one["name"] for one in buttons(shown)], before) == (["x" * 8], [])
    before, shown = feed(card("1", link("x" * 9)), channel)
    assert [one["name"] for one in buttons(shown)] == ["x" * 7 + "…"]
    assert "x" * 9 in words(before) + shown["message"]


def test_a_message_in_a_session_has_five_buttons() -> None:
    five = [link(f"B{number}", f"https://example.com/{number}") for number in range(5)]
    (shown,) = contents(question(*five), channel=CHAT)
    assert len(buttons(shown)) == 5
    (shown,) = contents(question(*five, link("B5", "https://example.com/5")), channel=CHAT)
    assert len(buttons(shown)) == 5
    assert "https://example.com/5" in shown["message"]


def test_buttons_and_quick_replies_have_room_each() -> None:
    links = [link(f"B{number}", f"https://example.com/{number}") for number in range(5)]
    (shown,) = contents(question(*links, *(reply(f"A{number}") for number in range(10))), channel=CHAT)
    assert (len(buttons(shown)), len(shown["attachment"]["quickReplies"])) == (5, 10)
    assert shown["message"] == "What now?"


def test_a_user_key_has_twenty_characters() -> None:
    hello = {"text_message": {"text": "Hi"}}
    assert sent(hello, channel=CHAT, to="x" * 20).deliverable
    assert found(sent(hello, channel=CHAT, to="x" * 21), Code.RECIPIENT_REFUSED) == [("to", None, None)]


@pytest.mark.parametrize(("length", "refused"), [(34, False), (35, True)])
def test_the_details_of_a_product(length: int, refused: bool) -> None:
    result = sent(specific("COMMERCE", {**A_PRODUCT, "additional_content": "x" * length}))
    assert bool(found(result, Code.TOO_LONG)) is refused


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize("choice", ["call", "location", "calendar", "share"])
def test_a_choice_that_kakaotalk_has_no_button_for(choice: str, channel: str) -> None:
    place = {"latitude": 55.610479, "longitude": 13.002873}
    day = {"event_start": "2026-12-01T09:00:00Z", "event_end": "2026-12-01T10:00:00Z"}
    given: Json = {
        "call": {"call_message": {"title": "Call", "phone_number": "+821012345678"}},
        "location": {"location_message": {"title": "Map", "coordinates": place}},
        "calendar": {
            "calendar_message": {"title": "Day", "event_title": "E", "event_description": "D", **day}
            | {"fallback_url": "https://example.com/day"}
        },
        "share": {"share_location_message": {"title": "Here", "fallback_url": "https://example.com/here"}},
    }[choice]
    result = sent(question(reply("Yes"), given), channel=channel)
    assert result.outcome in (Outcome.NATIVE, Outcome.ADAPTED)
    (shown,) = contents(question(reply("Yes"), given), channel=channel)
    links = (*shown["attachment"].get("button", ()), *shown["attachment"].get("buttons", ()))
    opened = [one["urlMobile"] for one in links if one["type"] == "WL"]
    if choice == "call":
        assert opened == []
        assert "+821012345678" in (shown.get("text") or shown["message"])
        assert found(result, Code.CHOICE_AS_LINE)
    else:
        expected = {"location": "query=55.610477,13.002873", "calendar": "/day", "share": "/here"}[choice]
        assert [url.endswith(expected) for url in opened] == [True]
        assert choice == "location" or result.losses


@pytest.mark.parametrize(("channel", "room"), [("KAKAOTALK", 5), (CHAT, 10)])
@pytest.mark.parametrize("more", [0, 1])
def test_a_list_with_more_items_than_a_message_has_answers(channel: str, room: int, more: int) -> None:
    items = [{"choice": {"title": f"Tea {number}"}} for number in range(room + more)]
    message = {"list_message": {"title": "Drinks", "sections": [{"items": items}]}}
    (shown,) = contents(message, "rich", channel)
    attachment = shown["attachment"]
    names = [one["name"] for one in attachment.get("button") or attachment["quickReplies"]]
    assert names == [f"Tea {number}" for number in range(room)]
    result = sent(message, "rich", channel)
    path = f"list_message.sections[0].items[{room}].choice"
    assert found(result, Code.CHOICE_AS_LINE) == [(path, room, room + 1)] * more
    text = shown.get("text") or shown["message"]
    assert text.count(f"Tea {room + more - 1}") == 1
    assert len(result.replies) == room + more


def test_each_limit_has_a_source() -> None:
    for limit in (*KakaoTalk.limits, *KakaoTalkChat.limits):
        assert limit.source
        assert limit.value > 0


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("userKey",), ""),
        (("userKey",), "x" * 21),
        (("colour",), "red"),
        (("senderKey",), None),
        (("message",), "x" * 1001),
        (("message",), " "),
        (("attachment", "buttons", 0, "name"), "x" * 15),
        (("attachment", "quickReplies", 0, "name"), "x" * 15),
        (("attachment", "quickReplies"), [{"type": "BK", "name": "A"}] * 11),
        (("attachment", "colour"), "red"),
    ],
)
def test_the_judge_sees_what_is_wrong(keys: tuple[str | int, ...], value: Any) -> None:
    right = dict(sent(question(reply("Yes"), link()), channel=CHAT).payloads[0])
    assert problems(right, CHAT) == []
    wrong: Any = deepcopy(right)
    here = wrong
    for key in keys[:-1]:
        here = here[key]
    here[keys[-1]] = value
    assert problems(wrong, CHAT)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("list",), []),
        (("list", 0, "header"), "x" * 21),
        (("list", 0, "message"), "x" * 181),
        (("list", 0, "attachment", "buttons"), [{"type": "BK", "name": "A"}] * 3),
        (("list", 0, "attachment", "buttons", 0, "name"), "x" * 9),
    ],
)
def test_the_judge_sees_what_is_wrong_with_a_carousel(keys: tuple[str | int, ...], value: Any) -> None:
    cards = [card("1", link()), card("2", link())]
    right = dict(sent({"carousel_message": {"cards": cards}}, "rich", CHAT).payloads[0])
    assert problems(right, CHAT) == []
    wrong: Any = deepcopy(right["carousel"])
    here = wrong
    for key in keys[:-1]:
        here = here[key]
    here[keys[-1]] = value
    assert problems({**right, "carousel": wrong}, CHAT)
