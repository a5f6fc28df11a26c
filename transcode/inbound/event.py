"""Which of the service's callbacks it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from transcode.errors import InvalidMessage, misspelt
from transcode.inbound import channel_event, contact_event, notification
from transcode.inbound.callback import Event, MessageDelivery, MessageInbound, MessageSubmit, OtherEvent
from transcode.inbound.told import InboundMessage, read_timestamp
from transcode.inbound.wire import decode, json_value
from transcode.message.base import to_camel
from transcode.message.parse import validate

__all__ = ["EVENTS", "Event", "InboundMessage", "MessageInbound", "parse_event", "read_timestamp"]

_MESSAGES: Final[tuple[type[Event], ...]] = (MessageInbound, MessageDelivery, MessageSubmit)

_ALL: Final[tuple[type[Event], ...]] = (
    *_MESSAGES,
    notification.OptInEvent,
    notification.OptOutEvent,
    notification.EventInbound,
    notification.EventDelivery,
    notification.Redaction,
    channel_event.Capability,
    channel_event.ChannelEvent,
    channel_event.Unsupported,
    contact_event.ContactCreate,
    contact_event.ContactDelete,
    contact_event.ContactUpdate,
    contact_event.ContactMerge,
    contact_event.ContactIdentitiesDuplication,
    contact_event.ConversationStart,
    contact_event.ConversationStop,
    contact_event.ConversationDelete,
    notification.SmartConversations,
    notification.RecordNotification,
)
EVENTS: Final[Mapping[str, type[Event]]] = {model.payload: model for model in _ALL}
"""The callbacks known here, by the field that has what happened."""


def parse_event(event: Mapping[str, Any] | str | bytes) -> Event:
    """Return a callback of the service as a typed event: MessageInbound, MessageDelivery ... or OtherEvent.

    Args:
        event: the callback's body: JSON text or bytes, or the dict it decodes to.

    Raises:
        InvalidMessage: it is not JSON, too large or too deep, is no callback, or a field is missing or wrong; each
            error names its field.

    """
    data, replaced = json_value(decode(event))
    if not isinstance(data, dict):
        raise InvalidMessage.at("", "object_type", "a callback must be an object with fields", data)
    found = [model for name, model in EVENTS.items() if _has(data, name)]
    if len(found) > 1:
        names = " and ".join(model.payload for model in found)
        raise InvalidMessage.at("", "one_of", f"a callback tells of one thing; this one has {names}")
    parsed = validate(found[0] if found else OtherEvent, data)
    if not found and (not (parsed.app_id or parsed.project_id) or not parsed.model_extra):
        names = ", ".join(model.payload for model in _MESSAGES)
        raise InvalidMessage.at("", "envelope", f"is not a callback: it has none of {names}{_hint(data)}")
    parsed._replaced = tuple(replaced)
    return parsed


def _has(data: Mapping[str, Any], name: str) -> bool:
    return any(isinstance(data.get(key), dict) for key in {name, to_camel(name)}) or (
        name in _REQUIRED and any(key in data for key in (name, to_camel(name)))
    )


_REQUIRED: Final = frozenset(model.payload for model in _MESSAGES)
"""Names that nothing but such a callback has, so that anything else than an object there is an error."""


def _hint(data: Mapping[str, Any]) -> str:
    """Return whose webhook it is instead, or which field may be meant, where that can be seen."""
    whose = next((whose for marks, whose in _OTHERS if all(mark in data for mark in marks)), None)
    if whose is None:
        return misspelt(data, (*EVENTS, "app_id", "project_id"))
    return f"; this is a webhook of {whose}: receive() reads it, and its .messages are what contacts wrote"


_OTHERS: Final = (
    (("object", "entry"), "Meta's (WhatsApp, Messenger or Instagram)"),
    (("update_id",), "Telegram's"),
    (("events", "destination"), "LINE's"),
    (("type", "batch_id"), "the SMS API's"),
    (("type", "from", "to"), "the SMS API's"),
)
