"""MM7: messages and reports from the MMS gateway, and XML that means harm."""

from __future__ import annotations

import base64
import contextlib
import time
from email import policy
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mms.wire import SCHEMAS
from transcode import Channel, InvalidMessage, InvalidOption
from transcode.inbound import DeliveryStatus, InboundCode, answer_mm7, arrives_as, parse_mm7, receive
from transcode.inbound.mm7 import STATUSES
from transcode.inbound.xml import MAX_DEPTH, MAX_ELEMENTS, Element, parse_xml

NAMESPACE = "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4"
BOUNDARY = "----=_Part_139078_1411587550"


def envelope(request: str, transaction: str = "10000001") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<soap-env:Envelope xmlns:soap-env="http://schemas.xmlsoap.org/soap/envelope/" xmlns="{NAMESPACE}">'
        f'<soap-env:Header><TransactionID soap-env:mustUnderstand="1">{transaction}</TransactionID></soap-env:Header>'
        f"<soap-env:Body>{request}</soap-env:Body></soap-env:Envelope>"
    )


def deliver(subject: str = "", content: str = '<Content href="cid:default.cid" allowAdaptations="true"/>') -> str:
    return envelope(
        "<DeliverReq><MM7Version>6.8.0</MM7Version><LinkedID>1000001</LinkedID>"
        "<Sender><Number>1617423433</Number></Sender>"
        '<Recipients><To><Number displayOnly="false">111122</Number></To></Recipients>'
        "<TimeStamp>2014-04-14T16:15:23.414Z</TimeStamp><Priority>Normal</Priority>"
        f"{f'<Subject>{subject}</Subject>' if subject else ''}{content}</DeliverReq>"
    )


def report(status: str, *, text: str = "<StatusText>Success</StatusText>") -> str:
    return envelope(
        "<DeliveryReportReq><MM7Version>6.8.0</MM7Version><MessageID>369500617770864640</MessageID>"
        "<Recipient><Number>16175550123</Number></Recipient><Sender><Number>111122</Number></Sender>"
        f"<Date>2015-03-16T14:03:51.749Z</Date><MMStatus>{status}</MMStatus>{text}"
        '<UACapabilities UAProf="Samsung Galaxy"/></DeliveryReportReq>'
    )


def multipart(xml: str, *parts: tuple[str, str, bytes]) -> bytes:
    """An HTTP body as the gateway sends it: the envelope, and the parts in an inner multipart, binary."""
    inner = b"".join(
        f"--inner\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <{name}>\r\n\r\n".encode()
        + data
        + b"\r\n"
        for kind, name, data in parts
    )
    return (
        (
            f"--{BOUNDARY}\r\nContent-Type: text/xml\r\nContent-ID: <soap-start>\r\n\r\n{xml}\r\n"
            f'--{BOUNDARY}\r\nContent-Type: multipart/mixed;\r\n\tboundary="inner"\r\nContent-ID: <default.cid>\r\n\r\n'
        ).encode()
        + inner
        + f"--inner--\r\n--{BOUNDARY}--\r\n".encode()
    )


HEADERS = {
    "Content-Type": f'multipart/related; start="soap-start"; type="text/xml";\r\n boundary="{BOUNDARY}"',
    "SOAPAction": f'"{NAMESPACE}"',
}
PNG = b"\x89PNG\r\n\x1a\n\x00\xff"
TEXT = ("text/plain; charset=utf-8", "text_0.txt", "Test MO message! Åland".encode())
IMAGE = ("image/png", "image_0.png", PNG)
VIDEO = ("video/mp4", "video_0.mp4", b"\x00\x01\x02")
SMIL = ("application/smil", "mms.smil", b"<smil/>")


def contacts(received: Any) -> list[dict[str, Any]]:
    return [message.contact_message.model_dump(mode="json", exclude_unset=True) for message in received.messages]


def codes(found: Any) -> list[InboundCode]:
    return [finding.code for finding in found.findings]


# --- what arrives as MMS ---


@pytest.mark.parametrize(
    ("media", "subject", "channel"),
    [(True, False, Channel.MMS), (True, True, Channel.MMS), (False, True, Channel.MMS), (False, False, Channel.SMS)],
)
def test_arrives_as(media: bool, subject: bool, channel: Channel) -> None:
    assert arrives_as(media=media, subject=subject) is channel


# --- messages ---


def test_text_and_media_give_a_media_card() -> None:
    received = parse_mm7(multipart(deliver(), IMAGE, TEXT, SMIL), HEADERS)
    assert contacts(received) == [
        {"media_card_message": {"url": "cid:image_0.png", "caption": "Test MO message! Åland"}}
    ]
    (message,) = received.messages
    assert message.channel_identity is not None
    assert (message.channel_name, message.channel_identity.identity) == ("MMS", "1617423433")
    assert (message.id, message.sender_id) == ("1000001", "111122")
    assert message.accept_time == "2014-04-14T16:15:23.414Z"
    assert message.native["transaction_id"] == "10000001"
    assert message.native["Priority"] == "Normal"
    file, layout = received.attachments
    assert (file.content_id, file.content_type, file.data) == ("image_0.png", "image/png", PNG)
    assert (layout.content_id, layout.content_type, layout.data) == SMIL[1::-1] + SMIL[2:]
    assert received.findings == ()


