"""Layouts of the caller that nothing looks for are named."""

from __future__ import annotations

from pathlib import Path

from tests import corpus
from tests.cli.running import good, run
from transcode.channels import implemented
from transcode.message import KINDS


def test_layouts_that_nothing_looks_for_are_named(tmp_path: Path) -> None:
    for name in ("chioce.txt.j2", "SMS/choice.txt.j2", "text.txt.j2", "choice.j2", "sms/own.txt.j2"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("never shown", encoding="utf-8")
    result = run("preview", "--example", "choice", "--channel", "sms", "--templates", str(tmp_path))
    assert result.exit_code == 0
    assert "never shown" not in result.stdout
    (line,) = result.stderr.splitlines()
    assert line == (
        f"warning: {tmp_path}: not used: SMS/choice.txt.j2, chioce.txt.j2, choice.j2, sms/own.txt.j2, text.txt.j2;"
        " a layout is <type>.txt.j2 or <channel>/<type>.txt.j2,"
        f" with type {', '.join(kind for kind in KINDS.values() if kind != 'text')};"
        f" channel {', '.join(name.lower() for name in implemented())}"
    )


def test_many_layouts_that_nothing_looks_for_are_counted(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.j2").touch()
    stderr = run("preview", "--example", "text", "--templates", str(tmp_path)).stderr
    assert "09.j2 and 2 more; a layout is " in stderr
    assert "10.j2" not in stderr


def test_layouts_that_something_looks_for_are_not_named(tmp_path: Path) -> None:
    shipped = corpus.ROOT / "templates" / "plaintext"
    good("preview", "--example", "choice", "--templates", str(shipped))
    (tmp_path / "sms").mkdir()
    for name in ("macros.txt.j2", "body.txt.j2", "sms/contact_info.txt.j2", "line.txt.j2", "sms/foot.txt.j2"):
        (tmp_path / name).touch()
    for kind in KINDS.values():
        if kind != "text":
            (tmp_path / f"{kind}.txt.j2").touch()
    (tmp_path / "choice.txt.j2").write_text(
        """{% include "line.txt.j2" %}{% include 'sms/foot.txt.j2' %}""", encoding="utf-8"
    )
    good("preview", "--example", "choice", "--channel", "sms", "--templates", str(tmp_path))


def test_no_channel_has_a_layout_for_texts(tmp_path: Path) -> None:
    (tmp_path / "text.txt.j2").write_text("never shown", encoding="utf-8")
    result = run("preview", "--example", "text", "--payload", "--templates", str(tmp_path))
    assert result.exit_code == 0
    assert "never shown" not in result.stdout
