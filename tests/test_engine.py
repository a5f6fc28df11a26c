# ruff: noqa: E501 - tables of data
"""The Transcoder: its options, its errors, the service's own request shape."""

from __future__ import annotations

import gc
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, FunctionLoader

from tests.corpus import PROPERTIES, load, names, run
from transcode import (
    AppMessage,
    BrokenTemplate,
    Channel,
    Code,
    InvalidMessage,
    InvalidOption,
    LossyTranscode,
    Outcome,
    Policy,
    Profile,
    Severity,
    TranscodeError,
    Transcoder,
    UnknownChannel,
    transcode,
    transcode_request,
)
from transcode.channels import implemented
from transcode.options import Options

TEXT = {"text_message": {"text": "Hi"}}
CHOICE = load("choice")["message"]


@pytest.mark.parametrize(
    "options", [{"uppercase": 10**5000}, {"limits": {"SMS": {"body": 10**5000}}}, {"x" * 9_999: 1}]
)
def test_an_error_about_an_option_is_short(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidOption) as raised:
        transcode(TEXT, "SMS", **options)
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize("name", ["to", "sender"])
def test_half_of_a_surrogate_pair_is_no_address(name: str) -> None:
    with pytest.raises(InvalidMessage, match=f"{name}: must be valid Unicode"):
        transcode(TEXT, "SMS", **{name: "\ud800"})


def test_every_form_of_a_message_is_the_same_message() -> None:
    expected = transcode(CHOICE, "SMS")
    text = json.dumps(CHOICE)
    for message in (text, text.encode(), AppMessage.parse(CHOICE)):
        assert transcode(message, Channel.SMS) == expected
    assert transcode(CHOICE, "sms") == expected


def test_the_input_is_not_touched() -> None:
    message = json.loads(json.dumps(CHOICE))
    properties = {"SMS_SENDER": "A"}
    transcode(message, "SMS", properties=properties)
    assert (message, properties) == (CHOICE, {"SMS_SENDER": "A"})


@pytest.mark.parametrize("channel", implemented())
def test_nothing_is_left_to_the_garbage_collector(channel: str) -> None:
    sent = [load(name)["message"] for name in names() if not name.startswith("template")]
    transcoders = [Transcoder(profile=profile) for profile in Profile]

    def send_all() -> None:
        for transcoder in transcoders:
            for message in sent:
                transcoder.transcode(message, channel, properties=PROPERTIES)

    send_all()  # layouts are compiled once
    gc.freeze()  # what other tests left counts for nothing, and takes no time
    gc.disable()
    try:
        send_all()
        assert gc.collect() == 0
    finally:
        gc.enable()
        gc.unfreeze()


def test_policy_raise() -> None:
    message = load("location-label")["message"]
    transcoder = Transcoder(policy="raise")
    with pytest.raises(LossyTranscode) as caught:
        transcoder.transcode(message, "SMS")
    (loss,) = caught.value.findings
    assert loss.path == "location_message.label"
    assert "Pointe de Penmarch" in str(caught.value)
    assert caught.value.result == transcode(message, "SMS")
    assert transcoder.transcode(CHOICE, "SMS") == transcode(CHOICE, "SMS")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


def test_findings_are_in_document_order() -> None:
    message = {
        "carousel_message": {
            "newer": 1,
            "cards": [
                {"title": "A", "height": "TALL", "choices": [{"location_message": _place("one")}]},
                {"title": "B", "choices": [{"location_message": _place("two")}], "height": "SHORT"},
            ],
        },
        "agent": {"display_name": "Zed"},
    }
    result = transcode(message, "SMS")
    assert [(finding.code, finding.path) for finding in result.findings] == [
        (Code.UNKNOWN_FIELD, "carousel_message.newer"),
        (Code.WHOLE_AS_TEXT, "carousel_message"),
        (Code.DROPPED, "carousel_message.cards[0].choices[0].location_message.label"),
        (Code.HINT_IGNORED, "carousel_message.cards[0].height"),
        (Code.DROPPED, "carousel_message.cards[1].choices[0].location_message.label"),
        (Code.HINT_IGNORED, "carousel_message.cards[1].height"),
        (Code.HINT_IGNORED, "agent.display_name"),
    ]


