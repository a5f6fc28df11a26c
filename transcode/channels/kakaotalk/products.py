"""What KakaoTalk refuses of products. Nothing is cut: prices, coupons and their words are the caller's own offer.

Source of what must be there and of the figures: PyPI bizgo-sdk-comm 1.2.0, bizgo.models (``BrandMessageCommerce``,
``BrandMessageCoupon``, ``BrandMessageButton``, ``BrandMessageCarouselHead``, ``BrandMessageCarouselTail``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from transcode.channels.kakaotalk.parts import UPLOADED
from transcode.message.channel_specific import AppLinkButton
from transcode.message.place import Place
from transcode.parts.addresses import opened
from transcode.parts.writer import PartsWriter
from transcode.result import Code
from transcode.urls import why_not

__all__ = ["check_head", "check_links", "check_product"]

_WEB: Final = ("http", "https")
_SCHEMES: Final = ("scheme_ios", "scheme_android")
_MOST_WON: Final = 99_999_999
_RANGES: Final = {
    "regular_price": (0, _MOST_WON),
    "discount_price": (0, _MOST_WON),
    "discount_fixed": (0, 999_999),
    "discount_rate": (1, 100),
}
"""The least and the most, in won or percent."""


def check_product(writer: PartsWriter, product: Place) -> None:
    """Report what would be refused of one product, its buttons and its coupon."""
    offer, image = product.at("commerce"), product.at("image")
    writer.check_given(offer, "product", "title")
    _check_text(writer, "The title of a product", offer, "title", "product title")
    _check_numbers(writer, offer)
    writer.notes.report(Code.FILE_UNCERTAIN, image, channel=writer.title, why=UPLOADED)
    _check_url(writer, image, "image_url")
    _check_given_links(writer, image, ("image_link",))
    buttons, limit = list(product.at_all("buttons")), writer.limit("buttons")
    if len(buttons) > limit.value:
        where, what = product.at("buttons"), "A product"
        writer.notes.report(Code.TOO_LONG, where, what=what, limit=limit.value, unit="buttons", actual=len(buttons))
    for button in buttons:
        writer.check_given(button, "button", "name")
        if isinstance(button.value, AppLinkButton):
            writer.check_given(button, "button that opens an app", *_SCHEMES)
        _check_text(writer, "The label of a product's button", button, "name", "card label")
        if "link_mo" in type(button.value).model_fields:
            _check_url(writer, button, "link_mo")
        _check_given_links(writer, button, ("link_pc", *_SCHEMES))
    if coupon := product.get("coupon"):
        _check_coupon(writer, coupon)


def _check_coupon(writer: PartsWriter, coupon: Place) -> None:
    _check_numbers(writer, coupon)
    named = ("title",) if "title" in type(coupon.value).model_fields else ()
    writer.check_given(coupon, "coupon", *named, "description")
    _check_text(writer, "The description of a coupon", coupon, "description", "coupon description")
    _check_given_links(writer, coupon, ("link_mo", "link_pc", *_SCHEMES))


def check_head(writer: PartsWriter, head: Place) -> None:
    """Report what would be refused of what stands before products side by side."""
    writer.check_given(head, "header before products", "header", "content")
    _check_text(writer, "The header before products", head, "header", "card header")
    _check_text(writer, "The content before products", head, "content", "products content")
    _check_url(writer, head, "image_url")
    writer.notes.report(Code.FILE_UNCERTAIN, head, channel=writer.title, why=UPLOADED)
    _check_given_links(writer, head, ("link_mo", "link_pc", *_SCHEMES))


def check_links(writer: PartsWriter, tail: Place) -> None:
    """Report what would be refused of the button that shows more."""
    _check_url(writer, tail, "link_mo")
    _check_given_links(writer, tail, ("link_pc", *_SCHEMES))


def _check_text(writer: PartsWriter, what: str, part: Place, name: str, limit: str) -> None:
    if (text := part.get(name)) is not None:
        writer.check_length(what, text.value, writer.limit(limit), text)


def _check_numbers(writer: PartsWriter, part: Place) -> None:
    for name, (least, most) in _RANGES.items():
        number = part.get(name)
        if number is not None and not least <= number.value <= most:
            what, why = f"a {name.replace('_', ' ')} of {number.value}", f"it must be {least} to {most:,}"
            writer.notes.report(Code.VALUE_REFUSED, number, channel=writer.title, what=what, why=why)


def _check_given_links(writer: PartsWriter, part: Place, names: Iterable[str]) -> None:
    """Report what would be refused of the addresses that are given: of web pages, and of apps."""
    for name in names:
        place = part.get(name)
        if place is None or not place.text:  # a blank one is not sent
            continue
        if name in _SCHEMES:
            _check_text(writer, "The address of an app", part, name, "url")
        else:
            _check_url(writer, part, name)


def _check_url(writer: PartsWriter, part: Place, name: str) -> None:
    url, where = part.words(name), part.at(name)
    if why := why_not(url.line, _WEB):
        what = f"the {name.replace('_', ' ')} {url.line[:40]!r}"
        writer.notes.report(Code.VALUE_REFUSED, where, channel=writer.title, what=what, why=why)
    else:
        writer.check_length("An address", opened(url), writer.limit("url"), where)
