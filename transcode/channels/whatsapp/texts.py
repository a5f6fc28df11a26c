"""WhatsApp's texts with their marks, and what is reported of these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from transcode.channels.whatsapp.markup import ZERO_WIDTH_SPACE, Marked, each_text, escape, escape_all, marks
from transcode.channels.whatsapp.messages import Messages
from transcode.channels.whatsapp.styling import split_marked, with_marks
from transcode.measure import Limit
from transcode.message import KINDS
from transcode.message.place import NOTHING, Place, Words
from transcode.plaintext import Uppercase, View
from transcode.result import Code, Outcome
from transcode.styled import is_formatted, plain
from transcode.writer.request import Markup, Rendering

__all__ = ["Texts"]

BULLET: Final = "• "
"""Stands before a choice in the profile ``rich``. WhatsApp shows a line that begins with "> " as a quotation.

Source: faq.whatsapp.com, how to format your messages (block quotes, since 2024)."""


class Texts(Messages):
    """How texts are sent; see ``WhatsApp``."""

    _without: frozenset[Place] = frozenset()
    """Texts of which it is reported that they have formatting that WhatsApp has no form for."""

    def send_text(self, text: Words, outcome: Outcome) -> Rendering:
        """Return the rendering of one text that somebody typed."""
        return self._send(self._marked(text), outcome)

    def send_laid_out(self, message: Place, shown: View, outcome: Outcome) -> Rendering:
        """Return the rendering of ``message`` as text by its layout, whose own markup formats."""
        return self._send(self._lay_out(KINDS[type(message.value)], shown), outcome)

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return the messages that send ``text``: several, in order, where it is too long for one."""
        limit = self.limit("direct send text" if self.direct_send else "text")
        # Direct Send shows no previews and has no field for it (META/direct-send/supported-message-types).
        preview = {} if self.direct_send else {"preview_url": self.settings.get("WHATSAPP_PREVIEW_URL", True)}
        words = text if isinstance(text, Words) else Words(text)
        return tuple([self.payload("text", {**preview, "body": piece}) for piece in self.pieces(words, limit)])

    def pieces(self, text: Words, limit: Limit, where: Place | str | None = None) -> list[Words]:
        """Return ``text`` in pieces of at most ``limit``, each with its own pairs of marks; a split is reported."""
        if limit.exceeded_by(text) is None:
            return [text]
        pieces = [text.like(piece) for piece in split_marked(text, limit.value, limit.unit) if self.shows(piece)]
        if len(pieces) > 1:
            where = self.where if where is None else where
            self.notes.report_length(Code.SPLIT, where, limit, len(pieces))
        return pieces or [text]

    def lines(self, choices: Iterable[Place]) -> Words:
        """Return choices as lines of text, as they are typed."""
        shown = View(Uppercase.KEEP)
        shown.update(text=NOTHING, choices=shown.choices(choices), **({"bullet": BULLET} if self.rich else {}))
        return self.request.plaintext.render(self.channel, "choice", shown)

    def _marked(self, typed: Words) -> Marked:
        """Return what somebody typed, as it is sent."""
        match self.request.markup:
            case Markup.PASSED:
                return Marked(typed, typed)
            case Markup.LITERAL:
                return Marked(typed, typed.like(escape(typed)))
            case Markup.MARKDOWN:
                return Marked(typed.like(plain(typed)), self._styled(typed))

    def _send(self, text: Marked, outcome: Outcome) -> Rendering:
        if not self.shows(text.typed):
            self.notes.report(Code.EMPTY, self.where, channel=self.title)
        self._report_marks(text)
        return Rendering(outcome, self.text_payloads(text.sent), text.typed)

    def _styled(self, text: Words) -> Words:
        """Return one formatted text with WhatsApp's marks; what has none is reported."""
        sent, without = with_marks(text)
        place = text.place
        if without and place and place not in self._without:
            self._without |= {place}
            what = " and ".join(sorted(without))
            self.notes.report(Code.MARKUP_PLAIN, place, channel=self.title, what=f"{what} as it is here", kept="")
        return text if sent == text else Words(sent, text.places, text.told)

    def _lay_out(self, kind: str, shown: View) -> Marked:
        """Return the text of a layout."""
        if self.rich:
            shown = shown.but(bullet=BULLET)
        if self.request.markup is Markup.MARKDOWN:
            read = self.request.plaintext.render(self.channel, kind, each_text(shown, _plain))
            return Marked(read, self.request.plaintext.render(self.channel, kind, each_text(shown, self._styled)))
        typed = self.request.plaintext.render(self.channel, kind, shown)
        if self.request.markup is not Markup.LITERAL or (escaped := escape_all(shown)) == shown:
            return Marked(typed, typed)
        return Marked(typed, self.request.plaintext.render(self.channel, kind, escaped))

    def _lines(self, title: Words, description: Words) -> Marked:
        """Return a title and a description in one text."""
        shown = View(self.request.uppercase)
        names = {"title": title, "description": description}
        return self._lay_out("body", shown.but(**{name: shown.words(words) for name, words in names.items()}))

    def _report_marks(self, text: Marked) -> None:
        """Report, once, that a text has marks that format it, or would have."""
        code, marked, characters = Code.MARKUP_READ, list[Place](), list[str]()
        match self.request.markup:
            case Markup.PASSED:
                for place in text.sent.places:
                    if isinstance(place.value, str) and (its_marks := marks(place.value)):
                        marked.append(place)
                        characters += its_marks
            case Markup.LITERAL if text.sent != text.typed:
                texts = [place for place in text.sent.places if isinstance(place.value, str)]
                marked += [place for place in texts if escape(place.value, alone=False) != place.value]
                code, characters = Code.MARKUP_ESCAPED, _MARKS.findall(text.sent)
        if not characters or self.notes.have(Code.MARKUP_READ, Code.MARKUP_ESCAPED):
            return
        where = min(marked, key=lambda place: place.order, default=self.where)
        shown = " and ".join(map(repr, sorted(set(characters))))
        remedy = "zero-width spaces keep it as it was typed"
        self.notes.report(code, where, characters=shown, channel=self.title, remedy=remedy)


def _plain(text: Words) -> Words:
    return Words(plain(text), text.places, text.told) if is_formatted(text) else text


_MARKS: Final = re.compile(rf"[*_~`>-](?={ZERO_WIDTH_SPACE})")
