"""What RCS takes: lengths, numbers and sizes with their sources, kinds of file, and the properties of the channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from transcode.measure import Limit, Unit
from transcode.parts.files import FileKind
from transcode.writer.properties import Property

__all__ = ["ALIGNMENT", "FILES", "LIMITS", "ORIENTATION", "PROPERTIES"]

_READ: Final = "2026-11-26"
_SINCH: Final = "developers.sinch.com/docs/conversation/channel-support/rcs"
_API: Final = (
    "developers.google.com/business-communications/rcs-business-messaging/reference/rest/v1/phones.agentMessages"
)
# Google's page gives no lengths but those of text and payload; this one gives all, and its own model of them.
_AWS: Final = "docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-rcs.html"
_SHAPES: Final = "AWS SDK, pinpoint-sms-voice-v2 2022-03-31, RcsMessageContent"

_CHARACTERS: Final = Unit.CHARACTERS


LIMITS: Final = (
    Limit("text", 3072, _CHARACTERS, f"{_SINCH}/message-support", _READ, "2000 in older documents"),
    Limit("suggestions", 11, Unit.COUNT, f"{_API}#agentcontentmessage", _READ, "beside a message"),
    Limit("suggestion text", 25, _CHARACTERS, _AWS, _READ),
    Limit("postback data", 2048, _CHARACTERS, _AWS, _READ),
    Limit("card title", 200, _CHARACTERS, _AWS, _READ, "200 bytes in an older dialect of Google's (Dialogflow)"),
    Limit(
        "card description", 2000, _CHARACTERS, _AWS, _READ, "2000 bytes in an older dialect of Google's (Dialogflow)"
    ),
    Limit("card suggestions", 4, Unit.COUNT, _AWS, _READ),
    Limit("carousel cards", 10, Unit.COUNT, _AWS, _READ, "and no fewer than 2"),
    Limit("url", 2048, _CHARACTERS, f"{_SHAPES}: RcsOpenUrlValue", _READ, "of an action and of its fallback"),
    Limit("location label", 100, _CHARACTERS, f"{_SHAPES}: RcsLocationLabel", _READ),
    Limit("event title", 100, _CHARACTERS, f"{_SHAPES}: RcsCalendarEventTitle", _READ),
    Limit("event description", 500, _CHARACTERS, f"{_SHAPES}: RcsCalendarEventDescription", _READ),
    Limit("media URL", 2000, _CHARACTERS, _AWS, _READ, "others say 1000 (Bandwidth) and 2048 (Infobip)"),
    Limit(
        "media size",
        100 * 1024 * 1024,
        Unit.BYTES,
        f"{_SINCH}/message-support",
        _READ,
        "carriers often take less video",
    ),
    Limit("payload", 250_000, Unit.BYTES, _AWS, _READ, "250 KB: whether KB is 1000 or 1024 is not said"),
)

# Images and videos: the API's guide to rich cards. Audio and PDF go as files of their own: the service's message
# support page; the extensions are those that 8x8 lists (developer.8x8.com, usage samples of RCS).
FILES: Final = (
    FileKind(
        "image", ("jpg", "jpeg", "gif", "png"), ("image/jpeg", "image/jpg", "image/gif", "image/png"), "media size"
    ),
    FileKind(
        "video",
        ("mp4", "m4v", "mpeg", "mpg", "webm", "h263"),
        ("video/mp4", "video/m4v", "video/x-m4v", "video/mpeg", "video/mpeg4", "video/webm", "video/h263"),
        "media size",
    ),
    FileKind(
        "audio",
        ("mp3", "aac", "3gp", "m4a", "ogx"),
        ("audio/mpeg", "audio/mp3", "audio/mpg", "audio/aac", "audio/mp4", "audio/3gpp", "application/ogg"),
        "media size",
    ),
    FileKind("PDF", ("pdf",), ("application/pdf",), "media size"),
)


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"must be {', '.join(allowed[:-1])} or {allowed[-1]}")
        return value

    return parse


ORIENTATION: Final = "RCS_CARD_ORIENTATION"
ALIGNMENT: Final = "RCS_CARD_THUMBNAIL_IMAGE_ALIGNMENT"
PROPERTIES: Final = (
    Property(
        "RCS_WEBVIEW_MODE",
        _one_of("FULL", "HALF", "TALL"),
        "open URLs inside the messaging app, in a view of this size, instead of the browser",
        f"{_SINCH}/properties",
    ),
    Property(
        ORIENTATION,
        _one_of("HORIZONTAL", "VERTICAL"),
        "where a card has its media: beside its text or above it (the default)",
        "github.com/sinch/skills, channels/rcs.md",
    ),
    Property(
        ALIGNMENT,
        _one_of("LEFT", "RIGHT"),
        "on which side a horizontal card has its media",
        "github.com/sinch/skills, channels/rcs.md",
    ),
)
