"""Messages that independent calculators were asked about.

They are sms-segments-calculator, split-sms and gsm from npm, and smsutil from PyPI.
``oracle.jsonl`` has one message a line; ``parts`` are lengths in code points. ``agreed``: sms-segments-calculator and
split-sms give the same encoding, count and parts. ``agreed_count``: the same count, other boundaries, since the first
keeps grapheme clusters whole. ``disputed``: another count.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from transcode.gsm import Encoding, count_segments, segment
from transcode.measure import graphemes, utf16_units

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("oracle.jsonl").read_bytes().splitlines()
]
LABELS = {"GSM7": Encoding.GSM, "UCS2": Encoding.UNICODE}


def of_class(name: str) -> list[Any]:
    return [pytest.param(row, id=f"{row['id']}-{row['tag']}") for row in ROWS if row["class"] == name]


def test_the_corpus_is_all_there() -> None:
    assert len(ROWS) == 367
    assert {row["class"] for row in ROWS} == {"agreed", "agreed_count", "disputed"}


@pytest.mark.parametrize("row", of_class("agreed"))
def test_where_calculators_agree_we_do(row: dict[str, Any]) -> None:
    message = segment(row["text"])
    assert message.encoding is LABELS[row["encoding"]]
    assert message.units == row["units"]
    assert message.segments == row["segments"] == count_segments(row["text"])
    assert [len(text) for text in message.texts] == row["parts"]
    assert "".join(message.texts) == row["text"]


@pytest.mark.parametrize("row", of_class("agreed_count"))
def test_where_they_agree_on_the_count_we_do(row: dict[str, Any]) -> None:
    message = segment(row["text"])
    assert (message.encoding, message.units) == (LABELS[row["encoding"]], row["units"])
    assert message.segments == row["segments"] == count_segments(row["text"])
    # And with clusters kept whole it is the same count still, as the calculator that keeps them has it.
    whole = segment(row["text"], keep_graphemes=True)
    assert whole.segments == row["segments"]
    assert [g for text in whole.texts for g in graphemes(text)] == graphemes(row["text"])


# id -> (segments by code point, segments of sms-segments-calculator, why)
DISPUTED = {
    665: (
        2,
        3,
        "33 flags of 4 units: 67 units hold 16 of them and a half, which a calculator of clusters leaves empty",
    ),
    669: (3, 4, "49 flags: as above"),
    677: (3, 4, "67 keycaps of 3 units: 22 to a part, one unit left empty in each"),
    679: (4, 5, "89 keycaps: as above"),
    695: (3, 4, "67 letters with two marks, 3 units each: as the keycaps"),
    696: (4, 5, "89 letters with two marks: as the keycaps"),
    701: (2, 3, "67 letters with one mark, 2 units each: 33 to a part, one unit left empty in each"),
    703: (3, 4, "100 letters with one mark: as above"),
    712: (
        3,
        2,
        "one letter with 140 marks is larger than a part: it puts all 141 units into one, which cannot be sent",
    ),
}


@pytest.mark.parametrize("row", of_class("disputed"))
def test_disputes_are_about_clusters_and_each_is_understood(row: dict[str, Any]) -> None:
    by_code_point, theirs, _ = DISPUTED[row["id"]]
    message = segment(row["text"])
    assert message.segments == by_code_point == row["segments"] == count_segments(row["text"])
    assert [len(text) for text in message.texts] == row["parts"]
    whole = segment(row["text"], keep_graphemes=True)
    largest = max(map(utf16_units, graphemes(row["text"])))
    if largest > 67:
        assert whole.segments == by_code_point
        assert all(part.units <= 67 for part in whole.parts)
    else:
        assert whole.segments == theirs


def test_every_dispute_is_explained() -> None:
    assert {row["id"] for row in ROWS if row["class"] == "disputed"} == set(DISPUTED)
