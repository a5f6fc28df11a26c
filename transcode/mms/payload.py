"""The MM7-shaped JSON model of an MMS, read back: every payload of ``submit_payload``, and edits that make sense."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from transcode.errors import FieldError, InvalidMessage
from transcode.media_info import is_content_type
from transcode.message.base import Boolean, Integer, Text, extend_path
from transcode.message.parse import check_bounds, field_errors
from transcode.mms.mm7 import MM7_VERSION, NAMESPACE, SUBMIT_REQ, MessageClass, Priority, Treatment
from transcode.mms.numbers import is_placeholder, normalise_number
from transcode.mms.slides import MAX_DURATION_MS, TEXT_CONTENT_TYPE
from transcode.mms.smil import smil_document

__all__ = ["CONTENT_ROOT", "ENVELOPE_ROOT", "SMIL_ROOT", "Part", "Payload", "read_payload"]

# The content ids of what is not a part of a slide. The first two are those of Sinch's own example.
ENVELOPE_ROOT: Final = "mm7-start"
SMIL_ROOT: Final = "mms.smil"
CONTENT_ROOT: Final = "mms-content"
_RESERVED: Final = (ENVELOPE_ROOT, SMIL_ROOT, CONTENT_ROOT)

_CONTENT_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def _safe_id(value: str) -> str:
    if not _CONTENT_ID.fullmatch(value):
        raise PydanticCustomError(
            "content_id", "must be at most 64 letters, digits, dots, hyphens and underscores, such as media-1.png"
        )
    if value in _RESERVED:
        raise PydanticCustomError("content_id", "is the content id of the message itself: choose another")
    return value


class _Model(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")


class Address(_Model):
    """One number: digits, or a placeholder for them."""

    number: Text | None = Field(None, alias="Number")
    short_code: Text | None = Field(None, alias="ShortCode")

    @model_validator(mode="after")
    def _one_number(self) -> Address:
        given = [number for number in (self.number, self.short_code) if number is not None]
        if len(given) != 1:
            raise PydanticCustomError("one_of", "must have exactly one of Number, ShortCode")
        if not is_placeholder(given[0]):
            try:
                digits = normalise_number(given[0])
            except ValueError as error:
                raise PydanticCustomError("number", "{why}", {"why": str(error)}) from None
            if digits != given[0]:
                raise PydanticCustomError("number", "must be digits only: write {digits}", {"digits": digits})
        return self


class SenderIdentification(_Model):
    """Who sends. VASPID and VASID are credentials and no part of a payload."""

    sender_address: Address = Field(alias="SenderAddress")


class Recipients(_Model):
    """Who receives: one number, as Sinch takes no more (status 2503)."""

    to: Annotated[list[Address], Field(min_length=1, max_length=1)] = Field(alias="To")


class Content(_Model):
    """Where the slides are: in the part with this content id."""

    href: Literal["cid:mms-content"]
    allow_adaptations: Boolean = Field(True, alias="allowAdaptations")


class SubmitReq(_Model):
    """The elements of the request that Sinch takes from the sender."""

    sender_identification: SenderIdentification = Field(alias="SenderIdentification")
    recipients: Recipients = Field(alias="Recipients")
    service_code: Text | None = Field(None, alias="ServiceCode")
    message_class: MessageClass | None = Field(None, alias="MessageClass")
    priority: Priority | None = Field(None, alias="Priority")
    subject: Text | None = Field(None, alias="Subject")
    content: Content = Field(alias="Content")


class Part(_Model):
    """One part of a slide: text, or a file by its URL."""

    kind: Literal["text", "image", "video", "audio", "object", "unknown"]
    content_type: Text | None
    content_id: Annotated[Text, AfterValidator(_safe_id)]
    text: Text | None = None
    url: Text | None = None

    @model_validator(mode="after")
    def _text_or_file(self) -> Part:
        wanted, other = ("text", "url") if self.kind == "text" else ("url", "text")
        if getattr(self, wanted) is None or getattr(self, other) is not None:
            raise PydanticCustomError(
                "one_of",
                "a part of the kind {kind} must have {wanted} and no {other}",
                {"kind": self.kind, "wanted": wanted, "other": other},
            )
        if self.kind == "text" and self.content_type != TEXT_CONTENT_TYPE:
            raise PydanticCustomError(
                "content_type", "the content_type of a text must be {wanted!r}", {"wanted": TEXT_CONTENT_TYPE}
            )
        if self.kind != "text" and self.content_type is not None and not is_content_type(self.content_type):
            raise PydanticCustomError("content_type", "the content_type of a file must be written like image/png")
        return self


class PayloadSlide(_Model):
    """What is shown together; the duration in milliseconds."""

    duration_ms: Annotated[Integer, Field(ge=1, le=MAX_DURATION_MS)] | None = None
    parts: Annotated[list[Part], Field(min_length=1)]


class Payload(_Model):
    """The whole message."""

    mm7_version: Text
    namespace: Text
    submit_req: SubmitReq
    slides: Annotated[list[PayloadSlide], Field(min_length=1)]
    smil: Text

    @property
    def parts(self) -> Iterator[tuple[str, Part]]:
        """Each part with the path to it."""
        for number, slide in enumerate(self.slides):
            for index, part in enumerate(slide.parts):
                yield f"slides[{number}].parts[{index}]", part


def read_payload(payload: Mapping[str, Any]) -> Payload:
    """Return ``payload`` validated.

    Raises:
        InvalidMessage: naming each wrong field by its path in the payload, or ``payload`` where it is too large or too
            deep as a whole.

    """
    try:
        check_bounds(payload)
    except InvalidMessage as error:
        raise InvalidMessage(replace(found, path=found.path or "payload") for found in error.errors) from None
    request = payload.get("submit_req") if isinstance(payload, Mapping) else None
    if errors := list(_unwanted_elements(request)):
        raise InvalidMessage(errors)
    try:
        read = Payload.model_validate(dict(payload) if isinstance(payload, Mapping) else payload)
    except ValidationError as error:
        raise InvalidMessage(map(_reword, field_errors(error, payload))) from None
    if errors := list(_contradictions(read)):
        raise InvalidMessage(errors)
    return read


def _unwanted_elements(request: object) -> Iterator[FieldError]:
    for name in request if isinstance(request, Mapping) else ():
        treatment = SUBMIT_REQ.get(name)
        if treatment not in (None, Treatment.TAKEN):
            yield FieldError(extend_path("submit_req", name), "not_taken", f"{treatment}: remove it")


def _contradictions(payload: Payload) -> Iterator[FieldError]:
    if payload.mm7_version != MM7_VERSION:
        yield FieldError("mm7_version", "mm7_version", f"must be {MM7_VERSION}")
    if payload.namespace != NAMESPACE:
        yield FieldError("namespace", "namespace", f"must be {NAMESPACE}, which goes with version {MM7_VERSION}")
    seen: dict[str, str] = {}
    for path, part in payload.parts:
        # Compared without case: a reader may turn content ids into file names.
        first = seen.setdefault(part.content_id.lower(), path)
        if first != path:
            yield FieldError(f"{path}.content_id", "given_twice", f"is that of {first} too: each part needs its own")
    if payload.smil != smil_document([slide.model_dump() for slide in payload.slides]):
        yield FieldError(
            "smil", "smil", "does not match the slides: set it to smil_document(payload['slides']) of transcode.mms"
        )


_WORDING: Final = {"extra_forbidden": "is not part of the model: remove it"}


def _reword(error: FieldError) -> FieldError:
    return replace(error, message=_WORDING.get(error.code, error.message))
