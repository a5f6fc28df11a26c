"""Whether a callback is the sender's own: the service's, Meta's, LINE's, Viber's, Telegram's or Google's.

Sources, read 2026-11-22 to 2026-11-27:

* Sinch: Conversation API callbacks, "Validating callbacks" (developers.sinch.com/docs/conversation/callbacks): base64
  of HMAC-SHA256 over the raw body, the nonce and the timestamp, joined by full stops.
* Meta (WhatsApp, Messenger, Instagram): Graph API, Webhooks, "Validating payloads": ``X-Hub-Signature-256`` is
  ``sha256=`` and the hexadecimal HMAC-SHA256 of the raw body with the app secret.
* LINE: Messaging API, "Verify webhook signature": ``x-line-signature`` is base64 of HMAC-SHA256 of the raw body with
  the channel secret.
* Viber: REST API, "Callbacks": ``X-Viber-Content-Signature`` is the hexadecimal HMAC-SHA256 of the raw body with the
  account's authentication token.
* Telegram: Bot API, ``setWebhook``: ``X-Telegram-Bot-Api-Secret-Token`` is the secret token itself; the body is not
  signed.
* Google (RCS for Business): "Webhooks", "Verify incoming messages" (developers.google.com/business-communications/
  rcs-business-messaging/guides/integrate/webhooks): ``X-Goog-Signature`` is base64 of HMAC-SHA512 with the webhook's
  client token over what ``message.data`` holds, decoded from base64; the rest of the body is not signed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from transcode.errors import InvalidMessage, InvalidOption, shorten
from transcode.inbound.headers import Headers, read_headers
from transcode.inbound.pubsub import decoded
from transcode.message.parse import parse_json

__all__ = ["SignatureCheck", "Signer", "verify_signature"]

SIGNATURE: Final = "x-sinch-webhook-signature"
NONCE: Final = "x-sinch-webhook-signature-nonce"
TIMESTAMP: Final = "x-sinch-webhook-signature-timestamp"
ALGORITHM: Final = "x-sinch-webhook-signature-algorithm"
HMAC_SHA256: Final = "HmacSHA256"


class Signer(StrEnum):
    """Whose signature it is."""

    SINCH = "SINCH"
    META = "META"
    """WhatsApp, Messenger and Instagram."""
    LINE = "LINE"
    VIBER = "VIBER"
    TELEGRAM = "TELEGRAM"
    GOOGLE = "GOOGLE"
    """RCS for Business."""


HEADERS: Final[Mapping[Signer, str]] = {
    Signer.SINCH: SIGNATURE,
    Signer.META: "x-hub-signature-256",
    Signer.LINE: "x-line-signature",
    Signer.VIBER: "x-viber-content-signature",
    Signer.TELEGRAM: "x-telegram-bot-api-secret-token",
    Signer.GOOGLE: "x-goog-signature",
}
"""The header that each signer's signature comes in."""


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """Whether a signature is right: true in a condition where it is, and ``problem`` says why where it is not.

    A right signature alone does not keep out a callback that is sent again. The service's has a ``timestamp`` and a
    ``nonce``: check that the one is recent and the other was not seen before. The others have neither: let the ids in
    the body tell what was seen.
    """

    valid: bool
    problem: str | None = None
    nonce: str | None = None
    timestamp: str | None = None
    signer: Signer | None = None
    """Whose signature was checked."""

    def __bool__(self) -> bool:
        return self.valid


def verify_signature(
    secret: str | bytes, body: str | bytes, headers: Headers, *, signer: Signer | str | None = None
) -> SignatureCheck:
    """Check the signature of a callback, in constant time.

    Args:
        secret: the webhook's secret (Sinch), the app secret (Meta), the channel secret (LINE), the authentication token
            (Viber), the secret token (Telegram), the webhook's client token (Google).
        body: the raw body, as it came over the wire: JSON that was decoded and encoded again has another signature.
        headers: the HTTP headers, by name in any case or as pairs, text or bytes; a value may be a list of one.
        signer: whose signature it must be; by default the one whose header is there.

    Raises:
        InvalidOption: the secret is empty, the body is not text or bytes, the headers are none, or there is no such
            signer: a mistake of the caller's.

    """
    if not secret or not isinstance(secret, (str, bytes)):
        raise InvalidOption("secret: must be the webhook's secret, not empty")
    if not isinstance(body, (str, bytes, bytearray)):
        raise InvalidOption("body: must be the raw body, bytes or text; not what was decoded from it")
    given = read_headers(headers)
    try:
        who = _signer(signer, given)
    except _UnsignedError as error:
        return SignatureCheck(False, str(error))
    if who is Signer.SINCH:
        return _verify_sinch(_bytes(secret), _bytes(body), given)
    try:
        signature = _one(given, HEADERS[who])
        expected = _EXPECTED[who](_bytes(secret), _bytes(body))
    except _UnsignedError as error:
        return SignatureCheck(False, str(error), signer=who)
    if not hmac.compare_digest(expected, _bytes(signature)):
        return SignatureCheck(False, f"the signature is not {who.title()}'s of this body with this secret", signer=who)
    return SignatureCheck(True, signer=who)


