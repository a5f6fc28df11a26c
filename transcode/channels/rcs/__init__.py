"""RCS."""

from transcode.channels.rcs.writer import Rcs

__all__ = ["Rcs"]
