"""The cheapest faithful route: one message on several channels, best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from transcode.campaign.classes import check_classes, place_of
from transcode.campaign.message import Message
from transcode.campaign.rates import money
from transcode.channels import implemented, is_channel, writer_for
from transcode.engine import Transcoder
from transcode.errors import InvalidMessage, InvalidOption
from transcode.result import LossyTranscode, Severity, Transcoded

__all__ = ["Chain", "Route", "Routes", "routes"]

Number = Decimal | str | int | float
Rate = Number | Mapping[str, Number]
"""The price of a part or a message; or prices by the class that a channel charges a message as (``result.billing``)."""


@dataclass(frozen=True, slots=True)
class Route:
    """One message on one channel."""

    channel: str
    result: Transcoded | None
    """None where the channel cannot have the message or its recipient at all; ``obstacle`` says why."""
    rate: Decimal | Mapping[str, Decimal] | None
    """The price of one unit, or of each class of them; None where the caller gave none."""
    obstacle: str = ""

    @property
    def charged(self) -> Mapping[str, int]:
        """What is charged by class, where the rate is by class: the classes of the place whose rates they are."""
        billing = (self.result.billing if self.result is not None else None) or {}
        place = place_of(billing, self.rate.keys()) if isinstance(self.rate, Mapping) else None
        return {} if place is None else {name: count for name, count in billing[place].items() if count}

    @property
    def units(self) -> int:
        """What is charged: parts of an SMS, messages of any other channel, or what the classes of its bill count."""
        if self.result is None:
            return 0
        if charged := self.charged:
            return sum(charged.values())
        return len(self.result.payloads) if self.result.segments is None else self.result.segments.segments

    @property
    def price(self) -> Decimal | None:
        """What it costs, exactly; None where there is no rate for all of it, or nothing is delivered."""
        if self.rate is None or not self.deliverable:
            return None
        if isinstance(self.rate, Decimal):
            return self.rate * self.units
        charged = self.charged
        if not charged or charged.keys() - self.rate.keys():
            return None
        return sum((self.rate[name] * count for name, count in charged.items()), Decimal(0))

    @property
    def losses(self) -> int:
        """How many findings of severity LOSS there are."""
        found = self.result.findings if self.result else ()
        return sum(finding.severity is Severity.LOSS for finding in found)

    @property
    def deliverable(self) -> bool:
        """Whether the channel takes the message."""
        return self.result is not None and self.result.deliverable

    def as_dict(self) -> dict[str, Any]:
        """Return the route as a JSON-ready dict; amounts as text, in all their digits."""
        result = self.result
        return {
            "channel": self.channel,
            "deliverable": self.deliverable,
            "outcome": None if result is None else result.outcome.value,
            "losses": self.losses,
            "units": self.units,
            "rate": _rate_as_text(self.rate),
            "price": None if self.price is None else format(self.price, "f"),
            "obstacle": self.obstacle,
            "findings": [] if result is None else [finding.as_dict() for finding in result.findings],
        }


def _rate_as_text(rate: Decimal | Mapping[str, Decimal] | None) -> str | dict[str, str] | None:
    if isinstance(rate, Mapping):
        return {name: format(price, "f") for name, price in rate.items()}
    return None if rate is None else format(rate, "f")


@dataclass(frozen=True, slots=True)
class Chain:
    """Channels that are tried in turn until one reaches the recipient."""

    channels: tuple[str, ...]
    cost: Decimal | None
    """What a recipient costs on average; None where a channel has no rate. Only what is delivered is charged."""
    losses: Decimal
    """The losses of those who are reached, on average over all recipients."""
    reached: Decimal
    """The share of recipients who are reached."""

    def as_dict(self) -> dict[str, Any]:
        """Return the chain as a JSON-ready dict; figures as text, in all their digits."""
        return {
            "channels": list(self.channels),
            "cost": None if self.cost is None else format(self.cost, "f"),
            "losses": format(self.losses, "f"),
            "reached": format(self.reached, "f"),
        }


class Routes(Sequence[Route]):
    """Routes, best first: those that are delivered, then the fewest losses, then the lowest price.

    A route without a price comes after those with one, and routes that are alike stay in the order asked for.
    """

    def __init__(self, found: Iterable[Route]) -> None:
        self._found = tuple(sorted(found, key=_merit))

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, index: Any) -> Any:
        return self._found[index]

    def __iter__(self) -> Iterator[Route]:
        return iter(self._found)

    def __repr__(self) -> str:
        return f"Routes({list(self._found)!r})"

    def on(self, channel: str) -> Route:
        """Return the route on a channel.

        Raises:
            InvalidOption: it was not asked for.

        """
        for route in self._found:
            if route.channel == channel.upper():
                return route
        asked = ", ".join(route.channel for route in self._found)
        raise InvalidOption(f"routes: {channel!r} is not among the channels asked for: {asked}")

    def chain(self, *channels: str, reach: Mapping[str, Number]) -> Chain:
        """Return what it costs on average to try ``channels`` in turn.

        Args:
            channels: in the order in which they are tried.
            reach: the share of recipients, 0 to 1, that a channel reaches of those who are left; a channel that is not
                named reaches all of them, one that does not take the message none.

        Raises:
            InvalidOption: a channel was not asked for, a share is none, or it is of a channel outside the chain.

        """
        shares = {str(name).upper(): _share(name, value) for name, value in reach.items()}
        tried = [self.on(channel).channel for channel in channels]
        for name in shares:
            if name not in tried:
                raise InvalidOption(f"reach: {name!r} is not in the chain {', '.join(tried) or '(empty)'}")
        left, losses = Decimal(1), Decimal(0)
        cost: Decimal | None = Decimal(0)
        for channel in tried:
            route = self.on(channel)
            reached = left * shares.get(route.channel, Decimal(1)) if route.deliverable else Decimal(0)
            if reached:
                cost = None if cost is None or route.price is None else cost + reached * route.price
            losses += reached * route.losses
            left -= reached
        if not channels:
            raise InvalidOption("chain: name at least one channel")
        return Chain(tuple(tried), cost, losses, 1 - left)

    def as_dict(self) -> dict[str, Any]:
        """Return the routes as a JSON-ready dict."""
        return {"routes": [route.as_dict() for route in self._found]}


def _merit(route: Route) -> tuple[bool, int, bool, Decimal]:
    price = route.price
    return not route.deliverable, route.losses, price is None, price or Decimal(0)


def _share(name: object, value: Number) -> Decimal:
    share = money(value, f"reach[{name!r}]")
    if share > 1:
        raise InvalidOption(f"reach[{name!r}]: must be a share from 0 to 1: {value!r}")
    return share


def routes(
    message: Message,
    channels: Iterable[str] | None = None,
    *,
    rates: Mapping[str, Rate] | None = None,
    to: str | None = None,
    sender: str | None = None,
    properties: Mapping[str, str] | None = None,
    media_info: Mapping[str, Any] | None = None,
    transcoder: Transcoder | None = None,
) -> Routes:
    """Return what each channel would make of ``message``, what is lost on it and what it costs, best first.

    Args:
        message: a dict, JSON text or bytes, or an AppMessage.
        channels: their names; all that there are unless given.
        rates: the price of one SMS part, or of one message on another channel, by channel; no prices are shipped. Where
            a channel charges by class, prices by class may stand there: those of the US
            (``{"RCS": {"RICH_MESSAGE": "0.01", "RICH_MEDIA_MESSAGE": "0.02"}}``) or those of elsewhere.
        to: the recipient; a channel that cannot send to them is not deliverable.
        sender: who the message is from.
        properties: channel properties, of all channels.
        media_info: what the caller knows of files.
        transcoder: layouts, templates, limits and capitals; the default one unless given.

    Raises:
        InvalidMessage: the message, or a property, cannot be used on any channel.
        InvalidOption: a rate is none, or is for what is no channel.
        UnknownChannel: a channel has no writer.

    """
    if isinstance(channels, str):
        raise InvalidOption("channels: must be a list of names")
    asked = list(dict.fromkeys(writer_for(name).channel for name in channels or implemented()))
    prices = {str(name).upper(): _price(name, rate) for name, rate in (rates or {}).items()}
    if len(prices) < len(rates or {}):
        raise InvalidOption("rates: a channel is there twice, in two spellings")
    for name in prices:
        if not is_channel(name):
            raise InvalidOption(f"rates: {name!r} is not a channel")
    engine = transcoder or Transcoder()
    found = []
    errors = []
    for name in asked:
        result: Transcoded | None = None
        obstacle = ""
        try:
            result = engine.transcode(message, name, to=to, sender=sender, properties=properties, media_info=media_info)
        except LossyTranscode as error:
            result = error.result
        except InvalidMessage as error:
            errors.append(error)
            obstacle = str(error)
        route = Route(name, result, prices.get(name), obstacle)
        _check_classes(route)
        found.append(route)
    if errors and len(errors) == len(asked):
        raise errors[0]
    return Routes(found)


def _price(name: object, rate: Rate) -> Decimal | Mapping[str, Decimal]:
    if not isinstance(rate, Mapping):
        return money(rate, f"rates[{name!r}]")
    if not rate:
        raise InvalidOption(f"rates[{name!r}]: must have a price for each class")
    return {str(one): money(price, f"rates[{name!r}][{one!r}]") for one, price in rate.items()}


def _check_classes(route: Route) -> None:
    """Refuse prices by class where the channel has no such classes."""
    if not isinstance(route.rate, Mapping) or route.result is None or not route.result.payloads or route.charged:
        return
    check_classes(f"rates[{route.channel!r}]", route.channel, route.result.billing, route.rate.keys())
