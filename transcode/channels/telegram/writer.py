"""Telegram: calls of the Bot API.

Sources
- Rendering: the Telegram channel's message support page (developers.sinch.com/docs/conversation-telegram, 2021) and its
  pictures.
- Payload: Bot API 10.3 (core.telegram.org/bots/api). A payload is one call: its parameters and its ``method``, which is
  how the API itself takes a call in the answer to a webhook (section "Making requests when getting updates").
- What the API checks and its page does not say: TDLib, on which its server is built (github.com/tdlib/td).

Where the documents disagree or are silent
- Choices and cards are text on the 2021 page, whose picture shows a choice, and native in the newest matrix of message
  types, which shows nothing. The profile ``documented`` follows the picture; ``rich`` sends inline keyboards.
- Lists and contacts are mentioned nowhere for Telegram: text, unless the profile is ``rich``.
- The picture of a location is the bare map, without title and label; ``rich`` sends a venue, which shows both.
- No call has a ``parse_mode``, so ``*``, ``_`` and ``<`` are shown as typed; with ``markup="markdown"`` formatting goes
  as entities, which say where it begins and how long it is.
- ``reply_to`` names a message by the service's identifier. Telegram numbers messages chat by chat, and the one does not
  tell the other, so no call has ``reply_parameters`` and the quotation is reported as lost.
- How much of a label a button shows is said nowhere. A longer label is cut on the button and stands whole in the text.
- A rich message (Bot API 10.1 and later) has a whole carousel in it, each card above its buttons. An app that does not
  know it says that it cannot show the message, or shows an empty one, and the bot is not told (github.com/openclaw/
  openclaw/issues/103458; TelegramMessenger/Telegram-iOS/issues/2226; 2026). So a caller asks for it:
  ``TELEGRAM_RICH_MESSAGES``. A slideshow would stand side by side, but has no buttons.
- The sender is the bot whose token makes the call; a call has no place for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import ClassVar, Final

from transcode.channels.telegram.entities import FORMATS
from transcode.channels.telegram.limits import FILES, LIMITS, PROPERTIES
from transcode.channels.telegram.messages import Block
from transcode.channels.telegram.rich import Rich
from transcode.channels.telegram.vcard import vcard, vcard_properties
from transcode.message.base import decimal
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import Deed, Taps
from transcode.parts.files import File
from transcode.parts.obstacle import Obstacle
from transcode.picture import Picture
from transcode.plaintext import Uppercase, view
from transcode.result import Code, Outcome, Transcoded
from transcode.writer.request import Rendering, Support

__all__ = ["Telegram"]

# Bot API, Chat.id: at most 52 significant bits; those of groups and channels are negative.
_CHAT: Final = re.compile(r"-?[0-9]{1,16}|@[A-Za-z][A-Za-z0-9_]{3,31}", re.ASCII)
# Bot API, sendMediaGroup: documents and audio only with their like, animations not at all.
_ALBUMS: Final[Mapping[str, str]] = {
    "photo": "pictures",
    "video": "pictures",
    "audio": "audio",
    "document": "documents",
}
_PICTURE_ONLY: Final = "the service's documents show no other form of it on Telegram; profile='rich' has one"


class Telegram(Rich):
    """Telegram."""

    channel = "TELEGRAM"
    title = "Telegram"
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
    fixed_limits = frozenset({"callback data", "vCard"})
    properties = PROPERTIES
    taps = Taps(
        "a Telegram button",
        answer="callback data",
        schemes=("http", "https", "tg"),
        deeds=frozenset((Deed.ANSWER, Deed.OPEN)),
    )
    files = FILES
    formats = FORMATS

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``telegram.picture``."""
        from transcode.channels.telegram.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def recipient(self, to: str) -> str:
        """Return a chat id or a username, as it is written.

        Source: Bot API, ``chat_id`` of every method, and Chat.id.
        """
        if _CHAT.fullmatch(to):
            return to
        raise ValueError("must be a chat id (digits, after a '-' for a group or channel) or a @username")

    # --- one method a type of content ---

    def media(self, message: Place) -> Rendering:
        """Write a file by the method of its kind."""
        return Rendering(Outcome.NATIVE, (self.file_call(self.file(message)),))

    def location(self, message: Place) -> Rendering:
        """Write a place: the bare map; in the profile ``rich`` a venue, which has a name and an address."""
        latitude, longitude = point = self.point(message)
        place = {"latitude": latitude, "longitude": longitude}
        if self.rich and (names := self.place_names(message)):
            # A venue must have an address; where only one name is given, the coordinates are one.
            title, address, *_ = *names, ", ".join(map(decimal, point))
            return Rendering(Outcome.NATIVE, (self.call("sendVenue", **place, title=title, address=address),))
        self.drop_names(
            message, "the service's picture shows the bare map; profile='rich' sends a venue, which has names"
        )
        return Rendering(Outcome.NATIVE, (self.call("sendLocation", **place),))

    def contact_info(self, message: Place) -> Rendering:
        """Write a contact; in the profile ``rich`` with a vCard that has all that is known of it."""
        if not self.rich:
            return self.as_plaintext(message, why=_PICTURE_ONLY)
        names = self._names(message.at("name"))
        numbers = (one.words("phone_number").line for one in message.at_all("phone_numbers"))
        phone = next(filter(self.shows, numbers), None)
        if not (names and phone):
            raise Obstacle("a Telegram contact must have a name and a phone number", message)
        full_name = message.words("name", "full_name").line or Words.join(" ", names.values())
        properties = vcard_properties(message, full_name)
        card, limit = vcard(properties), self.limit("vCard")
        if (actual := limit.exceeded_by(card)) is not None:
            why = f"the vCard of a Telegram contact may have {limit.value} {limit.unit.value}; this one has {actual}"
            raise Obstacle(why, message, limit.value, actual)
        call = self.call("sendContact", phone_number=phone, **names, vcard=card)
        text = "\n".join(str(value) for _, values in properties for value in values if value)
        return Rendering(Outcome.NATIVE, (call,), text)

    def _names(self, name: Place) -> dict[str, Words]:
        """Return the names of a Telegram contact: first and last where both are given, else the whole in the first."""
        first, last, full = (name.words(part).line for part in ("first_name", "last_name", "full_name"))
        if self.shows(first) and self.shows(last):
            return {"first_name": first, "last_name": last}
        found = next(filter(self.shows, (full, first, last)), None)
        return {"first_name": found} if found else {}

    def choice(self, message: Place) -> Rendering:
        """Write a question; in the profile ``rich`` with a button below it for each choice that can have one."""
        if not self.rich:
            return self.as_plaintext(message, why=_PICTURE_ONLY)
        return self.in_blocks([self._block(message)])

    def card(self, message: Place) -> Rendering:
        """Write a card; in the profile ``rich`` as a file with a caption and buttons."""
        return self.choice(message)

    def carousel(self, message: Place) -> Rendering:
        """Write cards; in the profile ``rich`` as an album if they only show files, else as one message a card.

        Where the caller's recipients have apps that show them, as one rich message.
        """
        if not self.rich:
            return self.as_plaintext(message, why=_PICTURE_ONLY)
        cards, outer = list(message.at_all("cards")), list(message.at_all("choices"))
        if not cards:
            raise Obstacle("it has no cards", message)
        if not outer and (album := self._album(message, cards)):
            return album
        if self.settings.get("TELEGRAM_RICH_MESSAGES") and len(cards) > 1:
            answer = self.attempt(lambda: self.rich_message(message, cards, outer))
            if not isinstance(answer, Obstacle):
                return answer
            self.notes.report(Code.CARDS_SPLIT, message, actual=len(cards), what="messages", why=answer.why)
        # The outer choices belong to no card; they stand below the last one, as in the plain text.
        blocks = [self._block(card) for card in cards[:-1]]
        return self.in_blocks([*blocks, self._block(cards[-1], outer)])

    def list_(self, message: Place) -> Rendering:
        """Write a list; in the profile ``rich`` with a button below it for each item."""
        items = self.listed(message)
        if any(item.get("product") for item in items):
            raise Obstacle("Telegram has no catalogue of products", message)
        if not self.rich:
            return self.as_plaintext(message, why=_PICTURE_ONLY)
        file = self.attached(message.get("media"))
        wanted = [button for button in self.items(items) if not button.why_not]
        buttons = self.labelled_apart(self.fitting(wanted))
        told = sum(button.tells_all for button in buttons)
        text = self._list_text(message, file, buttons_tell_all=told == len(wanted))
        return self.in_blocks([self.sent(text, message, file, buttons)])

    def write(self, content: Place) -> Rendering:
        """Write ``content``; the message that it answers cannot be quoted."""
        quoted = self.request.reply_to
        if quoted and quoted.place:
            why = "Telegram quotes a message by its number in the chat, which the service's identifier does not tell"
            self.notes.report(Code.DROPPED, quoted.place, what="The message that this one answers", why=why)
        return super().write(content)

    # --- questions and cards ---

    def _block(self, message: Place, outer: Sequence[Place] = ()) -> Block:
        """Return a question or a card, with its own choices and the ``outer`` ones of the carousel around it."""
        media = message.get("media_message")
        file = self.attached(media)
        choices = [*message.at_all("choices"), *outer]
        if not (choices or media):
            why = "it has neither a file nor a choice that could be a button"
            self.notes.report(Code.WHOLE_AS_TEXT, message, why=why)
        keyboard = self.keyboard(choices)
        text = self.text_with_lines(message, keyboard.lines, media=file is None)
        in_text = False
        if keyboard.buttons and file is None and not self.shows(text):
            # Buttons stand below a text or a file; where there is neither, below what they say.
            text, in_text = self.said_by(keyboard.buttons)
        return self.sent(text, message, file, keyboard.buttons, in_text=in_text)

    def _list_text(self, message: Place, file: File | None, *, buttons_tell_all: bool) -> Words:
        """Return the text of a list; items that are only titles are left to the buttons.

        Where there are several sections with a title, the text says what belongs where.
        """
        shown = view(message, Uppercase.KEEP)
        if file:
            shown = shown.but(media=NOTHING)
        sections = shown["sections"]
        if buttons_tell_all and not (len(sections) > 1 and any(section["title"] for section in sections)):
            told = [
                {**section, "items": [item for item in section["items"] if item["description"] or item["media"]]}
                for section in sections
            ]
            text = self.render(message, shown.but(sections=[one for one in told if one["title"] or one["items"]]))
            if file or self.shows(text):
                return text
        return self.render(message, shown)

    def _album(self, message: Place, cards: Sequence[Place]) -> Rendering | None:
        """Return cards as one album; None where one has a button, a long text or no file that could be in it."""
        files = [file for card in cards if (file := self.file_or_none(card.get("media_message")))]
        # Bot API, sendMediaGroup: 2 files at least.
        if len(files) < max(2, len(cards)) or len({_ALBUMS.get(file.name) for file in files} - {None}) != 1:
            return None
        if any(file.name not in _ALBUMS for file in files):
            return None
        lines = [self.buttons_that(self.taps.deeds | {Deed.ASK}, card.at_all("choices")) for card in cards]
        if not all(button.why_not for button in chain.from_iterable(lines)):
            return None
        texts = [self.text_with_lines(card, card.at_all("choices"), media=False) for card in cards]
        if not all(map(self.fits_caption, texts)):
            return None
        limit = self.limit("media group")
        if len(cards) > limit.value:
            why = f"one album may have {limit.value} files"
            self.notes.report(Code.CARDS_SPLIT, message, limit=limit.value, actual=len(cards), what="messages", why=why)
            return None
        for button in chain.from_iterable(lines):
            self.report_line(button)
        media = [
            {"type": file.name, "media": file.url, **self.caption(text)}
            for file, text in zip(files, texts, strict=True)
        ]
        return Rendering(Outcome.NATIVE, (self.call("sendMediaGroup", media=media),), self.joined(texts))
