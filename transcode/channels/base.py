"""What every channel's writer is made of. A channel states only what differs from plain text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import Any, ClassVar, Final, NamedTuple

from pydantic_core import PydanticCustomError

from transcode.channels import Channel
from transcode.errors import InvalidMessage, shorten
from transcode.gsm import Segmentation
from transcode.measure import Limit, cut, measure, split
from transcode.media import MediaInfo
from transcode.message import (
    CONTENT_TYPES,
    Agent,
    CardMessage,
    CarouselMessage,
    Choice,
    ChoiceMessage,
    ContactInfoMessage,
    Content,
    ListMessage,
    LocationMessage,
    MediaMessage,
    TemplateReference,
    TextMessage,
)
from transcode.message.base import Model, extend_path, json_ready, leaves
from transcode.message.limits import MAX_PROPERTY_LENGTH
from transcode.message.parse import parse_json
from transcode.picture import Picture, default_picture
from transcode.plaintext import Plaintext, Uppercase, capitals, one_line, view
from transcode.result import FROM, TO, Code, Finding, Outcome, ReplyOption, Transcoded

__all__ = [
    "KINDS",
    "ChannelWriter",
    "Profile",
    "Property",
    "Rendering",
    "Request",
    "Support",
    "Unmet",
    "flag",
    "placeholders",
]

KINDS: Final[Mapping[type[Model], str]] = {
    model: name.removesuffix("_message") for name, model in CONTENT_TYPES.items()
}
"""Type of content to its short name: ``text``, ``media``, ``choice`` ...; layouts and writer methods are named so."""


# A property of another channel (MESSENGER_MESSAGE_TAG) is no mistake: callers pass all of them for all channels.
_CHANNELS: Final = frozenset(Channel)


class Profile(StrEnum):
    """How far a channel's own forms are used."""

    DOCUMENTED = "documented"
    """As the service's documentation shows."""
    RICH = "rich"
    """The best that the channel's own API can do today."""


class Support(StrEnum):
    """What a channel does with a type of content, in general."""

    NATIVE = "native"
    """The channel has a form for it."""
    CONDITIONAL = "conditional"
    """The channel has a form for some messages of the type; the others go as text."""
    TEXT = "text"
    """Plain text."""


