"""Frozen data classes that are made by the million."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

__all__ = ["quickly_made"]

_T = TypeVar("_T")


def quickly_made(record: type[_T]) -> type[_T]:
    """Return a frozen data class with a constructor that fills its ``__dict__``.

    The one that ``dataclass`` writes sets each field by ``object.__setattr__``, because the class forbids its own; for
    a class of seven fields that is two thirds of what an object costs. The class must have no slots, no default
    factories and no ``__post_init__``.
    """
    known = fields(record)  # type: ignore[arg-type] # a data class
    defaults: dict[str, Any] = {f"_{one.name}": one.default for one in known if one.default is not MISSING}
    arguments = (one.name if one.default is MISSING else f"{one.name}=_{one.name}" for one in known)
    lines = [f"def __init__(self, {', '.join(arguments)}):", " fields = self.__dict__"]
    lines += [f" fields[{one.name!r}] = {one.name}" for one in known]
    exec("\n".join(lines), defaults)  # noqa: S102 - names of fields, as dataclass does it
    constructor = defaults["__init__"]
    constructor.__qualname__ = f"{record.__qualname__}.__init__"
    constructor.__module__ = record.__module__
    constructor.__annotations__ = record.__init__.__annotations__
    type.__setattr__(record, "__init__", constructor)
    return record
