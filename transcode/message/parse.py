"""From JSON or a dict to a model, with errors that name the field and the fix."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from transcode.errors import LISTED, FieldError, InvalidMessage, misspelt, shorten
from transcode.measure import is_unicode
from transcode.message.base import NONE_OF_THEM, PLACEHOLDERS, Model, extend_path, to_camel

__all__ = ["check_bounds", "field_errors", "parse_json", "validate"]

# The message is bounded, so that a hostile one costs no more than an ordinary one. The largest text that any channel
# takes is 32,768 characters, the longest list 10 cards of 10 choices.
MAX_CHARACTERS: Final = 1_000_000
"""Characters of all strings and keys of one message together; bytes or characters of one JSON text."""
MAX_VALUES: Final = 20_000
MAX_DEPTH: Final = 40
MAX_ENTRIES: Final = 500
"""Of one list in a message: the schema's longest has 10, a catalogue's 30; far beyond is a mistake or an attack."""
_PLAIN: Final = frozenset((int, float, bool, type(None)))
_WRITTEN_BITS: Final = 14_000
"""Of a whole number that Python can write down, which has at most 4,300 digits."""
_SCALARS: Final = (str, int, float, date, Decimal, Enum, BaseModel, bytes, bytearray, type(None))


_M = TypeVar("_M", bound=Model)


def validate(
    model: type[_M], data: object, path: str = "", *, placeholders: bool = False, entries: int = MAX_VALUES
) -> _M:
    """Return ``data`` as ``model``; errors are named below ``path``.

    With ``placeholders`` a date and time may be a ``${key}``, as in the content of a template. ``entries`` is how many
    a list may have.

    Raises:
        InvalidMessage: naming each wrong field.

    """
    check_bounds(data, entries, path)
    try:
        # What ``model_validate`` calls: its seven arguments cost a fifth of what it takes to validate a text.
        valid: _M = model.__pydantic_validator__.validate_python(data, context=PLACEHOLDERS if placeholders else None)
    except ValidationError as error:
        raise InvalidMessage(field_errors(error, data, path)) from None
    return valid


def parse_json(text: str | bytes | bytearray) -> Any:
    """Return the value of a JSON text.

    Raises:
        InvalidMessage: the text is not JSON, is too large or too deep, or names a field twice.

    """
    if len(text) > MAX_CHARACTERS:
        raise InvalidMessage.at("", "too_large", f"is too large: {len(text):,} of at most {MAX_CHARACTERS:,}")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InvalidMessage.at("", "json", f"is not JSON: {error.msg} at {where}") from None
    except UnicodeDecodeError as error:
        raise InvalidMessage.at("", "json", f"is not UTF-8: byte {error.start} cannot be read") from None
    except RecursionError:
        raise InvalidMessage.at("", "too_deep", f"is nested deeper than {MAX_DEPTH} levels") from None
    except ValueError as error:  # a number too long to convert
        raise InvalidMessage.at("", "json", f"is not usable JSON: {error}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise InvalidMessage.at("", "given_twice", f"has the field {twice!r} twice in one object: keep one")
    return found


def _constant(name: str) -> NoReturn:
    raise InvalidMessage.at("", "json", f"has the number {name}, which JSON does not allow")


def check_bounds(data: object, entries: int = MAX_VALUES, path: str = "") -> None:
    """Raise InvalidMessage where ``data`` is too large, too deep, refers to itself, or is no data at all.

    ``entries`` is how many a list may have. Lists are lists or tuples: a generator is nothing that could be counted.
    ``path`` is where ``data`` stands.
    """
    characters = values = 0
    level: list[object] = [data]
    for _ in range(MAX_DEPTH + 1):
        values += len(level)
        below: list[object] = []
        for value in level:
            kind = type(value)
            if kind is str:
                characters += len(value)  # type: ignore[arg-type] # it is one
                continue
            if kind in _PLAIN and not (kind is int and value.bit_length() > _WRITTEN_BITS):  # type: ignore[attr-defined]
                continue
            if kind is dict or (kind is not list and isinstance(value, Mapping)):
                try:
                    names = "".join(value)  # type: ignore[arg-type] # if all of them are strings
                except TypeError:
                    names = "".join(key for key in value if isinstance(key, str))  # type: ignore[attr-defined]
                characters += len(names)
                if not (names.isascii() or is_unicode(names)):
                    raise InvalidMessage.at("", "string_unicode", "has a field name with half of a surrogate pair")
                below += value.values()  # type: ignore[attr-defined]
            elif kind is list or isinstance(value, (list, tuple)):
                below += _checked_list(value, entries)  # type: ignore[arg-type]
            else:
                _check_scalar(value, data, path)
            if values + len(below) > MAX_VALUES:  # before one level takes more memory than the message
                break
        if characters > MAX_CHARACTERS or values + len(below) > MAX_VALUES:
            message = f"is too large: at most {MAX_CHARACTERS:,} characters in {MAX_VALUES:,} values"
            raise InvalidMessage.at("", "too_large", message)
        if not below:
            return
        level = below
    raise InvalidMessage.at("", "too_deep", f"is nested deeper than {MAX_DEPTH} levels")


def _checked_list(value: Sequence[object], entries: int) -> Sequence[object]:
    """Return a list, an InvalidMessage where it is longer than ``entries``."""
    if len(value) > entries:
        message = f"has a list of {len(value):,}: at most {entries:,} are read"
        raise InvalidMessage.at("", "too_large", message)
    return value


def _check_scalar(value: object, data: object, path: str) -> None:
    """Raise InvalidMessage where a value of ``data`` is a number too long to write down, or none that could be read."""
    if type(value) is int:
        message = "must be a whole number of at most 64 bits"
        raise InvalidMessage.at(_place_of(value, data, path), "too_large", message, value)
    if not isinstance(value, _SCALARS):
        kind = type(value).__name__
        message = f"has a {kind}: write lists, objects, strings, numbers, true, false or null"
        raise InvalidMessage.at("", "data_type", message)


def _place_of(value: object, data: object, path: str) -> str:
    """Return the path of ``value``, the very object, in ``data``, which stands at ``path``."""
    level = [(path, data)]
    while level:
        below: list[tuple[str, object]] = []
        for where, found in level:
            if found is value:
                return where
            if isinstance(found, Mapping):
                below += ((extend_path(where, str(key)), item) for key, item in found.items())
            elif isinstance(found, (list, tuple)):
                below += ((extend_path(where, index), item) for index, item in enumerate(found))
        level = below
    return path


_Describe = Callable[[Mapping[str, Any]], str]

# Pydantic's own sentences speak to Python programmers; these speak of the message.
_WORDING: Final[Mapping[str, _Describe]] = {
    "missing": lambda _: "is required",
    "string_type": lambda _: "must be a string",
    "float_type": lambda _: "must be a number",
    "float_parsing": lambda _: "must be a number",
    "finite_number": lambda _: "must be a finite number",
    "int_type": lambda _: "must be a whole number",
    "bool_type": lambda _: "must be true or false",
    "dict_type": lambda _: "must be an object",
    "mapping_type": lambda _: "must be an object",
    "model_type": lambda _: "must be an object",
    "model_attributes_type": lambda _: "must be an object",
    "tuple_type": lambda _: "must be a list",
    "too_short": lambda context: f"must have at least {context['min_length']} entry",
    "enum": lambda context: f"must be {context['expected']}",
    "literal_error": lambda context: f"must be {context['expected']}",
    "greater_than_equal": lambda context: f"must be {context['ge']:g} or more",
    "less_than_equal": lambda context: f"must be {context['le']:g} or less",
    "union_tag_not_found": lambda context: f"must have {context['discriminator']}",
    "union_tag_invalid": lambda context: f"must have {context['discriminator']} {context['expected_tags']}",
}


def field_errors(error: ValidationError, data: object, path: str = "") -> list[FieldError]:
    """Return pydantic's findings about ``data`` as errors with paths into it."""
    found = enumerate(error.errors(include_url=False))
    return [_field_error(details, data, path, hint=number < LISTED) for number, details in found]


