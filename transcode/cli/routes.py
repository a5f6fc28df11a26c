"""``transcode routes``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from transcode.campaign.routes import Rate
from transcode.campaign.routes import routes as find_routes
from transcode.campaign.terminal import draw_routes
from transcode.cli.options import AsJson, channel_names, name_and_value, names
from transcode.cli.output import explained, fail, write, write_json
from transcode.cli.reading import EXAMPLES, message_text
from transcode.cli.request import Request
from transcode.engine import Transcoder
from transcode.errors import InvalidMessage
from transcode.message.parse import parse_json
from transcode.plaintext import Uppercase
from transcode.preview.screen import Screen

__all__ = ["routes"]


def routes(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE", help="A message as JSON, or a send request; - reads standard input.", show_default=False
        ),
    ] = None,
    *,
    example: Annotated[
        str | None, typer.Option(metavar="NAME", help=f"Take a shipped message instead: {', '.join(EXAMPLES)}.")
    ] = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(
            "--channel", "--channels", metavar="NAMES", help="Channels, such as sms,mms; all that there are by default."
        ),
    ] = None,
    rate: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CHANNEL=PRICE",
            help="What an SMS part or a message costs: SMS=0.0075; by class: RCS.RICH_MESSAGE=0.01. Repeatable.",
        ),
    ] = None,
    chain: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="Channels that are tried in turn, such as whatsapp,sms: the expected cost."),
    ] = None,
    reach: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CHANNEL=SHARE", help="The share that a channel of the chain reaches, 0 to 1. Repeatable."
        ),
    ] = None,
    to: Annotated[str | None, typer.Option(help="The recipient.")] = None,
    sender: Annotated[str | None, typer.Option(help="Who the message is from.")] = None,
    channel_property: Annotated[
        list[str] | None, typer.Option("--property", metavar="NAME=VALUE", help="A channel property. Repeatable.")
    ] = None,
    uppercase: Annotated[
        Uppercase, typer.Option(help="How text choices are capitalised where a channel shows them as text.")
    ] = Uppercase.DOCUMENTED,
    as_json: AsJson = False,
) -> None:
    """Show which channel carries a message best: by what is lost, then by price."""
    source, text = message_text(file, example)
    with explained(source):
        asked = Request.read(parse_json(text))
        found = find_routes(
            asked.message,
            channel_names(channel) or None,
            rates=_rates(rate or ()),
            to=to or asked.to or None,
            sender=sender or asked.sender,
            properties={**asked.properties, **dict(map(name_and_value, channel_property or ()))},
            transcoder=Transcoder(uppercase=uppercase),
        )
        tried = names(chain) if chain else []
        shares = dict(name_and_value(one, "--reach", "WHATSAPP=0.6") for one in reach or ())
        if shares and not tried:
            fail("--reach says nothing without --chain: name the channels that are tried in turn")
        expected = found.chain(*tried, reach=shares) if tried else None
    if as_json:
        write_json(found.as_dict() | ({"chain": expected.as_dict()} if expected else {}))
        return
    screen = Screen(sys.stdout)
    draw_routes(screen, found, expected)
    write(screen.text)


def _rates(given: Iterable[str]) -> dict[str, Rate]:
    """Read ``SMS=0.0075`` and ``RCS.RICH_MESSAGE=0.01``: one price for a channel, or one for each class."""
    rates: dict[str, Rate] = {}
    for one in given:
        name, price = name_and_value(one, "--rate", "SMS=0.0075")
        channel, dot, kind = name.partition(".")
        known = rates.get(channel.upper())
        if known is not None and (not dot or not isinstance(known, dict) or kind in known):
            raise InvalidMessage.at("--rate", "given_twice", f"has more than one price for {channel}")
        if dot:
            rates[channel.upper()] = {**(known if isinstance(known, dict) else {}), kind: price}
        else:
            rates[channel.upper()] = price
    return rates
