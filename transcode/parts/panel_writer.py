"""Panels of what a message is: a question, a card, the cards of a carousel, a place."""

from __future__ import annotations

from transcode.message.place import NOTHING, Place, Words
from transcode.parts.addresses import map_link
from transcode.parts.button_writer import ButtonWriter
from transcode.parts.buttons import Button, Deed
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.result import Code

__all__ = ["PanelWriter"]


class PanelWriter(ButtonWriter):
    """Makes panels; see ``PartsWriter``."""

    def question_panel(self, message: Place) -> Panel:
        """Return a question and its choices."""
        text, buttons = message.words("text_message", "text").block, self.buttons(message.at_all("choices"))
        return Panel(message, "the message", text=text, buttons=buttons)

    def card_panel(self, card: Place, name: str = "the card", number: str = "") -> Panel:
        """Return a card without its file; ``number`` stands before its words where they are sent outside it."""
        title, text = card.words("title").block, card.words("description").block
        buttons = self.buttons(card.at_all("choices"), f"{name}'s " if number else "")
        return Panel(card, name, title, text, buttons=buttons, number=number)

    def card_panels(self, message: Place) -> list[Panel]:
        """Return the cards of a carousel, each named by its number.

        Raises:
            Obstacle: there are none.

        """
        panels = [
            self.card_panel(card, f"card {number}", f"{number}. ")
            for number, card in enumerate(message.at_all("cards"), 1)
        ]
        if not panels:
            raise Obstacle("the carousel has no cards", message)
        return panels

    def place_panel(self, message: Place, what: str, deed: Deed = Deed.OPEN) -> Panel:
        """Return a place: its title, and a button named by its label that shows it on the map.

        Args:
            message: the place.
            what: what people call the button, with its article.
            deed: what a tap does: OPEN the map's link, or MAP.

        Raises:
            Obstacle: it has neither.

        """
        title, label = (self.seen(message.words(name).line) for name in ("title", "label"))
        if not (title or label):
            raise Obstacle(f"the place has no title that {what} could have", message)
        link = map_link(message) if deed is Deed.OPEN else NOTHING
        button = Button(message, "the place", label or title, deed, message, link)
        return Panel(message, "the place", text=title or label, buttons=(button,))

    def point(self, where: Place) -> tuple[float, float]:
        """Return latitude and longitude of a place, in degrees, to go out as numbers."""
        latitude, longitude = where.at("coordinates", "latitude"), where.at("coordinates", "longitude")
        self.notes.tell(latitude, longitude)
        return latitude.value, longitude.value

    def place_names(self, message: Place) -> list[Words]:
        """Return the title and the label of a place, those that show anything."""
        return [words for name in ("title", "label") if self.shows(words := message.words(name).line)]

    def drop_names(self, message: Place, why: str) -> None:
        """Report that the map of a place goes without its names."""
        for words in self.place_names(message):
            where = words.place or message
            self.notes.report(Code.DROPPED, where, what=f"The {where.key} {words.plain!r}", why=why)
