from __future__ import annotations

import copy
import json
import pickle
import traceback
from typing import Any

import pytest

from tests.mms.wire import payload_of
from transcode.errors import InvalidMessage
from transcode.mms import BasicAuth, MmsCredentials, render_mm7

SECRETS = ("acc-s3cret", "key-s3cret", "user-s3cret", "pass-s3cret")
INNER: dict[str, Any] = {
    "account_id": "acc-s3cret",
    "api_key": "key-s3cret",
    "basic_auth": {"username": "user-s3cret", "password": "pass-s3cret"},
}
ENTRY = {"channel": "MMS", "mms_credentials": INNER}
WHOLE = {"channel_credentials": [{"channel": "SMS", "static_bearer": {}}, ENTRY]}
USER = INNER["basic_auth"]
DEEP: list[Any] = []
for _ in range(5000):
    DEEP = [DEEP]
CAMEL = {
    "mmsCredentials": {
        "accountId": "acc-s3cret",
        "apiKey": "key-s3cret",
        "basicAuth": {"username": "user-s3cret", "password": "pass-s3cret"},
    }
}


CAMEL_WHOLE = {"channelCredentials": [{"channel": "SMS"}, {"channel": "MMS", **CAMEL}]}


def shows_no_secret(text: str) -> bool:
    return not any(secret in text for secret in SECRETS) and "s3cret" not in text


@pytest.mark.parametrize(
    "data",
    [
        INNER,
        ENTRY,
        WHOLE,
        CAMEL,
        CAMEL_WHOLE,
        json.dumps(ENTRY),
        json.dumps(INNER).encode(),
        bytearray(json.dumps(CAMEL_WHOLE).encode()),
    ],
)
def test_every_shape_of_the_documents(data: Any) -> None:
    credentials = MmsCredentials.parse(data)
    assert credentials.account_id.get_secret_value() == "acc-s3cret"
    assert credentials.api_key.get_secret_value() == "key-s3cret"
    assert credentials.basic_auth is not None
    assert credentials.basic_auth.username.get_secret_value() == "user-s3cret"
    assert credentials.basic_auth.password.get_secret_value() == "pass-s3cret"
    assert credentials.default_sender is None
    assert MmsCredentials.parse(credentials) is credentials


def test_the_placeholders_of_the_documents_are_credentials_too() -> None:
    text = """{"channel": "MMS", "mms_credentials": {"account_id": "{{MMS_ACCOUNT_ID}}", "api_key": "{{MMS_API_KEY}}",
        "basic_auth": {"username": "{{BASIC_AUTH_USERNAME}}", "password": "{{BASIC_AUTH_PASSWORD}}"}}}"""
    assert MmsCredentials.parse(text).api_key.get_secret_value() == "{{MMS_API_KEY}}"


def test_they_show_nothing() -> None:
    credentials = MmsCredentials.parse({**INNER, "pasword": "s3cret", "default_sender": "+16172383232"})
    shown = [
        repr(credentials),
        str(credentials),
        f"{credentials:}",
        repr(credentials.basic_auth),
        repr(credentials.model_dump()),
        repr(credentials.model_dump(mode="json")),
        credentials.model_dump_json(),
        repr(dict(credentials)),
        json.dumps(MmsCredentials.model_json_schema()),
    ]
    assert all(map(shows_no_secret, shown))
    assert credentials.default_sender == "16172383232"


def test_they_can_be_copied_and_pickled() -> None:
    credentials = MmsCredentials.parse(INNER)
    assert pickle.loads(pickle.dumps(credentials)) == credentials == copy.deepcopy(credentials)  # noqa: S301


