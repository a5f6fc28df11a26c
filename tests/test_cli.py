"""The command line, as a person or a script meets it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("typer")
pytest.importorskip("rich")

from typer.testing import CliRunner, Result

from tests import corpus
from transcode import Transcoder, cli, transcode
from transcode.channels import Channel, implemented
from transcode.channels.base import KINDS
from transcode.cli import app
from transcode.gsm import segment
from transcode.inbound import ChoiceResponse, receive, resolve_reply

EXAMPLES = sorted(
    file.name.removesuffix(".json")
    for file in files("transcode").joinpath("examples").iterdir()
    if file.name.endswith(".json")
)
TEXT = {"text_message": {"text": "Hello"}}
HOSTILE = "[bold]b[/bold] [/] :smile: \x1b[31mred\x07\x9b\r\nx\u202eevil\u2028 \u200b \x7f \ue0001 {{ 7*7 }}"
MAY_NOT_REACH_A_TERMINAL = set("\x1b\x07\x9b\r\u202e\u2028\u200b\x7f")


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin, catch_exceptions=False)


def good(*arguments: str, stdin: str | bytes | None = None) -> str:
    result = run(*arguments, stdin=stdin)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def bad(*arguments: str, stdin: str | bytes | None = None) -> list[str]:
    """Return what standard error says, without the word it begins with."""
    result = run(*arguments, stdin=stdin)
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert lines
    assert all(line.startswith("error: ") for line in lines)
    return [line.removeprefix("error: ") for line in lines]


def process(*arguments: str, stdin: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-W", "error", "-m", "transcode", *arguments]
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("FORCE_", "NO_COLOR", "PYTHON"))}
    return subprocess.run(
        command, input=stdin, capture_output=True, env={**keep, **environment}, timeout=60, check=False
    )


@pytest.fixture
def message(tmp_path: Path) -> Path:
    return write(tmp_path / "message.json", TEXT)


def write(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


# --- preview ---


@pytest.mark.parametrize("channel", implemented())
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_on_every_channel(name: str, channel: str) -> None:
    shown = good("preview", "--example", name, "--channel", channel.lower())
    assert shown.startswith(f"{channel}: ")
    written = files("transcode").joinpath("examples", f"{name}.json").read_text(encoding="utf-8")
    result = transcode(written, channel)
    if result.segments is None and result.text is not None:
        assert all(f"│ {line}".rstrip() in shown for line in result.text.split("\n"))
    assert all(finding.message in shown for finding in result.findings)


def test_the_examples_show_what_they_are_for() -> None:
    assert len(EXAMPLES) >= 8
    choice = good("preview", "--example", "choice", "--channel", "sms")
    assert "part 2 of 2" in choice
    assert "LOSS  choice_message.choices[2].location_message.label: " in choice
    assert "> I'LL PICK IT UP  text, postback order-10482-pickup" in choice
    text = good("preview", "--example", "text", "--channel", "sms")
    assert "UCS-2, 2 parts, 114 UTF-16 units" in text
    assert "U+2019  RIGHT SINGLE QUOTATION MARK  ’  at index 61, 100" in text


def test_a_whole_preview() -> None:
    message = {
        "choice_message": {
            "text_message": {"text": "Come?"},
            "choices": [{"text_message": {"text": "Yes"}, "postback_data": "y"}],
        }
    }
    assert good("preview", "-", "--channel", "sms", stdin=json.dumps(message)) == (
        "SMS: as plain text, deliverable, nothing lost\n"
        "GSM-7, 1 part, 12 septets\n"
        "\n"
        "╭ part 1 of 1  ██░░░░░░░░░░░░░░░░░░  12 of 160, 148 left\n"
        "│ Come?\n"
        "│\n"
        "│ > YES\n"
        "╰\n"
        "\n"
        "Findings\n"
        "INFO  choice_message: Sent as plain text: SMS has no form of its own for a choice message.\n"
        "\n"
        "Reply options\n"
        "> YES  text, postback y\n"
    )


def test_attachments_and_payload() -> None:
    shown = good("preview", "--example", "card", "--channel", "mms", "--property", "MMS_SENDER=28444", "--payload")
    assert "Attachments\nslide 1: image/jpeg  https://media.example.com/jackets/trail-green.jpg\n" in shown
    payload = json.loads(shown.partition("\nPayload\n")[2])
    assert payload["submit_req"]["SenderIdentification"] == {"SenderAddress": {"ShortCode": "28444"}}


def test_all_channels_by_default(message: Path) -> None:
    shown = good("preview", str(message))
    assert [line.partition(":")[0] for line in shown.splitlines() if ": in the channel's own form" in line] == list(
        implemented()
    )


@pytest.mark.parametrize("channels", [["sms,mms"], ["SMS", "mms"], [" sms , MMS ", "sms"]])
def test_channels_are_named_in_any_way(message: Path, channels: list[str]) -> None:
    options = [option for name in channels for option in ("--channel", name)]
    results = json.loads(good("preview", str(message), *options, "--json"))["results"]
    assert [result["channel"] for result in results] == ["SMS", "MMS"]


@pytest.mark.parametrize("name", corpus.names())
def test_json_is_what_the_library_returns(name: str, tmp_path: Path) -> None:
    case = corpus.load(name)
    templates = case.get("omni_templates", ())
    properties = {"MMS_SENDER": "28444", **case.get("channel_properties", {})}
    options = [option for key, value in properties.items() for option in ("--property", f"{key}={value}")]
    if templates:
        options += ["--omni-templates", str(write(tmp_path / "templates.json", templates))]
    shown = good("preview", "-", "--json", *options, stdin=json.dumps(case["message"]))
    transcoder = Transcoder(omni_templates=templates)
    assert json.loads(shown)["results"] == [
        json.loads(transcoder.transcode(case["message"], channel, properties=properties).to_json())
        for channel in implemented()
    ]


def test_options_reach_the_library(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "choice.txt.j2").write_text("{% for c in choices %}* {{ c.label }}\n{% endfor %}", encoding="utf-8")
    example = ("preview", "--example", "choice", "--channel", "sms", "--json")

    def text(*options: str) -> str:
        return json.loads(good(*example, *options))["results"][0]["text"]

    assert "> I'll pick it up" in text("--uppercase", "keep")
    assert text("--templates", str(templates)).startswith("* I'll pick it up\n* Deliver it to me")
    info = write(tmp_path / "info.json", {"https://media.example.com/boarding-pass/7QX4LM.png": {"bytes": 900_000}})
    strict = ("--property", "MMS_SENDER=28444", "--property", "MMS_STRICT_VALIDATION=true")
    shown = good("preview", "--example", "media", "--channel", "mms", *strict, "--media-info", str(info))
    assert "not deliverable" in shown
    rich = good("preview", "--example", "card", "--channel", "mms", "--sender", "28444", "--profile", "rich")
    assert "Subject\nTrail jacket, back in stock\n" in rich


def test_a_messages_send_request(tmp_path: Path) -> None:
    request = {
        "app_id": "app",
        "recipient": {
            "identified_by": {"channel_identities": [{"channel": "SMS", "identity": "+46701740605"}, {"channel": 5}, 7]}
        },
        "message": TEXT,
        "channel_properties": {"SMS_SENDER": "Shop", "SMS_FLASH_MESSAGE": "true", "MMS_SENDER": "28444"},
    }
    file = str(write(tmp_path / "request.json", request))
    sms, mms = json.loads(good("preview", file, "--channel", "sms,mms", "--json"))["results"]
    assert sms["payloads"] == [
        {"type": "mt_text", "to": ["+46701740605"], "from": "Shop", "body": "Hello", "flash_message": True}
    ]
    assert mms["deliverable"]
    options = ("--to", "+46701740606", "--property", "SMS_SENDER=Other")
    (sms,) = json.loads(good("preview", file, "--channel", "sms", *options, "--json"))["results"]
    assert (sms["payloads"][0]["to"], sms["payloads"][0]["from"]) == (["+46701740606"], "Other")


def test_a_messages_transcode_request() -> None:
    request = {"app_id": "a", "app_message": TEXT, "channels": ["SMS"], "from": "Shop", "to": "+46701740605"}
    (sms,) = json.loads(good("preview", "-", "--channel", "sms", "--json", stdin=json.dumps(request)))["results"]
    assert sms["payloads"] == [{"type": "mt_text", "to": ["+46701740605"], "from": "Shop", "body": "Hello"}]


@pytest.mark.parametrize(
    "recipient", ["recipient.identified_by.channel_identities", "recipient.identifiedBy.channelIdentities"]
)
def test_a_request_has_its_identities_in_either_case(recipient: str) -> None:
    identities: Any = [{"channel": "SMS", "identity": "+46701740605"}]
    for name in reversed(recipient.split(".")):
        identities = {name: identities}
    request = {"message": TEXT, **identities}
    sms, line = json.loads(good("preview", "-", "--channel", "sms,line", "--json", stdin=json.dumps(request)))[
        "results"
    ]
    assert (sms["payloads"][0]["to"], line["payloads"][0]["to"]) == (["+46701740605"], "{{to}}")


# --- a recipient and a sender for all channels ---


def blocks(shown: str) -> dict[str, str]:
    """Return what a preview shows of each channel."""
    return {block.partition(":")[0]: block for block in shown.rstrip("\n").split("\n\n\n")}


@pytest.mark.parametrize("given", ["as an option", "in the file"])
@pytest.mark.parametrize(
    ("keyword", "identity", "left_out_by", "line"),
    [
        ("to", "+46701234567", {"LINE", "TELEGRAM"}, "recipient left out: must be a LINE user"),
        ("sender", "Shop", {"MMS"}, "sender left out: 'Shop' has characters that are not digits"),
    ],
)
def test_a_channel_by_default_goes_without_an_identity_that_it_cannot_take(
    keyword: str, identity: str, left_out_by: set[str], line: str, given: str
) -> None:
    options: tuple[str, ...] = ()
    request = json.dumps({"message": TEXT, {"sender": "from"}.get(keyword, keyword): identity})
    if given == "as an option":
        options, request = (f"--{keyword}", identity), json.dumps(TEXT)
    shown = good("preview", "-", *options, stdin=request)
    assert list(blocks(shown)) == list(implemented())
    assert {channel for channel, block in blocks(shown).items() if " left out: " in block} == left_out_by
    assert f"\n{line}" in shown
    results = json.loads(good("preview", "-", "--json", *options, stdin=request))["results"]
    for result in results:
        taken: dict[str, Any] = {} if result["channel"] in left_out_by else {keyword: identity}
        assert result == json.loads(transcode(TEXT, result["channel"], **taken).to_json())
    for channel in left_out_by:
        (error,) = bad("preview", "-", "--channel", channel, *options, stdin=request)
        assert error.startswith(f"{channel}: {keyword}: ")


def test_both_identities_can_be_left_out() -> None:
    shown = blocks(good("preview", "--example", "text", "--to", "U" + "0" * 32, "--sender", "Shop"))
    assert shown["MMS"].count(" left out: ") == 2
    assert " left out: " not in shown["LINE"]


def test_an_identity_that_no_channel_takes_is_refused() -> None:
    (line,) = bad("preview", "--example", "text", "--to", "me", "--sender", "Shop")
    assert line.startswith("SMS: to: must be a phone number")
    assert line.endswith("(found 'me')")
    request = {"message": TEXT, "from": 5, "to": 5}
    to, sender = bad("preview", "-", stdin=json.dumps(request))
    assert to.startswith("SMS: to: must be a string")
    assert sender.startswith("SMS: sender: must be a string")


def test_an_identity_of_one_channel_has_to_fit_it() -> None:
    identities = [{"channel": "TELEGRAM", "identity": "+46701740605"}]
    request = {"message": TEXT, "recipient": {"identified_by": {"channel_identities": identities}}}
    (line,) = bad("preview", "-", stdin=json.dumps(request))
    assert line.startswith("TELEGRAM: to: ")


def test_what_else_is_wrong_is_told_all_the_same() -> None:
    assert bad("preview", "-", "--to", "+46701234567", stdin='{"text_message": {}}') == [
        "text_message.text: is required"
    ]
    wrong = json.dumps({**TEXT, "to": 1})
    assert bad("preview", "-", "--to", "+46701234567", "--strict", stdin=wrong)[0].startswith("SMS: to: ")


def test_a_pointer_to_the_schema_is_not_part_of_the_message() -> None:
    good("preview", "-", "--strict", stdin=json.dumps({"$schema": "message.schema.json", **TEXT}))
    good("preview", "-", "--strict", stdin=json.dumps({"message": {"$schema": "message.schema.json", **TEXT}}))


@pytest.mark.parametrize(
    ("example", "fail_on", "status"),
    [
        ("choice", None, 0),
        ("choice", "info", 1),
        ("choice", "loss", 1),
        ("choice", "rejected", 0),
        ("contact", "info", 1),
        ("contact", "loss", 0),
        ("text", "info", 0),
    ],
)
def test_fail_on(example: str, fail_on: str | None, status: int) -> None:
    options = ("--fail-on", fail_on) if fail_on else ()
    for output in ((), ("--json",)):
        result = run("preview", "--example", example, "--channel", "sms", *options, *output)
        assert result.exit_code == status
        assert result.stdout
        assert result.stderr == ""


def test_fail_on_looks_at_all_channels() -> None:
    assert run("preview", "--example", "text", "--channel", "mms,sms", "--fail-on", "rejected").exit_code == 1


# --- what cannot be used ---


@pytest.mark.parametrize(
    ("message", "errors"),
    [
        ("{", ["standard input: is not JSON: "]),
        ("", ["standard input: is not JSON: "]),
        ("[1]", ["standard input: a message must be an object"]),
        ("null", ["standard input: a message must be an object"]),
        ("{}", ["standard input: must have exactly one of text_message, "]),
        ('{"text_message": {"text": 5}}', ["text_message.text: must be a string (found 5)"]),
        ('{"message": {"text_message": {}}}', ["text_message.text: is required"]),
        (
            '{"message": {"text_message": {"text": "x"}}, "channel_properties": 1}',
            ["channel_properties: must be an obj"],
        ),
        (
            '{"message": {"text_message": {"text": "x"}}, "channel_properties": {"SMS_FLASH_MESSAGE": true}}',
            ["channel_properties.SMS_FLASH_MESSAGE: must be a string"],
        ),
        ('{"app_message": {"text_message": {"text": "x"}}, "to": 5}', ["SMS: to: must be a string"]),
        (
            '{"choice_message": {"choices": [{"url_message": {"url": "x"}}, {"text_message": {"text": 1}}]}}',
            [
                "choice_message.choices[0].url_message.title: is required",
                "choice_message.choices[1].text_message.text: must be a string",
            ],
        ),
        (b'{"text_message": {"text": "\xe9"}}', ["standard input: is not UTF-8: byte 27"]),
        ('{"text_message": {"text": "%s"}}' % ("x" * 1_000_001), ["standard input: is too large"]),
        ("[" * 5000, ["standard input: "]),
        ('{"text_message": {"text": "\\ud800"}}', ["text_message.text: must be valid Unicode"]),
        (json.dumps({"text_message": {"text": {HOSTILE: 1}}}), ["text_message.text: must be a string"]),
        (json.dumps({"choice_message": {HOSTILE: 1}}), ["choice_message.choices: is required"]),
    ],
)
def test_a_bad_message(message: str | bytes, errors: list[str]) -> None:
    found = bad("preview", "-", stdin=message)
    assert len(found) == len(errors)
    for line, start in zip(found, errors, strict=True):
        assert line.startswith(start)
        assert not MAY_NOT_REACH_A_TERMINAL & set(line)


def test_bad_files(tmp_path: Path) -> None:
    missing = tmp_path / "missing.json"
    assert bad("preview", str(missing)) == [f"{missing}: No such file or directory"]
    assert bad("preview", str(tmp_path)) == [f"{tmp_path}: Is a directory"]
    if os.name == "posix" and os.geteuid() != 0:
        unreadable = write(tmp_path / "unreadable.json", TEXT)
        unreadable.chmod(0)
        assert bad("preview", str(unreadable)) == [f"{unreadable}: Permission denied"]
    for option in ("--media-info", "--omni-templates"):
        assert bad("preview", "--example", "text", option, str(missing)) == [f"{missing}: No such file or directory"]
        broken = tmp_path / "broken.json"
        broken.write_bytes(b"\xff")
        assert bad("preview", "--example", "text", option, str(broken))[0].startswith(f"{broken}: is not ")
        write(broken, [5])
        assert len(bad("preview", "--example", "text", "--channel", "mms", option, str(broken))) == 1


def test_omni_templates_come_in_three_shapes(tmp_path: Path) -> None:
    case = corpus.load("template-omni")
    (definition,) = case["omni_templates"]
    shown = {
        good(
            "preview",
            "-",
            "--omni-templates",
            str(write(tmp_path / "t.json", shape)),
            stdin=json.dumps(case["message"]),
        )
        for shape in (definition, [definition], {"templates": [definition]})
    }
    assert len(shown) == 1
    assert "REJECTED  template" not in shown.pop()


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ("{% if %}", "template choice.txt.j2, line 1: "),
        ("{{ nosuch }}", "template choice.txt.j2"),
        ("{{ text + 1 }}", ""),
        ("{{ 1 / 0 }}", ""),
        (b"\xff", ""),
    ],
)
def test_a_broken_template(tmp_path: Path, template: str | bytes, error: str) -> None:
    content = template if isinstance(template, bytes) else template.encode()
    (tmp_path / "choice.txt.j2").write_bytes(content)
    (line,) = bad("preview", "--example", "choice", "--channel", "sms", "--templates", str(tmp_path))
    assert line.startswith(error)


# --- layouts that nothing looks for ---


def test_layouts_that_nothing_looks_for_are_named(tmp_path: Path) -> None:
    for name in ("chioce.txt.j2", "SMS/choice.txt.j2", "text.txt.j2", "choice.j2", "sms/own.txt.j2"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("never shown", encoding="utf-8")
    result = run("preview", "--example", "choice", "--channel", "sms", "--templates", str(tmp_path))
    assert result.exit_code == 0
    assert "never shown" not in result.stdout
    (line,) = result.stderr.splitlines()
    assert line == (
        f"warning: {tmp_path}: not used: SMS/choice.txt.j2, chioce.txt.j2, choice.j2, sms/own.txt.j2, text.txt.j2;"
        " a layout is <type>.txt.j2 or <channel>/<type>.txt.j2,"
        f" with type {', '.join(kind for kind in KINDS.values() if kind != 'text')};"
        f" channel {', '.join(name.lower() for name in implemented())}"
    )


def test_many_layouts_that_nothing_looks_for_are_counted(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.j2").touch()
    stderr = run("preview", "--example", "text", "--templates", str(tmp_path)).stderr
    assert "09.j2 and 2 more; a layout is " in stderr
    assert "10.j2" not in stderr


def test_layouts_that_something_looks_for_are_not_named(tmp_path: Path) -> None:
    shipped = corpus.ROOT / "templates" / "plaintext"
    good("preview", "--example", "choice", "--templates", str(shipped))
    (tmp_path / "sms").mkdir()
    for name in ("macros.txt.j2", "body.txt.j2", "sms/contact_info.txt.j2", "line.txt.j2", "sms/foot.txt.j2"):
        (tmp_path / name).touch()
    for kind in KINDS.values():
        if kind != "text":
            (tmp_path / f"{kind}.txt.j2").touch()
    (tmp_path / "choice.txt.j2").write_text(
        """{% include "line.txt.j2" %}{% include 'sms/foot.txt.j2' %}""", encoding="utf-8"
    )
    good("preview", "--example", "choice", "--channel", "sms", "--templates", str(tmp_path))


def test_no_channel_has_a_layout_for_texts(tmp_path: Path) -> None:
    (tmp_path / "text.txt.j2").write_text("never shown", encoding="utf-8")
    result = run("preview", "--example", "text", "--payload", "--templates", str(tmp_path))
    assert result.exit_code == 0
    assert "never shown" not in result.stdout


def test_bad_options(message: Path) -> None:
    file = str(message)
    assert bad("preview", file, "--channel", "fax") == [
        f"'FAX' is not a channel; implemented: {', '.join(implemented())}"
    ]
    assert bad("preview", file, "--channel", "[/]\x1b") == [
        f"'[/]\\x1b' is not a channel; implemented: {', '.join(implemented())}"
    ]
    assert bad("preview", file, "--property", "SMS_SENDER")[0].startswith("--property: must be NAME=VALUE")
    assert bad("preview", file, "--property", "SMS_MAX_NUMBER_OF_MESSAGE_PARTS=many")[0].startswith(
        "channel_properties.SMS_MAX_NUMBER_OF_MESSAGE_PARTS: must be a whole number"
    )
    assert bad("preview", file, "--to", "me")[0].startswith("SMS: to: must be a phone number")
    assert bad("preview", file, "--templates", "/no/such/directory")[0].startswith("templates: ")
    assert bad("preview", "-", "--strict", stdin=json.dumps({**TEXT, "txt": 1}))[0].startswith("txt: ")


def test_an_unimplemented_channel_lists_those_there_are(message: Path) -> None:
    unimplemented = next((name for name in Channel if name not in implemented()), None)
    if unimplemented is None:
        pytest.skip("all channels are implemented")
    (line,) = bad("preview", str(message), "--channel", unimplemented)
    assert line == f"'{unimplemented}' is not implemented yet; implemented: {', '.join(implemented())}"


def test_the_examples_are_listed_where_none_is_named(message: Path) -> None:
    names = ", ".join(EXAMPLES)
    assert bad("preview", "--example", "list?") == [f"--example: there is no 'list?'; there are {names}"]
    assert names in bad("preview")[0]
    assert names in bad("preview", str(message), "--example", "text")[0]
    assert names in " ".join(good("preview", "--help").split())


def test_unknown_options_and_commands_are_bad_input() -> None:
    for arguments in (["preview", "--nosuch"], ["nosuch"], [], ["preview", "--fail-on", "x"], ["schema", "x"]):
        assert run(*arguments).exit_code == 2


# --- hostile texts ---


@pytest.mark.parametrize("output", [(), ("--payload",), ("--json",)])
def test_nothing_of_a_message_is_obeyed(output: tuple[str, ...]) -> None:
    message = {
        "card_message": {
            "title": HOSTILE,
            "description": f"[red]{HOSTILE}",
            "media_message": {"url": f"https://x.example/{HOSTILE}.png"},
            "choices": [
                {"text_message": {"text": HOSTILE}, "postback_data": HOSTILE},
                {
                    "location_message": {
                        "title": HOSTILE,
                        "label": HOSTILE,
                        "coordinates": {"latitude": 1, "longitude": 2},
                    }
                },
            ],
            HOSTILE: HOSTILE,
        }
    }
    for extra in (
        {},
        {"explicit_channel_message": {"MMS": json.dumps({HOSTILE: [HOSTILE], "slides": [{"parts": 5}]})}},
    ):
        shown = good("preview", "-", *output, stdin=json.dumps({**message, **extra}))
        assert not MAY_NOT_REACH_A_TERMINAL & set(shown)
        assert "[bold]b[/bold] [/] :smile: " in shown
        assert ("\\u001b[31mred" if output == ("--json",) else "<U+001B>[31mred") in shown
        assert "{{ 7*7 }}" in shown


def test_hidden_characters_are_named() -> None:
    shown = good("segments", "a\u202eb\x85c\tΩ\U000e0041")
    assert "│ a<U+202E>b<U+0085>c<U+0009>Ω<U+E0041>\n" in shown
    assert "U+202E  RIGHT-TO-LEFT OVERRIDE  at index 1\n" in shown
    assert "U+0085  control character  at index 3\n" in shown
    assert "U+E0041  TAG LATIN CAPITAL LETTER A  at index 7\n" in shown


# --- segments ---


def test_segments() -> None:
    assert good("segments", "Price: 9 €") == (
        "GSM-7, 1 part, 11 septets\n\n╭ part 1 of 1  █░░░░░░░░░░░░░░░░░░░  11 of 160, 149 left\n│ Price: 9 €\n╰\n"
    )
    assert "part 2 of 2 (same line)" in good("segments", "x" * 161)
    assert "part 2 of 2 (same line)" not in good("segments", "x" * 152 + "\n" + "x" * 10)


@pytest.mark.parametrize(
    ("options", "keywords"),
    [
        ([], {}),
        (["--languages", "tr,es"], {"languages": ["tr", "es"]}),
        (["--languages", "any"], {"languages": "any"}),
        (["--reference-bits", "16"], {"reference_bits": 16}),
        (["--keep-graphemes"], {"keep_graphemes": True}),
        (["--normalize"], {"normalize": "NFC"}),
        (["--transliterate", "always"], {"transliterate": "always"}),
        (["--transliterate", "auto", "--tables", "all"], {"transliterate": "auto", "transliteration_tables": "all"}),
        (["--encoding", "ucs2"], {"encoding": "UNICODE"}),
    ],
)
def test_segments_options(options: list[str], keywords: dict[str, Any]) -> None:
    text = "ğ “Hello” e\u0301 👨‍👩‍👧 " + "x" * 70 + "’"
    assert json.loads(good("segments", text, "--json", *options)) == segment(text, **keywords).as_dict()
    assert good("segments", text, *options)


def test_segments_says_what_would_save_a_part() -> None:
    text = "“" + "x" * 80 + "”"
    shown = good("segments", text)
    assert "To save a part\nremove 12 characters\n" in shown
    assert "--transliterate always --tables punctuation  1 part, 2 characters replaced\n" in shown
    saved = good("segments", text, "--transliterate", "always", "--tables", "punctuation")
    assert saved.startswith("GSM-7, 1 part, 82 septets\n")
    assert "U+201C  LEFT DOUBLE QUOTATION MARK  “  by '\"'\n" in saved
    assert good("segments", "ğ", "--languages", "tr").startswith("GSM-7, Turkish ")


@pytest.mark.parametrize("stdin", ["Hello", "Hello\n", "Hello\r\n", "\ufeffHello\n"])
def test_the_line_break_that_echo_adds_is_not_counted(stdin: str) -> None:
    assert json.loads(good("segments", "-", "--json", stdin=stdin))["units"] == 5


@pytest.mark.parametrize(
    "arguments",
    [
        ["--languages", "xx"],
        ["--reference-bits", "7"],
        ["--transliterate", "x"],
        ["--tables", "x"],
        ["--encoding", "x"],
    ],
)
def test_bad_segments_options(arguments: list[str]) -> None:
    assert len(bad("segments", "x", *arguments)) == 1


def test_segments_of_what_is_not_utf8() -> None:
    assert bad("segments", "-", stdin=b"\xff") == ["standard input: is not UTF-8: byte 0 cannot be read"]


# --- channels, schema, version ---


def test_channels() -> None:
    heading, *rows = (line.split("\t") for line in good("channels").splitlines())
    assert heading == ["channel", *KINDS.values()]
    assert [row[0] for row in rows] == list(implemented())
    listed = json.loads(good("channels", "--json"))["channels"]
    assert [[channel["channel"], *channel["supports"].values()] for channel in listed] == rows


@pytest.mark.parametrize("name", implemented())
def test_one_channel(name: str) -> None:
    shown = good("channels", name.lower())
    (facts,) = json.loads(good("channels", name, "--json"))["channels"]
    assert facts["channel"] == name
    for limit in facts["limits"]:
        assert f"{limit['name']}: {limit['value']:,}" in shown
        assert f"{limit['source']}, {limit['retrieved']}" in shown
    for known in facts["properties"]:
        assert f"{known['name']}: {known['meaning']} ({known['source']})" in shown


def test_an_unknown_channel() -> None:
    assert bad("channels", "fax") == [f"'FAX' is not a channel; implemented: {', '.join(implemented())}"]


def test_schema() -> None:
    assert json.loads(good("schema")) == json.loads(good("schema", "message"))
    assert json.loads(good("schema"))["$id"] == "urn:message-transcode:schema:message"
    assert json.loads(good("schema", "result"))["$id"] == "urn:message-transcode:schema:result"
    assert json.loads(good("schema", "--strict"))["$defs"]["Choice"]["additionalProperties"] is False


def test_the_documentation_of_the_module_names_every_command() -> None:
    named = set(re.findall(r"``(?:transcode )?(\w+)``", (cli.__doc__ or "").partition("\n")[0]))
    assert named == {command.callback.__name__ for command in app.registered_commands if command.callback}


def test_version() -> None:
    from importlib.metadata import version

    assert good("--version") == f"{version('message-transcode')}\n"


# --- as a process ---


def test_as_a_module() -> None:
    done = process("preview", "-", "--channel", "sms", stdin=json.dumps(TEXT).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"SMS: ")
    done = process("preview", "-", stdin=b"{}")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"error: standard input: must have exactly one of ")
    assert process("preview", "--example", "choice", "--fail-on", "loss").returncode == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_output_that_cannot_write_everything(encoding: str) -> None:
    message = json.dumps({"text_message": {"text": "Größe ’👍"}}).encode()
    done = process("preview", "-", "--channel", "sms", stdin=message, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode(encoding)
    if encoding == "ascii":
        assert "| Gr<U+00F6><U+00DF>e <U+2019><U+1F44D>\n+\n" in shown.replace("\r\n", "\n")
    done = process("preview", "-", "--channel", "sms", "--json", stdin=message, PYTHONIOENCODING=encoding)
    assert json.loads(done.stdout.decode(encoding))["results"][0]["text"] == "Größe ’👍"


def test_an_ascii_output() -> None:
    done = process("preview", "’", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (2, b"error: <U+2019>: No such file or directory\n")
    for arguments in (["preview", "--help"], ["channels", "mms"]):
        assert process(*arguments, PYTHONIOENCODING="ascii").returncode == 0


def test_a_pipe_that_nobody_reads(tmp_path: Path) -> None:
    message = write(tmp_path / "long.json", {"text_message": {"text": "Hello " * 20_000}})
    with subprocess.Popen(
        [sys.executable, "-m", "transcode", "preview", str(message)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.read(5)
        started.stdout.close()
        errors = started.stderr.read()
    assert (started.returncode, errors) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="uses the shell")
def test_streams_that_are_closed_or_full() -> None:
    def shell(command: str) -> tuple[int, bytes]:
        done = subprocess.run(
            ["/bin/sh", "-c", command.format(f"{sys.executable} -m transcode preview")],
            capture_output=True,
            check=False,
        )
        return done.returncode, done.stderr

    assert shell("{} --example text >&-") == (0, b"")
    assert shell("{} nosuch 2>&-") == (2, b"")
    assert shell("{} - <&-")[0] == 2
    if Path("/dev/full").exists():
        status, errors = shell("{} --example text >/dev/full")
        assert (status, errors) == (2, b"error: the output cannot be written: No space left on device\n")


@pytest.fixture
def without_extra(tmp_path: Path) -> str:
    """Return a directory whose modules make typer and rich impossible to import."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.modules['typer'] = sys.modules['rich'] = None\n", encoding="utf-8"
    )
    return str(tmp_path)


