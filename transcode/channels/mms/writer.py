"""MMS: slides of text and files, sent through the MM7 interface.

Sources
- Rendering: the MMS channel's page (developers.sinch.com/docs/conversation/channel-support/mms, 2021) and its pictures.
- Payload: MM7 (3GPP TS 23.140, REL-6-MM7-1-4) as the MM7 pages of the same documentation take it; see
  ``transcode.mms.submit``. ``transcode.mms.render_mm7`` makes the HTTP request of it.
- Files: the MMS best practices; see ``transcode.mms.limits``.

A card's title is the first line of the text, as the channel's page shows it. Newer material (the vendor's MMS skill,
2026) makes it the subject and does not repeat it: that is the profile ``rich``, where the title can be a subject.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from transcode.channels.mms.files import file_part
from transcode.channels.mms.limits import FIXED, LIMITS, PROPERTIES, STRICT
from transcode.errors import InvalidMessage, shorten
from transcode.message.place import NOTHING, Place, Words
from transcode.mms import (
    MediaPart,
    Slide,
    TextPart,
    check_slides,
    check_subject,
    normalise_number,
    normalise_recipient,
    split_slides,
)
from transcode.mms.numbers import SENDER_PLACEHOLDER, is_placeholder
from transcode.mms.payload import read_payload
from transcode.mms.submit import request_payload
from transcode.mms.urls import header_url
from transcode.picture import Picture
from transcode.plaintext import View, one_line, view
from transcode.result import FROM, Code, Outcome, Transcoded
from transcode.writer.base import ChannelWriter
from transcode.writer.request import Rendering, Request, Support

__all__ = ["Mms"]


class Mms(ChannelWriter):
    """MMS."""

    channel = "MMS"
    title = "MMS"
    supports: ClassVar[Mapping[str, Support]] = {
        "text": Support.NATIVE,
        "media": Support.NATIVE,
        "card": Support.NATIVE,
    }
    acts_on_keywords = True
    limits = LIMITS
    fixed_limits = FIXED
    properties = PROPERTIES

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``mms.picture``."""
        from transcode.channels.mms.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.from_ = self.settings.get("MMS_SENDER", self.from_)

    def recipient(self, to: str) -> str:
        """Return a phone number, digits only; read as on every channel that has numbers."""
        return to if is_placeholder(to) else normalise_recipient(self.phone_number(to))

    def sender(self, sender: str) -> str:
        """Return a short code or a long number, digits only."""
        try:
            return normalise_number(sender)
        except ValueError as error:
            # The finding names the sender itself.
            raise ValueError(str(error).removeprefix(f"{shorten(sender)} ")) from None

    def media(self, message: Place) -> Rendering:
        """Write a slide with the file."""
        part = self._part(message)
        return Rendering(Outcome.NATIVE, self._submit([Slide((part,))] if part else []))

    def card(self, message: Place) -> Rendering:
        """Write a slide with the file and, below it, the text."""
        file = message.get("media_message")
        part = self._part(file) if file else None
        shown = view(message, self.request.uppercase)
        subject, text = self._subject_and_text(message, shown, shows_file=part is not None)
        self.report_as_text(message.at_all("choices"))
        parts = [part] if part else []
        slide = Slide((*parts, TextPart(text)) if text else tuple(parts))
        payloads = self._submit([slide] if slide.parts else [], subject)
        return Rendering(Outcome.NATIVE, payloads, text or None)

    def _subject_and_text(self, message: Place, shown: View, *, shows_file: bool) -> tuple[Words | None, Words]:
        """Return a card's subject, None where its title stays in the text, and the text."""
        if self.rich and (subject := self._subject(message)):
            text = self.render(message, shown.but(card={**shown["card"], "title": NOTHING}))
            if text.strip() or shows_file:
                return subject, text
        return None, self.render(message, shown)  # a message must show something beside its subject

    def override(self, payload: Place) -> Rendering:
        """Return the caller's own request; what ``render_mm7`` would refuse of it is reported."""
        rendering = super().override(payload)
        for request in rendering.payloads:
            self._check_request(request)
        return rendering

    def _check_request(self, request: Mapping[str, Any]) -> None:
        try:
            read = read_payload(request)
            for path, part in read.parts:
                if part.url is not None:
                    header_url(part.url, f"{path}.url")
        except InvalidMessage as error:
            self.notes.report(Code.REQUEST_REFUSED, self.where, channel=self.title, why=error.errors[0])
            return
        sender = read.submit_req.sender_identification.sender_address
        if SENDER_PLACEHOLDER in (sender.number, sender.short_code):
            self._report_no_sender(self.where)

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return one MM7 submit request: a slide of text, more of them where it has more than 5000 characters."""
        return self._submit([Slide((TextPart(text),))] if text.strip() else [])

    def _submit(self, slides: Sequence[Slide], subject: str | None = None) -> tuple[Mapping[str, Any], ...]:
        """Return the request that shows ``slides``: one, or none where there is nothing to show."""
        if self.from_ is None:
            self._report_no_sender("")
        if not slides:
            self._report_empty()
            return ()
        slides = split_slides(slides)
        for problem in check_slides(slides):
            code = Code.SLIDE_RULE_FAILED if problem.rejected else Code.SLIDE_RULE_ADVICE
            limit = problem.limit.value if problem.limit else None
            self.notes.report(
                code, self.where, channel=self.title, sentence=problem.message, limit=limit, actual=problem.actual
            )
        return (request_payload(slides, self.to, self.from_ or FROM, subject=subject),)

    def _part(self, message: Place) -> MediaPart | None:
        """Return the file as a part of a slide, None where it has no URL."""
        return file_part(message, self.media_info, self.notes, self.title, strict=bool(self.settings.get(STRICT)))

    def _report_no_sender(self, where: Place | str) -> None:
        self.notes.report(Code.SENDER_MISSING, where, channel=self.title, name="MMS_SENDER")

    def _report_empty(self) -> None:
        if not self.notes.have(Code.EMPTY):
            self.notes.report(Code.EMPTY, self.where, channel=self.title)

    def _subject(self, message: Place) -> Words | None:
        """Return a card's title as the subject, None where carriers would refuse it as one."""
        title = message.words("title")
        subject = title.like(one_line(title))
        refused = [problem for problem in check_subject(subject) if problem.rejected]
        for problem in refused:
            self.notes.report(Code.SUBJECT_IN_TEXT, message.at("title"), sentence=problem.message)
        return None if refused else subject or None
