"""The writer of a rich channel: it fills forms with panels, and takes back what leads nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Final, TypeVar

from transcode.errors import InvalidOption
from transcode.measure import is_visible
from transcode.message.place import NOTHING, Place, Words
from transcode.numbers import read_number
from transcode.parts.addresses import encoded, read
from transcode.parts.attempts import Attempts
from transcode.parts.buttons import Button, Deed, Taps, button
from transcode.parts.files import File, FileKind, kind_of
from transcode.parts.forms import Cut, Filled, Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.plaintext import Uppercase, View, view
from transcode.result import Code
from transcode.urls import Idn, why_not

__all__ = ["PartsWriter"]

_T = TypeVar("_T")
_LISTED: Final = 16
"""So many extensions are named in a sentence; where there are more, the kinds of file are."""


class PartsWriter(Attempts):
    """Writes one message for a channel that has buttons, files and cards.

    Beside what every channel states, one states its ``taps``, the ``files`` it carries and the ``forms`` it has, and
    says how each is written as JSON. Where a condition is not met, any of its methods raises ``Obstacle``: what was
    noted on the way is taken back, and the message goes as text with the obstacle named.
    """

    taps: ClassVar[Taps]
    files: ClassVar[tuple[FileKind, ...]] = ()
    file_schemes: ClassVar[tuple[str, ...]] = ("http", "https")
    """The schemes of the URLs that files are fetched from."""
    file_url: ClassVar[str] = ""
    """The name of the limit of such a URL; empty where none is known."""
    idn: ClassVar[Idn] = "punycode"
    """How it takes host names of letters beyond ASCII."""
    forms: ClassVar[tuple[Form, ...]] = ()
    """Every form there is."""

    @classmethod
    def check(cls) -> None:
        """Look the class over, when it is loaded.

        Raises:
            InvalidOption: naming the class and what is missing, unknown or given twice.

        """
        super().check()
        if not isinstance(getattr(cls, "taps", None), Taps):
            raise InvalidOption(f"{cls.__name__}.taps: must say what a tap does")
        referred = [("taps", (cls.taps.answer, cls.taps.url)), ("file_url", (cls.file_url,))]
        referred += [(f"forms {form.name!r}", form.limits) for form in cls.forms]
        referred += [(f"files {kind.name!r}", (kind.size,)) for kind in cls.files]
        for field, limits in referred:
            for name in filter(None, limits):
                if name not in cls._limits:
                    raise InvalidOption(f"{cls.__name__}.{field}: there is no limit {name!r}")
        kinds = {kind.name for kind in cls.files}
        for form in cls.forms:
            for name in form.files:
                if name not in kinds:
                    raise InvalidOption(f"{cls.__name__}.forms {form.name!r}: there is no kind of file {name!r}")
        cls._check_names("files", [kind.name for kind in cls.files])
        cls._check_names("files", [extension for kind in cls.files for extension in kind.extensions])
        cls._check_names("forms", [form.name for form in cls.forms])

    # --- buttons ---

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
        return tuple(
            self._possible(
                button(
                    place,
                    f"{whose}choice {number}",
                    deeds,
                    a_button=self.taps.a_button,
                    why_not=self.why_not_opened,
                    url_limit=limit,
                    idn=self.idn,
                    region=self.request.region,
                )
            )
            for number, place in enumerate(choices, 1)
        )

    def why_not_opened(self, url: str) -> str:
        """Return why no button would open or call ``url``; nothing where one would."""
        schemes = (*self.taps.schemes, "tel") if Deed.CALL in self.taps.deeds else self.taps.schemes
        return why_not(url, schemes)

    def _possible(self, one: Button) -> Button:
        """Return ``one``, with the reason if it can be no button for its label or the number that it calls."""
        if not (self.shows(one.label) and is_visible(one.label)):
            return replace(one, why_not="a button must have a label")
        if one.deed is not Deed.CALL or one.why_not or not self.taps.international or one.url.startswith("tel:+"):
            return one
        try:
            read_number(one.url.removeprefix("tel:"))
        except ValueError as error:
            return replace(one, why_not=f"the number that it calls {error}")
        return replace(one, why_not="the number that it calls has no country code")

    def within(self, buttons: Iterable[Button], room: int, what: str, called: str = "buttons") -> tuple[Button, ...]:
        """Return the choices; those that ``what``, with room for so many, does not hold can be no button.

        ``called`` is what people call several of them.
        """
        buttons, room = tuple(buttons), max(0, room)
        possible = [one for one in buttons if not one.why_not]
        over = {one.place for one in possible[room:]}
        why = f"{what} has room for {room} {called} and {len(possible)} are offered"
        return tuple(replace(one, why_not=why) if one.place in over else one for one in buttons)

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
        for one in impossible:
            self.report_line(one)
        lines = self.lines(one.place for one in impossible)
        return replace(panel, text=Words.join("\n\n", (panel.text, lines)), buttons=buttons)

    def text_with_lines(self, message: Place, lines: Iterable[Place], *, media: bool) -> Words:
        """Return the text of a question or a card by its layout, with ``lines`` as its choices.

        ``media`` tells whether the URL of its file stands in the text.
        """
        shown = view(message, Uppercase.KEEP)
        choices = shown.choices(lines)
        if card := shown.get("card"):
            shown = shown.but(card={**card, "choices": choices, **({} if media else {"media": NOTHING})})
        else:
            shown = shown.but(choices=choices)
        return self.render(message, shown)

    # --- files ---

    def file(self, media: Place, field: str = "url") -> File:
        """Return the file whose URL ``media`` has in ``field``, as the channel carries it.

        Raises:
            Obstacle: it carries none of its kind, its size or from its address, as far as is known.

        """
        where, given = media.at(field), media.words(field)
        url = given.line
        if why := why_not(url, self.file_schemes):
            raise Obstacle(f"{self.title} does not fetch the file: {why}", where)
        info = self.media_info(given)
        kind = kind_of(url, info, self.files)
        if kind is None:
            extensions = [extension for one in self.files for extension in one.extensions]
            carried = ", ".join(extensions if len(extensions) <= _LISTED else [one.name for one in self.files])
            told = "its content type is" if info.content_type else "the URL names"
            raise Obstacle(f"{self.title} carries {carried or 'no'} files, and {told} none of these", where)
        sent = encoded(url, self.idn)
        if self.file_url and (actual := (most := self.limit(self.file_url)).exceeded_by(sent)) is not None:
            why = f"the URL of the file has {actual} {most.unit.value} and {self.title} takes {most.value}"
            raise Obstacle(why, where, most.value, actual)
        if kind.size and info.bytes is not None and info.bytes > (most := self.limit(kind.size)).value:
            why = f"the {kind.name} has {info.bytes:,} bytes and {self.title} takes {most.value:,}"
            raise Obstacle(why, where, most.value, info.bytes)
        return File(kind, sent, media, info)

    def name_of(self, file: File, limit: str) -> Words:
        """Return the name under which a file is shown; that the caller's own is cut to ``limit`` is reported."""
        most, whole = self.limit(limit), file.file_name()
        if whole.place and (actual := most.exceeded_by(whole)) is not None:
            self.notes.report_length(Code.TRUNCATED, whole.place, most, actual)
        return file.file_name(most)

    def file_or_none(self, media: Place | None, field: str = "url") -> File | None:
        """Return the file whose URL ``media`` has in ``field``, None where there is none that the channel carries."""
        answer = self.attempt(lambda: self.file(media, field)) if media else None
        return None if isinstance(answer, Obstacle) else answer

    def file_or_link(self, media: Place) -> File | Words:
        """Return the file that ``media`` names, or its URL to stand in for it, which is reported."""
        answer = self.attempt(lambda: self.file(media))
        if not isinstance(answer, Obstacle):
            return answer
        if url := read(media.words("url")):
            self.report_obstacle(Code.FILE_AS_LINK, answer)
        return url

    def with_media(self, panel: Panel, media: Place | None, kinds: Collection[str]) -> Panel:
        """Return ``panel`` with the file that ``media`` names if it is one of ``kinds``, else with its URL."""
        if not media or not (url := read(media.words("url"))):
            return panel
        file = self.file_or_none(media)
        return replace(panel, file=file) if file and file.name in kinds else replace(panel, link=url)

    def linked(self, panel: Panel, media: Place | None) -> Panel:
        """Return ``panel`` with the URL of a file that it does not show in its text, which is reported."""
        if not (panel.link and media):
            return panel
        answer = self.attempt(lambda: self.file(media))
        why = f"{panel.name} shows no file of this kind"
        self.report_obstacle(Code.FILE_AS_LINK, answer if isinstance(answer, Obstacle) else Obstacle(why, media))
        return replace(panel, text=Words.join("\n", (panel.text, panel.link)), link=NOTHING)

    # --- forms ---

    def best(self, panel: Panel, forms: Iterable[Form], *, taken: Collection[str] = ()) -> Filled:
        """Return the first of ``forms`` that holds ``panel`` whole, else the one that cuts the least of it.

        Raises:
            Obstacle: none holds it; the obstacle is that of the last.

        """
        found: Filled | None = None
        obstacle: Obstacle | None = None
        for form in forms:
            answer = self.attempt(partial(fill, form, panel, self.limit, taken=taken))
            if isinstance(answer, Obstacle):
                obstacle = answer
            elif not answer.cuts:
                return answer
            elif found is None or len(answer.cuts) <= len(found.cuts):
                found = answer
        if found is not None:
            return found
        assert obstacle is not None  # noqa: S101 - a channel tries one form at least
        raise obstacle

    def accept(self, filled: Filled) -> Filled:
        """Note what ``filled`` cuts, and keep what it has no room for to go before, whole."""
        self.report_cuts(filled, "the message before")
        if left := filled.left:
            self.before.append(left)
        return filled

    def report_cuts(self, filled: Filled, where: str) -> None:
        """Report what ``filled`` cuts and stands whole in ``where``, or in its text."""
        self.report_told_apart(filled.buttons)
        told = filled.form.told and filled.text == filled.said
        for one in filled.cuts:
            self.report_cut(one, filled.form.name, "the text" if told and one.code is Code.LABEL_CUT else where)

    def report_cut(self, one: Cut, form: str, where: str) -> None:
        """Report what is cut in ``form`` and stands whole in ``where``."""
        what = self.taps.a_button if one.code is Code.LABEL_CUT else form
        what = what[:1].upper() + what[1:]
        self.notes.report_length(one.code, one.place, one.limit, one.actual, what=what, shown_in=where)

    def report_told_apart(self, buttons: Iterable[Button]) -> None:
        """Report the labels that have a number behind them, because a button before has the same."""
        for one in buttons:
            if one.mark:
                what, why = self.taps.a_button, "one before it has the same label"
                what = what[:1].upper() + what[1:]
                self.notes.report(
                    Code.SHOWN_OTHERWISE, one.label_place, what=what, value=repr(one.shown.plain), why=why
                )

    def said_before(self) -> Words:
        """Return what goes before the form: all that it has no room for."""
        return Words.join("\n\n", self.before) if self.before else NOTHING

    # --- JSON ---

    @staticmethod
    def given(**fields: Any) -> dict[str, Any]:
        """Return the fields that are set and not empty."""
        return {name: value for name, value in fields.items() if value not in (None, "", [], {}, ())}
