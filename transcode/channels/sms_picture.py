"""What the recipient of an SMS sees: one text, with the places where a part ends and what forced UCS-2."""

from __future__ import annotations

from itertools import accumulate, groupby
from typing import Final

from transcode.gsm import Segmentation
from transcode.picture import Bubble, Passage, Picture, Run, Style, Undrawn, Value
from transcode.result import Transcoded

__all__ = ["picture", "segmented"]

_FORCED: Final = frozenset({Style.FORCED})


def picture(result: Transcoded) -> Picture:
    """Describe the batches request: its body, in parts where they are known."""
    return Picture(tuple(_bubble(Value(payload), result.segments) for payload in result.payloads))


def _bubble(payload: Value, segments: Segmentation | None) -> Bubble:
    body = payload["body"].text
    if not body:
        return Bubble((Undrawn(f"A request of type {payload['type'].text or 'unknown'} without a text."),))
    notes = ["Flash message: shown at once, not stored."] if payload["flash_message"].json is True else []
    known = segments if segments is not None and segments.text == body else None
    block = segmented(known) if known else Passage((Run(body),))
    return Bubble((block,), note=" ".join(notes))


def segmented(segments: Segmentation) -> Passage:
    """Return the text of ``segments`` with its part boundaries and the characters that forced UCS-2."""
    forced = {position for _, positions in segments.unicode_characters for position in positions}
    runs = groupby(enumerate(segments.text), lambda placed: placed[0] in forced)
    ends = accumulate(len(part.text) for part in segments.parts)
    return Passage(
        tuple(Run("".join(char for _, char in run), _FORCED if alone else frozenset()) for alone, run in runs),
        breaks=tuple(ends)[:-1],
    )
