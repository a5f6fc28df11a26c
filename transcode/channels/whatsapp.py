"""WhatsApp: messages of Meta's Cloud API where their conditions hold, otherwise text with WhatsApp's markup.

Sources, read 2026-11-22 (``META`` and ``SINCH`` below are the roots of the addresses)
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
- User text is shown as typed, in texts too, although both documentations let a sender write markup there. What is typed
  for WhatsApp itself (channel-specific messages, template parameters, explicit messages) keeps its markup.
- Whether a card's URL stands before or after the blank line in a carousel's text is not certain: before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final, NamedTuple

from transcode.channels.base import KINDS, ChannelWriter, Property, Rendering, Support, Unmet, flag
from transcode.errors import InvalidMessage
from transcode.measure import Limit, Unit, cut
from transcode.media import MediaInfo, encode_url, file_extension
from transcode.message import (
    CardMessage,
    CarouselMessage,
    Choice,
    ChoiceItem,
    ChoiceMessage,
    ContactInfoMessage,
    Content,
    ListMessage,
    LocationMessage,
    MediaMessage,
    TemplateReference,
)
from transcode.message.base import Model, decimal, extend_path, leaves
from transcode.message.channel_specific import (
    Flow,
    FlowMessage,
    Interactive,
    OrderDetails,
    OrderDetailsMessage,
    OrderStatus,
    OrderStatusMessage,
    TextHeader,
)
from transcode.picture import Picture
from transcode.plaintext import one_line, view
from transcode.result import Code, Outcome, Transcoded
from transcode.whatsapp.markup import NOTHING, ZERO_WIDTH_SPACE, Text, escape, escape_all
from transcode.whatsapp.objects import contact, given, review_and_pay
from transcode.whatsapp.template import NO_PARAMETER, PROVIDERS, TemplateKey, template_components

__all__ = ["WhatsApp", "media_kind"]

Json = dict[str, Any]

_READ: Final = "2026-11-22"
_META: Final = "developers.facebook.com/documentation/business-messaging/whatsapp"
_SINCH: Final = "developers.sinch.com/docs/conversation"
_DIRECT_SEND: Final = f"{_META}/direct-send/supported-features-and-limits"
_MEDIA_TYPES: Final = "docs.aws.amazon.com/social-messaging/latest/userguide/supported-media-types.html"
_CHANGELOG: Final = "developers.facebook.com/docs/whatsapp/business-platform/changelog"
_UNVERIFIED: Final = "unverified"
_KILOBYTE: Final = 1024
_MEGABYTE: Final = 1024 * _KILOBYTE
_BINARY: Final = "whether in powers of 2 or of 10 is not stated: 2, so that no file is refused that would be taken"
_CHARACTERS: Final = Unit.UTF16_UNITS

LIMITS: Final = (
    Limit("text", 4096, _CHARACTERS, f"{_SINCH}/channel-support/whatsapp/message-support", _READ),
    Limit("direct send text", 1024, _CHARACTERS, _DIRECT_SEND, _READ, "its body; its other lengths are the same"),
    Limit("caption", 1024, _CHARACTERS, _UNVERIFIED, _READ, "some relays say 1024, others 3000"),
    Limit(
        "body", 1024, _CHARACTERS, f"{_META}/messages/location-request-messages", _READ, "of all interactive messages"
    ),
    Limit("header", 60, _CHARACTERS, _DIRECT_SEND, _READ),
    Limit("footer", 60, _CHARACTERS, _DIRECT_SEND, _READ),
    Limit("buttons", 3, Unit.COUNT, f"{_META}/messages/interactive-reply-buttons-messages", _READ),
    Limit("button title", 20, _CHARACTERS, _DIRECT_SEND, _READ, "of reply, URL, list and flow buttons"),
    Limit("button id", 256, _CHARACTERS, "developer.exotel.com/docs/whatsapp-support/interactive-messages", _READ),
    Limit(
        "postback", 229, _CHARACTERS, f"{_SINCH}/message-types/choice-message", _READ, "for documented reply buttons"
    ),
    Limit("sections", 10, Unit.COUNT, f"{_META}/messages/interactive-list-messages", _READ),
    Limit("rows", 10, Unit.COUNT, f"{_META}/messages/interactive-list-messages", _READ, "of all sections together"),
    Limit(
        "section title", 24, _CHARACTERS, "docs.stubber.com: WhatsApp list", _READ, "docs.gupshup.io/docs/list-node: 20"
    ),
    Limit("row title", 24, _CHARACTERS, "docs.gupshup.io/docs/list-node", _READ),
    Limit("row description", 72, _CHARACTERS, "docs.gupshup.io/docs/list-node", _READ),
    Limit("row id", 200, _CHARACTERS, "alvochat.com/docs/api/post/messages/list", _READ),
    Limit("products", 30, Unit.COUNT, "developers.facebook.com/docs/whatsapp/guides/interactive-messages", _READ),
    Limit("cards", 10, Unit.COUNT, f"{_META}/messages/interactive-media-carousel-messages", _READ, "and 2 at least"),
    Limit("card body", 160, _CHARACTERS, "docs.360dialog.com: interactive media carousel messages", _READ),
    Limit("card line breaks", 2, Unit.COUNT, "docs.360dialog.com: interactive media carousel messages", _READ),
    Limit("card buttons", 2, Unit.COUNT, _UNVERIFIED, _READ, "docs.jelou.ai: carousel; Meta states none"),
    Limit("location name", 100, _CHARACTERS, _UNVERIFIED, _READ, "whatsapp-cloud-api-py 0.3.0 (PyPI)"),
    Limit("location address", 300, _CHARACTERS, _UNVERIFIED, _READ, "whatsapp-cloud-api-py 0.3.0 (PyPI)"),
    Limit("file name", 240, _CHARACTERS, _UNVERIFIED, _READ, "whatsapp-cloud-api-py 0.3.0 (PyPI)"),
    Limit("order status", 120, _CHARACTERS, "infobip.com/docs/api: WhatsApp interactive order-status message", _READ),
    Limit("template text", 1024, _CHARACTERS, _UNVERIFIED, _READ, "beside others; whatsapp-api-js 6.3.0 (npm)"),
    Limit("template text alone", 32768, _CHARACTERS, f"{_SINCH}/message-types/text-message", _READ, "body only"),
    Limit("callback data", 512, _CHARACTERS, _CHANGELOG, _READ, "biz_opaque_callback_data; it was 256"),
    Limit("image size", 5 * _MEGABYTE, Unit.BYTES, _MEDIA_TYPES, _READ, _BINARY),
    Limit("video size", 16 * _MEGABYTE, Unit.BYTES, _MEDIA_TYPES, _READ, _BINARY),
    Limit("audio size", 16 * _MEGABYTE, Unit.BYTES, _MEDIA_TYPES, _READ, _BINARY),
    Limit("document size", 100 * _MEGABYTE, Unit.BYTES, _MEDIA_TYPES, _READ, _BINARY),
    Limit("sticker size", 100 * _KILOBYTE, Unit.BYTES, _MEDIA_TYPES, _READ, _BINARY),
    Limit("animated sticker size", 500 * _KILOBYTE, Unit.BYTES, _MEDIA_TYPES, _READ, _BINARY),
)

MIN_CARDS: Final = 2
"""Source: META/messages/interactive-media-carousel-messages."""
DEFAULT_MENU: Final = "Menu"
"""The list button's text where the message gives none; WhatsApp requires one. Source: the documentation's sample."""

# Source of the first row of each kind: docs.aws.amazon.com/social-messaging, supported media types; "a document may be
# of any MIME type": SINCH/channel-support/whatsapp/message-support.
MEDIA_EXTENSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "image": ("jpg", "jpeg", "png"),
    "video": ("mp4", "3gp", "3gpp"),
    "audio": ("aac", "amr", "mp3", "m4a", "ogg", "opus"),
    "sticker": ("webp",),
    "document": (
        *("pdf", "doc", "docx", "ppt", "pptx", "xls", "xlsx", "txt", "text"),
        *("csv", "rtf", "odt", "ods", "odp", "epub", "vcf", "ics", "pkpass", "json", "xml", "zip", "gz", "7z", "rar"),
        *("gif", "bmp", "tif", "tiff", "svg", "heic", "mov", "avi", "wmv", "mpeg", "mpg", "mkv", "webm", "wav", "flac"),
    ),
}
"""The type of media message for a file, by the extension of its URL. What WhatsApp does not play goes as a document."""
CONTENT_TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("image/jpeg", "image/jpg", "image/png"), "image"),
    **dict.fromkeys(("video/mp4", "video/3gp", "video/3gpp"), "video"),
    **dict.fromkeys(("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/opus"), "audio"),
    "image/webp": "sticker",
}
"""The same by content type, where the caller knows that; every other is a document."""

_KIND_OF: Final = {extension: kind for kind, extensions in MEDIA_EXTENSIONS.items() for extension in extensions}
_WITH_CAPTION: Final = ("image", "video", "document")
"""Media that may have a caption or stand at the head of an interactive message."""
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s/?#]+(?:[/?#].*)?", re.IGNORECASE)


def media_kind(url: str, content_type: str | None = None) -> str | None:
    """Return the type of media message for a file: by its content type, else by the extension of its URL.

    None where the content type is not known and the extension says nothing.
    """
    if content_type:
        return CONTENT_TYPES.get(content_type.partition(";")[0].strip().lower(), "document")
    return _KIND_OF.get(file_extension(url))


def _web_address(url: str) -> str | None:
    """Return an http or https URL as it is sent, percent-encoded; None where it is none."""
    address = one_line(url)
    return encode_url(address) if _WEB_ADDRESS.fullmatch(address) else None


# --- conditions ---


@dataclass(frozen=True, slots=True)
class Question:
    """What a choice message and a card have in common: something to read, and answers to it."""

    path: str
    body: Text
    choices: Sequence[Choice]
    description: Text = NOTHING
    """Stands in the footer."""
    footer: Text = NOTHING
    """The caller's own footer for WhatsApp, where there is no description."""
    header: Text = NOTHING
    """The caller's own header for WhatsApp, where there is no media."""
    media: MediaMessage | None = None

    @property
    def choice_paths(self) -> list[str]:
        """Where each choice stands."""
        return [extend_path(extend_path(self.path, "choices"), index) for index in range(len(self.choices))]