def test_media_alone() -> None:
    received = parse_mm7(multipart(deliver(), SMIL, IMAGE), HEADERS)
    assert contacts(received) == [{"media_message": {"url": "cid:image_0.png"}}]


def test_several_files_give_several_messages_with_the_same_caption() -> None:
    received = parse_mm7(multipart(deliver(), SMIL, IMAGE, TEXT, VIDEO), HEADERS)
    assert contacts(received) == [
        {"media_card_message": {"url": "cid:image_0.png", "caption": "Test MO message! Åland"}},
        {"media_card_message": {"url": "cid:video_0.mp4", "caption": "Test MO message! Åland"}},
    ]
    assert len({message.id for message in received.messages}) == 1


def test_the_caller_says_where_files_are() -> None:
    received = parse_mm7(
        multipart(deliver(), IMAGE), HEADERS, media_url=lambda file: f"https://cdn.example/{file.content_id}"
    )
    assert contacts(received) == [{"media_message": {"url": "https://cdn.example/image_0.png"}}]


def test_only_a_subject() -> None:
    received = parse_mm7(deliver("Yes &amp; no", content=""))
    assert contacts(received) == [{"text_message": {"text": "Yes & no"}}]
    assert received.findings == ()


def test_a_subject_is_the_caption_where_there_is_no_text() -> None:
    received = parse_mm7(multipart(deliver("Holiday"), IMAGE), HEADERS)
    assert contacts(received) == [{"media_card_message": {"url": "cid:image_0.png", "caption": "Holiday"}}]


def test_a_subject_beside_a_text_is_kept_and_reported() -> None:
    received = parse_mm7(multipart(deliver("Holiday"), TEXT), HEADERS)
    assert contacts(received) == [{"text_message": {"text": "Test MO message! Åland"}}]
    assert received.messages[0].native["subject"] == "Holiday"
    assert codes(received) == [InboundCode.SUBJECT_APART]


def test_a_plain_text_is_what_phones_send_as_sms() -> None:
    received = parse_mm7(multipart(deliver(), TEXT), HEADERS)
    assert received.messages[0].channel_name == "MMS"
    assert codes(received) == [InboundCode.PLAIN_TEXT_AS_MMS]


def test_the_boundary_is_found_without_headers() -> None:
    assert parse_mm7(multipart(deliver(), IMAGE, TEXT)) == parse_mm7(multipart(deliver(), IMAGE, TEXT), HEADERS)


def test_text_that_cannot_be_read_is_kept_as_it_came() -> None:
    for charset in ("utf-8", "x-no-such-thing"):
        part = (f"text/plain; charset={charset}", "t.txt", b"caf\xe9")
        received = parse_mm7(multipart(deliver("s"), part), HEADERS)
        assert contacts(received) == [{"text_message": {"text": "caf\ufffd"}}]
        assert InboundCode.TEXT_UNREADABLE in codes(received)
        assert received.attachments[0].data == b"caf\xe9"


def test_others_in_a_group_are_not_the_sender() -> None:
    xml = deliver(content="").replace(
        "<Sender><Number>1617423433</Number></Sender>",
        '<Sender><Number displayOnly="true">1</Number><Number>2</Number></Sender>',
    )
    (message,) = parse_mm7(xml).messages
    assert message.channel_identity is not None
    assert message.channel_identity.identity == "2"


_binary = st.binary(max_size=200).filter(lambda data: b"--inner" not in data and BOUNDARY.encode() not in data)


@given(
    files=st.lists(_binary, min_size=1, max_size=3),
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1),
)
def test_files_and_text_come_back_to_the_byte(files: list[bytes], text: str) -> None:
    parts = [("application/octet-stream", f"f{index}", data) for index, data in enumerate(files)]
    received = parse_mm7(multipart(deliver(), *parts, ("text/plain; charset=utf-8", "t", text.encode())), HEADERS)
    assert [file.data for file in received.attachments] == files
    assert {message.contact_message.text for message in received.messages} == {text}


@given(
    data=st.binary(max_size=300),
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1),
)
def test_bodies_that_the_standard_library_writes(data: bytes, text: str) -> None:
    inner = MIMEMultipart("mixed")
    inner.attach(MIMEApplication(data, "x-thing"))
    inner.attach(MIMEText(text, "plain", "utf-8"))
    outer = MIMEMultipart("related")
    outer.attach(MIMEText(deliver(), "xml", "utf-8"))
    outer.attach(inner)
    raw = outer.as_bytes(policy=policy.HTTP)
    headers = dict(BytesParser(policy=policy.HTTP).parsebytes(raw).items())
    received = parse_mm7(raw.partition(b"\r\n\r\n")[2], headers)
    assert received.attachments[0].data == data
    assert received.messages[0].contact_message.text == text


