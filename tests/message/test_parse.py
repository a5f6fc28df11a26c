# ruff: noqa: E501 - tables of data
"""Bad input is named: the field and the fix. Good input is read in either spelling and kept whole."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import messages
from transcode import AppMessage, InvalidMessage, transcode
from transcode.message.parse import MAX_CHARACTERS, MAX_DEPTH, MAX_VALUES

TEXT = {"text_message": {"text": "a"}}


def errors(message: Any, **options: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidMessage) as caught:
        AppMessage.parse(message, **options)
    assert str(caught.value)
    return [(error.path, error.code, error.message) for error in caught.value.errors]


@pytest.mark.parametrize(
    ("message", "path", "part_of_the_sentence"),
    [
        ({"text_message": {"text": 5}}, "text_message.text", "must be a string"),
        ({"text_message": {"text": b"x"}}, "text_message.text", "must be a string"),
        ({"text_message": {}}, "text_message.text", "is required"),
        ({"text_message": "hello"}, "text_message", "must be an object"),
        ({"text_message": {"text": "a\ud800b"}}, "text_message.text", "character 2 is half of a surrogate pair"),
        ({}, "", "found none of them"),
        ({**TEXT, "media_message": {"url": "u"}}, "", "found text_message and media_message"),
        ({"textMessage": {"text": "a"}, "text_message": {"text": "b"}}, "", "twice, in two spellings"),
        ({"choice_message": {"choices": {}}}, "choice_message.choices", "must be a list"),
        ({"choice_message": {"choices": [{}]}}, "choice_message.choices[0]", "found none of them"),
        (
            {"choice_message": {"choices": [{"text_message": {"text": "a"}}, {"urlMessage": {"title": "t"}}]}},
            "choice_message.choices[1].url_message.url",
            "is required",
        ),
        ({"card_message": {"height": "HUGE"}}, "card_message.height", "'SHORT'"),
        ({"carousel_message": {}}, "carousel_message.cards", "is required"),
        (
            {"location_message": {"title": "t", "coordinates": {"latitude": 90.1, "longitude": 0}}},
            "location_message.coordinates.latitude",
            "must be 90 or less",
        ),
        (
            {"location_message": {"title": "t", "coordinates": {"latitude": 0, "longitude": -181}}},
            "location_message.coordinates.longitude",
            "must be -180 or more",
        ),
        (
            {"location_message": {"title": "t", "coordinates": {"latitude": "55", "longitude": 0}}},
            "location_message.coordinates.latitude",
            "must be a number",
        ),
        (
            {"location_message": {"title": "t", "coordinates": {"latitude": float("nan"), "longitude": 0}}},
            "location_message.coordinates.latitude",
            "finite",
        ),
        ({"contact_info_message": {"name": {"full_name": "x"}, "phone_numbers": []}}, "contact_info_message.phone_numbers", "at least 1"),
        (
            {"list_message": {"title": "t", "sections": [{"items": [{"choice": {"title": "a"}}, {"product": {"id": "1", "marketplace": "F"}}]}]}},
            "list_message",
            "one kind",
        ),
        ({"template_message": {}}, "template_message", "channel_template, omni_template or both"),
        ({"template_message": {"omni_template": {"template_id": "t"}}}, "template_message.omni_template.version", "is required"),
        ({**TEXT, "explicit_channel_message": {"SMS": {}}}, "explicit_channel_message.SMS", "json.dumps"),
        (
            {**TEXT, "channel_specific_message": {"WHATSAPP": {"message_type": "FLOWS", "message": {"flow_id": "1"}}}},
            "channel_specific_message.WHATSAPP.message.flow_cta",
            "is required",
        ),
        ({**TEXT, "channel_specific_message": {"WHATSAPP": {"message_type": "X"}}}, "channel_specific_message.WHATSAPP", "FLOWS"),
        ({**TEXT, "agent": {"type": "ROBOT"}}, "agent.type", "'HUMAN'"),
        ({"message": TEXT}, "", "pass what stands under 'message'"),
        ({"app_message": TEXT, "app_id": "x"}, "", "pass what stands under 'app_message'"),
    ],
)  # fmt: skip
def test_the_field_and_the_fix(message: Any, path: str, part_of_the_sentence: str) -> None:
    ((found, _, sentence),) = errors(message)
    assert found == path
    assert part_of_the_sentence in sentence


@pytest.mark.parametrize("value", ["2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "tomorrow", 5])
def test_timestamps(value: Any) -> None:
    calendar = {"title": "t", "event_start": value, "event_end": "2026-01-01T00:00:00+01:00", "event_title": "e", "fallback_url": "u"}  # fmt: skip
    ((path, _, _),) = errors({"choice_message": {"choices": [{"calendar_message": calendar}]}})
    assert path == "choice_message.choices[0].calendar_message.event_start"


@pytest.mark.parametrize("value", [object(), "\ud800", ["a\udfff"], {"\ud800": 1}, float("nan"), b"x"])
def test_what_is_passed_on_as_it_is_must_be_json(value: Any) -> None:
    flow = {"flow_id": "1", "flow_cta": "Go", "flow_action_payload": {"screen": "S", "data": {"x": value}}}
    message = {**TEXT, "channel_specific_message": {"WHATSAPP": {"message_type": "FLOWS", "message": flow}}}
    with pytest.raises(InvalidMessage) as caught:
        transcode(message, "WHATSAPP")
    data = "channel_specific_message.WHATSAPP.message.flow_action_payload.data"
    assert caught.value.errors[0].path in {"", data, f"{data}.x"}


def test_every_error_is_told_at_once() -> None:
    found = errors({"choice_message": {"choices": [{"url_message": {}}, {}], "text_message": {"text": None}}})
    assert [path for path, _, _ in found] == [
        "choice_message.text_message.text",
        "choice_message.choices[0].url_message.title",
        "choice_message.choices[0].url_message.url",
        "choice_message.choices[1]",
    ]


@pytest.mark.parametrize(
    ("text", "part_of_the_sentence"),
    [
        ("", "is not JSON"),
        ('{"text_message": ', "line 1, column"),
        ("null", "must be an object"),
        ("[]", "must be an object"),
        ('{"text_message": {"text": "a"}, "text_message": {"text": "b"}}', "'text_message' twice"),
        ('{"text_message": {"text": "a", "text": "b"}}', "'text' twice"),
        ('{"a": NaN}', "NaN"),
        ('{"a": -Infinity}', "-Infinity"),
        ('{"a": ' + "9" * 5000 + "}", "not usable JSON"),
        ("[" * 100_000, "nested deeper"),
        (b"\xff\xfe\x00", "is not"),
        (b'{"text_message": {"text": "\xff"}}', "byte 27"),
        ('{"text_message": {"text": "\\ud83d"}}', "half of a surrogate pair"),
        ('{"text_message": {"text": "a"}, "\\ud83d": 1}', "half of a surrogate pair"),
    ],
)
def test_bad_json(text: str | bytes, part_of_the_sentence: str) -> None:
    ((_, _, sentence),) = errors(text)
    assert part_of_the_sentence in sentence


@pytest.mark.parametrize(
    "message",
    [
        {"text_message": {"text": "x" * (MAX_CHARACTERS + 1)}},
        json.dumps({"text_message": {"text": "x" * MAX_CHARACTERS}}),
        {**TEXT, "unknown": [0] * MAX_VALUES},
        {"x" * (MAX_CHARACTERS + 1): 1},
    ],
)
def test_too_large(message: Any) -> None:
    ((_, code, _),) = errors(message)
    assert code == "too_large"


def test_the_bounds_are_inclusive() -> None:
    fits = MAX_CHARACTERS - len("text_message" + "text")
    assert AppMessage.parse({"text_message": {"text": "x" * fits}}).text_message


def test_too_deep_and_endless() -> None:
    deep: Any = "x"
    for _ in range(MAX_DEPTH + 1):
        deep = {"a": deep}
    endless: dict[str, Any] = dict(TEXT)
    endless["self"] = endless
    for message in (deep, endless):
        ((_, code, _),) = errors(message)
        assert code == "too_deep"


def test_unknown_fields_are_kept_or_refused() -> None:
    message = {"text_message": {"text": "a", "tone": "kind"}, "priority": 1}
    parsed = AppMessage.parse(message)
    assert parsed.model_dump(exclude_none=True) == message
    assert errors(message, strict=True) == [
        ("priority", "unknown_field", "is not part of the message schema: remove it"),
        ("text_message.tone", "unknown_field", "is not part of the message schema: remove it"),
    ]
    with pytest.raises(InvalidMessage):
        AppMessage.parse(parsed, strict=True)


def _camel(value: Any) -> Any:
    def name(key: str) -> str:
        head, *tail = key.split("_")
        return head + "".join(map(str.capitalize, tail))

    if isinstance(value, dict):
        return {name(key): _camel(item) for key, item in value.items()}
    return [_camel(item) for item in value] if isinstance(value, list) else value


@given(messages())
def test_camel_case_is_the_same_message(message: dict[str, Any]) -> None:
    assert AppMessage.parse(_camel(message)) == AppMessage.parse(message)


@given(messages())
def test_json_round_trip(message: dict[str, Any]) -> None:
    parsed = AppMessage.parse(message)
    dumped = parsed.model_dump_json(exclude_none=True)
    assert AppMessage.parse(dumped) == parsed
    assert AppMessage.parse(dumped.encode()) == parsed
    assert AppMessage.parse(parsed) is parsed
    assert AppMessage.parse(json.loads(dumped)).model_dump_json(exclude_none=True) == dumped


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(messages(), st.data())
def test_any_value_anywhere_is_an_error_or_a_message(message: dict[str, Any], data: st.DataObject) -> None:
    """A value of any type in the place of any other is read or named; nothing else is ever raised."""
    place: Any = message
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], (dict, list)) or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(_json)
    with suppress(InvalidMessage):
        assert AppMessage.parse(message).kind


@given(_json)
def test_anything_is_an_error_or_a_message(value: Any) -> None:
    with suppress(InvalidMessage):
        assert AppMessage.parse(value).kind
