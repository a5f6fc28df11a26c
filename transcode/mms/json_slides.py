"""The slides of the MMS JSON API: which field holds which file, and what may stand together.

Source: developers.sinch.com/docs/mms/api-reference, MMS JSON API 2.0, ``slide`` and its files (read 2026-11-26).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.measure import Limit
from transcode.mms import limits
from transcode.mms.media_types import content_media_type
from transcode.mms.payload import Part, PayloadSlide
from transcode.mms.urls import header_url
from transcode.result import Code, Finding

__all__ = ["JSON_API", "SLIDE_FILES", "SlideFile", "too_long", "write_slide"]

JSON_API: Final = "Sinch's MMS JSON API"
"""Its name in findings."""


@dataclass(frozen=True, slots=True)
class SlideFile:
    """A field of a slide that holds a file: the types it takes, and the fields it cannot stand beside."""

    name: str
    content_types: tuple[str, ...]
    not_beside: tuple[str, ...]

    def takes(self, content_type: str) -> bool:
        """Tell whether a file of this type may stand here, by whichever of its names."""
        return content_media_type(content_type) in map(content_media_type, self.content_types)


_OBJECTS: Final = ("contact", "calendar", "pdf")
_PLAYED: Final = ("image", "audio", "video")

SLIDE_FILES: Final = (
    SlideFile("image", ("image/jpg", "image/jpeg", "image/png", "image/gif"), ("video", *_OBJECTS)),
    SlideFile("audio", ("audio/mp3", "audio/mpeg", "audio/x-wave", "audio/x-wav", "audio/amr"), ("video", *_OBJECTS)),
    SlideFile(
        "video",
        ("video/mp4", "video/mpeg", "video/x-msvideo", "video/x-ms-wmv", "video/quicktime", "video/3gpp"),
        ("image", "audio", *_OBJECTS),
    ),
    SlideFile("contact", ("text/vcard", "text/v-card", "text/x-vcard"), _PLAYED),
    SlideFile("calendar", ("text/calendar",), _PLAYED),
    SlideFile("pdf", ("application/pdf", "application/x-pdf"), _PLAYED),
)
"""The files of a slide, as the API's description of ``slide`` lists them. Each field is there once, so that no slide
has two files of one type."""

_BY_NAME: Final = {file.name: file for file in SLIDE_FILES}


def write_slide(number: int, slide: PayloadSlide, findings: list[Finding]) -> dict[str, Any]:
    """Return a slide as the JSON API takes it; what it would refuse, and what has no field, joins ``findings``."""
    written: dict[str, Any] = {}
    for index, part in enumerate(slide.parts):
        path = f"slides[{number}].parts[{index}]"
        name = "message-text" if part.text is not None else _field(part)
        if name is None:
            findings.append(_without_field(path, part))
        elif name in written:
            findings.append(Code.GIVEN_TWICE.at(path, channel=JSON_API, name="field of a slide", value=name))
        elif part.text is not None:
            if (length := limits.TEXT_PER_SLIDE.exceeded_by(part.text)) is not None:
                findings.append(too_long(f"{path}.text", "The text of a slide", limits.TEXT_PER_SLIDE, length))
            written[name] = part.text
        else:
            written[name] = {"url": _url(f"{path}.url", part.url or "", findings)}
            findings += _file_findings(path, _BY_NAME[name], part, written)
    # As the API's own example has it: the file, then the text.
    return dict(sorted(written.items(), key=lambda field: field[0] == "message-text"))


def _field(part: Part) -> str | None:
    """Return the name of the field that holds a file; None where the API has none for it."""
    if part.kind in _PLAYED:
        return part.kind
    named = (file.name for file in SLIDE_FILES if part.content_type and file.takes(part.content_type))
    return next(named, None)


def _without_field(path: str, part: Part) -> Finding:
    if part.content_type is None:
        needed = "its content type, which media_info tells where the URL does not"
        return Code.FIELD_REQUIRED.at(f"{path}.content_type", channel=JSON_API, what="file", needed=needed)
    return Code.MEDIA_TYPE_UNSUPPORTED.at(f"{path}.content_type", channel=JSON_API, content_type=part.content_type)


def _file_findings(path: str, file: SlideFile, part: Part, written: Mapping[str, Any]) -> Iterator[Finding]:
    if part.content_type is None:
        yield Code.MEDIA_TYPE_UNKNOWN.at(f"{path}.content_type")
    elif not file.takes(part.content_type):
        yield Code.MEDIA_TYPE_UNSUPPORTED.at(
            f"{path}.content_type", channel=JSON_API, content_type=f"{part.content_type} as {file.name}"
        )
    for other in file.not_beside:
        if other in written:
            sentence = f"A slide may not have {other} and {file.name} together."
            yield Code.SLIDE_RULE_FAILED.at(path, channel=JSON_API, sentence=sentence)


def _url(path: str, url: str, findings: list[Finding]) -> str:
    """Return the URL as it is sent: percent-encoded, or as it is where it is none, which is reported."""
    try:
        return header_url(url, path)
    except InvalidMessage as error:
        why = f"it {error.errors[0].message}"
        findings.append(Code.VALUE_REFUSED.at(path, channel=JSON_API, what="the URL of a file", why=why))
        return url


def too_long(path: str, what: str, limit: Limit, actual: int, *, unit: str = "") -> Finding:
    """Return the finding that something exceeds a limit; ``unit`` names what is counted where the limit does not."""
    return Code.TOO_LONG.at(path, what=what, limit=limit.value, unit=unit or limit.unit.value, actual=actual)
