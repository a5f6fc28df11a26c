"""Forms: what one holds, what it cuts, and what is left to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.parts.toy import CARD, KEYBOARD, Toy, content, question, reply
from tests.strategies import texts
from transcode import Code
from transcode.channels.base import Form, Limit, Obstacle, Panel, Request
from transcode.message.place import Words
from transcode.parts.forms import fill

LONG = "Deliver it to my neighbour"


def _panel(*labels: str, text: str = "Well?") -> Panel:
    message = content(question(*map(reply, labels), text=text))
    buttons = Toy(Request()).buttons(message.at_all("choices"))
    return Panel(message, "the message", text=message.words("text_message", "text"), buttons=buttons)


def _limit() -> Callable[[str], Limit]:
    return Toy(Request()).limit


def test_what_fits_is_whole() -> None:
    filled = fill(KEYBOARD, _panel("Yes", "No"), _limit())
    assert (filled.text, [button.shown for button in filled.buttons]) == ("Well?", ["Yes", "No"])
    assert (filled.cuts, filled.left, filled.file) == ((), "", None)


def test_at_the_limits_and_one_more() -> None:
    limit = _limit()
    assert fill(KEYBOARD, _panel("x" * 8, "A", "B", text="x" * 40), limit).cuts == ()
    cuts = fill(KEYBOARD, _panel("x" * 9, text="x" * 41), limit).cuts
    assert [(cut.code, cut.place.path, cut.limit.value, cut.actual) for cut in cuts] == [
        (Code.TEXT_CUT, "choice_message.text_message.text", 40, 41),
        (Code.LABEL_CUT, "choice_message.choices[0].text_message.text", 8, 9),
    ]
    with pytest.raises(Obstacle, match="the message has 4 choices and a keyboard takes 3") as caught:
        fill(KEYBOARD, _panel(*"ABCD"), limit)
    assert (caught.value.place.path, caught.value.limit, caught.value.actual) == ("choice_message.choices", 3, 4)


def test_what_is_left_is_said_whole_and_knows_where_it_is_from() -> None:
    panel = _panel(LONG, "No", text="x" * 41)
    left = fill(KEYBOARD, panel, _limit()).left
    assert left == "x" * 41 + f"\n> {LONG}"
    assert left.places == (*panel.text.places, *panel.buttons[0].label.places)
    only_labels = fill(KEYBOARD, _panel(LONG), _limit()).left
    assert only_labels == f"Well?\n> {LONG}"
    numbered = fill(KEYBOARD, _panel(LONG)._replace(number="2. "), _limit()).left
    assert numbered == f"2. Well?\n> {LONG}"


@pytest.mark.parametrize(
    ("form", "change", "why"),
    [
        (KEYBOARD, {"buttons": ()}, "the message has no choices for buttons and a keyboard needs one"),
        (KEYBOARD, {"text": ""}, "the message has no text and a keyboard needs one"),
        (KEYBOARD, {"title": "T"}, "the message has a title and a keyboard has none"),
        (KEYBOARD, {"link": "https://a.example"}, "the message has media that a keyboard does not show"),
        (CARD, {}, "the message has no title or file and a card needs one"),
        (replace(KEYBOARD, least=3), {}, "the message has 2 choices and a keyboard needs 3"),
        (replace(KEYBOARD, deeds=frozenset()), {}, "choice 1 is an answer and a keyboard takes no buttons"),
    ],
)
def test_a_panel_that_the_form_cannot_hold(form: Form, change: dict[str, object], why: str) -> None:
    panel = _panel("Yes", "No")
    words = {name: panel.text.like(value) if isinstance(value, str) else value for name, value in change.items()}
    with pytest.raises(Obstacle, match=f"^{why}$"):
        fill(form, panel._replace(**words), _limit())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"buttons": ()}, "choice_message"),
        ({"title": "T"}, "choice_message"),
        ({"link": "https://a.example"}, "choice_message.text_message.text"),
    ],
)
def test_an_obstacle_is_where_it_comes_from(change: dict[str, object], path: str) -> None:
    panel = _panel("Yes", "No")
    words = {name: panel.text.like(value) if isinstance(value, str) else value for name, value in change.items()}
    with pytest.raises(Obstacle) as caught:
        fill(KEYBOARD, panel._replace(**words), _limit())  # type: ignore[arg-type]
    assert caught.value.place.path == path
    with pytest.raises(Obstacle) as caught:
        fill(KEYBOARD, panel._replace(link=Words("https://a.example")), _limit())
    assert caught.value.place.path == "choice_message"


def test_an_exact_form_takes_nothing_cut() -> None:
    exact = replace(KEYBOARD, exact=True)
    assert fill(exact, _panel("Yes"), _limit()).cuts == ()
    with pytest.raises(Obstacle, match="the text of the message has 41 characters and a keyboard takes 40") as caught:
        fill(exact, _panel("Yes", text="x" * 41), _limit())
    assert (caught.value.limit, caught.value.actual) == (40, 41)


def test_a_told_form_has_cut_labels_whole_below_its_text() -> None:
    told = replace(KEYBOARD, told=True, text="")
    filled = fill(told, _panel(LONG, "No"), _limit())
    assert filled.text == f"Well?\n\n> {LONG}"
    assert filled.left == ""
    assert [cut.code for cut in filled.cuts] == [Code.LABEL_CUT]
    assert fill(told, _panel("Yes"), _limit()).text == "Well?"


def test_where_a_told_text_is_cut_its_labels_go_with_it() -> None:
    filled = fill(replace(KEYBOARD, told=True), _panel(LONG, text="x" * 20), _limit())
    assert len(filled.text) == 40
    assert filled.left == filled.said == "x" * 20 + f"\n\n> {LONG}"
    assert [cut.code for cut in filled.cuts] == [Code.TEXT_CUT, Code.LABEL_CUT]


@given(texts(min_size=1, max_size=60), st.lists(texts(min_size=1, max_size=12), min_size=1, max_size=3), st.booleans())
def test_nothing_is_forgotten(text: str, labels: list[str], told: bool) -> None:
    panel = _panel(*labels, text=text)
    if not panel.text:
        return
    filled = fill(replace(KEYBOARD, told=told), panel, _limit())
    assert filled.text == filled.said or text in filled.left
    for button in filled.buttons:
        assert button.tells_all or f"> {button.label}" in (filled.text if told and not filled.left else filled.left)


def test_labels_that_are_the_same_have_a_number_behind_them() -> None:
    filled = fill(KEYBOARD, _panel("Buy", "Buy", "Buy (2)"), _limit())
    assert [(one.shown, one.mark, one.tells_all) for one in filled.buttons] == [
        ("Buy", "", True),
        ("Buy (3)", " (3)", True),
        ("Buy (2)", "", True),
    ]
    assert (filled.cuts, filled.left) == ((), "")
    assert filled.buttons[1].shown.places == filled.buttons[1].label.places


def test_a_label_that_has_no_room_for_its_number_is_cut_and_told() -> None:
    panel = _panel("Subscribe"[:8], "Subscribe"[:8])
    filled = fill(KEYBOARD, panel, _limit())
    assert [one.shown for one in filled.buttons] == ["Subscrib", "Subscri…"]
    assert [(cut.code, cut.place.path, cut.actual) for cut in filled.cuts] == [
        (Code.LABEL_CUT, "choice_message.choices[1].text_message.text", 12)
    ]
    assert filled.left == "Well?\n> Subscrib (2)"
    with pytest.raises(Obstacle, match="choice 2 has the label of one before it, and a keyboard has no room"):
        fill(replace(KEYBOARD, exact=True), panel, _limit())


def test_labels_of_several_panels_may_be_the_same() -> None:
    filled = fill(KEYBOARD, _panel("Buy"), _limit(), taken=["Buy"])
    assert filled.buttons[0].shown == "Buy"


@given(st.lists(st.sampled_from(["A", "A (2)", "A (3)", "B"]), min_size=1, max_size=3))
def test_no_two_labels_of_a_form_are_the_same(labels: list[str]) -> None:
    shown = [one.shown.plain for one in fill(KEYBOARD, _panel(*labels), _limit()).buttons]
    assert len(set(shown)) == len(shown)
    assert all(one.startswith(label) for one, label in zip(shown, labels, strict=True))
