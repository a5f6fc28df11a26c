"""What a transcoding returns: the payloads, the text, the parts, and everything that did not survive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from importlib import import_module
from typing import Any, Final, Self

from transcode.errors import TranscodeError, listed
from transcode.gsm import Segmentation
from transcode.records import quickly_made

__all__ = [
    "FROM",
    "TO",
    "Code",
    "Finding",
    "FindingCode",
    "LossyTranscode",
    "Outcome",
    "Policy",
    "ReplyOption",
    "Severity",
    "Transcoded",
]


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
    ``names`` tells whether a finding says of what stands at its path that it, or some of it, is not there; others speak
    of something that is.
    """

    severity: Severity
    wording: str
    names: bool

    def __new__(cls, code: str, severity: Severity, wording: str, names: bool = False) -> Self:
        """Make the member whose value is ``code``."""
        member = object.__new__(cls)
        member._value_ = code
        member.severity = severity
        member.wording = wording
        member.names = names
        return member

    def at(self, path: str, **words: Any) -> Finding:
        """Return the finding of this code at ``path``; ``words`` fill in the wording, ``limit`` and ``actual`` too."""
        return self.filled(path, words)

    def filled(self, path: str, words: Mapping[str, Any]) -> Finding:
        """Return the finding of this code at ``path``, its wording filled in with ``words``."""
        return Finding(self, path, self.wording.format_map(words), words.get("limit"), words.get("actual"))

    def __str__(self) -> str:
        return str(self.value)


_INFO: Final = Severity.INFO
_LOSS: Final = Severity.LOSS
_REJECTED: Final = Severity.REJECTED


