"""What cannot be used is named, one line a field, and the exit status is 2."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests import corpus
from tests.cli.running import EXAMPLES, HOSTILE, MAY_NOT_REACH_A_TERMINAL, TEXT, bad, good, run, write
from transcode.channels import implemented


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


# What older versions of typer say by themselves is as good.
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("preview", "--uppercase", "x"), "'--uppercase': 'x' is not one of 'documented', 'gsm-safe', 'keep'"),
        (("channels", "--older-than", "x"), "'--older-than': (must be a whole number|'x' is not a valid int)"),
        (("channels", "--older-than", "-1"), "'--older-than': (must be at least 0|-1 is not in the range)"),
        (("segments", "x", "--reference-bits", "x"), "'--reference-bits': (must be a whole number|'x' is not a valid)"),
        (("schema", "nothing"), "'nothing' is not one of 'message', 'result'"),
    ],
)
def test_a_value_that_an_option_does_not_take(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert re.search(said, result.stderr)
    assert not any(words in result.stderr for words in ("Value error", "Input should"))


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
    assert "SMS would refuse the recipient 'me': it must be a phone number" in good("preview", file, "--to", "me")
    assert bad("preview", file, "--templates", "/no/such/directory")[0].startswith("templates: ")
    assert bad("preview", "-", "--strict", stdin=json.dumps({**TEXT, "txt": 1}))[0].startswith("txt: ")


def test_the_examples_are_listed_where_none_is_named(message: Path) -> None:
    names = ", ".join(EXAMPLES)
    assert bad("preview", "--example", "list?") == [f"--example: there is no 'list?'; there are {names}"]
    assert names in bad("preview")[0]
    assert names in bad("preview", str(message), "--example", "text")[0]
    assert names in " ".join(good("preview", "--help").split())


def test_unknown_options_and_commands_are_bad_input() -> None:
    for arguments in (["preview", "--nosuch"], ["nosuch"], [], ["preview", "--fail-on", "x"], ["schema", "x"]):
        assert run(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("given", "options", "meant"),
    [
        ({"text_mesage": {"text": "x"}}, (), "found none of them (found 'text_mesage': did you mean 'text_message'?)"),
        ({"text_message": {"texxt": "x"}}, (), "text_message.text: is required (found 'texxt': did you mean 'text'?)"),
        ({"mesage": TEXT}, (), "standard input: has no message (found 'mesage': did you mean 'message'?)"),
        ({"app_mesage": TEXT}, (), "has no message (found 'app_mesage': did you mean 'app_message'?)"),
        ({**TEXT, "agnet": {}}, ("--strict",), "agnet: is not part of the message schema (did you mean 'agent'?)"),
        (
            {"message": TEXT, "channel_propertys": {}},
            ("--strict",),
            "channel_propertys: is not part of a request (did you mean 'channel_properties'?)",
        ),
        (
            {"message": TEXT, "channel_properties": {"SMS_FLASH": "true"}},
            ("--strict", "--channel", "sms"),
            "channel_properties.SMS_FLASH: is not a channel property of SMS (did you mean 'SMS_FLASH_MESSAGE'?)",
        ),
    ],
)
def test_what_is_misspelt_is_named_with_what_is_meant(given: object, options: tuple[str, ...], meant: str) -> None:
    (line,) = bad("preview", "-", *options, stdin=json.dumps(given))
    assert line.endswith(meant)


def test_a_pipe_is_read_without_a_dash() -> None:
    message = json.dumps(TEXT)
    assert good("preview", stdin=message) == good("preview", "-", stdin=message)
    assert good("segments", stdin="Hello\n") == good("segments", "Hello")
    assert bad("preview", stdin="{")[0].startswith("standard input: is not JSON")
    assert bad("inbound", stdin="")[0].startswith("standard input: is not JSON")
