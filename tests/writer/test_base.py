"""What every writer is given, and what a class must state."""

from __future__ import annotations

from typing import Any

import pytest

from tests.writer.toy import Toy, writer
from transcode import Code, InvalidOption
from transcode.channels.base import ChannelWriter, Limit, Outcome, Property, Request, Support, Unit, flag
from transcode.message.place import survey

A = Limit("a", 1, Unit.CHARACTERS, "none", "2026-11-22")
PROPERTY = Property("TOY_ON", flag, "On.", "none")


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"channel": None}, r"Broken\.channel: must be a string"),
        ({"title": 5}, r"Broken\.title: must be a string"),
        ({"text_payloads": ChannelWriter.text_payloads}, r"Broken\.text_payloads: must say how Toy sends a text"),
        ({"limits": (A, A)}, r"Broken\.limits: 'a' is there twice"),
        ({"properties": (PROPERTY, PROPERTY)}, r"Broken\.properties: 'TOY_ON' is there twice"),
        ({"fixed_limits": frozenset({"b"})}, r"Broken\.fixed_limits: there is no limit 'b'"),
        ({"supports": {"chioce": Support.NATIVE}}, r"Broken\.supports: there is no type of content 'chioce'"),
    ],
)
def test_a_class_that_states_nonsense_is_refused(stated: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidOption, match=words):
        type("Broken", (Toy,), stated).check()


def test_a_class_that_states_itself_is_taken() -> None:
    Toy.check()


def test_a_limit_is_the_callers_where_there_is_one() -> None:
    assert writer().limit("label").value == 8
    assert writer(limits={"label": 3}).limit("label") == Limit(
        "label", 3, Unit.GRAPHEMES, "Transcoder(limits=...)", "2026-11-22"
    )


def test_a_text_that_is_cut_is_reported_where_it_comes_from() -> None:
    toy = writer()
    root = survey({"a": "x" * 9, "b": "x" * 8}, "m").root
    assert toy.fit(root.words("b"), toy.limit("label")) == "x" * 8
    assert toy.fit(root.words("a"), toy.limit("label")) == "x" * 7 + "…"
    (finding,) = toy.notes.findings
    assert (finding.code, finding.path, finding.limit, finding.actual) == (Code.TRUNCATED, "m.a", 8, 9)


def test_pieces_show_something_each() -> None:
    toy = writer()
    text = survey({"a": "x" * 8 + " " * 8 + "y"}, "m").root.words("a")
    pieces = toy.pieces(text, toy.limit("label"), text.place)
    assert pieces == ["x" * 8, "y"]
    assert all(piece.places == text.places for piece in pieces)
    assert [(f.code, f.path, f.actual) for f in toy.notes.findings] == [(Code.SPLIT, "m.a", 2)]


def test_an_address_that_is_refused_goes_out_as_it_was_given() -> None:
    class Strict(Toy):
        """Takes nobody."""

        def recipient(self, to: str) -> str:
            raise ValueError("must be somebody")

        sender = recipient

    strict = Strict(Request(to="me", sender="you"))
    assert (strict.to, strict.from_) == ("me", "you")
    assert [(f.code, f.path, f.message) for f in strict.notes.findings] == [
        (Code.RECIPIENT_REFUSED, "to", "Toy would refuse the recipient 'me': it must be somebody."),
        (Code.SENDER_REFUSED, "sender", "Toy would refuse the sender 'you': it must be somebody."),
    ]
    assert Strict(Request(to="{{to}}", sender="{{from}}")).notes.findings == ()


def test_an_empty_text_is_told() -> None:
    toy = writer()
    rendering = toy.send_text(survey({"a": " "}, "m").root.words("a"), Outcome.NATIVE)
    assert rendering.payloads
    assert [finding.code for finding in toy.notes.findings] == [Code.EMPTY]


def test_a_number_is_cleaned_or_completed_and_that_is_told() -> None:
    plain, region = writer(), writer(region="SE")
    cases = [
        (plain, "1234", "1234", None),
        (plain, "12 34", "1234", Code.NUMBER_CLEANED),
        (plain, "+46 70-12", "+467012", Code.NUMBER_CLEANED),
        (plain, "+467012", "+467012", None),
        (region, "070-174 06 05", "+46701740605", Code.NUMBER_COMPLETED),
        (region, " +46 70", "+4670", Code.NUMBER_CLEANED),
    ]
    for toy, given, read, code in cases:
        before = len(toy.notes.findings)
        assert toy.phone_number(given) == read
        assert [(one.code, one.path) for one in toy.notes.findings[before:]] == ([(code, "to")] if code else []), given
