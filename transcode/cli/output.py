"""What a command answers with: output, errors, the exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn, TextIO

import typer

from transcode.errors import FieldError, InvalidMessage, TranscodeError
from transcode.gsm import SegmentationError
from transcode.preview.screen import Screen, json_text

__all__ = ["described", "explained", "fail", "warn", "write", "write_json"]


@contextmanager
def explained(source: str, *, channel: str = "") -> Iterator[None]:
    """Tell what cannot be used, one line a field, and exit with 2; ``source`` is named where no field can be.

    ``channel`` is named too where it has a say in what the field may be.
    """
    try:
        yield
    except InvalidMessage as error:
        fail(*(described(wrong, source, channel) for wrong in error.errors))
    except UnicodeDecodeError as error:
        fail(f"{source}: is not UTF-8: byte {error.start} cannot be read")
    except OSError as error:
        fail(f"{error.filename or source}: {error.strerror or error}")
    except (TranscodeError, SegmentationError) as error:
        fail(str(error))


def described(wrong: FieldError, source: str, channel: str) -> str:
    """Return the line that tells what is wrong with a field."""
    where = f"{channel}: {wrong.path}" if channel and wrong.path in ("to", "sender") else wrong.path or source
    found = f" (found {wrong.input})" if wrong.input else ""
    return f"{where}: {wrong.message}{found}"


def fail(*messages: str) -> NoReturn:
    """Tell what cannot be used, and exit with 2."""
    screen = Screen(sys.stderr)
    for message in messages:
        screen.line(message, first=("error: ", "bold red"))
    write(screen.text, sys.stderr)
    raise typer.Exit(2)


def warn(message: str) -> None:
    """Tell what may be a mistake."""
    screen = Screen(sys.stderr)
    screen.line(message, first=("warning: ", "yellow"))
    write(screen.text, sys.stderr)


def write_json(value: object) -> None:
    """Write a value to standard output as indented JSON."""
    write(json_text(value, sys.stdout.encoding) + "\n")


def write(text: str, stream: TextIO | None = None) -> None:
    """Write to standard output; a reader that has gone away (``| head``) is no error."""
    stream = stream or sys.stdout
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        # What is still in the buffer has to go somewhere, or the interpreter complains at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            fail(f"the output cannot be written: {error.strerror}")