def test_an_attempt_to_change_them_does_not_show_the_value() -> None:
    credentials = MmsCredentials.parse(INNER)
    for target, name in ((credentials, "api_key"), (credentials.basic_auth, "password"), (credentials, "other")):
        with pytest.raises(InvalidMessage) as caught:
            setattr(target, name, "new-s3cret")
        assert [error.path for error in caught.value.errors] == [name]
        assert caught.value.__context__ is None
        assert shows_no_secret(str(caught.value) + repr(caught.value) + repr(caught.value.as_dicts()))
        with pytest.raises(InvalidMessage, match=name):
            delattr(target, name)
    assert credentials == MmsCredentials.parse(INNER)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"api_key": None}, "api_key"),
        ({"api_key": ["key-s3cret"]}, "api_key"),
        ({"api_key": 53}, "api_key"),
        ({"api_key": 10**5000}, "api_key"),
        ({"api_key": DEEP}, ""),
        ({"api_key": "key-\u00ads3cret"}, "api_key"),
        ({"account_id": "key-s3cret\u200b"}, "account_id"),
        ({"basic_auth": ["user-s3cret", "pass-s3cret"]}, "basic_auth"),
        ({"basic_auth": {"username": 10**5000, "password": "pass-s3cret"}}, "basic_auth.username"),
        ({"api_key": ""}, "api_key"),
        ({"api_key": " "}, "api_key"),
        ({"api_key": "key-s3cret\r\n"}, "api_key"),
        ({"api_key": "key-s3cret\uffff"}, "api_key"),
        ({"api_key": "key-s3cret\ud800"}, "api_key"),
        ({"account_id": {"key-s3cret": 1}}, "account_id"),
        ({"basic_auth": "user-s3cret:pass-s3cret"}, "basic_auth"),
        ({"basic_auth": {"username": "user-s3cret"}}, "basic_auth.password"),
        ({"basic_auth": {"username": "user-s3cret:", "password": "pass-s3cret"}}, "basic_auth.username"),
        ({"basic_auth": {"username": "u", "password": "pass-s3cret\x00"}}, "basic_auth.password"),
        ({"default_sender": "me"}, "default_sender"),
    ],
)
def test_errors_name_the_field_and_never_the_value(change: dict[str, Any], path: str) -> None:
    data = {**INNER, **change}
    for attempt in (MmsCredentials.parse, MmsCredentials.model_validate, lambda data: MmsCredentials(**data)):
        with pytest.raises(InvalidMessage) as caught:
            attempt(data)
        error = caught.value
        assert [found.path for found in error.errors] == [path]
        assert error.__context__ is None
        assert error.__cause__ is None
        assert shows_no_secret(str(error) + repr(error) + repr(error.as_dicts()))
        assert shows_no_secret(traceback.format_exc())


def test_all_wrong_fields_are_told_together() -> None:
    with pytest.raises(InvalidMessage) as caught:
        MmsCredentials.parse({**INNER, "api_key": "", "basic_auth": {"username": "user-s3cret:"}})
    assert [(error.path, error.code) for error in caught.value.errors] == [
        ("api_key", "empty"),
        ("basic_auth.username", "colon"),
        ("basic_auth.password", "missing"),
    ]


@pytest.mark.parametrize(
    ("attempt", "paths"),
    [
        (lambda: BasicAuth(username="user-s3cret:", password="pass-s3cret\0"), ["username", "password"]),  # noqa: S106
        (lambda: BasicAuth.model_validate("user-s3cret:pass-s3cret"), [""]),
        (lambda: BasicAuth.model_validate({**USER, "username": ["user-s3cret"]}), ["username"]),
        (lambda: BasicAuth.model_validate({**USER, "username": DEEP}), [""]),
        (lambda: BasicAuth.model_validate_json('{"username": "user-s3cret",'), [""]),
        (lambda: BasicAuth.model_validate_json('{"username": "user-s3cret"}'), ["password"]),
        (lambda: MmsCredentials.model_validate_json('{"api_key": "key-s3cret",'), [""]),
        (lambda: MmsCredentials.model_validate_json(b'{"api_key": "key-s3cret"}'), ["account_id"]),
    ],
)
def test_no_way_in_shows_a_secret(attempt: Any, paths: list[str]) -> None:
    with pytest.raises(InvalidMessage) as caught:
        attempt()
    error = caught.value
    assert [found.path for found in error.errors] == paths
    assert error.__context__ is None
    assert error.__cause__ is None
    assert shows_no_secret(str(error) + repr(error) + repr(error.as_dicts()))


