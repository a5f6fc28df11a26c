"""The service's other callbacks about a message or a contact's wish: consent, events, redaction, analysis, records.

Sources: Conversation API callbacks (developers.sinch.com/docs/conversation/callbacks) and the callbacks that the
vendor's SDKs name (Node 1.5, ``ConversationWebhookEvent``; Python 2.4, ``sinch_events``). Read 2026-11-26. Fields that
an SDK leaves open (the results of an analysis) are kept as they come.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transcode.inbound.callback import Event
from transcode.inbound.open_enum import OpenEnum
from transcode.inbound.reason import Reason
from transcode.inbound.told import DeliveryStatus, Direction, InboundMessage, OnChannel
from transcode.message.base import Model, Text

__all__ = [
    "Consent",
    "ConsentStatus",
    "EventDelivery",
    "EventDeliveryReport",
    "EventInbound",
    "InboundEvent",
    "OptInEvent",
    "OptOutEvent",
    "Reaction",
    "ReactionAction",
    "RecordNotification",
    "Redaction",
    "SmartConversations",
]


# --- consent ---


class ConsentStatus(OpenEnum):
    """Whether an opt-in or an opt-out was registered."""

    OPT_IN_SUCCEEDED = "OPT_IN_SUCCEEDED"
    OPT_IN_FAILED = "OPT_IN_FAILED"
    OPT_OUT_SUCCEEDED = "OPT_OUT_SUCCEEDED"
    OPT_OUT_FAILED = "OPT_OUT_FAILED"
    STATUS_UNSPECIFIED = "STATUS_UNSPECIFIED"
    OPT_IN_STATUS_UNSPECIFIED = "OPT_IN_STATUS_UNSPECIFIED"
    OPT_OUT_STATUS_UNSPECIFIED = "OPT_OUT_STATUS_UNSPECIFIED"


class ErrorDetails(Model):
    """Why consent could not be registered."""

    description: Text | None = None


class Consent(OnChannel):
    """A contact's consent to messages, or its end."""

    request_id: Text | None = None
    identity: Text | None = None
    """Who it is about: a phone number, or an id of the channel's."""
    status: ConsentStatus | None = None
    error_details: ErrorDetails | None = None


class OptInEvent(Event):
    """OPT_IN: a contact agreed to get messages."""

    payload = "opt_in_notification"

    opt_in_notification: Consent


class OptOutEvent(Event):
    """OPT_OUT: a contact wants no more messages."""

    payload = "opt_out_notification"

    opt_out_notification: Consent


# --- events ---


class ReactionAction(OpenEnum):
    """What a contact did with a reaction."""

    REACTION_ACTION_REACT = "REACTION_ACTION_REACT"
    REACTION_ACTION_UNREACT = "REACTION_ACTION_UNREACT"


class Reaction(Model):
    """A contact's reaction to a message."""

    emoji: Text | None = None
    action: ReactionAction | None = None
    message_id: Text | None = None
    """The message that they reacted to."""
    reaction_category: Text | None = None
    """As the channel classifies it."""


class ContactMessageEvent(Model):
    """Something that happened to one message."""

    message_id: Text | None = None
    reaction_event: Reaction | None = None
    payment_status_update_event: Mapping[str, Any] | None = None
    shortlink_activated_event: Mapping[str, Any] | None = None
    generic_event: Mapping[str, Any] | None = None


class ContactEvent(Model):
    """Something that a contact did which is no message."""

    composing_event: Mapping[str, Any] | None = None
    composing_end_event: Mapping[str, Any] | None = None
    conversation_deleted_event: Mapping[str, Any] | None = None
    comment_event: Mapping[str, Any] | None = None
    generic_event: Mapping[str, Any] | None = None


class InboundEvent(OnChannel):
    """An event from a contact: typing, a reaction, a payment, a comment."""

    id: Text | None = None
    direction: Direction | None = None
    contact_event: ContactEvent | None = None
    contact_message_event: ContactMessageEvent | None = None
    accept_time: Text | None = None

    @property
    def reaction(self) -> Reaction | None:
        """The reaction, where it is one."""
        return self.contact_message_event.reaction_event if self.contact_message_event else None


class EventInbound(Event):
    """EVENT_INBOUND: a contact did something that is no message."""

    payload = "event"

    event: InboundEvent


class EventDeliveryReport(OnChannel):
    """How far an event to a contact has come."""

    event_id: Text | None = None
    status: DeliveryStatus | None = None
    reason: Reason | None = None


class EventDelivery(Event):
    """EVENT_DELIVERY: an event to a contact (a typing mark, say) was delivered, or not."""

    payload = "event_delivery_report"

    event_delivery_report: EventDeliveryReport


class Redaction(Event):
    """MESSAGE_INBOUND_SMART_CONVERSATION_REDACTION: a contact's message, with what is personal hidden.

    It is the message of a MESSAGE_INBOUND callback told a second time, so it is not among ``Received.messages``.
    """

    payload = "message_redaction"

    message_redaction: InboundMessage


# --- analysis and records ---


class AnalysisResults(Model):
    """What machine learning says of a message; each result as it came."""

    ml_sentiment_result: tuple[Mapping[str, Any], ...] | None = None
    ml_nlu_result: tuple[Mapping[str, Any], ...] | None = None
    ml_image_recognition_result: tuple[Mapping[str, Any], ...] | None = None
    ml_pii_result: tuple[Mapping[str, Any], ...] | None = None
    ml_offensive_analysis_result: tuple[Mapping[str, Any], ...] | None = None


class SmartConversationNotification(OnChannel):
    """The analysis of a contact's message."""

    message_id: Text | None = None
    analysis_results: AnalysisResults | None = None


class SmartConversations(Event):
    """SMART_CONVERSATIONS: a contact's message was analysed."""

    payload = "smart_conversation_notification"

    smart_conversation_notification: SmartConversationNotification


class Record(OnChannel):
    """Something was stored."""

    entity_id: Text | None = None
    record_status: Text | None = None
    reason: Reason | None = None


class RecordNotification(Event):
    """RECORD_NOTIFICATION: something was stored."""

    payload = "record_notification"

    record_notification: Record
