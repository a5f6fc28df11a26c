"""What the user data of a TPDU carries."""

from __future__ import annotations

from typing import Final

from transcode.gsm.codec import decode, unpack
from transcode.gsm.data_coding import read_data_coding
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError, as_octets, check_whole
from transcode.gsm.header import Header, parse_header, room
from transcode.gsm.reassembly import Fragment

__all__ = ["NO_HEADER", "decode_ucs2", "read_user_data"]

NO_HEADER: Final = Header(0)


def read_user_data(user_data: bytes, length: int, *, data_coding: int = 0, has_header: bool = False) -> Fragment:
    """Return what the TP-UD of a TPDU carries.

    ``length`` is TP-UDL, in septets or octets as ``data_coding`` (TP-DCS) has it; ``has_header`` is TP-UDHI.

    Raises:
        SegmentationError: the header or the text is cut off, or the data coding is not one of text.
    """
    user_data = as_octets(user_data, "user_data")
    check_whole("length", length)
    if not 0 <= length <= 0xFF:
        raise SegmentationError("length is not an octet: use 0 to 255")
    header = parse_header(user_data) if has_header else NO_HEADER
    encoding, message_class = read_data_coding(data_coding)
    needed = length if encoding is Encoding.UNICODE else (7 * length + 7) // 8
    if not header.octets <= needed <= len(user_data):
        raise SegmentationError(f"the user data is cut off: {len(user_data)} octets, and its length asks for {needed}")
    if encoding is Encoding.UNICODE:
        payload = bytes(user_data[header.octets : length])
        return Fragment(decode_ucs2(payload), header, encoding, payload, message_class)
    fill_bits = room(header.octets).fill_bits
    septets = length - (8 * header.octets + fill_bits) // 7
    payload = unpack(user_data[header.octets :], septets, fill_bits)
    return Fragment(decode(payload, header.tables), header, encoding, payload, message_class)


def decode_ucs2(octets: bytes) -> str:
    """Return the text of UTF-16 octets, high octet first; half a unit at the end is left for `reassemble` to join."""
    return octets[: len(octets) & ~1].decode("utf-16-be", "surrogatepass")
