from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mms.wire import CARD, IMAGE, VCARD, hostile_texts, hostile_urls, payload_of
from transcode.errors import InvalidMessage
from transcode.mms.submit import (
    MediaPart,
    Slide,
    TextPart,
    check_slides,
    check_subject,
    normalise_number,
    normalise_recipient,
    split_slides,
    submit_payload,
)

NAMESPACE = "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4"
HEAD = '<smil><head><layout><root-layout width="100%" height="100%"/>'
IMAGE_REGION = '<region id="Image" top="{}" left="0" height="{}" width="100%" fit="meet"/>'
TEXT_REGION = '<region id="Text" top="{}" left="0" height="{}" width="100%" fit="hidden"/>'


def test_a_card_whole() -> None:
    payload = submit_payload([CARD], to="+16172383232", sender="28444")
    assert payload == {
        "mm7_version": "6.8.0",
        "namespace": NAMESPACE,
        "submit_req": {
            "SenderIdentification": {"SenderAddress": {"ShortCode": "28444"}},
            "Recipients": {"To": [{"Number": "16172383232"}]},
            "Content": {"href": "cid:mms-content", "allowAdaptations": True},
        },
        "slides": [
            {
                "duration_ms": None,
                "parts": [
                    {
                        "kind": "image",
                        "content_type": "image/png",
                        "content_id": "media-1.png",
                        "url": IMAGE,
                    },
                    {
                        "kind": "text",
                        "content_type": "text/plain; charset=utf-8",
                        "content_id": "text-1.txt",
                        "text": "title\ndescription\n> SUGGESTED REPLY",
                    },
                ],
            }
        ],
        "smil": HEAD
        + IMAGE_REGION.format("0", "50%")
        + TEXT_REGION.format("50%", "50%")
        + '</layout></head><body><par><img src="cid:media-1.png" region="Image"/>'
        '<text src="cid:text-1.txt" region="Text"/></par></body></smil>',
    }
    assert json.loads(json.dumps(payload)) == payload
    assert list(payload["submit_req"]) == ["SenderIdentification", "Recipients", "Content"]


@pytest.mark.parametrize(
    ("part", "expected", "element"),
    [
        (
            TextPart("Hi"),
            ("text", "text/plain; charset=utf-8", "text-1.txt"),
            '<text src="cid:text-1.txt" region="Text"/>',
        ),
        (
            MediaPart("https://x.org/a.gif"),
            ("image", "image/gif", "media-1.gif"),
            '<img src="cid:media-1.gif" region="Image"/>',
        ),
        (
            MediaPart("https://x.org/a.mp4"),
            ("video", "video/mp4", "media-1.mp4"),
            '<video src="cid:media-1.mp4" region="Image"/>',
        ),
        (MediaPart("a.mp3"), ("audio", "audio/mpeg", "media-1.mp3"), '<audio src="cid:media-1.mp3"/>'),
        (MediaPart(VCARD), ("object", "text/x-vcard", "media-1.vcf"), '<ref src="cid:media-1.vcf"/>'),
        (MediaPart("a.ics"), ("object", "text/calendar", "media-1.ics"), '<ref src="cid:media-1.ics"/>'),
        (MediaPart("a.pdf"), ("object", "application/pdf", "media-1.pdf"), '<ref src="cid:media-1.pdf"/>'),
        (MediaPart("https://x.org/a"), ("unknown", None, "media-1"), '<ref src="cid:media-1"/>'),
    ],
)
def test_each_kind_of_message(part: Any, expected: tuple[str, str | None, str], element: str) -> None:
    kind, content_type, content_id = expected
    payload = payload_of(Slide((part,)))
    content = {"text": part.text} if kind == "text" else {"url": part.url}
    assert payload["slides"] == [
        {
            "duration_ms": None,
            "parts": [{"kind": kind, "content_type": content_type, "content_id": content_id, **content}],
        }
    ]
    assert f"<body><par>{element}</par></body>" in payload["smil"]


