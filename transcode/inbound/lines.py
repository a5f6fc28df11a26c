"""Where a message's choices stand in the text that the recipient read, and the numbers that stand there."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

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

_SPACE: Final = re.compile(r"[ \t]+")
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

    Choices stand in the text in the order in which the message has them. The cost is that of the text and the labels.
    """
    writings = [_writings(reply) for reply in replies]
    index = _Index((text or "").split("\n"), {label for labels in writings for label in labels})
    found: list[ShownLine | None] = []
    start = 0
    for labels in writings:
        line = index.find(start, labels)
        found.append(line)
        if line is not None:
            start = line.index + 1
    return found


def _writings(reply: ReplyOption) -> list[str]:
    """Return the ways in which a layout may write a choice's label, the longest first."""
    label = one_line(reply.label)
    return sorted({text for text in (reply.shown, label, label.upper()) if text.strip()}, key=len, reverse=True)


class _Index:
    """Which labels each line begins with, in each form: every line is read once, whatever the number of labels."""

    def __init__(self, lines: Sequence[str], labels: Collection[str]) -> None:
        self._lines = lines
        self._hits: list[dict[str, list[int]]] = [defaultdict(list) for _ in _FORMS]
        """For each form the lines that begin with a label, by the label, in order."""
        tree = _tree(labels)
        for number, line in enumerate(lines if labels else ()):
            for form, hits in zip(_FORMS, self._hits, strict=True):
                if match := form.fullmatch(line):
                    for label in _beginnings(match[2], tree):
                        hits[label].append(number)

    def find(self, start: int, labels: Sequence[str]) -> ShownLine | None:
        """Return the first line from ``start`` on that begins with one of ``labels``, in the surest form there is."""
        for form, hits in zip(_FORMS, self._hits, strict=True):
            first = [(_from(hits.get(label, ()), start), label) for label in labels]
            # The longest label comes first, and stays first among those of one line.
            number, label = min(first, key=itemgetter(0), default=(None, ""))
            if number is not None and number < len(self._lines):
                match = form.fullmatch(self._lines[number])
                assert match  # noqa: S101 - it is among the hits
                target = match[2][len(label) :].lstrip(":").strip()
                return ShownLine(number, self._lines[number], match[2], target, int(match[1]) if match[1] else None)
        return None


def _from(numbers: Sequence[int], start: int) -> int:
    """Return the first of ``numbers``, sorted, that is at least ``start``; more than any line has where none is."""
    place = bisect_left(numbers, start)
    return numbers[place] if place < len(numbers) else sys.maxsize


_Tree = dict[str, Any]
_END: Final = ""
"""The key under which a tree has the label that ends there; others are single characters."""


def _tree(labels: Iterable[str]) -> _Tree:
    """Return the labels by their characters, those that begin alike together."""
    tree: _Tree = {}
    for label in labels:
        here = tree
        for character in label:
            here = here.setdefault(character, {})
        here[_END] = label
    return tree


def _beginnings(content: str, tree: _Tree) -> Iterator[str]:
    """Yield the labels that ``content`` begins with, where what follows may follow a label."""
    space = 0  # where the space that was last looked at ends
    here: _Tree | None = tree
    for place, character in enumerate((*content, "")):
        if here is None:
            return
        if (label := here.get(_END)) is not None:
            if place >= space and (blank := _SPACE.match(content, place)):
                space = blank.end()
            follows = content[space : space + 1] if space > place else character
            # Nothing, or the target after a colon, a dash or in brackets.
            if follows in (("-", "–", "(") if space > place else ("", ":")):
                yield label
        here = here.get(character) if character else None


def shown_card_numbers(
    text: str | None, replies: Sequence[ReplyOption], lines: Sequence[ShownLine | None]
) -> Mapping[int, int]:
    """Return the card (its ``ReplyOption.card``) by the number that the recipient reads before it.

    The two differ where an earlier card had nothing to show. A number is left out where the text does not say for sure
    whose it is: cards that are not numbered (MMS), or a description that has numbered lines of its own.
    """
    headers = [*_headers((text or "").split("\n")).values()]
    cards: dict[int, set[int | None]] = defaultdict(set)
    for reply, line in zip(replies, lines, strict=True):
        # The numbers go up from 1, and so do their lines.
        if line is not None and reply.card is not None and (number := bisect_right(headers, line.index)):
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
