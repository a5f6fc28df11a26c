"""What a Viber bot may send: lengths, numbers and sizes with their sources, kinds of file, and the properties."""

from __future__ import annotations

from typing import Final

from transcode.measure import Limit, Unit, is_visible
from transcode.parts.files import FileKind
from transcode.urls import why_not
from transcode.writer.properties import Property

__all__ = ["FILES", "FORBIDDEN", "LIMITS", "PROPERTIES", "sender_name"]

_READ: Final = "2026-11-27"
_MODEL: Final = "creators.viber.com/docs/bots-api/data-models/message"
_CARDS: Final = f"{_MODEL}#rich-media-message"
_SINCH: Final = "developers.sinch.com/docs/conversation/channel-support/viber-bot/properties"

_CHARACTERS: Final = Unit.CHARACTERS

SENDER_NAME: Final = Limit("sender name", 28, _CHARACTERS, f"{_MODEL}: sender.name", _READ)

LIMITS: Final = (
    Limit("payload", 30_000, Unit.BYTES, f"{_MODEL}#message-size-limit", _READ, "30KB: 1000 or 1024 is not said"),
    SENDER_NAME,
    Limit("text", 7000, _CHARACTERS, f"{_MODEL}#text-message", _READ),
    Limit("reply", 7000, _CHARACTERS, "unverified", _READ, "what a button answers comes back as a text message"),
    Limit("url", 2000, _CHARACTERS, f"{_MODEL}#url-message", _READ, "of a URL message; the page gives no other"),
    Limit("button text", 250, _CHARACTERS, f"{_CARDS}: Text", _READ, "with its HTML; a longer one is cropped"),
    Limit("card title", 243, _CHARACTERS, f"{_CARDS}: Text", _READ, "250 with the tags that make it bold"),
    Limit("card text", 250, _CHARACTERS, f"{_CARDS}: Text", _READ, "with its HTML; a longer one is cropped"),
    Limit("card rows", 7, Unit.COUNT, f"{_CARDS}: ButtonsGroupRows", _READ),
    Limit("cards", 6, Unit.COUNT, _CARDS, _READ),
    Limit("keyboard buttons", 12, Unit.COUNT, "developers.viber.com/docs/faq", _READ, "rows, in portrait mode"),
    Limit("card image size", 500_000, Unit.BYTES, f"{_CARDS}: Image", _READ, "500Kb"),
    Limit("picture size", 1_000_000, Unit.BYTES, f"{_MODEL}#picture-message", _READ, "1MB on iOS, 3MB on Android"),
    Limit("thumbnail size", 100_000, Unit.BYTES, f"{_MODEL}#picture-message", _READ, "100KB"),
    Limit("video size", 27_262_976, Unit.BYTES, f"{_MODEL}#video-message", _READ),
    Limit("video duration", 180, Unit.SECONDS, f"{_MODEL}#video-message", _READ),
    Limit("file size", 52_428_800, Unit.BYTES, f"{_MODEL}#file-message", _READ),
    Limit("file name", 256, _CHARACTERS, f"{_MODEL}#file-message", _READ, "with its extension"),
    Limit("contact name", 28, _CHARACTERS, f"{_MODEL}#contact-message", _READ),
    Limit("contact number", 18, _CHARACTERS, f"{_MODEL}#contact-message", _READ),
)

# The page takes still GIFs as pictures and names URL and file messages for those that move. Which one a URL leads to
# is not seen, so every GIF goes the second way.
FILES: Final = (
    FileKind("picture", ("jpg", "jpeg", "png"), ("image/jpeg", "image/png"), "picture size"),
    FileKind("video", ("mp4",), ("video/mp4",), "video size"),
    FileKind(
        "file",
        (
            *("pdf", "doc", "docx", "ppt", "pptx", "xls", "xlsx", "odt", "ods", "odp", "rtf", "txt", "csv", "epub"),
            *("gif", "webp", "bmp", "tif", "tiff", "svg", "heic", "mp3", "m4a", "aac", "ogg", "oga", "opus", "wav"),
            *("amr", "mov", "m4v", "3gp", "webm", "avi", "mkv", "vcf", "ics", "json", "xml", "html", "zip", "gz", "7z"),
        ),
        ("*/*",),
        "file size",
    ),
)
# #forbidden-file-formats
FORBIDDEN: Final = frozenset(
    (
        *("bat", "bin", "cmd", "com", "cpl", "exe", "gadget", "inf1", "ins", "inx", "isu", "job", "jse", "lnk", "msc"),
        *("msi", "msp", "mst", "paf", "pif", "ps1", "reg", "rgs", "sct", "shb", "shs", "u3p", "vb", "vbe", "vbs"),
        *("vbscript", "ws", "wsf", "action", "app", "command", "csh", "osx", "workflow", "ksh", "out", "run", "apk"),
        "ipa",
    )
)


def sender_name(value: str) -> str:
    """Return the name that the bot has in a message; ValueError says what it must be."""
    if not is_visible(value) or len(value.splitlines()) > 1 or SENDER_NAME.exceeded_by(value) is not None:
        raise ValueError(f"must be a name of at most {SENDER_NAME.value} characters, on one line")
    return value


def _avatar(value: str) -> str:
    if why := why_not(value, ("http", "https")):
        raise ValueError(f"must be the URL of a picture: {why}")
    return value


PROPERTIES: Final = (
    Property("VIBER_SENDER_NAME", sender_name, "the name that the bot has in this message", _SINCH),
    Property("VIBER_SENDER_AVATAR", _avatar, "the URL of the bot's picture: 720x720, at most 100 KB", _SINCH),
)
