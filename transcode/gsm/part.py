"""One short message of those that a text is sent in, down to the octets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from transcode.errors import shorten
from transcode.gsm.codec import encode, pack
from transcode.gsm.data_coding import data_coding
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError
from transcode.gsm.header import DEFAULT_TABLES, HEADER_INDICATOR, MAX_PARTS, Tables, build_header, room
from transcode.gsm.languages import extended_characters
from transcode.gsm.sar import DEFAULT_ALPHABETS, Sar
from transcode.measure import utf16_units

__all__ = ["Part", "units_of"]


def units_of(text: str, encoding: Encoding, tables: Tables) -> int:
    """Return the length of ``text`` in septets (GSM) or UTF-16 units (UNICODE), headers not counted."""
    if encoding is Encoding.UNICODE:
        return utf16_units(text)
    return len(text) + sum(map(text.count, extended_characters(tables).intersection(text)))


@dataclass(frozen=True, slots=True)
class Part:
    """One short message of those that a text is sent in."""

    text: str
    encoding: Encoding
    units: int
    """Length of ``text`` in septets (GSM) or UTF-16 units (UNICODE)."""
    capacity: int
    """How much would fit, in the same unit."""
    index: int
    """1-based."""
    total: int
    reference: int = 0
    """The number that the parts of one message share."""
    reference_bits: int = 8
    tables: Tables = DEFAULT_TABLES
    message_class: int | None = None
    """0 is flash: shown at once and not stored; 1 to 3 are places to store it (TS 23.038 section 4)."""

    @property
    def remaining(self) -> int:
        """Room left, in the same unit."""
        return self.capacity - self.units

    @property
    def data_coding(self) -> int:
        """TP-DCS of a TPDU (TS 23.038 section 4) and ``data_coding`` of SMPP (3.4, section 5.2.19).

        0x00 or 0x08; with a message class 0xF0 to 0xF3 or 0x18 to 0x1B.
        """
        return data_coding(self.encoding, self.message_class)

    @property
    def udh(self) -> bytes:
        """The user data header in octets, its length octet included; empty where none is needed.

        Raises:
            SegmentationError: the message has more than 255 parts; `Segmentation.sendable` says so before.
        """
        return build_header(
            index=self.index,
            total=self.total,
            reference=self.reference,
            reference_bits=self.reference_bits,
            tables=self.tables,
        )

    @property
    def payload(self) -> bytes:
        """The text in octets, without header: a septet to an octet (GSM) or UTF-16, high octet first (UNICODE)."""
        if self.encoding is Encoding.UNICODE:
            return self.text.encode("utf-16-be", "surrogatepass")
        return encode(self.text, self.tables)

    def payload_in(self, default_alphabet: str) -> bytes:
        """Return the text in octets for an SMSC whose default alphabet, ``data_coding`` 0, is another one.

        ``"latin-1"`` and ``"ascii"`` write a character to an octet; ``"gsm"`` is `payload`. In UCS-2 there is nothing
        to choose.

        Raises:
            SegmentationError: no such alphabet, it lacks some character of the text, or the part has national tables.
        """
        if not isinstance(default_alphabet, str) or default_alphabet not in DEFAULT_ALPHABETS:
            known = ", ".join(DEFAULT_ALPHABETS)
            raise SegmentationError(f"default_alphabet is {shorten(default_alphabet)}: use one of {known}")
        codec = DEFAULT_ALPHABETS[default_alphabet]
        if codec is None or self.encoding is Encoding.UNICODE:
            return self.payload
        if self.tables != DEFAULT_TABLES:
            raise SegmentationError(f"national tables {tuple(self.tables)} are no {default_alphabet}")
        try:
            return self.text.encode(codec)
        except UnicodeEncodeError as error:
            lacking = f"U+{ord(self.text[error.start]):04X}"
            raise SegmentationError(f"{default_alphabet} cannot write {lacking}: send it as UNICODE") from None

    @property
    def sar(self) -> Sar | None:
        """The place of the part as SMPP's SAR parameters tell it, beside a bare `payload`; None for an only part.

        It stands in for the header, so `esm_class` is then 0. Parts with national tables need their header.

        Raises:
            SegmentationError: the message has more than 255 parts, or national tables.
        """
        if self.total == 1:
            return None
        if self.tables != DEFAULT_TABLES:
            raise SegmentationError(f"national tables {tuple(self.tables)} need a header, which SAR has no place for")
        if self.total > MAX_PARTS:
            raise SegmentationError(f"{self.total} parts: SAR numbers at most {MAX_PARTS} (SMPP 3.4 section 5.3.2.23)")
        return Sar(self.reference, self.total, self.index)

    @property
    def esm_class(self) -> int:
        """``esm_class`` of SMPP (3.4, section 5.2.12): 0x40 where ``short_message`` begins with a header, else 0."""
        return HEADER_INDICATOR if self.udh else 0

    @property
    def short_message(self) -> bytes:
        """``short_message`` of an SMPP ``submit_sm``: header and payload. Septets stay unpacked, as is the custom."""
        return self.udh + self.payload

    @property
    def user_data(self) -> bytes:
        """TP-UD of a TPDU, 140 octets at most: the header and, packed behind its fill bits, the septets, or UTF-16."""
        header, payload = self.udh, self.payload
        if self.encoding is Encoding.GSM:
            payload = pack(payload, room(len(header)).fill_bits)
        return header + payload

    @property
    def user_data_length(self) -> int:
        """TP-UDL: septets with those that the header takes up (GSM), or octets (UNICODE) (TS 23.040 9.2.3.16)."""
        header = self.udh
        if self.encoding is Encoding.GSM:
            return (8 * len(header) + 6) // 7 + self.units
        return len(header) + 2 * self.units

    def as_dict(self) -> dict[str, Any]:
        """Return what people and JSON can use; ``udh`` in hexadecimal, None beyond 255 parts."""
        return {
            "index": self.index,
            "text": self.text,
            "units": self.units,
            "capacity": self.capacity,
            "remaining": self.remaining,
            "udh": self.udh.hex() if self.total <= MAX_PARTS else None,
        }
