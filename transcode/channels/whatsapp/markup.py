"""What WhatsApp reads as formatting, and text that it shows as it was typed.

What of ``*``, ``_``, ``~`` and ````` formats is nowhere specified. The rule in ``escape`` is the apps' behaviour as
other programs reproduce it (mautrix-whatsapp's formatting rules); unverified on a phone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from transcode.message.place import NOTHING, Words
from transcode.plaintext import View

__all__ = [
    "UNMARKED",
    "ZERO_WIDTH_SPACE",
    "Marked",
    "each_text",
    "escape",
    "escape_all",
    "escape_within",
    "has_in_address",
    "marks",
]

ZERO_WIDTH_SPACE: Final = "\u200b"

_LOOKED_AT: Final = 10_000
"""So many characters of a text are read for a finding that names its marks: more than two messages hold."""
_MARK: Final = re.compile(r"[*_~`>-]")
# What people copy or tap: links with and without a scheme, e-mail addresses. A mark in them formats nothing.
_LINK: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_WORD: Final = re.compile(r"\S+")
_ADDRESS: Final = re.compile(
    r"\W*+(?:www\.|(?:[\w-]++\.)++[a-z]{2,}+/|[\w.+-]++@(?:[\w-]++\.)+[a-z]{2,}+)", re.IGNORECASE
)
# A mark opens where no letter or digit stands before it and no space after it, and closes the other way round. A mark
# that is repeated ("____", "***") formats nothing. Letters beyond ASCII count as none: readers differ, and a zero-width
# space too many is not seen.
_OPENS: Final = re.compile(r"(?<![A-Za-z0-9])([*_~])(?!\1)(?=\S)")
# What may open once a layout has put something behind its field.
_MAY_OPEN: Final = re.compile(r"(?<![A-Za-z0-9])[*_~](?=\S|\Z)")
_CLOSES: Final = re.compile(r"(?<=\S)[*_~](?![A-Za-z0-9])")
_CODE: Final = re.compile(r"```.+?```|`[^`\n]+`", re.DOTALL)
_LINE_START: Final = re.compile(r"^([>*-])(?= )", re.MULTILINE)


def marks(text: str) -> list[str]:
    """Return the marks that WhatsApp would read as formatting in ``text``, each once, sorted."""
    beginning = text[:_LOOKED_AT]
    if not _MARK.search(beginning):
        return []
    return sorted(set(re.findall(rf"[*_~`>-](?={ZERO_WIDTH_SPACE})", escape(beginning))))


def escape(text: str, *, alone: bool = True) -> str:
    """Return ``text`` with zero-width spaces where WhatsApp would read it as formatting; URLs are left alone.

    An opening ``*``, ``_`` or ``~`` gets one on either side, if the line has a closing one; a backtick that has a
    partner the same; a ``*`` that makes the line a list item too; a ``>`` or ``-`` that does so gets one behind it. All
    else is returned as it is.

    Args:
        text: a whole text, or one field of a layout.
        alone: whether it is a whole text. A field's mark may find its partner in another field, so there every
            opening mark and every backtick counts as having one.

    """
    if not _MARK.search(text):
        return text
    code = _CODE.sub(lambda code: _apart(code[0], "`"), text) if alone else _apart(text, "`")
    lines = (_escape_line(line, alone=alone) for line in code.splitlines(keepends=True))
    return _LINE_START.sub(_no_line_start, "".join(lines))


def escape_within(text: str) -> str:
    """Return a part of a formatted line, in which any mark might close what ours open: each is kept apart."""
    hidden = _WORD.sub(_hide_address, _LINK.sub(_hide, text))
    return "".join(_apart(sign) if at in "*_~`" else sign for sign, at in zip(text, hidden, strict=True))


def has_in_address(text: str, mark: str) -> bool:
    """Tell whether there is ``mark`` in what people tap or copy of ``text``."""
    if mark not in text:
        return False
    hidden = _WORD.sub(_hide_address, _LINK.sub(_hide, text))
    return text.count(mark) != hidden.count(mark)


def _no_line_start(mark: re.Match[str]) -> str:
    # A space of no width behind a "*" alone would let it open what a space had kept it from.
    return _apart("*") if mark[1] == "*" else f"{mark[1]}{ZERO_WIDTH_SPACE}"


def _escape_line(line: str, *, alone: bool) -> str:
    hidden = _WORD.sub(_hide_address, _LINK.sub(_hide, line))
    if alone:
        # The mark behind a URL may be taken for no part of it.
        last = {match[0]: match.start() for match in _CLOSES.finditer(line)}
        opening = [match.start() for match in _OPENS.finditer(hidden) if match.start() + 1 < last.get(match[1], 0)]
    else:
        opening = [match.start() for match in _MAY_OPEN.finditer(hidden)]
    pieces, done = [], 0
    for position in opening:
        pieces += [line[done:position], _apart(line[position])]
        done = position + 1
    return "".join((*pieces, line[done:]))


def _hide(found: re.Match[str]) -> str:
    return "x" * len(found[0])


def _hide_address(word: re.Match[str]) -> str:
    return _hide(word) if _ADDRESS.match(word[0]) else word[0]


def _apart(text: str, mark: str | None = None) -> str:
    """Return ``text`` with a zero-width space on either side of ``mark``."""
    mark = mark or text
    return text.replace(mark, f"{ZERO_WIDTH_SPACE}{mark}{ZERO_WIDTH_SPACE}")


class Marked(NamedTuple):
    """A text as it was typed, which is how it is read, and as it is sent so that it is read so."""

    typed: Words
    sent: Words


UNMARKED: Final = Marked(NOTHING, NOTHING)


def escape_all(shown: View) -> View:
    """Return what a layout may use with every text escaped as one field among others."""
    return each_text(shown, _escaped)


def _escaped(text: Words) -> Words:
    escaped = escape(text, alone=False)
    return text if escaped == text else Words(escaped, text.places, text.told)


def each_text(shown: View, change: Callable[[Words], Words]) -> View:
    """Return what a layout may use with every text changed."""
    return shown.but(**{name: _each(value, change) for name, value in shown.items()})


def _each(value: Any, change: Callable[[Words], Words]) -> Any:
    if isinstance(value, str):
        return change(value if isinstance(value, Words) else Words(value))
    if isinstance(value, list):
        return [_each(item, change) for item in value]
    return {name: _each(item, change) for name, item in value.items()}
