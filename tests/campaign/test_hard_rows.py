"""Values chosen to break each shortcut, in every kind of place: the engine's answer, alone and in company."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pytest

from tests.campaign.hostile import filled
from transcode import InvalidMessage, transcode
from transcode.campaign import Csv, compile  # noqa: A004 - as re.compile
from transcode.campaign.rows import RowCounter

VALUES = (
    *("Ann", "a b", "x", "1. ", "> ", "a:b", "a/b", "https://a.b/c", "http", "://", "${b}", "${", "{{ 7*7 }}"),
    # What a layout strips or breaks.
    *(
        "",
        " ",
        "\n",
        "x ",
        " x",
        "x\n",
        "\nx",
        "a\nb",
        "a\r\nb",
        "\r",
        "\t",
        "x\t",
        "\xa0x",
        "x\u2028y",
        "\x1c",
        "\x85",
        "\u3000",
    ),
    # One septet, two, none; one unit, two.
    *(
        "é",
        "Ç",
        "Δ",
        "\f",
        "\x1b",
        "`",
        "€",
        "[]",
        "ç",
        "Ł",
        "’",
        "–",
        "…",
        "я",
        "日",
        "😀",
        "e\u0301",
        "\u200b",
        "\x00",
    ),
    # Capitals: of two letters, of another alphabet, of another length.
    *("ß", "ì", "ŉ", "ı", "ÿ", "ﬁ", "ǆ", "straße è"),
    # Pairs about the end of a part, where sums do not tell.
    *("a" * n + "€" + "b" * m for n in (151, 152, 153) for m in (0, 5, 151, 152, 153)),
    *("a" * n + "€" * 80 for n in (0, 1, 2)),
    *("я" * n + "😀" + "я" * m for n in (65, 66, 67) for m in (0, 2, 65, 66, 67)),
    *("я" + "😀" * n for n in (33, 34, 66, 67)),
    *("a" * n for n in (69, 70, 71, 134, 135, 159, 160, 161, 306, 307, 1990, 1999, 2000, 2001)),
    *("я" * n for n in (69, 70, 71, 134, 135, 1000, 2000, 2001)),
)

MESSAGES: dict[str, Any] = {
    "nothing else": {"text_message": {"text": "${a}"}},
    "text": {"text_message": {"text": "Hi ${a}, this is ${b}!"}},
    "twice": {"text_message": {"text": "${a}${b}${a}"}},
    "an extended character": {"text_message": {"text": "[${a}] " + "x" * 148 + "€ ${b}"}},
    "another alphabet": {"text_message": {"text": "Привет ${a} ${b} 😀"}},
    "what can be replaced": {"text_message": {"text": "“Hi” – ${a}, it’s ${b}…" + "x" * 60}},
    "card": {"card_message": {"title": "${a}", "description": "Hello ${b}"}},
    "one line": {"location_message": {"title": "${a} ${b}", "coordinates": {"latitude": 1.0, "longitude": 2.0}}},
    "capitals": {
        "choice_message": {
            "text_message": {"text": "Question for ${a}"},
            "choices": [
                {"text_message": {"text": "Yes ${a}${b}"}},
                {"url_message": {"title": "${b}", "url": "https://example.com/${a}?x"}},
            ],
        }
    },
}
ROWS = [{"a": value, "b": "Bo"} for value in VALUES] + [{"a": "Ann", "b": value} for value in VALUES]


@cache
def _expected(kind: str, part_limit: bool) -> tuple[tuple[int | None, bool], ...]:
    """Parts and whether they are delivered, of each row, from the engine."""
    found: list[tuple[int | None, bool]] = []
    properties = {"SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "2"} if part_limit else None
    for row in ROWS:
        try:
            result = transcode(filled(MESSAGES[kind], row), "SMS", properties=properties)
        except InvalidMessage:
            found.append((None, False))
        else:
            assert result.segments is not None
            found.append((result.segments.segments, result.deliverable))
    return tuple(found)


@pytest.mark.parametrize("part_limit", [False, True])
@pytest.mark.parametrize("kind", MESSAGES)
def test_every_way_has_the_engine_s_answer(kind: str, part_limit: bool) -> None:
    expected = _expected(kind, part_limit)
    counts = [parts for parts, _ in expected]
    failed = [row for row, (_, delivered) in enumerate(expected, 1) if not delivered]
    properties = {"SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "2"} if part_limit else None
    plan = compile(MESSAGES[kind], properties=properties)
    assert not plan.exact_only
    assert plan.count_many(ROWS) == counts
    # Alone, so that no other row of the chunk makes it be looked at closely.
    counter = RowCounter(plan, {"a": "a", "b": "b"})
    assert [counter.count([row])[0] for row in ROWS] == counts
    estimate = plan.estimate(ROWS, worst=4)
    assert sorted(row for one in estimate.failures.values() for row in one.rows) == failed
    assert estimate.parts == sum(parts for parts, delivered in expected if parts and delivered)
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame(ROWS)
    assert plan.count_many(frame) == counts
    assert plan.estimate(frame, worst=4) == estimate
    parts = [plan.estimate(ROWS[start : start + 50], worst=4, first_row=start + 1) for start in range(0, len(ROWS), 50)]
    assert sum(parts) == estimate


def test_the_same_in_a_csv() -> None:
    plan = compile(MESSAGES["capitals"])
    file = "a,b\n" + "".join(f'"{row["a"]}","{row["b"]}"\n' for row in ROWS if '"' not in row["a"])
    assert plan.count_many(Csv(io.BytesIO(file.encode()))) == [parts for parts, _ in _expected("capitals", False)]
