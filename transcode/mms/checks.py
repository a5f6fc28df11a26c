"""What the MMS best practices ask of a file, and whether it meets them as far as that can be known here.

Nothing is fetched. A figure is checked where the caller gives it in a ``MediaInfo``; where it is not given the answer
is UNKNOWN, never PASSED. The best practices also name safe areas, the number of colours, and slow movement, which no
figure tells; codecs and bit rates are stated nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from transcode.measure import Limit
from transcode.media_info import MediaInfo
from transcode.message.base import decimal
from transcode.mms import limits
from transcode.mms.limits import LIMITS
from transcode.mms.media_types import (
    MEDIA_TYPES,
    PREFERRED,
    UNKNOWN_MEDIA,
    MediaKind,
    MediaType,
    content_media_type,
    media_type,
    supported,
)

__all__ = [
    "LIMITS",
    "MEDIA_TYPES",
    "UNKNOWN_MEDIA",
    "CheckStatus",
    "MediaCheck",
    "MediaInfo",
    "MediaKind",
    "MediaType",
    "check_media",
    "content_media_type",
    "media_type",
]


class CheckStatus(StrEnum):
    """How a file stands to one rule."""

    PASSED = "passed"
    FAILED = "failed"
    """The file exceeds what may be sent without transcoding: strict validation rejects it."""
    UNKNOWN = "unknown"
    """What the rule asks about is not known here."""
    ADVICE = "advice"
    """Known, and not as recommended."""


@dataclass(frozen=True, slots=True)
class MediaCheck:
    """One rule, and how one file stands to it.

    ``name`` is stable (``size``, ``dimensions``, ``frame_rate``, ...), ``rule`` names for people what is looked at,
    ``expected`` what is asked for. ``limit`` is there where one figure decides. ``actual`` is what is known of the
    file, in the unit that ``expected`` names; None where nothing is. ``missing`` are the fields of ``MediaInfo`` that
    would settle an UNKNOWN.
    """

    name: str
    rule: str
    expected: str
    status: CheckStatus
    source: str
    limit: Limit | None = None
    actual: float | str | None = None
    missing: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The check as one sentence."""
        subject = self.rule[0].upper() + self.rule[1:]
        match self.status:
            case CheckStatus.UNKNOWN:
                return f"{subject} should be {self.expected}; whether it is cannot be known without fetching the file."
            case CheckStatus.PASSED:
                return f"{subject} is {self.expected}."
            case CheckStatus.FAILED:
                return f"{subject} must be {self.expected}; it is {_shown(self.actual)}."
            case CheckStatus.ADVICE:
                return f"{subject} should be {self.expected}; it is {_shown(self.actual)}."


def check_media(media: MediaType, info: MediaInfo | None = None) -> tuple[MediaCheck, ...]:
    """Check a file against every figure of the best practices that can be known.

    FAILED are only sizes above the "no transcoding" figures and types that MMS does not carry: the rest of the best
    practices are recommendations, hence ADVICE. A rule that does not concern the type is left out.
    """
    info = info or MediaInfo()
    if info.content_type is not None:
        media = content_media_type(info.content_type)
    return tuple(_checks(media, info))


def _checks(media: MediaType, info: MediaInfo) -> Iterator[MediaCheck]:
    yield _type_check(media)
    match media.kind:
        case MediaKind.IMAGE:
            yield from _image(media, info)
        case MediaKind.VIDEO:
            yield from _video(media, info)
        case MediaKind.AUDIO:
            yield _at_most("size", "the size of an audio file", limits.AUDIO_BYTES, info.bytes, "bytes")
            # A slide lasts as long as its audio does.
            yield _at_most("duration", "the duration of an audio file", limits.SLIDE_DURATION, info.duration_s)
        case MediaKind.OBJECT:
            yield _at_most("size", "the size of an attachment", limits.OBJECT_BYTES, info.bytes, "bytes")
        case MediaKind.UNKNOWN:
            yield MediaCheck(
                "size",
                "the size of a file of unknown type",
                "within the limit of its type",
                CheckStatus.UNKNOWN,
                limits.BEST_PRACTICES,
                actual=info.bytes,
                missing=("content_type",) if info.bytes is not None else ("content_type", "bytes"),
            )


