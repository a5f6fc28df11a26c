from __future__ import annotations

import copy
import hashlib
import os
import re
import subprocess
import sys
from email.message import Message
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mms.wire import CARD, IMAGE, MM7, VCARD, Wire, hostile_texts, hostile_urls, payload_of, raw, schema_file
from transcode.errors import InvalidMessage
from transcode.mms import MediaPart, MmsCredentials, NoteCode, Slide, TextPart, render_mm7
from transcode.mms.mm7 import SENDER_IDENTIFICATION, SUBMIT_REQ, Treatment

CREDENTIALS = MmsCredentials.parse(
    {
        "account_id": "a",
        "api_key": "skfdjslkjfdslkfj434das",
        "basic_auth": {"username": "üser", "password": "pass:word"},
    }
)

# The short example of the MM7 page, which the schema accepts (its full example it does not).
SHORT_EXAMPLE = """<?xml version="1.0" encoding="UTF-8"?>
<soap-env:Envelope xmlns:soap-env="http://schemas.xmlsoap.org/soap/envelope/">
    <soap-env:Header>
        <TransactionID xmlns="http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4" soap-env:mustUnderstand="1">1000001</TransactionID>
    </soap-env:Header>
    <soap-env:Body>
        <SubmitReq xmlns="http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4">
            <MM7Version>6.8.0</MM7Version>
            <SenderIdentification>
                <VASPID>skfdjslkjfdslkfj434das</VASPID>
                <VASID>126273</VASID>
                <SenderAddress>
                    <ShortCode>111122</ShortCode>
                </SenderAddress>
            </SenderIdentification>
            <Recipients>
                <To>
                    <Number>16172383232</Number>
                </To>
            </Recipients>
            <Subject>My first MM7 Message</Subject>
            <Content allowAdaptations="false" href="cid:mms-content" />
        </SubmitReq>
    </soap-env:Body>
</soap-env:Envelope>"""  # noqa: E501


def codes(request: Any) -> list[tuple[str, str]]:
    return [(note.code.value, note.path) for note in request.notes]


def events(xml: str | bytes) -> list[Any]:
    """The document as elements with their attributes and trimmed texts, in order."""
    from xml.etree import ElementTree as ET

    root = ET.fromstring(xml)  # noqa: S314
    return [(element.tag, element.attrib, (element.text or "").strip()) for element in root.iter()]


def test_the_envelope_is_the_short_example() -> None:
    payload = payload_of(sender="111122", subject="My first MM7 Message", allow_adaptations=False)
    request = render_mm7(payload, transaction_id="1000001", vasid="126273", credentials=CREDENTIALS)
    envelope = Wire(request).envelope
    assert envelope.get_content_type() == "text/xml"
    assert envelope.get_content_charset() == "utf-8"
    assert envelope["Content-ID"] == "<mm7-start>"
    assert events(raw(envelope)) == events(SHORT_EXAMPLE)


def test_headers() -> None:
    request = render_mm7(payload_of(), transaction_id="1", credentials=CREDENTIALS)
    match = re.fullmatch(
        r'multipart/related; boundary="([\w-]+)"; type="text/xml"; start="<mm7-start>"', request.headers["Content-Type"]
    )
    assert match
    assert request.body.startswith(b"--" + match[1].encode() + b"\r\n")
    assert request.body.endswith(b"--" + match[1].encode() + b"--\r\n")
    assert request.headers["Content-Length"] == str(len(request.body))
    assert (
        request.headers["SOAPAction"] == '"http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4"'
    )
    assert request.headers["Authorization"] == "Basic w7xzZXI6cGFzczp3b3Jk"
    assert "Authorization" not in render_mm7(payload_of(), transaction_id="1", vaspid="v").headers


def test_a_card_on_the_wire_with_its_file() -> None:
    data = bytes(range(256)) * 3
    request = render_mm7(payload_of(), transaction_id="1", vaspid="v", media={"media-1.png": data})
    wire = Wire(request)
    assert request.notes == ()
    assert wire.content["Content-ID"] == "<mms-content>"
    assert wire.content.get_content_type() == "multipart/related"
    assert wire.content.get_param("type") == "application/smil"
    assert wire.content.get_param("start") == "<mms.smil>"
    assert wire.smil.get_content_type() == "application/smil"
    assert wire.smil["Content-ID"] == "<mms.smil>"
    assert [(part.get_content_type(), part["Content-ID"]) for part in wire.parts] == [
        ("image/png", "<media-1.png>"),
        ("text/plain", "<text-1.txt>"),
    ]
    assert wire.data("media-1.png") == data
    assert wire.parts[1].get_content() == "title\ndescription\n> SUGGESTED REPLY"
    assert IMAGE.encode() not in request.body