def _wanted(details: ErrorDetails) -> tuple[str, ...]:
    """Return the names of the fields of which one had to be there and none is."""
    context = details.get("ctx", {})
    match details["type"]:
        case "missing":
            return (str(details["loc"][-1]),)
        case "one_of" if context.get("found") == NONE_OF_THEM:
            return tuple(context["names"].split(", "))
        case _:
            return ()


def _field_error(details: ErrorDetails, data: object, path: str, *, hint: bool) -> FieldError:
    kind = details["type"]
    describe = _WORDING.get(kind)
    message = describe(details.get("ctx", {})) if describe else details["msg"]
    if hint and isinstance(details["input"], Mapping):
        message += misspelt(details["input"], _wanted(details))
    where = _path(details["loc"], data, path, missing=kind == "missing")
    if kind == "string_type" and "explicit_channel_message" in where:
        message += ": write the channel's payload as JSON in a string (json.dumps)"
    found = None if kind in ("missing", "one_of", "at_least_one") else shorten(details["input"])
    return FieldError(where, kind, message, found)


def _path(loc: tuple[int | str, ...], data: object, path: str, *, missing: bool) -> str:
    """Write pydantic's location as a path, without the steps that are names of union members."""
    here: object = data
    for index, key in enumerate(loc):
        found = _step(here, key)
        if found is not _ABSENT:
            here = found
        elif not (missing and index == len(loc) - 1):
            continue
        path = extend_path(path, key)
    return path


_ABSENT: Final = object()


def _step(value: object, key: int | str) -> object:
    if isinstance(value, Mapping) and isinstance(key, str):
        return value.get(key, value.get(to_camel(key), _ABSENT))
    if isinstance(value, (list, tuple)) and isinstance(key, int) and key < len(value):
        return value[key]
    if isinstance(value, Model) and isinstance(key, str):
        return getattr(value, key, _ABSENT)
    return _ABSENT
