"""What changes for the recipient, and on the bill, between two versions of a message."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

from transcode.preview.characters import named
from transcode.preview.rates import Rates, charged
from transcode.preview.view import size_of
from transcode.result import Finding, Transcoded

__all__ = ["Change", "ResultDiff", "diff_results"]


_NAMED: Final = 3
"""So many characters are named."""
_LONG: Final = 100
_SEARCHED: Final = 250_000
"""Lines before times lines after."""


class Change(NamedTuple):
    """A value before and after; None where it is not there."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class ResultDiff:
    """One channel before and after; either may be None where the message is new or gone."""

    channel: str
    facts: tuple[Change, ...]
    """Outcome, deliverable, encoding and what forced it, units, what is sent (parts, messages) and charged, price:
    those that change."""
    text: tuple[tuple[str, str], ...]
    """Lines of the text: ``-`` gone, ``+`` new, blank the same; empty where it is the same."""
    payload: tuple[Change, ...]
    """Fields of the payloads by path, those that change."""
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]

    @property
    def changed(self) -> bool:
        """Whether anything does."""
        return bool(self.facts or self.text or self.payload or self.gone or self.new)

    def as_dict(self) -> dict[str, Any]:
        """Return the changes as a JSON-ready dict."""
        return {
            "channel": self.channel,
            "changed": self.changed,
            "facts": [change._asdict() for change in self.facts],
            "text": [{"sign": sign, "line": line} for sign, line in self.text],
            "payload": [change._asdict() for change in self.payload],
            "findings": {
                "gone": [finding.as_dict() for finding in self.gone],
                "new": [finding.as_dict() for finding in self.new],
            },
        }


def diff_results(old: Transcoded | None, new: Transcoded | None, rates: Rates | None = None) -> ResultDiff:
    """Compare a message on one channel before and after.

    A payload is compared field by field, a text line by line, and a finding by all it says.
    """
    before, after = _facts(old, rates), _facts(new, rates)
    names = dict.fromkeys((*before, *after))
    left, right = dict(_leaves(_payloads(old), "")), dict(_leaves(_payloads(new), ""))
    paths = dict.fromkeys((*left, *right))
    was, now = _findings(old), _findings(new)
    shown = new or old
    return ResultDiff(
        channel=shown.channel if shown else "",
        facts=tuple(_changes(names, before, after)),
        text=tuple(_lines(old.text if old else None, new.text if new else None)),
        payload=tuple(_changes(paths, left, right)),
        gone=tuple(finding for finding in was if finding not in now),
        new=tuple(finding for finding in now if finding not in was),
    )


def _findings(result: Transcoded | None) -> dict[Finding, None]:
    return dict.fromkeys(result.findings if result else ())


def _payloads(result: Transcoded | None) -> list[Any]:
    return list(result.payloads) if result else []


def _facts(result: Transcoded | None, rates: Rates | None) -> Mapping[str, Any]:
    if result is None:
        return {}
    facts: dict[str, Any] = {"outcome": result.outcome.value, "deliverable": result.deliverable}
    if result.segments is not None:
        facts |= {"encoding": result.segments.encoding.label, "units": result.segments.units}
        if forced := result.segments.unicode_characters:
            facts["not in GSM-7"] = _characters([character for character, _ in forced])
    facts["sent as"] = size_of(result)
    facts |= {f"charged {place}": words for place, words in charged(result).items()}
    if (price := (rates or Rates()).price(result)) is not None:
        facts["price"] = price
    return facts


def _characters(characters: Sequence[str]) -> str:
    """Return characters by their code points and names, the first few of many."""
    named_ones = [f"U+{ord(one):04X} {named(one).partition('  ')[0]}" for one in characters[:_NAMED]]
    more = f" and {len(characters) - _NAMED} more" if len(characters) > _NAMED else ""
    return ", ".join(named_ones) + more


def _changes(names: Mapping[str, None], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in names:
        before, after = old.get(name), new.get(name)
        # A number that turns into a truth value is a change too, though Python calls them equal.
        if (name in old, type(before), before) != (name in new, type(after), after):
            yield Change(name, before, after)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Return what a payload holds, by path; an empty object or list is a value of its own."""
    if isinstance(value, Mapping) and value:
        for name, item in value.items():
            step = _step(str(name))
            yield from _leaves(item, f"{path}.{step}" if path else str(step))
    elif isinstance(value, list | tuple) and value:
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{index}]")
    elif path:
        yield path, value


def _step(name: str) -> str:
    """Return a name as a step of a path: a long one by its beginning and its digest, since paths repeat it."""
    if len(name) > _LONG:
        name = f"{name[:_LONG]}…{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    return name if name.isidentifier() else json.dumps(name)


def _lines(old: str | None, new: str | None) -> Iterator[tuple[str, str]]:
    if old == new:
        return
    before = [] if old is None else old.split("\n")
    after = [] if new is None else new.split("\n")
    # Beyond this a search costs more than it tells: all between the same beginning and the same end has changed.
    if len(before) * len(after) > _SEARCHED:
        first = _alike(before, after)
        last = _alike(before[first:][::-1], after[first:][::-1])
        same, gone, new_ones = before[:first], before[first : len(before) - last], after[first : len(after) - last]
        yield from ((" ", line) for line in same)
        yield from (("-", line) for line in gone)
        yield from (("+", line) for line in new_ones)
        yield from ((" ", line) for line in before[len(before) - last :])
        return
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ((" ", line) for line in before[i:j])
        else:
            yield from (("-", line) for line in before[i:j])
            yield from (("+", line) for line in after[k:m])


def _alike(one: list[str], other: list[str]) -> int:
    """Return how many lines are the same from the beginning."""
    return next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
