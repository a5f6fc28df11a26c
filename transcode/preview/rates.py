"""What a message costs by the caller's own rates; no price is shipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from transcode.errors import InvalidOption
from transcode.preview.characters import visible
from transcode.result import Transcoded

__all__ = ["PLACES", "Rate", "Rates", "charged"]

Rate = str | int | float | Decimal
"""A price, such as ``0.0075`` or ``"0.0075 EUR"``."""

PLACES: Final = {"us": "in the US", "elsewhere": "elsewhere"}
"""Places with classes of their own in ``Transcoded.billing``, in words."""
_MOST: Final = 10**9
_CLASSES: Final = {
    "RICH_MESSAGE": ("segment of a rich message", "segments of rich messages"),
    "RICH_MEDIA_MESSAGE": ("rich media message", "rich media messages"),
    "BASIC": ("basic message", "basic messages"),
    "SINGLE": ("single message", "single messages"),
}


def charged(result: Transcoded) -> dict[str, str]:
    """Return what ``result`` is charged as, by place, both in words; empty where that is not by class.

    A result that was read from a file may have anything there; what is no number of a class is passed over.
    """
    found = {}
    for place, counts in (result.billing if isinstance(result.billing, Mapping) else {}).items():
        classes = counts.items() if isinstance(counts, Mapping) else ()
        words = [_counted(number, name) for name, number in classes if isinstance(number, int) and 0 < number < _MOST]
        if words:
            found[PLACES.get(place, visible(place))] = ", ".join(words)
    return found


def _counted(number: int, name: str) -> str:
    one, many = _CLASSES.get(name, (visible(name), visible(name)))
    return f"{number:,} {one if number == 1 else many}"


@dataclass(frozen=True, slots=True)
class Rates:
    """Prices by channel: of one part of an SMS, and of one message anywhere else."""

    by_channel: Mapping[str, Decimal] = field(default_factory=dict)
    currency: str = ""

    @classmethod
    def read(cls, rate: Rates | Rate | Mapping[str, Rate] | None) -> Rates:
        """Read one rate, which is that of an SMS part, or rates by channel.

        Raises:
            InvalidOption: a rate is no amount, is negative, or has another currency than the one before.

        """
        if isinstance(rate, Rates):
            return rate
        if rate is None:
            return cls()
        given = rate if isinstance(rate, Mapping) else {"SMS": rate}
        amounts, currencies = {}, set()
        for channel, value in given.items():
            amount, currency = _amount(channel, value)
            amounts[str(channel).upper()] = amount
            currencies |= {currency} - {""}
        if len(currencies) > 1:
            raise InvalidOption(f"rate: has more than one currency: {', '.join(sorted(currencies))}")
        return cls(amounts, next(iter(currencies), ""))

    def price(self, result: Transcoded) -> str | None:
        """Return what ``result`` costs, with its currency; None where there is no rate for its channel."""
        cost = self.cost(result)
        return None if cost is None else f"{cost.normalize():f} {self.currency}".strip()

    def cost(self, result: Transcoded) -> Decimal | None:
        """Return what ``result`` costs: parts (SMS) or messages, times the rate."""
        rate = self.by_channel.get(result.channel.upper())
        if rate is None:
            return None
        return rate * (len(result.payloads) if result.segments is None else result.segments.segments)


def _amount(channel: object, value: Rate) -> tuple[Decimal, str]:
    number, _, currency = str(value).strip().partition(" ")
    try:
        amount = Decimal(number)
    except InvalidOperation:
        amount = Decimal(-1)
    if isinstance(value, bool) or not amount.is_finite() or amount < 0 or len(number) > 30:
        raise InvalidOption(f"rate: {channel}: must be an amount such as 0.0075 or '0.0075 EUR', not {value!r}")
    return amount, currency.strip()
