"""Panels: a picture, a title, a text and buttons. A question, a card, a list and a place are all one."""

from __future__ import annotations

from typing import NamedTuple

from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import Button, labels_of
from transcode.parts.files import File

__all__ = ["Panel"]


class Panel(NamedTuple):
    """What a form is filled with.

    ``name`` is what a finding calls it (``card 2``); ``file`` is what the channel shows in it, ``link`` the URL of a
    file that it does not; ``number`` stands before the words where they are sent outside the panel.
    """

    place: Place
    name: str
    title: Words = NOTHING
    text: Words = NOTHING
    file: File | None = None
    link: Words = NOTHING
    buttons: tuple[Button, ...] = ()
    number: str = ""

    @property
    def words(self) -> Words:
        """Title and text."""
        return Words.join("\n", (self.title, self.text))

    @property
    def heading(self) -> Words:
        """The title, or the first line of the text: what tells one panel from another."""
        return self.title or self.text.like(self.text.partition("\n")[0].strip())

    @property
    def summary(self) -> Words:
        """What stands for the panel where it cannot be shown."""
        return self.words or labels_of(self.buttons) or self.link or (self.file.url if self.file else NOTHING)

    def with_title_as_text(self) -> Panel:
        """Return the panel with its title as its text where it has no other."""
        return self if self.text else self._replace(title=NOTHING, text=self.title)

    def with_text_as_title(self) -> Panel:
        """Return the panel with its text as its title where it has no other."""
        return self if self.title else self._replace(title=self.text, text=NOTHING)
