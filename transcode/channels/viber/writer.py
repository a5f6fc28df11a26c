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
from dataclasses import replace
from typing import ClassVar, Final

from transcode.channels.viber.limits import FILES, LIMITS, PROPERTIES, SENDER_NAME
from transcode.channels.viber.messages import BELOW, CARD, QUESTION, Messages
from transcode.measure import cut
from transcode.message.place import NOTHING, Place, Words
<<<<<<< HEAD
from transcode.parts.addresses import encoded
from transcode.parts.buttons import Deed, Taps
=======
from transcode.parts.addresses import encoded, read
from transcode.parts.buttons import Button, Deed, Taps
from transcode.parts.files import File
from transcode.parts.forms import Filled, Form, fill
>>>>>>> 907ca0399bb7fc02392b49d94463ec4856f491eb
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
        if not sender.strip() or SENDER_NAME.exceeded_by(sender) is not None:
            raise ValueError(f"must be a name of at most {SENDER_NAME.value} characters")
        return sender

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
        text, buttons = message.words("text_message", "text").block, self.buttons(message.at_all("choices"))
        return self.ask(Panel(message, "the message", text=text, buttons=buttons))

    def card(self, message: Place) -> Rendering:
        """Write a card; a file that no card shows is a message of its own before it."""
        panel, media = self.card_panel(message, "the card"), message.get("media_message")
        bare = not (panel.words or panel.buttons)
        if media and (panel.link or (panel.file and bare)):
            answer = self.attempt(lambda: self.file_message(media))
            if isinstance(answer, Obstacle):
                self.report_obstacle(Code.FILE_AS_LINK, answer)
<<<<<<< HEAD
                first = self.texts(media.words("url").line)
=======
                first = self._texts(read(media.words("url")))
>>>>>>> 907ca0399bb7fc02392b49d94463ec4856f491eb
            else:
                first = [answer]
            return self.rendering(first) if bare else self.cards_message([replace(panel, link=NOTHING)], (), first)
        return self.cards_message([panel], ())

    def carousel(self, message: Place) -> Rendering:
        """Write cards side by side; the outer choices are in the keyboard below."""
        cards = list(message.at_all("cards"))
        if not cards:
            raise Obstacle("the carousel has no cards", message)
        panels = [
            self.linked(self.card_panel(card, f"card {number}", f"{number}. "), card.get("media_message"))
            for number, card in enumerate(cards, 1)
        ]
        return self.cards_message(panels, self.buttons(message.at_all("choices"), "outer "))

    def location(self, message: Place) -> Rendering:
        """Write a place: the bare map; in the profile ``rich`` after a text with its names."""
        latitude, longitude = message.at("coordinates", "latitude"), message.at("coordinates", "longitude")
        self.notes.tell(latitude, longitude)
        named = [words for name in ("title", "label") if self.shows(words := message.words(name).line)]
        if self.rich and named:
            self.before.append(Words.join("\n", named))
        for words in () if self.rich else named:
            where = words.place or message
            why = "the service's picture shows the bare map; profile='rich' sends a text before it"
            self.notes.report(Code.DROPPED, where, what=f"The {where.key} {words.plain!r}", why=why)
        return self.rendering([self.message_of("location", location={"lat": latitude.value, "lon": longitude.value})])

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
        items = [item for section in message.at_all("sections") for item in section.at_all("items")]
        for item in items:
            if item.get("product"):
                raise Obstacle("Viber has no catalogue of products", item)
        if not self.rich:
            return self.as_plaintext(message, why=_NOT_SHOWN)
        buttons = tuple(self.item(item.at("choice"), f"item {number}") for number, item in enumerate(items, 1))
        self.refuse_impossible(buttons)
        text = self.render(message, view(message, Uppercase.KEEP))
        within = self.within(buttons, self.limit("keyboard buttons").value, "a keyboard")
        for one in within:
            if one.why_not:
                self.report_line(one)
        shown = tuple(one for one in within if not one.why_not)
<<<<<<< HEAD
        return self.ask(Panel(message, "the list", text=text, buttons=shown))
