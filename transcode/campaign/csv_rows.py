"""What the lines of a CSV file mean, to two readers that agree.

The file means what Python's ``csv`` reads in it (RFC 4180, lenient: a quote in the middle of a field stands for
itself). Where a piece of it has no quotes, nor anything else that two readers may differ in, Polars reads the same
faster, if it is there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from transcode.campaign.row import OddRow

if TYPE_CHECKING:
    import polars as pl

__all__ = ["END", "Columns", "Records", "Table", "lines_of", "read_by_csv", "read_by_polars", "read_to_the_end"]

END: Final = "\ue000the end of the piece\ue000"
"""A line put after each piece: it comes out as a row of its own, unless a quoted field is still open."""
_LONGEST_FIELD: Final = 131_072
"""Characters; ``csv`` takes no longer field unless it is told to, and that is not this library's to do."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the header says."""

    delimiter: str
    width: int
    """How many columns there are."""
    keys: Mapping[str, int]
    """Where the plan's names are."""
    number: int | None
    """Where the recipients' numbers are."""
    number_name: str | None


class Records(NamedTuple):
    """Some rows as lists, and where in them the names and the number are."""

    rows: Sequence[Any]
    keys: Mapping[str, int]
    number: int | None
    fraction: float | None


class Table(NamedTuple):
    """Some rows as a data frame, and the column with the number."""

    frame: pl.DataFrame
    number: str | None
    fraction: float | None


def lines_of(text: str) -> list[str]:
    """Return the lines of ``text`` with their ends: a line feed, a carriage return or both."""
    return list(io.StringIO(text, newline=""))


def read_by_csv(columns: Columns, lines: list[str]) -> tuple[list[Any], list[str]]:
    """Return the rows in ``lines``, and the lines of one that is not at its end."""
    try:
        rows: list[Any] = list(csv.reader(chain(lines, [END]), delimiter=columns.delimiter))
        whole = rows[-1] == [END]
    except csv.Error:
        whole = False
    if not whole:
        return _line_by_line(columns, lines)
    rows.pop()
    return _checked(columns, rows), []


def _line_by_line(columns: Columns, lines: list[str]) -> tuple[list[Any], list[str]]:
    rows: list[Any] = []
    begun = start = 0  # where the reader and the row begin
    reader = csv.reader(chain(lines, [END]), delimiter=columns.delimiter)
    while start < len(lines):
        try:
            row: Any = next(reader)
        except csv.Error:
            # A field longer than csv takes: most likely a quote that is never closed. The line is an odd row, and those
            # below, which the quote swallowed, are rows all the same.
            rows.append(OddRow(0, columns.width))
            begun = start = start + 1
            reader = csv.reader(chain(lines[begun:], [END]), delimiter=columns.delimiter)
            continue
        if begun + reader.line_num > len(lines):
            return _checked(columns, rows), lines[start:]
        rows.append(row)
        start = begun + reader.line_num
    return _checked(columns, rows), []


def read_to_the_end(columns: Columns, lines: list[str]) -> list[Any]:
    """Return the rows in the last lines of a file, the first of which has a quote that is never closed.

    It is one odd row, and the lines that the quote swallowed are rows all the same.
    """
    rows: list[Any] = []
    while lines:
        rows.append(OddRow(0, columns.width))
        found, lines = read_by_csv(columns, lines[1:])
        rows += found
    return rows


def _checked(columns: Columns, rows: list[Any]) -> list[Any]:
    """Return ``rows`` without those of blank lines, and with those of another length than the header replaced."""
    try:
        if set(map(len, rows)) <= {columns.width}:
            return rows
    except TypeError:  # there is an odd one already
        pass
    checked: list[Any] = []
    for row in rows:
        if isinstance(row, OddRow) or len(row) == columns.width:
            checked.append(row)
        elif row:
            checked.append(OddRow(len(row), columns.width))
    return checked


def read_by_polars(columns: Columns, piece: bytes) -> pl.DataFrame | None:
    """Return the rows in ``piece``, UTF-8, if Polars is there and certainly reads what ``csv`` does."""
    try:
        import polars as pl  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        return None
    lines = _plain_lines(columns, piece)
    if not lines:
        return None
    wanted = {*columns.keys.values(), *([] if columns.number is None else [columns.number])}
    try:
        frame = pl.read_csv(
            piece,
            has_header=False,
            separator=columns.delimiter,
            quote_char=None,
            schema={str(index): pl.String for index in range(columns.width)},
            columns=sorted(wanted),
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError:
        return None
    found = [pl.col(str(index)).alias(name) for name, index in columns.keys.items()]
    if columns.number_name is not None and columns.number_name not in columns.keys:
        found.append(pl.col(str(columns.number)).alias(columns.number_name))
    return frame.select(found) if frame.height == lines else None


def _plain_lines(columns: Columns, piece: bytes) -> int:
    """Return how many lines ``piece`` has, if each is a row and all its delimiters are between fields; 0 elsewhere.

    What is left of such a piece without its fields is the same line again and again. Polars would not tell of a line
    with more fields, or fewer, than it is asked for.
    """
    if columns.width < 2 or not columns.delimiter.isascii() or columns.delimiter == "\x00":
        return 0
    if b"\r" in piece and piece.count(b"\r") != piece.count(b"\r\n"):
        return 0
    delimiter = columns.delimiter.encode()
    shape = piece.translate(None, bytes({*range(256)} - {*b'"\x00\n', *delimiter}))
    if not piece.endswith(b"\n"):
        shape += b"\n"
    line = delimiter * (columns.width - 1) + b"\n"
    lines = len(shape) // len(line)
    return lines if shape == line * lines and _has_short_lines(piece) else 0


def _has_short_lines(piece: bytes) -> bool:
    """Tell whether certainly no line of ``piece`` has more bytes than ``csv`` takes characters in a field."""
    window = _LONGEST_FIELD // 2
    return all(piece.find(b"\n", start, start + window) >= 0 for start in range(0, len(piece) - window, window))
