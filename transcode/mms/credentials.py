"""The credentials of an MMS account, which appear in no repr, no dump, no error and no payload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar, Final, NoReturn, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    ModelWrapValidatorHandler,
    SecretStr,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from transcode.errors import InvalidMessage
from transcode.message.base import Model, Text, to_camel
from transcode.message.parse import check_bounds, field_errors, parse_json
from transcode.mms.identifiers import identifier_fault
from transcode.mms.numbers import normalise_number
from transcode.mms.xml import remove_illegal

__all__ = ["BasicAuth", "MmsCredentials"]


def _usable(secret: SecretStr) -> SecretStr:
    value = secret.get_secret_value()
    if not value.strip():
        raise PydanticCustomError("empty", "must not be empty")
    # The user-pass of RFC 7617 has no control characters; the others have no place in any text.
    if remove_illegal(value)[1] or any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in value):
        raise PydanticCustomError("control_character", "must not have control characters")
    return secret


def _identifier(secret: SecretStr) -> SecretStr:
    if fault := identifier_fault(secret.get_secret_value()):
        raise PydanticCustomError(*fault)
    return secret


def _user(secret: SecretStr) -> SecretStr:
    if ":" in secret.get_secret_value():
        raise PydanticCustomError("colon", "must not have a colon: HTTP Basic (RFC 7617) ends the name there")
    return secret


def _sender(value: str) -> str:
    try:
        return normalise_number(value) if value else value
    except ValueError as error:
        raise PydanticCustomError("number", "{why}", {"why": str(error)}) from None


Secret = Annotated[SecretStr, AfterValidator(_usable)]
Identifier = Annotated[SecretStr, AfterValidator(_identifier)]


class _Credentials(Model):
    # Fields that are not known are dropped: a misspelt password must not live on in a repr.
    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    @model_validator(mode="wrap")
    @classmethod
    def _without_input(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Turn pydantic's error, which knows the values, into one that does not, by whichever way it came."""
        check_bounds(data)
        try:
            return handler(data)
        except ValidationError as error:
            errors = [replace(found, input=None) for found in field_errors(error, data)]
        # Raised here and not above, so that pydantic's error is not even its context.
        raise InvalidMessage(errors)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Return JSON as credentials.

        Raises:
            InvalidMessage: naming each wrong field, never what was found in it.

        """
        return cls.model_validate(_read_json(json_data), **options)

    # Pydantic's own error would hold the value.
    def __setattr__(self, name: str, value: Any) -> NoReturn:
        """Refuse: credentials do not change."""
        raise InvalidMessage.at(name, "frozen_instance", "cannot be changed: make new credentials")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: credentials do not change."""
        raise InvalidMessage.at(name, "frozen_instance", "cannot be removed: make new credentials")


class BasicAuth(_Credentials):
    """User name and password of HTTP Basic authentication."""

    username: Annotated[Secret, AfterValidator(_user)]
    password: Secret


def _among_others(data: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """Turn the error of credentials inside of others back into pydantic's, so that all of them are told together."""
    try:
        return handler(data)
    except InvalidMessage as error:
        lines = [
            InitErrorDetails(
                type=PydanticCustomError(found.code, "{message}", {"message": found.message}),
                loc=(found.path,) if found.path else (),
                input=None,
            )
            for found in error.errors
        ]
    raise ValidationError.from_exception_data("credentials", lines, hide_input=True)


class MmsCredentials(_Credentials):
    """The ``mms_credentials`` of a Conversation API app (Sinch docs 2021-07-11, conversation-mms.md).

    Read them with ``get_secret_value()``. The API key is what MM7 calls the VASPID. What the account id is to MM7 is
    not documented, and it is used nowhere; a VASID is per short code and comes from the account manager.
    """

    account_id: Identifier
    api_key: Identifier
    basic_auth: Annotated[BasicAuth | None, WrapValidator(_among_others)] = None
    """Optional at MM7's end."""
    default_sender: Annotated[Text, AfterValidator(_sender)] | None = None
    """The sender of a message without ``MMS_SENDER``: a short code or a long number. It is no secret."""

    @classmethod
    def parse(cls, data: Mapping[str, Any] | str | bytes | MmsCredentials) -> MmsCredentials:
        """Return ``data`` as credentials.

        ``data`` is a dict or JSON: the object under ``mms_credentials``, the entry of ``channel_credentials`` that
        holds it, or the object with ``channel_credentials``.

        Raises:
            InvalidMessage: naming each wrong field, never what was found in it.

        """
        if isinstance(data, MmsCredentials):
            return data
        read = _read_json(data) if isinstance(data, (str, bytes, bytearray)) else data
        check_bounds(read)
        return cls.model_validate(_inner(read))


_CHANNEL: Final = "MMS"


def _read_json(text: str | bytes | bytearray) -> Any:
    try:
        return parse_json(text)
    except InvalidMessage as error:
        errors = error.errors
    # Anew: the first one's context is the parser's error, which holds the text.
    raise InvalidMessage(errors)


def _inner(data: Any) -> Any:
    """Return the object under ``mms_credentials``, whatever stands around it, in either spelling of the names."""
    if not isinstance(data, Mapping):
        raise InvalidMessage.at("", "object_type", "credentials must be an object with fields")
    if (entries := _field(data, "channel_credentials")) is not None:
        data = _entry(entries)
    inner = _field(data, "mms_credentials")
    if inner is None and "channel" not in data:
        return data
    if data.get("channel", _CHANNEL) != _CHANNEL:
        raise InvalidMessage.at("channel", "channel", f"must be {_CHANNEL}")
    if inner is None:
        raise InvalidMessage.at("mms_credentials", "missing", "is required")
    return inner


def _entry(entries: Any) -> Mapping[str, Any]:
    if not isinstance(entries, (list, tuple)):
        raise InvalidMessage.at("channel_credentials", "tuple_type", "must be a list")
    for entry in entries:
        if isinstance(entry, Mapping) and entry.get("channel") == _CHANNEL:
            return entry
    raise InvalidMessage.at("channel_credentials", "missing", f"has no entry with the channel {_CHANNEL}")


def _field(data: Mapping[str, Any], name: str) -> Any:
    return data.get(name, data.get(to_camel(name)))
