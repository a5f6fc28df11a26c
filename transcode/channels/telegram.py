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
- No call has a ``parse_mode`` or entities, so ``*``, ``_`` and ``<`` are shown as typed.
- ``reply_to`` names a message by the service's identifier. Telegram numbers messages chat by chat, and the one does not
  tell the other, so no call has ``reply_parameters`` and the quotation is reported as lost.
- How much of a label a button shows is said nowhere. A longer label is cut on the button and stands whole in the text.
- The sender is the bot whose token makes the call; a call has no place for one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv6Address
from itertools import chain
from typing import Any, ClassVar, Final

from transcode.channels.base import ChannelWriter, Property, Rendering, Support, Unmet, flag, offered
from transcode.measure import Limit, Unit, cut, split
from transcode.media import encode_url, file_extension
from transcode.message import (
    CardMessage,
    CarouselMessage,
    Choice,
    ChoiceMessage,
    ContactInfoMessage,
    Content,
    ListItem,
    ListMessage,
    LocationMessage,
    MediaMessage,
)
from transcode.message.base import decimal, extend_path
from transcode.picture import Picture
from transcode.plaintext import Uppercase, one_line
from transcode.result import Code, Outcome, Transcoded

__all__ = ["Telegram"]

_API: Final = "core.telegram.org/bots/api"
_READ: Final = "2026-11-22"

# Bot API, Chat.id: at most 52 significant bits; those of groups and channels are negative.
_CHAT = re.compile(r"-?[0-9]{1,16}|@[A-Za-z][A-Za-z0-9_]{3,31}", re.ASCII)

