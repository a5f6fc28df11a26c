"""A short run of the fuzzer, and that it sees what it looks for; ``python -m tests.fuzz`` runs it at length."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fuzz import targets
from tests.fuzz.__main__ import told
from tests.fuzz.mutations import in_full
from tests.fuzz.running import TARGETS, case_of, run
from tests.fuzz.targets import Target


def test_only_our_errors_leave_and_what_leaves_is_json() -> None:
    report = run(seed=20261127, executions=200)
    assert report.tried.total() == 200
    assert not report.failures, told(report, 20261127)
    assert 0.1 < report.refused.total() / 200 < 0.7, "nearly all are refused, or nearly none: nothing is tried"


def test_an_execution_is_made_from_its_number_and_the_seed() -> None:
    cases = [(case_of(seed, number)) for seed, number in ((1, 7), (1, 8), (2, 7), (1, 7))]
    written = [(target.name, in_full(repr, case)) for target, case in cases]
    assert written[0] == written[3]
    assert len({*written}) == 3


def _fails_where_a_text_has_a_star(case: dict[str, Any]) -> None:
    if "*" in str(case["message"]):
        raise KeyError(case["message"])


def _never_ends(case: dict[str, Any]) -> None:
    while True:
        pass


def test_a_failure_is_found_shrunk_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {"message": {"text": "one*two", "other": ["much", "more"]}}
    target = Target("transcode", 1, lambda random: made, _fails_where_a_text_has_a_star)
    monkeypatch.setitem(TARGETS, "transcode", target)  # type: ignore[arg-type] # a dict, which only tests change
    report = run(1, 3, first=5, targets=("transcode",))
    (failure,) = report.failures.values()
    assert (failure.first, failure.count, failure.case) == (5, 3, {"message": {"text": "*"}})
    assert "--seed 1 --first 5 --executions 1 --target transcode" in told(report, 1, ("transcode",))


def test_an_execution_that_never_ends_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    target = Target("transcode", 1, lambda random: {}, _never_ends)
    monkeypatch.setitem(TARGETS, "transcode", target)  # type: ignore[arg-type]
    monkeypatch.setattr("tests.fuzz.running.TOO_LONG", 0.02)
    (failure,) = run(1, 1, targets=("transcode",)).failures.values()
    assert failure.way[0].startswith("TooLongError")


@pytest.mark.parametrize("value", [float("inf"), "\ud800", {1, 2}])
def test_what_is_no_json_is_seen(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        targets.is_json({"a": [value]})
