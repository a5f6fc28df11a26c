"""A channel that somebody else ships: a few lines and an entry point, the rest comes with the base class."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.corpus import ROOT, load, names, run
from transcode import Code, InvalidMessage, InvalidOption, Outcome, Transcoder, UnknownChannel, transcode
from transcode.channels import ENTRY_POINT_GROUP, _load, implemented, writer_for
from transcode.channels.sms import Sms
from transcode.preview import render_html

TOY = '''\
"""Toy: a text of 50 characters, or a file."""

from transcode.channels.base import ChannelWriter, Property, Rendering, Support, flag
from transcode.measure import Limit, Unit
from transcode.result import Outcome


class Toy(ChannelWriter):
    """Toy."""

    channel = "TOY"
    title = "Toy"
    supports = {"text": Support.NATIVE, "media": Support.NATIVE}
    limits = (Limit("text", 50, Unit.CHARACTERS, "toy.example/limits", "2026-11-22"),)
    properties = (Property("TOY_LOUD", flag, "ring the bell", "toy.example/properties"),)

    def recipient(self, to):
        if to.isdecimal():
            return to
        raise ValueError("must be digits")

    def text_payloads(self, text):
        text = self.fit(text, self.limit("text"), self.path)
        return ({"to": self.to, "text": text, "loud": self.settings.get("TOY_LOUD", False)},)

    def media(self, message):
        return Rendering(Outcome.NATIVE, ({"to": self.to, "file": message.url},))
'''

QUESTION = {
    "choice_message": {
        "text_message": {"text": "Tea?"},
        "choices": [
            {"text_message": {"text": "Yes"}, "postback_data": "y"},
            {"url_message": {"title": "Menu", "url": "https://tea.example"}},
        ],
    }
}


def install(directory: Path, name: str, target: str, source: str) -> None:
    """What an installer leaves behind: a module, and metadata that registers it."""
    module = target.partition(":")[0]
    (directory / f"{module}.py").write_text(source, encoding="utf-8")
    metadata = directory / f"{module}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(f"[{ENTRY_POINT_GROUP}]\n{name} = {target}\n", encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory of installed packages, gone after the test."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    _load.cache_clear()
    yield tmp_path
    _load.cache_clear()
    for name in set(sys.modules) - before:
        if name.startswith("third_party_"):
            del sys.modules[name]
    importlib.invalidate_caches()


@pytest.fixture
def toy(site: Path) -> None:
    """The toy channel, installed."""
    install(site, "TOY", "third_party_toy:Toy", TOY)


def test_the_toy_is_small() -> None:
    assert len(TOY.splitlines()) < 40


@pytest.mark.usefixtures("toy")
def test_it_is_found_by_its_entry_point() -> None:
    (found,) = importlib.metadata.entry_points(group=ENTRY_POINT_GROUP, name="TOY")
    assert found.value == "third_party_toy:Toy"
    assert "third_party_toy" not in sys.modules
    assert writer_for("toy").__name__ == "Toy"
    assert "TOY" not in implemented()


def test_it_is_unknown_until_it_is_installed(site: Path) -> None:
    with pytest.raises(UnknownChannel, match="'TOY' is not a channel"):
        transcode(QUESTION, "TOY")
    install(site, "toy", "third_party_toy:Toy", TOY)
    assert transcode(QUESTION, "TOY").channel == "TOY"


@pytest.mark.usefixtures("toy")
def test_text_fallback_and_replies() -> None:
    result = transcode(QUESTION, "Toy", to="42", properties={"TOY_LOUD": "true"})
    assert result.outcome is Outcome.PLAINTEXT
    assert result.text == "Tea?\n\n> YES\n> Menu: https://tea.example"
    assert result.payloads == ({"to": "42", "text": result.text, "loud": True},)
    assert [(one.label, one.shown, one.postback, one.kind) for one in result.replies] == [
        ("Yes", "YES", "y", "text"),
        ("Menu", "Menu", None, "url"),
    ]
    assert [str(finding) for finding in result.findings] == [
        "INFO choice_message: Sent as plain text: Toy has no form of its own for a choice message."
    ]


@pytest.mark.usefixtures("toy")
def test_it_is_previewed_by_its_text() -> None:
    page = render_html(QUESTION, channels=["TOY"])
    assert "Tea?\n\n&gt; YES" in page
    assert "skin-other" in page


def test_it_may_describe_what_its_recipients_see(site: Path) -> None:
    described = (
        TOY
        + """
    @classmethod
    def picture(cls, result):
        from transcode.picture import Bubble, File, Kind, Picture, Value

        return Picture(tuple(Bubble((File(Kind.IMAGE, Value(one)["file"].text),)) for one in result.payloads))
