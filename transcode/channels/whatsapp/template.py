"""The parameters of WhatsApp's own templates: from keys such as ``button[0]url[1]text`` to ``components``.

``SINCH`` below is developers.sinch.com/docs/conversation/channel-support/whatsapp, read 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from transcode.errors import FieldError, InvalidMessage
from transcode.message.base import extend_path

__all__ = ["BUTTON_FIELDS", "COMPONENT_FIELDS", "NO_PARAMETER", "PROVIDERS", "TemplateKey", "template_components"]

Json = dict[str, Any]

# Source: SINCH/template-support; location, coupon and flow fields: the vendor's tool server
# (sinch/sinch-mcp-server), 2026. Each field is a property of the Cloud API's parameter object; ``parameter_name`` is
# that of a template whose parameters have names (docs.kapso.ai/docs/whatsapp/templates/simple-text, 2026-11-26).
COMPONENT_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "header": (
        *("text", "parameter_name", "image.link", "video.link", "document.link", "document.filename"),
        *("location.latitude", "location.longitude", "location.name", "location.address"),
    ),
    "body": ("text", "parameter_name"),
}
"""The fields that a parameter of a component may have."""
BUTTON_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "quick_reply": ("payload",),
    "url": ("text",),
    "copy_code": ("coupon_code",),
    "flow": ("action.flow_token", "action.type"),
}
"""The fields that a parameter of a button may have, by the button's type."""
_COMPONENTS: Final = ("header", "body", "button")
PROVIDERS: Final = ("image.provider.name", "video.provider.name", "document.provider.name")
"""Fields of the grammar that the Cloud API no longer has."""
_MAX_INDEX: Final = 9
"""Of buttons and carousel cards, from 0. Source: SINCH/template-support."""

# Without leading zeros, so that no two keys mean the same.
_NUMBER: Final = "0|[1-9][0-9]{0,2}"
_TEMPLATE_KEY: Final = re.compile(
    rf"(?:carousel\[(?P<card>{_NUMBER})\])?"
    rf"(?:(?P<component>header|body)|button\[(?P<button>{_NUMBER})\](?P<sub_type>[a-z_]+))"
    rf"\[(?P<parameter>{_NUMBER})\](?P<field>[a-z_.]+)"
)
NO_PARAMETER: Final = re.compile(r"[\n\r\t]| {5}")
"""What no text parameter may have. Source: the API's error, in github.com/netflie/whatsapp-cloud-api/issues/201."""


class TemplateKey(NamedTuple):
    """A parameter's key, read: ``button[0]url[1]text``."""

    card: int | None
    """The carousel's card, from 0; None outside a carousel."""
    component: str
    """``header``, ``body`` or ``button``."""
    button: int | None
    """From 0; None where it is no button."""
    sub_type: str | None
    """The button's type."""
    parameter: int
    """From 1."""
    field: str
    """A property of the parameter, with dots: ``image.link``."""

    @classmethod
    def parse(cls, key: str) -> TemplateKey:
        """Return ``key`` read by the grammar; ValueError says what it must be."""
        match = _TEMPLATE_KEY.fullmatch(key)
        if not match:
            raise ValueError(
                "is not a WhatsApp template parameter: write header[1]text, header[1]image.link, body[1]text, "
                "button[0]url[1]text, button[0]quick_reply[1]payload or carousel[0]body[1]text, numbers without "
                "leading zeros"
            )
        owner = match["component"] or match["sub_type"]
        fields = COMPONENT_FIELDS[owner] if match["component"] else BUTTON_FIELDS.get(owner)
        if fields is None:
            raise ValueError(f"names a button of type {owner!r}; there are {', '.join(BUTTON_FIELDS)}")
        if match["field"] not in fields and not (owner == "header" and match["field"] in PROVIDERS):
            raise ValueError(f"names {match['field']!r}; a parameter of {owner} has {' or '.join(fields)}")
        card, button, parameter = (
            int(match[name]) if match[name] else None for name in ("card", "button", "parameter")
        )
        if max(card or 0, button or 0) > _MAX_INDEX:
            raise ValueError(f"counts past {_MAX_INDEX}: buttons and cards are counted from 0 to {_MAX_INDEX}")
        if not parameter or (owner != "body" and parameter > 1):
            raise ValueError("counts parameters from 1, and only a body has more than one")
        return cls(card, match["component"] or "button", button, match["sub_type"], parameter, match["field"])

    @property
    def place(self) -> tuple[int, int, int]:
        """Where the parameter's component stands in a template: header, body, buttons, then cards in the same way."""
        return -1 if self.card is None else self.card, _COMPONENTS.index(self.component), self.button or 0


