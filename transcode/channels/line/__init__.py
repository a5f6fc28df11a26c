"""LINE."""

from transcode.channels.line.writer import Line

__all__ = ["Line"]
