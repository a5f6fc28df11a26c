"""The registry, and the matrix of what each channel can do: what it says is so."""

from __future__ import annotations

import ast
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus import PROPERTIES, RECIPIENTS, ROOT
from tests.strategies import messages
from transcode import Channel, Code, Outcome, Profile, Transcoder
from transcode.channels import implemented, writer_for
from transcode.channels.base import ChannelWriter, Support
from transcode.message import KINDS

WRITERS = [writer_for(name) for name in implemented()]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.channel)
def test_a_channel_states_itself(writer: type[ChannelWriter]) -> None:
    assert writer.channel in Channel.__members__
    assert writer_for(writer.channel.lower()) is writer
    assert writer.title
    assert writer.__doc__
    assert set(writer.supports) <= set(KINDS.values())
    room = writer.__module__.split(".")[2]
    assert (ROOT / "tests" / "channels" / f"test_{room}.py").exists()


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.channel)
def test_every_figure_and_property_has_a_source_and_a_date(writer: type[ChannelWriter]) -> None:
    assert len({limit.name for limit in writer.limits}) == len(writer.limits)
    assert writer.fixed_limits <= {limit.name for limit in writer.limits}
    for limit in writer.limits:
        assert limit.value > 0
        assert limit.source
        assert "2026-11-22" <= date.fromisoformat(limit.retrieved).isoformat() <= "2026-11-27"
    for known in writer.properties:
        assert known.name.startswith(writer.channel)
        assert known.meaning
        assert known.source


@pytest.mark.parametrize("room", ["parts", "writer", "message", "preview", "campaign", "cli", "check", "."])
def test_nobody_knows_a_channel_by_name(room: str) -> None:
    """Outside its module, its room and its registry line; that some count parts of SMS is what they are for."""
    counting = {"preview", "campaign", "cli"}
    names = set(Channel.__members__) - ({"SMS"} if room in counting else set())
    quoted = re.compile("|".join(f"[\"']{name}[\"']" for name in names))
    files = (ROOT / "transcode" / room).glob("*.py" if room == "." else "**/*.py")
    for path in files:
        source = path.read_text(encoding="utf-8")
        if path.name == "channel.py" or not quoted.search(source):
            continue
        said = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
        assert not said & names, path


def test_no_finding_is_named_for_a_channel() -> None:
    # A line of text is none of LINE's.
    words = {word for code in Code for word in code.name.replace("_AS_LINE", "").split("_")}
    assert not words & set(Channel.__members__)


@settings(max_examples=150)
@given(messages(), st.sampled_from(implemented()), st.sampled_from(list(Profile)))
def test_the_matrix_is_true(message: dict[str, Any], channel: str, profile: Profile) -> None:
    result = Transcoder(profile=profile).transcode(message, channel, to=RECIPIENTS.get(channel), properties=PROPERTIES)
    kind = next(name for name in message if name.endswith("_message")).removesuffix("_message")
    match writer_for(channel).supports.get(kind, Support.TEXT):
        case Support.NATIVE:
            assert result.outcome is not Outcome.PLAINTEXT
        case Support.TEXT:
            assert result.outcome is Outcome.PLAINTEXT
        case Support.CONDITIONAL:
            assert result.outcome is not Outcome.OVERRIDE


def test_the_readme_has_the_matrix() -> None:
    kinds = list(KINDS.values())
    rows = [f"| | {' | '.join(kind.replace('_', ' ') for kind in kinds)} |", "|---" * (len(kinds) + 1) + "|"]
    for writer in WRITERS:
        rows.append(f"| {writer.title} | {' | '.join(writer.supports.get(kind, Support.TEXT) for kind in kinds)} |")
    assert "\n".join(rows) in (ROOT / "README.md").read_text(encoding="utf-8")
