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
from transcode.gsm.codec import decode, encode, pack, unpack
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError
from transcode.gsm.header import MAX_PARTS, Header, Room, Tables, build_header, capacity, parse_header, room
from transcode.gsm.languages import LANGUAGES, Language
from transcode.gsm.options import Options, Rules
from transcode.gsm.reassembly import Fragment, read_short_message, read_user_data, reassemble
from transcode.gsm.segmentation import Part, Segmentation, UnicodeCharacter
from transcode.gsm.segmenter import count_by, count_segments, segment, segment_by
from transcode.gsm.tpdu import read_tpdu, submit_tpdu
from transcode.gsm.transliteration import TRANSLITERATION_TABLES, Replacement, Transliteration, transliterate
from transcode.gsm.truncation import Truncation, truncate, truncate_by

__all__ = [
    "LANGUAGES",
    "MAX_PARTS",
    "TRANSLITERATION_TABLES",
    "Advice",
    "Alternative",
    "Encoding",
    "Fragment",
    "Header",
    "Language",
    "Options",
    "Part",
    "Replacement",
    "Room",
    "Rules",
    "Segmentation",
    "SegmentationError",
    "Tables",
    "Transliteration",
    "Truncation",
    "UnicodeCharacter",
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
    "read_tpdu",
    "read_user_data",
    "reassemble",
    "room",
    "segment",
    "segment_by",
    "septets",
    "submit_tpdu",
    "transliterate",
    "truncate",
    "truncate_by",
    "unpack",
]