# --- images ---


def _image(media: MediaType, info: MediaInfo) -> Iterator[MediaCheck]:
    if media.content_type == "image/gif" and info.animated is None:
        moving = {check.name: check for check in _animated(info)}
        still = {check.name: check for check in _still(media, info)}
        for name in dict.fromkeys((*moving, *still)):
            yield _either(moving.get(name), still.get(name))
    elif info.animated and media.content_type == "image/gif":
        yield from _animated(info)
    else:
        yield from _still(media, info)
        if info.animated:
            yield MediaCheck(
                "animation_format",
                "the format of an animated image",
                "image/gif",
                CheckStatus.ADVICE,
                limits.BEST_PRACTICES,
                actual=media.content_type,
            )
    yield from _transparency(media, info)


def _still(media: MediaType, info: MediaInfo) -> Iterator[MediaCheck]:
    yield _at_most("size", "the size of a static image", limits.IMAGE_BYTES, info.bytes, "bytes", reject=True)
    yield _dimensions("a static image", limits.IMAGE_DIMENSIONS, info)
    if not info.animated:
        yield from _preferred_format("a static image", media)


def _animated(info: MediaInfo) -> Iterator[MediaCheck]:
    what = "an animated GIF"
    yield _at_most("size", f"the size of {what}", limits.ANIMATED_GIF_BYTES, info.bytes, "bytes", reject=True)
    yield _dimensions(what, limits.ANIMATED_GIF_DIMENSIONS, info)
    yield _at_most(
        "width_ios_13", f"the width of {what} on iOS 13 to 13.4", limits.ANIMATED_GIF_WIDTH_IOS_13, info.width, "width"
    )
    low, high = limits.ANIMATED_GIF_FRAME_RATE_MIN, limits.ANIMATED_GIF_FRAME_RATE.value
    yield _check(
        "frame_rate",
        f"the frame rate of {what}",
        f"{low} to {high} frames per second",
        None if info.fps is None else low <= info.fps <= high,
        actual=info.fps,
        missing=("fps",),
    )


def _either(moving: MediaCheck | None, still: MediaCheck | None) -> MediaCheck:
    """Return what is certain of a GIF of which it is not known whether it moves."""
    rules = [check for check in (moving, still) if check]
    status, *others = dict.fromkeys(check.status for check in rules)
    if status is CheckStatus.PASSED and not others:
        return rules[0]  # whichever applies is kept; the animated GIF's figure is the stricter
    if status is CheckStatus.FAILED and not others:
        return rules[-1]  # even the laxer figure is exceeded
    certain = status is CheckStatus.ADVICE and not others and len(rules) == 2
    missing = dict.fromkeys(name for check in rules for name in check.missing)
    return replace(
        rules[0],
        rule=" or ".join(check.rule for check in rules),
        expected=" or ".join(check.expected for check in rules),
        status=CheckStatus.ADVICE if certain else CheckStatus.UNKNOWN,
        missing=() if certain else (*missing, "animated"),
    )


def _transparency(media: MediaType, info: MediaInfo) -> Iterator[MediaCheck]:
    if media.content_type in ("image/jpeg", "image/bmp") and info.has_alpha is None:
        return  # these formats have no transparency
    yield _check(
        "transparency",
        "the background of an image",
        "without transparency",
        None if info.has_alpha is None else not info.has_alpha,
        actual=None if info.has_alpha is None else "partly transparent" if info.has_alpha else "opaque",
        missing=("has_alpha",),
    )


# --- videos ---


