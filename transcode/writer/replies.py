"""The answers that a message offers, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from transcode.message import CardMessage, CarouselMessage, ChoiceMessage, ListMessage
from transcode.message.choice import action_of
from transcode.message.place import Place
from transcode.plaintext import Uppercase, capitals, one_line
from transcode.result import ReplyOption
from transcode.writer.identifiers import Tapped

__all__ = ["OFFERING", "Offer", "offered", "replies"]


class Offer(NamedTuple):
    """One answer: what the caller calls it, its kind, where it stands, and the 1-based number of its card."""

    label: str
    kind: str
    place: Place
    card: int | None = None

    @property
    def line(self) -> str:
        """The label on one line."""
        return one_line(self.label)


def offered(content: Place) -> Iterator[Offer]:
    """Yield every answer that ``content`` offers."""
    kind = type(content.value)
    if kind is ListMessage:
        for section in content.at_all("sections"):
            yield from map(_item, section.at_all("items"))
    elif kind in _WITH_CHOICES:
        for number, card in enumerate(content.at_all("cards"), 1):
            for choice in card.at_all("choices"):
                yield _choice(choice, number)
        for choice in content.at_all("choices"):
            yield _choice(choice)


_WITH_CHOICES: Final = frozenset((ChoiceMessage, CardMessage, CarouselMessage))
OFFERING: Final = _WITH_CHOICES | {ListMessage}
"""The types of content that offer answers."""


def _item(entry: Place) -> Offer:
    (item,) = entry
    if item.key == "product":
        return Offer(item.value.id, "product", item)
    return Offer(item.value.title, "item", item)


def _choice(place: Place, card: int | None = None) -> Offer:
    action = action_of(place)
    kind = str(action.key).removesuffix("_message")
    return Offer(action.value.text if kind == "text" else action.value.title, kind, place, card)


def replies(offers: Iterable[Offer], text: str | None, taps: Tapped, uppercase: Uppercase) -> Iterator[ReplyOption]:
    """Yield the answers that are offered: those that can be tapped, and those that ``text`` lets a recipient type.

    A blank label is an answer only where something can be tapped.
    """
    for offer in offers:
        tap = taps.get(offer.place)
        if tap is None and not offer.label.strip():
            continue
        shown, identifier = tap or (_as_read(offer, text, uppercase), None)
        postback = offer.place.get("postback_data")
        yield ReplyOption(
            offer.label,
            str(shown),
            offer.kind,
            offer.place.path,
            None if postback is None else postback.value,
            None if identifier is None else str(identifier),
            offer.card,
        )


def _as_read(offer: Offer, text: str | None, uppercase: Uppercase) -> str:
    """Return a label as the recipient reads it: an answer in capitals, if ``text`` has it so."""
    label = one_line(offer.label)
    in_capitals = capitals(label, uppercase) if offer.kind in ("text", "item") else label
    return in_capitals if text is not None and in_capitals in text else label
