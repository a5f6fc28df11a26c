"""The way back: what contacts say, what became of a message, and which choice a reply takes.

>>> from transcode import transcode
>>> from transcode.inbound import resolve_reply
>>> message = {"choice_message": {"choices": [{"text_message": {"text": "Yes"}, "postback_data": "confirmed"}]}}
>>> resolve_reply(transcode(message, "SMS"), "yes, please").postback_data
'confirmed'
"""

from __future__ import annotations

from transcode.inbound.apple import parse_apple
from transcode.inbound.callback import Event, MessageDelivery, MessageInbound, MessageSubmit, OtherEvent
from transcode.inbound.channel_event import Capability, CapabilityStatus, ChannelEvent, Unsupported
from transcode.inbound.contact_event import (
    Contact,
    ContactCreate,
    ContactDelete,
    ContactIdentitiesDuplication,
    ContactMerge,
    ContactUpdate,
    ConversationDelete,
    ConversationStart,
    ConversationStop,
)
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
from transcode.inbound.event import parse_event
from transcode.inbound.findings import InboundCode
from transcode.inbound.identity import identity_forms, same_identity
from transcode.inbound.kakaotalk import parse_kakaotalk
from transcode.inbound.line import parse_line
from transcode.inbound.messenger import parse_messenger
from transcode.inbound.metadata import Metadata, Operator
from transcode.inbound.mm7 import parse_mm7
from transcode.inbound.mm7_answer import answer_mm7
from transcode.inbound.multimedia import arrives_as
from transcode.inbound.notification import (
    Consent,
    ConsentStatus,
    EventDelivery,
    EventInbound,
    InboundEvent,
    OptInEvent,
    OptOutEvent,
    Reaction,
    ReactionAction,
    RecordNotification,
    Redaction,
    SmartConversations,
)
from transcode.inbound.rcs import parse_rcs
from transcode.inbound.reason import Reason, ReasonCode, ReasonSubCode
from transcode.inbound.receive import receive
from transcode.inbound.received import Attachment, NativeDelivery, NativeEvent, NativeMessage, Received
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
from transcode.inbound.signature import SignatureCheck, Signer, verify_signature
from transcode.inbound.smpp import parse_receipt
from transcode.inbound.sms import parse_sms
from transcode.inbound.telegram import parse_telegram
from transcode.inbound.told import (
    ChannelIdentity,
    DeliveryReport,
    DeliveryStatus,
    Direction,
    InboundMessage,
    ProcessingMode,
    SubmitNotification,
)
from transcode.inbound.viber import parse_viber
from transcode.inbound.viber_business import parse_viber_business
from transcode.inbound.wechat import parse_wechat
from transcode.inbound.whatsapp import parse_whatsapp

__all__ = [
    "Ambiguous",
    "Attachment",
    "Capability",
    "CapabilityStatus",
    "ChannelEvent",
    "ChannelIdentity",
    "ChannelSpecificContactMessage",
    "ChoiceResponse",
    "ChoiceResponseMessage",
    "Consent",
    "ConsentStatus",
    "Contact",
    "ContactCoordinates",
    "ContactCreate",
    "ContactDelete",
    "ContactIdentitiesDuplication",
    "ContactLocationMessage",
    "ContactMerge",
    "ContactMessage",
    "ContactUpdate",
    "ConversationDelete",
    "ConversationStart",
    "ConversationStop",
    "DeliveryReport",
    "DeliveryStatus",
    "Difference",
    "Direction",
    "Event",
    "EventDelivery",
    "EventInbound",
    "FallbackMessage",
    "HelpRequest",
    "InboundCode",
    "InboundEvent",
    "InboundMessage",
    "MatchedBy",
    "MediaCardMessage",
    "MessageDelivery",
    "MessageInbound",
    "MessageSubmit",
    "Metadata",
    "NativeDelivery",
    "NativeEvent",
    "NativeMessage",
    "NfmReply",
    "NfmReplyMessage",
    "NoMatch",
    "Operator",
    "OptIn",
    "OptInEvent",
    "OptOut",
    "OptOutEvent",
    "OtherEvent",
    "ProcessingMode",
    "ProductResponseMessage",
    "Reaction",
    "ReactionAction",
    "Reason",
    "ReasonCode",
    "ReasonSubCode",
    "Received",
    "Reconciliation",
    "RecordNotification",
    "Redaction",
    "Resolution",
    "SignatureCheck",
    "Signer",
    "SmartConversations",
    "SubmitNotification",
    "Unsupported",
    "answer_mm7",
    "arrives_as",
    "identity_forms",
    "parse_apple",
    "parse_event",
    "parse_kakaotalk",
    "parse_line",
    "parse_messenger",
    "parse_mm7",
    "parse_rcs",
    "parse_receipt",
    "parse_sms",
    "parse_telegram",
    "parse_viber",
    "parse_viber_business",
    "parse_wechat",
    "parse_whatsapp",
    "receive",
    "reconcile",
    "resolve_reply",
    "same_identity",
    "verify_signature",
]
