"""What became of a message, as a status report tells it (3GPP TS 23.040 sections 9.2.2.3 and 9.2.3.15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from transcode.gsm.errors import SegmentationError
from transcode.gsm.semi_octets import TIME_STAMP_OCTETS, address_octets, read_address, read_time_stamp

__all__ = ["StatusReport", "SubmissionState", "read_report"]


class SubmissionState(StrEnum):
    """What a status means for the message (TS 23.040 section 9.2.3.15, bits 6 and 5 of TP-ST)."""

    COMPLETED = "completed"
    """The service centre will do no more, and all went well."""
    TRYING = "trying"
    """Not delivered yet; the service centre still tries."""
    FAILED = "failed"
    """Not delivered, and the service centre will not try again."""
    GIVEN_UP = "given up"
    """Not delivered for a passing reason, and the service centre does not try any longer."""


# TS 23.040 section 9.2.3.15.
_STATUSES: Final = {
    0x00: "received by the recipient",
    0x01: "forwarded, and the service centre cannot confirm that it was delivered",
    0x02: "replaced by the service centre",
    0x20: "congestion",
    0x21: "recipient busy",
    0x22: "no response from the recipient",
    0x23: "service rejected",
    0x24: "quality of service not available",
    0x25: "error in the recipient's equipment",
    0x40: "remote procedure error",
    0x41: "incompatible destination",
    0x42: "connection rejected by the recipient",
    0x43: "not obtainable",
    0x44: "quality of service not available",
    0x45: "no interworking available",
    0x46: "validity period expired",
    0x47: "deleted by the sender",
    0x48: "deleted by the service centre",
    0x49: "the message does not exist",
    0x60: "congestion",
    0x61: "recipient busy",
    0x62: "no response from the recipient",
    0x63: "service rejected",
    0x64: "quality of service not available",
    0x65: "error in the recipient's equipment",
}
_STATES: Final = (SubmissionState.COMPLETED, SubmissionState.TRYING, SubmissionState.FAILED, SubmissionState.GIVEN_UP)
_SERVICE_REJECTED: Final = 0x63
"""What a reserved status is to be taken for."""
_OWN: Final = 0x10
"""Set in the statuses that a service centre may give a meaning of its own."""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """An SMS-STATUS-REPORT."""

    message_reference: int
    """That of the SMS-SUBMIT: `Submission.message_reference`."""
    recipient: str
    """Whom the message was for: a number, with ``+`` in front where it is international, or a name."""
    time: datetime | None
    """When the service centre took the message in; None where the octets are no date."""
    discharge_time: datetime | None
    """When the status came about: delivered, tried, or given up."""
    status: int
    """TP-ST, an octet (TS 23.040 section 9.2.3.15)."""

    @property
    def state(self) -> SubmissionState:
        """What the status means for the message."""
        return _STATES[self._known_status >> 5]

    @property
    def delivered(self) -> bool:
        """The recipient has received it. False as well where that is only assumed (status 1), or not so yet."""
        return self.status == 0

    @property
    def meaning(self) -> str:
        """The status in English."""
        return _STATUSES.get(self._known_status, "a status of the service centre's own")

    @property
    def _known_status(self) -> int:
        own = self.status < 0x80 and self.status & _OWN
        return self.status if own or self.status in _STATUSES else _SERVICE_REJECTED


def read_report(octets: bytes) -> StatusReport:
    """Return what an SMS-STATUS-REPORT tells; the optional parameters behind the status are left alone.

    Raises:
        SegmentationError: the octets are cut off.
    """
    if len(octets) < 3:
        raise SegmentationError("the TPDU is cut off")
    position = 2 + address_octets(octets[2])
    taken, done = position + TIME_STAMP_OCTETS, position + 2 * TIME_STAMP_OCTETS
    if len(octets) <= done:
        raise SegmentationError("the TPDU is cut off")
    return StatusReport(
        message_reference=octets[1],
        recipient=read_address(octets[2:position]),
        time=read_time_stamp(octets[position:taken]),
        discharge_time=read_time_stamp(octets[taken:done]),
        status=octets[done],
    )
