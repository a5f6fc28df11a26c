"""What LINE takes: lengths, numbers and sizes with their sources, the properties of the channel, kinds of files.

Sections are of the Messaging API reference (developers.line.biz/en/reference/messaging-api).
"""

from __future__ import annotations

import re
from typing import Final

from transcode.measure import Limit, Unit
from transcode.parts.files import FileKind
from transcode.writer.properties import Property

__all__ = ["FILES", "LIMITS", "PROPERTIES"]

_READ: Final = "2026-11-22"
_API: Final = "developers.line.biz/en/reference/messaging-api/#"
_NOTIFICATIONS: Final = (
    "developers.line.biz/en/reference/line-notification-messages/#send-line-notification-message-template"
)
_SINCH: Final = "developers.sinch.com/docs/conversation/channel-support/line/properties"
_POWERS_OF_TEN: Final = "whether KB and MB count in 1000 or 1024 is not said; the smaller is used"

_CLUSTERS: Final = Unit.GRAPHEMES
_UTF16: Final = Unit.UTF16_UNITS


def _limit(name: str, value: int, unit: Unit, section: str, note: str = "") -> Limit:
    return Limit(name, value, unit, section if "/" in section else _API + section, _READ, note)


_TRACKING_ID_LENGTH: Final = 100
_UNIT_NAME_LENGTH: Final = 30


def _tracking_id(value: str) -> str:
    """Return a video's tracking ID. Source: #video-message, trackingId."""
    if re.fullmatch(rf"[A-Za-z0-9.=,+*()%$&;:@{{}}!?<>\[\]-]{{1,{_TRACKING_ID_LENGTH}}}", value, re.ASCII):
        return value
    raise ValueError(f"must be 1 to {_TRACKING_ID_LENGTH} of the characters a-z, A-Z, 0-9 and -.=,+*()%$&;:@{{}}!?<>[]")


def _unit_name(value: str) -> str:
    """Return the name of an aggregation unit. Source: #send-push-message, customAggregationUnits."""
    if re.fullmatch(rf"[A-Za-z0-9_]{{1,{_UNIT_NAME_LENGTH}}}", value, re.ASCII):
        return value
    raise ValueError(f"must be 1 to {_UNIT_NAME_LENGTH} of the characters a-z, A-Z, 0-9 and _")


LIMITS: Final = (
    _limit("messages", 5, Unit.COUNT, "send-push-message", "in one request"),
    _limit("text", 5000, _UTF16, "text-message"),
    _limit("altText", 1500, _UTF16, "common-properties-of-template-message-objects", "400 in older documents"),
    _limit("label", 20, _CLUSTERS, "action-object-label-spec", "in templates and quick replies"),
    _limit("flex label", 40, _CLUSTERS, "action-object-label-spec"),
    _limit("title", 40, _CLUSTERS, "buttons"),
    _limit("buttons actions", 4, Unit.COUNT, "buttons", "that one is needed is not said, only that the field is"),
    _limit("buttons text", 160, _CLUSTERS, "buttons"),
    _limit("buttons text with title or image", 60, _CLUSTERS, "buttons"),
    _limit("confirm actions", 2, Unit.COUNT, "confirm", "exactly"),
    _limit("confirm text", 240, _CLUSTERS, "confirm"),
    _limit("columns", 10, Unit.COUNT, "carousel"),
    _limit("column actions", 3, Unit.COUNT, "column-object-for-carousel", "the same number in all columns"),
    _limit("column text", 120, _CLUSTERS, "column-object-for-carousel"),
    _limit("column text with title or image", 60, _CLUSTERS, "column-object-for-carousel"),
    _limit("flex bubbles", 12, Unit.COUNT, "f-carousel"),
    _limit("flex bubble", 30_000, Unit.BYTES, "bubble", _POWERS_OF_TEN),
    _limit("flex carousel", 50_000, Unit.BYTES, "f-carousel", _POWERS_OF_TEN),
    _limit("quick replies", 13, Unit.COUNT, "items-object"),
    _limit("postback data", 300, _UTF16, "postback-action"),
    _limit("display text", 300, _CLUSTERS, "postback-action"),
    _limit("uri", 1000, _UTF16, "uri-action"),
    _limit("media URL", 2000, _UTF16, "image-message"),
    _limit("image size", 10_000_000, Unit.BYTES, "image-message", _POWERS_OF_TEN),
    _limit("preview size", 1_000_000, Unit.BYTES, "image-message", _POWERS_OF_TEN),
    _limit("video size", 200_000_000, Unit.BYTES, "video-message", _POWERS_OF_TEN),
    _limit("audio size", 200_000_000, Unit.BYTES, "audio-message", _POWERS_OF_TEN),
    _limit("location title", 100, _UTF16, "location-message"),
    _limit("location address", 100, _UTF16, "location-message"),
    _limit("tracking ID", _TRACKING_ID_LENGTH, _UTF16, "video-message"),
    _limit("unit name", _UNIT_NAME_LENGTH, _UTF16, "send-push-message"),
    _limit("notification items", 15, Unit.COUNT, _NOTIFICATIONS),
    _limit("notification buttons", 2, Unit.COUNT, _NOTIFICATIONS),
    _limit("emphasized item", 15, _UTF16, _NOTIFICATIONS + "-items"),
    _limit("notification item", 300, _UTF16, _NOTIFICATIONS + "-items"),
    _limit("notification URL", 1000, _UTF16, _NOTIFICATIONS + "-buttons"),
)

PROPERTIES: Final = (
    Property(
        "LINE_VIDEO_TRACKING_ID",
        _tracking_id,
        "names a video in the event that tells that it was watched to its end",
        _SINCH,
    ),
    Property("LINE_OPEN_STATUS", _unit_name, "the unit in which LINE counts who opened the message", _SINCH),
)

# Which message carries which file: #image-message, #video-message, #audio-message.
FILES: Final = (
    FileKind("image", ("jpg", "jpeg", "png"), ("image/jpeg", "image/png"), "image size"),
    FileKind("video", ("mp4",), ("video/mp4",), "video size"),
    FileKind("audio", ("mp3", "m4a"), ("audio/mpeg", "audio/mp4", "audio/x-m4a"), "audio size"),
)
