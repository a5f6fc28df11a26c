"""The Jinja environment of the XML templates, and the characters that XML cannot carry."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

from transcode.templates_dir import shipped_templates

__all__ = ["remove_illegal", "render_xml"]

# XML 1.0 fifth edition, production [2] Char.
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def _renderer(template: str) -> Callable[[dict[str, Any]], str]:
    from jinja2 import DictLoader, Environment, StrictUndefined  # noqa: PLC0415 - only when something is rendered

    from transcode.jinja import Trusted, rendered  # noqa: PLC0415

    class _Environment(Trusted, Environment):
        pass

    loader = DictLoader(shipped_templates("mms"))
    environment = _Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return partial(rendered, environment.get_template(f"{template}.xml.j2"))


def render_xml(template: str, **values: Any) -> str:
    """Return the template ``templates/mms/<template>.xml.j2`` filled in; every value is escaped, none is a template."""
    return _renderer(template)(values)


def remove_illegal(text: str) -> tuple[str, int]:
    """Return ``text`` without the characters that XML 1.0 cannot carry in any form, and how many they were."""
    return _ILLEGAL.subn("", text)