def _place(label: str) -> dict[str, Any]:
    return {"title": "Here", "label": label, "coordinates": {"latitude": 1, "longitude": 2}}


def test_schema_limits_are_told() -> None:
    result = run("choice-many", "SMS")
    (finding,) = result.losses
    assert (finding.code, finding.path, finding.limit, finding.actual) == (
        Code.SCHEMA_LIMIT,
        "choice_message.choices",
        10,
        11,
    )
    ten = {"choice_message": {"choices": CHOICE["choice_message"]["choices"][:1] * 10}}
    assert transcode(ten, "SMS").deliverable
    carousel = {"carousel_message": {"cards": [{"title": "x"}] * 11, "choices": [{"text_message": {"text": "a"}}] * 4}}
    found = {finding.path: (finding.limit, finding.actual) for finding in transcode(carousel, "SMS").losses}
    assert found == {"carousel_message.cards": (10, 11), "carousel_message.choices": (3, 4)}


def test_a_persistent_outer_choice_is_rejected() -> None:
    choice = {"text_message": {"text": "a"}, "display_mode": "PERSISTENT"}
    result = transcode({"carousel_message": {"cards": [{"title": "x"}], "choices": [choice]}}, "SMS")
    assert [(f.code, f.path) for f in result.losses] == [
        (Code.SCHEMA_VALUE, "carousel_message.choices[0].display_mode")
    ]


def test_a_channel_specific_message_that_the_channel_has_not_is_told() -> None:
    flow = {"message_type": "FLOWS", "message": {"flow_id": "1", "flow_cta": "Go"}}
    result = transcode({**TEXT, "channel_specific_message": {"SMS": flow}}, "SMS")
    assert result.text == "Hi"
    assert [(f.code, f.path) for f in result.losses] == [(Code.DROPPED, "channel_specific_message.SMS")]


def test_a_misspelt_channel_is_told() -> None:
    result = transcode({**TEXT, "explicit_channel_message": {"SNS": "x", "WECHAT": "y"}}, "SMS")
    assert [(f.code, f.path) for f in result.findings] == [(Code.UNKNOWN_CHANNEL, "explicit_channel_message.SNS")]


# --- errors ---


def test_unknown_channels_list_the_known() -> None:
    with pytest.raises(UnknownChannel, match="'FAX' is not a channel; implemented: SMS, MMS") as caught:
        transcode(TEXT, "fax")
    assert caught.value.available == implemented()
    with pytest.raises(UnknownChannel):
        transcode(TEXT, 5)  # type: ignore[arg-type]
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


@pytest.mark.parametrize(
    "options",
    [
        {"policy": "ignore"},
        {"uppercase": "title"},
        {"profile": "poor"},
        {"limits": {"SMS": {"boddy": 1}}},
        {"limits": {"SMS": {"sender name": 3}}},
        {"limits": {"SMS": {"body": 0}}},
        {"limits": {"SMS": {"body": True}}},
        {"limits": {"FAX": {"body": 1}}},
        {"templates": "/nowhere/at/all"},
        {"templates": 5},
        {"omni_templates": [_t := {"id": "t", "default_translation": "en", "translations": [{"language_code": "en", "version": "1", **TEXT}]}, _t]},
    ],
)  # fmt: skip
def test_bad_options(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidOption) as caught:
        Transcoder(**options)
    assert str(caught.value)
    assert isinstance(caught.value, TranscodeError)


def test_bad_arguments() -> None:
    for name, value in (("to", 46701234567), ("sender", 5)):
        with pytest.raises(InvalidMessage, match=f"{name}: must be a string"):
            transcode(TEXT, "SMS", **{name: value})
    with pytest.raises(InvalidMessage, match="channel_properties: must be an object"):
        transcode(TEXT, "SMS", properties=[("a", "b")])  # type: ignore[arg-type]
    with pytest.raises(InvalidMessage, match="media_info: must be an object"):
        transcode(TEXT, "SMS", media_info="x")  # type: ignore[arg-type]
    with pytest.raises(InvalidOption, match="there is no option 'colour'"):
        transcode(TEXT, "SMS", colour="red")  # type: ignore[call-arg]