def test_a_file_by_reference() -> None:
    request = render_mm7(payload_of(Slide((MediaPart(VCARD),))), transaction_id="1", vaspid="v")
    wire = Wire(request)
    (part,) = wire.parts
    assert part.get_content_type() == "message/external-body"
    assert part.get_param("access-type") == "URL"
    assert part.get_param("URL") == VCARD
    referred = part.get_payload(0)
    assert isinstance(referred, Message)
    assert referred.get_content_type() == "text/x-vcard"
    assert referred["Content-ID"] == "<media-1.vcf>"
    assert "Content-ID" not in part
    assert codes(request) == [("by_reference", "slides[0].parts[0].url")]


def test_what_is_left_to_the_reader() -> None:
    payload = payload_of(Slide((MediaPart("https://x.org/a b?q=é"),)), to=None, sender=None)
    request = render_mm7(payload, transaction_id="1")
    assert codes(request) == [
        ("placeholder_left", "submit_req.SenderIdentification.SenderAddress"),
        ("placeholder_left", "submit_req.Recipients.To[0]"),
        ("vaspid_missing", "vaspid"),
        ("type_unknown", "slides[0].parts[0].content_type"),
        ("url_encoded", "slides[0].parts[0].url"),
        ("by_reference", "slides[0].parts[0].url"),
    ]
    assert b'URL="https://x.org/a%20b?q=%C3%A9"' in request.body
    assert b"Content-Type: application/octet-stream" in request.body
    assert {code.value for code in NoteCode} - {code for code, _ in codes(request)} == {
        "characters_removed",
        "line_breaks_replaced",
    }


def test_an_explicit_vaspid_is_taken_before_the_credentials() -> None:
    request = render_mm7(payload_of(), transaction_id="1", vaspid="mine", credentials=CREDENTIALS)
    assert b"<VASPID>mine</VASPID>" in request.body


def test_the_subject_is_one_line_that_xml_can_carry() -> None:
    payload = payload_of(subject="a\x00\r\nBcc: b\u2028c\ufffe & <{{ 7*7 }}> ]]> 'ü' 😀\x1b")
    request = render_mm7(payload, transaction_id="1", vaspid="v", media={"media-1.png": b"x"})
    subject = next(text for tag, _, text in events(raw(Wire(request).envelope)) if "Subject" in tag)
    assert subject == "a Bcc: b c & <{{ 7*7 }}> ]]> 'ü' 😀"
    assert codes(request) == [
        ("line_breaks_replaced", "submit_req.Subject"),
        ("characters_removed", "submit_req.Subject"),
    ]
    assert request.notes[1].message == "3 characters that XML cannot carry were removed"


# --- judged by the schema ---


def judge(body: bytes) -> None:
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(schema_file("mm7-soap-driver.xsd")))
    document = etree.fromstring(body)
    assert schema.validate(document), schema.error_log


@settings(deadline=None)
@given(hostile_texts, hostile_texts, st.sampled_from(("28444", "+16172383232", None)), st.booleans())
def test_every_envelope_is_valid(subject: str, transaction_id: str, sender: str | None, adapt: bool) -> None:
    transaction_id = "".join(filter(str.isprintable, transaction_id)) or "1"
    if not transaction_id.strip():
        transaction_id = "1"
    payload = payload_of(sender=sender, subject=subject, allow_adaptations=adapt)
    request = render_mm7(payload, transaction_id=transaction_id, vasid="&<", credentials=CREDENTIALS)
    envelope = raw(Wire(request).envelope)
    judge(envelope)
    from xml.etree import ElementTree as ET

    found = ET.fromstring(envelope).find(f".//{MM7}TransactionID")  # noqa: S314
    assert found is not None
    assert found.text == transaction_id