=======
        return self._question(Panel(message, "the list", text=text, buttons=shown))

    # --- messages ---

    def text_payloads(self, text: str) -> tuple[Json, ...]:
        """Return the messages that send ``text``."""
        return tuple(self._texts(text if isinstance(text, Words) else Words(text)))

    def formatted(self, payload: Mapping[str, Any]) -> Iterator[str]:
        """Yield the text of a message; cells are HTML, where a mark is a mark."""
        yield payload.get("text", "")

    def _texts(self, text: Words) -> list[Json]:
        text = self.literal(text)  # no layout of Viber's has marks of its own
        return [self._message("text", text=piece) for piece in self.pieces(text, self.limit("text"), self.where)]

    def _message(self, kind: str, version: int = 1, **fields: Any) -> Json:
        name = self.settings.get("VIBER_SENDER_NAME") or self.from_ or FROM
        sender = self.given(name=name, avatar=self.settings.get("VIBER_SENDER_AVATAR"))
        return {"receiver": self.to, "min_api_version": version, "sender": sender, "type": kind, **fields}

    def _rendering(self, messages: Sequence[Json], text: Words | None = None) -> Rendering:
        """Return the rendering of messages in their order; what they have no room for goes before."""
        before, limit = self.said_before(), self.limit("payload")
        payloads = (*(self._texts(before) if before else ()), *messages)
        for payload in payloads:
            if (size := measure(compact_json(payload), Unit.UTF8_BYTES)) > limit.value:
                assert isinstance(self.where, Place)  # noqa: S101 - content is written
                why = f"it would be a Viber message of {size:,} bytes, which may have {limit.value:,}"
                raise Obstacle(why, self.where, limit.value, size)
        return Rendering(Outcome.NATIVE, payloads, text)

    def _question(self, panel: Panel) -> Rendering:
        """Return a text with a keyboard below it."""
        most = self.limit("keyboard buttons").value
        panel = self.with_lines(replace(panel, buttons=self._within(panel.buttons, most, "a keyboard")))
        in_text = not panel.text
        if in_text:
            panel = replace(panel, text=self.lines(one.place for one in panel.buttons))
        filled = self.accept(fill(_QUESTION, panel, self._room(panel), taken=list(self.tapped.labels())))
        *first, last = self._texts(filled.text)
        return self._rendering([*first, self._with_keyboard(last, filled, in_text=in_text)], filled.text)

    def _with_keyboard(self, message: Json, filled: Filled, *, in_text: bool = False) -> Json:
        cells = [self._cell(one, in_text=in_text) for one in filled.buttons]
        if not cells:
            return message
        version = max(message["min_api_version"], _version(cells))
        keyboard = {"Type": "keyboard", "DefaultHeight": False, "Buttons": cells}
        return {**message, "min_api_version": version, "keyboard": keyboard}

    # --- cards ---

    def _card_panel(self, card: Place, name: str, number: str = "") -> Panel:
        """Return a card as a panel; ``number`` stands before its words where they are sent outside it."""
        buttons = self.buttons(card.at_all("choices"), f"{name}'s " if number else "")
        title, text = card.words("title").block, card.words("description").block
        panel = Panel(card, name, title, text, buttons=buttons, number=number)
        self.notes.tell(card.get("height"))
        panel = self.with_media(panel, card.get("media_message"), ("picture",))
        if panel.file and (panel.file.info.bytes or 0) > self.limit("card image size").value:
            return replace(panel, link=read(panel.file.media.words("url")), file=None)
        return panel

    def _cards(self, panels: Sequence[Panel], outer: Sequence[Button], first: Sequence[Json] = ()) -> Rendering:
        """Return cards, with the ``outer`` choices and those that they have no rows for in the keyboard below."""
        outer = self._outer(outer)
        space = self.limit("keyboard buttons").value - len(outer)
        below: list[Button] = []
        parted: list[Filled] = []
        for panel in panels:
            inside, more = self._parted(panel, space - len(below))
            below += more
            parted.append(self.accept(fill(_CARD, inside, self._room(inside))))
        limit = self.limit("cards")
        groups = [parted[start : start + limit.value] for start in range(0, len(parted), limit.value)]
        if len(groups) > 1:
            why = f"there are {len(panels)} cards and a Viber message takes {limit.value}"
            where = panels[0].place.parent or panels[0].place
            self.notes.report(Code.CARDS_SPLIT, where, limit=limit.value, actual=len(groups), what="messages", why=why)
        messages = [self._rich_media(group) for group in groups]
        assert isinstance(self.where, Place)  # noqa: S101 - content is written
        chips = Panel(self.where, "the message", buttons=(*below, *outer))
        filled = self.accept(fill(_BELOW, chips, self._room(chips), taken=list(self.tapped.labels())))
        return self._rendering([*first, *messages[:-1], self._with_keyboard(messages[-1], filled)])

    def _outer(self, buttons: Sequence[Button]) -> tuple[Button, ...]:
        """Return the outer choices that are buttons below the cards; the others are lines before them."""
        within = self._within(buttons, self.limit("keyboard buttons").value, "a keyboard")
        impossible = [one for one in within if one.why_not]
        for one in impossible:
            self.report_line(one)
        if impossible:
            self.before.append(self.lines(one.place for one in impossible))
        return tuple(one for one in within if not one.why_not)

    def _parted(self, panel: Panel, space: int) -> tuple[Panel, tuple[Button, ...]]:
        """Return a card with the choices it has rows for, and those that are below it; others are its lines."""
        # One row for a title, one for a text, two for a picture.
        inside = self.limit("card rows").value - 1 - bool(panel.title) - 2 * bool(panel.file)
        panel = self.with_lines(
            replace(panel, buttons=self._within(panel.buttons, inside + space, "a card and its keyboard"))
        )
        if panel.buttons and not (panel.title or panel.text or panel.file):
            panel = replace(panel, text=self.lines(one.place for one in panel.buttons))
        below, count = panel.buttons[inside:], len(panel.buttons)
        for one in below:
            why = f"the card has rows for {inside} choices and {panel.name} has {count}"
            self.notes.report(Code.CHOICE_BELOW, one.place, what="card", why=why, limit=inside, actual=count)
        return replace(panel, buttons=panel.buttons[:inside]), below

    def _rich_media(self, cards: Sequence[Filled]) -> Json:
        wanted = [bool(one.title) + 2 * bool(one.text) + 3 * bool(one.file) + len(one.buttons) for one in cards]
        height = min(self.limit("card rows").value, max(wanted))
        cells = [cell for card in cards for cell in self._card_cells(card, height)]
        grid = {"ButtonsGroupColumns": COLUMNS, "ButtonsGroupRows": height, "BgColor": "#FFFFFF", "Buttons": cells}
        return self._message("rich_media", 7, rich_media={"Type": "rich_media", **grid})

    def _card_cells(self, card: Filled, height: int) -> list[Json]:
        rows = rows_of(height, bool(card.title), bool(card.text), bool(card.file), len(card.buttons))
        cells = []
        if card.title:
            cells.append(text_cell(card.title, rows[0], bold=True))
        if card.text:
            cells.append(text_cell(card.text, rows[1]))
        if card.file:
            cells.append(picture_cell(card.file.url, rows[2]))
        return [*cells, *(self._cell(one) for one in card.buttons)]

    # --- buttons ---

    def deeds(self, choices: Sequence[Place]) -> Collection[Deed]:
        """Return what cells can do; the documented ones show a number to call, which ``rich`` has in the text."""
        return self.taps.deeds if self.rich else self.taps.deeds | {Deed.CALL}

    def why_not_opened(self, url: str) -> str:
        """Return why no cell would open or show ``url``; nothing where one would."""
        return why_not(url, (*self.taps.schemes, "tel"))

    def buttons_that(self, deeds: Collection[Deed], choices: Iterable[Place], whose: str = "") -> tuple[Button, ...]:
        """Return choices as buttons; as documented, their labels tell where they lead."""
        buttons = super().buttons_that(deeds, choices, whose)
        return buttons if self.rich else tuple(map(self._telling, buttons))

    def _telling(self, one: Button) -> Button:
        if one.why_not or one.deed not in (Deed.OPEN, Deed.CALL):
            return one
        target = one.action.words("phone_number").line if one.deed is Deed.CALL else read(one.action.words("url"))
        target = target or one.url
        label, limit = Words.join(": ", (one.label, target)), self.limit("button text")
        return replace(one, label=label) if limit.exceeded_by(html(label)) is None else one

    def _within(self, buttons: Sequence[Button], space: int, what: str) -> tuple[Button, ...]:
        """Return the choices; those that ``what`` has no room for can be no button."""
        possible = [one for one in buttons if not one.why_not]
        over = {one.place for one in possible[max(0, space) :]}
        why = f"{what} has room for {max(0, space)} buttons and {len(possible)} are offered"
        return tuple(replace(one, why_not=why) if one.place in over else one for one in buttons)

    def _room(self, panel: Panel) -> Callable[[str], Limit]:
        """Return what gives the limits of a panel's texts, with room for what HTML needs to show them."""
        texts = {
            "card title": (panel.title,),
            "card text": (panel.text,),
            "button text": tuple(one.label for one in panel.buttons),
        }

        def limit(name: str) -> Limit:
            return room(self.limit(name), texts[name]) if name in texts else self.limit(name)

        return limit

    def _cell(self, one: Button, *, in_text: bool = False) -> Json:
        """Return a choice as a cell of a keyboard or a card."""
        cell: Json = {"Columns": COLUMNS, "Rows": 1}
        match one.deed:
            case Deed.ANSWER:
                back = self.tap(one) or ""
                cell |= {"ActionType": "reply", "ActionBody": back}
                silent = back != one.label
            case Deed.ASK:
                self.tap(one, in_text=in_text)
                # Any text is required, and none is used.
                cell |= {"ActionType": "location-picker", "ActionBody": "location"}
                silent = False
            case Deed.CALL:
                cell |= {"ActionType": "none", "ActionBody": one.url}
                why = "no document says that a Viber button calls; profile='rich' has the number in the text"
                self.notes.report(
                    Code.SHOWN_OTHERWISE, one.action, what="The call", value="a cell with the number", why=why
                )
                silent = False
            case _:
                self.tap(one, in_text=in_text)
                self.tapped.add(one.place, one.shown, one.url.plain)
                cell |= {"ActionType": "open-url", "ActionBody": one.url}
                silent = True
        return {**cell, "Text": html(one.shown), **({"Silent": True} if silent and self.rich else {})}

    # --- files ---

    def _carried(self, media: Place) -> File:
        """Return a file as a message carries it: its size is known where it must be, and its URL ends as Viber asks."""
        file, where = self.file(media), media.at("url")
        ending = file_extension(file.url)
        if ending in FORBIDDEN:
            raise Obstacle(f"Viber takes no {ending} files", where)
        if not ending or (file.name != "file" and ending not in file.kind.extensions):
            raise Obstacle(f"the URL of a {file.name} must end in its extension", where)
        if file.name != "picture" and file.info.bytes is None:
            raise Obstacle(f"Viber needs the size of a {file.name}: give it as bytes in media_info", where)
        longest = self.limit("video duration").value
        if file.name == "video" and (file.info.duration_s or 0) > longest:
            why = f"the video plays {file.info.duration_s:g} seconds and Viber takes {longest}"
            raise Obstacle(why, where, longest, round(file.info.duration_s or 0))
        return file

    def _file_message(self, media: Place) -> Json:
        file = self._carried(media)
        if file.name == "file":
            name = file.file_name(self.limit("file name"))
            return self._message("file", media=file.url, size=file.info.bytes, file_name=name)
        preview = self._thumbnail(media, ("jpg", "jpeg") if file.name == "video" else ("jpg", "jpeg", "png"))
        if file.name == "picture":
            return self._message("picture", text="", media=file.url, **self.given(thumbnail=preview))
        seconds = file.info.duration_s
        more = self.given(duration=None if seconds is None else round(seconds), thumbnail=preview)
        return self._message("video", media=file.url, size=file.info.bytes, **more)

    def _thumbnail(self, media: Place, extensions: Collection[str]) -> Words | None:
        file = self.file_or_none(media, "thumbnail_url")
        usable = file and file_extension(file.url) in extensions
        return file.url if file and usable and (file.info.bytes or 0) <= self.limit("thumbnail size").value else None


def _version(cells: Iterable[Json]) -> int:
    """Return the least ``min_api_version`` of a keyboard's cells."""
    cells = list(cells)
    if any("Silent" in cell for cell in cells):
        return 6
    return 3 if any(cell["ActionType"] == "location-picker" for cell in cells) else 1
>>>>>>> 907ca0399bb7fc02392b49d94463ec4856f491eb
