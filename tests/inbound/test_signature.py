"""The webhook's signature, against answers that were computed by another route."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode import InvalidOption
from transcode.inbound import Signer, verify_signature


def hmac_by_hand(key: bytes, message: bytes, name: str) -> bytes:
    """RFC 2104 written out, so that nothing of what is tested is used."""

    def digest(data: bytes) -> bytes:
        return hashlib.new(name, data).digest()

    block = hashlib.new(name).block_size
    key = (digest(key) if len(key) > block else key).ljust(block, b"\0")
    inner = digest(bytes(byte ^ 0x36 for byte in key) + message)
    return digest(bytes(byte ^ 0x5C for byte in key) + inner)


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    return hmac_by_hand(key, message, "sha256")


def headers(signature: str, nonce: str = "01FJA8B4A7BM43YGWSG9GBV067", timestamp: str = "1634579353") -> dict[str, str]:
    return {
        "x-sinch-webhook-signature": signature,
        "x-sinch-webhook-signature-nonce": nonce,
        "x-sinch-webhook-signature-timestamp": timestamp,
        "x-sinch-webhook-signature-algorithm": "HmacSHA256",
    }


BODY = '{"app_id":"A","text":"Åland"}'
# printf '%s' '<BODY>.<nonce>.<timestamp>' | openssl dgst -sha256 -hmac foo_secret1234 -binary | base64
KNOWN = "Hd3P8fTJbiNDA5A5S//F4MmnRXPCy2JhjL+vcEhmPfE="


def test_the_reference_is_right() -> None:
    # RFC 4231, test case 2.
    assert hmac_sha256(b"Jefe", b"what do ya want for nothing?").hex() == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
    assert hmac_by_hand(b"Jefe", b"what do ya want for nothing?", "sha512").hex() == (
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
    )


@pytest.mark.parametrize("body", [BODY, BODY.encode(), bytearray(BODY.encode())])
@pytest.mark.parametrize("secret", ["foo_secret1234", b"foo_secret1234"])
def test_known_answer(secret: str | bytes, body: str | bytes) -> None:
    check = verify_signature(secret, body, headers(KNOWN))
    assert check
    assert check.problem is None
    assert (check.nonce, check.timestamp) == ("01FJA8B4A7BM43YGWSG9GBV067", "1634579353")


@given(secret=st.binary(min_size=1, max_size=80), body=st.binary(), nonce=st.text("ab1", min_size=1))
def test_signed_by_another_route(secret: bytes, body: bytes, nonce: str) -> None:
    signed = base64.b64encode(hmac_sha256(secret, body + b"." + nonce.encode() + b".17")).decode()
    assert verify_signature(secret, body, headers(signed, nonce, "17"))
    assert not verify_signature(secret, body + b" ", headers(signed, nonce, "17"))
    assert not verify_signature(secret + b"x", body, headers(signed, nonce, "17"))
    assert not verify_signature(secret, body, headers(signed, nonce + "a", "17"))
    assert not verify_signature(secret, body, headers(signed, nonce, "18"))
    assert not verify_signature(secret, body, headers(signed.rstrip("="), nonce, "17"))


def test_names_of_headers_in_any_case_and_values_in_lists() -> None:
    upper = {name.upper(): [value] for name, value in headers(KNOWN).items()}
    assert verify_signature("foo_secret1234", BODY, upper)
    as_bytes = {name.title(): value.encode() for name, value in headers(KNOWN).items()}
    assert verify_signature("foo_secret1234", BODY, as_bytes)


@pytest.mark.parametrize("name", ["", "-nonce", "-timestamp"])
@pytest.mark.parametrize("value", [None, ""])
def test_says_which_header_is_missing(name: str, value: str | None) -> None:
    given_ = {**headers(KNOWN), f"x-sinch-webhook-signature{name}": value}
    check = verify_signature("foo_secret1234", BODY, given_)
    assert not check
    assert check.problem is not None
    assert f"x-sinch-webhook-signature{name} (" in check.problem


def test_says_all_that_is_missing() -> None:
    check = verify_signature("s", BODY, {})
    assert check.problem is not None
    assert check.problem.count("x-sinch-webhook-signature") == 3


def test_algorithm() -> None:
    without = headers(KNOWN)
    del without["x-sinch-webhook-signature-algorithm"]
    assert verify_signature("foo_secret1234", BODY, without)
    other = verify_signature("foo_secret1234", BODY, {**without, "X-Sinch-Webhook-Signature-Algorithm": "none"})
    assert not other
    assert other.problem is not None
    assert "none" in other.problem


@pytest.mark.parametrize("value", [[KNOWN, "x"], []])
def test_a_header_that_is_not_there_once_is_refused(value: list[str]) -> None:
    check = verify_signature("foo_secret1234", BODY, {**headers(KNOWN), "x-sinch-webhook-signature": value})
    assert not check
    assert check.problem is not None
    assert "once" in check.problem


def test_two_spellings_of_one_header_are_refused() -> None:
    assert not verify_signature("foo_secret1234", BODY, {**headers(KNOWN), "X-Sinch-Webhook-Signature": "x"})


@pytest.mark.parametrize("signature", ["é", "\ud800", "x" * 10_000])
def test_any_text_may_stand_in_the_header(signature: str) -> None:
    assert not verify_signature("foo_secret1234", BODY, headers(signature))


@pytest.mark.parametrize("secret", ["", b"", None, 5])
def test_no_secret_is_a_mistake_of_the_callers(secret: object) -> None:
    with pytest.raises(InvalidOption, match="secret"):
        verify_signature(secret, BODY, headers(KNOWN))


def test_a_decoded_body_is_a_mistake_of_the_callers() -> None:
    with pytest.raises(InvalidOption, match="raw body"):
        verify_signature("s", {"app_id": "A"}, headers(KNOWN))


@pytest.mark.parametrize("value", [{"": 10**5000}, [[1]], object()])
def test_another_header_may_be_anything(value: object) -> None:
    assert verify_signature("foo_secret1234", BODY, {**headers(KNOWN), "x-other": value})
    assert not verify_signature("foo_secret1234", BODY, {**headers(KNOWN), "x-sinch-webhook-signature": value})


def test_headers_as_an_asgi_server_has_them() -> None:
    pairs = [(name.encode(), value.encode()) for name, value in headers(KNOWN).items()]
    assert verify_signature("foo_secret1234", BODY, pairs)
    assert verify_signature("foo_secret1234", BODY, dict(pairs))
    assert not verify_signature("foo_secret1234", BODY, [*pairs, pairs[0]])


@pytest.mark.parametrize("given_", [None, "x", 5, [("a", "b", "c")], [None]])
def test_headers_of_another_type_are_a_mistake_of_the_callers(given_: object) -> None:
    with pytest.raises(InvalidOption, match="headers"):
        verify_signature("s", BODY, given_)


# --- the other signers ---

SECRET = "channel-secret"  # noqa: S105 - of these tests


def signed(signer: str, body: bytes, secret: bytes = SECRET.encode()) -> dict[str, str]:
    digest = hmac_sha256(secret, body)
    return {
        "META": {"X-Hub-Signature-256": f"sha256={digest.hex()}"},
        "LINE": {"x-line-signature": base64.b64encode(digest).decode()},
        "VIBER": {"X-Viber-Content-Signature": digest.hex()},
        "TELEGRAM": {"X-Telegram-Bot-Api-Secret-Token": secret.decode("latin-1")},
    }[signer]


OTHERS = ["META", "LINE", "VIBER", "TELEGRAM"]


@pytest.mark.parametrize("signer", OTHERS)
def test_each_signer_is_known_by_its_header(signer: str) -> None:
    body = BODY.encode()
    for check in (
        verify_signature(SECRET, BODY, signed(signer, body)),
        verify_signature(SECRET, body, signed(signer, body), signer=signer),
        verify_signature(SECRET, body, signed(signer, body), signer=Signer(signer)),
        verify_signature(SECRET, body, {name: f" {value}\t" for name, value in signed(signer, body).items()}),
    ):
        assert check
        assert (check.signer, check.problem) == (signer, None)


@pytest.mark.parametrize("signer", OTHERS)
@given(body=st.binary(), other=st.text("abc", min_size=1))
def test_a_wrong_signature_is_refused(signer: str, body: bytes, other: str) -> None:
    right = signed(signer, body)
    assert verify_signature(SECRET, body, right)
    assert not verify_signature(other, body, right)
    ((name, value),) = right.items()
    assert not verify_signature(SECRET, body, {name: value + "x"})
    assert not verify_signature(SECRET, body, {name: value[:-1]})
    assert not verify_signature(SECRET, body, {name: ""})
    if signer != "TELEGRAM":  # which does not sign the body
        assert not verify_signature(SECRET, body + b" ", right)


@pytest.mark.parametrize("signer", OTHERS)
def test_whose_it_must_be_is_for_the_caller_to_say(signer: str) -> None:
    body = BODY.encode()
    missing = verify_signature(SECRET, body, {}, signer=signer)
    assert not missing
    assert missing.problem is not None
    assert "once" in missing.problem
    for other in OTHERS:
        assert bool(verify_signature(SECRET, body, signed(other, body), signer=signer)) == (other == signer)
    two = {**signed(signer, body), **headers(KNOWN)}
    unsure = verify_signature(SECRET, body, two)
    assert not unsure
    assert unsure.problem is not None
    assert "signer=" in unsure.problem
    assert verify_signature(SECRET, body, two, signer=signer)


def test_there_is_no_such_signer() -> None:
    with pytest.raises(InvalidOption, match="signer"):
        verify_signature(SECRET, BODY, {}, signer="PIGEON")


@pytest.mark.parametrize("algorithm", [" HmacSHA256", "HmacSHA256 ", "\tHmacSHA256\t"])
def test_spaces_around_the_algorithm_are_harmless(algorithm: str) -> None:
    assert verify_signature(
        "foo_secret1234", BODY, {**headers(KNOWN), "x-sinch-webhook-signature-algorithm": algorithm}
    )


@pytest.mark.parametrize("signer", OTHERS)
def test_signatures_are_compared_in_constant_time(signer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return one == other

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert verify_signature(SECRET, BODY, signed(signer, BODY.encode()))
    assert len(compared) == 1


def test_line_signs_as_its_own_library_checks() -> None:
    webhook = pytest.importorskip("linebot.v3.webhook")
    value = signed("LINE", BODY.encode())["x-line-signature"]
    assert webhook.SignatureValidator(SECRET).validate(BODY, value)
    assert verify_signature(SECRET, BODY, {"x-line-signature": value})


# --- Google, which signs a part of the body ---

EVENT = b'{"senderPhoneNumber": "+46701234567", "text": "\xc3\x85land"}'
# printf '%s' '<EVENT>' | openssl dgst -sha512 -hmac channel-secret -binary | base64 -w0
KNOWN_512 = "GZm3xSPIgRaTDiGj/q4xMRZN9MtXJPQNZSeo8i2vB9J90i43kYLjc5orE4ZceaJhSJs7qD04Pj5UhwUpH5ncfQ=="


def published(data: bytes, **more: str) -> bytes:
    """A body as Pub/Sub writes it."""
    return json.dumps({"message": {"data": base64.b64encode(data).decode(), **more}, "subscription": "s"}).encode()


def from_google(data: bytes, secret: bytes = SECRET.encode()) -> dict[str, str]:
    return {"X-Goog-Signature": base64.b64encode(hmac_by_hand(secret, data, "sha512")).decode()}


def test_google_signs_what_the_data_decodes_to() -> None:
    assert from_google(EVENT)["X-Goog-Signature"] == KNOWN_512
    for check in (
        verify_signature(SECRET, published(EVENT), from_google(EVENT)),
        verify_signature(SECRET, published(EVENT).decode(), from_google(EVENT), signer="google"),
        verify_signature(SECRET, published(EVENT, messageId="17"), from_google(EVENT)),
        verify_signature(SECRET, published(EVENT).replace(b"+", b"-").replace(b"/", b"_"), from_google(EVENT)),
    ):
        assert check
        assert (check.signer, check.problem) == (Signer.GOOGLE, None)


@given(data=st.binary(), other=st.text("abc", min_size=1))
def test_what_google_did_not_sign_is_refused(data: bytes, other: str) -> None:
    right = from_google(data)
    assert verify_signature(SECRET, published(data), right)
    assert not verify_signature(other, published(data), right)
    assert not verify_signature(SECRET, published(data + b" "), right)
    assert not verify_signature(SECRET, published(data), {"X-Goog-Signature": right["X-Goog-Signature"].rstrip("=")})
    assert not verify_signature(SECRET, published(data), {"X-Goog-Signature": hmac_sha256(SECRET.encode(), data).hex()})


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (EVENT, "no message.data"),
        (b"", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b"[1]", "no message.data"),
        (b"7", "no message.data"),
        (b'{"message": "data"}', "no message.data"),
        (b'{"message": {"data": null}}', "no message.data"),
        (b'{"message": {"data": 5}}', "no message.data"),
        (b'{"message": {"data": ["YQ=="]}}', "no message.data"),
        (b'{"message": {"data": "a"}}', "in base64"),
        (b'{"message": {"data": "\\ud800\xc3\xa9"}}', "in base64"),
        (b'{"message": {"data": "YQ==", "data": "YQ=="}}', "twice"),
        (b"[" * 100_000, "nested"),
        (b" " * 1_000_001, "too large"),
    ],
)
def test_a_body_that_has_nothing_google_signs_is_refused(body: bytes, why: str) -> None:
    check = verify_signature(SECRET, body, from_google(body))
    assert not check
    assert check.signer is Signer.GOOGLE
    assert why in str(check.problem)


def test_googles_signature_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[Any] = []
    monkeypatch.setattr(hmac, "compare_digest", lambda *given_: not compared.append(given_))
    assert verify_signature(SECRET, published(EVENT), {"X-Goog-Signature": "x"})
    assert len(compared) == 1
