"""JSON Schema of what goes in and of what comes out, for editors and validators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from transcode.gsm import Encoding
from transcode.message import AppMessage, TemplateMessage
from transcode.message.base import OneOf
from transcode.result import Code, Outcome, Severity

__all__ = ["message_schema", "result_schema"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ID: Final = "urn:message-transcode:schema:"

Schema = dict[str, Any]


def message_schema(*, strict: bool = False) -> Schema:
    """Return the JSON Schema of a message, in snake_case.

    Like the library it takes an explicit null for a field that is not there, and, unless ``strict``, fields that it
    does not know. The library also reads camelCase, which is not for writing and so not in here.
    """
    schema = AppMessage.model_json_schema(schema_generator=_Generator)
    # With this an editor finds the schema; it is no part of the message, and the command line leaves it out.
    schema["properties"] = {"$schema": {"type": "string"}, **schema["properties"]}
    if strict:
        for part in (schema, *schema["$defs"].values()):
            if part.get("additionalProperties") is True:
                part["additionalProperties"] = False
    return {"$schema": _DIALECT, "$id": f"{_ID}message{'-strict' if strict else ''}", **schema}


class _Generator(GenerateJsonSchema):
    """Writes the rules that the models check in code, and leaves out what only makes an editor talkative."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Add the rule "exactly one of" or "at least one of"."""
        written = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        if issubclass(model, OneOf):
            written["oneOf"] = [_is_given(name) for name in model.one_of]
        elif model is TemplateMessage:
            written["anyOf"] = [_is_given(name) for name in ("channel_template", "omni_template")]
        return written

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave out ``default: null``, which editors offer as the value to fill in."""
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Write ``string or null`` as one type, so that an error says it in one line."""
        written = self.generate_inner(schema["schema"])
        if isinstance(written.get("type"), str) and not {"const", "enum"} & written.keys():
            return {**written, "type": [written["type"], "null"]}
        return {"anyOf": [written, {"type": "null"}]}

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Leave out titles that only repeat the field's name."""
        return False


def _is_given(name: str) -> Schema:
    return {"required": [name], "properties": {name: {"not": {"type": "null"}}}}


def result_schema() -> Schema:
    """Return the JSON Schema of ``Transcoded.as_dict()``."""
    segmentation = _object(
        text=_about(_STRING, "What is sent."),
        encoding={"enum": [encoding.value for encoding in Encoding]},
        units=_about(_COUNT, "Septets (GSM) or UTF-16 units (UNICODE), without headers."),
        segments=_about(_COUNT, "How many parts."),
        capacity=_about(_COUNT, "Units that each part holds."),
        remaining=_about(_COUNT, "Units of room in the last part."),
        locking_shift=_about(_COUNT, "National language identifier; 0: the default alphabet."),
        single_shift=_about(_COUNT, "National language identifier; 0: the default extension."),
        parts=_list(
            _object(
                index=_about(_COUNT, "1-based."),
                text=_STRING,
                units=_COUNT,
                capacity=_COUNT,
                remaining=_COUNT,
                udh=_about(_STRING_OR_NULL, "The user data header in hexadecimal."),
            ),
            "In sending order.",
        ),
        unicode_characters=_list(
            _object(character=_STRING, positions={"type": "array", "items": _COUNT}),
            "What forced UCS-2, with 0-based code point indexes.",
        ),
        replacements=_list(
            _object(position=_COUNT, character=_STRING, replacement=_STRING),
            "What was transliterated.",
        ),
    )
    finding = _object(
        code={"enum": [code.value for code in Code]},
        severity={"enum": [severity.name for severity in Severity]},
        path=_about(_STRING, "The field it is about; empty: the message as a whole."),
        limit={"type": ["integer", "null"]},
        actual={"type": ["integer", "string", "null"]},
        message=_about(_STRING, "One sentence."),
    )
    reply = _object(
        label=_about(_STRING, "The choice as the caller wrote it."),
        shown=_about(_STRING, "The choice as the recipient reads it."),
        kind=_STRING,
        path=_STRING,
        postback=_about(_STRING_OR_NULL, "The caller's postback_data."),
        identifier=_about(_STRING_OR_NULL, "What the channel returns when it is tapped."),
        card={"type": ["integer", "null"], "description": "1-based; null outside a carousel."},
    )
    return {
        "$schema": _DIALECT,
        "$id": f"{_ID}result",
        "title": "Transcoded",
        "description": "One message for one channel.",
        **_object(
            channel=_about(_STRING, "The channel's name."),
            outcome={"enum": [outcome.value for outcome in Outcome], "description": "How it reaches the recipient."},
            deliverable=_about({"type": "boolean"}, "False where the channel would refuse or not deliver it."),
            text=_about(_STRING_OR_NULL, "What the recipient reads where there is one text."),
            segments={"anyOf": [segmentation, {"type": "null"}], "description": "SMS: the parts of the text."},
            payloads=_list({"type": "object"}, "What the channel's API takes, in sending order."),
            findings=_list(finding, "What was lost, changed or would be refused, in document order."),
            replies=_list(reply, "The answers that the message offers."),
            optional={
                "billing": _about(
                    {"type": "object"}, "What the channel charges the payloads as, if its rules are known."
                ),
            },
        ),
    }


def _object(*, optional: Mapping[str, Schema] | None = None, **properties: Schema) -> Schema:
    """Return the schema of an object that always has all of its fields, perhaps the ``optional``, and no others."""
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
        "additionalProperties": False,
    }


_STRING: Final[Schema] = {"type": "string"}
_STRING_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _about(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}
