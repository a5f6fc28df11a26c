"""The errors of the library: one root, and each message readable alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any, Final

__all__ = [
    "BrokenTemplate",
    "FieldError",
    "InvalidMessage",
    "InvalidOption",
    "TranscodeError",
    "UnknownChannel",
    "did_you_mean",
    "listed",
    "misspelt",
    "shorten",
]

_COMPARED: Final = 100
"""So many characters of a name are compared with the known ones."""
_BEGINNING: Final = 6
"""A name of so many characters may be the beginning of the one that is meant."""
LISTED: Final = 10
"""An error's text names this many fields and counts the rest; ``.errors`` has them all."""


class TranscodeError(Exception):
    """The root of every error that this library raises on purpose."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one field.

    ``path`` is the field as one would write it (``card_message.choices[2].url_message.url``; empty for the whole
    message), ``code`` a stable name, ``message`` what is wrong and how to mend it, ``input`` a short form of the value
    that was found.
    """

    path: str
    code: str
    message: str
    input: str | None = None

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class InvalidMessage(TranscodeError):  # noqa: N818 - a public name that says what is invalid
    """What the caller gave for this message cannot be used: the message, a property, the recipient or the sender."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors: tuple[FieldError, ...] = tuple(errors)
        super().__init__(self.errors)

    def __str__(self) -> str:
        return listed(self.errors)

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the errors as JSON-ready dicts."""
        return [asdict(error) for error in self.errors]

    @classmethod
    def at(cls, path: str, code: str, message: str, found: object = None) -> InvalidMessage:
        """Return an error about one field."""
        return cls((FieldError(path, code, message, None if found is None else shorten(found)),))


class InvalidOption(TranscodeError, ValueError):  # noqa: N818
    """An option of the Transcoder has a value it cannot have."""


class UnknownChannel(InvalidOption):
    """No writer for this channel is installed; ``available`` lists those that are."""

    def __init__(self, name: str, available: Iterable[str]) -> None:
        self.name = name
        self.available: tuple[str, ...] = tuple(available)
        super().__init__(name, self.available)

    def __str__(self) -> str:
        meant = did_you_mean(self.name, self.available)
        return f"{shorten(self.name)} is not a channel{meant}; implemented: {', '.join(self.available)}"


class BrokenTemplate(InvalidOption):
    """A plaintext template of the caller's does not compile, or uses a name that is not there."""


def listed(items: Sequence[object]) -> str:
    """Return one line an item, those beyond ``LISTED`` counted."""
    lines = [str(item) for item in items[:LISTED]]
    if len(items) > LISTED:
        lines.append(f"... and {len(items) - LISTED} more")
    return "\n".join(lines)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `` (did you mean 'X'?)`` for the known name that is nearest to ``name``; nothing where none is near."""
    near = _nearest(name, {one.casefold(): one for one in known})
    return "" if near is None else f" (did you mean {near!r}?)"


def misspelt(names: Iterable[object], wanted: Sequence[str]) -> str:
    """Return `` (found 'texxt': did you mean 'text'?)`` for the first of ``names`` that is near one ``wanted``."""
    folded = {one.casefold(): one for one in wanted}
    strange = (name for name in names if isinstance(name, str) and name not in wanted)
    for name in islice(strange, LISTED):
        if near := _nearest(name, folded):
            return f" (found {shorten(name)}: did you mean {near!r}?)"
    return ""


def _nearest(name: str, folded: Mapping[str, str]) -> str | None:
    """Return the known name that is nearest, by its folded form: one with few other letters, or one that goes on."""
    name = name[:_COMPARED].casefold()
    near = get_close_matches(name, folded, n=1, cutoff=0.75)
    if not near and len(name) >= _BEGINNING:
        near = [one for one in folded if one.startswith(name)][:1]
    return folded[near[0]] if near else None


def shorten(value: object, limit: int = 80) -> str:
    """Return a one-line form of ``value``, ``limit`` characters at most, for an error's text. No value raises."""
    # Never repr() a whole: a message may be a megabyte, a number longer than Python prints, a list deeper than it goes.
    if isinstance(value, (str, bytes, bytearray)):
        text = repr(value[: limit + 1])
    elif isinstance(value, int) and value.bit_length() > 4 * limit:
        text = "a number of many digits"
    elif value is None or isinstance(value, (int, float)):
        text = repr(value)
    elif isinstance(value, Mapping):
        text = f"an object with {len(value)} fields"
    elif isinstance(value, (list, tuple, set)):
        text = f"a list of {len(value)}"
    else:
        text = f"a {type(value).__name__}"
    return text if len(text) <= limit else text[: limit - 1] + "…"
