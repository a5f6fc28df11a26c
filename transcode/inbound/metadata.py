"""The JSON that callbacks carry inside strings.

Sources: the SMS channel's message support page (developers.sinch.com/docs/conversation/channel-support/sms):
``sms_batch_id``, ``number_of_message_parts`` and, where the account has it, ``operator`` in a delivery's
``message_metadata``; ``operator`` in an inbound message's ``metadata``, the MCC and MNC of the sender's network. Read
2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.findings import InboundCode, quoted
from transcode.message.base import extend_path
from transcode.message.parse import parse_json
from transcode.result import Finding

__all__ = ["Metadata", "Operator"]

# ITU-T E.212: a mobile country code of three digits, a mobile network code of two or three.
_OPERATOR: Final = re.compile(r"([0-9]{3})([0-9]{2,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Operator:
    """A mobile network, by its country code (three digits) and network code (two or three)."""

    mcc: str
    mnc: str

    @classmethod
    def parse(cls, value: object) -> Operator | None:
        """Return the network that ``value`` (``"310150"``) names, None where it names none."""
        found = _OPERATOR.fullmatch(value) if isinstance(value, str) else None
        return cls(found[1], found[2]) if found else None


@dataclass(frozen=True, slots=True)
class Metadata:
    """A metadata string, decoded.

    ``values`` is the JSON object that was in it, empty where there was none; ``readable`` is False where the string
    has something that is not a JSON object. What the service is known to write has a property of its own, None where
    it is missing or is not what it should be.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
    readable: bool = True

    def __reduce__(self) -> tuple[Any, ...]:
        # A read-only view neither pickles nor copies.
        return _restored, (self.text, dict(self.values), self.readable)

    @classmethod
    def parse(cls, text: str | None) -> Metadata:
        """Return ``text`` decoded; never an error."""
        if not (text and text.strip()):
            return cls(text or "")
        try:
            values = parse_json(text)
        except InvalidMessage:
            return cls(text, readable=False)
        if not isinstance(values, dict):
            return cls(text, readable=False)
        return cls(text, MappingProxyType(values))

    @property
    def sms_batch_id(self) -> str | None:
        """The batch of the SMS API that carried the message."""
        value = self.values.get("sms_batch_id")
        return value if isinstance(value, str) else None

    @property
    def number_of_message_parts(self) -> int | None:
        """How many short messages it took; reported where SMS_MAX_NUMBER_OF_MESSAGE_PARTS was set."""
        value = self.values.get("number_of_message_parts")
        return value if type(value) is int and value >= 1 else None

    @property
    def operator(self) -> Operator | None:
        """The network that delivered the message, or that its sender is in."""
        return Operator.parse(self.values.get("operator"))

    def findings(self, path: str) -> Iterator[Finding]:
        """Yield what is wrong with the metadata of the field at ``path``; free text is as good as JSON."""
        if not self.readable and self.text.lstrip().startswith("{"):
            yield InboundCode.METADATA_UNREADABLE.at(path)
        for name, expected in _KNOWN.items():
            value = self.values.get(name)
            if value not in (None, "") and getattr(self, name) is None:
                yield InboundCode.METADATA_VALUE.at(
                    extend_path(path, name), name=name, expected=expected, value=quoted(value)
                )


def _restored(text: str, values: dict[str, Any], readable: bool) -> Metadata:
    return Metadata(text, MappingProxyType(values), readable)


_KNOWN: Final[Mapping[str, str]] = {
    "sms_batch_id": "a string",
    "number_of_message_parts": "a whole number, 1 or more",
    "operator": "an MCC and MNC, five or six digits in a string",
}
