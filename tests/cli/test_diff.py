"""``transcode diff``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import HOSTILE, MAY_NOT_REACH_A_TERMINAL, bad, good, run, write


def text(words: str) -> dict[str, object]:
    return {"text_message": {"text": words}}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    old = write(tmp_path / "old.json", text("x" * 150 + "\nBye"))
    new = write(tmp_path / "new.json", text("x" * 150 + "\nBye, “now”"))
    return str(old), str(new)


def test_a_word_that_costs_a_part_is_seen(pair: tuple[str, str]) -> None:
    result = run("diff", *pair, "--channels", "sms", "--rate", "0.01 EUR")
    assert (result.exit_code, result.stderr) == (1, "")
    lines = result.stdout.splitlines()
    for line in (
        "    encoding: GSM-7 → UCS-2",
        "    sent as: 1 part → 3 parts",
        "    price: 0.01 EUR → 0.03 EUR",
        "    - Bye",
        "    + Bye, “now”",
        "1 of 1 changed",
    ):
        assert line in lines


def test_what_is_charged_by_class_is_seen(pair: tuple[str, str]) -> None:
    lines = run("diff", *pair, "--channels", "rcs").stdout.splitlines()
    assert "    charged in the US: 1 segment of a rich message → 2 segments of rich messages" in lines
    assert "    charged elsewhere: 1 basic message → 1 single message" in lines


def test_of_a_long_field_it_is_the_change_that_is_shown(pair: tuple[str, str]) -> None:
    shown = run("diff", *pair, "--channels", "line").stdout
    assert f"    payload[0].messages[0].text: …'{'x' * 16}\\nBye' → …'{'x' * 16}\\nBye, “now”'" in shown


def test_nothing_changes(pair: tuple[str, str]) -> None:
    assert good("diff", pair[0], pair[0]) == "nothing changed, 1 compared\n"
    (diffs,) = json.loads(good("diff", pair[0], pair[0], "--json"))["files"].values()
    assert not any(one["changed"] for one in diffs)


def test_json_has_all_of_it(pair: tuple[str, str]) -> None:
    result = run("diff", *pair, "--channels", "line,sms", "--json")
    assert result.exit_code == 1
    line, sms = json.loads(result.stdout)["files"][pair[1]]
    assert line["payload"] == [
        {"name": "[0].messages[0].text", "old": "x" * 150 + "\nBye", "new": "x" * 150 + "\nBye, “now”"}
    ]
    assert {"name": "sent as", "old": "1 part", "new": "3 parts"} in sms["facts"]


@pytest.mark.parametrize("place", [0, 1])
def test_a_version_from_standard_input(pair: tuple[str, str], place: int) -> None:
    arguments = list(pair)
    arguments[place] = "-"
    stdin = Path(pair[place]).read_bytes()
    assert run("diff", *arguments, "--channels", "sms", stdin=stdin).exit_code == 1
    arguments[1 - place] = pair[place]
    assert run("diff", *arguments, "--channels", "sms", stdin=stdin).exit_code == 0


def test_folders_are_compared_by_name(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, files in ((old, "abc"), (new, "bcd")):
        (folder / "in").mkdir(parents=True)
        for name in files:
            write(folder / "in" / f"{name}.json", text(name if name != "c" else str(folder.name)))
    result = run("diff", str(old), str(new), "--channels", "sms")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if line[:1] not in (" ", "")] == [
        "in/a.json  gone",
        "in/c.json",
        "in/d.json  new",
        "3 of 4 changed",
    ]
    (new / "in" / "b.json").write_text("{", encoding="utf-8")
    result = run("diff", str(old), str(new), "--channels", "sms")
    assert result.exit_code == 2
    assert "3 of 3 changed" in result.stdout
    assert result.stderr.startswith(f"error: {new}/in/b.json: the file: is not JSON")


def test_bad_input(pair: tuple[str, str], tmp_path: Path) -> None:
    assert bad("diff", "-", "-") == ["only one of the two can be standard input"]
    assert bad("diff", str(tmp_path), pair[0]) == ["OLD and NEW must be two files or two folders"]
    assert run("diff", "nosuch.json", pair[0]).exit_code == 2
    assert bad("diff", *pair, "--rate", "cheap")[0].startswith("rate: SMS: must be an amount")


def test_nothing_of_a_message_is_obeyed(tmp_path: Path) -> None:
    old, new = (write(tmp_path / f"{name}.json", text(f"{name}{HOSTILE}")) for name in "ab")
    shown = run("diff", str(old), str(new)).stdout
    assert "[bold]b[/bold] [/] :smile: <U+001B>[31mred" in shown
    assert not MAY_NOT_REACH_A_TERMINAL & set(shown)
