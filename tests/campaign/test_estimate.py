"""Estimates: figures, rates, failures, the report, and that they add up."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcode import InvalidOption
from transcode.campaign import Estimate, Rates, RowNumbers, Tally, compile  # noqa: A004 - as re.compile
from transcode.campaign.example import MESSAGE, recipients
from transcode.campaign.report import amount, html_report
from transcode.gsm import count_segments, segment

PLAN = compile({"text_message": {"text": "Hi ${name}, your order has arrived in ${city}" + "." * 110}})
ROWS = [
    {"to": "+46701740605", "name": "Ann", "city": "Lund"},
    {"to": "+447700900123", "name": "Łucja", "city": "Łódź"},
    {"to": "+12025550123", "name": "O’Brien", "city": "Cork"},
    {"to": "+12425550123", "name": "Ann", "city": "Nassau"},
    {"to": "none", "name": "Ann", "city": "Lund"},
    {"to": "+46701740606", "city": "Lund"},
]


def test_figures() -> None:
    estimate = PLAN.estimate(ROWS, rates="0.01", worst=2)
    texts = [PLAN.render(row) for row in ROWS[:4]]
    assert (estimate.recipients, estimate.sent, estimate.failed) == (6, 4, 2)
    assert estimate.parts == sum(map(count_segments, texts))
    assert estimate.cost == Decimal("0.01") * estimate.parts
    assert estimate.unicode_recipients == 2
    assert dict(estimate.unicode_columns) == {"name": 2, "city": 1}
    assert {(cause.name, cause.character): cause.recipients for cause in estimate.unicode_causes} == {
        ("name", "Ł"): 1,
        ("city", "Ł"): 1,
        ("city", "ó"): 1,
        ("city", "ź"): 1,
        ("name", "’"): 1,
    }
    assert estimate.transliterated == 1
    assert estimate.parts_saved == 3 - count_segments(texts[2], transliterate="auto")
    assert [(one.row, one.parts, one.units) for one in estimate.worst] == [
        (2, 3, segment(texts[1]).units),
        (3, 3, segment(texts[2]).units),
    ]
    assert "name has Ł U+0141; city has Ł U+0141, ó U+00F3, ź U+017A" in estimate.worst[0].why
    assert {code: (one.count, str(one.rows)) for code, one in estimate.failures.items()} == {
        "unusable_number": (1, "5"),
        "missing_parameter": (1, "6"),
    }


def test_rates_by_destination() -> None:
    estimate = PLAN.estimate(ROWS[:4], rates={"+46": "0.05", "+1": "0.01", "+1242": "0.2"})
    costs = {key: (one.recipients, one.parts, one.cost) for key, one in estimate.destinations.items()}
    assert costs == {
        "+46": (1, 1, Decimal("0.05")),
        "+1": (1, 3, Decimal("0.03")),
        "+1242": (1, 1, Decimal("0.2")),
        "?": (1, 3, None),
    }
    assert (estimate.cost, estimate.unpriced) == (Decimal("0.28"), 3)


def test_the_rows_that_cost_most_are_so_by_the_rate_of_where_they_go() -> None:
    pl = pytest.importorskip("polars")
    rates = {"+46": "0.05", "+1242": "0.2", "*": 0}
    estimate = PLAN.estimate(ROWS, rates=rates, worst=3)
    assert [(one.row, one.parts, str(one.cost)) for one in estimate.worst] == [
        (4, 1, "0.2"),
        (1, 1, "0.05"),
        (2, 3, "0"),
    ]
    assert PLAN.estimate(pl.DataFrame(ROWS), rates=rates, worst=3) == estimate
    second = PLAN.estimate(ROWS[2:], rates=rates, worst=3, first_row=3)
    assert second + PLAN.estimate(ROWS[:2], rates=rates, worst=3) == estimate
    assert "<h2>Rows that cost most</h2>" in html_report(estimate)
    assert "<h2>Rows that take most parts</h2>" in html_report(PLAN.estimate(ROWS, rates="0.1"))


def test_rates_by_region() -> None:
    pytest.importorskip("phonenumbers")
    estimate = PLAN.estimate([*ROWS[:4], {**ROWS[0], "to": "+461"}], rates={"SE": 1, "US": 2, "BS": 3, "*": 4})
    assert {key: one.recipients for key, one in estimate.destinations.items()} == {"SE": 1, "US": 1, "BS": 1, "*": 1}
    assert list(estimate.failures["unusable_number"].rows) == [5]
    assert "too many or too few digits" in estimate.failures["unusable_number"].examples[0][1]


def test_a_region_goes_before_a_prefix() -> None:
    pytest.importorskip("phonenumbers")
    rates = Rates.of({"US": 1, "+1": 2, "+1202": 3})
    assert rates.destination("12025550123") == "US"
    assert rates.destination("+14165550123") == "+1"
    assert Rates.of({"+1": 2, "*": 1}).destination("+4670") == "*"
    assert Rates.of({"+1": 2}).destination("+4670") is None


def test_tenths_are_tenths() -> None:
    estimate = PLAN.estimate(ROWS[:1] * 30, rates=0.1)
    assert str(estimate.cost) == "3.0"
    assert amount(Decimal("1234567.500")) == "1,234,567.5"
    assert amount(Decimal("100")) == "100"


@pytest.mark.parametrize(
    "rates",
    [
        "x",
        -1,
        True,
        float("nan"),
        float("inf"),
        "1e-20",
        "1e10",
        pytest.param(10**5000, id="many digits"),
        "9" * 10_000,
        {},
        {"46": 1},
        {"se": 1},
        {"+": 1},
        {1: 1},
        {"SE": "x"},
        [1],
    ],
)
def test_rates_that_cannot_be(rates: Any) -> None:
    with pytest.raises(InvalidOption, match="rates") as raised:
        PLAN.estimate(ROWS, rates=rates)
    assert len(str(raised.value)) < 300


def test_rows_without_a_number_stop_nothing_once_some_have_one() -> None:
    rows = [{**ROWS[0]}, *([{"name": "Ann", "city": "Lund"}] * 20_000)]
    destinations = PLAN.estimate(rows, rates={"+46": "0.05", "*": 1}).destinations
    assert {key: one.recipients for key, one in destinations.items()} == {"*": 20_000, "+46": 1}


def test_prices_by_destination_need_numbers() -> None:
    with pytest.raises(InvalidOption, match="name the column"):
        PLAN.estimate([{"name": "x", "city": "y"}], rates={"+46": 1})


@pytest.mark.parametrize("options", [{"worst": -1}, {"worst": "x"}, {"first_row": True}, {"first_row": -1}])
def test_options_that_cannot_be(options: Any) -> None:
    with pytest.raises(InvalidOption):
        PLAN.estimate(ROWS, **options)


def test_what_does_not_add_up() -> None:
    mms = compile({"text_message": {"text": "x"}}, "mms").estimate([{}])
    with pytest.raises(InvalidOption, match="SMS and MMS"):
        PLAN.estimate(ROWS) + mms
    with pytest.raises(InvalidOption, match="different rates"):
        PLAN.estimate(ROWS, rates=1) + PLAN.estimate(ROWS, rates=2)
    with pytest.raises(TypeError):
        PLAN.estimate(ROWS) + 1  # type: ignore[operator]
    for text in ("", "{}", "[]", '{"channel": 1}', b"\xff"):
        with pytest.raises(InvalidOption, match="not the JSON of an estimate"):
            Estimate.from_json(text)


_three = st.lists(
    st.tuples(st.lists(st.sampled_from((*ROWS, {})), max_size=5), st.integers(0, 3)), min_size=3, max_size=3
)


@given(_three)
@settings(max_examples=50, deadline=None)
def test_in_whatever_order_estimates_are_added(three: list[tuple[list[Any], int]]) -> None:
    """Their row numbers may be the same, and how many rows they keep may differ."""
    one, two, other = (
        PLAN.estimate(rows, to="to", worst=worst, rates={"+46": "0.05", "*": 1}) for rows, worst in three
    )
    assert one + two == two + one
    assert (one + two) + other == one + (two + other)
    assert ((one + two) + other).to_json() == (other + (two + one)).to_json()


@given(st.lists(st.integers(1, 60), unique=True), st.lists(st.integers(1, 60), unique=True))
def test_row_numbers(one: list[int], other: list[int]) -> None:
    numbers = RowNumbers.of(one)
    assert list(numbers) == sorted(one)
    assert len(numbers) == len(one)
    assert all((row in numbers) is (row in one) for row in range(62))
    assert list(numbers + RowNumbers.of(other)) == sorted({*one, *other})
    spans = [end - start for (_, start), (end, _) in zip(numbers.ranges, numbers.ranges[1:], strict=False)]
    assert all(gap > 1 for gap in spans)


def test_failures_by_the_million_take_no_room() -> None:
    tally = Tally(PLAN)
    tally.add({"city": "x"} for _ in range(200_000))
    failed = tally.estimate().failures["missing_parameter"]
    assert failed.rows.ranges == ((1, 200_000),)
    assert len(failed.examples) == 5
    assert sum(map(len, tally._failures.values())) < 65_536


def test_interrupted() -> None:
    def rows() -> Any:
        for number in range(20_000):
            if number == 10_000:
                raise KeyboardInterrupt
            yield ROWS[0]

    tally = Tally(PLAN)
    with pytest.raises(KeyboardInterrupt):
        tally.add(rows())
    assert tally.estimate() == PLAN.estimate(ROWS[:1] * 8192)


def test_interrupted_in_the_middle_of_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [*ROWS * 2000]
    expected = PLAN.estimate(rows[:8192])
    tally = Tally(PLAN)
    looked = 0
    explain = Tally.explain

    def interrupted(self: Tally, *arguments: Any) -> None:
        nonlocal looked
        looked += 1
        if looked > 3000:
            raise KeyboardInterrupt
        explain(self, *arguments)

    monkeypatch.setattr(Tally, "explain", interrupted)
    with pytest.raises(KeyboardInterrupt):
        tally.add(rows)
    monkeypatch.undo()
    assert 2 * (8192 // 6) < 3000 < 4 * (8192 // 6)
    assert tally.estimate() == expected
    tally.add(rows[8192:])
    assert tally.estimate() == PLAN.estimate(rows)


def test_the_example_is_the_same_in_every_run() -> None:
    rows = list(recipients())
    assert rows == list(recipients())
    assert len(rows) == 10_000
    plan = compile(MESSAGE)
    estimate = plan.estimate(rows, rates="0.0075")
    assert estimate.to_json() == plan.estimate(rows, rates="0.0075").to_json()
    assert set(estimate.failures) == {"missing_parameter", "unusable_number"}
    assert estimate.sent > 9_900
    assert 0.2 < estimate.unicode_recipients / estimate.sent < 0.5
    phonenumbers = pytest.importorskip("phonenumbers")
    assert all(phonenumbers.is_possible_number(phonenumbers.parse(row["to"])) for row in rows if row["to"] != "unknown")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


HOSTILE = "</td><script>alert(1)</script>\x1b[31m\u202e{{ 7*7 }}&amp;"


def test_the_page_needs_nothing_from_elsewhere_and_obeys_nobody() -> None:
    plan = compile({"text_message": {"text": "Hi ${<script>} Ł"}})
    rows: list[Any] = [{"<script>": HOSTILE}, {"<script>": 1.5}, {}, {"<script>": "я" * 80}]
    page = html_report(plan.estimate(rows, rates={"*": "0.01"}), title=HOSTILE, note=HOSTILE)
    parser = _Page()
    parser.feed(page)
    assert parser.open == []
    assert not {"script", "link", "img", "iframe", "object", "form", "a"} & set(parser.tags)
    assert not any(name.startswith("on") or name in {"src", "href"} for name, _ in parser.attributes)
    assert "default-src 'none'" in page
    assert not re.search("https?://", page)
    assert "49" not in page
    assert "<rect" in page


def test_the_page_of_nothing_at_all() -> None:
    for estimate in (
        PLAN.estimate([]),
        PLAN.estimate([{}]),
        compile({"text_message": {"text": "x"}}, "line").estimate([{}]),
    ):
        parser = _Page()
        parser.feed(html_report(estimate))
        assert parser.open == []


def test_json_has_no_more_of_a_recipient_than_row_numbers_and_characters() -> None:
    text = PLAN.estimate([{"to": "+46701740605", "name": "Geheimrätin Łucja", "city": "Ystad"}] * 3, rates=1).to_json()
    assert json.loads(text)["recipients"] == 3
    for secret in ("46701740605", "Geheim", "ucja", "Ystad"):
        assert secret not in text
