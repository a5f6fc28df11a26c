"""Channel-specific messages: typed content for one channel, in place of any transcoding.

Source: Conversation API schema, ``ChannelSpecificMessage`` (the vendor's published OpenAPI and its Node SDK, 2026).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from transcode.message.base import Boolean, Integer, JsonObject, Model, Text, Timestamp

__all__ = [
    "CarouselCommerce",
    "ChannelSpecificMessage",
    "Commerce",
    "Flow",
    "NotificationTemplate",
    "OrderDetails",
    "OrderStatus",
]


# --- WhatsApp ---


class MediaLink(Model):
    """A file by its URL."""

    link: Text


class TextHeader(Model):
    """A header of text; emoji but no markup."""

    type: Literal["text"]
    text: Text


class ImageHeader(Model):
    """A header with an image."""

    type: Literal["image"]
    image: MediaLink


class VideoHeader(Model):
    """A header with a video."""

    type: Literal["video"]
    video: MediaLink


class DocumentHeader(Model):
    """A header with a document."""

    type: Literal["document"]
    document: MediaLink


class InteractiveText(Model):
    """The body (1024 characters at most) or the footer (60) of an interactive message."""

    text: Text


class Interactive(Model):
    """What every interactive WhatsApp message may have."""

    header: Annotated[TextHeader | ImageHeader | VideoHeader | DocumentHeader, Field(discriminator="type")] | None = (
        None
    )
    body: InteractiveText | None = None
    footer: InteractiveText | None = None


class FlowActionPayload(Model):
    """Where a flow starts."""

    screen: Text | None = None
    data: JsonObject | None = None


class Flow(Interactive):
    """Opens a WhatsApp flow."""

    flow_id: Text
    flow_cta: Text
    """The button's text: 20 characters at most, no emoji."""
    flow_token: Text | None = None
    flow_mode: Text | None = None
    flow_action: Text | None = None
    flow_action_payload: FlowActionPayload | None = None


class PaymentGoods(StrEnum):
    """What is paid for."""

    DIGITAL = "digital-goods"
    PHYSICAL = "physical-goods"


class OrderState(StrEnum):
    """How far an order is."""

    PENDING = "pending"
    PROCESSING = "processing"
    PARTIALLY_SHIPPED = "partially-shipped"
    SHIPPED = "shipped"
    COMPLETED = "completed"
    CANCELED = "canceled"


class OrderItem(Model):
    """One line of an order; amounts are in the currency's smallest unit."""

    retailer_id: Text
    name: Text
    amount_value: Integer
    quantity: Integer
    sale_amount_value: Integer | None = None


class Order(Model):
    """An order to be paid."""

    items: tuple[OrderItem, ...]
    subtotal_value: Integer
    tax_value: Integer
    catalog_id: Text | None = None
    expiration_time: Timestamp | None = None
    expiration_description: Text | None = None
    tax_description: Text | None = None
    shipping_value: Integer | None = None
    shipping_description: Text | None = None
    discount_value: Integer | None = None
    discount_description: Text | None = None
    discount_program_name: Text | None = None


class PixButton(Model):
    """Pays by a dynamic Pix code."""

    type: Literal["pix_dynamic_code"]
    code: Text
    merchant_name: Text
    key: Text
    key_type: Literal["CPF", "CNPJ", "EMAIL", "PHONE", "EVP"]


class PaymentLinkButton(Model):
    """Pays on a web page."""

    type: Literal["payment_link"]
    uri: Text


class BoletoButton(Model):
    """Copies a Boleto line to the clipboard."""

    type: Literal["boleto"]
    digitable_line: Text


class Payment(Model):
    """A payment and its order."""

    type: Literal["br", "sg"]
    reference_id: Text
    type_of_goods: PaymentGoods
    total_amount_value: Integer
    order: Order
    payment_buttons: (
        tuple[Annotated[PixButton | PaymentLinkButton | BoletoButton, Field(discriminator="type")], ...] | None
    ) = None


class OrderDetails(Interactive):
    """Asks for a payment."""

    payment: Payment


class OrderProgress(Model):
    """The new state of an order."""

    status: OrderState
    description: Text | None = None
    """120 characters at most."""


class PaymentProgress(Model):
    """The new state of a payment's order."""

    reference_id: Text
    order: OrderProgress


class OrderStatus(Interactive):
    """Tells how far an order is."""

    payment: PaymentProgress


# --- KakaoTalk ---


class WebLinkButton(Model):
    """Opens a web page."""

    type: Literal["WL"]
    name: Text
    link_mo: Text
    link_pc: Text | None = None


class AppLinkButton(Model):
    """Opens an app."""

    type: Literal["AL"]
    name: Text
    scheme_ios: Text
    scheme_android: Text


class BotKeywordButton(Model):
    """Sends its name back."""

    type: Literal["BK"]
    name: Text


Button = Annotated[WebLinkButton | AppLinkButton | BotKeywordButton, Field(discriminator="type")]


class RegularPrice(Model):
    """A product at its regular price."""

    type: Literal["REGULAR_PRICE_COMMERCE"]
    title: Text
    regular_price: Integer


class FixedDiscount(Model):
    """A product with an amount off."""

    type: Literal["FIXED_DISCOUNT_COMMERCE"]
    title: Text
    regular_price: Integer
    discount_price: Integer
    discount_fixed: Integer


