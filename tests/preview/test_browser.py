"""Pages in a real browser: nothing leaves them, nothing runs in them, and everybody can use them."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests import corpus
from tests.preview.browser import NODE_MODULES, browser, opened
from tests.preview.gallery_picture import SHOWN, WIDTH, page
from tests.preview.results import every_result
from transcode import Channel, Profile, Transcoder, transcode
from transcode.campaign import compile  # noqa: A004 - as re.compile
from transcode.campaign.report import html_report
from transcode.channels import implemented
from transcode.picture import Bubble, Carousel, Passage
from transcode.preview import content_security_policy, html_fragment, render_html
from transcode.preview.gallery import Exhibit, render_gallery
from transcode.preview.pictures import picture_of, title_of

__all__ = ["browser"]

HOSTILE = [
    "<script>document.title='ran'</script>",
    "</style><style>body{display:none}</style>",
    "</template></div></article></main><h1>out</h1>",
    "<img src=x onerror=\"document.title='ran'\">",
    '" onmouseover="document.title=\'ran\'" x="',
    "' autofocus onfocus='document.title=1' '",
    "<iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
    "<svg><animate onbegin=alert(1)></svg>",
    "<base href=//evil.example><meta http-equiv=refresh content=0;url=//evil.example>",
    "&lt;b&gt; &amp; &#x202e; &#0; <!-- --> ]]>",
    "{{ 7*7 }} {% raw %} ${x}",
    "expression(alert(1)); background:url(//evil.example)",
    "\u202eevil \u2066 \u2069\u2069 \u200f right",
    "\x00\x1b[31m\x7f\ufffe",
]
URLS = [
    "javascript:document.title='ran'",
    "JaVaScRiPt:alert(1)//https://ok.example",
    "data:text/html,<script>alert(1)</script>",
    'https://evil.example/"onclick="alert(1)',
    "https://evil.example/\u202egpj.exe",
    "//evil.example/x.jpg",
    " https://evil.example",
    "vbscript:x",
    "file:///etc/passwd",
]


def every_message(text: str, url: str) -> list[dict[str, Any]]:
    choices = [
        {"text_message": {"text": text}, "postback_data": text},
        {"url_message": {"title": text, "url": url}},
        {"location_message": {"title": text, "label": text, "coordinates": {"latitude": 1, "longitude": 2}}},
    ]
    item = {"choice": {"title": text, "description": text, "postback_data": text}}
    card = {"title": text, "description": text, "media_message": {"url": url}, "choices": choices}
    return [
        {"text_message": {"text": text}},
        {"media_message": {"url": url, "thumbnail_url": url, "filename_override": text}},
        {"choice_message": {"text_message": {"text": text}, "choices": choices}},
        {"card_message": card},
        {"carousel_message": {"cards": [card, card], "choices": choices[:2]}},
        {"list_message": {"title": text, "description": text, "sections": [{"title": text, "items": [item, item]}]}},
        {"location_message": {"title": text, "label": text, "coordinates": {"latitude": 1, "longitude": 2}}},
        {
            text or "x": text,
            "contact_info_message": {"name": {"full_name": text}, "phone_numbers": [{"phone_number": text}]},
        },
    ]


def results(messages: Any, profile: Profile = Profile.RICH) -> list[Any]:
    transcoder = Transcoder(profile=profile)
    return [transcoder.transcode(message, channel) for message in messages for channel in implemented()]


def texts_of(bubbles: tuple[Bubble, ...]) -> list[str]:
    found: list[str] = []
    for bubble in bubbles:
        for block in bubble.blocks:
            if isinstance(block, Passage):
                found.append(block.text)
            elif isinstance(block, Carousel):
                found += texts_of(block.cards)
    return found


def test_the_text_of_each_bubble_is_the_payloads(browser: Any) -> None:
    shown = every_result()
    with opened(browser, render_html(shown)) as page:
        found = page.page.eval_on_selector_all(".text", "all => all.map(one => one.textContent)")
        assert page.said == []
    assert found == [text for result in shown for text in texts_of(picture_of(result).bubbles)]
    assert len(found) > 300
    for result in shown:
        # Viber's cells are HTML.
        written = unescape(json.dumps(list(result.payloads), ensure_ascii=False).replace("<br>", "\\n"))
        for text in texts_of(picture_of(result).bubbles):
            assert json.dumps(text, ensure_ascii=False)[1:-1] in written


@pytest.mark.parametrize("policy", [None, "header"])
def test_nothing_leaves_the_page_and_nothing_complains(browser: Any, policy: str | None) -> None:
    headers = {"Content-Security-Policy": content_security_policy()} if policy else None
    with opened(browser, render_html(results([corpus.load("carousel")["message"]])), headers=headers) as page:
        assert page.said == []
        assert (
            page.page.evaluate("getComputedStyle(document.querySelector('.bubble')).backgroundColor")
            != "rgba(0, 0, 0, 0)"
        )
        page.page.screenshot(full_page=True)


OUTSIDE = ("https://evil.example", "https://www.google.com/maps/", "https://maps.apple.com/")


@pytest.mark.parametrize("media", ["placeholder", "link"])
def test_nothing_hostile_runs_or_breaks_out(browser: Any, media: Any) -> None:
    messages = [
        message for number, text in enumerate(HOSTILE) for message in every_message(text, URLS[number % len(URLS)])
    ]
    usable = results(messages)
    with opened(browser, render_html(usable, media=media), width=900) as page:
        state = page.page.evaluate(
            """() => ({
              title: document.title,
              elements: [...new Set([...document.querySelectorAll('*')].map(e => e.localName))],
              handlers: [...document.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => a.name))
                .filter(name => name.startsWith('on') || name === 'style' || name === 'src' || name === 'srcdoc'),
              links: [...document.querySelectorAll('a')].map(a => a.getAttribute('href')),
              mains: document.querySelectorAll('body > *, main > *:not(input)').length,
              channels: document.querySelectorAll('.channels > .channel').length,
              overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
              swapped: [...document.querySelectorAll('.finding .where')].filter(where =>
                where.querySelector('.severity').getBoundingClientRect().left >
                where.querySelector('.path').getBoundingClientRect().right).length,
            })"""
        )
        # Moving over everything wakes what waits for a pointer.
        page.page.locator("h1").hover()
        page.page.screenshot()
        assert page.said == []
    assert state["title"] == "Message preview"
    assert not {"script", "iframe", "img", "base", "object", "embed", "form", "animate", "link"} & set(
        state["elements"]
    )
    assert state["handlers"] == []
    assert {"main"} <= set(state["elements"])
    assert state["mains"] == 2
    assert state["channels"] == len(usable)
    assert state["overflow"] <= 0
    assert state["swapped"] == 0
    out = [link for link in state["links"] if not link.startswith("#")]
    assert all(link.startswith(OUTSIDE) for link in out)
    assert bool(out) is (media == "link")


def test_ten_thousand_combining_marks_stay_in_their_bubble(browser: Any) -> None:
    marks = "z" + "\u0301" * 10_000
    shown = results([{"text_message": {"text": marks}}, {"card_message": {"title": marks}}])
    with opened(browser, render_html(shown), width=900) as page:
        state = page.page.evaluate(
            """() => ({
              overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
              clipped: [...document.querySelectorAll('.phone')].every(one => getComputedStyle(one).contain === 'paint'),
              tallest: Math.max(
                ...[...document.querySelectorAll('.channel:not(.skin-sms) .text')].map(one => one.clientHeight)),
            })"""
        )
        assert page.said == []
    assert state["overflow"] <= 0
    assert state["clipped"]
    assert state["tallest"] < 100


AXE = NODE_MODULES / "axe-core" / "axe.min.js"


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there (npm install axe-core)")
@pytest.mark.parametrize("which", ["examples", "right-to-left", "gallery", "every skin", "campaign"])
def test_axe_finds_nothing(browser: Any, which: str) -> None:
    with opened(browser, _for_axe(which), color_scheme="light", bypass_csp=True) as page:
        page.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        page.page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
        ink = []
        for scheme in ("light", "dark"):
            page.page.emulate_media(color_scheme=scheme)
            ink.append(page.page.evaluate("getComputedStyle(document.body).color"))
            found = page.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            violations = [
                (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0].get("failureSummary"))
                for one in found["violations"]
            ]
            assert violations == [], scheme
            assert found["passes"]
    assert ink[0] != ink[1]


def _for_axe(which: str) -> str:
    names = [
        "card",
        "carousel-outer-choices",
        "list-choices",
        "location",
        "contact-info",
        "media-document",
        "text-long",
    ]
    if which == "right-to-left":
        return render_html(results([ARABIC]), rate="0.01 EUR")
    if which == "campaign":
        estimate = compile({"text_message": {"text": "Hi ${name}"}}).estimate([{"name": "Łucja"}, {}], rates="0.01")
        return html_report(estimate, note="interrupted")
    if which == "every skin":
        question = transcode(corpus.load("choice")["message"], "LINE")
        text = transcode(corpus.load("media-document")["message"], "LINE")
        return render_html([replace(one, channel=name) for name in Channel for one in (question, text)])
    each = [corpus.run(name, channel, profile=p) for name in names for channel in implemented() for p in Profile]
    # Where both profiles give the same, it is looked at once.
    shown = list({(result.channel, result.to_json()): result for result in each}.values())
    if which == "examples":
        return render_html(shown, rate="0.01 EUR", media="link")
    return render_gallery([Exhibit(str(number), result) for number, result in enumerate(shown)])


ARABIC = {
    "card_message": {
        "title": "معطف الدروب عاد إلى المتجر",
        "description": "خصم 20% حتى يوم السبت (Malmö, Sweden) – شاهد المجموعة.",
        "media_message": {"url": "https://media.example.com/jackets/trail.jpg"},
        "choices": [
            {"text_message": {"text": "احجز لي واحدا"}},
            {"url_message": {"title": "اقرأ المزيد abc", "url": "https://example.com/ar/jackets"}},
            {"call_message": {"title": "اتصل بنا", "phone_number": "+46701740605"}},
        ],
    }
}


def test_a_text_runs_in_its_own_direction(browser: Any) -> None:
    both = [ARABIC, {"text_message": {"text": "Hello שלום world\nשלום Hello"}}]
    with opened(browser, render_html(results(both))) as page:
        directions = page.page.eval_on_selector_all(
            ".text", "all => all.map(one => [getComputedStyle(one).direction, one.textContent.slice(0, 1)])"
        )
        assert page.page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "ltr"
    assert {direction for direction, first in directions if first == "م"} == {"rtl"}
    assert {direction for direction, first in directions if first == "H"} == {"ltr"}


def test_no_width_is_too_narrow(browser: Any) -> None:
    messages = [corpus.load(name)["message"] for name in ("carousel", "list-choices", "media-document", "text-long")]
    hidden = "[...document.querySelectorAll('.scroll')].map(one => one.scrollWidth - one.clientWidth)"
    with opened(browser, render_html(results(messages), rate=1)) as page:
        for width in (320, 390, 768, 880, 896, 897, 1600):
            page.page.set_viewport_size({"width": width, "height": 900})
            assert page.page.evaluate("document.documentElement.clientWidth") == width
            assert page.page.evaluate("document.documentElement.scrollWidth") <= width
            assert max(page.page.evaluate(hidden)) <= 0, width
            phones = page.page.eval_on_selector_all(
                ".phone", "all => all.map(one => one.getBoundingClientRect().width)"
            )
            assert min(phones) >= min(width * 0.85, 300)


def test_keys_reach_findings_and_a_finding_is_marked(browser: Any) -> None:
    with opened(browser, render_html(results([corpus.load("choice")["message"]]))) as page:
        page.page.keyboard.press("Tab")
        for _ in range(60):
            if page.page.evaluate("document.activeElement.className") == "ref":
                break
            page.page.keyboard.press("Tab")
        number = page.page.evaluate("document.activeElement.dataset.n")
        page.page.keyboard.press("Enter")
        assert page.page.evaluate("document.querySelector(':target .n').textContent") == number
        assert page.page.evaluate("getComputedStyle(document.querySelector(':target')).outlineStyle") == "solid"


def test_colours_can_be_chosen(browser: Any) -> None:
    background = "getComputedStyle(document.querySelector('.tp')).backgroundColor"
    with opened(browser, render_html(results([{"text_message": {"text": "x"}}])), color_scheme="light") as page:
        light = page.page.evaluate(background)
        page.page.click("label[for=theme-dark]")
        dark = page.page.evaluate(background)
        assert dark != light
        page.page.emulate_media(color_scheme="dark")
        page.page.click("label[for=theme-light]")
        assert page.page.evaluate(background) == light
        page.page.click("label[for=theme-auto]")
        assert page.page.evaluate(background) == dark


def test_a_gallery_is_filtered(browser: Any) -> None:
    shown = every_result()
    html = render_gallery([Exhibit(str(number), result) for number, result in enumerate(shown)])
    visible = (
        "[...document.querySelectorAll('.exhibit')].filter(one => getComputedStyle(one).display !== 'none').length"
    )
    with opened(browser, html) as page:
        assert page.page.evaluate(visible) == len(shown)
        page.page.click("label[for=by-channel-1]")
        second = list(dict.fromkeys(result.channel for result in shown))[1]
        assert page.page.evaluate(visible) == sum(result.channel == second for result in shown)
        page.page.click("label[for=by-outcome-0]")
        assert page.page.evaluate(visible) == sum(
            result.channel == second and result.outcome == "NATIVE" for result in shown
        )
        assert page.said == []


def test_the_readmes_picture_has_every_channel(browser: Any) -> None:
    with opened(browser, page(), width=WIDTH) as picture:
        shown = picture.page.eval_on_selector_all(".about-channel h2", "all => all.map(one => one.textContent)")
    assert {*SHOWN} == {*implemented()}
    assert shown == [title_of(channel) for channel in SHOWN]


def test_a_notebook_shows_a_result_and_keeps_its_own_looks(browser: Any) -> None:
    (result,) = [one for one in results([corpus.load("card")["message"]]) if one.channel == "LINE"]
    around = f"<!DOCTYPE html><title>n</title><p id=own>Own</p>{html_fragment(result)}{html_fragment(result)}"
    with opened(browser, "<!DOCTYPE html><title>n</title><p id=own>Own</p>") as page:
        own = page.page.evaluate("JSON.stringify([...getComputedStyle(own)].map(n => getComputedStyle(own)[n]))")
    with opened(browser, around) as page:
        same = page.page.evaluate("JSON.stringify([...getComputedStyle(own)].map(n => getComputedStyle(own)[n]))")
        assert page.page.locator(".bubble").count() == 2
        assert page.said == []
    assert same == own


def test_a_page_prints(browser: Any, tmp_path: Path) -> None:
    with opened(browser, render_html(results([corpus.load("card")["message"]]))) as page:
        page.page.emulate_media(media="print")
        assert page.page.evaluate("getComputedStyle(document.querySelector('.theme')).display") == "none"
        assert page.page.pdf(path=str(tmp_path / "page.pdf"))[:5] == b"%PDF-"
