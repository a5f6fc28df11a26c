"""What is typed for WhatsApp itself: its own templates, flows, orders. Their markup is the caller's own and stays."""

from __future__ import annotations

import re
from typing import Any, Final

from transcode.channels.whatsapp.objects import given, review_and_pay
from transcode.channels.whatsapp.parameters import as_sent, check_parameters
from transcode.channels.whatsapp.template import template_components
from transcode.errors import InvalidMessage, shorten
from transcode.message.base import extend_path
from transcode.message.channel_specific import FlowMessage, OrderDetailsMessage, OrderStatusMessage, TextHeader
from transcode.message.place import Place
from transcode.parts.addresses import encoded
from transcode.result import Code
from transcode.urls import why_not
from transcode.writer.base import ChannelWriter

__all__ = ["interactive", "template"]

Json = dict[str, Any]

# Source: Conversation API schema, TemplateReference (BCP-47, "en_US" or "en-US").
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*")
# Source: github.com/api-evangelist/whatsapp, whatsapp-message-template-schema.json; it asks for a letter at the
# beginning as well, which nothing else confirms.
_TEMPLATE_NAME: Final = re.compile(r"[a-z0-9_]{1,512}")
_FLOW_VERSION: Final = "3"
_FLOW_VALUES: Final = {"flow_mode": ("draft", "published"), "flow_action": ("navigate", "data_exchange")}
"""Source: developers.sinch.com/sdk/sinch-sdk-node, Conversation.WhatsAppFlow."""


# --- templates ---


def template(writer: ChannelWriter, reference: Place) -> Json:
    """Return a template that is stored at WhatsApp, its parameters by their keys.

    Raises:
        InvalidMessage: its name, its language or a key cannot be one.

    """
    name, where = writer.template_id(reference), extend_path(reference.path, "template_id")
    if not _TEMPLATE_NAME.fullmatch(name):
        message = "must be the template's name at WhatsApp: up to 512 lower-case letters, digits and underscores"
        raise InvalidMessage.at(where, "template_id", message, name)
    language, where = (reference.value.language_code or "").strip(), extend_path(reference.path, "language_code")
    if not language:
        raise InvalidMessage.at(where, "missing", "is required: WhatsApp stores templates by language, such as en_US")
    if not _LANGUAGE.fullmatch(language):
        raise InvalidMessage.at(where, "language_code", "must be a language code such as en_US or pt-BR", language)
    parameters = as_sent(writer, reference)
    components = template_components(parameters, extend_path(reference.path, "parameters"))
    check_parameters(writer, reference, parameters, alone=len(components) == 1)
    written: Json = {"name": name, "language": {"code": _as_stored(language)}}
    return {**written, "components": components} if components else written


def _as_stored(language: str) -> str:
    """Return a language tag as WhatsApp's list has it, to which capitals matter: ``pt_BR`` for ``pt-br``.

    Source: docs.ycloud.com, supported-whatsapp-template-languages, after Meta's list of 2026-05-21; for the capitals of
    regions and scripts: RFC 5646, section 2.1.1.
    """
    first, *others = language.replace("-", "_").split("_")
    cased = (one.upper() if len(one) == 2 else one.title() if len(one) == 4 else one.lower() for one in others)
    return "_".join((first.lower(), *cased))


# --- flows and orders ---


def interactive(writer: ChannelWriter, message: Place) -> Json | None:
    """Return a flow, an order to be paid, or the state of an order; None where it is none of these."""
    typed = message.at("message")
    match message.value:
        case FlowMessage():
            kind, action = "flow", _flow(writer, typed)
        case OrderDetailsMessage():
            kind, action = "order_details", _order(writer, typed)
        case OrderStatusMessage():
            kind, action = "order_status", _review_order(writer, typed)
        case _:
            return None
    return {"type": kind, **_parts(writer, typed), "action": action}


def _parts(writer: ChannelWriter, message: Place) -> Json:
    """Return header, body and footer."""
    parts: Json = {}
    header = message.get("header")
    if header and isinstance(header.value, TextHeader):
        if text := header.words("text").line:
            parts["header"] = {"type": "text", "text": writer.fit(text, writer.limit("header"))}
    elif header:
        kind = header.value.type
        link = header.words(kind, "link")
        if why := why_not(link.line, ("http", "https")):
            what = "the link of a header's file"
            writer.notes.report(Code.VALUE_REFUSED, header.at(kind, "link"), channel=writer.title, what=what, why=why)
        parts["header"] = {"type": kind, kind: {"link": link if why else encoded(link)}}
    for name in ("body", "footer"):
        text = message.words(name, "text")
        if text.strip():
            parts[name] = {"text": writer.fit(text, writer.limit(name))}
    if "body" not in parts:
        _require(writer, message.at("body"), "interactive message", "body.text")
    return parts


def _require(writer: ChannelWriter, place: Place, what: str, needed: str) -> None:
    writer.notes.report(Code.FIELD_REQUIRED, place, channel=writer.title, what=what, needed=needed)


