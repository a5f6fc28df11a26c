"""Which choice of a message a reply takes: the inverse of the renderings.

A tapped choice is known by what the channel sends back. A typed one is compared with what the recipient read, from the
strictest reading to the loosest, and the first reading that fits decides:

1. its whole line (``> Sinch: https://www.sinch.com``), then its label as it is shown, in any case;
2. its label as the sender wrote it, where the channel showed less of it;
3. the same without spaces, then without the punctuation around it, then without any, then without accents;
4. the label without an enumerator of its own (``2. Sales``), or the target (the URL, the phone number) alone;
5. a number: of a choice or a card where the text that was sent has that number, or the label's own enumerator;
6. the number of a card with the label of one of its choices (``2 yes``);
7. the choice among other words, where every one of those is politeness or a way to say "I choose".

A question mark is kept in mind where punctuation is left out: only a choice that has one is meant by "yes?".

Two that fit are ``Ambiguous``, whatever the odds, unless they come to the same postback. Nothing is guessed from parts
of a label or from likeness.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from transcode.engine import Transcoder
from transcode.errors import InvalidMessage
from transcode.inbound.contact_message import ContactMessage
from transcode.inbound.event import InboundMessage, MessageInbound, parse_event
from transcode.inbound.lines import Line, find_lines, shown_card_numbers
from transcode.inbound.reading import (
    Word,
    clock,
    fold,
    is_question,
    plain,
    spaceless,
    split_words,
    strip_marker,
    trimmed,
    unaccented,
    word_key,
)
from transcode.inbound.received import NativeMessage
from transcode.inbound.words import AFFIXES, DOUBTS, EMOJI, FILLERS, NEGATIONS, OPENERS, PHRASES, REFUSALS, SIGNATURE
from transcode.message import AppMessage
from transcode.result import ReplyOption, Transcoded

__all__ = ["Ambiguous", "ChoiceResponse", "MatchedBy", "NoMatch", "Resolution", "resolve_reply"]

MESSAGE_ID: Final = "{{message_id}}"
"""Stands for the message's id where it is not known."""

MAX_REPLY: Final = 2000
"""Characters of a reply that is read at all: the most that an SMS holds (SMS REST API, message body)."""
MAX_OTHER_WORDS: Final = 12
"""A choice among more words than these is taken for a letter that happens to use it."""

Message = Transcoded | AppMessage | Mapping[str, Any] | str | bytes
Inbound = str | ContactMessage | InboundMessage | MessageInbound | Mapping[str, Any]


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


@dataclass(frozen=True, slots=True)
class ChoiceResponse:
    """The choice that the contact took."""

    message_id: str
    """The message that offered it; ``{{message_id}}`` until it is known."""
    postback_data: str
    """The choice's own, or ``<message id>_<text or title>``."""
    option: ReplyOption
    matched_by: MatchedBy

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
        }


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several choices fit, and they mean different things."""

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


Resolution = ChoiceResponse | Ambiguous | NoMatch


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
        inbound: what came back: the text that was typed, a contact message, the message around it, or the callback
            (a MessageInbound, or the dict that it was parsed from).
        message_id: the id of the message that was sent. A reply that names another message is no match.
        channel: where a generic message went; the default is the channel of the reply, else SMS.
        transcoder: what a generic message was transcoded with, if not the default.

    Raises:
        InvalidMessage: the message or the callback cannot be used.
        UnknownChannel: ``channel`` has no writer.

    """
    reply = _Reply.of(inbound)
    if reply.answers and message_id and reply.answers != message_id:
        return NoMatch(f"the reply is to another message, {reply.answers!r}")
    result = _transcoded(message_or_result, channel or reply.channel, transcoder or Transcoder())
    choices = _Choices(result, message_id or reply.answers or MESSAGE_ID)
    if not result.replies:
        return NoMatch("the message offers no choice")
    if reply.tapped is not None:
        return choices.tapped(reply.tapped, reply.origin)
    if reply.text is None:
        return NoMatch(f"the reply is a {reply.kind or 'kind of message that is not known'}, without text")
    return choices.typed(reply.text)


class _Origin(StrEnum):
    """Who gave a tap its data."""

    SERVICE = "the service, which gives the postback"
    CHANNEL = "the channel's own API, which gives the identifier"
    UNKNOWN = "one of the two"


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
    def of(cls, inbound: Inbound) -> _Reply:
        if isinstance(inbound, str):
            return cls("text_message", text=inbound)
        if isinstance(inbound, Mapping):
            event = parse_event(inbound)
            if not isinstance(event, MessageInbound):
                raise InvalidMessage.at("message", "missing", "is required: only a message from a contact is a reply")
            inbound = event
        if isinstance(inbound, MessageInbound):
            inbound = inbound.message
        channel, origin = None, _Origin.UNKNOWN
        if isinstance(inbound, InboundMessage):
            origin = _Origin.CHANNEL if isinstance(inbound, NativeMessage) else _Origin.SERVICE
            channel, inbound = inbound.channel_name, inbound.contact_message
        response = inbound.choice_response_message
        answers = response.message_id if response else inbound.reply_to.message_id if inbound.reply_to else None
        tapped = response.postback_data if response else None
        return cls(inbound.kind, inbound.text, tapped, answers or None, channel, origin)


