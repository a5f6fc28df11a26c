"""Which part of a message speaks for a channel, and templates."""

from __future__ import annotations

from typing import Any

import pytest

from transcode import Code, InvalidMessage, Outcome, Transcoded, Transcoder, transcode

GENERIC = {"text_message": {"text": "for all"}}


def _template(*translations: dict[str, Any], default: str = "en") -> dict[str, Any]:
    return {"id": "t", "default_translation": default, "translations": list(translations)}


def _translation(language: str, text: str, version: str = "1", **more: Any) -> dict[str, Any]:
    return {"language_code": language, "version": version, "text_message": {"text": text}, **more}


def _reference(**more: Any) -> dict[str, Any]:
    return {"template_message": {"omni_template": {"template_id": "t", "version": "latest", **more}}}


def _send(message: dict[str, Any], *templates: dict[str, Any]) -> Transcoded:
    return transcode(message, "SMS", omni_templates=templates)


def _codes(result: Transcoded) -> list[tuple[Code, str]]:
    return [(finding.code, finding.path) for finding in result.findings]


def test_the_more_specific_goes_first() -> None:
    explicit = {"SMS": "own"}
    omni = {"SMS": {"text_message": {"text": "for SMS"}}}
    both = {**GENERIC, "explicit_channel_message": explicit, "explicit_channel_omni_message": omni}
    assert _send(both).text == "own"
    assert _send({**GENERIC, "explicit_channel_omni_message": omni}).text == "for SMS"
    assert _send({**GENERIC, "explicit_channel_omni_message": {"MMS": omni["SMS"]}}).text == "for all"


def test_findings_of_an_omni_override_lead_to_it() -> None:
    place = {"title": "T", "label": "Harbour", "coordinates": {"latitude": 1, "longitude": 2}}
    result = _send({**GENERIC, "explicit_channel_omni_message": {"SMS": {"location_message": place}}})
    assert _codes(result) == [(Code.DROPPED, "explicit_channel_omni_message.SMS.location_message.label")]


def test_an_omni_override_may_be_a_template() -> None:
    reference = {"template_id": "t", "version": "1", "parameters": {"name": "Bo"}}
    message = {**GENERIC, "explicit_channel_omni_message": {"SMS": {"template_reference": reference}}}
    assert _send(message, _template(_translation("en", "Hi ${name}"))).text == "Hi Bo"
    missing = _send(message)
    assert _codes(missing) == [(Code.TEMPLATE_NOT_FOUND, "explicit_channel_omni_message.SMS.template_reference")]


@pytest.mark.parametrize(
    ("language", "expected", "told"),
    [
        (None, "svenska", False),
        ("en", "English", False),
        ("EN", "English", False),
        ("en-US", "American", False),
        ("en_us", "American", False),
        ("en-GB", "English", True),
        ("en-GB-oxendict", "English", True),
        ("sv_SE", "svenska", True),
        ("zh-Hant-TW", "繁體", True),
    ],
)
def test_language(language: str | None, expected: str, told: bool) -> None:
    template = _template(
        _translation("sv", "svenska"),
        _translation("en", "English"),
        _translation("en_US", "American"),
        _translation("zh_Hant", "繁體"),
        default="sv",
    )
    result = _send(_reference(**({} if language is None else {"language_code": language})), template)
    assert result.text == expected
    assert (_codes(result) == [(Code.TEMPLATE_LANGUAGE_CHOSEN, "template_message.omni_template")]) is told


def test_version() -> None:
    template = _template(*(_translation("en", f"version {n}", version=n) for n in ("9", "10", "2")))
    assert _send(_reference(), template).text == "version 10"
    assert _send(_reference(version="2"), template).text == "version 2"
    missing = _send(_reference(version="3"), template)
    assert _codes(missing) == [(Code.TEMPLATE_LANGUAGE_OR_VERSION, "template_message.omni_template")]
    assert "en, version 10" in missing.findings[0].message
    assert (missing.payloads, missing.text, missing.deliverable) == ((), None, False)
    assert _codes(_send(_reference(language_code="fi"), template))[0][0] is Code.TEMPLATE_LANGUAGE_OR_VERSION


def test_parameters() -> None:
    translation = _translation("en", "${a} and ${b}; ${a}", variables=[{"key": "a"}, {"key": "b"}])
    result = _send(_reference(parameters={"a": "${b}", "b": "{{ 7*7 }}"}), _template(translation))
    # A value is never read as a template again.
    assert result.text == "${b} and {{ 7*7 }}; ${b}"
    result = _send(_reference(parameters={"a": "1", "c.d": "3"}), _template(translation))
    assert result.text == "1 and ${b}; 1"
    assert not result.deliverable
    assert [code for code, _ in _codes(result)] == [
        Code.TEMPLATE_PARAMETER_MISSING,
        Code.PARAMETER_SYNTAX,
        Code.TEMPLATE_PARAMETER_UNKNOWN,
    ]


