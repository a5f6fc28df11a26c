"""The buttons and quick replies of Messenger, and its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from transcode.message.place import Place
from transcode.parts.buttons import Button, Deed
from transcode.parts.forms import Form
from transcode.parts.writer import PartsWriter

__all__ = ["ANSWERS", "QUICK", "Buttons"]

Json = dict[str, Any]

ANSWERS: Final = frozenset((Deed.ANSWER,))
QUICK: Final = Form("quick replies", buttons="quick replies", label="button title", deeds=ANSWERS)


class Buttons(PartsWriter):
    """How everything that can be tapped is written; see ``Messenger``."""

    def buttons_that(self, deeds: Iterable[Deed], choices: Iterable[Place], whose: str = "") -> tuple[Button, ...]:
        """Return choices as buttons; a number is called by its digits, without ``tel:``."""
        return tuple(map(self._called, super().buttons_that(frozenset(deeds), choices, whose)))

    @staticmethod
    def _called(one: Button) -> Button:
        return one._replace(url=one.url.like(one.url.removeprefix("tel:"))) if one.deed is Deed.CALL else one

    def button_json(self, one: Button, *, in_text: bool = False) -> Json:
        """Return a button of a template."""
        back = self.tap(one, in_text=in_text)
        match one.deed:
            case Deed.ANSWER:
                return {"type": "postback", "title": one.shown, "payload": back}
            case Deed.CALL:
                return {"type": "phone_number", "title": one.shown, "payload": one.url}
            case _:
                return {"type": "web_url", "title": one.shown, "url": one.url}

    def quick_reply(self, one: Button, *, in_text: bool = False) -> Json:
        """Return an answer as a quick reply."""
        return {"content_type": "text", "title": one.shown, "payload": self.tap(one, in_text=in_text)}

    def file_message(self, media: Place) -> Json:
        """Return a message that is a file."""
        file = self.file(media)
        kind = "file" if file.name == "document" else file.name  # Meta calls a document a file
        return {"attachment": {"type": kind, "payload": {"url": file.url}}}

    def quick_replies(self, buttons: Sequence[Button]) -> Json:
        """Return answers as quick replies below a message that has other buttons or cards."""
        if not buttons:
            return {}
        filled = self.below(QUICK, buttons, taken=[str(label) for label in self.tapped.labels()])
        return {"quick_replies": [self.quick_reply(one) for one in filled.buttons]}
