"""Viber bots: messages of Viber's REST bot API.

Sources
- Payload: ``POST https://chatapi.viber.com/pa/send_message`` (creators.viber.com/docs/bots-api/data-models/message and
  .../resources/messaging/keyboards). A payload is its body.
- Rendering: the Viber bot page of the service's documentation (conversation-viber-bot.md, 2021) and its pictures.
- What needs which ``min_api_version``: 3 for the location picker (viber.github.io/docs/tools/keyboards; the answers in
  github.com/Bogdaan/viber-bot-php/issues/60), 7 for cards (samples of the REST API); 6 for ``Silent`` is unverified.

Choices made
- The pictures show a URL or a call as a cell with where it leads, ``Sinch: https://www.sinch.com``. ``documented`` does
  so too, and the cell of a URL opens it. ``rich`` shows the label alone.
- No document says that a button calls a number. ``documented`` shows it in a cell that does nothing, as the pictures
  do; ``rich`` has it as a line of the text, where phones make a number something to tap.
- A button's answer comes back as a message of the contact, which the chat shows: with ``rich`` it is ``Silent`` where
  it is not the label. A URL that is opened comes back as well; the page says so.
- Texts of cells are HTML (``<b>``, ``<br>``) and are escaped. A cell shows 250 characters; what is longer is cut, and
  stands whole in the message before or in the text above the keyboard.
- A card's rows are filled: Viber begins the next card where they are full. Choices that a card has no row for are in
  the keyboard below; so are the outer choices. Cards beyond six are a second message.
- ``video`` and ``file`` need the size of the file, which only the caller can know (``media_info``). Without it the URL
  is sent as text, with ``rich`` as a URL message.
- The picture of a location is the bare map, without title and label; ``rich`` sends a text with these before.
- Contacts and lists are mentioned nowhere for Viber bots: text, unless the profile is ``rich``.
- ``alt_text`` is not sent: the data model does not name it, and it is for apps older than 6.7 (2017).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, Final

from transcode.channels.viber.limits import FILES, LIMITS, PROPERTIES, sender_name
from transcode.channels.viber.messages import BELOW, CARD, QUESTION, Messages
from transcode.measure import cut
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.addresses import encoded
from transcode.parts.buttons import Deed, Taps
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.picture import Picture
from transcode.plaintext import Uppercase, view
from transcode.result import Code, Transcoded
from transcode.urls import why_not
from transcode.writer.request import Rendering, Support

__all__ = ["Viber"]

_USER_ID: Final = re.compile(r"[A-Za-z0-9+/]{22}==", re.ASCII)
_NUMBER: Final = re.compile(r"\+?[0-9]+", re.ASCII)
_SEPARATORS: Final = re.compile(r"[\s().\-/\u2010-\u2015]")
_NOT_SHOWN: Final = "the service's documents show no form of it on Viber; profile='rich' has one"


class Viber(Messages):
    """A Viber bot. A payload is the body of ``POST /pa/send_message``."""

    channel = "VIBER"
    title = "Viber"
    supports: ClassVar[Mapping[str, Support]] = {
        "text": Support.NATIVE,
        "media": Support.CONDITIONAL,
        "choice": Support.CONDITIONAL,
        "card": Support.CONDITIONAL,
        "carousel": Support.CONDITIONAL,
        "location": Support.NATIVE,
        "contact_info": Support.CONDITIONAL,
        "list": Support.CONDITIONAL,
    }
    limits = LIMITS
    fixed_limits = frozenset({"card rows", "cards"})
    properties = PROPERTIES
    taps = Taps("a Viber button", answer="reply", deeds=frozenset((Deed.ANSWER, Deed.OPEN, Deed.ASK)), url="url")
    files = FILES
    file_url = "url"
    forms = (QUESTION, CARD, BELOW)

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``viber.picture``."""
        from transcode.channels.viber.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def recipient(self, to: str) -> str:
        """Return the id that a user has for one bot: 16 bytes in base64, as the data model's ``receiver``."""
        if _USER_ID.fullmatch(to):
            return to
        raise ValueError("must be the id of a Viber user, as the bot's callbacks have it (22 letters and ==)")

    def sender(self, sender: str) -> str:
        """Return the name that the bot has in the message."""
        return sender_name(sender)

    # --- one method a type of content ---

    def media(self, message: Place) -> Rendering:
        """Write a picture, a video or a file."""
        answer = self.attempt(lambda: self.file_message(message))
        if not isinstance(answer, Obstacle):
            return self.rendering([answer])
        url = encoded(message.words("url").line, self.idn)
        if not self.rich or why_not(url, self.file_schemes) or self.limit("url").exceeded_by(url) is not None:
            raise answer
        self.report_obstacle(Code.FILE_AS_LINK, answer)
        return self.rendering([self.message_of("url", media=url)])

    def choice(self, message: Place) -> Rendering:
        """Write a question with a keyboard."""
        return self.ask(self.question_panel(message))

    def card(self, message: Place) -> Rendering:
        """Write a card; a file that no card shows is a message of its own before it."""
        panel, media = self.card_panel(message), message.get("media_message")
        bare = not (panel.words or panel.buttons)
        if media and (panel.link or (panel.file and bare)):
            first = self.file_before(media)
            return self.rendering(first) if bare else self.cards_message([panel._replace(link=NOTHING)], (), first)
        return self.cards_message([panel], ())

    def carousel(self, message: Place) -> Rendering:
        """Write cards side by side; the outer choices are in the keyboard below."""
        panels = [self.linked(card, card.place.get("media_message")) for card in self.card_panels(message)]
        return self.cards_message(panels, self.buttons(message.at_all("choices"), "outer "))

    def location(self, message: Place) -> Rendering:
        """Write a place: the bare map; in the profile ``rich`` after a text with its names."""
        latitude, longitude = self.point(message)
        if not self.rich:
            why = "the service's picture shows the bare map; profile='rich' sends a text before it"
            self.drop_names(message, why)
        elif names := self.place_names(message):
            self.before.append(Words.join("\n", names))
        return self.rendering([self.message_of("location", location={"lat": latitude, "lon": longitude})])

    def contact_info(self, message: Place) -> Rendering:
        """Write a contact as text; in the profile ``rich`` as one to keep, with whatever else is known of it before."""
        if not self.rich:
            return self.as_plaintext(message, why=_NOT_SHOWN)
        name = message.words("name", "full_name").line
        numbers = [one.words("phone_number").line for one in message.at_all("phone_numbers")]
        number = next((one.like(_SEPARATORS.sub("", one)) for one in numbers if self.shows(one)), NOTHING)
        if not (self.shows(name) and number):
            raise Obstacle("a Viber contact must have a name and a phone number", message)
        most, longest = self.limit("contact number"), self.limit("contact name")
        if not _NUMBER.fullmatch(number) or most.exceeded_by(number) is not None:
            raise Obstacle(f"the number of a Viber contact has at most {most.value} digits", number.place or message)
        whole = self.render(message, view(message, self.request.uppercase))
        if len(whole.splitlines()) > 2 or longest.exceeded_by(name) is not None:
            self.before.append(whole)
        shown = name.like(cut(name, longest.value, longest.unit, "…"))
        self.notes.tell(*(leaf for leaf in message.leaves if leaf.key == "type"))
        return self.rendering([self.message_of("contact", contact={"name": shown, "phone_number": number})])

    def list_(self, message: Place) -> Rendering:
        """Write a list as text; in the profile ``rich`` with a keyboard of its items."""
        items = self.listed(message, "Viber has no catalogue of products")
        if not self.rich:
            return self.as_plaintext(message, why=_NOT_SHOWN)
        buttons = self.items(items)
        self.refuse_impossible(buttons)
        text = self.render(message, view(message, Uppercase.KEEP))
        shown = self.able(self.within(buttons, self.limit("keyboard buttons").value, "a keyboard"))
        return self.ask(Panel(message, "the list", text=text, buttons=shown))
