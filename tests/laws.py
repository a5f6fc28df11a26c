"""Laws that hold for every message and every channel, each a sentence for every breach of it.

Conservation is judged by a search that shares nothing with the library's own accounting: what stands in the strings
that go out is shown, whatever the library thinks of it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import unquote

from tests.marks import HINTS, MARK, facts, field_of, written
from transcode import Code, Finding, Outcome, Severity, Transcoded

__all__ = ["LAWS", "Fact", "breaches", "read"]

# These say of what stands at their path, and of all that is in it, that it or some of it is not there.
NAMING = {Code.DROPPED, Code.HINT_IGNORED, Code.TRUNCATED}
# Fields of payloads that hold no content: a word of a message that stands there is shown to nobody.
FORMAT = {
    # whom it goes to, and whom it is from
    *("to", "from", "chat_id", "recipient", "recipient_type", "receiver", "touser", "userKey", "destinationId"),
    *("Number", "ShortCode", "sourceId", "sender", "senderKey"),
    # the words of the format
    *("messaging_product", "messaging_type", "method", "category", "bid", "version", "requestIdentifier"),
    *("mm7_version", "namespace", "content_type", "mimeType", "msgType", "msgtype", "sendType", "template_type"),
    *("type", "Type", "kind", "mode", "layout", "style", "action", "name_of_action", "flow_message_version"),
    # how it looks
    *("size", "aspectRatio", "aspectMode", "weight", "color", "margin", "spacing", "height", "TextHAlign", "BgColor"),
    *("cardOrientation", "cardWidth"),
    # what a notification says of a message: the message itself must say it
    "altText",
    # what comes back, which nobody reads
    *("id", "data", "callback_data", "biz_opaque_callback_data", "postbackData", "identifier", "ActionType"),
}
PLACES = {"latitude", "longitude", "lat", "lon"}
"""Fields of payloads whose numbers are content; others count, measure or switch something on."""


def _comes_back(part: dict[str, Any]) -> str:
    """The field of an object that is content in others, and what comes back in this."""
    if part.get("type") == "postback" or part.get("content_type") == "text":
        return "payload"  # Messenger's, where other buttons have a number to call
    return "ActionBody" if part.get("ActionType") == "reply" else ""  # Viber's, where others have a URL


OPENED = re.compile(r"buttons?(\[\d\])?\.action$")
"""What a button of Viber Business opens, in a field that is one of the format's elsewhere."""
HTML = {"Text"}
"""Fields of payloads that are HTML: the cells of Viber."""
TIMES = {"event_start", "event_end"}
MINUTE = timedelta(minutes=1)


# The same words are looked for on every channel, and most of what goes out there is the same.
@lru_cache(maxsize=1 << 14)
def bare(text: str) -> str:
    """Letters and digits only: neither capitals, nor markup, nor white space, nor percent-encoding count."""
    return re.sub(r"[\W_]+", "", unquote(text).upper().casefold())


def tight(text: str) -> str:
    """Everything but capitals, white space and percent-encoding: of what is cut, the end may be a full stop."""
    return re.sub(r"\s+", "", unquote(text).upper().casefold())


# --- what a message says ---


class Fact(NamedTuple):
    """A string or number of a message."""

    path: str
    value: str
    wanted: str
    """The letters and digits by which it is found in what goes out."""
    mark: str
    """The word that no other value has (``tests.marks``), or nothing."""
    may_be_split: bool
    """Whether it may begin in one message and end in the next: it is long."""


def read(message: Any) -> list[Fact]:
    """Every string and number of a message."""
    found = []
    for path, value in facts(message):
        mark = MARK.search(value)
        shown = coordinate(value) if field_of(path) in {"latitude", "longitude"} else value
        found.append(Fact(path, value, bare(shown), mark[0] if mark else "", len(value) > 60))
    return found


def coordinate(value: str) -> str:
    """The fewest digits that give the same 32-bit float, without an exponent."""

    def single(number: float) -> bytes:
        return struct.pack("f", number)

    exact = struct.unpack("f", single(float(value)))[0]
    written = (f"{exact:.{digits}g}" for digits in range(1, 10))
    return f"{Decimal(next(text for text in written if single(float(text)) == single(exact))):f}"


# --- what a result shows ---


class Sent:
    """A result, and what it shows: in one string, or in several where a value is so long that it may be split."""

    def __init__(self, result: Transcoded) -> None:
        self.result = result
        self._strings = [("", result.text or ""), *_strings(result.payloads)]

    @cached_property
    def _bare(self) -> tuple[str, str]:
        return _haystack(self._strings, bare)

    @cached_property
    def _tight(self) -> tuple[str, str]:
        return _haystack(self._strings, tight)

    def shows(self, fact: Fact) -> bool:
        """Whether the letters and digits of a value stand there."""
        return _stands(fact, fact.wanted, self._bare)

    def shows_mark(self, fact: Fact) -> bool:
        """Whether a value stands there, or the beginning of it."""
        return fact.mark in self._bare[0]

    def shows_whole(self, fact: Fact) -> bool:
        """Whether a value stands there with its punctuation."""
        return _stands(fact, tight(fact.value), self._tight)

    @cached_property
    def slots(self) -> list[datetime]:
        """When the slots of a time picker begin and end."""
        return list(_slots(self.result.payloads))