@dataclass(frozen=True, slots=True)
class Property:
    """A channel property: what it may be, and where that is written.

    ``parse`` returns the value to use, or raises ValueError with a sentence that says what the value must be.
    """

    name: str
    parse: Callable[[str], Any]
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class Request:
    """What the caller asks of a channel, beside the message."""

    to: str | None = None
    sender: str | None = None
    reply_to: str | None = None
    """The id of the message that this one answers."""
    agent: Agent | None = None
    """Who the message is from, for channels that show it."""
    properties: Mapping[str, Any] = field(default_factory=dict)
    media_info: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    uppercase: Uppercase = Uppercase.DOCUMENTED
    profile: Profile = Profile.DOCUMENTED
    plaintext: Plaintext = field(default_factory=Plaintext)


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a writer made of a message: NATIVE or PLAINTEXT, before its losses are known."""

    outcome: Outcome
    payloads: tuple[Mapping[str, Any], ...]
    text: str | None = None
    segments: Segmentation | None = None


class Unmet(NamedTuple):
    """A condition of a native form that the message does not meet; ``limit`` and ``actual`` where it is a figure."""

    why: str
    path: str
    limit: int | None = None
    actual: int | None = None


class ChannelWriter:
    """Writes one message for one channel.

    A channel is a subclass in a module of its own: it states its ``channel`` name, its ``limits``, its ``properties``
    and what it ``supports``, says in ``text_payloads`` how a text is sent, and overrides the method of each type of
    content that it has a form for. What it does not override goes as plain text. An instance serves one message.
    """

    channel: ClassVar[str]
    """The name in the service's ConversationChannel."""
    title: ClassVar[str]
    """The name for people."""
    supports: ClassVar[Mapping[str, Support]] = {}
    """By layout name (``text``, ``choice`` ...); what is not named goes as text."""
    limits: ClassVar[tuple[Limit, ...]] = ()
    fixed_limits: ClassVar[frozenset[str]] = frozenset()
    """The names of those that the Transcoder's ``limits`` may not change."""
    properties: ClassVar[tuple[Property, ...]] = ()

    def __init__(self, request: Request) -> None:
        self.request = request
        self.path = ""
        self.content: Content | None = None
        self.findings: list[Finding] = []
        self.tapped: dict[str, tuple[str, str | None]] = {}
        """What can be tapped: path of the choice to its label as it is shown, and what comes back (None: nothing)."""
        self.settings = self._read_properties(request.properties)
        self.to = TO if request.to in (None, TO) else read(self.recipient, request.to, "to")
        self.from_ = None if request.sender in (None, FROM) else read(self.sender, request.sender, "sender")

    # --- what a channel states ---

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return the requests that send ``text``."""
        raise NotImplementedError

    def recipient(self, to: str) -> str:
        """Return the recipient as the channel's API takes it; ValueError says what it must be."""
        return to

    def sender(self, sender: str) -> str:
        """Return the sender as the channel's API takes it; ValueError says what it must be."""
        return sender

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient of ``result`` sees, from its payloads; by default its text and replies."""
        return default_picture(result)

    # --- one method a type of content ---

    def text(self, message: TextMessage) -> Rendering:
        """Write a text."""
        return self.send_text(message.text, Outcome.NATIVE)

    def media(self, message: MediaMessage) -> Rendering:
        """Write a file."""
        return self.as_plaintext(message)

    def choice(self, message: ChoiceMessage) -> Rendering:
        """Write a question and its choices."""
        return self.as_plaintext(message)

    def card(self, message: CardMessage) -> Rendering:
        """Write a card."""
        return self.as_plaintext(message)

    def carousel(self, message: CarouselMessage) -> Rendering:
        """Write cards side by side."""
        return self.as_plaintext(message)

    def location(self, message: LocationMessage) -> Rendering:
        """Write a place."""
        return self.as_plaintext(message)

    def contact_info(self, message: ContactInfoMessage) -> Rendering:
        """Write a contact."""
        return self.as_plaintext(message)

    def list_(self, message: ListMessage) -> Rendering:
        """Write a list."""
        return self.as_plaintext(message)

    # --- what a channel may do otherwise ---

    def channel_template(self, reference: TemplateReference, path: str) -> Rendering | None:
        """Write a template that is stored at the channel; None where the channel has none."""
        return None

    def channel_specific(self, message: Model, path: str) -> Rendering | None:
        """Write a channel-specific message; None where the channel has none of this kind."""
        return None

    def override(self, payload: str, path: str) -> Rendering:
        """Return the caller's own payload, with ``{{to}}`` and ``{{from}}`` filled in where they are known."""
        data = self.parse_override(payload, path)
        payloads = data if isinstance(data, list) else [data]
        if not payloads or not all(isinstance(item, dict) for item in payloads):
            raise InvalidMessage.at(path, "object_type", f"must be the JSON object that {self.title} takes", payload)
        return Rendering(Outcome.OVERRIDE, tuple(placeholders(item, self.to, self.from_) for item in payloads))

    @classmethod
    def transcoded_message(cls, result: Transcoded) -> str:
        """Return the result as the one string that the service's ``messages:transcode`` answers with."""
        if not result.payloads:
            return ""
        return compact_json(result.payloads[0] if len(result.payloads) == 1 else list(result.payloads))

    # --- what the engine calls and writers use ---

    def write(self, content: Content, path: str) -> Rendering:
        """Write ``content``, which stands at ``path`` of the caller's message, by the method of its type."""
        self.content, self.path = content, path
        kind = KINDS[type(content)]
        method: Callable[[Content], Rendering] = getattr(self, "list_" if kind == "list" else kind)
        return method(content)

    def as_plaintext(
        self, message: Content, *, why: str | None = None, outcome: Outcome = Outcome.PLAINTEXT
    ) -> Rendering:
        """Write ``message`` as text by its layout.

        Args:
            message: the content.
            why: the condition that kept it from a native form; the default is that the channel has none.
            outcome: NATIVE where text is the channel's own form for it.

        """
        if outcome is Outcome.PLAINTEXT:
            kind = KINDS[type(message)].replace("_", " ")
            self.report(Code.SENT_AS_TEXT, why=why or f"{self.title} has no form of its own for a {kind} message")
        return self.send_text(self.render(message, self.request.uppercase), outcome)

    def render(self, message: Content, uppercase: Uppercase) -> str:
        """Return ``message`` laid out as this channel's plain text."""
        return self.request.plaintext.render(self.channel, KINDS[type(message)], view(message, uppercase))

    def send_text(self, text: str, outcome: Outcome) -> Rendering:
        """Return the rendering of one text; an empty one is reported."""
        if not text.strip():
            self.report(Code.EMPTY, channel=self.title)
        return Rendering(outcome, self.text_payloads(text), text)

    def report(self, code: Code, path: str | None = None, **words: Any) -> None:
        """Add a finding; ``path`` is that of the content unless it is given."""
        self.findings.append(code.at(self.path if path is None else path, **words))

    def limit(self, name: str) -> Limit:
        """Return a limit by its name, with the Transcoder's own figure where it has one."""
        limit = next(limit for limit in self.limits if limit.name == name)
        value = self.request.limits.get(name)
        return limit if value is None else Limit(name, value, limit.unit, "Transcoder(limits=...)", limit.retrieved)

    def replies(self, text: str | None) -> tuple[ReplyOption, ...]:
        """Return the answers that the written content offers; ``text`` is what the recipient reads."""
        if self.content is None:
            return ()
        return tuple(
            ReplyOption(label, shown, kind, path, postback, identifier, card)
            for label, kind, path, postback, card in offered(self.content, self.path)
            if label.strip() or path in self.tapped
            for shown, identifier in (self.tapped.get(path) or (self._as_read(label, kind, text), None),)
        )

    def _as_read(self, label: str, kind: str, text: str | None) -> str:
        """Return a choice's label as the recipient reads it: an answer in capitals, if ``text`` has it so."""
        label = one_line(label)
        in_capitals = capitals(label, self.request.uppercase) if kind in ("text", "item") else label
        return in_capitals if text is not None and in_capitals in text else label

    @property
    def rich(self) -> bool:
        """Whether the profile is RICH."""
        return self.request.profile is Profile.RICH

    def fit(self, text: str, limit: Limit, path: str, ellipsis: str = "…") -> str:
        """Return ``text`` cut to ``limit`` between grapheme clusters; a cut is reported at ``path``."""
        actual = limit.exceeded_by(text)
        if actual is None:
            return text
        self.report(Code.TRUNCATED, path, limit=limit.value, unit=limit.unit.value, actual=actual)
        return cut(text, limit.value, limit.unit, ellipsis)

    def fit_labels(self, labels: Sequence[str], limit: Limit, paths: Sequence[str]) -> list[str]:
        """Return ``labels`` cut to ``limit``; those that a cut would make equal end in a number of their own."""
        taken = {label for label in labels if limit.exceeded_by(label) is None}
        fitted: list[str] = []
        for label, path in zip(labels, paths, strict=True):
            short = self.fit(label, limit, path)
            if short != label:
                numbers = iter(range(2, len(labels) + 2))
                while short in taken and (number := next(numbers, None)):
                    short = cut(label, limit.value, limit.unit, f"… {number}")
                taken.add(short)
            fitted.append(short)
        return fitted

    def answer(self, path: str, label: str, postback: str | None, limit: Limit, *, shown: str | None = None) -> str:
        """Return what comes back when a choice is tapped, and keep it for ``replies``; no two of a message are equal.

        That is the caller's postback data, or the label where it is missing or blank; a digest where that is longer
        than ``limit``; with a number behind it where another choice has the same.

        Args:
            path: where the choice stands.
            label: what the caller calls it.
            postback: the caller's data, None where there is none.
            limit: how long the identifier may be.
            shown: the label as it is displayed, if that is not the whole.
        """
        wanted = (postback or "").strip() or label.strip()
        where = path if postback is None else extend_path(path, "postback_data")
        fitted = unique = self.fit_identifier(wanted, limit, where)
        taken = {identifier for _, identifier in self.tapped.values()}
        numbers = count(2)
        while unique in taken:
            mark = f"#{next(numbers)}"
            unique = cut(fitted, max(0, limit.value - measure(mark, limit.unit)), limit.unit) + mark
        if postback is not None and (unique != fitted or wanted != postback):
            why = "another choice has the same" if unique != fitted else "it is blank or has space around it"
            self.report(Code.IDENTIFIER_CHANGED, where, identifier=unique, why=why)
        self.tapped[path] = (label if shown is None else shown, unique)
        return unique

    def fit_identifier(self, identifier: str, limit: Limit, path: str) -> str:
        """Return ``identifier``, or a digest of it where it is longer than ``limit``; ``replies`` map it back.

        The digest is the same for the same identifier, always.
        """
        actual = limit.exceeded_by(identifier)
        if actual is None:
            return identifier
        digest = "#" + hashlib.sha256(identifier.encode()).hexdigest()[: min(32, limit.value - 1)]
        self.report(Code.IDENTIFIER_SHORTENED, path, limit=limit.value, unit=limit.unit.value, actual=actual)
        return digest

    def report_unmet(self, unmet: Unmet) -> None:
        """Report the condition that keeps the message, or a choice of it, from its native form."""
        self.report(Code.SENT_AS_TEXT, unmet.path, limit=unmet.limit, actual=unmet.actual, why=unmet.why)

    def pieces(self, text: str, limit: Limit, path: str | None = None) -> list[str]:
        """Return ``text`` in pieces of at most ``limit``, those that show nothing left out; a split is reported."""
        pieces = [piece for piece in split(text, limit.value, limit.unit) if piece.strip()] or [text]
        if len(pieces) > 1:
            self.report(Code.SPLIT, path, limit=limit.value, unit=limit.unit.value, actual=len(pieces))
        return pieces

    def media_info(self, url: str) -> MediaInfo:
        """Return what the caller knows of the file at ``url``, by the message's own spelling of it.

        Raises:
            InvalidMessage: a figure cannot be one.
        """
        info = self.request.media_info.get(url)
        return MediaInfo() if info is None else MediaInfo.parse(info, extend_path("media_info", url))

    def parse_override(self, payload: str, path: str) -> Any:
        """Return the JSON of an explicit channel message."""
        try:
            return json_ready(parse_json(payload))
        except (InvalidMessage, PydanticCustomError) as error:
            raise InvalidMessage.at(
                path, "json", f"must be the JSON that {self.title} takes, in a string: {error}", payload
            ) from None

    def locate(self, fragment: str) -> str:
        """Return the path of the first field that contains ``fragment`` in any case, or that of the content."""
        wanted = fragment.casefold()
        texts = ((path, value) for path, value, _ in leaves(self.content, self.path) if isinstance(value, str))
        return next((path for path, value in texts if wanted in value.casefold()), self.path)

    def _read_properties(self, given: Mapping[str, Any]) -> dict[str, Any]:
        known = {known.name: known for known in self.properties}
        settings: dict[str, Any] = {}
        for name, value in given.items():
            if not isinstance(name, str):
                raise InvalidMessage.at(
                    "channel_properties", "key_type", "has a property whose name is no string", name
                )
            where = extend_path("channel_properties", name)
            if not isinstance(value, str):
                written = repr(shorten(value).lower()) if isinstance(value, (bool, int)) else "its value as text"
                raise InvalidMessage.at(where, "string_type", f"must be a string: write {written}", value)
            if len(value) > MAX_PROPERTY_LENGTH:
                raise InvalidMessage.at(
                    where, "string_too_long", f"may have {MAX_PROPERTY_LENGTH} characters; it has {len(value)}", value
                )
            if name in known:
                settings[name] = read(known[name].parse, value, where)
            elif name.partition("_")[0] not in _CHANNELS - {self.channel}:
                self.findings.append(Code.UNKNOWN_PROPERTY.at("", name=name, channel=self.title))
        return settings


