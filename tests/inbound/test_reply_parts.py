"""Replies that name a part of a choice, a number written out, or a deed: sure, possible, or none of the choices."""

from __future__ import annotations

from typing import Any

import pytest

from transcode import transcode
from transcode.inbound import Ambiguous, ChoiceResponse, resolve_reply


def taken(labels: tuple[str, ...], typed: str, question: str = "Well then?") -> str:
    """Return the label that is taken, ``~label`` where it only may be meant, ``?`` and ``-`` otherwise."""
    choices = [{"text_message": {"text": label}, "postback_data": label} for label in labels]
    message: dict[str, Any] = {"choice_message": {"text_message": {"text": question}, "choices": choices}}
    match resolve_reply(transcode(message, "SMS"), typed):
        case ChoiceResponse() as found:
            return found.postback_data
        case Ambiguous(candidates=(only,)):
            return f"~{only.label}"
        case Ambiguous():
            return "?"
        case _:
            return "-"


AMOUNTS = ("$10", "$25", "Other amount")
NUMBERED = ("1. Sales", "2. Support", "3. Billing")


@pytest.mark.parametrize(
    ("labels", "typed", "expected"),
    [
        # Which of several things is meant is left out.
        (AMOUNTS, "amount", "~Other amount"),
        (AMOUNTS, "another amount", "-"),
        (AMOUNTS, "other", "Other amount"),
        (("Autre date", "Lundi"), "autre", "Autre date"),
        (("New address", "Keep it"), "address", "~New address"),
        (("All rooms", "Kitchen"), "rooms", "~All rooms"),
        (("10:30", "14:15", "None of these"), "none", "None of these"),
        (("No puedo", "Cambiar la hora"), "no", "-"),
        (("1-3 days", "More than a week"), "a week", "~More than a week"),
        (("1-3 days", "More than a week"), "3 days", "~1-3 days"),
        (("1-3 days", "More than a week"), "1–3 days", "1-3 days"),
        # Half of another choice's compound.
        (("Mariahilfer Straße", "Landstraßer Hauptstraße"), "straße", "~Mariahilfer Straße"),
        (("Mariahilfer Straße", "Landstraßer Hauptstraße"), "mariahilfer", "Mariahilfer Straße"),
        # Accents are left out, not put in.
        (("J'accepte", "Je refuse"), "refusé", "~Je refuse"),
        (("J'accepte", "Je refuse"), "refuse", "Je refuse"),
        (("Tiramisù", "Panna cotta"), "tiramisu", "Tiramisù"),
        (("Münster Mitte", "Köln Süd"), "muenster", "Münster Mitte"),
        # A deed that the business is asked to do.
        (("Call support", "Block my card"), "call me", "-"),
        (("Call support", "Block my card"), "call", "Call support"),
        (("Call us", "Chat"), "us", "-"),
        (("Call us", "Chat"), "chat with me", "-"),
        (("Call me", "E-mail me"), "call me", "Call me"),
        (("Call me", "E-mail me"), "call me please", "Call me"),
        (("Remind me", "Don't remind me"), "remind me please", "Remind me"),
        (("Saturday", "Sunday"), "saturday works for me", "Saturday"),
        # "Yes" before an answer, where no choice says yes.
        (("Livrer aujourd'hui", "Livrer demain"), "oui, demain", "Livrer demain"),
        (("Livrer aujourd'hui", "Livrer demain"), "demain s'il vous plaît", "Livrer demain"),
        (("Yes", "Tomorrow morning"), "yes tomorrow", "?"),
        (("Not tomorrow", "Today"), "yes tomorrow", "-"),
        # Where, how it was, and politeness with points.
        (("Münster", "Köln"), "in münster", "Münster"),
        (("2", "3"), "in 2", "-"),
        (("Good", "Bad"), "it was good", "Good"),
        (("Good", "Bad"), "was it good", "-"),
        (("Bevestigen", "Afzeggen"), "bevestigen a.u.b.", "Bevestigen"),
        (("7-8", "9-10"), "7–8", "7-8"),
        (("7-8", "9-10"), "7–80", "-"),
        # What goes on behind a "no" takes it back, unless the choice goes on like that.
        (("Yes, it's me", "No, it isn't me"), "no it's me", "~No, it isn't me"),
        (("Yes, it's me", "No, it isn't me"), "it isnt me", "No, it isn't me"),
        (("I'll be there", "No, cancel it"), "no, I would like it", "~No, cancel it"),
        (("I'll be there", "No, cancel it"), "no thank you", "No, cancel it"),
        (("Ja graag", "Nee bedankt"), "nee dank je", "Nee bedankt"),
        (("Oui", "Non, merci"), "non, désolé", "Non, merci"),
        # "Yes" is no politeness where it is another choice.
        (("Ja tack", "Nej tack", "Ring mig"), "ja, ring mig", "?"),
        (("Ja tack", "Nej tack", "Ring mig"), "ring mig tack", "Ring mig"),
        (("Yes", "No", "Call me"), "yeah, call me", "?"),
        (("Yes", "No", "Call me"), "ok, call me", "Call me"),
        (("Verde oscuro", "Verde claro"), "claro", "~Verde claro"),
        # What somebody is, is not what they want.
        (("Basic", "Pro"), "I'm a pro", "-"),
        (("Basic ($5)", "Pro ($12)"), "I am a pro", "-"),
        (("Basic ($5)", "Pro ($12)"), "I'll go with pro", "Pro ($12)"),
        (("Interested", "Not interested"), "I'm interested", "Interested"),
        # "Later" is not "in the afternoon".
        (("Sabah", "Öğleden sonra"), "sonra", "~Öğleden sonra"),
        (("Måndag", "Tisdag", "Ingen av dem"), "ingen", "Ingen av dem"),
        # A phrase of choosing has no doubt in it.
        (("Måndag", "Tisdag"), "vill ha tisdag", "Tisdag"),
        (("Monday", "Tuesday"), "monday if possible", "Monday"),
        (("Monday", "Tuesday"), "monday if sunny", "-"),
        # Another word for the answer of one choice.
        (("Yes, please", "No"), "yep", "~Yes, please"),
        (("Yes, please", "No"), "nope", "~No"),
        (("Yes, please", "Yes, later", "No"), "yep", "-"),
        (("Yes, please", "No"), "sure", "-"),
        (("1", "2", "3", "4", "5"), "five", "~5"),
        (("5", "4", "3", "2", "1"), "the second one", "-"),
        # Numbers of one label.
        (("Parcel locker 112", "At home"), "112", "~Parcel locker 112"),
        (("Mon 9-12", "Mon 13-17"), "13-17", "~Mon 13-17"),
        (("Mon 9-12", "Tue 9-12"), "9-12", "-"),
        # What stands before an end that several have, where words are not separated.
        (("单人套餐", "双人套餐", "都不要"), "单人", "单人套餐"),
        (("单人套餐", "双人套餐", "都不要"), "套餐", "-"),
        (("单人套餐", "双人套餐", "都不要"), "单人还是双人", "-"),
        (("同意参加", "不同意参加"), "同意", "-"),
        (("変更する", "キャンセルする"), "変更", "変更する"),
        (("変更する", "キャンセルする"), "変更しない", "-"),
        (("东京站", "东京都", "南京站"), "东京", "-"),
    ],
)
def test_parts(labels: tuple[str, ...], typed: str, expected: str) -> None:
    assert taken(labels, typed) == expected


