"""A channel that somebody else ships: a few lines and an entry point, the rest comes with the base class."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.corpus import ROOT, load, names, run
from tests.marks import field_of, marked, marks
from tests.strategies import messages
from transcode import Code, InvalidMessage, InvalidOption, Outcome, Transcoded, Transcoder, UnknownChannel, transcode
from transcode.channels import ENTRY_POINT_GROUP, _load, _third_parties, implemented, writer_for
from transcode.channels.base import Support
from transcode.channels.sms import Sms
from transcode.preview import render_html

TOY = (ROOT / "tests" / "channels" / "toy.py").read_text(encoding="utf-8")
"""The whole channel, which the README shows as the example of how to write one."""

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


def forget() -> None:
    """Look anew for what is installed."""
    _load.cache_clear()
    _third_parties.cache_clear()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory of installed packages, gone after the test."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    forget()
    yield tmp_path
    forget()
    for name in set(sys.modules) - before:
        if name.startswith("third_party_"):
            del sys.modules[name]
    importlib.invalidate_caches()


@pytest.fixture
def toy(site: Path) -> None:
    """The toy channel, installed."""
    install(site, "TOY", "third_party_toy:Toy", TOY)


def test_the_toy_is_small() -> None:
    assert len(TOY.splitlines()) <= 85


def test_the_package_of_the_readme(site: Path) -> None:
    """Its ``pyproject.toml`` says what an installer writes into ``entry_points.txt``."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```toml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    project = tomllib.loads(block)
    ((name, target),) = project["project"]["entry-points"][ENTRY_POINT_GROUP].items()
    module = target.partition(":")[0]
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"] == [f"{module}.py"]
    install(site, name, f"third_party_{target}", TOY)
    forget()
    assert transcode(QUESTION, name).channel == "TOY"
    assert name in implemented()


@pytest.mark.usefixtures("toy")
def test_it_is_found_by_its_entry_point() -> None:
    (found,) = importlib.metadata.entry_points(group=ENTRY_POINT_GROUP, name="TOY")
    assert found.value == "third_party_toy:Toy"
    assert implemented()[-1] == "TOY"
    assert "third_party_toy" not in sys.modules
    assert writer_for("toy").__name__ == "Toy"


def test_it_is_unknown_until_it_is_installed(site: Path) -> None:
    with pytest.raises(UnknownChannel, match="'TOY' is not a channel"):
        transcode(QUESTION, "TOY")
    install(site, "toy", "third_party_toy:Toy", TOY)
    forget()
    assert transcode(QUESTION, "TOY").channel == "TOY"


CARD = {
    "title": "Tea",
    "description": "Hot",
    "media_message": {"url": "https://tea.example/a.png"},
    "choices": [{"text_message": {"text": "Yes"}}],
}


def question(*choices: Any, text: str = "Tea?") -> dict[str, Any]:
    return {"choice_message": {"text_message": {"text": text}, "choices": list(choices)}}


def reply(text: str, **more: Any) -> dict[str, Any]:
    return {"text_message": {"text": text}, **more}


def found(result: Transcoded) -> list[tuple[Any, str, int | None, Any]]:
    return [(one.code, one.path, one.limit, one.actual) for one in result.findings]


@pytest.mark.usefixtures("toy")
def test_a_keyboard_and_its_replies() -> None:
    result = transcode(QUESTION, "Toy", to="42", properties={"TOY_LOUD": "true"})
    assert result.outcome is Outcome.NATIVE
    assert result.text == "Tea?"
    keyboard = [{"label": "Yes", "id": "y"}, {"label": "Menu", "open": "https://tea.example"}]
    assert result.payloads == ({"to": "42", "loud": True, "text": "Tea?", "keyboard": keyboard},)
    assert [(one.label, one.shown, one.postback, one.identifier, one.kind) for one in result.replies] == [
        ("Yes", "Yes", "y", "y", "text"),
        ("Menu", "Menu", None, None, "url"),
    ]
    assert not result.findings


@pytest.mark.usefixtures("toy")
def test_it_is_previewed_by_its_text_and_its_replies() -> None:
    page = render_html(QUESTION)
    assert page.count("<article") == len(implemented())
    (article,) = re.findall(r'<article class="channel skin-other".*?</article>', page, re.DOTALL)
    assert "Tea?" in article
    assert all(f"<bdi>{reply.shown}</bdi>" in article for reply in transcode(QUESTION, "TOY").replies)


