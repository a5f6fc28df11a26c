"""RCS: messages of Google's RCS for Business API.

Sources
- Payload: ``POST /v1/phones/{phone number}/agentMessages`` (developers.google.com/business-communications/
  rcs-business-messaging/reference/rest/v1/phones.agentMessages). A payload is its body; the recipient is in its path,
  and what a request is called (``messageId``), how long it lives and of what traffic it is are the sender's.
- Rendering: the RCS channel's message support page (developers.sinch.com/docs/conversation/channel-support/rcs) and the
  pictures of its edition of 2021.
- The notification shows the first suggestion it can: RCS for Business, latest releases, 2026-11-13.

Where the documents disagree or are silent
- 4 suggestions stand in a card; the others are chips below it, up to 11, and after that lines of its text.
- A suggestion that disappears with the next message cannot be told by more than one message, so a question has one
  bubble: choices it has no room for are lines of its text. A longer text goes before, whole.
- Whether a carousel shows ``TALL`` media depends on its width and on who is asked; it is sent ``MEDIUM``.
- Persistent suggestions of texts exist since 2026-05-12, but no document that could be read names their field.
  Suggestions in a card stay, so ``rich`` sends a question with persistent choices as a card; ``documented`` says so.
- ``contentDescription`` (alternative text, 2026-11-04) is not sent: a generic message has none.
- Lists and contacts are text on the service's pages. ``rich`` sends a list as a carousel or a text with suggestions.
- A number to dial is in E.164 form with a + (Telnyx, Vonage; AWS takes it without, too), and the service's samples
  write none: it is completed. A number without a country code is a line.
- ``postbackData`` is sent as it is: base64 is a dialect of resellers. Actions have it too, and it comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from transcode.channels.rcs.billing import bill
from transcode.channels.rcs.limits import FILES, LIMITS, PROPERTIES
from transcode.channels.rcs.messages import BUBBLE, CARD, Messages
from transcode.channels.rcs.suggestions import CHIPS
from transcode.message.place import NOTHING, Place
from transcode.numbers import LEAST_DIGITS
from transcode.parts.buttons import Deed, Taps
from transcode.picture import Picture
from transcode.result import Transcoded
from transcode.writer.request import Rendering, Support

__all__ = ["Rcs"]

Json = dict[str, Any]


class Rcs(Messages):
    """RCS. A payload is the body of ``POST /v1/phones/{to}/agentMessages``."""

    channel = "RCS"
    title = "RCS"
    supports: ClassVar[Mapping[str, Support]] = {
        "text": Support.NATIVE,
        "media": Support.CONDITIONAL,
        "choice": Support.CONDITIONAL,
        "card": Support.CONDITIONAL,
        "carousel": Support.CONDITIONAL,
        "location": Support.CONDITIONAL,
        "list": Support.CONDITIONAL,
    }
    limits = LIMITS
    properties = PROPERTIES
    # dialAction.phoneNumber: E.164, with a plus.
    taps = Taps("an RCS suggestion", answer="postback data", deeds=frozenset(Deed), url="url", international=True)
    files = FILES
    file_url = "media URL"
    forms = (BUBBLE, CARD, CHIPS)

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``rcs.picture``."""
        from transcode.channels.rcs.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def recipient(self, to: str) -> str:
        """Return a phone number in international form. Source: the API's path, ``phones/{E.164}``."""
        number = self.phone_number(to)
        if len(number.lstrip("+")) < LEAST_DIGITS:
            raise ValueError("must be a phone number with its country code, such as +46701234567")
        return number

    # --- one method a type of content ---

    def media(self, message: Place) -> Rendering:
        """Write a file."""
        return self.rendering([self.file_message(message)])

    def choice(self, message: Place) -> Rendering:
        """Write a question with suggestions."""
        panel = self.question_panel(message)
        lasting = [button for button in panel.buttons if button.place.get("display_mode")]
        lasting = [button for button in lasting if button.place.value.display_mode == "PERSISTENT"]
        if lasting and self.rich and (card := self.lasting_card(panel, lasting)):
            return card
        for button in lasting:
            why = "no document names what makes them stay under a text; profile='rich' sends a card, where they do"
            self.say_otherwise(button.place.at("display_mode"), "The display of the choice", "transient", why)
        return self.bubble(panel)

    def card(self, message: Place) -> Rendering:
        """Write a card; a file that no card shows is a message of its own before it."""
        panel, media = self.card_panel(message), message.get("media_message")
        if not (media and panel.link):
            return self.standalone(panel, ())
        first = self.file_before(media)
        if not (panel.words or panel.buttons):
            return self.rendering(first)
        return self.standalone(panel._replace(link=NOTHING), (), first)

    def carousel(self, message: Place) -> Rendering:
        """Write cards side by side, and the outer choices as suggestions below them."""
        panels = [self.linked(card, card.place.get("media_message")) for card in self.card_panels(message)]
        outer = self.outer_choices(self.buttons(message.at_all("choices"), "outer "))
        if len(panels) == 1:
            return self.standalone(panels[0], outer)
        return self.cards_message(message, panels, outer)

    def location(self, message: Place) -> Rendering:
        """Write a place: its title, and a suggestion named by its label that shows it on the map."""
        return self.bubble(self.place_panel(message, "a suggestion", Deed.MAP))

    def list_(self, message: Place) -> Rendering:
        """Write a list as text; with the rich profile as cards if its items show more than a title, else as chips."""
        items = self.listed(message, "RCS has no catalogue of products")
        if not self.rich:
            return self.as_plaintext(message, why="the service shows lists on WhatsApp only; profile='rich' has a form")
        return self.list_message(message, self.items(items))

    # --- what the engine calls ---

    def write(self, content: Place) -> Rendering:
        """Write ``content``, and tell what it is charged as."""
        return _billed(super().write(content))

    def override(self, payload: Place) -> Rendering:
        """Return the caller's own payload, and tell what it is charged as."""
        return _billed(super().override(payload))


def _billed(rendering: Rendering) -> Rendering:
    rendering.billing = bill(rendering.payloads)
    return rendering
