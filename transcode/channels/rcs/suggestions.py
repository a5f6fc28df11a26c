"""The suggestions of an RCS message: replies and actions, and the findings about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from transcode.channels.rcs.billing import bills_as_media
from transcode.measure import cut
from transcode.message.place import Place, Words
from transcode.parts.addresses import encoded
from transcode.parts.buttons import Button, Deed
from transcode.parts.files import File
from transcode.parts.forms import Filled, Form
from transcode.parts.writer import PartsWriter
from transcode.result import Code
from transcode.urls import why_not
from transcode.writer.properties import property_path

__all__ = ["CHIPS", "Suggestions"]

Json = dict[str, Any]

CHIPS: Final = Form("the suggestions below an RCS message", buttons="suggestions", label="suggestion text")


class Suggestions(PartsWriter):
    """What every RCS message with suggestions needs; see ``Rcs``."""

    # --- suggestions ---

    def buttons_that(self, deeds: Iterable[Deed], choices: Iterable[Place], whose: str = "") -> tuple[Button, ...]:
        """Return choices as suggestions; an event must have a title, and end when it has begun."""
        return tuple(map(self._with_event, super().buttons_that(frozenset(deeds), choices, whose)))

    def _with_event(self, one: Button) -> Button:
        """Return ``one``, with the reason if it can be no suggestion for its event."""
        if one.deed is not Deed.EVENT or one.why_not:
            return one
        if not self.shows(one.action.words("event_title")):
            return one._replace(why_not="its event has no title")
        try:
            begins, ends = (
                datetime.fromisoformat(one.action.at(name).value.upper()) for name in ("event_start", "event_end")
            )
        except ValueError:  # a placeholder of a template stands there
            return one._replace(why_not="its event has no time")
        return one._replace(why_not="its event ends before it begins") if ends < begins else one

    def within(
        self, buttons: Sequence[Button], room: int, what: str, called: str = "suggestions"
    ) -> tuple[Button, ...]:
        """Return the choices; those that ``what`` has no room for can be no suggestion."""
        return super().within(buttons, room, what, called)

    def labels_taken(self) -> list[str]:
        """Return the labels that suggestions of the message show already."""
        return [str(label) for label in self.tapped.labels()]

    def chips(self, buttons: Sequence[Button]) -> Filled:
        """Return suggestions that stand below a card."""
        return self.below(CHIPS, buttons, taken=self.labels_taken())

    def suggestions(self, filled: Filled, *, in_text: bool = False) -> list[Json]:
        """Return the buttons of a form as JSON; ``in_text`` tells whether their choices stand in its text as well."""
        return [self._suggestion(button, in_text=in_text) for button in filled.buttons]

    def _suggestion(self, one: Button, *, in_text: bool = False) -> Json:
        if one.deed is Deed.ANSWER:
            return {"reply": {"text": one.shown, "postbackData": self.tap(one)}}
        action = self._action(one, in_text=in_text)
        self.tap(one, in_text=in_text or "fallbackUrl" in action)
        back = self.tapped.answer(one.place, one.label, self.limit("postback data"), self.notes, shown=one.shown)
        return {"action": {"text": one.shown, "postbackData": back, **action}}

    def _action(self, one: Button, *, in_text: bool) -> Json:
        """Return what a suggested action does."""
        action = one.action
        match one.deed:
            case Deed.CALL:
                return {"dialAction": {"phoneNumber": one.url.like(one.url.removeprefix("tel:"))}}
            case Deed.MAP:
                latitude, longitude = self.point(action)
                point = {"latitude": latitude, "longitude": longitude}
                return {"viewLocationAction": self.given(latLong=point, label=self._pin(one))}
            case Deed.EVENT:
                event = self.given(
                    startTime=action.words("event_start"),
                    endTime=action.words("event_end"),
                    title=self.fit(action.words("event_title").block, self.limit("event title")),
                    description=self.fit(action.words("event_description").block, self.limit("event description")),
                )
                return {"createCalendarEventAction": event, **self._fallback(action, in_text=in_text)}
            case Deed.ASK:
                return {"shareLocationAction": {}, **self._fallback(action, in_text=in_text)}
            case _:
                mode = self.settings.get("RCS_WEBVIEW_MODE")
                view_ = self.given(application="WEBVIEW" if mode else None, webviewViewMode=mode)
                return {"openUrlAction": {"url": one.url, **view_}}

    def _pin(self, one: Button) -> Words:
        """Return what the map calls a place; where the suggestion shows the same, a cut is no loss."""
        label, limit = one.action.words("label").line, self.limit("location label")
        if label == one.label:
            return label.like(cut(label, limit.value, limit.unit, "…"))
        return self.fit(label, limit)

    def _fallback(self, action: Place, *, in_text: bool) -> Json:
        """Return what is opened where the action cannot be done."""
        given = action.words("fallback_url").line
        url, limit = encoded(given, self.idn), self.limit("url")
        why = why_not(given, self.taps.schemes)
        if not why and limit.exceeded_by(url) is None:
            return {"fallbackUrl": url}
        if given and given.place and not in_text:
            why = why or f"it is longer than {limit.value} {limit.unit.value}"
            self.notes.report(Code.DROPPED, given.place, what="The fallback URL", why=why)
        return {}

    # --- files ---

    def file_message(self, media: Place) -> Json:
        """Return a file, with its preview if it has one."""
        return self.file_content(self.file(media))

    def file_content(self, file: File) -> Json:
        """Return ``file``, with its preview if it has one."""
        preview = self.file_or_none(file.media, "thumbnail_url")
        thumbnail = preview.url if preview and preview.name == "image" else None
        return {"contentInfo": self.given(fileUrl=file.url, thumbnailUrl=thumbnail)}

    # --- findings ---

    def say_otherwise(self, place: Place, what: str, value: str, why: str) -> None:
        """Report that ``what`` the message asks for at ``place`` is another value here."""
        self.notes.report(Code.SHOWN_OTHERWISE, place, what=what, value=value, why=why)
        self.notes.tell(place)

    def report_billing(self, buttons: Sequence[Button], suggestions: Sequence[Json]) -> None:
        """Report what makes a text a rich media message: the first suggestion that does."""
        for one, suggestion in zip(buttons, suggestions, strict=True):
            if bills_as_media(suggestion):
                where: Place | str = one.action
                why = "it shows a place on the map" if one.action is one.place else f"{one.name} is {one.what}"
                if one.deed is Deed.OPEN:
                    where, why = property_path("RCS_WEBVIEW_MODE"), f"{one.name} opens its URL in a web view"
                self.notes.report(Code.BILLED_AS_MEDIA, where, why=why)
                return

    def report_notification(self, shown: Sequence[Button]) -> None:
        """Report where the one suggestion that a notification shows is not the caller's first choice."""
        eligible = next((button for button in shown if button.deed is not Deed.ASK), None)
        first = next(iter(_choices(self.content)), None) if self.content else None
        if eligible is None or first is None or eligible.place is first:
            return
        asks = any(button.place is first for button in shown)
        why = "it does not show one that asks for the location" if asks else "that one is no suggestion of the message"
        self.notes.report(Code.NOTIFICATION_SHOWS, first, shown=eligible.shown.plain, why=why)


def _choices(content: Place) -> Iterable[Place]:
    for card in content.at_all("cards"):
        yield from card.at_all("choices")
    yield from content.at_all("choices")
