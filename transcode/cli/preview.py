"""``transcode preview``."""

from __future__ import annotations

import sys
import tempfile
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from transcode.cli.options import AsJson, FailOn
from transcode.cli.output import explained, fail, write, write_json
from transcode.cli.reading import EXAMPLES, message_text
from transcode.cli.request import Request
from transcode.cli.transcoding import (
    Capitals,
    Channels,
    Definitions,
    Given,
    Known,
    Layouts,
    Manner,
    Marks,
    Preview,
    Rate,
    Recipient,
    Sender,
    Settings,
    Strict,
    Vendor,
    read_rates,
)
from transcode.cli.watching import watch
from transcode.gsm import GENERIC
from transcode.message.parse import parse_json
from transcode.plaintext import Uppercase
from transcode.preview.page import render_html
from transcode.preview.rates import Rates
from transcode.preview.screen import Screen
from transcode.preview.terminal import draw_result, draw_summary
from transcode.result import Severity
from transcode.writer.request import Markup, Profile

__all__ = ["preview"]

_REFRESH = 2
"""Seconds after which a browser loads a page again that is being watched."""


def preview(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="A message as JSON, or a messages:send or messages:transcode request; - reads standard input.",
            show_default=False,
        ),
    ] = None,
    *,
    example: Annotated[
        str | None, typer.Option(metavar="NAME", help=f"Preview a shipped message instead: {', '.join(EXAMPLES)}.")
    ] = None,
    channel: Channels = None,
    to: Recipient = None,
    sender: Sender = None,
    channel_property: Given = None,
    uppercase: Capitals = Uppercase.DOCUMENTED,
    templates: Layouts = None,
    omni_templates: Definitions = None,
    media_info: Known = None,
    profile: Manner = Profile.DOCUMENTED,
    markup: Marks = Markup.PASSED,
    strict: Strict = False,
    vendor: Vendor = GENERIC,
    rate: Rate = None,
    html: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write one self-contained page instead; - is standard output.")
    ] = None,
    links: Annotated[bool, typer.Option("--links", help="Let the page link to media and web addresses.")] = False,
    open_it: Annotated[bool, typer.Option("--open", help="Show the page in the web browser.")] = False,
    watching: Annotated[
        bool, typer.Option("--watch", help="Do it again whenever the message or a layout changes.")
    ] = False,
    payload: Annotated[bool, typer.Option("--payload", help="Print the native payloads too.")] = False,
    as_json: AsJson = False,
    fail_on: Annotated[
        FailOn | None, typer.Option(help="Exit with 1 if there is a finding of this severity or worse.")
    ] = None,
) -> None:
    """Show what each channel makes of a message.

    What the recipient reads, how an SMS is cut into parts, what forced UCS-2, what is lost, and what can be answered.
    Without a sender, one is assumed where a channel needs it; --json prints what the library returns all the same.
    """
    if as_json and (html or open_it):
        fail("--json and a page exclude each other: leave out one of them")
    if watching and (file in (None, "-") or html == "-"):
        fail("--watch: needs a message in a file, and does not write pages to standard output")
    if open_it and html in (None, "-"):
        html = _temporary_page()

    def make() -> list[Preview]:
        source, text = message_text(file, example)
        settings = Settings.read(
            channels=channel,
            to=to,
            sender=sender,
            properties=channel_property,
            uppercase=uppercase,
            templates=templates,
            omni_templates=omni_templates,
            media_info=media_info,
            profile=profile,
            markup=markup,
            strict=strict,
            vendor=vendor,
            source=source,
        )
        with explained(source):
            asked = Request.read(parse_json(text), strict=strict)
        return settings.previews(asked, source)

    rates = read_rates(rate)

    def show() -> None:
        previews = make()
        if html:
            title = Path(file).name if file not in (None, "-") else example or "Message preview"
            _write_page(html, _page(previews, title, rates, links=links, refresh=_REFRESH if watching else None))
        elif as_json:
            write_json({"results": [made.result.as_dict() for made in previews]})
        else:
            if watching and sys.stdout.isatty():
                write("\x1b[2J\x1b[H")
            write(_drawn(previews, rates, payload=payload))
        severities = [finding.severity for made in previews for finding in made.shown.findings]
        if fail_on is not None and max(severities, default=0) >= Severity[fail_on.name]:
            raise typer.Exit(1)

    def show_and_open() -> None:
        show()
        if open_it and html and not opened:
            opened.append(html)
            webbrowser.open(Path(html).resolve().as_uri())

    opened: list[str] = []
    if watching:
        files = (file, templates, omni_templates, media_info)
        watch(map(Path, filter(None, files)), show_and_open)
    else:
        show_and_open()


def _drawn(previews: Sequence[Preview], rates: Rates, *, payload: bool) -> str:
    screen = Screen(sys.stdout)
    if len(previews) > 1:
        draw_summary(screen, [made.shown for made in previews], rates)
        screen.line()
        screen.line()
    for number, made in enumerate(previews):
        if number:
            screen.line()
            screen.line()
        draw_result(screen, made.shown, payload=payload, left_out=made.left_out.values(), notes=made.notes)
    return screen.text


def _page(previews: Sequence[Preview], title: str, rates: Rates, *, links: bool, refresh: int | None) -> str:
    notes = {
        made.result.channel: (
            *(
                f"{'recipient' if wrong.path == 'to' else wrong.path} left out: {wrong.message}"
                for wrong in made.left_out.values()
            ),
            *made.notes,
        )
        for made in previews
    }
    return render_html(
        [made.shown for made in previews],
        rate=rates,
        media="link" if links else "placeholder",
        title=title,
        notes=notes,
        refresh=refresh,
    )


def _temporary_page() -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".html", prefix="preview-", delete=False) as page:
        return page.name


def _write_page(file: str, page: str) -> None:
    if file == "-":
        write(page)
        return
    with explained(file):
        Path(file).write_text(page, encoding="utf-8", errors="backslashreplace")