def test_a_region_alone_has_the_whole_screen_and_one_not_used_is_not_there() -> None:
    text = payload_of(Slide((TextPart("Hi"),)))["smil"]
    assert HEAD + TEXT_REGION.format("0", "100%") + "</layout>" in text
    audio = payload_of(Slide((MediaPart("a.mp3"),)))["smil"]
    assert HEAD + "</layout>" in audio


def test_duration_subject_and_adaptations() -> None:
    payload = payload_of(Slide((TextPart("Hi"),), 5000), subject="A title", allow_adaptations=False)
    assert '<par dur="5000ms">' in payload["smil"]
    assert payload["slides"][0]["duration_ms"] == 5000
    assert payload["submit_req"]["Subject"] == "A title"
    assert payload["submit_req"]["Content"]["allowAdaptations"] is False
    assert "Subject" not in payload_of(subject="")["submit_req"]


def test_content_ids_count_through_the_message() -> None:
    slides = [Slide((MediaPart("a.jpg"), TextPart("1"))), Slide((MediaPart("b.vcf"), TextPart("2")))]
    parts = [part for slide in payload_of(*slides)["slides"] for part in slide["parts"]]
    assert [part["content_id"] for part in parts] == ["media-1.jpg", "text-1.txt", "media-2.vcf", "text-2.txt"]


# --- numbers ---


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("284", {"ShortCode": "284"}),
        ("28444", {"ShortCode": "28444"}),
        ("12345678", {"ShortCode": "12345678"}),
        ("123456789", {"Number": "123456789"}),
        ("+16172383232", {"Number": "16172383232"}),
        ("123456789012345", {"Number": "123456789012345"}),
        (None, {"Number": "{{from}}"}),
        ("{{from}}", {"Number": "{{from}}"}),
        ("{{YOUR_MMS_SENDER}}", {"Number": "{{YOUR_MMS_SENDER}}"}),
    ],
)
def test_senders(sender: str | None, address: dict[str, str]) -> None:
    assert payload_of(sender=sender)["submit_req"]["SenderIdentification"] == {"SenderAddress": address}


@pytest.mark.parametrize("to", [None, "{{to}}"])
def test_a_recipient_not_known_yet(to: str | None) -> None:
    assert payload_of(to=to)["submit_req"]["Recipients"] == {"To": [{"Number": "{{to}}"}]}


@pytest.mark.parametrize(
    ("number", "fix"),
    [
        ("", "is empty: write"),
        ("12", "has 2 digits"),
        ("1234567890123456", "has 16 digits"),
        ("+1 (617) 238-3232", r"write \+16172383232$"),
        ("Sinch", "write a short code"),
        ("٢٨٤٤٤", "not digits"),
        ("28444\n", "not digits"),
        ("++28444", "not digits"),
        ("+", "not digits"),
        ("0046701234567", "without 00"),
        ("+0701234567", "country code"),
        ("{{to}}\r\n", "not digits"),
    ],
)
def test_wrong_numbers_name_the_fix(number: str, fix: str) -> None:
    with pytest.raises(ValueError, match=fix):
        normalise_number(number)
    with pytest.raises(InvalidMessage) as caught:
        payload_of(sender=number)
    assert [error.path for error in caught.value.errors] == ["sender"]
    with pytest.raises(InvalidMessage, match=r"^to: "):
        payload_of(to=number)


def test_a_recipient_has_a_country_code() -> None:
    assert normalise_recipient("+4670123456") == "4670123456"
    with pytest.raises(ValueError, match="country code"):
        normalise_recipient("0701234")


def test_a_number_that_is_no_string() -> None:
    with pytest.raises(InvalidMessage, match=r"^to: must be a string"):
        submit_payload([CARD], to=16172383232, sender=None)  # type: ignore[arg-type]


# --- long text ---


def texts(slides: tuple[Slide, ...]) -> list[str]:
    return [part.text for slide in slides for part in slide.parts if isinstance(part, TextPart)]


def test_text_is_split_at_the_limit() -> None:
    assert len(split_slides([Slide((TextPart("x" * 5000),))])) == 1
    assert [len(text) for text in texts(split_slides([Slide((TextPart("x" * 5001),))]))] == [5000, 1]


