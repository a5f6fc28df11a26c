"""Which choice of a message a reply takes: the inverse of the renderings.

A tapped choice is known by what the channel sends back. A typed one is compared with what the recipient read, from the
strictest reading to the loosest, and the first reading that fits decides:

1. its whole line (``> Sinch: https://www.sinch.com``), then its label as it is shown, in any case;
2. its label as the sender wrote it, where the channel showed less of it;
3. the same without spaces, then without the punctuation around it, then without any, then without accents;
4. the label without an enumerator of its own (``2. Sales``), or the target (the URL, the phone number) alone;
5. a number (``2``, ``option 2``, ``the second one``): of a choice or a card where the text that was sent has that
   number, or the label's own enumerator;
6. the number of a card with the label of one of its choices (``2 yes``);
7. the choice among other words, where every one of those is politeness or a way to say "I choose";
8. words of its label that no other choice has, where those left out do not change what it means.

Signs are no punctuation: ``<8``, ``8)``, ``~yes~`` and ``:D`` are none of 8, yes and D. A question mark is kept in mind
where punctuation is left out: only a choice that has one is meant by "yes?".

Two that fit are ``Ambiguous``, whatever the odds, unless they come to the same postback. So is one that only may be
meant: a part that leaves the operation open ("booking" of "Cancel my booking"), a word with one letter wrong. Nothing
else is guessed from likeness.

A word to opt out is ``OptOut``, where no choice reads like it whole. Where one does ("Cancel", "Stop"), the contact
answered what they were asked and the choice is taken: it carries the ``keyword``, on which the network acts in any
case, so that the sender learns both. Do not offer such labels (``transcode.keywords.opt_out_word``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from transcode.engine import Transcoder
from transcode.errors import InvalidMessage, InvalidOption, shorten
from transcode.inbound.choices import MAX_REPLY, Choices
from transcode.inbound.contact_message import ContactMessage
from transcode.inbound.event import InboundMessage, MessageInbound
from transcode.inbound.receive import receive
from transcode.inbound.received import NativeMessage, Received
from transcode.inbound.resolution import (
    Ambiguous,
    ChoiceResponse,
    HelpRequest,
    MatchedBy,
    NoMatch,
    OptIn,
    OptOut,
    Resolution,
)
from transcode.measure import is_unicode
from transcode.message import AppMessage
from transcode.result import ReplyOption, Transcoded

__all__ = [
    "MAX_REPLY",
    "Ambiguous",
    "ChoiceResponse",
    "HelpRequest",
    "MatchedBy",
    "NoMatch",
    "OptIn",
    "OptOut",
    "Resolution",
    "resolve_reply",
]

MESSAGE_ID: Final = "{{message_id}}"
"""Stands for the message's id where it is not known."""

_TAPS_AS_TEXT: Final = frozenset(("VIBER", "VIBERBM"))
"""The channels on which a tap comes as a text that is the identifier: nothing tells it from one that is typed."""

Message = Transcoded | AppMessage | Mapping[str, Any] | str | bytes
Inbound = str | ContactMessage | InboundMessage | MessageInbound | Received | Mapping[str, Any]


def resolve_reply(
    message_or_result: Message,
    inbound: Inbound,
    *,
    message_id: str | None = None,
    channel: str | None = None,
    transcoder: Transcoder | None = None,
) -> Resolution:
    """Return the choice of a message that a reply takes.

    Args:
        message_or_result: what was sent: the ``Transcoded``, or the generic message, which is then transcoded again.
            The result is the better choice: a reply to an MMS may come by SMS, whose text has other numbers.
        inbound: what came back: the text that was typed, a contact message, the message around it, a callback
            (a MessageInbound, or the dict of whatever ``receive`` reads), or what ``receive`` made of one that has one
            message.
        message_id: the id of the message that was sent. A reply that names another message is no match.
        channel: where a generic message went; the default is the channel of the reply, else SMS.
        transcoder: what a generic message was transcoded with, if not the default.

    Raises:
        InvalidMessage: the message or the callback cannot be used.
        InvalidOption: an argument is of no type that is named above, or has no message or several: a mistake of the
            caller's.
        UnknownChannel: ``channel`` has no writer.

    """
    if message_id is not None and not (isinstance(message_id, str) and is_unicode(message_id)):
        raise InvalidOption(f"message_id: must be a string, of whole characters, not {shorten(message_id)}")
    reply = _Reply.of(inbound)
    if reply.answers and message_id and reply.answers != message_id:
        return NoMatch(f"the reply is to another message, {reply.answers!r}")
    result = _transcoded(message_or_result, channel or reply.channel, transcoder or Transcoder())
    if not result.replies:
        return NoMatch("the message offers no choice")
    choices = Choices(result, message_id or reply.answers or MESSAGE_ID)
    if reply.tapped is not None:
        return choices.tapped(reply.tapped, reply.origin.returns)
    if reply.text is None:
        return NoMatch(f"the reply is a {reply.kind or 'kind of message that is not known'}, without text")
    comes_back = result.channel in _TAPS_AS_TEXT and any(option.identifier == reply.text for option in result.replies)
    return choices.tapped(reply.text, _Origin.CHANNEL.returns) if comes_back else choices.typed(reply.text)


