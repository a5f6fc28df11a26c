from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gsm import reference
from transcode.gsm import LANGUAGES, Encoding, SegmentationError, Tables, capacity, count_segments, encode, segment
from transcode.gsm.languages import parse_languages


@pytest.mark.parametrize(
    ("given_as", "identifiers"),
    [
        ("any", tuple(range(1, 14))),
        (["any"], tuple(range(1, 14))),
        ((), ()),
        ("tr", (1,)),
        (1, (1,)),
        (["Portuguese", "ES", 1], (1, 2, 3)),
        (["pt-BR", "pt_PT", "por"], (3,)),
        (("odia", "bangla", "assamese"), (4, 9)),
        (["13", "urdu"], (13,)),
        ("tr,es", (1, 2)),
        ("tr, pt-BR ,13", (1, 3, 13)),
        (["hi,tr", "es"], (1, 2, 6)),
        ("tr,any", tuple(range(1, 14))),
        ("ne", (6,)),
        ("mr", (6,)),
        (["Nepali", "Marathi", "hi"], (6,)),
    ],
)
def test_languages_are_known_by_many_names(given_as: str | int | list[str], identifiers: tuple[int, ...]) -> None:
    assert parse_languages(given_as) == identifiers


@pytest.mark.parametrize("unknown", ["sv", 0, 14, "", ["tr", "klingon"]])
def test_a_language_without_tables_is_refused(unknown: str | int | list[str]) -> None:
    with pytest.raises(SegmentationError, match=r"no national shift tables.*Turkish"):
        segment("a", languages=unknown)


def test_names_of_languages_do_not_collide() -> None:
    names = [name for language in LANGUAGES for name in (language.name.lower(), *language.codes)]
    assert len(names) == len(set(names))


TURKISH = "Şişli'de ağaç, ığdır ve çiçek İstanbul'da "


def test_shift_tables_are_never_used_unasked() -> None:
    assert segment(TURKISH).encoding is Encoding.UNICODE
    assert segment(TURKISH).tables == Tables(0, 0)


def test_turkish_takes_the_pair_with_most_room() -> None:
    few, many = "bir ş", TURKISH
    assert segment(few, languages="tr").tables == Tables(locking=1)  # 155 - 5 beats 155 - 6
    assert segment(many, languages="tr").tables == Tables(locking=1)
    both = segment("ø" + few, languages="tr")  # the locking table has no ø
    assert both.tables == Tables(single=1)
    assert both.units == 7


def test_the_default_tables_win_a_tie_and_plain_text() -> None:
    assert segment("hello", languages="any").tables == Tables()
    assert segment("", languages="any").tables == Tables()
    assert segment("hello", languages="any") == segment("hello", languages="any")


def test_an_indic_text_with_capitals_needs_both_tables() -> None:
    message = segment("आपका OTP 1234 है", languages="hi")
    assert message.encoding is Encoding.GSM
    assert message.tables == Tables(6, 6)
    assert message.capacity == 152
    assert message.units == len("आपका OTP 1234 है") + 3


def test_the_euro_takes_one_septet_in_turkish_and_saves_parts() -> None:
    assert segment("€" * 153).segments == 3
    assert segment("€" * 153, languages="tr").segments == 1
    assert segment("€" * 153, languages="tr").tables == Tables(locking=1)


def test_national_characters_that_no_pair_has_together_make_ucs2() -> None:
    message = segment("ş अ আ a", languages=["tr", "hi", "bn"])  # the last two are in different locking tables only
    assert message.encoding is Encoding.UNICODE
    assert [c for c, _ in message.unicode_characters] == ["ş", "अ", "আ"]
    assert [c for c, _ in segment("ş अ আ a", languages=["tr", "hi"]).unicode_characters] == ["আ"]


def test_without_need_no_single_shift_table_is_announced() -> None:
    assert segment("नमस्ते", languages="any").tables == Tables(locking=6)


def possible(text: str, identifiers: tuple[int, ...], bits: int) -> Iterator[tuple[int, int]]:
    """Yield parts and room left, negated, for each pair of tables that can write a text; found by trying."""
    for locking, single in product((0, *identifiers), repeat=2):
        tables = Tables(locking, single)
        if locking == 2:
            continue
        try:
            pieces = [(c, len(encode(c, tables))) for c in text]
        except SegmentationError:
            continue
        alone = capacity(Encoding.GSM, concatenated=False, reference_bits=bits, tables=tables)
        size = capacity(Encoding.GSM, concatenated=True, reference_bits=bits, tables=tables)
        parts = reference.greedy(pieces, alone, size)
        room = (alone if len(parts) == 1 else size) - len(encode(parts[-1], tables))
        yield len(parts), -room


@settings(max_examples=60, deadline=None)
@given(
    reference.texts("aB @€[|çşğıİÁáõãÔ∞नआ्०।ಡ¡*\f\n"),
    st.sets(st.sampled_from([1, 2, 3, 6, 7]), max_size=3),
    st.sampled_from([8, 16]),
)
def test_no_pair_of_tables_does_better(text: str, identifiers: set[int], bits: int) -> None:
    message = segment(text, languages=identifiers, reference_bits=bits)
    found = sorted(possible(text, tuple(sorted(identifiers)), bits))
    if not found:
        assert message.encoding is Encoding.UNICODE
        return
    assert message.encoding is Encoding.GSM
    assert (message.segments, -message.remaining) == found[0]
    assert message.segments <= count_segments(text, encoding="UNICODE", reference_bits=bits)


def test_a_long_text_does_not_try_every_pair_to_the_end() -> None:
    text = "नमस्ते OTP | " * 20_000
    message = segment(text, languages="any")
    assert message.tables == Tables(6, 4)
    assert "".join(message.texts) == text
