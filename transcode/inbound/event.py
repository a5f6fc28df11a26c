"""The service's callbacks: a message from a contact, the fate of a message to one, and its submission.

Source: Conversation API callbacks (developers.sinch.com/docs/conversation/callbacks, and the vendor's Python SDK 2.3),
the SMS and MMS channels' pages for the older shape with ``channel`` instead of ``channel_identity``. Read 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar, Final

from pydantic import Discriminator, PrivateAttr, Tag, field_validator
from pydantic_core import PydanticCustomError

from transcode.errors import InvalidMessage
from transcode.inbound.contact_message import ContactMessage
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.metadata import Metadata
from transcode.inbound.open_enum import OpenEnum
from transcode.inbound.reason import Reason
from transcode.message import AppMessage
from transcode.message.base import Boolean, Model, Text, extend_path, leaves, to_camel, unknown_fields
from transcode.message.channel import Channel
from transcode.message.parse import parse_json, validate
from transcode.result import Finding

__all__ = [
    "ChannelIdentity",
    "DeliveryReport",
    "DeliveryStatus",
    "Direction",
    "Event",
    "InboundMessage",
    "MessageDelivery",
    "MessageInbound",
    "MessageSubmit",
    "OtherEvent",
    "ProcessingMode",
    "SubmitNotification",
    "parse_event",
    "read_timestamp",
]

MEDIA_VALIDITY: Final[Mapping[str, timedelta]] = {Channel.SMS: timedelta(days=7)}
"""How long the URL of a contact's file is valid, by channel. Source: the SMS channel's message support page, "Receiving
messages" (the MMS page names no limit). Read 2026-11-22."""

UNSUPPORTED_STATUSES: Final[Mapping[str, frozenset[str]]] = {
    Channel.SMS: frozenset({"READ"}),
    Channel.MMS: frozenset({"READ"}),
}
"""What a channel does not report, though the service knows the status. Source: the SMS and MMS channels' pages,
"Delivery receipts" (DELIVERED or FAILED). QUEUED_ON_CHANNEL and SWITCHING_CHANNEL are the service's own and come on
every channel (Conversation API callbacks, "Delivery status"). Read 2026-11-22."""


class Direction(OpenEnum):
    """Who a message goes to."""

    TO_APP = "TO_APP"
    TO_CONTACT = "TO_CONTACT"


class ProcessingMode(OpenEnum):
    """Whether the service keeps contacts and conversations."""

    CONVERSATION = "CONVERSATION"
    DISPATCH = "DISPATCH"


class DeliveryStatus(OpenEnum):
    """How far a message has come."""

    QUEUED = "QUEUED"
    """Taken in by the service; never called back."""
    QUEUED_ON_CHANNEL = "QUEUED_ON_CHANNEL"
    DELIVERED = "DELIVERED"
    READ = "READ"
    FAILED = "FAILED"
    SWITCHING_CHANNEL = "SWITCHING_CHANNEL"
    """Failed here; the next channel is tried."""


class ChannelIdentity(Model):
    """Who a contact is on a channel: a phone number, or an id of the channel's."""

    channel: Text
    identity: Text | None = None
    app_id: Text | None = None
    """The app, where identities belong to one; else empty."""


class _OnChannel(Model):
    """What both shapes have in common: the newer has ``channel_identity``, the older ``channel``."""

    channel: Text | None = None
    channel_identity: ChannelIdentity | None = None
    contact_id: Text | None = None
    conversation_id: Text | None = None
    metadata: Text | None = None
    processing_mode: ProcessingMode | None = None

    @property
    def channel_name(self) -> str | None:
        """The channel, whichever shape names it."""
        return self.channel_identity.channel if self.channel_identity else self.channel

    @property
    def decoded_metadata(self) -> Metadata:
        """``metadata``, decoded."""
        return Metadata.parse(self.metadata)


