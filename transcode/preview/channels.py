"""What the channels can do, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from transcode.channels.ages import AgedLimit
from transcode.measure import Limit, Unit
from transcode.message import KINDS
from transcode.preview.screen import Screen
from transcode.writer.base import ChannelWriter
from transcode.writer.request import Support

__all__ = ["draw_ages", "draw_channel", "draw_matrix", "supported"]

_SUPPORT: Final = {Support.NATIVE: "green", Support.CONDITIONAL: "yellow", Support.TEXT: "dim"}


def draw_matrix(screen: Screen, writers: Sequence[type[ChannelWriter]]) -> None:
    """Draw which types of message each channel has a form for: as wide as the terminal lets it.

    Elsewhere it is tab-separated.
    """
    heading = ["channel", *KINDS.values()]
    if not screen.is_terminal:
        screen.tabs(heading)
        for writer in writers:
            screen.tabs([writer.channel, *supported(writer).values()])
        return
    words = {support: support.value for support in Support}
    signs = {support: str(getattr(screen.glyphs, support.value)) for support in Support}
    for cells in (words, signs):
        rows = [[writer.channel, *(cells[support] for support in supported(writer).values())] for writer in writers]
        widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
        if sum(widths) + 2 * len(KINDS) <= screen.width:
            break
    else:
        for number, writer in enumerate(writers):
            if number:
                screen.line()
            screen.line((writer.channel, "bold"))
            _draw_support(screen, writer)
        return
    screen.line(("  ".join(map(str.ljust, heading, widths)).rstrip(), "bold"))
    for writer, row in zip(writers, rows, strict=True):
        name, *padded = map(str.ljust, row, widths)
        styles = [_SUPPORT[support] for support in supported(writer).values()]
        screen.line((name, "bold"), *((f"  {cell}", style) for cell, style in zip(padded, styles, strict=True)))
    if cells is signs:
        legend = [((sign, _SUPPORT[support]), f" {support.value}  ") for support, sign in signs.items()]
        screen.line()
        screen.line(*(piece for pair in legend for piece in pair))


def draw_channel(screen: Screen, writer: type[ChannelWriter]) -> None:
    """Draw what one channel has a form for, its limits and its properties, each with its source."""
    screen.line((writer.channel, "bold"))
    _draw_support(screen, writer)
    if writer.limits:
        screen.heading("Limits")
    for limit in writer.limits:
        note = f"; {limit.note}" if limit.note else ""
        source = (f" ({limit.source}, {limit.retrieved}{note})", "dim")
        screen.line((limit.name, "cyan"), f": {_figure(limit)}", source, rest="  ")
    if writer.properties:
        screen.heading("Properties")
    for known in writer.properties:
        screen.line((known.name, "cyan"), f": {known.meaning}", (f" ({known.source})", "dim"), rest="  ")


def draw_ages(screen: Screen, found: Sequence[AgedLimit], days: int, as_of: date) -> None:
    """Draw the limits that were read long ago, and how many they are."""
    for one in found:
        age = "date unknown" if one.days is None else f"{one.days:,} days"
        where = (f" ({one.limit.source}, {one.limit.retrieved})", "dim")
        name = (f"{one.channel} {one.limit.name}", "cyan")
        screen.line((age, "yellow"), "  ", name, f": {_figure(one.limit)}", where, rest="  ")
    limits = "1 limit" if len(found) == 1 else f"{len(found)} limits"
    screen.line(f"{limits} read more than {days:,} days before {as_of.isoformat()}")


def _figure(limit: Limit) -> str:
    return f"{limit.value:,}" if limit.unit is Unit.COUNT else f"{limit.value:,} {limit.unit.value}"


def _draw_support(screen: Screen, writer: type[ChannelWriter]) -> None:
    for support, style in _SUPPORT.items():
        kinds = [kind for kind, found in supported(writer).items() if found is support]
        if kinds:
            screen.line((support.value, style), f": {', '.join(kinds)}", rest="  ")


def supported(writer: type[ChannelWriter]) -> dict[str, Support]:
    """Return what a channel does with each type of message, by its short name."""
    return {kind: writer.supports.get(kind, Support.TEXT) for kind in KINDS.values()}
