"""The messages of RCS: texts with suggestions, cards and carousels, each filled with what it has room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from transcode.channels.rcs.limits import ALIGNMENT, ORIENTATION
from transcode.channels.rcs.suggestions import Suggestions
from transcode.message.place import Place, Words
from transcode.parts.buttons import Button
from transcode.parts.forms import Filled, Form, fill
from transcode.parts.panels import Panel
from transcode.plaintext import Uppercase, view
from transcode.result import Code
from transcode.writer.properties import property_path
from transcode.writer.request import Rendering

__all__ = ["BUBBLE", "CARD", "Messages"]

Json = dict[str, Any]

# A text may be several messages, so that none of it is cut; see ``Messages.bubble``.
BUBBLE: Final = Form(
    "an RCS message", buttons="suggestions", label="suggestion text", needs=("text",), has_title=False, told=True
)
CARD: Final = Form(
    "an RCS rich card",
    title="card title",
    text="card description",
    buttons="card suggestions",
    label="suggestion text",
    files=("image", "video"),
    needs=("title or text or file",),
    told=True,
)


class Messages(Suggestions):
    """How each message of RCS is written; see ``Rcs``."""

    # --- messages ---

    def texts(self, text: str) -> list[Json]:
        """Return the messages that a text is sent as."""
        return [{"text": piece} for piece in self.text_pieces(text)]

    def requests(self, sent: Iterable[Json]) -> tuple[Json, ...]:
        """Return the bodies of the requests that send messages."""
        return tuple({"contentMessage": content} for content in sent)

    def rendering(self, sent: Iterable[Json], text: Words | None = None, first: Iterable[Json] = ()) -> Rendering:
        """Return the rendering of messages, none of which is too large."""
        rendering = super().rendering(sent, text, first)
        for payload in rendering.payloads:
            self.check_bytes(payload, "payload", "an RCS message", self.written)
        return rendering

    def bubble(self, panel: Panel) -> Rendering:
        """Return a text with suggestions below it."""
        room = self.limit("suggestions").value
        panel = self.with_lines(panel._replace(buttons=self.within(panel.buttons, room, "a message")))
        in_text = False
        if not panel.text:
            text, in_text = self.said_by(panel.buttons)
            panel = panel._replace(text=text)
        filled = self.accept(fill(BUBBLE, panel, self.limit, taken=self.labels_taken()))
        *first, last = self.texts(filled.text)
        suggestions = self.suggestions(filled, in_text=in_text)
        self.report_billing(filled.buttons, suggestions)
        self.report_notification(filled.buttons)
        return self.rendering([*first, self.given(text=last["text"], suggestions=suggestions)], filled.text)

    def lasting_card(self, panel: Panel, lasting: Sequence[Button]) -> Rendering | None:
        """Return a question as a card, where suggestions stay; None where one would not hold the text."""
        if not panel.text or self.limit("card description").exceeded_by(panel.text) is not None:
            return None
        if not any(not button.why_not for button in lasting):
            return None
        for button in lasting:
            self.notes.tell(button.place.get("display_mode"))
        why = "persistent suggestions stand in a card, which the question is sent as"
        self.notes.report(Code.BILLED_AS_MEDIA, lasting[0].place.at("display_mode"), why=why)
        others = tuple(button for button in panel.buttons if button not in lasting and not button.why_not)
        inside = tuple(button for button in panel.buttons if button not in others)
        return self.standalone(panel._replace(buttons=inside), others)

    # --- cards ---

    def card_panel(self, card: Place, name: str = "the card", number: str = "") -> Panel:
        """Return a card as a panel, with its file or the URL of one that no card shows."""
        return self.with_media(super().card_panel(card, name, number), card.get("media_message"), CARD.files)

    def outer_choices(self, buttons: Sequence[Button]) -> tuple[Button, ...]:
        """Return the outer choices that are suggestions below the cards; the others are lines before them."""
        return self.with_lines_before(self.within(buttons, self.limit("suggestions").value, "a message"))

    def _parted(self, panel: Panel, room: int) -> tuple[Panel, tuple[Button, ...]]:
        """Return a card with the choices it has room for, and those that are chips below it; others are its lines."""
        inside = self.limit("card suggestions").value
        panel = self.with_lines(
            panel._replace(buttons=self.within(panel.buttons, inside + room, "a card and its message"))
        )
        if panel.buttons and not (panel.title or panel.text or panel.file):
            panel = panel._replace(text=self.said_by(panel.buttons)[0])
        below = panel.buttons[inside:]
        for button in below:
            why = f"{CARD.name} has room for {inside} suggestions and {panel.name} has {len(panel.buttons)}"
            self.notes.report(
                Code.CHOICE_BELOW, button.place, what="card", why=why, limit=inside, actual=len(panel.buttons)
            )
        return panel._replace(buttons=panel.buttons[:inside]), below

    def standalone(self, panel: Panel, outer: Sequence[Button], first: Sequence[Json] = ()) -> Rendering:
        """Return one card, with the ``outer`` choices as suggestions below it and what goes ``first``."""
        outer = self.outer_choices(tuple(outer))
        panel, below = self._parted(panel, self.limit("suggestions").value - len(outer))
        filled = self.accept(fill(CARD, panel, self.limit, taken=self.labels_taken()))
        chips = self.chips((*below, *outer))
        orientation = self.settings.get(ORIENTATION, "VERTICAL")
        alignment = self.settings.get(ALIGNMENT, "LEFT") if orientation == "HORIZONTAL" else None
        if alignment is None:
            self.report_unused(ALIGNMENT, f"it is for cards with {ORIENTATION} 'HORIZONTAL'")
        elif not filled.file:
            self.report_unused(ALIGNMENT, "the card has no media")
        card = self.given(
            cardOrientation=orientation, thumbnailImageAlignment=alignment, cardContent=self._card_content(filled)
        )
        self.report_notification((*filled.buttons, *chips.buttons))
        content = {"richCard": {"standaloneCard": card}, **self.given(suggestions=self.suggestions(chips))}
        return self.rendering([*first, content])

    def cards_message(self, message: Place, panels: Sequence[Panel], outer: Sequence[Button]) -> Rendering:
        """Return two or more cards as carousels, with the ``outer`` choices as suggestions below the last."""
        room = self.limit("suggestions").value - len(outer)
        below: list[Button] = []
        parted: list[Filled] = []
        for panel in panels:
            inside, more = self._parted(panel, room - len(below))
            below += more
            parted.append(self.accept(fill(CARD, inside, self.limit)))
        # In as few as they need, none of which has one card alone.
        groups = self.in_runs(parted, "carousel cards", "an RCS carousel", message.at("cards"), evenly=True)
        if self.settings.get(ORIENTATION) == "HORIZONTAL":
            self.report_unused(ORIENTATION, "the cards of a carousel have their media above their text")
        self.report_unused(ALIGNMENT, "the cards of a carousel have their media above their text")
        contents: list[Json] = []
        for group in groups:
            cards = [self._card_content(filled, in_carousel=True) for filled in group]
            contents.append({"richCard": {"carouselCard": {"cardWidth": "MEDIUM", "cardContents": cards}}})
        chips = self.chips((*below, *outer))
        self.report_notification((*(button for filled in parted for button in filled.buttons), *chips.buttons))
        contents[-1] |= self.given(suggestions=self.suggestions(chips))
        return self.rendering(contents)

    def report_unused(self, name: str, why: str) -> None:
        """Report a property that is set and that this message has no use for."""
        if name in self.settings:
            self.notes.report(Code.PROPERTY_UNUSED, property_path(name), name=name, why=why)

    def _card_content(self, filled: Filled, *, in_carousel: bool = False) -> Json:
        """Return title, description, media and suggestions of a card."""
        media = None
        if filled.file:
            height = self._height(filled.panel.place, in_carousel=in_carousel)
            media = {"height": height, **self.file_content(filled.file)}
        told = not (filled.title or filled.file or filled.panel.place.words("description").block)
        suggestions = self.suggestions(filled, in_text=told)
        return self.given(title=filled.title, description=filled.text, media=media, suggestions=suggestions)

    def _height(self, card: Place, *, in_carousel: bool) -> str:
        """Return how much room the media of a card takes."""
        height = card.get("height")
        if height is None or not height.text:
            return "MEDIUM"
        self.notes.tell(height)
        if in_carousel and height.value == "TALL":
            self.say_otherwise(height, "The height of the media", "MEDIUM", "a carousel has no tall media")
            return "MEDIUM"
        return str(height.value)

    def list_message(self, message: Place, buttons: Sequence[Button]) -> Rendering:
        """Return a list as a carousel if its items have more than a title and stand in one section without one."""
        headings = any(section.words("title").line for section in message.at_all("sections"))
        details = any(one.place.words("description").line or one.place.get("media") for one in buttons)
        if details and not headings and 1 < len(buttons) <= self.limit("carousel cards").value:
            self.refuse_impossible(buttons)
            head = self.render(message, view(message, Uppercase.KEEP).but(sections=[]))
            if head:
                self.before.append(head)
            return self.cards_message(message, [self._item_panel(one) for one in buttons], ())
        text = self.render(message, view(message, Uppercase.KEEP))
        self.refuse_impossible(buttons)
        shown = self.able(self.within(buttons, self.limit("suggestions").value, "a message"))
        return self.bubble(Panel(message, "the list", text=text, buttons=shown))

    def _item_panel(self, button: Button) -> Panel:
        item = button.place
        panel = Panel(item, button.name, button.label, item.words("description").block, buttons=(button,))
        media = item.get("media")
        return self.linked(self.with_media(panel, media, CARD.files), media)
