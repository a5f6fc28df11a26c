"""The law of conservation by accounting: what counts as shown is what arrives from its place, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.corpus import PROPERTIES
from transcode import Code, Profile, Transcoded, Transcoder
from transcode.channels import implemented

EVERYWHERE = [(channel, profile) for channel in implemented() for profile in Profile]


def send(
    message: dict[str, Any], channel: str = "SMS", profile: Profile = Profile.DOCUMENTED, **more: Any
) -> Transcoded:
    return Transcoder(profile=profile).transcode(message, channel, properties=PROPERTIES, **more)


def lost(result: Transcoded) -> list[str]:
    """The paths of what is said not to be shown."""
    return [f.path for f in result.findings if f.code in {Code.DROPPED, Code.HINT_IGNORED}]


def reply(text: str, postback: str | None = None) -> dict[str, Any]:
    return {"text_message": {"text": text}} | ({} if postback is None else {"postback_data": postback})


def link(title: str, url: str = "https://a.example/x") -> dict[str, Any]:
    return {"url_message": {"title": title, "url": url}}


def place(title: str = "T", label: str | None = None) -> dict[str, Any]:
    message = {"title": title, "coordinates": {"latitude": 55.610479, "longitude": 13.002873}}
    return message | ({} if label is None else {"label": label})


def contact(**more: Any) -> dict[str, Any]:
    fields = {"name": {"full_name": "Ada King"}, "phone_numbers": [{"phone_number": "+46701234567"}], **more}
    return {"contact_info_message": fields}


# --- what is shown is never called lost, whatever it looks like ---


@pytest.mark.parametrize(("channel", "profile"), EVERYWHERE)
@pytest.mark.parametrize(
    "value",
    ["Medium", "MEDIUM", "{{to}}", "{{from}}", "Text", "text", "1. ", "1", "no", "*", "bold", "Straße", "Maps", "api"],
)
def test_a_shown_value_is_not_lost(value: str, channel: str, profile: Profile) -> None:
    shown = value.strip()
    for message, path in (
        ({"text_message": {"text": value}}, "text_message.text"),
        (
            {"choice_message": {"text_message": {"text": value}, "choices": [link("Shop")]}},
            "choice_message.text_message.text",
        ),
        ({"card_message": {"title": value, "choices": [link("Shop")]}}, "card_message.title"),
        (
            {"choice_message": {"text_message": {"text": "Q"}, "choices": [link(value)]}},
            "choice_message.choices[0].url_message.title",
        ),
    ):
        result = send(message, channel, profile)
        assert path not in lost(result), (message, result.findings)
        assert shown.upper() in result.to_json().upper()


@pytest.mark.parametrize(
    "text",
    [
        "Hello\r\n  world",
        "Read more at https://a.example/x today",
        "1. Foo",
        "a\n1. a",
        "See https://a.example/x",
    ],
)
def test_a_text_that_reads_like_the_layout_is_shown(text: str) -> None:
    message = {"card_message": {"title": "1. Foo", "description": text, "choices": [link("1. a"), reply("a")]}}
    assert send(message).losses == ()


def test_an_encoded_url_is_the_url_and_a_dialled_number_the_number() -> None:
    call = {"call_message": {"title": "Call", "phone_number": "+46 73-200 00 00"}}
    message = {
        "choice_message": {"text_message": {"text": "Q"}, "choices": [link("Go", "https://a.example/日本 1"), call]}
    }
    result = send(message, "LINE")
    assert "%E6%97%A5%E6%9C%AC%201" in result.to_json()
    assert "tel:+46732000000" in result.to_json()
    assert result.findings == ()


def test_a_part_of_a_name_is_shown_in_the_whole_of_it_and_another_is_not() -> None:
    assert lost(send(contact(name={"full_name": "Ada King", "first_name": "Ada"}))) == []
    path = "contact_info_message.name.first_name"
    for other in ("Ad", "da", "Augusta"):
        assert lost(send(contact(name={"full_name": "Ada King", "first_name": other}))) == [path]


# --- what is not shown is never taken for shown ---


@pytest.mark.parametrize(("channel", "profile"), EVERYWHERE)
@pytest.mark.parametrize("name", ["1. ", "1", "Medium", "{{to}}", "Text", "type", "Q"])
def test_an_agent_that_is_nowhere_is_reported(name: str, channel: str, profile: Profile) -> None:
    message = {"text_message": {"text": "Hi"}, "agent": {"display_name": name}}
    result = send(message, channel, profile)
    if name.strip() not in [item for payload in result.payloads for item in _strings(payload)]:
        assert "agent.display_name" in lost(result)


def test_a_value_that_is_cut_says_nothing_for_another_that_is_the_same() -> None:
    """Viber Business shows 25 characters of a file's name, and 1,000 of a text."""
    path = "agent.display_name"
    for name, is_lost in (("a" * 30, [path]), ("Ada", [])):
        document = {"url": "https://a.example/a.pdf", "filename_override": name}
        assert lost(send({"media_message": document, "agent": {"display_name": name}}, "VIBERBM")) == is_lost
    for name, is_lost in (("a" * 1_001, [path]), ("Ada", [])):
        listed = {"title": name, "description": "b" * 1_000, "sections": []}
        assert lost(send({"list_message": listed, "agent": {"display_name": name}}, "VIBERBM")) == is_lost


