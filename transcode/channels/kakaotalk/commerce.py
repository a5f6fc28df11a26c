"""Products to buy, as Brand Messages have them: one with its price and buttons, or several side by side."""

from __future__ import annotations

from typing import Any

from transcode.channels.kakaotalk.products import check_head, check_links, check_product
from transcode.message.channel_specific import (
    AppLinkButton,
    CommerceCard,
    FixedDiscountCoupon,
    FreeCoupon,
    PercentageDiscountCoupon,
    ShippingDiscountCoupon,
    UpCoupon,
    WebLinkButton,
)
from transcode.message.place import Place, Words
from transcode.parts.addresses import opened
from transcode.parts.writer import PartsWriter
from transcode.result import Code

__all__ = ["carousel_commerce", "commerce"]

Json = dict[str, Any]

_MOST_PRODUCTS = 10


def commerce(writer: PartsWriter, message: Place) -> Json:
    """Return the fields of a message about one product."""
    card = message.value
    details = message.get("additional_content")
    if details:
        limit = writer.limit("product details")
        writer.check_length("The additional content of a product", details.value, limit, details)
    return {
        "additionalContent": card.additional_content,
        "attachment": _product(writer, message),
        **_flags(message),
    }


def carousel_commerce(writer: PartsWriter, message: Place) -> Json:
    """Return the fields of a message about several products."""
    carousel = message.at("carousel")
    products = list(carousel.at_all("list"))
    if not 2 <= len(products) <= _MOST_PRODUCTS:
        why = f"it has {len(products)} products, and 2 to {_MOST_PRODUCTS} are taken"
        what = "the carousel of products"
        writer.notes.report(Code.VALUE_REFUSED, carousel.at("list"), channel=writer.title, what=what, why=why)
    for product in products:
        if details := product.get("additional_content"):
            why = "products side by side have none"
            writer.notes.report(Code.DROPPED, details, what="The additional content", why=why)
    head, tail = carousel.get("head"), carousel.get("tail")
    if head:
        check_head(writer, head)
    if tail:
        check_links(writer, tail)
    written = writer.given(
        head=_head(head) if head else None,
        list=[{"attachment": _product(writer, product)} for product in products],
        tail=_links(tail) if tail else None,
    )
    return {"carousel": written, **_flags(message)}


def _head(head: Place) -> Json:
    image = _url(head, "image_url")
    return _links(head, header=head.value.header, content=head.value.content, imageUrl=image)


def _product(writer: PartsWriter, place: Place) -> Json:
    check_product(writer, place)
    card: CommerceCard = place.value
    offer, image, coupon = card.commerce, place.at("image"), place.get("coupon")
    return writer.given(
        image=writer.given(imgUrl=_url(image, "image_url"), imgLink=_url(image, "image_link")),
        commerce=writer.given(
            title=offer.title,
            regularPrice=offer.regular_price,
            discountPrice=getattr(offer, "discount_price", None),
            discountFixed=getattr(offer, "discount_fixed", None),
            discountRate=getattr(offer, "discount_rate", None),
        ),
        button=[_button(one) for one in place.at_all("buttons")],
        coupon=_coupon(coupon) if coupon else None,
    )


def _url(part: Place, name: str) -> Words:
    """Return an address as it is sent."""
    return opened(part.words(name))


def _button(place: Place) -> Json:
    match button := place.value:
        case WebLinkButton():
            mobile = _url(place, "link_mo")
            urls = {"urlMobile": mobile, "urlPc": _url(place, "link_pc") or mobile}
            return {"type": "WL", "name": button.name, **urls}
        case AppLinkButton():
            schemes = {"schemeIos": button.scheme_ios, "schemeAndroid": button.scheme_android}
            return {"type": "AL", "name": button.name, **schemes}
        case _:
            return {"type": "BK", "name": button.name}


def _coupon(place: Place) -> Json:
    """Return a coupon; Kakao tells its kind by the form of its title."""
    match coupon := place.value:
        case FixedDiscountCoupon():
            title = f"{coupon.discount_fixed}원 할인 쿠폰"
        case PercentageDiscountCoupon():
            title = f"{coupon.discount_rate}% 할인 쿠폰"
        case ShippingDiscountCoupon():
            title = "배송비 할인 쿠폰"
        case FreeCoupon():
            title = f"{coupon.title} 무료 쿠폰"
        case UpCoupon():
            title = f"{coupon.title} UP 쿠폰"
    return _links(place, title=title, description=coupon.description)


def _links(part: Place, **fields: Any) -> Json:
    """Return fields with where a tap leads, as far as that is given."""
    links = {
        "urlMobile": _url(part, "link_mo"),
        "urlPc": _url(part, "link_pc"),
        "schemeIos": part.value.scheme_ios,
        "schemeAndroid": part.value.scheme_android,
    }
    return {name: value for name, value in {**fields, **links}.items() if value and value.strip()}


def _flags(message: Place) -> Json:
    names = {"push_alarm": "pushAlarm", "adult": "adult"}
    given = {key: getattr(message.value, name) for name, key in names.items()}
    return {key: "Y" if value else "N" for key, value in given.items() if value is not None}
