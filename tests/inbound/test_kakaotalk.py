"""KakaoTalk: what contacts say in consultation talk, what became of messages, and what a tap was.

The judge of the callbacks that are read here is Bizgo's own model of them.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode import InvalidMessage, transcode
from transcode.inbound import (
    ChoiceResponse,
    DeliveryStatus,
    InboundCode,
    NativeMessage,
    NoMatch,
    ReasonCode,
    Received,
    parse_kakaotalk,
    receive,
    resolve_reply,
)
from transcode.inbound.builder import MAX_AROUND

Json = dict[str, Any]

KEY = "0123456789abcdef0123456789abcdef01234567"
TIMES = {"sendTime": "2026-11-27T18:00:00.123+09:00", "reportTime": "2026-11-27T18:00:01.000+09:00"}


def talk(kind: str | None, **fields: Any) -> Json:
    """A callback of consultation talk."""
    own = {} if kind is None else {"requestType": kind}
    return {"msgKey": "k-1", "userKey": "user-1", "senderKey": KEY, "serviceType": "CSTALK", **TIMES, **own, **fields}


def message(*contents: Json, **fields: Any) -> Json:
    return talk("message", msgType="TEXT", sessionId="7", contents=list(contents), **fields)


def report(code: str, service: str = "ALIMTALK", **fields: Any) -> Json:
    given = {"msgKey": "k-2", "serviceType": service, "msgType": "AT", "reportType": "0", "reportCode": code}
    return {**given, **TIMES, "reportText": f"{code} said", "ref": "order-5", **fields}


def contacts(received: Received) -> list[Json]:
    return [one.contact_message.model_dump(mode="json", exclude_unset=True) for one in received.messages]


def codes(received: Received) -> list[tuple[Any, str]]:
    return [(finding.code, finding.path) for finding in received.findings]


# --- messages ---


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"comment": "안녕하세요"}, {"text_message": {"text": "안녕하세요"}}),
        ({"url": "https://example.com/a.jpg"}, {"media_message": {"url": "https://example.com/a.jpg"}}),
        (
            {"url": "https://example.com/a.jpg", "comment": "Look"},
            {"media_card_message": {"url": "https://example.com/a.jpg", "caption": "Look"}},
        ),
    ],
)
def test_a_message(part: Json, expected: Json) -> None:
    received = receive(json.dumps(message(part, extra="x")))
    assert received.channel == "KAKAOTALKCHAT"
    assert contacts(received) == [expected]
    (one,) = received.messages
    assert isinstance(one, NativeMessage)
    assert one.channel_identity is not None
    assert (one.channel_identity.identity, one.sender_id, one.id) == ("user-1", KEY, "k-1")
    assert one.accept_time == "2026-11-27T18:00:00.123000+09:00"
    assert (one.native, (one.envelope or {})["extra"], (one.envelope or {})["sessionId"]) == (part, "x", "7")
    assert received.findings == ()


def test_each_part_is_a_message() -> None:
    received = receive(message({"url": "https://example.com/1.jpg"}, {"url": "https://example.com/2.jpg"}))
    assert [one["media_message"]["url"][-5] for one in contacts(received)] == ["1", "2"]
    assert [one.id for one in received.messages] == ["k-1", "k-1"]


def test_words_before_there_were_parts() -> None:
    callback = talk(None, msgType="TEXT", content="Hi")
    received = receive(callback)
    assert contacts(received) == [{"text_message": {"text": "Hi"}}]
    assert received.as_dict()["messages"][0]["native"] == callback


def test_the_time_of_kakao_s_clock_goes_first() -> None:
    (one,) = receive(message({"comment": "Hi"}, kakaoTime="2026-11-27T17:59:59.000+09:00")).messages
    assert one.accept_time == "2026-11-27T17:59:59+09:00"
    (one,) = receive(message({"comment": "Hi"}, kakaoTime="")).messages
    assert one.accept_time == "2026-11-27T18:00:00.123000+09:00"


@pytest.mark.parametrize("written", ["yesterday", "2026-11-27T18:00:00.123", "2026-02-30T18:00:00+09:00", 5])
def test_a_time_that_cannot_be_read(written: Any) -> None:
    received = receive(message({"comment": "Hi"}, sendTime=written))
    assert codes(received) == [(InboundCode.FIELD_UNREADABLE, "sendTime")]
    assert received.messages[0].accept_time is None


def test_a_long_text_is_whole_in_a_file() -> None:
    received = receive(message({"comment": "x" * 4000}, attachment={"url": "https://example.com/all.txt"}))
    assert codes(received) == [(InboundCode.TEXT_CONTINUES, "attachment.url")]
    assert "https://example.com/all.txt" in received.findings[0].message
    assert len(contacts(received)[0]["text_message"]["text"]) == 4000


def test_a_part_without_words_or_file_is_kept() -> None:
    received = receive(message({"sticker": "1"}))
    assert codes(received) == [(InboundCode.KEPT_AS_FALLBACK, "contents[0]")]
    assert json.loads(contacts(received)[0]["fallback_message"]["raw_message"]) == {"sticker": "1"}


def test_a_part_that_cannot_be_read_costs_no_other() -> None:
    received = receive(message({"comment": "Hi"}, {"comment": 5}, {"comment": "Bye"}))
    assert [next(iter(one)) for one in contacts(received)] == ["text_message", "fallback_message", "text_message"]
    received = parse_kakaotalk({**message(), "contents": [{"comment": "Hi"}, 5]})
    assert len(received.messages) == 1
    assert received.native_events[0].native == 5
    assert codes(received) == [(InboundCode.PART_UNREADABLE, "contents[1]")]


def test_many_parts_cost_no_more_than_their_length() -> None:
    parts = [{"comment": "x"}] * 500
    received = receive(message(*parts, extra="y" * 1000))
    kept = [one.envelope for one in received.messages if isinstance(one, NativeMessage)]
    assert len(kept) == 500
    assert sum(len(json.dumps(one)) for one in kept) <= MAX_AROUND
    with pytest.raises(InvalidMessage, match="too many parts"):
        receive(message(*parts, extra="y" * 100_000))


# --- taps ---


def test_a_tap_is_known_by_its_name() -> None:
    choices = [
        {"text_message": {"text": "Yes"}, "postback_data": "y"},
        {"text_message": {"text": "Another day, if that is possible"}, "postback_data": "later"},
    ]
    question = {"choice_message": {"text_message": {"text": "Shall we come?"}, "choices": choices}}
    sent = transcode(question, "KAKAOTALKCHAT", to="user-1", sender=KEY)
    names = [one["name"] for payload in sent.payloads for one in payload.get("attachment", {}).get("quickReplies", ())]
    assert len(names) == 2
    for name, postback in zip(names, ("y", "later"), strict=True):
        answer = resolve_reply(sent, message({"comment": name}))
        assert isinstance(answer, ChoiceResponse)
        assert answer.postback_data == postback
    assert isinstance(resolve_reply(sent, message({"comment": "Who is this?"})), NoMatch)


# --- news ---


@pytest.mark.parametrize(
    "callback",
    [
        talk("reference", msgType="REFERENCE", sessionId="7", reference={"extra": "order-5"}),
        talk("expired_session", msgType="SESSION", sessionId="7"),
        talk("seen_info", msgType="SEEN"),
        talk("personal_info", msgType="PERSONAL", personalInfo={"phone_number": "01000000000", "nickname": "A"}),
        talk("cert_result", msgType="KAKAO_CERT", certTxId="t", certResult="c"),
        talk("end", reportCode="A000"),
        talk("endwithbot", reportCode="A000"),
    ],
    ids=lambda callback: callback["requestType"],
)
def test_news_are_native_events(callback: Json) -> None:
    received = receive(callback)
    assert (received.messages, received.deliveries, received.findings) == ((), (), ())
    (news,) = received.native_events
    kind = callback["requestType"]
    assert (news.kind, news.native, news.problem) == (kind, callback, None)
    assert news.channel_identity is not None
    assert news.channel_identity.identity == "user-1"
    # Only of ends is msgKey that of a request of ours.
    assert news.message_id == ("k-1" if kind.startswith("end") else None)
    assert news.event_time == "2026-11-27T18:00:00.123000+09:00"


def test_news_of_tomorrow_are_named() -> None:
    received = receive(talk("poked", msgType="POKE"))
    assert [code for code, _ in codes(received)] == [InboundCode.UNKNOWN_EVENT]
    assert received.native_events[0].kind == "poked"


# --- reports ---


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("10000", "DELIVERED", None),
        ("22000", "FAILED", ReasonCode.DELIVERY_TIMED_OUT),
        ("64016", "FAILED", ReasonCode.RECIPIENT_NOT_REACHABLE),
        ("64008", "FAILED", ReasonCode.CHANNEL_FAILURE),
    ],
)
def test_a_report(code: str, status: str, reason: ReasonCode | None) -> None:
    callback = report(code)
    received = receive(callback)
    (one,) = received.deliveries
    assert (received.channel, one.status, one.message_id) == ("KAKAOTALK", DeliveryStatus(status), "k-2")
    assert received.as_dict()["deliveries"][0]["event_time"] == "2026-11-27T18:00:01+09:00"
    assert received.as_dict()["deliveries"][0]["native"] == callback
    failure = one.failure
    assert (failure.code if failure else None) is reason
    if failure:
        assert (failure.channel_code, failure.description) == (code, f"{code} said")


@pytest.mark.parametrize(
    ("service", "channel"),
    [("ALIMTALK", "KAKAOTALK"), ("BRANDMESSAGE", "KAKAOTALK"), ("SMS", "SMS"), ("MMS", "MMS"), ("RCS", "RCS")],
)
def test_what_a_message_went_on_as(service: str, channel: str) -> None:
    received = receive(report("10000", service))
    assert (received.channel, received.findings) == (channel, ())


def test_a_service_of_tomorrow_is_named() -> None:
    received = receive(report("10000", "FAX"))
    assert (received.channel, codes(received)) == ("KAKAOTALK", [(InboundCode.UNKNOWN_VALUE, "serviceType")])


@pytest.mark.parametrize(("code", "status"), [("A000", "QUEUED_ON_CHANNEL"), ("A999", "FAILED")])
def test_a_result_of_consultation_talk(code: str, status: str) -> None:
    received = receive(talk("write", reportCode=code, kakaoResCreatedAt="2026-11-27T18:00:00.000+09:00", ref="r"))
    (one,) = received.deliveries
    assert (received.channel, one.status, one.message_id) == ("KAKAOTALKCHAT", DeliveryStatus(status), "k-1")
    assert one.channel_identity is not None
    assert one.channel_identity.identity == "user-1"
    assert (one.failure is not None) is (status == "FAILED")
    assert received.as_dict()["deliveries"][0]["event_time"] == "2026-11-27T18:00:00+09:00"


@pytest.mark.parametrize("callback", [talk("write"), {**report("1"), "reportCode": 10000}])
def test_a_report_that_says_nothing_is_kept(callback: Json) -> None:
    received = receive(callback)
    assert received.deliveries == ()
    assert received.native_events[0].native == callback
    assert received.native_events[0].problem
    assert [code for code, _ in codes(received)] == [InboundCode.PART_UNREADABLE]


# --- what is none of these ---


@pytest.mark.parametrize(
    "callback",
    [
        {},
        {"msgKey": "k"},
        {"msgKey": "k", "serviceType": 5, "userKey": "u"},
        {"msgKey": "k", "serviceType": "MO", "msgType": "SM", "from": "010", "to": "1", "content": "x"},
        "[]",
    ],
)
def test_what_is_no_callback_of_kakaotalk(callback: Any) -> None:
    with pytest.raises(InvalidMessage):
        receive(callback)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["requestType", "msgType", "contents", "content", "attachment", "userKey", "reportCode", "kakaoTime", "sendTime"]
)


@given(st.dictionaries(FIELDS, JSON_VALUES), st.sampled_from(["CSTALK", "ALIMTALK", "FAX"]), st.booleans())
def test_whatever_comes_is_in_what_was_received(fields: Json, service: str, whole: bool) -> None:
    base = message({"comment": "Hi"}) if whole else {"msgKey": "k"}
    callback = {**base, "serviceType": service, **fields}
    received = parse_kakaotalk(json.dumps(callback))
    assert received.messages or received.deliveries or received.native_events
    json.dumps(received.as_dict())


# --- the judge ---


@pytest.mark.parametrize(
    ("name", "callback"),
    [
        ("report", report("10000")),
        ("counselMessage", message({"comment": "Hi"}, {"url": "https://example.com/a.jpg"})),
        ("counselReference", talk("reference", msgType="REFERENCE", reference={"extra": "x"})),
        ("counselExpiredSession", talk("expired_session", msgType="SESSION", sessionId="7")),
        ("counselSeenInfo", talk("seen_info", msgType="SEEN")),
        ("counselPersonalInfo", talk("personal_info", msgType="PERSONAL")),
        ("counselCertResult", talk("cert_result", msgType="KAKAO_CERT", certTxId="t", certResult="c")),
        ("counselResult", talk("write", reportCode="A000")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_models_of_the_dialect_read_the_same_callbacks(name: str, callback: Json) -> None:
    webhooks = pytest.importorskip("bizgo.webhooks")
    assert webhooks.parse(name, json.dumps(callback)).msg_key == callback["msgKey"]
    without = {key: value for key, value in callback.items() if key != "msgKey"}
    with pytest.raises(webhooks.WebhookPayloadError):
        webhooks.parse(name, without)


def test_the_judge_names_every_kind_of_news() -> None:
    webhooks = pytest.importorskip("bizgo.webhooks")
    assert {name for name in webhooks.WEBHOOKS if name.startswith("counsel")} == {
        "counselMessage",
        "counselReference",
        "counselExpiredSession",
        "counselSeenInfo",
        "counselPersonalInfo",
        "counselCertResult",
        "counselResult",
    }