def read(parse: Callable[[str], Any], value: str, path: str) -> Any:
    """Return ``parse(value)``; its ValueError becomes an InvalidMessage about ``path``."""
    try:
        return parse(value)
    except ValueError as error:
        raise InvalidMessage.at(path, "value", str(error), value) from None


def flag(value: str) -> bool:
    """Return a true-or-false property."""
    match value.strip().lower():
        case "true":
            return True
        case "false":
            return False
        case _:
            raise ValueError("must be 'true' or 'false'")


def placeholders(value: Any, to: str, sender: str | None) -> Any:
    """Return JSON with every string that is wholly ``{{to}}`` or ``{{from}}`` replaced where it is known."""
    if isinstance(value, dict):
        return {key: placeholders(item, to, sender) for key, item in value.items()}
    if isinstance(value, list):
        return [placeholders(item, to, sender) for item in value]
    if value == FROM and sender is not None:
        return sender
    return to if value == TO else value


def compact_json(value: object) -> str:
    """Return JSON without white space, as the service writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def offered(content: Content, path: str) -> Iterable[tuple[str, str, str, str | None, int | None]]:
    """Yield ``(label, kind, path, postback, card number)`` of every answer in the order in which they stand."""
    if isinstance(content, ListMessage):
        for index, section in enumerate(content.sections):
            where = extend_path(extend_path(extend_path(path, "sections"), index), "items")
            for number, item in enumerate(section.items):
                here = extend_path(extend_path(where, number), item.kind)
                if item.choice:
                    yield item.choice.title, "item", here, item.choice.postback_data, None
                elif item.product:
                    yield item.product.id, "product", here, None, None
        return
    if isinstance(content, CarouselMessage):
        for index, card in enumerate(content.cards):
            where = extend_path(extend_path(path, "cards"), index)
            for label, kind, here, postback, _ in offered(card, where):
                yield label, kind, here, postback, index + 1
    if isinstance(content, (ChoiceMessage, CardMessage, CarouselMessage)):
        choices: tuple[Choice, ...] = content.choices or ()
        for index, choice in enumerate(choices):
            here = extend_path(extend_path(path, "choices"), index)
            yield choice.label, choice.kind.removesuffix("_message"), here, choice.postback_data, None