def _transcoded(message: Message, channel: str | None, transcoder: Transcoder) -> Transcoded:
    if isinstance(message, Transcoded):
        return message
    return transcoder.transcode(message, channel or "SMS")


@dataclass(frozen=True, slots=True)
class _Option:
    """One choice, and every way in which it reads."""

    reply: ReplyOption
    postback: str
    line: Line | None

    def returns(self, origin: _Origin) -> set[str]:
        """Return what may come back when it is tapped."""
        identifier = self.reply.identifier
        if identifier is None or origin is _Origin.SERVICE:
            return {self.postback}
        return {identifier} if origin is _Origin.CHANNEL else {identifier, self.postback}

    @property
    def lines(self) -> list[str]:
        """Its line, with and without the mark before it, folded; without a line of its own, its label as shown."""
        return _distinct(self.line.content, self.line.whole) if self.line else _distinct(self.reply.shown)

    @property
    def readings(self) -> list[str]:
        """Its line, its label as shown, and its label as the sender wrote it."""
        return list(dict.fromkeys((*self.lines, *self.labels)))

    @property
    def labels(self) -> list[str]:
        """Its label, as shown and as written."""
        return _distinct(self.reply.shown, self.reply.label)

    @property
    def enumerator(self) -> str | None:
        """The number or letter with which its label begins: ``2. Sales``, ``b) No``."""
        match = _ENUMERATED.match(fold(self.reply.label))
        return _number(match[1]) if match else None

    @property
    def extras(self) -> list[str]:
        """Its label without enumerator or with that behind it, without the emoji around it, and its target."""
        matches = [match for label in self.labels if (match := _ENUMERATED.match(label))]
        bare = [text for match in matches for text in (match[2], f"{match[2]} {match[1]}")]
        unadorned = [
            plain(label) for label in self.labels if not NEGATIONS & {word.text for word in split_words(label)}
        ]
        target = self.line.target if self.line else ""
        return [*bare, *unadorned, *_distinct(target, target.removeprefix("+"))]

    @property
    def times(self) -> list[str]:
        """Its label, where that is a time of day."""
        return [label for label in self.labels if _TIME.fullmatch(label)]


_ENUMERATED: Final = re.compile(r"\(?([0-9]{1,3}|[a-z])\s?[.):\-–]\s+(\S.*)")
_TIME: Final = re.compile("[0-9]{1,2}:[0-9]{2}")
_ONLY_NUMBER: Final = re.compile(r"[#(\[]?\s*([0-9]{1,3}|[a-z])\s*[.)\]:]?", re.ASCII)


def _distinct(*texts: str) -> list[str]:
    return [text for text in dict.fromkeys(fold(text) for text in texts) if text]


def _number(text: str) -> str:
    return str(int(text)) if text.isdigit() else text


