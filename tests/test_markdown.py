"""Markdown in texts: what is read, and what each channel makes of it."""

import builtins
import json
import re
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import corpus
from tests.strategies import messages
from transcode import Code, InvalidOption, Outcome, Severity, Transcoder, transcode
from transcode.channels import implemented
from transcode.channels.whatsapp.formatting import runs as as_whatsapp_shows
from transcode.channels.whatsapp.limits import LIMITS
from transcode.channels.whatsapp.styling import split_marked
from transcode.measure import Unit, measure, utf16_units
from transcode.picture import Style
from transcode.styled import is_formatted

markdown_it = pytest.importorskip("markdown_it")

READER = Transcoder(markup="markdown")
SHOP = {"text_message": {"text": "**Sale** of *old* ~~stock~~, code `A*1`: [shop](https://example.com/a)"}}
# Marks that meet, words and spaces between them, addresses, other scripts.
PIECES = (
    *("**", "*", "_", "~~", "`", "``", "[", "](https://example.com/a_b)", "![i](", "\\", "> ", "- ", "* ", "&amp;"),
    *("<https://example.com/~j/>", "https://example.com/_x_/", "a", "b c", " ", "\n", "\n\n", "1", "é", "😀", "字"),
)
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def text(typed, channel, **options):
    return READER.transcode({"text_message": {"text": typed}}, channel, **options)


def test_a_channel_without_formatting_gets_plain_text_with_the_targets_of_links():
    for channel in implemented():
        result = READER.transcode(SHOP, channel, sender="28444")
        if channel not in ("WHATSAPP", "TELEGRAM"):
            assert result.text in (None, "Sale of old stock, code A*1: shop (https://example.com/a)")
            assert "Sale of old stock, code A*1: shop (https://example.com/a)" in str(result.payloads)
            (finding,) = [one for one in result.findings if one.code is Code.MARKUP_PLAIN]
            assert (finding.path, finding.severity) == ("text_message.text", Severity.INFO)
            assert finding.message == (
                f"{finding.message.split(' has')[0]} has no form for bold, code, italic, links and strikethrough: "
                "the words stand there without it; addresses follow in parentheses."
            )


def test_whatsapp_gets_its_own_marks_and_telegram_entities_in_utf16_units():
    result = READER.transcode(SHOP, "WHATSAPP")
    assert result.payloads[0]["text"]["body"] == "*Sale* of _old_ ~stock~, code `A*1`: shop (https://example.com/a)"
    assert (result.text, result.outcome) == (
        "Sale of old stock, code A*1: shop (https://example.com/a)",
        Outcome.NATIVE,
    )
    call = text("😀 **Big *sale*** [`shop`](https://example.com/ä) [us](/x)", "TELEGRAM").payloads[0]
    assert call["text"] == "😀 Big sale shop us (/x)"
    assert call["entities"] == [
        {"type": "bold", "offset": 3, "length": 8},
        {"type": "italic", "offset": 7, "length": 4},
        {"type": "text_link", "offset": 12, "length": 4, "url": "https://example.com/%C3%A4"},
    ]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("**two\nlines**", "*two*\n*lines*"),
        ("***both***", "*_both_*"),
        ("**a *b* c**", "*a _b_ c*"),
        ("**a `b*` c**", "*a* `b*` *c*"),
        ("in**side** a word", "inside a word"),
        ("5 * 3 and \\*this\\*", "5 * 3 and \u200b*\u200bthis*"),
        ("**2 * 3 x**", "*2 \u200b*\u200b 3 x*"),
        ("``x`y``", "```x`y```"),
        ("**see https://example.com/~j/_x_ now**", "*see https://example.com/~j/_x_ now*"),
        ("**https://example.com/*/x**", "https://example.com/*/x"),
        ("<https://example.com/_a_>", "https://example.com/_a_"),
        ("[](https://example.com/)", "https://example.com/"),
        ("![A map](https://example.com/m.png)", "A map (https://example.com/m.png)"),
        ("> it\n- is", ">\u200b it\n-\u200b is"),
        ("&lt;b&gt; <b>x</b>", "<b> <b>x</b>"),
        ("*a\n\nb*", "\u200b*\u200ba\n\nb*"),
        ("\ufdd0a**b**\ufdd1", "\ufffdab\ufffd"),
    ],
)
def test_what_whatsapp_is_sent(typed, sent):
    assert text(typed, "WHATSAPP").payloads[0]["text"]["body"] == sent


def test_what_whatsapp_would_not_read_as_formatting_is_named():
    (finding,) = text("in**side**", "WHATSAPP").findings
    assert (finding.code, finding.path) == (Code.MARKUP_PLAIN, "text_message.text")
    assert "no form for bold as it is here" in finding.message


