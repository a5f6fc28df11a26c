"""The sandbox of callers' layouts: Jinja's, in which nothing draws lots or shows where it lies in memory.

The same message must give the same bytes, and whatever Python writes of a function, a method or a generator has its
address. Those can be called, passed on and iterated over as everywhere; no filter, operator or format writes them out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Final, NoReturn

from jinja2 import Undefined
from jinja2.runtime import BlockReference, Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler

__all__ = ["Sandbox"]

_DRAWN: Final = ("lipsum", "random")
"""What draws lots: a global and a filter."""


class _Unwritten:
    """Stands for something that a layout may use and not write out."""

    __slots__ = ("it",)

    def __init__(self, it: Any) -> None:
        self.it = it

    def __repr__(self) -> NoReturn:
        raise TypeError(f"writes out a {_kind(self.it)}: write a text or a number")

    __str__ = __repr__

    def __format__(self, form: str) -> NoReturn:
        repr(self)
        raise AssertionError  # repr() raises

    def __html__(self) -> NoReturn:
        self.__format__("")


def _text_only(value: Any) -> Any:
    """Return what a layout writes out; an object, whose form may name its address, is a mistake in the layout."""
    # ``{{ a if b }}`` without an else is an Undefined that is written as nothing; a missing name is a StrictUndefined.
    if isinstance(value, (str, int, float, Undefined)):
        return value
    raise TypeError(f"writes out a {_kind(_itself(value))}: write a text or a number")


def _kind(value: Any) -> str:
    return "function" if callable(value) and not isinstance(value, type) else type(value).__name__


def _settled(value: Any) -> Any:
    """Return what a layout is given: a list in place of what can be iterated over once, no bare function or object."""
    if isinstance(value, (str, int, float, dict, list, tuple, Undefined)) or value is None:
        return value
    if isinstance(value, Iterator):
        return list(value)
    return _Unwritten(value) if callable(value) or isinstance(value, Cycler) else value


def _itself(value: Any) -> Any:
    return value.it if isinstance(value, _Unwritten) else value


class _Context(Context):
    def super(self, name: str, current: Callable[..., Any]) -> BlockReference | Undefined:
        found: BlockReference | Undefined = _settled(super().super(name, current))
        return found


class Sandbox(ImmutableSandboxedEnvironment):
    """Where callers' layouts run."""

    context_class = _Context

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, finalize=_text_only, **options)
        for names in (self.globals, self.filters):
            for name in _DRAWN:
                names.pop(name, None)
        self.globals["range"] = _Unwritten(self.globals["range"])
        self.filters.update({name: _settling(one) for name, one in self.filters.items()})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return ``obj.attribute``; see ``Environment.getattr``."""
        return _settled(super().getattr(_itself(obj), attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return ``obj[argument]``; see ``Environment.getitem``."""
        return _settled(super().getitem(_itself(obj), argument))

    def call(self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call what a layout calls."""
        return _settled(super().call(__context, _itself(__obj), *args, **kwargs))


def _settling(one: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter with the same result, settled."""

    @wraps(one)
    def settling(*args: Any, **kwargs: Any) -> Any:
        return _settled(one(*args, **kwargs))

    return settling
