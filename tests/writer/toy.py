"""A channel that only has texts, to try the contract with."""

from __future__ import annotations

from typing import Any

from transcode.channels.base import ChannelWriter, Limit, Request, Unit


class Toy(ChannelWriter):
    """A channel that only has texts."""

    channel = "TOY"
    title = "Toy"
    limits = (Limit("label", 8, Unit.GRAPHEMES, "none", "2026-11-22"),)

    def text_payloads(self, text: str) -> tuple[dict[str, Any], ...]:
        return ({"to": self.to, "text": text},)


def writer(**request: Any) -> Toy:
    """Return a writer for one message."""
    return Toy(Request(**request))