def _video(media: MediaType, info: MediaInfo) -> Iterator[MediaCheck]:
    yield _at_most("size", "the size of a video", limits.VIDEO_BYTES, info.bytes, "bytes", reject=True)
    yield _dimensions("a video", limits.VIDEO_DIMENSIONS, info)
    yield _at_most("duration", "the duration of a video", limits.VIDEO_DURATION, info.duration_s)
    yield from _hd_duration(info)
    fps = limits.VIDEO_FRAME_RATE.value
    yield _check(
        "frame_rate",
        "the frame rate of a video",
        f"{fps} frames per second",
        # 29.97 frames a second is what cameras call 30.
        None if info.fps is None else round(info.fps) == fps,
        actual=info.fps,
        missing=("fps",),
    )
    yield from _preferred_format("a video", media)


def _hd_duration(info: MediaInfo) -> Iterator[MediaCheck]:
    sides = [side for side in (info.width, info.height) if side is not None]
    if any(side < limits.HD_VIDEO_SMALLER_SIDE for side in sides):
        return  # not HD
    check = _at_most("hd_duration", "the duration of an HD video", limits.HD_VIDEO_DURATION, info.duration_s)
    if check.status is CheckStatus.ADVICE and len(sides) < 2:
        missing = tuple(name for name in ("width", "height") if getattr(info, name) is None)
        check = replace(check, status=CheckStatus.UNKNOWN, missing=missing)
    yield check


# --- the kinds of rule ---


def _check(
    name: str,
    rule: str,
    expected: str,
    met: bool | None,
    *,
    source: str = limits.BEST_PRACTICES,
    limit: Limit | None = None,
    actual: float | str | None = None,
    missing: tuple[str, ...] = (),
    otherwise: CheckStatus = CheckStatus.ADVICE,
) -> MediaCheck:
    if met is None:
        return MediaCheck(name, rule, expected, CheckStatus.UNKNOWN, source, limit, actual, missing)
    return MediaCheck(name, rule, expected, CheckStatus.PASSED if met else otherwise, source, limit, actual)


def _at_most(
    name: str, rule: str, limit: Limit, actual: float | None, field: str = "duration_s", *, reject: bool = False
) -> MediaCheck:
    return _check(
        name,
        rule,
        f"at most {limit.value:,} {limit.unit.value}",
        None if actual is None else actual <= limit.value,
        source=limit.source,
        limit=limit,
        actual=actual,
        missing=(field,),
        otherwise=CheckStatus.FAILED if reject else CheckStatus.ADVICE,
    )


def _dimensions(what: str, allowed: tuple[tuple[int, int], ...], info: MediaInfo) -> MediaCheck:
    fitting = [
        (width, height) for width, height in allowed if info.width in (None, width) and info.height in (None, height)
    ]
    complete = info.width is not None and info.height is not None
    known = info.width is not None or info.height is not None
    return _check(
        "dimensions",
        f"the width and height of {what}",
        " or ".join(f"{width}x{height}" for width, height in allowed) + " pixels",
        False if not fitting else True if complete else None,
        actual=f"{info.width or '?'}x{info.height or '?'}" if known else None,
        missing=tuple(name for name in ("width", "height") if getattr(info, name) is None),
    )


def _type_check(media: MediaType) -> MediaCheck:
    row = supported(media)
    return _check(
        "type",
        "the type of the file",
        "one that MMS carries",
        None if media.content_type is None else row is not None,
        source=row.source if row else limits.XML_API + ", media types",
        actual=media.content_type,
        missing=("content_type",),
        otherwise=CheckStatus.FAILED,
    )


def _preferred_format(what: str, media: MediaType) -> Iterator[MediaCheck]:
    if supported(media):
        preferred, source = PREFERRED[media.kind]
        met = media.content_type == preferred
        yield _check("format", f"the format of {what}", preferred, met, source=source, actual=media.content_type)


def _shown(actual: float | str | None) -> str:
    if isinstance(actual, float):
        return decimal(actual)
    return f"{actual:,}" if isinstance(actual, int) else str(actual)
