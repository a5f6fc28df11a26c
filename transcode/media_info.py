"""What the caller may know of a file of a message. It is never fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from transcode.errors import FieldError, InvalidMessage
from transcode.message.base import Boolean, Integer, Model, Number, Text, extend_path
from transcode.message.parse import validate

__all__ = ["MediaInfo", "is_content_type"]

_TYPE_NAME: Final = r"[A-Za-z0-9!#$&^_.+-]+"
_CONTENT_TYPE: Final = re.compile(f"{_TYPE_NAME}/{_TYPE_NAME}")


def is_content_type(text: str) -> bool:
    """Tell whether ``text`` is written as a content type without parameters, ``image/png`` (RFC 6838 section 4.2)."""
    return _CONTENT_TYPE.fullmatch(text) is not None


# Beyond these a figure is a slip of units, not a file: 10 GB, 100,000 pixels, a day.
_Bytes = Annotated[Integer, Field(ge=1, le=10_000_000_000)]
_Pixels = Annotated[Integer, Field(ge=1, le=100_000)]
_Seconds = Annotated[Number, Field(ge=0, le=86_400)]
_FramesPerSecond = Annotated[Number, Field(ge=0, le=1_000)]


def _known_content_type(value: str) -> str:
    if not is_content_type(value.partition(";")[0].strip()):
        raise PydanticCustomError("content_type", "must be a content type such as image/jpeg")
    return value


_ContentType = Annotated[Text, AfterValidator(_known_content_type)]


class MediaInfo(Model):
    """What the caller knows of a file; every field may be left out."""

    bytes: _Bytes | None = None
    """The size of the file."""
    width: _Pixels | None = None
    """In pixels."""
    height: _Pixels | None = None
    """In pixels."""
    duration_s: _Seconds | None = None
    """How long it plays, in seconds."""
    fps: _FramesPerSecond | None = None
    """Frames per second."""
    animated: Boolean | None = None
    """Whether an image moves."""
    has_alpha: Boolean | None = None
    """Whether an image has transparent parts."""
    content_type: _ContentType | None = None
    """As the file's server gives it; it decides over the URL's extension."""

    @classmethod
    def parse(cls, data: Mapping[str, Any] | MediaInfo, path: str = "media_info") -> MediaInfo:
        """Return ``data`` as a MediaInfo.

        Raises:
            InvalidMessage: a figure is of the wrong type, negative or absurd, or a field is not one of these; ``path``
                is put before the names of the fields.

        """
        if isinstance(data, MediaInfo):
            return data
        info = validate(cls, data, path)
        if info.model_extra:
            names = ", ".join(cls.model_fields)
            raise InvalidMessage(
                FieldError(extend_path(path, name), "unknown_field", f"is not a field of media_info; they are {names}")
                for name in info.model_extra
            )
        return info