def test_an_agents_name_is_reported_on_every_channel() -> None:
    for channel, profile in EVERYWHERE:
        message = {"text_message": {"text": "Hi"}, "agent": {"display_name": "1. "}}
        assert "agent.display_name" in lost(send(message, channel, profile)), (channel, profile)


def test_what_says_nothing_is_not_lost() -> None:
    for blank in (" ", "\n\t"):
        message = {"text_message": {"text": "Hi"}, "agent": {"display_name": blank}, "reply_to": {"message_id": blank}}
        assert lost(send(message)) == []
        beside = {"title": "T", "label": blank, "coordinates": {"latitude": 1, "longitude": 2}}
        assert lost(send({"choice_message": {"choices": [{"location_message": beside}]}})) == []
        assert lost(send({"card_message": {"title": "T", "height": "UNSPECIFIED_HEIGHT", "description": blank}})) == []
        assert lost(send(contact(organization={"company": blank}))) == []


@pytest.mark.parametrize("label", ["1", "Maps", "Google", "search", "query", "api", "10", "www", "55", "https"])
def test_what_we_write_ourselves_shows_nothing(label: str) -> None:
    message = {"carousel_message": {"cards": [{"title": "A", "choices": [{"location_message": place("T", label)}]}]}}
    assert lost(send(message)) == ["carousel_message.cards[0].choices[0].location_message.label"]


def test_a_word_of_a_url_does_not_show_a_label() -> None:
    message = {
        "choice_message": {
            "choices": [link("Go", "https://a.example/delivery"), {"location_message": place("T", "delivery")}]
        }
    }
    assert lost(send(message)) == ["choice_message.choices[1].location_message.label"]


@pytest.mark.parametrize(
    ("channel", "profile"), [one for one in EVERYWHERE if one[0] in {"LINE", "TELEGRAM", "WHATSAPP"}]
)
def test_a_height_is_a_hint_whatever_else_says_medium(channel: str, profile: Profile) -> None:
    message = {"card_message": {"title": "T", "description": "D", "height": "MEDIUM", "choices": [reply("Yes")]}}
    result = send(message, channel, profile)
    assert lost(result) == ["card_message.height"]
    assert all(finding.code is not Code.DROPPED for finding in result.findings)


def test_the_kind_of_a_number_is_shown_only_as_one() -> None:
    message = contact(
        phone_numbers=[{"phone_number": "+46701234567", "type": "WORK"}], organization={"company": "Work"}
    )
    assert "contact_info_message.organization.company" not in lost(send(message))
    assert lost(send(message)) in ([], ["contact_info_message.phone_numbers[0].type"])


