"""What is seen in KakaoTalk: a bubble for each message, buttons below it, quick replies as chips."""

from __future__ import annotations

from transcode.picture import (
    Block,
    Bubble,
    Carousel,
    Effect,
    Kind,
    Picture,
    Role,
    ShownButton,
    ShownFile,
    Undrawn,
    Value,
    words,
)
from transcode.result import Transcoded

__all__ = ["picture"]


def picture(result: Transcoded) -> Picture:
    """Describe the messages in sending order."""
    return Picture(tuple(_bubble(Value(payload)) for payload in result.payloads))


def _bubble(payload: Value) -> Bubble:
    flow = next(iter(payload["messageFlow"]), Value())
    message = flow["brandmessage"] or payload
    if template := flow["alimtalk"]:
        filled = next(iter(payload["destinations"]), Value())["replaceWords"]
        values = (filled[name].text for name in filled.names)
        named = words(template["templateCode"].text, Role.TITLE)
        return Bubble((*named, *(block for value in values for block in words(value))))
    blocks: list[Block] = []
    if cards := tuple(message["carousel"]["list"]):
        blocks.append(Carousel(tuple(map(_card, cards))))
    attached = _card(message)
    chips = tuple(map(_button, message["attachment"]["quickReplies"]))
    shown = (*blocks, *attached.blocks)
    return Bubble(shown or (Undrawn("A message of an unknown form."),), attached.buttons, chips)


def _card(card: Value) -> Bubble:
    attachment = card["attachment"]
    image, product = attachment["image"]["imgUrl"].text, attachment["commerce"]
    prices = (product[name].text for name in ("discountPrice", "regularPrice"))
    blocks: tuple[Block, ...] = (
        *([ShownFile(Kind.IMAGE, image)] if image else []),
        *words(card["header"].text, Role.TITLE),
        *words(product["title"].text, Role.TITLE),
        *(block for price in prices for block in words(price)),
        *words(card["text"].text or card["message"].text),
        *words(card["additionalContent"].text),
        *words(attachment["coupon"]["title"].text),
        *words(attachment["coupon"]["description"].text),
    )
    buttons = tuple(attachment["button"]) or tuple(attachment["buttons"])
    return Bubble(blocks, tuple(map(_button, buttons)))


def _button(button: Value) -> ShownButton:
    label, url = button["name"].text, button["urlMobile"].text
    if button["type"].text == "BK":
        return ShownButton(label, Effect.ANSWER, label)
    return ShownButton(label, Effect.OPEN if url else Effect.OTHER, url or button["schemeIos"].text)
