"""MMS."""

from transcode.channels.mms.writer import Mms

__all__ = ["Mms"]
