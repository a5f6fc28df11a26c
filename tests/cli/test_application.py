"""The command line as a process: streams, encodings, extras."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from tests.cli.running import EXAMPLES, TEXT, good, process, write
from transcode import Transcoder, cli
from transcode.cli import app


def test_the_documentation_of_the_module_names_every_command() -> None:
    named = set(re.findall(r"``(?:transcode )?(\w+)``", (cli.__doc__ or "").split("\n\n")[1]))
    assert named == {command.callback.__name__ for command in app.registered_commands if command.callback}


def test_version() -> None:
    from importlib.metadata import version

    for option in ("--version", "-V"):
        assert good(option) == f"message-transcode {version('message-transcode')}\n"


def test_help_is_short_or_long() -> None:
    assert good("-h") == good("--help")
    assert good("segments", "-h") == good("segments", "--help")


def test_shell_completion_names_the_commands() -> None:
    assert "--show-completion" in good("--help")
    done = process(_TRANSCODE_COMPLETE="complete_bash", COMP_WORDS="transcode seg", COMP_CWORD="1")
    assert done.stdout.split() == [b"segments"]


def test_as_a_module() -> None:
    done = process("preview", "-", "--channel", "sms", stdin=json.dumps(TEXT).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"SMS: ")
    done = process("preview", "-", stdin=b"{}")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"error: standard input: must have exactly one of ")
    assert process("preview", "--example", "choice", "--fail-on", "loss").returncode == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_output_that_cannot_write_everything(encoding: str) -> None:
    message = json.dumps({"text_message": {"text": "Größe ’👍"}}).encode()
    done = process("preview", "-", "--channel", "sms", stdin=message, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode(encoding)
    if encoding == "ascii":
        assert "| Gr<U+00F6><U+00DF>e <U+2019><U+1F44D>\n+\n" in shown.replace("\r\n", "\n")
    done = process("preview", "-", "--channel", "sms", "--json", stdin=message, PYTHONIOENCODING=encoding)
    assert json.loads(done.stdout.decode(encoding))["results"][0]["text"] == "Größe ’👍"


def test_an_ascii_output() -> None:
    done = process("preview", "’", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (2, b"error: <U+2019>: No such file or directory\n")
    for arguments in (["preview", "--help"], ["channels", "mms"]):
        assert process(*arguments, PYTHONIOENCODING="ascii").returncode == 0


def test_a_pipe_that_nobody_reads(tmp_path: Path) -> None:
    message = write(tmp_path / "long.json", {"text_message": {"text": "Hello " * 20_000}})
    with subprocess.Popen(
        [sys.executable, "-m", "transcode", "preview", str(message)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.read(5)
        started.stdout.close()
        errors = started.stderr.read()
    assert (started.returncode, errors) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="uses the shell")
def test_streams_that_are_closed_or_full() -> None:
    def shell(command: str) -> tuple[int, bytes]:
        done = subprocess.run(
            ["/bin/sh", "-c", command.format(f"{sys.executable} -m transcode preview")],
            capture_output=True,
            check=False,
        )
        return done.returncode, done.stderr

    assert shell("{} --example text >&-") == (0, b"")
    assert shell("{} nosuch 2>&-") == (2, b"")
    assert shell("{} - <&-")[0] == 2
    if Path("/dev/full").exists():
        status, errors = shell("{} --example text >/dev/full")
        assert (status, errors) == (2, b"error: the output cannot be written: No space left on device\n")


@pytest.fixture
def without_extra(tmp_path: Path) -> str:
    """Return a directory whose modules make typer and rich impossible to import."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.modules['typer'] = sys.modules['rich'] = None\n", encoding="utf-8"
    )
    return str(tmp_path)


def test_without_the_extra(without_extra: str) -> None:
    done = process("preview", "--example", "text", PYTHONPATH=without_extra)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [
        "transcode: the command line needs an extra: pip install 'message-transcode[cli]'"
    ]


def test_the_library_does_without_typer_and_rich() -> None:
    code = (
        "import sys, transcode\n"
        "for channel in ('SMS', 'MMS'):\n"
        "    transcode.transcode({'text_message': {'text': 'x'}}, channel)\n"
        "assert not {'typer', 'rich', 'click'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_examples_are_read_without_a_checkout() -> None:
    """They are package data: whoever installs the wheel has them."""
    for name in EXAMPLES:
        Transcoder(strict=True).transcode(files("transcode").joinpath("examples", f"{name}.json").read_bytes(), "SMS")
