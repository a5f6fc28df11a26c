"""``transcode inbound``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import corpus
from tests.cli.running import bad, good
from transcode.inbound import receive

EVENTS = sorted((corpus.ROOT / "tests" / "inbound" / "data" / "events").glob("*.json"))


@pytest.mark.parametrize("event", EVENTS, ids=lambda path: path.stem)
def test_inbound_is_what_the_library_reads(event: Path) -> None:
    expected = receive(event.read_bytes()).as_dict()
    assert json.loads(good("inbound", str(event))) == expected
    assert json.loads(good("inbound", "-", stdin=event.read_bytes())) == expected


@pytest.mark.parametrize(
    ("callback", "part_of_the_error"),
    [("", "is not JSON"), ('{"message_delivery_report": {}}', "message_delivery_report"), ("<a", "line 1")],
)
def test_a_bad_callback(callback: str, part_of_the_error: str) -> None:
    assert part_of_the_error in "\n".join(bad("inbound", "-", stdin=callback))
