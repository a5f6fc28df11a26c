"""The user data header (UDH): its octets, and how much room it leaves in a part.

Source: 3GPP TS 23.040 section 9.2.3.24 and the paragraphs under it. A header is one length octet and then information
elements, each an identifier, a length and that many octets of data. No capacity is typed in anywhere: each follows
from the 140 octets of a message and the length of the header.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

from transcode.errors import shorten
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError, as_octets, check_whole, is_whole

__all__ = [
    "DEFAULT_TABLES",
    "HEADER_INDICATOR",
    "MAX_PARTS",
    "Header",
    "Room",
    "Tables",
    "build_header",
    "capacity",
    "check_reference",
    "check_tables",
    "header_octets",
    "parse_header",
    "room",
]

MESSAGE_OCTETS: Final = 140
"""User data of one short message, in octets, header included (TS 23.040 section 9.2.3.24)."""
HEADER_INDICATOR: Final = 0x40
"""Says that user data begins with a header: TP-UDHI in the first octet of a TPDU (TS 23.040 section 9.2.3.23), and the
same bit of SMPP's ``esm_class`` (SMPP 3.4 section 5.2.12)."""
MAX_PARTS: Final = 255
"""Total and index of a concatenated message are one octet each, with both widths of reference."""


class _Element:
    """Identifiers of the information elements that matter here (TS 23.040 section 9.2.3.24)."""

    CONCATENATION_8_BIT: Final = 0x00
    CONCATENATION_16_BIT: Final = 0x08
    SINGLE_SHIFT: Final = 0x24
    LOCKING_SHIFT: Final = 0x25


class Tables(NamedTuple):
    """The pair of tables that a part is written in, by language identifier (TS 23.038 section 6.2.1.2.4); 0 is default.

    ``locking`` replaces the default alphabet for the whole part. ``single`` replaces the extension table, which a
    character at a time is taken from.
    """

    locking: int = 0
    single: int = 0


DEFAULT_TABLES: Final = Tables()


class Room(NamedTuple):
    """What a header leaves of the 140 octets of a message."""

    octets: int
    """Whole octets, for 8-bit data."""
    septets: int
    """Septets, which start on the next septet boundary after the header."""
    fill_bits: int
    """Zero bits between header and first septet, 0 to 6."""
    units: int
    """UTF-16 units of two octets."""


@dataclass(frozen=True, slots=True)
class Header:
    """A user data header as it was read."""

    octets: int
    """Its length in octets, the length octet included."""
    reference: int | None = None
    """None where the message is not concatenated; the next three then mean nothing."""
    reference_bits: int = 8
    total: int = 1
    index: int = 1
    """1-based."""
    tables: Tables = DEFAULT_TABLES
    other: tuple[tuple[int, bytes], ...] = ()
    """Information elements of any other kind, as (identifier, data), in order."""
    malformed: bool = False
    """Its last element has too few or too many octets, so that all of it was ignored (TS 23.040 section 9.2.3.24)."""


def header_octets(*, concatenated: bool, reference_bits: int = 8, tables: Tables = DEFAULT_TABLES) -> int:
    """Return the length in octets of the header that such a part needs, its length octet included; 0 for none."""
    elements = 0
    if concatenated:
        elements += 5 if reference_bits == 8 else 6
    elements += 3 * (tables.locking > 0) + 3 * (tables.single > 0)
    return elements + 1 if elements else 0