def test_it_may_describe_what_its_recipients_see(site: Path) -> None:
    described = (
        TOY
        + """
    @classmethod
    def picture(cls, result):
        from transcode.picture import Bubble, ShownFile, Kind, Picture, Value

        return Picture(tuple(Bubble((ShownFile(Kind.IMAGE, Value(one)["picture"].text),)) for one in result.payloads))
"""
    )
    install(site, "TOY", "third_party_toy:Toy", described)
    page = render_html({"media_message": {"url": "https://tea.example/a.png"}}, channels=["TOY"])
    url = "https://tea.example/a.png"
    assert f'<bdi class="url" title="{url}">{url}</bdi>' in page


@pytest.mark.usefixtures("toy")
def test_a_card() -> None:
    result = transcode({"card_message": CARD}, "TOY", to="42")
    assert result.outcome is Outcome.NATIVE
    keyboard = [{"label": "Yes", "id": "Yes"}]
    picture = "https://tea.example/a.png"
    assert result.payloads == (
        {"to": "42", "loud": False, "text": "Tea\nHot", "picture": picture, "keyboard": keyboard},
    )
    assert not result.findings


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize(
    ("message", "path", "why", "limit", "actual"),
    [
        (question(*map(reply, "abcd")), "choice_message.choices", "it has 4 choices and Toy's keyboard takes 3", 3, 4),
        (question(), "choice_message", "it has no choices for buttons and Toy's keyboard needs one", None, None),
        (question(reply("a"), text=" "), "choice_message", "it has no text and Toy's keyboard needs one", None, None),
        (
            {"media_message": {"url": "https://tea.example/a.pdf"}},
            "media_message.url",
            "Toy carries jpg, png files, and the URL names none of these",
            None,
            None,
        ),
    ],
)
def test_an_obstacle_is_named_and_the_message_goes_as_text(
    message: dict[str, Any], path: str, why: str, limit: int | None, actual: int | None
) -> None:
    result = transcode(message, "TOY")
    assert result.outcome is Outcome.PLAINTEXT
    assert result.payloads == ({"to": "{{to}}", "loud": False, "text": result.text},)
    assert found(result) == [(Code.WHOLE_AS_TEXT, path, limit, actual)]
    assert result.findings[0].message == f"Sent as plain text: {why}."
    assert all(one.identifier is None for one in result.replies)


@pytest.mark.usefixtures("toy")
def test_an_obstacle_takes_back_what_was_noted_on_the_way() -> None:
    call = {"call_message": {"title": "Call", "phone_number": "+46701234567"}}
    result = transcode(question(call), "TOY")
    assert result.text == "Tea?\n\n> Call: +46701234567"
    assert [one.code for one in result.findings] == [Code.WHOLE_AS_TEXT]


@pytest.mark.usefixtures("toy")
def test_labels_are_cut_and_told_apart_and_stand_whole_before() -> None:
    result = transcode(question(reply("A very long label"), reply("A very long labels")), "TOY")
    before, asked = result.payloads
    assert before["text"] == "Tea?\n> A very long label\n> A very long labels"
    assert [button["label"] for button in asked["keyboard"]] == ["A very long…", "A very lo… 2"]
    assert [one.shown for one in result.replies] == ["A very long…", "A very lo… 2"]
    assert [one.identifier for one in result.replies] == [button["id"] for button in asked["keyboard"]]
    where = "choice_message.choices[{}].text_message.text"
    assert [one for one in found(result) if one[0] is Code.LABEL_CUT] == [
        (Code.LABEL_CUT, where.format(0), 12, 17),
        (Code.LABEL_CUT, where.format(1), 12, 18),
    ]
    assert result.outcome is Outcome.NATIVE


@pytest.mark.usefixtures("toy")
def test_a_choice_that_can_be_no_button_is_a_line() -> None:
    call = {"call_message": {"title": "Call", "phone_number": "+46701234567"}}
    result = transcode(question(reply("Yes"), call), "TOY")
    assert result.text == "Tea?\n\n> Call: +46701234567"
    assert result.payloads[0]["keyboard"] == [{"label": "Yes", "id": "Yes"}]
    assert found(result) == [(Code.CHOICE_AS_LINE, "choice_message.choices[1].call_message", None, None)]


