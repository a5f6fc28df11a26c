"""Reading a channel's JSON, with errors that name the field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.received import rfc3339
from transcode.inbound.wire import decode, json_value
from transcode.message.base import extend_path
from transcode.result import Finding

__all__ = ["MAX_IDENTIFIER", "Node", "read_json", "utc"]

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

    def degrees(self, latitude: str = "latitude", longitude: str = "longitude") -> dict[str, float]:
        """Return the coordinates, numbers, from the fields of these names, as ``latitude`` and ``longitude``."""
        return {"latitude": self._degree(latitude), "longitude": self._degree(longitude)}

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

    def items(self, name: str) -> list[tuple[str, Any]]:
        """Return what a list has, each with its path; empty where it is missing, InvalidMessage where it is none."""
        values = self._get(name, list) if self.has(name) else []
        return [(extend_path(self.at(name), index), value) for index, value in enumerate(values)]

    def nodes(self, name: str) -> list[Node]:
        """Return a list of objects, empty where it is missing."""
        return [Node(value, path) for path, value in self.items(name)]

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


def read_json(payload: Mapping[str, Any] | str | bytes, what: str) -> tuple[Node, list[Finding]]:
    """Return a channel's callback, bounded, and what of it was not JSON; ``what`` names it in errors."""
    data, findings = json_value(decode(payload))
    if not isinstance(data, dict):
        raise InvalidMessage.at("", "object_type", f"{what} must be an object with fields", data)
    return Node(data), findings


def utc(since_1970: float, path: str, unit: timedelta = timedelta(seconds=1)) -> str:
    """Return a number of seconds since 1970, or of another ``unit``, as RFC 3339."""
    try:
        return rfc3339(datetime.fromtimestamp(since_1970 * unit / timedelta(seconds=1), UTC))
    except (ValueError, OverflowError, OSError):
        raise InvalidMessage.at(path, "timestamp", "must be a time since 1970, as the channel writes it") from None
