"""A report in the forms that editors and CI systems read: JSON, SARIF, GitHub's annotations, JUnit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote
from xml.etree import ElementTree as ET

from transcode.check.problem import ERROR, Problem, Report
from transcode.preview.characters import visible
from transcode.result import Code

__all__ = ["as_github", "as_json", "as_junit", "as_sarif", "as_text"]

_LEVELS: Final = {"info": "note", "loss": "warning", "rejected": "error", ERROR: "error"}
_GITHUB: Final = {"info": "notice", "loss": "warning", "rejected": "error", ERROR: "error"}
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME: Final = "message-transcode"
_WORDINGS: Final = {str(code): code.wording for code in Code}


def as_text(report: Report) -> Iterator[str]:
    """Return a line a problem: ``file:line:column: code message``."""
    for problem in report.problems:
        yield f"{problem.file}:{problem.line}:{problem.column}: {problem.code} {_words(problem)}"


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as a JSON-ready dict."""
    return {
        "files": list(report.files),
        "channels": list(report.channels),
        "problems": [problem.as_dict() for problem in report.problems],
    }


def as_github(report: Report) -> Iterator[str]:
    """Return workflow commands, which GitHub Actions shows beside the lines they are about.

    Source: GitHub's documentation, "Workflow commands for GitHub Actions"; the escapes are those of its toolkit.
    """
    for problem in report.problems:
        where = f"file={_property(problem.file)},line={problem.line},col={problem.column}"
        title = _property(f"{problem.code} {problem.channel}".strip())
        yield f"::{_GITHUB[problem.level]} {where},title={title}::{_data(visible(_words(problem)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def as_sarif(report: Report) -> dict[str, Any]:
    """Return a SARIF 2.1.0 log (OASIS standard, 2020-03-27) with one run."""
    codes = sorted({problem.code for problem in report.problems})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": _HOME,
                        "semanticVersion": version(_HOME),
                        "rules": [{"id": code, "shortDescription": {"text": _rule(code)}} for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": _uri(file)}} for file in report.files],
                "results": [_result(problem, codes.index(problem.code)) for problem in report.problems],
            }
        ],
    }


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(problem.file)},
            "region": {"startLine": problem.line, "startColumn": problem.column},
        }
    }
    if problem.path:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.path}]  # type: ignore[assignment]
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.level],
        "message": {"text": _words(problem)},
        "locations": [location],
    }


def _rule(code: str) -> str:
    wording = _WORDINGS.get(code, code.replace("_", " ").capitalize() + ".")
    return re.sub(r"\{[^{}]*\}", "…", wording)


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def as_junit(report: Report) -> str:
    """Return a JUnit XML document: a suite a file, a case a channel, a failure for each problem that fails."""
    root = ET.Element("testsuites", name=_HOME)
    for file in report.files:
        found = [problem for problem in report.problems if problem.file == file]
        suite = ET.SubElement(root, "testsuite", name=visible(file))
        unusable = [problem for problem in found if problem.severity is None]
        names = [""] if unusable else list(report.channels)
        for name in names:
            case = ET.SubElement(suite, "testcase", classname=visible(file), name=name or "readable")
            for problem in unusable or (one for one in found if one.channel == name):
                _add_outcome(case, problem)
        failures = sum(problem.fails and problem.severity is not None for problem in found)
        suite.attrib |= {"tests": str(len(names)), "failures": str(failures), "errors": str(len(unusable))}
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False)


def _add_outcome(case: ET.Element, problem: Problem) -> None:
    about = f"{problem.path}: " if problem.path else ""
    where = f"{problem.file}:{problem.line}:{problem.column}: {about}{problem.message}"
    if problem.fails:
        kind = "error" if problem.severity is None else "failure"
        outcome = ET.SubElement(case, kind, type=problem.code, message=visible(problem.message))
        outcome.text = visible(where)


def _words(problem: Problem) -> str:
    """Return the sentence, with what it is said of: the channel of a finding, the field of what cannot be read."""
    what = problem.channel or (problem.path if problem.severity is None else "")
    return f"{what}: {problem.message}" if what else problem.message