class Code(FindingCode):
    """Every finding there is about a message on its way out. The code says what happened."""

    # The input
    UNKNOWN_FIELD = (
        "unknown_field",
        _INFO,
        "The field {name!r} is not part of the message schema; it was ignored{meant}.",
    )
    UNKNOWN_CHANNEL = (
        "unknown_channel",
        _INFO,
        "{name!r} is not a channel; what is given for it will never be used{meant}.",
    )
    UNKNOWN_PROPERTY = (
        "unknown_property",
        _INFO,
        "{name!r} is not a channel property of {channel}; it was ignored{meant}.",
    )
    SCHEMA_LIMIT = (
        "schema_limit",
        _REJECTED,
        "{what}: the message schema allows {limit}, the message has {actual}.",
    )
    SCHEMA_VALUE = "schema_value", _REJECTED, "The service rejects {field} {value} in {where}."

    # Who it goes to and who it is from
    RECIPIENT_REFUSED = (
        "recipient_refused",
        _REJECTED,
        "{channel} would refuse the recipient {value!r}: it {must}.",
    )
    NUMBER_CLEANED = "number_cleaned", _INFO, "The number is sent as {value}, without what stood between its digits."
    RECIPIENT_UNCERTAIN = "recipient_uncertain", _INFO, "{channel} may refuse this kind of recipient: {why}."
    SENDER_REFUSED = "sender_refused", _REJECTED, "{channel} would refuse the sender {value!r}: it {must}."
    PLACEHOLDER_LEFT = "placeholder_left", _INFO, "{value} is to be filled in before the request is sent."
    SENDER_MISSING = (
        "sender_missing",
        _REJECTED,
        "{channel} needs a sender: set the channel property {name} to a short code or long number.",
    )

    # Templates
    TEMPLATE_NOT_FOUND = (
        "template_not_found",
        _REJECTED,
        "The template {name!r} is not among the templates that were supplied, so its text is not known here{meant}.",
    )
    TEMPLATE_LANGUAGE_OR_VERSION = (
        "template_non_existing_language_or_version",
        _REJECTED,
        "The template {name!r} has no translation {wanted}; it has {existing}.",
    )
    TEMPLATE_PARAMETER_MISSING = (
        "template_insufficient_parameters",
        _REJECTED,
        "The template {name!r} needs the parameter {parameter!r}, which the message does not give.",
    )
    TEMPLATE_PARAMETER_UNKNOWN = (
        "template_unknown_parameter",
        _INFO,
        "The template {name!r} has no parameter {parameter!r}; the value given for it is not used{meant}.",
    )
    TEMPLATE_PARAMETER_REFUSED = "template_parameter_refused", _REJECTED, "{channel} refuses {what}."
    TEMPLATE_LANGUAGE_CHOSEN = (
        "template_language_chosen",
        _INFO,
        "The template {name!r} is used in {chosen}: {why}.",
    )
    TEMPLATE_MISSING = "template_missing", _REJECTED, "No template is given for {channel}, and no omni template."
    CHANNEL_TEMPLATE_UNUSED = (
        "channel_template_unused",
        _INFO,
        "{channel} has no templates of its own; the omni template is sent.",
    )
    CHANNEL_WITHOUT_TEMPLATES = (
        "channel_without_templates",
        _REJECTED,
        "{channel} has no templates of its own, so there is nothing that could be sent.",
    )

    # What a phone can do nothing with, whatever the channel
    URL_UNUSABLE = "url_unusable", _LOSS, "No phone opens {value!r}: {why}."
    NUMBER_UNUSABLE = (
        "number_unusable",
        _LOSS,
        "No phone calls {value!r}: a number has digits, with a + and a country code before them.",
    )

    # Nothing is missing, but something is not where it was meant to be
    WHOLE_AS_TEXT = "whole_as_text", _INFO, "Sent as plain text: {why}."
    WHOLE_AS_CAPTION = "whole_as_caption", _INFO, "Sent as a file with the rest as its caption: {why}."
    FILE_AND_TEXT = "file_and_text", _INFO, "Sent as a file and a text: {why}."
    FILE_AS_LINK = "file_as_link", _INFO, "The file is sent as its URL: {why}."
    CHOICE_AS_LINE = "choice_as_line", _INFO, "The choice is a line of the text: {why}."
    CHOICE_BELOW = "choice_below", _INFO, "The choice stands below the {what}: {why}."
    LABEL_CUT = "label_cut", _INFO, "{what} shows {limit} {unit} of the label's {actual}; {shown_in} has it whole."
    TEXT_CUT = "text_cut", _INFO, "{what} shows {limit} {unit} of its {actual}; {shown_in} has it whole."
    SPLIT = "split", _INFO, "The text is sent as {actual} messages: one may have {limit} {unit}."
    CAPTION_APART = (
        "caption_apart",
        _INFO,
        "The file and its text are sent as {actual} messages: a caption may have {limit} {unit}.",
    )
    CARDS_SPLIT = "cards_split", _INFO, "The cards are sent as {actual} {what}: {why}."
    NUMBER_COMPLETED = (
        "number_completed",
        _INFO,
        "The number goes out as {value}: {why}.",
    )
    SHOWN_OTHERWISE = "shown_otherwise", _INFO, "{what} is {value} here: {why}."
    PROPERTY_UNUSED = "property_unused", _INFO, "{name} has no effect on this message: {why}."
    NOTIFICATION_SHOWS = (
        "notification_shows",
        _INFO,
        "The notification shows {shown!r}, not the first choice: {why}.",
    )
    FILE_UNCERTAIN = "file_uncertain", _INFO, "{channel} may refuse this file: {why}."
    CHOICE_UNCERTAIN = "choice_uncertain", _INFO, "{channel} may refuse this kind of button: {why}."
    CHOICE_IS_KEYWORD = (
        "choice_is_keyword",
        _INFO,
        "Networks and providers act on {label!r} by themselves ({meaning}): the answer may never arrive.",
    )
    IDENTIFIER_SHORTENED = (
        "identifier_shortened",
        _INFO,
        "What comes back of the choice is a digest: {limit} {unit} fit, it has {actual}; replies map it back.",
    )
    IDENTIFIER_CHANGED = (
        "identifier_changed",
        _INFO,
        "The postback data goes out as {identifier!r}, because {why}; replies map it back.",
    )
    MARKUP_READ = (
        "markup_read",
        _INFO,
        "{channel} reads {characters} in the text as formatting; markup='literal' has it shown as typed.",
    )
    MARKUP_PLAIN = (
        "markup_plain",
        _INFO,
        "{channel} has no form for {what}: the words stand there without it{kept}.",
    )
    MARKUP_ESCAPED = (
        "markup_escaped",
        _INFO,
        "The text has {characters}, which {channel} would read as formatting; {remedy}.",
    )

    # Something of the content does not arrive, or does not happen
    DROPPED = "dropped", _LOSS, "{what} is not shown: {why}.", True
    HINT_IGNORED = (
        "hint_ignored",
        _INFO,
        "{what} only changes how other channels show the message; {channel} has no use for it.",
        True,
    )
    TRUNCATED = "truncated", _LOSS, "Cut to {limit} {unit}: it has {actual}.", True
    EVENT_NOT_ADDED = "event_not_added", _LOSS, "The event is not added to a calendar: {why}."
    CHOICE_OPTS_OUT = (
        "choice_opts_out",
        _LOSS,
        "Who answers {label!r} gets no more messages: networks and providers take it for {word}. Call it otherwise.",
    )
    OVERRIDE_AS_TEXT = (
        "override_as_text",
        _LOSS,
        "The recipient reads JSON: it is no request of {channel}, which has {needed}, and goes out as text.",
    )
    LOCATION_NOT_ASKED = "location_not_asked", _LOSS, "The location is not asked for: {why}."

    NOT_CARRIED = "not_carried", _LOSS, "{what} does not go out: {channel} has no field for it.", True

    # The channel would refuse it
    TOO_LONG = "too_long", _REJECTED, "{what} may have {limit} {unit}; it has {actual}."
    LONGER_THAN_ADVISED = (
        "longer_than_advised",
        _INFO,
        "{what} should have at most {limit} {unit}, advises {channel}; it has {actual}.",
    )
    EMPTY = "empty", _REJECTED, "Nothing is left to show, so there is nothing that {channel} could deliver."
    FIELD_REQUIRED = "field_required", _REJECTED, "{channel} takes no {what} without {needed}: give it."
    VALUE_REFUSED = "value_refused", _REJECTED, "{channel} does not take {what}: {why}."
    GIVEN_TWICE = "given_twice", _REJECTED, "{channel} takes each {name} once; {value!r} is there twice."
    REQUEST_REFUSED = "request_refused", _REJECTED, "{channel} cannot send this request: {why}."

    WINDOW_EXCEEDED = (
        "window_exceeded",
        _REJECTED,
        "{channel} delivers {limit} messages {when}; this one needs {actual}.",
    )
    WINDOW_NARROW = (
        "window_narrow",
        _INFO,
        "{channel} delivers {limit} messages {when}, and this one needs {actual}: it can be sent at other times only.",
    )

    # What it costs
    TOO_MANY_PARTS = (
        "too_many_parts",
        _REJECTED,
        "The text needs {actual} parts and {name} allows {limit}: it would not be delivered.",
    )
    UPPERCASE_COST = "uppercase_cost", _INFO, "Upper-casing the text choices makes {after} of {before}; {advice}."
    VENDOR_BILLS_MORE = (
        "vendor_bills_more",
        _INFO,
        "{vendor} bills {actual} parts for what the standard has {limit} for: {why}",
    )
    BILLED_AS_MEDIA = (
        "billed_as_media",
        _INFO,
        "In the US the message is billed as one rich media message, not by the segment: {why}.",
    )
    FALLBACK_PARTS = (
        "fallback_parts",
        _INFO,
        "Where the message cannot be delivered, its text for SMS goes as {actual} parts{but}.",
    )
    PARAMETER_SYNTAX = "parameter_syntax", _INFO, "{placeholder!r} is parameter syntax of the {channel} API; {remedy}."

    # Files and slides
    MEDIA_TYPE_UNKNOWN = (
        "media_type_unknown",
        _INFO,
        "The URL does not end in a known file type, so what it is cannot be told without fetching it.",
    )
    MEDIA_TYPE_UNSUPPORTED = "media_type_unsupported", _REJECTED, "{channel} does not carry {content_type}."
    MEDIA_RULE_FAILED = "media_rule_failed", _REJECTED, "{rule}: {sentence}"
    MEDIA_RULE_UNKNOWN = "media_rule_unknown", _INFO, "{rule}: {sentence}"
    MEDIA_RULE_ADVICE = "media_rule_advice", _INFO, "Advice of {channel}: {sentence}"
    SLIDE_RULE_FAILED = "slide_rule_failed", _REJECTED, "{channel} would refuse the slides: {sentence}"
    SLIDE_RULE_ADVICE = "slide_rule_advice", _INFO, "Advice of {channel}: {sentence}"
    SUBJECT_IN_TEXT = "subject_in_text", _INFO, "The title stays in the text: {sentence}"
    PREVIEW_IS_THE_FILE = (
        "preview_is_the_file",
        _INFO,
        "The image is its own preview, for want of a usable thumbnail_url; {channel} asks for {limit:,} bytes at most.",
    )


