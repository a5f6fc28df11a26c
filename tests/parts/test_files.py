"""Files: which kind one is, and which the channel carries."""

from __future__ import annotations

from typing import Any

import pytest

from tests.parts.toy import Toy, content
from transcode import Code
from transcode.channels.base import File, FileKind, Limit, Obstacle, Place, Request, Unit, Words
from transcode.media_info import MediaInfo
from transcode.message import MediaMessage
from transcode.message.place import survey
from transcode.parts.files import kind_of, shown_name

IMAGE = FileKind("image", ("png", "jpg"), ("image/png",))
OTHER = FileKind("file", ("pdf",), ("*/*",))


@pytest.mark.parametrize(
    ("url", "content_type", "kind"),
    [
        ("https://a.example/a.png", None, IMAGE),
        ("https://a.example/a.PNG?x=1", None, IMAGE),
        ("https://a.example/a.pdf", None, OTHER),
        ("https://a.example/a.doc", None, None),
        ("https://a.example/?f=a.png", None, None),
        ("https://a.example/a.pdf", "image/png", IMAGE),
        ("https://a.example/a", "Image/PNG; charset=x", IMAGE),
        ("https://a.example/a.png", "text/html", OTHER),
    ],
)
def test_what_is_known_goes_before_the_extension(url: str, content_type: str | None, kind: FileKind | None) -> None:
    assert kind_of(url, MediaInfo(content_type=content_type), (IMAGE, OTHER)) is kind


def test_no_kind_takes_what_it_does_not_name() -> None:
    assert kind_of("https://a.example/a.png", MediaInfo(content_type="text/html"), (IMAGE,)) is None


def _media(url: str) -> Place:
    return content({"media_message": {"url": url}})


def _file(url: str, **request: Any) -> File:
    return Toy(Request(**request)).file(_media(url))


def test_a_file_as_it_is_sent() -> None:
    file = _file(" https://a.example/å.png ")
    assert (file.url, file.name) == ("https://a.example/%C3%A5.png", "image")
    assert [place.path for place in file.url.places] == ["media_message.url"]


@pytest.mark.parametrize(
    ("url", "request_", "why"),
    [
        ("ftp://a.example/a.png", {}, "Toy does not fetch the file: only http and https addresses are taken"),
        ("https://:80/a.png", {}, "the URL has no host"),
        ("https://a.example/a.gif", {}, "Toy carries png, jpg files, and the URL names none of these"),
        (
            "https://a.example/a.png",
            {"media_info": {"https://a.example/a.png": {"bytes": 1001}}},
            "the image has 1,001 bytes and Toy takes 1,000",
        ),
    ],
)
def test_a_file_that_is_not_carried(url: str, request_: dict[str, Any], why: str) -> None:
    with pytest.raises(Obstacle) as caught:
        _file(url, **request_)
    assert why in caught.value.why
    assert caught.value.place.path == "media_message.url"


def test_a_file_or_its_link_or_nothing() -> None:
    toy = Toy(Request())
    assert isinstance(toy.file_or_link(_media("https://a.example/a.png")), File)
    assert toy.file_or_link(_media("https://a.example/a.gif")) == "https://a.example/a.gif"
    assert [(f.code, f.path) for f in toy.notes.findings] == [(Code.FILE_AS_LINK, "media_message.url")]
    assert toy.file_or_none(_media("https://a.example/a.gif")) is None
    assert toy.file_or_none(None) is None
    assert len(toy.notes.findings) == 1


@pytest.mark.parametrize(("length", "name"), [(6, "xxxxxx.pdf"), (7, "xxxxx….pdf"), (30, "xxxxx….pdf")])
def test_a_name_that_is_cut_keeps_its_extension(length: int, name: str) -> None:
    media = survey(MediaMessage(url="https://example.com/a.pdf", filename_override="x" * length + ".pdf")).root
    file = File(FileKind("file", ("pdf",), ()), Words("https://example.com/a.pdf"), media, MediaInfo())
    assert file.file_name(Limit("name", 10, Unit.CHARACTERS, "unverified", "2026-11-27")) == name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a" * 20 + "." + "e" * 8, "aa….eeeeeeee"),
        ("a" * 20 + "." + "e" * 9, "a" * 11 + "…"),
        ("a" * 20, "a" * 11 + "…"),
    ],
)
def test_what_is_longer_than_an_extension_is_none(given: str, shown: str) -> None:
    most = Limit("name", 12, Unit.CHARACTERS, "none", "2026-11-26")
    assert shown_name(Words(given), "https://a.example/x", most) == shown
