"""A message as plain text: what the layouts may use, and the Jinja environment that renders them.

The layouts are ``templates/plaintext/<type>.txt.j2`` and, where a channel differs, ``<channel>/<type>.txt.j2``. A
message is only ever data to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache, partial
from os import PathLike
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, Final

from transcode.errors import BrokenTemplate, InvalidOption, shorten
from transcode.gsm import is_gsm
from transcode.measure import is_unicode
from transcode.message import (
    CardMessage,
    CarouselMessage,
    ChoiceMessage,
    ContactInfoMessage,
    ListMessage,
    LocationMessage,
    MediaMessage,
    TextMessage,
)
from transcode.message.choice import action_of
from transcode.message.parse import MAX_CHARACTERS
from transcode.message.place import NOTHING, Place, Words, one_line, placed
from transcode.templates_dir import read_templates, shipped_templates
from transcode.urls import readable_url

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

__all__ = ["Plaintext", "Uppercase", "View", "capitals", "one_line", "shipped_layouts", "view"]


class Uppercase(StrEnum):
    """How text choices, which the documented renderings show in capitals, are capitalised."""

    DOCUMENTED = "documented"
    """Unicode upper case, no locale: ``ß`` becomes ``SS``, ``ŉ`` becomes ``ʼN``, ``ı`` becomes ``I``, ``ÿ`` ``Ÿ``."""
    GSM_SAFE = "gsm-safe"
    """The same, but a letter stays as it is where its capital would leave the GSM alphabet (``è`` is in it, ``È`` is
    not) or be more than one letter (``ß``, ``ŉ``)."""
    KEEP = "keep"
    """The caller's own case."""


def capitals(label: str, uppercase: Uppercase) -> str:
    """Return ``label`` as a layout shows it where it shows capitals."""
    if uppercase is Uppercase.KEEP:
        return label
    if uppercase is Uppercase.DOCUMENTED or label.isascii():
        return label.upper()
    return "".join(_gsm_safe_capital(letter) for letter in label)


def _gsm_safe_capital(letter: str) -> str:
    capital = letter.upper()
    return letter if len(capital) > 1 or (is_gsm(letter) and not is_gsm(capital)) else capital


# --- what a layout may use: words, lists and dicts, every name always there ---


