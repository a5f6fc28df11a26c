"""How WhatsApp shows the marks of a text: the opposite of ``escape``, by the same rules (unverified on a phone)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from transcode.picture import Run, Style

__all__ = ["pairs", "runs"]

_STYLES: Final = {"*": Style.BOLD, "_": Style.ITALIC, "~": Style.STRIKE, "`": Style.CODE}
_MARK: Final = frozenset({Style.MARK})
_URL: Final = re.compile(r"https?://\S+", re.IGNORECASE)
# A mark opens where no letter or digit stands before it and no space after it, and closes the other way round. A
# zero-width space counts as a space, which is what ``escape`` relies on.
_OPENS: Final = re.compile(r"(?<![A-Za-z0-9])([*_~])(?!\1)(?=[^\s\u200b])")
_CODE: Final = re.compile(r"(```)(?!\u200b)(.+?)```|(`)(?!\u200b)([^`\n]+)`", re.DOTALL)
_LINE_START: Final = re.compile(r"[>*-] (?=\S)")
_DEEP: Final = 3
"""Bold, italic and struck through can stand in one another."""


def runs(text: str) -> tuple[Run, ...]:
    """Return ``text`` in runs; those of style MARK are the signs that are not shown."""
    found: list[Run] = []
    done = 0
    for code in _CODE.finditer(text):
        found += _lines(text[done : code.start()])
        fence = code[1] or code[3]
        found += (Run(fence, _MARK), Run(code[2] or code[4], frozenset({Style.CODE})), Run(fence, _MARK))
        done = code.end()
    found += _lines(text[done:])
    return tuple(found)


def pairs(text: str) -> list[tuple[int, int, str]]:
    """Return the marks that belong together: where the first begins, where the second ends, and the mark, in order."""
    found: list[tuple[int, int, str]] = []
    waiting: list[tuple[int, str]] = []
    position = 0
    for run in runs(text):
        if Style.MARK in run.styles:
            if waiting and waiting[-1][1] == run.text:
                start, mark = waiting.pop()
                found.append((start, position + len(run.text), mark))
            else:
                waiting.append((position, run.text))
        position += len(run.text)
    return sorted(found)


def _lines(text: str) -> Iterator[Run]:
    for line in text.splitlines(keepends=True):
        start = _LINE_START.match(line)
        styles: frozenset[Style] = frozenset()
        if start:
            is_quote = line[0] == ">"
            styles = frozenset({Style.QUOTE}) if is_quote else styles
            yield Run(start[0], frozenset({Style.SIGN if is_quote else Style.BULLET}))
        content = line[start.end() if start else 0 :]
        shown = content.rstrip("\r\n")
        yield from _within(shown, styles, 0)
        if ending := content[len(shown) :]:
            yield Run(ending)


def _within(line: str, styles: frozenset[Style], depth: int) -> Iterator[Run]:
    """Return one line in runs; what has found no partner is searched once, so the cost is that of its length."""
    hidden = _URL.sub(lambda url: "x" * len(url[0]), line)
    closing = {mark: _closings(line, mark) for mark in "*_~"} if depth < _DEEP else {}
    done = position = 0
    while closing and (opening := _OPENS.search(hidden, position)):
        mark, start = opening[1], opening.start()
        position = start + 1
        ends = closing[mark]
        while ends and ends[-1] <= position:
            ends.pop()
        if not ends:
            continue
        end = ends[-1]
        if start > done:
            yield Run(line[done:start], styles)
        yield Run(mark, _MARK)
        yield from _within(line[start + 1 : end], styles | {_STYLES[mark]}, depth + 1)
        yield Run(mark, _MARK)
        done = position = end + 1
    if done < len(line):
        yield Run(line[done:], styles)


def _closings(line: str, mark: str) -> list[int]:
    """Return where ``mark`` may close, the last first."""
    found = re.finditer(rf"(?<=[^\s\u200b]){re.escape(mark)}(?![A-Za-z0-9])", line)
    return [match.start() for match in found][::-1]
