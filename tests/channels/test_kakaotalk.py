"""KakaoTalk and KakaoTalk Chat: every type in both profiles, each limit at n and n+1, templates and products.

The judge is Bizgo's own model of its requests, which refuses unknown keys; what it does not count (labels, line breaks)
is counted here from Infobip's table.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus import names, run
from tests.strategies import messages
from transcode import Code, Outcome, Profile, Transcoded, Transcoder, transcode
from transcode.channels import writer_for
from transcode.inbound import ChoiceResponse, resolve_reply

Json = dict[str, Any]

BOTH = ("KAKAOTALK", "KAKAOTALKCHAT")
TO = {"KAKAOTALK": "+821012345678", "KAKAOTALKCHAT": "user-key-1"}
KEY = "0123456789abcdef0123456789abcdef01234567"
IMAGE = "https://example.com/a.png"
PLACE = {"latitude": 55.610479, "longitude": 13.002873}
MAP = "https://www.google.com/maps/search/?api=1&query=55.610477,13.002873"


# --- the judge ---


def _buttons(message: Json) -> Iterator[tuple[Json, int]]:
    attachment = message.get("attachment", {})
    for name in ("button", "buttons", "quickReplies"):
        yield from ((one, 14) for one in attachment.get(name, []))
    for card in message.get("carousel", {}).get("list", []):
        for name in ("button", "buttons"):
            yield from ((one, 8) for one in card.get("attachment", {}).get(name, []))


def problems(payload: Json, channel: str) -> list[str]:
    """What Bizgo's model and Infobip's table have against a request."""
    models = pytest.importorskip("bizgo.models._generated_request")
    from pydantic import ValidationError

    model = models.SendOmniRequest if channel == "KAKAOTALK" else models.CounselRichMessageRequest
    try:
        model.model_validate(payload)
    except ValidationError as error:
        return [f"{one['loc']}: {one['msg']}" for one in error.errors()]
    message = payload if channel == "KAKAOTALKCHAT" else payload["messageFlow"][0].get("brandmessage", {})
    found = [f"label {one['name']!r}" for one, most in _buttons(message) if not 1 <= len(one["name"]) <= most]
    found += [f"url {one['urlMobile']!r}" for one, _ in _buttons(message) if len(one.get("urlMobile", "")) > 1000]
    text, most = message.get("text", message.get("message", "x")), 1300 if channel == "KAKAOTALK" else 1000
    most = 400 if message.get("msgType") == "FI" else most
    if not text.strip() or len(text) > most or (channel == "KAKAOTALK" and text.count("\n") > 99):
        found.append(f"text of {len(text)}")
    for card in message.get("carousel", {}).get("list", []):
        if not (1 <= len(card.get("header", "x")) <= 20 and 1 <= len(card.get("message", "x")) <= 180):
            found.append(f"card {card!r}")
        found += ["buttons of a card"] * (
            sum(len(card["attachment"].get(name, [])) for name in ("button", "buttons")) > 2
        )
    return found


# --- helpers ---


def sent(message: Json, profile: str = "documented", channel: str = "KAKAOTALK", **options: Any) -> Transcoded:
    to = options.pop("to", TO[channel])
    return transcode(message, channel, to=to, sender=options.pop("sender", KEY), profile=profile, **options)


def contents(message: Json, profile: str = "documented", channel: str = "KAKAOTALK", **options: Any) -> list[Json]:
    """What each request sends, without what all of them have."""
    found = []
    for payload in sent(message, profile, channel, **options).payloads:
        item = payload["messageFlow"][0]["brandmessage"] if channel == "KAKAOTALK" else payload
        found.append({k: v for k, v in item.items() if k not in ("sendType", "senderKey", "userKey")})
    return found


def found(result: Transcoded, code: Code) -> list[tuple[str, int | None, int | str | None]]:
    return [(one.path, one.limit, one.actual) for one in result.findings if one.code is code]


def question(*choices: Json, text: str | None = "What now?") -> Json:
    body: Json = {"choices": list(choices)}
    return {"choice_message": body if text is None else {**body, "text_message": {"text": text}}}


def reply(text: str, postback: str | None = None) -> Json:
    choice: Json = {"text_message": {"text": text}}
    return choice if postback is None else {**choice, "postback_data": postback}


def link(title: str = "Site", url: str = "https://example.com") -> Json:
    return {"url_message": {"title": title, "url": url}}


def web(name: str = "Site", url: str = "https://example.com") -> Json:
    return {"type": "WL", "name": name, "urlMobile": url, "urlPc": url}


CALL = {"call_message": {"title": "Call us", "phone_number": "+46732000000"}}


def card(name: str = "1", *choices: Json, url: str | None = IMAGE, **more: Any) -> Json:
    fields: Json = {"title": f"Title {name}", "description": f"Description {name}", **more}
    if url:
        fields["media_message"] = {"url": url}
    return {**fields, "choices": list(choices)} if choices else fields


# --- texts, choices, cards ---


def test_text() -> None:
    result = sent({"text_message": {"text": "Hi"}})
    assert result.payloads == (
        {
            "destinations": [{"to": "01012345678"}],
            "messageFlow": [{"brandmessage": {"sendType": "free", "msgType": "FT", "senderKey": KEY, "text": "Hi"}}],
        },
    )
    chat = sent({"text_message": {"text": "Hi"}}, channel="KAKAOTALKCHAT")
    assert chat.payloads == ({"userKey": "user-key-1", "senderKey": KEY, "msgType": "TEXT", "message": "Hi"},)


def test_answers_and_urls_are_buttons() -> None:
    result = sent(question(reply("Yes", "y"), link()))
    assert contents(question(reply("Yes", "y"), link())) == [
        {"msgType": "FT", "text": "What now?", "attachment": {"button": [{"type": "BK", "name": "Yes"}, web()]}}
    ]
    assert [(option.shown, option.postback, option.identifier) for option in result.replies] == [
        ("Yes", "y", None),
        ("Site", None, None),
    ]
    assert result.losses == ()


def test_answers_in_a_session_are_quick_replies() -> None:
    assert contents(question(reply("Yes", "y"), link()), channel="KAKAOTALKCHAT") == [
        {
            "msgType": "TEXT",
            "message": "What now?",
            "attachment": {"buttons": [web()], "quickReplies": [{"type": "BK", "name": "Yes"}]},
        }
    ]


@pytest.mark.parametrize("channel", BOTH)
def test_a_number_is_a_line(channel: str) -> None:
    result = sent(question(reply("Yes"), CALL), channel=channel)
    (shown,) = contents(question(reply("Yes"), CALL), channel=channel)
    assert shown.get("text", shown.get("message")) == "What now?\n\n> Call us: +46732000000"
    assert [path for path, *_ in found(result, Code.CHOICE_AS_LINE)] == ["choice_message.choices[1].call_message"]


@pytest.mark.parametrize(
    ("channel", "kind", "text"), [("KAKAOTALK", "FI", "text"), ("KAKAOTALKCHAT", "IMAGE", "message")]
)
def test_a_card_is_a_picture_with_words_and_buttons(channel: str, kind: str, text: str) -> None:
    message = {"card_message": card("1", link())}
    (shown,) = contents(message, channel=channel)
    assert shown["msgType"] == kind
    assert shown[text] == "Title 1\nDescription 1"
    assert shown["attachment"]["image"] == {"imgUrl": IMAGE}
    assert found(sent(message, channel=channel), Code.FILE_UNCERTAIN) == [("card_message.media_message", None, None)]


@pytest.mark.parametrize("channel", BOTH)
def test_a_card_with_a_video_has_its_url(channel: str) -> None:
    message = {"card_message": card("1", link(), url="https://example.com/v.mp4")}
    (shown,) = contents(message, channel=channel)
    assert shown.get("text", shown.get("message")) == "Title 1\nDescription 1\nhttps://example.com/v.mp4"
    assert found(sent(message, channel=channel), Code.FILE_AS_LINK) == [("card_message.media_message.url", None, None)]


@pytest.mark.parametrize("channel", BOTH)
def test_a_picture_and_another_file(channel: str) -> None:
    (shown,) = contents({"media_message": {"url": IMAGE}}, channel=channel)
    assert shown["attachment"] == {"image": {"imgUrl": IMAGE}}
    assert sent({"media_message": {"url": "https://example.com/d.pdf"}}, channel=channel).outcome is Outcome.PLAINTEXT


# --- rich ---


@pytest.mark.parametrize(
    ("channel", "kind", "buttons"), [("KAKAOTALK", "FC", "button"), ("KAKAOTALKCHAT", "CAROUSEL_FEED", "buttons")]
)
def test_a_carousel_is_a_feed(channel: str, kind: str, buttons: str) -> None:
    message = {"carousel_message": {"cards": [card("1", reply("Yes")), card("2", link())]}}
    assert sent(message, channel=channel).outcome is Outcome.PLAINTEXT
    (shown,) = contents(message, "rich", channel)
    assert shown["msgType"] == kind
    assert shown["carousel"]["list"] == [
        {
            "header": "Title 1",
            "message": "Description 1",
            "attachment": {"image": {"imgUrl": IMAGE}, buttons: [{"type": "BK", "name": "Yes"}]},
        },
        {
            "header": "Title 2",
            "message": "Description 2",
            "attachment": {"image": {"imgUrl": IMAGE}, buttons: [web()]},
        },
    ]


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize(("count", "outcome"), [(1, "text"), (2, "feed"), (10, "feed"), (11, "text")])
def test_a_feed_has_two_to_ten_cards(channel: str, count: int, outcome: str) -> None:
    message = {"carousel_message": {"cards": [card(str(number), link()) for number in range(count)]}}
    result = sent(message, "rich", channel)
    assert (result.outcome is not Outcome.PLAINTEXT) == (outcome == "feed")


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"description": ""}, {"media_message": {"url": "https://a.example/v.mp4"}}]
)
def test_a_card_that_is_not_whole_makes_the_carousel_text(channel: str, wrong: Json) -> None:
    message = {"carousel_message": {"cards": [card("1", link()), {**card("2", link()), **wrong}]}}
    result = sent(message, "rich", channel)
    assert result.outcome is Outcome.PLAINTEXT
    assert found(result, Code.WHOLE_AS_TEXT)


@pytest.mark.parametrize("channel", BOTH)
def test_what_a_card_has_no_room_for_goes_before(channel: str) -> None:
    cards = [card("1", link("A button too long")), card("2", link(), title="x" * 21)]
    outer = [reply("Outer")]
    message = {"carousel_message": {"cards": cards, "choices": outer}}
    before, feed = contents(message, "rich", channel)
    said = before.get("text", before.get("message"))
    assert "A button too long" in said
    assert "x" * 21 in said
    assert "> Outer" in said
    assert [one["header"] for one in feed["carousel"]["list"]] == ["Title 1", "x" * 19 + "…"]


@pytest.mark.parametrize("channel", BOTH)
def test_a_place_has_a_button_that_opens_the_map(channel: str) -> None:
    place = {"location_message": {"title": "The shop", "label": "Visit us", "coordinates": PLACE}}
    assert (
        sent({"location_message": {"title": "T", "coordinates": PLACE}}, channel=channel).outcome is Outcome.PLAINTEXT
    )
    (shown,) = contents(place, "rich", channel)
    attachment = shown["attachment"]
    assert (attachment.get("button") or attachment.get("buttons")) == [web("Visit us", MAP)]


@pytest.mark.parametrize("channel", BOTH)
def test_a_list_has_its_items_as_answers(channel: str) -> None:
    items = [{"choice": {"title": "Tea"}}, {"choice": {"title": "Milk"}}]
    (shown,) = contents({"list_message": {"title": "Drinks", "sections": [{"items": items}]}}, "rich", channel)
    attachment = shown["attachment"]
    answers = attachment.get("button") or attachment.get("quickReplies")
    assert answers == [{"type": "BK", "name": "Tea"}, {"type": "BK", "name": "Milk"}]


# --- limits ---


@pytest.mark.parametrize(
    ("channel", "most", "field"), [("KAKAOTALK", 1300, "text"), ("KAKAOTALKCHAT", 1000, "message")]
)
def test_a_text_is_split(channel: str, most: int, field: str) -> None:
    assert len(contents({"text_message": {"text": "x" * most}}, channel=channel)) == 1
    result = sent({"text_message": {"text": "x" * (most + 1)}}, channel=channel)
    shown = contents({"text_message": {"text": "x" * (most + 1)}}, channel=channel)
    assert [one[field] for one in shown] == ["x" * most, "x"]
    assert found(result, Code.SPLIT) == [("text_message", most, 2)]


@pytest.mark.parametrize(("breaks", "parts"), [(99, [99]), (100, [99, 0]), (250, [99, 99, 50])])
def test_a_message_has_99_line_breaks(breaks: int, parts: list[int]) -> None:
    text = "\n".join("x" * (breaks + 1))
    split = [] if len(parts) == 1 else [("text_message", 99, len(parts))]
    result = sent({"text_message": {"text": text}})
    assert found(result, Code.SPLIT) == split
    assert result.deliverable
    assert [one["text"].count("\n") for one in contents({"text_message": {"text": text}})] == parts
    shown = contents(question(reply("Yes"), text=text))
    assert [one["text"].count("\n") for one in shown] == parts
    assert [("attachment" in one) for one in shown] == [False] * (len(parts) - 1) + [True]
    assert "\n".join(one["text"] for one in shown) == text


def test_a_question_of_many_lines_and_a_long_label_is_split_once() -> None:
    message = question(reply("A" * 15), text="\n".join("x" * 150))
    shown = contents(message)
    assert [one["text"].count("\n") for one in shown] == [99, 1, 49]
    assert shown[1]["text"] == "x\n> " + "A" * 15
    assert found(sent(message), Code.SPLIT) == [("choice_message", 99, 2)]
    assert all(problems(dict(one), "KAKAOTALK") == [] for one in sent(message).payloads)


@pytest.mark.parametrize("channel", BOTH)
def test_a_label_is_cut_after_fourteen(channel: str) -> None:
    assert len(contents(question(link("x" * 14)), channel=channel)) == 1
    before, shown = contents(question(link("y" * 15)), channel=channel)
    assert "y" * 15 in before.get("text", before.get("message"))
    attachment = shown["attachment"]
    assert (attachment.get("button") or attachment.get("buttons"))[0]["name"] == "y" * 13 + "…"


def buttons_of(payloads: Any) -> list[Json]:
    """Every button and quick reply of payloads, in their order."""
    if isinstance(payloads, (list, tuple)):
        return [button for one in payloads for button in buttons_of(one)]
    if not isinstance(payloads, dict):
        return []
    return ([payloads] if "name" in payloads else []) + buttons_of([*payloads.values()])


def names_of(payloads: Any, kind: str = "BK") -> list[str]:
    """What those of a kind are called: of one that answers, all that comes back."""
    return [one["name"] for one in buttons_of(payloads) if one["type"] == kind]


@pytest.mark.parametrize("channel", BOTH)
def test_answers_of_several_cards_are_told_apart(channel: str) -> None:
    cards = [
        card("1", reply("Buy", "p"), link("More")),
        card("2", reply("Buy", "p"), link("More")),
        card("3", link("Buy"), reply("Buy (2)", "q")),
        card("4", reply("Buy again later"), reply("Buy", "r")),
        card("5", reply("Buy again please"), reply("Buy aga…")),
    ]
    result = sent({"carousel_message": {"cards": cards}}, "rich", channel)
    names = ["Buy", "Buy (2)", "Buy (2)…", "Buy aga…", "Buy (4)", "Buy a… 2", "Buy a… 3"]
    assert names_of(result.payloads) == names
    assert names_of(result.payloads, "WL") == ["More", "More", "Buy (3)"]
    answers = [one for one in result.replies if one.kind == "text"]
    assert [one.shown for one in answers] == names
    for one in answers:
        taken = resolve_reply(result, one.shown)
        assert isinstance(taken, ChoiceResponse)
        assert taken.option is one


@pytest.mark.parametrize(("channel", "room"), [("KAKAOTALK", 5), ("KAKAOTALKCHAT", 10)])
def test_an_answer_on_a_button_is_told_apart_from_a_line_of_the_text(channel: str, room: int) -> None:
    labels = ["Yes", *(f"A{number}" for number in range(room - 1)), "Yes", "No"]
    result = sent(question(*map(reply, labels)), channel=channel)
    assert names_of(result.payloads)[0] == "Yes (2)"
    text = contents(question(*map(reply, labels)), channel=channel)[0]
    assert text.get("text", text.get("message")) == "What now?\n\n> Yes\n> No"
    assert [one.shown for one in result.replies if one.label == "Yes"] == ["Yes (2)", "Yes"]
    items = [{"choice": {"title": label}} for label in labels]
    listed = sent({"list_message": {"title": "L", "sections": [{"items": items}]}}, "rich", channel)
    assert names_of(listed.payloads)[0] == "Yes (2)"
    assert len(names_of(listed.payloads)) == room
    cards = [card("1", reply("Yes"), reply("No"), reply("Yes")), card("2", reply("No"), reply("Yes"))]
    feed = sent({"carousel_message": {"cards": cards}}, "rich", channel)
    assert names_of(feed.payloads) == ["Yes (2)", "No", "No (2)", "Yes (3)"]


@pytest.mark.parametrize("channel", BOTH)
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(("Buy", "Buy (2)", "Buy it…", "Buy it again", "x" * 9)), max_size=2),
        min_size=2,
        max_size=5,
    )
)
def test_no_two_answers_of_a_feed_are_alike(channel: str, labels: list[list[str]]) -> None:
    cards = [card(str(number), *map(reply, some)) for number, some in enumerate(labels)]
    result = sent({"carousel_message": {"cards": cards}}, "rich", channel)
    names = names_of(result.payloads)
    assert len(names) == sum(map(len, labels)) == len(set(names))


@pytest.mark.parametrize("channel", BOTH)
def test_a_card_of_a_feed_has_180_characters_two_buttons_and_labels_of_eight(channel: str) -> None:
    def reported(*choices: Json, text: str = "D") -> list[tuple[Code, int | None]]:
        cards = [card("1", *choices, description=text), card("2")]
        result = sent({"carousel_message": {"cards": cards}}, "rich", channel)
        return [(one.code, one.limit) for one in result.findings if one.code is not Code.FILE_UNCERTAIN]

    assert reported(text="x" * 180) == []
    assert reported(text="x" * 181) == [(Code.TEXT_CUT, 180)]
    assert reported(reply("A" * 8), reply("B")) == []
    assert reported(reply("A" * 9), reply("B")) == [(Code.LABEL_CUT, 8)]
    assert reported(reply("A"), reply("B"), reply("C")) == [(Code.CHOICE_AS_LINE, None)]


@pytest.mark.parametrize("channel", BOTH)
def test_a_picture_has_five_megabytes(channel: str) -> None:
    message, most = {"media_message": {"url": IMAGE}}, 5 * 1024 * 1024
    assert sent(message, channel=channel, media_info={IMAGE: {"bytes": most}}).outcome is Outcome.NATIVE
    result = sent(message, channel=channel, media_info={IMAGE: {"bytes": most + 1}})
    assert found(result, Code.WHOLE_AS_TEXT) == [("media_message.url", most, most + 1)]


def test_a_message_has_five_buttons() -> None:
    (shown,) = contents(question(*(reply(f"A{number}") for number in range(6))))
    assert len(shown["attachment"]["button"]) == 5
    assert shown["text"] == "What now?\n\n> A5"


def test_a_message_in_a_session_has_ten_quick_replies() -> None:
    (shown,) = contents(question(*(reply(f"A{number}") for number in range(11))), channel="KAKAOTALKCHAT")
    assert len(shown["attachment"]["quickReplies"]) == 10
    assert shown["message"] == "What now?\n\n> A10"


def test_a_picture_has_400_characters_beside_it() -> None:
    assert len(contents({"card_message": card("1", link(), title="", description="x" * 400)})) == 1
    before, shown = contents({"card_message": card("1", link(), title="", description="x" * 401)})
    assert before["text"] == "x" * 401
    assert len(shown["text"]) == 400


@pytest.mark.parametrize("channel", BOTH)
def test_a_url_has_a_thousand_characters(channel: str) -> None:
    fits = "https://example.com/" + "x" * 980
    (shown,) = contents(question(link(url=fits)), channel=channel)
    assert shown["msgType"] in ("FT", "TEXT")
    result = sent(question(reply("Yes"), link(url=fits + "x")), channel=channel)
    assert found(result, Code.CHOICE_AS_LINE) == [("choice_message.choices[1].url_message", 1000, 1001)]


# --- templates and products ---


def test_an_alimtalk_template() -> None:
    reference = {"template_id": "TPL_1", "version": "1", "language_code": "ko", "parameters": {"name": "철수"}}
    result = sent({"template_message": {"channel_template": {"KAKAOTALK": reference}}})
    assert result.payloads == (
        {
            "destinations": [{"to": "01012345678", "replaceWords": {"name": "철수"}}],
            "messageFlow": [{"alimtalk": {"sendType": "template", "senderKey": KEY, "templateCode": "TPL_1"}}],
        },
    )
    assert problems(dict(result.payloads[0]), "KAKAOTALK") == []
    path = "template_message.channel_template.KAKAOTALK"
    assert [one[0] for one in found(result, Code.HINT_IGNORED)] == [f"{path}.version", f"{path}.language_code"]


PRODUCT = {
    "buttons": [{"type": "WL", "name": "Buy", "link_mo": "https://a.example"}, {"type": "BK", "name": "Ask"}],
    "image": {"image_url": IMAGE, "image_link": "https://a.example/p"},
    "commerce": {
        "type": "PERCENTAGE_DISCOUNT_COMMERCE",
        "title": "Tea",
        "regular_price": 2000,
        "discount_price": 1000,
        "discount_rate": 50,
    },
    "coupon": {"type": "FREE_COUPON", "title": "Cup", "description": "One", "link_mo": "https://a.example/c"},
}
KEYWORD = {"type": "BK", "name": "Ask"}
WRITTEN = {
    "image": {"imgUrl": IMAGE, "imgLink": "https://a.example/p"},
    "commerce": {"title": "Tea", "regularPrice": 2000, "discountPrice": 1000, "discountRate": 50},
    "button": [web("Buy", "https://a.example"), {"type": "BK", "name": "Ask"}],
    "coupon": {"title": "Cup 무료 쿠폰", "description": "One", "urlMobile": "https://a.example/c"},
}


def specific(kind: str, message: Json) -> Json:
    return {
        "channel_specific_message": {"KAKAOTALK": {"message_type": kind, "message": message}},
        **question(reply("Y")),
    }


def test_a_product() -> None:
    message = specific("COMMERCE", {**PRODUCT, "additional_content": "Fresh", "push_alarm": False})
    assert contents(message) == [
        {"msgType": "FM", "additionalContent": "Fresh", "attachment": WRITTEN, "pushAlarm": "N"}
    ]
    assert problems(dict(sent(message).payloads[0]), "KAKAOTALK") == []


def test_products_side_by_side() -> None:
    carousel = {
        "head": {"header": "Shop", "content": "New", "image_url": IMAGE, "link_mo": "https://a.example"},
        "list": [PRODUCT, {**PRODUCT, "additional_content": "Fresh"}],
        "tail": {"link_mo": "https://a.example/more"},
    }
    message = specific("CAROUSEL_COMMERCE", {"carousel": carousel, "adult": True})
    assert contents(message) == [
        {
            "msgType": "FA",
            "carousel": {
                "head": {"header": "Shop", "content": "New", "imageUrl": IMAGE, "urlMobile": "https://a.example"},
                "list": [{"attachment": WRITTEN}, {"attachment": WRITTEN}],
                "tail": {"urlMobile": "https://a.example/more"},
            },
            "adult": "Y",
        }
    ]
    result = sent(message)
    assert problems(dict(result.payloads[0]), "KAKAOTALK") == []
    path = "channel_specific_message.KAKAOTALK.message.carousel.list[1].additional_content"
    assert found(result, Code.DROPPED) == [(path, None, None)]


@pytest.mark.parametrize(("count", "refused"), [(1, True), (2, False), (10, False), (11, True)])
def test_two_to_ten_products_stand_side_by_side(count: int, refused: bool) -> None:
    result = sent(specific("CAROUSEL_COMMERCE", {"carousel": {"list": [PRODUCT] * count}}))
    assert bool(found(result, Code.VALUE_REFUSED)) == refused


@pytest.mark.parametrize(("length", "refused"), [(30, False), (31, True)])
def test_the_title_of_a_product(length: int, refused: bool) -> None:
    product = {**PRODUCT, "commerce": {**PRODUCT["commerce"], "title": "x" * length}}  # type: ignore[dict-item]
    assert bool(found(sent(specific("COMMERCE", product)), Code.TOO_LONG)) == refused


@pytest.mark.parametrize(("length", "refused"), [(34, False), (35, True)])
def test_the_details_of_a_product(length: int, refused: bool) -> None:
    result = sent(specific("COMMERCE", {**PRODUCT, "additional_content": "x" * length}))
    assert [(limit, actual) for _, limit, actual in found(result, Code.TOO_LONG)] == [(34, 35)] * refused
    assert result.deliverable is not refused


def refused(message: Json, *codes: Code) -> list[str]:
    """The last steps of the paths of what is refused of a product."""
    found = [one.path for one in sent(message).findings if one.code in codes]
    return [path.removeprefix("channel_specific_message.KAKAOTALK.message.") for path in found]


def product(part: str = "", **fields: Any) -> Json:
    changed = {**PRODUCT, **({part: {**PRODUCT[part], **fields}} if part else fields)}
    return specific("COMMERCE", changed)


@pytest.mark.parametrize(
    ("limit", "right", "wrong", "path"),
    [
        ("buttons", product(buttons=[KEYWORD] * 5), product(buttons=[KEYWORD] * 6), "buttons"),
        ("card label", product(buttons=[{"type": "BK", "name": "x" * 8}]),
         product(buttons=[{"type": "BK", "name": "x" * 9}]), "buttons[0].name"),
        ("coupon description", product("coupon", description="x" * 18), product("coupon", description="x" * 19),
         "coupon.description"),
        ("url", product("coupon", link_mo="https://a.example".ljust(1000, "/")),
         product("coupon", link_mo="https://a.example".ljust(1001, "/")), "coupon.link_mo"),
    ],
)  # fmt: skip
def test_what_a_product_has_room_for(limit: str, right: Json, wrong: Json, path: str) -> None:
    assert refused(right, Code.TOO_LONG) == []
    assert problems(dict(sent(right).payloads[0]), "KAKAOTALK") == []
    assert refused(wrong, Code.TOO_LONG) == [path]
    (figure,) = (one.value for one in writer_for("KAKAOTALK").limits if one.name == limit)
    assert [(one[1], one[2]) for one in found(sent(wrong), Code.TOO_LONG)] == [(figure, figure + 1)]


@pytest.mark.parametrize(("header", "content", "path"), [(21, 50, "header"), (20, 51, "content"), (20, 50, None)])
def test_what_stands_before_products(header: int, content: int, path: str | None) -> None:
    head = {"header": "x" * header, "content": "x" * content, "image_url": IMAGE}
    message = specific("CAROUSEL_COMMERCE", {"carousel": {"head": head, "list": [PRODUCT] * 2}})
    assert refused(message, Code.TOO_LONG) == ([f"carousel.head.{path}"] if path else [])


@pytest.mark.parametrize(
    ("message", "path"),
    [
        (product("commerce", regular_price=-1), "commerce.regular_price"),
        (product("commerce", discount_price=100_000_000), "commerce.discount_price"),
        (product("commerce", discount_rate=0), "commerce.discount_rate"),
        (product("commerce", discount_rate=101), "commerce.discount_rate"),
        (product("image", image_url="a.png"), "image.image_url"),
        (product("image", image_link="javascript:alert(1)"), "image.image_link"),
        (product("coupon", link_pc="ftp://a.example"), "coupon.link_pc"),
        (product(buttons=[{"type": "WL", "name": "Buy", "link_mo": ""}]), "buttons[0].link_mo"),
        (product(coupon={"type": "SHIPPING_DISCOUNT_COUPON"}), "coupon"),
    ],
)
def test_what_kakao_refuses_of_a_product(message: Json, path: str) -> None:
    assert refused(message, Code.VALUE_REFUSED, Code.FIELD_REQUIRED) == [path]
    assert not sent(message).deliverable


def test_the_addresses_of_a_product_are_encoded() -> None:
    sent_to = contents(product("image", image_link="https://a.example/å b"))[0]["attachment"]["image"]["imgLink"]
    assert sent_to == "https://a.example/%C3%A5%20b"


# --- recipients, senders, properties, overrides ---


@pytest.mark.parametrize(
    ("channel", "to"),
    [("KAKAOTALK", "+46701234567"), ("KAKAOTALK", "01012345678"), ("KAKAOTALK", "anna"), ("KAKAOTALKCHAT", "x" * 21),
     ("KAKAOTALKCHAT", ""), ("KAKAOTALKCHAT", "한국")],
)  # fmt: skip
def test_a_recipient_that_is_refused(channel: str, to: str) -> None:
    result = sent({"text_message": {"text": "Hi"}}, channel=channel, to=to)
    assert found(result, Code.RECIPIENT_REFUSED) == [("to", None, None)]


@pytest.mark.parametrize("channel", BOTH)
def test_a_sender_is_the_key_of_a_profile(channel: str) -> None:
    assert found(sent({"text_message": {"text": "Hi"}}, channel=channel, sender="My shop"), Code.SENDER_REFUSED)
    placeholder = sent({"text_message": {"text": "Hi"}}, channel=channel, sender=None)
    assert "'senderKey': '{{from}}'" in str(placeholder.payloads)


def test_the_property_that_no_document_explains() -> None:
    result = sent({"text_message": {"text": "Hi"}}, properties={"KAKAOTALK_AUTHENTICATION": "yes"})
    assert found(result, Code.HINT_IGNORED) == [("channel_properties.KAKAOTALK_AUTHENTICATION", None, None)]
    assert "yes" not in str(result.payloads)


@pytest.mark.parametrize("channel", BOTH)
def test_the_caller_s_own_payload(channel: str) -> None:
    own = '{"mine": "{{to}}"}'
    result = sent({"text_message": {"text": "Hi"}, "explicit_channel_message": {channel: own}}, channel=channel)
    assert result.payloads == ({"mine": "01012345678" if channel == "KAKAOTALK" else "user-key-1"},)


# --- any message ---


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("name", names())
def test_the_corpus_is_accepted(name: str, profile: Profile, channel: str) -> None:
    result = run(name, channel, profile=profile)
    if result.outcome is not Outcome.OVERRIDE:
        assert [problems(dict(payload), channel) for payload in result.payloads] == [[]] * len(result.payloads)


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize("profile", list(Profile))
@settings(deadline=None)
@given(message=messages())
def test_any_message_is_accepted(channel: str, profile: Profile, message: Json) -> None:
    result = Transcoder(profile=profile).transcode(message, channel, to=TO[channel])
    if result.deliverable and result.outcome is not Outcome.OVERRIDE:
        assert [problems(dict(payload), channel) for payload in result.payloads] == [[]] * len(result.payloads)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("destinations",), []),
        (("colour",), "red"),
        (("messageFlow", 0, "brandmessage", "sendType"), "mine"),
        (("messageFlow", 0, "brandmessage", "text"), "x" * 1301),
        (("messageFlow", 0, "brandmessage", "text"), "\n".join("x" * 101)),
        (("messageFlow", 0, "brandmessage", "attachment", "button", 0, "name"), "x" * 15),
        (("messageFlow", 0, "brandmessage", "attachment", "button", 0, "link"), "x"),
        (("messageFlow", 0, "brandmessage", "attachment", "button"), [web()] * 6),
    ],
)
def test_the_judge_sees_what_is_wrong(keys: tuple[str | int, ...], value: Any) -> None:
    right = dict(sent(question(reply("Yes"), link())).payloads[0])
    assert problems(right, "KAKAOTALK") == []
    wrong: Any = deepcopy(right)
    here = wrong
    for key in keys[:-1]:
        here = here[key]
    here[keys[-1]] = value
    assert problems(wrong, "KAKAOTALK")
