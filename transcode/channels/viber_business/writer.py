"""Viber Business Messages (the service's VIBERBM).

Sources
- Rendering: the channel's message support page (developers.sinch.com/docs/conversation/channel-support/viberbm/
  message-support), its edition of 2021 (conversation-viber-business.md) and its pictures.
- Payload: Rakuten's own API is for its partners alone, so a payload is the body of the dialect that is published in
  full, Infobip's ``POST /viber/2/messages`` (infobip.com/docs/api/channels/viber/viber-business-messages).

Where the documents disagree or are silent
- ``documented`` has what the page calls native: text, an image, a video with its thumbnail, a document; a question with
  one URL, call or location; a card with an image and one of these. All else is text. ``rich`` adds a list (2 to 5
  answers), a carousel, buttons below cards of any kind, and a button that shows a place on the map.
- The page: a text of more than 1000 characters is cut. ``documented`` cuts and reports it; ``rich`` sends two.
- A label of more than 30 characters is cut on the button, as on the page, and stands whole below the text.
- The question above many choices is drawn as heavy as the titles of cards, which are bold: it is bold in text.
- A picture of 2020 shows a native card's title and description plain, one below the other; no newer one is known.
- A call is a button that opens ``tel:``; the page shows one, and no document says how it is written.
- A video needs its duration, which only the caller can know (``media_info``); without it its URL is sent.
- The second button of a carousel's card may have 12 characters; both are held to the 10 of the first.
- An option of a list sends itself back, so one that would have to be cut is no option.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from transcode.channels.viber_business.limits import FILES, LIMITS
from transcode.channels.viber_business.messages import CARD, LIST, ONE, Messages
from transcode.measure import is_visible
from transcode.message.place import NOTHING, Place
from transcode.numbers import LEAST_DIGITS
from transcode.parts.buttons import Deed, Taps
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.picture import Picture
from transcode.plaintext import Uppercase, view
from transcode.result import Outcome, Transcoded
from transcode.writer.request import Rendering, Support

__all__ = ["ViberBusiness"]

Json = dict[str, Any]

_NOT_NATIVE: Final = "the service's documents show it as text on Viber Business; profile='rich' has a form"


class ViberBusiness(Messages):
    """Viber Business. A payload is the body of ``POST /viber/2/messages`` in Infobip's dialect."""

    channel = "VIBERBM"
    title = "Viber Business"
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
    taps = Taps(
        "a Viber Business button",
        answer="list option",
        deeds=frozenset((Deed.OPEN, Deed.CALL)),
        url="url",
        strict=True,
    )
    files = FILES
    file_url = "media URL"
    forms = (ONE, LIST, CARD)

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``viber_business.picture``."""
        from transcode.channels.viber_business.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def recipient(self, to: str) -> str:
        """Return a phone number with its country code, without the plus sign, as the dialect's samples have it."""
        number = self.phone_number(to).lstrip("+")
        if len(number) < LEAST_DIGITS:
            raise ValueError("must be a phone number with its country code, such as +46701234567")
        return number

    def sender(self, sender: str) -> str:
        """Return the sender's name or id. Source: Infobip API, ViberMessage: sender; how long it may be is not said."""
        if is_visible(sender) and len(sender.splitlines()) == 1:
            return sender
        raise ValueError("must be the name or the id of the sender, on one line")

    # --- one method a type of content ---

    def text(self, message: Place) -> Rendering:
        """Write a text."""
        return self.send_text(self.literal(message.words("text")), Outcome.NATIVE)

    def media(self, message: Place) -> Rendering:
        """Write an image, a video or a document."""
        return self.rendering([self.file_content(self.carried(message))])

    def choice(self, message: Place) -> Rendering:
        """Write a question: with one button, with the profile ``rich`` also as a list of answers, else as text."""
        panel = self.question_panel(message)
        panel = panel._replace(text=self.literal(panel.text))
        if self.rich and len(panel.buttons) > 1:
            return self.list_message(panel._replace(buttons=self.answers(message.at_all("choices"))))
        return self.with_button(panel)

    def card(self, message: Place) -> Rendering:
        """Write a card: its words, its image and one button; in the profile ``rich`` with any of these."""
        panel = self.card_panel(message)
        media = message.get("media_message")
        self.notes.tell(message.get("height"))
        file = self.carried(media) if media else None
        if not self.rich and (file is None or file.name != "image"):
            why = "a card is native with an image, and this one has " + ("another file" if file else "none")
            raise Obstacle(why, media or message)
        if file is None and not panel.text:
            raise Obstacle("the card has nothing but choices", message)
        if file is None or file.name != "document":
            return self.with_button(panel._replace(file=file))
        # A document has neither a text nor a button beside it.
        first = [self.file_content(file)]
        if panel.buttons:
            return self.with_button(panel, first)
        texts = self.texts(panel.text) if panel.text else []
        return self.rendering(texts, panel.text or None, first)

    def carousel(self, message: Place) -> Rendering:
        """Write cards: text, in the profile ``rich`` a carousel if all of them can be its cards."""
        if not self.rich:
            return self.as_plaintext(message, why=_NOT_NATIVE)
        cards = list(message.at_all("cards"))
        if len(cards) < 2:
            raise Obstacle("a Viber Business carousel has 2 cards at least", message.at("cards"), 2, len(cards))
        filled = [self.filled_card(card, number) for number, card in enumerate(cards, 1)]
        why = "a carousel has buttons in its cards only"
        self.with_lines_before(self.only(self.buttons(message.at_all("choices"), "outer "), (), why))
        # None of the carousels has one card alone.
        runs = self.in_runs(filled, "carousel cards", "a Viber Business carousel", message.at("cards"), evenly=True)
        text = self.said_before()
        self.before.clear()
        if self.limit("text").exceeded_by(text) is not None:
            self.before.append(text)
            text = NOTHING
        contents: list[Json] = []
        for run in runs:
            shown = [self.card_content(one) for one in run]
            contents.append({"type": "CAROUSEL", "text": NOTHING if contents else text, "cards": shown})
        return self.rendering(contents, text or None)

    def location(self, message: Place) -> Rendering:
        """Write a place as its map link; in the profile ``rich`` as a button that opens it."""
        if not self.rich:
            return self.as_plaintext(message, why=_NOT_NATIVE)
        panel = self.place_panel(message, "a button")
        return self.with_button(panel._replace(text=self.literal(panel.text)))

    def list_(self, message: Place) -> Rendering:
        """Write a list as text; in the profile ``rich`` natively if its items are answers of few words."""
        if not self.rich:
            return self.as_plaintext(message, why=_NOT_NATIVE)
        items = [item for section in message.at_all("sections") for item in section.at_all("items")]
        for section in message.at_all("sections"):
            if section.words("title").line:
                raise Obstacle("a Viber Business list has no sections", section)
        for item in items:
            if item.get("product"):
                raise Obstacle("Viber Business has no catalogue of products", item)
            choice = item.at("choice")
            if choice.words("description").line or choice.get("media"):
                raise Obstacle("an option of a Viber Business list is a title alone", item)
        buttons = tuple(self.item(item.at("choice"), f"item {number}") for number, item in enumerate(items, 1))
        text = self.literal(self.render(message, view(message, Uppercase.KEEP).but(sections=[])))
        return self.list_message(Panel(message, "the list", text=text, buttons=buttons))
