"""The schemas, by what they accept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, partial
from importlib.resources import files
from typing import Any

import pytest

from tests import corpus
from transcode import AppMessage, InvalidMessage, transcode
from transcode.channels import implemented
from transcode.message import Choice, ListItem, OmniMessageOverride
from transcode.schema import message_schema, result_schema

EXAMPLES = {
    file.name: json.loads(file.read_text(encoding="utf-8"))
    for file in files("transcode").joinpath("examples").iterdir()
    if file.name.endswith(".json")
}
MESSAGES = {**EXAMPLES, **{f"tests/{name}": corpus.load(name)["message"] for name in corpus.names()}}
BAD: list[Any] = [
    {},
    {"text_message": None},
    {"text_message": {"text": 5}},
    {"text_message": {"text": "x"}, "card_message": {}},
    {"choice_message": {"choices": [{}]}},
    {"choice_message": {"choices": [{"text_message": {"text": "x"}, "url_message": {"title": "x", "url": "x"}}]}},
    {"list_message": {"title": "x", "sections": [{"items": [{}]}]}},
    {"location_message": {"title": "x", "coordinates": {"latitude": 91, "longitude": 0}}},
    {"template_message": {}},
    {"contact_info_message": {"name": {"full_name": "x"}, "phone_numbers": []}},
]


@cache
def validator(of: str) -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    schema = {"message": message_schema, "strict": partial(message_schema, strict=True), "result": result_schema}[of]()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("name", MESSAGES)
def test_messages_conform(name: str) -> None:
    accepts = validator("message")
    accepts.validate(MESSAGES[name])
    accepts.validate(json.loads(AppMessage.parse(MESSAGES[name]).model_dump_json()))
    accepts.validate({"$schema": "message.schema.json", **MESSAGES[name]})


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_conform_strictly(name: str) -> None:
    validator("strict").validate(EXAMPLES[name])


@pytest.mark.parametrize("message", BAD, ids=str)
def test_what_the_library_refuses_does_not_conform(message: Any) -> None:
    with pytest.raises(InvalidMessage):
        AppMessage.parse(message)
    assert not validator("message").is_valid(message)


@pytest.mark.parametrize("channel", implemented())
def test_results_conform(channel: str) -> None:
    accepts = validator("result")
    for message in EXAMPLES.values():
        accepts.validate(json.loads(transcode(message, channel).to_json()))


# --- without a validator ---


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from nodes(part)


@pytest.mark.parametrize("schema", [message_schema(), message_schema(strict=True), result_schema()])
def test_a_schema_is_whole(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].startswith("urn:message-transcode:schema:")
    defined = {f"#/$defs/{name}" for name in schema.get("$defs", ())}
    assert {node["$ref"] for node in nodes(schema) if isinstance(node.get("$ref"), str)} <= defined


def test_exactly_one_of() -> None:
    schema = message_schema()
    rules = {
        "AppMessage": (schema, AppMessage),
        "Choice": (schema["$defs"]["Choice"], Choice),
        "ListItem": (schema["$defs"]["ListItem"], ListItem),
        "OmniMessageOverride": (schema["$defs"]["OmniMessageOverride"], OmniMessageOverride),
    }
    for part, model in rules.values():
        assert [branch["required"] for branch in part["oneOf"]] == [[name] for name in model.one_of]


def test_an_editor_is_not_told_to_write_null() -> None:
    assert not any("default" in node and node["default"] is None for node in nodes(message_schema()))


def test_every_field_of_a_message_is_in_the_schema() -> None:
    schema = message_schema()
    assert set(AppMessage.model_fields) == set(schema["properties"]) - {"$schema"}
    for message in EXAMPLES.values():
        (kind,) = set(message) - {"agent"}
        assert kind in schema["properties"]


def test_every_field_of_a_result_is_in_the_schema() -> None:
    result = transcode(EXAMPLES["text.json"], "SMS").as_dict()
    schema = result_schema()
    assert [*result, "billing"] == list(schema["properties"])
    assert list(result) == schema["required"]
    assert list(result["segments"]) == list(schema["properties"]["segments"]["anyOf"][0]["properties"])
    assert list(result["segments"]["parts"][0]) == list(
        schema["properties"]["segments"]["anyOf"][0]["properties"]["parts"]["items"]["properties"]
    )
