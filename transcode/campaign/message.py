"""A message with open places, filled in row by row: the one room of this package that looks inside the engine.

A place is ``${name}`` in any text of the message, as in an omni template and in the service's Batch API
(``recipient_and_params[].parameters``). What a message says to one channel decides which names a row must have: a place
in what is meant for another channel is none of this plan's. Of an omni template the row gives the parameters that the
reference to it leaves open; a parameter that the reference gives is the same for everybody, unless it has places of its
own. A value is never read as a template again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from transcode.channels import writer_for
from transcode.engine import Transcoder
from transcode.errors import InvalidMessage, InvalidOption
from transcode.message import AppMessage, TextMessage
from transcode.message.parse import parse_json, validate
from transcode.message.place import survey
from transcode.plaintext import Uppercase, capitals
from transcode.resolve import Resolved, omni_templates, resolve
from transcode.result import Code, Finding, Policy, Severity, Transcoded
from transcode.writer.base import ChannelWriter

__all__ = ["Draft", "Message", "check_options", "draft", "places_in", "rejection"]

Message = Mapping[str, Any] | str | bytes | AppMessage

_PLACE: Final = re.compile(r"\$\{([^{}]+)\}")
_Steps = tuple[str, ...]
_MAX_PARTS: Final = "SMS_MAX_NUMBER_OF_MESSAGE_PARTS"


@dataclass(frozen=True)
class Draft:
    """A message for one channel, with its places open. Make it with ``draft``."""

    data: Mapping[str, Any]
    """The message, JSON-ready, in the schema's own spelling."""
    channel: str
    transcoder: Transcoder
    names: tuple[str, ...]
    """What a row must have, in the order of appearance."""
    free_text: bool
    """Whether the text goes out as it stands, so that a blank value is as good as any other."""
    sender: str | None = None
    properties: Mapping[str, str] | None = None
    media_info: Mapping[str, Any] | None = None
    _reference: _Steps = ()
    """Where the reference to an omni template stands; empty where there is none."""
    _open: frozenset[str] = field(default=frozenset())
    """The template's parameters that the reference leaves open."""
    _request: Mapping[str, Any] | None = None
    """The caller's own request to the SMS API, if that is what is sent."""

    @property
    def own_layouts(self) -> bool:
        """Whether layouts of the caller's may do anything with a value."""
        return self.transcoder.templates is not None

    @property
    def raises(self) -> bool:
        """Whether a loss is an error."""
        return self.transcoder.policy is Policy.RAISE

    @cached_property
    def max_units(self) -> int:
        """A length that no limit of the channel on a text is below, in characters, septets and UTF-16 units alike."""
        own = {name.upper(): figures for name, figures in self.transcoder.limits.items()}.get(self.channel, {})
        limits = writer_for(self.channel).limits
        return min((own.get(limit.name, limit.value) for limit in limits if limit.name == "body"), default=0)

    @cached_property
    def max_parts(self) -> int | None:
        """The number of parts above which a message is not delivered, None where there is no such number."""
        if self.channel != "SMS":
            return None
        if self._request is not None:  # the caller's own is sent as it is, with a limit of its own
            allowed = self._request.get("max_number_of_message_parts")
            return allowed if isinstance(allowed, int) else None
        given = (self.properties or {}).get(_MAX_PARTS)
        return None if given is None else int(given)

    def too_many_parts(self, parts: int) -> Finding:
        """Return what the engine says of a message of so many parts."""
        return Code.TOO_MANY_PARTS.at("", limit=self.max_parts, actual=parts, name=_MAX_PARTS)

    def capitals(self, text: str) -> str:
        """Return ``text`` as the layouts show it where they show capitals."""
        return capitals(text, Uppercase(self.transcoder.uppercase))

    def fill(self, values: Mapping[str, str]) -> dict[str, Any]:
        """Return the message of one row, JSON-ready; a place whose name has no value stays."""
        filled: dict[str, Any] = _fill(self.data, values)
        override = self.data.get("explicit_channel_message") or {}
        for key, payload in override.items():
            filled["explicit_channel_message"][key] = _fill_payload(payload, values)
        if self._reference:
            reference = filled
            for step in self._reference:
                reference = reference[step]
            given = {name: values[name] for name in self._open if name in values}
            reference["parameters"] = {**(reference.get("parameters") or {}), **given}
        return filled

    def transcode(self, values: Mapping[str, str], *, to: str | None = None) -> Transcoded:
        """Return the message of one row as the channel takes it: the answer that every shortcut is held to."""
        return self.transcoder.transcode(
            self.fill(values),
            self.channel,
            to=to,
            sender=self.sender,
            properties=self.properties,
            media_info=self.media_info,
        )

    def transcode_text(self, text: str) -> Transcoded:
        """Return a text as the channel takes it, with the same options; nothing is raised for a loss."""
        transcoder = replace(self.transcoder, policy=Policy.COLLECT)
        message = {"text_message": {"text": text}}
        return transcoder.transcode(message, self.channel, sender=self.sender, properties=self.properties)

    def recipient_error(self, to: str) -> str | None:
        """Return why the channel cannot send to ``to``, None where it can."""
        result = Transcoder().transcode({"text_message": {"text": "."}}, self.channel, to=to)
        return next(
            (one.message for one in result.findings if one.severity >= Severity.REJECTED and one.path == "to"), None
        )


