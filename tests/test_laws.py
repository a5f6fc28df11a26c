"""What holds for every message and every channel."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.corpus import PROPERTIES, RECIPIENTS
from tests.fuzz.shrinking import abridged
from tests.laws import breaches, read
from tests.marks import marked
from tests.strategies import CONTENTS, lengthened, messages
from transcode import Code, Finding, Profile, Transcoded, Transcoder
from transcode.channels import implemented, writer_for

TRANSCODERS = {profile: Transcoder(profile=profile) for profile in Profile}
OF_KIND = {kind: lengthened(messages(kind)) for kind in CONTENTS}
Place = tuple[str, Profile]
"""A channel and how it is written."""


def _transcode(message: Any, channel: str, transcoder: Transcoder = TRANSCODERS[Profile.DOCUMENTED]) -> Transcoded:
    try:
        return transcoder.transcode(message, channel, to=RECIPIENTS.get(channel), properties=PROPERTIES)
    except Exception as error:
        error.add_note(f"on {channel}, profile {transcoder.profile}")
        raise


@pytest.fixture
def places(law_channels: tuple[str, ...]) -> list[Place]:
    """Where a message is tried."""
    return [(channel, profile) for channel in law_channels for profile in Profile]


def _holds(message: dict[str, Any], places: list[Place]) -> None:
    """Fail where a law is broken, and tell where. What is tried from then on is tried there alone."""
    told = read(message)
    broken = {
        (channel, profile): found
        for channel, profile in places
        if (found := breaches(message, told, _transcode(message, channel, TRANSCODERS[profile])))
    }
    if broken:
        places[:] = broken
    lines = [f"{channel}, {profile}: {breach}" for (channel, profile), found in broken.items() for breach in found]
    assert not lines, _told([*lines, json.dumps(message)])


def _told(lines: list[str]) -> str:
    return "\n".join(["", *map(abridged, lines)])


# A message costs about as much to make up as to send on a few channels: each is tried on all of them. The examples
# are shared out by the kind of message, so that tests can run side by side. What one example tells of the places is
# kept for the next on purpose: a smaller message is sought only where the first one failed, many times faster.
@pytest.mark.parametrize("kind", CONTENTS)
@settings(
    settings.get_profile("laws"), suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_the_laws_hold_on_every_channel(kind: str, places: list[Place], data: st.DataObject) -> None:
    """With words that may repeat, be empty or be those of a payload; and with a word of its own in every text."""
    message = data.draw(OF_KIND[kind], "message")
    _holds(message, places)
    _holds(marked(message), places)


ASKED = {"title": "zq000k", "fallback_url": "https://zq001k.example"}
EVENT = {
    "title": "a",
    "event_start": "1999-01-01T00:00:00Z",
    "event_end": "2000-01-01T00:00:00Z",
    "event_title": "0",
    "fallback_url": "",
}


@pytest.mark.parametrize("choice", [{"share_location_message": ASKED}, {"calendar_message": EVENT}], ids=list)
def test_the_laws_hold_for_a_choice(choice: dict[str, Any], places: list[Place]) -> None:
    _holds({"choice_message": {"choices": [choice]}}, places)


def test_a_line_that_is_not_there_breaks_a_law() -> None:
    choices = [{"url_message": {"title": "zq000k", "url": "https://zq001k.example"}}]
    message = {"choice_message": {"choices": choices}}
    result = _transcode(message, "SMS")
    where = "choice_message.choices[0].url_message"
    line = Finding(Code.CHOICE_AS_LINE, where, "It is a line.")
    lost = Finding(Code.DROPPED, f"{where}.title", "It is not shown.")
    for findings, laws in (
        ((line,), []),
        ((lost,), ["is_called_lost"]),
        ((line, lost), ["is_called_lost", "is_no_line"]),
    ):
        found = breaches(message, read(message), replace(result, findings=findings))
        assert [breach.partition(":")[0] for breach in found if "NATIVE" not in breach] == laws


# A text in many pieces has a value in none of them; that it is whole in all of them together is tried elsewhere.
SPLIT_BY = {"text", "direct send text", "body"}
FIGURES = {
    channel: [
        limit.name
        for limit in writer_for(channel).limits
        if limit.name not in writer_for(channel).fixed_limits | SPLIT_BY
    ]
    for channel in implemented()
}


@settings.get_profile("figures")
@given(lengthened(messages()).map(marked), st.integers(0, 99), st.sampled_from((1, 2, 3, 8, 20)))
def test_the_laws_hold_with_other_figures(
    law_channels: tuple[str, ...], message: dict[str, Any], number: int, value: int
) -> None:
    """A form with less room, a button or a card less: what has no room is told, whatever the figures are."""
    told, broken = read(message), []
    for channel in law_channels:
        if not FIGURES[channel]:
            continue
        limit = FIGURES[channel][number % len(FIGURES[channel])]
        for profile in Profile:
            result = _transcode(message, channel, Transcoder(profile=profile, limits={channel: {limit: value}}))
            where = f"{channel}, {profile}, {limit}={value}"
            broken += [f"{where}: {breach}" for breach in breaches(message, told, result)]
    assert not broken, _told(broken)


REPEATED = st.sampled_from(("Hello", "https://example.com", "Read https://example.com today", "1", "Shop"))


@settings(max_examples=120)
@given(st.lists(REPEATED, min_size=4, max_size=4))
def test_values_that_repeat_are_not_called_lost(values: list[str]) -> None:
    text, title, label, description = values
    message = {
        "card_message": {
            "title": title,
            "description": description,
            "choices": [
                {"text_message": {"text": text}},
                {"url_message": {"title": label, "url": "https://example.com"}},
            ],
        }
    }
    assert _transcode(message, "SMS").losses == ()


@settings(max_examples=120)
@given(messages())
def test_the_same_message_gives_the_same_bytes(law_channels: tuple[str, ...], message: dict[str, Any]) -> None:
    before = json.dumps(message)
    for profile, transcoder in TRANSCODERS.items():
        fresh = Transcoder(profile=profile)
        for channel in law_channels:
            first = _transcode(message, channel, transcoder).to_json()
            assert json.dumps(message) == before, channel
            again = _transcode(before, channel, fresh)
            assert again.to_json() == first, channel
            assert json.loads(first) == again.as_dict(), channel


@settings(max_examples=120)
@given(messages())
def test_sms_parts_join_to_the_text_and_fit(message: dict[str, Any]) -> None:
    result = _transcode(message, "SMS")
    segments = result.segments
    assert segments is not None
    assert "".join(part.text for part in segments.parts) == result.text == result.payloads[0]["body"]
    assert len(segments.parts) == segments.segments
    assert sum(part.units for part in segments.parts) == segments.units
    assert all(part.units <= part.capacity for part in segments.parts)


@settings(max_examples=100)
@given(messages())
def test_plain_text_is_transcoded_to_itself(message: dict[str, Any]) -> None:
    text = _transcode(message, "SMS").text
    again = _transcode({"text_message": {"text": text}}, "SMS")
    assert again.text == text
    assert not again.losses or not (text or "").strip() or again.losses[0].limit == 2000
