"""``transcode reply``."""

from __future__ import annotations

from typing import Annotated

import typer

from transcode.cli.output import explained, write_json
from transcode.cli.reading import read
from transcode.cli.request import Request
from transcode.message.parse import parse_json

__all__ = ["reply"]


def reply(
    file: Annotated[
        str,
        typer.Argument(metavar="MESSAGE", help="The message that was sent, as JSON; - reads standard input."),
    ],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What the recipient typed.")],
    *,
    channel: Annotated[str, typer.Option(help="The channel it was sent on.")] = "SMS",
    message_id: Annotated[
        str | None, typer.Option(help="The id of the message, of which default postbacks are made.")
    ] = None,
) -> None:
    """Tell which choice of a message a typed reply takes.

    Prints JSON; exits with 1 where no choice fits, or more than one.
    """
    from transcode.inbound import ChoiceResponse, resolve_reply  # noqa: PLC0415

    with explained(file):
        message = Request.read(parse_json(read(file))).message
        answer = resolve_reply(message, text, channel=channel, message_id=message_id)
    write_json(answer.as_dict())
    if not isinstance(answer, ChoiceResponse):
        raise typer.Exit(1)
