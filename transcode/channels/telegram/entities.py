"""Formatted text as Telegram's entities. Source: Bot API, MessageEntity and "Formatting options".

Offsets and lengths are UTF-16 units. Code stands in no other entity and no other in it; the others may stand in each
other.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final, NamedTuple

from transcode.measure import Limit, utf16_units
from transcode.styled import Format, Formatted, plain, runs, split_around

__all__ = ["FORMATS", "Piece", "split_with_entities", "with_entities"]

_TYPES: Final = {
    Format.BOLD: "bold",
    Format.ITALIC: "italic",
    Format.STRIKE: "strikethrough",
    Format.CODE: "code",
    Format.LINK: "text_link",
}
FORMATS: Final = frozenset(_TYPES)

Entity = dict[str, Any]


class Piece(NamedTuple):
    """A text as it is read, and its entities."""

    text: str
    entities: list[Entity]


def with_entities(text: str) -> Piece:
    """Return formatted text as it is read, with its entities by their place, the longer before the shorter."""
    return _piece(runs(text))


def split_with_entities(text: str, limit: Limit) -> list[Piece]:
    """Return formatted text in pieces that ``limit`` takes; no entity that fits a piece is cut."""
    found = runs(text)
    cuts = split_around(plain(text), limit.value, limit.unit, _stretches(found))
    pieces: list[Piece] = []
    following = iter(found)
    left = next(following, None)
    for start, end in pairwise((0, *cuts, sum(len(run.text) for run in found))):
        room, inside = end - start, list[Formatted]()
        while left is not None and room:
            inside.append(left._replace(text=left.text[:room]))
            rest = left.text[room:]
            room -= len(inside[-1].text)
            left = left._replace(text=rest) if rest else next(following, None)
        pieces.append(_piece(inside))
    return pieces


def _stretches(found: list[Formatted]) -> list[tuple[int, int]]:
    """Return where formatted text begins and ends, in characters: what one entity covers, whatever stands in it."""
    stretches: list[tuple[int, int]] = []
    position, before = 0, Formatted("")
    for run in found:
        end = position + len(run.text)
        if run.formats and run.formats & before.formats and run.url == before.url:
            stretches[-1] = stretches[-1][0], end
        elif run.formats:
            stretches.append((position, end))
        position, before = end, run
    return stretches


def _piece(found: list[Formatted]) -> Piece:
    entities: list[Entity] = []
    open_now: dict[tuple[Format, str], Entity] = {}
    position = 0
    for run in found:
        length = utf16_units(run.text)
        formats = {Format.CODE} if Format.CODE in run.formats else run.formats
        wanted = {(one, run.url if one is Format.LINK else "") for one in formats}
        open_now = {key: entity for key, entity in open_now.items() if key in wanted}
        for key in sorted(wanted):
            if key in open_now:
                open_now[key]["length"] += length
            else:
                one, url = key
                entity = {"type": _TYPES[one], "offset": position, "length": length, **({"url": url} if url else {})}
                open_now[key] = entity
                entities.append(entity)
        position += length
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Piece("".join(run.text for run in found), entities)
