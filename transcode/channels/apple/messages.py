"""The messages of Apple Messages for Business: texts, rich links, quick replies, list pickers and time pickers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from math import ceil
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from transcode.measure import cut
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import Button, Deed
from transcode.parts.forms import Cut, Filled, Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.parts.writer import PartsWriter
from transcode.result import Code
from transcode.writer.payloads import compact_json
from transcode.writer.request import Rendering

__all__ = ["ANSWERS", "PICKER", "QUICK", "TIME", "Messages"]

Json = dict[str, Any]

_BID: Final = (
    "com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.icloud.apps.messages.business.extension"
)
ANSWERS: Final = frozenset((Deed.ANSWER,))
QUICK: Final = Form(
    "Apple's quick replies",
    text="string",
    buttons="quick replies",
    label="string",
    needs=("text", "buttons"),
    deeds=ANSWERS,
    least=2,
    has_title=False,
)
PICKER: Final = Form(
    "Apple's list picker", title="string", text="string", label="string", needs=("title", "buttons"), deeds=ANSWERS
)
TIME: Final = Form("Apple's time picker", title="string", text="string", label="string", needs=("title",))


class Messages(PartsWriter):
    """How each message of Apple Messages for Business is written; see ``Apple``."""

    # --- requests ---

    def texts(self, text: str) -> list[Json]:
        """Return the messages that a text is sent as."""
        return [{"type": "text", "body": piece} for piece in self.text_pieces(text)]

    def requests(self, sent: Iterable[Json]) -> tuple[Json, ...]:
        """Return the requests that send messages; the ``id`` of each is the sender's to give."""
        about = {"v": 1, "sourceId": self.sent_from, "destinationId": self.to}
        return tuple({**about, **message} for message in sent)

    def fitted(self, words: Words, form: str, of: Words = NOTHING) -> Words:
        """Return a string of ``form``; one that is cut goes before, whole, behind the words that it is ``of``."""
        limit = self.limit("string")
        if (actual := limit.exceeded_by(words)) is None:
            return words
        one = Cut(Code.TEXT_CUT, words.place or self.written, limit, actual)
        self.report_cut(one, form, "the message before")
        self.before.append(Words.join(": ", (of, words)))
        return words.like(cut(words, limit.value, limit.unit, "…"))

    # --- questions ---

    def ask(self, panel: Panel) -> Rendering:
        """Return a question: its answers as quick replies or in a list picker, its URLs as rich links behind it."""
        answers = tuple(one for one in panel.buttons if one.deed is Deed.ANSWER and not one.why_not)
        links = tuple(one for one in panel.buttons if one.deed is Deed.OPEN and not one.why_not)
        if not (answers or links):
            self.refuse_impossible(panel.buttons)
            raise Obstacle(f"{panel.name} has no choices, and without any it is text", panel.place)
        panel = self.with_lines(panel)
        if not answers:
            said = self.texts(panel.words) if panel.words else []
            return self.rendering([*said, *map(self._link, links)], panel.words or None)
        if not panel.words:
            panel = panel._replace(text=self.said_by(answers)[0])
        panel = panel._replace(buttons=answers)
        if panel.title or len(answers) > self.limit("quick replies").value or len(answers) < QUICK.least:
            asked = self._picked(panel)
        else:
            asked = self._quick(panel)
        return self.rendering([asked, *map(self._link, links)], panel.words)

    def _quick(self, panel: Panel) -> Json:
        """Return a text with quick replies below it."""
        filled = self.accept(fill(QUICK, panel, self.limit))
        items = [{"identifier": self.tap(one), "title": one.shown} for one in filled.buttons]
        return self._interactive({"quick-reply": {"summaryText": filled.text, "items": items}})

    def _picked(self, panel: Panel) -> Json:
        """Return answers in a list that opens."""
        titled = panel if panel.title else panel._replace(title=panel.text, text=NOTHING)
        filled = self.accept(fill(PICKER, titled, self.limit))
        return self.picker(filled, [({}, filled.buttons)])

    def picker(self, filled: Filled, sections: Sequence[tuple[Json, Sequence[Button]]]) -> Json:
        """Return a list picker: what is seen of it, and its sections, each with its own words and items."""
        listed = [
            {
                "order": number,
                **words,
                "multipleSelection": False,
                "items": [self._item(one, order) for order, one in enumerate(buttons)],
            }
            for number, (words, buttons) in enumerate(sections)
        ]
        return self._interactive({"listPicker": {"sections": listed}}, filled)

    def _item(self, one: Button, order: int) -> Json:
        description = self.fitted(one.place.words("description").line, "an item of a list picker", one.label)
        return {
            "identifier": self.tap(one),
            "order": order,
            "style": "default",
            "title": one.shown,
            **self.given(subtitle=description),
        }

    def time_picker(self, panel: Panel, choice: Place) -> Rendering:
        """Return the event of a choice as a time that the recipient takes, and so adds to their calendar."""
        event = choice.at("calendar_message")
        title, about = event.words("event_title").block, event.words("event_description").block
        start, end = event.at("event_start"), event.at("event_end")
        begins, ends = _moment(start), _moment(end)
        if ends <= begins:
            raise Obstacle("the event ends before it begins and a time picker's slot lasts a while", end)
        if not self.shows(title):
            raise Obstacle("the event has no title and Apple's time picker needs one", event)
        seen = Panel(panel.place, panel.name, panel.text or event.words("title").line, about)
        filled = self.accept(fill(TIME, seen, self.limit))
        label = next((one for one in (event.words("title").line, title.line) if self.shows(one)), title)
        slot = {
            "identifier": self.tapped.answer(choice, label, self.limit("identifier"), self.notes),
            "startTime": f"{begins.replace(tzinfo=None).isoformat(timespec='minutes')}+0000",
            "duration": ceil((ends - begins).total_seconds()),
        }
        named = self.fitted(title, "a time picker")
        self.notes.tell(start, end)
        self.notes.report(Code.HINT_IGNORED, event.at("fallback_url"), what="The fallback URL", channel=self.title)
        times = {"event": {"identifier": slot["identifier"], "title": named, "timeslots": [slot]}}
        return self.rendering([self._interactive(times, filled)], filled.title)

    # --- rich links ---

    def rich_link(self, url: Words, title: Words, **assets: Json) -> Json:
        """Return a link with its title; Messages shows what it plays or finds behind it."""
        data = self.given(url=url, title=title, assets=assets)
        return {"type": "richLink", "richLinkData": {**data, "assets": assets}}

    def _link(self, one: Button) -> Json:
        title = self.fitted(one.label, "a rich link")
        self.tap(one._replace(shown=title))
        return self.rich_link(one.url, title)

    # --- interactive messages ---

    def _interactive(self, data: Json, seen: Filled | None = None) -> Json:
        """Return an interactive message; its identifier is made of what is in it, so that the same gives the same."""
        identifier = str(uuid5(NAMESPACE_URL, compact_json(data)))
        written: Json = {"bid": _BID, "data": {"version": "1.0", "requestIdentifier": identifier, **data}}
        if seen is not None:
            written["receivedMessage"] = {"title": seen.title, **self.given(subtitle=seen.text), "style": "icon"}
        return {"type": "interactive", "interactiveData": written}


def _moment(place: Place) -> datetime:
    """Return a moment in UTC.

    Raises:
        Obstacle: it is none: a placeholder of a template stands there.

    """
    try:
        return datetime.fromisoformat(str(place.value).upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Obstacle(f"{str(place.value)[:40]!r} is no moment that a time picker could have", place) from None
