"""The plan where the data is: a Polars expression, a DuckDB function, Arrow batches for Spark, Ray and Dask.

Each gives for every row what ``Plan.count`` does, null where a row makes no message. ``count_in_arrow`` is what all
engines that hand over Arrow need; with PySpark, for instance,
``frame.mapInArrow(count_in_arrow(plan), spark_schema(frame))``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any, Final, TypeVar

from transcode.campaign.columns import FrameCounter, text_columns
from transcode.campaign.estimate import Estimate
from transcode.campaign.frames import FrameBatch, polars
from transcode.campaign.plan import Plan
from transcode.campaign.rates import RatesLike
from transcode.campaign.row import InvalidSource
from transcode.campaign.rows import RowCounter
from transcode.campaign.tally import Tally
from transcode.errors import InvalidOption

if TYPE_CHECKING:
    import duckdb
    import polars as pl
    import pyarrow as pa
    from pyspark.sql import DataFrame

__all__ = [
    "add_counts",
    "count_in_arrow",
    "count_table",
    "estimate_in_spark",
    "polars_expression",
    "register",
    "spark_schema",
]

_Table = TypeVar("_Table", "pa.Table", "pa.RecordBatch")

_COUNTED: Final = "parts"
_ROW: Final = "transcode_row"


# --- Polars ---


def polars_expression(plan: Plan) -> pl.Expr:
    """Return the parts of each row as an expression over the plan's columns, named ``parts``; also for lazy frames.

    Raises:
        InvalidSource: Polars is not installed, or the message has no places, so that every row is alike.

    """
    pl = polars()
    _need_names(plan)
    columns = [pl.col(name) for name in plan.names]
    return pl.struct(columns).map_batches(partial(_count_struct, plan), return_dtype=pl.UInt32).alias(_COUNTED)


def _count_struct(plan: Plan, column: pl.Series) -> pl.Series:
    return FrameCounter.of(plan).count(text_columns(column.struct.unnest(), plan.names))


# --- DuckDB ---


def register(plan: Plan, connection: duckdb.DuckDBPyConnection, name: str = "sms_parts") -> str:
    """Make the plan a function of a DuckDB connection, with one argument for each of ``plan.names`` in their order.

    Its arguments are text: a column of another kind is cast in the query.

    Returns:
        The call as it is written in SQL: ``sms_parts("name", "city")``.

    Raises:
        InvalidOption: ``name`` is no name of a function, or there is one of that name.
        InvalidSource: the message has no places, so that every row is alike.

    """
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name, re.ASCII):
        raise InvalidOption(f"name: {name!r} is no name of a function: use letters, digits and _")
    import duckdb  # noqa: PLC0415 - an extra

    _need_names(plan)
    parameters: list[Any] = ["VARCHAR"] * len(plan.names)
    counted = partial(_count_arrays, plan)
    # DuckDB asks how many arguments a function takes.
    kind = Parameter.POSITIONAL_ONLY
    counted.__signature__ = Signature([Parameter(f"value{i}", kind) for i in range(len(plan.names))])  # type: ignore[attr-defined]
    try:
        connection.create_function(
            name,
            counted,
            parameters,
            "INTEGER",
            type="arrow",
            null_handling="special",
        )
    except duckdb.NotImplementedException as error:  # it has one of this name
        raise InvalidOption(f"name: {error}: give another one, or remove_function({name!r}) first") from None
    quoted = ", ".join('"' + column.replace('"', '""') + '"' for column in plan.names)
    return f"{name}({quoted})"


def _count_arrays(plan: Plan, *columns: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    # DuckDB hands over 2,048 rows at a time: too few for Polars to be worth its while.
    rows = [*zip(*(column.to_pylist() for column in columns), strict=True)]
    return pa.array(_by_position(plan).count(rows), pa.int32())


def _by_position(plan: Plan) -> RowCounter:
    """Return what counts rows that have the values in the order of the plan's names."""
    return RowCounter.of(plan, {name: index for index, name in enumerate(plan.names)})


