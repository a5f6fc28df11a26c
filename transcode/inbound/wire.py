"""JSON from outside: bounded, and JSON to the last string and number.

What the standard library reads is more than JSON allows: ``1e999`` becomes infinity, and half of a surrogate pair
passes as a character though no UTF-8 can carry it. Both are replaced and named, so that one odd value does not cost
the rest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.findings import InboundCode, quoted
from transcode.message.base import extend_path
from transcode.message.parse import MAX_CHARACTERS, MAX_DEPTH, MAX_VALUES, parse_json
from transcode.result import Finding

__all__ = ["decode", "json_value"]

MAX_BITS: Final = 13_000
"""Of a whole number: Python writes and reads at most 4,300 digits."""
MAX_NAMED: Final = 20
"""Replaced values that are named one by one; more are as many as a sender likes."""


def decode(payload: Mapping[str, Any] | str | bytes | bytearray) -> Any:
    """Return what a body holds: JSON text and bytes decoded, anything else as it is."""
    return parse_json(payload) if isinstance(payload, (str, bytes, bytearray)) else payload


def json_value(data: object) -> tuple[Any, list[Finding]]:
    """Return a copy of ``data`` that is JSON, and a finding for each value that was not.

    A number that is none is its name in a string (``"Infinity"``), half of a surrogate pair is U+FFFD.

    Raises:
        InvalidMessage: it is too large or too deep, or something in it is no JSON at all.

    """
    reader = _Reader()
    return reader.read(data, "", 0), reader.findings


class _Reader:
    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._characters = 0
        self._values = 0

    def read(self, value: object, path: str, depth: int) -> Any:
        self._values += 1
        if depth > MAX_DEPTH:
            raise InvalidMessage.at("", "too_deep", f"is nested deeper than {MAX_DEPTH} levels")
        if value is None or isinstance(value, bool):
            found: Any = value
        elif isinstance(value, str):
            found = self._text(value, path)
        elif isinstance(value, int):
            if value.bit_length() > MAX_BITS:
                raise InvalidMessage.at(path, "too_large", "is a number of more digits than can be read")
            found = int(value)
        elif isinstance(value, float):
            found = value if math.isfinite(value) else self._not_finite(value, path)
        elif isinstance(value, Mapping):
            found = {}
            for key, item in value.items():
                if not isinstance(key, str):
                    raise InvalidMessage.at(path, "key_type", "has a field whose name is not a string", key)
                name = self._text(str(key), path)
                found[name] = self.read(item, extend_path(path, name), depth + 1)
        elif isinstance(value, (list, tuple)):
            self._check(len(value))
            found = [self.read(item, extend_path(path, index), depth + 1) for index, item in enumerate(value)]
        else:
            raise InvalidMessage.at(path, "json_type", "is nothing that JSON has: pass the body as it came", value)
        self._check()
        return found

    def _text(self, text: str, path: str) -> str:
        self._characters += len(text)
        self._check()
        if text.isascii():
            return str(text)
        try:
            text.encode()
        except UnicodeEncodeError:
            self._name(path, "half of a surrogate pair", "U+FFFD")
            # Two halves that belong together are one character, however they were written.
            whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            return whole.encode("utf-8", "replace").decode()
        return str(text)

    def _not_finite(self, value: float, path: str) -> str:
        name = "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
        self._name(path, "a number that JSON cannot hold", quoted(name))
        return name

    def _name(self, path: str, what: str, put: str) -> None:
        if len(self.findings) < MAX_NAMED:
            self.findings.append(InboundCode.VALUE_REPLACED.at(path, what=what, put=put))

    def _check(self, coming: int = 0) -> None:
        if self._characters > MAX_CHARACTERS or self._values + coming > MAX_VALUES:
            raise InvalidMessage.at(
                "", "too_large", f"is too large: at most {MAX_CHARACTERS:,} characters in {MAX_VALUES:,} values"
            )
