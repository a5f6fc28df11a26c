"""Apple Messages for Business: requests of Apple's MSP REST API.

Sources
- Payload: ``POST /v1/message`` (register.apple.com/resources/messages/msp-rest-api, read 2026-11-27): ``text``,
  ``richLink``, and ``interactive`` with ``quick-reply``, ``listPicker`` or ``event``.
- What the service shows: its pages of 2022 on Apple have text as native, a place as an Apple Maps URL and a carousel as
  one text with attachments (developers.sinch.com/docs/conversation/message-types).
- The bounds of interactive messages (200 printable characters a string) are enforced since 2026-08-21.

Where the documents disagree or are silent
- The ``id`` of a request is the sender's to give; it must be another one each time. The ``requestIdentifier`` of an
  interactive message is made of its content.
- Attachments are encrypted and uploaded, and images stand in the request itself: a URL is neither, so an image goes as
  its URL, of which Messages shows a preview. A video is played by a rich link.
- ``documented`` sends all but places as text; ``rich`` has quick replies for 2 to 5 answers, a list picker for others
  and for cards and lists, rich links for URLs, places and videos, a time picker for an event that is asked about alone.
- The words of a list picker are cut to 200 characters and go before it whole; so are titles of rich links.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final
from urllib.parse import quote

from transcode.channels.apple.limits import FILES, LIMITS
from transcode.channels.apple.messages import PICKER, QUICK, TIME, Messages
from transcode.message.base import decimal
from transcode.message.place import Place, Words
from transcode.parts.addresses import read
from transcode.parts.buttons import Button, Deed, Taps
from transcode.parts.forms import fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.picture import Picture
from transcode.result import Code, Outcome, Transcoded
from transcode.writer.request import Rendering, Support

__all__ = ["Apple"]

Json = dict[str, Any]

_CUSTOMER: Final = re.compile(r"urn:mbid:[A-Za-z0-9+/=_-]{4,200}", re.ASCII)
_BUSINESS: Final = re.compile(r"(urn:biz:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_DOCUMENTED: Final = "the service shows it as text on Apple Messages; profile='rich' has a form"
_TYPES: Final[Mapping[str, str]] = {"mov": "video/quicktime", "m4v": "video/x-m4v"}


class Apple(Messages):
    """Apple Messages for Business. A payload is the body of ``POST /v1/message``, but for its ``id``."""

    channel = "APPLEBC"
    title = "Apple Messages"
    supports: ClassVar[Mapping[str, Support]] = {
        "text": Support.NATIVE,
        "media": Support.CONDITIONAL,
        "choice": Support.CONDITIONAL,
        "card": Support.CONDITIONAL,
        "location": Support.NATIVE,
        "list": Support.CONDITIONAL,
    }
    limits = LIMITS
    taps = Taps("an Apple Messages button", answer="identifier", deeds=frozenset((Deed.ANSWER, Deed.OPEN)), url="url")
    files = FILES
    forms = (QUICK, PICKER, TIME)

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``apple.picture``."""
        from transcode.channels.apple.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def recipient(self, to: str) -> str:
        """Return a customer's opaque id, as Apple's callbacks give it."""
        if _CUSTOMER.fullmatch(to):
            return to
        raise ValueError("must be the opaque id of the customer, such as urn:mbid:AQAAY...")

    def sender(self, sender: str) -> str:
        """Return the business's id."""
        if _BUSINESS.fullmatch(sender):
            return sender
        raise ValueError("must be the id of the business, a UUID, as Apple's register gives it")

    # --- one method a type of content ---

    def media(self, message: Place) -> Rendering:
        """Write a file: a video as a rich link that plays it."""
        if not self.rich:
            return self.as_plaintext(message, why=_DOCUMENTED)
        file = self.file(message)
        ending = file.url.rpartition(".")[2].lower()
        kind = file.info.content_type or _TYPES.get(ending, "video/mp4")
        name = self.name_of(file, "string")
        return self.rendering([self.rich_link(file.url, name, video={"url": file.url, "mimeType": kind})])

    def choice(self, message: Place) -> Rendering:
        """Write a question with quick replies, a list picker, a time picker or rich links."""
        if not self.rich:
            return self.as_plaintext(message, why=_DOCUMENTED)
        choices = list(message.at_all("choices"))
        panel = self.question_panel(message)
        if len(choices) == 1 and choices[0].get("calendar_message"):
            return self.time_picker(panel, choices[0])
        return self.ask(panel)

    def card(self, message: Place) -> Rendering:
        """Write a card: its answers in a list picker, its URLs as rich links, its file as a URL."""
        if not self.rich:
            return self.as_plaintext(message, why=_DOCUMENTED)
        panel = self.card_panel(message).with_text_as_title()
        media = message.get("media_message")
        return self.ask(self.linked(self.with_media(panel, media, ()), media))

    def location(self, message: Place) -> Rendering:
        """Write a place as Apple Maps shows it."""
        title, label = message.words("title").line, message.words("label").line
        name = title or label
        point = ",".join(map(decimal, self.point(message)))
        link = Words(_map_link(point, name or point))
        if self.limit("url").exceeded_by(link) is not None:
            link = link.like(_map_link(point, point))
        if not self.rich or not self.shows(name):  # a rich link must have a title
            text = Words.join(": ", (name, link))
            return Rendering(Outcome.NATIVE, self.text_payloads(text), text)
        seen = Words.join(", ", (title, label)) if label != title else name
        return self.rendering([self.rich_link(link, self.fitted(seen, "a rich link"))])

    def list_(self, message: Place) -> Rendering:
        """Write a list as a list picker, with its sections."""
        self.listed(message, "Apple's list picker has no products")
        if not self.rich:
            return self.as_plaintext(message, why=_DOCUMENTED)
        title, text = message.words("title").block, message.words("description").block
        groups = [(section, self.items(section.at_all("items"))) for section in message.at_all("sections")]
        buttons = tuple(one for _, items in groups for one in items)
        self.refuse_impossible(buttons)
        panel = Panel(message, "the list", title, text, buttons=buttons).with_text_as_title()
        filled = self.accept(fill(PICKER, panel, self.limit))
        shown = iter(filled.buttons)
        parts = [
            (
                self.given(title=self.fitted(section.words("title").line, "a section of a list picker")),
                [next(shown) for _ in items],
            )
            for section, items in groups
            if items
        ]
        for section in (section for section, items in groups if not items):
            self._tell_heading(section)
        self._tell_media(message, buttons)
        return self.rendering([self.picker(filled, parts)])

    def _tell_heading(self, section: Place) -> None:
        """Say before the list what a section is called that has nothing in it."""
        if title := section.words("title").line:
            self.before.append(title)
            self.notes.report(
                Code.SHOWN_OTHERWISE,
                section.at("title"),
                what="The title of the section",
                value="a line before the list",
                why="a list picker has no section without items",
            )

    def _tell_media(self, message: Place, items: tuple[Button, ...]) -> None:
        """Say before the list where the files are that it does not show."""
        for media in (message.get("media"), *(one.place.get("media") for one in items)):
            if media and (url := read(media.words("url"))):
                obstacle = Obstacle("images of a list picker stand in the request itself, which a URL is not", media)
                self.report_obstacle(Code.FILE_AS_LINK, obstacle)
                self.before.append(url)


def _map_link(point: str, name: str) -> str:
    return f"https://maps.apple.com/?ll={point}&q={quote(name, safe='')}"
