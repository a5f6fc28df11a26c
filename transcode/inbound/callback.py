"""The service's callbacks: a message from a contact, the fate of a message to one, and its submission.

Source: Conversation API callbacks (developers.sinch.com/docs/conversation/callbacks, and the vendor's Python SDK 2.3),
the SMS and MMS channels' pages for the older shape with ``channel`` instead of ``channel_identity``. Read 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar, Final, Self

from pydantic import (
    Discriminator,
    ModelWrapValidatorHandler,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    Tag,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_serializer,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from transcode.inbound.contact_message import ContactMessage
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.metadata import Metadata
from transcode.inbound.open_enum import OpenEnum
from transcode.inbound.reason import Reason
from transcode.message import AppMessage
from transcode.message.base import Boolean, Integer, Model, Text, extend_path, leaves, unknown_fields
from transcode.message.channel import Channel
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
    "OnChannel",
    "OtherEvent",
    "ProcessingMode",
    "SubmitNotification",
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
    nrs_data: Any = None
    """What a number registration service knows of the number (SMS, MMS, RCS), as it came. Source: release notes,
    2026-07-15."""


class OnChannel(Model):
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


class InboundMessage(OnChannel):
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


class DeliveryReport(OnChannel):
    """How far a message has come, and why not further."""

    message_id: Text | None = None
    number_of_message_parts: Integer | Text | None = None
    """How many short messages it took (SMS); a string where it came as one."""
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


def _as_submitted(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """Return an AppMessage; what is none, as it came."""
    try:
        return handler(value) if isinstance(value, AppMessage) else AppMessage.model_validate(value)
    except ValidationError:
        if isinstance(value, Mapping):
            return dict(value)
        raise


class SubmitNotification(OnChannel):
    """A message that was handed to the service."""

    message_id: Text | None = None
    submitted_message: Annotated[AppMessage | Mapping[str, Any] | None, WrapValidator(_as_submitted)] = None
    """The message; as it came, a mapping, where it is of a kind not known here or has only what one channel has."""

    _given: Any = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_given(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        notification = handler(data)
        if isinstance(data, Mapping) and notification.submitted_message is not None:
            notification._given = data.get("submitted_message", data.get("submittedMessage"))
        return notification

    @field_serializer("submitted_message", mode="wrap")
    def _as_given(self, message: Any, handler: SerializerFunctionWrapHandler) -> Any:
        # An AppMessage holds coordinates as 32-bit floats; what was submitted goes out as it came in.
        given = self._given
        return handler(message) if given is None or isinstance(given, AppMessage) else given


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
    trigger: Text | None = None
    """The webhook's trigger, where something names it (the vendor's SDKs add it)."""

    _replaced: tuple[Finding, ...] = PrivateAttr(default=())

    @property
    def decoded_message_metadata(self) -> Metadata:
        """``message_metadata``, decoded."""
        return Metadata.parse(self.message_metadata)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is worth knowing: unknown fields and values, unreadable metadata, unsupported statuses."""
        return (*self._replaced, *self._about())

    @property
    def told(self) -> Model | None:
        """What it tells of: the message, report or notification; None where that is not known here."""
        return getattr(self, self.payload, None) if self.payload else None

    @property
    def channel_name(self) -> str:
        """The channel that it is about; empty where it is about none."""
        told = self.told
        return (told.channel_name or "") if isinstance(told, OnChannel) else ""

    def _about(self) -> Iterator[Finding]:
        if isinstance(self, OtherEvent):
            yield InboundCode.UNKNOWN_EVENT.at("", what=", ".join(self.model_extra or ()))
        else:
            yield from about(self)
        for name in ("accepted_time", "event_time"):
            yield from _about_timestamp(getattr(self, name), name)
        yield from self.decoded_message_metadata.findings("message_metadata")
        if isinstance(told := self.told, OnChannel):
            yield from about_told(told, self.payload)

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
    """Any callback not known here: its own fields are in ``model_extra``."""


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
    yield from report.decoded_metadata.findings(extend_path(path, "metadata"))
    channel = report.channel_name or ""
    if report.status in UNSUPPORTED_STATUSES.get(channel, ()):
        yield InboundCode.STATUS_UNSUPPORTED.at(extend_path(path, "status"), channel=channel, status=report.status)


def about_told(part: OnChannel, path: str) -> Iterator[Finding]:
    """Yield what is worth knowing of what a callback tells of."""
    match part:
        case InboundMessage():
            yield from about_message(part, path)
        case DeliveryReport():
            yield from about_delivery(part, path)
        case _:
            yield from _about_channel(part, path)
            yield from part.decoded_metadata.findings(extend_path(path, "metadata"))
    if isinstance(part, SubmitNotification) and isinstance(part.submitted_message, Mapping):
        where = extend_path(path, "submitted_message")
        yield InboundCode.UNKNOWN_SUBMITTED.at(where, what=quoted(", ".join(part.submitted_message) or "{}"))


def _about_channel(part: OnChannel, path: str) -> Iterator[Finding]:
    if part.channel and part.channel_identity and part.channel != part.channel_identity.channel:
        yield InboundCode.CHANNELS_DIFFER.at(
            extend_path(path, "channel"), old=quoted(part.channel), new=quoted(part.channel_identity.channel)
        )


def _about_timestamp(text: str | None, path: str) -> Iterator[Finding]:
    if text and read_timestamp(text) is None:
        yield InboundCode.TIMESTAMP_UNREADABLE.at(path, value=quoted(text))
