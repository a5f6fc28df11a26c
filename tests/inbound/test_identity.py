"""Identities that are one contact's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode import InvalidOption
from transcode.inbound import identity_forms, same_identity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5511987654321", "551187654321"),
        ("+55 11 98765-4321", "551187654321"),
        ("5215512345678", "525512345678"),
        ("+52 1 55 1234 5678", "005255 1234 5678"),
        ("+46 70-123 45 67", "46701234567"),
        ("0046701234567", "+46701234567"),
        ("SE.13491208655302741918", "SE.13491208655302741918"),
        ("U4af4980629", "U4af4980629"),
        ("7", "7"),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert same_identity(one, other)
    assert same_identity(other, one)
    assert identity_forms(one)[0] == identity_forms(other)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A landline of São Paulo has eight digits, and no mobile number is the same with a 9.
        ("551133654321", "5511933654321"),
        ("5511987654321", "5511887654321"),
        ("5215512345678", "525512345679"),
        ("14155552671", "4155552671"),
        ("SE.134", "SE.135"),
        ("U4AF", "u4af"),
        ("", "0"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert not same_identity(one, other)


def test_the_form_in_force_goes_first() -> None:
    assert identity_forms("551187654321") == ("5511987654321", "551187654321")
    assert identity_forms("+52 1 55 1234 5678") == ("525512345678", "5215512345678")
    assert identity_forms("+46701234567") == ("46701234567",)


@given(st.text() | st.from_regex(r"\A\+?(55|52|46)[0-9]{8,11}\Z"))
def test_each_form_has_the_same_forms(identity: str) -> None:
    forms = identity_forms(identity)
    assert {identity_forms(form) for form in forms} == {forms}
    assert same_identity(identity, forms[-1])


@pytest.mark.parametrize("odd", [None, 7, b"46701234567", ["46701234567"]])
def test_what_is_no_identity(odd: Any) -> None:
    with pytest.raises(InvalidOption, match="must be a string"):
        same_identity("46701234567", odd)
