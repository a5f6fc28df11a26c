"""Choices: what a recipient can answer or open, and the message that asks."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Final

from transcode.message.base import HINT, POSTBACK, Model, OneOf, Text, Timestamp
from transcode.message.location import LocationMessage
from transcode.message.place import Place
from transcode.message.text import TextMessage

__all__ = [
    "CalendarMessage",
    "CallMessage",
    "Choice",
    "ChoiceMessage",
    "ChoiceMessageProperties",
    "DisplayMode",
    "ShareLocationMessage",
    "UrlMessage",
    "action_of",
]


class UrlMessage(Model):
    """Opens a web page."""

    title: Text
    url: Text


class CallMessage(Model):
    """Calls a number."""

    title: Text
    phone_number: Text
    """E.164 with a leading ``+``; shown as it is written here."""


class CalendarMessage(Model):
    """Adds an event to the recipient's calendar."""

    title: Text
    event_start: Timestamp
    event_end: Timestamp
    event_title: Text
    fallback_url: Text
    """Opened where the channel cannot add an event."""
    event_description: Text | None = None


class ShareLocationMessage(Model):
    """Asks the recipient for their location."""

    title: Text
    fallback_url: Text
    """Opened where the channel cannot ask for a location."""


class DisplayMode(StrEnum):
    """How long an RCS suggestion stays."""

    DISPLAY_MODE_UNSPECIFIED = "DISPLAY_MODE_UNSPECIFIED"
    PERSISTENT = "PERSISTENT"


class Choice(OneOf):
    """One answer or action: exactly one of the six kinds."""

    one_of: ClassVar[tuple[str, ...]] = (
        "text_message",
        "url_message",
        "call_message",
        "location_message",
        "calendar_message",
        "share_location_message",
    )

    text_message: TextMessage | None = None
    url_message: UrlMessage | None = None
    call_message: CallMessage | None = None
    location_message: LocationMessage | None = None
    calendar_message: CalendarMessage | None = None
    share_location_message: ShareLocationMessage | None = None
    postback_data: Annotated[Text | None, POSTBACK] = None
    """Returned with the answer. The default is ``<message id>_<text or title>``."""
    display_mode: Annotated[DisplayMode | None, HINT] = None
    """RCS choice messages only."""

    @property
    def label(self) -> str:
        """The text or the title: what the choice is called."""
        action = getattr(self, self.kind)
        return str(action.text if self.text_message else action.title)


_ACTIONS: Final = frozenset(Choice.one_of)


def action_of(choice: Place) -> Place:
    """Return the part of a choice that says what it does: its ``text_message``, ``url_message`` ..."""
    action = choice.first_of(_ACTIONS)
    if action is None:
        raise LookupError(f"{choice!r} is no choice")
    return action


class ChoiceMessageProperties(Model):
    """What only some channels show of a choice message."""

    whatsapp_footer: Annotated[Text | None, HINT] = None
    """The footer of a WhatsApp message with buttons."""


class ChoiceMessage(Model):
    """A question and its choices."""

    text_message: TextMessage | None = None
    choices: tuple[Choice, ...]
    message_properties: ChoiceMessageProperties | None = None
