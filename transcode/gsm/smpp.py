"""Parts as SMPP brings them: ``short_message`` with a header, or the SAR parameters instead of one."""

from __future__ import annotations

from transcode.errors import shorten
from transcode.gsm.codec import decode
from transcode.gsm.data_coding import Coding, read_smpp_data_coding
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError, as_octets, check_whole
from transcode.gsm.header import HEADER_INDICATOR, MAX_PARTS, Header, parse_header
from transcode.gsm.reassembly import Fragment
from transcode.gsm.sar import DEFAULT_ALPHABETS, Sar
from transcode.gsm.user_data import NO_HEADER, decode_ucs2

__all__ = ["read_short_message"]


def read_short_message(
    short_message: bytes,
    *,
    data_coding: int = 0,
    esm_class: int = 0,
    sar: Sar | tuple[int, int, int] | None = None,
    default_alphabet: str = "gsm",
) -> Fragment:
    """Return what an SMPP ``short_message`` or ``message_payload`` carries; septets are expected one to an octet.

    ``data_coding`` (SMPP 3.4 section 5.2.19) may be 0x00 (the default alphabet), 0x01 (ASCII), 0x03 (Latin-1), 0x08
    (UCS-2), or from 0x0C on a TP-DCS of text (TS 23.038 section 4): with a message class or message waiting.
    ``default_alphabet`` is what 0x00 means to the SMSC: ``"gsm"``, ``"latin-1"`` or ``"ascii"``. Bit 0x40 of
    ``esm_class`` announces a header; ``sar`` (see `Sar.read`) tells the place where there is none.

    Raises:
        SegmentationError: the octets end before the header does, or the data coding is not one of text.
    """
    short_message = as_octets(short_message, "short_message")
    check_whole("esm_class", esm_class)
    if not isinstance(default_alphabet, str) or default_alphabet not in DEFAULT_ALPHABETS:
        known = ", ".join(DEFAULT_ALPHABETS)
        raise SegmentationError(f"default_alphabet is {shorten(default_alphabet)}: use one of {known}")
    header = parse_header(short_message) if esm_class & HEADER_INDICATOR else NO_HEADER
    if sar is not None and header.reference is None:
        header = _placed(header, sar)
    payload = short_message[header.octets :]
    coding = read_smpp_data_coding(data_coding)
    if data_coding == 0 and (codec := DEFAULT_ALPHABETS[default_alphabet]):
        coding = codec
    if not isinstance(coding, Coding):
        return Fragment(payload.decode(coding, "replace"), header, None, payload)
    text = decode_ucs2(payload) if coding.encoding is Encoding.UNICODE else decode(payload, header.tables)
    return Fragment(text, header, coding.encoding, payload, coding.message_class)


def _placed(header: Header, sar: tuple[int, int, int]) -> Header:
    try:
        reference, total, index = sar
    except (TypeError, ValueError):
        raise SegmentationError(f"sar is {shorten(sar)}: use reference, total and index") from None
    for name, value in (("reference", reference), ("total", total), ("index", index)):
        check_whole(name, value)
    if not (0 <= reference <= 0xFFFF and 0 < index <= total <= MAX_PARTS):
        raise SegmentationError(f"there is no part {shorten(index)} of {shorten(total)} with that reference")
    return Header(header.octets, reference, 16, total, index, header.tables, header.other, header.malformed)
