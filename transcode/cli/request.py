"""What a file asks for: a message, or a request of the service with a message in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from transcode.errors import InvalidMessage
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
    def read(cls, data: Any) -> Request:
        """Read a ``messages:send`` or ``messages:transcode`` request, or a message alone."""
        if not isinstance(data, Mapping):
            return cls(data)
        names = (name for name in ("message", "app_message", "appMessage") if isinstance(data.get(name), Mapping))
        name = next(names, None)
        if name is None or any(content in data for content in AppMessage.one_of):
            return cls(_without_schema(data))
        properties = data.get("channel_properties", data.get("channelProperties")) or {}
        if not isinstance(properties, Mapping):
            raise InvalidMessage.at("channel_properties", "dict_type", "must be an object", properties)
        return cls(_without_schema(data[name]), properties, data.get("from"), data.get("to"), _identities(data))


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