def test_bad_omni_template_names_the_field() -> None:
    with pytest.raises(InvalidMessage) as caught:
        Transcoder(omni_templates=[{"id": "t", "default_translation": "en", "translations": [{"language_code": "sv"}]}])
    assert {error.path for error in caught.value.errors} == {"omni_templates[0].translations[0]"}


# --- the caller's own layouts ---


def test_layouts_by_directory(tmp_path: Path) -> None:
    (tmp_path / "mms").mkdir()
    (tmp_path / "choice.txt.j2").write_text(
        "{{ text }}:{% for c in choices %} {{ loop.index }}) {{ c.label }}{% endfor %}"
    )
    (tmp_path / "mms" / "choice.txt.j2").write_text("MMS {{ text }}")
    transcoder = Transcoder(templates=tmp_path)
    (tmp_path / "choice.txt.j2").write_text("changed later")
    result = transcoder.transcode(CHOICE, "SMS")
    assert result.text == "What do you want to do?: 1) Text 2) Sinch 3) Someone"
    # What the layout leaves out is told.
    assert {finding.path for finding in result.losses} == {
        "choice_message.choices[1].url_message.url",
        "choice_message.choices[2].call_message.phone_number",
    }
    assert transcoder.transcode(CHOICE, "MMS", sender="28444").text == "MMS What do you want to do?"
    assert transcoder.transcode(load("card")["message"], "SMS") == transcode(load("card")["message"], "SMS")


def test_layouts_by_loader() -> None:
    own = {
        "macros.txt.j2": "{% macro choice_line(choice, bullet) %}- {{ choice.label }}{% endmacro %}",
        "sms/media.txt.j2": "See {{ url }}",
    }
    transcoder = Transcoder(templates=DictLoader(own))
    assert transcoder.transcode(CHOICE, "SMS").text == "What do you want to do?\n\n- Text\n- Sinch\n- Someone"
    media = {"media_message": {"url": "https://a.example/b.png"}}
    assert transcoder.transcode(media, "SMS").text == "See https://a.example/b.png"
    function = Transcoder(templates=FunctionLoader({"media.txt.j2": "File: {{ url }}"}.get))
    assert function.transcode(media, "SMS").text == "File: https://a.example/b.png"


def test_a_layout_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "card.txt.j2").write_bytes(b"\xff")
    with pytest.raises(InvalidOption, match=r"card\.txt\.j2 cannot be read"):
        Transcoder(templates=tmp_path)


@pytest.mark.parametrize(
    ("source", "part_of_the_sentence"),
    [
        ("{% if %}", "line 1"),
        ("{{ nothing_like_this }}", "nothing_like_this"),
        ("{% include 'missing.j2' %}", "missing.j2"),
        ("{{ url.__class__.__mro__ }}", "unsafe"),
        ("{% for n in range(99999999) %}{% endfor %}", "Range too big"),
        ("{{ 1 / 0 }}", "division"),
    ],
)
def test_a_broken_layout_is_named(source: str, part_of_the_sentence: str) -> None:
    transcoder = Transcoder(templates=DictLoader({"media.txt.j2": source}))
    with pytest.raises(BrokenTemplate, match=r"media\.txt\.j2|missing\.j2") as caught:
        transcoder.transcode({"media_message": {"url": "u"}}, "SMS")
    assert part_of_the_sentence in str(caught.value)


