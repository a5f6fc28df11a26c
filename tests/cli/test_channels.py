"""``transcode channels``."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import bad, good
from transcode.channels import implemented
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
