"""The road a message takes: parse, resolve, write, count what was lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Unpack

from pydantic import Field

from transcode.accounting import report_lost
from transcode.channels import implemented, is_channel, writer_for
from transcode.errors import LISTED, FieldError, InvalidMessage, InvalidOption, did_you_mean, shorten
from transcode.gsm.vendors import GENERIC
from transcode.markdown import check_installed, read_content
from transcode.message import AppMessage, parse_message
from transcode.message.app_message import refuse_unknown
from transcode.message.base import HINT, Model, Text
from transcode.message.limits import LIMITED, exceeded, persistent_outer_choices
from transcode.message.omni_template import OmniTemplate
from transcode.message.parse import MAX_ENTRIES, parse_json, validate
from transcode.message.place import NOTHING, Place, Survey, one_line, survey
from transcode.notes import Notes
from transcode.numbers import check_region, is_callable
from transcode.options import (
    Options,
    channel_names,
    check_addresses,
    definitions,
    mapping,
    of_channel,
    one_of,
    own_limits,
    text_or_none,
    vendor_name,
)
from transcode.plaintext import Plaintext, Uppercase, shipped_layouts
from transcode.resolve import OmniTemplates, Resolved, omni_templates, resolve
from transcode.result import Code, Finding, LossyTranscode, Outcome, Policy, Severity, Transcoded
from transcode.urls import why_not_usable
from transcode.writer.base import ChannelWriter
from transcode.writer.payloads import settled
from transcode.writer.request import Markup, Profile, Rendering, Request

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
        markup: what becomes of marks (``*bold*``) in a caller's text: ``"passed"`` on, as the service does; shown
            ``"literal"``, as they are typed; or read as ``"markdown"`` (CommonMark's inlines; the extra ``markdown``),
            which becomes each channel's own formatting, plain text where it has none.
        strict: refuse fields that the message schema does not name and channel properties that there are not, instead
            of reporting them.
        vendor: whose short messages they are, a name of ``transcode.gsm.VENDORS``: its alphabet and limits hold, and a
            finding says why it bills more parts than the standard would; ``"generic"`` is the standard.
        region: where numbers that have no plus are dialled, a code of ISO 3166 (``"SE"``; the extra ``phone``): those
            of recipients and of calls are completed. Without it a number is taken to have its country code.

    Raises:
        InvalidOption: an option has a value it cannot have.
        InvalidMessage: a template definition is not one.

    """

    policy: Policy | Literal["collect", "raise"] = Policy.COLLECT
    templates: str | PathLike[str] | BaseLoader | None = field(default=None, hash=False)
    omni_templates: Iterable[OmniTemplate | Mapping[str, Any]] = field(default=(), hash=False)
    limits: Mapping[str, Mapping[str, int]] = field(default_factory=dict, hash=False)
    uppercase: Uppercase | Literal["documented", "gsm-safe", "keep"] = Uppercase.DOCUMENTED
    profile: Profile | Literal["documented", "rich"] = Profile.DOCUMENTED
    markup: Markup | Literal["passed", "literal", "markdown"] = Markup.PASSED
    strict: bool = False
    vendor: str = GENERIC
    region: str = ""

    _uppercase: Uppercase = field(init=False, repr=False, compare=False)
    _profile: Profile = field(init=False, repr=False, compare=False)
    _markup: Markup = field(init=False, repr=False, compare=False)
    _plaintext: Plaintext = field(init=False, repr=False, compare=False)
    _omni_templates: OmniTemplates = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        uppercase = one_of("uppercase", Uppercase, self.uppercase)
        profile = one_of("profile", Profile, self.profile)
        markup = one_of("markup", Markup, self.markup)
        settled = {
            "policy": one_of("policy", Policy, self.policy),
            "uppercase": uppercase,
            "profile": profile,
            "markup": markup,
            "_uppercase": uppercase,
            "_profile": profile,
            "_markup": markup,
            "vendor": vendor_name(self.vendor),
            "region": check_region(self.region),
            "limits": own_limits(self.limits),
            "omni_templates": definitions(self.omni_templates),
            "_plaintext": shipped_layouts() if self.templates is None else Plaintext(self.templates),
        }
        for name, value in settled.items():
            object.__setattr__(self, name, value)
        if self.markup is Markup.MARKDOWN:
            check_installed()
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
            InvalidMessage: the message or a property cannot be used.
            UnknownChannel: the channel has no writer.
            LossyTranscode: something was lost and the policy is RAISE.
            BrokenTemplate: a layout of the caller's does not work.

        """
        writer_class = writer_for(channel)
        found = survey(parse_message(message))
        if self.strict:
            refuse_unknown(found)
        reply_to, agent = NOTHING, None
        if (root := found.root).size > 1:
            reply_to, agent = root.words("reply_to", "message_id").block, root.get("agent")
        writer = writer_class(
            # In the order of its fields: by their names it would take twice as long.
            Request(
                text_or_none("to", to),
                text_or_none("sender", sender),
                reply_to,
                agent,
                mapping("channel_properties", properties),
                mapping("media_info", media_info),
                self.limits.get(writer_class.channel, {}),
                self._uppercase,
                self._profile,
                self._markup,
                self._plaintext,
                self.vendor,
                self.strict,
                self.region,
            )
        )
        result = self._result(found, writer)
        found.release()
        if self.policy is Policy.RAISE and result.losses:
            raise LossyTranscode(result)
        return result

    def _result(self, found: Survey, writer: ChannelWriter) -> Transcoded:
        """Return what ``writer`` makes of a message, and what is to be said of it."""
        resolved = resolve(found.root, writer.channel, self._omni_templates)
        _about_input(found, resolved, writer)
        if self.markup is Markup.MARKDOWN:
            resolved = _as_markdown(resolved, writer)
        resolved, rendering = _write(writer, resolved)
        replies = writer.replies(rendering.text)
        shown: set[Place] = set(writer.notes.told)
        payloads = tuple([settled(payload, shown) for payload in rendering.payloads])
        text = settled(rendering.text, shown)
        if payloads:
            report_lost(found.root, resolved, shown, replies, writer, text=text or "")
        findings = writer.notes.findings
        if resolved.inside:
            findings = tuple(_outside(finding, resolved) for finding in findings)
            replies = tuple(replace(reply, path=resolved.place.path) for reply in replies)
        return Transcoded(
            writer.channel,
            _outcome(rendering, findings),
            payloads,
            text,
            rendering.segments,
            findings,
            replies,
            rendering.billing,
        )

    def transcode_all(
        self,
        message: Message,
        channels: Iterable[str],
        *,
        to: str | Mapping[str, str] | None = None,
        sender: str | Mapping[str, str] | None = None,
        properties: Mapping[str, str] | None = None,
        media_info: Mapping[str, Any] | None = None,
    ) -> dict[str, Transcoded]:
        """Return ``message`` as each of ``channels`` takes it, by the channel's name, in the order they are given.

        Each channel answers for itself: a recipient or sender that it would refuse is a finding of its own. See
        ``transcode`` for the other arguments and for what is raised.

        Args:
            message: a dict, JSON text or bytes, or an AppMessage; it is read once.
            channels: names of channels; one that is named twice is written once.
            to: the recipient, or recipients by channel.
            sender: who the message is from, or senders by channel.
            properties: channel properties of all of them.
            media_info: what the caller knows of a file, by its URL.

        Raises:
            InvalidOption: ``channels`` is one name, or ``to`` or ``sender`` names what is no channel.

        """
        parsed = parse_message(message)
        names = dict.fromkeys(writer_for(channel).channel for channel in channel_names(channels))
        check_addresses("to", to, names)
        check_addresses("sender", sender, names)
        return {
            name: self.transcode(
                parsed,
                name,
                to=of_channel(to, name),
                sender=of_channel(sender, name),
                properties=properties,
                media_info=media_info,
            )
            for name in names
        }

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
        asked = validate(_Request, data, entries=MAX_ENTRIES)
        if self.strict and asked.model_extra:
            raise InvalidMessage(_unknown_in_request(asked.model_extra))
        try:
            results = self.transcode_all(asked.app_message, asked.channels, to=asked.to, sender=asked.sender)
        except InvalidMessage as error:
            raise InvalidMessage(map(_in_request, error.errors)) from None
        transcoded = {name: writer_for(name).transcoded_message(result) for name, result in results.items()}
        return {"transcoded_message": transcoded}


def transcode(
    message: Message,
    channel: str,
    *,
    to: str | None = None,
    sender: str | None = None,
    properties: Mapping[str, str] | None = None,
    media_info: Mapping[str, Any] | None = None,
    **options: Unpack[Options],
) -> Transcoded:
    """Return ``message`` as ``channel`` takes it: ``Transcoder(**options).transcode(...)``."""
    for name in options.keys() - Options.__annotations__.keys():
        raise InvalidOption(f"there is no option {shorten(name)}{did_you_mean(name, Options.__annotations__)}")
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


def _unknown_in_request(names: Iterable[str]) -> Iterator[FieldError]:
    known = [field.alias or name for name, field in _Request.model_fields.items()]
    for number, name in enumerate(names):
        meant = did_you_mean(name, known) if number < LISTED else ""
        yield FieldError(name, "unknown_field", f"is not part of the request's schema{meant or ': remove it'}")


def _in_request(error: FieldError) -> FieldError:
    """Return an error about an argument or the message as one about a field of the request."""
    path = {"to": "to", "sender": "from"}.get(error.path, f"app_message.{error.path}".rstrip("."))
    return replace(error, path=path)


@cache
def _default() -> Transcoder:
    return Transcoder()


# --- the steps ---


def _about_input(found: Survey, resolved: Resolved, writer: ChannelWriter) -> None:
    """Report what is to be said of the message before the channel's writer comes into it."""
    notes, message = writer.notes, found.root
    for number, (place, name) in enumerate(found.unknown):
        meant = did_you_mean(name, type(place.value).model_fields) if number < LISTED else ""
        notes.report(Code.UNKNOWN_FIELD, place, below=name, name=name, meant=meant)
    if resolved.content is None or resolved.inside or message.size > 1:  # else there is nothing but content
        _about_channels(message, notes)
    if resolved.content is not None:
        _about_addresses(resolved.content, notes)
        if type(resolved.content.value) in LIMITED:
            _about_limits(resolved.content, notes)


