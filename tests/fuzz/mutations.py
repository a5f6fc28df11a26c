"""Something else at some place of a value: of JSON, of a text, of octets. All chance comes from the given generator."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, Final

__all__ = ["as_json", "in_full", "json_text", "mutated", "mutated_octets", "mutated_text", "places", "put", "text"]

Path = tuple[Any, ...]

# What has a meaning somewhere on the way: in templates, markup, JSON, XML, URLs, headers, alphabets, scripts.
PIECES: Final = (
    *("", " ", "\n", "\r\n", "\t", "\x00", "\x0b", "\x1b", "\x85", "\u2028", "\ufeff", "\u200b", "\u200d", "\u202e"),
    *(
        "\ud800",
        "\udfff",
        "\ud83d",
        "e\u0301",
        "👨‍👩‍👧",
        "🇸🇪",
        "😀",
        "ß",
        "ŉ",
        "İ",
        "ﬁ",
        "€",
        "[",
        "]",
        "~",
        "^",
        "{",
        "}",
        "|",
        "\\",
    ),
    *(
        "*",
        "_",
        "`",
        "```",
        "~~",
        "**a**",
        "*a*",
        "_a_",
        "> ",
        "1. ",
        "- ",
        "[a](https://b.example)",
        "<b>",
        "&amp;",
        "]]>",
    ),
    *("${a}", "${", "${{a}}", "{{to}}", "{{ 7*7 }}", "{% raw %}", "{#", "%s", "%(a)s", "{0}", "{a}", "$", "$$"),
    *(
        "https://example.com/?a=1&b=2#c",
        "https://[::1/x.png",
        "https://:80/x",
        "https://a:99999/x.png",
        "50%.png",
        "//x",
    ),
    *(
        "https://é.example/å b.png",
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "mailto:a@b",
        "tel:+1",
        "http://",
    ),
    *("+46701234567", "0701234567", "+0", "call me", "112", "*100#", "+46 (0)70-123", "4670" * 9),
    *("0", "-1", "1e999", "1" * 5_000, "NaN", "٣", "²", "0x10", "1_000", "true", "null", "[]", "{}", '"', '{"a":1}'),
    *("SMS", "sms", "ſms", "WHATSAPP", "en", "en-GB", "EN_us", "latest", "2026-11-27", "2026-11-27T08:00:00Z"),
    *("STOP", "stop", "yes", "Yes, please", "2", "option 2", "the second one", "ja", "はい", "نعم"),
    *("a" * 60, "b" * 161, "я" * 71, "x " * 600, "x" * 4_100, "*" * 300, "é" * 1_030, "🇸🇪" * 40, "\n" * 50, "a.b[0]"),
)
SCALARS: Final = (
    *(None, True, False, 0, 1, -1, 2, 7, 255, 256, 2**31, 2**63 - 1, 2**63, -(2**63), 10**400, 10**5_000),
    *(0.0, -0.0, 0.5, 90.0, 180.5, 1e308, 1e-320, float("inf"), float("-inf"), float("nan"), b"", b"\xff\x00"),
)
EMPTY: Final = ((), [], {}, [[]], [None], {"": ""}, {"a": None})
LONG: Final = 3_000
"""Characters beyond which a text is not made longer."""


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield where each value stands, the outermost first."""
    yield path
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, (*path, name))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


def at(value: Any, path: Path) -> Any:
    """Return what stands at ``path``."""
    for step in path:
        value = value[step]
    return value


_GONE: Final = object()


def put(value: Any, path: Path, new: Any = _GONE) -> Any:
    """Return ``value`` with something else at ``path``, or without what stands there; ``value`` stays as it is."""
    if not path:
        return None if new is _GONE else new
    step, *rest = path
    if not rest and new is _GONE:
        if isinstance(value, dict):
            return {name: item for name, item in value.items() if name != step}
        return type(value)(item for index, item in enumerate(value) if index != step)
    if isinstance(value, dict):
        return {name: put(item, tuple(rest), new) if name == step else item for name, item in value.items()}
    return type(value)(put(item, tuple(rest), new) if index == step else item for index, item in enumerate(value))


def mutated(random: Random, value: Any, others: Sequence[Any] = (), most: int = 3) -> Any:
    """Return a JSON value with up to ``most`` changes; parts of ``others`` may come into it."""
    for _ in range(random.randrange(most + 1)):
        # Where every type is as it should be, a value gets further.
        change = _reworded if random.random() < 0.6 else _changed
        value = change(random, value, others)
    return value