class PercentageDiscount(Model):
    """A product with a percentage off."""

    type: Literal["PERCENTAGE_DISCOUNT_COMMERCE"]
    title: Text
    regular_price: Integer
    discount_price: Integer
    discount_rate: Integer


class CouponLinks(Model):
    """What every coupon may have."""

    description: Text | None = None
    link_mo: Text | None = None
    link_pc: Text | None = None
    scheme_android: Text | None = None
    scheme_ios: Text | None = None


class FixedDiscountCoupon(CouponLinks):
    """An amount off."""

    type: Literal["FIXED_DISCOUNT_COUPON"]
    discount_fixed: Integer


class PercentageDiscountCoupon(CouponLinks):
    """A percentage off."""

    type: Literal["PERCENTAGE_DISCOUNT_COUPON"]
    discount_rate: Integer


class ShippingDiscountCoupon(CouponLinks):
    """Free or cheaper shipping."""

    type: Literal["SHIPPING_DISCOUNT_COUPON"]


class FreeCoupon(CouponLinks):
    """Something for free."""

    type: Literal["FREE_COUPON"]
    title: Text


class UpCoupon(CouponLinks):
    """An upgrade."""

    type: Literal["UP_COUPON"]
    title: Text


class CommerceImage(Model):
    """A product's image."""

    image_url: Text
    image_link: Text | None = None


class CommerceCard(Model):
    """One product with its buttons."""

    buttons: tuple[Button, ...]
    image: CommerceImage
    commerce: Annotated[RegularPrice | FixedDiscount | PercentageDiscount, Field(discriminator="type")]
    additional_content: Text | None = None
    """34 characters at most."""
    coupon: (
        Annotated[
            FixedDiscountCoupon | PercentageDiscountCoupon | ShippingDiscountCoupon | FreeCoupon | UpCoupon,
            Field(discriminator="type"),
        ]
        | None
    ) = None


class Commerce(CommerceCard):
    """One product."""

    push_alarm: Boolean | None = None
    adult: Boolean | None = None


class CarouselHead(Model):
    """What stands before the products."""

    header: Text
    """20 characters at most."""
    content: Text
    """50 characters at most."""
    image_url: Text
    link_mo: Text | None = None
    link_pc: Text | None = None
    scheme_ios: Text | None = None
    scheme_android: Text | None = None


class CarouselTail(Model):
    """The button that shows more."""

    link_mo: Text
    link_pc: Text | None = None
    scheme_ios: Text | None = None
    scheme_android: Text | None = None


class ProductCarousel(Model):
    """Products side by side."""

    head: CarouselHead | None = None
    list: tuple[CommerceCard, ...]
    tail: CarouselTail | None = None


class CarouselCommerce(Model):
    """Several products."""

    carousel: ProductCarousel
    push_alarm: Boolean | None = None
    adult: Boolean | None = None


# --- LINE ---


class TemplateItem(Model):
    """A key of the template and its value."""

    item_key: Text
    content: Text


class TemplateButton(Model):
    """A button of the template and where it leads."""

    button_key: Text
    url: Text


class NotificationBody(Model):
    """What fills the template."""

    emphasized_item: TemplateItem | None = None
    items: tuple[TemplateItem, ...] | None = None
    buttons: tuple[TemplateButton, ...] | None = None


class NotificationTemplate(Model):
    """A LINE notification message made of a template."""

    template_key: Text
    body: NotificationBody | None = None


# --- the envelopes ---


class FlowMessage(Model):
    """WHATSAPP."""

    message_type: Literal["FLOWS"]
    message: Flow


class OrderDetailsMessage(Model):
    """WHATSAPP."""

    message_type: Literal["ORDER_DETAILS"]
    message: OrderDetails


class OrderStatusMessage(Model):
    """WHATSAPP."""

    message_type: Literal["ORDER_STATUS"]
    message: OrderStatus


class CommerceMessage(Model):
    """KAKAOTALK."""

    message_type: Literal["COMMERCE"]
    message: Commerce


class CarouselCommerceMessage(Model):
    """KAKAOTALK."""

    message_type: Literal["CAROUSEL_COMMERCE"]
    message: CarouselCommerce


class NotificationTemplateMessage(Model):
    """LINE."""

    message_type: Literal["NOTIFICATION_MESSAGE_TEMPLATE"]
    message: NotificationTemplate


def _message_type(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value.get("message_type", value.get("messageType"))
    return getattr(value, "message_type", None)


ChannelSpecificMessage = Annotated[
    Annotated[FlowMessage, Tag("FLOWS")]
    | Annotated[OrderDetailsMessage, Tag("ORDER_DETAILS")]
    | Annotated[OrderStatusMessage, Tag("ORDER_STATUS")]
    | Annotated[CommerceMessage, Tag("COMMERCE")]
    | Annotated[CarouselCommerceMessage, Tag("CAROUSEL_COMMERCE")]
    | Annotated[NotificationTemplateMessage, Tag("NOTIFICATION_MESSAGE_TEMPLATE")],
    Discriminator(
        _message_type,
        custom_error_type="message_type",
        custom_error_message=(
            "must have message_type FLOWS, ORDER_DETAILS, ORDER_STATUS (WhatsApp), COMMERCE, CAROUSEL_COMMERCE "
            "(KakaoTalk) or NOTIFICATION_MESSAGE_TEMPLATE (LINE)"
        ),
    ),
]
"""One of the six, told apart by ``message_type``."""
