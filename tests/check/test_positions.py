"""A field's line and column are where an editor finds its name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcode.check import Position, Positions
from transcode.message.base import extend_path

TEXT = """{
  "card_message": {
    "title": "T\\u00e9 \\"x\\" {[",
    "choices": [
      {"text_message": {"text": "Yes"}},
      {
        "urlMessage": {"title": "Go", "url": "https://e.example"}
      }
    ]
  }
}
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("", (1, 1)),
        ("card_message", (2, 3)),
        ("card_message.title", (3, 5)),
        ("card_message.choices", (4, 5)),
        ("card_message.choices[0]", (5, 7)),
        ("card_message.choices[0].text_message.text", (5, 25)),
        ("card_message.choices[1]", (6, 7)),
        ("card_message.choices[1].url_message.title", (7, 24)),
        ("card_message.choices[1].url_message.nosuch.deeper", (7, 9)),
        ("card_message.choices[7].text_message", (4, 5)),
        ("nosuch", (1, 1)),
        ("['odd name'].x", (1, 1)),
    ],
)
def test_places(path: str, place: tuple[int, int]) -> None:
    assert Positions(TEXT).of(path) == Position(*place)


# Below a longer name there are no paths.
LONGEST_NAME = 200
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=LONGEST_NAME), inner),
)


def paths(value: Any, path: str = "") -> list[str]:
    found = [path]
    if isinstance(value, dict):
        for name, item in value.items():
            found += paths(item, extend_path(path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += paths(item, extend_path(path, index))
    return found


@settings(deadline=None)
@given(value=JSON, indent=st.sampled_from([None, 1, 4]), ascii_only=st.booleans())
def test_every_field_has_its_place(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    positions = Positions(text)
    starts = [0]
    for line in text.splitlines(keepends=True) if "\n" in text else []:
        starts.append(starts[-1] + len(line))
    for path in paths(value):
        assert path in positions
        if path:
            line, column = positions.of(path)
            assert line >= 1
            assert column >= 1
    # Two fields never share a place, except that the first item of a list may begin nowhere else than itself.
    places = [positions.of(path) for path in dict.fromkeys(paths(value))]
    assert len(set(places)) == len(places)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    place = Positions(text).of("a.b[0]")
    assert place.line >= 1
    assert place.column >= 1


@pytest.mark.parametrize("odd", ["", "."])
@pytest.mark.parametrize("more", [0, 1])
def test_below_a_longer_name_its_own_place_is_told(more: int, odd: str) -> None:
    name = odd + "k" * (LONGEST_NAME + more - len(odd))
    positions = Positions(json.dumps({"a": 1, name: [{"b": 2}]}))
    path = extend_path(extend_path(extend_path("", name), 0), "b")
    around = extend_path("", name)
    assert positions.of(around) == (1, 10)
    assert (path in positions) is (more == 0)
    assert positions.of(path) == ((1, 10) if more else (1, len(name) + 16))


def test_a_long_name_is_not_repeated() -> None:
    text = json.dumps({"k" * 100_000: {"a" * 3 + str(number): number for number in range(5_000)}, "b": 1})
    positions = Positions(text)
    assert positions.of("b").column == text.index('"b"') + 1
    assert sum(map(len, positions._offsets)) < 3 * len(text)
