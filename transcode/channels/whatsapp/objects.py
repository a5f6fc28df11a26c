"""Objects of WhatsApp's Cloud API that are made of one part of a message: contacts and orders.

``META`` below is developers.facebook.com/documentation/business-messaging/whatsapp, read 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel

from transcode.message.channel_specific import Order, OrderDetails
from transcode.message.place import Place, Words
from transcode.numbers import read_number
from transcode.parts.addresses import opened

__all__ = ["contact", "given", "review_and_pay"]

Json = dict[str, Any]

_NONE: Final[Mapping[str, str]] = {}

_CURRENCIES: Final = {"br": "BRL", "sg": "SGD"}
"""Source for Brazil: META/payments/payments-br/orders. Singapore: unverified, as is its ``payment_type``."""
_OFFSET: Final = 100
"""Amounts are in hundredths. Source: META/payments/payments-br/orders."""


def _amount(value: int, **more: str | None) -> Json:
    return {"value": value, "offset": _OFFSET, **given(more)}


def given(fields: Mapping[str, Any]) -> Json:
    """Return the fields that are set and not blank."""
    return {
        name: value
        for name, value in fields.items()
        if (value.strip() if isinstance(value, str) else value not in (None, [], {}))
    }


def _order(order: Order) -> Json:
    """Return an order as ``review_and_pay`` takes it. Source: META/payments/payments-br/orders."""
    expires = order.expiration_time and str(int(datetime.fromisoformat(order.expiration_time.upper()).timestamp()))
    items = [
        {
            "retailer_id": item.retailer_id,
            "name": item.name,
            "amount": _amount(item.amount_value),
            "quantity": item.quantity,
            **({} if item.sale_amount_value is None else {"sale_amount": _amount(item.sale_amount_value)}),
        }
        for item in order.items
    ]
    written: Json = {
        "status": "pending",
        **given({"catalog_id": order.catalog_id}),
        **given({"expiration": given({"timestamp": expires, "description": order.expiration_description})}),
        "items": items,
        "subtotal": _amount(order.subtotal_value),
        "tax": _amount(order.tax_value, description=order.tax_description),
    }
    if order.shipping_value is not None:
        written["shipping"] = _amount(order.shipping_value, description=order.shipping_description)
    if order.discount_value is not None:
        written["discount"] = _amount(
            order.discount_value,
            description=order.discount_description,
            discount_program_name=order.discount_program_name,
        )
    return written


def contact(message: Place, wa_ids: Mapping[str, str] = _NONE) -> Json:
    """Return a contact as a ``contacts`` message has it. Source: META/messages/contacts-messages.

    Args:
        message: the contact.
        wa_ids: the WhatsApp ids that are known, by the digits of their numbers.

    """
    name = message.at("name")
    parts = _lines(name, ("first_name", "last_name", "middle_name", "suffix", "prefix"))
    full_name = name.words("full_name").line
    written: Json = {
        # One part at least must stand beside the whole (the Cloud API's error for a name without parts).
        "name": {"formatted_name": full_name, **(parts or {"first_name": full_name})},
        "phones": [
            {**phone, **given({"wa_id": wa_ids.get(_digits(phone.get("phone", "")))})}
            for phone in _entries(message.at_all("phone_numbers"), {"phone": "phone_number", "type": "type"})
        ],
        "emails": _entries(message.at_all("email_addresses"), {"email": "email_address", "type": "type"}),
        "urls": [
            {**entry, **({"url": opened(entry["url"])} if "url" in entry else {})}
            for entry in _entries(message.at_all("urls"), {"url": "url", "type": "type"})
        ],
        "addresses": _entries(message.at_all("addresses"), {field: field for field in _ADDRESS}),
        "org": _lines(message.at("organization"), ("company", "department", "title")),
        "birthday": message.words("birthday"),
    }
    return given(written)


def _digits(number: str) -> str:
    """Return the digits of a number in international form; nothing where it is in none."""
    try:
        return read_number(number).removeprefix("+")
    except ValueError:
        return ""


_ADDRESS: Final = ("city", "state", "zip", "country", "country_code", "type")


def _entries(entries: Iterable[Place], fields: Mapping[str, str]) -> list[Json]:
    """Return the entries that have more than a type."""
    found = (given({name: entry.words(field).line for name, field in fields.items()}) for entry in entries)
    return [written for written in found if written.keys() - {"type"}]


def _lines(part: Place, fields: Iterable[str]) -> Json:
    """Return the fields that have a text, each on one line."""
    return given({field: part.words(field).line for field in fields})


def _of_payment(way: BaseModel, field: str) -> str:
    """Return a field of a way to pay; an address is encoded."""
    value: str = getattr(way, field)
    return opened(Words(value)) if field == "uri" else value


def review_and_pay(message: OrderDetails) -> Json:
    """Return the action of an order to be paid. Source: META/payments/payments-br/orders."""
    payment = message.payment
    settings = [
        {
            "type": way.type,
            way.type: {field: _of_payment(way, field) for field in type(way).model_fields if field != "type"},
        }
        for way in payment.payment_buttons or ()
    ]
    parameters: Json = {
        "reference_id": payment.reference_id,
        "type": payment.type_of_goods.value,
        "payment_type": payment.type,
        **given({"payment_settings": settings}),
        "currency": _CURRENCIES[payment.type],
        "total_amount": _amount(payment.total_amount_value),
        "order": _order(payment.order),
    }
    return {"name": "review_and_pay", "parameters": parameters}
