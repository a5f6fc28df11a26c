"""A list: sections of choices or of products."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from transcode.message.base import HINT, POSTBACK, Integer, Model, Number, OneOf, Text
from transcode.message.media import MediaMessage

__all__ = ["ChoiceItem", "ListItem", "ListMessage", "ListMessageProperties", "ListSection", "ProductItem"]


class ChoiceItem(Model):
    """An item that the recipient can choose."""

    title: Text
    description: Text | None = None
    media: MediaMessage | None = None
    postback_data: Annotated[Text | None, POSTBACK] = None
    """Returned with the answer."""


class ProductItem(Model):
    """An item of a product catalogue."""

    id: Text
    marketplace: Annotated[Text, HINT]
    """Whose catalogue it is; FACEBOOK, for example."""
    quantity: Annotated[Integer | None, HINT] = None
    """Output only."""
    item_price: Annotated[Number | None, HINT] = None
    """Output only."""
    currency: Annotated[Text | None, HINT] = None
    """Output only."""


class ListItem(OneOf):
    """Exactly one of a choice or a product."""

    one_of: ClassVar[tuple[str, ...]] = ("choice", "product")

    choice: ChoiceItem | None = None
    product: ProductItem | None = None


class ListSection(Model):
    """Items under one heading."""

    title: Text | None = None
    items: tuple[ListItem, ...]


class ListMessageProperties(Model):
    """What only some channels show of a list."""

    catalog_id: Annotated[Text | None, HINT] = None
    """The catalogue of the products; required for a list of products."""
    menu: Annotated[Text | None, HINT] = None
    """The text of the button that opens the list."""
    whatsapp_header: Annotated[Text | None, HINT] = None
    """The header of a WhatsApp list."""


class ListMessage(Model):
    """Sections of items; all items of one message are of the same kind."""

    title: Text
    description: Text | None = None
    media: MediaMessage | None = None
    sections: tuple[ListSection, ...]
    message_properties: ListMessageProperties | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Any:
        kinds = {item.kind for section in self.sections for item in section.items}
        if len(kinds) > 1:
            raise PydanticCustomError(
                "mixed_items", "has both choice and product items: all items of a list must be of one kind"
            )
        return self
