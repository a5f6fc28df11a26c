"""LINE: the Messaging API's push requests.

Sources
- Payloads and limits: the Messaging API reference (developers.line.biz/en/reference/messaging-api), read in LINE's own
  repository line/line-developers-docs-source, docs/en/reference/messaging-api/index.html.md.
- Units: UTF-16 units, but grapheme clusters in labels, display texts and the titles and texts of templates
  (developers.line.biz/en/docs/messaging-api/text-character-count).
- Notification templates: developers.line.biz/en/reference/line-notification-messages.
- What is native: the service's message types page (developers.sinch.com/docs/conversation/message-types): text, media,
  choice, card, carousel and location are, list is not. The forms themselves are shown nowhere.

Choices made
- ``documented`` uses the plain template that each type resembles: buttons for a choice or card, carousel for a
  carousel. ``rich`` adds confirm (two text choices), Flex Messages for whatever a template cannot hold whole (lists
  included) and the location quick reply. A contact is text in both: LINE has no form for it, and links what is in text.
- Whatever a template or a button has no room for is sent whole in a text message before it, and the template or button
  has its beginning: nothing is lost, and what is tapped stands last.
- A carousel's outer choices are quick replies, as the service documents for Messenger. Cards that cannot be columns of
  one carousel template, which wants them alike, are several.
- A choice that cannot be a button makes the whole message text; the finding says which, and why.
- The place of a location without a label has its coordinates for an address, which LINE requires.
- A thumbnail whose type is unknown is no preview: LINE wants JPEG or PNG. ``reply_to`` is not used: LINE quotes by a
  token out of its own webhook, not by a message's id (#text-message, quoteToken).
- Text messages are of type ``text`` without ``emojis``, where neither ``$`` nor ``{}`` means anything but itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, ClassVar, Final

from transcode.channels.line.flex import BUBBLE, Flex, summary
from transcode.channels.line.limits import FILES, LIMITS, PROPERTIES
from transcode.channels.line.messages import QUICK
from transcode.channels.line.notification import notification
from transcode.message.base import decimal
from transcode.message.channel_specific import NotificationTemplateMessage
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import Button, Deed, Taps, labels_of
from transcode.parts.forms import Filled, Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.picture import Picture
from transcode.plaintext import view
from transcode.result import Code, Outcome, Transcoded
from transcode.writer.request import Rendering, Support

__all__ = ["Line"]

Json = dict[str, Any]

_CONFIRM: Final = Form(
    "LINE's confirm template",
    text="confirm text",
    buttons="confirm actions",
    least=2,
    label="label",
    needs=("text",),
    deeds=frozenset((Deed.ANSWER,)),
    has_title=False,
    exact=True,
)
_BUTTONS: Final = Form(
    "LINE's buttons template",
    title="title",
    text="buttons text",
    beside="buttons text with title or image",
    buttons="buttons actions",
    label="label",
    files=("image",),
    needs=("text", "buttons"),
)
_COLUMN: Final = Form(
    "LINE's carousel column",
    title="title",
    text="column text",
    beside="column text with title or image",
    buttons="column actions",
    label="label",
    files=("image",),
    needs=("text", "buttons"),
)
_PLACE: Final = Form("LINE's location message", title="location title", text="location address")


class Line(Flex):
    """LINE. A payload is the body of ``POST /v2/bot/message/push``.

    A notification template's, which has ``templateKey`` in place of ``messages``, is that of ``POST
    /v2/bot/message/pnp/templated/push``.
    """

    channel = "LINE"
    title = "LINE"
    supports: ClassVar[Mapping[str, Support]] = {
        "text": Support.NATIVE,
        "media": Support.CONDITIONAL,
        "choice": Support.CONDITIONAL,
        "card": Support.CONDITIONAL,
        "carousel": Support.CONDITIONAL,
        "location": Support.NATIVE,
        "list": Support.CONDITIONAL,
    }
    limits = LIMITS
    properties = PROPERTIES
    # What a URI action opens: #uri-action.
    taps = Taps(
        "a LINE button",
        answer="postback data",
        url="uri",
        schemes=("http", "https", "line"),
        deeds=frozenset((Deed.ANSWER, Deed.OPEN, Deed.CALL)),
        strict=True,
    )
    files = FILES
    file_schemes = ("https",)
    idn = "percent"  # #url-encoding
    file_url = "media URL"
    forms = (_CONFIRM, _BUTTONS, BUBBLE, _COLUMN, QUICK, _PLACE)

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``line.picture``."""
        from transcode.channels.line.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    # --- one method a type of content ---

    def media(self, message: Place) -> Rendering:
        """Write an image, a video or an audio file."""
        return self.send([self.file_message(message)])

    def choice(self, message: Place) -> Rendering:
        """Write a question with buttons."""
        return self._send_panel(self.question_panel(message))

    def card(self, message: Place) -> Rendering:
        """Write a card with buttons; media that is no image is a message of its own before it."""
        panel, media = self.card_panel(message), message.get("media_message")
        is_bare = not (panel.words or panel.buttons)
        if not media or not (panel.link or (panel.file and is_bare)):
            return self._send_panel(panel)
        if is_bare:
            return self.media(media)
        return self._send_panel(panel._replace(link=NOTHING), self.file_before(media))

    def carousel(self, message: Place) -> Rendering:
        """Write cards as the columns of a carousel, and the outer choices as quick replies."""
        cards = self.card_panels(message)
        panels, asking = _apart([self.with_lines(card) for card in cards] if self.rich else cards)
        outer = self.buttons(message.at_all("choices"), "outer ")
        quick = [*asking, *(self.with_lines_before(outer) if self.rich else outer)]
        self._check_buttons(panels, quick)
        return self.send(self._carousel_messages(message, panels), quick)

    def location(self, message: Place) -> Rendering:
        """Write a place; LINE needs a title and an address."""
        point = latitude, longitude = self.point(message)
        figures = Words(",".join(map(decimal, point)))
        title, label = message.words("title").line, message.words("label").line
        filled = fill(_PLACE, Panel(message, "the place", title or label or figures, label or figures), self.limit)
        self.report_cuts(filled, "the message before")
        if filled.cuts:
            self.before.append(Words.join("\n", (title, label)))
        place = {"title": filled.title, "address": filled.text, "latitude": latitude, "longitude": longitude}
        return self.send([{"type": "location", **place}])

    def list_(self, message: Place) -> Rendering:
        """Write a list as text; with the rich profile as one Flex bubble."""
        return self.send([self.flex_list(message)]) if self.rich else self.as_plaintext(message)

    def channel_specific(self, message: Place) -> Rendering | None:
        """Write a notification template: the body of ``POST /v2/bot/message/pnp/templated/push``."""
        if not isinstance(message.value, NotificationTemplateMessage):
            return None
        return Rendering(Outcome.NATIVE, ({**notification(self, message.at("message")), **self.aggregation()},))

    def instead(self, content: Place, obstacle: Obstacle) -> Rendering:
        """Write ``content`` as text; a card's media is still a message of its own if it can be.

        The two are LINE's own form of a card without choices.
        """
        media, shown = content.get("media_message"), view(content, self.request.uppercase)
        text = self.render(content, shown.beside_file()) if media else NOTHING
        message = self.attempt(lambda: self.file_message(media)) if media and text.strip() else obstacle
        if isinstance(message, Obstacle):
            return super().instead(content, obstacle)
        choices = list(content.at_all("choices"))
        if choices:
            self.report_obstacle(Code.FILE_AND_TEXT, obstacle)
        self.report_as_text(choices)
        outcome = Outcome.PLAINTEXT if choices else Outcome.NATIVE
        return Rendering(outcome, self.requests([message, *self.texts(text)]), text)

    # --- questions and cards ---

    def card_panel(self, card: Place, name: str = "the card", number: str = "") -> Panel:
        """Return a card with its image, or with the URL of media that is none that LINE shows."""
        panel = super().card_panel(card, name, number).with_title_as_text()
        panel = self.with_media(panel, card.get("media_message"), _BUTTONS.files)
        if panel.file and not self.rich:
            # A template must have a text; where a picture has none beside it, it is what the buttons say.
            panel = panel._replace(text=panel.text or labels_of(panel.buttons))
        return panel

    def _send_panel(self, panel: Panel, first: Sequence[Json] = ()) -> Rendering:
        """Return a panel in the first form that holds it, behind what goes ``first``."""
        (panel,), quick = _apart([self.with_lines(panel) if self.rich else panel])
        self._check_buttons([panel], quick)
        if quick and not panel.buttons and panel.text and not (panel.title or panel.file):
            return self.send(self.texts(panel.text), quick, first)
        filled = self.accept(self.best(panel, (_CONFIRM, _BUTTONS, BUBBLE) if self.rich else (_BUTTONS,)))
        return self.send([self._panel_message(filled)], quick, first)

    def _check_buttons(self, panels: Sequence[Panel], quick: Sequence[Button]) -> None:
        """Raise the Obstacle that keeps ``panels`` and quick replies from any form that is tapped."""
        for panel in panels:
            self.refuse_impossible(panel.buttons)
        self.refuse_impossible(quick)
        if quick and not any(panel.summary for panel in panels):
            raise Obstacle("LINE shows quick replies below a message, and there would be none", panels[0].place)

    def _panel_message(self, filled: Filled) -> Json:
        """Return a panel in its form."""
        said = filled.panel.summary
        match filled.form.name:
            case _CONFIRM.name:
                return self._template(said, type="confirm", text=filled.text, actions=self.actions(filled))
            case _BUTTONS.name:
                return self._template(said, type="buttons", **self._fields(filled))
            case _:
                return self.flex(self.bubble(filled), said, "flex bubble", filled.panel.place)

    def _template(self, said: str, **template: Any) -> Json:
        return {"type": "template", "altText": self.alt_text(said), "template": template}

    def _fields(self, filled: Filled) -> Json:
        """Return image, title, text and actions, as a buttons template and a column have them."""
        image = filled.file.url if filled.file else None
        return self.given(thumbnailImageUrl=image, title=filled.title, text=filled.text, actions=self.actions(filled))

    # --- carousels ---

    def _carousel_messages(self, message: Place, panels: Sequence[Panel]) -> list[Json]:
        """Return carousel templates; with the rich profile a Flex Message unless one template holds all."""
        groups = self.attempt(lambda: self._columns(panels))
        if self.rich and (isinstance(groups, Obstacle) or len(groups) > 1 or any(one.cuts for one in groups[0])):
            return [self.flex_carousel(message, panels)]
        if isinstance(groups, Obstacle):
            raise groups
        if len(groups) > 1:
            differences = (_difference(before[-1].panel, after[0].panel) for before, after in pairwise(groups))
            size = self.limit("columns").value
            too_many = f"there are {len(panels)} cards and LINE's carousel template takes {size}"
            why = next(filter(None, differences), too_many)
            self.notes.report(Code.CARDS_SPLIT, message.at("cards"), actual=len(groups), what="carousels", why=why)
        return [self._carousel_template(group) for group in groups]

    def _columns(self, panels: Iterable[Panel]) -> list[list[Filled]]:
        """Return ``panels`` in as few runs as there must be for each to be the columns of one carousel."""
        size = self.limit("columns").value
        groups: list[list[Filled]] = []
        for panel in panels:
            filled = fill(_COLUMN, panel, self.limit)
            if groups and len(groups[-1]) < size and not _difference(groups[-1][-1].panel, panel):
                groups[-1].append(filled)
            else:
                groups.append([filled])
        return [self._alike(group) for group in groups]

    def _alike(self, group: list[Filled]) -> list[Filled]:
        """Return columns that all have a title, or none: LINE wants them alike."""
        panels = [filled.panel for filled in group]
        if all(panel.title for panel in panels):
            return group
        return [fill(_COLUMN, one._replace(title=NOTHING, text=one.words), self.limit) for one in panels]

    def _carousel_template(self, group: Iterable[Filled]) -> Json:
        columns, panels = [], []
        for filled in group:
            columns.append(self._fields(self.accept(filled)))
            panels.append(filled.panel)
        return self._template(summary(panels), type="carousel", columns=columns)


def _apart(panels: Sequence[Panel]) -> tuple[list[Panel], list[Button]]:
    """Return panels without the buttons that ask for a location, and these: LINE has them in quick replies only."""
    asking = [button for panel in panels for button in panel.buttons if button.deed is Deed.ASK]
    if not asking:
        return list(panels), asking
    rest = [
        panel._replace(buttons=tuple(button for button in panel.buttons if button.deed is not Deed.ASK))
        for panel in panels
    ]
    return rest, asking


def _difference(one: Panel, other: Panel) -> str:
    """Return why two panels are no columns of one carousel; empty where they may be.

    Source: #column-object-for-carousel, note.
    """
    if len(one.buttons) != len(other.buttons):
        counts = " and ".join(f"{panel.name} has {_counted(panel.buttons)}" for panel in (one, other))
        return f"{counts}, while all columns of a LINE carousel have the same number"
    if bool(one.file) != bool(other.file):
        has, lacks = (one, other) if one.file else (other, one)
        return (
            f"{has.name} has an image and {lacks.name} has none, while columns of a LINE carousel all have one or none"
        )
    return ""


def _counted(buttons: Sequence[Button]) -> str:
    return f"{len(buttons)} choice{'' if len(buttons) == 1 else 's'}"
