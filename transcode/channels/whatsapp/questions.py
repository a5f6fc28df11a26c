"""WhatsApp's questions: choice messages and cards with what can be tapped, each form with its conditions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, NamedTuple

from transcode.channels.whatsapp.markup import UNMARKED, Marked, escape
from transcode.channels.whatsapp.messages import A_FILE, BODY, BUTTONS, LIST, URL_BUTTON
from transcode.channels.whatsapp.rows import Rows
from transcode.measure import Limit
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import Button, labels_of
from transcode.parts.files import File
from transcode.parts.forms import Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.plaintext import view
from transcode.result import Code, Outcome
from transcode.writer.request import Rendering

__all__ = ["DEFAULT_MENU", "Head", "Question", "Questions"]

Json = dict[str, Any]

DEFAULT_MENU: Final = "Menu"
"""The list button's text where the message gives none; WhatsApp requires one. Source: the documentation's sample."""

_WITH_CAPTION: Final = ("image", "video", "document")
"""Media that may have a caption or stand at the head of an interactive message."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a choice message and a card have in common: something to read, and answers to it."""

    place: Place
    body: Marked
    choices: Sequence[Place] = ()
    description: Marked = UNMARKED
    """Stands in the footer."""
    footer: Marked = UNMARKED
    """The caller's own footer for WhatsApp, where there is no description."""
    header: Words = NOTHING
    """The caller's own header for WhatsApp, where there is no media."""
    media: Place | None = None


class Head(NamedTuple):
    """What stands at the head of an interactive message, and what must be sent before it because it cannot."""

    header: Json | None = None
    before: tuple[Json, ...] = ()


