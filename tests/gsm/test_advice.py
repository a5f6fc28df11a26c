from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from tests.gsm import reference
from transcode.gsm import Encoding, SegmentationError, advise, count_segments
from transcode.measure import graphemes


def test_what_to_remove_to_save_a_part() -> None:
    advice = advise("a" * 167)
    assert (advice.to_save_a_part, advice.to_fit, advice.max_parts) == (7, 0, None)
    assert advice.fill == (1.0, 14 / 153)
    assert advise("a" * 160).to_save_a_part == 0
    assert advise("я" * 66 + "🇸🇪" * 2).to_save_a_part == 1  # a flag is one character to a reader


def test_a_limit_is_reported_and_nothing_is_cut() -> None:
    advice = advise("a" * 500, max_parts=2)
    assert (advice.to_fit, advice.segmentation.text) == (194, "a" * 500)
    assert advise("a" * 306, max_parts=2).to_fit == 0
    with pytest.raises(SegmentationError, match="at least one"):
        advise("a", max_parts=0)
    with pytest.raises(SegmentationError, match="max_parts is a number of many digits"):
        advise("a", max_parts=10**5000)


def test_alternatives_that_save_parts() -> None:
    advice = advise("“" + "naïve " * 20 + "”" + "e\u0301")
    assert advice.segmentation.segments == 2
    (alternative,) = advice.alternatives
    assert alternative.options == {
        "normalize": "NFC",
        "transliterate": "always",
        "transliteration_tables": ("punctuation", "symbols", "latin"),
    }
    assert (alternative.saved, alternative.segmentation.encoding) == (1, Encoding.GSM)
    assert advice.transliterated.text == '"' + "naive " * 20 + '"é'


def test_the_mildest_change_that_saves_comes_first() -> None:
    composed = advise("e\u0301" * 80)
    assert [a.options for a in composed.alternatives] == [{"normalize": "NFC"}]
    quoted = advise("“" + "a" * 100 + "”")
    assert [a.options for a in quoted.alternatives] == [
        {"transliterate": "always", "transliteration_tables": ("punctuation",)}
    ]
    turkish = advise("ş" * 100)
    assert [a.options for a in turkish.alternatives] == [
        {"transliterate": "always", "transliteration_tables": ("punctuation", "symbols", "latin")},
        {"languages": "any"},
    ]
    assert turkish.transliterated.text == "s" * 100


def test_nothing_is_suggested_where_nothing_helps() -> None:
    assert advise("漢" * 200).alternatives == ()
    assert advise("a" * 500).alternatives == ()
    assert advise("a" * 500).transliterated == advise("a" * 500).segmentation


def test_sentences_for_people() -> None:
    assert advise("“Hello” " * 12, max_parts=1).sentences == (
        "2 parts in UCS-2; the last one holds 29 of 67 UTF-16 units.",
        "“ U+201C LEFT DOUBLE QUOTATION MARK at 0, 8, 16, 24, 32 and 7 more is not in the GSM alphabet.",
        "” U+201D RIGHT DOUBLE QUOTATION MARK at 6, 14, 22, 30, 38 and 7 more is not in the GSM alphabet.",
        "Remove 26 characters to stay within 1 part.",
        (
            "With transliterate='always', transliteration_tables=('punctuation',): "
            "1 part, 1 fewer, 24 characters replaced."
        ),
    )
    assert advise("\x00漢字漢字漢字").sentences == (
        "1 part in UCS-2; the last one holds 7 of 70 UTF-16 units.",
        "U+0000 at 0 is not in the GSM alphabet.",
        "漢 U+6F22 CJK UNIFIED IDEOGRAPH-6F22 at 1, 3, 5 is not in the GSM alphabet.",
        "字 U+5B57 CJK UNIFIED IDEOGRAPH-5B57 at 2, 4, 6 is not in the GSM alphabet.",
    )
    assert advise("áíóúâêôîû").sentences[-1] == "Nor are 4 other characters."
    assert advise("áíóúâê").sentences[-1] == "Nor is 1 other character."


def test_to_leave_a_little_out_may_be_the_best_advice() -> None:
    text = "Your order – number 1042 – is on its way and comes tomorrow between nine and twelve 😀 " + "Thank you! " * 6
    assert count_segments(text) == 3
    (alternative,) = advise(text).alternatives
    assert (alternative.segmentation.segments, alternative.saved) == (1, 2)
    assert alternative.segmentation.text == text.replace("–", "-").replace("😀", "")
    assert advise(text).sentences[-1] == (
        "With encoding='GSM', unknown='', transliterate='always', transliteration_tables=('punctuation',): "
        "1 part, 2 fewer, 2 characters replaced, 😀 left out."
    )
    assert advise(text.replace("😀", "👨‍👩‍👧‍👦")).alternatives[0].segmentation.segments == 1
    assert advise("😀" * 6 + "a" * 100).alternatives == ()  # too much to leave out


def test_more_parts_than_can_be_numbered_are_told() -> None:
    assert "256 parts: a message has at most 255 (TS 23.040 section 9.2.3.24.1)." in advise("a" * 153 * 256).sentences
    assert "11 parts: Telnyx sends at most 10." in advise("a" * 1531, vendor="telnyx").sentences


@settings(max_examples=60, deadline=None)
@given(reference.texts("ab€[яéçş“😀🇸"))
def test_following_the_advice_helps(text: str) -> None:
    advice = advise(text, max_parts=2)
    message = advice.segmentation
    assert len(advice.fill) == message.segments
    assert all(0 <= share <= 1 for share in advice.fill)
    if message.segments > 1:
        shorter = "".join(graphemes(text)[: len(graphemes(text)) - advice.to_save_a_part])
        assert advice.to_save_a_part > 0
        assert count_segments(shorter) < message.segments
        assert count_segments(shorter + graphemes(text)[len(graphemes(shorter))]) == message.segments
    for options, result, saved in advice.alternatives:
        assert saved == message.segments - result.segments > 0
        assert count_segments(text, **options) == result.segments
    json.dumps(advice.as_dict())