@pytest.mark.parametrize(
    ("separator", "worse"),
    [("\n\n", "\n"), ("\r\n\r\n", "\n"), ("\n", ". "), (". ", " "), ("。", " "), (" ", "x"), ("x", "x")],
)
def test_text_is_split_where_a_reader_would(separator: str, worse: str) -> None:
    text = "a" * 3000 + separator + "b" * 1000 + worse + "c" * 3000
    first, second = texts(split_slides([Slide((TextPart(text),))]))
    assert first + second == text
    if separator != "x":
        assert first == "a" * 3000 + separator


def test_a_break_in_the_first_half_is_too_early() -> None:
    text = "a" * 2000 + "\n\n" + "b" * 2000 + " " + "c" * 4000
    assert texts(split_slides([Slide((TextPart(text),))]))[0] == text[:4003]


def test_an_emoji_at_the_limit_goes_to_the_next_slide_whole() -> None:
    text = "a" * 4998 + "👨‍👩‍👧" + "a" * 100
    assert texts(split_slides([Slide((TextPart(text),))])) == ["a" * 4998, "👨‍👩‍👧" + "a" * 100]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(("a", " ", "\n", "\r\n", "👨‍👩‍👧", "🇸🇪", "e\u0301", ". ")), min_size=1), st.integers(0, 40)
)
def test_pieces_fit_join_and_keep_characters_whole(pattern: list[str], turns: int) -> None:
    import regex

    text = "".join(pattern) * (turns * 50)
    pieces = texts(split_slides([Slide((TextPart(text),))]))
    assert "".join(pieces) == text
    assert all(len(piece) <= 5000 for piece in pieces)
    assert sum(len(regex.findall(r"\X", piece)) for piece in pieces) == len(regex.findall(r"\X", text))


def test_a_character_longer_than_a_slide_is_cut_all_the_same() -> None:
    text = "e" + "\u0301" * 12_000
    assert "".join(texts(split_slides([Slide((TextPart(text),))]))) == text


def test_further_slides_follow_their_own_and_only_the_first_has_the_file() -> None:
    long = "y" * 12_000
    slides = split_slides([Slide((MediaPart(IMAGE), TextPart(long)), 7000), Slide((TextPart("end"),))])
    assert [[type(part).__name__ for part in slide.parts] for slide in slides] == [
        ["MediaPart", "TextPart"],
        ["TextPart"],
        ["TextPart"],
        ["TextPart"],
    ]
    assert [slide.duration_ms for slide in slides] == [7000, 7000, 7000, None]
    assert texts(slides)[-1] == "end"


def test_more_text_than_fits_is_told_and_kept() -> None:
    text = "z" * 40_000
    assert check_slides(split_slides([Slide((TextPart(text),))])) == ()
    slides = split_slides([Slide((TextPart(text + "z"),))])
    (problem,) = check_slides(slides)
    assert (problem.name, problem.actual, problem.rejected) == ("slides", 9, True)
    assert problem.limit is not None
    assert problem.limit.value == 8
    payload = payload_of(Slide((TextPart(text + "z"),)))
    assert "".join(part["text"] for slide in payload["slides"] for part in slide["parts"]) == text + "z"


# --- rules ---

JPG, PNG, MP4, MP3, VCF, PDF, TXT = (
    MediaPart("a.jpg"),
    MediaPart("a.png"),
    MediaPart("a.mp4"),
    MediaPart("a.mp3"),
    MediaPart("a.vcf"),
    MediaPart("a.pdf"),
    TextPart("t"),
)


@pytest.mark.parametrize(
    ("parts", "problems"),
    [
        ((JPG, TXT), []),
        ((JPG, MP3, TXT), []),
        ((MP4, TXT), []),
        ((VCF, TXT), []),
        ((JPG, PNG), []),
        ((MediaPart("a"), MediaPart("b")), []),
        ((), ["empty_slide"]),
        ((JPG, JPG), ["same_type_twice"]),
        ((TXT, TXT), ["same_type_twice"]),
        ((JPG, MP4), ["kinds_apart"]),
        ((MP3, MP4), ["kinds_apart"]),
        ((VCF, JPG), ["kinds_apart"]),
        ((VCF, MP3), ["kinds_apart"]),
        ((VCF, MP4), ["kinds_apart"]),
        ((VCF, PDF), ["objects_per_slide"]),
        ((TextPart("x" * 5000),), []),
        ((TextPart("x" * 5001),), ["text_per_slide"]),
    ],
)
def test_what_may_stand_together(parts: Any, problems: list[str]) -> None:
    found = check_slides([CARD, Slide(parts)])
    assert [problem.name for problem in found] == problems
    assert all(problem.slide == 1 and problem.rejected and problem.source for problem in found)


