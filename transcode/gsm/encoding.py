"""The two encodings of a short message, under the names that the vendor's dry run gives them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from transcode.errors import shorten
from transcode.gsm.errors import SegmentationError

__all__ = ["Encoding"]


class Encoding(StrEnum):
    """How the characters of a short message are written (3GPP TS 23.038, sections 4 and 6).

    The values are those of ``encoding`` in the answer to Sinch's ``batches/dry_run``.
    """

    GSM = "GSM"
    """Septets: seven bits a character, two septets for a character behind an escape. 160 to a message."""
    UNICODE = "UNICODE"
    """UCS-2, sent as UTF-16 by all: two octets a unit, two units for a character above U+FFFF. 70 to a message."""

    @property
    def label(self) -> str:
        """The name that people know: ``GSM-7`` or ``UCS-2``."""
        return "GSM-7" if self is Encoding.GSM else "UCS-2"

    @property
    def data_coding(self) -> int:
        """The octet that announces it: 0x00 or 0x08 (TP-DCS, TS 23.038 section 4; SMPP 3.4 ``data_coding``, 5.2.19)."""
        return 0x00 if self is Encoding.GSM else 0x08

    @classmethod
    def parse(cls, name: str) -> Encoding:
        """Return the encoding that ``name`` means, whatever its case, hyphens and spaces: ``gsm7``, ``UCS-2``.

        Raises:
            SegmentationError: the name is no usual name of either.
        """
        if not isinstance(name, str):
            raise SegmentationError(f"encoding is {shorten(name)}: use GSM or UNICODE")
        try:
            return _ALIASES["".join(filter(str.isalnum, name.upper()))]
        except KeyError:
            raise SegmentationError(f"unknown encoding {shorten(name)}: use GSM or UNICODE") from None


_ALIASES: Final = {
    **dict.fromkeys(("GSM", "GSM7", "GSM7BIT", "7BIT", "GSM0338", "GSM338", "SMSGSM"), Encoding.GSM),
    **dict.fromkeys(("UNICODE", "UCS2", "UTF16", "UTF16BE", "ISO10646UCS2", "16BIT"), Encoding.UNICODE),
}
