"""Why a vendor bills more short messages for a text than the standard would."""

from __future__ import annotations

from typing import Any, Final, NamedTuple, Unpack

from transcode.gsm.encoding import Encoding
from transcode.gsm.languages import writable_characters
from transcode.gsm.naming import count, listed, named
from transcode.gsm.options import Options, Rules
from transcode.gsm.segmentation import Segmentation
from transcode.gsm.segmenter import segment_by
from transcode.gsm.vendors import GENERIC, Vendor

__all__ = ["VendorBill", "vendor_bill"]

_SHOWN: Final = 5
"""Characters that the reasons list before they stop."""


class VendorBill(NamedTuple):
    """A text as a vendor sends it, beside what the standard alone would make of it."""

    segmentation: Segmentation
    """As the vendor sends it."""
    standard: Segmentation
    """As 3GPP TS 23.038 and 23.040 have it, with the same options."""

    @property
    def vendor(self) -> Vendor:
        """Whose bill it is."""
        return self.segmentation.rules.profile

    @property
    def more(self) -> int:
        """Short messages that the vendor bills beyond the standard's; below zero where it bills fewer."""
        return self.segmentation.segments - self.standard.segments

    @property
    def lacking(self) -> tuple[str, ...]:
        """Characters of the GSM alphabet that this vendor's lacks and that made the message UCS-2, each once."""
        if self.standard.encoding is not Encoding.GSM or self.segmentation.encoding is not Encoding.UNICODE:
            return ()
        lacking = self.vendor.lacking & writable_characters()
        return tuple(c for c in dict.fromkeys(self.segmentation.text) if c in lacking)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What makes it more, and whether the vendor would refuse it, in English; none where all is as the standard."""
        found = []
        title = self.vendor.title
        characters = self.lacking
        for character in characters[:_SHOWN]:
            positions = tuple(i for i, c in enumerate(self.segmentation.text) if c == character)
            found.append(f"{named(character)} at {listed(positions)} is not in the GSM alphabet of {title}.")
        if len(characters) > _SHOWN:
            found.append(f"Nor are {count(len(characters) - _SHOWN, 'other character')}.")
        returns = self.segmentation.text.count("\r") - self.standard.text.count("\r")
        if returns > 0:
            found.append(f"{title} counts {count(returns, 'line feed')} as two characters each.")
        bits = self.segmentation.rules.reference_bits
        if self.more > 0 and bits > self.standard.rules.reference_bits:
            found.append(f"{title} numbers parts with {bits} bits, which leaves less room in each.")
        if obstacle := self.segmentation.obstacle:
            found.append(f"{obstacle}.")
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """Return what people and JSON can use."""
        return {
            "vendor": self.vendor.name,
            "segments": self.segmentation.segments,
            "standard_segments": self.standard.segments,
            "more": self.more,
            "reasons": list(self.reasons),
        }


def vendor_bill(text: str, **options: Unpack[Options]) -> VendorBill:
    """Return ``text`` as ``vendor`` sends it, beside what the standard would make of it, and why they differ.

    For the options see `Options`; ``vendor`` is one of them.

    Raises:
        SegmentationError: an option cannot be used as it is given, or the text is none.
    """
    standard: Options = {**options, "vendor": GENERIC}
    if options.get("transliterate") == "vendor":
        standard["transliterate"] = "off"
    return VendorBill(segment_by(Rules.of(**options), text), segment_by(Rules.of(**standard), text))
