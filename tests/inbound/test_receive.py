"""One door for every callback."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.inbound.test_apple import request as apple
from tests.inbound.test_event import EXAMPLES, delivery
from tests.inbound.test_kakaotalk import message as kakaotalk
from tests.inbound.test_kakaotalk import report as kakaotalk_report
from tests.inbound.test_messenger import message as messenger
from tests.inbound.test_mm7 import BOMBS, HEADERS, IMAGE, deliver, multipart, report
from tests.inbound.test_native import line, line_message, telegram, whatsapp
from tests.inbound.test_rcs import happened, user, wrapped
from tests.inbound.test_sms import MO, REPORT
from tests.inbound.test_viber import event as viber_event
from tests.inbound.test_viber import inbound as viber_business
from tests.inbound.test_viber import message as viber
from tests.inbound.test_viber import report as viber_business_report
from tests.inbound.test_wechat import event as wechat_event
from tests.inbound.test_wechat import message as wechat
from transcode import InvalidMessage, transcode
from transcode.inbound import InboundCode, receive

WHATSAPP = whatsapp({"type": "text", "text": {"body": "Hi"}})


@pytest.mark.parametrize(
    ("callback", "channel", "messages", "deliveries"),
    [
        (WHATSAPP, "WHATSAPP", 1, 0),
        (messenger(text="Hi"), "MESSENGER", 1, 0),
        ({**messenger(text="Hi"), "object": "instagram"}, "INSTAGRAM", 1, 0),
        (wrapped(user(text="Hi")), "RCS", 1, 0),
        (user(text="Hi"), "RCS", 1, 0),
        (happened("READ", messageId="m"), "RCS", 0, 1),
        (line_message(type="text", text="Hi"), "LINE", 1, 0),
        (line(), "LINE", 0, 0),
        (telegram(text="Hi"), "TELEGRAM", 1, 0),
        (viber("text", text="Hi"), "VIBER", 1, 0),
        (viber_event("seen", user_id="u"), "VIBER", 0, 1),
        (viber_business({"type": "TEXT", "text": "Hi"}), "VIBERBM", 1, 0),
        (viber_business_report("DELIVERED"), "VIBERBM", 0, 1),
        (kakaotalk({"comment": "Hi"}), "KAKAOTALKCHAT", 1, 0),
        (kakaotalk_report("10000"), "KAKAOTALK", 0, 1),
        (wechat("text", Content="Hi"), "WECHAT", 1, 0),
        (wechat_event("TEMPLATESENDJOBFINISH", MsgID="1", Status="success"), "WECHAT", 0, 1),
        (apple("text", body="Hi"), "APPLEBC", 1, 0),
        (apple("close"), "APPLEBC", 0, 0),
        (MO, "SMS", 1, 0),
        (REPORT, "SMS", 0, 1),
        (delivery(status="DELIVERED"), "SMS", 0, 1),
        ({"message": {"channel": "RCS", "contact_message": {"text_message": {"text": "x"}}}}, "RCS", 1, 0),
        ({"app_id": "A", "type": "x", "opt_in_notification": {"channel": "SMS"}}, "SMS", 0, 0),
        ("id:7 sub:001 dlvrd:001 submit date:2601010100 done date:2601010101 stat:DELIVRD err:000", "SMS", 0, 1),
    ],
)
def test_each_is_known_by_its_fields(callback: Any, channel: str, messages: int, deliveries: int) -> None:
    text = callback if isinstance(callback, str) else json.dumps(callback)
    for given in (callback, text, text.encode(), bytearray(text.encode())):
        received = receive(given)
        assert (received.channel, len(received.messages), len(received.deliveries)) == (channel, messages, deliveries)
    assert json.loads(json.dumps(receive(callback).as_dict()))["channel"] == channel


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_of_the_service(path: Any) -> None:
    received = receive(path.read_bytes())
    assert len(received.messages) + len(received.deliveries) == 1
    assert received.channel == path.stem[:3].upper()
    assert received.as_dict()["event"] == json.loads(path.read_text())


def test_mm7() -> None:
    assert len(receive(multipart(deliver(), IMAGE), HEADERS).messages) == 1
    assert len(receive(multipart(deliver(), IMAGE)).messages) == 1
    assert len(receive(b"\xef\xbb\xbf" + report("Expired").encode()).deliveries) == 1
    assert receive(multipart(deliver(), IMAGE)).as_dict()["attachments"][0]["size"] == len(IMAGE[2])


def test_other_callbacks_are_named() -> None:
    assert receive({"app_id": "A", "contact_teleport_notification": {}}).findings[0].code is InboundCode.UNKNOWN_EVENT


@pytest.mark.parametrize("callback", ["", "{", "null", "[]", "5", {}, {"type": "x"}, None, [], *BOMBS.values()])
def test_what_is_none_of_these(callback: Any) -> None:
    with pytest.raises(InvalidMessage):
        receive(callback)


ANSWERED: tuple[Any, ...] = (
    WHATSAPP,
    whatsapp({"type": "text", "text": {"body": "Hi"}, "from": None, "from_user_id": "US.ENT.13491208655302741918"}),
    whatsapp(statuses=[{"id": "w", "status": "read", "timestamp": "1", "recipient_user_id": "SE.1349120865"}]),
    messenger(text="Hi"),
    {**messenger(text="Hi"), "object": "instagram"},
    user(text="Hi"),
    line({"type": "follow", "source": {"type": "user", "userId": "U" + "1a" * 16}}),
    line({"type": "join", "source": {"type": "group", "groupId": "C" + "1a" * 16, "userId": "U" + "1a" * 16}}),
    telegram(text="Hi"),
    viber("text", text="Hi"),
    viber_business({"type": "TEXT", "text": "Hi"}),
    kakaotalk({"comment": "Hi"}),
    wechat("text", Content="Hi"),
    apple("text", body="Hi"),
    MO,
)


@pytest.mark.parametrize("callback", ANSWERED, ids=lambda callback: receive(callback).channel)
def test_whoever_wrote_can_be_answered(callback: Any) -> None:
    """What comes back as an identity is one that the channel takes as a recipient."""
    received = receive(callback)
    (one,) = (*received.messages, *received.deliveries, *received.native_events)
    assert one.channel_identity is not None
    answer = transcode({"text_message": {"text": "Hello"}}, received.channel, to=one.channel_identity.identity)
    assert "to" not in {finding.path for finding in answer.findings}
    # RCS has the number in the address of the request.
    assert received.channel == "RCS" or one.channel_identity.identity in str(answer.payloads)


def test_headers_without_a_value_or_with_numbers_of_many_digits() -> None:
    for headers in ({"Content-Type": ()}, {"content-type": []}, {"X": 10**5000}):
        with pytest.raises(InvalidMessage):
            receive(b"\x1b", headers)
