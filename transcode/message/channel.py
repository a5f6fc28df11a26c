"""The service's channels, by name."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Channel", "is_spelt"]


class Channel(StrEnum):
    """The service's channels (``ConversationChannel``); ``transcode channels`` lists those with a writer."""

    SMS = "SMS"
    MMS = "MMS"
    WHATSAPP = "WHATSAPP"
    RCS = "RCS"
    MESSENGER = "MESSENGER"
    INSTAGRAM = "INSTAGRAM"
    TELEGRAM = "TELEGRAM"
    VIBER = "VIBER"
    """The bot; withdrawn from the newest schema."""
    VIBERBM = "VIBERBM"
    LINE = "LINE"
    KAKAOTALK = "KAKAOTALK"
    KAKAOTALKCHAT = "KAKAOTALKCHAT"
    WECHAT = "WECHAT"
    APPLEBC = "APPLEBC"


def is_spelt(name: str, channel: str) -> bool:
    """Tell whether ``name`` is the name of ``channel``, in any case of ASCII letters."""
    return name == channel or (name.isascii() and name.upper() == channel)
