"""What the message schema itself limits, whatever the channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from transcode.measure import Limit, Unit
from transcode.message.card import CardMessage
from transcode.message.carousel import CarouselMessage
from transcode.message.choice import ChoiceMessage, DisplayMode
from transcode.message.list_message import ListMessage
from transcode.message.place import Place

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


def exceeded(content: Place) -> Iterator[tuple[Place, Limit, int]]:
    """Yield ``(place, limit, actual)`` for every schema limit that ``content`` exceeds."""
    for place, limit, actual in _counts(content):
        if actual > limit.value:
            yield place, limit, actual


def _counts(content: Place) -> Iterator[tuple[Place, Limit, int]]:
    message = content.value
    match message:
        case ChoiceMessage() | CardMessage():
            yield content.at("choices"), CHOICES, len(message.choices or ())
        case CarouselMessage():
            yield content.at("cards"), CARDS, len(message.cards)
            for card in content.at_all("cards"):
                yield from _counts(card)
            yield content.at("choices"), OUTER_CHOICES, len(message.choices or ())
        case ListMessage():
            items = [item for section in message.sections for item in section.items if item.choice]
            yield content.at("sections"), LIST_CHOICES, len(items)


def persistent_outer_choices(content: Place) -> Iterator[Place]:
    """Yield every ``display_mode`` of an outer choice that the service rejects.

    Source: Conversation API schema, Choice.display_mode.
    """
    if isinstance(content.value, CarouselMessage):
        for choice in content.at_all("choices"):
            if choice.value.display_mode == DisplayMode.PERSISTENT:
                yield choice.at("display_mode")
