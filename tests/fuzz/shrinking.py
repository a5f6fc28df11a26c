"""The shortest input that still fails in the same way, as far as a few hundred tries find it; and how it is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.fuzz.mutations import at, places, put

__all__ = ["abridged", "shrunk"]

_SHOWN: Final = 1_500
"""Characters of an input that are printed."""


def abridged(written: str) -> str:
    """Return what is the same forty times over once, with how often it is there."""
    written = re.sub(r"(.{1,30}?)\1{39,}", lambda run: f"{run[1]}<{len(run[0]) // len(run[1])} times>", written)
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}… {len(written):,} characters"


def shrunk(case: dict[str, Any], fails: Callable[[dict[str, Any]], bool], tries: int = 400) -> dict[str, Any]:
    """Return a case as small as ``tries`` attempts make it, for which ``fails`` still holds."""
    smaller = True
    while smaller:
        smaller = False
        for candidate in _smaller(case):
            if tries == 0:
                return case
            tries -= 1
            if fails(candidate):
                case, smaller = candidate, True
                break
    return case


def _smaller(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield cases that are smaller by one thing, those that are much smaller first."""
    found = sorted((path for path in places(case) if len(path) > 1), key=len)
    for path in found:
        yield put(case, path)
    for path in found:
        here = at(case, path)
        if isinstance(here, (list, tuple)) and len(here) > 1:
            yield put(case, path, here[: len(here) // 2])
            yield put(case, path, here[len(here) // 2 :])
    for path in [(name,) for name in case] + found:
        here = at(case, path)
        if isinstance(here, (str, bytes)) and here:
            middle = len(here) // 2
            yield put(case, path, here[:middle])
            yield put(case, path, here[middle:])
            if len(here) <= 40:
                for index in range(len(here)):
                    yield put(case, path, here[:index] + here[index + 1 :])
        elif isinstance(here, (dict, list)) and here and len(path) > 1:
            for inner in here.values() if isinstance(here, dict) else here:
                yield put(case, path, inner)
