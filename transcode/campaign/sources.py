"""Where rows come from: anything that gives mappings, tables of many kinds, and files.

Each source is read in batches, so that no more of it is in memory than one of them.
"""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from transcode.campaign import frames
from transcode.campaign.counts import Batch, Counts
from transcode.campaign.csv_rows import Records
from transcode.campaign.csv_source import Csv
from transcode.campaign.pieces import UNREADABLE, open_file, whole_lines
from transcode.campaign.recipient_column import Numbers
from transcode.campaign.row import BrokenLine, InvalidSource, number_text
from transcode.campaign.row_plan import RowPlan
from transcode.campaign.rows import CHUNK, RowCounter
from transcode.errors import InvalidMessage
from transcode.message.parse import parse_json

__all__ = ["Csv", "RowBatch", "batches"]

_ROWS: Final = 16 * CHUNK


@dataclass
class RowBatch:
    """Rows as Python has them: mappings, or sequences."""

    rows: Sequence[Any]
    keys: Mapping[str, Any]
    """Where in a row each name is."""
    number_key: Any = None
    """Where in a row the number is; None where there is none."""
    needs_number: bool = True
    """Whether a row without number cannot be sent."""
    fraction: float | None = None
    numbered: bool = False
    """Whether rows before these, of the same source, had numbers."""

    @property
    def has_numbers(self) -> bool:
        """Whether the recipients' numbers are known."""
        return self.numbered or self._numbers(self.rows).count(...) < len(self.rows)

    def _numbers(self, rows: Sequence[Any]) -> list[Any]:
        """Return each row's number; ... where there is none and none is needed."""
        if self.number_key is None:
            return [...] * len(rows)
        absent = None if self.needs_number else ...
        key = self.number_key
        try:
            return [row.get(key, absent) for row in rows] if isinstance(rows[0], dict) else [row[key] for row in rows]
        except (AttributeError, KeyError, IndexError, TypeError):  # of a row that is none
            return [_item(row, key, absent) for row in rows]

    def counts(self, plan: RowPlan) -> list[int | None]:
        """Return the parts of each row, None where it makes no message."""
        return RowCounter.of(plan, self.keys).count(self.rows)

    def tally(self, tally: Counts) -> int:
        """Count the rows, and return how many they are."""
        counter = RowCounter.of(tally.plan, self.keys)
        for start in range(0, len(self.rows), CHUNK):
            chunk = self.rows[start : start + CHUNK]
            _tally_rows(tally, counter, chunk, self._numbers(chunk), tally.row + start)
        return len(self.rows)


def _tally_rows(tally: Counts, counter: RowCounter, rows: Sequence[Any], numbers: list[Any], first: int) -> None:
    tally.costliest.set_bar()
    codes = counter.codes(rows)
    if numbers.count(...) < len(numbers):
        codes = [
            0 if code and number is not ... and tally.number_refusal(number) else code
            for code, number in zip(codes, numbers, strict=True)
        ]
    by_destination = tally.rates is not None and not tally.rates.flat
    counted = Counter(codes)
    unsure = counted.pop(0, 0)
    if by_destination:
        goes_to = [tally.destination(number_text(number)) for number in numbers]
        for (key, code), recipients in Counter(zip(goes_to, codes, strict=True)).items():
            if code:
                tally.count({code: recipients}, key)
    else:
        goes_to = [tally.destination(None)] * len(codes)
        tally.count(counted, goes_to[0])
    if unsure:
        for index in (index for index, code in enumerate(codes) if not code):
            tally.look(first + index, rows[index], counter.keys, numbers[index])
    if any(code & 1 for code in counted):
        for index in (index for index, code in enumerate(codes) if code & 1):
            counter.explain(tally, rows[index], codes[index], goes_to[index])
    if by_destination or tally.costliest.exceeds(max(counted, default=0) >> 1, goes_to[0]):
        for index, (code, key) in enumerate(zip(codes, goes_to, strict=True)):
            if code and tally.costliest.exceeds(code >> 1, key):
                tally.costliest.keep(first + index, code >> 1, tally.plan.values(rows[index], counter.keys), key)


def _item(row: Any, key: Any, absent: Any) -> Any:
    try:
        return row[key]
    except (KeyError, IndexError, TypeError):
        return absent


def batches(source: Any, names: Sequence[str], numbers: Numbers | None = None) -> Iterator[Batch]:
    """Yield the rows of ``source`` in batches.

    Args:
        source: a path of a CSV, Parquet, Arrow or JSON Lines file; ``Csv``; a data frame of Polars (lazy or not) or
            pandas; a table, record batches or a data set of Arrow; a DuckDB relation; anything with
            ``__arrow_c_stream__``; or any iterable of mappings.
        names: the columns that are needed.
        numbers: the column of the recipients' numbers; None where they are not needed.

    Raises:
        InvalidSource: it is none of these, or a column is not there.

    """
    numbers = numbers or Numbers(None, "")
    if isinstance(source, (str, os.PathLike)):
        yield from _file(Path(source), names, numbers)
    elif isinstance(source, Csv):
        yield from _records(source, names, numbers)
    elif _is_from(source, "pandas") and hasattr(source, "columns"):
        yield from _pandas(source, names, numbers)
    elif _is_from(source, "polars") or hasattr(source, "__arrow_c_stream__") or _is_from(source, "pyarrow"):
        yield from frames.batches(source, names, numbers)
    elif isinstance(source, io.IOBase):
        raise InvalidSource("rows: an open file: give its path, or Csv(file), opened in binary mode")
    elif isinstance(source, (Mapping, bytes, bytearray)) or not isinstance(source, Iterable):
        raise InvalidSource(f"rows: a {type(source).__name__} is no source of rows: give an iterable of mappings")
    else:
        yield from _mappings(source, names, numbers)


