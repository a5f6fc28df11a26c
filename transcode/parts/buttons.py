"""Buttons, and what a tap on one does: the deed that was meant, or the nearest that the channel has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Final, NamedTuple

from transcode.measure import Limit, cut
from transcode.message.choice import action_of
from transcode.message.place import NOTHING, Place, Words
from transcode.numbers import is_callable
from transcode.parts.addresses import encoded, is_tel, map_link, tel
from transcode.urls import Idn

__all__ = ["Button", "Deed", "Taps", "button", "cut_labels", "labels_of", "told_apart"]


class Deed(StrEnum):
    """What a tap does."""

    ANSWER = "answer"
    """Sends the label, and to the sender what was kept behind it."""
    OPEN = "open"
    """Opens a URL."""
    CALL = "call"
    """Calls a number."""
    MAP = "map"
    """Shows a place on the map."""
    EVENT = "event"
    """Adds an event to the calendar."""
    ASK = "ask"
    """Asks for the recipient's location."""


@dataclass(frozen=True, slots=True)
class Taps:
    """What the buttons of a channel can do.

    ``a_button`` is what people call one; ``answer`` names the limit of what comes back, ``url`` that of a URL
    (empty: none is known); ``schemes`` are those of the URLs it opens. ``deeds`` are the channel's own: for the
    others the nearest is taken, a map link for a place, the fallback URL for an event or a location; a ``tel:`` URL
    is a call. Where it is ``strict``, a choice that can be no button makes the whole message text; otherwise the
    choice stands in the text as a line. Where calls are ``international``, a number without its country code can be
    no button.
    """

    a_button: str
    answer: str
    deeds: frozenset[Deed]
    schemes: tuple[str, ...] = ("http", "https")
    url: str = ""
    strict: bool = False
    international: bool = False


class Button(NamedTuple):
    """A choice or an item as a button.

    ``deed`` is what a tap does, ``action`` the part of the message that says so (``url_message`` ...; a list's item
    itself). ``why_not`` says why it can be no button after all; empty where it can.
    """

    place: Place
    name: str
    """What a finding calls it: ``choice 2``."""
    label: Words
    deed: Deed
    action: Place
    url: Words = NOTHING
    """What is opened, or the number that is called."""
    why_not: str = ""
    url_length: int | None = None
    """How long a URL is that is too long."""
    shown: Words = NOTHING
    """The label as it stands on the button."""
    mark: str = ""
    """What stands behind a label that a button before it has too: `` (2)``."""

    @property
    def what(self) -> str:
        """What it is to people: a URL, a phone call."""
        return _IS.get(str(self.action.key), "an item")

    @property
    def label_place(self) -> Place:
        """Where the label stands."""
        return self.label.place or self.place

    @property
    def whole(self) -> Words:
        """The label as it would stand there whole."""
        return self.label.like(self.label + self.mark) if self.mark else self.label

    def showing(self, label: Words) -> Button:
        """Return the button with ``label`` on it."""
        return self if self.shown is label else Button(*self[:8], label, self.mark)

    @property
    def tells_all(self) -> bool:
        """Whether it shows its whole label."""
        return self.shown == self.whole


_MEANT: Final[Mapping[str, Deed]] = {
    "text_message": Deed.ANSWER,
    "url_message": Deed.OPEN,
    "call_message": Deed.CALL,
    "location_message": Deed.MAP,
    "calendar_message": Deed.EVENT,
    "share_location_message": Deed.ASK,
}


def button(
    place: Place,
    name: str,
    deeds: Collection[Deed],
    *,
    a_button: str,
    why_not: Callable[[str], str],
    url_limit: Limit | None,
    idn: Idn,
    region: str = "",
) -> Button:
    """Return the choice at ``place`` as a button that does one of ``deeds``.

    Args:
        place: the choice.
        name: what a finding calls it.
        deeds: what buttons can do where it stands.
        a_button: what people call one.
        why_not: says why an address cannot be opened; nothing where it can.
        url_limit: how long an address may be, None where that is not known.
        idn: how the channel takes host names of other letters.
        region: where numbers without a plus are dialled.

    """
    action = action_of(place)
    meant = _MEANT[str(action.key)]
    label = action.words("text" if meant is Deed.ANSWER else "title").line
    deed, url = _nearest(action, meant, deeds, region)
    if not label:
        return Button(place, name, label, deed, action, url, "a button must have a label")
    if deed not in deeds:
        return Button(place, name, label, deed, action, url, f"{a_button} {_DOES_NOT[deed]}")
    if deed not in (Deed.OPEN, Deed.CALL):
        return Button(place, name, label, deed, action, url, shown=label)
    why, actual = why_not(url), None
    if why and url:
        what = f"calls {url[4:44]!r}" if deed is Deed.CALL else f"leads to {url[:40]!r}"
        why = f"it {what}, which {a_button} does not: {why}"
    if why or deed is Deed.OPEN:  # a number that can be called has nothing in it to encode
        url = encoded(url, idn)
    if not why and url_limit is not None and (actual := url_limit.exceeded_by(url)) is not None:
        why = f"its address has {actual} {url_limit.unit.value} and {a_button} takes {url_limit.value}"
    return Button(place, name, label, deed, action, url, why, actual, label)


