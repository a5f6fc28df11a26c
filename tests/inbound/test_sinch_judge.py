"""The vendor's own event models as judge: what they accept, these read, with the same fields."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inbound.test_event import EXAMPLES, KINDS, delivery, inbound
from tests.inbound.test_sms import MO, REPORT, item, media
from tests.strategies import texts
from transcode.inbound import (
    DeliveryStatus,
    MessageDelivery,
    MessageInbound,
    ReasonCode,
    ReasonSubCode,
    parse_event,
    parse_sms,
    verify_signature,
)

conversation = pytest.importorskip("sinch.domains.conversation.sinch_events.v1")
sms = pytest.importorskip("sinch.domains.sms.sinch_events.v1")

PROJECT = {"project_id": "P", "app_id": "A"}


def theirs(data: dict[str, Any]) -> dict[str, Any]:
    event = conversation.ConversationSinchEvent().parse_event(json.dumps({**PROJECT, **data}))
    assert type(event).__name__ != "ConversationSinchEventBase"
    return event.model_dump(mode="json", exclude_unset=True)


def without_times(value: Any) -> Any:
    """Everything but times and floats, which they decode and write otherwise."""
    if isinstance(value, dict):
        return {key: without_times(item_) for key, item_ in value.items() if not key.endswith(("_time", "coordinates"))}
    return [without_times(item_) for item_ in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples(path: Any) -> None:
    data = {**PROJECT, **json.loads(path.read_text())}
    if path.stem == "mms-delivered":
        # Their models know only the newer shape of a reason.
        del data["message_delivery_report"]["reason"]
    assert without_times(parse_event(data).as_dict()) == without_times(theirs(data))


@pytest.mark.parametrize("kind", KINDS)
def test_kinds(kind: str) -> None:
    data = {**PROJECT, **inbound({kind: KINDS[kind]})}
    event = parse_event(data)
    assert isinstance(event, MessageInbound)
    assert without_times(event.as_dict()) == without_times(theirs(data))


def literals(name: str, module: str) -> set[str]:
    types = pytest.importorskip(module)
    return set(getattr(types, name).__args__[0].__args__)


def test_enumerations_have_the_same_values() -> None:
    messages = "sinch.domains.conversation.models.v1.messages.types"
    assert literals("ReasonCodeType", f"{messages}.reason_code_type") == set(ReasonCode)
    assert literals("ReasonSubCodeType", f"{messages}.reason_sub_code_type") == set(ReasonSubCode)
    events = "sinch.domains.conversation.models.v1.sinch_events.events.delivery_status_type"
    assert literals("DeliveryStatusType", events) == set(DeliveryStatus) - {"QUEUED"}


_reasons = st.fixed_dictionaries(
    {
        "code": st.sampled_from([*ReasonCode, "NEW_CODE"]).map(str),
        "description": texts(max_size=4),
        "sub_code": st.sampled_from([*ReasonSubCode]).map(str),
        "channel_code": texts(max_size=2),
    }
)


@given(status=st.sampled_from([*DeliveryStatus, "NEW"]).map(str), reason=_reasons, metadata=texts(max_size=4))
def test_deliveries(status: str, reason: dict[str, str], metadata: str) -> None:
    data = {**PROJECT, **delivery(status=status, reason=reason, metadata=metadata), "message_metadata": metadata}
    event = parse_event(data)
    assert isinstance(event, MessageDelivery)
    assert event.as_dict() == theirs(data)


@pytest.mark.parametrize(
    "payload",
    [
        MO,
        {**MO, "type": "mo_binary", "udh": "050003010201"},
        media(subject="s", message="m", media=[item("https://x"), item("https://y")]),
        REPORT,
        {**REPORT, "status": "FAILED", "code": 411},
        {
            "type": "delivery_report_sms",
            "batch_id": "B",
            "total_message_count": 1,
            "statuses": [{"code": 0, "count": 1, "recipients": ["1"], "status": "DELIVERED"}],
        },
    ],
    ids=lambda payload: f"{payload['type']}-{payload.get('status', '')}",
)
def test_what_these_tests_feed_in_is_what_the_sms_api_sends(payload: dict[str, Any]) -> None:
    judged = sms.SmsSinchEvent().parse_event(copy.deepcopy(payload)).model_dump(mode="json", by_alias=True)
    received = parse_sms(payload)
    for message in received.messages:
        assert message.channel_identity is not None
        assert message.channel_identity.identity == judged["from"]
        assert (message.id, message.sender_id) == (judged["id"], judged["to"])
    for report in received.deliveries:
        assert report.message_id == judged["batch_id"]
    assert received.messages or received.deliveries


@given(secret=texts(min_size=1), body=texts(), nonce=st.text("abc", min_size=1))
def test_signatures(secret: str, body: str, nonce: str) -> None:
    validation = pytest.importorskip("sinch.domains.authentication.sinch_events.v1.authentication_validation")
    signature = validation.calculate_sinch_event_signature(validation.compute_signed_data(body, nonce, "17"), secret)
    headers = {
        "X-Sinch-Webhook-Signature": signature,
        "X-Sinch-Webhook-Signature-Nonce": nonce,
        "X-Sinch-Webhook-Signature-Timestamp": "17",
    }
    assert verify_signature(secret, body, headers)
    for wrong in ({**headers, "X-Sinch-Webhook-Signature-Nonce": nonce + "x"}, {}):
        assert bool(verify_signature(secret, body, wrong)) == validation.validate_sinch_event_signature_with_nonce(
            secret, wrong, body
        )
