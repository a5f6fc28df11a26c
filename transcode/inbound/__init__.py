"""The way back: what contacts say, what became of a message, and which choice a reply takes.

>>> from transcode import transcode
>>> from transcode.inbound import resolve_reply
>>> message = {"choice_message": {"choices": [{"text_message": {"text": "Yes"}, "postback_data": "confirmed"}]}}
>>> resolve_reply(transcode(message, "SMS"), "yes, please").postback_data
'confirmed'
"""

from __future__ import annotations

from transcode.inbound.contact_message import (
    ChannelSpecificContactMessage,
    ChoiceResponseMessage,
    ContactCoordinates,
    ContactLocationMessage,
    ContactMessage,
    FallbackMessage,
    MediaCardMessage,
    NfmReply,
    NfmReplyMessage,
    ProductResponseMessage,
)
from transcode.inbound.event import (
    ChannelIdentity,
    DeliveryReport,
    DeliveryStatus,
    Direction,
    Event,
    InboundMessage,
    MessageDelivery,
    MessageInbound,
    MessageSubmit,
    OtherEvent,
    ProcessingMode,
    SubmitNotification,
    parse_event,
)
from transcode.inbound.findings import InboundCode
from transcode.inbound.line import parse_line
from transcode.inbound.metadata import Metadata, Operator
from transcode.inbound.mm7 import parse_mm7
from transcode.inbound.multimedia import arrives_as
from transcode.inbound.reason import Reason, ReasonCode, ReasonSubCode
from transcode.inbound.receive import receive
from transcode.inbound.received import Attachment, NativeDelivery, NativeMessage, Received
from transcode.inbound.reconcile import Difference, Reconciliation, reconcile
from transcode.inbound.reply import resolve_reply
from transcode.inbound.resolution import (
    Ambiguous,
    ChoiceResponse,
    HelpRequest,
    MatchedBy,
    NoMatch,
    OptIn,
    OptOut,
    Resolution,
)
from transcode.inbound.signature import SignatureCheck, verify_signature
from transcode.inbound.sms import parse_sms
from transcode.inbound.telegram import parse_telegram
from transcode.inbound.whatsapp import parse_whatsapp

__all__ = [
    "Ambiguous",
    "Attachment",
    "ChannelIdentity",
    "ChannelSpecificContactMessage",
    "ChoiceResponse",
    "ChoiceResponseMessage",
    "ContactCoordinates",
    "ContactLocationMessage",
    "ContactMessage",
    "DeliveryReport",
    "DeliveryStatus",
    "Difference",
    "Direction",
    "Event",
    "FallbackMessage",
    "HelpRequest",
    "InboundCode",
    "InboundMessage",
    "MatchedBy",
    "MediaCardMessage",
    "MessageDelivery",
    "MessageInbound",
    "MessageSubmit",
    "Metadata",
    "NativeDelivery",
    "NativeMessage",
    "NfmReply",
    "NfmReplyMessage",
    "NoMatch",
    "Operator",
    "OptIn",
    "OptOut",
    "OtherEvent",
    "ProcessingMode",
    "ProductResponseMessage",
    "Reason",
    "ReasonCode",
    "ReasonSubCode",
    "Received",
    "Reconciliation",
    "Resolution",
    "SignatureCheck",
    "SubmitNotification",
    "arrives_as",
    "parse_event",
    "parse_line",
    "parse_mm7",
    "parse_sms",
    "parse_telegram",
    "parse_whatsapp",
    "receive",
    "reconcile",
    "resolve_reply",
    "verify_signature",
]
