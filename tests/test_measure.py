"""Lengths in every unit, and cutting and splitting by them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import texts
from transcode.measure import Limit, Unit, cut, graphemes, measure, split

UNITS = [Unit.CHARACTERS, Unit.UTF16_UNITS, Unit.UTF8_BYTES, Unit.GRAPHEMES]
FAMILY = "👨‍👩‍👧"


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("", (0, 0, 0, 0)),
        ("abc", (3, 3, 3, 3)),
        ("é", (1, 1, 2, 1)),
        ("e\u0301", (2, 2, 3, 1)),
        ("👍", (1, 2, 4, 1)),
        (FAMILY, (5, 8, 18, 1)),
        ("🇸🇪🇸🇪", (4, 8, 16, 2)),
        ("क्षि", (4, 4, 12, 1)),
        ("a\r\nb", (4, 4, 4, 3)),
        ("\ud800", (1, 1, 3, 1)),
    ],
)
def test_measure(text: str, lengths: tuple[int, ...]) -> None:
    assert tuple(measure(text, unit) for unit in UNITS) == lengths


def test_not_every_unit_measures_text() -> None:
    with pytest.raises(ValueError, match="pixels is not a unit of text"):
        measure("a", Unit.PIXELS)


def test_cut_keeps_what_a_reader_takes_for_one_character() -> None:
    assert cut("cafe\u0301s", 4, Unit.CHARACTERS) == "caf"
    assert cut("cafe\u0301s", 5, Unit.CHARACTERS) == "cafe\u0301"
    assert cut(f"ab{FAMILY}", 9, Unit.UTF16_UNITS) == "ab"
    assert cut("hello world", 8, Unit.CHARACTERS, "…") == "hello w…"
    assert cut("hello world", 7, Unit.CHARACTERS, "…") == "hello…"
    assert cut("hello", 5, Unit.CHARACTERS, "…") == "hello"
    assert cut("hello", 2, Unit.UTF8_BYTES, "…") == "he"
    assert cut(FAMILY, 3, Unit.CHARACTERS) == FAMILY[:3]


@given(texts(), st.integers(1, 40), st.sampled_from(UNITS), st.sampled_from(("", "…")))
def test_cut_fits_and_is_a_beginning(text: str, limit: int, unit: Unit, ellipsis: str) -> None:
    short = cut(text, limit, unit, ellipsis)
    assert measure(short, unit) <= limit or limit < 4
    if short != text:
        assert text.startswith(short.removesuffix(ellipsis))


@given(texts(max_size=80), st.integers(4, 40), st.sampled_from(UNITS))
def test_split_joins_and_fits(text: str, limit: int, unit: Unit) -> None:
    pieces = split(text, limit, unit)
    assert "".join(pieces) == text
    assert all(measure(piece, unit) <= limit for piece in pieces)
    assert all(pieces) or text == ""


def test_split_prefers_lines_and_words() -> None:
    assert split("one two three four", 10, Unit.CHARACTERS) == ["one two ", "three four"]
    assert split("one two\nthree four", 12, Unit.CHARACTERS) == ["one two\n", "three four"]
    assert split("x" * 25, 10, Unit.CHARACTERS) == ["x" * 10, "x" * 10, "x" * 5]
    assert split(FAMILY * 3, 16, Unit.UTF16_UNITS) == [FAMILY * 2, FAMILY]


def test_split_keeps_a_url_whole_where_it_fits() -> None:
    url = "https://example.com/t?x=" + "a" * 20
    assert split("日" * 30 + url + " bye", 60, Unit.CHARACTERS) == ["日" * 30, f"{url} bye"]
    assert split("x" * 50 + " " + url, 60, Unit.CHARACTERS) == ["x" * 50 + " ", url]
    # One that fits nowhere has to be cut.
    assert split(url, 20, Unit.CHARACTERS) == [url[:20], url[20:40], url[40:]]


@given(st.lists(st.sampled_from(("日", "ab ", "https://a.example/x", "\n")), max_size=30), st.integers(20, 60))
def test_split_never_cuts_a_url_that_fits(words: list[str], limit: int) -> None:
    text = "".join(words)
    pieces = split(text, limit, Unit.CHARACTERS)
    assert "".join(pieces) == text
    whole = [url for url in re.findall(r"https://\S+", text) if len(url) <= limit]
    kept = [url for piece in pieces for url in re.findall(r"https://\S+", piece)]
    assert all(kept.count(url) >= whole.count(url) for url in whole)


@given(texts())
def test_graphemes_join(text: str) -> None:
    assert "".join(graphemes(text)) == text


def test_limit_at_n_and_one_more() -> None:
    limit = Limit("x", 2, Unit.UTF16_UNITS, "source", "2026-11-22")
    assert limit.exceeded_by("👍") is None
    assert limit.exceeded_by("👍a") == 3
