"""MIME multipart bodies as bytes (RFC 2046, RFC 2387), the same for the same parts.

The standard library's writer is not used because it invents random boundaries and re-encodes texts.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Final

__all__ = ["BodyPart", "base64_lines", "join", "related_type"]

CRLF: Final = b"\r\n"


@dataclass(frozen=True, slots=True)
class BodyPart:
    """One part: its headers in order, ASCII and without line breaks, and its body as it is transferred."""

    headers: tuple[tuple[str, str], ...]
    body: bytes

    def to_bytes(self) -> bytes:
        """Return the headers, the empty line and the body."""
        return head(self.headers) + CRLF + self.body


def head(headers: Iterable[tuple[str, str]]) -> bytes:
    """Return header lines, each with its line break.

    Raises:
        ValueError: a header could break out of its line. Whoever makes headers has to see to it before.

    """
    lines = [f"{name}: {value}" for name, value in headers]
    for line in lines:
        if not (line.isascii() and line.isprintable()):
            raise ValueError(f"not a header: {line!r}")
    return b"".join(line.encode("ascii") + CRLF for line in lines)


def join(parts: Sequence[BodyPart]) -> tuple[str, bytes]:
    """Return a boundary that occurs in no part, and the multipart body of ``parts``."""
    rendered = [part.to_bytes() for part in parts]
    boundary = next(name for name in _boundaries(rendered) if not any(name.encode() in part for part in rendered))
    delimiter = b"--" + boundary.encode()
    opened = b"".join(delimiter + CRLF + part + CRLF for part in rendered)
    return boundary, opened + delimiter + b"--" + CRLF


def _boundaries(parts: Iterable[bytes]) -> Iterator[str]:
    """Yield boundaries derived from the content, one after the other: never random, so the bytes are repeatable."""
    digest = sha256()
    for part in parts:
        digest.update(b"%d:" % len(part) + part)
    for attempt in count():
        attempted = digest.copy()
        attempted.update(b"%d" % attempt)
        yield f"mms-{attempted.hexdigest()[:32]}"


def related_type(boundary: str, root: str, root_type: str) -> str:
    """Return the Content-Type of a multipart/related body whose root part has the content id and type named."""
    return f'multipart/related; boundary="{boundary}"; type="{root_type}"; start="<{root}>"'


def base64_lines(data: bytes) -> bytes:
    """Return ``data`` in base64, in lines of 76 characters (RFC 2045 section 6.8), without a line break at the end."""
    return base64.encodebytes(data).rstrip(b"\n").replace(b"\n", CRLF)
