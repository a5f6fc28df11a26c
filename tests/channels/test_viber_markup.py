"""What Viber formats: found, reported, and kept as it was typed where that is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transcode import Code, transcode
from transcode.channels.viber.markup import escape, marks, pairs

TEXTS = st.text("*_~`ab \n", max_size=40)


@pytest.mark.parametrize(
    ("text", "found", "escaped"),
    [
        ("*Sale* today", ["*"], "* Sale* today"),
        ("_a_ ~b~ *c*", ["*", "_", "~"], "_ a_ ~ b~ * c*"),
        ("```code```", ["```"], "``` code```"),
        ("a*b*c", [], "a*b*c"),
        ("* a *", [], "* a *"),
        ("*a*b", [], "*a*b"),
        ("*a\nb*", [], "*a\nb*"),
        ("2 * 3 = 6*", [], "2 * 3 = 6*"),
        ("https://example.com/_a_ b", [], "https://example.com/_a_ b"),
        ("```", [], "```"),
        ("____ and _a_", ["_"], "____ and _ a_"),
        ("(*a*) *b*", ["*"], "(* a*) * b*"),
        ("plain", [], "plain"),
    ],
)
def test_marks(text: str, found: list[str], escaped: str) -> None:
    assert marks(text) == found
    assert escape(text) == escaped


@settings(max_examples=300)
@given(TEXTS)
@example("____")
@example("``````")
@example("*``` *```")
def test_what_is_escaped_has_no_marks_and_all_its_words(text: str) -> None:
    escaped = escape(text)
    assert marks(escaped) == []
    assert escape(escaped) == escaped
    assert escaped.replace(" ", "") == text.replace(" ", "")


def test_marks_cost_no_more_than_their_length() -> None:
    assert len(escape("*a " * 100_000 + "*")) < 400_002
    assert marks("```" * 100_000) == ["```"]


def question(text: str) -> dict[str, Any]:
    choice = {"url_message": {"title": "*More*", "url": "https://example.com"}}
    return {"choice_message": {"text_message": {"text": text}, "choices": [choice]}}


@pytest.mark.parametrize("channel", ["VIBER", "VIBERBM"])
@pytest.mark.parametrize("profile", ["documented", "rich"])
@pytest.mark.parametrize("message", [{"text_message": {"text": "*Sale*"}}, question("*Sale*")])
def test_marks_are_reported_or_taken_away(message: dict[str, Any], profile: str, channel: str) -> None:
    read = transcode(message, channel, profile=profile)
    assert [one.code for one in read.findings] == [Code.MARKUP_READ]
    assert "'*'" in read.findings[0].message
    literal = transcode(message, channel, profile=profile, markup="literal")
    assert [one.code for one in literal.findings] == [Code.MARKUP_ESCAPED]
    assert "* Sale*" in literal.to_json()
    assert "*Sale*" not in "".join(map(str, literal.payloads))


def test_marks_of_a_layout_format_all_the_same() -> None:
    card = {"title": "A *b* c", "description": "plain", "choices": [{"text_message": {"text": "Yes"}}]}
    (payload,) = transcode({"card_message": card}, "VIBERBM", markup="literal").payloads
    assert payload["messages"][0]["content"]["text"] == "A * b* c\n_plain_\n\n> YES"


@pytest.mark.parametrize(("channel", "limit"), [("VIBER", 7000), ("VIBERBM", 1000)])
@pytest.mark.parametrize("pair", ["*bold words*", "_all of it_", "```a *b* c```"])
def test_a_pair_that_fits_a_message_is_never_cut(channel: str, limit: int, pair: str) -> None:
    text = "a " * (limit // 2 - 4) + pair + " end"
    first, second = transcode({"text_message": {"text": text}}, channel, profile="rich").payloads
    assert f" {pair}" not in str(first)
    assert f"'{pair} end'" in str(second)


def test_pairs_are_told_from_marks_that_stand_alone() -> None:
    text = "*a _b_ c* d* ```x *y*``` ~z"
    assert [text[start:end] for start, end in pairs(text)] == ["*a _b_ c*", "```x *y*```"]


@pytest.mark.parametrize("channel", ["VIBER", "VIBERBM"])
def test_what_markdown_leaves_as_a_mark_is_shown_as_one(channel: str) -> None:
    pytest.importorskip("markdown_it")
    result = transcode({"text_message": {"text": r"**Sale** \*now\* 2 * 3"}}, channel, markup="markdown")
    assert "Sale * now* 2 * 3" in result.to_json()
    assert [one.code for one in result.findings] == [Code.MARKUP_PLAIN, Code.MARKUP_ESCAPED]
