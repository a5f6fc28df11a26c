"""The answers that an MM7 gateway waits for: DeliverRsp and DeliveryReportRsp.

Source: 3GPP TS 23.140, schema REL-6-MM7-1-4 (``deliverRspType``, ``deliveryReportRspType``, ``readReplyRspType``);
status codes from Sinch's MM7 pages. Read 2026-11-26.
"""

from __future__ import annotations

import re
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from transcode.errors import InvalidOption, shorten
from transcode.inbound.received import Received
from transcode.mms.mm7 import MM7_VERSION, NAMESPACE

__all__ = ["answer_mm7"]

SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
_CODE: Final = re.compile(r"[1-9][0-9]{3}", re.ASCII)


def answer_mm7(
    received: Received, *, status_code: int = 1000, status_text: str = "Success", details: str | None = None
) -> str:
    """Return the SOAP envelope that answers a request: a message, a delivery report or a read reply.

    Args:
        received: what ``parse_mm7`` returned for the request.
        status_code: four digits: 1000 where it was taken in, 2xxx for a fault of the sender's, 3xxx for one's own.
        status_text: what it means, for people.
        details: more about it.

    Raises:
        InvalidOption: it is no request of MM7, or the status is none.

    """
    native = _request(received)
    if not isinstance(status_code, int) or not _CODE.fullmatch(shorten(status_code)):
        raise InvalidOption("status_code: must be a status code of MM7, four digits, such as 1000")
    answer = str(native["request"]).removesuffix("Req") + "Rsp"
    namespace = native.get("namespace") or NAMESPACE
    version = native.get("MM7Version")
    lines = [
        f"<MM7Version>{escape(version if isinstance(version, str) and version else MM7_VERSION)}</MM7Version>",
        f"<Status><StatusCode>{status_code}</StatusCode><StatusText>{_text(status_text)}</StatusText>",
        # Details has elements of anybody's, and no text of its own (anyDataType).
        f"<Details><Text>{_text(details)}</Text></Details></Status>" if details else "</Status>",
    ]
    transaction = f'<TransactionID soap:mustUnderstand="1">{_text(native["transaction_id"])}</TransactionID>'
    body = _within(f"<{answer}>{''.join(lines)}</{answer}>", namespace)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Header>{_within(transaction, namespace)}</soap:Header>'
        f"<soap:Body>{body}</soap:Body></soap:Envelope>"
    )


def _request(received: Received) -> dict[str, Any]:
    if not isinstance(received, Received):
        raise InvalidOption("received: must be what parse_mm7() or receive() returned for the request")
    parts = (*received.messages, *received.deliveries)
    native = getattr(parts[0], "native", None) if parts else None
    if not isinstance(native, dict) or not str(native.get("request", "")).endswith("Req"):
        raise InvalidOption("received: must have a request of MM7: a message, a delivery report or a read reply")
    if not native.get("transaction_id"):
        raise InvalidOption("received: the request has no TransactionID, which its answer has to repeat")
    return native


_NOT_XML: Final = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def _text(text: object) -> str:
    return escape(_NOT_XML.sub("\ufffd", str(text)))


def _within(element: str, namespace: str) -> str:
    """Return an element with the namespace that it and all in it are in."""
    name = re.match(r"<(\w+)", element)
    return element if name is None else f"{name[0]} xmlns={quoteattr(namespace)}{element[name.end() :]}"
