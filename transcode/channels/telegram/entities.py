"""Formatted text as Telegram's entities. Source: Bot API, MessageEntity and "Formatting options".

Offsets and lengths are UTF-16 units. Code stands in no other entity and no other in it; the others may stand in each
other. What a message has beyond so many entities is shown without its format, and where all of them are too large the
API refuses it (``ENTITIES_TOO_LONG``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, Final, NamedTuple

from transcode.measure import Limit, utf8_bytes, utf16_units
from transcode.styled import Format, Formatted, plain, runs, split_around

__all__ = ["FORMATS", "Bounds", "Piece", "size_of", "split_with_entities", "with_entities"]

_TYPES: Final = {
    Format.BOLD: "bold",
    Format.ITALIC: "italic",
    Format.STRIKE: "strikethrough",
    Format.CODE: "code",
    Format.LINK: "text_link",
}
FORMATS: Final = frozenset(_TYPES)

Entity = dict[str, Any]

_OWN_SIZE: Final = 16
"""Bytes of an entity without its address: four numbers, as Telegram's own protocol writes it (TL)."""


class Bounds(NamedTuple):
    """How many entities a message takes, and of how many bytes together."""

    most: int
    size: int

    def hold(self, entities: Iterable[Entity]) -> bool:
        """Tell whether a message takes ``entities``."""
        sizes = [*map(_size, entities)]
        return len(sizes) <= self.most and sum(sizes) <= self.size


def size_of(url: str) -> int:
    """Return how many bytes an entity that opens ``url`` is counted for."""
    return _OWN_SIZE + utf8_bytes(url)


def _size(entity: Entity) -> int:
    return size_of(entity.get("url", ""))


class Piece(NamedTuple):
    """A text as it is read, and its entities."""

    text: str
    entities: list[Entity]


def with_entities(text: str) -> Piece:
    """Return formatted text as it is read, with its entities by their place, the longer before the shorter."""
    return _piece(runs(text))


def split_with_entities(text: str, limit: Limit, bounds: Bounds) -> list[Piece]:
    """Return formatted text in pieces that ``limit`` and ``bounds`` take; no entity that fits a piece is cut."""
    found = runs(text)
    reach = _Reach(_entities(found, len), bounds)
    cuts = split_around(plain(text), limit.value, limit.unit, _stretches(found), reach)
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


class _Reach:
    """Says where a piece of a text must end because of its entities, which are counted in characters."""

    def __init__(self, entities: list[Entity], bounds: Bounds) -> None:
        self._bounds = bounds
        self._entities = entities
        self._starts = [one["offset"] for one in entities]
        self._of_a_kind: dict[str, tuple[list[int], list[Entity]]] = {}
        for one in entities:
            starts, those = self._of_a_kind.setdefault(one["type"], ([], []))
            starts.append(one["offset"])
            those.append(one)

    def __call__(self, start: int) -> int | None:
        """Return where the first entity begins that a piece from ``start`` on does not take; None: it takes all."""
        # Those of a kind do not overlap, so at most one of each goes on from the piece before.
        open_still = []
        for starts, those in self._of_a_kind.values():
            before = bisect_left(starts, start) - 1
            if before >= 0 and those[before]["offset"] + those[before]["length"] > start:
                open_still.append(those[before])
        count, size = len(open_still), sum(map(_size, open_still))
        for index in range(bisect_left(self._starts, start), len(self._entities)):
            one = self._entities[index]
            count, size = count + 1, size + _size(one)
            if one["offset"] > start and (count > self._bounds.most or size > self._bounds.size):
                found: int = one["offset"]
                return found
        return None


def _piece(found: list[Formatted]) -> Piece:
    return Piece("".join(run.text for run in found), _entities(found, utf16_units))


def _entities(found: list[Formatted], length_of: Callable[[str], int]) -> list[Entity]:
    """Return what formats runs, with offsets and lengths as ``length_of`` counts a text."""
    entities: list[Entity] = []
    open_now: dict[tuple[Format, str], Entity] = {}
    position = 0
    for run in found:
        length = length_of(run.text)
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
    return entities
