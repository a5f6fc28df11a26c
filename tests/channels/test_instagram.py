"""Instagram: what it has otherwise than Messenger; see ``test_messenger`` for what they share."""

from __future__ import annotations

from typing import Any

from tests.channels.test_messenger import (
    CALL,
    IMAGE,
    card,
    carousel,
    content,
    contents,
    found,
    link,
    question,
    reply,
    sent,
)
from transcode import Code

Json = dict[str, Any]


def test_files_on_instagram_are_images_unless_the_profile_is_rich() -> None:
    video = {"media_message": {"url": "https://a.example/v.mp4"}}
    result = sent(video, channel="INSTAGRAM")
    assert result.payloads[0]["message"] == {"text": "https://a.example/v.mp4"}
    assert found(result, Code.WHOLE_AS_TEXT) == [("media_message.url", None, None)]
    assert content(video, "rich", "INSTAGRAM")["attachment"]["type"] == "video"
    assert content({"media_message": {"url": IMAGE}}, channel="INSTAGRAM")["attachment"]["type"] == "image"


def test_the_picture_of_a_choice_on_instagram_has_quick_replies() -> None:
    assert content(question(reply("Yes", "choice_y"), reply("No", "choice_n")), channel="INSTAGRAM") == {
        "text": "What now?",
        "quick_replies": [
            {"content_type": "text", "title": "Yes", "payload": "choice_y"},
            {"content_type": "text", "title": "No", "payload": "choice_n"},
        ],
    }


def test_instagram_rich_has_no_button_that_calls() -> None:
    result = sent({"card_message": card("1", CALL, link())}, "rich", "INSTAGRAM")
    (element,) = result.payloads[0]["message"]["attachment"]["payload"]["elements"]
    assert element["subtitle"] == "Description 1\n\n> Call us: 46732000000"
    assert [button["type"] for button in element["buttons"]] == ["web_url"]
    assert found(result, Code.CHOICE_AS_LINE) == [("card_message.choices[0].call_message", None, None)]


def test_outer_choices_on_instagram_are_lines_unless_the_profile_is_rich() -> None:
    message = carousel(card("1", reply("A")), card("2", reply("B")), outer=(reply("Outer"),))
    result = sent(message, channel="INSTAGRAM")
    assert result.payloads[0]["message"] == {"text": "> Outer"}
    assert found(result, Code.CHOICE_AS_LINE) == [("carousel_message.choices[0].text_message", None, None)]
    assert content(message, "rich", "INSTAGRAM")["quick_replies"][0]["title"] == "Outer"


def test_a_tag_of_instagram() -> None:
    result = sent(
        {"text_message": {"text": "Hi"}}, channel="INSTAGRAM", properties={"INSTAGRAM_MESSAGE_TAG": "HUMAN_AGENT"}
    )
    assert result.payloads[0]["tag"] == "HUMAN_AGENT"
    assert result.payloads[0]["messaging_type"] == "MESSAGE_TAG"


def test_templates_have_the_limits_of_messenger() -> None:
    def codes(message: Json) -> list[tuple[str, int | None, int | str | None]]:
        result = sent(message, channel="INSTAGRAM")
        wanted = (Code.TEXT_CUT, Code.CARDS_SPLIT, Code.IDENTIFIER_SHORTENED, Code.CHOICE_BELOW)
        return [one for code in wanted for one in found(result, code)]

    for name, path in (("title", "card_message.title"), ("description", "card_message.description")):
        words = {"title": "T", "description": "D"}
        assert codes({"card_message": {**words, name: "x" * 80}}) == []
        assert codes({"card_message": {**words, name: "x" * 81}}) == [(path, 80, 81)]
    assert codes(carousel(*[card("1", reply("A"))] * 10)) == []
    assert codes(carousel(*[card("1", reply("A"))] * 11)) == [("carousel_message.cards", 10, 2)]
    back = "choice_message.choices[0].postback_data"
    assert codes(question(reply("A", "p" * 1000))) == []
    assert codes(question(reply("A", "p" * 1001))) == [(back, 1000, 1001)]
    assert codes({"card_message": card("1", *(reply(str(number)) for number in range(3)))}) == []
    below = codes({"card_message": card("1", *(reply(str(number)) for number in range(4)))})
    assert below == [("card_message.choices[3]", 3, 4)]


def test_a_question_with_a_button_has_640_characters() -> None:
    assert len(contents(question(link(), text="x" * 640), channel="INSTAGRAM")) == 1
    before, shown = contents(question(link(), text="x" * 641), channel="INSTAGRAM")
    assert before == {"text": "x" * 641}
    assert shown["attachment"]["payload"]["text"] == "x" * 639 + "…"
