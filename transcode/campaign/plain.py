"""Which characters count one each, whatever stands beside them."""

from __future__ import annotations

from typing import Final, NamedTuple

from transcode.campaign.row_plan import RowPlan
from transcode.campaign.sums import BASIC, GSM_ALONE
from transcode.gsm import Encoding, capacity
from transcode.gsm.header import DEFAULT_TABLES

__all__ = ["BASIC_ASCII", "PLAIN_ASCII", "Plain"]

BASIC_ASCII: Final = BASIC.encode("ascii", "ignore")
PLAIN_ASCII: Final = bytes(byte for byte in BASIC_ASCII if byte not in b"\n\r")
"""Without line breaks, which a layout or a vendor may do something about."""


class Plain(NamedTuple):
    """What is certain under options of segmentation that are not the standard's.

    That is texts of ASCII characters which take one septet each, none of them a line break, and stay what they are.
    """

    plan: RowPlan
    characters: bytes
    units: int
    """Of the constant text, in septets."""
    size: int
    """Septets of one part among several."""

    @classmethod
    def of(cls, plan: RowPlan, constant: str) -> Plain | None:
        """Return what is certain, None where the constant text leaves nothing so."""
        segments = plan.segment(constant)
        if segments.encoding is not Encoding.GSM or segments.replacements or "\r" in constant:
            return None
        if segments.tables != DEFAULT_TABLES:  # whose names take room in the header, and which a value may change
            return None
        if segments.units != len(constant) or segments.text != constant:
            return None
        kept = bytes(byte for byte in PLAIN_ASCII if cls._is_plain(plan, chr(byte)))
        size = capacity(Encoding.GSM, concatenated=True, reference_bits=plan.rules.reference_bits)
        return cls(plan, kept, segments.units, size)

    @staticmethod
    def _is_plain(plan: RowPlan, character: str) -> bool:
        segments = plan.segment(character)
        return segments.encoding is Encoding.GSM and segments.units == 1 and segments.text == character

    def parts(self, length: int) -> int | None:
        """Return the parts of a text with so many more characters, None where the vendor would refuse it."""
        units = self.units + length
        parts = 1 if units <= GSM_ALONE else -(-units // self.size)
        return None if self.plan.rules.profile.obstacle("x" * units, Encoding.GSM, units, parts) else parts
