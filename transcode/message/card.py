"""A card: title, description, media and choices together."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from transcode.message.base import HINT, Model, Text
from transcode.message.choice import Choice
from transcode.message.media import MediaMessage

__all__ = ["CardHeight", "CardMessage", "CardMessageProperties"]


class CardHeight(StrEnum):
    """How much room a card's media takes, on RCS."""

    UNSPECIFIED_HEIGHT = "UNSPECIFIED_HEIGHT"
    SHORT = "SHORT"
    MEDIUM = "MEDIUM"
    TALL = "TALL"


class CardMessageProperties(Model):
    """What only some channels show of a card."""

    whatsapp_header: Annotated[Text | None, HINT] = None
    """The header of a WhatsApp message with buttons, if the card has no media."""


class CardMessage(Model):
    """A card. All of it is optional in the newest schema (older ones require the title)."""

    title: Text | None = None
    description: Text | None = None
    media_message: MediaMessage | None = None
    choices: tuple[Choice, ...] | None = None
    height: Annotated[CardHeight | None, HINT] = None
    message_properties: CardMessageProperties | None = None
