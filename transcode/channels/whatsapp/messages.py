"""WhatsApp's messages: the envelope that all share, texts with their marks, files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Final

from transcode.channels.whatsapp.limits import LIMITS, META, SINCH
from transcode.channels.whatsapp.markup import ZERO_WIDTH_SPACE, Marked, each_text, escape, escape_all, marks
from transcode.channels.whatsapp.styling import FORMATS, split_marked, with_marks
from transcode.measure import Limit
from transcode.message import KINDS, ContactInfoMessage, ListMessage, LocationMessage, MediaMessage
from transcode.message.place import NOTHING, Place, Words
from transcode.numbers import read_number
from transcode.parts.buttons import Deed, Taps
from transcode.parts.files import File, FileKind
from transcode.parts.forms import Form
from transcode.parts.writer import PartsWriter
from transcode.plaintext import Uppercase, View
from transcode.result import Code, Outcome
from transcode.styled import is_formatted, plain
from transcode.writer.properties import Property, flag
from transcode.writer.request import Markup, Rendering, Request, Support

__all__ = ["A_FILE", "BODY", "BSUID", "BUTTONS", "CARD", "LIST", "URL_BUTTON", "Messages"]

Json = dict[str, Any]

A_FILE: Final = {
    "image": "an image",
    "video": "a video",
    "audio": "audio",
    "sticker": "a sticker",
    "document": "a document",
}
BULLET: Final = "• "
"""Stands before a choice in the profile ``rich``. WhatsApp shows a line that begins with "> " as a quotation.

Source: faq.whatsapp.com, how to format your messages (block quotes, since 2024)."""
_STICKER_SIDE: Final = 512
"""Pixels. Source: META/messages/sticker-messages."""
_DIRECT_SEND_FORMS: Final = ("text", "button", "cta_url")
_NOT_BY_DIRECT_SEND: Final = (MediaMessage, LocationMessage, ContactInfoMessage, ListMessage)
"""Types of content whose native forms Direct Send does not take. Source: META/direct-send/supported-features."""
# Source: Meta's page on business-scoped user ids of 2026-05-28 ("US.", letters and digits, at most 128; a parent's has
# "ENT." before them), as 360dialog and ycloud describe it.
BSUID: Final = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}", re.ASCII)

BUTTONS: Final = Form(
    "a WhatsApp message with reply buttons",
    text="body",
    buttons="buttons",
    label="button title",
    needs=("text", "buttons"),
    deeds=frozenset((Deed.ANSWER,)),
    has_title=False,
    exact=True,
)
URL_BUTTON: Final = Form(
    "a WhatsApp message with a URL button",
    text="body",
    label="button title",
    needs=("text", "buttons"),
    deeds=frozenset((Deed.OPEN,)),
    has_title=False,
    exact=True,
)
LIST: Final = Form(
    "a WhatsApp list",
    text="body",
    buttons="rows",
    label="row description",
    needs=("text", "buttons"),
    deeds=frozenset((Deed.ANSWER,)),
    has_title=False,
    exact=True,
)
BODY: Final = Form("a WhatsApp interactive message", text="body", needs=("text",), has_title=False, exact=True)
CARD: Final = Form(
    "a card of a WhatsApp carousel",
    text="card body",
    buttons="card buttons",
    label="button title",
    files=("image", "video"),
    needs=("file", "buttons"),
    has_title=False,
    exact=True,
)


def _category(value: str) -> str:
    if value.strip().lower() == "utility":
        return "utility"
    raise ValueError("must be 'utility'")


def _wa_ids(value: str) -> Mapping[str, str]:
    """Return WhatsApp ids by the digits of the numbers that they belong to."""
    found: dict[str, str] = {}
    for pair in value.split(","):
        number, _, wa_id = (part.strip() for part in pair.partition("="))
        if not (wa_id.isascii() and wa_id.isdigit()):
            raise ValueError("must be numbers and their WhatsApp ids: +46701234567=46701234567, with commas between")
        found[read_number(number).removeprefix("+")] = wa_id
    return found


class Messages(PartsWriter):
    """What WhatsApp takes, and the messages that are no question."""

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
        Property(
            "WHATSAPP_CONTACT_WA_IDS",
            _wa_ids,
            "this library's own: the WhatsApp ids of numbers in a contact, as '+46701234567=46701234567' with commas"
            " between them; a number with one can be written to",
            f"{META}/messages/contacts-messages: wa_id",
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
    formats = FORMATS
    forms = (BUTTONS, URL_BUTTON, LIST, BODY, CARD)

    def recipient(self, to: str) -> str:
        """Return a phone number, with or without "+" (META/messages), or a business-scoped user id."""
        return to if BSUID.fullmatch(to) else self.phone_number(to)

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

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self._without: set[Place] = set()
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
        return tuple(self.payload("text", {**preview, "body": piece}) for piece in self.pieces(words, limit))

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
        if self.request.markup is Markup.MARKDOWN:
            return Marked(typed.like(plain(typed)), self._styled(typed))
        literal = self.request.markup is Markup.LITERAL
        return Marked(typed, typed.like(escape(typed)) if literal else typed)

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
            self._without.add(place)
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
            return file._replace(kind=document)
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
            what = f"The file, {A_FILE[file.name]},"
            self.notes.report_length(Code.TOO_LONG, file.media.at("url"), most, size, what=what)
        # Without a name the phone shows "Untitled".
        name = self._file_name(file) if file.name == "document" else NOTHING
        return {"link": file.url, "filename": name} if name else {"link": file.url}

    def _file_name(self, file: File) -> Words:
        """Return the name of a document; that the caller's own is cut is reported."""
        whole, limit = file.file_name(), self.limit("file name")
        name = file.file_name(limit)
        if name != whole and whole.place:
            self.notes.report_length(Code.TRUNCATED, whole.place, limit, limit.exceeded_by(whole))
        return name

    def _media_header(self, file: File) -> Json:
        return {"type": file.name, file.name: self._shown(file)}

    def _file_payload(self, file: File, **caption: str) -> Json:
        return self.payload(file.name, {**self._shown(file), **caption})

    # --- what all payloads have ---

    @property
    def direct_send(self) -> str | None:
        """The category of Direct Send, None where the message goes the ordinary way."""
        category: str | None = self.settings.get("WHATSAPP_DIRECT_SEND_CATEGORY")
        return category

    def payload(self, kind: str, content: Any) -> Json:
        """Return a message in the envelope, in the order and with the null of the recorded output."""
        payload: Json = {
            **({"recipient": self.to} if BSUID.fullmatch(self.to) else {"to": self.to}),
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
        if self.request.markup is Markup.MARKDOWN:
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


def _plain(text: Words) -> Words:
    return Words(plain(text), text.places, text.told) if is_formatted(text) else text


_MARKS: Final = re.compile(rf"[*_~`>-](?={ZERO_WIDTH_SPACE})")
