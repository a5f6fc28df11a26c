"""From a payload to the bytes of the HTTP request that an MM7 service takes. Pure: the same arguments, the same bytes.

The body is two levels of multipart/related (Sinch docs 2021-07-11, docs/mms/mm7-service/mm7-service-mm7_submit.md)::

    multipart/related; type="text/xml"                     the HTTP body
      text/xml                       <mm7-start>           the SOAP envelope
      multipart/related; type="application/smil"
                                     <mms-content>         what the envelope's Content refers to
        application/smil             <mms.smil>            the presentation
        text/plain; charset=utf-8    <text-1.txt>          each text, byte for byte
        image/png                    <media-1.png>         each file whose bytes are given, in base64
        message/external-body        <media-2.mp4>         each other file, by its URL (RFC 2017)

Against Sinch's example, the inner type is application/smil, the type of its root part, as RFC 2387 section 3.1 wants
it, and the root part stands first, where readers find it that do not know ``start``.

A file by URL is no documented syntax of Sinch's: the only hint is its status 3003, "using URLs in the MM7 the fetch of
content failed". Use it to look at a request, and give the bytes for one that is sent; the JSON
API takes URLs (``render_sendmms``).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pydantic import SecretStr

from transcode.errors import FieldError, InvalidMessage, shorten
from transcode.mms.credentials import MmsCredentials
from transcode.mms.identifiers import identifier_fault
from transcode.mms.mm7 import MM7_VERSION, NAMESPACE, submit_elements
from transcode.mms.multipart import BodyPart, base64_lines, join, related_type
from transcode.mms.numbers import is_placeholder
from transcode.mms.payload import CONTENT_ROOT, ENVELOPE_ROOT, SMIL_ROOT, Part, Payload, read_payload
from transcode.mms.urls import header_url
from transcode.mms.xml import remove_illegal, render_xml

__all__ = ["Mm7Request", "Note", "NoteCode", "render_mm7"]

_XML_TYPE: Final = "text/xml"
_SMIL_TYPE: Final = "application/smil"
_UNKNOWN_TYPE: Final = "application/octet-stream"


class NoteCode(StrEnum):
    """What a note is about."""

    CHARACTERS_REMOVED = "characters_removed"
    LINE_BREAKS_REPLACED = "line_breaks_replaced"
    URL_ENCODED = "url_encoded"
    BY_REFERENCE = "by_reference"
    TYPE_UNKNOWN = "type_unknown"
    PLACEHOLDER_LEFT = "placeholder_left"
    VASPID_MISSING = "vaspid_missing"


@dataclass(frozen=True, slots=True)
class Note:
    """Something of the payload that was changed for the wire, or is left to whoever sends or reads the request.

    ``path`` leads to the field of the payload, or is the name of an argument.
    """

    code: NoteCode
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@dataclass(frozen=True, slots=True, repr=False)
class Mm7Request:
    """An HTTP POST: its body, its headers (all that MM7 asks for), and what to know about them.

    Body and headers hold the credentials; the repr shows neither.
    """

    body: bytes
    headers: dict[str, str]
    notes: tuple[Note, ...]

    def __repr__(self) -> str:
        names = ", ".join(self.headers)
        return f"Mm7Request(body=<{len(self.body):,} bytes>, headers=<{names}>, notes={self.notes!r})"


def render_mm7(
    payload: Mapping[str, Any],
    *,
    transaction_id: str,
    vaspid: str | SecretStr | None = None,
    vasid: str | SecretStr | None = None,
    credentials: MmsCredentials | None = None,
    media: Mapping[str, bytes] | None = None,
) -> Mm7Request:
    """Return the HTTP request of a payload.

    Args:
        payload: What ``submit_payload`` made.
        transaction_id: Of the caller's choice; the answer repeats it.
        vaspid: The account's API key. The default is the one in ``credentials``; without either the request has none,
            and Sinch refuses it.
        vasid: Per short code, from the account manager; mandatory for shared short codes.
        credentials: Their API key is the VASPID, their ``basic_auth`` the Authorization header.
        media: The bytes of files by the content id of their part. A file that is not here goes by its URL.

    Raises:
        InvalidMessage: the payload is not one, or has something that cannot be written safely; the errors name the
            fields. They never repeat a credential.

    """
    read = read_payload(payload)
    files = _files(read, {} if media is None else media)
    if not (credentials is None or isinstance(credentials, MmsCredentials)):
        raise InvalidMessage.at("credentials", "type", "must be MmsCredentials: MmsCredentials.parse reads an object")
    notes: list[Note] = []
    envelope = _envelope(read, _plain("transaction_id", transaction_id), _ids(vaspid, vasid, credentials), notes)
    inner_boundary, content = join([_smil_part(read), *(_part(path, part, files, notes) for path, part in read.parts)])
    outer_boundary, body = join(
        [
            BodyPart(
                (
                    ("Content-Type", f"{_XML_TYPE}; charset=utf-8"),
                    ("Content-Transfer-Encoding", "binary"),
                    ("Content-ID", f"<{ENVELOPE_ROOT}>"),
                ),
                _lines(envelope),
            ),
            BodyPart(
                (
                    ("Content-Type", related_type(inner_boundary, SMIL_ROOT, _SMIL_TYPE)),
                    ("Content-ID", f"<{CONTENT_ROOT}>"),
                ),
                content,
            ),
        ]
    )
    headers = {
        "Content-Type": related_type(outer_boundary, ENVELOPE_ROOT, _XML_TYPE),
        "Content-Length": str(len(body)),
        "SOAPAction": f'"{NAMESPACE}"',
    }
    if credentials is not None and credentials.basic_auth is not None:
        headers["Authorization"] = _basic(credentials.basic_auth.username, credentials.basic_auth.password)
    return Mm7Request(body, headers, tuple(notes))


def _basic(username: SecretStr, password: SecretStr) -> str:
    user_pass = f"{username.get_secret_value()}:{password.get_secret_value()}"
    return "Basic " + base64.b64encode(user_pass.encode()).decode("ascii")


def _lines(xml: str) -> bytes:
    return xml.replace("\n", "\r\n").encode()


# --- the envelope ---

_LINE_BREAKS: Final = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")


def _envelope(payload: Payload, transaction_id: str, ids: Mapping[str, str | None], notes: list[Note]) -> str:
    request = payload.submit_req.model_dump(by_alias=True, exclude_none=True)
    for name in ("ServiceCode", "Subject"):
        if name in request:
            request[name] = _one_line(f"submit_req.{name}", request[name], notes)
    _note_placeholders(payload, notes)
    if ids["VASPID"] is None:
        notes.append(Note(NoteCode.VASPID_MISSING, "vaspid", "is not given, and Sinch takes no request without it"))
    request["SenderIdentification"] |= ids
    fields = {"MM7Version": MM7_VERSION, **request}
    return render_xml(
        "submit_req", namespace=NAMESPACE, transaction_id=transaction_id, elements=submit_elements(fields)
    )


def _one_line(path: str, text: str, notes: list[Note]) -> str:
    """Return ``text`` as one line that XML can carry: it becomes a header on its way to the handset."""
    text, broken = _LINE_BREAKS.subn(" ", text)
    if broken:
        notes.append(Note(NoteCode.LINE_BREAKS_REPLACED, path, f"{broken} line breaks or tabs were replaced by spaces"))
    text, removed = remove_illegal(text)
    if removed:
        notes.append(
            Note(NoteCode.CHARACTERS_REMOVED, path, f"{removed} characters that XML cannot carry were removed")
        )
    return text


def _note_placeholders(payload: Payload, notes: list[Note]) -> None:
    sender = payload.submit_req.sender_identification.sender_address
    recipient = payload.submit_req.recipients.to[0]
    for path, address in (
        ("submit_req.SenderIdentification.SenderAddress", sender),
        ("submit_req.Recipients.To[0]", recipient),
    ):
        number = address.number or address.short_code or ""
        if is_placeholder(number):
            notes.append(Note(NoteCode.PLACEHOLDER_LEFT, path, f"{number} is to be filled in before this is sent"))


def _ids(
    vaspid: str | SecretStr | None, vasid: str | SecretStr | None, credentials: MmsCredentials | None
) -> dict[str, str | None]:
    if vaspid is None and credentials is not None:
        vaspid = credentials.api_key
    return {
        "VASPID": None if vaspid is None else _plain("vaspid", vaspid),
        "VASID": None if vasid is None else _plain("vasid", vasid),
    }


def _plain(path: str, value: str | SecretStr) -> str:
    """Return an identifier that stands in the envelope as it is. The errors do not repeat it: it may be a secret."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if not isinstance(text, str):
        raise InvalidMessage.at(path, "string_type", "must be a string")
    if fault := identifier_fault(text):
        raise InvalidMessage.at(path, *fault)
    return text


