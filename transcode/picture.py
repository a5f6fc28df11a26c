"""What a recipient sees of a message: bubbles of text, media, buttons, cards and rows, read from the payload.

The one description that every view draws from (terminal, page, notebook). A channel describes its payload once, in its
``picture`` function; how a bubble looks is the view's business. All strings are those of the payload, letter by letter:
the runs of a ``Passage`` join to the text that is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, NamedTuple

from transcode.result import Transcoded

__all__ = [
    "Block",
    "Bubble",
    "Carousel",
    "Contact",
    "Effect",
    "Fact",
    "Kind",
    "MapPin",
    "Menu",
    "Passage",
    "Picture",
    "Role",
    "Row",
    "Run",
    "Section",
    "ShownButton",
    "ShownFile",
    "Style",
    "Undrawn",
    "Value",
    "default_picture",
    "texts",
    "words",
]


class Style(StrEnum):
    """How a channel's app shows a run of characters."""

    BOLD = "bold"
    ITALIC = "italic"
    STRIKE = "strike"
    CODE = "code"
    QUOTE = "quote"
    SIGN = "sign"
    """The sign of a quotation at the beginning of its line, for which the app draws a bar."""
    BULLET = "bullet"
    """The sign of a list's item, for which the app draws a bullet."""
    MARK = "mark"
    """A sign that the app reads as formatting and does not show."""
    FORCED = "forced"
    """A character that made the SMS UCS-2."""


class Run(NamedTuple):
    """Characters that are shown alike."""

    text: str
    styles: frozenset[Style] = frozenset()


class Role(StrEnum):
    """What a text is in its bubble."""

    BODY = "body"
    TITLE = "title"
    FOOTER = "footer"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text. ``breaks`` are the code point indexes at which a new part of an SMS begins, without the first."""

    runs: tuple[Run, ...]
    role: Role = Role.BODY
    breaks: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The text as it is sent."""
        return "".join(run.text for run in self.runs)


class Kind(StrEnum):
    """What a file is to the recipient."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    CONTACT = "contact"
    CALENDAR = "calendar"
    STICKER = "sticker"
    UNKNOWN = "file"


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file by its URL (or the channel's id of it). It is never fetched."""

    kind: Kind
    url: str
    name: str = ""
    """The name that the recipient is shown, where there is one."""
    still: str = ""
    """The URL of the picture that stands for it: of a video until it plays, of an image in a list."""


@dataclass(frozen=True, slots=True)
class MapPin:
    """A pin on a map."""

    name: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Fact(NamedTuple):
    """One line of a contact, an order or a product: what it is, and the value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person that can be kept in the address book; or another sheet of facts, such as an order."""

    name: str
    facts: tuple[Fact, ...] = ()


class Effect(StrEnum):
    """What happens when a button is tapped."""

    ANSWER = "answer"
    OPEN = "open"
    CALL = "call"
    MAP = "map"
    EVENT = "event"
    ASK = "ask"
    """It asks for the recipient's location."""
    NOTHING = "nothing"
    """It can be read, and a tap does nothing."""
    OTHER = "other"
    """Something of the channel's own, such as a form or a payment."""


@dataclass(frozen=True, slots=True)
class ShownButton:
    """Something to tap: what it says, what it does, and the URL, number or data that it does it with."""

    label: str
    effect: Effect
    target: str = ""


class Row(NamedTuple):
    """An entry of a menu."""

    title: str
    description: str = ""
    target: str = ""


class Section(NamedTuple):
    """Entries of a menu below one heading, which may be empty."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """A list that opens when the button ``label`` is tapped; without a label, when the bubble itself is."""

    label: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Undrawn:
    """A piece of the payload that the description has no form for; ``what`` says which, in the payload's words."""

    what: str


@dataclass(frozen=True, slots=True)
class Carousel:
    """Cards side by side."""

    cards: tuple[Bubble, ...]


