"""From a generic message to the one content that a channel's writer is given.

Several of the message's parts may speak for one channel; which goes first is documented only for templates (the
channel's own before the omni template). Otherwise the more specific goes first: ``explicit_channel_message`` (the
channel's own payload), ``channel_specific_message`` (typed for the channel), ``explicit_channel_omni_message``
(generic, but for the channel), then the content for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Final

from transcode.errors import LISTED, InvalidMessage, InvalidOption, did_you_mean
from transcode.message import OmniTemplateReference, TemplateMessage, TemplateReference
from transcode.message.base import Model, extend_path
from transcode.message.channel import is_spelt
from transcode.message.omni_template import OmniTemplate, Translation, language_tag
from transcode.message.parse import MAX_CHARACTERS, validate
from transcode.message.place import Place, survey
from transcode.notes import Notes
from transcode.result import Code

__all__ = ["OmniTemplates", "Resolved", "omni_templates", "resolve"]

OmniTemplates = Mapping[str, OmniTemplate]

LATEST: Final = "latest"
"""The version that means the highest there is. Source: Conversation API schema, TemplateReference.version."""

# Source: message templates documentation, "Defining parameters"; a name may not contain a closing brace.
_PLACEHOLDER = re.compile(r"\$\{([^{}]+)\}")


def omni_templates(definitions: Iterable[OmniTemplate | Mapping[str, Any]]) -> OmniTemplates:
    """Return template definitions by their id.

    Raises:
        InvalidMessage: a definition is not one.
        InvalidOption: two definitions have one id.

    """
    found: dict[str, OmniTemplate] = {}
    for index, definition in enumerate(definitions):
        template = (
            definition
            if isinstance(definition, OmniTemplate)
            else validate(OmniTemplate, definition, f"omni_templates[{index}]", placeholders=True)
        )
        if template.id in found:
            raise InvalidOption(f"omni_templates: the id {template.id!r} is used twice")
        found[template.id] = template
    return found


@dataclass(slots=True)
class Resolved:
    """What to write: one of ``payload``, ``specific``, ``template``, ``content``; none where a template is missing."""

    place: Place
    """Where it stands in the caller's message."""
    payload: Place | None = None
    """The caller's explicit channel message."""
    specific: Place | None = None
    """A channel-specific message."""
    template: Place | None = None
    """A reference to a template that is stored at the channel."""
    content: Place | None = None
    inside: str = ""
    """Where the content stands in a template; empty where it stands in the message itself."""
    otherwise: Resolved | None = field(default=None, repr=False)
    """What to write if the channel has no use for a channel-specific message or a template of its own."""
    notes: Notes | None = field(default=None, repr=False)
    """What is to be said if this is written, and only then."""


def resolve(message: Place, channel: str, templates: OmniTemplates) -> Resolved:
    """Return what the AppMessage at ``message`` says to ``channel``."""
    if message.size == 1:
        (content,) = message  # which all channels get
        return _of_content(content, channel, templates)
    payload = _for_channel(message.get("explicit_channel_message"), channel)
    if payload:
        return Resolved(payload, payload=payload)
    omni = _for_channel(message.get("explicit_channel_omni_message"), channel)
    generic = _generic(omni or message, channel, templates)
    specific = _for_channel(message.get("channel_specific_message"), channel)
    if specific:
        return Resolved(specific, specific=specific, otherwise=generic)
    return generic


def _for_channel(values: Place | None, channel: str) -> Place | None:
    """Return what stands for ``channel``; channels are named in any case."""
    if values is None:
        return None
    return next((value for value in values if is_spelt(str(value.key), channel)), None)


def _generic(message: Place, channel: str, templates: OmniTemplates) -> Resolved:
    """Return the content of an AppMessage or of an omni override."""
    return _of_content(message.at(message.value.kind), channel, templates)


def _of_content(content: Place, channel: str, templates: OmniTemplates) -> Resolved:
    kind = type(content.value)
    if kind is TemplateMessage:
        return _template_message(content, channel, templates)
    if kind is OmniTemplateReference:
        return _from_template(content, channel, templates)
    return Resolved(content, None, None, None, content)


def _template_message(message: Place, channel: str, templates: OmniTemplates) -> Resolved:
    own, omni = _for_channel(message.get("channel_template"), channel), message.get("omni_template")
    generic = _from_template(omni, channel, templates) if omni else None
    if own:
        return Resolved(own, template=own, otherwise=generic)
    if generic:
        return generic
    where, notes = message.at("channel_template"), Notes()
    notes.report(Code.TEMPLATE_MISSING, where, channel=channel)
    return Resolved(where, notes=notes)


