"""The cheapest faithful route."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import transcode
from tests.campaign.hostile import messages
from transcode import InvalidMessage, InvalidOption, UnknownChannel, routes

CARD: dict[str, Any] = {
    "card_message": {
        "title": "Arrived",
        "description": "x" * 200,
        "media_message": {"url": "https://example.com/a.png"},
        "choices": [{"text_message": {"text": "Keep it"}}],
    }
}
PLACE = {
    "location_message": {"title": "Shop", "label": "Entrance B", "coordinates": {"latitude": 1.0, "longitude": 2.0}}
}
RATES = {"SMS": "0.0075", "WHATSAPP": "0.01", "LINE": "0.001"}


def test_the_fewest_losses_then_the_lowest_price() -> None:
    found = routes(PLACE, ["SMS", "WHATSAPP", "LINE", "TELEGRAM"], rates=RATES)
    keys = [(not one.deliverable, one.losses, one.price is None, one.price or 0) for one in found]
    assert keys == sorted(keys)
    assert found.on("sms").losses == 1
    assert [one.channel for one in routes(PLACE, ["SMS", "LINE"])] == ["LINE", "SMS"]


def test_parts_and_price() -> None:
    sms = routes(CARD, ["sms"], rates={"sms": "0.0075"}).on("SMS")
    expected = transcode.transcode(CARD, "SMS")
    assert expected.segments is not None
    assert sms.units == expected.segments.segments == 2
    assert sms.price == Decimal("0.0150")
    assert sms.result == expected


def test_a_recipient_whom_a_channel_cannot_reach() -> None:
    found = routes(CARD, ["LINE", "SMS"], to="+46701740605", rates=RATES)
    assert [one.channel for one in found] == ["SMS", "LINE"]
    line = found.on("LINE")
    assert not line.deliverable
    assert line.price is None
    assert line.result is not None
    assert [finding.path for finding in line.result.losses] == ["to"]


def test_a_chain() -> None:
    found = routes(CARD, ["WHATSAPP", "SMS"], rates=RATES)
    chain = found.chain("whatsapp", "sms", reach={"WHATSAPP": "0.6"})
    assert chain.cost == Decimal("0.6") * Decimal("0.01") + Decimal("0.4") * Decimal("0.0150")
    assert chain.reached == 1
    chain = found.chain("whatsapp", "sms", reach={"WHATSAPP": 0.5, "SMS": 0.9})
    assert chain.reached == Decimal("0.95")
    assert routes(CARD, ["WHATSAPP", "SMS"]).chain("WHATSAPP", "SMS", reach={}).cost is None
    assert routes(CARD, ["LINE", "SMS"], to="+4670123456", rates=RATES).chain("LINE", "SMS", reach={}).cost == Decimal(
        "0.0150"
    )


@given(messages, st.lists(st.sampled_from(("0", "0.25", "1")), min_size=2, max_size=2))
@settings(deadline=None, max_examples=20)
def test_a_chain_reaches_no_more_than_all_and_costs_no_more_than_its_dearest(message: Any, shares: list[str]) -> None:
    try:
        found = routes(message, ["SMS", "WHATSAPP"], rates={"SMS": 1, "WHATSAPP": 2})
    except InvalidMessage:
        return
    chain = found.chain("WHATSAPP", "SMS", reach=dict(zip(("WHATSAPP", "SMS"), shares, strict=True)))
    assert 0 <= chain.reached <= 1
    assert chain.cost is not None
    assert chain.cost <= max((one.price or 0) for one in found)


@pytest.mark.parametrize(
    "call",
    [
        lambda: routes(CARD, "SMS"),
        lambda: routes(CARD, ["SMS"], rates={"FAX": 1}),
        lambda: routes(CARD, ["SMS"], rates={"SMS": "cheap"}),
        lambda: routes(CARD, ["SMS"]).on("MMS"),
        lambda: routes(CARD, ["SMS"]).chain(reach={}),
        lambda: routes(CARD, ["SMS"]).chain("SMS", reach={"SMS": 1.5}),
        lambda: routes(CARD, ["SMS"]).chain("SMS", reach={"SMS": -1}),
        lambda: routes(CARD, ["SMS", "RCS"]).chain("RCS", "SMS", reach={"RSC": "0.6"}),
        lambda: routes(CARD, ["SMS", "RCS"]).chain("SMS", reach={"RCS": "0.6"}),
        lambda: routes(CARD, ["SMS"], rates={"SMS": 1, "sms": 2}),
    ],
)
def test_what_cannot_be(call: Any) -> None:
    with pytest.raises(InvalidOption):
        call()


def test_a_message_that_no_channel_can_use() -> None:
    with pytest.raises(InvalidMessage):
        routes({"text_message": {}})
    with pytest.raises(UnknownChannel):
        routes(CARD, ["fax"])


def test_json() -> None:
    found = routes(CARD, ["SMS", "LINE"], rates=RATES, to="+46701740605").as_dict()
    assert [one["channel"] for one in found["routes"]] == ["SMS", "LINE"]
    assert found["routes"][0]["price"] == "0.0150"
    assert found["routes"][1]["price"] is None


LONG = {"text_message": {"text": "x" * 200}}


@pytest.mark.parametrize(
    ("message", "rate", "units", "price"),
    [
        (LONG, {"RICH_MESSAGE": "0.01", "RICH_MEDIA_MESSAGE": "0.05"}, 2, "0.02"),
        (CARD, {"RICH_MESSAGE": "0.01", "RICH_MEDIA_MESSAGE": "0.05"}, 1, "0.05"),
        (LONG, {"BASIC": "0.01", "SINGLE": "0.03"}, 1, "0.03"),
        ({"text_message": {"text": "x" * 160}}, {"BASIC": "0.01", "SINGLE": "0.03"}, 1, "0.01"),
        (LONG, "0.04", 1, "0.04"),
        (LONG, {"RICH_MEDIA_MESSAGE": "0.05"}, 2, None),
    ],
)
def test_what_rcs_charges_by_class(message: Any, rate: Any, units: int, price: str | None) -> None:
    route = routes(message, ["RCS"], rates={"RCS": rate}).on("RCS")
    assert (route.units, route.price) == (units, price and Decimal(price))
    assert route.as_dict()["rate"] == rate
    assert route.as_dict()["price"] == price


@pytest.mark.parametrize(
    ("channel", "rate", "words"),
    [
        ("RCS", {"RICH": "1"}, "the classes are RICH_MESSAGE, RICH_MEDIA_MESSAGE or BASIC, SINGLE, not RICH"),
        ("RCS", {"BASIC": "1", "RICH_MESSAGE": "1"}, "not BASIC, RICH_MESSAGE"),
        ("RCS", {}, "must have a price for each class"),
        ("RCS", {"BASIC": "much"}, "must be an amount"),
        ("SMS", {"BASIC": "1"}, "must be one amount"),
    ],
)
def test_classes_that_are_none(channel: str, rate: Any, words: str) -> None:
    with pytest.raises(InvalidOption, match=words):
        routes(LONG, [channel], rates={channel: rate})