def test_an_envelope_with_every_element_that_is_taken() -> None:
    payload = payload_of(subject="s")
    # In the wrong order, as an edit would leave them.
    payload["submit_req"] |= {"Priority": "High", "MessageClass": "Informational", "ServiceCode": "a & b"}
    envelope = raw(Wire(render_mm7(payload, transaction_id="1", vaspid="v", vasid="w")).envelope)
    judge(envelope)
    order = [tag.removeprefix(MM7) for tag, _, _ in events(envelope)]
    assert [name for name in order if name in SUBMIT_REQ] == [
        *("MM7Version", "SenderIdentification", "Recipients", "ServiceCode", "MessageClass", "Priority"),
        *("Subject", "Content"),
    ]


def test_the_table_of_elements_is_the_schemas() -> None:
    etree = pytest.importorskip("lxml.etree")
    xs = {"xs": "http://www.w3.org/2001/XMLSchema"}
    schema = etree.parse(schema_file("REL-6-MM7-1-4.local.xsd"))

    def children(name: str) -> list[str]:
        path = f"xs:complexType[@name='{name}']//xs:sequence/xs:element/@name"
        return list(schema.getroot().xpath(path, namespaces=xs))

    assert children("genericVASPRequestType") + children("submitReqType") == list(SUBMIT_REQ)
    assert children("senderIDType") == list(SENDER_IDENTIFICATION)


# --- whatever comes ---

files = st.dictionaries(st.sampled_from(("png", "mp3", "vcf")), st.binary(max_size=200))


@settings(deadline=None)
@given(st.lists(hostile_texts, min_size=1, max_size=3), files, hostile_texts)
def test_texts_and_files_come_back_byte_for_byte(texts: list[str], media: dict[str, bytes], subject: str) -> None:
    slides = [Slide((TextPart(text),)) for text in texts]
    slides += [Slide((MediaPart(f"https://x.org/a.{extension}"),)) for extension in media]
    payload = payload_of(*slides, subject=subject)
    given_files = {f"media-{index}.{extension}": data for index, (extension, data) in enumerate(media.items(), 1)}
    wire = Wire(render_mm7(payload, transaction_id="1", vaspid="v", media=given_files))
    for index, text in enumerate(texts, 1):
        assert wire.text(f"text-{index}.txt") == text
    for name, data in given_files.items():
        assert wire.data(name) == data
    assert raw(wire.smil).decode() == payload["smil"]

    cids = re.findall(r'src="cid:([^"]+)"', payload["smil"])
    parts = wire.by_id()
    assert sorted(cids) == sorted(set(parts) - {"mms.smil"})
    assert all(len(found) == 1 for found in parts.values())


@settings(deadline=None)
@given(hostile_urls, hostile_texts)
def test_a_url_is_written_safely_or_refused(url: str, text: str) -> None:
    payload = payload_of(Slide((MediaPart(url), TextPart(text))))
    try:
        request = render_mm7(payload, transaction_id="1", vaspid="v")
    except InvalidMessage as error:
        refused = [found.path for found in error.errors]
    else:
        refused = []
    if refused:
        assert refused == ["slides[0].parts[0].url"]
        return
    wire = Wire(request)
    reference, plain = wire.parts
    assert [name for name, _ in reference.items()] == ["Content-Type"]
    assert reference.get_content_type() == "message/external-body"
    written = str(reference.get_param("URL"))
    assert re.fullmatch(r"https?://[!#-;=?-\[\]_a-z~]+", written)
    assert ("url_encoded", "slides[0].parts[0].url") in codes(request) or written == url
    assert raw(plain).decode() == text


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://x.org/a b.png", "https://x.org/a%20b.png"),
        ('https://x.org/"a".png', "https://x.org/%22a%22.png"),
        ("https://x.org/a\\b.png", "https://x.org/a%5Cb.png"),
        ("https://x.org/é.png", "https://x.org/%C3%A9.png"),
        ("https://x.org/100%.png", "https://x.org/100%25.png"),
        ("https://x.org/%C3%A9.png?a=1&b={c}#d", "https://x.org/%C3%A9.png?a=1&b=%7Bc%7D#d"),
        ("http://user:pw@[::1]:8080/a;b=(c)'.png", "http://user:pw@[::1]:8080/a;b=(c)'.png"),
    ],
)
def test_urls_that_are_written(url: str, written: str) -> None:
    wire = Wire(render_mm7(payload_of(Slide((MediaPart(url),))), transaction_id="1", vaspid="v"))
    assert wire.parts[0].get_param("URL") == written


