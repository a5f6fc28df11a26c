"""What Google's Pub/Sub carries: the data of its message, in base64."""

from __future__ import annotations

import binascii
from base64 import b64decode

__all__ = ["decoded"]


def decoded(data: str) -> bytes:
    """Return the bytes of ``message.data``.

    Raises:
        ValueError: it is no base64.

    """
    try:
        # Pub/Sub writes the alphabet of RFC 4648, section 4; some relays that of section 5.
        return b64decode(data.replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