@pytest.mark.parametrize(
    ("layout", "sentence"),
    [
        ("a\n{{ title }}", "template sms/card.txt.j2, line 2: 'title' is undefined; the layout may use card"),
        ("\n\n{{ card.titel }}", "template sms/card.txt.j2, line 3: 'dict object' has no attribute 'titel'"),
        ("{% if %}", "template sms/card.txt.j2, line 1: Expected an expression, got 'end of statement block'"),
        ("\n{% include 'nope.j2' %}", "template sms/card.txt.j2, line 2: there is no template 'nope.j2'"),
        ("{% from 'own.j2' import third %}{{ third(0) }}", "template own.j2, line 2: division by zero"),
        ("{{ 'a' * 2000001 }}", "template sms/card.txt.j2: writes 2,000,001 characters: at most 2,000,000 are taken"),
    ],
)
def test_a_broken_layout_is_told_by_file_line_and_cause(tmp_path: Path, layout: str, sentence: str) -> None:
    (tmp_path / "sms").mkdir()
    (tmp_path / "sms" / "card.txt.j2").write_text(layout)
    (tmp_path / "own.j2").write_text("{% macro third(n) %}\n{{ 1 / n }}{% endmacro %}")
    transcoder = Transcoder(templates=tmp_path)
    for _ in range(2):  # compiled, and from then on
        with pytest.raises(BrokenTemplate) as caught:
            transcoder.transcode({"card_message": {"title": "x"}}, "SMS")
        assert str(caught.value) == sentence


def test_a_message_is_never_a_template() -> None:
    text = "{{ 7*7 }} {% raw %} {# no #} ${x} {{ url.__class__ }}"
    for message in (
        {"card_message": {"title": text, "description": text, "choices": [{"text_message": {"text": text}}]}},
        {"location_message": {"title": text, "coordinates": {"latitude": 1, "longitude": 2}}},
        {"media_message": {"url": text}},
    ):
        assert text in (transcode(message, "SMS", uppercase="keep").text or "")


# --- one Transcoder for many ---


def test_transcoders_pickle(tmp_path: Path) -> None:
    (tmp_path / "media.txt.j2").write_text("See {{ url }}")
    transcoder = Transcoder(templates=tmp_path, policy=Policy.COLLECT, uppercase="keep", limits={"SMS": {"body": 10}})
    media = {"media_message": {"url": "https://a.example/b.png"}}
    expected = transcoder.transcode(media, "SMS")
    again = pickle.loads(pickle.dumps(transcoder))  # noqa: S301
    assert again == transcoder
    assert again.transcode(media, "SMS") == expected
    assert pickle.loads(pickle.dumps(expected)) == expected  # noqa: S301


def test_threads_share_a_transcoder() -> None:
    transcoder = Transcoder()
    messages = [load(name)["message"] for name in names()] * 4
    alone = [Transcoder().transcode(message, "SMS") for message in messages]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda message: transcoder.transcode(message, "SMS"), messages))
    assert together == alone


def test_transcoders_are_immutable() -> None:
    with pytest.raises(AttributeError):
        Transcoder().strict = True  # type: ignore[misc]


# --- messages:transcode ---


def test_request_in_the_services_shape() -> None:
    request = {
        "app_id": "{{APP_ID}}",
        "app_message": CHOICE,
        "channels": ["SMS", "MMS"],
        "from": "28444",
        "to": "123456",
    }
    expected = {
        "SMS": transcode(CHOICE, "SMS").text,
        "MMS": json.dumps(transcode(CHOICE, "MMS", to="123456", sender="28444").payloads[0], separators=(",", ":")),
    }
    assert transcode_request(request) == {"transcoded_message": expected}
    assert transcode_request(json.dumps(request)) == {"transcoded_message": expected}
    assert list(transcode_request({**request, "channels": ["MMS", "SMS"]})["transcoded_message"]) == ["MMS", "SMS"]


def test_request_whose_text_is_not_known() -> None:
    request = {"app_id": "a", "app_message": load("template-unknown")["message"], "channels": ["SMS"]}
    assert transcode_request(request) == {"transcoded_message": {"SMS": ""}}


