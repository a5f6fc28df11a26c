"""Channel properties: what a caller may set for one channel, and how a value is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from transcode.errors import InvalidMessage, did_you_mean, shorten
from transcode.measure import is_unicode
from transcode.message.base import extend_path
from transcode.message.channel import Channel
from transcode.message.limits import MAX_PROPERTY_LENGTH
from transcode.notes import Notes
from transcode.result import Code

__all__ = ["PROPERTIES", "Property", "flag", "property_path", "read_properties"]

PROPERTIES: Final = "channel_properties"
"""Where properties stand in a request; errors and findings name them so."""

_HALVED: Final = "with half of a surrogate pair"

# A property of another channel (MESSENGER_MESSAGE_TAG) is no mistake: callers pass all of them for all channels.
_CHANNELS: Final = frozenset(Channel)


@dataclass(frozen=True, slots=True)
class Property:
    """A channel property: what it may be, and where that is written.

    ``parse`` returns the value to use, or raises ValueError with a sentence that says what the value must be.
    """

    name: str
    parse: Callable[[str], Any]
    meaning: str
    source: str


def property_path(name: str) -> str:
    """Return where a property stands in a request, for the findings about it."""
    return extend_path(PROPERTIES, name)


def flag(value: str) -> bool:
    """Return a true-or-false property."""
    match value.strip().lower():
        case "true":
            return True
        case "false":
            return False
        case _:
            raise ValueError("must be 'true' or 'false'")


def read_properties(
    given: Mapping[str, Any],
    known: Mapping[str, Property],
    channel: str,
    title: str,
    notes: Notes,
    *,
    strict: bool = False,
) -> dict[str, Any]:
    """Return the values of a channel's properties; one that no channel has is reported or, if ``strict``, refused.

    Raises:
        InvalidMessage: a value is not what its property takes; if ``strict``, a property that there is not.

    """
    settings: dict[str, Any] = {}
    for name, value in given.items():
        # Plain ASCII, as nearly all are, needs no closer look.
        is_plain = type(name) is type(value) is str and name.isascii() and value.isascii()
        if not is_plain or len(value) > MAX_PROPERTY_LENGTH:
            _check_text(name, value)
        if name in known:
            try:
                settings[name] = known[name].parse(value)
            except ValueError as error:
                raise _wrong(name, "value", str(error), value) from None
        elif (prefix := name.partition("_")[0]) == channel or prefix not in _CHANNELS:
            meant = did_you_mean(name, known)
            if strict:
                raise _wrong(name, "unknown_property", f"is not a channel property of {title}{meant}")
            notes.report(Code.UNKNOWN_PROPERTY, "", name=name, channel=title, meant=meant)
    return settings


def _check_text(name: object, value: object) -> None:
    """Raise InvalidMessage where a property or its value is no text, or a value is longer than one may be."""
    if not isinstance(name, str):
        raise InvalidMessage.at(PROPERTIES, "key_type", "has a property whose name is no string", name)
    if not is_unicode(name):
        raise InvalidMessage.at(PROPERTIES, "string_unicode", f"has a property {_HALVED}", name)
    if not isinstance(value, str):
        written = repr(shorten(value).lower()) if isinstance(value, (bool, int)) else "its value as text"
        raise _wrong(name, "string_type", f"must be a string: write {written}", value)
    if not is_unicode(value):
        raise _wrong(name, "string_unicode", f"must be valid Unicode: it is a text {_HALVED}", value)
    if len(value) > MAX_PROPERTY_LENGTH:
        message = f"may have {MAX_PROPERTY_LENGTH} characters; it has {len(value)}"
        raise _wrong(name, "string_too_long", message, value)


def _wrong(name: str, code: str, message: str, value: object = None) -> InvalidMessage:
    return InvalidMessage.at(property_path(name), code, message, value)
