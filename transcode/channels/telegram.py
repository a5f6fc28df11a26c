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
- ``reply_to`` names a message by the service's identifier. Telegram numbers messages chat by chat, and the one cannot
  be told from the other here, so no call has ``reply_parameters``: a wrong number would quote another message.
- The sender is the bot whose token makes the call; a call has no place for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, ClassVar, Final

from transcode.channels.base import ChannelWriter, Property, Rendering, Request, Support, flag
from transcode.measure import Limit, Unit, cut, split
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
from transcode.plaintext import Uppercase, one_line
from transcode.result import Code, Outcome, ReplyOption

__all__ = ["Telegram"]

_API: Final = "core.telegram.org/bots/api"
_READ: Final = "2026-11-22"

# Bot API, Chat.id: at most 52 significant bits; those of groups and channels are negative.
_CHAT = re.compile(r"-?[0-9]{1,16}|@[A-Za-z][A-Za-z0-9_]{3,31}", re.ASCII)

# What a button may open. Bot API, InlineKeyboardButton.url: HTTP and tg:// URLs. TDLib (LinkManager::check_link)
# refuses a host without a dot.
_BUTTON_URL = re.compile(r"https?://[^/?#]*[^/?#.]\.[^/?#.]|tg://[^/]", re.IGNORECASE)
_FILE_URL = re.compile(r"https?://[^/?#]+(?:/[^?#]*?(?:\.([A-Za-z0-9]+))?)?(?:[?#].*)?", re.IGNORECASE)

# TDLib (clean_input_string) makes spaces of control characters, removes U+2028 to U+202E, and the API refuses a text of
# which nothing is left. None of them is in a URL either.
_INVISIBLE = re.compile(r"[\s\x00-\x20\u2028-\u202e]+")

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


