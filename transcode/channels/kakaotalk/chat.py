"""KakaoTalk Chat: consultation talk, which answers inside a session that the recipient has begun.

Sources
- Payload: the body of Bizgo's request for a rich message of consultation talk (PyPI bizgo-sdk-comm 1.2.0,
  ``CounselRichMessageRequest``); Kakao's own format is not public without a contract.
- What the service shows: text, media, choices and cards natively, carousels and places as text (its KakaoTalk pages).

Where the documents disagree or are silent
- Answers are quick replies of type ``BK``, which send their name back, and URLs are buttons.
- An image must have been uploaded; other files need more than their URL and go as text.
- ``rich`` sends a carousel as a feed, places with a button that opens the map, and lists with quick replies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from transcode.channels.kakaotalk.limits import CHAT_LIMITS
from transcode.channels.kakaotalk.parts import CARD, DOCUMENTED, KakaoParts
from transcode.message.place import Place
from transcode.parts.buttons import Button, Deed
from transcode.parts.forms import Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.picture import Picture
from transcode.result import Transcoded
from transcode.writer.request import Rendering, Support

__all__ = ["KakaoTalkChat"]

Json = dict[str, Any]

_USER_KEY: Final = re.compile(r"[!-~]{1,20}", re.ASCII)
_SENDER_KEY: Final = re.compile(r"[A-Za-z0-9_@-]{1,60}", re.ASCII)
_TALK: Final = Form("consultation talk", text="text", label="label", files=("image",), has_title=False)


class KakaoTalkChat(KakaoParts):
    """KakaoTalk Chat. A payload is the body of Bizgo's request for a rich message of consultation talk."""

    channel = "KAKAOTALKCHAT"
    title = "KakaoTalk Chat"
    supports: ClassVar[Mapping[str, Support]] = {
        "text": Support.NATIVE,
        "media": Support.CONDITIONAL,
        "choice": Support.CONDITIONAL,
        "card": Support.CONDITIONAL,
        "carousel": Support.CONDITIONAL,
        "location": Support.CONDITIONAL,
        "list": Support.CONDITIONAL,
    }
    limits = CHAT_LIMITS
    forms = (_TALK, CARD)
    buttons_key = "buttons"
    answers = "quick replies"

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``kakaotalk.picture``."""
        from transcode.channels.kakaotalk.picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def recipient(self, to: str) -> str:
        """Return a user's key, as Kakao's callbacks give it. Source: CounselRichMessageRequest.user_key."""
        if _USER_KEY.fullmatch(to):
            return to
        raise ValueError("must be the user's key for the channel, at most 20 characters")

    def sender(self, sender: str) -> str:
        """Return the key of a sender's profile."""
        if _SENDER_KEY.fullmatch(sender):
            return sender
        raise ValueError("must be the key of the sender's profile, as Kakao gives it")

    def media(self, message: Place) -> Rendering:
        """Write a picture."""
        return self.rendering([self._talk("IMAGE", attachment={"image": self.image(self.file(message))})])

    def carousel(self, message: Place) -> Rendering:
        """Write cards side by side; as text unless the profile is rich."""
        if not self.rich:
            return self.as_plaintext(message, why=DOCUMENTED)
        return self.rendering([self._talk("CAROUSEL_FEED", carousel={"list": self.cards(message)})])

    def _talk(self, kind: str, **fields: Any) -> Json:
        return {"userKey": self.to, "senderKey": self.sent_from, "msgType": kind, **self.given(**fields)}

    def texts(self, text: str) -> list[Json]:
        """Return the messages that a text is sent as."""
        return [self._talk("TEXT", message=piece) for piece in self.text_pieces(text)]

    def asked(self, panel: Panel) -> Rendering:
        """Return a text with its picture, its URLs as buttons and its answers as quick replies."""
        if not (panel.buttons or panel.file):
            raise Obstacle(f"{panel.name} has neither choices nor a picture, and without any it is text", panel.place)
        answers = self._kept(panel.buttons, Deed.ANSWER, "quick replies")
        links = self._kept(panel.buttons, Deed.OPEN, "buttons")
        buttons = tuple(answers.get(one.place) or links.get(one.place) or one for one in panel.buttons)
        panel = self.with_lines(panel._replace(buttons=buttons))
        if not panel.text and not panel.file:
            panel = panel._replace(text=self.said_by(panel.buttons)[0])
        filled = self.accept(fill(_TALK, panel, self.limit))
        image = self.image(filled.file) if filled.file else None
        opened = [self.button_json(one) for one in filled.buttons if one.deed is Deed.OPEN]
        quick = [self.button_json(one) for one in filled.buttons if one.deed is Deed.ANSWER]
        attachment = self.given(image=image, buttons=opened, quickReplies=quick)
        sent = self._talk("IMAGE" if image else "TEXT", message=filled.text, attachment=attachment)
        return self.rendering([sent], filled.text)

    def _kept(self, buttons: Sequence[Button], deed: Deed, limit: str) -> dict[Place, Button]:
        """Return the choices that do ``deed``; those that there is no room for can be no button."""
        those = tuple(one for one in buttons if one.deed is deed)
        return {one.place: one for one in self.within(those, self.limit(limit).value, "a message")}
