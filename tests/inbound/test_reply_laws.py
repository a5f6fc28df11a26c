"""What holds for every reply: what never matches, what a reply may be given as, and what it may cost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcode import InvalidMessage, Transcoded, transcode
from transcode.errors import InvalidOption
from transcode.inbound import (
    Ambiguous,
    ChoiceResponse,
    HelpRequest,
    NoMatch,
    OptIn,
    OptOut,
    Received,
    Resolution,
    receive,
    resolve_reply,
)
from transcode.inbound.words import NEGATIONS
from transcode.keywords import KEYWORDS, Keyword, Meaning

LABELS = ("Yes", "Red wine", "White wine", "Monday", "A", "D", "3", "7", "10:00", "はい", "Да", "نعم", "हाँ")


def choices(*labels: str, channel: str = "SMS") -> Transcoded:
    offered = [{"text_message": {"text": label}, "postback_data": label} for label in labels]
    return transcode({"choice_message": {"text_message": {"text": "Well then?"}, "choices": offered}}, channel)


def took(resolution: Resolution) -> str | None:
    return resolution.postback_data if isinstance(resolution, ChoiceResponse) else None


MESSAGES = [choices(*LABELS[start : start + 5]) for start in range(0, len(LABELS) - 1, 3)]
OFFERED = [(result, reply.label) for result in MESSAGES for reply in result.replies]
offered = st.sampled_from(OFFERED)


# --- laws ---


@settings(deadline=None)  # a busy machine is no fault
@given(
    taken=offered,
    negation=st.sampled_from(sorted(NEGATIONS)),
    separator=st.sampled_from((" ", ", ", " - ", "... ", "\n")),
    first=st.booleans(),
)
def test_a_negation_beside_a_choice_never_matches(
    taken: tuple[Transcoded, str], negation: str, separator: str, first: bool
) -> None:
    result, label = taken
    typed = f"{negation}{separator}{label}" if first else f"{label}{separator}{negation}"
    assert took(resolve_reply(result, typed)) is None


@settings(deadline=None)  # a busy machine is no fault
@given(
    result=st.sampled_from(MESSAGES),
    data=st.data(),
    separator=st.sampled_from((" ", ", ", " or ", " and ", " / ", "\n", "? ", "! ", " oder ", " y ")),
)
def test_two_choices_never_match(result: Transcoded, data: st.DataObject, separator: str) -> None:
    one, other = data.draw(st.lists(st.sampled_from([r.label for r in result.replies]), min_size=2, unique=True))[:2]
    assert took(resolve_reply(result, f"{one}{separator}{other}")) is None


EYES, NOSES, MOUTHS = ":;=", ("", "-", "'", "o", "^"), "DPSOXC3)(/\\|*@dpsoxc"


@settings(deadline=None)  # a busy machine is no fault
@given(
    face=st.builds("{}{}{}".format, st.sampled_from(EYES), st.sampled_from(NOSES), st.sampled_from(MOUTHS))
    | st.builds("{0}{1}{0}".format, st.sampled_from("oOxXuUtTqQnNpPaAdD03"), st.sampled_from("._"))
    | st.builds("{}{}".format, st.sampled_from("DdCcXxSsPpBbAa"), st.sampled_from((":", "=", ";")))
    | st.sampled_from(("8)", "8-)", "B)", "B-)", "X)", "<3", "</3", "<33", ">:D", "0:)")),
    channel=st.sampled_from(("SMS", "LINE")),
)
def test_a_face_drawn_with_signs_never_matches(face: str, channel: str) -> None:
    letters = choices(*"ABCDOPSXTUNQ", channel=channel) if channel == "SMS" else choices(*"DPSOX", channel=channel)
    assert took(resolve_reply(letters, face)) is None
    assert took(resolve_reply(choices(*"0378", channel=channel), face)) is None


SIGNS = ("<", "≥", "≤", "=", "~", "≈", "±", "<=", ">=", "==", "!=", "≠", "!", "-", "+", "$", "√", "→", "/", "@")


@settings(deadline=None)  # a busy machine is no fault
@given(sign=st.sampled_from(SIGNS), label=st.sampled_from(("7", "8", "50", "A", "D", "10:00")), please=st.booleans())
def test_a_sign_before_a_choice_never_matches(sign: str, label: str, please: bool) -> None:
    result = choices("7", "8", "50", "A", "D", "10:00")
    assert took(resolve_reply(result, f"{sign}{label}{' please' if please else ''}")) is None


@pytest.mark.parametrize("typed", [".7", ",7", "0.7", "7.0", "7'", '7"', "7,-", "〜8", "∼8", "8+", "8*", "A*", "A+"])
def test_a_sign_beside_a_choice_never_matches(typed: str) -> None:
    assert took(resolve_reply(choices("7", "8", "0", "A"), typed)) is None


@pytest.mark.parametrize("label", ["7", "10:00", "A"])
def test_greater_than_is_no_mark_of_a_line(label: str) -> None:
    assert took(resolve_reply(choices("7", "10:00", "A"), f">{label}")) is None
    assert took(resolve_reply(choices("7", "10:00", "A"), f"> {label}")) == label


@settings(deadline=None)  # a busy machine is no fault
@given(
    taken=offered, mark=st.sampled_from(("~{}~", "~~{}~~", "~{}", "<s>{}</s>", "{}?", "¿{}?", "{} /s", "👍 to “{}”"))
)
def test_struck_out_asked_and_quoted_choices_never_match(taken: tuple[Transcoded, str], mark: str) -> None:
    assert took(resolve_reply(taken[0], mark.format(taken[1]))) is None


@settings(deadline=None)  # a busy machine is no fault
@given(taken=offered)
def test_a_choice_struck_through_letter_by_letter_never_matches(taken: tuple[Transcoded, str]) -> None:
    result, label = taken
    assert took(resolve_reply(result, "".join(f"{letter}\u0336" for letter in label))) is None


@settings(deadline=None)  # a busy machine is no fault
@given(
    taken=offered,
    change=st.sampled_from((str.upper, str.lower, str.swapcase, str.title)),
    form=st.sampled_from(("{}", "> {}", "{}!", "{}.", "“{}”", "*{}*", "  {} ", "{}, please", "{} 👍", "please {}")),
)
def test_a_choice_in_any_case_with_politeness_is_taken(
    taken: tuple[Transcoded, str], change: Callable[[str], str], form: str
) -> None:
    result, label = taken
    assert took(resolve_reply(result, form.format(change(label)))) == label


@settings(deadline=None)  # a busy machine is no fault
@given(result=st.sampled_from(MESSAGES), typed=st.text(max_size=60) | st.lists(st.sampled_from(LABELS)).map("".join))
def test_matching_never_raises_and_is_always_the_same(result: Transcoded, typed: str) -> None:
    assert resolve_reply(result, typed) == resolve_reply(result, typed)


# --- what a label has in common with others ---


@pytest.mark.parametrize(
    ("labels", "shared"),
    [
        (("Ａ套餐", "Ｂ套餐"), "套餐"),
        (("套餐A", "套餐B"), "套餐"),
        (("A定食", "B定食"), "定食"),
        (("Iコース", "IIコース"), "コース"),
        (("ห้องA", "ห้องB"), "ห้อง"),
        (("Plan A", "Plan B"), "plan"),
    ],
)
def test_what_all_choices_share_takes_none(labels: tuple[str, ...], shared: str) -> None:
    assert not isinstance(resolve_reply(choices(*labels), shared), ChoiceResponse)
    for label in labels:
        taken = resolve_reply(choices(*labels), label)
        assert isinstance(taken, ChoiceResponse)
        assert taken.postback_data == label


@pytest.mark.parametrize(
    ("labels", "typed", "meant"),
    [
        (("Ja tak", "Nej tak"), "nej", "Nej tak"),
        (("Ja tak", "Nej tak"), "ja", "Ja tak"),
        (("Da", "Nu"), "da, te rog", "Da"),
        (("Да", "Нет"), "ну да", "Да"),
        (("Có", "Không"), "vâng có", "Có"),
        (("10:00", "14:15"), "14.15 Uhr", "14:15"),
        (("10:00", "14:15"), "kl 10:00", "10:00"),
    ],
)
def test_politeness_and_little_words(labels: tuple[str, ...], typed: str, meant: str) -> None:
    taken = resolve_reply(choices(*labels), typed)
    assert isinstance(taken, ChoiceResponse)
    assert taken.postback_data == meant


# --- keywords ---


@settings(deadline=None)  # a busy machine is no fault
@given(keyword=st.sampled_from(KEYWORDS), change=st.sampled_from((str.upper, str.lower, str.title)))
def test_a_keyword_that_was_not_offered(keyword: Keyword, change: Callable[[str], str]) -> None:
    resolution = resolve_reply(choices("Pick it up", "Deliver it"), change(keyword.word))
    kinds = {Meaning.OPT_OUT: OptOut, Meaning.OPT_IN: OptIn, Meaning.HELP: HelpRequest}
    assert type(resolution) is kinds[keyword.meaning]
    assert (resolution.keyword, resolution.alone, resolution.candidates) == (keyword, True, ())
    assert resolution.as_dict()["result"] == keyword.meaning.value


@pytest.mark.parametrize("label", ["Stop", "Cancel", "End", "Help", "Start"])
def test_a_keyword_that_was_offered_is_both(label: str) -> None:
    resolution = resolve_reply(choices(label, "Something"), label.upper())
    assert isinstance(resolution, ChoiceResponse)
    assert resolution.postback_data == label
    assert resolution.keyword is not None
    assert resolution.keyword.word == label.upper()
    # On channels of which no network reads the text it is a choice and nothing else.
    elsewhere = resolve_reply(choices(label, "Something", channel="LINE"), label.upper())
    assert isinstance(elsewhere, ChoiceResponse)
    assert elsewhere.keyword is None


def test_a_keyword_is_no_part_of_a_choice() -> None:
    result = choices("Cancel my order", "Stop by our shop", "Get help")
    cancel = resolve_reply(result, "cancel")
    assert isinstance(cancel, OptOut)
    assert [option.label for option in cancel.candidates] == ["Cancel my order"]
    assert isinstance(resolve_reply(result, "stop"), OptOut)
    # Nothing is lost by help that was meant otherwise.
    assert took(resolve_reply(result, "help")) == "Get help"


@pytest.mark.parametrize("typed", ["please stop", "Stop please", "unsubscribe, thanks"])
def test_a_polite_opt_out_is_the_senders_to_honour(typed: str) -> None:
    resolution = resolve_reply(choices("Yes", "No thanks"), typed)
    assert isinstance(resolution, OptOut)
    assert not resolution.alone


@pytest.mark.parametrize("typed", ["don't stop", "stop?", "bus stop", "non-stop", "stop it", "yes, stop", "~stop~"])
def test_no_opt_out(typed: str) -> None:
    assert isinstance(resolve_reply(choices("Yes", "Perhaps"), typed), NoMatch)


# --- one that only may be meant ---


@pytest.mark.parametrize(
    ("labels", "typed"),
    [
        (("Monday", "Tuesday"), "mondya"),
        (("Confirm", "Deny"), "confrim"),
        (("Confirm", "Deny"), "comfirm please"),
        (("Yes", "Perhaps"), "yesss"),
        (("Cancel my booking", "Call us"), "booking"),
    ],
)
def test_did_you_mean(labels: tuple[str, ...], typed: str) -> None:
    resolution = resolve_reply(choices(*labels), typed)
    assert isinstance(resolution, Ambiguous)
    assert [option.label for option in resolution.candidates] == [labels[0]]


# --- what a reply may be given as ---

WEBHOOK = {
    "object": "whatsapp_business_account",
    "entry": [
        {
            "id": "1",
            "changes": [
                {
                    "field": "messages",
                    "value": {
                        "messaging_product": "whatsapp",
                        "messages": [
                            {
                                "from": "46",
                                "id": "wamid.1",
                                "timestamp": "1700000000",
                                "type": "text",
                                "text": {"body": "yes"},
                            }
                        ],
                    },
                }
            ],
        }
    ],
}


def test_what_was_received() -> None:
    result = choices("Yes", "Perhaps")
    received = receive(WEBHOOK)
    assert took(resolve_reply(result, received)) == "Yes"
    assert took(resolve_reply(result, received.messages[0])) == "Yes"
    assert took(resolve_reply(result, WEBHOOK)) == "Yes"
    event = {"message": {"contact_message": {"text_message": {"text": "yes"}}}}
    assert took(resolve_reply(result, receive(event))) == "Yes"


def test_what_was_received_has_one_message() -> None:
    received = receive(WEBHOOK)
    two = Received(received.channel, messages=received.messages * 2)
    with pytest.raises(InvalidOption, match="2 messages; it must be one: pass one of its messages"):
        resolve_reply(choices("Yes"), two)
    report = receive({"app_id": "A", "message_delivery_report": {"status": "READ"}})
    with pytest.raises(InvalidOption, match="no message from a contact"):
        resolve_reply(choices("Yes"), report)


def test_a_callback_with_several_messages() -> None:
    value = WEBHOOK["entry"][0]["changes"][0]["value"]  # type: ignore[index]
    twice = {**value, "messages": [*value["messages"], {**value["messages"][0], "id": "wamid.2"}]}
    webhook = {**WEBHOOK, "entry": [{"id": "1", "changes": [{"field": "messages", "value": twice}]}]}
    with pytest.raises(InvalidMessage, match="2 messages"):
        resolve_reply(choices("Yes"), webhook)


@pytest.mark.parametrize(
    ("given_", "named"),
    [(None, "None"), (b"yes", "bytes"), (7, "int"), (["yes"], "list"), (Path("x"), "Path"), (object(), "object")],
)
def test_anything_else_is_named(given_: Any, named: str) -> None:
    with pytest.raises(InvalidOption, match=named):
        resolve_reply(choices("Yes"), given_)


# --- what it may cost ---


def lines_run(call: Callable[[], object]) -> int:
    """Count the lines of Python that a call runs."""
    count = 0

    def trace(frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


HOSTILE = {
    "the label again and again": (("a",), "a "),
    "a longer label": (("a a b", "a b a"), "a "),
    "letters that touch": (("的", "我的"), "的"),
    "choices that touch": (("我", "要"), "我要"),
    "faces": (("D",), ":D "),
    "line ends": (("D",), "\n"),
    "quotes": (("D",), '"d'),
    "exclamations": (("D",), "!d "),
    "numbers": (("1", "2"), "1 "),
    "an opening face": (("D",), "o"),
    "words that are fillers": (("Pizza",), "the "),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("times", [1, 10])
def test_a_long_reply_costs_what_its_length_allows(name: str, times: int) -> None:
    labels, piece = HOSTILE[name]
    result = choices(*(labels * times)[:10])
    short, long = (":" + piece * (length // len(piece)) for length in (190, 1900))
    resolve_reply(result, long)  # compiles what is compiled once
    cost, ten_times = (lines_run(lambda typed=typed: resolve_reply(result, typed)) for typed in (short, long))  # type: ignore[misc]
    assert ten_times < 15 * cost


def test_equal_choices_cost_no_more_than_their_number() -> None:
    one, ten = choices("a"), choices(*["a"] * 10)
    typed = "a " * 950
    resolve_reply(one, typed)
    assert lines_run(lambda: resolve_reply(ten, typed)) < 2 * lines_run(lambda: resolve_reply(one, typed))


def test_nothing_that_was_typed_is_kept() -> None:
    """No cache holds what a message or a reply contains."""
    import transcode.inbound.choices  # noqa: F401 - the rooms of the way back

    rooms = [module for name, module in sys.modules.items() if name.startswith("transcode.inbound.")]
    caches = {
        f"{room.__name__}.{name}": value
        for room in rooms
        for name, value in vars(room).items()
        if hasattr(value, "cache_info") and value.__module__ in ("transcode.inbound.reading", "transcode.inbound.signs")
    }
    assert caches
    for turn in range(50):
        resolve_reply(choices(f"label {turn}"), f"LABEL {turn}, please 👍 {turn} 的")
    assert {
        name: cache.cache_info().currsize for name, cache in caches.items() if cache.cache_info().currsize > 2
    } == {}
