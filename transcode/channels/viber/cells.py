"""The cells of Viber's keyboards and cards: buttons, texts and pictures, whose texts are HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from transcode.measure import Limit
from transcode.message.place import Words

__all__ = ["COLUMNS", "html", "picture_cell", "room", "rows_of", "text_cell"]

Json = dict[str, Any]

COLUMNS: Final = 6
_ESCAPED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "<br>"}
_TABLE: Final = str.maketrans(_ESCAPED)
_READ: Final = re.compile(f"[{''.join(_ESCAPED)}]")
"""What HTML would read as its own."""
_LONGEST: Final = max(map(len, _ESCAPED.values()))


def html(text: Words) -> Words:
    """Return a text as a cell shows it: what HTML would read as its own is escaped, line breaks are tags."""
    return text.like(text.plain.replace("\r\n", "\n").translate(_TABLE)) if _READ.search(text) else text


def room(limit: Limit, texts: Iterable[str]) -> Limit:
    """Return how long a text may be so that each of ``texts`` fits ``limit`` as HTML.

    That is the limit itself, unless one of them has so much to escape that it would not fit.
    """
    most = limit.value
    for text in texts:
        if len(text) * _LONGEST <= limit.value:
            continue
        if len(text) + sum((len(_ESCAPED[mark]) - 1) * text.count(mark) for mark in _ESCAPED) > limit.value:
            # One for the ellipsis; and it must not fit after all.
            most = min(most, _fitting(text, limit.value - 1) + 1, len(text) - 1)
    return limit if most == limit.value else replace(limit, value=most)


def _fitting(text: str, most: int) -> int:
    """Return how many characters of ``text`` have at most ``most`` as HTML."""
    for index, character in enumerate(text):
        most -= len(_ESCAPED.get(character, "-"))
        if most < 0:
            return index
    return len(text)


def text_cell(text: Words, rows: int, *, bold: bool = False) -> Json:
    """Return a cell that only shows a text; ``rows`` is how high it is."""
    shown = html(text)
    # ActionBody is required of every cell, and says nothing where nothing happens.
    return {
        "Columns": COLUMNS,
        "Rows": rows,
        "ActionType": "none",
        "ActionBody": "none",
        "Text": shown.like(f"<b>{shown.plain}</b>") if bold else shown,
        "TextHAlign": "left",
    }


def picture_cell(url: Words, rows: int) -> Json:
    """Return a cell that only shows a picture."""
    return {"Columns": COLUMNS, "Rows": rows, "ActionType": "none", "ActionBody": "none", "Image": url}


def rows_of(height: int, title: bool, text: bool, picture: bool, buttons: int) -> tuple[int, int, int]:
    """Return the rows of a card's title, text and picture, which with one for each button fill ``height``.

    A picture takes what is left, else the text, else the title: Viber begins the next card where the rows of one are
    full.
    """
    left = height - buttons
    title_rows = 1 if title and (text or picture) else left if title else 0
    left -= title_rows
    text_rows = min(2, max(1, left - 2)) if text and picture else left if text else 0
    return title_rows, text_rows, left - text_rows if picture else 0
