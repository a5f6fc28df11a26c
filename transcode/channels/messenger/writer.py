"""Facebook Messenger: requests of Meta's Send API.

Sources
- Payload: ``POST /{page}/messages`` of the Graph API, version 26 (developers.facebook.com/documentation/
  business-messaging/messenger-platform/send-messages and the pages of its templates, read 2026-11-26).
- Rendering: the Messenger channel's message support page (developers.sinch.com/docs/conversation/channel-support/
  facebook-messenger) and the pictures of its edition of 2021.

Where the documents disagree or are silent
- The picture of a choice has all kinds as buttons of one template, and an older one has text choices as quick replies.
  Up to 3 choices are buttons; more answers than that, up to 13, are quick replies, as the service says of the outer
  choices of a carousel. Beside other buttons, and below a card that is full, answers are quick replies, too. What has
  room in neither is a line of the text.
- The outer choices that are no answers stand in a template of their own after the cards, below their own lines, for it
  must have a text.
- A number without a + is called with one: the call button takes no other, and the service's samples write none.
- A place is a template with its title and one button named by its label, which opens the map.
- Messenger has no events, asks for no location and shows no contacts: the fallback URL is opened, and text stands in.
- ``rich`` sends cards of nothing but images as an image grid, with what a tap on each does where all choices have one
  label, which is the grid's title: an action has no label of its own. It sends a card's long description in a button
  template, and lists as a text with quick replies. Lists are text on the service's pages.
- Notification (marketing) messages go to a token that the recipient has granted, and no property of the service takes
  one: they are sent as ``explicit_channel_message``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from transcode.channels.messenger.buttons import QUICK
from transcode.channels.messenger.limits import FILES, LIMITS, PROPERTIES
from transcode.channels.messenger.messages import ASKED, BUTTONS, ELEMENT, GRID, Messages
from transcode.measure import Limit
from transcode.message.place import NOTHING, Place
from transcode.parts.buttons import Deed, Taps
from transcode.parts.forms import fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.picture import Picture
from transcode.plaintext import Uppercase, view
from transcode.result import Transcoded
from transcode.writer.properties import Property
from transcode.writer.request import Rendering, Support

__all__ = ["Messenger"]

Json = dict[str, Any]

_SCOPED_ID: Final = re.compile(r"[0-9]{1,32}", re.ASCII)


class Messenger(Messages):
    """Facebook Messenger. A payload is the body of ``POST /{page}/messages``."""

    channel = "MESSENGER"
    title = "Messenger"
    supports: ClassVar[Mapping[str, Support]] = {
        "text": Support.NATIVE,
        "media": Support.CONDITIONAL,
        "choice": Support.CONDITIONAL,
        "card": Support.CONDITIONAL,
        "carousel": Support.CONDITIONAL,
        "location": Support.CONDITIONAL,
        "list": Support.CONDITIONAL,
    }
    limits: ClassVar[tuple[Limit, ...]] = LIMITS
    properties: ClassVar[tuple[Property, ...]] = PROPERTIES
    taps = Taps(
        "a Messenger button",
        answer="payload",
        deeds=frozenset((Deed.ANSWER, Deed.OPEN, Deed.CALL)),
        international=True,
    )
    files = FILES
    forms = (BUTTONS, ASKED, ELEMENT, QUICK, GRID)
    id_of: ClassVar[str] = "a page"
    """What the ids of recipients are of."""

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``messenger.picture``."""
        from transcode.channels.messenger.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def recipient(self, to: str) -> str:
        """Return a scoped id, as Meta's webhooks give it. Source: Send API, recipient.id."""
        if _SCOPED_ID.fullmatch(to):
            return to
        raise ValueError(f"must be the id that the recipient has for {self.id_of}: digits only")

    # --- one method a type of content ---

    def media(self, message: Place) -> Rendering:
        """Write a file."""
        return self.rendering([self.file_message(message)])

    def choice(self, message: Place) -> Rendering:
        """Write a question with buttons or quick replies."""
        return self.ask(self.question_panel(message))

    def card(self, message: Place) -> Rendering:
        """Write a card; a file that is no image, or an image that has no title, is a message of its own before it."""
        panel, media = self.card_panel(message), message.get("media_message")
        first: list[Json] = []
        if media and (panel.link or not panel.title):
            first = self.file_before(media)
            panel = panel._replace(link=NOTHING, file=None)
        if panel.title:
            return self.standalone(panel, first)
        if panel.buttons:
            return self.ask(panel, first)
        if not first:
            raise Obstacle("the card has nothing that could be shown", message)
        return self.rendering(first)

    def carousel(self, message: Place) -> Rendering:
        """Write cards side by side, and the outer choices below them."""
        panels = [self.linked(card, card.place.get("media_message")) for card in self.card_panels(message)]
        outer = self.outer_choices(self.buttons(message.at_all("choices"), "outer "))
        if self.rich and self.has_grids and (grid := self.grid_message(message, panels, outer)):
            return grid
        return self.cards_message(message, panels, outer)

    def location(self, message: Place) -> Rendering:
        """Write a place: its title, and a button named by its label that opens the map."""
        filled = self.accept(fill(BUTTONS, self.place_panel(message, "a button"), self.limit))
        return self.rendering([self.button_template(filled)], filled.text)

    def list_(self, message: Place) -> Rendering:
        """Write a list as text; with the rich profile with a quick reply below it for each item."""
        items = self.listed(message, f"{self.title} has no products that a message could name")
        if not self.rich:
            return self.as_plaintext(message, why="the service shows lists on WhatsApp only; profile='rich' has a form")
        buttons = self.items(items)
        self.refuse_impossible(buttons)
        text = self.render(message, view(message, Uppercase.KEEP))
        limit = self.limit("quick replies")
        for button in buttons[limit.value :]:
            why = f"a message has room for {limit.value} quick replies and the list has {len(buttons)} items"
            self.report_line(button._replace(why_not=why), limit.value, len(buttons))
        panel = Panel(message, "the list", text=text, buttons=buttons[: limit.value])
        filled = self.accept(fill(ASKED, panel, self.limit))
        return self.rendering(self.asked(filled), filled.text)
