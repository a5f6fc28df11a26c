"""``transcode channels``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

import typer

from transcode.channels import implemented, writer_for
from transcode.channels.ages import older_than as limits_older_than
from transcode.cli.options import AsJson
from transcode.cli.output import explained, fail, write, write_json
from transcode.errors import shorten
from transcode.preview.channels import draw_ages, draw_channel, draw_matrix, supported
from transcode.preview.screen import Screen
from transcode.writer.base import ChannelWriter

__all__ = ["channels"]


def channels(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="One channel, with its limits and properties.", show_default=False),
    ] = None,
    *,
    older_than: Annotated[
        int | None,
        typer.Option(metavar="DAYS", min=0, help="List the limits that were read longer ago, oldest first."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day that age is counted to, such as 2026-11-27; by default today."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what each channel can do.

    Which types of message it has a form for; with NAME also its limits and properties, each with its source. With
    --older-than the limits to look up again; that there are some is no failure.
    """
    with explained("NAME"):
        writers = [writer_for(known) for known in ([name] if name else implemented())]
    if older_than is not None:
        _list_old(writers, older_than, _day(as_of), schema=name is None, as_json=as_json)
        return
    if as_of is not None:
        fail("--as-of: goes with --older-than")
    if as_json:
        write_json({"channels": [_channel_as_dict(writer) for writer in writers]})
        return
    screen = Screen(sys.stdout)
    if name:
        draw_channel(screen, writers[0])
    else:
        draw_matrix(screen, writers)
    write(screen.text)


def _day(text: str | None) -> date:
    """Read ``--as-of``; the command line may look at the clock, the library does not."""
    if text is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"--as-of: must be a date such as 2026-11-27, not {shorten(text)}")


def _list_old(writers: Sequence[type[ChannelWriter]], days: int, as_of: date, *, schema: bool, as_json: bool) -> None:
    found = limits_older_than(writers, days=days, as_of=as_of, schema=schema)
    if as_json:
        listed = [one.as_dict() for one in found]
        write_json({"as_of": as_of.isoformat(), "older_than": days, "limits": listed})
        return
    screen = Screen(sys.stdout)
    draw_ages(screen, found, days, as_of)
    write(screen.text)


def _channel_as_dict(writer: type[ChannelWriter]) -> dict[str, Any]:
    return {
        "channel": writer.channel,
        "title": writer.title,
        "supports": {kind: support.value for kind, support in supported(writer).items()},
        "limits": [asdict(limit) for limit in writer.limits],
        "properties": [
            {"name": known.name, "meaning": known.meaning, "source": known.source} for known in writer.properties
        ],
    }
