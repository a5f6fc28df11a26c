from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gsm import reference
from transcode.gsm import SegmentationError, Tables, decode, encode, pack, unpack


@settings(deadline=None)
@given(reference.texts(reference.BASIC + reference.EXTENDED))
def test_what_is_encoded_reads_back(text: str) -> None:
    assert decode(encode(text)) == text
    assert len(encode(text)) == reference.septets(text)


def test_what_the_alphabet_lacks_is_refused() -> None:
    with pytest.raises(SegmentationError, match=r"cannot write U\+044F"):
        encode("я")
    with pytest.raises(SegmentationError, match=r"cannot write U\+001B"):
        encode("\x1b")


@pytest.mark.parametrize(
    ("septets", "text"),
    [
        ("1b65", "€"),
        ("1b61", "a"),  # undefined behind the escape: the main table's character
        ("1b1b", " "),
        ("1b1b65", " e"),  # the second escape is used up
        ("611b", "a "),  # at the end
        ("1b0a", "\f"),
        ("1b0d", "\r"),
        ("80ff", "\ufffd\ufffd"),
        ("1b80", "\ufffd"),
        ("", ""),
    ],
)
def test_decoding_follows_the_standard_where_nothing_is_defined(septets: str, text: str) -> None:
    assert decode(bytes.fromhex(septets)) == text


def test_undefined_escapes_show_the_locking_table() -> None:
    assert decode(b"\x1b\x60", Tables(locking=6, single=6)) == "ॐ"
    assert decode(b"\x0c\x1b\x0d", Tables(locking=4, single=4)) == "\ufffd\r"


@settings(deadline=None)
@given(st.binary(max_size=200), st.builds(Tables, st.integers(0, 20), st.integers(0, 20)))
def test_decoding_never_raises(septets: bytes, tables: Tables) -> None:
    assert len(decode(septets, tables)) <= len(septets)


@pytest.mark.parametrize(
    ("text", "packed"),
    [
        ("", ""),
        ("hello", "e8329bfd06"),
        ("hellohello", "e8329bfd4697d9ec37"),
        ("1234567", "31d98c56b3dd00"),
        ("12345678", "31d98c56b3dd70"),
    ],
)
def test_packing_as_in_the_examples_everywhere(text: str, packed: str) -> None:
    assert pack(encode(text)).hex() == packed
    assert unpack(bytes.fromhex(packed), len(text)) == encode(text)


@settings(deadline=None)
@given(st.lists(st.integers(0, 127), max_size=160).map(bytes), st.integers(0, 6))
def test_packed_septets_read_back_behind_any_fill_bits(septets: bytes, fill: int) -> None:
    packed = pack(septets, fill)
    assert len(packed) == (7 * len(septets) + fill + 7) // 8
    assert unpack(packed, len(septets), fill) == septets
    if packed:
        assert packed[0] & ((1 << fill) - 1) == 0


def test_unpacking_takes_no_more_than_there_is() -> None:
    assert unpack(pack(b"\x01\x02\x03"), 160) == b"\x01\x02\x03"
    assert unpack(b"", 5, 3) == b""


def test_no_octet_above_a_septet_is_packed() -> None:
    with pytest.raises(SegmentationError, match="0x80"):
        pack(b"a\x80")


def test_packing_takes_time_that_grows_with_the_length() -> None:
    start = time.process_time()
    septets = bytes(range(128)) * 4_000
    for fill_bits in (0, 6):
        assert unpack(pack(septets, fill_bits), len(septets), fill_bits) == septets
    assert time.process_time() - start < 10
