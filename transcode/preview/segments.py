"""The parts of an SMS on a terminal: how full each is, what forced UCS-2, and what would make it shorter."""

from __future__ import annotations

from typing import Final

from transcode.gsm import LANGUAGES, Advice, Encoding, Part, Segmentation
from transcode.preview.characters import named
from transcode.preview.screen import Screen
from transcode.preview.view import count

__all__ = ["draw_advice", "draw_characters", "draw_encoding", "draw_gauge", "draw_segmentation"]

_LISTED: Final = 10
"""Characters that forced UCS-2, and positions of each: so many are shown, the rest is counted."""


def draw_segmentation(screen: Screen, segmentation: Segmentation) -> None:
    """Draw an SMS part by part, as it is sent, with how full each is and what forced UCS-2."""
    draw_encoding(screen, segmentation)
    screen.line()
    same_line = False
    side = (f"{screen.glyphs.side} ", "dim")
    for part in segmentation.parts:
        draw_gauge(screen, part, " (same line)" if same_line else "")
        for line in part.text.split("\n"):
            screen.line(line, first=side, rest=side)
        same_line = not part.text.endswith("\n")
    screen.line(first=(screen.glyphs.bottom, "dim"))
    draw_characters(screen, segmentation)


def draw_encoding(screen: Screen, segmentation: Segmentation) -> None:
    """Draw the line that says what is sent: encoding, parts, length."""
    unit = "septet" if segmentation.encoding is Encoding.GSM else "UTF-16 unit"
    languages = _languages(segmentation)
    screen.line(
        (segmentation.encoding.label, "bold"),
        f"{languages}, {count(segmentation.segments, 'part')}, {count(segmentation.units, unit)}",
    )


def draw_gauge(screen: Screen, part: Part, note: str = "") -> None:
    """Draw how full a part is."""
    glyphs = screen.glyphs
    full = _filled(part.units, part.capacity, screen.gauge)
    screen.line(
        f"part {part.index} of {part.total}{note}  ",
        (glyphs.full * full, "green"),
        (glyphs.free * (screen.gauge - full), "dim"),
        f"  {part.units} of {part.capacity}, ",
        f"{part.remaining} left" if part.remaining else "full",
        first=(f"{glyphs.split if part.index > 1 else glyphs.top} ", "dim"),
        rest=(f"{glyphs.side} ", "dim"),
    )


def draw_characters(screen: Screen, segmentation: Segmentation) -> None:
    """Draw what forced UCS-2, and what was replaced."""
    _draw_unicode(screen, segmentation)
    _draw_replacements(screen, segmentation)


def draw_advice(screen: Screen, advice: Advice) -> None:
    """Draw what would make a text shorter, in terms of ``transcode segments``."""
    if not advice.to_save_a_part:
        return
    screen.heading("To save a part")
    screen.line(f"remove {count(advice.to_save_a_part, 'character')}")
    for alternative in advice.alternatives:
        parts = count(alternative.segmentation.segments, "part")
        screen.line((" ".join(alternative.arguments), "cyan"), f"  {parts}{alternative.changes}", rest="  ")


def _languages(segmentation: Segmentation) -> str:
    """Return the national tables in force, as words behind the encoding."""
    names = {language.identifier: language.name for language in LANGUAGES}
    tables = segmentation.tables
    shifts = (("locking", tables.locking), ("single", tables.single))
    return "".join(f", {names[identifier]} {shift} shift" for shift, identifier in shifts if identifier in names)


def _filled(used: int, capacity: int, cells: int) -> int:
    """Return how many cells of a gauge are full: none only for nothing, all only for all."""
    if not 0 < used < capacity:
        return cells if used else 0
    return min(max(round(cells * used / capacity), 1), cells - 1)


def _draw_unicode(screen: Screen, segmentation: Segmentation) -> None:
    found = segmentation.unicode_characters
    if not found:
        return
    screen.heading("UCS-2 because of")
    for character, positions in found[:_LISTED]:
        listed = ", ".join(map(str, positions[:_LISTED]))
        if len(positions) > _LISTED:
            listed += f" and {len(positions) - _LISTED} more"
        screen.line(f"{named(character)}  at index {listed}", first=(f"U+{ord(character):04X}  ", "magenta"))
    if len(found) > _LISTED:
        screen.line(f"and {count(len(found) - _LISTED, 'other character')}")


def _draw_replacements(screen: Screen, segmentation: Segmentation) -> None:
    if not segmentation.replacements:
        return
    screen.heading("Replaced")
    positions: dict[tuple[str, str], list[int]] = {}
    for position, character, replacement in segmentation.replacements:
        positions.setdefault((character, replacement), []).append(position)
    for (character, replacement), found in list(positions.items())[:_LISTED]:
        by = repr(replacement) if replacement else "nothing"
        times = f", {len(found)} times" if len(found) > 1 else ""
        screen.line(f"{_named(character)}  by {by}{times}", first=(f"U+{ord(character[0]):04X}  ", "magenta"))
    if len(positions) > _LISTED:
        screen.line(f"and {count(len(positions) - _LISTED, 'other character')}")


def _named(characters: str) -> str:
    """Return the name of a character; of several that a reader sees as one, how many there are."""
    if len(characters) > 1:
        return f"and {count(len(characters) - 1, 'code point')} more  {characters}"
    return named(characters)
