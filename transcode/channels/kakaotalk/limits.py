"""What KakaoTalk takes: lengths and numbers with their sources, kinds of file, and the channel's properties."""

from __future__ import annotations

from typing import Final

from transcode.measure import Limit, Unit
from transcode.parts.files import FileKind
from transcode.writer.properties import Property

__all__ = ["AUTHENTICATION", "CHAT_LIMITS", "FILES", "LIMITS", "PROPERTIES"]

_READ: Final = "2026-11-27"
_INFOBIP: Final = "infobip.com/docs/kakaotalk: Brand Message"
_BIZGO: Final = "PyPI bizgo-sdk-comm 1.2.0, bizgo.models: BrandMessage"
_COUNSEL: Final = "PyPI bizgo-sdk-comm 1.2.0, bizgo.models: CounselRichMessageRequest"
_CHARACTERS: Final = Unit.CHARACTERS
_MEGABYTES: Final = "5 MB: whether MB is 1000 or 1024 KB is not said"
_BUTTONS: Final = Limit("buttons", 5, Unit.COUNT, _BIZGO, _READ)
_URL: Final = Limit("url", 1000, _CHARACTERS, _BIZGO, _READ)
_LABEL: Final = Limit("label", 14, _CHARACTERS, _INFOBIP, _READ, "of a text or an image; Bizgo's model takes 28")
_CARDS: Final = Limit("cards", 10, Unit.COUNT, _BIZGO, _READ, "and no fewer than 2")

LIMITS: Final = (
    Limit("text", 1300, _CHARACTERS, _INFOBIP, _READ),
    Limit("line breaks", 99, Unit.COUNT, _INFOBIP, _READ),
    Limit("image text", 400, _CHARACTERS, _BIZGO, _READ, "Infobip's table has 1300; what fits 400 fits both"),
    _BUTTONS,
    _LABEL,
    _CARDS,
    Limit("card header", 20, _CHARACTERS, _INFOBIP, _READ),
    Limit("card text", 180, _CHARACTERS, _INFOBIP, _READ),
    Limit("card buttons", 2, Unit.COUNT, _INFOBIP, _READ, "more are taken and not shown"),
    Limit("card label", 8, _CHARACTERS, _INFOBIP, _READ),
    _URL,
    Limit("image size", 5 * 1024 * 1024, Unit.BYTES, _INFOBIP, _READ, _MEGABYTES),
    Limit("product title", 30, _CHARACTERS, _BIZGO, _READ),
    Limit("product details", 34, _CHARACTERS, _BIZGO, _READ),
    Limit("coupon description", 18, _CHARACTERS, _BIZGO, _READ),
    Limit("products content", 50, _CHARACTERS, _BIZGO, _READ, "of what stands before them"),
)
CHAT_LIMITS: Final = (
    Limit("text", 1000, _CHARACTERS, _COUNSEL, _READ),
    _BUTTONS,
    Limit("label", 14, _CHARACTERS, _COUNSEL, _READ, "of quick replies; of buttons no page has a figure"),
    Limit("quick replies", 10, Unit.COUNT, _COUNSEL, _READ),
    _CARDS,
    Limit("card header", 20, _CHARACTERS, _INFOBIP, _READ, "Brand Message's; of consultation talk no page has one"),
    Limit("card text", 180, _CHARACTERS, _INFOBIP, _READ, "Brand Message's; of consultation talk no page has one"),
    Limit("card buttons", 2, Unit.COUNT, _COUNSEL, _READ),
    Limit("card label", 8, _CHARACTERS, _INFOBIP, _READ, "Brand Message's; of consultation talk no page has one"),
    _URL,
    Limit("image size", 5 * 1024 * 1024, Unit.BYTES, _COUNSEL, _READ, _MEGABYTES),
)

FILES: Final = (FileKind("image", ("jpg", "jpeg", "png"), ("image/jpeg", "image/png"), "image size"),)

AUTHENTICATION: Final = "KAKAOTALK_AUTHENTICATION"
PROPERTIES: Final = (
    Property(
        AUTHENTICATION,
        str,
        "named by the service's Node SDK; what it does no document says, and nothing is sent for it",
        "github.com/sinch/sinch-sdk-node, send-message-request",
    ),
)
