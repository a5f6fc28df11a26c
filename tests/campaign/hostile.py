"""Messages with places, and rows made to break a shortcut."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

NAMES = ("name", "city", "id", "other")

_PIECES = (
    *"abcXYZ09 .,-?",
    *"{}[]|^~\\€\f",
    *"éèìàçñüßÅØÇŉıÿΔΩµǆşğ",
    *"яЖ你हि",
    "😀",
    "👨‍👩‍👧",
    "e\u0301",
    "’",
    "–",
    "…",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\x00",
    "`",
    "\u2028",
    "\xa0",
    "\u200b",
    "${",
    "${name}",
    "${other}",
    "{{ 7*7 }}",
    "https://example.com/",
    "http://",
    "://",
    "\U000f0000",
)

# Lengths about which a part is full, in septets and in UTF-16 units, with what may be torn there.
_BOUNDARIES = st.builds(
    lambda filler, length, pair, more: filler * length + pair + "b" * more,
    st.sampled_from("aя"),
    st.sampled_from((0, 30, 33, 34, 35, 60, 63, 66, 67, 69, 70, 130, 133, 145, 152, 153, 159, 160, 305, 306)),
    st.sampled_from(("", "€", "😀", "€€", "😀😀", "[", "’")),
    st.integers(0, 9),
)

values = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=6).map("".join),
    st.sampled_from(("Anna", "Erik", "Łukasz", "Ольга", "Zoë", "", " ", "O'Brien", "José")),
    _BOUNDARIES,
    st.text(max_size=8),
    st.builds(str.__mul__, st.sampled_from(("a", "€", "я", "😀", "a b")), st.integers(300, 2100)),
    st.just("\ud800"),
    st.just("a\udc00b"),
)
"""What a row may have, of any length and content."""

plain_values = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), max_size=40
) | st.sampled_from(("Anna", "Łukasz", "Ольга", "Zoë", "", "José", "€uro [x]", "😀"))
"""What a file or a table may have."""

_odd_values = st.one_of(values, st.none(), st.integers(-5, 10**12), st.sampled_from((1.5, True, b"x", [1])))

rows = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(NAMES, _odd_values | values) | {"to": st.sampled_from(("+46701234567", "x"))}
)

_constant = st.lists(st.sampled_from((*_PIECES, "Hello, your order is here. " * 3)), max_size=5).map("".join)
_texts = st.lists(_constant | st.sampled_from(tuple(f"${{{name}}}" for name in NAMES)), min_size=1, max_size=6).map(
    "".join
)
_labels = _texts


def _choice(text: str, kind: int) -> dict[str, Any]:
    if kind == 0:
        return {"text_message": {"text": text}, "postback_data": "p ${id}"}
    if kind == 1:
        return {"url_message": {"title": text, "url": "https://example.com/${id}?n=1"}}
    return {"call_message": {"title": text, "phone_number": "+4670${id}"}}


_choices = st.lists(st.builds(_choice, _labels, st.integers(0, 2)), min_size=1, max_size=3)
_cards = st.fixed_dictionaries(
    {"title": _texts},
    optional={
        "description": _texts,
        "media_message": st.just({"url": "https://example.com/${id}.png"}),
        "choices": _choices,
    },
)

messages = st.one_of(
    st.builds(lambda text: {"text_message": {"text": text}}, _texts),
    st.builds(
        lambda text, choices: {"choice_message": {"text_message": {"text": text}, "choices": choices}}, _texts, _choices
    ),
    st.builds(lambda card: {"card_message": card}, _cards),
    st.builds(lambda cards: {"carousel_message": {"cards": cards}}, st.lists(_cards, min_size=2, max_size=3)),
    st.builds(
        lambda title: {
            "location_message": {"title": title, "coordinates": {"latitude": 55.610479, "longitude": 13.002873}}
        },
        _texts,
    ),
    st.builds(lambda text: {"explicit_channel_message": {"SMS": text}, "text_message": {"text": "x"}}, _texts),
)
"""Messages with places, of every kind that turns into a text in a way of its own."""


def filled(value: Any, values: Mapping[str, str]) -> Any:
    """Fill in a message as a person would: every ``${name}`` in every text, once."""
    if isinstance(value, str):
        return re.sub(r"\$\{([^{}]+)\}", lambda match: values.get(match[1], match[0]), value)
    if isinstance(value, dict):
        return {key: filled(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, values) for item in value]
    return value
