"""What a text of any length may cost, in calls and in octets looked at, never in seconds; and what caches may keep."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest
import regex

from transcode.gsm import (
    NUMBERING,
    Collector,
    advise,
    codec,
    count_segments,
    decode,
    languages,
    options,
    read_short_message,
    segment,
    segmenter,
    split_messages,
    splitting,
    transliterate,
    transliteration,
    truncate,
)

HOSTILE = {
    "lone surrogates": "\ud800",
    "parted pairs": "\ud83d\ude00",
    "emoji": "😀",
    "families": "👨‍👩‍👧",
    "flags": "🇸",
    "marks": "\u0301",
    "marks in disorder": "\u0301\u0316",
    "joiners": "👨\u200d",
    "letters": "ž",
    "decomposed": "e\u0301",
    "conjuncts": "क्",
    "escapes": "[",
    "line ends": "\r\n",
    "quotes": "“",
    "spaces": " ",
}


def calls(work: Callable[[], object]) -> int:
    """Return how many functions, of Python and of C, are called to do ``work``."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


WORKS: dict[str, Callable[[str], object]] = {
    "count": count_segments,
    "segment": segment,
    "clusters": lambda text: segment(text, keep_graphemes=True),
    "languages": lambda text: segment(text, languages="any"),
    "composed": lambda text: segment(text, normalize="NFC"),
    "transliterated": lambda text: segment(text, transliterate="always", transliteration_tables="all"),
    "forced": lambda text: segment(text, encoding="GSM"),
    "truncated": lambda text: truncate(text, 3),
    "separate": lambda text: split_messages(text, numbering=NUMBERING),
    "advice": lambda text: advise(text, max_parts=2),
}


@pytest.mark.parametrize("work", WORKS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_ten_times_the_text_is_about_ten_times_the_calls(kind: str, work: str) -> None:
    small, large = (HOSTILE[kind] * (size // len(HOSTILE[kind])) for size in (1_000, 10_000))
    WORKS[work](small)  # tables are read, patterns compiled
    few = calls(lambda: WORKS[work](small))
    many = calls(lambda: WORKS[work](large))
    assert many <= 15 * few + 500


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_pattern_of_clusters_looks_at_a_long_row_of_flags_or_twice_at_a_text(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clusters of flags take time that grows with the square of the row that they stand in."""
    rows = []
    found_in_all = 0
    findall = regex.compile(r"\X").findall

    def found(text: str) -> list[str]:
        nonlocal found_in_all
        found_in_all += len(text)
        rows.extend(len(row) for row in regex.compile("[\U0001f1e6-\U0001f1ff]+").findall(text))
        return list(findall(text))

    monkeypatch.setattr("transcode.measure._clusters", lambda: found)
    text = HOSTILE[kind] * (20_000 // len(HOSTILE[kind]))
    segment(text, keep_graphemes=True)
    assert found_in_all <= len(text)
    segment(text, encoding="GSM")
    truncate(text, 2)
    assert max(rows, default=0) <= 200


def test_marks_are_put_in_order_by_a_few_dozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """To order them takes time that grows with the square of their number."""
    longest = 0
    normalize = unicodedata.normalize

    def normalized(form: str, text: str) -> str:
        nonlocal longest
        longest = max(longest, *map(len, regex.findall(r"\p{M}+", text)), 0)
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", normalized)
    text = "a" + "\u0301\u0316" * 50_000
    segment(text, normalize="NFC")
    segment(text, transliterate="always")
    transliterate(text)
    assert longest <= 1_000


def test_caches_keep_nothing_of_what_comes_in() -> None:
    for locking in range(256):
        for single in range(0, 256, 5):
            header = bytes((6, 0x25, 1, locking, 0x24, 1, single))
            assert read_short_message(header + b"a", esm_class=0x40).text
    caches = (
        codec._shown,
        codec._codes,
        languages.writable_characters,
        options._checked,
        segmenter._capacities,
        splitting._slices,
        transliteration._merged,
        transliteration._outside,
    )
    for cache in caches:
        assert cache.cache_info().maxsize is not None
    assert codec._shown.cache_info().currsize <= 14 * 14
    assert decode(b"\x1b\x65") == "€"


def test_a_collector_of_many_costs_a_part_its_share() -> None:
    parts = [
        ("me", read_short_message(bytes((6, 8, 4, number >> 8, number & 255, 2, 1)) + b"a", esm_class=0x40))
        for number in range(4_000)
    ]
    few = calls(lambda: Collector(max_messages=100).add_all(parts[:400]))
    many = calls(lambda: Collector(max_messages=100).add_all(parts))
    assert many <= 15 * few
