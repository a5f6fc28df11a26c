"""What reads as the same, and what does not."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import texts
from transcode.inbound import words
from transcode.inbound.reading import fold, spaceless, split_words, strip_marker, unaccented, word_key


def test_no_change_of_case_changes_how_a_character_reads() -> None:
    cased = [chr(point) for point in range(sys.maxunicode + 1) if chr(point).upper() != chr(point).lower()]
    assert len(cased) > 2000
    for character in cased:
        for change in (str.upper, str.lower, str.swapcase, str.casefold):
            assert fold(f"a{change(character)}b") == fold(f"a{character}b"), (character, change)


@given(text=texts() | st.text())
def test_folding_is_done_once(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(text.upper()) == folded
    assert fold(text.lower()) == folded
    assert fold(f"  {text}\n") == folded
    assert unicodedata.is_normalized("NFKC", folded)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＹＥＳ", "yes"),
        ("ﬁne", "FINE"),
        ("Straße", "STRASSE"),
        ("ŉ", "ʼN"),
        ("İ", "ı"),
        ("ΟΔΟΣ", "οδος"),
        ("e\u0301", "É"),
        ("a\u200bb\u00ad", "ab"),
        ("a\xa0 b", "A B"),
        ("١٢", "12"),
        ("1️⃣", "1"),
        ("②", "2"),
    ],
)
def test_reads_as_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("a", "b"), ("й", "и"), ("å", "a"), ("ぱ", "ば"), ("C++", "C#"), ("1", "l")]
)
def test_reads_differently(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("don't", "dont"),
        ("don’t", "dont"),
        ("well-known", "well known"),
        ("yes!!!", "yes"),
        ("हिन्दी", "हिन्दी"),
        ("நன்றி.", "நன்றி"),
        ("👍🏽 ok", "👍 🏽 ok"),
        ("c++", "c + +"),
        ("c#", "c #"),
        ("#3", "3"),
        ("-1", "- 1"),
        ("$2", "$ 2"),
        ("2 %", "2 %"),
        ("group 1.5", "group 1 . 5"),
        ("1,2", "1 , 2"),
        ("1'5", "1 ' 5"),
        ("1. order", "1 order"),
        ("✘ ok", "✘ ok"),
        ("京都", "京 都"),
        ("ピザをok", "ピ ザ を ok"),
        ("...", ""),
    ],
)
def test_words(text: str, key: str) -> None:
    assert word_key(fold(text)) == key


def test_words_say_where_they_stand() -> None:
    assert [(word.start, word.end, word.joined) for word in split_words("ab 京x")] == [
        (0, 2, False),
        (3, 4, True),
        (4, 5, False),
    ]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("crème brûlée", "creme brulee"),
        ("søren łódź", "soren lodz"),
        ("ёлка", "елка"),
        ("мой", "мой"),
        ("τώρα", "τωρα"),
        ("נַעַר", "נער"),
        ("हिन्दी", "हिन्दी"),
        ("がば", "がば"),
        ("ข้าว", "ข้าว"),
    ],
)
def test_accents_that_people_leave_out(text: str, bare: str) -> None:
    assert unaccented(text) == bare


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("> yes", "yes"),
        (">yes", "yes"),
        ("* yes", "yes"),
        ("- yes", "yes"),
        ("-5", "-5"),
        ("*bold*", "*bold*"),
        (">", ""),
    ],
)
def test_marks_of_a_line(text: str, bare: str) -> None:
    assert strip_marker(text) == bare


def test_spaces() -> None:
    assert spaceless("10 %") == "10%"


@pytest.mark.parametrize("name", ["NEGATIONS", "DOUBTS", "OPENERS", "FILLERS", "AFFIXES"])
def test_word_lists_are_written_as_replies_are_read(name: str) -> None:
    listed: frozenset[str] = getattr(words, name)
    assert len(listed) > 20
    joined = {word for word in listed if any(part.joined for part in split_words(word))}
    for word in listed - joined:
        assert word_key(fold(word)) == word
    for word in joined:
        assert "".join(part.text for part in split_words(fold(word))) == word


def test_no_filler_is_a_negation() -> None:
    assert not words.FILLERS & words.NEGATIONS
