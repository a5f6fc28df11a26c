"""What a person can do about the length of a message."""

from __future__ import annotations

import unicodedata
from typing import Any, Final, NamedTuple, Unpack

from transcode.gsm.encoding import Encoding
from transcode.gsm.options import Options, Rules
from transcode.gsm.segmentation import Segmentation
from transcode.gsm.segmenter import segment_by
from transcode.gsm.truncation import truncate_by
from transcode.measure import graphemes

__all__ = ["Advice", "Alternative", "advise"]

_COMPOSED: Final[Options] = {"normalize": "NFC"}
# From what nobody notices to what everybody does.
_TRANSLITERATED: Final[tuple[Options, ...]] = (
    {"transliterate": "always", "transliteration_tables": ("punctuation",)},
    {"transliterate": "always", "transliteration_tables": ("punctuation", "symbols", "latin")},
    {"transliterate": "always", "transliteration_tables": "all"},
)
# Alters no character, but old handsets and gateways may not know the tables.
_NATIONAL: Final[Options] = {"languages": "any"}
_SHOWN: Final = 5
"""Characters and positions that a sentence lists before it stops."""


class Alternative(NamedTuple):
    """Options that would save parts."""

    options: Options
    """What to change; the other options stay as they were."""
    segmentation: Segmentation
    saved: int
    """Parts fewer than now."""


class Advice(NamedTuple):
    """How full a message is, what makes it long, and what would make it shorter."""

    segmentation: Segmentation
    """The message as it is."""
    fill: tuple[float, ...]
    """How full each part is, 0 to 1."""
    to_save_a_part: int
    """Characters to remove from the end, as readers count them, for one part less; 0 where there is only one."""
    to_fit: int
    """Characters to remove from the end to stay within the limit that was asked about; 0 where none need to go."""
    transliterated: Segmentation
    """The message with everything transliterated that any table knows, if GSM-7 cannot write it as it is."""
    alternatives: tuple[Alternative, ...]
    """Changes that save parts, the least noticeable first; each transliteration saves more than the one before."""
    max_parts: int | None = None
    """The limit that was asked about."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The same for people, in English."""
        message = self.segmentation
        unit = "septets" if message.encoding is Encoding.GSM else "UTF-16 units"
        used = message.capacity - message.remaining
        found = message.unicode_characters
        parts = f"{_count(message.segments, 'part')} in {message.encoding.label}"
        lines = [f"{parts}; the last one holds {used} of {message.capacity} {unit}."]
        lines += [f"{_name(c)} at {_listed(positions)} is not in the GSM alphabet." for c, positions in found[:_SHOWN]]
        if len(found) > _SHOWN:
            lines.append(f"Nor are {_count(len(found) - _SHOWN, 'other character')}.")
        if self.to_fit:
            limit = _count(self.max_parts or 0, "part")
            lines.append(f"Remove {_count(self.to_fit, 'character')} to stay within {limit}.")
        if self.to_save_a_part and self.to_save_a_part != self.to_fit:
            lines.append(f"Remove {_count(self.to_save_a_part, 'character')} to save a part.")
        for options, result, saved in self.alternatives:
            chosen = ", ".join(f"{name}={value!r}" for name, value in options.items())
            replaced = f", {_count(len(result.replacements), 'character')} replaced" if result.replacements else ""
            lines.append(f"With {chosen}: {_count(result.segments, 'part')}, {saved} fewer{replaced}.")
        return tuple(lines)

    def as_dict(self) -> dict[str, Any]:
        """Return what people and JSON can use."""
        return {
            "segmentation": self.segmentation.as_dict(),
            "fill": [round(share, 4) for share in self.fill],
            "to_save_a_part": self.to_save_a_part,
            "to_fit": self.to_fit,
            "max_parts": self.max_parts,
            "transliterated": self.transliterated.as_dict(),
            "alternatives": [
                {"options": options, "segments": result.segments, "saved": saved, "text": result.text}
                for options, result, saved in self.alternatives
            ],
            "sentences": list(self.sentences),
        }


def advise(text: str, *, max_parts: int | None = None, **options: Unpack[Options]) -> Advice:
    """Say how long ``text`` is as a message, why, and what would make it shorter.

    ``max_parts`` is a limit to be told about; nothing is cut. For the options see `Options`.

    Raises:
        SegmentationError: a limit below one, or an unusable option.
    """
    rules = Rules.of(**options)
    message = segment_by(rules, text)
    alternatives = []
    transliterated = message
    if message.encoding is Encoding.UNICODE and rules.encoding is None:
        changes: list[Options] = [*_TRANSLITERATED]
        if not unicodedata.is_normalized("NFC", text):
            changes = [_COMPOSED, *(_with(_COMPOSED, change) for change in _TRANSLITERATED)]
        fewest = message.segments
        for change in changes:
            transliterated = segment_by(Rules.of(**_with(options, change)), text)
            if transliterated.segments < fewest:
                fewest = transliterated.segments
                alternatives.append(Alternative(change.copy(), transliterated, message.segments - fewest))
        national = segment_by(Rules.of(**_with(options, _NATIONAL)), text)
        if national.segments < message.segments:
            alternatives.append(Alternative(_NATIONAL.copy(), national, message.segments - national.segments))
    return Advice(
        segmentation=message,
        fill=tuple(part.units / part.capacity for part in message.parts),
        to_save_a_part=_excess(rules, text, message.segments - 1) if message.segments > 1 else 0,
        to_fit=_excess(rules, text, max_parts) if max_parts is not None else 0,
        transliterated=transliterated,
        alternatives=tuple(alternatives),
        max_parts=max_parts,
    )


def _with(options: Options, change: Options) -> Options:
    changed: Options = {**options, **change}
    return changed


def _excess(rules: Rules, text: str, parts: int) -> int:
    return len(graphemes(truncate_by(rules, text, parts).dropped))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _name(character: str) -> str:
    name = unicodedata.name(character, "")
    shown = f"{character} " if character.isprintable() else ""
    return f"{shown}U+{ord(character):04X}{' ' if name else ''}{name}"


def _listed(positions: tuple[int, ...]) -> str:
    listed = ", ".join(map(str, positions[:_SHOWN]))
    return f"{listed} and {len(positions) - _SHOWN} more" if len(positions) > _SHOWN else listed
