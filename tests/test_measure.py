"""Lengths in every unit, and cutting and splitting by them."""

from __future__ import annotations

import re

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import texts
from transcode import measure as module
from transcode.measure import Limit, Unit, cut, graphemes, is_visible, measure, split

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


def test_a_url_behind_other_words_is_not_cut() -> None:
    text = "See https://example.com/abc now"
    for limit in (*range(5, 27), 5):
        assert cut(text, limit, Unit.CHARACTERS, "…") == "See…"
    assert cut(text, 28, Unit.CHARACTERS, "…") == "See https://example.com/abc…"
    assert cut(text[4:], 13, Unit.CHARACTERS, "…") == "https://exam…"  # nothing else would be left
    # What begins as the end of a scheme hides no URL behind it.
    assert cut(f"://y https://example.com/{'a' * 60}", 20, Unit.CHARACTERS, "…") == "://y…"


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


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from(("", "\u0301", "\u200d", "a", "\r\n"))), max_size=4))
def test_a_long_row_of_flags_is_read_as_one(rows: list[tuple[int, str]]) -> None:
    text = "".join("🇸" * letters + end for letters, end in rows)
    assert graphemes(text) == regex.findall(r"\X", text)
    assert measure(text, Unit.GRAPHEMES) == len(graphemes(text))


@given(texts())
def test_graphemes_join(text: str) -> None:
    assert "".join(graphemes(text)) == text


@given(st.text(st.one_of(st.characters(), st.sampled_from("\u200b\u2060\u3164\ufe0f\u2800\U000e0020 \t")), max_size=8))
def test_what_is_seen_is_what_unicode_does_not_ignore(text: str) -> None:
    assert is_visible(text) is bool(regex.sub(r"[\s\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]", "", text))


def test_limit_at_n_and_one_more() -> None:
    limit = Limit("x", 2, Unit.UTF16_UNITS, "source", "2026-11-22")
    assert limit.exceeded_by("👍") is None
    assert limit.exceeded_by("👍a") == 3


# --- the same as plainly as it can be said, and what it costs ---


def cut_by_reading_it_all(text: str, limit: int, unit: Unit, ellipsis: str = "") -> str:
    """As plainly as it can be said, whatever it costs."""
    if measure(text, unit) <= limit:
        return text
    room = limit - measure(ellipsis, unit)
    if room < 0:
        return cut_by_reading_it_all(text, limit, unit) if limit > 0 else ""
    clusters = graphemes(text)
    kept = _fitting(clusters, room, unit)
    if kept == 0 and clusters:
        return text[: _fitting(list(clusters[0]), room, unit)] + ellipsis
    end = len("".join(clusters[:kept]))
    for url in re.finditer(r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*://\S+", text[: end + 12]):
        if url.start() < end < url.end() and text[: url.start()].strip():
            return text[: url.start()].rstrip() + ellipsis
    return text[:end].rstrip() + ellipsis


def split_by_reading_it_all(text: str, limit: int, unit: Unit) -> list[str]:
    """As plainly as it can be said, whatever it costs."""
    pieces = []
    while measure(text, unit) > limit:
        end = _before_url(text, _end(_whole(text, limit, unit)), limit, unit)
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]


def _end(piece: str) -> int:
    for mark in ("\n", " "):
        end = piece.rfind(mark) + 1
        if end > len(piece) // 2:
            return end
    return len(piece)


_URL = re.compile(r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*://\S+")


def _before_url(text: str, end: int, limit: int, unit: Unit) -> int:
    """Return ``end``, or the beginning of the URL that it would cut in two."""
    for url in _URL.finditer(text):
        if url.end() > end:
            cut_in_two = 0 < url.start() < end and measure(url[0], unit) <= limit
            return url.start() if cut_in_two else end
    return end


def _whole(text: str, limit: int, unit: Unit) -> str:
    """Return the longest beginning of ``text`` that fits, at least one character long."""
    # No unit counts less than one for a cluster, so what lies beyond ``limit`` clusters is never looked at.
    clusters = graphemes(text[: 32 * limit])
    kept = _fitting(clusters, limit, unit)
    if kept:
        return "".join(clusters[:kept])
    return text[: max(1, _fitting(list(clusters[0]), limit, unit))]


def _fitting(pieces: list[str], limit: int, unit: Unit) -> int:
    """Return how many of ``pieces`` fit ``limit`` together."""
    used = 0
    for count, piece in enumerate(pieces):
        used += measure(piece, unit)
        if used > limit:
            return count
    return len(pieces)


MIXED = st.lists(
    st.sampled_from(("日", "ab ", "https://a.example/x", "\n", "e\u0301", FAMILY, "🇸🇪", "\r\n", " \u0301", "x://", "y"))
    | texts(max_size=8),
    max_size=30,
).map("".join)


@settings(max_examples=500)
@given(MIXED, st.integers(4, 60), st.sampled_from(UNITS))
def test_split_is_what_reading_it_all_gives(text: str, limit: int, unit: Unit) -> None:
    assert split(text, limit, unit) == split_by_reading_it_all(text, limit, unit)


@settings(max_examples=500)
@given(MIXED, st.integers(0, 60), st.sampled_from(UNITS), st.sampled_from(("", "…", "… 12")))
def test_cut_is_what_reading_it_all_gives(text: str, limit: int, unit: Unit, ellipsis: str) -> None:
    assert cut(text, limit, unit, ellipsis) == cut_by_reading_it_all(text, limit, unit, ellipsis)


class Read:
    """How many characters are looked at for clusters."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.characters = 0
        monkeypatch.setattr(module, "graphemes", self._graphemes)

    def _graphemes(self, text: str) -> list[str]:
        self.characters += len(text)
        return graphemes(text)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("limit", [4, 160, 4096])
@pytest.mark.parametrize("piece", ["x", "👍", "word ", "https://a.example/x ", "a://", FAMILY, "e" + "\u0301" * 40])
def test_a_text_is_split_at_the_cost_of_its_length(
    monkeypatch: pytest.MonkeyPatch, piece: str, limit: int, unit: Unit
) -> None:
    text = piece * (20_000 // len(piece))
    read = Read(monkeypatch)
    assert "".join(split(text, limit, unit)) == text
    # A window of as many characters as the limit holds a piece of a quarter of them where each is four bytes, and two
    # pieces are half a limit at least.
    assert read.characters <= 16 * len(text)


def test_a_limit_of_one_costs_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    for unit in UNITS:
        read = Read(monkeypatch)
        assert split("x" * 30_000, 1, unit) == ["x"] * 30_000
        assert read.characters <= 60_000


def test_a_megabyte_of_emoji(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "👍" * 250_000
    read = Read(monkeypatch)
    pieces = split(text, 4096, Unit.UTF16_UNITS)
    assert [len(piece) for piece in pieces] == [2048] * 122 + [144]
    assert read.characters <= 3 * len(text)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("letter", ["x", "é", "👍"])
def test_a_cut_reads_what_it_keeps(monkeypatch: pytest.MonkeyPatch, letter: str, unit: Unit) -> None:
    read = Read(monkeypatch)
    assert cut(letter * 90_000, 20, unit, "…") == cut_by_reading_it_all(letter * 90, 20, unit, "…")
    assert read.characters <= 200
