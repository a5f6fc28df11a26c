"""What whoever writes a message can do about its length, in sentences."""

from __future__ import annotations

from typing import Final

from transcode.gsm import Alternative, Segmentation, advise
from transcode.gsm.naming import count
from transcode.preview.characters import visible

__all__ = ["tips"]

_NAMED: Final = 3
"""So many different characters are named of those to replace, and of those to leave out."""


def tips(segments: Segmentation) -> tuple[str, ...]:
    """Return what would save a part of an SMS, the least noticeable first; nothing where it has only one."""
    if segments.segments == 1:
        return ()
    advice = advise(segments.text, vendor=segments.rules.vendor)
    first = f"Remove {count(advice.to_save_a_part, 'character')} to save a part."
    return (first, *map(_tip, advice.alternatives))


def _tip(alternative: Alternative) -> str:
    left_out = alternative.left_out
    found = alternative.segmentation.replacements
    replaced = dict.fromkeys(
        f"{visible(one.character)} by {visible(one.replacement)}" for one in found if one.replacement
    )
    changes = []
    if "languages" in alternative.options:
        changes.append("use national shift tables")
    if "normalize" in alternative.options:
        changes.append("compose letters and their marks (NFC)")
    if replaced:
        changes.append(f"replace {_listed([*replaced])}")
    if left_out:
        changes.append(f"leave out {_listed([*dict.fromkeys(map(visible, left_out))])}")
    words = " and ".join(changes)
    return f"{words[:1].upper()}{words[1:]}: {count(alternative.segmentation.segments, 'part')}."


def _listed(words: list[str]) -> str:
    more = f" and {len(words) - _NAMED} more" if len(words) > _NAMED else ""
    return ", ".join(words[:_NAMED]) + more
