"""No message costs more than its length allows, and what is too large is refused before any work."""

from __future__ import annotations

import itertools
import json
import re
import sys
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
import regex

from transcode import AppMessage, InvalidMessage, Transcoder, transcode, transcode_request
from transcode.channels import implemented
from transcode.message import parse
from transcode.message.parse import MAX_ENTRIES, parse_json

TEXT = {"text_message": {"text": "x"}}


def peak(work: Callable[[], object]) -> int:
    """Bytes that ``work`` held at the most, what it loads once apart."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def operations(work: Callable[[], object]) -> int:
    """Lines of Python that ``work`` went through, what it prepares once apart."""
    work()
    count = 0

    def trace(frame: Any, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def grows(
    make: Callable[[int], Any], work: Callable[[Any], object], size: int, measure: Any = operations, times: int = 10
) -> float:
    """How many times more it costs where the input is ``times`` as large."""
    small, large = make(size), make(times * size)
    return measure(lambda: work(large)) / max(measure(lambda: work(small)), 1)


# --- names that callers choose ---


@pytest.mark.parametrize(
    "message",
    [
        lambda n: {**TEXT, "explicit_channel_message": {"." * n: "x", "y": "z"}},
        lambda n: {**TEXT, "[" * n: 1, "y": 2},
        lambda n: {**TEXT, "channel_specific_message": {}, "." * n: "x"},
    ],
)
def test_a_long_name_costs_its_length(message: Callable[[int], dict[str, Any]]) -> None:
    transcode(message(10), "SMS")
    assert grows(message, lambda data: transcode(data, "SMS"), 10_000, peak) < 12
    result = transcode(message(10), "SMS")
    assert {finding.code.value for finding in result.findings} & {"unknown_channel", "unknown_field"}


class _Name(str):
    """A name that counts how often it is compared."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other: object) -> bool:
        _Name.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def test_a_name_given_twice_is_found_in_one_pass() -> None:
    def compared(count: int) -> int:
        _Name.compared = 0
        pairs = [(_Name(f"k{number}"), 1) for number in range(count)]
        with pytest.raises(InvalidMessage, match="twice in one object"):
            parse._object([*pairs, (_Name(f"k{count - 1}"), 2)])
        return _Name.compared

    assert compared(10_000) < 12 * compared(1_000)


def test_json_that_names_a_field_twice() -> None:
    with pytest.raises(InvalidMessage, match="has the field 'b' twice"):
        parse_json('{"a": 1, "b": {"c": 1}, "b": 2}')


def test_nothing_remembers_the_names_of_callers() -> None:
    def wrong(number: int) -> None:
        with pytest.raises(InvalidMessage):
            transcode({"choice_message": {"choices": [{f"unknown_name_{number}": 1}]}}, "SMS")

    for number in range(50):
        wrong(number)
    tracemalloc.start()
    before = tracemalloc.take_snapshot()
    for number in range(50, 550):
        wrong(number)
    kept = sum(entry.size_diff for entry in tracemalloc.take_snapshot().compare_to(before, "filename"))
    tracemalloc.stop()
    assert kept < 100_000


# --- depth, lists, what is no data ---


def test_an_override_is_bounded_like_a_message() -> None:
    deep = '{"a":' * 500 + "1" + "}" * 500
    for channel in implemented():
        if channel == "SMS":  # any string is a text
            continue
        with pytest.raises(InvalidMessage, match="deeper than 40 levels"):
            transcode({**TEXT, "explicit_channel_message": {channel: deep}}, channel)


def test_a_generator_is_no_list() -> None:
    endless = {"carousel_message": {"cards": itertools.repeat({"title": "x"})}}
    with pytest.raises(InvalidMessage, match="has a repeat: write lists"):
        transcode(endless, "SMS")
    with pytest.raises(InvalidMessage, match="has a set"):
        transcode({"choice_message": {"choices": {1, 2}}}, "SMS")


