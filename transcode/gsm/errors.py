"""What segmentation refuses: options that make no sense, and headers that cannot be written. Never a text."""

from __future__ import annotations

from transcode.errors import TranscodeError

__all__ = ["SegmentationError"]


class SegmentationError(TranscodeError, ValueError):
    """An option, a header or a received part is unusable; the message says which and why.

    No text raises it: every string can be segmented, counted, truncated and described.
    """
