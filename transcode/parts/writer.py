"""The writer of a rich channel: it fills forms with panels, and takes back what leads nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any, ClassVar

from transcode.errors import InvalidOption
from transcode.message.place import NOTHING, Words
from transcode.parts.button_writer import ButtonWriter
from transcode.parts.buttons import Taps
from transcode.parts.forms import Cut, Filled, Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.result import Code

__all__ = ["PartsWriter"]


class PartsWriter(ButtonWriter):
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

    def said_before(self) -> Words:
        """Return what goes before the form: all that it has no room for."""
        return Words.join("\n\n", self.before) if self.before else NOTHING

    # --- JSON ---

    @staticmethod
    def given(**fields: Any) -> dict[str, Any]:
        """Return the fields that are set and not empty."""
        return {name: value for name, value in fields.items() if value not in (None, "", [], {}, ())}