@pytest.mark.parametrize(
    ("question", "typed", "expected"),
    [
        ("Which wine would you like?", "wine", "~White wine"),
        ("What would you like?", "wine", "White wine"),
        ("Which wine would you like?", "white", "White wine"),
        ("White wine or beer?", "wine", "White wine"),
    ],
)
def test_what_all_is_about_names_no_choice(question: str, typed: str, expected: str) -> None:
    assert taken(("White wine", "Beer"), typed, question) == expected


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("two", 2),
        ("option two", 2),
        ("number three please", 3),
        ("zwei", 2),
        ("la 2", 2),
        ("the 2", 2),
        ("option one", 1),
        ("one", 0),  # any of them
        ("one second", 0),
        ("two pizzas", 0),
        ("I'd like two", 0),
        ("in two", 0),
        ("at 2", 0),
        ("seven", 0),
    ],
)
def test_numbers_written_out(typed: str, number: int) -> None:
    assert taken(NUMBERED, typed) == (NUMBERED[number - 1] if number else "-")


def test_a_number_that_a_label_has_is_the_label() -> None:
    labels = ("1. One ticket", "2. Four tickets", "3. Two tickets")
    assert taken(labels, "two") == "3. Two tickets"
    assert taken(labels, "option 2") == "2. Four tickets"
