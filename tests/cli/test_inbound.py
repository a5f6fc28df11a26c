"""``transcode inbound``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import corpus
from tests.cli.running import HOSTILE, MAY_NOT_REACH_A_TERMINAL, bad, good
from transcode.inbound import receive

EVENTS = sorted((corpus.ROOT / "tests" / "inbound" / "data" / "events").glob("*.json"))


@pytest.mark.parametrize("event", EVENTS, ids=lambda path: path.stem)
def test_inbound_is_what_the_library_reads(event: Path) -> None:
    expected = receive(event.read_bytes()).as_dict()
    assert json.loads(good("inbound", str(event), "--json")) == expected
    assert json.loads(good("inbound", "-", "--json", stdin=event.read_bytes())) == expected
    assert json.loads(good("inbound", "--json", stdin=event.read_bytes())) == expected


@pytest.mark.parametrize(
    ("callback", "part_of_the_error"),
    [("", "is not JSON"), ('{"message_delivery_report": {}}', "message_delivery_report"), ("<a", "line 1")],
)
def test_a_bad_callback(callback: str, part_of_the_error: str) -> None:
    assert part_of_the_error in "\n".join(bad("inbound", "-", stdin=callback))


def test_inbound_is_told_for_people() -> None:
    told = [good("inbound", str(event)).splitlines() for event in EVENTS]
    assert all(not line.startswith(("{", "[")) for lines in told for line in lines)
    shown = dict(zip((event.stem for event in EVENTS), told, strict=True))
    assert shown["sms-delivered-parts"][0] == "SMS: 1 delivery report"
    assert shown["sms-delivered-parts"][2].startswith("Delivery DELIVERED, of message 01FVAB65WKCWSGXKH4Z48EZCE4, to ")
    assert shown["sms-delivered-parts"][2].endswith(", parts 2")
    assert shown["sms-text"][-1] == "│ Hi from contact"
    assert shown["sms-choice-response"][-1].startswith("│ took the choice 'postback' of message ")
    assert shown["mms-media-card"][-2:][0] == "│ caption text"


def test_what_else_a_callback_has_is_told() -> None:
    failed = {"code": "RECIPIENT_NOT_REACHABLE", "description": HOSTILE}
    report = {"message_id": "1", "status": "FAILED", "reason": failed, "channel_identity": {"channel": "SMS"}}
    shown = good("inbound", stdin=json.dumps({"app_id": "a", "message_delivery_report": report}))
    assert "Delivery FAILED, of message 1\n│ RECIPIENT_NOT_REACHABLE: [bold]b" in shown
    assert not MAY_NOT_REACH_A_TERMINAL & set(shown)
    events = [
        {"type": "follow", "timestamp": 1, "source": {"type": "user", "userId": "U7"}},
        {"type": "message", "timestamp": 1, "message": {"id": "5", "type": "text"}},
        {"type": "message", "timestamp": 1, "message": {"id": "6", "type": "location", "latitude": 1, "longitude": 3}},
    ]
    shown = good("inbound", stdin=json.dumps({"destination": "U1", "events": events}))
    assert shown.startswith("LINE: 2 messages, 1 other event\n")
    assert '│ location_message: {"coordinates"' in shown
    assert "Event follow, of U7, at events[0]" in shown
    assert "\nLOSS  events[1].message: " in shown
    shown = good("inbound", stdin=json.dumps({"app_id": "a", "x_notification": {"n": 1}}))
    assert shown.startswith("The service: a callback of a kind that is not known\n")
