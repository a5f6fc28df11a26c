"""Addresses of the message as channels take them: URLs to open or fetch, telephone numbers to call."""

from __future__ import annotations

import re
from typing import Final

from transcode.message.place import Words
from transcode.urls import Idn, encode_url

__all__ = ["encoded", "tel"]

# What people write between the digits of a telephone number: the visual separators of RFC 3966 section 3, and spaces,
# slashes and typographic hyphens, which a tel: address does not have. A "(0)" is dialled inside the country only.
_TRUNK: Final = re.compile(r"(?<=\d)[\s.\-/\u2010-\u2015]*\(0\)")
_BETWEEN_DIGITS: Final = re.compile(r"[\s().\-/\u2010-\u2015]")


def encoded(url: Words, idn: Idn = "punycode") -> Words:
    """Return a URL as it is sent: on one line, percent-encoded; see ``transcode.urls.encode_url``."""
    return url.like(encode_url(url.line.plain, idn=idn))


def tel(number: Words) -> Words:
    """Return the ``tel:`` address of a telephone number (RFC 3966)."""
    return number.like(f"tel:{_BETWEEN_DIGITS.sub('', _TRUNK.sub('', number))}")
