"""What vendors of short messages do differently from the standard, as data, each figure with its source.

Only what changes a count, a part or whether a message is taken stands here. No prices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final, Literal

from transcode.errors import shorten
from transcode.gsm.alphabet import DEFAULT_TABLE, ESC, EXTENDED
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError

__all__ = ["GENERIC", "VENDORS", "Vendor", "find_vendor"]

GENERIC: Final = "generic"
"""The vendor that does what 3GPP TS 23.038 and 23.040 say, and nothing else."""
_UNVERIFIED: Final = "unverified"


@dataclass(frozen=True, slots=True, eq=False)
class Vendor:
    """How a vendor's short messages differ from the standard's. What is not said here is as the standard has it."""

    name: str
    """As the option ``vendor`` takes it."""
    title: str
    """As people know it."""
    lacking: frozenset[str] = frozenset()
    """Characters of the GSM alphabet that make a message UCS-2 all the same."""
    max_parts: int | None = None
    """Parts that a message may have; None where only the 255 of the standard hold."""
    max_characters: int | None = None
    """Characters that a text may have, in code points."""
    max_units: Mapping[Encoding, int] = field(default_factory=lambda: MappingProxyType({}))
    """Septets or UTF-16 units that a text may have, by encoding."""
    transliterate: Literal["off", "auto", "whole", "always"] = "off"
    """When characters are replaced for accounts that have it switched on; by default none has."""
    transliterate_name: str = ""
    """What the vendor calls it."""
    reference_bits: Literal[8, 16] = 8
    """Width of the reference number in the header of each part."""
    line_feed: Literal["lf", "crlf"] = "lf"
    """Whether a line feed is sent as it is or with a carriage return before it."""
    sender_alphabet: frozenset[str] | None = None
    """Characters that a sender's name may have; None where all of the GSM alphabet are taken."""
    sender_hyphen_within: bool = False
    """Whether a hyphen may stand within a name only, neither first nor last."""
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Where each of these was read, by field name; ``"unverified"`` where no document could be cited."""
    lacking_ascii: frozenset[str] = field(init=False, repr=False)
    """Those of ``lacking`` that are ASCII."""

    def __post_init__(self) -> None:
        """Sort out what is ASCII, once."""
        object.__setattr__(self, "lacking_ascii", frozenset(filter(str.isascii, self.lacking)))

    def __reduce__(self) -> tuple[Callable[[str], Vendor], tuple[str]]:
        return find_vendor, (self.name,)

    def obstacle(self, text: str, encoding: Encoding, units: int, parts: int) -> str | None:
        """Return why the vendor would refuse a message of this length, in English; None where it would not."""
        if self.max_parts is not None and parts > self.max_parts:
            return f"{parts} parts: {self.title} sends at most {self.max_parts}"
        if self.max_characters is not None and len(text) > self.max_characters:
            return f"{len(text)} characters: {self.title} takes at most {self.max_characters}"
        limit = self.max_units.get(encoding, units)
        if units > limit:
            unit = "septets" if encoding is Encoding.GSM else "UTF-16 units"
            return f"{units} {unit}: {self.title} takes at most {limit} in {encoding.label}"
        return None


_LETTERS_AND_DIGITS: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def _all_but(written: str) -> frozenset[str]:
    return (frozenset(DEFAULT_TABLE) | frozenset(EXTENDED)) - frozenset(written) - {ESC}


_TELNYX_ALPHABET: Final = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz\n\r !\"#$%&'()*+,-./:;<=>?@[\\]^_{}|~"
    "£¥èéùìòØøÅåÆæßÉ¡ÄÖÑÜ¿äöñüà"
)

_ALL: Final = (
    Vendor(
        GENERIC,
        "3GPP",
        sources={
            "lacking": "3GPP TS 23.038 section 6.2.1",
            "max_parts": "3GPP TS 23.040 section 9.2.3.24.1",
            "reference_bits": "3GPP TS 23.040 section 9.2.3.24.1",
        },
    ),
    Vendor(
        "sinch",
        "Sinch",
        max_characters=2000,
        transliterate="auto",
        transliterate_name="Auto Encoding",
        sources={
            "lacking": "developers.sinch.com/docs/sms/resources/message-info/character-support",
            "max_characters": "developers.sinch.com/docs/sms/resources/message-info/character-support",
            "transliterate": "developers.sinch.com/docs/sms/resources/message-info/auto-encoding",
            "reference_bits": "support.app.sinch.com, Understanding Character Limits: 153 and 67 to a part",
            "line_feed": _UNVERIFIED,
        },
    ),
    Vendor(
        "twilio",
        "Twilio",
        max_characters=1600,
        sender_alphabet=_LETTERS_AND_DIGITS | frozenset(" -+_&"),
        transliterate="always",
        transliterate_name="Smart Encoding",
        sources={
            "lacking": "npm sms-segments-calculator 1.3.0",
            "max_characters": "twilio.com/docs/api/errors/21617",
            "sender_alphabet": "Twilio Messaging API v1, DestinationAlphaSender resource, AlphaSender",
            "transliterate": "twilio.com/docs/messaging/services/smart-encoding-char-list",
            "reference_bits": "npm sms-segments-calculator 1.3.0",
            "line_feed": "github.com/TwilioDevEd/message-segment-calculator issue 66: CRLF counts two",
        },
    ),
    Vendor(
        "vonage",
        "Vonage",
        sources={
            "lacking": "developer.vonage.com/messages/guides/sms/concatenation-and-encoding",
            "reference_bits": _UNVERIFIED,
            "line_feed": "developer.vonage.com/messages/guides/sms/concatenation-and-encoding: one character",
        },
    ),
    Vendor(
        "telnyx",
        "Telnyx",
        lacking=_all_but(_TELNYX_ALPHABET),
        max_parts=10,
        sender_alphabet=_LETTERS_AND_DIGITS | {" "},
        transliterate="always",
        transliterate_name="smart encoding",
        sources={
            "lacking": "developers.telnyx.com/docs/messaging/messages/message-encoding (long codes, toll-free, names)",
            "sender_alphabet": "developers.telnyx.com/docs/messaging/messages/alphanumeric-sender-id",
            "max_parts": "developers.telnyx.com/docs/messaging/messages/message-encoding",
            "transliterate": "developers.telnyx.com/docs/messaging/messages/smart-encoding",
            "reference_bits": "developers.telnyx.com/docs/messaging/messages/message-encoding: a header of 6 octets",
            "line_feed": _UNVERIFIED,
        },
    ),
    # Short codes send ASCII in 7 bits. What GSM-7 escapes counts two, as the vendor's page of limits says; its page of
    # encodings says so of GSM-7 alone. The grave accent is ASCII and no GSM-7: it is UCS-2 here, so a text with it is
    # never counted too low.
    Vendor(
        "telnyx-short-code",
        "Telnyx (short codes)",
        lacking=frozenset(character for character in _all_but("") if not (character.isascii() and character != "\f")),
        max_parts=10,
        transliterate="always",
        transliterate_name="smart encoding",
        sources={
            "lacking": "developers.telnyx.com/docs/messaging/messages/message-encoding, encoding by sender type: short"
            " codes are ASCII 7-bit, else UTF-16; escapes: .../character-and-rate-limits",
            "max_parts": "developers.telnyx.com/docs/messaging/messages/message-encoding",
            "transliterate": "developers.telnyx.com/docs/messaging/messages/smart-encoding",
            "reference_bits": "developers.telnyx.com/docs/messaging/messages/message-encoding: a header of 6 octets",
            "line_feed": _UNVERIFIED,
        },
    ),
    Vendor(
        "bird",
        "Bird",
        transliterate="whole",
        transliterate_name="Smart Encoding",
        sources={
            "lacking": "docs.bird.com/api/channels-api/supported-channels/programmable-sms/sending-sms-messages/"
            "smart-encoding",
            "transliterate": "docs.bird.com/api/channels-api/supported-channels/programmable-sms/sending-sms-messages/"
            "smart-encoding",
            "reference_bits": "the same page: 153 and 67 to a part",
            "line_feed": _UNVERIFIED,
        },
    ),
    Vendor(
        "aws",
        "AWS End User Messaging",
        max_units=MappingProxyType({Encoding.GSM: 1530, Encoding.UNICODE: 630}),
        sender_alphabet=_LETTERS_AND_DIGITS | {"-"},
        sender_hyphen_within=True,
        sources={
            "sender_alphabet": "AWS End User Messaging SMS API, RequestSenderId, SenderId",
            "sender_hyphen_within": "AWS End User Messaging SMS API, RequestSenderId, SenderId",
            "lacking": "docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-character.html",
            "max_units": "docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-character.html"
            " (in characters, which are taken for units here)",
            "reference_bits": "the same page: 153 and 67 to a part",
            "line_feed": _UNVERIFIED,
        },
    ),
)

VENDORS: Final[Mapping[str, Vendor]] = MappingProxyType({vendor.name: vendor for vendor in _ALL})
"""The vendors there are, by name."""


def find_vendor(name: object) -> Vendor:
    """Return the vendor of this name, whatever its case.

    Raises:
        SegmentationError: there is none; the message names the nearest, or all.
    """
    if isinstance(name, str) and (known := VENDORS.get(name.strip().lower())):
        return known
    near = get_close_matches(name[:80].lower(), VENDORS, 1) if isinstance(name, str) else []
    hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(VENDORS)}"
    raise SegmentationError(f"vendor is {shorten(name)}: {hint}")
