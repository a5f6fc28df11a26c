"""The words that networks and providers act on by themselves."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.keywords import KEYWORDS, MAX_LENGTH, Keyword, Meaning, carrier_keyword, opt_out_word

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
