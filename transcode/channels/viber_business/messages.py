"""The messages of Viber Business: texts and files with a button, lists and carousels, and files alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from transcode.channels.viber.markup import Formatting, escape_all
from transcode.measure import cut
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import Button, Deed
from transcode.parts.files import File
from transcode.parts.forms import Filled, Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.plaintext import View
from transcode.result import Code, Outcome
from transcode.writer.request import Rendering

__all__ = ["CARD", "LIST", "ONE", "Messages"]

Json = dict[str, Any]

_LEAST_OF_A_CARD: Final = 2
"""Characters of its text."""
_OF_BUTTONS: Final = ("url_message", "call_message", "location_message")
ONE: Final = Form(
    "a Viber Business message with a button",
    buttons="",
    label="button title",
    files=("image", "video"),
    needs=("text", "buttons"),
    has_title=False,
    told=True,
)
LIST: Final = Form(
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
CARD: Final = Form(
    "a card of a Viber Business carousel",
    text="card text",
    buttons="card buttons",
    label="card button title",
    files=("image",),
    needs=("file", "text"),
    deeds=frozenset((Deed.OPEN, Deed.CALL)),
    has_title=False,
)


class Messages(Formatting):
    """How each message of Viber Business is written; see ``ViberBusiness``."""

    # --- messages ---

    def send_laid_out(self, message: Place, shown: View, outcome: Outcome) -> Rendering:
        """Return the rendering of ``message`` as text by its layout, whose own marks format."""
        return super().send_laid_out(message, escape_all(shown) if self.is_literal else shown, outcome)

    def formatted(self, payload: Mapping[str, Any]) -> Iterator[str]:
        """Yield the text of a message."""
        for message in payload["messages"]:
            yield message["content"].get("text", "")

    def texts(self, text: str) -> list[Json]:
        """Return the messages that a text is sent as; see ``pieces_of``."""
        words = text if isinstance(text, Words) else Words(text)
        return [{"type": "TEXT", "text": piece} for piece in self.pieces_of(words)]

    def pieces_of(self, text: Words) -> list[Words]:
        """Return the texts that a text is sent as: one that is cut, with the profile ``rich`` as many as it needs."""
        limit = self.limit("text")
        if limit.exceeded_by(text) is None:
            return [text]
        if (read := self._as_read(text)) is text:
            return self.pieces(text, limit, self.where)
        if read.plain != text.rstrip():
            # Which fields the cut falls in is not told apart: all of the content is named.
            self.notes.report_length(Code.TRUNCATED, self.where, limit, limit.exceeded_by(text))
        return [read]

    def _as_read(self, text: Words) -> Words:
        """Return a text as the recipient reads it: cut, unless ``rich``; of the space at its end first."""
        limit = self.limit("text")
        if self.rich or limit.exceeded_by(text) is None:
            return text
        if limit.exceeded_by(bare := text.rstrip()) is None:
            return text.like(bare)
        return text.like(cut(text, limit.value, limit.unit, "…"))

    def send_text(self, text: Words, outcome: Outcome) -> Rendering:
        """Return the rendering of one text, as it is read."""
        rendering = super().send_text(text, outcome)
        rendering.text = self._as_read(text)
        return rendering

    def requests(self, sent: Iterable[Json]) -> tuple[Json, ...]:
        """Return the requests that send messages."""
        about = {"sender": self.sent_from, "destinations": [{"to": self.to}]}
        return tuple({"messages": [{**about, "content": content}]} for content in sent)

    def with_button(self, panel: Panel, first: Sequence[Json] = ()) -> Rendering:
        """Return a text or a file with one button, in the profile ``rich`` also with none."""
        self.refuse_impossible(panel.buttons)
        if len(panel.buttons) != 1 and not (self.rich and not panel.buttons and panel.file):
            why = f"{panel.name} has {len(panel.buttons)} choices and {ONE.name} has one"
            raise Obstacle(why, panel.place.at("choices"), 1, len(panel.buttons))
        if not self.rich and (one := panel.buttons[0]).action.key not in _OF_BUTTONS:
            raise Obstacle(f"{one.name} is {one.what}, and the service shows none as a button", one.place)
        if not panel.buttons:
            return self._captioned(panel)
        filled = self.accept(fill(ONE, panel, self.limit))
        *more, text = self.pieces_of(filled.text)
        self.before.extend(more)
        (one,) = filled.buttons
        self.tap(one)
        button = {"title": one.shown, "action": one.url}
        file = self.file_content(panel.file) if panel.file else {"type": "TEXT"}
        return self.rendering([{**file, "text": text, "button": button}], self._as_read(filled.text), first)

    def _captioned(self, panel: Panel) -> Rendering:
        """Return a file with a text below it."""
        assert panel.file  # noqa: S101 - asked by the caller
        *more, text = self.pieces_of(panel.text)
        self.before.extend(more)
        content = {**self.file_content(panel.file), **self.given(text=text)}
        return self.rendering([content], panel.text or None)

    def answers(self, choices: Any) -> tuple[Button, ...]:
        """Return choices as options of a list, which takes those that answer."""
        return self.buttons_that(frozenset((Deed.ANSWER, Deed.OPEN, Deed.CALL)), choices)

    def list_message(self, panel: Panel) -> Rendering:
        """Return a text with a list of answers below it."""
        self.refuse_impossible(panel.buttons)
        filled = fill(LIST, panel, self.limit)
        self.report_told_apart(filled.buttons)
        labels = [one.shown.plain for one in filled.buttons]
        for one in filled.buttons:
            if labels.count(one.shown.plain) > 1:
                raise Obstacle(
                    "two options of a Viber Business list must not be alike: they come back alike", one.place
                )
            self.tapped.add(one.place, one.shown, one.shown.plain)
        options = [one.shown for one in filled.buttons]
        return self.rendering([{"type": "LIST", "text": filled.text, "options": options}], filled.text)

    def card_panel(self, card: Place, name: str = "the card", number: str = "") -> Panel:
        """Return a card as a panel, its title as the first line of its text."""
        panel = super().card_panel(card, name, number)
        return panel._replace(title=NOTHING, text=self.literal(panel.words))

    def filled_card(self, card: Place, number: int) -> Filled:
        """Return a card of a carousel; what it has no room for goes before."""
        name, media = f"card {number}", card.get("media_message")
        panel = self.card_panel(card, name, f"{number}. ")
        self.refuse_impossible(panel.buttons)
        self.notes.tell(card.get("height"))
        panel = self.with_media(panel, media, CARD.files)
        if panel.link and media:
            self.file(media)  # which says why it is none that the channel carries
            raise Obstacle(f"{name} has a file and {CARD.name} shows images only", media)
        if len(panel.text) < _LEAST_OF_A_CARD:
            raise Obstacle(f"{name} has no text of {_LEAST_OF_A_CARD} characters at least", card)
        return self.accept(fill(CARD, panel, self.limit, taken=list(self.tapped.labels())))

    def card_content(self, filled: Filled) -> Json:
        """Return a card of a carousel as JSON."""
        assert filled.file  # noqa: S101 - the form needs one
        for one in filled.buttons:
            self.tap(one)
        buttons = [{"title": one.shown, "action": one.url} for one in filled.buttons]
        return {"text": filled.text, "mediaUrl": filled.file.url, **self.given(buttons=buttons)}

    # --- files ---

    def carried(self, media: Place) -> File:
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

    def file_content(self, file: File) -> Json:
        """Return the content of a message that is a file."""
        if file.name == "image":
            return {"type": "IMAGE", "mediaUrl": file.url}
        if file.name == "document":
            name = self.name_of(file, "file name")
            return {"type": "FILE", "fileName": name, "mediaUrl": file.url}
        thumbnail = self.file(file.media, "thumbnail_url").url
        duration = f"PT{max(1, round(file.info.duration_s or 0))}S"
        return {"type": "VIDEO", "mediaUrl": file.url, "mediaDuration": duration, "thumbnailUrl": thumbnail}
