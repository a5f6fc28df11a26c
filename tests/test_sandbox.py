"""Layouts of callers: nothing that draws lots, and nothing that shows where it lies in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import DictLoader

from transcode import BrokenTemplate, Transcoder

MESSAGE = {"card_message": {"title": "one, two"}}


Shown = Callable[..., str | None]


@pytest.fixture(params=["loader", "directory"])
def shown(request: pytest.FixtureRequest, tmp_path: Path) -> Shown:
    """Return what renders a layout of a caller's, from a Jinja loader or from a directory, which is read once."""

    def text(layout: str, **others: str) -> str | None:
        files = {"card.txt.j2": layout, **others}
        for name, source in files.items():
            (tmp_path / name).write_text(source, encoding="utf-8")
        templates = DictLoader(files) if request.param == "loader" else tmp_path
        return Transcoder(templates=templates).transcode(MESSAGE, "SMS").text

    return text


@pytest.mark.parametrize(
    "layout",
    [
        "{{ range }}",
        "{{ range|string }}",
        "{{ range|urlencode }}",
        "{{ ('a', range)|join(',') }}",
        "{{ dict(a=range)|string }}",
        "{{ ''.upper }}",
        "{{ ''.upper|pprint }}",
        "{{ ''['upper']|string }}",
        "{{ ''|attr('upper')|string }}",
        "{{ ['']|map(attribute='upper')|join }}",
        "{{ [''.upper]|string|length }}",
        "{{ ''.upper ~ '' }}",
        "{{ '%s' % ''.upper }}",
        "{{ '%r' % [''.upper] }}",
        "{{ '{}'.format(''.upper) }}",
        "{{ '{}'.format([''.upper]) }}",
        "{{ {'a': ''.upper}|xmlattr }}",
        "{{ (''.upper)|e }}",
        "{{ cycler('a') }}",
        "{{ cycler('a')|string }}",
        "{{ joiner()|string }}",
        "{{ self.body|string }}{% block body %}{% endblock %}",
        "{% for x in [1] %}{{ loop.cycle|string }}{% endfor %}",
        "{% extends 'base.j2' %}{% block body %}{{ super|string }}{% endblock %}",
        "{{ self }}",
        "{% macro a() %}{% endmacro %}{{ a }}",
        "{{ [1]|map('string') }}",
    ],
)
def test_what_has_an_address_is_not_written_out(shown: Shown, layout: str) -> None:
    with pytest.raises(BrokenTemplate, match="writes out a"):
        shown(layout, **{"base.j2": "{% block body %}{% endblock %}"})


@pytest.mark.parametrize("layout", ["{{ lipsum() }}", "{{ [1, 2]|random }}"])
def test_nothing_draws_lots(shown: Shown, layout: str) -> None:
    with pytest.raises(BrokenTemplate, match=r"lipsum|random"):
        shown(layout)


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        ("{{ card.title.upper() }}", "ONE, TWO"),
        ("{{ card.title.split(', ')|join('+') }}", "one+two"),
        ("{{ card.title|attr('title')() }}", "One, Two"),
        ("{% set up = card.title.upper %}{{ up() }}", "ONE, TWO"),
        ("{% for n in range(3) %}{{ loop.cycle('a', 'b') }}{{ n }}{% endfor %}", "a0b1a2"),
        ("{% set sep = joiner('/') %}{% for n in range(3) %}{{ sep() }}{{ n }}{% endfor %}", "0/1/2"),
        ("{% set row = cycler('a', 'b') %}{{ row.next() }}{{ row.next() }}{{ row.current }}", "aba"),
        ("{% set ns = namespace(n=1) %}{% set ns.n = ns.n + 1 %}{{ ns.n }}", "2"),
        ("{% macro twice(f) %}{{ f() }}{{ f() }}{% endmacro %}{{ twice('ab'.upper) }}", "ABAB"),
        ("{% macro a() %}<{{ caller() }}>{% endmacro %}{% call a() %}x{% endcall %}", "<x>"),
        ("{% for a, b in {'k': 'v'}.items() %}{{ a }}={{ b }}{% endfor %}", "k=v"),
        ("{% for pair in [1, 2, 3]|batch(2) %}{{ pair|join }};{% endfor %}", "12;3;"),
        ("{{ [1, 2, 3]|map('string')|reverse|join('-') }}", "3-2-1"),
        ("{{ [{'n': 2}, {'n': 1}]|sort(attribute='n')|map(attribute='n')|list|length }}", "2"),
        ("{% extends 'base.j2' %}{% block body %}[{{ super() }}]{% endblock %}", "[base]"),
        ("{% import 'macros.j2' as m %}{{ m.hello('x') }}", "hello x"),
        ("{% include 'part.j2' %}", "part of one, two"),
        ("{{ '%s %05.1f' % (card.title, 1.25) }}", "one, two 001.2"),
        ("{{ missing|default('none') }}", "none"),
        ("{{ ['a', '']|select ~ '' }}", "['a']"),
        ("{{ [1, 2]|select('odd') ~ '' }}", "[1]"),
        ("{{ card.items()|list|length }}", "4"),
    ],
)
def test_what_layouts_do(shown: Shown, layout: str, text: str) -> None:
    others = {
        "base.j2": "{% block body %}base{% endblock %}",
        "macros.j2": "{% macro hello(name) %}hello {{ name }}{% endmacro %}",
        "part.j2": "part of {{ card.title }}",
    }
    assert shown(layout, **others) == text


@pytest.mark.parametrize(
    ("layout", "why"),
    [
        ("{{ 'a' * 2000001 }}", r"writes 2,000,001 characters: at most 2,000,000 are taken"),
        (r"{{ '\ud800' }}", "writes half of a surrogate pair"),
        ("{{ 'a' * 10 ** 20 }}", "OverflowError|cannot fit"),
    ],
)
def test_a_layout_writes_a_text_of_a_message(shown: Shown, layout: str, why: str) -> None:
    with pytest.raises(BrokenTemplate, match=why):
        shown(layout)
