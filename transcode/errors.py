"""The errors of the library: one root, and each message readable alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
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
    "shorten",
]

_COMPARED: Final = 100
"""So many characters of a name are compared with the known ones."""
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

    def __init__(self, name: str, available: Iterable[str], *, known: bool) -> None:
        self.name = name
        self.available: tuple[str, ...] = tuple(available)
        self.known = known
        super().__init__(name, self.available, known)

    def __reduce__(self) -> tuple[Any, ...]:
        return _unknown_channel, (self.name, self.available, self.known)

    def __str__(self) -> str:
        what = "is not implemented yet" if self.known else "is not a channel"
        meant = did_you_mean(self.name, self.available)
        return f"{self.name!r} {what}{meant}; implemented: {', '.join(self.available)}"


def _unknown_channel(name: str, available: tuple[str, ...], known: bool) -> UnknownChannel:
    return UnknownChannel(name, available, known=known)


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
    folded = {one.casefold(): one for one in known}
    near = get_close_matches(name[:_COMPARED].casefold(), folded, n=1, cutoff=0.75)
    return f" (did you mean {folded[near[0]]!r}?)" if near else ""


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
