"""``transcode channels``."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest

from tests.cli.running import bad, good, run
from transcode.channels import implemented, writer_for
from transcode.message import KINDS


def test_channels() -> None:
    heading, *rows = (line.split("\t") for line in good("channels").splitlines())
    assert heading == ["channel", *KINDS.values()]
    assert [row[0] for row in rows] == list(implemented())
    listed = json.loads(good("channels", "--json"))["channels"]
    assert [[channel["channel"], *channel["supports"].values()] for channel in listed] == rows


@pytest.mark.parametrize("name", implemented())
def test_one_channel(name: str) -> None:
    shown = good("channels", name.lower())
    (facts,) = json.loads(good("channels", name, "--json"))["channels"]
    assert facts["channel"] == name
    for limit in facts["limits"]:
        assert f"{limit['name']}: {limit['value']:,}" in shown
        assert f"{limit['source']}, {limit['retrieved']}" in shown
    for known in facts["properties"]:
        assert f"{known['name']}: {known['meaning']} ({known['source']})" in shown


def test_an_unknown_channel() -> None:
    assert bad("channels", "fax") == [f"'FAX' is not a channel; implemented: {', '.join(implemented())}"]


def test_the_limits_to_look_up_again() -> None:
    asked = ("channels", "--older-than", "365", "--as-of")
    assert good(*asked, "2026-11-27") == "0 limits read more than 365 days before 2026-11-27\n"
    *lines, count = good(*asked, "2028-01-01").splitlines()
    listed = json.loads(good(*asked, "2028-01-01", "--json"))
    assert (listed["as_of"], listed["older_than"]) == ("2028-01-01", 365)
    assert count == f"{len(listed['limits'])} limits read more than 365 days before 2028-01-01"
    assert {one["channel"] for one in listed["limits"]} == {*implemented(), "message schema"}
    for line, one in zip(lines, listed["limits"], strict=True):
        assert line.startswith(f"{one['days']} days  {one['channel']} {one['name']}: {one['value']:,}")
        assert f"({one['source']}, {one['retrieved']})" in line
        assert date.fromisoformat(one["retrieved"]) + timedelta(one["days"]) == date(2028, 1, 1)
    assert [one["days"] for one in listed["limits"]] == sorted((one["days"] for one in listed["limits"]), reverse=True)


def test_the_limits_of_one_channel_to_look_up_again() -> None:
    limits = writer_for("RCS").limits
    last = max(date.fromisoformat(limit.retrieved) for limit in limits)
    asked = ("channels", "rcs", "--as-of", (last + timedelta(1)).isoformat(), "--older-than")
    assert len(good(*asked, "0").splitlines()) == len(limits) + 1
    young = sum(limit.retrieved == last.isoformat() for limit in limits)
    assert len(good(*asked, "1").splitlines()) == len(limits) - young + 1


def test_today_is_the_day_where_none_is_given() -> None:
    day = json.loads(good("channels", "--older-than", "365", "--json"))["as_of"]
    assert abs(date.fromisoformat(day) - datetime.now().astimezone().date()) <= timedelta(1)


def test_days_that_are_none() -> None:
    assert bad("channels", "--older-than", "1", "--as-of", "yesterday") == [
        "--as-of: must be a date such as 2026-11-27, not 'yesterday'"
    ]
    assert bad("channels", "--as-of", "2026-11-27") == ["--as-of: goes with --older-than"]
    assert run("channels", "--older-than", "-1").exit_code == 2
