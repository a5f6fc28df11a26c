"""WhatsApp's statuses: the fate of messages to contacts, and errors as the service's reasons.

Sources: WhatsApp Business Platform, status messages webhook reference
(developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status), business-scoped
user ids, the platform's list of error codes. Read 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.node import Node, utc

__all__ = ["read_status", "read_time", "reason", "why"]

STATUSES: Final[Mapping[str, str]] = {
    "sent": "QUEUED_ON_CHANNEL",
    "delivered": "DELIVERED",
    "read": "READ",
    "failed": "FAILED",
}
"""WhatsApp's message statuses as the service's. A voice message that was ``played`` has no equal."""

REASONS: Final[Mapping[int, str]] = {
    130429: "RATE_LIMITED",
    131056: "RATE_LIMITED",
    131026: "RECIPIENT_NOT_REACHABLE",
    131047: "OUTSIDE_ALLOWED_SENDING_WINDOW",
    132000: "TEMPLATE_INSUFFICIENT_PARAMETERS",
    132001: "TEMPLATE_NOT_FOUND",
}
"""Error codes whose meaning is one of the service's; the others are CHANNEL_FAILURE. How the service itself maps them
is not documented."""


def read_status(status: Node, envelope: dict[str, Any], builder: Builder) -> None:
    """Read a status: a delivery report, or the news of a payment or a call, which is kept."""
    kind = builder.maybe(status.text_or_none, "type") or ("payment" if status.has("payment") else "message")
    who = _recipient(status, builder)
    if kind != "message":
        builder.add_event(
            kind,
            native=status.data,
            path=status.path,
            identity=who["identity"],
            message_id=builder.maybe(status.text_or_none, "id"),
            event_time=builder.maybe(read_time, status),
            envelope=envelope,
        )
        return
    name = status.text("status")
    if name not in STATUSES:
        builder.findings.append(InboundCode.STATUS_UNMAPPED.at(status.at("status"), status=quoted(name)))
    builder.add_delivery(
        STATUSES.get(name, name),
        native=status.data,
        path=status.path,
        message_id=builder.maybe(status.identifier, "id"),
        event_time=builder.maybe(read_time, status),
        envelope=envelope,
        **who,
        **why(status, builder),
    )


def _recipient(status: Node, builder: Builder) -> dict[str, Any]:
    """Return who a status is about: in a group the member, not the group."""

    def field(name: str, part: Node | None = status) -> str | None:
        return builder.maybe(part.text_or_none, name) if part else None

    user, parent = field("recipient_user_id"), field("recipient_parent_user_id")
    # In older webhooks the recipient stands in the message that the status is of.
    recipient = field("recipient_id") or field("recipient_id", builder.maybe(status.node_or_none, "message"))
    group = None
    if field("recipient_type") == "group":
        group = field("group_id") or recipient
        recipient = field("recipient_participant_id") or user or parent or recipient
        user = field("recipient_participant_user_id") or user
    return {
        "identity": recipient or user or parent or field("from"),
        "user_id": user,
        "parent_user_id": parent,
        "group_id": group,
    }


def reason(error: Node) -> dict[str, Any]:
    """Return an error as the service's reason; what of it is not as documented is left in the native form."""
    details = error.data.get("error_data")
    said = [details.get("details") if isinstance(details, dict) else None, *map(error.data.get, ("message", "title"))]
    code = error.data.get("code")
    code = str(code) if isinstance(code, (str, int)) and not isinstance(code, bool) else None
    known = REASONS.get(int(code)) if code and code.isascii() and code.isdigit() and len(code) < 10 else None
    reason = {
        "code": known or "CHANNEL_FAILURE",
        "description": next((one for one in said if isinstance(one, str) and one), ""),
    }
    return reason if code is None else {**reason, "channel_code": code}


def read_time(part: Node) -> str | None:
    """Return the time that WhatsApp writes as seconds in a string."""
    if not part.has("timestamp"):
        return None
    text = part.identifier("timestamp")
    return utc(
        int(text) if text.isascii() and text.isdigit() and len(text) < 12 else float("inf"), part.at("timestamp")
    )


def why(part: Node, builder: Builder) -> dict[str, Any]:
    """Return the reason of the first error that a part gives; empty where it gives none that can be read."""
    errors = builder.maybe(part.nodes, "errors")
    return {"reason": reason(errors[0])} if errors else {}
