"""WeChat: every type in both profiles, each limit at n and n+1, the windows, and a schema from WeChat's own pages.

Nobody publishes a model of these messages that judges (wechatpy builds them and checks nothing), so the schema is
written from developers.weixin.qq.com/doc/service/en/api/customer/message/api_sendcustommessage.html.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings

from tests.corpus import names, run
from tests.strategies import messages
from transcode import Code, Outcome, Profile, Transcoded, Transcoder, transcode

Json = dict[str, Any]

TO = "oABCD1234efgh5678IJKL90mnopq"
IMAGE = "https://example.com/a.png"
PLACE = {"latitude": 55.610479, "longitude": 13.002873}

STRING = {"type": "string", "minLength": 1}
URL = {"type": "string", "pattern": "^https?://[!-~]+$", "maxLength": 2048}


def _object(**fields: Any) -> Json:
    return {
        "type": "object",
        "properties": fields,
        "required": [name for name in fields if name not in ("description", "tail_content")],
        "additionalProperties": False,
    }


ITEM = _object(id=STRING, content=STRING)
MENU = _object(
    head_content=STRING,
    list={"type": "array", "items": ITEM, "minItems": 1, "maxItems": 10},
    tail_content={"type": "string"},
)
ARTICLES = {
    "type": "array",
    "items": _object(title=STRING, description=STRING, url=URL, picurl=URL),
    "minItems": 1,
    "maxItems": 1,
}
TOUSER = {"type": "string", "pattern": r"^([A-Za-z0-9_-]{16,64}|\{\{to\}\})$"}
SCHEMA = {
    "oneOf": [
        _object(touser=TOUSER, msgtype={"const": "text"}, text=_object(content={"type": "string", "pattern": r"\S"})),
        _object(touser=TOUSER, msgtype={"const": "news"}, news=_object(articles=ARTICLES)),
        _object(touser=TOUSER, msgtype={"const": "msgmenu"}, msgmenu=MENU),
    ]
}
BYTES = {"content": 2048, "head_content": 1024, "id": 64, "title": 128, "description": 512}


def problems(payload: Json) -> list[str]:
    """What is wrong with a message: its shape, and lengths in UTF-8 bytes."""
    jsonschema = pytest.importorskip("jsonschema")
    found = [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(payload)]
    menu, articles = payload.get("msgmenu", {}), payload.get("news", {}).get("articles", [])
    texts = [payload.get("text", {}), menu, *articles]
    lengths = [(name, part[name], BYTES[name]) for part in texts for name in part.keys() & BYTES.keys()]
    lengths += [("item", one["content"], 128) for one in menu.get("list", [])]
    lengths += [("id", one["id"], 64) for one in menu.get("list", [])]
    return [*found, *(f"{name} of {len(text.encode())}" for name, text, most in lengths if len(text.encode()) > most)]


def sent(message: Json, profile: str = "documented", **options: Any) -> Transcoded:
    return transcode(message, "WECHAT", to=options.pop("to", TO), profile=profile, **options)


def contents(message: Json, profile: str = "documented", **options: Any) -> list[Json]:
    payloads = [dict(payload) for payload in sent(message, profile, **options).payloads]
    assert all(payload.pop("touser") == TO for payload in payloads)
    return [payload[payload["msgtype"]] for payload in payloads]


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


CALL = {"call_message": {"title": "Call us", "phone_number": "+46732000000"}}
CARD = {"title": "Title", "description": "Description", "media_message": {"url": IMAGE}}


# --- as the service shows it ---


def test_text() -> None:
    result = sent({"text_message": {"text": "Hi"}})
    assert result.payloads == ({"touser": TO, "msgtype": "text", "text": {"content": "Hi"}},)
    assert result.findings == ()


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (question(reply("Yes"), link()), "What now?\n\n> YES\n> Site: https://example.com"),
        ({"card_message": {**CARD, "choices": [reply("Yes")]}}, f"Title\nDescription\n{IMAGE}\n> YES"),
        (
            {"location_message": {"title": "Shop", "coordinates": PLACE}},
            "Shop: https://www.google.com/maps/search/?api=1&query=55.610477,13.002873",
        ),
    ],
)
def test_everything_else_is_text_on_the_service_s_pages(message: Json, text: str) -> None:
    result = sent(message)
    assert contents(message) == [{"content": text}]
    assert result.outcome is Outcome.PLAINTEXT
    (why,) = (one for one in result.findings if one.code is Code.WHOLE_AS_TEXT)
    assert "location" in text.lower() or "profile='rich'" in why.message or "no form of its own" in why.message


@pytest.mark.parametrize("profile", list(Profile))
def test_an_image_is_an_article_that_shows_it(profile: Profile) -> None:
    shown = contents({"media_message": {"url": "https://example.com/My%20shop.png"}}, profile)
    url = "https://example.com/My%20shop.png"
    assert shown == [{"articles": [{"title": "My shop.png", "url": url, "picurl": url}]}]


@pytest.mark.parametrize(("length", "cut"), [(128, False), (129, True)])
def test_a_file_s_name_that_is_cut_is_reported(length: int, cut: bool) -> None:
    media = {"url": IMAGE, "filename_override": "x" * (length - 4) + ".png"}
    reported = [("media_message.filename_override", 128, 129)] if cut else []
    assert found(sent({"media_message": media}), Code.TRUNCATED) == reported


def test_an_article_s_url_has_2048_bytes() -> None:
    def media(length: int) -> Transcoded:
        return sent({"media_message": {"url": "https://a.example/".ljust(length - 4, "x") + ".png"}})

    assert media(2048).outcome is Outcome.NATIVE
    assert found(media(2049), Code.WHOLE_AS_TEXT) == [("media_message.url", 2048, 2049)]


@pytest.mark.parametrize("url", ["https://a.example/v.mp4", "https://a.example/d.pdf", "https://a.example/s.mp3"])
def test_another_file_is_its_url_because_it_would_have_to_be_uploaded(url: str) -> None:
    result = sent({"media_message": {"url": url}}, "rich")
    assert result.payloads[0]["text"] == {"content": url}
    (finding,) = (one for one in result.findings if one.code is Code.WHOLE_AS_TEXT)
    assert "media_id" in finding.message


# --- rich ---


def test_answers_are_a_menu() -> None:
    result = sent(question(reply("Yes", "y"), reply("No", "n")), "rich")
    assert result.payloads[0]["msgmenu"] == {
        "head_content": "What now?",
        "list": [{"id": "y", "content": "Yes"}, {"id": "n", "content": "No"}],
    }
    assert [option.identifier for option in result.replies] == ["y", "n"]
    assert result.outcome is Outcome.NATIVE


def test_what_is_no_answer_is_a_line_above_the_menu() -> None:
    result = sent(question(reply("Yes"), link(), CALL), "rich")
    assert result.payloads[0]["msgmenu"] == {
        "head_content": "What now?\n\n> Site: https://example.com\n> Call us: +46732000000",
        "list": [{"id": "Yes", "content": "Yes"}],
    }
    assert [path for path, *_ in found(result, Code.CHOICE_AS_LINE)] == [
        "choice_message.choices[1].url_message",
        "choice_message.choices[2].call_message",
    ]


def test_a_question_of_no_answers_is_text() -> None:
    assert contents(question(link(), CALL), "rich") == [
        {"content": "What now?\n\n> Site: https://example.com\n> Call us: +46732000000"}
    ]


def test_a_card_is_an_article_with_its_choices_below() -> None:
    article, menu = contents({"card_message": {**CARD, "choices": [reply("Yes"), link()]}}, "rich")
    assert article == {
        "articles": [{"title": "Title", "description": "Description", "url": "https://example.com", "picurl": IMAGE}]
    }
    assert menu == {
        "head_content": "Title\n\n> Site: https://example.com",
        "list": [{"id": "Yes", "content": "Yes"}],
    }


def test_a_card_without_answers_has_its_urls_as_text() -> None:
    article, text = contents({"card_message": {**CARD, "choices": [link()]}}, "rich")
    assert article["articles"][0]["url"] == "https://example.com"
    assert text == {"content": "> Site: https://example.com"}


@pytest.mark.parametrize("count", [10, 11])
def test_where_a_menu_below_a_card_takes_no_more_all_its_choices_are_lines(count: int) -> None:
    other = {"url_message": {"title": "Other", "url": "https://example.com/other"}}
    answers = [reply(f"Answer {number}") for number in range(1, count)]
    result = sent({"card_message": {**CARD, "choices": [link(), *answers, other, reply("Last")]}}, "rich")
    _, below = result.payloads
    if count == 10:
        assert below["msgmenu"]["head_content"] == (
            "Title\n\n> Site: https://example.com\n> Other: https://example.com/other"
        )
        assert len(below["msgmenu"]["list"]) == 10
    else:
        assert below["text"]["content"].splitlines() == [
            "> Site: https://example.com",
            *(f"> Answer {number}" for number in range(1, count)),
            "> Other: https://example.com/other",
            "> Last",
        ]
    assert found(result, Code.DROPPED) == []
    told = [path for path, *_ in found(result, Code.CHOICE_AS_LINE)]
    assert len(told) == (2 if count == 10 else 13)
    assert len(set(told)) == len(told)
    reasons = [one.message for one in result.findings if one.code is Code.CHOICE_AS_LINE]
    assert sum("a WeChat menu item opens no URL" in one for one in reasons) == 2
    assert sum("and a WeChat menu takes 10" in one for one in reasons) == len(told) - 2


def test_a_card_without_a_picture_is_text() -> None:
    result = sent({"card_message": {"title": "Title", "choices": [reply("Yes")]}}, "rich")
    assert result.outcome is Outcome.PLAINTEXT
    assert "picture" in next(one.message for one in result.findings if one.code is Code.WHOLE_AS_TEXT)


def test_a_list_is_a_menu_below_its_text() -> None:
    items = [{"choice": {"title": "Tea", "description": "Green", "postback_data": "t"}}, {"choice": {"title": "Milk"}}]
    (menu,) = contents({"list_message": {"title": "Drinks", "sections": [{"items": items}]}}, "rich")
    assert menu["list"] == [{"id": "t", "content": "Tea"}, {"id": "Milk", "content": "Milk"}]
    assert "Green" in menu["head_content"]


# --- limits ---


@pytest.mark.parametrize(("letter", "most"), [("x", 2048), ("好", 682)])
def test_a_text_has_2048_bytes(letter: str, most: int) -> None:
    assert len(contents({"text_message": {"text": letter * most}})) == 1
    result = sent({"text_message": {"text": letter * (most + 1)}})
    assert [payload["text"]["content"] for payload in result.payloads] == [letter * most, letter]
    assert found(result, Code.SPLIT) == [("text_message", 2048, 2)]


@pytest.mark.parametrize(("count", "code"), [(3, None), (4, Code.WINDOW_NARROW), (5, Code.WINDOW_NARROW)])
def test_three_messages_fit_the_narrow_window(count: int, code: Code | None) -> None:
    result = sent({"text_message": {"text": "x" * 2048 * count}})
    assert len(result.payloads) == count
    assert found(result, Code.WINDOW_NARROW) == ([("text_message", 3, count)] if code else [])
    assert result.deliverable


def test_a_sixth_message_does_not_arrive() -> None:
    result = sent({"text_message": {"text": "x" * (2048 * 5 + 1)}})
    assert found(result, Code.WINDOW_EXCEEDED) == [("text_message", 5, 6)]
    assert not result.deliverable


@pytest.mark.parametrize(("count", "outcome"), [(10, Outcome.NATIVE), (11, Outcome.PLAINTEXT)])
def test_a_menu_has_ten_items(count: int, outcome: Outcome) -> None:
    message = question(*(reply(f"Answer {number}") for number in range(count)))
    assert sent(message, "rich").outcome is outcome


def test_a_long_question_goes_before_its_menu() -> None:
    assert len(contents(question(reply("Yes"), text="x" * 1024), "rich")) == 1
    before, menu = contents(question(reply("Yes"), text="x" * 1025), "rich")
    assert before == {"content": "x" * 1025}
    assert len(menu["head_content"].encode()) <= 1024


def test_a_long_answer_is_cut_and_told() -> None:
    (menu,) = contents(question(reply("x" * 128)), "rich")
    assert menu["list"][0]["content"] == "x" * 128
    (menu,) = contents(question(reply("y" * 129)), "rich")
    assert menu["list"][0]["content"] == "y" * 125 + "…"
    assert "y" * 129 in menu["head_content"]


def test_identifiers_have_64_bytes() -> None:
    assert contents(question(reply("Yes", "p" * 64)), "rich")[0]["list"][0]["id"] == "p" * 64
    result = sent(question(reply("Yes", "p" * 65)), "rich")
    assert found(result, Code.IDENTIFIER_SHORTENED) == [("choice_message.choices[0].postback_data", 64, 65)]


@pytest.mark.parametrize(("field", "most"), [("title", 128), ("description", 512)])
def test_the_words_of_an_article(field: str, most: int) -> None:
    assert len(contents({"card_message": {**CARD, field: "x" * most}}, "rich")) == 1
    before, article = contents({"card_message": {**CARD, field: "x" * (most + 1)}}, "rich")
    assert before == {"content": "x" * (most + 1)}
    assert len(article["articles"][0][field].encode()) == most


# --- recipients, templates, overrides ---


@pytest.mark.parametrize("to", ["+46701234567", "anna", "o" * 65, "oÄBCD1234efgh5678", ""])
def test_a_recipient_that_is_no_openid(to: str) -> None:
    result = sent({"text_message": {"text": "Hi"}}, to=to)
    assert found(result, Code.RECIPIENT_REFUSED) == [("to", None, None)]
    assert result.payloads[0]["touser"] == to


def test_a_template_of_the_account_s_own() -> None:
    reference = {
        "template_id": "ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY",
        "version": "1",
        "language_code": "zh-CN",
        "parameters": {"first": "订单已发货", "keyword1": "A-1"},
    }
    result = sent({"template_message": {"channel_template": {"WECHAT": reference}}})
    assert result.payloads == (
        {
            "touser": TO,
            "template_id": "ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY",
            "data": {"first": {"value": "订单已发货"}, "keyword1": {"value": "A-1"}},
        },
    )
    path = "template_message.channel_template.WECHAT"
    assert found(result, Code.HINT_IGNORED) == [
        (f"{path}.version", None, None),
        (f"{path}.language_code", None, None),
    ]


def test_the_caller_s_own_payload() -> None:
    own = '{"touser": "{{to}}", "msgtype": "image", "image": {"media_id": "m"}}'
    result = sent({"text_message": {"text": "Hi"}, "explicit_channel_message": {"WECHAT": own}})
    assert result.payloads == ({"touser": TO, "msgtype": "image", "image": {"media_id": "m"}},)


# --- any message ---


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("name", names())
def test_the_corpus_is_accepted(name: str, profile: Profile) -> None:
    result = run(name, "WECHAT", profile=profile)
    if result.outcome is not Outcome.OVERRIDE:
        assert [problems(dict(payload)) for payload in result.payloads] == [[]] * len(result.payloads)


@pytest.mark.parametrize("profile", list(Profile))
@settings(deadline=None)
@given(message=messages())
def test_any_message_is_accepted(profile: Profile, message: Json) -> None:
    result = Transcoder(profile=profile).transcode(message, "WECHAT", to=TO)
    if result.deliverable and result.outcome is not Outcome.OVERRIDE:
        assert [problems(dict(payload)) for payload in result.payloads] == [[]] * len(result.payloads)


RIGHT = {"touser": TO, "msgtype": "msgmenu", "msgmenu": {"head_content": "Q", "list": [{"id": "1", "content": "Yes"}]}}


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("touser",), "+4670"),
        (("msgtype",), "menu"),
        (("msgmenu", "colour"), "red"),
        (("msgmenu", "head_content"), "x" * 1025),
        (("msgmenu", "list"), []),
        (("msgmenu", "list"), [{"id": "1", "content": "Yes"}] * 11),
        (("msgmenu", "list", 0, "id"), "å" * 33),
        (("msgmenu", "list", 0, "content"), "好" * 43),
    ],
)
def test_the_judge_sees_what_is_wrong(keys: tuple[str | int, ...], value: Any) -> None:
    assert problems(RIGHT) == []
    wrong: Any = deepcopy(RIGHT)
    here = wrong
    for key in keys[:-1]:
        here = here[key]
    here[keys[-1]] = value
    assert problems(wrong)