class File(NamedTuple):
    """A file that WhatsApp can send."""

    kind: str
    """The type of its media message."""
    link: str
    path: str
    name: str = ""
    """The name that a document is shown under."""
    info: MediaInfo = MediaInfo()
    """What the caller knows of it."""


class Head(NamedTuple):
    """What stands at the head of an interactive message, and what must be sent before it because it cannot."""

    header: Json | None
    before: tuple[Json, ...] = ()


class Row(NamedTuple):
    """One row of a list."""

    path: str
    label: str
    """What the caller calls it."""
    label_path: str
    description: str
    postback: str | None


class Section(NamedTuple):
    """The part of a list under one title: its rows, or the identifiers of its products."""

    path: str
    title: str
    rows: Sequence[Row] = ()
    products: Sequence[str] = ()


_A_FILE: Final = {
    "image": "an image",
    "video": "a video",
    "audio": "audio",
    "sticker": "a sticker",
    "document": "a document",
}
_DIRECT_SEND_FORMS: Final = ("text", "button", "cta_url")
_NOT_BY_DIRECT_SEND: Final = (MediaMessage, LocationMessage, ContactInfoMessage, ListMessage)
"""Types of content whose native forms Direct Send does not take. Source: META/direct-send/supported-features."""
_WHAT_A_CHOICE_IS: Final = {
    "url_message": "a URL",
    "call_message": "a phone call",
    "location_message": "a place",
    "calendar_message": "a calendar event",
    "share_location_message": "a request for the recipient's location",
}

# --- channel-specific messages and templates ---

# Source: Conversation API schema, TemplateReference (BCP-47, "en_US" or "en-US").
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*")
# Source: github.com/api-evangelist/whatsapp, whatsapp-message-template-schema.json; it asks for a letter at the
# beginning as well, which nothing else confirms.
_TEMPLATE_NAME: Final = re.compile(r"[a-z0-9_]{1,512}")
_FLOW_VERSION: Final = "3"
_FLOW_VALUES: Final = {"flow_mode": ("draft", "published"), "flow_action": ("navigate", "data_exchange")}
"""Source: developers.sinch.com/sdk/sinch-sdk-node, Conversation.WhatsAppFlow."""
# Source: ITU-T E.164 (15 digits at most); with or without "+": META/messages.
_PHONE: Final = re.compile(r"\+?[0-9]{3,15}")


def _category(value: str) -> str:
    if value.strip().lower() == "utility":
        return "utility"
    raise ValueError("must be 'utility'")