@pytest.mark.usefixtures("toy")
def test_an_event_opens_its_fallback_and_the_loss_is_one_finding() -> None:
    event = {
        "title": "Add",
        "event_title": "Tea",
        "event_start": "2026-12-01T10:00:00Z",
        "event_end": "2026-12-01T11:00:00Z",
        "fallback_url": "https://tea.example/e.ics",
    }
    result = transcode(question({"calendar_message": event}), "TOY")
    assert result.payloads[0]["keyboard"] == [{"label": "Add", "open": "https://tea.example/e.ics"}]
    assert found(result) == [(Code.EVENT_NOT_ADDED, "choice_message.choices[0].calendar_message", None, None)]
    assert result.outcome is Outcome.ADAPTED


@pytest.mark.usefixtures("toy")
def test_a_text_that_has_no_room_goes_before_whole() -> None:
    result = transcode({"card_message": {**CARD, "title": None, "description": "x" * 31}}, "TOY")
    assert [payload["text"] for payload in result.payloads] == ["x" * 31, "x" * 29 + "…"]
    assert found(result) == [(Code.TEXT_CUT, "card_message.description", 30, 31)]
    assert not result.losses


@pytest.mark.usefixtures("toy")
def test_a_file_that_it_does_not_carry_is_its_url() -> None:
    result = transcode({"card_message": {**CARD, "media_message": {"url": "https://tea.example/a.pdf"}}}, "TOY")
    assert result.payloads[0]["text"] == "Tea\nHot\nhttps://tea.example/a.pdf"
    assert found(result) == [(Code.FILE_AS_LINK, "card_message.media_message.url", None, None)]


@pytest.mark.usefixtures("toy")
def test_what_it_has_no_use_for_and_what_it_drops() -> None:
    media = {"url": "https://tea.example/a.png", "thumbnail_url": "https://tea.example/b.png"}
    result = transcode({"media_message": media, "agent": {"display_name": "1. "}}, "TOY")
    assert result.payloads == ({"to": "{{to}}", "loud": False, "picture": "https://tea.example/a.png"},)
    assert {one.path: one.code for one in result.findings} == {
        "media_message.thumbnail_url": Code.HINT_IGNORED,
        "agent.display_name": Code.HINT_IGNORED,
    }


@pytest.mark.usefixtures("toy")
def test_a_limit_at_n_and_one_more() -> None:
    assert not transcode({"text_message": {"text": "x" * 50}}, "TOY").findings
    result = transcode({"text_message": {"text": "x" * 51}}, "TOY")
    assert [payload["text"] for payload in result.payloads] == ["x" * 50, "x"]
    assert found(result) == [(Code.SPLIT, "text_message", 50, 2)]
    short = Transcoder(limits={"TOY": {"buttons": 1}}).transcode(QUESTION, "TOY")
    assert found(short) == [(Code.WHOLE_AS_TEXT, "choice_message.choices", 1, 2)]
    url = CARD["media_message"]["url"]
    large = transcode({"media_message": {"url": url}}, "TOY", media_info={url: {"bytes": 1_000_001}})
    assert found(large) == [(Code.WHOLE_AS_TEXT, "media_message.url", 1_000_000, 1_000_001)]


@pytest.mark.usefixtures("toy")
def test_a_recipient_that_it_would_refuse() -> None:
    result = transcode(QUESTION, "TOY", to="me")
    assert found(result) == [(Code.RECIPIENT_REFUSED, "to", None, None)]
    assert result.findings[0].message == "Toy would refuse the recipient 'me': it must be digits."
    assert result.payloads[0]["to"] == "me"
    assert not result.deliverable


