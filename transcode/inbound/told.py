"""What the service's callbacks tell of a message: that a contact wrote it, its fate, its submission.

Source: Conversation API callbacks (developers.sinch.com/docs/conversation/callbacks, and the vendor's Python SDK 2.3),
the SMS and MMS channels' pages for the older shape with ``channel`` instead of ``channel_identity``. Read 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, Self

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
from transcode.inbound.metadata import Metadata
from transcode.inbound.open_enum import OpenEnum
from transcode.inbound.reason import Reason
from transcode.message import AppMessage
from transcode.message.base import Boolean, Integer, Model, Text
from transcode.message.channel import Channel

__all__ = [
    "ChannelIdentity",
    "DeliveryReport",
    "DeliveryStatus",
    "Direction",
    "InboundMessage",
    "OnChannel",
    "ProcessingMode",
    "SubmitNotification",
    "read_timestamp",
]

MEDIA_VALIDITY: Final[Mapping[str, timedelta]] = {Channel.SMS: timedelta(days=7)}
"""How long the URL of a contact's file is valid, by channel. Source: the SMS channel's message support page, "Receiving
messages" (the MMS page names no limit). Read 2026-11-22."""


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
