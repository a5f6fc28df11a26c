"""Text to septets and back, and septets packed into octets and back."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from transcode.errors import shorten
from transcode.gsm.alphabet import ESC, UNDEFINED
from transcode.gsm.errors import SegmentationError, as_octets, check_text, check_whole
from transcode.gsm.header import DEFAULT_TABLES, Tables, check_tables
from transcode.gsm.languages import LANGUAGES, locking_table, single_shift_table

__all__ = ["decode", "encode", "opens_escape", "pack", "unpack"]

_ESCAPE: Final = 0x1B
_UNREADABLE: Final = "\ufffd"


def _in_use(tables: Tables) -> Tables:
    """Return ``tables`` with 0 for each identifier that no language has: headers of others name any of 65,536 pairs."""
    locking, single = check_tables(tables)
    known = range(1, len(LANGUAGES) + 1)
    return Tables(locking if locking in known else 0, single if single in known else 0)


@lru_cache(maxsize=256)
def _codes(tables: Tables) -> dict[str, bytes]:
    """Return the septets of each character."""
    single = [(c, bytes((_ESCAPE, septet))) for septet, c in enumerate(single_shift_table(tables.single))]
    locking = [(c, bytes((septet,))) for septet, c in enumerate(locking_table(tables.locking))]
    # What comes later wins: the lowest septet where a table has a character twice, and one septet over two.
    codes = dict([*reversed(single), *reversed(locking)])
    return {c: septets for c, septets in codes.items() if c not in (UNDEFINED, ESC)}


@lru_cache(maxsize=256)
def _shown(tables: Tables) -> tuple[str, str]:
    """Return what an octet shows, and what it shows behind an escape."""
    locking = locking_table(tables.locking)
    single = single_shift_table(tables.single)
    shifted = "".join(main if own == UNDEFINED else own for main, own in zip(locking, single, strict=True))
    return (
        locking.replace(UNDEFINED, _UNREADABLE).ljust(256, _UNREADABLE),
        shifted.replace(UNDEFINED, _UNREADABLE).replace(ESC, " ").ljust(256, _UNREADABLE),
    )


def encode(text: str, tables: Tables = DEFAULT_TABLES) -> bytes:
    """Return ``text`` in septets, one to an octet, as SMPP carries them; an escaped character gives two.

    Raises:
        SegmentationError: ``tables`` cannot write some character of the text.
    """
    check_text(text)
    try:
        return b"".join(map(_codes(_in_use(tables)).__getitem__, text))
    except KeyError as error:
        raise SegmentationError(f"tables {tuple(tables)} cannot write U+{ord(error.args[0]):04X}") from None


def decode(septets: bytes, tables: Tables = DEFAULT_TABLES) -> str:
    """Return the text of ``septets``, one to an octet. No septet raises.

    Behind an escape a septet that the single shift table leaves undefined shows the locking table's character; a second
    escape, or the end, shows a space (TS 23.038 section 6.2.1.1 with its notes). What neither table defines,
    and an octet above 0x7F, shows U+FFFD.
    """
    septets = as_octets(septets, "septets")
    locking, shifted = _shown(_in_use(tables))
    incoming = iter(septets)
    return "".join([shifted[next(incoming, _ESCAPE)] if s == _ESCAPE else locking[s] for s in incoming])


def opens_escape(septets: bytes) -> bool:
    """Say whether ``septets`` end in an escape that is not used up by another one before it."""
    escapes = len(septets) - len(septets.rstrip(b"\x1b"))
    return escapes % 2 == 1


def pack(septets: bytes, fill_bits: int = 0) -> bytes:
    """Return the ``septets`` of one message, one to an octet, packed eight into seven octets.

    The first takes the lowest bits that ``fill_bits`` (0 to 6) leave free (TS 23.038 section 6.1.2.1). Bits to spare at
    the end are zero.

    Raises:
        SegmentationError: an octet is above 0x7F, and so no septet.
    """
    septets = as_octets(septets, "septets")
    _check_fill_bits(fill_bits)
    if septets and max(septets) > 0x7F:
        raise SegmentationError(f"0x{max(septets):02X} is not a septet")
    octets = bytearray()
    bits, held = 0, fill_bits
    for septet in septets:
        bits |= septet << held
        held += 7
        if held >= 8:
            octets.append(bits & 0xFF)
            bits >>= 8
            held -= 8
    if held:
        octets.append(bits)
    return bytes(octets)


def unpack(octets: bytes, count: int, fill_bits: int = 0) -> bytes:
    """Return the first ``count`` septets packed in the ``octets`` of one message; fewer where the octets end before.

    The count has to be told: seven spare bits at the end look like one septet more, an ``@``.
    """
    octets = as_octets(octets, "octets")
    check_whole("count", count)
    _check_fill_bits(fill_bits)
    count = max(0, min(count, (8 * len(octets) - fill_bits) // 7))
    ended = octets + b"\0"
    places = (divmod(fill_bits + 7 * index, 8) for index in range(count))
    return bytes((ended[octet] | ended[octet + 1] << 8) >> bit & 0x7F for octet, bit in places)


def _check_fill_bits(fill_bits: int) -> None:
    check_whole("fill_bits", fill_bits)
    if not 0 <= fill_bits <= 6:
        raise SegmentationError(f"fill_bits is {shorten(fill_bits)}: use 0 to 6")
