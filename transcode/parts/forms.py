"""Forms: what a channel's own form holds, as data; and how one is filled."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from transcode.measure import Limit, cut, measure
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import Button, Deed, cut_labels, told_apart
from transcode.parts.files import File
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.result import Code

__all__ = ["NEEDS", "Cut", "Filled", "Form", "fill"]

NEEDS: Final = ("title", "text", "file", "buttons", "link")
"""What a form may have to have."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a channel shows a panel in.

    ``name`` is what people call it, with its article: ``LINE's buttons template``. The others name limits of the
    channel: of the title, of the text, of a text ``beside`` a title or a file, of the number of ``buttons`` and of a
    ``label``; an empty title, text or buttons is no limit. ``files`` are the kinds of file it shows, ``needs`` what it
    must have (``text``, ``buttons``, ``title or text or file``), ``deeds`` what its buttons do (None: all
    that the channel's do), ``least`` how many buttons it has at least. ``has_title`` and ``has_link`` tell whether it
    has a place for a title and for the URL of a file that it does not show. An ``exact`` form takes nothing cut. In a
    form that is ``told``, a label that is cut stands whole below the text.
    """

    name: str
    title: str = ""
    text: str = ""
    beside: str = ""
    buttons: str = ""
    label: str = ""
    files: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    deeds: frozenset[Deed] | None = None
    least: int = 0
    has_title: bool = True
    has_link: bool = False
    exact: bool = False
    told: bool = False

    @property
    def limits(self) -> tuple[str, ...]:
        """The names of the channel's limits that it refers to."""
        return tuple(filter(None, (self.title, self.text, self.beside, self.buttons, self.label)))


class Cut(NamedTuple):
    """A text or a label that a form has no room for."""

    code: Code
    place: Place
    limit: Limit
    actual: int


class Filled(NamedTuple):
    """A form with a panel in it: as much as there is room for, and what is left to say, whole."""

    form: Form
    panel: Panel
    title: Words
    text: Words
    buttons: tuple[Button, ...]
    cuts: tuple[Cut, ...] = ()
    said: Words = NOTHING
    """The text as it would stand there whole, with the labels that it tells."""

    @property
    def file(self) -> File | None:
        """The file that it shows."""
        return self.panel.file

    @property
    def left(self) -> Words:
        """What must be said elsewhere: title and text if they are cut, the labels that are, and what they are of."""
        if not self.cuts:
            return NOTHING
        words = [whole for whole, shown in ((self.panel.title, self.title), (self.said, self.text)) if whole != shown]
        labels = [] if self.form.told else _lines(self.buttons, self.said)
        if words and self.panel.number:
            words = [Words.join("\n", (self.panel.title, self.said))]  # one card of several is told by its title
        elif labels and not words:
            words = [self.panel.heading]
        if not (words or labels):
            return NOTHING
        said = Words.join("\n", words)
        return Words.join("\n", (Words.join("", (self.panel.number, said)) if said else NOTHING, *labels))


def fill(form: Form, panel: Panel, limit: Callable[[str], Limit], *, taken: Collection[str] = ()) -> Filled:
    """Return ``form`` filled with ``panel``.

    Args:
        form: what to fill.
        panel: what with.
        limit: gives a limit by its name.
        taken: labels that a cut one must not look like.

    Raises:
        Obstacle: the panel has not what the form must have, or the form has no room for it.

    """
    _check_needs(form, panel)
    _check_buttons(form, panel, limit)
    cuts: list[Cut] = []

    def fitted(words: Words, name: str) -> Words:
        if not name or (actual := (most := limit(name)).exceeded_by(words)) is None:
            return words
        cuts.append(Cut(Code.TEXT_CUT, words.place or panel.place, most, actual))
        return words.like(cut(words, most.value, most.unit, "…"))

    buttons, label_cuts = _labelled(form, panel.buttons, limit, taken)
    said = panel.text
    if form.told and (lines := _lines(buttons, said)):
        said = Words.join("\n\n", (said, Words.join("\n", lines)))
    title = fitted(panel.title, form.title)
    text = fitted(said, form.beside if form.beside and (panel.title or panel.file) else form.text)
    cuts += label_cuts
    if form.exact and cuts:
        one = cuts[0]
        what = "a label" if one.code is Code.LABEL_CUT else "the text"
        why = f"{what} of {panel.name} has {one.actual} {one.limit.unit.value} and {form.name} takes {one.limit.value}"
        raise Obstacle(why, one.place, one.limit.value, one.actual)
    return Filled(form, panel, title, text, buttons, tuple(cuts), said)


def _labelled(
    form: Form, buttons: Sequence[Button], limit: Callable[[str], Limit], taken: Collection[str]
) -> tuple[tuple[Button, ...], list[Cut]]:
    """Return buttons with the labels that they show, and which of these are cut."""
    buttons = told_apart(buttons)
    labels = [button.whole for button in buttons]
    if not (form.label and buttons):
        return _showing(buttons, labels), []
    most = limit(form.label)
    shown = cut_labels(labels, most, taken)
    cuts = []
    for button, whole, label in zip(buttons, labels, shown, strict=True):
        if label is not whole:  # it is cut
            actual = most.exceeded_by(button.label)
            if form.exact and actual is None:
                why = f"{button.name} has the label of one before it, and {form.name} has no room to tell them apart"
                raise Obstacle(why, button.place)
            cuts.append(Cut(Code.LABEL_CUT, button.label_place, most, actual or measure(whole, most.unit)))
    return _showing(buttons, shown), cuts


def _showing(buttons: Sequence[Button], labels: Sequence[Words]) -> tuple[Button, ...]:
    """Return buttons that show ``labels``, which for most are the labels that they have."""
    return tuple([button.showing(label) for button, label in zip(buttons, labels, strict=True)])


def _lines(buttons: Iterable[Button], said: Words) -> list[Words]:
    """Return the labels that are cut, each as a line, but for those that stand in what is ``said`` already."""
    return [
        Words.join("", ("> ", button.whole))
        for button in buttons
        if not button.tells_all and button.label_place not in said.places
    ]


def _check_needs(form: Form, panel: Panel) -> None:
    """Raise the Obstacle that a panel is which lacks what the form must have."""
    for need in form.needs:
        for name in need.split(" or "):
            if getattr(panel, name):
                break
        else:
            what = "choices for buttons" if need == "buttons" else need
            raise Obstacle(f"{panel.name} has no {what} and {form.name} needs {_ONE.get(need, 'one')}", panel.place)
    if panel.title and not form.has_title:
        raise Obstacle(f"{panel.name} has a title and {form.name} has none", panel.place)
    if panel.link and not form.has_link:
        raise Obstacle(f"{panel.name} has media that {form.name} does not show", panel.link.place or panel.place)
    if panel.file and panel.file.name not in form.files:
        raise Obstacle(f"{panel.name} has a file and {form.name} shows no {panel.file.name}", panel.file.media)


_ONE = {"buttons": "one"}


def _check_buttons(form: Form, panel: Panel, limit: Callable[[str], Limit]) -> None:
    """Raise the Obstacle that the number or the kind of the buttons is."""
    count, place = len(panel.buttons), panel.place.at("choices")
    if form.buttons and count > (most := limit(form.buttons)).value:
        why = f"{panel.name} has {count} choices and {form.name} takes {most.value}"
        raise Obstacle(why, place, most.value, count)
    if count < form.least:
        raise Obstacle(f"{panel.name} has {count} choices and {form.name} needs {form.least}", place, form.least, count)
    for button in panel.buttons:
        if form.deeds is not None and button.deed not in form.deeds:
            taken = "answers only" if Deed.ANSWER in form.deeds else "URLs only" if form.deeds else "no buttons"
            raise Obstacle(f"{button.name} is {button.what} and {form.name} takes {taken}", button.place)