# A URL with a host, as TDLib takes it apart (parse_url): user, host and port.
_WEB_URL = re.compile(
    r"https?://(?:[^/?#@\[\]]*@)?(\[[^\]/?#]*\]|[^/?#:]*)(?::([^/?#]*))?(?:[/?#].*)?", re.IGNORECASE | re.DOTALL
)
_HOST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|[^\x00-\xa0\s\u2028-\u202e])+")
_PORT = re.compile(r"0*[1-9][0-9]{0,4}", re.ASCII)
_TG_URL = re.compile(r"tg://[A-Za-z0-9_-]+(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
# TDLib (LinkManager::check_link) refuses a host without a dot; a name beside the dot is ours.
_DOTTED = re.compile(r"[^.]\.[^.]")

# TDLib (clean_input_string) makes spaces of control characters, removes U+2028 to U+202E, and the API refuses a text of
# which nothing is left.
_INVISIBLE = re.compile(r"[\s\x00-\x20\u2028-\u202e]+")

_AS_TEXT: Final = "as text it has no more than its fallback URL"
_ASKING: Final = "the keyboard that asks for a location is for private chats and for no other choice"

Call = dict[str, Any]
_PlacedChoice = tuple[str, Choice]
"""A choice and its path."""


@dataclass(frozen=True, slots=True)
class _File:
    """A kind of file that Telegram fetches by its URL.

    ``method`` sends it; ``field`` is the method's parameter for it, and its type in an album; ``album`` names the kinds
    that may share an album, None where it may be in none.
    """

    method: str
    field: str
    extensions: tuple[str, ...]
    content_types: tuple[str, ...]
    album: str | None


# Bot API: sendAudio (MP3 and M4A), sendVideo (MPEG4), sendAnimation (GIF), sendMediaGroup (documents and audio only
# with their like, animations not at all), "Sending by URL" (documents: PDF and ZIP only). The page names no formats of
# photos; these are those of the service's picture and of every camera.
_FILES: Final = (
    _File("sendPhoto", "photo", ("jpg", "jpeg", "png"), ("image/jpeg", "image/png"), "pictures"),
    _File("sendVideo", "video", ("mp4",), ("video/mp4",), "pictures"),
    _File("sendAudio", "audio", ("mp3", "m4a"), ("audio/mpeg", "audio/mp4", "audio/x-m4a"), "audio"),
    _File("sendAnimation", "animation", ("gif",), ("image/gif",), None),
    _File("sendDocument", "document", ("pdf", "zip"), ("application/pdf", "application/zip"), "documents"),
)
_EXTENSIONS: Final = ", ".join(extension for file in _FILES for extension in file.extensions)


@dataclass(frozen=True, slots=True)
class _Button:
    """A button: it opens ``url``, or sends back ``postback``, or where there is none its label."""

    path: str
    """Of the choice."""
    label: str
    label_path: str
    postback: str | None = None
    url: str | None = None
    shown: str = ""
    """The label, as much of it as fits."""

    @property
    def tells_all(self) -> bool:
        """Whether it shows its whole label."""
        return self.shown == self.label


@dataclass(frozen=True, slots=True)
class _Keyboard:
    """What becomes of the choices of one message."""

    buttons: Sequence[_Button]
    lines: Sequence[_PlacedChoice]
    """Those that can be no button, or whose button does not show the whole label."""
    asks_location: bool = False
    """Whether the buttons ask for the recipient's location."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A text or a file with buttons below it: the calls that send it, and the text in them."""

    calls: tuple[Call, ...]
    text: str
    native: bool
    """Whether it has a file or a button."""


class Telegram(ChannelWriter):
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
    # "Characters" of the page are read as UTF-16 units. One who tried it had 4096 code points above U+FFFF accepted
    # (github.com/FerroxLabs/wayland/issues/934), others count UTF-16 units as the API's entities do
    # (github.com/NousResearch/hermes-agent/pull/8725): what fits in UTF-16 units fits either way.
    limits = (
        Limit("text", 4096, Unit.UTF16_UNITS, f"{_API}#sendmessage: text", _READ, "the page says characters"),
        Limit("caption", 1024, Unit.UTF16_UNITS, f"{_API}#sendphoto: caption", _READ, "the page says characters"),
        Limit("callback data", 64, Unit.UTF8_BYTES, f"{_API}#inlinekeyboardbutton: callback_data", _READ),
        Limit("button text", 64, Unit.UTF16_UNITS, "unverified", _READ, "undocumented; apps show less of a long label"),
        Limit(
            "buttons",
            100,
            Unit.COUNT,
            "unverified",
            _READ,
            "undocumented; observed: github.com/tginfo/Telegram-Limits/issues/228",
        ),
        Limit("media group", 10, Unit.COUNT, f"{_API}#sendmediagroup: media", _READ, "and no fewer than 2"),
        Limit("vCard", 2048, Unit.UTF8_BYTES, f"{_API}#sendcontact: vcard", _READ),
        Limit("photo by URL", 5_000_000, Unit.BYTES, f"{_API}#sending-files", _READ, "known only from media_info"),
        Limit("file by URL", 20_000_000, Unit.BYTES, f"{_API}#sending-files", _READ, "known only from media_info"),
    )
    fixed_limits = frozenset({"callback data", "vCard"})
    properties = (
        Property(
            "TELEGRAM_DISABLE_LINK_PREVIEW",
            flag,
            "show no preview of a URL in the text (true or false)",
            "developers.sinch.com/docs/conversation/channel-support/telegram/properties",
        ),
    )

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``telegram_picture``."""
        from transcode.channels.telegram_picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def recipient(self, to: str) -> str:
        """Return a chat id or a username, as it is written.

        Source: Bot API, ``chat_id`` of every method, and Chat.id.
        """
        if _CHAT.fullmatch(to):
            return to
        raise ValueError("must be a chat id (digits, after a '-' for a group or channel) or a @username")

    # --- one method a type of content ---

    def media(self, message: MediaMessage) -> Rendering:
        """Write a file by the method of its kind, or as its URL where Telegram would not fetch it."""
        file = self._attached(message, self.path)
        if file is None:
            return self.send_text(self.render(message, self.request.uppercase), Outcome.PLAINTEXT)
        return Rendering(Outcome.NATIVE, (self._file_call(file, message),))

    def location(self, message: LocationMessage) -> Rendering:
        """Write a place: the bare map; in the profile ``rich`` a venue, which has a name and an address."""
        place = {"latitude": message.coordinates.latitude, "longitude": message.coordinates.longitude}
        given = {name: one_line(text) for name in ("title", "label") if not _is_blank(text := getattr(message, name))}
        if self.rich and given:
            # A venue must have an address; where only one name is given, the coordinates are one.
            title, address, *_ = *given.values(), ", ".join(map(decimal, place.values()))
            return Rendering(Outcome.NATIVE, (self._call("sendVenue", **place, title=title, address=address),))
        for name, text in given.items():
            why = "the service's picture shows the bare map; profile='rich' sends a venue, which has names"
            self.report(Code.DROPPED, extend_path(self.path, name), what=f"The {name} {text!r}", why=why)
        return Rendering(Outcome.NATIVE, (self._call("sendLocation", **place),))

    def contact_info(self, message: ContactInfoMessage) -> Rendering:
        """Write a contact; in the profile ``rich`` with a vCard that has all that is known of it."""
        if not self.rich:
            return self._as_documented(message)
        names = _names(message)
        phone = next((entry.phone_number for entry in message.phone_numbers if not _is_blank(entry.phone_number)), None)
        if not (names and phone):
            return self.as_plaintext(message, why="a Telegram contact must have a name and a phone number")
        properties = _vcard_properties(message)
        vcard, limit = _vcard(properties), self.limit("vCard")
        if (actual := limit.exceeded_by(vcard)) is not None:
            why = f"the vCard of a Telegram contact may have {limit.value} {limit.unit.value}; this one has {actual}"
            self.report_unmet(Unmet(why, self.path, limit.value, actual))
            return self.send_text(self.render(message, self.request.uppercase), Outcome.PLAINTEXT)
        call = self._call("sendContact", phone_number=one_line(phone), **names, vcard=vcard)
        text = "\n".join(value for _, values in properties for value in values if value)
        return Rendering(Outcome.NATIVE, (call,), text)

    def choice(self, message: ChoiceMessage) -> Rendering:
        """Write a question; in the profile ``rich`` with a button below it for each choice that can have one."""
        if not self.rich:
            return self._as_documented(message)
        return self._rendering([self._block(message, self.path)])

    def card(self, message: CardMessage) -> Rendering:
        """Write a card; in the profile ``rich`` as a file with a caption and buttons."""
        if not self.rich:
            return self._as_documented(message)
        return self._rendering([self._block(message, self.path)])

    def carousel(self, message: CarouselMessage) -> Rendering:
        """Write cards; in the profile ``rich`` as an album if they only show files, else as one message a card."""
        if not self.rich:
            return self._as_documented(message)
        cards = [
            (extend_path(extend_path(self.path, "cards"), index), card) for index, card in enumerate(message.cards)
        ]
        outer = _placed(message.choices, self.path)
        if not cards:
            return self.as_plaintext(message, why="it has no cards")
        if not outer and (album := self._album(cards)):
            return album
        # The outer choices belong to no card; they stand below the last one, as in the plain text.
        blocks = [self._block(card, path) for path, card in cards[:-1]]
        last_path, last = cards[-1]
        return self._rendering([*blocks, self._block(last, last_path, outer)])

    def list_(self, message: ListMessage) -> Rendering:
        """Write a list; in the profile ``rich`` with a button below it for each item."""
        if any(item.product for section in message.sections for item in section.items):
            return self.as_plaintext(message, why="Telegram has no catalogue of products")
        if not self.rich:
            return self._as_documented(message)
        file = self._attached(message.media, extend_path(self.path, "media"))
        wanted = _item_buttons(message, self.path)
        keyboard = _Keyboard(self._labelled(self._within(wanted)), ())
        told = sum(button.tells_all for button in keyboard.buttons)
        text = self._list_text(message, file, buttons_tell_all=told == len(wanted))
        return self._rendering([self._sent(text, self.path, file, message.media, keyboard)])

    # --- what the engine calls ---

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return the calls that send ``text``."""
        return self._messages(text, self.path)

    def send_text(self, text: str, outcome: Outcome) -> Rendering:
        """Return the rendering of one text; one that Telegram would find empty is reported."""
        rendering = super().send_text(text, outcome)
        if text.strip() and _is_blank(text):
            self.report(Code.EMPTY, channel=self.title)
        return rendering

    def write(self, content: Content, path: str) -> Rendering:
        """Write ``content``; the message that it answers cannot be quoted."""
        if (self.request.reply_to or "").strip():
            why = "Telegram quotes a message by its number in the chat, which the service's identifier does not tell"
            self.report(Code.DROPPED, "reply_to.message_id", what="The message that this one answers", why=why)
        return super().write(content, path)

    def as_plaintext(
        self, message: Content, *, why: str | None = None, outcome: Outcome = Outcome.PLAINTEXT
    ) -> Rendering:
        """Write ``message`` as text; what a choice would have done and a fallback URL does not do is reported."""
        for place in _all_choices(message, self.path):
            self._report_fallback(place, _AS_TEXT)
        return super().as_plaintext(message, why=why, outcome=outcome)

    # --- messages ---

    def _as_documented(self, message: Content) -> Rendering:
        return self.as_plaintext(
            message, why="the service's documents show no other form of it on Telegram; profile='rich' has one"
        )

    def _rendering(self, blocks: Sequence[_Block]) -> Rendering:
        """Return the rendering of blocks that are sent one after the other."""
        outcome = Outcome.NATIVE if any(block.native for block in blocks) else Outcome.PLAINTEXT
        calls = tuple(chain.from_iterable(block.calls for block in blocks))
        if not calls:
            return self.send_text("\n".join(block.text for block in blocks), outcome)
        return Rendering(outcome, calls, _joined(block.text for block in blocks))

    def _sent(
        self, text: str, path: str, file: _File | None, media: MediaMessage | None, keyboard: _Keyboard
    ) -> _Block:
        """Return the block of ``text``, of ``media`` if it is a ``file``, and of the buttons below."""
        markup = self._markup(keyboard)
        if file is None or media is None:
            calls = () if _is_blank(text) else self._messages(text, path, markup)
        else:
            calls = self._captioned(self._file_call(file, media), text, path, markup)
        return _Block(calls, text, native=bool(file or markup))

    def _captioned(self, call: Call, text: str, path: str, markup: Call | None) -> tuple[Call, ...]:
        """Return the calls that send a file and its text: one, or more where a caption has no room for the text."""
        limit = self.limit("caption")
        if limit.exceeded_by(text) is not None:
            messages = self._messages(text, path, markup)
            self.report(Code.SPLIT, path, limit=limit.value, unit=limit.unit.value, actual=1 + len(messages))
            return (call, *messages)
        return (_with_markup(_with_caption(call, text), markup),)

    def _messages(self, text: str, path: str, markup: Call | None = None) -> tuple[Call, ...]:
        """Return the calls that send ``text``, with ``markup`` below the last."""
        limit = self.limit("text")
        # A piece of which Telegram leaves nothing would be refused; that is more than white space, so not ``pieces``.
        pieces = [piece for piece in split(text, limit.value, limit.unit) if not _is_blank(piece)] or [text]
        if len(pieces) > 1:
            self.report(Code.SPLIT, path, limit=limit.value, unit=limit.unit.value, actual=len(pieces))
        previews = {}
        if self.settings.get("TELEGRAM_DISABLE_LINK_PREVIEW"):
            previews["link_preview_options"] = {"is_disabled": True}
        *first, last = (self._call("sendMessage", text=piece, **previews) for piece in pieces)
        return (*first, _with_markup(last, markup))

    def _call(self, method: str, **parameters: Any) -> Call:
        return {"method": method, "chat_id": self.to, **parameters}

    # --- questions and cards ---

    def _block(self, message: ChoiceMessage | CardMessage, path: str, outer: Sequence[_PlacedChoice] = ()) -> _Block:
        """Return a question or a card, with its own choices and the ``outer`` ones of the carousel around it."""
        media = message.media_message if isinstance(message, CardMessage) else None
        file = self._attached(media, extend_path(path, "media_message"))
        choices = [*_placed(message.choices, path), *outer]
        if not (choices or media):
            self.report(Code.SENT_AS_TEXT, path, why="it has neither a file nor a choice that could be a button")
        keyboard = self._keyboard(choices)
        text = self._block_text(message, keyboard.lines, file)
        if keyboard.buttons and file is None and _is_blank(text):
            # Buttons stand below a text or a file; where there is neither, below their own labels.
            text = self._block_text(message, choices, file)
        return self._sent(text, path, file, media, keyboard)

    def _block_text(
        self, message: ChoiceMessage | CardMessage, lines: Iterable[_PlacedChoice], file: _File | None
    ) -> str:
        """Return the text of a question or a card, with ``lines`` as its choices."""
        shown: dict[str, Any] = {"choices": tuple(choice for _, choice in lines)}
        if file:
            shown["media_message"] = None
        return self.render(message.model_copy(update=shown), Uppercase.KEEP)

    def _list_text(self, message: ListMessage, file: _File | None, *, buttons_tell_all: bool) -> str:
        """Return the text of a list; items that are only titles are left to the buttons."""
        shown: dict[str, Any] = {"media": None} if file else {}
        if buttons_tell_all and not _has_details(message):
            text = self.render(message.model_copy(update={**shown, "sections": ()}), Uppercase.KEEP)
            if file or not _is_blank(text):
                return text
        return self.render(message.model_copy(update=shown), Uppercase.KEEP)

    def _album(self, cards: Sequence[tuple[str, CardMessage]]) -> Rendering | None:
        """Return cards as one album; None where one has a button, a long text or no file that could be in it."""
        files = self._album_files([card for _, card in cards])
        choices = [_placed(card.choices, path) for path, card in cards]
        if not files or any(_choice_button(place, asks_location=True) for place in chain.from_iterable(choices)):
            return None
        texts = [
            self._block_text(card, lines, file)
            for (_, card), lines, (file, _) in zip(cards, choices, files, strict=True)
        ]
        if any(self.limit("caption").exceeded_by(text) for text in texts):
            return None
        limit = self.limit("media group")
        if len(cards) > limit.value:
            self.report(Code.ALBUM_SPLIT, limit=limit.value, actual=len(cards))
            return None
        for place in chain.from_iterable(choices):
            self._report_line(place)
            self._report_fallback(place, _AS_TEXT)
        media = [
            _with_caption({"type": file.field, "media": url}, text)
            for (file, url), text in zip(files, texts, strict=True)
        ]
        return Rendering(Outcome.NATIVE, (self._call("sendMediaGroup", media=media),), _joined(texts))

    def _album_files(self, cards: Sequence[CardMessage]) -> list[tuple[_File, str]]:
        """Return the kind and the URL of each card's file; none where they cannot all be in one album."""
        media = [card.media_message for card in cards if card.media_message]
        files = [(file, encode_url(one_line(one.url))) for one in media if (file := self._file(one))]
        kinds = {file.album for file, _ in files}
        # Bot API, sendMediaGroup: 2 files at least.
        return [] if len(files) < max(2, len(cards)) or len(kinds) > 1 or None in kinds else files

    # --- buttons ---

    def _keyboard(self, choices: Sequence[_PlacedChoice]) -> _Keyboard:
        """Return what becomes of ``choices``, and report what is not the button that was meant."""
        asks = self._asks_location(choices)
        wanted = [button for place in choices if (button := _choice_button(place, asks_location=asks))]
        possible = {button.path for button in wanted}
        buttons = self._labelled(self._within(wanted))
        made = {button.path: button for button in buttons}
        for place in choices:
            button = made.get(place[0])
            if button:
                self._report_replaced(place, button, asks_location=asks)
                continue
            if place[0] not in possible:
                self._report_line(place)
            self._report_fallback(place, _AS_TEXT)
        told = {button.path for button in buttons if button.tells_all}
        return _Keyboard(buttons, [place for place in choices if place[0] not in told], asks)

    def _asks_location(self, choices: Sequence[_PlacedChoice]) -> bool:
        """Tell whether the buttons can ask for a location: in private chats, and where no other button stands."""
        # Bot API, KeyboardButton.request_location: private chats only; reply_markup is one keyboard or the other.
        # The ids of groups and channels are negative, and a username may be one of theirs.
        if self.to.startswith(("-", "@")):
            return False
        asking = [choice for _, choice in choices if choice.share_location_message and not _is_blank(choice.label)]
        others = (place for place in choices if not place[1].share_location_message)
        return bool(asking) and not any(_choice_button(place, asks_location=False) for place in others)

    def _within(self, buttons: Sequence[_Button]) -> Sequence[_Button]:
        """Return the buttons that one message has room for; the others are reported."""
        limit = self.limit("buttons")
        for button in buttons[limit.value :]:
            why = f"a message has room for {limit.value} buttons and {len(buttons)} are offered"
            self.report_unmet(Unmet(why, button.path, limit.value, len(buttons)))
        return buttons[: limit.value]

    def _labelled(self, buttons: Sequence[_Button]) -> Sequence[_Button]:
        """Return the buttons with the labels they show; one that is cut looks like no other of the message."""
        limit = self.limit("button text")
        taken = {shown for shown, _ in self.tapped.values()}
        if self.content:
            taken.update(one_line(label) for label, *_ in offered(self.content, self.path))
        labelled = []
        for button in buttons:
            shown = button.label
            if (actual := limit.exceeded_by(shown)) is not None:
                why = f"a button has {limit.value} {limit.unit.value} of the label's {actual}; the text has it whole"
                self.report_unmet(Unmet(why, button.label_path, limit.value, actual))
                shown = _cut_label(shown, limit, taken)
                taken.add(shown)
            labelled.append(replace(button, shown=shown))
        return labelled

    def _markup(self, keyboard: _Keyboard) -> Call | None:
        """Return the ``reply_markup`` of a keyboard, one button a row."""
        if not keyboard.buttons:
            return None
        if keyboard.asks_location:
            for button in keyboard.buttons:
                self.tapped[button.path] = button.shown, None
            rows = [[{"text": button.shown, "request_location": True}] for button in keyboard.buttons]
            return {"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True}
        return {"inline_keyboard": [[{"text": button.shown, **self._action(button)}] for button in keyboard.buttons]}

    def _action(self, button: _Button) -> dict[str, str]:
        """Return what an inline button does."""
        if button.url is not None:
            self.tapped[button.path] = button.shown, None
            return {"url": button.url}
        limit = self.limit("callback data")
        return {"callback_data": self.answer(button.path, button.label, button.postback, limit, shown=button.shown)}

    def _report_line(self, place: _PlacedChoice) -> None:
        """Report why a choice is a line of text."""
        path, choice = place
        if _is_blank(choice.label):
            why = "a button must have a label"
        elif choice.call_message:
            why = "Telegram has no button that calls a number"
        else:
            why = _not_to_open(_opened(choice))
            if choice.calendar_message:
                why = f"Telegram has no calendar button, and no button opens the fallback URL: {why}"
            elif choice.share_location_message:
                why = f"{_ASKING}, and no button opens the fallback URL: {why}"
        self.report_unmet(Unmet(why, extend_path(path, choice.kind)))

    def _report_replaced(self, place: _PlacedChoice, button: _Button, *, asks_location: bool) -> None:
        """Report what the button of a choice does otherwise than the choice says."""
        path, choice = place
        if choice.share_location_message and asks_location:
            if button.tells_all:
                where = f"{extend_path(path, choice.kind)}.fallback_url"
                self.report(Code.HINT_IGNORED, where, what="The fallback URL", channel=self.title)
        elif choice.calendar_message:
            self._report_fallback(place, "Telegram has no calendar button, so this one opens the fallback URL")
        else:
            self._report_fallback(place, f"{_ASKING}, so this one opens the fallback URL")

    def _report_fallback(self, place: _PlacedChoice, why: str) -> None:
        """Report what a choice that has a fallback URL would have done and that does not do."""
        path, choice = place
        if choice.calendar_message:
            what = "The event is not added to a calendar"
        elif choice.share_location_message:
            what = "The location is not asked for"
        else:
            return
        self.report(Code.NOT_IN_FORM, extend_path(path, choice.kind), what=what, why=why)

    # --- files ---

    def _file_call(self, file: _File, media: MediaMessage) -> Call:
        call = self._call(file.method, **{file.field: encode_url(one_line(media.url))})
        # Bot API, sendVideo: a thumbnail must be uploaded; a cover may be a URL.
        cover = one_line(media.thumbnail_url)
        if self.rich and file.field == "video" and cover and not _not_to_fetch(cover):
            call["cover"] = encode_url(cover)
        return call

    def _attached(self, media: MediaMessage | None, path: str) -> _File | None:
        """Return the kind of file that ``media`` can be sent as; where there is none, report why."""
        if media is None:
            return None
        if unmet := self._unmet(media, path):
            self.report_unmet(unmet)
            return None
        return self._kind(media)

    def _file(self, media: MediaMessage) -> _File | None:
        """Return the kind of file that ``media`` can be sent as."""
        return None if self._unmet(media, "") else self._kind(media)

    def _kind(self, media: MediaMessage) -> _File | None:
        """Return the kind of file by its content type, where ``media_info`` has it, or by the URL's extension."""
        info = self.media_info(media.url)
        if info.content_type:
            name = info.content_type.partition(";")[0].strip().lower()
            return next((file for file in _FILES if name in file.content_types), None)
        extension = file_extension(one_line(media.url))
        return next((file for file in _FILES if extension in file.extensions), None)

    def _unmet(self, media: MediaMessage, path: str) -> Unmet | None:
        """Return what keeps ``media`` from being sent as a file, as far as its type and its size are known."""
        if why := _not_to_fetch(one_line(media.url)):
            return Unmet(why, path)
        file = self._kind(media)
        if file is None:
            return Unmet(f"Telegram is known to fetch {_EXTENSIONS} by URL, and this is none of them", path)
        limit = self.limit("photo by URL" if file.field == "photo" else "file by URL")
        size = self.media_info(media.url).bytes
        if size is None or size <= limit.value:
            return None
        why = f"Telegram fetches a {file.field} of {limit.value} bytes at most by its URL; this one has {size}"
        return Unmet(why, path, limit.value, size)


def _is_blank(text: str | None) -> bool:
    """Tell whether Telegram would find nothing in ``text``."""
    return not _INVISIBLE.sub("", text or "")


def _joined(texts: Iterable[str]) -> str | None:
    """Return what is read in several messages, one blank line between them; None where there is no text."""
    return "\n\n".join(text for text in texts if not _is_blank(text)) or None


def _with_markup(call: Call, markup: Call | None) -> Call:
    return {**call, "reply_markup": markup} if markup else call


def _with_caption(call: Call, text: str) -> Call:
    return call if _is_blank(text) else {**call, "caption": text}


# --- URLs ---


def _not_to_fetch(url: str) -> str:
    """Return why Telegram would not fetch ``url``; nothing where it would.

    Source: TDLib, parse_url. A character that no URL has keeps none from being one: it goes out percent-encoded.
    """
    if _is_blank(url):
        return "there is no URL"
    matched = _WEB_URL.fullmatch(url)
    return _wrong_address(*matched.groups()) if matched else "Telegram fetches files by http and https URLs only"


def _not_to_open(url: str) -> str:
    """Return why no button would open ``url``; nothing where one would.

    Source: Bot API, InlineKeyboardButton.url, and TDLib, LinkManager::check_link.
    """
    if _is_blank(url):
        return "there is no URL"
    if url.lower().startswith("tg:"):
        return "" if _TG_URL.fullmatch(url) else "a tg URL is tg:// and a name of letters, digits, '-' and '_'"
    matched = _WEB_URL.fullmatch(url)
    if matched is None:
        return "a button opens http, https and tg URLs only"
    host, port = matched.groups()
    if why := _wrong_address(host, port):
        return why
    return "" if host.startswith("[") or _DOTTED.search(host) else "a button opens no URL whose host has no dot in it"


def _wrong_address(host: str, port: str | None) -> str:
    """Return what is wrong with the host or the port of a URL; nothing where they are right."""
    if not host:
        return "the URL has no host"
    if not (_is_ipv6(host) if host.startswith("[") else _HOST.fullmatch(host)):
        return f"{host!r} is no host"
    if port is not None and not (_PORT.fullmatch(port) and int(port) <= 65535):
        return "the port of the URL is not a number from 1 to 65535"
    return ""


def _is_ipv6(host: str) -> bool:
    try:
        IPv6Address(host[1:-1])
    except ValueError:
        return False
    return "%" not in host


def _opened(choice: Choice) -> str:
    """Return the URL that a button for ``choice`` would open; empty where there is none."""
    url: str | None = None
    if choice.url_message:
        url = choice.url_message.url
    elif choice.location_message:
        url = choice.location_message.coordinates.map_link
    elif choice.calendar_message:
        url = choice.calendar_message.fallback_url
    elif choice.share_location_message:
        url = choice.share_location_message.fallback_url
    return one_line(url)


# --- choices and items ---


def _placed(choices: Sequence[Choice] | None, path: str) -> list[_PlacedChoice]:
    where = extend_path(path, "choices")
    return [(extend_path(where, index), choice) for index, choice in enumerate(choices or ())]


def _all_choices(message: Content, path: str) -> Iterable[_PlacedChoice]:
    """Yield every choice of a message and its path."""
    if isinstance(message, CarouselMessage):
        for index, card in enumerate(message.cards):
            yield from _placed(card.choices, extend_path(extend_path(path, "cards"), index))
    if isinstance(message, (ChoiceMessage, CardMessage, CarouselMessage)):
        yield from _placed(message.choices, path)


def _cut_label(label: str, limit: Limit, taken: Collection[str]) -> str:
    """Return ``label`` cut to ``limit``, with a number behind it where it would be one of those ``taken``."""
    short = cut(label, limit.value, limit.unit, "…")
    for number in range(2, len(taken) + 2):
        if short not in taken:
            break
        short = cut(label, limit.value, limit.unit, f"… {number}")
    return short


def _choice_button(place: _PlacedChoice, *, asks_location: bool) -> _Button | None:
    """Return the button of a choice, None where it can have none."""
    path, choice = place
    label = one_line(choice.label)
    if _is_blank(label):
        return None
    label_path = extend_path(extend_path(path, choice.kind), "text" if choice.text_message else "title")
    if choice.text_message:
        return _Button(path, label, label_path, choice.postback_data)
    if choice.share_location_message and asks_location:
        return _Button(path, label, label_path)
    url = _opened(choice)
    return None if _not_to_open(url) else _Button(path, label, label_path, url=encode_url(url))


def _item_buttons(message: ListMessage, path: str) -> list[_Button]:
    """Return a button for every choice item that has a title."""
    return [button for place in _items(message, path) if (button := _item_button(*place))]


def _items(message: ListMessage, path: str) -> Iterable[tuple[str, ListItem]]:
    for index, section in enumerate(message.sections):
        where = extend_path(extend_path(extend_path(path, "sections"), index), "items")
        for number, item in enumerate(section.items):
            yield extend_path(where, number), item


def _item_button(path: str, item: ListItem) -> _Button | None:
    if item.choice is None or _is_blank(item.choice.title):
        return None
    path = extend_path(path, "choice")
    return _Button(path, one_line(item.choice.title), extend_path(path, "title"), item.choice.postback_data)


def _has_details(message: ListMessage) -> bool:
    """Tell whether a list says more of its items than their titles."""
    items = [item.choice for section in message.sections for item in section.items]
    return any(section.title for section in message.sections) or any(
        item and (item.description or item.media) for item in items
    )


# --- contacts ---


def _names(message: ContactInfoMessage) -> dict[str, str]:
    """Return the names of a Telegram contact: first and last where both are given, else the whole in the first."""
    first, last, full = (
        one_line(name) for name in (message.name.first_name, message.name.last_name, message.name.full_name)
    )
    if not _is_blank(first) and not _is_blank(last):
        return {"first_name": first, "last_name": last}
    name = next((name for name in (full, first, last) if not _is_blank(name)), None)
    return {"first_name": name} if name else {}


def _vcard_properties(message: ContactInfoMessage) -> list[tuple[str, tuple[str, ...]]]:
    """Return the contact as the names and values of vCard properties.

    Source: RFC 2426 (vCard 3.0), sections 3.1 to 3.6.
    """
    name, job = message.name, message.organization
    parts = (name.last_name, name.first_name, name.middle_name, name.prefix, name.suffix)
    found: list[tuple[str, tuple[str | None, ...]]] = [
        ("N", parts if any(map(one_line, parts)) else (name.full_name,)),
        ("FN", (one_line(name.full_name) or " ".join(_names(message).values()),)),
    ]
    if job:
        found += [("ORG", (job.company, job.department)), ("TITLE", (job.title,))]
    found += [(f"TEL{_type(phone.type)}", (phone.phone_number,)) for phone in message.phone_numbers]
    found += [(f"EMAIL{_type(mail.type)}", (mail.email_address,)) for mail in message.email_addresses or ()]
    found += [(f"URL{_type(page.type)}", (page.url,)) for page in message.urls or ()]
    found += [
        (f"ADR{_type(place.type)}", (None, None, None, place.city, place.state, place.zip, place.country))
        for place in message.addresses or ()
    ]
    found.append(("BDAY", (message.birthday,)))
    properties = [(label, tuple(map(one_line, values))) for label, values in found]
    return [(label, values) for label, values in properties if any(values)]


def _type(kind: str | None) -> str:
    """Return a type as a parameter; what no parameter can be is left out."""
    return f";TYPE={kind}" if kind and re.fullmatch(r"[A-Za-z0-9-]+", kind, re.ASCII) else ""


def _vcard(properties: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """Return a vCard. Its lines are not folded, which RFC 2425 (section 5.8.1) recommends and does not require."""
    lines = (f"{label}:{';'.join(_escaped(label, value) for value in values)}" for label, values in properties)
    return "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD"))


def _escaped(label: str, value: str) -> str:
    """Return a value as it stands in a vCard: a text is escaped, a URL is not. Source: RFC 2426, section 4."""
    return value if label.startswith("URL") else re.sub(r"[\\,;]", r"\\\g<0>", value)
