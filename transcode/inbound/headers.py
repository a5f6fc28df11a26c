"""HTTP headers, whichever way a web framework hands them over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from transcode.errors import InvalidOption, shorten

__all__ = ["Headers", "read_headers"]

Headers = Mapping[Any, Any] | Iterable[tuple[Any, Any]]
"""A mapping, or pairs as ASGI and WSGI servers have them; names and values are text or bytes, a value may be a list."""


def read_headers(headers: Headers) -> dict[str, list[str]]:
    """Return all values of each header by its name in lower case; a value that is None is left out.

    Raises:
        InvalidOption: it is neither a mapping nor pairs of a name and a value.

    """
    found: dict[str, list[str]] = {}
    for name, value in _pairs(headers):
        if value is not None:
            values = value if isinstance(value, (list, tuple)) else [value]
            found.setdefault(_text(name).lower(), []).extend(map(_text, values))
    return found


def _pairs(headers: Headers) -> list[tuple[Any, Any]]:
    try:
        pairs = [*headers.items()] if isinstance(headers, Mapping) else [tuple(pair) for pair in headers]
    except TypeError:
        pairs = [()]
    if isinstance(headers, (str, bytes)) or any(len(pair) != 2 for pair in pairs):
        raise InvalidOption("headers: must be the HTTP headers, by name or as pairs of a name and a value")
    return pairs


def _text(value: Any) -> str:
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("latin-1")
    # What a framework puts beside the headers may be anything, and may be more than can be written.
    return str(value) if isinstance(value, str) else shorten(value)
