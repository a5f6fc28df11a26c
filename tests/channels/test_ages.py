"""Limits by the age of their dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.channels import implemented, writer_for
from transcode.channels.ages import SCHEMA, older_than
from transcode.channels.sms import Sms
from transcode.measure import Limit, Unit
from transcode.message.limits import LIMITS


class Undated(Sms):
    limits = tuple(
        Limit(name, 1, Unit.COUNT, "a page", read)
        for name, read in (("a", "2026-01-02"), ("b", ""), ("c", "2025"), ("d", "2026-01-01"))
    )


@pytest.mark.parametrize("name", implemented())
def test_every_limit_has_a_source_and_the_day_it_was_read(name: str) -> None:
    for limit in writer_for(name).limits:
        assert limit.source, limit.name
        assert date.fromisoformat(limit.retrieved).isoformat() == limit.retrieved, limit.name


def test_the_oldest_are_first_and_those_without_a_date_before_them() -> None:
    found = older_than([Undated], days=1, as_of=date(2026, 1, 4))
    assert [(one.limit.name, one.days) for one in found] == [("b", None), ("c", None), ("d", 3), ("a", 2)]
    assert [one.limit.name for one in older_than([Undated], days=2, as_of=date(2026, 1, 4))] == ["b", "c", "d"]


def test_the_schema_has_limits_too() -> None:
    found = older_than([], days=0, as_of=date(2100, 1, 1), schema=True)
    assert [(one.channel, one.limit) for one in found] == [(SCHEMA, limit) for limit in LIMITS]


@given(st.dates(), st.integers(0, 5000))
def test_every_limit_is_either_listed_or_young_enough(as_of: date, days: int) -> None:
    writers = [writer_for(name) for name in implemented()]
    found = {(one.channel, one.limit.name) for one in older_than(writers, days=days, as_of=as_of)}
    for writer in writers:
        for limit in writer.limits:
            old = as_of - date.fromisoformat(limit.retrieved) > timedelta(days)
            assert ((writer.channel, limit.name) in found) is old
