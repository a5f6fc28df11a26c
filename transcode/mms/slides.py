"""The slides of an MMS: what they hold, what may stand together in one, and text too long for one.

The rules are those of Sinch's XML API (docs/mms/xml-service, 2021-07-11), whose slides are the same thing as MM7's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, takewhile
from typing import Final

from transcode.measure import Limit, graphemes
from transcode.message.base import decimal
from transcode.mms import limits
from transcode.mms.media_types import MediaKind, MediaType, media_type
from transcode.records import quickly_made

__all__ = [
    "MAX_DURATION_MS",
    "TEXT_CONTENT_TYPE",
    "MediaPart",
    "Slide",
    "SubmitProblem",
    "TextPart",
    "check_slides",
    "check_subject",
    "split_slides",
    "split_text",
]

TEXT_CONTENT_TYPE: Final = "text/plain; charset=utf-8"
MAX_DURATION_MS: Final = 3_600_000
"""An hour: a longer duration is a slip of units. What the channel recommends is ``limits.SLIDE_DURATION``."""


@quickly_made
@dataclass(frozen=True)
class TextPart:
    """Text of a slide."""

    text: str


@quickly_made
@dataclass(frozen=True)
class MediaPart:
    """A file of a slide, by its URL. ``media`` is what its extension tells, unless the caller knows better."""

    url: str
    media: MediaType | None = None

    @property
    def type(self) -> MediaType:
        """The type of the file as far as it is known."""
        return self.media or media_type(self.url)


@quickly_made
@dataclass(frozen=True)
class Slide:
    """What is shown together.

    ``duration_ms`` is in whole milliseconds, from 1 to 3,600,000; None leaves it to the service, which shows a slide
    for 10 s or as long as its audio or video plays.
    """

    parts: tuple[TextPart | MediaPart, ...]
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class SubmitProblem:
    """One rule of the channel that a subject or the slides break.

    ``rejected`` tells whether the message would be refused, or is only not as recommended. ``slide`` counts from 0 and
    is None for the message as a whole. ``limit`` and ``actual`` are there where the rule is a figure.
    """

    name: str
    message: str
    source: str
    rejected: bool = True
    slide: int | None = None
    limit: Limit | None = None
    actual: int | None = None


# --- long text ---

# Where a text is best cut, best first.
_BREAKS: Final = (("\n\n", "\r\n\r\n"), ("\n",), (". ", "! ", "? ", "。", "！", "？"), (" ", "\t", "\u3000"))
_LOOK_AHEAD: Final = 64
"""Characters read beyond the limit, to see whether a character that a reader takes for one goes on there."""


def split_slides(slides: Iterable[Slide]) -> tuple[Slide, ...]:
    """Give text above 5000 characters further slides of its own, right after the slide it stands in.

    The texts of the slides joined are the text that came in: nothing is cut off, even where more than the 8 slides
    result that a message may have, which ``check_slides`` reports.
    """
    shown: list[Slide] = []
    for slide in slides:
        for part in slide.parts:
            if _is_long(part):
                shown += _split_slide(slide)
                break
        else:
            shown.append(slide)
    return tuple(shown)


def _split_slide(slide: Slide) -> Iterator[Slide]:
    first: list[TextPart | MediaPart] = []
    further: list[Slide] = []
    for part in slide.parts:
        if isinstance(part, TextPart):
            head, *tail = split_text(part.text)
            first.append(TextPart(head))
            further += [Slide((TextPart(text),), slide.duration_ms) for text in tail]
        else:
            first.append(part)
    yield replace(slide, parts=tuple(first))
    yield from further


def _is_long(part: TextPart | MediaPart) -> bool:
    return isinstance(part, TextPart) and len(part.text) > limits.TEXT_PER_SLIDE.value


def split_text(text: str, limit: int = limits.TEXT_PER_SLIDE.value) -> list[str]:
    """Split ``text`` into pieces of at most ``limit`` characters (code points); joined they are ``text`` again.

    A piece ends at the last paragraph, line, sentence or word that ends in its second half, in this order, and never
    inside what a reader takes for one character (unless that alone exceeds the limit).
    """
    pieces = []
    start = 0
    while len(text) - start > limit:
        end = start + _cut(text[start : start + limit + _LOOK_AHEAD], limit)
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]]


def _cut(window: str, limit: int) -> int:
    ends = list(takewhile(lambda end: end <= limit, accumulate(map(len, graphemes(window)))))
    if not ends:
        return limit
    for breaks in _BREAKS:
        for end in takewhile(lambda end: end > limit // 2, reversed(ends)):
            if window.endswith(breaks, 0, end):
                return end
    return ends[-1]


# --- rules ---

_EXCLUSIVE: Final = (
    (MediaKind.IMAGE, MediaKind.VIDEO),
    (MediaKind.AUDIO, MediaKind.VIDEO),
    (MediaKind.OBJECT, MediaKind.IMAGE),
    (MediaKind.OBJECT, MediaKind.AUDIO),
    (MediaKind.OBJECT, MediaKind.VIDEO),
)
"""Kinds that one slide cannot hold together (XML API)."""


def check_slides(slides: Sequence[Slide]) -> tuple[SubmitProblem, ...]:
    """Return the rules that ``slides`` break, the message's first and then slide by slide.

    A file of unknown type breaks no rule about types: it is not known what it is.
    """
    problems: list[SubmitProblem] = []
    if not slides:
        problems.append(SubmitProblem("no_slides", "A message needs at least one slide.", limits.XML_API))
    if len(slides) > limits.SLIDES.value:
        sentence = "A message may have {limit} slides; it has {actual}."
        problems.append(_exceeds(limits.SLIDES, len(slides), sentence, None))
    for index, slide in enumerate(slides):
        problems += _slide_problems(index, slide)
    return tuple(problems)


def _slide_problems(index: int, slide: Slide) -> Iterator[SubmitProblem]:
    if not slide.parts:
        yield SubmitProblem("empty_slide", "A slide must show something.", limits.XML_API, slide=index)
    for part in slide.parts:
        if isinstance(part, TextPart) and (length := limits.TEXT_PER_SLIDE.exceeded_by(part.text)) is not None:
            yield _exceeds(
                limits.TEXT_PER_SLIDE,
                length,
                "The text of a slide may have {limit} characters; it has {actual}.",
                index,
            )
    if len(slide.parts) > 1:
        yield from _beside_each_other(index, slide)
    seconds = (slide.duration_ms or 0) / 1000
    if seconds > limits.SLIDE_DURATION.value:
        message = (
            f"A slide should not last longer than {limits.SLIDE_DURATION.value} s; this lasts {decimal(seconds)} s."
        )
        yield SubmitProblem(
            limits.SLIDE_DURATION.name,
            message,
            limits.SLIDE_DURATION.source,
            rejected=False,
            slide=index,
            limit=limits.SLIDE_DURATION,
            actual=-(-(slide.duration_ms or 0) // 1000),
        )


def _beside_each_other(index: int, slide: Slide) -> Iterator[SubmitProblem]:
    """Yield what is wrong with parts that are each right alone."""
    texts = sum(isinstance(part, TextPart) for part in slide.parts)
    types = [part.type for part in slide.parts if isinstance(part, MediaPart)]
    kinds = Counter(media.kind for media in types)

    def broken(name: str, message: str) -> SubmitProblem:
        return SubmitProblem(name, message, limits.XML_API, slide=index)

    if kinds[MediaKind.OBJECT] > limits.OBJECTS_PER_SLIDE.value:
        yield _exceeds(
            limits.OBJECTS_PER_SLIDE,
            kinds[MediaKind.OBJECT],
            "A slide may have {limit} attachment (vCard, calendar, PDF, pass); it has {actual}.",
            index,
        )
    names = Counter([media.content_type for media in types if media.content_type] + [TEXT_CONTENT_TYPE] * texts)
    for name, count in names.items():
        if count > 1:
            yield broken("same_type_twice", f"A slide may not have two parts of the type {name}.")
    for one, other in _EXCLUSIVE:
        if kinds[one] and kinds[other]:
            yield broken("kinds_apart", f"A slide may not have {one.value} and {other.value} together.")


def check_subject(subject: str) -> tuple[SubmitProblem, ...]:
    """Return the rules that a subject breaks: at most 80 characters (40 recommended), printable ASCII only.

    Source: the MM7 and XML API pages: other characters "will cause messages to get rejected by the carrier's MMSC".
    """
    problems = []
    foreign = sorted({character for character in subject if not " " <= character <= "~"})
    if foreign:
        shown = ", ".join(f"U+{ord(character):04X}" for character in foreign[:5])
        message = f"Carriers reject a subject with characters other than printable ASCII; it has {shown}."
        problems.append(SubmitProblem("subject_characters", message, limits.MM7_SUBMIT, actual=len(foreign)))
    for limit, sentence, rejected in (
        (limits.SUBJECT, "A subject may have {limit} characters; it has {actual}.", True),
        (limits.SUBJECT_RECOMMENDED, "A subject should have at most {limit} characters; it has {actual}.", False),
    ):
        if (length := limit.exceeded_by(subject)) is not None:
            problems.append(_exceeds(limit, length, sentence, None, rejected=rejected))
            break
    return tuple(problems)


def _exceeds(limit: Limit, actual: int, sentence: str, slide: int | None, *, rejected: bool = True) -> SubmitProblem:
    message = sentence.format(limit=limit.value, actual=actual)
    return SubmitProblem(limit.name, message, limit.source, rejected, slide, limit, actual)