@pytest.mark.parametrize(
    "message",
    [
        {"carousel_message": {"cards": [{"title": "x"}] * (MAX_ENTRIES + 1)}},
        {"contact_info_message": {"name": {"full_name": "x"}, "phone_numbers": [{"phone_number": "1"}] * 5_000}},
        {"list_message": {"title": "x", "sections": [{"items": [{"choice": {"title": "x"}}] * 3_000}]}},
    ],
)
def test_a_list_far_beyond_the_schema_is_refused(message: dict[str, Any]) -> None:
    with pytest.raises(InvalidMessage, match=r"has a list of [\d,]+: at most 500 are read"):
        AppMessage.parse(message)


@pytest.mark.parametrize("channel", implemented())
@pytest.mark.parametrize(
    "message",
    [
        lambda n: {"list_message": {"title": "x", "sections": [{"items": [{"choice": {"title": "é" * n}}] * 3}]}},
        lambda n: {"text_message": {"text": "*" * n}},
        lambda n: {"text_message": {"text": "`" * n}},
        lambda n: {"text_message": {"text": "👨‍👩‍👧" * (n // 5)}},
        lambda n: {"card_message": {"title": "a" * n, "description": "b " * n}},
    ],
    ids=["equal titles", "stars", "backticks", "families", "card"],
)
def test_a_long_text_costs_its_length(message: Callable[[int], Any], channel: str) -> None:
    # From where it fills several messages: what costs nothing until then is no measure.
    transcoder = Transcoder(profile="rich", markup="literal")
    assert grows(message, lambda data: transcoder.transcode(data, channel), 11_000, times=4) < 5


class Clusters:
    """What is asked for clusters while flags stand in a row: which two belong together, all before them tell."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.longest = self.read = 0
        monkeypatch.setattr("transcode.measure._clusters", lambda: self._found)

    def _found(self, text: str) -> list[str]:
        self.read += len(text)
        self.longest = max([self.longest, *map(len, re.findall("[\U0001f1e6-\U0001f1ff]+", text))])
        found: list[str] = regex.findall(r"\X", text)
        return found


@pytest.mark.parametrize("channel", implemented())
@pytest.mark.parametrize(
    "content",
    [
        lambda row: {"text_message": {"text": row}},
        lambda row: {"card_message": {"title": row, "description": row}},
        lambda row: {"carousel_message": {"cards": [{"title": row, "description": row}] * 2}},
        lambda row: {"choice_message": {"text_message": {"text": row}, "choices": [{"text_message": {"text": row}}]}},
        lambda row: {
            "list_message": {
                "title": row,
                "sections": [{"title": row, "items": [{"choice": {"title": row, "description": row}}]}],
            }
        },
        lambda row: {"location_message": {"title": row, "label": row, "coordinates": {"latitude": 1, "longitude": 1}}},
    ],
    ids=["text", "card", "carousel", "choice", "list", "location"],
)
def test_a_row_of_flags_costs_its_length(
    content: Callable[[str], Any], channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = content("🇸🇪" * 3_000)
    letters = 2 * str(message).count("🇸🇪")
    for transcoder in (Transcoder(), Transcoder(profile="rich", markup="markdown")):
        clusters = Clusters(monkeypatch)
        transcoder.transcode(message, channel)
        assert clusters.longest <= 100
        assert clusters.read <= 12 * letters


@pytest.mark.parametrize("channel", implemented())
def test_many_equal_labels_cost_their_number(channel: str) -> None:
    transcoder = Transcoder(profile="rich")

    def message(count: int) -> dict[str, Any]:
        # Long enough for several messages, as above.
        label = "An answer of many characters " * 8
        return {"choice_message": {"choices": [{"text_message": {"text": label}}] * count}}

    assert grows(message, lambda data: transcoder.transcode(data, channel), 45) < 14


def test_a_small_limit_costs_no_more() -> None:
    transcoder = Transcoder(limits={"LINE": {"text": 1}})
    assert grows(lambda n: {"text_message": {"text": "ab" * n}}, lambda m: transcoder.transcode(m, "LINE"), 300) < 13


# --- requests and templates ---


def test_a_channel_that_is_named_often_is_written_once() -> None:
    request = {"app_id": "a", "app_message": TEXT, "channels": ["SMS"] * MAX_ENTRIES}
    assert transcode_request(request) == {"transcoded_message": {"SMS": "x"}}
    with pytest.raises(InvalidMessage, match="has a list of 19,000"):
        transcode_request({**request, "channels": ["SMS"] * 19_000})


TEMPLATE = {
    "id": "t",
    "default_translation": "en",
    "translations": [{"language_code": "en", "version": "1", "text_message": {"text": "${a}" * 30_000}}],
}


def _refer(**reference: Any) -> dict[str, Any]:
    omni = {"template_id": "t", "version": "latest", **reference}
    return {"template_message": {"omni_template": omni}}


def test_parameters_are_measured_before_they_are_filled_in() -> None:
    transcoder = Transcoder(omni_templates=[TEMPLATE])
    message = AppMessage.parse(_refer(parameters={"a": "x" * 30_000}))

    def refused() -> None:
        with pytest.raises(InvalidMessage, match="too large with its parameters filled in"):
            transcoder.transcode(message, "SMS")

    refused()
    assert peak(refused) < 20_000_000


def test_a_long_language_code_names_no_language() -> None:
    transcoder = Transcoder(
        omni_templates=[
            TEMPLATE
            | {
                "translations": [
                    {"language_code": "en", "version": "9" * 5_000, "text_message": {"text": "x"}},
                    {"language_code": "en", "version": "10", "text_message": {"text": "y"}},
                ]
            }
        ]
    )
    assert transcoder.transcode(_refer(), "SMS").text == "x"
    result = transcoder.transcode(_refer(language_code="en" + "-x" * 200_000), "SMS")
    assert result.findings[0].code.value == "template_non_existing_language_or_version"


@pytest.mark.parametrize("number", [10**5_000, -(10**5_000), 2**63], ids=["huge", "negative", "65 bits"])
def test_whole_numbers_that_no_reader_reads_are_refused(number: int) -> None:
    flow = {
        "message_type": "FLOWS",
        "message": {
            "flow_id": "1",
            "flow_cta": "Go",
            "body": {"type": "text", "text": "x"},
            "flow_action_payload": {"screen": "S", "data": {"n": number}},
        },
    }
    with pytest.raises(InvalidMessage, match="64 bits"):
        transcode({**TEXT, "channel_specific_message": {"WHATSAPP": flow}}, "WHATSAPP")
    item = {"product": {"id": "1", "marketplace": "x", "quantity": number}}
    with pytest.raises(InvalidMessage, match="64 bits"):
        transcode({"list_message": {"title": "x", "sections": [{"items": [item]}]}}, "SMS")


def test_a_number_that_cannot_be_written_is_refused_wherever_it_stands() -> None:
    button = {"type": 10**5_000, "name": "Buy"}
    commerce = {"message_type": "COMMERCE", "message": {"buttons": [button]}}
    where = "channel_specific_message.KAKAOTALK.message.buttons[0].type"
    for message, path in (
        ({**TEXT, "unknown": -(10**5_000)}, "unknown"),
        ({**TEXT, "channel_specific_message": {"KAKAOTALK": commerce}}, where),
    ):
        with pytest.raises(InvalidMessage, match="must be a whole number of at most 64 bits") as raised:
            transcode(message, "SMS")
        assert [error.path for error in raised.value.errors] == [path]


def test_what_is_returned_shares_nothing_with_the_message() -> None:
    flow = {
        "message_type": "FLOWS",
        "message": {
            "flow_id": "1",
            "flow_cta": "Go",
            "body": {"type": "text", "text": "x"},
            "flow_action_payload": {"screen": "S", "data": {"list": [1]}},
        },
    }
    message = AppMessage.parse({**TEXT, "channel_specific_message": {"WHATSAPP": flow}})
    first = transcode(message, "WHATSAPP")
    before = first.to_json()
    json.loads(before)
    parameters = first.payloads[0]["interactive"]["action"]["parameters"]
    parameters["flow_action_payload"]["data"]["list"].append(2)
    assert transcode(message, "WHATSAPP").to_json() == before
