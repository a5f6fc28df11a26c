"""``transcode segments``."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from tests.cli.running import bad, good, run
from transcode.gsm import segment


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
        (
            ["--transliterate", "whole", "--transliteration-tables", "latin, symbols,punctuation"],
            {"transliterate": "whole", "transliteration_tables": ("latin", "symbols", "punctuation")},
        ),
        (["--encoding", "ucs2"], {"encoding": "UNICODE"}),
        (["--encoding", "GSM", "--unknown", ""], {"encoding": "GSM", "unknown": ""}),
        (
            ["--encoding", "GSM", "--unknown", "-", "--unknown-per", "character"],
            {"encoding": "GSM", "unknown": "-", "unknown_per": "character"},
        ),
        (["--line-feed", "crlf"], {"line_feed": "crlf"}),
        (["--vendor", "twilio", "--transliterate", "vendor"], {"vendor": "twilio", "transliterate": "vendor"}),
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
    assert "--transliterate always --transliteration-tables punctuation  1 part, 2 characters replaced\n" in shown
    saved = good("segments", text, "--transliterate", "always", "--tables", "punctuation")
    assert saved.startswith("GSM-7, 1 part, 82 septets\n")
    assert "U+201C  LEFT DOUBLE QUOTATION MARK  “  by '\"'\n" in saved
    assert good("segments", "ğ", "--languages", "tr").startswith("GSM-7, Turkish ")


def test_segments_says_what_to_leave_out() -> None:
    text = "Your order – number 1042 – is on its way and comes tomorrow between nine and twelve 😀 " + "Thank you! " * 6
    shown = good("segments", text)
    arguments = "--encoding GSM --unknown '' --transliterate always --transliteration-tables punctuation"
    assert f"{arguments}  1 part, 2 characters replaced, 😀 left out\n" in shown
    assert good("segments", text, *shlex.split(arguments)).startswith("GSM-7, 1 part, ")


@pytest.mark.parametrize("text", ["-20% today only", "-5", "--- 8< ---", "-", "- one\n- two", "--20%", "-😀", "-hello"])
def test_a_text_may_begin_with_a_dash(text: str) -> None:
    for arguments in (
        [text, "--json"],
        ["--json", text],
        ["--languages", "tr", text, "--json"],
        ["--json", "--", text],
    ):
        shown = json.loads(good("segments", *arguments, stdin="-"))
        assert shown["text"] == text


@pytest.mark.parametrize("arguments", [["--langauges", "tr", "x"], ["x", "-x"], ["-20%", "-30%"], ["--vendor"]])
def test_what_could_be_an_option_is_none_that_exists(arguments: list[str]) -> None:
    assert run("segments", *arguments).exit_code == 2


def test_segments_warns_of_what_cannot_be_sent() -> None:
    result = run("segments", "x" * (153 * 255 + 1))
    assert (result.exit_code, result.stderr.count("\n")) == (0, 1)
    assert result.stderr.startswith("warning: 256 parts: a message has at most 255 (TS 23.040 section 9.2.3.24.1).")
    result = run("segments", "x" * 100 + "€", "--vendor", "telnyx", "--json")
    assert json.loads(result.stdout)["segments"] == 2
    assert result.stderr == "warning: € U+20AC EURO SIGN at 100 is not in the GSM alphabet of Telnyx.\n"


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
        ["--vendor", "x"],
        ["--unknown", "я"],
        ["--line-feed", "x"],
    ],
)
def test_bad_segments_options(arguments: list[str]) -> None:
    assert len(bad("segments", "x", *arguments)) == 1


def test_segments_of_what_is_not_utf8() -> None:
    assert bad("segments", "-", stdin=b"\xff") == ["standard input: is not UTF-8: byte 0 cannot be read"]
