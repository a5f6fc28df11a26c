"""Where everything of a message stands: one walk after parsing, and texts that know where they come from.

A ``Place`` is one part or value of the message, with the way to it. ``Words`` are a text that knows the places it was
made of: writers pass them on into what they send, so that what arrives there needs no searching for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from transcode.message.base import Role, decimal, extend_path, roles

__all__ = ["NOTHING", "Place", "Survey", "Words", "one_line", "placed", "survey"]

_LINE_BREAK: Final = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def one_line(text: str | None) -> str:
    """Return ``text`` without surrounding space, its line breaks as single spaces: a label stands on one line."""
    if text is not None and text.isprintable():  # no line break is
        return text.strip()
    return " ".join(filter(None, map(str.strip, _LINE_BREAK.split(text or ""))))


class Place:
    """One part or value of a message: the value, the key it has in its parent, its role, and what is below it.

    ``order`` is where it stands in the document: the number of values before its first one. Places are compared by
    identity: there is one for each part of one walk.
    """

    __slots__ = ("_below", "_path", "_span", "key", "order", "parent", "role", "value")

    value: Any
    key: str | int
    parent: Place | None
    role: Role | None
    order: int
    _below: dict[str | int, Place] | None
    _span: tuple[list[Place], int, int] | None
    _path: str | None

    @property
    def path(self) -> str:
        """The place as one would write it: ``card_message.choices[2].url_message.title``."""
        if self._path is None:
            parent = self.parent
            self._path = str(self.key) if parent is None else extend_path(parent.path, self.key)
        return self._path

    @property
    def lineage(self) -> Iterator[Place]:
        """Iterate over the place and all that it is part of, the whole message last."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent

    def get(self, key: str | int, *further: str | int) -> Place | None:
        """Return the place that the keys lead to, None where the message has none."""
        place = self._below.get(key) if self._below else None
        for one in further:
            place = place._below.get(one) if place is not None and place._below else None
        return place

    def at_all(self, key: str) -> Iterator[Place]:
        """Iterate over the entries of the list in the field ``key``; there are none where it is not set."""
        below = self._below.get(key) if self._below else None
        return iter(below or ())

    def at(self, *keys: str | int) -> Place:
        """Return the place that ``keys`` lead to, as far as the message goes there."""
        place = self
        for key in keys:
            below = place._below.get(key) if place._below else None
            if below is None:
                break
            place = below
        return place

    @property
    def size(self) -> int:
        """How many are directly below."""
        return len(self._below) if self._below else 0

    def first_of(self, keys: Collection[str | int]) -> Place | None:
        """Return the first directly below whose key is one of ``keys``, None where there is none."""
        for key, place in self._below.items() if self._below else ():
            if key in keys:
                return place
        return None

    def __iter__(self) -> Iterator[Place]:
        """Iterate over what is directly below, in document order."""
        return iter(self._below.values()) if self._below else iter(())

    @property
    def leaves(self) -> Sequence[Place]:
        """Every value at and below the place, in document order."""
        if self._span is None:
            return (self,)
        leaves, start, end = self._span
        return leaves[start:end]

    @property
    def text(self) -> str:
        """Return the value as it would be written; empty where it says nothing (blank, or "unspecified")."""
        value = self.value
        if type(value) is str:
            return value.strip()
        if isinstance(value, StrEnum) and ("UNSPECIFIED" in value or "UNKNOWN" in value):
            return ""
        if isinstance(value, float):
            return decimal(value)
        return str(value).strip()

    def words(self, key: str | int, *further: str | int) -> Words:
        """Return the text that the keys lead to, as it was typed; nothing where there is none."""
        place = self._below.get(key) if self._below else None
        for one in further:
            place = place._below.get(one) if place is not None and place._below else None
        return NOTHING if place is None else placed(place.value, (place,))

    def __repr__(self) -> str:
        return f"Place({self.path!r})"


