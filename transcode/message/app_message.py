"""The generic message: one content, and what may stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final

from transcode.errors import LISTED, FieldError, InvalidMessage, did_you_mean, shorten
from transcode.message.base import HINT, Model, OneOf, Text, extend_path
from transcode.message.card import CardMessage
from transcode.message.carousel import CarouselMessage
from transcode.message.channel_specific import ChannelSpecificMessage
from transcode.message.choice import ChoiceMessage
from transcode.message.contact_info import ContactInfoMessage
from transcode.message.list_message import ListMessage
from transcode.message.location import LocationMessage
from transcode.message.media import MediaMessage
from transcode.message.parse import MAX_ENTRIES, parse_json, validate
from transcode.message.place import Place, Survey, survey
from transcode.message.template import OmniTemplateReference, TemplateMessage
from transcode.message.text import TextMessage

__all__ = [
    "CONTENT_TYPES",
    "KINDS",
    "Agent",
    "AgentType",
    "AppMessage",
    "Content",
    "ContentFields",
    "OmniMessageOverride",
    "ReplyTo",
    "parse_message",
    "refuse_unknown",
]

Content = (
    TextMessage
    | MediaMessage
    | ChoiceMessage
    | CardMessage
    | CarouselMessage
    | LocationMessage
    | ContactInfoMessage
    | ListMessage
)
"""What a channel's writer is given: everything but a template, which is resolved first."""

CONTENT_TYPES: Final[Mapping[str, type[Model]]] = {
    "text_message": TextMessage,
    "media_message": MediaMessage,
    "choice_message": ChoiceMessage,
    "card_message": CardMessage,
    "carousel_message": CarouselMessage,
    "location_message": LocationMessage,
    "contact_info_message": ContactInfoMessage,
    "list_message": ListMessage,
}
"""The content types that a writer renders, by field name."""
KINDS: Final[Mapping[type[Model], str]] = {
    model: name.removesuffix("_message") for name, model in CONTENT_TYPES.items()
}
"""Type of content to its short name: ``text``, ``media``, ``choice`` ...; layouts and writer methods are named so."""


class AgentType(StrEnum):
    """Who speaks."""

    UNKNOWN_AGENT_TYPE = "UNKNOWN_AGENT_TYPE"
    HUMAN = "HUMAN"
    BOT = "BOT"


class Agent(Model):
    """Who the message is from, on the channels that show it."""

    display_name: Text | None = None
    type: AgentType | None = None
    picture_url: Text | None = None


class ReplyTo(Model):
    """The message that this one answers; WhatsApp quotes it."""

    message_id: Text


class ContentFields(OneOf):
    """The fields that hold content; which of them may be set is for ``one_of`` to say."""

    text_message: TextMessage | None = None
    media_message: MediaMessage | None = None
    choice_message: ChoiceMessage | None = None
    card_message: CardMessage | None = None
    carousel_message: CarouselMessage | None = None
    location_message: LocationMessage | None = None
    contact_info_message: ContactInfoMessage | None = None
    list_message: ListMessage | None = None


class OmniMessageOverride(ContentFields):
    """Generic content for one channel; a template is referred to by ``template_reference``."""

    one_of: ClassVar[tuple[str, ...]] = (*CONTENT_TYPES, "template_reference")

    template_reference: OmniTemplateReference | None = None


class AppMessage(ContentFields):
    """A message for any channel: exactly one content.

    Source: Conversation API schema, ``AppMessage`` (the vendor's published OpenAPI, 2026).
    """

    one_of: ClassVar[tuple[str, ...]] = (*CONTENT_TYPES, "template_message")

    template_message: TemplateMessage | None = None
    explicit_channel_message: Mapping[str, Text] | None = None
    """A channel's own payload, as a string, by channel."""
    explicit_channel_omni_message: Mapping[str, OmniMessageOverride] | None = None
    """Other generic content, by channel."""
    channel_specific_message: Mapping[str, ChannelSpecificMessage] | None = None
    """Typed content of one channel, by channel."""
    agent: Annotated[Agent | None, HINT] = None
    reply_to: Annotated[ReplyTo | None, HINT] = None

    @classmethod
    def parse(cls, message: Mapping[str, Any] | str | bytes | AppMessage, *, strict: bool = False) -> AppMessage:
        """Return ``message`` as an AppMessage.

        Args:
            message: a dict, JSON text or bytes, or an AppMessage.
            strict: refuse fields that the schema does not name.

        Raises:
            InvalidMessage: naming each wrong field and how to mend it.

        """
        return parse_message(message, strict=strict)


def parse_message(message: Mapping[str, Any] | str | bytes | AppMessage, *, strict: bool = False) -> AppMessage:
    """Return ``message`` as an AppMessage; see ``AppMessage.parse``."""
    if isinstance(message, AppMessage):
        parsed = message
        if sum(getattr(message, name, None) is not None for name in AppMessage.one_of) != 1:
            raise InvalidMessage.at("", "one_of", f"must have exactly one of {', '.join(AppMessage.one_of)}")
    else:
        data = parse_json(message) if isinstance(message, (str, bytes, bytearray)) else message
        if type(data) is not dict and not isinstance(data, Mapping):
            problem = f"a message must be an object with fields, not {shorten(data)}"
            raise InvalidMessage.at("", "object_type", problem, data)
        try:
            parsed = validate(AppMessage, data, entries=MAX_ENTRIES)
        except InvalidMessage as error:
            raise _envelope(data) or error from None
    if strict:
        refuse_unknown(survey(parsed))
    return parsed


def refuse_unknown(found: Survey) -> None:
    """Raise InvalidMessage where a message has fields that the schema does not name."""
    if found.unknown:
        raise InvalidMessage(
            FieldError(extend_path(place.path, name), "unknown_field", _unknown(place, name, hint=number < LISTED))
            for number, (place, name) in enumerate(found.unknown)
        )


def _unknown(place: Place, name: str, *, hint: bool) -> str:
    meant = did_you_mean(name, type(place.value).model_fields) if hint else ""
    return f"is not part of the message schema{meant or ': remove it'}"


def _envelope(data: Mapping[str, Any]) -> InvalidMessage | None:
    """Return what to tell a caller who passes a whole request: which part of it is the message."""
    for name in ("message", "app_message", "appMessage"):
        if name in data and isinstance(data[name], Mapping) and not any(field in data for field in AppMessage.one_of):
            problem = f"this is a request, not a message: pass what stands under {name!r}"
            return InvalidMessage.at("", "envelope", problem, None)
    return None
