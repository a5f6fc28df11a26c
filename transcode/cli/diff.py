"""``transcode diff``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from transcode.channels import implemented
from transcode.cli.options import AsJson
from transcode.cli.output import described, fail, write, write_json
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
    Rate,
    Settings,
    Strict,
    Vendor,
    read_rates,
)
from transcode.errors import InvalidMessage, shorten
from transcode.gsm import GENERIC
from transcode.message.parse import parse_json
from transcode.plaintext import Uppercase
from transcode.preview.diff import ResultDiff, diff_results
from transcode.preview.screen import Screen
from transcode.result import Severity, Transcoded
from transcode.writer.request import Markup, Profile

__all__ = ["diff"]

_SEVERITIES: Final = {Severity.INFO: "cyan", Severity.LOSS: "yellow", Severity.REJECTED: "bold red"}
_LINES: Final = {"-": "red", "+": "green", " ": "dim"}
_BEFORE: Final = 20
"""So many characters are shown of what stands alike before a change."""
_LISTED: Final = 20
"""So many changed fields of a payload are shown, the rest is counted; --json has them all."""


def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A message, a folder of messages, or - for standard input.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, as it is to be.")],
    *,
    channel: Channels = None,
    channel_property: Given = None,
    uppercase: Capitals = Uppercase.DOCUMENTED,
    templates: Layouts = None,
    omni_templates: Definitions = None,
    media_info: Known = None,
    profile: Manner = Profile.DOCUMENTED,
    markup: Marks = Markup.PASSED,
    strict: Strict = False,
    vendor: Vendor = GENERIC,
    rate: Rate = None,
    as_json: AsJson = False,
) -> None:
    """Show what changes between two versions of a message: text, payload, parts, findings and price.

    Exits with 0 where nothing changes, 1 where something does, 2 where a file cannot be used; the others are compared
    all the same. To compare with a version in git: git show HEAD:message.json | transcode diff - message.json
    """
    pairs = _pairs(old, new)
    settings = Settings.read(
        channels=channel,
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
    rates = read_rates(rate)
    found: dict[str, list[ResultDiff]] = {}
    unusable: list[str] = []
    for name, (before, after) in pairs.items():
        was = _results(before, settings, unusable) if before else {}
        now = _results(after, settings, unusable) if after else {}
        if was is None or now is None:
            continue
        names = dict.fromkeys((*was, *now))
        found[name] = [diff_results(was.get(each), now.get(each), rates) for each in names]
    if as_json:
        write_json({"files": {name: [one.as_dict() for one in diffs] for name, diffs in found.items()}})
    else:
        _draw(found, pairs)
    if unusable:
        fail(*unusable)
    if any(one.changed for diffs in found.values() for one in diffs):
        raise typer.Exit(1)


def _pairs(old: str, new: str) -> dict[str, tuple[str | None, str | None]]:
    """Return what is to be compared with what, by the name it is shown under."""
    if old == "-" and new == "-":
        fail("only one of the two can be standard input")
    folders = [Path(name) for name in (old, new) if name != "-" and Path(name).is_dir()]
    if not folders:
        return {(new if new != "-" else old): (old, new)}
    if len(folders) == 1:
        fail("OLD and NEW must be two files or two folders")
    left, right = (dict(_messages(folder)) for folder in folders)
    names = sorted({*left, *right})
    if not names:
        fail(f"no *.json file in {old} and {new}")
    return {name: (left.get(name), right.get(name)) for name in names}


def _messages(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.rglob("*.json")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), str(file)


def _results(file: str, settings: Settings, unusable: list[str]) -> Mapping[str, Transcoded] | None:
    """Return a file's message by channel; None, and why among the ``unusable``, where it cannot be used."""
    source = "standard input" if file == "-" else file
    try:
        asked = Request.read(parse_json(read(file)))
        names = settings.channels or implemented()
        return {name: settings.preview(asked, name).shown for name in names}
    except InvalidMessage as error:
        unusable += [f"{source}: {described(wrong, 'the file', '')}" for wrong in error.errors]
    except OSError as error:
        unusable.append(f"{source}: {error.strerror or error}")
    return None


# --- what is drawn ---


def _draw(found: Mapping[str, list[ResultDiff]], pairs: Mapping[str, tuple[str | None, str | None]]) -> None:
    screen = Screen(sys.stdout)
    for name, diffs in found.items():
        if not any(one.changed for one in diffs):
            continue
        before, after = pairs[name]
        note = "" if before and after else "  new" if after else "  gone"
        screen.line((name, "bold"), (note, "yellow"))
        for one in diffs:
            if one.changed:
                _draw_channel(screen, one, whole=bool(before and after))
        screen.line()
    changed = sum(any(one.changed for one in diffs) for diffs in found.values())
    screen.line(f"{changed} of {len(found)} changed" if changed else f"nothing changed, {len(found)} compared")
    write(screen.text)


def _draw_channel(screen: Screen, one: ResultDiff, *, whole: bool) -> None:
    """Draw what changes on a channel; of a message that is new or gone, its text and what it costs."""
    screen.line()
    screen.line((one.channel, "bold"), first="  ")
    for change in one.facts:
        values = [_shown(value) for value in (change.old, change.new) if whole or value is not None]
        screen.line(f"{change.name}: ", " → ".join(values), first="    ")
    for sign, line in one.text:
        screen.line((line, _LINES[sign]), first=(f"    {sign} ", _LINES[sign]))
    if not whole:
        return
    for sign, findings in (("-", one.gone), ("+", one.new)):
        for finding in findings:
            where = f"{finding.path}: " if finding.path else ""
            severity = (f"    {sign} {finding.severity.name}  ", _SEVERITIES[finding.severity])
            screen.line((where, "bold"), finding.message, first=severity)
    for change in one.payload[:_LISTED]:
        before, after = _pair(change.old, change.new)
        screen.line((f"payload{change.name}: ", "dim"), before, " → ", after, first="    ")
    if len(one.payload) > _LISTED:
        screen.line(f"and {len(one.payload) - _LISTED} other fields of the payload", first="    ")


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _pair(old: Any, new: Any) -> tuple[str, str]:
    """Return both as they are shown; of two long texts what they begin with alike is left out."""
    if isinstance(old, str) and isinstance(new, str):
        pairs = enumerate(zip(old, new, strict=False))
        alike = next((index for index, (one, other) in pairs if one != other), min(len(old), len(new)))
        if alike > 2 * _BEFORE:
            cut = alike - _BEFORE
            return f"…{shorten(old[cut:])}", f"…{shorten(new[cut:])}"
    return _json(old), _json(new)


def _json(value: Any) -> str:
    if value is None:
        return "nothing"
    return shorten(value) if isinstance(value, str) else json.dumps(value)
