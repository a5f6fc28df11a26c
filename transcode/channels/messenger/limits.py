"""What Messenger takes: lengths, numbers and sizes with their sources, kinds of file, and the channel's properties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from transcode.measure import Limit, Unit
from transcode.parts.files import FileKind
from transcode.writer.properties import Property

__all__ = ["FILES", "LIMITS", "PROPERTIES", "one_of"]

_READ: Final = "2026-11-26"
_META: Final = "developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages"
_SINCH: Final = "developers.sinch.com/docs/conversation/channel-support/facebook-messenger/properties"
_PYMSGR: Final = "PyPI pymsgr 0.1.0, pymsgr.types.payloads"

# "Characters" of Meta's pages are counted as UTF-16 units: what fits so fits either way.
_UTF16: Final = Unit.UTF16_UNITS


def _limit(name: str, value: int, unit: Unit, page: str, note: str = "") -> Limit:
    return Limit(name, value, unit, page if " " in page else f"{_META}/{page}", _READ, note)


LIMITS: Final = (
    _limit("text", 2000, _UTF16, f"{_PYMSGR}: OutgoingMessage", "Meta's page says characters"),
    _limit("template text", 640, _UTF16, "template/button", "the page says UTF-8-encoded text of 640 characters"),
    _limit("buttons", 3, Unit.COUNT, "template/button", "of a template or an element"),
    _limit("button title", 20, _UTF16, "buttons/call", "of quick replies, too"),
    _limit("payload", 1000, _UTF16, f"{_PYMSGR}: PostbackButton, QuickReply"),
    _limit("elements", 10, Unit.COUNT, "template/generic"),
    _limit("title", 80, _UTF16, "template/generic"),
    _limit("subtitle", 80, _UTF16, "template/generic"),
    _limit("grid images", 6, Unit.COUNT, "template/image-grid", "and no fewer than 2"),
    _limit("grid title", 45, _UTF16, "template/image-grid"),
    _limit("quick replies", 13, Unit.COUNT, "quick-replies"),
    _limit("image size", 8_000_000, Unit.BYTES, "saving-assets", "8 MB: whether MB is 1000 or 1024 KB is not said"),
    _limit("file size", 25_000_000, Unit.BYTES, "saving-assets", "25 MB: whether MB is 1000 or 1024 KB is not said"),
)

# Meta names the four kinds and no extensions; these are those that Webex Connect lists as taken
# (help.webexconnect.io, supported file types for channels), with what others send as files.
FILES: Final = (
    FileKind("image", ("jpg", "jpeg", "png", "gif"), ("image/jpeg", "image/png", "image/gif"), "image size"),
    FileKind(
        "video",
        ("mp4", "mov", "m4v", "3gp"),
        ("video/mp4", "video/quicktime", "video/x-m4v", "video/3gpp"),
        "file size",
    ),
    FileKind(
        "audio",
        ("mp3", "m4a", "amr", "wav", "ogg"),
        ("audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/amr", "audio/wav", "audio/ogg"),
        "file size",
    ),
    FileKind(
        "document",
        ("pdf", "doc", "docx", "ppt", "pptx", "xls", "xlsx", "txt", "csv", "zip", "vcf", "ics"),
        ("*/*",),
        "file size",
    ),
)


def one_of(*allowed: str) -> Callable[[str], str]:
    """Return what reads a property that is one of ``allowed``."""

    def parse(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"must be {' or '.join(filter(None, (', '.join(allowed[:-1]), allowed[-1])))}")
        return value

    return parse


PROPERTIES: Final = (
    Property(
        "MESSENGER_MESSAGING_TYPE",
        one_of("RESPONSE", "UPDATE", "MESSAGE_TAG"),
        "why the message is sent; MESSAGE_TAG where there is a tag, else RESPONSE",
        _SINCH,
    ),
    Property(
        "MESSENGER_MESSAGE_TAG",
        one_of("CONFIRMED_EVENT_UPDATE", "POST_PURCHASE_UPDATE", "ACCOUNT_UPDATE", "HUMAN_AGENT"),
        "what lets the message be sent more than 24 hours after the recipient's last",
        _SINCH,
    ),
    Property(
        "MESSENGER_NOTIFICATION_TYPE",
        one_of("REGULAR", "SILENT_PUSH", "NO_PUSH"),
        "whether the phone rings, shows the message silently, or does neither",
        _SINCH,
    ),
)
