"""``transcode inbound``."""

from __future__ import annotations

from typing import Annotated

import typer

from transcode.cli.output import explained, write_json
from transcode.cli.reading import read

__all__ = ["inbound"]


def inbound(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A callback as it was received; - reads standard input.", show_default=False
        ),
    ],
) -> None:
    """Read a callback of the service or of a channel: what a contact said, or what became of a message.

    Prints JSON: the messages in the service's own form, the deliveries, and what was noticed on the way.
    """
    from transcode.inbound import receive  # noqa: PLC0415 - half of the library, for this command alone

    with explained(file):
        received = receive(read(file))
    write_json(received.as_dict())
