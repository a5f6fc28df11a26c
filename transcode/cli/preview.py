"""``transcode preview``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

import typer

from transcode.channels import implemented
from transcode.cli.layouts import warn_of_unused
from transcode.cli.options import AsJson, FailOn, channel_names, name_and_value
from transcode.cli.output import described, explained, fail, write, write_json
from transcode.cli.reading import EXAMPLES, definitions, json_file, message_text
from transcode.cli.request import Request
from transcode.engine import Transcoder
from transcode.errors import FieldError, InvalidMessage
from transcode.message.parse import parse_json
from transcode.plaintext import Uppercase
from transcode.preview.terminal import Screen, draw_result
from transcode.result import Severity, Transcoded
from transcode.writer.request import Profile

__all__ = ["preview"]


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
    source, text = message_text(file, example)
    with explained(templates or source):
        transcoder = Transcoder(
            templates=templates,
            omni_templates=definitions(omni_templates),
            uppercase=uppercase,
            profile=profile,
            strict=strict,
        )
    if templates:
        warn_of_unused(templates)
    with explained(source):
        asked = Request.read(parse_json(text))
        properties = {**asked.properties, **dict(map(name_and_value, channel_property or ()))}
    known_media = json_file(media_info) if media_info else None
    for_all = {"to": to or asked.to or None, "sender": sender or asked.sender}
    chosen = channel_names(channel)
    previews = []
    for name in chosen or implemented():
        with explained(source, channel=name):
            transcode = partial(
                transcoder.transcode, asked.message, name, properties=properties, media_info=known_media
            )
            if for_all["to"] is None:
                transcode = partial(transcode, to=asked.identities.get(name))
            previews.append(_Preview.make(transcode, for_all, may_leave_out=not chosen))
    _fail_where_no_channel_fits(previews, source)
    results = [made.result for made in previews]
    if as_json:
        write_json({"results": [result.as_dict() for result in results]})
    else:
        screen = Screen(sys.stdout)
        for number, made in enumerate(previews):
            if number:
                screen.line()
                screen.line()
            draw_result(screen, made.result, payload=payload, left_out=made.left_out.values())
        write(screen.text)
    severities = [finding.severity for result in results for finding in result.findings]
    if fail_on is not None and max(severities, default=0) >= Severity[fail_on.name]:
        raise typer.Exit(1)


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
        fail(*(described(wrong, source, first.result.channel) for wrong in nowhere))
