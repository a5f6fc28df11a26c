"""What the recipient of an MMS sees: a subject, then slides, each with its files and texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from transcode.picture import Block, Bubble, Kind, Picture, Role, ShownFile, Undrawn, Value, words
from transcode.result import Transcoded

__all__ = ["picture"]

_KINDS: Final = {
    "image": Kind.IMAGE,
    "video": Kind.VIDEO,
    "audio": Kind.AUDIO,
    "text/vcard": Kind.CONTACT,
    "text/x-vcard": Kind.CONTACT,
    "text/calendar": Kind.CALENDAR,
    "application": Kind.DOCUMENT,
}


def picture(result: Transcoded) -> Picture:
    """Describe the MM7 submit request, slide by slide."""
    return Picture(tuple(bubble for payload in result.payloads for bubble in _message(Value(payload))))


def _message(payload: Value) -> Iterator[Bubble]:
    subject = words(payload["submit_req"]["Subject"].text, Role.SUBJECT)
    slides = list(payload["slides"])
    if not slides:
        yield Bubble((*subject, Undrawn("A request without slides.")))
    for number, slide in enumerate(slides, 1):
        blocks = tuple(block for part in slide["parts"] for block in _part(part))
        seconds = (slide["duration_ms"].number or 0) / 1000
        note = f"Slide {number} of {len(slides)}" if len(slides) > 1 else ""
        if seconds:
            note = f"{note or 'Slide'}, {seconds:g} s"
        yield Bubble((*(subject if number == 1 else ()), *(blocks or (Undrawn("An empty slide."),))), note=note)


def _part(part: Value) -> Iterator[Block]:
    yield from words(part["text"].text)
    url = part["url"].text
    content_type = part["content_type"].text.partition(";")[0].lower()
    if url:
        found = (_KINDS.get(name) for name in (content_type, content_type.partition("/")[0], part["kind"].text))
        yield ShownFile(next(filter(None, found), Kind.UNKNOWN), url)
    elif not part["text"].text:
        yield Undrawn(f"A part of type {content_type or part['kind'].text or 'unknown'}.")
