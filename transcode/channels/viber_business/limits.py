"""What Viber Business takes: lengths, numbers and sizes with their sources, and kinds of file."""

from __future__ import annotations

from typing import Final

from transcode.measure import Limit, Unit
from transcode.parts.files import FileKind

__all__ = ["FILES", "LIMITS"]

_READ: Final = "2026-11-27"
_SINCH: Final = "developers.sinch.com/docs/conversation/channel-support/viberbm/message-support"
# The published models of POST /viber/2/messages: infobip-api-python-client 6.0.0, infobip_api_client.models.
_TEXT: Final = "Infobip API, ViberOutboundTextContent"
_LIST: Final = "Infobip API, ViberOutboundListContent"
_CAROUSEL: Final = "Infobip API, ViberOutboundCarouselContent"
_CARD: Final = "Infobip API, ViberCarouselCard"

_CHARACTERS: Final = Unit.CHARACTERS

LIMITS: Final = (
    Limit("text", 1000, _CHARACTERS, f"{_SINCH}#text-messages", _READ, "of every form; Infobip's models say the same"),
    Limit("button title", 30, _CHARACTERS, f"{_SINCH}#choice-messages", _READ),
    Limit("url", 1000, _CHARACTERS, "Infobip API, ViberButton: action", _READ),
    Limit("media URL", 1000, _CHARACTERS, "Infobip API, ViberOutboundImageContent: mediaUrl", _READ),
    Limit("media size", 200_000_000, Unit.BYTES, f"{_SINCH}#media-messages", _READ, "less than 200MB"),
    Limit("file name", 25, _CHARACTERS, "docs.routee.net/docs/other-viber-messaging-concept", _READ),
    Limit("list text", 85, _CHARACTERS, f"{_LIST}: text", _READ),
    Limit("list options", 5, Unit.COUNT, f"{_LIST}: options", _READ, "and no fewer than 2"),
    Limit("list option", 50, _CHARACTERS, f"{_LIST}: options", _READ, "it is what comes back, too"),
    Limit("carousel cards", 5, Unit.COUNT, f"{_CAROUSEL}: cards", _READ, "and no fewer than 2"),
    Limit("card text", 38, _CHARACTERS, f"{_CARD}: text", _READ, "and no fewer than 2"),
    Limit("card buttons", 2, Unit.COUNT, f"{_CARD}: buttons", _READ),
    Limit(
        "card button title",
        10,
        _CHARACTERS,
        "Infobip API, ViberCarouselButton: title",
        _READ,
        "of the first button; the second may have 12",
    ),
)

FILES: Final = (
    FileKind("image", ("jpg", "jpeg", "png"), ("image/jpeg", "image/png"), "media size"),
    FileKind(
        "video",
        ("mp4", "m4v", "mov", "3gp"),
        ("video/mp4", "video/x-m4v", "video/quicktime", "video/3gpp"),
        "media size",
    ),
    # The page's newest copy lists no pdf; its edition of 2021 shows one, and Infobip's model takes it.
    FileKind(
        "document",
        (
            *("doc", "docx", "rtf", "dot", "dotx", "odt", "odf", "fodt", "txt", "info", "pdf", "xps", "pdax", "eps"),
            *("xls", "xlsx", "ods", "fods", "csv", "xlsm", "xltx"),
        ),
        (
            "application/msword",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/rtf",
            "text/rtf",
            "application/vnd.oasis.opendocument.text",
            "text/plain",
            "application/pdf",
            "application/postscript",
            "application/vnd.ms-excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.oasis.opendocument.spreadsheet",
            "text/csv",
        ),
        "media size",
    ),
)