# --- Arrow: Spark, Ray, Dask ---


def count_table(plan: Plan, table: pa.Table | pa.RecordBatch) -> list[int | None]:
    """Return the parts of each row of a table of Arrow, null where it makes no message; by Polars if it is there."""
    try:
        pl = polars()
    except InvalidSource:
        rows = zip(*(table.column(name).to_pylist() for name in plan.names), strict=True)
        return _by_position(plan).count(list(rows) if plan.names else [()] * table.num_rows)
    frame = pl.DataFrame(table)
    found: list[int | None] = FrameCounter.of(plan).count(text_columns(frame, plan.names)).to_list()
    return found


def add_counts(plan: Plan, table: _Table) -> _Table:
    """Return a table or batch of Arrow with a column ``parts``, null where a row makes no message."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    counted: _Table = table.append_column(_COUNTED, pa.array(count_table(plan, table), pa.int32()))
    return counted


def count_in_arrow(plan: Plan) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what adds a column ``parts`` to batches of Arrow; picklable, as PySpark's ``mapInArrow`` needs it.

    >>> frame.mapInArrow(count_in_arrow(plan), spark_schema(frame))  # doctest: +SKIP
    """
    return partial(_count_batches, plan)


def _count_batches(plan: Plan, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield add_counts(plan, batch)


# --- Spark ---


def spark_schema(frame: DataFrame) -> Any:
    """Return the schema of ``frame`` with the column ``parts``."""
    from pyspark.sql.types import IntegerType, StructField, StructType  # noqa: PLC0415 - an extra

    return StructType([*frame.schema.fields, StructField(_COUNTED, IntegerType())])


def estimate_in_spark(
    plan: Plan, frame: DataFrame, *, to: str | None = None, rates: RatesLike | None = None, worst: int = 20
) -> Estimate:
    """Return the estimate of a Spark data frame, added up from its partitions.

    A row's number is Spark's ``monotonically_increasing_id``: the same for the same partitions.
    """
    from pyspark.sql import functions  # noqa: PLC0415

    number = to or ("to" if "to" in frame.columns else None)
    wanted = [name for name in dict.fromkeys((*plan.names, number)) if name is not None]
    if missing := [name for name in wanted if name not in frame.columns]:
        raise InvalidSource(f"there is no column {missing[0]!r}; there are {', '.join(map(repr, frame.columns))}")
    rows = frame.select(*wanted, functions.monotonically_increasing_id().alias(_ROW))
    options = {"to": number, "rates": rates, "worst": worst}
    found = rows.mapInArrow(partial(_estimate_batches, plan, options), "estimate string").collect()
    empty = Tally(plan, to=to, rates=rates, worst=worst).estimate()
    return sum((Estimate.from_json(row.estimate) for row in found), empty)


def _estimate_batches(
    plan: Plan, options: dict[str, Any], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa  # noqa: PLC0415

    found: Estimate | int = 0
    for batch in batches:
        if batch.num_rows:
            first = batch.column(_ROW)[0].as_py()  # the numbers of one partition follow each other
            found += _estimate_table(plan, batch, first, options)
    if isinstance(found, Estimate):
        yield pa.RecordBatch.from_pydict({"estimate": [found.to_json()]})


def _estimate_table(plan: Plan, table: pa.RecordBatch, first: int, options: dict[str, Any]) -> Estimate:
    tally = Tally(plan, first_row=first, **options)
    try:
        pl = polars()
    except InvalidSource:
        tally.add(table.to_pylist())
    else:
        tally.add_batch(FrameBatch(pl.DataFrame(table), options["to"]))
    return tally.estimate()


def _need_names(plan: Plan) -> None:
    if not plan.names:
        raise InvalidSource("the message has no places ${name}, so every row is alike: plan.count({}) says it")
