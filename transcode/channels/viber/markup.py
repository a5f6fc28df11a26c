"""What Viber reads as formatting in a text, bots' and businesses' alike, and texts that it shows as they were typed.

Source: developers.viber.com/docs/tools/text-formatting: ``*``, ``_``, ``~`` and three backticks around words, with a
space behind the closing one; a space behind the opening one takes the formatting away. Read 2026-11-27.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from typing import Any, Final, NamedTuple

from transcode.measure import Limit
from transcode.message.place import Place, Words
from transcode.parts.writer import PartsWriter
from transcode.plaintext import View
from transcode.result import Code
from transcode.styled import split_around
from transcode.writer.request import Markup, Rendering

__all__ = ["CODE", "Formatting", "Sign", "escape", "escape_all", "marks", "pairs", "signs"]

_LINK: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_MARK: Final = re.compile("[*_~`]")
"""What a mark begins with."""
# Not behind a letter or a digit; a mark that is repeated ("____") formats nothing.
_OPENS: Final = re.compile(r"(?<![^\W_])([*_~])(?!\1)(?=\S)")
_CLOSES: Final = re.compile(r"(?<=\S)[*_~](?=\s|\Z)")
CODE: Final = "```"
_PAIRED: Final = "*_~"
_WORD: Final = re.compile(r"\S")


class Sign(NamedTuple):
    """A mark that is not shown: where it begins and ends, and which it is."""

    start: int
    end: int
    mark: str


def _openings(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a mark opens that a later one of its line closes, and the mark; the cost is that of the length."""
    start = 0
    for line in text.splitlines(keepends=True):
        hidden = _LINK.sub(lambda link: "x" * len(link[0]), line)
        last = {found[0]: found.start() for found in _CLOSES.finditer(hidden)}
        for found in _OPENS.finditer(hidden):
            if found.start() + 1 < last.get(found[1], 0):
                yield start + found.start(), found[1]
        start += len(line)
    fences = [found.start() for found in re.finditer(CODE, text)]
    for opening in fences[: len(fences) // 2 * 2 : 2]:
        if not text[opening + len(CODE)].isspace():
            yield opening, CODE


def signs(text: str) -> Iterator[Sign]:
    """Yield the marks, each pair one after the other; neither code nor an address has any of them inside."""
    fences = [found.start() for found in re.finditer(CODE, text)]
    pieces: list[str] = []
    done = 0
    for opening, closing in zip(fences[::2], fences[1::2], strict=False):
        start = opening + len(CODE)
        if start < closing and not text[start].isspace():
            yield Sign(opening, start, CODE)
            yield Sign(closing, closing + len(CODE), CODE)
            pieces += [text[done:start], _WORD.sub("x", text[start:closing])]
            done = closing
    start = 0
    for line in "".join((*pieces, text[done:])).splitlines(keepends=True):
        yield from _pairs(_LINK.sub(lambda link: "x" * len(link[0]), line), start)
        start += len(line)


def _pairs(line: str, offset: int) -> Iterator[Sign]:
    """Yield the marks of a line: each opening one belongs to the next of its kind that closes."""
    waiting = {mark: [found.start() for found in _CLOSES.finditer(line) if found[0] == mark][::-1] for mark in _PAIRED}
    ended = dict.fromkeys(_PAIRED, -1)
    for opening in _OPENS.finditer(line):
        mark, start = opening[1], opening.start()
        ends = waiting[mark]
        while ends and ends[-1] <= start + 1:
            ends.pop()
        if ends and start > ended[mark]:
            ended[mark] = ends.pop()
            for place in (offset + start, offset + ended[mark]):
                yield Sign(place, place + 1, mark)


def pairs(text: str) -> list[tuple[int, int]]:
    """Return where each pair of marks begins and ends, in order; those within another are left out."""
    found = list(signs(text))
    outer: list[tuple[int, int]] = []
    for opening, closing in sorted(zip(found[::2], found[1::2], strict=True)):
        if not outer or opening.start >= outer[-1][1]:
            outer.append((opening.start, closing.end))
    return outer


def marks(text: str) -> list[str]:
    """Return the marks that Viber would read as formatting in ``text``, each once, sorted."""
    return sorted({mark for _, mark in _openings(text)}) if _MARK.search(text) else []


def escape(text: str) -> str:
    """Return ``text`` with a space behind each mark that would open; twice does no more than once."""
    if not _MARK.search(text):
        return text
    pieces, done = [], 0
    for position, mark in sorted(_openings(text)):
        pieces += [text[done : position + len(mark)], " "]
        done = position + len(mark)
    return "".join((*pieces, text[done:]))


def escape_all(shown: View) -> View:
    """Return what a layout may use with every text escaped."""
    return shown.but(**{name: _escaped(value) for name, value in shown.items()})


def _escaped(value: Any) -> Any:
    if isinstance(value, Words):
        escaped = escape(value)
        return value if escaped == value else Words(escaped, value.places, value.told)
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    return {name: _escaped(item) for name, item in value.items()}


class Formatting(PartsWriter):
    """Reports what Viber formats in a caller's text, or with ``markup="literal"`` keeps it from doing so."""

    @property
    def is_literal(self) -> bool:
        """Whether texts are shown as they are: what is read as Markdown has no marks left that would be meant."""
        return self.request.markup is not Markup.PASSED

    def literal(self, text: Words) -> Words:
        """Return a caller's text as it is sent."""
        return text.like(escape(text)) if self.is_literal else text

    def pieces(self, text: Words, limit: Limit, where: Place | str | None = None) -> list[Words]:
        """Return ``text`` in pieces of at most ``limit``, no pair of marks that fits one cut; a split is reported."""
        if limit.exceeded_by(text) is None:
            return [text]
        whole = [] if self.is_literal else pairs(text)
        if not whole:
            return super().pieces(text, limit, where)
        cuts = split_around(text, limit.value, limit.unit, whole)
        parts = [text[start:end] for start, end in pairwise((0, *cuts, len(text)))]
        pieces = [text.like(part) for part in parts if self.shows(part)] or [text]
        if len(pieces) > 1:
            self.notes.report_length(Code.SPLIT, self.where if where is None else where, limit, len(pieces))
        return pieces

    def formatted(self, payload: Mapping[str, Any]) -> Iterator[str]:
        """Yield the texts of a payload in which Viber reads marks."""
        raise NotImplementedError

    def write(self, content: Place) -> Rendering:
        """Write ``content``, and report the marks in its texts."""
        rendering = super().write(content)
        places: dict[int, Place] = {}
        known: tuple[Place, ...] = ()
        for payload in rendering.payloads:
            for text in self.formatted(payload):
                # Each place once: the pieces of a text have those of all of it.
                if isinstance(text, Words) and text.places is not known:
                    known = text.places
                    for place in known:
                        places[place.order] = place
        marked: dict[int, list[str]] = {}
        for order, place in places.items():
            if isinstance(place.value, str) and (found := marks(place.value)):
                marked[order] = found
        if marked:
            code = Code.MARKUP_ESCAPED if self.is_literal else Code.MARKUP_READ
            shown = " and ".join(map(repr, sorted(set(chain.from_iterable(marked.values())))))
            remedy = "a space behind the first of them keeps it as it was typed"
            self.notes.report(code, places[min(marked)], characters=shown, channel=self.title, remedy=remedy)
        return rendering
