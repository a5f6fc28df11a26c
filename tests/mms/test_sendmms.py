"""The body of the JSON API, held against its documentation: names, types, and what may stand together."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mms.wire import CARD, IMAGE, VCARD, hostile_texts, hostile_urls, payload_of
from transcode import transcode
from transcode.errors import InvalidMessage
from transcode.gsm import segment
from transcode.mms import MediaPart, SendmmsRequest, Slide, TextPart, content_media_type, render_sendmms, smil_document
from transcode.mms.json_slides import SLIDE_FILES
from transcode.mms.limits import CLIENT_REFERENCE, FALLBACK_TEXT_RECOMMENDED, FROM_MASK, SLIDES, TEXT_PER_SLIDE
from transcode.result import Code, Severity

AS_OF = datetime(2026, 11, 27, tzinfo=UTC)
FALLBACK = "We have sent you a picture."


def render(*slides: Slide, payload: Any = None, **rest: Any) -> SendmmsRequest:
    given = {"service_id": "12345", "fallback_sms_text": FALLBACK} | rest
    return render_sendmms(payload_of(*slides) if payload is None else payload, **given)


def found(request: SendmmsRequest) -> list[tuple[Code, str]]:
    return [(finding.code, finding.path) for finding in request.findings]


def edited(*slides: Slide, **changes: Any) -> Any:
    """A payload with its first parts changed, and the SMIL that goes with that."""
    payload = payload_of(*slides)
    payload["slides"][0]["parts"][0].update(changes)
    payload["smil"] = smil_document(payload["slides"])
    return payload


# What the API's description of the request says, in a schema of our own.
FILE = {"type": "object", "required": ["url"], "additionalProperties": False, "properties": {"url": {"type": "string"}}}
FILES = ("image", "audio", "video", "contact", "calendar", "pdf")
MOMENT = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["action", "service-id", "to", "from", "slide"],
    "properties": {
        "action": {"const": "sendmms"},
        **{key: {"type": "string", "minLength": 1} for key in ("service-id", "to", "from", "from-mask")},
        "message-subject": {"type": "string", "maxLength": 80},
        "fallback-sms-text": {"type": "string", "minLength": 1},
        **{key: {"type": "boolean"} for key in ("disable-fallback-sms", "disable-fallback-sms-link", "cache-content")},
        **dict.fromkeys(("fallback-sms-link-expiration", "mms-expiry-timestamp"), MOMENT),
        "client-reference": {"type": "string", "maxLength": 64},
        "slide": {
            "type": "array",
            "minItems": 1,
            "maxItems": 8,
            "items": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": {
                    **dict.fromkeys(FILES, FILE),
                    "message-text": {"type": "string", "maxLength": 5000},
                },
                "allOf": [
                    {"not": {"required": [one, other]}}
                    for one, others in (
                        ("image", ("video", "contact", "calendar", "pdf")),
                        ("audio", ("video", "contact", "calendar", "pdf")),
                        ("video", ("contact", "calendar", "pdf")),
                    )
                    for other in others
                ],
            },
        },
    },
    "anyOf": [
        {"required": ["fallback-sms-text"]},
        {"required": ["disable-fallback-sms"], "properties": {"disable-fallback-sms": {"const": True}}},
    ],
}


def refused_by_schema(body: Any) -> list[str]:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    return [error.message for error in validator.iter_errors(body)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("action",), "send"),
        (("service-id",), None),
        (("slide",), []),
        (("slide",), [{"message-text": "x"}] * 9),
        (("message-subject",), "x" * 81),
        (("client-reference",), "x" * 65),
        (("fallback-sms-text",), None),
        (("slide", 0, "picture"), {"url": "https://example.com/a.png"}),
        (("slide", 0, "message-text"), "x" * 5001),
        (("slide", 0, "video"), {"url": "https://example.com/a.mp4"}),
        (("mms-expiry-timestamp",), "tomorrow"),
    ],
)
def test_the_schema_sees_what_is_wrong(path: tuple[Any, ...], value: Any) -> None:
    body = json.loads(render(CARD).to_json())
    assert not refused_by_schema(body)
    place = body
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    assert refused_by_schema(body)


def test_a_card() -> None:
    request = render(CARD, client_reference="order 7")
    assert request.body == {
        "action": "sendmms",
        "service-id": "12345",
        "to": "16172383232",
        "from": "28444",
        "fallback-sms-text": FALLBACK,
        "client-reference": "order 7",
        "slide": [{"image": {"url": IMAGE}, "message-text": "title\ndescription\n> SUGGESTED REPLY"}],
    }
    assert request.findings == ()
    assert request.deliverable
    assert request.fallback == segment(FALLBACK)
    assert json.loads(request.to_json()) == request.body


def test_every_field() -> None:
    request = render(
        payload=payload_of(CARD, subject="Hello"),
        disable_fallback_sms_link=True,
        fallback_sms_link_expiration="2027-01-01T12:00:00+01:00",
        mms_expiry_timestamp=AS_OF.astimezone(timezone(timedelta(hours=2))) + timedelta(days=3),
        from_mask="My-Shop_1",
        cache_content=False,
        as_of="2026-11-27T00:00:00Z",
    )
    assert {name: request.body[name] for name in request.body.keys() - {"slide", "to", "from", "service-id"}} == {
        "action": "sendmms",
        "message-subject": "Hello",
        "fallback-sms-text": FALLBACK,
        "disable-fallback-sms-link": True,
        "fallback-sms-link-expiration": "2027-01-01T11:00:00Z",
        "mms-expiry-timestamp": "2026-11-30T00:00:00Z",
        "from-mask": "My-Shop_1",
        "cache-content": False,
    }
    assert request.findings == ()
    assert refused_by_schema(request.body) == []


@pytest.mark.parametrize("file", SLIDE_FILES, ids=lambda file: file.name)
def test_each_file_has_its_field(file: Any) -> None:
    for content_type in file.content_types:
        request = render(Slide((MediaPart("https://example.com/x", content_media_type(content_type)),)))
        if file.name in ("image", "audio", "video") or content_type in ("text/vcard", "text/calendar"):
            assert request.body["slide"] == [{file.name: {"url": "https://example.com/x"}}]
            assert request.findings == ()
        else:
            assert [*request.body["slide"][0]] == [file.name]


def test_the_tables_of_fields_agree_with_each_other() -> None:
    assert tuple(file.name for file in SLIDE_FILES) == FILES
    by_name = {file.name: file for file in SLIDE_FILES}
    for one, other in permutations(SLIDE_FILES, 2):
        assert (other.name in one.not_beside) == (one.name in by_name[other.name].not_beside)
        # No type has two fields, so no slide has two files of a type.
        assert not any(other.takes(content_type) for content_type in one.content_types)


KINDS = {
    "image": "https://example.com/a.jpg",
    "audio": "https://example.com/a.mp3",
    "video": "https://example.com/a.mp4",
    "contact": VCARD,
    "calendar": "https://example.com/a.ics",
    "pdf": "https://example.com/a.pdf",
}
APART = {
    frozenset(pair)
    for one in ("image", "audio")
    for pair in ((one, other) for other in ("video", "contact", "calendar", "pdf"))
} | {frozenset(("video", other)) for other in ("contact", "calendar", "pdf")}


@pytest.mark.parametrize(("one", "other"), list(permutations(KINDS, 2)))
def test_what_may_stand_together(one: str, other: str) -> None:
    request = render(Slide((MediaPart(KINDS[one]), MediaPart(KINDS[other]), TextPart("t"))))
    apart = frozenset((one, other)) in APART
    assert found(request) == ([(Code.SLIDE_RULE_FAILED, "slides[0].parts[1]")] if apart else [])
    assert bool(refused_by_schema(request.body)) is apart
    assert request.body["slide"][0].keys() == {one, other, "message-text"}


def test_what_has_no_field_is_left_out_and_named() -> None:
    url = "https://example.com/x"
    twice = render(Slide((MediaPart("https://x.org/a.png"), MediaPart("https://x.org/a.jpg"))))
    assert found(twice) == [(Code.GIVEN_TWICE, "slides[0].parts[1]")]
    unknown = render(Slide((MediaPart(url), TextPart("t"))))
    assert found(unknown) == [(Code.FIELD_REQUIRED, "slides[0].parts[0].content_type")]
    assert unknown.body["slide"] == [{"message-text": "t"}]
    assert "media_info" in unknown.findings[0].message
    passbook = render(Slide((MediaPart("https://x.org/a.pkpass"), TextPart("t"))))
    assert found(passbook) == [(Code.MEDIA_TYPE_UNSUPPORTED, "slides[0].parts[0].content_type")]
    assert not any(request.deliverable for request in (twice, unknown, passbook))


def test_types_that_a_field_does_not_take() -> None:
    bitmap = render(Slide((MediaPart("https://x.org/a.bmp"),)))
    assert found(bitmap) == [(Code.MEDIA_TYPE_UNSUPPORTED, "slides[0].parts[0].content_type")]
    assert bitmap.body["slide"] == [{"image": {"url": "https://x.org/a.bmp"}}]
    picture = render(payload=edited(Slide((MediaPart("https://x.org/a"),)), kind="image"))
    assert found(picture) == [(Code.MEDIA_TYPE_UNKNOWN, "slides[0].parts[0].content_type")]
    assert picture.deliverable
    other = render(payload=edited(Slide((MediaPart(IMAGE),)), content_type="video/mp4"))
    assert found(other) == [(Code.MEDIA_TYPE_UNSUPPORTED, "slides[0].parts[0].content_type")]


def test_urls() -> None:
    assert render(Slide((MediaPart("https://x.org/a b.png?q=é"),))).body["slide"] == [
        {"image": {"url": "https://x.org/a%20b.png?q=%C3%A9"}}
    ]
    odd = render(Slide((MediaPart("ftp://x.org/a.png"),)))
    assert found(odd) == [(Code.VALUE_REFUSED, "slides[0].parts[0].url")]
    assert odd.body["slide"] == [{"image": {"url": "ftp://x.org/a.png"}}]


@pytest.mark.parametrize(("over", "codes"), [(0, []), (1, [(Code.TOO_LONG, "slides[0].parts[0].text")])])
def test_the_text_of_a_slide(over: int, codes: Any) -> None:
    request = render(payload=edited(Slide((TextPart("x"),)), text="x" * (TEXT_PER_SLIDE.value + over)))
    assert found(request) == codes


@pytest.mark.parametrize(("over", "codes"), [(0, []), (1, [(Code.TOO_LONG, "slides")])])
def test_how_many_slides(over: int, codes: Any) -> None:
    request = render(*[Slide((TextPart("x"),))] * (SLIDES.value + over))
    assert found(request) == codes
    assert len(request.body["slide"]) == SLIDES.value + over


@pytest.mark.parametrize(
    ("length", "codes"),
    [(40, []), (41, [Code.LONGER_THAN_ADVISED]), (80, [Code.LONGER_THAN_ADVISED]), (81, [Code.TOO_LONG])],
)
def test_the_subject(length: int, codes: list[Code]) -> None:
    request = render(payload=payload_of(CARD, subject="s" * length))
    assert found(request) == [(code, "submit_req.Subject") for code in codes]
    assert request.body["message-subject"] == "s" * length


def test_what_carriers_refuse_of_a_subject() -> None:
    (finding,) = render(payload=payload_of(CARD, subject="Grüße")).findings
    assert finding.code is Code.VALUE_REFUSED
    assert finding.message == (
        "Sinch's MMS JSON API does not take this subject: carriers reject a subject with characters other than "
        "printable ASCII; it has U+00DF, U+00FC."
    )


@pytest.mark.parametrize("text", [None, "", " \n"])
def test_a_text_for_sms_is_required(text: str | None) -> None:
    request = render(fallback_sms_text=text)
    assert found(request) == [(Code.FIELD_REQUIRED, "fallback_sms_text")]
    assert not request.deliverable
    alone = render(fallback_sms_text=None, disable_fallback_sms=True)
    assert alone.findings == ()
    assert alone.body["disable-fallback-sms"] is True
    assert alone.fallback is None
    both = render(disable_fallback_sms=True)
    assert found(both) == [(Code.DROPPED, "fallback_sms_text")]


def test_the_text_for_sms_is_counted() -> None:
    longest = "x" * FALLBACK_TEXT_RECOMMENDED.value
    assert render(fallback_sms_text=longest).findings == ()
    longer = render(fallback_sms_text=longest + "x")
    assert found(longer) == [(Code.LONGER_THAN_ADVISED, "fallback_sms_text")]
    assert (longer.findings[0].limit, longer.findings[0].actual) == (110, 111)
    cyrillic = render(fallback_sms_text="Мы отправили вам картинку, а это письмо вместо неё на случай отказа!!!")
    assert cyrillic.fallback is not None
    assert cyrillic.fallback.segments == segment(cyrillic.fallback.text).segments == 1
    two = render(fallback_sms_text="Мы отправили вам картинку, а это письмо вместо неё на случай отказа!!!.")
    (finding,) = two.findings
    assert finding.message == (
        "Where the message cannot be delivered, its text for SMS goes as 2 parts, the link that is added to it not "
        "counted."
    )
    without = render(fallback_sms_text="я" * 71, disable_fallback_sms_link=True)
    assert [finding.message for finding in without.findings] == [
        "Where the message cannot be delivered, its text for SMS goes as 2 parts."
    ]


def test_the_link_is_counted_where_its_length_is_known() -> None:
    for length, parts in ((50, 1), (51, 2)):
        request = render(fallback_sms_text="x" * 110, fallback_sms_link_length=length)
        assert request.fallback is not None
        assert request.fallback.segments == parts
        assert request.body["fallback-sms-text"] == "x" * 110
        assert (Code.FALLBACK_PARTS in [code for code, _ in found(request)]) is (parts > 1)
    for wrong in (-1, 2001, True, "9", 1.0):
        with pytest.raises(InvalidMessage, match=r"^fallback_sms_link_length: "):
            render(fallback_sms_link_length=wrong)


@pytest.mark.parametrize(
    ("name", "longest"),
    [("mms_expiry_timestamp", timedelta(days=3)), ("fallback_sms_link_expiration", timedelta(days=365))],
)
def test_times(name: str, longest: timedelta) -> None:
    second = timedelta(seconds=1)
    field = name.replace("_", "-")
    for moment, refused in ((second, False), (longest, False), (longest + second, True), (timedelta(), True)):
        request = render(**{name: AS_OF + moment}, as_of=AS_OF)
        assert found(request) == ([(Code.VALUE_REFUSED, name)] if refused else [])
        assert datetime.fromisoformat(request.body[field]) == AS_OF + moment
        assert render(**{name: AS_OF + moment}).findings == ()  # without a clock nothing is known
    for wrong in ("2026-11-30", "tomorrow", datetime(2026, 11, 30), 5, "0001-01-01T00:00:00+14:00"):
        with pytest.raises(InvalidMessage, match=f"^{name}: must be a time with its time zone"):
            render(**{name: wrong})


def test_a_client_reference_and_a_name() -> None:
    assert render(client_reference="x" * CLIENT_REFERENCE.value).findings == ()
    assert found(render(client_reference="x" * 65)) == [(Code.TOO_LONG, "client_reference")]
    assert render(from_mask="A" * FROM_MASK.value).findings == ()
    assert found(render(from_mask="A" * 12)) == [(Code.TOO_LONG, "from_mask")]
    for wrong in ("", "Caf\u00e9", "My Shop", "12345", "A\n"):
        assert found(render(from_mask=wrong)) == [(Code.VALUE_REFUSED, "from_mask")]


def test_what_mm7_says_and_json_does_not() -> None:
    payload = payload_of(Slide((TextPart("t"),), 5000), allow_adaptations=False)
    payload["submit_req"] |= {"ServiceCode": "s", "MessageClass": "Personal", "Priority": "High"}
    request = render(payload=payload)
    assert found(request) == [
        (Code.NOT_CARRIED, path)
        for path in (
            "submit_req.ServiceCode",
            "submit_req.MessageClass",
            "submit_req.Priority",
            "submit_req.Content.allowAdaptations",
            "slides[0].duration_ms",
        )
    ]
    assert request.deliverable


def test_placeholders_are_left_to_fill_in() -> None:
    request = render(payload=payload_of(CARD, to=None, sender=None))
    assert (request.body["to"], request.body["from"]) == ("{{to}}", "{{from}}")
    assert found(request) == [
        (Code.PLACEHOLDER_LEFT, "submit_req.SenderIdentification.SenderAddress"),
        (Code.PLACEHOLDER_LEFT, "submit_req.Recipients.To[0]"),
    ]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"service_id": ""}, "service_id"),
        ({"service_id": None}, "service_id"),
        ({"service_id": "1\n2"}, "service_id"),
        ({"fallback_sms_text": "\ud800"}, "fallback_sms_text"),
        ({"fallback_sms_text": 5}, "fallback_sms_text"),
        ({"client_reference": b"x"}, "client_reference"),
        ({"disable_fallback_sms": "no"}, "disable_fallback_sms"),
        ({"disable_fallback_sms_link": None}, "disable_fallback_sms_link"),
        ({"cache_content": 1}, "cache_content"),
        ({"payload": {"slides": []}}, "mm7_version"),
    ],
)
def test_what_cannot_be_read_names_the_field(given: Any, path: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        render(**given)
    assert caught.value.errors[0].path == path


def test_from_a_message() -> None:
    message = {"card_message": {"title": "Hello", "media_message": {"url": IMAGE}, "description": "World"}}
    result = transcode(message, "MMS", to="+16175550123", sender="28444", profile="rich")
    request = render(payload=result.payloads[0])
    assert request.findings == ()
    assert request.body["message-subject"] == "Hello"
    assert request.body["slide"] == [{"image": {"url": IMAGE}, "message-text": "World"}]


@given(
    texts=st.lists(hostile_texts, min_size=1, max_size=9),
    url=hostile_urls,
    kind=st.sampled_from([*KINDS.values(), "https://example.com/x"]),
    subject=st.none() | hostile_texts,
    fallback=st.none() | hostile_texts,
)
def test_the_documented_form_or_a_refusal_that_says_why(
    texts: list[str], url: str, kind: str, subject: str | None, fallback: str | None
) -> None:
    """Law: a body that the schema refuses is not deliverable, and every text and URL is in the body or named."""
    slides = [Slide((MediaPart(kind), TextPart(texts[0]))), *(Slide((TextPart(text),)) for text in texts[1:])]
    slides.append(Slide((MediaPart(url),)))
    payload = payload_of(*slides, subject=subject)
    request = render(payload=payload, fallback_sms_text=fallback)
    if refused_by_schema(request.body):
        assert not request.deliverable
    written = [slide["message-text"] for slide in request.body["slide"] if "message-text" in slide]
    assert "".join(written) == "".join(texts)
    named = [finding.path for finding in request.findings if finding.severity is Severity.REJECTED]
    for number, slide in enumerate(request.body["slide"]):
        for index, part in enumerate(payload["slides"][number]["parts"]):
            if part["kind"] != "text":
                there = any(isinstance(field, dict) for field in slide.values())
                assert there or any(path.startswith(f"slides[{number}].parts[{index}]") for path in named)
    assert json.loads(request.to_json()) == request.body
    assert render(payload=payload, fallback_sms_text=fallback) == request