class Questions(Rows):
    """Writes what is asked."""

    # --- questions: choice messages and cards ---

    def choice(self, message: Place) -> Rendering:
        """Write a question with buttons (``rich``: or a list, a URL button, a location request)."""
        footer = self._marked(message.words("message_properties", "whatsapp_footer").block)
        text = self._marked(message.words("text_message", "text").block)
        if self.rich and not text.typed:
            text = self._said_by(message)
        return self._ask(Question(message, text, list(message.at_all("choices")), footer=footer))

    def card(self, message: Place) -> Rendering:
        """Write a card: media above, title, description below, buttons; otherwise its media with a caption."""
        body, description = self._body_and_footer(message, join=self.rich)
        question = Question(
            message,
            body,
            list(message.at_all("choices")),
            description,
            header=message.words("message_properties", "whatsapp_header"),
            media=message.get("media_message"),
        )
        answer = self.attempt(lambda: self._ask(question))
        return self._captioned(message, answer) if isinstance(answer, Obstacle) else answer

    def _body_and_footer(self, message: Place, *, join: bool) -> tuple[Marked, Marked]:
        """Return the title as the body, the description as the footer; ``join``: as one where they cannot be that."""
        body, footer = (self._marked(message.words(name).block) for name in ("title", "description"))
        if not (body.typed or footer.typed) and message.get("media_message"):
            # WhatsApp asks for a text above buttons; where there is none, it is what they say.
            body = self._said_by(message)
        too_long = self.limit("footer").exceeded_by(footer.sent) is not None
        if join and footer.typed and (too_long or not body.typed):
            return self._lines(body.typed, footer.typed), UNMARKED
        return body, footer

    def _said_by(self, message: Place) -> Marked:
        """Return a text for buttons that have none above them: what they say."""
        choices = list(message.at_all("choices"))
        replies = [choice for choice in choices if choice.get("text_message")] if self.rich else []
        return self._marked(labels_of(self.buttons(replies or choices)))

    def _ask(self, question: Question) -> Rendering:
        """Return the question in the first form whose conditions it meets."""
        if self.rich and not self.direct_send:
            question = self._with_lines(question)
            limit = self.limit("body")
            if question.choices and limit.exceeded_by(question.body.sent) is not None:
                return self._in_pieces(question, limit)
        return self._first_way(question)

    def _first_way(self, question: Question) -> Rendering:
        *others, last = self._ways(question)
        for way in others:
            answer = self.attempt(partial(way, question))
            if not isinstance(answer, Obstacle):
                return answer
        return last(question)

    def _with_lines(self, question: Question) -> Question:
        """Return a question of replies and others with the others as lines of its text."""
        replies = [choice for choice in question.choices if choice.get("text_message")]
        others = [choice for choice in question.choices if choice not in replies]
        if not (replies and others):
            return question
        return replace(question, choices=replies, body=self._with_others(question.body, self.buttons(others), "\n\n"))

    def _with_others(self, text: Marked, others: Sequence[Button], between: str = "\n") -> Marked:
        """Return a text with the choices that are no replies as lines behind it."""
        why = "WhatsApp reply buttons take replies only"
        for button in others:
            self.report_line(button._replace(why_not=button.why_not or why))
        lines = self._marked(self.lines(button.place for button in others))
        return Marked(
            Words.join(between, (text.typed, lines.typed)),
            Words.join(between, (text.sent, lines.sent)),
        )

    def _in_pieces(self, question: Question, limit: Limit) -> Rendering:
        """Return a question that is longer than a body: the last of it above the buttons, the rest in texts before."""
        *first, last = self.pieces(question.body.sent, limit, question.place)
        rendering = self._first_way(replace(question, body=Marked(last, last)))
        before = tuple(payload for piece in first for payload in self.text_payloads(piece))
        return replace(rendering, payloads=(*before, *rendering.payloads), text=question.body.typed)

    def _ways(self, question: Question) -> tuple[Callable[[Question], Rendering], ...]:
        kinds = [choice.value.kind for choice in question.choices]
        if self.rich and kinds == ["url_message"]:
            return (self._url_button,)
        if self.direct_send:
            return (self._reply_buttons,)
        if self.rich and kinds == ["share_location_message"]:
            return (self._location_request,)
        if self.rich and set(kinds) == {"text_message"}:
            return (self._reply_buttons, self._reply_list)
        return (self._reply_buttons,)

    def _reply_buttons(self, question: Question) -> Rendering:
        """Write up to three replies."""
        buttons = self._filled(BUTTONS, question)
        self._check_postbacks(question)
        self._check_footer(question)
        head = self._head(question)
        written = [{"type": "reply", "reply": {"id": self.tap(one), "title": one.shown}} for one in buttons]
        return self._interactive("button", question, head, {"buttons": written})

    def _reply_list(self, question: Question) -> Rendering:
        """Write up to ten replies as a list; a label too long for a row's title stands in its description, whole."""
        buttons = self._filled(LIST, question)
        head = self._head(question, media=False)
        rows = [self._row(button.place, button.label, NOTHING) for button in buttons]
        action = {"button": DEFAULT_MENU, "sections": [{"rows": self._rows(rows)}]}
        return self._interactive("list", question, head, action)

    def _url_button(self, question: Question) -> Rendering:
        """Write one button that opens a URL."""
        (button,) = self._filled(URL_BUTTON, question)
        return self._interactive("cta_url", question, self._head(question), self._url_action(button))

    def _url_action(self, button: Button) -> Json:
        """Return the action of a button that opens a URL. A message with one has no reply to tell it by."""
        return {"name": "cta_url", "parameters": {"display_text": button.label, "url": button.url}}

    def _location_request(self, question: Question) -> Rendering:
        """Write one button that sends the recipient's location. It has WhatsApp's own text and nothing around it."""
        asked = question.choices[0].at("share_location_message")
        title, body = self._marked(asked.words("title").block), question.body
        if question.description.typed:
            body = self._lines(body.typed, question.description.typed)
        plain = Question(question.place, body if body.typed else title, question.choices, media=question.media)
        self._filled(BODY, replace(plain, choices=()))
        head = self._head(plain, media=False)
        if body.typed and title.typed and title.typed.place not in body.typed.places:
            why = "WhatsApp's button that sends a location has a text of its own"
            self.notes.report(Code.DROPPED, asked.at("title"), what=f"The title {title.typed.plain!r}", why=why)
        self.notes.report(Code.HINT_IGNORED, asked.at("fallback_url"), what="The fallback URL", channel=self.title)
        return self._interactive("location_request_message", plain, head, {"name": "send_location"})

    def _interactive(self, kind: str, question: Question, head: Head, action: Json) -> Rendering:
        """Return an interactive message."""
        footer = question.description if question.description.typed else question.footer
        fitted = self.fit(footer.sent, self.limit("footer"))
        if fitted != footer.sent:
            footer = Marked(fitted, fitted)
        written: Json = {"type": kind}
        if head.header:
            written["header"] = head.header
        written["body"] = {"text": question.body.sent}
        if footer.typed:
            written["footer"] = {"text": footer.sent}
        written["action"] = action
        for text in (question.body, footer):
            self._report_marks(text)
        header = (head.header or {}).get("text")
        shown = Words.join("\n", filter(None, (header, question.body.typed, footer.typed)))
        return Rendering(Outcome.NATIVE, (*head.before, self.payload("interactive", written)), shown)

    def _head(self, question: Question, *, media: bool = True) -> Head:
        """Return what stands at the head of ``question``; ``media``: whether its form can show a file there."""
        if question.media is None:
            return Head(self._text_header(question))
        where = question.media
        file = self.attempt(lambda: self.file(where))
        if isinstance(file, File) and file.name in _WITH_CAPTION and media:
            return Head(self._media_header(file))
        if self.rich and not self.direct_send:
            return Head(None, self._before(where))
        if isinstance(file, Obstacle):
            raise file
        why = f"its media is {A_FILE[file.name]}: WhatsApp shows images, videos and documents above buttons"
        raise Obstacle(why, where)

    def _text_header(self, question: Question) -> Json | None:
        """Return the caller's own header."""
        text = question.header.line
        return {"type": "text", "text": self.fit(text, self.limit("header"))} if text else None

    def _before(self, media: Place) -> tuple[Json, ...]:
        """Return a message of its own for a file that the next one cannot show; a link where it cannot be sent."""
        file = self.file_or_link(media)
        if isinstance(file, File):
            return (self._file_payload(file),)
        return tuple(dict(payload) for payload in self.text_payloads(file)) if file else ()

    def _captioned(self, card: Place, obstacle: Obstacle) -> Rendering:
        """Write a card's media with the rest of it as the caption; all of it as text where that cannot be."""
        media = card.get("media_message")
        file = self.attempt(lambda: self._captionable(media)) if media else None
        if not isinstance(file, File):
            if media and self.rich and not self.direct_send and (other := self.file_or_none(media)):
                return self._file_then_text(card, other, obstacle)
            if file and (file.why, file.place) != (obstacle.why, obstacle.place):
                self.report_obstacle(Code.FILE_AS_LINK, file)
            return self.instead(card, obstacle)
        shown = view(card, self.request.uppercase)
        caption = self._lay_out("card", shown.beside_file())
        if not caption.typed:
            return Rendering(Outcome.NATIVE, (self._file_payload(file),))
        # A file with a caption is the channel's own form of a card that has no choices.
        outcome = Outcome.PLAINTEXT if shown["card"]["choices"] else Outcome.NATIVE
        if outcome is Outcome.PLAINTEXT:
            self.report_obstacle(Code.WHOLE_AS_CAPTION, obstacle)
        self.report_as_text(card.at_all("choices"))
        self._report_marks(caption)
        limit = self.limit("caption")
        if limit.exceeded_by(caption.sent) is None:
            payload = self._file_payload(file, caption=caption.sent)
            return Rendering(outcome, (payload,), caption.typed)
        payloads = (self._file_payload(file), *self.text_payloads(caption.sent))
        self.notes.report_length(Code.CAPTION_APART, card, limit, len(payloads))
        return Rendering(outcome, payloads, caption.typed)

    def _file_then_text(self, card: Place, file: File, obstacle: Obstacle) -> Rendering:
        """Write a card's file, which can have no caption, and the rest of it as a text."""
        shown = view(card, self.request.uppercase)
        text = self._lay_out("card", shown.beside_file())
        if not text.typed:
            return Rendering(Outcome.NATIVE, (self._file_payload(file),))
        outcome = Outcome.PLAINTEXT if shown["card"]["choices"] else Outcome.NATIVE
        if outcome is Outcome.PLAINTEXT:
            self.report_obstacle(Code.FILE_AND_TEXT, obstacle)
        self.report_as_text(card.at_all("choices"))
        written = self._send(text, outcome)
        return replace(written, payloads=(self._file_payload(file), *written.payloads))

    def _captionable(self, media: Place) -> File:
        """Return a card's file if it can be sent with a caption."""
        file = self.file(media)
        if self.direct_send:
            raise Obstacle("Direct Send takes no media with a caption", media)
        if file.name not in _WITH_CAPTION:
            raise Obstacle(f"{A_FILE[file.name]} has no caption on WhatsApp", media)
        return file

    # --- the conditions of each form ---

    def _filled(self, form: Form, question: Question) -> tuple[Button, ...]:
        """Return the buttons of ``question`` in ``form``, whose conditions it meets.

        Raises:
            Obstacle: it does not.

        """
        buttons = self.buttons(question.choices)
        panel = Panel(question.place, "the message", text=question.body.sent, buttons=buttons)
        filled = fill(form, panel, self.limit)
        self.refuse_impossible(buttons)
        if form is not LIST:
            self._check_labels(buttons)
        return filled.buttons

    def _check_labels(self, buttons: Sequence[Button]) -> None:
        """Raise the Obstacle that keeps labels from standing on buttons."""
        first: dict[str, int] = {}
        for number, button in enumerate(buttons, 1):
            label = button.label.plain
            if escape(label) != label:
                raise Obstacle(f"choice {number} has markup, which WhatsApp buttons cannot show", button.place)
            if label in first:
                raise Obstacle(f"choices {first[label]} and {number} have the same text", button.place)
            first[label] = number

    def _check_postbacks(self, question: Question) -> None:
        """Raise the Obstacle that postback data is which is longer than the service documents it for buttons."""
        limit = self.limit("postback")
        for number, choice in enumerate(question.choices, 1):
            actual = None if self.rich else limit.exceeded_by(choice.words("postback_data"))
            if actual is not None:
                self._refuse_length(f"the postback data of choice {number}", choice.at("postback_data"), limit, actual)

    def _check_footer(self, question: Question) -> None:
        limit = self.limit("footer")
        if (actual := limit.exceeded_by(question.description.sent)) is not None:
            what = "the description, which stands in the footer,"
            self._refuse_length(what, question.place.at("description"), limit, actual)

    @staticmethod
    def _refuse_length(what: str, place: Place, limit: Limit, actual: int) -> None:
        unit = limit.unit.value
        raise Obstacle(f"{what} has {actual} {unit}: WhatsApp takes {limit.value} there", place, limit.value, actual)
