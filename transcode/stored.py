"""Results read back from their JSON: a reply comes days after its message was sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.gsm import Segmentation, segment
from transcode.gsm.vendors import VENDORS
from transcode.message.parse import check_bounds, parse_json
from transcode.result import Code, Finding, FindingCode, Outcome, ReplyOption, Transcoded

__all__ = ["CODES", "read_reply", "read_result"]

CODES: Final[Mapping[str, FindingCode]] = {str(code): code for code in Code}
_REPLY: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("label", "shown", "kind", "path"), str),
    **dict.fromkeys(("postback", "identifier"), (str, type(None))),
    "card": (int, type(None)),
}


def read_result(data: object) -> Transcoded:
    """Return the result whose ``as_dict()`` or ``to_json()`` is ``data``.

    An SMS is segmented anew, by the standard's rules or a vendor's, and must come out as it is written down.

    Raises:
        InvalidMessage: it is none, or of another version of this library.

    """
    if isinstance(data, (str, bytes, bytearray)):
        data = parse_json(data)
    else:
        check_bounds(data)
    try:
        # What is returned as JSON is JSON: no number that is none, no half of a surrogate pair.
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
        return _result(data)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, InvalidMessage):
            raise
        raise InvalidMessage.at("", "result", "is not what Transcoded.to_json() writes") from None


def _result(data: Any) -> Transcoded:
    segments, billing, payloads = data["segments"], data.get("billing"), data["payloads"]
    texts = (data["channel"], *filter(None, (data["text"],)))
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(one, Mapping) for one in payloads):
        raise TypeError
    if billing is not None and not isinstance(billing, Mapping):
        raise TypeError
    return Transcoded(
        channel=data["channel"],
        outcome=Outcome(data["outcome"]),
        payloads=tuple(payloads),
        text=data["text"],
        segments=None if segments is None else _segmentation(segments, 0 if _is_flash(payloads) else None),
        findings=tuple(
            Finding(
                CODES[one["code"]],
                _of(str, one["path"]),
                _of(str, one["message"]),
                _of((int, type(None)), one["limit"]),
                _of((int, str, type(None)), one["actual"]),
            )
            for one in data["findings"]
        ),
        replies=tuple(map(read_reply, data["replies"])),
        billing=billing,
    )


def _is_flash(payloads: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether the message is shown at once and not stored, which its parts say in their data coding."""
    return any(payload.get("flash_message") is True for payload in payloads)


def _segmentation(written: Mapping[str, Any], message_class: int | None) -> Segmentation:
    for one in _segmentations(written["text"], message_class):
        if one.as_dict() == written:
            return one
    message = "were counted with options of segmentation that a Transcoder does not have, or by another version"
    raise InvalidMessage.at("segments", "segments", message)


def _segmentations(text: str, message_class: int | None) -> Iterator[Segmentation]:
    yield segment(text, message_class=message_class)
    for vendor in VENDORS:
        yield segment(text, vendor=vendor, message_class=message_class)


def read_reply(data: Mapping[str, Any]) -> ReplyOption:
    """Return an answer that a message offered, from its ``as_dict()``."""
    return ReplyOption(**{name: _of(kind, data[name]) for name, kind in _REPLY.items()})


def _of(kinds: Any, value: Any) -> Any:
    """Return a value that is of one of ``kinds``, as ``as_dict`` writes it."""
    if not isinstance(value, kinds) or isinstance(value, bool):
        raise TypeError
    return value
