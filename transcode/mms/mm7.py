"""The MM7 submit request: its elements in the order of the schema, and which of them Sinch takes.

Order and names: 3GPP TS 23.140, schema REL-6-MM7-1-4. What Sinch does with each: Sinch docs 2021-07-11,
docs/mms/mm7-service/mm7-service-mm7_submit.md and its page of unsupported SOAP elements.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal

__all__ = [
    "ADDRESS_KINDS",
    "MM7_VERSION",
    "NAMESPACE",
    "SENDER_IDENTIFICATION",
    "SUBMIT_REQ",
    "Element",
    "MessageClass",
    "Priority",
    "Treatment",
    "submit_elements",
]

MM7_VERSION: Final = "6.8.0"
NAMESPACE: Final = "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4"
"""The only namespace that goes with version 6.8.0; every example of Sinch's uses this pair."""

MessageClass = Literal["Personal", "Informational", "Advertisement", "Auto"]
Priority = Literal["Normal", "High", "Low"]
ADDRESS_KINDS: Final = ("Number", "ShortCode")


class Treatment(StrEnum):
    """What Sinch does with an element of the request, as the end of the sentence "this element ..."."""

    TAKEN = "is taken"
    RENDERED = "is filled in by render_mm7"
    REFUSED = "is refused by Sinch"
    STRIPPED = "is stripped by Sinch"
    DEFAULTED = "is set by Sinch"


SUBMIT_REQ: Final[Mapping[str, Treatment]] = {
    "MM7Version": Treatment.RENDERED,
    "SenderIdentification": Treatment.TAKEN,
    "Recipients": Treatment.TAKEN,
    "ServiceCode": Treatment.TAKEN,
    "LinkedID": Treatment.STRIPPED,
    "MessageClass": Treatment.TAKEN,
    "TimeStamp": Treatment.DEFAULTED,
    "ReplyCharging": Treatment.REFUSED,
    "EarliestDeliveryTime": Treatment.STRIPPED,
    "ExpiryDate": Treatment.DEFAULTED,
    "DeliveryReport": Treatment.DEFAULTED,
    "ReadReply": Treatment.STRIPPED,
    "Priority": Treatment.TAKEN,
    "Subject": Treatment.TAKEN,
    "ChargedParty": Treatment.REFUSED,
    "ChargedPartyID": Treatment.REFUSED,
    "DistributionIndicator": Treatment.STRIPPED,
    "DeliveryCondition": Treatment.STRIPPED,
    "ApplicID": Treatment.STRIPPED,
    "ReplyApplicID": Treatment.STRIPPED,
    "AuxApplicInfo": Treatment.STRIPPED,
    "ContentClass": Treatment.STRIPPED,
    "DRMContent": Treatment.STRIPPED,
    "Content": Treatment.TAKEN,
}
"""Every child of ``SubmitReq``, in the order of the schema, and what Sinch does with it."""

SENDER_IDENTIFICATION: Final = ("VASPID", "VASID", "SenderAddress")
"""The children of ``SenderIdentification``, in the order of the schema."""


@dataclass(frozen=True, slots=True)
class Element:
    """One XML element: text or children, and attributes in order."""

    name: str
    text: str | None = None
    children: tuple[Element, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


def submit_elements(fields: Mapping[str, Any]) -> tuple[Element, ...]:
    """Return the children of ``SubmitReq`` in the order of the schema.

    ``fields`` has a value by element name: a string is text, a mapping the attributes of ``Content`` or else children,
    a list repeats the element, None leaves it out.
    """
    return tuple(_elements(fields, tuple(SUBMIT_REQ)))


_ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "SenderIdentification": SENDER_IDENTIFICATION,
    "SenderAddress": ADDRESS_KINDS,
    "Recipients": ("To",),
    "To": ADDRESS_KINDS,
}


def _elements(fields: Mapping[str, Any], order: tuple[str, ...]) -> list[Element]:
    return [
        _element(name, value)
        for name in order
        if fields.get(name) is not None
        for value in (fields[name] if isinstance(fields[name], list) else [fields[name]])
    ]


def _element(name: str, value: Any) -> Element:
    if name == "Content":
        return Element(name, attributes=tuple((key, _attribute(item)) for key, item in value.items()))
    if isinstance(value, Mapping):
        return Element(name, children=tuple(_elements(value, _ORDERS[name])))
    return Element(name, text=value)


def _attribute(value: str | bool) -> str:
    # xs:boolean is lower case; Python's True is not one.
    return str(value).lower() if isinstance(value, bool) else value
