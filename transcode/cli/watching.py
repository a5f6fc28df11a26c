"""Doing something again whenever one of its files has changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import typer

__all__ = ["watch"]

_SECONDS: Final = 0.3


def watch(files: Iterable[Path], work: Callable[[], None], sleep: Callable[[float], None] | None = None) -> None:
    """Do ``work``, and again whenever one of ``files`` has changed; folders are looked at with all that is in them.

    What cannot be used while somebody is still writing is told by ``work``, and does not end it; an interrupt does.
    """
    watched = tuple(files)
    seen: object = None
    try:
        while True:
            found = _state(watched)
            if found != seen:
                seen = found
                # What made it exit it has said; so it has what its exit status would be.
                with suppress(typer.Exit):
                    work()
            (sleep or time.sleep)(_SECONDS)
    except KeyboardInterrupt:
        return


def _state(files: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """Return names, sizes and times of change, by which a change is known."""
    found = []
    for path in files:
        for each in sorted(path.rglob("*")) if path.is_dir() else [path]:
            try:
                stat = each.stat()
            except OSError:
                continue
            found.append((str(each), stat.st_mtime_ns, stat.st_size))
    return tuple(found)
