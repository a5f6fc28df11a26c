"""A message as plain text: what the layouts may use, and the Jinja environment that renders them.

The layouts are ``templates/plaintext/<type>.txt.j2`` and, where a channel differs, ``<channel>/<type>.txt.j2``. A
message is only ever data to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from transcode.errors import BrokenTemplate, InvalidOption
from transcode.gsm import is_gsm
from transcode.message import (
    CardMessage,
    CarouselMessage,
    Choice,
    ChoiceMessage,
    ContactInfoMessage,
    Content,
    Coordinates,
    ListItem,
    ListMessage,
    LocationMessage,
    MediaMessage,
    TextMessage,
)
from transcode.message.base import decimal
from transcode.templates_dir import read_templates, shipped_templates

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment, Template

__all__ = ["Plaintext", "Uppercase", "capitals", "one_line", "view"]

View = dict[str, Any]


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


_LINE_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def one_line(text: str | None) -> str:
    """Return ``text`` without surrounding space, its line breaks as single spaces: a label stands on one line."""
    return " ".join(filter(None, map(str.strip, _LINE_BREAK.split(text or ""))))


def _block(text: str | None) -> str:
    """Return a piece of running text: its own line breaks stay, space around it does not."""
    return (text or "").strip()


# --- what a layout may use: strings, lists and dicts, every name always there ---


def view(content: Content, uppercase: Uppercase) -> View:
    """Return what the layout of this type of content may use, by name."""
    return _VIEWS[type(content)](content, uppercase)


def _choices(choices: Iterable[Choice] | None, uppercase: Uppercase) -> list[View]:
    return [shown for choice in choices or () if (shown := _choice(choice, uppercase))]


def _choice(choice: Choice, uppercase: Uppercase) -> View | None:
    """Return the view of one choice, None where it has nothing to show."""
    label = one_line(choice.label)
    target, place = "", _coordinates(None)
    if choice.url_message:
        target = one_line(choice.url_message.url)
    elif choice.call_message:
        target = one_line(choice.call_message.phone_number)
    elif choice.calendar_message:
        target = one_line(choice.calendar_message.fallback_url)
    elif choice.share_location_message:
        target = one_line(choice.share_location_message.fallback_url)
    elif choice.location_message:
        place = _coordinates(choice.location_message.coordinates)
    if not (label or target or place["map_link"]):
        return None
    return {
        "kind": choice.kind.removesuffix("_message"),
        "label": label,
        "capitals": capitals(label, uppercase),
        "target": target,
        **place,
    }


def _coordinates(coordinates: Coordinates | None) -> View:
    if coordinates is None:
        return {"latitude": "", "longitude": "", "map_link": ""}
    return {
        "latitude": decimal(coordinates.latitude),
        "longitude": decimal(coordinates.longitude),
        "map_link": coordinates.map_link,
    }


def _text(message: TextMessage, uppercase: Uppercase) -> View:
    return {"text": message.text}


def _media(message: MediaMessage, uppercase: Uppercase) -> View:
    return {"url": one_line(message.url)}


def _media_url(message: MediaMessage | None) -> str:
    return one_line(message.url) if message else ""


def _choice_message(message: ChoiceMessage, uppercase: Uppercase) -> View:
    text = _block(message.text_message.text) if message.text_message else ""
    return {"text": text, "choices": _choices(message.choices, uppercase)}


def _card(message: CardMessage, uppercase: Uppercase) -> View:
    return {
        "title": _block(message.title),
        "description": _block(message.description),
        "media": _media_url(message.media_message),
        "choices": _choices(message.choices, uppercase),
    }


def _card_message(message: CardMessage, uppercase: Uppercase) -> View:
    return {"card": _card(message, uppercase)}


def _carousel(message: CarouselMessage, uppercase: Uppercase) -> View:
    cards = [_card(card, uppercase) for card in message.cards]
    return {
        "cards": [card for card in cards if any(card.values())],
        "choices": _choices(message.choices, uppercase),
    }


def _location(message: LocationMessage, uppercase: Uppercase) -> View:
    return {"title": one_line(message.title), "label": one_line(message.label), **_coordinates(message.coordinates)}


def _contact_info(message: ContactInfoMessage, uppercase: Uppercase) -> View:
    def entries(found: Iterable[Any] | None, value: Callable[[Any], str]) -> list[View]:
        shown = [{"type": one_line(entry.type), "value": one_line(value(entry))} for entry in found or ()]
        return [entry for entry in shown if entry["value"]]

    job = message.organization
    return {
        "name": one_line(message.name.full_name),
        "organization": _commas(job.title, job.department, job.company) if job else "",
        "phone_numbers": entries(message.phone_numbers, lambda phone: phone.phone_number),
        "email_addresses": entries(message.email_addresses, lambda email: email.email_address),
        "urls": entries(message.urls, lambda page: page.url),
        "addresses": entries(
            message.addresses,
            lambda place: _commas(
                place.city, f"{place.state or ''} {place.zip or ''}", place.country or place.country_code
            ),
        ),
        "birthday": message.birthday or "",
    }


def _commas(*pieces: str | None) -> str:
    return ", ".join(filter(None, map(one_line, pieces)))


def _list(message: ListMessage, uppercase: Uppercase) -> View:
    sections = [
        {
            "title": one_line(section.title),
            "items": [shown for item in section.items if (shown := _item(item, uppercase))],
        }
        for section in message.sections
    ]
    return {
        "title": _block(message.title),
        "description": _block(message.description),
        "media": _media_url(message.media),
        "sections": [section for section in sections if any(section.values())],
    }


def _item(item: ListItem, uppercase: Uppercase) -> View | None:
    if item.product:
        label = one_line(item.product.id)
        shown = {"kind": "product", "label": label, "capitals": label, "description": "", "media": ""}
    else:
        assert item.choice is not None  # noqa: S101 - the model has exactly one of the two
        label = one_line(item.choice.title)
        shown = {
            "kind": "item",
            "label": label,
            "capitals": capitals(label, uppercase),
            "description": one_line(item.choice.description),
            "media": _media_url(item.choice.media),
        }
    return shown if label or shown["description"] or shown["media"] else None


_VIEWS: Final[Mapping[type, Callable[[Any, Uppercase], View]]] = {
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
            if not str(templates) or not directory.is_dir():
                raise InvalidOption(f"templates: {str(directory)!r} is not a directory")
            self._sources = read_templates(directory)
        elif templates is not None:
            from jinja2 import BaseLoader  # noqa: PLC0415 - only where a loader is given, and then it is loaded

            if not isinstance(templates, BaseLoader):
                raise InvalidOption("templates: must be a directory or a Jinja loader")
            self._loader = templates
        self._environment: Environment | None = None
        self._compiled: dict[tuple[str, str], Template] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_environment": None, "_compiled": {}}

    def render(self, channel: str, kind: str, names: View) -> str:
        """Return the text of one message.

        Args:
            channel: the channel's name.
            kind: ``choice``, ``card``, ``carousel``, ``location``, ``media``, ``contact_info`` or ``list``.
            names: what ``view`` returned.

        Raises:
            BrokenTemplate: a template of the caller's does not compile or uses a name that is not there.

        """
        try:
            template = self._compiled.get((channel, kind)) or self._compile(channel, kind)
            return template.render(names).strip("\n")
        except Exception as error:  # whatever a layout of the caller's does
            name = getattr(error, "name", None) or f"{kind}.txt.j2"
            line = getattr(error, "lineno", None)
            where = f"{name}, line {line}" if line else name
            raise BrokenTemplate(f"template {where}: {error}") from error

    def _compile(self, channel: str, kind: str) -> Template:
        from jinja2 import DictLoader, TemplateNotFound  # noqa: PLC0415 - costs 60 ms; a plain text never needs it

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
                    self._compiled[channel, kind] = template
                    return template
        raise TemplateNotFound(f"{kind}.txt.j2")

    def _new_environment(self) -> Environment:
        from jinja2 import ChoiceLoader, DictLoader, Environment, StrictUndefined  # noqa: PLC0415
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

        own = self._loader or (DictLoader(self._sources) if self._sources else None)
        shipped = DictLoader(shipped_templates("plaintext"))
        # What the caller's layouts import or include is looked up as they are: theirs first.
        make = ImmutableSandboxedEnvironment if own else Environment
        return make(
            loader=ChoiceLoader([own, shipped]) if own else shipped,
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
