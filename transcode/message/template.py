"""References to templates that are stored elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from transcode.message.base import Model, Text

__all__ = ["OmniTemplateReference", "TemplateMessage", "TemplateReference"]


class TemplateReference(Model):
    """A template of one channel (for WhatsApp ``template_id`` is its name)."""

    template_id: Text
    version: Text | None = None
    language_code: Text | None = None
    """A BCP-47 tag, with ``-`` or ``_``."""
    parameters: Mapping[str, Text] | None = None


class OmniTemplateReference(TemplateReference):
    """A template for all channels; its version (or ``latest``) is required."""

    version: Text


class TemplateMessage(Model):
    """A template for each channel, one for all, or both: the channel's own goes first."""

    channel_template: Mapping[str, TemplateReference] | None = None
    omni_template: OmniTemplateReference | None = None

    @model_validator(mode="before")
    @classmethod
    def _at_least_one(cls, data: Any) -> Any:
        keys = ("channel_template", "omni_template", "channelTemplate", "omniTemplate")
        if isinstance(data, Mapping) and all(data.get(key) is None for key in keys):
            raise PydanticCustomError("at_least_one", "must have channel_template, omni_template or both")
        return data
