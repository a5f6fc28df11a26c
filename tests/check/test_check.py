"""Messages and templates in files: what is wrong with them, where, and in the forms that others read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests import corpus
from transcode import Severity, Transcoder
from transcode.channels import implemented
from transcode.check import Limits, Problem, Report, check_text
from transcode.check.formats import as_github, as_json, as_junit, as_sarif, as_text

SHORT = Limits(Severity.LOSS, max_parts=1)


def check(data: Any, channels: tuple[str, ...] = ("SMS",), limits: Limits = Limits()) -> list[Problem]:  # noqa: B008
    content = data if isinstance(data, bytes) else json.dumps(data, indent=2).encode()

    def transcode(message: Any, channel: str) -> Any:
        return Transcoder().transcode(message, channel)

    return list(check_text("m.json", content, channels, transcode, limits))


def test_a_finding_stands_at_its_field() -> None:
    message = corpus.load("choice-all-kinds")["message"]
    problems = check(message, limits=Limits(Severity.INFO))
    written = json.dumps(message, indent=2).splitlines()
    assert len(problems) > 3
    for problem in problems:
        name = problem.path.rpartition(".")[2]
        at = written[problem.line - 1][problem.column - 1 :]
        assert at.startswith("{" if name.endswith("]") else f'"{name}"')
        assert problem.fails


def test_parts_are_counted() -> None:
    (problem,) = check({"text_message": {"text": "x" * 161}}, limits=SHORT)
    assert (problem.code, problem.message, problem.fails) == ("max_parts", "2 parts in GSM-7; at most 1 allowed.", True)
    assert check({"text_message": {"text": "x" * 160}}, limits=SHORT) == []


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (b'{\n "text_message": {"text": }\n}', (2, 27), "is not JSON: Expecting value at line 2, column 27"),
        (b'{"text_message":\n  {"text": 5}}', (2, 4), "must be a string (found 5)"),
        (b"[1]", (1, 2), "must be an object"),
        (b'{"text_message": {"text": "\xff"}}', (1, 1), "is not UTF-8"),
        (b"{}", (1, 1), "must have exactly one of"),
        (b'{"translations": []}', (1, 1), "is required"),
        (b'{"id": "t", "default_translation": "en", "translations": [5]}', (1, 59), "must be"),
    ],
)
def test_a_file_that_cannot_be_used(content: bytes, place: tuple[int, int], message: str) -> None:
    problems = check(content)
    assert all(problem.severity is None and problem.fails for problem in problems)
    assert (problems[0].line, problems[0].column) == place
    assert message in problems[0].message
    assert Report.of(["m.json"], ["SMS"], problems).status == 2


def test_every_translation_of_a_template_is_checked() -> None:
    (template,) = corpus.load("template-omni")["omni_templates"]
    for shape, prefix in ((template, ""), ([template], "[0]."), ({"templates": [template]}, "templates[0].")):
        problems = check(shape, limits=Limits(max_parts=0))
        assert [problem.path for problem in problems if problem.code == "max_parts"] == [
            f"{prefix}translations[{number}]" for number in range(len(template["translations"]))
        ]
        lines = json.dumps(shape, indent=2).splitlines()
        assert all(lines[problem.line - 1].strip() for problem in problems)
    filled = check(template)
    assert not [problem for problem in filled if problem.code == "parameter_syntax"]


HOSTILE = "a,b:c%d\r\n::error::x \u202e \x1b ]]> <&\"'"


@pytest.fixture
def report() -> Report:
    problems = [
        problem
        for name in ("location-label", "template-unknown", "choice-all-kinds")
        for problem in check(corpus.load(name)["message"], implemented())
    ]
    problems += check(b"{")
    problems.append(Problem(HOSTILE, 1, 2, "x", Severity.LOSS, "SMS", HOSTILE, HOSTILE, fails=True))
    return Report.of(["m.json", HOSTILE], implemented(), problems)


def test_problems_are_in_the_order_of_the_file(report: Report) -> None:
    places = [(problem.line, problem.column) for problem in report.problems if problem.file == "m.json"]
    assert places == sorted(places)
    assert len(set(report.problems)) == len(report.problems)
    assert report.status == 2


def test_a_line_a_problem(report: Report) -> None:
    lines = list(as_text(report))
    assert len(lines) == len(report.problems)
    assert lines[0].startswith(f"m.json:{report.problems[0].line}:{report.problems[0].column}: ")


def test_what_cannot_be_read_is_told_with_its_field() -> None:
    told = Report.of(["m.json"], ["SMS"], [*check(b'{"text_message":\n  {"text": 5}}'), *check(b"{")])
    assert list(as_text(told))[-1] == "m.json:2:4: string_type text_message.text: must be a string (found 5)"
    assert "::text_message.text: must be" in list(as_github(told))[-1]
    assert "m.json:2:4: text_message.text: must be" in as_junit(told)
    assert "m.json:1:2: is not JSON" in as_junit(told)


def test_json_has_all_of_it(report: Report) -> None:
    data = json.loads(json.dumps(as_json(report)))
    assert len(data["problems"]) == len(report.problems)
    assert {problem["level"] for problem in data["problems"]} >= {"info", "loss", "error"}


def test_github_gets_one_command_a_line(report: Report) -> None:
    lines = list(as_github(report))
    assert all("\n" not in line and "\r" not in line for line in lines)
    assert all(line.startswith(("::notice file=", "::warning file=", "::error file=")) for line in lines)
    (hostile,) = [line for line in lines if "title=x SMS" in line]
    assert hostile.startswith("::warning file=a%2Cb%3Ac%25d<U+000D><U+000A>%3A%3Aerror%3A%3Ax <U+202E>")
    assert hostile.count("::") == 4


def test_junit_is_xml_and_counts(report: Report) -> None:
    root = ET.fromstring(as_junit(report))  # noqa: S314 - our own
    first, second = root
    assert (first.get("errors"), first.get("name")) == ("1", "m.json")
    assert second.get("failures") == "1"
    (failure,) = second.iter("failure")
    assert failure.get("message", "").startswith("a,b:c%d<U+000D>")


SCHEMA = (
    Path(os.environ.get("TRANSCODE_NODE_MODULES", "node_modules"))
    / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
)


@pytest.mark.skipif(not SCHEMA.exists(), reason="the published schema is not there (npm install @microsoft/jest-sarif)")
def test_sarif_is_what_its_schema_says(report: Report) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    for each in (report, Report.of(["m.json"], ["SMS"], [])):
        assert [error.message for error in validator.iter_errors(as_sarif(each))] == []


def test_sarif_leads_from_a_result_to_its_rule(report: Report) -> None:
    (run,) = as_sarif(report)["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert {result["level"] for result in run["results"]} >= {"note", "warning", "error"}
    assert all("{" not in rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"])
