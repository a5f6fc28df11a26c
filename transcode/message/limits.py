"""What the message schema itself limits, whatever the channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from transcode.measure import Limit, Unit
from transcode.message.card import CardMessage
from transcode.message.carousel import CarouselMessage
from transcode.message.choice import ChoiceMessage, DisplayMode
from transcode.message.list_message import ListMessage
from transcode.message.place import Place

__all__ = ["LIMITED", "LIMITS", "MAX_PROPERTY_LENGTH", "exceeded", "persistent_outer_choices"]

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


def exceeded(content: Place) -> Sequence[tuple[Place, Limit, int]]:
    """Return ``(place, limit, actual)`` of every schema limit that ``content``, one of ``LIMITED``, exceeds."""
    count = _COUNTED[type(content.value)]
    return [(place, limit, actual) for place, limit, actual in count(content) if actual > limit.value]


_Counts = Iterator[tuple[Place, Limit, int]]


def _of_choices(content: Place) -> _Counts:
    yield content.at("choices"), CHOICES, len(content.value.choices or ())


def _of_carousel(content: Place) -> _Counts:
    yield content.at("cards"), CARDS, len(content.value.cards)
    for card in content.at_all("cards"):
        yield from _of_choices(card)
    yield content.at("choices"), OUTER_CHOICES, len(content.value.choices or ())


def _of_list(content: Place) -> _Counts:
    items = [item for section in content.value.sections for item in section.items if item.choice]
    yield content.at("sections"), LIST_CHOICES, len(items)


_COUNTED: Final[Mapping[type, Callable[[Place], _Counts]]] = {
    ChoiceMessage: _of_choices,
    CardMessage: _of_choices,
    CarouselMessage: _of_carousel,
    ListMessage: _of_list,
}


LIMITED: Final = frozenset(_COUNTED)
"""The types of content that the schema limits."""


def persistent_outer_choices(content: Place) -> Sequence[Place]:
    """Return every ``display_mode`` of an outer choice that the service rejects.

    Source: Conversation API schema, Choice.display_mode.
    """
    if type(content.value) is not CarouselMessage:
        return ()
    outer = content.at_all("choices")
    return [one.at("display_mode") for one in outer if one.value.display_mode == DisplayMode.PERSISTENT]
