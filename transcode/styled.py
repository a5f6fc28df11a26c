"""A text and its formatting in one string, so that it goes through layouts and measures as any text does.

Formatting stands between characters that no text has: U+FDD0 to U+FDDB, which Unicode keeps for use inside a program
(The Unicode Standard, section 23.7, noncharacters). A channel that formats takes such a string apart with ``runs``;
the others are given ``plain`` text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from transcode.measure import Unit, measure, split

__all__ = [
    "Format",
    "Formatted",
    "by_lines",
    "cleaned",
    "closed",
    "is_formatted",
    "linked",
    "opened",
    "plain",
    "runs",
    "split_around",
]


class Format(StrEnum):
    """How a part of a text is shown."""

    BOLD = "bold"
    ITALIC = "italic"
    STRIKE = "strikethrough"
    CODE = "code"
    LINK = "links"
    """Words that open an address when they are tapped."""


class Formatted(NamedTuple):
    """Characters that are shown alike; ``url`` is what they open, empty where they open nothing."""

    text: str
    formats: frozenset[Format] = frozenset()
    url: str = ""


_MARKS: Final = {
    Format.BOLD: ("\ufdd0", "\ufdd1"),
    Format.ITALIC: ("\ufdd2", "\ufdd3"),
    Format.STRIKE: ("\ufdd4", "\ufdd5"),
    Format.CODE: ("\ufdd6", "\ufdd7"),
}
_OPENS: Final = {opening: one for one, (opening, _) in _MARKS.items()}
_CLOSES: Final = {closing: one for one, (_, closing) in _MARKS.items()}
# A link's address stands between the first two, the words that are tapped between the last two.
_LINK, _LINK_WORDS, _LINK_END = "\ufdd8", "\ufdd9", "\ufdda"
_OURS: Final = re.compile("[\ufdd0-\ufdda]")
_PIECES: Final = re.compile(f"{_LINK}([^{_LINK_WORDS}]*){_LINK_WORDS}|([\ufdd0-\ufdd7{_LINK_END}])")
_NOT_SHOWN: Final = re.compile(f"{_LINK}[^{_LINK_WORDS}]*{_LINK_WORDS}|[\ufdd0-\ufdda]")


def opened(one: Format) -> str:
    """Return what opens a format other than a link."""
    return _MARKS[one][0]


def closed(one: Format) -> str:
    """Return what closes a format."""
    return _LINK_END if one is Format.LINK else _MARKS[one][1]


def linked(url: str) -> str:
    """Return what opens a link to ``url``."""
    return f"{_LINK}{url}{_LINK_WORDS}"


def cleaned(text: str) -> str:
    """Return ``text`` with U+FFFD for characters that would be read as formatting here; no text should have them."""
    return _OURS.sub("\ufffd", text)


def is_formatted(text: str) -> bool:
    """Tell whether there is formatting in ``text``."""
    return _OURS.search(text) is not None


def plain(text: str) -> str:
    """Return ``text`` without its formatting."""
    return _NOT_SHOWN.sub("", text)


def runs(text: str) -> list[Formatted]:
    """Return ``text`` as the runs of characters that are shown alike, in order; none is empty."""
    found: list[Formatted] = []
    depth = dict.fromkeys(_MARKS, 0)
    url, done = "", 0

    def shown(until: int) -> None:
        if until > done:
            formats = {one for one, times in depth.items() if times}
            found.append(Formatted(text[done:until], frozenset(formats | ({Format.LINK} if url else set())), url))

    for piece in _PIECES.finditer(text):
        shown(piece.start())
        done = piece.end()
        mark = piece[2]
        if mark is None:
            url = piece[1]
        elif mark == _LINK_END:
            url = ""
        elif mark in _OPENS:
            depth[_OPENS[mark]] += 1
        else:
            depth[_CLOSES[mark]] -= 1
    shown(len(text))
    return found


def by_lines(found: Iterable[Formatted]) -> list[list[Formatted]]:
    """Return runs by the lines of text that they stand on, without the line breaks; no run is empty, a line may be."""
    lines: list[list[Formatted]] = [[]]
    for run in found:
        first, *others = run.text.split("\n")
        lines[-1].append(run._replace(text=first))
        lines.extend([run._replace(text=other)] for other in others)
    return [[run for run in line if run.text] for line in lines]


def split_around(
    text: str,
    limit: int,
    unit: Unit,
    whole: Iterable[tuple[int, int]],
    reach: Callable[[int], int | None] = lambda start: None,
) -> list[int]:
    """Return where ``text`` is cut into pieces of at most ``limit`` of ``unit``: the positions between them.

    It is cut as ``measure.split`` does, but in no stretch of ``whole`` that fits a piece: there it is cut before.

    Args:
        text: what is to be cut.
        limit: how long a piece may be.
        unit: in what.
        whole: stretches that should stay whole, from and to, in order and none within another.
        reach: tells where a piece from a position on must end, however short it is; None where it need not.

    """
    stretches: Sequence[tuple[int, int]] = [*whole]
    cuts: list[int] = []
    start = at = 0
    # What is looked at of the text for one piece: enough to see whether an address goes on.
    window = 2 * limit + 2
    while True:
        first, *others = split(text[start : start + window], limit, unit)
        end = start + len(first)
        most = reach(start)
        if most is not None and most < end:
            end = start + len(split(text[start : most + 1], most - start, Unit.CHARACTERS)[0])
        elif not others and end >= len(text):
            return cuts
        while at < len(stretches) and stretches[at][1] <= end:
            at += 1
        if at < len(stretches):
            opening, closing = stretches[at]
            fits = closing - opening <= limit and measure(text[opening:closing], unit) <= limit
            if start < opening < end and fits:
                end = opening
            elif start == opening and fits and (most is None or closing <= most):
                end = closing
        cuts.append(end)
        start = end