def test_marks_of_a_layout_stay_right_around_formatted_fields():
    card = {
        "title": "Our **best**",
        "description": "All good",
        "media_message": {"url": "https://example.com/a.jpg"},
        "choices": [
            {"text_message": {"text": "*Yes*"}},
            {"url_message": {"title": "Go", "url": "https://example.com"}},
        ],
    }
    result = READER.transcode({"card_message": card}, "WHATSAPP")
    assert result.payloads[0]["image"]["caption"] == (
        "Our *best*\n_All good_\n\n> \u200b*\u200bYES*\n> Go: https://example.com"
    )
    call = Transcoder(markup="markdown", profile="rich").transcode({"card_message": card}, "TELEGRAM").payloads[0]
    assert (call["caption"], call["caption_entities"]) == (
        "Our best\nAll good",
        [{"type": "bold", "offset": 4, "length": 4}],
    )


def test_labels_overrides_and_what_is_typed_for_a_channel_are_left_alone():
    choice = {"text_message": {"text": "**Sure?**"}, "choices": [{"text_message": {"text": "Yes **now**"}}]}
    result = READER.transcode({"choice_message": choice}, "LINE", to="U" + "0" * 32)
    assert result.payloads[0]["messages"][0]["template"]["text"] == "Sure?"
    assert result.replies[0].label == "Yes **now**"
    override = {"text_message": {"text": "*"}, "explicit_channel_message": {"WHATSAPP": '{"text": "**a**"}'}}
    assert READER.transcode(override, "WHATSAPP").payloads == ({"text": "**a**"},)


def test_lengths_are_measured_after_conversion():
    typed = "**" + "a" * 4096 + "**"
    assert len(text(typed, "TELEGRAM").payloads) == 1
    assert len(text(typed, "WHATSAPP").payloads) == 2
    assert len(text("**" + "a" * 160 + "**", "SMS", sender="28444").segments.parts) == 1


def test_a_missing_extra_is_named(monkeypatch):
    from transcode import markdown

    markdown._parser.cache_clear()
    imported = builtins.__import__

    def without(name, *given, **named):
        if name.startswith("markdown_it"):
            raise ImportError(name)
        return imported(name, *given, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InvalidOption, match=r"pip install 'message-transcode\[markdown\]'"):
        Transcoder(markup="markdown")


# --- laws ---


@settings(deadline=None)
@given(MARKDOWN)
@example("**a**b")
def test_plain_text_is_what_markdown_it_shows_without_tags(typed):
    parser = markdown_it.MarkdownIt("commonmark").enable("strikethrough").disable("html_inline")
    if "http" in typed or not typed.strip():
        return
    paragraphs = re.split(r"\n[ \t]*\n\s*", typed.strip())
    shown = " ".join(unescape(re.sub(r"<[^>]*>", "", parser.renderInline(one))) for one in paragraphs)
    assert (
        transcode({"text_message": {"text": typed}}, "LINE", markup="markdown")
        .payloads[0]["messages"][0]["text"]
        .split()
        == shown.split()
    )


@settings(deadline=None)
@given(MARKDOWN)
def test_telegram_shows_what_the_markdown_says(typed):
    """Entities as HTML, by aiogram, beside the HTML of markdown-it: the same formats on the same letters."""
    decorations = pytest.importorskip("aiogram.utils.text_decorations")
    types = pytest.importorskip("aiogram.types")
    if not typed.strip() or "http" in typed or "`" in typed:  # addresses and code have rules of their own
        return
    for call in text(typed, "TELEGRAM").payloads:
        entities = [types.MessageEntity(**one) for one in call.get("entities", ())]
        ours = decorations.html_decoration.unparse(call["text"], entities)
        assert re.sub("<[^>]*>", "", ours) == decorations.html_decoration.quote(call["text"])
        for one in entities:
            assert one.offset >= 0
            assert one.length > 0
            assert one.offset + one.length <= utf16_units(call["text"])
    parser = markdown_it.MarkdownIt("commonmark").enable("strikethrough").disable("html_inline")
    shown = "".join(map(parser.renderInline, re.split(r"\n[ \t]*\n\s*", typed.strip())))
    called = "".join(
        decorations.html_decoration.unparse(
            call["text"], [types.MessageEntity(**one) for one in call.get("entities", ())]
        )
        for call in text(typed, "TELEGRAM").payloads
    )
    assert _letters(called) == _letters(shown)


