"""A text with its open places: what is constant, and where which value goes, as it is or in capitals.

Where they stand is not read out of the templates. The message is rendered once with a mark in each place, and once more
with marks that show what becomes of a value; what comes out is then checked against the engine on values made to be
difficult. A message whose places cannot be found so has no layout, and each of its rows is rendered on its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, zip_longest
from typing import Final, NamedTuple
from urllib.parse import quote

from transcode.campaign.message import Draft
from transcode.campaign.sums import SPACES_AND_BREAKS
from transcode.errors import InvalidMessage
from transcode.result import LossyTranscode

__all__ = ["Layout", "Place", "find_layout", "links_safe", "unsafe"]

# Code points of a plane that is private use: no letter case, no space, in nobody's text but that of an attacker.
_MARKS: Final = (0xF0000, 0xFFFFD)
_PROBE: Final = "aŉè"
"""Its capitals differ in number and in alphabet by each way of upper-casing."""

_SPACES, _BREAKS = SPACES_AND_BREAKS
links_safe: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII).fullmatch
"""Whether a value inside a URL surely stays what it is and leaves it one URL."""
unsafe: Final = re.compile(rf"\A\Z|\A[{re.escape(_SPACES)}]|[{re.escape(_SPACES)}]\Z|[{_BREAKS}]").search
"""Finds what a layout may do something about: a value that is blank, has space around it or is several lines."""


class Place(NamedTuple):
    """Where a value goes."""

    name: str
    capitals: bool
    address: bool = False
    """In a URL, where only letters and digits of ASCII and few signs stay what they are."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The constant pieces of a text and the places between them: one place less than pieces."""

    pieces: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def constant(self) -> str:
        """All that is the same for everybody."""
        return "".join(self.pieces)

    @property
    def addressed(self) -> tuple[str, ...]:
        """The names whose values stand in an address, and must be ``links_safe``."""
        return tuple(dict.fromkeys(place.name for place in self.places if place.address))

    def values(self, row: Mapping[str, str], capitals: Callable[[str], str]) -> Iterator[str]:
        """Yield what stands in each place."""
        for name, upper, _ in self.places:
            yield capitals(row[name]) if upper else row[name]

    def text(self, row: Mapping[str, str], capitals: Callable[[str], str]) -> str:
        """Return the whole text of one row."""
        pieces = zip_longest(self.pieces, self.values(row, capitals), fillvalue="")
        return "".join(piece for pair in pieces for piece in pair)


def find_layout(draft: Draft, blank: frozenset[str] = frozenset()) -> Layout | None:
    """Return the layout of a message, None where each row has to be rendered on its own.

    ``blank`` names values that are empty.
    """
    open_names = [name for name in draft.names if name not in blank]
    empty = dict.fromkeys(blank, "")
    marks = _marks(draft, open_names)
    if marks is None:
        return None
    names = {mark: name for name, mark in marks.items()}
    plain = _render(draft, {**marks, **empty})
    probed = _render(draft, {**{name: f"{mark}{_PROBE}{mark}" for name, mark in marks.items()}, **empty})
    layout = None if plain is None or probed is None else _compare(draft, plain, probed, names)
    return layout if layout and _holds(draft, layout, open_names, empty) else None


def _compare(draft: Draft, plain: str, probed: str, names: Mapping[str, str]) -> Layout | None:
    """Return the layout of a text with a mark in each place, the same text showing what becomes of values.

    In an address a mark is percent-encoded, and so are most values.
    """
    encoded = {quote(mark): name for mark, name in names.items()}
    mark = "|".join((*names, *encoded)) or "(?!)"
    pieces, marks = re.split(mark, plain), re.findall(mark, plain)
    places = []
    expected = pieces[0]
    shown = iter(re.findall(f"({mark})(.*?)\\1", probed, re.DOTALL))
    for one, piece in zip(marks, pieces[1:], strict=True):
        found, value = next(shown, ("", ""))
        if found != one or (one in names and value not in (_PROBE, draft.capitals(_PROBE))):
            return None
        name = names.get(one) or encoded[one]
        places.append(Place(name, one in names and value != _PROBE, one in encoded))
        expected += one + value + one + piece
    # The same pieces must stand around the values.
    return Layout(tuple(pieces), tuple(places)) if expected == probed else None


def _marks(draft: Draft, names: Sequence[str]) -> dict[str, str] | None:
    """Return a mark for each name that the message itself does not have."""
    without = _render(draft, dict.fromkeys(draft.names, "."))
    if without is None:
        return None
    taken = {character for character in f"{draft.data!r}{without}" if character >= "\U000f0000"}
    free = (chr(code) for code in count(_MARKS[0]) if chr(code) not in taken)
    marks = dict(zip(names, free, strict=False))
    return marks if all(ord(mark) <= _MARKS[1] for mark in marks.values()) else None


def _render(draft: Draft, values: Mapping[str, str]) -> str | None:
    try:
        return draft.transcode(values).text
    except (InvalidMessage, LossyTranscode):
        return None


# Values of all kinds that a layout has no reason to touch, and that something on the way might: capitals of several
# letters, markup, percent signs, syntax of templates and of the SMS API, other alphabets.
_DIFFICULT: Final = (
    "x",
    "Ann  Löf",
    "ß ŉ ì ǆ ﬁ",
    "100% & <b>é</b>",
    "{{ 7*7 }} {% raw %} ${other} {{to}}",
    "https://example.com/a?b=c&d=%20#e",
    "[]{}€|^~\\",
    "日本 हिन्दी e\u0301",
    "😀 👨‍👩‍👧",
    "\u200b",
    "*_`~>",
    "1. ",
    "+46 70",
)
_IN_ADDRESSES: Final = ("x", "Ab-9_z", "0", "-", "a__b--")
_BLANKS: Final = ("", " ", "\n", " \n x \n\n ", "\u2028", "\x00")


def _holds(draft: Draft, layout: Layout, names: Sequence[str], empty: Mapping[str, str]) -> bool:
    """Tell whether the layout and the engine agree on difficult values, alike and different in each place."""
    values = [value for value in (*_DIFFICULT, *_BLANKS) if draft.free_text or not unsafe(value)]
    rows = [dict.fromkeys(names, value) for value in values]
    rows += [{name: values[(shift + 3 * i) % len(values)] for i, name in enumerate(names)} for shift in range(3)]
    for number, row in enumerate(rows if names else [{}]):
        row.update(dict.fromkeys(layout.addressed, _IN_ADDRESSES[number % len(_IN_ADDRESSES)]))
        filled = {**row, **empty}
        if _render(draft, filled) != layout.text(filled, draft.capitals):
            return False
    return True