class View(dict[str, Any]):
    """What the layout of one message may use, by name.

    Every text in it is ``Words``, so that what a layout writes out tells where it comes from.
    """

    def __init__(self, uppercase: Uppercase) -> None:
        super().__init__()
        self.uppercase = uppercase
        self.told: list[Words] = []
        """The words that a layout has written out; empty but while it does."""

    def but(self, **names: Any) -> View:
        """Return the same view with some of its names given otherwise."""
        other = View(self.uppercase)
        other.told = self.told
        other.update(self, **names)
        return other

    def beside_file(self) -> View:
        """Return the view of a card whose file is shown, so that the text has no URL of it."""
        return self.but(card={**self["card"], "media": NOTHING})

    # --- texts ---

    def line(self, place: Place | None) -> Words:
        """Return a text as it stands on one line."""
        if place is None or not (text := one_line(place.value)):
            return NOTHING
        return placed(text, (place,), self.told)

    def url(self, place: Place | None) -> Words:
        """Return a URL as it stands on one line and can be tapped: percent-encoded, its host as it is read.

        What is no URL that a phone could open stands as it was typed.
        """
        if place is None or not (text := one_line(place.value)):
            return NOTHING
        return placed(readable_url(text), (place,), self.told)

    def block(self, place: Place | None) -> Words:
        """Return a piece of running text: its own line breaks stay, space around it does not."""
        if place is None or not (text := place.value.strip()):
            return NOTHING
        return placed(text, (place,), self.told)

    def words(self, words: Words) -> Words:
        """Return words that tell when they are written out."""
        return placed(words, words.places, self.told) if words else NOTHING

    def _words(self, text: str, *places: Place) -> Words:
        return placed(text, places, self.told) if text else NOTHING

    def commas(self, *pieces: Words) -> Words:
        """Return the pieces that are there, with commas between them."""
        return self.joined(", ", pieces)

    def joined(self, between: str, pieces: Iterable[Words]) -> Words:
        """Return the pieces that are there, with ``between`` between them."""
        words = Words.join(between, pieces)
        words.told = self.told
        return words

    # --- parts ---

    def choices(self, places: Iterable[Place]) -> list[dict[str, Any]]:
        """Return the choices that have something to show."""
        return [shown for place in places if (shown := self._choice(place))]

    def _choice(self, place: Place) -> dict[str, Any] | None:
        action = action_of(place)
        label = self.line(action.get("text" if action.key == "text_message" else "title"))
        target = self._target(action)
        coordinates = self.coordinates(action.get("coordinates"))
        if not (label or target or coordinates["map_link"]):
            return None
        shown = label and self._words(capitals(label, self.uppercase), *label.places)
        kind = str(action.key).removesuffix("_message")
        return {"kind": kind, "label": label, "capitals": shown, "target": target, **coordinates}

    def _target(self, action: Place) -> Words:
        """Return where a choice leads; a place leads to the map."""
        if action.key == "call_message":
            return self.line(action.get("phone_number"))
        return self.url(action.get("url") or action.get("fallback_url"))

    def coordinates(self, place: Place | None) -> dict[str, Any]:
        """Return a place on the map, as figures and as a link."""
        if place is None:
            return _NOWHERE
        latitude, longitude = place.at("latitude"), place.at("longitude")
        return {
            "latitude": self._words(latitude.text, latitude),
            "longitude": self._words(longitude.text, longitude),
            "map_link": self._words(place.value.map_link, latitude, longitude),
        }

    def card(self, place: Place) -> dict[str, Any]:
        """Return a card."""
        return {
            "title": self.block(place.get("title")),
            "description": self.block(place.get("description")),
            "media": self.url(place.get("media_message", "url")),
            "choices": self.choices(place.at_all("choices")),
        }

    def item(self, place: Place) -> dict[str, Any] | None:
        """Return one item of a list, None where it has nothing to show."""
        (item,) = place
        if item.key == "product":
            label = self.line(item.get("id"))
            shown = {"kind": "product", "label": label, "capitals": label, "description": NOTHING, "media": NOTHING}
        else:
            label = self.line(item.get("title"))
            shown = {
                "kind": "item",
                "label": label,
                "capitals": label and self._words(capitals(label, self.uppercase), *label.places),
                "description": self.line(item.get("description")),
                "media": self.url(item.get("media", "url")),
            }
        return shown if label or shown["description"] or shown["media"] else None

    def entries(self, places: Iterable[Place], value: Callable[[Place], Words]) -> list[dict[str, Any]]:
        """Return what a contact has several of: each with its type."""
        shown = []
        for place in places:
            if told := value(place):
                shown.append({"type": self.line(place.get("type")), "value": told})
        return shown


_NOWHERE: Final = {"latitude": NOTHING, "longitude": NOTHING, "map_link": NOTHING}


def view(place: Place, uppercase: Uppercase) -> View:
    """Return what the layout of the content at ``place`` may use, by name."""
    shown = View(uppercase)
    shown.update(_VIEWS[type(place.value)](shown, place))
    return shown


def _text(shown: View, place: Place) -> dict[str, Any]:
    return {"text": shown.block(place.get("text"))}


def _media(shown: View, place: Place) -> dict[str, Any]:
    return {"url": shown.url(place.get("url"))}


def _choice_message(shown: View, place: Place) -> dict[str, Any]:
    return {
        "text": shown.block(place.get("text_message", "text")),
        "choices": shown.choices(place.at_all("choices")),
    }


def _card_message(shown: View, place: Place) -> dict[str, Any]:
    return {"card": shown.card(place)}


def _carousel(shown: View, place: Place) -> dict[str, Any]:
    cards = [shown.card(card) for card in place.at_all("cards")]
    return {
        "cards": [card for card in cards if any(card.values())],
        "choices": shown.choices(place.at_all("choices")),
    }