@pytest.mark.parametrize(
    ("there", "instead", "why"),
    [
        ('label="label", needs', 'label="lable", needs', r"Toy\.forms .Toy's keyboard.: there is no limit 'lable'"),
        ('files=("picture",)', 'files=("film",)', r"Toy\.forms .Toy's card.: there is no kind of file 'film'"),
        ('answer="callback"', 'answer="tap"', r"Toy\.taps: there is no limit 'tap'"),
        ('"picture size"),)', '"weight"),)', r"Toy\.files 'picture': there is no limit 'weight'"),
        ("(KEYBOARD, CARD)", "(KEYBOARD, KEYBOARD)", r"Toy\.forms: .Toy's keyboard. is there twice"),
        ('("jpg", "png")', '("jpg", "jpg")', r"Toy\.files: 'jpg' is there twice"),
        ('"picture size"),)\n', '"picture size"),) * 2\n', r"Toy\.files: 'picture' is there twice"),
        ('title = "Toy"', "", r"Toy\.title: must be a string"),
        ('channel = "TOY"', "", r"Toy\.channel: must be a string"),
        ("def texts", "def words", r"Toy\.text_payloads: must say how Toy sends a text"),
        ("    taps = Taps", "    tabs = Taps", r"Toy\.taps: must say what a tap does"),
        ('("media", "choice", "card")', '("media", "chioce")', r"Toy\.supports: there is no type of content 'chioce'"),
        ('Limit("buttons", 3', 'Limit("label", 3', r"Toy\.limits: 'label' is there twice"),
    ],
)
def test_a_class_that_is_wrong_fails_when_it_is_loaded(site: Path, there: str, instead: str, why: str) -> None:
    assert TOY.count(there) == 1
    install(site, "TOY", "third_party_toy:Toy", TOY.replace(there, instead))
    with pytest.raises(InvalidOption, match=why):
        writer_for("TOY")


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
    elif result.outcome is Outcome.PLAINTEXT:
        assert result.text == run(name, "SMS").text
    # What the matrix says of the channel is so.
    kinds = [field.removesuffix("_message") for field in case["message"] if field.endswith("_message")]
    if len(kinds) == 1 and kinds != ["template"]:
        says = writer_for("TOY").supports.get(kinds[0], Support.TEXT)
        assert (result.outcome is Outcome.PLAINTEXT) is (says is Support.TEXT) or says is Support.CONDITIONAL
    json.loads(result.to_json())


@pytest.mark.usefixtures("toy")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(messages("choice_message", "card_message", "media_message"))
def test_the_law_of_conservation_holds_for_it(message: dict[str, Any]) -> None:
    """No list of the core names this channel: what its forms have no place for is reported all the same."""
    message = marked(message)
    result = transcode(message, "TOY", to="7")
    if not result.deliverable:
        return
    out = json.dumps([result.text, *result.payloads]).casefold()
    back = {reply.postback for reply in result.replies}
    named = [one.path for one in result.findings if one.code in (Code.DROPPED, Code.HINT_IGNORED, Code.TRUNCATED)]
    events = [one.path for one in result.findings if one.code is Code.EVENT_NOT_ADDED]
    for path, value, mark in marks(message):
        if field_of(path).startswith("event_") and path.rpartition(".")[0] in events:
            continue
        if not (mark in out or value in back or any(path.startswith(one) for one in named)):
            raise AssertionError((path, value, result.as_dict()))


@pytest.mark.usefixtures("toy")
def test_overrides_properties_and_layouts(tmp_path: Path) -> None:
    own = transcode({**QUESTION, "explicit_channel_message": {"TOY": '{"to": "{{to}}", "bell": 1}'}}, "TOY", to="1")
    assert own.outcome is Outcome.OVERRIDE
    assert own.payloads == ({"to": "1", "bell": 1},)
    assert not own.findings
    with pytest.raises(InvalidMessage, match=r"channel_properties\.TOY_LOUD: must be 'true' or 'false'"):
        transcode(QUESTION, "TOY", properties={"TOY_LOUD": "very"})
    (tmp_path / "layouts" / "toy").mkdir(parents=True)
    (tmp_path / "layouts" / "toy" / "choice.txt.j2").write_text("{{ text }} ({{ choices | length }})", "utf-8")
    assert Transcoder(templates=tmp_path / "layouts").transcode(question(), "TOY").text == "Tea? (0)"


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
    assert "toy.example/api#keyboard" in shown
    assert "toy.example/properties" in shown
    assert channel["supports"]["media"] == "conditional"
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
