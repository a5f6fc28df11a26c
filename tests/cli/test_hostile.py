"""Nothing of a message is obeyed by a terminal."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import HOSTILE, MAY_NOT_REACH_A_TERMINAL, good


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
