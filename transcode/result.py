"""What a transcoding returns: the payloads, the text, the parts, and everything that did not survive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from typing import Any, Final, Self

from transcode.gsm import Segmentation

__all__ = ["FROM", "TO", "Code", "Finding", "FindingCode", "Outcome", "Policy", "ReplyOption", "Severity", "Transcoded"]


TO: Final = "{{to}}"
FROM: Final = "{{from}}"
"""What the service writes where no recipient or sender is given (recorded output of its transcoding endpoint)."""


class Outcome(StrEnum):
    """How the message reaches the recipient."""

    NATIVE = "NATIVE"
    """In the channel's own form, nothing lost."""
    ADAPTED = "ADAPTED"
    """In the channel's own form, something cut, replaced or left out: the findings say what."""
    PLAINTEXT = "PLAINTEXT"
    """As text: the channel has no form for this type, or the message does not meet its conditions."""
    OVERRIDE = "OVERRIDE"
    """The caller's own ``explicit_channel_message``, as it was given."""


class Severity(IntEnum):
    """How much a finding matters; ordered."""

    INFO = 1
    """Worth knowing: nothing of the content is missing."""
    LOSS = 2
    """Something of the content does not reach the recipient as it was meant."""
    REJECTED = 3
    """The channel would refuse the message, or not deliver it."""


class Policy(StrEnum):
    """What happens when something is lost."""

    COLLECT = "collect"
    """Losses are returned as findings."""
    RAISE = "raise"
    """A LOSS or REJECTED finding raises ``LossyTranscode``."""


class FindingCode(Enum):
    """A closed set of findings: each has a stable name, a severity and a wording, stated once.

    A wording is filled in from the finding's own ``limit`` and ``actual`` and from the words the reporter gives.
    """

    severity: Severity
    wording: str

    def __new__(cls, code: str, severity: Severity, wording: str) -> Self:
        """Make the member whose value is ``code``."""
        member = object.__new__(cls)
        member._value_ = code
        member.severity = severity
        member.wording = wording
        return member

    def at(self, path: str, *, limit: int | None = None, actual: int | str | None = None, **words: object) -> Finding:
        """Return the finding of this code at ``path``; ``words`` fill in the wording."""
        message = self.wording.format(limit=limit, actual=actual, **words)
        return Finding(self, path, message, limit, actual)

    def __str__(self) -> str:
        return str(self.value)


