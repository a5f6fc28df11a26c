from __future__ import annotations

import base64
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcode.mms import multipart
from transcode.mms.multipart import BodyPart, base64_lines, join, related_type

BINARY = (("Content-Transfer-Encoding", "binary"),)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=60), min_size=1, max_size=4))
def test_bodies_come_back(bodies: list[bytes]) -> None:
    boundary, body = join([BodyPart(BINARY, data) for data in bodies])
    head = f"Content-Type: {related_type(boundary, 'root', 'text/plain')}\r\n\r\n".encode()
    message = message_from_bytes(head + body, policy=policy.default)
    assert [part.get_payload(decode=True) for part in message.iter_parts()] == bodies


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_base64(data: bytes) -> None:
    lines = base64_lines(data).split(b"\r\n")
    assert base64.b64decode(b"".join(lines), validate=True) == data
    assert all(len(line) <= 76 for line in lines)


def test_a_boundary_in_the_content_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def boundaries(_: object) -> Iterator[str]:
        yield from ("taken", "taken-too", "free")

    monkeypatch.setattr(multipart, "_boundaries", boundaries)
    content = [BodyPart(BINARY, b"\r\n--taken\r\n"), BodyPart((("X", "taken-too"),), b"")]
    assert join(content)[0] == "free"


def test_boundaries_go_on_and_depend_on_where_a_part_ends() -> None:
    candidates = multipart._boundaries([b"a", b"bc"])
    first, second = next(candidates), next(candidates)
    assert first != second
    assert next(multipart._boundaries([b"ab", b"c"])) != first
    assert next(multipart._boundaries([b"a", b"bc"])) == first


@pytest.mark.parametrize("value", ["a\r\nb", "a\nb", "a\x00", "é", "a\x7f", "\u2028"])
def test_no_header_breaks_out_of_its_line(value: str) -> None:
    with pytest.raises(ValueError, match="not a header"):
        join([BodyPart((("X", value),), b"")])
