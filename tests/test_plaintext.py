"""Layouts: what they may use, capitals, labels on one line."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from jinja2 import Environment, meta

from tests.strategies import messages, texts
from transcode import AppMessage, Uppercase, transcode
from transcode.gsm import is_gsm
from transcode.message.place import survey
from transcode.plaintext import Plaintext, View, capitals, one_line, view
from transcode.templates_dir import shipped_templates, templates_dir

SHIPPED = shipped_templates("plaintext")
LAYOUTS = sorted(name for name in SHIPPED if not name.endswith("macros.txt.j2"))

# The names that each type's layout may use.
NAMES = {
    "text": {"text"},
    "media": {"url"},
    "choice": {"text", "choices"},
    "card": {"card"},
    "carousel": {"cards", "choices"},
    "location": {"title", "label", "latitude", "longitude", "map_link"},
    "contact_info": {
        "name",
        "organization",
        "phone_numbers",
        "email_addresses",
        "urls",
        "addresses",
        "birthday",
    },
    "list": {"title", "description", "media", "sections"},
}

# What a channel's layout may set before it includes the default one.
SETTINGS = {"blank", "bullet", "numbered", "attached"}


def _view(message: AppMessage, uppercase: Uppercase) -> View:
    return view(survey(message).root.at(message.kind), uppercase)


def test_the_templates_are_found() -> None:
    assert templates_dir().name == "templates"
    assert "choice.txt.j2" in SHIPPED
    assert "mms/choice.txt.j2" in SHIPPED


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_uses_what_there_is_and_says_so(name: str) -> None:
    kind = name.rpartition("/")[2].removesuffix(".txt.j2")
    comment = re.search(r"{#(.*?)#}", SHIPPED[name], re.DOTALL)
    assert comment
    if kind not in NAMES:  # a piece of one channel's own form
        assert "/" in name
        return
    environment = Environment(autoescape=False)  # noqa: S701
    used = meta.find_undeclared_variables(environment.parse(SHIPPED[name]))
    assert used <= NAMES[kind] | SETTINGS
    assert all(word in comment[1] for word in used & SETTINGS)
    if "/" not in name:
        assert all(word in comment[1] for word in NAMES[kind])


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("media", {"media_message": {"url": ""}}),
        ("choice", {"choice_message": {"choices": []}}),
        ("card", {"card_message": {}}),
        ("carousel", {"carousel_message": {"cards": []}}),
        ("location", {"location_message": {"title": "", "coordinates": {"latitude": 1, "longitude": 2}}}),
        (
            "contact_info",
            {"contact_info_message": {"name": {"full_name": ""}, "phone_numbers": [{"phone_number": ""}]}},
        ),
        ("list", {"list_message": {"title": "", "sections": []}}),
    ],
)
@pytest.mark.parametrize("channel", ["SMS", "MMS", "A-CHANNEL-OF-THE-FUTURE"])
def test_nothing_given_renders_as_nothing(channel: str, kind: str, content: dict[str, Any]) -> None:
    message = AppMessage.parse(content)
    names = _view(message, Uppercase.DOCUMENTED)
    assert names.keys() == NAMES[kind]
    rendered = Plaintext().render(channel, kind, names)
    assert rendered == ("https://www.google.com/maps/search/?api=1&query=1,2" if kind == "location" else "")


@given(messages())
def test_every_name_is_always_there(message: dict[str, Any]) -> None:
    parsed = AppMessage.parse(message)
    names = _view(parsed, Uppercase.KEEP)
    assert names.keys() == NAMES[parsed.kind.removesuffix("_message")]
    assert all(isinstance(value, (str, list, dict)) for value in names.values())


@given(texts())
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert "".join(line.split()) == "".join(text.split())


@pytest.mark.parametrize("text", [None, "", " \n ", "\u2028"])
def test_one_line_of_nothing(text: str | None) -> None:
    assert one_line(text) == ""


@given(texts())
def test_capitals(label: str) -> None:
    assert capitals(label, Uppercase.KEEP) == label
    assert capitals(label, Uppercase.DOCUMENTED) == label.upper()
    safe = capitals(label, Uppercase.GSM_SAFE)
    assert len(safe) == len(label)
    assert safe.upper() == label.upper()
    if is_gsm(label):
        assert is_gsm(safe)


def test_shipped_layouts_are_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def render() -> str | None:
        return transcode({"card_message": {"title": "A", "description": "B"}}, "SMS", profile="rich").text

    before = render()
    monkeypatch.setattr(Environment, "compile", None)
    assert render() == before
