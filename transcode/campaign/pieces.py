"""Files of any size, read a few megabytes of whole lines at a time."""

from __future__ import annotations

import codecs
import gzip
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Final, cast

from transcode.campaign.row import InvalidSource

__all__ = ["UNREADABLE", "open_file", "whole_lines"]

_PIECE: Final = 1 << 22
"""Bytes that are read at a time."""
_FIRST: Final = 1 << 16
"""Bytes that are read first: the header is among them, and little else."""
_LONGEST: Final = 1 << 26
"""Bytes of the longest line that is read."""

UNREADABLE: Final = (OSError, EOFError, zlib.error)
"""What comes of a file that is not there, not to be read, or not packed as its name says."""

Fraction = Callable[[], float | None]
"""Returns the share of a file that is read, None where its size is not known."""


@contextmanager
def open_file(path: Path) -> Iterator[tuple[IO[bytes], Fraction]]:
    """Open a file, ``.gz`` unpacked."""
    with path.open("rb") as raw:
        total = os.fstat(raw.fileno()).st_size
        packed = path.suffix.lower() == ".gz"
        with cast("IO[bytes]", gzip.open(raw)) if packed else nullcontext(raw) as file:
            yield file, lambda: raw.tell() / total if total else None


def whole_lines(file: IO[bytes], name: str, encoding: str = "utf-8") -> Iterator[bytes]:
    """Yield pieces of whole lines, as UTF-8 without a byte order mark.

    Bytes that are not UTF-8 stay as they are.

    Raises:
        InvalidSource: a line is too long.
        UnicodeError: the file is not in another encoding that was asked for.
        LookupError: there is no such encoding.

    """
    read = file.read(min(_FIRST, _PIECE))
    if not isinstance(read, bytes):
        raise InvalidSource(f"{name}: is opened as text: open it in binary mode")
    read, decoder = _begin(read, encoding)
    rest = b""
    ended = False
    while not ended:
        ended = not read
        if decoder is not None:
            read = decoder.decode(read, final=ended).encode("utf-8", "surrogateescape")
        whole = rest + read
        end = len(whole) if ended else whole.rfind(b"\n") + 1
        rest = whole[end:]
        if len(rest) > _LONGEST:
            raise InvalidSource(f"{name}: has a line of more than {_LONGEST:,} bytes")
        if end:
            yield whole[:end]
        read = b"" if ended else file.read(_PIECE)


def _begin(read: bytes, encoding: str) -> tuple[bytes, codecs.IncrementalDecoder | None]:
    """Return a file's first bytes without their mark, and what decodes them, None for UTF-8."""
    "".encode(encoding)  # LookupError where it is none of texts
    known = codecs.lookup(encoding).name
    if known in ("utf-8", "utf-8-sig"):
        if read[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return read.removeprefix(codecs.BOM_UTF8), None
        known = "utf-16"
    return read, codecs.getincrementaldecoder(known)()
