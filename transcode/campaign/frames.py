"""Tables of other libraries, batch after batch, and what a batch of them counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from transcode.campaign.columns import FOREIGN, FrameCounter, text_columns
from transcode.campaign.counts import Batch, Counts
from transcode.campaign.recipient_column import Numbers
from transcode.campaign.row import InvalidSource, number_digits
from transcode.campaign.row_plan import RowPlan

if TYPE_CHECKING:
    import polars as pl


__all__ = ["FrameBatch", "batches", "polars", "scan"]

_ROWS: Final = 1 << 18
"""Rows of one batch: enough to keep every core busy, few enough to be no matter of memory."""

# Surely a number; what else may be one, the channel's writer is asked about.
_PHONE: Final = r"^\+?[1-9][0-9]{2,14}$"
# Columns beside those of the plan: the name of a place has no braces.
_NUMBER: Final = "{number}"
_CODE: Final = "{code}"
_KEY: Final = "{destination}"
_LENGTH: Final = "{length}"
_INDEX: Final = "{index}"
_PLAIN: Final = "{plain}"


def polars() -> Any:
    """Return the module ``polars``.

    Raises:
        InvalidSource: it is not installed.

    """
    try:
        import polars as pl  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise InvalidSource(
            "rows: tables and their files need Polars: pip install 'message-transcode[polars]'"
        ) from None
    return pl


def scan(path: Path, kind: str) -> Any:
    """Return a lazy frame of a file.

    Args:
        path: the file.
        kind: its suffix.

    """
    pl = polars()
    return _guarded(lambda: pl.scan_parquet(path) if kind == ".parquet" else pl.scan_ipc(path))


def arrow_stream(frame: Any) -> Any:
    """Return a data frame of pandas as a stream of Arrow, None where it cannot be one: a column of several kinds."""
    try:
        import polars as pl  # noqa: F401, PLC0415 - an extra, and so is the next
        import pyarrow as pa  # noqa: PLC0415

        return pa.RecordBatchReader.from_stream(frame)
    except (ModuleNotFoundError, ValueError, TypeError):  # those of Arrow and of Unicode among them
        return None


def batches(source: Any, names: Sequence[str], numbers: Numbers) -> Iterator[Batch]:
    """Yield the rows of a table in batches, the columns that are needed only."""
    pl = polars()
    total: int | None = None
    if isinstance(source, pl.DataFrame):
        total = source.height
        columns, slices = source.columns, source.iter_slices(_ROWS)
        number = numbers.find(columns)
    elif isinstance(source, pl.LazyFrame):
        columns = _guarded(lambda: source.collect_schema().names())
        number = numbers.find(columns)
        wanted = [name for name in dict.fromkeys((*names, number)) if name in columns]
        # Of a selection of no columns nobody would know how many rows it has.
        slices = _guarded(
            lambda: source.select(wanted or columns[:1]).collect_batches(chunk_size=_ROWS, maintain_order=True)
        )
    else:
        columns, slices = _guarded(lambda: _from_arrow(pl, source))
        number = numbers.find(columns)
    done = 0
    first = True
    while (frame := _guarded(lambda: next(slices, None))) is not None:
        if first:
            text_columns(frame, tuple(names))  # the columns are there, and are text
        first = False
        done += frame.height
        fraction = done / total if total else None
        yield FrameBatch(frame, number, fraction)
    if first:
        _need(columns, names)


def _need(columns: Sequence[str], names: Sequence[str]) -> None:
    for name in names:
        if name not in columns:
            raise InvalidSource(f"there is no column {name!r}; there are {', '.join(map(repr, columns)) or 'none'}")


def _guarded(ask: Any) -> Any:
    """Return what ``ask`` does; an error of the engine's about the source is one about the source."""
    try:
        return ask()
    except InvalidSource:
        raise
    except Exception as error:
        if not isinstance(error, (OSError, ValueError)) and not _is_an_engine_s(error):
            raise
        raise InvalidSource(f"rows: {error}") from None


def _is_an_engine_s(error: Exception) -> bool:
    return type(error).__module__.partition(".")[0].strip("_") in ("polars", "pyarrow", "duckdb")


