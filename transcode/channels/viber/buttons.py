"""The buttons of Viber's keyboards and cards: what a tap does, and the cell that shows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from transcode.channels.viber.cells import COLUMNS, html, room
from transcode.channels.viber.markup import Formatting
from transcode.measure import Limit
from transcode.message.place import Place, Words
from transcode.parts.addresses import read
from transcode.parts.buttons import Button, Deed
from transcode.parts.panels import Panel
from transcode.result import Code
from transcode.urls import why_not

__all__ = ["Buttons", "version_of"]

Json = dict[str, Any]


class Buttons(Formatting):
    """How everything that can be tapped is written; see ``Viber``."""

    def deeds(self, choices: Sequence[Place]) -> Collection[Deed]:
        """Return what cells can do; the documented ones show a number to call, which ``rich`` has in the text."""
        return self.taps.deeds if self.rich else self.taps.deeds | {Deed.CALL}

    def why_not_opened(self, url: str) -> str:
        """Return why no cell would open or show ``url``; nothing where one would."""
        return why_not(url, (*self.taps.schemes, "tel"))

    def buttons_that(self, deeds: Collection[Deed], choices: Iterable[Place], whose: str = "") -> tuple[Button, ...]:
        """Return choices as buttons; as documented, their labels tell where they lead."""
        buttons = super().buttons_that(deeds, choices, whose)
        return buttons if self.rich else tuple(map(self._telling, buttons))

    def _telling(self, one: Button) -> Button:
        if one.why_not or one.deed not in (Deed.OPEN, Deed.CALL):
            return one
        target = one.action.words("phone_number").line if one.deed is Deed.CALL else read(one.action.words("url"))
        target = target or one.url
        label, limit = Words.join(": ", (one.label, target)), self.limit("button text")
        return one._replace(label=label) if limit.exceeded_by(html(label)) is None else one

    def limits_for(self, panel: Panel) -> Callable[[str], Limit]:
        """Return what gives the limits of a panel's texts, with room for what HTML needs to show them."""
        texts = {
            "card title": (panel.title,),
            "card text": (panel.text,),
            "button text": tuple(one.label for one in panel.buttons),
        }

        def limit(name: str) -> Limit:
            return room(self.limit(name), texts[name]) if name in texts else self.limit(name)

        return limit

    def cell(self, one: Button, *, in_text: bool = False) -> Json:
        """Return a choice as a cell of a keyboard or a card."""
        cell: Json = {"Columns": COLUMNS, "Rows": 1}
        match one.deed:
            case Deed.ANSWER:
                back = self.tap(one) or ""
                cell |= {"ActionType": "reply", "ActionBody": back}
                silent = back != one.label
            case Deed.ASK:
                self.tap(one, in_text=in_text)
                # Any text is required, and none is used.
                cell |= {"ActionType": "location-picker", "ActionBody": "location"}
                silent = False
            case Deed.CALL:
                cell |= {"ActionType": "none", "ActionBody": one.url}
                why = "no document says that a Viber button calls; profile='rich' has the number in the text"
                self.notes.report(
                    Code.SHOWN_OTHERWISE, one.action, what="The call", value="a cell with the number", why=why
                )
                silent = False
            case _:
                self.tap(one, in_text=in_text)
                self.tapped.add(one.place, one.shown, one.url.plain)
                cell |= {"ActionType": "open-url", "ActionBody": one.url}
                silent = True
        return {**cell, "Text": html(one.shown), **({"Silent": True} if silent and self.rich else {})}


def version_of(cells: Iterable[Json]) -> int:
    """Return the least ``min_api_version`` of a keyboard's cells."""
    cells = list(cells)
    if any("Silent" in cell for cell in cells):
        return 6
    return 3 if any(cell["ActionType"] == "location-picker" for cell in cells) else 1
