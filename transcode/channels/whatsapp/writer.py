"""WhatsApp: messages of Meta's Cloud API where their conditions hold, otherwise text with WhatsApp's markup.

Sources, read 2026-11-22 (``META`` and ``SINCH`` are the roots of the addresses, in ``limits``)
- Payloads: META/messages/... (reply buttons, list, URL button, media carousel, location request, contacts, contextual
  replies), META/flows/guides/sendingaflow, META/payments/payments-br/orders. Envelope: the recorded output of the
  service's transcoding endpoint, which all payloads share, in its order of keys and with its null.
- Conditions of native choices and cards: SINCH/message-types/choice-message and .../card-message.
- Text: the WhatsApp page's pictures (SINCH/channel-support/whatsapp, 2021).
- Template parameters: SINCH/channel-support/whatsapp/template-support.

Where they disagree or are silent
- Lengths are "characters" everywhere; UTF-16 units are counted, which never are fewer than code points.
- A single URL choice is a URL button on newer pages, text on older ones: text in the profile ``documented``, a button
  in ``rich``.
- A caption may have 1024 characters or 3000: 1024. A list's body 1024 or 4096: 1024.
- A choice without postback data comes back by its label (the service puts the message id before it, which is not known
  here).
- Direct Send has buttons of both kinds in one message at Meta; the service names texts, reply buttons and a URL button
  only, so no others are sent. Content that is none of these goes as text.
- ``reply_to`` quotes in the first payload of a message only; a template shows no quotation, so it has none. Its
  identifier is passed on as it is: the service would look up WhatsApp's own for it, which is not known here.
- Both documentations let a sender write markup in a text: it is passed on as it is, and a finding says so.
  ``markup="literal"`` has texts shown as they are typed. What is typed for WhatsApp itself (channel-specific messages,
  template parameters, explicit messages) is passed on in either case.
- Whether a card's URL stands before or after the blank line in a carousel's text is not certain: before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Final

from transcode.channels.whatsapp.limits import FILES, LIMITS, PROPERTIES
from transcode.channels.whatsapp.lists import Lists
from transcode.channels.whatsapp.markup import Marked
from transcode.channels.whatsapp.messages import BODY, BSUID, BUTTONS, CARD, LIST, URL_BUTTON
from transcode.channels.whatsapp.objects import contact
from transcode.channels.whatsapp.questions import Head, Question
from transcode.channels.whatsapp.specific import interactive, template
from transcode.channels.whatsapp.styling import FORMATS
from transcode.message.base import decimal
from transcode.message.place import Place, Words
from transcode.parts.buttons import Deed, Taps
from transcode.parts.forms import fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.picture import Picture
from transcode.plaintext import view
from transcode.result import Code, Outcome, Transcoded
from transcode.writer.request import Rendering, Support

__all__ = ["WhatsApp"]

Json = dict[str, Any]

MIN_CARDS: Final = 2
"""Source: META/messages/interactive-media-carousel-messages."""
_AUTHENTICATION: Final = "an authentication template goes to a phone number only"


class WhatsApp(Lists):
    """WhatsApp."""

    channel = "WHATSAPP"
    title = "WhatsApp"
    # Carousels are text in the documented profile; only ``rich`` has a form for some of them.
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
    properties = PROPERTIES
    taps = Taps(
        "a WhatsApp button", answer="button id", deeds=frozenset((Deed.ANSWER, Deed.OPEN, Deed.ASK)), strict=True
    )
    files = FILES
    formats = FORMATS
    forms = (BUTTONS, URL_BUTTON, LIST, BODY, CARD)

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``whatsapp.picture``."""
        from transcode.channels.whatsapp.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    # --- carousels ---

    def carousel(self, message: Place) -> Rendering:
        """Write cards as text; in ``rich`` side by side where all of them qualify, and a single one as a card."""
        if not self.rich:
            return self.as_plaintext(message, why="WhatsApp's own carousels are used in the profile 'rich' only")
        cards, outer = list(message.at_all("cards")), list(message.at_all("choices"))
        if len(cards) == 1 and not outer:
            return self.card(cards[0])
        if self.direct_send:
            return self.as_plaintext(message, why="Direct Send takes no carousels")
        limit = self.limit("cards")
        if not MIN_CARDS <= len(cards) <= limit.value:
            why = f"it has {len(cards)} cards: a WhatsApp carousel has {MIN_CARDS} to {limit.value}"
            bound = MIN_CARDS if len(cards) < MIN_CARDS else limit.value
            raise Obstacle(why, message.at("cards"), bound, len(cards))
        body = self._lay_out("carousel_body", view(message, self.request.uppercase))
        above = Question(message, body)
        self._filled(BODY, above)
        self.report_as_text(outer)
        panels = [self._carousel_panel(card, number) for number, card in enumerate(cards, 1)]
        for panel, _ in panels:
            if _structure(panel) != _structure(panels[0][0]):
                why = f"cards 1 and {panel.name[5:]} differ: all cards of a WhatsApp carousel have the same media and"
                raise Obstacle(f"{why} buttons", panel.place)
        action = {"cards": [self._carousel_card(*panel, index) for index, panel in enumerate(panels)]}
        written = self._interactive("carousel", above, Head(), action)
        shown = Words.join("\n\n", (body.typed, *(text.typed for _, text in panels)))
        return replace(written, text=shown)

    def _carousel_panel(self, card: Place, number: int) -> tuple[Panel, Marked]:
        """Return one card as a panel, whose conditions are met, and its text."""
        name = f"card {number}"
        text = self._lines(card.words("title").block, card.words("description").block)
        media, buttons = card.get("media_message"), self.buttons(card.at_all("choices"), f"{name}'s ")
        replies = tuple(one for one in buttons if one.action.key == "text_message")
        if replies and len(replies) < len(buttons):
            text, buttons = self._with_others(text, [one for one in buttons if one not in replies]), replies
        file = self.file(media) if media else None
        panel = Panel(card, name, text=text.sent, file=file, buttons=buttons)
        panel = panel._replace(buttons=fill(CARD, panel, self.limit).buttons)
        breaks, actual = self.limit("card line breaks"), len(text.sent.splitlines()) - 1
        if actual > breaks.value:
            why = f"{name}: the text has {actual} line breaks: WhatsApp takes {breaks.value}"
            raise Obstacle(why, card, breaks.value, actual)
        kinds = [button.action.key for button in buttons]
        if kinds != ["url_message"] and set(kinds) != {"text_message"}:
            raise Obstacle(f"{name}: its choices are neither one URL nor replies only", card)
        self.refuse_impossible(buttons)
        self._check_labels(buttons)
        return panel, text

    def _carousel_card(self, panel: Panel, text: Marked, index: int) -> Json:
        """Return one card."""
        assert panel.file is not None  # noqa: S101 - the form needs one
        # The type is cta_url for cards with replies too, as two independent SDKs send it
        # (@kapso/whatsapp-cloud-api 0.3.0, whatsapp-cloud-api-py 0.3.0).
        written: Json = {"card_index": index, "type": "cta_url", "header": self._media_header(panel.file)}
        if text.typed:
            written["body"] = {"text": text.sent}
            self._report_marks(text)
        if panel.buttons[0].deed is Deed.OPEN:
            return written | {"action": self._url_action(panel.buttons[0])}
        buttons = [
            {"type": "quick_reply", "quick_reply": {"id": self.tap(one), "title": one.shown}} for one in panel.buttons
        ]
        return written | {"action": {"buttons": buttons}}

    # --- places and contacts ---

    def location(self, message: Place) -> Rendering:
        """Write a place: the title is its name, the label its address."""
        figures = ((name, message.at("coordinates", name)) for name in ("longitude", "latitude"))
        written: Json = {name: Words(decimal(place.value), (place,)) for name, place in figures}
        # A name is what an address stands under, so a label without a title is the name.
        fields = {"name": "title", "address": "label"} if message.words("title").line else {"name": "label"}
        for name, field in fields.items():
            if text := message.words(field).line:
                written[name] = self.fit(text, self.limit(f"location {name}"))
        return Rendering(Outcome.NATIVE, (self.payload("location", written),))

    def contact_info(self, message: Place) -> Rendering:
        """Write a contact."""
        if not message.words("name", "full_name").line:
            where = message.at("name", "full_name")
            raise Obstacle("the contact has no full name, which WhatsApp requires", where)
        wa_ids = self.settings.get("WHATSAPP_CONTACT_WA_IDS", {})
        return Rendering(Outcome.NATIVE, (self.payload("contacts", [contact(message, wa_ids)]),))

    # --- what is typed for WhatsApp ---

    def channel_template(self, reference: Place) -> Rendering:
        """Write a template that is stored at WhatsApp, its parameters by their keys."""
        if self._quoted:
            where, why = self._quoted.place or "reply_to", "WhatsApp shows no quotation above a template"
            self.notes.report(Code.DROPPED, where, what="The message it answers", why=why)
        if BSUID.fullmatch(self.to):
            self.notes.report(Code.RECIPIENT_UNCERTAIN, "to", channel=self.title, why=_AUTHENTICATION)
        return Rendering(Outcome.NATIVE, (self.payload("template", template(self, reference)),))

    def channel_specific(self, message: Place) -> Rendering | None:
        """Write a flow, an order to be paid, or the state of an order."""
        written = interactive(self, message)
        if written is None:
            return None
        return self._quoting(Rendering(Outcome.NATIVE, (self.payload("interactive", written),)))


def _structure(panel: Panel) -> tuple[str, list[Deed]]:
    """Return what must be the same for all cards: the type of media, what the choices do."""
    return panel.file.name if panel.file else "", [button.deed for button in panel.buttons]