_DOES_NOT: Final[Mapping[Deed, str]] = {
    Deed.ANSWER: "sends no answer",
    Deed.OPEN: "opens no URL",
    Deed.CALL: "calls no number",
}
_IS: Final[Mapping[str, str]] = {
    "text_message": "an answer",
    "url_message": "a URL",
    "call_message": "a phone call",
    "location_message": "a place",
    "calendar_message": "a calendar event",
    "share_location_message": "a request for the location",
}


def _nearest(action: Place, meant: Deed, deeds: Collection[Deed], region: str) -> tuple[Deed, Words]:
    """Return what comes nearest to what is meant, and what is opened or called for it."""
    if meant is Deed.ANSWER:
        return meant, NOTHING
    if meant is Deed.CALL:
        return meant, tel(action.words("phone_number"), region)
    if meant is Deed.MAP:
        return (meant if meant in deeds else Deed.OPEN), map_link(action)
    if meant in (Deed.EVENT, Deed.ASK):
        fallback = action.words("fallback_url")
        return (meant if meant in deeds else Deed.OPEN), fallback.line
    url = action.words("url").line
    if Deed.CALL in deeds and is_tel(url) and is_callable(url[4:]):
        return Deed.CALL, tel(url.like(url[4:]), region)
    return meant, url


def labels_of(buttons: Iterable[Button]) -> Words:
    """Return what ``buttons`` say, as one text."""
    return Words.join(", ", (one.label for one in buttons))


def told_apart(buttons: Iterable[Button], before: Iterable[str] = ()) -> tuple[Button, ...]:
    """Return buttons, each that has the label of one before it with a number for its mark.

    Args:
        buttons: that stand together.
        before: labels of buttons that stand elsewhere before these.

    """
    every, elsewhere = list(buttons), set(before)
    if len(every) + len(elsewhere) < 2:
        return tuple(every)
    taken = elsewhere | {one.whole.plain for one in every}
    if len(taken) == len(elsewhere) + len(every):
        return tuple(every)
    numbers: dict[str, count[int]] = {label: count(2) for label in elsewhere}
    marked = []
    for one in every:
        label = one.whole.plain
        if label in numbers:
            mark = next(mark for number in numbers[label] if label + (mark := f" ({number})") not in taken)
            taken.add(label + mark)
            one = one._replace(mark=one.mark + mark)  # noqa: PLW2901
        else:
            numbers[label] = count(2)
        marked.append(one)
    return tuple(marked)


def cut_labels(labels: Sequence[Words], limit: Limit, taken: Iterable[str] = ()) -> list[Words]:
    """Return ``labels`` cut to ``limit``; one that is cut ends in a number where it would look like another.

    Args:
        labels: of the buttons that stand together.
        limit: how long one may be.
        taken: what else a cut label must not look like.

    """
    too_long = [limit.exceeded_by(label) is not None for label in labels]
    if not any(too_long):
        return list(labels)
    seen = {*taken, *(label.plain for label, long in zip(labels, too_long, strict=True) if not long)}
    numbers: dict[str, int] = {}
    fitted = []
    for label, long in zip(labels, too_long, strict=True):
        if long:
            start = whole = cut(label, limit.value, limit.unit, "…")
            while start in seen and numbers.get(whole, 1) <= len(labels) + len(seen):
                numbers[whole] = numbers.get(whole, 1) + 1
                start = cut(label, limit.value, limit.unit, f"… {numbers[whole]}")
            seen.add(start)
            label = label.like(start)  # noqa: PLW2901
        fitted.append(label)
    return fitted