Block = Passage | ShownFile | MapPin | Contact | Menu | Carousel | ShownButton | Undrawn


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as it appears, or one card: blocks from top to bottom, then its buttons.

    A button among the blocks is one that stands between texts.

    ``chips`` are the quick replies that wait for an answer below it, and ``note`` is what the view says of it (which
    slide it is, what it answers); the recipient reads no note.
    """

    blocks: tuple[Block, ...] = ()
    buttons: tuple[ShownButton, ...] = ()
    chips: tuple[ShownButton, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the recipient sees of one transcoded message, from the first bubble to the last."""

    bubbles: tuple[Bubble, ...] = ()


def words(text: str, role: Role = Role.BODY) -> tuple[Passage, ...]:
    """Return ``text`` as one block without formatting; as none where it is empty."""
    return (Passage((Run(text),), role),) if text else ()


def default_picture(result: Transcoded) -> Picture:
    """Describe a message whose payload nobody can read: by its text and its replies.

    For a channel that somebody registers and that has no ``picture`` of its own.
    """
    blocks: tuple[Block, ...] = words(result.text or "")
    shown = result.text or ""
    buttons = tuple(ShownButton(reply.shown, Effect.ANSWER) for reply in result.replies if reply.shown not in shown)
    if not (blocks or buttons):
        blocks = (Undrawn("The payload has no text, and this channel describes no other form of its messages."),)
    return Picture((Bubble(blocks, buttons),) if result.payloads or blocks else ())


def texts(picture: Picture) -> Iterator[str]:
    """Return every string of the payload that ``picture`` shows, in reading order."""
    for bubble in picture.bubbles:
        yield from _of_bubble(bubble)


def _of_bubble(bubble: Bubble) -> Iterator[str]:
    for block in bubble.blocks:
        yield from _of_block(block)
    for button in (*bubble.buttons, *bubble.chips):
        yield from (button.label, button.target)


def _of_block(block: Block) -> Iterator[str]:
    match block:
        case Passage():
            yield block.text
        case ShownFile():
            yield from (block.name, block.url, block.still)
        case MapPin():
            yield from (block.name, block.address)
        case Contact():
            yield block.name
            for fact in block.facts:
                yield fact.value
        case Menu():
            yield block.label
            for section in block.sections:
                yield section.title
                for row in section.rows:
                    yield from row
        case Carousel():
            for card in block.cards:
                yield from _of_bubble(card)
        case ShownButton():
            yield from (block.label, block.target)
        case Undrawn():
            yield block.what


# --- reading what may be anything ---

_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,20})?")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a payload, which may be the caller's own and so anything.

    What is not there, or is of another kind, reads as nothing: no access raises an error.
    """

    json: Any = field(default=None)

    def __getitem__(self, name: str) -> Value:
        """Return the value of a name, or nothing."""
        return Value(self.json.get(name)) if isinstance(self.json, Mapping) else Value()

    def __iter__(self) -> Iterator[Value]:
        """Return the items of a list."""
        yield from map(Value, self.json if isinstance(self.json, list | tuple) else ())

    def __bool__(self) -> bool:
        return self.json is not None

    @property
    def text(self) -> str:
        """A string as it is, a number in its digits, anything else as the empty string."""
        if isinstance(self.json, str):
            return self.json
        return str(self.json) if isinstance(self.json, int | float) and not isinstance(self.json, bool) else ""

    @property
    def number(self) -> float | None:
        """A number, or a string of its digits as coordinates are sent on some channels; otherwise None."""
        found = self.json
        if isinstance(found, str):
            return float(found) if _NUMBER.fullmatch(found) else None
        return found if isinstance(found, int | float) and not isinstance(found, bool) else None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of an object."""
        return tuple(map(str, self.json)) if isinstance(self.json, Mapping) else ()

    def first(self, names: Iterable[str]) -> tuple[str, Value] | None:
        """Return the first of ``names`` that the object has, and its value."""
        return next(((name, self[name]) for name in names if self[name]), None)
