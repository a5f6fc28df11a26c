"""Measure campaigns: one message for a million rows, against loops that people write and engines with a peer in them.

    python tests/benchmarks/campaign.py                  # about three minutes
    python tests/benchmarks/campaign.py --cpu            # on a machine that has other work: seconds of the processor
    python tests/benchmarks/campaign.py --spark          # PySpark too: another five
    python tests/benchmarks/campaign.py --smoke          # a few rows: that it runs, and that all agree

Every way counts the same rows of the same message in one run; ways that disagree stop it. Peers are measured where they
are installed: ``pip install smsutil smssafe sms-counter``.
"""

# ruff: noqa: T201 - to print is what this program is for

from __future__ import annotations

import argparse
import csv
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

# A file of this folder is named like the package that is measured, and the folder comes first.
sys.path = [path for path in sys.path if Path(path).resolve() != Path(__file__).parent]

import polars as pl

from transcode import transcode
from transcode.campaign import compile, polars_expression  # noqa: A004 - as re.compile
from transcode.campaign.engines import count_in_arrow, spark_schema
from transcode.gsm import count_segments

TEXT = (
    "Hi ${name}, your order has arrived at our shop in ${city} and waits for you until Saturday."
    " Reply YES and we bring it to you instead."
)
FORMAT = TEXT.replace("${", "{")
MESSAGE = {"text_message": {"text": TEXT}}
PLAN = compile(MESSAGE)

# ruff: noqa: SIM905 - words read better so
_PLAIN = "Anna Erik Maria Lars Karin Jonathan Elizabeth Christopher Bo Margaret Alexander Li Sam Rebecca".split()
_FAMILY = "Smith Jones Lindgren Okafor Garcia Taylor-Brown Nowak Patel Johansson Lee Haddad Fitzgerald".split()
_GSM = "Åsa Jürgen Zoè Märta Nuñez Ångström".split()
_UNICODE = "Łukasz Ольга Γιώργος Ayşe 陽菜 José Zoë🎉".split()
_TOWNS = "London Malmo Austin Leeds Stockholm Portland Cardiff Boston Umea Newcastle Phoenix".split()


def columns(rows: int, unicode_share: float) -> dict[str, list[str]]:
    """Return columns of recipients, the same in every run."""
    choose = random.Random(1)  # noqa: S311 - to be the same in every run is what is asked
    given = [f"{first} {last}" for first in _PLAIN for last in _FAMILY]
    if unicode_share:
        given += [f"{first} {last}" for first in _GSM for last in _FAMILY[:4]]
    special = [f"{first} {last}" for first in _UNICODE for last in _FAMILY]
    names = [choose.choice(special if choose.random() < unicode_share else given) for _ in range(rows)]
    return {"name": names, "city": choose.choices(_TOWNS, k=rows)}


