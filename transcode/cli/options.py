"""Options that several commands have, and how their values are read."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import typer

from transcode.errors import InvalidMessage

__all__ = ["AsJson", "FailOn", "channel_names", "name_and_value", "names"]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class FailOn(StrEnum):
    """The least severity that makes the exit status 1."""

    INFO = "info"
    LOSS = "loss"
    REJECTED = "rejected"


def channel_names(given: Iterable[str] | None) -> list[str]:
    """Return the names of the channels that are asked for; none where that is left to the command."""
    return list(dict.fromkeys(name.upper() for listed in given or () for name in names(listed)))


def names(text: str) -> list[str]:
    """Return the names of a list with commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def name_and_value(text: str, option: str = "--property", example: str = "SMS_SENDER=Shop") -> tuple[str, str]:
    """Take ``NAME=VALUE`` apart, which was given for ``option``."""
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise InvalidMessage.at(option, "value", f"must be NAME=VALUE, such as {example}, not {text!r}")
    return name.strip(), value