def rejection(result: Transcoded) -> Finding | None:
    """Return the first reason why the channel would refuse the message."""
    return next((finding for finding in result.findings if finding.severity >= Severity.REJECTED), None)


def draft(
    message: Message,
    channel: str,
    transcoder: Transcoder,
    *,
    sender: str | None,
    properties: Mapping[str, str] | None,
    media_info: Mapping[str, Any] | None,
) -> Draft:
    """Return ``message`` with its places open.

    Raises:
        InvalidMessage: the message is not one, whatever stands in its places.
        UnknownChannel: the channel has no writer.

    """
    name = writer_for(channel).channel
    data = _json_ready(message)
    parsed = validate(AppMessage, data, placeholders=True)
    templates = omni_templates(transcoder.omni_templates)
    resolved = _as_written(resolve(survey(parsed).root, name, templates), name)
    steps, opened = _open_parameters(data, parsed, resolved, name, transcoder)
    names = dict.fromkeys(found for text in _texts(resolved) for found in _PLACE.findall(text))
    if steps:
        # What the reference itself gives may have places; what it does not give, the row does.
        reference = _at(data, steps)
        own = [name for value in (reference.get("parameters") or {}).values() for name in places_in(value)]
        names = dict.fromkeys([*own, *(name for name in names if name in opened), *sorted(opened)])
    return Draft(
        data=data,
        channel=name,
        transcoder=transcoder,
        names=tuple(names),
        free_text=_is_free(resolved),
        sender=sender,
        properties=properties,
        media_info=media_info,
        _reference=steps,
        _open=frozenset(opened),
        _request=_request_of(resolved),
    )


