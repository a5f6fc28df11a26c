"""Names and codes of which nothing is seen, in what is typed for one channel: refused before it is sent."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest

from transcode import Code, InvalidMessage, Transcoded, transcode

Json = dict[str, Any]

BLANK = ("", "  ", "\n", "\u200b", "\u3164")
URL = "https://example.com"

ORDER: Json = {
    "header": {"type": "text", "text": "Order"},
    "body": {"text": "Pay"},
    "payment": {
        "type": "br",
        "reference_id": "r",
        "type_of_goods": "digital-goods",
        "total_amount_value": 100,
        "payment_buttons": [
            {"type": "pix_dynamic_code", "code": "c", "merchant_name": "m", "key": "k", "key_type": "CPF"},
            {"type": "payment_link", "uri": "https://pay.example/x"},
            {"type": "boleto", "digitable_line": "123"},
        ],
        "order": {
            "items": [{"retailer_id": "i", "name": "n", "amount_value": 100, "quantity": 1}],
            "subtotal_value": 100,
            "tax_value": 0,
        },
    },
}
STATUS = {"body": {"text": "Sent"}, "payment": {"reference_id": "r", "order": {"status": "shipped"}}}
FLOW = {"body": {"text": "Start"}, "flow_id": "1", "flow_cta": "Go"}
PRODUCT: Json = {
    "buttons": [
        {"type": "WL", "name": "Buy", "link_mo": URL},
        {"type": "AL", "name": "App", "scheme_ios": "a://", "scheme_android": "a://"},
        {"type": "BK", "name": "Ask"},
    ],
    "image": {"image_url": f"{URL}/a.jpg"},
    "commerce": {"type": "REGULAR_PRICE_COMMERCE", "title": "Shoes", "regular_price": 10},
    "coupon": {"type": "FREE_COUPON", "title": "Bag", "description": "Today"},
}
CAROUSEL = {
    "carousel": {
        "head": {"header": "h", "content": "c", "image_url": f"{URL}/a.jpg"},
        "list": [PRODUCT, deepcopy(PRODUCT)],
    }
}
NOTIFICATION: Json = {
    "template_key": "k",
    "body": {
        "emphasized_item": {"item_key": "e", "content": "c"},
        "items": [{"item_key": "i", "content": "c"}],
        "buttons": [{"button_key": "b", "url": URL}],
    },
}
MESSAGES: dict[tuple[str, str], tuple[Json, tuple[str, ...]]] = {
    ("WHATSAPP", "ORDER_DETAILS"): (
        ORDER,
        (
            "payment.reference_id",
            "payment.payment_buttons.0.code",
            "payment.payment_buttons.0.merchant_name",
            "payment.payment_buttons.0.key",
            "payment.payment_buttons.2.digitable_line",
            "payment.order.items.0.retailer_id",
            "payment.order.items.0.name",
        ),
    ),
    ("WHATSAPP", "ORDER_STATUS"): (STATUS, ("payment.reference_id",)),
    ("WHATSAPP", "FLOWS"): (FLOW, ("flow_id", "flow_cta")),
    ("KAKAOTALK", "COMMERCE"): (
        PRODUCT,
        (
            *("commerce.title", "coupon.title", "coupon.description"),
            *("buttons.0.name", "buttons.1.name", "buttons.2.name"),
            *("buttons.1.scheme_ios", "buttons.1.scheme_android"),
        ),
    ),
    ("KAKAOTALK", "CAROUSEL_COMMERCE"): (
        CAROUSEL,
        ("carousel.head.header", "carousel.head.content", "carousel.list.1.commerce.title"),
    ),
    ("LINE", "NOTIFICATION_MESSAGE_TEMPLATE"): (
        NOTIFICATION,
        (
            "template_key",
            *("body.emphasized_item.item_key", "body.emphasized_item.content"),
            *("body.items.0.item_key", "body.items.0.content", "body.buttons.0.button_key"),
        ),
    ),
}
CASES = [(*about, path) for about, (_, paths) in MESSAGES.items() for path in paths]


def with_value(message: Json, path: str, value: str) -> Json:
    changed = inside = deepcopy(message)
    *steps, last = (int(step) if step.isdecimal() else step for step in path.split("."))
    for step in steps:
        inside = inside[step]
    inside[last] = value
    return changed


def specific(channel: str, kind: str, message: Json) -> Transcoded:
    typed = {channel: {"message_type": kind, "message": message}}
    return transcode({"text_message": {"text": "x"}, "channel_specific_message": typed}, channel)


def refused(result: Transcoded) -> list[tuple[Code, str]]:
    start = f"channel_specific_message.{result.channel}.message."
    return [(one.code, one.path.removeprefix(start)) for one in result.losses]


@pytest.mark.parametrize(("channel", "kind"), MESSAGES)
def test_what_has_its_names_is_taken(channel: str, kind: str) -> None:
    result = specific(channel, kind, MESSAGES[channel, kind][0])
    assert refused(result) == []
    assert result.deliverable


@pytest.mark.parametrize("blank", BLANK)
@pytest.mark.parametrize(("channel", "kind", "path"), CASES)
def test_a_blank_name_is_refused(channel: str, kind: str, path: str, blank: str) -> None:
    result = specific(channel, kind, with_value(MESSAGES[channel, kind][0], path, blank))
    where = re.sub(r"\.(\d)", r"[\1]", path)
    assert refused(result) == [(Code.FIELD_REQUIRED, where)]
    assert not result.deliverable


@pytest.mark.parametrize("blank", BLANK)
@pytest.mark.parametrize("channel", ["WHATSAPP", "KAKAOTALK", "WECHAT"])
def test_a_template_without_a_name_is_no_message(channel: str, blank: str) -> None:
    reference = {"template_id": blank, "language_code": "en"}
    with pytest.raises(InvalidMessage) as raised:
        transcode({"template_message": {"channel_template": {channel: reference}}}, channel)
    (error,) = raised.value.errors
    assert error.path == f"template_message.channel_template.{channel}.template_id"
    assert error.code == "missing"
    assert error.message.startswith("must be the template's name, as it is stored at ")


@pytest.mark.parametrize(
    "uri", ["", " ", "pay here", "pay.example/x", "javascript:alert(1)", "ftp://pay.example", "https://"]
)
def test_a_payment_that_leads_nowhere_is_refused(uri: str) -> None:
    path = "payment.payment_buttons.1.uri"
    result = specific("WHATSAPP", "ORDER_DETAILS", with_value(ORDER, path, uri))
    assert refused(result) == [(Code.VALUE_REFUSED, "payment.payment_buttons[1].uri")]


def test_the_address_of_a_payment_is_encoded() -> None:
    message = with_value(ORDER, "payment.payment_buttons.1.uri", " https://pay.example/å b ")
    (payload,) = specific("WHATSAPP", "ORDER_DETAILS", message).payloads
    ways = payload["interactive"]["action"]["parameters"]["payment_settings"]
    assert ways[1] == {"type": "payment_link", "payment_link": {"uri": "https://pay.example/%C3%A5%20b"}}


@pytest.mark.parametrize("blank", ["", "  "])
def test_what_need_not_be_there_is_left_out_where_it_is_blank(blank: str) -> None:
    order = with_value(with_value(ORDER, "header.text", blank), "payment.order.catalog_id", blank)
    whatsapp = specific("WHATSAPP", "ORDER_DETAILS", order)
    assert "header" not in whatsapp.payloads[0]["interactive"]
    assert "catalog_id" not in whatsapp.payloads[0]["interactive"]["action"]["parameters"]["order"]
    product = PRODUCT
    for name in ("link_mo", "link_pc", "scheme_ios", "scheme_android"):
        product = with_value(product, f"coupon.{name}", blank)
    product = with_value(with_value(product, "buttons.0.link_pc", blank), "image.image_link", blank)
    kakao = specific("KAKAOTALK", "COMMERCE", product)
    assert kakao.payloads == specific("KAKAOTALK", "COMMERCE", PRODUCT).payloads
    assert refused(whatsapp) == refused(kakao) == []


@pytest.mark.parametrize("channel", ["RCS", "MESSENGER", "INSTAGRAM", "VIBERBM", "KAKAOTALK", "KAKAOTALKCHAT"])
@pytest.mark.parametrize("blank", ["\u200b", "\u3164", "\u202a \u202c"])
def test_no_button_that_opens_a_map_has_a_label_of_which_nothing_is_seen(channel: str, blank: str) -> None:
    place = {"coordinates": {"latitude": 1, "longitude": 2}}
    blanks = transcode({"location_message": {**place, "title": blank}}, channel, profile="rich")
    assert [one.code for one in blanks.findings if one.code is Code.WHOLE_AS_TEXT]
    assert blanks.losses == ()
    named = transcode({"location_message": {**place, "title": blank, "label": "Shop"}}, channel, profile="rich")
    assert (
        named.payloads
        == transcode({"location_message": {**place, "title": " ", "label": "Shop"}}, channel, profile="rich").payloads
    )
    assert named.losses == ()


def test_a_row_of_which_nothing_is_seen_is_none() -> None:
    items = [{"choice": {"title": title, "postback_data": f"p{title}"}} for title in ("\u200b", "Soup")]
    items.append({"choice": {"title": "\u3164", "description": "Fish"}})
    sections = [{"title": "\u200b", "items": items}, {"title": "Sweets", "items": [{"choice": {"title": "Pie"}}]}]
    result = transcode({"list_message": {"title": "Menu", "sections": sections}}, "WHATSAPP")
    first, second = result.payloads[0]["interactive"]["action"]["sections"]
    assert first["title"] == "1"
    assert [row["title"] for row in first["rows"]] == ["Soup", "Fish"]
    assert [row["title"] for row in second["rows"]] == ["Pie"]
    assert result.losses == ()
