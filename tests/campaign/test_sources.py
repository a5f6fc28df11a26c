"""Whatever the rows come in, the answer is that of plain Python."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.campaign import hostile
from tests.campaign.hostile import plain_values
from tests.campaign.test_laws import _segmentation, plan_of
from transcode.campaign import Csv, InvalidSource, Plan, compile, polars_expression, register  # noqa: A004 - as re.compile
from transcode.campaign.engines import count_table

pl = pytest.importorskip("polars")

NAMES = ("name", "city", "id", "other", "to")
_numbers = st.sampled_from(("+46701234567", "12025550123", "x", "", "\u0664\u0665\u0666", "+1")) | st.none()
_rows = st.fixed_dictionaries({name: st.none() | plain_values for name in NAMES[:-1]} | {"to": _numbers})
tables = st.lists(_rows, max_size=8)
# A text made up by chance may ask for a column that no table here has, which is an error of its own.
messages = hostile.messages.filter(lambda message: {*plan_of(message, {}).names} <= {*NAMES})


def frame_of(rows: list[dict[str, Any]]) -> Any:
    return pl.DataFrame(rows, schema=dict.fromkeys(NAMES, pl.String))


@given(messages, tables, st.none() | st.integers(1, 30), st.none() | st.just({"SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "2"}))
@settings(deadline=None)
def test_polars(message: Any, rows: list[dict[str, Any]], link_length: int | None, properties: Any) -> None:
    plan = plan_of(message, {}, link_length=link_length, properties=properties)
    frame = frame_of(rows)
    counts = [plan.check(row).parts for row in rows]
    assert plan.count_many(rows) == plan.count_many(frame) == plan.count_many(frame.lazy()) == counts
    if plan.names:
        assert frame.select(polars_expression(plan)).to_series().to_list() == counts
    for rates in (None, "0.01", {"+46": "0.05", "*": "0.1"}, {"+1": 2}):
        assert plan.estimate(frame, rates=rates, worst=3, to="to") == plan.estimate(rows, rates=rates, worst=3, to="to")


@given(messages, tables, _segmentation)
@settings(deadline=None, max_examples=50)
def test_polars_with_options_of_segmentation(message: Any, rows: list[dict[str, Any]], segmentation: Any) -> None:
    plan = plan_of(message, {}, **segmentation)
    frame = frame_of(rows)
    assert plan.count_many(frame) == plan.count_many(rows)
    assert plan.estimate(frame, worst=3, to="to") == plan.estimate(rows, worst=3, to="to")


@given(messages, tables)
@settings(deadline=None, max_examples=25)
def test_arrow_pandas_and_duckdb(message: Any, rows: list[dict[str, Any]]) -> None:
    pa = pytest.importorskip("pyarrow")
    duckdb = pytest.importorskip("duckdb")
    pd = pytest.importorskip("pandas")
    plan = plan_of(message, {})
    counts = plan.count_many(rows)
    table = frame_of(rows).to_arrow().cast(pa.schema([(name, pa.string()) for name in NAMES]))
    assert plan.count_many(table) == counts
    assert plan.count_many(table.to_reader()) == counts
    assert [count for batch in table.to_batches() for count in plan.count_many(batch)] == counts
    assert count_table(plan, table) == counts
    assert plan.count_many(pd.DataFrame(rows, columns=list(NAMES), dtype=object)) == counts
    with duckdb.connect() as connection:
        connection.register("recipients", table)
        assert plan.count_many(connection.sql("select * from recipients")) == counts
        assert plan.estimate(connection.sql("select * from recipients"), to="to") == plan.estimate(rows, to="to")
        if plan.names:
            call = register(plan, connection)
            found = connection.sql(f"select {call} from recipients").fetchall()  # noqa: S608 - the call is ours
            assert [count for (count,) in found] == counts


_cells = plain_values | st.sampled_from(
    ("", "a,b", 'say "x"', "line\nbreak", "\r", "a\r\nb", ' "x', '"', "\x00", "a;b", "\x1e", "é" * 3)
)


def _file(header: list[str], rows: list[list[str]], end: str, quoting: int) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator=end, quoting=quoting, escapechar=None)  # type: ignore[arg-type]
    writer.writerow(header)
    writer.writerows(rows)
    return written.getvalue().encode()


@given(
    messages,
    st.lists(st.lists(_cells, min_size=5, max_size=5), max_size=6),
    # The writer quotes no other line end than its own.
    st.sampled_from((("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL), ("\r", csv.QUOTE_ALL))),
    st.booleans(),
)
@settings(deadline=None)
def test_csv(message: Any, rows: list[list[str]], style: tuple[str, int], marked: bool) -> None:
    plan = plan_of(message, {})
    file = (b"\xef\xbb\xbf" if marked else b"") + _file(list(NAMES), rows, *style)
    mappings = [dict(zip(NAMES, row, strict=True)) for row in rows]
    assert plan.count_many(Csv(io.BytesIO(file), delimiter=",")) == plan.count_many(mappings)
    assert plan.estimate(Csv(io.BytesIO(file), delimiter=","), to="to") == plan.estimate(mappings, to="to")


_bytes = st.lists(
    st.sampled_from(
        (
            b"a",
            b"Bo",
            "å".encode(),
            "😀".encode(),
            b",",
            b",",
            b",",
            b"\n",
            b"\n",
            b"\r\n",
            b"\r",
            b'"',
            b'""',
            b" ",
            b"\xff",
            b"\xc3",
            b"\x00",
            b";",
            b"\t",
            b"x,y\n",
            b"1,2\n",
            b"#",
            b"\\",
            b"'",
        )
    ),
    max_size=40,
).map(b"".join)


@given(_bytes, st.integers(1, 40), st.sampled_from(("a,b", "c,a,b", "a,c,b")))
@example(b"1,2,3\n1,2\n1,2,3,4\n1,2,3", 40, "a,c,b")
@example(b"1,2,3\r4\r\n1,2,3\r", 40, "a,c,b")
@settings(deadline=None, max_examples=100)
def test_any_bytes_are_read_alike_with_and_without_polars(tail: bytes, piece: int, header: str) -> None:
    plan = compile({"text_message": {"text": "${a}${b}"}})
    file = f"{header}\n".encode() + tail
    names = header.split(",")
    with pytest.MonkeyPatch.context() as patch:
        whole = _counts(plan, file)
        # However few bytes are read at a time.
        patch.setattr("transcode.campaign.pieces._PIECE", piece)
        assert _counts(plan, file) == whole
        patch.setattr("transcode.campaign.csv_source.read_by_polars", lambda *_: None)
        assert _counts(plan, file) == whole
    if not any(byte in tail for byte in (b'"', b"\xff", b"\xc3", b"\x00")):
        expected = [
            plan.check(dict(zip(names, row, strict=True))).parts if len(row) == len(names) else None
            for row in csv.reader(io.StringIO(tail.decode(), newline=""))
            if row
        ]
        assert whole[0] == expected


def _counts(plan: Plan, file: bytes) -> tuple[list[int | None], str]:
    source = Csv(io.BytesIO(file), delimiter=",")
    return plan.count_many(source), plan.estimate(Csv(io.BytesIO(file), delimiter=",")).to_json()


PLAN = compile({"text_message": {"text": "Hi ${name}, from ${city}"}})


@pytest.mark.parametrize(
    ("file", "what"),
    [
        (b"", "has no header"),
        (b"\n\n", "has no header"),
        (b"name\nAnn\n", "no column 'city'; there are 'name'"),
        (b"name,city,name\n", "the column 'name' is there 2 times"),
        (b'name,"city\nAnn,Lund\n', "a quote in its header that is never closed"),
        ("name,city\n".encode("utf-16-le"), "is it UTF-16"),
    ],
)
def test_a_csv_that_cannot_be_used(file: bytes, what: str) -> None:
    with pytest.raises(InvalidSource, match=what):
        PLAN.count_many(Csv(io.BytesIO(file)))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1", "cp1252", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = f"city{delimiter}name\r\nMalmö{delimiter}Ann\r\nYstad{delimiter}Bo\r\n"
    path = tmp_path / "recipients.csv"
    path.write_bytes(text.encode(encoding))
    given_encoding = "utf-8" if encoding in ("utf-16", "utf-8-sig") else encoding
    plan = compile({"text_message": {"text": "${city}" + "x" * 155}})
    assert plan.count_many(Csv(path, encoding=given_encoding)) == [1, 1]
    assert PLAN.estimate(Csv(path, encoding=given_encoding)).failures == {}


def test_bytes_of_another_encoding_fail_their_row_only() -> None:
    file = b"name,city\nAnn,Lund\nBj\xf6rn,Lund\nBo,Lund\n"
    estimate = PLAN.estimate(Csv(io.BytesIO(file)))
    assert list(estimate.failures["not_unicode"].rows) == [2]
    assert estimate.sent == 2


def test_rows_of_another_length_are_listed() -> None:
    file = b"name,city\nAnn,Lund\nBo\nCarl, Jr,Lund\n\nDan,Lund\n"
    estimate = PLAN.estimate(Csv(io.BytesIO(file)))
    assert list(estimate.failures["wrong_number_of_fields"].rows) == [2, 3]
    assert estimate.recipients == 4


def test_lines_whose_fields_make_up_for_each_other() -> None:
    file = b"name,more,city\n" + b"Ann,x,Lund\n" * 10_000 + b"Bo,Lund\nCarl, Jr,x,Lund\n" + b"Ann,x,Lund\n" * 10_000
    estimate = PLAN.estimate(Csv(io.BytesIO(file)))
    assert list(estimate.failures["wrong_number_of_fields"].rows) == [10_001, 10_002]
    assert (estimate.sent, estimate.recipients) == (20_000, 20_002)


def test_a_quote_that_is_never_closed_takes_no_other_row_with_it() -> None:
    file = b'name,city\nAnn,Lund\n"Bo,Lund\n' + b"Dan,Lund\n" * 30_000
    estimate = PLAN.estimate(Csv(io.BytesIO(file)))
    assert list(estimate.failures["wrong_number_of_fields"].rows) == [2]
    assert estimate.recipients == 30_002
    estimate = PLAN.estimate(Csv(io.BytesIO(file[:46])))
    assert list(estimate.failures["wrong_number_of_fields"].rows) == [2]
    assert estimate.recipients == 4


def test_files(tmp_path: Path) -> None:
    rows = [{"name": name, "city": "Malmö"} for name in ("Ann", "Łukasz", "a" * 200)]
    frame = pl.DataFrame(rows)
    frame.write_parquet(tmp_path / "r.parquet")
    frame.write_ipc(tmp_path / "r.arrow")
    (tmp_path / "r.csv").write_text(
        "name,city\n" + "".join(f"{r['name']},{r['city']}\n" for r in rows), encoding="utf-8"
    )
    (tmp_path / "r.csv.gz").write_bytes(gzip.compress((tmp_path / "r.csv").read_bytes()))
    (tmp_path / "r.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for name in ("r.parquet", "r.arrow", "r.csv", "r.csv.gz", "r.jsonl"):
        assert PLAN.count_many(tmp_path / name) == PLAN.count_many(rows)
        assert PLAN.count_many(str(tmp_path / name)) == PLAN.count_many(rows)


def test_what_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_bytes(b"PK")
    (tmp_path / "r.parquet").write_bytes(b"PAR1")
    (tmp_path / "r.arrow").write_bytes(b"ARROW1")
    packed = bytearray(gzip.compress(b"name,city\n" + bytes(range(256)) * 40))
    packed[20] ^= 0xFF
    (tmp_path / "r.csv.gz").write_bytes(packed)
    (tmp_path / "r.jsonl.gz").write_bytes(packed)
    odd = (io.StringIO("name,city\n"), Csv(io.StringIO("name,city\n")), Csv(io.BytesIO(), encoding="hex"))  # type: ignore[arg-type]
    files = [tmp_path / name for name in ("absent.csv", "r.xlsx", "r.parquet", "r.arrow", "r.csv.gz", "r.jsonl.gz")]
    for source in (*files, *odd, Csv(io.BytesIO(), 7), tmp_path, {"name": "x"}, b"name", 7, None):  # type: ignore[arg-type]
        with pytest.raises(InvalidSource):
            PLAN.count_many(source)


def test_a_table_without_the_column() -> None:
    for source in (pl.DataFrame({"name": ["x"]}), pl.LazyFrame({"name": ["x"]}), pl.DataFrame({"name": []})):
        with pytest.raises(InvalidSource, match="no column 'city'"):
            PLAN.count_many(source)
    with pytest.raises(InvalidSource, match="no column 'phone'"):
        PLAN.estimate(pl.DataFrame({"name": ["x"], "city": ["y"]}), to="phone")
    with pytest.raises(InvalidSource, match="is Float64: make it text"):
        PLAN.count_many(pl.DataFrame({"name": [1.5], "city": ["y"]}))


def test_columns_of_several_kinds_fail_row_by_row() -> None:
    pd = pytest.importorskip("pandas")
    names = ["Ann", 7, None, float("nan"), 1.5, b"x", True, "\ud800", pd.NA]
    frame = pd.DataFrame({"name": pd.Series(names, dtype=object), "city": "Lund", "more": [object()] * len(names)})
    assert PLAN.count_many(frame) == [1, 1] + [None] * 7
    estimate = PLAN.estimate(frame)
    assert estimate == PLAN.estimate(frame.to_dict("records"))
    assert {code: list(one.rows) for code, one in estimate.failures.items()} == {
        "missing_parameter": [3, 4, 9],
        "not_text": [5, 6, 7],
        "not_unicode": [8],
    }
    with pytest.raises(InvalidSource, match="'name' is there 2 times"):
        PLAN.count_many(pd.DataFrame([["a", "b", "c"]], columns=["name", "city", "name"]))
    with pytest.raises(InvalidSource, match="no column 'city'"):
        PLAN.count_many(frame[["name"]])
    assert compile({"text_message": {"text": "Hello"}}).count_many(frame) == [1] * len(names)


def test_lines_of_json_fail_by_themselves(tmp_path: Path) -> None:
    lines = [
        *('{"name": "Ann", "city": "Lund"}', '{"name": 7, "city": "Lund"}', "", '{"name": 1, "name": 2}', "3"),
        *('{"name": 1.5, "city": "Lund"}', '{"city": "Lund"}', '{"name": "Bo", "city": "Lund", "to": 46701234567}'),
    ]
    (tmp_path / "r.jsonl").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b'\n{"name": "\xff"}')
    assert PLAN.count_many(tmp_path / "r.jsonl") == [1, 1, None, None, None, None, 1, None]
    estimate = PLAN.estimate(tmp_path / "r.jsonl")
    assert {code: list(one.rows) for code, one in estimate.failures.items()} == {
        "missing_parameter": [6],
        "not_a_row": [3, 4, 8],
        "not_text": [5],
    }
    assert estimate.failures["not_a_row"].examples[0][1].startswith("the line has the field 'name' twice")
    assert PLAN.estimate(tmp_path / "r.jsonl", to="to", rates={"+46": 1}).sent == 1


def test_an_error_of_the_engine_s_is_one_about_the_source() -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as connection, pytest.raises(InvalidSource, match="Could not convert"):
        PLAN.count_many(connection.sql("select 'a' as name, cast('x' || i as int)::varchar as city from range(3) t(i)"))


def test_whole_numbers_of_databases() -> None:
    whole = pl.Series([7, 10**15]).cast(pl.Decimal(38, 0))
    assert PLAN.count_many(pl.DataFrame({"name": whole, "city": "x"})) == [1, 1]
    with pytest.raises(InvalidSource, match="is Decimal"):
        PLAN.count_many(pl.DataFrame({"name": whole.cast(pl.Decimal(38, 2)), "city": "x"}))


def test_whole_numbers_are_their_digits() -> None:
    rows = [{"name": 10**15 - 1, "city": -1}, {"name": 7, "city": None}]
    texts = [{"name": str(10**15 - 1), "city": "-1"}, {"name": "7", "city": None}]
    assert PLAN.count_many(pl.DataFrame(rows)) == PLAN.count_many(rows) == PLAN.count_many(texts)


@pytest.mark.parametrize("name", ["code", "\x00code", "\x00index", 'a"b', "parts", "len", " ", "😀"])
def test_names_of_any_kind(name: str) -> None:
    plan = compile({"text_message": {"text": f"Hi ${{{name}}}" + "x" * 150}})
    rows = [{name: value, "to": "+46701740605"} for value in ("a", "я", "€" * 9, None)]
    frame = pl.DataFrame(rows)
    assert plan.count_many(frame) == plan.count_many(rows) == [1, 3, 2, None]
    assert frame.select(polars_expression(plan)).to_series().to_list() == [1, 3, 2, None]
    for rates in (None, {"+46": 1}):
        assert plan.estimate(frame, rates=rates) == plan.estimate(rows, rates=rates)


def test_every_batch_is_counted_and_reported() -> None:
    rows = [{"name": "x", "city": "y"}] * 20_000
    seen: list[tuple[int, float | None]] = []
    PLAN.estimate(rows, progress=lambda *state: seen.append(state))
    assert [count for count, _ in seen] == [8192, 16384, 20000]
    assert seen[-1][1] == 1.0
