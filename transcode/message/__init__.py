"""The generic message: the AppMessage of the Conversation API, whole."""

from transcode.message.app_message import (
    CONTENT_TYPES,
    KINDS,
    Agent,
    AgentType,
    AppMessage,
    Content,
    OmniMessageOverride,
    ReplyTo,
    parse_message,
)
from transcode.message.card import CardHeight, CardMessage, CardMessageProperties
from transcode.message.carousel import CarouselMessage
from transcode.message.channel_specific import ChannelSpecificMessage
from transcode.message.choice import (
    CalendarMessage,
    CallMessage,
    Choice,
    ChoiceMessage,
    ChoiceMessageProperties,
    DisplayMode,
    ShareLocationMessage,
    UrlMessage,
)
from transcode.message.contact_info import (
    Address,
    ContactInfoMessage,
    EmailAddress,
    Name,
    Organization,
    PhoneNumber,
    Url,
)
from transcode.message.list_message import (
    ChoiceItem,
    ListItem,
    ListMessage,
    ListMessageProperties,
    ListSection,
    ProductItem,
)
from transcode.message.location import Coordinates, LocationMessage
from transcode.message.media import MediaMessage
from transcode.message.template import OmniTemplateReference, TemplateMessage, TemplateReference
from transcode.message.text import TextMessage

__all__ = [
    "CONTENT_TYPES",
    "KINDS",
    "Address",
    "Agent",
    "AgentType",
    "AppMessage",
    "CalendarMessage",
    "CallMessage",
    "CardHeight",
    "CardMessage",
    "CardMessageProperties",
    "CarouselMessage",
    "ChannelSpecificMessage",
    "Choice",
    "ChoiceItem",
    "ChoiceMessage",
    "ChoiceMessageProperties",
    "ContactInfoMessage",
    "Content",
    "Coordinates",
    "DisplayMode",
    "EmailAddress",
    "ListItem",
    "ListMessage",
    "ListMessageProperties",
    "ListSection",
    "LocationMessage",
    "MediaMessage",
    "Name",
    "OmniMessageOverride",
    "OmniTemplateReference",
    "Organization",
    "PhoneNumber",
    "ProductItem",
    "ReplyTo",
    "ShareLocationMessage",
    "TemplateMessage",
    "TemplateReference",
    "TextMessage",
    "Url",
    "UrlMessage",
    "parse_message",
]
