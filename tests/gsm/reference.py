"""The rules of segmentation again, one character at a time: slow, obvious, and written apart from the library."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import strategies as st

from transcode.measure import graphemes

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = "\f^{}\\[~]|€"


def atoms(text: str) -> list[str]:
    """Cut a text into what must stay whole; a pair of lone surrogates becomes one character on the way."""
    return re.findall("[\ud800-\udbff][\udc00-\udfff]|.", text, re.DOTALL)


def clusters(text: str) -> list[str]:
    """Cut a text into grapheme clusters as they will be when its pairs of lone surrogates are one character each."""
    rest = atoms(text)
    found = []
    for cluster in graphemes(text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")):
        found.append("".join(rest[: len(cluster)]))
        del rest[: len(cluster)]
    return found


def units(text: str) -> int:
    return sum(2 if ord(c) > 0xFFFF else 1 for c in text)


def septets(text: str) -> int:
    return sum(2 if c in EXTENDED else 1 for c in text)


def greedy(pieces: Sequence[tuple[str, int]], alone: int, size: int) -> list[str]:
    """Fill parts with pieces of the lengths given."""
    if sum(length for _, length in pieces) <= alone:
        return ["".join(piece for piece, _ in pieces)]
    parts, used = [""], 0
    for piece, length in pieces:
        if used + length > size:
            parts.append("")
            used = 0
        parts[-1] += piece
        used += length
    return parts


def reference(
    text: str, gsm: tuple[int, int] = (160, 153), ucs2: tuple[int, int] = (70, 67)
) -> tuple[str, int, list[str]]:
    if set(text) <= set(BASIC + EXTENDED):
        return "GSM", septets(text), greedy([(c, septets(c)) for c in text], *gsm)
    return "UNICODE", units(text), greedy([(a, units(a)) for a in atoms(text)], *ucs2)


_PIECES = [
    *("a", "B", " ", "\r\n", "\n", "@", "é", "Ä", "Δ", "Ω"),
    *("€", "[", "]", "{", "~", "^", "|", "\\", "\f"),
    *("ç", "ş", "я", "漢", "ẞ", "\x00", "\x1b", "\t", "\xa0", "`", "·", "µ", "\u2126", "\ufffd"),
    *("😀", "👨‍👩‍👧", "🇸🇪", "🇸", "1️⃣", "👍🏽", "e\u0301", "\u0301", "क्षि", "각", "\u200d"),
    *("\ud83d", "\ude00", "\ud83d\ude00"),
]
_repeated = st.tuples(st.sampled_from(_PIECES), st.integers(1, 170)).map(lambda pair: pair[0] * pair[1])


def texts(alphabet: str | None = None) -> st.SearchStrategy[str]:
    """Return texts long enough to have several parts, with something awkward at their boundaries."""
    if alphabet is None:
        return st.lists(st.one_of(st.sampled_from(_PIECES), _repeated, st.text(max_size=20)), max_size=8).map("".join)
    repeated = st.tuples(st.sampled_from(alphabet), st.integers(1, 170)).map(lambda pair: pair[0] * pair[1])
    return st.lists(st.one_of(repeated, st.text(alphabet, max_size=20)), max_size=8).map("".join)