class InboundMessage(_OnChannel):
    """A message from a contact."""

    id: Text | None = None
    direction: Direction | None = None
    contact_message: ContactMessage
    accept_time: Text | None = None
    sender_id: Text | None = None
    """What the contact wrote to: the app's number or id."""
    injected: Boolean | None = None

    @property
    def has_media(self) -> bool:
        """Whether the contact sent a file."""
        return bool(self.contact_message.media_message or self.contact_message.media_card_message)

    @property
    def media_validity(self) -> timedelta | None:
        """How long the file's URL is valid; None without a file, or where the channel's page names no limit."""
        return MEDIA_VALIDITY.get(self.channel_name or "") if self.has_media else None

    @property
    def expires_at(self) -> datetime | None:
        """When the file's URL ends: ``accept_time`` plus ``media_validity``; None where either is not known."""
        accepted = read_timestamp(self.accept_time)
        if self.media_validity is None or accepted is None:
            return None
        try:
            return accepted + self.media_validity
        except OverflowError:
            return None


def _reason_shape(value: Any) -> str:
    return "text" if isinstance(value, str) else "object"


class DeliveryReport(_OnChannel):
    """How far a message has come, and why not further."""

    message_id: Text | None = None
    status: DeliveryStatus
    # The older shape has an empty string where nothing went wrong.
    reason: (
        Annotated[Annotated[Reason, Tag("object")] | Annotated[Text, Tag("text")], Discriminator(_reason_shape)] | None
    ) = None

    _message_metadata: str | None = PrivateAttr(default=None)

    @field_validator("status")
    @classmethod
    def _says_something(cls, status: DeliveryStatus) -> DeliveryStatus:
        if not status:
            raise PydanticCustomError("string_too_short", "must not be empty")
        return status

    @property
    def decoded_message_metadata(self) -> Metadata:
        """``message_metadata`` of the callback that the report came in, decoded; empty where it came in none."""
        return Metadata.parse(self._message_metadata)

    @property
    def failure(self) -> Reason | None:
        """Why it failed, in one shape; None where no reason is given."""
        if isinstance(self.reason, str):
            return Reason(description=self.reason) if self.reason else None
        return self.reason


class SubmitNotification(_OnChannel):
    """A message that was handed to the service."""

    message_id: Text | None = None
    submitted_message: AppMessage | None = None


