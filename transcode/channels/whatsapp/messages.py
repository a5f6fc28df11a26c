"""WhatsApp's messages: the envelope that all share, texts with their marks, files."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from transcode.message import KINDS, ContactInfoMessage, ListMessage, LocationMessage, MediaMessage
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import Deed
from transcode.parts.files import File
from transcode.parts.forms import Form
from transcode.parts.writer import PartsWriter
from transcode.result import Code, Outcome
from transcode.writer.request import Rendering, Request

__all__ = ["A_FILE", "BODY", "BSUID", "BUTTONS", "CARD", "LIST", "URL_BUTTON", "Messages"]

Json = dict[str, Any]

A_FILE: Final = {
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


class Messages(PartsWriter):
    """What WhatsApp takes, and the messages that are no question."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.direct_send: str | None = self.settings.get("WHATSAPP_DIRECT_SEND_CATEGORY")
        """The category of Direct Send, None where the message goes the ordinary way."""

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
        name = self.name_of(file, "file name") if file.name == "document" else NOTHING
        return {"link": file.url, "filename": name} if name else {"link": file.url}

    def _media_header(self, file: File) -> Json:
        return {"type": file.name, file.name: self._shown(file)}

    def _file_payload(self, file: File, **caption: str) -> Json:
        return self.payload(file.name, {**self._shown(file), **caption})

    # --- what all payloads have ---

    def payload(self, kind: str, content: Any) -> Json:
        """Return a message in the envelope, in the order and with the null of the recorded output."""
        payload: Json = {
            "recipient" if BSUID.fullmatch(self.to) else "to": self.to,
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
