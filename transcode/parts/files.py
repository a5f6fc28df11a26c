"""Files as a channel takes them: which kinds it has, told by content type or by the URL's extension."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from transcode.measure import Limit, cut, measure
from transcode.media_info import MediaInfo
from transcode.message.place import Place, Words, one_line
from transcode.urls import file_extension, file_name

__all__ = ["File", "FileKind", "kind_of", "shown_name"]


_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
_LONGEST_ENDING: Final = 8


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that a channel carries.

    ``name`` is the channel's own word for it; ``size`` names the limit of its size (empty: none is known). The content
    type ``*/*`` stands for all that no kind before names.
    """

    name: str
    extensions: tuple[str, ...]
    content_types: tuple[str, ...]
    size: str = ""


class File(NamedTuple):
    """A file that a channel carries."""

    kind: FileKind
    url: Words
    """As it is sent."""
    media: Place
    """The message's part that names it."""
    info: MediaInfo
    """What the caller knows of it."""

    @property
    def name(self) -> str:
        """The channel's word for what it is."""
        return self.kind.name

    def file_name(self, limit: Limit | None = None) -> Words:
        """Return the name under which it is shown: the message's own, else that in its URL; it has its extension.

        A name that is longer than ``limit`` is cut before its extension.
        """
        return shown_name(self.media.words("filename_override").line, self.url, limit)


def shown_name(given: Words, url: str, limit: Limit | None = None) -> Words:
    """Return the name under which the file at ``url`` is shown: the one ``given``, else the URL's, with its extension.

    A name that is longer than ``limit`` is cut before its extension.
    """
    extension = file_extension(url)
    ending = f".{extension}" if extension else ""
    name = given or Words(one_line(file_name(url)))
    if ending and not name.lower().endswith(ending) and not _ENDING.search(name):
        name = name.like(name + ending)
    if limit is None or limit.exceeded_by(name) is None:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name.like(cut(name, limit.value, limit.unit, "…"))
    room = limit.value - measure(dot + ending, limit.unit)
    return name.like(cut(stem, room, limit.unit, "…") + dot + ending)


def kind_of(url: str, info: MediaInfo, kinds: Iterable[FileKind]) -> FileKind | None:
    """Return the kind of a file: by its content type where the caller knows it, else by the extension of its URL."""
    if info.content_type:
        content_type = info.content_type.partition(";")[0].strip().lower()
        return next((one for one in kinds if content_type in one.content_types or "*/*" in one.content_types), None)
    extension = file_extension(url)
    for kind in kinds:
        if extension in kind.extensions:
            return kind
    return None
