"""The writer of a rich channel: it fills forms with panels, and takes back what leads nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, ClassVar, Final, TypeVar

from pydantic_core import to_json

from transcode.errors import InvalidOption
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.addresses import read
from transcode.parts.buttons import Button
from transcode.parts.forms import Cut, Filled, Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panel_writer import PanelWriter
from transcode.parts.panels import Panel
from transcode.parts.statement import check_parts
from transcode.result import Code, Outcome
from transcode.writer.request import Rendering

__all__ = ["PartsWriter"]

Json = dict[str, Any]
_T = TypeVar("_T")
_NEVER_EMPTY: Final = frozenset((bool, int, float))
"""The types of JSON's values that say something whatever they are: 0 and false too."""


class PartsWriter(PanelWriter):
    """Writes one message for a channel that has buttons, files and cards.

    Beside what every channel states, one states its ``taps``, the ``files`` it carries and the ``forms`` it has, and
    says how each is written as JSON. Where a condition is not met, any of its methods raises ``Obstacle``: what was
    noted on the way is taken back, and the message goes as text with the obstacle named.
    """

    forms: ClassVar[tuple[Form, ...]] = ()
    """Every form there is."""

    @classmethod
    def check(cls) -> None:
        """Look the class over, when it is loaded.

        Raises:
            InvalidOption: naming the class and what is missing, unknown or given twice.

        """
        super().check()
        if cls.text_payloads is PartsWriter.text_payloads and cls.texts is PartsWriter.texts:
            raise InvalidOption(f"{cls.__name__}.text_payloads: must say how {cls.title} sends a text")
        try:
            check_parts(
                getattr(cls, "taps", None),
                cls.files,
                cls.forms,
                file_url=cls.file_url,
                file_schemes=cls.file_schemes,
                idn=cls.idn,
                limits=cls._limits,
            )
        except InvalidOption as error:
            raise InvalidOption(f"{cls.__name__}.{error}") from None

    # --- forms ---

    def best(self, panel: Panel, forms: Iterable[Form], *, taken: Collection[str] = ()) -> Filled:
        """Return the first of ``forms`` that holds ``panel`` whole, else the one that cuts the least of it.

        Raises:
            Obstacle: none holds it; the obstacle is that of the last.
            InvalidOption: there are no ``forms``.

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
        if obstacle is None:
            raise InvalidOption(f"{type(self).__name__}.forms: there is none that could hold {panel.name}")
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
        is_whole = filled.text == filled.said
        for one in filled.cuts:
            told = is_whole and one.code is Code.LABEL_CUT and (filled.form.told or one.place in filled.said.places)
            self.report_cut(one, filled.form.name, "the text" if told else where)

    def report_cut(self, one: Cut, form: str, where: str) -> None:
        """Report what is cut in ``form`` and stands whole in ``where``."""
        what = self.taps.a_button if one.code is Code.LABEL_CUT else form
        what = what[:1].upper() + what[1:]
        self.notes.report_length(one.code, one.place, one.limit, one.actual, what=what, shown_in=where)

    def said_before(self) -> Words:
        """Return what goes before the form: all that it has no room for."""
        return Words.join("\n\n", self.before) if self.before else NOTHING

    def below(self, form: Form, buttons: Iterable[Button], *, taken: Collection[str] = ()) -> Filled:
        """Return ``form`` filled with buttons that stand below the whole message; ``taken`` as ``fill`` has it."""
        panel = Panel(self.written, "the message", buttons=tuple(buttons))
        return self.accept(fill(form, panel, self.limit, taken=taken))

    # --- messages ---

    @property
    def written(self) -> Place:
        """The content that is written."""
        assert isinstance(self.where, Place)  # noqa: S101 - asked while content is written
        return self.where

    def text_pieces(self, text: str) -> list[Words]:
        """Return a text in the pieces that the limit ``text`` takes; a split is reported."""
        words = text if isinstance(text, Words) else Words(text)
        return self.pieces(words, self.limit("text"), self.where)

    def texts(self, text: str) -> list[Json]:
        """Return the messages that a text is sent as."""
        raise NotImplementedError

    def requests(self, sent: Iterable[Json]) -> tuple[Json, ...]:
        """Return the requests that send messages, in their order."""
        return tuple(sent)

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return the requests that send ``text``."""
        return self.requests(self.texts(text))

    def rendering(self, sent: Iterable[Json], text: Words | None = None, first: Iterable[Json] = ()) -> Rendering:
        """Return the rendering of messages in their order; what they have no room for goes before, behind ``first``."""
        before = self.said_before()
        whole = self.texts(before) if before else ()
        return Rendering(Outcome.NATIVE, self.requests((*first, *whole, *sent)), text)

    def in_runs(
        self, cards: Sequence[_T], limit: str, form: str, where: Place, what: str = "carousels", *, evenly: bool = False
    ) -> list[Sequence[_T]]:
        """Return cards in as few runs as ``form`` needs for them; that they are several is reported.

        Args:
            cards: in their order.
            limit: the name of the limit of how many one form takes.
            form: what takes them, with its article.
            where: where the cards stand in the message.
            what: what people call several forms.
            evenly: whether the runs are as long as each other, so that none has a card alone.

        """
        most, count = self.limit(limit).value, len(cards)
        runs = -(-count // most)
        if runs > 1:
            why = f"there are {count} cards and {form} takes {most}"
            self.notes.report(Code.CARDS_SPLIT, where, limit=most, actual=runs, what=what, why=why)
        if not evenly:
            return [cards[start : start + most] for start in range(0, count, most)]
        size, more = divmod(count, runs)
        starts = [number * size + min(number, more) for number in range(runs + 1)]
        return [cards[start:end] for start, end in pairwise(starts)]

    def file_before(self, media: Place) -> list[Json]:
        """Return a file as a message of its own, before one that does not show it; or its URL, which is reported."""
        answer = self.attempt(lambda: self.file_message(media))
        if not isinstance(answer, Obstacle):
            return [answer]
        self.report_obstacle(Code.FILE_AS_LINK, answer)
        url = read(media.words("url"))
        return self.texts(url) if self.shows(url) else []

    def file_message(self, media: Place) -> Json:
        """Return a message that is a file.

        Raises:
            Obstacle: the channel does not carry it.

        """
        raise NotImplementedError

    def check_bytes(self, written: Mapping[str, Any], limit: str, what: str, place: Place) -> None:
        """Raise the Obstacle that the size of ``what`` is: JSON of more bytes than ``limit`` takes."""
        most, size = self.limit(limit).value, len(to_json(written))
        if size > most:
            raise Obstacle(f"it would be {what} of {size:,} bytes, which may have {most:,}", place, most, size)

    # --- JSON ---

    @staticmethod
    def given(**fields: Any) -> dict[str, Any]:
        """Return the fields that are set and not empty."""
        return {name: value for name, value in fields.items() if value or type(value) in _NEVER_EMPTY}
