"""What a plan takes and refuses, and what a row may be."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from transcode import AppMessage, InvalidMessage, InvalidOption, Transcoder, UnknownChannel, transcode
from transcode.campaign import Unusable, compile  # noqa: A004 - as re.compile
from transcode.campaign.rows import RowCounter
from transcode.gsm import Encoding, Rules, count_segments

HELLO = {"text_message": {"text": "Hello ${name}"}}

TEMPLATE = {
    "id": "arrived",
    "default_translation": "en-US",
    "translations": [
        {
            "language_code": "en-US",
            "version": "1",
            "variables": [{"key": "name"}, {"key": "shop"}, {"key": "unused"}],
            "text_message": {"text": "Hi ${name}, it is at ${shop}. ${offer}"},
        },
        {
            "language_code": "sv",
            "version": "1",
            "variables": [{"key": "namn"}],
            "card_message": {"title": "Hej ${namn}", "choices": [{"text_message": {"text": "Ja ${namn}"}}]},
        },
    ],
}


def reference(language: str, **parameters: str) -> dict[str, Any]:
    omni = {"template_id": "arrived", "version": "1", "language_code": language, "parameters": parameters}
    return {"template_message": {"omni_template": omni}}


def test_a_message_in_any_form() -> None:
    for message in (HELLO, json.dumps(HELLO), json.dumps(HELLO).encode(), AppMessage.parse(HELLO)):
        plan = compile(message)
        assert plan.names == ("name",)
        assert plan.render({"name": "Nora", "more": 1}) == "Hello Nora"
        assert plan.count({"name": "Nora"}) == 1
        assert plan.message({"name": "${name}"}) == {"text_message": {"text": "Hello ${name}"}}
        assert not plan.exact_only


def test_the_row_fills_what_the_reference_to_a_template_leaves_open() -> None:
    transcoder = Transcoder(omni_templates=[TEMPLATE])
    plan = compile(reference("en-US", shop="Malmö ${street}", unused=""), transcoder=transcoder)
    assert set(plan.names) == {"name", "offer", "street"}
    row = {"name": "Nora", "street": "7", "offer": "${shop}", "shop": "not this", "unused": "nor this"}
    assert plan.render(row) == "Hi Nora, it is at Malmö 7. ${shop}"
    assert plan.check(row).failure is None
    assert transcoder.transcode(plan.message(row), "SMS").text == plan.render(row)
    assert plan.check({"name": "Nora", "street": "7"}).failure == (
        "missing_parameter",
        "offer: is required: the message has a place for it",
    )


def test_the_translation_decides_which_names_there_are() -> None:
    plan = compile(reference("sv"), transcoder=Transcoder(omni_templates=[TEMPLATE]))
    assert plan.names == ("namn",)
    assert plan.render({"namn": "Åsa"}) == "Hej Åsa\n> JA ÅSA"
    override = {
        "explicit_channel_omni_message": {
            "SMS": {"template_reference": reference("sv")["template_message"]["omni_template"]}
        }
    }
    plan = compile({**HELLO, **override}, transcoder=Transcoder(omni_templates=[TEMPLATE]))
    assert plan.render({"namn": "Åsa"}) == "Hej Åsa\n> JA ÅSA"


def test_a_channel_with_a_template_of_its_own_takes_what_is_mapped_to_it() -> None:
    own = {"template_id": "wa", "language_code": "en_US"}
    mapped = {"template_reference": own, "parameter_mappings": {"body[1]text": "first"}}
    translation = {
        "language_code": "en",
        "version": "1",
        "text_message": {"text": "Hi ${name}"},
        "channel_template_overrides": {"WHATSAPP": mapped},
    }
    template = {"id": "t", "default_translation": "en", "translations": [translation]}
    transcoder = Transcoder(omni_templates=[template])
    omni = {"omni_template": {"template_id": "t", "version": "latest"}}
    assert compile({"template_message": omni}, "SMS", transcoder=transcoder).names == ("name",)
    plan = compile({"template_message": omni}, "WHATSAPP", transcoder=transcoder)
    assert plan.names == ("first",)
    estimate = plan.estimate([{"first": "Ada"}, {"name": "Ada"}])
    assert (estimate.histogram, [*estimate.failures]) == ({"MESSAGES": {1: 1}}, ["missing_parameter"])
    # The message's own template for the channel has nothing of the omni template.
    both = {**omni, "channel_template": {"WHATSAPP": {**own, "parameters": {"body[1]text": "${who}"}}}}
    assert compile({"template_message": both}, "WHATSAPP", transcoder=transcoder).names == ("who",)
    assert compile({"template_message": both}, "SMS", transcoder=transcoder).names == ("name",)


def test_a_template_that_is_not_there() -> None:
    plan = compile(reference("en-US"))
    assert plan.check({}).failure is not None
    assert [finding.code.value for finding in plan.findings] == ["template_not_found"]


def test_what_another_channel_is_told_is_none_of_this_plan_s() -> None:
    message = {**HELLO, "explicit_channel_message": {"LINE": '{"type": "text", "text": "${line_name}"}'}}
    assert compile(message).names == ("name",)
    assert compile(message, "line").names == ("line_name",)


def test_a_payload_that_is_json_stays_json() -> None:
    message = {**HELLO, "explicit_channel_message": {"SMS": '{"body": "Hi ${name}", "type": "mt_text"}'}}
    plan = compile(message)
    assert plan.render({"name": 'a "quoted" \\ one'}) == 'Hi a "quoted" \\ one'
    assert plan.exact_only is False
    plan = compile({**HELLO, "explicit_channel_message": {"SMS": "Hi  ${name} "}})
    assert plan.render({"name": " "}) == "Hi    "


def test_an_empty_value_takes_its_line_with_it() -> None:
    card = {
        "card_message": {
            "title": "${title}",
            "description": "Hello ${name}",
            "choices": [{"text_message": {"text": "${yes}"}}],
        }
    }
    plan = compile(card)
    assert plan.render({"title": "", "name": "Nora", "yes": "straße"}) == "Hello Nora\n> STRASSE"
    assert plan.render({"title": "A", "name": "", "yes": ""}) == "A\nHello"
    assert plan.render({"title": " A\n", "name": "Nora ", "yes": "a\nb"}) == "A\nHello Nora\n> A B"


def test_a_date_is_right_or_wrong_row_by_row() -> None:
    choice = {
        "calendar_message": {
            "title": "Visit",
            "event_start": "${start}",
            "event_end": "2026-11-26T09:00:00Z",
            "event_title": "Visit",
            "fallback_url": "https://example.com",
        }
    }
    plan = compile({"choice_message": {"text_message": {"text": "Hi"}, "choices": [choice]}})
    assert plan.exact_only
    assert plan.names == ("start",)
    assert plan.count({"start": "2026-11-26T08:00:00Z"}) == 1
    failure = plan.check({"start": "tomorrow"}).failure
    assert failure is not None
    assert failure.code == "invalid_message"
    assert "RFC 3339" in failure.message


def test_layouts_of_the_caller_s_own_are_rendered_row_by_row(tmp_path: Any) -> None:
    (tmp_path / "card.txt.j2").write_text("{% if 'x' in card.title %}short{% else %}{{ card.title }}{% endif %}")
    plan = compile({"card_message": {"title": "Hi ${name}"}}, transcoder=Transcoder(templates=tmp_path))
    assert plan.exact_only
    assert plan.render({"name": "x"}) == "short"
    assert plan.render({"name": "y"}) == "Hi y"
    assert plan.count_many([{"name": "y" * 200}, {"name": "xy" * 200}]) == [2, 1]


def test_a_loss_fails_the_row_under_the_policy_raise() -> None:
    place = {
        "location_message": {"title": "Shop", "label": "${label}", "coordinates": {"latitude": 1.0, "longitude": 2.0}}
    }
    plan = compile(place, transcoder=Transcoder(policy="raise"))
    checked = plan.check({"label": "Entrance B"})
    assert checked.parts == 1
    assert checked.failure is not None
    assert checked.failure.code == "lossy"
    assert plan.estimate([{"label": "Entrance B"}]).failed == 1


def test_other_channels_count_messages() -> None:
    plan = compile(HELLO, "whatsapp")
    assert (plan.channel, plan.exact_only) == ("WHATSAPP", True)
    assert plan.check({"name": "Nora"})[:2] == (1, None)
    estimate = plan.estimate([{"name": "Nora"}] * 3, rates="0.05")
    assert (estimate.parts, str(estimate.cost), estimate.histogram) == (3, "0.15", {"MESSAGES": {1: 3}})


def test_defaults() -> None:
    plan = compile(HELLO, defaults={"name": "customer"})
    assert plan.render({}) == plan.render({"name": None}) == "Hello customer"
    assert plan.render({"name": ""}) == "Hello "
    with pytest.raises(InvalidOption, match="no place for nmae; it has name"):
        compile(HELLO, defaults={"nmae": "x"})


def test_part_limit() -> None:
    plan = compile(HELLO, properties={"SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "1"})
    checked = plan.check({"name": "x" * 200})
    assert checked.parts == 2
    assert checked.failure is not None
    assert checked.failure.code == "too_many_parts"
    estimate = plan.estimate([{"name": "x"}, {"name": "x" * 200}, {"name": "ж" * 100}])
    assert list(estimate.failures["too_many_parts"].rows) == [2, 3]
    assert estimate.parts == 1


def test_short_links() -> None:
    text = "Hi ${name}: https://example.com/track/${id}?campaign=autumn. Bye" + "." * 110
    rows = [{"name": "Nora", "id": "a8-1_x"}, {"name": "Nora", "id": "a b"}, {"name": "see http://x.y/z", "id": "1"}]
    plan = compile({"text_message": {"text": text}}, link_length=20)
    assert not plan.exact_only
    assert plan.check(rows[0]).text == "Hi Nora: " + "x" * 20 + ". Bye" + "." * 110
    assert plan.check(rows[1]).text == "Hi Nora: " + "x" * 20 + " b?campaign=autumn. Bye" + "." * 110
    assert plan.check(rows[2]).text == "Hi see " + "x" * 20 + ": " + "x" * 20 + ". Bye" + "." * 110
    assert plan.count_many(rows) == [1, 2, 2]
    assert plan.render(rows[0]).startswith("Hi Nora: https://example.com/track/a8-1_x?campaign=autumn")


@pytest.mark.parametrize("value", [1.5, True, b"x", ["x"], {"x": 1}, object()])
def test_what_has_no_one_way_to_be_written_is_not_guessed(value: object) -> None:
    plan = compile(HELLO)
    with pytest.raises(Unusable, match="name: must be text or a whole number"):
        plan.count({"name": value})
    assert plan.count_many([{"name": value}, {"name": "x"}]) == [None, 1]


@pytest.mark.parametrize("row", [None, 7, {}, {"name": None}, {"name": float("nan")}, [], "name"])
def test_a_row_without_the_value(row: Any) -> None:
    assert compile(HELLO).count_many([row, {"name": "x"}]) == [None, 1]
    estimate = compile(HELLO).estimate([row, {"name": "x"}])
    assert (estimate.failed, estimate.sent) == (1, 1)


def test_half_of_a_surrogate_pair_fails_its_row() -> None:
    failure = compile(HELLO).check({"name": "\ud83d"}).failure
    assert failure is not None
    assert failure.code == "not_unicode"


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ({}, InvalidMessage),
        ({"choice_message": {"choices": [{"url_message": {"title": "${x}"}}]}}, InvalidMessage),
        ({"text_message": {"text": 5}}, InvalidMessage),
        ("{", InvalidMessage),
        (7, InvalidMessage),
    ],
)
def test_a_message_that_is_none(message: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        compile(message)


@pytest.mark.parametrize(
    "options",
    [
        {"link_length": 0},
        {"link_length": True},
        {"link_length": "20"},
        {"link_length": 2_001},
        {"link_length": 10**5000},
        {"transcoder": "x"},
        {"defaults": {"name": 1}},
        {"defaults": {"name": "\ud800"}},
        {"defaults": "name"},
        {"properties": "x"},
    ],
)
def test_options_that_cannot_be(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidOption):
        compile(HELLO, **options)


def test_octets_in_an_unknown_field_harm_nothing() -> None:
    assert compile({**HELLO, "unknown": b"\xff"}).count_many([{"name": "x"}]) == [1]


def test_a_number_of_many_digits_is_no_value() -> None:
    assert compile(HELLO).count_many([{"name": 10**38}, {"name": 10**5000}]) == [1, None]


def test_a_property_or_channel_that_cannot_be() -> None:
    with pytest.raises(InvalidMessage, match="SMS_MAX_NUMBER_OF_MESSAGE_PARTS"):
        compile(HELLO, properties={"SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "many"})
    with pytest.raises(UnknownChannel):
        compile(HELLO, "fax")


def test_a_value_is_no_template() -> None:
    plan = compile({"card_message": {"title": "${a}", "description": "${b}"}})
    assert plan.render({"a": "${b} {{ 7*7 }}", "b": "${a}"}) == "${b} {{ 7*7 }}\n${a}"


def test_characters_that_stand_for_nothing_else_are_no_marks() -> None:
    text = "\U000f0000${name}\U000f0001"
    plan = compile({"text_message": {"text": text}})
    assert plan.render({"name": "\U000f0000"}) == "\U000f0000\U000f0000\U000f0001"


def test_encodings() -> None:
    plan = compile(HELLO)
    assert plan.check({"name": "Zoë"}).encoding is Encoding.UNICODE
    assert plan.check({"name": "Åsa"}).encoding is Encoding.GSM


def test_many_empty_values_cost_no_more_than_so_many_layouts() -> None:
    names = [f"n{index}" for index in range(12)]
    plan = compile({"card_message": {"title": "T", "description": " ".join(f"${{{name}}}" for name in names)}})
    for pattern in range(200):
        row = {name: "x" if pattern >> index & 1 else "" for index, name in enumerate(names)}
        expected = transcode(plan.message(row), "SMS")
        assert expected.segments is not None
        assert plan.render(row) == expected.text
        assert plan.count(row) == expected.segments.segments
    assert len(plan._layouts) <= 65


def test_a_vendor_s_alphabet_and_limits() -> None:
    plan = compile({"text_message": {"text": "Hi ${a} " + "x" * 150}}, vendor="telnyx")
    estimate = plan.estimate([{"a": "Ann"}, {"a": "€"}, {"a": "Bo" * 800}])
    assert plan.count_many([{"a": "Ann"}, {"a": "€"}]) == [1, 3]
    assert list(estimate.failures["vendor_limit"].rows) == [3]


@pytest.mark.parametrize("constant", ["ş", "ğ", "Ş ", "€"])
def test_national_tables_of_the_message_itself_take_their_room(constant: str) -> None:
    """A header names the tables, so that less than 160 septets are left."""
    plan = compile({"text_message": {"text": constant + "${a}"}}, languages="tr")
    lengths = [*range(148, 162), *range(290, 312)]
    counts = [count_segments(constant + "x" * length, languages="tr") for length in lengths]
    assert plan.count_many([{"a": "x" * length} for length in lengths]) == counts


@pytest.mark.parametrize("options", [{}, {"vendor": "telnyx"}])
def test_a_message_too_long_by_itself_is_sent_to_nobody(options: Any) -> None:
    for text, rows in (
        ("x" * 60, [{}]),
        ("x" * 60 + "${a}", [{"a": ""}, {"a": "b"}]),
        ("ж" * 51 + "${a}", [{"a": ""}]),
    ):
        plan = compile({"text_message": {"text": text}}, transcoder=Transcoder(limits={"SMS": {"body": 50}}), **options)
        estimate = plan.estimate(rows)
        assert (estimate.sent, len(estimate.failures["too_long"].rows)) == (0, len(rows))
        assert plan.count_many(rows) == [1] * len(rows)


def test_a_name_in_a_payload_is_what_its_json_says() -> None:
    payload = json.dumps({"body": 'Hej ${förnamn}, ${say "x"}', "type": "mt_text"})
    plan = compile({"explicit_channel_message": {"SMS": payload}, "text_message": {"text": "x"}})
    assert plan.names == ("förnamn", 'say "x"')
    assert plan.render({"förnamn": "Åsa", 'say "x"': '"'}) == 'Hej Åsa, "'


def test_a_request_of_the_caller_s_own_has_its_own_part_limit() -> None:
    properties = {"SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "1"}
    for limit, sent in ((None, 3), (2, 2)):
        request = {"body": "Hi ${a}"} | ({} if limit is None else {"max_number_of_message_parts": limit})
        message = {"explicit_channel_message": {"SMS": json.dumps(request)}, "text_message": {"text": "x"}}
        plan = compile(message, properties=properties)
        rows = [{"a": "x" * length} for length in (1, 200, 400)]
        found = [transcode(plan.message(row), "SMS", properties=properties).deliverable for row in rows]
        assert found.count(True) == sent == plan.estimate(rows).sent
        assert [plan.check(row).failure is None for row in rows] == found


def test_values_of_enumerations_and_databases() -> None:
    member = Enum("Member", {"A": "a"}, type=str)("a")
    plan = compile({"text_message": {"text": "${a}" + "x" * 159}})
    assert plan.count_many([{"a": member}]) == [plan.count({"a": member})] == [1]
    assert plan.render({"a": Decimal(7)})[0] == "7"
    assert plan.count_many([{"a": Decimal("7.0")}, {"a": Decimal("NaN")}]) == [None, None]


def test_what_counts_is_made_once_and_is_not_pickled() -> None:
    plan = compile(HELLO)
    plan.count_many([{"name": "x"}])
    made = dict(plan.counters)
    plan.estimate([{"name": "x"}])
    assert plan.counters == made
    assert pickle.loads(pickle.dumps(plan)).counters == {}  # noqa: S301 - our own
    other = replace(plan, rules=Rules.of(vendor="telnyx"))
    assert other.count_many([{"name": "€" + "x" * 100}]) == [2]
    assert plan.count_many([{"name": "€" + "x" * 100}]) == [1]
    for number in range(40):
        RowCounter.of(plan, {"name": number})
    assert len(plan.counters) < 20