def _about_limits(content: Place, notes: Notes) -> None:
    """Report what the message schema does not allow, whatever the channel."""
    for place, limit, actual in exceeded(content):
        notes.report(Code.SCHEMA_LIMIT, place, limit=limit.value, actual=actual, what=limit.name.capitalize())
    for place in persistent_outer_choices(content):
        where = "a carousel's outer choices"
        notes.report(Code.SCHEMA_VALUE, place, field=place.key, value=place.value.value, where=where)


def _about_channels(message: Place, notes: Notes) -> None:
    """Report names that are none of a channel, where a message says something to channels by their names."""
    for overrides in _by_channel(message):
        seen: set[str] = set()
        for override in overrides:
            name = str(override.key)
            if not is_channel(name):
                notes.report(Code.UNKNOWN_CHANNEL, override, name=name, meant=did_you_mean(name, implemented()))
            elif name.upper() in seen:
                twice = f"names {name.upper()} twice, in two spellings: keep one"
                raise InvalidMessage.at(override.path, "given_twice", twice)
            seen.add(name.upper())


def _about_addresses(content: Place, notes: Notes) -> None:
    """Report URLs and numbers that no phone can do anything with, on whatever channel they arrive."""
    for leaf in content.leaves:
        if leaf.key in _URLS and leaf.role is not HINT:
            if why := why_not_usable(one_line(leaf.value)):
                notes.report(Code.URL_UNUSABLE, leaf, value=leaf.value[:40], why=why)
        elif leaf.key == "phone_number" and not is_callable(leaf.value):
            notes.report(Code.NUMBER_UNUSABLE, leaf, value=leaf.value[:40])