@pytest.mark.parametrize(
    ("request_", "paths"),
    [
        ({}, ["app_id", "app_message", "channels"]),
        ({"app_id": "a", "app_message": CHOICE, "channels": []}, ["channels"]),
        ({"app_id": "a", "app_message": CHOICE, "channels": "SMS"}, ["channels"]),
        ({"app_id": "a", "app_message": CHOICE, "channels": ["SMS", 1]}, ["channels[1]"]),
        ({"app_id": "a", "app_message": {"text_message": {}}, "channels": ["SMS"]}, ["app_message.text_message.text"]),
        ({"app_id": 5, "app_message": CHOICE, "channels": ["SMS"]}, ["app_id"]),
        ({"app_id": "a", "app_message": CHOICE, "channels": ["SMS"], "to": 5}, ["to"]),
        ([], [""]),
        ("{", [""]),
    ],
)
def test_bad_request(request_: Any, paths: list[str]) -> None:
    with pytest.raises(InvalidMessage) as caught:
        transcode_request(request_)
    assert [error.path for error in caught.value.errors] == paths


# --- the result ---


def test_result_as_json() -> None:
    result = run("choice-all-kinds", "SMS")
    data = json.loads(result.to_json())
    assert data == json.loads(json.dumps(result.as_dict()))
    assert list(data) == ["channel", "outcome", "deliverable", "text", "segments", "payloads", "findings", "replies"]
    assert data["outcome"] == "PLAINTEXT"
    assert {finding["severity"] for finding in data["findings"]} == {"INFO", "LOSS"}
    assert result.to_json() == run("choice-all-kinds", "SMS").to_json()
    assert data["replies"][0] == {
        "label": "Thank you",
        "shown": "THANK YOU",
        "kind": "text",
        "path": "choice_message.choices[0]",
        "postback": "thanks",
        "identifier": None,
        "card": None,
    }


def test_every_code_is_stated_once_and_lower_case() -> None:
    values = [code.value for code in Code]
    assert len(set(values)) == len(values)
    assert all(value == value.lower() and " " not in value for value in values)
    assert all(code.wording and isinstance(code.severity, Severity) for code in Code)


def test_outcomes() -> None:
    assert run("text", "SMS").outcome is Outcome.NATIVE
    assert run("location-label", "SMS").outcome is Outcome.ADAPTED
    assert run("card", "SMS").outcome is Outcome.PLAINTEXT
    assert run("override-explicit", "SMS").outcome is Outcome.OVERRIDE
    assert run("override-omni", "SMS").outcome is Outcome.NATIVE


def test_channels_of_overrides_are_named_in_any_case() -> None:
    assert transcode({**TEXT, "explicit_channel_message": {"sms": "own"}}, "SMS").text == "own"
    assert transcode({**TEXT, "explicit_channel_omni_message": {"Sms": TEXT}}, "SMS").text == "Hi"
    empty = transcode({**TEXT, "explicit_channel_message": {"SMS": ""}}, "SMS")
    assert (empty.outcome, empty.deliverable) == (Outcome.OVERRIDE, False)
    template = {"template_message": {"channel_template": {"WHATSUP": {"template_id": "t"}}}}
    assert Code.UNKNOWN_CHANNEL in {finding.code for finding in transcode(template, "SMS").findings}


def test_addresses_by_channel_are_those_of_channels() -> None:
    message = {"text_message": {"text": "Hi"}}
    to = {"sms": "+46701234567", "WHATSAPP": "+46701234568"}  # whom to reach elsewhere may be said too
    results = Transcoder().transcode_all(message, ["SMS", "LINE"], to=to, sender={"Sms": "Shop"})
    assert (results["SMS"].payloads[0]["to"], results["SMS"].payloads[0]["from"]) == (["+46701234567"], "Shop")
    assert results["LINE"].payloads[0]["to"] == "{{to}}"
    with pytest.raises(InvalidOption, match=r"^to: 'WHATSAP' is not a channel \(did you mean 'WHATSAPP'\?\)$"):
        Transcoder().transcode_all(message, ["SMS"], to={"WHATSAP": "+46701234567"})
    with pytest.raises(InvalidOption, match=r"^sender: '7' is not a channel$"):
        Transcoder().transcode_all(message, ["SMS"], sender={7: "Shop"})  # type: ignore[dict-item]


def test_what_is_returned_is_the_callers_own() -> None:
    result = transcode(CHOICE, "SMS")
    result.as_dict()["payloads"][0]["to"].append("999")
    assert result.payloads[0]["to"] == ["{{to}}"]
    limits = {"SMS": {"body": 10}}
    transcoder = Transcoder(limits=limits)
    limits["SMS"]["body"] = 1
    assert transcoder.transcode({"text_message": {"text": "x" * 10}}, "SMS").deliverable