class _Choices:
    """The choices of one message, to find the one that a reply takes."""

    def __init__(self, result: Transcoded, message_id: str) -> None:
        self.result = result
        self.message_id = message_id
        lines = find_lines(result.text, result.replies)
        self.options = [
            _Option(reply, self._postback(reply), line) for reply, line in zip(result.replies, lines, strict=True)
        ]
        self.cards = shown_card_numbers(result.text, result.replies, lines)

    def _postback(self, reply: ReplyOption) -> str:
        """Return the postback data as documented: the choice's own, else made of the message's id and the label."""
        return f"{self.message_id}_{reply.label}" if reply.postback is None else reply.postback

    # --- tapped ---

    def tapped(self, data: str, origin: _Origin) -> Resolution:
        """Return the choice that comes back as ``data``: the identifier on a channel, the postback of the service.

        One choice's identifier may be another's postback, so where the origin is not known both count.
        """
        found = [option for option in self.options if data in option.returns(origin)]
        if found:
            return self._settle(found, MatchedBy.IDENTIFIER)
        return NoMatch("no choice of the message comes back as this postback data")

    # --- typed ---

    def typed(self, text: str) -> Resolution:
        """Return the choice that ``text`` is."""
        if len(text) > MAX_REPLY:
            return NoMatch(f"the reply is longer than {MAX_REPLY} characters")
        unsigned = re.sub(SIGNATURE, "", text, flags=re.IGNORECASE | re.DOTALL)
        # A choice may read like a signature: only what is no choice is one.
        for whole in dict.fromkeys((fold(text), fold(unsigned))):
            for reading in _READINGS:
                if found := self._reading(whole, reading):
                    return self._settle(found, MatchedBy.TEXT)
        bare = strip_marker(fold(unsigned))
        if not bare:
            return NoMatch("the reply is empty")
        if is_question(bare):
            return self._question(bare)
        return self._by_number(bare) or self._by_card_and_label(bare) or self._among_words(bare)

    def _question(self, bare: str) -> Resolution:
        """Return Ambiguous for "tea or coffee?", else NoMatch."""
        found = [span.option for span in _longest(self._spans(split_words(bare)))]
        if len({option.postback for option in found}) > 1:
            return self._settle(found, MatchedBy.WORDS)
        return NoMatch("the reply is a question")

    def _reading(self, whole: str, reading: _Reading) -> list[_Option]:
        """Return the choices that read as the reply does, with or without the mark of a choice's line."""
        asks = reading.drops_marks and is_question(whole)
        for typed in (whole, strip_marker(whole)):
            key = reading.key(typed)
            found = [
                option
                for option in self.options
                if key
                and any(key == reading.key(text) for text in reading.texts(option) if not asks or is_question(text))
            ]
            if found:
                return found
        return []

    def _by_number(self, typed: str) -> Resolution | None:
        match = _ONLY_NUMBER.fullmatch(typed)
        if match is None:
            return None
        number = _number(match[1])
        card = self.cards.get(int(number)) if number.isdigit() else None
        found = [
            option
            for option in self.options
            if option.enumerator == number
            or (card is not None and option.reply.card == card)
            or (option.reply.card is None and option.line and str(option.line.number) == number)
        ]
        return self._settle(found, MatchedBy.NUMBER) if found else None

    def _by_card_and_label(self, typed: str) -> Resolution | None:
        """Read ``2 yes`` and ``yes 2``: the number of a card and the label of one of its choices."""
        words = [word.text for word in split_words(typed)]
        if len(words) < 2:
            return None
        for number, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
            card = self.cards.get(int(number)) if number.isdigit() and len(number) < 4 else None
            key = " ".join(rest)
            named = [option for option in self.options if key in map(word_key, option.labels)]
            if card is None or not named:
                continue
            found = [option for option in named if option.reply.card == card]
            if found:
                return self._settle(found, MatchedBy.NUMBER)
            return Ambiguous(_replies(named), f"card {number} does not offer this choice")
        return None

    def _among_words(self, typed: str) -> Resolution:
        words = split_words(typed)
        spans = _longest(self._spans(words))
        if not spans:
            return NoMatch("no choice reads like this")
        found = [option for option in self.options if any(option is span.option for span in spans)]
        if len({option.postback for option in found}) > 1:
            return self._settle(found, MatchedBy.WORDS)
        taken = {index for span in spans for index in range(span.start, span.end)}
        doubt = self._doubt(typed, found, words, taken)
        return doubt or self._settle(found, MatchedBy.WORDS)

    def _spans(self, words: Sequence[Word]) -> Iterator[_Span]:
        """Yield where a choice stands in the reply, whole and between other words."""
        texts = [word.text for word in words]
        for option in self.options:
            for label in option.labels:
                wanted = [word.text for word in split_words(label)]
                for start in range(len(texts) - len(wanted) + 1) if wanted else ():
                    end = start + len(wanted)
                    if texts[start:end] == wanted and (beside := _beside(words, start, end)) is not None:
                        yield _Span(option, start, end)
                        yield from self._spans_within(beside, words)

    def _spans_within(self, beside: Iterable[range], words: Sequence[Word]) -> Iterator[_Span]:
        """Yield the choices that stand in what is beside another: in 要不要 the first 要."""
        for piece in beside:
            text = "".join(words[index].text for index in piece)
            for option in self.options:
                if any(spaceless(label) in text for label in option.labels):
                    yield _Span(option, piece.start, piece.stop)

    def _doubt(self, typed: str, found: Sequence[_Option], words: Sequence[Word], taken: set[int]) -> Resolution | None:
        """Return why the words around a choice leave it open; None where they do not."""
        others = [word.text for index, word in enumerate(words) if index not in taken]
        doubts = {
            "the reply says much more than a choice": len(others) > MAX_OTHER_WORDS,
            "the reply is a question": 0 not in taken and words[0].text in OPENERS,
            "the reply quotes the message": self._quotes_message(typed),
            "the reply has a negation": any(word in NEGATIONS or word in REFUSALS for word in others),
            "the reply leaves the choice open": any(word in DOUBTS for word in others),
        }
        reason = next((reason for reason, doubted in doubts.items() if doubted), None)
        if reason:
            return NoMatch(reason)
        if second := self._second_choice(found, others):
            return second
        strange = _not_fillers(words, taken)
        return NoMatch(f"the reply says more than the choice: {strange[0]!r}") if strange else None

    def _second_choice(self, found: Sequence[_Option], others: Sequence[str]) -> Ambiguous | None:
        """Return Ambiguous where the other words have one that only another choice has, or a number of another card."""
        own = {word.text for option in found for label in option.labels for word in split_words(label)}
        hints = {word for word in others if word not in FILLERS or word in EMOJI} - own
        also = [
            option
            for option in self.options
            if option not in found
            and hints & {word.text for label in option.labels for word in split_words(label) if not word.joined}
        ]
        cards = {self.cards.get(int(word)) for word in hints if word.isdigit() and len(word) < 4} - {None}
        if also or any(option.reply.card not in cards for option in found if cards):
            return Ambiguous(_replies([*found, *also]), "the other words point to another choice")
        return None

    def _quotes_message(self, typed: str) -> bool:
        """Tell whether the reply has the whole message in it, as a reaction does (``Liked "..."``).

        A message that is nothing but one choice is not quoted by who answers with it.
        """
        message = word_key(fold(self.result.text or ""))
        labels = {word_key(label) for option in self.options for label in option.labels}
        return bool(message) and message not in labels and f" {message} " in f" {word_key(typed)} "

    # --- the answer ---

    def _settle(self, found: Sequence[_Option], matched_by: MatchedBy) -> Resolution:
        """Return the one choice of ``found``; several are one where they come to the same postback."""
        first = found[0]
        if any(option.postback != first.postback for option in found):
            return Ambiguous(_replies(found), f"{len(found)} choices fit")
        return ChoiceResponse(self.message_id, first.postback, first.reply, matched_by)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to compare: which texts of a choice, and what of them."""

    texts: Callable[[_Option], Iterable[str]]
    key: Callable[[str], str]
    drops_marks: bool = False
    """Whether the key is the same with and without a question mark."""


_READINGS: Final = (
    _Reading(lambda option: option.lines, str),
    _Reading(lambda option: _distinct(option.reply.shown), str),
    _Reading(lambda option: option.readings, str),
    _Reading(lambda option: option.readings, spaceless),
    _Reading(lambda option: option.readings, trimmed),
    _Reading(lambda option: option.readings, word_key, drops_marks=True),
    _Reading(lambda option: option.readings, lambda text: unaccented(word_key(text)), drops_marks=True),
    _Reading(lambda option: option.times, clock),
    _Reading(lambda option: option.extras, str),
    _Reading(lambda option: option.extras, word_key, drops_marks=True),
)


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a choice stands in a reply: the words from ``start`` to ``end``, that one not included."""

    option: _Option
    start: int
    end: int

    def is_inside(self, other: _Span) -> bool:
        """Tell whether ``other`` has all of this and more: "tea" in "green tea"."""
        return other.start <= self.start and self.end <= other.end and other.end - other.start > self.end - self.start


