from __future__ import annotations

import pickle
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gsm import reference
from transcode.gsm import Collector, Fragment, Part, SegmentationError, read_short_message, segment


def received(part: Part) -> Fragment:
    return read_short_message(part.short_message, data_coding=part.data_coding, esm_class=part.esm_class)


def parts_of(text: str, **options: Any) -> list[Fragment]:
    return [received(part) for part in segment(text, **options).parts]


def joined(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


MESSAGES = st.lists(
    st.tuples(
        st.sampled_from(["+46701234567", "+46700000000", "Sinch"]),
        st.one_of(reference.texts(), reference.texts(reference.BASIC + reference.EXTENDED)),
        st.integers(0, 255),
        st.sampled_from([8, 16]),
    ),
    max_size=5,
    unique_by=lambda message: (message[0], message[2], message[3]),
)


@settings(max_examples=120, deadline=None)
@given(MESSAGES, st.integers(0, 99))
def test_every_message_comes_out_once_whatever_the_order_and_however_often_its_parts_come(
    messages: list[tuple[str, str, int, int]], seed: int
) -> None:
    expected = []
    stream = []
    for sender, text, number, bits in messages:
        parts = parts_of(text, reference=number, reference_bits=bits)
        if 1 < len(parts) <= 20:
            expected.append((sender, joined(text)))
            stream += [(sender, part) for part in parts] * 2
    random.Random(seed).shuffle(stream)  # noqa: S311 - a test
    collector = Collector()
    came = []
    for sender, part in stream:
        before = (collector, len(collector.waiting))
        collector, outcome = collector.add(sender, part)
        assert len(before[0].waiting) == before[1]  # the old value is what it was
        assert outcome.given_up == ()
        if outcome.text is not None:
            came.append((outcome.sender, outcome.text))
            assert [one.index for one in outcome.parts] == list(range(1, len(outcome.parts) + 1))
    assert sorted(came) == sorted(expected)
    assert collector.waiting == ()
    together, outcomes = Collector().add_all(stream)
    assert [(o.sender, o.text) for o in outcomes if o.text is not None] == came
    assert together == collector


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2)), max_size=60), st.integers(1, 4))
def test_nothing_is_lost_without_a_word_and_the_bounds_hold(came: list[tuple[int, int]], most: int) -> None:
    texts = {number: parts_of(chr(97 + number % 26) * 400, reference=number) for number in range(31)}
    collector = Collector(max_messages=most)
    seen: set[tuple[int, int]] = set()
    told: set[tuple[int, int]] = set()
    for number, index in came:
        seen.add((number, index))
        collector, outcome = collector.add("me", texts[number][index])
        told |= {(number, part.index - 1) for part in outcome.parts}
        told |= {(lost.reference, part.index - 1) for lost in outcome.given_up for part in lost.parts}
        assert len(collector.waiting) <= most
    told |= {(lost.reference, part.index - 1) for lost in collector.waiting for part in lost.parts}
    assert told == seen


def test_a_part_alone_is_a_message() -> None:
    collector, outcome = Collector().add("me", parts_of("hello")[0])
    assert (outcome.text, collector) == ("hello", Collector())


def test_loss_is_given_up_when_the_caller_says_so() -> None:
    first, _, third = parts_of("a" * 400, reference=7)
    collector, outcome = Collector().add("me", first, at=10)
    assert (outcome.text, outcome.parts, outcome.duplicate) == (None, (), False)
    collector, _ = collector.add("me", third, at=20)
    same, lost = collector.expire(20)
    assert (same, lost) == (collector, ())
    empty, (lost_one,) = collector.expire(21)
    assert (lost_one.sender, lost_one.total, lost_one.reference, lost_one.missing) == ("me", 3, 7, (2,))
    assert (empty.waiting, empty.octets) == ((), 0)


def test_another_message_with_the_same_reference_takes_the_place_of_an_incomplete_one() -> None:
    old, new = parts_of("a" * 400, reference=1), parts_of("b" * 400, reference=1)
    collector, _ = Collector().add_all([("me", old[0]), ("me", old[1])])
    collector, outcome = collector.add("me", new[0])
    assert [lost.parts for lost in outcome.given_up] == [(old[0], old[1])]
    collector, (_, outcome) = collector.add_all([("me", new[2]), ("me", new[1])])
    assert outcome.text == "b" * 400


def test_a_late_duplicate_of_a_complete_message_does_not_disturb_the_next() -> None:
    old, new = parts_of("a" * 300, reference=1), parts_of("b" * 300, reference=1)
    collector, _ = Collector().add_all([("me", part) for part in old])
    collector, outcome = collector.add("me", old[1])
    assert (outcome.duplicate, outcome.text) == (True, None)
    collector, outcomes = collector.add_all([("me", part) for part in new])
    assert outcomes[-1].text == "b" * 300
    assert all(outcome.given_up == () for outcome in outcomes)
    # The same once more is a duplicate until the caller lets go of it.
    collector, outcomes = collector.add_all([("me", part) for part in new])
    assert [outcome.duplicate for outcome in outcomes] == [True, True]
    collector, _ = collector.expire(1)
    collector, outcomes = collector.add_all([("me", part) for part in new])
    assert outcomes[-1].text == "b" * 300


def test_memory_is_bounded_in_octets() -> None:
    collector = Collector(max_octets=5_000)
    for number in range(200):
        collector, outcome = collector.add("me", parts_of("a" * 300, reference=number)[0])
        assert collector.octets <= 5_000
    assert outcome.given_up
    assert len(collector.waiting) < 10
    tiny, outcome = Collector(max_octets=1).add("me", parts_of("a" * 300)[0])
    assert (tiny.octets, len(outcome.given_up)) == (0, 1)


def test_a_collector_is_a_value() -> None:
    collector, _ = Collector().add("me", parts_of("a" * 300, reference=3)[0])
    again = pickle.loads(pickle.dumps(collector))  # noqa: S301 - a test
    assert again == collector
    assert hash(again) == hash(collector)
    assert again.add("me", parts_of("a" * 300, reference=3)[1])[1].text == "a" * 300


def test_parts_that_end_in_half_a_unit_do_not_lose_the_batch() -> None:
    odd = [
        read_short_message(bytes((5, 0, 3, 9, 2, i)) + b"\4\x16\4"[: 4 - i], data_coding=8, esm_class=0x40)
        for i in (1, 2)
    ]
    _, outcomes = Collector().add_all([("me", odd[0]), ("you", parts_of("hello")[0]), ("me", odd[1])])
    assert [outcome.text for outcome in outcomes] == [None, "hello", "ЖЖ"]


@pytest.mark.parametrize(
    ("arguments", "options"),
    [((None, parts_of("a")[0]), {}), (("me", "hello"), {}), (("me", parts_of("a")[0]), {"at": "now"})],
)
def test_what_is_no_part_is_refused(arguments: tuple[Any, Any], options: dict[str, Any]) -> None:
    with pytest.raises(SegmentationError):
        Collector().add(*arguments, **options)


@pytest.mark.parametrize("bounds", [{"max_messages": 0}, {"max_octets": None}, {"max_messages": 10.5}])
def test_bounds_are_whole_numbers(bounds: dict[str, Any]) -> None:
    with pytest.raises(SegmentationError, match=next(iter(bounds))):
        Collector(**bounds)
