"""What comes out: a message as it is sent, and its parts down to the octets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from transcode.gsm.data_coding import data_coding
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError
from transcode.gsm.header import DEFAULT_TABLES, MAX_PARTS, Tables, capacity
from transcode.gsm.languages import writable_characters
from transcode.gsm.options import DEFAULT_RULES, Rules
from transcode.gsm.part import Part, units_of
from transcode.gsm.transliteration import Replacement
from transcode.gsm.vendors import GENERIC

__all__ = ["Segmentation", "UnicodeCharacter"]

_MAX_PAYLOAD: Final = 0xFFFF
"""Length of an optional parameter is two octets (SMPP 3.4 section 3.2.4.1)."""


class UnicodeCharacter(NamedTuple):
    """A character that no alphabet at hand has, and where it stands."""

    character: str
    positions: tuple[int, ...]
    """Code point indexes in the text that is sent."""


class _Fields(NamedTuple):
    text: str
    encoding: Encoding
    units: int
    texts: tuple[str, ...]
    tables: Tables = DEFAULT_TABLES
    rules: Rules = DEFAULT_RULES
    replacements: tuple[Replacement, ...] = ()


class Segmentation(_Fields):
    """A text as it is sent: which encoding, how many short messages, what is in each.

    A named tuple, since it is made by the million; equal if its fields are equal, hashable, picklable.

    Attributes:
        text: What is sent: the given text, unless it was normalised or transliterated.
        encoding: `Encoding.GSM` or `Encoding.UNICODE`.
        units: Length of the whole, headers not counted: septets (GSM) or UTF-16 units (UNICODE).
        texts: The text of each part; joined they are ``text``.
        tables: The national tables in force, by language identifier.
        rules: The options it was made with.
        replacements: Every character that was replaced, with its position.
    """

    @property
    def segments(self) -> int:
        """How many short messages this is; the empty text is one."""
        return len(self.texts)

    @property
    def sendable(self) -> bool:
        """It has no more parts than a header can number, 255, and is no longer than the vendor takes; see `obstacle`.

        Segmentation itself never stops there: the count and the parts are right at any length.
        """
        return self.obstacle is None

    @property
    def obstacle(self) -> str | None:
        """Why it cannot be sent as one message, in English; None where it can."""
        if len(self.texts) > MAX_PARTS:
            return f"{len(self.texts)} parts: a message has at most {MAX_PARTS} (TS 23.040 section 9.2.3.24.1)"
        if self.rules.vendor == GENERIC:  # who has no limits beside the standard's
            return None
        return self.rules.profile.obstacle(self.text, self.encoding, self.units, len(self.texts))

    @property
    def message_payload(self) -> bytes:
        """The whole text in octets for SMPP's ``message_payload``, which the SMSC divides itself (3.4, 5.3.2.32).

        A septet to an octet (GSM) or UTF-16, high octet first (UNICODE), with no header in front.

        Raises:
            SegmentationError: it has national tables, which only a header can announce, or more than 65,535 octets.
        """
        if self.tables != DEFAULT_TABLES:
            raise SegmentationError(f"national tables {tuple(self.tables)} need a header; message_payload has none")
        octets = b"".join(part.payload for part in self.parts)
        if len(octets) > _MAX_PAYLOAD:
            raise SegmentationError(f"{len(octets)} octets: message_payload has at most {_MAX_PAYLOAD}")
        return octets

    @property
    def data_coding(self) -> int:
        """`Part.data_coding`, the same for all parts."""
        return data_coding(self.encoding, self.rules.message_class)

    @property
    def capacity(self) -> int:
        """How much each part holds: septets or UTF-16 units."""
        return capacity(
            self.encoding,
            concatenated=len(self.texts) > 1,
            reference_bits=self.rules.reference_bits,
            tables=self.tables,
        )

    @property
    def remaining(self) -> int:
        """Room left in the last part: so many units more, and one more part is needed."""
        return self.capacity - units_of(self.texts[-1], self.encoding, self.tables)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts in order, made when first asked for."""
        rules, size, total = self.rules, self.capacity, len(self.texts)
        return tuple(
            Part(
                text=text,
                encoding=self.encoding,
                units=units_of(text, self.encoding, self.tables),
                capacity=size,
                index=index,
                total=total,
                reference=rules.reference,
                reference_bits=rules.reference_bits,
                tables=self.tables,
                message_class=rules.message_class,
            )
            for index, text in enumerate(self.texts, 1)
        )

    @property
    def unicode_characters(self) -> tuple[UnicodeCharacter, ...]:
        """The characters that force UCS-2, in order of appearance, with their positions; none in a GSM-7 message.

        Those are the characters in none of the tables allowed. Where each is in some table, and no pair of tables has
        them all, they are those outside the default alphabet.
        """
        if self.encoding is Encoding.GSM:
            return ()
        lacking = self.rules.profile.lacking
        found = self._outside(writable_characters(self.rules.languages) - lacking)
        if not found and self.rules.encoding is None:
            found = self._outside(writable_characters() - lacking)
        return tuple(UnicodeCharacter(character, tuple(positions)) for character, positions in found.items())

    def _outside(self, characters: frozenset[str]) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {c: [] for c in dict.fromkeys(self.text) if c not in characters}
        if found:
            for position, character in enumerate(self.text):
                if character in found:
                    found[character].append(position)
        return found

    def as_dict(self) -> dict[str, Any]:
        """Return what people and JSON can use."""
        return {
            "text": self.text,
            "encoding": self.encoding.value,
            "units": self.units,
            "segments": self.segments,
            "capacity": self.capacity,
            "remaining": self.remaining,
            "locking_shift": self.tables.locking,
            "single_shift": self.tables.single,
            "parts": [part.as_dict() for part in self.parts],
            "unicode_characters": [
                {"character": character, "positions": list(positions)}
                for character, positions in self.unicode_characters
            ],
            "replacements": [replacement._asdict() for replacement in self.replacements],
        }
