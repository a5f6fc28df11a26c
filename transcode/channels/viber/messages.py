"""The messages of a Viber bot: texts with keyboards, cards and files, each filled with what it has room for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from transcode.channels.viber.buttons import Buttons, version_of
from transcode.channels.viber.cells import COLUMNS, picture_cell, rows_of, text_cell
from transcode.channels.viber.limits import FORBIDDEN
from transcode.message.place import Place, Words
from transcode.parts.addresses import read
from transcode.parts.buttons import Button, labels_of
from transcode.parts.files import File
from transcode.parts.forms import Filled, Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.result import FROM, Code
from transcode.urls import file_extension
from transcode.writer.request import Rendering

__all__ = ["BELOW", "CARD", "QUESTION", "Messages"]

Json = dict[str, Any]

QUESTION: Final = Form(
    "a Viber keyboard",
    buttons="keyboard buttons",
    label="button text",
    needs=("text", "buttons"),
    has_title=False,
    told=True,
)
CARD: Final = Form(
    "a Viber card",
    title="card title",
    text="card text",
    buttons="card rows",
    label="button text",
    files=("picture",),
    needs=("title or text or file",),
)
BELOW: Final = Form("the keyboard below a Viber card", buttons="keyboard buttons", label="button text")


class Messages(Buttons):
    """How each message of a Viber bot is written; see ``Viber``."""

    # --- messages ---

    def formatted(self, payload: Mapping[str, Any]) -> Iterator[str]:
        """Yield the text of a message; cells are HTML, where a mark is a mark."""
        yield payload.get("text", "")

    def texts(self, text: str) -> list[Json]:
        """Return the messages that a text is sent as."""
        words = text if isinstance(text, Words) else Words(text)
        # No layout of Viber's has marks of its own.
        return [self.message_of("text", text=piece) for piece in self.text_pieces(self.literal(words))]

    def message_of(self, kind: str, version: int = 1, **fields: Any) -> Json:
        """Return a message of a kind, for apps that know at least ``version`` of the API."""
        name = self.settings.get("VIBER_SENDER_NAME") or self.from_ or FROM
        sender = self.given(name=name, avatar=self.settings.get("VIBER_SENDER_AVATAR"))
        return {"receiver": self.to, "min_api_version": version, "sender": sender, "type": kind, **fields}

    def rendering(self, sent: Iterable[Json], text: Words | None = None, first: Iterable[Json] = ()) -> Rendering:
        """Return the rendering of messages, none of which is too large."""
        rendering = super().rendering(sent, text, first)
        for payload in rendering.payloads:
            self.check_bytes(payload, "payload", "a Viber message", self.written)
        return rendering

    def ask(self, panel: Panel) -> Rendering:
        """Return a text with a keyboard below it."""
        most = self.limit("keyboard buttons").value
        panel = self.with_lines(panel._replace(buttons=self.within(panel.buttons, most, "a keyboard")))
        in_text = False
        if not panel.text:
            text, in_text = self.said_by(panel.buttons)
            panel = panel._replace(text=text)
        filled = self.accept(fill(QUESTION, panel, self.limits_for(panel), taken=list(self.tapped.labels())))
        *first, last = self.texts(filled.text)
        return self.rendering([*first, self._with_keyboard(last, filled, in_text=in_text)], filled.text)

    def _with_keyboard(self, message: Json, filled: Filled, *, in_text: bool = False) -> Json:
        cells = [self.cell(one, in_text=in_text) for one in filled.buttons]
        if not cells:
            return message
        version = max(message["min_api_version"], version_of(cells))
        keyboard = {"Type": "keyboard", "DefaultHeight": False, "Buttons": cells}
        return {**message, "min_api_version": version, "keyboard": keyboard}

    # --- cards ---

    def card_panel(self, card: Place, name: str = "the card", number: str = "") -> Panel:
        """Return a card as a panel, with its picture or the URL of a file that no card shows."""
        self.notes.tell(card.get("height"))
        panel = self.with_media(super().card_panel(card, name, number), card.get("media_message"), CARD.files)
        if panel.file and (panel.file.info.bytes or 0) > self.limit("card image size").value:
            return panel._replace(link=read(panel.file.media.words("url")), file=None)
        return panel

    def cards_message(self, panels: Sequence[Panel], outer: Sequence[Button], first: Sequence[Json] = ()) -> Rendering:
        """Return cards, with the ``outer`` choices and those that they have no rows for in the keyboard below."""
        most = self.limit("keyboard buttons").value
        outer = self.with_lines_before(self.within(outer, most, "a keyboard"))
        space = most - len(outer)
        below: list[Button] = []
        parted: list[Filled] = []
        for panel in panels:
            inside, more = self._parted(panel, space - len(below))
            below += more
            parted.append(self.accept(fill(CARD, inside, self.limits_for(inside))))
        where = panels[0].place.parent or panels[0].place
        runs = self.in_runs(parted, "cards", "a Viber message", where, "messages")
        messages = [self._rich_media(run) for run in runs]
        chips = Panel(self.written, "the message", buttons=(*below, *outer))
        filled = self.accept(fill(BELOW, chips, self.limits_for(chips), taken=list(self.tapped.labels())))
        return self.rendering([*first, *messages[:-1], self._with_keyboard(messages[-1], filled)])

    def _parted(self, panel: Panel, space: int) -> tuple[Panel, tuple[Button, ...]]:
        """Return a card with the choices it has rows for, and those that are below it; others are its lines."""
        # One row for a title, one for a text, two for a picture.
        inside = self.limit("card rows").value - 1 - bool(panel.title) - 2 * bool(panel.file)
        panel = self.with_lines(
            panel._replace(buttons=self.within(panel.buttons, inside + space, "a card and its keyboard"))
        )
        if panel.buttons and not (panel.title or panel.text or panel.file):
            panel = panel._replace(text=labels_of(panel.buttons))
        below, count = panel.buttons[inside:], len(panel.buttons)
        for one in below:
            why = f"{panel.name} has {count} choices and rows for {inside}"
            self.notes.report(Code.CHOICE_BELOW, one.place, what="card", why=why, limit=inside, actual=count)
        return panel._replace(buttons=panel.buttons[:inside]), below

    def _rich_media(self, cards: Sequence[Filled]) -> Json:
        wanted = [bool(one.title) + 2 * bool(one.text) + 3 * bool(one.file) + len(one.buttons) for one in cards]
        height = min(self.limit("card rows").value, max(wanted))
        cells = [cell for card in cards for cell in self._card_cells(card, height)]
        grid = {"ButtonsGroupColumns": COLUMNS, "ButtonsGroupRows": height, "BgColor": "#FFFFFF", "Buttons": cells}
        return self.message_of("rich_media", 7, rich_media={"Type": "rich_media", **grid})

    def _card_cells(self, card: Filled, height: int) -> list[Json]:
        rows = rows_of(height, bool(card.title), bool(card.text), bool(card.file), len(card.buttons))
        cells = []
        if card.title:
            cells.append(text_cell(card.title, rows[0], bold=True))
        if card.text:
            cells.append(text_cell(card.text, rows[1]))
        if card.file:
            cells.append(picture_cell(card.file.url, rows[2]))
        return [*cells, *(self.cell(one) for one in card.buttons)]

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

    def file_message(self, media: Place) -> Json:
        """Return a message that is a file.

        Raises:
            Obstacle: Viber does not carry it, or not without what the caller has not told of it.

        """
        file = self._carried(media)
        if file.name == "file":
            name = self.name_of(file, "file name")
            return self.message_of("file", media=file.url, size=file.info.bytes, file_name=name)
        preview = self._thumbnail(media, ("jpg", "jpeg") if file.name == "video" else ("jpg", "jpeg", "png"))
        if file.name == "picture":
            return self.message_of("picture", text="", media=file.url, **self.given(thumbnail=preview))
        seconds = file.info.duration_s
        more = self.given(duration=None if seconds is None else round(seconds), thumbnail=preview)
        return self.message_of("video", media=file.url, size=file.info.bytes, **more)

    def _thumbnail(self, media: Place, extensions: Collection[str]) -> Words | None:
        file = self.file_or_none(media, "thumbnail_url")
        usable = file and file_extension(file.url) in extensions
        return file.url if file and usable and (file.info.bytes or 0) <= self.limit("thumbnail size").value else None
