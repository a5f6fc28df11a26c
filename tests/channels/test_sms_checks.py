"""What judges the requests of SMS: the vendor's own model, which takes any key, with the keys that it does not know."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings

from tests.corpus import names, run
from tests.strategies import messages
from transcode import Profile, transcode

Json = dict[str, Any]

GOOD: Json = {
    "type": "mt_text",
    "to": ["46701234567"],
    "from": "Sinch",
    "body": "Hi ${name}",
    "parameters": {"name": {"default": "${name}"}},
    "flash_message": True,
    "max_number_of_message_parts": 3,
}
PROPERTIES = {"SMS_SENDER": "Sinch", "SMS_FLASH_MESSAGE": "true", "SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "3"}


def problems(payload: Json) -> list[str]:
    """What the model has against a request; skips the test where it is not installed."""
    text_request = pytest.importorskip("sinch.domains.sms.models.v1.shared.text_request")
    from pydantic import ValidationError

    try:
        request = text_request.TextRequest.model_validate(payload)
    except ValidationError as error:
        return [f"{problem['loc']}: {problem['msg']}" for problem in error.errors()]
    return sorted(request.model_extra or {})


def test_a_good_request_is_accepted() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("body", None),
        ("to", None),
        ("to", "46701234567"),
        ("parameters", ["name"]),
        ("max_number_of_message_parts", "three"),
        ("flash", True),
    ],
)
def test_what_the_model_forbids_is_rejected(name: str, value: Any) -> None:
    wrong = deepcopy(GOOD)
    if value is None:
        del wrong[name]
    else:
        wrong[name] = value
    assert problems(wrong)


def test_the_corpus_is_accepted() -> None:
    for name in names():
        for payload in run(name, "SMS").payloads:
            assert problems(dict(payload)) == [], name


@settings(max_examples=50, deadline=None)
@given(messages())
def test_any_message_is_accepted(message: Json) -> None:
    for profile in Profile:
        for payload in transcode(message, "SMS", to="+46701234567", properties=PROPERTIES, profile=profile).payloads:
            assert problems(dict(payload)) == []