def timed(work: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> tuple[float, Any]:
    start = clock()
    found = work()
    return clock() - start, found


def _smsutil() -> Callable[[str], int]:
    split = import_module("smsutil").split
    return lambda text: len(split(text).parts)


def _smssafe() -> Callable[[str], int]:
    metrics = import_module("smssafe.core").step7_encode_metrics
    return lambda text: metrics(text)[2]


def _sms_counter() -> Callable[[str], int]:
    count = import_module("sms.counter").SMSCounter().count
    return lambda text: count(text).segment


def counters() -> dict[str, Callable[[str], int]]:
    """Return the counting functions of peers that are installed."""
    found: dict[str, Callable[[str], int]] = {}
    for name, make in {"smsutil": _smsutil, "smssafe": _smssafe, "sms-counter": _sms_counter}.items():
        try:
            found[name] = make()
        except ImportError:
            print(f"{name} is absent", file=sys.stderr)
    return found


def ways(data: dict[str, list[str]]) -> Iterator[tuple[str, int, Callable[[], Any]]]:
    """Yield what counts the rows: its name, how many rows it is given, and the work, which returns counts."""
    size = len(data["name"])
    frame = pl.DataFrame(data)
    rows = [dict(zip(data, values, strict=True)) for values in zip(*data.values(), strict=True)]
    expression = polars_expression(PLAN)
    yield "**plan, Polars expression**", size, lambda: frame.select(expression).to_series()
    yield "**plan.estimate(frame)**", size, lambda: PLAN.estimate(frame, rates="0.0075").parts
    yield "**plan.count_many(dicts)**", size, lambda: PLAN.count_many(rows)
    yield "**plan.estimate(dicts)**", size, lambda: PLAN.estimate(rows, rates="0.0075").parts
    render = FORMAT.format
    yield "loop: `str.format`, `count_segments`", size, lambda: [count_segments(render(**row)) for row in rows]
    some = max(1, size // 100)
    yield (
        "loop: `transcode`",
        some,
        lambda: [
            found.segments.segments
            for row in rows[:some]
            if (found := transcode(PLAN.message(row), "SMS")).segments is not None
        ],
    )
    for name, count in counters().items():
        few = max(1, size // 10)
        yield (
            f"loop: `str.format`, {name}",
            few,
            lambda count=count, few=few: [count(render(**row)) for row in rows[:few]],
        )
        text = pl.format(FORMAT.replace("{name}", "{}").replace("{city}", "{}"), "name", "city")
        short = frame.head(few)
        yield (
            f"Polars: format, `map_elements`({name})",
            few,
            lambda count=count, short=short, text=text: short.select(
                text.map_elements(count, return_dtype=pl.UInt32)
            ).to_series(),
        )


_TEXTS = {"GSM text": 0.0, "mixed text, 5 % UCS-2": 0.05}


def print_counting(size: int, rounds: int, clock: Callable[[], float]) -> None:
    """Print rows a second and wrong counts of each way, as the README has them."""
    speeds: dict[str, list[str]] = {}
    wrongs: dict[str, tuple[int, int]] = {}
    for share in _TEXTS.values():
        for name, given, seconds, wrong in measured(size, share, rounds, clock):
            speeds.setdefault(name, []).append(f"{given / seconds:,.0f}")
            before = wrongs.get(name, (0, 0))
            wrongs[name] = before[0] + wrong, before[1] + given
    print(f"\n| | {' | '.join(_TEXTS)} | wrong counts |")
    print("|---|" + "---|" * (len(_TEXTS) + 1))
    for name, figures in speeds.items():
        wrong, given = wrongs[name]
        print(f"| {name} | {' | '.join(figures)} | {f'{wrong:,} of {given:,}' if wrong else 0} |")


def measured(size: int, share: float, rounds: int, clock: Callable[[], float]) -> Iterator[tuple[str, int, float, int]]:
    """Yield of each way its name, how many rows it was given, its seconds in the best round, and its wrong counts."""
    data = columns(size, share)
    right = [count_segments(FORMAT.format(name=name, city=city)) for name, city in zip(*data.values(), strict=True)]
    all_ways = [*ways(data)]
    best = dict.fromkeys((name for name, _, _ in all_ways), float("inf"))
    found: dict[str, Any] = {}
    # All of them in each round, so that what else the machine does meets all alike.
    for _ in range(rounds):
        for name, _, work in all_ways:
            seconds, found[name] = timed(work, clock)
            best[name] = min(best[name], seconds)
    for name, given, _ in all_ways:
        counts = found[name]
        wrong = (
            abs(counts - sum(right))
            if isinstance(counts, int)
            else sum(a != b for a, b in zip(counts, right, strict=False))
        )
        if name.startswith("**") and wrong:
            raise SystemExit(f"{name} counts wrongly: {wrong}")
        yield name, given, best[name], wrong


# --- CSV ---

_CSV_WORK = {
    "**plan.estimate(file)**": "print(PLAN.estimate(path, rates='0.0075').parts)",
    "csv.reader alone": "print(sum(1 for _ in csv.reader(open(path, newline='', encoding='utf-8'))))",
    "Polars: scan_csv, streaming, length of two columns": (
        "print(pl.scan_csv(path).select(pl.col('name').str.len_chars().sum(), pl.col('city').str.len_chars().sum())"
        ".collect(engine='streaming').row(0))"
    ),
}


def print_csv(size: int, folder: Path) -> None:
    """Print what a file takes, each way in a process of its own: seconds of the whole process, and its memory."""
    print("\n| CSV, the whole process | rows | megabytes | seconds | rows a second | peak memory, MB |")
    print("|---|---|---|---|---|---|")
    for rows in (size // 10, size):
        path = folder / f"{rows}.csv"
        data = columns(min(rows, 1_000_000), 0.05)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(data)
            for _ in range(max(1, rows // len(data["name"]))):
                writer.writerows(zip(*data.values(), strict=True))
        for name, work in _CSV_WORK.items():
            code = (
                "import csv, sys\nimport polars as pl\nfrom transcode.campaign import compile\n"
                f"PLAN = compile({MESSAGE!r})\npath = {str(path)!r}\n{work}\n"
                "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
            )
            start = time.perf_counter()
            measured = subprocess.run(
                [sys.executable, "-c", code],
                cwd=Path(__file__).parents[2],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                capture_output=True,
                text=True,
                check=True,
            )
            seconds = time.perf_counter() - start
            peak = int(measured.stdout.split()[-1]) / 1024
            megabytes = path.stat().st_size / 1e6
            print(
                f"| {name} | {rows:,} | {megabytes:,.0f} | {seconds:.1f} | {rows / seconds:,.0f} | {peak:,.0f} |",
                flush=True,
            )


# --- Spark ---


def print_spark(size: int, folder: Path) -> None:
    from pyspark.sql import SparkSession, functions
    from pyspark.sql.types import IntegerType

    os.environ["PYSPARK_PYTHON"] = sys.executable
    data = columns(size, 0.05)
    path = folder / "recipients.parquet"
    pl.DataFrame(data).write_parquet(path)
    right = sum(count_segments(FORMAT.format(name=name, city=city)) for name, city in zip(*data.values(), strict=True))
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "4g")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "100000")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    frame = spark.read.parquet(str(path)).repartition(4).cache()
    frame.count()
    text = functions.format_string(FORMAT.replace("{name}", "%s").replace("{city}", "%s"), "name", "city")

    def total(counted: Any) -> int:
        found = counted.agg(functions.sum("parts")).collect()[0][0]
        return int(found)

    work: dict[str, Callable[[], int]] = {
        "**mapInArrow(count_in_arrow(plan))**": lambda: total(
            frame.mapInArrow(count_in_arrow(PLAN), spark_schema(frame)).select("parts")
        )
    }
    peers = {"count_segments": count_segments, **counters()}
    for name, count in peers.items():
        for kind, arrow in (("udf", False), ("Arrow udf", True)):
            counted = functions.udf(count, IntegerType(), useArrow=arrow)
            work[f"{kind}: format_string, {name}"] = lambda counted=counted: total(
                frame.select(counted(text).alias("parts"))
            )
    print("\n| PySpark, local[2], mixed text, the frame in memory | rows | rows a second | sum of parts off by |")
    print("|---|---|---|---|")
    for name, run in work.items():
        seconds, found = min((timed(run) for _ in range(2)), key=lambda pair: pair[0])
        print(f"| {name} | {size:,} | {size / seconds:,.0f} | {found - right:,} |", flush=True)
        if name.startswith("**") and found != right:
            raise SystemExit("the plan counts wrongly in Spark")
    spark.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="a few rows, a few seconds; the figures mean nothing")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows (default 1000000)")
    parser.add_argument("--csv-rows", type=int, default=10_000_000, help="rows of the larger CSV (default 10000000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the best counts (default 3)")
    parser.add_argument(
        "--cpu",
        action="store_true",
        help="count the processor's time, of all threads, where other work shares it; without files",
    )
    parser.add_argument("--spark", action="store_true", help="PySpark too")
    options = parser.parse_args()
    size, csv_size, rounds = (2_000, 5_000, 1) if options.smoke else (options.rows, options.csv_rows, options.rounds)
    print(f"CPython {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, best of {rounds} rounds")
    if options.cpu:
        print(f"in seconds of the processor's time, of all threads; load {os.getloadavg()[0]:.1f}")
        print_counting(size, rounds, time.process_time)
        return
    with tempfile.TemporaryDirectory() as folder:
        print_counting(size, rounds, time.perf_counter)
        print_csv(csv_size, Path(folder))
        if options.spark:
            print_spark(size, Path(folder))


if __name__ == "__main__":
    main()
