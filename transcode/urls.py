"""URLs as they are sent: what no URL may have is percent-encoded, and what is valid stays as it is, byte for byte.

Libraries that normalise (yarl 1.22 was tried) decode ``%2F`` in a query, fold ``/../`` and write a space as ``+``,
which breaks URLs that are signed. So only what RFC 3986 does not allow is encoded here; host names go through ``idna``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import IPv6Address
from typing import Final, Literal
from urllib.parse import quote, unquote

import idna

__all__ = [
    "Idn",
    "encode_url",
    "file_extension",
    "file_name",
    "host",
    "is_plain",
    "names",
    "readable_url",
    "why_not",
    "why_not_usable",
]

# RFC 3986 sections 3.1 and 3.2: scheme, user information, host and port; then path, query and fragment.
_URL: Final = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?P<user>[^/?#@\[\]]*)@)?(?P<host>\[[^\]/?#]*\]|[^/?#:]*)"
    r"(?::(?P<port>[^/?#]*))?(?P<rest>(?:[/?#].*)?)",
    re.DOTALL,
)
# The commonest: an address of the web that has nothing in it to encode or to look at twice.
_SIMPLE: Final = re.compile(
    r"https?://[a-z0-9-]{1,63}+(?:\.[a-z0-9-]{1,63}+)*+\.?+(?:/(?:[A-Za-z0-9_.~/!$&'()*+,:;=@?-]++|%[0-9A-Fa-f]{2})*+(?:#[A-Za-z0-9_.~/-]*+)?)?",
    re.ASCII,
)
_HOST: Final = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=-]++|%[0-9A-Fa-f]{2}|[^\x00-\xa0\s\u2028-\u202e])++")
_MOST_OF_A_LABEL: Final = 63
"""Source: RFC 1035, section 2.3.4."""
_PORT: Final = re.compile(r"0*[1-9][0-9]{0,4}", re.ASCII)
_TEL: Final = re.compile(r"tel:(?!\+0)\+?[0-9][0-9().-]*", re.ASCII | re.IGNORECASE)
_ALLOWED: Final = "!$&'()*+,/:;=?@%~"
"""What path, query and fragment may have beside letters, digits and ``_.-`` (RFC 3986, 3.3 to 3.5), and ``%``."""
_LONE_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")
# The end of the last path segment, path parameters (";v=2") apart.
_EXTENSION: Final = re.compile(r"\.([A-Za-z0-9]+)(?:;.*)?\Z", re.DOTALL)
# A host without a scheme, which phones make a link of: example.com/x
_BARE: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[:/?#]|\Z)")
_OPAQUE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!//)")


Idn = Literal["punycode", "percent", "kept"]
"""How a host name of letters beyond ASCII is written: ``xn--...`` (RFC 5891), percent-encoded, or as it is read."""


def is_plain(url: str) -> bool:
    """Tell that ``url`` is an ordinary one of the web: there is nothing in it to encode, or to find wrong."""
    return _SIMPLE.fullmatch(url) is not None


def encode_url(url: str, *, idn: Idn = "punycode") -> str:
    """Return ``url`` with every character that no URL has percent-encoded in UTF-8: spaces, accents, other scripts.

    A percent sign that encodes nothing, a second ``#`` and square brackets behind the host are encoded too. What has no
    scheme is no URL and is encoded as a path is.
    """
    if _SIMPLE.fullmatch(url):
        return url
    found = _URL.fullmatch(url)
    if found is None:
        return _encode(url)
    user = f"{_encode(found['user'])}@" if found["user"] is not None else ""
    port = f":{found['port']}" if found["port"] is not None else ""
    return f"{found['scheme']}://{user}{_encode_host(found['host'], idn)}{_encode(port)}{_encode(found['rest'])}"


def readable_url(text: str) -> str:
    """Return ``text`` as a URL that can be tapped in a text, its host as it is read; what is none, as it is."""
    if _SIMPLE.fullmatch(text):
        return text
    return encode_url(text, idn="kept") if host(text) and not why_not_usable(text) else text


def _encode(text: str) -> str:
    path, mark, fragment = text.partition("#")
    return mark.join(quote(_LONE_PERCENT.sub("%25", part), safe=_ALLOWED) for part in (path, fragment))


def _encode_host(name: str, idn: Idn) -> str:
    if _HOST.fullmatch(name) and (name.isascii() or idn == "kept"):
        return name
    if name.startswith("["):
        return quote(name, safe="[]:%")
    if idn == "punycode":
        try:
            return idna.encode(name, uts46=True).decode("ascii")
        except idna.IDNAError:
            pass  # a name that no registry takes goes out as it would be read
    return _encode(name)


def host(url: str) -> str:
    """Return the host of a URL; empty where it has none."""
    found = _URL.fullmatch(url)
    return found["host"] if found else ""


def names(schemes: Collection[str]) -> str:
    """Return schemes as a sentence names them: ``http, https and tel``."""
    *first, last = schemes
    return f"{', '.join(first)} and {last}" if first else last


def why_not(url: str, schemes: Collection[str]) -> str:
    """Return why ``url`` cannot be opened or fetched by one of ``schemes``; nothing where it can."""
    if (_SIMPLE.fullmatch(url) and url.partition(":")[0] in schemes) or ("tel" in schemes and _TEL.fullmatch(url)):
        return ""
    if not url.strip():
        return "there is no URL"
    if url.startswith("tel:+0"):
        return "no country code begins with 0"
    found = _URL.fullmatch(url)
    if found is None or found["scheme"].lower() not in schemes:
        return f"only {names(schemes)} addresses are taken"
    if found["scheme"].lower() not in ("http", "https"):
        return "" if found["host"] else "the URL has nothing behind its scheme"
    return _wrong_host(found["host"], found["port"])


def why_not_usable(url: str) -> str:
    """Return why no phone would open ``url`` wherever it stands; nothing where one might, by whatever scheme."""
    if _SIMPLE.fullmatch(url):
        return ""
    if not url.strip():
        return "there is no URL"
    if (found := _URL.fullmatch(url)) is not None:
        is_web = found["scheme"].lower() in ("http", "https")
        return _wrong_host(found["host"], found["port"]) if is_web else ""
    return "" if _OPAQUE.match(url) or _BARE.match(url) else "it is no address"


def _wrong_host(name: str, port: str | None) -> str:
    """Return what is wrong with the host or the port of a URL; nothing where they are right."""
    if not name:
        return "the URL has no host"
    # What is percent-encoded is a letter of another script; an encoded space is one no less.
    if not (_is_ipv6(name) if name.startswith("[") else _HOST.fullmatch(name) and _HOST.fullmatch(unquote(name))):
        return f"{name[:40]!r} is no host"
    labels = name.removesuffix(".").split(".")
    if not all(labels):
        return f"{name[:40]!r} is no host: it has nothing between two dots, or before the first"
    # How long one of other letters is, punycode says.
    if name.isascii() and "%" not in name and max(map(len, labels)) > _MOST_OF_A_LABEL:
        return f"{name[:40]!r} is no host: it has more than {_MOST_OF_A_LABEL} characters between two dots"
    if port is not None and not (_PORT.fullmatch(port) and int(port) <= 65535):
        return "the port of the URL is not a number from 1 to 65535"
    return ""


def _is_ipv6(name: str) -> bool:
    try:
        IPv6Address(name[1:-1])
    except ValueError:
        return False
    return "%" not in name


def _last_segment(url: str) -> str:
    """Return the last segment of the URL's path, decoded; empty where it has none."""
    path = url.partition("#")[0].partition("?")[0]
    start = path.rfind("/") + 1
    if start > len("https://") and path.startswith(("https://", "http://")):  # a slash is behind the host
        return unquote(path[start:])
    if _OPAQUE.match(path):  # data:, mailto: and the like have no path with a name in it
        return ""
    found = _URL.fullmatch(path)
    return unquote((found["rest"] if found else path).rpartition("/")[2])


def file_extension(url: str) -> str:
    """Return the extension of the URL's path in lower case, without its dot; empty where there is none.

    The path is percent-decoded; query, fragment and host say nothing. No string raises an error.
    """
    found = _EXTENSION.search(_last_segment(url))
    return found[1].lower() if found else ""


def file_name(url: str) -> str:
    """Return the name of the file that a URL leads to, decoded: ``Rechnung Mai.pdf``; empty where it has none."""
    return _last_segment(url).partition(";")[0].strip()
