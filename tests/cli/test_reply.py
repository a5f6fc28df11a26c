"""``transcode reply`` and ``transcode reconcile``."""

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


EVENTS = corpus.ROOT / "tests" / "inbound" / "data" / "events"


def test_a_kept_result_and_a_callback(tmp_path: Path) -> None:
    results = good("preview", "--example", "choice", "--channels", "sms,line", "--json")
    both = write(tmp_path / "both.json", json.loads(results))
    one = write(tmp_path / "one.json", json.loads(results)["results"][0])
    typed = json.loads((EVENTS / "sms-text.json").read_text())
    typed["message"]["contact_message"] = {"text_message": {"text": "I'll pick it up"}}
    callback = json.dumps(typed)
    for arguments in ((str(both), "--channel", "sms"), (str(one),)):
        answer = json.loads(good("reply", *arguments, "--callback", "-", stdin=callback))
        assert answer["postback_data"] == "order-10482-pickup"
    assert (
        "has 2 results for any channel: name one with --channel; there are SMS, LINE"
        in bad("reply", str(both), "yes")[0]
    )
    assert "has 0 results for MMS" in bad("reply", str(both), "yes", "--channel", "mms")[0]
    assert "as TEXT or as --callback FILE" in bad("reply", str(one))[0]
    assert "not as both" in bad("reply", str(one), "yes", "--callback", "-", stdin=callback)[0]
    assert "cannot both come from standard input" in bad("reply", "-", "--callback", "-", stdin=callback)[0]
    assert "is not JSON" in bad("reply", str(one), "--callback", "-", stdin="{")[0]
    report = EVENTS / "sms-delivered-parts.json"
    assert "no message from a contact" in bad("reply", str(one), "--callback", str(report))[0]
    broken = {**json.loads(one.read_text()), "segments": 5}
    assert "is not what Transcoded.to_json() writes" in bad("reply", "-", "yes", stdin=json.dumps(broken))[0]


def test_reconcile(tmp_path: Path) -> None:
    report = EVENTS / "sms-delivered-parts.json"
    two = write(tmp_path / "two.json", {"text_message": {"text": "x" * 200}})
    one = write(tmp_path / "one.json", {"text_message": {"text": "x"}})
    assert good("reconcile", str(two), str(report)) == "agrees: predicted 2 parts, reported 2 parts\n"
    assert good("reconcile", str(two), stdin=report.read_bytes()).startswith("agrees")
    assert json.loads(good("reconcile", "-", str(report), "--json", stdin=two.read_bytes()))["agrees"] is True
    differs = run("reconcile", str(one), str(report))
    assert (differs.exit_code, differs.stdout.splitlines()[0]) == (1, "differs: predicted 1 part, reported 2 parts")
    unknown = run("reconcile", str(one), str(EVENTS / "mms-delivered.json"))
    assert (unknown.exit_code, unknown.stdout.split(":")[0]) == (1, "cannot be compared")
    assert "must have one report, not 0" in bad("reconcile", str(one), str(EVENTS / "sms-text.json"))[0]
    assert "cannot both come from standard input" in bad("reconcile", "-", stdin="{}")[0]
