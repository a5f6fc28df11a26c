"""WeChat: what followers send, which menus they use, what became of templates."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode import InvalidMessage, transcode
from transcode.inbound import (
    ChoiceResponse,
    DeliveryStatus,
    InboundCode,
    MatchedBy,
    ReasonCode,
    Received,
    parse_wechat,
    receive,
    resolve_reply,
)

Json = dict[str, Any]

USER = "oIDrpjqASyTPnxRmpS9O_ruZGsfk"
ACCOUNT = "gh_680bdefc8c5d"
MSG_ID = "5836982729904121631"


def xml(**fields: str) -> str:
    """Return a callback as WeChat writes it."""
    inside = "".join(f"<{name}><![CDATA[{value}]]></{name}>\n" for name, value in fields.items())
    return f"<xml>\n{inside}</xml>"


def message(kind: str, **fields: str) -> str:
    head = {"ToUserName": ACCOUNT, "FromUserName": USER, "CreateTime": "1359028446", "MsgType": kind}
    return xml(**head, **fields, MsgId=MSG_ID)


def event(kind: str, **fields: str) -> str:
    head = {"ToUserName": ACCOUNT, "FromUserName": USER, "CreateTime": "1359028446", "MsgType": "event", "Event": kind}
    return xml(**head, **fields)


def contact(received: Received) -> Json:
    (one,) = received.messages
    return one.contact_message.model_dump(mode="json", exclude_unset=True)


def codes(received: Received) -> list[tuple[InboundCode, str]]:
    return [(finding.code, finding.path) for finding in received.findings]


@pytest.mark.parametrize(
    ("callback", "expected"),
    [
        (message("text", Content=" Hi & <hello> "), {"text_message": {"text": " Hi & <hello> "}}),
        (message("text", Content="Hi", bizmsgmenuid=" "), {"text_message": {"text": "Hi"}}),
        (
            message("text", Content="Satisfied", bizmsgmenuid="101"),
            {"choice_response_message": {"message_id": "", "postback_data": "101"}},
        ),
        (
            message("image", PicUrl="http://mmbiz.qpic.cn/a/0", MediaId="m"),
            {"media_message": {"url": "http://mmbiz.qpic.cn/a/0"}},
        ),
        (
            message("location", Location_X="23.134521", Location_Y="113.358803", Scale="20", Label="Guangzhou"),
            {
                "location_message": {
                    "title": "",
                    "label": "Guangzhou",
                    "coordinates": {"latitude": 23.134521, "longitude": 113.358803},
                }
            },
        ),
        (
            message("link", Title="News", Description="Read it", Url="https://example.com/n"),
            {"text_message": {"text": "News\nRead it\nhttps://example.com/n"}},
        ),
        (
            event("CLICK", EventKey="V1001_TODAY"),
            {"choice_response_message": {"message_id": "", "postback_data": "V1001_TODAY"}},
        ),
    ],
)
def test_a_message_of_each_type(callback: str, expected: Json) -> None:
    received = receive(callback)
    assert received.channel == "WECHAT"
    assert received.findings == ()
    got = contact(received)
    if "location_message" in got:
        assert got["location_message"]["coordinates"] == pytest.approx(
            expected["location_message"]["coordinates"], abs=1e-5
        )
        got["location_message"]["coordinates"] = expected["location_message"]["coordinates"]
    assert got == expected
    (one,) = received.messages
    assert one.channel_identity is not None
    assert (one.channel_identity.identity, one.sender_id) == (USER, ACCOUNT)
    assert one.id == (None if "<Event>" in callback else MSG_ID)
    assert one.accept_time == "2013-01-24T11:54:06Z"
    assert json.loads(json.dumps(received.as_dict()))["channel"] == "WECHAT"


@pytest.mark.parametrize(
    ("callback", "expected"),
    [
        (message("voice", MediaId="v1", Format="amr", Recognition="hello"), {"url": "wechat-media:v1"}),
        (
            message("video", MediaId="v1", ThumbMediaId="t1"),
            {"url": "wechat-media:v1", "thumbnail_url": "wechat-media:t1"},
        ),
        (
            message("shortvideo", MediaId="v1", ThumbMediaId="t1"),
            {"url": "wechat-media:v1", "thumbnail_url": "wechat-media:t1"},
        ),
        (message("image", MediaId="i1"), {"url": "wechat-media:i1"}),
    ],
)
def test_a_file_by_its_media_id(callback: str, expected: Json) -> None:
    received = receive(callback)
    assert contact(received) == {"media_message": expected}
    assert codes(received) == [(InboundCode.MEDIA_BY_ID, "MediaId")]


def test_a_transcript_is_kept() -> None:
    (one,) = receive(message("voice", MediaId="v", Format="amr", Recognition="hello")).messages
    assert one.model_dump()["native"]["Recognition"] == "hello"


def test_what_has_no_form_is_kept() -> None:
    received = receive(message("poem", Verse="Moon"))
    assert codes(received) == [(InboundCode.KEPT_AS_FALLBACK, "")]
    assert json.loads(contact(received)["fallback_message"]["raw_message"])["Verse"] == "Moon"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("subscribe", {}),
        ("subscribe", {"EventKey": "qrscene_123", "Ticket": "T"}),
        ("unsubscribe", {}),
        ("SCAN", {"EventKey": "1", "Ticket": "T"}),
        ("LOCATION", {"Latitude": "23.1", "Longitude": "113.3", "Precision": "119.3"}),
        ("VIEW", {"EventKey": "https://example.com"}),
    ],
)
def test_news_are_native_events(kind: str, fields: dict[str, str]) -> None:
    received = receive(event(kind, **fields))
    (news,) = received.native_events
    assert (news.kind, news.event_time) == (kind, "2013-01-24T11:54:06Z")
    assert news.channel_identity is not None
    assert news.channel_identity.identity == USER
    assert fields.items() <= news.native.items()
    assert received.findings == ()


def test_an_event_of_tomorrow_is_named() -> None:
    received = receive(event("poked"))
    assert codes(received) == [(InboundCode.UNKNOWN_EVENT, "")]


def test_what_stands_within_is_kept() -> None:
    inner = "<ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>1</ScanResult></ScanCodeInfo>"
    callback = event("scancode_push", EventKey="6").replace("</xml>", f"{inner}</xml>")
    (news,) = receive(callback).native_events
    assert news.native["ScanCodeInfo"] == {"ScanType": "qrcode", "ScanResult": "1"}


@pytest.mark.parametrize(
    ("status", "expected", "code"),
    [
        ("success", "DELIVERED", None),
        ("failed:user block", "FAILED", "CHANNEL_REJECT"),
        ("failed: system failed", "FAILED", "CHANNEL_FAILURE"),
    ],
)
def test_what_became_of_a_template(status: str, expected: str, code: str | None) -> None:
    received = receive(event("TEMPLATESENDJOBFINISH", MsgID="200163836", Status=status))
    (report,) = received.deliveries
    assert (report.status, report.message_id) == (DeliveryStatus(expected), "200163836")
    failure = report.failure
    assert (failure.code if failure else None) == (ReasonCode(code) if code else None)
    assert not failure or failure.channel_code == status


# --- the body ---


@pytest.mark.parametrize(
    "body",
    [
        message("text", Content="你好"),
        "\ufeff" + message("text", Content="你好"),
        f'<?xml version="1.0" encoding="UTF-8"?>\n{message("text", Content="你好")}',
        message("text", Content="你好").encode(),
        b"\n" + message("text", Content="你好").encode(),
        bytearray(message("text", Content="你好").encode()),
        b"\xef\xbb\xbf" + message("text", Content="你好").encode(),
        message("text", Content="你好").encode("utf-16"),
        f'<?xml version="1.0" encoding="GBK"?>{message("text", Content="你好")}'.encode("gbk"),
    ],
)
def test_however_it_is_written(body: Any) -> None:
    for read in (receive, parse_wechat):
        assert contact(read(body)) == {"text_message": {"text": "你好"}}


def test_json_is_read_too() -> None:
    given = {
        "ToUserName": ACCOUNT,
        "FromUserName": USER,
        "CreateTime": 1359028446,
        "MsgType": "location",
        "MsgId": int(MSG_ID),
        "Location_X": 1.5,
        "Location_Y": -2.5,
    }
    for callback in (given, json.dumps(given), json.dumps(given).encode()):
        received = receive(callback)
        assert contact(received)["location_message"]["coordinates"] == {"latitude": 1.5, "longitude": -2.5}
        assert received.messages[0].id == MSG_ID
        assert received.messages[0].accept_time == "2013-01-24T11:54:06Z"


def test_what_is_encrypted_is_named() -> None:
    for callback in (xml(ToUserName=ACCOUNT, Encrypt="abc"), {"ToUserName": ACCOUNT, "Encrypt": "abc"}):
        with pytest.raises(InvalidMessage) as caught:
            receive(callback)
        assert (caught.value.errors[0].path, caught.value.errors[0].code) == ("Encrypt", "encrypted")


def test_what_is_encrypted_beside_its_plain_text_is_read() -> None:
    assert contact(receive(message("text", Content="Hi", Encrypt="abc"))) == {"text_message": {"text": "Hi"}}


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE xml [<!ENTITY a "b">]>' + message("text", Content="Hi").replace("<![CDATA[Hi]]>", "&a;")
    for read in (receive, parse_wechat):
        with pytest.raises(InvalidMessage):
            read(bomb)


@pytest.mark.parametrize(
    "body",
    [
        *("", "{", "5", "[]", "<xml>", "<xml/>", "<xml></xml>", "<html></html>", "<xml><MsgType/></xml>\ud800"),
        *(None, 5, {}, b"", b"<", b"\xff\xfe<", {"MsgType": 5}),
    ],
)
def test_what_is_no_callback(body: Any) -> None:
    with pytest.raises(InvalidMessage):
        parse_wechat(body)


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({"kind": "text"}, InboundCode.PART_UNREADABLE, ""),
        ({"kind": "voice"}, InboundCode.PART_UNREADABLE, ""),
        ({"kind": "link", "Title": "x"}, InboundCode.PART_UNREADABLE, ""),
        ({"kind": "location", "Location_X": "1e2", "Location_Y": "1"}, InboundCode.PART_UNREADABLE, ""),
        ({"kind": "location", "Location_X": "999", "Location_Y": "1"}, InboundCode.PART_UNREADABLE, ""),
    ],
)
def test_what_cannot_be_read_is_kept(fields: dict[str, str], code: InboundCode, path: str) -> None:
    received = receive(message(**fields))
    assert codes(received) == [(code, path)]
    assert "fallback_message" in contact(received)


@pytest.mark.parametrize("time", ["yesterday", "-1", "99999999999999999999", "²"])
def test_a_time_that_is_none_costs_no_message(time: str) -> None:
    received = receive(message("text", Content="Hi").replace("1359028446", time))
    assert contact(received) == {"text_message": {"text": "Hi"}}
    assert codes(received) == [(InboundCode.FIELD_UNREADABLE, "CreateTime")]


def test_a_message_of_nobody_is_a_native_event() -> None:
    received = receive(xml(ToUserName=ACCOUNT, FromUserName="", MsgType="text", Content="Hi"))
    (kept,) = received.native_events
    assert "FromUserName" in str(received.findings[0])
    assert kept.native["Content"] == "Hi"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffe\uffff")))
def test_any_text_comes_whole(text: str) -> None:
    body = message("text", Content="@").replace("<![CDATA[@]]>", escape(text))
    assert contact(receive(body)) == {"text_message": {"text": text}}


# --- a judge ---


@pytest.mark.parametrize(
    "callback",
    [
        message("text", Content="Hi"),
        message("image", PicUrl="https://example.com/a.jpg", MediaId="m"),
        message("location", Location_X="1.5", Location_Y="-2.5", Scale="1", Label="There"),
        event("subscribe"),
        event("CLICK", EventKey="k"),
        event("TEMPLATESENDJOBFINISH", MsgID="1", Status="success"),
    ],
)
def test_wechatpy_reads_the_same(callback: str) -> None:
    wechatpy = pytest.importorskip("wechatpy")
    theirs, ours = wechatpy.parse_message(callback), receive(callback)
    got = [*ours.messages, *ours.deliveries, *ours.native_events]
    assert len(got) == 1
    assert got[0].channel_identity is not None
    assert got[0].channel_identity.identity == theirs.source
    match theirs.type:
        case "text":
            assert contact(ours)["text_message"]["text"] == theirs.content
        case "image":
            assert contact(ours)["media_message"]["url"] == theirs.image
        case "location":
            place = contact(ours)["location_message"]
            assert (place["label"], *place["coordinates"].values()) == (theirs.label, *map(float, theirs.location))
        case "event" if theirs.event == "click":
            assert contact(ours)["choice_response_message"]["postback_data"] == theirs.key
        case "event" if theirs.event == "templatesendjobfinish":
            assert (ours.deliveries[0].status == "DELIVERED") is (theirs.status == "success")
        case kind:
            assert (kind, ours.native_events[0].kind) == ("event", theirs.event)


# --- what a click was ---

QUESTION = {
    "choice_message": {
        "text_message": {"text": "Shall we?"},
        "choices": [
            {"text_message": {"text": "Yes"}, "postback_data": "order-7-yes"},
            {"text_message": {"text": "No"}},
        ],
    }
}


def test_every_item_of_a_menu_is_known_again() -> None:
    sent = transcode(QUESTION, "WECHAT", to=USER, profile="rich")
    items = sent.payloads[0]["msgmenu"]["list"]
    assert len(items) == 2
    for item, label in zip(items, ("Yes", "No"), strict=True):
        clicked = message("text", Content=item["content"], bizmsgmenuid=item["id"])
        found = resolve_reply(sent, receive(clicked))
        assert isinstance(found, ChoiceResponse)
        assert (found.option.label, found.matched_by) == (label, MatchedBy.IDENTIFIER)


def test_an_answer_is_typed_where_there_is_no_menu() -> None:
    found = resolve_reply(transcode(QUESTION, "WECHAT", to=USER), receive(message("text", Content="yes")))
    assert isinstance(found, ChoiceResponse)
    assert (found.postback_data, found.matched_by) == ("order-7-yes", MatchedBy.TEXT)
