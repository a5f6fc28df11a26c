"""How Viber shows the marks of a text, by the rules of ``markup`` (unverified on a phone)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from transcode.channels.viber.markup import CLOSES, CODE, LINK, OPENS
from transcode.picture import Passage, Role, Run, Style

__all__ = ["formatted", "runs"]

_STYLES: Final = {"*": Style.BOLD, "_": Style.ITALIC, "~": Style.STRIKE}
_MARK: Final = frozenset({Style.MARK})
_WORD: Final = re.compile(r"\S")


class _Sign(NamedTuple):
    """A mark that is not shown: where it begins and ends, and the style that it turns on or off."""

    start: int
    end: int
    style: Style


def formatted(text: str, role: Role = Role.BODY) -> tuple[Passage, ...]:
    """Return ``text`` as one block with its formatting; as none where it is empty."""
    return (Passage(runs(text), role),) if text else ()


def runs(text: str) -> tuple[Run, ...]:
    """Return ``text`` in runs; those of style MARK are the signs that are not shown."""
    found: list[Run] = []
    styles: frozenset[Style] = frozenset()
    done = 0
    for sign in sorted(_signs(text)):
        if sign.start > done:
            found.append(Run(text[done : sign.start], styles))
        found.append(Run(text[sign.start : sign.end], _MARK))
        styles ^= {sign.style}
        done = sign.end
    if text[done:]:
        found.append(Run(text[done:], styles))
    return tuple(found)


def _signs(text: str) -> Iterator[_Sign]:
    """Yield the marks, each pair one after the other; neither code nor an address has any of them inside."""
    fences = [found.start() for found in re.finditer(CODE, text)]
    pieces: list[str] = []
    done = 0
    for opening, closing in zip(fences[::2], fences[1::2], strict=False):
        start = opening + len(CODE)
        if start < closing and not text[start].isspace():
            yield _Sign(opening, start, Style.CODE)
            yield _Sign(closing, closing + len(CODE), Style.CODE)
            pieces += [text[done:start], _WORD.sub("x", text[start:closing])]
            done = closing
    start = 0
    for line in "".join((*pieces, text[done:])).splitlines(keepends=True):
        yield from _pairs(LINK.sub(lambda link: "x" * len(link[0]), line), start)
        start += len(line)


def _pairs(line: str, offset: int) -> Iterator[_Sign]:
    """Yield the marks of a line: each opening one belongs to the next of its kind that closes."""
    waiting = {mark: [found.start() for found in CLOSES.finditer(line) if found[0] == mark][::-1] for mark in _STYLES}
    ended = dict.fromkeys(_STYLES, -1)
    for opening in OPENS.finditer(line):
        mark, start = opening[1], opening.start()
        ends = waiting[mark]
        while ends and ends[-1] <= start + 1:
            ends.pop()
        if ends and start > ended[mark]:
            ended[mark] = ends.pop()
            for place in (offset + start, offset + ended[mark]):
                yield _Sign(place, place + 1, _STYLES[mark])
