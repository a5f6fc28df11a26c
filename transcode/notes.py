"""What is noted while a message is written: findings, what they name as lost, and what went out without being a text.

All of it can be taken back to a mark, so that a form that fails leaves nothing behind.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from transcode.measure import Limit
from transcode.message.base import extend_path
from transcode.message.place import Place
from transcode.result import Finding, FindingCode

__all__ = ["Mark", "Notes"]


Mark = tuple[int, int, int]
"""How far the notes had come: how many findings, names and tellings there were."""


class Notes:
    """The findings about one message on its way to one channel."""

    __slots__ = ("_findings", "named", "told")

    def __init__(self) -> None:
        self._findings: list[tuple[int, Finding]] = []
        self.named: list[Place] = []
        """What a finding says is not there, or not all of it."""
        self.told: list[Place] = []
        """What went out other than as ``Words``: numbers, reply data, choices of a form."""

    def report(self, code: FindingCode, where: Place | str, /, *, below: str = "", **words: Any) -> None:
        """Add a finding.

        Args:
            code: what happened.
            where: the place it is about, or the path of something beside the message (``to``, a property).
            below: a key below ``where`` that is no place: a field that the schema does not name.
            words: what the code's wording takes, with ``limit`` and ``actual`` where it is about a figure.

        """
        if isinstance(where, Place):
            path, order = where.path, where.order
            if code.names:
                self.named.append(where)
        else:
            path, order = where, -1
        if below:
            path = extend_path(path, below)
        self._findings.append((order, code.filled(path, words)))

    def report_length(
        self, code: FindingCode, where: Place | str, limit: Limit, actual: int | None, **words: Any
    ) -> None:
        """Add a finding that something is longer than ``limit``."""
        self.report(code, where, limit=limit.value, unit=limit.unit, actual=actual, **words)

    def tell(self, *places: Place | None) -> None:
        """Account for places that go out other than as ``Words``."""
        self.told.extend(place for place in places if place is not None)

    def have(self, *codes: FindingCode) -> bool:
        """Tell whether something of one of ``codes`` was found so far."""
        return bool(self._findings) and any(finding.code in codes for _, finding in self._findings)

    def adopt(self, others: Notes) -> None:
        """Note what was noted elsewhere as well."""
        self._findings += others._findings
        self.named += others.named
        self.told += others.told

    @property
    def mark(self) -> Mark:
        """Where to take the notes back to."""
        return len(self._findings), len(self.named), len(self.told)

    def take_back(self, mark: Mark) -> None:
        """Forget all that was noted after ``mark``."""
        findings, named, told = mark
        del self._findings[findings:]
        del self.named[named:]
        del self.told[told:]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings in document order; those about the whole message or what is beside it come first."""
        if not self._findings:
            return ()
        return tuple([finding for _, finding in sorted(self._findings, key=itemgetter(0))])
