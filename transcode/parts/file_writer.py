"""The files of a rich channel: which it carries, and what stands in for one that it does not."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Final

from transcode.message.place import NOTHING, Place, Words
from transcode.parts.addresses import encoded, read
from transcode.parts.attempts import Attempts
from transcode.parts.files import File, FileKind, kind_of
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.result import Code
from transcode.urls import Idn, is_plain, why_not

__all__ = ["FileWriter"]

_LISTED: Final = 16
"""So many extensions are named in a sentence; where there are more, the kinds of file are."""


class FileWriter(Attempts):
    """Writes files; see ``PartsWriter``."""

    files: ClassVar[tuple[FileKind, ...]] = ()
    file_schemes: ClassVar[tuple[str, ...]] = ("http", "https")
    """The schemes of the URLs that files are fetched from."""
    file_url: ClassVar[str] = ""
    """The name of the limit of such a URL; empty where none is known."""
    idn: ClassVar[Idn] = "punycode"
    """How it takes host names of letters beyond ASCII."""

    def file(self, media: Place, field: str = "url") -> File:
        """Return the file whose URL ``media`` has in ``field``, as the channel carries it.

        Raises:
            Obstacle: it carries none of its kind, its size or from its address, as far as is known.

        """
        where, given = media.at(field), media.words(field)
        url = sent = given.line
        if not (is_plain(url) and url.partition(":")[0] in self.file_schemes):
            if why := why_not(url, self.file_schemes):
                raise Obstacle(f"{self.title} does not fetch the file: {why}", where)
            sent = encoded(url, self.idn)
        info = self.media_info(given)
        kind = kind_of(url, info, self.files)
        if kind is None:
            extensions = [extension for one in self.files for extension in one.extensions]
            carried = ", ".join(extensions if len(extensions) <= _LISTED else [one.name for one in self.files])
            told = "its content type is" if info.content_type else "the URL names"
            raise Obstacle(f"{self.title} carries {carried or 'no'} files, and {told} none of these", where)
        if self.file_url and (actual := (most := self.limit(self.file_url)).exceeded_by(sent)) is not None:
            why = f"the URL of the file has {actual} {most.unit.value} and {self.title} takes {most.value}"
            raise Obstacle(why, where, most.value, actual)
        if kind.size and info.bytes is not None and info.bytes > (most := self.limit(kind.size)).value:
            why = f"the {kind.name} has {info.bytes:,} bytes and {self.title} takes {most.value:,}"
            raise Obstacle(why, where, most.value, info.bytes)
        return File(kind, sent, media, info)

    def name_of(self, file: File, limit: str) -> Words:
        """Return the name under which a file is shown; that the caller's own is cut to ``limit`` is reported."""
        most, whole = self.limit(limit), file.file_name()
        if (actual := most.exceeded_by(whole)) is None:
            return whole
        if whole.place:
            self.notes.report_length(Code.TRUNCATED, whole.place, most, actual)
        return file.file_name(most)

    def file_or_none(self, media: Place | None, field: str = "url") -> File | None:
        """Return the file whose URL ``media`` has in ``field``, None where there is none that the channel carries."""
        if media is None or media.get(field) is None:
            return None
        answer = self.attempt(lambda: self.file(media, field))
        return None if isinstance(answer, Obstacle) else answer

    def file_or_link(self, media: Place) -> File | Words:
        """Return the file that ``media`` names, or its URL to stand in for it, which is reported."""
        answer = self.attempt(lambda: self.file(media))
        if not isinstance(answer, Obstacle):
            return answer
        if url := read(media.words("url")):
            self.report_obstacle(Code.FILE_AS_LINK, answer)
        return url

    def with_media(self, panel: Panel, media: Place | None, kinds: Collection[str]) -> Panel:
        """Return ``panel`` with the file that ``media`` names if it is one of ``kinds``, else with its URL."""
        if media is None:
            return panel
        file = self.file_or_none(media)
        if file and file.name in kinds:
            return panel._replace(file=file)
        url = read(media.words("url"))
        return panel._replace(link=url) if url else panel

    def linked(self, panel: Panel, media: Place | None) -> Panel:
        """Return ``panel`` with the URL of a file that it does not show in its text, which is reported."""
        if not (panel.link and media):
            return panel
        answer = self.attempt(lambda: self.file(media))
        why = f"{panel.name} shows no file of this kind"
        self.report_obstacle(Code.FILE_AS_LINK, answer if isinstance(answer, Obstacle) else Obstacle(why, media))
        return panel._replace(text=Words.join("\n", (panel.text, panel.link)), link=NOTHING)