class Event(Model):
    """What every callback has."""

    payload: ClassVar[str] = ""
    """The name of the field with what happened."""

    project_id: Text | None = None
    app_id: Text | None = None
    accepted_time: Text | None = None
    event_time: Text | None = None
    message_metadata: Text | None = None
    """Set by the service or the channel (SMS: batch, parts, operator), or at send time for the conversation."""
    channel_metadata: Text | None = None
    correlation_id: Text | None = None

    @property
    def decoded_message_metadata(self) -> Metadata:
        """``message_metadata``, decoded."""
        return Metadata.parse(self.message_metadata)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is worth knowing: unknown fields and values, unreadable metadata, unsupported statuses."""
        return tuple(_about(self))

    def as_dict(self) -> dict[str, Any]:
        """Return the callback as it came: a JSON-ready dict with the same fields."""
        return self.model_dump(mode="json", exclude_unset=True)


class MessageInbound(Event):
    """MESSAGE_INBOUND: a contact wrote."""

    payload = "message"

    message: InboundMessage


class MessageDelivery(Event):
    """MESSAGE_DELIVERY: a message to a contact was delivered, or not."""

    payload = "message_delivery_report"

    message_delivery_report: DeliveryReport

    def model_post_init(self, context: Any) -> None:
        """Tell the report what the callback says of it, so that it can be understood alone."""
        self.message_delivery_report._message_metadata = self.message_metadata


class MessageSubmit(Event):
    """MESSAGE_SUBMIT: a message to a contact was handed in."""

    payload = "message_submit_notification"

    message_submit_notification: SubmitNotification


class OtherEvent(Event):
    """Any other callback (contact, conversation, opt-in ...): its own fields are in ``model_extra``."""


_EVENTS: Final[tuple[type[Event], ...]] = (MessageInbound, MessageDelivery, MessageSubmit)


def parse_event(event: Mapping[str, Any] | str | bytes) -> Event:
    """Return a callback as a typed event: MessageInbound, MessageDelivery, MessageSubmit, or OtherEvent.

    Args:
        event: the callback's body: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: it is not JSON, too large or too deep, is no callback, or a field is missing or wrong; each
            error names its field.

    """
    data = parse_json(event) if isinstance(event, (str, bytes, bytearray)) else event
    if not isinstance(data, Mapping):
        raise InvalidMessage.at("", "object_type", "a callback must be an object with fields", data)
    found = [model for model in _EVENTS if model.payload in data or to_camel(model.payload) in data]
    if len(found) > 1:
        names = " and ".join(model.payload for model in found)
        raise InvalidMessage.at("", "one_of", f"a callback tells of one thing; this one has {names}")
    if found:
        return validate(found[0], data)
    other = validate(OtherEvent, data)
    if not (other.app_id or other.project_id) or not other.model_extra:
        names = ", ".join(model.payload for model in _EVENTS)
        raise InvalidMessage.at("", "envelope", f"is not a callback: it has none of {names}")
    return other


_TIMESTAMP: Final = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:?\d\d)?", re.ASCII)


def read_timestamp(text: str | None) -> datetime | None:
    """Return the moment that ``text`` (RFC 3339) names, None where it names none.

    Digits beyond microseconds are cut. Without an offset it is UTC, as the vendor's SDKs read it.
    """
    match = _TIMESTAMP.fullmatch(text or "")
    if not match:
        return None
    date, time, fraction, offset = match.groups()
    offset = "+00:00" if offset in (None, "Z", "z") else offset
    try:
        return datetime.fromisoformat(f"{date}T{time}{(fraction or '')[:7]}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


# --- findings ---


def about(part: Model, path: str = "") -> Iterator[Finding]:
    """Yield the unknown fields and values of ``part``, which stands at ``path``."""
    for where, name in unknown_fields(part, path):
        yield InboundCode.UNKNOWN_FIELD.at(where, name=name)
    for where, value, _ in leaves(part, path):
        if isinstance(value, OpenEnum) and value and not value.is_known:
            name = where.rpartition(".")[2]
            yield InboundCode.UNKNOWN_VALUE.at(where, name=name, value=quoted(value))


def about_message(message: InboundMessage, path: str = "message") -> Iterator[Finding]:
    """Yield what is worth knowing of a message from a contact."""
    yield from _about_channel(message, path)
    yield from _about_timestamp(message.accept_time, extend_path(path, "accept_time"))
    yield from message.decoded_metadata.findings(extend_path(path, "metadata"))
    content = message.contact_message
    if not content.kind:
        names = " and ".join(name for name in content.model_extra or ())
        yield InboundCode.UNKNOWN_CONTENT.at(extend_path(path, "contact_message"), what=names)


def about_delivery(report: DeliveryReport, path: str = "message_delivery_report") -> Iterator[Finding]:
    """Yield what is worth knowing of a delivery report."""
    yield from _about_channel(report, path)
    yield from _about_senders_metadata(report, path)
    channel = report.channel_name or ""
    if report.status in UNSUPPORTED_STATUSES.get(channel, ()):
        yield InboundCode.STATUS_UNSUPPORTED.at(extend_path(path, "status"), channel=channel, status=report.status)


def _about(event: Event) -> Iterator[Finding]:
    if isinstance(event, OtherEvent):
        yield InboundCode.UNKNOWN_EVENT.at("", what=", ".join(event.model_extra or ()))
    else:
        yield from about(event)
    for name in ("accepted_time", "event_time"):
        yield from _about_timestamp(getattr(event, name), name)
    yield from event.decoded_message_metadata.findings("message_metadata")
    match event:
        case MessageInbound():
            yield from about_message(event.message)
        case MessageDelivery():
            yield from about_delivery(event.message_delivery_report)
        case MessageSubmit():
            yield from _about_channel(event.message_submit_notification, event.payload)
            yield from _about_senders_metadata(event.message_submit_notification, event.payload)


def _about_channel(part: _OnChannel, path: str) -> Iterator[Finding]:
    if part.channel and part.channel_identity and part.channel != part.channel_identity.channel:
        yield InboundCode.CHANNELS_DIFFER.at(
            extend_path(path, "channel"), old=quoted(part.channel), new=quoted(part.channel_identity.channel)
        )


def _about_senders_metadata(part: DeliveryReport | SubmitNotification, path: str) -> Iterator[Finding]:
    """Yield a finding where the sender's own metadata looks like JSON and is not; free text is as good as any."""
    metadata = part.decoded_metadata
    if not metadata.readable and metadata.text.lstrip().startswith("{"):
        yield InboundCode.METADATA_UNREADABLE.at(extend_path(path, "metadata"))


def _about_timestamp(text: str | None, path: str) -> Iterator[Finding]:
    if text and read_timestamp(text) is None:
        yield InboundCode.TIMESTAMP_UNREADABLE.at(path, value=quoted(text))
