"""The command line: ``transcode preview``, ``segments``, ``inbound``, ``reply``, ``channels``, ``schema``.

Exit status: 0 fine; 1 a finding that ``--fail-on`` asks to fail on, or a ``reply`` that no single choice fits; 2 input
that cannot be used, which standard error names, one line a field. What is drawn is drawn by
``transcode.preview.terminal``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn, TextIO

from transcode.channels import implemented, writer_for
from transcode.channels.base import KINDS, ChannelWriter, Profile
from transcode.engine import Transcoder
from transcode.errors import FieldError, InvalidMessage, TranscodeError
from transcode.gsm import SegmentationError, advise
from transcode.message import AppMessage
from transcode.message.base import to_camel
from transcode.message.parse import MAX_CHARACTERS, parse_json
from transcode.plaintext import Uppercase
from transcode.result import Severity, Transcoded
from transcode.templates_dir import read_templates, shipped_templates

try:
    import typer

    from transcode.preview.terminal import (
        Screen,
        draw_advice,
        draw_channel,
        draw_matrix,
        draw_result,
        draw_segmentation,
        json_text,
        supported,
    )
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in ("rich", "typer"):
        raise
    sys.stderr.write("transcode: the command line needs an extra: pip install 'message-transcode[cli]'\n")
    raise SystemExit(2) from None

__all__ = ["app", "main"]

_EXAMPLES: Final = {
    file.name.removesuffix(".json"): file
    for file in sorted(files("transcode").joinpath("examples").iterdir(), key=lambda file: file.name)
    if file.name.endswith(".json")
}

_LISTED: Final = 10
"""A warning names this many files and counts the rest."""

app = typer.Typer(
    help="Rich messages to SMS, MMS and chat channels, offline: see what each channel would show, and what it loses.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line and exit."""
    # A stream that was closed (``>&-``) is None.
    sys.stdin = sys.stdin or TextIOWrapper(BytesIO())
    sys.stdout = sys.stdout or TextIOWrapper(BytesIO())
    sys.stderr = sys.stderr or TextIOWrapper(BytesIO())
    app(prog_name="transcode")


class FailOn(StrEnum):
    """The least severity that makes the exit status 1."""

    INFO = "info"
    LOSS = "loss"
    REJECTED = "rejected"


class SchemaOf(StrEnum):
    """What there is a schema of."""

    MESSAGE = "message"
    RESULT = "result"


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback(invoke_without_command=True)
def _options(
    show_version: Annotated[bool, typer.Option("--version", is_eager=True, help="Print the version and exit.")] = False,
) -> None:
    if show_version:
        _write(f"{version('message-transcode')}\n")
        raise typer.Exit


@app.command()
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
        str | None, typer.Option(metavar="NAME", help=f"Preview a shipped message instead: {', '.join(_EXAMPLES)}.")
    ] = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(metavar="NAMES", help="Channels, such as sms,mms; all that there are by default."),
    ] = None,
    to: Annotated[
        str | None, typer.Option(help="The recipient; without --channel, a channel that cannot take it goes without.")
    ] = None,
    sender: Annotated[str | None, typer.Option(help="Who the message is from; the same holds.")] = None,
    channel_property: Annotated[
        list[str] | None, typer.Option("--property", metavar="NAME=VALUE", help="A channel property; may be repeated.")
    ] = None,
    uppercase: Annotated[
        Uppercase, typer.Option(help="How text choices are capitalised where a channel shows them as text.")
    ] = Uppercase.DOCUMENTED,
    templates: Annotated[
        str | None, typer.Option(metavar="DIR", help="Plaintext layouts that go before the shipped ones.")
    ] = None,
    omni_templates: Annotated[
        str | None, typer.Option(metavar="FILE", help="Definitions of the templates that messages refer to, as JSON.")
    ] = None,
    media_info: Annotated[
        str | None, typer.Option(metavar="FILE", help="What is known of media files, by URL, as JSON.")
    ] = None,
    profile: Annotated[
        Profile,
        typer.Option(help="Use a channel's own forms as the service documents it, or all that it can do today."),
    ] = Profile.DOCUMENTED,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse fields that the message schema does not name.")
    ] = False,
    payload: Annotated[bool, typer.Option("--payload", help="Print the native payloads too.")] = False,
    as_json: AsJson = False,
    fail_on: Annotated[
        FailOn | None, typer.Option(help="Exit with 1 if there is a finding of this severity or worse.")
    ] = None,
) -> None:
    """Show what each channel makes of a message.

    What the recipient reads, how an SMS is cut into parts, what forced UCS-2, what is lost, and what can be answered.
    """
    source, text = _message_text(file, example)
    with _explained(templates or source):
        transcoder = Transcoder(
            templates=templates,
            omni_templates=_definitions(omni_templates),
            uppercase=uppercase,
            profile=profile,
            strict=strict,
        )
    if templates:
        _warn_of_unused(templates)
    with _explained(source):
        asked = _Request.read(parse_json(text))
        properties = {**asked.properties, **dict(map(_name_and_value, channel_property or ()))}
    known_media = _json_file(media_info) if media_info else None
    for_all = {"to": to or asked.to or None, "sender": sender or asked.sender}
    chosen = _channels(channel)
    previews = []
    for name in chosen or implemented():
        with _explained(source, channel=name):
            transcode = partial(
                transcoder.transcode, asked.message, name, properties=properties, media_info=known_media
            )
            if for_all["to"] is None:
                transcode = partial(transcode, to=asked.identities.get(name))
            previews.append(_Preview.make(transcode, for_all, may_leave_out=not chosen))
    _fail_where_no_channel_fits(previews, source)
    results = [made.result for made in previews]
    if as_json:
        _write_json({"results": [result.as_dict() for result in results]})
    else:
        screen = Screen(sys.stdout)
        for number, made in enumerate(previews):
            if number:
                screen.line()
                screen.line()
            draw_result(screen, made.result, payload=payload, left_out=made.left_out.values())
        _write(screen.text)
    severities = [finding.severity for result in results for finding in result.findings]
    if fail_on is not None and max(severities, default=0) >= Severity[fail_on.name]:
        raise typer.Exit(1)