def places_in(value: object) -> Iterator[str]:
    """Yield the name of every place below ``value``, a JSON value, in order; keys have none."""
    if isinstance(value, str):
        yield from _PLACE.findall(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from places_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from places_in(item)


def _json_ready(message: Message) -> dict[str, Any]:
    if isinstance(message, AppMessage):
        parsed = message
    else:
        data = parse_json(message) if isinstance(message, (str, bytes, bytearray)) else message
        if not isinstance(data, Mapping):
            raise InvalidMessage.at("", "object_type", "a message must be an object with fields", data)
        parsed = validate(AppMessage, data, placeholders=True)
    dumped: dict[str, Any] = parsed.model_dump(mode="json", exclude_none=True)
    return dumped


def _as_written(resolved: Resolved, channel: str) -> Resolved:
    """Return what the message says to the channel, without what it says only to channels that have no templates."""
    if resolved.template is not None and writer_for(channel).channel_template is not ChannelWriter.channel_template:
        return replace(resolved, otherwise=None)
    if resolved.otherwise is None:
        return resolved
    otherwise = _as_written(resolved.otherwise, channel)
    return otherwise if resolved.template is not None else replace(resolved, otherwise=otherwise)


def _last(resolved: Resolved) -> Resolved:
    while resolved.otherwise is not None:
        resolved = resolved.otherwise
    return resolved


def _texts(resolved: Resolved) -> Iterator[str]:
    """Yield every text that the channel may show of what the message says to it."""
    if resolved.payload is not None:
        parsed = _json_of(resolved.payload.value)
        yield from _strings(resolved.payload.value if parsed is None else parsed)
    for part in (resolved.specific, resolved.template, resolved.content):
        if part is not None:
            yield from _strings(part.value.model_dump(mode="json", exclude_none=True))
    if resolved.otherwise is not None:
        yield from _texts(resolved.otherwise)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _is_free(resolved: Resolved) -> bool:
    if resolved.payload is not None:
        return _json_of(resolved.payload.value) is None
    if resolved.otherwise is not None:
        return _is_free(resolved.otherwise)
    return resolved.content is not None and isinstance(resolved.content.value, TextMessage)


def _request_of(resolved: Resolved) -> Mapping[str, Any] | None:
    parsed = None if resolved.payload is None else _json_of(resolved.payload.value)
    return parsed if isinstance(parsed, dict) and isinstance(parsed.get("body"), str) else None


def _open_parameters(
    data: Mapping[str, Any], parsed: AppMessage, resolved: Resolved, channel: str, transcoder: Transcoder
) -> tuple[_Steps, set[str]]:
    """Return where the reference to an omni template stands, and the parameters that it leaves open."""
    resolved = _last(resolved)
    if resolved.notes is None or not (resolved.content or resolved.template):
        return (), set()  # of no omni template
    steps = _reference_steps(data, channel)
    reference = _at(data, steps)
    given = set(reference.get("parameters") or {})
    used = {name for text in _texts(resolved) for name in _PLACE.findall(text)}
    declared = {*_declared(transcoder, reference["template_id"])}
    # A template's translations may declare different variables: those that this one needs are not reported unknown.
    candidates = (declared | used) - given
    trial = _with_parameters(data, steps, dict.fromkeys(candidates, "."))
    tried = survey(validate(AppMessage, trial, placeholders=True)).root
    resolved = _last(_as_written(resolve(tried, channel, omni_templates(transcoder.omni_templates)), channel))
    findings = resolved.notes.findings if resolved.notes else ()
    unknown = [finding.path for finding in findings if finding.code is Code.TEMPLATE_PARAMETER_UNKNOWN]
    opened = {name for name in candidates if not any(path.endswith(_last_step(name)) for path in unknown)}
    return steps, opened


def _declared(transcoder: Transcoder, name: str) -> Iterator[str]:
    """Yield the parameters that a template's definition says it has, for itself and for channels' own templates."""
    template = omni_templates(transcoder.omni_templates).get(name)
    for translation in template.translations if template else ():
        for variable in translation.variables or ():
            yield variable.key
        for override in (translation.channel_template_overrides or {}).values():
            yield from (override.parameter_mappings or {}).values()


def _last_step(name: str) -> str:
    return f".parameters.{name}" if name.isidentifier() else f".parameters[{name!r}]"


def _reference_steps(data: Mapping[str, Any], channel: str) -> _Steps:
    omni = data.get("explicit_channel_omni_message") or {}
    for key in omni:
        if key.upper() == channel:
            return "explicit_channel_omni_message", key, "template_reference"
    return "template_message", "omni_template"


def _at(data: Mapping[str, Any], steps: _Steps) -> Mapping[str, Any]:
    here: Any = data
    for step in steps:
        here = here[step]
    found: Mapping[str, Any] = here
    return found


def _with_parameters(data: Mapping[str, Any], steps: _Steps, values: Mapping[str, str]) -> dict[str, Any]:
    copied: dict[str, Any] = json.loads(json.dumps(data))
    here = copied
    for step in steps:
        here = here[step]
    here["parameters"] = {**(here.get("parameters") or {}), **values}
    return copied


def _fill(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _PLACE.sub(lambda match: values.get(match[1], match[0]), value) if "${" in value else value
    if isinstance(value, Mapping):
        return {key: _fill(item, values) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_fill(item, values) for item in value]
    return value


def _fill_payload(payload: str, values: Mapping[str, str]) -> str:
    """Return a channel's own payload filled in: JSON stays JSON, whatever the values have in them."""
    parsed = _json_of(payload) if "${" in payload else None
    filled: str = _fill(payload, values) if parsed is None else json.dumps(_fill(parsed, values), ensure_ascii=False)
    return filled


def _json_of(payload: str) -> dict[str, Any] | list[Any] | None:
    try:
        parsed = parse_json(payload)
    except InvalidMessage:
        return None
    return parsed if isinstance(parsed, (dict, list)) else None


def check_options(properties: object, defaults: object) -> None:
    """Raise InvalidOption where an option of ``compile`` is not what it must be."""
    for name, value in (("properties", properties), ("defaults", defaults)):
        if value is not None and not isinstance(value, Mapping):
            raise InvalidOption(f"{name}: must be an object of names and values")
