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
from typing import Any, ClassVar, Final

from transcode.errors import InvalidMessage
from transcode.message.base import decimal
from transcode.message.place import NOTHING, Place, Words
from transcode.mms import (
    CheckStatus,
    MediaCheck,
    MediaPart,
    MediaType,
    Slide,
    TextPart,
    check_media,
    check_slides,
    check_subject,
    content_media_type,
    media_type,
    normalise_number,
    normalise_recipient,
    split_slides,
)
from transcode.mms.limits import LIMITS
from transcode.mms.numbers import SENDER_PLACEHOLDER
from transcode.mms.payload import read_payload
from transcode.mms.submit import request_payload
from transcode.mms.urls import header_url
from transcode.picture import Picture
from transcode.plaintext import View, one_line, view
from transcode.result import FROM, Code, Outcome, Transcoded
from transcode.writer.base import ChannelWriter
from transcode.writer.properties import Property, flag
from transcode.writer.request import Rendering, Request, Support

__all__ = ["Mms"]

_PROPERTIES: Final = "developers.sinch.com/docs/conversation/channel-support/mms/properties"


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
    # Figures of the format and of the best practices, which no setting changes.
    fixed_limits = frozenset(limit.name for limit in LIMITS)
    properties = (
        Property("MMS_SENDER", normalise_number, "the short code or long number it is from; required", _PROPERTIES),
        Property("MMS_STRICT_VALIDATION", flag, "reject files that the best practices do not recommend", _PROPERTIES),
    )

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``mms_picture``."""
        from transcode.channels.mms_picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.from_ = self.settings.get("MMS_SENDER", self.from_)

    def recipient(self, to: str) -> str:
        """Return a phone number, digits only."""
        return normalise_recipient(to)

    def sender(self, sender: str) -> str:
        """Return a short code or a long number, digits only."""
        return normalise_number(sender)

    def media(self, message: Place) -> Rendering:
        """Write a slide with the file."""
        part = self._file(message)
        return Rendering(Outcome.NATIVE, self._submit([Slide((part,))] if part else []))

    def card(self, message: Place) -> Rendering:
        """Write a slide with the file and, below it, the text."""
        file = message.get("media_message")
        part = self._file(file) if file else None
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

    def _report_no_sender(self, where: Place | str) -> None:
        self.notes.report(Code.SENDER_MISSING, where, channel=self.title, name="MMS_SENDER")

    def _report_empty(self) -> None:
        if Code.EMPTY not in self.notes.codes():
            self.notes.report(Code.EMPTY, self.where, channel=self.title)

    def _subject(self, message: Place) -> Words | None:
        """Return a card's title as the subject, None where carriers would refuse it as one."""
        title = message.words("title")
        subject = title.like(one_line(title))
        refused = [problem for problem in check_subject(subject) if problem.rejected]
        for problem in refused:
            self.notes.report(Code.SUBJECT_IN_TEXT, message.at("title"), sentence=problem.message)
        return None if refused else subject or None

    # --- files ---

    def _file(self, message: Place) -> MediaPart | None:
        """Return the file as a part of a slide, None where it has no URL."""
        where, given = message.at("url"), message.words("url")
        url = given.like(one_line(given))
        if not url:
            return None
        self._report_url(url, where)
        info = self.media_info(given)
        media = content_media_type(info.content_type) if info.content_type else media_type(url)
        if media.content_type is None:
            self.notes.report(Code.MEDIA_TYPE_UNKNOWN, where)
        checks = check_media(media, info)
        self._report_type(checks, media, where)
        if self.settings.get("MMS_STRICT_VALIDATION"):
            for check in checks:
                self._report_check(check, where)
        return MediaPart(url, media)

    def _report_url(self, url: str, where: Place) -> None:
        """Report a URL that cannot be written into a request."""
        try:
            header_url(url, where.path)
        except InvalidMessage as error:
            self.notes.report(
                Code.VALUE_REFUSED,
                where,
                channel=self.title,
                what="the URL of the file",
                why=f"it {error.errors[0].message}",
            )

    def _report_type(self, checks: Sequence[MediaCheck], media: MediaType, where: Place) -> None:
        """Report a type that MMS does not carry, validated strictly or not: no operator would deliver it."""
        if any(check.name == "type" and check.status is CheckStatus.FAILED for check in checks):
            self.notes.report(Code.MEDIA_TYPE_UNSUPPORTED, where, channel=self.title, content_type=media.content_type)

    def _report_check(self, check: MediaCheck, where: Place) -> None:
        if check.name == "type" or check.status is CheckStatus.PASSED:
            return  # a type is reported with and without strict validation
        limit = check.limit.value if check.limit else None
        actual = None if check.status is CheckStatus.UNKNOWN else _actual(check)
        self.notes.report(
            _MEDIA_RULES[check.status],
            where,
            limit=limit,
            actual=actual,
            sentence=check.sentence,
            rule="MMS_STRICT_VALIDATION",
            channel=self.title,
        )


_MEDIA_RULES: Final[Mapping[CheckStatus, Code]] = {
    CheckStatus.FAILED: Code.MEDIA_RULE_FAILED,
    CheckStatus.UNKNOWN: Code.MEDIA_RULE_UNKNOWN,
    CheckStatus.ADVICE: Code.MEDIA_RULE_ADVICE,
}


def _actual(check: MediaCheck) -> int | str | None:
    actual = check.actual
    return actual if actual is None or isinstance(actual, (int, str)) else decimal(actual)
