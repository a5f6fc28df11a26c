"""The words that networks and providers act on by themselves."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode import transcode
from transcode.channels import implemented
from transcode.keywords import (
    KEYWORDS,
    MAX_LENGTH,
    Keyword,
    Meaning,
    carrier_keyword,
    opt_out_word,
    opts_out_by_mistake,
)
from transcode.result import Code

KEYWORD = st.sampled_from(KEYWORDS)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("STOP", "STOP"),
        ("stop", "STOP"),
        ("Cancel", "CANCEL"),
        ("End", "END"),
        (" quit ", "QUIT"),
        ("Unsubscribe.", "UNSUBSCRIBE"),
        ("“Stop”", "STOP"),
        ("*STOP*", "STOP"),
        ("ＳＴＯＰ", "STOP"),
        ("st\u200bop", "STOP"),
        ("Stop all", "STOP ALL"),
        ("stopall", "STOPALL"),
        ("opt-out", "OPT OUT"),
        ("OPT OUT", "OPT OUT"),
        ("Arrêt", "ARRET"),
        ("ARRET", "ARRET"),
        ("revoke", "REVOKE"),
    ],
)
def test_taken_for_an_opt_out(text: str, word: str) -> None:
    found = opt_out_word(text)
    assert found is not None
    assert (found.word, found.meaning, found.automatic) == (word, Meaning.OPT_OUT, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Stop it",
        "please stop",
        "STOP PLEASE",
        "Cancel my order",
        "The end",
        "nonstop",
        "non-stop",
        "stop?",
        "s t o p",
        "Yes",
        "No",
        "START",
        "HELP",
        "Baja",
        "стоп",
        "stop" * 100_000,
    ],
)
def test_not_taken_for_an_opt_out(text: str) -> None:
    assert opt_out_word(text) is None


@pytest.mark.parametrize(
    ("text", "meaning", "automatic"),
    [
        ("start", Meaning.OPT_IN, True),
        ("UNSTOP", Meaning.OPT_IN, True),
        ("Help!", Meaning.HELP, True),
        ("info", Meaning.HELP, True),
        ("AIDE", Meaning.HELP, True),
        ("ayuda", Meaning.HELP, False),
        ("baja", Meaning.OPT_OUT, False),
        ("Стоп", Meaning.OPT_OUT, False),
        ("stopp", Meaning.OPT_OUT, False),
    ],
)
def test_other_keywords(text: str, meaning: Meaning, automatic: bool) -> None:
    found = carrier_keyword(text)
    assert found is not None
    assert (found.meaning, found.automatic) == (meaning, automatic)


def test_yes_is_an_answer() -> None:
    assert carrier_keyword("YES") is None


def test_every_word_is_listed_once_with_its_source() -> None:
    words = [keyword.word for keyword in KEYWORDS]
    assert len(set(words)) == len(words)
    for keyword in KEYWORDS:
        assert keyword.word == keyword.word.upper()
        assert len(keyword.word) <= MAX_LENGTH
        assert keyword.source
        # What is only thought to be a keyword is not one on which a network acts.
        assert keyword.source != "unverified" or not keyword.automatic
        assert json.loads(json.dumps(keyword.as_dict()))["word"] == keyword.word


@given(
    keyword=KEYWORD,
    change=st.sampled_from((str.upper, str.lower, str.title, str.swapcase)),
    before=st.sampled_from(("", " ", "\n", '"', "(")),
    after=st.sampled_from(("", " ", ".", "!", "\r\n", '"', ")")),
)
def test_case_and_punctuation_do_not_matter(keyword: Keyword, change: object, before: str, after: str) -> None:
    assert callable(change)
    assert carrier_keyword(f"{before}{change(keyword.word)}{after}") == keyword


@given(keyword=KEYWORD, word=st.text(st.characters(categories=("L", "N")), min_size=1), first=st.booleans())
def test_among_other_words_it_is_none(keyword: Keyword, word: str, first: bool) -> None:
    text = f"{word} {keyword.word}" if first else f"{keyword.word} {word}"
    found = carrier_keyword(text)
    assert found is None or " " in found.word


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    found = carrier_keyword(text)
    assert found == carrier_keyword(text)
    assert opt_out_word(text) in (None, found)


def test_it_stands_alone() -> None:
    """Channels and the way back both use it, so it uses neither."""
    code = (
        "import sys, types; package = types.ModuleType('transcode'); package.__path__ = [sys.argv[1]];"
        "sys.modules['transcode'] = package; import transcode.keywords;"
        "print(*(name for name in sys.modules if name.startswith('transcode.')))"
    )
    import transcode

    run = subprocess.run(
        [sys.executable, "-c", code, transcode.__path__[0]], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["transcode.keywords"]


@pytest.mark.parametrize("channel", ["SMS", "MMS"])
def test_a_label_that_somebody_on_the_way_acts_on(channel: str) -> None:
    labels = ["Cancel", " end. ", "Stop", "Help", "Start", "Cancel order", "Yes", "Abmelden"]
    choices = [{"text_message": {"text": label}} for label in labels]
    message = {"choice_message": {"text_message": {"text": "Well?"}, "choices": choices}}
    result = transcode(message, channel, sender="28444", to="+16172383232")
    found = [(f.code, f.path) for f in result.findings if f.code in (Code.CHOICE_OPTS_OUT, Code.CHOICE_IS_KEYWORD)]
    assert found == [
        (code, f"choice_message.choices[{number}]")
        for number, code in enumerate([Code.CHOICE_OPTS_OUT] * 2 + [Code.CHOICE_IS_KEYWORD] * 3)
    ]
    sentences = [f.message for f in result.findings if f.code in (Code.CHOICE_OPTS_OUT, Code.CHOICE_IS_KEYWORD)]
    assert sentences[1:3] == [
        "Who answers 'end.' gets no more messages: networks and providers take it for END. Call it otherwise.",
        "Networks and providers act on 'Stop' by themselves (no more messages): the answer may never arrive.",
    ]
    assert result.deliverable


def test_what_is_not_typed_or_not_read_by_a_network_is_no_keyword() -> None:
    url = {"url_message": {"title": "Cancel", "url": "https://example.com"}}
    answer = {"text_message": {"text": "Cancel"}}
    message = {"choice_message": {"text_message": {"text": "Well?"}, "choices": [url]}}
    codes = {Code.CHOICE_OPTS_OUT, Code.CHOICE_IS_KEYWORD}
    assert not codes & {f.code for f in transcode(message, "SMS").findings}
    message["choice_message"]["choices"] = [answer]
    for channel in {*implemented()} - {"SMS", "MMS"}:
        assert not codes & {f.code for f in transcode(message, channel).findings}


def test_items_of_lists_and_choices_of_cards_are_answers_too() -> None:
    card = {"card_message": {"title": "t", "choices": [{"text_message": {"text": "Quit"}}]}}
    items = [{"choice": {"title": "Remove", "postback_data": "p"}}]
    listed = {"list_message": {"title": "t", "sections": [{"title": "s", "items": items}]}}
    carousel = {"carousel_message": {"cards": [card["card_message"]] * 2}}
    for message, paths in (
        (card, ["card_message.choices[0]"]),
        (listed, ["list_message.sections[0].items[0].choice"]),
        (carousel, [f"carousel_message.cards[{number}].choices[0]" for number in (0, 1)]),
    ):
        found = [f.path for f in transcode(message, "SMS").findings if f.code is Code.CHOICE_OPTS_OUT]
        assert found == paths


def test_each_label_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cost: one look at each label, and none at what is longer than any keyword."""
    asked: list[str] = []
    folded: list[str] = []
    monkeypatch.setattr(
        "transcode.writer.base.carrier_keyword", lambda text: asked.append(text) or carrier_keyword(text)
    )
    monkeypatch.setattr("transcode.keywords._key", lambda text: folded.append(text) or text)
    choices = [{"text_message": {"text": "x" * length}} for length in (5, MAX_LENGTH, MAX_LENGTH + 1, 5000)]
    transcode({"choice_message": {"text_message": {"text": "Well?"}, "choices": choices}}, "SMS")
    assert [len(text) for text in asked] == [5, MAX_LENGTH, MAX_LENGTH + 1, 5000]
    assert [len(text) for text in folded] == [5, MAX_LENGTH]


def test_every_word_that_is_offered_for_something_else_is_a_keyword() -> None:
    by_mistake = [keyword.word for keyword in KEYWORDS if opts_out_by_mistake(keyword)]
    assert sorted(by_mistake) == ["ARRETE", "CANCEL", "END", "QUIT", "REMOVE", "REVOKE"]