@app.command()
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
        "languages": languages if languages in (None, "any") else _names(languages),
        "reference_bits": reference_bits,
        "keep_graphemes": keep_graphemes or None,
        "normalize": "NFC" if normalize else None,
        "transliterate": transliterate,
        "transliteration_tables": tables if tables in (None, "all") else _names(tables),
    }
    with _explained("standard input"):
        advice = advise(_piped_text() if text == "-" else text, **{k: v for k, v in options.items() if v is not None})
    if as_json:
        _write_json(advice.segmentation.as_dict())
    else:
        screen = Screen(sys.stdout)
        draw_segmentation(screen, advice.segmentation)
        draw_advice(screen, advice)
        _write(screen.text)


@app.command()
def inbound(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A callback as it was received; - reads standard input.", show_default=False
        ),
    ],
) -> None:
    """Read a callback of the service or of a channel: what a contact said, or what became of a message.

    Prints JSON: the messages in the service's own form, the deliveries, and what was noticed on the way.
    """
    from transcode.inbound import receive  # noqa: PLC0415 - half of the library, for this command alone

    with _explained(file):
        received = receive(_read(file))
    _write_json(received.as_dict())


@app.command()
def reply(
    file: Annotated[
        str,
        typer.Argument(metavar="MESSAGE", help="The message that was sent, as JSON; - reads standard input."),
    ],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What the recipient typed.")],
    *,
    channel: Annotated[str, typer.Option(help="The channel it was sent on.")] = "SMS",
    message_id: Annotated[
        str | None, typer.Option(help="The id of the message, of which default postbacks are made.")
    ] = None,
) -> None:
    """Tell which choice of a message a typed reply takes.

    Prints JSON; exits with 1 where no choice fits, or more than one.
    """
    from transcode.inbound import ChoiceResponse, resolve_reply  # noqa: PLC0415

    with _explained(file):
        message = _Request.read(parse_json(_read(file))).message
        answer = resolve_reply(message, text, channel=channel, message_id=message_id)
    _write_json(answer.as_dict())
    if not isinstance(answer, ChoiceResponse):
        raise typer.Exit(1)


