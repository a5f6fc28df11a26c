"""``transcode estimate``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from transcode.campaign import Csv, Plan, Tally, compile  # noqa: A004 - as re.compile
from transcode.campaign.example import MESSAGE, recipients
from transcode.campaign.rates import ANYWHERE
from transcode.campaign.report import html_report
from transcode.campaign.terminal import draw_estimate
from transcode.cli.options import AsJson, name_and_value, names
from transcode.cli.output import explained, fail, warn, write, write_json
from transcode.cli.reading import definitions, read
from transcode.cli.request import Request
from transcode.engine import Transcoder
from transcode.errors import InvalidMessage
from transcode.message.parse import parse_json
from transcode.plaintext import Uppercase
from transcode.preview.screen import Screen

__all__ = ["estimate"]

_EXAMPLE_ROWS = 10_000
_INTERRUPTED = 130
"""The exit status of a program that was interrupted, by the custom of shells (128 and the signal's number)."""


def estimate(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="MESSAGE",
            help="A message as JSON with places ${name}, or a send request; - reads standard input.",
            show_default=False,
        ),
    ] = None,
    rows: Annotated[
        str | None,
        typer.Argument(
            metavar="RECIPIENTS",
            help="A CSV, Parquet, Arrow or JSON Lines file with a column for each name; - is CSV on standard input.",
            show_default=False,
        ),
    ] = None,
    *,
    example: Annotated[
        bool, typer.Option("--example", help="Take a shipped message and 10,000 made-up recipients.")
    ] = False,
    channel: Annotated[str, typer.Option(metavar="NAME", help="The channel.")] = "sms",
    rate: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PRICE",
            help="What a part costs (a message, on other channels): 0.0075, or +46=0.05 for numbers that begin so, or"
            " SE=0.05 for a country, or *=0.1 for all others; of RCS also by class, RICH_MESSAGE=0.01. Repeatable.",
        ),
    ] = None,
    to: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The column with the numbers; 'to', if there is one.")
    ] = None,
    default: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="The value for rows that have none. Repeatable."),
    ] = None,
    link_length: Annotated[
        int | None, typer.Option(metavar="N", help="Count each URL as a short link of so many characters.")
    ] = None,
    channel_property: Annotated[
        list[str] | None, typer.Option("--property", metavar="NAME=VALUE", help="A channel property. Repeatable.")
    ] = None,
    sender: Annotated[str | None, typer.Option(help="Who the message is from.")] = None,
    uppercase: Annotated[
        Uppercase, typer.Option(help="How text choices are capitalised where a channel shows them as text.")
    ] = Uppercase.DOCUMENTED,
    templates: Annotated[
        str | None, typer.Option(metavar="DIR", help="Plaintext layouts that go before the shipped ones.")
    ] = None,
    omni_templates: Annotated[
        str | None, typer.Option(metavar="FILE", help="Definitions of the templates that messages refer to, as JSON.")
    ] = None,
    vendor: Annotated[
        str | None, typer.Option(help="Whose alphabet and limits hold, such as telnyx; the standard's by default.")
    ] = None,
    transliterate: Annotated[
        str | None, typer.Option(metavar="off|auto|always", help="Replace characters that GSM-7 does not have.")
    ] = None,
    languages: Annotated[
        str | None, typer.Option(help="Languages whose national shift tables may be used, such as tr,es; or any.")
    ] = None,
    delimiter: Annotated[
        str | None, typer.Option(help="Of a CSV file; found out from its header by default.", metavar="CHARACTER")
    ] = None,
    encoding: Annotated[str, typer.Option(help="Of a CSV file.")] = "utf-8",
    worst: Annotated[int, typer.Option(metavar="N", help="Show so many of the rows that take most parts.")] = 10,
    as_json: AsJson = False,
    html: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the report as a page too; - writes it to standard output.")
    ] = None,
    fail_on_failed: Annotated[
        bool, typer.Option("--fail-on-failed", help="Exit with 1 if there is a row that cannot be sent.")
    ] = False,
) -> None:
    """Count what a message takes and costs for each of many recipients, before anything is sent.

    Exact: for each row the answer is that of a transcoding. Interrupted, it reports what was counted so far.
    """
    if as_json and html == "-":
        fail("--json and --html -: there is one standard output: write one of them to a file")
    message, source = _sources(file, rows, delimiter, encoding, example=example)
    with explained(templates or omni_templates or file or "the example"):
        asked = Request.read(message)
        plan = compile(
            asked.message,
            channel,
            transcoder=Transcoder(templates=templates, omni_templates=definitions(omni_templates), uppercase=uppercase),
            sender=sender or asked.sender,
            properties={**asked.properties, **dict(map(name_and_value, channel_property or ()))},
            defaults=dict(name_and_value(one, "--default", "name=customer") for one in default or ()),
            link_length=link_length,
            **_segmentation(vendor, transliterate, languages),
        )
        tally = Tally(plan, to=to, rates=_rates(rate), worst=worst)
    for finding in plan.findings:
        if finding.severity.name != "INFO":
            warn(f"every recipient: {finding}")
    interrupted = False
    _let_reading_be_interrupted()
    with explained(rows or "the example"):
        try:
            with _progress(plan) as progress:
                tally.add(source, progress=progress)
        except KeyboardInterrupt:
            interrupted = True
    found = tally.estimate()
    note = f"interrupted: this is what was counted in the first {found.recipients:,} rows" if interrupted else ""
    if html:
        page = html_report(found, title=f"Campaign estimate: {Path(file).name if file else 'example'}", note=note)
        if html == "-":
            write(page)
        else:
            with explained(html):
                Path(html).write_text(page, encoding="utf-8")
    if as_json:
        write_json(found.as_dict() | ({"interrupted": True} if interrupted else {}))
    elif html != "-":
        screen = Screen(sys.stdout)
        draw_estimate(screen, found)
        write(screen.text)
    if interrupted:
        warn(note)
        raise typer.Exit(_INTERRUPTED)
    if fail_on_failed and found.failed:
        raise typer.Exit(1)


