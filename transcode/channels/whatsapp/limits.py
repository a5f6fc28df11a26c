"""What WhatsApp takes: lengths, numbers and sizes with their sources, the properties of the channel, kinds of files.

Lengths are "characters" everywhere; UTF-16 units are counted, which never are fewer than code points.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from transcode.measure import Limit, Unit
from transcode.numbers import read_number
from transcode.parts.files import FileKind
from transcode.writer.properties import Property, flag

__all__ = ["DIRECT_SEND", "FILES", "LIMITS", "META", "PROPERTIES", "SINCH"]

_READ: Final = "2026-11-22"
_AGAIN: Final = "2026-11-27"
META: Final = "developers.facebook.com/documentation/business-messaging/whatsapp"
SINCH: Final = "developers.sinch.com/docs/conversation"
DIRECT_SEND: Final = f"{META}/direct-send/supported-features-and-limits"
_MEDIA_TYPES: Final = "docs.aws.amazon.com/social-messaging/latest/userguide/supported-media-types.html"
_CHANGELOG: Final = "developers.facebook.com/docs/whatsapp/business-platform/changelog"
_UNVERIFIED: Final = "unverified"
_KILOBYTE: Final = 1024
_MEGABYTE: Final = 1024 * _KILOBYTE
_BINARY: Final = "whether in powers of 2 or of 10 is not stated: 2, so that no file is refused that would be taken"
_CHARACTERS: Final = Unit.UTF16_UNITS


def _category(value: str) -> str:
    if value.strip().lower() == "utility":
        return "utility"
    raise ValueError("must be 'utility'")


def _wa_ids(value: str) -> Mapping[str, str]:
    """Return WhatsApp ids by the digits of the numbers that they belong to."""
    found: dict[str, str] = {}
    for pair in value.split(","):
        number, _, wa_id = (part.strip() for part in pair.partition("="))
        if not (wa_id.isascii() and wa_id.isdigit()):
            raise ValueError("must be numbers and their WhatsApp ids: +46701234567=46701234567, with commas between")
        found[read_number(number).removeprefix("+")] = wa_id
    return found


LIMITS: Final = (
    Limit("text", 4096, _CHARACTERS, f"{SINCH}/channel-support/whatsapp/message-support", _READ),
    Limit("direct send text", 1024, _CHARACTERS, DIRECT_SEND, _READ, "its body; its other lengths are the same"),
    Limit("caption", 1024, _CHARACTERS, f"{META}/messages/image-messages", _AGAIN, "some relays say 3000"),
    Limit(
        "body", 1024, _CHARACTERS, f"{META}/messages/location-request-messages", _READ, "of all interactive messages"
    ),
    Limit("header", 60, _CHARACTERS, DIRECT_SEND, _READ),
    Limit("footer", 60, _CHARACTERS, DIRECT_SEND, _READ),
    Limit("buttons", 3, Unit.COUNT, f"{META}/messages/interactive-reply-buttons-messages", _READ),
    Limit("button title", 20, _CHARACTERS, DIRECT_SEND, _READ, "of reply, URL, list and flow buttons"),
    Limit("button id", 256, _CHARACTERS, "developer.exotel.com/docs/whatsapp-support/interactive-messages", _READ),
    Limit("postback", 229, _CHARACTERS, f"{SINCH}/message-types/choice-message", _READ, "for documented reply buttons"),
    Limit("sections", 10, Unit.COUNT, f"{META}/messages/interactive-list-messages", _READ),
    Limit("rows", 10, Unit.COUNT, f"{META}/messages/interactive-list-messages", _READ, "of all sections together"),
    Limit(
        "section title", 24, _CHARACTERS, "docs.stubber.com: WhatsApp list", _READ, "docs.gupshup.io/docs/list-node: 20"
    ),
    Limit("row title", 24, _CHARACTERS, "docs.gupshup.io/docs/list-node", _READ),
    Limit("row description", 72, _CHARACTERS, "docs.gupshup.io/docs/list-node", _READ),
    Limit("row id", 200, _CHARACTERS, "alvochat.com/docs/api/post/messages/list", _READ),
    Limit("products", 30, Unit.COUNT, "developers.facebook.com/docs/whatsapp/guides/interactive-messages", _READ),
    Limit("cards", 10, Unit.COUNT, f"{META}/messages/interactive-media-carousel-messages", _READ, "and 2 at least"),
    Limit("card body", 160, _CHARACTERS, "docs.360dialog.com: interactive media carousel messages", _READ),
    Limit("card line breaks", 2, Unit.COUNT, "docs.360dialog.com: interactive media carousel messages", _READ),
    Limit("card buttons", 2, Unit.COUNT, "docs.jelou.ai/en/guides/nodos/carrusel", _AGAIN, "Meta states none"),
    Limit("location name", 100, _CHARACTERS, _UNVERIFIED, _AGAIN, "whatsapp-cloud-api-py 0.3.0 ; no page has one"),
    Limit("location address", 300, _CHARACTERS, _UNVERIFIED, _AGAIN, "whatsapp-cloud-api-py 0.3.0 ; no page has one"),
    Limit(
        "file name",
        240,
        _CHARACTERS,
        "noapp.notion.site: Message Types on WhatsApp",
        _AGAIN,
        "so whatsapp-cloud-api-py 0.3.0 (PyPI); Meta states none",
    ),
    Limit("order status", 120, _CHARACTERS, "infobip.com/docs/api: WhatsApp interactive order-status message", _READ),
    Limit(
        "template text",
        1024,
        _CHARACTERS,
        "whatsappapijs.web.app/classes/messages.BodyParameter",
        _AGAIN,
        "beside other components; Meta's page has it of the whole body",
    ),
    Limit("template text alone", 32768, _CHARACTERS, f"{SINCH}/message-types/text-message", _READ, "body only"),
    Limit(
        "coupon code",
        20,
        _CHARACTERS,
        f"{META}/templates/marketing-templates/coupon-templates",
        "2026-11-26",
        "15 on older pages",
    ),
    Limit("callback data", 512, _CHARACTERS, _CHANGELOG, _READ, "biz_opaque_callback_data; it was 256"),
    Limit("image size", 5 * _MEGABYTE, Unit.BYTES, _MEDIA_TYPES, _READ, _BINARY),
    Limit("video size", 16 * _MEGABYTE, Unit.BYTES, _MEDIA_TYPES, _READ, _BINARY),
    Limit("audio size", 16 * _MEGABYTE, Unit.BYTES, _MEDIA_TYPES, _READ, _BINARY),
    Limit("document size", 100 * _MEGABYTE, Unit.BYTES, _MEDIA_TYPES, _READ, _BINARY),
    Limit("sticker size", 100 * _KILOBYTE, Unit.BYTES, _MEDIA_TYPES, _READ, _BINARY),
    Limit("animated sticker size", 500 * _KILOBYTE, Unit.BYTES, _MEDIA_TYPES, _READ, _BINARY),
)

PROPERTIES: Final = (
    Property(
        "WHATSAPP_PREVIEW_URL",
        flag,
        "show a preview of the URL in a text (true, the default, or false)",
        f"{SINCH}/channel-support/whatsapp/properties",
    ),
    Property(
        "WHATSAPP_DIRECT_SEND_CATEGORY",
        _category,
        "send through the Direct Send API, as 'utility': texts, reply buttons and URL buttons only",
        f"{SINCH}/channel-support/whatsapp/direct-api",
    ),
    Property(
        "WHATSAPP_CONTACT_WA_IDS",
        _wa_ids,
        "this library's own: the WhatsApp ids of numbers in a contact, as '+46701234567=46701234567' with commas"
        " between them; a number with one can be written to",
        f"{META}/messages/contacts-messages: wa_id",
    ),
)

# Source of the first row of each kind: docs.aws.amazon.com/social-messaging, supported media types; "a document may
# be of any MIME type": SINCH/channel-support/whatsapp/message-support. What WhatsApp does not play is a document.
FILES: Final = (
    FileKind("image", ("jpg", "jpeg", "png"), ("image/jpeg", "image/jpg", "image/png")),
    FileKind("video", ("mp4", "3gp", "3gpp"), ("video/mp4", "video/3gp", "video/3gpp")),
    FileKind(
        "audio",
        ("aac", "amr", "mp3", "m4a", "ogg", "opus"),
        ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/opus"),
    ),
    FileKind("sticker", ("webp",), ("image/webp",)),
    FileKind(
        "document",
        (
            *("pdf", "doc", "docx", "ppt", "pptx", "xls", "xlsx", "txt", "text", "csv", "rtf", "odt", "ods", "odp"),
            *("epub", "vcf", "ics", "pkpass", "json", "xml", "zip", "gz", "7z", "rar", "gif", "bmp", "tif", "tiff"),
            *("svg", "heic", "mov", "avi", "wmv", "mpeg", "mpg", "mkv", "webm", "wav", "flac"),
        ),
        ("*/*",),
    ),
)