def room(octets: int) -> Room:
    """Return what is left of a message behind a header of so many ``octets`` (0 for none).

    Raises:
        SegmentationError: that is no length that a header can have.
    """
    check_whole("octets", octets)
    if not 0 <= octets <= MESSAGE_OCTETS:
        raise SegmentationError(f"octets is {shorten(octets)}: a header has 0 to {MESSAGE_OCTETS}")
    left = MESSAGE_OCTETS - octets
    return Room(octets=left, septets=left * 8 // 7, fill_bits=-8 * octets % 7, units=left // 2)


def capacity(
    encoding: Encoding, *, concatenated: bool, reference_bits: int = 8, tables: Tables = DEFAULT_TABLES
) -> int:
    """Return how much one part holds: septets (GSM) or UTF-16 units (UNICODE).

    160 or 70 alone, 153 or 67 concatenated, 152 or 66 with a 16-bit reference, less with national tables.

    Raises:
        SegmentationError: no such encoding, width or tables.
    """
    check_reference(0, reference_bits)
    return _capacity(Encoding.parse(encoding), bool(concatenated), reference_bits, check_tables(tables))


@lru_cache(maxsize=256)
def _capacity(encoding: Encoding, concatenated: bool, reference_bits: int, tables: Tables) -> int:
    left = room(header_octets(concatenated=concatenated, reference_bits=reference_bits, tables=tables))
    return left.septets if encoding is Encoding.GSM else left.units


def check_tables(tables: tuple[int, int]) -> Tables:
    """Return ``tables`` as a pair of identifiers.

    Raises:
        SegmentationError: it is none.
    """
    if not isinstance(tables, tuple) or len(tables) != 2 or not all(is_whole(i) and 0 <= i <= 0xFF for i in tables):
        raise SegmentationError(f"tables are {shorten(tables)}: use a pair of identifiers of languages, 0 for none")
    return Tables(*tables)


def check_reference(reference: int, reference_bits: int) -> None:
    """Refuse a reference number that does not fit in so many bits, and bits that are neither 8 nor 16.

    Raises:
        SegmentationError: it is so.
    """
    if not is_whole(reference_bits) or reference_bits not in (8, 16):
        raise SegmentationError(f"reference_bits is {shorten(reference_bits)}: use 8 or 16")
    check_whole("reference", reference)
    if not 0 <= reference < 1 << reference_bits:
        raise SegmentationError(f"reference {shorten(reference)} does not fit in {reference_bits} bits")


def build_header(
    *, index: int = 1, total: int = 1, reference: int = 0, reference_bits: int = 8, tables: Tables = DEFAULT_TABLES
) -> bytes:
    """Return the header of part ``index`` of ``total``; no octets where neither parts nor tables ask for one.

    Raises:
        SegmentationError: more than 255 parts, which no header can number, an index beyond the total, a reference
            that does not fit in its bits, or a number that is none.
    """
    elements = b""
    for name, value in (("index", index), ("total", total)):
        check_whole(name, value)
    if not 1 <= index <= total:
        raise SegmentationError(f"there is no part {shorten(index)} of {shorten(total)}")
    check_reference(reference, reference_bits)
    if total > MAX_PARTS:
        limit = f"a header numbers at most {MAX_PARTS} (TS 23.040 section 9.2.3.24.1)"
        raise SegmentationError(f"{shorten(total)} parts: {limit}")
    tables = check_tables(tables)
    if total > 1 and reference_bits == 8:
        elements += bytes((_Element.CONCATENATION_8_BIT, 3, reference, total, index))
    elif total > 1:
        elements += bytes((_Element.CONCATENATION_16_BIT, 4, *divmod(reference, 256), total, index))
    if tables.single:
        elements += bytes((_Element.SINGLE_SHIFT, 1, tables.single))
    if tables.locking:
        elements += bytes((_Element.LOCKING_SHIFT, 1, tables.locking))
    return bytes((len(elements), *elements)) if elements else b""


def parse_header(user_data: bytes) -> Header:
    """Read the header at the start of ``user_data``; what follows it is left alone.

    Of an element that is there twice the last counts (TS 23.040 section 9.2.3.24). Concatenation with an index of 0
    or beyond the total is ignored, as sections 9.2.3.24.1 and .8 ask. Where the last element has too few or too many
    octets the whole header is ignored (9.2.3.24): `Header.malformed`, of which only ``octets`` then counts.

    Raises:
        SegmentationError: the octets end before the header does.
    """
    user_data = as_octets(user_data, "user_data")
    if not user_data or len(user_data) <= user_data[0]:
        raise SegmentationError("the user data header is longer than the user data")
    octets = user_data[0] + 1
    header = Header(octets)
    tables = DEFAULT_TABLES
    other = []
    position = 1
    while position < octets:
        kind = user_data[position]
        length = user_data[position + 1] if position + 1 < octets else 0
        data = user_data[position + 2 : position + 2 + length]
        position += 2 + length
        if position > octets:
            return Header(octets, malformed=True)
        match kind, tuple(data):
            case _Element.CONCATENATION_8_BIT, (reference, total, index) if 0 < index <= total:
                header = replace(header, reference=reference, reference_bits=8, total=total, index=index)
            case _Element.CONCATENATION_16_BIT, (high, low, total, index) if 0 < index <= total:
                header = replace(header, reference=high << 8 | low, reference_bits=16, total=total, index=index)
            case _Element.SINGLE_SHIFT, (identifier,):
                tables = tables._replace(single=identifier)
            case _Element.LOCKING_SHIFT, (identifier,):
                tables = tables._replace(locking=identifier)
            case _:
                other.append((kind, data))
    return replace(header, tables=tables, other=tuple(other))
