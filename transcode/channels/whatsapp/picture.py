"""What is seen in WhatsApp: a bubble for each message, its header, body and footer, buttons or a list below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from transcode.channels.whatsapp.formatting import runs
from transcode.picture import (
    Block,
    Bubble,
    Carousel,
    Contact,
    Effect,
    Fact,
    Kind,
    MapPin,
    Menu,
    Passage,
    Picture,
    Role,
    Row,
    Section,
    ShownButton,
    ShownFile,
    Undrawn,
    Value,
    words,
)
from transcode.result import Transcoded

__all__ = ["picture"]

_FILES: Final = {
    "image": Kind.IMAGE,
    "video": Kind.VIDEO,
    "audio": Kind.AUDIO,
    "document": Kind.DOCUMENT,
    "sticker": Kind.STICKER,
}


def picture(result: Transcoded) -> Picture:
    """Describe the messages in sending order."""
    return Picture(tuple(_bubble(Value(payload)) for payload in result.payloads))


def _bubble(payload: Value) -> Bubble:
    kind = payload["type"].text
    content = payload[kind]
    bubble = Bubble()
    match kind:
        case "text":
            bubble = Bubble(_formatted(content["body"].text))
        case "location":
            bubble = Bubble((_place(content),))
        case "contacts":
            bubble = Bubble(tuple(map(_contact, content)))
        case "interactive":
            bubble = _interactive(content)
        case "template":
            bubble = _template(content)
        case _ if kind in _FILES:
            bubble = Bubble((_file(kind, content), *_formatted(content["caption"].text)))
    blocks = bubble.blocks or (() if bubble.buttons else (Undrawn(f"A message of type {kind or 'unknown'}."),))
    answered = payload["context"]["message_id"].text
    return Bubble(blocks, bubble.buttons, note=f"Answers message {answered}" if answered else "")


def _formatted(text: str, role: Role = Role.BODY) -> tuple[Passage, ...]:
    return (Passage(runs(text), role),) if text else ()


def _file(kind: str, content: Value) -> ShownFile:
    return ShownFile(
        _FILES.get(kind, Kind.UNKNOWN), content["link"].text or content["id"].text, content["filename"].text
    )


def _place(content: Value) -> MapPin:
    return MapPin(
        content["name"].text, content["address"].text, content["latitude"].number, content["longitude"].number
    )


# --- interactive messages ---


def _interactive(content: Value) -> Bubble:
    action, parameters = content["action"], content["action"]["parameters"]
    blocks: list[Block] = [*_header(content["header"]), *_formatted(content["body"]["text"].text)]
    footer = words(content["footer"]["text"].text, Role.FOOTER)
    buttons: list[ShownButton] = [_reply(button) for button in action["buttons"]]
    match content["type"].text:
        case "list":
            sections = tuple(Section(section["title"].text, _rows(section)) for section in action["sections"])
            return Bubble((*blocks, *footer, Menu(action["button"].text, sections)))
        case "product" | "product_list":
            products = tuple(Section(section["title"].text, _products(section)) for section in action["sections"])
            alone = action["product_retailer_id"].text
            if alone:
                products = (Section("", (Row(alone, target=alone),)),)
            return Bubble((*blocks, *footer, Menu("View items", products)))
        case "cta_url":
            buttons.append(ShownButton(parameters["display_text"].text, Effect.OPEN, parameters["url"].text))
        case "location_request_message":
            buttons.append(ShownButton("Send location", Effect.ASK))
        case "request_contact_info":
            buttons.append(ShownButton("Share contact info", Effect.OTHER))
        case "flow":
            buttons.append(ShownButton(parameters["flow_cta"].text, Effect.OTHER, parameters["flow_id"].text))
        case "carousel":
            blocks.append(Carousel(tuple(map(_card, action["cards"]))))
        case "order_details" | "order_status":
            blocks.append(_order(parameters))
            if content["type"].text == "order_details":
                buttons.append(ShownButton("Review and pay", Effect.OTHER))
        case "button":
            pass
        case other:
            blocks.append(Undrawn(f"An interactive message of type {other or 'unknown'}."))
    return Bubble((*blocks, *footer), tuple(buttons))


def _header(header: Value) -> Iterator[Block]:
    kind = header["type"].text
    if kind == "text":
        yield from words(header["text"].text, Role.TITLE)
    elif kind in _FILES:
        yield _file(kind, header[kind])


def _reply(button: Value) -> ShownButton:
    reply = button["reply"] if button["reply"] else button["quick_reply"]
    return ShownButton(reply["title"].text, Effect.ANSWER, reply["id"].text)


def _rows(section: Value) -> tuple[Row, ...]:
    return tuple(Row(row["title"].text, row["description"].text, row["id"].text) for row in section["rows"])


def _products(section: Value) -> tuple[Row, ...]:
    ids = [item["product_retailer_id"].text for item in section["product_items"]]
    return tuple(Row(retailer_id, target=retailer_id) for retailer_id in ids)


def _card(card: Value) -> Bubble:
    action, parameters = card["action"], card["action"]["parameters"]
    buttons = [_reply(button) for button in action["buttons"]]
    if parameters:
        buttons.append(ShownButton(parameters["display_text"].text, Effect.OPEN, parameters["url"].text))
    return Bubble((*_header(card["header"]), *_formatted(card["body"]["text"].text)), tuple(buttons))


def _order(parameters: Value) -> Contact:
    order = parameters["order"]
    facts = [Fact("status", order["status"].text), Fact("", order["description"].text)]
    facts += [Fact(f"{item['quantity'].text} x", item["name"].text) for item in order["items"]]
    total = parameters["total_amount"]
    if (value := total["value"].number) is not None:
        amount = value / (total["offset"].number or 1)
        facts.append(Fact("total", f"{amount:.2f} {parameters['currency'].text}".strip()))
    return Contact(f"Order {parameters['reference_id'].text}".strip(), tuple(fact for fact in facts if fact.value))


# --- templates: the text is kept at WhatsApp, the message holds its name and parameters ---


def _template(content: Value) -> Bubble:
    blocks: list[Block] = [Undrawn(f"The approved template {content['name'].text}, whose text WhatsApp keeps.")]
    buttons: list[ShownButton] = []
    for component in content["components"]:
        for parameter in component["parameters"]:
            kind = parameter["type"].text
            if kind in _FILES:
                blocks.append(_file(kind, parameter[kind]))
            elif kind == "location":
                blocks.append(_place(parameter["location"]))
            elif component["type"].text == "button":
                buttons.append(ShownButton(parameter["payload"].text or parameter["text"].text, Effect.ANSWER))
            else:
                blocks += words(parameter["text"].text)
        cards = tuple(_template(card) for card in component["cards"])
        if cards:
            blocks.append(Carousel(cards))
    return Bubble(tuple(blocks), tuple(buttons))


# --- contacts ---


def _contact(contact: Value) -> Contact:
    facts = [Fact(name, contact["org"][name].text) for name in ("title", "department", "company")]
    facts += [Fact(_kind(phone, "phone"), phone["phone"].text) for phone in contact["phones"]]
    facts += [Fact(_kind(email, "e-mail"), email["email"].text) for email in contact["emails"]]
    facts += [Fact(_kind(url, "web"), url["url"].text) for url in contact["urls"]]
    facts += [Fact(_kind(address, "address"), _address(address)) for address in contact["addresses"]]
    facts.append(Fact("birthday", contact["birthday"].text))
    return Contact(contact["name"]["formatted_name"].text, tuple(fact for fact in facts if fact.value))


def _kind(value: Value, otherwise: str) -> str:
    kind = value["type"].text.lower()
    return f"{otherwise}, {kind}" if kind else otherwise


def _address(address: Value) -> str:
    return ", ".join(filter(None, (address[name].text for name in ("street", "zip", "city", "state", "country"))))
