"""The octet that says how the characters of a short message are written: TP-DCS, and SMPP's ``data_coding``."""

from __future__ import annotations

from typing import Final, NamedTuple

from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError, check_whole

__all__ = ["MESSAGE_CLASSES", "Coding", "data_coding", "read_data_coding", "read_smpp_data_coding"]

MESSAGE_CLASSES: Final = ("flash", "handset", "sim", "terminal")
"""Message classes 0 to 3 (TS 23.038 section 4): shown at once and not stored; stored in the handset, on the SIM, or in
the equipment behind the handset."""

_GSM_WITH_CLASS: Final = 0xF0  # data coding/message class, default alphabet; SMPP 3.4 section 5.2.19 has it too
_UNICODE_WITH_CLASS: Final = 0x18  # general data coding, UCS-2, bits 1 and 0 are a message class

# SMPP 3.4 section 5.2.19: what is text and in neither of the two encodings of short messages.
_OTHER_ALPHABETS: Final = {
    0x05: "JIS (X 0208-1990)",
    0x06: "Cyrillic (ISO 8859-5)",
    0x07: "Latin and Hebrew (ISO 8859-8)",
    0x09: "pictograms",
    0x0A: "ISO 2022-JP, music codes",
    0x0D: "extended Kanji JIS (X 0212-1990)",
    0x0E: "Korean (KS C 5601)",
}
_BINARY: Final = (0x02, 0x04)


class Coding(NamedTuple):
    """What a data coding says."""

    encoding: Encoding
    message_class: int | None = None
    """0 is flash; None where the message has no class."""


def data_coding(encoding: Encoding, message_class: int | None = None) -> int:
    """Return the octet that announces ``encoding``, and a class from 0 (flash) to 3 if there is one.

    0x00 and 0x08 without; 0xF0 to 0xF3 and 0x18 to 0x1B with: TS 23.038 section 4, and what SMSCs take over SMPP.
    """
    if message_class is None:
        return encoding.data_coding
    return message_class + (_GSM_WITH_CLASS if encoding is Encoding.GSM else _UNICODE_WITH_CLASS)


def read_data_coding(octet: int) -> Coding:
    """Return what a TP-DCS announces (TS 23.038 section 4). A reserved one is the default alphabet, as it asks.

    Raises:
        SegmentationError: it announces 8-bit data or compressed text, or is no octet.
    """
    _check(octet)
    group, message_class = octet >> 4, octet & 0b11
    if group < 0x8:  # general indication, and the same for messages to be deleted: compression is bit 5
        if octet & 0x20:
            raise SegmentationError(f"data coding 0x{octet:02X} is not one of text but compressed, which is not read")
        alphabet = octet >> 2 & 0b11
        found = Coding(_encoding(octet, alphabet), message_class if octet & 0x10 else None)
    elif group == 0xE:  # message waiting, to be stored, in UCS-2
        found = Coding(Encoding.UNICODE)
    elif group == 0xF:  # data coding and message class: bit 2 is 8-bit data, bit 3 reserved
        found = Coding(_encoding(octet, octet >> 2 & 0b1), message_class)
    else:  # message waiting; and reserved groups, which are to be taken for the default alphabet
        found = Coding(Encoding.GSM)
    return found


def _encoding(octet: int, alphabet: int) -> Encoding:
    if alphabet == 0b01:
        raise SegmentationError(f"data coding 0x{octet:02X} is not one of text but 8-bit data")
    # 0b11 is reserved, and reserved codings are the default alphabet.
    return Encoding.UNICODE if alphabet == 0b10 else Encoding.GSM


def read_smpp_data_coding(octet: int) -> Coding | str:
    """Return what SMPP's ``data_coding`` announces: a `Coding`, or the codec of Python that reads it.

    0x00 to 0x0F are as SMPP 3.4 section 5.2.19 has them. What is reserved there is met as a TP-DCS that was handed on,
    and read so: 0x10 and 0x18 with a message class, 0xC0 to 0xEF with message waiting.

    Raises:
        SegmentationError: it announces another alphabet (named), or no text.
    """
    _check(octet)
    if octet == 0x01:
        return "ascii"
    if octet == 0x03:
        return "latin-1"
    if octet in _OTHER_ALPHABETS:
        raise SegmentationError(f"data coding 0x{octet:02X} is {_OTHER_ALPHABETS[octet]}, which is not read here")
    if octet in _BINARY:
        raise SegmentationError(f"data coding 0x{octet:02X} is not one of text but 8-bit data")
    if octet == 0x0B:  # to TS 23.038 it would be UCS-2
        raise SegmentationError("data coding 0x0B is not one of text but reserved by SMPP")
    return read_data_coding(octet)


def _check(octet: int) -> None:
    check_whole("data_coding", octet)
    if not 0 <= octet <= 0xFF:
        raise SegmentationError("data_coding is not an octet: use 0 to 255")
