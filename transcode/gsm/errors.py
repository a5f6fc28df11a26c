"""What segmentation refuses: options that make no sense, and headers that cannot be written. Never a text."""

from __future__ import annotations

from typing import TypeGuard

from transcode.errors import TranscodeError, shorten

__all__ = ["SegmentationError", "UnknownOption", "as_octets", "check_text", "check_whole", "is_whole"]


class SegmentationError(TranscodeError, ValueError):
    """An argument, an option, a header or a received part is unusable; the message says which and why.

    No text raises it: every string can be segmented, counted, truncated and described.
    """


class UnknownOption(SegmentationError, TypeError):  # noqa: N818 - a public name that says what is wrong
    """There is no option of this name; a `TypeError` too, as for any keyword that a function does not take."""


def is_whole(value: object) -> TypeGuard[int]:
    """Say whether ``value`` is a whole number; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def check_whole(name: str, value: object) -> None:
    """Refuse what is no whole number.

    Raises:
        SegmentationError: it is none.
    """
    if not is_whole(value):
        raise SegmentationError(f"{name} is {shorten(value)}: use a whole number")


def check_text(text: object, name: str = "text") -> None:
    """Refuse what is no string.

    Raises:
        SegmentationError: it is none.
    """
    if not isinstance(text, str):
        raise SegmentationError(f"{name} is {shorten(text)}: use a string")


def as_octets(octets: object, name: str) -> bytes:
    """Return bytes, or what has the same content, as bytes.

    Raises:
        SegmentationError: it is none.
    """
    if not isinstance(octets, bytes | bytearray | memoryview):
        raise SegmentationError(f"{name} is {shorten(octets)}: use bytes")
    return bytes(octets)
