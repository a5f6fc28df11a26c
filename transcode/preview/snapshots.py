"""Reading results back: snapshot files, and what ``transcode preview --json`` printed.

A snapshot is a text of sections headed ``--- name ---``, as ``tests/test_snapshots.py`` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.gsm import segment
from transcode.message.parse import parse_json
from transcode.result import Finding, Outcome, Transcoded
from transcode.stored import CODES, read_reply, read_result

__all__ = ["read_results", "read_snapshot"]

_HEADING: Final = re.compile(r"^--- (.+) ---$", re.MULTILINE)
_FIRST: Final = re.compile(r"([^:\n]+): (.*)")
_FINDING: Final = re.compile(r"(\w+): [A-Z]+ (?:([^\s:]+(?:\[[^\]]*\])?[^\s:]*): )?(.*)", re.DOTALL)
_PARTS: Final = "parts:"


def read_snapshot(text: str) -> tuple[str, Transcoded]:
    """Return the name of a snapshot's message, and its result.

    Raises:
        InvalidMessage: the text is no snapshot.

    """
    first = _FIRST.match(text)
    sections = dict(_sections(text))
    outcome = sections.get("outcome", "").partition(",")[0].strip()
    if first is None or outcome not in Outcome.__members__ or "payloads" not in sections:
        raise InvalidMessage.at("", "snapshot", "is not a snapshot: it needs a first line, an outcome and payloads")
    payloads = parse_json(sections["payloads"])
    shown = sections.get("text")
    segmented = any(name.startswith(_PARTS) for name in sections)
    body = payloads[0].get("body") if segmented and payloads and isinstance(payloads[0], dict) else None
    result = Transcoded(
        channel=first[1],
        outcome=Outcome(outcome),
        payloads=tuple(payloads),
        text=body if isinstance(body, str) else shown,
        segments=segment(body) if isinstance(body, str) else None,
        findings=tuple(_findings(sections.get("findings", ""))),
        replies=tuple(read_reply(parse_json(line)) for line in sections.get("replies", "").splitlines() if line),
        billing=parse_json(sections["billing"]) if "billing" in sections else None,
    )
    return first[2], result


def read_results(data: Any) -> list[Transcoded]:
    """Return the results that ``transcode preview --json`` printed, read from JSON.

    Raises:
        InvalidMessage: they are none.

    """
    results = data.get("results") if isinstance(data, Mapping) else None
    if not isinstance(results, list):
        raise InvalidMessage.at("results", "list_type", "must be a list of results")
    try:
        return [read_result(one) for one in results]
    except InvalidMessage:
        raise InvalidMessage.at("results", "result", "is not what transcode preview --json prints") from None


def _sections(text: str) -> Iterator[tuple[str, str]]:
    found = list(_HEADING.finditer(text))
    ends = [*(heading.start() for heading in found), len(text)][1:]
    for heading, end in zip(found, ends, strict=True):
        yield heading[1], text[heading.end() + 1 : end].rstrip("\n")


def _findings(text: str) -> Iterator[Finding]:
    for line in text.splitlines():
        found = _FINDING.fullmatch(line)
        if found and found[1] in CODES:
            yield Finding(CODES[found[1]], found[2] or "", found[3])
