"""One recipient of a campaign: what a row gives, what it costs, and why it cannot be sent."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from transcode.errors import FieldError, InvalidMessage, InvalidOption, shorten
from transcode.gsm import Encoding
from transcode.measure import is_unicode
from transcode.numbers import read_number

__all__ = [
    "BrokenLine",
    "Checked",
    "Failure",
    "InvalidSource",
    "OddRow",
    "Unusable",
    "as_text",
    "number_digits",
    "number_text",
    "row_values",
]


class Failure(NamedTuple):
    """Why a row cannot be sent."""

    code: str
    """``missing_parameter``, ``not_text``, ``not_unicode``, ``wrong_number_of_fields``, ``unusable_number``,
    ``invalid_message`` (the message of this row is not one), ``lossy`` (the Transcoder's policy is RAISE), or the code
    of the finding because of which the channel would refuse the message: ``too_many_parts``, ``too_long`` ..."""
    message: str
    """One sentence."""


class Checked(NamedTuple):
    """What is known of one row."""

    parts: int | None
    """Parts of an SMS, messages of another channel; None where the row makes no message at all."""
    encoding: Encoding | None
    """None on other channels than SMS."""
    text: str | None
    failure: Failure | None = None
    """Why it would not be delivered; a message that would be refused has parts all the same."""
    billing: Mapping[str, Any] | None = None
    """What the channel charges the messages as (``Transcoded.billing``), where its rules are known: RCS."""


class Unusable(InvalidMessage):
    """A row that makes no message: a value is missing, or cannot be one."""

    def __init__(self, errors: Iterable[FieldError], failure: Failure) -> None:
        super().__init__(errors)
        self.failure = failure

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.errors, self.failure)

    @classmethod
    def because(cls, code: str, name: str, message: str, found: object = None) -> Unusable:
        """Return an error about the row's field ``name``."""
        error = FieldError(name, code, message, None if found is None else shorten(found))
        return cls((error,), Failure(code, str(error)))


class InvalidSource(InvalidOption):
    """Where the rows come from cannot be used: no such file, no such column, a column of another kind."""


@dataclass(frozen=True, slots=True)
class OddRow:
    """Stands for a line of a file that is no row: it has more or fewer fields than the header."""

    fields: int
    expected: int


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """Stands for a line of a file that cannot be read at all."""

    why: str


_MISSING_TYPES: Final = {"NAType", "NaTType"}
"""What pandas writes for a missing value, by the names of the types: pandas need not be there."""
_MOST_BITS: Final = 128
_MOST_DIGITS: Final = 38


def as_text(value: object) -> str | None:
    """Return a row's value as it goes into the text, None where it is missing.

    Text goes as it is and a whole number in its digits. Nothing else has one obvious way to be written (a price, a
    date), so it is not guessed.

    Raises:
        TypeError: the value is neither, or the number has more than 128 bits (the widest column there is).

    """
    if isinstance(value, str):
        return str.__str__(value)  # of a member of an enumeration its value, not its name
    if value is None or type(value).__name__ in _MISSING_TYPES:
        return None
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - not a number: how pandas writes a missing value
        return None
    if isinstance(value, bool):
        raise TypeError("bool")
    if isinstance(value, Decimal) and value.as_tuple().exponent == 0 and value.adjusted() < _MOST_DIGITS:
        return str(value)  # a whole number of a database
    number = operator.index(value)  # type: ignore[arg-type] # TypeError is the answer
    if number.bit_length() > _MOST_BITS:
        raise TypeError("a number of many digits")
    return str(number)


def number_text(number: object) -> str | None:
    """Return a recipient's number as text, None where it is none."""
    try:
        return None if number is ... else as_text(number)
    except TypeError:
        return None


def number_digits(number: str) -> str:
    """Return a phone number without what stands between its digits; anything else as it is."""
    try:
        return read_number(number)
    except ValueError:
        return number


def row_values(row: Any, keys: Mapping[str, Any], defaults: Mapping[str, str]) -> dict[str, str]:
    """Return the values of the names in ``keys``, each by its key of ``row``.

    Raises:
        Unusable: a value is missing and has no default, or is not text.

    """
    if isinstance(row, OddRow):
        message = (
            f"the row has {row.fields} fields and the header {row.expected}: quote what has a delimiter in it"
            if row.fields
            else "the row cannot be read: a quote is never closed"
        )
        raise Unusable.because("wrong_number_of_fields", "", message)
    if isinstance(row, BrokenLine):
        raise Unusable.because("not_a_row", "", row.why)
    values = {}
    for name, key in keys.items():
        try:
            value = row[key]
        except (KeyError, IndexError):
            value = None
        except TypeError:
            raise Unusable.because("not_a_row", "", "must be an object with a value for each name", row) from None
        try:
            text = as_text(value)
        except TypeError:
            kind = type(value).__name__
            message = f"must be text or a whole number, not {kind}: format it as it is to be read"
            raise Unusable.because("not_text", name, message) from None
        if text is None:
            text = defaults.get(name)
        if text is None:
            raise Unusable.because("missing_parameter", name, "is required: the message has a place for it")
        if not is_unicode(text):
            message = "is not valid Unicode: it has half of a surrogate pair, or bytes of another encoding"
            raise Unusable.because("not_unicode", name, message)
        values[name] = text
    return values
