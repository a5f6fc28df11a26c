"""More typed replies than anybody wants to read one by one: how many are taken for a wrong choice, how many missed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from transcode import transcode
from transcode.inbound import Ambiguous, ChoiceResponse, OptOut, Resolution, resolve_reply

MESSAGES = json.loads((Path(__file__).parent / "data" / "reply_evaluation.json").read_text())["messages"]
# The most that may be missed of the replies that name a choice; wrong ones may be none.
MISSED = 0.05


def message(evaluated: dict[str, Any]) -> dict[str, Any]:
    choices = [{"text_message": {"text": label}, "postback_data": label} for label in evaluated["labels"]]
    if evaluated["cards"]:
        titled = zip(evaluated["labels"], choices, strict=True)
        return {"carousel_message": {"cards": [{"title": label, "choices": [choice]} for label, choice in titled]}}
    return {"choice_message": {"text_message": {"text": "Well then?"}, "choices": choices}}


def short(resolution: Resolution) -> str:
    match resolution:
        case ChoiceResponse():
            return resolution.postback_data
        case Ambiguous(candidates=(only,)):
            return f"~{only.label}"
        case Ambiguous():
            return "?"
        case OptOut():
            return "!"
        case _:
            return "-"


def judged(half: str) -> tuple[Counter[str], list[tuple[str, str, str]]]:
    counted: Counter[str] = Counter()
    wrong: list[tuple[str, str, str]] = []
    for evaluated in MESSAGES:
        result = transcode(message(evaluated), "SMS")
        for typed, meant in evaluated[half]:
            answer = short(resolve_reply(result, typed))
            counted["all"] += 1
            counted["choices"] += meant in evaluated["labels"]
            if answer in evaluated["labels"] and answer != meant:
                wrong.append((evaluated["name"], typed, answer))
            counted["missed"] += meant in evaluated["labels"] and answer not in evaluated["labels"]
            counted["opt_out"] += meant == "!"
            counted["opt_out_missed"] += meant == "!" and answer != "!"
            counted["opt_out_wrong"] += meant != "!" and answer == "!"
    return counted, wrong


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_none_is_wrong_and_few_are_missed(half: str) -> None:
    counted, wrong = judged(half)
    assert counted["all"] > 400
    assert wrong == []
    assert counted["missed"] <= MISSED * counted["choices"]
    assert counted["opt_out"] >= 10
    assert (counted["opt_out_missed"], counted["opt_out_wrong"]) == (0, 0)


def test_no_reply_is_judged_twice() -> None:
    for evaluated in MESSAGES:
        typed = [text for text, _ in (*evaluated["tuning"], *evaluated["held_out"])]
        repeated = {text for text, times in Counter(typed).items() if times > 1}
        assert not repeated, evaluated["name"]
