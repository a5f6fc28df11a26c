"""What RCS charges by class, over a campaign: each row as ``transcode`` bills it, added up, priced, kept as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcode import InvalidOption, transcode
from transcode.campaign import Charged, Estimate, Tally, compile  # noqa: A004 - as re.compile
from transcode.campaign.report import html_report
from transcode.campaign.terminal import draw_estimate
from transcode.preview.screen import Screen

TEXT = {"text_message": {"text": "Hi ${name}"}}
CARD = {
    "card_message": {
        "title": "Hi ${name}",
        "media_message": {"url": "https://example.com/${file}"},
        "choices": [{"text_message": {"text": "Yes"}}],
    }
}
TEXT_PLAN, CARD_PLAN = compile(TEXT, "RCS"), compile(CARD, "RCS")
US = {"RICH_MESSAGE": "0.01", "RICH_MEDIA_MESSAGE": "0.05"}

rows = st.lists(
    st.fixed_dictionaries(
        {"file": st.sampled_from(["a.jpg", "b.mp4", "c.xyz"])},
        optional={"name": st.text(max_size=5) | st.sampled_from(["x" * 157, "x" * 158, "ł" * 79, "x" * 4000, "Nora"])},
    ),
    max_size=6,
)


@pytest.mark.parametrize("plan", [TEXT_PLAN, CARD_PLAN])
@settings(max_examples=25, deadline=None)
@given(rows=rows)
def test_a_campaign_is_charged_as_its_rows(plan: Any, rows: list[dict[str, str]]) -> None:
    units: Counter[tuple[str, str]] = Counter()
    messages = 0
    for row in rows:
        if plan.check(row).failure is not None:
            continue
        billing = transcode(plan.message(row), "RCS").billing
        assert billing is not None
        messages += len(billing["messages"])
        for place in ("us", "elsewhere"):
            units.update({(place, name): count for name, count in billing[place].items() if count})
    found = plan.estimate(rows).billing
    assert {(place, name): one.units for place, charged in found.items() for name, one in charged.items()} == units
    for charged in found.values():
        assert sum(one.messages for one in charged.values()) == messages


def test_classes_are_priced() -> None:
    rows = [{"name": "Nora"}, {"name": "x" * 200}, {"name": "ł" * 100}, {}]
    us = TEXT_PLAN.estimate(rows, rates=US)
    assert us.billing == {
        "elsewhere": {"BASIC": Charged(1, 1, None), "SINGLE": Charged(2, 2, None)},
        "us": {"RICH_MESSAGE": Charged(3, 5, Decimal("0.01"))},
    }
    assert (us.cost, us.unpriced, us.failed) == (Decimal("0.05"), 0, 1)
    assert [(one.row, str(one.cost)) for one in us.worst] == [(2, "0.02"), (3, "0.02"), (1, "0.01")]
    assert us.worst[1].why == "1 message: us 2 RICH_MESSAGE, elsewhere 1 SINGLE"
    elsewhere = TEXT_PLAN.estimate(rows, rates={"BASIC": "0.02"})
    assert (elsewhere.cost, elsewhere.unpriced) == (Decimal("0.02"), 2)
    flat = TEXT_PLAN.estimate(rows, rates="0.03")
    assert (flat.cost, flat.unpriced) == (Decimal("0.09"), 0)
    none = TEXT_PLAN.estimate(rows, rates={"RICH_MEDIA_MESSAGE": "1"})
    assert (none.cost, none.unpriced) == (None, 3)
    assert TEXT_PLAN.estimate(rows).billing["us"]["RICH_MESSAGE"].cost is None


def test_a_choice_that_makes_media_of_a_text_changes_the_class() -> None:
    choices = [{"text_message": {"text": "Yes"}}, {"share_location_message": {"title": "Where?", "fallback_url": ""}}]
    question = {"choice_message": {"text_message": {"text": "Hi ${name}"}, "choices": choices}}
    charged = compile(question, "RCS").estimate([{"name": "x" * 200}] * 2, rates=US)
    assert charged.billing["us"] == {"RICH_MEDIA_MESSAGE": Charged(2, 2, Decimal("0.05"))}


@settings(max_examples=25, deadline=None)
@given(first=rows, second=rows)
def test_estimates_add_up_and_travel(first: list[dict[str, str]], second: list[dict[str, str]]) -> None:
    one = TEXT_PLAN.estimate(first, rates=US)
    other = TEXT_PLAN.estimate(second, rates=US, first_row=1 + len(first))
    whole = TEXT_PLAN.estimate([*first, *second], rates=US)
    assert one + other == whole
    assert Estimate.from_json(whole.to_json()) == whole
    assert whole.unpriced == 0


def test_what_does_not_add_up() -> None:
    rows = [{"name": "Nora"}]
    us = TEXT_PLAN.estimate(rows, rates=US)
    with pytest.raises(InvalidOption, match="different rates for 'RICH_MESSAGE'"):
        us + TEXT_PLAN.estimate(rows, rates=US | {"RICH_MESSAGE": "0.02"})
    card = CARD_PLAN.estimate([{"name": "Nora", "file": "a.jpg"}], rates={"SINGLE": "1"})
    with pytest.raises(InvalidOption, match="rates of different places do not add up: us, elsewhere"):
        us + card


def test_an_interruption_leaves_no_half_of_a_batch() -> None:
    class Broken(Mapping[str, str]):
        def __getitem__(self, name: str) -> str:
            raise KeyboardInterrupt

        def __iter__(self) -> Any:
            return iter(("name",))

        def __len__(self) -> int:
            return 1

    tally = Tally(TEXT_PLAN)
    tally.add([{"name": "Nora"}])
    before = tally.estimate()
    with pytest.raises(KeyboardInterrupt):
        tally.add([{"name": "Nora"}, Broken()])
    assert tally.estimate() == before


@pytest.mark.parametrize(
    ("message", "channel", "rates", "words"),
    [
        (TEXT, "RCS", {"RICH": "1"}, "the classes are RICH_MESSAGE, RICH_MEDIA_MESSAGE or BASIC, SINGLE, not RICH"),
        (TEXT, "RCS", {"BASIC": "1", "RICH_MESSAGE": "1"}, "not BASIC, RICH_MESSAGE"),
        (TEXT, "RCS", {"BASIC": "much"}, "must be an amount"),
        (TEXT, "RCS", {"BASIC": "1", "+46": "1"}, "'BASIC' is no destination"),
        (TEXT, "SMS", {"BASIC": "1"}, "what SMS charges by class is not known here"),
        (TEXT, "LINE", {"BASIC": "1"}, "what LINE charges by class is not known here"),
    ],
)
def test_classes_that_are_none(message: Any, channel: str, rates: Any, words: str) -> None:
    with pytest.raises(InvalidOption, match=words):
        compile(message, channel).estimate([{"name": "Nora"}], rates=rates)


def test_the_reports_show_what_is_charged() -> None:
    estimate = TEXT_PLAN.estimate([{"name": "Nora"}, {"name": "x" * 200}], rates=US)
    screen = Screen(StringIO())
    draw_estimate(screen, estimate)
    assert "in the US  RICH_MESSAGE         2      3  0.01  0.03" in screen.text
    page = html_report(estimate)
    assert "<td>RICH_MESSAGE</td>" in page
    assert "Cost by destination" not in page
    assert "Cost by destination" in html_report(TEXT_PLAN.estimate([{"name": "Nora"}], rates="0.01"))
    assert "What is charged" not in html_report(compile(TEXT).estimate([{"name": "Nora"}]))
