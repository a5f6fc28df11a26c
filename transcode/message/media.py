"""Media: an image, video, audio or other file, by URL."""

from __future__ import annotations

from typing import Annotated

from transcode.message.base import HINT, Model, Text

__all__ = ["MediaMessage"]


class MediaMessage(Model):
    """A file by its URL. It is never fetched here."""

    url: Text
    thumbnail_url: Annotated[Text | None, HINT] = None
    """Shown before the file is opened, by the channels that can."""
    filename_override: Annotated[Text | None, HINT] = None
    """The name under which the file is shown or saved, by the channels that can."""
