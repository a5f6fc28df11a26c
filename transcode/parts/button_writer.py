"""The buttons of a rich channel: what can be one, what a tap does, and the lines that stand in for the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar

from transcode.measure import is_visible
from transcode.message.place import NOTHING, Place, Words
from transcode.numbers import read_number
from transcode.parts.addresses import is_tel
from transcode.parts.buttons import Button, Deed, Taps, button, labels_of
from transcode.parts.file_writer import FileWriter
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.plaintext import Uppercase, View, view
from transcode.result import Code
from transcode.urls import why_not

__all__ = ["ButtonWriter"]


class ButtonWriter(FileWriter):
    """Writes what can be tapped; see ``PartsWriter``."""

    taps: ClassVar[Taps]

    def deeds(self, choices: Sequence[Place]) -> Collection[Deed]:
        """Return what the buttons of ``choices``, which stand together, can do."""
        return self.taps.deeds

    def buttons(self, choices: Iterable[Place], whose: str = "") -> tuple[Button, ...]:
        """Return choices as buttons, those that can be none with the reason.

        Args:
            choices: that stand together.
            whose: what a finding calls them by: ``card 2's ``.

        """
        places = list(choices)
        return self.buttons_that(self.deeds(places), places, whose)

    def buttons_that(self, deeds: Collection[Deed], choices: Iterable[Place], whose: str = "") -> tuple[Button, ...]:
        """Return choices as buttons that do one of ``deeds``; see ``buttons``."""
        limit = self.limit(self.taps.url) if self.taps.url else None
        made: list[Button] = []
        for number, place in enumerate(choices, 1):
            one = button(
                place,
                f"{whose}choice {number}",
                deeds,
                a_button=self.taps.a_button,
                why_not=self.why_not_opened,
                url_limit=limit,
                idn=self.idn,
                region=self.request.region,
            )
            made.append(self._possible(one))
        return tuple(made)

    def why_not_opened(self, url: str) -> str:
        """Return why no button would open or call ``url``; nothing where one would."""
        schemes = (*self.taps.schemes, "tel") if Deed.CALL in self.taps.deeds else self.taps.schemes
        return why_not(url, schemes)

    def seen(self, words: Words) -> Words:
        """Return words of which something is seen; nothing where it is not."""
        return words if self.shows(words) and is_visible(words) else NOTHING

    def _possible(self, one: Button) -> Button:
        """Return ``one``, with the reason if it can be no button for its label or the number that it calls."""
        if not self.seen(one.label):
            return one._replace(why_not="a button must have a label")
        if one.why_not:
            return one
        calls = self.taps.international or Deed.CALL not in self.taps.deeds
        if calls and one.deed is Deed.OPEN and is_tel(one.url):
            why = f"it leads to {one.url[:40]!r}, which {self.taps.a_button} does not: a number is called, not opened"
            return one._replace(why_not=why)
        if one.deed is not Deed.CALL or not self.taps.international:
            return one
        try:
            number = read_number(one.url.removeprefix("tel:"))
        except ValueError as error:
            return one._replace(why_not=f"the number that it calls {error}")
        return one if number.startswith("+") else one._replace(why_not="the number that it calls has no country code")

    def within(self, buttons: Sequence[Button], room: int, what: str, called: str = "buttons") -> tuple[Button, ...]:
        """Return choices; those that ``what``, with room for so many, has no room for can be no button."""
        possible = [one for one in buttons if not one.why_not]
        room = max(0, room)
        if len(possible) <= room:
            return tuple(buttons)
        why = f"{what} has room for {room} {called} and {len(possible)} are offered"
        return self.only(buttons, possible[:room], why)

    @staticmethod
    def only(buttons: Iterable[Button], kept: Iterable[Button], why: str) -> tuple[Button, ...]:
        """Return choices; those that are not ``kept`` can be no button, because of ``why`` unless of something else."""
        places = {one.place for one in kept}
        return tuple(one if one.why_not or one.place in places else one._replace(why_not=why) for one in buttons)

    @staticmethod
    def listed(message: Place, no_products: str = "") -> list[Place]:
        """Return the items of a list in their order, whatever section they stand in.

        Raises:
            Obstacle: one is a product, of which the channel has none: it says ``no_products``.

        """
        items = [item for section in message.at_all("sections") for item in section.at_all("items")]
        for item in items if no_products else ():
            if item.get("product"):
                raise Obstacle(no_products, item)
        return items

    def items(self, items: Iterable[Place]) -> tuple[Button, ...]:
        """Return items of a list as buttons that answer, those that can be none with the reason."""
        return tuple(self.item(item.at("choice"), f"item {number}") for number, item in enumerate(items, 1))

    def item(self, place: Place, name: str) -> Button:
        """Return an item of a list as a button that answers."""
        return self._possible(Button(place, name, place.words("title").line, Deed.ANSWER, place))

    def refuse_impossible(self, buttons: Iterable[Button]) -> None:
        """Raise the Obstacle that the first of ``buttons`` is which can be none."""
        for one in buttons:
            if one.why_not:
                limit = self.limit(self.taps.url).value if one.url_length is not None else None
                raise Obstacle(f"{one.name}: {one.why_not}", one.place, limit, one.url_length)

    def tap(self, one: Button, *, in_text: bool = False) -> str | None:
        """Return what comes back when ``one`` is tapped, None where nothing does; and report what it does otherwise.

        ``in_text`` tells whether the choice stands in the text as well, with where it leads.
        """
        if one.deed is Deed.ANSWER:
            limit = self.limit(self.taps.answer)
            return self.tapped.answer(one.place, one.label, limit, self.notes, shown=one.shown)
        self.tapped.add(one.place, one.shown)
        if one.deed is Deed.CALL:
            self.report_call(one)
        elif one.deed is Deed.ASK:
            # Where the label is cut the choice stands in the text of a channel that is not strict.
            if not in_text and (one.tells_all or self.taps.strict):
                fallback = one.action.at("fallback_url")
                self.notes.report(Code.HINT_IGNORED, fallback, what="The fallback URL", channel=self.title)
        elif one.deed is Deed.OPEN and one.action.key in ("calendar_message", "share_location_message"):
            self.report_replaced(one.action, f"{self.taps.a_button} opens the fallback URL")
        return None

    def report_call(self, one: Button) -> None:
        """Report a number that is called with a country code or a plus that the message leaves out."""
        number, called = one.action.words("phone_number").line, one.url.removeprefix("tel:")
        if number.place and called.startswith("+") and not number.startswith("+"):
            self.report_completed(number.place, called, number.plain)

    def report_line(self, one: Button, limit: int | None = None, actual: int | None = None) -> None:
        """Report a choice that stands in the text as a line, because it can be no button."""
        if one.url_length is not None:
            limit, actual = self.limit(self.taps.url).value, one.url_length
        self.notes.report(Code.CHOICE_AS_LINE, one.action, limit=limit, actual=actual, why=one.why_not)
        self.report_as_text((one.place,))

    def lines(self, choices: Iterable[Place]) -> Words:
        """Return choices as lines of text, by the layout of a question."""
        shown = View(Uppercase.KEEP)
        shown.update(text=NOTHING, choices=shown.choices(choices))
        return self.request.plaintext.render(self.channel, "choice", shown)

    def said_by(self, buttons: Sequence[Button]) -> tuple[Words, bool]:
        """Return a text for buttons that stand below none, and whether it has where they lead as well.

        It is what they say; where one does less than its choice, an event or a request, it is the choices' lines.
        """
        if any(one.action.key in ("calendar_message", "share_location_message") for one in buttons):
            return self.lines(one.place for one in buttons), True
        return labels_of(buttons), False

    def with_lines(self, panel: Panel) -> Panel:
        """Return ``panel`` with the choices that can be no button as lines of its text.

        Raises:
            Obstacle: nothing would be left that is more than text.

        """
        impossible = [one for one in panel.buttons if one.why_not]
        if not impossible:
            return panel
        buttons = tuple(one for one in panel.buttons if not one.why_not)
        if not (buttons or panel.file):
            self.refuse_impossible(impossible)
        lines = self.lines_of(impossible)
        return panel._replace(text=Words.join("\n\n", (panel.text, lines)), buttons=buttons)

    def lines_of(self, buttons: Iterable[Button]) -> Words:
        """Return choices that can be no button as lines of a text, which is reported; nothing where there are none."""
        places = []
        for one in buttons:
            self.report_line(one)
            places.append(one.place)
        return self.lines(places) if places else NOTHING

    def able(self, buttons: Iterable[Button]) -> tuple[Button, ...]:
        """Return the choices that can be buttons; that the others stand in the text alone is reported."""
        every = tuple(buttons)
        for one in every:
            if one.why_not:
                self.report_line(one)
        return tuple(one for one in every if not one.why_not)

    def with_lines_before(self, buttons: Iterable[Button]) -> tuple[Button, ...]:
        """Return the choices that can be buttons; the others are lines that go before the message."""
        every = tuple(buttons)
        if lines := self.lines_of(one for one in every if one.why_not):
            self.before.append(lines)
        return tuple(one for one in every if not one.why_not)

    def text_with_lines(self, message: Place, lines: Iterable[Place], *, media: bool) -> Words:
        """Return the text of a question or a card by its layout, with ``lines`` as its choices.

        ``media`` tells whether the URL of its file stands in the text.
        """
        shown = view(message, Uppercase.KEEP)
        choices = shown.choices(lines)
        if card := shown.get("card"):
            shown = shown.but(card={**card, "choices": choices})
            return self.render(message, shown if media else shown.beside_file())
        return self.render(message, shown.but(choices=choices))

    def report_told_apart(self, buttons: Iterable[Button]) -> None:
        """Report the labels that have a number behind them, because a button before has the same."""
        for one in buttons:
            if one.mark:
                what, why = self.taps.a_button, "one before it has the same label"
                what = what[:1].upper() + what[1:]
                self.notes.report(
                    Code.SHOWN_OTHERWISE, one.label_place, what=what, value=repr(one.shown.plain), why=why
                )
