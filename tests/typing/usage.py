"""What users write, checked by mypy --strict: strings and enumerations alike. It is also run."""

from __future__ import annotations

from typing import Any

from transcode import (
    Channel,
    Finding,
    Markup,
    Policy,
    Profile,
    Transcoded,
    Transcoder,
    Uppercase,
    transcode,
    transcode_request,
)
from transcode.gsm import Segmentation, segment
from transcode.inbound import Ambiguous, ChoiceResponse, receive, resolve_reply

MESSAGE: dict[str, Any] = {"choice_message": {"choices": [{"text_message": {"text": "Yes"}, "postback_data": "y"}]}}


def preview() -> str | None:
    """Transcode once, with options by name."""
    result: Transcoded = transcode(MESSAGE, "SMS", to="+46701234567", uppercase="keep", profile="rich", strict=True)
    losses: tuple[Finding, ...] = result.losses
    parts: int = result.segments.segments if result.segments else 0
    return result.text if not losses and parts else None


def many() -> dict[str, Transcoded]:
    """Transcode for many channels, with a Transcoder of one's own."""
    by_name = Transcoder(policy="collect", uppercase="gsm-safe", profile="documented", markup="literal", vendor="sinch")
    by_enum = Transcoder(
        policy=Policy.COLLECT, uppercase=Uppercase.GSM_SAFE, profile=Profile.DOCUMENTED, markup=Markup.LITERAL
    )
    results = by_enum.transcode_all(MESSAGE, [Channel.SMS, "LINE"], to={"SMS": "+46701234567"}, sender="Shop")
    return results | {"RCS": by_name.transcode(MESSAGE, Channel.RCS)}


def estimate(text: str) -> int:
    """Count the parts of a text."""
    found: Segmentation = segment(text, transliterate="auto")
    return found.segments


def answer(kept: str, body: bytes) -> str | None:
    """Find out what a reply means."""
    resolved = resolve_reply(Transcoded.from_json(kept), receive(body))
    if isinstance(resolved, ChoiceResponse):
        return resolved.postback_data
    return "?" if isinstance(resolved, Ambiguous) else None


def request() -> str:
    """Stand in for the service's own endpoint."""
    answered = transcode_request({"app_id": "a", "app_message": MESSAGE, "channels": ["SMS"]})
    return answered["transcoded_message"]["SMS"]
