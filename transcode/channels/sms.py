"""SMS: everything becomes one text, sent as parts.

Sources
- Rendering: the SMS channel's message support page (developers.sinch.com/docs/conversation/channel-support/sms) and
  its pictures.
- Payload: the SMS REST API's batches request, ``mt_text`` (developers.sinch.com/docs/sms/api-reference).
- Parts: 3GPP TS 23.038 and 23.040; see ``transcode.gsm``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from transcode.errors import InvalidMessage
from transcode.gsm import GENERIC, Encoding, Segmentation, is_gsm, segment, sender_obstacle, vendor_bill
from transcode.measure import Limit, Unit
from transcode.message.place import Place, Words
from transcode.picture import Picture
from transcode.plaintext import Uppercase, capitals, view
from transcode.result import FROM, Code, Outcome, Transcoded
from transcode.writer.base import ChannelWriter
from transcode.writer.payloads import parse_override, placeholders
from transcode.writer.properties import Property, flag, property_path
from transcode.writer.request import Rendering, Request, Support

__all__ = ["Sms"]

_NUMBER = re.compile(r"\+?[1-9][0-9]{2,14}", re.ASCII)
_ALPHANUMERIC_SENDER = 11
# The SMS API's parameter syntax: SMS REST API reference, ``parameters``.
_PARAMETER = re.compile(r"\$\{([A-Za-z0-9._-]{1,16})\}", re.ASCII)

# What begins as a JSON object with a name in it, or as a list of such, whatever follows.
_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*"')


def _sender(value: str) -> str:
    """Return an MSISDN, short code or alphanumeric sender as it is written.

    Source: developers.sinch.com/docs/conversation/channel-support/sms/properties for the three kinds; 3GPP TS 23.040
    section 9.1.2.5 for the alphanumeric form, whose 10 octets hold 11 septets.
    """
    if _NUMBER.fullmatch(value):
        return value
    is_name = value.isprintable() and value == value.strip() and any(map(str.isalpha, value))
    obstacle = sender_obstacle(value)
    if is_name and obstacle is None:
        return value
    why = f": {obstacle}" if is_name else ""
    raise ValueError(
        f"must be a phone number, a short code (digits) or a name of at most {_ALPHANUMERIC_SENDER} GSM septets{why}"
    )


def _parts(value: str) -> int:
    if re.fullmatch(r"[0-9]{1,9}", value, re.ASCII) and int(value) >= 1:
        return int(value)
    raise ValueError("must be a whole number of parts, 1 or more, such as '3'")


_READ: Final = "2026-11-22"


class Sms(ChannelWriter):
    """SMS."""

    channel = "SMS"
    title = "SMS"
    # A URL and a map link are what the channel's page calls native for media and location.
    supports: ClassVar[Mapping[str, Support]] = {
        "text": Support.NATIVE,
        "media": Support.NATIVE,
        "location": Support.NATIVE,
    }
    limits = (
        Limit(
            "body",
            2000,
            Unit.CHARACTERS,
            "developers.sinch.com/docs/sms/api-reference: message body",
            _READ,
            "whether the page counts code points or UTF-16 units is not said; code points are counted",
        ),
        Limit(
            "sender name",
            _ALPHANUMERIC_SENDER,
            Unit.CHARACTERS,
            "3GPP TS 23.040 section 9.1.2.5",
            _READ,
            "septets: a character of the extension table counts two",
        ),
        Limit("recipient digits", 15, Unit.COUNT, "ITU-T E.164", _READ),
    )
    acts_on_keywords = True
    fixed_limits = frozenset({"sender name", "recipient digits"})
    properties = (
        Property(
            "SMS_SENDER",
            _sender,
            "who the message is from: a phone number, a short code or a name",
            "developers.sinch.com/docs/conversation/channel-support/sms/properties",
        ),
        Property(
            "SMS_FLASH_MESSAGE",
            flag,
            "show the message at once and do not store it (true or false)",
            "developers.sinch.com/docs/conversation/channel-support/sms/properties",
        ),
        Property(
            "SMS_MAX_NUMBER_OF_MESSAGE_PARTS",
            _parts,
            "the number of parts above which the message is not delivered",
            "developers.sinch.com/docs/sms/resources/message-info/limiting-message-parts",
        ),
    )

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``sms_picture``."""
        from transcode.channels.sms_picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self._flash = bool(self.settings.get("SMS_FLASH_MESSAGE"))
        # The channel's own property goes before what is given for any channel.
        if "SMS_SENDER" in self.settings:
            where = property_path("SMS_SENDER")
            self.from_ = self._address(self.sender, self.settings["SMS_SENDER"], FROM, where, Code.SENDER_REFUSED)

    def recipient(self, to: str) -> str:
        """Return a phone number."""
        return self.phone_number(to)

    def sender(self, sender: str) -> str:
        """Return a phone number, a short code or a name that the vendor takes."""
        value = _sender(sender)
        if not _NUMBER.fullmatch(value) and (obstacle := sender_obstacle(value, vendor=self.request.vendor)):
            raise ValueError(f"must be a name that the vendor takes: {obstacle}")
        return value

    def media(self, message: Place) -> Rendering:
        """Write the file's URL."""
        return self.as_plaintext(message, outcome=Outcome.NATIVE)

    def location(self, message: Place) -> Rendering:
        """Write the title and a map link."""
        return self.as_plaintext(message, outcome=Outcome.NATIVE)

    def as_plaintext(
        self, message: Place, *, why: str | None = None, outcome: Outcome = Outcome.PLAINTEXT
    ) -> Rendering:
        """Write ``message`` as text, and tell what its capitals cost."""
        rendering = super().as_plaintext(message, why=why, outcome=outcome)
        if rendering.segments and self.request.uppercase is not Uppercase.KEEP:
            self._report_uppercase_cost(message, rendering.segments)
        return rendering

    def send_text(self, text: Words, outcome: Outcome) -> Rendering:
        """Return the rendering of one text with its parts."""
        segments = self._segmented(text.plain)
        self._check(text, segments, self.settings.get("SMS_MAX_NUMBER_OF_MESSAGE_PARTS"))
        rendering = super().send_text(text, outcome)
        rendering.segments = segments
        return rendering

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return one batches request. Whoever sends it may add to it (``delivery_report``, ``expire_at`` ...)."""
        payload: dict[str, Any] = {"type": "mt_text", "to": [self.to]}
        if self.from_ is not None:
            payload["from"] = self.from_
        payload["body"] = text
        if parameters := self._literal_parameters(text):
            payload["parameters"] = parameters
        if "SMS_FLASH_MESSAGE" in self.settings:
            payload["flash_message"] = self.settings["SMS_FLASH_MESSAGE"]
        if "SMS_MAX_NUMBER_OF_MESSAGE_PARTS" in self.settings:
            payload["max_number_of_message_parts"] = self.settings["SMS_MAX_NUMBER_OF_MESSAGE_PARTS"]
        return (payload,)

    def override(self, payload: Place) -> Rendering:
        """Return the caller's own text, or their own batches request if it is one: that is sent as it is.

        The service's transcoding endpoint, whose output this field is documented to take, answers with the text.
        """
        try:
            request = parse_override(payload.value, payload.path, self.title)
        except InvalidMessage:
            request = None
        if not (isinstance(request, dict) and isinstance(request.get("body"), str)):
            if _JSON.match(payload.value):
                needed = "a body that is a string"
                self.notes.report(Code.OVERRIDE_AS_TEXT, payload, channel=self.title, needed=needed)
            return self.send_text(Words(payload.value), Outcome.OVERRIDE)
        request = placeholders(request, self.to, self.from_)
        if request.get("type", "mt_text") != "mt_text":
            return Rendering(Outcome.OVERRIDE, (request,))
        self._flash = request.get("flash_message") is True
        if not self.shows(request["body"]):
            self.notes.report(Code.EMPTY, payload, channel=self.title)
        body, allowed = request["body"], request.get("max_number_of_message_parts")
        segments = self._segmented(body)
        self._check(body, segments, allowed if isinstance(allowed, int) else None)
        return Rendering(Outcome.OVERRIDE, (request,), body, segments)

    @classmethod
    def transcoded_message(cls, result: Transcoded) -> str:
        """Return the text."""
        return result.text or ""

    def _segmented(self, text: str) -> Segmentation:
        """Return a text in parts, as the vendor sends it; their data coding says flash where the message does."""
        if self.request.vendor == GENERIC and not self._flash:
            return segment(text)
        return segment(text, vendor=self.request.vendor, message_class=0 if self._flash else None)

    def _report_vendor(self, text: str) -> None:
        """Report what the vendor bills beyond the standard, and why."""
        bill = vendor_bill(text, vendor=self.request.vendor)
        if bill.more > 0:
            self.notes.report(
                Code.VENDOR_BILLS_MORE,
                self.where,
                vendor=bill.vendor.title,
                limit=bill.standard.segments,
                actual=bill.segmentation.segments,
                why=" ".join(bill.reasons),
            )

    def _check(self, text: str, segments: Segmentation, allowed: int | None) -> None:
        self.check_length("The body of an SMS request", text, self.limit("body"), self.where)
        if self.request.vendor != GENERIC:
            self._report_vendor(text)
        if segments.obstacle is not None:
            self.notes.report(
                Code.VALUE_REFUSED, self.where, channel=self.title, what="the text", why=segments.obstacle
            )
        if allowed is not None and segments.segments > allowed:
            name = "SMS_MAX_NUMBER_OF_MESSAGE_PARTS"
            self.notes.report(Code.TOO_MANY_PARTS, self.where, limit=allowed, actual=segments.segments, name=name)

    def _literal_parameters(self, text: str) -> dict[str, dict[str, str]]:
        """Return parameters whose default value is their own placeholder, so that the text arrives as it was typed.

        The API fails a recipient for whom a parameter has neither a value nor a default (SMS REST API reference,
        ``parameters``); a default of ``${name}`` gives back what stands in the text.
        """
        parameters: dict[str, dict[str, str]] = {}
        for match in _PARAMETER.finditer(text) if "${" in text else ():
            placeholder, name = match[0], match[1]
            if name not in parameters:
                parameters[name] = {"default": placeholder}
                self.notes.report(
                    Code.PARAMETER_SYNTAX,
                    _holding(text, placeholder) or self.where,
                    placeholder=placeholder,
                    channel=self.title,
                    remedy="the request gives it itself as its value, so that it arrives as typed",
                )
        return parameters

    def _report_uppercase_cost(self, message: Place, actual: Segmentation) -> None:
        answers = [offer for offer in self.offers(message) if offer.kind in ("text", "item")]
        if all(_weighs_the_same(offer.label, capitals(offer.label, self.request.uppercase)) for offer in answers):
            return
        before = self._segmented(self.render(message, view(message, Uppercase.KEEP)).plain)
        if (before.encoding, before.segments) == (actual.encoding, actual.segments):
            return
        costly = (
            offer.place
            for offer in answers
            if is_gsm(offer.label) and not is_gsm(capitals(offer.label, self.request.uppercase))
        )
        self.notes.report(
            Code.UPPERCASE_COST,
            next(costly, message),
            limit=before.segments,
            actual=actual.segments,
            before=_cost(before),
            after=_cost(actual),
            advice="which is less" if _saves(before, actual) else "uppercase='gsm-safe' or 'keep' avoids it",
        )


def _holding(text: str, fragment: str) -> Place | None:
    """Return the first place of ``text`` whose value contains ``fragment`` in any case."""
    wanted = fragment.casefold()
    places = text.places if isinstance(text, Words) else ()
    holding = (place for place in places if wanted in str(place.value).casefold())
    return min(holding, key=lambda place: place.order, default=None)


def _weighs_the_same(label: str, shown: str) -> bool:
    """Tell whether a label in capitals surely needs what it needs as it is typed.

    Where as many letters stand in its place, one that is an escape or a surrogate pair stands where one stood.
    """
    return label.isascii() or (len(label) == len(shown) and is_gsm(label) is is_gsm(shown))


def _saves(before: Segmentation, after: Segmentation) -> bool:
    if before.segments != after.segments:
        return after.segments < before.segments
    return before.encoding is Encoding.UNICODE


def _cost(segments: Segmentation) -> str:
    count = segments.segments
    return f"{segments.encoding.label}, {count} part{'s' if count > 1 else ''}"
