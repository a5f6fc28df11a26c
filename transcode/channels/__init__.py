"""The channels: their names, and which of them have a writer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final

from transcode.errors import InvalidOption, UnknownChannel, shorten
from transcode.message.channel import Channel

if TYPE_CHECKING:
    from transcode.writer.base import ChannelWriter

__all__ = ["ENTRY_POINT_GROUP", "Channel", "implemented", "is_channel", "writer_for"]


# The registry: a channel's name and where its writer is. Modules are loaded when their channel is first asked for.
_WRITERS: Final[Mapping[str, str]] = {
    "SMS": "transcode.channels.sms:Sms",
    "MMS": "transcode.channels.mms:Mms",
    "WHATSAPP": "transcode.channels.whatsapp:WhatsApp",
    "RCS": "transcode.channels.rcs:Rcs",
    "MESSENGER": "transcode.channels.messenger:Messenger",
    "INSTAGRAM": "transcode.channels.instagram:Instagram",
    "VIBER": "transcode.channels.viber:Viber",
    "VIBERBM": "transcode.channels.viber_business:ViberBusiness",
    "KAKAOTALK": "transcode.channels.kakaotalk:KakaoTalk",
    "KAKAOTALKCHAT": "transcode.channels.kakaotalk:KakaoTalkChat",
    "LINE": "transcode.channels.line:Line",
    "TELEGRAM": "transcode.channels.telegram:Telegram",
    "WECHAT": "transcode.channels.wechat:WeChat",
    "APPLEBC": "transcode.channels.apple:Apple",
}

ENTRY_POINT_GROUP: Final = "transcode.channels"
"""Third parties register a writer under its channel's name; looked up only for a name that is not known here."""


def implemented() -> tuple[str, ...]:
    """Return the names of the channels that have a writer: those here in the order of the registry, then others'."""
    return (*_WRITERS, *sorted(_third_parties() - _WRITERS.keys()))


def is_channel(name: str) -> bool:
    """Tell whether ``name``, in any case, is a channel of the service or one that a third party has registered."""
    upper = name.upper() if name.isascii() else name
    return upper in Channel.__members__ or upper in _third_parties()


@cache
def _third_parties() -> frozenset[str]:
    return frozenset(entry.name.upper() for entry in entry_points(group=ENTRY_POINT_GROUP))


def writer_for(channel: str) -> type[ChannelWriter]:
    """Return the writer of a channel by its name, in any case.

    Raises:
        UnknownChannel: there is none; the error lists those there are.
        InvalidOption: a third party's writer does not load.

    """
    given: object = channel
    if isinstance(given, (list, tuple)):
        raise InvalidOption("channel: must be one name; transcode_all takes several")
    if not isinstance(given, str):
        raise UnknownChannel(shorten(given), implemented())
    return _load(channel.upper() if channel.isascii() else channel)


@cache
def _load(name: str) -> type[ChannelWriter]:
    from transcode.writer.base import ChannelWriter  # noqa: PLC0415 - whoever only lists channels need not load it

    if name in _WRITERS:
        module, _, attribute = _WRITERS[name].partition(":")
        writer = getattr(import_module(module), attribute)
    else:
        found = next((entry for entry in entry_points(group=ENTRY_POINT_GROUP) if entry.name.upper() == name), None)
        if found is None:
            raise UnknownChannel(name, implemented())
        try:
            writer = found.load()
        except Exception as error:
            raise InvalidOption(f"the writer of channel {name} ({found.value}) does not load: {error}") from error
    if not (isinstance(writer, type) and issubclass(writer, ChannelWriter)):
        raise InvalidOption(f"the writer of channel {name} is not a ChannelWriter")
    writer.check()
    return writer
