"""WeChat: customer service messages and template messages of an official account.

Sources
- Payload: ``POST /cgi-bin/message/custom/send`` (developers.weixin.qq.com/doc/service/en/api/customer/message/
  api_sendcustommessage.html, read 2026-11-27); a template goes to ``/cgi-bin/message/template/send``.
- What the service shows: its table of message types has text and media as native, everything else as text
  (developers.sinch.com/docs/conversation/message-types).
- Windows: 5 messages in 48 hours after the recipient's last, 3 in the minute after a click on a menu (``.../guide/
  product/kf/intro.html``).

Where the documents disagree or are silent
- Files are sent by the ``media_id`` of an upload, which a URL is not. An image is sent as an article, which fetches its
  picture; other files are URLs in a text.
- A ``news`` message has one article (error 45008 beyond). A carousel is text: its cards would use up the window.
- A menu's click comes back as a text with ``bizmsgmenuid``. Menus need a verified service account (error 40200
  otherwise), so ``documented`` sends choices as text and ``rich`` as a menu.
- ``rich`` sends a card as an article that opens the card's first URL, or its picture; all choices stand below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from transcode.channels.wechat.limits import FILES, LIMITS
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import Button, Deed, Taps
from transcode.parts.files import File
from transcode.parts.forms import Filled, Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.parts.writer import PartsWriter
from transcode.picture import Picture
from transcode.plaintext import Uppercase, view
from transcode.result import Code, Outcome, Transcoded
from transcode.writer.request import Rendering, Support

__all__ = ["WeChat"]

Json = dict[str, Any]

# An OpenID as webhooks give it; its length is not documented.
_OPEN_ID: Final = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)

_MENU: Final = Form(
    "a WeChat menu",
    text="menu text",
    buttons="menu items",
    label="menu item",
    needs=("text", "buttons"),
    deeds=frozenset((Deed.ANSWER,)),
    has_title=False,
    told=True,
)
_ARTICLE: Final = Form(
    "a WeChat article",
    title="article title",
    text="article description",
    files=("image",),
    needs=("title", "file"),
)


class WeChat(PartsWriter):
    """WeChat. A payload is the body of ``POST /cgi-bin/message/custom/send``; a template's of ``.../template/send``."""

    channel = "WECHAT"
    title = "WeChat"
    supports: ClassVar[Mapping[str, Support]] = {
        "text": Support.NATIVE,
        "media": Support.CONDITIONAL,
        "choice": Support.CONDITIONAL,
        "card": Support.CONDITIONAL,
        "list": Support.CONDITIONAL,
    }
    limits = LIMITS
    taps = Taps("a WeChat menu item", answer="menu id", deeds=frozenset((Deed.ANSWER,)))
    files = FILES
    file_url = "article URL"
    forms = (_MENU, _ARTICLE)

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``wechat.picture``."""
        from transcode.channels.wechat.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def recipient(self, to: str) -> str:
        """Return an OpenID, as WeChat's callbacks give it."""
        if _OPEN_ID.fullmatch(to):
            return to
        raise ValueError("must be the OpenID that the recipient has for the account: letters, digits, - and _")

    # --- one method a type of content ---

    def media(self, message: Place) -> Rendering:
        """Write an image as an article that shows and opens it."""
        file = self._uploaded(message)
        name = self.name_of(file, "article title")
        return self.rendering([self._article(name, NOTHING, file, file.url)])

    def choice(self, message: Place) -> Rendering:
        """Write a question with a menu of its answers."""
        if not self.rich:
            return self.as_plaintext(message, why=_DOCUMENTED)
        return self._menu(self.question_panel(message))

    def card(self, message: Place) -> Rendering:
        """Write a card as an article, and its other choices below it."""
        if not self.rich:
            return self.as_plaintext(message, why=_DOCUMENTED)
        panel, media = self.card_panel(message).with_text_as_title(), message.get("media_message")
        if media is None:
            raise Obstacle("the card has no picture and a WeChat article needs one", message)
        file, choices = self._uploaded(media), message.at_all("choices")
        filled = self.accept(fill(_ARTICLE, panel._replace(file=file, buttons=()), self.limit))
        opened = (one.url for one in self.buttons_that(_OPENS, choices) if not one.why_not)
        article = self._article(filled.title, filled.text, file, next(opened, file.url))
        return self.rendering([article, *self._below(panel)])

    def list_(self, message: Place) -> Rendering:
        """Write a list as a menu, with its titles and descriptions in the text above."""
        items = self.listed(message, "a WeChat menu has no products")
        if not self.rich:
            return self.as_plaintext(message, why=_DOCUMENTED)
        buttons = self.items(items)
        self.refuse_impossible(buttons)
        text = self.render(message, view(message, Uppercase.KEEP))
        return self._menu(Panel(message, "the list", text=text, buttons=buttons))

    # --- what else an official account sends ---

    def channel_template(self, reference: Place) -> Rendering:
        """Write a template message: its parameters are the values of its fields."""
        for name in ("version", "language_code"):
            if place := reference.get(name):
                what = f"The template's {name.replace('_', ' ')}"
                self.notes.report(Code.HINT_IGNORED, place, what=what, channel=self.title)
        values = {str(one.key): {"value": one.value} for one in reference.get("parameters") or ()}
        identifier = self.template_id(reference)
        return Rendering(Outcome.NATIVE, ({"touser": self.to, "template_id": identifier, "data": values},))

    # --- messages ---

    def texts(self, text: str) -> list[Json]:
        """Return the messages that a text is sent as."""
        return [{"msgtype": "text", "text": {"content": piece}} for piece in self.text_pieces(text)]

    def requests(self, sent: Iterable[Json]) -> tuple[Json, ...]:
        """Return the requests that send messages; that they are more than a window takes is reported."""
        requests = tuple({"touser": self.to, **message} for message in sent)
        most, clicked = self.limit("messages"), self.limit("messages after a click")
        if len(requests) > most.value:
            self.notes.report(
                Code.WINDOW_EXCEEDED, self.where, limit=most.value, actual=len(requests), channel=self.title, when=_SAID
            )
        elif len(requests) > clicked.value:
            self.notes.report(
                Code.WINDOW_NARROW,
                self.where,
                limit=clicked.value,
                actual=len(requests),
                channel=self.title,
                when="in the minute after a click on a menu",
            )
        return requests

    def _menu(self, panel: Panel) -> Rendering:
        """Return a text with answers below it."""
        panel = self.with_lines(panel)
        if not panel.text and panel.buttons:
            panel = panel._replace(text=self.lines(button.place for button in panel.buttons))
        filled = self.accept(fill(_MENU, panel, self.limit))
        return self.rendering([self._menu_message(filled)], filled.text)

    def _menu_message(self, filled: Filled) -> Json:
        answers = [{"id": self.tap(one), "content": one.shown} for one in filled.buttons]
        return {"msgtype": "msgmenu", "msgmenu": {"head_content": filled.text, "list": answers}}

    def _below(self, card: Panel) -> list[Json]:
        """Return the choices of a card that its article has no room for: a menu below its heading, or lines."""
        possible = tuple(one for one in card.buttons if not one.why_not)
        answer = self.attempt(lambda: self._filled_below(card, possible)) if possible else None
        if isinstance(answer, Filled):
            return [self._menu_message(self.accept(answer))]
        why = answer.why if answer else ""
        lines = self.lines_of(one if one.why_not else one._replace(why_not=why) for one in card.buttons)
        return self.texts(lines) if lines else []

    def _filled_below(self, card: Panel, possible: tuple[Button, ...]) -> Filled:
        text = Words.join("\n\n", (card.heading, self.lines_of(one for one in card.buttons if one.why_not)))
        return fill(_MENU, Panel(card.place, card.name, text=text, buttons=possible), self.limit)

    def _article(self, title: Words, text: Words, file: File, url: Words) -> Json:
        article = {"title": title, **self.given(description=text), "url": url, "picurl": file.url}
        return {"msgtype": "news", "news": {"articles": [article]}}

    def _uploaded(self, media: Place) -> File:
        """Return an image; other files go by the ``media_id`` of an upload."""
        try:
            return self.file(media)
        except Obstacle as obstacle:
            why = f"{obstacle.why}; files go by the media_id of an upload, and only images by a URL, in an article"
            raise Obstacle(why, obstacle.place, obstacle.limit, obstacle.actual) from None


_OPENS: Final = frozenset((Deed.OPEN,))
_DOCUMENTED: Final = "the service shows it as text on WeChat; profile='rich' has a form"
_SAID: Final = "in the 48 hours after the recipient's last message"
