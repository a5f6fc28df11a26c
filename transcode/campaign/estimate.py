"""What a campaign takes and costs, once its rows are counted. Estimates of several sources add up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from transcode.campaign.figures import (
    Charged,
    Destination,
    ExpensiveRow,
    Failed,
    RowNumbers,
    UnicodeCause,
    causes_of,
    columns_of,
)
from transcode.errors import InvalidOption

__all__ = ["Estimate"]


@dataclass(frozen=True)
class Estimate:
    """What sending one message to many recipients takes and costs.

    Row numbers count from the ``first_row`` that was asked for, 1 by default: the first row after a file's header is
    row 1. Nothing of a recipient is kept but row numbers and the characters that make a message UCS-2.
    """

    channel: str
    recipients: int = 0
    """All rows, those that cannot be sent included."""
    histogram: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    """Encoding (``GSM``, ``UNICODE``; on other channels ``MESSAGES``) to number of parts to recipients."""
    destinations: Mapping[str, Destination] = field(default_factory=dict)
    """By key of the rates; ``*`` everywhere else, ``?`` where there is no rate."""
    billing: Mapping[str, Mapping[str, Charged]] = field(default_factory=dict)
    """Of a channel that charges by class (RCS): by place (``us``, ``elsewhere``) and class what is charged there."""
    failures: Mapping[str, Failed] = field(default_factory=dict)
    """By code, see ``transcode.campaign.Failure``."""
    unicode_columns: tuple[tuple[str | None, int], ...] = ()
    """How many messages are UCS-2 because of each column, None for the message itself; the most frequent first."""
    unicode_causes: tuple[UnicodeCause, ...] = ()
    """The most frequent first."""
    transliterated: int = 0
    """Messages that ``transliterate="auto"`` would make GSM."""
    worst: tuple[ExpensiveRow, ...] = ()
    """The rows that cost most, by the rates if there are any, then by parts, then by row number."""
    most_worst: int = 20

    @property
    def sent(self) -> int:
        """Recipients whose message would be delivered."""
        return sum(sum(parts.values()) for parts in self.histogram.values())

    @property
    def failed(self) -> int:
        """Rows that cannot be sent."""
        return sum(failure.count for failure in self.failures.values())

    @property
    def parts(self) -> int:
        """Parts of all messages that would be delivered; on other channels than SMS messages."""
        return sum(destination.parts for destination in self.destinations.values())

    @property
    def parts_saved(self) -> int:
        """Parts that ``transliterate="auto"`` would save, net: it may lengthen a message."""
        return sum(destination.parts_saved for destination in self.destinations.values())

    @property
    def cost(self) -> Decimal | None:
        """What the parts cost by the caller's rates, exactly; None where there are none. See ``unpriced``."""
        charged: list[Destination | Charged] = [*self.destinations.values(), *self._priced.values()]
        costs = [one.cost for one in charged if one.cost is not None]
        return sum(costs, Decimal(0)) if costs else None

    @property
    def cost_saved(self) -> Decimal | None:
        """What ``transliterate="auto"`` would save; None where there are no rates."""
        saved = [one.rate * one.parts_saved for one in self.destinations.values() if one.rate is not None]
        return sum(saved, Decimal(0)) if saved else None

    @property
    def unpriced(self) -> int:
        """Parts for whose destination, or class, the caller gave no rate: they are not in ``cost``."""
        unpriced = sum(destination.parts for destination in self.destinations.values() if destination.rate is None)
        return unpriced - sum(one.messages for one in self._priced.values())

    @property
    def _priced(self) -> dict[str, Charged]:
        """The classes that the caller's rates are for."""
        found = (item for charged in self.billing.values() for item in charged.items())
        return {name: one for name, one in found if one.rate is not None}

    @property
    def unicode_recipients(self) -> int:
        """Messages that are UCS-2."""
        return sum(self.histogram.get("UNICODE", {}).values())

    def __add__(self, other: Estimate) -> Estimate:
        """Return the estimate of both sources together.

        Raises:
            InvalidOption: they are for different channels, or with different rates.

        """
        if not isinstance(other, Estimate):
            return NotImplemented
        if self.channel != other.channel:
            raise InvalidOption(f"estimates for {self.channel} and {other.channel} do not add up")
        most = min(self.most_worst, other.most_worst)
        return Estimate(
            channel=self.channel,
            recipients=self.recipients + other.recipients,
            histogram=_add_histograms(self.histogram, other.histogram),
            destinations=_add_destinations(self.destinations, other.destinations),
            billing=_add_billing(self.billing, other.billing),
            failures=_ordered(_added(self.failures, other.failures)),
            unicode_columns=columns_of(Counter(dict(self.unicode_columns)) + Counter(dict(other.unicode_columns))),
            unicode_causes=_add_causes(self.unicode_causes, other.unicode_causes),
            transliterated=self.transliterated + other.transliterated,
            worst=tuple(sorted((*self.worst, *other.worst), key=ExpensiveRow.rank)[:most]),
            most_worst=most,
        )

    def __radd__(self, other: object) -> Estimate:
        """Let ``sum(estimates)`` begin."""
        return self if other == 0 else NotImplemented

    def as_dict(self) -> dict[str, Any]:
        """Return the estimate as a JSON-ready dict; amounts as text, in all their digits."""
        return {
            "channel": self.channel,
            "recipients": self.recipients,
            "sent": self.sent,
            "failed": self.failed,
            "parts": self.parts,
            "cost": _text(self.cost),
            "unpriced_parts": self.unpriced,
            "histogram": {
                encoding: {str(parts): count for parts, count in counts.items()}
                for encoding, counts in self.histogram.items()
            },
            "destinations": {
                key: {
                    "recipients": one.recipients,
                    "parts": one.parts,
                    "parts_saved": one.parts_saved,
                    "rate": _text(one.rate),
                    "cost": _text(one.cost),
                }
                for key, one in self.destinations.items()
            },
            "billing": {
                place: {
                    name: {
                        "messages": one.messages,
                        "units": one.units,
                        "rate": _text(one.rate),
                        "cost": _text(one.cost),
                    }
                    for name, one in charged.items()
                }
                for place, charged in self.billing.items()
            },
            "unicode": {
                "recipients": self.unicode_recipients,
                "columns": [{"name": name, "recipients": count} for name, count in self.unicode_columns],
                "causes": [
                    {"name": one.name, "character": one.character, "recipients": one.recipients}
                    for one in self.unicode_causes
                ],
            },
            "transliterate_auto": {
                "recipients": self.transliterated,
                "parts_saved": self.parts_saved,
                "cost_saved": _text(self.cost_saved),
            },
            "failures": {
                code: {
                    "count": one.count,
                    "rows": [list(span) for span in one.rows.ranges],
                    "examples": [{"row": row, "message": message} for row, message in one.examples],
                }
                for code, one in self.failures.items()
            },
            "worst": [
                {
                    "row": one.row,
                    "parts": one.parts,
                    "encoding": one.encoding,
                    "units": one.units,
                    "why": one.why,
                    "cost": _text(one.cost),
                }
                for one in self.worst
            ],
            "most_worst": self.most_worst,
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the estimate as JSON; the same estimate always gives the same characters."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Estimate:
        """Return an estimate that ``to_json`` wrote, to be added to others."""
        try:
            data = json.loads(text)
            return cls(
                channel=data["channel"],
                recipients=data["recipients"],
                histogram={
                    encoding: {int(parts): count for parts, count in counts.items()}
                    for encoding, counts in data["histogram"].items()
                },
                destinations={
                    key: Destination(
                        one["recipients"],
                        one["parts"],
                        one["parts_saved"],
                        None if one["rate"] is None else Decimal(one["rate"]),
                    )
                    for key, one in data["destinations"].items()
                },
                billing={
                    place: {
                        name: Charged(
                            one["messages"],
                            one["units"],
                            None if one["rate"] is None else Decimal(one["rate"]),
                        )
                        for name, one in charged.items()
                    }
                    for place, charged in data.get("billing", {}).items()
                },
                failures={
                    code: Failed(
                        one["count"],
                        RowNumbers(tuple((first, last) for first, last in one["rows"])),
                        tuple((example["row"], example["message"]) for example in one["examples"]),
                    )
                    for code, one in data["failures"].items()
                },
                unicode_columns=tuple((one["name"], one["recipients"]) for one in data["unicode"]["columns"]),
                unicode_causes=tuple(
                    UnicodeCause(one["name"], one["character"], one["recipients"]) for one in data["unicode"]["causes"]
                ),
                transliterated=data["transliterate_auto"]["recipients"],
                worst=tuple(
                    ExpensiveRow(
                        one["row"],
                        one["parts"],
                        one["encoding"],
                        one["units"],
                        one["why"],
                        None if one.get("cost") is None else Decimal(one["cost"]),
                    )
                    for one in data["worst"]
                ),
                most_worst=data["most_worst"],
            )
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
            raise InvalidOption(f"this is not the JSON of an estimate: {error!r}") from None


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _added(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: one[key] + other[key] if key in one and key in other else one.get(key, other.get(key))
        for key in (*one, *(key for key in other if key not in one))
    }


def _ordered(found: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(found.items()))


def _add_histograms(
    one: Mapping[str, Mapping[int, int]], other: Mapping[str, Mapping[int, int]]
) -> dict[str, dict[int, int]]:
    return {
        encoding: dict(sorted((Counter(one.get(encoding, {})) + Counter(other.get(encoding, {}))).items()))
        for encoding in sorted({*one, *other})
    }


def _add_destinations(one: Mapping[str, Destination], other: Mapping[str, Destination]) -> dict[str, Destination]:
    added = dict(one)
    for key, there in other.items():
        here = added.get(key)
        if here is None:
            added[key] = there
        elif here.rate != there.rate:
            raise InvalidOption(f"estimates with different rates for {key!r} do not add up: {here.rate}, {there.rate}")
        else:
            added[key] = Destination(
                here.recipients + there.recipients,
                here.parts + there.parts,
                here.parts_saved + there.parts_saved,
                here.rate,
            )
    return _ordered(added)


def _add_billing(
    one: Mapping[str, Mapping[str, Charged]], other: Mapping[str, Mapping[str, Charged]]
) -> dict[str, dict[str, Charged]]:
    first, second = _priced_places(one), _priced_places(other)
    if first and second and first != second:
        raise InvalidOption(f"estimates with the rates of different places do not add up: {first}, {second}")
    found: dict[str, dict[str, Charged]] = {}
    for place in sorted({*one, *other}):
        found[place] = dict(one.get(place, {}))
        for name, there in other.get(place, {}).items():
            here = found[place].get(name, Charged(0, 0, there.rate))
            if here.rate != there.rate:
                raise InvalidOption(
                    f"estimates with different rates for {name!r} do not add up: {here.rate}, {there.rate}"
                )
            found[place][name] = Charged(here.messages + there.messages, here.units + there.units, here.rate)
        found[place] = _ordered(found[place])
    return found


def _priced_places(billing: Mapping[str, Mapping[str, Charged]]) -> str:
    priced = (place for place, charged in billing.items() if any(one.rate is not None for one in charged.values()))
    return ", ".join(priced)


def _add_causes(one: Iterable[UnicodeCause], other: Iterable[UnicodeCause]) -> tuple[UnicodeCause, ...]:
    counts: Counter[tuple[str | None, str]] = Counter()
    for cause in (*one, *other):
        counts[cause.name, cause.character] += cause.recipients
    return causes_of(counts)
