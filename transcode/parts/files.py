"""Files as a channel takes them: which kinds it has, told by content type or by the URL's extension."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from transcode.media import MediaInfo
from transcode.message.place import Place, Words
from transcode.urls import file_extension

__all__ = ["File", "FileKind", "kind_of"]


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


@dataclass(frozen=True, slots=True)
class File:
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


def kind_of(url: str, info: MediaInfo, kinds: Iterable[FileKind]) -> FileKind | None:
    """Return the kind of a file: by its content type where the caller knows it, else by the extension of its URL."""
    if info.content_type:
        content_type = info.content_type.partition(";")[0].strip().lower()
        return next((one for one in kinds if content_type in one.content_types or "*/*" in one.content_types), None)
    extension = file_extension(url)
    return next((kind for kind in kinds if extension in kind.extensions), None)
