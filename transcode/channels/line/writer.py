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

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, ClassVar, Final

from transcode.channels.line import flex
from transcode.channels.line.limits import LIMITS, PROPERTIES
from transcode.channels.line.notification import DIGEST, PHONE_NUMBER, notification
from transcode.measure import Unit, cut, measure
from transcode.message.base import decimal
from transcode.message.channel_specific import NotificationTemplateMessage
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.addresses import encoded
from transcode.parts.buttons import Button, Deed, Taps
from transcode.parts.files import FileKind
from transcode.parts.forms import Filled, Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.parts.writer import PartsWriter
from transcode.picture import Picture
from transcode.plaintext import view
from transcode.result import Code, Outcome, Transcoded
from transcode.urls import why_not
from transcode.writer.payloads import compact_json
from transcode.writer.request import Rendering, Support

__all__ = ["Line"]

Json = dict[str, Any]

_LINE_ID: Final = re.compile(r"[UCR][0-9a-f]{32}", re.ASCII)
_IS_LINE_ID: Final = "must be a LINE user, group or room ID (U, C or R and 32 hexadecimal digits)"

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
_BUBBLE: Final = Form(
    "LINE's Flex bubble",
    label="flex label",
    files=("image",),
    needs=("title or text or file or link or buttons",),
    has_link=True,
)
_QUICK: Final = Form("LINE's quick replies", buttons="quick replies", label="label")
_PLACE: Final = Form("LINE's location message", title="location title", text="location address")


