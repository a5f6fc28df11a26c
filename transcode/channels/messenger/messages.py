"""The messages of Messenger: texts, templates and files, each filled with what it has room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from transcode.channels.messenger.buttons import ANSWERS, Buttons
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import Button, Deed
from transcode.parts.forms import Filled, Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.result import Code
from transcode.writer.properties import property_path
from transcode.writer.request import Rendering, Request

__all__ = ["ASKED", "BUTTONS", "ELEMENT", "GRID", "Messages"]

Json = dict[str, Any]

BUTTONS: Final = Form(
    "a button template",
    text="template text",
    buttons="buttons",
    label="button title",
    needs=("text", "buttons"),
    has_title=False,
    told=True,
)
# A text may be several messages, so that none of it is cut; see ``Messenger.texts``.
ASKED: Final = Form(
    "a text with quick replies",
    buttons="quick replies",
    label="button title",
    needs=("text", "buttons"),
    deeds=ANSWERS,
    has_title=False,
    told=True,
)
ELEMENT: Final = Form(
    "a generic template",
    title="title",
    text="subtitle",
    buttons="buttons",
    label="button title",
    files=("image",),
    needs=("title", "text or file or buttons"),
)
GRID: Final = Form("an image grid", buttons="buttons", label="button title", deeds=frozenset((Deed.ANSWER, Deed.OPEN)))


class Messages(Buttons):
    """How each message of Messenger is written; see ``Messenger``."""

    questions: ClassVar[tuple[Form, ...]] = (BUTTONS, ASKED)
    """The forms of a question, the first that holds it is used."""
    has_grids: ClassVar[bool] = True

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self._envelope = self._about()

    # --- requests ---

    def requests(self, sent: Iterable[Json]) -> tuple[Json, ...]:
        """Return the requests that send messages."""
        return tuple({"recipient": {"id": self.to}, **self._envelope, "message": message} for message in sent)

    def texts(self, text: str) -> list[Json]:
        """Return the messages that a text is sent as."""
        return [{"text": piece} for piece in self.text_pieces(text)]

    def _about(self) -> Json:
        """Return what a request says of its message, from the channel's properties."""
        if not self.settings:
            return {"messaging_type": "RESPONSE"}
        tag, kind = (self.settings.get(f"{self.channel}_{name}") for name in ("MESSAGE_TAG", "MESSAGING_TYPE"))
        where = property_path(f"{self.channel}_MESSAGING_TYPE")
        if kind == "MESSAGE_TAG" and not tag:
            what, needed = "message of type MESSAGE_TAG", f"{self.channel}_MESSAGE_TAG"
            self.notes.report(Code.FIELD_REQUIRED, where, channel=self.title, what=what, needed=needed)
        elif tag and kind not in (None, "MESSAGE_TAG"):
            why = "a message with a tag is of type MESSAGE_TAG"
            self.notes.report(Code.VALUE_REFUSED, where, channel=self.title, what=f"the type {kind}", why=why)
        notification = self.settings.get(f"{self.channel}_NOTIFICATION_TYPE")
        kind = kind or ("MESSAGE_TAG" if tag else "RESPONSE")
        return self.given(messaging_type=kind, tag=tag, notification_type=notification)

    # --- questions ---

    def ask(self, panel: Panel, first: Sequence[Json] = ()) -> Rendering:
        """Return a text with buttons or quick replies, whichever holds it; or with both."""
        panel = self.with_lines(panel)
        in_text = False
        if not panel.text:
            text, in_text = self.said_by(panel.buttons)
            panel = panel._replace(text=text)
        answer = self.attempt(lambda: self._form_of(panel))
        quick: tuple[Button, ...] = ()
        if isinstance(answer, Obstacle):
            panel, quick = self._divided(panel)
            only_answers = all(button.deed is Deed.ANSWER for button in panel.buttons)
            answer = fill(ASKED if only_answers else BUTTONS, panel, self.limit)
        filled = self.accept(answer)
        if filled.form is ASKED:
            sent = self.asked(filled, in_text=in_text)
        else:
            sent = [self.button_template(filled, in_text=in_text)]
        return self.rendering([*first, *sent[:-1], {**sent[-1], **self.quick_replies(quick)}], filled.text)

    def _form_of(self, panel: Panel) -> Filled:
        """Return the first form that holds the text whole: labels may be cut, for they stand whole in the text."""
        first = self.attempt(lambda: fill(self.questions[0], panel, self.limit))
        if isinstance(first, Filled) and all(one.code is Code.LABEL_CUT for one in first.cuts):
            return first
        return self.best(panel, self.questions)

    def _divided(self, panel: Panel) -> tuple[Panel, tuple[Button, ...]]:
        """Return a question with as many buttons as it has room for, and its answers as quick replies below them."""
        buttons, quick = self.limit("buttons").value, self.limit("quick replies").value
        answers = [button for button in panel.buttons if button.deed is Deed.ANSWER]
        others = [button for button in panel.buttons if button.deed is not Deed.ANSWER]
        why = f"a message has room for {buttons} buttons and {quick} quick replies"
        kept = self.only(panel.buttons, (*others[:buttons], *answers[:quick]), why)
        panel = self.with_lines(panel._replace(buttons=kept))
        if not others:
            return panel, ()
        return panel._replace(buttons=tuple(others[:buttons])), tuple(answers[:quick])

    def asked(self, filled: Filled, *, in_text: bool = False) -> list[Json]:
        """Return a text with quick replies below its last message."""
        *first, last = self.texts(filled.text)
        return [*first, {**last, "quick_replies": [self.quick_reply(one, in_text=in_text) for one in filled.buttons]}]

    def button_template(self, filled: Filled, *, in_text: bool = False) -> Json:
        """Return a text with buttons."""
        buttons = [self.button_json(one, in_text=in_text) for one in filled.buttons]
        return _attached({"template_type": "button", "text": filled.text, "buttons": buttons})

    # --- cards ---

    def card_panel(self, card: Place, name: str = "the card", number: str = "") -> Panel:
        """Return a card as a panel; its description is its title where it has no other."""
        panel = super().card_panel(card, name, number).with_text_as_title()
        return self.with_media(panel, card.get("media_message"), ELEMENT.files)

    def _parted(self, panel: Panel, room: int) -> tuple[Panel, tuple[Button, ...]]:
        """Return a card with the choices it has room for, and the answers that are quick replies; others are lines."""
        most = self.limit("buttons").value
        possible = [button for button in panel.buttons if not button.why_not]
        below = [button for button in possible[most:] if button.deed is Deed.ANSWER][: max(0, room)]
        why = f"{ELEMENT.name} has room for {most} buttons and {panel.name} has {len(possible)} choices"
        for button in below:
            self.notes.report(Code.CHOICE_BELOW, button.place, what="card", why=why, limit=most, actual=len(possible))
        kept = self.only(panel.buttons, (*possible[:most], *below), why)
        panel = self.with_lines(panel._replace(buttons=kept))
        if panel.buttons and not panel.title:
            panel = panel._replace(title=self.said_by(panel.buttons)[0])
        return panel._replace(buttons=panel.buttons[:most]), tuple(below)

    def standalone(self, panel: Panel, first: Sequence[Json]) -> Rendering:
        """Return one card, behind what goes ``first``."""
        panel, below = self._parted(panel, self.limit("quick replies").value)
        forms = [(ELEMENT, panel)]
        if self.rich and not panel.file:
            forms.append((BUTTONS, panel._replace(title=NOTHING, text=panel.words)))
        tried = [self.attempt(partial(fill, form, one, self.limit)) for form, one in forms]
        held = [filled for filled in tried if isinstance(filled, Filled)]
        if not held:
            assert isinstance(tried[0], Obstacle)  # noqa: S101 - it is either
            raise tried[0]
        filled = self.accept(min(held, key=lambda one: len(one.cuts)))
        card = self.button_template(filled) if filled.form is BUTTONS else _attached(_generic([self._element(filled)]))
        return self.rendering([*first, {**card, **self.quick_replies(below)}])

    def cards_message(self, message: Place, panels: Sequence[Panel], outer: Sequence[Button]) -> Rendering:
        """Return cards as generic templates, with the outer choices below the last."""
        answers = [button for button in outer if button.deed is Deed.ANSWER]
        below: list[Button] = []
        elements: list[Json] = []
        for panel in panels:
            inside, more = self._parted(panel, self.limit("quick replies").value - len(answers) - len(below))
            below += more
            elements.append(self._element(self.accept(fill(ELEMENT, inside, self.limit))))
        sent = [
            _attached(_generic(run)) for run in self.in_runs(elements, "elements", ELEMENT.name, message.at("cards"))
        ]
        if others := tuple(button for button in outer if button.deed is not Deed.ANSWER):
            panel = Panel(message, "the carousel", text=self.lines(one.place for one in others), buttons=others)
            sent.append(self.button_template(self.accept(fill(BUTTONS, panel, self.limit)), in_text=True))
        sent[-1] |= self.quick_replies((*below, *answers))
        return self.rendering(sent)

    def _element(self, filled: Filled) -> Json:
        return self.given(
            title=filled.title,
            subtitle=filled.text,
            image_url=filled.file.url if filled.file else None,
            buttons=[self.button_json(one) for one in filled.buttons],
        )

    def outer_choices(self, buttons: Sequence[Button]) -> tuple[Button, ...]:
        """Return the outer choices that can be buttons or quick replies; the others are lines before the cards."""
        most, quick = self.limit("buttons").value, self.limit("quick replies").value
        possible = [button for button in buttons if not button.why_not]
        answers = [button for button in possible if button.deed is Deed.ANSWER][:quick]
        others = [button for button in possible if button.deed is not Deed.ANSWER][:most]
        why = f"below the cards is room for {most} buttons and {quick} quick replies"
        return self.with_lines_before(self.only(buttons, (*answers, *others), why))

    def grid_message(self, message: Place, panels: Sequence[Panel], outer: Sequence[Button]) -> Rendering | None:
        """Return cards of nothing but images as one grid; None where they are others, or too many.

        A tap on an image may do what the card's one choice does. Its label has no place there, so that all must have
        the same one, which is the title of the grid.
        """
        if any(panel.words or not panel.file for panel in panels):
            return None
        if not 1 < len(panels) <= self.limit("grid images").value:
            return None
        if (title := self._title_of_grid(panels)) is None:
            return None
        buttons, quick = tuple(outer), tuple[Button, ...]()
        if len(outer) > self.limit("buttons").value:
            buttons = tuple(button for button in outer if button.deed is not Deed.ANSWER)
            quick = tuple(button for button in outer if button.deed is Deed.ANSWER)
        panel = Panel(message, "the carousel", buttons=buttons)
        filled = self.attempt(lambda: fill(GRID, panel, self.limit))
        if isinstance(filled, Obstacle):
            return None
        self.accept(filled)
        images = [
            self.given(url=panel.file.url, action=self._image_action(panel.buttons)) for panel in panels if panel.file
        ]
        grid = self.given(images=images, title=title, buttons=[self.button_json(one) for one in filled.buttons])
        sent = _attached({"template_type": "image_grid", "elements": [grid]})
        return self.rendering([{**sent, **self.quick_replies(quick)}])

    def _title_of_grid(self, panels: Sequence[Panel]) -> Words | None:
        """Return the label that the one choice of every image has, nothing where no image has one; None else."""
        buttons = [button for panel in panels for button in panel.buttons]
        if not buttons:
            return NOTHING
        labels = [button.label for button in buttons]
        alone = all(len(panel.buttons) == 1 for panel in panels)
        possible = all(not one.why_not and one.deed in (Deed.ANSWER, Deed.OPEN) for one in buttons)
        if not (alone and possible and labels.count(labels[0]) == len(labels)):
            return None
        if self.limit("grid title").exceeded_by(labels[0]) is not None:
            return None
        return Words(labels[0].plain, tuple(place for label in labels for place in label.places))

    def _image_action(self, buttons: Sequence[Button]) -> Json:
        """Return what a tap on an image of a grid does."""
        for one in buttons:
            back = self.tap(one._replace(shown=one.label))
            return (
                {"type": "web_url", "url": one.url} if one.deed is Deed.OPEN else {"type": "postback", "payload": back}
            )
        return {}


def _attached(template: Json) -> Json:
    return {"attachment": {"type": "template", "payload": template}}


def _generic(elements: Sequence[Json]) -> Json:
    return {"template_type": "generic", "elements": list(elements)}
