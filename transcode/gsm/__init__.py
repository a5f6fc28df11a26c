"""SMS segmentation: which encoding a text needs, how many short messages, and every octet of each.

    >>> from transcode.gsm import segment
    >>> message = segment("Price: 9 €")
    >>> message.encoding, message.units, message.segments
    (<Encoding.GSM: 'GSM'>, 11, 1)

Usable on its own: nothing here knows of channels or of generic messages, opens a file, reads a clock or draws a number.
The rules are those of 3GPP TS 23.038 (alphabets) and TS 23.040 (headers and parts).
"""

from __future__ import annotations

from transcode.gsm.advice import Advice, Alternative, advise
from transcode.gsm.alphabet import is_gsm, septets
from transcode.gsm.billing import VendorBill, vendor_bill
from transcode.gsm.codec import decode, encode, pack, unpack
from transcode.gsm.collector import Collected, Collector, Incomplete
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError, UnknownOption
from transcode.gsm.header import MAX_PARTS, Header, Room, Tables, build_header, capacity, parse_header, room
from transcode.gsm.languages import LANGUAGES, Language
from transcode.gsm.options import Options, Rules
from transcode.gsm.part import Part
from transcode.gsm.reassembly import Fragment, reassemble
from transcode.gsm.sar import MESSAGE_PAYLOAD, Sar, read_tlvs, write_tlvs
from transcode.gsm.segmentation import Segmentation, UnicodeCharacter
from transcode.gsm.segmenter import count_by, count_segments, segment, segment_by
from transcode.gsm.sender import MAX_SENDER_SEPTETS, sender_obstacle
from transcode.gsm.separate import NUMBERING, split_messages, split_messages_by
from transcode.gsm.smpp import read_short_message
from transcode.gsm.status_report import StatusReport, SubmissionState
from transcode.gsm.tpdu import Delivery, Submission, read_tpdu, submit_tpdu
from transcode.gsm.transliteration import TRANSLITERATION_TABLES, Replacement, Transliteration, transliterate
from transcode.gsm.truncation import Truncation, truncate, truncate_by
from transcode.gsm.user_data import read_user_data
from transcode.gsm.vendors import GENERIC, VENDORS, Vendor

__all__ = [
    "GENERIC",
    "LANGUAGES",
    "MAX_PARTS",
    "MAX_SENDER_SEPTETS",
    "MESSAGE_PAYLOAD",
    "NUMBERING",
    "TRANSLITERATION_TABLES",
    "VENDORS",
    "Advice",
    "Alternative",
    "Collected",
    "Collector",
    "Delivery",
    "Encoding",
    "Fragment",
    "Header",
    "Incomplete",
    "Language",
    "Options",
    "Part",
    "Replacement",
    "Room",
    "Rules",
    "Sar",
    "Segmentation",
    "SegmentationError",
    "StatusReport",
    "Submission",
    "SubmissionState",
    "Tables",
    "Transliteration",
    "Truncation",
    "UnicodeCharacter",
    "UnknownOption",
    "Vendor",
    "VendorBill",
    "advise",
    "build_header",
    "capacity",
    "count_by",
    "count_segments",
    "decode",
    "encode",
    "is_gsm",
    "pack",
    "parse_header",
    "read_short_message",
    "read_tlvs",
    "read_tpdu",
    "read_user_data",
    "reassemble",
    "room",
    "segment",
    "segment_by",
    "sender_obstacle",
    "septets",
    "split_messages",
    "split_messages_by",
    "submit_tpdu",
    "transliterate",
    "truncate",
    "truncate_by",
    "unpack",
    "vendor_bill",
    "write_tlvs",
]
