"""Which piece of a picture a finding is about, so that it can stand beside it.

A finding leads to a field of the generic message; a picture is drawn from the payload, which knows no fields. What
joins them are the reply options (a field's path, and what the recipient sees of it) and the kind of the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from transcode.picture import (
    Block,
    Bubble,
    Carousel,
    Contact,
    MapPin,
    Menu,
    Passage,
    Picture,
    Role,
    Row,
    ShownButton,
    ShownFile,
)
from transcode.result import Finding, ReplyOption, Transcoded

__all__ = ["Pins", "Spot"]

Piece = Block | ShownButton | Row

_CARD: Final = re.compile(r"\bcards\[(\d+)\]")
_CHOICE: Final = re.compile(r"(?:.*\bchoices\[\d+\]|.*\bitems\[\d+\](?:\.choice)?)")
_FILE: Final = re.compile(r"(?:^|\.)(?:media_message|media)\b|\.(?:url|thumbnail_url|filename_override)$")
_FALLBACK: Final = (Passage, Menu, Contact, MapPin, ShownFile)


class Spot(NamedTuple):
    """A piece of the picture by its identity, and for a text the index of the line's end it is about (None: all)."""

    piece: int
    end: int | None = None


class _Placed(NamedTuple):
    piece: Piece
    card: int | None


class Pins:
    """Where the findings of one result stand in its picture: numbers from 1, in the order of the findings."""

    def __init__(self, result: Transcoded, picture: Picture) -> None:
        self._pieces = [placed for bubble in picture.bubbles for placed in _pieces(bubble, None)]
        self._replies = {reply.path: reply for reply in result.replies}
        self._at: dict[Spot, list[int]] = {}
        self.placed: dict[int, bool] = {}
        """Whether the finding of a number has a place in the picture."""
        for number, finding in enumerate(result.findings, 1):
            spot = self._find(finding)
            self.placed[number] = spot is not None
            if spot is not None:
                self._at.setdefault(spot, []).append(number)

    def of(self, piece: Piece) -> tuple[int, ...]:
        """Return the numbers of the findings about ``piece`` as a whole."""
        return tuple(self._at.get(Spot(id(piece)), ()))

    def within(self, text: Passage) -> dict[int, tuple[int, ...]]:
        """Return the numbers of the findings about one line of ``text``, by the index of the line's end."""
        return {
            spot.end: tuple(numbers)
            for spot, numbers in self._at.items()
            if spot.piece == id(text) and spot.end is not None
        }

    def _find(self, finding: Finding) -> Spot | None:
        path = finding.path
        if not path:
            return None
        found = _CARD.search(path)
        card = int(found[1]) + 1 if found else None
        choice = _CHOICE.match(path)
        if choice and (reply := self._reply(choice[0])):
            return self._spot_of_reply(reply, card)
        if choice:
            return None
        return self._spot_of_field(path, card)

    def _reply(self, path: str) -> ReplyOption | None:
        return self._replies.get(path) or self._replies.get(f"{path}.choice") or self._replies.get(f"{path}.product")

    def _spot_of_reply(self, reply: ReplyOption, card: int | None) -> Spot | None:
        pieces = self._of_card(card)
        for piece in pieces:
            if isinstance(piece, ShownButton | Row):
                label = piece.label if isinstance(piece, ShownButton) else piece.title
                same = reply.identifier is not None and piece.target == reply.identifier
                # A button that cannot do it says beside its label what it would have done.
                if same or label == reply.shown or label.startswith(f"{reply.shown}: "):
                    return Spot(id(piece))
        for piece in pieces:
            if isinstance(piece, Passage) and reply.shown and (at := _line(piece.text, reply.shown)) is not None:
                return Spot(id(piece), at)
        return None

    def _spot_of_field(self, path: str, card: int | None) -> Spot | None:
        pieces = self._of_card(card)
        kinds: tuple[type, ...]
        if _FILE.search(path):
            kinds = (ShownFile,)
        elif "location_message" in path:
            kinds = (MapPin,)
        elif "contact_info" in path:
            kinds = (Contact,)
        else:
            kinds = ()
        found: Piece | None = next((piece for piece in pieces if isinstance(piece, kinds)), None) if kinds else None
        if found is None and path.endswith(".title"):
            titles = (piece for piece in pieces if isinstance(piece, Passage) and piece.role is Role.TITLE)
            found = next(titles, None)
        if found is None:
            ranked = (piece for kind in _FALLBACK for piece in pieces if isinstance(piece, kind))
            found = next(ranked, None)
        return None if found is None else Spot(id(found))

    def _of_card(self, card: int | None) -> list[Piece]:
        """Return the pieces of one card where cards stand apart; otherwise all of them."""
        own = [placed.piece for placed in self._pieces if card is not None and placed.card == card]
        return own or [placed.piece for placed in self._pieces]


def _pieces(bubble: Bubble, card: int | None) -> Iterator[_Placed]:
    for block in bubble.blocks:
        if isinstance(block, Carousel):
            for number, each in enumerate(block.cards, 1):
                yield from _pieces(each, number)
            continue
        yield _Placed(block, card)
        if isinstance(block, Menu):
            for section in block.sections:
                for row in section.rows:
                    yield _Placed(row, card)
    for button in (*bubble.buttons, *bubble.chips):
        yield _Placed(button, card)


def _line(text: str, shown: str) -> int | None:
    """Return the end of the line that has ``shown`` in it; of several, of one that looks like a choice.

    Zero-width spaces, which keep WhatsApp from formatting, are passed over.
    """
    found = None
    end = -1
    for line in text.split("\n"):
        end += len(line) + 1
        read = line.replace("\u200b", "")
        if shown in read:
            if read[:2] in ("> ", "* "):
                return end
            found = end if found is None else found
    return found
