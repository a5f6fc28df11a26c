"""WhatsApp: messages of Meta's Cloud API where their conditions hold, otherwise text with WhatsApp's markup.

Sources, read 2026-11-22 (``META`` and ``SINCH`` are the roots of the addresses, in ``limits``)
- Payloads: META/messages/... (reply buttons, list, URL button, media carousel, location request, contacts, contextual
  replies), META/flows/guides/sendingaflow, META/payments/payments-br/orders. Envelope: the recorded output of the
  service's transcoding endpoint, which all payloads share, in its order of keys and with its null.
- Conditions of native choices and cards: SINCH/message-types/choice-message and .../card-message.
- Text: the WhatsApp page's pictures (SINCH/channel-support/whatsapp, 2021).
- Template parameters: SINCH/channel-support/whatsapp/template-support.

Where they disagree or are silent
- Lengths are "characters" everywhere; UTF-16 units are counted, which never are fewer than code points.
- A single URL choice is a URL button on newer pages, text on older ones: text in the profile ``documented``, a button
  in ``rich``.
- A caption may have 1024 characters or 3000: 1024. A list's body 1024 or 4096: 1024.
- A choice without postback data comes back by its label (the service puts the message id before it, which is not known
  here).
- Direct Send has buttons of both kinds in one message at Meta; the service names texts, reply buttons and a URL button
  only, so no others are sent. Content that is none of these goes as text.
- ``reply_to`` quotes in the first payload of a message only; a template shows no quotation, so it has none. Its
  identifier is passed on as it is: the service would look up WhatsApp's own for it, which is not known here.
- Both documentations let a sender write markup in a text: it is passed on as it is, and a finding says so.
  ``markup="literal"`` has texts shown as they are typed. What is typed for WhatsApp itself (channel-specific messages,
  template parameters, explicit messages) is passed on in either case.
- Whether a card's URL stands before or after the blank line in a carousel's text is not certain: before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, Final, NamedTuple

from transcode.channels.whatsapp.limits import LIMITS, SINCH
from transcode.channels.whatsapp.markup import UNMARKED, ZERO_WIDTH_SPACE, Marked, escape, escape_all, marks
from transcode.channels.whatsapp.objects import contact
from transcode.channels.whatsapp.specific import interactive, template
from transcode.measure import Limit, cut
from transcode.message import KINDS, ContactInfoMessage, ListMessage, LocationMessage, MediaMessage
from transcode.message.base import decimal
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import Button, Deed, Taps, cut_labels
from transcode.parts.files import File, FileKind
from transcode.parts.forms import Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.parts.writer import PartsWriter
from transcode.plaintext import View, view
from transcode.result import Code, Outcome
from transcode.writer.properties import Property, flag
from transcode.writer.request import Markup, Rendering, Support

__all__ = ["WhatsApp"]

Json = dict[str, Any]

MIN_CARDS: Final = 2
"""Source: META/messages/interactive-media-carousel-messages."""
DEFAULT_MENU: Final = "Menu"
"""The list button's text where the message gives none; WhatsApp requires one. Source: the documentation's sample."""

_WITH_CAPTION: Final = ("image", "video", "document")
"""Media that may have a caption or stand at the head of an interactive message."""
_A_FILE: Final = {
    "image": "an image",
    "video": "a video",
    "audio": "audio",
    "sticker": "a sticker",
    "document": "a document",
}
_STICKER_SIDE: Final = 512
"""Pixels. Source: META/messages/sticker-messages."""
_DIRECT_SEND_FORMS: Final = ("text", "button", "cta_url")
_NOT_BY_DIRECT_SEND: Final = (MediaMessage, LocationMessage, ContactInfoMessage, ListMessage)
"""Types of content whose native forms Direct Send does not take. Source: META/direct-send/supported-features."""
# Source: Meta's page on business-scoped user ids of 2026-05-28 ("US.", letters and digits, at most 128; a parent's has
# "ENT." before them), as 360dialog and ycloud describe it.
_BSUID: Final = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}", re.ASCII)

_BUTTONS: Final = Form(
    "a WhatsApp message with reply buttons",
    text="body",
    buttons="buttons",
    label="button title",
    needs=("text", "buttons"),
    deeds=frozenset((Deed.ANSWER,)),
    has_title=False,
    exact=True,
)
_URL_BUTTON: Final = Form(
    "a WhatsApp message with a URL button",
    text="body",
    label="button title",
    needs=("text", "buttons"),
    deeds=frozenset((Deed.OPEN,)),
    has_title=False,
    exact=True,
)
_LIST: Final = Form(
    "a WhatsApp list",
    text="body",
    buttons="rows",
    label="row description",
    needs=("text", "buttons"),
    deeds=frozenset((Deed.ANSWER,)),
    has_title=False,
    exact=True,
)
_BODY: Final = Form("a WhatsApp interactive message", text="body", needs=("text",), has_title=False, exact=True)
_CARD: Final = Form(
    "a card of a WhatsApp carousel",
    text="card body",
    buttons="card buttons",
    label="button title",
    files=("image", "video"),
    needs=("file", "buttons"),
    has_title=False,
    exact=True,
)


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


class Row(NamedTuple):
    """One row of a list: the item, what the caller calls it, and what stands below."""

    place: Place
    label: Words
    description: Words


class Section(NamedTuple):
    """The part of a list under one title: its rows, or its products."""

    title: Words
    rows: Sequence[Row] = ()
    products: Sequence[Place] = ()


def _category(value: str) -> str:
    if value.strip().lower() == "utility":
        return "utility"
    raise ValueError("must be 'utility'")


class WhatsApp(PartsWriter):
    """WhatsApp."""

    channel = "WHATSAPP"
    title = "WhatsApp"
    # Carousels are text in the documented profile; only ``rich`` has a form for some of them.
    supports: ClassVar[Mapping[str, Support]] = {
        "text": Support.NATIVE,
        "media": Support.CONDITIONAL,
        "choice": Support.CONDITIONAL,
        "card": Support.CONDITIONAL,
        "carousel": Support.CONDITIONAL,
        "location": Support.NATIVE,
        "contact_info": Support.CONDITIONAL,
        "list": Support.CONDITIONAL,
    }
    limits = LIMITS
    properties = (
        Property(
            "WHATSAPP_PREVIEW_URL",
            flag,
            "show a preview of the URL in a text (true, the default, or false)",
            f"{SINCH}/channel-support/whatsapp/properties",
        ),
        Property(
            "WHATSAPP_DIRECT_SEND_CATEGORY",
            _category,
            "send through the Direct Send API, as 'utility': texts, reply buttons and URL buttons only",
            f"{SINCH}/channel-support/whatsapp/direct-api",
        ),
    )
    taps = Taps(
        "a WhatsApp button", answer="button id", deeds=frozenset((Deed.ANSWER, Deed.OPEN, Deed.ASK)), strict=True
    )
    # Source of the first row of each kind: docs.aws.amazon.com/social-messaging, supported media types; "a document may
    # be of any MIME type": SINCH/channel-support/whatsapp/message-support. What WhatsApp does not play is a document.
    files = (
        FileKind("image", ("jpg", "jpeg", "png"), ("image/jpeg", "image/jpg", "image/png")),
        FileKind("video", ("mp4", "3gp", "3gpp"), ("video/mp4", "video/3gp", "video/3gpp")),
        FileKind(
            "audio",
            ("aac", "amr", "mp3", "m4a", "ogg", "opus"),
            ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/opus"),
        ),
        FileKind("sticker", ("webp",), ("image/webp",)),
        FileKind(
            "document",
            (
                *("pdf", "doc", "docx", "ppt", "pptx", "xls", "xlsx", "txt", "text", "csv", "rtf", "odt", "ods", "odp"),
                *("epub", "vcf", "ics", "pkpass", "json", "xml", "zip", "gz", "7z", "rar", "gif", "bmp", "tif", "tiff"),
                *("svg", "heic", "mov", "avi", "wmv", "mpeg", "mpg", "mkv", "webm", "wav", "flac"),
            ),
            ("*/*",),
        ),
    )
    forms = (_BUTTONS, _URL_BUTTON, _LIST, _BODY, _CARD)

    def recipient(self, to: str) -> str:
        """Return a phone number, with or without "+" (META/messages), or a business-scoped user id."""
        return to if _BSUID.fullmatch(to) else self.phone_number(to)

    def write(self, content: Place) -> Rendering:
        """Write ``content``; the first payload quotes the message that it answers."""
        if self.direct_send and isinstance(content.value, _NOT_BY_DIRECT_SEND):
            self.where = self.content = content
            kind = KINDS[type(content.value)].replace("_", " ")
            why = f"Direct Send takes texts, reply buttons and URL buttons, no {kind} message"
            return self._quoting(self.as_plaintext(content, why=why))
        return self._quoting(super().write(content))

    def override(self, payload: Place) -> Rendering:
        """Return the caller's own payload; callback data that WhatsApp would refuse is reported."""
        rendering = super().override(payload)
        for written in rendering.payloads:
            data = written.get("biz_opaque_callback_data")
            if isinstance(data, str):
                self.check_length("biz_opaque_callback_data", data, self.limit("callback data"), payload)
        return rendering

    # --- text ---

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
        return tuple(self.payload("text", {**preview, "body": piece}) for piece in self.pieces(words, limit))

    def _marked(self, typed: Words) -> Marked:
        """Return what somebody typed, as it is sent."""
        literal = self.request.markup is Markup.LITERAL
        return Marked(typed, typed.like(escape(typed)) if literal else typed)

    def _send(self, text: Marked, outcome: Outcome) -> Rendering:
        if not self.shows(text.typed):
            self.notes.report(Code.EMPTY, self.where, channel=self.title)
        self._report_marks(text)
        return Rendering(outcome, self.text_payloads(text.sent), text.typed)

    def _lay_out(self, kind: str, shown: View) -> Marked:
        """Return the text of a layout."""
        typed = self.request.plaintext.render(self.channel, kind, shown)
        if self.request.markup is not Markup.LITERAL or (escaped := escape_all(shown)) == shown:
            return Marked(typed, typed)
        return Marked(typed, self.request.plaintext.render(self.channel, kind, escaped))

    def _lines(self, title: Words, description: Words) -> Marked:
        """Return a title and a description in one text."""
        shown = View(self.request.uppercase)
        names = {"title": title, "description": description}
        return self._lay_out("body", shown.but(**{name: shown.words(words) for name, words in names.items()}))

    # --- media ---

    def media(self, message: Place) -> Rendering:
        """Write a file as its type has it."""
        return Rendering(Outcome.NATIVE, (self._file_payload(self.file(message)),))

    def file(self, media: Place, field: str = "url") -> File:
        """Return the file as WhatsApp carries it; a WebP image that is no sticker goes as a document."""
        file = super().file(media, field)
        sides = (file.info.width, file.info.height)
        if file.name == "sticker" and any(side not in (None, _STICKER_SIDE) for side in sides):
            document = next(kind for kind in self.files if kind.name == "document")
            return replace(file, kind=document)
        return file

    def _shown(self, file: File) -> Json:
        """Return what a message or a header says of a file; one that is too large is reported."""
        animated = file.name == "sticker" and file.info.animated
        most, size = self.limit(f"{'animated ' if animated else ''}{file.name} size"), file.info.bytes
        if file.name == "sticker" and None in (file.info.width, file.info.height):
            sentence = f"a sticker has {_STICKER_SIDE} x {_STICKER_SIDE} pixels; give width and height in media_info"
            where = file.media.at("url")
            self.notes.report(Code.MEDIA_RULE_ADVICE, where, channel=self.title, sentence=f"{sentence}.")
        if size is not None and size > most.value:
            what = f"The file, {_A_FILE[file.name]},"
            self.notes.report_length(Code.TOO_LONG, file.media.at("url"), most, size, what=what)
        # Without a name the phone shows "Untitled".
        name = file.file_name(self.limit("file name")) if file.name == "document" else NOTHING
        return {"link": file.url, "filename": name} if name else {"link": file.url}

    def _media_header(self, file: File) -> Json:
        return {"type": file.name, file.name: self._shown(file)}

    def _file_payload(self, file: File, **caption: str) -> Json:
        return self.payload(file.name, {**self._shown(file), **caption})

    # --- questions: choice messages and cards ---

    def choice(self, message: Place) -> Rendering:
        """Write a question with buttons (``rich``: or a list, a URL button, a location request)."""
        footer = self._marked(message.words("message_properties", "whatsapp_footer").block)
        text = self._marked(message.words("text_message", "text").block)
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
        too_long = self.limit("footer").exceeded_by(footer.sent) is not None
        if join and footer.typed and (too_long or not body.typed):
            return self._lines(body.typed, footer.typed), UNMARKED
        return body, footer

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
        why = "WhatsApp reply buttons take replies only"
        for button in self.buttons(others):
            self.report_line(replace(button, why_not=button.why_not or why))
        lines = self._marked(self.lines(others))
        body = Marked(
            Words.join("\n\n", (question.body.typed, lines.typed)), Words.join("\n\n", (question.body.sent, lines.sent))
        )
        return replace(question, choices=replies, body=body)

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
        buttons = self._filled(_BUTTONS, question)
        self._check_postbacks(question)
        self._check_footer(question)
        head = self._head(question)
        written = [{"type": "reply", "reply": {"id": self.tap(one), "title": one.shown}} for one in buttons]
        return self._interactive("button", question, head, {"buttons": written})

    def _reply_list(self, question: Question) -> Rendering:
        """Write up to ten replies as a list; a label too long for a row's title stands in its description, whole."""
        buttons = self._filled(_LIST, question)
        head = self._head(question, media=False)
        rows = [self._row(button.place, button.label, NOTHING) for button in buttons]
        action = {"button": DEFAULT_MENU, "sections": [{"rows": self._rows(rows)}]}
        return self._interactive("list", question, head, action)

    def _url_button(self, question: Question) -> Rendering:
        """Write one button that opens a URL."""
        (button,) = self._filled(_URL_BUTTON, question)
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
        self._filled(_BODY, replace(plain, choices=()))
        head = self._head(plain, media=False)
        if body.typed and title.typed:
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
        why = f"its media is {_A_FILE[file.name]}: WhatsApp shows images, videos and documents above buttons"
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
        caption = self._lay_out("card", shown.but(card={**shown["card"], "media": NOTHING}))
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
        self.report_obstacle(Code.WHOLE_AS_TEXT, obstacle)
        shown = view(card, self.request.uppercase)
        text = self._lay_out("card", shown.but(card={**shown["card"], "media": NOTHING}))
        if not text.typed:
            return Rendering(Outcome.NATIVE, (self._file_payload(file),))
        self.report_as_text(card.at_all("choices"))
        written = self._send(text, Outcome.PLAINTEXT)
        return replace(written, payloads=(self._file_payload(file), *written.payloads))

    def _captionable(self, media: Place) -> File:
        """Return a card's file if it can be sent with a caption."""
        file = self.file(media)
        if self.direct_send:
            raise Obstacle("Direct Send takes no media with a caption", media)
        if file.name not in _WITH_CAPTION:
            raise Obstacle(f"{_A_FILE[file.name]} has no caption on WhatsApp", media)
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
        if form is not _LIST:
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

    # --- carousels ---

    def carousel(self, message: Place) -> Rendering:
        """Write cards as text; in ``rich`` side by side where all of them qualify, and a single one as a card."""
        if not self.rich:
            return self.as_plaintext(message, why="WhatsApp's own carousels are used in the profile 'rich' only")
        cards, outer = list(message.at_all("cards")), list(message.at_all("choices"))
        if len(cards) == 1 and not outer:
            return self.card(cards[0])
        if self.direct_send:
            return self.as_plaintext(message, why="Direct Send takes no carousels")
        limit = self.limit("cards")
        if not MIN_CARDS <= len(cards) <= limit.value:
            why = f"it has {len(cards)} cards: a WhatsApp carousel has {MIN_CARDS} to {limit.value}"
            bound = MIN_CARDS if len(cards) < MIN_CARDS else limit.value
            raise Obstacle(why, message.at("cards"), bound, len(cards))
        body = self._lay_out("carousel_body", view(message, self.request.uppercase))
        above = Question(message, body)
        self._filled(_BODY, above)
        self.report_as_text(outer)
        panels = [self._carousel_panel(card, number) for number, card in enumerate(cards, 1)]
        for panel, _ in panels:
            if _structure(panel) != _structure(panels[0][0]):
                why = f"cards 1 and {panel.name[5:]} differ: all cards of a WhatsApp carousel have the same media and"
                raise Obstacle(f"{why} buttons", panel.place)
        action = {"cards": [self._carousel_card(*panel, index) for index, panel in enumerate(panels)]}
        written = self._interactive("carousel", above, Head(), action)
        shown = Words.join("\n\n", (body.typed, *(text.typed for _, text in panels)))
        return replace(written, text=shown)

    def _carousel_panel(self, card: Place, number: int) -> tuple[Panel, Marked]:
        """Return one card as a panel, whose conditions are met, and its text."""
        name = f"card {number}"
        text = self._lines(card.words("title").block, card.words("description").block)
        media, buttons = card.get("media_message"), self.buttons(card.at_all("choices"), f"{name}'s ")
        file = self.file(media) if media else None
        panel = Panel(card, name, text=text.sent, file=file, buttons=buttons)
        panel = replace(panel, buttons=fill(_CARD, panel, self.limit).buttons)
        breaks, actual = self.limit("card line breaks"), len(text.sent.splitlines()) - 1
        if actual > breaks.value:
            why = f"{name}: the text has {actual} line breaks: WhatsApp takes {breaks.value}"
            raise Obstacle(why, card, breaks.value, actual)
        kinds = [button.action.key for button in buttons]
        if kinds != ["url_message"] and set(kinds) != {"text_message"}:
            raise Obstacle(f"{name}: its choices are neither one URL nor replies only", card)
        self.refuse_impossible(buttons)
        self._check_labels(buttons)
        return panel, text

    def _carousel_card(self, panel: Panel, text: Marked, index: int) -> Json:
        """Return one card."""
        assert panel.file is not None  # noqa: S101 - the form needs one
        # The type is cta_url for cards with replies too, as two independent SDKs send it
        # (@kapso/whatsapp-cloud-api 0.3.0, whatsapp-cloud-api-py 0.3.0).
        written: Json = {"card_index": index, "type": "cta_url", "header": self._media_header(panel.file)}
        if text.typed:
            written["body"] = {"text": text.sent}
            self._report_marks(text)
        if panel.buttons[0].deed is Deed.OPEN:
            return written | {"action": self._url_action(panel.buttons[0])}
        buttons = [
            {"type": "quick_reply", "quick_reply": {"id": self.tap(one), "title": one.shown}} for one in panel.buttons
        ]
        return written | {"action": {"buttons": buttons}}

    # --- lists ---

    def list_(self, message: Place) -> Rendering:
        """Write a list of choices or of products: title as the body, description as the footer."""
        body, footer = self._body_and_footer(message, join=True)
        header = message.words("message_properties", "whatsapp_header")
        question = Question(message, body, description=footer, header=header)
        found = (self._section(section) for section in message.at_all("sections"))
        sections = [section for section in found if section.rows or section.products]
        catalog = message.words("message_properties", "catalog_id").line
        self._check_sections(question, sections, catalog)
        media = message.get("media")
        before = self._before(media) if media else ()
        if sections[0].products:
            return self._product_list(question, sections, catalog, before)
        return self._choice_list(question, sections, message.words("message_properties", "menu").line, before)

    def _section(self, section: Place) -> Section:
        """Return a section with its rows or products."""
        items = [item for (item,) in section.at_all("items")]
        rows = [row for item in items if item.key == "choice" and (row := self._item(item))]
        return Section(section.words("title").line, rows, [item for item in items if item.key == "product"])

    def _item(self, item: Place) -> Row | None:
        """Return an item's row, under its description where it has no title; None where it has neither."""
        title, description = item.words("title").line, item.words("description").line
        if not (title or description):
            return None
        return self._row(item, title or description, description if title else NOTHING)

    def _row(self, place: Place, label: Words, description: Words) -> Row:
        """Return a row; a label that is too long for its title stands whole in the description, if that is free."""
        limit, room = self.limit("row title"), self.limit("row description")
        if not description and limit.exceeded_by(label) is not None and room.exceeded_by(label) is None:
            description = label
        return Row(place, label, description)

    def _rows(self, rows: Sequence[Row]) -> list[Json]:
        """Return rows as a list has them; a title that is cut is no loss where the description has it whole."""
        limit = self.limit("row title")
        titles = cut_labels([row.label for row in rows], limit)
        written = []
        for row, title in zip(rows, titles, strict=True):
            if title != row.label:
                words = {"what": "A row's title", "shown_in": "its description"}
                code = Code.LABEL_CUT if row.description == row.label else Code.TRUNCATED
                where = row.label.place or row.place
                self.notes.report_length(code, where, limit, limit.exceeded_by(row.label), **words)
            identifier = self.tapped.answer(row.place, row.label, self.limit("row id"), self.notes, shown=title)
            shown: Json = {"id": identifier, "title": title}
            if row.description:
                shown["description"] = self.fit(row.description, self.limit("row description"))
            written.append(shown)
        return written

    def _choice_list(
        self, question: Question, sections: Sequence[Section], menu: Words, before: tuple[Json, ...]
    ) -> Rendering:
        """Write rows behind a button that opens them."""
        rows = iter(self._rows([row for section in sections for row in section.rows]))
        written = [
            {**title, "rows": [next(rows) for _ in section.rows]}
            for title, section in zip(self._section_titles(sections), sections, strict=True)
        ]
        button = self.fit(menu or Words(DEFAULT_MENU), self.limit("button title"))
        head = Head(self._text_header(question), before)
        return self._interactive("list", question, head, {"button": button, "sections": written})

    def _product_list(
        self, question: Question, sections: Sequence[Section], catalog: Words, before: tuple[Json, ...]
    ) -> Rendering:
        """Write products of a catalogue: one by itself, several as a list, which must have a header."""
        products = [product for section in sections for product in section.products]
        for product in products:
            self.tapped.add(product, product.value.id, product.value.id)
        first, header = sections[0], self._text_header(question)
        if len(products) == 1 and not (first.title or header):
            action: Json = {"catalog_id": catalog, "product_retailer_id": products[0].words("id")}
            return self._interactive("product", question, Head(None, before), action)
        if header is None:
            # The title, which the body has in full.
            limit = self.limit("header")
            header = {"type": "text", "text": cut(question.body.typed.line.plain, limit.value, limit.unit, "…")}
        written = [
            {**title, "product_items": [{"product_retailer_id": product.words("id")} for product in section.products]}
            for title, section in zip(self._section_titles(sections), sections, strict=True)
        ]
        action = {"catalog_id": catalog, "sections": written}
        return self._interactive("product_list", question, Head(header, before), action)

    def _section_titles(self, sections: Sequence[Section]) -> list[Json]:
        """Return the titles of sections; where there are several WhatsApp wants one for each, so a number stands in."""
        titles, limit = [section.title for section in sections], self.limit("section title")
        if len(titles) > 1:
            titles = [title or Words(str(number)) for number, title in enumerate(titles, 1)]
        fitted = cut_labels(titles, limit)
        for title, short in zip(titles, fitted, strict=True):
            if title != short and title.place:
                self.notes.report_length(Code.TRUNCATED, title.place, limit, limit.exceeded_by(title))
        return [{"title": title} if title else {} for title in fitted]

    def _check_sections(self, question: Question, sections: Sequence[Section], catalog: str) -> None:
        """Raise the Obstacle that keeps sections from being a list."""
        place = question.place.at("sections")
        rows = sum(len(section.rows) for section in sections)
        products = [product for section in sections for product in section.products]
        if not sections:
            raise Obstacle("it has no items that WhatsApp could show", place)
        for name, actual in (("sections", len(sections)), ("rows", rows), ("products", len(products))):
            limit = self.limit(name)
            if actual > limit.value:
                raise Obstacle(f"it has {actual} {name}: WhatsApp takes {limit.value}", place, limit.value, actual)
        self._filled(_BODY, question)
        if products and not catalog:
            why = "it names no catalogue: a list of products needs message_properties.catalog_id"
            raise Obstacle(why, question.place)
        for product in products:
            if not product.value.id.strip():
                raise Obstacle("a product has no identifier", product)

    # --- places and contacts ---

    def location(self, message: Place) -> Rendering:
        """Write a place: the title is its name, the label its address."""
        figures = ((name, message.at("coordinates", name)) for name in ("longitude", "latitude"))
        written: Json = {name: Words(decimal(place.value), (place,)) for name, place in figures}
        # A name is what an address stands under, so a label without a title is the name.
        fields = {"name": "title", "address": "label"} if message.words("title").line else {"name": "label"}
        for name, field in fields.items():
            if text := message.words(field).line:
                written[name] = self.fit(text, self.limit(f"location {name}"))
        return Rendering(Outcome.NATIVE, (self.payload("location", written),))

    def contact_info(self, message: Place) -> Rendering:
        """Write a contact."""
        if not message.words("name", "full_name").line:
            where = message.at("name", "full_name")
            raise Obstacle("the contact has no full name, which WhatsApp requires", where)
        return Rendering(Outcome.NATIVE, (self.payload("contacts", [contact(message)]),))

    # --- what is typed for WhatsApp ---

    def channel_template(self, reference: Place) -> Rendering:
        """Write a template that is stored at WhatsApp, its parameters by their keys."""
        if self._quoted:
            where, why = self._quoted.place or "reply_to", "WhatsApp shows no quotation above a template"
            self.notes.report(Code.DROPPED, where, what="The message it answers", why=why)
        if _BSUID.fullmatch(self.to):
            self.notes.report(Code.RECIPIENT_UNCERTAIN, "to", channel=self.title, why=_AUTHENTICATION)
        return Rendering(Outcome.NATIVE, (self.payload("template", template(self, reference)),))

    def channel_specific(self, message: Place) -> Rendering | None:
        """Write a flow, an order to be paid, or the state of an order."""
        written = interactive(self, message)
        if written is None:
            return None
        return self._quoting(Rendering(Outcome.NATIVE, (self.payload("interactive", written),)))

    # --- what all payloads have ---

    @property
    def direct_send(self) -> str | None:
        """The category of Direct Send, None where the message goes the ordinary way."""
        category: str | None = self.settings.get("WHATSAPP_DIRECT_SEND_CATEGORY")
        return category

    def payload(self, kind: str, content: Any) -> Json:
        """Return a message in the envelope, in the order and with the null of the recorded output."""
        payload: Json = {
            **({"recipient": self.to} if _BSUID.fullmatch(self.to) else {"to": self.to}),
            "type": kind,
            "recipient_type": "individual",
            kind: content,
            "messaging_product": "whatsapp",
            "biz_opaque_callback_data": None,
        }
        if self.direct_send:
            payload["category"] = self.direct_send
            form = content["type"] if kind == "interactive" else kind
            if form not in _DIRECT_SEND_FORMS:
                what, why = f"messages of type {form} by Direct Send", "texts, reply buttons and URL buttons only"
                self.notes.report(Code.VALUE_REFUSED, self.where, channel=self.title, what=what, why=why)
        return payload

    @property
    def _quoted(self) -> Words:
        """The message that this one answers; empty where there is none."""
        return self.request.reply_to

    def _quoting(self, rendering: Rendering) -> Rendering:
        """Return ``rendering`` with its first payload quoting the message that it answers."""
        if not (self._quoted and rendering.payloads):
            return rendering
        first, *others = rendering.payloads
        return replace(rendering, payloads=({**first, "context": {"message_id": self._quoted}}, *others))

    def _report_marks(self, text: Marked) -> None:
        """Report, once, that a text has marks that format it, or would have."""
        if Code.MARKUP_READ in self.notes.codes() or Code.MARKUP_ESCAPED in self.notes.codes():
            return
        texts = [place for place in text.sent.places if isinstance(place.value, str)]
        if self.request.markup is Markup.LITERAL:
            if text.sent == text.typed:
                return
            marked = [place for place in texts if escape(place.value, alone=False) != place.value]
            code, characters = Code.MARKUP_ESCAPED, _MARKS.findall(text.sent)
        else:
            marked = [place for place in texts if marks(place.value)]
            if not marked:
                return
            code, characters = Code.MARKUP_READ, [mark for place in marked for mark in marks(place.value)]
        where = min(marked, key=lambda place: place.order, default=self.where)
        shown = " and ".join(map(repr, sorted(set(characters))))
        remedy = "zero-width spaces keep it as it was typed"
        self.notes.report(code, where, characters=shown, channel=self.title, remedy=remedy)


_MARKS: Final = re.compile(rf"[*_~`>-](?={ZERO_WIDTH_SPACE})")
_AUTHENTICATION: Final = "an authentication template goes to a phone number only"


def _structure(panel: Panel) -> tuple[str, list[Deed]]:
    """Return what must be the same for all cards: the type of media, what the choices do."""
    return panel.file.name if panel.file else "", [button.deed for button in panel.buttons]
