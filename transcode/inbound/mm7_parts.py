"""The parts of an MMS: what is text, what is a file, and what is only their layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email.message import Message
from typing import Final
from urllib.parse import unquote

from transcode.errors import InvalidMessage, shorten
from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.mime import content_bytes, content_type, disposition, filename, parameter
from transcode.inbound.received import Attachment
from transcode.inbound.texts import read_text
from transcode.inbound.xml import Element, parse_xml

__all__ = ["MediaUrl", "content_id", "content_id_url", "read_parts", "report_defects"]

MediaUrl = Callable[[Attachment], str]


def content_id_url(attachment: Attachment) -> str:
    """Return the URL of a file within its message (RFC 2392)."""
    return f"cid:{attachment.content_id}"


def content_id(part: Message) -> str:
    """Return the id of a part, without the angle brackets that some leave out; empty where it has none."""
    return str(part.get("Content-ID") or part.get("Content-Location") or "").strip().strip("<>")


_DEFECTS: Final[Mapping[str, str]] = {
    "CloseBoundaryNotFoundDefect": "its end is missing",
    "InvalidBase64CharactersDefect": "base64 with characters that are none",
    "InvalidBase64LengthDefect": "base64 of an impossible length",
    "InvalidBase64PaddingDefect": "base64 that ends too early",
}
"""Defects that the standard library finds, by the names of their classes; the others by that name."""


def report_defects(part: Message, builder: Builder) -> None:
    """Report what is wrong with a part; of its content only what was decoded before is known."""
    if not part.is_multipart():
        part.get_payload(decode=True)
    names = dict.fromkeys(type(defect).__name__ for defect in part.defects)
    builder.findings += [InboundCode.BODY_DAMAGED.at("", defect=_DEFECTS.get(name, name)) for name in names]


def read_parts(parts: list[Message], builder: Builder, media_url: MediaUrl) -> tuple[list[str], str]:
    """Return the URLs of the files that a contact sent, and their text.

    Files and layout are added to the attachments. A text that the layout shows is part of the message, whatever its
    disposition says, in the order in which it is shown; a text that stands there twice is one.
    """
    layout: list[str] = []
    files: list[tuple[Message, Attachment]] = []
    names = _Names(builder)
    for index, part in enumerate(parts):
        report_defects(part, builder)
        given = content_id(part) or filename(part) or f"part-{index + 1}"
        file = Attachment(names.new(given), content_type(part), filename(part), content_bytes(part))
        files.append((part, file))
        if _is_layout(file):
            layout += _shown(file.data)
    order = {name: position for position, name in reversed([*enumerate(layout)])}
    texts: list[tuple[int, str]] = []
    urls: list[str] = []
    for part, file in files:
        position = min((order[name] for name in _names_of(part, file) if name in order), default=len(layout))
        is_text = file.content_type == "text/plain" and not _is_layout(file)
        if is_text and (disposition(part) != "attachment" or position < len(layout)):
            texts.append((position, _text(part, file, builder)))
        elif url := _external(part):
            urls.append(url)
        else:
            if not _is_layout(file):
                urls.append(media_url(file))
            builder.attachments.append(file)
    in_order = dict.fromkeys(text for _, text in sorted(texts, key=lambda entry: entry[0]) if text)
    return urls, "\n".join(in_order)


class _Names:
    """Content ids, each once: two files of one name are two files."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._seen: set[str] = set()

    def new(self, name: str) -> str:
        unique, number = name, 1
        while unique in self._seen:
            number += 1
            unique = f"{name}-{number}"
        if unique != name:
            finding = InboundCode.CONTENT_ID_TWICE.at("DeliverReq.Content", name=quoted(name), new=quoted(unique))
            self._builder.findings.append(finding)
        self._seen.add(unique)
        return unique


_LAYOUTS: Final = frozenset({"application/smil", "application/smil+xml"})
_PERHAPS: Final = frozenset({"text/xml", "application/xml", "application/octet-stream", "text/plain"})
"""Types under which layout is met, where its name or its first element says so."""
_SMIL: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!DOCTYPE[^>]{0,300}>\s*)?<smil[\s>/]")


def _is_layout(file: Attachment) -> bool:
    """Tell whether a part is the layout of the others: nothing to show, and nothing to lose."""
    if file.content_type in _LAYOUTS:
        return True
    if file.content_type not in _PERHAPS:
        return False
    named = (file.filename or file.content_id).lower().endswith((".smil", ".smi"))
    return bool(_SMIL.match(file.data[:2_000])) or (named and file.content_type != "text/plain")


def _shown(data: bytes) -> list[str]:
    """Return what a layout shows, by the names that it uses, in its order; nothing where it cannot be read."""
    try:
        root = parse_xml(re.sub(rb"<!DOCTYPE[^>\[]{0,300}>", b"", data, count=1))
    except InvalidMessage:
        return []
    found: list[str] = []
    todo: list[Element] = [root]
    while todo:
        element = todo.pop()
        if source := element.attributes.get("src", "").strip():
            found.append(_plain_name(source))
        todo += reversed(element.children)
    return found


def _plain_name(source: str) -> str:
    bare = source[4:] if source[:4].lower() == "cid:" else source
    return unquote(bare).strip("<>").lower()


def _names_of(part: Message, file: Attachment) -> set[str]:
    """Return the names by which a layout may show a part."""
    given = (content_id(part), file.content_id, str(part.get("Content-Location") or "").strip(), file.filename)
    return {name.lower() for name in given if name}


def _external(part: Message) -> str | None:
    """Return the URL of a file that is elsewhere (``message/external-body``, RFC 2017); None for any other part."""
    if content_type(part) != "message/external-body":
        return None
    if (parameter(part, "access-type") or "").upper() != "URL":
        return None
    url = parameter(part, "url")
    # Long URLs are broken into pieces, which white space separates (RFC 2017 section 3.1).
    return "".join(url.split()) or None if url else None


def _text(part: Message, file: Attachment, builder: Builder) -> str:
    charset = parameter(part, "charset")
    text, whole = read_text(file.data, charset)
    if not whole:
        builder.attachments.append(file)
        finding = InboundCode.TEXT_UNREADABLE.at("DeliverReq.Content", charset=shorten(charset or "utf-8", 30))
        builder.findings.append(finding)
    return text.strip("\r\n")
