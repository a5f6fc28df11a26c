"""What Apple Messages for Business takes: lengths and numbers with their sources, and kinds of file."""

from __future__ import annotations

from typing import Final

from transcode.measure import Limit, Unit
from transcode.parts.files import FileKind

__all__ = ["FILES", "LIMITS"]

_READ: Final = "2026-11-27"
_INFOBIP: Final = "infobip.com/docs/apple-messages-for-business/message-types"
_ENFORCED: Final = "Webex Connect's notice on Apple's bounds, enforced since 2026-08-21"
_CHARACTERS: Final = Unit.CHARACTERS

LIMITS: Final = (
    Limit("text", 3000, _CHARACTERS, _INFOBIP, _READ),
    Limit("string", 200, _CHARACTERS, _ENFORCED, _READ, "printable characters of every string that is shown"),
    Limit("quick replies", 5, Unit.COUNT, "unverified", _READ, "and no fewer than 2"),
    Limit("identifier", 200, _CHARACTERS, "unverified", _READ, "what comes back; the bound of strings is taken"),
    Limit("url", 2048, _CHARACTERS, "unverified", _READ, "of a rich link"),
)

# What a rich link plays: its assets are an image in the request itself, which no URL gives, or a video by its URL.
FILES: Final = (FileKind("video", ("mp4", "m4v", "mov"), ("video/mp4", "video/x-m4v", "video/quicktime")),)
