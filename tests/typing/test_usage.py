"""What users write passes their type checkers, and misspelt options do not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.typing import usage

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def mypy(*arguments: str) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("mypy")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", ".mypy_cache", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_what_users_write_type_checks() -> None:
    found = mypy("--follow-imports=silent", str(HERE / "usage.py"))
    assert found.returncode == 0, found.stdout + found.stderr


WRONG = ('transcode(M, "SMS", polcy="raise")', 'Transcoder(profile="rihc")', 'transcode(M, "SMS", to=5)')


def test_what_is_misspelt_does_not() -> None:
    code = "\n".join(("from transcode import Transcoder, transcode", 'M = {"text_message": {"text": "x"}}', *WRONG))
    found = mypy("--follow-imports=silent", "-c", code)
    assert {line.split(":")[1] for line in found.stdout.splitlines() if ": error:" in line} == {"3", "4", "5"}


def test_what_users_write_runs() -> None:
    assert usage.preview() == "> Yes"
    assert list(usage.many()) == ["SMS", "LINE", "RCS"]
    assert usage.estimate("x" * 161) == 2
    assert usage.request() == "> YES"
    kept = usage.many()["SMS"].to_json()
    inbound = (
        b'{"id": "1", "type": "mo_text", "from": "46701234567", "to": "1", "body": "yes", '
        b'"received_at": "2026-01-01T00:00:00Z"}'
    )
    assert usage.answer(kept, inbound) == "y"
