from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gsm import reference
from transcode.gsm import NUMBERING, Encoding, SegmentationError, segment, split_messages
from transcode.measure import graphemes

WORDS = "The quick brown fox jumps over the lazy dog and then it rests. " * 6


def test_messages_end_between_words() -> None:
    messages = split_messages(WORDS)
    assert [message.segments for message in messages] == [1, 1, 1]
    assert " ".join(message.text for message in messages) == WORDS.strip()
    assert all(len(message.text) <= 160 for message in messages)
    assert messages[0].text.endswith(" over the")


def test_messages_are_numbered() -> None:
    messages = split_messages(WORDS, numbering=NUMBERING)
    assert [message.text[:6] for message in messages] == ["(1/3) ", "(2/3) ", "(3/3) "]
    assert " ".join(message.text[6:] for message in messages) == WORDS.strip()
    behind = split_messages(WORDS, numbering="{text} [{index} of {total}]")
    assert [message.text[-8:] for message in behind] == ["[1 of 3]", "[2 of 3]", "[3 of 3]"]
    assert split_messages("hello", numbering=NUMBERING) == (segment("hello"),)


def test_a_tenth_message_makes_all_numbers_longer() -> None:
    nine, ten = "a" * (154 * 9), "a" * (154 * 9 + 1)
    assert [len(m.text) for m in split_messages(nine, numbering=NUMBERING)] == [160] * 9
    messages = split_messages(ten, numbering=NUMBERING)
    assert [m.text[:8] for m in messages[8:]] == ["(9/10) a", "(10/10) "]
    assert sum(m.text.count("a") for m in messages) == len(ten)


def test_each_message_has_the_encoding_it_needs() -> None:
    messages = split_messages("word " * 40 + "я")
    assert [m.encoding for m in messages] == [Encoding.GSM, Encoding.UNICODE]


def test_a_word_longer_than_a_message_is_cut_between_clusters() -> None:
    messages = split_messages("see " + "🇸🇪" * 40)
    assert [m.text for m in messages] == ["see", "🇸🇪" * 17, "🇸🇪" * 17, "🇸🇪" * 6]
    assert [len(m.text) for m in split_messages("x" + "\u0301" * 100)] == [70, 31]


def test_replacements_are_made_first_and_told_with_the_message_they_are_in() -> None:
    text = "“" + "word " * 40 + "”"
    messages = split_messages(text, transliterate="auto")
    assert [m.encoding for m in messages] == [Encoding.GSM] * 2
    assert [[r.position for r in m.replacements] for m in messages] == [[0], [201]]


def test_content_is_never_a_layout() -> None:
    text = "{total} {text} {0.__class__} " * 20
    messages = split_messages(text, numbering=NUMBERING)
    assert " ".join(m.text.split(" ", 1)[1] for m in messages) == text.strip()


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(reference.texts("ab \n€[я😀🇸"), reference.texts()),
    st.sampled_from([None, NUMBERING, "{text}\n{index}", "“{index}” {text}"]),
    st.sampled_from(
        [{}, {"transliterate": "always"}, {"languages": "tr"}, {"line_feed": "crlf"}, {"vendor": "telnyx"}]
    ),
)
def test_each_is_one_part_and_nothing_but_space_is_lost(
    text: str, numbering: str | None, options: dict[str, Any]
) -> None:
    whole = segment(text, **options)
    messages = split_messages(text, numbering=numbering, **options)
    assert all(message.segments == 1 for message in messages)
    before, _, after = (numbering or "{text}").partition("{text}")
    kept = ""
    for index, message in enumerate(messages, 1):
        written = message.text
        if len(messages) > 1:
            head, tail = (
                part.replace("{index}", str(index)).replace("{total}", str(len(messages))) for part in (before, after)
            )
            assert written.startswith(head)
            assert written.endswith(tail)
            written = written[len(head) : len(written) - len(tail)]
            assert written == written.strip() != "" or not whole.text.strip()
        kept += written
    assert "".join(kept.split()) == "".join(whole.text.split())
    assert [r for m in messages for r in m.replacements] == list(whole.replacements)


@settings(deadline=None)
@given(st.lists(st.text("abé", min_size=1, max_size=12), min_size=30, max_size=80))
def test_words_that_fit_are_never_cut(words: list[str]) -> None:
    text = " ".join(words)
    assert [w for m in split_messages(text) for w in m.text.split(" ")] == words
    assert graphemes(text)


@pytest.mark.parametrize("numbering", ["({index}/{total})", "", 5, "x" * 101 + "{text}", "{text}" + "." * 99])
def test_a_numbering_that_cannot_be_used_is_refused(numbering: Any) -> None:
    with pytest.raises(SegmentationError, match="numbering"):
        split_messages("word " * 100, numbering=numbering)


def test_a_numbering_without_room_is_refused() -> None:
    with pytest.raises(SegmentationError, match="no room"):
        split_messages("word " * 100, numbering="я" * 70 + "{text}")
