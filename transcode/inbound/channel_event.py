"""Callbacks about a channel: what it can do for a contact, what it says of itself, what it sends that is not read.

Sources: Conversation API callbacks (developers.sinch.com/docs/conversation/callbacks) and the callbacks that the
vendor's SDKs name (Node 1.5, ``ConversationWebhookEvent``; Python 2.4, ``sinch_events``). Read 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transcode.inbound.callback import Event
from transcode.inbound.open_enum import OpenEnum
from transcode.inbound.reason import Reason
from transcode.inbound.told import OnChannel
from transcode.message.base import Text

__all__ = [
    "Capability",
    "CapabilityNotification",
    "CapabilityStatus",
    "ChannelEvent",
    "ChannelEventDetails",
    "ChannelEventNotification",
    "Unsupported",
    "UnsupportedCallback",
]


class CapabilityStatus(OpenEnum):
    """Whether a contact can be reached on a channel."""

    CAPABILITY_UNKNOWN = "CAPABILITY_UNKNOWN"
    CAPABILITY_FULL = "CAPABILITY_FULL"
    CAPABILITY_PARTIAL = "CAPABILITY_PARTIAL"
    NO_CAPABILITY = "NO_CAPABILITY"


class CapabilityNotification(OnChannel):
    """What a contact's phone can do on a channel."""

    request_id: Text | None = None
    identity: Text | None = None
    capability_status: CapabilityStatus | None = None
    channel_capabilities: tuple[Text, ...] | None = None
    reason: Reason | None = None


class Capability(Event):
    """CAPABILITY: the answer to a capability check."""

    payload = "capability_notification"

    capability_notification: CapabilityNotification


class ChannelEventDetails(OnChannel):
    """What a channel says of one's account there: a quality rating, say."""

    event_type: Text | None = None
    additional_data: Mapping[str, Any] | None = None


class ChannelEventNotification(ChannelEventDetails):
    """The same, in either shape: the newer has the details in ``channel_event``."""

    channel_event: ChannelEventDetails | None = None

    @property
    def details(self) -> ChannelEventDetails:
        """The details, whichever shape they came in."""
        return self.channel_event or self

    @property
    def channel_name(self) -> str | None:
        """The channel, whichever shape names it."""
        return self.channel_event.channel_name if self.channel_event else super().channel_name


class ChannelEvent(Event):
    """CHANNEL_EVENT: news of one's account on a channel."""

    payload = "channel_event_notification"

    channel_event_notification: ChannelEventNotification


class UnsupportedCallback(OnChannel):
    """A channel's own callback, of which the service has no form."""

    id: Text | None = None
    payload: Text | None = None
    """As the channel gave it, JSON in a string."""


class Unsupported(Event):
    """UNSUPPORTED: something came from a channel that the service does not read."""

    payload = "unsupported_callback"

    unsupported_callback: UnsupportedCallback
