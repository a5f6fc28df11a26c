# ruff: noqa: E501 - tables of data
"""The vendor's own Python models judge the input side: what we accept and dump they accept, and the reverse.

Known differences, on purpose: coordinates out of range, and text in the place of a timestamp, are refused here.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.corpus import load, names
from tests.strategies import messages
from transcode import AppMessage
from transcode.message.base import leaves

pytest.importorskip("sinch")

from pydantic import BaseModel, TypeAdapter
from sinch.domains.conversation.models.v1.messages.response.types.app_message import (
    AppMessage as VendorsMessage,
)

VENDOR: TypeAdapter[Any] = TypeAdapter(VendorsMessage)


def _extras(value: Any, path: str = "") -> list[str]:
    """The fields that the vendor's models, which accept anything, do not know."""
    if isinstance(value, BaseModel):
        own = [f"{path}.{name}" for name in value.model_extra or {}]
        return own + [
            found for name in type(value).model_fields for found in _extras(getattr(value, name), f"{path}.{name}")
        ]
    if isinstance(value, dict):
        return [found for name, item in value.items() for found in _extras(item, f"{path}.{name}")]
    if isinstance(value, (list, tuple)):
        return [found for index, item in enumerate(value) for found in _extras(item, f"{path}[{index}]")]
    return []


# Fields that stand in the published schema and not yet in these models.
NEWER = ("reply_to",)


def _judge(message: dict[str, Any]) -> Any:
    theirs = VENDOR.validate_python(message)
    assert [path for path in _extras(theirs) if not path.lstrip(".").startswith(NEWER)] == []
    return theirs


@settings(max_examples=200)
@given(messages())
def test_what_we_dump_they_accept(data: dict[str, Any]) -> None:
    ours = AppMessage.parse(data)
    _judge(ours.model_dump(mode="json", exclude_none=True))


@settings(max_examples=200)
@given(messages())
def test_what_they_accept_and_dump_we_accept(message: dict[str, Any]) -> None:
    theirs = _judge(message)
    dumped = theirs.model_dump(mode="json", exclude_none=True)
    ours = AppMessage.parse(dumped)
    assert {path for path, _, _ in leaves(ours, "")} == {path for path, _, _ in leaves(AppMessage.parse(message), "")}


@pytest.mark.parametrize("name", [name for name in names() if name != "text-agent-reply"])
def test_the_corpus_is_theirs_too(name: str) -> None:
    _judge(load(name)["message"])


CHANNEL_SPECIFIC = [
    ("WHATSAPP", "FLOWS", {"flow_id": "1", "flow_cta": "Book", "flow_token": "t", "flow_mode": "draft", "flow_action": "navigate", "flow_action_payload": {"screen": "A", "data": {"x": 1}}, "header": {"type": "text", "text": "H"}, "body": {"text": "B"}, "footer": {"text": "F"}}),
    ("WHATSAPP", "FLOWS", {"flow_id": "1", "flow_cta": "Book", "header": {"type": "image", "image": {"link": "https://a"}}}),
    ("WHATSAPP", "FLOWS", {"flow_id": "1", "flow_cta": "Book", "header": {"type": "video", "video": {"link": "https://a"}}}),
    ("WHATSAPP", "FLOWS", {"flow_id": "1", "flow_cta": "Book", "header": {"type": "document", "document": {"link": "https://a"}}}),
    ("WHATSAPP", "ORDER_DETAILS", {"payment": {"type": "br", "reference_id": "r", "type_of_goods": "digital-goods", "total_amount_value": 100, "payment_buttons": [{"type": "payment_link", "uri": "https://a"}, {"type": "boleto", "digitable_line": "1"}], "order": {"subtotal_value": 90, "tax_value": 10, "expiration_time": "2026-12-01T09:00:00Z", "items": [{"retailer_id": "1", "name": "n", "amount_value": 90, "quantity": 1}]}}}),
    ("WHATSAPP", "ORDER_DETAILS", {"payment": {"type": "sg", "reference_id": "r", "type_of_goods": "physical-goods", "total_amount_value": 100, "payment_buttons": [{"type": "pix_dynamic_code", "code": "c", "merchant_name": "m", "key": "k", "key_type": "EMAIL"}], "order": {"subtotal_value": 90, "tax_value": 10, "items": []}}}),
    ("WHATSAPP", "ORDER_STATUS", {"body": {"text": "B"}, "payment": {"reference_id": "r", "order": {"status": "partially-shipped", "description": "d"}}}),
    ("KAKAOTALK", "COMMERCE", {"push_alarm": True, "adult": False, "buttons": [{"type": "WL", "name": "n", "link_mo": "https://a"}, {"type": "AL", "name": "n", "scheme_ios": "a", "scheme_android": "b"}, {"type": "BK", "name": "n"}], "image": {"image_url": "https://a"}, "commerce": {"type": "REGULAR_PRICE_COMMERCE", "title": "t", "regular_price": 1}, "coupon": {"type": "FREE_COUPON", "title": "t"}}),
    ("KAKAOTALK", "COMMERCE", {"buttons": [], "image": {"image_url": "https://a"}, "commerce": {"type": "FIXED_DISCOUNT_COMMERCE", "title": "t", "regular_price": 2, "discount_price": 1, "discount_fixed": 1}, "coupon": {"type": "FIXED_DISCOUNT_COUPON", "discount_fixed": 1}}),
    ("KAKAOTALK", "CAROUSEL_COMMERCE", {"carousel": {"head": {"header": "h", "content": "c", "image_url": "https://a"}, "list": [{"buttons": [{"type": "BK", "name": "n"}], "image": {"image_url": "https://a"}, "commerce": {"type": "PERCENTAGE_DISCOUNT_COMMERCE", "title": "t", "regular_price": 2, "discount_price": 1, "discount_rate": 50}, "coupon": {"type": "UP_COUPON", "title": "t"}}], "tail": {"link_mo": "https://a"}}}),
    ("LINE", "NOTIFICATION_MESSAGE_TEMPLATE", {"template_key": "k", "body": {"emphasized_item": {"item_key": "i", "content": "c"}, "items": [{"item_key": "i", "content": "c"}], "buttons": [{"button_key": "b", "url": "https://a"}]}}),
]  # fmt: skip


@pytest.mark.parametrize(("channel", "message_type", "content"), CHANNEL_SPECIFIC)
def test_channel_specific_messages(channel: str, message_type: str, content: dict[str, Any]) -> None:
    message = {
        "text_message": {"text": "x"},
        "channel_specific_message": {channel: {"message_type": message_type, "message": content}},
    }
    ours = AppMessage.parse(message, strict=True)
    assert ours.model_dump(mode="json", exclude_none=True) == message
    _judge(message)
