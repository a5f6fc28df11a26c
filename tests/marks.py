"""Messages in which every text is found for sure: each has a word of its own in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import Any

# Fields that hold no content: they choose how something is shown.
HINTS = frozenset({"height", "display_mode", "type", "marketplace", "quantity", "currency"})
# What a mark would make wrong: dates, numbers, words of the schema.
_UNMARKED = HINTS | {
    *("latitude", "longitude", "event_start", "event_end", "birthday", "phone_number", "country_code"),
}


def facts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string and number of a JSON value with its path."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from facts(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from facts(item, f"{path}[{index}]")
    elif isinstance(value, str):
        yield path, value
    elif isinstance(value, float):
        yield path, f"{Decimal(repr(value)):f}"
    else:
        yield path, str(value)


def field_of(path: str) -> str:
    """The name of the field at ``path``."""
    return re.sub(r"\[\d+\]", "", path).rpartition(".")[2]


def marked(message: Any) -> Any:
    """The message with a word of its own in front of every text and in every URL."""
    numbers = count()

    def walk(value: Any, field: str = "") -> Any:
        if isinstance(value, dict):
            return {key: walk(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [walk(item, field) for item in value]
        if not isinstance(value, str) or field in _UNMARKED:
            return value
        mark = f"zq{next(numbers):03}k"
        return value.replace("://", f"://{mark}.", 1) if value.startswith("https://") else mark + value

    return walk(message)


def marks(message: Any) -> Iterator[tuple[str, str, str]]:
    """Every marked value: its path, the value, its mark."""
    for path, value in facts(message):
        if mark := re.search(r"zq\d{3}k", value):
            yield path, value, mark[0]
