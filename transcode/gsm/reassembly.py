"""From the parts of a message to its text, in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from transcode.errors import shorten
from transcode.gsm.codec import decode, opens_escape
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError
from transcode.gsm.header import Header
from transcode.gsm.part import Part

__all__ = ["Fragment", "MessageKey", "message_key", "reassemble"]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part as it was received: its text and its header."""

    text: str
    header: Header
    encoding: Encoding | None = None
    """None where it is neither of the two (ASCII and Latin-1 of SMPP)."""
    payload: bytes = b""
    """The octets behind the header: a septet to an octet (GSM), UTF-16 (UNICODE), or a character to an octet."""
    message_class: int | None = None
    """0 is flash: shown at once and not stored; 1 to 3 are places to store it (TS 23.038 section 4)."""

    @property
    def index(self) -> int:
        """1-based place in the message."""
        return self.header.index

    @property
    def total(self) -> int:
        """How many parts the message has."""
        return self.header.total

    @property
    def reference(self) -> int:
        """The number that the parts of the message share; 0 where there is only one."""
        return self.header.reference or 0

    @property
    def reference_bits(self) -> int:
        """Width of that number."""
        return self.header.reference_bits


class MessageKey(NamedTuple):
    """What the parts of one message have in common (TS 23.040 sections 9.2.3.24.1 and .8)."""

    total: int
    reference: int
    reference_bits: int
    encoding: Encoding | None


def message_key(part: Part | Fragment) -> MessageKey:
    """Return what tells the message of ``part`` from others of the same sender."""
    return MessageKey(part.total, part.reference, part.reference_bits if part.total > 1 else 0, part.encoding)


def reassemble(parts: Iterable[Part | Fragment]) -> str:
    """Return the text of the message that ``parts`` make up, in whatever order they come; repeated ones do no harm.

    What a sender has parted is joined: surrogates, an escape and its septet, the two octets of a UCS-2 unit.

    Raises:
        SegmentationError: parts are missing, contradict each other, are of more than one message, or end in half a
            UCS-2 unit.
    """
    found: dict[int, Part | Fragment] = {}
    message: MessageKey | None = None
    if not isinstance(parts, Iterable):
        raise SegmentationError(f"parts are {shorten(parts)}: use a list of them")
    for part in parts:
        if not isinstance(part, Part | Fragment):
            raise SegmentationError(f"{shorten(part)} is no part")
        if message not in (None, message_key(part)):
            raise SegmentationError("these are parts of more than one message")
        message = message_key(part)
        if found.setdefault(part.index, part).text != part.text:
            raise SegmentationError(f"there are two different parts {part.index}")
    if message is None:
        raise SegmentationError("there are no parts")
    if missing := [index for index in range(1, message.total + 1) if index not in found]:
        raise SegmentationError(f"of {message.total} parts these are missing: {', '.join(map(str, missing))}")
    ordered = [found[index] for index in range(1, message.total + 1)]
    if message.encoding is Encoding.UNICODE:
        octets = b"".join(part.payload or _utf16(part.text) for part in ordered)
        if len(octets) % 2:
            raise SegmentationError("the parts end in half a UCS-2 unit: they hold an odd number of octets")
        return octets.decode("utf-16-be", "surrogatepass")
    if message.encoding is Encoding.GSM:
        return "".join(_escapes_joined(ordered))
    return "".join(part.text for part in ordered)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def _escapes_joined(parts: Sequence[Part | Fragment]) -> Iterator[str]:
    """Yield the text of each part, an escape at the end of one moved to the front of the next."""
    escape = b""
    for number, part in enumerate(parts, 1):
        septets = escape + part.payload
        moved = number < len(parts) and opens_escape(septets)
        if (escape or moved) and part.payload:
            tables = part.tables if isinstance(part, Part) else part.header.tables
            yield decode(septets[:-1] if moved else septets, tables)
        else:
            yield decode(escape) + part.text
            moved = False
        escape = b"\x1b" if moved else b""
