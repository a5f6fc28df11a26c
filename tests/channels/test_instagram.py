"""Instagram: what it has otherwise than Messenger; see ``test_messenger`` for what they share."""

from __future__ import annotations

from tests.channels.test_messenger import CALL, IMAGE, card, carousel, content, found, link, question, reply, sent
from transcode import Code


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