# --- the content ---


def _smil_part(payload: Payload) -> BodyPart:
    headers = (
        ("Content-Type", f"{_SMIL_TYPE}; charset=utf-8"),
        ("Content-Transfer-Encoding", "binary"),
        ("Content-ID", f"<{SMIL_ROOT}>"),
    )
    return BodyPart(headers, payload.smil.encode("ascii"))


def _files(payload: Payload, media: object) -> Mapping[str, bytes]:
    if not isinstance(media, Mapping):
        raise InvalidMessage.at("media", "dict_type", "must be an object of bytes by content id", media)
    ids = {part.content_id for _, part in payload.parts if part.kind != "text"}
    there = f"they are {', '.join(sorted(ids))}" if ids else "it has no files"
    errors = []
    for name, data in media.items():
        path = f"media[{shorten(name)}]"
        if name not in ids:
            errors.append(
                FieldError(path, "unknown_content_id", f"is the content id of no file of the payload; {there}")
            )
        elif not isinstance(data, bytes):
            errors.append(FieldError(path, "bytes_type", "must be bytes"))
    if errors:
        raise InvalidMessage(errors)
    return media


def _part(path: str, part: Part, files: Mapping[str, bytes], notes: list[Note]) -> BodyPart:
    content_id = ("Content-ID", f"<{part.content_id}>")
    if part.text is not None:
        # Binary (RFC 2045 section 2.9): HTTP carries any byte, so a text keeps its own line breaks.
        headers = (("Content-Type", str(part.content_type)), ("Content-Transfer-Encoding", "binary"), content_id)
        return BodyPart(headers, part.text.encode())
    if part.content_type is None:
        message = f"the type of the file is not known: it is sent as {_UNKNOWN_TYPE}, which may be rejected"
        notes.append(Note(NoteCode.TYPE_UNKNOWN, f"{path}.content_type", message))
    content_type = ("Content-Type", part.content_type or _UNKNOWN_TYPE)
    data = files.get(part.content_id)
    if data is not None:
        return BodyPart((content_type, ("Content-Transfer-Encoding", "base64"), content_id), base64_lines(data))
    url = header_url(part.url or "", f"{path}.url")
    if url != part.url:
        message = "characters that a URL cannot have were percent-encoded"
        notes.append(Note(NoteCode.URL_ENCODED, f"{path}.url", message))
    message = f"{part.content_id} is not in the request: its reader has to fetch it from the URL"
    notes.append(Note(NoteCode.BY_REFERENCE, f"{path}.url", message))
    # RFC 2046 section 5.2.3: the type and the content id are those of the file, and stand in the inner headers.
    referred = BodyPart((content_type, content_id), b"")
    return BodyPart((("Content-Type", f'message/external-body; access-type=URL; URL="{url}"'),), referred.to_bytes())