def _location(shown: View, place: Place) -> dict[str, Any]:
    return {
        "title": shown.line(place.get("title")),
        "label": shown.line(place.get("label")),
        **shown.coordinates(place.get("coordinates")),
    }


def _contact_info(shown: View, place: Place) -> dict[str, Any]:
    def address(one: Place) -> Words:
        state = shown.joined(" ", (shown.line(one.get("state")), shown.line(one.get("zip"))))
        country = shown.line(one.get("country")) or shown.line(one.get("country_code"))
        return shown.commas(shown.line(one.get("city")), state, country)

    job = [shown.line(place.get("organization", part)) for part in ("title", "department", "company")]
    return {
        "name": shown.line(place.get("name", "full_name")),
        "organization": shown.commas(*job),
        "phone_numbers": shown.entries(place.at_all("phone_numbers"), lambda one: shown.line(one.get("phone_number"))),
        "email_addresses": shown.entries(
            place.at_all("email_addresses"), lambda one: shown.line(one.get("email_address"))
        ),
        "urls": shown.entries(place.at_all("urls"), lambda one: shown.url(one.get("url"))),
        "addresses": shown.entries(place.at_all("addresses"), address),
        "birthday": shown.line(place.get("birthday")),
    }


def _list(shown: View, place: Place) -> dict[str, Any]:
    sections = [
        {
            "title": shown.line(section.get("title")),
            "items": [item for one in section.at_all("items") if (item := shown.item(one))],
        }
        for section in place.at_all("sections")
    ]
    return {
        "title": shown.block(place.get("title")),
        "description": shown.block(place.get("description")),
        "media": shown.url(place.get("media", "url")),
        "sections": [section for section in sections if any(section.values())],
    }


_VIEWS: Final[Mapping[type, Callable[[View, Place], dict[str, Any]]]] = {
    TextMessage: _text,
    MediaMessage: _media,
    ChoiceMessage: _choice_message,
    CardMessage: _card_message,
    CarouselMessage: _carousel,
    LocationMessage: _location,
    ContactInfoMessage: _contact_info,
    ListMessage: _list,
}


# --- rendering ---


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no file system takes
        return False


_Layout = partial[str]
"""A layout that is compiled: what it makes of the names it may use."""


