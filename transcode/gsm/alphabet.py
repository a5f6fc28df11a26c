"""The GSM 7 bit default alphabet and its extension, and whether a text fits in them."""

from __future__ import annotations

import re
from typing import Final

from transcode.gsm.errors import check_text

__all__ = ["DEFAULT_EXTENSION", "DEFAULT_TABLE", "ESC", "EXTENDED", "UNDEFINED", "count_escapes", "is_gsm", "septets"]

ESC: Final = "\x1b"
"""Septet 0x1B: the next septet is read in the single shift table. It is no character of any text."""
UNDEFINED: Final = "·"
"""Stands in the table strings where the standard defines no character; it is itself in no table."""

# 3GPP TS 23.038 section 6.2.1. One row is 16 septets.
DEFAULT_TABLE: Final = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
# TS 23.038 section 6.2.1.1. 0x0A is the page break, form feed; 0x0D and 0x1B are reserved for controls.
DEFAULT_EXTENSION: Final = (
    "··········\f·····"
    "····^···········"
    "········{}·····\\"
    "············[~]·"
    "|···············"
    "················"
    "·····€··········"
    "················"
)

EXTENDED: Final = DEFAULT_EXTENSION.replace(UNDEFINED, "")
"""The ten characters that take two septets."""

_BASIC: Final = DEFAULT_TABLE.replace(ESC, "")
_BASIC_LATIN_1: Final = _BASIC.encode("latin-1", "ignore")
_EXTENDED_LATIN_1: Final = EXTENDED.encode("latin-1", "ignore")
_EURO: Final = "€"  # the one extended character beyond Latin-1
_find_foreign: Final = re.compile(f"[^{re.escape(_BASIC + EXTENDED)}]").search


def count_escapes(text: str) -> int:
    """Return how many characters of ``text`` take two septets, or -1 if there is one that takes none at all.

    The message has ``len(text)`` plus that many septets. To ask each character would be slow; deleting known ones and
    looking at what is left runs at the speed of memory.
    """
    if text.isascii():
        rest = text.encode().translate(None, _BASIC_LATIN_1)
        return len(rest) if not rest or not rest.translate(None, _EXTENDED_LATIN_1) else -1
    length = len(text)
    # Two hints that something foreign will be found soon; to search every text for it would cost more than the rest.
    if text > "\xff":  # the first character is beyond Latin-1, so this is another script
        foreign = _find_foreign(text, 0, 4)
    else:  # CPython spends four octets on each character where there is an emoji (PEP 393)
        foreign = _find_foreign(text) if text.__sizeof__() > 4 * length else None
    if foreign:
        return -1
    latin = text.encode("latin-1", "ignore")
    euros = 0
    if len(latin) != length:
        euros = text.count(_EURO)
        if len(latin) + euros != length and _find_foreign(text):
            return -1
    rest = latin.translate(None, _BASIC_LATIN_1)
    return euros + len(rest) if not rest or not rest.translate(None, _EXTENDED_LATIN_1) else -1


def septets(text: str) -> int | None:
    """Return the length of ``text`` in septets of the default alphabet, or None where it cannot be written in it.

    A character of the extension table counts two: the escape and itself (TS 23.038 section 6.2.1.1).

    Raises:
        SegmentationError: the text is none.
    """
    check_text(text)
    escapes = count_escapes(text)
    return None if escapes < 0 else len(text) + escapes


def is_gsm(text: str) -> bool:
    """Say whether each character of ``text`` is in the default alphabet or its extension table.

    True for the empty text; False for U+001B, which is the escape and no character.

    Raises:
        SegmentationError: the text is none.
    """
    check_text(text)
    return count_escapes(text) >= 0
