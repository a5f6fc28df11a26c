from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcode.gsm import Encoding, Header, Room, SegmentationError, Tables, build_header, capacity, parse_header, room
from transcode.gsm.header import header_octets

# (concatenated, reference bits, tables) -> header octets, septets, fill bits, octets, UCS-2 units
CAPACITIES = [
    (False, 8, Tables(0, 0), 0, 160, 0, 140, 70),
    (False, 8, Tables(0, 1), 4, 155, 3, 136, 68),
    (False, 8, Tables(1, 0), 4, 155, 3, 136, 68),
    (False, 8, Tables(1, 1), 7, 152, 0, 133, 66),
    (True, 8, Tables(0, 0), 6, 153, 1, 134, 67),
    (True, 8, Tables(0, 3), 9, 149, 5, 131, 65),
    (True, 8, Tables(3, 0), 9, 149, 5, 131, 65),
    (True, 8, Tables(6, 4), 12, 146, 2, 128, 64),
    (True, 16, Tables(0, 0), 7, 152, 0, 133, 66),
    (True, 16, Tables(0, 13), 10, 148, 4, 130, 65),
    (True, 16, Tables(13, 0), 10, 148, 4, 130, 65),
    (True, 16, Tables(13, 13), 13, 145, 1, 127, 63),
]


@pytest.mark.parametrize(("concatenated", "bits", "tables", "octets", "septets", "fill", "left", "units"), CAPACITIES)
def test_capacities_follow_from_the_header(  # noqa: PLR0917 - a row of the table
    concatenated: bool, bits: int, tables: Tables, octets: int, septets: int, fill: int, left: int, units: int
) -> None:
    assert header_octets(concatenated=concatenated, reference_bits=bits, tables=tables) == octets
    assert room(octets) == Room(octets=left, septets=septets, fill_bits=fill, units=units)
    for encoding, expected in ((Encoding.GSM, septets), (Encoding.UNICODE, units)):
        assert capacity(encoding, concatenated=concatenated, reference_bits=bits, tables=tables) == expected
    total = 2 if concatenated else 1
    assert len(build_header(index=1, total=total, reference_bits=bits, tables=tables)) == octets


def test_room_leaves_no_whole_septet_unused() -> None:
    for octets in range(141):
        left = room(octets)
        assert 8 * octets + left.fill_bits + 7 * left.septets <= 1120
        assert 1120 - 8 * octets - left.fill_bits - 7 * left.septets < 7
        assert (8 * octets + left.fill_bits) % 7 == 0


@pytest.mark.parametrize(
    ("options", "header"),
    [
        ({}, ""),
        ({"index": 2, "total": 3, "reference": 0xAB}, "050003ab0302"),
        ({"index": 2, "total": 3, "reference": 0x12AB, "reference_bits": 16}, "06080412ab0302"),
        ({"tables": Tables(single=1)}, "03240101"),
        ({"tables": Tables(locking=13)}, "0325010d"),
        ({"index": 255, "total": 255, "tables": Tables(6, 4)}, "0b000300ffff240104250106"),
    ],
)
def test_headers_octet_by_octet(options: dict[str, object], header: str) -> None:
    assert build_header(**options).hex() == header


def test_more_than_255_parts_have_no_header() -> None:
    for bits in (8, 16):
        with pytest.raises(SegmentationError, match="256 parts: a header numbers at most 255"):
            build_header(index=1, total=256, reference_bits=bits)


@settings(deadline=None)
@given(
    st.integers(2, 255).flatmap(lambda total: st.tuples(st.just(total), st.integers(1, total))),
    st.integers(0, 255),
    st.sampled_from([8, 16]),
    st.builds(Tables, st.integers(0, 13), st.integers(0, 13)),
    st.binary(max_size=10),
)
def test_headers_read_back(place: tuple[int, int], reference: int, bits: int, tables: Tables, text: bytes) -> None:
    total, index = place
    octets = build_header(index=index, total=total, reference=reference, reference_bits=bits, tables=tables)
    header = parse_header(octets + text)
    assert (header.octets, header.index, header.total) == (len(octets), index, total)
    assert (header.reference, header.reference_bits, header.tables, header.other) == (reference, bits, tables, ())


def test_elements_of_other_kinds_are_kept_and_do_no_harm() -> None:
    header = parse_header(bytes.fromhex("0b 05 04 15 b3 00 00 00 03 07 02 01"))
    assert header.other == ((0x05, bytes.fromhex("15b30000")),)
    assert (header.reference, header.total, header.index) == (7, 2, 1)


def test_of_a_repeated_element_the_last_counts() -> None:
    assert parse_header(bytes.fromhex("0a 00 03 01 02 01 00 03 09 03 02")).reference == 9


@pytest.mark.parametrize("element", ["0003070200", "0003070203", "0003070001"])
def test_an_impossible_place_is_no_concatenation(element: str) -> None:
    header = parse_header(bytes([5]) + bytes.fromhex(element))
    assert header.reference is None
    assert len(header.other) == 1


@pytest.mark.parametrize("octets", ["", "05", "0500030702"])
def test_a_header_that_is_cut_off_is_refused(octets: str) -> None:
    with pytest.raises(SegmentationError, match="user data header"):
        parse_header(bytes.fromhex(octets))


# An element that is cut, one spare octet, a second element cut, one whose length is beyond all.
@pytest.mark.parametrize("octets", ["020003", "0124", "060003ca020100", "08 0003070201 080407", "02 00ff"])
def test_a_header_whose_last_element_is_malformed_is_ignored_and_skipped(octets: str) -> None:
    header = parse_header(bytes.fromhex(octets) + b"hello")
    assert header == Header(octets=len(bytes.fromhex(octets)), malformed=True)
    assert (header.reference, header.total, header.tables, header.other) == (None, 1, Tables(), ())


@settings(deadline=None)
@given(st.binary(max_size=40))
def test_any_octets_are_read_or_refused(octets: bytes) -> None:
    try:
        header = parse_header(octets)
    except SegmentationError:
        return
    assert header.octets == octets[0] + 1 <= len(octets)


@pytest.mark.parametrize(
    "options",
    [
        {"index": 5, "total": 2},
        {"index": 0, "total": 2},
        {"total": 0},
        {"total": -1},
        {"total": 2, "reference": 256},
        {"total": 2, "reference": -1},
        {"total": 2, "reference": 65_536, "reference_bits": 16},
        {"total": 2, "reference_bits": 4},
        {"total": 10**5000},
        {"index": 10**5000},
        {"total": 2, "reference": 10**5000},
        {"total": 2, "reference_bits": 10**5000},
        {"total": 2, "reference": None},
        {"total": "2"},
        {"index": None},
        {"tables": (1, 256)},
        {"tables": ("tr", 0)},
    ],
)
def test_headers_that_cannot_be_written(options: dict[str, int]) -> None:
    with pytest.raises(SegmentationError):
        build_header(**options)
