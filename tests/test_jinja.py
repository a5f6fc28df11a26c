"""Jinja without its detours: what comes out is what Jinja itself makes of the same template."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

from transcode.jinja import LoadedOnce, PlainGlobals, Trusted, rendered

TEMPLATES = {
    "macros": "{% macro twice(word) %}{{ word }}{{ word }}{% endmacro %}",
    "imports": '{% from "macros" import twice %}{{ twice(name) }}',
    "includes": '{% include "named" %}{% for _ in range(2) %}!{% endfor %}',
    "named": "{{ name }}",
    "sets": "{% set name = name ~ name %}{% set range = 1 %}{{ name }}{{ range }}",
    "counts": "{% set found = namespace(of=0) %}{% for one in name %}{% set found.of = found.of + 1 %}{% endfor %}"
    "{{ found.of }}",
    "attributes": "{{ part.title }}{{ part.none }}{{ part['items'] }}{{ part.keys() | list }}{{ name.upper() }}",
    "an item named like a method": "{{ part.items() | list }}",
    "selects": "{{ ('', name, 'b') | select | join(': ') }}{{ (1, 2) | select('odd') | list }}{{ none | default('') }}",
    "joins": "{{ ({'a': name}, {'a': '<'}) | join(' & ', attribute='a') }}{{ (name, '&') | join }}",
    "defaults": '{% macro one(a, b="<b>", c=true) %}{{ a }}{{ b }}{{ c }}{% endmacro %}'
    "{{ one(name) }}{{ one(name, c=false) }}{{ one(b=name, a='&') }}{{ one('x', 'y', 'z') }}",
    "escapes": '{% from "macros" import twice %}{{ twice("<") }}{{ twice(twice("&")) }}{{ twice("<") | length }}',
    "varargs": "{% macro all() %}{{ varargs | join }}{{ kwargs.x }}{% endmacro %}{{ all(name, 2, x=3) }}",
    "calls back": "{% macro box() %}[{{ caller() }}]{% endmacro %}{% call box() %}{{ name }}{% endcall %}",
    "calls in a loop": '{% from "macros" import twice %}'
    "{% for one in name %}{{ twice(one) }}{{ loop.index }}{% endfor %}",
}
MISTAKES = {
    "lacks": "{{ other }}",
    "lacks a parameter": "{% macro one(a) %}{{ a }}{% endmacro %}{{ one() }}",
    "lacks an attribute": "{{ part.other }}",
    "gives too much": '{% from "macros" import twice %}{{ twice(1, 2) }}',
    "gives what is not asked for": '{% from "macros" import twice %}{{ twice(1, other=2) }}',
    "gives twice": '{% from "macros" import twice %}{{ twice(1, word=2) }}',
    "calls no function": "{{ name() }}",
}
NAMES = {"part": {"title": "<T>", "none": "", "items": 7}}


@pytest.fixture(params=[PlainGlobals, LoadedOnce, Trusted])
def environment(request: pytest.FixtureRequest, escapes: bool) -> Environment:
    made: Environment = type("Made", (request.param, Environment), {})(
        loader=DictLoader({**TEMPLATES, **MISTAKES}), undefined=StrictUndefined, autoescape=escapes
    )
    return made


@pytest.fixture(params=[False, True], ids=["plain", "escaped"])
def escapes(request: pytest.FixtureRequest) -> bool:
    """Tell whether what is written is escaped, as in XML."""
    return bool(request.param)


@pytest.fixture
def ordinary(escapes: bool) -> Environment:
    loader = DictLoader({**TEMPLATES, **MISTAKES})
    return Environment(loader=loader, undefined=StrictUndefined, autoescape=escapes)  # noqa: S701 - plain text too


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_same_comes_out(environment: Environment, ordinary: Environment, name: str) -> None:
    for word in ("one", "<two>"):
        names = {"name": word, **NAMES}
        assert rendered(environment.get_template(name), names) == ordinary.get_template(name).render(names)


@pytest.mark.parametrize("name", MISTAKES)
def test_the_same_is_an_error(environment: Environment, ordinary: Environment, name: str) -> None:
    names = {"name": "one", **NAMES}
    with pytest.raises(Exception) as wanted:  # noqa: PT011 - whatever Jinja raises
        ordinary.get_template(name).render(names)
    with pytest.raises(type(wanted.value)) as found:
        rendered(environment.get_template(name), names)
    assert str(found.value) == str(wanted.value)


def test_nothing_is_left_behind(environment: Environment) -> None:
    before = dict(environment.globals)
    for name in ("sets", "imports", "sets"):
        rendered(environment.get_template(name), {"name": "one", "range": 3, "more": 1})
    assert dict(environment.globals) == before


def test_a_missing_name_is_an_error(environment: Environment) -> None:
    with pytest.raises(UndefinedError, match="other"):
        rendered(environment.get_template("lacks"), {})


def test_a_callers_own_globals_are_kept_apart(environment: Environment) -> None:
    made: Any = environment.make_globals({"name": "mine"})
    assert made["name"] == "mine"
    assert "name" not in environment.globals


def test_a_template_is_loaded_once() -> None:
    loads: list[str] = []

    class Loader(DictLoader):
        def get_source(self, environment: Environment, template: str) -> Any:
            loads.append(template)
            return super().get_source(environment, template)

    made: Environment = type("Made", (LoadedOnce, Environment), {})(loader=Loader(TEMPLATES), cache_size=0)
    for _ in range(3):
        rendered(made.get_template("imports"), {"name": "one"})
    assert loads == ["imports", "macros"]
