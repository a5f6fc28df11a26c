"""What a contact says: the ContactMessage of the Conversation API, whole.

Source: Conversation API schema, ``ContactMessage`` (the vendor's published OpenAPI and Python SDK 2.3), read
2026-11-22.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Discriminator, Field, Tag, model_validator

from transcode.errors import InvalidMessage
from transcode.inbound.reason import Reason
from transcode.message.app_message import ReplyTo
from transcode.message.base import Model, Number, OneOf, Text
from transcode.message.list_message import ProductItem
from transcode.message.media import MediaMessage
from transcode.message.parse import parse_json
from transcode.message.text import TextMessage

__all__ = [
    "ChannelSpecificContactMessage",
    "ChoiceResponseMessage",
    "ContactCoordinates",
    "ContactLocationMessage",
    "ContactMessage",
    "FallbackMessage",
    "MediaCardMessage",
    "NfmReply",
    "NfmReplyMessage",
    "ProductResponseMessage",
]


class MediaCardMessage(Model):
    """A file with a caption."""

    url: Text
    caption: Text | None = None


class ContactCoordinates(Model):
    """Degrees, as they came: what a contact sends is not rounded."""

    latitude: Annotated[Number, Field(ge=-90, le=90)]
    longitude: Annotated[Number, Field(ge=-180, le=180)]


class ContactLocationMessage(Model):
    """Where the contact is, or a place that they chose; title and label may be empty."""

    coordinates: ContactCoordinates
    title: Text | None = None
    label: Text | None = None


class ChoiceResponseMessage(Model):
    """The choice that the contact took."""

    message_id: Text
    """The message that offered it."""
    postback_data: Text
    """The choice's ``postback_data``; where it has none, ``<message id>_<text or title>``."""


class ProductResponseMessage(Model):
    """The products that the contact ordered."""

    products: tuple[ProductItem, ...] | None = None
    title: Text | None = None
    """The text sent with them."""
    catalog_id: Text | None = None


class FallbackMessage(Model):
    """What the service could not read."""

    raw_message: Text | None = None
    """As the channel gave it."""
    reason: Reason | None = None


class NfmReply(Model):
    """The answer to a WhatsApp flow or address form."""

    name: Text | None = None
    response_json: Text
    """The answer, as JSON in a string."""
    body: Text | None = None

    @property
    def response(self) -> Any:
        """The decoded answer, None where ``response_json`` is not JSON."""
        try:
            return parse_json(self.response_json)
        except InvalidMessage:
            return None


class NfmReplyMessage(Model):
    """A WhatsApp interactive message with the answer to a form."""

    type: Text
    nfm_reply: NfmReply


def _specific(value: Any) -> str:
    type_ = value.get("type") if isinstance(value, Mapping) else getattr(value, "type", None)
    return "nfm_reply" if type_ == "nfm_reply" else "other"


class ChannelSpecificContactMessage(Model):
    """What only one channel has."""

    message_type: Text
    """``nfm_reply`` is the only one documented."""
    message: Annotated[
        Annotated[NfmReplyMessage, Tag("nfm_reply")] | Annotated[Mapping[str, Any], Tag("other")],
        Discriminator(_specific),
    ]


class ContactMessage(OneOf):
    """A message from a contact: exactly one of eight kinds, and perhaps the message that it answers.

    A kind that is not known here is no error: ``kind`` is then empty and what came is in ``model_extra``.
    """

    one_of: ClassVar[tuple[str, ...]] = (
        "text_message",
        "media_message",
        "media_card_message",
        "location_message",
        "choice_response_message",
        "product_response_message",
        "channel_specific_message",
        "fallback_message",
    )

    text_message: TextMessage | None = None
    media_message: MediaMessage | None = None
    media_card_message: MediaCardMessage | None = None
    location_message: ContactLocationMessage | None = None
    choice_response_message: ChoiceResponseMessage | None = None
    product_response_message: ProductResponseMessage | None = None
    channel_specific_message: ChannelSpecificContactMessage | None = None
    fallback_message: FallbackMessage | None = None
    reply_to: ReplyTo | None = None

    @model_validator(mode="before")
    @classmethod
    def _exactly_one(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and _is_newer(data, cls):
            return data
        check: Any = super()._exactly_one  # a method, though pydantic's decorator hides it from type checkers
        return check(data)

    @property
    def kind(self) -> str:
        """The name of the one field that is set; empty where the kind is not known here."""
        return next((name for name in self.one_of if getattr(self, name) is not None), "")

    @property
    def text(self) -> str | None:
        """What the contact typed: the text, or the caption of a file; None where they typed nothing."""
        if self.text_message:
            return self.text_message.text
        return self.media_card_message.caption if self.media_card_message else None


def _is_newer(data: Mapping[Any, Any], model: type[Model]) -> bool:
    """Tell whether ``data`` has a message of a kind that ``model`` does not name, and none that it does."""
    known = {name.replace("_", "") for name in model.model_fields}
    set_ = [key for key, value in data.items() if isinstance(key, str) and value is not None]
    kinds = [key for key in set_ if key.replace("_", "").lower().endswith("message")]
    return bool(kinds) and not any(key.replace("_", "").lower() in known for key in kinds)
