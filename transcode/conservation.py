"""The law of conservation: what the recipient does not get is named by a finding.

Writers report what they cut and why. This is the check behind them: every fact of the content is looked for in what
goes out, and what is not there and not yet reported becomes a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import unquote

from transcode.message.base import POSTBACK, Model, Role, decimal, leaves
from transcode.result import FROM, TO, Code, Finding, ReplyOption

__all__ = ["Fact", "describe", "facts", "is_named", "missing"]


# Findings that say of a field that it, or some of it, is not there. Others speak of a field that is.
_NAMING: Final = frozenset({Code.DROPPED, Code.HINT_IGNORED, Code.TRUNCATED})


_SPACE: Final = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a message that somebody wrote for a reason."""

    path: str
    value: str
    role: Role | None = None

    @property
    def is_url(self) -> bool:
        """Whether the value is a URL: in a field for one it may have spaces."""
        return "://" in self.value and (self.path.endswith("url") or not _SPACE.search(self.value.strip()))


def facts(part: Model | None, path: str, role: Role | None = None) -> Iterator[Fact]:
    """Yield every text, URL, number and coordinate below ``part``, in document order.

    A value that says "unspecified" and white space say nothing.
    """
    for where, value, marked in leaves(part, path, role):
        if isinstance(value, StrEnum) and ("UNSPECIFIED" in value or "UNKNOWN" in value):
            continue
        text = decimal(value) if isinstance(value, float) else str(value)
        if text.strip():
            yield Fact(where, text, marked)


def missing(
    found: Iterable[Fact],
    text: str | None,
    payloads: Iterable[Mapping[str, Any]],
    replies: Iterable[ReplyOption],
    findings: Iterable[Finding],
) -> Iterator[Fact]:
    """Yield the facts that are neither in what goes out, nor among the replies, nor named by a finding.

    Upper-casing and the joining of lines change how a text looks and lose nothing, so neither counts here.
    """
    sent = list(payloads)
    out = "\n".join(_plain(piece) for piece in (text or "", *_strings(sent)))
    found = list(found)
    prose = _without_urls(out, found)
    postbacks = {reply.postback for reply in replies}
    named = {finding.path for finding in findings if finding.code in _NAMING and finding.path}
    for fact in found:
        if fact.role is POSTBACK and fact.value in postbacks:
            continue
        where = out if fact.is_url else prose
        shown = _stands_in(where, _plain(fact.value)) or _stands_in(where, _plain(fact.value.upper()))
        if not shown and not is_named(fact.path, named):
            yield fact


def is_named(path: str, named: Iterable[str]) -> bool:
    """Tell whether ``path`` or a part it belongs to is among ``named``."""
    return any(path == name or path.startswith((f"{name}.", f"{name}[")) for name in named)


def _without_urls(out: str, found: Iterable[Fact]) -> str:
    """Return ``out`` without the message's URLs: a title "Delivery" is not shown by ``/delivery.ics``."""
    for url in sorted((_plain(fact.value) for fact in found if fact.is_url), key=len, reverse=True):
        out = out.replace(url, " ")
    return out


def _stands_in(out: str, value: str) -> bool:
    """Tell whether ``value`` stands in ``out`` by itself: "no" is not shown by "now"."""
    start = out.find(value)
    while start >= 0:
        end = start + len(value)
        joined_before = start > 0 and out[start - 1].isalnum() and value[:1].isalnum()
        joined_after = end < len(out) and out[end].isalnum() and value[-1:].isalnum()
        if not (joined_before or joined_after):
            return True
        start = out.find(value, start + 1)
    return False


def _plain(text: str) -> str:
    """Return ``text`` as it is compared: some channels take URLs percent-encoded only."""
    return " ".join((unquote(text) if "%" in text else text).casefold().split())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value not in (TO, FROM):
            yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, float):
        yield decimal(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)


def describe(fact: Fact) -> str:
    """Return a fact as the subject of a sentence: ``The label 'Enriching Engagement'``."""
    name = fact.path.rpartition(".")[2].partition("[")[0].replace("_", " ")
    value = fact.value if len(fact.value) <= 40 else fact.value[:39] + "…"
    return f"The {name} {value!r}"