def _order(writer: ChannelWriter, message: Place) -> Json:
    items = message.at("payment", "order", "items")
    if not items.value:
        _require(writer, items, "order", "items")
    payment, order = message.at("payment"), message.at("payment", "order")
    writer.check_given(payment, "order", "reference_id")
    for item in items:
        writer.check_given(item, "item of an order", "retailer_id", "name")
        _refuse_below(writer, item.get("quantity"), 1)
    for way in payment.at_all("payment_buttons"):
        _check_payment(writer, way)
    amounts = [message.get("payment", "total_amount_value")]
    amounts += [item.get(name) for item in items for name in ("amount_value", "sale_amount_value")]
    amounts += [order.get(f"{name}_value") for name in ("subtotal", "tax", "shipping", "discount")]
    for amount in amounts:
        _refuse_below(writer, amount, 0)
    _check_total(writer, payment)
    if order.get("expiration_description") and not order.get("expiration_time"):
        _require(writer, order.at("expiration_description"), "expiration", "expiration_time")
    for name, value in _BESIDE.items():
        beside = order.get(name)
        if beside and beside.text and not order.get(value):
            words = name.replace("_", " ")
            what, why = f"The {words} {shorten(beside.value, 40)}", f"{writer.title} has it beside a {value} only"
            writer.notes.report(Code.DROPPED, beside, what=what, why=why)
    return review_and_pay(message.value)


def _check_total(writer: ChannelWriter, payment: Place) -> None:
    """Report a total that is not what its order adds up to.

    Source: developers.cm.com/messaging/docs/payments-brazil, requirements of an ``order_details`` message.
    """
    order, total = payment.value.order, payment.value.total_amount_value
    due = order.subtotal_value + order.tax_value + (order.shipping_value or 0) - (order.discount_value or 0)
    if total != due:
        what, why = f"a total amount of {total}", f"subtotal, tax and shipping less the discount are {due}"
        where = payment.at("total_amount_value")
        writer.notes.report(Code.VALUE_REFUSED, where, channel=writer.title, what=what, why=why)


def _check_payment(writer: ChannelWriter, way: Place) -> None:
    """Report what would be refused of a way to pay: what is blank, and an address that leads nowhere."""
    kind = str(way.value.type)
    if kind != "payment_link":
        writer.check_given(way, f"payment by {kind}", *_OF_PAYMENTS[kind])
    elif why := why_not(way.words("uri").line, ("http", "https")):
        what = "the address of a payment"
        writer.notes.report(Code.VALUE_REFUSED, way.at("uri"), channel=writer.title, what=what, why=why)


_OF_PAYMENTS: Final = {"pix_dynamic_code": ("code", "merchant_name", "key"), "boleto": ("digitable_line",)}
"""The texts that a way to pay must have. Source: META/payments/payments-br, as in ``objects``."""


_BESIDE: Final = {
    "shipping_description": "shipping_value",
    "discount_description": "discount_value",
    "discount_program_name": "discount_value",
}
"""Texts of an order that stand in an object which must have an amount.

Source: META/payments/payments-br/orders, as in ``objects``.
"""


def _refuse_below(writer: ChannelWriter, number: Place | None, least: int) -> None:
    """Report a number of an order that is too small for one."""
    if number and number.value < least:
        what = f"a {str(number.key).replace('_', ' ')} of {number.value}"
        why = f"it must be {least} or more"
        writer.notes.report(Code.VALUE_REFUSED, number, channel=writer.title, what=what, why=why)


def _flow(writer: ChannelWriter, place: Place) -> Json:
    flow = place.value
    writer.check_given(place, "flow", "flow_id", "flow_cta")
    for name, known in _FLOW_VALUES.items():
        value = getattr(flow, name)
        if value and value not in known:
            what, why = f"the {name} {value!r}", f"write {' or '.join(map(repr, known))}"
            writer.notes.report(Code.VALUE_REFUSED, place.at(name), channel=writer.title, what=what, why=why)
    started = flow.flow_action_payload
    parameters = {
        "flow_message_version": _FLOW_VERSION,
        "flow_token": flow.flow_token,
        "flow_id": flow.flow_id,
        "flow_cta": writer.fit(place.words("flow_cta"), writer.limit("button title")),
        "mode": flow.flow_mode,
        "flow_action": flow.flow_action,
        "flow_action_payload": started and given({"screen": started.screen, "data": dict(started.data or {})}),
    }
    return {"name": "flow", "parameters": given(parameters)}


def _review_order(writer: ChannelWriter, message: Place) -> Json:
    progress = message.at("payment", "order")
    order: Json = {"status": progress.value.status.value}
    if (description := progress.words("description")).strip():
        order["description"] = writer.fit(description, writer.limit("order status"))
    writer.check_given(message.at("payment"), "state of an order", "reference_id")
    reference = message.words("payment", "reference_id")
    return {"name": "review_order", "parameters": {"reference_id": reference, "order": order}}