# --- postbacks ---


def test_postbacks_count_among_the_replies() -> None:
    message = {"choice_message": {"text_message": {"text": "Q"}, "choices": [reply("Yes", "pb")]}}
    for channel, profile in EVERYWHERE:
        result = send(message, channel, profile)
        assert [option.postback for option in result.replies] == ["pb"]
        assert "choice_message.choices[0].postback_data" not in lost(result)


# --- findings ---


def test_a_finding_that_speaks_of_something_else_excuses_no_loss() -> None:
    result = send(
        {"choice_message": {"text_message": {"text": "Q"}, "choices": [{"location_message": place("T", "Harbour")}]}}
    )
    assert [(f.code, f.path) for f in result.findings] == [
        (Code.WHOLE_AS_TEXT, "choice_message"),
        (Code.DROPPED, "choice_message.choices[0].location_message.label"),
    ]


def test_an_event_that_is_not_added_is_one_finding() -> None:
    event = {
        "title": "Add",
        "event_start": "2026-12-01T09:00:00Z",
        "event_end": "2026-12-01T10:00:00Z",
        "event_title": "Tea",
        "event_description": "With milk",
        "fallback_url": "https://a.example/e.ics",
    }
    message = {"choice_message": {"text_message": {"text": "Q"}, "choices": [{"calendar_message": event}]}}
    for channel, profile in EVERYWHERE:
        result = send(message, channel, profile)
        path = "choice_message.choices[0].calendar_message"
        expected = [] if "With milk" in str(result.payloads) else [(Code.EVENT_NOT_ADDED, path)]
        if (channel, profile) == ("APPLEBC", Profile.RICH):  # a time picker has the event's title alone
            expected = [(Code.DROPPED, f"{path}.title")]
        assert [(f.code, f.path) for f in result.losses if f.path] == expected, (channel, profile)


@pytest.mark.parametrize("profile", list(Profile))
def test_a_video_card_without_a_thumbnail_reports_a_place_that_is_there(profile: Profile) -> None:
    message = {
        "card_message": {"title": "T", "media_message": {"url": "https://a.example/v.mp4"}, "choices": [reply("Yes")]}
    }
    result = send(message, "LINE", profile)
    assert result.findings
    for finding in result.findings:
        part: Any = message
        for key in finding.path.replace("[", ".").replace("]", "").split("."):
            part = part[int(key)] if key.isdigit() else part[key]


@pytest.mark.parametrize(
    ("path", "subject"),
    [("Harbour", "The label 'Harbour'"), ("x" * 50, f"The label {'x' * 39 + '…'!r}")],
)
def test_a_lost_value_is_the_subject_of_its_finding(path: str, subject: str) -> None:
    result = send({"choice_message": {"choices": [{"location_message": place("T", path)}]}})
    (finding,) = [f for f in result.findings if f.code is Code.DROPPED]
    assert finding.message == f"{subject} is not shown: the rendering for SMS has no place for it."


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    ("channel", "sent"),
    [
        ("WECHAT", {"template_message": {"channel_template": {"WECHAT": {"template_id": "t"}}}}),
        ("KAKAOTALK", {"template_message": {"channel_template": {"KAKAOTALK": {"template_id": "t"}}}}),
        (
            "LINE",
            {
                "text_message": {"text": "x"},
                "channel_specific_message": {
                    "LINE": {"message_type": "NOTIFICATION_MESSAGE_TEMPLATE", "message": {"template_key": "k"}}
                },
            },
        ),
    ],
)
def test_what_stands_beside_a_template_is_accounted_for(channel: str, sent: dict[str, Any]) -> None:
    beside = {"agent": {"display_name": "Ada"}, "reply_to": {"message_id": "m1"}}
    assert {"agent.display_name", "reply_to.message_id"} <= set(lost(send({**sent, **beside}, channel)))
    own = {"text_message": {"text": "x"}, "explicit_channel_message": {channel: '{"a": 1}'}}
    assert lost(send({**own, **beside}, channel)) == []