@app.command()
def channels(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="One channel, with its limits and properties.", show_default=False),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what each channel can do.

    Which types of message it has a form for; with NAME also its limits and properties, each with its source.
    """
    with _explained("NAME"):
        writers = [writer_for(known) for known in ([name] if name else implemented())]
    if as_json:
        _write_json({"channels": [_channel_as_dict(writer) for writer in writers]})
        return
    screen = Screen(sys.stdout)
    if name:
        draw_channel(screen, writers[0])
    else:
        draw_matrix(screen, writers)
    _write(screen.text)


@app.command()
def schema(
    of: Annotated[
        SchemaOf, typer.Argument(help="Of a message, or of one result of preview --json.")
    ] = SchemaOf.MESSAGE,
    *,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Allow no unknown fields in a message, so that an editor marks typing errors."),
    ] = False,
) -> None:
    """Print the JSON Schema of messages or results."""
    from transcode.schema import message_schema, result_schema  # noqa: PLC0415 - pydantic's generator is slow

    _write_json(message_schema(strict=strict) if of is SchemaOf.MESSAGE else result_schema())


# --- what is asked for ---


@dataclass(frozen=True)
class _Request:
    """What a request says: the message, and what stands beside it."""

    message: Any
    properties: Mapping[str, Any] = field(default_factory=dict)
    sender: Any = None
    to: Any = None
    identities: Mapping[str, Any] = field(default_factory=dict)
    """The recipient by channel, where there is no ``to`` for all of them."""

    @classmethod
    def read(cls, data: Any) -> _Request:
        """Read a ``messages:send`` or ``messages:transcode`` request, or a message alone."""
        if not isinstance(data, Mapping):
            return cls(data)
        names = (name for name in ("message", "app_message", "appMessage") if isinstance(data.get(name), Mapping))
        name = next(names, None)
        if name is None or any(content in data for content in AppMessage.one_of):
            return cls(_without_schema(data))
        properties = data.get("channel_properties", data.get("channelProperties")) or {}
        if not isinstance(properties, Mapping):
            raise InvalidMessage.at("channel_properties", "dict_type", "must be an object", properties)
        return cls(_without_schema(data[name]), properties, data.get("from"), data.get("to"), _identities(data))


def _without_schema(message: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the pointer to the schema that an editor needs in the file."""
    return {name: value for name, value in message.items() if name != "$schema"}