def test_number_of_slides_and_duration() -> None:
    assert [problem.name for problem in check_slides([])] == ["no_slides"]
    assert check_slides([CARD] * 8) == ()
    assert [problem.name for problem in check_slides([CARD] * 9)] == ["slides"]
    assert check_slides([Slide((TXT,), 30_000)]) == ()
    (problem,) = check_slides([Slide((TXT,), 30_001)])
    assert (problem.name, problem.actual, problem.rejected) == ("slide_duration", 31, False)


@pytest.mark.parametrize(
    ("subject", "problems"),
    [
        ("", []),
        ("x" * 40, []),
        ("x" * 41, [("subject_recommended", False)]),
        ("x" * 80, [("subject_recommended", False)]),
        ("x" * 81, [("subject", True)]),
        ("Grüße", [("subject_characters", True)]),
        ("Hi 👋", [("subject_characters", True)]),
        ("a\r\nBcc: b", [("subject_characters", True)]),
    ],
)
def test_subjects(subject: str, problems: list[tuple[str, bool]]) -> None:
    assert [(problem.name, problem.rejected) for problem in check_subject(subject)] == problems


# --- whatever comes ---


@settings(deadline=None)
@given(st.lists(hostile_texts | hostile_urls, min_size=1, max_size=4), hostile_texts)
def test_content_is_kept_and_no_id_is_made_of_it(contents: list[str], subject: str) -> None:
    parts = [TextPart(content) if index % 2 else MediaPart(content) for index, content in enumerate(contents)]
    payload = payload_of(*(Slide((part,)) for part in parts), subject=subject)
    shown = [part for slide in payload["slides"] for part in slide["parts"]]
    assert [part.get("text", part.get("url")) for part in shown] == contents
    assert payload["submit_req"].get("Subject", "") == subject
    for part in shown:
        assert re.fullmatch(r"(media|text)-\d+(\.[a-z0-9]+)?", part["content_id"])
    assert payload == payload_of(*(Slide((part,)) for part in parts), subject=subject)


@pytest.mark.parametrize(
    ("slides", "subject", "path"),
    [
        ([], None, "slides"),
        ([Slide(())], None, "slides[0].parts"),
        ([Slide((TextPart("\ud800"),))], None, "slides[0].parts[0].text"),
        ([CARD, Slide((TextPart("a"), MediaPart("\udfff")))], None, "slides[1].parts[1].url"),
        ([CARD], "\ud800", "subject"),
        ([Slide((TextPart("a"),), 0)], None, "slides[0].duration_ms"),
        ([Slide((TextPart("a"),), 3_600_001)], None, "slides[0].duration_ms"),
        ([Slide((TextPart("a"),), True)], None, "slides[0].duration_ms"),
        ([Slide((TextPart("a"),), 5.5)], None, "slides[0].duration_ms"),  # type: ignore[arg-type]
    ],
)
def test_what_no_payload_can_be_made_of(slides: list[Slide], subject: str | None, path: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        submit_payload(slides, to=None, sender=None, subject=subject)
    assert [error.path for error in caught.value.errors] == [path]


def test_a_duration_is_shown_to_the_millisecond() -> None:
    (problem,) = check_slides([Slide(CARD.parts, duration_ms=1_234_567)])
    assert "this lasts 1234.567 s" in problem.message


def test_a_short_number_may_be_a_recipient() -> None:
    """E.164 states no least length, so a short code cannot be told from a number."""
    assert normalise_recipient("28444") == "28444"
    with pytest.raises(ValueError, match="starts with 0"):
        normalise_recipient("028444")
