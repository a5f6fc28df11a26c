"""MMS wire formats: slides, their rules, the MM7-shaped payload, the requests of MM7 and of JSON. Nothing is sent."""

from transcode.mms.checks import (
    LIMITS,
    CheckStatus,
    MediaCheck,
    MediaInfo,
    MediaKind,
    MediaType,
    check_media,
    content_media_type,
    media_type,
)
from transcode.mms.credentials import BasicAuth, MmsCredentials
from transcode.mms.numbers import is_placeholder, normalise_number, normalise_recipient
from transcode.mms.render import Mm7Request, Note, NoteCode, render_mm7
from transcode.mms.sendmms import SendmmsRequest, render_sendmms
from transcode.mms.slides import (
    MediaPart,
    Slide,
    SubmitProblem,
    TextPart,
    check_slides,
    check_subject,
    split_slides,
)
from transcode.mms.smil import smil_document
from transcode.mms.submit import submit_payload

__all__ = [
    "LIMITS",
    "BasicAuth",
    "CheckStatus",
    "MediaCheck",
    "MediaInfo",
    "MediaKind",
    "MediaPart",
    "MediaType",
    "Mm7Request",
    "MmsCredentials",
    "Note",
    "NoteCode",
    "SendmmsRequest",
    "Slide",
    "SubmitProblem",
    "TextPart",
    "check_media",
    "check_slides",
    "check_subject",
    "content_media_type",
    "is_placeholder",
    "media_type",
    "normalise_number",
    "normalise_recipient",
    "render_mm7",
    "render_sendmms",
    "smil_document",
    "split_slides",
    "submit_payload",
]
