"""What was predicted of an SMS against what its delivery report says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from transcode.errors import InvalidOption
from transcode.gsm import Encoding, Segmentation, capacity, count_segments, segment
from transcode.inbound.callback import MessageDelivery
from transcode.inbound.received import Received
from transcode.inbound.told import DeliveryReport
from transcode.result import Code, Transcoded

__all__ = ["Difference", "Reconciliation", "reconcile"]


class Difference(Enum):
    """Why the number of parts is not as predicted, or cannot be compared."""

    sentence: str

    def __new__(cls, code: str, sentence: str) -> Difference:
        """Make the member whose value is ``code``."""
        member = object.__new__(cls)
        member._value_ = code
        member.sentence = sentence
        return member

    NOT_PREDICTED = ("not_predicted", "The message was transcoded for {channel}, which is not sent in parts.")
    OTHER_CHANNEL = ("other_channel", "The report is about {channel}, where the message was not predicted to go.")
    NOT_REPORTED = (
        "not_reported",
        "The report has no number_of_message_parts: it has one where SMS_MAX_NUMBER_OF_MESSAGE_PARTS was set.",
    )
    TOO_MANY_PARTS = (
        "too_many_parts",
        "The message needs {predicted} parts, more than SMS_MAX_NUMBER_OF_MESSAGE_PARTS allows: it was not delivered.",
    )
    TRANSLITERATED = (
        "transliterated",
        "The reported number is what the text takes where Auto Encoding replaces what is not in the GSM alphabet.",
    )
    SENT_AS_UNICODE = ("sent_as_unicode", "The reported number is what the text takes in UCS-2, though GSM-7 would do.")
    SHORTENED = ("shortened", "One part: the text was cut (truncate_concat of the SMS API).")
    PARAMETERS = ("parameters", "The text has {placeholder}: the SMS API put another text in its place.")
    NATIONAL_TABLES = ("national_tables", "The reported number is what the text takes with a national shift table.")
    WIDE_REFERENCE = (
        "wide_reference",
        "The reported number is what the text takes with 16-bit reference numbers, which leave less room in a part.",
    )
    DIVIDED = (
        "divided",
        "The reported number is the length divided by the room in a part: characters of two units were not kept whole.",
    )
    UNEXPLAINED = (
        "unexplained",
        "No known difference in encoding or splitting gives {reported} where {predicted} was predicted.",
    )


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Predicted and reported number of parts, and why they differ.

    ``agrees`` is True where they are equal, False where they differ, None where they cannot be compared. ``difference``
    and ``reason`` are None where they agree.
    """

    predicted: int | None
    reported: int | None
    difference: Difference | None = None
    reason: str | None = None

    @property
    def agrees(self) -> bool | None:
        """Whether the two are equal; None where one of them is missing, or they are about different channels."""
        if self.predicted is None or self.reported is None or self.difference is Difference.OTHER_CHANNEL:
            return None
        return self.predicted == self.reported

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON-ready dict."""
        return {
            "agrees": self.agrees,
            "predicted": self.predicted,
            "reported": self.reported,
            "difference": None if self.difference is None else self.difference.value,
            "reason": self.reason,
        }


def reconcile(result: Transcoded, delivery: MessageDelivery | DeliveryReport | Received) -> Reconciliation:
    """Compare the parts that were predicted with those that a delivery report gives.

    Args:
        result: the message as it was transcoded for SMS.
        delivery: the callback, one of its reports (``receive(...).deliveries``), or all that it has where that is
            one report.

    Raises:
        InvalidOption: an argument is something else: a mistake of the caller's.

    """
    if not isinstance(result, Transcoded):
        raise InvalidOption("result: must be what transcode() returned for the message")
    report = _report(delivery)
    predicted = result.segments.segments if result.segments else None
    reported = _reported(report)
    if reported is not None and reported == predicted and not _is_elsewhere(result, report):
        return Reconciliation(predicted, reported)
    difference, words = _difference(result, report, reported)
    sentence = difference.sentence.format(predicted=predicted, reported=reported, **words)
    return Reconciliation(predicted, reported, difference, sentence)


def _difference(
    result: Transcoded, report: DeliveryReport, reported: int | None
) -> tuple[Difference, Mapping[str, object]]:
    """Return why the two differ, and the words for its sentence."""
    if _is_elsewhere(result, report):
        return Difference.OTHER_CHANNEL, {"channel": report.channel_name or ""}
    if result.segments is None:
        return Difference.NOT_PREDICTED, {"channel": result.channel}
    if report.status == "FAILED" and any(finding.code is Code.TOO_MANY_PARTS for finding in result.findings):
        return Difference.TOO_MANY_PARTS, {}
    if reported is None:
        return Difference.NOT_REPORTED, {}
    if placeholder := _PLACEHOLDER.search(result.segments.text):
        return Difference.PARAMETERS, {"placeholder": placeholder[0]}
    explained = (difference for difference, parts in _explanations(result.segments) if parts == reported)
    return next(explained, Difference.UNEXPLAINED), {}


_PLACEHOLDER: Final = re.compile(r"\$\{[^{}]+\}")


def _report(delivery: object) -> DeliveryReport:
    if isinstance(delivery, Received):
        if len(delivery.deliveries) != 1:
            raise InvalidOption(f"delivery: must have one report, not {len(delivery.deliveries)}: pass one of them")
        return delivery.deliveries[0]
    if isinstance(delivery, MessageDelivery):
        return delivery.message_delivery_report
    if isinstance(delivery, DeliveryReport):
        return delivery
    raise InvalidOption("delivery: must be what parse_event() or receive() returned, or one of its deliveries")


def _is_elsewhere(result: Transcoded, report: DeliveryReport) -> bool:
    return bool(report.channel_name) and str(report.channel_name).upper() != result.channel


def _reported(report: DeliveryReport) -> int | None:
    own = report.number_of_message_parts
    if isinstance(own, str) and own.isascii() and own.isdigit() and len(own) < 6:
        own = int(own)
    if isinstance(own, int) and own >= 1:
        return own
    for metadata in (report.decoded_message_metadata, report.decoded_metadata):
        if metadata.number_of_message_parts is not None:
            return metadata.number_of_message_parts
    return None


def _explanations(segments: Segmentation) -> Iterator[tuple[Difference, int]]:
    """Yield what else could have been done with the text, and in how many parts, the likeliest first."""
    text = segments.text
    if segments.encoding is Encoding.UNICODE:
        # Sinch documents the first rows of its table, all of them punctuation; it may have more.
        yield Difference.TRANSLITERATED, _transliterated(text, "punctuation")
        yield Difference.NATIONAL_TABLES, count_segments(text, languages="any")
        yield Difference.TRANSLITERATED, _transliterated(text, "all")
    else:
        yield Difference.SENT_AS_UNICODE, count_segments(text, encoding="UNICODE")
    yield Difference.DIVIDED, _divided(segments)
    yield Difference.WIDE_REFERENCE, count_segments(text, reference_bits=16)
    yield Difference.SHORTENED, 1


def _transliterated(text: str, tables: str) -> int:
    return segment(text, transliterate="auto", transliteration_tables=tables).segments


def _divided(segments: Segmentation) -> int:
    if segments.units <= capacity(segments.encoding, concatenated=False):
        return 1
    return -(-segments.units // capacity(segments.encoding, concatenated=True))