# --- reports ---


def test_report_as_documented() -> None:
    received = parse_mm7(report("Retrieved"), {"Content-Type": 'multipart/related; type="text/xml";'})
    (one,) = received.deliveries
    assert one.status == DeliveryStatus.DELIVERED
    assert one.message_id == "369500617770864640"
    assert one.channel_identity is not None
    assert one.channel_identity.identity == "16175550123"
    assert one.event_time == "2015-03-16T14:03:51.749Z"
    assert one.native["UACapabilities"]["attributes"] == {"UAProf": "Samsung Galaxy"}
    assert received.findings == ()


@pytest.mark.parametrize("status", [status for status, mapped in STATUSES.items() if mapped == "FAILED"])
def test_failures_have_a_reason(status: str) -> None:
    (one,) = parse_mm7(report(status, text="")).deliveries
    assert one.failure is not None
    assert (one.failure.channel_code, one.failure.description) == (status, status)


@pytest.mark.parametrize("status", ["NotSupported", "Unreachable", "Unrecognized"])
def test_statuses_outside_the_schema_are_read_and_reported(status: str) -> None:
    received = parse_mm7(report(status))
    assert received.deliveries[0].status == DeliveryStatus.FAILED
    assert codes(received) == [InboundCode.STATUS_OUTSIDE_SCHEMA]


def test_status_of_tomorrow_is_kept() -> None:
    received = parse_mm7(report("Teleported"))
    assert received.deliveries[0].status == "Teleported"
    assert codes(received) == [InboundCode.STATUS_UNMAPPED]


def test_read_is_not_supported_on_mms() -> None:
    xml = report("Read").replace("DeliveryReportReq", "ReadReplyReq").replace("Date>", "TimeStamp>")
    received = parse_mm7(xml)
    assert received.deliveries[0].status == DeliveryStatus.READ
    assert codes(received) == [InboundCode.STATUS_UNSUPPORTED]


# --- the schema of 3GPP judges what is fed in here ---


def test_what_these_tests_feed_in_is_mm7() -> None:
    if not SCHEMAS.is_dir():
        pytest.skip("the MM7 schema is not at hand")
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "mm7-soap-driver.xsd")))
    for xml in (deliver("Subject"), deliver(content=""), report("Retrieved"), report("Deferred")):
        schema.assertValid(etree.fromstring(xml.encode()))


# --- bad input ---