def test_without_the_extra(without_extra: str) -> None:
    done = process("preview", "--example", "text", PYTHONPATH=without_extra)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [
        "transcode: the command line needs an extra: pip install 'message-transcode[cli]'"
    ]


def test_the_library_does_without_typer_and_rich() -> None:
    code = (
        "import sys, transcode\n"
        "for channel in ('SMS', 'MMS'):\n"
        "    transcode.transcode({'text_message': {'text': 'x'}}, channel)\n"
        "assert not {'typer', 'rich', 'click'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_examples_are_read_without_a_checkout() -> None:
    """They are package data: whoever installs the wheel has them."""
    for name in EXAMPLES:
        Transcoder(strict=True).transcode(files("transcode").joinpath("examples", f"{name}.json").read_bytes(), "SMS")


EVENTS = sorted((corpus.ROOT / "tests" / "inbound" / "data" / "events").glob("*.json"))


@pytest.mark.parametrize("event", EVENTS, ids=lambda path: path.stem)
def test_inbound_is_what_the_library_reads(event: Path) -> None:
    expected = receive(event.read_bytes()).as_dict()
    assert json.loads(good("inbound", str(event))) == expected
    assert json.loads(good("inbound", "-", stdin=event.read_bytes())) == expected


@pytest.mark.parametrize(
    ("callback", "part_of_the_error"),
    [("", "is not JSON"), ('{"message_delivery_report": {}}', "message_delivery_report"), ("<a", "line 1")],
)
def test_a_bad_callback(callback: str, part_of_the_error: str) -> None:
    assert part_of_the_error in "\n".join(bad("inbound", "-", stdin=callback))


def test_reply_takes_a_choice(tmp_path: Path) -> None:
    sent = corpus.load("choice-text-only")["message"]
    message = write(tmp_path / "message.json", sent)
    label = sent["choice_message"]["choices"][1]["text_message"]["text"]
    answer = json.loads(good("reply", str(message), f"> {label.upper()}!", "--message-id", "01M"))
    expected = resolve_reply(sent, label, channel="SMS", message_id="01M")
    assert isinstance(expected, ChoiceResponse)
    assert answer["postback_data"] == expected.postback_data
    assert answer["message_id"] == "01M"
    nothing = run("reply", str(message), "something else entirely")
    assert nothing.exit_code == 1
    assert json.loads(nothing.stdout)["result"] == "no_match"
    assert "is not JSON" in bad("reply", "-", "yes", stdin="{")[0]
    assert "FAX" in bad("reply", str(message), "yes", "--channel", "fax")[0]