def _from_template(place: Place, channel: str, templates: OmniTemplates) -> Resolved:
    """Return an omni template with its parameters filled in: its content, or the channel's own template for it."""
    notes = Notes()
    reference: TemplateReference = place.value
    template = templates.get(reference.template_id)
    if template is None:
        meant = did_you_mean(reference.template_id, templates)
        notes.report(Code.TEMPLATE_NOT_FOUND, place, name=reference.template_id, meant=meant)
        return Resolved(place, notes=notes)
    translation = _translation(template, place, notes)
    if translation is None:
        return Resolved(place, notes=notes)
    filling = Notes()
    filling.adopt(notes)
    content = _fill_in(template, translation, place, filling)
    root = survey(content, extend_path(place.path, translation.kind), order=place.order).root
    filled = Resolved(place, content=root, inside=translation.kind, notes=filling)
    overrides = translation.channel_template_overrides or {}
    override = next((one for name, one in overrides.items() if is_spelt(name, channel)), None)
    if override is None:
        return filled
    values, mappings = reference.parameters or {}, override.parameter_mappings or {}
    mapped = {key: values[own] for key, own in mappings.items() if own in values}
    own_reference = override.template_reference
    fixed = own_reference.parameters or {}
    needed = {own for key, own in mappings.items() if key not in fixed}
    known, takes = {*mappings.values()}, own_reference.template_id
    _about_parameters(place, notes, name=template.id, takes=takes, needed=needed, known=known)
    own_template = own_reference.model_copy(update={"parameters": {**fixed, **mapped}})
    own = survey(own_template, place.path, order=place.order).root
    return Resolved(place, template=own, otherwise=filled, notes=notes)


def _about_parameters(place: Place, notes: Notes, *, name: str, takes: str, needed: Set[str], known: Set[str]) -> None:
    """Report parameters that the message does not give, and those that nothing takes.

    Args:
        place: the reference to the omni template.
        notes: where to report them.
        name: the omni template.
        takes: what takes them: the same, or the channel's own template in its place.
        needed: those that must be given.
        known: those that are taken.

    """
    values = place.value.parameters or {}
    for key in sorted(needed - values.keys()):
        notes.report(Code.TEMPLATE_PARAMETER_MISSING, place, name=name, parameter=key)
    for number, key in enumerate(sorted(values.keys() - known)):
        meant = did_you_mean(key, sorted(known)) if number < LISTED else ""
        where = place.at("parameters", key)
        notes.report(Code.TEMPLATE_PARAMETER_UNKNOWN, where, name=takes, parameter=key, meant=meant)


def _translation(template: OmniTemplate, place: Place, notes: Notes) -> Translation | None:
    """Return the translation asked for: its language, or that without its last subtags, and its version."""
    # "English is the default" and "the default translation is used" stand side by side in the documentation; they
    # differ where the default translation is not English, and the template's own word goes first.
    reference: TemplateReference = place.value
    wanted = reference.language_code or template.default_translation
    found: list[Translation] = []
    for tag in _fallbacks(language_tag(wanted)):
        found = [one for one in template.translations if language_tag(one.language_code) == tag]
        if found:
            break
    if reference.version not in (None, LATEST):
        found = [one for one in found if one.version == reference.version]
    if not found:
        notes.report(
            Code.TEMPLATE_LANGUAGE_OR_VERSION,
            place,
            name=template.id,
            wanted=f"{wanted}, version {reference.version}",
            existing="; ".join(one.name for one in template.translations),
        )
        return None
    chosen = max(found, key=lambda one: _version_order(one.version))
    if language_tag(chosen.language_code) != language_tag(wanted):
        why = f"it has no translation in {wanted}"
        notes.report(Code.TEMPLATE_LANGUAGE_CHOSEN, place, name=template.id, chosen=chosen.language_code, why=why)
    return chosen


_SUBTAGS: Final = 12
"""Language, three extended ones, script, region, and variants enough; what is longer names no language."""


def _fallbacks(tag: str) -> Iterable[str]:
    """Yield a language tag and what is left of it without its last subtags (RFC 4647 section 3.4, lookup)."""
    for _ in range(_SUBTAGS):
        if not tag:
            return
        yield tag
        tag = tag.rpartition("-")[0]


def _version_order(version: str) -> tuple[tuple[int, str], ...]:
    """Order versions as people do: 2 before 10."""
    pieces = (piece.lstrip("0") if piece.isdecimal() else piece for piece in re.findall(r"\d+|\D+", version))
    return tuple((len(piece) if piece.isdecimal() or not piece else -1, piece) for piece in pieces)


def _fill_in(template: OmniTemplate, translation: Translation, place: Place, notes: Notes) -> Model:
    """Return the translation's content with ``${key}`` replaced; a value is never read as a template again."""
    values = place.value.parameters or {}
    content: Model = getattr(translation, translation.kind)
    data = content.model_dump(mode="json", exclude_none=True)
    used = {key for text in _strings(data) for key in _PLACEHOLDER.findall(text)}
    needed = used | {variable.key for variable in translation.variables or ()}
    _about_parameters(place, notes, name=template.id, takes=template.id, needed=needed, known=needed)
    if not used:
        return content
    if sum(len(values.get(key, "")) for text in _strings(data) for key in _PLACEHOLDER.findall(text)) > MAX_CHARACTERS:
        message = f"is too large with its parameters filled in: at most {MAX_CHARACTERS:,} characters"
        raise InvalidMessage.at(place.path, "too_large", message)
    filled = _substitute(data, values)
    return validate(type(content), filled, place.path, placeholders=not needed <= values.keys())


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _substitute(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), value)
    if isinstance(value, dict):
        return {key: _substitute(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [_substitute(item, values) for item in value]
    return value
