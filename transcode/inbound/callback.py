"""The service's callbacks: the envelopes, each with what it tells of.

Source: Conversation API callbacks (developers.sinch.com/docs/conversation/callbacks, and the vendor's Python SDK 2.3).
Read 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import PrivateAttr

from transcode.inbound.about import about, about_timestamp, about_told
from transcode.inbound.findings import InboundCode
from transcode.inbound.metadata import Metadata
from transcode.inbound.told import DeliveryReport, InboundMessage, OnChannel, SubmitNotification
from transcode.message.base import Model, Text
from transcode.result import Finding

__all__ = ["Event", "MessageDelivery", "MessageInbound", "MessageSubmit", "OtherEvent"]


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
            yield from about_timestamp(getattr(self, name), name)
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
