"""Jinja at the speed of its templates: what is loaded never changes, and nothing is looked up twice."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["LoadedOnce", "PlainGlobals", "rendered"]


class PlainGlobals:
    """Beside a Jinja environment: templates share its globals themselves.

    Jinja gives each template a ``ChainMap`` of its own, for callers who set globals of a template; to copy it into a
    context takes three times as long as to render a short layout.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template."""
        made: MutableMapping[str, Any]
        made = self.globals if d is None else super().make_globals(d)  # type: ignore[attr-defined, misc] # Jinja's
        return made


class LoadedOnce(PlainGlobals):
    """Beside a Jinja environment whose templates never change: nothing is asked about them at each rendering."""

    def _load_template(self, name: str, globals: Any) -> Any:  # noqa: A002 - the name in Jinja
        loaded = self.__dict__.setdefault("_loaded", {})
        if name not in loaded:
            loaded[name] = super()._load_template(name, globals)  # type: ignore[misc] # of the environment behind it
        return loaded[name]


def rendered(template: Template, names: Mapping[str, Any]) -> str:
    """Return what ``template`` makes of ``names``, as ``Template.render`` does but for its mended tracebacks."""
    return "".join(template.root_render_func(template.new_context(names)))  # type: ignore[arg-type] # only read
