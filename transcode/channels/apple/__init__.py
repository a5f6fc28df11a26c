"""Apple Messages for Business."""

from transcode.channels.apple.writer import Apple

__all__ = ["Apple"]
