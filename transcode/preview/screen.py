"""Lines for a terminal or a pipe, in which nothing of a message is obeyed.

Everything here may come from a hostile message, so nothing is read as markup, and what a terminal would obey instead of
showing it (escape sequences, carriage returns, bidirectional overrides) is written out as ``<U+001B>``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import lru_cache
from io import StringIO
from itertools import groupby
from typing import Final, NamedTuple, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from transcode.preview.characters import is_hidden

__all__ = ["Piece", "Screen", "json_text"]


@lru_cache(maxsize=4096)
def _can_write(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def json_text(value: object, encoding: str | None) -> str:
    """Return indented JSON with hidden characters escaped, and all that is not ASCII unless ``encoding`` has it all."""
    is_unicode = (encoding or "utf-8").lower().startswith("utf")
    text = json.dumps(value, ensure_ascii=not is_unicode, indent=2)
    return "".join(_json_escape(character) if is_hidden(character) else character for character in text)


def _json_escape(character: str) -> str:
    if character == "\n":
        return character
    return "\\u007f" if character == "\x7f" else json.dumps(character)[1:-1]


class _Glyphs(NamedTuple):
    top: str = "╭"
    split: str = "├"
    bottom: str = "╰"
    side: str = "│"
    full: str = "█"
    free: str = "░"
    native: str = "●"
    conditional: str = "◐"
    text: str = "·"
    cut: str = "┊"
    """Stands on either side of the number of the part that begins."""
    row: str = "○"


_ASCII: Final = _Glyphs("+", "+", "+", "|", "#", ".", "*", "~", ".", "|", "o")

Piece = str | tuple[str, str]
"""Words, or words and their style."""


class Screen:
    """Collects lines for a stream: wrapped and coloured for a terminal, as they are for anything else."""

    def __init__(self, stream: TextIO) -> None:
        self.encoding = stream.encoding or "utf-8"
        self.is_terminal = stream.isatty()
        self.glyphs = _Glyphs() if _can_write("".join(_Glyphs()), self.encoding) else _ASCII
        self._console = Console(
            file=StringIO(),
            force_terminal=self.is_terminal or None,
            color_system=None if os.environ.get("NO_COLOR") else "auto",
            highlight=False,
        )
        self.shows_styles = self._console.color_system is not None
        """Whether bold and the like can be seen."""
        self.width = max(self._console.width, 20)
        self.gauge = 10 if self.is_terminal and self.width < 70 else 20

    @property
    def text(self) -> str:
        """All lines, ready to be written."""
        written = self._console.file
        assert isinstance(written, StringIO)  # noqa: S101 - made above
        return written.getvalue()

    def line(self, *pieces: Piece, first: Piece = "", rest: Piece | None = None) -> None:
        """Add a line of ``pieces``, in which a line break is one more hidden character.

        ``first`` stands before it, and ``rest`` (by default as much space) before the lines it is wrapped into.
        """
        before = self._shown(first)
        after = Text(" " * cell_len(before.plain)) if rest is None else self._shown(rest)
        content = Text().join(map(self._shown, pieces))
        room = max(self.width - max(cell_len(before.plain), cell_len(after.plain)), 10)
        lines = content.wrap(self._console, room, overflow="fold") if self.is_terminal else [content]
        for number, piece in enumerate(lines):
            line = Text.assemble(after if number else before, piece)
            if not piece:
                line.rstrip()
            self._console.print(line, soft_wrap=True)

    def heading(self, words: str) -> None:
        """Begin a block."""
        self.line()
        self.line((words, "bold"))

    def raw(self, text: str) -> None:
        """Add lines that are never wrapped, such as JSON."""
        for line in text.split("\n"):
            self._console.print(self._shown(line), soft_wrap=True)

    def tabs(self, cells: Iterable[str]) -> None:
        """Add one line of cells for another program to take apart."""
        self._console.file.write("\t".join(self._shown(cell).plain for cell in cells) + "\n")

    def _shown(self, piece: Piece) -> Text:
        text, style = (piece, "") if isinstance(piece, str) else piece
        shown = Text()
        for escape, run in groupby(
            text, lambda character: is_hidden(character) or not _can_write(character, self.encoding)
        ):
            if escape:
                shown.append("".join(f"<U+{ord(character):04X}>" for character in run), "magenta")
            else:
                shown.append("".join(run), style)
        return shown
