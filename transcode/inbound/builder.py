"""Collects what one callback of a channel has; a part that cannot be read costs no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

from transcode.errors import InvalidMessage
from transcode.inbound.about import about, about_delivery, about_message
from transcode.inbound.findings import InboundCode
from transcode.inbound.node import Node
from transcode.inbound.received import Attachment, NativeDelivery, NativeEvent, NativeMessage, Received
from transcode.inbound.told import Direction
from transcode.message.base import Model
from transcode.message.parse import MAX_CHARACTERS, validate
from transcode.result import Finding
from transcode.writer.payloads import compact_json

__all__ = ["Builder"]

_T = TypeVar("_T")
_M = TypeVar("_M", bound=Model)

MAX_AROUND: Final = 10 * MAX_CHARACTERS
"""Characters of JSON that may stand around the parts of one callback, each time counted: every part keeps it, and a
body of a megabyte must not become one of gigabytes."""


class Builder:
    """Collects what one callback of ``channel`` has, with its findings.

    Whatever is read is added whole or not at all: a part that raises is taken back and kept as a native event.
    """

    def __init__(self, channel: str, findings: Iterable[Finding] = ()) -> None:
        self.channel = channel
        self.messages: list[NativeMessage] = []
        self.deliveries: list[NativeDelivery] = []
        self.native_events: list[NativeEvent] = []
        self.findings: list[Finding] = list(findings)
        self.attachments: list[Attachment] = []
        self._around = 0
        self._sizes: dict[int, tuple[object, int]] = {}

    # --- one part, and what happens where it cannot be read ---

    def each(
        self, parent: Node, name: str, read: Callable[[Node], None], envelope: Mapping[str, Any], what: str
    ) -> None:
        """Read each part of a list; one that cannot be read is kept as it came. ``what`` names such a part."""
        try:
            items = parent.items(name)
        except InvalidMessage as error:
            self._keep(parent.data[name], parent.at(name), envelope, what, error)
            return
        for path, item in items:
            self.attempt(item, path, read, envelope, what)

    def attempt(
        self, item: object, path: str, read: Callable[[Node], None], envelope: Mapping[str, Any], what: str
    ) -> None:
        """Read one part; where it cannot be read, it is kept as it came."""
        lists: tuple[list[Any], ...] = (
            self.messages,
            self.deliveries,
            self.native_events,
            self.findings,
            self.attachments,
        )
        lengths = [len(found) for found in lists]
        try:
            read(Node(item, path))
        except InvalidMessage as error:
            for found, length in zip(lists, lengths, strict=True):
                del found[length:]
            self._keep(item, path, envelope, what, error)

    def maybe(self, read: Callable[..., _T], *arguments: Any) -> _T | None:
        """Return what ``read`` returns; None with a finding where a field that may be missing cannot be read."""
        try:
            return read(*arguments)
        except InvalidMessage as error:
            path = error.errors[0].path
            self.findings.append(InboundCode.FIELD_UNREADABLE.at(path, why=error.errors[0].message))
            return None

    def content(self, part: Node, what: str, read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return a contact message; where it cannot be read, a fallback message with ``part`` as it came."""
        before = len(self.findings)
        try:
            contact = read()
            self._checked(contact, part.path)
        except InvalidMessage as error:
            del self.findings[before:]
            self.findings.append(
                InboundCode.PART_UNREADABLE.at(
                    part.path, what=what, why=_why(error), where="in fallback_message.raw_message"
                )
            )
            return {"fallback_message": {"raw_message": compact_json(part.data)}}
        return contact

    def _checked(self, contact: Mapping[str, Any], path: str) -> None:
        """Raise InvalidMessage where a contact message is none."""
        validate(NativeMessage, {"contact_message": contact, "native": {}}, path)

    def _keep(self, native: object, path: str, envelope: Mapping[str, Any], what: str, error: InvalidMessage) -> None:
        where = "among native_events"
        self.findings.append(InboundCode.PART_UNREADABLE.at(path, what=what, why=_why(error), where=where))
        self._append(NativeEvent, self.native_events, native, envelope, path, kind=what, path=path, problem=_why(error))

    # --- what was read ---

    def add_message(
        self,
        contact_message: Mapping[str, Any],
        *,
        native: Mapping[str, Any],
        path: str,
        identity: str | None,
        envelope: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> None:
        """Add a message from a contact; ``path`` is where it stands in the callback, for errors."""
        message = self._append(
            NativeMessage,
            self.messages,
            native,
            envelope,
            path,
            direction=Direction.TO_APP,
            contact_message=contact_message,
            channel_identity=self._identity(identity),
            **fields,
        )
        # What the channel itself says is no part of a schema of ours.
        ours = message.model_copy(update={"native": {}, "envelope": None})
        self.findings += about(ours, path)
        self.findings += about_message(message, path)

    def add_delivery(
        self,
        status: str,
        *,
        native: Mapping[str, Any],
        path: str,
        identity: str | None,
        envelope: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> None:
        """Add a delivery report; ``path`` is where it stands in the callback, for errors."""
        report = self._append(
            NativeDelivery,
            self.deliveries,
            native,
            envelope,
            path,
            status=status,
            channel_identity=self._identity(identity),
            **fields,
        )
        self.findings += about_delivery(report, path)

    def add_event(
        self,
        kind: str,
        *,
        native: object,
        path: str,
        identity: str | None = None,
        envelope: Mapping[str, Any] | None = None,
        known: bool = False,
        **fields: Any,
    ) -> None:
        """Add what is neither a message nor a report; without ``known`` a finding says so."""
        who = self._identity(identity) if identity else None
        given = {"kind": kind, "path": path, "channel_identity": who, **fields}
        self._append(NativeEvent, self.native_events, native, envelope, path, **given)
        if not known:
            self.findings.append(InboundCode.UNKNOWN_EVENT.at(path, what=repr(kind[:80])))

    def received(self, root: Node | None = None) -> Received:
        """Return all that was collected; where that is nothing, ``root`` is kept as it came."""
        if root is not None and not (self.messages or self.deliveries or self.native_events):
            self.findings.append(InboundCode.NOTHING_IN_IT.at(""))
            self._append(NativeEvent, self.native_events, root.data, None, "", kind="", path="")
        return Received(
            self.channel,
            tuple(self.messages),
            tuple(self.deliveries),
            tuple(self.findings),
            tuple(self.attachments),
            native_events=tuple(self.native_events),
        )

    def _append(
        self,
        model: type[_M],
        to: list[_M],
        native: object,
        envelope: Mapping[str, Any] | None,
        where: str,
        /,
        **fields: Any,
    ) -> _M:
        given = {name: value for name, value in fields.items() if value is not None}
        part = validate(model, {**given, "native": {}}, where)
        self.count(envelope, where)
        # Neither is checked or searched: it is JSON, and belongs to the channel.
        around = {} if envelope is None else {"envelope": envelope}
        part = part.model_copy(update={"native": native, **around})
        to.append(part)
        return part

    def count(self, envelope: Mapping[str, Any] | None, path: str) -> None:
        """Count what a part keeps of what stands around it; InvalidMessage where that is too much of it together."""
        if envelope is None:
            return
        # By identity: the parts of one list share theirs. The object is kept, so that its id is not given again.
        _, size = self._sizes.get(id(envelope)) or (None, len(compact_json(envelope)))
        self._sizes[id(envelope)] = (envelope, size)
        self._around += size
        if self._around > MAX_AROUND:
            raise InvalidMessage.at(
                path, "too_large", f"is one of too many parts for what stands around them: {MAX_AROUND:,} characters"
            )

    def _identity(self, identity: str | None) -> dict[str, Any]:
        return {"channel": self.channel, "identity": identity or "", "app_id": ""}


def _why(error: InvalidMessage) -> str:
    """Return what is wrong, in one line."""
    return str(error.errors[0])
