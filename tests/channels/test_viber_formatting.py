"""Viber's marks as they are drawn: letter by letter, and by the same rules as the finding about them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import corpus
from transcode import Profile
from transcode.channels.viber.formatting import formatted, runs
from transcode.channels.viber.markup import escape, marks
from transcode.picture import Passage, Style
from transcode.preview.pictures import picture_of

MARKS = st.text(st.sampled_from("ab *_~`\n.h:/>-"), max_size=60) | st.text(st.sampled_from("a*_ `"), max_size=40)


@settings(max_examples=60, deadline=None)
@given(MARKS)
def test_runs_join_to_the_text_and_show_the_marks_that_are_reported(text: str) -> None:
    found = runs(text)
    assert "".join(run.text for run in found) == text
    assert all(run.text for run in found)
    assert {run.text for run in found if Style.MARK in run.styles} <= {*marks(text)}
    assert all(not run.styles for run in runs(escape(text)))


@pytest.mark.parametrize(
    ("text", "styled"),
    [
        ("*bold*", {("bold", "bold")}),
        ("a *b* _c_ ~d~", {("b", "bold"), ("c", "italic"), ("d", "strike")}),
        ("*a _b* c_", {("a ", "bold"), ("b", "bold italic"), (" c", "italic")}),
        ("```x *y* ``` *z*", {("x *y* ", "code"), ("z", "bold")}),
        ("*a*, b", set()),
        ("2*3*4 snake_case_ * a *", set()),
        ("* a*", set()),
        ("``` a```", set()),
        ("*a\nb*", set()),
        ("*https://e.example/a* b*", {("https://e.example/a* b", "bold")}),
    ],
)
def test_marks_format(text: str, styled: set[tuple[str, str]]) -> None:
    found = {(run.text, " ".join(sorted(run.styles))) for run in runs(text) if run.styles - {"mark"}}
    assert found == styled


def test_marks_cost_no_more_than_their_length() -> None:
    for unit in ("*a ", "_*~", "*", "```", "```a", "a* ", "*a* "):
        assert len(runs(unit * 10_000)) <= 4 * 10_000 + 4


def test_a_card_as_text_is_drawn_with_its_title_bold() -> None:
    (bubble,) = picture_of(corpus.run("card", "VIBERBM", profile=Profile.DOCUMENTED)).bubbles
    (words,) = [block for block in bubble.blocks if isinstance(block, Passage)]
    styles = {run.text: run.styles for run in words.runs}
    assert styles["This is the card title"] == {Style.BOLD}
    assert styles["This is the card description"] == {Style.ITALIC}
    assert formatted("") == ()
