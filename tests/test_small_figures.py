"""The laws hold for messages that have everything, whichever figure of a channel is made small."""

from __future__ import annotations

from typing import Any

import pytest

from tests.corpus import PROPERTIES, RECIPIENTS
from tests.laws import breaches, read
from tests.marks import marked
from transcode import Profile, Transcoder
from transcode.channels import implemented, writer_for

Json = dict[str, Any]

# A text in many pieces has a value in none of them.
SPLIT_BY = {"text", "direct send text", "body"}
IMAGE = "https://a.example/a.jpg"


def answer(text: str) -> Json:
    return {"text_message": {"text": text}, "postback_data": f"pb {text}"}


def link(title: str) -> Json:
    return {"url_message": {"title": title, "url": f"https://b.example/{title}"}}


CALL = {"call_message": {"title": "Call", "phone_number": "+46701234567"}}
PLACE = {"title": "Shop", "label": "Entrance", "coordinates": {"latitude": 1, "longitude": 2}}
ASK = {"share_location_message": {"title": "Share", "fallback_url": "https://a.example/s"}}
EVENT = {
    "calendar_message": {
        "title": "Add",
        "event_start": "2026-12-01T09:00:00Z",
        "event_end": "2026-12-01T10:00:00Z",
        "event_title": "Tea",
        "event_description": "Milk",
        "fallback_url": "https://a.example/e.ics",
    }
}


def question(*choices: Json) -> Json:
    return {"choice_message": {"text_message": {"text": "What now?"}, "choices": list(choices)}}


def card(*choices: Json) -> Json:
    media = {"url": IMAGE}
    return {"title": "Title", "description": "Description", "media_message": media, "choices": list(choices)}


def item(name: str) -> Json:
    media = {"url": IMAGE}
    return {"choice": {"title": name, "description": f"About {name}", "media": media, "postback_data": f"pb {name}"}}


SECTIONS = [{"title": "Hot", "items": [item("Tea"), item("Coffee")]}, {"title": "Cold", "items": [item("Milk")]}]
MESSAGES = [
    {"card_message": card(answer("Yes"), answer("No"), link("Read"), link("More"))},
    {"card_message": card(link("Read"), CALL, {"location_message": PLACE})},
    {"card_message": card(answer("Yes"), EVENT, ASK)},
    question(answer("Yes"), answer("No"), link("Read"), link("More")),
    question(EVENT),
    question(*map(answer, "ABCDEFGHIJKL")),
    question(link("Read"), CALL, {"location_message": PLACE}),
    {
        "carousel_message": {
            "cards": [card(answer("Yes"), link("Read")), card(answer("No"), link("More"), CALL)],
            "choices": [answer("All"), link("Site")],
        }
    },
    {"carousel_message": {"cards": [card(link("Read")), card(link("More"))]}},
    {"list_message": {"title": "Drinks", "description": "All of them", "sections": SECTIONS}},
    {"location_message": PLACE},
    {"media_message": {"url": "https://a.example/a.pdf", "filename_override": "Prices of the year.pdf"}},
]


@pytest.mark.parametrize("channel", implemented())
def test_the_laws_hold_whichever_figure_is_small(channel: str) -> None:
    writer = writer_for(channel)
    messages = [(message := marked(one), read(message)) for one in MESSAGES]
    broken = []
    for name in {limit.name for limit in writer.limits} - writer.fixed_limits - SPLIT_BY:
        for value in (1, 3):
            for profile in Profile:
                transcoder = Transcoder(profile=profile, limits={channel: {name: value}})
                for message, told in messages:
                    result = transcoder.transcode(message, channel, to=RECIPIENTS.get(channel), properties=PROPERTIES)
                    broken += [f"{profile}, {name}={value}: {one}" for one in breaches(message, told, result)]
    assert broken == []
