"""``transcode gallery``."""

from __future__ import annotations

import json
from pathlib import Path

from tests import corpus
from tests.cli.running import TEXT, bad, good, run, write
from transcode import Profile, transcode
from transcode.channels import implemented
from transcode.preview.snapshots import read_results, read_snapshot


def test_every_snapshot_is_in_it(tmp_path: Path) -> None:
    page = tmp_path / "gallery.html"
    assert good("gallery", str(corpus.ROOT / "snapshots"), "-o", str(page)) == ""
    shown = page.read_text(encoding="utf-8")
    snapshots = list((corpus.ROOT / "snapshots").rglob("*.txt"))
    assert shown.count('class="exhibit"') == len(snapshots) > 100
    assert "line/carousel" in shown
    sms = good("gallery", str(corpus.ROOT / "snapshots"), "-o", "-", "--channels", "sms")
    assert sms.count('class="exhibit"') == len(corpus.names())


def test_a_snapshot_is_read_as_it_was_written() -> None:
    for channel in implemented():
        for name in corpus.names():
            written = corpus.ROOT / "snapshots" / channel.lower() / f"{name}.txt"
            found, result = read_snapshot(written.read_text(encoding="utf-8"))
            expected = corpus.run(name, channel, profile=Profile.DOCUMENTED)
            assert found == name
            assert result.payloads == tuple(json.loads(json.dumps(list(expected.payloads))))
            assert result.replies == expected.replies
            assert [(one.code, one.path, one.message) for one in result.findings] == [
                (one.code, one.path, one.message) for one in expected.findings
            ]
            assert (result.segments is None) is (expected.segments is None)


def test_messages_and_printed_results_are_shown_too(tmp_path: Path) -> None:
    write(tmp_path / "message.json", TEXT)
    printed = good("preview", "--example", "card", "--channel", "line,sms", "--json")
    (tmp_path / "results.json").write_text(printed, encoding="utf-8")
    shown = good("gallery", str(tmp_path), "-o", "-")
    assert shown.count('class="exhibit"') == len(implemented()) + 2
    card = json.loads((corpus.ROOT / "transcode" / "examples" / "card.json").read_text(encoding="utf-8"))
    assert read_results(json.loads(printed)) == [transcode(card, "LINE"), transcode(card, "SMS")]


def test_what_cannot_be_shown_is_named_and_the_others_are_shown(tmp_path: Path) -> None:
    write(tmp_path / "good.json", TEXT)
    (tmp_path / "a.txt").write_text("no snapshot", encoding="utf-8")
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"\xff")
    (tmp_path / "d.json").write_text('{"results": [1]}', encoding="utf-8")
    result = run("gallery", str(tmp_path), str(tmp_path / "missing.json"), "-o", "-")
    assert result.exit_code == 2
    assert result.stdout.count('class="exhibit"') == len(implemented())
    assert len(result.stderr.splitlines()) == 5
    (tmp_path / "empty").mkdir()
    assert bad("gallery", str(tmp_path / "empty"), "-o", "-") == [f"nothing to show in {tmp_path / 'empty'}"]
    assert bad("gallery", str(tmp_path / "good.json"), "-o", str(tmp_path)) == [f"{tmp_path}: Is a directory"]
