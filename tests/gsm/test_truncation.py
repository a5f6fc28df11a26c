from __future__ import annotations

from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gsm import reference
from transcode.gsm import Encoding, SegmentationError, count_segments, truncate


def test_what_fits_is_left_alone() -> None:
    result = truncate("hello", ellipsis="...")
    assert (result.segmentation.text, result.dropped) == ("hello", "")
    assert truncate("a" * 306, 2, ellipsis="...").dropped == ""
    assert truncate("").segmentation.segments == 1


@pytest.mark.parametrize(
    ("text", "parts", "ellipsis", "kept", "encoding"),
    [
        ("a" * 200, 1, "", 160, Encoding.GSM),
        ("a" * 200, 1, "...", 157, Encoding.GSM),
        ("a" * 200, 1, "…", 69, Encoding.UNICODE),
        ("a" * 400, 2, "...", 303, Encoding.GSM),
        ("€" * 200, 1, "", 80, Encoding.GSM),
        ("€" * 200, 2, ".", 152, Encoding.GSM),  # 76 to each part, one septet over in each
        ("я" * 100, 1, "...", 67, Encoding.UNICODE),
        ("a" * 159 + "😀", 1, "", 159, Encoding.GSM),
        ("a" * 200 + "😀", 1, "...", 157, Encoding.GSM),
        ("😀" + "a" * 200, 1, "...", 66, Encoding.UNICODE),
        ("я" * 69 + "🇸🇪", 1, "", 69, Encoding.UNICODE),
        ("x" + "\u0301" * 200, 1, "", 70, Encoding.UNICODE),  # one cluster, larger than all the room there is
        ("a" * 10_000_000, 3, "...", 456, Encoding.GSM),
    ],
)
def test_where_it_cuts(text: str, parts: int, ellipsis: str, kept: int, encoding: Encoding) -> None:
    message, dropped = truncate(text, parts, ellipsis=ellipsis)
    assert message.text == text[:kept] + ellipsis
    assert dropped == text[kept:]
    assert message.encoding is encoding
    assert message.segments <= parts


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(reference.texts(), reference.texts(reference.BASIC + reference.EXTENDED)),
    st.integers(1, 4),
    st.sampled_from(["", "...", "…", "€"]),
    st.sampled_from(
        [{}, {"reference_bits": 16}, {"keep_graphemes": True}, {"languages": "tr"}, {"transliterate": "auto"}]
    ),
)
def test_nothing_longer_would_fit(text: str, parts: int, ellipsis: str, options: dict[str, object]) -> None:
    message, dropped = truncate(text, parts, ellipsis=ellipsis, **options)
    assert message.segments <= parts
    kept = len(text) - len(dropped)
    if not dropped:
        assert count_segments(text, **options) <= parts
        return
    assert count_segments(text, **options) > parts
    assert text[kept:] == dropped
    ends = [0, *accumulate(map(len, reference.clusters(text)))]
    following = next(end for end in ends if end > kept)
    assert count_segments(text[:following] + ellipsis, **options) > parts
    # Cut between clusters, unless the first of them is too large.
    assert kept in ends or count_segments(text[: ends[1]] + ellipsis, **options) > parts
    assert kept or count_segments(reference.atoms(text)[0] + ellipsis, **options) > parts


@pytest.mark.parametrize(
    ("parts", "options"),
    [(None, {}), ("1", {}), (1.0, {}), (True, {}), (1, {"ellipsis": None}), (1, {"ellipsis": 5}), ([], {})],
    ids=str,
)
def test_arguments_of_another_type_are_refused(parts: Any, options: dict[str, Any]) -> None:
    with pytest.raises(SegmentationError):
        truncate("x", parts, **options)


def test_a_limit_of_any_size_is_a_limit() -> None:
    assert truncate("a" * 1000, 10**5000).dropped == ""
    with pytest.raises(SegmentationError, match="a number of many digits parts"):
        truncate("a", -(10**5000))


def test_normalisation_comes_first() -> None:
    message, dropped = truncate("e\u0301" * 200, 1, normalize="NFC")
    assert message.text == "é" * 160
    assert dropped == "é" * 40


@pytest.mark.parametrize(("parts", "ellipsis"), [(0, ""), (-1, ""), (1, "." * 161), (1, "…" * 71)])
def test_what_cannot_be_is_refused(parts: int, ellipsis: str) -> None:
    with pytest.raises(SegmentationError, match="part"):
        truncate("a" * 500, parts, ellipsis=ellipsis)
