"""What Apple Messages for Business takes: lengths and numbers with their sources, and kinds of file."""

from __future__ import annotations

from typing import Final

from transcode.measure import Limit, Unit
from transcode.parts.files import FileKind

__all__ = ["FILES", "LIMITS"]

_READ: Final = "2026-11-27"
_INFOBIP: Final = "infobip.com/docs/apple-messages-for-business/message-types"
_ENFORCED: Final = "help.webexconnect.io/changelog/apple-messages-for-business-compliance-updates"
_RICH_LINK: Final = "developers.ringcentral.com/engage/digital/guide/interactions/structured-messages/rich-link"
_CHARACTERS: Final = Unit.CHARACTERS

LIMITS: Final = (
    Limit("text", 3000, _CHARACTERS, _INFOBIP, _READ),
    Limit(
        "string",
        200,
        _CHARACTERS,
        _ENFORCED,
        _READ,
        "printable characters of what is shown; since 2026-08-21",
    ),
    Limit("quick replies", 5, Unit.COUNT, _INFOBIP, _READ, "and no fewer than 2"),
    Limit("identifier", 200, _CHARACTERS, "unverified", _READ, "what comes back; the bound of strings is taken"),
    Limit("url", 2048, _CHARACTERS, _RICH_LINK, _READ, "of a rich link; a relay's figure, Apple states none"),
)

# What a rich link plays: its assets are an image in the request itself, which no URL gives, or a video by its URL.
FILES: Final = (FileKind("video", ("mp4", "m4v", "mov"), ("video/mp4", "video/x-m4v", "video/quicktime")),)
