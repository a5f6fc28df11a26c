"""What comes out of a channel's own callback: contact messages and delivery reports in the service's shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from transcode.inbound.callback import Event
from transcode.inbound.told import ChannelIdentity, DeliveryReport, InboundMessage
from transcode.message.base import Integer, Model, Text
from transcode.result import Finding

__all__ = ["Attachment", "NativeDelivery", "NativeEvent", "NativeMessage", "Received", "rfc3339"]


class NativeMessage(InboundMessage):
    """A message from a contact that came by the channel's own API."""

    edited_message_id: Text | None = None
    """The message whose new version this is: the contact edited it. None for a new message."""
    user_id: Text | None = None
    """WhatsApp: the contact's business-scoped user id (BSUID), also where the identity is a phone number."""
    parent_user_id: Text | None = None
    """WhatsApp: the contact's BSUID among several portfolios of one business."""
    group_id: Text | None = None
    """The group that the contact wrote in."""

    native: Mapping[str, Any]
    """As the channel gave it: what has no place in a contact message is here."""
    envelope: Mapping[str, Any] | None = None
    """What the callback says around its messages: the contact's profile, which of one's numbers it is, and the like."""


class NativeDelivery(DeliveryReport):
    """A delivery report that came by the channel's own API."""

    native: Mapping[str, Any]
    """As the channel gave it."""
    envelope: Mapping[str, Any] | None = None
    """What the callback says around its reports."""
    event_time: Text | None = None
    user_id: Text | None = None
    """WhatsApp: the recipient's business-scoped user id (BSUID)."""
    parent_user_id: Text | None = None
    """WhatsApp: the recipient's BSUID among several portfolios of one business."""
    group_id: Text | None = None
    """The group that the message went to; the identity is the one of its members that the report is about."""
    count: Integer = 1
    """How many recipients it speaks of: a summary names none of them."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message: its content id, type, name and bytes."""

    content_id: str
    content_type: str
    filename: str | None
    data: bytes

    def __repr__(self) -> str:
        return f"Attachment({self.content_id!r}, {self.content_type!r}, {len(self.data)} bytes)"


class NativeEvent(Model):
    """Something in a channel's own callback that is neither a message nor a delivery report, or cannot be read.

    A follow, a revoked message, a reaction, a payment, a change of number; also a message or report that is not as the
    channel documents it, which has a ``problem``.
    """

    kind: Text
    """What the channel calls it (``follow``, ``message_reaction``, ``account_update``, ``SubmitRsp``)."""
    path: Text
    """Where it stood in the callback."""
    channel_identity: ChannelIdentity | None = None
    """Who it is about, as they can be written to: after a change of number the new one."""
    previous_identities: tuple[Text, ...] = ()
    """After a change of number or user id: what the contact was known by."""
    message_id: Text | None = None
    """The message that it is about."""
    event_time: Text | None = None
    problem: Text | None = None
    """Why it could not be read; None where it is only not modelled."""
    native: Any
    """As the channel gave it."""
    envelope: Mapping[str, Any] | None = None
    """What the callback says around it."""


@dataclass(frozen=True, slots=True)
class Received:
    """All that was in one callback, in its order.

    What is neither in ``messages`` nor in ``deliveries`` is in ``native_events`` or, from the service, in ``event``.
    """

    channel: str
    messages: tuple[InboundMessage, ...] = ()
    deliveries: tuple[DeliveryReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    event: Event | None = None
    """The service's callback around it; None where a channel's own API was the sender."""
    native_events: tuple[NativeEvent, ...] = ()
    """What else a channel's own callback has, and what of it cannot be read: all as it came."""

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON-ready dict; of attachments the size, not the bytes.

        ``media_validity`` says of each message with a file whose URL ends how many ``seconds`` it is valid, and when
        it ``expires_at`` where that is known.
        """
        return {
            "channel": self.channel,
            "event": None if self.event is None else self.event.as_dict(),
            "messages": [message.model_dump(mode="json", exclude_unset=True) for message in self.messages],
            "media_validity": [*self._media_validity()],
            "deliveries": [report.model_dump(mode="json", exclude_unset=True) for report in self.deliveries],
            "native_events": [event.model_dump(mode="json", exclude_unset=True) for event in self.native_events],
            "findings": [finding.as_dict() for finding in self.findings],
            "attachments": [
                {
                    "content_id": file.content_id,
                    "content_type": file.content_type,
                    "filename": file.filename,
                    "size": len(file.data),
                }
                for file in self.attachments
            ],
        }

    def _media_validity(self) -> Iterator[dict[str, Any]]:
        for index, message in enumerate(self.messages):
            if message.media_validity is not None:
                end = message.expires_at
                yield {
                    "message": index,
                    "seconds": int(message.media_validity.total_seconds()),
                    "expires_at": None if end is None else rfc3339(end),
                }


def rfc3339(moment: datetime) -> str:
    """Return a moment as RFC 3339, UTC as ``Z``."""
    return moment.isoformat().replace("+00:00", "Z")
