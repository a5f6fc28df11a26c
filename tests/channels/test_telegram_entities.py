"""Telegram's formatted texts: how many formats a message takes, and how large its links may be together."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_bounds import grows
from transcode import Code, Transcoded, Transcoder, transcode
from transcode.channels.telegram import Telegram

pytest.importorskip("markdown_it")

Json = dict[str, Any]

PHOTO = "https://example.com/a.jpg"
_LIMITS = {limit.name: limit.value for limit in Telegram.limits}
MOST, SIZE = _LIMITS["entities"], _LIMITS["size of entities"]


def sent(message: Json, profile: str = "documented", **options: Any) -> Transcoded:
    return transcode(message, "TELEGRAM", to="1", profile=profile, markup="markdown", **options)


def text(typed: str, **options: Any) -> Transcoded:
    return sent({"text_message": {"text": typed}}, **options)


def card(typed: str) -> Json:
    return {"card_message": {"title": "T", "description": typed, "media_message": {"url": PHOTO}}}


def entities(result: Transcoded) -> list[list[Json]]:
    """Those of each message."""
    return [[*one.get("entities", one.get("caption_entities", ()))] for one in result.payloads]


def size(found: list[Json]) -> int:
    return sum(16 + len(one.get("url", "").encode()) for one in found)


def formats(result: Transcoded) -> list[tuple[str, frozenset[tuple[str, str]]]]:
    """Every character that is read, with its formats."""
    letters = []
    for payload in result.payloads:
        units = payload["text"].encode("utf-16-le")
        inside: list[set[tuple[str, str]]] = [set() for _ in range(len(units) // 2)]
        for one in payload.get("entities", ()):
            for unit in range(one["offset"], one["offset"] + one["length"]):
                inside[unit].add((one["type"], one.get("url", "")))
        letters += [(units[2 * unit : 2 * unit + 2].hex(), frozenset(inside[unit])) for unit in range(len(units) // 2)]
    return letters


def split(result: Transcoded, code: Code = Code.SPLIT) -> list[str]:
    return [one.message for one in result.findings if one.code is code]


def test_a_message_has_a_hundred_formats() -> None:
    whole = text(" ".join(["**b** x"] * MOST))
    assert list(map(len, entities(whole))) == [MOST]
    assert split(whole) == []
    more = text(" ".join(["**b** x"] * (MOST + 1)))
    assert list(map(len, entities(more))) == [MOST, 1]
    assert "".join(one["text"] for one in more.payloads) == " ".join(["b x"] * (MOST + 1))
    assert more.payloads[1]["text"] == "b x"
    assert split(more) == ["The text is sent as 2 messages: one may have 100 formats and links."]


def test_it_is_split_between_lines_if_there_are_any() -> None:
    result = text("\n".join(["**Item** at *5.00*"] * 60))
    assert [one["text"].count("\n") for one in result.payloads] == [50, 9]
    assert list(map(len, entities(result))) == [100, 20]


def test_what_a_format_has_inside_is_counted() -> None:
    result = text(f"**{' '.join(['a *b*'] * 150)}**")
    assert list(map(len, entities(result))) == [100, 52]
    assert all(found[0]["type"] == "bold" for found in entities(result))
    assert len(formats(result)) == len(" ".join(["a b"] * 150))


def test_a_caption_has_as_many_as_a_message() -> None:
    (whole,) = sent(card(" ".join(["**b**"] * (MOST))), "rich").payloads
    assert len(whole["caption_entities"]) == MOST
    result = sent(card(" ".join(["**b**"] * (MOST + 1))), "rich")
    assert [one["method"] for one in result.payloads] == ["sendPhoto", "sendMessage", "sendMessage"]
    assert list(map(len, entities(result))) == [0, MOST, 1]
    assert split(result, Code.CAPTION_APART) == [
        "The file and its text are sent as 3 messages: a caption may have 100 formats and links."
    ]


def test_an_album_has_no_caption_that_is_too_much() -> None:
    def album(count: int) -> Transcoded:
        cards = [card(" ".join(["**b**"] * count))["card_message"]] * 2
        return sent({"carousel_message": {"cards": cards}}, "rich")

    assert [one["method"] for one in album(MOST).payloads] == ["sendMediaGroup"]
    assert [one["method"] for one in album(MOST + 1).payloads] == ["sendPhoto", "sendMessage", "sendMessage"] * 2


def test_links_of_a_message_have_nine_and_a_half_kilobytes() -> None:
    def links(*sizes: int) -> Transcoded:
        urls = ["https://x.example/".ljust(one - 16, "a") for one in sizes]
        return text(" ".join(f"[w]({url})" for url in urls))

    whole = links(*[SIZE // 10] * 10)
    assert [size(found) for found in entities(whole)] == [SIZE]
    assert split(whole) == []
    more = links(*[SIZE // 10] * 9, SIZE // 10 + 1)
    assert [size(found) for found in entities(more)] == [SIZE // 10 * 9, SIZE // 10 + 1]
    assert split(more) == ["The text is sent as 2 messages: one may have 9500 bytes of links."]


def test_a_link_that_no_message_has_room_for_stands_in_the_text() -> None:
    url = "https://x.example/" + "a" * SIZE
    result = text(f"**See [here]({url})**")
    assert url in "".join(one["text"] for one in result.payloads)
    assert Code.MARKUP_PLAIN in {one.code for one in result.findings}
    assert all("url" not in one for found in entities(result) for one in found)


WORDS = st.sampled_from(
    ("a", "**b**", "*c*", "~~d~~", "`e`", "\n", "😀", "**f *g* h**", f"[i](https://x.example/{'j' * 900})")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=400), st.sampled_from((6, 20, 100)), st.sampled_from((50, 4096)))
def test_every_message_is_formatted_whole(words: list[str], most: int, length: int) -> None:
    typed = " ".join(words)
    result = text(typed, limits={"TELEGRAM": {"entities": most, "text": length}})
    assert all(len(found) <= most and size(found) <= SIZE for found in entities(result))
    as_one = text(typed, limits={"TELEGRAM": {"entities": 10_000, "size of entities": 10_000_000, "text": 10_000_000}})
    blank = {"2000", "0a00"}  # between messages, what is blank alone is left out
    assert [one for one in formats(result) if one[0] not in blank] == [
        one for one in formats(as_one) if one[0] not in blank
    ]


def test_many_formats_cost_their_number() -> None:
    transcoder = Transcoder(markup="markdown")

    def message(count: int) -> Json:
        return {"text_message": {"text": "**" + " *a* b" * count + "**"}}

    assert grows(message, lambda data: transcoder.transcode(data, "TELEGRAM"), 1_000) < 13
