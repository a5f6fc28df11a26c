"""From a generic message to the one content that a channel's writer is given.

Several of the message's parts may speak for one channel; which goes first is documented only for templates (the
channel's own before the omni template). Otherwise the more specific goes first: ``explicit_channel_message`` (the
channel's own payload), ``channel_specific_message`` (typed for the channel), ``explicit_channel_omni_message``
(generic, but for the channel), then the content for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from transcode.errors import InvalidOption
from transcode.message import AppMessage, Content, OmniMessageOverride
from transcode.message.base import Model, extend_path
from transcode.message.omni_template import OmniTemplate, Translation, language_tag
from transcode.message.parse import validate
from transcode.message.template import TemplateReference
from transcode.result import Code, Finding

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


@dataclass(frozen=True, slots=True)
class Resolved:
    """What to write: one of ``payload``, ``specific``, ``template``, ``content``; none where a template is missing."""

    path: str
    """Where it stands in the caller's message."""
    payload: str | None = None
    """The caller's explicit channel message."""
    specific: Model | None = None
    """A channel-specific message."""
    template: TemplateReference | None = None
    """A reference to a template that is stored at the channel."""
    content: Content | None = None
    inside: str = ""
    """Where the content stands in a template; empty where it stands in the message itself."""
    findings: tuple[Finding, ...] = ()
    otherwise: Resolved | None = field(default=None, repr=False)
    """What to write if the channel has no use for a channel-specific message or a template of its own."""


def resolve(message: AppMessage, channel: str, templates: OmniTemplates) -> Resolved:
    """Return what ``message`` says to ``channel``."""
    path, payload = _for_channel(message.explicit_channel_message, "explicit_channel_message", channel)
    if payload is not None:
        return Resolved(path, payload=payload)
    path, omni = _for_channel(message.explicit_channel_omni_message, "explicit_channel_omni_message", channel)
    if omni:
        generic = _override(omni, path, channel, templates)
    elif message.template_message:
        generic = _template_message(message, channel, templates)
    else:
        generic = Resolved(message.kind, content=getattr(message, message.kind))
    path, specific = _for_channel(message.channel_specific_message, "channel_specific_message", channel)
    if specific:
        return Resolved(path, specific=specific, otherwise=generic)
    return generic


_V = TypeVar("_V")


def _for_channel(values: Mapping[str, _V] | None, path: str, channel: str) -> tuple[str, _V | None]:
    """Return what stands for ``channel`` and its path; channels are named in any case."""
    key = next((key for key in values or () if key.upper() == channel), None)
    if values is None or key is None:
        return path, None
    return extend_path(path, key), values[key]


def _override(omni: OmniMessageOverride, path: str, channel: str, templates: OmniTemplates) -> Resolved:
    where = extend_path(path, omni.kind)
    if omni.template_reference:
        return _from_template(omni.template_reference, where, channel, templates)
    return Resolved(where, content=getattr(omni, omni.kind))


def _template_message(message: AppMessage, channel: str, templates: OmniTemplates) -> Resolved:
    assert message.template_message is not None  # noqa: S101 - the caller has looked
    path, own = _for_channel(message.template_message.channel_template, "template_message.channel_template", channel)
    omni = message.template_message.omni_template
    where = "template_message.omni_template"
    generic = _from_template(omni, where, channel, templates) if omni else None
    if own:
        return Resolved(path, template=own, otherwise=generic)
    if generic:
        return generic
    path = "template_message.channel_template"
    missing = Code.NOT_ALLOWED.at(path, what=f"No template is given for {channel}, and no omni template.")
    return Resolved(path, findings=(missing,))


def _from_template(reference: TemplateReference, path: str, channel: str, templates: OmniTemplates) -> Resolved:
    """Return an omni template with its parameters filled in: its content, or the channel's own template for it."""
    template = templates.get(reference.template_id)
    if template is None:
        return Resolved(path, findings=(Code.TEMPLATE_NOT_FOUND.at(path, name=reference.template_id),))
    findings: list[Finding] = []
    translation = _translation(template, reference, path, findings)
    if translation is None:
        return Resolved(path, findings=tuple(findings))
    content = _fill_in(template, translation, reference, path, findings)
    filled = Resolved(path, content=content, inside=translation.kind, findings=tuple(findings))
    _, override = _for_channel(translation.channel_template_overrides, "", channel)
    if override is None:
        return filled
    values = reference.parameters or {}
    mapped = {key: values[own] for key, own in (override.parameter_mappings or {}).items() if own in values}
    own_template = override.template_reference.model_copy(
        update={"parameters": {**(override.template_reference.parameters or {}), **mapped}}
    )
    return Resolved(path, template=own_template, findings=tuple(findings), otherwise=filled)


def _translation(
    template: OmniTemplate, reference: TemplateReference, path: str, findings: list[Finding]
) -> Translation | None:
    """Return the translation asked for: its language, or that without its last subtags, and its version."""
    # "English is the default" and "the default translation is used" stand side by side in the documentation; they
    # differ where the default translation is not English, and the template's own word goes first.
    wanted = reference.language_code or template.default_translation
    for tag in _fallbacks(language_tag(wanted)):
        found = [one for one in template.translations if language_tag(one.language_code) == tag]
        if found:
            break
    if reference.version not in (None, LATEST):
        found = [one for one in found if one.version == reference.version]
    if not found:
        findings.append(
            Code.TEMPLATE_LANGUAGE_OR_VERSION.at(
                path,
                name=template.id,
                wanted=f"{wanted}, version {reference.version}",
                existing="; ".join(one.name for one in template.translations),
            )
        )
        return None
    chosen = max(found, key=lambda one: _version_order(one.version))
    if language_tag(chosen.language_code) != language_tag(wanted):
        findings.append(
            Code.TEMPLATE_LANGUAGE_CHOSEN.at(
                path, name=template.id, chosen=chosen.language_code, why=f"it has no translation in {wanted}"
            )
        )
    return chosen


def _fallbacks(tag: str) -> Iterable[str]:
    """Yield a language tag and what is left of it without its last subtags (RFC 4647 section 3.4, lookup)."""
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]


def _version_order(version: str) -> tuple[tuple[int, str], ...]:
    """Order versions as people do: 2 before 10."""
    return tuple((int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.findall(r"\d+|\D+", version))


def _fill_in(
    template: OmniTemplate,
    translation: Translation,
    reference: TemplateReference,
    path: str,
    findings: list[Finding],
) -> Content:
    """Return the translation's content with ``${key}`` replaced; a value is never read as a template again."""
    values = reference.parameters or {}
    content: Model = getattr(translation, translation.kind)
    data = content.model_dump(mode="json", exclude_none=True)
    used = {key for text in _strings(data) for key in _PLACEHOLDER.findall(text)}
    needed = used | {variable.key for variable in translation.variables or ()}
    for key in sorted(needed - values.keys()):
        findings.append(Code.TEMPLATE_PARAMETER_MISSING.at(path, name=template.id, parameter=key))
    for key in sorted(values.keys() - needed):
        where = extend_path(extend_path(path, "parameters"), key)
        findings.append(Code.TEMPLATE_PARAMETER_UNKNOWN.at(where, name=template.id, parameter=key))
    if not used:
        return content  # type: ignore[return-value] # the field of a translation that holds content
    filled = _substitute(data, values)
    return validate(type(content), filled, path, placeholders=not needed <= values.keys())  # type: ignore[return-value]


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
