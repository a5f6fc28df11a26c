"""What MMS takes: the figures of the format and of the best practices, and the properties of the channel."""

from __future__ import annotations

from typing import Final

from transcode.mms.limits import LIMITS
from transcode.mms.numbers import normalise_number
from transcode.writer.properties import Property, flag

__all__ = ["FIXED", "LIMITS", "PROPERTIES", "STRICT"]

FIXED: Final = frozenset(limit.name for limit in LIMITS)
"""Those that no setting changes: all."""

STRICT: Final = "MMS_STRICT_VALIDATION"
_PROPERTIES: Final = "developers.sinch.com/docs/conversation/channel-support/mms/properties"

PROPERTIES: Final = (
    Property("MMS_SENDER", normalise_number, "the short code or long number it is from; required", _PROPERTIES),
    Property(STRICT, flag, "reject files that the best practices do not recommend", _PROPERTIES),
)