@pytest.mark.parametrize(
    "options", [{"limits": None}, {"limits": {"SMS": None}}, {"omni_templates": None}, {"omni_templates": 5}, {"templates": ""}]
)  # fmt: skip
def test_options_of_the_wrong_type(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidOption):
        Transcoder(**options)


@pytest.mark.parametrize("huge", [10**5000, "x" * 2_000_000], ids=["number", "text"])
def test_errors_stay_short(huge: Any) -> None:
    for call in (
        lambda: transcode({"text_message": {"text": huge}}, "SMS"),
        lambda: transcode(TEXT, "SMS", properties={"SMS_SENDER": huge}),
    ):
        with pytest.raises(InvalidMessage) as caught:
            call()
        assert len(str(caught.value)) < 400


def test_a_recipient_that_cannot_be_one_is_an_error_and_one_that_is_refused_a_short_finding() -> None:
    with pytest.raises(InvalidMessage) as caught:
        transcode(TEXT, "SMS", to=10**5000)  # type: ignore[arg-type]
    assert len(str(caught.value)) < 400
    result = transcode(TEXT, "SMS", to="x" * 2_000_000)
    (finding,) = result.findings
    assert (finding.code, finding.path, finding.severity) == (Code.RECIPIENT_REFUSED, "to", Severity.REJECTED)
    assert len(finding.message) < 400
    assert not result.deliverable
    assert result.payloads[0]["body"] == "Hi"


def test_each_channel_answers_for_a_recipient_that_it_refuses() -> None:
    for keyword, code in (("to", Code.RECIPIENT_REFUSED), ("sender", Code.SENDER_REFUSED)):
        for channel in implemented():
            given = {keyword: " "}
            refused = [f for f in transcode(TEXT, channel, **given).findings if f.code is code]
            assert [finding.path for finding in refused] in ([], [keyword])
            assert transcode(TEXT, channel, **given).payloads
    assert Code.RECIPIENT_REFUSED in {f.code for f in transcode(TEXT, "SMS", to=" ").findings}


def test_errors_of_a_request_lead_into_the_request() -> None:
    request = {"app_id": "a", "app_message": TEXT, "channels": ["SMS"]}
    for field in ("from", "to"):
        with pytest.raises(InvalidMessage) as caught:
            transcode_request({**request, field: 5})
        assert [error.path for error in caught.value.errors] == [field]
    assert transcode_request({**request, "channels": ["sms"]}) == {"transcoded_message": {"SMS": "Hi"}}
    with pytest.raises(InvalidMessage) as caught:
        Transcoder(strict=True).transcode_request({**request, "app_message": {**TEXT, "zz": 1}})
    assert [error.path for error in caught.value.errors] == ["app_message.zz"]


def test_a_request_is_answered_whoever_would_refuse_the_recipient() -> None:
    request = {"app_id": "a", "app_message": TEXT, "channels": ["SMS", "LINE"]}
    for field, value in (("from", "+"), ("to", "x")):
        answer = transcode_request({**request, field: value})
        assert answer["transcoded_message"]["SMS"] == "Hi"
        assert '"text":"Hi"' in answer["transcoded_message"]["LINE"]


def test_hostile_sizes_cost_no_more_than_ordinary_ones() -> None:
    """Quadratic work on these would take minutes; what is held here is that they end at all within the suite."""
    spaces = {"url_message": {"title": "a" + " " * 300_000 + "b", "url": "https://a.example"}}
    assert transcode({"choice_message": {"choices": [spaces]}}, "SMS").payloads
    many = [{"text_message": {"text": "a"}}] * 500
    assert transcode({"choice_message": {"text_message": {"text": "a" * 50_000}, "choices": many}}, "SMS").payloads


def test_each_option_is_explained() -> None:
    for name in Options.__annotations__:
        assert f"\n    {name}: " in (Options.__doc__ or "")
        assert f"\n        {name}: " in (Transcoder.__doc__ or "")
