"""What is noted while a message is written, and taken back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transcode import Code
from transcode.message.place import survey
from transcode.notes import Notes

ROOT = survey({"a": "x", "b": "y", "c": "z"}, "m").root


def test_findings_are_in_document_order_and_those_of_the_whole_first() -> None:
    notes = Notes()
    for where in (ROOT.at("c"), ROOT.at("a"), "to", ROOT.at("b")):
        notes.report(Code.WHOLE_AS_TEXT, where, why="so")
    assert [finding.path for finding in notes.findings] == ["to", "m.a", "m.b", "m.c"]
    assert notes.have(Code.EMPTY, Code.WHOLE_AS_TEXT)
    assert not notes.have(Code.EMPTY)
    assert not Notes().have(Code.WHOLE_AS_TEXT)


def test_equal_places_keep_the_order_in_which_they_were_noted() -> None:
    notes = Notes()
    notes.report(Code.WHOLE_AS_TEXT, ROOT.at("a"), why="so")
    notes.report(Code.DROPPED, ROOT.at("a"), what="It", why="so")
    assert [finding.code for finding in notes.findings] == [Code.WHOLE_AS_TEXT, Code.DROPPED]


def test_only_a_finding_that_names_a_loss_accounts_for_a_place() -> None:
    notes = Notes()
    notes.report(Code.WHOLE_AS_TEXT, ROOT.at("a"), why="so")
    notes.report(Code.DROPPED, ROOT.at("b"), what="It", why="so")
    notes.report(Code.TRUNCATED, ROOT.at("c"), limit=1, actual=2, unit="characters")
    assert notes.named == [ROOT.at("b"), ROOT.at("c")]
    notes.report(Code.DROPPED, "channel_properties.X", what="It", why="so")
    assert len(notes.named) == 2


def test_a_field_that_is_no_place_stands_below_one() -> None:
    notes = Notes()
    notes.report(Code.UNKNOWN_FIELD, ROOT, below="tone.x", name="tone.x", meant="")
    (finding,) = notes.findings
    assert finding.path.startswith("m")
    assert "tone.x" in finding.path


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_what_is_taken_back_was_never_there(kept: list[str], given_up: list[str]) -> None:
    def note(notes: Notes, keys: list[str]) -> None:
        for key in keys:
            notes.report(Code.DROPPED, ROOT.at(key), what="It", why="so")
            notes.tell(ROOT.at(key), None)

    notes, expected = Notes(), Notes()
    note(notes, kept)
    mark = notes.mark
    note(notes, given_up)
    notes.take_back(mark)
    note(expected, kept)
    assert (notes.findings, notes.named, notes.told) == (expected.findings, expected.named, expected.told)
    assert notes.mark == mark
