"""Checking files: messages, requests of the service, and definitions of omni templates."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from transcode.check.positions import Positions
from transcode.check.problem import Problem
from transcode.errors import FieldError, InvalidMessage, TranscodeError
from transcode.message import CONTENT_TYPES
from transcode.message.omni_template import OmniTemplate
from transcode.message.parse import parse_json, validate
from transcode.result import Severity, Transcoded

__all__ = ["Checked", "Limits", "check_text", "messages_in"]

_PLACEHOLDER: Final = re.compile(r"\$\{([^{}]+)\}")
_AT: Final = re.compile(r"at line (\d+), column (\d+)$")
MAX_PARTS: Final = "max_parts"


@dataclass(frozen=True, slots=True)
class Limits:
    """When a check fails: by a finding of this severity or worse, or by an SMS of more parts."""

    fail_on: Severity = Severity.LOSS
    max_parts: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A message of a file, and where its fields are: below ``prefix``, which is empty for a message alone."""

    message: Any
    prefix: str = ""


def check_text(
    file: str,
    content: bytes,
    channels: Iterable[str],
    transcode: Callable[[Any, str], Transcoded],
    limits: Limits,
) -> Iterator[Problem]:
    """Return what there is to say of one file.

    Args:
        file: its name, as it is to be shown.
        content: what it holds.
        channels: the names of the channels it is for.
        transcode: what makes a message (or a request with one) into the result on a channel.
        limits: when the check fails.

    """
    positions = None
    try:
        data = parse_json(content)
        positions = Positions(content.decode(json.detect_encoding(content)))
        found = list(messages_in(data))
    except InvalidMessage as error:
        yield from (_unusable(file, wrong, positions, "") for wrong in error.errors)
        return
    for checked in found:
        for channel in channels:
            try:
                result = transcode(checked.message, channel)
            except InvalidMessage as error:
                yield from (_unusable(file, wrong, positions, checked.prefix) for wrong in error.errors)
                break
            except TranscodeError as error:
                yield _unusable(file, FieldError("", "unusable", str(error)), positions, checked.prefix)
                break
            yield from _of_result(file, result, positions, checked.prefix, limits)


def messages_in(data: Any) -> Iterator[Checked]:
    """Return the messages of a file: one, or one for each translation of the templates it defines.

    Raises:
        InvalidMessage: a template's definition cannot be used.

    """
    if isinstance(data, Mapping) and isinstance(data.get("translations"), list):
        yield from _translations(data, "")
    elif isinstance(data, Mapping) and isinstance(data.get("templates"), list):
        for index, template in enumerate(data["templates"]):
            yield from _translations(template, f"templates[{index}]")
    elif isinstance(data, list):
        for index, template in enumerate(data):
            yield from _translations(template, f"[{index}]")
    else:
        yield Checked(data)


def _translations(template: Any, prefix: str) -> Iterator[Checked]:
    validate(OmniTemplate, template, prefix, placeholders=True)
    for index, translation in enumerate(template["translations"]):
        variables = translation.get("variables") or ()
        values = {one["key"]: one.get("preview_value", one.get("previewValue")) or one["key"] for one in variables}
        content = {name: value for name, value in translation.items() if _is_content(name)}
        yield Checked(_filled_in(content, values), f"{prefix}.translations[{index}]".lstrip("."))


def _is_content(name: str) -> bool:
    return re.sub(r"([A-Z])", r"_\1", name).lower() in CONTENT_TYPES


def _filled_in(value: Any, values: Mapping[str, str]) -> Any:
    """Return a translation's content with the previews of its variables; what is not known stays as it is."""
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [_filled_in(item, values) for item in value]
    if isinstance(value, Mapping):
        return {name: _filled_in(item, values) for name, item in value.items()}
    return value


def _of_result(file: str, result: Transcoded, positions: Positions, prefix: str, limits: Limits) -> Iterator[Problem]:
    for finding in result.findings:
        path, (line, column) = _where(finding.path, positions, prefix)
        code, severity = str(finding.code), finding.severity
        fails = severity >= limits.fail_on
        yield Problem(file, line, column, code, severity, result.channel, path, finding.message, fails)
    segments = result.segments
    if segments and limits.max_parts is not None and segments.segments > limits.max_parts:
        path, (line, column) = _where("", positions, prefix)
        message = f"{segments.segments} parts in {segments.encoding.label}; at most {limits.max_parts} allowed."
        yield Problem(file, line, column, MAX_PARTS, Severity.LOSS, result.channel, path, message, fails=True)


def _unusable(file: str, wrong: FieldError, positions: Positions | None, prefix: str) -> Problem:
    found = f" (found {wrong.input})" if wrong.input else ""
    at = _AT.search(wrong.message)
    path, place = _where(wrong.path, positions, prefix) if positions else (wrong.path, (1, 1))
    line, column = (int(at[1]), int(at[2])) if at and positions is None else place
    return Problem(file, line, column, wrong.code, None, "", path, f"{wrong.message}{found}", fails=True)


def _where(path: str, positions: Positions, prefix: str) -> tuple[str, tuple[int, int]]:
    """Return the path within the file, and its place: that of the message's field, or of one beside the message."""
    within = ("message", "app_message", "appMessage") if not prefix else (prefix,)
    for name in within:
        if name in positions:
            below = name + (path if path.startswith("[") else f".{path}" if path else "")
            if path.startswith("channel_properties"):
                break
            return below, positions.of(below)
    return path, positions.of(path)
