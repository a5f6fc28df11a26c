"""Frozen data classes with a constructor of their own."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from transcode.records import quickly_made


@dataclass(frozen=True)
class Plain:
    name: str
    size: int = 3


@quickly_made
@dataclass(frozen=True)
class Quick:
    name: str
    size: int = 3


def test_it_is_a_frozen_data_class_in_all_but_its_constructor() -> None:
    one = Quick("a")
    assert (one.name, one.size) == ("a", 3)
    assert one == Quick(name="a", size=3) != Quick("a", 4)
    assert hash(one) == hash(Quick("a"))
    assert repr(one) == "Quick(name='a', size=3)"
    assert replace(one, size=5) == Quick("a", 5)
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one  # noqa: S301 - our own
    with pytest.raises(FrozenInstanceError):
        one.size = 4  # type: ignore[misc]


def test_it_is_called_as_the_data_class_is() -> None:
    assert inspect.signature(Quick) == inspect.signature(Plain)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Quick()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'nome'"):
        Quick("a", nome=1)  # type: ignore[call-arg]
