"""The command: ``python -m tests.fuzz --executions 1000000 --seed 1``."""

from __future__ import annotations

import argparse
import signal
import sys

from tests.fuzz.mutations import in_full
from tests.fuzz.running import Failure, Report, run
from tests.fuzz.shrinking import abridged
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Run, print the report, and return 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument(
        "--executions", type=int, default=10_000, help="how many inputs are tried (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="what all chance comes from (default: %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="number of the first execution (default: %(default)s)")
    parser.add_argument("--target", action="append", choices=[*TARGETS], help="try this alone; may be repeated")
    given = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
    told_already: set[tuple[str, str]] = set()

    def progress(report: Report) -> None:
        for kind in report.failures.keys() - told_already:
            told_already.add(kind)
            _say("\n".join(_told(report.failures[kind], given.seed, given.target or ())))
        if report.executions % 10_000 == 0:
            speed = report.executions / report.seconds
            _say(f"{report.executions:,} executions, {speed:,.0f} a second, {len(report.failures)} kinds of failure")

    report = run(
        given.seed, given.executions, first=given.first, targets=given.target or tuple(TARGETS), progress=progress
    )
    sys.stdout.write(told(report, given.seed, given.target or ()))
    return 1 if report.failures else 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def told(report: Report, seed: int, targets: tuple[str, ...] = ()) -> str:
    """Return a report for people."""
    speed = report.executions / max(report.seconds, 1e-9)
    lines = [
        f"{report.executions:,} executions in {report.seconds:,.1f} s: {speed:,.0f} a second{_memory()}",
        "",
        f"{'target':12}{'tried':>10}{'refused':>10}{'slowest':>12}  in execution",
    ]
    for name, tried in report.tried.most_common():
        seconds, number = report.slowest[name]
        lines.append(f"{name:12}{tried:>10,}{report.refused[name]:>10,}{seconds * 1000:>9,.0f} ms  {number}")
    lines += ["", f"{len(report.failures)} kinds of failure."]
    for failure in report.failures.values():
        lines += ["", *_told(failure, seed, targets)]
    return "\n".join(lines) + "\n"


def _memory() -> str:
    """Return how much memory the process had at the most, where the system tells."""
    try:
        import resource
    except ModuleNotFoundError:
        return ""
    return f", {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


def _told(failure: Failure, seed: int, targets: tuple[str, ...]) -> list[str]:
    error, where = failure.way
    chosen = "".join(f" --target {name}" for name in targets)
    return [
        f"{failure.target}, {failure.count} times, from {where}:",
        f"  {error}",
        f"  {abridged(in_full(repr, failure.case))}",
        f"  python -m tests.fuzz --seed {seed} --first {failure.first} --executions 1{chosen}",
    ]


if __name__ == "__main__":
    sys.exit(main())