_URLS: Final = ("url", "fallback_url")
_BY_CHANNEL: Final = ("explicit_channel_message", "explicit_channel_omni_message", "channel_specific_message")
"""Where the message names channels, beside its templates."""


def _by_channel(message: Place) -> Iterator[Place]:
    """Yield the parts of a message that are given by channel."""
    for part in message:
        if part.key in _BY_CHANNEL:
            yield part
        elif part.key == "template_message" and (templates := part.get("channel_template")):
            yield templates


def _as_markdown(resolved: Resolved, writer: ChannelWriter) -> Resolved:
    """Return what to write with the running texts of its content read as Markdown."""
    if resolved.otherwise is not None:
        resolved = replace(resolved, otherwise=_as_markdown(resolved.otherwise, writer))
    if resolved.content is None:
        return resolved
    notes = resolved.notes or Notes()
    content = read_content(resolved.content, writer.formats, writer.links_to, writer.title, notes)
    return replace(resolved, content=content, notes=notes)


def _write(writer: ChannelWriter, resolved: Resolved) -> tuple[Resolved, Rendering]:
    """Return what was written in the end, and what came of it."""
    writer.where = resolved.place
    before = writer.notes.mark if resolved.otherwise is not None else None
    if resolved.notes is not None:
        writer.notes.adopt(resolved.notes)
    if resolved.payload is not None:
        return resolved, writer.override(resolved.payload)
    if resolved.content is not None:
        return resolved, writer.write(resolved.content)
    rendering = None
    if resolved.specific is not None:
        rendering = writer.channel_specific(resolved.specific)
    elif resolved.template is not None:
        rendering = writer.channel_template(resolved.template)
    if rendering is not None:
        return resolved, rendering
    if before is not None:
        writer.notes.take_back(before)
    _about_unused(writer, resolved)
    if resolved.otherwise is not None:
        return _write(writer, resolved.otherwise)
    return resolved, Rendering(Outcome.PLAINTEXT, ())


def _about_unused(writer: ChannelWriter, resolved: Resolved) -> None:
    """Report why what was meant for the channel itself is not sent."""
    if resolved.specific is not None:
        why = f"{writer.title} has none of this kind"
        writer.notes.report(Code.DROPPED, resolved.place, what="The channel-specific message", why=why)
    elif resolved.template is not None and resolved.otherwise is not None:
        writer.notes.report(Code.CHANNEL_TEMPLATE_UNUSED, resolved.place, channel=writer.title)
    elif resolved.template is not None:
        writer.notes.report(Code.CHANNEL_WITHOUT_TEMPLATES, resolved.place, channel=writer.title)


def _outside(finding: Finding, resolved: Resolved) -> Finding:
    """Return a finding about a template's content as one about the reference to the template."""
    path = resolved.place.path
    inner = finding.path.removeprefix(f"{path}.")
    if inner == finding.path or not inner.startswith(resolved.inside):
        return finding
    return replace(finding, path=path, message=f"{finding.message} (In the template: {inner}.)")


def _outcome(rendering: Rendering, findings: Iterable[Finding]) -> Outcome:
    outcome = rendering.outcome
    if outcome is Outcome.NATIVE:
        for finding in findings:
            if finding.severity is Severity.LOSS:
                return Outcome.ADAPTED
    return outcome
