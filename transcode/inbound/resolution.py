"""What a reply turns out to be: a choice, one of several, a keyword, or nothing that the message offered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from transcode.inbound.contact_message import ContactMessage
from transcode.keywords import Keyword
from transcode.result import ReplyOption

__all__ = ["Ambiguous", "ChoiceResponse", "HelpRequest", "MatchedBy", "NoMatch", "OptIn", "OptOut", "Resolution"]


class MatchedBy(StrEnum):
    """What gave a choice away."""

    IDENTIFIER = "identifier"
    """Tapped: what the channel sends back."""
    TEXT = "text"
    """Typed: the choice as it reads, or its line."""
    NUMBER = "number"
    """Typed: a number that stands before it."""
    WORDS = "words"
    """Typed: among other words."""
    PART = "part"
    """Typed: words of its label that no other choice has."""


@dataclass(frozen=True, slots=True)
class ChoiceResponse:
    """The choice that the contact took."""

    message_id: str
    """The message that offered it; ``{{message_id}}`` until it is known."""
    postback_data: str
    """The choice's own, or ``<message id>_<text or title>``."""
    option: ReplyOption
    matched_by: MatchedBy
    keyword: Keyword | None = None
    """The keyword that the reply is besides, where networks act on it: the choice is taken, and with "Stop", "Cancel"
    or "End" the contact will get no more messages either."""

    def as_contact_message(self) -> ContactMessage:
        """Return it as the contact message that a tap would have sent."""
        response = {"message_id": self.message_id, "postback_data": self.postback_data}
        return ContactMessage.model_validate({"choice_response_message": response})

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON-ready dict."""
        return {
            "result": "choice_response",
            "message_id": self.message_id,
            "postback_data": self.postback_data,
            "matched_by": self.matched_by.value,
            "option": self.option.as_dict(),
            "keyword": None if self.keyword is None else self.keyword.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several choices fit, and they mean different things; or only one, but not for sure ("did you mean ...?")."""

    candidates: tuple[ReplyOption, ...]
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON-ready dict."""
        candidates = [option.as_dict() for option in self.candidates]
        return {"result": "ambiguous", "reason": self.reason, "candidates": candidates}


@dataclass(frozen=True, slots=True)
class NoMatch:
    """No choice fits, or none for sure."""

    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON-ready dict."""
        return {"result": "no_match", "reason": self.reason}


@dataclass(frozen=True, slots=True)
class _KeywordReply:
    result: ClassVar[str]

    keyword: Keyword
    alone: bool = True
    """Whether the reply is nothing but the word. Networks act on it only then; "please stop" is the sender's to
    honour."""
    candidates: tuple[ReplyOption, ...] = ()
    """The choices that have the word in their label, where the message offers such."""

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON-ready dict."""
        return {
            "result": self.result,
            "keyword": self.keyword.as_dict(),
            "alone": self.alone,
            "candidates": [option.as_dict() for option in self.candidates],
        }


@dataclass(frozen=True, slots=True)
class OptOut(_KeywordReply):
    """The contact wants no more messages: STOP, UNSUBSCRIBE and their kind (``transcode.keywords``)."""

    result: ClassVar[str] = "opt_out"


@dataclass(frozen=True, slots=True)
class OptIn(_KeywordReply):
    """The contact wants messages again: START, UNSTOP."""

    result: ClassVar[str] = "opt_in"


@dataclass(frozen=True, slots=True)
class HelpRequest(_KeywordReply):
    """The contact asks who is writing: HELP, INFO."""

    result: ClassVar[str] = "help"


Resolution = ChoiceResponse | Ambiguous | NoMatch | OptOut | OptIn | HelpRequest
