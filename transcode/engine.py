"""The road a message takes: parse, resolve, write, count what was lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from transcode.channels import is_channel, writer_for
from transcode.channels.base import ChannelWriter, Profile, Rendering, Request
from transcode.conservation import describe, facts, missing
from transcode.errors import FieldError, InvalidMessage, InvalidOption, LossyTranscode, shorten
from transcode.message import AppMessage, parse_message
from transcode.message.base import HINT, Model, Text, extend_path, leaves, unknown_fields
from transcode.message.limits import exceeded, persistent_outer_choices
from transcode.message.omni_template import OmniTemplate
from transcode.message.parse import parse_json, validate
from transcode.plaintext import Plaintext, Uppercase
from transcode.resolve import OmniTemplates, Resolved, omni_templates, resolve
from transcode.result import Code, Finding, Outcome, Policy, Severity, Transcoded

if TYPE_CHECKING:
    from os import PathLike

    from jinja2 import BaseLoader

__all__ = ["Transcoder", "transcode", "transcode_request"]

Message = Mapping[str, Any] | str | bytes | AppMessage


@dataclass(frozen=True)
class Transcoder:
    """Turns generic messages into what channels take. Immutable, thread-safe, picklable.

    Args:
        policy: return losses as findings, or raise ``LossyTranscode``.
        templates: plaintext layouts that go before the shipped ones: a directory, read once, or a Jinja loader. In it,
            ``<channel>/<type>.txt.j2`` goes before ``<type>.txt.j2``. They run in Jinja's sandbox.
        omni_templates: definitions of the templates that messages refer to (Template Management API, version 2).
        limits: other figures for a channel's limits, by channel and name: ``{"SMS": {"body": 1600}}``.
        uppercase: how text choices are capitalised: ``"documented"``, ``"gsm-safe"`` or ``"keep"``.
        profile: how far a channel's own forms are used: ``"documented"``, as the service's documentation shows, or
            ``"rich"``, the best that the channel can do today.
        strict: refuse fields that the message schema does not name, instead of reporting them.

    Raises:
        InvalidOption: an option has a value it cannot have.
        InvalidMessage: a template definition is not one.

    """

    policy: Policy = Policy.COLLECT
    templates: str | PathLike[str] | BaseLoader | None = None
    omni_templates: Iterable[OmniTemplate | Mapping[str, Any]] = ()
    limits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    uppercase: Uppercase = Uppercase.DOCUMENTED
    profile: Profile = Profile.DOCUMENTED
    strict: bool = False

    _limits: Mapping[str, Mapping[str, int]] = field(init=False, repr=False, compare=False)
    _plaintext: Plaintext = field(init=False, repr=False, compare=False)
    _omni_templates: OmniTemplates = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        settled = {
            "policy": _option("policy", Policy, self.policy),
            "uppercase": _option("uppercase", Uppercase, self.uppercase),
            "profile": _option("profile", Profile, self.profile),
            "_limits": _limits(self.limits),
            "omni_templates": _definitions(self.omni_templates),
            "_plaintext": Plaintext(self.templates),
        }
        for name, value in settled.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_omni_templates", omni_templates(self.omni_templates))

    def transcode(
        self,
        message: Message,
        channel: str,
        *,
        to: str | None = None,
        sender: str | None = None,
        properties: Mapping[str, str] | None = None,
        media_info: Mapping[str, Any] | None = None,
    ) -> Transcoded:
        """Return ``message`` as ``channel`` takes it, with all that was lost.

        Args:
            message: a dict, JSON text or bytes, or an AppMessage.
            channel: a ``Channel`` or its name, in any case.
            to: the recipient; until it is given, payloads have the placeholder ``{{to}}``.
            sender: who the message is from; a channel property that says so (``SMS_SENDER``) goes first.
            properties: channel properties, of this channel and of others.
            media_info: what the caller knows of a file, by its URL (MMS: see ``transcode.mms.MediaInfo``).

        Raises:
            InvalidMessage: the message, a property, the recipient or the sender cannot be used.
            UnknownChannel: the channel has no writer.
            LossyTranscode: something was lost and the policy is RAISE.
            BrokenTemplate: a layout of the caller's does not work.

        """
        writer_class = writer_for(channel)
        parsed = parse_message(message, strict=self.strict)
        resolved = resolve(parsed, writer_class.channel, self._omni_templates)
        writer = writer_class(
            Request(
                to=_string("to", to),
                sender=_string("sender", sender),
                reply_to=parsed.reply_to.message_id if parsed.reply_to else None,
                agent=parsed.agent,
                properties=_mapping("channel_properties", properties),
                media_info=_mapping("media_info", media_info),
                limits=self._limits.get(writer_class.channel, {}),
                uppercase=self.uppercase,
                profile=self.profile,
                plaintext=self._plaintext,
            )
        )
        resolved, rendering = _write(writer, resolved)
        replies = writer.replies(rendering.text)
        findings = [*_about_input(parsed, resolved), *resolved.findings, *writer.findings]
        findings += _about_lost(parsed, resolved, rendering, writer, findings)
        if resolved.inside:
            findings = [_outside(finding, resolved) for finding in findings]
            replies = tuple(replace(reply, path=resolved.path) for reply in replies)
        result = Transcoded(
            channel=writer_class.channel,
            outcome=_outcome(rendering, findings),
            payloads=rendering.payloads,
            text=rendering.text,
            segments=rendering.segments,
            findings=_in_document_order(parsed, findings),
            replies=replies,
        )
        if self.policy is Policy.RAISE and result.losses:
            raise LossyTranscode(result)
        return result

    def transcode_request(self, request: Mapping[str, Any] | str | bytes) -> dict[str, dict[str, str]]:
        """Answer a request of the service's ``messages:transcode``, in its own shape.

        Args:
            request: ``app_id``, ``app_message`` and ``channels``, with ``from`` and ``to`` if they are known; a dict or
                JSON.

        Returns:
            ``{"transcoded_message": {channel: string}}``: the text for SMS, compact JSON for a channel whose payload is
            JSON.

        Raises:
            InvalidMessage: a field is missing or wrong.
            UnknownChannel: a channel has no writer.

        """
        data = parse_json(request) if isinstance(request, (str, bytes)) else request
        asked = validate(_Request, data)
        transcoded = {}
        for channel in asked.channels:
            writer = writer_for(channel)
            try:
                result = self.transcode(asked.app_message, channel, to=asked.to, sender=asked.sender)
            except InvalidMessage as error:
                raise InvalidMessage(map(_in_request, error.errors)) from None
            transcoded[writer.channel] = writer.transcoded_message(result)
        return {"transcoded_message": transcoded}


def transcode(
    message: Message,
    channel: str,
    *,
    to: str | None = None,
    sender: str | None = None,
    properties: Mapping[str, str] | None = None,
    media_info: Mapping[str, Any] | None = None,
    **options: Any,
) -> Transcoded:
    """Return ``message`` as ``channel`` takes it: ``Transcoder(**options).transcode(...)``."""
    transcoder = Transcoder(**options) if options else _default()
    return transcoder.transcode(message, channel, to=to, sender=sender, properties=properties, media_info=media_info)


def transcode_request(request: Mapping[str, Any] | str | bytes) -> dict[str, dict[str, str]]:
    """Answer a request of the service's ``messages:transcode``; see ``Transcoder.transcode_request``."""
    return _default().transcode_request(request)


