"""``transcode segments``."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from transcode.cli.options import AsJson
from transcode.cli.output import explained, warn, write, write_json
from transcode.cli.reading import file_or_pipe, piped_text
from transcode.gsm import advise, vendor_bill
from transcode.preview.screen import Screen
from transcode.preview.segments import draw_advice, draw_segmentation

__all__ = ["segments"]


def segments(
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="TEXT",
            help="The text; - or nothing reads standard input, whose last line break is not counted.",
            show_default=False,
        ),
    ] = None,
    *,
    encoding: Annotated[str | None, typer.Option(help="GSM or UNICODE, instead of what the text needs.")] = None,
    unknown: Annotated[
        str | None, typer.Option(help="What --encoding GSM puts for what it cannot write; ? by default.")
    ] = None,
    unknown_per: Annotated[
        str | None,
        typer.Option(
            metavar="cluster|character", help="Put one for what a reader sees as one character, or for each code point."
        ),
    ] = None,
    languages: Annotated[
        str | None, typer.Option(help="Languages whose national shift tables may be used, such as tr,es; or any.")
    ] = None,
    reference_bits: Annotated[
        int | None, typer.Option(metavar="8|16", help="Width of the parts' reference number; 8 by default.")
    ] = None,
    keep_graphemes: Annotated[
        bool, typer.Option("--keep-graphemes", help="Keep together what a reader sees as one character.")
    ] = False,
    normalize: Annotated[bool, typer.Option("--normalize", help="Compose the text first (NFC).")] = False,
    line_feed: Annotated[
        str | None, typer.Option(metavar="lf|crlf", help="How a line feed is sent; lf by default.")
    ] = None,
    transliterate: Annotated[
        str | None,
        typer.Option(
            metavar="off|auto|whole|always|vendor", help="Replace characters that GSM-7 does not have; off by default."
        ),
    ] = None,
    transliteration_tables: Annotated[
        str | None,
        typer.Option(
            "--transliteration-tables",
            "--tables",
            help="What to transliterate, such as punctuation,latin, or all; punctuation by default.",
        ),
    ] = None,
    vendor: Annotated[
        str | None, typer.Option(help="Whose alphabet and limits hold, such as telnyx; generic is the standard.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show how a text is cut into SMS parts."""
    given: dict[str, Any] = {
        "encoding": encoding,
        "unknown": unknown,
        "unknown_per": unknown_per,
        "languages": languages,
        "reference_bits": reference_bits,
        "keep_graphemes": keep_graphemes or None,
        "normalize": "NFC" if normalize else None,
        "line_feed": line_feed,
        "transliterate": transliterate,
        "transliteration_tables": transliteration_tables,
        "vendor": vendor,
    }
    options = {name: value for name, value in given.items() if value is not None}
    if text is None:
        text = file_or_pipe(None, "a text")
    with explained("standard input"):
        text = piped_text() if text == "-" else text
        advice = advise(text, **options)
        bill = vendor_bill(text, **options)
    if as_json:
        write_json(advice.segmentation.as_dict())
    else:
        screen = Screen(sys.stdout)
        draw_segmentation(screen, advice.segmentation)
        draw_advice(screen, advice)
        write(screen.text)
    for reason in bill.reasons:
        warn(reason)
