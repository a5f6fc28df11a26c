"""What a part costs: figures of the caller's, one for all or by where a number is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import Final

from transcode.errors import InvalidOption, shorten

__all__ = ["ANYWHERE", "Rates", "RatesLike", "money"]

Number = Decimal | str | int | float
RatesLike = Number | Mapping[str, Number]

ANYWHERE: Final = "*"
"""The key of the rate for all destinations that have none of their own; a flat rate has no other."""

_PREFIX: Final = re.compile(r"\+[0-9]{1,15}", re.ASCII)
_REGION: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_CLASS: Final = re.compile(r"[A-Z][A-Z_]{2,63}", re.ASCII)


def money(value: object, what: str) -> Decimal:
    """Return an amount exactly as it is written: a float by its shortest digits, so that 0.1 is a tenth.

    Raises:
        InvalidOption: it is no amount.

    """
    try:
        amount = Decimal(str(value)) if isinstance(value, (Decimal, str, int, float)) else None
    except (InvalidOperation, ValueError):  # ValueError: more digits than Python writes
        amount = None
    value = str(value) if isinstance(value, Decimal) else value
    if amount is None or isinstance(value, bool) or not amount.is_finite() or amount < 0 or abs(amount) >= 10**9:
        raise InvalidOption(f"{what}: must be an amount, 0 or more, such as 0.0075: {shorten(value)}")
    if -int(amount.as_tuple().exponent) > 12:
        raise InvalidOption(f"{what}: has more than 12 decimals: {shorten(value)}")
    return amount


@dataclass(frozen=True)
class Rates:
    """The price of one part (of a message, on other channels than SMS) by destination. Make it with ``of``.

    A destination is a prefix of numbers, ``+46`` or ``+1242``, of which the longest that fits counts, or a country or
    region by its ISO 3166 code, ``SE`` or ``BS``. Which region a number is in ``phonenumbers`` knows (the extra
    ``[phone]``); a region goes before a prefix, and ``*`` stands for everywhere else.
    """

    table: Mapping[str, Decimal]
    classes: Mapping[str, Decimal] = field(default_factory=dict)
    """Prices by the class that a channel charges a message as (RCS), in place of those by destination."""

    @classmethod
    def of(cls, rates: RatesLike) -> Rates:
        """Return checked rates.

        Raises:
            InvalidOption: a destination or an amount is not one, or ``phonenumbers`` is needed and absent.

        """
        if not isinstance(rates, Mapping):
            return cls({ANYWHERE: money(rates, "rates")})
        if not rates:
            raise InvalidOption("rates: there are none")
        if all(isinstance(key, str) and _CLASS.fullmatch(key) for key in rates):
            return cls({}, {key: money(rate, f"rates[{key!r}]") for key, rate in rates.items()})
        table = {}
        for key, rate in rates.items():
            if not isinstance(key, str) or not (key == ANYWHERE or _PREFIX.fullmatch(key) or _REGION.fullmatch(key)):
                what = "a prefix such as '+46', a region such as 'SE', or '*'"
                raise InvalidOption(f"rates: {key!r} is no destination: write {what}")
            table[key] = money(rate, f"rates[{key!r}]")
        found = cls(table)
        if found.by_region:
            _phonenumbers()
        return found

    @property
    def flat(self) -> bool:
        """Whether the destination makes no difference, so that no number need be looked at."""
        return not self.table.keys() - {ANYWHERE}

    @cached_property
    def by_region(self) -> bool:
        """Whether a number's region has to be known."""
        return any(_REGION.fullmatch(key) for key in self.table)

    @cached_property
    def digits(self) -> int:
        """The length of the longest prefix, in digits."""
        return max((len(key) - 1 for key in self.table if key.startswith("+")), default=0)

    def destination(self, number: str | None) -> str | None:
        """Return the key of the rate for ``number``, E.164 with or without its plus; None where there is none."""
        elsewhere = ANYWHERE if ANYWHERE in self.table else None
        if number is None or self.flat:
            return elsewhere
        digits = number.removeprefix("+")
        if self.by_region:
            region, _ = _region(digits)
            if region in self.table:
                return region
        for length in range(min(self.digits, len(digits)), 0, -1):
            if (prefix := f"+{digits[:length]}") in self.table:
                return prefix
        return elsewhere

    def refusal(self, number: str) -> str | None:
        """Return why ``number`` cannot be one, as far as its region had to be looked up; None where it can."""
        if not self.by_region or _region(number.removeprefix("+"))[1]:
            return None
        return "has too many or too few digits for where it would be"


def _phonenumbers() -> None:
    try:
        import phonenumbers  # noqa: F401, PLC0415 - an extra
    except ModuleNotFoundError:
        raise InvalidOption(
            "rates: regions need phonenumbers: pip install 'message-transcode[phone]', or write prefixes such as '+46'"
        ) from None


@lru_cache(maxsize=65536)
def _region(digits: str) -> tuple[str | None, bool]:
    """Return the region of an E.164 number, None where it has none (a satellite network), and if it can be a number."""
    import phonenumbers  # noqa: PLC0415

    try:
        parsed = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None, False
    return phonenumbers.region_code_for_number(parsed), phonenumbers.is_possible_number(parsed)
