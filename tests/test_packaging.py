"""What an importer, a type checker and an installer expect."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
import subprocess
import sys
import tomllib
from importlib import metadata

import pytest

import transcode
from tests.corpus import ROOT

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(transcode.__path__, "transcode.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", ["transcode", *MODULES])
def test_what_the_docstrings_show_is_so(name: str) -> None:
    assert not doctest.testmod(importlib.import_module(name)).failed


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    module = importlib.import_module(name)
    assert (module.__doc__ or "").strip()
    for public in getattr(module, "__all__", ()):
        assert hasattr(module, public), f"{name}.{public}"


def test_the_public_names() -> None:
    assert set(transcode.__all__) <= set(dir(transcode))
    for name in transcode.__all__:
        assert getattr(transcode, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = transcode.nothing
    for name in (
        *("transcode", "Transcoder", "Channel", "AppMessage", "Transcoded", "Finding", "Outcome", "Severity", "Policy"),
        "transcode_request",
    ):
        assert name in transcode.__all__


def _modules_after(code: str) -> set[str]:
    program = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_imports_are_as_light_as_they_can_be() -> None:
    heavy = {"pydantic", "jinja2", "regex", "typer", "rich"}
    assert not heavy & _modules_after("import transcode")
    assert not heavy & _modules_after("from transcode.gsm import count_segments; count_segments('x' * 200)")
    plain = "from transcode import transcode; transcode({'text_message': {'text': 'x'}}, 'SMS')"
    assert not (heavy - {"pydantic"}) & _modules_after(plain)
    card = "from transcode import transcode; transcode({'card_message': {'title': 'x'}}, 'SMS')"
    assert not (heavy - {"pydantic", "jinja2"}) & _modules_after(card)


def test_types_are_shipped() -> None:
    assert (ROOT / "transcode" / "py.typed").exists()


def test_metadata() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == "message-transcode"
    assert metadata.version("message-transcode") == project["version"]
    needed = {name.split(">")[0] for name in project["dependencies"]}
    assert needed == {"idna", "jinja2", "pydantic", "regex"}


def test_the_top_level_is_settled() -> None:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout:
        pytest.skip("not a git checkout")
    top = {line.partition("/")[0] for line in done.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} == {
        "CHANGELOG.md",
        "README.md",
        "pyproject.toml",
        "snapshots",
        "templates",
        "tests",
        "transcode",
    }