def template_components(parameters: Mapping[str, str], path: str = "parameters") -> list[Json]:
    """Return the ``components`` of a template message.

    Args:
        parameters: values by key, as ``TemplateKey`` reads them.
        path: where the parameters stand; for the errors.

    Raises:
        InvalidMessage: a key is not of the grammar, or parameters do not go together.

    """
    found: dict[tuple[int, int, int], tuple[TemplateKey, dict[int, Json]]] = {}
    errors = []
    for name, value in parameters.items():
        try:
            key = TemplateKey.parse(name)
            if key.field not in PROVIDERS:
                _set(key, value, *found.setdefault(key.place, (key, {})))
        except ValueError as error:
            errors.append(FieldError(extend_path(path, name), "template_parameter", str(error), name))
    for key, numbered in found.values():
        errors += _gaps(key, numbered, path)
    if errors:
        raise InvalidMessage(errors)
    components: list[Json] = []
    cards: dict[int, list[Json]] = {}
    for place in sorted(found):
        key, numbered = found[place]
        into = components if key.card is None else cards.setdefault(key.card, [])
        into.append(_component(key, [numbered[number] for number in sorted(numbered)]))
    if cards:
        carousel = [{"card_index": index, "components": inside} for index, inside in cards.items()]
        components.append({"type": "carousel", "cards": carousel})
    return components


def _set(key: TemplateKey, value: str, first: TemplateKey, numbered: dict[int, Json]) -> None:
    """Put ``value`` into the parameters of the component that ``first`` began; a field's first step is its type."""
    if key.sub_type != first.sub_type:
        raise ValueError(f"makes the button a {key.sub_type} where another key makes it a {first.sub_type}: keep one")
    parameter = numbered.setdefault(key.parameter, {})
    if key.field == "parameter_name":
        parameter["parameter_name"] = value
        return
    kind, _, name = key.field.partition(".")
    if parameter.setdefault("type", kind) != kind:
        raise ValueError(f"makes the parameter a {kind} where another key makes it a {parameter['type']}: keep one")
    if name:
        parameter.setdefault(kind, {})[name] = value
    else:
        parameter[kind] = value


def _gaps(key: TemplateKey, numbered: Mapping[int, Json], path: str) -> Iterator[FieldError]:
    """Yield what is missing among the parameters of one component."""
    card = "" if key.card is None else f"carousel[{key.card}]"
    if missing := sorted(set(range(1, max(numbered) + 1)) - numbered.keys()):
        name = f"{card}{key.component}[{missing[0]}]text"
        yield FieldError(extend_path(path, name), "missing", "is missing: parameters are counted from 1 without a gap")
    for number, parameter in numbered.items():
        kind = parameter.get("type")
        if kind is None:
            name = f"{card}{key.component}[{number}]text"
            yield FieldError(extend_path(path, name), "missing", "is missing: a parameter_name needs its text")
            continue
        for field in _NEEDED.get(kind, ()):
            if field not in parameter[kind]:
                name = f"{card}header[1]{kind}.{field}"
                yield FieldError(extend_path(path, name), "missing", f"is required in a header with a {kind}")


_NEEDED: Final = {"image": ("link",), "video": ("link",), "document": ("link",), "location": ("latitude", "longitude")}


def _component(key: TemplateKey, parameters: list[Json]) -> Json:
    component: Json = {"type": key.component}
    parameters = [{"type": one["type"], **one} for one in parameters]
    if key.component == "button":
        component |= {"sub_type": key.sub_type, "index": str(key.button)}
    return component | {"parameters": parameters}
