"""``transcode segments``."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from transcode.cli.options import AsJson, names
from transcode.cli.output import explained, write, write_json
from transcode.cli.reading import piped_text
from transcode.gsm import advise
from transcode.preview.screen import Screen
from transcode.preview.segments import draw_advice, draw_segmentation

__all__ = ["segments"]


def segments(
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT",
            help="The text; - reads standard input, whose last line break is not counted.",
            show_default=False,
        ),
    ],
    *,
    encoding: Annotated[str | None, typer.Option(help="GSM or UNICODE, instead of what the text needs.")] = None,
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
    transliterate: Annotated[
        str | None,
        typer.Option(metavar="off|auto|always", help="Replace characters that GSM-7 does not have; off by default."),
    ] = None,
    tables: Annotated[
        str | None, typer.Option(help="What to transliterate, such as punctuation,latin; punctuation by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show how a text is cut into SMS parts."""
    options: dict[str, Any] = {
        "encoding": encoding,
        "languages": languages if languages in (None, "any") else names(languages),
        "reference_bits": reference_bits,
        "keep_graphemes": keep_graphemes or None,
        "normalize": "NFC" if normalize else None,
        "transliterate": transliterate,
        "transliteration_tables": tables if tables in (None, "all") else names(tables),
    }
    with explained("standard input"):
        advice = advise(piped_text() if text == "-" else text, **{k: v for k, v in options.items() if v is not None})
    if as_json:
        write_json(advice.segmentation.as_dict())
    else:
        screen = Screen(sys.stdout)
        draw_segmentation(screen, advice.segmentation)
        draw_advice(screen, advice)
        write(screen.text)
