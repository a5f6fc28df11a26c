"""The buttons below Telegram's messages: which URLs they open, how many there is room for, how they are labelled."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from transcode.measure import cut as cut_text
from transcode.measure import measure, utf8_bytes
from transcode.message.place import Place
from transcode.parts.buttons import Button, Deed, cut_labels, told_apart
from transcode.parts.forms import Cut
from transcode.parts.writer import PartsWriter
from transcode.result import Code
from transcode.urls import host, why_not
from transcode.writer.payloads import compact_json

__all__ = ["Keyboard", "Keyboards"]

Call = dict[str, Any]

_TG_URL: Final = re.compile(r"tg://[A-Za-z0-9_-]+(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
# TDLib (LinkManager::check_link) refuses a host without a dot; a name beside the dot is ours.
_DOTTED: Final = re.compile(r"[^.]\.[^.]")
_KEYBOARD_SIZE: Final = len('{"inline_keyboard":[]}')


@dataclass(frozen=True, slots=True)
class Keyboard:
    """What becomes of the choices of one message."""

    buttons: Sequence[Button] = ()
    lines: Sequence[Place] = ()
    """Those that can be no button, or whose button does not show the whole label."""


class Keyboards(PartsWriter):
    """How everything that can be tapped is written; see ``Telegram``."""

    def why_not_opened(self, url: str) -> str:
        """Return why no button would open ``url``; nothing where one would.

        Source: Bot API, InlineKeyboardButton.url, and TDLib, LinkManager::check_link.
        """
        if why := why_not(url, self.taps.schemes):
            return why
        if url[:3].lower() == "tg:":
            return "" if _TG_URL.fullmatch(url) else "a tg URL is tg:// and a name of letters, digits, '-' and '_'"
        name = host(url)
        dotted = name.startswith("[") or _DOTTED.search(name)
        return "" if dotted else "a button opens no URL whose host has no dot in it"

    def deeds(self, choices: Sequence[Place]) -> Collection[Deed]:
        """Return what buttons do; they ask for the location in private chats, where no other button stands.

        Source: Bot API, KeyboardButton.request_location: private chats only; reply_markup is one keyboard or the other.
        The ids of groups and channels are negative, and a username may be one of theirs.
        """
        asking = [choice for choice in choices if choice.get("share_location_message")]
        if not any(self.shows(choice.value.label) for choice in asking) or self.to.startswith(("-", "@")):
            return self.taps.deeds
        others = self.buttons_that(self.taps.deeds, (choice for choice in choices if choice not in asking))
        return self.taps.deeds | {Deed.ASK} if all(button.why_not for button in others) else self.taps.deeds

    def keyboard(self, choices: Sequence[Place], deeds: Collection[Deed] | None = None) -> Keyboard:
        """Return what becomes of ``choices``, and report what is not the button that was meant.

        ``deeds`` are what buttons do there, if not what they do below a message.
        """
        wanted = self.buttons(choices) if deeds is None else self.buttons_that(deeds, choices)
        buttons = self.labelled_apart(self.fitting(self.able(wanted)))
        told = {button.place for button in buttons if button.tells_all}
        return Keyboard(buttons, [place for place in choices if place not in told])

    def fitting(self, buttons: Sequence[Button]) -> Sequence[Button]:
        """Return the buttons that one message has room for; the others are reported."""
        limit = self.limit("buttons")
        for button in buttons[limit.value :]:
            why = f"a message has room for {limit.value} buttons and {len(buttons)} are offered"
            self.report_line(button._replace(why_not=why), limit.value, len(buttons))
        buttons = buttons[: limit.value]
        size = self.limit("reply markup")
        sizes = list(accumulate(map(self._button_size, buttons), initial=_KEYBOARD_SIZE))
        room = sum(until <= size.value for until in sizes[1:])
        for button in buttons[room:]:
            why = f"the buttons of a message may have {size.value:,} bytes of JSON and these have {sizes[-1]:,}"
            self.report_line(button._replace(why_not=why), size.value, sizes[-1])
        return buttons[:room]

    def _button_size(self, button: Button) -> int:
        """Return how many bytes a button has as JSON in a row of its own, at most."""
        limit, back = self.limit("button text"), self.limit("callback data")
        shown = {"text": cut_text(button.label, limit.value, limit.unit, "…")}
        if button.deed is not Deed.ANSWER:
            return utf8_bytes(compact_json([shown | {"url": str(button.url), "request_location": True}])) + 1
        # What comes back may have a number behind it, and is a digest where it is too long.
        answer: str = button.place.words("postback_data") or button.label
        answer = "#" * back.value if back.exceeded_by(answer) is not None else answer + "#000"
        return utf8_bytes(compact_json([shown | {"callback_data": answer}])) + 1

    def labelled_apart(self, buttons: Sequence[Button]) -> Sequence[Button]:
        """Return the buttons with the labels they show; one that is cut looks like no other of the message."""
        limit = self.limit("button text")
        taken = set(self.tapped.labels())
        if self.content:
            taken.update(offer.line for offer in self.offers(self.content))
        buttons = told_apart(buttons)
        shown = cut_labels([button.whole for button in buttons], limit, taken)
        labelled = []
        for button, label in zip(buttons, shown, strict=True):
            if label != button.whole:
                cut = Cut(Code.LABEL_CUT, button.label_place, limit, measure(button.whole, limit.unit))
                self.report_cut(cut, "", "the text")
            labelled.append(button._replace(shown=label))
        self.report_told_apart(labelled)
        return labelled

    def markup(self, buttons: Sequence[Button], *, in_text: bool) -> Call:
        """Return the ``reply_markup`` of buttons, one a row."""
        if not buttons:
            return {}
        rows = [[{"text": button.shown, **self.action(button, in_text=in_text)}] for button in buttons]
        if buttons[0].deed is Deed.ASK:
            return {"reply_markup": {"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True}}
        return {"reply_markup": {"inline_keyboard": rows}}

    def action(self, button: Button, *, in_text: bool) -> Call:
        """Return what a button does."""
        back = self.tap(button, in_text=in_text)
        match button.deed:
            case Deed.ASK:
                return {"request_location": True}
            case Deed.ANSWER:
                return {"callback_data": back}
            case _:
                return {"url": button.url}
