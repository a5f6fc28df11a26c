"""``transcode preview``, as a person or a script meets it."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import typer

from tests import corpus
from tests.cli.running import EXAMPLES, TEXT, bad, good, run, write
from transcode import Transcoder, transcode
from transcode.channels import implemented
from transcode.cli.watching import watch
from transcode.preview.assumed import ASSUMED_SENDER, with_sender


@pytest.mark.parametrize("channel", implemented())
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_on_every_channel(name: str, channel: str) -> None:
    shown = good("preview", "--example", name, "--channel", channel.lower())
    assert shown.startswith(f"{channel}: ")
    written = files("transcode").joinpath("examples", f"{name}.json").read_text(encoding="utf-8")
    result = transcode(written, channel)
    if result.segments is None and result.text is not None:
        assert all(f"│ {line}".rstrip() in shown for line in result.text.split("\n"))
    assert all(finding.message in shown for finding in with_sender(result).findings)
    assert (ASSUMED_SENDER in shown) is (with_sender(result) is not result)


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
    assert "╭\n│ image  https://media.example.com/jackets/trail-green.jpg\n│ Trail jacket, back in stock\n" in shown
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
    assert "╭\n│ Trail jacket, back in stock\n│ image  https" in rich


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


def blocks(shown: str) -> dict[str, str]:
    """Return what a preview shows of each channel, below the summary."""
    return {block.partition(":")[0]: block for block in shown.rstrip("\n").split("\n\n\n")[1:]}


@pytest.mark.parametrize("given", ["as an option", "in the file"])
@pytest.mark.parametrize(
    ("keyword", "identity", "refused_by", "line"),
    [
        (
            "to",
            "+46701234567",
            {
                *("MESSENGER", "INSTAGRAM", "VIBER", "LINE", "TELEGRAM", "WECHAT", "APPLEBC"),
                *("KAKAOTALK",),  # which is for numbers of South Korea
            },
            "LINE would refuse the recipient '+46701234567': it must be a LINE",
        ),
        ("sender", "Shop", {"MMS", "APPLEBC"}, "MMS would refuse the sender 'Shop': it "),
    ],
)
def test_each_channel_answers_for_an_identity_that_it_refuses(
    keyword: str, identity: str, refused_by: set[str], line: str, given: str
) -> None:
    options: tuple[str, ...] = ()
    request = json.dumps({"message": TEXT, {"sender": "from"}.get(keyword, keyword): identity})
    if given == "as an option":
        options, request = (f"--{keyword}", identity), json.dumps(TEXT)
    shown = good("preview", "-", *options, stdin=request)
    assert list(blocks(shown)) == list(implemented())
    refusal = {"to": " would refuse the recipient ", "sender": " would refuse the sender "}[keyword]
    as_one_line = {channel: " ".join(block.split()) for channel, block in blocks(shown).items()}
    assert {channel for channel, block in as_one_line.items() if refusal in block} == refused_by
    assert any(line in block for block in as_one_line.values())
    results = json.loads(good("preview", "-", "--json", *options, stdin=request))["results"]
    for result in results:
        assert result == json.loads(transcode(TEXT, result["channel"], **{keyword: identity}).to_json())
    for channel in refused_by:
        one = json.loads(good("preview", "-", "--json", "--channel", channel, *options, stdin=request))["results"]
        assert one == [result for result in results if result["channel"] == channel]
        assert (
            run("preview", "-", "--channel", channel, *options, "--fail-on", "rejected", stdin=request).exit_code == 1
        )


def test_an_identity_that_is_no_text_is_refused() -> None:
    request = {"message": TEXT, "from": 5, "to": 5}
    lines = bad("preview", "-", stdin=json.dumps(request))
    assert any("to: must be a string" in line for line in lines)


def test_an_identity_of_one_channel_has_to_fit_it() -> None:
    identities = [{"channel": "TELEGRAM", "identity": "+46701740605"}]
    request = {"message": TEXT, "recipient": {"identified_by": {"channel_identities": identities}}}
    results = json.loads(good("preview", "-", "--json", stdin=json.dumps(request)))["results"]
    refused = {one["channel"] for one in results if "recipient_refused" in {f["code"] for f in one["findings"]}}
    assert refused == {"TELEGRAM"}


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
    example = ("preview", "--example", "location", "--property", "SMS_MAX_NUMBER_OF_MESSAGE_PARTS=1")
    assert run(*example, "--channel", "mms", "--fail-on", "loss").exit_code == 1
    assert run(*example, "--channel", "whatsapp,mms", "--fail-on", "loss").exit_code == 1
    assert run(*example, "--channel", "whatsapp", "--fail-on", "loss").exit_code == 0


def test_a_sender_is_assumed_and_the_preview_says_so_once(message: Path) -> None:
    for output in ((), ("--json",)):
        assert run("preview", str(message), "--channel", "mms", "--fail-on", "rejected", *output).exit_code == 0
    shown = good("preview", str(message), "--channel", "mms")
    assert shown.startswith(f"MMS: in the channel's own form, deliverable, nothing lost\n{ASSUMED_SENDER}\n")
    assert shown.count(ASSUMED_SENDER) == 1
    assert "REJECTED" not in shown
    assert ASSUMED_SENDER not in good("preview", str(message), "--channel", "mms", "--sender", "28444")


# --- pages ---


def test_a_page(message: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert good("preview", str(message), "--html", str(page), "--rate", "0.01 EUR") == ""
    shown = page.read_text(encoding="utf-8")
    assert "<title>message.json</title>" in shown
    assert "0.01 EUR" in shown
    assert shown.count("<article") == len(implemented())
    assert shown.count(ASSUMED_SENDER) == 1
    refused = good("preview", str(message), "--html", "-", "--to", "+46701234567")
    assert "LINE would refuse the recipient" in refused
    assert 'href="https://' not in good("preview", "--example", "card", "--html", "-")
    assert 'href="https://' in good("preview", "--example", "card", "--html", "-", "--links")
    assert run("preview", "--example", "choice", "--html", "-", "--fail-on", "loss").exit_code == 1


def test_bad_pages(message: Path, tmp_path: Path) -> None:
    assert bad("preview", str(message), "--html", str(tmp_path)) == [f"{tmp_path}: Is a directory"]
    assert bad("preview", str(message), "--html", "x.html", "--json")[0].startswith("--json and a page exclude")
    assert bad("preview", "-", "--watch")[0].startswith("--watch: needs a message in a file")
    assert bad("preview", str(message), "--rate", "free")[0].startswith("rate: SMS: must be an amount")


def test_a_page_is_opened(message: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    good("preview", str(message), "--open")
    good("preview", str(message), "--open", "--html", str(tmp_path / "page.html"))
    assert len(opened) == 2
    assert opened[1] == (tmp_path / "page.html").as_uri()
    for uri in opened:
        assert "<article" in Path(uri.removeprefix("file://")).read_text(encoding="utf-8")


def test_watching_does_it_again_where_something_has_changed(message: Path, tmp_path: Path) -> None:
    layouts = tmp_path / "layouts"
    layouts.mkdir()
    done: list[int] = []
    events = iter(
        (
            lambda: None,
            lambda: message.write_text("{", encoding="utf-8"),
            lambda: None,
            lambda: (layouts / "card.txt.j2").write_text("x", encoding="utf-8"),
            message.unlink,
        )
    )

    def work() -> None:
        done.append(len(done))
        if len(done) == 2:
            raise typer.Exit(2)

    def sleep(seconds: float) -> None:
        assert 0 < seconds < 2
        event = next(events, None)
        if event is None:
            raise KeyboardInterrupt
        event()

    watch([message, layouts], work, sleep)
    assert len(done) == 4


def test_watching_renders_again(message: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.html"
    texts = iter(("Second", None))
    seen: list[str] = []

    def sleep(_: float) -> None:
        seen.append(page.read_text(encoding="utf-8"))
        text = next(texts)
        if text is None:
            raise KeyboardInterrupt
        write(message, {"text_message": {"text": text}})

    monkeypatch.setattr("transcode.cli.watching.time.sleep", sleep)
    good("preview", str(message), "--html", str(page), "--watch")
    assert len(seen) == 2
    assert "Hello" in seen[0]
    assert "Second" in seen[1]
    assert 'http-equiv="refresh"' in seen[1]


def test_a_summary_comes_first(message: Path) -> None:
    heading, *rows = good("preview", str(message), "--rate", "0.01 EUR").split("\n\n\n")[0].splitlines()
    assert heading.split() == ["channel", "outcome", "deliverable", "lost", "sent", "as", "price"]
    assert [row.split()[0] for row in rows] == list(implemented())
    assert re.split(r"\s{2,}", rows[0]) == ["SMS", "in the channel's own form", "yes", "nothing", "1 part", "0.01 EUR"]


def test_a_vendor() -> None:
    message = json.dumps({"text_message": {"text": "x" * 80 + "€"}})
    shown = good("preview", "-", "--channel", "sms", "--vendor", "telnyx", stdin=message)
    assert "Telnyx bills 2 parts for what the standard has 1 for: € U+20AC EURO SIGN at 80" in shown
    assert bad("preview", "-", "--vendor", "telnix", stdin=message) == ["vendor is 'telnix': did you mean telnyx?"]
    checked = run("check", "-", "--channels", "sms", "--max-parts", "1", "--vendor", "telnyx", stdin=message)
    assert checked.exit_code == 1
    assert run("check", "-", "--channels", "sms", "--max-parts", "1", stdin=message).exit_code == 0
