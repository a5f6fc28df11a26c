"""The picture of a result, whatever channel it is of."""

from __future__ import annotations

from transcode.channels import writer_for
from transcode.errors import TranscodeError
from transcode.picture import Picture, default_picture
from transcode.result import Transcoded

__all__ = ["picture_of", "title_of"]


def picture_of(result: Transcoded) -> Picture:
    """Return what the recipient of ``result`` sees; by text and replies where nobody knows its channel."""
    try:
        writer = writer_for(result.channel)
    except TranscodeError:
        return default_picture(result)
    return writer.picture(result)


def title_of(channel: str) -> str:
    """Return a channel's name for people; its own name where nobody knows it."""
    try:
        return writer_for(channel).title
    except TranscodeError:
        return channel