@pytest.mark.parametrize(
    "url",
    [
        "https://x.org/a\r\nX: y",
        "https://x.org/a\n.png",
        "https://x.org/a\x00.png",
        "https://x.org/a\x85.png",
        "https://x.org/a\u2028.png",
        " https://x.org/a.png",
        "https://x.org/a.png ",
        "https://exämple.com/a.png",
        'https://x.org"/a.png',
        "https://[::1/a.png",
        "https:///a.png",
        "ftp://x.org/a.png",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "/a.png",
        "a.png",
        "",
    ],
)
def test_urls_that_are_refused(url: str) -> None:
    payload = payload_of(Slide((MediaPart(url),)))
    with pytest.raises(InvalidMessage, match=r"^slides\[0\]\.parts\[0\]\.url: (must|is not a URL)"):
        render_mm7(payload, transaction_id="1", vaspid="v")
    content_id = payload["slides"][0]["parts"][0]["content_id"]
    # With its bytes in the request the URL is not written, so it does no harm.
    request = render_mm7(payload, transaction_id="1", vaspid="v", media={content_id: b"x"})
    assert Wire(request).data(content_id) == b"x"


@pytest.mark.parametrize("transaction_id", ["", " ", "1\r\nX: y", "1\x00", "1\ufffe", "1\ud800", 1, None])
def test_transaction_ids_that_are_refused(transaction_id: Any) -> None:
    with pytest.raises(InvalidMessage, match=r"^transaction_id: must"):
        render_mm7(payload_of(), transaction_id=transaction_id, vaspid="v")


