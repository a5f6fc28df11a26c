"""What comes back when something is tapped: identifiers that fit the channel, and no two alike in one message."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import count
from typing import NamedTuple

from transcode.measure import Limit, cut, measure
from transcode.message.place import Place
from transcode.notes import Notes
from transcode.result import Code

__all__ = ["Tap", "Tapped", "fit_identifier"]


class Tap(NamedTuple):
    """What a recipient can tap: the label as it is shown, and what comes back (None: nothing)."""

    shown: str
    identifier: str | None = None


class Tapped:
    """Everything of one message that can be tapped, by the place of the choice or item."""

    __slots__ = ("_numbers", "_taken", "_taps")

    def __init__(self) -> None:
        self._taps: dict[Place, Tap] = {}
        self._taken: set[str] = set()
        self._numbers: dict[str, count[int]] = {}
        """The next number for an identifier that is wanted again."""

    def __len__(self) -> int:
        return len(self._taps)

    def get(self, place: Place) -> Tap | None:
        """Return what can be tapped at ``place``."""
        return self._taps.get(place)

    def labels(self) -> Iterable[str]:
        """Return the labels as they are shown."""
        return (tap.shown for tap in self._taps.values())

    def add(self, place: Place, shown: str, identifier: str | None = None) -> None:
        """Keep what is tapped at ``place``."""
        self._taps[place] = Tap(shown, identifier)
        if identifier is not None:
            self._taken.add(identifier)

    def take_back(self, size: int) -> None:
        """Forget all that was kept after there were ``size``."""
        while len(self._taps) > size:
            _, tap = self._taps.popitem()
            self._taken.discard(tap.identifier or "")
        self._numbers.clear()

    def answer(self, place: Place, label: str, limit: Limit, notes: Notes, *, shown: str | None = None) -> str:
        """Return what comes back when the choice at ``place`` is tapped, and keep it; no two of a message are equal.

        That is the caller's postback data, or the label where it is missing or blank; a digest where that is longer
        than ``limit``; with a number behind it where another choice has the same.

        Args:
            place: the choice or item.
            label: what the caller calls it.
            limit: how long the identifier may be.
            notes: where to report an identifier that is not the caller's own.
            shown: the label as it is displayed, if that is not the whole.

        """
        postback = place.get("postback_data")
        where = place if postback is None else postback
        wanted = ("" if postback is None else postback.value.strip()) or label.strip()
        fitted = unique = fit_identifier(wanted, limit, where, notes)
        numbers = self._numbers.setdefault(fitted, count(2))
        while unique in self._taken:
            mark = f"#{next(numbers)}"
            unique = cut(fitted, max(0, limit.value - measure(mark, limit.unit)), limit.unit) + mark
        if postback is not None and (unique != fitted or wanted != postback.value):
            why = "another choice has the same" if unique != fitted else "it is blank or has space around it"
            notes.report(Code.IDENTIFIER_CHANGED, where, identifier=unique, why=why)
        self.add(place, label if shown is None else shown, unique)
        return unique


def fit_identifier(identifier: str, limit: Limit, where: Place, notes: Notes) -> str:
    """Return ``identifier``, or a digest of it where it is longer than ``limit``; ``replies`` map it back.

    The digest is the same for the same identifier, always.
    """
    actual = limit.exceeded_by(identifier)
    if actual is None:
        return identifier
    digest = "#" + hashlib.sha256(identifier.encode()).hexdigest()[: min(32, limit.value - 1)]
    notes.report(Code.IDENTIFIER_SHORTENED, where, limit=limit.value, unit=limit.unit.value, actual=actual)
    return digest
