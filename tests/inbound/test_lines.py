"""Where choices stand in a text: against the plain way to look for them, and at what cost."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.inbound.lines import find_lines, shown_card_numbers
from transcode.result import ReplyOption

MARKER = r"[>*•·‣–-][ \t]+"
NUMBER = r"\(?([0-9]{1,3})[.):][ \t]+"
FORMS = [
    rf"()(?:{MARKER})(.*)",
    rf"{NUMBER}(?:{MARKER})(.*)",
    rf"(?:{MARKER}){NUMBER}(.*)",
    rf"{NUMBER}(.*)",
    r"()(.*)",
]


def option(label: str, card: int | None = None, shown: str | None = None) -> ReplyOption:
    return ReplyOption(label, label if shown is None else shown, "text", "choices[0]", card=card)


def looked_for(text: str, replies: Sequence[ReplyOption]) -> list[tuple[int, str, str, int | None] | None]:
    """Each choice by itself, each form by itself, line after line."""
    found: list[tuple[int, str, str, int | None] | None] = []
    start = 0
    for reply in replies:
        labels = sorted(
            {w for w in (reply.shown, reply.label, reply.label.upper()) if w.strip()}, key=len, reverse=True
        )
        line = next(
            (
                (number, match[2], match[2][len(label) :].lstrip(":").strip(), int(match[1]) if match[1] else None)
                for form in FORMS
                for number, whole in enumerate(text.split("\n"))
                if number >= start and (match := re.fullmatch(form, whole))
                for label in labels
                if match[2].startswith(label) and re.match(r"$|:|[ \t]+[-–(]", match[2][len(label) :])
            ),
            None,
        )
        found.append(line)
        start = line[0] + 1 if line else start
    return found


LABELS = st.text(alphabet="aAbß1.:> -(", min_size=1, max_size=4).map(str.strip).filter(bool)
LINES = st.lists(
    st.tuples(
        st.sampled_from(("", "> ", "1. ", "(2) > ", "• 3: ", "-\t", "1. 1. ")),
        LABELS,
        st.sampled_from(("", ":", ": x", " - y", "\t(z", " w", "  –", "::")),
    ).map("".join),
    max_size=8,
).map("\n".join)


@given(text=LINES, labels=st.lists(st.tuples(LABELS, LABELS), max_size=5))
def test_the_lines_are_those_that_the_plain_way_finds(text: str, labels: list[tuple[str, str]]) -> None:
    replies = [option(label, shown=shown) for label, shown in labels]
    found = find_lines(text, replies)
    told = [None if line is None else (line.index, line.content, line.target, line.number) for line in found]
    assert told == looked_for(text, replies)
    assert all(line is None or line.whole == text.split("\n")[line.index] for line in found)


def test_labels_that_begin_alike() -> None:
    text = "> a  - one\n> a\n> a (b) - two\n> a:b"
    found = find_lines(text, [option(label) for label in ("a", "a", "a (b)", "a")])
    assert [line and (line.index, line.target) for line in found] == [(0, "- one"), (1, ""), (2, "- two"), (3, "b")]
    assert find_lines(None, [option("a")]) == [None]
    assert find_lines("a", []) == []


def test_the_number_before_a_card() -> None:
    text = "1. Tea\n> Yes\n\n2. Coffee\n> No\n\nabc\n> Yes"
    replies = [option("Yes", card=1), option("No", card=3), option("Yes", card=4)]
    lines = find_lines(text, replies)
    assert shown_card_numbers(text, replies, lines) == {1: 1}  # the last choice may be of card 2 or of none
    assert shown_card_numbers(text, replies[:2], lines[:2]) == {1: 1, 2: 3}


def instructions(work: Callable[[], object]) -> int:
    """Python instructions that ``work`` takes."""
    count = 0

    def trace(frame: Any, event: str, _argument: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def cards(size: int) -> tuple[str, list[ReplyOption]]:
    text = "\n\n".join(f"{number}. Card\n> Buy {number}" for number in range(1, size + 1))
    return text, [option(f"Buy {number}", card=number) for number in range(1, size + 1)]


HOSTILE: dict[str, Callable[[int], tuple[str, list[ReplyOption]]]] = {
    "choices that are nowhere": lambda n: ("> x\n" * n, [option(f"label {number}") for number in range(n)]),
    "choices in order": lambda n: ("\n".join(f"> a{i}" for i in range(n)), [option(f"a{i}") for i in range(n)]),
    "choices in reverse": lambda n: ("\n".join(f"a{n - i}" for i in range(n)), [option(f"a{i}") for i in range(n)]),
    "one label for all": lambda n: ("> a\n" * n, [option("a")] * n),
    "labels that begin alike": lambda n: ("> " + "a" * n, [option("a" * (i % 30 + 1)) for i in range(n)]),
    "colons": lambda n: ("> a" + ":" * n, [option("a" + ":" * (i % 30)) for i in range(n)]),
    "space": lambda n: ("> a" + " " * n + "x", [option("a", shown="a" + " " * (i % 30)) for i in range(n)]),
    "cards": cards,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_cost_is_that_of_the_text_and_the_labels(name: str) -> None:
    """Ten times the choices in ten times the text cost ten times as much, a little more for looking up."""

    def cost(size: int) -> int:
        text, replies = HOSTILE[name](size)
        return instructions(lambda: shown_card_numbers(text, replies, find_lines(text, replies)))

    cost(2)
    assert cost(400) < 13 * cost(40)
