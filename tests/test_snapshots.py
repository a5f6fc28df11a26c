"""Every message of ``tests/messages`` through every channel: ``snapshots/<channel>/<message>.txt``.

``pytest tests/test_snapshots.py --snapshot-update`` writes them anew; what changes is a change of the public contract
and belongs in the CHANGELOG.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.data import SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.corpus import ROOT, load, names, run
from transcode import Profile, Transcoded
from transcode.channels import implemented

# The files are named by message, not by test, so that people find them.
pytestmark = pytest.mark.filterwarnings(r"ignore:\s*Can not relate snapshot")

# Where the two profiles are the same by design there is one snapshot.
PLAIN_CHANNELS = {"SMS"}

CASES = [
    (channel, profile, name)
    for channel in implemented()
    for profile in Profile
    if profile is Profile.DOCUMENTED or channel not in PLAIN_CHANNELS
    for name in names()
]


def _folder(channel: str, profile: Profile) -> str:
    return channel.lower() if profile is Profile.DOCUMENTED else f"{channel.lower()}-{profile}"


class _ReadableFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension: ClassVar[str] = "txt"

    @classmethod
    def dirname(cls, *, test_location: Any) -> str:
        return str(ROOT / "snapshots")

    def discover_snapshots(self, **_: Any) -> SnapshotCollections:
        """Leave what is left over to the test below: named by message, a file looks unused to syrupy."""
        return SnapshotCollections()

    @classmethod
    def get_snapshot_name(cls, *, test_location: Any, index: Any = 0) -> str:
        return str(index)


def _visible(text: str) -> str:
    """Line breaks as they are; whatever else a reader could not see, as an escape."""
    return "".join(c if c == "\n" or c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _section(title: str, body: str) -> str:
    return f"--- {title} ---\n{body}\n"


def _readable(name: str, result: Transcoded) -> str:
    case = load(name)
    state = "would be delivered" if result.deliverable else "would not be delivered"
    sections = [
        f"{result.channel}: {name}\nsource: {case['source']}\n",
        _section("message", json.dumps(case["message"], ensure_ascii=False, indent=2)),
    ]
    if "channel_properties" in case:
        sections.append(_section("channel properties", json.dumps(case["channel_properties"], indent=2)))
    sections.append(_section("outcome", f"{result.outcome}, {state}"))
    if result.text is not None:
        sections.append(_section("text", _visible(result.text)))
    if result.segments is not None:
        parts = [f"{part.index}. {part.units}/{part.capacity} {part.text!r}" for part in result.segments.parts]
        title = f"parts: {result.segments.encoding.label}, {result.segments.units} units"
        sections.append(_section(title, "\n".join(parts)))
    sections.append(_section("payloads", json.dumps(list(result.payloads), ensure_ascii=False, indent=2)))
    if result.billing is not None:
        sections.append(_section("billing", json.dumps(result.billing, indent=2)))
    if result.findings:
        sections.append(_section("findings", "\n".join(f"{f.code}: {f}" for f in result.findings)))
    if result.replies:
        lines = [json.dumps(reply.as_dict(), ensure_ascii=False) for reply in result.replies]
        sections.append(_section("replies", "\n".join(lines)))
    return "\n".join(sections)


@pytest.mark.parametrize(("channel", "profile", "name"), CASES)
def test_snapshot(channel: str, profile: Profile, name: str, snapshot: SnapshotAssertion) -> None:
    result = run(name, channel, profile=profile)
    readable = snapshot.use_extension(_ReadableFile)(name=f"{_folder(channel, profile)}/{name}")
    assert _readable(name, result) == readable


def test_no_snapshot_is_left_over() -> None:
    expected = {f"{_folder(channel, profile)}/{name}.txt" for channel, profile, name in CASES}
    found = {path.relative_to(ROOT / "snapshots").as_posix() for path in (ROOT / "snapshots").rglob("*.txt")}
    assert found == expected


@pytest.mark.parametrize("channel", sorted(PLAIN_CHANNELS))
@pytest.mark.parametrize("name", names())
def test_profiles_agree_where_there_is_one_snapshot(channel: str, name: str) -> None:
    assert run(name, channel, profile=Profile.RICH) == run(name, channel)
