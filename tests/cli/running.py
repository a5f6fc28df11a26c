"""Running commands, and what the tests of several commands use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("typer")
pytest.importorskip("rich")

from typer import testing
from typer.testing import CliRunner, Result

from transcode.cli import app

# Typer builds all commands anew for each call, which takes longer than most of them run; an application has one command
# line for all of its life.
if hasattr(testing, "_get_command"):
    testing._get_command = cache(testing._get_command)

EXAMPLES = sorted(
    file.name.removesuffix(".json")
    for file in files("transcode").joinpath("examples").iterdir()
    if file.name.endswith(".json")
)


TEXT = {"text_message": {"text": "Hello"}}


HOSTILE = "[bold]b[/bold] [/] :smile: \x1b[31mred\x07\x9b\r\nx\u202eevil\u2028 \u200b \x7f \ue0001 {{ 7*7 }}"


MAY_NOT_REACH_A_TERMINAL = set("\x1b\x07\x9b\r\u202e\u2028\u200b\x7f")


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin, catch_exceptions=False)


def good(*arguments: str, stdin: str | bytes | None = None) -> str:
    result = run(*arguments, stdin=stdin)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def bad(*arguments: str, stdin: str | bytes | None = None) -> list[str]:
    """Return what standard error says, without the word it begins with."""
    result = run(*arguments, stdin=stdin)
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert lines
    assert all(line.startswith("error: ") for line in lines)
    return [line.removeprefix("error: ") for line in lines]


def process(*arguments: str, stdin: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-W", "error", "-m", "transcode", *arguments]
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("FORCE_", "NO_COLOR", "PYTHON"))}
    return subprocess.run(
        command, input=stdin, capture_output=True, env={**keep, **environment}, timeout=60, check=False
    )


def write(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path