def _letters(html):
    """Every character that is seen with the formats that it has."""
    names = {"strong": "b", "em": "i", "del": "s"}
    found, formats = [], []
    for tag, letters in re.findall(r"<(/?\w+)[^>]*>|([^<]+)", html):
        if tag.startswith("/"):
            formats.remove(names.get(tag[1:], tag[1:]))
        elif tag and tag != "br":
            formats.append(names.get(tag, tag))
        found += [(letter, frozenset(formats)) for letter in unescape(letters) if not letter.isspace()]
    return found


@settings(deadline=None)
@given(MARKDOWN)
@example("**a** b**c** *d*")
def test_whatsapp_reads_its_marks_as_they_are_meant(typed):
    """Whatever is formatted on Telegram is on WhatsApp, or a finding says that it is not; nothing else is."""
    if not typed.strip():
        return
    result = text(typed, "WHATSAPP")
    sent = "".join(payload["text"]["body"] for payload in result.payloads)
    shown = as_whatsapp_shows(sent)
    read = "".join(run.text for run in shown if Style.MARK not in run.styles)
    assert read.replace("\u200b", "").split() == (result.text or "").split()
    formatted = {
        style for run in shown if run.text.strip("\u200b \n") for style in run.styles if style is not Style.MARK
    }
    if not is_formatted_markdown(typed):
        assert not formatted


def is_formatted_markdown(typed):
    call = text(typed, "TELEGRAM").payloads[0]
    return bool(call.get("entities"))


@settings(deadline=None)
@given(messages(), st.sampled_from(implemented()), st.sampled_from(("documented", "rich")))
def test_nothing_of_our_own_signs_leaves(message, channel, profile):
    result = transcode(message, channel, markup="markdown", profile=profile, sender="28444")
    assert not is_formatted(str(result.payloads))
    assert not is_formatted(result.text or "")


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ("word ", "x", "\n", "😀 ", "https://example.com/a_b ", "*bold words* ", "_it_ ", "~no~\n", "`co*de` ")
        )
        | st.integers(1, 60).map(lambda many: "*" + "bold _it_ " * many + "end* "),
        max_size=40,
    ).map("".join),
    st.integers(40, 90),
)
@example("*" + "word " * 30 + "x*", 60)
@example("_*" + "word " * 30 + "x*_", 60)
def test_a_split_keeps_every_format_on_every_letter(typed, limit):
    pieces = split_marked(typed, limit, Unit.UTF16_UNITS)
    assert all(measure(piece, Unit.UTF16_UNITS) <= limit for piece in pieces)
    assert [letter for piece in pieces for letter in _seen(piece)] == _seen(typed)


def _seen(sent):
    """Every letter that is seen on WhatsApp, with its formats."""
    return [
        (letter, run.styles)
        for run in as_whatsapp_shows(sent)
        if Style.MARK not in run.styles
        for letter in run.text
        if not letter.isspace()
    ]


def test_a_long_pair_is_closed_and_opened_again():
    typed = "**" + "word " * 2000 + "end**"
    for payload in text(typed, "WHATSAPP").payloads:
        body = payload["text"]["body"]
        assert body.strip()[0] + body.strip()[-1] == "**"
        assert {style for run in as_whatsapp_shows(body) if run.text.strip() for style in run.styles} == {
            Style.MARK,
            Style.BOLD,
        }
    calls = text(typed, "TELEGRAM").payloads
    assert [len(call["entities"]) for call in calls] == [1, 1, 1]
    assert "".join(call["text"] for call in calls) == "word " * 2000 + "end"


@pytest.mark.parametrize("mode", ["passed", "literal", "markdown"])
def test_a_pair_that_fits_a_message_is_never_cut(mode):
    limit = next(one.value for one in LIMITS if one.name == "text")
    pair = "**bold words**" if mode == "markdown" else "*bold words*"
    typed = "a " * (limit // 2 - 4) + pair + " end"
    bodies = [p["text"]["body"] for p in transcode({"text_message": {"text": typed}}, "WHATSAPP", markup=mode).payloads]
    assert len(bodies) == 2
    if mode != "literal":
        assert bodies[1] == "*bold words* end"
    calls = transcode({"text_message": {"text": typed}}, "TELEGRAM", markup=mode).payloads
    if mode == "markdown":
        assert calls[-1]["entities"] == [{"type": "bold", "offset": 0, "length": 10}]


@pytest.mark.parametrize("name", corpus.names())
def test_a_message_without_marks_is_what_it_is_without_the_option(name):
    if not re.search(r"[*_~`<>&\\\[\]]", json.dumps(corpus.load(name)["message"], ensure_ascii=False)):
        for channel in implemented():
            assert corpus.run(name, channel, markup="markdown") == corpus.run(name, channel)
