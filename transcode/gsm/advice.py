"""What a person can do about the length of a message."""

from __future__ import annotations

import shlex
import unicodedata
from typing import Any, Final, NamedTuple, Unpack

from transcode.errors import shorten
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError
from transcode.gsm.naming import count, listed, named
from transcode.gsm.options import Options, Rules
from transcode.gsm.segmentation import Segmentation
from transcode.gsm.segmenter import segment_by
from transcode.gsm.splitting import clusters
from transcode.gsm.truncation import truncate_by

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
# What no table knows may be left out, if that is little.
_LEFT_OUT: Final[tuple[Options, ...]] = ({}, *_TRANSLITERATED[:2])
_FEW: Final = 5
"""Characters, as readers count them, that one may be advised to leave out."""
_MOST_CODE_POINTS: Final = 32
"""Code points that what a reader sees as one character may have to be left out; a family of emoji has 11."""
_MOST_BITS: Final = 64
"""Of a limit that stands in the advice: Python writes no number of 4,300 digits."""
_SHOWN: Final = 5
"""Characters that a sentence lists before it stops."""


class Alternative(NamedTuple):
    """Options that would save parts."""

    options: Options
    """What to change; the other options stay as they were."""
    segmentation: Segmentation
    saved: int
    """Parts fewer than now."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is left out, as readers count characters, because no table knows it."""
        replaced = self.segmentation.replacements if self.options.get("unknown") == "" else ()
        return tuple(replacement.character for replacement in replaced if not replacement.replacement)

    @property
    def changes(self) -> str:
        """How much of the text is another, in English behind a comma; empty where nothing is."""
        replaced = len(self.segmentation.replacements) - len(self.left_out)
        changes = f", {count(replaced, 'character')} replaced" if replaced else ""
        return changes + (f", {', '.join(self.left_out)} left out" if self.left_out else "")

    @property
    def arguments(self) -> tuple[str, ...]:
        """The options as ``transcode segments`` takes them on the command line."""
        return tuple(_argument(name, value) for name, value in self.options.items())


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
        parts = f"{count(message.segments, 'part')} in {message.encoding.label}"
        lines = [f"{parts}; the last one holds {used} of {message.capacity} {unit}."]
        vendor = message.rules.profile
        for character, positions in found[:_SHOWN]:
            alphabet = f"GSM alphabet of {vendor.title}" if character in vendor.lacking else "GSM alphabet"
            lines.append(f"{named(character)} at {listed(positions)} is not in the {alphabet}.")
        if len(found) > _SHOWN:
            others = len(found) - _SHOWN
            lines.append(f"Nor {'is' if others == 1 else 'are'} {count(others, 'other character')}.")
        if message.obstacle:
            lines.append(f"{message.obstacle}.")
        if self.to_fit:
            limit = count(self.max_parts or 0, "part")
            lines.append(f"Remove {count(self.to_fit, 'character')} to stay within {limit}.")
        if self.to_save_a_part and self.to_save_a_part != self.to_fit:
            lines.append(f"Remove {count(self.to_save_a_part, 'character')} to save a part.")
        for alternative in self.alternatives:
            chosen = ", ".join(f"{name}={value!r}" for name, value in alternative.options.items())
            parts = count(alternative.segmentation.segments, "part")
            lines.append(f"With {chosen}: {parts}, {alternative.saved} fewer{alternative.changes}.")
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
    if isinstance(max_parts, int) and max_parts.bit_length() > _MOST_BITS:
        raise SegmentationError(f"max_parts is {shorten(max_parts)}: use one that can be written down")
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
        if without := _with_little_left_out(options, text, message, fewest):
            alternatives.append(without)
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


def _with_little_left_out(options: Options, text: str, message: Segmentation, fewest: int) -> Alternative | None:
    """Return what fits in fewer parts than ``fewest`` if a few characters that no table knows are left out."""
    found = []
    for transliteration in _LEFT_OUT:
        kept = segment_by(Rules.of(**_with(options, transliteration)), text)
        if sum(len(positions) for _, positions in kept.unicode_characters) > _FEW * _MOST_CODE_POINTS:
            continue  # too many, and to try takes long
        change: Options = {"encoding": "GSM", "unknown": "", **transliteration}
        result = segment_by(Rules.of(**_with(options, change)), text)
        left_out = sum(not replacement.replacement for replacement in result.replacements)
        if result.segments < fewest and left_out <= _FEW:
            saved = message.segments - result.segments
            found.append((result.segments, left_out, Alternative(change, result, saved)))
    return min(found, key=lambda one: one[:2])[2] if found else None


def _argument(name: str, value: object) -> str:
    option = f"--{name.replace('_', '-')}"
    if value is True or name == "normalize":
        return option
    text = value if isinstance(value, str) else ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return f"{option} {shlex.quote(text)}"


def _with(options: Options, change: Options) -> Options:
    changed: Options = {**options, **change}
    return changed


def _excess(rules: Rules, text: str, parts: int) -> int:
    return len(clusters(truncate_by(rules, text, parts).dropped))