def test_a_declared_parameter_is_needed_even_if_unused() -> None:
    translation = _translation("en", "Hello", variables=[{"key": "a"}])
    assert [code for code, _ in _codes(_send(_reference(), _template(translation)))] == [
        Code.TEMPLATE_PARAMETER_MISSING
    ]


def test_parameters_reach_every_text_and_findings_lead_to_the_reference() -> None:
    card = {
        "title": "Order ${n}",
        "media_message": {"url": "https://a.example/${n}.png"},
        "choices": [
            {"url_message": {"title": "Track ${n}", "url": "https://a.example/${n}"}, "postback_data": "p${n}"},
            {
                "location_message": {
                    "title": "Shop",
                    "label": "Label ${n}",
                    "coordinates": {"latitude": 1, "longitude": 2},
                }
            },
        ],
    }
    template = _template({"language_code": "en", "version": "1", "card_message": card})
    result = _send(_reference(parameters={"n": "7"}), template)
    assert result.text == (
        "Order 7\nhttps://a.example/7.png\n> Track 7: https://a.example/7\n"
        "> Shop: https://www.google.com/maps/search/?api=1&query=1,2"
    )
    assert [reply.postback for reply in result.replies] == ["p7", None]
    assert {reply.path for reply in result.replies} == {"template_message.omni_template"}
    (loss,) = result.losses
    assert loss.path == "template_message.omni_template"
    assert "card_message.choices[1].location_message.label" in loss.message


def test_the_channels_own_template_goes_first() -> None:
    message = {
        "template_message": {
            "channel_template": {"SMS": {"template_id": "own"}},
            "omni_template": {"template_id": "t", "version": "1"},
        }
    }
    result = _send(message, _template(_translation("en", "Hi")))
    # SMS has no templates of its own, so the omni template is what can be sent.
    assert result.text == "Hi"
    assert _codes(result) == [(Code.CHANNEL_TEMPLATE_UNUSED, "template_message.channel_template.SMS")]
    whatsapp = {"template_id": "own", "language_code": "en_US"}
    message["template_message"]["channel_template"]["WHATSAPP"] = whatsapp
    result = transcode(message, "WHATSAPP", omni_templates=[_template(_translation("en", "Hi"))])
    assert result.payloads[0]["template"]["name"] == "own"
    message["template_message"]["channel_template"] = {"WHATSAPP": {"template_id": "own"}}
    assert _send(message, _template(_translation("en", "Hi"))).text == "Hi"
    del message["template_message"]["omni_template"]
    assert _codes(_send(message)) == [(Code.TEMPLATE_MISSING, "template_message.channel_template")]
    message["template_message"]["channel_template"] = {"SMS": {"template_id": "own"}}
    nothing = _send(message)
    assert _codes(nothing) == [(Code.CHANNEL_WITHOUT_TEMPLATES, "template_message.channel_template.SMS")]
    assert (nothing.text, nothing.payloads, nothing.outcome) == (None, (), Outcome.PLAINTEXT)


def test_a_translation_may_name_the_channels_own_template() -> None:
    override = {
        "template_reference": {"template_id": "wa_tpl", "language_code": "en_US"},
        "parameter_mappings": {"body[1]text": "name"},
    }
    translation = _translation(
        "en", "Hi ${name}", variables=[{"key": "name"}], channel_template_overrides={"WHATSAPP": override}
    )
    message = _reference(parameters={"name": "Ada"})
    result = transcode(message, "WHATSAPP", omni_templates=[_template(translation)])
    template = result.payloads[0]["template"]
    assert (template["name"], template["language"]) == ("wa_tpl", {"code": "en_US"})
    assert template["components"] == [{"type": "body", "parameters": [{"type": "text", "text": "Ada"}]}]
    assert _send(message, _template(translation)).text == "Hi Ada"


