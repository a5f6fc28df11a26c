"""The page as HTML: what it holds, what it leads to, and what it never does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import corpus
from tests.preview.results import every_result
from tests.strategies import messages
from transcode import InvalidMessage, InvalidOption, Outcome, Profile, Transcoded, Transcoder, UnknownChannel, transcode
from transcode.channels import implemented
from transcode.picture import Passage, Run, Style
from transcode.preview import content_security_policy, html_fragment, mime_bundle, render_html
from transcode.preview.assumed import ASSUMED_SENDER
from transcode.preview.pictures import picture_of
from transcode.preview.pins import Pins
from transcode.preview.rates import Rates, charged
from transcode.preview.view import link, text_pieces


class Page(HTMLParser):
    """Elements, ids and links of a page, and whether its elements nest."""

    VOID = frozenset({"meta", "input", "br", "wbr", "path", "rect", "use"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, attribute: str) -> list[str]:
        return [found for _, attrs in self.elements if (found := attrs.get(attribute)) is not None]


def test_every_link_leads_somewhere_and_every_id_is_one() -> None:
    page = Page(render_html(every_result()))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    targets = [target.removeprefix("#") for target in page.all("href")]
    assert len(targets) > 500
    assert set(targets) <= set(ids)
    assert set(page.all("aria-labelledby")) <= set(ids)


def test_nothing_is_loaded_and_nothing_runs() -> None:
    page = Page(render_html(every_result(), media="link"))
    assert not {"script", "img", "link", "iframe", "object", "video", "audio"} & {tag for tag, _ in page.elements}
    names = {name for _, attrs in page.elements for name in attrs}
    assert not {"src", "srcset", "style", "action", "background"} & names
    assert not [name for name in names if name.startswith("on")]
    css = re.search(r"<style>(.*?)</style>", render_html([]), re.DOTALL)
    assert css
    assert "url(" not in css[1]
    assert "@import" not in css[1]
    assert "</" not in css[1]


@settings(max_examples=40, deadline=None)
@given(messages())
def test_any_message_makes_a_sound_page(message: dict[str, Any]) -> None:
    html = render_html(message, media="link")
    page = Page(html)
    assert all(re.match(r"#|https?://", found, re.IGNORECASE) for found in page.all("href"))
    assert "<script" not in html


@settings(deadline=None)
@given(
    st.lists(st.text(max_size=8), max_size=6),
    st.sets(st.integers(1, 30)),
    st.dictionaries(st.integers(1, 40), st.just((1,)), max_size=4),
)
def test_pieces_join_to_the_text_with_marks_in_their_places(
    runs: list[str], breaks: set[int], refs: dict[int, tuple[int, ...]]
) -> None:
    length = sum(map(len, runs))
    inside = tuple(sorted(place for place in breaks if place < length))
    refs = {place: numbers for place, numbers in refs.items() if place <= length}
    words = Passage(tuple(Run(text, frozenset({Style.BOLD})) for text in runs), breaks=inside)
    done, parts, found = "", [], {}
    for piece in text_pieces(words, refs):
        done += piece.get("text", "")
        if "part" in piece:
            parts.append((piece["part"], len(done)))
        if "refs" in piece:
            found[len(done)] = piece["refs"]
    assert done == words.text
    assert parts == list(enumerate(inside, 2))
    assert found == refs


def test_every_finding_about_a_reply_has_its_place() -> None:
    placed = total = 0
    for result in every_result():
        pins = Pins(result, picture_of(result))
        for number, finding in enumerate(result.findings, 1):
            if any(finding.path.startswith(reply.path) for reply in result.replies):
                total += 1
                placed += pins.placed[number]
    assert total > 50
    assert placed == total


def test_a_finding_stands_at_its_button() -> None:
    result = corpus.run("choice-long-labels", "LINE", profile=Profile.RICH)
    picture = picture_of(result)
    pins = Pins(result, picture)
    buttons = [button for bubble in picture.bubbles for button in (*bubble.buttons, *bubble.chips)]
    for number, finding in enumerate(result.findings, 1):
        index = re.search(r"choices\[(\d+)\]", finding.path)
        if index and buttons:
            assert number in pins.of(buttons[int(index[1])])


def test_the_page_of_one_message_on_all_channels_is_small() -> None:
    for name in ("choice-many", "carousel", "list-choices", "contact-info", "text-multilingual"):
        assert len(render_html(corpus.load(name)["message"], rate=1).encode()) < 200_000


def test_the_same_message_makes_the_same_page() -> None:
    message = corpus.load("carousel")["message"]
    code = (
        "import json, sys; from transcode.preview import render_html; print(render_html(json.load(sys.stdin)), end='')"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(message), capture_output=True, text=True, check=True
    )
    assert other.stdout == render_html(message)


# --- what it takes ---


def test_results_messages_and_channels() -> None:
    message = {"text_message": {"text": "Hello"}}
    assert render_html(json.dumps(message), channels=["sms"]).count("<article") == 1
    assert render_html(message).count("<article") == len(implemented())
    one = transcode(message, "LINE")
    assert render_html(one).count("<article") == 1
    assert render_html((one, transcode(message, "SMS")), channels=["SMS"]).count("<article") == 1
    assert render_html([]).count("<article") == 0
    for wrong in (None, 5, {"text_message": {}}, [1]):
        with pytest.raises(InvalidMessage):
            render_html(wrong)
    with pytest.raises(UnknownChannel):
        render_html(message, channels=["FAX"])
    with pytest.raises(InvalidOption, match="media: must be"):
        render_html(message, media="load")  # type: ignore[arg-type]


def test_a_sender_is_assumed_for_a_message_and_the_page_says_so_once() -> None:
    message = {"text_message": {"text": "Hello"}}
    shown = render_html(message)
    assert shown.count(ASSUMED_SENDER) == 1
    assert "not deliverable" not in shown
    assert "not deliverable" in render_html(transcode(message, "MMS"))


def test_a_title_cannot_hide_anything() -> None:
    assert "<title>&lt;b&gt;&lt;U+202E&gt;x</title>" in render_html([], title="<b>\u202ex")


def test_a_channel_of_somebody_else() -> None:
    result = Transcoded("<PIGEON>", Outcome.NATIVE, ({"note": 1},), "Coo & <b>coo</b>", None, (), ())
    html = render_html(result)
    assert "Coo &amp; &lt;b&gt;coo&lt;/b&gt;" in html
    assert "skin-other" in html


def test_notes_and_refresh() -> None:
    result = transcode({"text_message": {"text": "x"}}, "SMS")
    assert "<bdi>A note.</bdi>" in render_html(result, notes={"SMS": ["A note."], "LINE": ["Another."]})
    assert '<meta http-equiv="refresh" content="2">' in render_html(result, refresh=2)
    assert 'http-equiv="refresh"' not in render_html(result)


def test_the_policy_is_that_of_the_page() -> None:
    assert f'content="{content_security_policy()}"'.replace("'", "&#39;") in render_html([])
    assert content_security_policy().startswith("default-src 'none'; style-src 'sha256-")


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.com/a", True),
        ("HTTP://example.com", True),
        ("javascript:alert(1)", False),
        ("JavaScript://example.com/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("//example.com", False),
        ("https:", False),
        ("https://", False),
        (" https://example.com", False),
        ("https://example.com\n", False),
        ("https://example.com/\u202egpj", False),
        ("java\tscript:alert(1)", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_what_is_linked(url: str, linked: bool) -> None:
    assert link(url) == (url if linked else None)


# --- prices ---


def test_prices() -> None:
    message = {"text_message": {"text": "x" * 161}}
    assert "0.015 EUR" in render_html(message, rate="0.0075 EUR")
    assert Rates.read({"sms": 0.1, "LINE": "2"}).price(transcode(message, "SMS")) == "0.2"
    assert Rates.read({"sms": 0.1, "LINE": "2"}).price(transcode(message, "LINE")) == "2"
    assert Rates.read(Decimal("0.1")).price(transcode(message, "LINE")) is None
    assert Rates.read(None).price(transcode(message, "SMS")) is None
    assert Rates.read(100).price(transcode(message, "SMS")) == "200"


@pytest.mark.parametrize("rate", ["", "cheap", "-1", "nan", "inf", True, "1" * 40, {"SMS": "1 EUR", "MMS": "1 SEK"}])
def test_what_is_no_price(rate: Any) -> None:
    with pytest.raises(InvalidOption, match="rate: "):
        render_html([], rate=rate)


def test_what_rcs_charges_stands_on_the_page() -> None:
    result = transcode({"text_message": {"text": "x" * 161}}, "RCS")
    words = "in the US as 2 segments of rich messages, elsewhere as 1 single message."
    assert f"Charged {words}" in render_html(result)
    assert "Charged" not in render_html(transcode({"text_message": {"text": "x"}}, "SMS"))
    odd: Any = {"us": {"NEW\u202e": 2, "X": "1", "Y": -1, "Z": 10**5000, "B": None}, "moon": 5, "else": {}}
    assert charged(replace(result, billing=odd)) == {"in the US": "2 NEW<U+202E>"}
    assert charged(replace(result, billing=cast("Any", [1]))) == {}


# --- notebooks ---


def test_a_notebook_gets_html_and_plain_text() -> None:
    result = Transcoder(profile="rich").transcode(corpus.load("choice")["message"], "LINE")
    bundle = mime_bundle(result)
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/html"] == html_fragment(result) == result._repr_html_()
    assert bundle == result._repr_mimebundle_()
    assert bundle["text/plain"].startswith("LINE: ")
    page = Page(bundle["text/html"])
    assert page.elements[0] == ("div", {"class": "tp"})
    other = html_fragment(transcode(corpus.load("card")["message"], "LINE"))
    own = {name for name in page.all("id") if not name.startswith("i-")}
    assert own
    assert not own & set(Page(other).all("id"))


def test_anchors_of_two_results_differ() -> None:
    ids = [set(Page(html_fragment(transcode({"text_message": {"text": text}}, "SMS"))).all("id")) for text in "ab"]
    for one, other in pairwise(ids):
        assert {name for name in one & other if not name.startswith("i-")} == set()


def test_a_page_needs_no_extra() -> None:
    code = "import sys; sys.modules['rich'] = sys.modules['typer'] = None; from transcode.preview import render_html"
    subprocess.run(
        [sys.executable, "-c", f"{code}; assert render_html({{'text_message': {{'text': 'x'}}}})"], check=True
    )