@pytest.mark.parametrize(
    ("xml", "path"),
    [
        ("<a/>", "Envelope.Body"),
        ('<Envelope xmlns="x"/>', "Envelope.Body"),
        (envelope(""), "Envelope.Body"),
        (envelope("<SubmitReq/>"), "Envelope.Body"),
        (envelope("<DeliverReq/>"), "DeliverReq.Sender"),
        (envelope("<DeliverReq><Sender/></DeliverReq>"), "DeliverReq.Sender"),
        (report("Retrieved").replace("<MMStatus>Retrieved</MMStatus>", ""), "DeliveryReportReq.MMStatus"),
        (report(" "), "DeliveryReportReq.MMStatus"),
        (report("Retrieved").replace("369500617770864640", ""), "DeliveryReportReq.MessageID"),
        (report("Retrieved").replace("16175550123", ""), "DeliveryReportReq.Recipient"),
    ],
)
def test_bad_input_names_its_element(xml: str, path: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        parse_mm7(xml)
    assert caught.value.errors[0].path == path


@pytest.mark.parametrize(
    ("body", "headers", "word"),
    [
        ("", {}, "well-formed"),
        ("<a>", {}, "well-formed"),
        (report("Retrieved")[:-5], {}, "well-formed"),
        ("<a>&#0;</a>", {}, "well-formed"),
        (b"<?xml version='1.0' encoding='x-none'?><a/>", {}, "XML"),
        ("hello", {}, "multipart"),
        ("hello", {"Content-Type": "multipart/related"}, "multipart"),
        (b"--x\r\n\r\n", {"Content-Type": "multipart/related; boundary=x"}, "well-formed"),
        (b"--x--\r\n", {"Content-Type": "multipart/related; boundary=x"}, "multipart"),
        (multipart(deliver(), IMAGE)[:40], HEADERS, "well-formed"),
    ],
)
def test_broken_bodies(body: Any, headers: dict[str, str], word: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        parse_mm7(body, headers)
    assert word in str(caught.value)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMBS = {
    "billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a>&l11;</a>',
    "quadratic": f'<!DOCTYPE a [<!ENTITY b "{"x" * 50_000}">]><a>{"&b;" * 5_000}</a>',
    "external file": '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>',
    "external address": '<!DOCTYPE a [<!ENTITY f SYSTEM "http://169.254.169.254/">]><a>&f;</a>',
    "external subset": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
    "parameter entity": '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]><a/>',
    "empty document type": "<!DOCTYPE a><a/>",
    "undeclared entity": "<a>&nbsp;</a>",
    "deep": "<a>" * (MAX_DEPTH + 2) + "</a>" * (MAX_DEPTH + 2),
    "very deep": "<a>" * 100_000,
    "many elements": f"<a>{'<b/>' * (MAX_ELEMENTS + 1)}</a>",
    "large": f"<a>{'x' * 1_000_001}</a>",
    "utf-16": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY l "lol">]><a>&l;</a>',
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_bombs_are_refused(bomb: str) -> None:
    data = bomb.encode("utf-16") if "utf-16" in bomb else bomb.encode()
    with pytest.raises(InvalidMessage):
        parse_xml(data)
    with pytest.raises(InvalidMessage):
        parse_mm7(data)


def test_a_document_type_is_refused_by_its_name() -> None:
    with pytest.raises(InvalidMessage) as caught:
        parse_xml(BOMBS["billion laughs"].encode())
    assert caught.value.errors[0].code == "doctype"


def test_what_is_just_not_too_much_is_read() -> None:
    assert parse_xml(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH).name == "a"
    assert len(parse_xml(f"<a>{'<b/>' * (MAX_ELEMENTS - 1)}</a>".encode()).children) == MAX_ELEMENTS - 1


def test_xinclude_and_instructions_are_only_text() -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
    root = parse_xml(f"<a><?php evil?>{include}<!-- & --><![CDATA[<b/>]]></a>".encode())
    assert root.text == "<b/>"
    assert [child.name for child in root.children] == ["include"]


def test_many_and_nested_parts_are_refused() -> None:
    many = multipart(deliver(), *[("text/plain", str(index), b"x") for index in range(300)])
    with pytest.raises(InvalidMessage, match="parts"):
        parse_mm7(many, HEADERS)
    depth = 2_000
    nested = "".join(f'--b{n}\r\nContent-Type: multipart/mixed; boundary="b{n + 1}"\r\n\r\n' for n in range(depth))
    with pytest.raises(InvalidMessage):
        parse_mm7(nested, {"Content-Type": "multipart/mixed; boundary=b0"})


@pytest.mark.parametrize(
    "value",
    ["multipart/related; boundary=\x00", "x\r\nX: y\r\n\r\n<a/>", "", "é", "multipart/related; boundary*=utf-8''%ff"],
)
def test_headers_that_are_none(value: str) -> None:
    with pytest.raises(InvalidMessage):
        parse_mm7("hello", {"content-type": value})


@given(data=st.binary(max_size=200), cut=st.integers(0, 2_000))
def test_any_bytes_are_read_or_refused(data: bytes, cut: int) -> None:
    whole = multipart(deliver("s"), IMAGE, TEXT)
    for body in (data, whole[:cut] + data, whole[: cut // 2] + data + whole[cut:]):
        with contextlib.suppress(InvalidMessage):
            assert parse_mm7(body, HEADERS).channel == "MMS"


@pytest.mark.parametrize("charset", ["idna", "undefined", "punycode", "utf-8\x00", "unicode_escape", "base64", "none"])
def test_charsets_that_are_none(charset: str) -> None:
    part = (f"text/plain; charset={charset}", "text_0.txt", "é\\d".encode())
    found = parse_mm7(multipart(deliver(), part), HEADERS)
    assert contacts(found) == [{"text_message": {"text": "é\\d"}}]
    assert InboundCode.TEXT_UNREADABLE in codes(found)
    assert [file.data for file in found.attachments] == [part[2]]
    image = parse_mm7(multipart(deliver(), (f"image/png; charset={charset}", "image_0.png", PNG)), HEADERS)
    assert [file.data for file in image.attachments] == [PNG]


LONG_HEADERS = {
    "semicolons": multipart(deliver(), ("text/plain; x=" + ";" * 100_000, "a", b"x")),
    "quoted semicolons": multipart(deliver(), (f'text/plain; x="{";" * 100_000}', "a", b"x")),
    "folded": multipart(deliver(), ("text/plain;" + "\r\n a;" * 50_000, "a", b"x")),
}


@pytest.mark.parametrize("body", LONG_HEADERS.values(), ids=LONG_HEADERS)
def test_long_headers_of_parts_are_refused_at_once(body: bytes) -> None:
    start = time.process_time()
    with pytest.raises(InvalidMessage, match="header longer"):
        parse_mm7(body, HEADERS)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("space", [" ", "\r\n ", ";", "\r", "\n"])
def test_long_http_headers_are_refused_at_once(space: str) -> None:
    start = time.process_time()
    with pytest.raises(InvalidMessage, match="header longer"):
        parse_mm7(b"--B\r\n", {"content-type": "boundary" + space * 200_000 + "x"})
    assert time.process_time() - start < 5


def test_parts_are_counted_while_they_are_read() -> None:
    start = time.process_time()
    with pytest.raises(InvalidMessage, match="parts"):
        parse_mm7(b"--B\r\n\r\n" * 1_000_000, {"content-type": "multipart/mixed; boundary=B"})
    assert time.process_time() - start < 5


def test_headers_as_an_asgi_server_has_them() -> None:
    pairs = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
    body = b"\r\npreamble\r\n" + multipart(deliver(), IMAGE)
    for headers in (pairs, dict(pairs), iter(pairs)):
        assert parse_mm7(body, headers).attachments[0].data == PNG


@pytest.mark.parametrize("headers", ["Content-Type: x", 5, [("a",)], [1]])
def test_headers_of_another_type_are_a_mistake_of_the_callers(headers: Any) -> None:
    with pytest.raises(InvalidOption, match="headers"):
        parse_mm7(report("Read"), headers)


@pytest.mark.parametrize("body", [None, {}, 5, ["<a/>"]])
def test_a_body_of_another_type_is_refused(body: Any) -> None:
    with pytest.raises(InvalidMessage, match="body"):
        parse_mm7(body)


def test_a_declared_encoding_says_nothing_of_text() -> None:
    latin = deliver("Åland").replace("UTF-8", "iso-8859-1")
    assert contacts(parse_mm7(latin)) == contacts(parse_mm7(latin.encode("latin-1")))
    assert contacts(parse_mm7(latin)) == [{"text_message": {"text": "Åland"}}]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_byte_order_marks(encoding: str) -> None:
    data = deliver("Åland").replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding)
    for found in (parse_mm7(data), receive(data)):
        assert contacts(found) == [{"text_message": {"text": "Åland"}}]


def test_a_body_that_is_cut_off_is_reported() -> None:
    whole = multipart(deliver(), IMAGE)
    found = parse_mm7(whole[: whole.rindex(b"\r\n--inner--")], HEADERS)
    assert InboundCode.BODY_DAMAGED in codes(found)
    assert InboundCode.BODY_DAMAGED not in codes(parse_mm7(whole, HEADERS))


@pytest.mark.parametrize("garbage", [b"iVBORw0KGgo", b"iVBO!!!!Rw0KGgo=", b"i"])
def test_garbled_base64_is_reported(garbage: bytes) -> None:
    right = base64.b64encode(PNG)
    whole = multipart(deliver(), ("image/png\r\nContent-Transfer-Encoding: base64", "a", right))
    whole = whole.replace(b"Content-Transfer-Encoding: binary\r\n", b"")
    assert parse_mm7(whole, HEADERS).findings == ()
    assert InboundCode.BODY_DAMAGED in codes(parse_mm7(whole.replace(right, garbage), HEADERS))


def test_elements_that_are_there_twice_are_all_kept() -> None:
    twice = "<Extra>1</Extra><Extra>2</Extra>"
    (message,) = parse_mm7(deliver("Hi", content=twice)).messages
    assert message.native["Extra"] == ["1", "2"]


def test_a_second_request_is_kept_and_reported() -> None:
    second = "<DeliverReq><Subject>Second</Subject></DeliverReq></soap-env:Body>"
    found = parse_mm7(deliver("First").replace("</soap-env:Body>", second))
    assert "Second" in str(found.messages[0].native["other_requests"])
    assert InboundCode.REQUEST_NOT_READ in codes(found)


# --- texts, files and layout ---

SMIL_TEXT = b'<smil><head/><body><par><text src="cid:two"/></par><par><text src="one.txt"/></par></body></smil>'


def part_of(kind: str, name: str, data: bytes, disposition: str = "") -> tuple[str, str, bytes]:
    return (kind + (f"\r\nContent-Disposition: {disposition}" if disposition else ""), name, data)


@pytest.mark.parametrize(
    "kind",
    [
        "application/smil",
        "application/smil+xml; charset=utf-8",
        "text/xml",
        'application/octet-stream; name="smil.smil"',
        "text/plain",
    ],
)
def test_layout_is_no_file_that_the_contact_sent(kind: str) -> None:
    received = parse_mm7(multipart(deliver(), (kind, "layout", SMIL_TEXT), IMAGE), HEADERS)
    assert contacts(received) == [{"media_message": {"url": "cid:image_0.png"}}]
    assert [file.content_id for file in received.attachments] == ["layout", "image_0.png"]
    assert received.findings == ()


def test_xml_that_is_no_layout_is_a_file() -> None:
    received = parse_mm7(multipart(deliver(), ("text/xml", "a.xml", b"<note/>")), HEADERS)
    assert contacts(received) == [{"media_message": {"url": "cid:a.xml"}}]


@pytest.mark.parametrize("disposition", ["", "inline", "attachment; filename=x.txt"])
def test_texts_that_the_layout_shows_are_text_in_its_order(disposition: str) -> None:
    parts = [
        part_of("text/plain", "one.txt", b"First in the body", disposition),
        part_of("text/plain", "two", b"First on the screen", disposition),
        ("application/smil", "s", SMIL_TEXT),
    ]
    received = parse_mm7(multipart(deliver("Hi"), *parts), HEADERS)
    assert contacts(received) == [{"text_message": {"text": "First on the screen\nFirst in the body"}}]


def test_a_text_that_nobody_shows_and_that_is_attached_is_a_file() -> None:
    received = parse_mm7(multipart(deliver(), part_of("text/plain", "log", b"x", "attachment")), HEADERS)
    assert contacts(received) == [{"media_message": {"url": "cid:log"}}]


def test_the_same_text_told_twice_is_one() -> None:
    parts = [("text/plain", "a", b"Once"), ("text/plain", "b", b"Once"), IMAGE]
    received = parse_mm7(multipart(deliver(), *parts), HEADERS)
    assert contacts(received) == [{"media_card_message": {"url": "cid:image_0.png", "caption": "Once"}}]


def test_two_files_of_one_content_id_are_two_files() -> None:
    received = parse_mm7(multipart(deliver(), IMAGE, ("image/gif", "image_0.png", b"GIF")), HEADERS)
    assert contacts(received) == [
        {"media_message": {"url": "cid:image_0.png"}},
        {"media_message": {"url": "cid:image_0.png-2"}},
    ]
    assert [file.data for file in received.attachments] == [PNG, b"GIF"]
    assert codes(received) == [InboundCode.CONTENT_ID_TWICE]


def test_ascii_that_is_utf8_is_read_without_a_false_loss() -> None:
    received = parse_mm7(multipart(deliver("s"), ("text/plain; charset=us-ascii", "t", "Åland".encode())), HEADERS)
    assert contacts(received) == [{"text_message": {"text": "Åland"}}]
    assert InboundCode.TEXT_UNREADABLE not in codes(received)


def test_a_file_that_is_elsewhere_keeps_its_url() -> None:
    url = "https://cdn.example/a.mp4?x=1"
    kind = f'message/external-body; access-type=URL; URL="{url}"'
    received = parse_mm7(multipart(deliver(), (kind, "v", b"Content-Type: video/mp4\r\n\r\n"), TEXT), HEADERS)
    assert contacts(received) == [{"media_card_message": {"url": url, "caption": "Test MO message! Åland"}}]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="../../x.jpg"', "x.jpg"),
        ('attachment; filename="C:\\\\tmp\\\\x.jpg"', "x.jpg"),
        ('attachment; filename="=?utf-8?B?w4VsYW5kLmpwZw==?="', "Åland.jpg"),
        ('attachment; filename="Åland.jpg"', "Åland.jpg"),
        ("attachment; filename*=utf-8''%C3%85land.jpg", "Åland.jpg"),
        ('attachment; filename=".."', None),
    ],
)
def test_names_of_files(header: str, name: str | None) -> None:
    received = parse_mm7(multipart(deliver(), part_of("image/png", "p", PNG, header)), HEADERS)
    assert received.attachments[0].filename == name


@pytest.mark.parametrize("subject", ["NoSubject", "(no subject)", "No Subject"])
def test_no_subject_is_no_caption(subject: str) -> None:
    received = parse_mm7(multipart(deliver(subject), IMAGE), HEADERS)
    assert contacts(received) == [{"media_message": {"url": "cid:image_0.png"}}]
    assert received.messages[0].native["subject"] == subject


def test_encoded_words_in_a_subject_are_decoded() -> None:
    received = parse_mm7(deliver("=?utf-8?Q?Gr=C3=BC=C3=9Fe?= =?iso-8859-1?Q?_f=FCr?=", content=""))
    assert contacts(received) == [{"text_message": {"text": "Grüße für"}}]


# --- parameters of others ---


@pytest.mark.parametrize(
    "parameters",
    [
        "charset*0=a; charset*=b",
        "name*0=a; name*=b",
        "filename*=\x00''x",
        "filename*=idna''x",
        "filename*=undefined''x",
        "boundary*0=b; boundary*=c",
    ],
)
@pytest.mark.parametrize("kind", ["text/plain", "image/png", "multipart/mixed", "message/external-body"])
def test_parameters_that_cannot_be_read(parameters: str, kind: str) -> None:
    whole = multipart(deliver(), (f"{kind}; {parameters}", "p", b"x"))
    disposed = multipart(deliver(), part_of(kind, "p", b"x", f"attachment; {parameters}"))
    for body in (whole, disposed):
        for read in (parse_mm7, receive):
            with contextlib.suppress(InvalidMessage):
                assert read(body, HEADERS).channel == "MMS"
    for header in (f"multipart/related; {parameters}", f"{HEADERS['Content-Type']}; {parameters}"):
        with contextlib.suppress(InvalidMessage):
            parse_mm7(multipart(deliver(), IMAGE), {"Content-Type": header})
    with contextlib.suppress(InvalidMessage):
        parse_mm7(deliver("x", content=""), {"Content-Type": f"text/xml; {parameters}"})


def test_a_file_whose_name_cannot_be_read_is_still_a_file() -> None:
    part = part_of("image/png", "p", PNG, "attachment; filename*=undefined''x")
    (file,) = parse_mm7(multipart(deliver(), part), HEADERS).attachments
    assert file.data == PNG


# --- the envelope ---


@pytest.mark.parametrize("charset", ["iso-8859-1", "gb2312", "windows-1252", "shift_jis", "utf-16", "us-ascii"])
def test_the_charset_of_the_header_goes_before_the_declaration(charset: str) -> None:
    subject = {"gb2312": "你好", "shift_jis": "こんにちは"}.get(charset, "Grüße")
    data = deliver(subject, content="").encode("utf-8" if charset == "us-ascii" else charset)
    received = parse_mm7(data, {"Content-Type": f"text/xml; charset={charset}"})
    assert contacts(received) == [{"text_message": {"text": subject}}]


@pytest.mark.parametrize(("charset", "subject"), [("iso-8859-1", "Grüße"), ("GB2312", "你好"), ("Big5", "你好")])
def test_the_encoding_that_is_declared(charset: str, subject: str) -> None:
    data = deliver(subject, content="").replace("UTF-8", charset).encode(charset)
    assert contacts(receive(data)) == [{"text_message": {"text": subject}}]


@pytest.mark.parametrize("charset", ["idna", "undefined", "base64", "x-none", "unicode_escape"])
def test_encodings_that_are_none_are_refused(charset: str) -> None:
    with pytest.raises(InvalidMessage):
        parse_mm7(deliver("x").encode(), {"Content-Type": f"text/xml; charset={charset}"})


@pytest.mark.parametrize("headers", [HEADERS, {}])
def test_a_preamble_is_legal(headers: dict[str, str]) -> None:
    body = b"This is a multi-part message in MIME format.\r\n\r\n" + multipart(deliver(), IMAGE)
    assert contacts(receive(body, headers)) == [{"media_message": {"url": "cid:image_0.png"}}]
    assert receive(body.decode("latin-1"), headers).messages


@pytest.mark.parametrize("start", ["soap-start", "<soap-start>"])
def test_the_envelope_need_not_be_the_first_part(start: str) -> None:
    image = f"--{BOUNDARY}\r\nContent-Type: image/png\r\nContent-ID: <i>\r\n\r\n".encode() + PNG + b"\r\n"
    body = image + multipart(deliver(), TEXT)
    header = HEADERS["Content-Type"].replace("soap-start", start)
    for headers in ({"Content-Type": header}, {}):
        received = parse_mm7(body, headers)
        caption = {"url": "cid:i", "caption": "Test MO message! Åland"}
        assert contacts(received) == [{"media_card_message": caption}]


@pytest.mark.parametrize(
    ("recipients", "expected"),
    [
        ('<To><Number displayOnly="true">1</Number></To><To><Number>2</Number></To>', "2"),
        ('<To><Number displayOnly="true">1</Number><Number displayOnly="false">2</Number></To>', "2"),
        ("<Cc><Number>3</Number></Cc>", "3"),
        ("<To><RFC2822Address>+385911234567/TYPE=PLMN</RFC2822Address></To>", "+385911234567"),
        ("<To><RFC2822Address>a@b.example</RFC2822Address></To>", "a@b.example"),
        ("", None),
    ],
)
def test_which_recipient_is_ours(recipients: str, expected: str | None) -> None:
    xml = deliver("x", content="").replace('<To><Number displayOnly="false">111122</Number></To>', recipients)
    assert parse_mm7(xml).messages[0].sender_id == expected


def test_a_sender_as_relays_write_it() -> None:
    xml = deliver("x", content="").replace("<Number>1617423433</Number>", "<Number>+1617423433/TYPE=PLMN</Number>")
    (message,) = parse_mm7(xml).messages
    assert message.channel_identity is not None
    assert message.channel_identity.identity == "+1617423433"


@pytest.mark.parametrize(("value", "operator"), [("31002", ("310", "02")), ("0001890", None), ("", None)])
def test_the_operator_is_in_a_header(value: str, operator: tuple[str, str] | None) -> None:
    (message,) = parse_mm7(multipart(deliver(), IMAGE), {**HEADERS, "X-Mblox-Operator-Id": value}).messages
    found = message.decoded_metadata.operator
    assert (found and (found.mcc, found.mnc)) == operator
    assert message.native.get("operator_id", "") == value


def test_many_elements_cost_no_more_than_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    all_ = Element.all

    def counted(self: Element, name: str) -> Any:
        nonlocal looked_at
        looked_at += len(self.children)
        return all_(self, name)

    monkeypatch.setattr(Element, "all", counted)
    costs = []
    for number in (900, 9_000):
        looked_at = 0
        extra = "".join(f"<E{index}>x</E{index}>" for index in range(number))
        (message,) = parse_mm7(deliver("x", content=extra)).messages
        assert message.native[f"E{number - 1}"] == "x"
        costs.append(looked_at)
    assert costs[1] < 12 * costs[0]


# --- answers ---

STATUS = "<Status><StatusCode>{code}</StatusCode><StatusText>{text}</StatusText></Status>"


def answer(name: str, code: str, text: str = "Success", extra: str = "") -> str:
    status = STATUS.format(code=code, text=text)
    return envelope(f"<{name}><MM7Version>6.8.0</MM7Version>{status}{extra}</{name}>")


def test_what_is_answered_to_a_submission_has_the_id_that_reports_cite() -> None:
    for received in (parse_mm7(answer("SubmitRsp", "1000", extra="<MessageID>77</MessageID>")),):
        (event,) = received.native_events
        assert (event.kind, event.message_id, event.problem) == ("SubmitRsp", "77", None)
        assert event.native["transaction_id"] == "10000001"
        assert received.findings == ()


@pytest.mark.parametrize("within_fault", [True, False])
def test_a_refusal_says_why(within_fault: bool) -> None:
    xml = answer("RSErrorRsp", "2002", "Address Error")
    if within_fault:
        start = "<soap-env:Fault><faultcode>Client</faultcode><faultstring>no</faultstring><detail>"
        xml = xml.replace("<RSErrorRsp>", f"{start}<RSErrorRsp>")
        xml = xml.replace("</RSErrorRsp>", "</RSErrorRsp></detail></soap-env:Fault>")
    (event,) = receive(xml).native_events
    assert (event.kind, event.problem) == ("RSErrorRsp", "2002 Address Error")
    assert event.native.get("fault", {}).get("faultstring") == ("no" if within_fault else None)


def test_a_fault_without_detail_says_why() -> None:
    xml = envelope("<soap-env:Fault><faultcode>Server</faultcode><faultstring>down</faultstring></soap-env:Fault>")
    (event,) = parse_mm7(xml).native_events
    assert (event.kind, event.problem) == ("Fault", "Server down")


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        (deliver("x", content=""), "DeliverRsp"),
        (report("Retrieved"), "DeliveryReportRsp"),
        (report("Read").replace("DeliveryReportReq", "ReadReplyReq").replace("Date>", "TimeStamp>"), "ReadReplyRsp"),
    ],
)
def test_answers_that_are_written(request_: str, name: str) -> None:
    received = parse_mm7(request_)
    for options, code, text in (
        ({}, "1000", "Success"),
        ({"status_code": 4004, "status_text": "<no> & \x00", "details": "why"}, "4004", "<no> & \ufffd"),
    ):
        root = parse_xml(answer_mm7(received, **options).encode())  # type: ignore[arg-type]
        (response,) = [child for body in root.all("Body") for child in body.children]
        assert (response.name, response.namespace) == (name, NAMESPACE)
        transaction = root.find("Header", "TransactionID")
        assert transaction is not None
        assert (transaction.text, transaction.namespace) == ("10000001", NAMESPACE)
        assert transaction.attributes == {"mustUnderstand": "1"}
        found = [response.find("Status", one) for one in ("StatusCode", "StatusText")]
        assert [one.text for one in found if one] == [code, text]


