"""Rich messages to SMS, MMS and chat channels: native payloads or plain text, and everything that was lost.

>>> from transcode import transcode
>>> transcode({"text_message": {"text": "Hello"}}, "SMS").segments.segments
1
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transcode.campaign.routes import routes
    from transcode.engine import Transcoder, transcode, transcode_request
    from transcode.errors import (
        BrokenTemplate,
        FieldError,
        InvalidMessage,
        InvalidOption,
        TranscodeError,
        UnknownChannel,
    )
    from transcode.message import AppMessage
    from transcode.message.channel import Channel
    from transcode.plaintext import Uppercase
    from transcode.result import Code, Finding, LossyTranscode, Outcome, Policy, ReplyOption, Severity, Transcoded
    from transcode.writer.request import Markup, Profile

__all__ = [
    "AppMessage",
    "BrokenTemplate",
    "Channel",
    "Code",
    "FieldError",
    "Finding",
    "InvalidMessage",
    "InvalidOption",
    "LossyTranscode",
    "Markup",
    "Outcome",
    "Policy",
    "Profile",
    "ReplyOption",
    "Severity",
    "TranscodeError",
    "Transcoded",
    "Transcoder",
    "UnknownChannel",
    "Uppercase",
    "routes",
    "transcode",
    "transcode_request",
]

# Loaded at first use: whoever only counts SMS parts (transcode.gsm) need not wait for pydantic.
_HOME = {
    "AppMessage": "message",
    "BrokenTemplate": "errors",
    "Channel": "message.channel",
    "Code": "result",
    "FieldError": "errors",
    "Finding": "result",
    "InvalidMessage": "errors",
    "InvalidOption": "errors",
    "LossyTranscode": "result",
    "Outcome": "result",
    "Policy": "result",
    "Markup": "writer.request",
    "Profile": "writer.request",
    "ReplyOption": "result",
    "Severity": "result",
    "TranscodeError": "errors",
    "Transcoded": "result",
    "Transcoder": "engine",
    "UnknownChannel": "errors",
    "Uppercase": "plaintext",
    "routes": "campaign.routes",
    "transcode": "engine",
    "transcode_request": "engine",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