class Plaintext:
    """Renders layouts: the caller's first, then the shipped ones.

    Args:
        templates: a directory (read here and now, so that what it renders never changes later) or a Jinja loader of
            the caller's. In either, ``<channel>/<type>.txt.j2`` goes before ``<type>.txt.j2``.

    Raises:
        InvalidOption: ``templates`` is neither, or not a directory.

    """

    def __init__(self, templates: str | PathLike[str] | BaseLoader | None = None) -> None:
        self._loader: BaseLoader | None = None
        self._sources: dict[str, str] | None = None
        if isinstance(templates, (str, PathLike)):
            directory = Path(templates)
            if not str(templates) or not _is_dir(directory):
                raise InvalidOption(f"templates: {shorten(str(directory))} is not a directory")
            self._sources = read_templates(directory)
        elif templates is not None:
            from jinja2 import BaseLoader  # noqa: PLC0415 - only where a loader is given, and then it is loaded

            if not isinstance(templates, BaseLoader):
                raise InvalidOption("templates: must be a directory or a Jinja loader")
            self._loader = templates
        self._environment: Environment | None = None
        self._compiled: dict[tuple[str, str], _Layout] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_environment": None, "_compiled": {}}

    def render(self, channel: str, kind: str, names: View) -> Words:
        """Return the text of one message, with the places of all that the layout wrote out.

        Args:
            channel: the channel's name.
            kind: ``choice``, ``card``, ``carousel``, ``location``, ``media``, ``contact_info`` or ``list``.
            names: what ``view`` returned.

        Raises:
            BrokenTemplate: a template of the caller's does not compile or uses a name that is not there.

        """
        try:
            layout = self._compiled.get((channel, kind)) or self._compile(channel, kind)
            names.told.clear()
            text = layout(names).strip("\n")
            if self._loader is not None or self._sources:
                _check_written(text)
        except Exception as error:  # whatever a layout of the caller's does
            compiled = self._compiled.get((channel, kind))
            name = compiled.args[0].name if compiled else f"{kind}.txt.j2"
            raise BrokenTemplate(_what_broke(error, name, names)) from error
        places = tuple({place: None for words in names.told for place in words.places})
        names.told.clear()
        return placed(text, places)

    def _compile(self, channel: str, kind: str) -> _Layout:
        from jinja2 import DictLoader, TemplateNotFound  # noqa: PLC0415 - costs 60 ms; a plain text never needs it

        from transcode.jinja import rendered  # noqa: PLC0415

        environment = self._environment = self._environment or self._new_environment()
        own = self._loader or (DictLoader(self._sources) if self._sources else None)
        shipped = DictLoader(shipped_templates("plaintext"))
        for loader in (own, shipped) if own else (shipped,):
            for name in (f"{channel.lower()}/{kind}.txt.j2", f"{kind}.txt.j2"):
                try:
                    template = loader.load(environment, name, environment.make_globals(None))
                except TemplateNotFound as missing:
                    if missing.name != name:
                        raise
                else:
                    layout = self._compiled[channel, kind] = partial(rendered, template)
                    return layout
        raise TemplateNotFound(f"{kind}.txt.j2")

    def _new_environment(self) -> Environment:
        from jinja2 import ChoiceLoader, DictLoader, Environment, StrictUndefined  # noqa: PLC0415

        from transcode.jinja import LoadedOnce, PlainGlobals, Trusted  # noqa: PLC0415

        own = self._loader or (DictLoader(self._sources) if self._sources else None)
        shipped = DictLoader(shipped_templates("plaintext"))
        # What the caller's layouts import or include is looked up as they are: theirs first.
        bases: tuple[type, ...] = (Trusted, Environment)
        if own:
            from transcode.sandbox import Sandbox  # noqa: PLC0415 - only where a caller has layouts

            bases = (PlainGlobals if self._loader else LoadedOnce, Sandbox)
        make: type[Environment] = type(bases[-1].__name__, bases, {})
        return make(
            loader=ChoiceLoader([own, shipped]) if own else shipped,
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )


def _what_broke(error: Exception, name: str, names: Iterable[str]) -> str:
    """Return which template broke, in which line, and why; ``name`` is the layout that was asked for."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError  # noqa: PLC0415

    line, why = None, str(error) or type(error).__name__
    for frame, number in walk_tb(error.__traceback__):  # the innermost template: a layout, or what it includes
        if template := frame.f_globals.get("__jinja_template__"):
            name, line = template.name or name, template.get_corresponding_lineno(number)
    if isinstance(error, TemplateSyntaxError):
        name, line = error.name or name, error.lineno
    elif isinstance(error, TemplateNotFound):
        why = f"there is no template {error.name!r}"
    elif isinstance(error, UndefinedError) and why.endswith(" is undefined"):
        why = f"{why}; the layout may use {', '.join(sorted(names))}"
    return f"template {name}, line {line}: {why}" if line else f"template {name}: {why}"


_MOST_WRITTEN: Final = 2 * MAX_CHARACTERS
"""Characters of a text that a layout writes: all that a message may have, in capitals of two letters each."""


def _check_written(text: str) -> None:
    """Raise ValueError where a layout of the caller's writes what is no text of a message."""
    if len(text) > _MOST_WRITTEN:
        raise ValueError(f"writes {len(text):,} characters: at most {_MOST_WRITTEN:,} are taken")
    if not is_unicode(text):
        raise ValueError("writes half of a surrogate pair: write valid Unicode")


@cache
def shipped_layouts() -> Plaintext:
    """Return what renders the shipped layouts alone: they never change, so that a process compiles each once."""
    return Plaintext()
