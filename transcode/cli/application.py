"""The application that the commands are registered with, and what is asked without any of them."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from transcode.cli.output import write

__all__ = ["app"]

# What typer 0.29 says of a value it cannot read is pydantic's, which speaks to programmers.
_WORDING: Final = (
    ("Value error, ", ""),
    ("Input should be a valid integer, unable to parse string as an integer", "must be a whole number"),
    ("Input should be greater than or equal to", "must be at least"),
    ("Input should be less than or equal to", "must be at most"),
    ("Input should be", "must be"),
)


class _Group(TyperGroup):
    """The commands, with errors about their options in the words of a command line."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that is asked for."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            for theirs, ours in _WORDING:
                error.message = error.message.replace(theirs, ours)
            raise


app = typer.Typer(
    cls=_Group,
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
