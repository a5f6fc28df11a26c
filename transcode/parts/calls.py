"""Buttons that call, for channels that take a number in international form only: a +, a country code, digits."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from transcode.notes import Notes
from transcode.numbers import read_number
from transcode.parts.buttons import Button, Deed
from transcode.result import Code

__all__ = ["international", "report_completed"]

_LEAST_DIGITS: Final = 7
"""Of a number with its country code."""


def international(one: Button) -> Button:
    """Return a button with the number that it calls in international form; one that has none can be no button."""
    if one.deed is not Deed.CALL or one.why_not:
        return one
    try:
        digits = read_number(one.url.removeprefix("tel:")).removeprefix("+")
    except ValueError as error:
        return replace(one, why_not=f"the number that it calls {error}")
    if len(digits) < _LEAST_DIGITS:
        return replace(one, why_not="the number that it calls has no country code")
    return replace(one, url=one.url.like(f"+{digits}"))


def report_completed(notes: Notes, one: Button, channel: str) -> None:
    """Report a number that is called with the + that the message leaves out."""
    number = one.action.words("phone_number")
    if number.place and not number.line.startswith("+"):
        notes.report(Code.NUMBER_COMPLETED, number.place, value=one.url.plain, channel=channel)
