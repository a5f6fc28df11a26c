"""``transcode check``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from transcode.channels import implemented
from transcode.check import Limits, Problem, Report, check_text
from transcode.check.formats import as_github, as_json, as_junit, as_sarif, as_text
from transcode.cli.options import FailOn
from transcode.cli.output import fail, write, write_json
from transcode.cli.reading import read
from transcode.cli.request import Request
from transcode.cli.transcoding import (
    Capitals,
    Channels,
    Definitions,
    Given,
    Known,
    Layouts,
    Manner,
    Marks,
    Recipient,
    Sender,
    Settings,
    Strict,
    Vendor,
)
from transcode.gsm import GENERIC
from transcode.plaintext import Uppercase
from transcode.preview.screen import Screen
from transcode.result import Severity, Transcoded
from transcode.writer.request import Markup, Profile

__all__ = ["check"]


class Format(StrEnum):
    """How problems are told."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILES...",
            help="Messages, send requests and omni templates as JSON; of a folder, every *.json below it.",
            show_default=False,
        ),
    ],
    *,
    channel: Channels = None,
    to: Recipient = None,
    sender: Sender = None,
    channel_property: Given = None,
    uppercase: Capitals = Uppercase.DOCUMENTED,
    templates: Layouts = None,
    omni_templates: Definitions = None,
    media_info: Known = None,
    profile: Manner = Profile.DOCUMENTED,
    markup: Marks = Markup.PASSED,
    strict: Strict = False,
    vendor: Vendor = GENERIC,
    max_parts: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Fail where an SMS takes more parts.")
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help="Fail by a finding of this severity or worse.")] = FailOn.LOSS,
    level: Annotated[FailOn, typer.Option(help="Tell findings of this severity or worse.")] = FailOn.INFO,
    output: Annotated[Format, typer.Option("--format", help="How they are told.")] = Format.TEXT,
) -> None:
    """Check message files: what each loses on each channel, by file, line and column.

    Exits with 0 where nothing fails, 1 where something does, 2 where a file cannot be used; the others are checked all
    the same. A sender that is missing is assumed.
    """
    settings = Settings.read(
        channels=channel,
        to=to,
        sender=sender,
        properties=channel_property,
        uppercase=uppercase,
        templates=templates,
        omni_templates=omni_templates,
        media_info=media_info,
        profile=profile,
        markup=markup,
        strict=strict,
        vendor=vendor,
        source="options",
    )
    channels = settings.channels or implemented()
    named = list(dict.fromkeys(_files(files)))
    if not named:
        fail(f"no *.json file in {', '.join(files)}")
    limits = Limits(Severity[fail_on.name], max_parts)

    def transcode(message: Any, name: str) -> Transcoded:
        return settings.preview(Request.read(message, strict=strict), name).shown

    found = [problem for file in named for problem in _check(file, channels, transcode, limits)]
    report = Report.of(named, channels, [one for one in found if _is_told(one, Severity[level.name])])
    _tell(report, output)
    if status := Report.of(named, channels, found).status:
        raise typer.Exit(status)


def _files(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        path = Path(name)
        if path.is_dir():
            yield from (str(file) for file in sorted(path.rglob("*.json")) if file.is_file())
        else:
            yield name


def _check(file: str, channels: Iterable[str], transcode: Any, limits: Limits) -> Iterator[Problem]:
    try:
        content = read(file)
    except OSError as error:
        yield Problem(file, 1, 1, "unreadable", None, "", "", error.strerror or str(error), fails=True)
        return
    yield from check_text(file, content, channels, transcode, limits)


def _is_told(problem: Problem, least: Severity) -> bool:
    return problem.fails or problem.severity is None or problem.severity >= least


def _tell(report: Report, output: Format) -> None:
    match output:
        case Format.JSON:
            write_json(as_json(report))
        case Format.SARIF:
            write_json(as_sarif(report))
        case Format.JUNIT:
            write(as_junit(report) + "\n")
        case Format.GITHUB:
            _write_lines(as_github(report))
        case Format.TEXT:
            _write_lines(as_text(report))


def _write_lines(lines: Iterable[str]) -> None:
    screen = Screen(sys.stdout)
    for line in lines:
        screen.raw(line.replace("\n", " "))
    write(screen.text)
