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
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar, Final

from transcode.channels.viber_business.limits import FILES, LIMITS
from transcode.channels.viber_business.messages import CARD, LIST, ONE, Messages
from transcode.message.place import NOTHING, Place, Words
from transcode.numbers import LEAST_DIGITS
from transcode.parts.buttons import Button, Deed, Taps
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.picture import Picture
from transcode.plaintext import Uppercase, view
from transcode.result import Code, Outcome, Transcoded
from transcode.writer.request import Rendering, Support

__all__ = ["ViberBusiness"]

<<<<<<< HEAD
_LEAST_DIGITS: Final = 7
"""Of a number with its country code; Viber has no short codes."""
_NOT_NATIVE: Final = "the service's documents show it as text on Viber Business; profile='rich' has a form"
=======
Json = dict[str, Any]

_LEAST_OF_A_CARD: Final = 2
"""Characters of its text."""

_OF_BUTTONS: Final = ("url_message", "call_message", "location_message")
_ONE: Final = Form(
    "a Viber Business message with a button",
    buttons="",
    label="button title",
    files=("image", "video"),
    needs=("text", "buttons"),
    has_title=False,
    told=True,
)
_LIST: Final = Form(
    "a Viber Business list",
    text="list text",
    buttons="list options",
    label="list option",
    needs=("text",),
    deeds=frozenset((Deed.ANSWER,)),
    least=2,
    has_title=False,
    exact=True,
)
_CARD: Final = Form(
    "a card of a Viber Business carousel",
    text="card text",
    buttons="card buttons",
    label="card button title",
    files=("image",),
    needs=("file", "text"),
    deeds=frozenset((Deed.OPEN, Deed.CALL)),
    has_title=False,
)
>>>>>>> 907ca0399bb7fc02392b49d94463ec4856f491eb


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

    # --- one method a type of content ---

    def text(self, message: Place) -> Rendering:
        """Write a text."""
        return self.send_text(self.literal(message.words("text")), Outcome.NATIVE)

    def media(self, message: Place) -> Rendering:
        """Write an image, a video or a document."""
        return self.rendering([self.file_content(self.carried(message))])

    def choice(self, message: Place) -> Rendering:
        """Write a question: with one button, with the profile ``rich`` also as a list of answers, else as text."""
        text = self.literal(message.words("text_message", "text").block)
        buttons = self.buttons(message.at_all("choices"))
        panel = Panel(message, "the message", text=text, buttons=buttons)
        if self.rich and len(buttons) > 1:
            return self.list_message(replace(panel, buttons=self.answers(message.at_all("choices"))))
        return self.with_button(panel)

    def card(self, message: Place) -> Rendering:
        """Write a card: its words, its image and one button; in the profile ``rich`` with any of these."""
        title, text = message.words("title").block, message.words("description").block
        panel = Panel(message, "the card", text=self.literal(Words.join("\n", (title, text))))
        panel = replace(panel, buttons=self.buttons(message.at_all("choices")))
        media = message.get("media_message")
        self.notes.tell(message.get("height"))
        file = self.carried(media) if media else None
        if not self.rich and (file is None or file.name != "image"):
            why = "a card is native with an image, and this one has " + ("another file" if file else "none")
            raise Obstacle(why, media or message)
        if file is None and not panel.text:
            raise Obstacle("the card has nothing but choices", message)
        if file is None or file.name != "document":
            return self.with_button(replace(panel, file=file))
        # A document has neither a text nor a button beside it.
        first = [self.file_content(file)]
        if panel.buttons:
            return self.with_button(panel, first)
        texts = [{"type": "TEXT", "text": one} for one in self.pieces_of(panel.text)] if panel.text else []
        return self.rendering(texts, panel.text or None, first)

    def carousel(self, message: Place) -> Rendering:
        """Write cards: text, in the profile ``rich`` a carousel if all of them can be its cards."""
        if not self.rich:
            return self.as_plaintext(message, why=_NOT_NATIVE)
        cards, limit = list(message.at_all("cards")), self.limit("carousel cards")
        if len(cards) < 2:
            raise Obstacle("a Viber Business carousel has 2 cards at least", message.at("cards"), 2, len(cards))
        filled = [self.filled_card(card, number) for number, card in enumerate(cards, 1)]
        outer = list(message.at_all("choices"))
        for one in self.buttons(outer, "outer "):
            why = one.why_not or "a carousel has buttons in its cards only"
            self.report_line(replace(one, why_not=why))
        if outer:
            self.before.append(self.lines(outer))
        count = -(-len(cards) // limit.value)
        size, more = divmod(len(cards), count)
        starts = [number * size + min(number, more) for number in range(count + 1)]
        if count > 1:
            why = f"there are {len(cards)} cards and a Viber Business carousel takes {limit.value}"
            self.notes.report(
                Code.CARDS_SPLIT, message.at("cards"), limit=limit.value, actual=count, what="carousels", why=why
            )
        text = self.said_before()
        self.before.clear()
        if self.limit("text").exceeded_by(text) is not None:
            self.before.append(text)
            text = NOTHING
        contents = []
        for start, end in pairwise(starts):
            shown = [self.card_content(one) for one in filled[start:end]]
            contents.append({"type": "CAROUSEL", "text": NOTHING if start else text, "cards": shown})
        return self.rendering(contents, text or None)

    def location(self, message: Place) -> Rendering:
        """Write a place as its map link; in the profile ``rich`` as a button that opens it."""
        title, label = self.literal(message.words("title").line), message.words("label").line
        if not (self.rich and self.shows(title or label)):
            return self.as_plaintext(message, why=_NOT_NATIVE if not self.rich else "the place has no name")
        coordinates = message.at("coordinates")
        link = Words(coordinates.value.map_link, (coordinates.at("latitude"), coordinates.at("longitude")))
        button = Button(message, "the place", label or title, Deed.OPEN, message, link)
        return self.with_button(Panel(message, "the place", text=title or label, buttons=(button,)))

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
<<<<<<< HEAD
        return self.list_message(Panel(message, "the list", text=text, buttons=buttons))
=======
        return self._list(Panel(message, "the list", text=text, buttons=buttons))

    # --- messages ---

    def send_laid_out(self, message: Place, shown: View, outcome: Outcome) -> Rendering:
        """Return the rendering of ``message`` as text by its layout, whose own marks format."""
        return super().send_laid_out(message, escape_all(shown) if self.is_literal else shown, outcome)

    def formatted(self, payload: Mapping[str, Any]) -> Iterator[str]:
        """Yield the text of a message."""
        for message in payload["messages"]:
            yield message["content"].get("text", "")

    def text_payloads(self, text: str) -> tuple[Json, ...]:
        """Return the requests that send ``text``: one that is cut, with the profile ``rich`` as many as it needs."""
        words = text if isinstance(text, Words) else Words(text)
        return tuple(self._request({"type": "TEXT", "text": piece}) for piece in self._pieces(words))

    def _pieces(self, text: Words) -> list[Words]:
        limit = self.limit("text")
        if self.rich or (actual := limit.exceeded_by(text)) is None:
            return self.pieces(text, limit, self.where)
        # Which fields the cut falls in is not told apart: all of the content is named.
        self.notes.report(Code.TRUNCATED, self.where, limit=limit.value, unit=limit.unit.value, actual=actual)
        return [text.like(cut(text, limit.value, limit.unit, "…"))]

    def _request(self, content: Json) -> Json:
        return {"messages": [{"sender": self.from_ or FROM, "destinations": [{"to": self.to}], "content": content}]}

    def _rendering(self, contents: Sequence[Json], text: Words | None = None, first: Sequence[Json] = ()) -> Rendering:
        """Return the rendering of messages in their order; what they have no room for goes before."""
        before = self.said_before()
        whole = [{"type": "TEXT", "text": piece} for piece in self._pieces(before)] if before else []
        return Rendering(Outcome.NATIVE, tuple(map(self._request, (*first, *whole, *contents))), text)

    def _with_button(self, panel: Panel, first: Sequence[Json] = ()) -> Rendering:
        """Return a text or a file with one button, in the profile ``rich`` also with none."""
        self.refuse_impossible(panel.buttons)
        if len(panel.buttons) != 1 and not (self.rich and not panel.buttons and panel.file):
            why = f"{panel.name} has {len(panel.buttons)} choices and {_ONE.name} has one"
            raise Obstacle(why, panel.place.at("choices"), 1, len(panel.buttons))
        if not self.rich and (one := panel.buttons[0]).action.key not in _OF_BUTTONS:
            raise Obstacle(f"{one.name} is {one.what}, and the service shows none as a button", one.place)
        if not panel.buttons:
            return self._captioned(panel)
        filled = self.accept(fill(_ONE, panel, self.limit))
        *more, text = self._pieces(filled.text)
        self.before.extend(more)
        (one,) = filled.buttons
        self.tap(one)
        button = {"title": one.shown, "action": one.url}
        file = self._file_content(panel.file) if panel.file else {"type": "TEXT"}
        return self._rendering([{**file, "text": text, "button": button}], filled.text, first)

    def _captioned(self, panel: Panel) -> Rendering:
        """Return a file with a text below it."""
        assert panel.file  # noqa: S101 - asked by the caller
        *more, text = self._pieces(panel.text)
        self.before.extend(more)
        content = {**self._file_content(panel.file), **self.given(text=text)}
        return self._rendering([content], panel.text or None)

    def _answers(self, choices: Any) -> tuple[Button, ...]:
        return self.buttons_that(frozenset((Deed.ANSWER, Deed.OPEN, Deed.CALL)), choices)

    def _list(self, panel: Panel) -> Rendering:
        """Return a text with a list of answers below it."""
        self.refuse_impossible(panel.buttons)
        filled = fill(_LIST, panel, self.limit)
        self.report_told_apart(filled.buttons)
        labels = [one.shown.plain for one in filled.buttons]
        for one in filled.buttons:
            if labels.count(one.shown.plain) > 1:
                raise Obstacle(
                    "two options of a Viber Business list must not be alike: they come back alike", one.place
                )
            self.tapped.add(one.place, one.shown, one.shown.plain)
        options = [one.shown for one in filled.buttons]
        return self._rendering([{"type": "LIST", "text": filled.text, "options": options}], filled.text)

    def _card(self, card: Place, number: int) -> Filled:
        """Return a card of a carousel; what it has no room for goes before."""
        name = f"card {number}"
        title, about = card.words("title").block, card.words("description").block
        buttons = self.buttons(card.at_all("choices"), f"{name}'s ")
        self.refuse_impossible(buttons)
        media = card.get("media_message")
        self.notes.tell(card.get("height"))
        panel = Panel(
            card, name, text=self.literal(Words.join("\n", (title, about))), buttons=buttons, number=f"{number}. "
        )
        panel = self.with_media(panel, media, ("image",))
        if panel.link and media:
            self.file(media)  # which says why it is none that the channel carries
            raise Obstacle(f"{name} has a file and {_CARD.name} shows images only", media)
        if len(panel.text) < _LEAST_OF_A_CARD:
            raise Obstacle(f"{name} has no text of {_LEAST_OF_A_CARD} characters at least", card)
        return self.accept(fill(_CARD, panel, self.limit, taken=list(self.tapped.labels())))

    def _card_content(self, filled: Filled) -> Json:
        assert filled.file  # noqa: S101 - the form needs one
        for one in filled.buttons:
            self.tap(one)
        buttons = [{"title": one.shown, "action": one.url} for one in filled.buttons]
        return {"text": filled.text, "mediaUrl": filled.file.url, **self.given(buttons=buttons)}

    # --- files ---

    def _carried(self, media: Place) -> File:
        """Return a file that has what its message must say of it."""
        file = self.file(media)
        if file.name != "video":
            return file
        thumbnail = media.at("thumbnail_url")
        given = self.file_or_none(media, "thumbnail_url")
        if given is None or given.name != "image":
            why = "Viber Business takes a video with a preview: give thumbnail_url, the address of a JPEG or PNG"
            raise Obstacle(why, thumbnail)
        if not file.info.duration_s:
            why = "Viber Business needs the duration of a video: give it as duration_s in media_info"
            raise Obstacle(why, media.at("url"))
        return file

    def _file_content(self, file: File) -> Json:
        if file.name == "image":
            return {"type": "IMAGE", "mediaUrl": file.url}
        if file.name == "document":
            name = file.file_name(self.limit("file name"))
            return {"type": "FILE", "fileName": name, "mediaUrl": file.url}
        thumbnail = self.file(file.media, "thumbnail_url").url
        duration = f"PT{max(1, round(file.info.duration_s or 0))}S"
        return {"type": "VIDEO", "mediaUrl": file.url, "mediaDuration": duration, "thumbnailUrl": thumbnail}


_NOT_NATIVE: Final = "the service's documents show it as text on Viber Business; profile='rich' has a form"
>>>>>>> 907ca0399bb7fc02392b49d94463ec4856f491eb
