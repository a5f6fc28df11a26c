"""The file of a message as a part of a slide, held against what MMS carries and what the best practices ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from transcode.channels.mms.limits import STRICT
from transcode.errors import InvalidMessage
from transcode.media_info import MediaInfo
from transcode.message.base import decimal
from transcode.message.place import Place
from transcode.mms import CheckStatus, MediaCheck, MediaPart, check_media, content_media_type, media_type
from transcode.mms.media_types import supported
from transcode.mms.urls import header_url
from transcode.notes import Notes
from transcode.parts.addresses import opened
from transcode.plaintext import one_line
from transcode.result import Code
from transcode.urls import is_plain

__all__ = ["file_part"]

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")


def file_part(
    message: Place, media_info: Callable[[str], MediaInfo], notes: Notes, channel: str, *, strict: bool
) -> MediaPart | None:
    """Return the file as a part of a slide, None where it has no URL; what is wrong with it is reported.

    ``media_info`` tells what the caller knows of a file by its URL. ``strict`` holds it against the best practices.
    """
    where, given = message.at("url"), message.words("url")
    # What has control characters is refused as it is: encoded, it would lead somewhere else.
    url = given.like(one_line(given)) if _CONTROL.search(one_line(given)) else opened(given)
    if not url:
        return None
    _report_url(url, where, notes, channel)
    info = media_info(given)
    media = content_media_type(info.content_type) if info.content_type else media_type(url)
    if media.content_type is None:
        notes.report(Code.MEDIA_TYPE_UNKNOWN, where)
    elif not supported(media):  # no operator would deliver it, validated strictly or not
        notes.report(Code.MEDIA_TYPE_UNSUPPORTED, where, channel=channel, content_type=media.content_type)
    if strict:
        for check in check_media(media, info):
            _report_check(check, where, notes, channel)
    return MediaPart(url, media)


def _report_url(url: str, where: Place, notes: Notes, channel: str) -> None:
    """Report a URL that cannot be written into a request."""
    if is_plain(url):  # as nearly all are: what follows wants to know its path
        return
    try:
        header_url(url, where.path)
    except InvalidMessage as error:
        why = f"it {error.errors[0].message}"
        notes.report(Code.VALUE_REFUSED, where, channel=channel, what="the URL of the file", why=why)


def _report_check(check: MediaCheck, where: Place, notes: Notes, channel: str) -> None:
    if check.name == "type" or check.status is CheckStatus.PASSED:
        return  # a type is reported without strict validation too
    limit = check.limit.value if check.limit else None
    actual = None if check.status is CheckStatus.UNKNOWN else _actual(check)
    notes.report(
        _MEDIA_RULES[check.status],
        where,
        limit=limit,
        actual=actual,
        sentence=check.sentence,
        rule=STRICT,
        channel=channel,
    )


_MEDIA_RULES: Final[Mapping[CheckStatus, Code]] = {
    CheckStatus.FAILED: Code.MEDIA_RULE_FAILED,
    CheckStatus.UNKNOWN: Code.MEDIA_RULE_UNKNOWN,
    CheckStatus.ADVICE: Code.MEDIA_RULE_ADVICE,
}


def _actual(check: MediaCheck) -> int | str | None:
    actual = check.actual
    return actual if actual is None or isinstance(actual, (int, str)) else decimal(actual)
