"""URLs as they are sent: what both ways through them agree on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.urls import (
    _SIMPLE,
    _URL,
    _encode,
    _encode_host,
    _wrong_host,
    encode_url,
    readable_url,
    why_not,
    why_not_usable,
)


@given(st.from_regex(_SIMPLE, fullmatch=True))
def test_the_short_way_of_common_urls_is_the_long_one(url: str) -> None:
    found = _URL.fullmatch(url)
    assert found
    assert _encode_host(found["host"], "kept") == found["host"]
    assert _encode(found["rest"]) == found["rest"]
    assert not _wrong_host(found["host"], found["port"])
    assert encode_url(url) == readable_url(url) == url
    assert not why_not_usable(url)


@pytest.mark.parametrize("name", ["ex ample.com", "ex%20ample.com", "a%2Fb.example", "a%00b", "a%40b"])
def test_a_host_with_a_space_in_it_is_none_however_it_is_written(name: str) -> None:
    assert why_not_usable(f"https://{name}/x") == f"{name[:40]!r} is no host"


@pytest.mark.parametrize("name", ["b%C3%BCcher.example", "bücher.example", "xn--bcher-kva.example", "[::1]", "a_b.c"])
def test_a_host_of_other_letters_is_one_in_every_form(name: str) -> None:
    assert why_not_usable(f"https://{name}/x") == ""


@pytest.mark.parametrize("name", ["a..example", "www..a.example", ".a.example", "a.example..", ".", "å..example"])
def test_a_host_with_nothing_between_its_dots_is_none(name: str) -> None:
    why = f"{name!r} is no host: it has nothing between two dots, or before the first"
    assert why_not_usable(f"https://{name}/x") == why_not(f"https://{name}/x", ("https",)) == why


def test_a_part_of_a_host_has_63_characters() -> None:
    for name in ("a" * 63, f"x.{'a' * 63}.example", "a.example.", "ö" * 60, "%C3%B6" * 30, "127.0.0.1", "localhost"):
        assert why_not_usable(f"https://{name}/x") == ""
    for name in ("a" * 64, f"x.{'A' * 64}.example"):
        why = f"{name[:40]!r} is no host: it has more than 63 characters between two dots"
        assert why_not_usable(f"https://{name}/x") == why
