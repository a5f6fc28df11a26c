"""``transcode reconcile``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from transcode.cli.options import AsJson
from transcode.cli.output import explained, fail, write, write_json
from transcode.cli.reading import file_or_pipe, read, source_of
from transcode.cli.sent import read_sent
from transcode.engine import Transcoder
from transcode.preview.screen import Screen
from transcode.result import Transcoded

__all__ = ["reconcile"]


def reconcile(
    file: Annotated[
        str,
        typer.Argument(
            metavar="MESSAGE",
            help="What was sent: a message, a request, or a result as --json prints it; - reads standard input.",
        ),
    ],
    report: Annotated[
        str | None,
        typer.Argument(
            metavar="REPORT",
            help="The callback with its delivery report; - or nothing reads standard input.",
            show_default=False,
        ),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Hold the SMS parts that were predicted against those that a delivery report names.

    Exits with 1 where the two do not agree, or cannot be compared; the reason is told.
    """
    from transcode.inbound import receive  # noqa: PLC0415
    from transcode.inbound import reconcile as compare  # noqa: PLC0415

    report = file_or_pipe(report, "a delivery report")
    if report == file == "-":
        fail("REPORT: the message and the report cannot both come from standard input")
    with explained(source_of(report)):
        received = receive(read(report))
    with explained(source_of(file)):
        sent = read_sent(read(file), None)
        result = sent if isinstance(sent, Transcoded) else Transcoder().transcode(sent, "SMS")
    with explained(source_of(report)):
        found = compare(result, received)
    if as_json:
        write_json(found.as_dict())
    else:
        screen = Screen(sys.stdout)
        verdict = {True: "agrees", False: "differs", None: "cannot be compared"}[found.agrees]
        screen.line((verdict, "bold"), f": predicted {_parts(found.predicted)}, reported {_parts(found.reported)}")
        if found.reason:
            screen.line(found.reason)
        write(screen.text)
    if not found.agrees:
        raise typer.Exit(1)


def _parts(number: int | None) -> str:
    if number is None:
        return "nothing"
    return f"{number} {'part' if number == 1 else 'parts'}"
