"""URLs on their way into a MIME header."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from transcode.errors import InvalidMessage
from transcode.urls import is_plain

__all__ = ["header_url"]

_UNSAFE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Every ASCII character that RFC 3986 section 2 allows in a URL, "%" with them: what is encoded stays as it is.
_SAFE: Final = "%:/?#[]@!$&'()*+,;=~-._"
_LONE_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_HOST: Final = re.compile(r"[A-Za-z0-9._~%!$&'()*+,;=:@\[\]-]+")
_SCHEMES: Final = ("http", "https")


def header_url(url: str, path: str) -> str:
    """Return ``url`` so that it can stand between quotation marks in a header: printable ASCII, no quote, no space.

    Characters that a URL may not have are percent-encoded (as UTF-8), which leaves what it means as it was. ``path`` is
    the field's, for the error.

    Raises:
        InvalidMessage: the URL has control characters, is not an absolute http or https URL, or its host is not ASCII
            or its port out of range.

    """
    if is_plain(url):
        return url
    if _UNSAFE.search(url) or url != url.strip():
        message = "must not have line breaks, control characters or spaces around it: remove them"
        raise InvalidMessage.at(path, "url_control", message, url)
    try:
        split = urlsplit(url)
        host, _ = split.hostname, split.port  # a port that is none raises too
    except ValueError as error:
        raise InvalidMessage.at(path, "url", f"is not a URL: {error}", url) from None
    if split.scheme not in _SCHEMES or not host:
        raise InvalidMessage.at(path, "url", "must be an absolute URL that starts with https:// or http://", url)
    if not _HOST.fullmatch(split.netloc):
        raise InvalidMessage.at(
            path, "url_host", "must have a host of letters, digits, dots and hyphens; others are written xn--...", url
        )
    return quote(_LONE_PERCENT.sub("%25", url), safe=_SAFE)
