from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mms.wire import hostile_urls
from transcode.errors import InvalidMessage
from transcode.measure import Limit
from transcode.mms.checks import (
    LIMITS,
    MEDIA_TYPES,
    CheckStatus,
    MediaCheck,
    MediaInfo,
    MediaKind,
    check_media,
    content_media_type,
    media_type,
)
from transcode.mms.limits import AUDIO_BYTES, OBJECT_BYTES

PASSED, FAILED, UNKNOWN, ADVICE = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNKNOWN, CheckStatus.ADVICE
EXTENSIONS = {
    "image": "jpg jpeg png gif bmp",
    "video": "mp4 3gp 3gpp mpeg mpg avi wmv mov",
    "audio": "mp3 wav amr",
    "object": "vcf ics pdf pkpass",
}


@pytest.mark.parametrize(("kind", "extension"), [(k, e) for k, names in EXTENSIONS.items() for e in names.split()])
def test_every_documented_extension(kind: str, extension: str) -> None:
    media = media_type(f"https://example.com/a/file.{extension}")
    assert media.kind == kind
    assert media.extension == extension
    assert content_media_type(str(media.content_type)).kind == kind


@pytest.mark.parametrize(
    ("url", "content_type"),
    [
        ("https://example.com/a.PNG", "image/png"),
        ("https://example.com/a.png?size=2.gif", "image/png"),
        ("https://example.com/a.png#b.gif", "image/png"),
        ("https://example.com/a.b.gif", "image/gif"),
        ("https://example.com/a%2Epng", "image/png"),
        ("https://example.com/a%20b.jp%67", "image/jpeg"),
        ("https://example.com/a.jpg;v=1.2", "image/jpeg"),
        ("/relative/a.mp3", "audio/mpeg"),
        ("contact.vcf", "text/x-vcard"),
        ("a//b.png", "image/png"),
        ("//example.com/a.ics", "text/calendar"),
        ("https://example.com/?file=a.png", None),
        ("https://example.mp4", None),
        ("https://example.mp4/", None),
        ("https://example.com/png", None),
        ("https://example.com/a.png/", None),
        ("https://example.com/a.exe", None),
        ("https://example.com/a.png%00.exe", None),
        ("https://example.com/a.png%0d%0aX: y", None),
        ("https://example.com/a%3F.png%3Fx", None),
        ("data:text/plain,a.png", None),
        ("", None),
    ],
)
def test_type_of_url(url: str, content_type: str | None) -> None:
    media = media_type(url)
    assert media.content_type == content_type
    assert (media.kind is MediaKind.UNKNOWN) == (content_type is None)


@settings(deadline=None)
@given(hostile_urls | st.text())
def test_no_url_is_an_error_and_the_extension_is_the_tables(url: str) -> None:
    extensions = {extension for row in MEDIA_TYPES for extension in row.extensions}
    assert media_type(url).extension in {None, *extensions}


@pytest.mark.parametrize(
    ("content_type", "kind", "name"),
    [
        ("Image/JPG; charset=binary", "image", "image/jpeg"),
        ("text/vcard", "object", "text/x-vcard"),
        ("image/webp", "image", "image/webp"),
        ("application/zip", "unknown", "application/zip"),
    ],
)
def test_type_of_content_type(content_type: str, kind: str, name: str) -> None:
    media = content_media_type(content_type)
    assert (media.kind, media.content_type) == (kind, name)


# --- media_info ---


