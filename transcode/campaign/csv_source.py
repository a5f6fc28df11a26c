"""CSV files of any size, a few megabytes at a time."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final

from transcode.campaign.csv_rows import (
    END,
    Columns,
    Records,
    Table,
    lines_of,
    read_by_csv,
    read_by_polars,
    read_to_the_end,
)
from transcode.campaign.pieces import UNREADABLE, Fraction, open_file, whole_lines
from transcode.campaign.row import InvalidSource
from transcode.errors import shorten

__all__ = ["Csv"]

_DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True)
class Csv:
    """A CSV file with options of its own.

    Args:
        file: a path (``.gz`` is unpacked) or an open binary file.
        delimiter: one character; found out from the header unless given: a comma, semicolon, tab or bar.
        encoding: of the file; UTF-8, unless a byte order mark says UTF-16. Bytes that are not UTF-8 make their row
            fail, no other.

    """

    file: str | os.PathLike[str] | IO[bytes]
    delimiter: str | None = None
    encoding: str = "utf-8"

    @property
    def name(self) -> str:
        """The file as a person would call it."""
        if isinstance(self.file, (str, os.PathLike)):
            return str(self.file)
        return str(getattr(self.file, "name", "the file"))

    def read(
        self, names: Sequence[str], find_number: Callable[[Sequence[str]], str | None]
    ) -> Iterator[Records | Table]:
        """Yield the rows below the header, which says in which column each of ``names`` is.

        Raises:
            InvalidSource: the file cannot be read, or a column is not there, or there twice.

        """
        if self.delimiter is not None and not (
            isinstance(self.delimiter, str) and len(self.delimiter) == 1 and self.delimiter not in '"\r\n'
        ):
            raise InvalidSource(f"delimiter: must be one character: {self.delimiter!r}")
        try:
            if isinstance(self.file, (str, os.PathLike)):
                with open_file(Path(self.file)) as (file, fraction):
                    yield from _Reader(self, file, fraction).read(names, find_number)
            else:
                yield from _Reader(self, self.file).read(names, find_number)
        except UNREADABLE as error:
            raise InvalidSource(f"{self.name}: cannot be read: {error}") from None
        except UnicodeError as error:
            raise InvalidSource(f"{self.name}: is not {self.encoding}: {error}") from None
        except LookupError:
            raise InvalidSource(f"encoding: there is no {self.encoding!r}") from None


class _Reader:
    def __init__(self, options: Csv, file: IO[bytes], fraction: Fraction = lambda: None) -> None:
        self.options = options
        self.file = file
        self.fraction = fraction

    def read(
        self, names: Sequence[str], find_number: Callable[[Sequence[str]], str | None]
    ) -> Iterator[Records | Table]:
        carried: list[str] = []
        columns: Columns | None = None
        for piece in whole_lines(self.file, self.options.name, self.options.encoding):
            lines: list[str] | None = None
            if columns is None:
                columns, lines = self._header([*carried, *_lines(piece)], names, find_number)
                if columns is None:
                    carried = lines
                    continue
                carried, piece = [], "".join(lines).encode("utf-8", "surrogateescape")  # noqa: PLW2901 - what is left
            if not carried and piece:
                frame = read_by_polars(columns, piece)
                if frame is not None:
                    yield Table(frame, columns.number_name, self.fraction())
                    continue
            rows, carried = read_by_csv(columns, [*carried, *_lines(piece)] if lines is None else lines)
            yield self._records(columns, rows)
        if columns is None:
            why = (
                "has a quote in its header that is never closed"
                if any(map(str.strip, carried))
                else "has no header line"
            )
            raise InvalidSource(f"{self.options.name}: {why}: the first line must have the columns' names")
        if carried:
            yield self._records(columns, read_to_the_end(columns, carried))

    def _records(self, columns: Columns, rows: list[Any]) -> Records:
        return Records(rows, columns.keys, columns.number, self.fraction())

    # --- the header ---

    def _header(
        self, lines: list[str], names: Sequence[str], find_number: Callable[[Sequence[str]], str | None]
    ) -> tuple[Columns | None, list[str]]:
        """Return the columns, if ``lines`` hold their names, and the lines below."""
        start = next((index for index, line in enumerate(lines) if line.strip("\r\n")), None)
        if start is None:
            return None, lines
        delimiter = self.options.delimiter or _delimiter(lines[start])
        reader = csv.reader(chain(lines[start:], [END]), delimiter=delimiter)
        try:
            header = next(reader)
        except csv.Error as error:
            raise InvalidSource(f"{self.options.name}: the header cannot be read: {error}") from None
        used = start + reader.line_num
        if used > len(lines):
            return None, lines
        columns = [name.strip() for name in header]
        number = find_number(columns)
        for name in (*names, *([] if number is None else [number])):
            if name not in columns:
                found = ", ".join(map(shorten, columns))
                hint = "; is it UTF-16? Say which encoding it has" if "\x00" in header[0] else ""
                raise InvalidSource(f"{self.options.name}: there is no column {name!r}; there are {found}{hint}")
            if columns.count(name) > 1:
                raise InvalidSource(f"{self.options.name}: the column {name!r} is there {columns.count(name)} times")
        keys = {name: columns.index(name) for name in names}
        number_key = None if number is None else columns.index(number)
        return Columns(delimiter, len(columns), keys, number_key, number), lines[used:]


def _lines(piece: bytes) -> list[str]:
    return lines_of(piece.decode("utf-8", "surrogateescape"))


def _delimiter(header: str) -> str:
    """Return the delimiter that the header has most of outside quotes; a comma where it has none."""
    outside = "".join(header.split('"')[::2])
    counts = Counter(character for character in outside if character in _DELIMITERS)
    return max(_DELIMITERS, key=lambda character: counts[character])
