"""Where a message's choices stand in the text that the recipient read, and the numbers that stand there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from transcode.plaintext import one_line
from transcode.result import ReplyOption

__all__ = ["ShownLine", "find_lines", "shown_card_numbers"]

_MARKER: Final = r"[>*•·‣–-][ \t]+"
_NUMBER: Final = r"\(?([0-9]{1,3})[.):][ \t]+"
_FORMS: Final = (
    re.compile(rf"()(?:{_MARKER})(.*)"),
    re.compile(rf"{_NUMBER}(?:{_MARKER})(.*)"),
    re.compile(rf"(?:{_MARKER}){_NUMBER}(.*)"),
    re.compile(rf"{_NUMBER}(.*)"),
    re.compile(r"()(.*)"),
)
"""A choice's line, the surest form first: ``> YES``, ``1. > YES``, ``> 1. YES``, ``1. YES``, ``YES``."""

# After the label: nothing, or the target after a colon, a dash or in brackets.
_AFTER: Final = re.compile(r"$|:|[ \t]+[-–(]")
_HEADER: Final = re.compile(rf"[*_~ \t]*{_NUMBER}\S")


@dataclass(frozen=True, slots=True)
class ShownLine:
    """The line of one choice."""

    index: int
    """Which line of the text it is."""
    whole: str
    """The line as it stands there."""
    content: str
    """The line without its mark and number."""
    target: str
    """What follows the label: a URL, a number, a map link, a description."""
    number: int | None
    """The number that stands before it."""


def find_lines(text: str | None, replies: Sequence[ReplyOption]) -> list[ShownLine | None]:
    """Return the line of each choice, None where it has none that can be told for sure.

    Choices stand in the text in the order in which the message has them.
    """
    lines = (text or "").split("\n")
    found: list[ShownLine | None] = []
    start = 0
    for reply in replies:
        line = _find(lines, start, _writings(reply))
        found.append(line)
        if line is not None:
            start = line.index + 1
    return found


def _writings(reply: ReplyOption) -> list[str]:
    """Return the ways in which a layout may write a choice's label, the longest first."""
    label = one_line(reply.label)
    return sorted({text for text in (reply.shown, label, label.upper()) if text.strip()}, key=len, reverse=True)


def _find(lines: Sequence[str], start: int, writings: Sequence[str]) -> ShownLine | None:
    for form in _FORMS:
        for index in range(start, len(lines)):
            match = form.fullmatch(lines[index])
            label = next((text for text in writings if match and _begins(match[2], text)), None)
            if match and label is not None:
                target = match[2][len(label) :].lstrip(":").strip()
                return ShownLine(index, lines[index], match[2], target, int(match[1]) if match[1] else None)
    return None


def _begins(content: str, label: str) -> bool:
    return content.startswith(label) and _AFTER.match(content, len(label)) is not None


def shown_card_numbers(
    text: str | None, replies: Sequence[ReplyOption], lines: Sequence[ShownLine | None]
) -> Mapping[int, int]:
    """Return the card (its ``ReplyOption.card``) by the number that the recipient reads before it.

    The two differ where an earlier card had nothing to show. A number is left out where the text does not say for sure
    whose it is: cards that are not numbered (MMS), or a description that has numbered lines of its own.
    """
    headers = _headers((text or "").split("\n"))
    cards: dict[int, set[int | None]] = defaultdict(set)
    for reply, line in zip(replies, lines, strict=True):
        if line is not None and reply.card is not None:
            number = max((number for number, index in headers.items() if index <= line.index), default=None)
            if number is not None:
                cards[number].add(reply.card)
    return {number: only for number, (only, *others) in cards.items() if only is not None and not others}


def _headers(lines: Sequence[str]) -> dict[int, int]:
    """Return the line of each card's number: the numbers go up from 1, and a blank line stands before all but one."""
    starts: dict[int, list[int]] = defaultdict(list)
    for index, number in _numbered(lines):
        starts[number].append(index)
    headers: dict[int, int] = {}
    number, last = 1, -1
    while len(starts[number]) == 1 and starts[number][0] > last:
        last = headers[number] = starts[number][0]
        number += 1
    # From the first number on that could be in two places, nothing is sure any more.
    return headers if not starts[number] else {}


def _numbered(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    for index, line in enumerate(lines):
        match = _HEADER.match(line)
        if match and (index == 0 or not lines[index - 1].strip()):
            yield index, int(match[1])
