"""Messages in which every text is found for sure: each has a word of its own in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import Any

# Fields that hold no content: they choose how something is shown.
HINTS = frozenset({"height", "display_mode", "type", "marketplace", "quantity", "currency"})
# What a mark would make wrong: dates, numbers, words of the schema.
UNMARKED = HINTS | {
    *("latitude", "longitude", "event_start", "event_end", "birthday", "phone_number", "country_code"),
}
MARK = re.compile(r"zq\d{3}k")


def facts(value: Any) -> list[tuple[str, str]]:
    """Every string and number of a JSON value with its path."""
    found: list[tuple[str, str]] = []

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                walk(item, f"{path}.{key}" if path else key)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                walk(item, f"{path}[{index}]")
        else:
            found.append((path, written(value)))

    walk(value, "")
    return found


def written(value: Any) -> str:
    """A string or number as text, a number without an exponent."""
    return f"{Decimal(repr(value)):f}" if isinstance(value, float) else str(value)


@lru_cache(maxsize=1 << 14)
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
        if not isinstance(value, str) or field in UNMARKED:
            return value
        mark = f"zq{next(numbers):03}k"
        return value.replace("://", f"://{mark}.", 1) if value.startswith("https://") else mark + value

    return walk(message)


def marks(message: Any) -> Iterator[tuple[str, str, str]]:
    """Every marked value: its path, the value, its mark."""
    for path, value in facts(message):
        if mark := MARK.search(value):
            yield path, value, mark[0]