def _sources(
    file: str | None, rows: str | None, delimiter: str | None, encoding: str, *, example: bool
) -> tuple[Any, Any]:
    """Return the message and where the rows are."""
    if example:
        if file is not None:
            fail("a file and an example: give one of them")
        return MESSAGE, recipients(_EXAMPLE_ROWS)
    if file is None or rows is None:
        fail("nothing to estimate: give a MESSAGE and its RECIPIENTS, or --example")
    if file == rows == "-":
        fail("standard input cannot be both the message and the recipients")
    with explained("standard input" if file == "-" else file):
        message = parse_json(read(file))
    if rows == "-":
        return message, Csv(sys.stdin.buffer, delimiter, encoding)
    if delimiter is not None or encoding != "utf-8":
        return message, Csv(rows, delimiter, encoding)
    return message, rows


def _segmentation(vendor: str | None, transliterate: str | None, languages: str | None) -> dict[str, Any]:
    given = {
        "vendor": vendor,
        "transliterate": transliterate,
        "languages": languages if languages in (None, "any") else names(languages),
    }
    return {name: value for name, value in given.items() if value is not None}


def _rates(given: list[str] | None) -> Any:
    """Return the rates of ``--rate``: one price, or prices by destination."""
    if not given:
        return None
    by_destination = {}
    for rate in given:
        key, equals, price = rate.rpartition("=")
        key = key.strip() if equals else ANYWHERE
        if key in by_destination:
            where = "all others" if key == ANYWHERE else key
            raise InvalidMessage.at("--rate", "given_twice", f"has more than one price for {where}")
        by_destination[key] = price.strip()
    return by_destination


def _let_reading_be_interrupted() -> None:
    """See to it that an interrupt ends a read that waits for more: Polars, once it is there, has it go on."""
    with suppress(ModuleNotFoundError, AttributeError):  # not installed; Windows has no such call
        import_module("polars")
        signal.siginterrupt(signal.SIGINT, True)


@contextmanager
def _progress(plan: Plan) -> Iterator[Any]:
    """Show how far it is on standard error, if that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.fields[rows]:,} rows"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[speed]:,.0f} rows/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(plan.channel, total=None, rows=0, speed=0)

        def progress(rows: int, fraction: float | None) -> None:
            elapsed = bar.tasks[0].elapsed or 0
            speed = rows / elapsed if elapsed else 0
            total = None if fraction is None else 1.0
            bar.update(task, rows=rows, speed=speed, total=total, completed=fraction or 0)

        yield progress
