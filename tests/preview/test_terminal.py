"""What is drawn on a terminal, and what into a pipe."""

from __future__ import annotations

import re
from html import unescape
from io import StringIO

import pytest

pytest.importorskip("rich")

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests import corpus
from transcode import Outcome, Profile, Transcoded, transcode
from transcode.channels import implemented, writer_for
from transcode.errors import FieldError
from transcode.gsm import segment
from transcode.picture import texts
from transcode.preview import render_html
from transcode.preview.channels import draw_channel, draw_matrix
from transcode.preview.pictures import picture_of
from transcode.preview.rates import Rates
from transcode.preview.screen import Screen, json_text
from transcode.preview.segments import draw_segmentation
from transcode.preview.terminal import draw_result, draw_summary

MESSAGE = {
    "choice_message": {
        "text_message": {"text": "A rather long question, in words that have to be wrapped somewhere. " * 3},
        "choices": [
            {"text_message": {"text": "Yes, with pleasure"}, "postback_data": "a-postback-of-some-length"},
            {"url_message": {"title": "More", "url": "https://example.com/" + "path/" * 30}},
            {
                "location_message": {
                    "title": "Where",
                    "label": "Café 日本",
                    "coordinates": {"latitude": 1, "longitude": 2},
                }
            },
        ],
    }
}
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def drawn(stream: StringIO) -> str:
    screen = Screen(stream)
    for channel in implemented():
        draw_result(screen, transcode(MESSAGE, channel))
        draw_channel(screen, writer_for(channel))
    draw_matrix(screen, [writer_for(channel) for channel in implemented()])
    return screen.text


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
def test_a_terminal_gets_no_line_that_is_too_long(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = ANSI.sub("", drawn(Terminal())).splitlines()
    assert max(map(cell_len, map(str.rstrip, lines))) <= width


def test_a_terminal_gets_colour_unless_it_wants_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ANSI.search(drawn(Terminal()))
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in drawn(Terminal())
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in drawn(Terminal())


@pytest.mark.parametrize("columns", ["20", "80"])
def test_a_pipe_gets_lines_as_they_are(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    text = drawn(StringIO())
    assert "\x1b" not in text
    assert "https://example.com/" + "path/" * 30 in text.replace("\n│ ", "").replace("\n├", "") or "part 2" in text
    result = transcode(MESSAGE, "SMS")
    for finding in result.findings:
        assert f"{finding.severity.name}  {finding.path}: {finding.message}\n" in text
    own = {line.rstrip() for part in result.segments.parts for line in part.text.split("\n") if line.endswith(" ")}
    assert all(line == line.rstrip() or line.removeprefix("│ ").rstrip() in own for line in text.split("\n"))


@pytest.mark.parametrize(
    ("width", "sign"), [(200, "native  "), (80, "● native  ◐ conditional  · text"), (40, "native: ")]
)
def test_the_matrix_takes_the_room_there_is(monkeypatch: pytest.MonkeyPatch, width: int, sign: str) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    # As wide as it gets: the longest name that a channel of the service has.
    longest = type("Longest", (writer_for("SMS"),), {"channel": "KAKAOTALKCHAT"})
    screen = Screen(Terminal())
    draw_matrix(screen, [longest, *map(writer_for, implemented())])
    assert sign in screen.text
    assert max(map(len, map(str.rstrip, screen.text.split("\n")))) <= width


def test_the_parts_join_to_the_text() -> None:
    text = "One line\n\n" + "another, " * 30 + "\n[b]"
    screen = Screen(StringIO())
    draw_segmentation(screen, segment(text))
    found = ""
    for line in screen.text.partition("\n\n")[2].rstrip("\n").split("\n"):
        if line.startswith("├"):
            found = found[:-1]
        elif line.startswith("│"):
            found += line[2:] + "\n"
    assert found[:-1] == text


@pytest.mark.parametrize(("length", "gauge"), [(0, 0), (1, 1), (4, 1), (80, 10), (155, 19), (159, 19), (160, 20)])
def test_a_gauge_is_empty_or_full_only_if_the_part_is(length: int, gauge: int) -> None:
    screen = Screen(StringIO())
    draw_segmentation(screen, segment("x" * length))
    assert screen.text.count("█") == gauge
    assert screen.text.count("░") == 20 - gauge


def test_what_forces_ucs2_is_counted_where_there_is_too_much_of_it() -> None:
    screen = Screen(StringIO())
    draw_segmentation(screen, segment("".join(map(chr, range(0x430, 0x450))) * 12))
    assert "U+0430  CYRILLIC SMALL LETTER A  а  at index 0, 32, 64, 96, 128, 160, 192, 224, 256, 288 and 2 more\n" in (
        screen.text
    )
    assert screen.text.endswith("and 22 other characters\n")


def test_where_nothing_can_be_drawn_the_payload_is_pointed_to() -> None:
    result = Transcoded("X", Outcome.NATIVE, ({"a": 1},), None, None, (), ())
    hint = "--payload shows what is sent.\n"
    for payload in (False, True):
        screen = Screen(StringIO())
        draw_result(screen, result, payload=payload)
        assert (hint in screen.text) is not payload
        assert ('"a": 1' in screen.text) is payload


def test_letters_keep_their_joiners() -> None:
    screen = Screen(StringIO())
    screen.line("👨‍👩‍👧 می‌خواهم")
    assert screen.text == "👨‍👩‍👧 می‌خواهم\n"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", None])
def test_json_comes_back_as_it_was(encoding: str | None) -> None:
    import json

    value = {"a\x7f": ["\x1b\x9b\u202e\u2028\U000e0041é👍", "\n\t\\u001b"], "b": None}
    text = json_text(value, encoding)
    assert json.loads(text) == value
    assert text.encode(encoding or "utf-8")
    assert not set("\x7f\x1b\x9b\u202e\u2028\U000e0041") & set(text)


@pytest.mark.parametrize("channel", implemented())
def test_an_identity_that_is_left_out_is_told_below_the_heading(channel: str) -> None:
    left_out = [FieldError("to", "value", "must be \x1b one"), FieldError("sender", "value", "must be another")]
    screen = Screen(Terminal())
    draw_result(screen, transcode({"text_message": {"text": "x"}}, channel), left_out=left_out)
    heading, recipient, sender, *_ = screen.text.splitlines()
    assert ANSI.sub("", heading).startswith(f"{channel}: ")
    assert recipient.startswith("\x1b[2mrecipient left out: must be ")
    assert ANSI.sub("", recipient).rstrip() == "recipient left out: must be <U+001B> one"
    assert ANSI.sub("", sender).rstrip() == "sender left out: must be another"


# --- what each channel's recipient sees ---


@pytest.mark.parametrize("width", [20, 40, 80])
def test_bubbles_and_the_summary_take_the_room_there_is(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    screen = Screen(Terminal())
    for name in ("carousel-outer-choices", "list-choices", "location", "contact-info", "media-document", "text-long"):
        results = [corpus.run(name, channel, profile=Profile.RICH) for channel in implemented()]
        draw_summary(screen, results, Rates.read("0.01 EUR"))
        for result in results:
            draw_result(screen, result)
    lines = ANSI.sub("", screen.text).splitlines()
    assert max(map(cell_len, map(str.rstrip, lines))) <= width


@settings(deadline=None)
@given(st.text("ab \n’", max_size=500))
def test_an_sms_is_shown_whole_with_its_boundaries_in_it(text: str) -> None:
    result = transcode({"text_message": {"text": text or "x"}}, "SMS")
    screen = Screen(StringIO())
    draw_result(screen, result)
    drawn = screen.text.partition("\n╰")[0].split("\n")
    shown = "\n".join(line[2:] for line in drawn if line.startswith("│"))
    parts = re.split("┊[0-9]+┊", shown)
    assert len(parts) == result.segments.segments
    # Spaces at the end of a line are not drawn where nothing else is.
    assert [part.replace(" ", "") for part in parts] == [part.text.replace(" ", "") for part in result.segments.parts]


def test_formatting_is_shown_where_it_can_be_and_as_it_is_sent_elsewhere() -> None:
    result = corpus.run("card", "WHATSAPP")
    pipe, terminal = Screen(StringIO()), Screen(Terminal())
    for screen in (pipe, terminal):
        draw_result(screen, result)
    assert "│ *This is the card title*\n│ _This is the card description_\n" in pipe.text
    assert "*This" not in ANSI.sub("", terminal.text)
    assert "\x1b[1mThis is the card title" in terminal.text
    assert "│ image  https://" in pipe.text


def test_lists_cards_and_quick_replies() -> None:
    screen = Screen(StringIO())
    draw_result(screen, corpus.run("list-choices", "WHATSAPP", profile=Profile.RICH))
    for line in ("│ [ Choose ]  opens a list", "│   Starters", "│   ○ Soup  Tomato", "│   ○ Crêpe  Cheese"):
        assert line in screen.text.splitlines()
    screen = Screen(StringIO())
    draw_result(screen, corpus.run("carousel-outer-choices", "LINE", profile=Profile.RICH))
    for line in (
        "│ card 1 of 3",
        "│ │ image  https://example.com/red.jpg",
        "│ │ [ Buy red ]  answers red",
        "  ( Call us )  calls tel:+46732000000",
    ):
        assert line in screen.text.splitlines()
    assert "--payload" not in screen.text


def test_what_opens_a_list_and_what_is_charged_are_told() -> None:
    drawing = Screen(StringIO())
    draw_result(drawing, corpus.run("list-choices", "APPLEBC", profile="rich"))
    assert "│ opens a list\n│   Starters\n│   ○ Soup  Tomato" in drawing.text
    drawing = Screen(StringIO())
    draw_result(drawing, transcode({"text_message": {"text": "x"}}, "RCS"))
    assert "charged in the US as 1 segment of a rich message; elsewhere as 1 basic message\n" in drawing.text


def test_both_views_show_the_same_texts() -> None:
    for channel in implemented():
        for name in ("card", "carousel", "choice", "list-choices", "location", "contact-info", "media-document"):
            result = corpus.run(name, channel, profile=Profile.RICH)
            screen = Screen(StringIO())
            draw_result(screen, result)
            html = re.sub("<wbr>", "", unescape(render_html(result)))
            for text in texts(picture_of(result)):
                first = text.split("\n")[0].strip()
                if first.isprintable() and "\u200b" not in first and len(first) < 60 and result.segments is None:
                    assert first in screen.text
                    assert all(word in html for word in first.replace("*", " ").replace("_", " ").split(" "))
