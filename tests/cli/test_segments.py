"""``transcode segments``."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.running import bad, good
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
