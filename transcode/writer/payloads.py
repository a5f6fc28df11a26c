"""Payloads as they leave: plain JSON, the caller's own with its placeholders filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic_core import PydanticCustomError

from transcode.errors import InvalidMessage
from transcode.message.base import json_ready
from transcode.message.parse import check_bounds, parse_json
from transcode.message.place import Place, Words
from transcode.result import FROM, TO

__all__ = ["compact_json", "parse_override", "placeholders", "settled"]


def compact_json(value: object) -> str:
    """Return JSON without white space, as the service writes it."""
    return _COMPACT(value)


# What refers to itself is refused when it is read.
_COMPACT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def settled(value: Any, shown: set[Place]) -> Any:
    """Return ``value`` as plain JSON values; the places of the words in it are added to ``shown``."""
    kind = type(value)
    # What is no dict and no list by its type is asked last whether it is one: that costs as much as all the rest.
    if kind is dict or (kind not in _OTHERS and isinstance(value, Mapping)):
        fields = dict(value)
        for key, item in value.items():
            kind = type(item)
            if kind is str:
                continue
            if kind is Words:
                shown.update(item.places)
                fields[key] = str.__str__(item)
            elif kind not in _PLAIN:
                fields[key] = settled(item, shown)
        return fields
    if kind is Words:
        shown.update(value.places)
        return str.__str__(value)
    if kind is list or isinstance(value, (list, tuple)):
        entries = []
        for item in value:
            entries.append(item if type(item) in _PLAIN else settled(item, shown))
        return entries
    return str.__str__(value) if isinstance(value, str) else value


_PLAIN: Final = frozenset((str, int, float, bool, type(None)))
"""The types of JSON's values that have no others in them."""
_OTHERS: Final = frozenset((list, tuple, Words, *_PLAIN))


def placeholders(value: Any, to: str, sender: str | None) -> Any:
    """Return JSON with every string that is wholly ``{{to}}`` or ``{{from}}`` replaced where it is known."""
    if isinstance(value, dict):
        return {key: placeholders(item, to, sender) for key, item in value.items()}
    if isinstance(value, list):
        return [placeholders(item, to, sender) for item in value]
    if value == FROM and sender is not None:
        return sender
    return to if value == TO else value


def parse_override(payload: str, path: str, title: str) -> Any:
    """Return the JSON of an explicit channel message.

    Raises:
        InvalidMessage: it is none.

    """
    try:
        data = parse_json(payload)
        check_bounds(data)
        return json_ready(data)
    except (InvalidMessage, PydanticCustomError) as error:
        raise InvalidMessage.at(
            path, "json", f"must be the JSON that {title} takes, in a string: {error}", payload
        ) from None