def _identities(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``recipient.identified_by.channel_identities`` of a ``messages:send`` request, by channel."""
    found: Any = data
    for name in ("recipient", "identified_by", "channel_identities"):
        found = found.get(name, found.get(to_camel(name))) if isinstance(found, Mapping) else None
    return {
        str(identity.get("channel")): identity.get("identity")
        for identity in (found if isinstance(found, list) else ())
        if isinstance(identity, Mapping)
    }


def _message_text(file: str | None, example: str | None) -> tuple[str, bytes]:
    """Return where the message is from, for errors, and its JSON."""
    if (file is None) == (example is None):
        what = "nothing to preview" if file is None else "a file and an example"
        _fail(f"{what}: give a FILE, - for standard input, or --example with one of {', '.join(_EXAMPLES)}")
    if example is not None:
        if example not in _EXAMPLES:
            _fail(f"--example: there is no {example!r}; there are {', '.join(_EXAMPLES)}")
        return example, _EXAMPLES[example].read_bytes()
    assert file is not None  # noqa: S101 - one of the two is given
    source = "standard input" if file == "-" else file
    with _explained(source):
        return source, _read(file)


def _read(file: str) -> bytes:
    """Return a file as far as a message may be long, and one byte more."""
    if file == "-":
        return sys.stdin.buffer.read(MAX_CHARACTERS + 1)
    with Path(file).open("rb") as opened:
        return opened.read(MAX_CHARACTERS + 1)


def _json_file(file: str) -> Any:
    with _explained(file):
        return parse_json(_read(file))


def _definitions(file: str | None) -> Iterable[Any]:
    """Return the template definitions of a file: one, a list, or the answer of the service that lists them."""
    data = _json_file(file) if file else []
    if isinstance(data, Mapping):
        data = data.get("templates", [data])
    if not isinstance(data, list):
        _fail(f"{file}: must be a template definition or a list of them")
    return data


def _piped_text() -> str:
    text = sys.stdin.buffer.read().decode("utf-8-sig")
    return text.removesuffix("\n").removesuffix("\r")


def _channels(given: Iterable[str] | None) -> list[str]:
    """Return the names of the channels that are asked for; none where that is left to the command."""
    names = [name.upper() for names in given or () for name in _names(names)]
    return list(dict.fromkeys(names))


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _name_and_value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise InvalidMessage.at("--property", "value", f"must be NAME=VALUE, such as SMS_SENDER=Shop, not {text!r}")
    return name.strip(), value


def _channel_as_dict(writer: type[ChannelWriter]) -> dict[str, Any]:
    return {
        "channel": writer.channel,
        "title": writer.title,
        "supports": {kind: support.value for kind, support in supported(writer).items()},
        "limits": [asdict(limit) for limit in writer.limits],
        "properties": [
            {"name": known.name, "meaning": known.meaning, "source": known.source} for known in writer.properties
        ],
    }


def _warn_of_unused(templates: str) -> None:
    """Name the caller's layouts that nothing looks for, such as a misspelt one."""
    with _explained(templates):
        sources = read_templates(Path(templates))
    kinds = [kind for kind in KINDS.values() if kind != "text"]
    folders = [channel.lower() for channel in implemented()]
    shipped = shipped_templates("plaintext")
    used = {
        *shipped,
        *(name.rpartition("/")[2] for name in shipped),
        *(f"{folder}{kind}.txt.j2" for kind in kinds for folder in ("", *(f"{folder}/" for folder in folders))),
    }
    unused = [name for name in sources if name not in used and not _is_included(name, sources)]
    if unused:
        more = f" and {len(unused) - _LISTED} more" if len(unused) > _LISTED else ""
        _warn(
            f"{templates}: not used: {', '.join(unused[:_LISTED])}{more}; a layout is <type>.txt.j2 or"
            f" <channel>/<type>.txt.j2, with type {', '.join(kinds)}; channel {', '.join(folders)}"
        )


def _is_included(name: str, sources: Mapping[str, str]) -> bool:
    """Tell whether another layout has this name in quotes: to include, import or extend it."""
    quoted = (f"'{name}'", f'"{name}"')
    return any(mark in source for other, source in sources.items() if other != name for mark in quoted)


# --- what is answered ---


@dataclass(frozen=True)
class _Preview:
    """A message on one channel, and which of the recipient and the sender that channel could not take."""

    result: Transcoded
    left_out: Mapping[str, FieldError] = field(default_factory=dict)

    @classmethod
    def make(
        cls, transcode: Callable[..., Transcoded], identities: Mapping[str, Any], *, may_leave_out: bool
    ) -> _Preview:
        """Transcode with the ``identities`` (``to``, ``sender``) or, if that may be, without those that do not fit."""
        fitting = {name: identity for name, identity in identities.items() if identity is not None}
        left_out: dict[str, FieldError] = {}
        while True:
            try:
                return cls(transcode(**fitting), left_out)
            except InvalidMessage as error:
                wrong = error.errors[0]
                if not may_leave_out or wrong.path not in fitting:
                    raise
                del fitting[wrong.path]
                left_out[wrong.path] = wrong


def _fail_where_no_channel_fits(previews: Sequence[_Preview], source: str) -> None:
    """Refuse an identity that was left out everywhere; the first channel tells what it takes."""
    first = previews[0]
    nowhere = [wrong for name, wrong in first.left_out.items() if all(name in made.left_out for made in previews)]
    if nowhere:
        _fail(*(_described(wrong, source, first.result.channel) for wrong in nowhere))


@contextmanager
def _explained(source: str, *, channel: str = "") -> Iterator[None]:
    """Tell what cannot be used, one line a field, and exit with 2; ``source`` is named where no field can be.

    ``channel`` is named too where it has a say in what the field may be.
    """
    try:
        yield
    except InvalidMessage as error:
        _fail(*(_described(wrong, source, channel) for wrong in error.errors))
    except UnicodeDecodeError as error:
        _fail(f"{source}: is not UTF-8: byte {error.start} cannot be read")
    except OSError as error:
        _fail(f"{error.filename or source}: {error.strerror or error}")
    except (TranscodeError, SegmentationError) as error:
        _fail(str(error))


def _described(wrong: FieldError, source: str, channel: str) -> str:
    where = f"{channel}: {wrong.path}" if channel and wrong.path in ("to", "sender") else wrong.path or source
    found = f" (found {wrong.input})" if wrong.input else ""
    return f"{where}: {wrong.message}{found}"


def _fail(*messages: str) -> NoReturn:
    screen = Screen(sys.stderr)
    for message in messages:
        screen.line(message, first=("error: ", "bold red"))
    _write(screen.text, sys.stderr)
    raise typer.Exit(2)


def _warn(message: str) -> None:
    screen = Screen(sys.stderr)
    screen.line(message, first=("warning: ", "yellow"))
    _write(screen.text, sys.stderr)


def _write_json(value: object) -> None:
    _write(json_text(value, sys.stdout.encoding) + "\n")


def _write(text: str, stream: TextIO | None = None) -> None:
    """Write to standard output; a reader that has gone away (``| head``) is no error."""
    stream = stream or sys.stdout
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        # What is still in the buffer has to go somewhere, or the interpreter complains at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            _fail(f"the output cannot be written: {error.strerror}")
