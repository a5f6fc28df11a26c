"""What would make an SMS shorter, as both previews tell it."""

from __future__ import annotations

import io

import pytest

from transcode import transcode
from transcode.gsm import segment
from transcode.preview import render_html
from transcode.preview.screen import Screen
from transcode.preview.terminal import draw_result
from transcode.preview.tips import tips

ORDER = "Your order – number 1042 – is on its way and comes tomorrow between nine and twelve 😀 " + "Thank you! " * 6


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a" * 160, ()),
        ("a" * 167, ("Remove 7 characters to save a part.",)),
        (ORDER, ("Remove 19 characters to save a part.", "Replace – by - and leave out 😀: 1 part.")),
        (
            "“a”–‘b’ " * 10,
            ("Remove 10 characters to save a part.", 'Replace “ by ", ” by ", – by - and 2 more: 1 part.'),
        ),
        ("e\u0301" * 40, ("Remove 5 characters to save a part.", "Compose letters and their marks (NFC): 1 part.")),
        (
            "ş" * 100,
            (
                "Remove 30 characters to save a part.",
                "Replace ş by s: 1 part.",
                "Use national shift tables: 1 part.",
            ),
        ),
    ],
)
def test_tips(text: str, told: tuple[str, ...]) -> None:
    assert tips(segment(text)) == told


def test_tips_are_by_the_vendor_s_alphabet() -> None:
    text = "€" + "a" * 100
    assert tips(segment(text)) == ()
    assert tips(segment(text, vendor="telnyx"))[0] == "Remove 31 characters to save a part."


def test_both_previews_tell() -> None:
    result = transcode({"text_message": {"text": ORDER}}, "SMS", sender="Shop")
    screen = Screen(io.StringIO())
    draw_result(screen, result)
    wanted = "Replace – by - and leave out 😀: 1 part."
    assert f"To make it shorter\nRemove 19 characters to save a part.\n{wanted}\n" in screen.text
    assert wanted in render_html(result)