class _Request(Model):
    """A request of ``messages:transcode``. Source: Conversation API schema, TranscodeMessageRequest."""

    app_id: Text
    app_message: AppMessage
    channels: Annotated[tuple[Text, ...], Field(min_length=1)]
    sender: Annotated[Text | None, Field(alias="from")] = None
    to: Text | None = None


def _in_request(error: FieldError) -> FieldError:
    """Return an error about an argument or the message as one about a field of the request."""
    path = {"to": "to", "sender": "from"}.get(error.path, f"app_message.{error.path}".rstrip("."))
    return replace(error, path=path)


@cache
def _default() -> Transcoder:
    return Transcoder()


# --- the steps ---


def _write(writer: ChannelWriter, resolved: Resolved) -> tuple[Resolved, Rendering]:
    """Return what was written in the end, and what came of it."""
    if resolved.payload is not None:
        return resolved, writer.override(resolved.payload, resolved.path)
    if resolved.content is not None:
        return resolved, writer.write(resolved.content, _content_path(resolved))
    rendering = None
    if resolved.specific is not None:
        rendering = writer.channel_specific(resolved.specific, resolved.path)
    elif resolved.template is not None:
        rendering = writer.channel_template(resolved.template, resolved.path)
    if rendering is not None:
        return resolved, rendering
    writer.findings += _about_unused(writer, resolved)
    if resolved.otherwise is not None:
        return _write(writer, resolved.otherwise)
    return resolved, Rendering(Outcome.PLAINTEXT, ())


def _about_unused(writer: ChannelWriter, resolved: Resolved) -> Iterator[Finding]:
    """Yield why what was meant for the channel itself is not sent."""
    if resolved.specific is not None:
        why = f"{writer.title} has none of this kind"
        yield Code.DROPPED.at(resolved.path, what="The channel-specific message", why=why)
    elif resolved.template is not None and resolved.otherwise is not None:
        yield Code.CHANNEL_TEMPLATE_UNUSED.at(resolved.path, channel=writer.title)
    elif resolved.template is not None:
        what = f"{writer.title} has no templates of its own, so there is nothing that could be sent."
        yield Code.NOT_ALLOWED.at(resolved.path, what=what)


def _content_path(resolved: Resolved) -> str:
    return f"{resolved.path}.{resolved.inside}" if resolved.inside else resolved.path


