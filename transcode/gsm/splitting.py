"""Cutting a text into parts, and counting them without cutting.

What must stay whole is an escape with its septet and a high surrogate with its low one (TS 23.040 section 9.2.3.24.1).
So a part is filled to the last unit, or to the last but one where the last would begin such a pair. Every function
takes ``alone`` and ``size``: the capacity of an only part, and of one among several. None loops over characters.
"""

from __future__ import annotations

import re
from codecs import utf_16_le_decode, utf_16_le_encode
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

from transcode.gsm.alphabet import ESC, EXTENDED
from transcode.measure import graphemes, is_unicode, utf16_units

__all__ = [
    "characters",
    "clusters",
    "count_septets",
    "count_units",
    "has_parted_surrogates",
    "split_septets",
    "split_units",
]

_SURROGATE_PAIR: Final = re.compile("([\ud800-\udbff][\udc00-\udfff])")
_CHARACTER: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]|.", re.DOTALL)


def count_septets(text: str, escapes: int, alone: int, size: int) -> int:
    """Return the number of parts of a text in the default alphabet, ``escapes`` of whose characters are extended.

    Capacities in septets.
    """
    total = len(text) + escapes
    if total <= alone:
        return 1
    parts = -(-total // size)
    # Each part but the last wastes a septet at most, where an escape would be cut; there may be room for that.
    if not escapes or total + parts - 1 <= parts * size:
        return parts
    return len(_cut_septets(text, EXTENDED, size))


def split_septets(
    text: str, escapes: int, alone: int, size: int, extended: Iterable[str] = EXTENDED
) -> tuple[str, ...]:
    """Return the parts of a text, ``escapes`` of whose characters are ``extended``. Capacities in septets."""
    if len(text) + escapes <= alone:
        return (text,)
    if not escapes:
        if len(text) <= 2 * size:  # the usual case, and cheaper without a loop
            return text[:size], text[size:]
        return tuple(_slices(size)(text))
    return tuple(_cut_septets(text, extended, size))


def _cut_septets(text: str, extended: Iterable[str], size: int) -> list[str]:
    # With the escapes written out, one character is one septet.
    for character in extended:
        if character in text:
            text = text.replace(character, ESC + character)
    parts = []
    start, length = 0, len(text)
    while start < length:
        end = start + size
        if end < length and text[end - 1] == ESC:
            end -= 1
        parts.append(text[start:end].replace(ESC, ""))
        start = end
    return parts


def count_units(text: str, alone: int, size: int) -> int:
    """Return the number of parts of a UCS-2 text. Capacities in UTF-16 units."""
    try:
        data, length = utf_16_le_encode(text)
    except UnicodeEncodeError:  # lone surrogates
        return len(_split_surrogates(text, alone, size)[1])
    total = len(data) >> 1
    if total <= alone:
        return 1
    parts = -(-total // size)
    # As with escapes: each part but the last may waste one unit, and only where there are surrogate pairs.
    if total == length or total + parts - 1 <= parts * size:
        return parts
    return len(_cut_units(data, size))


def split_units(text: str, alone: int, size: int) -> tuple[int, tuple[str, ...]]:
    """Return the length of a UCS-2 text, and its parts. Length and capacities in UTF-16 units."""
    try:
        data, length = utf_16_le_encode(text)
    except UnicodeEncodeError:  # lone surrogates
        return _split_surrogates(text, alone, size)
    total = len(data) >> 1
    if total <= alone:
        return total, (text,)
    if total == length:
        if total <= 2 * size:
            return total, (text[:size], text[size:])
        return total, tuple(_slices(size)(text))
    return total, tuple(_cut_units(data, size))


def _cut_units(utf16: bytes, size: int) -> list[str]:
    parts = []
    start, length, octets = 0, len(utf16), 2 * size
    while start < length:
        end = start + octets
        if end < length and 0xD8 <= utf16[end - 1] <= 0xDB:  # a high surrogate, whose low one would be cut off
            end -= 2
        parts.append(utf_16_le_decode(utf16[start:end])[0])
        start = end
    return parts


def _split_surrogates(text: str, alone: int, size: int) -> tuple[int, tuple[str, ...]]:
    """Return what `split_units` does, for a text with lone surrogates: each is a unit, and stays what it is."""
    if max(text) <= "\uffff":  # all of one unit each; to encode surrogates would be slow
        return len(text), (text,) if len(text) <= alone else tuple(_cut_pairs_whole(text, size))
    data = text.encode("utf-16-le", "surrogatepass")
    units = len(data) >> 1
    if units <= alone:
        return units, (text,)
    parts = []
    start, position, octets = 0, 0, 2 * size
    while position < len(data):
        end = position + octets
        if end < len(data) and 0xD8 <= data[end - 1] <= 0xDB and 0xDC <= data[end + 1] <= 0xDF:
            end -= 2
        # Two lone surrogates side by side would read back as one character, so the part is taken from the text.
        part = text[start : start + ((min(end, len(data)) - position) >> 1)]
        while (excess := utf16_units(part) - ((min(end, len(data)) - position) >> 1)) > 0:
            part = part[: -((excess + 1) // 2)]
        parts.append(part)
        start += len(part)
        position = end
    return units, tuple(parts)


def _cut_pairs_whole(text: str, size: int) -> Iterator[str]:
    start, length = 0, len(text)
    while start < length:
        end = start + size
        if end < length and "\ud800" <= text[end - 1] <= "\udbff" and "\udc00" <= text[end] <= "\udfff":
            end -= 1
        yield text[start:end]
        start = end


@lru_cache(maxsize=64)
def _slices(size: int) -> Callable[[str], list[str]]:
    """Return a function that cuts a text at every ``size`` characters; a regular expression beats a loop."""
    return re.compile(f".{{1,{size}}}", re.DOTALL).findall


def has_parted_surrogates(text: str) -> bool:
    """Say whether there are two lone surrogates that will be one character on the way."""
    return not is_unicode(text) and _SURROGATE_PAIR.search(text) is not None


def characters(text: str) -> list[str]:
    """Return the characters of ``text``; two surrogates that will be one character on the way are one already."""
    return _CHARACTER.findall(text)


def clusters(text: str) -> list[str]:
    """Return the grapheme clusters of ``text``, with surrogates as in `characters`."""
    if not has_parted_surrogates(text):
        return graphemes(text)
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    pieces = iter(characters(text))  # one for each character of the joined text
    return ["".join(islice(pieces, len(cluster))) for cluster in graphemes(joined)]
