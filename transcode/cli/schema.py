"""``transcode schema``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from transcode.cli.output import write_json

__all__ = ["SchemaOf", "schema"]


class SchemaOf(StrEnum):
    """What there is a schema of."""

    MESSAGE = "message"
    RESULT = "result"


def schema(
    of: Annotated[
        SchemaOf, typer.Argument(metavar="OF", help="Of a message, or of one result of preview --json.")
    ] = SchemaOf.MESSAGE,
    *,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Allow no unknown fields in a message, so that an editor marks typing errors."),
    ] = False,
) -> None:
    """Print the JSON Schema of messages or results."""
    from transcode.schema import message_schema, result_schema  # noqa: PLC0415 - pydantic's generator is slow

    write_json(message_schema(strict=strict) if of is SchemaOf.MESSAGE else result_schema())
