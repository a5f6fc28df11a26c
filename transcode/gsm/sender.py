"""Names in place of a sender's number: what a short message can carry."""

from __future__ import annotations

from typing import Final

from transcode.gsm.alphabet import septets
from transcode.gsm.errors import check_text
from transcode.gsm.languages import writable_characters
from transcode.gsm.naming import named
from transcode.gsm.vendors import GENERIC, Vendor, find_vendor

__all__ = ["MAX_SENDER_SEPTETS", "sender_obstacle"]

MAX_SENDER_SEPTETS: Final = 11
"""An address has at most ten octets of value (3GPP TS 23.040 section 9.1.2.5), which are eleven septets."""


def sender_obstacle(name: str, *, vendor: str = GENERIC) -> str | None:
    """Return why ``name`` cannot be the alphanumeric sender of a short message, in English; None where it can.

    The default alphabet and its extension can be written, up to eleven septets; ``vendor``, a name of `VENDORS`, may
    take fewer characters. What a country allows is another matter, and not known here.

    Raises:
        SegmentationError: the name is no string, or there is no such vendor.
    """
    check_text(name, "name")
    profile = find_vendor(vendor)
    if not name:
        return "it is empty"
    for position, character in enumerate(name):
        if character not in writable_characters():
            return f"{named(character)} at {position} is not in the GSM alphabet"
    length = septets(name) or 0
    if length > MAX_SENDER_SEPTETS:
        return f"it takes {length} septets, and there is room for {MAX_SENDER_SEPTETS}"
    return _refused_by(profile, name)


def _refused_by(vendor: Vendor, name: str) -> str | None:
    for position, character in enumerate(name):
        if vendor.sender_alphabet is not None and character not in vendor.sender_alphabet:
            return f"{named(character)} at {position} is not in the alphabet of {vendor.title} for names"
    if vendor.sender_hyphen_within and (name.startswith("-") or name.endswith("-")):
        return f"{vendor.title} takes no name that begins or ends with a hyphen"
    return None