class _Origin(StrEnum):
    """Who gave a tap its data."""

    SERVICE = "the service, which gives the postback"
    CHANNEL = "the channel's own API, which gives the identifier"
    UNKNOWN = "one of the two"

    def returns(self, reply: ReplyOption, postback: str) -> set[str]:
        """Return what may come back when a choice is tapped."""
        if reply.identifier is None or self is _Origin.SERVICE:
            return {postback}
        return {reply.identifier} if self is _Origin.CHANNEL else {reply.identifier, postback}


@dataclass(frozen=True, slots=True)
class _Reply:
    """What of a reply matters here."""

    kind: str
    text: str | None = None
    tapped: str | None = None
    answers: str | None = None
    """The id of the message that it names."""
    channel: str | None = None
    origin: _Origin = _Origin.UNKNOWN

    @classmethod
    def of(cls, inbound: object) -> _Reply:
        if isinstance(inbound, str):
            return cls("text_message", text=inbound)
        channel, origin = None, _Origin.UNKNOWN
        message = _message(inbound)
        if isinstance(message, InboundMessage):
            origin = _Origin.CHANNEL if isinstance(message, NativeMessage) else _Origin.SERVICE
            channel, message = message.channel_name, message.contact_message
        response = message.choice_response_message
        answers = response.message_id if response else message.reply_to.message_id if message.reply_to else None
        tapped = response.postback_data if response else None
        return cls(message.kind, message.text, tapped, answers or None, channel, origin)


def _message(inbound: object) -> InboundMessage | ContactMessage:
    """Return the one message of what came back."""
    if isinstance(inbound, Mapping):
        received = receive(inbound)
        if odd := next((event for event in received.native_events if event.problem), None):
            raise InvalidMessage.at(odd.path, "unreadable", f"cannot be read: {odd.problem}")
        if not received.messages:
            raise InvalidMessage.at("message", "missing", "is required: only a message from a contact is a reply")
        if len(received.messages) > 1:
            problem = f"the callback has {len(received.messages)} messages: pass one of receive(...).messages"
            raise InvalidMessage.at("", "several_messages", problem)
        return received.messages[0]
    if isinstance(inbound, Received):
        if len(inbound.messages) != 1:
            has = f"{len(inbound.messages)} messages" if inbound.messages else "no message from a contact"
            raise InvalidOption(f"inbound: what was received has {has}; it must be one: pass one of its messages")
        return inbound.messages[0]
    if isinstance(inbound, MessageInbound):
        return inbound.message
    if isinstance(inbound, (InboundMessage, ContactMessage)):
        return inbound
    raise InvalidOption(
        f"inbound: must be the text that was typed, a contact message, or a callback, not {_named(inbound)}"
    )


def _named(value: object) -> str:
    """Return what a value of the wrong type is, with the way to the right one where there is a usual mistake."""
    if isinstance(value, (bytes, bytearray)):
        return "bytes: decode a text, or receive(...) a callback first"
    return "None" if value is None else f"an object of type {type(value).__name__}"


def _transcoded(message: Message, channel: str | None, transcoder: Transcoder) -> Transcoded:
    if isinstance(message, Transcoded):
        return message
    return transcoder.transcode(message, channel or "SMS")