def _from_arrow(pl: Any, source: Any) -> tuple[list[str], Iterator[pl.DataFrame]]:
    """Return the columns and batches of what Arrow can read: its own tables, pandas, DuckDB."""
    if hasattr(source, "to_batches") and not hasattr(source, "__arrow_c_stream__"):  # a data set
        return source.schema.names, (pl.from_arrow(batch) for batch in source.to_batches())
    if hasattr(source, "to_arrow_reader"):  # a DuckDB relation would be read as a whole otherwise
        source = source.to_arrow_reader(_ROWS)
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        frame = pl.DataFrame(source)
        return frame.columns, frame.iter_slices(_ROWS)
    if isinstance(source, pa.RecordBatch):
        source = pa.Table.from_batches([source])
    reader = pa.RecordBatchReader.from_stream(source)
    return reader.schema.names, (pl.from_arrow(batch) for batch in reader)


@dataclass
class FrameBatch:
    """Rows in a data frame of Polars."""

    frame: pl.DataFrame
    number: str | None = None
    """The column with the recipients' numbers."""
    fraction: float | None = None

    @property
    def has_numbers(self) -> bool:
        """Whether the recipients' numbers are known."""
        return self.number is not None

    def counts(self, plan: RowPlan) -> list[int | None]:
        """Return the parts of each row, None where it makes no message."""
        found: list[int | None] = FrameCounter.of(plan).count(text_columns(self.frame, plan.names)).to_list()
        return found

    def tally(self, tally: Counts) -> int:
        """Count the rows, and return how many they are."""
        import polars as pl  # noqa: PLC0415

        tally.costliest.set_bar()
        plan = tally.plan
        counter = FrameCounter.of(plan)
        texts = text_columns(self.frame, plan.names)
        codes = counter.codes(texts).rename(_CODE)
        looked = texts.with_columns(codes)
        if self.number is not None:
            numbers = text_columns(self.frame, (self.number,)).to_series().rename(_NUMBER)
            good, numbers = self._are_numbers(tally, numbers)
            looked = looked.with_columns(numbers, codes.set(~good, 0).rename(_CODE))
        by_destination = tally.rates is not None and not tally.rates.flat
        if by_destination:
            looked = looked.with_columns(self._destinations(tally, looked.get_column(_NUMBER)))
        groups = self._count(tally, looked, by_destination=by_destination)
        looked = looked.with_row_index(_INDEX)
        first = tally.row
        for row in looked.filter(pl.col(_CODE) == 0).iter_rows(named=True):
            tally.look(first + row[_INDEX], row, {name: name for name in plan.names}, row.get(_NUMBER, ...))
        self._explain(tally, counter, looked.filter(pl.col(_CODE) % 2 == 1), by_destination=by_destination)
        for code, key in tally.costliest.groups(groups):
            alike = (pl.col(_CODE) == code) & (pl.col(_KEY) == key if by_destination else pl.lit(value=True))
            for row in looked.lazy().filter(alike).head(tally.costliest.most).collect().iter_rows(named=True):
                tally.costliest.keep(first + row[_INDEX], code >> 1, plan.values(row), key)
        height: int = self.frame.height
        return height

    def _are_numbers(self, tally: Counts, numbers: pl.Series) -> tuple[pl.Series, pl.Series]:
        """Return which are numbers, and they as the channel takes them."""
        import polars as pl  # noqa: PLC0415

        if tally.may_all_be_numbers():
            found = numbers.str.contains(_PHONE).fill_null(value=False)
            doubtful = numbers.filter(~found).unique()
        else:
            found = pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(numbers))
            doubtful = numbers.unique()
        good = [number for number in doubtful.to_list() if tally.number_refusal(number) is None]
        known = found | numbers.is_in(pl.Series(good, dtype=pl.String).implode()).fill_null(value=False)
        return known, numbers.replace({number: number_digits(number) for number in good})

    def _destinations(self, tally: Counts, numbers: pl.Series) -> pl.Series:
        """Return where each row goes, as the key of its rate."""
        import polars as pl  # noqa: PLC0415

        assert tally.rates is not None  # noqa: S101 - numbers are looked at because of them
        if not tally.rates.by_region:  # no more of a number than its prefix matters
            numbers = numbers.str.strip_prefix("+").str.slice(0, tally.rates.digits)
        known = {number: tally.destination(number) for number in numbers.drop_nulls().unique().to_list()}
        elsewhere = tally.destination(None)
        return numbers.replace_strict([*known], [*known.values()], default=elsewhere, return_dtype=pl.String).rename(
            _KEY
        )

    def _count(self, tally: Counts, looked: pl.DataFrame, *, by_destination: bool) -> dict[tuple[int, str], int]:
        """Count the rows whose codes are known, and return how many there are of each code and destination."""
        import polars as pl  # noqa: PLC0415

        keys = [_CODE, _KEY] if by_destination else [_CODE]
        counted = looked.lazy().filter(pl.col(_CODE) > 0).group_by(keys).len().collect()
        groups = {
            (row[_CODE], row[_KEY] if by_destination else tally.destination(None)): row["len"]
            for row in counted.iter_rows(named=True)
        }
        for (code, key), recipients in groups.items():
            tally.count({code: recipients}, key)
        return groups

    def _explain(self, tally: Counts, counter: FrameCounter, unicode: pl.DataFrame, *, by_destination: bool) -> None:
        """Tell why messages are UCS-2."""
        import polars as pl  # noqa: PLC0415

        if not unicode.height:
            return
        if counter.has_lengths and tally.can_save_plain and tally.constant_is_foreign:
            # Most of them because of the message itself: those that differ in nothing but length are looked at once.
            plain, length = counter.plain_and_length()
            unicode = unicode.with_columns(length.alias(_LENGTH), plain.fill_null(value=False).alias(_PLAIN))
            keys = [_CODE, _LENGTH, _KEY] if by_destination else [_CODE, _LENGTH]
            for row in unicode.filter(_PLAIN).group_by(keys).len().iter_rows(named=True):
                key = row[_KEY] if by_destination else tally.destination(None)
                tally.explain_plain(row[_LENGTH], row[_CODE], row["len"], key)
            unicode = unicode.filter(~pl.col(_PLAIN))
        if counter.has_lengths:
            own = counter.changes_nothing(pl)
            unicode, others = unicode.filter(own), unicode.filter(~own)
            self._explain_columns(tally, counter, unicode, by_destination=by_destination)
            unicode = others
        for values, code, key in _rows(unicode, tally, by_destination=by_destination):
            counter.rows.explain(tally, values, code, key)

    def _explain_columns(
        self, tally: Counts, counter: FrameCounter, unicode: pl.DataFrame, *, by_destination: bool
    ) -> None:
        """Tell why messages are UCS-2 whose values stand in them as they are."""
        import polars as pl  # noqa: PLC0415

        tally.count_unicode(None, dict.fromkeys(tally.constant_foreign, unicode.height), unicode.height)
        kept = []
        for name in counter.shown:
            found = unicode.select(_INDEX, pl.col(name).str.extract_all(FOREIGN).list.unique().alias("character"))
            found = found.filter(pl.col("character").list.len() > 0)
            rows = found.height
            found = found.explode("character")
            counts = dict(found.get_column("character").value_counts().iter_rows())
            tally.count_unicode(name, counts, rows)
            stays = [character for character in counts if not tally.can_replace(character)]
            kept.append(found.filter(pl.col("character").is_in(stays)).select(_INDEX))
        if not all(map(tally.can_replace, tally.constant_foreign)):
            return
        for values, code, key in _rows(
            unicode.join(pl.concat(kept), on=_INDEX, how="anti"), tally, by_destination=by_destination
        ):
            tally.save(counter.rows.text(values), code, key)


def _rows(frame: pl.DataFrame, tally: Counts, *, by_destination: bool) -> Iterator[tuple[tuple[Any, ...], int, str]]:
    """Yield the values of each row, its code and where it goes."""
    names = tally.plan.names
    end = len(names)
    everywhere = tally.destination(None)
    for values in frame.select(*names, _CODE, *([_KEY] if by_destination else [])).iter_rows():
        yield values, values[end], values[end + 1] if by_destination else everywhere