def _strings(value: Any, path: str = "", place: str = "") -> Iterator[tuple[str, str]]:
    """Every string that goes out and may show something of the message, with its place: its path without numbers."""
    field = field_of(path)
    if isinstance(value, dict):
        unread = _comes_back(value)
        for key, item in value.items():
            if key != unread:
                yield from _strings(item, f"{path}.{key}", f"{place}.{key}")
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _strings(item, f"{path}[{index}]", place)
    elif isinstance(value, str):
        if field not in FORMAT or OPENED.search(path):
            yield place, unescape(value.replace("<br>", "\n")) if field in HTML else value
    elif field in PLACES:
        yield place, written(value)


def _haystack(strings: Iterable[tuple[str, str]], form: Callable[[str], str]) -> tuple[str, str]:
    """What is searched: strings apart from each other; and as one, all of them and those of each place."""
    formed = [(place, form(string)) for place, string in strings]
    places: dict[str, list[str]] = {"all": [string for _, string in formed]}
    for place, string in formed:
        places.setdefault(place, []).append(string)
    return "\n".join(places["all"]), "\n".join(map("".join, places.values()))


def _stands(fact: Fact, wanted: str, haystack: tuple[str, str]) -> bool:
    apart, joined = haystack
    return wanted in apart or (fact.may_be_split and wanted in joined)


def _slots(value: Any) -> Iterator[datetime]:
    """Apple has their begin to the minute, and how long they last."""
    if isinstance(value, dict):
        if value.keys() >= {"startTime", "duration"}:
            begins = datetime.strptime(value["startTime"], "%Y-%m-%dT%H:%M%z")
            yield from (begins, begins + timedelta(seconds=value["duration"]))
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return
    for item in value:
        yield from _slots(item)


# --- the laws ---


def vanishes_unreported(told: Sequence[Fact], sent: Sent, message: Any) -> Iterator[str]:
    """What is not sent is named: a value is shown, or comes back, or a finding is about it."""
    result = sent.result
    if not result.payloads:
        if result.deliverable:
            yield "nothing is sent, and it is called deliverable"
        return
    replies = {reply.postback for reply in result.replies}
    for fact in told:
        path, value = fact.path, fact.value
        if not fact.wanted or sent.shows(fact):
            continue
        field = field_of(path)
        if field in HINTS or (field == "postback_data" and value in replies):
            continue
        if field in TIMES and any(abs(one - datetime.fromisoformat(value)) < MINUTE for one in sent.slots):
            continue
        if not _is_named(path, result.findings):
            yield f"{path}, {value!r}, is neither shown nor named by a finding"


def is_called_lost(told: Sequence[Fact], sent: Sent, message: Any) -> Iterator[str]:
    """What is named is not sent, or not all of it. Of a value that is cut the mark still stands there."""
    for finding in sent.result.findings:
        if finding.code not in NAMING:
            continue
        below = [fact for fact in told if fact.mark and _is_below(fact.path, finding.path)]
        is_shown = sent.shows_whole if finding.code is Code.TRUNCATED else sent.shows_mark
        if below and all(map(is_shown, below)):
            yield f"{finding.path} is shown, and called lost: {finding}"


def leads_nowhere(told: Sequence[Fact], sent: Sent, message: Any) -> Iterator[str]:
    """A finding names a field of the message, or an argument that is given beside it."""
    for finding in sent.result.findings:
        if finding.path in ("to", "sender") or finding.path.startswith("channel_properties."):
            continue
        if not _resolves(message, finding.path):
            yield f"no field of the message is at {finding.path}: {finding}"


def contradicts_itself(told: Sequence[Fact], sent: Sent, message: Any) -> Iterator[str]:
    """The outcome says what the findings say."""
    result = sent.result
    if result.outcome is Outcome.NATIVE and any(finding.severity is Severity.LOSS for finding in result.findings):
        yield f"called native, with losses: {result.losses}"
    if result.deliverable is any(finding.severity >= Severity.REJECTED for finding in result.findings):
        yield f"called deliverable={result.deliverable}: {result.findings}"
    if result.outcome is Outcome.OVERRIDE:
        yield "called an override, and the message has none"


def is_no_line(told: Sequence[Fact], sent: Sent, message: Any) -> Iterator[str]:
    """A choice that is said to be a line of the text is one: nothing says that its label is not shown."""
    lines = {finding.path for finding in sent.result.findings if finding.code is Code.CHOICE_AS_LINE}
    for finding in sent.result.findings:
        part, _, field = finding.path.rpartition(".")
        if finding.code is Code.DROPPED and part in lines and field in ("title", "text"):
            yield f"{part} is called a line of the text, and its label not shown: {finding}"


LAWS = (vanishes_unreported, is_called_lost, leads_nowhere, contradicts_itself, is_no_line)


def breaches(message: Any, told: Sequence[Fact], result: Transcoded) -> list[str]:
    """Every breach of a law by what became of ``message``, which ``told`` has been read from."""
    sent = Sent(result)
    return [f"{law.__name__}: {breach}" for law in LAWS for breach in law(told, sent, message)]


def _is_below(path: str, part: str) -> bool:
    return path.startswith(part) and path[len(part) : len(part) + 1] in ("", ".", "[")


def _is_named(path: str, findings: Iterable[Finding]) -> bool:
    for finding in findings:
        if finding.code in NAMING and finding.path and _is_below(path, finding.path):
            return True
        if (
            finding.code is Code.EVENT_NOT_ADDED
            and _is_below(path, finding.path)
            and field_of(path).startswith("event_")
        ):
            return True
    return False


def _resolves(message: Any, path: str) -> bool:
    place = message
    for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        try:
            place = place[key] if key else place[int(index)]
        except (KeyError, IndexError, TypeError):
            return False
    return True
