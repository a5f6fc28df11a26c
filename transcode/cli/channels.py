"""``transcode channels``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from transcode.channels import implemented, writer_for
from transcode.cli.options import AsJson
from transcode.cli.output import explained, write, write_json
from transcode.preview.channels import draw_channel, draw_matrix, supported
from transcode.preview.screen import Screen
from transcode.writer.base import ChannelWriter

__all__ = ["channels"]


def channels(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="One channel, with its limits and properties.", show_default=False),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what each channel can do.

    Which types of message it has a form for; with NAME also its limits and properties, each with its source.
    """
    with explained("NAME"):
        writers = [writer_for(known) for known in ([name] if name else implemented())]
    if as_json:
        write_json({"channels": [_channel_as_dict(writer) for writer in writers]})
        return
    screen = Screen(sys.stdout)
    if name:
        draw_channel(screen, writers[0])
    else:
        draw_matrix(screen, writers)
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
