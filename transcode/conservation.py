"""The law of conservation: what the recipient does not get is named by a finding.

Writers report what they cut and why. This is the check behind them: every fact of the content is looked for in what
goes out, and what is not there and not yet reported becomes a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final
from urllib.parse import unquote

from transcode.message.base import POSTBACK, Model, Role, decimal, leaves
from transcode.result import FROM, TO, Code, Finding, ReplyOption

__all__ = ["Fact", "describe", "facts", "is_named", "missing"]


# Findings that say of a field that it, or some of it, is not there. Others speak of a field that is.
_NAMING: Final = frozenset({Code.DROPPED, Code.HINT_IGNORED, Code.TRUNCATED})

# Fields of payloads whose values are the channel's own words: a label "Text" is not shown by "type": "text".
_STRUCTURE: Final = frozenset(
    {
        *("type", "kind", "method", "smil", "content_type", "content_id", "namespace", "mm7_version"),
        *("messaging_product", "recipient_type", "to", "from", "chat_id", "layout", "size", "weight", "spacing"),
        *("aspectMode", "aspectRatio", "sub_type", "index", "flow_message_version", "name_type", "parse_mode"),
    }
)
_URL: Final = re.compile(r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_NUMBERING: Final = re.compile(r"^([*_]?)\d+\. ", re.MULTILINE)
_SEPARATORS: Final = re.compile(r"[\s().\-/\u2010-\u2015]")
_COORDINATES: Final = ("latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a message that somebody wrote for a reason."""

    path: str
    value: str
    role: Role | None = None

    @property
    def is_url(self) -> bool:
        """Whether the value is a URL and nothing else; in a field for one it may have spaces."""
        return "://" in self.value and (self.path.endswith("url") or _URL.fullmatch(self.value.strip()) is not None)


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
    payloads = list(payloads)
    sent = [text or "", *_strings(payloads)]
    whole = "\n".join(map(_plain, sent))
    # What we write ourselves shows nothing: a label "1" is not shown by "api=1" of a map link, nor by the number of a
    # card; a title "Delivery" not by "/delivery.ics".
    prose = "\n".join(_plain(_prose(piece)) for piece in sent)
    numbers = set(_numbers(payloads))
    words = set(_strings(payloads, structure=True))
    postbacks = {reply.postback for reply in replies}
    named = {finding.path for finding in findings if finding.code in _NAMING and finding.path}
    stands_in = cache(_stands_in)
    for fact in found:
        if fact.role is POSTBACK and fact.value in postbacks:
            continue
        if fact.path.endswith(_COORDINATES):
            shown = fact.value in numbers or stands_in(whole, fact.value)
        elif fact.path.endswith(".type") and fact.value in words:
            shown = True  # WORK or HOME, where channels have a type of their own for it
        elif fact.path.endswith("phone_number") and (digits := _SEPARATORS.sub("", fact.value)):
            shown = any(digits in _SEPARATORS.sub("", piece) for piece in sent)  # a tel: address has no spaces
        elif fact.is_url:
            shown = stands_in(whole, _plain(fact.value))
        else:
            # A "1. " of the caller's own may stand where it was or, a line break made a space, in the middle of a line.
            forms = {
                _plain(form)
                for text in (fact.value, fact.value.upper())
                for form in (_prose(text), _URL.sub(" ", text))
            }
            shown = any(stands_in(prose, form) for form in forms) and all(
                _plain(url) in whole for url in _URL.findall(fact.value)
            )
        if not shown and not is_named(fact.path, named):
            yield fact


def is_named(path: str, named: Iterable[str]) -> bool:
    """Tell whether ``path`` or a part it belongs to is among ``named``."""
    return any(path == name or path.startswith((f"{name}.", f"{name}[")) for name in named)


def _prose(text: str) -> str:
    """Return ``text`` without URLs and without the numbers of cards."""
    return _URL.sub(" ", _NUMBERING.sub(r"\1", text))


def _stands_in(out: str, value: str) -> bool:
    """Tell whether ``value`` stands in ``out`` by itself: "no" is not shown by "now"."""
    before = r"(?<![^\W_])" if value[:1].isalnum() else ""
    after = r"(?![^\W_])" if value[-1:].isalnum() else ""
    return re.search(f"{before}{re.escape(value)}{after}", out) is not None


def _plain(text: str) -> str:
    """Return ``text`` as it is compared: some channels take URLs percent-encoded only."""
    return " ".join((unquote(text) if "%" in text else text).casefold().split())


def _strings(value: Any, *, structure: bool = False) -> Iterator[str]:
    """Yield every string of a payload that may hold what somebody wrote, with ``structure`` the channel's words too."""
    if isinstance(value, str):
        if value not in (TO, FROM):
            yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if structure or key not in _STRUCTURE or not isinstance(item, str):
                yield from _strings(item, structure=structure)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _strings(item, structure=structure)


def _numbers(value: Any) -> Iterator[str]:
    """Yield every coordinate of a payload as it would be written."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key in _COORDINATES and isinstance(item, (int, float)):
                yield decimal(float(item))
            else:
                yield from _numbers(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _numbers(item)


def describe(fact: Fact) -> str:
    """Return a fact as the subject of a sentence: ``The label 'Enriching Engagement'``."""
    name = fact.path.rpartition(".")[2].partition("[")[0].replace("_", " ")
    value = fact.value if len(fact.value) <= 40 else fact.value[:39] + "…"
    return f"The {name} {value!r}"
