"""Classes that a channel charges its messages by, as ``result.billing`` tells them: RCS, in the US and elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from transcode.campaign.figures import Charged
from transcode.campaign.message import Draft
from transcode.errors import InvalidMessage, InvalidOption
from transcode.result import LossyTranscode

__all__ = ["Charges", "check_classes", "described", "place_of"]

Billing = Mapping[str, Any]


def place_of(billing: Billing | None, names: Collection[str]) -> str | None:
    """Return the place whose classes ``names`` are; None where they are those of no place."""
    return next((place for place, counts in _places(billing or {}) if not set(names) - counts.keys()), None)


def described(billing: Billing | None) -> list[str]:
    """Return what is charged, as words: ``us 2 RICH_MESSAGE``."""
    return [
        f"{place} {units} {name}" for place, counts in _places(billing or {}) for name, units in counts.items() if units
    ]


def check_classes(where: str, channel: str, billing: Billing | None, names: Collection[str]) -> None:
    """Raise InvalidOption where a channel charges by no such classes."""
    if billing is None:
        raise InvalidOption(f"{where}: must be one amount: what {channel} charges by class is not known here")
    if place_of(billing, names) is None:
        known = " or ".join(", ".join(counts) for _, counts in _places(billing))
        raise InvalidOption(f"{where}: the classes are {known}, not {', '.join(names)}")


def _places(billing: Billing) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Yield each place that has classes of its own, and how much of each class is charged there."""
    return ((place, counts) for place, counts in billing.items() if isinstance(counts, Mapping))


class Charges:
    """Counts what messages are charged as.

    Args:
        draft: the message.
        rates: prices by class; empty where there are none.

    Raises:
        InvalidOption: the channel charges by no such classes.

    """

    def __init__(self, draft: Draft, rates: Mapping[str, Decimal]) -> None:
        self._channel, self._rates = draft.channel, rates
        self._messages: Counter[tuple[str, str]] = Counter()
        self._units: Counter[tuple[str, str]] = Counter()
        self._priced: str | None = None
        if rates:
            self._try(draft)

    @property
    def counters(self) -> tuple[Counter[tuple[str, str]], ...]:
        """What is counted so far."""
        return self._messages, self._units

    def add(self, billing: Billing | None) -> None:
        """Count what one recipient's messages are charged as."""
        if billing is None:
            return
        if self._rates and self._priced is None:
            self._check(billing)
        for place, counts in _places(billing):
            for name, units in counts.items():
                if units:
                    self._messages[place, name] += sum(one[place] == name for one in billing["messages"])
                    self._units[place, name] += units

    def cost(self, billing: Billing | None) -> Decimal | None:
        """Return what one recipient's messages cost by class, None where there are no such rates."""
        counts = (billing or {}).get(self._priced or "")
        if not isinstance(counts, Mapping):
            return None
        return sum((self._rates[name] * units for name, units in counts.items() if name in self._rates), Decimal(0))

    def found(self) -> dict[str, dict[str, Charged]]:
        """Return what is counted, by place and class."""
        found: dict[str, dict[str, Charged]] = defaultdict(dict)
        for (place, name), messages in sorted(self._messages.items()):
            rate = self._rates.get(name) if place == self._priced else None
            found[place][name] = Charged(messages, self._units[place, name], rate)
        return dict(found)

    def _try(self, draft: Draft) -> None:
        """Hold the rates against the message with its places filled in somehow."""
        try:
            billing = draft.transcode(dict.fromkeys(draft.names, ".")).billing
        except LossyTranscode as error:
            billing = error.result.billing
        except InvalidMessage:  # a place where not every text can stand, such as a date: the first row will tell
            return
        self._check(billing)

    def _check(self, billing: Billing | None) -> None:
        check_classes("rates", self._channel, billing, self._rates)
        self._priced = place_of(billing, self._rates)
