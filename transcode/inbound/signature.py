"""Whether a callback is the service's own.

Source: Conversation API callbacks, "Validating callbacks" (developers.sinch.com/docs/conversation/callbacks): the
signature is base64 of HMAC-SHA256 over the raw body, the nonce and the timestamp, joined by full stops. Read
2026-11-22.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from transcode.errors import InvalidOption, shorten
from transcode.inbound.headers import Headers, read_headers

__all__ = ["SignatureCheck", "verify_signature"]

SIGNATURE: Final = "x-sinch-webhook-signature"
NONCE: Final = "x-sinch-webhook-signature-nonce"
TIMESTAMP: Final = "x-sinch-webhook-signature-timestamp"
ALGORITHM: Final = "x-sinch-webhook-signature-algorithm"
HMAC_SHA256: Final = "HmacSHA256"


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """Whether a signature is right: true in a condition where it is, and ``problem`` says why where it is not.

    A right signature alone does not keep out a callback that is sent again: check that ``timestamp`` is recent and
    that ``nonce`` was not seen before.
    """

    valid: bool
    problem: str | None = None
    nonce: str | None = None
    timestamp: str | None = None

    def __bool__(self) -> bool:
        return self.valid


def verify_signature(secret: str | bytes, body: str | bytes, headers: Headers) -> SignatureCheck:
    """Check the signature of a callback, in constant time.

    Args:
        secret: the secret of the webhook.
        body: the raw body, as it came over the wire: JSON that was decoded and encoded again has another signature.
        headers: the HTTP headers, by name in any case or as pairs, text or bytes; a value may be a list of one.

    Raises:
        InvalidOption: the secret is empty, the body is not text or bytes, or the headers are none: a mistake of
            the caller's.

    """
    if not secret or not isinstance(secret, (str, bytes)):
        raise InvalidOption("secret: must be the webhook's secret, not empty")
    if not isinstance(body, (str, bytes, bytearray)):
        raise InvalidOption("body: must be the raw body, bytes or text; not what was decoded from it")
    try:
        found = _signature_headers(read_headers(headers))
    except _UnsignedError as error:
        return SignatureCheck(False, str(error))
    expected = _sign(_bytes(secret), _bytes(body), found[NONCE], found[TIMESTAMP])
    if not hmac.compare_digest(expected, _bytes(found[SIGNATURE])):
        problem = "the signature is not that of this body, nonce and timestamp with this secret"
        return SignatureCheck(False, problem, found[NONCE], found[TIMESTAMP])
    return SignatureCheck(True, None, found[NONCE], found[TIMESTAMP])


def _sign(secret: bytes, body: bytes, nonce: str, timestamp: str) -> bytes:
    signed = b".".join((body, _bytes(nonce), _bytes(timestamp)))
    return base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest())


class _UnsignedError(Exception):
    """The headers have no signature that could be checked."""


def _signature_headers(headers: dict[str, list[str]]) -> dict[str, str]:
    """Return the headers of the signature by name; _UnsignedError says what is missing or wrong."""
    found: dict[str, str] = {}
    for name in (SIGNATURE, NONCE, TIMESTAMP, ALGORITHM):
        if name in headers:
            if len(headers[name]) != 1:
                raise _UnsignedError(f"the header {name} is not there exactly once")
            found[name] = headers[name][0]
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
