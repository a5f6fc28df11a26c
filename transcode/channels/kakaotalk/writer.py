"""KakaoTalk: AlimTalk templates and Brand Messages to a phone number.

Sources
- Payload: KakaoTalk's own format is not public without a contract. A payload is the body of Bizgo's ``POST
  /api/comm/v1/send/omni`` (PyPI bizgo-sdk-comm 1.2.0), whose names are Kakao's; the message types are those of its
  pages (``FT``, ``FI``, ``FC``, ``FM``, ``FA``), which others call ``BT``, ``BI``, ``BC``, ``BM``, ``BA`` since
  FriendTalk ended (2025-12-31).
- What the service shows: text, media, choices and cards natively, the rest as text (developers.sinch.com/docs/
  conversation/message-types); templates are AlimTalk's (``channel_template.KAKAOTALK``).
- Lengths: Infobip's table of Brand Messages.

Where the documents disagree or are silent
- An answer is a bot keyword button (``BK``), which sends its name back: postback data do not travel, and ``replies``
  map them.
- A recipient is a Korean mobile number; it is written as it is dialled in Korea, as Bizgo's pages ask.
- ``senderKey`` is the ``sender``; until it is given its place is ``{{from}}``.
- A text of more line breaks than a message takes is several messages; the buttons stand below the last.
- ``rich`` sends a carousel as a feed if all of its cards have a title, a text and a picture, places with a button that
  opens the map, and lists with their items as answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Final

from transcode.channels.kakaotalk.commerce import carousel_commerce, commerce
from transcode.channels.kakaotalk.limits import AUTHENTICATION, LIMITS, PROPERTIES
from transcode.channels.kakaotalk.parts import CARD, DOCUMENTED, KakaoParts
from transcode.measure import Limit
from transcode.message.channel_specific import CarouselCommerceMessage, CommerceMessage
from transcode.message.place import Place, Words
from transcode.parts.forms import Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.picture import Picture
from transcode.result import Code, Outcome, Transcoded
from transcode.writer.properties import Property, property_path
from transcode.writer.request import Rendering, Request, Support

__all__ = ["KakaoTalk"]

Json = dict[str, Any]

_KOREA: Final = "82"
_SENDER_KEY: Final = re.compile(r"[A-Za-z0-9_@-]{1,60}", re.ASCII)
_TEXT: Final = Form("a Brand Message", text="text", buttons="buttons", label="label", needs=("text",), has_title=False)
_IMAGE: Final = replace(
    _TEXT, name="a Brand Message with a picture", text="image text", files=("image",), needs=("file",)
)


class KakaoTalk(KakaoParts):
    """KakaoTalk. A payload is the body of Bizgo's ``POST /api/comm/v1/send/omni``."""

    channel = "KAKAOTALK"
    title = "KakaoTalk"
    supports: ClassVar[Mapping[str, Support]] = {
        "text": Support.NATIVE,
        "media": Support.CONDITIONAL,
        "choice": Support.CONDITIONAL,
        "card": Support.CONDITIONAL,
        "carousel": Support.CONDITIONAL,
        "location": Support.CONDITIONAL,
        "list": Support.CONDITIONAL,
    }
    limits: ClassVar[tuple[Limit, ...]] = LIMITS
    properties: ClassVar[tuple[Property, ...]] = PROPERTIES
    forms = (_TEXT, _IMAGE, CARD)

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if AUTHENTICATION in self.settings:
            where = property_path(AUTHENTICATION)
            self.notes.report(Code.HINT_IGNORED, where, what="The property", channel=self.title)

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``kakaotalk.picture``."""
        from transcode.channels.kakaotalk.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def recipient(self, to: str) -> str:
        """Return a Korean number as it is dialled in Korea. Source: bizgo.models, Destination.to."""
        number = self.phone_number(to).removeprefix("+")
        if not number.startswith(_KOREA):
            raise ValueError("must be a number of South Korea, such as +821012345678")
        return f"0{number.removeprefix(_KOREA)}"

    def sender(self, sender: str) -> str:
        """Return the key of a sender's profile."""
        if _SENDER_KEY.fullmatch(sender):
            return sender
        raise ValueError("must be the key of the sender's profile, as Kakao gives it")

    # --- one method a type of content ---

    def media(self, message: Place) -> Rendering:
        """Write a picture."""
        return self.rendering([self._brand("FI", attachment={"image": self.image(self.file(message))})])

    def carousel(self, message: Place) -> Rendering:
        """Write cards side by side; as text unless the profile is rich."""
        if not self.rich:
            return self.as_plaintext(message, why=DOCUMENTED)
        return self.rendering([self._brand("FC", carousel={"list": self.cards(message)})])

    # --- what KakaoTalk has beside generic messages ---

    def channel_template(self, reference: Place) -> Rendering:
        """Write an AlimTalk template; its parameters are put into it by the relay."""
        for name in ("version", "language_code"):
            if place := reference.get(name):
                what = f"The template's {name.replace('_', ' ')}"
                self.notes.report(Code.HINT_IGNORED, place, what=what, channel=self.title)
        words = {str(one.key): one.value for one in reference.get("parameters") or ()}
        alimtalk = {"sendType": "template", "senderKey": self.sent_from, "templateCode": self.template_id(reference)}
        return Rendering(Outcome.NATIVE, (self._request({"alimtalk": alimtalk}, replaceWords=words),))

    def channel_specific(self, message: Place) -> Rendering | None:
        """Write products to buy: one, or several side by side."""
        match message.value:
            case CommerceMessage():
                return Rendering(Outcome.NATIVE, (self._brand("FM", **commerce(self, message.at("message"))),))
            case CarouselCommerceMessage():
                fields = carousel_commerce(self, message.at("message"))
                return Rendering(Outcome.NATIVE, (self._brand("FA", **fields),))
        return None

    # --- requests ---

    def _request(self, item: Json, **destination: Any) -> Json:
        return {"destinations": [{"to": self.to, **destination}], "messageFlow": [item]}

    def _brand(self, kind: str, **fields: Any) -> Json:
        """Return a Brand Message of our own making (``free``: it needs no template)."""
        message = {"sendType": "free", "msgType": kind, "senderKey": self.sent_from, **self.given(**fields)}
        return self._request({"brandmessage": message})

    def texts(self, text: str) -> list[Json]:
        """Return the messages that a text is sent as: as many as its length and its line breaks need."""
        return self._whole(self._parts(text if isinstance(text, Words) else Words(text)))

    def _whole(self, parts: Iterable[Words]) -> list[Json]:
        pieces = [piece for part in parts for piece in self.pieces(part, self.limit("text"), self.where)]
        return [self._brand("FT", text=piece) for piece in pieces]

    def _parts(self, text: Words) -> list[Words]:
        """Return a text in parts that have no more line breaks than a message takes; a split is reported."""
        most = self.limit("line breaks")
        if text.count("\n") <= most.value:
            return [text]
        lines = text.split("\n")
        size = most.value + 1
        parts = ["\n".join(lines[start : start + size]) for start in range(0, len(lines), size)]
        shown = [text.like(part) for part in parts if self.shows(part)]
        if len(shown) < 2:
            return shown or [text]
        self.notes.report(Code.SPLIT, self.where, limit=most.value, unit="line breaks", actual=len(shown))
        return shown

    def asked(self, panel: Panel) -> Rendering:
        """Return a text, with its picture and its buttons."""
        if not (panel.buttons or panel.file):
            raise Obstacle(f"{panel.name} has neither choices nor a picture, and without any it is text", panel.place)
        panel = self.with_lines(
            panel._replace(buttons=self.within(panel.buttons, self.limit("buttons").value, "a message"))
        )
        if not panel.text and not panel.file:
            panel = panel._replace(text=self.said_by(panel.buttons)[0])
        *first, last = self._parts(panel.text)
        panel = panel._replace(text=last)
        filled = self.accept(fill(_IMAGE if panel.file else _TEXT, panel, self.limit))
        image = self.image(filled.file) if filled.file else None
        attachment = self.given(image=image, button=[self.button_json(one) for one in filled.buttons])
        sent = self._brand("FI" if image else "FT", text=filled.text, attachment=attachment)
        rendering = self.rendering([sent], Words.join("\n", (*first, filled.text)))
        return replace(rendering, payloads=(*self._whole(first), *rendering.payloads))
