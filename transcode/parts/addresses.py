"""Addresses of the message as channels take them: URLs to open or fetch, telephone numbers to call."""

from __future__ import annotations

from transcode.message.place import Place, Words
from transcode.numbers import dialled
from transcode.urls import Idn, encode_url, host, is_plain, readable_url, why_not_usable

__all__ = ["encoded", "is_tel", "map_link", "opened", "read", "tel"]


def encoded(url: Words, idn: Idn = "punycode") -> Words:
    """Return a URL as it is sent: on one line, percent-encoded; see ``transcode.urls.encode_url``."""
    return url if is_plain(url) else url.like(encode_url(url.line.plain, idn=idn))


def opened(url: Words, idn: Idn = "punycode") -> Words:
    """Return a URL as it is sent, as ``encoded`` does; what no phone would open stays as it is."""
    if is_plain(url):
        return url
    line = url.line
    return encoded(line, idn) if host(line) and not why_not_usable(line) else line


def map_link(where: Place) -> Words:
    """Return the URL that shows the place ``where`` on a map; it has ``coordinates``."""
    coordinates = where.at("coordinates")
    return Words(coordinates.value.map_link, (coordinates.at("latitude"), coordinates.at("longitude")))


def read(url: Words) -> Words:
    """Return a URL as it stands in a text: encoded, but with its host as it is read; what is none, as it is."""
    return url if is_plain(url) else url.like(readable_url(url.line.plain))


def is_tel(url: str) -> bool:
    """Tell whether an address is a number to call, not a page to open (RFC 3966)."""
    return url[:4].lower() == "tel:"


def tel(number: Words, region: str = "") -> Words:
    """Return the ``tel:`` address of a telephone number (RFC 3966); see ``transcode.numbers.dialled``."""
    return number.like(f"tel:{dialled(number, region)}")
