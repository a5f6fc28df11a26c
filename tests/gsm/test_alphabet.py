from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.gsm import reference
from transcode.gsm import is_gsm, septets
from transcode.gsm.alphabet import DEFAULT_EXTENSION, DEFAULT_TABLE, ESC, UNDEFINED


def test_default_table_has_128_septets_and_127_different_characters() -> None:
    assert len(DEFAULT_TABLE) == 128
    assert DEFAULT_TABLE[0x1B] == ESC
    assert set(DEFAULT_TABLE) - {ESC} == set(reference.BASIC)
    assert len(reference.BASIC) == 127


def test_default_extension_has_ten_characters_at_their_septets() -> None:
    assert len(DEFAULT_EXTENSION) == 128
    assert {septet: c for septet, c in enumerate(DEFAULT_EXTENSION) if c != UNDEFINED} == {
        0x0A: "\f",
        0x14: "^",
        0x28: "{",
        0x29: "}",
        0x2F: "\\",
        0x3C: "[",
        0x3D: "~",
        0x3E: "]",
        0x40: "|",
        0x65: "€",
    }


def test_every_code_point_is_judged_as_the_table_has_it() -> None:
    gsm = {c for c in map(chr, range(0x110000)) if is_gsm(c)}
    assert gsm == set(reference.BASIC + reference.EXTENDED)


@pytest.mark.parametrize(
    "text", ["\x1b", "\t", "\x00", "\xa0", "`", "ç", "µ", "\u2126", "e\u0301", "\ud83d", "·", "😀"]
)
def test_characters_often_taken_for_gsm_are_not(text: str) -> None:
    assert not is_gsm(text)
    assert septets(text) is None


def test_septets_counts_the_escape() -> None:
    assert septets("") == 0
    assert septets("Ça coûte".replace("û", "u")) == 8
    assert septets("\r\n") == 2
    assert septets("€[]\f") == 8


@settings(deadline=None)
@given(reference.texts())
def test_any_text_is_judged_character_by_character(text: str) -> None:
    gsm = set(text) <= set(reference.BASIC + reference.EXTENDED)
    assert is_gsm(text) is gsm
    assert septets(text) == (reference.septets(text) if gsm else None)


@pytest.mark.parametrize("position", [0, 1, 3, 4, 5, 100, 199])
@pytest.mark.parametrize("foreign", ["`", "ç", "я", "漢", "😀", "\ud83d"])
@pytest.mark.parametrize("fellow", ["a", "é", "€", "Δ", "["])
def test_a_foreign_character_is_found_wherever_it_stands(fellow: str, foreign: str, position: int) -> None:
    text = fellow * position + foreign + fellow * (199 - position)
    assert not is_gsm(text)
    assert is_gsm(text.replace(foreign, ""))


def test_the_answer_does_not_depend_on_how_the_text_is_stored() -> None:
    text = "Prix: 9 € à payer"
    stored_wide = (text + "漢")[: len(text)]
    text.encode()  # CPython may keep the UTF-8 with the string, which then takes more room
    assert septets(text) == septets(stored_wide) == len(text) + 1
