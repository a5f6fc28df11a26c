"""What is worth knowing of what a callback tells: unknown fields and values, times that are none, odd statuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.open_enum import OpenEnum
from transcode.inbound.told import DeliveryReport, InboundMessage, OnChannel, SubmitNotification, read_timestamp
from transcode.message.base import Model, extend_path, leaves, unknown_fields
from transcode.message.channel import Channel
from transcode.result import Finding

__all__ = ["about", "about_delivery", "about_message", "about_timestamp", "about_told"]

UNSUPPORTED_STATUSES: Final[Mapping[str, frozenset[str]]] = {
    Channel.SMS: frozenset({"READ"}),
    Channel.MMS: frozenset({"READ"}),
}
"""What a channel does not report, though the service knows the status. Source: the SMS and MMS channels' pages,
"Delivery receipts" (DELIVERED or FAILED). QUEUED_ON_CHANNEL and SWITCHING_CHANNEL are the service's own and come on
every channel (Conversation API callbacks, "Delivery status"). Read 2026-11-22."""


def about(part: Model, path: str = "") -> Iterator[Finding]:
    """Yield the unknown fields and values of ``part``, which stands at ``path``."""
    for where, name in unknown_fields(part, path):
        yield InboundCode.UNKNOWN_FIELD.at(where, name=name)
    for where, value, _ in leaves(part, path):
        if isinstance(value, OpenEnum) and value and not value.is_known:
            name = where.rpartition(".")[2]
            yield InboundCode.UNKNOWN_VALUE.at(where, name=name, value=quoted(value))


def about_message(message: InboundMessage, path: str = "message") -> Iterator[Finding]:
    """Yield what is worth knowing of a message from a contact."""
    yield from _about_channel(message, path)
    yield from about_timestamp(message.accept_time, extend_path(path, "accept_time"))
    yield from message.decoded_metadata.findings(extend_path(path, "metadata"))
    content = message.contact_message
    if not content.kind:
        names = " and ".join(name for name in content.model_extra or ())
        yield InboundCode.UNKNOWN_CONTENT.at(extend_path(path, "contact_message"), what=names)


def about_delivery(report: DeliveryReport, path: str = "message_delivery_report") -> Iterator[Finding]:
    """Yield what is worth knowing of a delivery report."""
    yield from _about_channel(report, path)
    yield from report.decoded_metadata.findings(extend_path(path, "metadata"))
    channel = report.channel_name or ""
    if report.status in UNSUPPORTED_STATUSES.get(channel, ()):
        yield InboundCode.STATUS_UNSUPPORTED.at(extend_path(path, "status"), channel=channel, status=report.status)


def about_told(part: OnChannel, path: str) -> Iterator[Finding]:
    """Yield what is worth knowing of what a callback tells of."""
    match part:
        case InboundMessage():
            yield from about_message(part, path)
        case DeliveryReport():
            yield from about_delivery(part, path)
        case _:
            yield from _about_channel(part, path)
            yield from part.decoded_metadata.findings(extend_path(path, "metadata"))
    if isinstance(part, SubmitNotification) and isinstance(part.submitted_message, Mapping):
        where = extend_path(path, "submitted_message")
        yield InboundCode.UNKNOWN_SUBMITTED.at(where, what=quoted(", ".join(part.submitted_message) or "{}"))


def _about_channel(part: OnChannel, path: str) -> Iterator[Finding]:
    if part.channel and part.channel_identity and part.channel != part.channel_identity.channel:
        yield InboundCode.CHANNELS_DIFFER.at(
            extend_path(path, "channel"), old=quoted(part.channel), new=quoted(part.channel_identity.channel)
        )


def about_timestamp(text: str | None, path: str) -> Iterator[Finding]:
    """Yield a time that is none."""
    if text and read_timestamp(text) is None:
        yield InboundCode.TIMESTAMP_UNREADABLE.at(path, value=quoted(text))
