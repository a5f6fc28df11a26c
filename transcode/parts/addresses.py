"""Addresses as channels take them: URLs that can be opened or fetched, telephone numbers that can be called."""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import IPv6Address
from typing import Final

from transcode.media import encode_url
from transcode.message.place import Words

__all__ = ["encoded", "host", "names", "tel", "why_not"]

# Scheme, host and port of a URL with an authority: RFC 3986 section 3.2, user information apart.
_WITH_HOST: Final = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#@\[\]]*@)?(?P<host>\[[^\]/?#]*\]|[^/?#:]*)(?::(?P<port>[^/?#]*))?"
    r"(?:[/?#].*)?",
    re.DOTALL,
)
_HOST: Final = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|[^\x00-\xa0\s\u2028-\u202e])+")
_PORT: Final = re.compile(r"0*[1-9][0-9]{0,4}", re.ASCII)
_TEL: Final = re.compile(r"tel:\+?[0-9][0-9().-]*", re.ASCII | re.IGNORECASE)
# What people write between the digits of a telephone number: the visual separators of RFC 3966 section 3, and spaces,
# slashes and typographic hyphens, which a tel: address does not have.
_BETWEEN_DIGITS: Final = re.compile(r"[\s().\-/\u2010-\u2015]")


def encoded(url: Words) -> Words:
    """Return a URL as it is sent: on one line, percent-encoded."""
    return url.like(encode_url(url.line.plain))


def tel(number: Words) -> Words:
    """Return the ``tel:`` address of a telephone number (RFC 3966)."""
    return number.like(f"tel:{_BETWEEN_DIGITS.sub('', number)}")


def names(schemes: Collection[str]) -> str:
    """Return schemes as a sentence names them: ``http, https and tel``."""
    *first, last = schemes
    return f"{', '.join(first)} and {last}" if first else last


def host(url: str) -> str:
    """Return the host of a URL; empty where it has none."""
    found = _WITH_HOST.fullmatch(url)
    return found["host"] if found else ""


def why_not(url: str, schemes: Collection[str]) -> str:
    """Return why ``url`` cannot be opened or fetched by one of ``schemes``; nothing where it can."""
    if not url.strip():
        return "there is no URL"
    if "tel" in schemes and _TEL.fullmatch(url):
        return ""
    found = _WITH_HOST.fullmatch(url)
    if found is None or found["scheme"].lower() not in schemes:
        return f"only {names(schemes)} addresses are taken"
    if found["scheme"].lower() not in ("http", "https"):
        return "" if found["host"] else "the URL has nothing behind its scheme"
    return _wrong_host(found["host"], found["port"])


def _wrong_host(host: str, port: str | None) -> str:
    """Return what is wrong with the host or the port of a URL; nothing where they are right."""
    if not host:
        return "the URL has no host"
    if not (_is_ipv6(host) if host.startswith("[") else _HOST.fullmatch(host)):
        return f"{host[:40]!r} is no host"
    if port is not None and not (_PORT.fullmatch(port) and int(port) <= 65535):
        return "the port of the URL is not a number from 1 to 65535"
    return ""


def _is_ipv6(host: str) -> bool:
    try:
        IPv6Address(host[1:-1])
    except ValueError:
        return False
    return "%" not in host
