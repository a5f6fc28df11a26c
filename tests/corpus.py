"""The messages that every channel is shown: ``tests/messages/*.json``."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from transcode import Transcoded, Transcoder

ROOT = Path(__file__).parent.parent
MESSAGES = ROOT / "tests" / "messages"

# Given to every case, so that a snapshot shows a whole request; other channels keep the placeholder.
RECIPIENTS = {
    "SMS": "+46701234567",
    "MMS": "+46701234567",
    "WHATSAPP": "+46701234567",
    "RCS": "+46701234567",
    "MESSENGER": "5312345678901234",
    "INSTAGRAM": "17841400000000001",
    "APPLEBC": "urn:mbid:AQAAY1example",
    "KAKAOTALK": "+821012345678",
    "KAKAOTALKCHAT": "user-key-1",
    "WECHAT": "oABCD1234efgh5678IJKL90mnopq",
    "LINE": f"U{7:032x}",
    "TELEGRAM": "123456789",
    "VIBER": "K917PBuvPZmhKfb8Vw3b2Q==",
    "VIBERBM": "+46701234567",
}
PROPERTIES = {"MMS_SENDER": "28444"}


def load(name: str) -> dict[str, Any]:
    """Return one case: ``source``, ``message``, perhaps ``channel_properties`` and ``omni_templates``."""
    return json.loads((MESSAGES / f"{name}.json").read_text(encoding="utf-8"))


def names() -> list[str]:
    """Return the names of all cases."""
    return sorted(path.stem for path in MESSAGES.glob("*.json"))


def run(name: str, channel: str, **options: Any) -> Transcoded:
    """Return a case as a channel takes it."""
    case = load(name)
    templates = case.get("omni_templates", ())
    transcoder = Transcoder(omni_templates=templates, **options) if templates else _transcoder(**options)
    return transcoder.transcode(
        case["message"],
        channel,
        to=RECIPIENTS.get(channel),
        properties={**PROPERTIES, **case.get("channel_properties", {})},
    )


@cache
def _transcoder(**options: Any) -> Transcoder:
    """Return one whose layouts are compiled once."""
    return Transcoder(**options)
