"""What a writer is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from transcode.gsm import Segmentation
from transcode.message.place import NOTHING, Place, Words
from transcode.plaintext import Plaintext, Uppercase, shipped_layouts
from transcode.result import Outcome

__all__ = ["Markup", "Profile", "Rendering", "Request", "Support"]


class Profile(StrEnum):
    """How far a channel's own forms are used."""

    DOCUMENTED = "documented"
    """As the service's documentation shows."""
    RICH = "rich"
    """The best that the channel's own API can do today."""


class Markup(StrEnum):
    """What becomes of a caller's marks (``*bold*``)."""

    PASSED = "passed"
    """They go as they are, as the service does: the channel formats."""
    LITERAL = "literal"
    """They are shown as typed."""
    MARKDOWN = "markdown"
    """They are CommonMark's, and become the channel's own formatting, or plain text."""


class Support(StrEnum):
    """What a channel does with a type of content, in general."""

    NATIVE = "native"
    """The channel has a form for it."""
    CONDITIONAL = "conditional"
    """The channel has a form for some messages of the type; the others go as text."""
    TEXT = "text"
    """Plain text."""


# Made for every message: a frozen one takes four times as long to make.
@dataclass(slots=True)
class Request:
    """What the caller asks of a channel, beside the message."""

    to: str | None = None
    sender: str | None = None
    reply_to: Words = NOTHING
    """The id of the message that this one answers."""
    agent: Place | None = None
    """Who the message is from, for channels that show it."""
    properties: Mapping[str, Any] = field(default_factory=dict)
    media_info: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    uppercase: Uppercase = Uppercase.DOCUMENTED
    profile: Profile = Profile.DOCUMENTED
    markup: Markup = Markup.PASSED
    plaintext: Plaintext = field(default_factory=shipped_layouts)
    vendor: str = "generic"
    """Whose short messages they are: a name of ``transcode.gsm.VENDORS``."""
    strict: bool = False
    """Whether a channel property that there is not is refused; otherwise it is reported."""
    region: str = ""
    """Where numbers without a plus are dialled (ISO 3166); empty where that is not known."""


@dataclass(slots=True)
class Rendering:
    """What a writer made of a message: NATIVE or PLAINTEXT, before its losses are known."""

    outcome: Outcome
    payloads: tuple[Mapping[str, Any], ...]
    text: str | None = None
    segments: Segmentation | None = None
    billing: Mapping[str, Any] | None = None
    """What the channel charges the payloads as, where its rules are known."""
