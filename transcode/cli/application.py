"""The application that the commands are registered with, and what is asked without any of them."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from transcode.cli.output import write

__all__ = ["app"]

app = typer.Typer(
    help="Rich messages to SMS, MMS and chat channels, offline: see what each channel would show, and what it loses.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def _options(
    show_version: Annotated[
        bool, typer.Option("--version", "-V", is_eager=True, help="Print name and version and exit.")
    ] = False,
) -> None:
    if show_version:
        write(f"message-transcode {version('message-transcode')}\n")
        raise typer.Exit