class Line(PartsWriter):
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
    # Which message carries which file: #image-message, #video-message, #audio-message.
    files = (
        FileKind("image", ("jpg", "jpeg", "png"), ("image/jpeg", "image/png"), "image size"),
        FileKind("video", ("mp4",), ("video/mp4",), "video size"),
        FileKind("audio", ("mp3", "m4a"), ("audio/mpeg", "audio/mp4", "audio/x-m4a"), "audio size"),
    )
    file_schemes = ("https",)
    idn = "percent"  # #url-encoding
    file_url = "media URL"
    forms = (_CONFIRM, _BUTTONS, _BUBBLE, _COLUMN, _QUICK, _PLACE)

    # --- recipients and requests ---

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``line.picture``."""
        from transcode.channels.line.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def recipient(self, to: str) -> str:
        """Return a LINE ID, or what a notification goes to: a phone number or its digest.

        Source: the reference gives ``U[0-9a-f]{32}`` for users (#request-body); group and room IDs are seen in its
        examples with C and R.
        """
        if _LINE_ID.fullmatch(to) or PHONE_NUMBER.fullmatch(to) or DIGEST.fullmatch(to):
            return to
        raise ValueError(
            f"{_IS_LINE_ID} or, for a notification, a phone number with + and country code or its SHA-256 digest"
        )

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return push requests with ``text`` in as many messages as it needs."""
        return self._requests(self._text_messages(text))

    def _requests(self, messages: Sequence[Json]) -> tuple[Json, ...]:
        """Return push requests with all of ``messages``, in their order."""
        if PHONE_NUMBER.fullmatch(self.to) or DIGEST.fullmatch(self.to):
            must = f"{_IS_LINE_ID}: only notifications go to phone numbers"
            self.notes.report(Code.RECIPIENT_REFUSED, "to", channel=self.title, value=self.to, must=must)
        size = self.limit("messages").value
        unit = self._aggregation()
        return tuple(
            {"to": self.to, "messages": list(messages[start : start + size]), **unit}
            for start in range(0, len(messages), size)
        )

    def _aggregation(self) -> Json:
        unit = self.settings.get("LINE_OPEN_STATUS")
        return {"customAggregationUnits": [unit]} if unit else {}

    def _text_messages(self, text: str) -> list[Json]:
        words = text if isinstance(text, Words) else Words(text)
        return [{"type": "text", "text": piece} for piece in self.pieces(words, self.limit("text"))]

    def _send(self, *messages: Json, quick: Sequence[Button] = (), first: Sequence[Json] = ()) -> Rendering:
        """Return the rendering of ``messages``; ``first`` and the texts that have no room in them go before."""
        last = {**messages[-1], **self._quick_reply(quick)}
        before = self.said_before()
        whole = self._text_messages(before) if before else []
        return Rendering(Outcome.NATIVE, self._requests([*first, *whole, *messages[:-1], last]))

    def _quick_reply(self, buttons: Sequence[Button]) -> Json:
        # LINE shows the quick replies of the last message only: #quick-reply.
        if not buttons:
            return {}
        assert isinstance(self.where, Place)  # noqa: S101 - content is written
        filled = self.accept(fill(_QUICK, Panel(self.where, "the message", buttons=tuple(buttons)), self.limit))
        return {"quickReply": {"items": [{"type": "action", "action": action} for action in self._actions(filled)]}}

    def instead(self, content: Place, obstacle: Obstacle) -> Rendering:
        """Write ``content`` as text; a card's media is still a message of its own if it can be.

        The two are LINE's own form of a card without choices.
        """
        media, shown = content.get("media_message"), view(content, self.request.uppercase)
        text = self.render(content, shown.but(card={**shown["card"], "media": NOTHING})) if media else NOTHING
        message = self.attempt(lambda: self._media_message(media)) if media and text.strip() else obstacle
        if isinstance(message, Obstacle):
            return super().instead(content, obstacle)
        choices = list(content.at_all("choices"))
        outcome = Outcome.PLAINTEXT if choices else Outcome.NATIVE
        if choices:
            self.report_obstacle(Code.FILE_AND_TEXT, obstacle)
        self.report_as_text(choices)
        return Rendering(outcome, self._requests([message, *self._text_messages(text)]), text)

    # --- buttons and their actions ---

    def deeds(self, choices: Sequence[Place]) -> Collection[Deed]:
        """Return what buttons do; with the rich profile a quick reply asks for the location."""
        return self.taps.deeds | {Deed.ASK} if self.rich else self.taps.deeds

    def _actions(self, filled: Filled) -> list[Json]:
        return [self._action(button) for button in filled.buttons]

    def _action(self, button: Button) -> Json:
        back = self.tap(button)
        match button.deed:
            case Deed.ANSWER:
                shown = self.limit("display text")
                spoken = button.label.like(cut(button.whole, shown.value, shown.unit, "…"))
                return {"type": "postback", "label": button.shown, "data": back, "displayText": spoken}
            case Deed.ASK:
                return {"type": "location", "label": button.shown}
            case _:
                return {"type": "uri", "label": button.shown, "uri": button.url}

    # --- media ---

    def media(self, message: Place) -> Rendering:
        """Write an image, a video or an audio file."""
        return self._send(self._media_message(message))

    def _media_message(self, media: Place) -> Json:
        file = self.file(media)
        message: Json = {"type": file.name, "originalContentUrl": file.url}
        if file.name == "audio":
            if file.info.duration_s is None:
                why = "LINE needs the duration of an audio file: give it as duration_s in media_info"
                raise Obstacle(why, media.at("url"))
            return {**message, "duration": round(file.info.duration_s * 1000)}
        preview = self.file_or_none(media, "thumbnail_url")
        limit = self.limit("preview size")
        if preview is None or preview.name != "image" or (preview.info.bytes or 0) > limit.value:
            if file.name == "video":
                why = "LINE needs a preview image for a video: give thumbnail_url, an https address of a JPEG or PNG"
                raise Obstacle(why, media.at("thumbnail_url"))
            preview = file
            if file.info.bytes is None or file.info.bytes > limit.value:
                self.notes.report(
                    Code.PREVIEW_IS_THE_FILE, media, channel=self.title, limit=limit.value, actual=file.info.bytes
                )
        tracking = self._tracking() if file.name == "video" else {}
        return {**message, "previewImageUrl": preview.url, **tracking}

    def _tracking(self) -> Json:
        name = "LINE_VIDEO_TRACKING_ID"
        tracking_id = self.settings.get(name)
        if tracking_id is None:
            return {}
        if self.to[:1] in ("C", "R"):
            why = "LINE takes none in messages to groups and rooms"
            self.notes.report(Code.DROPPED, f"channel_properties.{name}", what="The tracking ID of the video", why=why)
            return {}
        return {"trackingId": tracking_id}

    # --- choices and cards ---

    def choice(self, message: Place) -> Rendering:
        """Write a question with buttons."""
        text, buttons = message.words("text_message", "text").block, self.buttons(message.at_all("choices"))
        return self._send_panel(Panel(message, "the message", text=text, buttons=buttons))

    def card(self, message: Place) -> Rendering:
        """Write a card with buttons; media that is no image is a message of its own before it."""
        panel, media = self._card_panel(message, "the card"), message.get("media_message")
        is_bare = not (panel.words or panel.buttons)
        if not media or not (panel.link or (panel.file and is_bare)):
            return self._send_panel(panel)
        if is_bare:
            return self._send(self._media_message(media))
        first = self.attempt(lambda: self._media_message(media))
        if isinstance(first, Obstacle):
            self.report_obstacle(Code.FILE_AS_LINK, first)
            return self._send_panel(panel._replace(link=NOTHING), first=self._text_messages(panel.link))
        return self._send_panel(panel._replace(link=NOTHING), first=[first])

    def _card_panel(self, card: Place, name: str, number: str = "") -> Panel:
        buttons = self.buttons(card.at_all("choices"), f"{name}'s " if number else "")
        title, text = card.words("title").block, card.words("description").block
        panel = Panel(card, name, title, text, buttons=buttons, number=number).with_title_as_text()
        panel = self._with_media(panel, card.get("media_message"))
        if panel.file and not self.rich:
            # A template must have a text; where a picture has none beside it, it is what the buttons say.
            panel = panel._replace(text=panel.text or Words.join(", ", (button.label for button in buttons)))
        return panel

    def _with_media(self, panel: Panel, media: Place | None) -> Panel:
        """Return ``panel`` with its image, or the URL of media that is none that LINE shows."""
        return self.with_media(panel, media, ("image",))

    def _send_panel(self, panel: Panel, first: Sequence[Json] = ()) -> Rendering:
        (panel,), quick = _apart([self.with_lines(panel) if self.rich else panel])
        self._check_buttons([panel], quick)
        if quick and not panel.buttons and panel.text and not (panel.title or panel.file):
            return self._send(*self._text_messages(panel.text), quick=quick, first=first)
        forms = (_CONFIRM, _BUTTONS, _BUBBLE) if self.rich else (_BUTTONS,)
        filled = self.accept(self.best(panel, forms))
        return self._send(self._panel_message(filled), quick=quick, first=first)

    def _check_buttons(self, panels: Sequence[Panel], quick: Sequence[Button]) -> None:
        """Raise the Obstacle that keeps ``panels`` and quick replies from any form that is tapped."""
        for panel in panels:
            self.refuse_impossible(panel.buttons)
        self.refuse_impossible(quick)
        if quick and not any(panel.summary for panel in panels):
            raise Obstacle("LINE shows quick replies below a message, and there would be none", panels[0].place)

    def _panel_message(self, filled: Filled) -> Json:
        """Return a panel in its form."""
        actions, summary = self._actions(filled), filled.panel.summary
        match filled.form.name:
            case _CONFIRM.name:
                return self._template({"type": "confirm", "text": filled.text, "actions": actions}, summary)
            case _BUTTONS.name:
                return self._template({"type": "buttons", **_template_fields(filled, actions)}, summary)
            case _:
                return self._flex(self._bubble(filled, actions), summary, "flex bubble", filled.panel.place)

    def _template(self, template: Json, summary: str) -> Json:
        return {"type": "template", "altText": self._alt_text(summary), "template": template}

    def _alt_text(self, summary: str) -> str:
        # For notifications and the list of chats. The message itself has the whole of it, so nothing is lost by a cut,
        # and nothing is shown by it.
        limit = self.limit("altText")
        return cut(str(summary), limit.value, limit.unit, "…")

    # --- Flex Messages ---

    def _flex(self, container: Json, summary: str, name: str, place: Place) -> Json:
        limit = self.limit(name)
        size = measure(compact_json(container), Unit.UTF8_BYTES)
        if size > limit.value:
            why = f"it would be a LINE {name} of {size:,} bytes, which may have {limit.value:,}"
            raise Obstacle(why, place, limit.value, size)
        return {"type": "flex", "altText": self._alt_text(summary), "contents": container}

    def _bubble(self, filled: Filled, actions: Iterable[Json]) -> Json:
        footer = [flex.button(action) for action in actions]
        return flex.bubble(_image_url(filled.panel), self._flex_texts(filled.panel), footer)

    def _flex_texts(self, panel: Panel) -> list[Json]:
        """Return title, text and link of ``panel``, those it has."""
        return [
            *([flex.text(panel.title, weight="bold", size="xl")] if panel.title else []),
            *([flex.text(panel.text)] if panel.text else []),
            *([self._flex_link(panel.link)] if panel.link else []),
        ]

    def _flex_link(self, url: Words) -> Json:
        """Return ``url`` to read, and to tap unless no action may open it."""
        text, uri = flex.text(url), encoded(url, self.idn)
        if why_not(url, self.taps.schemes) or self.limit("uri").exceeded_by(uri) is not None:
            return text
        return {**text, "action": {"type": "uri", "uri": uri}}

    # --- carousels ---

    def carousel(self, message: Place) -> Rendering:
        """Write cards as the columns of a carousel, and the outer choices as quick replies."""
        cards = [
            self._card_panel(card, f"card {number}", f"{number}. ")
            for number, card in enumerate(message.at_all("cards"), 1)
        ]
        panels, asking = _apart([self.with_lines(card) for card in cards] if self.rich else cards)
        if not panels:
            raise Obstacle("the carousel has no cards", message)
        outer = self.buttons(message.at_all("choices"), "outer ")
        if self.rich and (impossible := [button for button in outer if button.why_not]):
            for button in impossible:
                self.report_line(button)
            self.before.append(self.lines(button.place for button in impossible))
            outer = tuple(button for button in outer if not button.why_not)
        quick = [*asking, *outer]
        self._check_buttons(panels, quick)
        return self._send(*self._carousel_messages(message, panels), quick=quick)

    def _carousel_messages(self, message: Place, panels: Sequence[Panel]) -> list[Json]:
        """Return carousel templates; with the rich profile a Flex Message unless one template holds all."""
        groups = self.attempt(lambda: self._columns(panels))
        if self.rich and (isinstance(groups, Obstacle) or len(groups) > 1 or any(one.cuts for one in groups[0])):
            return [self._flex_carousel(message, panels)]
        if isinstance(groups, Obstacle):
            raise groups
        if len(groups) > 1:
            why = self._why_apart(groups)
            self.notes.report(Code.CARDS_SPLIT, message.at("cards"), actual=len(groups), what="carousels", why=why)
        return [self._carousel_template(group) for group in groups]

    def _columns(self, panels: Iterable[Panel]) -> list[list[Filled]]:
        """Return ``panels`` in as few runs as there must be for each to be the columns of one carousel."""
        size = self.limit("columns").value
        groups: list[list[Panel]] = []
        for panel in panels:
            fill(_COLUMN, panel, self.limit)
            if groups and len(groups[-1]) < size and not _difference(groups[-1][-1], panel):
                groups[-1].append(panel)
            else:
                groups.append([panel])
        return [[fill(_COLUMN, panel, self.limit) for panel in _alike(group)] for group in groups]

    def _why_apart(self, groups: Sequence[Sequence[Filled]]) -> str:
        differences = (_difference(before[-1].panel, after[0].panel) for before, after in pairwise(groups))
        count, size = sum(map(len, groups)), self.limit("columns").value
        return next(filter(None, differences), f"there are {count} cards and LINE's carousel template takes {size}")

    def _carousel_template(self, group: Iterable[Filled]) -> Json:
        columns, panels = [], []
        for filled in group:
            self.accept(filled)
            columns.append(_template_fields(filled, self._actions(filled)))
            panels.append(filled.panel)
        return self._template({"type": "carousel", "columns": columns}, _summary(panels))

    def _flex_carousel(self, message: Place, panels: Sequence[Panel]) -> Json:
        panels, limit = [panel for panel in panels if panel.summary], self.limit("flex bubbles")
        if not panels:
            raise Obstacle("there is nothing that LINE could show in another form", message)
        if len(panels) > limit.value:
            why = f"the carousel has {len(panels)} cards and LINE's flex carousel takes {limit.value}"
            raise Obstacle(why, message.at("cards"), limit.value, len(panels))
        bubbles = [self._panel_message(self.accept(fill(_BUBBLE, panel, self.limit)))["contents"] for panel in panels]
        container = {"type": "carousel", "contents": bubbles}
        return self._flex(container, _summary(panels), "flex carousel", message)

    # --- locations and lists ---

    def location(self, message: Place) -> Rendering:
        """Write a place; LINE needs a title and an address."""
        latitude, longitude = message.at("coordinates", "latitude"), message.at("coordinates", "longitude")
        figures = Words(f"{decimal(latitude.value)},{decimal(longitude.value)}", (latitude, longitude))
        title, label = message.words("title").line, message.words("label").line
        panel = Panel(message, "the place", title or label or figures, label or figures)
        filled = fill(_PLACE, panel, self.limit)
        self.report_cuts(filled, "the message before")
        if filled.cuts:
            self.before.append(Words.join("\n", (title, label)))
        self.notes.tell(latitude, longitude)
        return self._send(
            {
                "type": "location",
                "title": filled.title,
                "address": filled.text,
                "latitude": latitude.value,
                "longitude": longitude.value,
            }
        )

    def list_(self, message: Place) -> Rendering:
        """Write a list as text; with the rich profile as one Flex bubble, read from top to bottom."""
        if not self.rich:
            return self.as_plaintext(message)
        title, text = message.words("title").block, message.words("description").block
        panel = self._with_media(Panel(message, "the list", title, text), message.get("media"))
        items = [item for section in message.at_all("sections") for item in section.at_all("items")]
        for item in items:
            if item.get("product"):
                raise Obstacle("LINE has no product catalogue", item)
        buttons = tuple(self.item(item.at("choice"), f"item {number}") for number, item in enumerate(items, 1))
        self.refuse_impossible(buttons)
        headings = Words.join(", ", (section.words("title").line for section in message.at_all("sections")))
        labels = Words.join(", ", (button.label for button in buttons))
        summary = panel.words or labels or headings or panel.summary
        if not summary:
            raise Obstacle("there is nothing that LINE could show in another form", message)
        filled = self.accept(fill(_BUBBLE, panel._replace(buttons=buttons), self.limit))
        contents = [*self._flex_texts(panel), *self._items(message, self._actions(filled))]
        return self._send(self._flex(flex.bubble(_image_url(panel), contents, []), summary, "flex bubble", message))

    def _items(self, message: Place, actions: Iterable[Json]) -> Iterator[Json]:
        """Yield the components of the sections: a heading, then picture, button and description of each item."""
        following = iter(actions)
        for section in message.at_all("sections"):
            if heading := section.words("title").line:
                yield flex.text(heading, weight="bold")
            for entry in section.at_all("items"):
                item = entry.at("choice")
                panel = Panel(item, "the item", text=item.words("description").line)
                panel = self._with_media(panel, item.get("media"))
                if panel.file:
                    yield flex.image(panel.file.url)
                yield flex.button(next(following))
                yield from self._flex_texts(panel)

    # --- notification templates ---

    def channel_specific(self, message: Place) -> Rendering | None:
        """Write a notification template: the body of ``POST /v2/bot/message/pnp/templated/push``."""
        if not isinstance(message.value, NotificationTemplateMessage):
            return None
        return Rendering(Outcome.NATIVE, ({**notification(self, message.at("message")), **self._aggregation()},))


# --- panels ---


def _template_fields(filled: Filled, actions: list[Json]) -> Json:
    """Return image, title, text and actions, as a buttons template and a column have them."""
    return {
        **({"thumbnailImageUrl": filled.file.url} if filled.file else {}),
        **({"title": filled.title} if filled.title else {}),
        "text": filled.text,
        "actions": actions,
    }


def _image_url(panel: Panel) -> Words:
    return panel.file.url if panel.file else NOTHING


def _apart(panels: Sequence[Panel]) -> tuple[list[Panel], list[Button]]:
    """Return panels without the buttons that ask for a location, and these: LINE has them in quick replies only."""
    asking = [button for panel in panels for button in panel.buttons if button.deed is Deed.ASK]
    rest = [
        panel._replace(buttons=tuple(button for button in panel.buttons if button.deed is not Deed.ASK))
        for panel in panels
    ]
    return rest, asking


def _alike(panels: Sequence[Panel]) -> list[Panel]:
    """Return panels that all have a title, or none: LINE wants columns alike."""
    if all(panel.title for panel in panels):
        return list(panels)
    return [panel._replace(title=NOTHING, text=panel.words) for panel in panels]


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


def _summary(panels: Iterable[Panel]) -> str:
    return "\n".join(panel.title or panel.summary for panel in panels if panel.summary)
