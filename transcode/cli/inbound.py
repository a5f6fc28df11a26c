"""``transcode inbound``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcode.cli.options import AsJson
from transcode.cli.output import explained, write, write_json
from transcode.cli.reading import file_or_pipe, read, source_of
from transcode.preview.screen import Piece, Screen
from transcode.preview.terminal import draw_findings

if TYPE_CHECKING:
    from transcode.inbound import ContactMessage, DeliveryReport, InboundMessage, Received
    from transcode.inbound.received import NativeEvent

__all__ = ["inbound"]

_SHOWN = 400
"""Characters of a content that has no words of its own."""


def inbound(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="A callback as it was received; - or nothing reads standard input.",
            show_default=False,
        ),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Read a callback of the service or of a channel: what a contact said, or what became of a message.

    With --json: the messages in the service's own form, the deliveries, and what was noticed on the way.
    """
    from transcode.inbound import receive  # noqa: PLC0415 - half of the library, for this command alone

    file = file_or_pipe(file, "a callback")
    with explained(source_of(file)):
        received = receive(read(file))
    if as_json:
        write_json(received.as_dict())
        return
    screen = Screen(sys.stdout)
    _draw(screen, received)
    write(screen.text)


def _draw(screen: Screen, received: Received) -> None:
    screen.line((received.channel or "The service", "bold"), f": {', '.join(_counted(received)) or 'nothing'}")
    for message in received.messages:
        screen.line()
        _draw_message(screen, message)
    for report in received.deliveries:
        screen.line()
        _draw_report(screen, report)
    for event in received.native_events:
        screen.line()
        _draw_event(screen, event)
    for attachment in received.attachments:
        name = attachment.filename or attachment.content_id
        screen.line(f"File {name}: {attachment.content_type}, {len(attachment.data):,} bytes")
    draw_findings(screen, received.findings)


def _counted(received: Received) -> Iterator[str]:
    """Yield what there is and how much of it: ``2 messages``."""
    for name, found in (
        ("message", received.messages),
        ("delivery report", received.deliveries),
        ("other event", received.native_events),
        ("file", received.attachments),
    ):
        if found:
            yield f"{len(found)} {name}{'s' if len(found) > 1 else ''}"
    if received.event is not None and not (received.messages or received.deliveries):
        yield type(received.event).payload or "a callback of a kind that is not known"


def _draw_message(screen: Screen, message: InboundMessage) -> None:
    who = message.channel_identity.identity if message.channel_identity else None
    screen.line(("Message", "bold"), *_facts(id=message.id, of=who, at=message.accept_time))
    for line in _content(message.contact_message):
        screen.line(line, first=f"{screen.glyphs.side} ")


def _content(message: ContactMessage) -> Iterator[Piece]:
    """Yield what the contact said, line by line."""
    response = message.choice_response_message
    if response is not None:
        yield f"took the choice {response.postback_data!r} of message {response.message_id}"
    elif message.text is not None:
        yield from message.text.split("\n")
    if (response is None and message.text is None) or message.media_card_message is not None:
        content = message.model_dump(mode="json", exclude_unset=True)
        yield f"{message.kind}: {_short(content[message.kind])}" if message.kind else _short(content)
    if message.reply_to is not None:
        yield f"in answer to message {message.reply_to.message_id}"


def _short(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _draw_report(screen: Screen, report: DeliveryReport) -> None:
    who = report.channel_identity.identity if report.channel_identity else None
    parts = report.number_of_message_parts
    for metadata in (report.decoded_message_metadata, report.decoded_metadata):
        parts = metadata.number_of_message_parts if parts is None else parts
    screen.line(
        ("Delivery ", "bold"),
        (str(report.status), "bold red" if report.status == "FAILED" else "bold"),
        *_facts(of_message=report.message_id, to=who, parts=parts),
    )
    if report.failure is not None:
        why = (str(word) for word in (report.failure.code, report.failure.sub_code, report.failure.description) if word)
        screen.line(": ".join(why), first=f"{screen.glyphs.side} ")


def _draw_event(screen: Screen, event: NativeEvent) -> None:
    who = event.channel_identity.identity if event.channel_identity else None
    screen.line(("Event ", "bold"), (event.kind, "bold"), *_facts(of=who, of_message=event.message_id, at=event.path))
    if event.problem:
        screen.line(f"cannot be read: {event.problem}", first=f"{screen.glyphs.side} ")


def _facts(**facts: object) -> Iterator[str]:
    """Yield what is known, each after its name: ``, of +46...``."""
    for name, value in facts.items():
        if value not in (None, ""):
            yield f", {name.replace('_', ' ')} {value}"
