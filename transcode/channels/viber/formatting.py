"""How Viber shows the marks of a text, by the rules of ``markup`` (unverified on a phone)."""

from __future__ import annotations

from typing import Final

from transcode.channels.viber.markup import CODE, signs
from transcode.picture import Passage, Role, Run, Style

__all__ = ["formatted", "runs"]

_STYLES: Final = {"*": Style.BOLD, "_": Style.ITALIC, "~": Style.STRIKE, CODE: Style.CODE}
_MARK: Final = frozenset({Style.MARK})


def formatted(text: str, role: Role = Role.BODY) -> tuple[Passage, ...]:
    """Return ``text`` as one block with its formatting; as none where it is empty."""
    return (Passage(runs(text), role),) if text else ()


def runs(text: str) -> tuple[Run, ...]:
    """Return ``text`` in runs; those of style MARK are the signs that are not shown."""
    found: list[Run] = []
    styles: frozenset[Style] = frozenset()
    done = 0
    for sign in sorted(signs(text)):
        if sign.start > done:
            found.append(Run(text[done : sign.start], styles))
        found.append(Run(text[sign.start : sign.end], _MARK))
        styles ^= {_STYLES[sign.mark]}
        done = sign.end
    if text[done:]:
        found.append(Run(text[done:], styles))
    return tuple(found)
