"""What the message schema itself limits, whatever the channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from transcode.measure import Limit, Unit
from transcode.message.app_message import Content
from transcode.message.base import Model, extend_path
from transcode.message.card import CardMessage
from transcode.message.carousel import CarouselMessage
from transcode.message.choice import ChoiceMessage, DisplayMode
from transcode.message.list_message import ListMessage

__all__ = ["LIMITS", "MAX_PROPERTY_LENGTH", "exceeded", "persistent_outer_choices"]

_SCHEMA: Final = "Conversation API schema (vendor's published OpenAPI)"
_READ: Final = "2026-11-22"

CHOICES: Final = Limit("choices", 10, Unit.COUNT, f"{_SCHEMA}: ChoiceMessage.choices, CardMessage.choices", _READ)
CARDS: Final = Limit("cards", 10, Unit.COUNT, f"{_SCHEMA}: CarouselMessage.cards", _READ)
OUTER_CHOICES: Final = Limit("outer choices", 3, Unit.COUNT, f"{_SCHEMA}: CarouselMessage.choices", _READ)
LIST_CHOICES: Final = Limit(
    "list choices", 10, Unit.COUNT, "developers.sinch.com/docs/conversation/message-types/list-message", _READ
)
LIMITS: Final = (CHOICES, CARDS, OUTER_CHOICES, LIST_CHOICES)

MAX_PROPERTY_LENGTH: Final = 1024
"""Characters of one channel property's value. Source: Conversation API schema, SendMessageRequest."""


def exceeded(content: Content, path: str) -> Iterator[tuple[str, Limit, int]]:
    """Yield ``(path, limit, actual)`` for every schema limit that ``content`` exceeds."""
    for where, limit, actual in _counts(content, path):
        if actual > limit.value:
            yield where, limit, actual


def _counts(content: Model, path: str) -> Iterator[tuple[str, Limit, int]]:
    choices = extend_path(path, "choices")
    match content:
        case ChoiceMessage() | CardMessage():
            yield choices, CHOICES, len(content.choices or ())
        case CarouselMessage():
            cards = extend_path(path, "cards")
            yield cards, CARDS, len(content.cards)
            for index, card in enumerate(content.cards):
                yield from _counts(card, extend_path(cards, index))
            yield choices, OUTER_CHOICES, len(content.choices or ())
        case ListMessage():
            items = [item for section in content.sections for item in section.items if item.choice]
            yield extend_path(path, "sections"), LIST_CHOICES, len(items)


def persistent_outer_choices(content: Content, path: str) -> Iterator[str]:
    """Yield the path of every outer choice whose ``display_mode`` the service rejects.

    Source: Conversation API schema, Choice.display_mode.
    """
    if isinstance(content, CarouselMessage):
        for index, choice in enumerate(content.choices or ()):
            if choice.display_mode == DisplayMode.PERSISTENT:
                yield extend_path(extend_path(extend_path(path, "choices"), index), "display_mode")