def test_json_is_read_by_pydantics_method_too() -> None:
    assert MmsCredentials.model_validate_json(json.dumps(INNER)) == MmsCredentials.parse(INNER)
    assert BasicAuth.model_validate_json(json.dumps(USER)) == MmsCredentials.parse(INNER).basic_auth


@pytest.mark.parametrize(
    ("key", "usable"),
    [("ä", True), ("key s3cret", True), ("key\u00ad", False), ("key\u00a0", False), ("key\u200b", False), (" ", False)],
)
def test_an_api_key_that_validates_can_be_rendered(key: str, usable: bool) -> None:
    """One rule for both ways in: what credentials take as an API key, ``render_mm7`` takes as a VASPID."""
    if usable:
        credentials = MmsCredentials.parse({**INNER, "api_key": key})
        one = render_mm7(payload_of(), transaction_id="1", credentials=credentials)
        assert one.body == render_mm7(payload_of(), transaction_id="1", vaspid=key).body
        assert f"<VASPID>{key}</VASPID>".encode() in one.body
        return
    with pytest.raises(InvalidMessage) as validated:
        MmsCredentials.parse({**INNER, "api_key": key})
    with pytest.raises(InvalidMessage) as rendered:
        render_mm7(payload_of(), transaction_id="1", vaspid=key)
    assert [found.message for found in validated.value.errors] == [found.message for found in rendered.value.errors]


def test_missing_fields() -> None:
    with pytest.raises(InvalidMessage) as caught:
        MmsCredentials.parse({"apikey": "key-s3cret"})
    assert [error.path for error in caught.value.errors] == ["account_id", "api_key"]
    assert shows_no_secret(str(caught.value))


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"channel": "SMS", "mms_credentials": INNER}, "channel"),
        ({"channel": "MMS"}, "mms_credentials"),
        ({"channel_credentials": []}, "channel_credentials"),
        ({"channelCredentials": [{"channel": "SMS"}]}, "channel_credentials"),
        ({"channel_credentials": "key-s3cret"}, "channel_credentials"),
        ({"channelCredentials": [{"channel": "MMS"}]}, "mms_credentials"),
        (DEEP, ""),
        ([INNER], ""),
        ('{"api_key": "key-s3cret", "account_id": acc-s3cret}', ""),
        (b'{"api_key": "key-s3cret\xff"}', ""),
        ('{"api_key": "key-s3cret", "api_key": "key-s3cret"}', ""),
    ],
)
def test_other_shapes(data: Any, path: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        MmsCredentials.parse(data)
    assert [error.path for error in caught.value.errors] == [path]
    assert shows_no_secret(str(caught.value) + repr(caught.value))
    assert caught.value.__context__ is None


def test_a_request_shows_them_only_where_they_are_sent() -> None:
    request = render_mm7(payload_of(), transaction_id="1", credentials=MmsCredentials.parse(INNER))
    assert b"<VASPID>key-s3cret</VASPID>" in request.body
    assert request.headers["Authorization"] == "Basic dXNlci1zM2NyZXQ6cGFzcy1zM2NyZXQ="
    assert b"acc-s3cret" not in request.body
    assert shows_no_secret(repr(request) + str(request) + repr(request.notes))
    assert "dXNlci1" not in repr(request)


@pytest.mark.parametrize("name", ["vaspid", "vasid"])
@pytest.mark.parametrize("value", ["", "  ", "s3cret\r\n", "s3cret\x00", "s3cret\ud800", b"s3cret"])
def test_an_error_about_an_identifier_does_not_repeat_it(name: str, value: Any) -> None:
    with pytest.raises(InvalidMessage) as caught:
        render_mm7(payload_of(), transaction_id="1", **{name: value})
    assert [error.path for error in caught.value.errors] == [name]
    assert shows_no_secret(str(caught.value) + repr(caught.value.errors))
