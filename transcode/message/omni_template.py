"""Definitions of omni templates, which the caller supplies because they are stored at the service.

Source: Template Management API, version 2 (the vendor's Node SDK, 2026).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from transcode.message.app_message import CONTENT_TYPES, ContentFields
from transcode.message.base import Integer, Model, Text
from transcode.message.template import TemplateReference

__all__ = ["ChannelTemplateOverride", "OmniTemplate", "TemplateVariable", "Translation", "language_tag"]


def language_tag(code: str) -> str:
    """Return a BCP-47 tag in the one spelling that is compared: ``en_US`` and ``en-us`` are the same language."""
    return code.replace("_", "-").casefold()


class TemplateVariable(Model):
    """A placeholder ``${key}`` of the template."""

    key: Text
    preview_value: Text | None = None


class ChannelTemplateOverride(Model):
    """The channel's own template that stands in for the translation on that channel."""

    template_reference: TemplateReference
    parameter_mappings: Mapping[str, Text] | None = None
    """Key of the channel's template to key of this template's variable."""


class Translation(ContentFields):
    """The content of a template in one language and version."""

    one_of: ClassVar[tuple[str, ...]] = tuple(CONTENT_TYPES)

    language_code: Text
    version: Text
    variables: tuple[TemplateVariable, ...] | None = None
    channel_template_overrides: Mapping[str, ChannelTemplateOverride] | None = None

    @property
    def name(self) -> str:
        """The translation as a person would call it."""
        return f"{self.language_code}, version {self.version}"


class OmniTemplate(Model):
    """A template: its translations, and which one is used when no language is asked for."""

    id: Text
    default_translation: Text
    translations: tuple[Translation, ...]
    description: Text | None = None
    version: Integer | None = None

    @model_validator(mode="after")
    def _default_exists(self) -> Any:
        languages = {language_tag(translation.language_code) for translation in self.translations}
        if language_tag(self.default_translation) not in languages:
            raise PydanticCustomError(
                "default_translation", "has no translation in its own default language: add one, or name another"
            )
        return self
