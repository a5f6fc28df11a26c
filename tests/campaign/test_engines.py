"""Clusters: PySpark in local mode, Ray Data and Dask as recipes; each skips where it is not installed."""

from __future__ import annotations

import shutil
import sys
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from transcode import InvalidOption
from transcode.campaign import InvalidSource, compile, polars_expression, register  # noqa: A004 - as re.compile
from transcode.campaign.engines import add_counts, count_in_arrow, count_table, estimate_in_spark, spark_schema
from transcode.campaign.example import MESSAGE, recipients

PLAN = compile(MESSAGE)
ROWS = [{name: row.get(name) for name in ("to", *PLAN.names)} for row in recipients(2_000)]
COUNTS = PLAN.count_many(ROWS)


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pl = pytest.importorskip("polars")
    path = tmp_path_factory.mktemp("campaign") / "recipients.parquet"
    pl.DataFrame(ROWS).write_parquet(path)
    return Path(path)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None:
        pytest.skip("PySpark needs Java")
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of PySpark's own, about the versions of pandas and about sockets
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = (
            sql.SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()
        )
        yield session
        session.stop()


@pytest.mark.filterwarnings("ignore")
def test_spark(spark: Any, parquet: Path) -> None:
    frame = spark.read.parquet(str(parquet)).repartition(3)
    counted = frame.mapInArrow(count_in_arrow(PLAN), spark_schema(frame)).collect()
    found = {row.order: row.parts for row in counted}
    assert found == {row["order"]: count for row, count in zip(ROWS, COUNTS, strict=True)}
    expected = PLAN.estimate(ROWS, rates={"+46": "0.05", "*": "0.01"})
    estimate = estimate_in_spark(PLAN, frame, rates={"+46": "0.05", "*": "0.01"})
    for name in ("recipients", "histogram", "destinations", "unicode_causes", "unicode_columns", "parts_saved", "cost"):
        assert getattr(estimate, name) == getattr(expected, name)
    assert {code: one.count for code, one in estimate.failures.items()} == {
        code: one.count for code, one in expected.failures.items()
    }
    with pytest.raises(InvalidSource, match="no column"):
        estimate_in_spark(PLAN, frame.drop("city"))


@pytest.mark.filterwarnings("ignore")
def test_dask(parquet: Path) -> None:
    frames = pytest.importorskip("dask.dataframe")
    frame = frames.read_parquet(parquet).repartition(npartitions=3)
    counted = frame.map_partitions(PLAN.count_many, meta=("parts", "object"))
    found = [count for part in counted.to_delayed() for count in part.compute(scheduler="sync")]
    assert found == COUNTS


@pytest.mark.filterwarnings("ignore")
def test_ray(parquet: Path) -> None:
    ray = pytest.importorskip("ray")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        data = ray.data.read_parquet(str(parquet))
        counted = data.map_batches(partial(add_counts, PLAN), batch_format="pyarrow")
        found = {row["order"]: row["parts"] for row in counted.take_all()}
    finally:
        ray.shutdown()
    assert found == {row["order"]: count for row, count in zip(ROWS, COUNTS, strict=True)}


def test_without_polars_plain_python_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    pa = pytest.importorskip("pyarrow")
    table = pa.Table.from_pylist(ROWS)
    assert count_table(PLAN, table) == COUNTS
    monkeypatch.setitem(sys.modules, "polars", None)
    assert count_table(PLAN, table) == COUNTS
    assert [count for batch in table.to_batches(max_chunksize=100) for count in count_table(PLAN, batch)] == COUNTS
    with pytest.raises(InvalidSource, match=r"message-transcode\[polars\]"):
        PLAN.count_many(table)


def test_a_message_without_places_is_no_function_of_columns() -> None:
    pytest.importorskip("polars")
    duckdb = pytest.importorskip("duckdb")
    plan = compile({"text_message": {"text": "Hello"}})
    with pytest.raises(InvalidSource, match="every row is alike"):
        polars_expression(plan)
    with duckdb.connect() as connection:
        with pytest.raises(InvalidSource, match="every row is alike"):
            register(plan, connection)
        with pytest.raises(InvalidOption, match="no name of a function"):
            register(PLAN, connection, "x; drop table y")
        assert register(PLAN, connection, "mine") == 'mine("name", "order", "city")'
        with pytest.raises(InvalidOption, match="give another one"):
            register(PLAN, connection, "mine")
