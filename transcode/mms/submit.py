"""The MMS channel's payload: an MM7 submit request as a JSON model, media by URL, without credentials or clock.

::

    {"mm7_version": "6.8.0",
     "namespace": "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4",
     "submit_req": {"SenderIdentification": {"SenderAddress": {"ShortCode": "28444"}},
                    "Recipients": {"To": [{"Number": "16172383232"}]},
                    "Subject": "A title, where there is one",
                    "Content": {"href": "cid:mms-content", "allowAdaptations": true}},
     "slides": [{"duration_ms": null,
                 "parts": [{"kind": "image", "content_type": "image/png", "content_id": "media-1.png",
                            "url": "https://example.com/logo.png"},
                           {"kind": "text", "content_type": "text/plain; charset=utf-8",
                            "content_id": "text-1.txt", "text": "What it says"}]}],
     "smil": "<smil>...</smil>"}

The names below ``submit_req`` are MM7's elements; one that is not there is absent here too. ``render_mm7`` makes the
HTTP request of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from transcode.errors import InvalidMessage
from transcode.mms.mm7 import MM7_VERSION, NAMESPACE
from transcode.mms.numbers import (
    RECIPIENT_PLACEHOLDER,
    SENDER_PLACEHOLDER,
    is_short_code,
    normalise_number,
    normalise_recipient,
)
from transcode.mms.payload import CONTENT_ROOT
from transcode.mms.slides import (
    MAX_DURATION_MS,
    TEXT_CONTENT_TYPE,
    MediaPart,
    Slide,
    SubmitProblem,
    TextPart,
    check_slides,
    check_subject,
    split_slides,
)
from transcode.mms.smil import smil_document

__all__ = [
    "MediaPart",
    "Slide",
    "SubmitProblem",
    "TextPart",
    "check_slides",
    "check_subject",
    "normalise_number",
    "normalise_recipient",
    "request_payload",
    "split_slides",
    "submit_payload",
    "unicode_text",
]


def submit_payload(
    slides: Iterable[Slide],
    *,
    to: str | None,
    sender: str | None,
    subject: str | None = None,
    allow_adaptations: bool = True,
) -> dict[str, Any]:
    """Return the payload of one message.

    Args:
        slides: At least one, each with at least one part. Text above 5000 characters is given further slides; whether
            the result keeps the channel's rules (8 slides, what may stand together) is ``check_slides``' to say: here
            everything is kept.
        to: The recipient in international format, with or without ``+``. None, or a placeholder such as ``{{to}}``,
            where it is not known yet.
        sender: A short code (3 to 8 digits) or a long number; None or a placeholder likewise.
        subject: None or empty leaves it out; see ``check_subject``.
        allow_adaptations: Whether operators may re-encode the content.

    Raises:
        InvalidMessage: a number or a duration is none, a text is not Unicode, or there is nothing to show.

    """
    return request_payload(
        split_slides(slides),
        _number("to", to, RECIPIENT_PLACEHOLDER, normalise_recipient),
        _number("sender", sender, SENDER_PLACEHOLDER, normalise_number),
        subject=subject,
        allow_adaptations=allow_adaptations,
    )


def request_payload(
    slides: Iterable[Slide],
    recipient: str,
    origin: str,
    *,
    subject: str | None = None,
    allow_adaptations: bool = True,
) -> dict[str, Any]:
    """Return the payload of one message with its numbers and slides as they are given; see ``submit_payload``."""
    shown = _slides(slides)
    request: dict[str, Any] = {
        "SenderIdentification": {"SenderAddress": {"ShortCode" if is_short_code(origin) else "Number": origin}},
        "Recipients": {"To": [{"Number": recipient}]},
    }
    if subject:
        request["Subject"] = unicode_text("subject", subject)
    request["Content"] = {"href": f"cid:{CONTENT_ROOT}", "allowAdaptations": allow_adaptations}
    return {
        "mm7_version": MM7_VERSION,
        "namespace": NAMESPACE,
        "submit_req": request,
        "slides": shown,
        "smil": smil_document(shown),
    }


def _number(path: str, number: object, placeholder: str, normalise: Callable[[str], str]) -> str:
    if number is None:
        return placeholder
    if not isinstance(number, str):
        raise InvalidMessage.at(path, "string_type", "must be a string", number)
    try:
        return normalise(number)
    except ValueError as error:
        raise InvalidMessage.at(path, "number", str(error)) from None


def _slides(slides: Iterable[Slide]) -> list[dict[str, Any]]:
    texts, files = count(1), count(1)
    shown = []
    for index, slide in enumerate(slides):
        if not slide.parts:
            raise InvalidMessage.at(f"slides[{index}].parts", "too_short", "must have at least one part")
        if slide.duration_ms is not None:
            _check_duration(f"slides[{index}].duration_ms", slide.duration_ms)
        parts = []
        for number, part in enumerate(slide.parts):
            path = index, number
            if isinstance(part, TextPart):
                parts.append(_text_part(path, part, next(texts)))
            else:
                parts.append(_file_part(path, part, next(files)))
        shown.append({"duration_ms": slide.duration_ms, "parts": parts})
    if not shown:
        raise InvalidMessage.at("slides", "too_short", "must have at least one slide")
    return shown


_Path = tuple[int, int]
"""Where a part of a slide is: the number of the slide, and its own in it, from 0."""


def _whole(part: _Path, field: str, text: str) -> str:
    """Return a field's text; see ``unicode_text``."""
    return text if text.isascii() else unicode_text(f"slides[{part[0]}].parts[{part[1]}].{field}", text)


def _check_duration(path: str, duration: object) -> None:
    if not isinstance(duration, int) or isinstance(duration, bool) or not 1 <= duration <= MAX_DURATION_MS:
        message = f"must be a whole number of milliseconds from 1 to {MAX_DURATION_MS:,}"
        raise InvalidMessage.at(path, "duration", message, duration)


def _text_part(path: _Path, part: TextPart, number: int) -> dict[str, Any]:
    return {
        "kind": "text",
        "content_type": TEXT_CONTENT_TYPE,
        "content_id": f"text-{number}.txt",
        "text": _whole(path, "text", part.text),
    }


def _file_part(path: _Path, part: MediaPart, number: int) -> dict[str, Any]:
    # The extension comes from the table of types, never from the URL, so the id is safe wherever it is written. An
    # iPhone takes a vCard for one only if its content id ends in .vcf.
    media = part.type
    return {
        "kind": media.kind.value,
        "content_type": media.content_type,
        "content_id": f"media-{number}.{media.extension}" if media.extension else f"media-{number}",
        "url": _whole(path, "url", part.url),
    }


def unicode_text(path: str, text: str) -> str:
    """Return ``text``, an InvalidMessage at ``path`` where it is no valid Unicode."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidMessage.at(
            path, "string_unicode", f"must be valid Unicode: character {error.start + 1} is half of a surrogate pair"
        ) from None
    return text
