"""Jinja at the speed of its templates: what is loaded never changes, and nothing is looked up or asked twice.

What comes out is what Jinja itself makes of the same templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from types import BuiltinMethodType
from typing import TYPE_CHECKING, Any, Final

from jinja2.filters import sync_do_join, sync_do_select
from jinja2.runtime import Context, Macro
from jinja2.utils import missing, pass_context
from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["LoadedOnce", "PlainGlobals", "Trusted", "rendered"]


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


class _DirectCalls(Context):
    """A context that calls macros and methods directly: Jinja asks of each call what it may be the call of."""

    def call(
        self,
        callee: Any,
        /,
        *args: Any,
        _loop_vars: dict[str, Any] | None = None,
        _block_vars: dict[str, Any] | None = None,
        **named: Any,
    ) -> Any:
        """Return what ``callee`` returns."""
        if type(callee) is Macro and not (callee.catch_kwargs or callee.catch_varargs or callee.caller):
            given = args
            if wanted := callee.arguments[len(args) :]:
                given += tuple([named.pop(name, missing) for name in wanted])
            if len(given) == len(callee.arguments) and not named:
                text: str = callee._func(*given)
                return Markup(text) if self.eval_ctx.autoescape else text  # noqa: S704 - a macro escapes what it writes
        elif type(callee) is BuiltinMethodType:
            return callee(*args, **named)
        return super().call(callee, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **named)


@pass_context
def _select(context: Context, values: Iterable[Any], *test: Any, **named: Any) -> Iterator[Any]:
    """Return those of ``values`` that pass a test, by default those that are not empty."""
    return sync_do_select(context, values, *test, **named) if test or named else filter(None, values)


_OF_DICTS: Final = frozenset(dir(dict))


class LoadedOnce(PlainGlobals):
    """Beside a Jinja environment whose templates never change: nothing is asked about them at each rendering."""

    def _load_template(self, name: str, globals: Any) -> Any:  # noqa: A002 - the name in Jinja
        loaded = self.__dict__.setdefault("_loaded", {})
        if name not in loaded:
            loaded[name] = super()._load_template(name, globals)  # type: ignore[misc] # of the environment behind it
        return loaded[name]


class Trusted(LoadedOnce):
    """Beside a Jinja environment of shipped templates alone: no sandbox stands behind what they call."""

    context_class: type[Context] = _DirectCalls

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.filters: dict[str, Any] = {**self.filters, "join": sync_do_join, "select": _select}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return ``obj.attribute``; Jinja looks for a dict's item when it has found no attribute of that name."""
        if type(obj) is dict and attribute in obj and attribute not in _OF_DICTS:
            return obj[attribute]
        return super().getattr(obj, attribute)  # type: ignore[misc] # of the environment behind it


def rendered(template: Template, names: Mapping[str, Any]) -> str:
    """Return what ``template`` makes of ``names``, as ``Template.render`` does but for its mended tracebacks."""
    return "".join(template.root_render_func(template.new_context(names)))  # type: ignore[arg-type] # only read
