"""Jinja without its detours: what comes out is what Jinja itself makes of the same template."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

from transcode.jinja import LoadedOnce, PlainGlobals, rendered

TEMPLATES = {
    "macros": "{% macro twice(word) %}{{ word }}{{ word }}{% endmacro %}",
    "imports": '{% from "macros" import twice %}{{ twice(name) }}',
    "includes": '{% include "named" %}{% for _ in range(2) %}!{% endfor %}',
    "named": "{{ name }}",
    "sets": "{% set name = name ~ name %}{% set range = 1 %}{{ name }}{{ range }}",
    "counts": "{% set found = namespace(of=0) %}{% for one in name %}{% set found.of = found.of + 1 %}{% endfor %}"
    "{{ found.of }}",
    "lacks": "{{ other }}",
}


@pytest.fixture(params=[PlainGlobals, LoadedOnce])
def environment(request: pytest.FixtureRequest) -> Environment:
    made: Environment = type("Made", (request.param, Environment), {})(
        loader=DictLoader(TEMPLATES), undefined=StrictUndefined
    )
    return made


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name != "lacks"])
def test_the_same_comes_out(environment: Environment, name: str) -> None:
    ordinary = Environment(loader=DictLoader(TEMPLATES), undefined=StrictUndefined)  # noqa: S701 - plain text
    for word in ("one", "two"):
        assert rendered(environment.get_template(name), {"name": word}) == ordinary.get_template(name).render(name=word)


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
