"""Which choice a reply takes."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.strategies import messages, texts
from transcode import AppMessage, InvalidMessage, InvalidOption, Transcoder, UnknownChannel, transcode
from transcode.channels import implemented
from transcode.inbound import (
    Ambiguous,
    ChoiceResponse,
    ContactMessage,
    MatchedBy,
    NoMatch,
    Resolution,
    parse_event,
    parse_line,
    parse_telegram,
    parse_whatsapp,
    resolve_reply,
)
from transcode.plaintext import one_line

HELD = json.loads((Path(__file__).parent / "data" / "replies.json").read_text())["messages"]
MMS = {"MMS_SENDER": "28444"}


def short(resolution: Resolution) -> str:
    match resolution:
        case ChoiceResponse():
            return resolution.postback_data
        case Ambiguous():
            return "?"
        case NoMatch():
            return "-"


def choices(*labels: str, **postbacks: str) -> dict[str, Any]:
    return {
        "choice_message": {
            "choices": [
                {"text_message": {"text": label}, **({"postback_data": postbacks[label]} if label in postbacks else {})}
                for label in labels
            ]
        }
    }


# --- the held set ---


def test_the_held_set_is_large_enough() -> None:
    assert sum(len(held["replies"]) for held in HELD) >= 200


@pytest.mark.parametrize("held", HELD, ids=lambda held: held["name"])
def test_held(held: dict[str, Any]) -> None:
    result = transcode(held["message"], held["channel"], properties=MMS)
    found = [[typed, short(resolve_reply(result, typed))] for typed, _ in held["replies"]]
    assert found == held["replies"]


@pytest.mark.parametrize("held", HELD, ids=lambda held: held["name"])
def test_held_replies_in_a_callback_and_with_the_message_itself(held: dict[str, Any]) -> None:
    for typed, expected in held["replies"]:
        identity = {"channel": held["channel"], "identity": "1"}
        callback = {"message": {"channel_identity": identity, "contact_message": {"text_message": {"text": typed}}}}
        assert short(resolve_reply(held["message"], callback)) == expected


# --- the law: a rendered line, typed in any case, is that choice ---

CASES = (str, str.upper, str.lower, str.swapcase, str.casefold, str.capitalize)
_labels = texts(max_size=6).filter(lambda label: label.strip())
_text_choices = st.builds(
    lambda label, postback: (
        {"text_message": {"text": label}, "postback_data": postback},
        f"> {one_line(label).upper()}",
    ),
    _labels,
    texts(max_size=3),
)
_url_choices = st.builds(
    lambda label, url, postback: (
        {"url_message": {"title": label, "url": url}, "postback_data": postback},
        f"> {one_line(label)}: {url.replace('Å', '%C3%85')}",
    ),
    _labels,
    st.sampled_from(("https://a.example/x?y=1", "https://b.example/Å")),
    texts(max_size=3),
)
_call_choices = st.builds(
    lambda label, postback: (
        {"call_message": {"title": label, "phone_number": "+46701234567"}, "postback_data": postback},
        f"> {one_line(label)}: +46701234567",
    ),
    _labels,
    texts(max_size=3),
)
_drawn = st.lists(_text_choices | _url_choices | _call_choices, min_size=1, max_size=5)


def bare(text: str) -> str:
    """What is left of a text when everything is gone that nobody would tell apart in a short message."""
    kept = "".join(
        character for character in text if unicodedata.category(character) not in ("Cf", "Cc", "Zs", "Zl", "Zp")
    )
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", kept).casefold())
    return folded.replace("ı", "i").replace("i\u0307", "i").replace("\ufe0f", "").replace("\u20e3", "").replace(" ", "")


def readings(line: str) -> set[str]:
    return {bare(line), bare(line.removeprefix("> "))}


def in_a_choice_message(question: str, drawn: list[dict[str, Any]]) -> dict[str, Any]:
    return {"choice_message": {"text_message": {"text": question}, "choices": drawn}}


def in_a_card(question: str, drawn: list[dict[str, Any]]) -> dict[str, Any]:
    return {"card_message": {"title": question, "choices": drawn}}


def in_a_carousel(question: str, drawn: list[dict[str, Any]]) -> dict[str, Any]:
    cards = [{"title": "Card", "description": question, "choices": [choice]} for choice in drawn[1:]]
    return {"carousel_message": {"cards": cards, "choices": drawn[:1]}}


@given(
    drawn=_drawn,
    question=texts(max_size=6),
    channel=st.sampled_from(("SMS", "MMS")),
    container=st.sampled_from((in_a_choice_message, in_a_card, in_a_carousel)),
    data=st.data(),
)
def test_typing_a_rendered_line_in_any_case_takes_that_choice(
    drawn: list[tuple[dict[str, Any], str]], question: str, channel: str, container: Any, data: st.DataObject
) -> None:
    if container is in_a_carousel:
        # The outer choice stands last in the text.
        drawn = [*drawn[1:], drawn[0]]
    choices_ = [choice for choice, _ in drawn]
    message = container(question, [choices_[-1], *choices_[:-1]] if container is in_a_carousel else choices_)
    result = transcode(message, channel, properties=MMS)
    index = data.draw(st.integers(0, len(drawn) - 1))
    line = drawn[index][1]
    assert result.text is not None
    assert line in result.text.split("\n")
    assume(bare(line.removeprefix("> ")))
    typed = data.draw(st.sampled_from(CASES))(line) if data.draw(st.booleans()) else line.removeprefix("> ")
    resolution = resolve_reply(result, typed)
    if isinstance(resolution, Ambiguous):
        others = {other for other, (_, shown) in enumerate(drawn) if readings(shown) & readings(line)} - {index}
        assert others, "only choices that read the same are ambiguous"
        assert {option.path for option in resolution.candidates} <= {
            result.replies[other].path for other in (*others, index)
        }
    else:
        assert isinstance(resolution, ChoiceResponse)
        assert resolution.postback_data == drawn[index][0]["postback_data"]


@given(message=messages("choice_message", "card_message", "carousel_message", "list_message"), data=st.data())
def test_any_message_typing_what_is_shown_never_takes_another_choice(
    message: dict[str, Any], data: st.DataObject
) -> None:
    result = transcode(message, data.draw(st.sampled_from(("SMS", "MMS"))), properties=MMS)
    assume(result.replies)
    option = data.draw(st.sampled_from(result.replies))
    assume(bare(option.shown))
    resolution = resolve_reply(result, data.draw(st.sampled_from(CASES))(option.shown))
    if isinstance(resolution, Ambiguous):
        assert all(bare(candidate.shown) == bare(option.shown) for candidate in resolution.candidates)
    else:
        assert isinstance(resolution, ChoiceResponse)
        assert resolution.postback_data == (
            option.postback if option.postback is not None else f"{{{{message_id}}}}_{option.label}"
        ) or bare(resolution.option.shown) == bare(option.shown)


@settings(deadline=None)  # the first message of a process pays for the imports
@given(message=messages(), typed=texts())
def test_any_reply_to_any_message_has_an_answer(message: dict[str, Any], typed: str) -> None:
    resolution = resolve_reply(message, typed)
    assert resolution == resolve_reply(message, typed)
    json.dumps(resolution.as_dict())


# --- taps ---


def test_tap_in_a_callback_of_the_service() -> None:
    message = choices("Yes", "No", Yes="y")
    event = parse_event(
        {"message": {"contact_message": {"choice_response_message": {"message_id": "01M", "postback_data": "y"}}}}
    )
    resolution = resolve_reply(message, event)
    assert isinstance(resolution, ChoiceResponse)
    assert (resolution.message_id, resolution.postback_data, resolution.matched_by) == (
        "01M",
        "y",
        MatchedBy.IDENTIFIER,
    )
    assert resolution.option.label == "Yes"
    default = ContactMessage.model_validate(
        {"choice_response_message": {"message_id": "01M", "postback_data": "01M_No"}}
    )
    assert short(resolve_reply(message, default)) == "01M_No"


def test_tap_of_nothing_that_was_offered() -> None:
    tap = ContactMessage.model_validate({"choice_response_message": {"message_id": "M", "postback_data": "other"}})
    assert isinstance(resolve_reply(choices("Yes"), tap), NoMatch)


def whatsapp_tap(identifier: str) -> ContactMessage:
    message = {
        "from": "46",
        "id": "wamid.2",
        "timestamp": "1700000000",
        "type": "interactive",
        "context": {"from": "47", "id": "wamid.1"},
        "interactive": {"type": "button_reply", "button_reply": {"id": identifier, "title": "?"}},
    }
    value = {"messaging_product": "whatsapp", "messages": [message]}
    webhook = {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}],
    }
    return parse_whatsapp(webhook).messages[0]


def line_tap(identifier: str) -> ContactMessage:
    event = {"type": "postback", "timestamp": 1, "source": {"userId": "U"}, "postback": {"data": identifier}}
    return parse_line({"destination": "D", "events": [event]}).messages[0]


def telegram_tap(identifier: str) -> ContactMessage:
    query = {"id": "1", "from": {"id": 7}, "message": {"message_id": 5, "chat": {"id": 7}}, "data": identifier}
    return parse_telegram({"update_id": 1, "callback_query": query}).messages[0]


TAPS = {"WHATSAPP": whatsapp_tap, "LINE": line_tap, "TELEGRAM": telegram_tap}


@pytest.mark.parametrize("channel", TAPS)
def test_every_button_that_a_channel_shows_is_known_again(channel: str) -> None:
    if channel not in implemented():
        pytest.skip(f"{channel} has no writer yet")
    long = json.dumps({"action": "confirm", "order": "x" * 250})
    message = {
        "choice_message": {
            "text_message": {"text": "Well?"},
            "choices": [
                {"text_message": {"text": "Yes"}, "postback_data": long},
                {"text_message": {"text": "No"}, "postback_data": "n"},
                {"text_message": {"text": "Later"}},
            ],
        }
    }
    result = transcode(message, channel, profile="rich")
    tapped = [reply for reply in result.replies if reply.identifier is not None]
    assert len(tapped) == 3
    for reply in tapped:
        assert reply.identifier is not None
        assert json.dumps(reply.identifier) in json.dumps(result.payloads)
        resolution = resolve_reply(result, TAPS[channel](reply.identifier))
        assert isinstance(resolution, ChoiceResponse)
        assert resolution.option == reply
        expected = reply.postback or f"{resolution.message_id}_{reply.label}"
        assert resolution.postback_data == expected
        assert resolve_reply(result, reply.label) != resolve_reply(result, "something else")


@pytest.mark.parametrize("channel", TAPS)
@given(message=messages("choice_message", "card_message", "list_message"))
def test_a_tap_is_never_another_choice(channel: str, message: dict[str, Any]) -> None:
    if channel not in implemented():
        pytest.skip(f"{channel} has no writer yet")
    result = transcode(message, channel)
    for reply in result.replies:
        if not reply.identifier:
            continue
        resolution = resolve_reply(result, TAPS[channel](reply.identifier))
        if isinstance(resolution, Ambiguous):
            same = [other for other in result.replies if other.identifier == reply.identifier]
            assert len(same) > 1
        else:
            assert isinstance(resolution, ChoiceResponse)
            expected = reply.postback if reply.postback is not None else f"{resolution.message_id}_{reply.label}"
            assert resolution.postback_data == expected


# --- the response ---


def test_default_postback_as_documented() -> None:
    resolution = resolve_reply(
        choices("Suggested Reply Text"), "suggested reply text", message_id="01EKJWGGMA53D91CS7GTDW0BAE"
    )
    assert isinstance(resolution, ChoiceResponse)
    assert resolution.postback_data == "01EKJWGGMA53D91CS7GTDW0BAE_Suggested Reply Text"
    contact = resolution.as_contact_message()
    assert contact.choice_response_message is not None
    assert contact.choice_response_message.message_id == "01EKJWGGMA53D91CS7GTDW0BAE"


def test_an_empty_postback_is_a_postback() -> None:
    assert short(resolve_reply(choices("Yes", Yes=""), "yes")) == ""


def test_the_message_that_the_reply_names() -> None:
    quoted = ContactMessage.model_validate({"text_message": {"text": "yes"}, "reply_to": {"message_id": "01A"}})
    assert short(resolve_reply(choices("Yes"), quoted)) == "01A_Yes"
    assert short(resolve_reply(choices("Yes"), quoted, message_id="01A")) == "01A_Yes"
    assert isinstance(resolve_reply(choices("Yes"), quoted, message_id="01B"), NoMatch)
    tap = ContactMessage.model_validate({"choice_response_message": {"message_id": "01A", "postback_data": "y"}})
    assert isinstance(resolve_reply(choices("Yes", Yes="y"), tap, message_id="01B"), NoMatch)


def test_the_caption_of_a_file_is_a_reply() -> None:
    captioned = ContactMessage.model_validate({"media_card_message": {"url": "https://x", "caption": "Yes!"}})
    assert short(resolve_reply(choices("Yes", Yes="y"), captioned)) == "y"


@pytest.mark.parametrize(
    "contact",
    [
        {"media_message": {"url": "https://x"}},
        {"media_card_message": {"url": "https://x"}},
        {"location_message": {"coordinates": {"latitude": 1, "longitude": 2}}},
        {"product_response_message": {}},
        {"fallback_message": {}},
        {"later_message": {}},
    ],
)
def test_what_has_no_text_is_no_reply(contact: dict[str, Any]) -> None:
    assert isinstance(resolve_reply(choices("Yes"), ContactMessage.model_validate(contact)), NoMatch)


def test_a_message_without_choices() -> None:
    assert resolve_reply({"text_message": {"text": "Hi"}}, "Hi") == NoMatch("the message offers no choice")


def test_an_mms_answered_by_sms_reads_as_the_mms_did() -> None:
    cards = [{"title": title, "choices": [{"text_message": {"text": title}}]} for title in ("Red", "Blue")]
    result = transcode({"carousel_message": {"cards": cards}}, "MMS", properties=MMS)
    answer = {"message": {"channel": "SMS", "contact_message": {"text_message": {"text": "2"}}}}
    # The MMS has no numbers; an SMS of the same message would have.
    assert isinstance(resolve_reply(result, answer), NoMatch)
    assert isinstance(resolve_reply({"carousel_message": {"cards": cards}}, answer), ChoiceResponse)
    assert isinstance(resolve_reply({"carousel_message": {"cards": cards}}, answer, channel="MMS"), NoMatch)


def test_layouts_of_the_callers_own_that_number_the_choices(tmp_path: Path) -> None:
    (tmp_path / "choice.txt.j2").write_text(
        "{{ text }}\n{% for choice in choices %}\n{{ loop.index }}. {{ choice.label }}\n{% endfor %}\n"
    )
    transcoder = Transcoder(templates=tmp_path)
    message = choices("Van Gogh", "Monet", "3. Other", **{"Van Gogh": "v", "Monet": "m", "3. Other": "o"})
    for typed, expected in (("1", "v"), ("2.", "m"), ("3", "o"), ("4", "-"), ("1. van gogh", "v"), ("MONET", "m")):
        assert short(resolve_reply(message, typed, transcoder=transcoder)) == expected
    # Without numbers in the text only the label's own counts.
    assert [short(resolve_reply(message, typed)) for typed in "123"] == ["-", "-", "o"]


def test_capitals_as_the_sender_chose() -> None:
    for uppercase in ("documented", "gsm-safe", "keep"):
        result = transcode(choices("Perché sì", **{"Perché sì": "p"}), "SMS", uppercase=uppercase)
        for typed in ("perché sì", "PERCHÉ SÌ", "> Perché sì"):
            assert short(resolve_reply(result, typed)) == "p"


def test_a_reaction_is_no_answer() -> None:
    result = transcode(
        {
            "choice_message": {
                "text_message": {"text": "Is it on Monday?"},
                "choices": choices("Confirm")["choice_message"]["choices"],
            }
        },
        "SMS",
    )
    assert isinstance(resolve_reply(result, f"Disliked “{result.text}”"), NoMatch)


def test_letters_and_numbers_stand_in_many_sentences() -> None:
    message = choices("A", "C", "100")
    for typed, expected in (
        ("c", "C"),
        ("I'd like C please", "C"),
        ("vitamin c", "-"),
        ("100 times no", "-"),
        ("100 kr", "-"),
    ):
        resolution = resolve_reply(message, typed)
        assert (resolution.option.label if isinstance(resolution, ChoiceResponse) else "-") == expected


def test_a_long_letter_is_no_answer() -> None:
    assert isinstance(resolve_reply(choices("Pizza"), "word " * 13 + "pizza"), NoMatch)
    assert isinstance(resolve_reply(choices("Pizza"), "x" * 2001), NoMatch)
    assert isinstance(resolve_reply(choices("Pizza"), "pizza " + "!" * 1_000_000), NoMatch)


def test_ambiguous_says_between_what() -> None:
    resolution = resolve_reply(choices("Red wine", "White wine"), "red wine or white wine")
    assert isinstance(resolution, Ambiguous)
    assert [option.label for option in resolution.candidates] == ["Red wine", "White wine"]
    assert resolution.as_dict()["result"] == "ambiguous"


def test_what_may_be_given() -> None:
    message = AppMessage.parse(choices("Yes", Yes="y"))
    for given_ in (message, choices("Yes", Yes="y"), json.dumps(choices("Yes", Yes="y")), transcode(message, "SMS")):
        assert short(resolve_reply(given_, "yes")) == "y"


def test_bad_input() -> None:
    with pytest.raises(InvalidMessage):
        resolve_reply({"choice_message": {}}, "yes")
    with pytest.raises(InvalidMessage) as caught:
        resolve_reply(choices("Yes"), {"app_id": "A", "message_delivery_report": {"status": "READ"}})
    assert caught.value.errors[0].path == "message"
    with pytest.raises(UnknownChannel):
        resolve_reply(choices("Yes"), "yes", channel="PIGEON")


@pytest.mark.parametrize("typed", ["Yes", "yes, please", "YES PLEASE!"])
def test_a_message_that_is_one_choice_is_not_quoted_by_its_answer(typed: str) -> None:
    message = {"choice_message": {"choices": [{"text_message": {"text": "Yes"}, "postback_data": "confirmed"}]}}
    answer = resolve_reply(transcode(message, "SMS"), typed)
    assert isinstance(answer, ChoiceResponse)
    assert answer.postback_data == "confirmed"


@pytest.mark.parametrize("odd", ["\ud800", 7, b"m"])
def test_a_message_id_that_is_none(odd: Any) -> None:
    with pytest.raises(InvalidOption, match="message_id: must be a string"):
        resolve_reply({"choice_message": {"choices": [{"text_message": {"text": "Yes"}}]}}, "yes", message_id=odd)
