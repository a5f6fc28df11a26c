"""Where the fields of a JSON text stand: line and column, as an editor counts them."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import Final, NamedTuple

from transcode.message.base import extend_path

__all__ = ["Position", "Positions"]

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])[A-Z]")
_LONG: Final = 200
_STEP: Final = re.compile(r"\[\d+\]$|\.?[^.\[\]]+$")


class Position(NamedTuple):
    """A position in a text; both numbers begin at 1, and a column is a character, whatever its width."""

    line: int
    column: int


class Positions:
    """The places of all fields of one JSON text, by path (``card_message.choices[2].url_message.title``).

    A field's place is its name's; that of an item of a list is its value's.
    """

    def __init__(self, text: str) -> None:
        """Read a text that is known to be JSON."""
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
        self._offsets = _offsets(text)
        self._in_snake_case = {_snake_case(path): offset for path, offset in reversed(self._offsets.items())}

    def of(self, path: str) -> Position:
        """Return the place of ``path``, in either case of letters, or of the nearest field around it that is there."""
        while path:
            offset = self._offsets.get(path, self._in_snake_case.get(_snake_case(path)))
            if offset is not None:
                return self._place(offset)
            path = _STEP.sub("", path) if _STEP.search(path) else ""
        return self._place(self._offsets.get("", 0))

    def __contains__(self, path: str) -> bool:
        return path in self._offsets

    def _place(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)


def _snake_case(path: str) -> str:
    """Return a path as findings write it: JSON may have the names of fields in camelCase."""
    return _CAPITAL.sub(lambda found: f"_{found[0].lower()}", path)


def _offsets(text: str) -> dict[str, int]:
    """Return where each path begins. One pass; a text that is no JSON gives what can be told of it."""
    found: dict[str, int] = {}
    around: list[tuple[str | None, int | None]] = []
    """Path of each object or list that is open, and the number of the next item (None in an object).

    Below a long name there are no paths: each would repeat it.
    """
    name: str | None = None
    is_name = False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in (":", ","):
            is_name = sign == "," and bool(around) and around[-1][1] is None
            continue
        if sign in ("}", "]"):
            if around:
                around.pop()
            is_name = False
            continue
        if is_name and sign[0] == '"':
            name = _string(sign)
            if (parent := around[-1][0]) is not None:
                found.setdefault(extend_path(parent, name), token.start())
            is_name = False
            continue
        path: str | None = ""
        if around:
            parent, index = around[-1]
            step = name or "" if index is None else index
            path = None if parent is None or (index is None and len(name or "") > _LONG) else extend_path(parent, step)
            if index is not None:
                around[-1] = (parent, index + 1)
        if path is not None:
            found.setdefault(path, token.start())
        if sign in ("{", "["):
            around.append((path, None if sign == "{" else 0))
            is_name = sign == "{"
    return found


def _string(token: str) -> str:
    try:
        value = json.loads(token)
    except ValueError:
        return token.strip('"')
    return str(value)