@dataclass(frozen=True, slots=True)
class _Keyboard:
    """What becomes of the choices of one message."""

    buttons: Sequence[_Button]
    lines: Sequence[_PlacedChoice]
    """Those that can be no button."""
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

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        # By the path of a choice: its label as it is shown, and what comes back when it is tapped.
        self._shown: dict[str, str] = {}
        self._identifiers: dict[str, str] = {}

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
            self.report(Code.SENT_AS_TEXT, limit=limit.value, actual=actual, why=why)
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
        offered = _item_buttons(message, self.path)
        keyboard = _Keyboard(self._within(offered), ())
        text = self._list_text(message, file, all_are_buttons=len(keyboard.buttons) == len(offered))
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

    def replies(self, text: str | None) -> tuple[ReplyOption, ...]:
        """Return the answers that the written content offers, as its buttons show them."""
        return tuple(
            replace(reply, shown=self._shown.get(reply.path, reply.shown), identifier=self._identifiers.get(reply.path))
            for reply in super().replies(text)
        )

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
        # A piece of white space alone shows nothing, and would be refused.
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

    def _list_text(self, message: ListMessage, file: _File | None, *, all_are_buttons: bool) -> str:
        """Return the text of a list; items that are only titles are left to the buttons."""
        shown: dict[str, Any] = {"media": None} if file else {}
        if all_are_buttons and not _has_details(message):
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
        media = [
            _with_caption({"type": file.field, "media": url}, text)
            for (file, url), text in zip(files, texts, strict=True)
        ]
        return Rendering(Outcome.NATIVE, (self._call("sendMediaGroup", media=media),), _joined(texts))

    def _album_files(self, cards: Sequence[CardMessage]) -> list[tuple[_File, str]]:
        """Return the kind and the URL of each card's file; none where they cannot all be in one album."""
        media = [card.media_message for card in cards if card.media_message]
        files = [(file, one_line(one.url)) for one in media if (file := self._file(one))]
        kinds = {file.album for file, _ in files}
        # Bot API, sendMediaGroup: 2 files at least.
        return [] if len(files) < max(2, len(cards)) or len(kinds) > 1 or None in kinds else files

    # --- buttons ---

    def _keyboard(self, choices: Sequence[_PlacedChoice]) -> _Keyboard:
        """Return what becomes of ``choices``, and report what is not the button that was meant."""
        asks = self._asks_location(choices)
        offered = [button for place in choices if (button := _choice_button(place, asks_location=asks))]
        possible = {button.path for button in offered}
        buttons = self._within(offered)
        made = {button.path for button in buttons}
        for place in choices:
            if place[0] in made:
                self._report_replaced(place, asks_location=asks)
            elif place[0] not in possible:
                self._report_line(place)
        return _Keyboard(buttons, [place for place in choices if place[0] not in made], asks)

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
            self.report(Code.SENT_AS_TEXT, button.path, limit=limit.value, actual=len(buttons), why=why)
        return buttons[: limit.value]

    def _markup(self, keyboard: _Keyboard) -> Call | None:
        """Return the ``reply_markup`` of a keyboard, one button a row."""
        if not keyboard.buttons:
            return None
        limit = self.limit("button text")
        labels = self.fit_labels(
            [button.label for button in keyboard.buttons], limit, [button.label_path for button in keyboard.buttons]
        )
        self._shown.update((button.path, label) for button, label in zip(keyboard.buttons, labels, strict=True))
        if keyboard.asks_location:
            rows = [[{"text": label, "request_location": True}] for label in labels]
            return {"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True}
        pairs = zip(keyboard.buttons, labels, strict=True)
        return {"inline_keyboard": [[{"text": label, **self._action(button)}] for button, label in pairs]}

    def _action(self, button: _Button) -> dict[str, str]:
        """Return what an inline button does."""
        if button.url is not None:
            return {"url": button.url}
        return {"callback_data": self._callback_data(button)}

    def _callback_data(self, button: _Button) -> str:
        """Return what comes back when a button is tapped; no two of a message have the same."""
        limit = self.limit("callback data")
        where = extend_path(button.path, "postback_data") if button.postback else button.label_path
        fitted = unique = self.fit_identifier(button.postback or button.label, limit, where)
        number = 2
        while unique in self._identifiers.values():
            mark = f"#{number}"
            unique = cut(fitted, limit.value - len(mark), limit.unit) + mark
            number += 1
        if unique != fitted and button.postback:
            self.report(Code.IDENTIFIER_CHANGED, where, identifier=unique, why="another choice has the same")
        self._identifiers[button.path] = unique
        return unique

    def _report_line(self, place: _PlacedChoice) -> None:
        path, choice = place
        if _is_blank(choice.label):
            why = "a button must have a label"
        elif choice.call_message:
            why = "Telegram has no button that calls a number"
        elif choice.calendar_message:
            why = "Telegram has no calendar button, and a button cannot open the fallback URL"
        else:
            why = "a button opens http, https and tg URLs only"
        self.report(Code.SENT_AS_TEXT, extend_path(path, choice.kind), why=why)

    def _report_replaced(self, place: _PlacedChoice, *, asks_location: bool) -> None:
        path, choice = place
        where = extend_path(path, choice.kind)
        if choice.calendar_message:
            why = "Telegram has no calendar button, so this one opens the fallback URL"
            self.report(Code.NOT_IN_FORM, where, what="The event is not added to a calendar", why=why)
        elif choice.share_location_message and asks_location:
            self.report(Code.HINT_IGNORED, f"{where}.fallback_url", what="The fallback URL", channel=self.title)
        elif choice.share_location_message:
            why = "the keyboard that asks is for private chats and for no other choice, so this opens the fallback URL"
            self.report(Code.NOT_IN_FORM, where, what="The location is not asked for", why=why)

    # --- files ---

    def _file_call(self, file: _File, media: MediaMessage) -> Call:
        call = self._call(file.method, **{file.field: one_line(media.url)})
        # Bot API, sendVideo: a thumbnail must be uploaded; a cover may be a URL.
        if self.rich and file.field == "video" and _file_url(media.thumbnail_url):
            call["cover"] = one_line(media.thumbnail_url)
        return call

    def _attached(self, media: MediaMessage | None, path: str) -> _File | None:
        """Return the kind of file that ``media`` can be sent as; where there is none, report why."""
        if media is None:
            return None
        file = self._file(media)
        if file is None:
            self._report_link(media, path)
        return file

    def _file(self, media: MediaMessage) -> _File | None:
        """Return the kind of file that ``media`` can be sent as."""
        file = self._kind(media)
        return None if file is None or self._oversize(file, media) else file

    def _kind(self, media: MediaMessage) -> _File | None:
        """Return the kind of file by its content type, where ``media_info`` has it, or by the URL's extension."""
        matched = _file_url(media.url)
        if matched is None:
            return None
        info = self.media_info(media.url)
        if info.content_type:
            name = info.content_type.partition(";")[0].strip().lower()
            return next((file for file in _FILES if name in file.content_types), None)
        extension = (matched[1] or "").lower()
        return next((file for file in _FILES if extension in file.extensions), None)

    def _oversize(self, file: _File, media: MediaMessage) -> tuple[Limit, int] | None:
        """Return the limit that the file exceeds and its size, as far as its size is known."""
        info = self.media_info(media.url)
        limit = self.limit("photo by URL" if file.field == "photo" else "file by URL")
        return (limit, info.bytes) if info.bytes and info.bytes > limit.value else None

    def _report_link(self, media: MediaMessage, path: str) -> None:
        """Report why ``media`` is sent as its URL."""
        file = self._kind(media)
        if file and (exceeded := self._oversize(file, media)):
            limit, size = exceeded
            why = f"Telegram fetches a {file.field} of {limit.value} bytes at most by its URL; this one has {size}"
            self.report(Code.SENT_AS_TEXT, path, limit=limit.value, actual=size, why=why)
        elif _file_url(media.url):
            why = f"Telegram is known to fetch {_EXTENSIONS} by URL, and this is none of them"
            self.report(Code.SENT_AS_TEXT, path, why=why)
        else:
            self.report(Code.SENT_AS_TEXT, path, why="Telegram fetches files by http and https URLs only")


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


def _file_url(url: str | None) -> re.Match[str] | None:
    """Return the match of a URL that Telegram would fetch; its group is the extension."""
    url = one_line(url)
    return None if _INVISIBLE.search(url) else _FILE_URL.fullmatch(url)


def _button_url(choice: Choice) -> str | None:
    """Return what a button for ``choice`` would open; None where that is nothing, or not for a button."""
    url = ""
    if choice.url_message:
        url = choice.url_message.url
    elif choice.location_message:
        url = choice.location_message.coordinates.map_link
    elif choice.calendar_message:
        url = choice.calendar_message.fallback_url
    elif choice.share_location_message:
        url = choice.share_location_message.fallback_url
    url = one_line(url)
    return url if _BUTTON_URL.match(url) and not _INVISIBLE.search(url) else None


# --- choices and items ---


def _placed(choices: Sequence[Choice] | None, path: str) -> list[_PlacedChoice]:
    where = extend_path(path, "choices")
    return [(extend_path(where, index), choice) for index, choice in enumerate(choices or ())]


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
    url = _button_url(choice)
    return _Button(path, label, label_path, url=url) if url else None


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
