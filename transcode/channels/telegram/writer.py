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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from typing import Any, ClassVar, Final

from transcode.channels.telegram import rich
from transcode.channels.telegram.entities import FORMATS, split_with_entities, with_entities
from transcode.channels.telegram.limits import FILES, LIMITS, PROPERTIES
from transcode.channels.telegram.vcard import vcard, vcard_properties
from transcode.measure import cut as cut_text
from transcode.measure import measure, utf8_bytes, utf16_units
from transcode.message.base import decimal
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.addresses import encoded, read
from transcode.parts.buttons import Button, Deed, Taps, cut_labels, told_apart
from transcode.parts.files import File
from transcode.parts.forms import Cut
from transcode.parts.obstacle import Obstacle
from transcode.parts.writer import PartsWriter
from transcode.picture import Picture
from transcode.plaintext import Uppercase, view
from transcode.result import Code, Outcome, Transcoded
from transcode.styled import is_formatted, plain
from transcode.urls import host, why_not
from transcode.writer.payloads import compact_json
from transcode.writer.request import Markup, Rendering, Support

__all__ = ["Telegram"]


# Bot API, Chat.id: at most 52 significant bits; those of groups and channels are negative.
_CHAT = re.compile(r"-?[0-9]{1,16}|@[A-Za-z][A-Za-z0-9_]{3,31}", re.ASCII)

