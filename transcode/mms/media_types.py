"""What kind of file a URL or a content type names. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from transcode.mms.limits import BEST_PRACTICES, XML_API
from transcode.urls import file_extension

__all__ = [
    "MEDIA_TYPES",
    "UNKNOWN_MEDIA",
    "MediaKind",
    "MediaType",
    "SupportedType",
    "content_media_type",
    "media_type",
]


class MediaKind(StrEnum):
    """What a file is to an MMS: where it may stand in a slide, and which limits hold."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    OBJECT = "object"
    """An attachment that is not played: vCard, iCalendar, PDF, Passbook."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MediaType:
    """The type of a file as far as its URL or its content type tells.

    ``content_type`` is None where the type is not known: none is guessed. ``extension`` is lower case, without the dot,
    and always one of the table's (None otherwise), so it is safe to use in a name.
    """

    kind: MediaKind
    content_type: str | None
    extension: str | None


UNKNOWN_MEDIA: Final = MediaType(MediaKind.UNKNOWN, None, None)


@dataclass(frozen=True, slots=True)
class SupportedType:
    """A content type that MMS carries: its kind, its URL extensions, other names of it, and who says so.

    The first extension is the one that names a file whose type came from a content type.
    """

    kind: MediaKind
    content_type: str
    extensions: tuple[str, ...]
    source: str
    aliases: tuple[str, ...] = ()


_XML_TYPES: Final = XML_API + ", media types"
_XML_OBJECTS: Final = XML_API + ", slide objects"
_NEWER: Final = "Sinch MMS skill (sinch/skills, skills/sinch-mms/SKILL.md), read 2026-11-22"
_MOV: Final = "MMS best practices until 2020-12-15, and Salesforce's copy of the newer ones, read 2026-11-22"

MEDIA_TYPES: Final[tuple[SupportedType, ...]] = (
    SupportedType(MediaKind.IMAGE, "image/jpeg", ("jpg", "jpeg"), _XML_TYPES, ("image/jpg", "image/pjpeg")),
    SupportedType(MediaKind.IMAGE, "image/png", ("png",), _XML_TYPES, ("image/x-png",)),
    SupportedType(MediaKind.IMAGE, "image/gif", ("gif",), _XML_TYPES),
    SupportedType(MediaKind.IMAGE, "image/bmp", ("bmp",), _NEWER, ("image/x-ms-bmp", "image/x-bmp")),
    SupportedType(MediaKind.VIDEO, "video/mp4", ("mp4",), _XML_TYPES),
    SupportedType(MediaKind.VIDEO, "video/3gpp", ("3gp", "3gpp"), _XML_TYPES),
    SupportedType(MediaKind.VIDEO, "video/mpeg", ("mpeg", "mpg"), _XML_TYPES),
    SupportedType(MediaKind.VIDEO, "video/x-msvideo", ("avi",), _XML_TYPES, ("video/avi", "video/msvideo")),
    SupportedType(MediaKind.VIDEO, "video/x-ms-wmv", ("wmv",), _XML_TYPES),
    SupportedType(MediaKind.VIDEO, "video/quicktime", ("mov",), _MOV),
    SupportedType(MediaKind.AUDIO, "audio/mpeg", ("mp3",), _XML_TYPES, ("audio/mp3", "audio/mpeg3")),
    SupportedType(MediaKind.AUDIO, "audio/wav", ("wav",), _XML_TYPES, ("audio/x-wav", "audio/wave", "audio/vnd.wave")),
    SupportedType(MediaKind.AUDIO, "audio/amr", ("amr",), _NEWER),
    # text/vcard is the newer name (RFC 6350); handsets have known text/x-vcard for longer.
    SupportedType(MediaKind.OBJECT, "text/x-vcard", ("vcf",), _XML_OBJECTS, ("text/vcard", "text/directory")),
    SupportedType(MediaKind.OBJECT, "text/calendar", ("ics",), _XML_OBJECTS, ("text/x-vcalendar",)),
    SupportedType(MediaKind.OBJECT, "application/pdf", ("pdf",), _XML_OBJECTS),
    SupportedType(MediaKind.OBJECT, "application/vnd.apple.pkpass", ("pkpass",), _XML_OBJECTS),
)
"""Every type that MMS carries. Audio and video codecs are stated nowhere."""

PREFERRED: Final[Mapping[MediaKind, tuple[str, str]]] = MappingProxyType(
    {MediaKind.IMAGE: ("image/jpeg", BEST_PRACTICES), MediaKind.VIDEO: ("video/mp4", BEST_PRACTICES)}
)
"""The content type that the best practices prefer, and their name."""

_BY_EXTENSION: Final = {
    extension: MediaType(row.kind, row.content_type, extension) for row in MEDIA_TYPES for extension in row.extensions
}
_BY_CONTENT_TYPE: Final = {
    name: MediaType(row.kind, row.content_type, row.extensions[0])
    for row in MEDIA_TYPES
    for name in (row.content_type, *row.aliases)
}
_SUPPORTED: Final = {row.content_type: row for row in MEDIA_TYPES}
_MAJOR_KINDS: Final = {"image": MediaKind.IMAGE, "video": MediaKind.VIDEO, "audio": MediaKind.AUDIO}


def media_type(url: str) -> MediaType:
    """Return the type that the extension of the URL's path names; query, fragment and host say nothing.

    The path is percent-decoded and upper and lower case are the same. An extension that is not in ``MEDIA_TYPES`` is
    of kind UNKNOWN. No string raises an error.
    """
    return _BY_EXTENSION.get(file_extension(url), UNKNOWN_MEDIA)


def content_media_type(content_type: str) -> MediaType:
    """Return the type that a Content-Type names; parameters and case do not matter.

    A content type that MMS does not carry keeps its name, and its kind where the part before the slash tells it.
    """
    name = content_type.partition(";")[0].strip().lower()
    return _BY_CONTENT_TYPE.get(name) or MediaType(
        _MAJOR_KINDS.get(name.partition("/")[0], MediaKind.UNKNOWN), name, None
    )


def supported(media: MediaType) -> SupportedType | None:
    """Return the table's row for ``media``, None where MMS does not carry it or it is not known."""
    return None if media.content_type is None else _SUPPORTED.get(media.content_type)
