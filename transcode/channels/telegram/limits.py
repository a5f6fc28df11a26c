"""What Telegram takes: lengths, numbers and sizes with their sources, the properties of the channel, kinds of files."""

from __future__ import annotations

from typing import Final

from transcode.measure import Limit, Unit
from transcode.parts.files import FileKind
from transcode.writer.properties import Property, flag

__all__ = ["FILES", "LIMITS", "PROPERTIES"]

_API: Final = "core.telegram.org/bots/api"
_READ: Final = "2026-11-22"
_RICH: Final = f"{_API}#rich-messages, as docs.rs/telegram-rich 0.0.1 has its limits"
_AGAIN: Final = "2026-11-27"

# "Characters" of the page are read as UTF-16 units. One who tried it had 4096 code points above U+FFFF accepted
# (github.com/FerroxLabs/wayland/issues/934), others count UTF-16 units as the API's entities do
# (github.com/NousResearch/hermes-agent/pull/8725): what fits in UTF-16 units fits either way.
LIMITS: Final = (
    Limit("text", 4096, Unit.UTF16_UNITS, f"{_API}#sendmessage: text", _READ, "the page says characters"),
    Limit("caption", 1024, Unit.UTF16_UNITS, f"{_API}#sendphoto: caption", _READ, "the page says characters"),
    Limit(
        "entities",
        100,
        Unit.COUNT,
        "unverified",
        _AGAIN,
        "undocumented; observed: python-telegram-bot's telegram.constants.MessageLimit.MESSAGE_ENTITIES,"
        " github.com/rubenlagus/TelegramBots/issues/854; the words of those beyond are shown without their format",
    ),
    Limit(
        "size of entities",
        9_500,
        Unit.UTF8_BYTES,
        "unverified",
        _AGAIN,
        "undocumented; a good approximation, says the API's author in github.com/tdlib/telegram-bot-api/issues/165;"
        " counted are 16 for each and its address",
    ),
    Limit("callback data", 64, Unit.UTF8_BYTES, f"{_API}#inlinekeyboardbutton: callback_data", _READ),
    Limit("button text", 64, Unit.UTF16_UNITS, "unverified", _READ, "undocumented; apps show less of a long label"),
    Limit(
        "buttons",
        100,
        Unit.COUNT,
        "unverified",
        _AGAIN,
        "undocumented; observed: github.com/tginfo/Telegram-Limits/issues/228",
    ),
    Limit(
        "reply markup",
        10_000,
        Unit.UTF8_BYTES,
        "unverified",
        _AGAIN,
        "undocumented; observed: github.com/tginfo/Telegram-Limits/issues/187, and python-telegram-bot's issue 5104",
    ),
    Limit("media group", 10, Unit.COUNT, f"{_API}#sendmediagroup: media", _READ, "and no fewer than 2"),
    Limit("vCard", 2048, Unit.UTF8_BYTES, f"{_API}#sendcontact: vcard", _READ),
    Limit("rich text", 32_768, Unit.UTF16_UNITS, _RICH, _AGAIN, "the page says characters"),
    Limit("rich blocks", 500, Unit.COUNT, _RICH, _AGAIN),
    Limit("rich media", 50, Unit.COUNT, _RICH, _AGAIN),
    Limit("photo by URL", 5_000_000, Unit.BYTES, f"{_API}#sending-files", _READ, "known only from media_info"),
    Limit("file by URL", 20_000_000, Unit.BYTES, f"{_API}#sending-files", _READ, "known only from media_info"),
)

PROPERTIES: Final = (
    Property(
        "TELEGRAM_DISABLE_LINK_PREVIEW",
        flag,
        "show no preview of a URL in the text (true or false)",
        "developers.sinch.com/docs/conversation/channel-support/telegram/properties",
    ),
    Property(
        "TELEGRAM_RICH_MESSAGES",
        flag,
        "this library's own: in the profile 'rich', send a carousel as one rich message (true, or false, the"
        " default), of which apps that do not know it show nothing",
        f"{_API}#sendrichmessage",
    ),
)

# Bot API: sendAudio (MP3 and M4A), sendVideo (MPEG4), sendAnimation (GIF), sendVoice (OGG with OPUS), sendSticker
# (WEBP), "Sending by URL" (documents: PDF and ZIP only). The page names no formats of photos; these are those of
# the service's picture and of every camera.
FILES: Final = (
    FileKind("photo", ("jpg", "jpeg", "png"), ("image/jpeg", "image/png"), "photo by URL"),
    FileKind("video", ("mp4",), ("video/mp4",), "file by URL"),
    FileKind("audio", ("mp3", "m4a"), ("audio/mpeg", "audio/mp4", "audio/x-m4a"), "file by URL"),
    FileKind("animation", ("gif",), ("image/gif",), "file by URL"),
    FileKind("voice", ("ogg", "oga", "opus"), ("audio/ogg", "audio/opus"), "file by URL"),
    FileKind("sticker", ("webp",), ("image/webp",), "file by URL"),
    FileKind("document", ("pdf", "zip"), ("application/pdf", "application/zip"), "file by URL"),
)
