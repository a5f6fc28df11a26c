"""Executions one after the other, what failed in them, and how fast they were."""

from __future__ import annotations

import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any, Final

from tests.fuzz.shrinking import shrunk
from tests.fuzz.targets import TARGETS, Target
from transcode import TranscodeError

__all__ = ["Failure", "Report", "case_of", "run", "way_it_fails"]

TOO_LONG: Final = 10.0
"""Seconds of processor time after which an execution counts as hanging; the slowest take a hundredth of it."""
_ROOT: Final = Path(__file__).parent.parent.parent
_LAYERS: Final = tuple(str(_ROOT / name) for name in ("transcode", "tests"))

Way = tuple[str, str]
"""How an execution fails: the error's type and sentence, and the line of the library that raised it."""


class TooLongError(BaseException):
    """An execution that does not come to an end; no ``except Exception`` on the way catches it."""


@dataclass
class Failure:
    """Executions that failed with the same error from the same line."""

    first: int
    target: str
    way: Way
    case: dict[str, Any]
    count: int = 1


@dataclass
class Report:
    """What came of a run. By target: how many inputs were tried, how many of them refused, and the slowest."""

    tried: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, tuple[float, int]] = field(default_factory=dict)
    """Seconds, and the number of the execution."""
    seconds: float = 0.0
    failures: dict[tuple[str, str], Failure] = field(default_factory=dict)

    @property
    def executions(self) -> int:
        """How many there were."""
        return self.tried.total()


def case_of(seed: int, number: int, targets: Sequence[str] = tuple(TARGETS)) -> tuple[Target, dict[str, Any]]:
    """Return what execution ``number`` tries, and with what."""
    random = Random(f"{seed}:{number}")  # noqa: S311 - to be had again, not to be secret
    (name,) = random.choices(targets, [TARGETS[name].weight for name in targets])
    return TARGETS[name], TARGETS[name].make(random)


def way_it_fails(target: Target, case: dict[str, Any]) -> Way | bool:
    """Return how a case fails; else whether it was refused with an error of the library's own."""
    _begin()
    ignored: list[str] = []
    sys.unraisablehook = lambda given: ignored.append(f"{type(given.exc_value).__name__}: {given.exc_value}")
    try:
        target.run(case)
        if ignored:
            return f"printed an error that could not be raised: {ignored[0]}", target.name
    except TranscodeError as error:
        # An error is read by people, and its text is made only then.
        str(error).encode()
        return (f"printed an error that could not be raised: {ignored[0]}", target.name) if ignored else True
    except (Exception, TooLongError) as error:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename.startswith(_LAYERS)]
        said = "takes too long" if isinstance(error, TooLongError) else str(error)[:300]
        where = f"{Path(own[-1].filename).relative_to(_ROOT)}:{own[-1].lineno}" if own else target.name
        return f"{type(error).__name__}: {said}", target.name if isinstance(error, TooLongError) else where
    finally:
        sys.unraisablehook = sys.__unraisablehook__
    return False


def run(
    seed: int,
    executions: int,
    *,
    first: int = 0,
    targets: Sequence[str] = tuple(TARGETS),
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Try ``executions`` inputs from number ``first`` on, and return what came of them, interrupted or not."""
    report = Report()
    began = time.perf_counter()
    with _bounded(), suppress(KeyboardInterrupt):
        for number in range(first, first + executions):
            target, case = case_of(seed, number, targets)
            started = time.perf_counter()
            way = way_it_fails(target, case)
            now = time.perf_counter()
            report.tried[target.name] += 1
            report.seconds = now - began
            if now - started > report.slowest.get(target.name, (0.0, 0))[0]:
                report.slowest[target.name] = now - started, number
            if way is True:
                report.refused[target.name] += 1
            elif way:
                _note(report, number, target, case, way)
            if report.executions % 1_000 == 0:
                progress(report)
    return report


def _note(report: Report, number: int, target: Target, case: dict[str, Any], way: Way) -> None:
    """Count a failure; the first of its kind is shrunk."""
    kind = way[0].partition(":")[0], way[1]
    if kind in report.failures:
        report.failures[kind].count += 1
        return

    def fails_so(candidate: dict[str, Any]) -> bool:
        found = way_it_fails(target, candidate)
        return not isinstance(found, bool) and (found[0].partition(":")[0], found[1]) == kind

    tries = 5 if way[1] == target.name else 400
    small = shrunk(case, fails_so, tries)
    again = way_it_fails(target, small)
    report.failures[kind] = Failure(number, target.name, way if isinstance(again, bool) else again, small)


# --- bounds ---

_TIMED: Final = hasattr(signal, "setitimer")


def _begin() -> None:
    if _TIMED:
        signal.setitimer(signal.ITIMER_VIRTUAL, TOO_LONG)


@contextmanager
def _bounded() -> Iterator[None]:
    """Have executions that take too long interrupted, where the system has timers of processor time."""
    if not _TIMED:
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
