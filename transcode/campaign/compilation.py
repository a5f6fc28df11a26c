"""From a message to its plan, checked as a whole before any row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Unpack

from transcode.campaign.message import Message, check_options, draft, places_in
from transcode.campaign.plan import Plan
from transcode.engine import Transcoder
from transcode.errors import InvalidMessage, InvalidOption, shorten
from transcode.gsm import GENERIC, Options, Rules
from transcode.gsm.errors import is_whole
from transcode.measure import is_unicode
from transcode.message.base import extend_path
from transcode.result import LossyTranscode

__all__ = ["compile"]

_LONGEST_LINK: Final = 2_000
"""Characters of a short link: what the longest text that the SMS API takes could just hold."""


def compile(  # noqa: A001 - as re.compile
    message: Message,
    channel: str = "SMS",
    *,
    transcoder: Transcoder | None = None,
    sender: str | None = None,
    properties: Mapping[str, str] | None = None,
    media_info: Mapping[str, Any] | None = None,
    defaults: Mapping[str, str] | None = None,
    link_length: int | None = None,
    **segmentation: Unpack[Options],
) -> Plan:
    """Return the plan of a message whose texts have places ``${name}``, which each row of a campaign fills in.

    A place may stand in any text of the message. Of an omni template the row gives the parameters that the message does
    not give itself. A value is never read as a template again.

    Args:
        message: a dict, JSON text or bytes, or an AppMessage.
        channel: a ``Channel`` or its name.
        transcoder: layouts, templates, limits and capitals; the default one unless given. Its vendor holds where
            ``segmentation`` names none.
        sender: who the message is from.
        properties: channel properties, such as ``SMS_MAX_NUMBER_OF_MESSAGE_PARTS``.
        media_info: what the caller knows of files.
        defaults: values for rows that have none, by name (the SMS API's ``default`` of a parameter).
        link_length: characters of a short link, which stands in for each URL (http, https) of the text when it is
            counted; None leaves the URLs as they are.
        segmentation: options of ``transcode.gsm.segment``, such as ``transliterate="always"`` or ``languages="tr"``:
            what ``count_segments`` says with them of the row's text. A vendor's own limits fail a row as
            ``vendor_limit``.

    Raises:
        InvalidMessage: the message is not one, whatever stands in its places.
        InvalidOption: an option has a value it cannot have.
        SegmentationError: an option of segmentation has one.
        TypeError: there is no such option.
        UnknownChannel: the channel has no writer.

    """
    if transcoder is not None and not isinstance(transcoder, Transcoder):
        raise InvalidOption("transcoder: must be a Transcoder")
    if transcoder is not None and transcoder.vendor != GENERIC:
        segmentation.setdefault("vendor", transcoder.vendor)
        # The plan counts by the vendor's rules itself, and tells a vendor's limit from what the channel refuses.
        transcoder = replace(transcoder, vendor=GENERIC)
    rules = Rules.of(**segmentation)
    check_options(properties, defaults)
    if link_length is not None and not (is_whole(link_length) and 1 <= link_length <= _LONGEST_LINK):
        bounds = f"from 1 to {_LONGEST_LINK:,}"
        raise InvalidOption(f"link_length: must be a whole number of characters, {bounds}: {shorten(link_length)}")
    for name, value in (defaults or {}).items():
        if not isinstance(value, str):
            raise InvalidOption(f"defaults: the value of {name!r} must be text")
        if not is_unicode(value):
            raise InvalidOption(f"defaults: the value of {name!r} has half of a surrogate pair")
    drafted = draft(
        message, channel, transcoder or Transcoder(), sender=sender, properties=properties, media_info=media_info
    )
    plan = Plan(drafted, dict(defaults or {}), link_length, rules)
    if unknown := sorted(set(plan.defaults) - set(plan.names)):
        there = ", ".join(plan.names) or "none"
        raise InvalidOption(f"defaults: the message has no place for {', '.join(unknown)}; it has {there}")
    _check_as_a_whole(plan)
    return plan


def _check_as_a_whole(plan: Plan) -> None:
    """Raise InvalidMessage for what is wrong with the message or its options, whatever the row."""
    try:
        plan.draft.transcode(dict.fromkeys(plan.names, "."))
    except LossyTranscode:
        return  # each row has its own answer
    except InvalidMessage as error:
        # In a place where not every text can stand, such as a date, it is the row that is right or wrong.
        texts = " ".join(_steps(plan.draft.data))
        open_fields = [one for one in error.errors if f" {one.path} " in f" {texts} "]
        if len(open_fields) < len(error.errors):
            raise InvalidMessage(one for one in error.errors if one not in open_fields) from None


def _steps(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every text that has a place."""
    if isinstance(value, str):
        if any(True for _ in places_in(value)):
            yield path
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _steps(item, extend_path(path, key))
    elif isinstance(value, Sequence):
        for index, item in enumerate(value):
            yield from _steps(item, extend_path(path, index))