def _is_from(value: object, module: str) -> bool:
    return type(value).__module__.partition(".")[0] == module


def _mappings(source: Iterable[Any], names: Sequence[str], numbers: Numbers) -> Iterator[Batch]:
    rows = iter(source)
    total = len(source) if isinstance(source, Sized) else None
    keys = {name: name for name in names}
    number_key = numbers.column or None
    done = 0
    batch: RowBatch | None = None
    while chunk := list(islice(rows, _ROWS)):
        done += len(chunk)
        fraction = done / total if total else None
        numbered = batch is not None and batch.has_numbers
        batch = RowBatch(chunk, keys, number_key, numbers.wanted is not None, fraction, numbered)
        yield batch


def _records(source: Csv, names: Sequence[str], numbers: Numbers) -> Iterator[Batch]:
    for found in source.read(names, numbers.find):
        if isinstance(found, Records):
            yield RowBatch(found.rows, found.keys, found.number, True, found.fraction)
        else:
            yield frames.FrameBatch(found.frame, found.number, found.fraction)


def _pandas(source: Any, names: Sequence[str], numbers: Numbers) -> Iterator[Batch]:
    """Yield the rows of a data frame of pandas: by Arrow if its columns have one kind each, else one by one."""
    columns = list(source.columns)
    number = numbers.find(columns)
    wanted = [name for name in dict.fromkeys((*names, number)) if name is not None]
    for name in wanted:
        if name not in columns:
            raise InvalidSource(f"there is no column {name!r}; there are {', '.join(map(repr, columns)) or 'none'}")
        if columns.count(name) > 1:
            raise InvalidSource(f"the column {name!r} is there {columns.count(name)} times")
    stream = frames.arrow_stream(source[wanted]) if wanted else None
    if stream is not None:
        yield from frames.batches(stream, names, numbers)
        return
    keys = {name: wanted.index(name) for name in names}
    number_key = None if number is None else wanted.index(number)
    for start in range(0, len(source), _ROWS):
        piece = source.iloc[start : start + _ROWS]
        rows = [*zip(*(piece[name].tolist() for name in wanted), strict=True)] if wanted else [()] * len(piece)
        yield RowBatch(rows, keys, number_key, True, (start + len(piece)) / len(source))


def _json_lines(path: Path, names: Sequence[str], numbers: Numbers) -> Iterator[Batch]:
    """Yield the rows of a file with one JSON object in each line; a line that is none fails by itself."""
    keys = {name: name for name in names}
    batch: RowBatch | None = None
    try:
        with open_file(path) as (file, fraction):
            for lines in whole_lines(file, str(path)):
                rows = [_json_row(line) for line in lines.split(b"\n") if line.strip()]
                if rows:
                    numbered = batch is not None and batch.has_numbers
                    batch = RowBatch(
                        rows, keys, numbers.column or None, numbers.wanted is not None, fraction(), numbered
                    )
                    yield batch
    except UNREADABLE as error:
        raise InvalidSource(f"{path}: cannot be read: {error}") from None


def _json_row(line: bytes) -> Any:
    try:
        return _decode(line.decode())
    except (ValueError, RecursionError):  # which parse_json can explain
        pass
    try:
        return parse_json(line)
    except InvalidMessage as error:
        return BrokenLine(f"the line {error}")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a field is there twice")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


_decode: Final = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse).decode
"""What ``parse_json`` does, without making a decoder for each line."""


def _file(path: Path, names: Sequence[str], numbers: Numbers) -> Iterator[Batch]:
    if not path.is_file():
        raise InvalidSource(f"{path}: there is no such file")
    suffixes = [suffix.lower() for suffix in path.suffixes]
    kind = suffixes[-2] if len(suffixes) > 1 and suffixes[-1] == ".gz" else suffixes[-1] if suffixes else ""
    if kind in (".parquet", ".arrow", ".feather", ".ipc"):
        yield from frames.batches(frames.scan(path, kind), names, numbers)
    elif kind in (".jsonl", ".ndjson"):
        yield from _json_lines(path, names, numbers)
    elif kind in (".csv", ".tsv", ".txt", ".tab"):
        yield from _records(Csv(path), names, numbers)
    else:
        raise InvalidSource(f"{path}: not a kind of file that is known: use .csv, .parquet, .arrow or .jsonl")
