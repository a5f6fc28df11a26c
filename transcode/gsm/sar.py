"""Optional parameters of SMPP, and those of them that stand in for a header: segmentation and reassembly (SAR)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, Self

from transcode.errors import shorten
from transcode.gsm.errors import SegmentationError, as_octets, is_whole

__all__ = ["DEFAULT_ALPHABETS", "MESSAGE_PAYLOAD", "Sar", "read_tlvs", "write_tlvs"]

# Optional parameters, SMPP 3.4 section 5.3.2.
MESSAGE_PAYLOAD: Final = 0x0424
"""Tag of ``message_payload``: a text in place of ``short_message``, which the SMSC divides itself (5.3.2.32)."""
_SAR_MSG_REF_NUM: Final = 0x020C  # 5.3.2.22
_SAR_TOTAL_SEGMENTS: Final = 0x020E  # 5.3.2.23
_SAR_SEGMENT_SEQNUM: Final = 0x020F  # 5.3.2.24

DEFAULT_ALPHABETS: Final[Mapping[str, str | None]] = {"gsm": None, "latin-1": "latin-1", "ascii": "ascii"}
"""What ``data_coding`` 0 may mean, by name: SMPP leaves the default alphabet to the SMSC (3.4 section 5.2.19)."""


class Sar(NamedTuple):
    """The place of a part as SMPP's own parameters tell it, without a header in ``short_message``."""

    sar_msg_ref_num: int
    """The number that the parts share, 0 to 65535."""
    sar_total_segments: int
    sar_segment_seqnum: int
    """1-based."""

    @property
    def tlvs(self) -> bytes:
        """The three optional parameters in octets: tag, length and value of each (SMPP 3.4 section 3.2.4.1)."""
        return write_tlvs(
            {
                _SAR_MSG_REF_NUM: self.sar_msg_ref_num.to_bytes(2, "big"),
                _SAR_TOTAL_SEGMENTS: bytes((self.sar_total_segments,)),
                _SAR_SEGMENT_SEQNUM: bytes((self.sar_segment_seqnum,)),
            }
        )

    @classmethod
    def read(cls, tlvs: Mapping[int, bytes]) -> Self | None:
        """Return the place that optional parameters tell, by tag as `read_tlvs` gives them; None where they do not.

        A parameter that is missing or of another length, and a place that cannot be, is ignored with the others
        (SMPP 3.4 section 5.3.2.22: they are of use only together).
        """
        values = [tlvs.get(tag, b"") for tag in (_SAR_MSG_REF_NUM, _SAR_TOTAL_SEGMENTS, _SAR_SEGMENT_SEQNUM)]
        if [len(value) for value in values] != [2, 1, 1]:
            return None
        reference, total, index = (int.from_bytes(value, "big") for value in values)
        return cls(reference, total, index) if 0 < index <= total else None


def write_tlvs(parameters: Mapping[int, bytes]) -> bytes:
    """Return optional parameters in octets, tag, length and value of each, in the order given.

    Raises:
        SegmentationError: a tag or a length that does not fit in two octets, or a value that is not bytes.
    """
    octets = b""
    if not isinstance(parameters, Mapping):
        raise SegmentationError(f"parameters are {shorten(parameters)}: use a dict of tags and bytes")
    for tag, value in parameters.items():
        value = as_octets(value, "a value")  # noqa: PLW2901
        if not is_whole(tag) or not 0 <= tag <= 0xFFFF or len(value) > 0xFFFF:
            raise SegmentationError(f"no parameter has the tag {shorten(tag)} and {len(value)} octets")
        octets += tag.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value
    return octets


def read_tlvs(octets: bytes) -> dict[int, bytes]:
    """Return the optional parameters of a PDU by tag; of one that is there twice the last.

    Raises:
        SegmentationError: the octets end inside a parameter.
    """
    octets = as_octets(octets, "octets")
    parameters = {}
    position = 0
    while position < len(octets):
        tag = int.from_bytes(octets[position : position + 2], "big")
        value = position + 4
        end = value + int.from_bytes(octets[position + 2 : value], "big")
        if value > len(octets) or end > len(octets):
            raise SegmentationError(f"optional parameter 0x{tag:04X} is cut off")
        parameters[tag] = octets[value:end]
        position = end
    return parameters
