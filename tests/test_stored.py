"""Results read back from their JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus import PROPERTIES, RECIPIENTS, names, run
from tests.strategies import messages
from transcode import InvalidMessage, Profile, Transcoded, Transcoder, transcode
from transcode.channels import implemented
from transcode.inbound import resolve_reply

TEXT = {"text_message": {"text": "x" * 80 + "€"}}


@pytest.mark.parametrize("channel", implemented())
@pytest.mark.parametrize("name", names())
def test_what_is_written_is_read(name: str, channel: str) -> None:
    for profile in Profile:
        result = run(name, channel, profile=profile)
        assert Transcoded.from_json(result.to_json()) == result


@settings(deadline=None)
@given(messages(), st.sampled_from(implemented()), st.sampled_from(list(Profile)))
def test_any_result_is_read(message: dict[str, Any], channel: str, profile: Profile) -> None:
    result = Transcoder(profile=profile).transcode(message, channel, to=RECIPIENTS.get(channel), properties=PROPERTIES)
    assert Transcoded.from_json(result.to_json().encode()) == result


def test_a_vendor_s_parts() -> None:
    result = Transcoder(vendor="telnyx").transcode(TEXT, "SMS")
    read = Transcoded.from_json(result.to_json())
    assert read.segments is not None
    assert read.segments.segments == 2
    assert read.as_dict() == result.as_dict()


def test_a_reply_that_comes_later_is_resolved() -> None:
    message = {"choice_message": {"choices": [{"text_message": {"text": "Yes"}, "postback_data": "y"}]}}
    kept = transcode(message, "SMS").to_json()
    assert resolve_reply(Transcoded.from_json(kept), "yes!").postback_data == "y"  # type: ignore[union-attr]


REPLY = {
    "label": "a",
    "shown": "A",
    "kind": "text",
    "path": "choice_message",
    "postback": None,
    "identifier": None,
    "card": None,
}


@pytest.mark.parametrize(
    "change",
    [
        {"channel": None},
        {"outcome": "LOST"},
        {"payloads": [5]},
        {"payloads": None},
        {"findings": [{"code": "nothing"}]},
        {"replies": [{}]},
        {"text": 5},
        {"segments": {}},
        {"segments": {"text": 5}},
        {"billing": 1},
        {"payloads": [{"body": "\ud800"}]},
        {"payloads": [{"body": float("inf")}]},
        {"findings": [{"code": "empty", "path": 7, "message": "", "limit": None, "actual": None}]},
        {"findings": [{"code": "empty", "path": "", "message": "", "limit": "7", "actual": None}]},
        {"replies": [{**REPLY, "label": 7}]},
        {"replies": [{**REPLY, "card": True}]},
    ],
)
def test_what_is_none_is_refused(change: dict[str, Any]) -> None:
    data = json.loads(transcode(TEXT, "SMS").to_json()) | change
    with pytest.raises(InvalidMessage):
        Transcoded.from_json(json.dumps(data))


def test_parts_that_were_counted_otherwise_are_refused() -> None:
    data = json.loads(transcode(TEXT, "SMS").to_json())
    data["segments"]["units"] += 1
    with pytest.raises(InvalidMessage, match="segments: were counted with options"):
        Transcoded.from_json(json.dumps(data))


@pytest.mark.parametrize("text", ["", "5", "[]", "{}", "null", b"\xff", '{"channel": "SMS"}'])
def test_other_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(InvalidMessage):
        Transcoded.from_json(text)
