"""The choices of one message, to find the one that a reply takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Final

from transcode.inbound.distinctive import find_part
from transcode.inbound.guesses import find_alike, find_slip, same_answer
from transcode.inbound.likeness import by_reading, is_enumerator
from transcode.inbound.lines import find_lines, shown_card_numbers
from transcode.inbound.numbers import is_number_word, names_place, read_number, read_numbers
from transcode.inbound.option import Option
from transcode.inbound.reading import fold, loose, split_words, strip_marker, word_key
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
from transcode.inbound.said import Said
from transcode.inbound.signs import is_emoticon, is_reaction
from transcode.inbound.spans import find_spans, longest
from transcode.inbound.surroundings import Surroundings
from transcode.inbound.wordlist import Words
from transcode.inbound.words import AFFIRMING, POLITE, SIGNATURE
from transcode.keywords import Keyword, Meaning, carrier_keyword
from transcode.result import ReplyOption, Transcoded

__all__ = ["MAX_REPLY", "Choices"]

MAX_REPLY: Final = 2000
"""Characters of a reply that is read at all: the most that an SMS holds (SMS REST API, message body)."""

_CARRIED: Final = frozenset({"SMS", "MMS", "RCS"})
"""Channels on which networks and providers act on keywords."""
_POLITE: Final = Words(POLITE)
_AFFIRMING: Final = Words(AFFIRMING)
# "네~": a drawn-out end, in the manner of East Asia.
_DRAWN_OUT: Final = re.compile(r"(?<=[^\W\d_])(?<![A-Za-z])[~〜]+[!.…]*$|(?<=[A-Za-z]{2})[~〜]+[!.…]*$")
_KINDS: Final[dict[Meaning, type[OptOut | OptIn | HelpRequest]]] = {
    Meaning.OPT_OUT: OptOut,
    Meaning.OPT_IN: OptIn,
    Meaning.HELP: HelpRequest,
}


class Choices:
    """The choices of one message, to find the one that a reply takes."""

    def __init__(self, result: Transcoded, message_id: str) -> None:
        self.result = result
        self.message_id = message_id
        lines = find_lines(result.text, result.replies)
        self.options = [
            Option(reply, self._postback(reply), line) for reply, line in zip(result.replies, lines, strict=True)
        ]
        self.cards = shown_card_numbers(result.text, result.replies, lines)

    def _postback(self, reply: ReplyOption) -> str:
        """Return the postback data as documented: the choice's own, else made of the message's id and the label."""
        return f"{self.message_id}_{reply.label}" if reply.postback is None else reply.postback

    def tapped(self, data: str, returns: Callable[[ReplyOption, str], set[str]]) -> Resolution:
        """Return the choice that comes back as ``data``; ``returns`` tells what a choice with a postback comes back as.

        One choice's identifier may be another's postback, so more than one may.
        """
        found = [option for option in self.options if data in returns(option.reply, option.postback)]
        if found:
            return self._settle(found, MatchedBy.IDENTIFIER)
        return NoMatch("no choice of the message comes back as this postback data")

    def typed(self, text: str) -> Resolution:
        """Return the choice that ``text`` is."""
        if len(text) > MAX_REPLY:
            return NoMatch(f"the reply is longer than {MAX_REPLY} characters")
        unsigned = re.sub(SIGNATURE, "", text, flags=re.IGNORECASE | re.DOTALL)
        keyword = carrier_keyword(unsigned)
        # A choice may read like a signature or a face: only what is no choice is one.
        folded = list(dict.fromkeys((fold(text), fold(unsigned))))
        if found := by_reading(self.options, folded, exactly=True):
            return self._settle(found, MatchedBy.TEXT, keyword)
        if all(map(is_emoticon, filter(None, folded))) and not is_enumerator(self.options, folded[-1]):
            return NoMatch("the reply is empty" if not any(folded) else "the reply is a face drawn with signs")
        folded = [_DRAWN_OUT.sub("", whole) if whole.count("~") <= 1 else whole for whole in folded]
        if found := by_reading(self.options, folded):
            return self._settle(found, MatchedBy.TEXT, keyword)
        return self._loosely(unsigned, strip_marker(folded[-1]), keyword)

    def _loosely(self, text: str, bare: str, keyword: Keyword | None) -> Resolution:
        """Return what a reply means that reads like no choice."""
        if not bare:
            return NoMatch("the reply is empty")
        said = Said(bare)
        if is_reaction(text):
            return NoMatch("the reply is a reaction to the message, or quotes it")
        if keyword and keyword.meaning is Meaning.OPT_OUT:
            return self._keyword(keyword)
        if said.is_question:
            return self._question(said)
        answer = (
            self._by_number(text, said)
            or self._by_card_and_label(said)
            or self._among_words(said)
            or self._by_part(said)
            or (self._keyword(keyword) if keyword else self._politely(said))
            or self._by_slip(said)
            or self._by_other_word(text, said)
        )
        return answer or NoMatch("no choice reads like this")

    # --- by number ---

    def _by_number(self, text: str, said: Said) -> Resolution | None:
        number = read_number(text, said.folded)
        if number is not None and not self._is_in_label(said):
            found = self._numbered(number)
            return self._settle(found, MatchedBy.NUMBER) if found else None
        groups = [self._numbered(number) for number in read_numbers(said)]
        if not groups or not all(groups):
            return None
        several = list(dict.fromkeys(option for group in groups for option in group))
        return self._settle(several, MatchedBy.NUMBER)

    def _is_in_label(self, said: Said) -> bool:
        """Tell whether a number that is written out is a word of a label: "two" of "1. Two tickets"."""
        words = set(filter(is_number_word, said.loose))
        return any(words & option.vocabulary for option in self.options)

    def _numbered(self, number: str) -> list[Option]:
        """Return the choices that have the number, where the recipient reads one."""
        card = self.cards.get(int(number)) if number.isdigit() else None
        found = [
            option
            for option in self.options
            if option.enumerator == number
            or (card is not None and option.reply.card == card)
            or (option.reply.card is None and option.line and str(option.line.number) == number)
        ]
        if not found:
            return []
        return [option for option in self.options if option in found or (number,) in option.loose_words]

    def _by_card_and_label(self, said: Said) -> Resolution | None:
        """Read ``2 yes`` and ``yes 2``: the number of a card and the label of one of its choices."""
        words = said.loose
        if len(words) < 2 or not self.cards:
            return None
        for number, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
            card = self.cards.get(int(number)) if number.isdecimal() and len(number) < 4 else None
            if card is None:
                continue
            named = [option for option in self.options if tuple(rest) in option.loose_words]
            found = [option for option in named if option.reply.card == card]
            if found:
                return self._settle(found, MatchedBy.NUMBER)
            if named:
                return Ambiguous(_replies(named), f"card {number} does not offer this choice")
        return None

    # --- by the words around it ---

    def _question(self, said: Said) -> Resolution:
        """Return Ambiguous for "tea or coffee?", else NoMatch."""
        found = self._in_order({option for span in longest(find_spans(said, self.options)) for option in span.options})
        if len({option.postback for option in found}) > 1:
            return self._settle(found, MatchedBy.WORDS)
        return NoMatch("the reply is a question")

    def _among_words(self, said: Said) -> Resolution | None:
        spans = longest(find_spans(said, self.options))
        if not spans:
            return None
        found = self._in_order({option for span in spans for option in span.options})
        if len({option.postback for option in found}) > 1:
            return self._settle(found, MatchedBy.WORDS)
        around = Surroundings(said, spans, found)
        if reason := self._quotes_message(said) or around.doubt():
            return NoMatch(reason)
        if second := self._second_choice(found, around.others):
            return second
        strange = around.strange()
        return (
            NoMatch(f"the reply says more than the choice: {strange!r}")
            if strange
            else self._settle(found, MatchedBy.WORDS)
        )

    def _second_choice(self, found: Sequence[Option], others: Sequence[str]) -> Ambiguous | None:
        """Return Ambiguous where the other words have one that only another choice has, or a number of another card."""
        own = {word for option in found for word in option.vocabulary}
        hints = Surroundings.hints(others) - own
        # "Ja, ring mig" where "Ja tack" is another choice.
        agreed = {alike for word in others if word in _AFFIRMING for alike in same_answer(word)} - own
        also = [
            option
            for option in self.options
            if option not in found and (hints & option.hints or agreed.intersection(option.first_words))
        ]
        cards = {self.cards.get(int(word)) for word in hints if word.isdecimal() and len(word) < 4} - {None}
        if also or any(option.reply.card not in cards for option in found if cards):
            return Ambiguous(_replies(dict.fromkeys((*found, *also))), "the other words point to another choice")
        return None

    def _quotes_message(self, said: Said) -> str | None:
        """Tell whether the reply has the whole message in it, as a reaction does (``Liked "..."``).

        A message that is nothing but one choice is not quoted by who answers with it.
        """
        text = self.result.text or ""
        if len(text) > 4 * MAX_REPLY:
            return None
        message = word_key(fold(text))
        labels = {word_key(label) for option in self.options for label in option.labels}
        typed = " ".join(word.text for word in said.words)
        quotes = bool(message) and message not in labels and f" {message} " in f" {typed} "
        return "the reply quotes the message" if quotes else None

    # --- by less than a label ---

    @cached_property
    def _asked(self) -> frozenset[str]:
        """The words of the text that stand in none of its choices' lines."""
        text = self.result.text or ""
        if len(text) > 4 * MAX_REPLY:
            return frozenset()
        offered = {option.line.index for option in self.options if option.line}
        rest = "\n".join(line for index, line in enumerate(text.split("\n")) if index not in offered)
        return frozenset(loose(word.text) for word in split_words(fold(rest)))

    def _by_part(self, said: Said) -> Resolution | None:
        if said.opens_as_question(set()):
            return None
        part = find_part(said, self.options, self._asked)
        if part is None:
            return None
        if part.is_sure:
            return self._settle(part.options, MatchedBy.PART)
        if len({option.postback for option in part.options}) > 1:
            whole = Surroundings.is_list_of_parts(said, part.options)
            return Ambiguous(_replies(part.options), "the words fit several choices") if whole else None
        return Ambiguous(_replies(part.options), "the words are part of a choice that may mean something else")

    def _by_slip(self, said: Said) -> Resolution | None:
        if said.opens_as_question(set()):
            return None
        found = find_slip(said, self.options)
        return Ambiguous(_replies(found), "one letter is not as in the choice") if found else None

    def _by_other_word(self, text: str, said: Said) -> Resolution | None:
        """Return Ambiguous for what a choice says in another way: "yep" for "Yes", "five" for a rating of "5"."""
        if said.opens_as_question(set()):
            return None
        number = read_number(text, said.folded)
        if number is not None and number.isdigit() and not any(map(names_place, said.loose)):
            found = tuple(option for option in self.options if {(number,)} == {*option.loose_words})
        else:
            found = find_alike(said, self.options)
        one = len({option.postback for option in found}) == 1
        return Ambiguous(_replies(found), "another word for the answer of a choice") if one else None

    # --- keywords ---

    def _politely(self, said: Said) -> Resolution | None:
        """Return the opt-out of "please stop", which a person understands and a network does not."""
        rest = [word.text for word, bare in zip(said.words, said.loose, strict=True) if bare not in _POLITE]
        keyword = carrier_keyword(" ".join(rest)) if 0 < len(rest) <= 2 else None
        return self._keyword(keyword, alone=False) if keyword and keyword.meaning is Meaning.OPT_OUT else None

    def _keyword(self, keyword: Keyword, *, alone: bool = True) -> Resolution:
        words = set(fold(keyword.word).split())
        named = [option.reply for option in self.options if words <= option.vocabulary]
        return _KINDS[keyword.meaning](keyword, alone, tuple(named))

    # --- the answer ---

    def _in_order(self, found: set[Option]) -> list[Option]:
        return [option for option in self.options if option in found]

    def _settle(self, found: Sequence[Option], matched_by: MatchedBy, keyword: Keyword | None = None) -> Resolution:
        """Return the one choice of ``found``; several are one where they come to the same postback."""
        first = found[0]
        if any(option.postback != first.postback for option in found):
            return Ambiguous(_replies(found), f"{len(found)} choices fit")
        acted_on = keyword if keyword and keyword.automatic and self.result.channel in _CARRIED else None
        return ChoiceResponse(self.message_id, first.postback, first.reply, matched_by, acted_on)


def _replies(options: Iterable[Option]) -> tuple[ReplyOption, ...]:
    return tuple(option.reply for option in options)