def _signer(signer: Signer | str | None, headers: Mapping[str, list[str]]) -> Signer:
    if signer is not None:
        try:
            return Signer(str(signer).upper())
        except ValueError:
            raise InvalidOption(f"signer: must be one of {', '.join(Signer)}, not {shorten(signer)}") from None
    found = [one for one, header in HEADERS.items() if header in headers]
    if len(found) > 1:
        raise _UnsignedError(f"has signatures of {' and '.join(found)}: say whose it must be (signer=)")
    return found[0] if found else Signer.SINCH


def _digest(secret: bytes, body: bytes) -> bytes:
    return hmac.new(secret, body, hashlib.sha256).digest()


def _signed_by_google(body: bytes) -> bytes:
    """Return the part of a body that Google signs."""
    try:
        return decoded(parse_json(body)["message"]["data"])
    except InvalidMessage as error:
        raise _UnsignedError(f"Google signs message.data, and the body {error.errors[0].message}") from None
    except (AttributeError, LookupError, TypeError, ValueError):
        raise _UnsignedError("the body has no message.data in base64, which is what Google signs") from None


_EXPECTED: Final[Mapping[Signer, Callable[[bytes, bytes], bytes]]] = {
    Signer.META: lambda secret, body: b"sha256=" + _digest(secret, body).hex().encode(),
    Signer.LINE: lambda secret, body: base64.b64encode(_digest(secret, body)),
    Signer.VIBER: lambda secret, body: _digest(secret, body).hex().encode(),
    Signer.TELEGRAM: lambda secret, body: secret,
    Signer.GOOGLE: lambda secret, body: base64.b64encode(
        hmac.new(secret, _signed_by_google(body), hashlib.sha512).digest()
    ),
}


def _verify_sinch(secret: bytes, body: bytes, headers: dict[str, list[str]]) -> SignatureCheck:
    try:
        found = _signature_headers(headers)
    except _UnsignedError as error:
        return SignatureCheck(False, str(error), signer=Signer.SINCH)
    expected = _sign(secret, body, found[NONCE], found[TIMESTAMP])
    problem = None
    if not hmac.compare_digest(expected, _bytes(found[SIGNATURE])):
        problem = "the signature is not that of this body, nonce and timestamp with this secret"
    return SignatureCheck(problem is None, problem, found[NONCE], found[TIMESTAMP], Signer.SINCH)


def _sign(secret: bytes, body: bytes, nonce: str, timestamp: str) -> bytes:
    signed = b".".join((body, _bytes(nonce), _bytes(timestamp)))
    return base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest())


class _UnsignedError(Exception):
    """The headers have no signature that could be checked."""


def _one(headers: Mapping[str, list[str]], name: str) -> str:
    """Return the value of a header that is there once, without spaces around it."""
    values = headers.get(name, [])
    if len(values) != 1:
        raise _UnsignedError(f"the header {name} is not there exactly once")
    return values[0].strip(" \t")


def _signature_headers(headers: dict[str, list[str]]) -> dict[str, str]:
    """Return the headers of the service's signature by name; _UnsignedError says what is missing or wrong."""
    found: dict[str, str] = {}
    for name in (SIGNATURE, NONCE, TIMESTAMP, ALGORITHM):
        if name in headers:
            found[name] = _one(headers, name)
    missing = [name for name in (SIGNATURE, NONCE, TIMESTAMP) if not found.get(name)]
    if missing:
        raise _UnsignedError(f"missing: {', '.join(missing)} (callbacks are signed where the webhook has a secret)")
    if found.get(ALGORITHM, HMAC_SHA256).lower() != HMAC_SHA256.lower():
        raise _UnsignedError(
            f"the header {ALGORITHM} says {shorten(found[ALGORITHM])}; only {HMAC_SHA256} is documented"
        )
    return found


def _bytes(value: str | bytes | bytearray) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else bytes(value)
