"""Putting parts of many senders together as they come in: in any order, some twice, some never.

    >>> from transcode.gsm import Collector, read_short_message, segment
    >>> collector = Collector()
    >>> for part in segment("a" * 200, reference=7).parts:
    ...     read = read_short_message(part.short_message, data_coding=part.data_coding, esm_class=part.esm_class)
    ...     collector, outcome = collector.add("+46701234567", read)
    >>> outcome.text == "a" * 200
    True

A collector is a value: `add` returns the next one and leaves the old one as it was. So it can be pickled between two
parts, kept in a database or tried out, and it never reads a clock: the caller who wants old parts given up tells the
time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from transcode.errors import shorten
from transcode.gsm.errors import SegmentationError, check_text, check_whole
from transcode.gsm.reassembly import Fragment, MessageKey, message_key, reassemble

__all__ = ["Collected", "Collector", "Incomplete"]

_OVERHEAD: Final = 200
"""Octets that a waiting part is taken to cost beside its payload and its text; about what CPython spends."""


class Incomplete(NamedTuple):
    """A message of which parts are missing and that is not waited for any longer."""

    sender: str
    total: int
    reference: int
    parts: tuple[Fragment, ...]
    """What has come, by index."""

    @property
    def missing(self) -> tuple[int, ...]:
        """The indexes of the parts that have not."""
        found = {part.index for part in self.parts}
        return tuple(index for index in range(1, self.total + 1) if index not in found)


class Collected(NamedTuple):
    """What came of a part."""

    sender: str
    text: str | None = None
    """The whole message, if this part was the last to come; None while others are awaited."""
    parts: tuple[Fragment, ...] = ()
    """Its parts, by index."""
    duplicate: bool = False
    """The part has come before, and was passed over."""
    given_up: tuple[Incomplete, ...] = ()
    """Messages that were dropped to keep within the bounds, or because another one came with the same reference."""


class _Key(NamedTuple):
    sender: str
    message: MessageKey


class _Waiting(NamedTuple):
    """The parts of a message that have come, or all of them where it is complete and kept to know duplicates by."""

    parts: tuple[Fragment, ...]
    complete: bool
    touched: float
    """When the last of them came, as the caller told the time; 0 where it did not."""
    octets: int


def _cost(key: _Key, parts: Iterable[Fragment]) -> int:
    return 2 * len(key.sender) + sum(len(part.payload) + 4 * len(part.text) + _OVERHEAD for part in parts)


@dataclass(frozen=True, slots=True)
class Collector:
    """Parts that wait for others, by sender, reference and total (TS 23.040 section 9.2.3.24.1).

    Complete messages are remembered as well, so that a part that comes once more is known for a duplicate. Where either
    bound is passed what was touched longest ago goes first: a complete message without a word, an incomplete one into
    `Collected.given_up`.

    Attributes:
        max_messages: messages to keep at most, complete ones included.
        max_octets: memory to keep at most for their parts, roughly, in octets.
    """

    max_messages: int = 1_000
    max_octets: int = 4_000_000
    _waiting: OrderedDict[_Key, _Waiting] = field(default_factory=OrderedDict, repr=False, hash=False)
    _octets: int = field(default=0, repr=False)

    def __post_init__(self) -> None:
        """Check the bounds."""
        for name in ("max_messages", "max_octets"):
            value = getattr(self, name)
            check_whole(name, value)
            if value < 1:
                raise SegmentationError(f"{name} is {shorten(value)}: use at least 1")

    @property
    def waiting(self) -> tuple[Incomplete, ...]:
        """The messages of which parts are missing, longest untouched first."""
        return tuple(_incomplete(key, entry) for key, entry in self._waiting.items() if not entry.complete)

    @property
    def octets(self) -> int:
        """Memory kept, as ``max_octets`` counts it."""
        return self._octets

    def add(self, sender: str, part: Fragment, *, at: float = 0) -> tuple[Collector, Collected]:
        """Return the collector that has ``part`` of ``sender`` too, and what came of it.

        ``at`` is when it came, in any unit that `expire` is asked in. The text of an only part is there at once. A part
        that differs from the one of the same place begins another message with the same reference: what waited there is
        given up. The cost of a call grows with the number of messages kept; for a batch there is `add_all`.

        Raises:
            SegmentationError: an argument of another type. No part raises it: where parts end in half a UCS-2 unit the
                text goes without.
        """
        collector, (outcome,) = self.add_all([(sender, part)], at=at)
        return collector, outcome

    def add_all(
        self, received: Iterable[tuple[str, Fragment]], *, at: float = 0
    ) -> tuple[Collector, tuple[Collected, ...]]:
        """Return the collector that has all these parts too, and what came of each, in their order; see `add`."""
        _check_time("at", at)
        waiting, octets = self._waiting.copy(), self._octets
        outcomes = []
        if not isinstance(received, Iterable):
            raise SegmentationError(f"received is {shorten(received)}: use pairs of a sender and a part")
        for pair in received:
            if not isinstance(pair, tuple) or len(pair) != 2:
                raise SegmentationError(f"received holds {shorten(pair)}: use pairs of a sender and a part")
            sender, part = pair
            check_text(sender, "sender")
            if not isinstance(part, Fragment):
                raise SegmentationError(f"{shorten(part)} is no part that was received")
            if part.total == 1:
                outcomes.append(Collected(sender, part.text, (part,)))
                continue
            key = _Key(sender, message_key(part))
            before = waiting.pop(key, None)
            entry, outcome = _with(key, before, part, at)
            waiting[key] = entry
            octets += entry.octets - (before.octets if before else 0)
            dropped: list[Incomplete] = []
            while len(waiting) > self.max_messages or octets > self.max_octets:
                oldest, gone = waiting.popitem(last=False)
                octets -= gone.octets
                if not gone.complete:
                    dropped.append(_incomplete(oldest, gone))
            outcomes.append(outcome._replace(given_up=(*outcome.given_up, *dropped)))
        return replace(self, _waiting=waiting, _octets=octets), tuple(outcomes)

    def expire(self, before: float) -> tuple[Collector, tuple[Incomplete, ...]]:
        """Return the collector without what was last touched earlier than ``before``, and what was incomplete of that.

        After it a message whose parts equal those of an earlier one is no longer taken for duplicates.
        """
        _check_time("before", before)
        kept = OrderedDict((key, entry) for key, entry in self._waiting.items() if entry.touched >= before)
        gone = tuple(
            _incomplete(key, entry)
            for key, entry in self._waiting.items()
            if entry.touched < before and not entry.complete
        )
        return replace(self, _waiting=kept, _octets=sum(entry.octets for entry in kept.values())), gone


def _incomplete(key: _Key, entry: _Waiting) -> Incomplete:
    return Incomplete(key.sender, key.message.total, key.message.reference, entry.parts)


def _with(key: _Key, before: _Waiting | None, part: Fragment, at: float) -> tuple[_Waiting, Collected]:
    """Return what waits under ``key`` when ``part`` has come too."""
    parts = before.parts if before else ()
    given_up: tuple[Incomplete, ...] = ()
    if known := next((known for known in parts if known.index == part.index), None):
        if before and (known.text, known.payload) == (part.text, part.payload):
            return before._replace(touched=at), Collected(key.sender, duplicate=True)
        given_up = (_incomplete(key, before),) if before and not before.complete else ()
        parts = ()
    parts = tuple(sorted((*parts, part), key=lambda one: one.index))
    complete = len(parts) == part.total
    entry = _Waiting(parts, complete, at, _cost(key, parts))
    text = _text(parts) if complete else None
    return entry, Collected(key.sender, text, parts if complete else (), given_up=given_up)


def _text(parts: tuple[Fragment, ...]) -> str:
    try:
        return reassemble(parts)
    except SegmentationError:  # half a unit at the end; one part that is odd must not lose the others
        return "".join(part.text for part in parts)


def _check_time(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SegmentationError(f"{name} is {shorten(value)}: use a number")
