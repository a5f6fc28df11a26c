"""What is to be said of something that came in: a closed set, each with its severity and its wording stated once."""

from __future__ import annotations

from transcode.errors import shorten
from transcode.result import FindingCode, Severity

__all__ = ["InboundCode", "quoted"]


class InboundCode(FindingCode):
    """Every finding about what comes in. Nothing of it is ever dropped: a finding says where it is now."""

    # Newer than this library
    UNKNOWN_FIELD = (
        "unknown_field",
        Severity.INFO,
        "The field {name!r} is not part of the schema; it is kept in model_extra.",
    )
    UNKNOWN_VALUE = (
        "unknown_value",
        Severity.INFO,
        "{value} is not a value that {name} is documented to have; it is kept as it came.",
    )
    UNKNOWN_EVENT = (
        "unknown_event",
        Severity.INFO,
        "This is neither a message nor a delivery report: {what}. It is kept as it came.",
    )
    UNKNOWN_CONTENT = (
        "unknown_content",
        Severity.INFO,
        "{what} is not a kind of contact message known here; it is kept as it came.",
    )
    UNKNOWN_SUBMITTED = (
        "unknown_submitted",
        Severity.INFO,
        "The submitted message ({what}) is of no kind known here, or only one channel's own; it is kept as it came.",
    )

    # What is not as it should be
    PART_UNREADABLE = (
        "part_unreadable",
        Severity.LOSS,
        "{what} cannot be read ({why}). It is kept as it came, {where}.",
    )
    FIELD_UNREADABLE = (
        "field_unreadable",
        Severity.INFO,
        "This field cannot be read ({why}). What came is kept as it came.",
    )
    VALUE_REPLACED = (
        "value_replaced",
        Severity.LOSS,
        "This holds {what}, in whose place stands {put}.",
    )
    NOTHING_IN_IT = (
        "nothing_in_it",
        Severity.INFO,
        "The callback has nothing in it: no message, no report, no event. It is kept as it came.",
    )

    # The service's callbacks
    CHANNELS_DIFFER = (
        "channels_differ",
        Severity.INFO,
        "channel says {old} and channel_identity says {new}; channel_identity goes first.",
    )
    METADATA_UNREADABLE = (
        "metadata_unreadable",
        Severity.INFO,
        "This is not a JSON object in a string, so nothing can be read from it; the string is kept.",
    )
    METADATA_VALUE = (
        "metadata_value",
        Severity.INFO,
        "{name} should be {expected} and is {value}; it is kept in the metadata's values.",
    )
    TIMESTAMP_UNREADABLE = (
        "timestamp_unreadable",
        Severity.INFO,
        "{value} is not a date and time (RFC 3339); it is kept as it came.",
    )
    STATUS_UNSUPPORTED = (
        "status_unsupported",
        Severity.INFO,
        "{channel} reports DELIVERED or FAILED; {status} is not supported on the channel. It is kept as it came.",
    )

    # The channels' own ways back
    STATUS_UNMAPPED = (
        "status_unmapped",
        Severity.INFO,
        "{status} says neither that the message was delivered nor that it failed; it is kept as it came.",
    )
    STATUS_OUTSIDE_SCHEMA = (
        "status_outside_schema",
        Severity.INFO,
        "The MM7 schema has no MMStatus {status}; Sinch documents it, so it is read.",
    )
    KEPT_AS_FALLBACK = (
        "kept_as_fallback",
        Severity.LOSS,
        "{what} has no form among the contact messages; its native form stands in fallback_message.raw_message.",
    )
    MEDIA_BY_ID = (
        "media_by_id",
        Severity.INFO,
        "{channel} gives the file by its id, not by a URL: fetch it with the channel's API ({url}).",
    )
    TEXT_CONTINUES = (
        "text_continues",
        Severity.LOSS,
        "{channel} gives the whole text as a file, {url}; the text here may be its beginning only.",
    )
    MEDIA_ENCRYPTED = (
        "media_encrypted",
        Severity.INFO,
        "{channel} gives the file encrypted ({url}): ask its API where to fetch it; the key is in native.",
    )
    MEDIA_NOT_STORED = (
        "media_not_stored",
        Severity.LOSS,
        "The file ({content_type}) was not stored by the service (status {status}, code {code}): it has no URL.",
    )
    SUBJECT_APART = (
        "subject_apart",
        Severity.INFO,
        "The subject {subject} has no place in a contact message beside a text; it is kept in native.",
    )
    PLAIN_TEXT_AS_MMS = (
        "plain_text_as_mms",
        Severity.INFO,
        "A text without media and without subject is what phones send as SMS; here it came as MMS.",
    )
    TEXT_UNREADABLE = (
        "text_unreadable",
        Severity.LOSS,
        "The text is not valid {charset}: what cannot be read is U+FFFD. Its bytes are in the attachments.",
    )
    BODY_DAMAGED = (
        "body_damaged",
        Severity.LOSS,
        "The body is cut off or garbled ({defect}): a text or a file may not be whole.",
    )
    CONTENT_ID_TWICE = (
        "content_id_twice",
        Severity.INFO,
        "Two parts have the Content-ID {name}; the second is {new} here.",
    )
    REQUEST_NOT_READ = (
        "request_not_read",
        Severity.INFO,
        "{what} stands beside the request that was read; it is kept in native (other_requests).",
    )
    CHANNEL_ERROR = (
        "channel_error",
        Severity.INFO,
        "{channel} reports an error: {error}.",
    )


def quoted(value: object) -> str:
    """Return ``value`` as a finding's sentence shows it: short, on one line."""
    return shorten(str(value) if isinstance(value, str) else value)
