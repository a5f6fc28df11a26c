"""The column with the recipients' numbers, and how far a source is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from transcode.campaign.row import InvalidSource

__all__ = ["Numbers", "Progress"]

Progress = Callable[[int, float | None], object]
"""Called after each batch with the rows so far and the share of the source that is read, None where it is not known."""


@dataclass
class Numbers:
    """The column with the recipients' numbers: asked for, or ``to`` where there is one."""

    wanted: str | None = None
    column: str = "to"

    def __post_init__(self) -> None:
        self.column = self.wanted or self.column

    def find(self, columns: Iterable[str]) -> str | None:
        """Return the column among ``columns``, None where there is none and none was asked for."""
        if self.wanted is None:
            return self.column if self.column in columns else None
        if self.wanted not in columns:
            raise InvalidSource(f"there is no column {self.wanted!r}; there are {', '.join(map(repr, columns))}")
        return self.wanted
