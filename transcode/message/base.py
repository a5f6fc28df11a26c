"""What every part of the generic message has in common: frozen, forward-compatible, snake_case."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, ClassVar, Final

from pydantic import (
    AfterValidator,
    AllowInfNan,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    JsonValue,
    Strict,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

__all__ = [
    "HINT",
    "NONE_OF_THEM",
    "PLACEHOLDERS",
    "POSTBACK",
    "Boolean",
    "Date",
    "Integer",
    "JsonObject",
    "Model",
    "Number",
    "OneOf",
    "Role",
    "Text",
    "Timestamp",
    "decimal",
    "extend_path",
    "float32",
    "json_ready",
    "leaves",
    "roles",
    "step_to",
    "to_camel",
    "unknown_fields",
]


class Role:
    """Marks a field whose value is not content that the recipient is meant to read."""

    def __init__(self, name: str) -> None:
        self.name = name


HINT: Final = Role("hint")
"""Only changes how some channels show the message (a card's height, a thumbnail)."""
POSTBACK: Final = Role("postback")
"""Comes back to the sender when the choice is taken."""


class Model(BaseModel):
    """A part of the generic message.

    Field names are snake_case, as the Conversation API documents them; camelCase is accepted and read as the same
    field. Fields that the schema does not name are kept (``model_extra``), so that a newer message survives a round
    trip; the engine reports them.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="allow", use_attribute_docstrings=True, ser_json_inf_nan="constants", ser_json_bytes="base64"
    )

    @model_validator(mode="before")
    @classmethod
    def _read_camel_case(cls, data: Any) -> Any:
        """Rename camelCase keys of known fields."""
        if type(data) is not dict and not isinstance(data, Mapping):
            return data
        fields = cls.__pydantic_fields__
        if data.keys() <= fields.keys():
            return data
        spellings = _spellings(tuple(fields))
        renamed: dict[str, Any] = {}
        for key, value in data.items():
            if not isinstance(key, str):
                raise PydanticCustomError("key_type", "has a field whose name is not a string")
            name = spellings.get(key, key)
            if name in renamed:
                raise PydanticCustomError("given_twice", "has {name} twice, in two spellings: keep one", {"name": name})
            renamed[name] = value
        return renamed


NONE_OF_THEM: Final = "none of them"
"""What is found where a part has none of the fields of which it must have one."""


class OneOf(Model):
    """A part that has exactly one of the fields named in ``one_of``."""

    one_of: ClassVar[tuple[str, ...]]

    @model_validator(mode="before")
    @classmethod
    def _exactly_one(cls, data: Any) -> Any:
        if type(data) is not dict and not isinstance(data, Mapping):
            return data
        spellings = _spellings(cls.one_of)
        found = {spellings[key] for key, value in data.items() if key in spellings and value is not None}
        if len(found) == 1:
            return data
        raise PydanticCustomError(
            "one_of",
            "must have exactly one of {names}; found {found}",
            {
                "names": ", ".join(cls.one_of),
                "found": " and ".join(filter(found.__contains__, cls.one_of)) or NONE_OF_THEM,
            },
        )

    @property
    def kind(self) -> str:
        """The name of the one field that is set."""
        fields = self.__dict__
        for name in self.one_of:
            if fields[name] is not None:
                break
        return name


@cache
def _spellings(names: tuple[str, ...]) -> Mapping[str, str]:
    """Return both spellings of each name, with the name."""
    return {spelling: name for name in names for spelling in (name, to_camel(name))}


def to_camel(name: str) -> str:
    """Return a snake_case name in camelCase."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def extend_path(path: str, key: str | int) -> str:
    """Return ``path`` one step further: ``card_message`` + ``choices`` + ``2`` -> ``card_message.choices[2]``."""
    return path + step_to(key) if path else step_to(key).removeprefix(".")


def step_to(key: str | int) -> str:
    """Return what a path has for the step to ``key``: ``.choices``, ``[2]``, ``['a key with spaces']``."""
    if type(key) is int:
        return f"[{key}]"
    return f".{key}" if key.isidentifier() else f"[{key!r}]"  # type: ignore[union-attr] # a string


# --- scalars: nothing is coerced, so a number where text belongs is an error and not a surprise ---


def _whole_unicode(text: str) -> str:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise PydanticCustomError(
                "string_unicode",
                "must be valid Unicode: character {position} is half of a surrogate pair",
                {"position": error.start + 1},
            ) from None
    return text


Text = Annotated[str, Strict(), AfterValidator(_whole_unicode)]


def _whole_number(number: int) -> int:
    """Return a number that any JSON reader can read: of 64 bits."""
    if number.bit_length() > 63:
        raise PydanticCustomError("int_size", "must be a whole number of at most 64 bits")
    return number


def json_ready(value: Any) -> Any:
    """Return a value that is JSON to the last string and number; a PydanticCustomError says what in it is not."""
    if isinstance(value, str):
        return _whole_unicode(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise PydanticCustomError("finite_number", "must be a finite number")
    if type(value) is int:
        return _whole_number(value)
    if isinstance(value, Mapping):
        for key, item in value.items():
            _whole_unicode(key)
            json_ready(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            json_ready(item)
    return value


JsonObject = Annotated[dict[str, JsonValue], AfterValidator(json_ready)]
"""Any JSON object."""
Boolean = Annotated[bool, Strict()]
Integer = Annotated[int, Strict(), AfterValidator(_whole_number)]
Number = Annotated[float, Strict(), AllowInfNan(False)]


def float32(value: float) -> float:
    """Return ``value`` as a 32-bit float holds it, written with the fewest digits: 55.610479 gives 55.610477.

    Source: the Conversation API declares coordinates as ``number, format: float``; its documented SMS, MMS and Viber
    renderings show 55.610477 for 55.610479 and the recorded WhatsApp output shows -4.3727684 for -4.3727685.
    """
    (single,) = struct.unpack("f", struct.pack("f", value))
    return next(
        shortest
        for digits in range(1, 10)
        if struct.unpack("f", struct.pack("f", shortest := float(f"{single:.{digits}g}")))[0] == single
    )


def decimal(value: float) -> str:
    """Return ``value`` as plain decimal digits: no exponent, no trailing zeros, no negative zero.

    59.33283 is written so in the documented renderings; whole numbers and exponents are documented nowhere, so they
    follow the same rule (``55``, ``0.00001``).
    """
    text = format(Decimal(repr(value)).normalize(), "f")
    return text.removeprefix("-") if value == 0 else text


_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


PLACEHOLDERS: Final = {"placeholders": True}
"""Validation context of a template's content, where ``${key}`` may stand for any text, a date and time among them."""


def _timestamp(value: object, info: ValidationInfo) -> object:
    if info.context is PLACEHOLDERS and isinstance(value, str) and "${" in value:
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise PydanticCustomError("timestamp", "must have a time zone: give the datetime a tzinfo")
        return value.isoformat()
    if isinstance(value, str):
        try:
            if not _RFC3339.fullmatch(value):
                raise ValueError
            datetime.fromisoformat(value.upper())
        except ValueError:
            raise PydanticCustomError(
                "timestamp", "must be an RFC 3339 date and time with a time zone, such as 2026-11-22T10:00:00Z"
            ) from None
    return value


def _date(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        try:
            if date.fromisoformat(value).isoformat() != value:
                raise ValueError
        except ValueError:
            raise PydanticCustomError("date", "must be a date written YYYY-MM-DD") from None
    return value


# Kept as text, so that what goes in comes out to the character.
Timestamp = Annotated[str, Strict(), BeforeValidator(_timestamp)]
Date = Annotated[str, Strict(), BeforeValidator(_date)]


@cache
def roles(kind: type) -> Mapping[str | int, Role] | None:
    """Return those fields of a model that are marked with a role; None where ``kind`` is no model."""
    if not issubclass(kind, Model):
        return None
    return {
        name: mark for name, field in kind.model_fields.items() for mark in field.metadata if isinstance(mark, Role)
    }


def leaves(value: Any, path: str, role: Role | None = None) -> Iterator[tuple[str, Any, Role | None]]:
    """Yield ``(path, value, role)`` of every scalar below ``value`` that is set, in the order of the schema."""
    if (marked := roles(type(value))) is not None:  # type: ignore[arg-type] # a type can be hashed
        for name in type(value).model_fields:
            if (item := getattr(value, name)) is not None:
                yield from leaves(item, extend_path(path, name), marked.get(name, role))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, extend_path(path, key), role)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from leaves(item, extend_path(path, index), role)
    elif value is not None:
        yield path, value, role


def unknown_fields(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield ``(path, name)`` of every field below ``value`` that the schema does not name."""
    if isinstance(value, Model):
        for name in type(value).model_fields:
            if (item := getattr(value, name)) is not None:
                yield from unknown_fields(item, extend_path(path, name))
        for name in value.model_extra or ():
            yield extend_path(path, name), name
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from unknown_fields(item, extend_path(path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from unknown_fields(item, extend_path(path, index))