def _place(random: Random, value: Any) -> Path:
    """Return some place of a value: mostly further in."""
    path: Path = ()
    while isinstance(value, (dict, list, tuple)) and value and random.random() < 0.9:
        step = random.choice([*value]) if isinstance(value, dict) else random.randrange(len(value))
        path, value = (*path, step), value[step]
    return path


def _reworded(random: Random, value: Any, others: Sequence[Any]) -> Any:
    """Return a value with another text, or with more or fewer entries, or without a field."""
    path = _place(random, value)
    here = at(value, path)
    if isinstance(here, str):
        return put(value, path, mutated_text(random, here))
    if isinstance(here, bytes):
        return put(value, path, mutated_octets(random, here))
    if isinstance(here, list) and here:
        kept = random.sample(here, random.randint(1, len(here)))
        more = [random.choice(here)] * random.choice((0, 0, 1, 3, 9, 12, 101))
        return put(value, path, kept + more)
    if isinstance(here, float):
        return put(value, path, random.uniform(-180, 180))
    return put(value, path) if path else value


def _changed(random: Random, value: Any, others: Sequence[Any]) -> Any:
    """Return a value with something else at some place, of whatever type."""
    path = _place(random, value)
    here = at(value, path)
    match random.randrange(10):
        case 0 | 1:
            return put(value, path)
        case 2:
            return put(value, path, random.choice(SCALARS))
        case 3:
            return put(value, path, copy.deepcopy(random.choice(EMPTY)))
        case 4 if others:
            other = random.choice(others)
            return put(value, path, at(other, _place(random, other)))
        case 5:
            return put(value, path, at(value, _place(random, value)))
        case 6:
            return put(value, path, [here] * random.choice((1, 2, 11, 40)))
        case 7:
            return put(value, path, {text(random)[:40]: here})
        case 8 if isinstance(here, dict) and here:
            name = random.choice([*here])
            renamed = {(mutated_text(random, str(key)) if key == name else key): item for key, item in here.items()}
            return put(value, path, renamed)
        case 9 if isinstance(here, dict):
            return put(value, path, {**here, text(random): random.choice((*SCALARS, *here.values()))})
        case _ if isinstance(here, (int, float)):
            return put(value, path, random.choice((here + 1, -here, here * 10, in_full(str, here), 0, 2**63)))
        case _:
            return put(value, path, text(random))


def text(random: Random) -> str:
    """Return a text of a few pieces."""
    return "".join(random.choice(PIECES) for _ in range(random.randrange(6)))


def mutated_text(random: Random, value: str) -> str:
    """Return a text with something else in it."""
    start, end = sorted((random.randint(0, len(value)), random.randint(0, len(value))))
    piece = random.choice(PIECES)
    match random.randrange(7):
        case 0:
            return value[:start] + value[end:]
        case 1:
            return value[:start] + piece + value[end:]
        case 2:
            return (value[:start] + value[start:end] * random.randrange(2, 20) + value[end:])[:LONG]
        case 3:
            return random.choice((value.upper(), value.swapcase(), value[::-1], value.strip()))
        case 4:
            return text(random)
        case 5:
            return (
                value[:start] + chr(random.choice((random.randrange(0x250), random.randrange(0x110000)))) + value[end:]
            )
        case _:
            return value[:start] + piece + value[start:]


def mutated_octets(random: Random, value: bytes) -> bytes:
    """Return octets with something else among them."""
    start, end = sorted((random.randint(0, len(value)), random.randint(0, len(value))))
    match random.randrange(5):
        case 0:
            return value[:start] + value[end:]
        case 1:
            return value[:start] + bytes([random.randrange(256)]) + value[start + 1 :]
        case 2:
            return value[:start] + random.randbytes(random.randrange(6)) + value[start:]
        case 3:
            return (value[:start] + value[start:end] * random.randrange(2, 5) + value[end:])[:LONG]
        case _:
            return value[:start]


def in_full(write: Callable[[Any], str], value: Any) -> str:
    """Return a value as ``write`` writes it, numbers of any length too; the library runs with Python's own limit."""
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        return write(value)
    finally:
        sys.set_int_max_str_digits(limit)


def as_json(value: Any) -> str:
    """Return a value as JSON or what comes nearest to it."""
    return in_full(lambda found: json.dumps(found, default=repr), value)


def json_text(random: Random, written: str) -> str | bytes:
    """Return JSON as it is, or broken at some place, or in octets that may be in another encoding."""
    if random.random() < 0.3:
        written = mutated_text(random, written)
    if random.random() < 0.5:
        return written
    return written.encode(random.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1")), "replace")
