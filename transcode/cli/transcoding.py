"""How a command transcodes: the options that say how, and a message on each channel that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

import typer

from transcode.channels import implemented
from transcode.cli.layouts import warn_of_unused
from transcode.cli.options import channel_names, name_and_value
from transcode.cli.output import described, explained, fail
from transcode.cli.reading import definitions, json_file
from transcode.cli.request import Request
from transcode.engine import Transcoder
from transcode.errors import FieldError, InvalidMessage
from transcode.gsm import GENERIC
from transcode.plaintext import Uppercase
from transcode.preview.assumed import ASSUMED_SENDER, with_sender
from transcode.preview.rates import Rates
from transcode.result import Transcoded
from transcode.writer.request import Markup, Profile

__all__ = [
    "Capitals",
    "Channels",
    "Definitions",
    "Given",
    "Known",
    "Layouts",
    "Manner",
    "Marks",
    "Preview",
    "Rate",
    "Recipient",
    "Sender",
    "Settings",
    "Strict",
    "Vendor",
    "read_rates",
]

Channels = Annotated[
    list[str] | None,
    typer.Option("--channel", "--channels", metavar="NAMES", help="Channels, such as sms,mms; by default all."),
]
Recipient = Annotated[
    str | None, typer.Option(help="The recipient; without --channel, a channel that cannot take it goes without.")
]
Sender = Annotated[str | None, typer.Option(help="Who the message is from; the same holds.")]
Given = Annotated[
    list[str] | None, typer.Option("--property", metavar="NAME=VALUE", help="A channel property; may be repeated.")
]
Capitals = Annotated[
    Uppercase, typer.Option(help="How text choices are capitalised where a channel shows them as text.")
]
Layouts = Annotated[str | None, typer.Option(metavar="DIR", help="Plaintext layouts that go before the shipped ones.")]
Definitions = Annotated[
    str | None, typer.Option(metavar="FILE", help="Definitions of the templates that messages refer to, as JSON.")
]
Known = Annotated[str | None, typer.Option(metavar="FILE", help="What is known of media files, by URL, as JSON.")]
Manner = Annotated[
    Profile, typer.Option(help="Use a channel's own forms as the service documents it, or all that it can do today.")
]
Marks = Annotated[
    Markup, typer.Option(help="Pass marks such as *bold* on, show them as typed, or read texts as Markdown.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse fields that the message schema does not name.")]
Vendor = Annotated[
    str, typer.Option(help="Whose SMS alphabet and limits hold, such as telnyx; generic is the standard.")
]
Rate = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PRICE",
        help="What an SMS part costs, such as '0.0075 EUR'; MMS=0.02 is the price of a message there. Repeatable.",
    ),
]


@dataclass(frozen=True)
class Preview:
    """A message on one channel, and which of the recipient and the sender that channel could not take."""

    result: Transcoded
    left_out: Mapping[str, FieldError] = field(default_factory=dict)

    @classmethod
    def make(
        cls, transcode: Callable[..., Transcoded], identities: Mapping[str, Any], *, may_leave_out: bool
    ) -> Preview:
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

    @property
    def shown(self) -> Transcoded:
        """The result with a sender assumed where none was given."""
        return with_sender(self.result)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is assumed, in words."""
        return () if self.shown is self.result else (ASSUMED_SENDER,)


@dataclass(frozen=True)
class Settings:
    """The options of a command that say how messages are transcoded."""

    transcoder: Transcoder
    channels: tuple[str, ...] = ()
    """Those that are asked for; none: all there are."""
    to: str | None = None
    sender: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    media_info: Any = None

    @classmethod
    def read(
        cls,
        *,
        channels: Iterable[str] | None = None,
        to: str | None = None,
        sender: str | None = None,
        properties: Iterable[str] | None = None,
        uppercase: Uppercase = Uppercase.DOCUMENTED,
        templates: str | None = None,
        omni_templates: str | None = None,
        media_info: str | None = None,
        profile: Profile = Profile.DOCUMENTED,
        markup: Markup = Markup.PASSED,
        strict: bool = False,
        vendor: str = GENERIC,
        source: str = "",
    ) -> Settings:
        """Read the options and the files they name; tells what cannot be used, and exits with 2."""
        with explained(templates or source):
            transcoder = Transcoder(
                templates=templates,
                omni_templates=definitions(omni_templates),
                uppercase=uppercase,
                profile=profile,
                markup=markup,
                strict=strict,
                vendor=vendor,
            )
        if templates:
            warn_of_unused(templates)
        with explained(source):
            given = dict(map(name_and_value, properties or ()))
        known = json_file(media_info) if media_info else None
        return cls(transcoder, tuple(channel_names(channels)), to, sender, given, known)

    def preview(self, asked: Request, channel: str) -> Preview:
        """Return a message on one channel.

        Raises:
            InvalidMessage: it cannot be used.
            TranscodeError: the channel or a layout cannot be used.

        """
        identities = {"to": self.to or asked.to or None, "sender": self.sender or asked.sender}
        transcode = partial(
            self.transcoder.transcode,
            asked.message,
            channel,
            properties={**asked.properties, **self.properties},
            media_info=self.media_info,
        )
        if identities["to"] is None:
            transcode = partial(transcode, to=asked.identities.get(channel))
        return Preview.make(transcode, identities, may_leave_out=not self.channels)

    def previews(self, asked: Request, source: str) -> list[Preview]:
        """Return a message on every channel that is asked for; tells what cannot be used, and exits with 2."""
        previews = []
        for name in self.channels or implemented():
            with explained(source, channel=name):
                previews.append(self.preview(asked, name))
        _fail_where_no_channel_fits(previews, source)
        return previews


def _fail_where_no_channel_fits(previews: Sequence[Preview], source: str) -> None:
    """Refuse an identity that was left out everywhere; the first channel tells what it takes."""
    first = previews[0]
    nowhere = [wrong for name, wrong in first.left_out.items() if all(name in made.left_out for made in previews)]
    if nowhere:
        fail(*(described(wrong, source, first.result.channel) for wrong in nowhere))


def read_rates(given: Sequence[str] | None) -> Rates:
    """Read ``--rate``: a price alone is that of an SMS part, ``MMS=0.02`` that of a message on MMS."""
    by_channel = {}
    for rate in given or ():
        channel, equals, price = rate.partition("=")
        by_channel[channel.strip().upper() if equals else "SMS"] = price if equals else rate
    with explained("--rate"):
        return Rates.read(by_channel)