def _about_input(message: AppMessage, resolved: Resolved) -> Iterator[Finding]:
    """Yield what is to be said of the message before any channel comes into it."""
    for path, name in unknown_fields(message):
        yield Code.UNKNOWN_FIELD.at(path, name=name)
    for path, values in (
        ("explicit_channel_message", message.explicit_channel_message),
        ("explicit_channel_omni_message", message.explicit_channel_omni_message),
        ("channel_specific_message", message.channel_specific_message),
        ("template_message.channel_template", message.template_message and message.template_message.channel_template),
    ):
        for name in values or ():
            if not is_channel(name):
                yield Code.UNKNOWN_CHANNEL.at(extend_path(path, name), name=name)
    if resolved.content is not None:
        path = _content_path(resolved)
        for where, limit, actual in exceeded(resolved.content, path):
            yield Code.SCHEMA_LIMIT.at(where, limit=limit.value, actual=actual, what=limit.name.capitalize())
        for where in persistent_outer_choices(resolved.content, path):
            yield Code.NOT_ALLOWED.at(where, what="The service rejects display_mode PERSISTENT in outer choices.")


def _about_lost(
    message: AppMessage, resolved: Resolved, rendering: Rendering, writer: ChannelWriter, reported: Iterable[Finding]
) -> Iterator[Finding]:
    """Yield what of the content went missing without the writer having said so."""
    if resolved.content is None or not rendering.payloads:
        return
    found = [
        *facts(resolved.content, _content_path(resolved)),
        *facts(message.agent, "agent", HINT),
        *facts(message.reply_to, "reply_to", HINT),
    ]
    replies = writer.replies(rendering.text)
    for fact in missing(found, rendering.text, rendering.payloads, replies, list(reported)):
        if fact.role is HINT:
            yield Code.HINT_IGNORED.at(fact.path, what=describe(fact), channel=writer.title)
        else:
            why = f"the rendering for {writer.title} has no place for it"
            yield Code.DROPPED.at(fact.path, what=describe(fact), why=why)


def _outside(finding: Finding, resolved: Resolved) -> Finding:
    """Return a finding about a template's content as one about the reference to the template."""
    inner = finding.path.removeprefix(f"{resolved.path}.")
    if inner == finding.path or not inner.startswith(resolved.inside):
        return finding
    return replace(finding, path=resolved.path, message=f"{finding.message} (In the template: {inner}.)")


def _outcome(rendering: Rendering, findings: Iterable[Finding]) -> Outcome:
    if rendering.outcome is Outcome.NATIVE and any(finding.severity is Severity.LOSS for finding in findings):
        return Outcome.ADAPTED
    return rendering.outcome


def _in_document_order(message: AppMessage, findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort findings by where their field stands in the message; those about the whole message come first."""
    if len(findings) < 2:
        return tuple(findings)
    order = {"": -1}
    for index, (path, _, _) in enumerate(leaves(message, "")):
        # A part stands where its first field stands.
        while path not in order:
            order[path] = index
            path = _parent(path)  # noqa: PLW2901

    def position(finding: Finding) -> int:
        path = finding.path
        while path not in order:  # a field that the schema does not name stands with its neighbours
            path = _parent(path)
        return order[path]

    return tuple(sorted(findings, key=position))


def _parent(path: str) -> str:
    return path[: max(path.rfind("."), path.rfind("["), 0)]


# --- options and arguments ---


def _option(name: str, kind: type[Any], value: object) -> Any:
    try:
        return kind(value)
    except ValueError:
        allowed = ", ".join(repr(member.value) for member in kind)
        raise InvalidOption(f"{name}: {value!r} is not one of {allowed}") from None


def _definitions(given: object) -> tuple[Any, ...]:
    if isinstance(given, Iterable) and not isinstance(given, (str, bytes, Mapping)):
        return tuple(given)
    raise InvalidOption("omni_templates: must be a list of template definitions")


def _limits(given: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Check and copy the limits that the caller sets."""
    settled: dict[str, dict[str, int]] = {}
    if not isinstance(given, Mapping) or not all(isinstance(figures, Mapping) for figures in given.values()):
        raise InvalidOption('limits: must be figures by channel and name, such as {"SMS": {"body": 1600}}')
    for channel, figures in given.items():
        writer = writer_for(channel)
        names = {limit.name for limit in writer.limits} - writer.fixed_limits
        for name, figure in figures.items():
            if name not in names:
                raise InvalidOption(f"limits: {writer.channel} has no limit {name!r} to change; it has {sorted(names)}")
            if not isinstance(figure, int) or isinstance(figure, bool) or figure < 1:
                raise InvalidOption(f"limits: {writer.channel} {name!r} must be a whole number, 1 or more: {figure!r}")
        settled[writer.channel] = {**settled.get(writer.channel, {}), **figures}
    return settled


def _string(name: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise InvalidMessage.at(name, "string_type", f"must be a string, not {shorten(value)}", value)


def _mapping(name: str, value: object) -> Mapping[str, Any]:
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return value
    raise InvalidMessage.at(name, "dict_type", "must be an object", value)
