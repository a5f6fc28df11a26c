"""What a file asks for: a message, or a request of the service with a message in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from transcode.errors import LISTED, FieldError, InvalidMessage, did_you_mean, misspelt
from transcode.message import AppMessage
from transcode.message.base import to_camel

__all__ = ["Request"]


@dataclass(frozen=True)
class Request:
    """What a request says: the message, and what stands beside it."""

    message: Any
    properties: Mapping[str, Any] = field(default_factory=dict)
    sender: Any = None
    to: Any = None
    identities: Mapping[str, Any] = field(default_factory=dict)
    """The recipient by channel, where there is no ``to`` for all of them."""

    @classmethod
    def read(cls, data: Any, *, strict: bool = False) -> Request:
        """Read a ``messages:send`` or ``messages:transcode`` request, or a message alone.

        Raises:
            InvalidMessage: the channel properties are no object, what looks like a request has no message or, if
                ``strict``, a request has a field that there is not.

        """
        if not isinstance(data, Mapping):
            return cls(data)
        names = (name for name in ("message", "app_message", "appMessage") if isinstance(data.get(name), Mapping))
        name = next(names, None)
        if name is None or any(content in data for content in AppMessage.one_of):
            _explain_no_message(data)
            return cls(_without_schema(data))
        if strict:
            _refuse_unknown(data)
        properties = data.get("channel_properties", data.get("channelProperties")) or {}
        if not isinstance(properties, Mapping):
            raise InvalidMessage.at("channel_properties", "dict_type", "must be an object", properties)
        return cls(_without_schema(data[name]), properties, data.get("from"), data.get("to"), _identities(data))


def _explain_no_message(data: Mapping[str, Any]) -> None:
    """Name what may have been meant for the message of a request."""
    if any(isinstance(name, str) and misspelt((name,), AppMessage.one_of) for name in islice(data, LISTED)):
        return
    objects = [name for name, value in data.items() if isinstance(value, Mapping)]
    if not any(content in data for content in AppMessage.one_of) and (meant := misspelt(objects, _MESSAGE)):
        raise InvalidMessage.at("", "envelope", f"has no message{meant}")


def _refuse_unknown(data: Mapping[str, Any]) -> None:
    unknown = [name for name in data if name not in _SPELLINGS and name != "$schema"]
    if unknown:
        raise InvalidMessage(
            FieldError(str(name), "unknown_field", f"is not part of a request{did_you_mean(str(name), _FIELDS)}")
            for name in unknown[:LISTED]
        )


_MESSAGE: Final = ("message", "app_message")
_FIELDS: Final = (
    *_MESSAGE,
    "app_id",
    "callback_url",
    "channel_priority_order",
    "channel_properties",
    "channels",
    "conversation_metadata",
    "conversation_metadata_update_strategy",
    "correlation_id",
    "event_destination_target",
    "from",
    "message_content_type",
    "message_metadata",
    "processing_mode",
    "processing_strategy",
    "queue",
    "recipient",
    "to",
    "ttl",
)
"""Fields of SendMessageRequest and TranscodeMessageRequest. Source: Conversation API schema and the vendor's Python SDK
2.3 (``send_message_request.py``), read 2026-11-27."""
_SPELLINGS: Final = frozenset(spelling for name in _FIELDS for spelling in (name, to_camel(name)))


def _without_schema(message: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the pointer to the schema that an editor needs in the file."""
    return {name: value for name, value in message.items() if name != "$schema"}


def _identities(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``recipient.identified_by.channel_identities`` of a ``messages:send`` request, by channel."""
    found: Any = data
    for name in ("recipient", "identified_by", "channel_identities"):
        found = found.get(name, found.get(to_camel(name))) if isinstance(found, Mapping) else None
    return {
        str(identity.get("channel")): identity.get("identity")
        for identity in (found if isinstance(found, list) else ())
        if isinstance(identity, Mapping)
    }
