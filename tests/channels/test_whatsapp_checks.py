"""What is checked of a WhatsApp payload: a table of rules written from Meta's pages, and an independent builder."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

# --- the rules ---

Check = Callable[[Any, str], Iterator[str]]


def broken_rules(payload: Any) -> list[str]:
    """Return what the Cloud API would refuse in ``payload``; empty if nothing."""
    return list(_message(payload, ""))


def _text(most: int, *, empty: bool = False) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{path}: not a string"
        elif not (empty or value.strip()):
            yield f"{path}: empty"
        elif len(value) > most:
            yield f"{path}: {len(value)} of {most}"

    return check


def _url(value: Any, path: str) -> Iterator[str]:
    if not (isinstance(value, str) and re.match(r"https?://[^/?#\s]+[^\s]*\Z", value, re.IGNORECASE)):
        yield f"{path}: not a web address"


def _is(*allowed: Any) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if value not in allowed or type(value) not in {type(one) for one in allowed}:
            yield f"{path}: {value!r}"

    return check


def _is_a(kind: type) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if type(value) is not kind:
            yield f"{path}: {value!r}"

    return check


def _fields(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{path}: not an object"
            return
        known = {**required, **(optional or {})}
        yield from (f"{path}: no {name}" for name in required if name not in value)
        yield from (f"{path}.{name}: unknown" for name in value if name not in known)
        for name, item in value.items():
            if name in known:
                yield from known[name](item, f"{path}.{name}")

    return check


def _many(one: Check, least: int, most: int) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list) or not least <= len(value) <= most:
            yield f"{path}: not {least} to {most}"
            return
        for index, item in enumerate(value):
            yield from one(item, f"{path}[{index}]")

    return check


def _unique(values: Iterable[Any], path: str) -> Iterator[str]:
    found = list(values)
    if len(set(found)) < len(found):
        yield f"{path}: twice"


def _all(*checks: Check) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        for one in checks:
            found = list(one(value, path))
            yield from found
            if found:
                return

    return check


_ANY = _text(100_000)
_NAME_PARTS = ("first_name", "last_name", "middle_name", "suffix", "prefix")


def _named(value: Any, path: str) -> Iterator[str]:
    if not any(part in value for part in _NAME_PARTS):
        yield f"{path}: nothing beside formatted_name"


def _entry(*names: str) -> Check:
    return _fields({}, dict.fromkeys(names, _ANY))


_LINK = {"link": _url}
_CAPTION = {"caption": _text(1024)}
_MEDIA: dict[str, Check] = {
    "image": _fields(_LINK, _CAPTION),
    "video": _fields(_LINK, _CAPTION),
    "audio": _fields(_LINK),
    "sticker": _fields(_LINK),
    "document": _fields(_LINK, {**_CAPTION, "filename": _text(240)}),
}


def _header(*kinds: str) -> Check:
    inside = {
        "text": _text(60),
        "image": _fields(_LINK),
        "video": _fields(_LINK),
        "document": _fields(_LINK, {"filename": _text(240)}),
    }

    def check(value: Any, path: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in kinds:
            yield f"{path}: {kind!r}"
        else:
            yield from _fields({"type": _is(kind), kind: inside[kind]})(value, path)

    return check


_ANY_HEADER = ("text", "image", "video", "document")
_BODY = _fields({"text": _text(1024)})
_FOOTER = {"footer": _fields({"text": _text(60)})}


def _button(kind: str) -> Check:
    return _fields({"type": _is(kind), kind: _fields({"id": _text(256), "title": _text(20)})})


def _buttons_differ(action: Any, path: str) -> Iterator[str]:
    buttons = [button[button["type"]] for button in action["buttons"]]
    for name in ("id", "title"):
        yield from _unique((button[name] for button in buttons), f"{path}.{name}")


_REPLIES = _all(_fields({"buttons": _many(_button("reply"), 1, 3)}), _buttons_differ)
_QUICK_REPLIES = _all(_fields({"buttons": _many(_button("quick_reply"), 1, 2)}), _buttons_differ)
_URL_BUTTON = _fields({"name": _is("cta_url"), "parameters": _fields({"display_text": _text(20), "url": _url})})
_ROW = _fields({"id": _text(200), "title": _text(24)}, {"description": _text(72)})


def _sections_differ(items: str, most: int) -> Check:
    def check(action: Any, path: str) -> Iterator[str]:
        sections = action["sections"]
        if len(sections) > 1 and not all(section.get("title") for section in sections):
            yield f"{path}: a section without title"
        if sum(len(section[items]) for section in sections) > most:
            yield f"{path}: more than {most}"
        if items == "rows":
            yield from _unique((row["id"] for section in sections for row in section["rows"]), path)

    return check


def _sections(items: str, item: Check, most: int) -> Check:
    return _many(_fields({items: _many(item, 1, most)}, {"title": _text(24)}), 1, 10)


_LIST = _all(_fields({"button": _text(20), "sections": _sections("rows", _ROW, 10)}), _sections_differ("rows", 10))
_PRODUCT = {"product_retailer_id": _text(10_000)}
_PRODUCTS = _all(
    _fields({"catalog_id": _text(10_000), "sections": _sections("product_items", _fields(_PRODUCT), 30)}),
    _sections_differ("product_items", 30),
)


def _card_text(value: Any, path: str) -> Iterator[str]:
    yield from _fields({"text": _text(160)})(value, path)
    if len(re.findall(r"\r\n|\r|\n", value["text"])) > 2:
        yield f"{path}: more than two line breaks"


def _card_action(value: Any, path: str) -> Iterator[str]:
    yield from (_QUICK_REPLIES if isinstance(value, dict) and "buttons" in value else _URL_BUTTON)(value, path)


_CARD = _fields(
    {
        "card_index": lambda value, path: iter(()),
        "type": _is("cta_url"),
        "header": _header("image", "video"),
        "action": _card_action,
    },
    {"body": _card_text},
)


def _cards_agree(action: Any, path: str) -> Iterator[str]:
    cards = action["cards"]
    if [card["card_index"] for card in cards] != list(range(len(cards))):
        yield f"{path}: card_index"
    shapes = {
        (card["header"]["type"], "name" in card["action"], len(card["action"].get("buttons", ()))) for card in cards
    }
    if len(shapes) > 1:
        yield f"{path}: cards differ"
    buttons = [button["quick_reply"]["id"] for card in cards for button in card["action"].get("buttons", ())]
    yield from _unique(buttons, path)


_INTERACTIVE: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "button": ({"body": _BODY, "action": _REPLIES}, {"header": _header(*_ANY_HEADER), **_FOOTER}),
    "cta_url": ({"body": _BODY, "action": _URL_BUTTON}, {"header": _header(*_ANY_HEADER), **_FOOTER}),
    "list": ({"body": _BODY, "action": _LIST}, {"header": _header("text"), **_FOOTER}),
    "product": ({"action": _fields({"catalog_id": _text(10_000), **_PRODUCT})}, {"body": _BODY, **_FOOTER}),
    "product_list": ({"header": _header("text"), "body": _BODY, "action": _PRODUCTS}, _FOOTER),
    "location_request_message": ({"body": _BODY, "action": _fields({"name": _is("send_location")})}, {}),
    "carousel": ({"body": _BODY, "action": _all(_fields({"cards": _many(_CARD, 2, 10)}), _cards_agree)}, {}),
}


_AMOUNT = _fields(
    {"value": _is_a(int), "offset": _is(100)}, {"description": _text(60), "discount_program_name": _text(60)}
)
_SETTINGS = {
    "pix_dynamic_code": _entry("code", "merchant_name", "key", "key_type"),
    "payment_link": _entry("uri"),
    "boleto": _entry("digitable_line"),
}


def _setting(value: Any, path: str) -> Iterator[str]:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in _SETTINGS:
        yield f"{path}: {kind!r}"
    else:
        yield from _fields({"type": _is(kind), kind: _SETTINGS[kind]})(value, path)


_ITEM = _fields(
    {"retailer_id": _ANY, "name": _ANY, "amount": _AMOUNT, "quantity": _is_a(int)}, {"sale_amount": _AMOUNT}
)
_ORDER = _fields(
    {"status": _is("pending"), "items": _many(_ITEM, 1, 999), "subtotal": _AMOUNT, "tax": _AMOUNT},
    {
        "shipping": _AMOUNT,
        "discount": _AMOUNT,
        "catalog_id": _ANY,
        "expiration": _fields({"timestamp": _ANY}, {"description": _text(120)}),
    },
)
_PAYMENT = _fields(
    {
        "reference_id": _ANY,
        "type": _is("digital-goods", "physical-goods"),
        "payment_type": _is("br", "sg"),
        "currency": _is("BRL", "SGD"),
        "total_amount": _AMOUNT,
        "order": _ORDER,
    },
    {"payment_settings": _many(_setting, 1, 9)},
)
_STATES = ("pending", "processing", "partially-shipped", "shipped", "completed", "canceled")
_PROGRESS = _fields({"reference_id": _ANY, "order": _fields({"status": _is(*_STATES)}, {"description": _text(120)})})
_FLOW = _fields(
    {"flow_message_version": _is("3"), "flow_id": _ANY, "flow_cta": _text(20)},
    {
        "flow_token": _ANY,
        "mode": _is("draft", "published"),
        "flow_action": _is("navigate", "data_exchange"),
        "flow_action_payload": _fields({"screen": _ANY}, {"data": _is_a(dict)}),
    },
)
for _kind, _name, _parameters in (
    ("flow", "flow", _FLOW),
    ("order_details", "review_and_pay", _PAYMENT),
    ("order_status", "review_order", _PROGRESS),
):
    _action = _fields({"name": _is(_name), "parameters": _parameters})
    _INTERACTIVE[_kind] = ({"body": _BODY, "action": _action}, {"header": _header(*_ANY_HEADER), **_FOOTER})

_BUTTON_PARAMETERS = {"url": "text", "quick_reply": "payload", "copy_code": "coupon_code", "flow": "action"}
_VALUES = {
    "text": _text(32768),
    "payload": _text(10_000, empty=True),
    "coupon_code": _ANY,
    "image": _entry("link"),
    "video": _entry("link"),
    "document": _fields({"link": _ANY}, {"filename": _ANY}),
    "location": _fields({"latitude": _ANY, "longitude": _ANY}, {"name": _ANY, "address": _ANY}),
    "action": _entry("flow_token", "type"),
}


def _parameter(*kinds: str) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in kinds:
            yield f"{path}: {kind!r}"
        else:
            named = {"parameter_name": _text(512)} if kind == "text" and "parameter_name" in value else {}
            yield from _fields({"type": _is(kind), kind: _VALUES[kind], **named})(value, path)

    return check


def _component(value: Any, path: str) -> Iterator[str]:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "header":
        checks = {"parameters": _many(_parameter("text", "image", "video", "document", "location"), 1, 1)}
    elif kind == "body":
        checks = {"parameters": _many(_parameter("text"), 1, 999)}
    elif kind == "button" and value.get("sub_type") in _BUTTON_PARAMETERS:
        checks = {
            "sub_type": _is(value["sub_type"]),
            "index": _is(*map(str, range(10))),
            "parameters": _many(_parameter(_BUTTON_PARAMETERS[value["sub_type"]]), 1, 1),
        }
    elif kind == "carousel":
        card = _fields({"card_index": _is(*range(10)), "components": _many(_component, 1, 9)})
        checks = {"cards": _many(card, 1, 10)}
    else:
        yield f"{path}: {kind!r}"
        return
    yield from _fields({"type": _is(kind), **checks})(value, path)


def _language(value: Any, path: str) -> Iterator[str]:
    if not (isinstance(value, str) and re.fullmatch(r"[a-z]{2,3}(_[A-Za-z]+)*", value)):
        yield f"{path}: {value!r}"


_TEMPLATE = _fields(
    {"name": _text(512), "language": _fields({"code": _language})}, {"components": _many(_component, 1, 99)}
)


def _interactive(value: Any, path: str) -> Iterator[str]:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in _INTERACTIVE:
        yield f"{path}: {kind!r}"
        return
    required, optional = _INTERACTIVE[kind]
    yield from _fields({"type": _is(kind), **required}, optional)(value, path)


_CONTACT = _fields(
    {"name": _all(_fields({"formatted_name": _ANY}, dict.fromkeys(_NAME_PARTS, _ANY)), _named)},
    {
        "phones": _many(_entry("phone", "type"), 1, 100),
        "emails": _many(_entry("email", "type"), 1, 100),
        "urls": _many(_entry("url", "type"), 1, 100),
        "addresses": _many(_entry("city", "state", "zip", "country", "country_code", "type"), 1, 100),
        "org": _entry("company", "department", "title"),
        "birthday": _ANY,
    },
)


def _degrees(most: int) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not (isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) and abs(float(value)) <= most):
            yield f"{path}: {value!r}"

    return check


_CONTENT: dict[str, Check] = {
    **_MEDIA,
    "text": _fields({"body": _text(4096)}, {"preview_url": _is(True, False)}),
    "location": _fields(
        {"longitude": _degrees(180), "latitude": _degrees(90)}, {"name": _text(100), "address": _text(300)}
    ),
    "contacts": _many(_CONTACT, 1, 257),
    "interactive": _interactive,
    "template": _TEMPLATE,
}


def _message(payload: Any, path: str) -> Iterator[str]:
    kind = payload.get("type") if isinstance(payload, dict) else None
    if kind not in _CONTENT:
        yield f"{path}.type: {kind!r}"
        return
    required = {
        "to": _ANY,
        "type": _is(kind),
        "recipient_type": _is("individual"),
        kind: _CONTENT[kind],
        "messaging_product": _is("whatsapp"),
        "biz_opaque_callback_data": _is(None),
    }
    optional = {"context": _fields({"message_id": _ANY}), "category": _is("utility")}
    yield from _fields(required, optional)(payload, path)


# --- the independent builder: whatsapp-cloud-api-py, whose transport hands back what it would send ---

_MEDIA_MODELS = {kind: f"{kind.capitalize()}Message" for kind in _MEDIA}
_UNBUILT = ("order_details", "order_status")


def sdk_covers(payload: Any) -> bool:
    """Tell whether the builder has this type of message."""
    if payload["type"] == "interactive":
        # It takes a list of products only with a title for every section.
        sections = payload["interactive"]["action"].get("sections", ())
        titled = all("title" in section for section in sections)
        return payload["interactive"]["type"] not in _UNBUILT and (titled or payload["interactive"]["type"] == "list")
    return payload["type"] in (*_MEDIA, "text", "location", "contacts", "template")


def sdk_body(payload: Any) -> Any:
    """Return what the builder sends for the same meaning; ValueError (pydantic's) where it refuses it."""
    import httpx
    from whatsapp_cloud_api.client import WhatsAppClient
    from whatsapp_cloud_api.resources.messages import models

    sent: list[Any] = []

    def receive(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json={"messaging_product": "whatsapp", "contacts": [], "messages": [{"id": "1"}]})

    async def send() -> None:
        transport = httpx.MockTransport(receive)
        async with httpx.AsyncClient(transport=transport, base_url="https://graph.facebook.com") as http:
            messages = WhatsAppClient(access_token="t", http_client=http).messages  # noqa: S106
            model, method, fields = _request(payload)
            filled = {"phone_number_id": "1", "to": payload["to"], **fields}
            await getattr(messages, method)(getattr(models, model).model_validate(filled))

    asyncio.run(send())
    return sent[0]


def _request(payload: Any) -> tuple[str, str, dict[str, Any]]:
    """Return the builder's model, its method and its arguments."""
    kind = payload["type"]
    if kind == "text":
        return "TextMessage", "send_text", payload["text"]
    if kind in _MEDIA:
        return _MEDIA_MODELS[kind], f"send_{kind}", {kind: payload[kind]}
    if kind != "interactive":
        return f"{kind.capitalize()}Message", f"send_{kind}", {kind: payload[kind]}
    inside = payload["interactive"]
    action = inside["action"]
    parts = {
        "body_text": inside.get("body", {}).get("text"),
        "footer_text": inside.get("footer", {}).get("text"),
        "header": inside.get("header"),
        "context_message_id": payload.get("context", {}).get("message_id"),
    }
    form = inside["type"]
    arguments: dict[str, Any] = {
        "button": lambda: {"buttons": [button["reply"] for button in action["buttons"]]},
        "list": lambda: {"button_text": action["button"], "sections": action["sections"]},
        "cta_url": lambda: {"parameters": action["parameters"]},
        "flow": lambda: {"parameters": action["parameters"]},
        "product": lambda: action,
        "product_list": lambda: action,
        "location_request_message": lambda: {"parameters": {"request_message": parts["body_text"]}},
        "carousel": lambda: {"cards": [_sdk_card(card) for card in action["cards"]]},
    }[form]()
    name = {"button": "buttons", "location_request_message": "location_request"}.get(form, form)
    model = "Interactive" + "".join(map(str.capitalize, name.split("_"))) + "Message"
    given = {key: value for key, value in {**parts, **arguments}.items() if value is not None}
    return model, f"send_interactive_{name}", given


def _sdk_card(card: Any) -> dict[str, Any]:
    action = card["action"]
    buttons = action.get("buttons")
    return {
        "card_index": card["card_index"],
        "header": card["header"],
        "body_text": card.get("body", {}).get("text"),
        "action": {"buttons": [button["quick_reply"] for button in buttons]} if buttons else action["parameters"],
    }


def normal_form(payload: Any) -> Any:
    """Return our payload as the builder writes it: no nulls, numbers for coordinates and for a button's index."""
    normal = json.loads(json.dumps(payload))
    if normal.get("biz_opaque_callback_data") is None:
        normal.pop("biz_opaque_callback_data", None)
    normal.pop("context", None) if normal["type"] != "interactive" else None
    if normal["type"] == "location":
        for name in ("latitude", "longitude"):
            normal["location"][name] = float(normal["location"][name])
    if normal["type"] == "template":
        _number(normal["template"].get("components", ()))
    return normal


def _number(components: Any) -> None:
    for component in components:
        if "index" in component:
            component["index"] = int(component["index"])
        if component["type"] == "carousel":
            component["parameters"] = []
        for card in component.get("cards", ()):
            _number(card["components"])
