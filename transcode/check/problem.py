"""One thing that a check found, and all that it found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from transcode.result import Severity

__all__ = ["ERROR", "Problem", "Report"]

ERROR = "error"
"""What is wrong with a file that cannot be used at all."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding, a file that cannot be used, or a limit of the check that is exceeded, where it stands in the file."""

    file: str
    line: int
    column: int
    code: str
    severity: Severity | None
    """None where the file cannot be used."""
    channel: str
    path: str
    message: str
    fails: bool
    """Whether the check fails by it."""

    @property
    def level(self) -> str:
        """``info``, ``loss``, ``rejected`` or ``error``."""
        return ERROR if self.severity is None else self.severity.name.lower()

    def as_dict(self) -> dict[str, Any]:
        """Return the problem as a JSON-ready dict."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "level": self.level,
            "channel": self.channel or None,
            "path": self.path,
            "message": self.message,
            "fails": self.fails,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of several files found."""

    files: Sequence[str]
    channels: Sequence[str]
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, files: Sequence[str], channels: Sequence[str], problems: Iterable[Problem]) -> Report:
        """Return a report whose problems are in the order of files and lines, each once."""
        order = {file: number for number, file in enumerate(files)}
        known = dict.fromkeys(problems)
        return cls(files, channels, tuple(sorted(known, key=lambda one: (order[one.file], one.line, one.column))))

    @property
    def status(self) -> int:
        """The exit status: 2 where a file cannot be used, else 1 where the check fails, else 0."""
        if any(problem.severity is None for problem in self.problems):
            return 2
        return int(any(problem.fails for problem in self.problems))
