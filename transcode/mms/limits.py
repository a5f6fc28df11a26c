"""Every figure that the MMS documents state, once each, with the document it was read in.

``KB`` is 1000 bytes: the documents write ``740Kb`` and ``740KB`` for the same figure and define neither, so the
stricter reading holds. "Under 740 KB" is read as "at most".
"""

from __future__ import annotations

from typing import Final

from transcode.measure import Limit, Unit

__all__ = [
    "ANIMATED_GIF_BYTES",
    "ANIMATED_GIF_DIMENSIONS",
    "ANIMATED_GIF_FRAME_RATE",
    "ANIMATED_GIF_FRAME_RATE_MIN",
    "ANIMATED_GIF_WIDTH_IOS_13",
    "AUDIO_BYTES",
    "BEST_PRACTICES",
    "CLIENT_REFERENCE",
    "FALLBACK_LINK_SECONDS",
    "FALLBACK_TEXT_RECOMMENDED",
    "FROM_MASK",
    "HD_VIDEO_DURATION",
    "HD_VIDEO_SMALLER_SIDE",
    "IMAGE_BYTES",
    "IMAGE_DIMENSIONS",
    "JSON_API",
    "LIMITS",
    "MM7_SUBMIT",
    "MMS_EXPIRY_SECONDS",
    "NEWER_LIMITS",
    "OBJECTS_PER_SLIDE",
    "OBJECT_BYTES",
    "SLIDES",
    "SLIDE_DURATION",
    "SLIDE_DURATION_DEFAULT",
    "SUBJECT",
    "SUBJECT_RECOMMENDED",
    "TEXT_PER_SLIDE",
    "VIDEO_BYTES",
    "VIDEO_DIMENSIONS",
    "VIDEO_DURATION",
    "VIDEO_FRAME_RATE",
    "XML_API",
]

BEST_PRACTICES: Final = "Sinch docs 2021-07-11, docs/mms/mms-bestpractices.md"
MM7_SUBMIT: Final = "Sinch docs 2021-07-11, docs/mms/mm7-service/mm7-service-mm7_submit.md"
XML_API: Final = "Sinch docs 2021-07-11, docs/mms/xml-service"
JSON_API: Final = "developers.sinch.com/docs/mms/api-reference, MMS JSON API 2.0"
_APPENDIX: Final = "developers.sinch.com/docs/mms/xml-service/appendix, key terms of the XML and JSON APIs"
NEWER_SUBJECT: Final = "Sinch MMS skill (sinch/skills, skills/sinch-mms/SKILL.md)"
NEWER_LIMITS: Final = "Sinch community article 7847, sizes without transcoding"
NEWER_LIMITS_TRANSCODED: Final = "Sinch community article 7847, sizes with transcoding"
_READ: Final = "2026-11-22"
_JSON_READ: Final = "2026-11-26"


# --- the message ---

SLIDES: Final = Limit("slides", 8, Unit.COUNT, XML_API, _READ)
TEXT_PER_SLIDE: Final = Limit("text_per_slide", 5000, Unit.CHARACTERS, XML_API, _READ)
OBJECTS_PER_SLIDE: Final = Limit("objects_per_slide", 1, Unit.COUNT, XML_API + ", error E223", _READ)
SLIDE_DURATION: Final = Limit("slide_duration", 30, Unit.SECONDS, XML_API, _READ, "should not be exceeded")
SLIDE_DURATION_DEFAULT: Final = Limit(
    "slide_duration_default", 10, Unit.SECONDS, XML_API, _READ, "what a slide without a duration gets; no maximum"
)
SUBJECT: Final = Limit("subject", 80, Unit.CHARACTERS, MM7_SUBMIT, _READ, "recommended by MM7, required by the XML API")
SUBJECT_RECOMMENDED: Final = Limit("subject_recommended", 40, Unit.CHARACTERS, NEWER_SUBJECT, _READ)

# --- static images ---

IMAGE_BYTES: Final = Limit(
    "image_bytes", 740_000, Unit.BYTES, BEST_PRACTICES, _READ, "without transcoding; 1 MB with Sinch's transcoding"
)
IMAGE_DIMENSIONS: Final = ((640, 1138), (1080, 1920))
"""Width and height in pixels, portrait 9:16 (best practices)."""

# --- animated GIFs ---

