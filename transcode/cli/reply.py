"""``transcode reply``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from transcode.cli.output import explained, fail, write_json
from transcode.cli.reading import read, source_of
from transcode.cli.sent import read_sent

if TYPE_CHECKING:
    from transcode.inbound import Received

__all__ = ["reply"]


def reply(
    file: Annotated[
        str,
        typer.Argument(
            metavar="MESSAGE",
            help="What was sent: a message, a request, or a result as --json prints it; - reads standard input.",
        ),
    ],
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="What the recipient typed.", show_default=False)
    ] = None,
    *,
    callback: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Instead of TEXT: the callback as it was received; - reads standard input."),
    ] = None,
    channel: Annotated[
        str | None,
        typer.Option(help="The channel it was sent on; by default that of the result or callback, else SMS."),
    ] = None,
    message_id: Annotated[
        str | None, typer.Option(help="The id of the message, of which default postbacks are made.")
    ] = None,
) -> None:
    """Tell which choice of a message a typed or tapped reply takes.

    Prints JSON; exits with 1 where no choice fits, or more than one.
    """
    from transcode.inbound import ChoiceResponse, receive, resolve_reply  # noqa: PLC0415

    if (text is None) == (callback is None):
        fail("reply: give what came back, as TEXT or as --callback FILE" + ("" if text is None else ", not as both"))
    if callback == file == "-":
        fail("--callback: the message and the callback cannot both come from standard input")
    came: str | Received = text or ""
    if callback is not None:
        with explained(source_of(callback)):
            came = receive(read(callback))
    with explained(source_of(file)):
        sent = read_sent(read(file), channel)
        answer = resolve_reply(sent, came, channel=channel, message_id=message_id)
    write_json(answer.as_dict())
    if not isinstance(answer, ChoiceResponse):
        raise typer.Exit(1)
