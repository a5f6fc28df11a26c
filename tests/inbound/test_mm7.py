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
from transcode.inbound import DeliveryStatus, InboundCode, arrives_as, parse_mm7, receive
from transcode.inbound.mm7 import STATUSES
from transcode.inbound.xml import MAX_DEPTH, MAX_ELEMENTS, parse_xml

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