@quickly_made
@dataclass(frozen=True)
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


@quickly_made
@dataclass(frozen=True)
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


@quickly_made
@dataclass(frozen=True)
class Transcoded:
    """One message for one channel.

    ``payloads`` are JSON-ready dicts in sending order, exactly what the channel's API takes. ``text`` is what the
    recipient reads where there is one text (plain text, a caption), else None. ``segments`` is the SMS segmentation of
    ``text``, else None. ``findings`` stand in the order of the message's fields. ``billing`` is what the channel
    charges the payloads as, JSON-ready, where its rules are known (RCS: see ``transcode.channels.rcs.billing``).
    """

    channel: str
    outcome: Outcome
    payloads: tuple[Mapping[str, Any], ...]
    text: str | None
    segments: Segmentation | None
    findings: tuple[Finding, ...]
    replies: tuple[ReplyOption, ...]
    billing: Mapping[str, Any] | None = None

    @property
    def losses(self) -> tuple[Finding, ...]:
        """The findings of severity LOSS or worse."""
        return tuple(finding for finding in self.findings if finding.severity >= Severity.LOSS)

    @property
    def deliverable(self) -> bool:
        """False where the channel would refuse the message or not deliver it."""
        return all(finding.severity < Severity.REJECTED for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Return the whole result as a JSON-ready dict; ``billing`` is in it where it is known."""
        return {
            "channel": self.channel,
            "outcome": self.outcome.value,
            "deliverable": self.deliverable,
            "text": self.text,
            "segments": None if self.segments is None else self.segments.as_dict(),
            "payloads": deepcopy(list(self.payloads)),
            "findings": [finding.as_dict() for finding in self.findings],
            "replies": [reply.as_dict() for reply in self.replies],
            **({} if self.billing is None else {"billing": deepcopy(dict(self.billing))}),
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the whole result as JSON; the same result always gives the same characters."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Transcoded:
        """Return the result that ``to_json`` wrote, such as one that is kept until its reply comes.

        Raises:
            InvalidMessage: it is none.

        """
        result: Transcoded = import_module("transcode.stored").read_result(text)
        return result

    def _repr_html_(self) -> str:
        """Return the message as a notebook shows it."""
        return str(import_module("transcode.preview").html_fragment(self))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Return the message as a notebook shows it, with the plain text beside it."""
        return dict(import_module("transcode.preview").mime_bundle(self))


class LossyTranscode(TranscodeError):  # noqa: N818
    """``Policy.RAISE`` and something was lost; ``findings`` has all of it, ``result`` what would have been returned."""

    def __init__(self, result: Transcoded) -> None:
        self.result = result
        self.findings = result.losses
        super().__init__(result)

    def __str__(self) -> str:
        return listed(self.findings)
