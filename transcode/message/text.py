"""Text."""

from __future__ import annotations

from transcode.message.base import Model, Text

__all__ = ["TextMessage"]


class TextMessage(Model):
    """A text."""

    text: Text