class Code(FindingCode):
    """Every finding there is about a message on its way out."""

    # The input
    UNKNOWN_FIELD = (
        "unknown_field",
        Severity.INFO,
        "The field {name!r} is not part of the message schema; it was ignored.",
    )
    UNKNOWN_CHANNEL = (
        "unknown_channel",
        Severity.INFO,
        "{name!r} is not a channel; what is given for it will never be used.",
    )
    UNKNOWN_PROPERTY = (
        "unknown_property",
        Severity.INFO,
        "{name!r} is not a channel property of {channel}; it was ignored.",
    )
    SCHEMA_LIMIT = (
        "schema_limit",
        Severity.REJECTED,
        "{what}: the message schema allows {limit}, the message has {actual}.",
    )
    NOT_ALLOWED = (
        "not_allowed",
        Severity.REJECTED,
        "{what}",
    )

    # Templates
    TEMPLATE_NOT_FOUND = (
        "template_not_found",
        Severity.REJECTED,
        "The template {name!r} is not among the templates that were supplied, so its text is not known here.",
    )
    TEMPLATE_LANGUAGE_OR_VERSION = (
        "template_non_existing_language_or_version",
        Severity.REJECTED,
        "The template {name!r} has no translation {wanted}; it has {existing}.",
    )
    TEMPLATE_PARAMETER_MISSING = (
        "template_insufficient_parameters",
        Severity.REJECTED,
        "The template {name!r} needs the parameter {parameter!r}, which the message does not give.",
    )
    TEMPLATE_PARAMETER_UNKNOWN = (
        "template_unknown_parameter",
        Severity.INFO,
        "The template {name!r} has no parameter {parameter!r}; the value given for it is not used.",
    )
    TEMPLATE_LANGUAGE_CHOSEN = (
        "template_language_chosen",
        Severity.INFO,
        "The template {name!r} is used in {chosen}: {why}.",
    )

    CHANNEL_TEMPLATE_UNUSED = (
        "channel_template_unused",
        Severity.INFO,
        "{channel} has no templates of its own; the omni template is sent.",
    )

    # From the generic message to the channel
    SENT_AS_TEXT = (
        "sent_as_text",
        Severity.INFO,
        "Sent as plain text: {why}.",
    )
    DROPPED = (
        "dropped",
        Severity.LOSS,
        "{what} is not shown: {why}.",
    )
    HINT_IGNORED = (
        "hint_ignored",
        Severity.INFO,
        "{what} only changes how other channels show the message; {channel} has no use for it.",
    )
    TRUNCATED = (
        "truncated",
        Severity.LOSS,
        "Cut to {limit} {unit}: it has {actual}.",
    )
    TOO_LONG = (
        "too_long",
        Severity.REJECTED,
        "{what} may have {limit} {unit}; it has {actual}.",
    )
    EMPTY = (
        "empty",
        Severity.REJECTED,
        "Nothing is left to show, so there is nothing that {channel} could deliver.",
    )

    SPLIT = (
        "split",
        Severity.INFO,
        "The text is sent as {actual} messages: one may have {limit} {unit}.",
    )
    IDENTIFIER_SHORTENED = (
        "identifier_shortened",
        Severity.INFO,
        "What comes back of the choice is a digest: {limit} {unit} fit, it has {actual}; replies map it back.",
    )
    MARKUP_ESCAPED = (
        "markup_escaped",
        Severity.INFO,
        "The text has {characters}, which {channel} would read as formatting; {remedy}.",
    )
    NOT_IN_FORM = (
        "not_in_form",
        Severity.LOSS,
        "{what}: {why}.",
    )

    # WhatsApp
    IDENTIFIER_CHANGED = (
        "identifier_changed",
        Severity.INFO,
        "The postback data goes out as {identifier!r}, because {why}; replies map it back.",
    )

    # SMS
    TOO_MANY_PARTS = (
        "too_many_parts",
        Severity.REJECTED,
        "The text needs {actual} parts and SMS_MAX_NUMBER_OF_MESSAGE_PARTS allows {limit}: it would not be delivered.",
    )
    UPPERCASE_COST = (
        "uppercase_cost",
        Severity.INFO,
        "Upper-casing the text choices makes {after} of {before}; {advice}.",
    )
    PARAMETER_SYNTAX = (
        "parameter_syntax",
        Severity.INFO,
        "{placeholder!r} is parameter syntax of the SMS API; {remedy}.",
    )

    # MMS
    SENDER_MISSING = (
        "sender_missing",
        Severity.REJECTED,
        "{channel} needs a sender: set the channel property {name} to a short code or long number.",
    )
    MEDIA_TYPE_UNKNOWN = (
        "media_type_unknown",
        Severity.INFO,
        "The URL does not end in a known file type, so what it is cannot be told without fetching it.",
    )
    MEDIA_TYPE_UNSUPPORTED = (
        "media_type_unsupported",
        Severity.REJECTED,
        "{channel} does not carry {content_type}.",
    )
    MEDIA_RULE_FAILED = (
        "media_rule_failed",
        Severity.REJECTED,
        "MMS_STRICT_VALIDATION: {sentence}",
    )
    MEDIA_RULE_UNKNOWN = (
        "media_rule_unknown",
        Severity.INFO,
        "MMS_STRICT_VALIDATION: {sentence}",
    )
    MEDIA_ADVICE = (
        "media_advice",
        Severity.INFO,
        "{advice}",
    )

    # LINE
    CAROUSEL_SPLIT = (
        "carousel_split",
        Severity.INFO,
        "The cards are sent as {actual} carousels: {why}.",
    )

    # Telegram
    ALBUM_SPLIT = (
        "album_split",
        Severity.INFO,
        "The cards are sent as {actual} messages: one album may have {limit} files.",
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """One concession made on the way to the channel.

    ``path`` leads to the field of the message it is about (``card_message.choices[2].url_message.title``; empty: the
    message as a whole). ``limit`` and ``actual`` are in the unit that the sentence in ``message`` names.
    """

    code: FindingCode
    path: str
    message: str
    limit: int | None = None
    actual: int | str | None = None

    @property
    def severity(self) -> Severity:
        """How much it matters; fixed for each code."""
        return self.code.severity

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as a JSON-ready dict."""
        return {
            "code": self.code.value,
            "severity": self.severity.name,
            "path": self.path,
            "limit": self.limit,
            "actual": self.actual,
            "message": self.message,
        }

    def __str__(self) -> str:
        where = f" {self.path}:" if self.path else ""
        return f"{self.severity.name}{where} {self.message}"


@dataclass(frozen=True, slots=True)
class ReplyOption:
    """One answer that the message offers.

    ``label`` is the choice's text or title as the caller wrote it, ``shown`` the same as the recipient reads it (what
    they may type back), ``postback`` the caller's ``postback_data`` (None: the service makes one of the message id and
    the label), ``identifier`` what the channel returns when the choice is tapped (None where nothing can be tapped),
    ``kind`` the choice's kind (``text``, ``url``, ``call``, ``location``, ``calendar``, ``share_location``, ``item``,
    ``product``), ``card`` the 1-based number of the card that offers it (None outside a carousel).
    """

    label: str
    shown: str
    kind: str
    path: str
    postback: str | None = None
    identifier: str | None = None
    card: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the option as a JSON-ready dict."""
        return {
            "label": self.label,
            "shown": self.shown,
            "kind": self.kind,
            "path": self.path,
            "postback": self.postback,
            "identifier": self.identifier,
            "card": self.card,
        }


@dataclass(frozen=True, slots=True)
class Transcoded:
    """One message for one channel.

    ``payloads`` are JSON-ready dicts in sending order, exactly what the channel's API takes. ``text`` is what the
    recipient reads where there is one text (plain text, a caption), else None. ``segments`` is the SMS segmentation of
    ``text``, else None. ``findings`` stand in the order of the message's fields.
    """

    channel: str
    outcome: Outcome
    payloads: tuple[Mapping[str, Any], ...]
    text: str | None
    segments: Segmentation | None
    findings: tuple[Finding, ...]
    replies: tuple[ReplyOption, ...]

    @property
    def losses(self) -> tuple[Finding, ...]:
        """The findings of severity LOSS or worse."""
        return tuple(finding for finding in self.findings if finding.severity >= Severity.LOSS)

    @property
    def deliverable(self) -> bool:
        """False where the channel would refuse the message or not deliver it."""
        return all(finding.severity < Severity.REJECTED for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Return the whole result as a JSON-ready dict."""
        return {
            "channel": self.channel,
            "outcome": self.outcome.value,
            "deliverable": self.deliverable,
            "text": self.text,
            "segments": None if self.segments is None else self.segments.as_dict(),
            "payloads": deepcopy(list(self.payloads)),
            "findings": [finding.as_dict() for finding in self.findings],
            "replies": [reply.as_dict() for reply in self.replies],
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the whole result as JSON; the same result always gives the same characters."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=indent)
