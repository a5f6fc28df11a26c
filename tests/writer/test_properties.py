"""Channel properties."""

from __future__ import annotations

import pytest

from transcode import Code, InvalidMessage
from transcode.notes import Notes
from transcode.writer.properties import Property, flag, read_properties

KNOWN = {"SMS_ON": Property("SMS_ON", flag, "Turns it on.", "none")}


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("TRUE", True), (" false ", False)])
def test_flag(value: str, expected: bool) -> None:
    assert flag(value) is expected


@pytest.mark.parametrize("value", ["", "1", "yes", "truefalse"])
def test_what_is_no_flag(value: str) -> None:
    with pytest.raises(ValueError, match="must be 'true' or 'false'"):
        flag(value)


def test_a_value_is_read_and_a_name_of_another_channel_is_no_mistake() -> None:
    notes = Notes()
    given = {"SMS_ON": "true", "MMS_SENDER": "1", "SMS_ONN": "x"}
    assert read_properties(given, KNOWN, "SMS", "SMS", notes) == {"SMS_ON": True}
    (finding,) = notes.findings
    assert (finding.code, finding.path) == (Code.UNKNOWN_PROPERTY, "")
    assert "SMS_ONN" in finding.message
    assert "SMS_ON" in finding.message.replace("SMS_ONN", "")


@pytest.mark.parametrize(
    ("given", "path", "words"),
    [
        ({"SMS_ON": "maybe"}, "channel_properties.SMS_ON", "must be 'true' or 'false'"),
        ({"SMS_ON": True}, "channel_properties.SMS_ON", "write 'true'"),
        ({"SMS_ON": None}, "channel_properties.SMS_ON", "must be a string"),
        ({"SMS_ON": "x" * 1025}, "channel_properties.SMS_ON", "may have 1024 characters"),
        ({1: "x"}, "channel_properties", "is no string"),
    ],
)
def test_a_value_that_cannot_be_one_is_an_error(given: dict[str, object], path: str, words: str) -> None:
    with pytest.raises(InvalidMessage, match=words) as caught:
        read_properties(given, KNOWN, "SMS", "SMS", Notes())
    assert [error.path for error in caught.value.errors] == [path]
