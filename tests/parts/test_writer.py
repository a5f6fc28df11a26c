"""The writer of a rich channel: what it checks, and what an obstacle takes back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.parts.toy import CARD, DEEDS, KEYBOARD, Toy, content, limit, question, reply, write
from transcode import Code, InvalidOption
from transcode.channels import writer_for
from transcode.channels.base import (
    ChannelWriter,
    Deed,
    FileKind,
    Form,
    Obstacle,
    Outcome,
    Panel,
    Rendering,
    Request,
    Taps,
    Unit,
    Words,
)

IMAGE = FileKind("image", ("png",), ("image/png",), "size")
LONG = "Deliver it to my neighbour"


def codes(writer: Toy) -> list[tuple[Any, str]]:
    return [(finding.code, finding.path) for finding in writer.notes.findings]


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"taps": None}, r"Broken\.taps: must say what a tap does"),
        ({"taps": Taps("a key", "dada", DEEDS)}, r"Broken\.taps: there is no limit 'dada'"),
        ({"taps": Taps("a key", "data", DEEDS, url="uri")}, r"Broken\.taps: there is no limit 'uri'"),
        ({"file_url": "uri"}, r"Broken\.file_url: there is no limit 'uri'"),
        ({"forms": (replace(CARD, title="titel"),)}, r"Broken\.forms 'a card': there is no limit 'titel'"),
        ({"forms": (replace(CARD, text="txt"),)}, r"Broken\.forms 'a card': there is no limit 'txt'"),
        ({"forms": (replace(CARD, beside="bside"),)}, r"Broken\.forms 'a card': there is no limit 'bside'"),
        ({"forms": (replace(CARD, buttons="keys"),)}, r"Broken\.forms 'a card': there is no limit 'keys'"),
        ({"forms": (replace(CARD, label="lable"),)}, r"Broken\.forms 'a card': there is no limit 'lable'"),
        ({"forms": (replace(CARD, files=("video",)),)}, r"Broken\.forms 'a card': there is no kind of file 'video'"),
        ({"forms": (CARD, CARD)}, r"Broken\.forms: 'a card' is there twice"),
        ({"files": (IMAGE, IMAGE)}, r"Broken\.files: 'image' is there twice"),
        ({"files": (IMAGE, FileKind("gif", ("png",), ("image/gif",)))}, r"Broken\.files: 'png' is there twice"),
        ({"files": (replace(IMAGE, size="weight"),)}, r"Broken\.files 'image': there is no limit 'weight'"),
        ({"text_payloads": ChannelWriter.text_payloads}, r"Broken\.text_payloads: must say how Toy sends a text"),
        ({"title": None}, r"Broken\.title: must be a string"),
        ({"channel": " "}, r"Broken\.channel: must be a string that names it"),
        ({"text_payloads": None}, r"Broken\.text_payloads: must say how Toy sends a text"),
        (
            {"forms": (replace(CARD, needs=("titel or file",)),)},
            r"Broken\.forms 'a card': a form needs none of 'titel'",
        ),
        ({"forms": (replace(CARD, needs="text"),)}, r"Broken\.forms 'a card': a form needs none of 't'"),
        ({"forms": (replace(CARD, deeds=frozenset({"fly"})),)}, r"Broken\.forms 'a card': a tap does none of 'fly'"),
        ({"forms": (replace(CARD, least=4),)}, r"Broken\.forms 'a card': it has 4 buttons at least and takes 3"),
        ({"forms": (replace(CARD, text="buttons"),)}, r"Broken\.forms 'a card': 'buttons' is no limit of a text"),
        ({"forms": (replace(CARD, buttons="text"),)}, r"Broken\.forms 'a card': 'text' is no limit of a number"),
        ({"forms": CARD}, r"Broken\.forms: must be a tuple of Form"),
        ({"files": ("image",)}, r"Broken\.files: must be a tuple of FileKind"),
        ({"files": (replace(IMAGE, size="text"),)}, r"Broken\.files 'image': 'text' is no limit of a file's size"),
        ({"files": (replace(IMAGE, extensions="png"),)}, r"Broken\.files 'image': extensions: must be a tuple of str"),
        ({"files": (replace(IMAGE, extensions=(".png",)),)}, r"Broken\.files 'image': '.png' must be in small letters"),
        (
            {"files": (replace(IMAGE, content_types=("A/B",)),)},
            r"Broken\.files 'image': 'A/B' must be in small letters",
        ),
        ({"file_schemes": "https"}, r"Broken\.file_schemes: schemes: must be a tuple of str"),
        ({"idn": "latin"}, r"Broken\.idn: 'latin' is none of punycode"),
        ({"taps": Taps("a key", "data", frozenset({"open"}))}, r"Broken\.taps: a tap does none of 'open'"),
        ({"taps": Taps("a key", "", DEEDS)}, r"Broken\.taps: must name the limit of what comes back"),
        ({"taps": Taps("a key", "buttons", DEEDS)}, r"Broken\.taps: 'buttons' is no limit of a text, it counts count"),
        ({"limits": ("text",)}, r"Broken\.limits: must be a collection of Limit"),
        ({"limits": limit("text", 4)}, r"Broken\.limits: must be a collection of Limit"),
        ({"limits": (limit("text", 0),)}, r"Broken\.limits: 'text' must be a whole number above 0"),
        ({"properties": ("TOY_LOUD",)}, r"Broken\.properties: must be a collection of Property"),
        ({"formats": frozenset({"blink"})}, r"Broken\.formats: must be a collection of Format"),
        ({"fixed_limits": frozenset({"txt"})}, r"Broken\.fixed_limits: there is no limit 'txt'"),
        ({"supports": ["text"]}, r"Broken\.supports: must say of types of content"),
        ({"supports": {"text": "native"}}, r"Broken\.supports: 'native' for 'text' is none of Support"),
    ],
)
def test_a_class_that_states_nonsense_is_refused(stated: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidOption, match=words):
        type("Broken", (Toy,), stated).check()


def test_it_is_refused_when_the_channel_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    class Entry:
        """An entry point of a third party."""

        name, value = "BROKEN_TOY", "somewhere:Broken"

        def load(self) -> type[Toy]:
            return type("Broken", (Toy,), {"forms": (replace(CARD, title="titel"),)})

    monkeypatch.setattr("transcode.channels.entry_points", lambda group: [Entry()])
    with pytest.raises(InvalidOption, match=r"Broken\.forms 'a card': there is no limit 'titel'"):
        writer_for("BROKEN_TOY")


def test_a_class_that_states_itself_is_taken() -> None:
    Toy.check()


def test_where_no_button_answers_no_limit_of_answers_is_named() -> None:
    taps = Taps("a key", "", DEEDS - {Deed.ANSWER})
    type("Silent", (Toy,), {"taps": taps}).check()
    answers = replace(CARD, deeds=frozenset({Deed.ANSWER}))
    with pytest.raises(InvalidOption, match=r"Broken\.taps: must name the limit of what comes back"):
        type("Broken", (Toy,), {"taps": taps, "forms": (answers,)}).check()


def test_a_limit_or_a_form_that_there_is_not_is_named_where_a_writer_asks_for_it() -> None:
    writer = Toy(Request())
    with pytest.raises(InvalidOption, match=r"Toy\.limits: there is no limit 'txt'"):
        writer.limit("txt")
    message = content(question(reply("Yes")))
    with pytest.raises(InvalidOption, match=r"Toy\.forms: there is none that could hold the message"):
        writer.best(Panel(message, "the message"), ())


def test_an_obstacle_takes_back_findings_taps_and_what_was_to_go_before() -> None:
    message = content(question(reply("Yes"), reply("No")))

    class Stumbling(Toy):
        """Meets an obstacle when all else is done."""

        def choice(self, message: Any) -> Rendering:
            super().choice(message)
            self.before.append(Words("x"))
            self.notes.report(Code.DROPPED, message, what="It", why="so")
            self.notes.tell(message)
            assert len(self.tapped) == 2
            raise Obstacle("the way is barred", message.at("choices"), 3, 4)

    writer = Stumbling(Request())
    rendering = writer.write(message)
    assert rendering.outcome is Outcome.PLAINTEXT
    (finding,) = writer.notes.findings
    assert (finding.code, finding.path, finding.limit, finding.actual) == (
        Code.WHOLE_AS_TEXT,
        "choice_message.choices",
        3,
        4,
    )
    assert finding.message == "Sent as plain text: the way is barred."
    assert (len(writer.tapped), writer.before, writer.notes.named, writer.notes.told) == (0, [], [], [])


def test_an_attempt_that_succeeds_keeps_what_it_noted() -> None:
    writer = Toy(Request())
    message = content(question(reply("Yes")))
    assert writer.attempt(lambda: writer.notes.report(Code.WHOLE_AS_TEXT, message, why="so")) is None
    assert codes(writer) == [(Code.WHOLE_AS_TEXT, "choice_message")]


def test_what_has_no_room_goes_before_whole() -> None:
    writer, rendering = write(question(reply(LONG), reply("No")), limits={"data": 40})
    before, payload = rendering.payloads
    assert before["text"] == f"Well?\n> {LONG}"
    assert [key["label"] for key in payload["keys"]] == ["Deliver…", "No"]
    (finding,) = writer.notes.findings
    assert (finding.code, finding.path, finding.limit, finding.actual) == (
        Code.LABEL_CUT,
        "choice_message.choices[0].text_message.text",
        8,
        26,
    )
    assert finding.message == "A key shows 8 characters of the label's 26; the message before has it whole."


def test_the_first_form_that_holds_it_whole_is_taken() -> None:
    _, rendering = write({"card_message": {"title": "Tea", "choices": [reply("Yes")]}})
    assert rendering.payloads == ({"to": "{{to}}", "title": "Tea", "keys": [{"label": "Yes", "data": "Yes"}]},)


# --- the layer, mutated: the obstacle is named, and nothing is raised ---


@pytest.mark.parametrize(
    ("mutation", "message", "why"),
    [
        ({}, question(*map(reply, "ABCD")), "the message has no title or file and a card needs one"),
        (
            {"forms": (KEYBOARD,)},
            question(*map(reply, "ABCD")),
            "the message has 4 choices and a keyboard takes 3",
        ),
        (
            {
                "forms": (KEYBOARD,),
                "limits": tuple(replace(o, value=1) if o.name == "buttons" else o for o in Toy.limits),
            },
            question(*map(reply, "AB")),
            "the message has 2 choices and a keyboard takes 1",
        ),
        (
            {"taps": replace(Toy.taps, deeds=DEEDS - {Deed.OPEN})},
            question({"url_message": {"title": "T", "url": "https://a.example/"}}),
            "choice 1: a key opens no URL",
        ),
        (
            {"taps": replace(Toy.taps, deeds=DEEDS - {Deed.CALL})},
            question({"call_message": {"title": "T", "phone_number": "+46701234567"}}),
            "choice 1: a key calls no number",
        ),
        (
            {"taps": replace(Toy.taps, deeds=DEEDS - {Deed.ANSWER})},
            question(reply("Yes")),
            "choice 1: a key sends no answer",
        ),
        (
            {"forms": (replace(KEYBOARD, deeds=frozenset({Deed.ANSWER})),)},
            question({"url_message": {"title": "T", "url": "https://a.example/"}}),
            "choice 1 is a URL and a keyboard takes answers only",
        ),
        ({"forms": (KEYBOARD,)}, {"card_message": {"title": "T", "choices": [reply("A")]}}, "the card has no text"),
        (
            {"forms": (replace(KEYBOARD, exact=True),)},
            question(reply(LONG)),
            "a label of the message has 26 characters and a keyboard takes 8",
        ),
        (
            {"files": (), "forms": (replace(CARD, files=()),)},
            {"card_message": {"title": "T", "media_message": {"url": "https://a.example/a.png"}}},
            "Toy carries",
        ),
        (
            {"forms": (replace(CARD, files=()),)},
            {"card_message": {"title": "T", "media_message": {"url": "https://a.example/a.png"}}},
            "the card has a file and a card shows no image",
        ),
    ],
)
def test_a_layer_with_one_thing_less_names_the_right_obstacle(
    mutation: dict[str, Any], message: dict[str, Any], why: str
) -> None:
    mutated = type("Mutated", (Toy,), mutation)
    mutated.check()
    writer, rendering = write(message, mutated)
    assert rendering.outcome is Outcome.PLAINTEXT
    (finding,) = writer.notes.findings
    assert finding.code is Code.WHOLE_AS_TEXT
    assert finding.message.startswith(f"Sent as plain text: {why}")


@pytest.mark.parametrize("name", ["title", "text", "buttons", "label", "beside"])
@pytest.mark.parametrize("form", [KEYBOARD, CARD])
def test_a_form_with_one_limit_less_holds_more_and_raises_nothing(form: Form, name: str) -> None:
    less = type("Less", (Toy,), {"forms": (replace(form, **{name: ""}),)})
    less.check()
    for message in (
        question(*map(reply, ["A" * 30, "B", "C", "D"]), text="x" * 99),
        {"card_message": {"title": "x" * 99, "choices": [reply("A" * 30)]}},
    ):
        writer, rendering = write(message, less)
        assert rendering.payloads
        assert all(finding.message for finding in writer.notes.findings)


def test_the_limits_of_the_caller_are_those_of_the_forms() -> None:
    writer, _ = write(question(reply("Yes")), limits={"label": 2})
    assert codes(writer) == [(Code.LABEL_CUT, "choice_message.choices[0].text_message.text")]
    assert limit("x", 1, Unit.COUNT).value == 1


def test_labels_that_are_the_same_are_told_apart_and_it_is_said() -> None:
    writer, _ = write(question(reply("Buy"), reply("Buy")))
    (finding,) = writer.notes.findings
    assert (finding.code, finding.path) == (Code.SHOWN_OTHERWISE, "choice_message.choices[1].text_message.text")
    assert finding.message == "A key is 'Buy (2)' here: one before it has the same label."
    assert [one.shown for one in writer.replies("")] == ["Buy", "Buy (2)"]


@pytest.mark.parametrize("label", ["\u200b", "\u2060\ufeff", "\u3164", "\u202a \u202c"])
def test_a_label_of_which_nothing_is_seen_is_none(label: str) -> None:
    _, rendering = write(question(reply(label), reply("Yes")))
    assert rendering.outcome is Outcome.PLAINTEXT
    assert write(question(reply(f"{label}a"), reply("Yes")))[1].outcome is Outcome.NATIVE


@pytest.mark.parametrize(("room", "held"), [(-1, 0), (0, 0), (1, 1), (2, 2)])
def test_choices_beyond_the_room_there_is_can_be_no_button(room: int, held: int) -> None:
    writer = Toy(Request())
    message = content(question(reply("A"), {"url_message": {"title": "Site", "url": "x:y"}}, reply("B")))
    first, site, last = writer.buttons(message.at_all("choices"))
    within = writer.within((first, site, last), room, "a shelf", "jars")
    assert within[1] is site
    over = f"a shelf has room for {held} jars and 2 are offered"
    assert [one.why_not for one in (within[0], within[2])] == [""] * held + [over] * (2 - held)
