"""``transcode reply``."""

from __future__ import annotations

import json
from pathlib import Path

from tests import corpus
from tests.cli.running import bad, good, run, write
from transcode.inbound import ChoiceResponse, resolve_reply


def test_reply_takes_a_choice(tmp_path: Path) -> None:
    sent = corpus.load("choice-text-only")["message"]
    message = write(tmp_path / "message.json", sent)
    label = sent["choice_message"]["choices"][1]["text_message"]["text"]
    answer = json.loads(good("reply", str(message), f"> {label.upper()}!", "--message-id", "01M"))
    expected = resolve_reply(sent, label, channel="SMS", message_id="01M")
    assert isinstance(expected, ChoiceResponse)
    assert answer["postback_data"] == expected.postback_data
    assert answer["message_id"] == "01M"
    nothing = run("reply", str(message), "something else entirely")
    assert nothing.exit_code == 1
    assert json.loads(nothing.stdout)["result"] == "no_match"
    assert "is not JSON" in bad("reply", "-", "yes", stdin="{")[0]
    assert "FAX" in bad("reply", str(message), "yes", "--channel", "fax")[0]
