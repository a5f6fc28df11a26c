"""What is mutated: the shipped messages, what they become on each channel, callbacks, deliveries and octets."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.corpus import PROPERTIES, RECIPIENTS, ROOT, load, names
from tests.inbound import test_mm7 as mm7
from tests.inbound import test_smpp as smpp
from tests.inbound import test_wechat as wechat
from tests.inbound.test_mutations import CALLBACKS
from transcode import Transcoder
from transcode.channels import implemented
from transcode.cli.reading import EXAMPLES
from transcode.gsm import segment, submit_tpdu

__all__ = ["CHANNELS", "callbacks", "cases", "definitions", "deliveries", "messages", "octets", "receipts", "stored"]

Json = dict[str, Any]
CHANNELS: Final = tuple(implemented())
_EVENTS: Final = Path(__file__).parent.parent / "inbound" / "data" / "events"

_BUTTON: Final = {"type": "WL", "name": "Buy", "link_mo": "https://example.com/buy"}
_PRODUCT: Final = {
    "buttons": [_BUTTON, {"type": "BK", "name": "More"}],
    "image": {"image_url": "https://example.com/a.png", "image_link": "https://example.com"},
    "commerce": {
        "type": "PERCENTAGE_DISCOUNT_COMMERCE",
        "title": "Shoes",
        "regular_price": 100,
        "discount_price": 80,
        "discount_rate": 20,
    },
    "coupon": {"type": "FREE_COUPON", "title": "Socks", "link_mo": "https://example.com/c"},
}
_ORDER: Final = {
    "items": [{"retailer_id": "1", "name": "Shoes", "amount_value": 1000, "quantity": 2, "sale_amount_value": 900}],
    "subtotal_value": 1800,
    "tax_value": 200,
    "shipping_value": 100,
    "shipping_description": "by bike",
    "discount_value": 50,
    "discount_description": "spring",
    "discount_program_name": "club",
    "expiration_time": "2026-11-27T08:00:00Z",
    "expiration_description": "soon",
}
SPECIFIC: Final = (
    (
        "WHATSAPP",
        "FLOWS",
        {
            "flow_id": "1",
            "flow_cta": "Book",
            "flow_token": "t",
            "flow_mode": "draft",
            "flow_action": "navigate",
            "flow_action_payload": {"screen": "S", "data": {"list": [1, {"a": None}], "name": "Nora"}},
            "header": {"type": "text", "text": "Head"},
            "body": {"text": "Shall we?"},
            "footer": {"text": "Foot"},
        },
    ),
    (
        "WHATSAPP",
        "ORDER_DETAILS",
        {
            "header": {"type": "image", "image": {"link": "https://example.com/a.png"}},
            "body": {"text": "Your order"},
            "payment": {
                "type": "br",
                "reference_id": "r",
                "type_of_goods": "digital-goods",
                "total_amount_value": 2050,
                "order": _ORDER,
                "payment_buttons": [
                    {"type": "pix_dynamic_code", "code": "c", "merchant_name": "m", "key": "k", "key_type": "CPF"},
                    {"type": "payment_link", "uri": "https://example.com/pay"},
                ],
            },
        },
    ),
    (
        "WHATSAPP",
        "ORDER_STATUS",
        {
            "body": {"text": "Sent"},
            "payment": {"reference_id": "r", "order": {"status": "shipped", "description": "!"}},
        },
    ),
    ("KAKAOTALK", "COMMERCE", {**_PRODUCT, "push_alarm": True, "adult": False}),
    (
        "KAKAOTALK",
        "CAROUSEL_COMMERCE",
        {
            "carousel": {
                "head": {"header": "New", "content": "Shoes", "image_url": "https://example.com/h.png"},
                "list": [_PRODUCT, {**_PRODUCT, "additional_content": "red"}],
                "tail": {"link_mo": "https://example.com/all"},
            }
        },
    ),
    (
        "LINE",
        "NOTIFICATION_MESSAGE_TEMPLATE",
        {
            "template_key": "shipment_completed_ja",
            "body": {
                "emphasized_item": {"item_key": "date_002_ja", "content": "Sunday"},
                "items": [{"item_key": "time_range_001_ja", "content": "AM"}],
                "buttons": [{"button_key": "check_delivery_status_ja", "url": "https://example.com"}],
            },
        },
    ),
)
_TEMPLATED: Final = {
    "template_message": {
        "channel_template": {
            channel: {
                "template_id": "order",
                "language_code": "en",
                "parameters": {"body[1]text": "Nora", "header[1]image.link": "https://example.com/a.png"},
            }
            for channel in CHANNELS
        },
        "omni_template": {
            "template_id": "order_shipped",
            "version": "latest",
            "parameters": {"name": "N", "order": "1"},
        },
    }
}


@cache
def cases() -> tuple[Json, ...]:
    """Return the shipped cases: messages with their properties and templates."""
    examples = [{"message": json.loads(text)} for text in map(_example, EXAMPLES)]
    specific = [
        {
            "message": {
                "text_message": {"text": "For others"},
                "channel_specific_message": {channel: {"message_type": kind, "message": message}},
            }
        }
        for channel, kind, message in SPECIFIC
    ]
    whole = {
        "message": {
            **load("choice-all-kinds")["message"],
            "agent": {"display_name": "Ada", "type": "HUMAN", "picture_url": "https://example.com/ada.png"},
            "reply_to": {"message_id": "01"},
            "explicit_channel_omni_message": {channel: load("card")["message"] for channel in CHANNELS[::3]},
        }
    }
    return (*map(load, names()), *examples, *specific, {"message": _TEMPLATED}, whole)


def _example(name: str) -> str:
    return (ROOT / "transcode" / "examples" / f"{name}.json").read_text(encoding="utf-8")


@cache
def messages() -> tuple[Json, ...]:
    """Return the messages of all cases."""
    return tuple(case["message"] for case in cases())


@cache
def definitions() -> tuple[Json, ...]:
    """Return definitions of omni templates."""
    overridden = {
        "id": "overridden",
        "default_translation": "en",
        "translations": [
            {
                "language_code": "en",
                "version": "1",
                "variables": [{"key": "name", "preview_value": "Nora"}],
                "choice_message": load("choice")["message"]["choice_message"],
                "channel_template_overrides": {
                    "WHATSAPP": {
                        "template_reference": {
                            "template_id": "t",
                            "language_code": "en",
                            "parameters": {"body[1]text": "x"},
                        },
                        "parameter_mappings": {"body[2]text": "name"},
                    }
                },
            }
        ],
    }
    return (*load("template-omni")["omni_templates"], overridden)


@cache
def stored() -> tuple[Json, ...]:
    """Return results as JSON: every message on one channel after the other."""
    transcoder = Transcoder(profile="rich")
    results = []
    for number, case in enumerate(cases()):
        channel = CHANNELS[number % len(CHANNELS)]
        properties = {**PROPERTIES, **case.get("channel_properties", {})}
        result = transcoder.transcode(case["message"], channel, to=RECIPIENTS[channel], properties=properties)
        results.append(result.as_dict())
    return tuple(results)


@cache
def callbacks() -> tuple[Json, ...]:
    """Return callbacks of the service and of every channel as dicts."""
    events = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(_EVENTS.glob("*.json")))
    return (*CALLBACKS.values(), *events)


@cache
def deliveries() -> tuple[tuple[bytes, dict[str, str]], ...]:
    """Return MM7 deliveries and reports as HTTP bodies with their headers."""
    whole = mm7.multipart(mm7.deliver("Hello"), mm7.IMAGE, mm7.TEXT, mm7.SMIL)
    named = mm7.multipart(
        mm7.deliver(), ("text/plain; charset*=utf-8''utf-8; name*0=a; name*1=b", "a.txt", b"\xc3\xa9")
    )
    return (
        (whole, mm7.HEADERS),
        (named, mm7.HEADERS),
        (mm7.multipart(mm7.deliver("Hi"), mm7.VIDEO), mm7.HEADERS),
        (mm7.report("Retrieved").encode(), {"Content-Type": "text/xml"}),
        (mm7.deliver("Hello").encode("utf-16"), {"content-type": "text/xml; charset=utf-16"}),
    )


@cache
def receipts() -> tuple[str, ...]:
    """Return deliveries that are neither JSON nor MM7: WeChat's XML and receipts of SMPP."""
    return (
        wechat.message("text", Content="Hi", bizmsgmenuid="101"),
        wechat.message("location", Location_X="55.6", Location_Y="13.0", Scale="20", Label="Shop"),
        wechat.event("CLICK", EventKey="menu"),
        wechat.event("TEMPLATESENDJOBFINISH", MsgID="1", Status="success"),
        smpp.PLAIN,
        "id:7F3A;sub:001;dlvrd:001;done date:261126120130;stat:UNDELIV;err:000",
    )


@cache
def octets() -> tuple[bytes, ...]:
    """Return short messages and TPDUs: of one part and of several, in each alphabet, with each header."""
    texts: tuple[tuple[str, Any], ...] = (
        ("hello", {}),
        ("a" * 200, {}),
        ("я" * 100, {"reference_bits": 16}),
        ("ş" * 200, {"languages": "any"}),
        ("flash", {"message_class": "flash"}),
    )
    parts = [segment(text, **options).parts[0] for text, options in texts]
    delivered = (
        "040b917238880900f10000993092516195800ae8329bfd4697d9ec37",
        "000ed08e791964020ddf00006211428122508005e8329bfd06",
        "0601" + "0b917238880900f1" + "99309251619580" * 2 + "00",
    )
    return (
        *(part.short_message for part in parts),
        *(submit_tpdu(part, "+46708251358") for part in parts),
        *map(bytes.fromhex, delivered),
    )
