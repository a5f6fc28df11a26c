"""Text of other people's making: charsets, file names and subjects as they really come."""

from __future__ import annotations

import codecs
import posixpath
from email.errors import HeaderParseError
from email.header import decode_header
from typing import Final

__all__ = ["codec", "decode_words", "file_name", "raw_text", "read_text"]

_NO_CHARSETS: Final = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}
)
"""Python's codecs from bytes to text that are no charset of mail, and costly to decode."""

_ASCII: Final = "ascii"


def codec(charset: str) -> str | None:
    """Return Python's name of a charset, None where it is none."""
    try:
        info = codecs.lookup(charset.strip().strip("\"'"))
    except (LookupError, ValueError, UnicodeError):
        return None
    return info.name if info._is_text_encoding and info.name not in _NO_CHARSETS else None


def read_text(data: bytes, charset: str | None) -> tuple[str, bool]:
    """Return the text that ``data`` is, and whether all of it could be read.

    UTF-8 is read as UTF-8 where the charset is not named or is said to be ASCII, which many write who mean nothing.
    """
    name = "utf-8" if charset is None else codec(charset)
    if name == _ASCII:
        name = "utf-8"
    try:
        if name is not None:
            return data.decode(name), True
    except (UnicodeError, ValueError):
        pass
    return data.decode("utf-8", "replace"), False


def raw_text(header: str) -> str:
    """Return a header whose bytes that are no ASCII came raw: UTF-8, or else Latin-1."""
    raw = header.encode("utf-8", "surrogateescape")
    text, whole = read_text(raw, "utf-8")
    return text if whole else raw.decode("latin-1")


def decode_words(text: str) -> str:
    """Return a header's text with its encoded words (RFC 2047) decoded, and UTF-8 that came raw; never an error."""
    text = raw_text(text)
    if "=?" not in text:
        return text
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError, LookupError):
        return text
    found: list[str] = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            found.append(piece)
            continue
        word, whole = read_text(piece, charset or "latin-1")
        if not whole:
            return text
        found.append(word)
    return "".join(found)


def file_name(name: str | None) -> str | None:
    """Return a file's name, decoded and without directories: nobody else says where a file is stored."""
    if not name:
        return None
    bare = posixpath.basename(decode_words(name).replace("\\", "/"))
    bare = "".join(character for character in bare if character.isprintable()).strip()
    return None if bare in ("", ".", "..") else bare
