"""XML from outside: read into a plain tree, with nothing in it that could do harm.

A document type is refused, and with it every entity declaration: no entity is expanded and nothing outside the document
is ever looked at. Size, depth and number of elements are bounded.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from transcode.errors import InvalidMessage, shorten
from transcode.inbound.texts import codec

__all__ = ["Element", "parse_xml"]

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 40
MAX_ELEMENTS: Final = 10_000


@dataclass(slots=True)
class Element:
    """An element: its name without namespace, that namespace, its attributes and what is in it."""

    name: str
    namespace: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly in it, without space around it."""
        return "".join(self.pieces).strip()

    def all(self, name: str) -> Iterator[Element]:
        """Yield the elements of that name directly in it."""
        return (child for child in self.children if child.name == name)

    def find(self, *names: str) -> Element | None:
        """Return the first element along a path of names, None where there is none."""
        here: Element | None = self
        for name in names:
            here = next(here.all(name), None) if here else None
        return here

    def as_dict(self) -> dict[str, object]:
        """Return it as a JSON-ready dict."""
        found: dict[str, object] = {"name": self.name}
        if self.attributes:
            found["attributes"] = dict(self.attributes)
        if self.text:
            found["text"] = self.text
        if self.children:
            found["children"] = [child.as_dict() for child in self.children]
        return found


def parse_xml(data: bytes, encoding: str | None = None) -> Element:
    """Return the root element of a document.

    ``encoding`` goes before the one that the document declares: of text that was decoded the declaration says nothing,
    and the charset of a MIME header is the newer word (RFC 7303 section 3.2). A byte order mark goes before both.

    Raises:
        InvalidMessage: it is not well-formed, has a document type, or is too large or too deep.

    """
    if len(data) > MAX_BYTES:
        raise InvalidMessage.at("", "too_large", f"the XML is too large: {len(data):,} of at most {MAX_BYTES:,} bytes")
    data, encoding = _as_utf8(data, encoding)
    builder = _Builder()
    # Expat hands over a namespace and a name joined by this character, which no name can have.
    parser = expat.ParserCreate(encoding, namespace_separator="\n")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        where = f"line {error.lineno}, column {error.offset + 1}"
        raise InvalidMessage.at(
            "", "xml", f"is not well-formed XML: {expat.ErrorString(error.code)} at {where}"
        ) from None
    except (LookupError, ValueError) as error:  # an encoding that is declared and does not exist
        raise InvalidMessage.at("", "xml", f"is not usable XML: {error}") from None
    return builder.root()


_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_NATIVE: Final = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"})
"""Encodings that expat reads itself; it knows three or four, people write more."""


def _as_utf8(data: bytes, encoding: str | None) -> tuple[bytes, str | None]:
    """Return a document that expat can read, and the encoding to read it in."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data, "utf-8" if data.startswith(codecs.BOM_UTF8) else "utf-16"
    declared = _DECLARED.match(data)
    given = encoding or (declared[1].decode() if declared else None)
    if given is None:
        return data, None
    name = codec(given)
    if name is None:
        raise InvalidMessage.at("", "xml", f"is not usable XML: there is no encoding {shorten(given, 40)}")
    if name in _NATIVE:
        # Two bytes a character are not what a declaration that could be read says.
        return data, "utf-8" if name == "utf-8-sig" or (declared and name.startswith("utf-16")) else name
    if name == "ascii":
        return data, "utf-8"
    try:
        return data.decode(name).encode("utf-8", "replace"), "utf-8"
    except (UnicodeError, ValueError):
        raise InvalidMessage.at("", "xml", f"is not usable XML: it is not valid {name}") from None


def _refuse_doctype(name: str, system_id: str | None, public_id: str | None, has_internal_subset: bool) -> None:
    raise InvalidMessage.at("", "doctype", "has a document type (<!DOCTYPE ...>), which is refused: remove it")


class _Builder:
    def __init__(self) -> None:
        self._top = Element("")
        self._open = [self._top]
        self._count = 0

    def root(self) -> Element:
        return self._top.children[0]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > MAX_DEPTH:
            raise InvalidMessage.at("", "too_deep", f"the XML is nested deeper than {MAX_DEPTH} levels")
        if self._count > MAX_ELEMENTS:
            raise InvalidMessage.at("", "too_large", f"the XML has more than {MAX_ELEMENTS:,} elements")
        namespace, local = _split(name)
        element = Element(local, namespace, {_split(key)[1]: value for key, value in attributes.items()})
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, name: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        self._open[-1].pieces.append(text)


def _split(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition("\n")
    return namespace, local
