"""Everything that the README shows is run, and every file it names is there."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
import tomllib
from typing import Any

import pytest

from tests.corpus import ROOT
from transcode import transcode
from transcode.gsm import Options

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_python() -> None:
    source = "\n".join(block for language, block in BLOCKS if language == "python")
    parser = doctest.DocTestParser()
    examples = parser.get_doctest(source, {}, "README", "README.md", 0)
    assert len(examples.examples) > 20
    runner = doctest.DocTestRunner()
    report: list[str] = []
    runner.run(examples, out=report.append)
    assert not runner.failures, "".join(report)


def test_console() -> None:
    blocks = [block for language, block in BLOCKS if language == "console"]
    assert blocks
    for block in blocks:
        command, _, shown = block.partition("\n")
        arguments = shlex.split(command.removeprefix("$ transcode "))
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, "-m", "transcode", *arguments], env=environment, capture_output=True, check=True
        )
        assert done.stdout.decode() == shown


def test_the_channel_is_the_one_that_is_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    """``py`` is a whole module: the toy channel, which ``tests/channels/test_third_party.py`` tests."""
    (module,) = (block for language, block in BLOCKS if language == "py")
    assert module == (ROOT / "tests" / "channels" / "toy.py").read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": "toy"}
    exec(compile(module, "README.md", "exec"), names)  # noqa: S102 - our own README
    monkeypatch.setattr("transcode.engine.writer_for", lambda channel: names[channel])
    question = {"text_message": {"text": "Tea?"}, "choices": [{"text_message": {"text": "Yes"}}] * 4}
    names["Toy"].check()
    (finding,) = transcode({"choice_message": question}, "Toy").findings
    assert f"`{finding.message.removeprefix('Sent as plain text: ').removesuffix('.')}`" in " ".join(README.split())


def test_every_block_is_run_by_a_test_or_by_ci() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for language, block in BLOCKS:
        assert language in {"python", "py", "sh", "console", "yaml", "toml"}
        if language == "sh":
            # CI reads the two commands from here: the first sh block runs the main job, the second the tests.
            assert "README.md" in ci
            assert block.strip().count("\n") == 0


def test_the_commands_of_hooks_and_workflows_are_understood() -> None:
    blocks = [block for language, block in BLOCKS if language == "yaml"]
    commands = [found for block in blocks for found in re.findall(r"(?:entry|run): transcode (.*)", block)]
    assert len(commands) == len(blocks)
    for command in commands:
        arguments = [argument for argument in shlex.split(command) if argument != "messages"]
        done = subprocess.run(
            [sys.executable, "-m", "transcode", *arguments, str(ROOT / "transcode" / "examples")],
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, b"")


def test_the_two_commands() -> None:
    main, test = (block.strip() for language, block in BLOCKS if language == "sh")
    assert main.startswith("pip install ")
    assert main.endswith(" && transcode preview --example choice --channel sms")
    assert test == 'pip install -e ".[test]" && pytest'


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", README))
def test_links(target: str) -> None:
    assert (ROOT / target).exists()


def test_a_package_index_shows_no_relative_link() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    page = README
    for one in project["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]["substitutions"]:
        page = re.sub(one["pattern"], one["replacement"], page)
    assert re.findall(r"\]\((?!https?:)", README)
    assert not re.findall(r"\]\((?!https?:)", page)
    assert re.findall(r"^```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL) == BLOCKS
    assert "(`tests/channels/toy.py`)" in page


def test_the_options_of_segmentation_are_all_there() -> None:
    table = README.partition("| option | | |")[2].partition("\n\n")[0]
    named = [name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1] if row else "")]
    assert sorted(named) == sorted(Options.__annotations__)


def test_what_the_first_screen_shows() -> None:
    screen = "\n".join(README.splitlines()[:55])
    for word in ("result.text", "result.segments", "result.losses", "pip install"):
        assert word in screen


def test_the_version_is_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
