"""Short links: what a text is when its URLs have been replaced by links of a known length."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from transcode.campaign.layout import Layout

__all__ = ["Shortened", "shorten_layout", "shorten_links"]

_URL: Final = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?'()\[\]{}…]", re.IGNORECASE)
"""A web address in running text: up to a space, without the punctuation that ends the sentence."""

_STAND_IN: Final = "x"


def shorten_links(text: str, length: int) -> str:
    """Return ``text`` with ``length`` characters of the GSM alphabet in place of each URL (http, https)."""
    return _URL.sub(_STAND_IN * length, text)


class Shortened(NamedTuple):
    """A layout whose URLs are replaced."""

    layout: Layout
    linked: tuple[str, ...]
    """The names whose values stand, or stood, inside a URL: each must be ``links_safe``."""


def shorten_layout(layout: Layout, length: int) -> Shortened | None:
    """Return ``layout`` with its URLs replaced, None where a value may make or break one.

    That holds for values that are not empty and have neither ``:`` nor ``/``.
    """
    marks = [chr(0xF0000 + index) for index in range(len(layout.places))]
    if any(mark in layout.constant for mark in marks) or len(marks) > 0xFFFD:
        return None
    text = layout.pieces[0] + "".join(mark + piece for mark, piece in zip(marks, layout.pieces[1:], strict=True))
    if "://" in _URL.sub("", text):
        return None
    linked = [character for url in _URL.findall(text) for character in url if character in marks]
    pieces, places = [""], []
    for character in shorten_links(text, length):
        if character in marks:
            places.append(layout.places[marks.index(character)])
            pieces.append("")
        else:
            pieces[-1] += character
    shortened = Layout(tuple(pieces), tuple(places))
    names = dict.fromkeys((*(layout.places[marks.index(mark)].name for mark in linked), *layout.addressed))
    return Shortened(shortened, tuple(names))
