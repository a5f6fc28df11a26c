"""Estimates and routes as a terminal shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from transcode.campaign.estimate import Estimate
from transcode.campaign.report import amount, bars, by_cost, causes, charges, columns, failures, more_causes, summary
from transcode.campaign.routes import Chain, Routes

if TYPE_CHECKING:
    from transcode.preview.screen import Screen

__all__ = ["draw_estimate", "draw_routes"]

_BAR = 30


def draw_estimate(screen: Screen, estimate: Estimate) -> None:
    """Draw an estimate."""
    unit = "parts" if estimate.channel == "SMS" else "messages"
    facts = list(summary(estimate))
    width = max(len(words) for words, _ in facts)
    for words, figure in facts:
        screen.line((figure, "bold"), first=f"{words:{width}}  ")
    if found := bars(estimate):
        _heading(screen, f"Recipients by number of {unit}")
        counts = max(len(f"{bar.recipients:,}") for bar in found)
        for bar in found:
            full = max(1, round(bar.length * _BAR))
            style = "yellow" if bar.encoding == "UCS-2" else "green"
            screen.line(
                f"{bar.encoding:5} {bar.parts:>3}  " if bar.encoding else f"{bar.parts:>3}  ",
                (screen.glyphs.full * full, style),
                (screen.glyphs.free * (_BAR - full), "dim"),
                f"  {bar.recipients:>{counts},}  {bar.share:6.1%}",
            )
    if len(estimate.destinations) > 1:
        _heading(screen, "Cost by destination")
        _table(
            screen,
            [("destination", "recipients", unit, "rate", "cost")],
            (
                (key, f"{one.recipients:,}", f"{one.parts:,}", amount(one.rate) or "none", amount(one.cost) or "-")
                for key, one in estimate.destinations.items()
            ),
        )
    if charged := charges(estimate):
        _heading(screen, "What is charged")
        _table(screen, [("where", "class", "messages", "units", "rate", "cost")], charged, words=2)
    if found_causes := causes(estimate):
        _heading(screen, "What makes messages UCS-2")
        screen.line("; ".join(f"{name} {count:,}" for name, count in columns(estimate)))
        width = max(len(f"{count:,}") for _, _, count in found_causes)
        for where, character, count in found_causes:
            screen.line(f"{count:>{width},}  {where}: {character}")
        if more := more_causes(estimate):
            screen.line((f"and {more} more characters", "dim"))
    if estimate.worst:
        costs = by_cost(estimate)
        _heading(screen, "Rows that cost most" if costs else f"Rows that take most {unit}")
        for one in estimate.worst:
            parts = f"{one.parts} part{'' if one.parts == 1 else 's'}, " if one.encoding else ""
            cost = f"{amount(one.cost) or 'no rate'}, " if costs else ""
            screen.line(f"row {one.row}: {cost}{parts}{one.why}")
    _draw_failures(screen, estimate)


def _draw_failures(screen: Screen, estimate: Estimate) -> None:
    if failed := failures(estimate):
        _heading(screen, "Rows that cannot be sent")
        for what, count, rows, examples in failed:
            screen.line((what, "bold red"), f": {count:,}, rows {rows}")
            for row, message in examples[:2]:
                screen.line((f"row {row}: {message}", "dim"), first="  ")


def draw_routes(screen: Screen, routes: Routes, chain: Chain | None = None) -> None:
    """Draw routes, best first, and what a chain of them costs."""
    _table(
        screen,
        [("channel", "sent", "losses", "units", "price")],
        (
            (
                route.channel,
                route.result.outcome.value.lower() if route.deliverable and route.result else "no",
                str(route.losses),
                str(route.units or "-"),
                amount(route.price) or "-",
            )
            for route in routes
        ),
    )
    for route in routes:
        if route.result is None:
            screen.line(f"{route.channel}: {route.obstacle}")
        else:
            for finding in route.result.losses:
                screen.line(f"{route.channel}: {finding}")
    if chain is not None:
        _heading(screen, ", else ".join(chain.channels))
        price = "unknown: a channel has no rate" if chain.cost is None else amount(chain.cost)
        screen.line(f"expected cost {price}; reaches {float(chain.reached):.1%} of the recipients")


def _heading(screen: Screen, words: str) -> None:
    screen.line()
    screen.line((words, "bold"))


def _table(screen: Screen, head: Sequence[Sequence[str]], rows: Iterable[Sequence[str]], words: int = 1) -> None:
    """Draw columns: so many of words to the left, then figures to the right."""
    lines = [*head, *rows]
    widths = [max(len(line[index]) for line in lines) for index in range(len(lines[0]))]
    for number, line in enumerate(lines):
        cells = [
            cell.ljust(width) if index < words else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        screen.line(("  ".join(cells), "" if number else "dim"))