def test_what_is_wrong_with_a_template_that_is_not_sent_is_not_told() -> None:
    """The omni template is for the channels that have no template of their own."""
    message = {
        "template_message": {
            "channel_template": {"WHATSAPP": {"template_id": "own", "language_code": "en_US"}},
            "omni_template": {"template_id": "unknown", "version": "1"},
        }
    }
    whatsapp = transcode(message, "WHATSAPP", markup="markdown")
    assert (whatsapp.findings, whatsapp.deliverable) == ((), True)
    assert _codes(_send(message)) == [(Code.TEMPLATE_NOT_FOUND, "template_message.omni_template")]
    flow = {"flow_id": "1", "flow_cta": "Go", "body": {"text": "x"}}
    del message["template_message"]["channel_template"]
    specific = {"WHATSAPP": {"message_type": "FLOWS", "message": flow}}
    assert transcode({**message, "channel_specific_message": specific}, "WHATSAPP").deliverable
    message["template_message"]["omni_template"] = {"template_id": "t", "version": "1"}
    message["template_message"]["channel_template"] = {"WHATSAPP": {"template_id": "own", "language_code": "en_US"}}
    templates = [_template(_translation("en", "**Hi** ${name} ![x](https://a.example)"))]
    assert transcode(message, "WHATSAPP", omni_templates=templates, markup="markdown").findings == ()
    with_specific = transcode(
        {**message, "channel_specific_message": specific}, "WHATSAPP", omni_templates=templates, markup="markdown"
    )
    assert with_specific.findings == ()


def test_the_channels_own_template_takes_the_parameters_that_are_mapped_to_it() -> None:
    reference: dict[str, Any] = {"template_id": "wa_tpl", "language_code": "en_US"}
    mappings = {"body[1]text": "first", "body[2]text": "last"}
    override = {"template_reference": reference, "parameter_mappings": mappings}
    translation = _translation("en", "Hi ${name}", channel_template_overrides={"WHATSAPP": override})

    def sent(**parameters: str) -> tuple[Any, list[tuple[Code, str]]]:
        result = transcode(_reference(parameters=parameters), "WHATSAPP", omni_templates=[_template(translation)])
        components = result.payloads[0]["template"].get("components", [{"parameters": []}])
        return [one["text"] for one in components[0]["parameters"]], _codes(result)

    place = "template_message.omni_template"
    assert sent(first="Ada", last="L") == (["Ada", "L"], [])
    assert sent(first="Ada") == (["Ada"], [(Code.TEMPLATE_PARAMETER_MISSING, place)])
    assert sent(first="A", last="L", name="Ada")[1] == [(Code.TEMPLATE_PARAMETER_UNKNOWN, f"{place}.parameters.name")]
    # A value that the template has for itself stands in for one that is not given.
    reference["parameters"] = {"body[2]text": "Smith"}
    assert sent(first="Ada") == (["Ada", "Smith"], [])
    # Where the channel has no templates, what the text says counts.
    sms = _send(_reference(parameters={"name": "Ada", "first": "A"}), _template(translation))
    assert (sms.text, _codes(sms)) == ("Hi Ada", [(Code.TEMPLATE_PARAMETER_UNKNOWN, f"{place}.parameters.first")])


def test_a_parameter_may_be_a_date() -> None:
    calendar = {
        "title": "Add",
        "event_start": "${start}",
        "event_end": "2026-12-01T10:00:00Z",
        "event_title": "T",
        "fallback_url": "https://a.example",
    }
    content = {"choices": [{"calendar_message": calendar}]}
    template = _template({"language_code": "en", "version": "1", "choice_message": content})
    filled = _send(_reference(parameters={"start": "2026-12-01T09:00:00Z"}), template)
    assert [code for code, _ in _codes(filled)] == [Code.WHOLE_AS_TEXT, Code.EVENT_NOT_ADDED]
    assert Code.TEMPLATE_PARAMETER_MISSING in {code for code, _ in _codes(_send(_reference(), template))}
    with pytest.raises(InvalidMessage, match="RFC 3339"):
        _send(_reference(parameters={"start": "soon"}), template)


def test_placeholders_are_read_in_each_text_by_itself() -> None:
    card = {"title": "Only ${", "description": "x}"}
    result = _send(_reference(), _template({"language_code": "en", "version": "1", "card_message": card}))
    assert result.deliverable


def test_a_parameter_may_have_any_name() -> None:
    result = _send(_reference(parameters={"a\\b": "X", "'": "Y"}), _template(_translation("en", "hi ${a\\b} ${'}")))
    assert (result.text, result.findings) == ("hi X Y", ())


def test_misspelt_ids_and_parameters_name_what_may_be_meant() -> None:
    translation = {"language_code": "en", "version": "1", "text_message": {"text": "Hi ${name}"}}
    shipped = {"id": "order_shipped", "default_translation": "en", "translations": [translation]}
    transcoder = Transcoder(omni_templates=[shipped])

    def told(name: str, **parameters: str) -> list[str]:
        reference = {"template_id": name, "version": "1", "parameters": parameters}
        found = transcoder.transcode({"template_message": {"omni_template": reference}}, "LINE").findings
        return [finding.message for finding in found if "mean" in finding.message]

    (unknown,) = told("order_shiped")
    assert unknown.endswith("is not known here (did you mean 'order_shipped'?).")
    (odd,) = told("order_shipped", nmae="Nora")
    assert odd.endswith("is not used (did you mean 'name'?).")
    assert told("nowhere") == []
