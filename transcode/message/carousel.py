"""A carousel: cards side by side."""

from __future__ import annotations

from transcode.message.base import Model
from transcode.message.card import CardMessage
from transcode.message.choice import Choice

__all__ = ["CarouselMessage"]


class CarouselMessage(Model):
    """Cards, and choices that belong to all of them."""

    cards: tuple[CardMessage, ...]
    choices: tuple[Choice, ...] | None = None
    """The outer choices."""
