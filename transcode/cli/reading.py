"""What a command reads: files, standard input, the shipped examples."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from transcode.cli.output import explained, fail
from transcode.message.parse import MAX_CHARACTERS, parse_json

__all__ = ["EXAMPLES", "definitions", "file_or_pipe", "json_file", "message_text", "piped_text", "read", "source_of"]

EXAMPLES: Final = {
    file.name.removesuffix(".json"): file
    for file in sorted(files("transcode").joinpath("examples").iterdir(), key=lambda file: file.name)
    if file.name.endswith(".json")
}


def message_text(file: str | None, example: str | None) -> tuple[str, bytes]:
    """Return where the message is from, for errors, and its JSON."""
    piped = read("-") if file is None and example is None and not sys.stdin.isatty() else b""
    if piped.strip():
        return source_of("-"), piped
    if (file is None) == (example is None):
        what = "nothing to preview" if file is None else "a file and an example"
        fail(f"{what}: give a FILE, a message on standard input, or --example with one of {', '.join(EXAMPLES)}")
    if example is not None:
        if example not in EXAMPLES:
            fail(f"--example: there is no {example!r}; there are {', '.join(EXAMPLES)}")
        return example, EXAMPLES[example].read_bytes()
    assert file is not None  # noqa: S101 - one of the two is given
    with explained(source_of(file)):
        return source_of(file), read(file)


def file_or_pipe(file: str | None, what: str) -> str:
    """Return the file to read: - where none is given and something is piped in; ``what`` is wanted."""
    if file is None and sys.stdin.isatty():
        fail(f"nothing to read: give {what} as a FILE, or on standard input")
    return "-" if file is None else file


def source_of(file: str) -> str:
    """Return what a file is called in errors."""
    return "standard input" if file == "-" else file


def read(file: str) -> bytes:
    """Return a file as far as a message may be long, and one byte more."""
    if file == "-":
        return sys.stdin.buffer.read(MAX_CHARACTERS + 1)
    with Path(file).open("rb") as opened:
        return opened.read(MAX_CHARACTERS + 1)


def json_file(file: str) -> Any:
    """Return what a JSON file holds."""
    with explained(file):
        return parse_json(read(file))


def definitions(file: str | None) -> Iterable[Any]:
    """Return the template definitions of a file: one, a list, or the answer of the service that lists them."""
    data = json_file(file) if file else []
    if isinstance(data, Mapping):
        data = data.get("templates", [data])
    if not isinstance(data, list):
        fail(f"{file}: must be a template definition or a list of them")
    return data


def piped_text() -> str:
    """Return the text on standard input, without its last line break."""
    text = sys.stdin.buffer.read().decode("utf-8-sig")
    return text.removesuffix("\n").removesuffix("\r")
