"""The rows that cost most, kept as they come."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from transcode.campaign.rates import Rates

__all__ = ["Costliest", "Kept"]

_NOTHING: Final = (Decimal(-1), 0)
_TOO_HIGH: Final = (Decimal("Infinity"), 0)


class Kept(NamedTuple):
    """A row that is kept; the least of them by cost, then by parts, then the one that comes last."""

    rank: Decimal
    """What it costs, 0 where there is no rate."""
    parts: int
    negative_row: int
    values: tuple[tuple[str, str], ...]
    cost: Decimal | None


class Costliest:
    """Keeps the rows that cost most: by the rates, else by parts, and of those alike the first.

    Args:
        most: how many are kept.
        rates: the price of a part by destination; None where there is none.

    """

    def __init__(self, most: int, rates: Rates | None) -> None:
        self.most = most
        self.kept: list[Kept] = []
        self._table: Mapping[str, Decimal] = rates.table if rates else {}
        self._bar: tuple[Decimal, int] = _NOTHING

    def set_bar(self) -> None:
        """Set what a row must exceed to be kept.

        Asked before the rows of a chunk, in whatever order they are then looked at: a row that costs as much as the
        least of those kept comes after it.
        """
        full = len(self.kept) == self.most
        self._bar = (self.kept[0][:2] if full else _NOTHING) if self.most else _TOO_HIGH

    def exceeds(self, parts: int, key: str, cost: Decimal | None = None) -> bool:
        """Tell whether a row that goes to ``key`` is to be kept; ``cost`` is known where classes are charged."""
        return (self._rank(parts, key) if cost is None else cost, parts) > self._bar

    def groups(self, found: Mapping[tuple[int, str], int]) -> list[tuple[int, str]]:
        """Return the groups that rows to be kept may be among.

        Args:
            found: how many rows there are of each code (see ``RowCounter``) and destination.

        """
        ranked = sorted(((self._rank(code >> 1, key), code >> 1, code, key) for code, key in found), reverse=True)
        chosen: list[tuple[int, str]] = []
        last: tuple[Decimal, int] = _NOTHING
        rows = 0
        for rank, parts, code, key in ranked:
            # Of groups that cost alike the first rows are kept, whichever group they are of.
            if (rank, parts) <= self._bar or (rows >= self.most and (rank, parts) != last):
                break
            chosen.append((code, key))
            rows += found[code, key]
            last = rank, parts
        return chosen

    def keep(self, row: int, parts: int, values: Mapping[str, str], key: str, cost: Decimal | None = None) -> None:
        """Keep a row in place of the least, if it costs more; ``cost`` as in ``exceeds``."""
        if cost is None and key in self._table:
            cost = self._rank(parts, key)
        push: Any = heapq.heappush if len(self.kept) < self.most else heapq.heappushpop
        push(self.kept, Kept(cost or Decimal(0), parts, -row, tuple(values.items()), cost))

    def _rank(self, parts: int, key: str) -> Decimal:
        rate = self._table.get(key)
        return Decimal(0) if rate is None else rate * parts
