"""What comes out of a channel's own callback: contact messages and delivery reports in the service's shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.event import (
    DeliveryReport,
    Direction,
    Event,
    InboundMessage,
    about,
    about_delivery,
    about_message,
)
from transcode.message.base import Integer, Text, extend_path
from transcode.message.parse import check_bounds, parse_json, validate
from transcode.result import Finding

__all__ = ["Attachment", "NativeDelivery", "NativeMessage", "Received"]


class NativeMessage(InboundMessage):
    """A message from a contact that came by the channel's own API."""

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
    number_of_message_parts: Integer | None = None
    """How many short messages it took (SMS)."""
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


@dataclass(frozen=True, slots=True)
class Received:
    """All that was in one callback, in its order. Whatever is in none of the three is named by a finding."""

    channel: str
    messages: tuple[InboundMessage, ...] = ()
    deliveries: tuple[DeliveryReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    event: Event | None = None
    """The service's callback around it; None where a channel's own API was the sender."""

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
                    "expires_at": None if end is None else _rfc3339(end),
                }


class Builder:
    """Collects what one callback of ``channel`` has, with its findings."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self.messages: list[NativeMessage] = []
        self.deliveries: list[NativeDelivery] = []
        self.findings: list[Finding] = []
        self.attachments: list[Attachment] = []

    def add_message(
        self,
        contact_message: Mapping[str, Any],
        *,
        native: Mapping[str, Any],
        path: str,
        identity: str | None,
        **fields: Any,
    ) -> None:
        """Add a message from a contact; ``path`` is where it stands in the callback, for errors."""
        given = {name: value for name, value in fields.items() if value is not None}
        message = validate(
            NativeMessage,
            {
                "direction": Direction.TO_APP,
                "contact_message": contact_message,
                "channel_identity": self._identity(identity),
                **given,
                "native": native,
            },
            path,
        )
        self.messages.append(message)
        self.findings += about(message, path)
        self.findings += about_message(message, path)

    def add_delivery(
        self,
        status: str,
        *,
        native: Mapping[str, Any],
        path: str,
        identity: str | None,
        **fields: Any,
    ) -> None:
        """Add a delivery report; ``path`` is where it stands in the callback, for errors."""
        given = {name: value for name, value in fields.items() if value is not None}
        report = validate(
            NativeDelivery,
            {"status": status, "channel_identity": self._identity(identity), **given, "native": native},
            path,
        )
        self.deliveries.append(report)
        self.findings += about_delivery(report, path)

    def received(self) -> Received:
        """Return all that was collected."""
        return Received(
            self.channel,
            tuple(self.messages),
            tuple(self.deliveries),
            tuple(self.findings),
            tuple(self.attachments),
        )

    def _identity(self, identity: str | None) -> dict[str, Any]:
        return {"channel": self.channel, "identity": identity or "", "app_id": ""}


# --- reading a channel's JSON, with errors that name the field ---

MAX_IDENTIFIER: Final = 2**64
"""Of ids that are numbers; the channels' have at most 52 significant bits (Telegram Bot API, ``Chat``)."""

_EXPECTED: Final[Mapping[type, str]] = {str: "a string", int: "a whole number", dict: "an object", list: "a list"}


class Node:
    """One object of a channel's JSON, and where it stands."""

    def __init__(self, data: Any, path: str = "") -> None:
        if not isinstance(data, dict):
            raise InvalidMessage.at(path, "object_type", "must be an object", data)
        self.data: dict[str, Any] = data
        self.path = path

    def at(self, name: str) -> str:
        """Return the path of one of its fields."""
        return extend_path(self.path, name)

    def has(self, name: str) -> bool:
        """Tell whether a field is set."""
        return self.data.get(name) is not None

    def without(self, *names: str) -> dict[str, Any]:
        """Return what else it has."""
        return {name: value for name, value in self.data.items() if name not in names}

    def required(self, name: str) -> None:
        """Raise InvalidMessage where a field is not set."""
        if not self.has(name):
            raise InvalidMessage.at(self.at(name), "missing", "is required")

    def text(self, name: str) -> str:
        """Return a string; InvalidMessage where it is missing or is none."""
        return str(self._get(name, str))

    def text_or_none(self, name: str) -> str | None:
        """Return a string, None where it is missing."""
        return self.text(name) if self.has(name) else None

    def number(self, name: str) -> int:
        """Return a whole number; InvalidMessage where it is missing or is none."""
        value: int = self._get(name, int)
        return value

    def degrees(self) -> dict[str, float]:
        """Return its ``latitude`` and ``longitude``, numbers."""
        return {name: self._degree(name) for name in ("latitude", "longitude")}

    def identifier(self, name: str) -> str:
        """Return an id, which may be a string or a whole number, as a string."""
        value = self.data.get(name)
        if type(value) is not int:
            return self.text(name)
        if abs(value) > MAX_IDENTIFIER:
            raise InvalidMessage.at(self.at(name), "identifier", "is too large to be an id")
        return str(value)

    def node(self, name: str) -> Node:
        """Return an object; InvalidMessage where it is missing or is none."""
        return Node(self._get(name, dict), self.at(name))

    def node_or_none(self, name: str) -> Node | None:
        """Return an object, None where it is missing."""
        return self.node(name) if self.has(name) else None

    def nodes(self, name: str) -> Iterable[Node]:
        """Return a list of objects, empty where it is missing."""
        values = self._get(name, list) if self.has(name) else []
        return [Node(value, extend_path(self.at(name), index)) for index, value in enumerate(values)]

    def _degree(self, name: str) -> float:
        self.required(name)
        value = self.data[name]
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InvalidMessage.at(self.at(name), "float_type", "must be a number", value)
        try:
            return float(value)
        except OverflowError:
            raise InvalidMessage.at(self.at(name), "finite_number", "must be a number of degrees") from None

    def _get(self, name: str, kind: type) -> Any:
        self.required(name)
        value = self.data[name]
        if not isinstance(value, kind) or isinstance(value, bool):
            code = {str: "string_type", int: "int_type", dict: "object_type", list: "list_type"}[kind]
            raise InvalidMessage.at(self.at(name), code, f"must be {_EXPECTED[kind]}", value)
        return value


def read_json(payload: Mapping[str, Any] | str | bytes, what: str) -> Node:
    """Return a channel's callback, bounded; ``what`` names it in errors."""
    data = parse_json(payload) if isinstance(payload, (str, bytes, bytearray)) else payload
    check_bounds(data)
    if not isinstance(data, Mapping):
        raise InvalidMessage.at("", "object_type", f"{what} must be an object with fields", data)
    return Node(dict(data))


def utc(since_1970: float, path: str, unit: timedelta = timedelta(seconds=1)) -> str:
    """Return a number of seconds since 1970, or of another ``unit``, as RFC 3339."""
    try:
        return _rfc3339(datetime.fromtimestamp(since_1970 * unit / timedelta(seconds=1), UTC))
    except (ValueError, OverflowError, OSError):
        raise InvalidMessage.at(path, "timestamp", "must be a time since 1970, as the channel writes it") from None


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