ANIMATED_GIF_BYTES: Final = Limit(
    "animated_gif_bytes", 600_000, Unit.BYTES, BEST_PRACTICES, _READ, "without transcoding; 740 KB with Sinch's"
)
ANIMATED_GIF_DIMENSIONS: Final = ((480, 720), (480, 640), (640, 640), (480, 480))
"""Width and height in pixels: portrait with little and with much animation, square likewise (best practices)."""
ANIMATED_GIF_WIDTH_IOS_13: Final = Limit(
    "animated_gif_width_ios_13", 320, Unit.PIXELS, BEST_PRACTICES, _READ, "wider ones show too large on iOS 13 to 13.4"
)
ANIMATED_GIF_FRAME_RATE: Final = Limit(
    "animated_gif_frame_rate", 4, Unit.FRAMES_PER_SECOND, BEST_PRACTICES, _READ, "the upper end of 2 to 4"
)
ANIMATED_GIF_FRAME_RATE_MIN: Final = 2
"""The lower end, in frames per second (best practices)."""

# --- videos ---

VIDEO_BYTES: Final = Limit(
    "video_bytes", 740_000, Unit.BYTES, BEST_PRACTICES, _READ, "without transcoding; 10 MB with Sinch's transcoding"
)
VIDEO_DIMENSIONS: Final = ((1280, 720), (640, 1138))
"""Width and height in pixels, landscape and portrait (best practices)."""
VIDEO_DURATION: Final = Limit(
    "video_duration", 30, Unit.SECONDS, BEST_PRACTICES, _READ, "the maximum for high deliverability"
)
HD_VIDEO_DURATION: Final = Limit(
    "hd_video_duration", 20, Unit.SECONDS, BEST_PRACTICES, _READ, "the maximum for HD quality"
)
HD_VIDEO_SMALLER_SIDE: Final = 720
"""From this many pixels on a video counts as HD (inferred: the best practices call 1280x720 no name)."""
VIDEO_FRAME_RATE: Final = Limit("video_frame_rate", 30, Unit.FRAMES_PER_SECOND, BEST_PRACTICES, _READ)

# --- what the best practices leave out ---

AUDIO_BYTES: Final = Limit("audio_bytes", 1_000_000, Unit.BYTES, NEWER_LIMITS, _READ, "not stated in 2021: a hint")
OBJECT_BYTES: Final = Limit(
    "object_bytes", 2_048_000, Unit.BYTES, NEWER_LIMITS_TRANSCODED, _READ, "not stated in 2021: a hint"
)

# --- the JSON API; slides, text and subject are as above ---

FALLBACK_TEXT_RECOMMENDED: Final = Limit(
    "fallback_text_recommended", 110, Unit.CHARACTERS, JSON_API + ", fallback-sms-text", _JSON_READ, "advised"
)
CLIENT_REFERENCE: Final = Limit("client_reference", 64, Unit.CHARACTERS, JSON_API + ", client-reference", _JSON_READ)
FROM_MASK: Final = Limit("from_mask", 11, Unit.CHARACTERS, _APPENDIX, _JSON_READ)
MMS_EXPIRY_SECONDS: Final = Limit(
    "mms_expiry_seconds", 259_200, Unit.SECONDS, JSON_API + ", mms-expiry-timestamp", _JSON_READ, "3 days"
)
FALLBACK_LINK_SECONDS: Final = Limit(
    "fallback_link_seconds",
    31_536_000,
    Unit.SECONDS,
    JSON_API + ", fallback-sms-link-expiration",
    _JSON_READ,
    "1 year, read as the 365 days of the XML API",
)

LIMITS: Final[tuple[Limit, ...]] = (
    SLIDES,
    TEXT_PER_SLIDE,
    OBJECTS_PER_SLIDE,
    SLIDE_DURATION,
    SLIDE_DURATION_DEFAULT,
    SUBJECT,
    SUBJECT_RECOMMENDED,
    IMAGE_BYTES,
    ANIMATED_GIF_BYTES,
    ANIMATED_GIF_WIDTH_IOS_13,
    ANIMATED_GIF_FRAME_RATE,
    VIDEO_BYTES,
    VIDEO_DURATION,
    HD_VIDEO_DURATION,
    VIDEO_FRAME_RATE,
    AUDIO_BYTES,
    OBJECT_BYTES,
    FALLBACK_TEXT_RECOMMENDED,
    CLIENT_REFERENCE,
    FROM_MASK,
    MMS_EXPIRY_SECONDS,
    FALLBACK_LINK_SECONDS,
)
"""Every limit of the channel, for those who print them."""
