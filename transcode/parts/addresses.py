"""Addresses of the message as channels take them: URLs to open or fetch, telephone numbers to call."""

from __future__ import annotations

from transcode.message.place import Words
from transcode.numbers import dialled
from transcode.urls import Idn, encode_url

__all__ = ["encoded", "tel"]


def encoded(url: Words, idn: Idn = "punycode") -> Words:
    """Return a URL as it is sent: on one line, percent-encoded; see ``transcode.urls.encode_url``."""
    return url.like(encode_url(url.line.plain, idn=idn))


def tel(number: Words, region: str = "") -> Words:
    """Return the ``tel:`` address of a telephone number (RFC 3966); see ``transcode.numbers.dialled``."""
    return number.like(f"tel:{dialled(number, region)}")
