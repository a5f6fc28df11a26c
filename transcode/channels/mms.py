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

from transcode.channels.base import ChannelWriter, Property, Rendering, Request, Support, flag
from transcode.errors import InvalidMessage
from transcode.message import CardMessage, MediaMessage, TextMessage
from transcode.message.base import decimal, extend_path
from transcode.mms import (
    CheckStatus,
    MediaCheck,
    MediaPart,
    MediaType,
    Slide,
    SubmitProblem,
    TextPart,
    check_media,
    check_slides,
    check_subject,
    content_media_type,
    media_type,
    normalise_number,
    normalise_recipient,
    split_slides,
    submit_payload,
)
from transcode.mms.limits import LIMITS
from transcode.mms.numbers import SENDER_PLACEHOLDER
from transcode.mms.payload import read_payload
from transcode.mms.urls import header_url
from transcode.picture import Picture
from transcode.plaintext import one_line
from transcode.result import Code, Outcome, Transcoded

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

    def text(self, message: TextMessage) -> Rendering:
        """Write a slide of text; more of them where one would hold more than 5000 characters."""
        return self.send_text(message.text, Outcome.NATIVE)

    def media(self, message: MediaMessage) -> Rendering:
        """Write a slide with the file."""
        part = self._file(message, self.path)
        return Rendering(Outcome.NATIVE, self._submit([Slide((part,))] if part else []))

    def card(self, message: CardMessage) -> Rendering:
        """Write a slide with the file and, below it, the text."""
        file = message.media_message
        part = self._file(file, extend_path(self.path, "media_message")) if file else None
        subject, text = self._subject_and_text(message, shows_file=part is not None)
        parts = [part] if part else []
        slide = Slide((*parts, TextPart(text)) if text else tuple(parts))
        payloads = self._submit([slide] if slide.parts else [], subject)
        return Rendering(Outcome.NATIVE, payloads, text or None)

    def _subject_and_text(self, message: CardMessage, *, shows_file: bool) -> tuple[str | None, str]:
        """Return a card's subject, None where its title stays in the text, and the text."""
        if self.rich and (subject := self._subject(message.title)):
            text = self.render(message.model_copy(update={"title": None}), self.request.uppercase)
            if text.strip() or shows_file:
                return subject, text
        return None, self.render(message, self.request.uppercase)  # a message must show something beside its subject

    def override(self, payload: str, path: str) -> Rendering:
        """Return the caller's own request; what ``render_mm7`` would refuse of it is reported."""
        self.path = path
        rendering = super().override(payload, path)
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
            self.report(Code.NOT_ALLOWED, what=f"MMS cannot send this request: {error.errors[0]}.")
            return
        sender = read.submit_req.sender_identification.sender_address
        if SENDER_PLACEHOLDER in (sender.number, sender.short_code):
            self._report_no_sender(self.path)

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return one MM7 submit request."""
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
            self._report_problem(problem)
        return (submit_payload(slides, to=self.to, sender=self.from_, subject=subject),)

    def _report_no_sender(self, path: str) -> None:
        self.report(Code.SENDER_MISSING, path, channel=self.title, name="MMS_SENDER")

    def _report_empty(self) -> None:
        if not any(finding.code is Code.EMPTY for finding in self.findings):
            self.report(Code.EMPTY, channel=self.title)

    def _subject(self, title: str | None) -> str | None:
        """Return a card's title as the subject, None where carriers would refuse it as one."""
        subject = one_line(title)
        refused = [problem for problem in check_subject(subject) if problem.rejected]
        for problem in refused:
            words = f"{problem.message} The title stays in the text."
            self.report(Code.MEDIA_ADVICE, extend_path(self.path, "title"), advice=words)
        return None if refused else subject or None

    def _report_problem(self, problem: SubmitProblem) -> None:
        limit = problem.limit.value if problem.limit else None
        if problem.rejected:
            self.report(Code.NOT_ALLOWED, what=problem.message, limit=limit, actual=problem.actual)
        else:
            self.report(Code.MEDIA_ADVICE, advice=problem.message, limit=limit, actual=problem.actual)

    # --- files ---

    def _file(self, message: MediaMessage, path: str) -> MediaPart | None:
        """Return the file as a part of a slide, None where it has no URL."""
        path = extend_path(path, "url")
        url = one_line(message.url)
        if not url:
            return None
        self._report_url(url, path)
        info = self.media_info(message.url)
        media = content_media_type(info.content_type) if info.content_type else media_type(url)
        if media.content_type is None:
            self.report(Code.MEDIA_TYPE_UNKNOWN, path)
        checks = check_media(media, info)
        self._report_type(checks, media, path)
        if self.settings.get("MMS_STRICT_VALIDATION"):
            for check in checks:
                self._report_check(check, path)
        return MediaPart(url, media)

    def _report_url(self, url: str, path: str) -> None:
        """Report a URL that cannot be written into a request."""
        try:
            header_url(url, path)
        except InvalidMessage as error:
            self.report(Code.NOT_ALLOWED, path, what=f"The URL of a file {error.errors[0].message}.")

    def _report_type(self, checks: Sequence[MediaCheck], media: MediaType, path: str) -> None:
        """Report a type that MMS does not carry, validated strictly or not: no operator would deliver it."""
        if any(check.name == "type" and check.status is CheckStatus.FAILED for check in checks):
            self.report(Code.MEDIA_TYPE_UNSUPPORTED, path, channel=self.title, content_type=media.content_type)

    def _report_check(self, check: MediaCheck, path: str) -> None:
        if check.name == "type":
            return  # reported with and without strict validation
        limit = check.limit.value if check.limit else None
        match check.status:
            case CheckStatus.FAILED:
                self.report(Code.MEDIA_RULE_FAILED, path, limit=limit, actual=_actual(check), sentence=check.sentence)
            case CheckStatus.UNKNOWN:
                self.report(Code.MEDIA_RULE_UNKNOWN, path, limit=limit, sentence=check.sentence)
            case CheckStatus.ADVICE:
                self.report(Code.MEDIA_ADVICE, path, limit=limit, actual=_actual(check), advice=check.sentence)
            case CheckStatus.PASSED:
                return


def _actual(check: MediaCheck) -> int | str | None:
    actual = check.actual
    return actual if actual is None or isinstance(actual, (int, str)) else decimal(actual)