"""
    )
    install(site, "TOY", "third_party_toy:Toy", described)
    page = render_html({"media_message": {"url": "https://tea.example/a.png"}}, channels=["TOY"])
    assert '<bdi class="url">https://tea.example/a.png</bdi>' in page


@pytest.mark.usefixtures("toy")
def test_its_own_form_and_what_that_loses() -> None:
    media = {"url": "https://tea.example/a.png", "thumbnail_url": "https://tea.example/b.png"}
    result = transcode({"media_message": media}, "TOY")
    assert result.payloads == ({"to": "{{to}}", "file": "https://tea.example/a.png"},)
    assert result.outcome is Outcome.NATIVE
    assert [(one.code, one.path) for one in result.findings] == [(Code.HINT_IGNORED, "media_message.thumbnail_url")]


@pytest.mark.usefixtures("toy")
def test_a_limit_at_n_and_one_more() -> None:
    assert not transcode({"text_message": {"text": "x" * 50}}, "TOY").findings
    result = transcode({"text_message": {"text": "x" * 51}}, "TOY")
    assert result.payloads[0]["text"] == "x" * 49 + "…"
    assert [(one.code, one.limit, one.actual) for one in result.findings] == [(Code.TRUNCATED, 50, 51)]
    assert result.outcome is Outcome.ADAPTED
    short = Transcoder(limits={"TOY": {"text": 3}}).transcode({"text_message": {"text": "Hello"}}, "TOY")
    assert short.payloads[0]["text"] == "He…"


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize("name", names())
def test_every_message_of_the_corpus(name: str) -> None:
    case = load(name)
    if "explicit_channel_message" in case["message"]:
        case["message"]["explicit_channel_message"]["TOY"] = '{"own": "{{to}}"}'
    transcoder = Transcoder(omni_templates=case.get("omni_templates", ()), limits={"TOY": {"text": 10_000}})
    result = transcoder.transcode(case["message"], "TOY", to="7")
    # What the base class writes as text for SMS it writes for the toy.
    if result.outcome is Outcome.OVERRIDE:
        assert result.payloads == ({"own": "7"},)
    elif result.payloads and "text" in result.payloads[0]:
        assert result.text == run(name, "SMS").text
    json.loads(result.to_json())


@pytest.mark.usefixtures("toy")
def test_overrides_properties_and_layouts(tmp_path: Path) -> None:
    own = transcode({**QUESTION, "explicit_channel_message": {"TOY": '{"to": "{{to}}", "bell": 1}'}}, "TOY", to="1")
    assert own.outcome is Outcome.OVERRIDE
    assert own.payloads == ({"to": "1", "bell": 1},)
    assert not own.findings
    with pytest.raises(InvalidMessage, match=r"channel_properties\.TOY_LOUD: must be 'true' or 'false'"):
        transcode(QUESTION, "TOY", properties={"TOY_LOUD": "very"})
    with pytest.raises(InvalidMessage, match="to: must be digits"):
        transcode(QUESTION, "TOY", to="me")
    (tmp_path / "layouts" / "toy").mkdir(parents=True)
    (tmp_path / "layouts" / "toy" / "choice.txt.j2").write_text("{{ text }} ({{ choices | length }})", "utf-8")
    assert Transcoder(templates=tmp_path / "layouts").transcode(QUESTION, "TOY").text == "Tea? (2)"


def test_the_command_line_knows_it(site: Path) -> None:
    pytest.importorskip("typer")
    pytest.importorskip("rich")
    install(site, "TOY", "third_party_toy:Toy", TOY)
    command = [sys.executable, "-m", "transcode", "channels", "TOY", "--json"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(site), str(ROOT)))}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (channel,) = json.loads(done.stdout)["channels"]
    assert channel["channel"] == "TOY"
    shown = json.dumps(channel)
    assert "toy.example/limits" in shown
    assert "toy.example/properties" in shown
    assert channel["supports"]["media"] == "native"
    assert channel["supports"]["carousel"] == "text"


def test_nobody_takes_over_a_channel_that_is_known_here(site: Path) -> None:
    install(site, "SMS", "third_party_toy:Toy", TOY)
    assert writer_for("SMS") is Sms


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("third_party_broken:Nothing", "does not load"),
        ("third_party_broken:value", "is not a ChannelWriter"),
        ("third_party_broken:Plain", "is not a ChannelWriter"),
    ],
)
def test_a_writer_that_is_none(site: Path, target: str, why: str) -> None:
    install(site, "BROKEN", target, "value = 1\n\n\nclass Plain:\n    pass\n")
    with pytest.raises(InvalidOption, match=f"the writer of channel BROKEN .*{why}"):
        transcode(QUESTION, "BROKEN")


def test_a_module_that_does_not_load(site: Path) -> None:
    install(site, "BROKEN", "third_party_failing:Writer", "raise RuntimeError('no licence')\n")
    with pytest.raises(InvalidOption, match=r"third_party_failing:Writer\) does not load: no licence"):
        transcode(QUESTION, "BROKEN")
