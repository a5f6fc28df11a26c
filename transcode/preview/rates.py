"""What a message costs by the caller's own rates; no price is shipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from transcode.errors import InvalidOption
from transcode.result import Transcoded

__all__ = ["Rate", "Rates"]

Rate = str | int | float | Decimal
"""A price, such as ``0.0075`` or ``"0.0075 EUR"``."""


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
