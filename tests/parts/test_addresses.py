"""Addresses: what can be opened, fetched and called."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.strategies import texts
from transcode.message.place import Words, survey
from transcode.parts.addresses import encoded, opened, read, tel
from transcode.urls import host, names, why_not

HTTP = ("http", "https")


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example",
        "HTTPS://A.example/x?y#z",
        "http://user:word@a.example:65535/",
        "https://[::1]/x.png",
        "https://[2001:db8::1]:8080/x",
        "https://日本.example/",
        "https://localhost",
    ],
)
def test_what_is_taken(url: str) -> None:
    assert why_not(url, HTTP) == ""


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "there is no URL"),
        (" ", "there is no URL"),
        ("example.com", "only http and https addresses are taken"),
        ("mailto:a@example.com", "only http and https addresses are taken"),
        ("javascript:alert(1)", "only http and https addresses are taken"),
        ("tel:+4673", "only http and https addresses are taken"),
        ("https://", "the URL has no host"),
        ("https://:80/x.png", "the URL has no host"),
        ("https://[::1/x.png", "'[' is no host"),
        ("https://[::g]/x.png", "'[::g]' is no host"),
        ("https://a:99999/a.png", "the port of the URL is not a number from 1 to 65535"),
        ("https://a:0/a.png", "the port of the URL is not a number from 1 to 65535"),
        ("https://a:x/a.png", "the port of the URL is not a number from 1 to 65535"),
        ("https://a b/", "'a b' is no host"),
    ],
)
def test_what_is_not(url: str, why: str) -> None:
    assert why_not(url, HTTP) == why


def test_other_schemes() -> None:
    assert why_not("tel:+46701234567", ("https", "tel")) == ""
    assert why_not("tel:reception", ("https", "tel")) != ""
    assert why_not("line://ti/p/x", ("https", "line")) == ""
    assert why_not("line:///x", ("https", "line")) == "the URL has nothing behind its scheme"


def test_names_and_hosts() -> None:
    assert [names(one) for one in (["http"], HTTP, ["http", "https", "tel"])] == [
        "http",
        "http and https",
        "http, https and tel",
    ]
    assert (host("https://u@a.example:1/x"), host("x")) == ("a.example", "")


def test_a_number_is_its_digits_and_keeps_its_place() -> None:
    number = survey({"phone_number": "+46 (0)73–200/00.00"}, "m").root.words("phone_number")
    assert tel(number) == "tel:+46732000000"
    assert tel(number).places == number.places


@given(texts())
def test_an_encoded_url_is_on_one_line_and_stays_as_it_is_once_it_is(text: str) -> None:
    once = encoded(Words(text))
    assert len(once.splitlines()) <= 1
    assert encoded(once) == once


@pytest.mark.parametrize(
    ("url", "as_opened", "as_read"),
    [
        ("https://a.example/å", "https://a.example/%C3%A5", "https://a.example/%C3%A5"),
        (" https://a.example/x ", "https://a.example/x", "https://a.example/x"),
        ("https://日本.example/å b", "https://xn--wgv71a.example/%C3%A5%20b", "https://日本.example/%C3%A5%20b"),
        ("https://a b/å", "https://a b/å", "https://a b/å"),
        ("https://a:0/å", "https://a:0/å", "https://a:0/å"),
        ("x å", "x å", "x å"),
    ],
)
def test_what_no_phone_opens_stays_as_it_is(url: str, as_opened: str, as_read: str) -> None:
    given = survey({"url": url}, "m").root.words("url")
    assert (opened(given), read(given)) == (as_opened, as_read)
    assert opened(given).places == read(given).places == given.places


def test_an_ordinary_url_is_not_made_again() -> None:
    plain = Words("https://a.example/x")
    assert opened(plain) is plain
    assert read(plain) is plain
    assert encoded(plain) is plain
