"""What an estimate is made of: row numbers, failures, destinations, causes, expensive rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

__all__ = [
    "EXAMPLES",
    "Charged",
    "Destination",
    "ExpensiveRow",
    "Failed",
    "RowNumbers",
    "UnicodeCause",
    "causes_of",
    "columns_of",
]

EXAMPLES: Final = 5
"""So many rows of each failure are kept with their sentences; the numbers of all are."""


@dataclass(frozen=True, slots=True)
class RowNumbers:
    """Numbers of rows, as ranges: each with its first and its last."""

    ranges: tuple[tuple[int, int], ...] = ()

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self.ranges)

    def __iter__(self) -> Iterator[int]:
        for first, last in self.ranges:
            yield from range(first, last + 1)

    def __contains__(self, row: object) -> bool:
        return isinstance(row, int) and any(first <= row <= last for first, last in self.ranges)

    def __str__(self) -> str:
        return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in self.ranges)

    @classmethod
    def of(cls, numbers: Iterable[int]) -> RowNumbers:
        """Return numbers in any order."""
        return cls._merged((number, number) for number in sorted(numbers))

    @classmethod
    def _merged(cls, ranges: Iterable[tuple[int, int]]) -> RowNumbers:
        merged: list[tuple[int, int]] = []
        for first, last in ranges:
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = merged[-1][0], max(merged[-1][1], last)
            else:
                merged.append((first, last))
        return cls(tuple(merged))

    def __add__(self, other: RowNumbers) -> RowNumbers:
        return self._merged(sorted((*self.ranges, *other.ranges)))


@dataclass(frozen=True, slots=True)
class Failed:
    """Rows that cannot be sent, for one reason."""

    count: int
    rows: RowNumbers
    examples: tuple[tuple[int, str], ...]
    """The first of them: row number and what is wrong with it."""

    def __add__(self, other: Failed) -> Failed:
        return Failed(
            self.count + other.count,
            self.rows + other.rows,
            tuple(sorted((*self.examples, *other.examples))[:EXAMPLES]),
        )


@dataclass(frozen=True, slots=True)
class Destination:
    """What goes to where one rate holds."""

    recipients: int
    parts: int
    parts_saved: int
    """Parts that ``transliterate="auto"`` would save, net."""
    rate: Decimal | None
    """None where the caller gave no rates, or none for there."""

    @property
    def cost(self) -> Decimal | None:
        """What it costs, exactly; None where there is no rate."""
        return None if self.rate is None else self.rate * self.parts


@dataclass(frozen=True, slots=True)
class Charged:
    """What a channel charges as one of its classes."""

    messages: int
    units: int
    """What is charged: of RCS in the US the segments of rich messages, otherwise messages."""
    rate: Decimal | None
    """The price of a unit; None where the caller gave none for the class."""

    @property
    def cost(self) -> Decimal | None:
        """What it costs, exactly; None where there is no rate."""
        return None if self.rate is None else self.rate * self.units


@dataclass(frozen=True, slots=True)
class UnicodeCause:
    """A character outside the GSM alphabet, where it comes from, and how many messages are UCS-2 with it."""

    name: str | None
    """The column; None where it is the message itself that has it."""
    character: str
    recipients: int


@dataclass(frozen=True, slots=True)
class ExpensiveRow:
    """One of the rows that take most parts, and why."""

    row: int
    parts: int
    encoding: str | None
    units: int | None
    """Septets (GSM) or UTF-16 units (UNICODE); None on other channels than SMS."""
    why: str
    cost: Decimal | None = None
    """What it costs, exactly; None where there is no rate."""

    def rank(self) -> tuple[Decimal, int, int, int, str, str]:
        """Return what orders them: the highest cost first, then the most parts, then by row number.

        Rows of several sources may have the same number.
        """
        return -(self.cost or Decimal(0)), -self.parts, self.row, self.units or 0, self.encoding or "", self.why


def columns_of(counts: Mapping[str | None, int]) -> tuple[tuple[str | None, int], ...]:
    """Return columns in their order: the most frequent first, then by name."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0] or "")))


def causes_of(counts: Mapping[tuple[str | None, str], int]) -> tuple[UnicodeCause, ...]:
    """Return causes in their order: the most frequent first, then by column and character."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0][0] or "", item[0][1]))
    return tuple(UnicodeCause(name, character, count) for (name, character), count in ordered)