class WhatsApp(ChannelWriter):
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
            f"{_SINCH}/channel-support/whatsapp/properties",
        ),
        Property(
            "WHATSAPP_DIRECT_SEND_CATEGORY",
            _category,
            "send through the Direct Send API, as 'utility': texts, reply buttons and URL buttons only",
            f"{_SINCH}/channel-support/whatsapp/direct-api",
        ),
    )

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``whatsapp_picture``."""
        from transcode.channels.whatsapp_picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def recipient(self, to: str) -> str:
        """Return a phone number as it is written."""
        if _PHONE.fullmatch(to):
            return to
        raise ValueError("must be a phone number: 3 to 15 digits, with or without a leading +")

    def write(self, content: Content, path: str) -> Rendering:
        """Write ``content``; the first payload quotes the message that it answers."""
        if self._direct_send and isinstance(content, _NOT_BY_DIRECT_SEND):
            self.content, self.path = content, path
            kind = KINDS[type(content)].replace("_", " ")
            why = f"Direct Send takes texts, reply buttons and URL buttons, no {kind} message"
            return self._quoting(self.as_plaintext(content, why=why))
        return self._quoting(super().write(content, path))

    def override(self, payload: str, path: str) -> Rendering:
        """Return the caller's own payload; callback data that WhatsApp would refuse is reported."""
        rendering = super().override(payload, path)
        limit = self.limit("callback data")
        for written in rendering.payloads:
            data = written.get("biz_opaque_callback_data")
            if isinstance(data, str) and (actual := limit.exceeded_by(data)) is not None:
                what = "biz_opaque_callback_data"
                self.report(Code.TOO_LONG, path, what=what, limit=limit.value, unit=limit.unit.value, actual=actual)
        return rendering

    # --- text ---

    def send_text(self, text: str, outcome: Outcome) -> Rendering:
        """Return the rendering of one text that somebody typed."""
        return self._send(Text(text, escape(text)), outcome)

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return the messages that send ``text``: several, in order, where it is too long for one."""
        limit = self.limit("direct send text" if self._direct_send else "text")
        # Direct Send shows no previews and has no field for it (META/direct-send/supported-message-types).
        preview = {} if self._direct_send else {"preview_url": self.settings.get("WHATSAPP_PREVIEW_URL", True)}
        return tuple(self._payload("text", {**preview, "body": piece}) for piece in self.pieces(text, limit))

    def as_plaintext(
        self, message: Content, *, why: str | None = None, outcome: Outcome = Outcome.PLAINTEXT
    ) -> Rendering:
        """Write ``message`` as text by its layout, whose own markup formats."""
        return self._as_text(message, Unmet(why or "WhatsApp has no form of its own for it", self.path), outcome)

    def _as_text(self, message: Content, unmet: Unmet, outcome: Outcome = Outcome.PLAINTEXT) -> Rendering:
        """Write ``message`` as text because a condition of its native form is not met."""
        if outcome is Outcome.PLAINTEXT:
            self.report_unmet(unmet)
        return self._send(self._lay_out(KINDS[type(message)], view(message, self.request.uppercase)), outcome)

    def _send(self, text: Text, outcome: Outcome) -> Rendering:
        if not text.typed.strip():
            self.report(Code.EMPTY, channel=self.title)
        self._report_marks(text)
        return Rendering(outcome, self.text_payloads(text.sent), text.typed)

    def _lay_out(self, kind: str, names: Mapping[str, Any]) -> Text:
        """Return the text of a layout."""
        shown, escaped = dict(names), escape_all(names)
        typed = self.request.plaintext.render(self.channel, kind, shown)
        return Text(typed, typed if escaped == shown else self.request.plaintext.render(self.channel, kind, escaped))

    # --- media ---

    def media(self, message: MediaMessage) -> Rendering:
        """Write a file as its type has it."""
        file = self._file(message, self.path)
        if isinstance(file, Unmet):
            return self._as_text(message, file)
        return Rendering(Outcome.NATIVE, (self._file_payload(file),))

    def _file(self, media: MediaMessage, path: str) -> File | Unmet:
        """Return the file if WhatsApp can send it."""
        link, where = _web_address(media.url), extend_path(path, "url")
        if link is None:
            return Unmet("the URL of its media is not an http or https address", where)
        info = self.media_info(media.url)
        kind = media_kind(link, info.content_type)
        if kind is None:
            return Unmet("the URL of its media does not tell what kind of file it is", where)
        return File(kind, link, path, one_line(media.filename_override) if kind == "document" else "", info)

    def _file_of(self, question: Question) -> File | Unmet | None:
        return self._file(question.media, extend_path(question.path, "media_message")) if question.media else None

    def _shown(self, file: File) -> Json:
        """Return what a message or a header says of a file; one that is too large is reported."""
        animated = file.kind == "sticker" and file.info.animated
        most, size = self.limit(f"{'animated ' if animated else ''}{file.kind} size"), file.info.bytes
        if size is not None and size > most.value:
            where, what = extend_path(file.path, "url"), f"The file, {_A_FILE[file.kind]},"
            self.report(Code.TOO_LONG, where, what=what, limit=most.value, unit=most.unit.value, actual=size)
        if not file.name:
            return {"link": file.link}
        where = extend_path(file.path, "filename_override")
        return {"link": file.link, "filename": self.fit(file.name, self.limit("file name"), where)}

    def _media_header(self, file: File) -> Json:
        return {"type": file.kind, file.kind: self._shown(file)}

    def _file_payload(self, file: File, **caption: str) -> Json:
        return self._payload(file.kind, {**self._shown(file), **caption})

    # --- questions: choice messages and cards ---

    def choice(self, message: ChoiceMessage) -> Rendering:
        """Write a question with buttons (``rich``: or a list, a URL button, a location request)."""
        hints = message.message_properties
        question = Question(
            self.path,
            Text.of(message.text_message.text if message.text_message else None),
            message.choices,
            footer=Text.of(_hint(hints, "whatsapp_footer")),
        )
        answer = self._ask(question)
        return self._as_text(message, answer) if isinstance(answer, Unmet) else answer

    def card(self, message: CardMessage) -> Rendering:
        """Write a card: media above, title, description below, buttons; otherwise its media with a caption."""
        return self._write_card(message, self.path)

    def _write_card(self, card: CardMessage, path: str) -> Rendering:
        hints = card.message_properties
        body, description = self._body_and_footer(card.title, card.description, join=self.rich)
        question = Question(
            path,
            body,
            card.choices or (),
            description=description,
            header=Text.of(_hint(hints, "whatsapp_header")),
            media=card.media_message,
        )
        answer = self._ask(question)
        return self._captioned(card, path, answer) if isinstance(answer, Unmet) else answer

    def _body_and_footer(self, title: str | None, description: str | None, *, join: bool) -> tuple[Text, Text]:
        """Return the title as the body, the description as the footer; ``join``: as one where they cannot be that."""
        body, footer = Text.of(title), Text.of(description)
        too_long = self.limit("footer").exceeded_by(footer.sent) is not None
        if join and footer.typed and (too_long or not body.typed):
            return self._lay_out("body", {"title": body.typed, "description": footer.typed}), NOTHING
        return body, footer

    def _ask(self, question: Question) -> Rendering | Unmet:
        """Return the question in the first form whose conditions it meets, or what kept it from the last."""
        *others, last = self._forms(question)
        for form in others:
            answer = form(question)
            if isinstance(answer, Rendering):
                return answer
        return last(question)

    def _forms(self, question: Question) -> tuple[Callable[[Question], Rendering | Unmet], ...]:
        kinds = [choice.kind for choice in question.choices]
        if self.rich and kinds == ["url_message"]:
            return (self._url_button,)
        if self._direct_send:
            return (self._reply_buttons,)
        if self.rich and kinds == ["share_location_message"]:
            return (self._location_request,)
        if self.rich and set(kinds) == {"text_message"}:
            return (self._reply_buttons, self._reply_list)
        return (self._reply_buttons,)

    def _reply_buttons(self, question: Question) -> Rendering | Unmet:
        """Write up to three replies."""
        unmet = next(self._unmet_by_buttons(question), None)
        head = unmet or self._head(question)
        if isinstance(head, Unmet):
            return head
        limit = self.limit("button id")
        buttons = []
        for choice, path in zip(question.choices, question.choice_paths, strict=True):
            label = one_line(choice.label)
            identifier = self.answer(path, label, choice.postback_data, limit)
            buttons.append({"type": "reply", "reply": {"id": identifier, "title": label}})
        return self._interactive("button", question, head, {"buttons": buttons})

    def _reply_list(self, question: Question) -> Rendering | Unmet:
        """Write up to ten replies as a list; a label too long for a row's title stands in its description, whole."""
        unmet = next(self._unmet_by_list(question), None)
        head = unmet or self._head(question, media=False)
        if isinstance(head, Unmet):
            return head
        rows = [
            self._row(path, one_line(choice.label), path, "", choice.postback_data)
            for choice, path in zip(question.choices, question.choice_paths, strict=True)
        ]
        action = {"button": DEFAULT_MENU, "sections": [{"rows": self._rows(rows)}]}
        return self._interactive("list", question, head, action)

    def _url_button(self, question: Question) -> Rendering | Unmet:
        """Write one button that opens a URL."""
        unmet = next(self._unmet_by_url_button(question), None)
        head = unmet or self._head(question)
        if isinstance(head, Unmet):
            return head
        return self._interactive("cta_url", question, head, _url_action(question.choices[0]))

    def _location_request(self, question: Question) -> Rendering | Unmet:
        """Write one button that sends the recipient's location. It has WhatsApp's own text and nothing around it."""
        (choice,), (path,) = question.choices, question.choice_paths
        asked = choice.share_location_message
        assert asked is not None  # noqa: S101 - _forms has looked
        title, where = Text.of(asked.title), extend_path(path, "share_location_message")
        body = question.body
        if question.description.typed:
            body = self._lay_out("body", {"title": body.typed, "description": question.description.typed})
        plain = Question(question.path, body if body.typed else title, question.choices, media=question.media)
        unmet = next(self._unmet_by_body(plain), None)
        head = unmet or self._head(plain, media=False)
        if isinstance(head, Unmet):
            return head
        if body.typed and title.typed:
            why = "WhatsApp's button that sends a location has a text of its own"
            self.report(Code.DROPPED, extend_path(where, "title"), what=f"The title {title.typed!r}", why=why)
        self.report(Code.HINT_IGNORED, extend_path(where, "fallback_url"), what="The fallback URL", channel=self.title)
        return self._interactive("location_request_message", plain, head, {"name": "send_location"})

    def _interactive(self, kind: str, question: Question, head: Head, action: Json) -> Rendering:
        """Return an interactive message."""
        footer = question.description if question.description.typed else question.footer
        where = extend_path(extend_path(question.path, "message_properties"), "whatsapp_footer")
        fitted = self.fit(footer.sent, self.limit("footer"), where)
        if fitted != footer.sent:
            footer = Text(fitted, fitted)
        interactive: Json = {"type": kind}
        if head.header:
            interactive["header"] = head.header
        interactive["body"] = {"text": question.body.sent}
        if footer.typed:
            interactive["footer"] = {"text": footer.sent}
        interactive["action"] = action
        for text in (question.body, footer):
            self._report_marks(text)
        header = (head.header or {}).get("text")
        shown = "\n".join(filter(None, (header, question.body.typed, footer.typed)))
        return Rendering(Outcome.NATIVE, (*head.before, self._payload("interactive", interactive)), shown)

    def _head(self, question: Question, *, media: bool = True) -> Head | Unmet:
        """Return what stands at the head of ``question``; ``media``: whether its form can show a file there."""
        file, path = self._file_of(question), extend_path(question.path, "media_message")
        if question.media is None or file is None:
            return Head(self._text_header(question))
        if isinstance(file, File) and file.kind in _WITH_CAPTION and media:
            return Head(self._media_header(file))
        if self.rich and not self._direct_send:
            return Head(None, self._before(question.media, path))
        if isinstance(file, Unmet):
            return file
        why = f"its media is {_A_FILE[file.kind]}: WhatsApp shows images, videos and documents above buttons"
        return Unmet(why, path)

    def _text_header(self, question: Question) -> Json | None:
        """Return the caller's own header."""
        text = one_line(question.header.typed)
        where = extend_path(extend_path(question.path, "message_properties"), "whatsapp_header")
        return {"type": "text", "text": self.fit(text, self.limit("header"), where)} if text else None

    def _before(self, media: MediaMessage, path: str) -> tuple[Json, ...]:
        """Return a message of its own for a file that the next one cannot show; a link where it cannot be sent."""
        file = self._file(media, path)
        if isinstance(file, File):
            return (self._file_payload(file),)
        url = one_line(media.url)
        if not url:
            return ()
        self.report_unmet(file)
        return tuple(dict(payload) for payload in self.text_payloads(url))

    def _captioned(self, card: CardMessage, path: str, unmet: Unmet) -> Rendering:
        """Write a card's media with the rest of it as the caption; all of it as text where that cannot be."""
        where = extend_path(path, "media_message")
        file = self._captionable(card.media_message, where) if card.media_message else None
        if not isinstance(file, File):
            if file and file != unmet:
                self.report_unmet(file)
            return self._as_text(card, unmet)
        shown = view(card, self.request.uppercase)["card"]
        caption = self._lay_out("card", {"card": {**shown, "media": ""}})
        if not caption.typed:
            return Rendering(Outcome.NATIVE, (self._file_payload(file),))
        self.report_unmet(unmet)
        self._report_marks(caption)
        limit = self.limit("caption")
        if limit.exceeded_by(caption.sent) is None:
            payload = self._file_payload(file, caption=caption.sent)
            return Rendering(Outcome.PLAINTEXT, (payload,), caption.typed)
        payloads = (self._file_payload(file), *self.text_payloads(caption.sent))
        self.report(Code.SPLIT, path, limit=limit.value, unit=limit.unit.value, actual=len(payloads))
        return Rendering(Outcome.PLAINTEXT, payloads, caption.typed)

    def _captionable(self, media: MediaMessage, path: str) -> File | Unmet:
        """Return a card's file if it can be sent with a caption."""
        file = self._file(media, path)
        if isinstance(file, File) and self._direct_send:
            return Unmet("Direct Send takes no media with a caption, so its URL is sent", path)
        if isinstance(file, File) and file.kind not in _WITH_CAPTION:
            return Unmet(f"{_A_FILE[file.kind]} has no caption on WhatsApp, so its URL is sent", path)
        return file

    # --- the conditions of each form ---

    def _unmet_by_buttons(self, question: Question) -> Iterator[Unmet]:
        """Yield what keeps ``question`` from reply buttons."""
        for number, choice in enumerate(question.choices, 1):
            if not choice.text_message:
                what = _WHAT_A_CHOICE_IS[choice.kind]
                path = question.choice_paths[number - 1]
                yield Unmet(f"choice {number} is {what}: WhatsApp reply buttons take replies only", path)
        yield from self._unmet_by_count(question, self.limit("buttons"), "reply buttons")
        yield from self._unmet_by_body(question)
        yield from self._unmet_by_labels(question.choices, question.choice_paths)
        postback = self.limit("postback")
        for number, (choice, path) in enumerate(zip(question.choices, question.choice_paths, strict=True), 1):
            actual = postback.exceeded_by(choice.postback_data or "")
            if actual is not None and not self.rich:
                where = extend_path(path, "postback_data")
                yield self._too_long(f"the postback data of choice {number}", where, postback, actual)
        footer = self.limit("footer")
        if (actual := footer.exceeded_by(question.description.sent)) is not None:
            where = extend_path(question.path, "description")
            yield self._too_long("the description, which stands in the footer,", where, footer, actual)

    def _unmet_by_list(self, question: Question) -> Iterator[Unmet]:
        """Yield what keeps replies from a list."""
        yield from self._unmet_by_count(question, self.limit("rows"), "rows in a list")
        yield from self._unmet_by_body(question)
        room = self.limit("row description")
        for number, (choice, path) in enumerate(zip(question.choices, question.choice_paths, strict=True), 1):
            label = one_line(choice.label)
            if not label:
                yield Unmet(f"choice {number} has no text", path)
            if (actual := room.exceeded_by(label)) is not None:
                yield self._too_long(f"choice {number}", path, room, actual)

    def _unmet_by_url_button(self, question: Question) -> Iterator[Unmet]:
        """Yield what keeps ``question`` from a URL button."""
        yield from self._unmet_by_body(question)
        yield from self._unmet_by_labels(question.choices, question.choice_paths)
        yield from _unmet_by_url(question.choices[0], question.choice_paths[0])

    def _unmet_by_body(self, question: Question) -> Iterator[Unmet]:
        if not question.body.typed:
            yield Unmet("it has no text for WhatsApp to show above the buttons", question.path)
        limit = self.limit("body")
        if (actual := limit.exceeded_by(question.body.sent)) is not None:
            yield self._too_long("the text above the buttons", question.path, limit, actual)

    def _unmet_by_count(self, question: Question, limit: Limit, what: str) -> Iterator[Unmet]:
        path, actual = extend_path(question.path, "choices"), len(question.choices)
        if not actual:
            yield Unmet(f"it has no choices to make {what} of", question.path)
        if actual > limit.value:
            yield Unmet(
                f"it has {actual} choices: WhatsApp has {limit.value} {what} at most", path, limit.value, actual
            )

    def _unmet_by_labels(self, choices: Sequence[Choice], paths: Sequence[str]) -> Iterator[Unmet]:
        """Yield what keeps the labels of choices from standing on buttons."""
        limit = self.limit("button title")
        first: dict[str, int] = {}
        for number, (choice, path) in enumerate(zip(choices, paths, strict=True), 1):
            label = one_line(choice.label)
            if not label:
                yield Unmet(f"choice {number} has no text", path)
            if (actual := limit.exceeded_by(label)) is not None:
                yield self._too_long(f"the text of choice {number}", path, limit, actual)
            if escape(label) != label:
                yield Unmet(f"choice {number} has markup, which WhatsApp buttons cannot show", path)
            if label in first:
                yield Unmet(f"choices {first[label]} and {number} have the same text", path)
            first[label] = number

    @staticmethod
    def _too_long(what: str, path: str, limit: Limit, actual: int) -> Unmet:
        unit = limit.unit.value
        return Unmet(f"{what} has {actual} {unit}: WhatsApp takes {limit.value} there", path, limit.value, actual)

    # --- carousels ---

    def carousel(self, message: CarouselMessage) -> Rendering:
        """Write cards as text; in ``rich`` side by side where all of them qualify, and a single one as a card."""
        if not self.rich:
            why = "WhatsApp's own carousels are used in the profile 'rich' only"
            return self.as_plaintext(message, why=why)
        if len(message.cards) == 1 and not message.choices:
            return self._write_card(message.cards[0], extend_path(extend_path(self.path, "cards"), 0))
        if self._direct_send:
            return self.as_plaintext(message, why="Direct Send takes no carousels")
        cards = list(self._cards(message))
        above = Question(self.path, self._lay_out("carousel_body", view(message, self.request.uppercase)), ())
        unmet = next(self._unmet_by_carousel(above, cards), None)
        if unmet:
            return self._as_text(message, unmet)
        action = {"cards": [self._carousel_card(card, index) for index, card in enumerate(cards)]}
        written = self._interactive("carousel", above, Head(None), action)
        shown = "\n\n".join(text for text in (above.body.typed, *(card.body.typed for card in cards)) if text)
        return replace(written, text=shown)

    def _cards(self, message: CarouselMessage) -> Iterator[Question]:
        for index, card in enumerate(message.cards):
            path = extend_path(extend_path(self.path, "cards"), index)
            names = {"title": (card.title or "").strip(), "description": (card.description or "").strip()}
            yield Question(path, self._lay_out("body", names), card.choices or (), media=card.media_message)

    def _carousel_card(self, card: Question, index: int) -> Json:
        """Return one card; the conditions are met."""
        file = self._file_of(card)
        assert isinstance(file, File)  # noqa: S101 - _unmet_by_card has looked
        # The type is cta_url for cards with replies too, as two independent SDKs send it
        # (@kapso/whatsapp-cloud-api 0.3.0, whatsapp-cloud-api-py 0.3.0).
        written: Json = {"card_index": index, "type": "cta_url", "header": self._media_header(file)}
        if card.body.typed:
            written["body"] = {"text": card.body.sent}
            self._report_marks(card.body)
        if card.choices[0].url_message:
            return written | {"action": _url_action(card.choices[0])}
        buttons = []
        for choice, path in zip(card.choices, card.choice_paths, strict=True):
            label = one_line(choice.label)
            identifier = self.answer(path, label, choice.postback_data, self.limit("button id"))
            buttons.append({"type": "quick_reply", "quick_reply": {"id": identifier, "title": label}})
        return written | {"action": {"buttons": buttons}}

    def _unmet_by_carousel(self, above: Question, cards: Sequence[Question]) -> Iterator[Unmet]:
        """Yield what keeps cards from standing side by side."""
        limit, path = self.limit("cards"), extend_path(above.path, "cards")
        if not MIN_CARDS <= len(cards) <= limit.value:
            why = f"it has {len(cards)} cards: a WhatsApp carousel has {MIN_CARDS} to {limit.value}"
            yield Unmet(why, path, MIN_CARDS if len(cards) < MIN_CARDS else limit.value, len(cards))
        yield from self._unmet_by_body(above)
        for number, card in enumerate(cards, 1):
            for unmet in self._unmet_by_card(card):
                yield unmet._replace(why=f"card {number}: {unmet.why}")
            if self._structure(card) != self._structure(cards[0]):
                why = f"cards 1 and {number} differ: all cards of a WhatsApp carousel have the same media and buttons"
                yield Unmet(why, card.path)

    def _unmet_by_card(self, card: Question) -> Iterator[Unmet]:
        """Yield what keeps one card out of a carousel."""
        file = self._file_of(card)
        if isinstance(file, Unmet):
            yield file
        elif file is None or file.kind not in ("image", "video"):
            yield Unmet("it has no image or video, which every card of a WhatsApp carousel has", card.path)
        room, breaks = self.limit("card body"), self.limit("card line breaks")
        if (actual := room.exceeded_by(card.body.sent)) is not None:
            yield self._too_long("the text", card.path, room, actual)
        if (actual := len(card.body.sent.splitlines()) - 1) > breaks.value:
            yield Unmet(
                f"the text has {actual} line breaks: WhatsApp takes {breaks.value}", card.path, breaks.value, actual
            )
        kinds = {choice.kind for choice in card.choices}
        if kinds == {"url_message"} and len(card.choices) == 1:
            yield from _unmet_by_url(card.choices[0], card.choice_paths[0])
        elif kinds == {"text_message"}:
            yield from self._unmet_by_count(card, self.limit("card buttons"), "replies on a card")
        else:
            yield Unmet("its choices are neither one URL nor replies only", card.path)
        yield from self._unmet_by_labels(card.choices, card.choice_paths)

    def _structure(self, card: Question) -> tuple[str | None, list[str]]:
        """Return what must be the same for all cards: the type of media, the kinds of choices."""
        file = self._file_of(card)
        return file.kind if isinstance(file, File) else None, [choice.kind for choice in card.choices]

    # --- lists ---

    def list_(self, message: ListMessage) -> Rendering:
        """Write a list of choices or of products: title as the body, description as the footer."""
        hints = message.message_properties
        body, footer = self._body_and_footer(message.title, message.description, join=True)
        header = Text.of(_hint(hints, "whatsapp_header"))
        question = Question(self.path, body, (), description=footer, header=header)
        sections = [section for section in self._sections(message) if section.rows or section.products]
        catalog = one_line(_hint(hints, "catalog_id"))
        unmet = next(self._unmet_by_sections(question, sections, catalog), None)
        if unmet:
            return self._as_text(message, unmet)
        before = self._before(message.media, extend_path(self.path, "media")) if message.media else ()
        if sections[0].products:
            return self._product_list(question, sections, catalog, before)
        return self._choice_list(question, sections, _hint(hints, "menu"), before)

    def _sections(self, message: ListMessage) -> Iterator[Section]:
        """Yield the sections with their rows or products."""
        for index, section in enumerate(message.sections):
            where = extend_path(extend_path(self.path, "sections"), index)
            rows = []
            for number, item in enumerate(section.items):
                path = extend_path(extend_path(extend_path(where, "items"), number), "choice")
                if item.choice and (row := self._item(item.choice, path)):
                    rows.append(row)
            products = [item.product.id for item in section.items if item.product]
            yield Section(where, one_line(section.title), rows, products)

    def _item(self, item: ChoiceItem, path: str) -> Row | None:
        """Return an item's row, under its description where it has no title; None where it has neither."""
        title, description = one_line(item.title), one_line(item.description)
        label_path = extend_path(path, "title" if title else "description")
        if not (title or description):
            return None
        return self._row(path, title or description, label_path, description if title else "", item.postback_data)

    def _row(self, path: str, label: str, label_path: str, description: str, postback: str | None) -> Row:
        """Return a row; a label that is too long for its title stands whole in the description, if that is free."""
        limit, room = self.limit("row title"), self.limit("row description")
        if not description and limit.exceeded_by(label) is not None and room.exceeded_by(label) is None:
            description = label
        return Row(path, label, label_path, description, postback)

    def _rows(self, rows: Sequence[Row]) -> list[Json]:
        """Return rows as a list has them; a title that is cut is no loss where the description has it whole."""
        before, whole = len(self.findings), {row.label_path for row in rows if row.description == row.label}
        paths = [row.label_path for row in rows]
        titles = self.fit_labels([row.label for row in rows], self.limit("row title"), paths)
        self.findings[before:] = [finding for finding in self.findings[before:] if finding.path not in whole]
        written = []
        for row, title in zip(rows, titles, strict=True):
            identifier = self.answer(row.path, row.label, row.postback, self.limit("row id"), shown=title)
            shown: Json = {"id": identifier, "title": title}
            if row.description:
                where = extend_path(row.path, "description")
                shown["description"] = self.fit(row.description, self.limit("row description"), where)
            written.append(shown)
        return written

    def _choice_list(
        self, question: Question, sections: Sequence[Section], menu: str | None, before: tuple[Json, ...]
    ) -> Rendering:
        """Write rows behind a button that opens them."""
        rows = iter(self._rows([row for section in sections for row in section.rows]))
        written = [
            {**title, "rows": [next(rows) for _ in section.rows]}
            for title, section in zip(self._section_titles(sections), sections, strict=True)
        ]
        where = extend_path(extend_path(self.path, "message_properties"), "menu")
        button = self.fit(one_line(menu) or DEFAULT_MENU, self.limit("button title"), where)
        head = Head(self._text_header(question), before)
        return self._interactive("list", question, head, {"button": button, "sections": written})

    def _product_list(
        self, question: Question, sections: Sequence[Section], catalog: str, before: tuple[Json, ...]
    ) -> Rendering:
        """Write products of a catalogue: one by itself, several as a list, which must have a header."""
        for section in sections:
            for number, product in enumerate(section.products):
                path = extend_path(extend_path(extend_path(section.path, "items"), number), "product")
                self.tapped[path] = (product, product)
        first, header = sections[0], self._text_header(question)
        if len(self.tapped) == 1 and not (first.title or header):
            action: Json = {"catalog_id": catalog, "product_retailer_id": first.products[0]}
            return self._interactive("product", question, Head(None, before), action)
        if header is None:
            # The title, which the body has in full.
            limit = self.limit("header")
            header = {"type": "text", "text": cut(one_line(question.body.typed), limit.value, limit.unit, "…")}
        written = [
            {**title, "product_items": [{"product_retailer_id": product} for product in section.products]}
            for title, section in zip(self._section_titles(sections), sections, strict=True)
        ]
        action = {"catalog_id": catalog, "sections": written}
        return self._interactive("product_list", question, Head(header, before), action)

    def _section_titles(self, sections: Sequence[Section]) -> list[Json]:
        """Return the titles of sections; where there are several WhatsApp wants one for each, so a number stands in."""
        titles = [section.title for section in sections]
        if len(titles) > 1:
            titles = [title or str(number) for number, title in enumerate(titles, 1)]
        paths = [extend_path(section.path, "title") for section in sections]
        fitted = self.fit_labels(titles, self.limit("section title"), paths)
        return [{"title": title} if title else {} for title in fitted]

    def _unmet_by_sections(self, question: Question, sections: Sequence[Section], catalog: str) -> Iterator[Unmet]:
        """Yield what keeps sections from being a list."""
        path = extend_path(self.path, "sections")
        rows = sum(len(section.rows) for section in sections)
        products = sum(len(section.products) for section in sections)
        if not sections:
            yield Unmet("it has no items that WhatsApp could show", path)
        for name, actual in (("sections", len(sections)), ("rows", rows), ("products", products)):
            limit = self.limit(name)
            if actual > limit.value:
                yield Unmet(f"it has {actual} {name}: WhatsApp takes {limit.value}", path, limit.value, actual)
        yield from self._unmet_by_body(question)
        if products and not catalog:
            yield Unmet("it names no catalogue: a list of products needs message_properties.catalog_id", self.path)
        for section in sections:
            if not all(map(str.strip, section.products)):
                yield Unmet("a product has no identifier", section.path)

    # --- places and contacts ---

    def location(self, message: LocationMessage) -> Rendering:
        """Write a place: the title is its name, the label its address."""
        written: Json = {
            "longitude": decimal(message.coordinates.longitude),
            "latitude": decimal(message.coordinates.latitude),
        }
        # A name is what an address stands under, so a label without a title is the name.
        fields = {"name": "title", "address": "label"} if one_line(message.title) else {"name": "label"}
        for name, field in fields.items():
            text = one_line(getattr(message, field))
            if text:
                where = extend_path(self.path, field)
                written[name] = self.fit(text, self.limit(f"location {name}"), where)
        return Rendering(Outcome.NATIVE, (self._payload("location", written),))

    def contact_info(self, message: ContactInfoMessage) -> Rendering:
        """Write a contact."""
        if not one_line(message.name.full_name):
            where = extend_path(extend_path(self.path, "name"), "full_name")
            return self._as_text(message, Unmet("the contact has no full name, which WhatsApp requires", where))
        return Rendering(Outcome.NATIVE, (self._payload("contacts", [contact(message)]),))

    # --- what is typed for WhatsApp ---

    def channel_template(self, reference: TemplateReference, path: str) -> Rendering:
        """Write a template that is stored at WhatsApp, its parameters by their keys."""
        if not reference.template_id.strip():
            raise InvalidMessage.at(extend_path(path, "template_id"), "missing", "must be the template's name")
        if not _TEMPLATE_NAME.fullmatch(reference.template_id):
            raise InvalidMessage.at(
                extend_path(path, "template_id"),
                "template_id",
                "must be the template's name at WhatsApp: up to 512 lower-case letters, digits and underscores",
                reference.template_id,
            )
        language, where = (reference.language_code or "").strip(), extend_path(path, "language_code")
        if not language:
            raise InvalidMessage.at(
                where, "missing", "is required: WhatsApp stores templates by language, such as en_US"
            )
        if not _LANGUAGE.fullmatch(language):
            raise InvalidMessage.at(where, "language_code", "must be a language code such as en_US or pt-BR", language)
        parameters = reference.parameters or {}
        where = extend_path(path, "parameters")
        components = template_components(parameters, where)
        for name, value in parameters.items():
            self._check_parameter(TemplateKey.parse(name), value, extend_path(where, name), alone=len(components) == 1)
        template: Json = {"name": reference.template_id, "language": {"code": language.replace("-", "_")}}
        if components:
            template["components"] = components
        if self._quoted:
            why = "WhatsApp shows no quotation above a template"
            self.report(Code.DROPPED, "reply_to", what="The message it answers", why=why)
        return Rendering(Outcome.NATIVE, (self._payload("template", template),))

    def _check_parameter(self, key: TemplateKey, value: str, path: str, *, alone: bool) -> None:
        if key.field in PROVIDERS:
            why = "WhatsApp's Cloud API has no providers any more and fetches the file from its link"
            self.report(Code.DROPPED, path, what=f"The provider {value!r}", why=why)
        if key.field != "text":
            return
        limit = self.limit(
            "header" if key.component == "header" else "template text alone" if alone else "template text"
        )
        if (actual := limit.exceeded_by(value)) is not None:
            what = "A template's parameter"
            self.report(Code.TOO_LONG, path, what=what, limit=limit.value, unit=limit.unit.value, actual=actual)
        if not value or NO_PARAMETER.search(value):
            what = "WhatsApp refuses an empty parameter, and one with a line break, a tab or more than four spaces."
            self.report(Code.NOT_ALLOWED, path, what=what)

    def channel_specific(self, message: Model, path: str) -> Rendering | None:
        """Write a flow, an order to be paid, or the state of an order."""
        where = extend_path(path, "message")
        match message:
            case FlowMessage():
                kind, action = "flow", self._flow(message.message, where)
            case OrderDetailsMessage():
                kind, action = "order_details", self._order(message.message, where)
            case OrderStatusMessage():
                kind, action = "order_status", self._review_order(message.message, where)
            case _:
                return None
        interactive = {"type": kind, **self._typed_parts(message.message, where), "action": action}
        return self._quoting(Rendering(Outcome.NATIVE, (self._payload("interactive", interactive),)))

    def _typed_parts(self, message: Interactive, path: str) -> Json:
        """Return header, body and footer; their markup is the caller's own for WhatsApp and stays."""
        parts: Json = {}
        if isinstance(message.header, TextHeader):
            where = extend_path(extend_path(path, "header"), "text")
            parts["header"] = {"type": "text", "text": self.fit(message.header.text, self.limit("header"), where)}
        elif message.header:
            kind = message.header.type
            link = getattr(message.header, kind).link
            address, where = _web_address(link), f"{extend_path(path, 'header')}.{kind}.link"
            if address is None:
                self.report(Code.NOT_ALLOWED, where, what="WhatsApp fetches a header's file by http or https only.")
            parts["header"] = {"type": kind, kind: {"link": address or link}}
        for name in ("body", "footer"):
            part = getattr(message, name)
            if part and part.text.strip():
                where = extend_path(extend_path(path, name), "text")
                parts[name] = {"text": self.fit(part.text, self.limit(name), where)}
        if "body" not in parts:
            what = "WhatsApp takes no interactive message without a body: give body.text."
            self.report(Code.NOT_ALLOWED, extend_path(path, "body"), what=what)
        return parts

    def _order(self, message: OrderDetails, path: str) -> Json:
        if not message.payment.order.items:
            what = "WhatsApp takes no order without items: give one at least."
            self.report(Code.NOT_ALLOWED, f"{path}.payment.order.items", what=what)
        return review_and_pay(message)

    def _flow(self, flow: Flow, path: str) -> Json:
        self._check_flow(flow, path)
        started = flow.flow_action_payload
        parameters = {
            "flow_message_version": _FLOW_VERSION,
            "flow_token": flow.flow_token,
            "flow_id": flow.flow_id,
            "flow_cta": self.fit(flow.flow_cta, self.limit("button title"), extend_path(path, "flow_cta")),
            "mode": flow.flow_mode,
            "flow_action": flow.flow_action,
            "flow_action_payload": started and given({"screen": started.screen, "data": dict(started.data or {})}),
        }
        return {"name": "flow", "parameters": given(parameters)}

    def _check_flow(self, flow: Flow, path: str) -> None:
        """Report what a flow must have and has not, and values that WhatsApp does not know."""
        for name in ("flow_id", "flow_cta"):
            if not getattr(flow, name).strip():
                what = f"WhatsApp opens no flow without its {name}: give it."
                self.report(Code.NOT_ALLOWED, extend_path(path, name), what=what)
        for name, known in _FLOW_VALUES.items():
            value = getattr(flow, name)
            if value and value not in known:
                what = f"WhatsApp knows no {name} {value!r}: write {' or '.join(map(repr, known))}."
                self.report(Code.NOT_ALLOWED, extend_path(path, name), what=what)

    def _review_order(self, message: OrderStatus, path: str) -> Json:
        progress = message.payment.order
        order: Json = {"status": progress.status.value}
        if progress.description:
            where = f"{path}.payment.order.description"
            order["description"] = self.fit(progress.description, self.limit("order status"), where)
        return {"name": "review_order", "parameters": {"reference_id": message.payment.reference_id, "order": order}}

    # --- what all payloads have ---

    @property
    def _direct_send(self) -> str | None:
        """The category of Direct Send, None where the message goes the ordinary way."""
        category: str | None = self.settings.get("WHATSAPP_DIRECT_SEND_CATEGORY")
        return category

    def _payload(self, kind: str, content: Any) -> Json:
        """Return a message in the envelope, in the order and with the null of the recorded output."""
        payload: Json = {
            "to": self.to,
            "type": kind,
            "recipient_type": "individual",
            kind: content,
            "messaging_product": "whatsapp",
            "biz_opaque_callback_data": None,
        }
        if self._direct_send:
            payload["category"] = self._direct_send
            form = content["type"] if kind == "interactive" else kind
            if form not in _DIRECT_SEND_FORMS:
                what = f"Direct Send takes texts, reply buttons and URL buttons, not messages of type {form}."
                self.report(Code.NOT_ALLOWED, what=what)
        return payload

    @property
    def _quoted(self) -> str:
        """The message that this one answers; empty where there is none."""
        return (self.request.reply_to or "").strip()

    def _quoting(self, rendering: Rendering) -> Rendering:
        """Return ``rendering`` with its first payload quoting the message that it answers."""
        if not (self._quoted and rendering.payloads):
            return rendering
        first, *others = rendering.payloads
        return replace(rendering, payloads=({**first, "context": {"message_id": self._quoted}}, *others))

    def _report_marks(self, text: Text) -> None:
        """Report, once, that a text has marks that would have formatted it."""
        if text.sent == text.typed or any(finding.code is Code.MARKUP_ESCAPED for finding in self.findings):
            return
        found = (
            path
            for alone in (True, False)
            for path, value, _ in leaves(self.content, self.path)
            if isinstance(value, str) and escape(value, alone=alone) != value
        )
        marks = sorted(set(re.findall(rf"[*_~`>-](?={ZERO_WIDTH_SPACE})", text.sent)))
        self.report(
            Code.MARKUP_ESCAPED,
            next(found, self.path),
            characters=" and ".join(map(repr, marks)),
            channel=self.title,
            remedy="zero-width spaces keep it as it was typed",
        )


def _hint(properties: Model | None, name: str) -> str | None:
    """Return a field of ``message_properties``."""
    value: str | None = getattr(properties, name, None)
    return value


def _url_action(choice: Choice) -> Json:
    """Return the action of a button that opens a choice's URL; ``_unmet_by_url`` has looked."""
    assert choice.url_message is not None  # noqa: S101 - the caller has looked
    title, url = choice.url_message.title, _web_address(choice.url_message.url)
    return {"name": "cta_url", "parameters": {"display_text": one_line(title), "url": url}}


def _unmet_by_url(choice: Choice, path: str) -> Iterator[Unmet]:
    """Yield what keeps a choice's URL from being opened by a button."""
    assert choice.url_message is not None  # noqa: S101 - the caller has looked
    if _web_address(choice.url_message.url) is None:
        where = extend_path(extend_path(path, "url_message"), "url")
        yield Unmet("the URL of its button is not an http or https address", where)
