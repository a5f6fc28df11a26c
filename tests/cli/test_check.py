"""``transcode check``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import HOSTILE, MAY_NOT_REACH_A_TERMINAL, TEXT, bad, good, run, write

LOSSY = {"location_message": {"title": "T", "label": "L", "coordinates": {"latitude": 1, "longitude": 2}}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in" / "fine.json", TEXT)
    write(tmp_path / "lossy.json", LOSSY)
    return tmp_path


def test_a_folder_is_checked_file_by_file(folder: Path) -> None:
    result = run("check", str(folder), "--channels", "sms,whatsapp")
    assert (result.exit_code, result.stderr) == (1, "")
    label = "The label 'L' is not shown: the rendering for SMS has no place for it."
    assert result.stdout == f"{folder}/lossy.json:1:37: dropped SMS: {label}\n"
    assert good("check", str(folder), "--channels", "whatsapp") == ""
    assert run("check", str(folder), "--fail-on", "rejected").exit_code == 0


def test_what_cannot_be_used_is_named_and_the_others_go_on(folder: Path) -> None:
    (folder / "broken.json").write_text('{\n "text_message": 5\n}', encoding="utf-8")
    result = run("check", str(folder), str(folder / "missing.json"), "--channels", "sms")
    assert result.exit_code == 2
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"{folder}/broken.json:2:2: ")
    assert "lossy.json:1:37: dropped SMS" in lines[1]
    assert lines[2] == f"{folder}/missing.json:1:1: unreadable No such file or directory"


def test_level_and_parts(folder: Path) -> None:
    write(folder / "long.json", {"text_message": {"text": "x" * 161}})
    assert run("check", str(folder / "long.json"), "--channels", "sms", "--max-parts", "1").exit_code == 1
    assert good("check", str(folder / "long.json"), "--channels", "sms", "--max-parts", "2") == ""
    card = write(folder / "card.json", {"card_message": {"title": "T"}})
    assert "whole_as_text SMS" in good("check", str(card), "--channels", "sms")
    assert good("check", str(card), "--channels", "sms", "--level", "loss") == ""


@pytest.mark.parametrize("output", ["text", "json", "sarif", "github", "junit"])
def test_nothing_of_a_file_is_obeyed(folder: Path, output: str) -> None:
    hostile = write(folder / "hostile.json", {"card_message": {"title": HOSTILE, HOSTILE: HOSTILE}})
    shown = run("check", str(hostile), "--format", output).stdout
    assert shown
    assert not MAY_NOT_REACH_A_TERMINAL & set(shown)
    if output in ("json", "sarif"):
        json.loads(shown)


def test_requests_and_examples() -> None:
    request = json.dumps({"message": LOSSY, "channel_properties": {"SMS_SENDER": "Shop"}})
    result = run("check", "-", "--channels", "sms", stdin=request)
    assert result.stdout.startswith("-:1:49: dropped SMS: ")


def test_bad_options(tmp_path: Path) -> None:
    assert bad("check", str(tmp_path)) == [f"no *.json file in {tmp_path}"]
    assert run("check", str(tmp_path), "--max-parts", "0").exit_code == 2
    assert "FAX" in run("check", str(write(tmp_path / "a.json", TEXT)), "--channels", "fax").stdout