def test_answers_are_in_the_words_of_the_request() -> None:
    older = deliver("x", content="").replace(NAMESPACE, f"{NAMESPACE}-older").replace("6.8.0", "5.3.0")
    root = parse_xml(answer_mm7(parse_mm7(older)).encode())
    version = root.find("Body", "DeliverRsp", "MM7Version")
    assert version is not None
    assert (version.text, version.namespace) == ("5.3.0", f"{NAMESPACE}-older")


@pytest.mark.parametrize(
    ("received", "options"),
    [
        (None, {}),
        (receive({"update_id": 1, "poll": {}}), {}),
        (parse_mm7(answer("SubmitRsp", "1000")), {}),
        (parse_mm7(deliver("x", content="").replace("10000001", "")), {}),
        (parse_mm7(deliver("x", content="")), {"status_code": 10}),
        (parse_mm7(deliver("x", content="")), {"status_code": 10**5_000}),
        (parse_mm7(deliver("x", content="")), {"status_code": "1000"}),
    ],
)
def test_what_cannot_be_answered(received: Any, options: dict[str, Any]) -> None:
    with pytest.raises(InvalidOption):
        answer_mm7(received, **options)


def test_answers_that_are_written_are_mm7() -> None:
    if not SCHEMAS.is_dir():
        pytest.skip("the MM7 schema is not at hand")
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "mm7-soap-driver.xsd")))
    for xml in (deliver("x"), report("Retrieved")):
        schema.assertValid(etree.fromstring(answer_mm7(parse_mm7(xml), details="d").encode()))