_TG_URL: Final = re.compile(r"tg://[A-Za-z0-9_-]+(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
# TDLib (LinkManager::check_link) refuses a host without a dot; a name beside the dot is ours.
_DOTTED: Final = re.compile(r"[^.]\.[^.]")

# TDLib (clean_input_string) makes spaces of control characters, removes U+2028 to U+202E, and the API refuses a text of
# which nothing is left.
_INVISIBLE: Final = re.compile(r"[\s\x00-\x20\u2028-\u202e]+")

# What sends a kind of file, whose name is also the method's parameter for it.
_METHODS: Final[Mapping[str, str]] = {
    "photo": "sendPhoto",
    "video": "sendVideo",
    "audio": "sendAudio",
    "animation": "sendAnimation",
    "document": "sendDocument",
    "voice": "sendVoice",
    "sticker": "sendSticker",
}
_NO_CAPTION: Final = ("sendSticker",)
# Bot API, sendMediaGroup: documents and audio only with their like, animations not at all.
_ALBUMS: Final[Mapping[str, str]] = {
    "photo": "pictures",
    "video": "pictures",
    "audio": "audio",
    "document": "documents",
}
_KEYBOARD_SIZE: Final = len('{"inline_keyboard":[]}')
_PICTURE_ONLY: Final = "the service's documents show no other form of it on Telegram; profile='rich' has one"

_WITHOUT_FILE: Final = ("divider", "heading", "paragraph", "buttons")

Call = dict[str, Any]


def _texts_of(value: Any) -> Iterator[str]:
    """Yield what is read in blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts_of(item)
    else:
        for name in ("text", "buttons"):
            yield from _texts_of(value.get(name, ""))


@dataclass(frozen=True, slots=True)
class _Keyboard:
    """What becomes of the choices of one message."""

    buttons: Sequence[Button] = ()
    lines: Sequence[Place] = ()
    """Those that can be no button, or whose button does not show the whole label."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A text or a file with buttons below it: the calls that send it, and the text in them."""

    calls: tuple[Call, ...]
    text: Words
    native: bool
    """Whether it has a file or a button."""


class Telegram(PartsWriter):
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
        return Rendering(Outcome.NATIVE, (self._file_call(self.file(message)),))

    def location(self, message: Place) -> Rendering:
        """Write a place: the bare map; in the profile ``rich`` a venue, which has a name and an address."""
        latitude, longitude = message.at("coordinates", "latitude"), message.at("coordinates", "longitude")
        place = {"latitude": latitude.value, "longitude": longitude.value}
        self.notes.tell(latitude, longitude)
        given = [words for name in ("title", "label") if self.shows(words := message.words(name).line)]
        if self.rich and given:
            # A venue must have an address; where only one name is given, the coordinates are one.
            title, address, *_ = *given, ", ".join(map(decimal, place.values()))
            return Rendering(Outcome.NATIVE, (self._call("sendVenue", **place, title=title, address=address),))
        for words in given:
            where = words.place or message
            why = "the service's picture shows the bare map; profile='rich' sends a venue, which has names"
            self.notes.report(Code.DROPPED, where, what=f"The {where.key} {words.plain!r}", why=why)
        return Rendering(Outcome.NATIVE, (self._call("sendLocation", **place),))

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
        call = self._call("sendContact", phone_number=phone, **names, vcard=card)
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
        return self._rendering([self._block(message)])

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
            answer = self.attempt(lambda: self._rich_message(message, cards, outer))
            if not isinstance(answer, Obstacle):
                return answer
            self.notes.report(Code.CARDS_SPLIT, message, actual=len(cards), what="messages", why=answer.why)
        # The outer choices belong to no card; they stand below the last one, as in the plain text.
        blocks = [self._block(card) for card in cards[:-1]]
        return self._rendering([*blocks, self._block(cards[-1], outer)])

    def list_(self, message: Place) -> Rendering:
        """Write a list; in the profile ``rich`` with a button below it for each item."""
        items = [item for section in message.at_all("sections") for item in section.at_all("items")]
        if any(item.get("product") for item in items):
            raise Obstacle("Telegram has no catalogue of products", message)
        if not self.rich:
            return self.as_plaintext(message, why=_PICTURE_ONLY)
        file = self._attached(message.get("media"))
        wanted = [self.item(item.at("choice"), f"item {number}") for number, item in enumerate(items, 1)]
        wanted = [button for button in wanted if not button.why_not]
        buttons = self._labelled_apart(self._within(wanted))
        told = sum(button.tells_all for button in buttons)
        text = self._list_text(message, file, buttons_tell_all=told == len(wanted))
        return self._rendering([self._sent(text, message, file, buttons)])

    # --- what the engine calls ---

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return the calls that send ``text``."""
        return self._messages(text if isinstance(text, Words) else Words(text), self.where)

    def shows(self, text: str) -> bool:
        """Tell whether Telegram would find anything in ``text``."""
        return bool(_INVISIBLE.sub("", self._read(text)))

    def links_to(self, url: str) -> bool:
        """Tell whether words of a text can open ``url``: what a button opens (Bot API, MessageEntity.url)."""
        return not self.why_not_opened(url)

    def send_text(self, text: Words, outcome: Outcome) -> Rendering:
        """Return the rendering of one text, as it is read."""
        rendering = super().send_text(text, outcome)
        return replace(rendering, text=text.like(self._read(text)))

    def write(self, content: Place) -> Rendering:
        """Write ``content``; the message that it answers cannot be quoted."""
        quoted = self.request.reply_to
        if quoted and quoted.place:
            why = "Telegram quotes a message by its number in the chat, which the service's identifier does not tell"
            self.notes.report(Code.DROPPED, quoted.place, what="The message that this one answers", why=why)
        return super().write(content)

    # --- messages ---

    def _rendering(self, blocks: Sequence[_Block]) -> Rendering:
        """Return the rendering of blocks that are sent one after the other."""
        outcome = Outcome.NATIVE if any(block.native for block in blocks) else Outcome.PLAINTEXT
        calls = tuple(chain.from_iterable(block.calls for block in blocks))
        if not calls:
            return self.send_text(Words.join("\n", (block.text for block in blocks)), outcome)
        return Rendering(outcome, calls, self._joined(block.text for block in blocks))

    def _joined(self, texts: Iterable[Words]) -> Words | None:
        """Return what is read in several messages, one blank line between them; None where there is no text."""
        joined = Words.join("\n\n", filter(self.shows, texts))
        return joined.like(self._read(joined)) or None

    def _sent(
        self, text: Words, where: Place, file: File | None, buttons: Sequence[Button], *, in_text: bool = False
    ) -> _Block:
        """Return the block of ``text``, of a file if there is one, and of the buttons below.

        ``in_text`` tells whether the buttons' choices stand in the text as well.
        """
        markup = self._markup(buttons, in_text=in_text)
        if file is None:
            calls = self._messages(text, where, markup) if self.shows(text) else ()
        else:
            calls = self._captioned(self._file_call(file), text, where, markup)
        return _Block(calls, text, native=bool(file or markup))

    def _captioned(self, call: Call, text: Words, where: Place, markup: Call) -> tuple[Call, ...]:
        """Return the calls that send a file and its text: one, or more where a caption has no room for the text."""
        limit = self.limit("caption")
        if call["method"] in _NO_CAPTION and self.shows(text):
            return (call, *self._messages(text, where, markup))
        if limit.exceeded_by(self._read(text)) is not None:
            messages = self._messages(text, where, markup)
            self.notes.report_length(Code.CAPTION_APART, where, limit, 1 + len(messages))
            return (call, *messages)
        return ({**call, **self._caption(text), **markup},)

    def _caption(self, text: Words) -> Call:
        if not self.shows(text):
            return {}
        if not self.formats_text:
            return {"caption": text}
        caption, entities = with_entities(text)
        return {"caption": text.like(caption), **({"caption_entities": entities} if entities else {})}

    def _messages(self, text: Words, where: Place | str, markup: Call | None = None) -> tuple[Call, ...]:
        """Return the calls that send ``text``, with ``markup`` below the last."""
        previews = {}
        if self.settings.get("TELEGRAM_DISABLE_LINK_PREVIEW"):
            previews["link_preview_options"] = {"is_disabled": True}
        pieces = self._styled_pieces(text, where)
        *first, last = (self._call("sendMessage", **piece, **previews) for piece in pieces)
        return (*first, {**last, **(markup or {})})

    def _styled_pieces(self, text: Words, where: Place | str) -> Iterable[Call]:
        """Return a text in as many pieces as it needs, each with its entities."""
        limit = self.limit("text")
        if not (self.formats_text and is_formatted(text)):
            return [{"text": piece} for piece in self.pieces(text, limit, where)]
        found = [piece for piece in split_with_entities(text, limit) if self.shows(piece.text)]
        if len(found) > 1:
            self.notes.report_length(Code.SPLIT, where, limit, len(found))
        return [
            {"text": text.like(piece.text), **({"entities": piece.entities} if piece.entities else {})}
            for piece in found or split_with_entities(text, limit)[:1]
        ]

    def _read(self, text: str) -> str:
        """Return a text as it is read."""
        return plain(text) if self.formats_text else text

    @property
    def formats_text(self) -> bool:
        """Whether texts have formatting in them."""
        return self.request.markup is Markup.MARKDOWN

    def _call(self, method: str, **parameters: Any) -> Call:
        return {"method": method, "chat_id": self.to, **parameters}

    # --- questions and cards ---

    def _block(self, message: Place, outer: Sequence[Place] = ()) -> _Block:
        """Return a question or a card, with its own choices and the ``outer`` ones of the carousel around it."""
        media = message.get("media_message")
        file = self._attached(media)
        choices = [*message.at_all("choices"), *outer]
        if not (choices or media):
            why = "it has neither a file nor a choice that could be a button"
            self.notes.report(Code.WHOLE_AS_TEXT, message, why=why)
        keyboard = self._keyboard(choices)
        text = self.text_with_lines(message, keyboard.lines, media=file is None)
        # Buttons stand below a text or a file; where there is neither, below their own labels.
        in_text = bool(keyboard.buttons) and file is None and not self.shows(text)
        if in_text:
            text = self.text_with_lines(message, choices, media=True)
        return self._sent(text, message, file, keyboard.buttons, in_text=in_text)

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
        if any(self.limit("caption").exceeded_by(self._read(text)) for text in texts):
            return None
        limit = self.limit("media group")
        if len(cards) > limit.value:
            why = f"one album may have {limit.value} files"
            self.notes.report(Code.CARDS_SPLIT, message, limit=limit.value, actual=len(cards), what="messages", why=why)
            return None
        for button in chain.from_iterable(lines):
            self.report_line(button)
        media = [
            {"type": file.name, "media": file.url, **self._caption(text)}
            for file, text in zip(files, texts, strict=True)
        ]
        return Rendering(Outcome.NATIVE, (self._call("sendMediaGroup", media=media),), self._joined(texts))

    def _rich_message(self, message: Place, cards: Sequence[Place], outer: Sequence[Place]) -> Rendering:
        """Return cards as one rich message, each above its buttons; the outer choices stand below it."""
        blocks: list[Call] = []
        texts: list[Words] = []
        for card in cards:
            found, text = self._card_blocks(card)
            blocks += [rich.DIVIDER, *found] if blocks else found
            texts.append(text)
        keyboard = self._keyboard(outer)
        if keyboard.lines:
            lines = self.lines(keyboard.lines)
            blocks += rich.paragraphs(lines, formatted=False)
            texts.append(lines)
        if not blocks:
            raise Obstacle("nothing of its cards could be shown", message)
        media = sum(block["type"] not in _WITHOUT_FILE for block in blocks)
        length = sum(map(utf16_units, _texts_of(blocks)))
        for name, actual in (("rich text", length), ("rich blocks", len(blocks)), ("rich media", media)):
            if actual > (limit := self.limit(name)).value:
                what = {"rich text": limit.unit.value, "rich blocks": "blocks", "rich media": "files"}[name]
                why = f"a rich message may have {limit.value:,} {what} and this one would have {actual:,}"
                raise Obstacle(why, message, limit.value, actual)
        markup = self._markup(keyboard.buttons, in_text=False)
        call = self._call("sendRichMessage", rich_message={"blocks": blocks}, **markup)
        return Rendering(Outcome.NATIVE, (call,), self._joined(texts))

    def _card_blocks(self, card: Place) -> tuple[list[Call], Words]:
        """Return a card as blocks, and what is read in it."""
        keyboard = self._keyboard(list(card.at_all("choices")), self.taps.deeds)
        media = card.get("media_message")
        file = self._attached(media)
        title, description = card.words("title").block, card.words("description").block
        blocks = [rich.file_block(file)] if file else []
        if self.shows(title):
            blocks.append(rich.heading(title, formatted=self.formats_text))
        if self.shows(description):
            blocks += rich.paragraphs(description, formatted=self.formats_text)
        if media and not file:
            blocks += rich.paragraphs(read(media.words("url")), formatted=False)
        if keyboard.lines:
            blocks += rich.paragraphs(self.lines(keyboard.lines), formatted=False)
        for button in keyboard.buttons:
            blocks.append(rich.button_row([{"text": button.shown, **self._action(button, in_text=False)}]))
        return blocks, self.text_with_lines(card, keyboard.lines, media=file is None)

    # --- buttons ---

    def why_not_opened(self, url: str) -> str:
        """Return why no button would open ``url``; nothing where one would.

        Source: Bot API, InlineKeyboardButton.url, and TDLib, LinkManager::check_link.
        """
        if why := why_not(url, self.taps.schemes):
            return why
        if url[:3].lower() == "tg:":
            return "" if _TG_URL.fullmatch(url) else "a tg URL is tg:// and a name of letters, digits, '-' and '_'"
        name = host(url)
        dotted = name.startswith("[") or _DOTTED.search(name)
        return "" if dotted else "a button opens no URL whose host has no dot in it"

    def deeds(self, choices: Sequence[Place]) -> Collection[Deed]:
        """Return what buttons do; they ask for the location in private chats, where no other button stands.

        Source: Bot API, KeyboardButton.request_location: private chats only; reply_markup is one keyboard or the other.
        The ids of groups and channels are negative, and a username may be one of theirs.
        """
        asking = [choice for choice in choices if choice.get("share_location_message")]
        if not any(self.shows(choice.value.label) for choice in asking) or self.to.startswith(("-", "@")):
            return self.taps.deeds
        others = self.buttons_that(self.taps.deeds, (choice for choice in choices if choice not in asking))
        return self.taps.deeds | {Deed.ASK} if all(button.why_not for button in others) else self.taps.deeds

    def _keyboard(self, choices: Sequence[Place], deeds: Collection[Deed] | None = None) -> _Keyboard:
        """Return what becomes of ``choices``, and report what is not the button that was meant.

        ``deeds`` are what buttons do there, if not what they do below a message.
        """
        wanted = self.buttons(choices) if deeds is None else self.buttons_that(deeds, choices)
        for button in wanted:
            if button.why_not:
                self.report_line(button)
        buttons = self._labelled_apart(self._within([button for button in wanted if not button.why_not]))
        told = {button.place for button in buttons if button.tells_all}
        return _Keyboard(buttons, [place for place in choices if place not in told])

    def _within(self, buttons: Sequence[Button]) -> Sequence[Button]:
        """Return the buttons that one message has room for; the others are reported."""
        limit = self.limit("buttons")
        for button in buttons[limit.value :]:
            why = f"a message has room for {limit.value} buttons and {len(buttons)} are offered"
            self.report_line(button._replace(why_not=why), limit.value, len(buttons))
        buttons = buttons[: limit.value]
        size = self.limit("reply markup")
        sizes = list(accumulate(map(self._button_size, buttons), initial=_KEYBOARD_SIZE))
        room = sum(until <= size.value for until in sizes[1:])
        for button in buttons[room:]:
            why = f"the buttons of a message may have {size.value:,} bytes of JSON and these have {sizes[-1]:,}"
            self.report_line(button._replace(why_not=why), size.value, sizes[-1])
        return buttons[:room]

    def _button_size(self, button: Button) -> int:
        """Return how many bytes a button has as JSON in a row of its own, at most."""
        limit, back = self.limit("button text"), self.limit("callback data")
        shown = {"text": cut_text(button.label, limit.value, limit.unit, "…")}
        if button.deed is not Deed.ANSWER:
            return utf8_bytes(compact_json([shown | {"url": str(button.url), "request_location": True}])) + 1
        # What comes back may have a number behind it, and is a digest where it is too long.
        answer: str = button.place.words("postback_data") or button.label
        answer = "#" * back.value if back.exceeded_by(answer) is not None else answer + "#000"
        return utf8_bytes(compact_json([shown | {"callback_data": answer}])) + 1

    def _labelled_apart(self, buttons: Sequence[Button]) -> Sequence[Button]:
        """Return the buttons with the labels they show; one that is cut looks like no other of the message."""
        limit = self.limit("button text")
        taken = set(self.tapped.labels())
        if self.content:
            taken.update(offer.line for offer in self.offers(self.content))
        buttons = told_apart(buttons)
        shown = cut_labels([button.whole for button in buttons], limit, taken)
        labelled = []
        for button, label in zip(buttons, shown, strict=True):
            if label != button.whole:
                cut = Cut(Code.LABEL_CUT, button.label_place, limit, measure(button.whole, limit.unit))
                self.report_cut(cut, "", "the text")
            labelled.append(button._replace(shown=label))
        self.report_told_apart(labelled)
        return labelled

    def _markup(self, buttons: Sequence[Button], *, in_text: bool) -> Call:
        """Return the ``reply_markup`` of buttons, one a row."""
        if not buttons:
            return {}
        rows = [[{"text": button.shown, **self._action(button, in_text=in_text)}] for button in buttons]
        if buttons[0].deed is Deed.ASK:
            return {"reply_markup": {"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True}}
        return {"reply_markup": {"inline_keyboard": rows}}

    def _action(self, button: Button, *, in_text: bool) -> Call:
        """Return what a button does."""
        back = self.tap(button, in_text=in_text)
        match button.deed:
            case Deed.ASK:
                return {"request_location": True}
            case Deed.ANSWER:
                return {"callback_data": back}
            case _:
                return {"url": button.url}

    # --- files ---

    def _file_call(self, file: File) -> Call:
        call = self._call(_METHODS[file.name], **{file.name: file.url})
        # Bot API, sendVideo: a thumbnail must be uploaded; a cover may be a URL.
        cover = file.media.words("thumbnail_url")
        if self.rich and file.name == "video" and not why_not(cover.line, self.file_schemes):
            call["cover"] = encoded(cover, self.idn)
        return call

    def _attached(self, media: Place | None) -> File | None:
        """Return the file that ``media`` can be sent as; where there is none, report why."""
        answer = self.attempt(lambda: self.file(media)) if media else None
        if isinstance(answer, Obstacle):
            self.report_obstacle(Code.FILE_AS_LINK, answer)
            return None
        return answer