@pytest.mark.parametrize(
    ("info", "path"),
    [
        ({"bytes": -1}, "media_info.bytes"),
        ({"bytes": 0}, "media_info.bytes"),
        ({"bytes": 10**11}, "media_info.bytes"),
        ({"bytes": 1.5}, "media_info.bytes"),
        ({"bytes": "740000"}, "media_info.bytes"),
        ({"bytes": True}, "media_info.bytes"),
        ({"width": 0}, "media_info.width"),
        ({"height": 100_001}, "media_info.height"),
        ({"duration_s": -0.1}, "media_info.duration_s"),
        ({"duration_s": float("nan")}, "media_info.duration_s"),
        ({"fps": float("inf")}, "media_info.fps"),
        ({"fps": 1001}, "media_info.fps"),
        ({"animated": "yes"}, "media_info.animated"),
        ({"has_alpha": 1}, "media_info.has_alpha"),
        ({"content_type": "png"}, "media_info.content_type"),
        ({"content_type": "image/png\r\nX: y"}, "media_info.content_type"),
        ({"widht": 3}, "media_info.widht"),
    ],
)
def test_wrong_info_names_the_field(info: dict[str, object], path: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        MediaInfo.parse(info)
    assert [error.path for error in caught.value.errors] == [path]


def test_info_takes_camel_case_and_a_path() -> None:
    assert MediaInfo.parse({"durationS": 3, "hasAlpha": False}) == MediaInfo(duration_s=3, has_alpha=False)
    with pytest.raises(InvalidMessage, match=r"^info\['x'\]\.bytes: "):
        MediaInfo.parse({"bytes": -1}, "info['x']")


# --- checks ---


def checks(url: str, **info: object) -> dict[str, MediaCheck]:
    found = check_media(media_type(url), MediaInfo.parse(info))
    by_name = {check.name: check for check in found}
    assert len(by_name) == len(found)
    return by_name


def status(url: str, name: str, **info: object) -> CheckStatus:
    return checks(url, **info)[name].status


STILL, MOVING = {"animated": False}, {"animated": True}


@pytest.mark.parametrize(
    ("url", "field", "value", "verdict", "rest"),
    [
        ("a.jpg", "bytes", 740_000, ("size", FAILED), {}),
        ("a.png", "bytes", 740_000, ("size", FAILED), {}),
        ("a.gif", "bytes", 740_000, ("size", FAILED), STILL),
        ("a.gif", "bytes", 600_000, ("size", FAILED), MOVING),
        ("a.mp4", "bytes", 740_000, ("size", FAILED), {}),
        ("a.mp3", "bytes", AUDIO_BYTES.value, ("size", ADVICE), {}),
        ("a.vcf", "bytes", OBJECT_BYTES.value, ("size", ADVICE), {}),
        ("a.gif", "width", 320, ("width_ios_13", ADVICE), MOVING),
        ("a.gif", "fps", 4, ("frame_rate", ADVICE), MOVING),
        ("a.mp4", "duration_s", 30, ("duration", ADVICE), {}),
        ("a.mp4", "duration_s", 20, ("hd_duration", ADVICE), {"width": 1280, "height": 720}),
        ("a.mp3", "duration_s", 30, ("duration", ADVICE), {}),
        ("a.mp4", "fps", 30, ("frame_rate", ADVICE), {}),
    ],
)
def test_limit_at_n_and_beyond(
    url: str, field: str, value: int, verdict: tuple[str, CheckStatus], rest: dict[str, object]
) -> None:
    name, beyond = verdict
    assert status(url, name, **{field: value}, **rest) is PASSED
    assert status(url, name, **{field: value + 1}, **rest) is beyond
    unknown = checks(url, **rest)[name]
    assert unknown.status is UNKNOWN
    assert field in unknown.missing


def test_lower_ends() -> None:
    assert status("a.gif", "frame_rate", fps=2, **MOVING) is PASSED
    assert status("a.gif", "frame_rate", fps=1.9, **MOVING) is ADVICE
    assert status("a.mp4", "frame_rate", fps=29.97) is PASSED
    assert status("a.mp4", "frame_rate", fps=29) is ADVICE
    assert status("a.mp4", "duration", duration_s=30.01) is ADVICE


@pytest.mark.parametrize(
    ("url", "rest", "allowed"),
    [
        ("a.jpg", {}, [(640, 1138), (1080, 1920)]),
        ("a.gif", MOVING, [(480, 720), (480, 640), (640, 640), (480, 480)]),
        ("a.mp4", {}, [(1280, 720), (640, 1138)]),
    ],
)
def test_dimensions(url: str, rest: dict[str, object], allowed: list[tuple[int, int]]) -> None:
    for width, height in allowed:
        assert status(url, "dimensions", width=width, height=height, **rest) is PASSED
        assert status(url, "dimensions", width=width, height=height + 1, **rest) is ADVICE
        assert status(url, "dimensions", width=width, **rest) is UNKNOWN
        assert status(url, "dimensions", height=height, **rest) is UNKNOWN
    assert status(url, "dimensions", **rest) is UNKNOWN
    assert status(url, "dimensions", width=641, **rest) is ADVICE  # no height could mend it
    assert checks(url, width=641, **rest)["dimensions"].actual == "641x?"


def test_a_gif_of_which_it_is_not_known_whether_it_moves() -> None:
    assert status("a.gif", "size", bytes=600_000) is PASSED
    assert status("a.gif", "size", bytes=600_001) is UNKNOWN
    assert status("a.gif", "size", bytes=740_000) is UNKNOWN
    assert status("a.gif", "size", bytes=740_001) is FAILED
    assert "animated" in checks("a.gif", bytes=700_000)["size"].missing
    exceeded = checks("a.gif", bytes=740_001)["size"].limit
    assert exceeded is not None
    assert exceeded.value == 740_000  # the figure that it exceeds whether it moves or not
    assert status("a.gif", "dimensions", width=640, height=640) is UNKNOWN
    between = checks("a.gif", width=1, height=1)["dimensions"]
    assert between.status is ADVICE
    assert "480x720" in between.expected
    assert "640x1138" in between.expected
    assert status("a.gif", "frame_rate", fps=3) is PASSED
    assert status("a.gif", "frame_rate", fps=9) is UNKNOWN
    assert status("a.gif", "format") is UNKNOWN


def test_formats_and_transparency() -> None:
    assert status("a.jpg", "format") is PASSED
    assert status("a.png", "format") is ADVICE
    assert status("a.mp4", "format") is PASSED
    assert status("a.3gp", "format") is ADVICE
    assert status("a.png", "animation_format", animated=True) is ADVICE
    assert status("a.png", "transparency") is UNKNOWN
    assert status("a.png", "transparency", has_alpha=True) is ADVICE
    assert status("a.png", "transparency", has_alpha=False) is PASSED
    assert status("a.gif", "transparency", has_alpha=True, **MOVING) is ADVICE
    assert "transparency" not in checks("a.jpg")


def test_hd_video() -> None:
    assert status("a.mp4", "hd_duration", duration_s=21) is UNKNOWN  # it may not be HD
    assert status("a.mp4", "hd_duration", duration_s=20) is PASSED
    assert status("a.mp4", "hd_duration", duration_s=21, width=1080, height=1920) is ADVICE
    assert "hd_duration" not in checks("a.mp4", duration_s=21, width=640, height=1138)


def test_content_type_decides_over_the_extension() -> None:
    found = checks("a.jpg", content_type="video/mp4", bytes=740_001)
    assert found["size"].status is FAILED
    assert "video" in found["size"].rule
    assert checks("a.jpg", content_type="image/webp")["type"].status is FAILED
    assert checks("a.jpg", content_type="application/zip")["type"].status is FAILED
    assert checks("file", content_type="image/jpeg")["type"].status is PASSED


@pytest.mark.parametrize("extension", [e for names in EXTENSIONS.values() for e in names.split()] + ["bin", ""])
def test_nothing_passes_that_is_not_known(extension: str) -> None:
    """Without figures only what the extension tells can be more than unknown."""
    for info in (None, MediaInfo()):
        for check in check_media(media_type(f"a.{extension}"), info):
            if check.name not in ("type", "format"):
                assert check.status is UNKNOWN
                assert check.missing
            assert check.source
            assert check.sentence.endswith(".")


@settings(deadline=None)
@given(
    st.sampled_from([e for names in EXTENSIONS.values() for e in names.split()] + ["bin"]),
    st.fixed_dictionaries(
        {},
        optional={
            "bytes": st.integers(1, 2_000_000),
            "width": st.sampled_from((320, 480, 640, 641, 720, 1080, 1280)),
            "height": st.sampled_from((480, 640, 720, 1138, 1920)),
            "duration_s": st.floats(0, 40),
            "fps": st.floats(0, 60),
            "animated": st.booleans(),
            "has_alpha": st.booleans(),
        },
    ),
)
def test_knowing_more_never_turns_a_verdict(extension: str, info: dict[str, object]) -> None:
    """PASSED, FAILED and ADVICE stay what they are when the rest becomes known: they were certain."""
    whole = checks(f"a.{extension}", **info)
    for field in info:
        rest = {name: value for name, value in info.items() if name != field}
        for name, check in checks(f"a.{extension}", **rest).items():
            if check.status is not UNKNOWN and name in whole and whole[name].status is not UNKNOWN:
                assert whole[name].status is check.status


def test_limits_say_where_they_come_from() -> None:
    assert len({limit.name for limit in LIMITS}) == len(LIMITS)
    for limit in LIMITS:
        assert isinstance(limit, Limit)
        assert limit.source
        assert limit.retrieved == ("2026-11-26" if "JSON" in limit.source else "2026-11-22")
    figures = {limit.name: limit.value for limit in LIMITS}
    expected = {
        "subject": 80,
        "subject_recommended": 40,
        "text_per_slide": 5000,
        "slides": 8,
        "slide_duration_default": 10,
        "slide_duration": 30,
        "image_bytes": 740_000,
        "animated_gif_bytes": 600_000,
        "video_bytes": 740_000,
    }
    assert figures.items() >= expected.items()