class Words(str):
    """A text, and the places of the message that it was made of.

    Methods of ``str`` return plain text; ``like`` gives what was made of words their places back. Where ``told`` is a
    list, words that are written out by ``str()`` add themselves to it: that is how a layout tells what it shows.
    """

    __slots__ = ("places", "told")

    places: tuple[Place, ...]
    told: list[Words] | None

    def __new__(cls, text: str, places: tuple[Place, ...] = (), told: list[Words] | None = None) -> Words:
        """Return ``text`` with its places."""
        return placed(text, places, told)

    def __str__(self) -> str:
        if self.told is not None:
            self.told.append(self)
        return str.__str__(self)

    @property
    def plain(self) -> str:
        """The text alone."""
        return str.__str__(self)

    @property
    def place(self) -> Place | None:
        """The first of the places, None where there is none."""
        return self.places[0] if self.places else None

    def like(self, text: str) -> Words:
        """Return ``text``, which was made of these words, with their places."""
        return placed(text, self.places)

    @property
    def line(self) -> Words:
        """The text as it stands on one line."""
        return self._as(one_line(self))

    @property
    def block(self) -> Words:
        """The text without the space around it; its own line breaks stay."""
        return self._as(self.strip())

    def _as(self, text: str) -> Words:
        """Return ``text``, which is what these words are but for white space, with their places."""
        if not text:
            return NOTHING
        return self if text == self and self.told is None else placed(text, self.places)

    @classmethod
    def join(cls, between: str, pieces: Iterable[str]) -> Words:  # type: ignore[override] # words are joined as words
        """Return the pieces that are not empty, with ``between`` between them and the places of all."""
        kept: list[str] = []
        places: list[Place] = []
        for piece in pieces:
            if piece:
                kept.append(piece)
                if isinstance(piece, Words):
                    places += piece.places
        return placed(between.join(kept), tuple(places))


def placed(text: str, places: tuple[Place, ...], told: list[Words] | None = None) -> Words:
    """Return ``Words(text, places, told)`` for two thirds of its price, which is that of calling a class."""
    words = str.__new__(Words, text)
    words.places = places
    words.told = told
    return words


NOTHING: Final = Words("")


# Made for every message: a frozen one takes four times as long to make.
@dataclass(slots=True)
class Survey:
    """What one walk of a message found."""

    root: Place
    leaves: list[Place]
    """Every value that is set, in document order."""
    unknown: list[tuple[Place, str]]
    """Every field that the schema does not name: the part it stands in, and its name."""
    parts: list[Place]
    """Every place that has others below it."""

    def release(self) -> None:
        """Forget what is below what, when the message is written: places refer to their parents and these to them.

        Without it every message would leave a tree to the garbage collector, which takes a quarter of the time of a
        program that writes many.
        """
        for part in self.parts:
            part._below = None
        self.leaves.clear()


def survey(value: Any, path: str = "", role: Role | None = None, *, order: int = 0) -> Survey:
    """Walk ``value``, which stands at ``path``, once.

    Args:
        value: a part of a message.
        path: where it stands in what the caller gave.
        role: what its values are for, unless a field says otherwise.
        order: where it stands in the document, for a part that the document only refers to.

    """
    found = Survey(_place(value, path, None, role, order), [], [], [])
    _walk(found.root, found, order)
    return found


def _place(value: Any, key: str | int, parent: Place | None, role: Role | None, order: int) -> Place:
    """Return a place with nothing below it; a constructor would take twice as long."""
    place = Place()
    place.value = value
    place.key = key
    place.parent = parent
    place.role = role
    place.order = order
    place._below = place._span = place._path = None
    return place


def _walk(place: Place, found: Survey, first: int) -> None:
    value, role, leaves = place.value, place.role, found.leaves
    items: Iterable[tuple[str | int, Any]]
    if (model := roles(type(value))) is not None:  # type: ignore[arg-type] # a type can be hashed
        items = value.__dict__.items()
        if value.__pydantic_extra__:
            found.unknown.extend((place, name) for name in value.__pydantic_extra__)
        elif len(value.__pydantic_fields_set__) == 1:  # as of most messages: what is not set is None
            (name,) = value.__pydantic_fields_set__
            items = ((name, value.__dict__[name]),)
    elif isinstance(value, (tuple, list)):
        items = enumerate(value)
    elif isinstance(value, (str, float, int)):
        leaves.append(place)
        return
    elif isinstance(value, Mapping):
        items = value.items()
    else:
        leaves.append(place)
        return
    # A place is filled in by the walk that makes it.
    below = place._below = {}
    found.parts.append(place)
    start = len(leaves)
    for key, item in items:
        if item is None and model is not None:  # a field that is not set
            continue
        # As ``_place`` does: to call it would cost what it saves, and there are many.
        step = Place()
        step.value = item
        step.key = key
        step.parent = place
        step.role = model.get(key, role) if model else role
        step.order = first + len(leaves)
        step._below = step._span = step._path = None
        below[key] = step
        if type(item) is str:
            leaves.append(step)
        elif item is not None:
            _walk(step, found, first)
    place._span = leaves, start, len(leaves)
