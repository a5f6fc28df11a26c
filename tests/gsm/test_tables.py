from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from transcode.gsm import LANGUAGES, SegmentationError, Tables, decode, encode
from transcode.gsm.alphabet import DEFAULT_EXTENSION, DEFAULT_TABLE, ESC, UNDEFINED
from transcode.gsm.languages import locking_table, single_shift_table
from transcode.gsm.tables import LOCKING_TABLES, SINGLE_SHIFT_TABLES

LOCKING = {0: DEFAULT_TABLE, **LOCKING_TABLES}
SINGLE = {0: DEFAULT_EXTENSION, **SINGLE_SHIFT_TABLES}
SHARED = Path(__file__).parents[3] / "shared" / "data" / "gsm_tables.json"


def test_there_are_13_locking_and_14_single_shift_tables_of_128_septets() -> None:
    identifiers = [language.identifier for language in LANGUAGES]
    assert identifiers == list(range(1, 14))
    assert sorted(SINGLE) == [0, *identifiers]
    assert sorted(LOCKING) == [0, 1, *range(3, 14)]  # no Spanish one
    assert {len(table) for table in (*LOCKING.values(), *SINGLE.values())} == {128}


@pytest.mark.parametrize("identifier", sorted(LOCKING))
def test_each_cell_of_a_locking_table_round_trips(identifier: int) -> None:
    table, tables = LOCKING[identifier], Tables(locking=identifier)
    assert table[0x1B] == ESC
    assert (table[0x0A], table[0x0D], table[0x20]) == ("\n", "\r", " ")
    for septet, character in enumerate(table):
        if character == ESC:
            continue
        if character == UNDEFINED:
            assert decode(bytes([septet]), tables) == "\ufffd"
            continue
        assert decode(bytes([septet]), tables) == character
        assert encode(character, tables) == bytes([septet])
    defined = [c for c in table if c != UNDEFINED]
    assert len(set(defined)) == len(defined)


@pytest.mark.parametrize("identifier", sorted(SINGLE))
def test_each_cell_of_a_single_shift_table_round_trips(identifier: int) -> None:
    table, tables = SINGLE[identifier], Tables(single=identifier)
    assert table[0x0A] == "\f"
    assert table[0x0D] == table[0x1B] == UNDEFINED
    for septet, character in enumerate(table):
        if character == UNDEFINED:
            continue
        assert decode(bytes([0x1B, septet]), tables) == character
        if character in DEFAULT_TABLE:  # one septet is shorter than two
            assert encode(character, tables) == bytes([DEFAULT_TABLE.index(character)])
        else:
            assert encode(character, tables) == bytes([0x1B, table.index(character)])


@pytest.mark.parametrize("locking", sorted(LOCKING))
@pytest.mark.parametrize("single", sorted(SINGLE))
def test_each_pair_of_tables_reads_back_all_that_it_can_write(locking: int, single: int) -> None:
    tables = Tables(locking, single)
    text = "".join(c for c in LOCKING[locking] + SINGLE[single] if c not in (ESC, UNDEFINED))
    assert decode(encode(text, tables), tables) == text


def test_a_character_twice_in_a_table_takes_the_lowest_septet() -> None:
    for identifier in range(4, 14):
        tables = Tables(locking=identifier, single=identifier)
        assert encode("¡*", tables) == bytes([0x1B, 0x13, 0x1B, 0x0B])
        assert decode(bytes([0x1B, 0x15, 0x1B, 0x18]), tables) == "¡*"


def test_the_placeholder_is_no_character() -> None:
    with pytest.raises(SegmentationError, match=r"U\+00B7"):
        encode(UNDEFINED, Tables(4, 4))


def test_unknown_tables_are_the_default_ones() -> None:
    assert locking_table(99) == locking_table(2) == DEFAULT_TABLE
    assert single_shift_table(99) == DEFAULT_EXTENSION


def test_kannada_dda_is_taken_for_the_disputed_cell() -> None:
    assert encode("\u0ca1", Tables(locking=7)) == b"\x24"
    assert encode("\u0caa", Tables(locking=7)) == b"\x3d"


@pytest.mark.skipif(not SHARED.exists(), reason="the compared transcriptions are not at hand")
@pytest.mark.parametrize(("kind", "ours"), [("locking", LOCKING), ("single_shift", SINGLE)])
def test_tables_are_those_that_the_transcriptions_agree_on(kind: str, ours: dict[int, str]) -> None:
    theirs: dict[str, Any] = json.loads(SHARED.read_text(encoding="utf-8"))[kind]
    assert sorted(map(int, theirs)) == sorted(ours)
    for identifier, table in theirs.items():
        cells = {int(septet, 16): chr(int(point.removeprefix("U+"), 16)) for septet, point in table["decode"].items()}
        assert cells == {s: c for s, c in enumerate(ours[int(identifier)]) if c not in (ESC, UNDEFINED)}
