"""A campaign's count is that of ``transcode``, row by row, whatever the message and the values."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.campaign.hostile import filled, messages, rows, values
from transcode import InvalidMessage, Transcoder, transcode
from transcode.campaign import Plan, compile  # noqa: A004 - as re.compile
from transcode.campaign.links import shorten_links
from transcode.gsm import Encoding, count_segments, segment

_options = st.fixed_dictionaries(
    {},
    optional={
        "uppercase": st.sampled_from(("documented", "gsm-safe", "keep")),
        "limits": st.just({"SMS": {"body": 300}}),
    },
)
_properties = st.none() | st.just({"SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "2"})


def plan_of(message: Any, options: dict[str, Any], **more: Any) -> Plan:
    """Compile, unless the message itself is beyond what a campaign may have."""
    try:
        return compile(message, transcoder=Transcoder(**options), **more)
    except InvalidMessage:
        assume(False)
        raise


def text_of(value: object) -> str | None:
    """The value as it is written, None where it cannot be."""
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    return None


def answer(plan: Plan, message: Any, row: dict[str, Any], options: dict[str, Any], properties: Any) -> Any:
    """Parts, encoding, text and whether it is delivered, from the engine; None where there is no such message."""
    found = {name: text_of(row.get(name)) for name in plan.names}
    if None in found.values():
        return None
    try:
        result = transcode(filled(message, found), "SMS", properties=properties, **options)
    except InvalidMessage:
        return None
    assert result.segments is not None
    return result.segments.segments, result.segments.encoding, result.text, result.deliverable


@given(messages, st.lists(rows, min_size=1, max_size=5), _options, _properties)
@example(
    {"text_message": {"text": "${name}"}}, [{"name": "a" * 152 + "€"}, {"name": "я" * 66 + "😀" + "b" * 70}], {}, None
)
@example({"text_message": {"text": "${name}"}}, [{"name": ""}, {"name": " "}, {"name": "${name}"}], {}, None)
@settings(deadline=None)
def test_every_row_has_the_engine_s_answer(
    message: Any, found: list[dict[str, Any]], options: dict[str, Any], properties: Any
) -> None:
    plan = plan_of(message, options, properties=properties)
    counts = plan.count_many(found)
    estimate = plan.estimate([{**row, "to": "+4670123456"} for row in found])
    sent = 0
    for number, (row, count) in enumerate(zip(found, counts, strict=True), 1):
        expected = answer(plan, message, row, options, properties)
        checked = plan.check(row)
        failed = any(number in failure.rows for failure in estimate.failures.values())
        if expected is None:
            assert count is None
            assert checked.parts is None
            assert checked.failure is not None
            assert failed
            with pytest.raises(InvalidMessage):
                plan.count(row)
            continue
        parts, encoding, text, deliverable = expected
        assert (count, checked.parts, plan.count(row)) == (parts, parts, parts)
        assert checked.encoding is encoding
        assert plan.render(row) == text == checked.text
        assert (checked.failure is None) is deliverable
        assert failed is not deliverable
        if deliverable:
            sent += parts
    assert estimate.parts == sent
    assert estimate.recipients == len(found)


@given(messages, st.lists(rows, min_size=1, max_size=4), st.integers(1, 30))
@settings(deadline=None)
def test_short_links(message: Any, found: list[dict[str, Any]], length: int) -> None:
    plan = plan_of(message, {}, link_length=length)
    for row, count in zip(found, plan.count_many(found), strict=True):
        expected = answer(plan, message, row, {}, None)
        assert (count is None) is (expected is None)
        if expected is not None:
            assert count == plan.count(row) == count_segments(shorten_links(expected[2], length))


_segmentation = st.fixed_dictionaries(
    {},
    optional={
        "languages": st.sampled_from(("tr", "any")),
        "reference_bits": st.just(16),
        "keep_graphemes": st.just(value=True),
        "normalize": st.just("NFC"),
        "transliterate": st.sampled_from(("auto", "always")),
        "encoding": st.sampled_from(("GSM", "UNICODE")),
        "vendor": st.sampled_from(("telnyx", "twilio", "sinch")),
    },
)


@given(messages, st.lists(rows, min_size=1, max_size=4), _segmentation)
@settings(deadline=None)
def test_options_of_segmentation(message: Any, found: list[dict[str, Any]], segmentation: Any) -> None:
    plan = plan_of(message, {}, **segmentation)
    counts = plan.count_many(found)
    estimate = plan.estimate([{**row, "to": "+4670123456"} for row in found])
    sent = 0
    for row, count in zip(found, counts, strict=True):
        expected = answer(plan, message, row, {}, None)
        assert (count is None) is (expected is None)
        if expected is not None:
            assert count == plan.count(row) == count_segments(expected[2], **segmentation)
            assert plan.check(row).encoding is segment(expected[2], **segmentation).encoding
            sent += count if plan.check(row).failure is None else 0
    assert estimate.parts == sent


@given(messages, st.lists(st.fixed_dictionaries(dict.fromkeys(("name", "city", "id"), values)), max_size=4))
@settings(deadline=None)
def test_what_transliteration_saves(message: Any, found: list[dict[str, Any]]) -> None:
    plan = plan_of(message, {})
    estimate = plan.estimate(found)
    saved = changed = 0
    for row in found:
        checked = plan.check(row)
        if checked.failure is None and checked.encoding is Encoding.UNICODE:
            assert checked.parts is not None
            assert checked.text is not None
            after = segment(checked.text, transliterate="auto")
            saved += checked.parts - after.segments
            changed += after.encoding is Encoding.GSM
    assert (estimate.parts_saved, estimate.transliterated) == (saved, changed)


@given(messages, st.lists(rows, max_size=6), st.integers(0, 6))
@settings(deadline=None)
def test_estimates_add_up(message: Any, found: list[dict[str, Any]], cut: int) -> None:
    plan = plan_of(message, {})
    options: dict[str, Any] = {"rates": "0.0075", "worst": 2}
    whole = plan.estimate(found, **options)
    first, second = found[:cut], found[cut:]
    parts = [plan.estimate(first, **options), plan.estimate(second, first_row=1 + len(first), **options)]
    assert sum(parts) == whole
    assert parts[1] + parts[0] == whole
    assert type(whole).from_json(whole.to_json()) == whole
    assert (parts[0] + parts[1]).to_json() == whole.to_json()


@given(messages, st.lists(rows, max_size=3))
@settings(deadline=None, max_examples=30)
def test_a_plan_that_was_pickled(message: Any, found: list[dict[str, Any]]) -> None:
    plan = plan_of(message, {})
    before = plan.count_many(found)
    copy = pickle.loads(pickle.dumps(plan))  # noqa: S301 - our own
    assert copy.count_many(found) == before


@given(messages, rows)
@settings(deadline=None, max_examples=50)
def test_the_message_of_a_row(message: Any, row: dict[str, Any]) -> None:
    plan = plan_of(message, {})
    found = {name: text_of(row.get(name)) for name in plan.names}
    assume(None not in found.values())
    if any(re.search("[\ud800-\udfff]", value or "") for value in found.values()):
        return
    assert plan.message(row) == filled(plan.draft.data, {name: value or "" for name, value in found.items()})
