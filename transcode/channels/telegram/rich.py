"""Blocks of a rich message: Bot API, InputRichMessage and InputRichBlock, as aiogram 3.31 has them (Bot API 10.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from transcode.message.place import Words
from transcode.parts.files import File
from transcode.parts.obstacle import Obstacle
from transcode.styled import Format, Formatted, runs

__all__ = ["DIVIDER", "button_row", "file_block", "heading", "paragraphs"]

Json = dict[str, Any]

DIVIDER: Final = {"type": "divider"}
_SIZE: Final = 3
"""Of a heading, from 1 (the largest) to 6."""
# What a block with a file is called: InputRichBlockPhoto and its like. There is none for stickers.
_BLOCKS: Final = {
    "photo": "photo",
    "video": "video",
    "audio": "audio",
    "animation": "animation",
    "document": "document",
    "voice": "voice_note",
}
_TYPES: Final = {
    Format.BOLD: "bold",
    Format.ITALIC: "italic",
    Format.STRIKE: "strikethrough",
    Format.CODE: "code",
    Format.LINK: "url",
}


def heading(title: Words, *, formatted: bool) -> Json:
    """Return a title as a heading, on one line."""
    (line,) = _lines(title.line, formatted=formatted)
    return {"type": "heading", "text": line, "size": _SIZE}


def paragraphs(text: Words, *, formatted: bool) -> list[Json]:
    """Return a text as paragraphs, one a line: that a line break within one is shown is said nowhere."""
    return [{"type": "paragraph", "text": line} for line in _lines(text, formatted=formatted)]


def file_block(file: File) -> Json:
    """Return a file as a block.

    Raises:
        Obstacle: there is no block for its kind.

    """
    kind = _BLOCKS.get(file.name)
    if kind is None:
        raise Obstacle(f"a rich message shows no {file.name}", file.media)
    return {"type": kind, kind: {"type": kind, "media": file.url}}


def button_row(buttons: Iterable[Json]) -> Json:
    """Return buttons that stand side by side."""
    return {"type": "buttons", "buttons": list(buttons)}


def _lines(text: Words, *, formatted: bool) -> list[Any]:
    """Return the lines of a text that have anything in them, each as rich text."""
    lines: list[list[Any]] = [[]]
    for run in runs(text) if formatted else [Formatted(text.plain)]:
        first, *others = run.text.split("\n")
        for index, part in enumerate((first, *others)):
            if index:
                lines.append([])
            if part:
                lines[-1].append(_rich_text(text.like(part), run))
    return [parts[0] if len(parts) == 1 else parts for parts in lines if _has_words(parts)]


def _has_words(parts: list[Any]) -> bool:
    return any(not isinstance(part, str) or part.strip() for part in parts)


def _rich_text(words: Words, run: Formatted) -> Any:
    """Return words in their formats, one within the other; code stands in no other and no other in it."""
    formats = {Format.CODE} if Format.CODE in run.formats else run.formats
    shown: Any = words
    for one in sorted(formats):
        shown = (
            {"type": "url", "text": shown, "url": run.url}
            if one is Format.LINK
            else {"type": _TYPES[one], "text": shown}
        )
    return shown
