"""The Jinja environment of the XML templates, and the characters that XML cannot carry."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from transcode.jinja import LoadedOnce, rendered
from transcode.templates_dir import shipped_templates

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["remove_illegal", "render_xml"]

# XML 1.0 fifth edition, production [2] Char.
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined  # noqa: PLC0415 - only when something is rendered

    class _Environment(LoadedOnce, Environment):
        pass

    return _Environment(loader=DictLoader(shipped_templates("mms")), autoescape=True, undefined=StrictUndefined)


def render_xml(template: str, **values: Any) -> str:
    """Return the template ``templates/mms/<template>.xml.j2`` filled in; every value is escaped, none is a template."""
    return rendered(_environment().get_template(f"{template}.xml.j2"), values)


def remove_illegal(text: str) -> tuple[str, int]:
    """Return ``text`` without the characters that XML 1.0 cannot carry in any form, and how many they were."""
    return _ILLEGAL.subn("", text)
