"""Components of Flex Messages: developers.line.biz/en/reference/messaging-api/#flex-message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["bubble", "button", "image", "text"]

Json = dict[str, Any]


def bubble(hero: str, body: Sequence[Json], footer: Sequence[Json]) -> Json:
    """Return a bubble: an image, what is read, what is tapped; what there is nothing of is left out."""
    return {
        "type": "bubble",
        **({"hero": image(hero)} if hero else {}),
        **({"body": _box(body)} if body else {}),
        **({"footer": _box(footer)} if footer else {}),
    }


def _box(contents: Sequence[Json]) -> Json:
    return {"type": "box", "layout": "vertical", "spacing": "md", "contents": list(contents)}


def text(words: str, **style: Any) -> Json:
    """Return a text that wraps."""
    return {"type": "text", "text": words, **style, "wrap": True}


def image(url: str) -> Json:
    """Return an image, cut to the shape of a card's."""
    return {"type": "image", "url": url, "size": "full", "aspectRatio": "20:13", "aspectMode": "cover"}


def button(action: Json) -> Json:
    """Return a button."""
    return {"type": "button", "action": action}