def _longest(spans: Iterable[_Span]) -> list[_Span]:
    found = list(spans)
    return [span for span in found if not any(span.is_inside(other) for other in found)]


def _beside(words: Sequence[Word], start: int, end: int) -> tuple[range, range] | None:
    """Return what is beside the words from ``start`` to ``end`` in a script without spaces; None for a longer word."""
    before, after = start, end
    while before > 0 and words[before - 1].end == words[before].start and words[before - 1].joined:
        before -= 1
    while after < len(words) and words[after].start == words[after - 1].end and words[after].joined:
        after += 1
    beside = (range(before, start), range(end, after))
    texts = ("".join(words[index].text for index in piece) for piece in beside)
    return beside if all(not text or text in AFFIXES for text in texts) else None


def _not_fillers(words: Sequence[Word], taken: set[int]) -> list[str]:
    """Return the words around a choice that may change what it means: all but those that are known not to."""
    pieces: list[str] = []
    last: Word | None = None
    for index, word in enumerate(words):
        if index in taken:
            pieces.append("")
            last = None
            continue
        if last is not None and last.joined and word.joined and last.end == word.start:
            pieces[-1] += word.text
        else:
            pieces.append(word.text)
        last = word
    for phrase in PHRASES:
        for start in range(len(pieces) - len(phrase), -1, -1):
            if tuple(pieces[start : start + len(phrase)]) == phrase:
                pieces[start : start + len(phrase)] = [""]
    return [piece for piece in pieces if piece and piece not in FILLERS | AFFIXES | EMOJI]


def _replies(options: Iterable[_Option]) -> tuple[ReplyOption, ...]:
    return tuple(option.reply for option in options)
