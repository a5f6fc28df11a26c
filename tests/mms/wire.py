"""Read a request back with parsers that others wrote, and make messages worth sending."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from transcode.mms import MediaPart, Mm7Request, Slide, TextPart, submit_payload

SCHEMAS = Path(__file__).parents[3] / "shared" / "data" / "mm7"
MM7 = "{http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4}"

IMAGE = "https://example.com/logo.png"
VCARD = "https://example.com/Forrest%20Gump.vcf"

CARD = Slide((MediaPart(IMAGE), TextPart("title\ndescription\n> SUGGESTED REPLY")))


def payload_of(*slides: Slide, to: str | None = "16172383232", sender: str | None = "28444", **rest: Any) -> Any:
    return submit_payload(slides or (CARD,), to=to, sender=sender, **rest)


def schema_file(name: str) -> str:
    path = SCHEMAS / name
    if not path.is_file():
        pytest.skip("the schemas for checking are not here")
    return str(path)


def raw(part: Message) -> bytes:
    """Return the body of a part, its transfer encoding undone."""
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data


class Wire:
    """A request as the standard library's email parser reads it."""

    def __init__(self, request: Mm7Request) -> None:
        head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items()).encode("ascii")
        self.message = BytesParser(policy=policy.default).parsebytes(head + b"\r\n" + request.body)
        assert isinstance(self.message, EmailMessage)
        assert list(self.defects()) == []
        self.envelope, self.content = self.message.iter_parts()
        self.smil, *self.parts = self.content.iter_parts()

    def defects(self) -> Iterator[object]:
        for part in self.message.walk():
            yield from part.defects
            for header in part.values():
                yield from header.defects

    def by_id(self) -> dict[str, list[Message]]:
        """Every entity of the content with a content id, the ones referred to by URL among them."""
        found: dict[str, list[Message]] = {}
        for part in self.content.walk():
            if part is not self.content and "Content-ID" in part:
                found.setdefault(part["Content-ID"].strip("<>"), []).append(part)
        return found

    def text(self, content_id: str) -> str:
        return self.data(content_id).decode("utf-8")

    def data(self, content_id: str) -> bytes:
        (part,) = self.by_id()[content_id]
        return raw(part)


# Markup, template and MIME syntax, line breaks of all kinds, characters that XML or a header cannot carry.
_PIECES = (
    *"abc XYZ 019.,:;!?",
    *"&<>\"'/\\=%{}",
    "]]>",
    "<![CDATA[",
    "{{ 7*7 }}",
    "{% raw %}",
    "\r\n--",
    "--mms-",
    "\r\n\r\n",
    "\r\nContent-Type: text/html\r\n\r\n",
    "--\r\n",
    "\r",
    "\n",
    "\t",
    "\x00",
    "\x0b",
    "\x1b",
    "\x7f",
    "\x85",
    "\u2028",
    "\ufeff",
    "\ufffe",
    "\uffff",
    "é",
    "日本",
    "👨‍👩‍👧",
    "e\u0301",
    "\U0010ffff",
)
hostile_texts = st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=12).map("".join)
hostile_urls = st.builds(
    "{}{}{}".format,
    st.sampled_from(
        ("https://example.com/", "http://example.com/a?", "https://", "//", "", "data:", "https://exämple.com/")
    ),
    st.lists(st.sampled_from((*_PIECES, *"/?#@:[]|^`")), max_size=8).map("".join),
    st.sampled_from(("", ".png", ".JPG", ".vcf?x=1", ".mp4#t", ".exe", "%2Epng")),
)
