"""Whatever a public function is given, only our errors leave it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from transcode import gsm
from transcode.gsm import Collector, Encoding, Rules, SegmentationError, Tables, read_short_message, segment

PART = segment("hello").parts[0]
FRAGMENT = read_short_message(b"hello")

# Each public function, with arguments that it takes.
CALLS: dict[Callable[..., Any], dict[str, Any]] = {
    gsm.advise: {"text": "a" * 200, "max_parts": 1},
    gsm.build_header: {"index": 1, "total": 2, "reference": 1, "reference_bits": 8, "tables": Tables(1, 1)},
    gsm.capacity: {"encoding": Encoding.GSM, "concatenated": True, "reference_bits": 8, "tables": Tables(1, 1)},
    gsm.count_by: {"rules": Rules(), "text": "hello"},
    gsm.count_segments: {"text": "hello"},
    gsm.decode: {"septets": b"hello", "tables": Tables(1, 1)},
    gsm.encode: {"text": "hello", "tables": Tables(1, 1)},
    gsm.is_gsm: {"text": "hello"},
    gsm.pack: {"septets": b"hello", "fill_bits": 1},
    gsm.parse_header: {"user_data": b"\x05\x00\x03\x01\x02\x01"},
    gsm.read_short_message: {
        "short_message": b"hello",
        "data_coding": 0,
        "esm_class": 0,
        "sar": (1, 2, 1),
        "default_alphabet": "gsm",
    },
    gsm.read_tlvs: {"octets": b"\x04\x24\x00\x00"},
    gsm.read_tpdu: {"octets": gsm.submit_tpdu(PART, "+4670")},
    gsm.read_user_data: {"user_data": b"\xe8\x32\x9b\xfd\x06", "length": 5, "data_coding": 0, "has_header": False},
    gsm.reassemble: {"parts": [PART]},
    gsm.room: {"octets": 6},
    gsm.segment: {"text": "hello"},
    gsm.segment_by: {"rules": Rules(), "text": "hello"},
    gsm.sender_obstacle: {"name": "Sinch", "vendor": "telnyx"},
    gsm.septets: {"text": "hello"},
    gsm.split_messages: {"text": "word " * 50, "numbering": gsm.NUMBERING},
    gsm.split_messages_by: {"rules": Rules(), "text": "word " * 50, "numbering": gsm.NUMBERING},
    gsm.submit_tpdu: {
        "part": PART,
        "to": "+4670",
        "message_reference": 0,
        "status_report": False,
        "validity": None,
    },
    gsm.transliterate: {"text": "“", "tables": "latin"},
    gsm.truncate: {"text": "a" * 200, "parts": 1, "ellipsis": "..."},
    gsm.truncate_by: {"rules": Rules(), "text": "a" * 200, "parts": 1, "ellipsis": "..."},
    gsm.unpack: {"octets": b"hello", "count": 5, "fill_bits": 0},
    gsm.vendor_bill: {"text": "hello"},
    gsm.write_tlvs: {"parameters": {1: b"a"}},
    PART.payload_in: {"default_alphabet": "gsm"},
    Collector().add: {"sender": "me", "part": FRAGMENT, "at": 1},
    Collector().add_all: {"received": [("me", FRAGMENT)], "at": 1},
    Collector().expire: {"before": 1},
    Collector: {"max_messages": 1, "max_octets": 1},
}
GARBAGE = (
    *(None, True, -1, 0, 7, 1.5, float("nan"), 10**5000, -(10**5000), object(), type),
    *("", "x", "\ud800", "я" * 300, b"", b"\xff", bytearray(b"\x01"), memoryview(b"abc")),
    *([], [None], [[1]], (1, 2, 3), (1, 2), {}, {None: None}, {1: 2}, {"a": "b"}, {1, 2}, [10**5000], Tables(300, -1)),
    *(Encoding.GSM, PART, FRAGMENT, Rules()),
)


def test_each_public_function_is_here() -> None:
    functions = {value for name in gsm.__all__ if inspect.isfunction(value := getattr(gsm, name))}
    assert functions <= set(CALLS)


@pytest.mark.parametrize("function", CALLS, ids=lambda function: function.__name__)
def test_only_our_errors_leave(function: Callable[..., Any]) -> None:
    arguments = CALLS[function]
    function(**arguments)
    for name in arguments:
        for garbage in GARBAGE:
            try:
                function(**{**arguments, name: garbage})
            except SegmentationError as error:
                assert 0 < len(str(error)) < 1_000  # noqa: PT017 - most pass, and need not raise
    takes_options = "options" in inspect.signature(function).parameters
    for name in gsm.Options.__annotations__ if takes_options else ():
        for garbage in GARBAGE:
            try:
                function(**{**arguments, name: garbage})
            except SegmentationError as error:
                assert 0 < len(str(error)) < 1_000  # noqa: PT017
