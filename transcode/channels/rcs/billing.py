"""What an RCS message is charged as, told from its payload alone.

Sources
- In the US: Google's US billing model (developers.google.com/business-communications/rcs-business-messaging/carriers/
  billing/us-billing-model, read 2026-11-26). A message of text, replies, dialling and URLs opened in the browser is a
  rich message, charged by segments of 160 UTF-8 bytes of its text; labels and postbacks are not counted. Any other is
  one rich media message, at one rate. The carrier tells both in ``richMessageClassification``.
- Elsewhere: Infobip's billing types (infobip.com/docs/rcs/billing-types, read 2026-11-26). Text alone of at most 160
  UTF-8 bytes is basic; any other message is single. Conversations that a reply opens are not told by a payload.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, TypeGuard

from transcode.measure import utf8_bytes

__all__ = ["SEGMENT", "Elsewhere", "InUs", "bill", "bills_as_media", "elsewhere", "in_us"]

SEGMENT: Final = 160
"""UTF-8 bytes of text."""
_OF_TEXT: Final = frozenset(("text", "suggestions"))


class InUs(StrEnum):
    """What a US carrier charges a message as: the API's ``classificationType``."""

    RICH_MESSAGE = "RICH_MESSAGE"
    """By the segment."""
    RICH_MEDIA_MESSAGE = "RICH_MEDIA_MESSAGE"
    """At one rate, however long."""


class Elsewhere(StrEnum):
    """What a message is charged as outside the US."""

    BASIC = "BASIC"
    SINGLE = "SINGLE"


def bills_as_media(suggestion: Any) -> bool:
    """Tell whether a suggestion makes a text message a rich media message in the US."""
    if not _is_object(suggestion):
        return True
    action = suggestion.get("action")
    if not _is_object(action):
        return "reply" not in suggestion
    opened = action.get("openUrlAction")
    if _is_object(opened):
        return bool(opened.get("application") == "WEBVIEW")
    return "dialAction" not in action


def _is_object(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Tell whether a value is a JSON object; to ask whether any other is a mapping takes ten times as long."""
    return type(value) is dict or (value is not None and isinstance(value, Mapping))


def in_us(content: Mapping[str, Any]) -> tuple[InUs, int | None]:
    """Return the class of a ``contentMessage`` in the US, and its segments where it has any."""
    text = content.get("text")
    suggestions = content.get("suggestions") or []
    if not (isinstance(text, str) and isinstance(suggestions, list) and content.keys() <= _OF_TEXT):
        return InUs.RICH_MEDIA_MESSAGE, None
    if suggestions and any(map(bills_as_media, suggestions)):
        return InUs.RICH_MEDIA_MESSAGE, None
    return InUs.RICH_MESSAGE, -(-utf8_bytes(text) // SEGMENT)


def elsewhere(content: Mapping[str, Any]) -> Elsewhere:
    """Return the class of a ``contentMessage`` outside the US."""
    text = content.get("text")
    bare = isinstance(text, str) and content.keys() <= _OF_TEXT and not content.get("suggestions")
    return Elsewhere.BASIC if bare and utf8_bytes(text or "") <= SEGMENT else Elsewhere.SINGLE


_NONE_IN_US: Final = dict.fromkeys(map(str, InUs), 0)
_NONE_ELSEWHERE: Final = dict.fromkeys(map(str, Elsewhere), 0)


def bill(payloads: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return what payloads are charged as, each for itself and all together; None where one has no content.

    ``messages`` has, for each payload, ``us`` (its class), ``segments`` (None: one rate) and ``elsewhere``; ``us`` and
    ``elsewhere`` count what is charged: the segments of rich messages, and messages of the other classes.
    """
    messages: list[dict[str, Any]] = []
    us, abroad = dict(_NONE_IN_US), dict(_NONE_ELSEWHERE)
    for payload in payloads:
        content = payload.get("contentMessage")
        if not _is_object(content):
            return None
        classified, segments = in_us(content)
        here, other = str(classified), str(elsewhere(content))
        messages.append({"us": here, "segments": segments, "elsewhere": other})
        us[here] += 1 if segments is None else segments
        abroad[other] += 1
    return {"messages": messages, "us": us, "elsewhere": abroad} if messages else None
