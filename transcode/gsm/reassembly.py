"""The way back: from the octets of parts to their text, and from parts to the message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from transcode.gsm.codec import decode, unpack
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError
from transcode.gsm.header import HEADER_INDICATOR, Header, parse_header, room
from transcode.gsm.segmentation import Part

__all__ = ["Fragment", "read_short_message", "read_user_data", "reassemble"]

_NO_HEADER: Final = Header(0)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part as it was received: its text and its header."""

    text: str
    header: Header
    encoding: Encoding | None = None
    """None where it is neither of the two (ASCII and Latin-1 of SMPP)."""

    @property
    def index(self) -> int:
        """1-based place in the message."""
        return self.header.index

    @property
    def total(self) -> int:
        """How many parts the message has."""
        return self.header.total

    @property
    def reference(self) -> int:
        """The number that the parts of the message share; 0 where there is only one."""
        return self.header.reference or 0

    @property
    def reference_bits(self) -> int:
        """Width of that number."""
        return self.header.reference_bits


class _Message(NamedTuple):
    """What the parts of one message have in common (TS 23.040 sections 9.2.3.24.1 and .8)."""

    total: int
    reference: int
    reference_bits: int
    encoding: Encoding | None


def _message(part: Part | Fragment) -> _Message:
    return _Message(part.total, part.reference, part.reference_bits if part.total > 1 else 0, part.encoding)


def reassemble(parts: Iterable[Part | Fragment]) -> str:
    """Return the text of the message that ``parts`` make up, in whatever order they come; repeated ones do no harm.

    Surrogates that a sender has parted are joined.

    Raises:
        SegmentationError: parts are missing, contradict each other, or are of more than one message.
    """
    texts: dict[int, str] = {}
    message: _Message | None = None
    for part in parts:
        if message not in (None, _message(part)):
            raise SegmentationError("these are parts of more than one message")
        message = _message(part)
        if texts.setdefault(part.index, part.text) != part.text:
            raise SegmentationError(f"there are two different parts {part.index}")
    if message is None:
        raise SegmentationError("there are no parts")
    total = message.total
    if missing := [index for index in range(1, total + 1) if index not in texts]:
        raise SegmentationError(f"of {total} parts these are missing: {', '.join(map(str, missing))}")
    text = "".join(texts[index] for index in range(1, total + 1))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def read_short_message(short_message: bytes, *, data_coding: int = 0, esm_class: int = 0) -> Fragment:
    """Return what an SMPP ``short_message`` carries; septets are expected unpacked, one to an octet.

    ``data_coding`` (SMPP 3.4 section 5.2.19) may be 0x00 (the default alphabet), 0x01 (ASCII), 0x03 (Latin-1), 0x08
    (UCS-2), or 0xF0 and above (the alphabet that the handset is told). Bit 0x40 of ``esm_class`` announces a header.

    Raises:
        SegmentationError: the header is cut off, or the data coding is not one of text.
    """
    header = parse_header(short_message) if esm_class & HEADER_INDICATOR else _NO_HEADER
    payload = short_message[header.octets :]
    if data_coding in (0x01, 0x03):
        return Fragment(payload.decode("ascii" if data_coding == 0x01 else "latin-1", "replace"), header)
    if data_coding == 0x08:
        return Fragment(_decode_ucs2(payload), header, Encoding.UNICODE)
    if data_coding == 0x00 or (data_coding >= 0xF0 and not data_coding & 0x04):
        return Fragment(decode(payload, header.tables), header, Encoding.GSM)
    raise SegmentationError(f"data coding 0x{data_coding:02X} is not one of text")


def read_user_data(user_data: bytes, length: int, *, data_coding: int = 0, has_header: bool = False) -> Fragment:
    """Return what the TP-UD of a TPDU carries.

    ``length`` is TP-UDL, in septets or octets as ``data_coding`` (TP-DCS) has it; ``has_header`` is TP-UDHI.

    Raises:
        SegmentationError: the header or the text is cut off, or the data coding is not one of text.
    """
    header = parse_header(user_data) if has_header else _NO_HEADER
    encoding = _encoding(data_coding)
    needed = length if encoding is Encoding.UNICODE else (7 * length + 7) // 8
    if not header.octets <= needed <= len(user_data):
        raise SegmentationError(f"the user data is cut off: {len(user_data)} octets, and its length asks for {needed}")
    if encoding is Encoding.UNICODE:
        return Fragment(_decode_ucs2(user_data[header.octets : length]), header, Encoding.UNICODE)
    fill_bits = room(header.octets).fill_bits
    septets = length - (8 * header.octets + fill_bits) // 7
    text = decode(unpack(user_data[header.octets :], septets, fill_bits), header.tables)
    return Fragment(text, header, Encoding.GSM)


def _encoding(data_coding: int) -> Encoding:
    """Return the encoding that TP-DCS announces (TS 23.038 section 4)."""
    match data_coding >> 4:
        case group if group < 0x8:  # general indication: compression in bit 5, the alphabet in bits 3 and 2
            alphabet = data_coding >> 2 & 0b11 if not data_coding & 0x20 else None
        case 0xE:  # message waiting, to be stored, in UCS-2
            alphabet = 0b10
        case 0xF:  # data coding and message class: 8-bit data or not in bit 2
            alphabet = data_coding >> 2 & 0b1
        case _:  # message waiting; and reserved groups, which are to be taken for the default alphabet
            alphabet = 0b00
    if alphabet == 0b00:
        return Encoding.GSM
    if alphabet == 0b10:
        return Encoding.UNICODE
    raise SegmentationError(f"data coding 0x{data_coding:02X} is not one of text")


def _decode_ucs2(octets: bytes) -> str:
    return octets[: len(octets) & ~1].decode("utf-16-be", "surrogatepass")