@pytest.mark.parametrize(
    ("media", "path"),
    [
        ({"media-2.png": b""}, "media['media-2.png']"),
        ({"text-1.txt": b""}, "media['text-1.txt']"),
        ({"mms.smil": b""}, "media['mms.smil']"),
        ({"media-1.png": "text"}, "media['media-1.png']"),
        ({"media-1.png": None}, "media['media-1.png']"),
    ],
)
def test_media_that_belong_to_no_file(media: Any, path: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        render_mm7(payload_of(), transaction_id="1", vaspid="v", media=media)
    assert [error.path for error in caught.value.errors] == [path]


# --- edited payloads ---

REQUEST = ("submit_req",)
PART = ("slides", 0, "parts", 0)


@pytest.mark.parametrize(
    ("where", "value", "path"),
    [
        (("mm7_version",), "5.3.0", "mm7_version"),
        (("mm7_version",), None, "mm7_version"),
        (("namespace",), "urn:x", "namespace"),
        (("more",), 1, "more"),
        (("smil",), "<smil/>", "smil"),
        (("slides",), [], "slides"),
        (("slides",), "x", "slides"),
        (("slides", 0, "parts"), [], "slides[0].parts"),
        (("slides", 0, "duration_ms"), 0, "slides[0].duration_ms"),
        (("slides", 0, "duration_ms"), "5s", "slides[0].duration_ms"),
        ((*REQUEST, "Content", "href"), "cid:other", "submit_req.Content.href"),
        ((*REQUEST, "Content", "allowAdaptations"), "true", "submit_req.Content.allowAdaptations"),
        ((*REQUEST, "Recipients", "To"), [], "submit_req.Recipients.To"),
        ((*REQUEST, "Recipients", "To"), [{"Number": "123"}] * 2, "submit_req.Recipients.To"),
        ((*REQUEST, "Recipients", "To", 0), {}, "submit_req.Recipients.To[0]"),
        ((*REQUEST, "Recipients", "To", 0), {"Number": "123", "ShortCode": "123"}, "submit_req.Recipients.To[0]"),
        ((*REQUEST, "Recipients", "To", 0), {"Number": "+123"}, "submit_req.Recipients.To[0]"),
        ((*REQUEST, "Recipients", "To", 0), {"Number": "1\r\n"}, "submit_req.Recipients.To[0]"),
        ((*REQUEST, "Recipients", "Cc"), [{"Number": "123"}], "submit_req.Recipients.Cc"),
        ((*REQUEST, "SenderIdentification"), {}, "submit_req.SenderIdentification.SenderAddress"),
        ((*REQUEST, "SenderIdentification", "VASPID"), "v", "submit_req.SenderIdentification.VASPID"),
        ((*REQUEST, "Priority"), "Urgent", "submit_req.Priority"),
        ((*REQUEST, "MessageClass"), "personal", "submit_req.MessageClass"),
        ((*REQUEST, "Subject"), 5, "submit_req.Subject"),
        ((*REQUEST, "Unknown"), 5, "submit_req.Unknown"),
        ((*PART, "kind"), "film", "slides[0].parts[0].kind"),
        ((*PART, "kind"), "text", "slides[0].parts[0]"),
        ((*PART, "text"), "both", "slides[0].parts[0]"),
        ((*PART, "url"), None, "slides[0].parts[0]"),
        ((*PART, "url"), "\ud800", "slides[0].parts[0].url"),
        ((*PART, "content_type"), "image/png\r\nX: y", "slides[0].parts[0]"),
        ((*PART, "content_id"), "a>\r\nX: y", "slides[0].parts[0].content_id"),
        ((*PART, "content_id"), "a\n", "slides[0].parts[0].content_id"),
        ((*PART, "content_id"), 'a"', "slides[0].parts[0].content_id"),
        ((*PART, "content_id"), "", "slides[0].parts[0].content_id"),
        ((*PART, "content_id"), "x" * 65, "slides[0].parts[0].content_id"),
        ((*PART, "content_id"), "mms.smil", "slides[0].parts[0].content_id"),
        *(((*REQUEST, name), "x", f"submit_req.{name}") for name, how in SUBMIT_REQ.items() if how != Treatment.TAKEN),
    ],
)
def test_wrong_edits_name_the_field(where: tuple[Any, ...], value: Any, path: str) -> None:
    payload = copy.deepcopy(payload_of())
    target = payload
    for key in where[:-1]:
        target = target[key]
    target[where[-1]] = value
    with pytest.raises(InvalidMessage) as caught:
        render_mm7(payload, transaction_id="1", vaspid="v")
    assert path in [error.path for error in caught.value.errors]


@pytest.mark.parametrize("payload", [None, [], "x", {}])
def test_what_is_no_payload(payload: Any) -> None:
    with pytest.raises(InvalidMessage):
        render_mm7(payload, transaction_id="1", vaspid="v")


def test_a_read_only_payload() -> None:
    payload = MappingProxyType(payload_of())
    request = render_mm7(payload, transaction_id="1", vaspid="v")
    assert request.body == render_mm7(payload_of(), transaction_id="1", vaspid="v").body


def test_two_parts_of_one_content_id() -> None:
    payload = payload_of()
    payload["slides"][0]["parts"][1]["content_id"] = "Media-1.PNG"
    with pytest.raises(
        InvalidMessage, match=r"slides\[0\]\.parts\[1\]\.content_id: is that of slides\[0\]\.parts\[0\]"
    ):
        render_mm7(payload, transaction_id="1", vaspid="v")


def test_a_null_subject_is_none() -> None:
    payload = payload_of()
    payload["submit_req"]["Subject"] = None
    request = render_mm7(payload, transaction_id="1", vaspid="v")
    assert request.body == render_mm7(payload_of(), transaction_id="1", vaspid="v").body


def test_a_payload_is_not_changed() -> None:
    payload = payload_of(subject="a\nb")
    before = copy.deepcopy(payload)
    render_mm7(payload, transaction_id="1", vaspid="v")
    assert payload == before


# --- a second reader ---


def test_the_decoder_of_requests_toolbelt_reads_both_levels() -> None:
    decoder = pytest.importorskip("requests_toolbelt").MultipartDecoder
    text = "tittel\r\n--mms\r\nÆ 👋\n"
    slide = Slide((MediaPart(IMAGE), MediaPart("https://x.org/a.mp3"), TextPart(text)))
    request = render_mm7(payload_of(slide), transaction_id="1", vaspid="v", media={"media-1.png": b"\x89PNG"})
    envelope, content = decoder(request.body, request.headers["Content-Type"]).parts
    assert envelope.headers[b"Content-ID"] == b"<mm7-start>"
    assert b"<SubmitReq " in envelope.content
    assert content.headers[b"Content-ID"] == b"<mms-content>"
    smil, image, audio, plain = decoder(content.content, content.headers[b"Content-Type"].decode()).parts
    assert smil.content.startswith(b"<smil>")
    assert image.headers[b"Content-ID"] == b"<media-1.png>"
    assert image.content == b"iVBORw=="
    assert audio.headers[b"Content-Type"].startswith(b"message/external-body; access-type=URL;")
    assert b"Content-ID: <media-2.mp3>" in audio.content
    assert plain.content.decode() == text


# --- the same bytes ---

_SCRIPT = """
import hashlib
from transcode.mms import MediaPart, Slide, TextPart, render_mm7, submit_payload
payload = submit_payload([Slide((MediaPart("https://x.org/a b.png"), TextPart("Hi \\U0001f44b")), 5000)],
                         to="+16172383232", sender="28444", subject="s")
request = render_mm7(payload, transaction_id="1", vaspid="v")
print(hashlib.sha256(repr((payload, request.headers, request.notes)).encode() + request.body).hexdigest())
"""


def test_the_same_bytes_in_another_process(capsys: pytest.CaptureFixture[str]) -> None:
    exec(_SCRIPT, {})  # noqa: S102
    here = capsys.readouterr().out
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        there = subprocess.run(
            [sys.executable, "-c", _SCRIPT], env=environment, capture_output=True, text=True, check=True
        )
        assert there.stdout == here != ""


@settings(deadline=None)
@given(hostile_texts)
def test_the_same_bytes_twice_and_others_for_other_content(text: str) -> None:
    def body(text: str) -> bytes:
        return render_mm7(payload_of(Slide((TextPart(text),))), transaction_id="1", vaspid="v").body

    assert body(text) == body(text)
    assert hashlib.sha256(body(text)).digest() != hashlib.sha256(body(text + "x")).digest()


def test_every_slide_of_a_long_message_is_in_the_request() -> None:
    slides = [CARD, Slide((TextPart("word " * 3000),))]
    payload = payload_of(*slides)
    wire = Wire(render_mm7(payload, transaction_id="1", vaspid="v"))
    texts = [wire.text(f"text-{number}.txt") for number in range(1, len(payload["slides"]) + 1)]
    assert "".join(texts[1:]) == "word " * 3000


def _deep(levels: int = 5000) -> list[Any]:
    nested: list[Any] = []
    for _ in range(levels):
        nested = [nested]
    return nested


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"media": 5}, "media"),
        ({"media": ["a"]}, "media"),
        ({"media": ""}, "media"),
        ({"media": _deep()}, "media"),
        ({"media": {"media-1.png": _deep()}}, "media['media-1.png']"),
        ({"media": {10**5000: b""}}, "media[a number of many digits]"),
        ({"credentials": {"account_id": "a", "api_key": "key-s3cret"}}, "credentials"),
        ({"credentials": "key-s3cret"}, "credentials"),
        ({"transaction_id": 10**5000}, "transaction_id"),
        ({"vaspid": _deep()}, "vaspid"),
    ],
)
def test_an_argument_of_another_type_is_named(change: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        render_mm7(payload_of(), **{"transaction_id": "1", **change})
    assert [error.path for error in caught.value.errors] == [path]
    assert "s3cret" not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"smil": 10**5000}, "smil"),
        ({"mm7_version": -(10**5000)}, "mm7_version"),
        ({"slides": _deep()}, "payload"),
        ({"smil": "x" * 1_000_001}, "payload"),
    ],
)
def test_a_hostile_payload_is_refused_by_name(change: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        render_mm7({**payload_of(), **change}, transaction_id="1")
    assert [error.path for error in caught.value.errors] == [path]
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("port", ["99999", "x", "-1"])
def test_a_url_whose_port_is_none_is_refused(port: str) -> None:
    payload = payload_of(Slide((MediaPart(f"https://example.com:{port}/a.png"),)))
    with pytest.raises(InvalidMessage, match="is not a URL"):
        render_mm7(payload, transaction_id="1")
