"""Multipart messages from outside: read by the standard library, within bounds that it does not have.

Its readers of parameters take time that grows with the square of a header's length, and every line is held against the
boundary of each container around it: both are bounded while the message is read, not after.
"""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import collapse_rfc2231_value
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.texts import file_name, raw_text

__all__ = [
    "MAX_CONTAINERS_DEEP",
    "MAX_HEADER",
    "MAX_PARTS",
    "content_bytes",
    "content_type",
    "disposition",
    "filename",
    "parameter",
    "parse_mime",
    "parts_of",
]

MAX_HEADER: Final = 2_000
"""Characters of one header, all its lines together; lines of mail end at 998 (RFC 5322 section 2.1.1)."""
MAX_PARTS: Final = 200
"""Parts and containers together."""
MAX_CONTAINERS_DEEP: Final = 10


class _BoundedHeaders(Compat32):
    """Reads headers as they always were, up to a length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        if sum(map(len, sourcelines)) > MAX_HEADER:
            raise InvalidMessage.at("", "too_large", f"has a header longer than {MAX_HEADER:,} characters")
        return super().header_source_parse(sourcelines)


class _Part(Message):
    """A part that knows how many containers are around it."""

    depth = 0

    def attach(self, payload: Any) -> None:
        payload.depth = self.depth + 1
        if payload.depth > MAX_CONTAINERS_DEEP:
            raise InvalidMessage.at("", "too_deep", f"has parts within parts, more than {MAX_CONTAINERS_DEEP} deep")
        super().attach(payload)


class _Parts:
    """Makes the parts of one message, up to a number."""

    def __init__(self) -> None:
        self._made = 0

    def __call__(self, policy: Any) -> _Part:
        self._made += 1
        # The reader makes one to see whether it can, and the whole is one.
        if self._made > MAX_PARTS + 2:
            raise InvalidMessage.at("", "too_large", f"has more than {MAX_PARTS} parts")
        return _Part(policy=policy)


def parse_mime(content_type: str, body: bytes) -> Message:
    """Return the message with that Content-Type and body.

    Raises:
        InvalidMessage: a header is too long, or there are too many parts or too many within each other.

    """
    # A header that goes on in a next line is one line; anything else in it cannot be a header.
    header = " ".join(content_type.splitlines()).encode("ascii", "replace")
    make_part: Any = _Parts()  # called with a policy, which its type in typeshed does not say
    parser = BytesParser(make_part, policy=_BoundedHeaders())
    try:
        return parser.parsebytes(b"Content-Type: " + header + b"\r\n\r\n" + body)
    except InvalidMessage:
        raise
    except _UNREADABLE:
        raise InvalidMessage.at("", "mime", "has a header whose parameters cannot be read") from None


_UNREADABLE: Final = (TypeError, ValueError, LookupError, AttributeError)
"""What the standard library raises for parameters (RFC 2231) that contradict themselves or have no such charset."""


def parameter(part: Message, name: str, header: str = "content-type") -> str | None:
    """Return a parameter of a part's header; None where it is missing or cannot be read."""
    try:
        value = _readable(part, header).get_param(name, None, header)
        return None if value is None else collapse_rfc2231_value(value)
    except _UNREADABLE:
        return None


def _readable(part: Message, header: str) -> Message:
    """Return the part; where the header has raw bytes that are no ASCII, a part with that header decoded."""
    raw = next((value for name, value in part.raw_items() if name.lower() == header), "")
    if not any("\udc80" <= character <= "\udcff" for character in raw):
        return part
    decoded = Message()
    decoded[header] = raw_text(raw)
    return decoded


def filename(part: Message) -> str | None:
    """Return the name that a part's file has; None where it has none that can be read."""
    for name, header in (("filename", "content-disposition"), ("name", "content-type")):
        if found := file_name(parameter(part, name, header)):
            return found
    return None


def content_type(part: Message) -> str:
    """Return the type of a part, in lower case, without parameters."""
    try:
        return part.get_content_type()
    except _UNREADABLE:
        value = str(part.get("content-type", "")).partition(";")[0].strip().lower()
        return value if value.count("/") == 1 else "text/plain"


def disposition(part: Message) -> str:
    """Return ``attachment``, ``inline`` or what else a part's disposition is; empty where it has none."""
    return str(part.get("content-disposition", "")).partition(";")[0].strip().lower()


def content_bytes(part: Message) -> bytes:
    """Return what a part carries, its transfer encoding undone; of a message within a message, that message."""
    if part.is_multipart():  # message/*, which the standard library reads as one more message
        inner: Any = part.get_payload(0)
        return bytes(inner.as_bytes())
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def parts_of(root: Message) -> tuple[list[Message], list[Message]]:
    """Return the containers and the parts that are none, both in document order."""
    containers: list[Message] = []
    leaves: list[Message] = []
    todo: list[Any] = [root]
    while todo:
        part = todo.pop()
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            containers.append(part)
            todo += reversed(part.get_payload())
        else:
            leaves.append(part)
    return containers, leaves
