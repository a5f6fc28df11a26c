"""The credentials of an MMS account, which appear in no repr, no dump, no error and no payload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar, Final

from pydantic import AfterValidator, ConfigDict, ModelWrapValidatorHandler, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from transcode.errors import InvalidMessage
from transcode.message.base import Model, Text
from transcode.message.parse import field_errors, parse_json
from transcode.mms.numbers import normalise_number
from transcode.mms.xml import remove_illegal

__all__ = ["BasicAuth", "MmsCredentials"]


def _usable(secret: SecretStr) -> SecretStr:
    value = secret.get_secret_value()
    if not value.strip():
        raise PydanticCustomError("empty", "must not be empty")
    # Neither an XML element nor the user-pass of RFC 7617 can carry them, and nobody's credentials have any.
    if remove_illegal(value)[1] or any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in value):
        raise PydanticCustomError("control_character", "must not have control characters")
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


class _Credentials(Model):
    # Fields that are not known are dropped: a misspelt password must not live on in a repr.
    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class BasicAuth(_Credentials):
    """User name and password of HTTP Basic authentication."""

    username: Annotated[Secret, AfterValidator(_user)]
    password: Secret


class MmsCredentials(_Credentials):
    """The ``mms_credentials`` of a Conversation API app (Sinch docs 2021-07-11, conversation-mms.md).

    Read them with ``get_secret_value()``. The API key is what MM7 calls the VASPID. What the account id is to MM7 is
    not documented, and it is used nowhere; a VASID is per short code and comes from the account manager.
    """

    account_id: Secret
    api_key: Secret
    basic_auth: BasicAuth | None = None
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
        return cls.model_validate(_inner(_read_json(data) if isinstance(data, (str, bytes)) else data))

    @model_validator(mode="wrap")
    @classmethod
    def _without_input(cls, data: Any, handler: ModelWrapValidatorHandler[MmsCredentials]) -> MmsCredentials:
        """Turn pydantic's error, which knows the values, into one that does not, by whichever way it came."""
        try:
            return handler(data)
        except ValidationError as error:
            errors = [replace(found, input=None) for found in field_errors(error, data)]
        # Raised here and not above, so that pydantic's error is not even its context.
        raise InvalidMessage(errors)


_CHANNEL: Final = "MMS"


def _read_json(text: str | bytes) -> Any:
    try:
        return parse_json(text)
    except InvalidMessage as error:
        errors = error.errors
    # Anew: the first one's context is the parser's error, which holds the text.
    raise InvalidMessage(errors)


def _inner(data: Any) -> Any:
    if isinstance(data, Mapping) and isinstance(data.get("channel_credentials"), (list, tuple)):
        entries = [entry for entry in data["channel_credentials"] if isinstance(entry, Mapping)]
        data = next((entry for entry in entries if entry.get("channel") == _CHANNEL), None)
        if data is None:
            raise InvalidMessage.at("channel_credentials", "missing", f"has no entry with the channel {_CHANNEL}")
    if not isinstance(data, Mapping):
        raise InvalidMessage.at("", "object_type", "credentials must be an object with fields")
    if "mms_credentials" in data or "mmsCredentials" in data or "channel" in data:
        if data.get("channel", _CHANNEL) != _CHANNEL:
            raise InvalidMessage.at("channel", "channel", f"must be {_CHANNEL}")
        data = data.get("mms_credentials", data.get("mmsCredentials"))
        if data is None:
            raise InvalidMessage.at("mms_credentials", "missing", "is required")
    return data
